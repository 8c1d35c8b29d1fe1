//! Which arms of which towns experiments need, each once, however many of them ask for it.
//!
//! A unit is a town with what is set in it; its burn-in is run once. Its branches are arms, each with what is set
//! in that arm alone. Two experiments that differ in one arm only share all else.

use crate::experiment::file::{Axis, Contest, Experiment};
use crate::experiment::term::Measure;
use regimes_scenario::check::Scenario;
use regimes_scenario::load::load;
use regimes_scenario::overrides::Override;
use regimes_scenario::problem::Problems;
use std::collections::{BTreeMap, BTreeSet};

/// Where the settings of an experiment are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Where {
    /// As they are written.
    Here,
    /// Where the verdict should come out the other way.
    Elsewhere,
    /// At a value of the axis, by its number.
    Along(usize),
}

/// One number of one run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Request {
    /// The scenario: a bundled name, or a file.
    pub scenario: String,
    /// What is set, that of other arms left out.
    pub sets: Vec<Override>,
    /// The arm.
    pub arm: String,
    /// What is looked at.
    pub measure: Measure,
}

/// An arm of a town.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// The arm.
    pub arm: String,
    /// What is set in it.
    pub sets: Vec<Override>,
    /// What is looked at.
    pub measures: Vec<Measure>,
}

/// A town whose burn-in is run once.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// The scenario: a bundled name, or a file.
    pub scenario: String,
    /// What is set in it, arms left out.
    pub sets: Vec<Override>,
    /// Its arms.
    pub branches: Vec<Branch>,
    /// Resident-weeks of a run of it.
    pub work: u64,
}

/// All units, and where the answer to each request stands.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The units.
    pub units: Vec<Unit>,
    /// Unit and position among its numbers.
    places: BTreeMap<Request, (usize, usize)>,
}

/// What tells units apart: scenario, and what is set outside arms.
type Trunk = (String, Vec<Override>);
/// What tells branches apart.
type Twig = (String, Vec<Override>);

/// Collects requests.
#[derive(Default)]
pub struct Planner {
    trunks: BTreeMap<Trunk, BTreeMap<Twig, BTreeSet<Measure>>>,
    requests: BTreeMap<Request, (Trunk, Twig)>,
    scenarios: BTreeMap<(String, Vec<Override>), Scenario>,
}

/// What is set in a setting of an experiment at a place, in order.
#[must_use]
pub fn sets_of(experiment: &Experiment, setting: &str, at: Where) -> Vec<Override> {
    let own = experiment.settings.iter().find(|(name, _)| name == setting).map_or(&[][..], |(_, sets)| sets);
    let mut sets = [&experiment.set[..], own].concat();
    match (at, &experiment.axis) {
        (Where::Elsewhere, _) => sets.extend(experiment.elsewhere.iter().cloned()),
        (Where::Along(n), Some(axis)) => sets.extend(set_along(axis, n)),
        _ => {}
    }
    sets
}

/// What is set at a value of an axis.
#[must_use]
pub fn set_along(axis: &Axis, n: usize) -> Vec<Override> {
    let value = axis.values.get(n).map_or("", String::as_str);
    axis.paths.iter().map(|path| Override::literal(path, value)).collect()
}

/// Requests of the terms of an experiment's quantities at a place.
#[must_use]
pub fn requests_of(experiment: &Experiment, at: Where) -> Vec<Request> {
    let quantities = match at {
        Where::Here => &experiment.quantities[..],
        _ => &experiment.quantities[..1.min(experiment.quantities.len())],
    };
    let terms = quantities.iter().flat_map(|quantity| quantity.expression.terms());
    terms.map(|(term, _)| request(experiment, term, at)).collect()
}

/// The request of a term at a place.
#[must_use]
pub fn request(experiment: &Experiment, term: &crate::experiment::term::Term, at: Where) -> Request {
    let sets = sets_of(experiment, &term.setting, at);
    Request {
        scenario: experiment.scenario.clone(),
        sets: sets.into_iter().filter(|set| set.arm().is_none_or(|arm| arm == term.arm)).collect(),
        arm: term.arm.clone(),
        measure: term.measure.clone(),
    }
}

/// The request of a measure of an arm in a contest.
#[must_use]
pub fn contest_request(contest: &Contest, arm: &str, measure: Measure) -> Request {
    let sets = contest.set.iter().filter(|set| set.arm().is_none_or(|other| other == arm));
    Request { scenario: contest.scenario.clone(), sets: sets.cloned().collect(), arm: arm.to_owned(), measure }
}

