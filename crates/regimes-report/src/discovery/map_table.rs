//! The table of a map: a row a cell and outcome.

use crate::datapackage::{self, Package, Resource};
use crate::discovery::subject::MapSubject;
use crate::error::Error;
use crate::files::{Target, WrittenFile};
use crate::sweep_tables;
use crate::table::{self, Column, Rows};
use regimes_study::experiment::discovery::wins::Winner;
use regimes_study::program;
use std::collections::BTreeSet;

/// Its name.
pub const MAP: &str = "wins_map.csv";

/// Writes it, with what describes it and the table of points.
///
/// # Errors
/// If the disk refuses.
pub fn write(target: Target, subject: &MapSubject) -> Result<Vec<WrittenFile>, Error> {
    target.prepare("")?;
    let table = table::write(target, MAP, &columns(subject), "the map has no cell", |rows| fill(subject, rows))?;
    Ok(vec![table, describe(target, subject)?])
}

/// The columns.
#[must_use]
pub fn columns(subject: &MapSubject) -> Vec<Column> {
    let gain = |name, about| Column::number(name, "unit of the outcome", about);
    let arms = || subject.arms().into_iter().map(str::to_owned);
    let axis = |name: &'static str, place: usize| {
        let axis = &subject.axes[place];
        let declared = subject.declared(axis);
        Column::made(name.to_owned(), declared.unit.into(), format!("{}: {}", axis.name, declared.about))
    };
    let path = |name, place: usize, about| Column::text(name, about).of([subject.axes[place].name.clone()]);
    let winners = Winner::ALL.map(|winner| subject.winner(winner).into_owned());
    let measures: BTreeSet<&'static str> = subject.map.layers.iter().map(|layer| layer.measure.names()[0]).collect();
    vec![
        Column::count("point_id", "", "Number of the cell, as in points.csv."),
        path("path_x", 0, "What is varied across."),
        axis("x", 0),
        path("path_y", 1, "What is varied upwards."),
        axis("y", 1),
        Column::text("arm_a", "The first arm.").of(arms().take(1)),
        Column::text("arm_b", "The second arm.").of(arms().skip(1)),
        Column::text("outcome", "Name of the outcome; that of the first rows decides the map.").of(measures),
        Column::text("cohort", "The cohort that it is of, at the end of the horizon; empty: all residents, over the horizon."),
        Column::text("unit", "Unit of the outcome."),
        Column::count("n", "", "Futures of the cell that have a value in both arms."),
        gain("gain_alone", "Mean over these of what arm_b gains on arm_a: the difference, above 0 where arm_b is better."),
        gain("gain", "The same, smoothed over neighbouring cells."),
        gain("low", "Lower end of the 90 % interval of the smoothed gain; empty where too little is known."),
        gain("high", "Upper end of that interval."),
        gain(
            "smallest",
            "The smallest gain that matters: 0.05 sd of residents, 0.1 sd of staff, 1 % of cost, under arm_a, or as asked \
             for; empty where none is declared.",
        ),
        Column::number("width", "cell", "Width of the circle over which gains are smoothed; empty where they are not."),
        Column::text(
            "winner",
            "Who wins: the interval lies at or beyond the smallest gain on the side of that arm; no difference: within it on \
             both sides; undecided: anything else.",
        )
        .of(winners),
    ]
}

fn fill(subject: &MapSubject, rows: &mut Rows) -> Result<(), Error> {
    let [x, y] = subject.axes;
    let arms = subject.arms();
    for layer in &subject.map.layers {
        let [outcome, cohort] = layer.measure.names();
        for (number, cell) in layer.cells.iter().enumerate() {
            rows.word(&number.to_string())?;
            rows.word(&x.name)?;
            rows.number(x.values[number / y.values.len()])?;
            rows.word(&y.name)?;
            rows.number(y.values[number % y.values.len()])?;
            rows.words(&[arms[0], arms[1], outcome, cohort, &subject.unit(layer.measure)])?;
            rows.numbers(&[
                cell.futures as f64,
                cell.own,
                cell.gain.value,
                cell.gain.low,
                cell.gain.high,
                cell.smallest,
            ])?;
            rows.number(layer.width.unwrap_or(f64::NAN))?;
            rows.word(&subject.winner(cell.winner))?;
            rows.end_row()?;
        }
    }
    Ok(())
}

fn describe(target: Target, subject: &MapSubject) -> Result<WrittenFile, Error> {
    let resources = [
        Resource {
            name: "wins_map",
            path: MAP.to_owned(),
            title: "A row an outcome and cell: what one arm gains on the other, and who wins.".to_owned(),
            columns: columns(subject),
        },
        Resource {
            name: "points",
            path: sweep_tables::POINTS.to_owned(),
            title: "A row a cell and outcome: the paired difference between arms, over the horizon.".to_owned(),
            columns: sweep_tables::columns(subject.points),
        },
    ];
    let base = subject.points.base();
    let package = Package {
        name: &format!("{}-discover", base.name),
        title: &format!("Where each of {} wins in `{}`: {}", subject.arms().join(" and "), base.name, base.about),
        version: program::VERSION,
        money: &subject.money(),
    };
    datapackage::write(target, &datapackage::of_resources(&package, &resources))
}
