//! Files that appear whole or not at all.
//!
//! A file is written under a temporary name in its folder and renamed when it is complete, and its SHA-256 is
//! taken on the way. Results that are made again to be compared are written nowhere: what is there is read alongside.

#![allow(clippy::disallowed_methods, reason = "the one place that writes results, each whole or not at all")]

use crate::error::Error;
use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Where files go.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// Into a folder.
    Folder(&'a Path),
    /// Nowhere: each is compared with the file of that name in a folder, which is left as it is.
    Against(&'a Path),
}

impl<'a> Target<'a> {
    /// The folder.
    #[must_use]
    pub fn folder(self) -> &'a Path {
        match self {
            Target::Folder(folder) | Target::Against(folder) => folder,
        }
    }

    /// Makes the folder, or one below it, where files go into it.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn prepare(self, below: &str) -> Result<(), Error> {
        match self {
            Target::Folder(folder) => make_folder(&folder.join(below)),
            Target::Against(_) => Ok(()),
        }
    }
}

/// The first line in which a file that is made again differs from the one that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferingLine {
    /// Its number, from 1.
    pub number: usize,
    /// As it is there; none where the file ends before.
    pub saved: Option<String>,
    /// As it is made now; none where it is made no more.
    pub now: Option<String>,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFile {
    /// Its path below the folder, with `/`.
    pub name: String,
    /// Its size (byte).
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
    /// Where it was compared: the first line that differs.
    pub differs: Option<DifferingLine>,
}

/// How tables are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    #[default]
    Csv,
    /// Compressed, without a time stamp.
    CsvGz,
}

impl Format {
    /// How the name of a table ends.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::CsvGz => "csv.gz",
        }
    }
}

/// Where a table's text goes.
pub type Text<'a> = &'a mut dyn Write;

/// Writes a file by `fill`: into a folder under a temporary name that is replaced when it is whole, or nowhere.
///
/// # Errors
/// If the disk refuses, or `fill` does.
pub fn write(
    target: Target,
    name: &str,
    format: Format,
    fill: impl FnOnce(Text) -> Result<(), Error>,
) -> Result<WrittenFile, Error> {
    let path = target.folder().join(name);
    if let Target::Against(_) = target {
        let mut compared = Comparing::with(&path, format);
        let hashing = Hashing { inner: io::sink(), hash: Sha256::new(), bytes: 0 };
        let whole = filled(hashing, &path, format, |text| fill(&mut Both(&mut compared, text)))?;
        return Ok(WrittenFile { differs: compared.end(), ..whole.written(name) });
    }
    let part = part_of(&path);
    let written = fill_part(&part, name, format, fill).and_then(|written| {
        fs::rename(&part, &path).map_err(Error::writing(&path))?;
        Ok(written)
    });
    if written.is_err() {
        // The first failure is the one to tell; a part that cannot be removed either is of no account.
        let _ = fs::remove_file(&part);
    }
    written
}

/// Writes a file at once.
///
/// # Errors
/// If the disk refuses.
pub fn write_bytes(target: Target, name: &str, bytes: &[u8]) -> Result<WrittenFile, Error> {
    let path = target.folder().join(name);
    write(target, name, Format::Csv, |text| text.write_all(bytes).map_err(Error::writing(&path)))
}

/// Replaces a file that is not of a folder of results, or makes it: what stands there stays whole until all is written.
///
/// Where the path is a link, the file that it leads to is replaced; who may read and write it stays as it was.
///
/// # Errors
/// If the disk refuses.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let part = part_of(&target);
    let written =
        write_part(&target, &part, bytes).and_then(|()| fs::rename(&part, &target).map_err(Error::writing(path)));
    if written.is_err() {
        // The first failure is the one to tell; a part that cannot be removed either is of no account.
        let _ = fs::remove_file(&part);
    }
    written
}

/// Makes a file that is not there yet; it appears whole.
///
/// # Errors
/// If it is there already, or the disk refuses.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(Error::writing(path)(io::ErrorKind::AlreadyExists.into()));
    }
    let part = part_of(path);
    let written = write_part(path, &part, bytes);
    // A link is made only where nothing stands; where a disk knows no links, the name is taken as it was found: free.
    let made = written.and_then(|()| match fs::hard_link(&part, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            fs::rename(&part, path).map_err(Error::writing(path))
        }
        linked => linked.map_err(Error::writing(path)),
    });
    // Of no account: it is gone already, or cannot be removed.
    let _ = fs::remove_file(&part);
    made
}

