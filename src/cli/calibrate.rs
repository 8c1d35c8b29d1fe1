//! `regimes calibrate`: moves the uncertain parameters until the status quo looks as it was found to look.

use crate::cli::options::{self, Progress, RunOptions};
use crate::cli::progress::Reporter;
use crate::cli::{Failure, output, signals};
use regimes_model::parallel;
use regimes_report::error::Error;
use regimes_report::files::{self, WrittenFile};
use regimes_report::machine::Stopwatch;
use regimes_report::manifest::Manifest;
use regimes_report::run_record::Record;
use regimes_report::terminal::duration;
use regimes_report::{RESOLVED, machine, manifest};
use regimes_scenario::load;
use regimes_scenario::read::layers;
use regimes_scenario::source::Layer;
use regimes_study::experiment::calibration::findings;
use regimes_study::experiment::calibration::fit::{self, Budget, Fit, Halt, Problem};
use regimes_study::experiment::calibration::plan::{self, Plan};
use regimes_study::experiment::store::{Evaluation, Store};
use regimes_study::simulation::census::follow;
use regimes_study::simulation::census::targets::TARGETS;
use regimes_study::simulation::{Control, unattended};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

/// Moves the uncertain parameters until the status quo looks as it was found to look; no regimes are compared.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A calibration file; `england`, which is bundled, if left out.
    ///
    /// Its `scenario` is a bundled name, or a file seen from the folder of this one.
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
    /// Goes on where an interrupted calibration stopped.
    #[arg(long)]
    resume: bool,
    /// Also writes what is kept with the program below this folder: `posterior.csv`, `base/`, `calibration/`.
    #[arg(long, value_name = "DIR")]
    freeze: Option<PathBuf>,
    /// How progress is shown.
    #[arg(long, value_enum, default_value_t)]
    progress: Progress,
    /// Says nothing but errors.
    #[arg(short, long)]
    quiet: bool,
}

/// The file of evaluations in a folder of results.
const EVALUATIONS: &str = "evaluations.csv";

/// A calibration that is about to be made.
struct Job<'a> {
    arguments: &'a Arguments,
    plan: Plan,
    budget: Budget,
    folder: PathBuf,
    threads: usize,
}

/// Runs it.
///
/// # Errors
/// What is wrong with the file, a folder of another calibration, an interruption, or what the disk says.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let job = job(arguments)?;
    let mut watch = Stopwatch::start();
    files::make_folder(&job.folder)?;
    let store = job.store();
    let path = job.folder.join(EVALUATIONS);
    let kept = match (path.exists(), arguments.resume) {
        (true, true) => store.read().map_err(Error::reading(&path))?,
        (true, false) => {
            let folder = job.folder.display();
            return Err(Failure::Input(format!("`{folder}` holds evaluations already: --resume goes on with them")));
        }
        (false, _) => {
            store.begin().map_err(Error::writing(&path))?;
            Vec::new()
        }
    };
    job.tell_plan(kept.len());
    let fit = job.fit(&store, kept)?;
    let seconds = watch.end("fit");
    let weeks = f64::from(job.plan.scenario.weeks()) * job.plan.scenario.residents() as f64;
    let machine = watch.machine(job.threads, "fit", weeks * fit.evaluations.len() as f64);
    let written = job.write(&fit, &machine.text())?;
    if !arguments.quiet {
        let folder = job.folder.display();
        output::say(&format!("fitted in {}; wrote {written} files to {folder}", duration(seconds)));
        output::write(&page(&fit))?;
    }
    Ok(())
}

fn job(arguments: &Arguments) -> Result<Job<'_>, Failure> {
    let source = match &arguments.file {
        Some(path) => layers::open(path, Layer::This)?,
        None => plan::england(),
    };
    let text = source.text.clone();
    let mut plan = plan::read(source)?;
    plan.file.seed = arguments.seed.unwrap_or(plan.file.seed);
    let (evaluations, waves) = if arguments.quick { (48, 1) } else { (plan.file.evaluations, plan.file.waves) };
    let evaluations = arguments.evaluations.map_or(evaluations, |n| n as usize);
    let budget = Budget::of(evaluations, arguments.waves.map_or(waves, |n| n as usize));
    let told = format!("{text}{}{budget:?}{}", plan.file.seed, plan.scenario.resolved());
    let hash = &files::sha256(told.as_bytes())[..8];
    let usual = || Path::new("output").join(format!("calibration-{}-{hash}", plan.file.name));
    let folder = arguments.out.clone().unwrap_or_else(usual);
    Ok(Job { arguments, plan, budget, folder, threads: parallel::threads(arguments.threads) })
}

