//! `regimes discover`: when which of two arms wins: a map over two axes, or boxes of uncertain parameters over draws.

pub mod arguments;
pub mod settings;
pub mod map;
pub mod boxes;

use crate::cli::discover::arguments::Arguments;
use crate::cli::experiments::Again;
use crate::cli::failure::Failure;
use regimes_report::files::WrittenFile;
use regimes_report::manifest::Manifest;
use std::num::NonZeroUsize;
use std::path::Path;

/// Runs it.
///
/// # Errors
/// All that is wrong with the scenario, the arms and the axes; a folder that is not to be touched, an interruption, or what
/// the disk says.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.is_over_draws() { boxes::make(arguments) } else { map::make(arguments) }
}

/// Makes the discovery of a folder again, and compares its tables.
///
/// # Errors
/// As [`run`].
pub fn again(folder: &Path, saved: &Manifest, threads: Option<NonZeroUsize>) -> Result<Again, Failure> {
    let mut arguments = Arguments::of_settings(saved);
    arguments.study.threads = threads;
    if arguments.is_over_draws() { boxes::again(folder, &arguments) } else { map::again(folder, &arguments) }
}

/// Draws the figures of a folder again from the runs that it keeps.
///
/// # Errors
/// If it does not keep all of them, or has no figure.
pub fn draw_again(folder: &Path, saved: &Manifest, target: &Path) -> Result<Vec<WrittenFile>, Failure> {
    let arguments = Arguments::of_settings(saved);
    if arguments.is_over_draws() {
        return Err(Failure::Input(format!("`{}` has no figures: boxes are tables", folder.display())));
    }
    map::draw_again((folder, saved), target, &arguments)
}
