//! What several files of tests share: scenarios with changes, worlds under an arm, states compared bit by bit.

#![allow(dead_code, reason = "each file of tests uses a part of it")]

pub mod same;

use regimes_model::model::outcomes::Outcome;
use regimes_model::model::schedule::{self, Calendar};
use regimes_model::model::world::World;
use regimes_model::model::world::cases::Case;
use regimes_model::model::world::places::Place;
use regimes_scenario::check::Scenario;
use regimes_scenario::load::load;
use regimes_scenario::overrides::read;
use regimes_study::simulation::arms::under;
use regimes_study::simulation::control::unattended;
use regimes_study::simulation::run::{Run, calendar};
use same::fingerprint;

/// A bundled scenario with some values set.
pub fn scenario<S: AsRef<str>>(name: &str, sets: &[S]) -> Scenario {
    load(name, &read(sets)).unwrap_or_else(|problems| panic!("{name}:\n{problems}")).scenario
}

/// The same scenario with fewer weeks; what is dated comes as much earlier as the burn-in is shorter.
pub fn shortened(mut scenario: Scenario, burn_in_weeks: u32, horizon_weeks: u32) -> Scenario {
    let earlier = scenario.burn_in_weeks.saturating_sub(burn_in_weeks);
    scenario.burn_in_weeks = scenario.burn_in_weeks.min(burn_in_weeks);
    scenario.horizon_weeks = scenario.horizon_weeks.min(horizon_weeks);
    for (_, arm) in &mut scenario.arms.0 {
        arm.start_week = arm.start_week.saturating_sub(earlier);
        arm.end_week = arm.end_week.map(|week| week.saturating_sub(earlier));
    }
    for (week, _) in &mut scenario.town.events {
        *week = week.saturating_sub(earlier);
    }
    scenario
}

/// The world at the end of the burn-in of the first replicate.
pub fn after_burn_in(scenario: &Scenario) -> World {
    Run::after_burn_in(scenario, 0, &unattended()).expect("nobody stops it").into_world()
}

/// The world of an arm at the end of the burn-in.
pub fn under_arm(scenario: &Scenario, arm: usize) -> World {
    under(&after_burn_in(scenario), scenario, &scenario.arms.0[arm].1)
}

/// Moves a world on by some weeks.
pub fn run(world: &mut World, calendar: &Calendar<'_>, weeks: u32) {
    for _ in 0..weeks {
        schedule::week(world, calendar);
    }
}

/// The world of an arm at the end of the horizon.
pub fn at_the_end(scenario: &Scenario, arm: usize) -> World {
    let mut world = under_arm(scenario, arm);
    run(&mut world, &calendar(scenario, 0), scenario.horizon_weeks);
    world
}

/// A number for what happens in a world: its country and its places, apart from how its rows are written.
pub fn state_of(world: &World) -> u64 {
    let (country, places) = (fingerprint(&world.country), fingerprint(&world.places));
    fingerprint(&[country, places])
}

/// Whether the resident of a case still lives here, and is in touch.
pub fn in_touch(case: &Case, place: &Place) -> bool {
    let r = case.resident as usize;
    place.residents.generation[r] == case.generation
}

/// The least and greatest value that an outcome may have.
pub fn range(outcome: &Outcome) -> (f64, f64) {
    // A part of something less a part of something else.
    let differences = [
        "reported_minus_true",
        "effect_seen",
        "effect_true",
        "attribution_error",
        "code_knowledge",
        "worker_knowledge",
        "priority_error",
    ];
    if differences.contains(&outcome.name) {
        return (-1.0, 1.0);
    }
    match outcome.unit {
        "share" | "index 0-1" => (0.0, 1.0),
        "GBP/resident" => (f64::NEG_INFINITY, f64::INFINITY),
        _ => (0.0, f64::INFINITY),
    }
}
