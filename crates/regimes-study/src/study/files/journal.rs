//! The journal of a folder: results as they come, in one file that is only added to.
//!
//! ```text
//! frame = mark (8) | length of the piece (4) | fingerprint of what made it (32) | checksum (16) | piece
//! ```
//!
//! A frame says what made its piece and whether it is whole. What is not whole is passed over and named, and the next
//! frame is looked for behind it; nothing of it is adopted and nothing is deleted. A frame that ends with the file before
//! it is whole was being written when the process ended: it is cut off, and its task is done again.
//! What was added is brought to the disk each second and at the end.

#![allow(clippy::disallowed_methods, reason = "a file that is only added to")]

use crate::study::fingerprint::Fingerprint;
use crate::study::store::{Refused, Store};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The file in the folder.
pub const NAME: &str = "journal.bin";

/// What every frame begins with; bytes that no text has, so that a frame is found behind what is damaged.
const MARK: [u8; 8] = *b"\x89rgm\r\n\x1a\n";
/// Bytes of the checksum.
const CHECKSUM: usize = 16;
/// Bytes before the piece.
const BEFORE: usize = MARK.len() + 4 + Fingerprint::BYTES + CHECKSUM;
/// The longest piece (byte): what says that it is longer is damaged.
const LONGEST: u32 = 1 << 30;
/// How long what was added may wait before it is brought to the disk.
const UNSYNCED: Duration = Duration::from_secs(1);
/// Bytes that are looked through at a time for the next frame.
const STRETCH: usize = 1 << 20;

/// What a journal is of: the first frame, and the last one of its kind counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The kind of study, as `run`.
    pub study: String,
    /// What is studied, in words.
    pub about: String,
    /// What tells the study from any other.
    pub fingerprint: String,
    /// The commit of the program.
    pub commit: String,
}

/// The fingerprint of heads: no result has it.
const OF_HEAD: Fingerprint = Fingerprint([0; Fingerprint::BYTES]);

/// A journal that is open.
pub struct Journal {
    path: PathBuf,
    state: Mutex<State>,
    /// Bytes that are passed over.
    damaged: Vec<Range<u64>>,
}

struct State {
    file: File,
    /// Where the next frame goes.
    end: u64,
    synced: Instant,
    places: BTreeMap<Fingerprint, Range<u64>>,
    head: Option<Head>,
}

impl Journal {
    /// Opens the journal of a folder, or begins one.
    ///
    /// # Errors
    /// What the disk says.
    pub fn open(folder: &Path) -> Result<Journal, Refused> {
        let path = folder.join(NAME);
        let refused = refusing(&path);
        let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = opened.map_err(&refused)?;
        let found = Found::of(&mut file).map_err(&refused)?;
        if let Some(torn) = found.torn {
            file.set_len(torn).map_err(&refused)?;
        }
        let end = file.seek(SeekFrom::End(0)).map_err(&refused)?;
        let state = State { file, end, synced: now(), places: found.places, head: found.head };
        Ok(Journal { path, state: Mutex::new(state), damaged: found.damaged })
    }

    /// What the journal of a folder is of; none where there is none, or none that says so.
    ///
    /// # Errors
    /// What the disk says.
    pub fn head_in(folder: &Path) -> Result<Option<Head>, Refused> {
        let path = folder.join(NAME);
        match File::open(&path) {
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
            Err(error) => Err(refusing(&path)(error)),
            Ok(mut file) => Found::of(&mut file).map(|found| found.head).map_err(refusing(&path)),
        }
    }

    /// The fingerprints of all results that the journal of a folder holds; nothing is written.
    ///
    /// # Errors
    /// What the disk says.
    pub fn held_in(folder: &Path) -> Result<BTreeSet<Fingerprint>, Refused> {
        let path = folder.join(NAME);
        let found = File::open(&path).and_then(|mut file| Found::of(&mut file)).map_err(refusing(&path))?;
        Ok(found.places.into_keys().collect())
    }

