//! Lines of tables, brought to the digits that tables hold: what is read back from a file is then what was run.

use crate::numbers;
use regimes_study::simulation::trace::{CohortRow, CostRow, EvaluationRow};

/// A number.
pub fn shorten(value: &mut f64) {
    *value = numbers::in_nine_digits(*value);
}

/// Cost and hours.
pub fn shorten_cost(line: &mut CostRow) {
    [&mut line.pounds, &mut line.hours].into_iter().for_each(shorten);
}

/// Means and their spread.
pub fn shorten_cohort(line: &mut CohortRow) {
    [&mut line.mean, &mut line.sd].into_iter().for_each(shorten);
}

/// What an evaluation saw.
pub fn shorten_evaluation(line: &mut EvaluationRow) {
    let numbers = [&mut line.before, &mut line.after, &mut line.twin_after];
    numbers.into_iter().chain([&mut line.apparent, &mut line.true_effect]).for_each(shorten);
}