fn write_part(target: &Path, part: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut file = File::create(part).map_err(Error::writing(part))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(Error::writing(part))?;
    match fs::metadata(target) {
        Ok(known) => fs::set_permissions(part, known.permissions()).map_err(Error::writing(part)),
        Err(_) => Ok(()),
    }
}

/// What temporary names begin with.
pub const PART: &str = ".part-";

/// The temporary name of a path; it keeps the ending, by which some encoders choose their format.
#[must_use]
pub fn part_of(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{PART}{name}"))
}

/// Makes a folder and those above it.
///
/// # Errors
/// If the disk refuses.
pub fn make_folder(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(Error::writing(folder))
}

/// The bytes of a file.
///
/// # Errors
/// If it cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(Error::reading(path))
}

/// The SHA-256 of bytes, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The SHA-256 of a file, in hexadecimal.
///
/// # Errors
/// If it cannot be read.
pub fn sha256_of_file(path: &Path) -> Result<String, Error> {
    let mut file = File::open(path).map_err(Error::reading(path))?;
    let mut hashing = Hashing { inner: io::sink(), hash: Sha256::new(), bytes: 0 };
    io::copy(&mut file, &mut hashing).map_err(Error::reading(path))?;
    Ok(hexadecimal(&hashing.hash.finalize()))
}

fn fill_part(
    part: &Path,
    name: &str,
    format: Format,
    fill: impl FnOnce(Text) -> Result<(), Error>,
) -> Result<WrittenFile, Error> {
    let hashing = Hashing { inner: File::create(part).map_err(Error::writing(part))?, hash: Sha256::new(), bytes: 0 };
    filled(hashing, part, format, fill).map(|whole| whole.written(name))
}

/// Fills what takes bytes, packed or not.
fn filled<W: Write>(
    hashing: Hashing<W>,
    path: &Path,
    format: Format,
    fill: impl FnOnce(Text) -> Result<(), Error>,
) -> Result<Hashing<W>, Error> {
    let mut plain = BufWriter::with_capacity(1 << 16, hashing);
    match format {
        Format::Csv => fill(&mut plain)?,
        Format::CsvGz => {
            let mut packed = zipper(&mut plain);
            fill(&mut packed)?;
            packed.finish().map_err(Error::writing(path))?;
        }
    }
    plain.into_inner().map_err(|error| Error::writing(path)(error.into_error()))
}

impl<W> Hashing<W> {
    /// The file that was written under a name.
    fn written(self, name: &str) -> WrittenFile {
        let sha256 = hexadecimal(&self.hash.finalize());
        WrittenFile { name: name.to_owned(), bytes: self.bytes, sha256, differs: None }
    }
}

/// Writes to two at once.
struct Both<'a>(&'a mut Comparing, Text<'a>);

impl Write for Both<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.1.write(bytes)?;
        self.0.take(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.1.flush()
    }
}

/// Compares a text that is made now with a file, line by line, up to the first that differs.
struct Comparing {
    saved: Option<Box<dyn BufRead>>,
    number: usize,
    line: Vec<u8>,
    found: Option<DifferingLine>,
}

impl Comparing {
    /// With the file of a path; a file that cannot be read has no line that differs.
    fn with(path: &Path, format: Format) -> Comparing {
        let open = |file: File| -> Box<dyn BufRead> {
            match format {
                Format::Csv => Box::new(BufReader::with_capacity(1 << 16, file)),
                Format::CsvGz => Box::new(BufReader::with_capacity(1 << 16, GzDecoder::new(file))),
            }
        };
        Comparing { saved: File::open(path).ok().map(open), number: 0, line: Vec::new(), found: None }
    }

    fn take(&mut self, bytes: &[u8]) {
        if self.saved.is_none() || self.found.is_some() {
            return;
        }
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend(part);
            if part.ends_with(b"\n") {
                let line = std::mem::take(&mut self.line);
                self.compare(Some(line));
            }
        }
    }

    fn compare(&mut self, now: Option<Vec<u8>>) {
        let (Some(saved), None) = (&mut self.saved, &self.found) else { return };
        self.number += 1;
        let mut line = Vec::new();
        let read = saved.read_until(b'\n', &mut line).unwrap_or(0);
        let saved = (read > 0).then_some(line);
        if saved != now {
            let text =
                |line: Option<Vec<u8>>| line.map(|line| String::from_utf8_lossy(line.trim_ascii_end()).into_owned());
            self.found = Some(DifferingLine { number: self.number, saved: text(saved), now: text(now) });
        }
    }

    /// The first line that differs, the end of the shorter text among them.
    fn end(mut self) -> Option<DifferingLine> {
        if !self.line.is_empty() {
            let line = std::mem::take(&mut self.line);
            self.compare(Some(line));
        }
        if self.found.is_none() {
            self.compare(None);
        }
        self.found
    }
}

