//! What ought to come out, how far from it a point of the parameters lies, and when it is ruled out.
//!
//! ```text
//! I_j(x) = |mean_j(x) - z_j| / sqrt(luck_j(x) + observation_j + discrepancy_j)          implausibility of target j
//! luck         = variance over replicates / replicates              Monte Carlo variance of the mean at the point
//! observation  = ((high - low) / (2 * 1.645))^2                     the range is the central 90 % of a normal
//! discrepancy  = (percent / 100 * z)^2                              how far the model may be from the truth
//! x is ruled out where the third-highest I_j(x) exceeds 3           over all fitted targets
//! ```
//!
//! After McCulloch and others (2022). A published figure is of a country and no draw of a town's luck, so what enters is
//! the variance of the mean over replicates and not that of a single run (A350).
//! The discrepancies are those of the register (A295); where it has no reason for another, it is a tenth of the figure, as for
//! all figures in the first freeze (A204).
//! The variance over a few replicates is itself uncertain, so it is drawn towards that of all points (A351).
//! Where a target is missing at a point it is as far away as can be: a service that closes no case has missed how long its
//! cases last.

use crate::statistics;

/// Standard deviations from the middle of a normal to the ends of its central 90 %.
const NINE_TENTHS: f64 = 1.645;

/// Replicates' worth of trust in the variance over all points, beside a point's own (A351).
const SHRINKING: f64 = 4.0;

/// What a measure ought to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// Which measure.
    pub measure: usize,
    /// The name of its figure.
    pub id: &'static str,
    /// The published range.
    pub range: (f64, f64),
    /// How far the model may be from the truth (standard deviation, percent of the value).
    pub discrepancy: f64,
}

impl Goal {
    /// What it ought to be: the middle of the range.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.range.0.midpoint(self.range.1)
    }

    /// Variance of observation and discrepancy together.
    #[must_use]
    pub fn variance(&self) -> f64 {
        let observation = (self.range.1 - self.range.0) / (2.0 * NINE_TENTHS);
        let discrepancy = self.discrepancy / 100.0 * self.value();
        observation * observation + discrepancy * discrepancy
    }

    /// The mean of what was measured; none where nothing was.
    #[must_use]
    pub fn mean(&self, runs: &[Vec<f64>]) -> Option<f64> {
        let shown: Vec<f64> = runs.iter().map(|run| run[self.measure]).filter(|value| value.is_finite()).collect();
        (!shown.is_empty()).then(|| statistics::mean(&shown))
    }

    /// Whether a mean lies in the range.
    #[must_use]
    pub fn holds(&self, mean: f64) -> bool {
        self.outside(mean) == 0.0
    }

    /// How far outside the range a mean lies (standard deviation of observation and discrepancy); 0 within it.
    #[must_use]
    pub fn outside(&self, mean: f64) -> f64 {
        (self.range.0 - mean).max(mean - self.range.1).max(0.0) / self.variance().sqrt()
    }

    /// How far away a measure is that is known to a variance, in standard deviations; above the value is positive.
    #[must_use]
    pub fn signed(&self, measured: f64, variance: f64) -> f64 {
        if measured.is_nan() { f64::INFINITY } else { (measured - self.value()) / (variance + self.variance()).sqrt() }
    }
}

/// When a point is ruled out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Which of the implausibilities counts, from the highest, which is 1.
    pub rank: usize,
    /// The implausibility above which a point is ruled out.
    pub threshold: f64,
}

impl Rule {
    /// The third-highest at three; with fewer targets the lowest of them.
    #[must_use]
    pub fn of(goals: usize) -> Rule {
        Rule { rank: 3.min(goals), threshold: 3.0 }
    }

    /// The implausibility that counts; 0 where there are fewer than its rank, which rule nothing out.
    #[must_use]
    pub fn counts(&self, implausibilities: &[f64]) -> f64 {
        highest(implausibilities, self.rank)
    }

