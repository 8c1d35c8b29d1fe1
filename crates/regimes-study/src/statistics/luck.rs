//! Seeded streams of numbers for designs, resamples and calibrations; the model has its own.
//!
//! A stream has an address too: a seed, and the purpose that its numbers serve.
//! ChaCha8 gives each purpose of a seed a stream of its own, so no design moves when another is drawn beside it.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Purposes of the statistics; those of calibrations are below, and so never the same.
const OF_STATISTICS: u64 = 1 << 32;

/// Draws of a Latin hypercube.
pub const LATIN_HYPERCUBE: u64 = OF_STATISTICS + 1;
/// The scramble of Sobol points.
pub const SCRAMBLE: u64 = OF_STATISTICS + 2;
/// Draws of trajectories.
pub const TRAJECTORIES: u64 = OF_STATISTICS + 3;
/// Draws of resamples.
pub const RESAMPLES: u64 = OF_STATISTICS + 4;

/// Orders in which a parameter has nothing to do with what it is compared with.
pub const SHUFFLES: u64 = OF_STATISTICS + 5;

/// Cases that are dealt out by luck.
pub const BOXES: u64 = OF_STATISTICS + 6;

/// Orders in which rules change; the number of the future is added.
pub const ORDERS: u64 = 3 * OF_STATISTICS;

/// Which half of a cohort a trial treats; the number of the replicate is added.
pub const TRIALS: u64 = 2 * OF_STATISTICS;

/// A seeded stream of luck for designs; the model has its own.
pub struct Luck(ChaCha8Rng);

impl Luck {
    /// The stream of a seed and a purpose.
    #[must_use]
    pub fn new(seed: u64, purpose: u64) -> Luck {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(purpose);
        Luck(generator)
    }

    /// From 0 to 1, both left out.
    pub fn uniform(&mut self) -> f64 {
        const STEPS: f64 = (1_u64 << 53) as f64;
        ((self.0.next_u64() >> 11) as f64 + 0.5) / STEPS
    }

    /// A whole number below another.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.uniform() * n as f64) as usize).min(n.saturating_sub(1))
    }

    /// A word of 32 bits.
    pub fn word(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// Normal, of mean 0 and deviation 1.
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(self.uniform())).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.uniform())
    }

    /// Changes the order of items.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::{mean, sd};

    #[test]
    fn the_stream_is_normal() {
        let mut luck = Luck::new(5, 3);
        let values: Vec<f64> = (0..20_000).map(|_| luck.normal()).collect();
        let (mean, sd) = (mean(&values), sd(&values));
        assert!(mean.abs() < 0.03 && (sd - 1.0).abs() < 0.03, "{mean} {sd}");
    }

    #[test]
    fn each_purpose_has_a_stream_of_its_own() {
        let first = |seed, purpose| Luck::new(seed, purpose).uniform();
        assert_eq!(first(7, SCRAMBLE), first(7, SCRAMBLE));
        assert!(first(7, SCRAMBLE) != first(7, RESAMPLES) && first(7, SCRAMBLE) != first(8, SCRAMBLE));
    }
}
