//! What is observed: one row an outcome.

/// Which way an outcome is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More of it.
    Higher,
    /// Less of it.
    Lower,
    /// It has no better end.
    Neither,
}

/// An observed quantity.
pub struct Outcome {
    /// Its name in tables.
    pub name: &'static str,
    /// What a figure calls it.
    pub label: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// What it means.
    pub about: &'static str,
    /// Which way it is better.
    pub better: Better,
}

const fn row(
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    better: Better,
    about: &'static str,
) -> Outcome {
    Outcome {
        name,
        label,
        unit,
        about,
        better,
    }
}

/// All outcomes, in the order of the columns of `timeseries.csv`. (Draft: more rows come.)
pub const OUTCOMES: &[Outcome] = &[
    row(
        "flourishing",
        "Flourishing",
        "index 0-1",
        Better::Higher,
        "Mean own-weighted flourishing of residents.",
    ),
    row(
        "public_cost",
        "Public cost",
        "GBP/resident/week",
        Better::Lower,
        "All public money spent, services and crises.",
    ),
    row(
        "staff_wellbeing",
        "Staff wellbeing",
        "index 0-1",
        Better::Higher,
        "Mean of staff energy and motivation.",
    ),
    row(
        "reported_performance",
        "Reported performance",
        "share",
        Better::Neither,
        "What organisations report.",
    ),
    row(
        "true_performance",
        "True performance",
        "share",
        Better::Higher,
        "What is true of what they report.",
    ),
    row(
        "reported_minus_true",
        "Reported minus true",
        "share",
        Better::Lower,
        "Reported less true performance.",
    ),
    row(
        "turnover",
        "Staff turnover",
        "share/year",
        Better::Lower,
        "Leavers per worker and year.",
    ),
];
