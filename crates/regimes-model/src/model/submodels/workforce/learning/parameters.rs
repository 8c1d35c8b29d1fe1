//! The parameters of learning.

use crate::parameters::NoParameters;

crate::choice! {
    /// What a code is.
    pub enum Code {
        /// What votes made it: it follows each review's majority with March's p2, and votes count until they fade.
        "votes" Votes(NoParameters),
        /// Evidence: log-odds that each vote enters once; it states what it is sure of, and counts beside own belief by that.
        "evidence" Evidence(Evidence),
    }
}

crate::parameters! {
    /// How a code holds evidence.
    pub struct Evidence {
        /// Rate at which the log-odds of what was read fade.
        fade_per_year: f64 = 0.05, "1/year", 0.0..=0.5, Uncertainty, "A283";
        /// Log-odds beyond which a code states a factor.
        states_beyond: f64 = 2.5, "log odds", 1.5..=4.0, Uncertainty, "A284";
        /// Greatest log-odds of a factor.
        bound: f64 = 6.0, "log odds", 4.5..=12.0, Constant, "A284";
        /// How far from the threshold of stating to the bound practice stands that is known at the start, or mandated.
        established: f64 = 0.5, "share", 0.01..=1.0, Uncertainty, "A320";
    }
}

crate::parameters! {
    /// How workers and organisations learn.
    pub struct Parameters {
        /// What a code is.
        code: Code = Code::Votes(NoParameters {});
        /// Time between two steps of a worker's belief towards the code.
        step_weeks: u32 = 4, "week", 1.0..=52.0, Constant, "A99";
        /// Share of what the records hold that a review reads.
        read: f64 = 0.6, "share", 0.0..=1.0, Uncertainty, "A80";
        /// Share of what was found that colleagues hear of without any time for reflection.
        informal: f64 = 0.2, "share", 0.0..=1.0, Uncertainty, "A81";
        /// Share of paid time in reflection at which half of the rest is heard too.
        reflection_half: f64 = 0.03, "share", 0.001..=0.3, Uncertainty, "A81";
        /// Log odds that an error is said where there is no safety.
        said_base: f64 = -1.0, "log odds", -4.0..=4.0, Uncertainty, "A82";
        /// How much more it is said for each unit of safety.
        said_slope: f64 = 3.0, "log odds", 0.0..=8.0, Uncertainty, "M17";
        /// Time after which half of what was found counts no more.
        memory_half_life_weeks: f64 = 26.0, "week", 1.0..=520.0, Uncertainty, "A83";
        /// Cases that a unanimous team weighs as much as.
        team_votes: f64 = 8.0, "vote", 0.0..=50.0, Uncertainty, "A84";
        /// Noise of real results seen in one week, in standard deviations between workers; falls with the root of the weeks reviewed.
        result_noise: f64 = 3.0, "standard deviation", 0.0..=20.0, Uncertainty, "A85";
        /// Majority, as a share of all votes, below which votes are close.
        close: f64 = 0.2, "share", 0.0..=1.0, Uncertainty, "A86";
        /// Lessons, each about one factor, in an hour of taking part.
        lived_per_hour: f64 = 4.0, "1/hour", 0.0..=50.0, Uncertainty, "A87";
        /// Share of residents' lessons that does not hold for their group.
        lived_error: f64 = 0.3, "share", 0.0..=0.5, Uncertainty, "A87";
        /// Weight of residents' lessons where voice lies between power and equality, at full equality.
        lived_between: f64 = 0.25, "share", 0.0..=1.0, Uncertainty, "A87";
        /// Direct time that trying one factor takes.
        hours_per_trial: f64 = 10.0, "hour", 0.5..=200.0, Uncertainty, "A88";
        /// Probability that a trial misleads.
        trial_error: f64 = 0.2, "probability", 0.0..=0.5, Uncertainty, "A88";
        /// Growth of absorptive capacity under full learning effort.
        growth_per_year: f64 = 0.24, "1/year", 0.0..=0.6, Uncertainty, "M16";
        /// Share of paid time in reflection and experiments that is half of full effort.
        effort_half: f64 = 0.05, "share", 0.001..=0.5, Uncertainty, "A89";
        /// Rate at which absorptive capacity beyond the base fades.
        fading_per_year: f64 = 0.1, "1/year", 0.0..=2.0, Uncertainty, "A89";
        /// Absorptive capacity of an organisation that makes no effort.
        absorptive_base: f64 = 0.2, "share", 0.0..=1.0, Uncertainty, "A89";
        /// Full conversations that move the estimate of priorities half of the way.
        conversations: f64 = 20.0, "conversation", 0.1..=1000.0, Uncertainty, "A90";
        /// Time between two looks at how peers do.
        look_weeks: u32 = 13, "week", 1.0..=104.0, Constant, "A91";
        /// Lead in reported performance at or above which a peer is copied at the full rate.
        full_gap: f64 = 0.2, "share", 0.01..=1.0, Uncertainty, "A91";
        /// Noise of the lead that is seen.
        look_noise: f64 = 0.1, "share", 0.0..=1.0, Uncertainty, "M35";
        /// Probability that a factor is copied wrongly.
        copy_error: f64 = 0.02, "probability", 0.0..=0.5, Uncertainty, "M15";
    }
}
