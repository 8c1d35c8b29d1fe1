//! One writer a folder: a lock that the system takes back when its holder ends, however it ends.

#![allow(clippy::disallowed_methods, reason = "a file that says who writes to a folder")]

use crate::study::store::Refused;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// The file that is locked, in the folder.
pub const NAME: &str = ".lock";

/// A folder that this process alone writes to, until it is dropped.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
}

/// Why a folder cannot be locked.
#[derive(Debug)]
pub enum Busy {
    /// Somebody else writes to it: who.
    Held(String),
    /// The disk refuses.
    Refused(Refused),
}

impl Lock {
    /// Locks a folder for a process that says what it does, as `regimes run tiny`.
    ///
    /// # Errors
    /// Who holds it, or what the disk says.
    pub fn take(folder: &Path, purpose: &str) -> Result<Lock, Busy> {
        let path = folder.join(NAME);
        let refused = |error| Busy::Refused(Refused { path: path.clone(), error });
        loop {
            let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
            let mut file = opened.map_err(refused)?;
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => return Err(Busy::Held(holder(&mut file))),
                Err(TryLockError::Error(error)) => return Err(refused(error)),
                Ok(()) => {}
            }
            // Whoever held it before may have removed the file after it was opened here.
            if is_at(&file, &path).map_err(refused)? {
                let text = format!("process {}, `{purpose}`", std::process::id());
                file.set_len(0).and_then(|()| file.write_all(text.as_bytes())).map_err(refused)?;
                return Ok(Lock { file, path });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The file goes while it is still locked, so that nobody finds it unlocked and then gone; what cannot be removed
        // is of no account, since the lock ends with the process.
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

/// Who holds a lock, as it says itself.
fn holder(file: &mut File) -> String {
    let mut text = String::new();
    let read = file.rewind().and_then(|()| file.read_to_string(&mut text));
    if read.is_ok() && !text.is_empty() { text } else { "another process".to_owned() }
}

/// Whether a path still leads to an open file.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let own = file.metadata()?;
    match fs::metadata(path) {
        Ok(there) => Ok((there.dev(), there.ino()) == (own.dev(), own.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether a path still leads to an open file: elsewhere a file that is open is not removed.
#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> io::Result<bool> {
    Ok(path.exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_writer_and_is_free_when_it_ends() {
        let folder = tempfile::tempdir().unwrap();
        let lock = Lock::take(folder.path(), "regimes run tiny").unwrap();
        match Lock::take(folder.path(), "regimes run town") {
            Err(Busy::Held(who)) => assert!(who.contains("`regimes run tiny`") && who.contains("process"), "{who}"),
            other => panic!("{other:?}"),
        }
        drop(lock);
        assert!(!folder.path().join(NAME).exists());
        // A file that nobody holds, as a killed process leaves it, keeps nobody out.
        fs::write(folder.path().join(NAME), "process 1, `regimes run tiny`").unwrap();
        assert!(Lock::take(folder.path(), "regimes run tiny").is_ok());
    }
}
