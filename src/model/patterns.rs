//! draft
crate::parameters! {
    /// How alike and how lasting what works is.
    pub struct Parameters {
        /// Probability, for each factor, that a place's pattern differs from the country's.
        place_variation: f64 = 0.10, "probability", 0.0..=0.5, Uncertainty, "A3";
        /// Probability, for each factor, that a resident's pattern differs from the group's.
        personal_variation: f64 = 0.20, "probability", 0.0..=0.5, Uncertainty, "A4";
    }
}
