//! What can go wrong between a report and the disk, and what to do about it.

use regimes_study::experiment::sensitivity::Unanalysed;
use regimes_study::study::store::Refused;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Why a report was not written or read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be written.
    #[error("cannot write {}: {}; {}", path.display(), words(source), remedy(source))]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// A file could not be read.
    #[error("cannot read {}: {}; {}", path.display(), words(source), remedy_of_reading(source))]
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
    /// A folder holds results in another format.
    #[error(
        "`{}` holds results of the {} format {format}, written by version {version}, and this program reads format \
         {reads}; use that version, or make them again in another folder",
        folder.display(), if format < reads { "older" } else { "later" }
    )]
    Format {
        /// The folder.
        folder: PathBuf,
        /// Their format.
        format: u32,
        /// The version of the program that wrote them.
        version: String,
        /// The format that is read.
        reads: u32,
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
    #[error("interrupted before everything was written")]
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

impl From<Unanalysed> for Error {
    fn from(unanalysed: Unanalysed) -> Error {
        match unanalysed {
            Unanalysed::Refused(refused) => refused.into(),
            Unanalysed::Design(error) => Error::Mismatch(error.to_string()),
        }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Error {
        Error::Write { path: refused.path, source: refused.error }
    }
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

impl Error {
    /// Whether what was named cannot be used, rather than that the system failed at what it was asked for.
    #[must_use]
    pub fn is_bad_input(&self) -> bool {
        match self {
            Error::Read { .. } | Error::Content { .. } | Error::Format { .. } => true,
            Error::Write { source, .. } => matches!(
                source.kind(),
                ErrorKind::NotADirectory
                    | ErrorKind::AlreadyExists
                    | ErrorKind::IsADirectory
                    | ErrorKind::InvalidFilename
                    | ErrorKind::InvalidInput
                    | ErrorKind::NotFound
            ),
            Error::Empty { .. } | Error::Mismatch(_) | Error::Draw { .. } | Error::Stopped => false,
        }
    }
}

/// The system's words, without its number for them.
#[must_use]
pub fn words(source: &io::Error) -> String {
    let text = source.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}

fn remedy_of_reading(source: &io::Error) -> &'static str {
    match source.kind() {
        ErrorKind::NotFound => "check the name and the folder",
        ErrorKind::PermissionDenied => "get permission to read it (chmod)",
        ErrorKind::NotADirectory => "its path names a folder, but there is a file",
        ErrorKind::IsADirectory => "there is a folder of that name: move it",
        _ => "check the file and the disk",
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
            "there is a file where a folder is needed: choose another folder with --out"
        }
        ErrorKind::IsADirectory => "there is a folder where a file is needed: move it, or choose another name",
        ErrorKind::NotFound => "the folder does not exist: create it first, or choose another",
        ErrorKind::InvalidFilename => "the name is too long for this system: choose a shorter one",
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

    #[test]
    fn numbers_of_the_system_are_not_told() {
        let error = std::fs::create_dir("/").expect_err("it is there");
        let error = Error::writing(Path::new("/"))(error);
        assert!(error.is_bad_input() && !error.to_string().contains("os error"), "{error}");
    }
}
