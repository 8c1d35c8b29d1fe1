//! `regimes calibrate`: fits the uncertain parameters of the status quo to published data.

pub mod outputs;

use crate::cli::experiments::Again;
use crate::cli::failure::Failure;
use crate::cli::options::{self, Progress};
use crate::cli::study::folder::Task;
use crate::cli::study::handling::Handling;
use crate::cli::study::{self, Study};
use crate::cli::{output, signals};
use regimes_model::parallel::{self, Width};
use regimes_report::RESOLVED;
use regimes_report::error::Error;
use regimes_report::files::{self, Format, Target, WrittenFile};
use regimes_report::machine::{self, Stopwatch};
use regimes_report::manifest::Manifest;
use regimes_report::terminal::duration;
use regimes_scenario::read::layers;
use regimes_scenario::source::Layer;
use regimes_study::experiment::calibration::evaluations::{Base, Evaluations};
use regimes_study::experiment::calibration::findings;
use regimes_study::experiment::calibration::fit::{self, Budget, Fit, Model, Problem};
use regimes_study::experiment::calibration::plan::{self, Plan};
use regimes_study::study::design::{Design, Outcome};
use regimes_study::study::runner::{self, Halt};
use regimes_study::study::store::{Memory, Refused, Store};
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Lines that can be tried.
const EXAMPLES: &str = "Example:
  regimes calibrate --evaluations 20 --waves 0 --out fitted";

/// Fits the uncertain parameters of the status quo to published data; no regimes are compared.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A calibration file; `england`, which is bundled, if left out.
    ///
    /// Its `scenario` is a bundled name, or a file relative to the folder of this one.
    file: Option<PathBuf>,
    /// Runs of the model, in place of the file's.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(16..=1_000_000))]
    evaluations: Option<u32>,
    /// Waves of history matching after the first, in place of the file's.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=20))]
    waves: Option<u32>,
    /// The seed of designs and draws, in place of the file's.
    #[arg(long, value_name = "U64")]
    seed: Option<u64>,
    /// Few runs: shows that it goes, not what it finds.
    #[arg(long, conflicts_with_all = ["evaluations", "waves"])]
    quick: bool,
    /// Threads; all cores if left out. Results do not depend on it.
    #[arg(short = 'j', long, value_name = "N", value_parser = options::threads)]
    threads: Option<NonZeroUsize>,
    /// The folder for results; `output/calibration-<name>-<hash>` if left out.
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replaces what another study left in the folder.
    #[arg(short, long, conflicts_with = "resume")]
    force: bool,
    /// Continues an interrupted calibration.
    #[arg(long)]
    resume: bool,
    /// Also writes what ships with the program into this folder: `posterior.csv`, `base/`, `calibration/`.
    #[arg(long, value_name = "DIR")]
    freeze: Option<PathBuf>,
    /// How progress is shown.
    #[arg(long, value_enum, default_value_t)]
    progress: Progress,
    /// Prints only errors.
    #[arg(short, long)]
    quiet: bool,
}

/// Runs and waves of a quick calibration.
const QUICK: (usize, usize) = (48, 1);

/// A calibration that is about to be made.
struct Job<'a> {
    arguments: &'a Arguments,
    plan: Plan,
    budget: Budget,
    /// SHA-256 of the calibration file.
    file: (String, String),
}

/// Runs it.
///
/// # Errors
/// What is wrong with the file, a folder of another study, an interruption, or what the disk says.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let job = Job::new(arguments)?;
    let study = job.study();
    if study.task()? == Task::UpToDate {
        let shown = study.folder.display();
        study.handling.say(&format!("up to date: `{shown}` holds this calibration already (--force runs it again)"));
        return Ok(());
    }
    let mut watch = Stopwatch::start();
    let Some(workspace) = study.open()? else { return Ok(()) };
    job.tell_plan(workspace.journal().held().len());
    let stop = signals::stop_flag()?;
    let threads = study.handling.threads;
    let base = Base::of(&job.plan)?;
    let all = job.budget.evaluations();
    let evaluate = |first: u32, points: &[Vec<f64>]| {
        let design = base.at(first, points);
        study::perform(&design, Width::Wide, workspace.journal(), (&study.handling, "runs"), &stop)?;
        Ok(measures(&design, workspace.journal())?)
    };
    let fit = parallel::on_threads(threads, || fit::fit(&job.problem(&evaluate), &job.budget))?;
    workspace.journal().sync().map_err(Error::from)?;
    let fit = fit.map_err(|halt| match halt {
        Halt::Stopped => workspace.interrupted(workspace.journal().held().len(), all),
        Halt::Refused(refused) => Error::from(refused).into(),
    })?;
    let seconds = watch.end("fit");
    let weeks = f64::from(job.plan.scenario.weeks()) * job.plan.scenario.residents() as f64;
    let machine = watch.machine(threads, "fit", weeks * fit.evaluations.len() as f64);
    let target = Target::Folder(&study.folder);
    let mut written = job.write(target, &fit)?;
    written.push(files::write_bytes(target, machine::FILE, machine.text().as_bytes())?);
    workspace.end(&written)?;
    if let Some(folder) = &arguments.freeze {
        job.freeze(folder, &fit)?;
    }
    if !arguments.quiet {
        let folder = study.folder.display();
        output::say(&format!("fitted in {}; wrote {} files to {folder}", duration(seconds), written.len() + 1));
        output::write(&page(&fit))?;
    }
    Ok(())
}

