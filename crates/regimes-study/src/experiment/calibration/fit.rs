//! A whole fit of one status quo: waves, and the points that are left.

use crate::experiment::calibration::ensemble::{Choice, Ensemble};
use crate::experiment::calibration::filter::Filter;
use crate::experiment::calibration::goal::Goal;
use crate::experiment::calibration::matched::Matched;
use crate::experiment::calibration::matching::{Model, Problem, matched};
use crate::experiment::calibration::plan::Plan;
use crate::study::runner::Halt;

/// What a fit found.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The preset of the status quo.
    pub status_quo: String,
    /// All that was run.
    pub matched: Matched,
    /// The points on which experiments are run.
    pub ensemble: Ensemble,
    /// The targets of the trial of dose: those of the last filter, and those that are preferred.
    pub tried: Vec<Goal>,
}

/// Fits a status quo of a plan.
///
/// # Errors
/// What the runs of the model ended with before all were made.
pub fn fit(plan: &Plan, status_quo: &str, evaluate: &Model<'_>, attempt: &Model<'_>) -> Result<Fit, Halt> {
    let (dimensions, seed) = (&plan.dimensions[..], plan.file.seed);
    let problem = Problem { dimensions, goals: &plan.goals, evaluate, seed };
    let matched = matched(&problem, &plan.file.budget)?;
    let filter = plan.dose.as_ref();
    let filter = filter.map(|dose| Filter {
        goals: &dose.goals,
        preferred: &dose.preferred,
        evaluate: attempt,
        replicates: dose.replicates,
        check_replicates: dose.check_replicates,
    });
    let (size, short_list) = (plan.file.budget.ensemble, plan.file.short_list);
    let ensemble = Choice { dimensions, size, short_list, preferred: &plan.preferred, filter, seed }.of(&matched)?;
    let tried = plan.dose.as_ref().map_or_else(Vec::new, |dose| [&dose.goals[..], &dose.preferred].concat());
    Ok(Fit { status_quo: status_quo.to_owned(), matched, ensemble, tried })
}
