//! Published figures of the status quo, and how a census measures each in the model.
//!
//! Each row is *set* (an input of the scenario or a parameter), *fitted* (the calibration moves parameters until it
//! holds), *emerged* (nothing was moved for it), *reported* (shown, and too weak or circular to be a target), or measured
//! *elsewhere*, in a scenario of its own.
//! A range is the published one, widened where the figure is a single number by the sampling error of the census.

use crate::simulation::census::Census;

/// How a figure came about in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// An input.
    Set,
    /// Parameters were moved until it held.
    Fitted,
    /// Nothing was moved for it.
    Emerged,
    /// Shown and not judged.
    Reported,
    /// A target of another scenario.
    Elsewhere,
}

impl Status {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Status::Set => "set",
            Status::Fitted => "fitted",
            Status::Emerged => "emerged",
            Status::Reported => "reported",
            Status::Elsewhere => "elsewhere",
        }
    }
}

/// A published figure.
pub struct Target {
    /// Its name, the pattern of `docs/evidence.md` first.
    pub id: &'static str,
    /// What it is.
    pub what: &'static str,
    /// The lower end of its range.
    pub low: f64,
    /// The upper end of its range.
    pub high: f64,
    /// Its unit.
    pub unit: &'static str,
    /// Where the range comes from.
    pub source: &'static str,
    /// How it came about.
    pub status: Status,
    /// How it is measured; not a number where this scenario does not show it.
    pub measured: fn(&Census) -> f64,
}

impl Target {
    /// The pattern of `docs/evidence.md`, or the row of the register, that it belongs to.
    #[must_use]
    pub fn pattern(&self) -> &'static str {
        self.id.split('_').next().unwrap_or(self.id)
    }

    /// Whether a number lies in its range.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

const CARE: usize = 0;
const COUNCIL: usize = 1;
const SOCIAL_WORK: usize = 2;

/// Turnover below which an employer counts as keeping its staff.
const LITTLE: f64 = 0.10;

macro_rules! targets {
    ($( $id:literal, $what:literal, $low:literal..=$high:literal, $unit:literal, $source:literal, $status:ident, $measured:expr; )*) => {
        &[ $( Target {
            id: $id, what: $what, low: $low, high: $high, unit: $unit, source: $source,
            status: Status::$status, measured: $measured,
        } ),* ]
    };
}

