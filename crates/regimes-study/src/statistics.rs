//! Numbers to summaries: means, quantiles, intervals, paired differences.
//!
//! Everything here is pure.
//! Three spreads are never mixed: the variability across simulated futures (quantiles), the Monte-Carlo error
//! of an estimate (`mcse`), and the uncertainty of parameters, which only a design can show.
//!
//! The modules below make such designs and measure what outcomes owe to each factor of them.

/// Seeded streams of numbers, one for each purpose.
pub mod luck;

/// Designs on the unit cube: grid, Latin hypercube, Sobol points.
pub mod sampling;

/// Resamples of rows, and intervals from them.
pub mod bootstrap;

/// Ranks of factors, and how firmly they hold.
pub mod ranks;

/// What of a spread is between groups, and what within them.
pub mod components;

/// How surely a share of cases is known.
pub mod proportion;

/// Effects beside the smallest that matters: won, lost, no difference, or undecided.
pub mod effects;

/// Choosing between arms: net benefit, acceptability, and what it is worth to know more.
pub mod economics;

/// Screening by elementary effects.
pub mod morris;

/// Variance-based indices.
pub mod sobol;

/// The interval of a mean of few numbers.
pub mod student;

/// A surface over a grid from values that hold luck.
pub mod smooth;

/// Boxes in which cases are dense: peeling and pasting.
pub mod prim;

/// What each choice loses against the best, over draws.
pub mod regret;

/// What each player of a game contributes, and what two do together.
pub mod shapley;

/// A number with its interval; what the interval covers is said where it is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The upper end of its interval.
    pub high: f64,
    /// Its Monte-Carlo standard error; not a number where none is known.
    pub mcse: f64,
    /// How many numbers it rests on.
    pub n: usize,
}

impl Estimate {
    /// The median, with the interval that covers 90 % of the values.
    #[must_use]
    pub fn median_of(values: &[f64]) -> Estimate {
        let sorted = ascending(values);
        Estimate {
            value: quantile(&sorted, 0.5),
            low: quantile(&sorted, 0.05),
            high: quantile(&sorted, 0.95),
            mcse: mcse_of_median(&sorted),
            n: sorted.len(),
        }
    }
}

/// What is known of a set of values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// How many values there are, those that are not a number left out.
    pub n: usize,
    /// The mean.
    pub mean: f64,
    /// The standard deviation, with `n - 1`.
    pub sd: f64,
    /// The Monte-Carlo standard error of the mean.
    pub mcse: f64,
    /// The quantiles at 5, 25, 50, 75 and 95 %.
    pub quantiles: [f64; 5],
}

/// The levels of [`Summary::quantiles`].
pub const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

impl Summary {
    /// Summarises values; those that are not a number are left out.
    #[must_use]
    pub fn of(values: &[f64]) -> Summary {
        let sorted = ascending(values);
        Summary {
            n: sorted.len(),
            mean: mean(&sorted),
            sd: sd(&sorted),
            mcse: mcse_of_mean(&sorted),
            quantiles: LEVELS.map(|level| quantile(&sorted, level)),
        }
    }
}

/// The difference `b - a` between two arms that met the same luck, pair by pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paired {
    /// The median difference, with the interval that covers 90 % of the pairs.
    pub difference: Estimate,
    /// In how many pairs `b` is above `a`, by more than rounding.
    pub above: usize,
    /// In how many pairs `b` is below `a`, by more than rounding.
    pub below: usize,
    /// In how many pairs `b` is nearer to 0 than `a`, by more than rounding.
    pub nearer: usize,
    /// In how many pairs `b` is further from 0 than `a`, by more than rounding.
    pub further: usize,
    /// How many unpaired runs of each arm would tell the mean difference as precisely:
    /// `n (var(a) + var(b)) / var(b - a)`; infinite where the difference does not vary.
    pub worth: f64,
}

impl Paired {
    /// Compares pairs `(a, b)`; a pair in which either is not a number is left out.
    #[must_use]
    pub fn of(pairs: &[(f64, f64)]) -> Paired {
        let kept = || pairs.iter().filter(|(a, b)| !(b - a).is_nan());
        let a: Vec<f64> = kept().map(|pair| pair.0).collect();
        let b: Vec<f64> = kept().map(|pair| pair.1).collect();
        let differences: Vec<f64> = kept().map(|&(a, b)| difference(a, b)).collect();
        let of_sizes: Vec<f64> = kept().map(|(a, b)| difference(a.abs(), b.abs())).collect();
        let above = |steps: &[f64]| steps.iter().filter(|d| **d > 0.0).count();
        let below = |steps: &[f64]| steps.iter().filter(|d| **d < 0.0).count();
        Paired {
            difference: Estimate::median_of(&differences),
            above: above(&differences),
            below: below(&differences),
            nearer: below(&of_sizes),
            further: above(&of_sizes),
            worth: differences.len() as f64 * (variance(&a) + variance(&b)) / variance(&differences),
        }
    }
}

