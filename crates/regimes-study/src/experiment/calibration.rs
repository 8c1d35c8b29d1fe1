//! Calibration: fits the uncertain parameters to published data on the status quo.
//!
//! ```text
//! scenarios/calibration/england.toml
//!    │ plan         which scenario, which parameters, over which ranges            Plan
//!    ▼ fit          waves of runs, emulators, a posterior                          Fit
//!    │ findings     targets met or missed, ranges contracted, draws                tables
//! ```
//!
//! Only the status quo is run: no two regimes are compared here.

pub mod plan;
pub mod emulator;
pub mod chain;
pub mod fit;
pub mod evaluations;
pub mod findings;
