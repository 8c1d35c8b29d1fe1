//! `regimes flip`: how little would have to be otherwise for a finding to turn.

use crate::cli::experiments::Again;
use crate::cli::failure::Failure;
use crate::cli::options::{self, Progress, StudyOptions, assignment};
use crate::cli::run::estimate::{USE_OF_THREADS, seconds_per_resident_week};
use crate::cli::study::folder::Task;
use crate::cli::study::handling::Handling;
use crate::cli::study::settings::{all_of, numbered, one_of};
use crate::cli::study::{self, Study};
use crate::cli::{output, signals};
use regimes_model::parallel::{self, Width};
use regimes_report::discovery::flip_table::{self, FlipSubject};
use regimes_report::discovery::subject::arm_labels;
use regimes_report::error::Error;
use regimes_report::files::{Format, Target, WrittenFile, sha256};
use regimes_report::flip_findings;
use regimes_report::manifest::Manifest;
use regimes_report::terminal::duration;
use regimes_scenario::check::Scenario;
use regimes_scenario::load::Prepared;
use regimes_scenario::overrides::Override;
use regimes_study::experiment::discovery::axes::{DENSITY, USUAL, density};
use regimes_study::experiment::discovery::flip::{Range, Search, search};
use regimes_study::experiment::discovery::gains::Arms;
use regimes_study::experiment::discovery::pair::{Measure, Pair};
use regimes_study::experiment::discovery::space::{Factor, Space};
use regimes_study::experiment::draws::shipped;
use regimes_study::experiment::points::Points;
use regimes_study::statistics::Estimate;
use regimes_study::statistics::student::mean_of;
use regimes_study::study::design::Design;
use regimes_study::study::files::journal::Journal;
use regimes_study::study::runner::Halt;
use regimes_study::study::store::Store;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// How the command is called in manifests and folders.
pub const KIND: &str = "flip";
/// The scenario where none is named.
const SCENARIO: &str = "town";
/// The outcome whose sign is to turn, where none is named.
const OUTCOME: &str = "flourishing";
/// Points where no number is asked for.
const RUNS: usize = 200;
/// Paired futures of a point where no number is asked for.
const REPLICATES: u32 = 4;

/// Lines that can be tried.
const EXAMPLES: &str = "Examples:
  regimes flip tiny --replicates 2 --runs 170 --set horizon_weeks=40
  regimes flip tiny --outcome public_cost --replicates 2 --runs 170 --dry-run
Each is a folder with findings.txt (what would turn the finding, in words) and flip.csv (a row a factor).";

/// Looks for the smallest change of assumptions that turns a finding: which of two arms is better.
///
/// Uncertain parameters can be anywhere in the span of their draws, and conditions between ends that are named. Each is
/// moved alone to both of its ends; then together, the strongest first, until the sign of the difference has turned; what
/// is not needed is left out, and the common step is halved. All points meet the same futures. The search is greedy: a
/// smaller change may exist.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A bundled name, or a file (with a `/` or ending in `.toml`) [default: town].
    #[arg(value_name = "SCENARIO")]
    scenario: Option<String>,
    /// One of the two arms; two of them [default: the first, and the one that the scenario is about].
    #[arg(long, value_name = "ARM")]
    arm: Vec<String>,
    /// The outcome whose sign is to turn [default: flourishing].
    #[arg(long, value_name = "NAME")]
    outcome: Option<String>,
    /// What has become of a cohort at the end, as `top_tenth_of_need`, in place of all over the horizon.
    #[arg(long, value_name = "NAME")]
    cohort: Option<String>,
    /// A condition that can be otherwise, as `path=low..high`; can be repeated [default: density=5..30 (GBP for each lasting
    /// need and week) and patterns.personal_variation=0..0.5].
    #[arg(long, value_name = "RANGE")]
    vary: Vec<String>,
    /// Points that are run at most [default: 200].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    runs: Option<u32>,
    /// Changes a value first, as in `--set arms.hls.fidelity=1`; can be repeated.
    #[arg(long, value_name = "PATH=VALUE", value_parser = assignment)]
    set: Vec<Override>,
    /// The seed of all draws, in place of the scenario's.
    #[arg(long, value_name = "U64", allow_negative_numbers = true, value_parser = options::seed)]
    seed: Option<u64>,
    /// Paired futures of each point [default: 4].
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(2..=1000))]
    replicates: Option<u32>,
    #[command(flatten)]
    study: StudyOptions,
}

