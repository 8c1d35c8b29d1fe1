//! The files of experiments that are compiled into the program.

use crate::experiment::check;
use crate::experiment::file::File;
use crate::experiment::read;
use crate::experiment::wildcards;
use regimes_scenario::problem::Problems;
use regimes_scenario::source::{Home, Layer, Source};

macro_rules! files {
    ($( $name:literal ),* $(,)?) => {
        &[ $( ($name, include_str!(concat!("../../../../scenarios/experiments/", $name, ".toml"))) ),* ]
    };
}

/// Names and texts, one line a file.
pub const FILES: &[(&str, &str)] = files![
    "contingency",
    "dominance",
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

/// Names and texts of studies of many points, one line a file.
pub const STUDIES: &[(&str, &str)] =
    files!["flagship_assumptions", "density", "budget_cut", "iso_outcome", "registered", "screening"];

/// The file in which a hostile reviewer writes what is expected.
pub const SCEPTIC: &str = "sceptic";

/// The claims of the seeds, one a line.
pub const CLAIMS: &str = include_str!("../../../../scenarios/experiments/claims.csv");

/// All bundled files as sources.
#[must_use]
pub fn sources() -> Vec<Source> {
    FILES.iter().map(source).collect()
}

/// A bundled study of many points as a source; none where no such one is bundled.
#[must_use]
pub fn study(name: &str) -> Option<Source> {
    STUDIES.iter().find(|(known, _)| *known == name).map(source)
}

fn source((name, text): &(&str, &str)) -> Source {
    Source::new(format!("experiments/{name}.toml"), (*text).to_owned(), Layer::This, Home::Bundled)
}

/// All bundled files, read and checked.
///
/// # Errors
/// All problems of all files, together.
pub fn files() -> Result<Vec<File>, Problems> {
    read_all(sources())
}

/// Files of experiments from their texts, read and checked.
///
/// # Errors
/// All problems of all files, together.
pub fn read_all(sources: Vec<Source>) -> Result<Vec<File>, Problems> {
    let mut readings: Vec<read::Reading> = (0..sources.len()).map(|source| read::read(&sources, source)).collect();
    for (reading, source) in readings.iter_mut().zip(&sources) {
        seen_from(&source.home, &mut reading.file);
        wildcards::write_out(&mut reading.file);
    }
    let mut problems: Vec<_> = readings.iter().flat_map(|reading| reading.problems.clone()).collect();
    problems.extend(check::check(&sources, &readings));
    if problems.is_empty() {
        return Ok(readings.into_iter().map(|reading| reading.file).collect());
    }
    Err(Problems::new(problems, sources))
}

/// Lets files of scenarios be seen from the folder of the file that names them.
fn seen_from(home: &Home, file: &mut File) {
    let experiments = file.experiments.iter_mut().map(|experiment| &mut experiment.scenario);
    for scenario in experiments.chain(file.contests.iter_mut().map(|contest| &mut contest.scenario)) {
        *scenario = home.beside(scenario);
    }
}
