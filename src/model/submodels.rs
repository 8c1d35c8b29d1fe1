//! The processes of the week, one file each, in the order of [`schedule`](crate::model).
//!
//! A submodel never calls another.

pub mod learning;
pub mod relations;

#[cfg(test)]
pub mod samples;
