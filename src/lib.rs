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
//!    ▼ simulation            burn-in once, then every arm from the same snapshot        Trace
//!    │ study                 the tasks of a design that a store lacks, in parallel      Runs
//!    │ statistics            quantiles, intervals, paired differences                   Paired
//!    │ experiment            calibration, and questions with verdicts, on many runs     Fit, Judgement
//!    ▼ report                tables, figures, the record of how they came about         output/x-<hash>/
//!      cli                   the commands
//! ```
//!
//! The crates `regimes-model`, `regimes-scenario`, `regimes-study` and `regimes-report` hold these layers, each using only
//! those above it; this one is their face and the program.
//! Types point upwards and data flow downwards, so the model stands above scenarios, although a file is read first:
//! a scenario is made of the model's declarations, and the model knows no scenario.
//! Time moves in weeks (assumption A1).
//!
//! The description of the model is `docs/model.md`, the architecture on a page `docs/architecture.md`.
//!
//! # Example
//!
//! Three futures of a village of two thousand, each lived under target-driven and under learning-driven rules:
//!
//! ```
//! let scenario = regimes::load("tiny")?.set("burn_in_weeks", 8).set("horizon_weeks", 40).set("replicates", 3);
//! let results = scenario.run()?;
//!
//! // The same people and the same luck: each future is compared with its own twin.
//! let difference = results.difference("npm", "hls", "flourishing")?;
//! println!("flourishing is higher by {:.4} ({:.4} to {:.4})", difference.by.value, difference.by.low, difference.by.high);
//! assert!(difference.higher + difference.lower <= 3);
//!
//! // No future differs in the week before the arms do.
//! let first = |arm| Ok::<_, regimes::error::Error>(results.arm(arm)?.outcome("flourishing")?.by_week()[0]);
//! assert_eq!(first("npm")?, first("hls")?);
//! # Ok::<(), regimes::error::Error>(())
//! ```
//!
//! A [`study`] runs several points, many replicates, or draws of the uncertain parameters, in memory or in a folder.

use error::Error;
use scenario::Scenario;

/// What can go wrong, in words that can be shown as they are.
pub mod error;

/// Results by the names of arms and outcomes.
pub mod results;

/// A scenario that is read once, and what is changed in it.
mod changed;

/// Many runs: several points, replicates, draws; in memory or in a folder.
pub mod study;

/// A scenario that can be changed and run.
pub mod scenario;

/// What a user types.
#[doc(hidden)]
pub mod cli;

/// Reads and checks a scenario: a bundled name, or a file (with a `/`, or ending in `.toml`).
///
/// ```
/// let scenario = regimes::load("tiny")?;
/// assert!(scenario.arms()?.len() > 1);
/// # Ok::<(), regimes::error::Error>(())
/// ```
///
/// # Errors
/// That it is not there, or all its problems together.
pub fn load(name_or_path: &str) -> Result<Scenario, Error> {
    Scenario::read(name_or_path)
}
