//! The names of the files that a calibration leaves.

/// Tables of a calibration, beside those that every study has.
pub const FILES: [&str; 6] =
    ["evaluations.csv", "targets.csv", "contraction.csv", "waves.csv", "posterior.csv", "base.toml"];
