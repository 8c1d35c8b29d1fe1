//! The interval of a mean of few numbers: Student's t.
//!
//! ```text
//! mean -+ t(n - 1) sd / sqrt(n)        P(T > t) = 0.05
//! ```
//!
//! With eight numbers it is a sixth wider than 1.645 standard errors, which then cover but 86 %; a bootstrap of eight rows
//! covers less still.
//!
//! Sources: Student (1908), *Biometrika* 6(1), 1-25; Abramowitz & Stegun (1964), 26.7.3 and 26.7.4 (the probability).

use crate::statistics::{Estimate, mcse_of_mean, mean};
use regimes_model::units::MISSING;
use std::f64::consts::PI;

/// Probability within the interval.
const WITHIN: f64 = 0.9;
/// Degrees of freedom from which t does not change in the first four digits.
const MOST: usize = 2000;
/// Halvings by which t is found; each is exact to the last bit.
const HALVINGS: u32 = 60;

/// The mean of numbers with the interval that covers it with 90 % certainty; those that are not a number are left out. No
/// interval below two numbers.
#[must_use]
pub fn mean_of(values: &[f64]) -> Estimate {
    let known: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    let n = known.len();
    if n == 0 {
        return Estimate { value: MISSING, low: MISSING, high: MISSING, mcse: MISSING, n };
    }
    let (value, mcse) = (mean(&known), mcse_of_mean(&known));
    let reach = t(n - 1) * mcse;
    Estimate { value, low: value - reach, high: value + reach, mcse, n }
}

/// The quantile of t at 95 %; not a number without a degree of freedom.
#[must_use]
pub fn t(freedom: usize) -> f64 {
    if freedom == 0 {
        return MISSING;
    }
    let freedom = freedom.min(MOST);
    // By the angle whose tangent is t / sqrt(freedom).
    let (mut low, mut high) = (0.0, PI / 2.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if within(middle, freedom) < WITHIN { low = middle } else { high = middle }
    }
    libm::tan(f64::midpoint(low, high)) * (freedom as f64).sqrt()
}

/// The probability between -t and t, by the angle whose tangent is t / sqrt(freedom).
fn within(angle: f64, freedom: usize) -> f64 {
    let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
    let is_odd = freedom % 2 == 1;
    let (mut term, mut sum) = (if is_odd { cosine } else { 1.0 }, 0.0);
    let mut power = if is_odd { 1 } else { 0 };
    while power + 2 <= freedom {
        sum += term;
        let (above, below) = (f64::from(power as u32 + 1), f64::from(power as u32 + 2));
        term *= cosine * cosine * above / below;
        power += 2;
    }
    if is_odd { 2.0 / PI * (angle + sine * sum) } else { sine * sum }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::luck::Luck;

    #[test]
    fn t_is_that_of_published_tables() {
        for (freedom, published) in
            [(1, 6.314), (2, 2.920), (3, 2.353), (4, 2.132), (7, 1.895), (29, 1.699), (120, 1.658), (5000, 1.645)]
        {
            assert!((t(freedom) - published).abs() < 1.2e-3, "{freedom}: {}", t(freedom));
        }
    }

    #[test]
    fn nine_of_ten_intervals_of_five_numbers_hold_their_mean() {
        let mut luck = Luck::new(3, 0);
        let samples = 4000;
        let holds = (0..samples).filter(|_| {
            let values: Vec<f64> = (0..5).map(|_| luck.normal() + 2.0).collect();
            let estimate = mean_of(&values);
            estimate.low < 2.0 && 2.0 < estimate.high
        });
        let share = holds.count() as f64 / f64::from(samples);
        assert!((share - 0.9).abs() < 0.015, "{share}");
    }

    #[test]
    fn one_number_has_no_interval_and_none_has_no_mean() {
        let one = mean_of(&[2.0, f64::NAN]);
        assert_eq!((one.value, one.n), (2.0, 1));
        assert!(one.low.is_nan() && mean_of(&[]).value.is_nan());
    }
}
