//! `regimes man`: the manual page.

use crate::cli::failure::Failure;
use crate::cli::output;
use clap_mangen::Man;

/// Lines that can be tried.
const EXAMPLES: &str = "Example:
  regimes man";

/// Prints the manual page.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {}

/// Prints it.
///
/// # Errors
/// What the system says about the output.
pub fn run(_: &Arguments, program: clap::Command) -> Result<(), Failure> {
    let mut page = Vec::new();
    Man::new(program).render(&mut page)?;
    output::write(&String::from_utf8_lossy(&page))
}
