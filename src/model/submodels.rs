//! The processes of the week, one file each, in the order of [`schedule`](crate::model).
//!
//! A submodel never calls another.
pub mod admission;
pub mod lives;
pub mod seeking;
