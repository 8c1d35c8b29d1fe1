//! What commands that run a study have in common: the folder with its lock and journal, progress, interruption.

pub mod designed;
pub mod folder;
pub mod handling;
pub mod settings;

use crate::cli::failure::Failure;
use crate::cli::options::RunOptions;
use crate::cli::progress::Reporter;
use folder::Task;
use handling::Handling;
use regimes_model::parallel::Width;
use regimes_report::error::Error;
use regimes_report::files::{self, Format, Target, WrittenFile};
use regimes_report::manifest::{self, Manifest};
use regimes_study::program;
use regimes_study::simulation::control::Control;
use regimes_study::study::design::Design;
use regimes_study::study::files::journal::{Head, Journal};
use regimes_study::study::files::lock::{Busy, Lock};
use regimes_study::study::runner::{self, Halt};
use regimes_study::study::store::Store;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A study that is about to be made.
pub struct Study<'a> {
    /// The folder of its results.
    pub folder: PathBuf,
    /// Its manifest as far as it is known beforehand.
    pub wanted: Manifest,
    /// How its tables are stored.
    pub format: Format,
    /// How it treats its folder.
    pub handling: Handling,
    /// The line that goes on with it once it was interrupted.
    pub resume_line: &'a str,
    /// What its tasks are called, in the plural.
    pub noun: &'static str,
}

/// The folder of a study that is being made: no other process writes to it.
pub struct Workspace<'a> {
    study: &'a Study<'a>,
    journal: Journal,
    _lock: Lock,
}

impl Study<'_> {
    /// What there is to do; nothing is written.
    ///
    /// # Errors
    /// A folder that is not to be touched.
    pub fn task(&self) -> Result<Task, Failure> {
        let state = folder::look(&self.folder, &self.wanted, self.format)?;
        folder::decide(&self.folder, &state, &self.handling)
    }

    /// Takes the folder: locks it, clears it where that was asked for, and opens its journal; none where all is there.
    ///
    /// # Errors
    /// A folder that is not to be touched or in which somebody else works, or what the disk says.
    pub fn open(&self) -> Result<Option<Workspace<'_>>, Failure> {
        if self.task()? == Task::UpToDate {
            return Ok(None);
        }
        files::make_folder(&self.folder)?;
        let lock = self.lock()?;
        // What another process did in the meantime counts.
        match self.task()? {
            Task::UpToDate => return Ok(None),
            Task::Replace => folder::make_room(&self.folder)?,
            Task::Run => self.take_over()?,
        }
        let journal = Journal::open(&self.folder).map_err(Error::from)?;
        journal.begin(&self.head()).map_err(Error::from)?;
        Ok(Some(Workspace { study: self, journal, _lock: lock }))
    }

    fn lock(&self) -> Result<Lock, Failure> {
        let purpose = format!("regimes {} {}", self.wanted.study, self.wanted.scenario);
        Lock::take(&self.folder, purpose.trim()).map_err(|busy| match busy {
            Busy::Held(who) => {
                let shown = self.folder.display();
                Failure::Input(format!(
                    "`{shown}` is being written by {who}; wait for it, or choose another with --out"
                ))
            }
            Busy::Refused(refused) => Error::from(refused).into(),
        })
    }

    /// A study that goes on from another one of its kind is not that one any more.
    #[allow(clippy::disallowed_methods, reason = "removes the manifest of the study that this one goes on from")]
    fn take_over(&self) -> Result<(), Failure> {
        let path = self.folder.join(manifest::FILE);
        match fs::remove_file(&path) {
            Err(error) if !manifest::is_absent(&error) => Err(Error::writing(&path)(error).into()),
            _ => Ok(()),
        }
    }

    fn head(&self) -> Head {
        Head {
            study: self.wanted.study.clone(),
            about: self.wanted.described(),
            fingerprint: self.wanted.identity(),
            commit: program::COMMIT.to_owned(),
        }
    }

    /// How many tasks of a design are kept in the folder from before; nothing is written.
    ///
    /// # Errors
    /// What the disk says.
    pub fn kept<D: Design>(&self, design: &D) -> Result<usize, Failure> {
        if !self.folder.join(regimes_study::study::files::journal::NAME).is_file() || self.handling.force {
            return Ok(0);
        }
        let held = Journal::held_in(&self.folder).map_err(Error::from)?;
        Ok((0..design.tasks()).filter(|&task| held.contains(&design.fingerprint(task))).count())
    }
}

