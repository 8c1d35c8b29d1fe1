//! `regimes sweep`: what if? A scenario at many points, and how the difference between its arms turns.

use crate::cli::experiments::Again;
use crate::cli::options::{self, Progress, assignment};
use crate::cli::run::estimate::{USE_OF_THREADS, seconds_per_resident_week};
use crate::cli::study::folder::Task;
use crate::cli::study::{self, Handling, Study};
use crate::cli::{Failure, output, signals};
use clap::ValueEnum;
use regimes_model::model::outcomes::{OUTCOMES, position};
use regimes_model::parallel::{self, Width};
use regimes_report::error::Error;
use regimes_report::files::{Format, Target, sha256};
use regimes_report::manifest::Manifest;
use regimes_report::money::Money;
use regimes_report::numbers::signed;
use regimes_report::sweep_tables::{self, Span};
use regimes_report::terminal::duration;
use regimes_scenario::load::load;
use regimes_scenario::nearest::nearest;
use regimes_scenario::overrides::{Override, joined};
use regimes_study::experiment::axes::{self, Axis, Choice};
use regimes_study::experiment::points::Points;
use regimes_study::study::design::Design;
use regimes_study::study::files::journal::Journal;
use regimes_study::study::store::Store;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Points of a design that chooses them itself.
const POINTS: u32 = 64;
/// Faults of points that are shown; the others are counted.
const SHOWN: usize = 5;
/// Outcomes that always appear together: what residents have, what it costs, how staff are.
const ALWAYS: [&str; 3] = ["flourishing", "public_cost", "staff_wellbeing"];

const EXAMPLES: &str = "Examples:
  regimes sweep tiny --vary patterns.harm=0.1..0.4:4 --replicates 2
  regimes sweep tiny --vary arms.hls.fidelity=0.5,1 --vary patterns.personal_variation=0..0.4:3
  regimes sweep tiny --vary patterns.harm=0..0.4 --vary support.gamma=1..2 --design sobol --points 8
Each is a folder with points.csv: a row a point, arm and outcome.";

/// How points are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DesignOfPoints {
    /// Every combination of the values of all axes.
    #[default]
    Grid,
    /// A Latin hypercube: each axis is covered evenly.
    Latin,
    /// Scrambled Sobol points: the whole space is covered evenly.
    Sobol,
}

/// Runs a scenario at many points, all arms of each on the same luck, and shows how their difference turns.
///
/// What is varied is a path of the scenario, as `regimes show` lists them: a parameter, a rule of an arm, a budget, the
/// size of the town. All points meet the same luck, so that they differ by what is set and by nothing else.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A bundled name, or a file (with a `/` or ending in `.toml`).
    scenario: String,
    /// What is varied: `path=low..high:levels`, `path=low..high` (Latin, Sobol) or `path=a,b,c`; can be repeated.
    #[arg(long, value_name = "AXIS", required_unless_present = "table")]
    vary: Vec<String>,
    /// Points from a CSV: a column a path, a row a point.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["vary", "design", "points"])]
    table: Option<PathBuf>,
    /// How points are chosen.
    #[arg(long, value_enum, default_value_t)]
    design: DesignOfPoints,
    /// Points of a Latin or Sobol design.
    #[arg(long, value_name = "N", default_value_t = POINTS, value_parser = clap::value_parser!(u32).range(1..=65_536))]
    points: u32,
    /// Outcomes beside flourishing, public cost and staff wellbeing; can be repeated.
    #[arg(long, value_name = "NAME")]
    outcome: Vec<String>,
    /// Changes a value at every point, as in `--set arms.hls.fidelity=1`; can be repeated.
    #[arg(long, value_name = "PATH=VALUE", value_parser = assignment)]
    set: Vec<Override>,
    /// The seed of all draws, in place of the scenario's.
    #[arg(long, value_name = "U64", allow_negative_numbers = true, value_parser = options::seed)]
    seed: Option<u64>,
    /// Paired futures of each point, in place of the scenario's.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    replicates: Option<u32>,
    /// Threads; all cores if left out. Results do not depend on it.
    #[arg(short = 'j', long, value_name = "N", value_parser = options::threads)]
    threads: Option<NonZeroUsize>,
    /// The folder for results; `output/sweep-<scenario>-<hash>` if left out.
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Starts again where the folder has results.
    #[arg(short, long, conflicts_with = "resume")]
    force: bool,
    /// Continues an interrupted sweep.
    #[arg(long)]
    resume: bool,
    /// Prints only errors.
    #[arg(short, long)]
    quiet: bool,
    /// How progress is shown.
    #[arg(long, value_enum, default_value_t)]
    progress: Progress,
    /// Reports what would be run and how long it would take, without running it.
    #[arg(long)]
    dry_run: bool,
}

