//! A file becomes a checked scenario, or a list of all its problems.
//!
//! ```text
//! argument  --read::layers-->  sources  --read-->  File and its findings  --check-->  Scenario, or Problems
//! ```

pub mod source;
pub mod text;
pub mod name;
pub mod nearest;
pub mod tree;
pub mod overrides;
pub mod file;
pub mod bundled;
pub mod problem;
pub mod read;
pub mod resolved;
pub mod check;
pub mod schema;
pub mod page;
pub mod documents;

use crate::check::Scenario;
use crate::overrides::Override;
use crate::problem::{Problem, Problems};
use crate::read::{Calibration, Layers};
use crate::source::{Home, Layer, Marks, Source};
use crate::text::Unreadable;
use regimes_model::model::regime::RULES;
use std::path::Path;

/// A checked scenario, and where each of its values was written.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The scenario.
    pub scenario: Scenario,
    /// Where each value was written.
    pub marks: Marks,
    /// The texts that it was read from.
    pub sources: Vec<Source>,
    /// What was done otherwise than it is written, and why.
    pub warnings: Vec<Problem>,
    /// The calibration that fitted its parameters; none where no text says so.
    pub calibration: Option<Calibration>,
}

impl Loaded {
    /// The warnings as a list that can be shown; none where there is none.
    #[must_use]
    pub fn warned(&self) -> Option<Problems> {
        let any = !self.warnings.is_empty();
        any.then(|| Problems::warnings(self.warnings.clone(), self.sources.clone()))
    }

    /// Where the value of a path was written: `default`, `--set`, or file and line; `status_quo` where an arm has it from
    /// there.
    #[must_use]
    pub fn origin(&self, path: &str) -> String {
        let Some(mark) = self.marks.get(path) else {
            return if self.is_taken_from_status_quo(path) { "status_quo" } else { "default" }.to_owned();
        };
        let source = &self.sources[mark.source];
        match source.layer {
            Layer::Set => "--set".to_owned(),
            Layer::Base | Layer::This => {
                let (line, _) = source.position(mark.span.start);
                format!("{}:{line}", source.name)
            }
        }
    }

    /// Whether a draw of parameters may take the place of the value at a path: not where the scenario says the value itself,
    /// as a condition that it is about. What the calibrated base says, or a base below it, is not the scenario's own.
    #[must_use]
    pub fn may_be_drawn(&self, path: &str) -> bool {
        let Some(mark) = self.marks.get(path) else { return !self.is_taken_from_status_quo(path) };
        let is_base = self.sources[mark.source].layer == Layer::Base;
        is_base && self.calibration.as_ref().is_some_and(|calibration| mark.source <= calibration.source)
    }

    /// Whether a value of an arm is that of the status quo, since the arm says nothing of this rule.
    fn is_taken_from_status_quo(&self, path: &str) -> bool {
        let value = path.strip_prefix("arms.").and_then(|path| path.split_once('.'));
        value.is_some_and(|(arm, value)| {
            let rule = value.split('.').next().unwrap_or(value);
            RULES.contains(&rule) && self.marks.get(&format!("arms.{arm}.{rule}")).is_none()
        })
    }
}

/// Reads and checks a file or a bundled scenario with what is changed in it.
///
/// An argument with a `/` or ending in `.toml` is a file, else a bundled name.
///
/// # Errors
/// All problems of the file, together.
pub fn load(argument: &str, overrides: &[Override]) -> Result<Loaded, Problems> {
    load_source(find(argument)?, overrides)
}

/// Reads and checks a text as if it were a file of that name.
///
/// # Errors
/// All problems of the text, together.
pub fn load_text(name: &str, text: &str, overrides: &[Override]) -> Result<Loaded, Problems> {
    let source = Source::new(name.to_owned(), text.to_owned(), Layer::This, Home::Nowhere);
    load_source(source, overrides)
}