impl Workspace<'_> {
    /// The journal.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.study.folder
    }

    /// Names what the journal holds that does not fit: it is left as it is, and nothing of it is used.
    pub fn tell_what_does_not_fit<D: Design>(&self, design: &D) {
        let path = self.journal.path().display();
        for bytes in self.journal.damaged() {
            let (from, length) = (bytes.start, bytes.end - bytes.start);
            self.study.handling.say(&format!(
                "note: {length} bytes of `{path}` from byte {from} on are damaged; they are left there, and what they \
                 held is run again"
            ));
        }
        let ours: BTreeSet<_> = (0..design.tasks()).map(|task| design.fingerprint(task)).collect();
        let others = self.journal.held().iter().filter(|made_by| !ours.contains(made_by)).count();
        if others > 0 {
            self.study.handling.say(&format!(
                "note: `{path}` holds {others} results of something else (another scenario, seed, draw or program); they \
                 are left there and not used"
            ));
        }
    }

    /// Performs the tasks that are not there yet.
    ///
    /// # Errors
    /// An interruption, or what the disk says.
    pub fn perform<D: Design>(&self, design: &D, width: Width, stop: &Arc<AtomicBool>) -> Result<(), Failure> {
        let ended = perform(design, width, &self.journal, (&self.study.handling, self.study.noun), stop);
        let synced = self.journal.sync().map_err(Error::from);
        match ended {
            Ok(()) => Ok(synced?),
            Err(Halt::Refused(refused)) => Err(Error::from(refused).into()),
            Err(Halt::Stopped) => {
                synced?;
                let there = design.tasks() - runner::missing(design, &self.journal).len();
                Err(self.interrupted(there, design.tasks()))
            }
        }
    }

    /// The failure of a study that was interrupted.
    #[must_use]
    pub fn interrupted(&self, there: usize, all: usize) -> Failure {
        let (folder, noun) = (self.study.folder.display(), self.study.noun);
        Failure::Interrupted(format!(
            "interrupted: {there} of {all} {noun} are kept in {folder}\nto go on:  {}",
            self.study.resume_line
        ))
    }

    /// Writes the manifest, which makes the folder whole.
    ///
    /// # Errors
    /// What the disk says.
    pub fn end(&self, written: &[WrittenFile]) -> Result<Manifest, Failure> {
        self.end_as(self.study.wanted.clone(), written)
    }

    /// Writes the manifest of a study of which all is known only at its end.
    ///
    /// # Errors
    /// What the disk says.
    pub fn end_as(&self, manifest: Manifest, written: &[WrittenFile]) -> Result<Manifest, Failure> {
        let manifest = manifest.with_outputs(written);
        files::write_bytes(Target::Folder(self.folder()), manifest::FILE, manifest.text().as_bytes())?;
        Ok(manifest)
    }

    /// Removes the journal of a study whose tables hold all of it. What does not fit is kept under another name.
    ///
    /// # Errors
    /// What the disk says.
    #[allow(clippy::disallowed_methods, reason = "removes the journal, or keeps it under another name")]
    pub fn drop_journal<D: Design>(&self, design: &D) -> Result<(), Failure> {
        let path = self.journal.path();
        let ours: BTreeSet<_> = (0..design.tasks()).map(|task| design.fingerprint(task)).collect();
        let fits = self.journal.damaged().is_empty() && self.journal.held().iter().all(|held| ours.contains(held));
        let done = if fits { fs::remove_file(path) } else { fs::rename(path, free_name(path)) };
        Ok(done.map_err(Error::writing(path))?)
    }
}

/// A name beside a path that nothing bears yet.
fn free_name(path: &Path) -> PathBuf {
    let name = |n: u32| path.with_extension(format!("set-aside-{n}.bin"));
    (1..).map(name).find(|path| !path.exists()).unwrap_or_else(|| path.to_owned())
}

/// Performs the tasks that a store does not hold yet, and tells how far it is.
///
/// # Errors
/// An interruption, or what the store says.
pub fn perform<D: Design>(
    design: &D,
    width: Width,
    store: &dyn Store,
    (handling, noun): (&Handling, &'static str),
    stop: &Arc<AtomicBool>,
) -> Result<(), Halt> {
    let missing = runner::missing(design, store);
    let work = missing.iter().map(|&task| design.work(task)).sum();
    let options = RunOptions { quiet: handling.quiet, progress: handling.progress, ..RunOptions::default() };
    let reporter = Reporter::counting(noun, &options, work, missing.len() as u64);
    let control = Control { stop, progress: &|resident_weeks| reporter.advance(resident_weeks) };
    let ended = runner::perform(design, width, store, &control, &|_| reporter.task_is_done());
    reporter.end();
    ended
}

/// Performs all tasks of a study that is made again; nothing is written.
///
/// # Errors
/// An interruption.
pub fn perform_again<D: Design>(
    design: &D,
    width: Width,
    store: &dyn Store,
    (handling, noun): (&Handling, &'static str),
    stop: &Arc<AtomicBool>,
) -> Result<(), Failure> {
    perform(design, width, store, (handling, noun), stop).map_err(not_made_again)
}

/// The failure of a study that was not made again to its end.
#[must_use]
pub fn not_made_again(halt: Halt) -> Failure {
    match halt {
        Halt::Stopped => Failure::Interrupted("interrupted; the results are untouched".to_owned()),
        Halt::Refused(refused) => Error::from(refused).into(),
    }
}

/// Whether a store holds all tasks of a design.
#[must_use]
pub fn is_whole<D: Design>(design: &D, store: &dyn Store) -> bool {
    runner::missing(design, store).is_empty()
}
