//! `regimes export`: results in the forms that other programs read, without a run.

use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::run::draws;
use crate::cli::verify::{Saved, manifest_of, open_unchanged};
use regimes_report::draw_economics_table;
use regimes_report::economics::Evaluation;
use regimes_report::error::Error;
use regimes_report::exports::prices::Prices;
use regimes_report::exports::psa::{self, Matrices, Parameters};
use regimes_report::exports::ro_crate;
use regimes_report::files;
use regimes_report::manifest::{self, Difference, Manifest};
use regimes_report::observed::Observed;
use regimes_report::over_draws;
use regimes_report::reading;
use regimes_report::tables::years;
use regimes_study::study::files::journal::Journal;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Lines that can be tried.
const EXAMPLES: &str = "Examples:
  regimes export village --to psa
  regimes export uncertain --to psa --out matrices
  regimes export village --to ro-crate";

/// Writes saved results in a form that other programs read.
///
/// Matrices have a column an arm; their rows are draws where the folder holds draws (`run --draws`), and paired futures
/// otherwise. A research object is the folder itself, described in `ro-crate-metadata.json`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A folder of results.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The form.
    #[arg(long, value_name = "FORM", value_enum)]
    to: Form,
    /// Where matrices are written; the name of the folder with `-psa` behind it if left out.
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Writes over what an earlier export left.
    #[arg(short, long)]
    force: bool,
}

/// A form of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// Matrices of costs and WELLBYs, for dampack and BCEA.
    Psa,
    /// A research object (RO-Crate 1.1).
    RoCrate,
}

/// Exports it.
///
/// # Errors
/// If the folder holds no results that the form is for, or they have changed since; if something is there already that must
/// not be written over; or the disk refuses.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    match arguments.to {
        Form::Psa => export_psa(arguments),
        Form::RoCrate => export_crate(arguments),
    }
}

fn export_psa(arguments: &Arguments) -> Result<(), Failure> {
    let folder = &arguments.folder;
    let out = arguments.out.clone().unwrap_or_else(|| beside(folder));
    is_free(&out, arguments.force)?;
    let matrices = matrices(folder)?;
    let written = matrices.write(&out)?;
    clear_what_is_no_more(&out, written.iter().map(|file| file.name.as_str()).collect())?;
    let cases = matrices.found.spread.words();
    output::say(&format!(
        "wrote {} files to {}: {} cases that differ by {cases}; {} says how to load them",
        written.len(),
        out.display(),
        matrices.found.ids.len(),
        psa::README
    ));
    Ok(())
}

/// The folder beside another one that holds its matrices.
fn beside(folder: &Path) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    // A folder such as `.` has no name of its own.
    if name.is_empty() { folder.join("psa") } else { folder.with_file_name(format!("{name}-psa")) }
}

/// Refuses a folder that holds something, unless it is to be written over.
#[allow(clippy::disallowed_methods, reason = "looks whether a folder is empty before anything is written to it")]
fn is_free(out: &Path, force: bool) -> Result<(), Failure> {
    let shown = out.display();
    if out.exists() && !out.is_dir() {
        return Err(Failure::Input(format!("`{shown}` is a file; choose a folder for the matrices with --out")));
    }
    let Ok(mut entries) = std::fs::read_dir(out) else { return Ok(()) };
    if force || entries.next().is_none() {
        return Ok(());
    }
    let text = "is not empty; choose another folder with --out, or write over an earlier export with --force";
    Err(Failure::Input(format!("`{shown}` {text}")))
}

/// Removes what an earlier export left that this one does not write, so that no row stands beside those of another study.
#[allow(clippy::disallowed_methods, reason = "clears away files of an earlier export, by their names")]
fn clear_what_is_no_more(out: &Path, written: Vec<&str>) -> Result<(), Failure> {
    for name in psa::all_files().into_iter().filter(|name| !written.contains(name)) {
        let path = out.join(name);
        if path.is_file() {
            std::fs::remove_file(&path).map_err(Error::writing(&path))?;
        }
    }
    Ok(())
}

