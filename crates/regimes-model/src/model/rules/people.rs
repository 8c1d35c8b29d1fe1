//! How workers are led, and who is hired.

crate::parameters! {
    /// Work is directed and inspected.
    pub struct Command {
        /// Control that a worker feels.
        control: f64 = 0.7, "share", 0.0..=1.0, Lever, "M05";
        /// Supervision of each worker.
        hours_per_week: f64 = 1.0, "hour/week", 0.0..=10.0, Lever, "A33";
    }
}

crate::parameters! {
    /// Teams decide; a coach helps.
    pub struct SelfManaged {
        /// Control that a worker feels.
        control: f64 = 0.15, "share", 0.0..=1.0, Lever, "M05";
        /// Coaching and team time of each worker.
        hours_per_week: f64 = 1.5, "hour/week", 0.0..=10.0, Lever, "A33";
        /// Leaders' support for saying what went wrong.
        safety_support: f64 = 0.7, "share", 0.0..=1.0, Lever, "M17";
    }
}

crate::parameters! {
    /// Something between.
    pub struct MixedManagement {
        /// Control that a worker feels.
        control: f64 = 0.4, "share", 0.0..=1.0, Lever, "M05";
        /// Supervision and coaching of each worker.
        hours_per_week: f64 = 1.2, "hour/week", 0.0..=10.0, Lever, "A33";
        /// Leaders' support for saying what went wrong.
        safety_support: f64 = 0.5, "share", 0.0..=1.0, Lever, "M17";
    }
}

crate::choice! {
    /// How workers are led.
    pub enum Management {
        /// Command and supervision.
        "command" Command(Command),
        /// Self-managed teams with a coach, and psychological safety.
        "self_managed" SelfManaged(SelfManaged),
        /// Mixed.
        "mixed" Mixed(MixedManagement),
    }
}

crate::parameters! {
    /// Whoever can do the work.
    pub struct ForSkills {
        /// Mean time to fill a post.
        weeks_to_fill: f64 = 9.0, "week", 1.0..=52.0, Lever, "M08";
        /// Skill at the start above that of other starters.
        skill_premium: f64 = 0.05, "share", 0.0..=0.5, Uncertainty, "A34";
    }
}

crate::parameters! {
    /// Whoever shares the purpose.
    pub struct ForValues {
        /// Mean time to fill a post.
        weeks_to_fill: f64 = 13.0, "week", 1.0..=52.0, Lever, "M08";
        /// Intrinsic motivation at the start, as a factor.
        motivation_factor: f64 = 1.15, "factor", 1.0..=2.0, Uncertainty, "A34";
    }
}

crate::choice! {
    /// Who is hired. (Higher pay is a switch of its own: `wage_premium` of an arm.)
    pub enum Recruitment {
        /// For skills.
        "for_skills" ForSkills(ForSkills),
        /// For values; posts stand open for longer.
        "for_values" ForValues(ForValues),
    }
}
