//! `regimes validate`: the model, tested against what is known from elsewhere.

use crate::cli::experiments::help::FILES_OF_EXPERIMENTS;
use crate::cli::experiments::pages::write_page;
use crate::cli::experiments::{self, Again, ExperimentOptions, Job, Outcome};
use crate::cli::{Failure, output};
use regimes_report::files::{Target, WrittenFile};
use regimes_report::manifest::Manifest;
use regimes_report::{experiment_pages, experiment_tables};
use regimes_study::experiment::file::{Experiment, Kind};
use std::path::Path;

/// Tests the model against published patterns on draws of the posterior, and says who wins in which share of draws.
///
/// All 40 draws are run unless `--draws` asks for fewer.
///
/// Contingencies, known cases and held-out facts are in scenarios/experiments, each with its source and with what is
/// expected. A pattern that is not shown is a result, not an error: the command fails only if something cannot be run.
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
/// Problems of the files, a folder that must not be changed, an interruption, or what the disk says.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let options = &arguments.options;
    let job = Job::new("validate", options, is_ours)?;
    let Some(outcome) = job.make(write_tables)? else { return Ok(()) };
    if let Some(keep) = &options.keep {
        write_tables(Target::Folder(keep), &outcome)?;
    }
    if let Some(path) = &options.write {
        write_page(path, "validate", &experiment_pages::patterns(&outcome.rows, &outcome.wins))?;
    }
    if !options.quiet {
        output::write(&experiments::closing_table(&outcome.rows, &outcome.wins))?;
    }
    outcome.end()
}

/// Writes the tables of patterns and contests; a table without a row is left out.
///
/// # Errors
/// What the disk says.
pub fn write_tables(target: Target, outcome: &Outcome) -> Result<Vec<WrittenFile>, Failure> {
    let mut written = Vec::new();
    if !outcome.rows.is_empty() {
        written.push(experiment_tables::write(target, experiment_tables::PATTERNS, &outcome.rows)?);
    }
    if !outcome.wins.is_empty() {
        written.push(experiment_tables::write(target, experiment_tables::WINS, &outcome.wins)?);
    }
    Ok(written)
}

/// Runs the study of a folder again, and compares its tables.
///
/// # Errors
/// As [`Job::again`].
pub fn again(folder: &Path, saved: &Manifest, options: &ExperimentOptions) -> Result<Again, Failure> {
    let options = ExperimentOptions { threads: options.threads, ..ExperimentOptions::of_settings(saved) };
    Job::new("validate", &options, is_ours)?.again(folder, write_tables)
}
