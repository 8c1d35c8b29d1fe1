//! `regimes run --replicates auto`: as many paired futures as the differences need to be known well enough.
//!
//! All looks work on one folder, which is named for what is asked and not for what it comes to; what is written at the end
//! is the run of the futures that were enough, so that `verify` and `plot` treat it as any other.

use crate::cli::failure::Failure;
use crate::cli::options::RunOptions;
use crate::cli::output;
use crate::cli::precision::{self, Precision, Reached};
use crate::cli::report;
use crate::cli::run::draws::Draws;
use crate::cli::run::job::{Job, record, study};
use crate::cli::study::folder::Task;
use crate::cli::study::settings::numbered;
use regimes_report::files::sha256;
use regimes_report::findings::half_widths;
use regimes_report::manifest::Manifest;
use regimes_report::observed::Observed;
use regimes_scenario::check::Scenario;
use regimes_scenario::read::reading::Calibration;
use regimes_study::program;
use std::path::{Path, PathBuf};

/// What a manifest says of how the number of futures was chosen.
const SETTING: &str = "replicates";
const CHOSEN: &str = "auto";

/// Runs a scenario until all differences are as precise as was asked.
///
/// # Errors
/// As [`run`](crate::cli::run::run).
pub fn run(
    (name, options): (&str, &RunOptions),
    (scenario, calibration): (&Scenario, Option<&Calibration>),
    precision: &[Precision],
    resume_line: &str,
) -> Result<(), Failure> {
    if scenario.arms.len() < 2 {
        let text = "has one arm: `--replicates auto` looks at the difference between arms";
        return Err(Failure::Input(format!("`{}` {text}", name)));
    }
    let folder = options.out.clone().unwrap_or_else(|| usual_folder(scenario, &options.precision));
    let draws = Draws::of(name, options, &scenario.headline, &folder)?;
    // A folder that is whole says how many were enough; another begins with the first look.
    let futures = reached_in(&folder).unwrap_or(precision::FIRST);
    let at = |futures: u32| {
        let scenario = scenario.with_runs(scenario.seed, futures);
        let mut record = record(&scenario, calibration, options);
        record.settings.extend(settings(&options.precision));
        (scenario, record)
    };
    let (first, of_first) = at(futures);
    let study_of = study(folder.clone(), &of_first, options, resume_line);
    let job = Job::of(options, &first, of_first.clone(), &study_of);
    match study_of.task()? {
        Task::UpToDate => job.tell_again()?,
        _ if options.dry_run => {
            output::say(&format!("the first look; there are {} futures at most", precision::MOST));
            job.tell_plan()?;
        }
        _ => {
            let (first, of_first) = at(precision::FIRST);
            let study_of = study(folder.clone(), &of_first, options, resume_line);
            let Some(workspace) = study_of.open()? else {
                return Job::of(options, &first, of_first, &study_of).tell_again();
            };
            let mut futures = precision::FIRST;
            let said = loop {
                let (scenario, record) = at(futures);
                let job = Job::of(options, &scenario, record, &study_of);
                let reached = job.look(&workspace, |observed| of_all(precision, observed))?;
                match precision::next_look(futures, &reached) {
                    Some(more) => futures = more,
                    None => break precision::in_words(futures, &reached),
                }
            };
            let (scenario, record) = at(futures);
            Job::of(options, &scenario, record, &study_of).make_in(&workspace)?;
            job.say(&said);
        }
    }
    draws.map_or(Ok(()), |draws| report::after(&draws, &folder))
}

/// How precise the differences are.
fn of_all(precision: &[Precision], observed: &Observed) -> Vec<Reached> {
    precision.iter().map(|asked| Reached::of(*asked, &half_widths(observed, asked.outcome))).collect()
}

fn settings(asked: &[String]) -> Vec<(String, String)> {
    let mut settings = numbered("precision", asked);
    settings.push((SETTING.to_owned(), CHOSEN.to_owned()));
    settings
}

/// How many futures were enough in a folder that was made so; none in another.
fn reached_in(folder: &Path) -> Option<u32> {
    let saved = Manifest::find(folder).ok().flatten()?;
    saved.settings.get(SETTING).is_some_and(|chosen| chosen == CHOSEN).then_some(saved.replicates)
}

fn usual_folder(scenario: &Scenario, asked: &[String]) -> PathBuf {
    let text = format!("{}\n{}", scenario.hash(scenario.seed, 1, program::VERSION), asked.join("\n"));
    Path::new("output").join(format!("{}-auto-{}", scenario.name, &sha256(text.as_bytes())[..8]))
}
