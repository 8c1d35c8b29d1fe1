//! What works, as bits: truth, practice, match.
//!
//! A pattern has sixteen bits for each of eight domains; a domain uses as many of its bits as it
//! has factors.
//! Truth is nested: `country ^ place ^ group ^ resident`, so when a place's pattern drifts everyone's moves with it.
//! Practice is a belief about truth: a value and a mask of what is known; what is not known acts as a fair draw.
//!
//! ```text
//! match = 1 - mismatched / factors
//! e = (match - 1/2) / (1/2), and harm * e where that is negative
//! ```
//!
//! Source: the nested pattern is assumption A2; requisite variety (Ashby 1956) and mutual learning (March 1991)
//! follow from it.

pub mod evidence;
pub mod factors;
pub mod votes;

use crate::model::patterns::factors::{Factors, Pattern};
use crate::units::domains::Domains;
use crate::units::{DOMAINS, FACTORS};

crate::parameters! {
    /// How alike and how lasting what works is.
    pub struct Parameters {
        /// Probability, for each factor, that a place's pattern differs from the country's.
        place_variation: f64 = 0.10, "probability", 0.0..=0.5, Uncertainty, "A3";
        /// Probability, for each factor, that a resident's pattern differs from the group's.
        personal_variation: f64 = 0.20, "probability", 0.0..=0.5, Uncertainty, "A4";
        /// Rate at which each factor of a place's pattern turns.
        turbulence_per_year: f64 = 0.02, "1/year", 0.0..=2.0, Uncertainty, "M25";
        /// Rate at which each factor of a resident's own pattern turns.
        personal_drift_per_year: f64 = 0.03, "1/year", 0.0..=1.0, Uncertainty, "A5";
        /// Share of the factors that codes know at the start, the same in every arm.
        initial_knowledge: f64 = 0.50, "share", 0.0..=1.0, Uncertainty, "A6";
        /// Share of a negative effect that is felt: 0, what does not fit does nothing; 1, it harms as a fit helps.
        harm: f64 = 0.30, "share", 0.0..=1.0, Uncertainty, "A7";
    }
}

/// What is believed: a value where it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Belief {
    /// The value of each factor; 0 where it is not known.
    pub value: Pattern,
    /// Which factors are known.
    pub known: Factors,
}

impl Belief {
    /// The belief with the bits of value and known.
    #[must_use]
    pub const fn of_bits(value: u128, known: u128) -> Belief {
        Belief { value: Pattern::from_bits(value), known: Factors::from_bits(known) }
    }

    /// Share of the masked factors that are known and right, less those known and wrong (March's net knowledge).
    #[must_use]
    pub fn net_knowledge(&self, truth: Pattern, mask: Factors) -> f64 {
        let known = self.known & mask;
        let wrong = (self.value.differs(truth) & known).len();
        let of = mask.len().max(1);
        (f64::from(known.len()) - 2.0 * f64::from(wrong)) / f64::from(of)
    }

    /// Takes one of March's steps at a factor: towards a value, through not knowing.
    pub fn step(&mut self, factor: usize, value: bool) {
        if !self.known.contains(factor) {
            self.known.insert(factor);
            self.value.set(factor, value);
        } else if self.value.value(factor) != value {
            self.known.remove(factor);
            self.value.set(factor, false);
        }
    }

    /// Takes one step towards another belief at all masked factors where it differs and the other is known.
    pub fn step_towards(&mut self, other: &Belief, mask: Factors) {
        let moving = mask & other.known;
        let unknown = moving & !self.known;
        let opposed = moving & self.known & self.value.differs(other.value);
        self.value = (self.value & !opposed & !unknown) | (other.value & unknown);
        self.known = (self.known & !opposed) | unknown;
    }
}

/// The first factors of each domain, as many as it has.
#[must_use]
pub fn first_factors(factors: &[u32; DOMAINS]) -> Factors {
    let mut mask = 0;
    for (domain, &n) in factors.iter().enumerate() {
        mask |= ((1_u128 << n) - 1) << (FACTORS * domain);
    }
    Factors::from_bits(mask)
}

/// Factors in each set of domains, at least 1.
#[must_use]
pub fn factors_in(factors: &[u32; DOMAINS]) -> Vec<f32> {
    let of = |set: u8| Domains::from_bits(set).iter().map(|domain| factors[domain]).sum::<u32>();
    (0..=u8::MAX).map(|set| of(set).max(1) as f32).collect()
}

