//! `regimes compare`: arms from several scenarios, rows of rules and variants, all on the same luck.

pub mod lineup;
pub mod threshold;

use crate::cli::at_points::outcomes_with;
use crate::cli::experiments::Again;
use crate::cli::failure::Failure;
use crate::cli::options::{self, Alike, Progress, StudyOptions, assignment};
use crate::cli::precision::{self, Futures, Precision, Reached};
use crate::cli::run::estimate::{USE_OF_THREADS, seconds_per_resident_week};
use crate::cli::study::folder::Task;
use crate::cli::study::handling::Handling;
use crate::cli::study::settings::{all_of, numbered, one_of};
use crate::cli::study::{self, Study};
use crate::cli::{output, signals, study_file};
use lineup::{Variant, Wanted, lineup};
use regimes_model::model::outcomes::{OUTCOMES, position};
use regimes_model::parallel::{self, Width};
use regimes_report::comparison_tables::{self, COMPARISON, Of, Threshold};
use regimes_report::error::Error;
use regimes_report::figures::{self, Figures};
use regimes_report::files::{Format, Target, WrittenFile, sha256};
use regimes_report::manifest::Manifest;
use regimes_report::terminal::comparison;
use regimes_report::terminal::duration;
use regimes_scenario::overrides::Override;
use regimes_study::experiment::contenders::{Contenders, Values};
use regimes_study::experiment::study_file::Kind;
use regimes_study::study::design::Design;
use regimes_study::study::files::journal::{self, Journal};
use regimes_study::study::store::Store;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Lines that can be tried.
const EXAMPLES: &str = "Examples:
  regimes compare tiny --arm npm --arm hls --replicates 20
  regimes compare tiny --variant 'harm: patterns.harm=0.4' --arm npm --arm hls --arm harm/hls
  regimes compare tiny --preset mixed --above flourishing=0.6 --difference-above flourishing=0.005
  regimes compare tiny --arm npm --arm hls --replicates auto --precision flourishing=0.001
  regimes compare tiny --arm npm --arm hls --equal-payment --replicates 4
  regimes compare --experiment budget_cut --replicates 4
Each is a folder with comparison.csv: a row an arm and outcome, with its paired difference and tails.";

/// Compares arms from several scenarios, rows of rules and variants, all on the same luck.
///
/// Arms of a variant are called `variant/arm`, and those of several scenarios `scenario/arm` or `scenario/variant/arm`.
/// The first arm is the reference of every difference.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Bundled names, or files (with a `/` or ending in `.toml`).
    #[arg(value_name = "SCENARIO", required_unless_present = "experiment")]
    scenarios: Vec<String>,
    /// A comparison that a file describes (a bundled name, such as budget_cut, or a file); other options take precedence.
    #[arg(long, value_name = "NAME")]
    experiment: Option<String>,
    /// An arm, the reference first; all if none is named; can be repeated.
    #[arg(long, value_name = "NAME")]
    arm: Vec<String>,
    /// A row of rules as a further arm of each scenario, as `mixed`; can be repeated.
    #[arg(long, value_name = "ROW")]
    preset: Vec<String>,
    /// Each scenario once more with changes, as `name: path=value; path=value`; can be repeated.
    #[arg(long, value_name = "VARIANT")]
    variant: Vec<String>,
    /// How often an outcome lies above a value, as `flourishing=0.6`; can be repeated.
    #[arg(long, value_name = "OUTCOME=VALUE")]
    above: Vec<String>,
    /// How often a difference lies above a value, as `flourishing=0.01`; can be repeated.
    #[arg(long, value_name = "OUTCOME=VALUE")]
    difference_above: Vec<String>,
    /// Outcomes beside flourishing, public cost and staff wellbeing; can be repeated.
    #[arg(long, value_name = "NAME")]
    outcome: Vec<String>,
    /// Changes a value in every scenario, as in `--set arms.hls.fidelity=1`; can be repeated.
    #[arg(long, value_name = "PATH=VALUE", value_parser = assignment)]
    set: Vec<Override>,
    /// The seed of all draws, in place of the first scenario's.
    #[arg(long, value_name = "U64", allow_negative_numbers = true, value_parser = options::seed)]
    seed: Option<u64>,
    /// Pays all arms of every scenario alike (a block grant, A330) in place of their own payment.
    #[arg(long)]
    equal_payment: bool,
    /// Paired futures, in place of the first scenario's; `auto`: as many as --precision needs, 1000 at most.
    #[arg(long, value_name = "N|auto", allow_negative_numbers = true, value_parser = Futures::read)]
    replicates: Option<Futures>,
    /// How well every paired difference is to be known: half of its 90 % interval; `OUTCOME=P`, can be repeated.
    #[arg(long, value_name = "P", allow_negative_numbers = true)]
    precision: Vec<String>,
    #[command(flatten)]
    study: StudyOptions,
}

