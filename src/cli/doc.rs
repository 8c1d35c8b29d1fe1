//! `regimes doc`: documents that are made from the declarations.

use crate::cli::failure::Failure;
use crate::cli::output;
use clap::ValueEnum;
use regimes_scenario::{documents, schema};

/// The description of the model.
const ODD: &str = include_str!("../../docs/model.md");

/// Columns of the help texts in the document.
const COLUMNS: usize = 100;

/// Lines that can be tried.
const EXAMPLES: &str = "Example:
  regimes doc outcomes";

/// Prints a generated document.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Which one.
    #[arg(value_enum)]
    subject: Subject,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Subject {
    /// Every key of a scenario file, as Markdown.
    Parameters,
    /// The JSON Schema of scenario files.
    Schema,
    /// The presets of rules side by side, as Markdown.
    Presets,
    /// Every outcome, as Markdown.
    Outcomes,
    /// Every random draw, as Markdown.
    Slots,
    /// The description of the model (ODD), as Markdown.
    Odd,
    /// Every command, as Markdown.
    Cli,
}

/// Prints it.
///
/// # Errors
/// What the system says about the output.
pub fn run(arguments: &Arguments, program: clap::Command) -> Result<(), Failure> {
    output::write(&match arguments.subject {
        Subject::Parameters => documents::parameters(),
        Subject::Schema => schema::schema(),
        Subject::Presets => documents::presets(),
        Subject::Outcomes => documents::outcomes(),
        Subject::Slots => documents::slots(),
        Subject::Odd => ODD.to_owned(),
        Subject::Cli => commands(program),
    })
}

/// Every command with its help, as Markdown.
#[must_use]
pub fn commands(program: clap::Command) -> String {
    let mut page = "# Commands\n\nMade from the program by `regimes doc cli`.\n".to_owned();
    let mut program = program.term_width(COLUMNS);
    program.build();
    page.push_str(&entry(&mut program.clone()));
    for command in program.get_subcommands_mut() {
        if command.get_name() != "help" {
            page.push_str(&entry(command));
        }
    }
    page
}

fn entry(command: &mut clap::Command) -> String {
    let name = command.get_bin_name().unwrap_or(command.get_name()).to_owned();
    let help = command.render_long_help().to_string();
    let help: Vec<&str> = help.lines().map(str::trim_end).collect();
    format!("\n## `{name}`\n\n```text\n{}\n```\n", help.join("\n").trim_end())
}
