//! What is studied: which experiments of the files, and whether contests are among it.

use crate::experiment::file::{Experiment, Kind};

/// What a command studies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Published patterns and conditions, with contests between arms.
    Patterns,
    /// The claims of the seeds.
    Claims,
}

/// Whether arms are compared in contests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contests {
    /// They are.
    Included,
    /// They are not.
    LeftOut,
}

impl Subject {
    /// The command that studies it.
    #[must_use]
    pub fn command(self) -> &'static str {
        match self {
            Subject::Patterns => "validate",
            Subject::Claims => "claims",
        }
    }

    /// Whether an experiment belongs to it.
    #[must_use]
    pub fn includes(self, experiment: &Experiment) -> bool {
        match self {
            Subject::Patterns => experiment.kind != Kind::Claim,
            Subject::Claims => !experiment.claims.is_empty(),
        }
    }

    /// Whether contests belong to it.
    #[must_use]
    pub fn contests(self) -> Contests {
        match self {
            Subject::Patterns => Contests::Included,
            Subject::Claims => Contests::LeftOut,
        }
    }
}
