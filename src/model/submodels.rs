//! The processes of the week, one file each, in the order of [`schedule`](crate::model).
//!
//! A submodel never calls another.
