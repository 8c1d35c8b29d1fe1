//! The study behind `validate` and `claims`: the units of a plan on draws of the uncertain parameters.

use crate::experiment::draws::{Draw, Fitted};
use crate::experiment::measures::measured;
use crate::experiment::plan::{Branch, Plan, Request, Unit, wants_counterfactual};
use crate::simulation::control::Control;
use crate::simulation::counterfactual::counterfactual;
use crate::simulation::replicates::run_arm;
use crate::simulation::run::Run;
use crate::study::design::{Design, Outcome};
use crate::study::fingerprint::{Fingerprint, Hashing};
use crate::study::pieces::{bytes_of, numbers};
use crate::study::runner;
use crate::study::store::{Refused, Store};
use regimes_scenario::check::{Loaded, Scenario};
use regimes_scenario::load::Prepared;
use regimes_scenario::overrides::{Override, joined};
use regimes_scenario::problem::Problems;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The units of a plan, each on every draw.
pub struct Units<'a> {
    plan: &'a Plan,
    draws: &'a [Draw],
    bases: BTreeMap<&'a str, Base>,
}

/// A scenario before anything is changed in it.
struct Base {
    prepared: Prepared,
    loaded: Loaded,
    /// What each draw changes in it.
    drawn: Vec<Vec<Override>>,
    /// What all tasks of a draw have in common.
    made_by: Vec<Hashing>,
}

impl Base {
    fn of(scenario: &str, draws: &[Draw]) -> Result<Base, Problems> {
        let prepared = Prepared::read(scenario)?;
        let loaded = prepared.with(&[])?;
        let drawn: Vec<Vec<Override>> = draws.iter().map(|draw| draw.of(&loaded)).collect();
        let resolved = loaded.scenario.resolved();
        let made_by = draws.iter().zip(&drawn).map(|(draw, drawn)| {
            Fingerprint::begin()
                .with("recorded", "measures of arms")
                .with("scenario", &resolved)
                .with("draw", joined(drawn))
                .with("replicate", draw.number.to_string())
        });
        Ok(Base { made_by: made_by.collect(), prepared, loaded, drawn })
    }
}

impl<'a> Units<'a> {
    /// The units of a plan on these draws.
    ///
    /// # Errors
    /// The problems of a scenario.
    pub fn of(plan: &'a Plan, draws: &'a [Draw]) -> Result<Units<'a>, Problems> {
        let mut bases = BTreeMap::new();
        for unit in &plan.units {
            if !bases.contains_key(unit.scenario.as_str()) {
                bases.insert(unit.scenario.as_str(), Base::of(&unit.scenario, draws)?);
            }
        }
        Ok(Units { plan, draws, bases })
    }

    /// Where the parameters of a scenario are drawn from.
    #[must_use]
    pub fn fitted(&self, scenario: &str) -> Fitted {
        Fitted::of(&self.bases[scenario].loaded)
    }

    /// Scenarios whose parameters are drawn from ranges, not fitted.
    #[must_use]
    pub fn not_fitted(&self) -> Vec<&'a str> {
        self.bases
            .iter()
            .filter(|(_, base)| Fitted::of(&base.loaded) == Fitted::Ranges)
            .map(|(name, _)| *name)
            .collect()
    }

    fn unit(&self, task: usize) -> &'a Unit {
        &self.plan.units[task % self.plan.units.len()]
    }

    fn draw(&self, task: usize) -> &'a Draw {
        &self.draws[task / self.plan.units.len()]
    }

    /// The scenarios of the branches of a task: the draw first, then what is set in the town, then what is set in the arm.
    /// Branches in which nothing more is set share one.
    fn scenarios(&self, task: usize) -> Result<Vec<Arc<Scenario>>, String> {
        let unit = self.unit(task);
        let trunk = [self.drawn(task), &unit.sets].concat();
        let shared = self.scenario(unit, &trunk)?;
        let of = |branch: &Branch| match branch.sets.is_empty() {
            true => Ok(Arc::clone(&shared)),
            false => self.scenario(unit, &[&trunk[..], &branch.sets].concat()),
        };
        unit.branches.iter().map(of).collect()
    }

    fn scenario(&self, unit: &Unit, overrides: &[Override]) -> Result<Arc<Scenario>, String> {
        let loaded = self.bases[unit.scenario.as_str()].prepared.with(overrides);
        loaded.map(|loaded| Arc::new(loaded.scenario)).map_err(|problems| problems.in_a_line())
    }

    /// What a draw changes in the scenario of a task.
    fn drawn(&self, task: usize) -> &[Override] {
        &self.bases[self.unit(task).scenario.as_str()].drawn[task / self.plan.units.len()]
    }

    /// The numbers of a unit on a draw, branch by branch; none if it was stopped.
    fn run(&self, task: usize, control: &Control<'_>) -> Option<Result<Vec<f64>, String>> {
        let (unit, replicate) = (self.unit(task), self.draw(task).number);
        let scenarios = match self.scenarios(task) {
            Ok(scenarios) => scenarios,
            Err(reason) => return Some(Err(reason)),
        };
        let Some(first) = scenarios.first() else { return Some(Ok(Vec::new())) };
        let snapshot = Run::after_burn_in(first, replicate, control)?;
        let without_services = wants_counterfactual(&unit.branches).then(|| counterfactual(&snapshot)).flatten();
        let mut values = Vec::new();
        for (branch, scenario) in unit.branches.iter().zip(&scenarios) {
            let Some(arm) = scenario.arms.position(&branch.arm) else {
                return Some(Err(format!("there is no arm `{}`", branch.arm)));
            };
            let trace = run_arm(&snapshot, scenario, (arm, replicate), without_services.as_ref(), control)?;
            if let Some(fault) = trace.error {
                return Some(Err(fault));
            }
            values.extend(branch.measures.iter().map(|measure| measured(&trace, measure)));
        }
        Some(Ok(values))
    }
}

