//! The table of a sensitivity analysis: a row an arm, outcome and factor, the factor that matters most first.

use crate::error::Error;
use crate::files::{self, Format, Target, WrittenFile};
use crate::money::Money;
use crate::table::{Column, Rows};
use regimes_model::model::outcomes::OUTCOMES;
use regimes_study::experiment::axes::Values;
use regimes_study::experiment::points::Points;
use regimes_study::experiment::screening::{Design, FIRST, Screened};

/// Its name.
pub const SENSITIVITY: &str = "sensitivity.csv";

/// Writes the table.
///
/// # Errors
/// If the disk refuses.
pub fn write(target: Target, points: &Points, design: &Design, all: &[Screened]) -> Result<WrittenFile, Error> {
    let path = target.folder().join(SENSITIVITY);
    target.prepare("")?;
    files::write(target, SENSITIVITY, Format::Csv, |text| {
        let mut rows = Rows::begin(text, &path, &columns(points))?;
        for one in all {
            write_rows(points, design, one, &mut rows)?;
        }
        rows.end("there is no factor")
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
        Column::text("method", "The method.").of(["morris"]),
        Column::text("source", "Where the ends of the factors come from."),
        Column::count("rank", "", "1 is the factor that matters most."),
        Column::text("factor", "The path of the parameter."),
        Column::number("low", "", "The lower end of its range."),
        Column::number("high", "", "The upper end of its range."),
        Column::count("n", "", "Effects that could be taken."),
        Column::number("mu", unit, "Mean effect on the difference of a move over the whole range."),
        Column::number("mu_star", unit, "Mean size of the effects."),
        Column::number("mu_star_q05", unit, "5 % of resamples of trajectories lie below."),
        Column::number("mu_star_q95", unit, "95 % of resamples of trajectories lie below."),
        Column::number("sigma", unit, "Standard deviation of the effects."),
        Column::made(
            "among_first".to_owned(),
            "share".into(),
            format!("Resamples in which it is among the first {FIRST}."),
        ),
    ]
}

fn write_rows(points: &Points, design: &Design, one: &Screened, rows: &mut Rows) -> Result<(), Error> {
    let names: Vec<&str> = points.base().arms.iter().map(|(name, _)| name).collect();
    let outcome = &OUTCOMES[points.outcomes()[one.outcome]];
    let unit = Money::of(&points.base().costs).unit(outcome.unit);
    for (rank, factor) in one.order().into_iter().enumerate() {
        let (axis, effect) = (&design.axes[factor], &one.effects[factor]);
        let [low, high] = match axis.values {
            Values::Range { low, high, .. } => [low, high],
            Values::List(_) => [f64::NAN; 2],
        };
        rows.words(&[names[0], names[one.arm], outcome.name, &unit, "morris", design.source])?;
        rows.words(&[&(rank + 1).to_string(), &axis.path])?;
        rows.numbers(&[low, high, effect.mu_star.n as f64, effect.mu])?;
        rows.numbers(&[effect.mu_star.value, effect.mu_star.low, effect.mu_star.high, effect.sigma])?;
        rows.number(one.among_first[factor])?;
        rows.end_row()?;
    }
    Ok(())
}
