//! `pairs.csv`: each arm against the first, pair by pair.

use crate::error::Error;
use crate::observed::{Observed, Over};
use crate::table::{Column, Rows};
use crate::tables::columns::{self, PAIR_ID};
use crate::tables::declaration::Table;
use regimes_study::statistics::difference;

/// The table.
pub const TABLE: Table = Table {
    name: "pairs",
    about: |observed| {
        let last = observed.final_period();
        format!(
            "Each arm against the first on the same luck, for each outcome, over {last} (final) and the horizon (mean)."
        )
    },
    columns,
    fill,
    absent: |observed| {
        let paired = |arm| !observed.pairs(0, arm).is_empty();
        let reason = "there is no second arm with a whole run of the same luck";
        (!(1..observed.n_arms()).any(paired)).then(|| reason.to_owned())
    },
};

fn columns(observed: &Observed) -> Vec<Column> {
    let names: Vec<String> = observed.record.arms.iter().map(|arm| arm.name.clone()).collect();
    let mut columns = vec![PAIR_ID, columns::scenario(observed)];
    columns.push(Column::text("arm_a", "The reference arm.").of([names[0].clone()]));
    columns.push(Column::text("arm_b", "The arm compared with it.").of(names[1..].to_vec()));
    columns.push(columns::outcome(observed));
    let over = format!("final: mean of {}; mean: mean of the horizon.", observed.final_period());
    columns.push(Column::text("over", "").meaning("".into(), over).of([Over::Final, Over::Mean].map(Over::name)));
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
            let (trace_a, trace_b) = (observed.trace(run_a), observed.trace(run_b));
            for (column, outcome) in observed.record.outcomes.iter().enumerate() {
                for over in [Over::Final, Over::Mean] {
                    let [a, b] = [&trace_a, &trace_b].map(|trace| trace.over(observed.period(over), column));
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
