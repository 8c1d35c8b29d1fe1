//! A study whose tasks are all known before the first run: made, made again, and drawn again from what its folder keeps.

use crate::cli::experiments::Again;
use crate::cli::failure::Failure;
use crate::cli::options::StudyOptions;
use crate::cli::run::estimate::{USE_OF_THREADS, seconds_per_resident_week};
use crate::cli::signals;
use crate::cli::study::folder::Task;
use crate::cli::study::handling::Handling;
use crate::cli::study::{self, Study};
use regimes_model::parallel::{self, Width};
use regimes_report::error::Error;
use regimes_report::files::{Format, Target, WrittenFile};
use regimes_report::manifest::Manifest;
use regimes_report::terminal::duration;
use regimes_scenario::check::Scenario;
use regimes_study::study::design::Design;
use regimes_study::study::files::journal::{self, Journal};
use regimes_study::study::store::Store;
use std::path::Path;

/// Writes the tables of a study from what its store holds.
pub type Write<'a> = dyn Fn(Target, &dyn Store) -> Result<Vec<WrittenFile>, Error> + 'a;

/// Tells the finding, and where the tables are.
pub type Tell<'a> = dyn Fn(&dyn Store, &Path) -> Result<(), Failure> + 'a;

/// A study that is about to be made.
pub struct Designed<'a, D> {
    /// The command that makes it.
    pub kind: &'static str,
    /// Its tasks.
    pub design: &'a D,
    /// Its manifest as far as it is known beforehand.
    pub manifest: Manifest,
    /// How it treats its folder.
    pub options: &'a StudyOptions,
}

impl<D: Design> Designed<'_, D> {
    /// Runs what is not there yet, writes the tables and tells the finding. `plan` says what is run, given how many tasks are
    /// kept from before; `clear` removes what another design of the kind left.
    ///
    /// # Errors
    /// A folder that is not to be touched, an interruption, or what the disk says.
    pub fn make(
        &self,
        plan: &dyn Fn(usize) -> String,
        clear: &dyn Fn(&Path) -> Result<(), Failure>,
        write: &Write<'_>,
        tell: &Tell<'_>,
    ) -> Result<(), Failure> {
        let resume_line = format!("the same `regimes {}`", self.kind);
        let study = self.study(&resume_line);
        let (task, kept) = (study.task()?, study.kept(self.design)?);
        if task != Task::UpToDate || self.options.dry_run {
            study.handling.say(&plan(kept));
        }
        if self.options.dry_run {
            return Ok(());
        }
        let Some(workspace) = study.open()? else {
            let shown = study.folder.display();
            study.handling.say(&format!("up to date: `{shown}` holds this study already (--force runs it again)"));
            return tell(&Journal::open(&study.folder).map_err(Error::from)?, &study.folder);
        };
        workspace.tell_what_does_not_fit(self.design);
        let stop = signals::stop_flag()?;
        let perform = || workspace.perform(self.design, Width::Wide, &stop);
        parallel::on_threads(study.handling.threads, perform)??;
        clear(&study.folder)?;
        let written = write(Target::Folder(&study.folder), workspace.journal())?;
        workspace.end(&written)?;
        tell(workspace.journal(), &study.folder)
    }

    /// Runs all again, and compares the tables with those of a folder, which is left as it is.
    ///
    /// # Errors
    /// An interruption, or what the system says.
    pub fn again(&self, folder: &Path, write: &Write<'_>) -> Result<Again, Failure> {
        let stop = signals::stop_flag()?;
        // A file without a name goes with the process, however it ends.
        let store = Journal::anonymous(tempfile::tempfile()?);
        let handling = Handling::of_study(self.options);
        let perform = || study::perform_again(self.design, Width::Wide, &store, (&handling, "runs"), &stop);
        parallel::on_threads(handling.threads, perform)??;
        let written = write(Target::Against(folder), &store)?;
        Ok((self.manifest.clone().with_outputs(&written), written))
    }

    /// Draws the figures of a folder again, into this or another one, from the runs that it keeps.
    ///
    /// # Errors
    /// If it does not keep all of them, or they are of another program or scenario; or what the disk says.
    pub fn draw_again(
        &self,
        (folder, saved): (&Path, &Manifest),
        target: &Path,
        draw: &Write<'_>,
    ) -> Result<Vec<WrittenFile>, Failure> {
        let refused = |why: &str| {
            let shown = folder.display();
            let remedy =
                format!("the same `regimes {}` with --force and --out {shown} makes all of it again", self.kind);
            Err(Failure::Input(format!("the figures of `{shown}` cannot be drawn again: {why}; {remedy}")))
        };
        if self.manifest.identity() != saved.identity() {
            return refused("another version of this program made them, or the scenario has changed since");
        }
        if !folder.join(journal::NAME).is_file() {
            return refused("its runs are not kept there any more (journal.bin is gone)");
        }
        let journal = Journal::open(folder).map_err(Error::from)?;
        if !study::is_whole(self.design, &journal) {
            return refused("journal.bin does not hold all of its runs");
        }
        Ok(draw(Target::Folder(target), &journal)?)
    }

    /// How long the tasks that are left take, in words: "about 12 s".
    #[must_use]
    pub fn about(&self, base: &Scenario, kept: usize) -> String {
        let work: u64 = (kept..self.design.tasks()).map(|task| self.design.work(task)).sum();
        let threads = parallel::threads(self.options.threads) as f64;
        let seconds = work as f64 * seconds_per_resident_week(base) / (1.0 + (threads - 1.0) * USE_OF_THREADS);
        format!("about {}", duration(seconds))
    }

    fn study<'s>(&self, resume_line: &'s str) -> Study<'s> {
        let wanted = self.manifest.clone();
        let usual = || Path::new("output").join(format!("{}-{}", self.kind, &wanted.identity()[..8]));
        let folder = self.options.out.clone().unwrap_or_else(usual);
        let handling = Handling::of_study(self.options);
        Study { folder, wanted, format: Format::Csv, handling, resume_line, noun: "runs" }
    }
}
