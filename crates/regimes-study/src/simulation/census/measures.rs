//! Measures of a census: its year, parts of a whole, correlations within strata.

use regimes_model::units::MISSING;

/// Weeks of a census year.
pub const YEAR: u32 = 52;

/// A part of a whole; missing where there is no whole.
#[must_use]
pub fn part(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { MISSING }
}

/// The correlation of pairs, each less the mean of its own stratum; not a number where either does not vary.
#[must_use]
pub fn correlation(pairs: &[(usize, f64, f64)]) -> f64 {
    let strata = pairs.iter().map(|pair| pair.0).max().map_or(0, |last| last + 1);
    let mut sums = vec![(0.0, 0.0, 0.0); strata];
    for &(stratum, x, y) in pairs {
        let sum = &mut sums[stratum];
        *sum = (sum.0 + 1.0, sum.1 + x, sum.2 + y);
    }
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for &(stratum, x, y) in pairs {
        let (n, sx, sy) = sums[stratum];
        let (x, y) = (x - sx / n, y - sy / n);
        (xx, yy, xy) = (xx + x * x, yy + y * y, xy + x * y);
    }
    xy / (xx * yy).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correlation_is_taken_within_strata() {
        let straight = [(0, 1.0, 2.0), (0, 2.0, 4.0), (0, 3.0, 6.0)];
        assert!((correlation(&straight) - 1.0).abs() < 1e-12);
        let apart = [(0, 1.0, 5.0), (0, 2.0, 4.0), (1, 11.0, 15.0), (1, 12.0, 14.0)];
        assert!((correlation(&apart) + 1.0).abs() < 1e-12);
        assert!(correlation(&[(0, 1.0, 1.0), (0, 1.0, 2.0)]).is_nan());
    }
}
