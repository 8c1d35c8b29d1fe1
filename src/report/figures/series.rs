//! Quantiles week by week, as figures draw them.

use crate::report::observed::Observed;
use crate::statistics::{Summary, mean};

/// Quantiles over replicates along the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The middle of each step (week).
    pub weeks: Vec<f64>,
    /// Quantiles at 5, 25, 50, 75 and 95 %.
    pub quantiles: Vec<[f64; 5]>,
}

/// Weeks over which weekly quantiles are averaged for drawing: one where the horizon is short.
#[must_use]
pub fn weeks_in_a_step(observed: &Observed) -> usize {
    if observed.weeks() > 104 { 4 } else { 1 }
}

/// How the footer says what lines and bands are.
#[must_use]
pub fn note(observed: &Observed) -> String {
    let averaged = match weeks_in_a_step(observed) {
        1 => String::new(),
        n => format!(" Weekly values averaged over {n} weeks for drawing."),
    };
    format!("Lines: medians. Bands: 50 % and 90 % of simulated runs.{averaged}")
}

impl Series {
    /// An outcome of an arm.
    #[must_use]
    pub fn of_arm(observed: &Observed, arm: usize, column: usize) -> Series {
        let runs = observed.runs(arm);
        Series::of(observed, |week| runs.iter().map(|run| observed.value(run, week, column)).collect())
    }

    /// The paired difference of an arm against the first.
    #[must_use]
    pub fn of_difference(observed: &Observed, arm: usize, column: usize) -> Series {
        let pairs = observed.pairs(0, arm);
        let value = |run, week| observed.value(run, week, column);
        Series::of(observed, |week| pairs.iter().map(|(a, b)| value(b, week) - value(a, week)).collect())
    }

    fn of(observed: &Observed, values: impl Fn(usize) -> Vec<f64>) -> Series {
        let weekly: Vec<[f64; 5]> = (0..observed.weeks()).map(|week| Summary::of(&values(week)).quantiles).collect();
        let step = weeks_in_a_step(observed);
        let middle = |i: usize, n: usize| (i * step) as f64 + n as f64 / 2.0;
        let chunks = || weekly.chunks(step).enumerate();
        Series {
            weeks: chunks().map(|(i, chunk)| middle(i, chunk.len())).collect(),
            quantiles: chunks().map(|(_, chunk)| averaged(chunk)).collect(),
        }
    }

    /// Points of the quantile at a place of [`LEVELS`](crate::statistics::LEVELS).
    #[must_use]
    pub fn line(&self, level: usize) -> Vec<(f64, f64)> {
        let points = self.weeks.iter().zip(&self.quantiles);
        points.map(|(week, q)| (*week, q[level])).collect()
    }

    /// Points of the band between two quantiles.
    #[must_use]
    pub fn band(&self, low: usize, high: usize) -> Vec<(f64, f64, f64)> {
        let points = self.weeks.iter().zip(&self.quantiles);
        points.map(|(week, q)| (*week, q[low], q[high])).collect()
    }

    /// The last median.
    #[must_use]
    pub fn end(&self) -> f64 {
        let medians = self.quantiles.iter().rev().map(|q| q[2]);
        medians.into_iter().find(|m| !m.is_nan()).unwrap_or(f64::NAN)
    }

    /// All values drawn.
    pub fn values(&self) -> impl Iterator<Item = f64> {
        self.quantiles.iter().flatten().copied()
    }
}

fn averaged(weeks: &[[f64; 5]]) -> [f64; 5] {
    std::array::from_fn(|level| {
        let values: Vec<f64> = weeks.iter().map(|q| q[level]).filter(|v| !v.is_nan()).collect();
        mean(&values)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::synthetic;

    #[test]
    fn a_long_horizon_is_drawn_in_steps_of_four_weeks_and_says_so() {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 3, 106);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let series = Series::of_arm(&observed, 0, 0);
        assert_eq!((series.weeks[0], series.weeks.len()), (2.0, 27));
        assert_eq!(series.weeks[26], 105.0);
        assert!(note(&observed).contains("averaged over 4 weeks"));
    }

    #[test]
    fn a_difference_is_taken_within_pairs() {
        let (record, ensemble) = synthetic::small();
        let observed = Observed::new(&record, &ensemble).unwrap();
        let series = Series::of_difference(&observed, 1, 0);
        let by_hand: Vec<f64> = observed.pairs(0, 1).iter().map(|(a, b)| b.outcomes[0] - a.outcomes[0]).collect();
        assert_eq!(series.quantiles[0], Summary::of(&by_hand).quantiles);
    }
}