/// Part of the larger of two numbers by which they may differ for rounding alone: sums of a year of weeks come apart by
/// less, and tables, which hold nine digits, show more.
const ROUNDING: f64 = 1e-12;
/// The same of numbers near 0, which are differences of numbers of the size of 1.
const ROUNDING_AT_ZERO: f64 = 1e-14;

/// The difference `b - a`; 0 where it is rounding alone.
#[must_use]
pub fn difference(a: f64, b: f64) -> f64 {
    let step = b - a;
    let is_rounding = step.is_finite() && step.abs() <= ROUNDING_AT_ZERO + ROUNDING * a.abs().max(b.abs());
    if is_rounding { 0.0 } else { step }
}

/// The values in ascending order, without those that are not a number.
#[must_use]
pub fn ascending(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// The quantile of type 7 of values in ascending order, as R and NumPy have it by default: linear between the
/// order statistics around `(n - 1) level`. Not a number where there are no values.
#[must_use]
pub fn quantile(sorted: &[f64], level: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let place = last as f64 * level.clamp(0.0, 1.0);
    let below = place.floor();
    let low = sorted[below as usize];
    let high = sorted[(below as usize + 1).min(last)];
    if low == high { low } else { low + (place - below) * (high - low) }
}

/// Part of the values that makes a tail.
pub const TAIL: f64 = 0.1;

/// The means of the lowest and of the highest tenth of values in ascending order, of one value at least; not a number
/// where there are no values. These are the expected shortfalls at 10 %.
#[must_use]
pub fn tails(sorted: &[f64]) -> [f64; 2] {
    let n = ((sorted.len() as f64 * TAIL).round() as usize).max(1).min(sorted.len());
    [mean(&sorted[..n]), mean(&sorted[sorted.len() - n..])]
}

/// The half-width of the interval that holds the centre of the distribution of values with 90 % certainty: 1.645 standard
/// errors of the median or of the mean, whichever is larger, since that of a median alone is 0 where values are tied. Not
/// a number below two values.
#[must_use]
pub fn half_width(values: &[f64]) -> f64 {
    let sorted = ascending(values);
    NORMAL_95 * mcse_of_median(&sorted).max(mcse_of_mean(&sorted))
}

/// The quantile of the normal distribution at 95 %.
const NORMAL_95: f64 = 1.644_853_626_951_472_7;

/// The mean; not a number where there are no values.
#[must_use]
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The variance, with `n - 1`; not a number below two values, and exactly 0 where they differ by rounding alone.
///
/// In two passes over the values less the first of them, so that neither their size nor the rounding of their mean is
/// taken for spread.
#[must_use]
pub fn variance(values: &[f64]) -> f64 {
    let [first, _, ..] = *values else { return f64::NAN };
    if values.iter().all(|value| difference(first, *value) == 0.0) {
        return 0.0;
    }
    let n = values.len() as f64;
    let centre = values.iter().map(|v| v - first).sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - first - centre) * (v - first - centre)).sum();
    squares / (n - 1.0)
}

/// The standard deviation, with `n - 1`; not a number below two values.
#[must_use]
pub fn sd(values: &[f64]) -> f64 {
    variance(values).sqrt()
}

/// The Monte-Carlo standard error of the mean: `sd / sqrt(n)`.
#[must_use]
pub fn mcse_of_mean(values: &[f64]) -> f64 {
    sd(values) / (values.len() as f64).sqrt()
}

