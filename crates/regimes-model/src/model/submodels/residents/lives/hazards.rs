//! Hazards of a week, and what they cannot exceed.
//!
//! A hazard is worked out only for whom its bound does not rule it out already; a bound never rules out what the hazard
//! itself would let happen.
//!
//! Units: weekly probabilities. Source: M21, M23 (protection, coupling), F09 (death); assumptions A11, A13. Regimes: no
//! difference.

use crate::model::submodels::residents::lives::crises::{Entries, MOST_UNPROTECTED};
use crate::model::submodels::residents::lives::parameters::Parameters;
use crate::model::world::constants::Constants;
use crate::simd::{self, f32x8};
use crate::units::{DOMAINS, weekly_probability};

/// Weekly probability of death of a life free from need, by age.
#[must_use]
pub fn death_by_age(p: &Parameters) -> Vec<f32> {
    (0..=255)
        .map(|age| {
            let rate = p.death_at_40_per_year * libm::exp2((f64::from(age) - 40.0) / p.death_doubling_years);
            weekly_probability(rate.min(2.0)) as f32
        })
        .collect()
}

/// What no sum of hazards of crises and episodes exceeds, by how much agency and ties shield a life and by the
/// sixteenth in which the worst need lies.
pub struct Exposure([[f32; 16]; SHIELDS]);

impl Exposure {
    /// From the rates of onset in a place.
    #[must_use]
    pub fn of(onset: &[f32; DOMAINS], constants: &Constants, p: &Parameters) -> Exposure {
        let (entries, spill) = (Entries::of(constants), (p.household_spill + p.neighbour_spill) as f32);
        let raised_by_all: [f32; DOMAINS] = core::array::from_fn(|to| constants.raised_by[to].iter().sum());
        Exposure(core::array::from_fn(|shield| {
            let unshielded = -protection_of(shield as f32 * SHIELD, 0.0, p);
            core::array::from_fn(|sixteenth| {
                let worst = greatest_in(sixteenth);
                let entries = entries.chances(f32x8::splat(worst), multiplier(unshielded, MOST_UNPROTECTED));
                let pull = f32x8::new(raised_by_all) * f32x8::splat(worst) + f32x8::splat(spill + unshielded);
                simd::sum(entries) + simd::sum(hazards(f32x8::new(*onset), pull, p)) + BOUND_SLACK
            })
        }))
    }

    /// For a life with this agency and these ties, and a summary of its needs.
    #[inline(always)]
    #[must_use]
    pub fn at_most(&self, agency: u16, ties: u16, summary: u8) -> f32 {
        let shield = (u32::from(agency) + u32::from(ties)) >> SHIELD_BITS;
        self.0[shield as usize][usize::from(summary & 15)]
    }

    /// With the chance of moving away and of a birthday, whatever shields a life: by the sixteenth of the worst need.
    #[must_use]
    pub fn with_moves(&self, moves: f32) -> [f32; 16] {
        self.0[0].map(|most| moves + weekly_probability(1.0) as f32 + most)
    }
}

/// Room for the rounding of sums in a bound.
const BOUND_SLACK: f32 = 1e-5;

/// Steps in which agency and ties together are distinguished.
const SHIELDS: usize = 4;

/// Bits of such a step in the sum of the two columns.
const SHIELD_BITS: u32 = 15;

/// Such a step as a share.
const SHIELD: f32 = (1 << SHIELD_BITS) as f32 / 65535.0;

/// The greatest need in a sixteenth, which is a little wider than 1/16; see `Constants::summary`.
#[must_use]
pub fn greatest_in(sixteenth: usize) -> f32 {
    (sixteenth as f32 + 1.0) / 15.999
}

/// Log hazard that agency and ties take away, beside what middling ones do.
#[must_use]
pub fn protection_of(agency: f32, ties: f32, p: &Parameters) -> f32 {
    p.protection as f32 * 0.5 * (agency + ties - 1.0)
}

/// The eighth of the multiplier's form.
const EIGHTH: f32 = 0.125;

/// `(1 + x/8)^8`, which is close to the exponential for small `x` and the same on every machine.
#[inline]
#[must_use]
pub fn multiplier(x: f32, cap: f32) -> f32 {
    let y = (1.0 + x * EIGHTH).max(0.0);
    let y = y * y;
    let y = y * y;
    (y * y).min(cap)
}

/// Hazards of an episode in each domain, from what pulls towards it.
#[inline(always)]
#[must_use]
pub fn hazards(onset: f32x8, pull: f32x8, p: &Parameters) -> f32x8 {
    let y = simd::at_least(f32x8::ONE + pull * f32x8::splat(EIGHTH), f32x8::ZERO);
    let y = y * y;
    let y = y * y;
    onset * simd::at_most(y * y, f32x8::splat(p.coupling_cap as f32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;

    #[test]
    fn the_multiplier_is_one_without_pull_and_grows_with_it() {
        assert_eq!(multiplier(0.0, 4.0), 1.0);
        assert!(multiplier(0.5, 4.0) > 1.0 && multiplier(-0.5, 4.0) < 1.0);
        assert_eq!(multiplier(9.0, 4.0), 4.0);
        assert!((multiplier(0.1, 4.0) - libm::expf(0.1)).abs() < 0.001);
    }

    #[test]
    fn death_doubles_in_its_doubling_time() {
        let p = Parameters::default();
        let death = death_by_age(&p);
        assert!((death[48] / death[40] - 2.0).abs() < 0.01);
    }

    #[test]
    fn no_life_exceeds_its_bound() {
        let (constants, p) = (fixtures::constants(), Parameters::default());
        let onset = [0.01; DOMAINS];
        let exposure = Exposure::of(&onset, &constants, &p);
        let most = f32x8::splat((p.household_spill + p.neighbour_spill) as f32);
        for (agency, ties) in [(0, 0), (30_000, 2_767), (30_000, 2_768), (40_000, 50_000), (u16::MAX, u16::MAX)] {
            for bits in [0, 4095, 4096, 30_000, 65_535] {
                let needs = simd::shares_of(&[bits; DOMAINS]);
                let protection = protection_of(f32::from(agency) / 65535.0, f32::from(ties) / 65535.0, &p);
                let entries = Entries::of(&constants).chances(needs, multiplier(-protection, MOST_UNPROTECTED));
                let pull = simd::through(&constants.raises, needs) - f32x8::splat(protection) + most;
                let sum = simd::sum(entries) + simd::sum(hazards(f32x8::new(onset), pull, &p));
                let bound = exposure.at_most(agency, ties, constants.summary(needs));
                assert!(sum <= bound, "agency {agency}, ties {ties}, need {bits}: {sum} above {bound}");
                assert!(bound <= exposure.with_moves(0.0)[usize::from(constants.summary(needs) & 15)]);
            }
        }
    }
}
