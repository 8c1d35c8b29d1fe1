//! A study that a file describes, so that it can be made again by its name: a sweep, a sensitivity analysis, or a
//! comparison of arms.
//!
//! The keys are the options of the commands `sweep`, `sensitivity` and `compare`; reading is strict, and all problems come at
//! once.

use crate::experiment::axes::{Axis, DESIGNS, Design, Values};
use crate::experiment::read::check_format;
use crate::experiment::sensitivity::{METHODS, Method, base_points};
use regimes_model::model::outcomes::{OUTCOMES, position};
use regimes_scenario::bundled;
use regimes_scenario::load::load;
use regimes_scenario::nearest::{advice, nearest};
use regimes_scenario::overrides::Override;
use regimes_scenario::page::{Need, Page, Section};
use regimes_scenario::problem::{Problem, Problems};
use regimes_scenario::source::{Source, is_file};
use std::ops::RangeInclusive;

/// The command that makes a study.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// `regimes sweep`.
    #[default]
    Sweep,
    /// `regimes sensitivity`.
    Sensitivity,
    /// `regimes compare`.
    Compare,
}

/// Kinds by name.
pub const KINDS: [(&str, Kind); 3] =
    [("sweep", Kind::Sweep), ("sensitivity", Kind::Sensitivity), ("compare", Kind::Compare)];

impl Kind {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// Keys of every file.
const COMMON: [&str; 8] = ["format", "study", "about", "scenario", "set", "replicates", "seed", "outcomes"];
/// Keys of a sweep.
const OF_SWEEP: [&str; 4] = ["vary", "design", "points", "draws"];
/// Keys of a sensitivity analysis.
const OF_SENSITIVITY: [&str; 5] = ["factors", "groups", "method", "trajectories", "points"];
/// Keys of a comparison.
const OF_COMPARISON: [&str; 3] = ["arms", "presets", "variants"];

impl Kind {
    /// The keys that it has beside those of every file.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Kind::Sweep => &OF_SWEEP,
            Kind::Sensitivity => &OF_SENSITIVITY,
            Kind::Compare => &OF_COMPARISON,
        }
    }
}

/// What a file says; what it leaves out is none or empty, and then as the command has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StudyFile {
    /// The command that makes it.
    pub kind: Kind,
    /// The question.
    pub about: String,
    /// The scenario: a bundled name, or a file.
    pub scenario: String,
    /// What is set at every point.
    pub set: Vec<Override>,
    /// What a sweep varies, as `--vary` takes it.
    pub vary: Vec<String>,
    /// How a sweep chooses points.
    pub design: Option<Design>,
    /// What a sensitivity analysis moves, as `--factor` takes it.
    pub factors: Vec<String>,
    /// What it moves at once, as `--group` takes it.
    pub groups: Vec<String>,
    /// The arms of a comparison, the reference first.
    pub arms: Vec<String>,
    /// Rows of rules that become arms of a comparison.
    pub presets: Vec<String>,
    /// Variants of its scenario, as `--variant` takes them.
    pub variants: Vec<String>,
    /// How a sensitivity analysis measures.
    pub method: Option<Method>,
    /// Trajectories.
    pub trajectories: Option<u32>,
    /// Points of a design that chooses them, or base points.
    pub points: Option<u32>,
    /// Draws of uncertain parameters on which a sweep runs every point, in place of replicates.
    pub draws: Option<u32>,
    /// Paired futures of each point.
    pub replicates: Option<u32>,
    /// The seed of all draws.
    pub seed: Option<u64>,
    /// Outcomes beside those that are always there.
    pub outcomes: Vec<String>,
}

/// Reads a file and checks what it refers to.
///
/// # Errors
/// All that is wrong, each with its place.
pub fn read(source: Source) -> Result<StudyFile, Problems> {
    let sources = vec![source];
    let mut page = Page::new(&sources, 0);
    let file = page.document(whole).unwrap_or_default();
    let problems = page.problems;
    if problems.is_empty() { Ok(file) } else { Err(Problems::new(problems, sources)) }
}

