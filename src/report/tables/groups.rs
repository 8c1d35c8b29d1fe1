//! `groups.csv`: headline outcomes of groups, places and organisations, and crises by kind.

use super::{ARM, OUTCOME, RUN_ID, Table, WEEK};
use crate::report::error::Error;
use crate::report::observed::Observed;
use crate::report::table::{Column, Rows};

/// The table.
pub const TABLE: Table = Table {
    name: "groups",
    about: "Headline outcomes of each group, organisation and place, and crises by kind, every 13 weeks; crises are means since the row before.",
    columns,
    fill,
    absent: |observed| {
        let empty = observed.all_runs().all(|run| run.groups.is_empty());
        empty.then_some("no run observed its groups")
    },
};

fn columns(_: &Observed) -> Vec<Column> {
    vec![
        RUN_ID,
        ARM,
        WEEK,
        Column::text("level", "group, place, organisation, or crisis (a kind of it)."),
        Column::text("name", "Its name."),
        OUTCOME,
        Column::number("value", "", "The outcome, in its unit."),
    ]
}

fn fill(observed: &Observed, rows: &mut Rows) -> Result<(), Error> {
    for arm in 0..observed.n_arms() {
        for run in observed.runs(arm) {
            let id = observed.run_id(run);
            for line in &run.groups {
                rows.words(&[&id, &observed.record.arms[arm].name, &line.week.to_string()])?;
                rows.words(&[&line.level, &line.name, &line.outcome])?;
                rows.number(line.value)?;
                rows.end_row()?;
            }
        }
    }
    Ok(())
}
