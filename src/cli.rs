//! The commands, one file each; what they say, and with which code they end.
//!
//! | code | means |
//! |---|---|
//! | 0 | done |
//! | 1 | failed |
//! | 2 | bad input |
//! | 3 | `verify` found a difference |
//! | 130 | interrupted |

pub mod calibrate;
pub mod check;
pub mod claims;
pub mod completions;
pub mod diff;
pub mod doc;
pub mod experiments;
pub mod list;
pub mod man;
pub mod new;
pub mod options;
pub mod output;
pub mod plot;
pub mod progress;
pub mod run;
pub mod show;
pub mod signals;
pub mod study;
pub mod sweep;
pub mod validate;
pub mod verify;

use clap::{Parser, Subcommand};
use regimes_model::parallel::NoThreads;
use regimes_report::error::{Error, words};
use regimes_scenario::problem::Problems;
use regimes_scenario::text::Unreadable;
use std::io;
use std::process::ExitCode;

/// The codes with which every command ends.
const CODES: &str = "Exit codes, the same for every command:
  0    done
  1    failed: a run broke, or the system refused (full disk, no permission to write)
  2    bad input: a file with problems or one that cannot be read, a name or an
       option that means nothing, a folder that must not be changed
  3    `verify` found a difference
  130  interrupted (Ctrl-C or SIGTERM; a second one ends the program at once)";

/// Compares New Public Management with Human Learning Systems on the same people and the same luck.
#[derive(Debug, Parser)]
#[command(name = "regimes", version, max_term_width = 100, after_help = CODES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(Box<run::Arguments>),
    Sweep(Box<sweep::Arguments>),
    Validate(validate::Arguments),
    Claims(claims::Arguments),
    Verify(verify::Arguments),
    Diff(diff::Arguments),
    Calibrate(calibrate::Arguments),
    Plot(plot::Arguments),
    List(list::Arguments),
    Show(show::Arguments),
    New(new::Arguments),
    Check(check::Arguments),
    Doc(doc::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

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

    /// Tells the user.
    fn tell(&self) {
        match self {
            Failure::Problems(problems) => output::say(&output::page(problems)),
            Failure::Interrupted(text) => output::say(text),
            Failure::Reported | Failure::Closed => {}
            Failure::Input(text) | Failure::Failed(text) | Failure::Mismatch(text) => {
                output::say(&format!("error: {text}"));
            }
        }
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Failure::Problems(problems)
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

/// Runs the program on the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help that nobody reads any more is no failure.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    signals::outlive_file_size_limit();
    match run(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.tell();
            ExitCode::from(failure.code())
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Sweep(arguments) => sweep::run(&arguments),
        Command::Validate(arguments) => validate::run(&arguments),
        Command::Claims(arguments) => claims::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Calibrate(arguments) => calibrate::run(&arguments),
        Command::Plot(arguments) => plot::run(&arguments),
        Command::List(arguments) => list::run(&arguments),
        Command::Show(arguments) => show::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Doc(arguments) => doc::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;
    use std::path::Path;

    #[test]
    fn the_commands_are_well_formed() {
        Cli::command().debug_assert();
    }

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
