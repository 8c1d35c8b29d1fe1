//! `regimes run`: every arm of a scenario on the same luck, with tables and figures.

pub mod again;
pub mod estimate;
pub mod folder;
pub mod results;
pub mod summary;

use crate::cli::options::{self, RunOptions};
use crate::cli::progress::Reporter;
use crate::cli::run::again::resume_line;
use crate::cli::run::estimate::{Estimate, estimate, resident_weeks};
use crate::cli::run::folder::Task;
use crate::cli::{Failure, output, signals};
use regimes_model::model::regime;
use regimes_model::parallel;
use regimes_report::error::Error;
use regimes_report::files::Format;
use regimes_report::machine::{Machine, Stopwatch};
use regimes_report::manifest::Manifest;
use regimes_report::observed::Observed;
use regimes_report::partial::Partial;
use regimes_report::run_record::Record;
use regimes_report::stop::Stop;
use regimes_report::terminal::closing::{self, Detail};
use regimes_report::{Written, reading, tables, terminal};
use regimes_scenario::check::Scenario;
use regimes_scenario::load;
use regimes_study::simulation::trace::{Ensemble, Trace};
use regimes_study::simulation::{self, Control};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// Runs every arm of a scenario on the same people and the same luck, and writes tables and figures.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A bundled name, or a file (with a `/` or ending in `.toml`).
    #[arg(default_value = "flagship")]
    scenario: String,
    #[command(flatten)]
    options: RunOptions,
}

/// A run that is about to be made.
struct Job<'a> {
    argument: &'a str,
    options: &'a RunOptions,
    scenario: &'a Scenario,
    record: Record,
    /// The manifest as far as it is known beforehand.
    wanted: Manifest,
    folder: PathBuf,
    format: Format,
    threads: usize,
}

/// Runs it.
///
/// # Errors
/// The problems of the scenario, a folder that is not to be touched, an interruption, or what the disk says.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let options = &arguments.options;
    let loaded = load(&arguments.scenario, &options.sets())?;
    if !options.quiet {
        output::warn(&loaded);
    }
    let scenario = loaded.scenario;
    let job = job(&arguments.scenario, options, &scenario);
    let state = folder::look(&job.folder, &job.wanted, job.format)?;
    match folder::decide(&job.folder, &state, options)? {
        Task::UpToDate => job.tell_again(),
        Task::Run if options.dry_run => job.tell_plan(),
        Task::Run => job.make(),
    }
}

fn job<'a>(argument: &'a str, options: &'a RunOptions, scenario: &'a Scenario) -> Job<'a> {
    let record = Record::of(scenario);
    let record = if options.blind { record.blinded() } else { record };
    let hash = scenario.hash(scenario.seed, scenario.replicates, &record.version);
    let usual = || Path::new("output").join(format!("{}-{hash}", scenario.name));
    Job {
        argument,
        options,
        scenario,
        wanted: Manifest::of(&record, &[], &[]),
        record,
        folder: options.out.clone().unwrap_or_else(usual),
        format: match options.format {
            options::Format::Csv => Format::Csv,
            options::Format::CsvGz => Format::CsvGz,
        },
        threads: parallel::threads(options.threads),
    }
}

