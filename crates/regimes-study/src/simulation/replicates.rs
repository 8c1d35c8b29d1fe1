//! All arms of a replicate, from one snapshot; and many replicates, in parallel.

use crate::simulation::census::status_quo::{self, Begun};
use crate::simulation::cohorts::{Followed, Members};
use crate::simulation::control::Control;
use crate::simulation::counterfactual::{Cohorts, counterfactual};
use crate::simulation::equal_payment;
use crate::simulation::lives::{self, Watch};
use crate::simulation::recorder::Recorder;
use crate::simulation::run::{Observer, Run};
use crate::simulation::states::States;
use crate::simulation::trace::{Ensemble, Trace};
use regimes_model::model::world::World;
use regimes_model::parallel::{self, Width};
use regimes_scenario::check::Scenario;

/// Runs one arm from the snapshot at the end of the burn-in, beside the world without services that its cohorts are
/// compared with; none if it was stopped.
#[must_use]
pub fn run_arm(
    snapshot: &Run<'_>,
    scenario: &Scenario,
    (arm, replicate): (usize, u32),
    counterfactual: Option<&World>,
    control: &Control<'_>,
) -> Option<Trace> {
    run_watched(
        &Beginning { snapshot, counterfactual, members: None },
        scenario,
        (arm, replicate),
        &mut Onlookers::default(),
        control,
    )
}

/// Who looks on in the first replicate.
#[derive(Clone, Default)]
struct Onlookers {
    lives: Option<Watch>,
    states: Option<States>,
}

/// Where all arms of a replicate begin.
struct Beginning<'a> {
    snapshot: &'a Run<'a>,
    counterfactual: Option<&'a World>,
    /// Who is in which cohort.
    members: Option<&'a Members>,
}

/// Runs an arm, and lets others look on.
fn run_watched(
    beginning: &Beginning<'_>,
    scenario: &Scenario,
    (arm, replicate): (usize, u32),
    onlookers: &mut Onlookers,
    control: &Control<'_>,
) -> Option<Trace> {
    let mut run = beginning.snapshot.under(scenario, arm);
    let index = run.calendar().index;
    let mut recorder = Recorder::begin((arm, replicate), &index, scenario.horizon_weeks);
    let mut cohorts = Cohorts::enrol(run.world(), scenario);
    let rate = scenario.costs.discount_per_year;
    let mut followed = beginning.members.map(|members| members.follow(&index, scenario.horizon_weeks, rate));
    let mut observers: Vec<&mut dyn Observer> = vec![&mut recorder, &mut cohorts];
    observers.extend(followed.as_mut().map(|followed| followed as &mut dyn Observer));
    observers.extend(onlookers.lives.as_mut().map(|watch| watch as &mut dyn Observer));
    observers.extend(onlookers.states.as_mut().map(|states| states as &mut dyn Observer));
    run.weeks(scenario.horizon_weeks, control, &mut observers)?;
    let evaluation = cohorts.rows(beginning.counterfactual);
    let cohorts = followed.map_or_else(Vec::new, Followed::rows);
    let states = onlookers.states.take().map_or_else(Vec::new, States::rows);
    Some(Trace { evaluation, cohorts, states, ..recorder.end() })
}

/// Runs a replicate: the burn-in once, then every arm from its end; none if it was stopped.
#[must_use]
pub fn replicate(scenario: &Scenario, replicate: u32, control: &Control<'_>) -> Option<Vec<Trace>> {
    let Begun { run: snapshot, census, asked } = status_quo::after_burn_in(scenario, replicate, control)?;
    let counterfactual = counterfactual(&snapshot);
    let members = Members::fixed(snapshot.world(), &asked);
    let arms: Vec<usize> = (0..scenario.arms.len()).collect();
    // Lives and states are shown of the first replicate.
    let is_shown = replicate == 0;
    let panel = Onlookers {
        lives: is_shown.then(|| Watch::begin(snapshot.world(), scenario)),
        states: is_shown.then(|| States::begin(snapshot.world(), scenario.horizon_weeks)),
    };
    let beginning = Beginning { snapshot: &snapshot, counterfactual: counterfactual.as_ref(), members: Some(&members) };
    let runs = parallel::map(width_of_runs(scenario), &arms, |_, &arm| {
        let mut onlookers = panel.clone();
        let trace = run_watched(&beginning, scenario, (arm, replicate), &mut onlookers, control)?;
        Some((trace, onlookers.lives))
    });
    let runs: Option<Vec<(Trace, Option<Watch>)>> = runs.into_iter().collect();
    let traces = with_lives(scenario, runs?);
    let mut traces = equal_payment::added(&snapshot, scenario, traces, width_of_runs(scenario), control)?;
    traces.iter_mut().take(1).for_each(|first| first.census.clone_from(&census));
    Some(traces)
}

/// Runs a replicate for its outcomes and its cohorts alone, on one thread, arm by arm; none if it was stopped.
#[must_use]
pub fn followed(scenario: &Scenario, replicate: u32, control: &Control<'_>) -> Option<Vec<Trace>> {
    let Begun { run: snapshot, asked, .. } = status_quo::after_burn_in(scenario, replicate, control)?;
    let members = Members::fixed(snapshot.world(), &asked);
    let beginning = Beginning { snapshot: &snapshot, counterfactual: None, members: Some(&members) };
    let run = |arm| run_watched(&beginning, scenario, (arm, replicate), &mut Onlookers::default(), control);
    let traces = (0..scenario.arms.len()).map(run).collect::<Option<Vec<Trace>>>()?;
    equal_payment::added(&snapshot, scenario, traces, Width::Narrow, control)
}

/// The traces with the lives that are shown, once it is known who stayed under all arms.
fn with_lives(scenario: &Scenario, runs: Vec<(Trace, Option<Watch>)>) -> Vec<Trace> {
    let (mut traces, watches): (Vec<Trace>, Vec<Option<Watch>>) = runs.into_iter().unzip();
    let watches: Vec<Watch> = watches.into_iter().flatten().collect();
    let serving: Vec<bool> = scenario.arms.iter().map(|(_, planned)| planned.arm.services).collect();
    for (trace, told) in traces.iter_mut().zip(lives::told(&watches, &serving)) {
        trace.lives = told;
    }
    traces
}

/// Runs are parallel where the work inside one is not.
#[must_use]
pub fn width_of_runs(scenario: &Scenario) -> Width {
    match Width::of(scenario.residents()) {
        Width::Narrow => Width::Wide,
        Width::Wide => Width::Narrow,
    }
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
