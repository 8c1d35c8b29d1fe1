//! Flourishing: how well a life goes by the person's own standards.
//!
//! ```text
//! freedom     = power mean over domains of (1 - need), weighted by own priorities
//! flourishing = (w_freedom * freedom + w_agency * agency * compatible + w_ties * ties) / (w_freedom + w_agency + w_ties)
//! ```
//!
//! With exponent -1 a life is not saved by one good domain.
//! Three rivals are always reported beside it: equal weights, need only, and no weight on agency.
//!
//! Units: shares. Source: S019, S046 (own goals), M39; weights are assumption A8.
//! Regimes: no difference.

use crate::parameters::NoParameters;
use crate::simd::{self, f32x8};
use crate::units::{DOMAINS, bits_of};

crate::choice! {
    /// The exponent of the power mean over domains.
    pub enum Exponent {
        /// -1: the harmonic mean; one bad domain spoils a life.
        "minus_one" MinusOne(NoParameters),
        /// 1/2: between.
        "half" Half(NoParameters),
        /// 2: one good domain carries a life.
        "two" Two(NoParameters),
    }
}

crate::parameters! {
    /// How flourishing is put together.
    pub struct Parameters {
        /// The exponent of the power mean over domains.
        exponent: Exponent;
        /// Freedom from need below which a domain does not fall in the mean.
        floor: f64 = 0.05, "share", 0.01..=0.5, Constant, "A8";
        /// Weight of freedom from need.
        freedom_weight: f64 = 0.70, "weight", 0.0..=1.0, Uncertainty, "A8";
        /// Weight of agency.
        agency_weight: f64 = 0.20, "weight", 0.0..=1.0, Uncertainty, "M39";
        /// Weight of ties.
        ties_weight: f64 = 0.10, "weight", 0.0..=1.0, Uncertainty, "M23";
        /// Share of own goals that is compatible with others' flourishing.
        compatible: f64 = 0.95, "share", 0.0..=1.0, Uncertainty, "S046";
    }
}

/// The parameters as the weekly pass needs them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    power: Power,
    floor: f32,
    domains: usize,
    /// What each part of flourishing weighs.
    pub weights: Weights,
}

/// What each part of flourishing weighs; the sum is one where all goals are compatible.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// Of freedom from need.
    pub freedom: f32,
    /// Of agency, as far as own goals are compatible with others' flourishing.
    pub agency: f32,
    /// Of ties.
    pub ties: f32,
}

/// Flourishing and its three rivals (shares).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Indices {
    /// Flourishing.
    pub flourishing: f64,
    /// The same with equal weights on all domains.
    pub equal_weights: f64,
    /// Freedom from need alone.
    pub need_only: f64,
    /// Flourishing with no weight on agency.
    pub without_agency: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Power {
    MinusOne,
    Half,
    Two,
}

impl Index {
    /// From the parameters and the number of domains in use.
    #[must_use]
    pub fn new(p: &Parameters, domains: usize) -> Index {
        let sum = (p.freedom_weight + p.agency_weight + p.ties_weight).max(f64::MIN_POSITIVE);
        Index {
            power: match p.exponent {
                Exponent::MinusOne(_) => Power::MinusOne,
                Exponent::Half(_) => Power::Half,
                Exponent::Two(_) => Power::Two,
            },
            floor: p.floor as f32,
            domains,
            weights: Weights {
                freedom: (p.freedom_weight / sum) as f32,
                agency: (p.agency_weight * p.compatible / sum) as f32,
                ties: (p.ties_weight / sum) as f32,
            },
        }
    }

    /// Own-weighted and equally weighted freedom from need, in sixteen bits.
    #[inline]
    #[must_use]
    pub fn freedom(&self, needs: f32x8, priorities: &[u8; DOMAINS]) -> (u16, u16) {
        let free = simd::at_least(f32x8::ONE - needs, f32x8::splat(self.floor));
        let weights = simd::weights_of(priorities);
        let values = match self.power {
            Power::MinusOne => f32x8::ONE / free,
            Power::Half => free.sqrt(),
            Power::Two => free * free,
        };
        let (weight, own) = (simd::sum(weights).max(1.0), simd::sum(weights * values));
        // Domains not in use are free of need and count one each in the equal mean.
        let (n, equal) = (self.domains as f32, simd::sum(values) - (DOMAINS - self.domains) as f32);
        let (own, equal) = match self.power {
            Power::MinusOne => (weight / own, n / equal),
            Power::Half => (square(own / weight), square(equal / n)),
            Power::Two => ((own / weight).sqrt(), (equal / n).sqrt()),
        };
        (bits_of(own), bits_of(equal))
    }

    /// Flourishing and its three rivals, from shares.
    #[must_use]
    pub fn indices(&self, freedom: f64, freedom_equal: f64, agency: f64, ties: f64) -> Indices {
        let Weights { freedom: w, agency: a, ties: t } = self.weights;
        let (w, a, t) = (f64::from(w), f64::from(a), f64::from(t));
        let others = a * agency + t * ties;
        Indices {
            flourishing: w * freedom + others,
            equal_weights: w * freedom_equal + others,
            need_only: freedom,
            without_agency: (w * freedom + t * ties) / (w + t).max(f64::MIN_POSITIVE),
        }
    }
}

#[inline(always)]
fn square(x: f32) -> f32 {
    x * x
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::FULL;

    fn index(exponent: Exponent) -> Index {
        Index::new(&Parameters { exponent, ..Parameters::default() }, 4)
    }

    #[test]
    fn a_life_without_need_is_free() {
        for exponent in
            [Exponent::MinusOne(NoParameters {}), Exponent::Half(NoParameters {}), Exponent::Two(NoParameters {})]
        {
            let (own, equal) = index(exponent).freedom(f32x8::ZERO, &[64, 64, 64, 63, 0, 0, 0, 0]);
            assert_eq!((own, equal), (FULL, FULL));
        }
    }

    #[test]
    fn the_harmonic_mean_is_hurt_most_by_one_bad_domain() {
        let needs = [60_000, 0, 0, 0, 0, 0, 0, 0];
        let weights = [64, 64, 64, 64, 0, 0, 0, 0];
        let of = |exponent| index(exponent).freedom(simd::shares_of(&needs), &weights).0;
        assert!(of(Exponent::MinusOne(NoParameters {})) < of(Exponent::Half(NoParameters {})));
        assert!(of(Exponent::Half(NoParameters {})) < of(Exponent::Two(NoParameters {})));
    }

    #[test]
    fn own_priorities_decide_what_a_need_weighs() {
        let needs = [60_000, 0, 0, 0, 0, 0, 0, 0];
        let minds =
            index(Exponent::MinusOne(NoParameters {})).freedom(simd::shares_of(&needs), &[240, 5, 5, 5, 0, 0, 0, 0]);
        let does_not =
            index(Exponent::MinusOne(NoParameters {})).freedom(simd::shares_of(&needs), &[5, 85, 85, 80, 0, 0, 0, 0]);
        assert!(minds.0 < does_not.0);
        assert_eq!(minds.1, does_not.1);
    }
}
