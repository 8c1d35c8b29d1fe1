//! What is looked at in the trace of one run.

use crate::experiment::term::{Cohort, Measure, Over, Part, Said};
use crate::model::outcomes::OUTCOMES;
use crate::simulation::trace::{EvaluationRow, Trace};

/// Weeks of the first and of the last year.
const YEAR: usize = 52;

/// The number that a measure has in a trace; not a number where the trace has none.
#[must_use]
pub fn measured(trace: &Trace, measure: &Measure) -> f64 {
    match measure {
        Measure::Outcome(outcome, over) => {
            let weeks = trace.outcomes.chunks_exact(OUTCOMES.len());
            averaged(&weeks.map(|week| week[*outcome]).collect::<Vec<_>>(), YEAR, *over)
        }
        Measure::Part(part, over) => part_over(trace, part, *over),
        Measure::Evaluation(cohort, said) => {
            let number = match cohort {
                Cohort::Highest => 0,
                Cohort::Middle => 1,
            };
            trace.evaluation.get(number).map_or(f64::NAN, |row| of_row(row, *said))
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
    averaged(&rows.map(|row| row.value).collect::<Vec<_>>(), 4, over)
}

fn averaged(values: &[f64], year: usize, over: Over) -> f64 {
    let mean = |some: &[f64]| some.iter().sum::<f64>() / some.len() as f64;
    let year = year.min(values.len());
    let (first, last) = (&values[..year], &values[values.len() - year..]);
    match over {
        Over::Horizon => mean(values),
        Over::First => mean(first),
        Over::Final => mean(last),
        Over::Slope => mean(last) - mean(first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_taken_from_both_ends() {
        let values: Vec<f64> = (0..156).map(f64::from).collect();
        let of = |over| averaged(&values, YEAR, over);
        assert_eq!([of(Over::Horizon), of(Over::First), of(Over::Final), of(Over::Slope)], [77.5, 25.5, 129.5, 104.0]);
        assert!(averaged(&[], YEAR, Over::Horizon).is_nan());
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