impl Job<'_> {
    fn store(&self) -> Store {
        let paths: Vec<&str> = self.plan.dimensions.iter().map(|dimension| dimension.path.as_str()).collect();
        let measures: Vec<&str> = TARGETS.iter().map(|target| target.id).collect();
        Store::new(&self.folder.join(EVALUATIONS), &paths, &measures)
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
            self.threads,
            b.usual,
            b.first,
            b.waves,
            b.each,
            b.last,
            self.plan.dimensions.len(),
            self.plan.goals.len(),
        ));
    }

    fn fit(&self, store: &Store, kept: Vec<Evaluation>) -> Result<Fit, Failure> {
        let stop = signals::stop_flag()?;
        let missing = (self.budget.evaluations().saturating_sub(kept.len())) as u64;
        let each = u64::from(self.plan.scenario.weeks()) * self.plan.scenario.residents();
        let options =
            RunOptions { quiet: self.arguments.quiet, progress: self.arguments.progress, ..RunOptions::default() };
        let reporter = Reporter::begin(&options, each * missing, missing);
        let advance = |resident_weeks| reporter.advance(resident_weeks);
        let control = Control { stop: &stop, progress: &advance, ..unattended() };
        let evaluate = |number, values: &[f64]| {
            let measures = self.measures(number, values, &control)?;
            reporter.replicate_is_whole();
            Some(measures)
        };
        let problem = Problem {
            dimensions: &self.plan.dimensions,
            goals: &self.plan.goals,
            evaluate: &evaluate,
            keep: &|evaluations| store.add(evaluations),
            kept,
            seed: self.plan.file.seed,
        };
        let found = parallel::on_threads(self.threads, || fit::fit(&problem, &self.budget))?;
        reporter.end();
        found.map_err(|halt| self.halted(halt, stop.load(Ordering::Relaxed)))
    }

    /// What a run at some values measures; a run that breaks measures nothing.
    fn measures(&self, number: u32, values: &[f64], control: &Control<'_>) -> Option<Vec<f64>> {
        let paths = self.plan.dimensions.iter().map(|dimension| &dimension.path);
        let sets = paths.zip(values).map(|(path, value)| format!("{path}={value:?}"));
        let sets: Vec<String> = self.plan.file.set.iter().cloned().chain(sets).collect();
        let Ok(loaded) = load(&self.plan.file.scenario, &sets) else {
            return Some(vec![f64::NAN; TARGETS.len()]);
        };
        let census = follow(&loaded.scenario, number, control)?;
        Some(TARGETS.iter().map(|target| (target.measured)(&census)).collect())
    }

    fn halted(&self, halt: Halt, interrupted: bool) -> Failure {
        let folder = self.folder.display();
        match halt {
            Halt::Disk(error) => Error::writing(&self.folder.join(EVALUATIONS))(error).into(),
            Halt::Foreign => Failure::Input(format!("`{folder}` holds the evaluations of another calibration")),
            Halt::Stopped if interrupted => {
                Failure::Interrupted(format!("interrupted: whole runs are kept in {folder}; --resume goes on"))
            }
            Halt::Stopped => Failure::Failed("a run was given up".to_owned()),
        }
    }

    /// Writes all tables, and last the manifest; how many files there are.
    fn write(&self, fit: &Fit, machine: &str) -> Result<usize, Failure> {
        let record = Record::of(&self.plan.scenario.with_runs(self.plan.file.seed, fit.evaluations.len() as u32));
        let tables = [
            (RESOLVED, record.resolved.clone()),
            ("targets.csv", findings::targets_table(fit)),
            ("contraction.csv", findings::contraction_table(&self.plan, fit)),
            ("waves.csv", findings::waves_table(fit)),
            ("posterior.csv", findings::posterior_table(&self.plan, fit)),
            ("base.toml", findings::base_layer(&self.plan, fit)),
            (machine::FILE, machine.to_owned()),
        ];
        let mut written = vec![self.evaluations()?];
        for (name, text) in &tables {
            written.push(files::write_bytes(&self.folder, name, text.as_bytes())?);
        }
        let manifest = Manifest::of(&record, &written, &[]);
        files::write_bytes(&self.folder, manifest::FILE, manifest.text().as_bytes())?;
        if let Some(folder) = &self.arguments.freeze {
            self.freeze(folder, fit)?;
        }
        Ok(written.len() + 1)
    }

    fn evaluations(&self) -> Result<WrittenFile, Failure> {
        let path = self.folder.join(EVALUATIONS);
        let bytes = std::fs::metadata(&path).map_err(Error::reading(&path))?.len();
        Ok(WrittenFile { name: EVALUATIONS.to_owned(), bytes, sha256: files::sha256_of_file(&path)? })
    }

    fn freeze(&self, folder: &Path, fit: &Fit) -> Result<(), Failure> {
        let name = &self.plan.file.name;
        let write = |folder: &Path, name: &str, text: String| -> Result<(), Failure> {
            files::make_folder(folder)?;
            files::write_bytes(folder, name, text.as_bytes())?;
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