/// A sweep that is about to be made.
struct Job<'a> {
    arguments: &'a Arguments,
    points: Points,
    /// The SHA-256 of the file of points.
    table: Option<String>,
}

/// What is wrong at points: each fault once, with the first point that has it and how many do.
fn in_words(points: &Points) -> Vec<String> {
    let mut faults: Vec<(String, usize, usize)> = Vec::new();
    for (point, fault) in points.problems() {
        match faults.iter_mut().find(|(known, ..)| *known == fault) {
            Some((_, _, times)) => *times += 1,
            None => faults.push((fault, point, 1)),
        }
    }
    let told = |(fault, point, times): &(String, usize, usize)| {
        let others = if *times > 1 { format!(" (and {} more)", times - 1) } else { String::new() };
        format!("point {point} [{}]{others}: {fault}", joined(&points.points()[*point]))
    };
    let mut lines: Vec<String> = faults.iter().take(SHOWN).map(told).collect();
    if faults.len() > SHOWN {
        lines.push(format!("and {} more faults", faults.len() - SHOWN));
    }
    lines
}

/// A number with three digits that say something.
fn in_three_digits(value: f64) -> String {
    let power = format!("{value:.2e}").split_once('e').and_then(|(_, power)| power.parse::<i32>().ok());
    signed(value, (2 - power.unwrap_or(0)).clamp(0, 8) as usize)
}

/// Runs it.
///
/// # Errors
/// All that is wrong with the scenario, the axes and the points; a folder that is not to be touched, an interruption, or
/// what the disk says.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    Job::new(arguments)?.make()
}

/// Makes the sweep of a folder again, and compares its table.
///
/// # Errors
/// As [`run`].
pub fn again(folder: &Path, saved: &Manifest, threads: Option<NonZeroUsize>) -> Result<Again, Failure> {
    let arguments = Arguments { threads, ..Arguments::of_settings(saved) };
    let job = Job::new(&arguments)?;
    let stop = signals::stop_flag()?;
    // A file without a name goes with the process, however it ends.
    let store = Journal::anonymous(tempfile::tempfile()?);
    let handling = job.handling();
    let perform = || study::perform_again(&job.points, Width::Wide, &store, (&handling, "runs"), &stop);
    parallel::on_threads(handling.threads, perform)??;
    let written = vec![sweep_tables::write(Target::Against(folder), &job.points, &store)?];
    Ok((job.manifest().with_outputs(&written), written))
}

impl<'a> Job<'a> {
    fn new(arguments: &'a Arguments) -> Result<Job<'a>, Failure> {
        let sets = arguments.overrides();
        // What is wrong with the scenario itself is shown with its place in the file.
        let scenario = load(&arguments.scenario, &sets)?.scenario;
        let (chosen, table) = arguments.chosen(scenario.seed)?;
        let points = Points::of(&arguments.scenario, sets, chosen, arguments.outcomes()?)?;
        let problems = in_words(&points);
        if !problems.is_empty() {
            return Err(Failure::Input(problems.join("\n       ")));
        }
        Ok(Job { arguments, points, table })
    }

    fn make(&self) -> Result<(), Failure> {
        let study = self.study();
        let (task, kept) = (study.task()?, study.kept(&self.points)?);
        if task != Task::UpToDate || self.arguments.dry_run {
            study.handling.say(&self.plan_line(kept));
        }
        if self.arguments.dry_run {
            return Ok(());
        }
        let Some(workspace) = study.open()? else {
            let shown = study.folder.display();
            study.handling.say(&format!("up to date: `{shown}` holds this sweep already (--force runs it again)"));
            return self.tell(&Journal::open(&study.folder).map_err(Error::from)?, &study.folder);
        };
        workspace.tell_what_does_not_fit(&self.points);
        let stop = signals::stop_flag()?;
        let perform = || workspace.perform(&self.points, Width::Wide, &stop);
        parallel::on_threads(study.handling.threads, perform)??;
        let written = vec![sweep_tables::write(Target::Folder(&study.folder), &self.points, workspace.journal())?];
        workspace.end(&written)?;
        self.tell(workspace.journal(), &study.folder)
    }

    fn handling(&self) -> Handling {
        let arguments = self.arguments;
        Handling {
            force: arguments.force,
            resume: arguments.resume,
            dry_run: arguments.dry_run,
            quiet: arguments.quiet,
            progress: arguments.progress,
            threads: parallel::threads(arguments.threads),
        }
    }

    fn study(&self) -> Study<'static> {
        let wanted = self.manifest();
        let name = &self.points.base().name;
        let usual = || Path::new("output").join(format!("sweep-{name}-{}", &wanted.identity()[..8]));
        let folder = self.arguments.out.clone().unwrap_or_else(usual);
        let resume_line = "the same `regimes sweep`";
        Study { folder, wanted, format: Format::Csv, handling: self.handling(), resume_line, noun: "runs" }
    }

