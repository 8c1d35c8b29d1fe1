//! `regimes claims`: the model, tested against every claim of the seed texts.

use crate::cli::experiments::help::FILES_OF_EXPERIMENTS;
use crate::cli::experiments::pages::write_page;
use crate::cli::experiments::{self, Again, ExperimentOptions, Job, Outcome};
use crate::cli::{Failure, output};
use regimes_report::experiment_tables::{self, Claim, Judged, judge};
use regimes_report::files::{Target, WrittenFile};
use regimes_report::manifest::Manifest;
use regimes_report::{error::Error, experiment_pages};
use regimes_study::experiment::bundled;
use regimes_study::experiment::file::{Experiment, File};
use regimes_study::experiment::findings::Row;
use std::collections::BTreeMap;
use std::path::Path;

/// Tests the claims of the paradigm's own texts in the model, on draws of the posterior.
///
/// All 40 draws are run unless `--draws` asks for fewer.
///
/// Each claim is supported, contradicted, dependent on a named condition, undecided, or not represented, with the
/// reason. A contradicted claim is a result, not an error: the command fails only if something cannot be run.
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
    let Some(outcome) = job.make(write_tables)? else { return Ok(()) };
    if let Some(keep) = &options.keep {
        write_tables(Target::Folder(keep), &outcome)?;
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

/// Writes the table of claims.
///
/// # Errors
/// What the disk says.
pub fn write_tables(target: Target, outcome: &Outcome) -> Result<Vec<WrittenFile>, Failure> {
    Ok(vec![experiment_tables::write(target, experiment_tables::CLAIMS, &outcome.rows)?])
}

/// Runs the study of a folder again, and compares its tables.
///
/// # Errors
/// As [`Job::again`].
pub fn again(folder: &Path, saved: &Manifest, options: &ExperimentOptions) -> Result<Again, Failure> {
    let options = ExperimentOptions { threads: options.threads, ..ExperimentOptions::of_settings(saved) };
    Job::new("claims", &options, is_ours)?.again(folder, write_tables)
}

fn totals(judged: &[(Claim, Judged)]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, judged) in judged {
        *counts.entry(&judged.verdict).or_default() += 1;
    }
    let list: Vec<String> = counts.iter().map(|(word, n)| format!("{n} {word}")).collect();
    format!("\nOf {} claims: {}.\n", judged.len(), list.join(", "))
}
