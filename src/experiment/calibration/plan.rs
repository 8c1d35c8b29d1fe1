//! Calibration files: which scenario is run, and which parameters vary over which ranges.

use crate::experiment::calibration::fit::Goal;
use crate::experiment::design::{Dimension, Scale, declared};
use crate::scenario::check::Scenario;
use crate::scenario::load;
use crate::simulation::census::targets::{Status, TARGETS, Target};

/// The calibration that is compiled into the program.
pub const ENGLAND: &str = include_str!("../../../scenarios/calibration/england.toml");

/// A calibration file.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// What it is called.
    pub name: String,
    /// What it is about.
    pub about: String,
    /// The scenario that is run.
    pub scenario: String,
    /// What is set in it first.
    #[serde(default)]
    pub set: Vec<String>,
    /// The seed of designs and draws.
    pub seed: u64,
    /// Runs.
    pub evaluations: usize,
    /// Waves of history matching after the first.
    pub waves: usize,
    /// The parameters that vary.
    pub parameters: Vec<Parameter>,
    /// What a scenario is about and no target speaks of: usual in every run of the fit, drawn from its range for draws.
    #[serde(default)]
    pub conditions: Vec<Parameter>,
}

/// A parameter of a calibration file.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Its path in a scenario file.
    pub path: String,
    /// The lower end of its range, if that is not the declared one.
    pub low: Option<f64>,
    /// The upper end of its range, if that is not the declared one.
    pub high: Option<f64>,
    /// How the range is divided.
    #[serde(default)]
    pub scale: Scale,
    /// Why the range is narrower than the declared one.
    #[serde(default)]
    pub why: String,
}

/// A calibration that can be run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The file.
    pub file: File,
    /// The scenario, as set.
    pub scenario: Scenario,
    /// The parameters.
    pub dimensions: Vec<Dimension>,
    /// The conditions.
    pub conditions: Vec<Dimension>,
    /// What ought to come out: the targets that are fitted.
    pub goals: Vec<Goal>,
}

/// Reads a calibration file.
///
/// # Errors
/// All that is wrong with it.
pub fn read(text: &str) -> Result<Plan, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    let loaded = load(&file.scenario, &file.set).map_err(|problems| problems.to_string())?;
    let scenario = loaded.scenario;
    let found = file.parameters.iter().chain(&file.conditions).map(|parameter| dimension(parameter, &scenario));
    let (dimensions, problems): (Vec<_>, Vec<_>) = found.partition(Result::is_ok);
    let problems: Vec<String> = problems.into_iter().filter_map(Result::err).collect();
    if !problems.is_empty() {
        return Err(problems.join("\n"));
    }
    let mut dimensions: Vec<Dimension> = dimensions.into_iter().flatten().collect();
    let conditions = dimensions.split_off(file.parameters.len());
    Ok(Plan { scenario, dimensions, conditions, goals: goals(TARGETS), file })
}

fn dimension(parameter: &Parameter, scenario: &Scenario) -> Result<Dimension, String> {
    let path = &parameter.path;
    let Some((range, usual)) = declared(scenario, path) else {
        return Err(format!("`{path}` is not the path of a number with a range"));
    };
    let (low, high) = (parameter.low.unwrap_or(range.0), parameter.high.unwrap_or(range.1));
    if low < range.0 || high > range.1 || low >= high {
        return Err(format!("`{path}`: {low} to {high} does not lie in the declared {} to {}", range.0, range.1));
    }
    if (low, high) != range && parameter.why.is_empty() {
        return Err(format!("`{path}` has a range of its own and does not say `why`"));
    }
    if parameter.scale == Scale::Log && low <= 0.0 {
        return Err(format!("`{path}` is divided by factors and begins at {low}"));
    }
    Ok(Dimension { path: path.clone(), low, high, scale: parameter.scale, usual })
}

/// Standard deviations from the middle of a normal to the ends of what holds nine tenths of it.
const NINE_TENTHS: f64 = 1.645;

/// How far the model may be from the truth in any figure, beside the figure's own range, as a part of it (A204).
const DISCREPANCY: f64 = 0.1;

/// The fitted targets as goals: a range is read as what holds nine tenths of a normal, widened by the discrepancy.
fn goals(targets: &[Target]) -> Vec<Goal> {
    let fitted = targets.iter().enumerate().filter(|(_, target)| target.status == Status::Fitted);
    let goal = |(measure, target): (usize, &Target)| Goal {
        measure,
        value: (target.low + target.high) / 2.0,
        deviation: deviation(target),
    };
    fitted.map(goal).collect()
}

fn deviation(target: &Target) -> f64 {
    let middle = (target.low + target.high) / 2.0;
    libm::hypot((target.high - target.low) / (2.0 * NINE_TENTHS), DISCREPANCY * middle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_calibration_is_sound_and_its_draws_fit_every_scenario() {
        let plan = read(ENGLAND).expect("sound");
        assert!(plan.goals.len() >= 8);
        let middle: Vec<String> = plan.dimensions.iter().map(|d| format!("{}={}", d.path, d.at(0.5))).collect();
        for name in ["tiny", "town", "audit"] {
            assert!(load(name, &middle).is_ok(), "{name}");
        }
    }

    #[test]
    fn a_range_of_ones_own_needs_a_reason_and_lies_in_the_declared_one() {
        let with = |parameter: &str| {
            let head = "name = \"x\"\nabout = \"y\"\nscenario = \"tiny\"\nseed = 1\nevaluations = 40\nwaves = 1\n";
            read(&format!("{head}[[parameters]]\n{parameter}\n"))
        };
        assert!(with("path = \"support.gamma\"").is_ok());
        assert!(with("path = \"support.gamma\"\nhigh = 1.0").is_err_and(|told| told.contains("why")));
        assert!(with("path = \"support.gamma\"\nhigh = 9.0\nwhy = \"x\"").is_err_and(|told| told.contains("declared")));
        assert!(with("path = \"support.nothing\"").is_err());
        assert!(with("path = \"support.gamma\"\nscale = \"log\"").is_err_and(|told| told.contains("factors")));
    }
}
