//! Who has a home on coming, and at the start.
//!
//! Both by the long-run share at their own needs, without support and at the odds of the start: those at which as many
//! homes are given as come free.

use crate::model::flourishing::Index;
use crate::model::submodels::residents::lives::tenancies::chances::{lasting_share, loss};
use crate::model::submodels::residents::lives::tenancies::least;
use crate::model::world::constants::{self, Constants};
use crate::model::world::homes::{Homes, Tenancy, Tenant};
use crate::model::world::places::Place;
use crate::model::world::residents::Residents;
use crate::randomness::address::Address;
use crate::randomness::{Block, Draws, Randomness};

/// Settles the first residents of a place in homes, or without.
pub fn settle(place: &mut Place, constants: &Constants, index: &Index, randomness: &Randomness) {
    let Some(t) = &constants.tenancy else { return };
    let odds = odds_at_start(&place.residents, t, place.homes_a_week(t));
    let tenants = (0..place.residents.len()).map(|r| {
        let block = randomness.block(Draws::Homes, 0, 0, Address::resident(place.index, r as u32));
        coming(&place.residents, r, odds, t, &block)
    });
    let homes = Homes::of(tenants.collect(), odds);
    least::hold(&mut place.residents, &homes.tenants, constants, index);
    place.homes = Some(homes);
}

/// A resident who comes.
#[must_use]
pub fn coming(residents: &Residents, r: usize, odds: f32, t: &constants::Tenancy, block: &Block) -> Tenant {
    let share = lasting_share(loss(&residents.needs[r], 0.0, t), t.gain, odds);
    let tenancy = match (block.uniform(0) < share, block.uniform(1) < t.temporary_share) {
        (true, _) => Tenancy::Home,
        (false, true) => Tenancy::Temporary,
        (false, false) => Tenancy::Without,
    };
    Tenant::coming(tenancy, residents.generation[r])
}

/// Steps in which the odds are halved in on.
const HALVINGS: usize = 30;

/// The odds at which as many come forward and are given a home as come `free` in a week; 1 where more come free.
fn odds_at_start(residents: &Residents, t: &constants::Tenancy, free: f32) -> f32 {
    let losses: Vec<f32> = residents.needs.iter().map(|needs| loss(needs, 0.0, t)).collect();
    let given = |odds: f32| {
        let without = losses.iter().map(|&loss| f64::from(1.0 - lasting_share(loss, t.gain, odds))).sum::<f64>();
        without * f64::from(t.gain * odds)
    };
    let free = f64::from(free);
    if given(1.0) <= free {
        return 1.0;
    }
    let (mut low, mut high) = (0.0_f32, 1.0_f32);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if given(middle) < free { low = middle } else { high = middle }
    }
    high
}
