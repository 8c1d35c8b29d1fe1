//! How organisations answer for what they do, and what they write down for others.

use crate::parameters::NoParameters;

crate::parameters! {
    /// Targets for a predefined indicator, reviewed at fixed dates.
    pub struct Targets {
        /// Level of reported performance that the first contract asks for.
        level: f64 = 0.60, "share", 0.0..=1.0, Lever, "A20";
        /// Time between reviews.
        review_weeks: u32 = 52, "week", 4.0..=208.0, Lever, "S007";
        /// Share of reported over-performance that the next target takes in (ratchet).
        ratchet: f64 = 0.5, "share", 0.0..=1.0, Lever, "M03";
        /// Yearly growth of the target.
        growth_per_year: f64 = 0.02, "1/year", 0.0..=0.10, Lever, "M03";
        /// Incentive that the stake in meeting the target puts on a worker, where intrinsic motivation is 1.
        stake: f64 = 0.5, "incentive", 0.0..=2.0, Lever, "M01";
        /// Probability that a reported success is checked.
        audit: f64 = 0.05, "probability", 0.0..=0.5, Lever, "M03";
        /// Number of indicators; each further one covers more of what matters and costs reporting hours.
        indicators: u32 = 1, "indicator", 1.0..=12.0, Lever, "A21";
        /// Waiting beyond which somebody counts as late; 0: waiting is no target and nobody watches it.
        wait_weeks: u32 = 0, "week", 0.0..=104.0, Lever, "A274";
        /// Share of those with a clock that is to be within it.
        wait_level: f64 = 0.92, "share", 0.0..=1.0, Lever, "A274";
        /// Time of each worker, with a delivery unit, for improving how work is done; none where waiting is no target.
        improvement_hours: f64 = 0.0, "hour/week", 0.0..=3.0, Lever, "A357";
    }
}

crate::parameters! {
    /// Targets that are published but carry no consequence.
    pub struct TargetsWithoutStake {
        /// Level of reported performance that is aimed at.
        level: f64 = 0.60, "share", 0.0..=1.0, Lever, "A20";
        /// Time between reviews.
        review_weeks: u32 = 52, "week", 4.0..=208.0, Lever, "S007";
        /// Number of indicators.
        indicators: u32 = 1, "indicator", 1.0..=12.0, Lever, "A21";
    }
}

crate::parameters! {
    /// A regular conversation among peers about what was learned.
    pub struct Dialogue {
        /// Incentive that being seen by peers puts on a worker.
        peer: f64 = 0.15, "incentive", 0.0..=1.0, Uncertainty, "M34";
        /// Angle between what peers see and what matters.
        peer_angle_degrees: f64 = 25.0, "degree", 0.0..=180.0, Uncertainty, "A22";
        /// Time of each worker in dialogue.
        hours_per_week: f64 = 0.4, "hour/week", 0.0..=5.0, Lever, "A23";
        /// Time between dialogues.
        review_weeks: u32 = 13, "week", 1.0..=104.0, Lever, "A23";
        /// Waiting beyond which somebody counts as late; 0: nobody watches who waits.
        wait_weeks: u32 = 0, "week", 0.0..=104.0, Lever, "A274";
        /// Pull of the share that is late, where flow is measured for learning.
        learn: f64 = 0.25, "share", 0.0..=0.5, Uncertainty, "A274";
    }
}

crate::parameters! {
    /// Counting for learning, without consequence for anyone.
    pub struct Measurement {
        /// Time of each worker for counting.
        hours_per_week: f64 = 0.4, "hour/week", 0.0..=5.0, Lever, "A23";
        /// Time between looks at the counts.
        review_weeks: u32 = 13, "week", 1.0..=104.0, Lever, "A23";
        /// Waiting beyond which somebody counts as late; 0: nobody watches who waits.
        wait_weeks: u32 = 0, "week", 0.0..=104.0, Lever, "A274";
        /// Pull of the share that is late, where flow is measured for learning.
        learn: f64 = 0.25, "share", 0.0..=0.5, Uncertainty, "A274";
    }
}

crate::choice! {
    /// How organisations answer for what they do.
    pub enum Accountability {
        /// Targets for an indicator, with a stake, a ratchet and an audit.
        "targets" Targets(Targets),
        /// Targets that are published without a stake.
        "targets_without_stake" TargetsWithoutStake(TargetsWithoutStake),
        /// A learning dialogue with peers.
        "dialogue" Dialogue(Dialogue),
        /// Measurement for learning.
        "measurement" Measurement(Measurement),
        /// Nobody asks.
        "none" None(NoParameters),
    }
}

/// How an organisation watches its waiting time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Watched {
    /// Waiting beyond which somebody counts as late (week).
    pub weeks: u32,
    /// What hangs on being within it.
    pub stake: f32,
    /// Share that is to be within it.
    pub level: f32,
    /// Pull of the share that is late, where flow is measured for learning.
    pub learn: f32,
}

impl Accountability {
    /// How waiting time is watched; none where it is not.
    #[must_use]
    pub fn watched(&self) -> Option<Watched> {
        let watched = match self {
            Accountability::Targets(targets) => Watched {
                weeks: targets.wait_weeks,
                stake: targets.stake as f32,
                level: targets.wait_level as f32,
                learn: 0.0,
            },
            Accountability::Dialogue(Dialogue { wait_weeks, learn, .. })
            | Accountability::Measurement(Measurement { wait_weeks, learn, .. }) => {
                Watched { weeks: *wait_weeks, stake: 0.0, level: 1.0, learn: *learn as f32 }
            }
            Accountability::TargetsWithoutStake(_) | Accountability::None(_) => return None,
        };
        (watched.weeks > 0).then_some(watched)
    }
}

crate::parameters! {
    /// Hours for every requirement.
    pub struct ByRequirement {
        /// Time of each worker for each indicator.
        hours_per_indicator: f64 = 3.0, "hour/week", 0.0..=10.0, Lever, "M12";
        /// Time of each worker for each contract that the organisation answers under.
        hours_per_contract: f64 = 2.0, "hour/week", 0.0..=10.0, Lever, "M12";
        /// Time of each worker for being audited, where every claim is checked.
        hours_per_audit: f64 = 6.0, "hour/week", 0.0..=40.0, Lever, "M12";
    }
}

crate::choice! {
    /// What is written down for others.
    pub enum Reporting {
        /// Hours for each target, contract and audit.
        "by_requirement" ByRequirement(ByRequirement),
        /// Base administration only.
        "base" Base(NoParameters),
    }
}
