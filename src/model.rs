//! What exists, what the regimes change, what one week does, what is observed.
pub mod arm;
pub mod outcomes;
pub mod parameters;
pub mod patterns;
pub mod regime;
pub mod town;
