//! draft

pub mod units;

pub mod randomness;

pub mod parallel;

pub mod parameters;

pub mod model;

pub mod scenario;

pub mod simulation;

pub mod cli;
