//! draft

pub mod units;

pub mod lanes;

pub mod randomness;

pub mod parallel;

pub mod parameters;

pub mod statistics;

pub mod model;

pub mod scenario;

pub mod simulation;

pub mod report;

pub mod cli;
