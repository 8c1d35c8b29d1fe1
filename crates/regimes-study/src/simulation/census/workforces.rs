//! Workforces as a census numbers them.

use regimes_model::model::town::Workforce;

/// Workforces.
pub const WORKFORCES: usize = 4;

/// The number of a workforce: care, council, social work, clinic.
#[must_use]
pub fn workforce(of: &Workforce) -> usize {
    match of {
        Workforce::Care(_) => 0,
        Workforce::Council(_) => 1,
        Workforce::SocialWork(_) => 2,
        Workforce::Clinic(_) => 3,
    }
}