/// The matrices of a folder: over draws where it holds them.
fn matrices(folder: &Path) -> Result<Matrices, Failure> {
    let manifest = manifest_of(folder)?;
    let below = folder.join(over_draws::FOLDER);
    match manifest.study.as_str() {
        draws::STUDY => of_draws(folder, &manifest),
        "run" => match Manifest::find(&below)? {
            Some(draws) => of_draws(&below, &draws),
            None => of_futures(folder),
        },
        other => {
            let text = "holds results of";
            let text =
                format!("`{}` {text} `{other}`: matrices are made of `run`, with or without --draws", folder.display());
            Err(Failure::Input(text))
        }
    }
}

fn of_draws(folder: &Path, manifest: &Manifest) -> Result<Matrices, Failure> {
    has_table(folder, manifest, draw_economics_table::DRAWS)?;
    refuse_changes(folder, &manifest.check_files(folder)?)?;
    Ok(Matrices::of_draws(folder, manifest)?)
}

fn of_futures(folder: &Path) -> Result<Matrices, Failure> {
    let saved = open_unchanged(folder)?;
    let Saved { manifest, scenario, record, format } = &saved;
    // A file without a name goes with the process, however it ends.
    let store = Journal::anonymous(tempfile::tempfile()?);
    let runs = reading::runs(folder, record, *format, scenario.horizon_weeks, &store)?;
    let observed = Observed::new(record, &runs)?;
    let found = Evaluation::of_futures(&observed);
    observed.check()?;
    if found.is_err() && record.arms.len() > 1 {
        has_table(folder, manifest, &years::TABLE.file(*format))?;
    }
    let found = found.map_err(|reason| Failure::Input(format!("`{}`: {reason}", folder.display())))?;
    Ok(Matrices {
        arms: record.arms.iter().map(|arm| arm.name.clone()).collect(),
        found,
        parameters: Parameters::default(),
        prices: Prices::read(folder)?,
        source: manifest.described(),
    })
}

/// Refuses a folder that an earlier version wrote, which had no such table.
fn has_table(folder: &Path, manifest: &Manifest, table: &str) -> Result<(), Failure> {
    if manifest.outputs.contains_key(table) {
        return Ok(());
    }
    let shown = folder.display();
    let text = format!("`{shown}` has no `{table}`: it was written before there was one, or no run follows cohorts");
    Err(Failure::Input(format!("{text}; make it again with --force")))
}

/// Refuses a folder whose files have changed since they were written.
fn refuse_changes(folder: &Path, changed: &[Difference]) -> Result<(), Failure> {
    let Some(first) = changed.first() else { return Ok(()) };
    let text = "has changed since it was written";
    Err(Failure::Input(format!("`{}` {text}: {first}; `regimes verify` says more", folder.display())))
}

fn export_crate(arguments: &Arguments) -> Result<(), Failure> {
    let folder = &arguments.folder;
    if arguments.out.is_some() {
        let text = "a crate is described in its own folder: --out goes with --to psa";
        return Err(Failure::Input(text.to_owned()));
    }
    let manifest = manifest_of(folder)?;
    let mut changed = manifest.check_files(folder)?;
    changed.extend(manifest::check_bitmaps(folder)?);
    refuse_changes(folder, &changed)?;
    let below = folder.join(over_draws::FOLDER);
    if let ("run", Some(draws)) = (manifest.study.as_str(), Manifest::find(&below)?) {
        refuse_changes(&below, &draws.check_files(&below)?)?;
    }
    let text = ro_crate::text(folder, &manifest, &day_of(&folder.join(manifest::FILE))?)?;
    let path = folder.join(ro_crate::FILE);
    if arguments.force {
        files::replace(&path, text.as_bytes())?;
    } else {
        match files::create(&path, text.as_bytes()) {
            Err(Error::Write { source, .. }) if source.kind() == ErrorKind::AlreadyExists => {
                let text = format!("`{}` exists already; --force writes over it", path.display());
                return Err(Failure::Input(text));
            }
            done => done?,
        }
    }
    output::say(&format!("wrote {}", path.display()));
    Ok(())
}

/// The day on which a file was written.
fn day_of(path: &Path) -> Result<String, Failure> {
    let written = path.metadata().and_then(|known| known.modified()).map_err(Error::reading(path))?;
    let stamp = jiff::Timestamp::try_from(written).map_err(|error| {
        Failure::Failed(format!("`{}` has no day on which it was written: {error}", path.display()))
    })?;
    Ok(stamp.strftime("%Y-%m-%d").to_string())
}