fn whole(page: &mut Page<'_>, root: &Section<'_>) -> StudyFile {
    let kind = one_of(page, root, "study", &KINDS);
    if kind.is_none() && !has(root, "study") {
        let remedy = "write `study = \"sweep\"`, `\"sensitivity\"` or `\"compare\"`".to_owned();
        page.problem(root, "study", "`study` is missing".to_owned(), remedy);
    }
    let kind = kind.unwrap_or_default();
    allow(page, root, kind);
    check_format(page, root);
    let scenario = page.text(root, "scenario", Need::Must);
    let mut file = StudyFile {
        kind,
        about: page.text(root, "about", Need::Must),
        scenario: page.home().beside(&scenario),
        set: page.overrides(root, "set"),
        vary: page.words(root, "vary"),
        factors: page.words(root, "factors"),
        groups: page.words(root, "groups"),
        arms: page.words(root, "arms"),
        presets: page.words(root, "presets"),
        variants: page.words(root, "variants"),
        design: one_of(page, root, "design", &DESIGNS),
        method: one_of(page, root, "method", &METHODS),
        trajectories: size(page, root, "trajectories", 2..=1000),
        points: size(page, root, "points", 1..=65_536),
        draws: size(page, root, "draws", 2..=100_000),
        replicates: size(page, root, "replicates", 1..=100_000),
        seed: has(root, "seed").then(|| page.whole(root, "seed", 0..=u64::MAX)),
        outcomes: page.words(root, "outcomes"),
    };
    check_sizes(page, root, &file);
    if file.draws.is_some() && file.replicates.is_some() {
        let remedy = "leave one of them out".to_owned();
        page.problem(root, "draws", "`draws` stand in place of `replicates`".to_owned(), remedy);
    }
    check_outcomes(page, &file);
    let axes = match kind {
        Kind::Sweep => axes(page, "vary", &file.vary, &["low..high:levels", "a,b,c"]),
        Kind::Sensitivity => axes(page, "factors", &file.factors, &["low..high"]),
        Kind::Compare => Vec::new(),
    };
    if kind == Kind::Sweep && file.vary.is_empty() {
        let remedy = "write what is varied, as `vary = [\"patterns.harm=0.1..0.4:4\"]`".to_owned();
        page.problem(root, "vary", "nothing is varied".to_owned(), remedy);
    }
    check_paths(page, root, &file, &axes);
    if kind == Kind::Sensitivity {
        file.method = file.method.or(Some(Method::Morris));
    }
    file
}

/// Tells of keys that are not known, or belong to another study.
fn allow(page: &mut Page<'_>, root: &Section<'_>, kind: Kind) {
    let others = || KINDS.into_iter().filter(|(_, other)| *other != kind);
    let mut foreign: Vec<&str> = Vec::new();
    for (name, other) in others() {
        for key in other.keys().iter().filter(|key| !kind.keys().contains(key) && has(root, key)) {
            if !foreign.contains(key) {
                let message = format!("`{key}` belongs to a {name}, and this is a {}", kind.name());
                page.problem(root, key, message, format!("known beside the others: {}", kind.keys().join(", ")));
                foreign.push(key);
            }
        }
    }
    page.allow(root, &COMMON.into_iter().chain(kind.keys().iter().copied()).chain(foreign).collect::<Vec<_>>());
}

fn has(root: &Section<'_>, key: &str) -> bool {
    root.names().iter().any(|name| name == key)
}

/// One of several by name; none where the key is left out or wrong.
fn one_of<T: Copy>(page: &mut Page<'_>, root: &Section<'_>, key: &str, known: &[(&str, T)]) -> Option<T> {
    let word = page.text(root, key, Need::May);
    let found = known.iter().find(|(name, _)| *name == word).map(|(_, one)| *one);
    if found.is_none() && !word.is_empty() {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        page.problem(root, key, format!("`{key}` is `{word}`"), advice(&word, &names));
    }
    found
}

/// A number of a range; none where the key is left out.
fn size(page: &mut Page<'_>, root: &Section<'_>, key: &str, range: RangeInclusive<u64>) -> Option<u32> {
    has(root, key).then(|| page.whole(root, key, range)).and_then(|size| u32::try_from(size).ok())
}

