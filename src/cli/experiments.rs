//! What `validate` and `claims` have in common: choose, plan, run, judge.

pub mod help;
pub mod options;
pub mod pages;

use crate::cli::failure::Failure;
use crate::cli::run::estimate::{USE_OF_THREADS, seconds_per_resident_week};
use crate::cli::signals;
use crate::cli::study::folder::Task;
use crate::cli::study::handling::Handling;
use crate::cli::study::settings::numbered;
use crate::cli::study::{self, Study, is_whole};
use options::ExperimentOptions;
use regimes_model::parallel::{self, Width};
use regimes_report::error::Error;
use regimes_report::experiment_tables;
use regimes_report::files::{Format, Target, WrittenFile, sha256};
use regimes_report::manifest::Manifest;
use regimes_report::terminal::duration;
use regimes_scenario::load::load;
use regimes_scenario::nearest::nearest;
use regimes_scenario::read::layers;
use regimes_scenario::source::{Layer, Source};
use regimes_scenario::text::Unreadable;
use regimes_study::experiment::bundled;
use regimes_study::experiment::draws::{self, Draw, Fitted};
use regimes_study::experiment::file::{Contest, File};
use regimes_study::experiment::findings::{self, Answers, Depth, Win};
use regimes_study::experiment::judgement::Judgement;
use regimes_study::experiment::plan::{Plan, Planner};
use regimes_study::experiment::runs::{Results, Units};
use regimes_study::experiment::subject::{Contests, Subject};
use regimes_study::study::design::Design;
use regimes_study::study::files::journal::Journal;
use regimes_study::study::store::{Memory, Store};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Draws of a full run.
const DRAWS: usize = 40;
/// Draws of a quick run.
const QUICK_DRAWS: usize = 3;

/// Experiments that are about to be run.
pub struct Job<'a> {
    subject: Subject,
    options: &'a ExperimentOptions,
    files: Vec<File>,
    /// File and experiment, by number.
    chosen: Vec<(usize, usize)>,
    contests: Vec<Contest>,
    draws: Vec<Draw>,
    depth: Depth,
    plan: Plan,
    /// SHA-256 of the files of experiments, by name.
    inputs: BTreeMap<String, String>,
}

/// What came of it.
pub struct Outcome {
    /// The files that were read.
    pub files: Vec<File>,
    /// What came of each experiment.
    pub judgements: Vec<Judgement>,
    /// A row an arm and a yardstick.
    pub wins: Vec<Win>,
    failures: Vec<String>,
}

