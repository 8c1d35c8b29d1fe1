//! The processes of the week, one file each, in the order of [`schedule`](crate::model::schedule).
//!
//! A submodel never calls another.

pub mod shocks;

pub mod lives;

pub mod seeking;

pub mod admission;

pub mod allotment;

pub mod effort;

pub mod support;

pub mod closing;

pub mod performance;

pub mod strain;

pub mod staffing;

pub mod learning;

pub mod relations;

pub mod accountability;

pub mod contracting;

pub mod government;

pub mod paradigms;

pub mod costs;

#[cfg(test)]
pub mod samples;

#[cfg(test)]
pub mod hamlet;