/// The published figures, in the order of the patterns.
pub const TARGETS: &[Target] = targets![
    "F01_turnover", "leavers of care employers, of their staff", 0.23..=0.31, "1/year", "Skills for Care, England 2017/18 to 2024/25", Fitted, |c| c.staff.turnover(CARE);
    "F01_employers", "care employers that lose less than a tenth", 0.22..=0.32, "share", "26 to 28 % (Skills for Care), two standard errors of 200 employers", Emerged, |c| c.staff.employers_below(CARE, LITTLE);
    "F02_care", "sickness of a care worker", 4.5..=5.5, "day/year", "4.7 to 5.1 (Skills for Care 2018/19, before the pandemic)", Fitted, |c| c.staff.sick_days(CARE);
    "F02_council", "sickness of a council worker", 10.0..=12.3, "day/year", "10.4 to 12.3 (Skills for Care), 10.7 (council staff 2020)", Fitted, |c| c.staff.sick_days(COUNCIL);
    "F02_none", "council workers without a day of sickness", 0.40..=0.49, "share", "44.6 % (council staff 2020), two standard errors", Emerged, |c| c.staff.sick_share(COUNCIL, |days| days <= 0.0);
    "F02_few", "council workers with four days or fewer", 0.61..=0.71, "share", "66.1 % (council staff 2020), two standard errors", Fitted, |c| c.staff.sick_share(COUNCIL, |days| days <= 4.0);
    "F02_many", "council workers with more than forty days", 0.05..=0.10, "share", "7.6 % (council staff 2020), two standard errors", Emerged, |c| c.staff.sick_share(COUNCIL, |days| days > 40.0);
    "F03_vacancies", "posts of care employers that stand open", 0.07..=0.105, "share", "Skills for Care 2021/22 to 2024/25", Fitted, |c| c.staff.vacancies(CARE);
    "F04_turnover", "leavers of social work, of its staff", 0.118..=0.159, "1/year", "DfE 2023, 2025", Fitted, |c| c.staff.turnover(SOCIAL_WORK);
    "F04_vacancies", "posts of social work that stand open", 0.142..=0.189, "share", "DfE 2023, 2025", Fitted, |c| c.staff.vacancies(SOCIAL_WORK);
    "F04_caseload", "open cases of a social worker", 15.0..=16.2, "case", "DfE 2023, 2025", Fitted, |c| c.staff.caseload(SOCIAL_WORK);
    "F04_absence", "working days of social workers lost to sickness", 0.030..=0.037, "share", "3.2 to 3.5 % (DfE 2023, 2025), a standard error", Fitted, |c| c.staff.absence(SOCIAL_WORK);
    "F04_agency", "agency staff, of all in social work", 0.13..=0.178, "share", "DfE 2023, 2025", Fitted, |c| c.staff.agency(SOCIAL_WORK);
    "F05_admin", "worked time on records, reports, bids and forms", 0.40..=0.55, "share", "0.40 to 0.64 (Community Care 2007, BASW 2018)", Fitted, |c| c.staff.hours(|sum| sum.admin);
    "F05_direct", "worked time with people", 0.20..=0.35, "share", "0.24 (BASW 2018), a fifth in older surveys", Emerged, |c| c.staff.hours(|sum| sum.direct);
    "F06_repeats", "needs taken up whose help ended within twelve weeks", 0.20..=0.80, "share", "advocacy, centre 0.40 to 0.60", Reported, |c| c.contact.repeats();
    "F06_failure", "requests that come from what was left undone, or again from a list", 0.20..=0.80, "share", "advocacy, centre 0.40 to 0.60", Reported, |c| c.contact.failures / c.contact.requests;
    "F07_top_1", "costs of the costliest hundredth of users", 0.20..=0.30, "share", "about 25 % (health, United States)", Emerged, |c| c.spending.dearest(0.01);
    "F07_top_5", "costs of the costliest twentieth of users", 0.42..=0.58, "share", "about 50 % (health, United States)", Emerged, |c| c.spending.dearest(0.05);
    "F08_cost", "cost of someone with several needs in the year before entry", 22000.0..=34000.0, "GBP/year", "about 28,000 (Fulfilling Lives)", Emerged, |c| c.people.cost();
    "F08_variation", "its standard deviation, of the mean", 0.7..=2.0, "factor", "high variance (Fulfilling Lives)", Emerged, |c| c.people.cost_variation();
    "F09_deaths", "deaths after entry", 0.009..=0.030, "1/year", "over 5 % within up to six years, over 5 % within two (Fulfilling Lives)", Emerged, |c| c.people.mortality();
    "F10_continuity", "contacts with clinics that are with whom one sees most", 0.55..=0.70, "share", "0.61; 0.59 in large, 0.70 in small practices (Barker 2017)", Emerged, |c| c.contact.usual_provider();
    "F11_alliance", "correlation of relationship and outcome, reliability 0.8", 0.26..=0.30, "correlation", "Flueckiger 2018", Fitted, |c| c.contact.alliance_and_outcome();
    "F12_path", "standardised path from demands to exhaustion a year later", 0.05..=0.30, "path", "under 0.30 (Shoman 2022)", Emerged, |c| c.staff.path_to_exhaustion();
    "F13_replacement", "cost of replacing a leaver", 3600.0..=7900.0, "GBP", "JRF, Unison", Set, |c| c.replacement;
    "F14_accommodation", "rise of spend on temporary accommodation", 0.8..=1.1, "share", "+97 % in five years: a target of the Plymouth scenario, volume and price apart", Elsewhere, |_| f64::NAN;
    "F15_overlap", "four or more needs, of those enrolled with three or more", 0.75..=0.90, "share", "83 % (Changing Futures)", Emerged, |c| c.people.overlap();
    "F16_gap", "reported less true, of clinics that count people seen in time", 0.14..=0.26, "share", "0.19 and 0.21 (Bevan and Hood 2006), an emergency service under hard targets", Fitted, |c| c.staff.timed_gap();
    "T04_three_months", "in need of mental health care without services, improved within three months", 0.16..=0.30, "share", "L39, L40 (register, 4.2)", Reported, |c| c.untreated.0[0];
    "T04_six_months", "the same within six months", 0.26..=0.38, "share", "L39, L40", Reported, |c| c.untreated.0[1];
    "T04_a_year", "the same within a year", 0.45..=0.60, "share", "L39, L40", Reported, |c| c.untreated.0[2];
    "T30_first_home", "days to the first home, of those who were given one", 88.0..=260.0, "day", "L01, L04 (register, 4.4)", Reported, |c| c.homes.days_to_first_home();
    "T31_housed", "share of two years in a home, of those who had none", 0.24..=0.39, "share", "L01, L05", Reported, |c| c.homes.housed();
    "T32_tenancy", "days of the current tenancy, of those who had none and have one", 90.0..=150.0, "day", "L01", Reported, |c| c.homes.days_of_tenancy();
    "F16_all", "reported less true, of all organisations", 0.0..=1.0, "share", "none", Reported, |c| c.staff.gap();
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_has_a_row_and_every_row_a_range() {
        for number in 1..=16 {
            let name = format!("F{number:02}");
            assert!(TARGETS.iter().any(|target| target.pattern() == name), "{name}");
        }
        for target in TARGETS {
            assert!(target.low < target.high, "{}", target.id);
        }
    }
}
