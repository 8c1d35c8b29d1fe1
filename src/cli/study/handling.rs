//! How a study was asked to treat its folder, and what it tells.

use crate::cli::options::{Progress, RunOptions, StudyOptions};
use crate::cli::output;
use regimes_model::parallel;

/// How a study treats its folder, and what it tells.
#[derive(Clone, Debug, Default)]
pub struct Handling {
    /// Replaces what another study left in the folder.
    pub force: bool,
    /// Goes on where one was interrupted.
    pub resume: bool,
    /// Only says what would be run.
    pub dry_run: bool,
    /// Says nothing but errors.
    pub quiet: bool,
    /// How progress is shown.
    pub progress: Progress,
    /// Threads.
    pub threads: usize,
}

impl Handling {
    /// How `run` was asked to treat its folder.
    #[must_use]
    pub fn of(options: &RunOptions) -> Handling {
        Handling {
            force: options.force,
            resume: options.resume,
            dry_run: options.dry_run,
            quiet: options.quiet,
            progress: options.progress,
            threads: parallel::threads(options.threads),
        }
    }

    /// How a study of many runs was asked to treat its folder.
    #[must_use]
    pub fn of_study(options: &StudyOptions) -> Handling {
        Handling {
            force: options.force,
            resume: options.resume,
            dry_run: options.dry_run,
            quiet: options.quiet,
            progress: options.progress,
            threads: parallel::threads(options.threads),
        }
    }

    /// Tells a message unless nothing is to be told.
    pub fn say(&self, text: &str) {
        if !self.quiet {
            output::say(text);
        }
    }
}
