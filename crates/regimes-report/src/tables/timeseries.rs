//! `timeseries.csv`: a row a run and week, a column an outcome.

use crate::error::Error;
use crate::observed::Observed;
use crate::table::{Column, Rows};
use crate::tables::columns::{self, DATE, WEEK};
use crate::tables::declaration::Table;
use regimes_model::model::outcomes::denominators::WEIGHTS;

/// The table.
pub const TABLE: Table = Table {
    name: "timeseries",
    about: |_| {
        "One row a run and week, one column an outcome; then the denominators by which weeks are weighed where a share \
         is taken over several."
            .to_owned()
    },
    columns,
    fill,
    absent: |_| None,
};

fn columns(observed: &Observed) -> Vec<Column> {
    let mut columns = [columns::identity(observed), vec![WEEK, DATE]].concat();
    let money = &observed.record.money;
    columns.extend(observed.record.outcomes.iter().map(|outcome| {
        let about = format!("{}{}", outcome.about, money.note(outcome.unit));
        Column::number(outcome.name, "", "").meaning(money.unit(outcome.unit), about)
    }));
    columns.extend(
        WEIGHTS
            .iter()
            .map(|weight| Column::made(weight.name.to_owned(), money.unit(weight.unit), weight.about.to_owned())),
    );
    columns
}

fn fill(observed: &Observed, rows: &mut Rows) -> Result<(), Error> {
    let weeks = dated_weeks(observed);
    let n_outcomes = observed.record.outcomes.len();
    for arm in 0..observed.n_arms() {
        for &run in observed.runs(arm) {
            let trace = observed.trace(run);
            let values = trace.outcomes.chunks_exact(n_outcomes).zip(trace.weights.chunks_exact(WEIGHTS.len()));
            for ((week, date), (outcomes, weights)) in weeks.iter().zip(values) {
                columns::identify(observed, run, rows)?;
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
