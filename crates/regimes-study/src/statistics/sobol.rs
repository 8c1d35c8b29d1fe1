//! Sobol indices: what share of the variance of an outcome each factor accounts for, alone and together with others.
//!
//! Two independent designs `A` and `B` of `N` rows, and for each factor `i` the design `AB_i`, which is `A` with the column
//! `i` of `B` (and `BA_i`, which is `B` with the column `i` of `A`, where second order is wanted):
//!
//! ```text
//! S_i   = mean(y_B (y_ABi - y_A)) / V                                 first order: i alone        (Saltelli 2010)
//! T_i   = mean((y_A - y_ABi)^2) / 2V                                  total: i and all with i     (Jansen 1999)
//! S_ij  = mean(y_BAi y_ABj - y_A y_B) / V - S_i - S_j                 second order: i with j      (Saltelli 2002)
//! V     = variance of y_A and y_B together, with 2N
//! ```
//!
//! Outputs are first taken less the mean of all of them, since the first and the second order scatter where the mean is
//! large beside the spread. `A` and `B` are the two halves of scrambled Sobol points, so `N` should be a power of two.
//!
//! Sources: Sobol' (2001), *Mathematics and Computers in Simulation* 55, 271-280; Saltelli (2002), *Computer Physics
//! Communications* 145, 280-297; Saltelli et al. (2010), the same, 181, 259-270; Jansen (1999), the same, 117, 35-43.
//! Design and definitions are those of SALib 1.6 (`SALib.sample.sobol`, `SALib.analyze.sobol`), with four differences:
//! outputs are not divided by their standard deviation, which cancels; intervals are percentile intervals of 90 % (SALib:
//! 1.96 standard deviations); a row with a missing output drops out; and where outputs do not vary, indices are not a
//! number (SALib: 0), since a share of nothing is none.

use crate::statistics::bootstrap::{Bootstrap, interval, intervals};
use crate::statistics::sampling::{DesignError, sobol_points};
use crate::statistics::{Estimate, difference, mean};

/// Up to which order indices are wanted, beside total ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Factors alone.
    First,
    /// Pairs of factors as well.
    Second,
}

/// How many factors, rows of the base design, and orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How many factors.
    pub factors: usize,
    /// How many rows `A` and `B` have each.
    pub rows: usize,
    /// Up to which order.
    pub order: Order,
}

/// The index of a pair of factors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The two factors, counted from 0, the lower first.
    pub factors: [usize; 2],
    /// Its second-order index.
    pub index: Estimate,
}

/// Sobol indices of one outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Indices {
    /// The first-order index of each factor.
    pub first: Vec<Estimate>,
    /// The total index of each factor.
    pub total: Vec<Estimate>,
    /// The second-order index of each pair; empty where only first order is wanted.
    pub second: Vec<Pair>,
    /// Rows that dropped out because one of their outputs is missing.
    pub dropped: usize,
    /// First-order indices of each factor in each resample of rows.
    pub first_resamples: Vec<Vec<f64>>,
    /// Total indices of each factor in each resample of rows.
    pub total_resamples: Vec<Vec<f64>>,
}

impl Plan {
    /// How many runs each row takes: `k + 2`, or `2k + 2` with second order.
    #[must_use]
    pub fn runs_each(&self) -> usize {
        match self.order {
            Order::First => self.factors + 2,
            Order::Second => 2 * self.factors + 2,
        }
    }

    /// The points of a seed: row by row those of `A`, each `AB_i`, each `BA_i` and `B`. Twice the factors may not exceed
    /// the dimensions of Sobol points.
    pub fn design(&self, seed: u64) -> Result<Vec<Vec<f64>>, DesignError> {
        let base = sobol_points(self.rows, 2 * self.factors, seed)?;
        Ok(base.iter().flat_map(|row| self.block(row)).collect())
    }

    /// The points of one row from a point of twice as many dimensions as there are factors.
    #[must_use]
    pub fn block(&self, row: &[f64]) -> Vec<Vec<f64>> {
        let (a, b) = row.split_at(self.factors);
        let crossed = |into: &[f64], from: &[f64], factor: usize| {
            let mut point = into.to_vec();
            point[factor] = from[factor];
            point
        };
        let mut points = vec![a.to_vec()];
        points.extend((0..self.factors).map(|factor| crossed(a, b, factor)));
        if self.order == Order::Second {
            points.extend((0..self.factors).map(|factor| crossed(b, a, factor)));
        }
        points.push(b.to_vec());
        points
    }

