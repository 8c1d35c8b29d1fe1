//! One run from a scenario and a replicate; many runs in parallel.
//!
//! A replicate burns in once under the status quo; each arm then starts from that snapshot, with the same people,
//! staff, money and luck.

pub mod census;
pub mod difference;
pub mod evaluation;
pub mod lives;
pub mod parts;
pub mod trace;

use regimes_model::units::domains::Domains;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::simulation::parts::Parts;
use crate::simulation::trace::{Ensemble, Trace, YearlyCosts};
use regimes_model::model::arm::Arm;
use regimes_model::model::flourishing::Index;
use regimes_model::model::initial;
use regimes_model::model::outcomes::observe;
use regimes_model::model::regime::Owner;
use regimes_model::model::schedule::{self, Calendar};
use regimes_model::model::town::Town;
use regimes_model::model::world::places::Place;
use regimes_model::model::world::{Change, World};
use regimes_model::parallel::{self, Width};
use regimes_model::randomness::Randomness;
use regimes_scenario::check::{PlannedArm, Scenario};

/// Who runs a simulation hears how far it is, and can stop it.
pub struct Control<'a> {
    /// Set to stop as soon as the present week of each run is over.
    pub stop: &'a AtomicBool,
    /// Called after some weeks of a run with the resident-weeks that they had.
    pub progress: &'a (dyn Fn(u64) + Sync),
    /// Called with each replicate that is whole, in no fixed order.
    pub finished: &'a (dyn Fn(u32, &[Trace]) + Sync),
}

/// Nobody listens, nobody stops.
pub fn unattended() -> Control<'static> {
    static NEVER: AtomicBool = AtomicBool::new(false);
    Control { stop: &NEVER, progress: &|_| {}, finished: &|_, _| {} }
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

/// The town before its first week, under the status quo.
#[must_use]
pub fn beginning(scenario: &Scenario, replicate: u32) -> World {
    let randomness = Randomness::new(scenario.seed, replicate);
    let rows = [scenario.status_quo.regime.clone(), scenario.status_quo.regime.clone()];
    let mut world = initial::world(&scenario.town, &scenario.parameters, rows, &randomness);
    world.services = scenario.status_quo.services;
    for organisation in world.places.iter_mut().flat_map(|place| &mut place.organisations) {
        organisation.fidelity = scenario.status_quo.fidelity as f32;
    }
    world
}

/// Every arm of a replicate begins here: the town at the end of the burn-in under the status quo.
#[must_use]
pub fn snapshot(scenario: &Scenario, replicate: u32, control: &Control<'_>) -> Option<World> {
    let calendar = calendar(scenario, replicate);
    let mut world = beginning(scenario, replicate);
    for week in 0..scenario.burn_in_weeks {
        if control.stop.load(Ordering::Relaxed) {
            return None;
        }
        schedule::week(&mut world, &calendar);
        tell(control, &world, week);
    }
    Some(world)
}

/// Weeks between two reports of progress.
const TELL_EVERY: u32 = 13;

fn tell(control: &Control<'_>, world: &World, week: u32) {
    if week % TELL_EVERY == TELL_EVERY - 1 {
        (control.progress)(world.n_residents() * u64::from(TELL_EVERY));
    }
}

/// A snapshot under an arm.
#[must_use]
pub fn under(snapshot: &World, scenario: &Scenario, planned: &PlannedArm) -> World {
    let mut world = snapshot.clone();
    let (arm, before) = (&planned.arm, &scenario.status_quo);
    let changed = |owner: Owner| owner.share_differing(&before.regime, &arm.regime);
    let charged = |owner: Owner| if arm.reorganises { 1.0 } else { changed(owner) };
    let fidelity = if changed(Owner::Organisation) > 0.0 { arm.fidelity } else { before.fidelity };
    world.rows = std::sync::Arc::new([before.regime.clone(), arm.regime.clone()]);
    if !arm.services {
        end_services(&mut world);
    }
    world.services = arm.services;
    world.change = Change {
        start: Some(planned.start_week),
        end: planned.end_week,
        spared_places: spared_places(&world, arm),
        spared: spared(&world, &scenario.town, arm),
        phase_in_weeks: arm.phase_in_weeks,
        share: arm.share as f32,
        organisations: arm.organisations,
        commissioners: arm.commissioners,
        government: arm.national,
        spreads: arm.spreads && (arm.reorganises || arm.wage_premium != 0.0 || arm.regime != before.regime),
        practice_changed: charged(Owner::Organisation),
        contracts_changed: charged(Owner::Commissioner),
        fidelity: [before.fidelity, fidelity].map(|fidelity| fidelity as f32),
        wage_premium: arm.wage_premium as f32,
    };
    world
}

