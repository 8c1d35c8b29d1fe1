//! What a study keeps of a replicate that is not told week by week: outcomes of arms over the horizon, and over its end.

use crate::simulation::control::Control;
use crate::simulation::replicates::run_arm;
use crate::simulation::run::Run;
use crate::simulation::trace::Trace;
use regimes_scenario::check::Scenario;
use std::ops::Range;

/// A stretch of weeks over which outcomes are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Over {
    /// The whole horizon.
    Horizon,
    /// Its last year, or all of it where it is shorter.
    FinalYear,
}

/// Weeks of a year.
const YEAR: usize = 52;

impl Over {
    /// How tables call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Over::Horizon => "mean",
            Over::FinalYear => "final",
        }
    }

    fn weeks(self, horizon: usize) -> Range<usize> {
        match self {
            Over::Horizon => 0..horizon,
            Over::FinalYear => horizon.saturating_sub(YEAR)..horizon,
        }
    }
}

/// Which outcomes, by number, are taken over which weeks.
#[derive(Clone, Copy, Debug)]
pub struct Taken<'a> {
    /// The outcomes.
    pub outcomes: &'a [usize],
    /// The weeks.
    pub over: &'a [Over],
}

/// Runs arms of a replicate from one snapshot: arm by arm, for each stretch of weeks, each outcome. None if it was
/// stopped; the fault of the first run that has one.
pub fn outcomes(
    scenario: &Scenario,
    arms: &[usize],
    replicate: u32,
    taken: Taken<'_>,
    control: &Control<'_>,
) -> Option<Result<Vec<f64>, String>> {
    let snapshot = Run::after_burn_in(scenario, replicate, control)?;
    let mut values = Vec::with_capacity(arms.len() * taken.over.len() * taken.outcomes.len());
    for &arm in arms {
        let trace = run_arm(&snapshot, scenario, (arm, replicate), None, control)?;
        if let Some(fault) = trace.error {
            return Some(Err(fault));
        }
        values.extend(self::values(&trace, scenario, taken));
    }
    Some(Ok(values))
}

/// What is taken of a run: for each stretch of weeks, each outcome.
#[must_use]
pub fn values(trace: &Trace, scenario: &Scenario, taken: Taken<'_>) -> Vec<f64> {
    let over = |over: &Over| {
        let weeks = over.weeks(scenario.horizon_weeks as usize);
        taken.outcomes.iter().map(|outcome| trace.over(weeks.clone(), *outcome)).collect::<Vec<f64>>()
    };
    taken.over.iter().flat_map(over).collect()
}