    /// Indices of the outputs at the points of the design, in their order.
    pub fn indices(&self, outputs: &[f64], bootstrap: Bootstrap) -> Result<Indices, DesignError> {
        let expected = self.rows * self.runs_each();
        if outputs.len() != expected {
            return Err(DesignError::Rows { expected, found: outputs.len() });
        }
        let blocks = Blocks::of(outputs, self);
        let found = blocks.indices(&(0..blocks.rows.len()).collect::<Vec<_>>());
        let resampled: Vec<Values> = bootstrap.of_rows(blocks.rows.len()).map(|rows| blocks.indices(&rows)).collect();
        let used = blocks.rows.len();
        let pair = |(at, factors): (usize, [usize; 2])| {
            let values: Vec<f64> = resampled.iter().map(|one| one.second[at]).collect();
            Pair { factors, index: interval(found.second[at], used, &values) }
        };
        let second = blocks.pairs.iter().copied().enumerate().map(pair).collect();
        let (first_resamples, total_resamples): (Vec<_>, Vec<_>) =
            resampled.into_iter().map(|one| (one.first, one.total)).unzip();
        Ok(Indices {
            first: intervals(&found.first, used, &first_resamples),
            total: intervals(&found.total, used, &total_resamples),
            second,
            dropped: self.rows - used,
            first_resamples,
            total_resamples,
        })
    }

    /// The pairs of factors whose indices are wanted.
    fn pairs(&self) -> Vec<[usize; 2]> {
        let factors = match self.order {
            Order::First => 0,
            Order::Second => self.factors,
        };
        (0..factors).flat_map(|i| (i + 1..factors).map(move |j| [i, j])).collect()
    }
}

/// The outputs of the rows that are complete, less the mean of all of them.
struct Blocks {
    factors: usize,
    pairs: Vec<[usize; 2]>,
    rows: Vec<Vec<f64>>,
}

/// Indices without intervals.
struct Values {
    first: Vec<f64>,
    total: Vec<f64>,
    second: Vec<f64>,
}

impl Blocks {
    fn of(outputs: &[f64], plan: &Plan) -> Blocks {
        let complete = outputs.chunks(plan.runs_each()).filter(|block| block.iter().all(|y| !y.is_nan()));
        let mut rows: Vec<Vec<f64>> = complete.map(<[f64]>::to_vec).collect();
        let centre = mean(&rows.concat());
        for output in rows.iter_mut().flatten() {
            *output = difference(centre, *output);
        }
        Blocks { factors: plan.factors, pairs: plan.pairs(), rows }
    }

    /// The indices of some of the rows, each as often as it is named.
    fn indices(&self, rows: &[usize]) -> Values {
        let variance = self.variance(rows);
        let share = |of: &dyn Fn(&[f64]) -> f64| {
            rows.iter().map(|row| of(&self.rows[*row])).sum::<f64>() / rows.len() as f64 / variance
        };
        let last = self.rows.first().map_or(0, |block| block.len() - 1);
        let first: Vec<f64> =
            (0..self.factors).map(|i| share(&|block| block[last] * (block[1 + i] - block[0]))).collect();
        let total = (0..self.factors)
            .map(|i| share(&|block| 0.5 * (block[0] - block[1 + i]) * (block[0] - block[1 + i])))
            .collect();
        let second = |&[i, j]: &[usize; 2]| {
            let closed = share(&|block| block[1 + self.factors + i] * block[1 + j] - block[0] * block[last]);
            closed - first[i] - first[j]
        };
        Values { second: self.pairs.iter().map(second).collect(), first, total }
    }

