//! Calibration: holds the uncertain parameters to published data on the status quo.
//!
//! ```text
//! scenarios/calibration/england.toml
//!    │ plan         which scenario, which targets, which parameters over which ranges            Plan
//!    ▼ matching     waves of runs; what emulators leave of the prior                             Matched (`matched`)
//!    ▼ ensemble     distinct points that nothing rules out, after a last filter; or the least    Ensemble
//!    │              implausible, with what each misses
//!    │ findings     targets met or missed, conflicts, ranges contracted, draws                   tables
//! ```
//!
//! Only the status quo is run: no two regimes are compared here.

pub mod figures;
pub mod goal;
pub mod emulator;
pub mod emulators;
pub mod region;
pub mod matched;
pub mod matching;
pub mod conflicts;
pub mod filter;
pub mod ensemble;
pub mod trial;
pub mod plan;
pub mod evaluations;
pub mod fit;
pub mod findings;

#[cfg(test)]
mod known;
