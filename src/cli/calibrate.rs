//! `regimes calibrate`: fits the uncertain parameters of the status quo to published data.

pub mod outputs;
pub mod page;

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
use regimes_study::experiment::calibration::evaluations::{Base, Evaluations, Observed};
use regimes_study::experiment::calibration::findings::{draws, ranges, runs};
use regimes_study::experiment::calibration::fit::{self, Fit};
use regimes_study::experiment::calibration::matching::Budget;
use regimes_study::experiment::calibration::plan::dose::Dose;
use regimes_study::experiment::calibration::plan::{self, Plan, StatusQuo};
use regimes_study::study::design::{Design, Outcome};
use regimes_study::study::runner::{self, Halt};
use regimes_study::study::store::{Memory, Refused, Store};
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Lines that can be tried.
const EXAMPLES: &str = "Example:
  regimes calibrate --quick --out fitted";

/// Looks for parameters with which the status quo is not ruled out by published data; no regimes are compared.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A calibration file; `england`, which is bundled, if left out.
    ///
    /// Its `scenario` is a bundled name, or a file relative to the folder of this one.
    file: Option<PathBuf>,
    /// One of the file's status quos; each of them is fitted by itself if left out.
    #[arg(long, value_name = "PRESET")]
    status_quo: Option<String>,
    /// Points of each wave but the last, in place of the file's.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(4..=20_000))]
    points: Option<u32>,
    /// Waves at most, the last one among them, in place of the file's.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=6))]
    waves: Option<u32>,
    /// The seed of designs and draws, in place of the file's.
    #[arg(long, value_name = "U64")]
    seed: Option<u64>,
    /// Few runs of one status quo: shows that it goes, not what it finds.
    #[arg(long, conflicts_with_all = ["points", "waves"])]
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
    /// Also writes what ships with the program into this folder: `ensemble.csv`, `base/`, `calibration/`.
    #[arg(long, value_name = "DIR")]
    freeze: Option<PathBuf>,
    /// How progress is shown.
    #[arg(long, value_enum, default_value_t)]
    progress: Progress,
    /// Prints only errors.
    #[arg(short, long)]
    quiet: bool,
}

/// What the fit of a quick calibration may take.
const QUICK: Budget = Budget { waves: 2, points: 4, replicates: 2, last_points: 4, last_replicates: 2, ensemble: 2 };

/// A calibration that is about to be made.
struct Job<'a> {
    arguments: &'a Arguments,
    plan: Plan,
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
    let fits = parallel::on_threads(threads, || job.fits(workspace.journal(), &study.handling, &stop))?;
    workspace.journal().sync().map_err(Error::from)?;
    let fits = fits.map_err(|ended| match ended {
        Ended::Halted(Halt::Stopped) => workspace.interrupted(workspace.journal().held().len(), job.most_runs()),
        Ended::Halted(Halt::Refused(refused)) => Error::from(refused).into(),
        Ended::Failed(failure) => failure,
    })?;
    let seconds = watch.end("fit");
    let scenario = &job.plan.status_quos[0].scenario;
    let weeks = f64::from(scenario.weeks()) * scenario.residents() as f64;
    let runs: u32 = fits.iter().map(|fit| fit.matched.runs()).sum();
    let machine = watch.machine(threads, "fit", weeks * f64::from(runs));
    let target = Target::Folder(&study.folder);
    let mut written = job.write(target, &fits)?;
    written.push(files::write_bytes(target, machine::FILE, machine.text().as_bytes())?);
    workspace.end(&written)?;
    if let Some(folder) = &arguments.freeze {
        job.freeze(folder, &fits)?;
    }
    if !arguments.quiet {
        let folder = study.folder.display();
        output::say(&format!("fitted in {}; wrote {} files to {folder}", duration(seconds), written.len() + 1));
        fits.iter().try_for_each(|fit| output::write(&page::page(&job.plan, fit)))?;
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
    let fits = parallel::on_threads(handling.threads, || job.fits(&store, &handling, &stop))?;
    let fits = fits.map_err(|ended| match ended {
        Ended::Halted(halt) => study::not_made_again(halt),
        Ended::Failed(failure) => failure,
    })?;
    let written = job.write(Target::Against(folder), &fits)?;
    Ok((job.manifest().with_outputs(&written), written))
}

