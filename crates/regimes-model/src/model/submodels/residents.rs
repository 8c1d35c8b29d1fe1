//! What happens to residents: shocks, lives from week to week, and seeking help.

pub mod shocks;

pub mod lives;

pub mod seeking;
