//! `regimes validate`: what is known from elsewhere, held against the model.

use crate::cli::experiments::help::FILES_OF_EXPERIMENTS;
use crate::cli::experiments::pages::write_page;
use crate::cli::experiments::{self, ExperimentOptions, Job};
use crate::cli::{Failure, output};
use regimes_report::{experiment_pages, experiment_tables};
use regimes_study::experiment::file::{Experiment, Kind};

/// Holds the model against published patterns on draws of the posterior, and says who wins in what share of draws.
///
/// All 40 draws are run unless `--draws` says fewer.
///
/// Contingencies, known cases and held-back facts stand in scenarios/experiments, each with its source and with what
/// is expected. A pattern that is not shown is a finding: the command fails only where something cannot be run.
#[derive(Debug, clap::Args)]
#[command(after_long_help = FILES_OF_EXPERIMENTS)]
pub struct Arguments {
    #[command(flatten)]
    options: ExperimentOptions,
}

fn is_ours(experiment: &Experiment) -> bool {
    experiment.kind != Kind::Claim
}

/// Runs it.
///
/// # Errors
/// Problems of the files, a folder that is not to be touched, an interruption, or what the disk says.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let options = &arguments.options;
    let job = Job::new("validate", options, is_ours)?;
    let Some(outcome) = job.make()? else { return Ok(()) };
    experiment_tables::write(&outcome.folder, experiment_tables::PATTERNS, &outcome.rows)?;
    if !outcome.wins.is_empty() {
        experiment_tables::write(&outcome.folder, experiment_tables::WINS, &outcome.wins)?;
    }
    if let Some(keep) = &options.keep {
        experiment_tables::write(keep, experiment_tables::PATTERNS, &outcome.rows)?;
        experiment_tables::write(keep, experiment_tables::WINS, &outcome.wins)?;
    }
    if let Some(path) = &options.write {
        write_page(path, "validate", &experiment_pages::patterns(&outcome.rows, &outcome.wins))?;
    }
    if !options.quiet {
        output::write(&experiments::closing_table(&outcome.rows, &outcome.wins))?;
    }
    outcome.end()
}
