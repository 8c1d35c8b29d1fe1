//! Admission: one request, one list, one case after the other; lists are sorted whole.

use super::evidence::own_mind;
use super::plain::{Owners, domains, each, factors_of, in_set, owners, share, to_bits};
use crate::Now;
use regimes_model::model::ledger::Origin;
use regimes_model::model::patterns::factors::{Factors, Pattern};
use regimes_model::model::rules::answering::Accountability;
use regimes_model::model::rules::money::Payment;
use regimes_model::model::rules::practice::{Access, Casework, Support};
use regimes_model::model::rules::system::Collaboration;
use regimes_model::model::world::World;
use regimes_model::model::world::cases::{Case, Request, Unready, Waiting};
use regimes_model::model::world::organisations::Organisation;
use regimes_model::model::world::places::Place;
use regimes_model::randomness::Draws;
use regimes_model::randomness::address::Address;
use regimes_model::units::domains::{Domain, Domains};

pub fn admit(world: &mut World, now: &Now<'_>) {
    if !world.services {
        return;
    }
    let (week, rows, country) = (world.week, world.rows.clone(), world.country.row);
    for place in &mut world.places {
        for request in std::mem::take(&mut place.requests) {
            let o = usize::from(request.organisation);
            let access = owners(&rows, country, place, &place.organisations[o]).own.access.clone();
            answer(place, &request, &access, week, now);
        }
    }
    let (pattern, mask) = (world.country.pattern, world.constants.mask);
    let n_domains = world.constants.n_domains;
    each(world, |place, organisation, rules| {
        let partners = partners(place, organisation, rules, now);
        take(place, organisation, rules, &Context { now, week, pattern, mask, n_domains, partners });
    });
    for place in &mut world.places {
        hand_on(place, week, now);
    }
}

struct Context<'a> {
    now: &'a Now<'a>,
    week: u32,
    pattern: Pattern,
    mask: Factors,
    n_domains: usize,
    partners: Domains,
}

fn partners(place: &Place, organisation: &Organisation, rules: &Owners<'_>, now: &Now<'_>) -> Domains {
    if matches!(rules.commissioner.collaboration, Collaboration::None(_)) {
        return Domains::NONE;
    }
    let own = usize::from(organisation.index);
    let trusted =
        |o: &&Organisation| place.trust_between(own, usize::from(o.index)) >= now.p().admission.joint_from as f32;
    place.organisations.iter().filter(trusted).fold(Domains::NONE, |all, o| all | o.domains)
}

fn answer(place: &mut Place, request: &Request, access: &Access, week: u32, now: &Now<'_>) {
    let p = &now.p().admission;
    let (r, bit) = (request.resident as usize, Domains::one(request.domain));
    let lives = &mut place.residents;
    if lives.generation[r] != request.generation || !((lives.served[r] | lives.waiting[r]) & bit).is_empty() {
        return;
    }
    let organisation = &mut place.organisations[usize::from(request.organisation)];
    organisation.flows.requests[request.origin as usize] += 1;
    if !lives.served[r].is_empty() || request.hand_offs > 0 {
        organisation.flows.duplicates += 1;
    }
    let severity = request.severity + p.assessment_error as f32 * request.error;
    let bar = match access {
        Access::Threshold(rule) if place.shocks.emergency_weeks == 0 => rule.severity as f32 + organisation.waits.bar,
        _ => f32::NEG_INFINITY,
    };
    if severity < bar {
        organisation.flows.refused += 1;
        return turn_away(place, r, request.domain, now);
    }
    organisation.flows.joined_list += 1;
    lives.waiting[r] |= bit;
    let earlier = place.unready.iter().position(|one| (one.resident, one.domain) == (request.resident, request.domain));
    let earlier = earlier.map(|at| place.unready.remove(at)).filter(|_| request.origin == Origin::Failure);
    let earlier_weeks =
        earlier.filter(|one| one.generation == lives.generation[r]).map_or(0, |one| (week - one.first) as u16);
    organisation.waiting.push(Waiting {
        resident: request.resident,
        generation: lives.generation[r],
        domain: request.domain,
        origin: request.origin,
        hand_offs: request.hand_offs,
        severity: severity.clamp(0.0, 1.0),
        since: week,
        earlier_weeks,
        reset_weeks: 0,
    });
}

