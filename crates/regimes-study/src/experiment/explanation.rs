//! Which rule makes the difference: two arms of a scenario, and the arms between them in which some of what differs is as in
//! the one, and the rest as in the other.
//!
//! ```text
//! players   what differs between the arms, by what can change alone       Sides
//!    ▼ mixed      the arm of each coalition of players, all checked       Scenario
//!    ▼ study      every future runs its coalitions on the same luck       Explanation
//!    ▼ values     what the runs left                                      Values
//!    ▼ findings   Shapley values, interactions, walks                     Finding
//!
//! spread    the smallest effect that matters
//! audit     all that differs, with its source, and what exchanging it does   Thing
//! ```

pub mod tasks;
pub mod players;
pub mod mixed;
pub mod audit;
pub mod spread;
pub mod study;
pub mod values;
pub mod findings;
