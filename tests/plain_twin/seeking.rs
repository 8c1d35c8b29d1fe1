//! Seeking, one resident after the other, each chance in full.

use super::plain::{Word, domains, in_set, owners, share, to_bits};
use crate::Now;
use regimes_model::model::ledger::Origin;
use regimes_model::model::rules::money::Competition;
use regimes_model::model::rules::practice::Access;
use regimes_model::model::world::World;
use regimes_model::model::world::cases::Request;
use regimes_model::model::world::places::Place;
use regimes_model::randomness::address::Address;
use regimes_model::randomness::{Draws, uniform};
use regimes_model::units::domains::{Domain, Domains};

/// An organisation that somebody with a need can ask, and how much it draws.
struct Door {
    organisation: u16,
    pull: f32,
    burden: f32,
    barrier: f32,
}

pub fn ask(world: &mut World, now: &Now<'_>) {
    if !world.services {
        return;
    }
    let (constants, rows, country, week) = (world.constants.clone(), world.rows.clone(), world.country.row, world.week);
    for place in &mut world.places {
        let open: Vec<Vec<Door>> = (0..constants.n_domains)
            .map(|d| {
                let working = place.organisations.iter().filter(|o| o.domains.contains(d) && o.n_filled() > 0);
                let door = |o: &regimes_model::model::world::organisations::Organisation| {
                    let rules = owners(&rows, country, place, o);
                    let liked = match &rules.commissioner.competition {
                        Competition::Choice(choice) => (choice.sensitivity as f32 * (o.reported - 0.5)).exp(),
                        _ => 1.0,
                    };
                    Door {
                        organisation: o.index,
                        pull: o.n_filled() as f32 * liked,
                        burden: burden(&rules.own.access, now),
                        barrier: 1.0 - relieved(&rules.own.access, now),
                    }
                };
                working.map(door).collect()
            })
            .collect();
        let (mut requests, mut lost) = (Vec::new(), Vec::new());
        for r in 0..place.residents.len() {
            let u = uniform(Word { now, table: Draws::Seeking, week }.of(place.index, r));
            if let Some(request) = asks(place, r, u, &open, week, now) {
                requests.push(request);
            } else if place.residents.crisis[r].is_none() {
                lost.extend(stays_or_goes(place, r, 1.0 - u, now).then_some(r as u32));
            }
        }
        let mut all = std::mem::take(&mut place.handed_on);
        all.retain(|request| !lost.contains(&request.resident));
        all.extend(requests);
        place.requests = all;
    }
}

fn burden(access: &Access, now: &Now<'_>) -> f32 {
    match access {
        Access::Threshold(rule) => rule.burden as f32,
        Access::Quota(rule) => rule.burden as f32,
        Access::OpenDoor(rule) => rule.burden as f32 * (1.0 - relieved(access, now)),
    }
}

fn relieved(access: &Access, now: &Now<'_>) -> f32 {
    let p = &now.p().seeking;
    let outreach = if let Access::OpenDoor(rule) = access { rule.outreach } else { 0.0 };
    (p.outreach_relief * (outreach / p.outreach_unit)).min(1.0) as f32
}

fn asks(place: &Place, r: usize, u: f32, open: &[Vec<Door>], week: u32, now: &Now<'_>) -> Option<Request> {
    let p = &now.p().seeking;
    let lives = &place.residents;
    let free = domains().filter(|&d| open.get(d).is_some_and(|doors| !doors.is_empty()));
    let free = free.filter(|d| !(lives.served[r] | lives.waiting[r]).contains(*d));
    let d = free.rev().max_by_key(|&d| lives.needs[r][d])?;
    let felt = share(lives.needs[r][d]);
    if felt < p.felt_from as f32 {
        return None;
    }
    let pulls: f32 = open[d].iter().map(|door| door.pull).sum();
    let burdens: f32 = open[d].iter().map(|door| door.pull * door.burden).sum();
    let emergency = place.shocks.emergency_weeks > 0;
    let burden = if emergency { 0.0 } else { p.burden_weight as f32 * burdens / pulls };
    let trauma = 1.0 + p.vulnerability as f32 * f32::from(lives.trauma[r]) / 255.0;
    let barriers: f32 = open[d].iter().map(|door| door.pull * door.barrier).sum();
    let barrier = p.burden_weight as f32 * now.groups()[lives.group[r].index()] * barriers / pulls;
    let ease = (-(burden * trauma + barrier)).exp();
    let floor = p.trust_floor as f32;
    let failed = lives.failed[r].contains(d);
    let rate = p.rate as f32 + if failed { p.back as f32 } else { 0.0 };
    let crisis = if lives.crisis[r].is_none() { 1.0 } else { p.crisis_factor as f32 };
    let sooner = 1.0 + place.shocks.alarm;
    if u >= rate * sooner * felt * ease * (floor + (1.0 - floor) * share(lives.trust[r])) * crisis {
        return None;
    }
    let draws = now.randomness.block(Draws::Requests, 0, week, Address::numbered(place.index, r as u32));
    let mut left = draws.uniform(1) * pulls;
    let chosen = open[d].iter().find(|door| {
        left -= door.pull;
        left < 0.0
    });
    let origin = match (failed, lives.helped[r].contains(d)) {
        (true, _) => Origin::Failure,
        (false, true) => Origin::Relapse,
        (false, false) => Origin::New,
    };
    Some(Request {
        resident: r as u32,
        generation: lives.generation[r],
        domain: Domain::of(d),
        origin,
        organisation: chosen.map_or(0, |door| door.organisation),
        hand_offs: 0,
        severity: (felt + p.noise as f32 * f32::from(lives.noise[r]) / 16.0).clamp(0.0, 1.0),
        error: draws.normal(3),
    })
}

/// Whoever waits may give up; whoever is in touch may be lost (true).
fn stays_or_goes(place: &mut Place, r: usize, u: f32, now: &Now<'_>) -> bool {
    let p = &now.p().seeking;
    let lives = &mut place.residents;
    let trust = share(lives.trust[r]);
    let (waits, touches) = (!lives.waiting[r].is_empty(), !lives.served[r].is_empty());
    let need = in_set(lives.waiting[r]).map(|d| share(lives.needs[r][d])).fold(0.0, f32::max);
    let needs = lives.needs[r];
    let felt =
        |domains: Domains| in_set(domains).filter(|&d| share(needs[d]) >= p.felt_from as f32).collect::<Domains>();
    if waits && u < p.gives_up as f32 * (1.0 - need) {
        lives.failed[r] |= felt(lives.waiting[r]);
        lives.waiting[r] = Domains::NONE;
    } else if !waits && touches && u < p.lost as f32 * (1.0 - trust) {
        lives.failed[r] |= felt(lives.served[r]);
        lives.served[r] = Domains::NONE;
    } else {
        return false;
    }
    lives.trust[r] = to_bits(trust - p.trust_lost as f32);
    !waits
}