fn turn_away(place: &mut Place, r: usize, domain: Domain, now: &Now<'_>) {
    let p = &now.p().admission;
    let lives = &mut place.residents;
    if lives.need(r, usize::from(domain)) >= p.failure_from as f32 {
        lives.failed[r].insert(domain);
    }
    lives.trust[r] = to_bits(share(lives.trust[r]) - p.trust_lost_refused as f32);
}

fn at_risk(payment: &Payment) -> f32 {
    if let Payment::ByResults(rule) = payment { rule.share as f32 } else { 0.0 }
}

fn take(place: &mut Place, o: &mut Organisation, rules: &Owners<'_>, context: &Context<'_>) {
    let stands = |place: &Place, w: &Waiting| {
        let r = w.resident as usize;
        place.residents.generation[r] == w.generation && place.residents.waiting[r].contains(w.domain)
    };
    let gone: Vec<Waiting> = o.waiting.iter().filter(|w| !stands(place, w)).copied().collect();
    o.waiting.retain(|w| stands(place, w));
    for w in gone {
        let r = w.resident as usize;
        let taken_in = place.residents.generation[r] == w.generation && place.residents.served[r].contains(w.domain);
        o.flows.taken_in += u32::from(taken_in);
        o.flows.left_list += u32::from(!taken_in);
    }

    let p = &context.now.p().admission;
    let long = o.waiting.iter().filter(|w| w.since + p.patient_weeks <= context.week);
    let need = |w: &Waiting| f64::from(place.residents.need(w.resident as usize, w.domain.index()));
    o.flows.asked_again = (p.asks_again * long.map(need).sum::<f64>()) as f32;

    let most = match &rules.own.casework {
        Casework::ByDomain(rule) => rule.caseload,
        Casework::LeadWorker(rule) => rule.caseload,
        Casework::Mixed(rule) => rule.caseload,
    };
    let most = (most * o.service.caseload_factor) as f32;
    let here: Vec<_> = o.workers.iter().filter(|w| w.filled && w.absent_now < 5.0).collect();
    let mut room: f32 = here.iter().map(|w| (most - f32::from(w.caseload)).max(0.0)).sum();
    if let Access::Quota(rule) = &rules.own.access {
        let allowed = o.quota_left + rule.cases_per_worker_week as f32 * here.len() as f32;
        o.quota_left = allowed - allowed.floor();
        room = room.min(allowed);
    }
    let room = (room as usize).min(o.waiting.len());

    let mut order: Vec<usize> = (0..o.waiting.len()).collect();
    if !matches!(rules.own.access, Access::Quota(_)) && room < o.waiting.len() {
        let lean = 1.0 - context.now.p().admission.creaming as f32 * at_risk(&rules.commissioner.payment);
        let limit = time_limit(&rules.commissioner.accountability);
        let clock = if limit.is_some() { p.clock as f32 * o.waits.attention } else { 0.0 };
        let key = |i: &usize| {
            let w = &o.waiting[*i];
            let waited = clock_of(w, context.week) as f32 / limit.unwrap_or(1) as f32;
            (1.0 - clock) * lean * w.severity + clock * waited.min(1.0)
        };
        order.sort_by(|a, b| key(b).total_cmp(&key(a)).then(a.cmp(b)));
    }
    order.truncate(room);
    order.sort_unstable();
    let taken: Vec<Waiting> = order.iter().map(|&i| o.waiting[i]).collect();
    let left = o.waiting.iter().enumerate().filter(|(i, _)| !order.contains(i)).map(|(_, w)| *w);
    o.waiting = left.collect();
    for w in &taken {
        if stands(place, w) {
            open(place, o, rules, context, w);
        } else {
            o.flows.taken_in += 1;
        }
    }
    o.cases.sort_by_key(|case| (case.worker, case.resident, case.domains));
    see_briefly(place, o, rules, context);
}