impl<'a> Job<'a> {
    /// Chooses experiments, and plans what they need.
    ///
    /// # Errors
    /// The problems of the files, or a name that is not known.
    pub fn new(subject: Subject, options: &'a ExperimentOptions) -> Result<Job<'a>, Failure> {
        let (files, inputs) = read_files(&options.file)?;
        pages::targets(options)?;
        check_names(&files, &options.only, subject)?;
        let chosen = chosen(&files, &options.only, subject);
        let contests = match subject.contests() {
            Contests::Included => contests(&files, &options.only),
            Contests::LeftOut => Vec::new(),
        };
        let command = subject.command();
        if chosen.is_empty() && contests.is_empty() {
            let message =
                format!("nothing here is for `regimes {command}`: `validate` runs patterns, `claims` runs claims");
            return Err(Failure::Input(message));
        }
        let usual = if options.quick { QUICK_DRAWS } else { DRAWS };
        let draws = draws::shipped(options.draws.map_or(usual, |draws| draws as usize)).map_err(Failure::Input)?;
        let depth = if options.quick { Depth::Here } else { Depth::Everywhere };
        let mut planner = Planner::default();
        findings::ask(&mut planner, chosen.iter().map(|&(f, e)| &files[f].experiments[e]), depth)?;
        for contest in &contests {
            findings::ask_contest(&mut planner, contest)?;
        }
        let plan = planner.plan()?;
        Ok(Job { subject, options, files, chosen, contests, draws, depth, plan, inputs })
    }

    /// Runs what is not there yet, and judges all; none where only the plan was asked for.
    ///
    /// # Errors
    /// A folder that is not to be touched, an interruption, or what the disk says.
    pub fn make(self) -> Result<Option<Outcome>, Failure> {
        let units = Units::of(&self.plan, &self.draws)?;
        let resume_line = format!("the same `regimes {}`", self.subject.command());
        let study = self.study(&resume_line);
        let (task, kept) = (study.task()?, study.kept(&units)?);
        if task != Task::UpToDate || self.options.study.dry_run {
            study.handling.say(&self.plan_line(&units, kept));
        }
        if self.options.study.dry_run {
            return Ok(None);
        }
        let Some(workspace) = study.open()? else {
            let shown = study.folder.display();
            study.handling.say(&format!("up to date: `{shown}` holds this study already (--force runs it again)"));
            let journal = Journal::open(&study.folder).map_err(Error::from)?;
            return if is_whole(&units, &journal) { self.judged(&units, &journal).map(Some) } else { Ok(None) };
        };
        workspace.tell_what_does_not_fit(&units);
        let stop = signals::stop_flag()?;
        let perform = || workspace.perform(&units, Width::Wide, &stop);
        parallel::on_threads(study.handling.threads, perform)??;
        let outcome = self.judged(&units, workspace.journal())?;
        let written = self.write(Target::Folder(&study.folder), &outcome)?;
        workspace.end(&written)?;
        study.handling.say(&format!("tables are in {}", study.folder.display()));
        Ok(Some(outcome))
    }

    /// Runs all again in memory, and compares the tables with those of a folder, which is left as it is.
    ///
    /// # Errors
    /// An interruption, or what the system says.
    pub fn again(&self, folder: &Path) -> Result<Again, Failure> {
        let units = Units::of(&self.plan, &self.draws)?;
        let (store, stop) = (Memory::default(), signals::stop_flag()?);
        let handling = self.handling();
        let perform = || study::perform_again(&units, Width::Wide, &store, (&handling, "towns"), &stop);
        parallel::on_threads(handling.threads, perform)??;
        let outcome = self.judged(&units, &store)?;
        let written = self.write(Target::Against(folder), &outcome)?;
        Ok((self.manifest().with_outputs(&written), written))
    }

    /// What a store holds of the units, judged.
    fn judged(&self, units: &Units<'_>, store: &dyn Store) -> Result<Outcome, Failure> {
        let results = Results::read(units, store).map_err(Error::from)?;
        let answers = Answers { plan: &self.plan, results: &results, draws: &self.draws, depth: self.depth };
        let not_fitted = units.not_fitted();
        let of = |&(f, e): &(usize, usize)| {
            let experiment = &self.files[f].experiments[e];
            let judgement = answers.judgement(&self.files[f], experiment);
            if not_fitted.contains(&experiment.scenario.as_str()) { not_fitted_to_data(judgement) } else { judgement }
        };
        let judgements = self.chosen.iter().map(of).collect();
        let mut wins = Vec::new();
        for contest in &self.contests {
            wins.extend(answers.wins(contest)?);
        }
        Ok(Outcome { files: self.files.clone(), judgements, wins, failures: results.failures })
    }

    fn write(&self, target: Target, outcome: &Outcome) -> Result<Vec<WrittenFile>, Failure> {
        Ok(experiment_tables::write(target, self.subject, &outcome.judgements, &outcome.wins)?)
    }

    fn handling(&self) -> Handling {
        Handling::of_study(&self.options.study)
    }

    fn study<'s>(&self, resume_line: &'s str) -> Study<'s> {
        let wanted = self.manifest();
        let usual = || Path::new("output").join(format!("{}-{}", self.subject.command(), &wanted.identity()[..8]));
        let folder = self.options.study.out.clone().unwrap_or_else(usual);
        Study { folder, wanted, format: Format::Csv, handling: self.handling(), resume_line, noun: "towns" }
    }

    /// The manifest as far as it is known beforehand.
    fn manifest(&self) -> Manifest {
        let about = self.counted();
        let mut manifest = Manifest::of_study(self.subject.command(), &about, self.draws.len() as u32);
        manifest.inputs.clone_from(&self.inputs);
        for scenario in self.plan.units.iter().map(|unit| unit.scenario.as_str()).collect::<BTreeSet<_>>() {
            let resolved = load(scenario, &[]).map(|loaded| loaded.scenario.resolved()).unwrap_or_default();
            manifest.inputs.insert(format!("scenario {scenario}"), sha256(resolved.as_bytes()));
        }
        manifest.inputs.insert("ensemble.csv".to_owned(), sha256(draws::SHIPPED.as_bytes()));
        let mut put = |key: &str, value: String| manifest.settings.insert(key.to_owned(), value);
        put("draws", self.draws.len().to_string());
        put("depth", if self.options.quick { "quick" } else { "whole" }.to_owned());
        let files: Vec<String> = self.options.file.iter().map(|path| path.display().to_string()).collect();
        manifest.settings.extend([numbered("only", &self.options.only), numbered("file", &files)].concat());
        manifest
    }

    /// How many experiments and contests there are, in words.
    fn counted(&self) -> String {
        let parts = [(self.chosen.len(), "experiment"), (self.contests.len(), "contest")];
        let told = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, noun)| counted(n, noun));
        told.collect::<Vec<_>>().join(" and ")
    }

    fn plan_line(&self, units: &Units<'_>, kept: usize) -> String {
        let work: u64 = (0..units.tasks()).map(|task| units.work(task)).sum();
        let left = units.tasks() - kept;
        let threads = parallel::threads(self.options.study.threads) as f64;
        let speed = 1.0 + (threads - 1.0) * USE_OF_THREADS;
        let each = load("town", &[]).map_or(0.0, |town| seconds_per_resident_week(&town.scenario));
        let before = if kept == 0 { String::new() } else { format!(", {kept} kept from before") };
        let share = left as f64 / units.tasks().max(1) as f64;
        let mut text = format!(
            "{} x {}: {} to run{before}, about {}",
            self.counted(),
            counted(self.draws.len(), "draw"),
            counted(left, "town"),
            duration(share * work as f64 * each / speed),
        );
        for scenario in units.not_fitted() {
            let _ = write!(text, "\nparameters of `{scenario}`: {}", Fitted::Ranges.label());
        }
        text
    }
}

