//! The parameters of paradigms.

crate::parameters! {
    /// How rows of rules are taken up and given up.
    pub struct Parameters resolved Coefficients {
        /// Belief in the learning paradigm of leaders, commissioners and government at the start.
        first_belief: f64 = 0.2, "share", 0.0..=1.0, Uncertainty, "M29";
        /// Share by which effectiveness falls when an organisation changes all of its own rules.
        dip: f64 = 0.10, "share", 0.0..=0.5, Uncertainty, "M33";
        /// Time in which half of the dip is gone.
        dip_weeks: f64 = 13.0, "week", 1.0..=104.0, Uncertainty, "M33";
        /// Share of that which an organisation feels when its commissioner changes all of its rules.
        contract_dip: f64 = 0.3, "share", 0.0..=1.0, Uncertainty, "A118";
        /// Fidelity to changed rules at once after a change, as a share of what it comes to.
        first_fidelity: f64 = 0.6, "share", 0.0..=1.0, Uncertainty, "A119";
        /// Time in which half of the fidelity that is lacking is learned.
        fidelity_weeks: f64 = 26.0, "week", 1.0..=260.0, Uncertainty, "M33";
        /// Weight of seeing that what is delivered does not fit.
        mismatch_weight: f64 = 0.5, "weight", 0.0..=3.0, Uncertainty, "A120";
        /// Weight of time that goes into the measure only, or into gaming.
        gaming_weight: f64 = 0.5, "weight", 0.0..=3.0, Uncertainty, "A120";
        /// Weight of what is reported and not true.
        report_weight: f64 = 0.5, "weight", 0.0..=3.0, Uncertainty, "A120";
        /// Weight of being led otherwise than one holds right.
        led_weight: f64 = 0.3, "weight", 0.0..=3.0, Uncertainty, "A120";
        /// Time in which dissonance goes half of the way to its gap.
        dissonance_weeks: f64 = 26.0, "week", 1.0..=260.0, Uncertainty, "A120";
        /// Share of dissonance that is voiced without any platform.
        unheard: f64 = 0.4, "share", 0.0..=1.0, Uncertainty, "A121";
        /// Share of dissonance that an own decision to adopt takes away.
        relief: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "A121";
        /// Time between two looks at others.
        look_weeks: u32 = 4, "week", 1.0..=52.0, Constant, "A122";
        /// Trust at or above which others' work is visible.
        visible_trust: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "A122";
        /// Difference in true effect that convinces whoever sees it as much as any can.
        notable: f64 = 0.1, "share", 0.001..=1.0, Uncertainty, "A123";
        /// Rate at which seen results move conviction.
        experience_per_year: f64 = 1.0, "1/year", 0.0..=10.0, Uncertainty, "S070";
        /// Rate at which arguments move conviction, where all dissonance is voiced.
        argument_per_year: f64 = 0.1, "1/year", 0.0..=10.0, Uncertainty, "S070";
        /// Rate at which leaders' belief follows their workers' where it is safe to speak.
        inside_per_year: f64 = 0.5, "1/year", 0.0..=10.0, Uncertainty, "A124";
        /// Share of a threshold that a full platform takes away.
        validation: f64 = 0.3, "share", 0.0..=0.6, Uncertainty, "M29";
        /// Dissonance below which nobody changes.
        least_dissonance: f64 = 0.1, "share", 0.0..=1.0, Uncertainty, "A125";
        /// Rate at which practice follows, for the convinced.
        follows_per_year: f64 = 1.5, "1/year", 0.0..=20.0, Uncertainty, "A125";
        /// Rate of first steps without anyone to follow, for the most fed up, curious and brave.
        first_steps_per_year: f64 = 0.2, "1/year", 0.0..=5.0, Uncertainty, "S072";
        /// Share of these rates that is left where the money rules have not changed.
        unpermitted: f64 = 0.3, "share", 0.0..=1.0, Uncertainty, "A125";
        /// Rate of going back where the money rules have not changed (M29: 0.02 a month).
        reverts_per_year: f64 = 0.24, "1/year", 0.0..=5.0, Uncertainty, "M29";
        /// Rate of going back where they have (M29: 0.005 a month).
        reverts_with_money_per_year: f64 = 0.06, "1/year", 0.0..=5.0, Uncertainty, "M29";
        /// Rate at which a commissioner follows most of its organisations; 0 keeps the money rules.
        commissioner_follows_per_year: f64 = 1.0, "1/year", 0.0..=20.0, Uncertainty, "A126";
        /// Rate at which government follows most commissioners.
        government_follows_per_year: f64 = 0.5, "1/year", 0.0..=20.0, Uncertainty, "A126";
        /// Weight of perceived control beside real results.
        control_weight: f64 = 0.6, "share", 0.0..=1.0, Uncertainty, "M38";
        /// Probability of withdrawal for each share of public trust lost, where nothing speaks against it.
        withdrawal: f64 = 2.0, "probability", 0.0..=20.0, Uncertainty, "A127";
    }
}