/// Runs it.
///
/// # Errors
/// All that is wrong with scenarios, variants, arms and thresholds; a folder that is not to be touched, an interruption,
/// or what the disk says.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    Comparison::of(&arguments.with_experiment()?)?.make()
}

/// Makes the comparison of a folder again, and compares its tables.
///
/// # Errors
/// As [`run`].
pub fn again(folder: &Path, saved: &Manifest, threads: Option<NonZeroUsize>) -> Result<Again, Failure> {
    let mut arguments = Arguments::of_settings(saved);
    // The futures that were enough are those that are made again.
    (arguments.replicates, arguments.precision) = (Some(Futures::Count(saved.replicates)), Vec::new());
    arguments.study.threads = threads;
    Comparison::of(&arguments)?.again(folder)
}

/// Draws the figure of a folder again from the runs that it keeps.
///
/// # Errors
/// If it does not keep all of them.
pub fn draw_again(folder: &Path, saved: &Manifest, target: &Path) -> Result<Vec<WrittenFile>, Failure> {
    let arguments = Arguments::of_settings(saved);
    let mut comparison = Comparison::of(&arguments)?;
    let wanted = comparison.manifest();
    comparison.contenders = comparison.contenders.in_futures(saved.replicates);
    let shown = folder.display();
    let is_whole = |journal: &Journal| study::is_whole(&comparison.contenders, journal);
    let has_journal = folder.join(journal::NAME).is_file();
    let journal = if has_journal { Some(Journal::open(folder).map_err(Error::from)?) } else { None };
    match journal.filter(|journal| wanted.identity() == saved.identity() && is_whole(journal)) {
        Some(journal) => {
            let values = Values::of(&comparison.contenders, &journal).map_err(Error::from)?;
            Ok(comparison.draw(Target::Folder(target), &values)?)
        }
        None => Err(Failure::Input(format!(
            "the figure of `{shown}` cannot be drawn again: its runs are not kept there, or are of another program or \
             scenario; the same `regimes compare` with --force and --out {shown} makes all of it again"
        ))),
    }
}

/// A comparison that is about to be made.
struct Comparison<'a> {
    arguments: &'a Arguments,
    contenders: Contenders,
    thresholds: Vec<Threshold>,
    /// How well differences are to be known; none where the number of futures is given.
    precision: Option<Vec<Precision>>,
    inputs: Vec<(String, String)>,
}

