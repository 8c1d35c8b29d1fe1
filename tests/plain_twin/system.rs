//! Around the work: shocks, relations between organisations, government.

use crate::Now;
use crate::plain_twin::evidence::{surer, take_over};
use crate::plain_twin::plain::{chance, domains, factors_of, logistic, share, to_bits, u, weekly};
use regimes_model::model::patterns::Belief;
use regimes_model::model::patterns::factors::Factors;
use regimes_model::model::regime::Regime;
use regimes_model::model::rules::money::Competition;
use regimes_model::model::rules::practice::Casework;
use regimes_model::model::rules::system::{Collaboration, Government, Stewarded};
use regimes_model::model::submodels::governance::relations::addresses::{Use, pair_address};
use regimes_model::model::town::Event;
use regimes_model::model::world::World;
use regimes_model::model::world::organisations::Organisation;
use regimes_model::model::world::places::Place;
use regimes_model::randomness::address::Address;
use regimes_model::randomness::{Draws, threshold};
use regimes_model::units::domains::Domains;
use regimes_model::units::{Lasts, weekly_probability};

pub fn strike(world: &mut World, events: &[(u32, Event)], now: &Now<'_>) {
    let (week, constants) = (world.week, world.constants.clone());
    for place in &mut world.places {
        let s = &mut place.shocks;
        s.scandal = 0.0;
        s.alarm *= 0.5_f64.powf(1.0 / now.p().shocks.alarm_half_life_weeks) as f32;
        for d in domains() {
            s.surge_weeks[d] = s.surge_weeks[d].saturating_sub(1);
            s.surge[d] = if s.surge_weeks[d] == 0 { 1.0 } else { s.surge[d] };
        }
        if let Lasts::Weeks(weeks) = s.cut_lasts {
            s.cut_lasts = Lasts::Weeks(weeks.saturating_sub(1));
            s.cut = if weeks <= 1 { 0.0 } else { s.cut };
        }
        s.illness_weeks = s.illness_weeks.saturating_sub(1);
        s.illness = if s.illness_weeks == 0 { 0.0 } else { s.illness };
        s.emergency_weeks = s.emergency_weeks.saturating_sub(1);
        let mut turns = weekly_probability(now.p().patterns.turbulence_per_year * f64::from(place.turbulence_factor));
        for (_, event) in events.iter().filter(|(when, _)| *when == week) {
            if !event.place.is_empty() && event.place != constants.place_names[place.index as usize] {
                continue;
            }
            let s = &mut place.shocks;
            s.emergency_weeks = s.emergency_weeks.max(event.emergency_weeks);
            if let Some(surge) = &event.surge {
                for (d, name) in constants.domain_names.iter().enumerate() {
                    if surge.domain.is_empty() || surge.domain == *name {
                        (s.surge[d], s.surge_weeks[d]) = (surge.times as f32, surge.weeks);
                    }
                }
            }
            if let Some(cut) = &event.budget_cut {
                s.cut = 1.0 - (1.0 - s.cut) * (1.0 - cut.share as f32);
                s.cut_lasts = s.cut_lasts.max(if cut.weeks == 0 { Lasts::ForGood } else { Lasts::Weeks(cut.weeks) });
            }
            if let Some(rise) = &event.price_rise {
                s.price *= 1.0 + rise.share;
            }
            if let Some(illness) = &event.staff_illness {
                (s.illness, s.illness_weeks) = (illness.share as f32, illness.weeks);
            }
            if let Some(scandal) = &event.scandal {
                s.scandal += scandal.trust_lost as f32;
                s.alarm += (scandal.trust_lost * now.p().shocks.alarm_of_scandal) as f32;
                place.public_trust = (place.public_trust - scandal.trust_lost as f32).max(0.0);
                for trust in &mut place.residents.trust {
                    *trust = to_bits(share(*trust) - (scandal.trust_lost * now.p().shocks.scandal_reach) as f32);
                }
            }
            let n = place.organisations.len();
            if let Some(trust) = &event.trust_event {
                for pair in (0..n * n).filter(|pair| pair / n != pair % n) {
                    place.trust[pair] = (place.trust[pair] + trust.change as f32).clamp(0.0, 1.0);
                }
            }
            if let Some(shift) = &event.pattern_shift {
                turns = turns * (1.0 - shift.share) + shift.share * (1.0 - turns);
            }
        }
        for factor in (0..128).filter(|factor| constants.mask.contains(*factor)) {
            let words =
                now.randomness.block(Draws::PlaceWeeks, factor as u32 / 16, week, Address::numbered(place.index, 0));
            if words.0[factor % 16] < threshold(turns as f32) {
                place.offset.set(factor, !place.offset.value(factor));
            }
        }
    }
}