/// Tells of numbers that belong to another design or method.
fn check_sizes(page: &mut Page<'_>, root: &Section<'_>, file: &StudyFile) {
    let mut misplaced = |key: &str, owner: &str| {
        if has(root, key) {
            page.problem(root, key, format!("`{key}` belongs to {owner}"), "leave it out".to_owned());
        }
    };
    match (file.kind, file.method.unwrap_or_default()) {
        (Kind::Sweep, _) if file.design.unwrap_or_default() == Design::Grid => {
            misplaced("points", "`design = \"latin\"` or `\"sobol\"`");
        }
        (Kind::Sweep | Kind::Compare, _) => {}
        (Kind::Sensitivity, Method::Morris) => misplaced("points", "`method = \"sobol\"`"),
        (Kind::Sensitivity, Method::Sobol) => {
            misplaced("trajectories", "`method = \"morris\"`");
            misplaced("groups", "`method = \"morris\"`");
            if let Some(Err(wrong)) = file.points.map(|points| base_points(&points.to_string())) {
                page.problem(root, "points", wrong, String::new());
            }
        }
    }
}

fn check_outcomes(page: &mut Page<'_>, file: &StudyFile) {
    for (n, name) in file.outcomes.iter().enumerate().filter(|(_, name)| position(name).is_none()) {
        let near = nearest(name, OUTCOMES.iter().map(|outcome| outcome.name));
        let remedy =
            near.map_or("`regimes doc outcomes` lists them".to_owned(), |near| format!("did you mean `{near}`?"));
        item(page, "outcomes", n, name, (format!("there is no outcome `{name}`"), remedy));
    }
}

/// Keeps a problem of an item of a list of texts.
fn item(page: &mut Page<'_>, key: &str, n: usize, text: &str, (message, remedy): (String, String)) {
    page.problem_inside(&format!("{key}[{n}]"), &(0..text.len()), message, remedy);
}

/// The axes of a list, each with its number; what is wrong with the others is reported.
fn axes(page: &mut Page<'_>, key: &str, texts: &[String], forms: &[&str]) -> Vec<(usize, Axis)> {
    let mut axes: Vec<(usize, Axis)> = Vec::new();
    for (n, text) in texts.iter().enumerate() {
        let forms = || format!("the form is path={}", forms.join(" or path="));
        match Axis::read(text) {
            Err(message) => item(page, key, n, text, (message, forms())),
            Ok(axis) if axes.iter().any(|(_, other)| other.path == axis.path) => {
                item(page, key, n, text, (format!("`{}` is there twice", axis.path), "keep one".to_owned()));
            }
            Ok(Axis { path, values: Values::List(_) }) if key == "factors" => {
                item(page, key, n, text, (format!("`{path}`: a factor has two ends"), forms()));
            }
            Ok(axis) => axes.push((n, axis)),
        }
    }
    axes
}

