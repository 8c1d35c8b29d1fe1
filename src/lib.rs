//! draft
pub mod model;
pub mod parameters;
pub mod statistics;
pub mod simulation;
pub mod report;
pub mod units;
