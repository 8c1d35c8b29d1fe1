//! `costs.csv`: the ledger of each run by year.

use super::{ARM, RUN_ID, Table};
use crate::report::error::Error;
use crate::report::observed::Observed;
use crate::report::table::{Column, Rows};

/// The table.
pub const TABLE: Table = Table {
    name: "costs",
    about: "The ledger of each run by year, activity, origin and payer.",
    columns,
    fill,
    absent: |observed| {
        let empty = observed.all_runs().all(|run| run.costs.is_empty());
        empty.then_some("no run posted a cost")
    },
};

fn columns(_: &Observed) -> Vec<Column> {
    vec![
        RUN_ID,
        ARM,
        Column::count("year", "year", "Year after the burn-in, from 0."),
        Column::text("activity", "What was done."),
        Column::text("origin", "Why: value, failure, relapse or none."),
        Column::text("payer", "Who paid."),
        Column::number("pounds", "GBP", "Money spent."),
        Column::number("hours", "hour", "Paid time."),
    ]
}

fn fill(observed: &Observed, rows: &mut Rows) -> Result<(), Error> {
    for arm in 0..observed.n_arms() {
        for run in observed.runs(arm) {
            let id = observed.run_id(run);
            for line in &run.costs {
                rows.words(&[&id, &observed.record.arms[arm].name, &line.year.to_string()])?;
                rows.words(&[&line.activity, &line.origin, &line.payer])?;
                rows.numbers(&[line.pounds, line.hours])?;
                rows.end_row()?;
            }
        }
    }
    Ok(())
}