impl<'a> Comparison<'a> {
    fn of(arguments: &'a Arguments) -> Result<Comparison<'a>, Failure> {
        let precision = Precision::all(arguments.replicates, &arguments.precision)?;
        let outcomes = arguments.outcomes(precision.as_deref().unwrap_or_default())?;
        let thresholds = arguments.thresholds(&outcomes)?;
        let (variants, wrong): (Vec<_>, Vec<_>) =
            arguments.variant.iter().map(|text| Variant::read(text)).partition(Result::is_ok);
        if !wrong.is_empty() {
            return Err(Failure::all(wrong.into_iter().filter_map(Result::err).collect()));
        }
        let variants: Vec<Variant> = variants.into_iter().flatten().collect();
        let count = arguments.replicates.and_then(Futures::count);
        let sets = options::with_luck(&arguments.set(), arguments.seed, count);
        let wanted = Wanted {
            scenarios: &arguments.scenarios,
            presets: &arguments.preset,
            variants: &variants,
            sets: &sets,
            arms: &arguments.arm,
        };
        let (worlds, chosen) = lineup(&wanted)?;
        let hash = |(n, world): (usize, &regimes_study::experiment::contenders::World)| {
            // How many futures are enough is not known beforehand, and makes none of them another one.
            let scenario = world.scenario.with_runs(world.scenario.seed, 1);
            (format!("scenario.{n:04}"), sha256(scenario.resolved().as_bytes()))
        };
        let inputs = worlds.iter().enumerate().map(hash).collect();
        let replicates = if precision.is_some() { precision::FIRST } else { worlds[0].scenario.replicates };
        let contenders = Contenders::of(worlds, chosen, outcomes, replicates);
        Ok(Comparison { arguments, contenders, thresholds, precision, inputs })
    }

    fn make(mut self) -> Result<(), Failure> {
        let wanted = self.manifest();
        let study = self.study(wanted);
        let (task, kept) = (study.task()?, study.kept(&self.contenders)?);
        if task != Task::UpToDate || self.arguments.study.dry_run {
            study.handling.say(&self.plan_line(kept));
        }
        if self.arguments.study.dry_run {
            return Ok(());
        }
        let Some(workspace) = study.open()? else {
            let shown = study.folder.display();
            study.handling.say(&format!("up to date: `{shown}` holds this study already (--force runs it again)"));
            let saved = Manifest::read(&study.folder)?;
            self.contenders = self.contenders.in_futures(saved.replicates);
            return self.tell(&Journal::open(&study.folder).map_err(Error::from)?, &study.folder);
        };
        let stop = signals::stop_flag()?;
        loop {
            let perform = || workspace.perform(&self.contenders, Width::Wide, &stop);
            parallel::on_threads(study.handling.threads, perform)??;
            let reached = self.reached(&Values::of(&self.contenders, workspace.journal()).map_err(Error::from)?);
            match precision::next_look(self.contenders.replicates(), &reached) {
                Some(more) => self.contenders = self.contenders.in_futures(more),
                None => break,
            }
        }
        workspace.tell_what_does_not_fit(&self.contenders);
        let written = self.write(Target::Folder(&study.folder), workspace.journal())?;
        let manifest = Manifest { replicates: self.contenders.replicates(), ..study.wanted.clone() };
        workspace.end_as(manifest, &written)?;
        self.tell(workspace.journal(), &study.folder)
    }

    /// Runs all again, and compares the tables with those of a folder, which is left as it is.
    fn again(&self, folder: &Path) -> Result<Again, Failure> {
        let stop = signals::stop_flag()?;
        // A file without a name goes with the process, however it ends.
        let store = Journal::anonymous(tempfile::tempfile()?);
        let handling = Handling::of_study(&self.arguments.study);
        let perform = || study::perform_again(&self.contenders, Width::Wide, &store, (&handling, "runs"), &stop);
        parallel::on_threads(handling.threads, perform)??;
        let written = self.write(Target::Against(folder), &store)?;
        Ok((self.manifest().with_outputs(&written), written))
    }

    /// How well the differences are known that were asked for.
    fn reached(&self, values: &Values) -> Vec<Reached> {
        let column = |outcome: usize| self.contenders.outcomes().iter().position(|one| *one == outcome);
        let one = |asked: &Precision| {
            let others = 1..self.contenders.contenders().len();
            let half_width = |column: usize| move |arm: usize| values.compared(arm, 0, column).half_width;
            let widths = column(asked.outcome).map(|column| others.map(half_width(column)).collect::<Vec<f64>>());
            Reached::of(*asked, &widths.unwrap_or_default())
        };
        self.precision.iter().flatten().map(one).collect()
    }

    fn write(&self, target: Target, store: &dyn Store) -> Result<Vec<WrittenFile>, Failure> {
        let values = Values::of(&self.contenders, store).map_err(Error::from)?;
        let tables = comparison_tables::write(target, &self.contenders, &values, &self.thresholds)?;
        Ok([tables, self.draw(target, &values)?].concat())
    }

    fn draw(&self, target: Target, values: &Values) -> Result<Vec<WrittenFile>, Error> {
        target.prepare(figures::FOLDER)?;
        figures::comparison::figure(&self.contenders, values).write(target, Figures::All)
    }

    fn tell(&self, store: &dyn Store, folder: &Path) -> Result<(), Failure> {
        if self.arguments.study.quiet {
            return Ok(());
        }
        let values = Values::of(&self.contenders, store).map_err(Error::from)?;
        let mut text = comparison::text(&self.contenders, &values, &self.thresholds);
        if self.precision.is_some() {
            let reached = self.reached(&values);
            text.push_str(&format!("\n{}\n", precision::in_words(self.contenders.replicates(), &reached)));
        }
        let figure = folder.join(figures::FOLDER).join(format!("{}.png", figures::comparison::NAME));
        output::write(&format!("{text}Table: {}\nOpen {}\n", folder.join(COMPARISON).display(), figure.display()))
    }

    fn study(&self, wanted: Manifest) -> Study<'static> {
        let usual = || Path::new("output").join(format!("compare-{}", &wanted.identity()[..8]));
        let folder: PathBuf = self.arguments.study.out.clone().unwrap_or_else(usual);
        let handling = Handling::of_study(&self.arguments.study);
        let resume_line = "the same `regimes compare`";
        Study { folder, wanted, format: Format::Csv, handling, resume_line, noun: "runs" }
    }

