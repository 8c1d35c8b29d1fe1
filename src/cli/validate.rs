//! `regimes validate`: what is known from elsewhere, compared with what the model shows.

use crate::cli::experiments::Job;
use crate::cli::experiments::help::FILES_OF_EXPERIMENTS;
use crate::cli::experiments::options::ExperimentOptions;
use crate::cli::experiments::pages::write_page;
use crate::cli::failure::Failure;
use crate::cli::output;
use regimes_report::files::Target;
use regimes_report::{experiment_pages, experiment_tables, terminal};
use regimes_study::experiment::subject::Subject;

/// Tests the model against published patterns on draws of the uncertain parameters, and says who wins in which share of
/// draws.
///
/// All 40 draws are run unless `--draws` says fewer.
///
/// Contingencies, known cases, held-back facts and the dominance audit of mechanisms stand in scenarios/experiments, each
/// with its source and with what is expected. A pattern that is not shown is a finding: the command fails only where something cannot be run.
#[derive(Debug, clap::Args)]
#[command(after_long_help = FILES_OF_EXPERIMENTS)]
pub struct Arguments {
    #[command(flatten)]
    options: ExperimentOptions,
}

const SUBJECT: Subject = Subject::Patterns;

/// Runs it.
///
/// # Errors
/// Problems of the files, a folder that is not to be touched, an interruption, or what the disk says.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let options = &arguments.options;
    let Some(outcome) = Job::new(SUBJECT, options)?.make()? else { return Ok(()) };
    let (judgements, wins) = (&outcome.judgements, &outcome.wins);
    if let Some(keep) = &options.keep {
        experiment_tables::write(Target::Folder(keep), SUBJECT, judgements, wins)?;
    }
    if let Some(path) = &options.write {
        write_page(path, SUBJECT, &experiment_pages::patterns::page(&outcome.files, judgements, wins))?;
    }
    if !options.study.quiet {
        output::write(&terminal::experiments::text(judgements, wins))?;
    }
    outcome.end()
}
