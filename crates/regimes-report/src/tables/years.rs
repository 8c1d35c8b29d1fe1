//! `years.csv`: years of flourishing of each cohort, run by run, as they are and as they count at the start of the horizon.

use crate::error::Error;
use crate::observed::Observed;
use crate::table::{Column, Rows};
use crate::tables::cohorts;
use crate::tables::columns::{self, RUN_ID};
use crate::tables::declaration::Table;
use regimes_model::units::MISSING;
use regimes_study::simulation::trace::{CohortRow, YEARS_DISCOUNTED};

/// Its name without ending.
pub const NAME: &str = "years";

/// The row of undiscounted years.
const YEARS: &str = "flourishing_years";

/// The table.
pub const TABLE: Table = Table {
    name: NAME,
    about: |observed| {
        format!(
            "Index-years of flourishing that each cohort lived through over the horizon, for 1,000 people, as they are and \
             discounted by {} % a year, like money in `costs.csv`.",
            100.0 * observed.record.money.discount_per_year()
        )
    },
    columns,
    fill,
    absent: |observed| {
        let empty = observed.all_runs().all(|run| observed.cohorts(run).iter().all(|row| !is_discounted(row)));
        empty.then(|| "no run follows cohorts".to_owned())
    },
};

fn is_discounted(row: &CohortRow) -> bool {
    row.outcome == YEARS_DISCOUNTED
}

fn columns(observed: &Observed) -> Vec<Column> {
    let unit = "index-year/1000 people";
    vec![
        RUN_ID,
        columns::arm(observed),
        cohorts::cohort(),
        Column::count("people", "people", "Who was followed, the dead among them."),
        Column::number("years", unit, "Index-years as they were lived: `flourishing_years` of `cohorts.csv`."),
        Column::number("discounted", unit, "The same as they count at the start; the first year counts in full."),
        Column::number("sd", unit, "Standard deviation of the discounted years over those of them who live."),
    ]
}

fn fill(observed: &Observed, rows: &mut Rows) -> Result<(), Error> {
    for arm in 0..observed.n_arms() {
        for &run in observed.runs(arm) {
            let id = observed.run_id(run);
            let all = observed.cohorts(run);
            for row in all.iter().filter(|row| is_discounted(row)) {
                let plain = all.iter().find(|other| other.cohort == row.cohort && other.outcome == YEARS);
                rows.words(&[&id, &observed.record.arms[arm].name, &row.cohort, &row.people.to_string()])?;
                rows.numbers(&[plain.map_or(MISSING, |plain| plain.mean), row.mean, row.sd])?;
                rows.end_row()?;
            }
        }
    }
    Ok(())
}