    /// The manifest as far as it is known beforehand.
    fn manifest(&self) -> Manifest {
        let arms: Vec<String> = self.contenders.contenders().iter().map(|one| one.name.clone()).collect();
        let about = format!("{} against {}", arms[1..].join(", "), arms[0]);
        let mut manifest = Manifest::of_study("compare", &about, self.contenders.replicates());
        (manifest.seed, manifest.arms) = (self.contenders.reference().seed, arms);
        manifest.inputs.extend(self.inputs.iter().cloned());
        manifest.settings.extend(self.arguments.settings());
        manifest
    }

    fn plan_line(&self, kept: usize) -> String {
        let left = self.contenders.tasks().saturating_sub(kept);
        let work: u64 = (kept..self.contenders.tasks()).map(|task| self.contenders.work(task)).sum();
        let threads = parallel::threads(self.arguments.study.threads) as f64;
        let each = seconds_per_resident_week(self.contenders.reference());
        let seconds = work as f64 * each / (1.0 + (threads - 1.0) * USE_OF_THREADS);
        let futures = self.contenders.replicates();
        let futures = match self.precision {
            Some(_) => format!("{futures} paired futures at the first look and {} at most", precision::MOST),
            None => format!("{futures} paired futures"),
        };
        let arms = self.contenders.contenders().len();
        format!("{arms} arms, {futures}; {left} runs to go; about {}", duration(seconds))
    }
}