/// Runs the calibration of a folder again, and compares its tables.
///
/// # Errors
/// What is wrong with the file, or an interruption.
pub fn again(folder: &Path, saved: &Manifest, threads: Option<NonZeroUsize>) -> Result<Again, Failure> {
    let arguments = Arguments { threads, ..Arguments::of_settings(saved) };
    let job = Job::new(&arguments)?;
    let (store, stop, handling) = (Memory::default(), signals::stop_flag()?, job.handling());
    let base = Base::of(&job.plan)?;
    let evaluate = |first: u32, points: &[Vec<f64>]| {
        let design = base.at(first, points);
        study::perform(&design, Width::Wide, &store, (&handling, "runs"), &stop)?;
        Ok(measures(&design, &store)?)
    };
    let fit = parallel::on_threads(handling.threads, || fit::fit(&job.problem(&evaluate), &job.budget))?;
    let fit = fit.map_err(study::not_made_again)?;
    let written = job.write(Target::Against(folder), &fit)?;
    Ok((job.manifest().with_outputs(&written), written))
}

/// What the runs of a design measured; a run that came to nothing measures nothing.
fn measures(design: &Evaluations<'_>, store: &dyn Store) -> Result<Vec<Vec<f64>>, Refused> {
    let of = |task| {
        let outcome = runner::outcome(design, task, store)?;
        Ok(outcome.and_then(Outcome::done).unwrap_or_else(Evaluations::nothing))
    };
    (0..design.tasks()).map(of).collect()
}

impl Arguments {
    /// The arguments by which a calibration was made, from the settings of its manifest.
    fn of_settings(manifest: &Manifest) -> Arguments {
        let number = |key: &str| manifest.settings.get(key).and_then(|text| text.parse().ok());
        Arguments {
            file: manifest.settings.get("file").map(PathBuf::from),
            evaluations: number("evaluations"),
            waves: number("waves"),
            seed: manifest.settings.get("seed").and_then(|seed| seed.parse().ok()),
            ..Arguments::default()
        }
    }
}

impl<'a> Job<'a> {
    fn new(arguments: &'a Arguments) -> Result<Job<'a>, Failure> {
        let source = match &arguments.file {
            Some(path) => layers::open(path, Layer::This)?,
            None => plan::england(),
        };
        let file = (source.name.clone(), files::sha256(source.text.as_bytes()));
        let mut plan = plan::read(source)?;
        plan.file.seed = arguments.seed.unwrap_or(plan.file.seed);
        let (evaluations, waves) = if arguments.quick { QUICK } else { (plan.file.evaluations, plan.file.waves) };
        plan.file.evaluations = arguments.evaluations.map_or(evaluations, |n| n as usize);
        plan.file.waves = arguments.waves.map_or(waves, |n| n as usize);
        let budget = Budget::of(plan.file.evaluations, plan.file.waves);
        Ok(Job { arguments, plan, budget, file })
    }

    fn handling(&self) -> Handling {
        Handling {
            force: self.arguments.force,
            resume: self.arguments.resume,
            dry_run: false,
            quiet: self.arguments.quiet,
            progress: self.arguments.progress,
            threads: parallel::threads(self.arguments.threads),
        }
    }

    /// The manifest as far as it is known beforehand.
    fn manifest(&self) -> Manifest {
        let file = &self.plan.file;
        let mut manifest = Manifest::of_study("calibrate", &file.name, self.budget.evaluations() as u32);
        let resolved = files::sha256(self.plan.scenario.resolved().as_bytes());
        manifest.inputs = BTreeMap::from([self.file.clone(), (format!("scenario {}", file.scenario), resolved)]);
        let mut put = |key: &str, value: String| manifest.settings.insert(key.to_owned(), value);
        put("evaluations", file.evaluations.to_string());
        put("waves", file.waves.to_string());
        put("seed", file.seed.to_string());
        if let Some(path) = &self.arguments.file {
            put("file", path.display().to_string());
        }
        manifest
    }

    fn study(&self) -> Study<'static> {
        let wanted = self.manifest();
        let name = format!("calibration-{}-{}", self.plan.file.name, &wanted.identity()[..8]);
        let folder = self.arguments.out.clone().unwrap_or_else(|| Path::new("output").join(name));
        let resume_line = "the same `regimes calibrate`";
        Study { folder, wanted, format: Format::Csv, handling: self.handling(), resume_line, noun: "runs" }
    }