fn stewarded<'a>(place: &Place, rows: &'a [Regime; 2]) -> Option<&'a Stewarded> {
    match &place.commissioner.row.of(rows).collaboration {
        Collaboration::Stewarded(rule) => Some(rule),
        _ => None,
    }
}

pub fn tend(world: &mut World, now: &Now<'_>) {
    let p = &now.p().relations;
    let (week, constants, rows, eased) =
        (world.week, world.constants.clone(), world.rows.clone(), f64::from(world.country.eased));
    for place in &mut world.places {
        let rule = stewarded(place, &rows).filter(|_| world.services);
        let n = place.organisations.len();
        let stewards = rule.map_or(0.0, |rule| rule.stewards_fte * n as f64 / p.organisations_each);
        let skill = rule.map_or(0.0, |rule| rule.skill);
        (place.stewards_fte, place.steward_skill) = (stewards as f32, skill as f32);
        place.upstream_share = rule.map_or(0.0, |rule| rule.upstream) as f32;

        if week.is_multiple_of(p.outside.outside_weeks) {
            let years = f64::from(p.outside.outside_weeks) / 52.0;
            let hours = rule.map_or(0.0, |rule| stewards * p.hours_per_fte * rule.upstream) * 52.0 * skill;
            let withheld = f64::from((constants.outside & !place.supplied).len().max(1));
            let comes = p.outside.comes_per_year * (1.0 + p.outside.easing * eased)
                + hours / p.outside.hours_per_factor / withheld;
            for factor in (0..128).filter(|factor| constants.outside.contains(*factor)) {
                let at = pair_address(place.index, Use::Outside, 0, factor / 16);
                let word = now.randomness.block(Draws::Relations, 0, week, at).0[factor % 16];
                let supplied = place.supplied.contains(factor);
                let rate = if supplied { p.outside.lapse_per_year } else { comes };
                if word < threshold(chance(rate * years) as f32) {
                    if supplied { place.supplied.remove(factor) } else { place.supplied.insert(factor) }
                }
            }
        }
        if !world.services {
            continue;
        }
        if week.is_multiple_of(p.look_weeks) {
            for pair in (0..n * n).filter(|pair| pair / n != pair % n) {
                let (a, b) = ((pair / n).min(pair % n), (pair / n).max(pair % n));
                let draw = now.randomness.block(Draws::Relations, 0, 0, pair_address(place.index, Use::Link, a, b));
                place.linked[pair] = rule.is_some_and(|rule| u(&draw, 0) < f64::from(rule.linking as f32));
            }
            let residents = place.residents.len() as f64;
            let own = place.residents.trust.iter().map(|&trust| f64::from(trust) / 65535.0).sum::<f64>() / residents;
            let safety = place.organisations.iter().map(|o| f64::from(o.safety)).sum::<f64>() / n as f64;
            let complaints: f64 = place.organisations.iter().map(|o| f64::from(o.complaints)).sum();
            let level = own + p.openness * (safety - 0.5) - p.complaint * complaints / residents;
            let pace = weekly(p.public_half_life_weeks / f64::from(p.look_weeks));
            place.public_trust += (pace * (level.clamp(0.0, 1.0) - f64::from(place.public_trust))) as f32;
        }
        trust_each_other(place, rule, &rows, now);
        if rule.is_some() {
            learn_from_partners(place, week, now);
        }
        for i in 0..n {
            if (week + i as u32).is_multiple_of(p.boundary.boundary_weeks) {
                let lead = !matches!(place.organisations[i].row.of(&rows).casework, Casework::ByDomain(_));
                place.organisations[i].boundary = boundary(place, i, lead || rule.is_some(), constants.n_domains, now);
            }
        }
    }
}

