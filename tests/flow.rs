//! What a clock does, in a toy world: one service, one need, a target for waiting, and each thing that attention can do
//! by itself. What it does in a town is a finding and no test.

mod support;

use regimes_model::model::schedule;
use regimes_model::model::world::World;
use regimes_scenario::check::Scenario;
use regimes_study::simulation::arms::under;
use regimes_study::simulation::control::unattended;
use regimes_study::simulation::run::{Run, calendar};
use std::collections::BTreeSet;
use support::scenario;

/// A service at the limit of what it can do, whose packages are hours of real help; a near angle.
const TOY: [&str; 17] = [
    "organisations.advice_centre=drop",
    "events.cost_of_living=drop",
    "arms.hls=drop",
    "arms.graft=drop",
    "burn_in_weeks=104",
    "horizon_weeks=260",
    "places.village.residents=6000",
    "places.village.budget_pounds_per_week=60000",
    "organisations.housing_office.staff.posts_fte=16",
    "organisations.housing_office.indicator.counts=seen_in_time",
    "organisations.housing_office.indicator.angle_degrees=10",
    "domains.housing.onset_per_year=0.35",
    "status_quo.payment=block",
    "arms.npm.payment=block",
    "status_quo.support={standard={hours=6,weeks=52}}",
    "arms.npm.support={standard={hours=6,weeks=52}}",
    "allotment.watching_hours=0.1",
];

/// People are taken in the order in which they came.
const FIRST_COME: [&str; 2] = [
    "status_quo.access={quota={cases_per_worker_week=5,burden=1}}",
    "arms.npm.access={quota={cases_per_worker_week=5,burden=1}}",
];

/// Or in order of severity, and more of them.
const BY_SEVERITY: [&str; 3] = [
    "status_quo.access.threshold.severity=0.1",
    "arms.npm.access.threshold.severity=0.1",
    "domains.housing.onset_per_year=0.4",
];

/// Neither meetings nor administration that anybody could do without.
const NO_SLACK: [&str; 2] = ["allotment.meetings=0", "allotment.admin_kept=1"];

const UNWATCHED: &str = "arms.npm.accountability={targets={wait_weeks=0,stake=1,ratchet=0}}";
const WATCHED: &str = "arms.npm.accountability={targets={wait_weeks=5,wait_level=0.95,stake=1,ratchet=0}}";
/// Less than the service can do for all.
const TOO_SHORT: &str = "arms.npm.accountability={targets={wait_weeks=4,wait_level=0.95,stake=1,ratchet=0}}";

fn toy(order: &[&str], sets: &[&str]) -> Scenario {
    scenario("tiny", &TOY.iter().chain(order).chain(sets).copied().collect::<Vec<_>>())
}

fn start(scenario: &Scenario, replicate: u32) -> World {
    let run = Run::after_burn_in(scenario, replicate, &unattended()).expect("nobody stops it");
    under(run.world(), scenario, &scenario.arms.0[0].1)
}

/// What three years come to after two, over three replicates.
#[derive(Default)]
struct Seen {
    opened: f64,
    waited: f64,
    stopped: f64,
    reported: f64,
    seen_briefly: u32,
    resets: u32,
    /// People of a severity above one half who joined a list within the last quarter and still wait, week by week.
    severe_newcomers: usize,
}

impl Seen {
    fn of(order: &[&str], sets: &[&str]) -> Seen {
        let scenario = toy(order, sets);
        let mut seen = Seen::default();
        for replicate in 0..3 {
            let mut world = start(&scenario, replicate);
            let calendar = calendar(&scenario, replicate);
            for week in 0..scenario.horizon_weeks {
                schedule::week(&mut world, &calendar);
                if week >= 104 {
                    seen.look(&world);
                }
            }
        }
        seen
    }

    fn look(&mut self, world: &World) {
        for (_, organisation) in world.organisations() {
            let flows = &organisation.flows;
            self.opened += f64::from(flows.opened.iter().sum::<u32>());
            self.waited += f64::from(flows.waited_weeks);
            self.stopped += f64::from(flows.clocks_stopped);
            self.reported += f64::from(flows.reported_weeks);
            self.seen_briefly += flows.seen_briefly;
            self.resets += flows.resets;
            let is_severe = |w: &&_| {
                let w: &regimes_model::model::world::cases::Waiting = w;
                w.severity > 0.5 && w.reported_wait(world.week) < 13
            };
            self.severe_newcomers += organisation.waiting.iter().filter(is_severe).count();
        }
    }

