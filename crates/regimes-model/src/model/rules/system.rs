//! How organisations deal with each other, and what government does.

use crate::parameters::NoParameters;

crate::parameters! {
    /// Somebody's work is to let organisations learn and act together.
    pub struct Stewarded {
        /// Stewards in a place, for each twenty organisations.
        stewards_fte: f64 = 1.0, "FTE per 20 organisations", 0.0..=20.0, Lever, "M32";
        /// How well they do it.
        skill: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "S080";
        /// Share of organisations that each is linked with.
        linking: f64 = 0.3, "share", 0.0..=1.0, Lever, "M15";
        /// Share of the stewards' time spent on outside actors, upstream.
        upstream: f64 = 0.3, "share", 0.0..=1.0, Lever, "A32";
        /// Share of paid time that workers spend on acting together.
        joint_work: f64 = 0.02, "share", 0.0..=0.2, Lever, "M12";
    }
}

crate::choice! {
    /// How organisations deal with each other.
    pub enum Collaboration {
        /// By contract.
        "contracts" Contracts(NoParameters),
        /// Stewarded, by trust.
        "stewarded" Stewarded(Stewarded),
        /// Not at all.
        "none" None(NoParameters),
    }
}

crate::parameters! {
    /// One practice and targets for all.
    pub struct Mandate {
        /// Share of the gap to the mandated practice that an organisation's code closes in a year, where inspectors reach all.
        push_per_year: f64 = 0.6, "1/year", 0.0..=2.0, Lever, "M37";
        /// Inspectors for each place.
        staff_fte_per_place: f64 = 0.5, "FTE", 0.0..=20.0, Lever, "A35";
        /// Demand for control at the start.
        control: f64 = 0.6, "share", 0.0..=1.0, Uncertainty, "M38";
    }
}

crate::parameters! {
    /// A government that does not claim to know best.
    pub struct Humble {
        /// Supports places to learn.
        supports: bool = true;
        /// Links places with each other.
        links: bool = true;
        /// Changes structures where many report the same barrier.
        restructures: bool = true;
        /// Central staff for this, for each place.
        staff_fte_per_place: f64 = 0.5, "FTE", 0.0..=20.0, Lever, "A35";
    }
}

crate::choice! {
    /// What national government does.
    pub enum Government {
        /// Mandates.
        "mandate" Mandate(Mandate),
        /// Supports, links, restructures.
        "humble" Humble(Humble),
        /// Stays away.
        "absent" Absent(NoParameters),
    }
}