/// Whether an argument of the command line is a file rather than a bundled name.
#[must_use]
pub fn is_file(argument: &str) -> bool {
    argument.contains(['/', '\\']) || Path::new(argument).extension().is_some_and(|end| end == "toml")
}

fn load_source(source: Source, overrides: &[Override]) -> Result<Loaded, Problems> {
    let mut sources = read::layers::collect(source)?;
    sources.extend(read::layers::of_overrides(overrides)?);
    check::check(Layers::read(sources).reading())
}

/// A scenario that is read once and then loaded many times, each with other overrides.
#[derive(Clone, Debug)]
pub struct Prepared(Layers);

impl Prepared {
    /// Reads a file or a bundled scenario.
    ///
    /// # Errors
    /// That it is not there, or extends what is not.
    pub fn read(argument: &str) -> Result<Prepared, Problems> {
        Ok(Prepared(Layers::read(read::layers::collect(find(argument)?)?)))
    }

    /// The scenario with what is changed in it: the same as [`load`] gives.
    ///
    /// # Errors
    /// All problems of the file and of the overrides, together.
    pub fn with(&self, overrides: &[Override]) -> Result<Loaded, Problems> {
        check::check(self.0.with(read::layers::of_overrides(overrides)?).reading())
    }
}

fn find(argument: &str) -> Result<Source, Problems> {
    if is_file(argument) {
        return read::layers::open(Path::new(argument), Layer::This).map_err(|error| {
            let remedy = if error.is_missing {
                format!("`regimes new {argument}` would make one")
            } else {
                error.remedy.clone()
            };
            Problems::from(Unreadable { remedy, ..error })
        });
    }
    bundled::source(argument, Layer::This).ok_or_else(|| {
        let message = format!("there is no bundled scenario `{argument}`");
        let near = nearest::nearest(argument, bundled::names())
            .map_or(String::new(), |near| format!("did you mean `{near}`? "));
        let remedy =
            format!("{near}`regimes list` shows what is bundled; a file needs its ending, as in `{argument}.toml`");
        Problems::without_text(argument, message, remedy)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prepared_scenario_loads_as_one_that_is_read_anew() {
        let changes = [
            &["seed=7", "patterns.harm=0.25"][..],
            &["arms.hls.fidelity=0.5", "seeking.rate=0.1"],
            &["status_quo.preset=hls", "arms.npm.preset=npm"],
            &["status_quo.support=menu"],
            &["patterns.harm=7", "no.such.key=1"],
            &["arms.hls=drop"],
        ];
        for name in ["tiny", "flagship", "audit"] {
            let prepared = Prepared::read(name).unwrap_or_else(|problems| panic!("{problems}"));
            for change in changes {
                let overrides = overrides::read(change);
                match (prepared.with(&overrides), load(name, &overrides)) {
                    (Ok(a), Ok(b)) => {
                        assert_eq!((a.scenario, a.calibration), (b.scenario, b.calibration), "{change:?}")
                    }
                    (Err(a), Err(b)) => assert_eq!(a.to_string(), b.to_string(), "{name} {change:?}"),
                    (a, b) => panic!("{name} {change:?}: {} and {}", a.is_ok(), b.is_ok()),
                }
            }
        }
    }

    #[test]
    fn a_draw_leaves_alone_what_a_scenario_says_itself() {
        let town = load("town", &[]).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(town.calibration.as_ref().map(|calibration| calibration.name.as_str()), Some("england"));
        // Said by nobody, and said by the calibrated base.
        assert!(town.may_be_drawn("patterns.harm") && town.may_be_drawn("seeking.rate"));
        let set = load("town", &overrides::read(&["seeking.rate=0.1"])).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(!set.may_be_drawn("seeking.rate"));
        let tiny = load("tiny", &[]).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(tiny.calibration, None);
        assert!(!tiny.may_be_drawn("patterns.personal_variation") && tiny.may_be_drawn("patterns.harm"));
    }
}
