//! `regimes list`: the bundled scenarios.

use crate::cli::failure::Failure;
use crate::cli::output;
use regimes_report::terminal::wrapped;
use regimes_scenario::bundled;
use regimes_scenario::load::load;
use serde_json::json;
use std::io::{self, IsTerminal};

/// Lines that can be tried.
const EXAMPLES: &str = "Example:
  regimes list";

/// Lists the bundled scenarios.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Lists them.
///
/// # Errors
/// What the system says about the output.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut scenarios = Vec::new();
    for name in bundled::names() {
        scenarios.push(load(name, &[])?.scenario);
    }
    if arguments.json {
        let list = scenarios.iter().map(|s| json!({ "name": s.name, "about": s.about }));
        return output::write_json(&list.collect());
    }
    let width = scenarios.iter().map(|s| s.name.len()).max().unwrap_or(0);
    let in_one_line = |about: &str| about.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines = scenarios.iter().map(|s| format!("{:width$}  {}", s.name, in_one_line(&s.about)));
    // A pipe gets a line for each; a terminal lines that break between words.
    let shown = |line: String| if io::stdout().is_terminal() { wrapped(&line, width + 2) } else { line };
    output::write(&lines.map(|line| shown(line) + "\n").collect::<String>())
}
