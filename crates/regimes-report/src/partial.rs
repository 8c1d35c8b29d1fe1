//! Replicates that are whole, kept until all of them are: what an interrupted run leaves, and a resumed one takes up.
//!
//! Each lies in a file of its own, written as soon as it is there. Numbers are kept to the last bit, so a resumed
//! run ends as an uninterrupted one.

use crate::error::Error;
use crate::files;
use crate::manifest::{Manifest, is_absent};
use regimes_study::simulation::trace::Trace;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder, below that of the run.
pub const FOLDER: &str = ".partial";

/// The file that says of which run the replicates are.
const RUN: &str = "run.json";

/// What is kept of an unfinished run.
#[derive(Clone, Debug)]
pub struct Partial {
    folder: PathBuf,
}

impl Partial {
    /// Begins to keep the replicates of a run, or goes on.
    ///
    /// # Errors
    /// If the disk refuses: so this is also how to learn that a folder can be written.
    pub fn begin(run_folder: &Path, run: &Manifest) -> Result<Partial, Error> {
        let partial = Partial::of(run_folder);
        files::make_folder(&partial.folder)?;
        files::write_bytes(&partial.folder, RUN, run.text().as_bytes())?;
        Ok(partial)
    }

    /// What was kept in the folder of a run.
    #[must_use]
    pub fn of(run_folder: &Path) -> Partial {
        Partial { folder: run_folder.join(FOLDER) }
    }

    /// Which run was left unfinished in a folder, if any.
    ///
    /// # Errors
    /// If one was, and what says which cannot be read.
    pub fn run_in(run_folder: &Path) -> Result<Option<Manifest>, Error> {
        let path = run_folder.join(FOLDER).join(RUN);
        match fs::read(&path) {
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(Error::reading(&path)(error)),
            Ok(text) => serde_json::from_slice(&text)
                .map(Some)
                .map_err(|error| Error::Content { path, reason: error.to_string() }),
        }
    }

    /// Keeps a replicate.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn keep(&self, replicate: u32, traces: &[Trace]) -> Result<(), Error> {
        let text = serde_json::to_vec(traces).expect("a trace has only text keys");
        files::write_bytes(&self.folder, &name_of(replicate), &text).map(drop)
    }

    /// The runs of the replicates below a number that are kept; a file that cannot be understood does not count.
    #[must_use]
    pub fn kept(&self, replicates: u32, arms: usize) -> Vec<Vec<Trace>> {
        let read = |number| -> Option<Vec<Trace>> {
            let text = fs::read(self.folder.join(name_of(number))).ok()?;
            let traces: Vec<Trace> = serde_json::from_slice(&text).ok()?;
            let fits = |(arm, trace): (usize, &Trace)| trace.arm == arm && trace.replicate == number;
            (traces.len() == arms && traces.iter().enumerate().all(fits)).then_some(traces)
        };
        (0..replicates).filter_map(read).collect()
    }

    /// How many replicates are kept.
    #[must_use]
    pub fn count(&self, replicates: u32) -> usize {
        (0..replicates).filter(|&number| self.folder.join(name_of(number)).exists()).count()
    }

    /// Forgets them: removes the files that this module writes, and the folder if nothing else is in it.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn remove(run_folder: &Path) -> Result<(), Error> {
        let folder = run_folder.join(FOLDER);
        let Ok(entries) = fs::read_dir(&folder) else { return Ok(()) };
        for entry in entries.flatten() {
            if is_ours(&entry.file_name().to_string_lossy()) {
                let path = entry.path();
                fs::remove_file(&path).map_err(Error::writing(&path))?;
            }
        }
        // What else lies there is not ours to remove.
        let _ = fs::remove_dir(&folder);
        Ok(())
    }
}

fn is_ours(name: &str) -> bool {
    let name = name.strip_prefix(".part-").unwrap_or(name);
    name == RUN || (name.starts_with("replicate-") && name.ends_with(".json"))
}

fn name_of(replicate: u32) -> String {
    format!("replicate-{replicate:04}.json")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    #[test]
    fn what_is_kept_comes_back_to_the_last_bit() {
        let (record, mut ensemble) = synthetic::small();
        let folder = tempfile::tempdir().unwrap();
        let partial = Partial::begin(folder.path(), &Manifest::of(&record, &[], &[])).unwrap();
        for (n, value) in ensemble.traces[0].outcomes.iter_mut().enumerate() {
            *value = (n as f64 + 0.1).sqrt() / 3.0;
        }
        let runs: Vec<Trace> = ensemble.traces.into_iter().filter(|t| t.replicate == 0).collect();
        partial.keep(0, &runs).unwrap();
        assert_eq!(partial.kept(5, 2), [runs]);
        assert_eq!(partial.count(5), 1);
        Partial::remove(folder.path()).unwrap();
        assert_eq!(partial.count(5), 0);
    }

    #[test]
    fn a_gap_comes_back_as_a_gap() {
        let (record, mut ensemble) = synthetic::small();
        let folder = tempfile::tempdir().unwrap();
        let partial = Partial::begin(folder.path(), &Manifest::of(&record, &[], &[])).unwrap();
        ensemble.traces.truncate(1);
        ensemble.traces[0].outcomes[3] = f64::NAN;
        partial.keep(0, &ensemble.traces).unwrap();
        assert!(partial.kept(1, 1)[0][0].outcomes[3].is_nan());
    }

    #[test]
    fn half_a_file_does_not_count() {
        let (record, _) = synthetic::small();
        let folder = tempfile::tempdir().unwrap();
        let partial = Partial::begin(folder.path(), &Manifest::of(&record, &[], &[])).unwrap();
        fs::write(folder.path().join(".partial/replicate-0000.json"), "[{").unwrap();
        assert!(partial.kept(1, 2).is_empty());
    }
}
