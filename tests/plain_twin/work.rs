//! Work: how a week is allotted, which effort is chosen, how cases end, what is recorded.

use crate::Now;
use crate::plain_twin::plain::{Owners, each, in_set, share, to_bits};
use regimes_model::model::rules::answering::{Accountability, Reporting};
use regimes_model::model::rules::lessons::{Learning, Voice};
use regimes_model::model::rules::money::{Competition, Payment};
use regimes_model::model::rules::people::Management;
use regimes_model::model::rules::practice::{Access, Casework, Support};
use regimes_model::model::rules::system::{Collaboration, Government};
use regimes_model::model::town::{Counted, Workforce};
use regimes_model::model::world::World;
use regimes_model::model::world::cases::{Case, Waiting};
use regimes_model::model::world::constants::Constants;
use regimes_model::model::world::organisations::{Incentive, Organisation, WeekHours};
use regimes_model::model::world::places::Place;
use regimes_model::randomness::Draws;
use regimes_model::randomness::address::Address;
use regimes_model::units::domains::Domain;

pub fn allot(world: &mut World, now: &Now<'_>) {
    let (week, services) = (world.week, world.services);
    let (control, eased, changed) =
        (f64::from(world.country.control), f64::from(world.country.eased), world.change.practice_changed);
    each(world, |place, o, rules| {
        (o.hours, o.waste.hours) =
            if services { week_of(place, o, rules, [control, eased], week, changed, now) } else { Default::default() };
        release(o, now);
        let stand_in = match &rules.own.casework {
            Casework::ByDomain(rule) => rule.stand_in,
            Casework::LeadWorker(rule) => rule.stand_in,
            Casework::Mixed(rule) => rule.stand_in,
        };
        share_out(o, stand_in, now);
    });
}

/// Part of administration and meetings becomes direct time.
fn release(o: &mut Organisation, now: &Now<'_>) {
    let p = &now.p().allotment;
    let (h, a) = (o.hours, f64::from(o.waits.attention));
    let most = o.service.contact_factor * p.wanted_hours;
    let wanted: f64 = o.cases.iter().map(|case| most * (p.even + (1.0 - p.even) * f64::from(case.need_now))).sum();
    let admin = (1.0 - p.admin_kept) * f64::from(h.base_admin);
    let slack = admin + f64::from(h.meetings) + (f64::from(h.direct) - wanted).max(0.0);
    o.waits.slack = if a > 0.0 && h.paid > 0.0 { (slack / f64::from(h.paid)) as f32 } else { 0.0 };
    let [admin, meetings] = [admin, f64::from(h.meetings)].map(|hours| p.release * a * hours);
    o.hours.base_admin = (f64::from(h.base_admin) - admin) as f32;
    o.hours.meetings = (f64::from(h.meetings) - meetings) as f32;
    o.hours.direct = (f64::from(h.direct) + admin + meetings) as f32;
}

pub fn queue(world: &mut World, now: &Now<'_>) {
    let services = world.services;
    let p = &now.p().emergency;
    for place in &mut world.places {
        place.delay_harm = [0.0; 8];
        for o in place.organisations.iter_mut().filter(|o| services && o.emergency.is_emergency) {
            let hours = f64::from(o.hours.direct + o.hours.assessment);
            let (before, week) = (f64::from(o.emergency.backlog), 168.0);
            let patients = f64::from(o.flows.requests.iter().sum::<u32>()) + before;
            let capacity = hours / p.visit_hours;
            let after = (patients - capacity).max(0.0);
            let arrivals = patients.min(0.99 * capacity) / week;
            let beyond = |limit: f64| {
                let [from, to] = [before, after].map(|left| left / capacity * week);
                let backlog = (0..1_000_000).map(|i| from + (to - from) * (f64::from(i) + 0.5) / 1e6);
                let backlog = if from.max(to) > limit { backlog.filter(|wait| *wait > limit).count() } else { 0 };
                let here = hours / week;
                let whole = |c: f64| tail(c as u32, arrivals, p.visit_hours, limit);
                let tail = (1.0 - here.fract()) * whole(here.floor()) + here.fract() * whole(here.floor() + 1.0);
                if patients > 0.0 { tail.max(backlog as f64 / 1e6) as f32 } else { 0.0 }
            };
            (o.emergency.late, o.emergency.delayed) = (beyond(p.limit_hours), beyond(p.delay_hours));
            o.emergency.backlog = after as f32;
            for d in in_set(o.domains) {
                let harm = f64::from(o.emergency.delayed) / 4.0 / p.patients_per_death;
                place.delay_harm[d] = place.delay_harm[d].max(harm as f32);
            }
        }
    }
}

