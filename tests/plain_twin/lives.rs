//! Lives, one resident after the other: no tiles, no lanes, no bounds that spare a look.

use super::plain::{Word, domains, freedom, share, sixteenths, to_bits};
use crate::Now;
use regimes_model::model::world::World;
use regimes_model::model::world::constants::Constants;
use regimes_model::model::world::places::{Place, Tally};
use regimes_model::randomness::address::Address;
use regimes_model::randomness::{Draws, normal, uniform};
use regimes_model::units::{CrisisId, DOMAINS, GroupId, weekly_probability};

pub fn move_on(world: &mut World, now: &Now<'_>) {
    let (constants, week, change) = (world.constants.clone(), world.week, world.change.clone());
    for place in &mut world.places {
        let seen = place.residents.summary.clone();
        let mut leaving = Vec::new();
        for r in 0..place.residents.len() {
            if place.residents.active[r] && (week as usize + r / 1024).is_multiple_of(4) {
                drift(place, r, &constants);
                settle(place, r, &constants, now);
            }
            let word = Word { now, table: Draws::Lives, week }.of(place.index, r);
            live(place, r, uniform(word), &seen, &constants, week, now, &mut leaving);
            if (week as usize + r / 1024).is_multiple_of(4) {
                let word = Word { now, table: Draws::Noise, week }.of(place.index, r);
                let kept = now.p().lives.noise_kept as f32;
                let fresh = (1.0 - kept * kept).sqrt() * 16.0;
                place.residents.noise[r] =
                    (kept * f32::from(place.residents.noise[r]) + fresh * normal(word)).round() as i8;
            }
        }
        let (started, over) = (change.start.is_some_and(|w| w <= week), change.end.is_some_and(|w| w <= week));
        let reached = started && !over && !change.spared_places.contains(&place.index);
        leave(place, if reached { change.places_times } else { 1.0 }, leaving);
    }
}

/// Needs go towards their set points by what four single weeks would bring.
fn drift(place: &mut Place, r: usize, constants: &Constants) {
    let lives = &mut place.residents;
    for d in 0..DOMAINS {
        let (need, set_point) = (share(lives.needs[r][d]), lives.set_points[r][d]);
        let rising = if need > 0.0 { of_four(constants.rise[d]) * (1.0 - need) } else { 0.0 };
        lives.needs[r][d] = to_bits(need + of_four(constants.heal[d]) * (set_point - need) + rising);
    }
}

fn of_four(weekly: f32) -> f32 {
    1.0 - (1.0 - weekly).powi(4)
}

/// What moves slowly moves by four weeks at a time.
fn settle(place: &mut Place, r: usize, constants: &Constants, now: &Now<'_>) {
    let p = &now.p().lives;
    let lives = &mut place.residents;
    let agency = share(lives.agency[r]);
    let four = |per_year: f64| (4.0 * weekly_probability(per_year)) as f32;
    let (mut unrest, mut rises) = (0.0_f32, false);
    for d in 0..DOMAINS {
        let (need, set_point) = (share(lives.needs[r][d]), lives.set_points[r][d]);
        let mending = four(p.mending_per_year) * agency;
        let followed = set_point + four(p.set_point_follows_per_year) * (need - set_point) - mending * set_point;
        lives.set_points[r][d] = followed;
        unrest = unrest.max((need - followed).abs());
        rises |= need > 0.0 && of_four(constants.rise[d]) * (1.0 - need) >= share(1);
    }
    let to = p.agency_base as f32 + p.agency_span as f32 * share(lives.freedom[r]);
    lives.agency[r] = to_bits(agency + four(p.agency_settles_per_year) * (to - agency));
    let usual = place.resident_trust - constants.groups[lives.group[r].index()].mistrust;
    let trust = share(lives.trust[r]);
    lives.trust[r] = to_bits(trust + four(p.trust_settles_per_year) * (usual - trust));
    if unrest < p.rest as f32 && !rises && lives.crisis[r].is_none() && lives.served[r].is_empty() {
        lives.active[r] = false;
        lives.needs[r] = lives.set_points[r].map(to_bits);
    }
    keep_up(place, r, constants, now);
}

/// What is summed and seen of a resident.
pub fn keep_up(place: &mut Place, r: usize, constants: &Constants, now: &Now<'_>) {
    let lives = &mut place.residents;
    (lives.freedom[r], lives.freedom_equal[r]) = freedom(&lives.needs[r], &lives.priorities[r], constants, now);
    let needs = lives.needs[r].map(share);
    let worst = needs.into_iter().fold(0.0, f32::max);
    let worst_shared = (0..DOMAINS).filter(|&d| constants.shared[d] > 0.0).map(|d| needs[d]).fold(0.0, f32::max);
    lives.summary[r] = sixteenths(worst_shared) << 4 | sixteenths(worst);
}

