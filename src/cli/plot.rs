//! `regimes plot`: draws the figures of saved results again, without a run.

use crate::cli::failure::Failure;
use crate::cli::run::draws;
use crate::cli::verify::{manifest_of, open_unchanged};
use crate::cli::{compare, discover, explain, output, sensitivity, signals, sweep};
use regimes_report::figures::{FOLDER, Figures};
use regimes_report::files::{self, Target, WrittenFile};
use regimes_report::machine::{self, Machine};
use regimes_report::observed::Observed;
use regimes_report::reading;
use regimes_report::stop::Stop;
use regimes_report::write_figures;
use regimes_study::study::files::journal::Journal;
use std::path::{Path, PathBuf};

/// Lines that can be tried.
const EXAMPLES: &str = "Example:
  regimes plot village --out drawings";

/// Draws the figures of saved results again, without a run: those of `run` from their tables, those of other
/// studies from the runs that their folders keep.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A folder that `regimes run`, `compare`, `sweep`, `sensitivity`, `explain` or `discover` wrote.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Where the folder `figures` is written; the folder of the results if left out.
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Draws them.
///
/// # Errors
/// If the folder holds no results, or the disk refuses.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let manifest = manifest_of(&arguments.folder)?;
    let target = arguments.out.as_ref().unwrap_or(&arguments.folder);
    let written = match manifest.study.as_str() {
        "sweep" => sweep::draw_again(&arguments.folder, &manifest, target)?,
        "sensitivity" => sensitivity::draw_again(&arguments.folder, &manifest, target)?,
        explain::KIND => explain::draw_again(&arguments.folder, &manifest, target)?,
        discover::arguments::KIND => discover::draw_again(&arguments.folder, &manifest, target)?,
        draws::STUDY => draws::draw_again(&arguments.folder, &manifest, target)?,
        "compare" => compare::draw_again(&arguments.folder, &manifest, target)?,
        _ => draw(arguments, target)?,
    };
    let outputs = &manifest.outputs;
    let is_other = |file: &&WrittenFile| outputs.get(&file.name).is_some_and(|hash| *hash != file.sha256);
    if arguments.out.is_none() && written.iter().any(|file| is_other(&file)) {
        output::say("some differ from the manifest: another version of this program drew those");
    }
    output::say(&format!("wrote {} files to {}", written.len(), target.join(FOLDER).display()));
    Ok(())
}

/// Draws the figures of a run from its tables.
fn draw(arguments: &Arguments, target: &Path) -> Result<Vec<WrittenFile>, Failure> {
    let folder = &arguments.folder;
    let saved = open_unchanged(folder)?;
    // A file without a name goes with the process, however it ends.
    let store = Journal::anonymous(tempfile::tempfile()?);
    let runs = reading::runs(folder, &saved.record, saved.format, saved.scenario.horizon_weeks, &store)?;
    let observed = Observed::new(&saved.record, &runs)?;
    let mut left_out = Vec::new();
    let stop = Stop::on(&signals::stop_flag()?);
    let written = write_figures(Target::Folder(target), &observed, (Figures::All, &stop), &mut left_out)?;
    if arguments.out.is_none()
        && let Some(machine) = Machine::read(folder)
    {
        files::write_bytes(Target::Folder(folder), machine::FILE, machine.with_bitmaps(&written).text().as_bytes())?;
    }
    for (name, reason) in left_out {
        output::say(&format!("without {name}: {reason}"));
    }
    Ok(written)
}
