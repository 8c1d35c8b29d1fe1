//! draft
pub mod cli;
pub mod model;
pub mod parameters;
pub mod scenario;
pub mod simulation;
pub mod units;
