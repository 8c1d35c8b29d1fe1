//! The names of the files that a calibration leaves.

use regimes_model::model::regime::PRESETS;
use regimes_report::RESOLVED;

/// The points on which experiments are run, under each status quo.
pub const ENSEMBLE: &str = "ensemble.csv";
/// Every run.
pub const EVALUATIONS: &str = "evaluations.csv.gz";
/// What came out of each target.
pub const TARGETS: &str = "targets.csv";
/// What was learned of each parameter.
pub const CONTRACTION: &str = "contraction.csv";
/// What each wave left.
pub const WAVES: &str = "waves.csv";
/// The emulators of each wave.
pub const EMULATORS: &str = "emulators.csv";
/// Which targets cannot be met together.
pub const CONFLICTS: &str = "conflicts.csv";
/// The trial of dose.
pub const DOSE: &str = "dose.csv";
/// The layer that scenarios extend.
pub const BASE: &str = "base.toml";

/// Files of each status quo.
const OF_STATUS_QUO: [&str; 9] = [RESOLVED, EVALUATIONS, TARGETS, CONTRACTION, WAVES, EMULATORS, CONFLICTS, DOSE, BASE];

/// The path of a file of a status quo, below the folder.
#[must_use]
pub fn below(status_quo: &str, file: &str) -> String {
    format!("{status_quo}/{file}")
}

/// Files of a calibration, beside those that every study has.
pub fn files() -> impl Iterator<Item = String> {
    let of_status_quo = |preset: &&str| OF_STATUS_QUO.map(|file| below(preset, file));
    std::iter::once(ENSEMBLE.to_owned()).chain(PRESETS.iter().flat_map(of_status_quo))
}
