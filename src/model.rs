//! What exists, what the regimes change, what one week does, what is observed.
//!
//! In dependency order: bit patterns, rules, declarations of a town, arms, the ledger, the world, submodels,
//! their parameters, the first world, the week, outcomes.

pub mod arm;
pub mod arrivals;
pub mod flourishing;
pub mod ledger;
pub mod outcomes;
pub mod parameters;
pub mod patterns;
pub mod regime;
pub mod submodels;
pub mod town;
pub mod world;
