//! `regimes run`: every arm of a scenario on the same luck, with tables and figures.

pub mod again;
pub mod auto;
pub mod draws;
pub mod estimate;
pub mod job;
pub mod results;
pub mod summary;

use crate::cli::failure::Failure;
use crate::cli::options::RunOptions;
use crate::cli::output;
use crate::cli::precision::Precision;
use crate::cli::report;
use crate::cli::run::again::resume_line;
use crate::cli::run::draws::Draws;
use crate::cli::run::job::{Job, record, study};
use crate::cli::study::folder::Task;
use regimes_scenario::check::Scenario;
use regimes_scenario::load::load;
use regimes_study::program;
use std::path::{Path, PathBuf};

/// Lines that can be tried.
const EXAMPLES: &str = "Examples:
  regimes run tiny --replicates 4 --out village
  regimes run tiny --set arms.hls.fidelity=0.5 --replicates auto --precision flourishing=0.001
  regimes run tiny --draws 8 --out uncertain
  regimes run tiny --equal-payment=beside --replicates 8 --out paid_alike";

/// Runs every arm of a scenario on the same people and the same luck, and writes tables and figures.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A bundled name, or a file (with a `/` or ending in `.toml`).
    #[arg(default_value = "flagship")]
    scenario: String,
    #[command(flatten)]
    options: RunOptions,
}

/// Runs it.
///
/// # Errors
/// The problems of the scenario, a folder that is not to be touched, an interruption, or what the disk says.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let options = &arguments.options;
    let precision = Precision::all(options.replicates, &options.precision)?;
    let loaded = load(&arguments.scenario, &options.overrides())?;
    if !options.quiet {
        output::warn(&loaded);
    }
    let (scenario, calibration) = (loaded.scenario, loaded.calibration);
    let line = resume_line(&arguments.scenario, options);
    let folder = match precision {
        Some(precision) => {
            let asked = (arguments.scenario.as_str(), options);
            return auto::run(asked, (&scenario, calibration.as_ref()), &precision, &line);
        }
        None => folder_of(&scenario, options),
    };
    let draws = Draws::of(&arguments.scenario, options, &scenario.headline, &folder)?;
    let record = record(&scenario, calibration.as_ref(), options);
    let study = study(folder.clone(), &record, options, &line);
    let job = Job::of(options, &scenario, record, &study);
    match study.task()? {
        Task::UpToDate => job.tell_again(),
        _ if options.dry_run => job.tell_plan(),
        _ => job.make(),
    }?;
    draws.map_or(Ok(()), |draws| report::after(&draws, &folder))
}

/// The folder of a run.
fn folder_of(scenario: &Scenario, options: &RunOptions) -> PathBuf {
    let hash = || scenario.hash(scenario.seed, scenario.replicates, program::VERSION);
    options.out.clone().unwrap_or_else(|| Path::new("output").join(format!("{}-{}", scenario.name, hash())))
}
