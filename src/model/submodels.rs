//! The processes of the week, one file each, in the order of [`schedule`](crate::model).
//!
//! A submodel never calls another.
pub mod admission;
pub mod allotment;
pub mod closing;
pub mod costs;
pub mod lives;
pub mod performance;
pub mod seeking;
pub mod support;
