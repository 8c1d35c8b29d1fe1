//! One run from a scenario and a replicate, arm by arm.
//!
//! A replicate burns in once under the status quo; each arm then starts from that snapshot, with the same people,
//! staff, money and luck.

pub mod control;
pub mod trace;
pub mod arms;
pub mod dose;
pub mod run;
pub mod parts;
pub mod recorder;
pub mod counterfactual;
pub mod lives;
pub mod states;
pub mod census;
pub mod cohorts;
pub mod worth;
pub mod trial;
pub mod readmission;
pub mod difference;
pub mod equal_payment;
pub mod replicates;
