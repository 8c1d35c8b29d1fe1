//! `regimes completions`: what a shell needs to complete the commands.

use crate::cli::failure::Failure;
use crate::cli::output;
use clap_complete::Shell;

/// Lines that can be tried.
const EXAMPLES: &str = "Example:
  regimes completions bash";

/// Prints a completion script for a shell.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Which shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints it.
///
/// # Errors
/// What the system says about the output.
pub fn run(arguments: &Arguments, mut program: clap::Command) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut program, "regimes", &mut script);
    output::write(&String::from_utf8_lossy(&script))
}