    /// Whether these rule a point out.
    #[must_use]
    pub fn rules_out(&self, implausibilities: &[f64]) -> bool {
        self.counts(implausibilities) > self.threshold
    }
}

/// The highest of some numbers at rank 1, the next at rank 2; 0 where there are fewer.
#[must_use]
pub fn highest(numbers: &[f64], rank: usize) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(0.0)
}

/// The mean of a measure over the replicates of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The mean; missing where no replicate has a number.
    pub value: f64,
    /// Its Monte Carlo variance.
    pub variance: f64,
}

/// What luck does to a measure within a point: sum of squares and degrees of freedom over many points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Luck {
    squares: f64,
    freedom: f64,
}

impl Luck {
    /// Adds the replicates of a point.
    pub fn add(&mut self, replicates: &[f64]) {
        let finite = finite(replicates);
        if finite.len() > 1 {
            let freedom = (finite.len() - 1) as f64;
            self.squares += freedom * statistics::variance(&finite);
            self.freedom += freedom;
        }
    }

    /// The variance of one replicate; 0 where nothing is known of it.
    #[must_use]
    pub fn variance(&self) -> f64 {
        if self.freedom > 0.0 { self.squares / self.freedom } else { 0.0 }
    }

    /// The mean over the replicates of a point.
    #[must_use]
    pub fn mean(&self, replicates: &[f64]) -> Mean {
        let finite = finite(replicates);
        let n = finite.len() as f64;
        if finite.is_empty() {
            return Mean { value: f64::NAN, variance: 0.0 };
        }
        let own = if finite.len() > 1 { (n - 1.0) * statistics::variance(&finite) } else { 0.0 };
        let variance = (own + SHRINKING * self.variance()) / (n - 1.0 + SHRINKING);
        Mean { value: statistics::mean(&finite), variance: variance / n }
    }
}

fn finite(numbers: &[f64]) -> Vec<f64> {
    numbers.iter().copied().filter(|number| number.is_finite()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOAL: Goal = Goal { measure: 0, id: "x", range: (8.0, 12.0), discrepancy: 10.0 };

    #[test]
    fn an_implausibility_adds_luck_observation_and_discrepancy() {
        let observation = (4.0_f64 / 3.29).powi(2);
        assert!((GOAL.variance() - observation - 1.0).abs() < 1e-12);
        let expected = 3.0 / (observation + 1.0 + 0.25).sqrt();
        assert!((GOAL.signed(13.0, 0.25) - expected).abs() < 1e-12);
        assert!((GOAL.signed(7.0, 0.25) + expected).abs() < 1e-12);
        assert_eq!(GOAL.signed(f64::NAN, 0.0), f64::INFINITY);
    }

    #[test]
    fn two_targets_may_be_missed_by_any_distance_and_a_third_rules_out() {
        let rule = Rule::of(5);
        assert!(!rule.rules_out(&[90.0, 40.0, 2.9, 0.1, 0.0]));
        assert!(rule.rules_out(&[3.1, 0.1, 40.0, 90.0, 0.0]));
        assert_eq!((Rule::of(2).rank, Rule::of(1).rank), (2, 1));
        assert!(!rule.rules_out(&[90.0, 40.0]), "fewer than its rank rule nothing out");
    }

    #[test]
    fn the_variance_of_a_mean_is_drawn_towards_that_of_all_points() {
        let mut luck = Luck::default();
        (0..50).for_each(|_| luck.add(&[-1.0, 1.0, 0.0, f64::NAN]));
        assert!((luck.variance() - 1.0).abs() < 1e-12);
        let mean = luck.mean(&[2.0, 2.0, 2.0]);
        assert_eq!((mean.value, mean.variance), (2.0, 4.0 / 6.0 / 3.0));
        assert!(luck.mean(&[f64::NAN]).value.is_nan() && (luck.mean(&[4.0]).variance - 1.0).abs() < 1e-12);
    }
}
