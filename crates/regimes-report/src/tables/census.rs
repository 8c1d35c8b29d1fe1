//! `census.csv`: what services do under the status quo at the end of the burn-in, beside published figures.

use crate::error::Error;
use crate::observed::Observed;
use crate::table::{Column, Rows};
use crate::tables::declaration::Table;
use regimes_model::units::MISSING;
use regimes_study::simulation::census::service_targets::{TARGETS, Target};
use regimes_study::simulation::trace::CensusRow;
use regimes_study::statistics;

/// The table.
pub const TABLE: Table = Table {
    name: "census",
    about: |observed| {
        format!(
            "What services do under the status quo in the last year of the burn-in, beside published figures: one census a \
             replicate, before any arm begins. {}",
            sentence(&figures(observed))
        )
    },
    columns: |_| columns(),
    fill,
    absent: |observed| figures(observed).is_empty().then(|| "no run holds a census of its status quo".to_owned()),
};

/// A figure of the census over all replicates.
pub struct Figure {
    /// What it is compared with.
    pub target: &'static Target,
    /// Its value in each replicate; missing where that does not show it.
    pub values: Vec<f64>,
    /// Their median.
    pub median: f64,
}

impl Figure {
    /// Whether its median is out of a published range.
    #[must_use]
    pub fn misses(&self) -> bool {
        self.target.holds(self.median) == Some(false)
    }
}

/// All figures of the census that some replicate shows.
#[must_use]
pub fn figures(observed: &Observed) -> Vec<Figure> {
    let rows: Vec<_> = observed.all_runs().filter(|run| run.arm == 0).map(|run| observed.census(run)).collect();
    let figure = |target: &'static Target| {
        let of = |census: &Vec<CensusRow>| census.iter().find(|row| row.target == target.id).map(|row| row.value);
        let values: Vec<f64> = rows.iter().map(|census| of(census).unwrap_or(MISSING)).collect();
        let median = statistics::quantile(&statistics::ascending(&values), 0.5);
        (!median.is_nan()).then_some(Figure { target, values, median })
    };
    TARGETS.iter().filter_map(figure).collect()
}

/// How many of the published figures the status quo misses.
#[must_use]
pub fn sentence(figures: &[Figure]) -> String {
    let judged = figures.iter().filter(|figure| figure.target.range.is_some()).count();
    let missed = figures.iter().filter(|figure| figure.misses()).count();
    format!("The status quo misses {missed} of {judged} published figures of services.")
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("target", "The row of the register that it is compared with.").of(TARGETS.iter().map(|t| t.id)),
        Column::text("what", "What is counted."),
        Column::text("kind", "Of which services, or of whom."),
        Column::text("unit", "The unit of the values."),
        Column::count("n", "replicate", "Replicates that show it."),
        Column::number("median", "", "Median over the replicates, in the unit of the row."),
        Column::number("lowest", "", "Lowest value of a replicate."),
        Column::number("highest", "", "Highest value of a replicate."),
        Column::number("from", "", "Lower end of the published range; empty where there is none."),
        Column::number("to", "", "Upper end of the published range; empty where there is none."),
        Column::text("within", "Whether the median lies in the range.").of(["yes", "no", "no range"]),
        Column::text("used", "What the register does with the figure."),
        Column::text("source", "Where the range comes from: a source or an assumption of the register."),
        Column::text("values", "The value of each replicate, in order; a dash where it has none."),
    ]
}

/// The cell of the values of all replicates, read back.
#[must_use]
pub fn values_of(cell: &str) -> Option<Vec<f64>> {
    let value = |text: &str| if text == NO_VALUE { Some(MISSING) } else { text.parse().ok() };
    cell.split(' ').map(value).collect()
}

/// What stands for a missing value among others.
const NO_VALUE: &str = "-";

fn in_a_list(value: f64) -> String {
    if value.is_nan() { NO_VALUE.to_owned() } else { value.to_string() }
}

fn fill(observed: &Observed, rows: &mut Rows) -> Result<(), Error> {
    for figure in figures(observed) {
        let target = figure.target;
        let (from, to) = target.range.unwrap_or((MISSING, MISSING));
        let sorted = statistics::ascending(&figure.values);
        let within = match target.holds(figure.median) {
            Some(true) => "yes",
            Some(false) => "no",
            None => "no range",
        };
        let values: Vec<String> = figure.values.iter().map(|&value| in_a_list(value)).collect();
        rows.words(&[target.id, target.what, target.kind, &observed.record.money.unit(target.unit)])?;
        let [lowest, highest] = [0.0, 1.0].map(|level| statistics::quantile(&sorted, level));
        rows.numbers(&[sorted.len() as f64, figure.median, lowest, highest, from, to])?;
        rows.words(&[within, target.used, target.source, &values.join(" ")])?;
        rows.end_row()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_in_a_cell_are_read_as_they_were_written() {
        let values = [0.25, MISSING, 19.0];
        let cell = values.map(in_a_list).join(" ");
        assert_eq!(cell, "0.25 - 19");
        let read = values_of(&cell).unwrap();
        assert!(read[1].is_nan() && (read[0], read[2]) == (0.25, 19.0));
        assert_eq!(values_of("0.25 x"), None);
    }
}
