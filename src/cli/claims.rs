//! `regimes claims`: every claim of the seeds, held against the model.

use crate::cli::experiments::help::FILES_OF_EXPERIMENTS;
use crate::cli::experiments::pages::write_page;
use crate::cli::experiments::{self, ExperimentOptions, Job};
use crate::cli::{Failure, output};
use regimes_report::experiment_tables::{self, Claim, Judged, judge};
use regimes_report::{error::Error, experiment_pages};
use regimes_study::experiment::bundled;
use regimes_study::experiment::file::{Experiment, File};
use regimes_study::experiment::findings::Row;
use std::collections::BTreeMap;

/// Holds the claims of the paradigm's own texts against the model, on draws of the posterior.
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

fn is_ours(experiment: &Experiment) -> bool {
    !experiment.claims.is_empty()
}

/// Every claim with what its experiments say together.
///
/// # Errors
/// If the list of claims cannot be read.
pub fn judged(files: &[File], rows: &[Row]) -> Result<Vec<(Claim, Judged)>, Error> {
    let reasons: BTreeMap<String, String> =
        files.iter().flat_map(|file| &file.rows).map(|row| (row.id.clone(), row.why.clone())).collect();
    let claims: Vec<Claim> = experiment_tables::read("claims.csv", bundled::CLAIMS)?;
    let judged = claims.into_iter().map(|claim| {
        let judged = judge(&claim.id, rows, &reasons);
        (claim, judged)
    });
    Ok(judged.collect())
}

/// Runs it.
///
/// # Errors
/// Problems of the files, a folder that is not to be touched, an interruption, or what the disk says.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let options = &arguments.options;
    let job = Job::new("claims", options, is_ours)?;
    let Some(outcome) = job.make()? else { return Ok(()) };
    experiment_tables::write(&outcome.folder, experiment_tables::CLAIMS, &outcome.rows)?;
    if let Some(keep) = &options.keep {
        experiment_tables::write(keep, experiment_tables::CLAIMS, &outcome.rows)?;
    }
    let judged = judged(&outcome.files, &outcome.rows)?;
    if let Some(path) = &options.write {
        write_page(path, "claims", &experiment_pages::claims(&judged, &outcome.rows))?;
    }
    if !options.quiet {
        output::write(&experiments::closing_table(&outcome.rows, &[]))?;
        output::write(&totals(&judged))?;
    }
    outcome.end()
}

fn totals(judged: &[(Claim, Judged)]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, judged) in judged {
        *counts.entry(&judged.verdict).or_default() += 1;
    }
    let list: Vec<String> = counts.iter().map(|(word, n)| format!("{n} {word}")).collect();
    format!("\nOf {} claims: {}.\n", judged.len(), list.join(", "))
}