/// The places in which an arm does not come into force.
fn spared_places(world: &World, arm: &Arm) -> Vec<u32> {
    let spared = |place: &&Place| {
        let name = &world.frame.place_names[place.index as usize];
        !arm.places.is_empty() && !arm.places.contains(name)
    };
    world.places.iter().filter(spared).map(|place| place.index).collect()
}

/// The organisations that do not take an arm up by decree: place, and index there.
fn spared(world: &World, town: &Town, arm: &Arm) -> Vec<(u32, u16)> {
    if arm.only.is_empty() {
        return Vec::new();
    }
    let names = (0..).zip(&world.frame.place_names);
    let each = names.flat_map(|(place, name)| {
        (0..).zip(initial::organisations_of(town, name)).map(move |(index, (name, ..))| (place, index, name))
    });
    each.filter(|(_, _, name)| arm.only.iter().all(|one| one != name)).map(|(place, index, _)| (place, index)).collect()
}

/// Ends all services at once: nobody is in contact, waits or asks any more, and no money is given out.
pub fn end_services(world: &mut World) {
    world.services = false;
    for place in &mut world.places {
        place.residents.served.fill(Domains::NONE);
        place.residents.waiting.fill(Domains::NONE);
        place.requests.clear();
        place.handed_on.clear();
        (place.commissioner.to_return, place.commissioner.returning) = (0.0, 0.0);
        place.commissioner.overhead = 0.0;
        for organisation in &mut place.organisations {
            (organisation.income_per_week, organisation.withheld) = (0.0, 0.0);
            organisation.cases.clear();
            organisation.waiting.clear();
            organisation.volume.fill(0);
            for worker in &mut organisation.workers {
                (worker.caseload, worker.load) = (0, 0.0);
            }
        }
    }
}

/// Runs one arm from a snapshot, beside the twin without services; none if it was stopped.
#[must_use]
pub fn run_arm(
    scenario: &Scenario,
    snapshot: &World,
    twin: Option<&World>,
    (arm, replicate): (usize, u32),
    control: &Control<'_>,
) -> Option<Trace> {
    Beginning { scenario, snapshot, twin }.run(arm, replicate, &mut None, control)
}

/// Where all arms of a replicate begin.
struct Beginning<'a> {
    scenario: &'a Scenario,
    snapshot: &'a World,
    twin: Option<&'a World>,
}

impl Beginning<'_> {
    /// Runs an arm, and watches some lives on the way.
    fn run(
        &self,
        arm: usize,
        replicate: u32,
        lives: &mut Option<lives::Watch>,
        control: &Control<'_>,
    ) -> Option<Trace> {
        let Beginning { scenario, snapshot, twin } = *self;
        let calendar = calendar(scenario, replicate);
        let mut world = under(snapshot, scenario, &scenario.arms.0[arm].1);
        let mut trace = Trace::new(arm, replicate);
        let mut costs = YearlyCosts::default();
        let mut parts = Parts::default();
        let mut cohorts = evaluation::Cohorts::enrol(&world, scenario);
        for week in 0..scenario.horizon_weeks {
            if control.stop.load(Ordering::Relaxed) {
                return None;
            }
            schedule::week(&mut world, &calendar);
            trace.add(observe(&world, &calendar.index));
            costs.add(&world, week);
            cohorts.look(&world, week);
            if let Some(watch) = lives {
                watch.look(&world, week);
            }
            parts.look(&world);
            if parts::is_due(week) || week + 1 == scenario.horizon_weeks {
                trace.groups.extend(parts.rows(&world, &calendar.index, week));
            }
            tell(control, &world, week);
        }
        trace.costs = costs.rows();
        trace.evaluation = cohorts.rows(twin);
        trace.error = trace.fault();
        Some(trace)
    }
}