impl Planner {
    /// Asks for numbers that are looked at together.
    ///
    /// # Errors
    /// The problems of the scenario with what is set.
    pub fn ask(&mut self, requests: &[Request]) -> Result<(), Problems> {
        for request in requests {
            self.scenario(&request.scenario, &request.sets)?;
            let trunk = (request.scenario.clone(), outside_arms(request));
            let own = request.sets.iter().filter(|set| set.arm().is_some()).cloned().collect();
            let twig = (request.arm.clone(), own);
            let branches = self.trunks.entry(trunk.clone()).or_default();
            branches.entry(twig.clone()).or_default().insert(request.measure.clone());
            self.requests.insert(request.clone(), (trunk, twig));
        }
        Ok(())
    }

    fn scenario(&mut self, name: &str, sets: &[Override]) -> Result<&Scenario, Problems> {
        let key = (name.to_owned(), sets.to_vec());
        if !self.scenarios.contains_key(&key) {
            let scenario = load(name, sets)?.scenario;
            self.scenarios.insert(key.clone(), scenario);
        }
        Ok(&self.scenarios[&key])
    }

    /// The plan of all that was asked for.
    ///
    /// # Errors
    /// The problems of a scenario.
    pub fn plan(mut self) -> Result<Plan, Problems> {
        let mut plan = Plan::default();
        let mut numbers: BTreeMap<(Trunk, Twig, Measure), (usize, usize)> = BTreeMap::new();
        for (trunk, twigs) in std::mem::take(&mut self.trunks) {
            let (unit, mut place) = (plan.units.len(), 0);
            let mut branches = Vec::new();
            for (twig, measures) in twigs {
                for measure in &measures {
                    numbers.insert((trunk.clone(), twig.clone(), measure.clone()), (unit, place));
                    place += 1;
                }
                branches.push(Branch { arm: twig.0, sets: twig.1, measures: measures.into_iter().collect() });
            }
            let work = work(self.scenario(&trunk.0, &trunk.1)?, &branches);
            plan.units.push(Unit { scenario: trunk.0, sets: trunk.1, branches, work });
        }
        for (request, (trunk, twig)) in self.requests {
            if let Some(place) = numbers.get(&(trunk, twig, request.measure.clone())) {
                plan.places.insert(request, *place);
            }
        }
        Ok(plan)
    }
}

impl Plan {
    /// The unit that answers a request, and the position among its numbers.
    #[must_use]
    pub fn place(&self, request: &Request) -> Option<(usize, usize)> {
        self.places.get(request).copied()
    }
}

/// What is set outside arms.
fn outside_arms(request: &Request) -> Vec<Override> {
    request.sets.iter().filter(|set| set.arm().is_none()).cloned().collect()
}

/// Resident-weeks of a burn-in and of its branches.
fn work(scenario: &Scenario, branches: &[Branch]) -> u64 {
    let without = if wants_counterfactual(branches) { scenario.evaluation.weeks } else { 0 };
    let weeks = u64::from(scenario.burn_in_weeks + without) + branches.len() as u64 * u64::from(scenario.horizon_weeks);
    scenario.residents() * weeks
}

/// Whether an evaluation is looked at.
#[must_use]
pub fn wants_counterfactual(branches: &[Branch]) -> bool {
    branches.iter().flat_map(|branch| &branch.measures).any(|measure| matches!(measure, Measure::Evaluation(..)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::term::Over;

    fn request(sets: &[&str], arm: &str) -> Request {
        Request {
            scenario: "tiny".to_owned(),
            sets: regimes_scenario::overrides::read(sets),
            arm: arm.to_owned(),
            measure: Measure::Outcome(0, Over::Horizon),
        }
    }

    #[test]
    fn what_two_ask_for_is_run_once() {
        let mut planner = Planner::default();
        let harm = "patterns.harm=0.2";
        planner.ask(&[request(&[harm], "npm"), request(&[harm], "hls")]).expect("sound");
        planner.ask(&[request(&[harm], "npm"), request(&[harm, "arms.hls.fidelity=1"], "hls")]).expect("sound");
        planner.ask(&[request(&[], "npm")]).expect("sound");
        let plan = planner.plan().expect("sound");
        assert_eq!(plan.units.len(), 2);
        let of = |sets: &[&str], arm| plan.place(&request(sets, arm)).expect("planned");
        let (unit, _) = of(&[harm], "npm");
        assert_eq!(plan.units[unit].branches.len(), 3);
        assert_ne!(of(&[harm], "hls"), of(&[harm, "arms.hls.fidelity=1"], "hls"));
        assert_ne!(of(&[], "npm").0, unit);
    }
}