/// At most one event: the first whose part of the hazards the draw falls into.
#[expect(clippy::too_many_arguments, reason = "a resident and all it lives in")]
fn live(
    place: &mut Place,
    r: usize,
    u: f32,
    seen: &[u8],
    constants: &Constants,
    week: u32,
    now: &Now<'_>,
    leaving: &mut Vec<(u8, u32)>,
) {
    let p = &now.p().lives;
    let lives = &place.residents;
    let rate = p.death_at_40_per_year * libm_exp2((f64::from(lives.age[r]) - 40.0) / p.death_doubling_years);
    let dies = weekly_probability(rate.min(2.0)) as f32 * (1.0 + p.frailty as f32 * (1.0 - share(lives.freedom[r])));
    let recent = lives.crisis[r].filter(|_| lives.crisis_weeks[r] <= 4);
    let delayed = recent.map_or(0.0, |crisis| place.delay_harm[crisis.domain()]);
    let mut hazards =
        vec![dies.min(p.death_cap_per_week as f32) + delayed, place.moves, weekly_probability(1.0) as f32];
    let calm = lives.crisis[r].is_none();
    let away = p.protection as f32 * 0.5 * (share(lives.agency[r]) + share(lives.ties[r]) - 1.0);
    if calm {
        for d in 0..constants.n_domains {
            hazards.push(constants.crises[d].as_ref().map_or(0.0, |crisis| {
                let over = (share(lives.needs[r][d]) - crisis.above) / (1.0 - crisis.above).max(f32::MIN_POSITIVE);
                crisis.entry * over.clamp(0.0, 1.0) * times(-away, 2.0)
            }));
        }
        for d in 0..constants.n_domains {
            let mut pull = 0.0;
            for from in 0..DOMAINS {
                pull += constants.raises[from][d] * share(lives.needs[r][from]);
            }
            pull += p.neighbour_spill as f32 * of_neighbours(place, r, seen);
            pull += constants.shared[d] * (p.household_spill as f32 * of_household(place, r, seen));
            hazards.push(constants.onset[d] * place.shocks.surge[d] * times(pull - away, p.coupling_cap as f32));
        }
    } else {
        let d = lives.crisis[r].expect("a crisis").domain();
        let weeks = f32::from(lives.crisis_weeks[r]);
        let shape = p.stay_shape as f32;
        hazards.push(
            constants.crises[d].as_ref().map_or(0.0, |crisis| shape / (1.0 + weeks + crisis.stay * (shape - 1.0))),
        );
    }
    let mut up_to = 0.0;
    let event = hazards.iter().position(|hazard| {
        up_to += hazard;
        u < up_to
    });
    let n = constants.n_domains;
    match event {
        Some(0) => {
            place.tally.deaths += 1;
            return follow(place, r, week, constants, now);
        }
        Some(1) => {
            place.tally.moved += 1;
            follow(place, r, week, constants, now);
            // Who moved away is followed by the next generation but one.
            place.residents.generation[r] = place.residents.generation[r].wrapping_add(1);
            return;
        }
        Some(2) => place.residents.age[r] = place.residents.age[r].saturating_add(1),
        Some(at) if calm && at < 3 + n => enter_crisis(place, r, at - 3, constants, now),
        Some(at) if calm => fall(place, r, at - 3 - n, week, constants, now),
        _ => {}
    }
    if !calm {
        let lives = &mut place.residents;
        lives.crisis_weeks[r] = lives.crisis_weeks[r].saturating_add(1);
        place.tally.in_crisis[lives.crisis[r].expect("a crisis").domain()] += 1;
        if event == Some(3) {
            leaving.push((lives.crisis_weeks[r], r as u32));
        }
    }
}

fn libm_exp2(x: f64) -> f64 {
    f64::exp2(x)
}

fn times(x: f32, cap: f32) -> f32 {
    (1.0 + x / 8.0).max(0.0).powi(8).min(cap)
}

fn of_neighbours(place: &Place, r: usize, seen: &[u8]) -> f32 {
    let theirs: Vec<f32> = place
        .ties
        .iter()
        .filter(|&&mask| mask != 0)
        .filter_map(|&mask| seen.get(r ^ usize::from(mask)))
        .map(|summary| f32::from(summary & 15))
        .collect();
    theirs.iter().sum::<f32>() / (theirs.len().max(1) as f32 * 15.0)
}

fn of_household(place: &Place, r: usize, seen: &[u8]) -> f32 {
    let household = place.residents.household[r];
    let first = r / 8 * 8 + usize::from(household & 7);
    let last = first + usize::from(household >> 3);
    let others = (first..=last).filter(|&other| other != r).filter_map(|other| seen.get(other));
    others.map(|summary| f32::from(summary >> 4)).fold(0.0, f32::max) / 15.0
}

