//! The options of commands that run experiments.

use crate::cli::options::StudyOptions;
use crate::cli::study::settings::all_of;
use regimes_report::manifest::Manifest;
use std::path::PathBuf;

/// Options of commands that run experiments.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct ExperimentOptions {
    /// Runs a few draws, and only the main settings: no conditions elsewhere, no axes.
    #[arg(long)]
    pub quick: bool,
    /// How many draws of the ensemble to run, from the first; all 40 if left out, 3 in a quick run.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub draws: Option<u32>,
    /// Runs only experiments of this file or of this name; can be repeated.
    #[arg(long, value_name = "TOPIC-or-ID")]
    pub only: Vec<String>,
    /// Runs the experiments of this file instead of the bundled ones; can be repeated.
    ///
    /// An experiment's `scenario` is a bundled name, or a file relative to the folder of this one (with a `/` or ending in
    /// `.toml`). What such a file looks like, and how to find quantities, is described below.
    #[arg(long, value_name = "FILE")]
    pub file: Vec<PathBuf>,
    /// Writes the results into a document, replacing those of an earlier run.
    #[arg(long, value_name = "FILE")]
    pub write: Option<PathBuf>,
    /// Copies the tables into a folder from which the shipped documents are made.
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
    #[command(flatten)]
    pub study: StudyOptions,
}

impl ExperimentOptions {
    /// The options by which a study was made, from the settings of its manifest.
    #[must_use]
    pub fn of_settings(manifest: &Manifest) -> ExperimentOptions {
        ExperimentOptions {
            quick: manifest.settings.get("depth").is_some_and(|depth| depth == "quick"),
            draws: manifest.settings.get("draws").and_then(|draws| draws.parse().ok()),
            only: all_of(manifest, "only"),
            file: all_of(manifest, "file").into_iter().map(PathBuf::from).collect(),
            ..ExperimentOptions::default()
        }
    }
}
