//! Calibration files: which scenario is run, and which parameters vary over which ranges.

use crate::experiment::calibration::fit::Goal;
use crate::experiment::design::{Dimension, SCALES, Scale, declared};

use crate::simulation::census::targets::{Status, TARGETS, Target};
use regimes_scenario::bundled;
use regimes_scenario::check::Scenario;
use regimes_scenario::load::load;
use regimes_scenario::name::fault;
use regimes_scenario::nearest::advice;
use regimes_scenario::overrides::Override;
use regimes_scenario::page::{Need, Page, Section};
use regimes_scenario::problem::Problems;
use regimes_scenario::source::is_file;
use regimes_scenario::source::{Home, Layer, Source};
use std::ops::RangeInclusive;

/// The calibration that is compiled into the program.
pub const ENGLAND: &str = include_str!("../../../../../scenarios/calibration/england.toml");

/// A calibration file.
#[derive(Clone, Debug)]
pub struct File {
    /// What it is called, in snake case.
    pub name: String,
    /// What it is about.
    pub about: String,
    /// The scenario that is run: a bundled name, or a file.
    pub scenario: String,
    /// What is set in it first.
    pub set: Vec<Override>,
    /// The seed of designs and draws.
    pub seed: u64,
    /// Runs.
    pub evaluations: usize,
    /// Waves of history matching after the first.
    pub waves: usize,
}

/// Runs that a calibration can have.
pub const EVALUATIONS: RangeInclusive<u64> = 16..=1_000_000;

/// Waves after the first that a calibration can have.
pub const WAVES: RangeInclusive<u64> = 0..=20;

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
/// All that is wrong with it, or with the scenario that it names.
pub fn read(source: Source) -> Result<Plan, Problems> {
    let home = source.home.clone();
    let sources = vec![source];
    let mut page = Page::new(&sources, 0);
    let plan = page.document(|page, root| plan(page, root, &home)).transpose()?;
    let problems = page.problems;
    match plan.flatten() {
        Some(plan) if problems.is_empty() => Ok(plan),
        _ => Err(Problems::new(problems, sources)),
    }
}

/// The bundled calibration as a source.
#[must_use]
pub fn england() -> Source {
    Source::new("calibration/england.toml".to_owned(), ENGLAND.to_owned(), Layer::This, Home::Bundled)
}

/// What a file says; none where its scenario cannot be told.
fn plan(page: &mut Page<'_>, root: &Section<'_>, home: &Home) -> Result<Option<Plan>, Problems> {
    let keys = ["name", "about", "scenario", "set", "seed", "evaluations", "waves", "parameters", "conditions"];
    page.allow(root, &keys);
    let file = File {
        name: page.text(root, "name", Need::Must),
        about: page.text(root, "about", Need::Must),
        scenario: home.beside(&page.text(root, "scenario", Need::Must)),
        set: page.overrides(root, "set"),
        seed: page.whole(root, "seed", 0..=u64::MAX),
        evaluations: page.whole(root, "evaluations", EVALUATIONS) as usize,
        waves: page.whole(root, "waves", WAVES) as usize,
    };
    if let Some((message, remedy)) = fault(&file.name).filter(|_| !file.name.is_empty()) {
        page.problem(root, "name", message, remedy);
    }
    if file.scenario.is_empty() {
        return Ok(None);
    }
    if !is_file(&file.scenario) && bundled::text(&file.scenario).is_none() {
        let message = format!("there is no bundled scenario `{}`", file.scenario);
        page.problem(root, "scenario", message, advice(&file.scenario, &bundled::names()));
        return Ok(None);
    }
    let scenario = load(&file.scenario, &file.set)?.scenario;
    let dimensions = dimensions(page, root, "parameters", &scenario);
    let conditions = dimensions_of_conditions(page, root, &dimensions, &scenario);
    if dimensions.is_empty() && page.problems.is_empty() {
        let remedy = "write `[[parameters]]`, and `path = \"support.gamma\"` below it, say".to_owned();
        page.problem(root, "parameters", "no parameter varies".to_owned(), remedy);
    }
    Ok(Some(Plan { scenario, dimensions, conditions, goals: goals(TARGETS), file }))
}

/// What a scenario is about and no target speaks of: usual in every run of the fit, drawn from its range for draws.
fn dimensions_of_conditions(
    page: &mut Page<'_>,
    root: &Section<'_>,
    others: &[Dimension],
    scenario: &Scenario,
) -> Vec<Dimension> {
    let conditions = dimensions(page, root, "conditions", scenario);
    for condition in conditions.iter().filter(|condition| others.iter().any(|other| other.path == condition.path)) {
        let message = format!("`{}` is among the parameters as well", condition.path);
        page.problem(root, "conditions", message, "keep it in one of the two lists".to_owned());
    }
    conditions
}

fn dimensions(page: &mut Page<'_>, root: &Section<'_>, key: &str, scenario: &Scenario) -> Vec<Dimension> {
    let mut found: Vec<Dimension> = Vec::new();
    for section in page.list_of_sections(root, key) {
        let Some(dimension) = dimension(page, &section, scenario) else { continue };
        if found.iter().any(|known| known.path == dimension.path) {
            let message = format!("`{}` stands here twice", dimension.path);
            page.problem(&section, "path", message, "name it once".to_owned());
        }
        found.push(dimension);
    }
    found
}