/// Erlang's formula as the sum that it stands for.
fn tail(servers: u32, arrivals: f64, visit: f64, limit: f64) -> f64 {
    let load = arrivals * visit;
    if load >= f64::from(servers) {
        return 1.0;
    }
    let term = |n: u32| (1..=n).map(|k| load / f64::from(k)).product::<f64>();
    let busy = term(servers) * f64::from(servers) / (f64::from(servers) - load);
    let others: f64 = (0..servers).map(term).sum();
    busy / (busy + others) * (-(f64::from(servers) / visit - arrivals) * limit).exp()
}

/// What is watched of waiting: weeks, stake, level, pull of learning; 0 weeks where nobody does.
fn watched(accountability: &Accountability) -> (u32, f64, f64, f64) {
    match accountability {
        Accountability::Targets(rule) => (rule.wait_weeks, rule.stake, rule.wait_level, 0.0),
        Accountability::Dialogue(rule) => (rule.wait_weeks, 0.0, 1.0, rule.learn),
        Accountability::Measurement(rule) => (rule.wait_weeks, 0.0, 1.0, rule.learn),
        _ => (0, 0.0, 1.0, 0.0),
    }
}

pub fn watch(world: &mut World, now: &Now<'_>) {
    let (week, services) = (world.week, world.services);
    each(world, |place, o, rules| {
        let (weeks, stake, level, learn) = watched(&rules.commissioner.accountability);
        if services {
            ration(o, &rules.own.access, now);
        }
        if !services || weeks == 0 && o.waits.attention == 0.0 {
            return;
        }
        let n = o.n_filled().max(1) as f32;
        let gaming = o.workers.iter().filter(|w| w.filled).map(|w| w.gaming).sum::<f32>() / n;
        let clock = |w: &Waiting| week.saturating_sub(w.since + u32::from(w.reset_weeks));
        if weeks > 0 && matches!(o.indicator.counts, Counted::SeenInTime(_)) {
            for w in o.waiting.iter_mut().filter(|w| clock(w) == weeks + 1) {
                let at = Address::numbered(place.index, w.resident);
                let word = 8 + w.domain.index();
                if now.randomness.block(Draws::Clocks, 0, week, at).uniform(word)
                    < now.p().closing.claim as f32 * gaming
                {
                    w.reset_weeks += weeks as u16 + 1;
                    o.flows.resets += 1;
                }
            }
        }
        let emergency = o.emergency.is_emergency;
        let counts = matches!(o.indicator.counts, Counted::SeenInTime(_));
        let set_back = if counts { (now.p().closing.claim * f64::from(gaming)).min(1.0) } else { 0.0 };
        let late = o.waiting.iter().filter(|w| clock(w) > weeks).count() as f64 + f64::from(o.flows.stopped_late);
        let all = o.waiting.len() as f64 + f64::from(o.flows.clocks_stopped);
        let breach = if weeks == 0 {
            0.0
        } else if emergency {
            f64::from(o.emergency.late) * (1.0 - set_back)
        } else {
            late / all.max(1.0)
        };
        let pull = stake * (breach - 1.0 + level).max(0.0) + learn * breach;
        let a = f64::from(o.waits.attention);
        let p = &now.p().flow;
        o.waits.breach = breach as f32;
        o.waits.attention = (a + (pull / (pull + p.half) - a) / p.tau_weeks) as f32;
        if week % 13 == 0 {
            move_posts(o, now);
        }
    });
}

fn ration(o: &mut Organisation, access: &Access, now: &Now<'_>) {
    let p = &now.p().flow;
    let (severity, step) = if let Access::Threshold(rule) = access { (rule.severity, rule.step) } else { (0.0, 0.0) };
    if step == 0.0 {
        o.waits.bar = 0.0;
        return;
    }
    let each = o.waiting.len() as f64 / o.n_filled() as f64;
    let (direct, wanted): (f32, f32) =
        (o.workers.iter().map(|w| w.direct_hours).sum(), o.workers.iter().map(|w| w.wanted_hours).sum());
    o.waits.weeks_short = if each < p.short_list && direct > wanted { o.waits.weeks_short + 1 } else { 0 };
    o.waits.weeks_long = if each > p.long_list { o.waits.weeks_long + 1 } else { 0 };
    let up = f64::from(u8::from(o.waits.weeks_long == 13)) - f64::from(u8::from(o.waits.weeks_short == 13));
    if up != 0.0 {
        (o.waits.weeks_short, o.waits.weeks_long) = (0, 0);
        o.waits.bar = (severity + f64::from(o.waits.bar) + up * step).clamp(0.0, 1.0) as f32 - severity as f32;
    }
}

