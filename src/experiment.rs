//! Questions to the model that take many runs.

pub mod design;
pub mod store;
pub mod calibration;
