//! Quantiles week by week, as figures draw them.

use crate::figures::words;
use crate::observed::{Observed, Run, Window};
use regimes_model::model::outcomes::Outcome;
use regimes_study::statistics::{Summary, difference};
use std::ops::Range;

/// Quantiles over replicates along the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The middle of each step (week).
    pub weeks: Vec<f64>,
    /// Quantiles at 5, 25, 50, 75 and 95 %.
    pub quantiles: Vec<[f64; 5]>,
}

/// The column of an outcome.
///
/// # Errors
/// If it is not observed.
pub fn column(observed: &Observed, outcome: &str) -> Result<usize, String> {
    let found = observed.record.outcome(outcome);
    found.ok_or_else(|| format!("{outcome} is not observed"))
}

/// Weeks over which a run's weekly values are averaged before quantiles are taken: one where the horizon is short; four
/// elsewhere, as what moves by itself moves by four weeks at a time; and a quarter of a year for flows, which jump from
/// week to week.
#[must_use]
pub fn weeks_in_a_step(observed: &Observed, column: usize) -> usize {
    match (is_flow(observed.outcome(column)), observed.weeks()) {
        (true, 53..) => 13,
        (_, 27..) => 4,
        _ => 1,
    }
}

/// Whether an outcome counts what happens in a time, rather than what is at a moment.
fn is_flow(outcome: &Outcome) -> bool {
    ["/week", "/year"].iter().any(|end| outcome.unit.ends_with(end)) || outcome.per.is_flow()
}

/// How the footer says what lines and bands of these outcomes are.
#[must_use]
pub fn note(observed: &Observed, columns: &[usize]) -> String {
    format!("Lines: medians. Bands: 50 % and 90 % of simulated runs.{}", averaged(observed, columns))
}

fn averaged(observed: &Observed, columns: &[usize]) -> String {
    let mut by_step: Vec<(usize, Vec<String>)> = Vec::new();
    for column in columns {
        let step = weeks_in_a_step(observed, *column);
        let name = observed.outcome(*column).label.to_lowercase();
        match by_step.iter_mut().find(|(weeks, _)| *weeks == step) {
            Some((_, names)) => names.push(name),
            None => by_step.push((step, vec![name])),
        }
    }
    by_step.sort_by_key(|(step, _)| *step);
    let times = |step: usize| if step == 1 { "week by week".to_owned() } else { format!("as {step}-week averages") };
    match by_step.as_slice() {
        [] | [(1, _)] => String::new(),
        [(step, _)] => format!(" Drawn {}.", times(*step)),
        several => {
            let part = |(step, names): &(usize, Vec<String>)| format!("{} {}", words::listed(names), times(*step));
            let parts: Vec<String> = several.iter().map(part).collect();
            format!(" {}.", words::capitalised(&parts.join("; ")))
        }
    }
}

impl Series {
    /// An outcome of an arm.
    #[must_use]
    pub fn of_arm(observed: &Observed, arm: usize, column: usize) -> Series {
        Series::of(observed, column, observed.runs(arm), |run, weeks| {
            let window = observed.window(*run, column, weeks);
            move |step| window.over(step)
        })
    }

    /// The paired difference of an arm against the first.
    #[must_use]
    pub fn of_difference(observed: &Observed, arm: usize, column: usize) -> Series {
        Series::of(observed, column, &observed.pairs(0, arm), |(a, b), weeks| {
            let [a, b]: [Window; 2] = [*a, *b].map(|run: Run| observed.window(run, column, weeks.clone()));
            move |step| difference(a.over(step.clone()), b.over(step))
        })
    }

    /// Quantiles over runs, or pairs of them, of what each comes to in each step; `read` reads one over some weeks.
    fn of<T, F: Fn(Range<usize>) -> f64>(
        observed: &Observed,
        column: usize,
        runs: &[T],
        read: impl Fn(&T, Range<usize>) -> F,
    ) -> Series {
        let step = weeks_in_a_step(observed, column);
        let steps = steps(observed.weeks(), step);
        let mut quantiles = Vec::with_capacity(steps.len());
        for some in steps.chunks((Observed::weeks_at_a_time(runs.len()) / step).max(1)) {
            let mut values = vec![Vec::with_capacity(runs.len()); some.len()];
            for run in runs {
                let over = read(run, some[0].0..some[some.len() - 1].1);
                some.iter().zip(&mut values).for_each(|((from, to), values)| values.push(over(*from..*to)));
            }
            quantiles.extend(values.iter().map(|values| Summary::of(values).quantiles));
        }
        Series { weeks: steps.iter().map(|(from, to)| (from + to) as f64 / 2.0).collect(), quantiles }
    }

    /// Points of the quantile at a place of [`LEVELS`](regimes_study::statistics::LEVELS).
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

    /// Whether there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.quantiles.iter().all(|q| q[2].is_nan())
    }

    /// All values drawn.
    pub fn values(&self) -> impl Iterator<Item = f64> {
        self.quantiles.iter().flatten().copied()
    }
}

/// The first week of each step and the week after its last; a rest below half a step belongs to the step before.
fn steps(weeks: usize, step: usize) -> Vec<(usize, usize)> {
    let mut steps: Vec<(usize, usize)> =
        (0..weeks).step_by(step).map(|from| (from, (from + step).min(weeks))).collect();
    if let [.., before, rest] = steps.as_mut_slice()
        && 2 * (rest.1 - rest.0) < step
    {
        before.1 = rest.1;
        steps.pop();
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    #[test]
    fn a_long_horizon_is_drawn_in_steps_of_four_weeks_and_says_so() {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 3, 106);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let series = Series::of_arm(&observed, 0, 0);
        assert_eq!((series.weeks[0], series.weeks.len()), (2.0, 27));
        assert_eq!(series.weeks[26], 105.0);
        assert!(note(&observed, &[0]).contains("Drawn as 4-week averages"));
    }

    #[test]
    fn a_difference_is_taken_within_pairs() {
        // So short a horizon is drawn week by week.
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 5, 20);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let series = Series::of_difference(&observed, 1, 0);
        let by_hand: Vec<f64> = observed
            .pairs(0, 1)
            .iter()
            .map(|(a, b)| [b, a].map(|run| observed.trace(*run).outcomes[0]))
            .map(|[b, a]| b - a)
            .collect();
        assert_eq!(series.quantiles[0], Summary::of(&by_hand).quantiles);
    }

    #[test]
    fn flows_are_drawn_by_the_quarter_and_the_footer_says_so() {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 3, 135);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let columns = ["flourishing", "public_cost"].map(|name| record.outcome(name).unwrap());
        let series = Series::of_arm(&observed, 0, columns[1]);
        assert_eq!(series.weeks.len(), 10, "the rest of five weeks is in the last quarter");
        assert!(note(&observed, &columns).contains("public cost as 13-week averages"));
    }
}
