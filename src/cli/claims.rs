//! `regimes claims`: every claim of the seeds, tested in the model.

use crate::cli::experiments::Job;
use crate::cli::experiments::help::FILES_OF_EXPERIMENTS;
use crate::cli::experiments::options::ExperimentOptions;
use crate::cli::experiments::pages::write_page;
use crate::cli::failure::Failure;
use crate::cli::output;
use regimes_report::error::Error;
use regimes_report::files::Target;
use regimes_report::{experiment_pages, experiment_tables, terminal};
use regimes_study::experiment::claims;
use regimes_study::experiment::subject::Subject;

/// Tests the claims of the paradigm's own texts in the model, on draws of the uncertain parameters.
///
/// All 40 draws are run unless `--draws` says fewer.
///
/// Each row of claims is supported, contradicted, dependent on something that is named, undecided, or not represented
/// with the reason. A claim that is contradicted is a finding: the command fails only where something cannot be run.
#[derive(Debug, clap::Args)]
#[command(after_long_help = FILES_OF_EXPERIMENTS)]
pub struct Arguments {
    #[command(flatten)]
    options: ExperimentOptions,
}

const SUBJECT: Subject = Subject::Claims;

/// Runs it.
///
/// # Errors
/// Problems of the files, a folder that is not to be touched, an interruption, or what the disk says.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let options = &arguments.options;
    let Some(outcome) = Job::new(SUBJECT, options)?.make()? else { return Ok(()) };
    let judgements = &outcome.judgements;
    if let Some(keep) = &options.keep {
        experiment_tables::write(Target::Folder(keep), SUBJECT, judgements, &outcome.wins)?;
    }
    let list = claims::list().map_err(|reason| Error::Content { path: "claims.csv".into(), reason })?;
    let judged = claims::judge(&list, &outcome.files, judgements);
    if let Some(path) = &options.write {
        write_page(path, SUBJECT, &experiment_pages::claims::page(&outcome.files, &judged, judgements))?;
    }
    if !options.study.quiet {
        output::write(&terminal::experiments::text(judgements, &[]))?;
        output::write(&format!("\nOf {} claims: {}.\n", judged.len(), experiment_pages::claims::counts(&judged)))?;
    }
    outcome.end()
}