    fn problem<'p>(&'p self, evaluate: &'p Model<'p>) -> Problem<'p> {
        let seed = self.plan.file.seed;
        Problem { dimensions: &self.plan.dimensions, goals: &self.plan.goals, evaluate, seed }
    }

    fn tell_plan(&self, kept: usize) {
        if self.arguments.quiet {
            return;
        }
        let (b, scenario) = (&self.budget, &self.plan.scenario);
        output::say(&format!(
            "{} runs of {} ({} residents, {} weeks) on {} threads: {} at the usual values, {} over the prior, \
             {} x {} in waves, {} for the posterior; {} parameters, {} targets to fit, {kept} runs kept from before",
            b.evaluations(),
            scenario.name,
            scenario.residents(),
            scenario.weeks(),
            parallel::threads(self.arguments.threads),
            b.usual,
            b.first,
            b.waves,
            b.each,
            b.last,
            self.plan.dimensions.len(),
            self.plan.goals.len(),
        ));
    }

    /// Writes all tables.
    fn write(&self, target: Target, fit: &Fit) -> Result<Vec<WrittenFile>, Failure> {
        let scenario = self.plan.scenario.with_runs(self.plan.file.seed, fit.evaluations.len() as u32);
        let tables = [
            (RESOLVED, scenario.resolved()),
            ("evaluations.csv", findings::evaluations_table(&self.plan, fit)),
            ("targets.csv", findings::targets_table(fit)),
            ("contraction.csv", findings::contraction_table(&self.plan, fit)),
            ("waves.csv", findings::waves_table(fit)),
            ("posterior.csv", findings::posterior_table(&self.plan, fit)),
            ("base.toml", findings::base_layer(&self.plan, fit)),
        ];
        target.prepare("")?;
        tables.iter().map(|(name, text)| Ok(files::write_bytes(target, name, text.as_bytes())?)).collect()
    }

    fn freeze(&self, folder: &Path, fit: &Fit) -> Result<(), Failure> {
        let name = &self.plan.file.name;
        let write = |folder: &Path, name: &str, text: String| -> Result<(), Failure> {
            files::make_folder(folder)?;
            files::write_bytes(Target::Folder(folder), name, text.as_bytes())?;
            Ok(())
        };
        write(folder, "posterior.csv", findings::posterior_table(&self.plan, fit))?;
        write(&folder.join("base"), &format!("{name}.toml"), findings::base_layer(&self.plan, fit))?;
        let calibration = folder.join("calibration");
        write(&calibration, "targets.csv", findings::targets_table(fit))?;
        write(&calibration, "waves.csv", findings::waves_table(fit))?;
        write(&calibration, "contraction.csv", findings::contraction_table(&self.plan, fit))
    }
}

/// The targets as a table for the terminal.
fn page(fit: &Fit) -> String {
    let number = |value: f64| if value.abs() >= 100.0 { format!("{value:.0}") } else { format!("{value:.3}") };
    let mut text =
        format!("{:<18} {:>17} {:>9} {:>9}  {:<19} {:<9}\n", "target", "range", "before", "median", "90 %", "");
    for row in findings::targets(fit) {
        let (t, f) = (row.target, row.found);
        let range = format!("{} to {}", number(t.low), number(t.high));
        let band = format!("{} to {}", number(f.low), number(f.high));
        let (before, median) = (number(row.before), number(f.value));
        let line = format!("{:<18} {range:>17} {before:>9} {median:>9}  {band:<19} {:<9} ", t.id, t.status.word());
        text += &format!("{line}{}\n", row.verdict());
    }
    let left = fit.waves.last().map_or(f64::NAN, |wave| wave.left);
    text += &format!(
        "posterior of {} draws from {} runs that are worth {:.0}, weights to the power {:.2}; {left} of the prior is not ruled out\n",
        fit.draws.len(),
        fit.weights.len(),
        fit.worth(),
        fit.flattened,
    );
    text
}
