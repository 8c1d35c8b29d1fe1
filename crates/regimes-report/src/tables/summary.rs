//! `summary.csv`: each outcome by arm and week, summarised over replicates.

use super::{DATE, Table, WEEK};
use crate::error::Error;
use crate::observed::Observed;
use crate::table::{Column, Rows};
use regimes_study::statistics::Summary;
use std::collections::BTreeSet;

/// The table.
pub const TABLE: Table = Table {
    name: "summary",
    about: |_| {
        "Each outcome by arm and week over simulated futures. Quantiles are type 7, as in R and NumPy; \
            they show variability between futures, mcse the Monte-Carlo error of the mean."
            .to_owned()
    },
    columns,
    fill,
    absent: |_| None,
};

fn columns(observed: &Observed) -> Vec<Column> {
    let mut columns = vec![
        super::scenario(observed),
        super::arm(observed),
        super::point(observed),
        WEEK,
        DATE,
        super::outcome(observed),
    ];
    let units: BTreeSet<_> = observed.record.outcomes.iter().map(|o| observed.record.money.unit(o.unit)).collect();
    columns.push(Column::text("unit", "Unit of the outcome; all numbers of the row but n are in it.").of(units));
    columns.push(Column::count("n", "", "Runs that have a value."));
    columns.push(Column::number("mean", "", "Mean over runs."));
    columns.push(Column::number("sd", "", "Standard deviation over runs."));
    columns.push(Column::number("mcse", "", "Monte-Carlo standard error of the mean."));
    columns.push(Column::number("q05", "", "5 % of simulated runs lie below."));
    columns.push(Column::number("q25", "", "25 % of simulated runs lie below."));
    columns.push(Column::number("q50", "", "Median over runs."));
    columns.push(Column::number("q75", "", "75 % of simulated runs lie below."));
    columns.push(Column::number("q95", "", "95 % of simulated runs lie below."));
    columns
}

fn fill(observed: &Observed, rows: &mut Rows) -> Result<(), Error> {
    let weeks = super::timeseries::dated_weeks(observed);
    let record = observed.record;
    for (arm, name) in record.arms.iter().enumerate() {
        for (week, (number, date)) in weeks.iter().enumerate() {
            for (column, outcome) in record.outcomes.iter().enumerate() {
                let summary = week_of(observed, arm, week, column);
                let words = [&record.scenario, &name.name, &record.point, number, date];
                rows.words(&words.map(String::as_str))?;
                rows.words(&[outcome.name, &record.money.unit(outcome.unit)])?;
                rows.number(summary.n as f64)?;
                rows.numbers(&[summary.mean, summary.sd, summary.mcse])?;
                rows.numbers(&summary.quantiles)?;
                rows.end_row()?;
            }
        }
    }
    Ok(())
}

/// An outcome of an arm in a week, over replicates.
#[must_use]
pub fn week_of(observed: &Observed, arm: usize, week: usize, column: usize) -> Summary {
    let runs = observed.runs(arm).iter();
    let values: Vec<f64> = runs.map(|run| observed.value(run, week, column)).collect();
    Summary::of(&values)
}
