//! Calibration files: which scenario is run under which status quos, what ought to come out, and which parameters vary.

pub mod dose;
pub mod targets;

use crate::experiment::calibration::goal::Goal;
use crate::experiment::calibration::matching::Budget;
use crate::experiment::calibration::plan::dose::{Dose, dose};
use crate::experiment::calibration::plan::targets::{Targets, targets};
use crate::experiment::design::{Dimension, SCALES, Scale, declared};
use regimes_model::model::regime::PRESETS;
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
    /// What the layer that it writes extends; empty: nothing.
    pub extends: String,
    /// What is set in it first.
    pub set: Vec<Override>,
    /// The seed of designs and draws.
    pub seed: u64,
    /// Points of the short list, which stand first in the ensemble.
    pub short_list: usize,
    /// What each fit may take.
    pub budget: Budget,
}

/// Waves that a fit can have.
pub const WAVES: RangeInclusive<u64> = 1..=6;

/// Points that a wave can have.
pub const POINTS: RangeInclusive<u64> = 4..=20_000;

/// Replicates that a point can have: with fewer than two, luck cannot be told from the parameters.
pub const REPLICATES: RangeInclusive<u64> = 2..=50;

/// Points that an ensemble can have.
pub const ENSEMBLE: RangeInclusive<u64> = 2..=2000;

/// A status quo that is fitted.
#[derive(Clone, Debug)]
pub struct StatusQuo {
    /// The preset of its rules.
    pub preset: String,
    /// The scenario under it.
    pub scenario: Scenario,
}

impl StatusQuo {
    /// What a preset sets in a scenario.
    #[must_use]
    pub fn overrides(preset: &str) -> Vec<Override> {
        vec![Override::literal("status_quo.preset", preset)]
    }
}

/// A calibration that can be run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The file.
    pub file: File,
    /// The status quos, each with a fit of its own.
    pub status_quos: Vec<StatusQuo>,
    /// The parameters.
    pub dimensions: Vec<Dimension>,
    /// The conditions.
    pub conditions: Vec<Dimension>,
    /// What ought to come out: the targets that are fitted.
    pub goals: Vec<Goal>,
    /// What rules nothing out, and decides which points are taken first.
    pub preferred: Vec<Goal>,
    /// The last filter.
    pub dose: Option<Dose>,
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

/// The keys of a file.
const KEYS: [&str; 18] = [
    "name",
    "about",
    "scenario",
    "extends",
    "set",
    "seed",
    "status_quos",
    "waves",
    "points",
    "replicates",
    "last_points",
    "last_replicates",
    "ensemble",
    "short_list",
    "targets",
    "dose",
    "parameters",
    "conditions",
];

/// What a file says; none where its scenario cannot be read.
fn plan(page: &mut Page<'_>, root: &Section<'_>, home: &Home) -> Result<Option<Plan>, Problems> {
    page.allow(root, &KEYS);
    let file = file(page, root, home);
    let presets = presets(page, root);
    let (Targets { goals, preferred }, dose) = (targets(page, root), dose(page, root));
    if file.scenario.is_empty() || presets.is_empty() {
        return Ok(None);
    }
    if !is_file(&file.scenario) && bundled::text(&file.scenario).is_none() {
        let message = format!("there is no bundled scenario `{}`", file.scenario);
        page.problem(root, "scenario", message, advice(&file.scenario, &bundled::names()));
        return Ok(None);
    }
    let mut status_quos = Vec::new();
    for preset in presets {
        let set = [&file.set[..], &StatusQuo::overrides(&preset)].concat();
        status_quos.push(StatusQuo { scenario: load(&file.scenario, &set)?.scenario, preset });
    }
    let scenario = &status_quos[0].scenario;
    let dimensions = dimensions(page, root, "parameters", scenario);
    let conditions = dimensions_of_conditions(page, root, &dimensions, scenario);
    if dimensions.is_empty() && page.problems.is_empty() {
        let remedy = "write `[[parameters]]`, and `path = \"support.gamma\"` below it, say".to_owned();
        page.problem(root, "parameters", "no parameter varies".to_owned(), remedy);
    }
    Ok(Some(Plan { status_quos, dimensions, conditions, goals, preferred, dose, file }))
}

fn file(page: &mut Page<'_>, root: &Section<'_>, home: &Home) -> File {
    let file = File {
        name: page.text(root, "name", Need::Must),
        about: page.text(root, "about", Need::Must),
        scenario: home.beside(&page.text(root, "scenario", Need::Must)),
        extends: page.text(root, "extends", Need::May),
        set: page.overrides(root, "set"),
        seed: page.whole(root, "seed", 0..=u64::MAX),
        short_list: page.whole(root, "short_list", ENSEMBLE) as usize,
        budget: Budget {
            waves: page.whole(root, "waves", WAVES) as u32,
            points: page.whole(root, "points", POINTS) as usize,
            replicates: page.whole(root, "replicates", REPLICATES) as usize,
            last_points: page.whole(root, "last_points", POINTS) as usize,
            last_replicates: page.whole(root, "last_replicates", REPLICATES) as usize,
            ensemble: page.whole(root, "ensemble", ENSEMBLE) as usize,
        },
    };
    if let Some((message, remedy)) = fault(&file.name).filter(|_| !file.name.is_empty()) {
        page.problem(root, "name", message, remedy);
    }
    if file.short_list > file.budget.ensemble {
        let message = format!("a short list of {} points of {}", file.short_list, file.budget.ensemble);
        page.problem(root, "short_list", message, "at most as many as `ensemble`".to_owned());
    }
    file
}

