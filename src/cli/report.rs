//! `regimes report`: writes the page of a saved run again, without a run.

use crate::cli::failure::Failure;
use crate::cli::verify::open_unchanged;
use crate::cli::{output, signals};
use regimes_report::files::{self, Target};
use regimes_report::machine::{self, Machine};
use regimes_report::observed::Observed;
use regimes_report::page::methods::Origin;
use regimes_report::run_record::Record;
use regimes_report::stop::Stop;
use regimes_report::{draw, reading, write_page};
use regimes_study::study::files::journal::Journal;
use std::path::PathBuf;

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
    let (folder, target) = (&arguments.folder, arguments.out.as_ref().unwrap_or(&arguments.folder));
    let saved = open_unchanged(folder)?;
    // A file without a name goes with the process, however it ends.
    let store = Journal::anonymous(tempfile::tempfile()?);
    // What the page says of the program is what the folder says.
    let settings = saved.manifest.settings.clone().into_iter().collect();
    let record = Record { version: saved.manifest.version.clone(), settings, ..saved.record };
    let runs = reading::runs(folder, &record, saved.format, saved.scenario.horizon_weeks, &store)?;
    let observed = Observed::new(&record, &runs)?;
    let figures = draw(&observed, &Stop::on(&signals::stop_flag()?), &mut Vec::new())?;
    let origin = Origin { commit: saved.manifest.commit, sources: saved.manifest.sources };
    let to = Target::Folder(target);
    to.prepare("")?;
    let written = write_page(to, &observed, &figures, &origin)?;
    if arguments.out.is_none()
        && let Some(machine) = Machine::read(folder)
    {
        let text = machine.with_bitmaps(std::slice::from_ref(&written)).text();
        files::write_bytes(to, machine::FILE, text.as_bytes())?;
    }
    output::say(&format!("wrote {}", target.join(machine::PAGE).display()));
    Ok(())
}