fn move_posts(o: &mut Organisation, now: &Now<'_>) {
    let share = now.p().flow.moves * f64::from(o.waits.attention);
    let waiting = |o: &Organisation, d: usize| o.waiting.iter().filter(|w| w.domain.index() == d).count() as f64;
    let posts =
        |o: &Organisation, d: usize| o.workers.iter().filter(|w| w.filled && w.specialty.index() == d).count() as f64;
    let each = |o: &Organisation, d: usize| waiting(o, d) / posts(o, d).max(0.5);
    let most = in_set(o.domains).rev().max_by(|&a, &b| each(o, a).total_cmp(&each(o, b)));
    let Some(most) = most.filter(|_| share > 0.0 && !o.waiting.is_empty()) else { return };
    let fair = o.n_filled() as f64 * waiting(o, most) / o.waiting.len() as f64;
    let mut left = f64::from(o.waits.post_left) + share * (fair - posts(o, most)).max(0.0);
    while left >= 1.0 {
        left -= 1.0;
        let givers = (0..8).filter(|&d| d != most && posts(o, d) > 0.0);
        let Some(least) = givers.min_by(|&a, &b| each(o, a).total_cmp(&each(o, b))) else { break };
        let post = o.workers.iter().rposition(|w| w.filled && w.specialty.index() == least).expect("there is one");
        o.workers[post].specialty = Domain::of(most);
        o.flows.posts_moved += 1;
    }
    o.waits.post_left = left as f32;
}

