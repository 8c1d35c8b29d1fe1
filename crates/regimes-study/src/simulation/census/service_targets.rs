//! Published figures of services that the status quo of every scenario is held to at the end of its burn-in.
//!
//! Rows, ranges and uses are those of `docs/register.md`, sections 4.2 and 4.3; a row without a range is shown and judged
//! by nobody, as no figure of grade B or better was found for it.

use crate::simulation::census::kinds::Kind;
use crate::simulation::census::services::{Services, Work};

/// A figure of services.
pub struct Target {
    /// Its row in the register, and a word.
    pub id: &'static str,
    /// What it is.
    pub what: &'static str,
    /// Of which kind of service, or of whom.
    pub kind: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// The published range; none where there is no figure.
    pub range: Option<(f64, f64)>,
    /// What the register does with it: fitted, reported, set.
    pub used: &'static str,
    /// Where the range comes from.
    pub source: &'static str,
    /// How it is measured; missing where a scenario does not show it.
    pub measured: fn(&Services) -> f64,
}

impl Target {
    /// Whether a value lies in the range; none where there is no range.
    #[must_use]
    pub fn holds(&self, value: f64) -> Option<bool> {
        self.range.map(|(low, high)| (low..=high).contains(&value))
    }

    /// The target of that name.
    #[must_use]
    pub fn of(id: &str) -> Option<&'static Target> {
        TARGETS.iter().find(|target| target.id == id)
    }
}

use Kind::{Advice, Clinic, DomesticAbuse, DrugsAndAlcohol, HomeCare, MentalHealth, Office, SocialWork, Support};

const DIRECT: fn(&Work) -> f64 = |work| work.direct;
const CONTACT: fn(&Work) -> f64 = |work| work.contact;
const CASES: fn(&Work) -> f64 = |work| work.cases;
const CLOSED: fn(&Work) -> f64 = |work| work.closed;
const POSTS: fn(&Work) -> f64 = |work| work.posts;
const PAID: fn(&Work) -> f64 = |work| work.paid;
const WORKED: fn(&Work) -> f64 = |work| work.worked;
const ADMIN: fn(&Work) -> f64 = |work| work.admin;
const ASSESSMENT: fn(&Work) -> f64 = |work| work.assessment;
const REQUESTS: fn(&Work) -> f64 = |work| work.requests;

/// All kinds.
const ALL: &[Kind] =
    &[HomeCare, Support, Advice, Office, SocialWork, DomesticAbuse, MentalHealth, DrugsAndAlcohol, Clinic];

macro_rules! targets {
    ($( $id:literal, $what:literal, $kind:literal, $unit:literal, $range:expr, $used:literal, $source:literal, $measured:expr; )*) => {
        &[ $( Target {
            id: $id, what: $what, kind: $kind, unit: $unit, range: $range, used: $used, source: $source,
            measured: $measured,
        } ),* ]
    };
}

