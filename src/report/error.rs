//! What can go wrong between a report and the disk, and what to do about it.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Why a report was not written or read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be written.
    #[error("cannot write {}: {source}; {}", path.display(), remedy(source))]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// A file could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// A file does not hold what its name says.
    #[error("cannot understand {}: {reason}; write the folder again with --force", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// There is nothing to report.
    #[error("nothing to write to {file}: {reason}")]
    Empty {
        /// The file that would have been empty.
        file: String,
        /// Why.
        reason: String,
    },
    /// The record and the ensemble are not of the same run.
    #[error("the record does not fit the ensemble: {0}")]
    Mismatch(String),
    /// Somebody asked to stop.
    #[error("interrupted before all was written")]
    Stopped,
    /// A figure could not be drawn.
    #[error("cannot draw the figure {name}: {reason}")]
    Draw {
        /// The figure.
        name: String,
        /// What the drawing library said.
        reason: String,
    },
}

impl Error {
    /// A failure to write a file.
    pub fn writing(path: &Path) -> impl FnOnce(io::Error) -> Error {
        let path = path.to_owned();
        move |source| Error::Write { path, source }
    }

    /// A failure to read a file.
    pub fn reading(path: &Path) -> impl FnOnce(io::Error) -> Error {
        let path = path.to_owned();
        move |source| Error::Read { path, source }
    }
}

fn remedy(source: &io::Error) -> &'static str {
    match source.kind() {
        ErrorKind::StorageFull => "the disk is full: make room, or choose another folder with --out",
        ErrorKind::QuotaExceeded => "your quota is used up: make room, or choose another folder with --out",
        ErrorKind::FileTooLarge => {
            "the file is larger than this system allows: use --format csv.gz, or raise the limit (ulimit -f)"
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "the folder is not writable: choose another with --out"
        }
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            "a file stands where a folder is needed: choose another folder with --out"
        }
        _ => "check the folder, or choose another with --out",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_named_with_the_file_and_the_remedy() {
        let error = Error::writing(Path::new("out/runs.csv"))(ErrorKind::StorageFull.into());
        let text = error.to_string();
        assert!(text.contains("out/runs.csv") && text.contains("make room"), "{text}");
    }
}
