//! draft
pub mod model;
pub mod parallel;
pub mod parameters;
pub mod randomness;
pub mod simulation;
pub mod units;
