//! The processes of the week in four groups, in the order of [`schedule`](crate::model::schedule).
//!
//! A submodel never calls another, of its own group or of another one; within a submodel's folder its files share its
//! work.

pub mod residents;

pub mod service;

pub mod workforce;

pub mod governance;
