//! `evaluation.csv`: what an evaluator would have seen, and what was true.

use crate::error::Error;
use crate::lengths;
use crate::observed::Observed;
use crate::table::{Column, Rows};
use crate::tables::columns::{self, RUN_ID};
use crate::tables::declaration::Table;
use regimes_study::simulation::counterfactual::COHORTS;

/// The table.
pub const TABLE: Table = Table {
    name: "evaluation",
    about: |_| {
        "For each cohort the before-and-after change that an evaluator would see, the change of its \
            counterfactual, and the true effect."
            .to_owned()
    },
    columns,
    fill,
    absent: |observed| {
        let empty = observed.all_runs().all(|run| observed.evaluation(run).is_empty());
        empty.then(|| no_cohort(observed))
    },
};

/// Why there is no cohort.
#[must_use]
pub fn no_cohort(observed: &Observed) -> String {
    format!("nobody was enrolled and followed for {}", lengths::in_words(observed.record.evaluation_weeks))
}

fn columns(observed: &Observed) -> Vec<Column> {
    let later = lengths::in_words(observed.record.evaluation_weeks);
    let need = "index 0-1";
    let after = |name, of: &str| {
        let about = format!("Observed need{of} {later} later.");
        Column::number(name, "", "").meaning(need.into(), about)
    };
    vec![
        RUN_ID,
        columns::arm(observed),
        Column::text("cohort", "How the cohort was chosen.").of(COHORTS),
        Column::number("before", need, "Observed need at enrolment."),
        after("after", ""),
        after("twin_after", " of the counterfactual"),
        Column::number("apparent", need, "after - before."),
        Column::number("true", need, "after - twin_after."),
    ]
}

fn fill(observed: &Observed, rows: &mut Rows) -> Result<(), Error> {
    for arm in 0..observed.n_arms() {
        for &run in observed.runs(arm) {
            let id = observed.run_id(run);
            for line in observed.evaluation(run) {
                rows.words(&[&id, &observed.record.arms[arm].name, &line.cohort])?;
                rows.numbers(&[line.before, line.after, line.twin_after, line.apparent, line.true_effect])?;
                rows.end_row()?;
            }
        }
    }
    Ok(())
}
