//! What files of experiments refer to: scenarios, values that are set, settings, arms, parts, ids.

use crate::experiment::file::{Contest, Experiment, File};
use crate::experiment::plan::set_along;
use crate::experiment::read::Reading;
use crate::experiment::term::{Measure, Term};
use regimes_model::model::initial;
use regimes_scenario::bundled;
use regimes_scenario::check::Scenario;
use regimes_scenario::load::load;
use regimes_scenario::nearest::advice;
use regimes_scenario::overrides::Override;
use regimes_scenario::problem::Problem;
use regimes_scenario::source::is_file;
use regimes_scenario::source::{Mark, Source};
use std::collections::BTreeSet;
use std::ops::Range;

/// The shortest horizon whose first and last year are two (week).
const TWO_YEARS: u32 = 104;

/// Problems of all files, those of reading left out.
#[must_use]
pub fn check(sources: &[Source], readings: &[Reading]) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut ids = BTreeSet::new();
    for (source, reading) in readings.iter().enumerate() {
        let mut checker = Checker { sources, source, reading, found: &mut found };
        for experiment in &reading.file.experiments {
            let path = format!("experiments.{}", experiment.id);
            if !ids.insert(experiment.id.clone()) {
                let message = format!("there is another experiment `{}`", experiment.id);
                checker.tell(&path, message, "names are unique over all files".to_owned());
            }
            checker.experiment(experiment, &path);
        }
        for contest in &reading.file.contests {
            checker.contest(contest);
        }
    }
    found.extend(unanswered(sources, readings));
    found
}

/// Ids of denominators that neither an experiment names as its source nor a row explains.
fn unanswered(sources: &[Source], readings: &[Reading]) -> Vec<Problem> {
    let answered: BTreeSet<&str> = readings.iter().flat_map(|reading| answers(&reading.file)).collect();
    let mut found = Vec::new();
    for (source, reading) in readings.iter().enumerate() {
        for (n, id) in reading.file.denominator.iter().enumerate() {
            if !answered.contains(id.as_str()) {
                let path = format!("denominator[{n}]");
                let mark = reading.marks.nearest(&path).cloned().unwrap_or(Mark { source, span: 0..0 });
                let message = format!("`{id}` has no experiment");
                let remedy = format!("name it in the `source` of one, or say why not: `[rows.{id}]`");
                found.push(Problem::new(sources, mark, &path, message, remedy));
            }
        }
    }
    found
}

/// Ids that a file answers: those in sources and claims of experiments, and rows that say why not.
fn answers(file: &File) -> Vec<&str> {
    let sources = file.experiments.iter().flat_map(ids_of);
    sources.chain(file.rows.iter().map(|row| row.id.as_str())).collect()
}

/// Ids that an experiment names as its source or claims.
#[must_use]
pub fn ids_of(experiment: &Experiment) -> Vec<&str> {
    let parts = experiment.source.split(|c: char| !c.is_ascii_alphanumeric());
    parts.filter(|part| !part.is_empty()).chain(experiment.claims.iter().map(String::as_str)).collect()
}

struct Checker<'a> {
    sources: &'a [Source],
    source: usize,
    reading: &'a Reading,
    found: &'a mut Vec<Problem>,
}

impl Checker<'_> {
    fn tell(&mut self, path: &str, message: String, remedy: String) {
        self.tell_inside(path, None, message, remedy);
    }

    fn tell_inside(&mut self, path: &str, part: Option<&Range<usize>>, message: String, remedy: String) {
        let top = Mark { source: self.source, span: 0..0 };
        let mut mark = self.reading.marks.nearest(path).cloned().unwrap_or(top);
        if let Some(part) = part {
            let from = mark.span.start + 1;
            mark.span = from + part.start..from + part.end;
        }
        self.found.push(Problem::new(self.sources, mark, path, message, remedy));
    }

    fn scenario_is_there(&mut self, name: &str, path: &str) -> bool {
        if is_file(name) {
            let problems = load(name, &[]).err();
            for problem in problems.iter().flat_map(|problems| &problems.list) {
                let place = format!("{}, line {}", problem.file, problem.line);
                let message = format!("{place}: {}", problem.message);
                self.tell(&format!("{path}.scenario"), message, problem.remedy.clone());
            }
            return problems.is_none();
        }
        let there = bundled::text(name).is_some();
        if !there && !name.is_empty() {
            let message = format!("there is no bundled scenario `{name}`");
            self.tell(&format!("{path}.scenario"), message, advice(name, &bundled::names()));
        }
        there
    }

    /// The scenario with what is set; what is wrong with it is reported at a path.
    fn loaded(&mut self, scenario: &str, sets: &[Override], path: &str) -> Option<Scenario> {
        match load(scenario, sets) {
            Ok(loaded) => Some(loaded.scenario),
            Err(problems) => {
                for problem in problems.list {
                    self.tell(path, format!("`{}`: {}", problem.path, problem.message), problem.remedy);
                }
                None
            }
        }
    }

    fn contest(&mut self, contest: &Contest) {
        let path = format!("contests.{}", contest.id);
        if !self.scenario_is_there(&contest.scenario, &path) {
            return;
        }
        let Some(scenario) = self.loaded(&contest.scenario, &contest.set, &format!("{path}.set")) else { return };
        for (n, arm) in contest.without.iter().enumerate() {
            self.is_known(&format!("{path}.without[{n}]"), None, ("arm", arm), &arms(&scenario));
        }
    }

    fn experiment(&mut self, experiment: &Experiment, path: &str) {
        if !self.scenario_is_there(&experiment.scenario, path) {
            return;
        }
        let mut base = None;
        for (name, sets) in &experiment.settings {
            let sets: Vec<Override> = [&experiment.set[..], sets].concat();
            let found = self.loaded(&experiment.scenario, &sets, &format!("{path}.settings.{name}"));
            base = base.or(found);
            if !experiment.elsewhere.is_empty() {
                let sets = [&sets[..], &experiment.elsewhere].concat();
                self.loaded(&experiment.scenario, &sets, &format!("{path}.elsewhere"));
            }
        }
        if let (Some(axis), Some((_, first))) = (&experiment.axis, experiment.settings.first()) {
            for n in 0..axis.values.len() {
                let sets = [&experiment.set[..], first, &set_along(axis, n)].concat();
                self.loaded(&experiment.scenario, &sets, &format!("{path}.axis.values[{n}]"));
            }
        }
        if let Some(scenario) = base {
            for quantity in &experiment.quantities {
                for (term, span) in quantity.expression.terms() {
                    self.term(experiment, &scenario, &format!("{path}.quantities.{}", quantity.name), (term, span));
                }
            }
        }
    }

    fn term(&mut self, experiment: &Experiment, scenario: &Scenario, path: &str, (term, span): (&Term, &Range<usize>)) {
        let settings: Vec<&str> = experiment.settings.iter().map(|(name, _)| name.as_str()).collect();
        self.is_known(path, Some(span), ("setting", &term.setting), &settings);
        self.is_known(path, Some(span), ("arm", &term.arm), &arms(scenario));
        if term.measure.is_slope() && scenario.horizon_weeks < TWO_YEARS {
            let message = format!("in {} weeks the first and the last year overlap", scenario.horizon_weeks);
            self.tell_inside(path, Some(span), message, format!("`horizon_weeks` of {TWO_YEARS} or more"));
        }
        if let Measure::Part(part, _) = &term.measure {
            let names = names_of_parts(scenario, part.level);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            self.is_known(path, Some(span), (part.level, &part.name), &names);
        }
    }

    fn is_known(&mut self, path: &str, part: Option<&Range<usize>>, (what, name): (&str, &str), known: &[&str]) {
        if !known.contains(&name) {
            self.tell_inside(path, part, format!("there is no {what} `{name}`"), advice(name, known));
        }
    }
}