/// The Monte-Carlo standard error of the median of values in ascending order.
///
/// Half the distance between the quantiles at `1/2 -+ 1 / (2 sqrt(n))`: the number of values below the true
/// median is binomial with that standard deviation, so no density need be estimated and no bootstrap drawn.
#[must_use]
pub fn mcse_of_median(sorted: &[f64]) -> f64 {
    if sorted.len() < 2 {
        return f64::NAN;
    }
    let reach = 0.5 / (sorted.len() as f64).sqrt();
    difference(quantile(sorted, 0.5 - reach), quantile(sorted, 0.5 + reach)) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn quantiles_are_those_of_r_type_7() {
        // quantile(c(1, 3, 4, 8, 15), c(.05, .25, .5, .75, .95)) in R 4
        let expected = [1.4, 3.0, 4.0, 8.0, 13.6];
        let found = Summary::of(&[15.0, 3.0, 8.0, 1.0, 4.0]).quantiles;
        assert!(expected.iter().zip(found).all(|(e, f)| close(*e, f)));
        // numpy.percentile([1, 2, 3, 4], 40)
        assert!(close(quantile(&[1.0, 2.0, 3.0, 4.0], 0.4), 2.2));
        assert!(close(quantile(&[7.0], 0.95), 7.0));
    }

    #[test]
    fn of_nothing_nothing_is_known() {
        let summary = Summary::of(&[f64::NAN]);
        assert_eq!(summary.n, 0);
        assert!(summary.mean.is_nan() && summary.sd.is_nan() && summary.quantiles[2].is_nan());
    }

    #[test]
    fn spread_and_error_are_those_of_the_textbook() {
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        assert!(close(mean(&values), 5.0));
        assert!(close(variance(&values), 32.0 / 7.0));
        assert!(close(mcse_of_mean(&values), (32.0_f64 / 56.0).sqrt()));
    }

    #[test]
    fn constants_have_no_spread_at_all() {
        for constant in [0.1, 0.04 + 1e-17, 1.0 / 3.0, 12_345.678_9, 1e-17, 0.0, -7.7] {
            for n in [2, 3, 7, 30] {
                let summary = Summary::of(&vec![constant; n]);
                assert_eq!((summary.sd, summary.mcse), (0.0, 0.0), "{constant} {n} times");
            }
        }
        let (a, b): (f64, f64) = (0.1 + 0.2, 0.3);
        assert!(a != b && sd(&[a, b, b]) == 0.0 && Estimate::median_of(&[a, b]).mcse == 0.0);
        assert_eq!(sd(&[0.0, 3e-17, -2e-17]), 0.0);
        // What tables can hold is no rounding.
        assert!(sd(&[0.3, 0.300_000_001]) > 0.0 && sd(&[4e4, 4e4 + 1e-4]) > 0.0 && sd(&[0.0, 1e-9]) > 0.0);
        assert!(sd(&[1.0]).is_nan() && sd(&[1.0, f64::NAN]).is_nan() && sd(&[f64::INFINITY; 2]).is_nan());
    }

    #[test]
    fn a_large_constant_beside_a_small_spread_does_not_drown_it() {
        let values = [4.0, 7.0, 13.0, 16.0];
        assert_eq!(variance(&values), 30.0);
        assert_eq!(variance(&values.map(|value| value + 1e9)), 30.0);
    }

    #[test]
    fn pairs_that_differ_by_rounding_do_not_differ() {
        let paired = Paired::of(&[(0.3, 0.1 + 0.2), (0.7, 0.1 * 7.0), (0.0, 1e-17), (5e4, 5e4 + 7e-12)]);
        assert_eq!((paired.above, paired.below, paired.nearer, paired.further), (0, 0, 0, 0));
        assert_eq!((paired.difference.value, paired.difference.high, paired.difference.mcse), (0.0, 0.0, 0.0));
        assert!(difference(f64::NAN, 1.0).is_nan() && difference(1.0, f64::INFINITY).is_infinite());
    }

    #[test]
    fn nearer_to_zero_is_told_apart_from_below() {
        let paired = Paired::of(&[(0.2, -0.1), (-0.2, -0.3), (0.2, -0.2), (0.1, 0.4)]);
        assert_eq!((paired.above, paired.below, paired.nearer, paired.further), (1, 3, 1, 2));
    }

    #[test]
    fn the_error_of_a_median_is_that_of_its_density() {
        // uniform on 0 to 1: 1 / (2 f sqrt(n)) = 1 / (2 sqrt(n))
        let values: Vec<f64> = (0..=400).map(|i| f64::from(i) / 400.0).collect();
        assert!((mcse_of_median(&values) - 0.5 / 401.0_f64.sqrt()).abs() < 1e-6);
    }

    #[test]
    fn a_pair_with_a_gap_is_left_out() {
        let paired = Paired::of(&[(1.0, 2.0), (f64::NAN, 9.0), (3.0, 2.5), (1.0, 1.0)]);
        assert_eq!((paired.difference.n, paired.above, paired.below), (3, 1, 1));
        assert!(close(paired.difference.value, 0.0));
    }

    #[test]
    fn a_tail_is_a_tenth_of_the_values_and_one_at_least() {
        let values: Vec<f64> = (1..=20).map(f64::from).collect();
        assert_eq!(tails(&values), [1.5, 19.5]);
        assert_eq!(tails(&values[..3]), [1.0, 3.0]);
        assert!(tails(&[]).iter().all(|tail| tail.is_nan()));
    }

    #[test]
    fn the_half_width_shrinks_with_the_root_of_n_and_never_hides_behind_ties() {
        let values = |n: u32| (0..n).map(|i| f64::from(i) / f64::from(n - 1)).collect::<Vec<f64>>();
        assert!((half_width(&values(400)) / half_width(&values(100)) - 0.5).abs() < 0.01);
        // Uniform on 0 to 1: the error of the median, 1 / (2 sqrt(n)), is the larger one.
        assert!((half_width(&values(10_000)) - 1.644_85 * 0.005).abs() < 1e-4);
        let tied: Vec<f64> = [vec![0.0; 20], vec![1.0; 5]].concat();
        assert!(half_width(&tied) > 0.1 && half_width(&[1.0]).is_nan());
    }

    #[test]
    fn pairing_is_worth_the_luck_it_takes_out() {
        let luck = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
        let noise = [0.1, -0.1, 0.1, -0.1, 0.1, -0.1];
        let shared: Vec<_> = luck.iter().zip(noise).map(|(l, e)| (*l, l + e)).collect();
        assert!(Paired::of(&shared).worth > 1000.0);
        let constant: Vec<_> = luck.iter().map(|l| (*l, l + 1.0)).collect();
        assert!(Paired::of(&constant).worth.is_infinite());
    }
}
