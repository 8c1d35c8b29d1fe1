//! Quantities with their unit in the type, and the few constants of the calendar.
//!
//! Types guard the doors (arguments, outcomes); hot columns stay plain integers and floats whose
//! doc comment has the unit and range.

pub mod domains;

use core::num::NonZeroU8;

/// Weeks in a year of the model.
pub const WEEKS_PER_YEAR: f64 = 52.0;

/// What an outcome is where there is nothing of which it could be said: a value of its own among those that are no
/// number, the one that R calls `NA`, so that it cannot be taken for what a division by zero leaves.
/// In tables it is an empty cell.
pub const MISSING: f64 = f64::from_bits(0x7ff8_0000_0000_07a2);

/// Whether a value is [`MISSING`].
#[must_use]
pub fn is_missing(value: f64) -> bool {
    value.to_bits() == MISSING.to_bits()
}

/// The week of a run, counted from the first week of the burn-in.
pub type Week = u32;

/// The number of life domains that a column has room for.
pub const DOMAINS: usize = 8;

/// The number of factors that one domain has room for.
pub const FACTORS: usize = 16;

/// How long something lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lasts {
    /// Weeks that are left; 0 where it is over, or there is none.
    Weeks(u32),
    /// For good.
    ForGood,
}

/// A kind of crisis, by the domain in which it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct CrisisId(NonZeroU8);

impl CrisisId {
    /// The crisis of a domain.
    #[inline(always)]
    #[must_use]
    pub fn of(domain: usize) -> CrisisId {
        CrisisId(NonZeroU8::MIN.saturating_add(domain as u8))
    }

    /// The domain in which it happens.
    #[inline(always)]
    #[must_use]
    pub fn domain(self) -> usize {
        usize::from(self.0.get()) - 1
    }
}

/// The number of a group of residents, in the order of the scenario.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct GroupId(pub u8);

impl GroupId {
    /// Its place in an array of groups.
    #[inline(always)]
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// The largest value of a column that holds a share in sixteen bits.
pub const FULL: u16 = u16::MAX;

/// The number beside which the last bit of a real number in 32 bits counts ones (2^23): what is added to it is rounded
/// to the nearest whole number, the even one of two, by the standard for sums and so on every machine.
pub const COUNTS_ONES: f32 = 8_388_608.0;

/// A share held in sixteen bits, as a real number from 0 to 1.
#[inline(always)]
#[must_use]
pub fn share_of(bits: u16) -> f32 {
    f32::from(bits) * (1.0 / 65535.0)
}

/// A real number as a share held in sixteen bits; what lies outside 0 to 1 is brought to the nearer end.
#[inline(always)]
#[must_use]
pub fn bits_of(share: f32) -> u16 {
    nearest(between(share) * 65535.0) as u16
}

/// The whole number nearest to a number from 0 to 65,535, the even one of two.
#[inline(always)]
#[must_use]
pub fn nearest(x: f32) -> u32 {
    (x + COUNTS_ONES).to_bits() & 0xffff
}

/// The nearest number from 0 to 1; not a number becomes 0.
#[inline(always)]
#[must_use]
pub fn between(share: f32) -> f32 {
    let low = if share > 0.0 { share } else { 0.0 };
    if low < 1.0 { low } else { 1.0 }
}

/// A share held in eight bits, as a real number from 0 to 1.
#[inline(always)]
#[must_use]
pub fn share_of_byte(byte: u8) -> f32 {
    f32::from(byte) * (1.0 / 255.0)
}

/// A real number as a share held in eight bits.
#[inline(always)]
#[must_use]
pub fn byte_of(share: f32) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
}

/// The weekly probability that belongs to a yearly rate of an event: `1 - exp(-rate / 52)`.
#[must_use]
pub fn weekly_probability(rate_per_year: f64) -> f64 {
    -libm::expm1(-rate_per_year.max(0.0) / WEEKS_PER_YEAR)
}

/// The share of a gap that closes in a week when half of it closes in `half_life_weeks`.
#[must_use]
pub fn weekly_share(half_life_weeks: f64) -> f64 {
    -libm::expm1(-core::f64::consts::LN_2 / half_life_weeks.max(1e-9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_survives_its_sixteen_bits() {
        for bits in [0, 1, 77, 32768, 65534, FULL] {
            assert_eq!(bits_of(share_of(bits)), bits);
        }
    }

    #[test]
    fn a_small_yearly_rate_is_spread_evenly_over_the_weeks() {
        assert!((weekly_probability(0.052) - 0.001).abs() < 1e-6);
    }

    #[test]
    fn what_is_missing_is_no_number_and_no_failed_one() {
        assert!(MISSING.is_nan() && is_missing(MISSING));
        assert!(
            !is_missing(f64::NAN) && !is_missing(0.0_f64 / core::hint::black_box(0.0)) && !is_missing(f64::INFINITY)
        );
    }

    #[test]
    fn half_of_a_gap_closes_in_its_half_life() {
        let kept = 1.0 - weekly_share(13.0);
        assert!((libm::pow(kept, 13.0) - 0.5).abs() < 1e-12);
    }
}
