//! The model: what exists, what the regimes change, what one week does, and what is observed of it.
//!
//! It reads no file, prints nothing and has no clock; every random draw has an address, so the same parameters, rules
//! and seed give the same numbers on every machine and on any number of threads.
//! The modules stand in order of dependency: each uses only those above it.
//! Time moves in weeks (assumption A1).

#![forbid(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

/// Weeks, shares in sixteen bits, and the few constants of the calendar.
pub mod units;

/// The arithmetic of the weekly pass, eight domains side by side.
pub mod simd;

/// Where each random number comes from: seed, replicate, table, week, agent, word.
pub mod randomness;

/// The only door to threads; no digit depends on how many there are.
pub mod parallel;

/// How a parameter is declared once, with unit, range, default, role and source.
pub mod parameters;

/// The model itself.
pub mod model;
