//! Compares New Public Management with Human Learning Systems on the same people and the same luck.
//!
//! From a file to results, each arrow a function:
//!
//! ```text
//! scenarios/x.toml
//!    │ scenario::read        text, bases, --set, and where each value was written       File
//!    ▼ scenario::check       all problems together, or                                  Scenario
//!    │ model::initial        people, places, organisations, drawn by address            World, week 0
//!    ▼ model::schedule       week by week: the processes, under the rules of each owner World
//!    │ model::outcomes       one number a row, after each week                          [f64]
//!    ▼ simulation            burn-in once, then every arm from the same snapshot        Trace, Ensemble
//!    │ statistics            quantiles, intervals, paired differences                   Paired
//!    │ experiment            calibration, and questions with verdicts, on many runs     Fit, Row
//!    ▼ report                tables, figures, the record of how they came about         output/x-<hash>/
//!      cli                   the commands
//! ```
//!
//! The modules below stand in order of dependency: each uses only those above it.
//! Types point upwards and data flow downwards, so `model` stands above `scenario`, although a file is read first:
//! a scenario is made of the model's declarations, and the model knows no scenario.
//! Time moves in weeks (assumption A1).
//!
//! The description of the model is `docs/model.md`, the architecture on a page `docs/architecture.md`.
//!
//! # Example
//!
//! Two futures of a village of two thousand, each lived under target-driven and under learning-driven rules:
//!
//! ```
//! use regimes_model::model::outcomes::{OUTCOMES, position};
//! use regimes_study::statistics::Paired;
//! use regimes_study::simulation::control::unattended;
//! use regimes_study::study::ensembles::ensemble;
//!
//! // What a file says, or a bundled scenario, and what is set on top of it.
//! let sets = ["burn_in_weeks=8", "horizon_weeks=40", "replicates=2"].map(Into::into);
//! let scenario = regimes_scenario::load("tiny", &sets).expect("tiny has no problems").scenario;
//!
//! // Each replicate burns in once; then every arm goes on from the same snapshot.
//! let ensemble = ensemble(&scenario, &[0, 1], &unattended());
//! assert_eq!(ensemble.traces.len(), 2 * ensemble.arms.len());
//!
//! // Outcomes are a row a week; here, flourishing of an arm in a week, replicate by replicate.
//! let column = position("flourishing").expect("flourishing is observed");
//! let flourishing = |name: &str, week: usize| -> Vec<f64> {
//!     let arm = ensemble.arms.iter().position(|arm| arm == name);
//!     let runs = ensemble.traces.iter().filter(|run| Some(run.arm) == arm);
//!     runs.map(|run| run.outcomes[week * OUTCOMES.len() + column]).collect()
//! };
//! let hls_less_npm = |week: usize| {
//!     let pairs: Vec<_> = flourishing("npm", week).into_iter().zip(flourishing("hls", week)).collect();
//!     Paired::of(&pairs)
//! };
//!
//! // The same people and the same luck: no pair differs before the arms do.
//! let first = hls_less_npm(0);
//! assert_eq!((first.above, first.below), (0, 0));
//!
//! // Afterwards each future is compared with its own twin, and an estimate has its interval.
//! let last = hls_less_npm(39);
//! assert_eq!(last.difference.n, 2);
//! assert!(last.difference.low <= last.difference.value && last.difference.value <= last.difference.high);
//! ```

/// What a user types.
pub mod cli;
