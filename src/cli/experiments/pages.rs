//! Where what was found is put beside the folder of results: a document, and a folder that is kept.

use crate::cli::experiments::options::ExperimentOptions;
use crate::cli::failure::Failure;
use regimes_report::experiment_pages::{self, Page};
use regimes_report::files;
use regimes_scenario::text::{self, Unreadable};
use regimes_study::experiment::subject::Subject;
use std::fs;
use std::path::Path;

/// Checks, before anything is run, that what was found can be put where it is wanted.
///
/// # Errors
/// A document that cannot be read, or a place that is none.
pub fn targets(options: &ExperimentOptions) -> Result<(), Failure> {
    if let Some(path) = &options.write {
        document(path)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            return Err(Failure::Input(format!("`{}` is not a folder: make it first", folder.display())));
        }
    }
    match options.keep.as_ref().filter(|folder| folder.exists() && !folder.is_dir()) {
        Some(file) => Err(Failure::Input(format!("`{}` is a file; choose a folder with --keep", file.display()))),
        None => Ok(()),
    }
}

/// The text of a document; nothing where there is none yet.
#[allow(clippy::disallowed_methods, reason = "whether a document is there")]
fn document(path: &Path) -> Result<String, Unreadable> {
    match text::read(path) {
        Err(error) if error.is_missing && fs::symlink_metadata(path).is_err() => Ok(String::new()),
        read => read,
    }
}

/// Writes the made parts of a document; what else it says stays as it is.
///
/// # Errors
/// If the document cannot be read, or what the disk says.
pub fn write_page(path: &Path, subject: Subject, page: &Page) -> Result<(), Failure> {
    let page = experiment_pages::with_page(&document(path)?, subject, page);
    Ok(files::replace(path, page.as_bytes())?)
}