fn week_of(
    place: &Place,
    o: &Organisation,
    rules: &Owners<'_>,
    [control, eased]: [f64; 2],
    week: u32,
    changed: f64,
    now: &Now<'_>,
) -> (WeekHours, f32) {
    let p = &now.p().allotment;
    let staff: Vec<_> = o.workers.iter().filter(|w| w.filled).collect();
    let n = staff.len() as f64;
    let paid = n * p.paid_hours_per_week;
    let sick: f64 =
        staff.iter().map(|w| f64::from(w.absent_now)).sum::<f64>() / p.days_per_week * p.paid_hours_per_week;
    let absence = sick.min(paid) + p.leave * (paid - sick).max(0.0);
    let present = if paid > 0.0 { 1.0 - absence / paid } else { 0.0 };
    let (indicators, audit) = match &rules.commissioner.accountability {
        Accountability::Targets(rule) => (rule.indicators, rule.audit),
        Accountability::TargetsWithoutStake(rule) => (rule.indicators, 0.0),
        _ => (0, 0.0),
    };
    let contract = match &rules.commissioner.payment {
        Payment::ByResults(rule) => rule.contract_weeks,
        Payment::Alliance(rule) => rule.contract_weeks,
        Payment::Block(rule) => rule.contract_weeks,
    };
    let own = match &o.workforce {
        Workforce::Care(_) => p.base_admin_care,
        Workforce::Council(_) => p.base_admin_council,
        Workforce::SocialWork(_) => p.base_admin_social_work,
        Workforce::Clinic(_) => p.base_admin_clinic,
    };
    let base_admin = own * p.base_admin;
    let (base_admin, stated) = if p.reporting_share > 0.0 {
        let hours = base_admin * p.paid_hours_per_week + p.reporting_hours;
        let reporting = p.reporting_share * hours;
        ((hours - reporting) / p.paid_hours_per_week, reporting / p.reporting_hours)
    } else {
        (base_admin, 1.0)
    };
    let reporting = match &rules.commissioner.reporting {
        Reporting::ByRequirement(rule) if place.shocks.emergency_weeks == 0 => {
            let demand = match rules.government.government {
                Government::Mandate(_) => 1.0 + p.control_demand * control,
                _ => 1.0,
            };
            let contracts = (p.contract_unit_weeks / f64::from(contract)).min(2.0);
            let asked = f64::from(indicators) * rule.hours_per_indicator
                + contracts * rule.hours_per_contract
                + audit * rule.hours_per_audit;
            asked * demand * (1.0 - eased) * stated
        }
        _ => 0.0,
    };
    let coordination = match &rules.commissioner.collaboration {
        Collaboration::Contracts(_) => p.coordination_hours,
        Collaboration::Stewarded(rule) => {
            let organisations = place.organisations.len() as f64;
            p.link_hours * rule.linking * organisations + rule.joint_work * p.paid_hours_per_week
        }
        Collaboration::None(_) => 0.0,
    };
    let supervision = match &rules.own.management {
        Management::Command(rule) => rule.hours_per_week,
        Management::SelfManaged(rule) => rule.hours_per_week,
        Management::Mixed(rule) => rule.hours_per_week,
    };
    let (reflection, tried) = match &rules.own.learning {
        Learning::Cycle(rule) => (rule.reflection, rule.experiments),
        Learning::AnnualReview(_) => (0.0, 0.0),
    };
    let participation = match &rules.own.voice {
        Voice::Equal(rule) => rule.participation,
        Voice::Weights(rule) => rule.participation,
        Voice::ByPower(_) => 0.0,
    };
    let dialogue = match &rules.commissioner.accountability {
        Accountability::Dialogue(rule) => rule.hours_per_week,
        Accountability::Measurement(rule) => rule.hours_per_week,
        _ => 0.0,
    };
    let unit = match &rules.commissioner.accountability {
        Accountability::Targets(rule) => rule.improvement_hours,
        _ => 0.0,
    };
    let watching = if watched(&rules.commissioner.accountability).0 > 0 { p.watching_hours + unit } else { 0.0 };
    let is_target = matches!(rules.commissioner.accountability, Accountability::Targets(_));
    let [reporting, dialogue] =
        if is_target { [reporting + watching, dialogue] } else { [reporting, dialogue + watching] };
    let outreach = if let Access::OpenDoor(rule) = &rules.own.access { rule.outreach } else { 0.0 };
    let new = staff.iter().filter(|w| u32::from(w.tenure) < p.induction_weeks).count() as f64;
    let tender = matches!(rules.commissioner.competition, Competition::LeagueAndTender(_) | Competition::Tender(_));
    let bids = tender && o.contract_ends.saturating_sub(week) <= p.tender_weeks;
    let since = o.weeks_since_change.map_or(f64::INFINITY, f64::from) / f64::from(p.set_up_weeks);
    let set_up = p.set_up * changed * (1.0 - since).max(0.0);
    let asked = [
        base_admin * paid * present * o.waste.level,
        p.meetings * paid * present,
        reporting * n * present,
        coordination * n * present,
        supervision * n * present,
        reflection * paid * present,
        participation * paid * present,
        dialogue * n * present,
        outreach * paid * present,
        new * p.paid_hours_per_week * p.induction * present,
        if bids { n * present * p.tender_hours } else { 0.0 },
        set_up * paid * present,
        assessments(o, now),
        f64::from(o.flows.hand_offs) * p.referral_hours * o.waste.level,
    ];
    let there = paid - absence;
    let most = (there - p.least_direct * paid).max(0.0);
    let sum: f64 = asked.iter().sum();
    let fits = if sum > most { most / sum } else { 1.0 };
    let improving = (reflection * paid + watching * n) * present * fits / n.max(1.0);
    let [
        base_admin,
        meetings,
        reporting,
        coordination,
        supervision,
        reflection,
        participation,
        dialogue,
        outreach,
        induction,
        tendering,
        set_up,
        assessment,
        referral,
    ] = asked.map(|hours| (hours * fits) as f32);
    let contact = (there - sum * fits).max(0.0);
    let travel = contact * p.travel;
    let experiments = (contact - travel) * tried;
    let hours = WeekHours {
        paid: paid as f32,
        absence: absence as f32,
        base_admin,
        meetings,
        reporting,
        coordination,
        supervision,
        reflection,
        participation,
        dialogue,
        outreach,
        induction,
        tendering,
        set_up,
        assessment,
        referral,
        travel: travel as f32,
        experiments: experiments as f32,
        direct: (contact - travel - experiments) as f32,
    };
    (hours, improving as f32)
}