/// The presets that are fitted, each as the status quo.
fn presets(page: &mut Page<'_>, root: &Section<'_>) -> Vec<String> {
    let presets = page.words(root, "status_quos");
    if presets.is_empty() && page.problems.is_empty() {
        let remedy = "`status_quos = [\"npm\", \"mixed\"]`, say: each is fitted by itself".to_owned();
        page.problem(root, "status_quos", "no status quo is named".to_owned(), remedy);
    }
    for (n, preset) in presets.iter().enumerate() {
        if !PRESETS.contains(&preset.as_str()) {
            page.problem(root, "status_quos", format!("there is no preset `{preset}`"), advice(preset, PRESETS));
        } else if presets[..n].contains(preset) {
            page.problem(root, "status_quos", format!("`{preset}` is named twice"), "name it once".to_owned());
        }
    }
    presets.into_iter().filter(|preset| PRESETS.contains(&preset.as_str())).collect()
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

    const HEAD: &str = r#"name = "x"
about = "y"
scenario = "tiny"
seed = 1
status_quos = ["npm"]
waves = 2
points = 10
replicates = 2
last_points = 10
last_replicates = 2
ensemble = 10
short_list = 4
[[targets]]
id = "F01_turnover"
use = "fitted"
discrepancy = 10
"#;

    #[test]
    fn a_target_says_how_far_the_model_may_be_off_and_argues_for_much() {
        let of =
            |target: &str| told_of(&format!("{HEAD}[[targets]]\n{target}\n[[parameters]]\npath = \"support.gamma\"\n"));
        assert_eq!(of("id = \"T01_hours\"\nuse = \"fitted\"\ndiscrepancy = 15"), "");
        assert_eq!(of("id = \"T18_list\"\nuse = \"reported\""), "");
        assert_eq!(of("id = \"T23_without_a_home\"\nuse = \"preferred\""), "");
        for (target, part) in [
            ("id = \"T01_hours\"\nuse = \"fitted\"", "no `discrepancy`"),
            ("id = \"T01_hours\"\nuse = \"fitted\"\ndiscrepancy = 20", "does not say `why`"),
            ("id = \"T01_hours\"\nuse = \"fitted\"\ndiscrepancy = 10\nlow = 9", "is no range"),
            ("id = \"T18_list\"\nuse = \"preferred\"", "has no published range"),
            ("id = \"T01_hours\"\nuse = \"fited\"", "did you mean `fitted`?"),
            ("id = \"T1_hours\"\nuse = \"reported\"", "did you mean `T01_hours`?"),
            ("id = \"F13_replacement\"\nuse = \"fitted\"\ndiscrepancy = 10", "is an input"),
            ("id = \"T18_list\"\nuse = \"fitted\"\ndiscrepancy = 10", "has no published range"),
            ("id = \"F01_turnover\"\nuse = \"reported\"", "named twice"),
        ] {
            assert!(of(target).contains(part), "{target}: {}", of(target));
        }
    }

    /// What is said of a calibration of `tiny` with a parameter; nothing where it is sound.
    fn told(parameter: &str) -> String {
        told_of(&format!("{HEAD}[[parameters]]\n{parameter}\n"))
    }

    fn told_of(text: &str) -> String {
        let source = Source::new("x.toml".to_owned(), text.to_owned(), Layer::This, Home::Nowhere);
        read(source).err().map_or_else(String::new, |problems| problems.to_string())
    }

    #[test]
    fn numbers_that_are_none_and_names_that_lead_elsewhere_are_refused_with_their_place() {
        for number in ["nan", "inf", "-inf", "\"0.1\""] {
            let told = told(&format!("path = \"support.gamma\"\nlow = {number}\nwhy = \"x\""));
            assert!(told.contains("x.toml:19:7") && told.contains("`low` takes a"), "{told}");
        }
        let sound = include_str!("../../../../../scenarios/calibration/england.toml");
        for (find, replace, part) in [
            ("name = \"england\"", "name = \"../england\"", "not a name in snake case"),
            ("name = \"england\"", "name = \"null\"", "missing value"),
            ("\npoints = 150", "\npoints = 1e9", "a whole number from 4 to 20000"),
            ("\nreplicates = 2", "\nreplicates = 1", "a whole number from 2 to 50"),
            ("waves = 6", "waves = 7", "a whole number from 1 to 6"),
            ("\"mixed\"]", "\"mixt\"]", "there is no preset `mixt`"),
            ("short_list = 40", "short_list = 400", "at most as many as `ensemble`"),
            ("times = 3", "times = 0", "a number from 1 to 20"),
            ("\"T43_one_year\"]", "\"T43_one_yeer\"]", "did you mean `T43_one_year`?"),
            ("seed = 20260501", "seed = -5", "`seed` takes a whole number"),
            ("scenario = \"england\"", "scenario = \"englnd\"", "did you mean `england`?"),
            ("\npoints = 150", "\npoint = 250", "did you mean `points`?"),
            ("about = \"The", "about = \"=The", "formula"),
            ("path = \"staffing.filling_care\"", "path = \"staffing.leaving_care\"", "stands here twice"),
        ] {
            let told = told_of(&sound.replacen(find, replace, 1));
            assert!(told.contains(part), "{replace}: {told}");
        }
    }
}
