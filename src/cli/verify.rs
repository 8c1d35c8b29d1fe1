//! `regimes verify`: runs saved results again and compares them byte by byte.

use crate::cli::experiments::{self, Again};
use crate::cli::failure::Failure;
use crate::cli::run::draws;
use crate::cli::study;
use crate::cli::study::handling::Handling;
use crate::cli::{calibrate, compare, discover, explain, flip, options, output, sensitivity, signals, sweep};
use regimes_model::parallel;
use regimes_report::RESOLVED;
use regimes_report::error::Error;
use regimes_report::figures::Figures;
use regimes_report::files::{self, DifferingLine, Format, Target, WrittenFile};
use regimes_report::machine;
use regimes_report::manifest::{self, Difference, Manifest};
use regimes_report::run_record::Record;
use regimes_report::stop::Stop;
use regimes_scenario::check::Scenario;
use regimes_scenario::load::load;
use regimes_study::experiment::subject::Subject;
use regimes_study::study::ensembles::Replicates;
use regimes_study::study::files::journal::Journal;
use regimes_study::study::runs::Kept;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Longest part of a differing line that is shown (character).
const SHOWN: usize = 120;

/// Lines that can be tried.
const EXAMPLES: &str = "Example:
  regimes verify village";

/// Runs saved results again and reports whether every file comes out the same.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A folder of results, of any study.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Threads; all cores if left out. Results do not depend on it.
    #[arg(short = 'j', long, value_name = "N", value_parser = options::threads)]
    threads: Option<NonZeroUsize>,
    /// Prints only differences and errors.
    #[arg(short, long)]
    quiet: bool,
}

/// Verifies it.
///
/// # Errors
/// [`Failure::Mismatch`] with the files that differ; bad input where the folder holds no results.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let folder = &arguments.folder;
    let saved = manifest_of(folder)?;
    let mut changed = saved.check_files(folder)?;
    changed.extend(manifest::check_bitmaps(folder)?);
    let has_machine = ["run", "calibrate"].contains(&saved.study.as_str());
    if has_machine && !folder.join(machine::FILE).exists() {
        changed.push(Difference::Missing(machine::FILE.to_owned()));
    }
    let threads = parallel::threads(arguments.threads);
    if !arguments.quiet {
        let (count, shown) = (saved.outputs.len(), folder.display());
        output::say(&format!("{count} files of {shown}: running again on {threads} threads"));
    }
    let (made, compared) = make_again(folder, &saved, arguments)?;
    let differences = saved.differences(&made);
    if !arguments.quiet && saved.commit != made.commit {
        let (saved, now) = (&saved.commit, &made.commit);
        output::say(&format!("the results were made at commit {saved}, this program is from commit {now}"));
    }
    if changed.is_empty() && differences.is_empty() {
        return output::write(&format!("identical: all {} files come out the same\n", made.outputs.len()));
    }
    let mut lines = vec![format!("{} and a new run are not identical", folder.display())];
    lines.extend(changed.iter().map(|difference| tell("changed since it was written", difference, &compared)));
    let others = differences.iter().filter(|difference| !changed.contains(difference));
    lines.extend(others.map(|difference| tell("comes out another", difference, &compared)));
    Err(Failure::Mismatch(lines.join("\n  ")))
}

/// Makes the study of a folder again, and compares what comes out with its files; nothing is written.
fn make_again(folder: &Path, saved: &Manifest, arguments: &Arguments) -> Result<Again, Failure> {
    match saved.study.as_str() {
        "run" => Saved::open(folder)?.make_again(folder, arguments),
        draws::STUDY => draws::again(folder, saved, arguments.threads),
        "validate" => experiments::again(Subject::Patterns, folder, saved, arguments.threads),
        "claims" => experiments::again(Subject::Claims, folder, saved, arguments.threads),
        "compare" => compare::again(folder, saved, arguments.threads),
        "sensitivity" => sensitivity::again(folder, saved, arguments.threads),
        explain::KIND => explain::again(folder, saved, arguments.threads),
        discover::arguments::KIND => discover::again(folder, saved, arguments.threads),
        flip::KIND => flip::again(folder, saved, arguments.threads),
        "sweep" => sweep::again(folder, saved, arguments.threads),
        "calibrate" => calibrate::again(folder, saved, arguments.threads),
        other => Err(Failure::Input(format!("`{}` holds a study `{other}`, which is not known", folder.display()))),
    }
}

