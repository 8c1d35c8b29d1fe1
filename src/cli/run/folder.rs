//! The folder of a run: what is in it already, and what may be done about it.

use crate::cli::Failure;
use crate::cli::options::RunOptions;
use regimes_report::error::Error;
use regimes_report::files::Format;
use regimes_report::manifest::{self, Manifest, is_absent};
use regimes_report::partial::{self, Partial};
use regimes_report::{RESOLVED, datapackage, figures, files, machine, tables};
use std::fs;
use std::path::{Path, PathBuf};

/// What a folder is to a run.
#[derive(Debug, PartialEq, Eq)]
pub enum State {
    /// There is nothing in it, or it is not there.
    Free,
    /// This run was begun there.
    Begun,
    /// This run is there, whole.
    Whole,
    /// This run is there, but something about its files is not as it should be.
    Altered(String),
    /// Another run is there.
    OtherRun(String),
    /// Something else is there, such as this.
    Foreign(String),
    /// A run is there, and what says which cannot be read.
    Unreadable(String),
}

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub enum Task {
    /// Nothing: all is there.
    UpToDate,
    /// Run what is not there yet.
    Run,
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
        Err(error) => return Ok(State::Unreadable(error.to_string())),
    }
    match Partial::run_in(folder) {
        Ok(Some(found)) if is_same(&found, wanted) => return Ok(State::Begun),
        Ok(Some(found)) => return Ok(State::OtherRun(format!("an unfinished run of `{}`", found.scenario))),
        Ok(None) => {}
        Err(error) => return Ok(State::Unreadable(error.to_string())),
    }
    match fs::read_dir(folder) {
        Err(error) if is_absent(&error) => Ok(State::Free),
        Err(error) => Err(Error::reading(folder)(error).into()),
        Ok(entries) => {
            let mut names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
            Ok(names.find(|name| name != partial::FOLDER).map_or(State::Free, State::Foreign))
        }
    }
}

fn state_of_whole(folder: &Path, found: &Manifest, wanted: &Manifest, format: Format) -> Result<State, Failure> {
    if !is_same(found, wanted) {
        return Ok(State::OtherRun(described(found)));
    }
    if found.arms != wanted.arms {
        return Ok(State::Altered(format!("calls its arms {}", found.arms.join(", "))));
    }
    if !found.outputs.contains_key(&format!("runs.{}", format.ending())) {
        return Ok(State::Altered("has its tables in another format".to_owned()));
    }
    let mut changed = found.check_files(folder)?;
    changed.extend(manifest::check_bitmaps(folder)?);
    Ok(changed.first().map_or(State::Whole, |difference| State::Altered(format!("has changed: {difference}"))))
}

/// A run in words.
fn described(found: &Manifest) -> String {
    let commit: String = found.commit.chars().take(10).collect();
    format!("a run of `{}` (version {}, commit {commit})", found.scenario, found.version)
}

/// Whether two manifests are of the same run, made by the same program.
fn is_same(a: &Manifest, b: &Manifest) -> bool {
    let facts = |m: &Manifest| (m.inputs.clone(), m.version.clone(), m.commit.clone(), m.slot_table);
    facts(a) == facts(b)
}

/// Decides what is to be done, and with `--force` makes room for it.
///
/// # Errors
/// If the folder is not to be touched without `--force`.
pub fn decide(folder: &Path, state: &State, options: &RunOptions) -> Result<Task, Failure> {
    let shown = folder.display();
    let refused = match state {
        State::Whole if !options.force => return Ok(Task::UpToDate),
        State::Begun if !options.force => return Ok(Task::Run),
        State::Free if options.resume => {
            let text = "there is nothing to resume in";
            return Err(Failure::Input(format!("{text} `{shown}`; without --resume it starts afresh")));
        }
        State::Free => return Ok(Task::Run),
        State::Altered(how) => format!("`{shown}` holds this run, but {how}; --force writes it again"),
        State::OtherRun(which) => {
            format!("`{shown}` holds {which}; choose another folder with --out, or replace it with --force")
        }
        State::Foreign(name) => {
            format!("`{shown}` is not empty (`{name}`); choose another folder with --out, or add to it with --force")
        }
        State::Unreadable(why) => format!("`{shown}` holds a run, but which cannot be told: {why}"),
        State::Whole | State::Begun => String::new(),
    };
    if !options.force {
        return Err(Failure::Input(refused));
    }
    if !options.dry_run {
        make_room(folder)?;
    }
    Ok(Task::Run)
}

/// Removes what an earlier run left, the manifest first; nothing that this program does not write.
fn make_room(folder: &Path) -> Result<(), Failure> {
    for name in known_files() {
        let path = folder.join(&name);
        for path in [files::part_of(&path), path] {
            if path.is_file() {
                fs::remove_file(&path).map_err(Error::writing(&path))?;
            }
        }
    }
    Ok(Partial::remove(folder)?)
}

/// Every file that a run may leave, below its folder.
fn known_files() -> Vec<PathBuf> {
    let mut names: Vec<String> = [manifest::FILE, machine::FILE, RESOLVED, datapackage::FILE].map(str::to_owned).into();
    for table in tables::TABLES {
        names.extend([Format::Csv, Format::CsvGz].map(|format| table.file(format)));
    }
    for figure in figures::FIGURES {
        names.extend(["svg", "png", "csv", "txt"].map(|end| format!("{}/{}.{end}", figures::FOLDER, figure.name)));
    }
    names.into_iter().map(PathBuf::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_report::run_record::Record;
    use regimes_report::{Options, figures::Figures, write};
    use regimes_scenario::load;
    use regimes_study::simulation::{ensemble, unattended};

    fn scenario() -> regimes_scenario::check::Scenario {
        let sets = ["burn_in_weeks=1", "horizon_weeks=30", "replicates=1"].map(String::from);
        load("tiny", &sets).unwrap().scenario
    }

    fn whole(folder: &Path) -> Manifest {
        let (record, ensemble) = (Record::of(&scenario()), ensemble(&scenario(), &[0], &unattended()));
        let options = Options { figures: Figures::None, ..Options::default() };
        write(folder, &record, &ensemble, &options).unwrap().manifest
    }

    #[test]
    fn a_folder_is_known_for_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let wanted = Manifest::of(&Record::of(&scenario()), &[], &[]);
        let state = || look(path, &wanted, Format::Csv).unwrap();
        assert_eq!(state(), State::Free);
        Partial::begin(path, &wanted).unwrap();
        assert_eq!(state(), State::Begun);
        whole(path);
        assert_eq!(state(), State::Whole);
        assert!(matches!(look(path, &wanted, Format::CsvGz).unwrap(), State::Altered(_)));
        fs::write(path.join("costs.csv"), "changed").unwrap();
        assert_eq!(state(), State::Altered("has changed: costs.csv: the content differs".to_owned()));
        fs::write(path.join(manifest::FILE), "{").unwrap();
        assert!(matches!(state(), State::Unreadable(why) if why.contains("manifest.json")));
        whole(path);
        let mut other = wanted.clone();
        other.version = "9".to_owned();
        assert!(matches!(look(path, &other, Format::Csv).unwrap(), State::OtherRun(_)));
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
