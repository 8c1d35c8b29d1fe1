//! Runs the units of a plan on draws of the posterior, in parallel; no number depends on how many threads there are.

use crate::experiment::kept::Numbers;
use crate::experiment::measures::measured;
use crate::experiment::plan::{Branch, Plan, Request, Unit, wants_twin};
use crate::experiment::posterior::Draw;
use crate::simulation::{Control, calendar, evaluation, run_arm, snapshot};
use regimes_model::parallel::{self, Width};
use regimes_scenario::check::Scenario;
use regimes_scenario::{Loaded, load};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::Ordering;

/// What came of the units.
#[derive(Debug, Default)]
pub struct Results {
    /// Numbers by unit and draw.
    pub numbers: Numbers,
    /// What went wrong, one line each.
    pub failures: Vec<String>,
}

/// A unit on a draw.
pub type Task = (usize, usize);

impl Results {
    /// The answer to a request on a draw; not a number where the run failed.
    #[must_use]
    pub fn value(&self, plan: &Plan, request: &Request, draw: u32) -> f64 {
        let place = plan.place(request);
        let values = place.and_then(|(unit, at)| self.numbers.get(&(unit, draw)).and_then(|values| values.get(at)));
        values.copied().unwrap_or(f64::NAN)
    }
}

/// Units and draws that are not there yet, draw by draw.
#[must_use]
pub fn missing(plan: &Plan, draws: &[Draw], there: &Numbers) -> Vec<Task> {
    let mut tasks = Vec::new();
    for (d, draw) in draws.iter().enumerate() {
        let left = (0..plan.units.len()).filter(|&unit| !there.contains_key(&(unit, draw.number)));
        tasks.extend(left.map(|unit| (unit, d)));
    }
    tasks
}

/// Runs tasks; `keep` is told each unit that is whole, in no fixed order.
pub fn perform(
    plan: &Plan,
    draws: &[Draw],
    tasks: &[Task],
    control: &Control<'_>,
    keep: &(dyn Fn(usize, u32, &[f64]) + Sync),
) -> Results {
    let failures = Mutex::new(Vec::new());
    let done = parallel::map(Width::Wide, tasks, |_, &(unit, d)| {
        if control.stop.load(Ordering::Relaxed) {
            return None;
        }
        let (unit_of, draw) = (&plan.units[unit], &draws[d]);
        match guarded(unit_of, draw, control) {
            Ok(values) => {
                let values = values?;
                keep(unit, draw.number, &values);
                Some(((unit, draw.number), values))
            }
            Err(reason) => {
                let line = format!("{} [{}], draw {}: {reason}", unit_of.scenario, unit_of.sets.join(" "), draw.number);
                failures.lock().map(|mut list| list.push(line)).ok();
                None
            }
        }
    });
    let mut failures = failures.into_inner().unwrap_or_default();
    failures.sort();
    Results { numbers: done.into_iter().flatten().collect(), failures }
}

/// A unit whose model panics must not take the others with it.
fn guarded(unit: &Unit, draw: &Draw, control: &Control<'_>) -> Result<Option<Vec<f64>>, String> {
    catch_unwind(AssertUnwindSafe(|| run(unit, draw, control))).unwrap_or_else(|_| Err("the model broke".to_owned()))
}

/// The numbers of a unit on a draw, branch by branch; none if it was stopped.
fn run(unit: &Unit, draw: &Draw, control: &Control<'_>) -> Result<Option<Vec<f64>>, String> {
    let scenarios: Result<Vec<Scenario>, String> =
        unit.branches.iter().map(|branch| scenario(unit, branch, draw)).collect();
    let scenarios = scenarios?;
    let Some(first) = scenarios.first() else {
        return Ok(Some(Vec::new()));
    };
    let Some(town) = snapshot(first, draw.number, control) else { return Ok(None) };
    let twin =
        wants_twin(&unit.branches).then(|| evaluation::twin(first, &town, &calendar(first, draw.number))).flatten();
    let mut values = Vec::new();
    for (branch, scenario) in unit.branches.iter().zip(&scenarios) {
        let arm = scenario.arms.position(&branch.arm).ok_or_else(|| format!("there is no arm `{}`", branch.arm))?;
        let Some(trace) = run_arm(scenario, &town, twin.as_ref(), (arm, draw.number), control) else {
            return Ok(None);
        };
        if let Some(fault) = trace.error {
            return Err(fault);
        }
        values.extend(branch.measures.iter().map(|measure| measured(&trace, measure)));
    }
    Ok(Some(values))
}

/// The scenario of a branch: the draw first, then what is set in the town, then what is set in the arm.
fn scenario(unit: &Unit, branch: &Branch, draw: &Draw) -> Result<Scenario, String> {
    let bare = load(&unit.scenario, &[]).map_err(|problems| problems.to_string())?;
    let drawn = draw.sets.iter().filter(|set| applies(&bare, set)).cloned();
    let sets: Vec<String> = drawn.chain(unit.sets.iter().cloned()).chain(branch.sets.iter().cloned()).collect();
    let loaded = load(&unit.scenario, &sets).map_err(|problems| {
        let told: Vec<String> =
            problems.list.iter().map(|problem| format!("`{}`: {}", problem.path, problem.message)).collect();
        told.join("; ")
    })?;
    Ok(loaded.scenario)
}

/// Where the layers stand that scenarios share.
const SHARED: &str = "base/";

/// Whether a drawn value is for a scenario: not every town has every domain or group, and what a scenario says itself (a
/// condition that it is about, say) no draw takes from it.
fn applies(loaded: &Loaded, set: &str) -> bool {
    let (path, scenario) = (set.split('=').next().unwrap_or_default(), &loaded.scenario);
    let origin = loaded.origin(path);
    if origin != "default" && !origin.starts_with(SHARED) {
        return false;
    }
    let mut steps = path.split('.');
    let (Some(first), Some(name)) = (steps.next(), steps.next()) else { return true };
    match first {
        "domains" => scenario.town.domains.get(name).is_some(),
        "groups" => scenario.town.groups.get(name).is_some(),
        "places" => scenario.town.places.get(name).is_some(),
        "organisations" => scenario.town.organisations.get(name).is_some(),
        "arms" => scenario.arms.get(name).is_some(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_leaves_alone_what_a_town_does_not_have_or_says_itself() {
        let tiny = load("tiny", &[]).expect("bundled");
        assert!(applies(&tiny, "patterns.harm=0.2"));
        assert!(!applies(&tiny, "patterns.personal_variation=0.1"));
        assert!(!applies(&tiny, "domains.nothing_such.factors=3"));
    }
}
