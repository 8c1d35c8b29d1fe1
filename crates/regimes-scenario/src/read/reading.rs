//! What was read, sound or not: values, where they were written, and what is wrong so far.

use crate::file::File;
use crate::formats::Change;
use crate::problem::Problem;
use crate::source::{Mark, Marks, Paths, Source};
use regimes_model::model::arm::Arm;
use regimes_model::parameters::Named;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The key by which a text says that a calibration fitted its parameters; like `extends` it is about the text and no value
/// of the scenario.
pub const CALIBRATION: &str = "calibration";

/// The calibration that fitted the parameters of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calibration {
    /// Its name.
    pub name: String,
    /// The number of the text that says so.
    pub source: usize,
}

/// What was read, sound or not.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The values.
    pub file: File,
    /// The texts.
    pub sources: Vec<Source>,
    /// Where each value was written.
    pub marks: Marks,
    /// What is wrong so far.
    pub findings: Findings,
    /// The arms as they would be if they started from the first choice of every rule, as they once did; none where they
    /// are the same.
    pub by_default: Named<Arm>,
    /// The calibration that fitted the parameters; none where no text says so.
    pub calibration: Option<Calibration>,
}

/// What is wrong so far, and what cannot be judged because of it.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// The problems.
    pub problems: Vec<Problem>,
    /// Paths whose values are not what the author meant.
    pub doubtful: Paths,
    /// Whether and where a text is not TOML: source and line.
    pub broken: BTreeSet<(usize, usize)>,
    /// Texts in an older format that is still understood: where each says which, and what it says.
    pub older: BTreeMap<usize, (Range<usize>, u32)>,
    /// Keys that an older format had, wherever they stand.
    pub former: Vec<Former>,
}

/// A key of an older format that a text has.
#[derive(Clone, Debug)]
pub struct Former {
    /// Where it stands.
    pub mark: Mark,
    /// Its path.
    pub path: String,
    /// What became of it.
    pub change: &'static Change,
    /// The names in its path.
    pub names: Vec<String>,
    /// Its value, where that is a number.
    pub value: Option<f64>,
}

/// Problems after which no more time goes into advice: nobody reads more.
pub const MANY: usize = 200;

impl Findings {
    /// Whether there are more problems than anybody reads.
    #[must_use]
    pub fn are_many(&self) -> bool {
        self.problems.len() >= MANY
    }
}
