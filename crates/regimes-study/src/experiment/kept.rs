//! Numbers of units that are whole, kept line by line: what an interrupted run leaves, and a resumed one takes up.

use regimes_model::units::MISSING;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Mutex;

/// The file in the folder of a run.
pub const NAME: &str = "units.jsonl";

/// Numbers of units by unit and number of the draw.
pub type Numbers = BTreeMap<(usize, u32), Vec<f64>>;

/// The first line: of what the others are.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
struct Head {
    plan: String,
}

/// A unit that is whole.
#[derive(Serialize, Deserialize)]
struct Line {
    unit: usize,
    draw: u32,
    values: Vec<Option<f64>>,
}

/// The open file.
pub struct Kept {
    file: Mutex<File>,
}

/// What a folder holds.
#[derive(Debug, PartialEq)]
pub enum Found {
    /// Nothing.
    Nothing,
    /// Numbers of the same plan.
    Same(Numbers),
    /// Numbers of another plan.
    Other,
}

/// Looks at what a folder holds; half a line does not count.
///
/// # Errors
/// If something is there and cannot be read.
pub fn look(folder: &Path, plan: &str) -> io::Result<Found> {
    let bytes = match fs::read(folder.join(NAME)) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(Found::Nothing);
        }
        read => read?,
    };
    let text = String::from_utf8_lossy(&bytes);
    let mut lines = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
    let head = lines.next().and_then(|line| serde_json::from_str(line).ok());
    if head != Some(Head { plan: plan.to_owned() }) {
        return Ok(Found::Other);
    }
    let mut numbers = Numbers::new();
    for line in lines.filter_map(|line| serde_json::from_str::<Line>(line).ok()) {
        let values = line.values.into_iter().map(|value| value.unwrap_or(MISSING)).collect();
        numbers.insert((line.unit, line.draw), values);
    }
    Ok(Found::Same(numbers))
}

impl Kept {
    /// Begins to keep numbers of a plan, those from before among them.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn begin(folder: &Path, plan: &str, before: &Numbers) -> io::Result<Kept> {
        fs::create_dir_all(folder)?;
        let part = folder.join(format!(".part-{NAME}"));
        let mut text = serde_json::to_string(&Head { plan: plan.to_owned() })? + "\n";
        for (&(unit, draw), values) in before {
            text.push_str(&line(unit, draw, values)?);
        }
        fs::write(&part, text)?;
        fs::rename(&part, folder.join(NAME))?;
        let file = OpenOptions::new().append(true).open(folder.join(NAME))?;
        Ok(Kept { file: Mutex::new(file) })
    }

    /// Keeps a unit.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn keep(&self, unit: usize, draw: u32, values: &[f64]) -> io::Result<()> {
        let line = line(unit, draw, values)?;
        let mut file = self.file.lock().map_err(|_| io::Error::other("another thread broke while it wrote"))?;
        file.write_all(line.as_bytes())
    }
}

fn line(unit: usize, draw: u32, values: &[f64]) -> io::Result<String> {
    let values = values.iter().map(|value| value.is_finite().then_some(*value)).collect();
    Ok(serde_json::to_string(&Line { unit, draw, values })? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_and_half_a_line_does_not() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(look(folder.path(), "a").unwrap(), Found::Nothing);
        let kept = Kept::begin(folder.path(), "a", &Numbers::new()).unwrap();
        kept.keep(3, 7, &[0.1 + 0.2, f64::NAN]).unwrap();
        let path = folder.path().join(NAME);
        let text = fs::read_to_string(&path).unwrap() + "{\"unit\":4,\"draw\":7,\"val";
        fs::write(&path, text).unwrap();
        let Found::Same(numbers) = look(folder.path(), "a").unwrap() else { panic!("the same plan") };
        assert_eq!(numbers.len(), 1);
        assert!(numbers[&(3, 7)][0] == 0.1 + 0.2 && numbers[&(3, 7)][1].is_nan());
        assert_eq!(look(folder.path(), "b").unwrap(), Found::Other);
        let lost = folder.path().join("lost");
        fs::create_dir_all(lost.join(NAME)).unwrap();
        assert!(look(&lost, "a").is_err(), "what is there and cannot be read is not nothing");

        let kept = Kept::begin(folder.path(), "a", &numbers).unwrap();
        kept.keep(4, 7, &[1.0]).unwrap();
        let Found::Same(numbers) = look(folder.path(), "a").unwrap() else { panic!("the same plan") };
        assert_eq!(numbers.keys().copied().collect::<Vec<_>>(), [(3, 7), (4, 7)]);
    }
}
