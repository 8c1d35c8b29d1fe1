//! `summary.csv`: each outcome by arm and week, summarised over replicates.

use crate::error::Error;
use crate::observed::Observed;
use crate::table::{Column, Rows};
use crate::tables::columns::{self, DATE, WEEK};
use crate::tables::declaration::Table;
use crate::tables::timeseries;
use regimes_study::statistics::Summary;
use std::collections::BTreeSet;
use std::ops::Range;

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
        columns::scenario(observed),
        columns::arm(observed),
        columns::point(observed),
        WEEK,
        DATE,
        columns::outcome(observed),
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
    let dates = timeseries::dated_weeks(observed);
    let record = observed.record;
    for (arm, name) in record.arms.iter().enumerate() {
        let step = Observed::weeks_at_a_time(observed.runs(arm).len());
        for from in (0..observed.weeks()).step_by(step) {
            let weeks = from..(from + step).min(observed.weeks());
            // Outcome by outcome as they are read, and week by week as they are written.
            let columns = 0..record.outcomes.len();
            let summaries: Vec<Vec<Summary>> =
                columns.map(|column| by_week(observed, arm, column, weeks.clone())).collect();
            for week in weeks {
                let (number, date) = &dates[week];
                for (outcome, summaries) in record.outcomes.iter().zip(&summaries) {
                    let summary = &summaries[week - from];
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
    }
    Ok(())
}

/// An outcome of an arm in each of some weeks, over replicates.
fn by_week(observed: &Observed, arm: usize, column: usize, weeks: Range<usize>) -> Vec<Summary> {
    let runs = observed.runs(arm);
    let mut values = vec![Vec::with_capacity(runs.len()); weeks.len()];
    for run in runs {
        let window = observed.window(*run, column, weeks.clone());
        window.values.into_iter().zip(&mut values).for_each(|(value, values)| values.push(value));
    }
    values.iter().map(|values| Summary::of(values)).collect()
}
