//! `lives.csv`: dated events of chosen residents and workers.

use crate::error::Error;
use crate::observed::Observed;
use crate::table::{Column, Rows};
use crate::tables::columns::{self, RUN_ID, WEEK};
use crate::tables::declaration::Table;
use regimes_study::simulation::lives::{OF_RESIDENTS, OF_WORKERS};

/// The table.
pub const TABLE: Table = Table {
    name: "lives",
    about: |_| {
        "Dated events of some residents and workers in the first replicate, under each arm: of those in highest need, \
         and of all at work, those who stayed under every arm and whose lives diverge most; most lives differ less."
            .to_owned()
    },
    columns,
    fill,
    absent: |observed| {
        let empty = observed.all_runs().all(|run| observed.lives(run).is_empty());
        empty.then(|| "nobody was followed".to_owned())
    },
};

fn columns(observed: &Observed) -> Vec<Column> {
    vec![
        RUN_ID,
        columns::arm(observed),
        Column::text("agent", "Who, such as resident 12."),
        WEEK,
        Column::text("event", "What happened.").of(OF_RESIDENTS.into_iter().chain(OF_WORKERS)),
        Column::text("detail", "More about it."),
    ]
}

fn fill(observed: &Observed, rows: &mut Rows) -> Result<(), Error> {
    for arm in 0..observed.n_arms() {
        for &run in observed.runs(arm) {
            let id = observed.run_id(run);
            for life in observed.lives(run) {
                rows.words(&[&id, &observed.record.arms[arm].name, &life.agent])?;
                rows.words(&[&life.week.to_string(), &life.event, &life.detail])?;
                rows.end_row()?;
            }
        }
    }
    Ok(())
}
