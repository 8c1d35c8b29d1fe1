//! The folder of a study: what is in it already, and what may be done about it.

#![allow(
    clippy::disallowed_methods,
    reason = "looks at what is in a folder, and clears away what a study of ours left there"
)]

use crate::cli::failure::Failure;
use crate::cli::study::handling::Handling;
use regimes_report::error::Error;
use regimes_report::exports::ro_crate;
use regimes_report::files::Format;
use regimes_report::manifest::{self, Manifest, is_absent};
use regimes_report::{
    RESOLVED, comparison_tables, datapackage, discovery, draw_economics_table, equal_budget_table, experiment_tables,
    explanation, figures, files, machine, sensitivity_findings, sensitivity_tables, sweep_tables, tables,
    uncertainty_tables,
};
use regimes_study::study::files::{journal, lock};
use std::fs;
use std::path::{Path, PathBuf};

/// What a folder is to a study.
#[derive(Debug, PartialEq, Eq)]
pub enum State {
    /// There is nothing in it, or it is not there.
    Free,
    /// This study was begun there.
    Begun,
    /// This study is there, whole.
    Whole,
    /// This study is there, but something about its files is not as it should be.
    Altered(String),
    /// Another study is there.
    Other {
        /// Which, in words.
        which: String,
        /// Whether it is of the same kind, so that results of the same tasks can be taken over from its journal.
        is_of_kind: bool,
    },
    /// Something else is there, such as this.
    Foreign(String),
    /// Results are there in another format, in words.
    OtherFormat(String),
    /// A study is there, and what says which cannot be read.
    Unreadable(String),
}

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub enum Task {
    /// Nothing: all is there.
    UpToDate,
    /// Run what is not there yet.
    Run,
    /// Clear away what is there of ours, and run.
    Replace,
}

/// Looks into a folder.
///
/// # Errors
/// If it cannot be read, or a file stands in its place.
pub fn look(folder: &Path, wanted: &Manifest, format: Format) -> Result<State, Failure> {
    if folder.exists() && !folder.is_dir() {
        let text = "is a file; choose a folder for the results with --out";
        return Err(Failure::Input(format!("`{}` {text}", folder.display())));
    }
    match Manifest::find(folder) {
        Ok(Some(found)) => return state_of_whole(folder, &found, wanted, format),
        Ok(None) => {}
        Err(error @ Error::Format { .. }) => return Ok(State::OtherFormat(error.to_string())),
        Err(error) => return Ok(State::Unreadable(error.to_string())),
    }
    match journal::Journal::head_in(folder).map_err(|refused| Error::reading(&refused.path)(refused.error))? {
        Some(head) if head.fingerprint == wanted.identity() => return Ok(State::Begun),
        Some(head) => {
            let which = format!("an unfinished study: {}", head.about);
            return Ok(State::Other { which, is_of_kind: head.study == wanted.study });
        }
        None => {}
    }
    match fs::read_dir(folder) {
        Err(error) if is_absent(&error) => Ok(State::Free),
        Err(error) => Err(Error::reading(folder)(error).into()),
        Ok(entries) => {
            let mut names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
            Ok(names.find(|name| !PASSING.contains(&name.as_str())).map_or(State::Free, State::Foreign))
        }
    }
}

/// Files that say nothing of what a folder holds: a lock, and a journal without a head, in which nothing was begun.
const PASSING: [&str; 2] = [lock::NAME, journal::NAME];

fn state_of_whole(folder: &Path, found: &Manifest, wanted: &Manifest, format: Format) -> Result<State, Failure> {
    if found.identity() != wanted.identity() {
        return Ok(State::Other { which: found.described(), is_of_kind: found.study == wanted.study });
    }
    if found.arms != wanted.arms {
        return Ok(State::Altered(format!("calls its arms {}", found.arms.join(", "))));
    }
    if found.study == "run" && !found.outputs.contains_key(&format!("runs.{}", format.ending())) {
        return Ok(State::Altered("has its tables in another format".to_owned()));
    }
    let mut changed = found.check_files(folder)?;
    changed.extend(manifest::check_bitmaps(folder)?);
    Ok(changed.first().map_or(State::Whole, |difference| State::Altered(format!("has changed: {difference}"))))
}

