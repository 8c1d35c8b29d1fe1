//! Where results are kept while a study runs, each under the fingerprint of what made it.

use crate::study::fingerprint::Fingerprint;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// A store refuses: which file, and in the system's words why.
#[derive(Debug)]
pub struct Refused {
    /// The file.
    pub path: std::path::PathBuf,
    /// Why.
    pub error: std::io::Error,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.path.display(), self.error)
    }
}

impl std::error::Error for Refused {}

/// Keeps results as bytes.
pub trait Store: Sync {
    /// Whether a result is there.
    fn has(&self, made_by: &Fingerprint) -> bool;

    /// Keeps a result.
    ///
    /// # Errors
    /// If the disk refuses.
    fn put(&self, made_by: &Fingerprint, piece: &[u8]) -> Result<(), Refused>;

    /// The length of a result (byte); none where it is not there.
    fn length(&self, made_by: &Fingerprint) -> Option<u64>;

    /// Some bytes of a result; none where it is not there, or shorter.
    ///
    /// # Errors
    /// If the disk refuses.
    fn part(&self, made_by: &Fingerprint, bytes: Range<u64>) -> Result<Option<Vec<u8>>, Refused>;

    /// A whole result; none where it is not there.
    ///
    /// # Errors
    /// If the disk refuses.
    fn get(&self, made_by: &Fingerprint) -> Result<Option<Vec<u8>>, Refused> {
        self.length(made_by).map_or(Ok(None), |length| self.part(made_by, 0..length))
    }
}

/// Keeps results in memory.
#[derive(Default)]
pub struct Memory(Mutex<BTreeMap<Fingerprint, Arc<[u8]>>>);

impl Memory {
    fn found(&self, made_by: &Fingerprint) -> Option<Arc<[u8]>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(made_by).cloned()
    }
}

impl Store for Memory {
    fn has(&self, made_by: &Fingerprint) -> bool {
        self.found(made_by).is_some()
    }

    fn put(&self, made_by: &Fingerprint, piece: &[u8]) -> Result<(), Refused> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(*made_by, piece.into());
        Ok(())
    }

    fn length(&self, made_by: &Fingerprint) -> Option<u64> {
        self.found(made_by).map(|piece| piece.len() as u64)
    }

    fn part(&self, made_by: &Fingerprint, bytes: Range<u64>) -> Result<Option<Vec<u8>>, Refused> {
        let range = bytes.start as usize..bytes.end as usize;
        Ok(self.found(made_by).and_then(|piece| piece.get(range).map(<[u8]>::to_vec)))
    }
}
