//! What exists, what the regimes change, what one week does, what is observed.
//!
//! In dependency order.

pub mod columns;

pub mod totals;

pub mod patterns;

pub mod rules;

pub mod regime;

pub mod owners;

pub mod town;

pub mod arm;

pub mod ledger;

pub mod flourishing;

pub mod world;

pub mod arrivals;

pub mod screening;

pub mod submodels;

pub mod parameters;

pub mod initial;

pub mod schedule;

pub mod outcomes;

#[cfg(test)]
pub mod fixtures;
