//! Tenancies, one resident after the other, and the queue for a home in the order of the draw.

use super::lives::keep_up;
use super::plain::{Word, domains, share};
use crate::Now;
use regimes_model::model::world::World;
use regimes_model::model::world::constants::Constants;
use regimes_model::model::world::homes::{Tenancy, Tenant, Tenure};
use regimes_model::model::world::places::Place;
use regimes_model::randomness::address::Address;
use regimes_model::randomness::{Block, Draws, uniform};

pub fn follow(world: &mut World, now: &Now<'_>) {
    let (constants, week, services) = (world.constants.clone(), world.week, world.services);
    let change = world.change.clone();
    let in_force = change.start.is_some_and(|start| week >= start) && change.end.is_none_or(|end| week < end);
    for place in &mut world.places {
        let buys = services && in_force && !change.spared_places.contains(&place.index);
        let bought = if buys { change.homes_bought_per_week } else { 0.0 };
        if constants.tenancy.is_some() {
            a_week(place, &constants, week, bought, now);
        }
    }
}

fn a_week(place: &mut Place, constants: &Constants, week: u32, bought: f32, now: &Now<'_>) {
    let t = constants.tenancy.as_ref().expect("a tenancy");
    let mut homes = place.homes.take().expect("homes");
    let mut queue = Vec::new();
    for r in 0..homes.tenants.len() {
        let block = now.randomness.block(Draws::Homes, 0, week, Address::numbered(place.index, r as u32));
        let tenant = &mut homes.tenants[r];
        tenant.weeks = tenant.weeks.saturating_add(1);
        tenant.hours += t.follows * (tenant.hours_now - tenant.hours);
        tenant.hours_now = 0.0;
        if tenant.generation != place.residents.generation[r] {
            *tenant = newcomer(place, r, homes.odds, constants, &block);
        }
        let u = uniform(Word { now, table: Draws::Tenancies, week }.of(place.index, r));
        if tenant.tenancy != Tenancy::Home {
            if u < 1.0 - (1.0 - t.gain) * (-tenant.hours / t.gain_hours).exp() {
                queue.push((block.0[3], r));
            }
        } else if u < loses(place, r, tenant.hours, constants) {
            if tenant.tenure != Tenure::Own && tenant.weeks <= 52 {
                homes.ended[((week - u32::from(tenant.weeks)) % 52) as usize] += 1;
            }
            let put_up = block.uniform(2) < t.temporary_share;
            tenant.tenancy = if put_up { Tenancy::Temporary } else { Tenancy::Without };
            (tenant.tenure, tenant.weeks) = (Tenure::Own, 0);
            place.tally.homes_lost += 1;
            if share(place.residents.needs[r][t.domain]) < now.p().lives.over_below as f32 {
                place.residents.failed[r].remove(t.domain);
            }
        }
    }
    for (empty, more) in homes.empty.iter_mut().zip([place.comes_free[t.domain].unwrap_or(t.homes), bought]) {
        *empty = if more > 0.0 { (*empty + more).min(2.0 * more.max(1.0)) } else { 0.0 };
    }
    queue.sort_unstable();
    place.tally.homes_sought = queue.len() as u32;
    for (_, r) in queue {
        let kind = if homes.empty[0] >= 1.0 { 0 } else { 1 };
        if homes.empty[kind] < 1.0 {
            break;
        }
        homes.empty[kind] -= 1.0;
        let tenant = &mut homes.tenants[r];
        place.tally.homes_given[kind] += 1;
        place.tally.weeks_to_home += u32::from(tenant.weeks);
        let tenure = [Tenure::Free, Tenure::Bought][kind];
        (tenant.tenancy, tenant.tenure, tenant.weeks) = (Tenancy::Home, tenure, 0);
    }
    for (r, tenant) in homes.tenants.iter_mut().enumerate() {
        let least = match tenant.tenancy {
            Tenancy::Home => 0,
            Tenancy::Temporary => t.least_need[1],
            Tenancy::Without => t.least_need[2],
        };
        tenant.housed = tenant.housed << 1 | u32::from(tenant.tenancy == Tenancy::Home);
        let weeks = (0..26).filter(|week| tenant.housed >> week & 1 == 1).count();
        place.tally.half_years[if weeks == 26 {
            0
        } else if weeks > 0 {
            1
        } else {
            2
        }] += 1;
        place.tally.tenancies[tenant.tenancy as usize] += 1;
        match tenant.tenancy {
            Tenancy::Home if tenant.tenure == Tenure::Own => {}
            Tenancy::Home => place.tally.weeks_housed += u64::from(tenant.weeks),
            _ => place.tally.weeks_without += u64::from(tenant.weeks),
        }
        place.tally.homes_paid[0] += u32::from(tenant.tenure == Tenure::Free);
        place.tally.homes_paid[1] += u32::from(tenant.tenure == Tenure::Bought);
        place.tally.tenancies_kept += u32::from(tenant.tenure != Tenure::Own && tenant.weeks == 52);
        if place.residents.needs[r][t.domain] < least {
            place.residents.needs[r][t.domain] = least;
            place.residents.active[r] = true;
            keep_up(place, r, constants, now);
        }
    }
    place.tally.tenancies_due = place.tally.tenancies_kept + homes.ended[(week % 52) as usize];
    homes.ended[(week % 52) as usize] = 0;
    place.homes = Some(homes);
}

/// Chance of losing a home.
fn loses(place: &Place, r: usize, hours: f32, constants: &Constants) -> f32 {
    let t = constants.tenancy.as_ref().expect("a tenancy");
    let mut pull = -t.raised_by[t.domain] * t.high_need;
    for d in domains() {
        pull += t.raised_by[d] * share(place.residents.needs[r][d]);
    }
    t.loss * (1.0 + pull / 8.0).max(0.0).powi(8).min(1.0) * (-t.kept_by_hours * hours).exp()
}

/// With a home as often as in the long run without support.
fn newcomer(place: &Place, r: usize, odds: f32, constants: &Constants, block: &Block) -> Tenant {
    let t = constants.tenancy.as_ref().expect("a tenancy");
    let (loss, gain) = (loses(place, r, 0.0, constants), t.gain * odds);
    let has = loss == 0.0 || block.uniform(0) < gain / (gain + loss);
    let put_up = block.uniform(1) < t.temporary_share;
    Tenant {
        tenancy: if has {
            Tenancy::Home
        } else if put_up {
            Tenancy::Temporary
        } else {
            Tenancy::Without
        },
        generation: place.residents.generation[r],
        housed: if has { u32::MAX } else { 0 },
        ..Tenant::default()
    }
}

/// Hours of a case for each of its domains, noted for the one of the home.
pub fn note(place: &mut Place, r: usize, hours: f32, n: usize) {
    if let Some(homes) = &mut place.homes {
        homes.tenants[r].hours_now += hours / n as f32;
    }
}
