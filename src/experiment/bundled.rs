//! The files of experiments that are compiled into the program.

use crate::experiment::check;
use crate::experiment::each;
use crate::experiment::file::File;
use crate::experiment::read;
use crate::scenario::problem::Problems;
use crate::scenario::source::{Home, Layer, Source};

macro_rules! files {
    ($( $name:literal ),* $(,)?) => {
        &[ $( ($name, include_str!(concat!("../../scenarios/experiments/", $name, ".toml"))) ),* ]
    };
}

/// Names and texts, one line a file.
pub const FILES: &[(&str, &str)] = files![
    "contingency",
    "known_cases",
    "contests",
    "headline",
    "sceptic",
    "claims_critique",
    "claims_support",
    "claims_money",
    "claims_change",
    "claims_scales",
    "claims_cases",
    "claims_equity",
    "not_represented",
];

/// The claims of the seeds, one a line.
pub const CLAIMS: &str = include_str!("../../scenarios/experiments/claims.csv");

/// All bundled files, read and checked.
///
/// # Errors
/// All problems of all files, together.
pub fn files() -> Result<Vec<File>, Problems> {
    let texts: Vec<(String, String)> =
        FILES.iter().map(|(name, text)| (format!("experiments/{name}.toml"), (*text).to_owned())).collect();
    read_all(&texts)
}

/// Files of experiments from their names and texts, read and checked.
///
/// # Errors
/// All problems of all files, together.
pub fn read_all(texts: &[(String, String)]) -> Result<Vec<File>, Problems> {
    let source = |(name, text): &(String, String)| Source::new(name.clone(), text.clone(), Layer::This, Home::Bundled);
    let sources: Vec<Source> = texts.iter().map(source).collect();
    let mut readings: Vec<read::Reading> = (0..sources.len()).map(|source| read::read(&sources, source)).collect();
    readings.iter_mut().for_each(|reading| each::write_out(&mut reading.file));
    let mut problems: Vec<_> = readings.iter().flat_map(|reading| reading.problems.clone()).collect();
    problems.extend(check::check(&sources, &readings));
    if problems.is_empty() {
        return Ok(readings.into_iter().map(|reading| reading.file).collect());
    }
    Err(Problems::new(problems, sources))
}
