//! From a text to a file of experiments: strict, and all problems at once.

use crate::experiment::expression::Expression;
use crate::experiment::file::{Axis, Contest, Expected, Experiment, File, KINDS, Kind, Quantity, Unanswered};

use regimes_scenario::name::{as_identifier, fault};
use regimes_scenario::nearest::advice;
use regimes_scenario::overrides::Override;
use regimes_scenario::page::{Need, Page, Section};
use regimes_scenario::problem::Problem;
use regimes_scenario::source::{Marks, Source, join};

/// The format of files of experiments that this program reads.
const FORMAT: f64 = 1.0;

/// What was read of a text, sound or not.
#[derive(Debug)]
pub struct Reading {
    /// The file.
    pub file: File,
    /// Where each text stands, by path.
    pub marks: Marks,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Reads the text of a source.
#[must_use]
pub fn read(sources: &[Source], source: usize) -> Reading {
    let mut page = Page::new(sources, source);
    let file = page.document(whole).unwrap_or_default();
    Reading { file, marks: page.marks, problems: page.problems }
}

fn whole(page: &mut Page<'_>, root: &Section<'_>) -> File {
    page.allow(root, &["format", "name", "about", "experiments", "contests", "denominator", "rows"]);
    check_format(page, root);
    let experiments = page.sections(root, "experiments", Need::May);
    let experiments = experiments.iter().map(|(id, section)| experiment(page, id, section)).collect();
    let contests = page.sections(root, "contests", Need::May);
    let contests = contests.iter().map(|(id, section)| contest(page, id, section)).collect();
    let rows = page.sections(root, "rows", Need::May);
    let rows = rows.iter().map(|(id, section)| unanswered(page, id, section)).collect();
    File {
        name: own_name(page, root),
        about: page.text(root, "about", Need::May),
        experiments,
        contests,
        denominator: page.words(root, "denominator"),
        rows,
    }
}

/// Tells of a format that this program does not read.
pub fn check_format(page: &mut Page<'_>, root: &Section<'_>) {
    if page.number(root, "format") != Some(FORMAT) {
        let remedy = format!("write `format = {FORMAT}` at the top");
        page.problem(root, "format", "the format is missing, or not one that this program reads".to_owned(), remedy);
    }
}

/// The name that a file gives itself, or else the one of the file, as tables can hold it.
fn own_name(page: &mut Page<'_>, root: &Section<'_>) -> String {
    let name = page.text(root, "name", Need::May);
    if name.is_empty() {
        let stem = page.stem();
        return if fault(&stem).is_some() { as_identifier(&stem) } else { stem };
    }
    if let Some((message, remedy)) = fault(&name) {
        page.problem(root, "name", message, remedy);
    }
    name
}

fn unanswered(page: &mut Page<'_>, id: &str, section: &Section<'_>) -> Unanswered {
    page.allow(section, &["why"]);
    Unanswered { id: id.to_owned(), why: page.text(section, "why", Need::Must) }
}

fn contest(page: &mut Page<'_>, id: &str, section: &Section<'_>) -> Contest {
    page.allow(section, &["scenario", "set", "without"]);
    page.name(section, id);
    Contest {
        id: id.to_owned(),
        scenario: page.text(section, "scenario", Need::Must),
        set: page.overrides(section, "set"),
        without: page.words(section, "without"),
    }
}

fn experiment(page: &mut Page<'_>, id: &str, section: &Section<'_>) -> Experiment {
    let keys = [
        "pattern",
        "source",
        "kind",
        "claims",
        "switch",
        "scenario",
        "set",
        "settings",
        "quantities",
        "expects",
        "elsewhere",
        "knocked_out",
        "axis",
        "note",
    ];
    page.allow(section, &keys);
    page.name(section, id);
    let (elsewhere, knocked_out) = (page.overrides(section, "elsewhere"), page.overrides(section, "knocked_out"));
    if !elsewhere.is_empty() && !knocked_out.is_empty() {
        let message = "`elsewhere` and `knocked_out` are both given".to_owned();
        page.problem(section, "knocked_out", message, "keep one: a condition, or the mechanism taken away".to_owned());
    }
    Experiment {
        id: id.to_owned(),
        pattern: page.text(section, "pattern", Need::Must),
        source: page.text(section, "source", Need::Must),
        kind: kind(page, section),
        claims: page.words(section, "claims"),
        switch: page.text(section, "switch", Need::Must),
        scenario: page.text(section, "scenario", Need::Must),
        set: page.overrides(section, "set"),
        settings: settings(page, section),
        quantities: quantities(page, section),
        expects: expected(page, section),
        is_ablation: !knocked_out.is_empty(),
        elsewhere: if elsewhere.is_empty() { knocked_out } else { elsewhere },
        axis: axis(page, section),
        note: page.text(section, "note", Need::May),
    }
}

fn kind(page: &mut Page<'_>, section: &Section<'_>) -> Kind {
    let word = page.text(section, "kind", Need::Must);
    if let Some((_, kind)) = KINDS.iter().find(|(name, _)| *name == word) {
        return *kind;
    }
    if !word.is_empty() {
        let message = format!("`{word}` is not a kind of experiment");
        page.problem(section, "kind", message, advice(&word, &KINDS.map(|(name, _)| name)));
    }
    Kind::Claim
}

fn settings(page: &mut Page<'_>, section: &Section<'_>) -> Vec<(String, Vec<Override>)> {
    let Some(inner) = page.section(section, "settings", Need::Must) else { return Vec::new() };
    let names = inner.names();
    if names.is_empty() {
        let remedy = "write at least one, as `only = []`".to_owned();
        page.problem(section, "settings", "there is no setting".to_owned(), remedy);
    }
    let settings = names.into_iter().map(|name| {
        page.name_of(&inner, &name);
        let sets = page.overrides(&inner, &name);
        (name, sets)
    });
    settings.collect()
}

fn quantities(page: &mut Page<'_>, section: &Section<'_>) -> Vec<Quantity> {
    let Some(inner) = page.section(section, "quantities", Need::Must) else { return Vec::new() };
    let names = inner.names();
    if names.is_empty() {
        let remedy = "write at least one, as `gap = \"only.hls.flourishing - only.npm.flourishing\"`".to_owned();
        page.problem(section, "quantities", "there is no quantity".to_owned(), remedy);
    }
    names.into_iter().filter_map(|name| quantity(page, &inner, name)).collect()
}

fn quantity(page: &mut Page<'_>, section: &Section<'_>, name: String) -> Option<Quantity> {
    page.name_of(section, &name);
    let text = page.expression(section, &name, Need::Must);
    match Expression::parse(&text) {
        Ok(expression) => Some(Quantity { name, text, expression }),
        Err(_) if text.is_empty() => None,
        Err(fault) => {
            page.problem_inside(&join(&section.path, &name), &fault.span, fault.message, fault.remedy);
            None
        }
    }
}

fn expected(page: &mut Page<'_>, section: &Section<'_>) -> Expected {
    let Some(inner) = page.section(section, "expects", Need::May) else { return Expected::default() };
    page.allow(&inner, &["above", "below"]);
    let expected = Expected { above: page.number(&inner, "above"), below: page.number(&inner, "below") };
    if let (Some(above), Some(below)) = (expected.above, expected.below)
        && above >= below
    {
        let message = format!("nothing is above {above} and below {below}");
        page.problem(&inner, "above", message, "let `above` be the lesser".to_owned());
    }
    expected
}

fn axis(page: &mut Page<'_>, section: &Section<'_>) -> Option<Axis> {
    let inner = page.section(section, "axis", Need::May)?;
    page.allow(&inner, &["path", "values"]);
    let path = page.text(&inner, "path", Need::Must);
    let axis = Axis { paths: vec![path.clone()], path, values: page.literals(&inner, "values") };
    if axis.values.len() < 2 {
        let message = "an axis has at least two values".to_owned();
        page.problem(&inner, "values", message, "write them in their order".to_owned());
    }
    Some(axis)
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_scenario::source::{Home, Layer};

    fn reading(text: &str) -> Reading {
        let source = Source::new("x.toml".to_owned(), text.to_owned(), Layer::This, Home::Nowhere);
        read(&[source], 0)
    }

    const SOUND: &str = r#"format = 1
name = "x"
about = "a test"

[experiments.one]
pattern = "p"
source = "s"
kind = "claim"
claims = ["S001"]
switch = "w"
scenario = "town"
settings = { low = ["seed=1"], high = [] }
quantities = { gap = "low.hls.waiting - high.npm.waiting" }
expects = { above = 0.0 }
axis = { path = "seed", values = [1, 2] }

[rows.S002]
why = "no such thing in the model"
"#;

    #[test]
    fn a_sound_file_is_read_in_its_order() {
        let reading = reading(SOUND);
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        let one = &reading.file.experiments[0];
        assert_eq!(one.settings[0], ("low".to_owned(), vec![Override::from("seed=1")]));
        assert_eq!(one.expects, Expected { above: Some(0.0), below: None });
        assert_eq!(one.axis.as_ref().expect("an axis").values, ["1", "2"]);
        assert_eq!(reading.file.rows[0].id, "S002");
    }

    #[test]
    fn all_problems_come_at_once_with_place_and_nearest_name() {
        let text = SOUND
            .replace("switch =", "swich =")
            .replace("\"claim\"", "\"clam\"")
            .replace("npm.waiting", "npm.wating")
            .replace("above = 0.0", "above = \"none\"")
            .replace("values = [1, 2]", "values = [1]")
            .replace("why =", "wy =");
        let problems = reading(&text).problems;
        let told: Vec<String> =
            problems.iter().map(|p| format!("{}:{} {} ({})", p.line, p.column, p.message, p.remedy)).collect();
        for part in [
            "10:1 unknown key `swich` in `experiments.one` (did you mean `switch`?",
            "5:14 `switch` is missing",
            "8:8 `clam` is not a kind of experiment (did you mean `claim`?",
            "13:41 there is no outcome `wating` (did you mean `waiting`?",
            "14:21 `above` takes a number",
            "15:34 an axis has at least two values",
            "18:1 unknown key `wy`",
        ] {
            assert!(told.iter().any(|line| line.starts_with(part)), "{part} in\n{}", told.join("\n"));
        }
    }

    #[test]
    fn what_is_not_toml_is_told_once_with_its_line() {
        let problems = reading("format = 1\nname = x y\n").problems;
        assert!(problems.iter().any(|problem| problem.line == 2));
    }
}
