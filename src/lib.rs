//! draft
pub mod model;
pub mod parameters;
pub mod simulation;
pub mod units;