/// Decides what is to be done.
///
/// # Errors
/// If the folder is not to be touched without `--force`.
pub fn decide(folder: &Path, state: &State, handling: &Handling) -> Result<Task, Failure> {
    let shown = folder.display();
    let refused = match state {
        State::Whole if !handling.force => return Ok(Task::UpToDate),
        State::Begun if !handling.force => return Ok(Task::Run),
        State::Other { is_of_kind: true, .. } if handling.resume => return Ok(Task::Run),
        State::Free if handling.resume => {
            let text = "there is nothing to resume in";
            return Err(Failure::Input(format!("{text} `{shown}`; without --resume it starts afresh")));
        }
        State::Free => return Ok(Task::Run),
        State::Altered(how) => format!("`{shown}` holds this study, but {how}; --force writes it again"),
        State::Other { which, .. } => {
            format!("`{shown}` holds {which}; choose another folder with --out, or replace it with --force")
        }
        State::Foreign(name) => {
            format!("`{shown}` is not empty (`{name}`); choose another folder with --out, or add to it with --force")
        }
        State::OtherFormat(which) => format!("{which} (--out), or replace them with --force"),
        State::Unreadable(why) => format!("`{shown}` holds a study, but which cannot be told: {why}"),
        State::Whole | State::Begun => String::new(),
    };
    if handling.force { Ok(Task::Replace) } else { Err(Failure::Input(refused)) }
}

/// Removes what an earlier study left, the manifest first; nothing that this program does not write.
///
/// # Errors
/// If the disk refuses.
pub fn make_room(folder: &Path) -> Result<(), Failure> {
    for name in known_files() {
        let path = folder.join(&name);
        for path in [files::part_of(&path), path] {
            if path.is_file() {
                fs::remove_file(&path).map_err(Error::writing(&path))?;
            }
        }
    }
    clear_what_points_left(folder)
}

/// Removes what a study of points left that another design may not have: its figures, whose names hold the names of its
/// arms, and the table of budgets.
///
/// # Errors
/// If the disk refuses.
pub fn clear_what_points_left(folder: &Path) -> Result<(), Failure> {
    let table = folder.join(equal_budget_table::EQUAL_BUDGET);
    if table.is_file() {
        fs::remove_file(&table).map_err(Error::writing(&table))?;
    }
    // Where there is no folder of figures there is nothing more to remove.
    let Ok(entries) = fs::read_dir(folder.join(figures::FOLDER)) else { return Ok(()) };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if figures::points::is_of_points(name.trim_start_matches(files::PART)) && path.is_file() {
            fs::remove_file(&path).map_err(Error::writing(&path))?;
        }
    }
    Ok(())
}