/// A search that is about to be made.
struct Job<'a> {
    arguments: &'a Arguments,
    prepared: Prepared,
    sets: Vec<Override>,
    scenario: Scenario,
    measure: Measure,
    space: Space,
    range: Range,
}

/// Runs it.
///
/// # Errors
/// All that is wrong with the scenario, the arms and the conditions; a folder that is not to be touched, an interruption, or
/// what the disk says.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let job = Job::new(arguments)?;
    let study = job.study();
    let task = study.task()?;
    if task != Task::UpToDate || arguments.study.dry_run {
        study.handling.say(&job.plan_line());
    }
    if arguments.study.dry_run {
        return Ok(());
    }
    let stop = signals::stop_flag()?;
    let Some(workspace) = study.open()? else {
        let shown = study.folder.display();
        study.handling.say(&format!("up to date: `{shown}` holds this study already (--force runs it again)"));
        let journal = Journal::open(&study.folder).map_err(Error::from)?;
        return job.tell(&job.searched(&journal, &study.handling, &stop)?, &study.folder);
    };
    let found = job.searched(workspace.journal(), &study.handling, &stop);
    workspace.journal().sync().map_err(Error::from)?;
    let found = found.map_err(|ended| match ended {
        Failure::Interrupted(_) => workspace.interrupted(workspace.journal().held().len(), job.most_tasks()),
        other => other,
    })?;
    let written = job.write(Target::Folder(&study.folder), &found)?;
    workspace.end(&written)?;
    job.tell(&found, &study.folder)
}

/// Makes the search of a folder again, and compares its tables.
///
/// # Errors
/// As [`run`].
pub fn again(folder: &Path, saved: &Manifest, threads: Option<NonZeroUsize>) -> Result<Again, Failure> {
    let mut arguments = Arguments::of_settings(saved);
    arguments.study.threads = threads;
    let job = Job::new(&arguments)?;
    // A file without a name goes with the process, however it ends.
    let store = Journal::anonymous(tempfile::tempfile()?);
    let found = job.searched(&store, &Handling::of_study(&arguments.study), &signals::stop_flag()?)?;
    let written = job.write(Target::Against(folder), &found)?;
    Ok((job.manifest().with_outputs(&written), written))
}