/// The waiting time that is watched; none where nobody does.
fn time_limit(accountability: &Accountability) -> Option<u32> {
    let weeks = match accountability {
        Accountability::Targets(rule) => rule.wait_weeks,
        Accountability::Dialogue(rule) => rule.wait_weeks,
        Accountability::Measurement(rule) => rule.wait_weeks,
        _ => 0,
    };
    (weeks > 0).then_some(weeks)
}

fn clock_of(w: &Waiting, week: u32) -> u32 {
    week.saturating_sub(w.since + u32::from(w.reset_weeks))
}

fn see_briefly(place: &mut Place, o: &mut Organisation, rules: &Owners<'_>, context: &Context<'_>) {
    let p = &context.now.p().admission;
    let Some(limit) = time_limit(&rules.commissioner.accountability) else { return };
    let chance = p.bunch * f64::from(o.waits.attention);
    let mut left = Vec::new();
    for w in std::mem::take(&mut o.waiting) {
        let (r, d) = (w.resident as usize, w.domain.index());
        let clock = clock_of(&w, context.week);
        let near = clock + 2 == limit || clock + 1 == limit;
        let at = Address::numbered(place.index, w.resident);
        let u = context.now.randomness.block(Draws::Clocks, 0, context.week, at).uniform(d);
        let seen = near && f64::from(u) < 1.0 - (1.0 - chance).sqrt() && place.residents.waiting[r].contains(w.domain);
        if !seen {
            left.push(w);
            continue;
        }
        let need = place.residents.need(r, d) * (1.0 - p.brief_helps as f32);
        place.residents.needs[r][d] = to_bits(need);
        place.residents.active[r] = true;
        place.residents.waiting[r].remove(w.domain);
        o.flows.seen_briefly += 1;
        o.flows.clocks_stopped += 1;
        o.flows.reported_weeks += clock;
        o.flows.reported_long += u32::from(clock > 18);
        if need >= p.failure_from as f32 {
            place.residents.failed[r].insert(w.domain);
            let first = w.since - u32::from(w.earlier_weeks);
            place.unready.retain(|one| (one.resident, one.domain) != (w.resident, w.domain));
            place.unready.push(Unready { resident: w.resident, domain: w.domain, generation: w.generation, first });
            place.unready.sort_by_key(|one| (one.resident, one.domain));
        }
    }
    o.waiting = left;
}

fn open(place: &mut Place, o: &mut Organisation, rules: &Owners<'_>, context: &Context<'_>, w: &Waiting) {
    let p = &context.now.p().admission;
    let r = w.resident as usize;
    let lives = &place.residents;
    let needed: Domains = domains().filter(|&d| lives.need(r, d) >= p.opens_from as f32).collect();
    let brought = Domains::one(w.domain);
    let whole = match &rules.own.casework {
        Casework::ByDomain(_) => false,
        Casework::LeadWorker(_) => true,
        Casework::Mixed(rule) => needed.len() >= rule.lead_from_needs,
    };
    let reach = o.domains | o.boundary | context.partners;
    let served = if whole { brought | needed & reach & !lives.served[r] } else { brought };
    let workers = o.workers.iter().enumerate().filter(|(_, worker)| worker.filled);
    let (post, _) = workers
        .min_by_key(|(_, worker)| (worker.absent_now >= 5.0, worker.caseload, worker.specialty != w.domain))
        .expect("there is room, so somebody is there");
    let case = case(place, o, rules, context, w, served, post);
    o.workers[post].caseload += 1;
    o.volume[usize::from(case.package)] += 1;
    o.flows.opened[w.origin as usize] += 1;
    o.flows.clocks_stopped += 1;
    let waited = context.week - w.since + u32::from(w.earlier_weeks);
    o.flows.waited_weeks += waited;
    o.flows.waited_long += u32::from(waited > 18);
    o.flows.reported_weeks += clock_of(w, context.week);
    o.flows.reported_long += u32::from(clock_of(w, context.week) > 18);
    let limit = time_limit(&rules.commissioner.accountability);
    o.flows.stopped_late += u32::from(limit.is_some_and(|limit| clock_of(w, context.week) > limit));
    o.cases.push(case);
    place.residents.served[r] |= served;
    place.residents.waiting[r] &= !served;
    place.residents.active[r] = true;

    let lives = &place.residents;
    let open = (0..context.n_domains).filter(|d| !(lives.served[r] | lives.waiting[r]).contains(*d));
    let Some(other) = open.rev().max_by_key(|&d| lives.needs[r][d]) else { return };
    if lives.need(r, other) >= p.opens_from as f32 && u32::from(w.hand_offs) < p.most_hand_offs {
        o.flows.hand_offs += 1;
        place.handed_on.push(Request {
            resident: w.resident,
            generation: w.generation,
            domain: Domain::of(other),
            origin: Origin::Referral,
            organisation: o.index,
            hand_offs: w.hand_offs + 1,
            severity: lives.need(r, other),
            error: 0.0,
        });
    }
}

