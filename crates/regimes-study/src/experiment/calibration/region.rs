//! Points of the part of the prior that is not ruled out, however small it is, and how large that is.
//!
//! ```text
//! begin     a Latin hypercube of 20,000 points of the prior
//! level     if at least a tenth of the points lies inside, that is the region; else
//!           the tenth that lies nearest becomes the next bound, and a new population is drawn below it:
//!           each survivor walks on by steps of a few parameters, and a step beyond the bound is not taken
//! share     product over levels of the share that survives
//! ```
//!
//! Rejection from a large sample where that is enough, and splitting in levels (a sequential Monte Carlo sampler) where it
//! is not: several islands stay, as long as one of their points survives each level.
//! Each walk has a stream of luck of its own, so the result does not depend on threads.

use crate::statistics;
use crate::statistics::luck::Luck;
use crate::statistics::sampling::latin_hypercube_from;
use regimes_model::parallel::{self, Width};

/// How far from what is sought a point of the unit cube lies.
pub type Height<'a> = dyn Fn(&[f64]) -> f64 + Sync + 'a;

/// How much a point is worth, beside others of the region: points are drawn in proportion to it.
pub type Weight<'a> = dyn Fn(&[f64]) -> f64 + Sync + 'a;

/// Points of the first population.
const FIRST: usize = 20_000;

/// Points of those after it.
const NEXT: usize = 2_000;

/// Share of a population that survives a level.
const SURVIVES: f64 = 0.1;

/// Levels after which nothing is found: a share below a millionth of a millionth.
const LEVELS: u64 = 12;

/// How much lower the next bound has to be for another level to be worth it (share).
const LOWER: f64 = 0.995;

/// Steps of a walk.
const STEPS: usize = 40;

/// Steps of a walk by weight.
const WEIGHTED_STEPS: usize = 400;

/// The level that the luck of walks by weight belongs to, beyond all others.
const WEIGHTED: u64 = LEVELS + 1;

/// Parameters that move together.
const MOVED: usize = 3;

/// What was found of a region.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Points of it, or, where nothing was found, those nearest to it.
    pub points: Vec<Vec<f64>>,
    /// The share of the prior that it has; 0 where nothing was found.
    pub share: f64,
}

/// Where points are sought.
pub struct Search<'a> {
    /// How far from what is sought a point lies.
    pub height: &'a Height<'a>,
    /// The height at or below which a point is sought.
    pub bound: f64,
    /// Dimensions of the unit cube.
    pub dimensions: usize,
    /// The seed.
    pub seed: u64,
    /// The stream of luck that the search begins with; it uses a million of them.
    pub stream: u64,
}

/// A point and its height.
type Known = (Vec<f64>, f64);

impl Search<'_> {
    /// Moves points of the region so that they stand in proportion to a weight: from each a walk of Metropolis, whose steps
    /// stay in the region and are taken with the ratio of the weights.
    #[must_use]
    pub fn weighted(&self, sample: Sample, weight: &Weight<'_>) -> Sample {
        let known: Vec<Known> = sample.points.iter().map(|point| (point.clone(), (self.height)(point))).collect();
        if known.iter().any(|known| known.1 > self.bound) {
            return sample;
        }
        let spread: Vec<f64> = (0..self.dimensions).map(|k| spread(&known, k)).collect();
        let walk = |n: usize, known: &Known| {
            let mut luck = Luck::new(self.seed, self.stream + (WEIGHTED << 16) + n as u64 + 1);
            let (mut here, mut worth) = (known.0.clone(), weight(&known.0));
            for step in 0..WEIGHTED_STEPS {
                let there = self.step(&here, &spread, step, &mut luck);
                let other = weight(&there);
                if luck.uniform() * worth <= other && (self.height)(&there) <= self.bound {
                    (here, worth) = (there, other);
                }
            }
            here
        };
        Sample { points: parallel::map(Width::Wide, &known, walk), share: sample.share }
    }

    /// A place some of whose parameters are others.
    fn step(&self, here: &[f64], spread: &[f64], step: usize, luck: &mut Luck) -> Vec<f64> {
        let reach = if step.is_multiple_of(3) { 1.5 } else { 0.4 };
        let mut there = here.to_vec();
        for _ in 0..MOVED.min(self.dimensions) {
            let k = luck.below(self.dimensions);
            there[k] = reflected(there[k] + reach * spread[k] * luck.normal());
        }
        there
    }

    /// Finds a number of points.
    #[must_use]
    pub fn sample(&self, wanted: usize) -> Sample {
        let mut luck = Luck::new(self.seed, self.stream);
        let cube = latin_hypercube_from(FIRST, self.dimensions, &mut luck);
        let mut population = parallel::map(Width::Wide, &cube, |_, point| (point.clone(), (self.height)(point)));
        let (mut share, mut before) = (1.0, f64::INFINITY);
        for level in 0..LEVELS {
            let mut heights: Vec<f64> = population.iter().map(|known| known.1).collect();
            heights.sort_by(f64::total_cmp);
            let bound = heights[(SURVIVES * heights.len() as f64) as usize].max(self.bound);
            let survivors: Vec<Known> = population.iter().filter(|known| known.1 <= bound).cloned().collect();
            share *= survivors.len() as f64 / population.len() as f64;
            let is_inside = bound <= self.bound;
            if is_inside && survivors.len() >= wanted {
                return Sample { points: survivors.into_iter().take(wanted).map(|known| known.0).collect(), share };
            }
            let is_stuck = bound > LOWER * before && !is_inside;
            before = bound;
            let next = if is_inside || is_stuck { wanted } else { NEXT.max(wanted) };
            population = self.walk(&survivors, bound, next, level + 1);
            if is_inside || is_stuck {
                let share = if is_inside { share } else { 0.0 };
                return Sample { points: population.into_iter().map(|known| known.0).collect(), share };
            }
        }
        population.sort_by(|a, b| a.1.total_cmp(&b.1));
        Sample { points: population.into_iter().take(wanted).map(|known| known.0).collect(), share: 0.0 }
    }

    /// A number of points below a bound, each where a walk from a survivor ends.
    fn walk(&self, survivors: &[Known], bound: f64, points: usize, level: u64) -> Vec<Known> {
        let spread: Vec<f64> = (0..self.dimensions).map(|k| spread(survivors, k)).collect();
        let numbers: Vec<usize> = (0..points).collect();
        let walk = |_, &n: &usize| {
            let mut luck = Luck::new(self.seed, self.stream + (level << 16) + n as u64 + 1);
            let (mut here, mut height) = survivors[n * survivors.len() / points].clone();
            for step in 0..STEPS {
                let there = self.step(&here, &spread, step, &mut luck);
                let other = (self.height)(&there);
                if other <= bound {
                    (here, height) = (there, other);
                }
            }
            (here, height)
        };
        parallel::map(Width::Wide, &numbers, walk)
    }
}

