//! The tables of a comparison: a row a contender and outcome, and a row a contender and threshold.

use crate::error::Error;
use crate::files::{Target, WrittenFile};
use crate::money::Money;
use crate::table::{self, Column, Rows};
use regimes_model::model::outcomes::OUTCOMES;
use regimes_study::experiment::contenders::{Compared, Contenders, OVER, Values};
use std::borrow::Cow;

/// Medians, paired differences and tails.
pub const COMPARISON: &str = "comparison.csv";
/// How often a threshold is crossed.
pub const CHANCES: &str = "chances.csv";

/// What is wrong with a table that has no row.
const EMPTY: &str = "there is no contender";

/// A threshold of an outcome over the horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    /// Its place among the outcomes that are compared.
    pub outcome: usize,
    /// What it is a threshold of.
    pub of: Of,
    /// Where it lies, in the outcome's unit.
    pub at: f64,
}

/// What a threshold is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The outcome itself.
    Value,
    /// The paired difference from the reference.
    Difference,
}

impl Of {
    /// How the table calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Of::Value => "value",
            Of::Difference => "difference",
        }
    }
}

/// How often a contender lies above a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chance {
    /// Futures that have a value.
    pub n: usize,
    /// Of these, those above.
    pub above: usize,
}

impl Chance {
    /// Of a contender.
    #[must_use]
    pub fn of(values: &Values, contender: usize, threshold: Threshold) -> Chance {
        let differences = || values.differences(contender, 0, threshold.outcome);
        let all = match threshold.of {
            Of::Value => values.values(contender, 0, threshold.outcome).to_vec(),
            Of::Difference => differences(),
        };
        let told = || all.iter().filter(|value| !value.is_nan());
        Chance { n: told().count(), above: told().filter(|value| **value > threshold.at).count() }
    }
}

/// Writes both tables; that of thresholds where there are any.
///
/// # Errors
/// If the disk refuses.
pub fn write(
    target: Target,
    contenders: &Contenders,
    values: &Values,
    thresholds: &[Threshold],
) -> Result<Vec<WrittenFile>, Error> {
    target.prepare("")?;
    let mut written = vec![table::write(target, COMPARISON, &columns(contenders), EMPTY, |rows| {
        for contender in 0..contenders.contenders().len() {
            write_contender(contenders, values, contender, rows)?;
        }
        Ok(())
    })?];
    if !thresholds.is_empty() {
        written.push(table::write(target, CHANCES, &columns_of_chances(contenders), EMPTY, |rows| {
            for contender in 0..contenders.contenders().len() {
                write_chances(contenders, values, contender, thresholds, rows)?;
            }
            Ok(())
        })?);
    }
    Ok(written)
}

/// The columns that say which contender and outcome a row is about.
fn first_columns(contenders: &Contenders) -> Vec<Column> {
    let names = || contenders.contenders().iter().map(|one| one.name.clone());
    vec![
        Column::text("arm_a", "The reference.").of(names().take(1)),
        Column::text("arm_b", "The contender; the first rows are the reference itself.").of(names()),
        Column::text("outcome", "Name of the outcome.").of(contenders.outcomes().iter().map(|n| OUTCOMES[*n].name)),
        Column::text("unit", "Unit of the outcome."),
    ]
}