    /// A journal in an empty file that has no name, and goes with the process.
    #[must_use]
    pub fn anonymous(file: File) -> Journal {
        let state = State { file, end: 0, synced: now(), places: BTreeMap::new(), head: None };
        Journal { path: PathBuf::from("(a file without a name)"), state: Mutex::new(state), damaged: Vec::new() }
    }

    /// Says what the journal is of from here on.
    ///
    /// # Errors
    /// What the disk says.
    pub fn begin(&self, head: &Head) -> Result<(), Refused> {
        let text = serde_json::to_vec(head).unwrap_or_default();
        if self.state().head.as_ref() != Some(head) {
            self.put(&OF_HEAD, &text)?;
            self.state().head = Some(head.clone());
        }
        Ok(())
    }

    /// Brings all that was added to the disk.
    ///
    /// # Errors
    /// What the disk says.
    pub fn sync(&self) -> Result<(), Refused> {
        self.state().sync().map_err(refusing(&self.path))
    }

    /// Stretches of the file that hold no whole frame; they are passed over.
    #[must_use]
    pub fn damaged(&self) -> &[Range<u64>] {
        &self.damaged
    }

    /// The fingerprints of all results that it holds.
    #[must_use]
    pub fn held(&self) -> Vec<Fingerprint> {
        self.state().places.keys().copied().collect()
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn add(&mut self, made_by: &Fingerprint, piece: &[u8]) -> io::Result<()> {
        let length = u32::try_from(piece.len()).ok().filter(|length| *length <= LONGEST);
        let length = length.ok_or_else(|| io::Error::other("a result is too large to be kept"))?;
        let mut frame = Vec::with_capacity(BEFORE + piece.len());
        frame.extend(MARK);
        frame.extend(length.to_le_bytes());
        frame.extend(made_by.0);
        frame.extend(checksum(made_by, piece));
        frame.extend(piece);
        let written = self.file.seek(SeekFrom::Start(self.end)).and_then(|_| self.file.write_all(&frame));
        if let Err(error) = written {
            // What was written of the frame goes, so that the journal ends with a whole one.
            let _ = self.file.set_len(self.end);
            return Err(error);
        }
        let from = self.end + BEFORE as u64;
        self.end = from + u64::from(length);
        if *made_by != OF_HEAD {
            self.places.insert(*made_by, from..self.end);
        }
        if self.synced.elapsed() >= UNSYNCED { self.sync() } else { Ok(()) }
    }

    fn sync(&mut self) -> io::Result<()> {
        self.synced = now();
        self.file.sync_data()
    }
}

impl Store for Journal {
    fn has(&self, made_by: &Fingerprint) -> bool {
        self.state().places.contains_key(made_by)
    }

    fn put(&self, made_by: &Fingerprint, piece: &[u8]) -> Result<(), Refused> {
        self.state().add(made_by, piece).map_err(refusing(&self.path))
    }

    fn length(&self, made_by: &Fingerprint) -> Option<u64> {
        self.state().places.get(made_by).map(|place| place.end - place.start)
    }

