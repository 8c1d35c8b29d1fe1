//! Eight domains side by side: the arithmetic of the weekly pass.
//!
//! Only additions, products, quotients and comparisons are used, each exact by the standard, and sums are taken in a
//! fixed order; so the digits are the same on every machine, with vector instructions or without.
//! The roundings, greatest and least of `wide` are not used: which of two equally near numbers, which of two zeros and
//! what of a missing number they take depends on the instructions that a build has.

use crate::units::domains::Domains;
use crate::units::{COUNTS_ONES, DOMAINS};
pub use wide::f32x8;
use wide::{i32x8, u8x16, u16x8};

/// Shares held in sixteen bits, as real numbers.
#[inline(always)]
#[must_use]
pub fn shares_of(bits: &[u16; DOMAINS]) -> f32x8 {
    i32x8::from_u16x8(u16x8::new(*bits)).round_float() * f32x8::splat(1.0 / 65535.0)
}

/// Real numbers as shares held in sixteen bits; what lies outside 0 to 1 is brought to the nearer end.
#[inline(always)]
#[must_use]
pub fn bits_of(shares: f32x8) -> [u16; DOMAINS] {
    let within = at_most(at_least(shares, f32x8::ZERO), f32x8::ONE);
    let ones = within * f32x8::splat(65535.0) + f32x8::splat(COUNTS_ONES);
    ones.to_array().map(|lane| lane.to_bits() as u16)
}

/// The greater of two values in each lane; the second where they are equal or the first is not a number.
#[inline(always)]
#[must_use]
pub fn at_least(values: f32x8, floor: f32x8) -> f32x8 {
    let (values, floor) = (values.to_array(), floor.to_array());
    f32x8::new(core::array::from_fn(|i| if values[i] > floor[i] { values[i] } else { floor[i] }))
}

/// The lesser of two values in each lane; the second where they are equal or the first is not a number.
#[inline(always)]
#[must_use]
pub fn at_most(values: f32x8, ceiling: f32x8) -> f32x8 {
    let (values, ceiling) = (values.to_array(), ceiling.to_array());
    f32x8::new(core::array::from_fn(|i| if values[i] < ceiling[i] { values[i] } else { ceiling[i] }))
}

/// Weights held in eight bits, as real numbers from 0 to 255.
#[inline(always)]
#[must_use]
pub fn weights_of(bytes: &[u8; DOMAINS]) -> f32x8 {
    let mut sixteen = [0; 2 * DOMAINS];
    sixteen[..DOMAINS].copy_from_slice(bytes);
    i32x8::from_u16x8(u16x8::from_u8x16_low(u8x16::new(sixteen))).round_float()
}

/// 1 in the lanes of a set of domains; 0 in the others.
#[inline(always)]
#[must_use]
pub fn members(domains: Domains) -> f32x8 {
    const MEMBERS: [[f32; DOMAINS]; 256] = {
        let mut members = [[0.0; DOMAINS]; 256];
        let mut set = 0;
        while set < 256 {
            let mut domain = 0;
            while domain < DOMAINS {
                members[set][domain] = (set >> domain & 1) as f32;
                domain += 1;
            }
            set += 1;
        }
        members
    };
    f32x8::new(MEMBERS[usize::from(domains.bits())])
}

/// Values with another one in a lane.
#[inline(always)]
#[must_use]
pub fn with(values: &[u16; DOMAINS], lane: usize, value: u16) -> [u16; DOMAINS] {
    const LANES: [[u16; DOMAINS]; DOMAINS] = {
        let mut lanes = [[0; DOMAINS]; DOMAINS];
        let mut lane = 0;
        while lane < DOMAINS {
            lanes[lane][lane] = u16::MAX;
            lane += 1;
        }
        lanes
    };
    let lane = u16x8::new(LANES[lane]);
    (u16x8::splat(value) & lane | u16x8::new(*values) & !lane).to_array()
}

/// What each lane passes to all lanes through a matrix: the sum over lanes of a lane's row times its value.
#[inline(always)]
#[must_use]
pub fn through(rows: &[[f32; DOMAINS]; DOMAINS], values: f32x8) -> f32x8 {
    let mut sum = f32x8::ZERO;
    for (row, value) in rows.iter().zip(values.to_array()) {
        sum += f32x8::new(*row) * f32x8::splat(value);
    }
    sum
}

/// Counts of residents by domain, at most 65,535 of them.
#[derive(Clone, Copy, Default)]
pub struct DomainCounts(u16x8);

impl DomainCounts {
    /// Counts the domains, of a set with a bit each, whose need is at least a quarter of full need.
    #[inline(always)]
    pub fn count_quarters(&mut self, needs: &[u16; DOMAINS], domains: u8) {
        const UPPER_TWO_BITS: u16 = 0xc000;
        const ONE_EACH: [u16; DOMAINS] = [1, 2, 4, 8, 16, 32, 64, 128];
        let below = (u16x8::new(*needs) & u16x8::splat(UPPER_TWO_BITS)).simd_eq(u16x8::ZERO);
        let outside = (u16x8::splat(u16::from(domains)) & u16x8::new(ONE_EACH)).simd_eq(u16x8::ZERO);
        self.0 += u16x8::splat(1) & !(below | outside);
    }