    /// The manifest as far as it is known beforehand.
    fn manifest(&self) -> Manifest {
        let base = self.points.base();
        let about = format!("{} points of {}", self.points.points().len(), base.name);
        let mut manifest = Manifest::of_study("sweep", &about, base.replicates);
        manifest.seed = base.seed;
        manifest.arms = base.arms.iter().map(|(name, _)| name.to_owned()).collect();
        manifest.inputs.insert("scenario".to_owned(), sha256(base.resolved().as_bytes()));
        manifest.inputs.extend(self.table.clone().map(|hash| ("table".to_owned(), hash)));
        manifest.settings.extend(self.arguments.settings());
        manifest
    }

    fn plan_line(&self, kept: usize) -> String {
        let (points, left) = (self.points.points().len(), self.points.tasks().saturating_sub(kept));
        let arms = self.points.base().arms.len();
        let work = left as u64 * self.points.work(0);
        let threads = parallel::threads(self.arguments.threads) as f64;
        let seconds =
            work as f64 * seconds_per_resident_week(self.points.base()) / (1.0 + (threads - 1.0) * USE_OF_THREADS);
        let replicates = self.points.replicates();
        format!(
            "{points} points, {replicates} paired futures each, {arms} arms; {kept} of {} runs kept from before; about {}",
            self.points.tasks(),
            duration(seconds)
        )
    }

    /// The finding, outcome by outcome, and where the table is.
    fn tell(&self, store: &dyn Store, folder: &Path) -> Result<(), Failure> {
        let (spans, failed) = sweep_tables::spans(&self.points, store)?;
        let mut lines: Vec<String> = spans.iter().map(|span| self.span_line(span)).collect();
        if failed > 0 {
            lines.push(format!("{failed} points failed, in whole or in part; points.csv says why."));
        }
        lines.push("In this model, under these assumptions.".to_owned());
        lines.push(format!("Table: {}", folder.join(sweep_tables::POINTS).display()));
        if self.arguments.quiet { Ok(()) } else { output::write(&(lines.join("\n") + "\n")) }
    }

    fn span_line(&self, span: &Span) -> String {
        let names: Vec<&str> = self.points.base().arms.iter().map(|(name, _)| name).collect();
        let unit = Money::of(&self.points.base().costs).unit(span.outcome.unit);
        let outcome = format!("{} [{unit}]", span.outcome.label.to_lowercase());
        let pair = format!("{} - {}", names[span.arm], names[0]);
        let Some([low, high]) = span.ends else { return format!("{pair}, {outcome}: no point has a value") };
        let at = |point: usize| joined(&self.points.points()[point]);
        format!(
            "{pair}, {outcome}: from {} ({}) to {} ({}); nearly all pairs higher at {} of {} points, lower at {}",
            in_three_digits(low.1),
            at(low.0),
            in_three_digits(high.1),
            at(high.0),
            span.higher,
            span.points,
            span.lower
        )
    }
}