/// The names of all parts of a kind.
fn names_of_parts(scenario: &Scenario, level: &str) -> Vec<String> {
    let town = &scenario.town;
    match level {
        "group" => town.groups.iter().map(|(name, _)| name.to_owned()).collect(),
        "place" => town.places.iter().map(|(name, _)| name.to_owned()).collect(),
        "organisation" => {
            town.places.iter().flat_map(|(place, _)| initial::organisations::organisation_names(town, place)).collect()
        }
        _ => town.domains.iter().filter_map(|(_, domain)| Some(domain.crisis.as_ref()?.kind.clone())).collect(),
    }
}

fn arms(scenario: &Scenario) -> Vec<&str> {
    scenario.arms.iter().map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use crate::experiment::bundled::read_all;
    use regimes_scenario::source::{Home, Layer, Source};

    const TEXT: &str = r#"format = 1
name = "x"
about = "a test"
denominator = ["A01", "A02", "A03"]
[rows.A03]
why = "no such thing"
[experiments.one]
pattern = "p"
source = "A01; a book"
kind = "known_case"
switch = "w"
scenario = "tiny"
settings = { low = ["patterns.personal_variation=0.1"] }
quantities = { gap = "low.hls.waiting - low.npm.waiting" }
"#;

    fn source(name: &str, text: &str) -> Source {
        Source::new(name.to_owned(), text.to_owned(), Layer::This, Home::Nowhere)
    }

    fn told(text: &str) -> Vec<String> {
        let problems = read_all(vec![source("x.toml", text)]).err().map_or_else(Vec::new, |problems| problems.list);
        problems.iter().map(|p| format!("{}:{} {} ({})", p.line, p.column, p.message, p.remedy)).collect()
    }

    #[test]
    fn what_does_not_exist_is_told_with_its_place() {
        let text = TEXT.replace("variation=0.1", "variatoin=0.1").replace("low.npm", "low.nmp");
        let told = told(&text).join("\n");
        for part in ["4:23 `A02` has no experiment", "unknown key `personal_variatoin`", "`personal_variation`"] {
            assert!(told.contains(part), "{part} in\n{told}");
        }
        let arms = super::tests::told(&TEXT.replace("\"A02\", ", "").replace("low.npm", "lo.npm")).join("\n");
        assert!(arms.contains("there is no setting `lo`"), "{arms}");
        let arms = super::tests::told(&TEXT.replace("\"A02\", ", "").replace("low.npm", "low.nmp")).join("\n");
        assert!(arms.contains("there is no arm `nmp` (did you mean `npm`?"), "{arms}");
        let lost = super::tests::told(&TEXT.replace("\"tiny\"", "\"tinny\"")).join("\n");
        assert!(lost.contains("12:12 there is no bundled scenario `tinny` (did you mean `tiny`?"), "{lost}");
        let slope =
            super::tests::told(&TEXT.replace("\"A02\", ", "").replace("hls.waiting", "hls.waiting@slope")).join("\n");
        assert!(slope.contains("the first and the last year overlap"), "{slope}");
        assert!(super::tests::told(&TEXT.replace("\"A02\", ", "")).is_empty());
    }

    #[test]
    fn a_name_stands_once_in_all_files() {
        let text = TEXT.replace("\"A02\", ", "");
        let problems = read_all(vec![source("x.toml", &text), source("y.toml", &text)]).expect_err("twice").list;
        assert!(problems.iter().any(|problem| problem.file == "y.toml" && problem.message.contains("another")));
    }
}
