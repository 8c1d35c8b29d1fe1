//! How practice changes, and whose lessons count.

use crate::parameters::NoParameters;

crate::choice! {
    /// How the lessons of many become one.
    pub enum SenseMaking {
        /// Those with authority decide.
        "authority" Authority(NoParameters),
        /// The majority decides.
        "majority" Majority(NoParameters),
        /// Lessons weigh by the record of those who bring them.
        "weighted" Weighted(NoParameters),
        /// Minority views are kept where the votes are close.
        "diverse" Diverse(NoParameters),
    }
}

crate::parameters! {
    /// All records since the last review are pooled at the next.
    pub struct AnnualReview {
        /// Time between reviews of the code.
        review_weeks: u32 = 52, "week", 4.0..=208.0, Lever, "S007";
        /// March's p1: probability that a worker's belief takes one step towards the code in `learning.step_weeks`.
        socialisation: f64 = 0.30, "probability", 0.0..=1.0, Lever, "M14";
        /// March's p2: probability, for each vote of majority, that the code follows.
        code_learning: f64 = 0.5, "probability", 0.0..=1.0, Lever, "M14";
        /// How lessons become one.
        sense_making: SenseMaking = SenseMaking::Authority(NoParameters {});
    }
}

crate::parameters! {
    /// Understand, try, make sense, embed: every few weeks.
    pub struct Cycle {
        /// Time between changes of the code.
        review_weeks: u32 = 6, "week", 1.0..=208.0, Lever, "S117";
        /// March's p1: probability that a worker's belief takes one step towards the code in `learning.step_weeks`.
        socialisation: f64 = 0.06, "probability", 0.0..=1.0, Lever, "M14";
        /// March's p2: probability, for each vote of majority, that the code follows.
        code_learning: f64 = 0.5, "probability", 0.0..=1.0, Lever, "M14";
        /// Share of paid time spent on reflecting together.
        reflection: f64 = 0.05, "share", 0.0..=0.3, Lever, "M12";
        /// Share of direct time spent on trying other ways.
        experiments: f64 = 0.03, "share", 0.0..=0.4, Lever, "M14";
        /// How lessons become one.
        sense_making: SenseMaking = SenseMaking::Weighted(NoParameters {});
    }
}

crate::choice! {
    /// How an organisation's practice changes.
    pub enum Learning {
        /// An annual review and fast socialisation.
        "annual_review" AnnualReview(AnnualReview),
        /// A cycle of a few weeks with reflection, experiments and slow socialisation.
        "cycle" Cycle(Cycle),
    }
}

crate::parameters! {
    /// Every voice weighs the same.
    pub struct EqualVoice {
        /// Share of paid time spent on taking part together with residents.
        participation: f64 = 0.01, "share", 0.0..=0.2, Lever, "M28";
        /// Weight of residents' own lessons beside those of workers.
        lived_experience: f64 = 0.25, "share", 0.0..=1.0, Lever, "M28";
    }
}

crate::parameters! {
    /// Weights between power and equality.
    pub struct WeightedVoice {
        /// 0: by power; 1: all the same.
        equality: f64 = 0.5, "share", 0.0..=1.0, Lever, "M28";
        /// Share of paid time spent on taking part together with residents.
        participation: f64 = 0.005, "share", 0.0..=0.2, Lever, "M28";
    }
}

crate::choice! {
    /// Whose lessons count.
    pub enum Voice {
        /// Lessons weigh by power.
        "by_power" ByPower(NoParameters),
        /// Lessons weigh equally, lived experience included.
        "equal" Equal(EqualVoice),
        /// Something between.
        "weights" Weights(WeightedVoice),
    }
}
