//! `groups.csv`: headline outcomes of groups, places and organisations, and crises by kind.

use crate::error::Error;
use crate::observed::Observed;
use crate::table::{Column, Rows};
use crate::tables::columns::{self, OUTCOME, RUN_ID, WEEK};
use crate::tables::declaration::Table;
use regimes_study::simulation::parts::EVERY;
use regimes_study::simulation::trace::LEVELS;
use std::collections::BTreeSet;

/// The table.
pub const TABLE: Table = Table {
    name: "groups",
    about: |_| {
        format!(
            "Headline outcomes of each group, organisation and place, and crises by kind, every {EVERY} weeks and in \
             the last week; crises are means since the row before."
        )
    },
    columns,
    fill,
    absent: |observed| {
        let empty = observed.all_runs().all(|run| observed.groups(run).is_empty());
        empty.then(|| "no run observed its groups".to_owned())
    },
};

fn columns(observed: &Observed) -> Vec<Column> {
    vec![
        RUN_ID,
        columns::arm(observed),
        WEEK,
        Column::text("level", "What kind of part it is; crisis: a kind of crisis.").of(LEVELS.map(|(level, _)| level)),
        Column::text("name", "Its name."),
        OUTCOME.of(LEVELS.iter().flat_map(|(_, outcomes)| outcomes.iter().copied()).collect::<BTreeSet<_>>()),
        Column::number("value", "", "The outcome, in its unit."),
    ]
}

fn fill(observed: &Observed, rows: &mut Rows) -> Result<(), Error> {
    for arm in 0..observed.n_arms() {
        for &run in observed.runs(arm) {
            let id = observed.run_id(run);
            for line in observed.groups(run) {
                rows.words(&[&id, &observed.record.arms[arm].name, &line.week.to_string()])?;
                rows.words(&[&line.level, &line.name, &line.outcome])?;
                rows.number(line.value)?;
                rows.end_row()?;
            }
        }
    }
    Ok(())
}