impl Arguments {
    /// The same with what a file of an experiment says, where one is named.
    fn with_experiment(&self) -> Result<Arguments, Failure> {
        let Some(named) = &self.experiment else { return Ok(self.clone()) };
        let file = study_file::open(named, Kind::Compare)?;
        if !self.study.quiet {
            study_file::tell(&file);
        }
        let has_count = self.replicates.is_some();
        Ok(Arguments {
            scenarios: study_file::or(&self.scenarios, std::slice::from_ref(&file.scenario)),
            experiment: None,
            arm: study_file::or(&self.arm, &file.arms),
            preset: study_file::or(&self.preset, &file.presets),
            variant: study_file::or(&self.variant, &file.variants),
            outcome: study_file::or(&self.outcome, &file.outcomes),
            set: [&file.set[..], &self.set].concat(),
            seed: self.seed.or(file.seed),
            replicates: if has_count { self.replicates } else { file.replicates.map(Futures::Count) },
            ..self.clone()
        })
    }

    /// What is set in every scenario, equal payment last.
    fn set(&self) -> Vec<Override> {
        let alike = self.equal_payment.then(|| Alike::Instead.set());
        self.set.iter().cloned().chain(alike).collect()
    }

    /// The outcomes that always appear together, those that are named, and those of thresholds and precision.
    fn outcomes(&self, precision: &[Precision]) -> Result<Vec<usize>, Failure> {
        let named = |text: &String| text.split_once('=').map(|(name, _)| name.trim().to_owned());
        let thresholds = self.above.iter().chain(&self.difference_above).filter_map(named);
        // What a threshold names wrongly is reported with its threshold.
        let thresholds = thresholds.filter(|name| position(name).is_some());
        let precise = precision.iter().map(|one| OUTCOMES[one.outcome].name.to_owned());
        outcomes_with(&self.outcome.iter().cloned().chain(thresholds).chain(precise).collect::<Vec<_>>())
    }

    fn thresholds(&self, outcomes: &[usize]) -> Result<Vec<Threshold>, Failure> {
        let of = |texts: &'_ [String], of: Of| -> Vec<Result<Threshold, String>> {
            texts.iter().map(|text| threshold::read(text, of, outcomes)).collect()
        };
        let all = [of(&self.above, Of::Value), of(&self.difference_above, Of::Difference)].concat();
        let (read, wrong): (Vec<_>, Vec<_>) = all.into_iter().partition(Result::is_ok);
        if wrong.is_empty() {
            Ok(read.into_iter().flatten().collect())
        } else {
            Err(Failure::all(wrong.into_iter().filter_map(Result::err).collect()))
        }
    }

    /// What makes the comparison, by name; [`of_settings`](Arguments::of_settings) reads it back.
    fn settings(&self) -> Vec<(String, String)> {
        let sets: Vec<String> = options::with_luck(&self.set(), self.seed, self.replicates.and_then(Futures::count))
            .iter()
            .map(ToString::to_string)
            .collect();
        let lists = [
            ("scenario", &self.scenarios),
            ("arm", &self.arm),
            ("preset", &self.preset),
            ("variant", &self.variant),
            ("above", &self.above),
            ("difference_above", &self.difference_above),
            ("outcome", &self.outcome),
            ("set", &sets),
            ("precision", &self.precision),
        ];
        let mut settings: Vec<(String, String)> =
            lists.iter().flat_map(|(name, values)| numbered(name, values)).collect();
        if self.replicates == Some(Futures::Auto) {
            settings.push(("replicates".to_owned(), "auto".to_owned()));
        }
        settings
    }

    fn of_settings(saved: &Manifest) -> Arguments {
        Arguments {
            scenarios: all_of(saved, "scenario"),
            experiment: None,
            arm: all_of(saved, "arm"),
            preset: all_of(saved, "preset"),
            variant: all_of(saved, "variant"),
            above: all_of(saved, "above"),
            difference_above: all_of(saved, "difference_above"),
            outcome: all_of(saved, "outcome"),
            set: all_of(saved, "set").into_iter().map(Override::from).collect(),
            seed: None,
            equal_payment: false,
            replicates: Futures::read(&one_of(saved, "replicates")).ok(),
            precision: all_of(saved, "precision"),
            study: StudyOptions { quiet: true, progress: Progress::None, ..StudyOptions::default() },
        }
    }
}
