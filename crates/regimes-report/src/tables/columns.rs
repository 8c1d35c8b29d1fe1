//! Columns that several tables share, and the cells that say which run a row is of.

use crate::error::Error;
use crate::observed::{Observed, Run};
use crate::table::{Column, Rows};

/// The column of arms, with their names.
#[must_use]
pub fn arm(observed: &Observed) -> Column {
    ARM.of(observed.record.arms.iter().map(|arm| arm.name.clone()))
}

/// The column of the scenario, with its name.
#[must_use]
pub fn scenario(observed: &Observed) -> Column {
    SCENARIO.of([observed.record.scenario.clone()])
}

/// The column of the point, with its name.
#[must_use]
pub fn point(observed: &Observed) -> Column {
    POINT_ID.of([observed.record.point.clone()])
}

/// The column of outcomes, with their names.
#[must_use]
pub fn outcome(observed: &Observed) -> Column {
    OUTCOME.of(observed.record.outcomes.iter().map(|outcome| outcome.name))
}

/// Columns that say which run a row is of: [`identify`] fills them.
#[must_use]
pub fn identity(observed: &Observed) -> Vec<Column> {
    vec![RUN_ID, scenario(observed), arm(observed), point(observed), PAIR_ID, REPLICATE, SEED]
}

/// Writes the seven cells that say which run a row is of.
///
/// # Errors
/// If the disk refuses.
pub fn identify(observed: &Observed, run: Run, rows: &mut Rows) -> Result<(), Error> {
    let record = observed.record;
    let (replicate, seed) = (run.replicate.to_string(), record.seed.to_string());
    let arm = &record.arms[run.arm].name;
    let (id, pair) = (observed.run_id(run), Observed::pair_id(run));
    rows.words(&[&id, &record.scenario, arm, &record.point, &pair, &replicate, &seed])
}

/// The run.
pub const RUN_ID: Column = Column::text("run_id", "Arm and replicate, such as npm-0007.");
const SCENARIO: Column = Column::text("scenario", "Name of the scenario.");
const ARM: Column = Column::text("arm", "Name of the arm.");
const POINT_ID: Column = Column::text("point_id", "Point of the design; base where nothing is varied.");
/// The pair of runs.
pub const PAIR_ID: Column = Column::text("pair_id", "Runs of the same pair met the same luck.");
const REPLICATE: Column = Column::count("replicate", "", "Number of the replicate, from 0.");
const SEED: Column = Column::text(
    "seed",
    "Seed; with the replicate it fixes every draw. A whole number up to 2^64 - 1, to be read as text: above 2^53 a real \
     number loses its last digits.",
);
/// The week.
pub const WEEK: Column = Column::count("week", "week", "Week after the burn-in, from 0.");
/// The date of the week.
pub const DATE: Column = Column::date("date", "First day of the week.");
/// The outcome.
pub const OUTCOME: Column = Column::text("outcome", "Name of the outcome.");
