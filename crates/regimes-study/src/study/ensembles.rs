//! The study behind `run`: every arm of a scenario on the same luck, replicate by replicate.

use crate::simulation::control::Control;
use crate::simulation::replicates::{gathered, replicate, width_of_runs};
use crate::simulation::trace::{Ensemble, Trace};
use crate::study::design::{Design, Outcome};
use crate::study::fingerprint::{Fingerprint, Hashing};
use crate::study::pieces;
use crate::study::runner;
use crate::study::store::{Memory, Store};
use regimes_model::parallel::Width;
use regimes_scenario::check::Scenario;

/// Some replicates of a scenario.
pub struct Replicates<'a> {
    scenario: &'a Scenario,
    numbers: Vec<u32>,
    /// What all of them have in common.
    made_by: Hashing,
}

impl<'a> Replicates<'a> {
    /// These replicates of a scenario.
    #[must_use]
    pub fn of(scenario: &'a Scenario, numbers: Vec<u32>) -> Replicates<'a> {
        // How many replicates are asked for makes none of them another one.
        let resolved = scenario.with_runs(scenario.seed, 1).resolved();
        let made_by = Fingerprint::begin().with("recorded", "every arm").with("scenario", resolved);
        Replicates { scenario, numbers, made_by }
    }

    /// The scenario.
    #[must_use]
    pub fn scenario(&self) -> &'a Scenario {
        self.scenario
    }

    /// The number of the replicate of a task.
    #[must_use]
    pub fn number(&self, task: usize) -> u32 {
        self.numbers[task]
    }

    /// Replicates are parallel where the work inside one is not.
    #[must_use]
    pub fn width(&self) -> Width {
        width_of_runs(self.scenario)
    }

    /// A replicate that failed, as runs that say so.
    #[must_use]
    pub fn failed(&self, task: usize, reason: &str) -> Vec<Trace> {
        let trace = |arm| Trace { error: Some(reason.to_owned()), ..Trace::new(arm, self.numbers[task]) };
        (0..self.scenario.arms.len()).map(trace).collect()
    }
}

impl Design for Replicates<'_> {
    type Result = Vec<Trace>;

    fn tasks(&self) -> usize {
        self.numbers.len()
    }

    fn fingerprint(&self, task: usize) -> Fingerprint {
        self.made_by.clone().with("replicate", self.numbers[task].to_string()).end()
    }

    fn label(&self, task: usize) -> String {
        format!("{}, replicate {}", self.scenario.name, self.numbers[task])
    }

    fn work(&self, _: usize) -> u64 {
        let runs = self.scenario.runs_of_a_replicate();
        let weeks = u64::from(self.scenario.burn_in_weeks) + runs * u64::from(self.scenario.horizon_weeks);
        self.scenario.residents() * weeks
    }

    fn perform(&self, task: usize, control: &Control<'_>) -> Option<Outcome<Vec<Trace>>> {
        replicate(self.scenario, self.numbers[task], control).map(Outcome::Done)
    }

    fn encode(&self, result: &Vec<Trace>) -> Vec<u8> {
        pieces::encode(result)
    }

    fn decode(&self, task: usize, bytes: &[u8]) -> Option<Vec<Trace>> {
        let traces = pieces::decode(bytes)?;
        let fits = |(arm, trace): (usize, &Trace)| trace.arm == arm && trace.replicate == self.numbers[task];
        (traces.len() == self.scenario.arms.len() && traces.iter().enumerate().all(fits)).then_some(traces)
    }
}

/// The runs of all replicates that a store holds, by arm and replicate.
///
/// # Errors
/// If the store refuses.
pub fn ensemble_of(design: &Replicates<'_>, store: &dyn Store) -> Result<Ensemble, crate::study::store::Refused> {
    let mut traces = Vec::new();
    for task in 0..design.tasks() {
        match runner::outcome(design, task, store)? {
            Some(Outcome::Done(runs)) => traces.extend(runs),
            Some(Outcome::Failed(reason)) => traces.extend(design.failed(task, &reason)),
            None => {}
        }
    }
    Ok(gathered(design.scenario(), traces))
}

/// Runs the given replicates of a scenario in memory; those that were stopped are missing. Sorted by arm, then by
/// replicate.
#[must_use]
pub fn ensemble(scenario: &Scenario, replicates: &[u32], control: &Control<'_>) -> Ensemble {
    let (design, store) = (Replicates::of(scenario, replicates.to_vec()), Memory::default());
    // A study that was stopped shows in what is missing, and memory never refuses.
    let _ = runner::perform(&design, design.width(), &store, control, &|_| {});
    ensemble_of(&design, &store).unwrap_or_else(|_| gathered(scenario, Vec::new()))
}
