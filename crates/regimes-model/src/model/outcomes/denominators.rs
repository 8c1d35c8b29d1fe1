//! What outcomes are shares and means of.
//!
//! An outcome without anything below its line is missing.
//! Over several weeks it is a ratio of sums: each week counts by how much stood below the line, so a quiet week with one
//! request does not weigh as much as a busy one with a hundred.

use crate::model::outcomes::observed::Observed;

/// What an outcome is a share or a mean of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denominator {
    /// All residents.
    Residents,
    /// Whether there are two groups with somebody in them.
    ComparedGroups,
    /// Money out of the services' budget in the week (GBP).
    ServicesMoney,
    /// Filled posts after the week.
    FilledPosts,
    /// Posts that were filled at some time of the week: those filled after it, and those who left in it.
    PeopleInPost,
    /// Posts that money carries.
    Posts,
    /// Paid hours of the week.
    PaidHours,
    /// Paid hours of the week less absence.
    WorkedHours,
    /// Filled posts of organisations that have closed a case, so that there is a performance.
    RatedPosts,
    /// Filled posts of organisations whose plan was compared with what came.
    ReviewedPosts,
    /// Filled posts of organisations that have packages.
    CodedPosts,
    /// Filled posts, where there are two organisations that can trust each other.
    PostsBesideOthers,
    /// Cases of the week that were reported as a success.
    ReportedSuccesses,
    /// Requests of the week.
    Requests,
    /// Requests of the week, and those who asked again from a list.
    RequestsAndReminders,
    /// Organisations that work.
    Organisations,
    /// Places.
    Places,
    /// Places with two organisations that can trust each other.
    PlacesWithPairs,
    /// Places in which something is wanted from outside actors.
    PlacesWithOutside,
    /// There is one country.
    Country,
}

/// A denominator that changes from week to week, and so is kept beside the outcomes.
pub struct Weight {
    /// Its column in `timeseries.csv`.
    pub name: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// What it counts.
    pub about: &'static str,
    /// What it is.
    pub per: Denominator,
}

const fn weight(name: &'static str, unit: &'static str, per: Denominator, about: &'static str) -> Weight {
    Weight { name, unit, about, per }
}

/// All denominators that change from week to week, in the order of their columns in `timeseries.csv`.
pub const WEIGHTS: &[Weight] = &[
    weight("weight_filled_posts", "post", Denominator::FilledPosts, "Filled posts after the week."),
    weight(
        "weight_people_in_post",
        "post",
        Denominator::PeopleInPost,
        "Posts filled at some time of the week: those filled after it, and leavers.",
    ),
    weight("weight_posts", "post", Denominator::Posts, "Funded posts."),
    weight("weight_paid_hours", "hour", Denominator::PaidHours, "Paid hours of the week."),
    weight("weight_worked_hours", "hour", Denominator::WorkedHours, "Paid hours of the week less absence."),
    weight("weight_services_money", "GBP", Denominator::ServicesMoney, "Money out of the services' own budget."),
    weight("weight_requests", "request", Denominator::Requests, "Requests of the week."),
    weight(
        "weight_requests_and_reminders",
        "request",
        Denominator::RequestsAndReminders,
        "Requests of the week, and those who asked again from a list.",
    ),
    weight(
        "weight_reported_successes",
        "case",
        Denominator::ReportedSuccesses,
        "Cases closed in the week that were reported as a success.",
    ),
    weight(
        "weight_rated_posts",
        "post",
        Denominator::RatedPosts,
        "Filled posts of organisations that have closed a case.",
    ),
    weight(
        "weight_reviewed_posts",
        "post",
        Denominator::ReviewedPosts,
        "Filled posts of organisations that have had a review.",
    ),
    weight("weight_coded_posts", "post", Denominator::CodedPosts, "Filled posts of organisations that have packages."),
    weight(
        "weight_posts_beside_others",
        "post",
        Denominator::PostsBesideOthers,
        "Filled posts, where two organisations of a place can trust each other.",
    ),
];

impl Denominator {
    /// How much of it there is after a week.
    #[must_use]
    pub fn of(self, o: &Observed) -> f64 {
        match self {
            Denominator::Residents => o.residents,
            Denominator::ComparedGroups => f64::from(u8::from(o.groups.iter().filter(|(n, _)| *n > 0.0).count() > 1)),
            Denominator::ServicesMoney => o.ledger.services_pounds(),
            Denominator::FilledPosts => o.filled,
            Denominator::PeopleInPost => o.in_post(),
            Denominator::Posts => o.posts,
            Denominator::PaidHours => o.hours[0],
            Denominator::WorkedHours => o.hours[3],
            Denominator::RatedPosts => o.rated_posts,
            Denominator::ReviewedPosts => o.reviewed_posts,
            Denominator::CodedPosts => o.coded_posts,
            Denominator::PostsBesideOthers => {
                if o.places_with_pairs > 0.0 {
                    o.filled
                } else {
                    0.0
                }
            }
            Denominator::ReportedSuccesses => f64::from(o.flows.closed_reported),
            Denominator::Requests => o.requests(),
            Denominator::RequestsAndReminders => o.asked(),
            Denominator::Organisations => o.organisations_at_work,
            Denominator::Places => o.places,
            Denominator::PlacesWithPairs => o.places_with_pairs,
            Denominator::PlacesWithOutside => o.places_with_outside,
            Denominator::Country => 1.0,
        }
    }

    /// Its number among the [`WEIGHTS`]; none where it is the same in all weeks.
    #[must_use]
    pub fn weight(self) -> Option<usize> {
        WEIGHTS.iter().position(|weight| weight.per == self)
    }

    /// Whether it counts what happens in a week, rather than what is there.
    #[must_use]
    pub fn is_flow(self) -> bool {
        matches!(
            self,
            Denominator::ServicesMoney
                | Denominator::ReportedSuccesses
                | Denominator::Requests
                | Denominator::RequestsAndReminders
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_weight_is_kept_once() {
        for (i, weight) in WEIGHTS.iter().enumerate() {
            assert_eq!(weight.per.weight(), Some(i), "{}", weight.name);
            assert!(weight.name.starts_with("weight_"), "{}", weight.name);
        }
        assert_eq!(Denominator::Residents.weight(), None);
    }
}
