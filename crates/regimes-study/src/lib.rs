//! Runs of scenarios, designs of many runs, statistics and verdicts.
//!
//! The modules stand in order of dependency: each uses only those above it.

/// Which program this is: version, commit, and the hash of the sources that decide its numbers.
pub mod program;

/// Means, quantiles, intervals and paired differences; pure.
pub mod statistics;

/// Runs, ensembles, evaluation twins and lives.
pub mod simulation;

/// Questions to the model that take many runs: calibration, experiments, verdicts.
pub mod experiment;