/// All bits of one domain.
#[inline(always)]
#[must_use]
pub fn domain_bits(domain: usize) -> Factors {
    Factors::from_bits(0xffff_u128 << (FACTORS * domain))
}

/// All bits of a set of domains.
#[inline(always)]
#[must_use]
pub fn bits_of_domains(domains: Domains) -> Factors {
    const BITS: [u128; 256] = {
        let mut bits = [0; 256];
        let mut set = 0;
        while set < 256 {
            let mut domain = 0;
            while domain < DOMAINS {
                if set >> domain & 1 == 1 {
                    bits[set] |= 0xffff_u128 << (FACTORS * domain);
                }
                domain += 1;
            }
            set += 1;
        }
        bits
    };
    Factors::from_bits(BITS[domains.bits() as usize])
}

/// The bits of one domain.
#[inline(always)]
#[must_use]
pub fn bits(factors: Factors, domain: usize) -> u16 {
    (factors.bits() >> (FACTORS * domain)) as u16
}

/// How many factors of a set there are in each domain.
#[inline(always)]
#[must_use]
pub fn counts(factors: Factors) -> [u8; DOMAINS] {
    let [a, _, b, _, c, _, d, _] = bit_counts(factors.bits() as u64).to_le_bytes();
    let [e, _, f, _, g, _, h, _] = bit_counts((factors.bits() >> 64) as u64).to_le_bytes();
    [a, b, c, d, e, f, g, h]
}

/// Bit counts of four domains of sixteen bits side by side.
#[inline(always)]
fn bit_counts(x: u64) -> u64 {
    let x = x - ((x >> 1) & 0x5555_5555_5555_5555);
    let x = (x & 0x3333_3333_3333_3333) + ((x >> 2) & 0x3333_3333_3333_3333);
    let x = (x + (x >> 4)) & 0x0f0f_0f0f_0f0f_0f0f;
    (x + (x >> 8)) & 0x001f_001f_001f_001f
}

/// How well what is delivered fits, from -`harm` to 1.
#[inline(always)]
#[must_use]
pub fn effectiveness(mismatched: f32, factors: f32, harm: f32) -> f32 {
    let e = 1.0 - 2.0 * mismatched / factors;
    if e < 0.0 { harm * e } else { e }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bit_counts_are_the_counts_of_the_bits() {
        let factors = Factors::from_bits(0x8001_ffff_0000_1234_f00f_0f0f_5555_0001);
        for (domain, &count) in counts(factors).iter().enumerate() {
            assert_eq!(u32::from(count), bits(factors, domain).count_ones());
        }
    }

    #[test]
    fn a_guess_helps_nobody_on_average_where_harm_is_whole() {
        let mean: f32 = (0..=8).map(|k| BINOMIAL[k] * effectiveness(k as f32, 8.0, 1.0)).sum::<f32>() / 256.0;
        assert!(mean.abs() < 1e-6);
    }
    const BINOMIAL: [f32; 9] = [1.0, 8.0, 28.0, 56.0, 70.0, 56.0, 28.0, 8.0, 1.0];

    #[test]
    fn a_step_goes_through_not_knowing() {
        let mut belief = Belief::of_bits(0b1, 0b1);
        belief.step(0, false);
        assert_eq!(belief, Belief::default());
        belief.step(0, false);
        assert_eq!(belief, Belief::of_bits(0, 1));
    }

    #[test]
    fn steps_side_by_side_are_the_steps_one_by_one() {
        let other = Belief::of_bits(0b1100, 0b1111);
        let start = Belief::of_bits(0b0110, 0b0111);
        let mut together = start;
        together.step_towards(&other, Factors::from_bits(0b1111));
        let mut single = start;
        for factor in 0..4 {
            if single.value.value(factor) != other.value.value(factor) || !single.known.contains(factor) {
                single.step(factor, other.value.value(factor));
            }
        }
        assert_eq!(together, single);
    }

    #[test]
    fn knowledge_is_net() {
        let belief = Belief::of_bits(0b01, 0b11);
        assert_eq!(belief.net_knowledge(Pattern::from_bits(0b01), Factors::from_bits(0b11)), 1.0);
        assert_eq!(belief.net_knowledge(Pattern::from_bits(0b00), Factors::from_bits(0b11)), 0.0);
        assert_eq!(belief.net_knowledge(Pattern::from_bits(0b10), Factors::from_bits(0b11)), -1.0);
    }
}
