//! What a run will take: time from a few weeks of it, memory and disk from what it holds.

use crate::cli::run::results::Results;
use regimes_model::model::world::organisations::Organisation;
use regimes_model::model::world::workers::Worker;
use regimes_model::parallel::Width;
use regimes_report::figures;
use regimes_report::files::Format;
use regimes_scenario::check::Scenario;
use regimes_study::simulation::counterfactual::COHORTS;
use regimes_study::simulation::run::Run;
use regimes_study::simulation::states::ORGANISATIONS;
use std::time::{Duration, Instant};

/// Weeks are run for as long as this to see how fast they are.
const TRIAL: Duration = Duration::from_millis(100);
/// Weeks at the beginning of a town that are faster than those after.
const FIRST_WEEKS: u32 = 4;
/// Towns larger than this take too long to build for a trial.
const LARGEST_TRIAL: u64 = 100_000;
/// Time of a week of one resident where no trial was made, on one thread (second).
const RESIDENT_WEEK: f64 = 100e-9;
/// Part of a further thread that is of use.
pub const USE_OF_THREADS: f64 = 0.85;
/// Time to write a number into the tables, on one thread (second).
const CELL_TIME: f64 = 250e-9;
/// Time to draw all figures (second).
const FIGURE_TIME: f64 = 1.5;
/// Room that a resident takes in memory (byte).
const RESIDENT_BYTES: f64 = 130.0;
/// Room that the trust and the links between two organisations of a place take in memory (byte).
const PAIR_BYTES: f64 = 5.0;
/// Room that the program takes in memory without a town and without a drawing (byte).
const PROGRAM_BYTES: f64 = 15e6;
/// Room that a square point of the largest drawing takes in memory while it becomes a bitmap (byte).
const POINT_BYTES: f64 = 30.0;
/// Room that a number of a replicate takes in memory until it is kept (byte).
const NUMBER_BYTES: f64 = 24.0;
/// Room that a row of costs or of parts takes in memory until it is kept (byte).
const ROW_BYTES: f64 = 300.0;
/// Room that an outcome of an arm in a week takes in memory once it is summarised (byte).
const SUMMARY_BYTES: f64 = 100.0;
/// Room in memory by which a replicate that is kept is found again (byte).
const KEPT_BYTES: f64 = 400.0;
/// The drawing of usual size (point).
const USUAL_DRAWING: (f64, f64) = (1080.0, 430.0);

/// What a run will take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Time (second).
    pub seconds: f64,
    /// Memory (byte).
    pub memory_bytes: f64,
    /// Room on disk when all is done (byte).
    pub disk_bytes: f64,
    /// Room on disk while it runs, at the most (byte).
    pub disk_bytes_at_most: f64,
}

/// Residents times weeks of a number of replicates, burn-in included.
#[must_use]
pub fn resident_weeks(scenario: &Scenario, replicates: u64) -> u64 {
    let runs = scenario.runs_of_a_replicate();
    let weeks = u64::from(scenario.burn_in_weeks) + runs * u64::from(scenario.horizon_weeks);
    scenario.residents() * replicates * weeks
}

/// Estimates a run of which a number of replicates are still to come.
#[must_use]
pub fn estimate(scenario: &Scenario, replicates: u64, threads: usize, format: Format) -> Estimate {
    let arms = scenario.arms.len() as f64;
    let results = Results::of(scenario);
    // Replicates that are in memory at a time.
    let (wide, worlds, at_a_time) = match Width::of(scenario.residents()) {
        Width::Wide => (threads as f64, 3.0, 1.0),
        Width::Narrow => {
            // Replicates first, then their arms, are shared among threads; each has a snapshot, a twin and an arm.
            let useful = (replicates as f64 * arms).min(threads as f64);
            (useful, useful * 3.0 + 1.0, (threads as f64).min(replicates as f64))
        }
    };
    let speed = 1.0 + (wide.max(1.0) - 1.0) * USE_OF_THREADS;
    let weeks = resident_weeks(scenario, replicates) as f64;
    let disk_bytes = results.on_disk(format);
    let all = f64::from(scenario.replicates);
    Estimate {
        seconds: weeks * seconds_per_resident_week(scenario) / speed + results.numbers * CELL_TIME + FIGURE_TIME,
        memory_bytes: PROGRAM_BYTES
            + largest_drawing(scenario) * POINT_BYTES
            + worlds * world_bytes(scenario)
            + at_a_time / all * (results.numbers * NUMBER_BYTES + (results.costs + results.parts) * ROW_BYTES)
            + results.summaries / arms * SUMMARY_BYTES
            + all * KEPT_BYTES,
        disk_bytes,
        disk_bytes_at_most: disk_bytes + results.unfinished(),
    }
}

/// Room that a town takes in memory (byte).
fn world_bytes(scenario: &Scenario) -> f64 {
    let (mut pairs, mut posts, mut organisations) = (0.0, 0.0, 0.0);
    for (place, _) in scenario.town.places.iter() {
        let own = || scenario.town.organisations.iter().filter(|(_, o)| o.place == place);
        let n: f64 = own().map(|(_, o)| f64::from(o.copies)).sum();
        pairs += n * n;
        organisations += n;
        posts += own().map(|(_, o)| f64::from(o.copies) * o.staff.posts_fte).sum::<f64>();
    }
    scenario.residents() as f64 * RESIDENT_BYTES
        + pairs * PAIR_BYTES
        + organisations * size_of::<Organisation>() as f64
        + posts * size_of::<Worker>() as f64
}

/// The largest drawing (square point): those that grow with arms and groups, and the usual one.
fn largest_drawing(scenario: &Scenario) -> f64 {
    let (arms, groups) = (scenario.arms.len(), scenario.town.groups.len());
    let sizes = [
        USUAL_DRAWING,
        figures::by_arm::size(groups.max(scenario.town.domains.len()), arms),
        figures::evaluation::size(COHORTS.len() * arms),
        figures::twins::size(arms),
        figures::practice::size(arms, ORGANISATIONS),
    ];
    sizes.into_iter().map(|(wide, high)| wide * high).fold(0.0, f64::max)
}

/// Time of a week of one resident on this thread (second), from a few weeks of the scenario.
#[must_use]
pub fn seconds_per_resident_week(scenario: &Scenario) -> f64 {
    let residents = scenario.residents();
    if residents > LARGEST_TRIAL {
        return RESIDENT_WEEK;
    }
    let mut run = Run::begin(scenario, 0);
    let weeks = scenario.weeks();
    for _ in 0..FIRST_WEEKS.min(weeks) {
        run.week();
    }
    let (began, mut done) = (now(), 0);
    while done == 0 || (began.elapsed() < TRIAL && done + FIRST_WEEKS < weeks) {
        run.week();
        done += 1;
    }
    began.elapsed().as_secs_f64() / f64::from(done) / residents.max(1) as f64
}

#[expect(clippy::disallowed_methods, reason = "the time a run takes is shown to the user, and reaches no result")]
fn now() -> Instant {
    Instant::now()
}
