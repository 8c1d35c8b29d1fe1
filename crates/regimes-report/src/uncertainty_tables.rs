//! The table of a scenario on draws of its uncertain parameters: a row an arm and outcome, luck and parameters apart.

use crate::error::Error;
use crate::files::{self, Format, Target, WrittenFile};
use crate::money::Money;
use crate::table::{Column, Rows};
use regimes_model::model::outcomes::OUTCOMES;
use regimes_study::experiment::points::Points;
use regimes_study::experiment::uncertainty::Uncertain;

/// Its name.
pub const UNCERTAINTY: &str = "uncertainty.csv";

/// Writes the table; `source` says where the parameters are drawn from.
///
/// # Errors
/// If the disk refuses.
pub fn write(target: Target, points: &Points, source: &str, all: &[Uncertain]) -> Result<WrittenFile, Error> {
    let path = target.folder().join(UNCERTAINTY);
    target.prepare("")?;
    files::write(target, UNCERTAINTY, Format::Csv, |text| {
        let mut rows = Rows::begin(text, &path, &columns(points))?;
        for one in all {
            write_row(points, source, one, &mut rows)?;
        }
        rows.end("there is no arm to compare")
    })
}

/// Its columns.
#[must_use]
pub fn columns(points: &Points) -> Vec<Column> {
    let names = || points.base().arms.iter().map(|(name, _)| name.to_owned());
    let unit = "unit of the outcome";
    vec![
        Column::text("arm_a", "The reference arm.").of(names().take(1)),
        Column::text("arm_b", "The arm compared with it.").of(names().skip(1)),
        Column::text("outcome", "Name of the outcome.").of(points.outcomes().iter().map(|n| OUTCOMES[*n].name)),
        Column::text("unit", "Unit of the outcome."),
        Column::text("source", "Where the parameters are drawn from."),
        Column::count("draws", "", "Draws in which some future has a value."),
        Column::count("n", "", "Futures that have a value, over all draws."),
        Column::number("difference", unit, "Median of b - a over all futures of all draws."),
        Column::number("q05", unit, "5 % of futures lie below, luck and parameters together."),
        Column::number("q95", unit, "95 % of futures lie below, luck and parameters together."),
        Column::number("sd_luck", unit, "Standard deviation between futures of one draw."),
        Column::number("sd_parameters", unit, "Standard deviation between draws, luck taken off."),
        Column::number("share_parameters", "share", "Share of the variance that is between draws."),
        Column::number("share_q05", "share", "5 % of resamples of draws lie below."),
        Column::number("share_q95", "share", "95 % of resamples of draws lie below."),
        Column::count("draws_higher", "", "Draws whose mean difference is above 0."),
        Column::count("draws_lower", "", "Draws whose mean difference is below 0."),
    ]
}

fn write_row(points: &Points, source: &str, one: &Uncertain, rows: &mut Rows) -> Result<(), Error> {
    let names: Vec<&str> = points.base().arms.iter().map(|(name, _)| name).collect();
    let outcome = &OUTCOMES[points.outcomes()[one.outcome]];
    let unit = Money::of(&points.base().costs).unit(outcome.unit);
    let [higher, lower, draws] = one.draws;
    rows.words(&[names[0], names[one.arm], outcome.name, &unit, source])?;
    rows.numbers(&[draws as f64, one.together.n as f64])?;
    rows.numbers(&[one.together.value, one.together.low, one.together.high])?;
    rows.numbers(&[one.components.within.sqrt(), one.components.between.sqrt()])?;
    rows.numbers(&[one.share.value, one.share.low, one.share.high])?;
    rows.numbers(&[higher as f64, lower as f64])?;
    rows.end_row()
}
