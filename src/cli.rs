//! The commands, one file each; what they say, and with which code they end.
//!
//! | code | means |
//! |---|---|
//! | 0 | done |
//! | 1 | failed |
//! | 2 | bad input |
//! | 3 | `verify` found a difference |
//! | 130 | interrupted |

pub mod at_points;
pub mod calibrate;
pub mod check;
pub mod claims;
pub mod compare;
pub mod completions;
pub mod diff;
pub mod discover;
pub mod doc;
pub mod experiments;
pub mod explain;
pub mod export;
pub mod failure;
pub mod flip;
pub mod list;
pub mod man;
pub mod new;
pub mod options;
pub mod output;
pub mod plot;
pub mod precision;
pub mod progress;
pub mod report;
pub mod run;
pub mod show;
pub mod signals;
pub mod study;
pub mod study_file;
pub mod sweep;
pub mod sensitivity;
pub mod validate;
pub mod verify;

use clap::{CommandFactory, Parser, Subcommand};
use failure::Failure;
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
    Compare(Box<compare::Arguments>),
    Sweep(Box<sweep::Arguments>),
    Sensitivity(Box<sensitivity::Arguments>),
    Explain(Box<explain::Arguments>),
    Discover(Box<discover::arguments::Arguments>),
    Flip(Box<flip::Arguments>),
    Validate(validate::Arguments),
    Claims(claims::Arguments),
    Verify(verify::Arguments),
    Diff(diff::Arguments),
    Calibrate(calibrate::Arguments),
    Plot(plot::Arguments),
    Report(report::Arguments),
    Export(export::Arguments),
    List(list::Arguments),
    Show(show::Arguments),
    New(new::Arguments),
    Check(check::Arguments),
    Doc(doc::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
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
            tell(&failure);
            ExitCode::from(failure.code())
        }
    }
}

/// Tells the user why a command did not end well.
fn tell(failure: &Failure) {
    match failure {
        Failure::Problems(problems) => output::say(&output::page(problems)),
        Failure::Interrupted(text) => output::say(text),
        Failure::Reported | Failure::Closed => {}
        Failure::Input(text) | Failure::Failed(text) | Failure::Mismatch(text) => {
            output::say(&format!("error: {text}"));
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Sweep(arguments) => sweep::run(&arguments),
        Command::Sensitivity(arguments) => sensitivity::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Discover(arguments) => discover::run(&arguments),
        Command::Flip(arguments) => flip::run(&arguments),
        Command::Validate(arguments) => validate::run(&arguments),
        Command::Claims(arguments) => claims::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Calibrate(arguments) => calibrate::run(&arguments),
        Command::Plot(arguments) => plot::run(&arguments),
        Command::Report(arguments) => report::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::List(arguments) => list::run(&arguments),
        Command::Show(arguments) => show::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Doc(arguments) => doc::run(&arguments, Cli::command()),
        Command::Completions(arguments) => completions::run(&arguments, Cli::command()),
        Command::Man(arguments) => man::run(&arguments, Cli::command()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_are_well_formed() {
        Cli::command().debug_assert();
    }
}