    /// Mean true wait of those whose case opens (week).
    fn wait(&self) -> f64 {
        self.waited / self.opened
    }

    /// Mean reported wait of those whose clock stops (week).
    fn reported_wait(&self) -> f64 {
        self.reported / self.stopped
    }
}

#[test]
fn with_slack_and_a_near_angle_the_true_wait_falls() {
    let usual = Seen::of(&FIRST_COME, &[UNWATCHED]);
    let watched = Seen::of(&FIRST_COME, &[WATCHED, "allotment.release=0.3"]);
    assert!(watched.wait() < 0.95 * usual.wait(), "{} weeks, {} before", watched.wait(), usual.wait());
    assert!(watched.opened > usual.opened);
}

#[test]
fn without_slack_the_true_wait_hardly_moves_while_brief_contacts_and_resets_rise() {
    let usual = Seen::of(&FIRST_COME, &[UNWATCHED, NO_SLACK[0], NO_SLACK[1]]);
    let all = [WATCHED, "allotment.release=0.3", "admission.bunch=0.25", NO_SLACK[0], NO_SLACK[1]];
    let watched = Seen::of(&FIRST_COME, &all);
    let moved = watched.wait() / usual.wait() - 1.0;
    assert!(moved.abs() < 0.05, "{moved}: {} weeks, {} before", watched.wait(), usual.wait());
    assert!(watched.reported_wait() < 0.95 * usual.reported_wait());
    assert_eq!((usual.seen_briefly, usual.resets), (0, 0));
    assert!(watched.seen_briefly > 100 && watched.resets > 100, "{} {}", watched.seen_briefly, watched.resets);
}

#[test]
fn a_time_that_cannot_be_kept_makes_severe_newcomers_wait() {
    let by_severity = Seen::of(&BY_SEVERITY, &[TOO_SHORT]);
    let by_clock = Seen::of(&BY_SEVERITY, &[TOO_SHORT, "admission.clock=1"]);
    let (before, after) = (by_severity.severe_newcomers, by_clock.severe_newcomers);
    assert!(after > 2 * before.max(100), "{after} and {before}");
}

#[test]
fn without_release_moves_and_bunching_attention_changes_the_order_of_the_list_alone() {
    let scenario = toy(&BY_SEVERITY, &[TOO_SHORT]);
    let mut before = start(&scenario, 0);
    let calendar = calendar(&scenario, 0);
    (0..52).for_each(|_| schedule::week(&mut before, &calendar));
    let after = |clock: &str| {
        let scenario = toy(&BY_SEVERITY, &[TOO_SHORT, clock]);
        let mut world = before.clone();
        schedule::week(&mut world, &regimes_study::simulation::run::calendar(&scenario, 0));
        let organisation = &world.places[0].organisations[0];
        let opened = organisation.cases.iter().filter(|case| case.opened + 1 == world.week);
        let whom: BTreeSet<u32> = opened.map(|case| case.resident).collect();
        (whom, organisation.flows.opened.iter().sum::<u32>(), organisation.hours, organisation.waiting.len())
    };
    let (severe, opened, hours, list) = after("admission.clock=0");
    let (late, opened_by_clock, hours_by_clock, list_by_clock) = after("admission.clock=1");
    assert!(before.places[0].organisations[0].waits.attention > 0.1);
    assert_ne!(severe, late);
    assert_eq!((opened, hours, list), (opened_by_clock, hours_by_clock, list_by_clock));
}

#[test]
fn a_clock_that_nobody_watches_does_nothing_whatever_attention_could_do() {
    let end = |sets: &[&str]| {
        let scenario = toy(&BY_SEVERITY, sets);
        let mut world = start(&scenario, 0);
        let calendar = calendar(&scenario, 0);
        (0..26).for_each(|_| schedule::week(&mut world, &calendar));
        support::state_of(&world)
    };
    let all = [
        UNWATCHED,
        "admission.clock=1",
        "admission.bunch=1",
        "allotment.release=0.3",
        "strain.omega=0.3",
        "flow.tau_weeks=4",
    ];
    assert_eq!(end(&[UNWATCHED]), end(&all));
}
