//! An explanation of the difference between two arms: what it is about, and its tables.

pub mod subject;
pub mod tables;
