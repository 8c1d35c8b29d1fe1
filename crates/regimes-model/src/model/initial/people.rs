//! Who lives in a place before the first week.

use crate::model::arrivals::{self, ArrivalContext};
use crate::model::flourishing::Index;
use crate::model::parameters::Parameters;
use crate::model::world::constants::Constants;
use crate::model::world::places::Place;
use crate::randomness::address::Address;
use crate::randomness::{Draws, Randomness};
use crate::units::WEEKS_PER_YEAR;

/// Settles the first residents: as those who come, and older by the time that they have lived here.
pub fn settle(place: &mut Place, constants: &Constants, index: &Index, p: &Parameters, randomness: &Randomness) {
    let (number, trust) = (place.index, place.resident_trust);
    let moves = place.moves;
    for mut tile in place.residents.tiles_mut() {
        let at = ArrivalContext { constants, index, trust, place: number, week: 0 };
        for k in 0..tile.needs.len() {
            arrivals::settle(&mut tile, k, &at, &p.arrivals, randomness);
            let lived = randomness.block(Draws::Residence, 0, 0, Address::resident(number, (tile.first + k) as u32));
            tile.age[k] = tile.age[k].saturating_add(years_here(lived.uniform(0), moves, &p.arrivals));
        }
    }
}

/// How long somebody has lived here, where a part of residents moves each week: as many come as go, so ages are those
/// of a town that has long been there.
fn years_here(u: f32, moves: f32, p: &arrivals::Parameters) -> u8 {
    let weeks = libm::logf(1.0 - u) / libm::logf(1.0 - moves.clamp(LEAST_MOVES, 0.5));
    (weeks / WEEKS_PER_YEAR as f32).min(p.longest_here_years as f32) as u8
}

/// Where nobody moves, somebody may have lived here as long as is allowed.
const LEAST_MOVES: f32 = 1e-6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_have_come_within_the_time_in_which_half_move() {
        let p = arrivals::Parameters::default();
        // 1 - 0.5^(1/520): half move in ten years.
        assert_eq!(years_here(0.4999, 0.001_332, &p), 9);
        assert_eq!(years_here(0.0, 0.001_332, &p), 0);
        assert_eq!(years_here(0.9999, 0.0, &p), p.longest_here_years as u8);
    }
}
