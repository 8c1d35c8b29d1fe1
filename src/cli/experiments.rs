//! What `validate` and `claims` have in common: choose, plan, run, judge.

pub mod help;
pub mod pages;

use crate::cli::options::{self, Progress, RunOptions};
use crate::cli::progress::Reporter;
use crate::cli::run::estimate::{USE_OF_THREADS, seconds_per_resident_week};
use crate::cli::{Failure, output, signals};
use regimes_model::parallel;
use regimes_report::error::Error;
use regimes_report::files::{program, sha256};
use regimes_report::terminal::duration;
use regimes_scenario::nearest::nearest;
use regimes_scenario::read::layers;
use regimes_scenario::source::{Layer, Source};
use regimes_scenario::text::Unreadable;
use regimes_scenario::{bundled as scenarios, is_file, load};
use regimes_study::experiment::file::{Contest, File};
use regimes_study::experiment::findings::{self, Answers, Depth, Win};
use regimes_study::experiment::judgement::Judgement;
use regimes_study::experiment::kept::{self, Found, Kept, Numbers};
use regimes_study::experiment::plan::{Plan, Planner};
use regimes_study::experiment::posterior::{self, Draw};
use regimes_study::experiment::runs::{self, Results, Task};
use regimes_study::experiment::subject::{Contests, Subject};
use regimes_study::experiment::{bundled, runs::missing};
use regimes_study::simulation::Control;
use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::Ordering;

/// Draws of a full run.
const DRAWS: usize = 40;
/// Draws of a quick run.
const QUICK_DRAWS: usize = 3;

/// Options of commands that run experiments.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct ExperimentOptions {
    /// A few draws, and only the settings as they are written: neither elsewhere nor along axes.
    #[arg(long)]
    pub quick: bool,
    /// Draws of the posterior, its first ones; all 40 if left out, 3 in a quick run.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub draws: Option<u32>,
    /// Only experiments of this file or of this name; can be repeated.
    #[arg(long, value_name = "TOPIC-or-ID")]
    pub only: Vec<String>,
    /// Experiments of this file in place of the bundled ones; can be repeated.
    ///
    /// An experiment's `scenario` is a bundled name, or a file seen from the folder of this one (with a `/` or ending in
    /// `.toml`). What such a file looks like, and how to find quantities, is told below.
    #[arg(long, value_name = "FILE")]
    pub file: Vec<PathBuf>,
    /// Writes what was found into a document, in place of what was made there before.
    #[arg(long, value_name = "FILE")]
    pub write: Option<PathBuf>,
    /// Copies the tables into a folder, from which the documents that ship are made.
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
    /// Threads; all cores if left out. Results do not depend on it.
    #[arg(short = 'j', long, value_name = "N", value_parser = options::threads)]
    pub threads: Option<NonZeroUsize>,
    /// The folder for results; `output/<command>-<hash>` if left out.
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Begins again where the folder holds results.
    #[arg(short, long, conflicts_with = "resume")]
    pub force: bool,
    /// Goes on where an interrupted run stopped.
    #[arg(long)]
    pub resume: bool,
    /// Says nothing but errors.
    #[arg(short, long)]
    pub quiet: bool,
    /// How progress is shown.
    #[arg(long, value_enum, default_value_t)]
    pub progress: Progress,
    /// Says what would be run, and how long it would take.
    #[arg(long)]
    pub dry_run: bool,
}

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
    /// What tells this plan from any other.
    hash: String,
    folder: PathBuf,
}