    fn part(&self, made_by: &Fingerprint, bytes: Range<u64>) -> Result<Option<Vec<u8>>, Refused> {
        let mut state = self.state();
        let Some(place) = state.places.get(made_by).cloned() else { return Ok(None) };
        if bytes.start > bytes.end || place.start + bytes.end > place.end {
            return Ok(None);
        }
        let mut part = vec![0; (bytes.end - bytes.start) as usize];
        let read = state.file.seek(SeekFrom::Start(place.start + bytes.start));
        read.and_then(|_| state.file.read_exact(&mut part)).map_err(refusing(&self.path))?;
        Ok(Some(part))
    }
}

/// What a file holds.
#[derive(Default)]
struct Found {
    places: BTreeMap<Fingerprint, Range<u64>>,
    head: Option<Head>,
    damaged: Vec<Range<u64>>,
    /// Where a frame begins that was not finished.
    torn: Option<u64>,
}

impl Found {
    fn of(file: &mut File) -> io::Result<Found> {
        let length = file.seek(SeekFrom::End(0))?;
        let (mut found, mut at) = (Found::default(), 0);
        while at < length {
            if let Some((made_by, piece)) = frame_at(file, at, length)? {
                let from = at + BEFORE as u64;
                at = from + piece.len() as u64;
                if made_by == OF_HEAD {
                    found.head = serde_json::from_slice(&piece).ok();
                } else {
                    found.places.insert(made_by, from..at);
                }
                continue;
            }
            match next_frame(file, at + 1, length)? {
                Some(next) => {
                    found.damaged.push(at..next);
                    at = next;
                }
                None if is_begun(file, at, length)? => {
                    found.torn = Some(at);
                    break;
                }
                None => {
                    found.damaged.push(at..length);
                    break;
                }
            }
        }
        Ok(found)
    }
}

/// The frame at a place; none where no whole one is.
fn frame_at(file: &mut File, at: u64, length: u64) -> io::Result<Option<(Fingerprint, Vec<u8>)>> {
    let Some(before) = bytes_at(file, at, BEFORE as u64, length)? else { return Ok(None) };
    let (mark, rest) = before.split_at(MARK.len());
    let (size, rest) = rest.split_at(4);
    let (made_by, sum) = rest.split_at(Fingerprint::BYTES);
    let size = u32::from_le_bytes(size.try_into().unwrap_or_default());
    if mark != MARK || size > LONGEST {
        return Ok(None);
    }
    let Some(piece) = bytes_at(file, at + BEFORE as u64, u64::from(size), length)? else { return Ok(None) };
    let made_by = Fingerprint(made_by.try_into().unwrap_or_default());
    Ok((checksum(&made_by, &piece)[..] == *sum).then_some((made_by, piece)))
}

/// The place of the next whole frame from a place on.
fn next_frame(file: &mut File, from: u64, length: u64) -> io::Result<Option<u64>> {
    let mut at = from;
    while at + BEFORE as u64 <= length {
        let size = (STRETCH as u64).min(length - at);
        let Some(bytes) = bytes_at(file, at, size, length)? else { return Ok(None) };
        for place in bytes.windows(MARK.len()).enumerate().filter(|(_, window)| *window == MARK).map(|(n, _)| n) {
            let place = at + place as u64;
            if frame_at(file, place, length)?.is_some() {
                return Ok(Some(place));
            }
        }
        // A mark that stands across two stretches is found in the second.
        at += (size - MARK.len() as u64 + 1).max(1);
    }
    Ok(None)
}

/// Whether what stands at a place is the beginning of a frame that the file is too short for.
fn is_begun(file: &mut File, at: u64, length: u64) -> io::Result<bool> {
    let left = length - at;
    let some = left.min((MARK.len() + 4) as u64);
    let Some(bytes) = bytes_at(file, at, some, length)? else { return Ok(false) };
    let marked = bytes.iter().zip(MARK).all(|(byte, mark)| *byte == mark || byte == &0);
    let begins = bytes.iter().zip(MARK).all(|(byte, mark)| *byte == mark);
    match bytes.get(MARK.len()..).and_then(|size| size.try_into().ok()) {
        Some(size) => Ok(begins && left < BEFORE as u64 + u64::from(u32::from_le_bytes(size))),
        None => Ok(marked),
    }
}

/// Bytes of a file at a place; none where it is shorter.
fn bytes_at(file: &mut File, at: u64, size: u64, length: u64) -> io::Result<Option<Vec<u8>>> {
    if at + size > length {
        return Ok(None);
    }
    let mut bytes = vec![0; size as usize];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut bytes)?;
    Ok(Some(bytes))
}

fn checksum(made_by: &Fingerprint, piece: &[u8]) -> [u8; CHECKSUM] {
    let whole = Sha256::new().chain_update(made_by.0).chain_update(piece).finalize();
    let mut sum = [0; CHECKSUM];
    sum.copy_from_slice(&whole[..CHECKSUM]);
    sum
}

fn refusing(path: &Path) -> impl Fn(io::Error) -> Refused + use<> {
    let path = path.to_owned();
    move |error| Refused { path: path.clone(), error }
}