impl Job<'_> {
    fn say(&self, text: &str) {
        if !self.options.quiet {
            output::say(text);
        }
    }

    fn estimate(&self, replicates: usize) -> Estimate {
        estimate(self.scenario, replicates as u64, self.threads, self.format)
    }

    /// The plan alone; nothing is written.
    fn tell_plan(&self) -> Result<(), Failure> {
        let kept =
            Partial::run_in(&self.folder)?.map_or(0, |_| Partial::of(&self.folder).count(self.record.replicates));
        let left = (self.record.replicates as usize).saturating_sub(kept);
        let estimate = self.estimate(left);
        if self.options.json {
            return output::write_json(&json!({
                "arms": self.record.arms.iter().map(|arm| &arm.name).collect::<Vec<_>>(),
                "runs": self.record.arms.len() * left,
                "replicates": left,
                "replicates_kept": kept,
                "weeks": self.scenario.weeks(),
                "residents": self.record.residents,
                "threads": self.threads,
                "seconds": estimate.seconds,
                "memory_bytes": estimate.memory_bytes,
                "disk_bytes": estimate.disk_bytes,
                "disk_bytes_at_most": estimate.disk_bytes_at_most,
                "folder": self.folder.display().to_string(),
            }));
        }
        output::write(&format!(
            "{}\n{} runs on {} threads, {} of {} replicates kept from before\nmemory about {}, disk about {} ({} while it runs)\nfolder {}\n",
            terminal::plan(&self.record, self.scenario.weeks(), Some(estimate.seconds)),
            self.record.arms.len() * left,
            self.threads,
            kept,
            self.record.replicates,
            terminal::size(estimate.memory_bytes),
            terminal::size(estimate.disk_bytes),
            terminal::size(estimate.disk_bytes_at_most),
            self.folder.display(),
        ))
    }

    /// A note where the reference does not go on as the status quo, as happens when a rule of the status quo is set and
    /// the reference has a row of its own.
    fn moved_reference(&self) -> Option<String> {
        let (name, arm) = self.scenario.arms.0.first()?;
        let differs = regime::differing(&arm.arm.regime, &self.scenario.status_quo.regime);
        if differs.is_empty() || self.options.blind {
            return None;
        }
        Some(format!(
            "note: the reference arm `{name}` changes the rules of the status quo: {}\n\
             \x20     for a reference that goes on as before, set `arms.{name}.{}` as `status_quo.{}`",
            differs.join(", "),
            differs[0],
            differs[0]
        ))
    }

    /// The closing table of a run that is there already.
    fn tell_again(&self) -> Result<(), Failure> {
        let folder = self.folder.display();
        self.say(&format!("up to date: `{folder}` holds this run already (--force runs it again)"));
        let ensemble = reading::ensemble(&self.folder, &self.record, self.format, self.scenario.horizon_weeks)?;
        self.close(&ensemble, "up to date")
    }

    /// The closing table, or its JSON.
    fn close(&self, ensemble: &Ensemble, status: &str) -> Result<(), Failure> {
        let observed = Observed::new(&self.record, ensemble)?;
        if self.options.json {
            return output::write_json(&summary::summary(&observed, &self.folder, status)?);
        }
        if self.options.quiet {
            return Ok(());
        }
        let detail = if self.options.verbose > 0 { Detail::All } else { Detail::Screen };
        output::write(&closing::text(&observed, detail, &self.to_open().display().to_string())?)
    }

    /// The file to open first: the figure of the three that belong together, or a table where it is not drawn.
    fn to_open(&self) -> PathBuf {
        let figure = self.folder.join(regimes_report::figures::FOLDER).join("overview.png");
        if figure.is_file() { figure } else { self.folder.join(tables::summary::TABLE.file(self.format)) }
    }

    /// Runs what is not there yet, and writes all.
    fn make(&self) -> Result<(), Failure> {
        let stop = signals::stop_flag()?;
        let mut watch = Stopwatch::start();
        let partial = Partial::begin(&self.folder, &self.wanted)?;
        let kept = partial.kept(self.record.replicates, self.record.arms.len());
        let missing = missing(self.record.replicates, &kept);
        let seconds = (!self.options.quiet).then(|| self.estimate(missing.len()).seconds);
        self.say(&terminal::plan(&self.record, self.scenario.weeks(), seconds));
        if !kept.is_empty() {
            self.say(&format!("{} replicates are kept from before, {} to go", kept.len(), missing.len()));
        }
        if let Some(note) = self.moved_reference() {
            self.say(&note);
        }
        watch.end("prepare");
        let (ensemble, machine) = parallel::on_threads(self.threads, || {
            let ran = self.simulate(&partial, &missing, &stop)?;
            let seconds = watch.end("simulate");
            let traces = kept.into_iter().flatten().chain(ran).collect();
            let mut ensemble = simulation::gathered(self.scenario, traces);
            reading::as_tables_hold(&mut ensemble);
            let resident_weeks = resident_weeks(self.scenario, missing.len() as u64) as f64;
            let machine = watch.machine(self.threads, "simulate", resident_weeks);
            self.say_more(&format!("ran in {}", terminal::duration(seconds)));
            Ok::<_, Failure>((ensemble, machine))
        })??;
        let written = self.write(&ensemble, machine, &stop).map_err(|error| match error {
            Error::Stopped => self.interrupted(&partial),
            other => other.into(),
        })?;
        Partial::remove(&self.folder)?;
        for (name, reason) in &written.left_out {
            self.say_more(&format!("without {name}: {reason}"));
        }
        self.say(&format!("wrote {} files to {}", written.files.len(), self.folder.display()));
        self.close(&ensemble, "done")
    }

    /// Writes all tables and figures, and the manifest last.
    fn write(&self, ensemble: &Ensemble, machine: Machine, stop: &Arc<AtomicBool>) -> Result<Written, Error> {
        let options = regimes_report::Options {
            format: self.format,
            machine: Some(machine),
            stop: Stop::on(stop),
            ..regimes_report::Options::default()
        };
        regimes_report::write(&self.folder, &self.record, ensemble, &options)
    }

    fn say_more(&self, text: &str) {
        if self.options.verbose > 0 {
            output::say(text);
        }
    }

    /// Runs the missing replicates and keeps each as soon as it is whole.
    fn simulate(&self, partial: &Partial, missing: &[u32], stop: &AtomicBool) -> Result<Vec<Trace>, Failure> {
        let work = resident_weeks(self.scenario, missing.len() as u64);
        let reporter = Reporter::begin(self.options, work, missing.len() as u64);
        let refused: Mutex<Option<Error>> = Mutex::new(None);
        let control = Control {
            stop,
            progress: &|resident_weeks| reporter.advance(resident_weeks),
            finished: &|number, traces| match partial.keep(number, traces) {
                Ok(()) => reporter.replicate_is_whole(),
                Err(error) => give_up(&refused, error, stop),
            },
        };
        let ensemble = simulation::ensemble(self.scenario, missing, &control);
        reporter.end();
        if let Some(error) = refused.into_inner().unwrap_or_default() {
            return Err(error.into());
        }
        if stop.load(Ordering::Relaxed) {
            return Err(self.interrupted(partial));
        }
        Ok(ensemble.traces)
    }

    fn interrupted(&self, partial: &Partial) -> Failure {
        let (whole, all) = (partial.count(self.record.replicates), self.record.replicates);
        let line = resume_line(self.argument, self.options);
        let folder = self.folder.display();
        Failure::Interrupted(format!(
            "interrupted: {whole} of {all} replicates are kept in {folder}\nto go on:  {line}"
        ))
    }
}

/// Stops a run that cannot keep its results, and remembers the first reason.
fn give_up(refused: &Mutex<Option<Error>>, error: Error, stop: &AtomicBool) {
    stop.store(true, Ordering::Relaxed);
    if let Ok(mut first) = refused.lock() {
        first.get_or_insert(error);
    }
}

fn missing(replicates: u32, kept: &[Vec<Trace>]) -> Vec<u32> {
    let is_kept = |number: &u32| kept.iter().any(|traces| traces.first().is_some_and(|t| t.replicate == *number));
    (0..replicates).filter(|number| !is_kept(number)).collect()
}
