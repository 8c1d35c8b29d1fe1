//! How far people and staff differ from each other under the first arm, and from it the smallest effect that matters.

use crate::experiment::cohort_cells::Cell;
use crate::simulation::trace::{COHORTS, Trace};
use crate::statistics::effects::{SMALLEST_COST, SMALLEST_SD, SMALLEST_SD_STAFF};
use regimes_model::units::MISSING;

/// Outcomes that are indices of people or of staff: their cohort, and which part of its standard deviation matters.
const INDICES: [(&str, &str, f64); COLUMNS] =
    [("flourishing", COHORTS[0], SMALLEST_SD), ("staff_wellbeing", COHORTS[COHORTS.len() - 1], SMALLEST_SD_STAFF)];
/// What services and crises cost.
const COST: &str = "public_cost";
/// Numbers of a run that is followed.
pub const COLUMNS: usize = 2;

/// The standard deviations of a run that is followed; its fault, if it has one.
///
/// # Errors
/// The fault of the run.
pub fn of(traces: &[Trace]) -> Result<Vec<f64>, String> {
    let Some(trace) = traces.first() else { return Ok(vec![MISSING; COLUMNS]) };
    if let Some(fault) = &trace.error {
        return Err(fault.to_string());
    }
    let sd = |(outcome, cohort, _): &(&str, &str, f64)| {
        let row = trace.cohorts.iter().find(|row| row.cohort == *cohort && row.outcome == *outcome);
        row.map_or(MISSING, |row| row.sd)
    };
    Ok(INDICES.iter().map(sd).collect())
}

/// The same standard deviations, from the numbers that a study of points keeps of the cohorts of a run.
#[must_use]
pub fn of_cells(numbers: &[f64]) -> Vec<f64> {
    INDICES.iter().map(|(outcome, cohort, _)| Cell::Cohort(cohort, outcome).read(numbers)[2]).collect()
}

/// The smallest effect on an outcome that matters, from the standard deviations of a future and the level of the first
/// arm; missing where none is declared.
#[must_use]
pub fn smallest(outcome: &str, spread: &[f64], level: f64) -> f64 {
    let index = INDICES.iter().zip(spread).find(|((name, ..), _)| *name == outcome);
    match index {
        Some(((.., part), sd)) => part * sd,
        None if outcome == COST => SMALLEST_COST * level,
        None => MISSING,
    }
}
