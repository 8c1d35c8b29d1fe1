//! Why a command did not end well, and with which code the program then ends.

use regimes_model::parallel::NoThreads;
use regimes_report::error::{Error, words};
use regimes_scenario::problem::Problems;
use regimes_scenario::text::Unreadable;
use regimes_study::experiment::uncertainty::NotDrawn;
use std::io;

/// Why a command did not end well.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A scenario has problems.
    #[error("{0}")]
    Problems(Problems),
    /// Something else about the input is wrong.
    #[error("{0}")]
    Input(String),
    /// All has been said already; the input is bad.
    #[error("problems were found")]
    Reported,
    /// It could not be done.
    #[error("{0}")]
    Failed(String),
    /// A repeated run gave something else.
    #[error("{0}")]
    Mismatch(String),
    /// The user stopped it; the text says how to go on.
    #[error("{0}")]
    Interrupted(String),
    /// Nobody reads what is written any more.
    #[error("the reader has gone")]
    Closed,
}

impl Failure {
    /// Several faults of the input, told together.
    #[must_use]
    pub fn all(faults: Vec<String>) -> Failure {
        Failure::Input(faults.join("\n       "))
    }

    /// The code with which the program ends.
    #[must_use]
    pub fn code(&self) -> u8 {
        match self {
            Failure::Closed => 0,
            Failure::Failed(_) => 1,
            Failure::Problems(_) | Failure::Input(_) | Failure::Reported => 2,
            Failure::Mismatch(_) => 3,
            Failure::Interrupted(_) => 130,
        }
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Failure::Problems(problems)
    }
}

impl From<NotDrawn> for Failure {
    fn from(why: NotDrawn) -> Self {
        match why {
            NotDrawn::Problems(problems) => Failure::Problems(problems),
            NotDrawn::Text(text) => Failure::Input(text),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Stopped => Failure::Interrupted(error.to_string()),
            _ if error.is_bad_input() => Failure::Input(error.to_string()),
            _ => Failure::Failed(error.to_string()),
        }
    }
}

impl From<Unreadable> for Failure {
    fn from(error: Unreadable) -> Self {
        Failure::Problems(error.into())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::Closed,
            _ => Failure::Failed(format!("the system refused: {}; check its limits (`ulimit -a`)", words(&error))),
        }
    }
}

impl From<NoThreads> for Failure {
    fn from(error: NoThreads) -> Self {
        Failure::Failed(format!("the system refuses: {error}; look at what it allows (`ulimit -a`)"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn each_kind_of_failure_has_its_code() {
        assert_eq!(Failure::Input(String::new()).code(), 2);
        assert_eq!(Failure::Mismatch(String::new()).code(), 3);
        assert_eq!(Failure::Interrupted(String::new()).code(), 130);
        for kind in [io::ErrorKind::AlreadyExists, io::ErrorKind::NotADirectory] {
            assert_eq!(Failure::from(Error::writing(Path::new("out"))(kind.into())).code(), 2, "{kind}");
        }
        assert_eq!(Failure::from(Error::writing(Path::new("out"))(io::ErrorKind::StorageFull.into())).code(), 1);
        assert_eq!(Failure::from(Error::reading(Path::new("in"))(io::ErrorKind::PermissionDenied.into())).code(), 2);
        let gone = io::Error::from(io::ErrorKind::BrokenPipe);
        assert_eq!(Failure::from(gone).code(), 0);
    }
}
