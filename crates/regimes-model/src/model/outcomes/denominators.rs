//! What outcomes are shares and means of.
//!
//! An outcome without anything below its line is missing.
//! Over several weeks it is a ratio of sums: each week counts by how much stood below the line, so a quiet week with one
//! request does not weigh as much as a busy one with a hundred.

use crate::model::outcomes::observed::Observed;

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

/// Declares all denominators: first those that change from week to week, with column and unit, in the order of their
/// columns; then those that do not.
macro_rules! denominators {
    (
        changing { $( $( #[doc = $about:literal] )* $name:ident $column:literal, $unit:literal => $of:expr; )* }
        constant { $( $( #[doc = $other_about:literal] )* $other:ident => $of_other:expr; )* }
    ) => {
        /// What an outcome is a share or a mean of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Denominator {
            $( $( #[doc = $about] )* $name, )*
            $( $( #[doc = $other_about] )* $other, )*
        }

        impl Denominator {
            /// How much of it there is after a week.
            #[must_use]
            pub fn of(self, observed: &Observed) -> f64 {
                let of: fn(&Observed) -> f64 = match self {
                    $( Denominator::$name => $of, )*
                    $( Denominator::$other => $of_other, )*
                };
                of(observed)
            }
        }

        /// All denominators that change from week to week, in the order of their columns in `timeseries.csv`.
        pub const WEIGHTS: &[Weight] = &[ $( Weight {
            name: $column,
            unit: $unit,
            about: concat!($( $about ),*).trim_ascii(),
            per: Denominator::$name,
        } ),* ];
    };
}

denominators! {
    changing {
        /// Filled posts after the week.
        FilledPosts "weight_filled_posts", "post" => |o| o.filled;
        /// Posts filled at some time of the week: those filled after it, and leavers.
        PeopleInPost "weight_people_in_post", "post" => Observed::in_post;
        /// Funded posts.
        Posts "weight_posts", "post" => |o| o.posts;
        /// Paid hours of the week.
        PaidHours "weight_paid_hours", "hour" => |o| o.hours.paid;
        /// Paid hours of the week less absence.
        WorkedHours "weight_worked_hours", "hour" => |o| o.hours.worked;
        /// Money out of the services' own budget.
        ServicesMoney "weight_services_money", "GBP" => |o| o.ledger.services_pounds();
        /// Requests of the week.
        Requests "weight_requests", "request" => Observed::requests;
        /// Requests of the week, and those who asked again from a list.
        RequestsAndReminders "weight_requests_and_reminders", "request" => Observed::asked;
        /// Cases closed in the week that were reported as a success.
        ReportedSuccesses "weight_reported_successes", "case" => |o| f64::from(o.flows.closed_reported);
        /// Filled posts of organisations that have closed a case.
        RatedPosts "weight_rated_posts", "post" => |o| o.rated_posts;
        /// Filled posts of organisations that have had a review.
        ReviewedPosts "weight_reviewed_posts", "post" => |o| o.reviewed_posts;
        /// Filled posts of organisations that hold packages.
        CodedPosts "weight_coded_posts", "post" => |o| o.coded_posts;
        /// Filled posts, where two organisations of a place can trust each other.
        PostsBesideOthers "weight_posts_beside_others", "post" => |o| {
            if o.places_with_pairs > 0.0 { o.filled } else { 0.0 }
        };
        /// Homes given in the week to those who had none.
        HomesGiven "weight_homes_given", "home" => Observed::homes_given;
        /// Tenancies given a year ago, less those whose tenants died or moved away in their home.
        TenanciesDue "weight_tenancies_due", "tenancy" => |o| f64::from(o.tally.tenancies_due);
        /// Cases opened in the week.
        CasesOpened "weight_cases_opened", "case" => Observed::opened;
        /// Clocks of waiting stopped in the week, by a case or a brief contact.
        ClocksStopped "weight_clocks_stopped", "clock" => |o| f64::from(o.flows.clocks_stopped);
        /// People on waiting lists after the week, once for each list.
        OnLists "weight_on_lists", "person" => |o| o.lists.people as f64;
        /// Tenancies that were given and stand after the week.
        Tenancies "weight_tenancies", "tenancy" => Observed::tenancies;
        /// Residents without a home of their own after the week.
        WithoutHome "weight_without_home", "person" => |o| o.tenants(1) + o.tenants(2);
    }
    constant {
        /// All residents.
        Residents => |o| o.residents;
        /// Residents, where a domain has a tenancy.
        Tenants => Observed::all_tenants;
        /// Whether there are two groups with somebody in them.
        ComparedGroups => |o| f64::from(u8::from(o.groups.iter().filter(|(n, _)| *n > 0.0).count() > 1));
        /// Organisations that work.
        Organisations => |o| o.organisations_at_work;
        /// Places.
        Places => |o| o.places;
        /// Places with two organisations that can trust each other.
        PlacesWithPairs => |o| o.places_with_pairs;
        /// Places in which something is wanted from outside actors.
        PlacesWithOutside => |o| o.places_with_outside;
        /// There is one country.
        Country => |_| 1.0;
    }
}

impl Denominator {
    /// Its number among the [`WEIGHTS`]; none where it is the same in all weeks.
    #[must_use]
    pub fn weight(self) -> Option<usize> {
        WEIGHTS.iter().position(|weight| weight.per == self)
    }

    /// Whether it is about who has a home, which goes on where there are no services.
    #[must_use]
    pub fn is_of_homes(self) -> bool {
        matches!(
            self,
            Denominator::Tenants
                | Denominator::HomesGiven
                | Denominator::TenanciesDue
                | Denominator::Tenancies
                | Denominator::WithoutHome
        )
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
                | Denominator::HomesGiven
                | Denominator::TenanciesDue
                | Denominator::CasesOpened
                | Denominator::ClocksStopped
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
