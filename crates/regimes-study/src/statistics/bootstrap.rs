//! Bootstrap: how far an estimate would have moved had other rows been drawn.
//!
//! ```text
//! resample b: n rows drawn with replacement from the n rows of a design
//! interval:   the quantiles at 5 and 95 % of the estimates on the resamples
//! mcse:       the standard deviation (n - 1) of the estimates on the resamples
//! ```
//!
//! All estimates of one analysis rest on the same resamples, so that they can be compared within each of them.
//! The rows of a scrambled Sobol design are more even than independent ones, so intervals from them tend to be too
//! wide rather than too narrow.
//!
//! Source: Efron (1979), *Annals of Statistics* 7(1), 1-26.

use crate::statistics::luck::{Luck, RESAMPLES};
use crate::statistics::{Estimate, ascending, quantile, sd};

/// How often rows are drawn again, and from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bootstrap {
    /// How many resamples; without any there is no interval.
    pub resamples: usize,
    /// The seed of the draws.
    pub seed: u64,
}

impl Bootstrap {
    /// The resamples of `n` rows, each a list of `n` row numbers; more resamples of a seed begin with the fewer.
    pub fn of_rows(self, n: usize) -> impl Iterator<Item = Vec<usize>> {
        let mut luck = Luck::new(self.seed, RESAMPLES);
        (0..self.resamples).map(move |_| (0..n).map(|_| luck.below(n)).collect())
    }
}

/// An estimate that rests on `n` rows, with its interval of 90 % and its error from its values on resamples; a resample on
/// which it is not a number is left out.
#[must_use]
pub fn interval(value: f64, n: usize, resampled: &[f64]) -> Estimate {
    let sorted = ascending(resampled);
    Estimate { value, low: quantile(&sorted, 0.05), high: quantile(&sorted, 0.95), mcse: sd(&sorted), n }
}

/// Estimates of several factors with their intervals; `resamples` has a row for each resample and in it a value for each
/// factor.
#[must_use]
pub fn intervals(values: &[f64], n: usize, resamples: &[Vec<f64>]) -> Vec<Estimate> {
    let of_factor = |factor: usize| resamples.iter().map(|values| values[factor]).collect::<Vec<_>>();
    values.iter().enumerate().map(|(factor, value)| interval(*value, n, &of_factor(factor))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::{mcse_of_mean, mean};

    #[test]
    fn the_error_of_a_mean_is_that_of_the_textbook() {
        let mut luck = Luck::new(3, 0);
        let values: Vec<f64> = (0..200).map(|_| luck.normal()).collect();
        let of_rows = |rows: Vec<usize>| mean(&rows.iter().map(|row| values[*row]).collect::<Vec<_>>());
        let resampled: Vec<f64> = Bootstrap { resamples: 4000, seed: 1 }.of_rows(200).map(of_rows).collect();
        let estimate = interval(mean(&values), 200, &resampled);
        let expected = mcse_of_mean(&values);
        assert!((estimate.mcse / expected - 1.0).abs() < 0.05, "{} {expected}", estimate.mcse);
        // A normal interval of 90 % reaches 1.645 standard errors to either side.
        assert!(((estimate.high - estimate.low) / (2.0 * 1.645 * expected) - 1.0).abs() < 0.06);
    }

    #[test]
    fn resamples_draw_every_row_and_more_begin_with_the_fewer() {
        let few: Vec<_> = Bootstrap { resamples: 3, seed: 9 }.of_rows(5).collect();
        let many: Vec<_> = Bootstrap { resamples: 40, seed: 9 }.of_rows(5).collect();
        assert_eq!(few[..], many[..3]);
        assert!((0..5).all(|row| many.iter().flatten().any(|drawn| *drawn == row)));
        assert!(many.iter().all(|rows| rows.len() == 5 && rows.iter().all(|row| *row < 5)));
    }

    #[test]
    fn without_resamples_there_is_no_interval() {
        let estimate = interval(2.0, 7, &[]);
        assert_eq!((estimate.value, estimate.n), (2.0, 7));
        assert!(estimate.low.is_nan() && estimate.high.is_nan() && estimate.mcse.is_nan());
    }
}
