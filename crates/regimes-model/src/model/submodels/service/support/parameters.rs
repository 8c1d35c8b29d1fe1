//! The parameters of support.

crate::parameters! {
    /// What contact does.
    pub struct Parameters {
        /// Share of a need that an hour of fitting help by full skill takes away.
        effect_per_hour: f64 = 0.15, "1/hour", 0.0..=0.5, Uncertainty, "A158";
        /// Most of a need that a week's help can take away.
        most_per_week: f64 = 0.5, "share", 0.0..=1.0, Constant, "A158";
        /// How much more an hour helps in a full relationship.
        gamma: f64 = 0.8, "factor", 0.0..=1.5, Uncertainty, "M10";
        /// Growth of the relationship in an hour of contact.
        relationship_grows: f64 = 0.035, "1/hour", 0.0..=0.5, Uncertainty, "M10";
        /// Share of the relationship that fades in a week.
        relationship_fades: f64 = 0.012, "1/week", 0.0..=0.2, Uncertainty, "M10";
        /// Share of the relationship's growth that trauma takes away.
        trauma_slows: f64 = 0.4, "share", 0.0..=1.0, Uncertainty, "M10";
        /// Factors found out in an hour of listening, at half a relationship.
        finds_per_hour: f64 = 2.0, "factor/hour", 0.0..=20.0, Uncertainty, "A159";
        /// Probability that what was found is wrong, at no skill and no relationship.
        errs: f64 = 0.20, "probability", 0.0..=0.5, Uncertainty, "A160";
        /// Growth of understanding of the person's own priorities in an hour of listening.
        hears_per_hour: f64 = 0.25, "1/hour", 0.0..=2.0, Uncertainty, "S077";
        /// Time to act on something found out.
        design_hours: f64 = 0.4, "hour/factor", 0.0..=6.0, Uncertainty, "M13";
        /// Execution error of what is made for one person.
        error: f64 = 0.12, "share", 0.0..=0.5, Uncertainty, "M36";
        /// Share of the error that a standard, followed with full fidelity, takes away.
        standard_saves: f64 = 0.4, "share", 0.0..=1.0, Uncertainty, "M36";
        /// Exponent by which volume makes a standard package cheaper.
        scale: f64 = 0.10, "exponent", 0.0..=0.3, Uncertainty, "M13";
        /// Volume at which a package costs what it costs.
        scale_unit: f64 = 50.0, "case", 1.0..=10000.0, Constant, "M13";
        /// Effect of a worker outside the worker's own domain.
        generalist: f64 = 0.75, "share", 0.5..=1.0, Uncertainty, "A161";
        /// How far other needs stand in the way of help in a domain.
        coupling: f64 = 1.0, "factor", 0.0..=5.0, Uncertainty, "A162";
        /// Growth of agency in an hour in which the person's own goals lead.
        strengthens_per_hour: f64 = 0.004, "1/hour", 0.0..=0.1, Uncertainty, "S056";
        /// Loss of agency in an hour in which they do not.
        depends_per_hour: f64 = 0.001, "1/hour", 0.0..=0.1, Uncertainty, "A163";
        /// Growth of ties in an hour of help to the whole person.
        connects_per_hour: f64 = 0.001, "1/hour", 0.0..=0.1, Uncertainty, "M23";
        /// Change of trust in services in an hour of help, by how well it fits.
        trust_per_hour: f64 = 0.006, "1/hour", 0.0..=0.1, Uncertainty, "A164";
    }
}
