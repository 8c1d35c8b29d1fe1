//! A small ensemble from scenario to traces: every arm of `tiny`, two replicates.

use std::hint::black_box;

use criterion::Criterion;

use regimes_scenario::load::load;
use regimes_study::simulation::control::unattended;
use regimes_study::study::ensembles::ensemble;

const REPLICATES: [u32; 2] = [0, 1];

fn tiny(criterion: &mut Criterion) {
    let scenario = load("tiny", &[]).unwrap_or_else(|problems| panic!("tiny:\n{problems}")).scenario;
    let mut group = criterion.benchmark_group("ensemble");
    group.sample_size(10);
    group.bench_function("tiny", |bencher| {
        bencher.iter(|| ensemble(black_box(&scenario), &REPLICATES, &unattended()));
    });
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().without_plots().configure_from_args();
    tiny(&mut criterion);
    criterion.final_summary();
}
