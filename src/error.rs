//! What can go wrong, in words that can be shown as they are.

use regimes_scenario::nearest::nearest;
use regimes_scenario::problem::Problems;
use regimes_study::study::files::lock::Busy;
use regimes_study::study::store::Refused;
use std::fmt;

/// Why something could not be done; each kind displays as what is wrong and what to do about it.
///
/// ```
/// let problem = regimes::load("tinny").expect_err("there is no such scenario");
/// assert!(problem.to_string().contains("did you mean `tiny`?"));
/// ```
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A scenario has problems: all of them, each with its place and a remedy.
    #[error("{0}")]
    Problems(Problems),
    /// A name means nothing here.
    #[error("there is no {what} `{name}`{hint}")]
    Unknown {
        /// What was asked for, as `arm`.
        what: &'static str,
        /// Its name.
        name: String,
        /// The nearest name, or all that there are.
        hint: String,
    },
    /// The folder of a study cannot be used.
    #[error("{0}")]
    Folder(String),
    /// What is compiled into the program cannot be read.
    #[error("{0}")]
    Broken(String),
}

impl Error {
    pub(crate) fn unknown<'a>(what: &'static str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Error {
        let hint = match nearest(name, known.clone()) {
            Some(near) => format!(": did you mean `{near}`?"),
            None => format!(": there are {}", known.collect::<Vec<_>>().join(", ")),
        };
        Error::Unknown { what, name: name.to_owned(), hint }
    }
}

/// As it displays: a program whose `main` returns an error shows it so.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Error {
        Error::Problems(problems)
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Error {
        Error::Folder(refused.to_string())
    }
}

impl From<regimes_report::error::Error> for Error {
    fn from(error: regimes_report::error::Error) -> Error {
        Error::Folder(error.to_string())
    }
}

impl From<Busy> for Error {
    fn from(busy: Busy) -> Error {
        match busy {
            Busy::Held(who) => Error::Folder(format!("the folder is being written by {who}; choose another")),
            Busy::Refused(refused) => refused.into(),
        }
    }
}
