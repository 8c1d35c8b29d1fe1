//! `regimes check`: all problems of scenario files at once.

use crate::cli::failure::Failure;
use crate::cli::{options, output};
use regimes_scenario::check::Scenario;
use regimes_scenario::load::load;
use regimes_scenario::overrides::Override;
use regimes_scenario::problem::{Problem, Problems};
use serde_json::json;

/// Lines that can be tried.
const EXAMPLES: &str = "Example:
  regimes check mine.toml";

/// Checks scenario files and reports all problems at once, each with its location and a remedy.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Files (with a `/` or ending in `.toml`) or bundled names.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// Changes a value first, as in `--set arms.hls.fidelity=1`.
    #[arg(long, value_name = "PATH=VALUE", value_parser = options::assignment)]
    set: Vec<Override>,
    /// Problems as JSON on standard output.
    #[arg(long)]
    json: bool,
}

/// Checks them all.
///
/// # Errors
/// [`Failure::Reported`] where there was any problem.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (mut found, mut warned): (Vec<Problem>, Vec<Problem>) = (Vec::new(), Vec::new());
    for file in &arguments.files {
        match load(file, &arguments.set) {
            Ok(loaded) if arguments.json => warned.extend(loaded.warnings),
            Ok(loaded) => {
                output::warn(&loaded);
                output::say(&format!("{file}: {}", summary(&loaded.scenario)));
            }
            Err(problems) => {
                if !arguments.json {
                    output::say(&output::page(&problems));
                    output::say(&format!("{file}: {}", counted(&problems)));
                }
                found.extend(problems.list);
            }
        }
    }
    if arguments.json {
        output::write_json(&json!({ "problems": found, "warnings": warned }))?;
    }
    if found.is_empty() { Ok(()) } else { Err(Failure::Reported) }
}

fn counted(problems: &Problems) -> String {
    match problems.list.len() {
        1 => "1 problem".to_owned(),
        n => format!("{n} problems"),
    }
}

fn summary(scenario: &Scenario) -> String {
    format!(
        "no problem ({} arms, {} residents, {} + {} weeks, {} replicates)",
        scenario.arms.len(),
        scenario.residents(),
        scenario.burn_in_weeks,
        scenario.horizon_weeks,
        scenario.replicates
    )
}
