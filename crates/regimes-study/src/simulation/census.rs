//! A census of a run under the status quo: workers, employers, contact, spending and people, followed from outside.
//!
//! The model knows nothing of it: after each week the census looks at the world and remembers what surveys, returns and
//! linked records would hold, person by person.
//! The scenario `england` is made for it: people who draw on services (A200), employers of which most are small (A201).
//! [`targets`] compares what it found with published figures.

pub mod contact;
pub mod people;
pub mod spending;
pub mod staff;
pub mod targets;

use crate::simulation::census::contact::Contact;
use crate::simulation::census::people::People;
use crate::simulation::census::spending::Spending;
use crate::simulation::census::staff::Staff;
use crate::simulation::{Control, calendar, snapshot, tell};
use regimes_model::model::schedule;
use regimes_model::model::town::Workforce;
use regimes_model::model::world::World;
use regimes_model::units::MISSING;
use regimes_scenario::check::Scenario;
use std::sync::atomic::Ordering;

/// Weeks of a census year.
pub const YEAR: u32 = 52;

/// Workforces.
pub const WORKFORCES: usize = 4;

/// The number of a workforce: care, council, social work, clinic.
#[must_use]
pub fn workforce(of: &Workforce) -> usize {
    match of {
        Workforce::Care(_) => 0,
        Workforce::Council(_) => 1,
        Workforce::SocialWork(_) => 2,
        Workforce::Clinic(_) => 3,
    }
}

/// All that is remembered of a run.
#[derive(Clone, Debug)]
pub struct Census {
    /// Workers and employers.
    pub staff: Staff,
    /// Who saw whom, and what became of it.
    pub contact: Contact,
    /// Who cost how much.
    pub spending: Spending,
    /// People with several needs.
    pub people: People,
    /// Cost of replacing a worker (GBP): an input.
    pub replacement: f64,
}

impl Census {
    /// Begins in a world at the start of the horizon.
    #[must_use]
    pub fn begin(world: &World, scenario: &Scenario) -> Census {
        Census {
            staff: Staff::begin(world),
            contact: Contact::begin(world),
            spending: Spending::begin(world),
            people: People::begin(&scenario.parameters.lives),
            replacement: scenario.parameters.prices.replacement_pounds,
        }
    }

    /// Looks at the world after a week, counted from 0.
    pub fn look(&mut self, world: &World, week: u32) {
        self.staff.look(world, week);
        self.contact.look(world, week);
        self.spending.look(world);
        if week + 1 == YEAR {
            self.people.enrol(world, &self.spending);
        }
        self.people.look(world);
        if week % YEAR == YEAR - 1 {
            self.spending.end_year();
        }
    }
}

/// Follows a replicate of a scenario through burn-in and horizon under its status quo; none if it was stopped.
#[must_use]
pub fn follow(scenario: &Scenario, replicate: u32, control: &Control<'_>) -> Option<Census> {
    let mut world = snapshot(scenario, replicate, control)?;
    let calendar = calendar(scenario, replicate);
    let mut census = Census::begin(&world, scenario);
    for week in 0..scenario.horizon_weeks {
        if control.stop.load(Ordering::Relaxed) {
            return None;
        }
        schedule::week(&mut world, &calendar);
        census.look(&world, week);
        tell(control, &world, week);
    }
    Some(census)
}

/// A part of a whole; missing where there is no whole.
fn part(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { MISSING }
}

/// The correlation of pairs, each less the mean of its own stratum; not a number where either does not vary.
fn correlation(pairs: &[(usize, f64, f64)]) -> f64 {
    let strata = pairs.iter().map(|pair| pair.0).max().map_or(0, |last| last + 1);
    let mut sums = vec![(0.0, 0.0, 0.0); strata];
    for &(stratum, x, y) in pairs {
        let sum = &mut sums[stratum];
        *sum = (sum.0 + 1.0, sum.1 + x, sum.2 + y);
    }
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for &(stratum, x, y) in pairs {
        let (n, sx, sy) = sums[stratum];
        let (x, y) = (x - sx / n, y - sy / n);
        (xx, yy, xy) = (xx + x * x, yy + y * y, xy + x * y);
    }
    xy / (xx * yy).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::unattended;
    use regimes_scenario::load;

    #[test]
    fn a_correlation_is_taken_within_strata() {
        let straight = [(0, 1.0, 2.0), (0, 2.0, 4.0), (0, 3.0, 6.0)];
        assert!((correlation(&straight) - 1.0).abs() < 1e-12);
        let apart = [(0, 1.0, 5.0), (0, 2.0, 4.0), (1, 11.0, 15.0), (1, 12.0, 14.0)];
        assert!((correlation(&apart) + 1.0).abs() < 1e-12);
        assert!(correlation(&[(0, 1.0, 1.0), (0, 1.0, 2.0)]).is_nan());
    }

    #[test]
    fn what_the_census_counts_is_what_the_ledger_and_the_flows_hold() {
        let sets = ["burn_in_weeks=26", "horizon_weeks=52"].map(String::from);
        let scenario = load("tiny", &sets).expect("sound").scenario;
        let world = snapshot(&scenario, 0, &unattended()).expect("not stopped");
        let mut census = Census::begin(&world, &scenario);
        let (mut world, calendar) = (world, calendar(&scenario, 0));
        let (mut leavers, mut crises) = (0, 0.0);
        for week in 0..52 {
            schedule::week(&mut world, &calendar);
            census.look(&world, week);
            leavers += world.organisations().map(|(_, o)| o.flows.leavers).sum::<u32>();
            crises += world
                .places
                .iter()
                .map(|p| p.ledger.activity_pounds(regimes_model::model::ledger::Activity::Crisis))
                .sum::<f64>();
        }
        let counted: f64 = census.staff.employers.iter().map(|employer| employer.leavers).sum();
        assert_eq!(counted, f64::from(leavers));
        assert!(
            (census.spending.crises_pounds - crises).abs() <= 0.02 * crises,
            "{} {crises}",
            census.spending.crises_pounds
        );
    }
}
