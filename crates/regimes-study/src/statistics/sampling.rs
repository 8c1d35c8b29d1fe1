//! Designs on the unit cube: where, between 0 and 1 on each axis, a model is run.
//!
//! ```text
//! grid             every combination of levels   x = i / (levels - 1),  i = 0 .. levels - 1
//! Latin hypercube  n points, k axes              x = (slice + u) / n,   each slice of an axis once
//! Sobol points     a (t, s)-sequence in base 2, scrambled: each point is uniform, and together they fill the cube
//!                  more evenly than independent points do
//! ```
//!
//! A design is a list of points, each a list of coordinates, and depends on its arguments alone: a seed gives the same
//! points on every machine.
//!
//! Sources: McKay, Beckman & Conover (1979), *Technometrics* 21(2), 239-245 (Latin hypercube); Owen (1995), in *Monte
//! Carlo and Quasi-Monte Carlo Methods in Scientific Computing*, 299-317 (scrambling); Joe & Kuo (2008), *SIAM Journal on
//! Scientific Computing* 30(5), 2635-2654 (direction numbers); Burley (2020), *Journal of Computer Graphics Techniques*
//! 9(4), 1-20 (scrambling by a hash, which stands for Owen's table of permutations here).

use crate::statistics::luck::{LATIN_HYPERCUBE, Luck, SCRAMBLE};

/// Why a design cannot be made, or does not belong to the numbers that it is given with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DesignError {
    /// More dimensions than Sobol points have.
    #[error("a design of {asked} dimensions: Sobol points have {most} at most")]
    Dimensions {
        /// How many were asked for.
        asked: usize,
        /// How many there can be.
        most: usize,
    },
    /// More points than there can be.
    #[error("a design of more than {most} points")]
    Points {
        /// How many there can be.
        most: usize,
    },
    /// An axis of a grid that has no level.
    #[error("axis {axis} of a grid has no level")]
    NoLevel {
        /// The axis, counted from 0.
        axis: usize,
    },
    /// A number of levels by which trajectories cannot step.
    #[error("{levels} levels: trajectories need an even number of them, 2 or more")]
    OddLevels {
        /// The number.
        levels: usize,
    },
    /// Groups that do not hold each factor once.
    #[error("factor {factor} stands in {times} groups: each factor stands in one")]
    Grouping {
        /// The factor, counted from 0.
        factor: usize,
        /// In how many groups it stands.
        times: usize,
    },
    /// A group without factors.
    #[error("group {group} has no factor")]
    EmptyGroup {
        /// The group, counted from 0.
        group: usize,
    },
    /// Lists that do not belong to the design.
    #[error("{found} rows for a design of {expected}")]
    Rows {
        /// How many the design has.
        expected: usize,
        /// How many were given.
        found: usize,
    },
    /// Two points between which more or less than one group moves by one step.
    #[error("between rows {row} and {next} it is not one group that moves by one step", next = row + 1)]
    Step {
        /// The first of the two, counted from 0.
        row: usize,
    },
}

/// Dimensions that Sobol points have at most.
pub const MOST_DIMENSIONS: usize = sobol_burley::NUM_DIMENSIONS as usize;
/// Sobol points that there are at most.
pub const MOST_SOBOL_POINTS: usize = 1 << 16;
/// Points of a grid at most.
pub const MOST_GRID_POINTS: usize = 1 << 20;

/// Every combination of evenly spaced levels, the last axis moving fastest; an axis of one level stays at 0.5.
pub fn grid(levels: &[usize]) -> Result<Vec<Vec<f64>>, DesignError> {
    if let Some(axis) = levels.iter().position(|count| *count == 0) {
        return Err(DesignError::NoLevel { axis });
    }
    let points = levels.iter().try_fold(1_usize, |points, count| points.checked_mul(*count));
    let points = points.filter(|points| *points <= MOST_GRID_POINTS);
    let points = points.ok_or(DesignError::Points { most: MOST_GRID_POINTS })?;
    Ok((0..points).map(|point| on_grid(point, levels)).collect())
}

/// A point of a grid by its number.
fn on_grid(mut number: usize, levels: &[usize]) -> Vec<f64> {
    let mut point = vec![0.5; levels.len()];
    for (place, count) in point.iter_mut().zip(levels).rev() {
        let level = number % count;
        number /= count;
        if *count > 1 {
            *place = level as f64 / (count - 1) as f64;
        }
    }
    point
}

/// A Latin hypercube of a seed: each axis is cut into as many slices as there are points, and each slice has one point.
#[must_use]
pub fn latin_hypercube(points: usize, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
    latin_hypercube_from(points, dimensions, &mut Luck::new(seed, LATIN_HYPERCUBE))
}

/// A Latin hypercube drawn from a stream; see [`latin_hypercube`].
#[must_use]
pub fn latin_hypercube_from(points: usize, dimensions: usize, luck: &mut Luck) -> Vec<Vec<f64>> {
    let mut design = vec![vec![0.0; dimensions]; points];
    for dimension in 0..dimensions {
        let mut slices: Vec<usize> = (0..points).collect();
        luck.shuffle(&mut slices);
        for (point, slice) in design.iter_mut().zip(slices) {
            point[dimension] = (slice as f64 + luck.uniform()) / points as f64;
        }
    }
    design
}

