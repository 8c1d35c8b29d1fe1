//! A run of given futures: its plan, its folder, its tables and figures, and what it tells.

use crate::cli::failure::Failure;
use crate::cli::options::{self, RunOptions};
use crate::cli::run::estimate::{Estimate, estimate, resident_weeks};
use crate::cli::run::summary;
use crate::cli::study::handling::Handling;
use crate::cli::study::{Study, Workspace};
use crate::cli::{output, signals};
use regimes_model::model::owners;
use regimes_model::parallel;
use regimes_report::error::Error;
use regimes_report::files::{Format, Target};
use regimes_report::machine::{self, Machine, Stopwatch};
use regimes_report::manifest::Manifest;
use regimes_report::observed::Observed;
use regimes_report::run_record::Record;
use regimes_report::stop::Stop;
use regimes_report::terminal::closing::{self, Detail};
use regimes_report::terminal::equal_payment;
use regimes_report::{Written, reading, tables, terminal};
use regimes_scenario::check::Scenario;
use regimes_scenario::read::reading::Calibration;
use regimes_study::study::design::Design;
use regimes_study::study::ensembles::Replicates;
use regimes_study::study::files::journal::Journal;
use regimes_study::study::runner;
use regimes_study::study::runs::{Kept, Runs};
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A run that is about to be made.
pub struct Job<'a> {
    options: &'a RunOptions,
    scenario: &'a Scenario,
    record: Record,
    study: &'a Study<'a>,
    design: Replicates<'a>,
}

/// What the report knows about a run of a scenario, whose base may name a calibration.
#[must_use]
pub fn record(scenario: &Scenario, calibration: Option<&Calibration>, options: &RunOptions) -> Record {
    let calibration = calibration.map(|calibration| calibration.name.clone());
    let record = Record { calibration, ..Record::of(scenario) };
    if options.blind { record.blinded() } else { record }
}

/// The folder of a run, as a study.
#[must_use]
pub fn study<'a>(folder: PathBuf, record: &Record, options: &RunOptions, resume_line: &'a str) -> Study<'a> {
    Study {
        folder,
        wanted: Manifest::of(record, &[], &[]),
        format: match options.format {
            options::Format::Csv => Format::Csv,
            options::Format::CsvGz => Format::CsvGz,
        },
        handling: Handling::of(options),
        resume_line,
        noun: "replicates",
    }
}

impl<'a> Job<'a> {
    /// A run of a scenario in the folder of a study.
    #[must_use]
    pub fn of(options: &'a RunOptions, scenario: &'a Scenario, record: Record, study: &'a Study<'a>) -> Job<'a> {
        let design = Replicates::of(scenario, (0..scenario.replicates).collect());
        Job { options, scenario, record, study, design }
    }
}

