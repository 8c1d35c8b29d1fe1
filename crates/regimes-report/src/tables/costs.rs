//! `costs.csv`: the ledger of each run by year.

use crate::error::Error;
use crate::observed::{FINAL_WEEKS, Observed};
use crate::table::{Column, Rows};
use crate::tables::columns::{self, RUN_ID};
use crate::tables::declaration::Table;
use regimes_model::model::ledger::{ACTIVITIES, ORIGINS, PAYERS};

/// The table.
pub const TABLE: Table = Table {
    name: "costs",
    about: |_| {
        "The ledger of each run by year, activity, origin and payer; the last year may be a part of one.".to_owned()
    },
    columns,
    fill,
    absent: |observed| {
        let empty = observed.all_runs().all(|run| observed.costs(run).is_empty());
        empty.then(|| "no run posted a cost".to_owned())
    },
};

fn columns(observed: &Observed) -> Vec<Column> {
    let money = &observed.record.money;
    let sum = |name, about| Column::number(name, "", "").meaning(money.unit("GBP"), about);
    let rate = 100.0 * money.discount_per_year();
    vec![
        RUN_ID,
        columns::arm(observed),
        Column::count("year", "year", "Year of 52 weeks after the burn-in, from 0."),
        Column::count("weeks", "week", "Weeks that the year holds: 52, or fewer where the horizon ends within it."),
        Column::text("activity", "What was done.").of(ACTIVITIES),
        Column::text("origin", "Why: what the case came from; none where there is no case.").of(ORIGINS),
        Column::text("payer", "Who paid.").of(PAYERS),
        sum("pounds", format!("Money spent, in the currency of the scenario.{}", money.note("GBP"))),
        Column::number("hours", "hour", "Paid time, shared out among those who paid for it by their money."),
        sum("discounted", format!("Money spent, as it counts in sums over years: less by {rate} % for each year.")),
    ]
}

fn fill(observed: &Observed, rows: &mut Rows) -> Result<(), Error> {
    for arm in 0..observed.n_arms() {
        for &run in observed.runs(arm) {
            let id = observed.run_id(run);
            for line in observed.costs(run) {
                let (year, weeks) = (line.year.to_string(), weeks_of(observed.weeks(), line.year).to_string());
                rows.words(&[&id, &observed.record.arms[arm].name, &year, &weeks])?;
                rows.words(&[&line.activity, &line.origin, &line.payer])?;
                rows.numbers(&[line.pounds, line.hours, line.pounds * observed.record.money.counts(line.year)])?;
                rows.end_row()?;
            }
        }
    }
    Ok(())
}

/// The weeks that a year holds of a horizon.
fn weeks_of(horizon: usize, year: u32) -> usize {
    let before = year as usize * FINAL_WEEKS;
    horizon.saturating_sub(before).min(FINAL_WEEKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_that_the_horizon_cuts_says_how_many_weeks_it_holds() {
        assert_eq!([0, 1].map(|year| weeks_of(53, year)), [52, 1]);
        assert_eq!((weeks_of(26, 0), weeks_of(104, 1)), (26, 52));
    }
}
