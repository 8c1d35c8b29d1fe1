//! `regimes report`: writes the page of a saved run again, without a run.

use crate::cli::failure::Failure;
use crate::cli::run::draws::{Draws, STUDY};
use crate::cli::verify::{Saved, open_unchanged};
use crate::cli::{output, signals};
use regimes_report::files::{self, Target, sha256};
use regimes_report::machine::{self, Machine};
use regimes_report::manifest::Manifest;
use regimes_report::observed::Observed;
use regimes_report::over_draws::{FOLDER, OverDraws};
use regimes_report::page::methods::Origin;
use regimes_report::run_record::Record;
use regimes_report::stop::Stop;
use regimes_report::{draw, reading, write_page};
use regimes_study::experiment::uncertainty::FUTURES;
use regimes_study::study::files::journal::Journal;
use std::path::{Path, PathBuf};

/// Lines that can be tried.
const EXAMPLES: &str = "Example:
  regimes report village";

/// Writes the page of a saved run from its tables, without a run: one file, `report.html`, that opens in any browser and
/// asks no host for anything. `run` writes it too.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A folder that `regimes run` wrote.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Where the page is written; the folder of the results if left out.
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Writes it.
///
/// # Errors
/// If the folder holds no results of a run, or they have changed since; or the disk refuses.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let target = arguments.out.as_ref().unwrap_or(&arguments.folder);
    write(&arguments.folder, arguments.out.as_deref())?;
    output::say(&format!("wrote {}", target.join(machine::PAGE).display()));
    Ok(())
}

/// Makes draws of the parameters of a run, and writes its page again with what they say.
///
/// # Errors
/// As [`Draws::make`] and [`run`].
pub fn after(draws: &Draws<'_>, folder: &Path) -> Result<(), Failure> {
    draws.make()?;
    if draws.is_dry() { Ok(()) } else { write(folder, None) }
}

/// Writes the page of a folder, into this or another one.
fn write(folder: &Path, out: Option<&Path>) -> Result<(), Failure> {
    let saved = open_unchanged(folder)?;
    let over = over_draws(folder, &saved)?;
    // A file without a name goes with the process, however it ends.
    let store = Journal::anonymous(tempfile::tempfile()?);
    // What the page says of the program is what the folder says.
    let settings = saved.manifest.settings.clone().into_iter().collect();
    let record = Record { version: saved.manifest.version.clone(), settings, ..saved.record };
    let runs = reading::runs(folder, &record, saved.format, saved.scenario.horizon_weeks, &store)?;
    let observed = Observed::new(&record, &runs)?;
    let figures = draw(&observed, &Stop::on(&signals::stop_flag()?), &mut Vec::new())?;
    let origin = Origin { commit: saved.manifest.commit, sources: saved.manifest.sources };
    let to = Target::Folder(out.unwrap_or(folder));
    to.prepare("")?;
    let written = write_page(to, &observed, &figures, &origin, over.as_ref())?;
    if out.is_none()
        && let Some(machine) = Machine::read(folder)
    {
        let text = machine.with_bitmaps(std::slice::from_ref(&written)).text();
        files::write_bytes(to, machine::FILE, text.as_bytes())?;
    }
    Ok(())
}

/// What the draws within the folder of a run say of it; none where there are none. Those of another run or program are
/// left out, with a word on it.
fn over_draws(folder: &Path, saved: &Saved) -> Result<Option<OverDraws>, Failure> {
    let draws = folder.join(FOLDER);
    let Some(manifest) = Manifest::find(&draws)? else { return Ok(None) };
    let wanted = saved.scenario.with_runs(saved.scenario.seed, FUTURES).resolved();
    let is_of_run = manifest.study == STUDY
        && manifest.sources == saved.manifest.sources
        && manifest.inputs.get("scenario") == Some(&sha256(wanted.as_bytes()));
    if !is_of_run || !manifest.check_files(&draws)?.is_empty() {
        let shown = draws.display();
        output::say(&format!(
            "`{shown}` holds draws of another run or program, or changed ones: the page leaves them out"
        ));
        return Ok(None);
    }
    Ok(OverDraws::read(&draws, &saved.record)?)
}