fn trust_each_other(place: &mut Place, rule: Option<&Stewarded>, rows: &[Regime; 2], now: &Now<'_>) {
    let p = &now.p().relations;
    let n = place.organisations.len();
    let raise = match place.commissioner.row.of(rows).competition {
        Competition::LeagueAndTender(_) => p.table_raises + p.tender_raises,
        Competition::LeagueTable(_) => p.table_raises,
        Competition::Tender(_) => p.tender_raises,
        Competition::Choice(_) => p.choice_raises,
        Competition::None(_) => 0.0,
    };
    let links = place.linked.iter().filter(|&&linked| linked).count() as f64 / 2.0;
    for a in 0..n {
        for b in 0..a {
            let (x, y) = (&place.organisations[a].flows, &place.organisations[b].flows);
            let made = f64::from(x.hand_offs + y.hand_offs);
            let lost = f64::from(x.hand_offs_lost + y.hand_offs_lost) / made.max(1.0);
            let each = made / (n.max(2) - 1) as f64;
            let met = each / (each + p.half_contact);
            let joint = match rule {
                Some(rule) if place.linked[a * n + b] => {
                    let hours = f64::from(place.stewards_fte) * p.hours_per_fte * (1.0 - rule.upstream) / links;
                    let supported = f64::from(place.steward_skill) * hours / (hours + p.half_hours);
                    1.0 - (1.0 - supported) * (1.0 - rule.joint_work / (rule.joint_work + p.half_joint))
                }
                _ => 0.0,
            };
            let t = f64::from(place.trust[a * n + b]);
            let q = logistic(p.slope * (t - p.threshold - raise));
            let let_down = p.let_down * met * lost + p.betrayal * (1.0 - q) * (met + joint);
            let up = p.up_per_week * (1.0 - t) * q * (met * (1.0 - lost) + joint);
            let moved = (t + up - p.down_per_week * t * let_down - p.decay_per_week * t).clamp(0.0, 1.0);
            place.trust[a * n + b] = moved as f32;
            place.trust[b * n + a] = moved as f32;
        }
    }
}

fn learn_from_partners(place: &mut Place, week: u32, now: &Now<'_>) {
    let p = &now.p().relations.sharing;
    let before = place.organisations.clone();
    let n = before.len();
    for (i, o) in place.organisations.iter_mut().enumerate() {
        if !(week + i as u32).is_multiple_of(p.share_weeks) {
            continue;
        }
        let draw =
            |what, other| now.randomness.block(Draws::Relations, 0, week, pair_address(place.index, what, i, other));
        let mut best: Option<(f32, &Organisation)> = None;
        for (j, other) in before.iter().enumerate().filter(|(j, _)| place.linked[i * n + j]) {
            let seen = other.true_performance + p.seen_noise as f32 * draw(Use::Look, j).normal(0);
            if seen > best.map_or(o.true_performance, |(record, _)| record) {
                best = Some((seen, other));
            }
        }
        let Some((_, partner)) = best else { continue };
        let trust = place.trust[i * n + usize::from(partner.index)];
        let copies = p.copy * f64::from(trust * o.absorptive);
        let copied = Factors::drawn(copies, &[draw(Use::Copy, 0), draw(Use::Copy, 1)]);
        let wrong = Factors::drawn(p.copy_error, &[draw(Use::CopyError, 0), draw(Use::CopyError, 1)]);
        for package in 0..o.codes.len() {
            let group = o.package_groups[package];
            let same = partner.package_groups.iter().position(|theirs| *theirs == group).unwrap_or(0);
            let model = partner.codes[same];
            let there = partner.evidence.as_ref().map(|evidence| evidence.log_odds[same]);
            let taken = copied & model.known & surer(o, package, there.as_ref());
            let code = &mut o.codes[package];
            code.known |= taken;
            code.value = code.value & !taken | model.value.turned(wrong) & taken;
            let code = *code;
            take_over(o, package, &code, taken, there.as_ref(), now);
        }
        o.absorptive += p.methods as f32 * trust * (partner.absorptive - o.absorptive).max(0.0);
    }
}

fn boundary(place: &Place, i: usize, may: bool, n_domains: usize, now: &Now<'_>) -> Domains {
    let p = &now.p().relations.boundary;
    let o = &place.organisations[i];
    if !may {
        return o.boundary & Domains::from_bits(o.boundary.bits().wrapping_sub(1));
    }
    let n = o.cases.len().max(1) as f64;
    let unowned = |resident: u32, d: usize| {
        let r = resident as usize;
        !place.residents.served[r].contains(d) && place.residents.need(r, d) > p.bar as f32
    };
    let part = |holds: &dyn Fn(&regimes_model::model::world::cases::Case) -> bool| {
        o.cases.iter().filter(|case| holds(case)).count() as f64 / n
    };
    let left = |d: usize| part(&|case| unowned(case.resident, d));
    let kept = |d: usize| part(&|case| unowned(case.resident, d) || case.domains.contains(d) && case.fit > 0.0);
    let taken = f64::from(o.boundary.len());
    let held = (0..n_domains).filter(|d| o.boundary.contains(*d));
    let worst = held.min_by(|&a, &b| kept(a).total_cmp(&kept(b))).filter(|&d| kept(d) < p.worth * taken / 2.0 - 1e-9);
    let open = (0..n_domains).filter(|d| !(o.domains | o.boundary).contains(*d));
    let best =
        open.rev().max_by(|&a, &b| left(a).total_cmp(&left(b))).filter(|&d| left(d) > p.worth * (1.0 + taken) + 1e-9);
    match (worst, best) {
        (Some(d), _) => o.boundary & !Domains::one(d),
        (None, Some(d)) => o.boundary | Domains::one(d),
        (None, None) => o.boundary,
    }
}