fn zipper<W: Write>(inner: W) -> GzEncoder<W> {
    // Time and system stay out of the header, so the same rows give the same bytes.
    GzBuilder::new().mtime(0).operating_system(255).write(inner, Compression::fast())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Passes bytes on and takes their hash.
struct Hashing<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.inner.write(bytes)?;
        self.hash.update(&bytes[..taken]);
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_fails_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let failed = write(Target::Folder(folder.path()), "runs.csv", Format::Csv, |text| {
            text.write_all(b"half").unwrap();
            Err(Error::Mismatch("stopped".to_owned()))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn the_hash_taken_on_the_way_is_that_of_the_file() {
        let folder = tempfile::tempdir().unwrap();
        for (name, format) in [("a.csv", Format::Csv), ("a.csv.gz", Format::CsvGz)] {
            let written = write(Target::Folder(folder.path()), name, format, |text| {
                text.write_all(b"week\n1\n").map_err(Error::writing(Path::new(name)))
            });
            let path = folder.path().join(name);
            assert_eq!(written.unwrap().sha256, sha256_of_file(&path).unwrap());
        }
        assert_eq!(sha256(b"week\n1\n"), sha256_of_file(&folder.path().join("a.csv")).unwrap());
    }

    #[test]
    fn what_is_compared_is_written_nowhere_and_its_first_other_line_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let target = Target::Folder(folder.path());
        for (name, format) in [("a.csv", Format::Csv), ("a.csv.gz", Format::CsvGz)] {
            let fill = |text: &'static str| {
                move |to: Text| to.write_all(text.as_bytes()).map_err(Error::writing(Path::new("a")))
            };
            let saved = write(target, name, format, fill("x\n1\n2\n")).unwrap();
            let before = fs::read_dir(folder.path()).unwrap().count();
            let again = |text| write(Target::Against(folder.path()), name, format, fill(text)).unwrap();
            assert_eq!(again("x\n1\n2\n"), saved);
            let line = |text| again(text).differs.map(|line| (line.number, line.saved, line.now));
            assert_eq!(line("x\n1\n"), Some((3, Some("2".to_owned()), None)));
            assert_eq!(line("x\n3\n2\n"), Some((2, Some("1".to_owned()), Some("3".to_owned()))));
            assert_eq!(line("x\n1\n2\n4"), Some((4, None, Some("4".to_owned()))));
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), before);
        }
    }

    #[test]
    fn a_compressed_file_carries_no_time() {
        let folder = tempfile::tempdir().unwrap();
        write(Target::Folder(folder.path()), "a.gz", Format::CsvGz, |_| Ok(())).unwrap();
        let bytes = fs::read(folder.path().join("a.gz")).unwrap();
        assert_eq!(bytes[4..8], [0; 4]);
    }

    #[test]
    fn a_file_is_made_only_where_nothing_stands() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("town.toml");
        create(&path, b"one").unwrap();
        assert!(create(&path, b"two").is_err_and(|error| error.is_bad_input()));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_replaced_file_keeps_its_place_behind_a_link_and_its_rights() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("page.md"), folder.path().join("link.md"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        symlink("page.md", &link).unwrap();
        replace(&link, b"new").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        fs::create_dir(folder.path().join(".part-page.md")).unwrap();
        assert!(replace(&file, b"lost").is_err());
        assert_eq!(fs::read(&file).unwrap(), b"new");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_an_error_that_says_to_make_room() {
        let folder = tempfile::tempdir().unwrap();
        let part = part_of(&folder.path().join("runs.csv"));
        std::os::unix::fs::symlink("/dev/full", &part).unwrap();
        let error = write_bytes(Target::Folder(folder.path()), "runs.csv", &[b'x'; 100_000]).unwrap_err();
        assert!(error.to_string().contains("make room"), "{error}");
        assert!(!part.exists() && !folder.path().join("runs.csv").exists());
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_named() {
        let error = write_bytes(Target::Folder(Path::new("/proc/nowhere")), "runs.csv", b"").unwrap_err();
        assert!(error.to_string().contains("/proc/nowhere/.part-runs.csv"), "{error}");
    }
}