fn dimension(page: &mut Page<'_>, section: &Section<'_>, scenario: &Scenario) -> Option<Dimension> {
    page.allow(section, &["path", "low", "high", "scale", "why"]);
    let path = page.text(section, "path", Need::Must);
    let (low, high) = (page.number(section, "low"), page.number(section, "high"));
    let why = page.text(section, "why", Need::May);
    let scale = scale(page, section);
    let Some((range, usual)) = declared(scenario, &path) else {
        let message = format!("`{path}` is not the path of a number with a range");
        let remedy = "`regimes doc parameters` lists paths with their ranges".to_owned();
        if !path.is_empty() {
            page.problem(section, "path", message, remedy);
        }
        return None;
    };
    let (low, high) = (low.unwrap_or(range.0), high.unwrap_or(range.1));
    let key = if low < range.0 { "low" } else { "high" };
    let mut tell = |key: &str, message: String, remedy: &str| page.problem(section, key, message, remedy.to_owned());
    if low < range.0 || high > range.1 || low >= high {
        let message = format!("`{path}`: {low} to {high} does not lie in the declared {} to {}", range.0, range.1);
        tell(key, message, "a range within the declared one, its lower end first");
    } else if (low, high) != range && why.is_empty() {
        tell(
            "path",
            format!("`{path}` has a range of its own and does not say `why`"),
            "write `why = \"...\"` below it",
        );
    }
    if scale == Scale::Log && low <= 0.0 {
        tell("scale", format!("`{path}` is divided by factors and begins at {low}"), "a `low` above 0, or `linear`");
    }
    Some(Dimension { path, low, high, scale, usual })
}

fn scale(page: &mut Page<'_>, section: &Section<'_>) -> Scale {
    let word = page.text(section, "scale", Need::May);
    let known = SCALES.iter().find(|(name, _)| *name == word);
    if known.is_none() && !word.is_empty() {
        let message = format!("`{word}` is not a way to divide a range");
        page.problem(section, "scale", message, advice(&word, &SCALES.map(|(name, _)| name)));
    }
    known.map_or_else(Scale::default, |(_, scale)| *scale)
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
        let plan = read(england()).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(plan.goals.len() >= 8);
        let middle: Vec<Override> = plan.dimensions.iter().map(|d| Override::number(&d.path, d.at(0.5))).collect();
        for name in ["tiny", "town", "audit"] {
            assert!(load(name, &middle).is_ok(), "{name}");
        }
    }

    #[test]
    fn a_range_of_ones_own_needs_a_reason_and_lies_in_the_declared_one() {
        let with = told;
        assert_eq!(with("path = \"support.gamma\""), "");
        assert!(with("path = \"support.gamma\"\nhigh = 1.0").contains("why"));
        assert!(with("path = \"support.gamma\"\nhigh = 9.0\nwhy = \"x\"").contains("declared"));
        assert!(with("path = \"support.nothing\"").contains("not the path"));
        assert!(with("path = \"support.gamma\"\nscale = \"log\"").contains("factors"));
    }

    /// What is said of a calibration of `tiny` with a parameter; nothing where it is sound.
    fn told(parameter: &str) -> String {
        let head = "name = \"x\"\nabout = \"y\"\nscenario = \"tiny\"\nseed = 1\nevaluations = 40\nwaves = 1\n";
        told_of(&format!("{head}[[parameters]]\n{parameter}\n"))
    }

    fn told_of(text: &str) -> String {
        let source = Source::new("x.toml".to_owned(), text.to_owned(), Layer::This, Home::Nowhere);
        read(source).err().map_or_else(String::new, |problems| problems.to_string())
    }

    #[test]
    fn numbers_that_are_none_and_names_that_lead_elsewhere_are_refused_with_their_place() {
        for number in ["nan", "inf", "-inf", "\"0.1\""] {
            let told = told(&format!("path = \"support.gamma\"\nlow = {number}\nwhy = \"x\""));
            assert!(told.contains("x.toml:9:7") && told.contains("`low` takes a"), "{told}");
        }
        let sound = include_str!("../../../../../scenarios/calibration/england.toml");
        for (find, replace, part) in [
            ("name = \"england\"", "name = \"../england\"", "not a name in snake case"),
            ("name = \"england\"", "name = \"null\"", "missing value"),
            ("evaluations = 900", "evaluations = 1e9", "a whole number from 16 to 1000000"),
            ("evaluations = 900", "evaluations = 99999999999", "a whole number from 16 to 1000000"),
            ("waves = 2", "waves = -1", "a whole number from 0 to 20"),
            ("seed = 20260501", "seed = -5", "`seed` takes a whole number"),
            ("scenario = \"england\"", "scenario = \"englnd\"", "did you mean `england`?"),
            ("evaluations = 900", "evaluatons = 900", "did you mean `evaluations`?"),
            ("about = \"The", "about = \"=The", "formula"),
            ("path = \"staffing.filling_care\"", "path = \"staffing.leaving_care\"", "stands here twice"),
        ] {
            let told = told_of(&sound.replacen(find, replace, 1));
            assert!(told.contains(part), "{replace}: {told}");
        }
    }
}
