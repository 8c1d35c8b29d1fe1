//! Ties: households and neighbours, and what residents see of each other.
//!
//! Both follow from seed and number within fixed blocks, so one more resident rewires nobody.
//! Source: S118 (households), M23 (neighbours); assumption A18. Regimes: no difference.

use crate::model::submodels::residents::lives::parameters::Parameters;
use crate::model::world::places::Place;
use crate::randomness::address::Address;
use crate::randomness::{Draws, Randomness};

/// What residents see of each other: summaries copied at the start, households and neighbours.
pub struct Others {
    /// Their summaries.
    pub summary: Vec<u8>,
    /// Who is whose neighbour in a block of sixty-four.
    pub ties: [u8; 4],
}

impl Others {
    /// Mean worst need of the neighbours who exist.
    #[must_use]
    pub fn neighbours(&self, number: usize) -> f32 {
        let seen = self.ties.iter().filter(|&&mask| mask != 0);
        let worst = seen.filter_map(|&mask| self.summary.get(number ^ usize::from(mask)));
        let (sum, n) = worst.fold((0.0, 0.0), |(sum, n), byte| (sum + f32::from(byte & 15), n + 1.0_f32));
        sum / (n.max(1.0) * 15.0)
    }

    /// Worst shared need of the other members of the household.
    #[must_use]
    pub fn household(&self, number: usize, household: u8) -> f32 {
        let block = number & !7;
        let first = block + usize::from(household & 7);
        let members = first..=first + usize::from(household >> 3);
        let others = members.filter(|&other| other != number).filter_map(|other| self.summary.get(other));
        others.map(|byte| f32::from(byte >> 4)).fold(0.0, f32::max) / 15.0
    }
}

/// Forms households in blocks of eight and names the neighbours in blocks of sixty-four, once.
pub fn form_ties(place: &mut Place, p: &Parameters, randomness: &Randomness) {
    let cut = (p.apart * 16.0 + 0.5) as u32;
    for block in 0..place.residents.len().div_ceil(8) {
        let word = randomness.block(Draws::Households, 0, 0, Address::neighbours(place.index, block as u32)).0[0];
        let mut first = 0;
        for member in 0..8 {
            let ends = member == 7 || (word >> (4 * member) & 15) < cut;
            if ends {
                let household = first as u8 | ((member - first) as u8) << 3;
                for number in block * 8 + first as usize..=block * 8 + member as usize {
                    if let Some(column) = place.residents.household.get_mut(number) {
                        *column = household;
                    }
                }
                first = member + 1;
            }
        }
    }
    let block = randomness.block(Draws::Ties, 0, 0, Address::place(place.index));
    place.ties = core::array::from_fn(|tie| (block.0[tie] & 63) as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn households_read_others_and_not_oneself() {
        let mut summary = vec![0_u8; 16];
        summary[3] = 0xf0;
        let others = Others { summary, ties: [0; 4] };
        let household = 2 | 1 << 3;
        assert_eq!(others.household(2, household), 1.0);
        assert_eq!(others.household(3, household), 0.0);
    }
}