/// The manifest of a folder of results.
///
/// # Errors
/// If it holds none, or one that cannot be read.
pub fn manifest_of(folder: &Path) -> Result<Manifest, Failure> {
    Manifest::find(folder)?.ok_or_else(|| {
        let shown = folder.display();
        let text = format!("`{shown}` has no results: there is no manifest.json");
        Failure::Input(format!("{text}; `regimes run --out {shown}` would make some"))
    })
}

/// Saved results, and what is needed to make them again.
pub struct Saved {
    /// Their manifest.
    pub manifest: Manifest,
    /// Their scenario.
    pub scenario: Scenario,
    /// What the report is made from.
    pub record: Record,
    /// How their tables are stored.
    pub format: Format,
}

impl Saved {
    /// Opens a folder of results.
    ///
    /// # Errors
    /// If it holds none.
    pub fn open(folder: &Path) -> Result<Saved, Failure> {
        let manifest = manifest_of(folder)?;
        if manifest.study != "run" {
            let shown = folder.display();
            return Err(Failure::Input(format!("`{shown}` holds results of `{}`, not of `run`", manifest.study)));
        }
        let path = folder.join(RESOLVED);
        let scenario = load(&path.display().to_string(), &[])?.scenario;
        // The scenario as resolved does not say which calibration its base names.
        let record = Record { calibration: manifest.calibration.clone(), ..Record::of(&scenario) };
        let named = record.arms.iter().map(|arm| &arm.name).eq(&manifest.arms);
        let record = if named { record } else { record.blinded() };
        let is_packed = manifest.outputs.contains_key("runs.csv.gz");
        let format = if is_packed { Format::CsvGz } else { Format::Csv };
        Ok(Saved { manifest, scenario, record, format })
    }

    /// Runs it again, and compares its tables and drawings with those of the folder.
    fn make_again(&self, folder: &Path, arguments: &Arguments) -> Result<Again, Failure> {
        let stop = signals::stop_flag()?;
        let design = Replicates::of(&self.scenario, (0..self.scenario.replicates).collect());
        // A file without a name goes with the process, however it ends.
        let store = Journal::anonymous(tempfile::tempfile()?);
        let handling =
            Handling { quiet: arguments.quiet, threads: parallel::threads(arguments.threads), ..Handling::default() };
        let run = || study::perform_again(&design, design.width(), &store, (&handling, "replicates"), &stop);
        parallel::on_threads(handling.threads, run)??;
        let runs = Kept::of(&design, &store).map_err(Error::from)?;
        let options = regimes_report::Options {
            format: self.format,
            figures: Figures::Vector,
            stop: Stop::on(&stop),
            ..regimes_report::Options::default()
        };
        let written = regimes_report::write(Target::Against(folder), &self.record, &runs, &options)?;
        Ok((written.manifest, written.files))
    }
}

/// A difference, with the first line in which a file differs.
fn tell(how: &str, difference: &Difference, compared: &[WrittenFile]) -> String {
    let Difference::Content(name) = difference else { return difference.to_string() };
    // Bitmaps are not drawn again.
    let Some(file) = compared.iter().find(|file| file.name == *name) else { return format!("{name} {how}") };
    let lines = file.differs.as_ref().map_or(", into what a run gives now".to_owned(), in_words);
    format!("{name} {how}{lines}")
}

/// The first line in which two files differ, as both have it.
fn in_words(line: &DifferingLine) -> String {
    let show =
        |line: &Option<String>| line.as_ref().map_or("(nothing)".to_owned(), |text| text.chars().take(SHOWN).collect());
    format!(", line {}:\n    saved  {}\n    now    {}", line.number, show(&line.saved), show(&line.now))
}

/// Opens a folder of results whose files are as they were written.
///
/// # Errors
/// If it holds none, or they have changed.
pub fn open_unchanged(folder: &Path) -> Result<Saved, Failure> {
    let saved = Saved::open(folder)?;
    let tables = saved.manifest.outputs.iter().filter(|(name, _)| !name.contains('/'));
    for (name, hash) in tables {
        let path = folder.join(name);
        if !path.exists() || files::sha256_of_file(&path)? != *hash {
            let text = "has changed since it was written, or is gone";
            return Err(Failure::Input(format!("`{}` {text}; `regimes verify` says more", path.display())));
        }
    }
    Ok(saved)
}