/// Why fits did not end.
enum Ended {
    /// Their runs were not all made.
    Halted(Halt),
    /// The scenario cannot be read.
    Failed(Failure),
}

impl From<Halt> for Ended {
    fn from(halt: Halt) -> Ended {
        Ended::Halted(halt)
    }
}

/// What the runs of a design measured; a run that came to nothing measures nothing.
fn measures(design: &Evaluations<'_>, store: &dyn Store) -> Result<Vec<Vec<f64>>, Refused> {
    let of = |task| {
        let outcome = runner::outcome(design, task, store)?;
        Ok(outcome.and_then(Outcome::done).unwrap_or_else(|| design.nothing()))
    };
    (0..design.tasks()).map(of).collect()
}

impl Arguments {
    /// The arguments by which a calibration was made, from the settings of its manifest.
    fn of_settings(manifest: &Manifest) -> Arguments {
        let number = |key: &str| manifest.settings.get(key).and_then(|text| text.parse().ok());
        Arguments {
            file: manifest.settings.get("file").map(PathBuf::from),
            status_quo: manifest.settings.get("status_quo").cloned(),
            points: number("points"),
            waves: number("waves"),
            quick: manifest.settings.contains_key("quick"),
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
        if let Some(preset) = &arguments.status_quo {
            let known: Vec<String> = plan.status_quos.iter().map(|one| one.preset.clone()).collect();
            plan.status_quos.retain(|one| one.preset == *preset);
            if plan.status_quos.is_empty() {
                let text = format!("--status-quo {preset}: the file fits {}", known.join(", "));
                return Err(Failure::Input(text));
            }
        }
        if arguments.quick {
            (plan.file.budget, plan.file.short_list) = (QUICK, QUICK.ensemble);
            plan.status_quos.truncate(1);
            if let Some(dose) = &mut plan.dose {
                (dose.replicates, dose.check_replicates) = (QUICK.replicates, QUICK.replicates);
            }
        }
        let budget = &mut plan.file.budget;
        budget.points = arguments.points.map_or(budget.points, |n| n as usize);
        budget.waves = arguments.waves.unwrap_or(budget.waves);
        Ok(Job { arguments, plan, file })
    }

    /// Runs of all fits at most, those of the last filter among them.
    fn most_runs(&self) -> usize {
        let file = &self.plan.file;
        let tried = 2 * file.budget.ensemble;
        let of = |dose: &Dose| dose.replicates * tried + dose.check_replicates * file.short_list;
        let filter = self.plan.dose.as_ref().map_or(0, of);
        self.plan.status_quos.len() * (self.plan.file.budget.most_runs() + filter)
    }

    /// Fits each status quo.
    fn fits(&self, store: &dyn Store, handling: &Handling, stop: &Arc<AtomicBool>) -> Result<Vec<Fit>, Ended> {
        let fit = |status_quo: &StatusQuo| {
            let base = Base::of(&self.plan, status_quo).map_err(|problems| Ended::Failed(problems.into()))?;
            let observe = |observed: Observed, first: u32, points: &[Vec<f64>]| -> Result<Vec<Vec<f64>>, Halt> {
                let design = base.at(observed, first, points);
                study::perform(&design, Width::Wide, store, (handling, "runs"), stop)?;
                Ok(measures(&design, store)?)
            };
            let evaluate = |first: u32, points: &[Vec<f64>]| observe(Observed::Census, first, points);
            let attempt = |first: u32, points: &[Vec<f64>]| observe(Observed::Trial, first, points);
            Ok(fit::fit(&self.plan, &status_quo.preset, &evaluate, &attempt)?)
        };
        self.plan.status_quos.iter().map(fit).collect()
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
        let mut manifest = Manifest::of_study("calibrate", &file.name, self.most_runs() as u32);
        manifest.inputs = BTreeMap::from([self.file.clone()]);
        for StatusQuo { preset, scenario } in &self.plan.status_quos {
            let resolved = files::sha256(scenario.resolved().as_bytes());
            manifest.inputs.insert(format!("scenario {} under {preset}", file.scenario), resolved);
        }
        let mut put = |key: &str, value: String| manifest.settings.insert(key.to_owned(), value);
        if let Some(preset) = &self.arguments.status_quo {
            put("status_quo", preset.clone());
        }
        if self.arguments.quick {
            put("quick", "yes".to_owned());
        } else {
            put("points", file.budget.points.to_string());
            put("waves", file.budget.waves.to_string());
        }
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

    fn tell_plan(&self, kept: usize) {
        if self.arguments.quiet {
            return;
        }
        let (b, scenario) = (&self.plan.file.budget, &self.plan.status_quos[0].scenario);
        let presets: Vec<&str> = self.plan.status_quos.iter().map(|one| one.preset.as_str()).collect();
        output::say(&format!(
            "{} ({} residents, {} weeks) under {} on {} threads: for each at most {} waves of {} points, the last \
             of {}, with {} replicates of each point that is not ruled out; {} parameters, {} targets to fit, {kept} runs kept from before",
            scenario.name,
            scenario.residents(),
            scenario.weeks(),
            presets.join(" and "),
            parallel::threads(self.arguments.threads),
            b.waves,
            b.points,
            b.last_points,
            b.last_replicates,
            self.plan.dimensions.len(),
            self.plan.goals.len(),
        ));
    }

    /// The tables of a fit but for its evaluations.
    fn tables(&self, fit: &Fit) -> Vec<(&'static str, String)> {
        vec![
            (outputs::TARGETS, ranges::targets_table(&self.plan, fit)),
            (outputs::CONTRACTION, ranges::contraction_table(&self.plan, fit)),
            (outputs::WAVES, runs::waves_table(fit)),
            (outputs::EMULATORS, runs::emulators_table(&self.plan, fit)),
            (outputs::CONFLICTS, runs::conflicts_table(fit)),
            (outputs::DOSE, runs::trial_table(fit)),
            (outputs::BASE, ranges::base_layer(&self.plan, fit)),
        ]
    }

    /// Writes all tables.
    fn write(&self, target: Target, fits: &[Fit]) -> Result<Vec<WrittenFile>, Failure> {
        target.prepare("")?;
        let mut written = Vec::new();
        for (fit, status_quo) in fits.iter().zip(&self.plan.status_quos) {
            let name = |file: &str| outputs::below(&fit.status_quo, file);
            target.prepare(&fit.status_quo)?;
            let scenario = status_quo.scenario.with_runs(self.plan.file.seed, fit.matched.runs());
            written.push(files::write_bytes(target, &name(RESOLVED), scenario.resolved().as_bytes())?);
            for (file, text) in self.tables(fit) {
                written.push(files::write_bytes(target, &name(file), text.as_bytes())?);
            }
            written.push(self.write_evaluations(target, &name(outputs::EVALUATIONS), fit)?);
        }
        let ensemble = draws::ensemble_table(&self.plan, fits);
        written.push(files::write_bytes(target, outputs::ENSEMBLE, ensemble.as_bytes())?);
        Ok(written)
    }

    fn write_evaluations(&self, target: Target, name: &str, fit: &Fit) -> Result<WrittenFile, Failure> {
        let text = runs::evaluations_table(&self.plan, fit);
        let path = target.folder().join(name);
        Ok(files::write(target, name, Format::CsvGz, |file| {
            std::io::Write::write_all(file, text.as_bytes()).map_err(Error::writing(&path))
        })?)
    }

    /// Writes what ships: draws and base for the program, tables and evaluations for readers.
    fn freeze(&self, folder: &Path, fits: &[Fit]) -> Result<(), Failure> {
        let write = |folder: &Path, name: &str, text: String| -> Result<(), Failure> {
            files::make_folder(folder)?;
            files::write_bytes(Target::Folder(folder), name, text.as_bytes())?;
            Ok(())
        };
        write(folder, outputs::ENSEMBLE, draws::ensemble_table(&self.plan, fits))?;
        if let Some(first) = fits.first() {
            let name = format!("{}.toml", self.plan.file.name);
            write(&folder.join("base"), &name, ranges::base_layer(&self.plan, first))?;
        }
        for fit in fits {
            let calibration = folder.join("calibration").join(&fit.status_quo);
            for (file, text) in self.tables(fit).into_iter().filter(|(file, _)| *file != outputs::BASE) {
                write(&calibration, file, text)?;
            }
            self.write_evaluations(Target::Folder(&calibration), outputs::EVALUATIONS, fit)?;
        }
        Ok(())
    }
}
