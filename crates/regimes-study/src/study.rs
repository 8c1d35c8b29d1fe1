//! The study engine: what is run, by whom, and how what was run is kept.
//!
//! ```text
//! Override -> Point (a scenario and its overrides) -> Task (point, replicate, arms)
//!    │ design       which tasks there are, and what makes the result of each      Design
//!    ▼ runner       performs the tasks that a store lacks, in parallel            Ended
//!    │ store        keeps each result under the fingerprint of what made it       Memory, Journal
//!    ▼ results      read back from the store, one at a time or a column at a time
//! ```
//!
//! Every command that runs the model is a design on this engine and a judgement of its results. A task is performed once:
//! its fingerprint covers the program's sources, scenario, overrides, seed, replicate and what is recorded.

pub mod fingerprint;
pub mod store;
pub mod point;
pub mod design;
pub mod runner;
pub mod pieces;
pub mod ensembles;
pub mod runs;

/// Folders that results are kept in: locks, journals, files that appear whole.
#[cfg(feature = "files")]
pub mod files;