#[expect(clippy::disallowed_methods, reason = "decides when bytes go to the disk, and reaches no result")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn named(n: u8) -> Fingerprint {
        Fingerprint([n + 1; 32])
    }

    fn with(pieces: &[&[u8]]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(folder.path()).unwrap();
        for (n, piece) in (0..).zip(pieces) {
            journal.put(&named(n), piece).unwrap();
        }
        journal.sync().unwrap();
        let path = folder.path().join(NAME);
        (folder, path)
    }

    fn held(folder: &Path) -> (Vec<u8>, usize) {
        let journal = Journal::open(folder).unwrap();
        (journal.held().iter().map(|made_by| made_by.0[0] - 1).collect(), journal.damaged().len())
    }

    #[test]
    fn what_is_put_comes_back_whole_and_in_parts() {
        let (folder, _) = with(&[b"one", b"", b"three"]);
        let journal = Journal::open(folder.path()).unwrap();
        assert_eq!(journal.get(&named(2)).unwrap().unwrap(), b"three");
        assert_eq!(journal.part(&named(2), 1..3).unwrap().unwrap(), b"hr");
        assert_eq!(journal.get(&named(1)).unwrap().unwrap(), b"");
        assert!(journal.part(&named(0), 1..4).unwrap().is_none() && journal.get(&named(7)).unwrap().is_none());
    }

    #[test]
    fn one_wrong_byte_costs_one_piece_wherever_it_is() {
        let (folder, path) = with(&[b"one", b"two", b"three"]);
        let sound = fs::read(&path).unwrap();
        let ends = [BEFORE + 3, 2 * BEFORE + 6, 3 * BEFORE + 11];
        for (at, _) in sound.iter().enumerate() {
            let mut bytes = sound.clone();
            bytes[at] ^= 0x40;
            fs::write(&path, bytes).unwrap();
            let lost = ends.iter().position(|end| at < *end).unwrap() as u8;
            let left: Vec<u8> = (0..3).filter(|n| *n != lost).collect();
            assert_eq!(held(folder.path()).0, left, "byte {at}");
        }
    }

    #[test]
    fn a_frame_that_was_not_finished_is_cut_off_and_the_rest_stays() {
        let (folder, path) = with(&[b"one", b"two"]);
        let sound = fs::read(&path).unwrap();
        for end in BEFORE + 4..sound.len() {
            fs::write(&path, &sound[..end]).unwrap();
            assert_eq!(held(folder.path()), (vec![0], 0), "{end}");
            assert_eq!(fs::metadata(&path).unwrap().len(), (BEFORE + 3) as u64, "{end}");
        }
    }

    #[test]
    fn what_is_added_behind_damage_is_found() {
        let (folder, path) = with(&[b"one"]);
        let mut bytes = fs::read(&path).unwrap();
        bytes[BEFORE] = b'0';
        bytes.extend(b"no frame at all");
        fs::write(&path, bytes).unwrap();
        Journal::open(folder.path()).unwrap().put(&named(5), b"later").unwrap();
        assert_eq!(held(folder.path()), (vec![5], 1));
    }

    #[test]
    fn the_last_head_counts() {
        let (folder, _) = with(&[b"one"]);
        let head = |about: &str| Head {
            study: "run".to_owned(),
            about: about.to_owned(),
            fingerprint: String::new(),
            commit: String::new(),
        };
        for about in ["tiny", "town", "town"] {
            Journal::open(folder.path()).unwrap().begin(&head(about)).unwrap();
        }
        assert_eq!(Journal::head_in(folder.path()).unwrap(), Some(head("town")));
        assert_eq!(Journal::head_in(Path::new("/nowhere")).unwrap(), None);
        assert_eq!(held(folder.path()), (vec![0], 0));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_disk_that_refuses_is_named() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/dev/full", folder.path().join(NAME)).unwrap();
        let journal = Journal::open(folder.path());
        let refused = journal.and_then(|journal| journal.put(&named(0), b"piece")).unwrap_err();
        assert!(refused.to_string().contains(NAME), "{refused}");
    }
}
