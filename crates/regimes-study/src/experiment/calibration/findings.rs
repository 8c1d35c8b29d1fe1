//! What a calibration found, as tables.

pub mod draws;
pub mod ranges;
pub mod runs;
