//! The table of a sweep: a row a point, arm and outcome, with the arm's paired difference to the reference.

use crate::declared::Declaration;
use crate::error::Error;
use crate::files::{self, Format, Target, WrittenFile};
use crate::money::Money;
use crate::table::{Column, Kind, Rows};
use regimes_model::model::outcomes::{OUTCOMES, Outcome};
use regimes_scenario::overrides::Override;
use regimes_study::experiment::points::{AtPoint, Points};
use regimes_study::study::store::{Refused, Store};
use std::collections::BTreeSet;

/// Its name.
pub const POINTS: &str = "points.csv";

/// Whole, in part, or not at all.
const STATUS: [&str; 3] = ["done", "in part", "failed"];

/// Writes the table; each point is read when it is written.
///
/// # Errors
/// If the store or the disk refuses.
pub fn write(target: Target, points: &Points, store: &dyn Store) -> Result<WrittenFile, Error> {
    let path = target.folder().join(POINTS);
    target.prepare("")?;
    files::write(target, POINTS, Format::Csv, |text| {
        let mut rows = Rows::begin(text, &path, &columns(points))?;
        for point in 0..points.points().len() {
            write_point(points, &at(points, point, store)?, &mut rows)?;
        }
        rows.end("there is no point")
    })
}

fn at(points: &Points, point: usize, store: &dyn Store) -> Result<AtPoint, Refused> {
    regimes_study::experiment::points::at_point(points, point, store)
}

/// The paths that are set at some point, in the order in which they first come.
pub(crate) fn paths(points: &Points) -> Vec<&str> {
    let mut known = BTreeSet::new();
    points.points().iter().flatten().map(Override::path).filter(|path| known.insert(*path)).collect()
}

/// What varies at a path: numbers where all points have one there, or else words.
fn column_of(points: &Points, path: &str) -> Column {
    let declared = Declaration::of(points.base(), path);
    let about = if declared.about.is_empty() { "What is set at the point.".to_owned() } else { declared.about };
    let values = || points.points().iter().flatten().filter(|one| one.path() == path).map(Override::value);
    let is_number = values().all(|value| value.parse().is_ok_and(f64::is_finite));
    let made = Column::made(path.to_owned(), declared.unit.into(), about);
    if is_number { made } else { Column { kind: Kind::Text, ..made } }
}

/// The columns that say which point a row is of.
pub(crate) fn columns_of_point(points: &Points) -> Vec<Column> {
    let number = Column::count("point_id", "", "Number of the point, from 0.");
    std::iter::once(number).chain(paths(points).into_iter().map(|path| column_of(points, path))).collect()
}

/// Their cells.
pub(crate) fn write_cells_of_point(points: &Points, point: usize, rows: &mut Rows) -> Result<(), Error> {
    let set = |path: &str| {
        let mut here = points.points()[point].iter().rev();
        here.find(|one| one.path() == path).map_or("", Override::value)
    };
    rows.word(&point.to_string())?;
    paths(points).into_iter().try_for_each(|path| rows.word(set(path)))
}

/// Its columns.
#[must_use]
pub fn columns(points: &Points) -> Vec<Column> {
    let mut columns = columns_of_point(points);
    let unit = "unit of the outcome";
    let names = || points.base().arms.iter().map(|(name, _)| name.to_owned());
    columns.extend([
        Column::text("status", "Whether all replicates of the point are whole.").of(STATUS),
        Column::text("error", "Why the first replicate failed that did."),
        Column::text("arm_a", "The reference arm.").of(names().take(1)),
        Column::text("arm_b", "The arm compared with it; empty where there is none.").of(names().skip(1)),
        Column::text("outcome", "Name of the outcome.").of(points.outcomes().iter().map(|n| OUTCOMES[*n].name)),
        Column::text("unit", "Unit of the outcome."),
        Column::count("n", "", "Pairs that have a value."),
        Column::number("a", unit, "Median of arm_a over the horizon."),
        Column::number("b", unit, "Median of arm_b over the horizon."),
        Column::number("difference", unit, "Median of b - a, pair by pair on the same luck."),
        Column::number("q05", unit, "5 % of the pairs lie below."),
        Column::number("q25", unit, "25 % of the pairs lie below."),
        Column::number("q75", unit, "75 % of the pairs lie below."),
        Column::number("q95", unit, "95 % of the pairs lie below."),
        Column::number("mcse", unit, "Monte-Carlo standard error of the difference."),
        Column::count("higher", "", "Pairs in which arm_b is higher."),
        Column::count("lower", "", "Pairs in which arm_b is lower."),
    ]);
    columns
}