fn most_used(o: &Organisation) -> usize {
    (0..o.volume.len()).rev().max_by_key(|&package| o.volume[package]).unwrap_or(0)
}

pub fn act(world: &mut World, now: &Now<'_>) {
    let p = &now.p().government;
    let (week, rows, constants) = (world.week, world.rows.clone(), world.constants.clone());
    let rule = &world.country.row.of(&rows).government;
    let all: Vec<&Organisation> = world.places.iter().flat_map(|place| &place.organisations).collect();
    let mean = |of: &dyn Fn(&Organisation) -> f64| all.iter().map(|o| of(o)).sum::<f64>() / all.len() as f64;
    let reported = mean(&|o| f64::from(o.reported));
    let real = mean(&|o| f64::from(o.true_performance));
    let stories = mean(&|o| f64::from(o.safety) * f64::from(o.true_performance));
    let spread = mean(&|o| (f64::from(o.reported) - reported).powi(2)).sqrt();
    let poor = mean(&|o| if o.reserve < 0.0 { f64::from(o.safety) } else { 0.0 });
    let queue = |o: &Organisation| o.waiting.len() as f64 > p.crowded * o.cases.len() as f64;
    let crowded = mean(&|o| if queue(o) { f64::from(o.safety) } else { 0.0 });

    let scandal = world.places.iter().map(|place| f64::from(place.shocks.scandal)).fold(0.0, f64::max);
    let rest = if let Government::Mandate(rule) = rule { rule.control } else { 0.0 };
    let country = &mut world.country;
    let control = f64::from(country.control);
    let control = control + weekly(p.control_weeks) * (rest - control);
    country.control = (control + p.scandal_control * scandal * (1.0 - control)).clamp(0.0, 1.0) as f32;
    let utility = &mut country.utility;
    for (utility, value) in
        [(&mut utility.reported, reported), (&mut utility.real, real), (&mut utility.stories, stories)]
    {
        *utility += (weekly(p.memory_weeks) * (value - f64::from(*utility))) as f32;
    }
    if week.is_multiple_of(p.round_weeks) {
        country.perceived_control = (1.0 - spread / reported).clamp(0.0, 1.0) as f32;
    }
    let blocks = |place: u32, o: u16, package: usize| {
        [1, 2].map(|half| {
            let at = Address::numbered(place, (2 * package as u32 + half) << 16 | u32::from(o));
            now.randomness.block(Draws::Governance, 0, week, at)
        })
    };
    let mut built = 0.0;
    match rule {
        Government::Mandate(rule) => {
            if week.is_multiple_of(52) || world.country.mandated.known.is_empty() {
                let mut practice = Belief::default();
                for d in 0..constants.n_domains {
                    let works =
                        world.places.iter().flat_map(|place| &place.organisations).filter(|o| o.domains.contains(d));
                    // Of equals the first.
                    let best = works.fold(None, |best: Option<&Organisation>, o| match best {
                        Some(best) if best.reported >= o.reported => Some(best),
                        _ => Some(o),
                    });
                    if let Some(o) = best {
                        practice.known |= o.codes[most_used(o)].known & factors_of(Domains::one(d));
                        practice.value |= o.codes[most_used(o)].value & factors_of(Domains::one(d));
                    }
                }
                world.country.mandated = practice;
            }
            let mandated = world.country.mandated;
            for place in
                world.places.iter_mut().filter(|_| week.is_multiple_of(p.round_weeks) && rule.push_per_year > 0.0)
            {
                for o in &mut place.organisations {
                    for package in 0..o.codes.len() {
                        let reach = rule.staff_fte_per_place / (rule.staff_fte_per_place + p.half_staff_fte);
                        let pushed = chance(rule.push_per_year * reach * f64::from(p.round_weeks) / 52.0);
                        let mask =
                            Factors::drawn(pushed, &blocks(place.index, o.index, package)) & factors_of(o.domains);
                        follow(o, package, &mandated, mask, None, now);
                    }
                }
            }
        }
        Government::Humble(rule) => {
            let reach = rule.staff_fte_per_place / (rule.staff_fte_per_place + p.half_staff_fte);
            if rule.supports {
                built = reach;
                for o in world.places.iter_mut().flat_map(|place| &mut place.organisations) {
                    o.absorptive += (p.support_per_year / 52.0 * reach) as f32 * (1.0 - o.absorptive);
                }
            }
            if rule.links && week.is_multiple_of(p.round_weeks) {
                let before = world.places.clone();
                for (at, place) in world.places.iter_mut().enumerate().filter(|_| before.len() > 1) {
                    for o in &mut place.organisations {
                        let luck = now.randomness.block(
                            Draws::Governance,
                            0,
                            week,
                            Address::numbered(place.index, u32::from(o.index)),
                        );
                        if u(&luck, 3) >= p.links * reach {
                            continue;
                        }
                        let others: Vec<&Place> =
                            (0..before.len()).filter(|&other| other != at).map(|other| &before[other]).collect();
                        let there = others[(u(&luck, 4) * others.len() as f64) as usize];
                        let host = &there.organisations[(u(&luck, 5) * there.organisations.len() as f64) as usize];
                        let shared = o.domains & host.domains;
                        if shared.is_empty() {
                            continue;
                        }
                        let package = most_used(o);
                        let taken = f64::from(o.absorptive) * p.copied;
                        let mask = Factors::drawn(taken, &blocks(place.index, o.index, package)) & factors_of(shared);
                        let shown = most_used(host);
                        let there = host.evidence.as_ref().map(|evidence| evidence.log_odds[shown]);
                        follow(o, package, &host.codes[shown], mask, there.as_ref(), now);
                        o.absorptive += p.copied as f32 * (host.absorptive - o.absorptive).max(0.0);
                    }
                }
            }
            if rule.restructures {
                let country = &mut world.country;
                country.barrier += (weekly(p.memory_weeks) * (poor.max(crowded) - f64::from(country.barrier))) as f32;
                let left = country.restructuring_weeks.unwrap_or(0);
                if left == 0 {
                    let decided = f64::from(country.barrier) >= p.quorum;
                    country.restructuring_weeks = decided.then_some(p.delay_weeks.max(1));
                } else {
                    country.restructuring_weeks = if left == 1 { None } else { Some(left - 1) };
                    if left == 1 {
                        country.eased += (p.easing * reach) as f32 * (1.0 - country.eased);
                        for place in &mut world.places {
                            let at = |half| Address::numbered(place.index, u32::MAX - half);
                            let draws = [1, 2].map(|half| now.randomness.block(Draws::Governance, 0, week, at(half)));
                            place.supplied |=
                                Factors::drawn(f64::from((p.easing as f32) * reach as f32), &draws) & constants.outside;
                        }
                    }
                }
            }
        }
        Government::Absent(_) => {}
    }
    let country = &mut world.country;
    if !matches!(rule, Government::Humble(rule) if rule.restructures) {
        (country.restructuring_weeks, country.barrier) = (None, 0.0);
    }
    country.infrastructure += (weekly(p.infrastructure_weeks) * (built - f64::from(country.infrastructure))) as f32;
}

/// Moves a code towards practice from elsewhere.
fn follow(o: &mut Organisation, package: usize, there: &Belief, at: Factors, odds: Option<&[f32; 128]>, now: &Now<'_>) {
    if o.evidence.is_none() {
        return step_towards(&mut o.codes[package], there, at);
    }
    let at = at & surer(o, package, odds);
    take_over(o, package, there, at, odds, now);
    for factor in (0..128).filter(|factor| (at & there.known).contains(*factor)) {
        o.codes[package].known.insert(factor);
        o.codes[package].value.set(factor, there.value.value(factor));
    }
}

fn step_towards(code: &mut Belief, model: &Belief, mask: Factors) {
    for factor in (0..128).filter(|factor| (mask & model.known).contains(*factor)) {
        let value = model.value.value(factor);
        if !code.known.contains(factor) || code.value.value(factor) != value {
            code.step(factor, value);
        }
    }
}