impl Arguments {
    fn overrides(&self) -> Vec<Override> {
        let mut sets = self.set.clone();
        sets.extend(self.seed.map(|seed| Override::whole("seed", seed)));
        sets.extend(self.replicates.map(|count| Override::whole("replicates", count.into())));
        sets
    }

    /// The points, and the SHA-256 of the file that they come from.
    #[allow(clippy::disallowed_methods, reason = "reads the points that the user brings")]
    fn chosen(&self, seed: u64) -> Result<(Vec<Vec<Override>>, Option<String>), Failure> {
        let all = |wrong: Vec<String>| Failure::Input(wrong.join("\n       "));
        if let Some(path) = &self.table {
            let text = std::fs::read_to_string(path).map_err(Error::reading(path))?;
            let named =
                |wrong: Vec<String>| all(wrong.iter().map(|line| format!("{}: {line}", path.display())).collect());
            return Ok((axes::points_of_table(&text).map_err(named)?, Some(sha256(text.as_bytes()))));
        }
        let (axes, wrong): (Vec<_>, Vec<_>) = self.vary.iter().map(|text| Axis::read(text)).partition(Result::is_ok);
        if !wrong.is_empty() {
            return Err(all(wrong.into_iter().filter_map(Result::err).collect()));
        }
        let axes: Vec<Axis> = axes.into_iter().flatten().collect();
        let choice = match self.design {
            DesignOfPoints::Grid => Choice::Grid,
            DesignOfPoints::Latin => Choice::LatinHypercube(self.points as usize),
            DesignOfPoints::Sobol => Choice::Sobol(self.points as usize),
        };
        Ok((axes::points(&axes, choice, seed).map_err(all)?, None))
    }

    /// The numbers of the outcomes.
    fn outcomes(&self) -> Result<Vec<usize>, Failure> {
        let mut outcomes = Vec::new();
        let mut unknown = Vec::new();
        for name in ALWAYS.into_iter().chain(self.outcome.iter().map(String::as_str)) {
            match position(name) {
                Some(outcome) if outcomes.contains(&outcome) => {}
                Some(outcome) => outcomes.push(outcome),
                None => {
                    let near = nearest(name, OUTCOMES.iter().map(|outcome| outcome.name));
                    let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                    unknown.push(format!("there is no outcome `{name}`{near}"));
                }
            }
        }
        if unknown.is_empty() { Ok(outcomes) } else { Err(Failure::Input(unknown.join("\n       "))) }
    }

    /// What makes the sweep, by name; [`of_settings`](Arguments::of_settings) reads it back.
    fn settings(&self) -> Vec<(String, String)> {
        let mut settings = vec![("scenario".to_owned(), self.scenario.clone())];
        let mut put = |name: &str, values: Vec<String>| {
            settings.extend(values.into_iter().enumerate().map(|(n, value)| (format!("{name}.{n:04}"), value)));
        };
        put("vary", self.vary.clone());
        put("outcome", self.outcome.clone());
        put("set", self.overrides().iter().map(ToString::to_string).collect());
        put("table", self.table.iter().map(|path| path.display().to_string()).collect());
        if self.table.is_none() {
            let design = self.design.to_possible_value().map_or(String::new(), |value| value.get_name().to_owned());
            settings.push(("design".to_owned(), design));
            settings.push(("points".to_owned(), self.points.to_string()));
        }
        settings
    }

    fn of_settings(saved: &Manifest) -> Arguments {
        let all = |name: &str| {
            let start = format!("{name}.");
            let values = saved.settings.iter().filter(move |(key, _)| key.starts_with(&start));
            values.map(|(_, value)| value.clone()).collect::<Vec<String>>()
        };
        let one = |name: &str| saved.settings.get(name).cloned().unwrap_or_default();
        Arguments {
            scenario: one("scenario"),
            vary: all("vary"),
            table: all("table").first().map(PathBuf::from),
            design: DesignOfPoints::from_str(&one("design"), false).unwrap_or_default(),
            points: one("points").parse().unwrap_or(POINTS),
            outcome: all("outcome"),
            set: all("set").into_iter().map(Override::from).collect(),
            seed: None,
            replicates: None,
            threads: None,
            out: None,
            force: false,
            resume: false,
            quiet: true,
            progress: Progress::None,
            dry_run: false,
        }
    }
}