fn enter_crisis(place: &mut Place, r: usize, d: usize, constants: &Constants, now: &Now<'_>) {
    let Some(crisis) = &constants.crises[d] else { return };
    let lives = &mut place.residents;
    (lives.crisis[r], lives.crisis_weeks[r], lives.active[r]) = (Some(CrisisId::of(d)), 0, true);
    lives.set_points[r][d] += crisis.scarring * (1.0 - lives.set_points[r][d]);
    lives.agency[r] = to_bits(share(lives.agency[r]) - now.p().lives.crisis_agency_lost as f32);
    place.tally.crises_entered[d] += 1;
    place.tally.in_crisis[d] += 1;
}

fn fall(place: &mut Place, r: usize, d: usize, week: u32, constants: &Constants, now: &Now<'_>) {
    let u = now.randomness.block(Draws::Events, 0, week, Address::numbered(place.index, r as u32)).uniform(0);
    let need = share(place.residents.needs[r][d]);
    let severity = (2.0 * constants.onset_severity[d] * u).min(1.0);
    place.residents.needs[r][d] = to_bits(need + severity * (1.0 - need));
    if need < now.p().lives.over_below as f32 {
        place.residents.failed[r].remove(d);
    }
    place.residents.active[r] = true;
    place.tally.onsets[d] += 1;
    keep_up(place, r, constants, now);
}

/// Somebody else at the same address.
fn follow(place: &mut Place, r: usize, week: u32, constants: &Constants, now: &Now<'_>) {
    let p = &now.p().arrivals;
    let at = Address::numbered(place.index, r as u32);
    let who = now.randomness.block(Draws::Traits, 0, week, at);
    let lasting = now.randomness.block(Draws::Lasting, 0, week, at);
    let spread = p.trait_spread as f32;
    let group =
        constants.groups.iter().position(|group| who.uniform(0) < group.up_to).unwrap_or(constants.groups.len() - 1);
    let about = &constants.groups[group];
    let lives = &mut place.residents;
    lives.group[r] = GroupId(group as u8);
    let (young, old) = (p.youngest_years as f32, p.oldest_years.max(p.youngest_years) as f32);
    lives.age[r] = (young + (old - young) * who.uniform(1)) as u8;
    lives.trauma[r] = if who.uniform(2) < about.trauma { 255 } else { 0 };
    lives.trust[r] = to_bits(place.resident_trust - about.mistrust + spread * who.normal(3));
    lives.ties[r] = to_bits(p.ties as f32 + spread * who.normal(4));
    lives.agency[r] = to_bits(p.agency as f32 + spread * who.normal(5));
    lives.noise[r] = (who.normal(6) * 16.0).round() as i8;
    let mut weights = [0.0; DOMAINS];
    for (d, weight) in weights.iter_mut().enumerate().take(constants.n_domains) {
        *weight = constants.importance[d] * (1.0 + p.priority_spread as f32 * (2.0 * who.uniform(8 + d) - 1.0));
    }
    let sum: f32 = weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    lives.priorities[r] = weights.map(|weight| (weight / sum * 255.0 + 0.5) as u8);
    for d in 0..DOMAINS {
        let tilt = 1.0 + p.overlap as f32 * (2.0 * who.uniform(7) - 1.0);
        let has = lasting.uniform(d) < constants.lasting_share[d] * about.need_factor * tilt;
        let severity = constants.lasting_severity[d] + p.severity_spread as f32 * lasting.normal(8 + d);
        let need = if has { to_bits(severity.clamp(0.0, 0.95)) } else { 0 };
        lives.needs[r][d] = need;
        lives.set_points[r][d] = share(need);
    }
    (lives.crisis[r], lives.crisis_weeks[r], lives.active[r]) = (None, 0, true);
    (lives.served[r], lives.waiting[r], lives.failed[r], lives.helped[r]) = Default::default();
    lives.generation[r] = lives.generation[r].wrapping_add(1);
    place.tally.arrivals += 1;
    keep_up(place, r, constants, now);
}

/// Whoever could leave a crisis does, the longest there first, as long as there is somewhere to go.
fn leave(place: &mut Place, times: f32, mut leaving: Vec<(u8, u32)>) {
    for d in domains() {
        let new = times * place.comes_free[d].unwrap_or_default();
        place.move_on[d] = (place.move_on[d] + new).min(2.0 * new.max(1.0));
    }
    leaving.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let Tally { stuck, crises_left, in_crisis, .. } = &mut place.tally;
    for (_, r) in leaving {
        let d = place.residents.crisis[r as usize].expect("a crisis").domain();
        if place.comes_free[d].is_some() {
            if place.move_on[d] < 1.0 {
                stuck[d] += 1;
                continue;
            }
            place.move_on[d] -= 1.0;
        }
        place.residents.crisis[r as usize] = None;
        crises_left[d] += 1;
        in_crisis[d] -= 1;
    }
}
