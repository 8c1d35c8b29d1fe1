//! The parameters of all submodels, by submodel.
use crate::model::patterns;

crate::parameters! {
    /// The parameters of all submodels.
    pub struct Parameters {
        /// How alike and how lasting what works is.
        patterns: patterns::Parameters;
    }
}