/// Tells of a scenario that is not there, and of paths and values that it does not take, each at its place.
fn check_paths(page: &mut Page<'_>, root: &Section<'_>, file: &StudyFile, axes: &[(usize, Axis)]) {
    if file.scenario.is_empty() {
        return;
    }
    if !is_file(&file.scenario) && bundled::text(&file.scenario).is_none() {
        let message = format!("there is no bundled scenario `{}`", file.scenario);
        page.problem(root, "scenario", message, advice(&file.scenario, &bundled::names()));
        return;
    }
    let told = |problem: &Problem| (format!("`{}`: {}", problem.path, problem.message), problem.remedy.clone());
    if let Err(problems) = load(&file.scenario, &file.set) {
        for problem in &problems.list {
            match file.set.iter().position(|set| set.path() == problem.path) {
                Some(n) => item(page, "set", n, &file.set[n].to_string(), told(problem)),
                None => page.problem(
                    root,
                    if file.set.is_empty() { "scenario" } else { "set" },
                    told(problem).0,
                    told(problem).1,
                ),
            }
        }
        return;
    }
    let (key, texts) = if file.kind == Kind::Sweep { ("vary", &file.vary) } else { ("factors", &file.factors) };
    for (n, axis) in axes {
        let wrong = |value: Override| load(&file.scenario, &[&file.set[..], &[value]].concat()).err();
        if let Some(problem) = axis.extremes().into_iter().filter_map(wrong).flat_map(|wrong| wrong.list).next() {
            item(page, key, *n, &texts[*n], told(&problem));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::bundled::{STUDIES, study};
    use regimes_scenario::source::{Home, Layer};

    const SWEEP: &str = r#"format = 1
study = "sweep"
about = "a test"
scenario = "tiny"
set = ["horizon_weeks=60"]
vary = ["patterns.harm=0.1..0.4:4"]
replicates = 2
outcomes = ["waiting"]
"#;

    fn reading(text: &str) -> Result<StudyFile, String> {
        let source = Source::new("x.toml".to_owned(), text.to_owned(), Layer::This, Home::Nowhere);
        read(source).map_err(|problems| {
            let told = problems.list.iter().map(|p| format!("{}:{} {} ({})", p.line, p.column, p.message, p.remedy));
            told.collect::<Vec<_>>().join("\n")
        })
    }

    fn wrong(text: &str, parts: &[&str]) {
        let told = reading(text).expect_err("wrong");
        for part in parts {
            assert!(told.contains(part), "{part} in\n{told}");
        }
        assert_eq!(told.lines().count(), parts.len(), "{told}");
    }

    #[test]
    fn a_sound_file_says_what_the_options_of_its_command_would() {
        let file = reading(SWEEP).expect("sound");
        assert_eq!((file.kind, file.replicates, file.seed, file.points), (Kind::Sweep, Some(2), None, None));
        assert_eq!(
            (file.set, file.vary),
            (vec!["horizon_weeks=60".into()], vec!["patterns.harm=0.1..0.4:4".to_owned()])
        );
    }

    #[test]
    fn what_does_not_stand_in_a_scenario_is_told_with_its_place_and_the_nearest_name() {
        let text = SWEEP.replace("harm=0.1", "hram=0.1").replace("waiting", "wating").replace("about", "abuot");
        let parts = [
            "3:1 unknown key `abuot`",
            "`about` is missing",
            "6:10 `patterns.hram`",
            "8:14 there is no outcome `wating`",
        ];
        wrong(&text, &parts);
        wrong(
            &SWEEP.replace("\"tiny\"", "\"tinny\""),
            &["4:12 there is no bundled scenario `tinny` (did you mean `tiny`?"],
        );
        wrong(&SWEEP.replace("=60", "=x").replace("0.4:4", "7:4"), &["5:9 `horizon_weeks`"]);
        wrong(&SWEEP.replace("0.4:4", "7:4"), &["6:10 `patterns.harm`"]);
        wrong(&SWEEP.replace("sweep", "swep"), &["2:9 `study` is `swep` (did you mean `sweep`?"]);
    }

    #[test]
    fn what_belongs_to_another_study_design_or_method_is_told() {
        let text = format!("{SWEEP}points = 8\nmethod = \"morris\"\n");
        wrong(&text, &["`method` belongs to a sensitivity", "`points` belongs to `design"]);
        wrong(&format!("{SWEEP}draws = 8\n"), &["`draws` stand in place of `replicates`"]);
        assert_eq!(reading(&SWEEP.replace("replicates = 2", "draws = 8")).expect("sound").draws, Some(8));
        let text = SWEEP.replace("\"sweep\"", "\"sensitivity\"").replace("vary", "factors").replace(":4", "");
        assert_eq!(reading(&text).expect("sound").method, Some(Method::Morris));
        wrong(&format!("{text}points = 8\n"), &["`points` belongs to `method = \"sobol\"`"]);
        let sobol = format!("{text}method = \"sobol\"\n");
        wrong(&format!("{sobol}points = 6\ntrajectories = 3\n"), &["`trajectories` belongs", "such as 8"]);
        wrong(&text.replace("0.1..0.4", "0.1,0.4"), &["6:13 `patterns.harm`: a factor has two ends"]);
        wrong(
            &text.replace("seed", "x").replace("replicates = 2", "replicates = 0"),
            &["7:14 `replicates` takes a whole number"],
        );
    }

    #[test]
    fn every_bundled_study_is_sound() {
        for (name, _) in STUDIES {
            let problems = read(study(name).expect("listed")).err();
            assert!(problems.is_none(), "{}", problems.map_or(String::new(), |problems| problems.to_string()));
        }
    }
}
