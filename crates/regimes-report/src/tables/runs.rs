//! `runs.csv`: a row a run, whether it is whole or failed.

use crate::error::Error;
use crate::observed::{Observed, Over};
use crate::table::{Column, Rows};
use crate::tables::columns;
use crate::tables::declaration::Table;

/// The table.
pub const TABLE: Table = Table {
    name: "runs",
    about: |observed| {
        let last = observed.final_period();
        format!("One row a run: its status, and each outcome averaged over {last} and over the horizon.")
    },
    columns,
    fill,
    absent: |_| None,
};

fn columns(observed: &Observed) -> Vec<Column> {
    let status = Column::text("status", "Whether the run is whole.").of(STATUS);
    let error = Column::text("error", "Why the run failed.");
    let mut columns = [columns::identity(observed), vec![status, error]].concat();
    for (path, _) in &observed.record.varied {
        columns.push(Column { name: path.clone().into(), ..Column::text("", "A varied parameter.") });
    }
    let (money, last) = (&observed.record.money, observed.final_period());
    for outcome in observed.record.outcomes {
        for (over, part) in [(Over::Final, last.as_str()), (Over::Mean, "the horizon")] {
            let name = format!("{}_{}", over.name(), outcome.name);
            let about = format!("Over {part}: {}{}", outcome.about, money.note(outcome.unit));
            columns.push(Column::made(name, money.unit(outcome.unit), about));
        }
    }
    let [spent, discounted] = TOTALS;
    let rate = 100.0 * money.discount_per_year();
    for (name, about) in [
        (spent, "All public money of the horizon.".to_owned()),
        (
            discounted,
            format!("All public money of the horizon, discounted by {rate} % a year; the first year counts in full."),
        ),
    ] {
        let about = format!("{about}{}", money.note("GBP"));
        columns.push(Column::number(name, "", "").meaning(money.unit("GBP/resident"), about));
    }
    columns
}

/// Of a whole run, and of a failed one.
const STATUS: [&str; 2] = ["done", "failed"];

/// Sums over the years of the horizon: as spent, and discounted.
const TOTALS: [&str; 2] = ["total_cost", "total_cost_discounted"];

fn fill(observed: &Observed, rows: &mut Rows) -> Result<(), Error> {
    for (run, error) in observed.with_failed() {
        columns::identify(observed, run, rows)?;
        let status = STATUS[usize::from(error.is_some())];
        rows.words(&[status, error.as_deref().unwrap_or("")])?;
        for (_, value) in &observed.record.varied {
            rows.word(value)?;
        }
        let trace = error.is_none().then(|| observed.trace(run));
        for column in 0..observed.record.outcomes.len() {
            for over in [Over::Final, Over::Mean] {
                let of_run = trace.as_ref().map(|trace| trace.over(observed.period(over), column));
                rows.number(of_run.unwrap_or(f64::NAN))?;
            }
        }
        rows.numbers(&trace.map_or([f64::NAN; 2], |trace| observed.total_cost(&trace.costs)))?;
        rows.end_row()?;
    }
    Ok(())
}