fn write_point(points: &Points, at: &AtPoint, rows: &mut Rows) -> Result<(), Error> {
    let arms: Vec<&str> = points.base().arms.iter().map(|(name, _)| name).collect();
    let status = match (at.whole, at.failure.is_some()) {
        (_, false) => STATUS[0],
        (1.., true) => STATUS[1],
        (0, true) => STATUS[2],
    };
    let money = Money::of(&points.base().costs);
    let others: Vec<usize> = if arms.len() > 1 { (1..arms.len()).collect() } else { vec![0] };
    for arm in others {
        for (column, outcome) in points.outcomes().iter().map(|n| &OUTCOMES[*n]).enumerate() {
            write_cells_of_point(points, at.point, rows)?;
            rows.words(&[status, at.failure.as_deref().unwrap_or_default(), arms[0]])?;
            rows.words(&[if arm > 0 { arms[arm] } else { "" }, outcome.name, &money.unit(outcome.unit)])?;
            write_numbers(at, (arm, column), rows)?;
            rows.end_row()?;
        }
    }
    Ok(())
}

fn write_numbers(at: &AtPoint, (arm, column): (usize, usize), rows: &mut Rows) -> Result<(), Error> {
    let first = at.medians[0][column];
    let Some(paired) = arm.checked_sub(1).map(|other| &at.differences[other][column]) else {
        rows.number(at.whole as f64)?;
        rows.number(first)?;
        return rows.numbers(&[f64::NAN; 9]);
    };
    let difference = &paired.difference;
    rows.number(difference.n as f64)?;
    rows.numbers(&[first, at.medians[arm][column]])?;
    let [_, lower, _, upper, _] = at.quantiles[arm - 1][column];
    rows.numbers(&[difference.value, difference.low, lower, upper, difference.high, difference.mcse])?;
    rows.numbers(&[paired.above as f64, paired.below as f64])
}

/// What a sweep says of one outcome under an arm.
pub struct Span {
    /// Number of the arm.
    pub arm: usize,
    /// The outcome.
    pub outcome: &'static Outcome,
    /// The lowest and the highest median difference, each with the number of its point; none where no point has one.
    pub ends: Option<[(usize, f64); 2]>,
    /// Points at which nine in ten pairs agree that it is higher.
    pub higher: usize,
    /// Points at which nine in ten pairs agree that it is lower.
    pub lower: usize,
    /// Points that have a difference.
    pub points: usize,
}

/// What a sweep says of each outcome under each arm but the first; and the points that failed, in whole or in part.
///
/// # Errors
/// If the store refuses.
pub fn spans(points: &Points, store: &dyn Store) -> Result<(Vec<Span>, usize), Error> {
    let mut spans: Vec<Span> = Vec::new();
    for arm in 1..points.base().arms.len() {
        let span = |n: &usize| Span { arm, outcome: &OUTCOMES[*n], ends: None, higher: 0, lower: 0, points: 0 };
        spans.extend(points.outcomes().iter().map(span));
    }
    let mut failed = 0;
    for point in 0..points.points().len() {
        let at = at(points, point, store)?;
        failed += usize::from(at.failure.is_some());
        for (span, paired) in spans.iter_mut().zip(at.differences.iter().flatten()) {
            let value = paired.difference.value;
            if value.is_nan() {
                continue;
            }
            let [low, high] = span.ends.get_or_insert([(point, value); 2]);
            *low = if value < low.1 { (point, value) } else { *low };
            *high = if value > high.1 { (point, value) } else { *high };
            span.points += 1;
            span.higher += usize::from(crate::findings::is_nearly_all(paired.above, paired.difference.n));
            span.lower += usize::from(crate::findings::is_nearly_all(paired.below, paired.difference.n));
        }
    }
    Ok((spans, failed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_model::parallel::Width;
    use regimes_study::simulation::control::unattended;
    use regimes_study::study::runner;
    use regimes_study::study::store::Memory;

    #[test]
    fn a_point_has_a_row_an_arm_and_outcome_and_spans_follow_from_the_rows() {
        let sets = regimes_scenario::overrides::read(&["horizon_weeks=60", "burn_in_weeks=4", "replicates=2"]);
        let set = |value: &str| vec![Override::literal("patterns.personal_variation", value)];
        let points = Points::of("tiny", sets, vec![set("0.1"), set("0.4")], vec![0, 1]).unwrap();
        let store = Memory::default();
        runner::perform(&points, Width::Wide, &store, &unattended(), &|_| {}).unwrap();
        let folder = tempfile::tempdir().unwrap();
        write(Target::Folder(folder.path()), &points, &store).unwrap();
        let text = std::fs::read_to_string(folder.path().join(POINTS)).unwrap();
        let others = points.base().arms.len() - 1;
        assert_eq!(text.lines().count(), 1 + 2 * others * 2);
        assert!(text.starts_with("point_id,patterns.personal_variation,status,error,arm_a,arm_b,outcome,unit,n,a,b,"));
        let (spans, failed) = spans(&points, &store).unwrap();
        assert_eq!((spans.len(), failed, spans[0].points), (2 * others, 0, 2));
        let [low, high] = spans[0].ends.unwrap();
        assert!(low.1 <= high.1);
    }
}
