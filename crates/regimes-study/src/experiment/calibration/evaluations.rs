//! The study behind `calibrate`: a census of the scenario at points of a design.

use crate::experiment::calibration::plan::Plan;
use crate::simulation::census::follow;
use crate::simulation::census::targets::TARGETS;
use crate::simulation::control::Control;
use crate::study::design::{Design, Outcome};
use crate::study::fingerprint::{Fingerprint, Hashing};
use crate::study::pieces::{bytes_of, numbers};
use regimes_model::units::MISSING;
use regimes_scenario::load::Prepared;
use regimes_scenario::overrides::{Override, joined};
use regimes_scenario::problem::Problems;

/// The scenario of a calibration, read once for all its runs.
pub struct Base<'a> {
    plan: &'a Plan,
    prepared: Prepared,
    /// What all runs have in common.
    made_by: Hashing,
}

/// Points of a design, each with the luck of its number.
pub struct Evaluations<'a> {
    base: &'a Base<'a>,
    first: u32,
    points: &'a [Vec<f64>],
}

impl<'a> Base<'a> {
    /// The scenario of a plan.
    ///
    /// # Errors
    /// Its problems.
    pub fn of(plan: &'a Plan) -> Result<Base<'a>, Problems> {
        let made_by = Fingerprint::begin().with("recorded", "census").with("scenario", plan.scenario.resolved());
        Ok(Base { plan, prepared: Prepared::read(&plan.file.scenario)?, made_by })
    }

    /// Points of a design, numbered from the first on.
    #[must_use]
    pub fn at(&'a self, first: u32, points: &'a [Vec<f64>]) -> Evaluations<'a> {
        Evaluations { base: self, first, points }
    }
}

impl Evaluations<'_> {
    fn number(&self, task: usize) -> u32 {
        self.first + task as u32
    }

    fn overrides(&self, task: usize) -> Vec<Override> {
        let values = self.base.plan.dimensions.iter().zip(&self.points[task]);
        values.map(|(dimension, value)| Override::number(&dimension.path, *value)).collect()
    }

    /// What a run that came to nothing measures: nothing.
    #[must_use]
    pub fn nothing() -> Vec<f64> {
        vec![MISSING; TARGETS.len()]
    }
}

impl Design for Evaluations<'_> {
    type Result = Vec<f64>;

    fn tasks(&self) -> usize {
        self.points.len()
    }

    fn fingerprint(&self, task: usize) -> Fingerprint {
        let made_by = self.base.made_by.clone().with("overrides", joined(&self.overrides(task)));
        made_by.with("replicate", self.number(task).to_string()).end()
    }

    fn label(&self, task: usize) -> String {
        format!("{}, evaluation {}", self.base.plan.scenario.name, self.number(task))
    }

    fn work(&self, _: usize) -> u64 {
        u64::from(self.base.plan.scenario.weeks()) * self.base.plan.scenario.residents()
    }

    fn perform(&self, task: usize, control: &Control<'_>) -> Option<Outcome<Vec<f64>>> {
        let overrides = [&self.base.plan.file.set[..], &self.overrides(task)].concat();
        let loaded = match self.base.prepared.with(&overrides) {
            Ok(loaded) => loaded,
            Err(problems) => return Some(Outcome::Failed(problems.in_a_line())),
        };
        let census = follow(&loaded.scenario, self.number(task), control)?;
        Some(Outcome::Done(TARGETS.iter().map(|target| (target.measured)(&census)).collect()))
    }

    fn encode(&self, result: &Vec<f64>) -> Vec<u8> {
        bytes_of(result)
    }

    fn decode(&self, _: usize, bytes: &[u8]) -> Option<Vec<f64>> {
        (bytes.len() == 8 * TARGETS.len()).then(|| numbers(bytes))
    }
}
