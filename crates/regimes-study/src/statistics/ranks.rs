//! Ranks of factors by an estimate, and how firmly they hold.
//!
//! ```text
//! share among the first m    of the resamples of a bootstrap, in how many a factor is one of the m largest
//! Spearman correlation       the correlation of the ranks that two sets of estimates give the same factors
//! ```
//!
//! The largest estimate has rank 1; equal ones share the mean of their ranks.
//!
//! Sources: Spearman (1904), *American Journal of Psychology* 15(1), 72-101; Sarrazin, Pianosi & Wagener (2016),
//! *Environmental Modelling & Software* 79, 135-152 (stability of rankings under resampling).

use crate::statistics::mean;
use std::cmp::Ordering;

/// The rank of each value, 1 for the largest; equal ones share the mean of their ranks, and what is not a number has none.
#[must_use]
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let count = |value: f64, order: Ordering| {
        values.iter().filter(|other| other.partial_cmp(&&value) == Some(order)).count() as f64
    };
    let rank = |value: f64| count(value, Ordering::Greater) + (count(value, Ordering::Equal) + 1.0) / 2.0;
    values.iter().map(|value| if value.is_nan() { f64::NAN } else { rank(*value) }).collect()
}

/// The share of each value in the first places: 1 for the largest, 0 for those beyond; equal ones between which the last
/// place falls share what is left, so that the shares add up to the number of places.
fn among_first(values: &[f64], first: usize) -> Vec<f64> {
    let share = |value: f64| {
        let above = values.iter().filter(|other| **other > value).count();
        let equal = values.iter().filter(|other| **other == value).count();
        if equal == 0 { 0.0 } else { (first.saturating_sub(above) as f64 / equal as f64).min(1.0) }
    };
    values.iter().map(|value| share(*value)).collect()
}

/// In what share of resamples each factor is among the `first` largest; `resamples` has a row for each resample and in it a
/// value for each factor.
///
/// Factors of equal value share the places left to them; one whose value is not a number has no place. Not a number
/// without resamples.
#[must_use]
pub fn share_among_first(resamples: &[Vec<f64>], first: usize) -> Vec<f64> {
    let factors = resamples.first().map_or(0, Vec::len);
    let places: Vec<Vec<f64>> = resamples.iter().map(|values| among_first(values, first)).collect();
    let of_factor = |factor: usize| places.iter().map(|places| places[factor]).collect::<Vec<_>>();
    (0..factors).map(|factor| mean(&of_factor(factor))).collect()
}

/// The Spearman correlation of two sets of estimates of the same factors; a factor of which either is not a number is left
/// out. Not a number below two factors, or where all of a set are equal.
#[must_use]
pub fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let (a, b): (Vec<f64>, Vec<f64>) = a.iter().zip(b).filter(|(a, b)| !a.is_nan() && !b.is_nan()).unzip();
    correlation(&ranks(&a), &ranks(&b))
}

/// The correlation of two lists after Pearson.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let (mean_a, mean_b) = (mean(a), mean(b));
    let sum = |of: &dyn Fn(f64, f64) -> f64| a.iter().zip(b).map(|(a, b)| of(a - mean_a, b - mean_b)).sum::<f64>();
    sum(&|a, b| a * b) / (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_the_mean_of_their_ranks() {
        let found = ranks(&[3.0, 7.0, f64::NAN, 3.0, 1.0]);
        assert_eq!([found[0], found[1], found[3], found[4]], [2.5, 1.0, 2.5, 4.0]);
        assert!(found[2].is_nan());
        assert_eq!(ranks(&[0.0, -0.0]), [1.5, 1.5]);
    }

    #[test]
    fn shares_among_the_first_add_up_to_the_places() {
        let resamples = [vec![5.0, 4.0, 1.0, 0.0], vec![5.0, 1.0, 4.0, 0.0], vec![9.0, 2.0, 2.0, 2.0], vec![0.0; 4]];
        for first in 0..=4 {
            let total: f64 = share_among_first(&resamples, first).iter().sum();
            assert!((total - first as f64).abs() < 1e-12);
        }
        assert_eq!(share_among_first(&resamples[..2], 2), [1.0, 0.5, 0.5, 0.0]);
        assert_eq!(share_among_first(&resamples[2..3], 2), [1.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]);
        assert_eq!(share_among_first(&resamples[..3], 9), [1.0; 4]);
    }

    #[test]
    fn what_is_not_a_number_is_never_among_the_first() {
        assert_eq!(share_among_first(&[vec![f64::NAN, 0.0]], 2), [0.0, 1.0]);
        assert!(share_among_first(&[], 2).is_empty());
    }

    #[test]
    fn order_alone_decides_the_correlation() {
        let values: [f64; 5] = [0.1, 3.0, 2.0, 8.0, 5.0];
        assert!((spearman(&values, &values.map(|v| v * v * v)) - 1.0).abs() < 1e-12);
        assert!((spearman(&values, &values.map(|v| -v)) + 1.0).abs() < 1e-12);
        // Without ties it is 1 - 6 sum(d^2) / (n (n^2 - 1)).
        let other = [3.0, 0.1, 2.0, 8.0, 5.0];
        assert!((spearman(&values, &other) - (1.0 - 6.0 * 8.0 / 120.0)).abs() < 1e-12);
        assert!(spearman(&[1.0], &[1.0]).is_nan() && spearman(&[1.0, 1.0], &[1.0, 2.0]).is_nan());
    }

    #[test]
    fn a_factor_without_an_estimate_is_left_out() {
        assert!((spearman(&[1.0, f64::NAN, 2.0, 3.0], &[1.0, 9.0, 2.0, f64::NAN]) - 1.0).abs() < 1e-12);
    }
}