/// The traces with the lives that are told, once it is known who stayed under all arms.
fn with_lives(scenario: &Scenario, runs: Vec<(Trace, Option<lives::Watch>)>) -> Vec<Trace> {
    let (mut traces, watches): (Vec<Trace>, Vec<Option<lives::Watch>>) = runs.into_iter().unzip();
    let watches: Vec<lives::Watch> = watches.into_iter().flatten().collect();
    let serving: Vec<bool> = scenario.arms.iter().map(|(_, planned)| planned.arm.services).collect();
    for (trace, told) in traces.iter_mut().zip(lives::told(&watches, &serving)) {
        trace.lives = told;
    }
    traces
}

/// Runs a replicate: the burn-in once, then every arm from its end; none if it was stopped.
#[must_use]
pub fn replicate(scenario: &Scenario, replicate: u32, control: &Control<'_>) -> Option<Vec<Trace>> {
    let snapshot = snapshot(scenario, replicate, control)?;
    let arms: Vec<usize> = (0..scenario.arms.len()).collect();
    let twin = evaluation::twin(scenario, &snapshot, &calendar(scenario, replicate));
    let width = runs_width(scenario);
    // Lives are told of the first replicate.
    let panel = (replicate == 0).then(|| lives::Watch::begin(&snapshot, scenario));
    let beginning = Beginning { scenario, snapshot: &snapshot, twin: twin.as_ref() };
    let runs = parallel::map(width, &arms, |_, &arm| {
        let mut watch = panel.clone();
        Some((beginning.run(arm, replicate, &mut watch, control)?, watch))
    });
    let runs: Option<Vec<(Trace, Option<lives::Watch>)>> = runs.into_iter().collect();
    let traces = runs.map(|runs| with_lives(scenario, runs));
    if let Some(traces) = &traces {
        (control.finished)(replicate, traces);
    }
    traces
}

/// A replicate whose model panics is a replicate of failed runs: it must not take the others with it.
fn guarded(scenario: &Scenario, number: u32, control: &Control<'_>) -> Option<Vec<Trace>> {
    let whole = catch_unwind(AssertUnwindSafe(|| replicate(scenario, number, control)));
    whole.unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("for no stated reason");
        let failed = |arm| Trace { error: Some(format!("the model broke: {words}")), ..Trace::new(arm, number) };
        let traces: Vec<Trace> = (0..scenario.arms.len()).map(failed).collect();
        (control.finished)(number, &traces);
        Some(traces)
    })
}

/// Runs are parallel where the work inside one is not.
fn runs_width(scenario: &Scenario) -> Width {
    match Width::of(scenario.residents()) {
        Width::Narrow => Width::Wide,
        Width::Wide => Width::Narrow,
    }
}

/// Runs the given replicates of a scenario; those that were stopped are missing. Sorted by arm,
/// then by replicate.
#[must_use]
pub fn ensemble(scenario: &Scenario, replicates: &[u32], control: &Control<'_>) -> Ensemble {
    let width = runs_width(scenario);
    let runs = parallel::map(width, replicates, |_, &number| guarded(scenario, number, control));
    gathered(scenario, runs.into_iter().flatten().flatten().collect())
}

/// Runs of a scenario, in order.
#[must_use]
pub fn gathered(scenario: &Scenario, mut traces: Vec<Trace>) -> Ensemble {
    traces.sort_by_key(|trace| (trace.arm, trace.replicate));
    Ensemble {
        traces,
        weeks: scenario.horizon_weeks,
        arms: scenario.arms.iter().map(|(name, _)| name.to_owned()).collect(),
        residents: scenario.residents(),
    }
}
