//! What the study engine costs above the simulation: draws, overrides, checks, fingerprints, encoding and keeping.
//!
//! A task of the engine is timed beside the bare simulation of the same task, in the same run; the difference is what the
//! engine costs, and must stay below a millisecond of processor time a task.

use criterion::{Criterion, criterion_group, criterion_main};
use regimes_model::parallel::Width;
use regimes_study::experiment::draws;
use regimes_study::experiment::plan::{Planner, Request};
use regimes_study::experiment::runs::Units;
use regimes_study::experiment::term::{Measure, Over};
use regimes_study::simulation::control::unattended;
use regimes_study::simulation::replicates::run_arm;
use regimes_study::simulation::run::Run;
use regimes_study::study::design::Design;
use regimes_study::study::files::journal::Journal;
use regimes_study::study::runner;
use std::hint::black_box;

/// Draws that are run, a task each.
const TASKS: usize = 10;

fn study(c: &mut Criterion) {
    let draws = draws::shipped(TASKS).expect("draws are shipped");
    let overrides = regimes_scenario::overrides::read(&["burn_in_weeks=2", "horizon_weeks=28"]);
    let request = Request {
        scenario: "tiny".to_owned(),
        sets: overrides.clone(),
        arm: "hls".to_owned(),
        measure: Measure::Outcome(0, Over::Horizon),
    };
    let mut planner = Planner::default();
    planner.ask(std::slice::from_ref(&request)).expect("tiny is sound");
    let plan = planner.plan().expect("tiny is sound");
    let units = Units::of(&plan, &draws).expect("tiny is sound");
    let scenarios: Vec<_> = draws
        .iter()
        .map(|draw| {
            let loaded = regimes_scenario::load::load("tiny", &overrides).expect("tiny is sound");
            let drawn = [draw.of(&loaded), overrides.clone()].concat();
            (draw.number, regimes_scenario::load::load("tiny", &drawn).expect("a draw is sound").scenario)
        })
        .collect();
    let mut group = c.benchmark_group("ten_tasks");
    group.bench_function("bare_simulation", |b| {
        b.iter(|| {
            for (replicate, scenario) in &scenarios {
                let snapshot = Run::after_burn_in(scenario, *replicate, &unattended()).expect("nobody stops it");
                let arm = scenario.arms.position("hls").expect("an arm");
                black_box(run_arm(&snapshot, scenario, (arm, *replicate), None, &unattended()));
            }
        });
    });
    group.bench_function("study_engine", |b| {
        b.iter(|| {
            let journal = Journal::anonymous(tempfile::tempfile().expect("a file"));
            runner::perform(&units, Width::Narrow, &journal, &unattended(), &|_| {}).expect("nobody stops it");
            assert!(runner::missing(&units, &journal).is_empty() && units.tasks() == TASKS);
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = study
}
criterion_main!(benches);