    /// The variance of the outputs of `A` and `B` together, with their number; not a number where they do not vary.
    fn variance(&self, rows: &[usize]) -> f64 {
        let of_row = |row: &usize| [self.rows[*row].first(), self.rows[*row].last()];
        let outputs: Vec<f64> = rows.iter().flat_map(of_row).flatten().copied().collect();
        let centre = mean(&outputs);
        let variance = mean(&outputs.iter().map(|y| (y - centre) * (y - centre)).collect::<Vec<_>>());
        if variance == 0.0 { f64::NAN } else { variance }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_model::units::MISSING;

    const BOOTSTRAP: Bootstrap = Bootstrap { resamples: 50, seed: 1 };

    #[test]
    fn a_block_crosses_one_column_at_a_time() {
        let plan = Plan { factors: 2, rows: 1, order: Order::Second };
        let found = plan.block(&[0.1, 0.2, 0.3, 0.4]);
        assert_eq!(found, [[0.1, 0.2], [0.3, 0.2], [0.1, 0.4], [0.1, 0.4], [0.3, 0.2], [0.3, 0.4]]);
        let plan = Plan { order: Order::First, ..plan };
        assert_eq!(plan.block(&[0.1, 0.2, 0.3, 0.4]), [[0.1, 0.2], [0.3, 0.2], [0.1, 0.4], [0.3, 0.4]]);
        assert_eq!((plan.runs_each(), Plan { order: Order::Second, ..plan }.runs_each()), (4, 6));
    }

    #[test]
    fn a_design_is_that_of_its_seed_and_within_the_limits_of_sobol_points() {
        let plan = Plan { factors: 3, rows: 8, order: Order::Second };
        let design = plan.design(5).expect("small");
        assert_eq!(design.len(), 8 * 8);
        assert_eq!(plan.design(5).expect("small"), design);
        assert_ne!(plan.design(6).expect("small"), design);
        let wide = Plan { factors: 129, ..plan }.design(5);
        assert_eq!(wide, Err(DesignError::Dimensions { asked: 258, most: 256 }));
        assert!(Plan { factors: 128, rows: 2, order: Order::First }.design(5).is_ok());
        assert_eq!(Plan { rows: 65_537, ..plan }.design(5), Err(DesignError::Points { most: 65_536 }));
    }

    #[test]
    fn a_row_with_a_missing_output_drops_out_whole() {
        let plan = Plan { factors: 2, rows: 16, order: Order::Second };
        let model = |point: &Vec<f64>| point[0] + 3.0 * point[1] * point[0];
        let outputs: Vec<f64> = plan.design(2).expect("small").iter().map(model).collect();
        let mut gaps = outputs.clone();
        gaps[6 * 4 + 3] = MISSING;
        gaps[6 * 9] = f64::NAN;
        gaps[6 * 9 + 5] = f64::NAN;
        let found = plan.indices(&gaps, BOOTSTRAP).expect("a design");
        assert_eq!((found.dropped, found.total[0].n, found.second[0].index.n), (2, 14, 14));
        let complete: Vec<f64> = outputs
            .chunks(6)
            .enumerate()
            .filter(|(row, _)| ![4, 9].contains(row))
            .flat_map(|(_, y)| y.to_vec())
            .collect();
        let expected = Plan { rows: 14, ..plan }.indices(&complete, BOOTSTRAP).expect("a design");
        assert_eq!(Indices { dropped: 0, ..found }, expected);
    }

    #[test]
    fn of_outputs_that_do_not_vary_no_index_is_known() {
        let plan = Plan { factors: 2, rows: 4, order: Order::First };
        for outputs in [vec![0.3; 16], vec![MISSING; 16]] {
            let found = plan.indices(&outputs, BOOTSTRAP).expect("a design");
            assert!(found.first.iter().chain(&found.total).all(|index| index.value.is_nan() && index.low.is_nan()));
            assert!(found.second.is_empty());
        }
        let wrong = plan.indices(&[0.0; 15], BOOTSTRAP);
        assert_eq!(wrong, Err(DesignError::Rows { expected: 16, found: 15 }));
    }

    #[test]
    fn a_large_mean_does_not_move_the_indices() {
        let plan = Plan { factors: 3, rows: 256, order: Order::Second };
        let design = plan.design(4).expect("small");
        let indices = |level: f64| {
            let outputs: Vec<f64> = design.iter().map(|x| level + x[0] + 2.0 * x[1] * x[2]).collect();
            plan.indices(&outputs, Bootstrap { resamples: 0, seed: 1 }).expect("a design")
        };
        let (low, high) = (indices(0.0), indices(1e4));
        let pairs = |found: &Indices| found.second.iter().map(|pair| pair.index).collect::<Vec<_>>();
        let all = |found: &Indices| [found.first.clone(), found.total.clone(), pairs(found)].concat();
        for (low, high) in all(&low).iter().zip(all(&high)) {
            assert!((low.value - high.value).abs() < 1e-8, "{} {}", low.value, high.value);
        }
    }
}
