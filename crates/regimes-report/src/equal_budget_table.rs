//! The table of budgets at which arms equal the reference, and its finding in words: a row an arm and outcome.

use crate::error::Error;
use crate::files::{self, Format, Target, WrittenFile};
use crate::table::{Column, Rows};
use regimes_model::model::outcomes::OUTCOMES;
use regimes_scenario::overrides::joined;
use regimes_study::experiment::equal_budget::{Equal, EqualBudget};
use regimes_study::experiment::points::Points;

/// Its name.
pub const EQUAL_BUDGET: &str = "equal_budget.csv";

/// What a budget is, as a multiple.
const UNIT: &str = "factor";

/// Writes the table.
///
/// # Errors
/// If the disk refuses.
pub fn write(target: Target, points: &Points, all: &[EqualBudget]) -> Result<WrittenFile, Error> {
    let path = target.folder().join(EQUAL_BUDGET);
    target.prepare("")?;
    files::write(target, EQUAL_BUDGET, Format::Csv, |text| {
        let mut rows = Rows::begin(text, &path, &columns(points))?;
        for one in all {
            write_row(points, one, &mut rows)?;
        }
        rows.end("no arm's budget is varied")
    })
}

/// Its columns.
#[must_use]
pub fn columns(points: &Points) -> Vec<Column> {
    let names = || points.base().arms.iter().map(|(name, _)| name.to_owned());
    vec![
        Column::text("budget_of", "The arm whose budget is varied.").of(names()),
        Column::text("elsewhere", "What else is set at these points; empty where nothing is."),
        Column::text("arm_a", "The reference arm.").of(names().take(1)),
        Column::text("arm_b", "The arm compared with it.").of(names().skip(1)),
        Column::text("outcome", "Name of the outcome.").of(points.outcomes().iter().map(|n| OUTCOMES[*n].name)),
        Column::text(
            "source",
            "Where the parameters of futures are drawn from; `luck alone` where they have one value.",
        ),
        Column::number("tried_low", UNIT, "The lowest budget that was tried, as a multiple of the arm's."),
        Column::number("tried_high", UNIT, "The highest budget that was tried."),
        Column::count("n", "", "Futures (replicates, or draws) that have a value at every budget."),
        Column::count("below", "", "Of these, those in which the arms are equal below the lowest budget, if anywhere."),
        Column::count("within", "", "Those in which they are equal between the two."),
        Column::count("above", "", "Those in which they are equal above the highest, if anywhere."),
        Column::number("equal_at", UNIT, "Median budget at which b - a is 0; empty where it was not tried."),
        Column::number("q05", UNIT, "5 % of futures lie below; empty where it was not tried."),
        Column::number("q95", UNIT, "95 % of futures lie below; empty where it was not tried."),
        Column::text("in_words", "The median and the two ends in words, those that were not tried included."),
    ]
}

fn write_row(points: &Points, one: &EqualBudget, rows: &mut Rows) -> Result<(), Error> {
    let names: Vec<&str> = points.base().arms.iter().map(|(name, _)| name).collect();
    let [a, b] = one.arms;
    let outcome = OUTCOMES[points.outcomes()[one.outcome]].name;
    rows.words(&[names[one.of], &joined(&one.elsewhere), names[a], names[b], outcome])?;
    rows.word(points.source().unwrap_or("luck alone"))?;
    rows.numbers(&one.tried)?;
    rows.numbers(&[one.futures, one.counts[0], one.counts[1], one.counts[2]].map(|count| count as f64))?;
    rows.numbers(&one.over_futures.map_or([f64::NAN; 3], |all| all.map(Equal::budget)))?;
    rows.word(&in_words(one))?;
    rows.end_row()
}

/// The median and the range, as `1.04 (below 0.85 to 1.12)`.
#[must_use]
pub fn in_words(one: &EqualBudget) -> String {
    let [low, high] = one.tried;
    let word = |equal: Equal| match equal {
        Equal::At(budget) => format!("{budget:.3}"),
        Equal::Below => format!("below {low}"),
        Equal::Above => format!("above {high}"),
    };
    match one.over_futures {
        None if one.futures == 0 => "no future has a value at every budget".to_owned(),
        None => "the difference does not change with the budget".to_owned(),
        Some([middle, first, last]) if word(first) == word(last) => word(middle),
        Some([middle, first, last]) => format!("{} ({} to {})", word(middle), word(first), word(last)),
    }
}

/// The finding: at which budget the arms are equal.
#[must_use]
pub fn sentence(points: &Points, one: &EqualBudget) -> String {
    let names: Vec<&str> = points.base().arms.iter().map(|(name, _)| name).collect();
    let [a, b] = one.arms;
    let label = OUTCOMES[points.outcomes()[one.outcome]].label.to_lowercase();
    let futures = if points.source().is_some() { "draws" } else { "futures" };
    let elsewhere = if one.elsewhere.is_empty() { String::new() } else { format!(" ({})", joined(&one.elsewhere)) };
    format!(
        "{} equals {} in {label}{elsewhere} at this multiple of the budget of {} (median, 90 % of {} {futures}): {}",
        names[b],
        names[a],
        names[one.of],
        one.futures,
        in_words(one)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(over_futures: Option<[Equal; 3]>, futures: usize) -> EqualBudget {
        let (tried, counts, elsewhere) = ([0.85, 1.15], [0; 3], Vec::new());
        EqualBudget { of: 1, arms: [0, 1], outcome: 0, elsewhere, tried, futures, counts, over_futures }
    }

    #[test]
    fn what_was_not_tried_is_said_in_words() {
        let words = |all: [Equal; 3]| in_words(&found(Some(all), 20));
        assert_eq!(words([Equal::At(1.0404), Equal::Below, Equal::At(1.12)]), "1.040 (below 0.85 to 1.120)");
        assert_eq!(words([Equal::Above; 3]), "above 1.15");
        assert_eq!(words([Equal::Above, Equal::At(1.1), Equal::Above]), "above 1.15 (1.100 to above 1.15)");
        assert_eq!(in_words(&found(None, 20)), "the difference does not change with the budget");
        assert!(in_words(&found(None, 0)).starts_with("no future"));
    }
}
