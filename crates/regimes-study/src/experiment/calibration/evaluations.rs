//! The study behind `calibrate`: replicates of the scenario under a status quo, at points of a design.

use crate::experiment::calibration::figures;
use crate::experiment::calibration::plan::dose::Dose;
use crate::experiment::calibration::plan::{Plan, StatusQuo};
use crate::experiment::calibration::trial;
use crate::simulation::control::Control;
use crate::study::design::{Design, Outcome};
use crate::study::fingerprint::{Fingerprint, Hashing};
use crate::study::pieces::{bytes_of, numbers};
use regimes_model::units::MISSING;
use regimes_scenario::check::{Loaded, Scenario};
use regimes_scenario::load::Prepared;
use regimes_scenario::overrides::{Override, joined};
use regimes_scenario::problem::Problems;

/// What is observed of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Observed {
    /// Both censuses.
    Census,
    /// The trial of dose.
    Trial,
}

/// The scenario of a calibration under a status quo, read once for all its runs.
pub struct Base<'a> {
    plan: &'a Plan,
    status_quo: &'a StatusQuo,
    prepared: Prepared,
    /// The scenario of people in hospital, for the trial.
    of_hospital: Option<Hospital>,
}

/// The scenario of people in hospital.
struct Hospital {
    prepared: Prepared,
    /// As it is before any parameter is set.
    loaded: Loaded,
}

/// Points of a design, each with the luck of its number.
pub struct Evaluations<'a> {
    base: &'a Base<'a>,
    observed: Observed,
    /// What all runs have in common.
    made_by: Hashing,
    first: u32,
    points: &'a [Vec<f64>],
}

impl<'a> Base<'a> {
    /// The scenario of a plan.
    ///
    /// # Errors
    /// Its problems.
    pub fn of(plan: &'a Plan, status_quo: &'a StatusQuo) -> Result<Base<'a>, Problems> {
        let name = plan.dose.as_ref().and_then(|dose| dose.of_hospital.as_ref());
        let of_hospital = |name: &String| {
            let prepared = Prepared::read(name)?;
            let loaded = prepared.with(&StatusQuo::overrides(&status_quo.preset))?;
            Ok::<Hospital, Problems>(Hospital { prepared, loaded })
        };
        let of_hospital = name.map(of_hospital).transpose()?;
        Ok(Base { plan, status_quo, prepared: Prepared::read(&plan.file.scenario)?, of_hospital })
    }

    /// What the trial is made by, beside the scenario of the fit.
    fn of_trial(&self, dose: &Dose) -> String {
        let hospital = self.of_hospital.as_ref().map(|hospital| hospital.loaded.scenario.resolved());
        format!("dose times {}\n{}", dose.intensity.times, hospital.unwrap_or_default())
    }

    /// Points of a design, numbered from the first on.
    #[must_use]
    pub fn at(&'a self, observed: Observed, first: u32, points: &'a [Vec<f64>]) -> Evaluations<'a> {
        let recorded = match (observed, &self.plan.dose) {
            (Observed::Trial, Some(dose)) => self.of_trial(dose),
            _ => "censuses".to_owned(),
        };
        let scenario = self.status_quo.scenario.resolved();
        let made_by = Fingerprint::begin().with("recorded", recorded).with("scenario", scenario);
        Evaluations { base: self, observed, made_by, first, points }
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

    /// The scenario of people in hospital at a point; what it says itself no point takes from it.
    fn hospital(&self, task: usize) -> Result<Option<Loaded>, Problems> {
        let Some(hospital) = &self.base.of_hospital else { return Ok(None) };
        let mut overrides = StatusQuo::overrides(&self.base.status_quo.preset);
        overrides.extend(self.overrides(task).into_iter().filter(|one| hospital.loaded.may_be_drawn(one.path())));
        hospital.prepared.with(&overrides).map(Some)
    }

    /// Numbers that a run measures.
    fn measures(&self) -> usize {
        match self.observed {
            Observed::Census => figures::count(),
            Observed::Trial => trial::FIGURES.len(),
        }
    }

    /// What a run that came to nothing measures: nothing.
    #[must_use]
    pub fn nothing(&self) -> Vec<f64> {
        vec![MISSING; self.measures()]
    }
}

impl Design for Evaluations<'_> {
    type Result = Vec<f64>;

    fn tasks(&self) -> usize {
        self.points.len()
    }

    fn fingerprint(&self, task: usize) -> Fingerprint {
        let made_by = self.made_by.clone().with("overrides", joined(&self.overrides(task)));
        made_by.with("replicate", self.number(task).to_string()).end()
    }

    fn label(&self, task: usize) -> String {
        let StatusQuo { preset, scenario } = self.base.status_quo;
        format!("{} under `{preset}`, run {}", scenario.name, self.number(task))
    }

    fn work(&self, _: usize) -> u64 {
        let scenario = &self.base.status_quo.scenario;
        if self.observed == Observed::Census {
            return u64::from(scenario.weeks()) * scenario.residents();
        }
        let lives = |scenario: &Scenario, lives: u32| {
            u64::from(scenario.burn_in_weeks + lives * scenario.horizon_weeks) * scenario.residents()
        };
        let hospital = self.base.of_hospital.as_ref().map(|hospital| &hospital.loaded.scenario);
        lives(scenario, trial::LIVES) + hospital.map_or(0, |scenario| lives(scenario, trial::LIVES_IN_HOSPITAL))
    }

    fn perform(&self, task: usize, control: &Control<'_>) -> Option<Outcome<Vec<f64>>> {
        let preset = StatusQuo::overrides(&self.base.status_quo.preset);
        let overrides = [&self.base.plan.file.set[..], &preset, &self.overrides(task)].concat();
        let loaded = match self.base.prepared.with(&overrides) {
            Ok(loaded) => loaded,
            Err(problems) => return Some(Outcome::Failed(problems.in_a_line())),
        };
        let (scenario, number) = (&loaded.scenario, self.number(task));
        let measured = match (self.observed, &self.base.plan.dose) {
            (Observed::Trial, Some(dose)) => {
                let hospital = match self.hospital(task) {
                    Ok(hospital) => hospital,
                    Err(problems) => return Some(Outcome::Failed(problems.in_a_line())),
                };
                let scenarios = (scenario, hospital.as_ref().map(|loaded| &loaded.scenario));
                trial::observe(scenarios, dose.intensity, number, control)?
            }
            _ => figures::observe(scenario, number, control)?,
        };
        Some(Outcome::Done(measured))
    }

    fn encode(&self, result: &Vec<f64>) -> Vec<u8> {
        bytes_of(result)
    }

    fn decode(&self, _: usize, bytes: &[u8]) -> Option<Vec<f64>> {
        (bytes.len() == 8 * self.measures()).then(|| numbers(bytes))
    }
}
