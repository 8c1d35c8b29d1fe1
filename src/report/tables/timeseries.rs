//! `timeseries.csv`: a row a run and week, a column an outcome.

use super::{ARM, DATE, PAIR_ID, POINT_ID, REPLICATE, RUN_ID, SCENARIO, SEED, Table, WEEK};
use crate::model::outcomes::denominators::WEIGHTS;
use crate::report::error::Error;
use crate::report::observed::Observed;
use crate::report::table::{Column, Kind, Rows};

/// The table.
pub const TABLE: Table = Table {
    name: "timeseries",
    about: "One row a run and week, one column an outcome; then the denominators by which weeks are weighed where a share is taken over several.",
    columns,
    fill,
    absent: |_| None,
};

fn columns(observed: &Observed) -> Vec<Column> {
    let mut columns = vec![RUN_ID, SCENARIO, ARM, POINT_ID, PAIR_ID, REPLICATE, SEED, WEEK, DATE];
    let money = &observed.record.money;
    columns.extend(observed.record.outcomes.iter().map(|outcome| Column {
        name: outcome.name.into(),
        kind: Kind::Number,
        unit: money.unit(outcome.unit),
        about: format!("{}{}", outcome.about, money.note(outcome.unit)).into(),
    }));
    columns.extend(WEIGHTS.iter().map(|weight| Column {
        name: weight.name.into(),
        kind: Kind::Number,
        unit: money.unit(weight.unit),
        about: weight.about.into(),
    }));
    columns
}

fn fill(observed: &Observed, rows: &mut Rows) -> Result<(), Error> {
    let weeks = dated_weeks(observed);
    let n_outcomes = observed.record.outcomes.len();
    for arm in 0..observed.n_arms() {
        for run in observed.runs(arm) {
            let values = run.outcomes.chunks_exact(n_outcomes).zip(run.weights.chunks_exact(WEIGHTS.len()));
            for ((week, date), (outcomes, weights)) in weeks.iter().zip(values) {
                super::runs::identify(observed, run, rows)?;
                rows.words(&[week, date])?;
                rows.numbers(outcomes)?;
                rows.numbers(weights)?;
                rows.end_row()?;
            }
        }
    }
    Ok(())
}

/// Each week's number and first day, as text.
pub(super) fn dated_weeks(observed: &Observed) -> Vec<(String, String)> {
    let dated = |week: i64| (week.to_string(), observed.record.date_of(week).to_string());
    (0..observed.weeks() as i64).map(dated).collect()
}