pub fn improve(world: &mut World, now: &Now<'_>) {
    let (week, services, in_burn_in) = (world.week, world.services, world.change.start.is_none());
    let p = &now.p().waste;
    each(world, |_, o, rules| {
        let cycle = matches!(rules.own.learning, Learning::Cycle(_));
        let discretion = match &rules.own.support {
            Support::Standard(rule) => rule.discretion,
            Support::Menu(rule) => rule.discretion,
            Support::Bespoke(_) => 1.0,
        };
        let mut authority: f64 = match &rules.own.management {
            Management::SelfManaged(_) => 1.0,
            Management::Mixed(_) => discretion,
            Management::Command(_) => 0.0,
        };
        if cycle {
            authority = 1.0;
        }
        if let Accountability::Targets(rule) = &rules.commissioner.accountability {
            let unit = if rule.wait_weeks > 0 { p.unit_authority } else { 0.0 };
            authority = authority.max(unit);
        }
        let h = f64::from(o.waste.hours);
        let kept_in_a_week = ((1.0 - p.removable).ln() / 156.0).exp();
        let taken = (1.0 - kept_in_a_week) * h / (h + p.half_hours) * authority;
        let w = &mut o.waste;
        match (services, in_burn_in) {
            (false, _) => {}
            (true, true) => w.usual += (taken - w.usual) / f64::from((week + 1).min(52)),
            (true, false) => w.level += w.usual - w.level * taken + p.creep_per_year / 52.0,
        }
    });
}

/// All who ask are assessed, but for a share that is screened, of whom those are whose case opens.
fn assessments(o: &Organisation, now: &Now<'_>) -> f64 {
    let p = &now.p().allotment;
    let (asked, opened) = (o.flows.requests.iter().sum::<u32>(), o.flows.opened.iter().sum::<u32>());
    let full = (1.0 - p.screening) * f64::from(asked) + p.screening * f64::from(opened);
    let brief = p.screening * f64::from(asked) + f64::from(o.flows.seen_briefly);
    let assessment = p.assessment_hours * o.service.assessment_factor;
    let again = (1.0 - p.screening) * assessment + p.screening * p.brief_hours;
    let wasted = (o.waste.level - 1.0) * f64::from(o.flows.duplicates) * again;
    (full + p.answer * f64::from(o.flows.asked_again)) * assessment + brief * p.brief_hours + wasted
}

/// Direct time by presence over workers, and, with colleagues standing in, by weight over each worker's cases; agency
/// cover evenly over all cases.
fn share_out(o: &mut Organisation, stand_in: f64, now: &Now<'_>) {
    let p = &now.p().allotment;
    let here = |filled: bool, absent: f32| {
        if filled { (1.0 - f64::from(absent) / p.days_per_week).max(0.0) } else { 0.0 }
    };
    let days: f64 = o.workers.iter().map(|w| here(w.filled, w.absent_now)).sum();
    let seen = |filled: bool, absent: f32| {
        let here = here(filled, absent);
        if filled { here + stand_in * (1.0 - here) } else { 0.0 }
    };
    let seen_days: f64 = o.workers.iter().map(|w| seen(w.filled, w.absent_now)).sum();
    let n = o.cases.len() as f64;
    let cover = f64::from(o.agency_fte) * p.paid_hours_per_week * p.agency_direct / n.max(1.0);
    let mixed = |case: &Case| p.even + (1.0 - p.even) * f64::from(case.need_now);
    let wanted: Vec<f64> = (0..o.workers.len())
        .map(|post| {
            let own = o.cases.iter().filter(|case| usize::from(case.worker) == post);
            own.map(|case| o.service.contact_factor * p.wanted_hours * mixed(case)).sum()
        })
        .collect();
    let stood_in: f64 = o
        .workers
        .iter()
        .zip(&wanted)
        .filter(|(w, _)| w.filled)
        .map(|(w, wanted)| stand_in * (1.0 - here(true, w.absent_now)) * wanted)
        .sum();
    for (post, worker) in o.workers.iter_mut().enumerate() {
        let direct =
            if days > 0.0 { f64::from(o.hours.direct) * here(worker.filled, worker.absent_now) / days } else { 0.0 };
        let own = || o.cases.iter().filter(|case| usize::from(case.worker) == post);
        let load: f64 = own().map(|case| f64::from(case.attention) * mixed(case)).sum();
        worker.direct_hours = direct as f32;
        worker.load = load as f32;
        worker.wanted_hours = if worker.filled {
            let from_others = if days > 0.0 { stood_in / days } else { 0.0 };
            (here(true, worker.absent_now) * (wanted[post] + from_others)) as f32
        } else {
            wanted[post] as f32
        };
        for case in o.cases.iter_mut().filter(|case| usize::from(case.worker) == post) {
            let weight = f64::from(case.attention) * mixed(case);
            let (here, seen) = (here(worker.filled, worker.absent_now), seen(worker.filled, worker.absent_now));
            let all = if seen_days > 0.0 { f64::from(o.hours.direct) * seen / seen_days } else { 0.0 };
            let given = if load > 0.0 { all * weight / load } else { 0.0 };
            let own = if given > 0.0 { given * here * (1.0 - p.leave * stand_in) / seen } else { 0.0 };
            case.own_now = if given > 0.0 { (own / (given + cover)) as f32 } else { 0.0 };
            let most = o.service.contact_factor * p.most_hours;
            let most = case.paced.map_or(most, |paced| most.min(f64::from(paced)));
            case.hours_now = (given + cover).min(most) as f32;
        }
    }
}

