//! A world on its way through the weeks: the one place that moves a world, and whoever looks on.

use crate::simulation::arms::{end_services, under};
use crate::simulation::control::Control;
use crate::simulation::dose::{Treatment, treat};
use regimes_model::model::flourishing::Index;
use regimes_model::model::initial;
use regimes_model::model::schedule::{self, Calendar};
use regimes_model::model::world::World;
use regimes_model::randomness::Randomness;
use regimes_scenario::check::Scenario;

/// Weeks between two reports of progress.
const TELL_EVERY: u32 = 13;

/// Looks at a world after each week, and changes nothing.
pub trait Observer {
    /// Looks after a week, counted from 0 at the start of the stretch that is observed.
    fn look(&mut self, world: &World, week: u32);
}

/// A world of a scenario and a replicate, on its way.
#[derive(Clone)]
pub struct Run<'a> {
    scenario: &'a Scenario,
    calendar: Calendar<'a>,
    world: World,
}

/// The calendar of a scenario and a replicate.
#[must_use]
pub fn calendar(scenario: &Scenario, replicate: u32) -> Calendar<'_> {
    Calendar {
        parameters: &scenario.parameters,
        events: &scenario.town.events,
        index: Index::new(&scenario.parameters.flourishing, scenario.town.domains.len()),
        randomness: Randomness::new(scenario.seed, replicate),
    }
}

impl<'a> Run<'a> {
    /// The town before its first week, under the status quo.
    #[must_use]
    pub fn begin(scenario: &'a Scenario, replicate: u32) -> Run<'a> {
        let calendar = calendar(scenario, replicate);
        let rows = [scenario.status_quo.regime.clone(), scenario.status_quo.regime.clone()];
        let mut world = initial::world(&scenario.town, &scenario.parameters, rows, &calendar.randomness);
        world.services = scenario.status_quo.services;
        for organisation in world.places.iter_mut().flat_map(|place| &mut place.organisations) {
            organisation.fidelity = scenario.status_quo.fidelity as f32;
        }
        Run { scenario, calendar, world }
    }

    /// The town at the end of the burn-in under the status quo; none if it was stopped.
    #[must_use]
    pub fn after_burn_in(scenario: &'a Scenario, replicate: u32, control: &Control<'_>) -> Option<Run<'a>> {
        let mut run = Run::begin(scenario, replicate);
        run.weeks(scenario.burn_in_weeks, control, &mut [])?;
        Some(run)
    }

    /// The same world under an arm of its own scenario, or of one that differs from it in that arm alone.
    #[must_use]
    pub fn under<'b>(&self, scenario: &'b Scenario, arm: usize) -> Run<'b>
    where
        'a: 'b,
    {
        Run { scenario, calendar: self.calendar.clone(), world: under(&self.world, scenario, &scenario.arms.0[arm].1) }
    }

    /// The same world without services.
    #[must_use]
    pub fn without_services(&self) -> Run<'a> {
        let mut run = self.clone();
        end_services(&mut run.world);
        run
    }

    /// The same world, in which some residents are treated with more hours; who they are is by place and number.
    #[must_use]
    pub fn treating(&self, treated: &[(usize, usize)], treatment: Treatment) -> Run<'a> {
        let mut run = self.clone();
        treat(&mut run.world, treated, treatment, self.scenario.parameters.allotment.most_hours as f32);
        run
    }

    /// Moves the world by one week.
    pub fn week(&mut self) {
        schedule::week(&mut self.world, &self.calendar);
    }

    /// Moves the world by a number of weeks; after each, all observers look. None if it was stopped.
    #[must_use]
    pub fn weeks(&mut self, weeks: u32, control: &Control<'_>, observers: &mut [&mut dyn Observer]) -> Option<()> {
        for week in 0..weeks {
            if control.is_stopped() {
                return None;
            }
            self.week();
            for observer in &mut *observers {
                observer.look(&self.world, week);
            }
            if week % TELL_EVERY == TELL_EVERY - 1 {
                (control.progress)(self.world.n_residents() * u64::from(TELL_EVERY));
            }
        }
        Some(())
    }

    /// The scenario.
    #[must_use]
    pub fn scenario(&self) -> &'a Scenario {
        self.scenario
    }

    /// What the weeks need beside the world.
    #[must_use]
    pub fn calendar(&self) -> &Calendar<'a> {
        &self.calendar
    }

    /// The world as it is.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The world as it is, and nothing else.
    #[must_use]
    pub fn into_world(self) -> World {
        self.world
    }
}
