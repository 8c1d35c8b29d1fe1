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
pub mod file;
pub mod bundled;
pub mod problem;
pub mod read;
pub mod resolved;
pub mod check;
pub mod schema;
pub mod documents;

use crate::check::Scenario;
use crate::problem::{Problem, Problems};
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

    /// Whether a value of an arm is that of the status quo, since the arm says nothing of this rule.
    fn is_taken_from_status_quo(&self, path: &str) -> bool {
        let value = path.strip_prefix("arms.").and_then(|path| path.split_once('.'));
        value.is_some_and(|(arm, value)| {
            let rule = value.split('.').next().unwrap_or(value);
            RULES.contains(&rule) && self.marks.get(&format!("arms.{arm}.{rule}")).is_none()
        })
    }
}

/// Reads and checks a file or a bundled scenario; each of `sets` is `path=value`.
///
/// An argument with a `/` or ending in `.toml` is a file, else a bundled name.
///
/// # Errors
/// All problems of the file, together.
pub fn load(argument: &str, sets: &[String]) -> Result<Loaded, Problems> {
    load_source(find(argument)?, sets)
}

/// Reads and checks a text as if it were a file of that name.
///
/// # Errors
/// All problems of the text, together.
pub fn load_text(name: &str, text: &str, sets: &[String]) -> Result<Loaded, Problems> {
    let source = Source::new(name.to_owned(), text.to_owned(), Layer::This, Home::Nowhere);
    load_source(source, sets)
}

/// Whether an argument of the command line is a file rather than a bundled name.
#[must_use]
pub fn is_file(argument: &str) -> bool {
    argument.contains(['/', '\\']) || Path::new(argument).extension().is_some_and(|end| end == "toml")
}

fn load_source(source: Source, sets: &[String]) -> Result<Loaded, Problems> {
    let reading = read::read(read::layers::collect(source, sets)?);
    check::check(reading)
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
