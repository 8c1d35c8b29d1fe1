//! A census of a run under the status quo: workers, employers, contact, spending and people, followed from outside.
//!
//! The model knows nothing of it: after each week the census looks at the world and remembers what surveys, returns and
//! linked records would hold, person by person.
//! The scenario `england` is made for it: people who draw on services (A200), employers of which most are small (A201).
//! [`targets`] compares what it found with published figures.
//! [`services`] is the census that every scenario has at the end of its burn-in ([`status_quo`]).

pub mod asked;
pub mod contact;
pub mod courses;
pub mod homes;
pub mod kinds;
pub mod measures;
pub mod people;
pub mod service_targets;
pub mod services;
pub mod spending;
pub mod staff;
pub mod status_quo;
pub mod targets;
pub mod untreated;
pub mod workforces;

use crate::simulation::census::contact::Contact;
use crate::simulation::census::homes::WithoutHome;
use crate::simulation::census::measures::YEAR;
use crate::simulation::census::people::People;
use crate::simulation::census::spending::Spending;
use crate::simulation::census::staff::Staff;
use crate::simulation::census::untreated::{AFTER, Untreated};
use crate::simulation::control::Control;
use crate::simulation::run::{Observer, Run};
use regimes_model::model::world::World;
use regimes_model::units::MISSING;
use regimes_scenario::check::Scenario;

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
    /// People who had no home.
    pub homes: WithoutHome,
    /// People in need without services, of whom nothing is known before they were followed.
    pub untreated: Untreated,
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
            homes: WithoutHome::begin(world),
            untreated: Untreated([MISSING; AFTER.len()]),
            replacement: scenario.parameters.prices.replacement_pounds,
        }
    }
}

impl Observer for Census {
    fn look(&mut self, world: &World, week: u32) {
        self.staff.look(world, week);
        self.contact.look(world, week);
        self.spending.look(world);
        self.homes.look(world, week);
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
    follow_on(Run::after_burn_in(scenario, replicate, control)?, control)
}

/// Follows a run from the end of its burn-in through the horizon; none if it was stopped.
#[must_use]
pub fn follow_on(mut run: Run<'_>, control: &Control<'_>) -> Option<Census> {
    let scenario = run.scenario();
    let mut census = Census::begin(run.world(), scenario);
    census.untreated = Untreated::follow(&run, control)?;
    run.weeks(scenario.horizon_weeks, control, &mut [&mut census])?;
    Some(census)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::control::unattended;
    use regimes_scenario::load::load;

    #[test]
    fn what_the_census_counts_is_what_the_ledger_and_the_flows_hold() {
        let sets = ["burn_in_weeks=26", "horizon_weeks=52"].map(Into::into);
        let scenario = load("tiny", &sets).expect("sound").scenario;
        let mut run = Run::after_burn_in(&scenario, 0, &unattended()).expect("not stopped");
        let mut census = Census::begin(run.world(), &scenario);
        let (mut leavers, mut crises) = (0, 0.0);
        for week in 0..52 {
            run.week();
            let world = run.world();
            census.look(world, week);
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