/// A study that was made again: its manifest, and the files that were compared.
pub type Again = (Manifest, Vec<WrittenFile>);

/// A judgement of a scenario whose parameters no calibration fitted says so in its caveat.
fn not_fitted_to_data(mut judgement: Judgement) -> Judgement {
    let label = Fitted::Ranges.label();
    judgement.note = if judgement.note.is_empty() { label.to_owned() } else { format!("{}; {label}", judgement.note) };
    judgement
}

/// Runs the study of a folder again, and compares its tables.
///
/// # Errors
/// As [`Job::again`].
pub fn again(
    subject: Subject,
    folder: &Path,
    saved: &Manifest,
    threads: Option<NonZeroUsize>,
) -> Result<Again, Failure> {
    let mut options = ExperimentOptions::of_settings(saved);
    options.study.threads = threads;
    Job::new(subject, &options)?.again(folder)
}

impl Outcome {
    /// Fails where something could not be run; findings are no failures.
    ///
    /// # Errors
    /// What could not be run.
    pub fn end(&self) -> Result<(), Failure> {
        if self.failures.is_empty() {
            return Ok(());
        }
        let first = self.failures.iter().take(5).cloned().collect::<Vec<_>>().join("\n");
        Err(Failure::Failed(format!("{} scenarios could not be run:\n{first}", self.failures.len())))
    }
}

/// A number of things, as `1 draw` or `40 draws`.
fn counted(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// The files of experiments, those that are named or else the bundled ones, and the SHA-256 of each by name.
fn read_files(named: &[PathBuf]) -> Result<(Vec<File>, BTreeMap<String, String>), Failure> {
    let open = |path: &PathBuf| layers::open(path, Layer::This);
    let sources: Vec<Source> = if named.is_empty() {
        bundled::sources()
    } else {
        named.iter().map(open).collect::<Result<_, Unreadable>>()?
    };
    let inputs = sources.iter().map(|source| (source.name.clone(), sha256(source.text.as_bytes()))).collect();
    Ok((bundled::read_all(sources)?, inputs))
}

fn is_chosen(file: &File, id: &str, only: &[String]) -> bool {
    only.is_empty() || only.iter().any(|name| *name == file.name || name == id)
}

fn chosen(files: &[File], only: &[String], subject: Subject) -> Vec<(usize, usize)> {
    let mut chosen = Vec::new();
    for (f, file) in files.iter().enumerate() {
        let ours = file.experiments.iter().enumerate().filter(|(_, experiment)| subject.includes(experiment));
        chosen.extend(ours.filter(|(_, e)| is_chosen(file, &e.id, only)).map(|(e, _)| (f, e)));
    }
    chosen
}

fn contests(files: &[File], only: &[String]) -> Vec<Contest> {
    let all = files.iter().flat_map(|file| file.contests.iter().map(move |contest| (file, contest)));
    all.filter(|(file, contest)| is_chosen(file, &contest.id, only)).map(|(_, contest)| contest.clone()).collect()
}

/// Names after `--only` that nothing bears.
fn check_names(files: &[File], only: &[String], subject: Subject) -> Result<(), Failure> {
    let topics: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let ids = files.iter().flat_map(|file| &file.experiments).filter(|e| subject.includes(e)).map(|e| e.id.as_str());
    let contests = files.iter().flat_map(|file| &file.contests).map(|contest| contest.id.as_str());
    let known: Vec<&str> = topics.iter().copied().chain(ids).chain(contests).collect();
    match only.iter().find(|name| !known.contains(&name.as_str())) {
        Some(name) => {
            let near = nearest(name, known.iter().copied())
                .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            Err(Failure::Input(format!(
                "there is no file of experiments and no experiment `{name}` here{near} (files: {})",
                topics.join(", ")
            )))
        }
        None => Ok(()),
    }
}