/// Every file that a study may leave, below its folder; the manifest is the first, so that a folder is never taken for a
/// whole one while it is cleared, and the journal is the last.
fn known_files() -> Vec<PathBuf> {
    let mut names: Vec<String> =
        [manifest::FILE, machine::FILE, machine::PAGE, RESOLVED, datapackage::FILE].map(str::to_owned).into();
    for table in tables::TABLES {
        names.extend([Format::Csv, Format::CsvGz].map(|format| table.file(format)));
    }
    for figure in figures::FIGURES {
        names.extend(["svg", "png", "csv", "txt"].map(|end| format!("{}/{}.{end}", figures::FOLDER, figure.name)));
    }
    let alone = [
        figures::comparison::NAME,
        figures::uncertainty::NAME,
        figures::waterfall::NAME,
        figures::audit::NAME,
        figures::wins::NAME,
    ];
    for figure in alone {
        names.extend(["svg", "png", "csv", "txt"].map(|end| format!("{}/{figure}.{end}", figures::FOLDER)));
    }
    names.extend(experiment_tables::FILES.map(str::to_owned));
    names.extend([sweep_tables::POINTS, sensitivity_tables::SENSITIVITY].map(str::to_owned));
    names.extend([uncertainty_tables::UNCERTAINTY, equal_budget_table::EQUAL_BUDGET].map(str::to_owned));
    names.extend(draw_economics_table::FILES.map(str::to_owned));
    names.push(ro_crate::FILE.to_owned());
    names.extend([comparison_tables::COMPARISON, comparison_tables::CHANCES].map(str::to_owned));
    names.extend(explanation::tables::FILES.map(str::to_owned));
    names.extend(discovery::FILES.map(str::to_owned));
    names.push(sensitivity_findings::FINDINGS.to_owned());
    names.extend(crate::cli::calibrate::outputs::files());
    names.push(journal::NAME.to_owned());
    names.into_iter().map(PathBuf::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_report::files::Target;
    use regimes_report::run_record::Record;
    use regimes_report::{Options, figures::Figures, write};
    use regimes_scenario::load::load;
    use regimes_study::simulation::control::unattended;
    use regimes_study::study::ensembles::ensemble;

    fn scenario() -> regimes_scenario::check::Scenario {
        let sets = ["burn_in_weeks=1", "horizon_weeks=30", "replicates=1"].map(Into::into);
        load("tiny", &sets).unwrap().scenario
    }

    fn whole(folder: &Path) -> Manifest {
        let (record, ensemble) = (Record::of(&scenario()), ensemble(&scenario(), &[0], &unattended()));
        let options = Options { figures: Figures::None, ..Options::default() };
        write(Target::Folder(folder), &record, &ensemble, &options).unwrap().manifest
    }

    #[test]
    fn a_folder_is_known_for_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let wanted = Manifest::of(&Record::of(&scenario()), &[], &[]);
        let state = || look(path, &wanted, Format::Csv).unwrap();
        assert_eq!(state(), State::Free);
        let begin = |manifest: &Manifest| {
            let (study, about) = (manifest.study.clone(), manifest.described());
            let head = journal::Head { study, about, fingerprint: manifest.identity(), commit: String::new() };
            journal::Journal::open(path).unwrap().begin(&head).unwrap();
        };
        journal::Journal::open(path).unwrap();
        assert_eq!(state(), State::Free);
        begin(&wanted);
        assert_eq!(state(), State::Begun);
        whole(path);
        assert_eq!(state(), State::Whole);
        assert!(matches!(look(path, &wanted, Format::CsvGz).unwrap(), State::Altered(_)));
        fs::write(path.join("costs.csv"), "changed").unwrap();
        assert_eq!(state(), State::Altered("has changed: costs.csv: the content differs".to_owned()));
        fs::write(path.join(manifest::FILE), "{").unwrap();
        assert!(matches!(state(), State::Unreadable(why) if why.contains("manifest.json")));
        fs::write(path.join(manifest::FILE), wanted.text().replace("\"format\": 2", "\"format\": 1")).unwrap();
        assert!(matches!(state(), State::OtherFormat(which) if which.contains("the older format 1")));
        whole(path);
        let mut other = wanted.clone();
        other.sources = "other".to_owned();
        let is_of_kind = |other: &Manifest| match look(path, other, Format::Csv).unwrap() {
            State::Other { is_of_kind, .. } => is_of_kind,
            state => panic!("{state:?}"),
        };
        assert!(is_of_kind(&other));
        other.study = "validate".to_owned();
        assert!(!is_of_kind(&other));
        fs::remove_file(path.join(manifest::FILE)).unwrap();
        begin(&Manifest { sources: "other".to_owned(), ..wanted.clone() });
        assert!(matches!(state(), State::Other { is_of_kind: true, .. }));
    }

    #[test]
    fn force_removes_what_runs_leave_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        whole(folder.path());
        fs::write(folder.path().join("thesis.md"), "years of work").unwrap();
        make_room(folder.path()).unwrap();
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().flatten().map(|entry| entry.file_name()).collect();
        assert_eq!(left, ["thesis.md"]);
    }
}
