//! Results in the forms that other programs read.

pub mod psa;
pub mod psa_readme;
pub mod ro_crate;
