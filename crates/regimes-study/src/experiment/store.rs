//! Evaluations, kept as they come: one line each, only ever added to, so that nothing is lost and nothing is run twice.

use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// One run of the model at a point of a design, and what it measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// Its number, from 0; also the replicate, and so the luck, of its run.
    pub number: u32,
    /// The wave of the design that it belongs to.
    pub wave: u32,
    /// The values of the parameters.
    pub values: Vec<f64>,
    /// What was measured.
    pub measures: Vec<f64>,
}

/// A file of evaluations.
#[derive(Clone, Debug)]
pub struct Store {
    path: PathBuf,
    header: String,
    values: usize,
}

impl Store {
    /// A file of evaluations over these parameters and measures.
    #[must_use]
    pub fn new(path: &Path, parameters: &[&str], measures: &[&str]) -> Store {
        let mut header = "evaluation,wave".to_owned();
        for name in parameters.iter().chain(measures) {
            let _ = write!(header, ",{name}");
        }
        Store { path: path.to_owned(), header, values: parameters.len() }
    }

    /// Begins an empty file.
    ///
    /// # Errors
    /// What the disk says.
    pub fn begin(&self) -> io::Result<()> {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let part = self.path.with_file_name(format!(".part-{name}"));
        writeln!(File::create(&part)?, "{}", self.header)?;
        std::fs::rename(&part, &self.path)
    }

    /// What the file holds so far; a last line that is not whole is left out, and cut off.
    ///
    /// # Errors
    /// What the disk says, or that the file is of other parameters or measures.
    pub fn read(&self) -> io::Result<Vec<Evaluation>> {
        let text = std::fs::read_to_string(&self.path)?;
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        let mut lines = text[..whole].lines();
        if lines.next() != Some(self.header.as_str()) {
            return Err(io::Error::other("it holds evaluations of other parameters or measures"));
        }
        let read: Option<Vec<Evaluation>> = lines.map(|line| self.evaluation(line)).collect();
        let read = read.ok_or_else(|| io::Error::other("a line of it is not an evaluation"))?;
        OpenOptions::new().write(true).open(&self.path)?.set_len(whole as u64)?;
        Ok(read)
    }

    /// Adds evaluations.
    ///
    /// # Errors
    /// What the disk says.
    pub fn add(&self, evaluations: &[Evaluation]) -> io::Result<()> {
        let mut text = String::new();
        for evaluation in evaluations {
            let _ = write!(text, "{},{}", evaluation.number, evaluation.wave);
            for number in evaluation.values.iter().chain(&evaluation.measures) {
                let _ = write!(text, ",{number}");
            }
            text.push('\n');
        }
        OpenOptions::new().append(true).open(&self.path)?.write_all(text.as_bytes())
    }

    fn evaluation(&self, line: &str) -> Option<Evaluation> {
        let mut cells = line.split(',');
        let (number, wave) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
        let numbers: Option<Vec<f64>> = cells.map(|cell| cell.parse().ok()).collect();
        let mut values = numbers?;
        if values.len() + 2 != self.header.split(',').count() {
            return None;
        }
        let measures = values.split_off(self.values);
        Some(Evaluation { number, wave, values, measures })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_comes_back_and_half_a_line_does_not_count() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("evaluations.csv");
        let store = Store::new(&path, &["a.b"], &["F01", "F02"]);
        store.begin().expect("room");
        let one = Evaluation { number: 0, wave: 1, values: vec![0.1 + 0.2], measures: vec![1.0 / 3.0, f64::INFINITY] };
        let two = Evaluation { number: 1, ..one.clone() };
        store.add(std::slice::from_ref(&one)).expect("room");
        let mut text = std::fs::read_to_string(&path).expect("there");
        text.push_str("1,1,0.3");
        std::fs::write(&path, text).expect("room");
        assert_eq!(store.read().expect("sound"), std::slice::from_ref(&one));
        store.add(std::slice::from_ref(&two)).expect("room");
        assert_eq!(store.read().expect("sound"), [one, two]);
        assert!(Store::new(&path, &["a.c"], &["F01", "F02"]).read().is_err());
    }
}