impl<'a> Job<'a> {
    fn new(arguments: &'a Arguments) -> Result<Job<'a>, Failure> {
        let prepared = Prepared::read(arguments.scenario())?;
        let sets = arguments.overrides();
        let whole = prepared.with(&sets)?.scenario;
        let measures = Measure::all(arguments.outcome.as_deref().unwrap_or(OUTCOME), arguments.cohort.as_deref());
        let (pair, measure) = match (Pair::of(&whole, &arguments.arm), measures) {
            (Ok(pair), Ok(measures)) => (pair, measures[0]),
            (pair, measures) => {
                let faults = [pair.err(), measures.err()].into_iter().flatten().flatten().collect();
                return Err(Failure::all(faults));
            }
        };
        let sets = [sets, pair.alone(&whole)].concat();
        let loaded = prepared.with(&sets)?;
        let draws = shipped(usize::MAX).map_err(Failure::Input)?;
        let space = Space::of(&loaded, &draws, &arguments.conditions(&loaded.scenario)).map_err(Failure::all)?;
        let of = |end: fn(&Factor) -> f64| space.factors.iter().map(end).collect::<Vec<f64>>();
        let range = Range { base: space.base(), low: of(|one| one.low), high: of(|one| one.high) };
        let job = Job { arguments, prepared, sets, scenario: loaded.scenario, measure, space, range };
        job.check()?;
        Ok(job)
    }

    /// Whether the points are enough, and every factor can be at both of its ends.
    fn check(&self) -> Result<(), Failure> {
        let (least, most) = (self.range.screening(), self.arguments.most());
        if most < least {
            let n = self.space.factors.len();
            return Err(Failure::Input(format!(
                "--runs {most}: {n} factors alone at their ends take {least}; allow more than that"
            )));
        }
        let mut faults: Vec<String> = Vec::new();
        for (factor, end) in self.range.ends() {
            let mut values = self.range.base.clone();
            values[factor] = self.space.end(factor, end);
            let sets = self.space.sets(&values).map_err(Failure::Input)?;
            let Err(problems) = self.prepared.with(&[&self.sets[..], &sets].concat()) else { continue };
            for problem in &problems.list {
                let fault = format!("`{}`: {}; {}", self.space.factors[factor].path, problem.message, problem.remedy);
                if !faults.contains(&fault) {
                    faults.push(fault);
                }
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(Failure::all(faults)) }
    }

    /// The points of values, a row each, as a study.
    fn points(&self, rows: &[Vec<f64>]) -> Result<Points, Failure> {
        let sets: Result<Vec<Vec<Override>>, String> = rows.iter().map(|row| self.space.sets(row)).collect();
        let sets = sets.map_err(Failure::Input)?;
        let outcomes = self.measure.outcome().into_iter().collect();
        let points = Points::of_prepared(self.prepared.clone(), self.sets.clone(), sets, outcomes)?;
        Ok(if self.measure.outcome().is_none() { points.with_cohorts() } else { points })
    }

    /// Searches, with what a store holds of it already.
    fn searched(&self, store: &dyn Store, handling: &Handling, stop: &Arc<AtomicBool>) -> Result<Search, Failure> {
        let mut evaluate = |rows: &[Vec<f64>]| -> Result<Vec<Estimate>, Failure> {
            let points = self.points(rows)?;
            study::perform(&points, Width::Wide, store, (handling, "runs"), stop).map_err(|halt| match halt {
                Halt::Stopped => Failure::Interrupted("interrupted; the results are untouched".to_owned()),
                Halt::Refused(refused) => Error::from(refused).into(),
            })?;
            Ok((0..rows.len()).map(|row| self.gain(&points, row, store)).collect::<Result<_, Error>>()?)
        };
        parallel::on_threads(handling.threads, || search(&self.range, self.arguments.most(), &mut evaluate))?
    }

    /// The mean gain at a point over its futures; missing where one of them failed.
    fn gain(&self, points: &Points, row: usize, store: &dyn Store) -> Result<Estimate, Error> {
        let futures = points.replicates() as usize;
        let mut gains = Vec::new();
        for task in row * futures..(row + 1) * futures {
            match Arms::of(points, task, store)? {
                Ok(arms) => gains.push(arms.gained(points, [0, 1], self.measure)),
                Err(_) => return Ok(mean_of(&[])),
            }
        }
        Ok(mean_of(&gains))
    }

    fn with<T>(&self, found: &Search, done: impl FnOnce(&FlipSubject) -> T) -> Result<T, Failure> {
        Ok(done(&FlipSubject {
            scenario: &self.scenario,
            space: &self.space,
            measure: self.measure,
            search: found,
            futures: self.scenario.replicates,
            most: self.arguments.most(),
            labels: arm_labels(&self.points(&[])?),
        }))
    }

    fn write(&self, target: Target, found: &Search) -> Result<Vec<WrittenFile>, Failure> {
        let written = self.with(found, |subject| -> Result<Vec<WrittenFile>, Error> {
            let mut written = flip_table::write(target, subject)?;
            written.push(flip_findings::write(target, subject)?);
            Ok(written)
        })?;
        Ok(written?)
    }

    fn tell(&self, found: &Search, folder: &Path) -> Result<(), Failure> {
        if self.arguments.study.quiet {
            return Ok(());
        }
        let text = self.with(found, flip_findings::text)?;
        output::write(&format!("{text}Table: {}\n", folder.join(flip_table::FLIP).display()))
    }

    fn manifest(&self) -> Manifest {
        let names: Vec<String> = self.scenario.arms.iter().map(|(name, _)| name.to_owned()).collect();
        let about = format!("what turns {} against {} in {}", names[1], names[0], self.scenario.name);
        let mut manifest = Manifest::of_study(KIND, &about, self.scenario.replicates);
        manifest.seed = self.scenario.seed;
        manifest.arms = names;
        manifest.inputs.insert("scenario".to_owned(), sha256(self.scenario.resolved().as_bytes()));
        manifest.settings.extend(self.arguments.settings());
        manifest
    }

    fn study(&self) -> Study<'static> {
        let wanted = self.manifest();
        let usual = || Path::new("output").join(format!("{KIND}-{}", &wanted.identity()[..8]));
        let folder = self.arguments.study.out.clone().unwrap_or_else(usual);
        let handling = Handling::of_study(&self.arguments.study);
        let resume_line = "the same `regimes flip`";
        Study { folder, wanted, format: Format::Csv, handling, resume_line, noun: "runs" }
    }

    /// Tasks of all points that are allowed.
    fn most_tasks(&self) -> usize {
        self.arguments.most() * self.scenario.replicates as usize
    }

    fn plan_line(&self) -> String {
        let (n, screening, most) = (self.space.factors.len(), self.range.screening(), self.arguments.most());
        let futures = self.scenario.replicates;
        let work = match self.points(std::slice::from_ref(&self.range.base)) {
            Ok(points) => points.work(0) as f64 * f64::from(futures),
            Err(_) => 0.0,
        };
        let threads = parallel::threads(self.arguments.study.threads) as f64;
        let each = work * seconds_per_resident_week(&self.scenario) / (1.0 + (threads - 1.0) * USE_OF_THREADS);
        format!(
            "{n} factors, {screening} points alone at their ends and {most} at most, {futures} paired futures each; about {} to {}",
            duration(each * screening as f64),
            duration(each * most as f64)
        )
    }
}

impl Arguments {
    fn scenario(&self) -> &str {
        self.scenario.as_deref().unwrap_or(SCENARIO)
    }

