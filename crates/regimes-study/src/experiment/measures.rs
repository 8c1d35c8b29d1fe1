//! What is looked at in the trace of one run.

use crate::experiment::term::{Cohort, Measure, Over, Part, Said};
use crate::simulation::trace::{EvaluationRow, Trace};
use crate::statistics;
use regimes_model::model::outcomes::OUTCOMES;
use regimes_model::units::MISSING;
use std::ops::Range;

/// Weeks of the first and of the last year.
const YEAR: usize = 52;

/// The number that a measure has in a trace; missing where the trace has none.
#[must_use]
pub fn measured(trace: &Trace, measure: &Measure) -> f64 {
    match measure {
        Measure::Outcome(outcome, over) => {
            let weeks = trace.outcomes.len() / OUTCOMES.len();
            stretched(weeks, YEAR, *over, |weeks| trace.over(weeks, *outcome))
        }
        Measure::Part(part, over) => part_over(trace, part, *over),
        Measure::Evaluation(cohort, said) => {
            let number = match cohort {
                Cohort::Highest => 0,
                Cohort::Middle => 1,
            };
            trace.evaluation.get(number).map_or(MISSING, |row| of_row(row, *said))
        }
    }
}

fn of_row(row: &EvaluationRow, said: Said) -> f64 {
    match said {
        Said::Before => row.before,
        Said::After => row.after,
        Said::Apparent => row.apparent,
        Said::Twin => row.twin_after - row.before,
        Said::True => row.true_effect,
    }
}

/// Parts are observed every quarter, so that a year has four looks.
fn part_over(trace: &Trace, part: &Part, over: Over) -> f64 {
    let rows = trace.groups.iter();
    let rows = rows.filter(|row| row.level == part.level && row.name == part.name && row.outcome == part.outcome);
    let values: Vec<f64> = rows.map(|row| row.value).collect();
    let mean = |looks: Range<usize>| {
        let seen: Vec<f64> = values[looks].iter().copied().filter(|value| !value.is_nan()).collect();
        if seen.is_empty() { MISSING } else { statistics::mean(&seen) }
    };
    stretched(values.len(), 4, over, mean)
}

/// Something over a stretch of looks, `year` of which make a year; missing where there are none.
fn stretched(looks: usize, year: usize, over: Over, of: impl Fn(Range<usize>) -> f64) -> f64 {
    let year = year.min(looks);
    match over {
        _ if looks == 0 => MISSING,
        Over::Horizon => of(0..looks),
        Over::First => of(0..year),
        Over::Final => of(looks - year..looks),
        Over::Slope => of(looks - year..looks) - of(0..year),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_model::units::is_missing;

    #[test]
    fn years_are_taken_from_both_ends() {
        let mean = |looks: Range<usize>| looks.clone().map(|look| look as f64).sum::<f64>() / looks.len() as f64;
        let of = |over| stretched(156, YEAR, over, mean);
        assert_eq!([of(Over::Horizon), of(Over::First), of(Over::Final), of(Over::Slope)], [77.5, 25.5, 129.5, 104.0]);
        assert!(is_missing(stretched(0, YEAR, Over::Horizon, mean)));
    }

    #[test]
    fn an_evaluation_is_taken_apart() {
        let row = EvaluationRow {
            cohort: String::new(),
            before: 0.5,
            after: 0.3,
            twin_after: 0.25,
            apparent: -0.2,
            true_effect: 0.05,
        };
        let trace = Trace { evaluation: vec![row], ..Trace::new(0, 0) };
        let of = |said| measured(&trace, &Measure::Evaluation(Cohort::Highest, said));
        assert_eq!([of(Said::Apparent), of(Said::Twin), of(Said::True)], [-0.2, -0.25, 0.05]);
        assert!(measured(&trace, &Measure::Evaluation(Cohort::Middle, Said::True)).is_nan());
    }
}
