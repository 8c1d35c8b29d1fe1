//! `evaluation.csv`: what an evaluator would have seen, and what was true.

use super::{ARM, RUN_ID, Table};
use crate::report::error::Error;
use crate::report::observed::Observed;
use crate::report::table::{Column, Rows};

/// The table.
pub const TABLE: Table = Table {
    name: "evaluation",
    about: "For each cohort the before-and-after change that an evaluator would see, the change of its \
            untreated twin, and the true effect.",
    columns,
    fill,
    absent: |observed| {
        let empty = observed.all_runs().all(|run| run.evaluation.is_empty());
        empty.then_some("the horizon holds no cohort with a year of follow-up")
    },
};

fn columns(_: &Observed) -> Vec<Column> {
    let need = "index 0-1";
    vec![
        RUN_ID,
        ARM,
        Column::text("cohort", "How the cohort was chosen."),
        Column::number("before", need, "Observed need at enrolment."),
        Column::number("after", need, "Observed need a year later."),
        Column::number("twin_after", need, "Observed need of the untreated twin a year later."),
        Column::number("apparent", need, "after - before."),
        Column::number("true", need, "after - twin_after."),
    ]
}

fn fill(observed: &Observed, rows: &mut Rows) -> Result<(), Error> {
    for arm in 0..observed.n_arms() {
        for run in observed.runs(arm) {
            let id = observed.run_id(run);
            for line in &run.evaluation {
                rows.words(&[&id, &observed.record.arms[arm].name, &line.cohort])?;
                rows.numbers(&[line.before, line.after, line.twin_after, line.apparent, line.true_effect])?;
                rows.end_row()?;
            }
        }
    }
    Ok(())
}