fn case(
    place: &Place,
    o: &Organisation,
    rules: &Owners<'_>,
    context: &Context<'_>,
    w: &Waiting,
    served: Domains,
    post: usize,
) -> Case {
    let (p, patterns) = (&context.now.p().admission, &context.now.p().patterns);
    let lives = &place.residents;
    let r = w.resident as usize;
    let at = Address::numbered(place.index, w.resident);
    let draws = |table, week| context.now.randomness.pair(table, week, at);

    let mut personal = Pattern::true_in(Factors::drawn(patterns.personal_variation, &draws(Draws::Personal, 0)));
    let years = f64::from(context.week) / 52.0;
    let turned = (1.0 - (-2.0 * patterns.personal_drift_per_year * years).exp()) / 2.0;
    if turned >= 1.0 / 512.0 {
        personal ^= Pattern::true_in(Factors::drawn(turned, &draws(Draws::PersonalDrift, 0)));
    }
    personal &= context.mask;
    let group = lives.group[r];
    let truth = context.pattern ^ place.offset ^ place.group_offsets[group.index()] ^ personal;

    let seen = Factors::drawn(p.assessment_sees, &draws(Draws::Assessment, context.week)) & factors_of(served);
    let (menu, weeks, discretion) = match &rules.own.support {
        Support::Standard(rule) => (rule.packages as usize, Some(rule.weeks), rule.discretion),
        Support::Menu(rule) => (rule.packages as usize, Some(rule.weeks), rule.discretion),
        Support::Bespoke(_) => (4, None, 1.0),
    };
    let (hours, pace) = match &rules.own.support {
        Support::Standard(rule) => (rule.hours, rule.pace),
        Support::Menu(rule) => (rule.hours, rule.pace),
        Support::Bespoke(_) => (0.0, 0.0),
    };
    let mut package = 0;
    for i in 1..menu.min(o.codes.len()) {
        let score = |i: usize| {
            let judged = seen & o.codes[i].known;
            let right = (!o.codes[i].value.differs(truth) & judged).len() as i32;
            let wrong = (o.codes[i].value.differs(truth) & judged).len() as i32;
            (right - wrong, o.package_groups[i] == Some(group))
        };
        if score(i) > score(package) {
            package = i;
        }
    }
    let free = if discretion >= 1.0 || place.shocks.emergency_weeks > 0 {
        Factors::ALL
    } else if discretion > 0.0 {
        Factors::drawn(discretion, &draws(Draws::Discretion, context.week))
    } else {
        Factors::NONE
    };
    let guess = Pattern::guessed(&context.now.randomness.block(Draws::Guesses, 0, context.week, at), 0);
    let (belief, code) = (o.workers[post].belief, o.codes[package]);
    let mind = own_mind(&o.workers[post], o, package, free, context.now);
    let mut plan = Pattern::NONE;
    for factor in 0..128 {
        let value = if (mind & belief.known).contains(factor) {
            belief.value
        } else if code.known.contains(factor) {
            code.value
        } else {
            guess
        };
        plan.set(factor, value.value(factor));
    }
    let need = own_need(place, r, served);
    let lean = 1.0 + 2.0 * p.creaming as f32 * at_risk(&rules.commissioner.payment) * (0.5 - w.severity);
    Case {
        personal,
        plan,
        found: Pattern::NONE,
        known: Factors::NONE,
        free,
        resident: w.resident,
        generation: lives.generation[r],
        worker: post as u16,
        package: package as u8,
        domains: served,
        relationship: p.first_relationship as f32 * share(lives.trust[r]),
        heard: 0.0,
        hours: 0.0,
        hours_now: 0.0,
        own_now: 1.0,
        attention: lean.clamp(p.parked as f32, 2.0),
        observed_at_opening: (need + context.now.p().seeking.noise as f32 * f32::from(lives.noise[r]) / 16.0)
            .clamp(0.0, 1.0),
        need_at_opening: need,
        need_now: need,
        rest_at_opening: own_mean(place, r, served, |d| place.residents.set_points[r][d]),
        opened: context.week,
        ends: weeks.map(|weeks| context.week + weeks_here(weeks, o)),
        paced: (pace > 0.0).then(|| (pace * (o.service.package_hours_factor / o.service.package_weeks_factor)) as f32),
        package_hours: if hours > 0.0 { Some((hours * o.service.package_hours_factor) as f32) } else { None },
        real_hours: 0.0,
        seen_in_time: time_limit(&rules.commissioner.accountability).is_none_or(|most| context.week - w.since <= most),
        told_in_time: time_limit(&rules.commissioner.accountability)
            .is_none_or(|most| clock_of(w, context.week) <= most),
        origin: w.origin,
        fit: 0.0,
    }
}

