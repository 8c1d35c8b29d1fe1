//! `costs.csv`: the ledger of each run by year.

use super::{RUN_ID, Table};
use crate::model::ledger::{ACTIVITIES, ORIGINS, PAYERS};
use crate::report::error::Error;
use crate::report::observed::Observed;
use crate::report::table::{Column, Rows};

/// The table.
pub const TABLE: Table = Table {
    name: "costs",
    about: |_| "The ledger of each run by year, activity, origin and payer.".to_owned(),
    columns,
    fill,
    absent: |observed| {
        let empty = observed.all_runs().all(|run| run.costs.is_empty());
        empty.then(|| "no run posted a cost".to_owned())
    },
};

fn columns(observed: &Observed) -> Vec<Column> {
    let money = &observed.record.money;
    let sum = |name, about| Column::number(name, "", "").meaning(money.unit("GBP"), about);
    let rate = 100.0 * money.discount_per_year();
    vec![
        RUN_ID,
        super::arm(observed),
        Column::count("year", "year", "Year of 52 weeks after the burn-in, from 0."),
        Column::text("activity", "What was done.").of(ACTIVITIES.map(|(name, _)| name)),
        Column::text("origin", "Why: what the case came from; none where there is no case.").of(ORIGINS),
        Column::text("payer", "Who paid.").of(PAYERS),
        sum("money", format!("Money spent.{}", money.note("GBP"))),
        Column::number("hours", "hour", "Paid time."),
        sum("discounted", format!("Money spent, as it counts in sums over years: less by {rate} % for each year.")),
    ]
}

fn fill(observed: &Observed, rows: &mut Rows) -> Result<(), Error> {
    for arm in 0..observed.n_arms() {
        for run in observed.runs(arm) {
            let id = observed.run_id(run);
            for line in &run.costs {
                rows.words(&[&id, &observed.record.arms[arm].name, &line.year.to_string()])?;
                rows.words(&[&line.activity, &line.origin, &line.payer])?;
                rows.numbers(&[line.pounds, line.hours, line.pounds * observed.record.money.counts(line.year)])?;
                rows.end_row()?;
            }
        }
    }
    Ok(())
}
