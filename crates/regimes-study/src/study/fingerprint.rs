//! What made a result, as a hash: two tasks of the same fingerprint have the same result.

use crate::program;
use sha2::{Digest, Sha256};
use std::fmt;

/// The hash of all that made a result.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub [u8; Fingerprint::BYTES]);

impl Fingerprint {
    /// Its length (byte).
    pub const BYTES: usize = 32;

    /// Begins with the sources of the program, which decide every number.
    #[must_use]
    pub fn begin() -> Hashing {
        Hashing(Sha256::new()).with("program", program::SOURCES)
    }
}

/// A fingerprint that is being taken.
#[derive(Clone)]
pub struct Hashing(Sha256);

impl Hashing {
    /// Adds a named part. The length of each part is hashed as well, so that no two lists of parts run together.
    #[must_use]
    pub fn with(mut self, name: &str, part: impl AsRef<[u8]>) -> Hashing {
        for bytes in [name.as_bytes(), part.as_ref()] {
            self.0.update((bytes.len() as u64).to_le_bytes());
            self.0.update(bytes);
        }
        self
    }

    /// The fingerprint of all parts.
    #[must_use]
    pub fn end(self) -> Fingerprint {
        Fingerprint(self.0.finalize().into())
    }
}

/// In hexadecimal.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_and_its_place_count() {
        let of = |parts: &[(&str, &str)]| {
            let all = parts.iter().fold(Fingerprint::begin(), |hashing, (name, part)| hashing.with(name, part));
            all.end()
        };
        let one = of(&[("seed", "1"), ("replicate", "2")]);
        assert_eq!(one, of(&[("seed", "1"), ("replicate", "2")]));
        for other in [&[("seed", "1"), ("replicate", "3")][..], &[("seed", "12"), ("replicate", "")], &[("seed", "1")]]
        {
            assert_ne!(one, of(other));
        }
    }
}