/// Mean need in some domains by own priorities, each of which counts at least a little.
fn own_need(place: &Place, r: usize, served: Domains) -> f32 {
    own_mean(place, r, served, |d| place.residents.need(r, d))
}

fn own_mean(place: &Place, r: usize, served: Domains, value: impl Fn(usize) -> f32) -> f32 {
    let weight = |d: usize| f32::from(place.residents.priorities[r][d]) + 1.0;
    let weights: f32 = in_set(served).map(weight).sum();
    in_set(served).map(|d| weight(d) * value(d)).sum::<f32>() / weights
}

fn hand_on(place: &mut Place, week: u32, now: &Now<'_>) {
    let mut kept = Vec::new();
    for mut request in std::mem::take(&mut place.handed_on) {
        let from = usize::from(request.organisation);
        let able = |o: &&Organisation| o.domains.contains(request.domain) && o.n_filled() > 0;
        let Some(best) = place.organisations.iter().filter(able).max_by(|a, b| {
            let trust = |o: &Organisation| place.trust_between(from, usize::from(o.index));
            let own = |o: &Organisation| usize::from(o.index) == from;
            own(a).cmp(&own(b)).then(trust(a).total_cmp(&trust(b))).then(b.index.cmp(&a.index))
        }) else {
            place.organisations[from].flows.hand_offs_lost += 1;
            turn_away(place, request.resident as usize, request.domain, now);
            continue;
        };
        let to = usize::from(best.index);
        let draws = now.randomness.block(Draws::Requests, 0, week, Address::numbered(place.index, request.resident));
        let u = draws.uniform(2);
        request.error = draws.normal(4);
        let loss = now.p().admission.hand_off_loss as f32 * (1.0 - place.trust_between(from, to));
        if to != from && u < loss {
            place.organisations[from].flows.hand_offs_lost += 1;
            turn_away(place, request.resident as usize, request.domain, now);
        } else {
            request.organisation = to as u16;
            kept.push(request);
        }
    }
    kept.sort_by_key(|request| (request.resident, request.domain));
    place.handed_on = kept;
}

/// The longest duration of a package, to the nearest week, in this kind of service.
pub fn weeks_here(usual: u32, o: &Organisation) -> u32 {
    ((f64::from(usual) * o.service.package_weeks_factor + 0.5) as u32).max(1)
}
