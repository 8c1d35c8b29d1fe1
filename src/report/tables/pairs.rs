//! `pairs.csv`: each arm against the first, pair by pair.

use super::{OUTCOME, PAIR_ID, SCENARIO, Table};
use crate::report::error::Error;
use crate::report::observed::{Observed, Over};
use crate::report::table::{Column, Rows};
use crate::statistics::difference;

/// The table.
pub const TABLE: Table = Table {
    name: "pairs",
    about: "Each arm against the first on the same luck, for each outcome, over the last 52 weeks (final) and \
            the horizon (mean).",
    columns,
    fill,
    absent: |observed| {
        let paired = |arm| !observed.pairs(0, arm).is_empty();
        let reason = "there is no second arm with a whole run of the same luck";
        (!(1..observed.n_arms()).any(paired)).then_some(reason)
    },
};

fn columns(_: &Observed) -> Vec<Column> {
    let mut columns = vec![PAIR_ID, SCENARIO];
    columns.push(Column::text("arm_a", "The reference arm."));
    columns.push(Column::text("arm_b", "The arm compared with it."));
    columns.push(OUTCOME);
    columns.push(Column::text("over", "final: mean of the last 52 weeks; mean: mean of the horizon."));
    columns.push(Column::number("a", "", "The outcome of arm_a, in its unit."));
    columns.push(Column::number("b", "", "The outcome of arm_b, in its unit."));
    columns.push(Column::number("difference", "", "b - a; 0 where it is rounding alone."));
    columns
}

fn fill(observed: &Observed, rows: &mut Rows) -> Result<(), Error> {
    let arms = &observed.record.arms;
    for other in 1..arms.len() {
        for (run_a, run_b) in observed.pairs(0, other) {
            let pair = Observed::pair_id(run_a);
            for (column, outcome) in observed.record.outcomes.iter().enumerate() {
                for over in [Over::Final, Over::Mean] {
                    let a = observed.over(run_a, column, over);
                    let b = observed.over(run_b, column, over);
                    rows.words(&[&pair, &observed.record.scenario])?;
                    rows.words(&[&arms[0].name, &arms[other].name, outcome.name, over.name()])?;
                    rows.numbers(&[a, b, difference(a, b)])?;
                    rows.end_row()?;
                }
            }
        }
    }
    Ok(())
}
