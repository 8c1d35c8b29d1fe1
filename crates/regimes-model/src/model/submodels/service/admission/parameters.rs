//! The parameters of admission.

crate::parameters! {
    /// How organisations admit.
    pub struct Parameters {
        /// Need at or above which a case takes a domain in.
        opens_from: f64 = 0.25, "share", 0.0..=1.0, Uncertainty, "A144";
        /// Share of the factors that an assessment sees.
        assessment_sees: f64 = 0.20, "share", 0.0..=1.0, Uncertainty, "A145";
        /// Standard deviation of the error of an assessed severity.
        assessment_error: f64 = 0.08, "share", 0.0..=0.5, Uncertainty, "A145";
        /// Weekly probability that somebody of full need who waits asks again.
        asks_again: f64 = 0.05, "1/week", 0.0..=0.35, Uncertainty, "M09";
        /// Time on a list before anybody does.
        patient_weeks: u32 = 4, "week", 0.0..=52.0, Uncertainty, "A213";
        /// Probability that a hand-off is lost between organisations without trust.
        hand_off_loss: f64 = 0.25, "probability", 0.0..=1.0, Uncertainty, "M19";
        /// Hand-offs after which nobody hands on any more.
        most_hand_offs: u32 = 3, "hand-off", 0.0..=10.0, Constant, "A146";
        /// Trust between organisations at or above which partners act in one case.
        joint_from: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "A147";
        /// How strongly money at risk turns selection and attention away from severe need.
        creaming: f64 = 2.0, "factor", 0.0..=10.0, Uncertainty, "M04";
        /// Least attention that a parked case gets.
        parked: f64 = 0.1, "share", 0.0..=1.0, Uncertainty, "M04";
        /// Relationship at the start, at full trust.
        first_relationship: f64 = 0.15, "share", 0.0..=1.0, Uncertainty, "A148";
        /// Trust lost by being refused.
        trust_lost_refused: f64 = 0.06, "share", 0.0..=1.0, Uncertainty, "A149";
        /// Severity below which a lapsed or refused need does not come back as failure demand.
        failure_from: f64 = 0.20, "share", 0.0..=1.0, Uncertainty, "M09";
        /// Weight of the clock in the order of a list, under full attention to it.
        clock: f64 = 0.0, "share", 0.0..=1.0, Uncertainty, "A278";
        /// Probability of a brief contact in the last weeks before somebody is late, under full attention.
        bunch: f64 = 0.0, "probability", 0.0..=1.0, Uncertainty, "A279";
        /// Share of a need that a brief contact takes away.
        brief_helps: f64 = 0.02, "share", 0.0..=0.1, Uncertainty, "A279";
    }
}