pub fn choose(world: &mut World, now: &Now<'_>) {
    each(world, |place, o, rules| {
        o.incentive = incentive(place, o, rules, now);
        let p = &now.p().effort;
        let b = f64::from(o.incentive.strength);
        for worker in &mut o.workers {
            let values = [
                b * f64::from(o.incentive.cosine) + f64::from(worker.theta),
                b * f64::from(o.incentive.sine),
                b * p.gaming_gain,
            ];
            let checked = p.gaming_cost * (1.0 + p.audit_sensitivity * f64::from(o.incentive.detected));
            let c = (1.0 + p.weary * (f64::from(worker.exhaustion) - p.usual_exhaustion)) / p.unasked;
            let shares = if worker.filled { best(values, [c, c, checked]) } else { [0.0; 3] };
            [worker.real, worker.measured, worker.gaming] = shares.map(|a| a as f32);
        }
    });
}

/// The best shares, by halving the interval in which the price of an hour lies.
pub fn best(values: [f64; 3], costs: [f64; 3]) -> [f64; 3] {
    let at = |price: f64| [0, 1, 2].map(|i: usize| ((values[i] - price) / costs[i]).max(0.0));
    if at(0.0).iter().sum::<f64>() <= 1.0 {
        return at(0.0);
    }
    let (mut low, mut high) = (0.0, values.into_iter().fold(0.0, f64::max));
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if at(middle).iter().sum::<f64>() > 1.0 { low = middle } else { high = middle }
    }
    at(high)
}

fn incentive(place: &Place, o: &Organisation, rules: &Owners<'_>, now: &Now<'_>) -> Incentive {
    let p = &now.p().effort;
    let targets = &rules.commissioner.accountability;
    let (stake, ratchet, audit, indicators) = match targets {
        Accountability::Targets(rule) => (rule.stake, rule.ratchet, rule.audit, rule.indicators),
        Accountability::TargetsWithoutStake(rule) => (0.0, 0.0, 0.0, rule.indicators),
        _ => (0.0, 0.0, 0.0, 1),
    };
    let at_risk = if let Payment::ByResults(rule) = &rules.commissioner.payment { rule.share } else { 0.0 };
    let above = f64::from(o.reported - o.indicator.target) / p.width;
    let nearness = p.floor + (1.0 - p.floor) * (-above * above / 2.0).exp();
    let shading = p.shading * ratchet * above.clamp(0.0, 1.0);
    let (ranked, moved) = match &rules.commissioner.competition {
        Competition::LeagueAndTender(rule) => (rule.rank, rule.reallocation),
        Competition::LeagueTable(rule) => (rule.rank, 0.0),
        Competition::Tender(rule) => (0.0, rule.reallocation),
        Competition::Choice(rule) => (rule.rank, 0.0),
        Competition::None(_) => (0.0, 0.0),
    };
    let low = 1.0 + p.rank_tilt * (0.5 - f64::from(o.rank));
    let shown = match targets {
        Accountability::Dialogue(_) | Accountability::None(_) => 0.0,
        _ => p.feedback,
    };
    let contract =
        shown + (stake + at_risk * p.money_felt) * nearness * (1.0 - shading) + (ranked + moved * p.money_felt) * low;
    let served = o.cases.iter().fold(o.domains, |served, case| served | case.domains);
    let counted = f64::from((served & o.indicator.domains).len()) / f64::from(served.len().max(1));
    let angle = (f64::from(o.indicator.angle).cos() * counted.sqrt()).clamp(-1.0, 1.0).acos();
    let angle = angle / (1.0 + p.cover * f64::from(indicators.max(1) - 1));
    let control = match &rules.own.management {
        Management::Command(rule) => rule.control,
        Management::SelfManaged(rule) => rule.control,
        Management::Mixed(rule) => rule.control,
    };
    let (peer, peer_angle) = match targets {
        Accountability::Dialogue(rule) => (rule.peer, rule.peer_angle_degrees),
        _ => (0.0, 0.0),
    };
    let mut pulls = vec![
        (contract, angle),
        (peer, peer_angle.to_radians()),
        (control * p.supervisor, p.supervisor_angle_degrees.to_radians()),
    ];
    let emergency = place.shocks.emergency_weeks > 0;
    if emergency {
        pulls.clear();
    }
    let along: f64 = pulls.iter().map(|(strength, angle)| strength * angle.cos()).sum();
    let across: f64 = pulls.iter().map(|(strength, angle)| strength * angle.sin()).sum();
    let strength = along.hypot(across);
    let (cosine, sine) =
        if strength > 0.0 { (along / strength, across / strength) } else { (angle.cos(), angle.sin()) };
    let (audit, peer) = if emergency { (0.0, 0.0) } else { (audit, peer) };
    Incentive {
        strength: strength as f32,
        cosine: cosine as f32,
        sine: sine as f32,
        audit: audit as f32,
        detected: (audit * f64::from(o.records)) as f32,
        peer: peer as f32,
    }
}

