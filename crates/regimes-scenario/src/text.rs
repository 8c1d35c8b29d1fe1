//! Texts of files that a user names: read whole, or refused with the place and what to do.
//!
//! What is not a file (a folder, a pipe, a device), what is far too large, and what is not UTF-8 is reported before
//! anything is made of it.

#![allow(clippy::disallowed_methods, reason = "the one place that reads what a user names")]

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// The largest text that is read (byte).
pub const LARGEST: u64 = 64 << 20;

/// Why a text was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot read `{file}`: {reason}{}{remedy}", if remedy.is_empty() { "" } else { "; " })]
pub struct Unreadable {
    /// The file.
    pub file: String,
    /// Line and column, from 1, of the first byte that is no text; none where the fault has no place.
    pub place: Option<(usize, usize)>,
    /// Why.
    pub reason: String,
    /// What to do about it.
    pub remedy: String,
    /// Whether there is nothing of that name.
    pub is_missing: bool,
}

/// Reads the text of a file.
///
/// # Errors
/// What is wrong with it, with what to do.
pub fn read(path: &Path) -> Result<String, Unreadable> {
    let refused = |reason: String, remedy: &str| Unreadable {
        file: path.display().to_string(),
        place: None,
        reason,
        remedy: remedy.to_owned(),
        is_missing: false,
    };
    let failed = |error: io::Error| {
        let is_missing = error.kind() == ErrorKind::NotFound && fs::symlink_metadata(path).is_err();
        let (reason, remedy) = words(path, &error);
        Unreadable { is_missing, ..refused(reason, remedy) }
    };
    let kind = fs::metadata(path).map_err(failed)?;
    if kind.is_dir() {
        return Err(refused("it is a folder".to_owned(), "name a file in it"));
    }
    if !kind.is_file() {
        let remedy = "write its text into a file, and name that";
        return Err(refused("it is a pipe or a device, not a file".to_owned(), remedy));
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        let reason = format!("it is larger than {} MiB", LARGEST >> 20);
        return Err(refused(reason, "is it the right file? A scenario of a whole country takes a few hundred KiB"));
    }
    decoded(bytes).map_err(|(place, reason, remedy)| Unreadable { place: Some(place), ..refused(reason, &remedy) })
}

/// What the system says of a file that it does not open, in words, and what to do.
fn words(path: &Path, error: &io::Error) -> (String, &'static str) {
    let is_lost_link = fs::symlink_metadata(path).is_ok_and(|link| link.is_symlink());
    match error.kind() {
        ErrorKind::NotFound if is_lost_link => {
            ("it is a link to a file that does not exist".to_owned(), "repair the link, or name the file itself")
        }
        ErrorKind::NotFound => ("there is no such file".to_owned(), "check the name and the folder"),
        ErrorKind::PermissionDenied => ("you may not read it".to_owned(), "ask for the right to read it (chmod)"),
        ErrorKind::NotADirectory => {
            ("its path names a folder, but there is a file".to_owned(), "check the name and the folder")
        }
        _ => (error.to_string(), "check the file and the disk"),
    }
}

/// Place, reason and remedy.
type NotText = ((usize, usize), String, String);

/// The text of bytes in UTF-8; a mark of byte order at the beginning is left out.
fn decoded(bytes: Vec<u8>) -> Result<String, NotText> {
    if let Some(order) = sixteen_bits(&bytes) {
        let remedy = "save it as UTF-8 (\"Save as\", encoding UTF-8); `iconv -f UTF-16 -t UTF-8` does it as well";
        return Err(((1, 1), format!("line 1, column 1: the text is in UTF-16 ({order})"), remedy.to_owned()));
    }
    let text =
        String::from_utf8(bytes).map_err(|error| not_utf8(error.as_bytes(), error.utf8_error().valid_up_to()))?;
    if let Some(at) = text.find('\0') {
        let (line, column) = place(text.as_bytes(), at);
        let reason = format!("line {line}, column {column}: a byte of value 0, which no text file has");
        return Err(((line, column), reason, "is it the right file? Take the byte out, or save it again".to_owned()));
    }
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Which byte comes first in a text of sixteen bits a letter; none where it does not look like one.
fn sixteen_bits(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, ..] => Some("little-endian"),
        [0xfe, 0xff, ..] => Some("big-endian"),
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => Some("little-endian"),
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => Some("big-endian"),
        _ => None,
    }
}

fn not_utf8(bytes: &[u8], at: usize) -> NotText {
    let (line, column) = place(bytes, at);
    let byte = bytes[at];
    let in_latin = match char::from(byte) {
        letter if !letter.is_control() => format!(" (`{letter}` in Latin-1)"),
        _ => String::new(),
    };
    let reason = format!("line {line}, column {column}: the byte 0x{byte:02X}{in_latin} is not UTF-8");
    let remedy = "save it as UTF-8 (\"Save as\", encoding UTF-8); `iconv -f LATIN1 -t UTF-8` does it as well";
    ((line, column), reason, remedy.to_owned())
}

/// Line and column, from 1, of a byte before which all is UTF-8.
fn place(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = String::from_utf8_lossy(&bytes[..at]);
    let before = before.strip_prefix('\u{feff}').unwrap_or(&before);
    let line = before.matches('\n').count() + 1;
    (line, before.rsplit('\n').next().unwrap_or("").chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        fs::write(&path, bytes).unwrap();
        read(&path).map_or_else(|error| error.to_string(), |text| format!("read: {text}"))
    }

    #[test]
    fn the_first_byte_that_is_not_utf8_is_told_with_its_place_and_remedy() {
        let text = told(b"name = \"x\"\nabout = \"caf\xe9\"\n");
        for part in ["a.toml", "line 2, column 13", "0xE9", "`é` in Latin-1", "save it as UTF-8"] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn sixteen_bits_are_known_with_and_without_their_mark() {
        for order in [u16::to_le_bytes, u16::to_be_bytes] {
            for text in ["\u{feff}name = 1\n", "name = 1\n"] {
                let bytes: Vec<u8> = text.encode_utf16().flat_map(order).collect();
                assert!(told(&bytes).contains("UTF-16"), "{text:?}");
            }
        }
    }

    #[test]
    fn a_mark_of_byte_order_is_left_out_and_a_byte_of_nothing_is_told() {
        assert_eq!(told("\u{feff}a = 1".as_bytes()), "read: a = 1");
        assert!(told(b"a = 1\nb\0 = 2").contains("line 2, column 2"));
    }

    #[test]
    fn what_is_too_large_is_not_read() {
        assert!(told(&vec![b'#'; LARGEST as usize + 1]).contains("larger than 64 MiB"));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_refused_with_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let lost = folder.path().join("lost.toml");
        std::os::unix::fs::symlink("nowhere", &lost).unwrap();
        for (path, part) in [
            (folder.path(), "it is a folder"),
            (Path::new("/dev/zero"), "a pipe or a device"),
            (lost.as_path(), "a link to a file that does not exist"),
            (&folder.path().join("gone.toml"), "there is no such file"),
            (Path::new("/dev/null/x.toml"), "its path names a folder"),
        ] {
            let text = read(path).expect_err("no file").to_string();
            assert!(text.contains(part) && text.contains(&path.display().to_string()), "{text}");
        }
    }
}