    fn most(&self) -> usize {
        self.runs.map_or(RUNS, |runs| runs as usize)
    }

    /// What is set at every point, seed and replicates last.
    fn overrides(&self) -> Vec<Override> {
        let is_said = self.set.iter().any(|one| one.path() == "replicates");
        options::with_luck(&self.set, self.seed, self.replicates.or((!is_said).then_some(REPLICATES)))
    }

    /// The conditions that are named, or else the usual ones that a scenario has.
    fn conditions(&self, scenario: &Scenario) -> Vec<String> {
        if !self.vary.is_empty() {
            return self.vary.clone();
        }
        let has = |text: &&&str| !text.starts_with(DENSITY) || density(scenario).is_normal();
        USUAL.iter().filter(has).map(|text| (*text).to_owned()).collect()
    }

    /// What makes the search, by name; [`of_settings`](Arguments::of_settings) reads it back.
    fn settings(&self) -> Vec<(String, String)> {
        let sets: Vec<String> = self.overrides().iter().map(ToString::to_string).collect();
        let single = [
            ("scenario", Some(self.scenario().to_owned())),
            ("outcome", self.outcome.clone()),
            ("cohort", self.cohort.clone()),
            ("runs", Some(self.most().to_string())),
        ];
        let single = single.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let lists = [("vary", &self.vary), ("arm", &self.arm), ("set", &sets)];
        lists.iter().flat_map(|(name, values)| numbered(name, values)).chain(single).collect()
    }

    fn of_settings(saved: &Manifest) -> Arguments {
        let given = |name: &str| Some(one_of(saved, name)).filter(|value| !value.is_empty());
        Arguments {
            scenario: given("scenario"),
            arm: all_of(saved, "arm"),
            outcome: given("outcome"),
            cohort: given("cohort"),
            vary: all_of(saved, "vary"),
            runs: given("runs").and_then(|text| text.parse().ok()),
            set: all_of(saved, "set").into_iter().map(Override::from).collect(),
            study: StudyOptions { quiet: true, progress: Progress::None, ..StudyOptions::default() },
            ..Arguments::default()
        }
    }
}