impl Job<'_> {
    /// Runs its futures that a folder does not hold yet, and shows what they are to `look`.
    ///
    /// # Errors
    /// An interruption, or what the disk says.
    pub fn look<T>(&self, workspace: &Workspace<'_>, look: impl FnOnce(&Observed) -> T) -> Result<T, Failure> {
        let stop = signals::stop_flag()?;
        let perform = || workspace.perform(&self.design, self.design.width(), &stop);
        parallel::on_threads(self.study.handling.threads, perform)??;
        let runs = Kept::of(&self.design, workspace.journal()).map_err(Error::from)?;
        let observed = Observed::new(&self.record, &runs)?;
        let seen = look(&observed);
        observed.check()?;
        Ok(seen)
    }

    /// Tells a message unless nothing is to be told.
    pub fn say(&self, text: &str) {
        if !self.options.quiet {
            output::say(text);
        }
    }

    fn estimate(&self, replicates: usize) -> Estimate {
        estimate(self.scenario, replicates as u64, self.study.handling.threads, self.study.format)
    }

    /// The plan alone; nothing is written.
    ///
    /// # Errors
    /// A folder that is not to be touched, an interruption, or what the disk says.
    pub fn tell_plan(&self) -> Result<(), Failure> {
        let kept = self.study.kept(&self.design)?;
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
                "threads": self.study.handling.threads,
                "seconds": estimate.seconds,
                "memory_bytes": estimate.memory_bytes,
                "disk_bytes": estimate.disk_bytes,
                "disk_bytes_at_most": estimate.disk_bytes_at_most,
                "folder": self.study.folder.display().to_string(),
            }));
        }
        output::write(&format!(
            "{}\n{} runs on {} threads, {} of {} replicates kept from before\nmemory about {}, disk about {} ({} while it runs)\nfolder {}\n",
            terminal::plan(&self.record, self.scenario.weeks(), Some(estimate.seconds)),
            self.record.arms.len() * left,
            self.study.handling.threads,
            kept,
            self.record.replicates,
            terminal::size(estimate.memory_bytes),
            terminal::size(estimate.disk_bytes),
            terminal::size(estimate.disk_bytes_at_most),
            self.study.folder.display(),
        ))
    }

    /// A note where the reference does not go on as the status quo, as happens when a rule of the status quo is set and
    /// the reference has a row of its own.
    fn moved_reference(&self) -> Option<String> {
        let (name, arm) = self.scenario.arms.0.first()?;
        let differs = owners::differing(&arm.arm.regime, &self.scenario.status_quo_observed().regime);
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
    ///
    /// # Errors
    /// A folder that is not to be touched, an interruption, or what the disk says.
    pub fn tell_again(&self) -> Result<(), Failure> {
        let folder = self.study.folder.display();
        self.say(&format!("up to date: `{folder}` holds this run already (--force runs it again)"));
        // A file without a name goes with the process, however it ends.
        let store = Journal::anonymous(tempfile::tempfile()?);
        let weeks = self.scenario.horizon_weeks;
        let runs = reading::runs(&self.study.folder, &self.record, self.study.format, weeks, &store)?;
        self.close(&runs, "up to date")
    }

    /// The closing table, or its JSON.
    fn close(&self, runs: &dyn Runs, status: &str) -> Result<(), Failure> {
        let observed = Observed::new(&self.record, runs)?;
        if self.options.json {
            let summary = summary::summary(&observed, &self.study.folder, status)?;
            observed.check()?;
            return output::write_json(&summary);
        }
        if self.options.quiet {
            return Ok(());
        }
        let detail = if self.options.verbose > 0 { Detail::All } else { Detail::Screen };
        let text = closing::text(&observed, detail, &self.to_open().display().to_string())?;
        observed.check()?;
        output::write(&text)
    }

    /// The file to open first: the page, or a table where an earlier version wrote none.
    fn to_open(&self) -> PathBuf {
        let page = self.study.folder.join(machine::PAGE);
        if page.is_file() { page } else { self.study.folder.join(tables::summary::TABLE.file(self.study.format)) }
    }

    /// Runs what is not there yet, and writes all.
    ///
    /// # Errors
    /// A folder that is not to be touched, an interruption, or what the disk says.
    pub fn make(&self) -> Result<(), Failure> {
        let Some(workspace) = self.study.open()? else { return self.tell_again() };
        self.make_in(&workspace)
    }

    /// Runs what is not there yet in a folder that was taken, and writes all.
    ///
    /// # Errors
    /// A folder that is not to be touched, an interruption, or what the disk says.
    pub fn make_in(&self, workspace: &Workspace<'_>) -> Result<(), Failure> {
        let stop = signals::stop_flag()?;
        let mut watch = Stopwatch::start();
        let missing = runner::missing(&self.design, workspace.journal()).len();
        self.tell_what_begins(missing);
        workspace.tell_what_does_not_fit(&self.design);
        watch.end("prepare");
        let threads = self.study.handling.threads;
        let machine = parallel::on_threads(threads, || {
            workspace.perform(&self.design, self.design.width(), &stop)?;
            let seconds = watch.end("simulate");
            let resident_weeks = resident_weeks(self.scenario, missing as u64) as f64;
            self.say_more(&format!("ran in {}", terminal::duration(seconds)));
            Ok::<_, Failure>(watch.machine(threads, "simulate", resident_weeks))
        })??;
        let runs = Kept::of(&self.design, workspace.journal()).map_err(Error::from)?;
        let written = self.write(&runs, machine, &stop).map_err(|error| match error {
            Error::Stopped => workspace.interrupted(self.design.tasks(), self.design.tasks()),
            other => other.into(),
        })?;
        for (name, reason) in &written.left_out {
            self.say_more(&format!("without {name}: {reason}"));
        }
        self.say(&format!("wrote {} files to {}", written.files.len(), self.study.folder.display()));
        // The closing table is read from the journal.
        let told = self.close(&runs, "done");
        workspace.drop_journal(&self.design)?;
        told
    }

    fn tell_what_begins(&self, missing: usize) {
        let seconds = (!self.options.quiet).then(|| self.estimate(missing).seconds);
        self.say(&terminal::plan(&self.record, self.scenario.weeks(), seconds));
        if let Some(note) = equal_payment::note(self.scenario) {
            self.say(note);
        }
        let kept = self.design.tasks() - missing;
        if kept > 0 {
            self.say(&format!("{kept} replicates are kept from before, {missing} to go"));
        }
        if let Some(note) = self.moved_reference() {
            self.say(&note);
        }
    }

    /// Writes all tables and figures, and the manifest last.
    fn write(&self, runs: &dyn Runs, machine: Machine, stop: &Arc<AtomicBool>) -> Result<Written, Error> {
        let options = regimes_report::Options {
            format: self.study.format,
            page: true,
            machine: Some(machine),
            stop: Stop::on(stop),
            ..regimes_report::Options::default()
        };
        regimes_report::write(Target::Folder(&self.study.folder), &self.record, runs, &options)
    }

    fn say_more(&self, text: &str) {
        if self.options.verbose > 0 {
            output::say(text);
        }
    }
}
