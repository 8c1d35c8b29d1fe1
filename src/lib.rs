//! draft
pub mod units;

pub mod parameters;

pub mod model;

pub mod scenario;

pub mod simulation;

pub mod cli;
