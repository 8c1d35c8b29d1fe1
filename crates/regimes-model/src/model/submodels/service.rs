//! What a service does with those who ask: admission, allotment of hours, support, closing, and what is recorded of it.

pub mod admission;

pub mod allotment;

pub mod emergency;

pub mod support;

pub mod closing;

pub mod performance;

pub mod flow;

pub mod waste;