pub fn close(world: &mut World, now: &Now<'_>) {
    if !world.services {
        return;
    }
    let (constants, week) = (world.constants.clone(), world.week);
    let p = &now.p().closing;
    each(world, |place, o, rules| {
        let mut open = Vec::new();
        for case in std::mem::take(&mut o.cases) {
            let r = case.resident as usize;
            let gone = place.residents.generation[r] != case.generation;
            let dropped = gone || !(case.domains & !place.residents.served[r]).is_empty();
            let agreed = case.need_now <= p.enough as f32 || case.need_now <= p.resolved as f32 * case.need_at_opening;
            let fell = case.need_at_opening - case.need_now;
            let over = case.ends.is_some_and(|ends| week >= ends)
                || case.package_hours.is_some_and(|hours| case.real_hours >= hours)
                || if let Support::Bespoke(rule) = &rules.own.support {
                    let (age, patience) = ((week - case.opened) as f32, rule.patience_weeks as f32);
                    let part = 1.0 - case.need_now / case.need_at_opening.max(f32::MIN_POSITIVE);
                    age >= patience || age >= patience * p.progress_within as f32 && part < p.gain as f32
                } else {
                    false
                };
            if !(dropped || agreed || over) {
                open.push(case);
                continue;
            }
            o.workers[usize::from(case.worker)].caseload -= 1;
            o.volume[usize::from(case.package)] -= 1;
            let count = if dropped {
                &mut o.flows.dropped
            } else if agreed {
                &mut o.flows.closed_by_agreement
            } else {
                &mut o.flows.closed_by_rule
            };
            *count += 1;
            if gone {
                continue;
            }
            let truly = if fell >= p.gain as f32 * case.need_at_opening { 1.0 } else { 0.0 };
            let lives = &mut place.residents;
            for d in in_set(case.domains) {
                let left = lives.need(r, d) >= p.left_from as f32;
                lives.failed[r].remove(d);
                if left { lives.failed[r].insert(d) } else { lives.helped[r].insert(d) }
            }
            let step = if truly > 0.0 { p.trust_step } else { -p.trust_step } as f32;
            lives.trust[r] = to_bits(share(lives.trust[r]) + step);
            lives.served[r] &= !case.domains;
            if !dropped {
                let is_watched = watched(&rules.commissioner.accountability).0 > 0;
                count_case(&case, place, o, Counting { truly, is_watched, constants: &constants, week }, now);
            }
        }
        o.cases = open;
    });
}

struct Counting<'a> {
    truly: f32,
    is_watched: bool,
    constants: &'a Constants,
    week: u32,
}

