//! What an economic evaluation takes of a run: what it cost, and how many years of flourishing it gave, for a resident over
//! the horizon, as they are and as they count at its start.
//!
//! ```text
//! cost  = sum over lines of the ledger of pounds * counts(year) / residents
//! years = index-years of the cohort of all residents * the same counts(year) / 1000
//! ```
//!
//! Money and years count by one rate and one year, so that both are discounted alike.

use crate::simulation::trace::{COHORTS, CohortRow, CostRow, YEARS_DISCOUNTED};
use crate::statistics::economics::counts;
use regimes_model::units::MISSING;

/// The row of undiscounted years.
const YEARS: &str = "flourishing_years";
/// People whom a row of cohorts is for.
const PEOPLE: f64 = 1000.0;

/// Whose money counts as cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Perspective {
    /// Money for services, whoever funds them: all but crises and central staff of national government.
    Services,
    /// All that services, stewards and crises cost, whoever pays.
    PublicSector,
}

impl Perspective {
    /// All of them, in the order of tables.
    pub const ALL: [Perspective; 2] = [Perspective::Services, Perspective::PublicSector];

    /// Its name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Perspective::Services => "services",
            Perspective::PublicSector => "public_sector",
        }
    }
}

/// Whether later years count less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discounting {
    /// They do, by the rate of the scenario.
    Discounted,
    /// All years count alike.
    Undiscounted,
}

impl Discounting {
    /// Both, in the order of tables.
    pub const ALL: [Discounting; 2] = [Discounting::Discounted, Discounting::Undiscounted];

    /// Its name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Discounting::Discounted => "discounted",
            Discounting::Undiscounted => "undiscounted",
        }
    }
}

/// Costs and years of a run for a resident; what there is nothing of is missing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// By perspective and discounting [of the scenario's currency/resident].
    costs: [[f64; 2]; 2],
    /// By discounting [index-year/resident].
    years: [f64; 2],
}

impl Worth {
    /// How many numbers it is.
    pub const WIDTH: usize = 6;

    /// Its numbers, in their order.
    pub const NAMES: [&'static str; Worth::WIDTH] = [
        "worth.services.discounted",
        "worth.services.undiscounted",
        "worth.public_sector.discounted",
        "worth.public_sector.undiscounted",
        "worth.years.discounted",
        "worth.years.undiscounted",
    ];

    /// Of the ledger and the cohorts of a run with this number of people.
    #[must_use]
    pub fn of(ledger: &[CostRow], cohorts: &[CohortRow], people: u64, rate: f64) -> Worth {
        let spent = |perspective: Perspective, discounting: Discounting| {
            let is_cost = |line: &&CostRow| perspective == Perspective::PublicSector || line.is_of_services();
            let weight = |year: u32| if discounting == Discounting::Discounted { counts(rate, year) } else { 1.0 };
            let sum: f64 = ledger.iter().filter(is_cost).map(|line| line.pounds * weight(line.year)).sum();
            if ledger.is_empty() || people == 0 { MISSING } else { sum / people as f64 }
        };
        let years = |outcome: &str| {
            let row = cohorts.iter().find(|row| row.cohort == COHORTS[0] && row.outcome == outcome);
            row.map_or(MISSING, |row| row.mean / PEOPLE)
        };
        let costs = Perspective::ALL.map(|perspective| Discounting::ALL.map(|how| spent(perspective, how)));
        Worth { costs, years: [years(YEARS_DISCOUNTED), years(YEARS)] }
    }

    /// What it cost [of the scenario's currency/resident].
    #[must_use]
    pub fn cost(&self, perspective: Perspective, discounting: Discounting) -> f64 {
        self.costs[perspective as usize][discounting as usize]
    }

    /// Years of flourishing [index-year/resident].
    #[must_use]
    pub fn years(&self, discounting: Discounting) -> f64 {
        self.years[discounting as usize]
    }

    /// Its numbers.
    #[must_use]
    pub fn numbers(&self) -> [f64; Worth::WIDTH] {
        let [[a, b], [c, d]] = self.costs;
        let [e, f] = self.years;
        [a, b, c, d, e, f]
    }

    /// From its numbers; none of another number of them.
    #[must_use]
    pub fn from_numbers(numbers: &[f64]) -> Option<Worth> {
        let [a, b, c, d, e, f] = *numbers else { return None };
        Some(Worth { costs: [[a, b], [c, d]], years: [e, f] })
    }

    /// The mean of several, number by number; of each number over those that have it, and missing where none has.
    #[must_use]
    pub fn mean_of(all: &[Worth]) -> Worth {
        let mean = |place: usize| {
            let told: Vec<f64> = all.iter().map(|one| one.numbers()[place]).filter(|value| !value.is_nan()).collect();
            if told.is_empty() { MISSING } else { crate::statistics::mean(&told) }
        };
        let costs = [[mean(0), mean(1)], [mean(2), mean(3)]];
        Worth { costs, years: [mean(4), mean(5)] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(year: u32, activity: &'static str, payer: &'static str, pounds: f64) -> CostRow {
        CostRow { year, activity: activity.into(), origin: "none".into(), payer: payer.into(), pounds, hours: 0.0 }
    }

    #[test]
    fn services_are_all_but_crises_and_central_staff_and_later_years_count_less() {
        let ledger = [
            line(0, "helping", "services", 100.0),
            line(1, "helping", "council", 110.0),
            line(1, "crisis", "health", 55.0),
            line(0, "central", "national", 40.0),
        ];
        let row = |outcome: &'static str, mean| CohortRow {
            cohort: "all".into(),
            outcome: outcome.into(),
            people: 10,
            mean,
            sd: 0.0,
        };
        let worth = Worth::of(&ledger, &[row(YEARS, 1400.0), row(YEARS_DISCOUNTED, 1300.0)], 10, 0.1);
        let cost = |perspective, how| worth.cost(perspective, how);
        assert!((cost(Perspective::Services, Discounting::Discounted) - 20.0).abs() < 1e-12);
        assert!((cost(Perspective::Services, Discounting::Undiscounted) - 21.0).abs() < 1e-12);
        assert!((cost(Perspective::PublicSector, Discounting::Discounted) - 29.0).abs() < 1e-12);
        assert!((cost(Perspective::PublicSector, Discounting::Undiscounted) - 30.5).abs() < 1e-12);
        assert_eq!(Discounting::ALL.map(|how| worth.years(how)), [1.3, 1.4]);
        assert_eq!(Worth::from_numbers(&worth.numbers()), Some(worth));
    }

    #[test]
    fn of_nothing_nothing_is_known_and_means_leave_it_out() {
        let nothing = Worth::of(&[], &[], 10, 0.035);
        assert!(nothing.numbers().iter().all(|number| number.is_nan()));
        let one = Worth::from_numbers(&[1.0, 2.0, 3.0, 4.0, 5.0, f64::NAN]).expect("six");
        let mean = Worth::mean_of(&[nothing, one, one]).numbers();
        assert_eq!((&mean[..5], mean[5].is_nan()), (&one.numbers()[..5], true));
        assert!(Worth::mean_of(&[]).numbers()[0].is_nan());
    }
}