/// How far survivors spread in a dimension; at least a hundredth of the range, so that none stays where it is.
fn spread(survivors: &[Known], k: usize) -> f64 {
    let values: Vec<f64> = survivors.iter().map(|known| known.0[k]).collect();
    if values.len() > 1 { statistics::sd(&values).max(0.01) } else { 0.1 }
}

/// A number brought back between 0 and 1 by reflection.
fn reflected(x: f64) -> f64 {
    let x = x.rem_euclid(2.0);
    if x > 1.0 { 2.0 - x } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search<'a>(height: &'a Height<'a>, dimensions: usize) -> Search<'a> {
        Search { height, bound: 1.0, dimensions, seed: 5, stream: 0 }
    }

    fn largest(of: &[f64]) -> f64 {
        of.iter().copied().fold(0.0, f64::max)
    }

    #[test]
    fn a_large_region_is_found_by_rejection_and_evenly() {
        let half = |u: &[f64]| 2.0 * u[0];
        let found = search(&half, 4).sample(500);
        assert!((found.share - 0.5).abs() < 0.01 && found.points.len() == 500);
        let first: Vec<f64> = found.points.iter().map(|u| u[0]).collect();
        assert!(largest(&first) <= 0.5 && (statistics::mean(&first) - 0.25).abs() < 0.025);
    }

    #[test]
    fn a_region_of_a_few_parts_in_ten_million_is_found_with_its_share() {
        // A cube of side 0.04 in five of ten dimensions: 1.02e-7 of the whole.
        let cube = |u: &[f64]| largest(&u[..5].iter().map(|x| (x - 0.7).abs() / 0.02).collect::<Vec<_>>());
        let found = search(&cube, 10).sample(200);
        assert!(found.points.iter().all(|point| cube(point) <= 1.0));
        assert!((found.share / 1.02e-7).ln().abs() < 0.7, "{}", found.share);
        let free: Vec<f64> = found.points.iter().map(|u| u[8]).collect();
        assert!((statistics::mean(&free) - 0.5).abs() < 0.1 && (statistics::sd(&free) - 0.289).abs() < 0.06);
    }

    #[test]
    fn two_islands_are_both_found() {
        let nearest = |u: &[f64]| {
            let to = |x: f64| (0..3).map(|k| (u[k] - x).abs() / 0.05).fold(0.0, f64::max);
            f64::min(to(0.2), to(0.8))
        };
        let found = search(&nearest, 6).sample(200);
        let left = found.points.iter().filter(|u| u[0] < 0.5).count();
        assert!((40..=160).contains(&left), "{left}");
    }

    #[test]
    fn where_there_is_no_region_the_nearest_points_are_given() {
        let never = |u: &[f64]| 4.0 + 10.0 * (u[0] - 0.3).abs();
        let found = search(&never, 3).sample(50);
        assert_eq!(found.share, 0.0);
        assert!(found.points.len() == 50 && found.points.iter().all(|u| (u[0] - 0.3).abs() < 0.05));
    }

    #[test]
    fn the_result_does_not_depend_on_threads() {
        let cube = |u: &[f64]| largest(&u[..3].iter().map(|x| (x - 0.7).abs() / 0.02).collect::<Vec<_>>());
        let on =
            |threads: usize| parallel::on_threads(threads, || search(&cube, 5).sample(100).points).expect("threads");
        assert_eq!(on(1), on(3));
    }

    #[test]
    fn a_walk_by_weight_stays_inside_and_stands_in_proportion() {
        let half = |u: &[f64]| 2.0 * u[0];
        let search = search(&half, 4);
        let sample = search.sample(2000);
        // Four times as many where the second parameter is above a half.
        let found = search.weighted(sample, &|u: &[f64]| if u[1] > 0.5 { 0.4 } else { 0.1 });
        let above = found.points.iter().filter(|u| u[1] > 0.5).count() as f64 / 2000.0;
        assert!((above - 0.8).abs() < 0.03, "{above}");
        assert!(found.points.iter().all(|u| half(u) <= 1.0));
        let outside = Sample { points: vec![vec![0.9; 4]], share: 0.0 };
        assert_eq!(search.weighted(outside, &|_| 1.0).points, vec![vec![0.9; 4]], "nothing lies inside");
    }
}