/// The first Sobol points, scrambled by a seed; each coordinate is a multiple of `2^-23` from 0 up to, not including, 1.
///
/// A number of points that is a power of two fills the cube evenly, so each of as many slices of an axis has one point.
/// More points of a seed begin with the fewer, and more dimensions with the fewer.
pub fn sobol_points(points: usize, dimensions: usize, seed: u64) -> Result<Vec<Vec<f64>>, DesignError> {
    if dimensions > MOST_DIMENSIONS {
        return Err(DesignError::Dimensions { asked: dimensions, most: MOST_DIMENSIONS });
    }
    if points > MOST_SOBOL_POINTS {
        return Err(DesignError::Points { most: MOST_SOBOL_POINTS });
    }
    let scramble = Luck::new(seed, SCRAMBLE).word();
    let coordinate = |point, dimension| f64::from(sobol_burley::sample(point as u32, dimension as u32, scramble));
    Ok((0..points).map(|point| (0..dimensions).map(|dimension| coordinate(point, dimension)).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::mean;

    /// Whether each of as many slices of each axis as there are points has one.
    fn is_stratified(design: &[Vec<f64>]) -> bool {
        let n = design.len();
        (0..design[0].len()).all(|axis| {
            let mut slices: Vec<usize> = design.iter().map(|point| (point[axis] * n as f64) as usize).collect();
            slices.sort_unstable();
            slices.into_iter().eq(0..n)
        })
    }

    #[test]
    fn a_grid_has_every_combination_once() {
        let design = grid(&[3, 1, 4]).expect("small");
        let mut expected = Vec::new();
        for first in [0.0, 0.5, 1.0] {
            for last in [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0] {
                expected.push(vec![first, 0.5, last]);
            }
        }
        assert_eq!(design, expected);
        assert_eq!(grid(&[]), Ok(vec![vec![]]));
    }

    #[test]
    fn a_grid_without_levels_or_without_end_is_an_error() {
        assert_eq!(grid(&[2, 0]), Err(DesignError::NoLevel { axis: 1 }));
        assert_eq!(grid(&[11; 40]), Err(DesignError::Points { most: MOST_GRID_POINTS }));
    }

    #[test]
    fn a_latin_hypercube_has_a_point_in_each_slice() {
        for seed in 0..50 {
            let design = latin_hypercube(20 + seed as usize, 3, seed);
            assert!(is_stratified(&design), "seed {seed}");
            assert_eq!(design, latin_hypercube(20 + seed as usize, 3, seed));
        }
        assert_ne!(latin_hypercube(20, 3, 1), latin_hypercube(20, 3, 2));
        assert!(latin_hypercube(0, 3, 1).is_empty());
    }

    #[test]
    fn powers_of_two_of_sobol_points_are_stratified_on_each_axis() {
        for seed in 0..20 {
            for power in [0, 3, 8] {
                assert!(is_stratified(&sobol_points(1 << power, 30, seed).expect("small")), "{power} {seed}");
            }
        }
        assert!(is_stratified(&sobol_points(1 << 10, MOST_DIMENSIONS, 5).expect("within the limits")));
    }

    #[test]
    fn sobol_points_fill_pairs_of_axes_evenly() {
        // The first two dimensions are a (0, 2)-sequence: any sixteen boxes of equal shape have one of sixteen points.
        for (wide, high) in [(2, 8), (4, 4), (8, 2), (16, 1)] {
            let points = sobol_points(16, 2, 9).expect("small");
            let box_of = |p: &Vec<f64>| (p[0] * f64::from(wide)) as usize * high + (p[1] * high as f64) as usize;
            let mut boxes: Vec<usize> = points.iter().map(box_of).collect();
            boxes.sort_unstable();
            assert!(boxes.into_iter().eq(0..16), "{wide} by {high}");
        }
    }

    #[test]
    fn sobol_points_integrate_better_than_independent_points() {
        let mut sobol_error = 0.0;
        let mut plain_error = 0.0;
        for seed in 0..20 {
            let product = |point: &Vec<f64>| point.iter().map(|x| 0.5 + x).product::<f64>();
            let points = sobol_points(1024, 5, seed).expect("small");
            let mut luck = Luck::new(seed, 0);
            let plain: Vec<Vec<f64>> = (0..1024).map(|_| (0..5).map(|_| luck.uniform()).collect()).collect();
            let error = |points: &[Vec<f64>]| mean(&points.iter().map(product).collect::<Vec<_>>()) - 1.0;
            sobol_error += error(&points).powi(2);
            plain_error += error(&plain).powi(2);
        }
        assert!(sobol_error < plain_error / 100.0, "{sobol_error} {plain_error}");
    }

    #[test]
    fn sobol_points_begin_with_the_fewer_and_move_with_the_seed() {
        let (few, many) = (sobol_points(8, 3, 4).expect("small"), sobol_points(64, 6, 4).expect("small"));
        assert!(few.iter().zip(&many).all(|(few, many)| few[..] == many[..3]));
        assert_ne!(few, sobol_points(8, 3, 5).expect("small"));
        // Seeds that differ in their upper half alone differ.
        assert_ne!(few, sobol_points(8, 3, 4 | 1 << 40).expect("small"));
    }

    #[test]
    fn beyond_its_limits_a_sobol_design_is_an_error() {
        assert_eq!(sobol_points(4, 257, 1), Err(DesignError::Dimensions { asked: 257, most: 256 }));
        assert_eq!(sobol_points(65_537, 1, 1), Err(DesignError::Points { most: 65_536 }));
        assert_eq!(sobol_points(65_536, 1, 1).map(|points| points.len()), Ok(65_536));
        let error = sobol_points(4, 300, 1).expect_err("too many").to_string();
        assert_eq!(error, "a design of 300 dimensions: Sobol points have 256 at most");
    }
}
