//! Results in the forms that other programs read.

pub mod prices;
pub mod psa_readme;
pub mod psa;
pub mod ro_crate;
