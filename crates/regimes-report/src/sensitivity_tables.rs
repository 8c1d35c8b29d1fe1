//! The table of a sensitivity analysis: a row an arm, outcome, factor and index, the factor that matters most first.
//!
//! The columns are the same whatever the method; an index of two factors names both.

use crate::error::Error;
use crate::files::{self, Format, Target, WrittenFile};
use crate::money::Money;
use crate::table::{Column, Rows};
use regimes_model::model::outcomes::OUTCOMES;
use regimes_model::units::MISSING;
use regimes_study::experiment::axes::Values;
use regimes_study::experiment::points::Points;
use regimes_study::experiment::sensitivity::{Analysed, Design, FIRST, INDICES, Index, METHODS};
use regimes_study::statistics::Estimate;

/// Its name.
pub const SENSITIVITY: &str = "sensitivity.csv";

/// The unit of an index that is none of the outcome's.
const SHARE: &str = "share";

/// Writes the table.
///
/// # Errors
/// If the disk refuses.
pub fn write(target: Target, points: &Points, design: &Design, all: &[Analysed]) -> Result<WrittenFile, Error> {
    let path = target.folder().join(SENSITIVITY);
    target.prepare("")?;
    files::write(target, SENSITIVITY, Format::Csv, |text| {
        let mut rows = Rows::begin(text, &path, &columns(points))?;
        for one in all {
            for (rank, group) in one.order().into_iter().enumerate() {
                let rank = if one.weight(group).value.is_nan() { MISSING } else { (rank + 1) as f64 };
                for (index, estimate) in one.of_group(group) {
                    let row = Row { index, rank, groups: [Some(group), None], estimate };
                    write_row(points, design, one, &row, &mut rows)?;
                }
            }
            for pair in one.pairs() {
                let groups = pair.factors.map(Some);
                let row = Row { index: Index::Second, rank: MISSING, groups, estimate: pair.index };
                write_row(points, design, one, &row, &mut rows)?;
            }
        }
        rows.end("there is no factor")
    })
}

/// Its columns.
#[must_use]
pub fn columns(points: &Points) -> Vec<Column> {
    let names = || points.base().arms.iter().map(|(name, _)| name.to_owned());
    let among_first = format!(
        "mu, mu_star, sigma: mean effect on the difference of a move over the whole range, mean size of these effects, \
         their standard deviation. first, total, second: share of the variance of the difference due to the factor alone, \
         alone and with others, with the second factor beyond each alone. among_first: share of resamples in which the \
         factor is among the first {FIRST}."
    );
    let index = Column { about: among_first.into(), ..Column::text("index", "") };
    vec![
        Column::text("arm_a", "The reference arm.").of(names().take(1)),
        Column::text("arm_b", "The arm compared with it.").of(names().skip(1)),
        Column::text("outcome", "Name of the outcome.").of(points.outcomes().iter().map(|n| OUTCOMES[*n].name)),
        Column::text("method", "The method.").of(METHODS.map(|(name, _)| name)),
        Column::text("source", "Where the ends of the factors come from."),
        Column::count("rank", "", "1 is the factor that matters most, by mu_star or total; empty for pairs."),
        Column::text("factor", "The path of the parameter, or the name of a group that moves at once."),
        Column::text("factor_2", "The other factor of a pair; empty elsewhere."),
        Column::number("low", "", "The lower end of the factor's range; empty for groups and pairs."),
        Column::number("high", "", "The upper end of the factor's range; empty for groups and pairs."),
        index.of(INDICES.map(|(name, _)| name)),
        Column::text("unit", "Unit of the value: that of the outcome, or a share."),
        Column::count("n", "", "Effects (morris) or base points (sobol) that the value rests on."),
        Column::number("value", "", "The index; empty where none can be told."),
        Column::number("q05", "", "5 % of resamples of trajectories or base points lie below."),
        Column::number("q95", "", "95 % of resamples of trajectories or base points lie below."),
    ]
}

/// An index of a group, or of a pair of groups.
struct Row {
    index: Index,
    rank: f64,
    groups: [Option<usize>; 2],
    estimate: Estimate,
}

fn write_row(points: &Points, design: &Design, one: &Analysed, row: &Row, rows: &mut Rows) -> Result<(), Error> {
    let arms: Vec<&str> = points.base().arms.iter().map(|(name, _)| name).collect();
    let outcome = &OUTCOMES[points.outcomes()[one.outcome]];
    let name = |group: Option<usize>| group.map_or("", |group| design.groups[group].name.as_str());
    let unit = Money::of(&points.base().costs).unit(outcome.unit);
    let unit = if row.index.has_unit_of_outcome() { &*unit } else { SHARE };
    rows.words(&[arms[0], arms[one.arm], outcome.name, design.method().name(), design.source])?;
    rows.number(row.rank)?;
    rows.words(&[name(row.groups[0]), name(row.groups[1])])?;
    rows.numbers(&ends(design, row.groups))?;
    rows.words(&[row.index.name(), unit])?;
    let Estimate { value, low, high, n, .. } = row.estimate;
    rows.numbers(&[n as f64, value, low, high])?;
    rows.end_row()
}

/// The ends of a factor that stands alone.
fn ends(design: &Design, groups: [Option<usize>; 2]) -> [f64; 2] {
    let [Some(group), None] = groups else { return [MISSING; 2] };
    match design.groups[group].alone().map(|factor| &design.axes[factor].values) {
        Some(Values::Range { low, high, .. }) => [*low, *high],
        _ => [MISSING; 2],
    }
}