/// What came of it.
pub struct Outcome {
    /// The folder of the results.
    pub folder: PathBuf,
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
        let files = read_files(&options.file)?;
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
        let draws = posterior::shipped(options.draws.map_or(usual, |draws| draws as usize)).map_err(Failure::Input)?;
        let depth = if options.quick { Depth::Here } else { Depth::Everywhere };
        let mut planner = Planner::default();
        findings::ask(&mut planner, chosen.iter().map(|&(f, e)| &files[f].experiments[e]), depth)?;
        for contest in &contests {
            findings::ask_contest(&mut planner, contest)?;
        }
        let plan = planner.plan()?;
        let hash = hash(&plan, &draws);
        let usual = || Path::new("output").join(format!("{command}-{}", &hash[..8]));
        let folder = options.out.clone().unwrap_or_else(usual);
        Ok(Job { subject, options, files, chosen, contests, draws, depth, plan, hash, folder })
    }

    fn say(&self, text: &str) {
        if !self.options.quiet {
            output::say(text);
        }
    }

    /// Runs what is not there yet, and judges all; none where only the plan was asked for.
    ///
    /// # Errors
    /// A folder that is not to be touched, an interruption, or what the disk says.
    pub fn make(self) -> Result<Option<Outcome>, Failure> {
        let before = self.before()?;
        let tasks = missing(&self.plan, &self.draws, &before);
        self.say(&self.plan_line(&tasks, before.len()));
        if self.options.dry_run {
            return Ok(None);
        }
        let threads = parallel::threads(self.options.threads);
        let mut results = parallel::on_threads(threads, || self.perform(&tasks, &before))??;
        results.numbers.extend(before);
        let answers = Answers { plan: &self.plan, results: &results, draws: &self.draws, depth: self.depth };
        let of = |&(f, e): &(usize, usize)| answers.judgement(&self.files[f], &self.files[f].experiments[e]);
        let judgements = self.chosen.iter().map(of).collect();
        let mut wins = Vec::new();
        for contest in &self.contests {
            wins.extend(answers.wins(contest)?);
        }
        self.say(&format!("tables are in {}", self.folder.display()));
        Ok(Some(Outcome { folder: self.folder, files: self.files, judgements, wins, failures: results.failures }))
    }

    /// What the folder holds of this plan.
    fn before(&self) -> Result<Numbers, Failure> {
        let (folder, options) = (self.folder.display(), self.options);
        let path = self.folder.join(kept::NAME);
        match kept::look(&self.folder, &self.hash).map_err(Error::reading(&path))? {
            Found::Nothing => Ok(Numbers::new()),
            _ if options.force => Ok(Numbers::new()),
            Found::Same(numbers) if options.resume || options.dry_run => Ok(numbers),
            Found::Same(_) => Err(Failure::Input(format!(
                "`{folder}` holds these experiments already, whole or in part: --resume goes on, --force begins again"
            ))),
            Found::Other => Err(Failure::Input(format!(
                "`{folder}` holds other experiments: choose another folder with --out, or --force replaces them"
            ))),
        }
    }

    fn plan_line(&self, tasks: &[Task], kept: usize) -> String {
        let work: u64 = tasks.iter().map(|&(unit, _)| self.plan.units[unit].work).sum();
        let threads = parallel::threads(self.options.threads) as f64;
        let speed = 1.0 + (threads - 1.0) * USE_OF_THREADS;
        let each = load("town", &[]).map_or(0.0, |town| seconds_per_resident_week(&town.scenario));
        let before = if kept == 0 { String::new() } else { format!(", {kept} kept from before") };
        format!(
            "{} experiments and {} contests x {} draws: {} towns to run{before}, about {}",
            self.chosen.len(),
            self.contests.len(),
            self.draws.len(),
            tasks.len(),
            duration(work as f64 * each / speed),
        )
    }

    /// Runs the tasks, each kept as soon as it is whole.
    fn perform(&self, tasks: &[Task], before: &Numbers) -> Result<Results, Failure> {
        let path = self.folder.join(kept::NAME);
        let store = Kept::begin(&self.folder, &self.hash, before).map_err(Error::writing(&path))?;
        let stop = signals::stop_flag()?;
        let work = tasks.iter().map(|&(unit, _)| self.plan.units[unit].work).sum();
        let telling =
            RunOptions { quiet: self.options.quiet, progress: self.options.progress, ..RunOptions::default() };
        let reporter = Reporter::counting("towns", &telling, work, tasks.len() as u64);
        let refused: Mutex<Option<std::io::Error>> = Mutex::new(None);
        let control =
            Control { stop: &stop, progress: &|resident_weeks| reporter.advance(resident_weeks), finished: &|_, _| {} };
        let keep = |unit: usize, draw: u32, values: &[f64]| match store.keep(unit, draw, values) {
            Ok(()) => reporter.replicate_is_whole(),
            Err(error) => {
                stop.store(true, Ordering::Relaxed);
                refused.lock().map(|mut first| first.get_or_insert(error).kind()).ok();
            }
        };
        let results = runs::perform(&self.plan, &self.draws, tasks, &control, &keep);
        reporter.end();
        if let Some(error) = refused.into_inner().unwrap_or_default() {
            return Err(Error::writing(&path)(error).into());
        }
        if stop.load(Ordering::Relaxed) {
            let (whole, all) = (before.len() + results.numbers.len(), before.len() + tasks.len());
            return Err(Failure::Interrupted(format!(
                "interrupted: {whole} of {all} towns are kept in {}\nto go on: the same `regimes {}` with --resume",
                self.folder.display(),
                self.subject.command()
            )));
        }
        Ok(results)
    }
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
        Err(Failure::Failed(format!("{} towns could not be run:\n{first}", self.failures.len())))
    }
}

/// The files of experiments: those that are named, or else the bundled ones.
fn read_files(named: &[PathBuf]) -> Result<Vec<File>, Failure> {
    if named.is_empty() {
        return Ok(bundled::files()?);
    }
    let open = |path: &PathBuf| layers::open(path, Layer::This);
    let sources: Result<Vec<Source>, Unreadable> = named.iter().map(open).collect();
    Ok(bundled::read_all(sources?)?)
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

/// What tells a plan from any other: its units, the draws, the scenarios, and the program.
fn hash(plan: &Plan, draws: &[Draw]) -> String {
    let mut text = format!("{}\n", program());
    let _ = writeln!(text, "{:?}\n{draws:?}", plan.units);
    for (name, scenario) in scenarios::BUNDLED {
        let _ = writeln!(text, "{name}\n{scenario}");
    }
    for unit in plan.units.iter().filter(|unit| is_file(&unit.scenario)) {
        let resolved = load(&unit.scenario, &[]).map(|loaded| loaded.scenario.resolved());
        let _ = writeln!(text, "{}\n{}", unit.scenario, resolved.unwrap_or_default());
    }
    sha256(text.as_bytes())
}
