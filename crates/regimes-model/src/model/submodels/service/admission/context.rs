//! What admission reads in a week.

use crate::model::patterns;
use crate::model::patterns::factors::Pattern;
use crate::model::submodels::service::admission::parameters::Parameters;
use crate::model::world::constants::Constants;
use crate::randomness::Randomness;
use crate::units::Week;

/// What admission in a place reads in a week.
pub struct AdmissionContext<'a> {
    /// What does not change during a run.
    pub constants: &'a Constants,
    /// How organisations admit.
    pub p: &'a Parameters,
    /// How alike and how lasting what works is.
    pub patterns: &'a patterns::Parameters,
    /// All draws.
    pub randomness: &'a Randomness,
    /// The week.
    pub week: Week,
    /// Probability that a factor of a resident's own pattern has turned since the first week.
    pub turned: f64,
    /// What works in the country.
    pub country: Pattern,
    /// Standard deviation of the transient part of observed need.
    pub noise: f32,
}
