//! The table of effects over draws of uncertain parameters: a row for each two arms, cohort and outcome, with a verdict by
//! the share of draws.

use crate::error::Error;
use crate::files::{self, Format, Target, WrittenFile};
use crate::money::Money;
use crate::sweep_tables;
use crate::table::{Column, Rows};
use crate::tables::cohorts;
use crate::tables::effects::{NONE, intervals, write_intervals};
use regimes_model::model::outcomes::{OUTCOMES, position};
use regimes_study::experiment::cohort_cells::Cell;
use regimes_study::experiment::draw_effects::{self, DrawEffect};
use regimes_study::experiment::points::Points;
use regimes_study::simulation::trace::unit_of_cohorts;
use regimes_study::statistics::effects::{Shares, Verdict};
use regimes_study::study::store::Store;

/// Its name.
pub const EFFECTS: &str = "effects.csv";

/// Writes the table; `source` says where the parameters are drawn from.
///
/// # Errors
/// If the disk refuses.
pub fn write(target: Target, points: &Points, source: &str, all: &[DrawEffect]) -> Result<WrittenFile, Error> {
    let path = target.folder().join(EFFECTS);
    target.prepare("")?;
    files::write(target, EFFECTS, Format::Csv, |text| {
        let mut rows = Rows::begin(text, &path, &columns(points))?;
        for one in all {
            write_row(points, source, one, &mut rows)?;
        }
        rows.end("no two arms have a draw with cohorts")
    })
}

/// Writes the table of a study whose replicates are draws: the effects at each point, with what is set there.
///
/// # Errors
/// If the store or the disk refuses.
pub fn write_by_point(target: Target, points: &Points, source: &str, store: &dyn Store) -> Result<WrittenFile, Error> {
    let path = target.folder().join(EFFECTS);
    target.prepare("")?;
    files::write(target, EFFECTS, Format::Csv, |text| {
        let mut rows = Rows::begin(text, &path, &columns_by_point(points))?;
        for point in 0..points.points().len() {
            for one in draw_effects::effects_at(points, point, store)? {
                sweep_tables::write_cells_of_point(points, point, &mut rows)?;
                write_row(points, source, &one, &mut rows)?;
            }
        }
        rows.end("no two arms have a draw with cohorts")
    })
}

/// Its columns by point.
#[must_use]
pub fn columns_by_point(points: &Points) -> Vec<Column> {
    sweep_tables::columns_of_point(points).into_iter().chain(columns(points)).collect()
}

/// Its columns.
#[must_use]
pub fn columns(points: &Points) -> Vec<Column> {
    let names = || points.base().arms.iter().map(|(name, _)| name.to_owned());
    let share = |name, about| Column::number(name, "share", about);
    vec![
        Column::text("arm_a", "The reference arm.").of(names()),
        Column::text("arm_b", "The arm compared with it.").of(names()),
        cohorts::cohort(),
        cohorts::outcome().of(Cell::all().into_iter().map(|cell| cell.names()[1])),
        Column::text("unit", "The unit of the effect."),
        Column::text("source", "Where the parameters are drawn from."),
        Column::count("draws", "", "Draws in which some future has a value in both arms."),
        Column::count("n", "", "Futures that have a value in both arms, over all draws."),
        Column::number("people", "people", "People followed under arm_a, median over draws; empty for cost."),
        Column::number("a", "", "Median over draws of arm_a, in the unit of the row."),
        Column::number("b", "", "Median over draws of arm_b, in the unit of the row."),
        Column::number("effect", "", "Median over draws of a draw's effect: the mean of b - a over its futures."),
        Column::number("q05", "", "The effect that 5 % of draws are below."),
        Column::number("q95", "", "The effect that 5 % of draws are above."),
        Column::number("sd", "", "Standard deviation of those who live under arm_a at the end, median over draws."),
        Column::number("effect_in_sd", "sd", "Median over draws of effect / sd of the same draw; of indices alone."),
        Column::number("effect_in_sd_q05", "sd", "5 % of draws are below."),
        Column::number("effect_in_sd_q95", "sd", "5 % of draws are above."),
        Column::number(
            "smallest",
            "",
            "Smallest effect that matters, median over draws: 0.05 sd, 0.1 of staff, 1 % of cost.",
        ),
        Column::count("judged", "", "Draws that have a smallest effect as well: shares are of these."),
        share("better", "Share of draws in which arm_b is better by at least the smallest effect of the draw."),
        share("worse", "Share of draws in which arm_b is worse by at least that."),
        share("inside", "Share of draws in which the effect is smaller."),
        Column::text("verdict", "Of arm_b against arm_a by draws; none where no smallest effect is declared.")
            .of(Verdict::ALL.map(Verdict::words).into_iter().chain([NONE])),
    ]
    .into_iter()
    .chain(intervals("draws"))
    .collect()
}

/// The unit of what is compared.
fn unit(points: &Points, cell: Cell) -> String {
    match cell {
        Cell::Cohort(_, outcome) => unit_of_cohorts(outcome).to_owned(),
        Cell::Cost | Cell::CostOnEqualPayment => {
            let unit = position("public_cost").map_or("", |cost| OUTCOMES[cost].unit);
            Money::of(&points.base().costs).unit_at_prices(unit).to_string()
        }
    }
}

fn write_row(points: &Points, source: &str, one: &DrawEffect, rows: &mut Rows) -> Result<(), Error> {
    let names: Vec<&str> = points.base().arms.iter().map(|(name, _)| name).collect();
    let ([a, b], [cohort, outcome]) = (one.arms, one.cell.names());
    rows.words(&[names[a], names[b], cohort, outcome, &unit(points, one.cell), source])?;
    rows.numbers(&[one.estimate.n as f64, one.futures as f64, one.people, one.levels[0], one.levels[1]])?;
    rows.numbers(&[one.estimate.value, one.estimate.low, one.estimate.high, one.sd])?;
    rows.numbers(&[one.in_sd.value, one.in_sd.low, one.in_sd.high, one.smallest])?;
    let of = |shares: Shares| [shares.pairs as f64, shares.better, shares.worse, shares.inside];
    rows.numbers(&one.shares.map_or([f64::NAN; 4], of))?;
    rows.word(one.shares.map_or(NONE, |shares| shares.verdict().words()))?;
    write_intervals(one.shares.as_ref(), rows)?;
    rows.end_row()
}
