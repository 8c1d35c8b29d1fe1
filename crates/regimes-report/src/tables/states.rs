//! `states.csv`: states of a sample of residents at a few weeks, and when organisations change their rules.

use crate::error::Error;
use crate::observed::Observed;
use crate::table::{Column, Rows};
use crate::tables::columns::{self, RUN_ID, WEEK};
use crate::tables::declaration::Table;
use regimes_study::simulation::states::{KINDS, LOOKS, OF_ORGANISATIONS, OF_RESIDENTS, ORGANISATIONS, RESIDENTS};

/// The table.
pub const TABLE: Table = Table {
    name: "states",
    about: |_| {
        format!(
            "Of the first replicate, under each arm: the state of {RESIDENTS} residents at most, spread evenly over the town, \
             at {LOOKS} weeks at most; and of {ORGANISATIONS} organisations at most whose rules they follow, from each week \
             of a change on. Who dies or moves away is followed by whoever comes."
        )
    },
    columns,
    fill,
    absent: |observed| {
        let empty = observed.all_runs().all(|run| observed.states(run).is_empty());
        empty.then(|| "no state was looked at".to_owned())
    },
};

fn columns(observed: &Observed) -> Vec<Column> {
    vec![
        RUN_ID,
        columns::arm(observed),
        WEEK,
        Column::text("kind", "What has the state.").of(KINDS),
        Column::text("agent", "Its place and its number or name there, such as village-12."),
        Column::text("state", "What it is in: of a resident the first that applies.")
            .of(OF_RESIDENTS.into_iter().chain(OF_ORGANISATIONS)),
    ]
}

fn fill(observed: &Observed, rows: &mut Rows) -> Result<(), Error> {
    for arm in 0..observed.n_arms() {
        for &run in observed.runs(arm) {
            let id = observed.run_id(run);
            for line in observed.states(run) {
                rows.words(&[&id, &observed.record.arms[arm].name, &line.week.to_string()])?;
                rows.words(&[&line.kind, &line.agent, &line.state])?;
                rows.end_row()?;
            }
        }
    }
    Ok(())
}
