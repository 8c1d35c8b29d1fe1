//! Runs of scenarios, designs of many runs, statistics and verdicts.
//!
//! The modules stand in order of dependency: each uses only those above it.

/// Which program this is: version, commit, and the hash of the sources that decide its numbers.
pub mod program;

/// Means, quantiles, intervals and paired differences; designs, screening and sensitivity; pure.
pub mod statistics;

/// One run: burn-in, arms, and whoever looks on.
pub mod simulation;

/// The study engine: designs, the runner, and where results are kept.
pub mod study;

/// Questions to the model that take many runs: calibration, experiments, verdicts.
pub mod experiment;