/// The figures, in the order of the register; density and what has no range stand at the end.
pub const TARGETS: &[Target] = targets![
    "T01_hours", "contact hours of a closed case", "clinics with mental health", "hour", Some((4.0, 8.0)), "fitted", "L17, A262", |c| c.share(&[MentalHealth], CONTACT, CLOSED);
    "T02_weeks", "length of a closed case", "clinics with mental health", "week", Some((10.0, 24.0)), "reported", "A263", |c| c.share(&[MentalHealth], CASES, CLOSED);
    "T03_improved", "completed courses after which observed need had fallen reliably", "clinics with mental health", "share", Some((0.64, 0.70)), "fitted", "L17, A264", Services::improved;
    "T07_hours", "contact hours of an open case and week", "home care", "hour/week", Some((10.5, 14.0)), "fitted", "L19", |c| c.share(&[HomeCare], CONTACT, CASES);
    "T09_contacts", "contacts of a post in a month", "clinics with mental health", "1/month", Some((35.0, 60.0)), "fitted", "L27, A265", |c| c.contacts_a_post(MentalHealth);
    "T10_caseload", "open cases of a post", "clinics with mental health", "case", Some((21.0, 35.0)), "fitted", "L26, L25", |c| c.share(&[MentalHealth], CASES, POSTS);
    "T11_people", "people seen in a year, of a post", "drug and alcohol services", "person", Some((22.0, 29.0)), "fitted", "L22, L24", |c| c.people_a_post(DrugsAndAlcohol);
    "T12_caseload", "open cases of a post", "drug and alcohol services", "case", Some((40.0, 80.0)), "reported", "L23", |c| c.share(&[DrugsAndAlcohol], CASES, POSTS);
    "T13_caseload", "open cases of a post", "adult social work", "case", Some((12.0, 25.0)), "reported", "L29", |c| c.share(&[SocialWork], CASES, POSTS);
    "T14_people", "people seen in a year, of a post", "domestic abuse services", "person", Some((60.0, 300.0)), "reported", "L30", |c| c.people_a_post(DomesticAbuse);
    "T15_hours", "contact hours of a closed case", "advice", "hour", Some((5.5, 11.0)), "reported", "L31, A268", |c| c.share(&[Advice], CONTACT, CLOSED);
    "T16_assessment", "hours of assessment, of a request", "adult social work", "hour", Some((1.5, 9.6)), "reported", "L28, A267", |c| c.share(&[SocialWork], ASSESSMENT, REQUESTS);
    "T17_hours", "contact hours of an open case and week", "support", "hour/week", Some((0.5, 3.0)), "reported", "A266", |c| c.share(&[Support], CONTACT, CASES);
    "T17_weeks", "length of a closed case", "support", "week", Some((13.0, 104.0)), "reported", "A266", |c| c.share(&[Support], CASES, CLOSED);
    "T17_caseload", "open cases of a post", "support", "case", Some((12.0, 25.0)), "reported", "A266", |c| c.share(&[Support], CASES, POSTS);
    "T25_contact", "paid time with people", "home care", "share", Some((0.65, 0.75)), "set", "A269", |c| c.share(&[HomeCare], DIRECT, PAID);
    "F05_admin_offices", "worked time on records, reports, bids and forms", "social work and councils", "share", Some((0.35, 0.55)), "fitted", "register, correction 11", |c| c.share(&[SocialWork, DomesticAbuse, Advice, Office], ADMIN, WORKED);
    "F05_admin_clinics", "worked time on records, reports, bids and forms", "clinics", "share", Some((0.28, 0.40)), "fitted", "L51", |c| c.share(&[MentalHealth, DrugsAndAlcohol, Clinic], ADMIN, WORKED);
    "F05_direct_offices", "worked time with people", "social work and councils", "share", Some((0.15, 0.35)), "fitted", "register, 4.1", |c| c.share(&[SocialWork, DomesticAbuse, Advice, Office], DIRECT, WORKED);
    "T21_days", "days in crises that the health service pays for, of a person and year", "people with three or more needs", "day/year", Some((0.9, 8.0)), "fitted", "L35: 3 to 8 days; of these 30 to 100 %, A296", |c| c.days("health");
    "T22_entries", "crises that police and justice pay for, of a person and year", "people with three or more needs", "1/year", Some((0.6, 4.0)), "reported", "L35: 2 to 4; of these 30 to 100 %, A296", |c| c.entries("police");
    "T23_without_a_home", "without a home of their own, or in a crisis of housing", "people with three or more needs", "share", Some((0.14, 0.57)), "reported", "L35: 0.46 to 0.57 at entry; of these 30 to 100 %, A296", Services::without_a_home;
    "D01_density", "services for each lasting need and week", "all services", "GBP/need/week", Some((5.0, 30.0)), "condition", "A270", Services::density;
    "D02_needs", "lasting needs of each of the first residents", "all residents", "need/resident", None, "input", "none", Services::needs_a_head;
    "T19_caseload", "open cases of a post", "all services", "case", None, "reported", "none", |c| c.share(ALL, CASES, POSTS);
    "T18_hours", "contact hours of a closed case", "all services", "hour", None, "reported", "none", |c| c.share(ALL, CONTACT, CLOSED);
    "T18_weeks", "length of a closed case", "all services", "week", None, "reported", "none", |c| c.share(ALL, CASES, CLOSED);
    "T18_assessment", "hours of assessment, of a request", "all services", "hour", None, "reported", "none", |c| c.share(ALL, ASSESSMENT, REQUESTS);
    "T18_list", "residents on a list", "all services", "share", None, "reported", "none", Services::on_a_list;
    "T18_wait", "median time on a list so far", "all services", "week", None, "reported", "none", Services::median_wait;
    "T18_crises", "crises entered by a thousand residents in a year", "all residents", "1/1000/year", None, "reported", "none", Services::crises;
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_target_has_a_name_of_its_own_and_a_range_that_is_one() {
        for (n, target) in TARGETS.iter().enumerate() {
            assert!(TARGETS[..n].iter().all(|other| other.id != target.id), "{}", target.id);
            assert!(target.range.is_none_or(|(low, high)| low < high), "{}", target.id);
        }
    }

    #[test]
    fn a_value_at_the_end_of_a_range_is_within_it() {
        let target = Target::of("T13_caseload").expect("a target");
        assert_eq!(target.holds(12.0), Some(true));
        assert_eq!(target.holds(25.1), Some(false));
        assert_eq!(Target::of("T18_list").expect("a target").holds(0.5), None);
    }
}