fn count_case(case: &Case, place: &Place, o: &mut Organisation, counting: Counting<'_>, now: &Now<'_>) {
    let Counting { truly, is_watched, constants, week } = counting;
    let p = &now.p().closing;
    let r = case.resident as usize;
    let worker = &o.workers[usize::from(case.worker)];
    let paper = match o.indicator.counts {
        Counted::CasesClosed(_) => p.paper_cases_closed,
        Counted::PlansAgreed(_) => p.paper_plans_agreed,
        Counted::NeedsResolved(_) => p.paper_needs_resolved,
        Counted::SeenInTime(_) => p.paper_seen_in_time,
    } as f32;
    let sine = o.indicator.angle.clamp(0.0, std::f32::consts::FRAC_PI_2).sin();
    let lift = (p.lift as f32 * worker.measured).min(1.0);
    let on_record = |paper: f32| {
        let counts =
            if (case.domains & o.indicator.domains).is_empty() { truly } else { (1.0 - sine) * truly + sine * paper };
        (counts + lift * (1.0 - counts)) * o.records
    };
    let mut recorded = on_record(paper);
    let mut reported = recorded + (p.claim as f32 * worker.gaming).min(1.0) * (1.0 - recorded);
    if is_watched && matches!(o.indicator.counts, Counted::SeenInTime(_)) {
        let n = o.n_filled().max(1) as f32;
        let gaming = o.workers.iter().filter(|w| w.filled).map(|w| w.gaming).sum::<f32>() / n;
        let (late, set_back) = (o.emergency.late, (p.claim as f32 * gaming).min(1.0));
        let (seen, told) = if o.emergency.is_emergency {
            (1.0 - late, 1.0 - late * (1.0 - set_back))
        } else {
            (f32::from(u8::from(case.seen_in_time)), f32::from(u8::from(case.told_in_time)))
        };
        recorded = on_record(seen);
        reported = on_record(told);
    }
    let noise = now.p().seeking.noise as f32 * f32::from(place.residents.noise[r]) / 16.0;
    let observed = (case.need_now.clamp(0.0, 1.0) + noise).clamp(0.0, 1.0);
    let weight = |d: usize| f32::from(place.residents.priorities[r][d]) + 1.0;
    let weights: f32 = in_set(case.domains).map(weight).sum();
    let heal = in_set(case.domains).map(|d| weight(d) * constants.heal[d]).sum::<f32>() / weights;
    let rise = in_set(case.domains).map(|d| weight(d) * constants.rise[d]).sum::<f32>() / weights;
    let end = (heal * case.rest_at_opening + rise) / (heal + rise);
    let moved = case.need_at_opening
        - (case.need_at_opening - end) * (1.0 - (1.0 - heal - rise).powf((week - case.opened) as f32));
    let alone = if heal + rise > 0.0 { moved } else { case.need_at_opening };
    let flows = &mut o.flows;
    flows.closed_truly += truly;
    flows.closed_recorded += recorded;
    flows.closed_reported += reported;
    flows.hits_without_gain += reported * (1.0 - truly);
    flows.effect_seen += case.observed_at_opening - observed;
    flows.effect_true += alone - case.need_now;
}

pub fn record(world: &mut World, now: &Now<'_>) {
    let (p, services) = (&now.p().performance, world.services);
    each(world, |_, o, _| {
        if services {
            let hours = f64::from(o.hours.reporting + o.hours.dialogue) / o.n_filled().max(1) as f64;
            let written = 1.0 - (1.0 - p.records_base) * p.records_half_hours / (hours + p.records_half_hours);
            let left = 0.5_f64.powf(1.0 / p.records_half_life_weeks);
            o.records = (left * f64::from(o.records) + (1.0 - left) * written) as f32;
        }
        let closed = (o.flows.closed_by_rule + o.flows.closed_by_agreement) as f32;
        if closed > 0.0 {
            o.has_closed = true;
            let memory = p.memory_per_post * o.n_filled().max(1) as f64;
            let weight = 1.0 - (1.0 - 1.0 / memory.max(1.0)).powf(f64::from(closed)) as f32;
            let flows = o.flows;
            for (mean, sum) in [
                (&mut o.true_performance, flows.closed_truly),
                (&mut o.recorded, flows.closed_recorded),
                (&mut o.reported, flows.closed_reported),
                (&mut o.effect_seen, flows.effect_seen),
                (&mut o.effect_true, flows.effect_true),
            ] {
                *mean = (1.0 - weight) * *mean + weight * sum / closed;
            }
        }
    });
}