fn columns(contenders: &Contenders) -> Vec<Column> {
    let unit = "unit of the outcome";
    let number = |name, about| Column::number(name, unit, about);
    let mut columns = first_columns(contenders);
    columns.extend([
        Column::text("over", "Over the whole horizon (mean), or its last year (final).")
            .of(OVER.map(|over| over.name())),
        Column::count("n", "", "Futures in which arm_b has a value."),
        number("b", "Median of arm_b."),
        number("b_q05", "5 % of futures lie below."),
        number("b_q95", "95 % of futures lie below."),
        number("b_lowest_tenth", "Mean of the lowest tenth of futures."),
        number("b_highest_tenth", "Mean of the highest tenth of futures."),
        Column::count("pairs", "", "Futures in which both have a value."),
        number("difference", "Median of b - a, pair by pair on the same luck."),
        number("q05", "5 % of the pairs lie below."),
        number("q95", "95 % of the pairs lie below."),
        number("mcse", "Monte-Carlo standard error of the median difference."),
        number("half_width", "Half-width of the 90 % interval of the centre of the differences."),
        number("lowest_tenth", "Mean of the lowest tenth of the differences."),
        number("highest_tenth", "Mean of the highest tenth of the differences."),
        Column::count("higher", "", "Pairs in which arm_b is higher."),
        Column::count("lower", "", "Pairs in which arm_b is lower."),
        Column::number("worth", "run", "Unpaired runs of each that would tell the difference as precisely."),
    ]);
    columns
}

fn write_contender(contenders: &Contenders, values: &Values, contender: usize, rows: &mut Rows) -> Result<(), Error> {
    for (column, outcome) in contenders.outcomes().iter().enumerate() {
        for (number, over) in OVER.iter().enumerate() {
            write_first(contenders, (contender, *outcome), rows)?;
            rows.word(over.name())?;
            write_numbers(&values.compared(contender, number, column), rows)?;
            rows.end_row()?;
        }
    }
    Ok(())
}

fn write_first(contenders: &Contenders, (contender, outcome): (usize, usize), rows: &mut Rows) -> Result<(), Error> {
    let name = |number: usize| contenders.contenders()[number].name.as_str();
    rows.words(&[name(0), name(contender), OUTCOMES[outcome].name, &unit(contenders, outcome)])
}

/// The unit of an outcome in the currency of the reference, which is that of all.
#[must_use]
pub fn unit(contenders: &Contenders, outcome: usize) -> Cow<'static, str> {
    Money::of(&contenders.reference().costs).unit(OUTCOMES[outcome].unit)
}

fn write_numbers(compared: &Compared, rows: &mut Rows) -> Result<(), Error> {
    let own = &compared.own;
    rows.numbers(&[own.n as f64, own.median, own.ends[0], own.ends[1], own.tails[0], own.tails[1]])?;
    let Some(paired) = &compared.paired else { return rows.numbers(&[f64::NAN; 11]) };
    let (median, spread) = (&paired.difference, &compared.difference);
    rows.numbers(&[median.n as f64, median.value, median.low, median.high, median.mcse, compared.half_width])?;
    rows.numbers(&[spread.tails[0], spread.tails[1], paired.above as f64, paired.below as f64])?;
    rows.number(if paired.worth.is_finite() { paired.worth } else { f64::NAN })
}

fn columns_of_chances(contenders: &Contenders) -> Vec<Column> {
    let mut columns = first_columns(contenders);
    columns.extend([
        Column::text("of", "The outcome itself over the horizon, or its paired difference.").of([
            Of::Value,
            Of::Difference,
        ]
        .map(Of::name)),
        Column::number("threshold", "unit of the outcome", "The threshold."),
        Column::count("n", "", "Futures that have a value."),
        Column::count("above", "", "Of these, futures above the threshold."),
        Column::number("share", "share", "Share above; empty where no future has a value."),
    ]);
    columns
}

fn write_chances(
    contenders: &Contenders,
    values: &Values,
    contender: usize,
    thresholds: &[Threshold],
    rows: &mut Rows,
) -> Result<(), Error> {
    // The reference differs from nothing.
    for threshold in thresholds.iter().filter(|threshold| contender > 0 || threshold.of == Of::Value) {
        let chance = Chance::of(values, contender, *threshold);
        write_first(contenders, (contender, contenders.outcomes()[threshold.outcome]), rows)?;
        rows.word(threshold.of.name())?;
        rows.numbers(&[threshold.at, chance.n as f64, chance.above as f64, chance.above as f64 / chance.n as f64])?;
        rows.end_row()?;
    }
    Ok(())
}
