//! Yardsticks: the outcomes by which the arms of a contest are compared.

/// An outcome by which arms are compared in a contest, over the whole horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Yardstick {
    /// Flourishing of residents.
    #[default]
    Flourishing,
    /// The same, all domains weighing alike.
    FlourishingEqualWeights,
    /// The same, of needs alone.
    FlourishingNeedOnly,
    /// The same without agency.
    FlourishingWithoutAgency,
    /// Public cost.
    PublicCost,
    /// Wellbeing of staff.
    StaffWellbeing,
    /// The gap between groups.
    GroupGap,
}

/// Yardsticks in the order of tables, each with its outcome and with which way is better.
pub const YARDSTICKS: [(Yardstick, &str, Wanted); 7] = [
    (Yardstick::Flourishing, "flourishing", Wanted::More),
    (Yardstick::FlourishingEqualWeights, "flourishing_equal_weights", Wanted::More),
    (Yardstick::FlourishingNeedOnly, "flourishing_need_only", Wanted::More),
    (Yardstick::FlourishingWithoutAgency, "flourishing_without_agency", Wanted::More),
    (Yardstick::PublicCost, "public_cost", Wanted::Less),
    (Yardstick::StaffWellbeing, "staff_wellbeing", Wanted::More),
    (Yardstick::GroupGap, "group_gap", Wanted::Less),
];

/// Which way a yardstick is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// More of it.
    More,
    /// Less of it.
    Less,
}

impl Yardstick {
    /// The name of its outcome.
    #[must_use]
    pub fn outcome(self) -> &'static str {
        YARDSTICKS.iter().find(|(known, ..)| *known == self).map_or("", |(_, outcome, _)| outcome)
    }
}