impl Design for Units<'_> {
    type Result = Vec<f64>;

    fn tasks(&self) -> usize {
        self.plan.units.len() * self.draws.len()
    }

    fn fingerprint(&self, task: usize) -> Fingerprint {
        let unit = self.unit(task);
        let of_draw = &self.bases[unit.scenario.as_str()].made_by[task / self.plan.units.len()];
        let made_by = of_draw.clone().with("overrides", joined(&unit.sets));
        unit.branches.iter().fold(made_by, add_branch).end()
    }

    fn label(&self, task: usize) -> String {
        let (unit, draw) = (self.unit(task), self.draw(task));
        format!("{} [{}], draw {}", unit.scenario, joined(&unit.sets), draw.number)
    }

    fn work(&self, task: usize) -> u64 {
        self.unit(task).work
    }

    fn perform(&self, task: usize, control: &Control<'_>) -> Option<Outcome<Vec<f64>>> {
        self.run(task, control).map(Outcome::from)
    }

    fn encode(&self, result: &Vec<f64>) -> Vec<u8> {
        bytes_of(result)
    }

    fn decode(&self, task: usize, bytes: &[u8]) -> Option<Vec<f64>> {
        let wanted: usize = self.unit(task).branches.iter().map(|branch| branch.measures.len()).sum();
        (bytes.len() == 8 * wanted).then(|| numbers(bytes))
    }
}

fn add_branch(made_by: Hashing, branch: &Branch) -> Hashing {
    let made_by = made_by.with("arm", &branch.arm).with("overrides of the arm", joined(&branch.sets));
    branch.measures.iter().fold(made_by, |made_by, measure| made_by.with("measure", measure.to_string()))
}

/// Numbers of units, by unit and number of the draw.
pub type Numbers = BTreeMap<(usize, u32), Vec<f64>>;

/// What came of the units.
#[derive(Debug, Default)]
pub struct Results {
    /// Numbers by unit and draw.
    pub numbers: Numbers,
    /// What went wrong, one line each.
    pub failures: Vec<String>,
}

impl Results {
    /// What a store holds of the units of a plan.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn read(units: &Units<'_>, store: &dyn Store) -> Result<Results, Refused> {
        let mut results = Results::default();
        for task in 0..units.tasks() {
            match runner::outcome(units, task, store)? {
                Some(Outcome::Done(values)) => {
                    let unit = task % units.plan.units.len();
                    results.numbers.insert((unit, units.draw(task).number), values);
                }
                Some(Outcome::Failed(reason)) => results.failures.push(format!("{}: {reason}", units.label(task))),
                None => {}
            }
        }
        results.failures.sort();
        Ok(results)
    }

    /// The answer to a request on a draw; missing where the run failed.
    #[must_use]
    pub fn value(&self, plan: &Plan, request: &Request, draw: u32) -> f64 {
        let place = plan.place(request);
        let values = place.and_then(|(unit, at)| self.numbers.get(&(unit, draw)).and_then(|values| values.get(at)));
        values.copied().unwrap_or(f64::NAN)
    }
}
