//! Votes on all factors, counted at once.
//!
//! The counts stand bit by bit in planes: plane `k` has, for each factor, bit `k` of its count, so one pass of
//! carries adds a whole pattern.
//!
//! Source: bit-sliced arithmetic; no assumption. Regimes: no difference.

use crate::model::patterns::factors::Factors;

/// Bits of a count.
const PLANES: usize = u16::BITS as usize * 2;

/// Votes on each factor.
#[derive(Clone, Copy, Debug)]
pub struct Votes {
    planes: [u128; PLANES],
    top: usize,
}

impl Default for Votes {
    fn default() -> Self {
        Votes { planes: [0; PLANES], top: 0 }
    }
}

impl Votes {
    /// Adds a weight at every factor whose bit is set.
    pub fn add(&mut self, factors: Factors, weight: u32) {
        for plane in 0..PLANES {
            if weight >> plane & 1 == 1 {
                self.carry(factors.bits(), plane);
            }
        }
    }

    /// Adds one at every factor whose bit is set.
    pub fn count(&mut self, factors: Factors) {
        self.carry(factors.bits(), 0);
    }

    /// Where this count is greater than another.
    #[must_use]
    pub fn exceeds(&self, other: &Votes) -> Factors {
        let (mut greater, mut equal) = (0, u128::MAX);
        for plane in (0..self.top.max(other.top)).rev() {
            let (own, theirs) = (self.planes[plane], other.planes[plane]);
            greater |= equal & own & !theirs;
            equal &= !(own ^ theirs);
        }
        Factors::from_bits(greater)
    }

    /// The count of one factor.
    #[must_use]
    pub fn of(&self, factor: u32) -> u32 {
        (0..self.top).fold(0, |sum, plane| sum | ((self.planes[plane] >> factor & 1) as u32) << plane)
    }

    fn carry(&mut self, bits: u128, from: usize) {
        let (mut carry, mut plane) = (bits, from);
        while carry != 0 && plane < PLANES {
            let next = self.planes[plane] & carry;
            self.planes[plane] ^= carry;
            (carry, plane) = (next, plane + 1);
        }
        self.top = self.top.max(plane);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_sums_of_weights() {
        let mut counted = Votes::default();
        let votes = [(0b1011, 3), (0b0110, 1), (0b1111, 1000), (0b0001, 0)];
        for (bits, weight) in votes {
            counted.add(Factors::from_bits(bits), weight);
        }
        for factor in 0..4 {
            let sum: u32 = votes.iter().filter(|(bits, _)| bits >> factor & 1 == 1).map(|&(_, weight)| weight).sum();
            assert_eq!(counted.of(factor), sum);
        }
    }

    #[test]
    fn one_count_exceeds_another_where_it_is_greater() {
        let (mut many, mut few) = (Votes::default(), Votes::default());
        many.add(Factors::from_bits(0b011), 5);
        few.add(Factors::from_bits(0b110), 4);
        few.count(Factors::from_bits(0b010));
        assert_eq!(many.exceeds(&few), Factors::from_bits(0b001));
        assert_eq!(few.exceeds(&many), Factors::from_bits(0b100));
    }
}