    /// What was counted in each domain.
    #[must_use]
    pub fn by_domain(self) -> [u32; DOMAINS] {
        self.0.to_array().map(u32::from)
    }
}

/// The sum of the lanes, in a fixed order.
#[inline(always)]
#[must_use]
pub fn sum(lanes: f32x8) -> f32 {
    let [a, b, c, d, e, f, g, h] = lanes.to_array();
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}

/// The greatest lane.
#[inline(always)]
#[must_use]
pub fn greatest(lanes: f32x8) -> f32 {
    let greater = |a: f32, b: f32| if a > b { a } else { b };
    let [a, b, c, d, e, f, g, h] = lanes.to_array();
    let [a, b, c, d] = [greater(a, e), greater(b, f), greater(c, g), greater(d, h)];
    greater(greater(a, c), greater(b, d))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units;

    #[test]
    fn lanes_and_single_shares_agree_to_the_bit() {
        for bits in 0..=u16::MAX {
            let row = [bits; DOMAINS];
            let shares = shares_of(&row);
            assert_eq!(shares.to_array()[3].to_bits(), units::share_of(bits).to_bits());
            assert_eq!(bits_of(shares), row);
        }
        for share in [-0.5, 0.0, 0.3, 0.49999, 0.99999, 1.0, 7.0] {
            assert_eq!(bits_of(f32x8::splat(share))[0], units::bits_of(share));
        }
    }

    #[test]
    fn a_share_halfway_between_two_steps_takes_the_even_one_in_lanes_and_alone() {
        let half = |bits: u16| (f32::from(bits) + 0.5) / 65535.0;
        for bits in 0..u16::MAX {
            let middle = half(bits);
            // A share on either side of the middle, and the middle itself: together in a row, and each alone.
            let row = [middle.next_down(), middle, middle.next_up(), 1.0 - middle, -middle, middle + 1.0, 0.0, -0.0];
            let exact = |share: f32| (share.clamp(0.0, 1.0) * 65535.0).round_ties_even() as u16;
            assert_eq!(bits_of(f32x8::new(row)), row.map(exact), "{bits}");
            assert_eq!(row.map(units::bits_of), row.map(exact), "{bits}");
        }
        assert_eq!(bits_of(f32x8::splat(f32::NAN)), [units::bits_of(f32::NAN); DOMAINS]);
    }

    #[test]
    fn which_of_two_equal_values_is_taken_is_one_rule_in_every_build() {
        let (zero, minus) = (f32x8::ZERO, f32x8::splat(-0.0));
        let bits = |lanes: f32x8| lanes.to_array().map(f32::to_bits);
        for of in [at_least, at_most] {
            assert_eq!(bits(of(minus, zero)), [0.0_f32.to_bits(); DOMAINS]);
            assert_eq!(bits(of(zero, minus)), [(-0.0_f32).to_bits(); DOMAINS]);
            assert_eq!(of(f32x8::splat(f32::NAN), f32x8::ONE).to_array(), [1.0; DOMAINS]);
        }
        let row = f32x8::new([-1.0, 0.5, 2.0, -0.0, 0.0, 1.0, f32::MAX, f32::MIN]);
        assert_eq!(at_least(row, zero).to_array(), [0.0, 0.5, 2.0, 0.0, 0.0, 1.0, f32::MAX, 0.0]);
        assert_eq!(at_most(row, zero).to_array(), [-1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, f32::MIN]);
    }

    #[test]
    fn a_quarter_is_enough_and_only_the_named_domains_count() {
        let mut counts = DomainCounts::default();
        let needs = [0, 16_383, 16_384, 40_000, 65_535, 1, 2, 32_768];
        counts.count_quarters(&needs, 0xff);
        counts.count_quarters(&needs, 0b0000_0111);
        assert_eq!(counts.by_domain(), [0, 0, 2, 1, 1, 0, 0, 1]);
    }

    #[test]
    fn members_of_a_set_are_one_and_pass_their_rows_on() {
        assert_eq!(members(Domains::from_bits(0b1000_0101)).to_array(), [1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
        let rows = std::array::from_fn(|from| std::array::from_fn(|to| (10 * from + to) as f32));
        assert_eq!(through(&rows, members(Domains::from_bits(0b0000_0110))).to_array()[3], 13.0 + 23.0);
    }

    #[test]
    fn sums_and_greatest_are_those_of_the_lanes() {
        let lanes = f32x8::new([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0]);
        assert_eq!((sum(lanes), greatest(lanes)), (255.0, 128.0));
        assert_eq!(sum(weights_of(&[1, 2, 3, 4, 5, 6, 7, 255])), 283.0);
    }
}
