//! Every valid scenario runs under every mixture of rules, and everything observed stays missing, or finite and within range.

mod support;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use regimes_model::model::arm::Arm;
use regimes_model::model::outcomes::{OUTCOMES, observe};
use regimes_model::model::world::World;
use regimes_model::parameters::{Declared, Row, Slot};
use regimes_model::units::domains::Domains;
use regimes_model::units::is_missing;
use regimes_scenario::check::Scenario;
use regimes_scenario::file::File;
use regimes_scenario::problem::Problems;
use regimes_study::simulation::control::unattended;
use regimes_study::simulation::replicates::run_arm;
use regimes_study::simulation::run::Run;
use regimes_study::simulation::trace::Trace;
use support::same::fingerprint;
use support::{in_touch, range, scenario};

/// Draws for all that a scenario says: below [`KEPT`] a value stays at its default, above it lies anywhere in its range.
/// (So a failing case shrinks to the few values that matter.)
struct Tape<'a> {
    draws: &'a [f64],
    next: usize,
    kept: f64,
}

/// Part of the values of parameters that stay as they are.
const KEPT: f64 = 0.6;
/// Draws that a case has; the tree of one scenario asks for fewer.
const DRAWS: usize = 900;

impl Tape<'_> {
    /// A number from 0 to 1 where the next value is to change. Ends of a range come up as often as a tenth of it.
    fn draw(&mut self) -> Option<f64> {
        let draw = self.draws[self.next % self.draws.len()];
        self.next += 1;
        let within = (draw - self.kept) / (1.0 - self.kept);
        (within >= 0.0).then(|| ((within - 0.05) / 0.9).clamp(0.0, 1.0))
    }

    /// Changes values of a section and of all below it.
    fn change(&mut self, section: &mut dyn Declared) {
        let rows = section.rows();
        for (row, slot) in rows.iter().zip(section.slots()) {
            match slot {
                Slot::Number(value) => {
                    if let (Some(at), Some((low, high))) = (self.draw(), row.range) {
                        *value = low + at * (high - low);
                    }
                }
                Slot::Count(value) => {
                    if let (Some(at), Some((low, high))) = (self.draw(), row.range) {
                        *value = (low + at * (high - low)).round() as u32;
                    }
                }
                Slot::Flag(value) => {
                    if let (Some(at), true) = (self.draw(), may_change(row)) {
                        *value = at < 0.5;
                    }
                }
                Slot::Choice(choice) => {
                    if let Some(at) = self.draw() {
                        let names = choice.variants();
                        let chosen = names[((at * names.len() as f64) as usize).min(names.len() - 1)].0;
                        assert!(choice.choose(chosen));
                    }
                    self.change(choice.numbers());
                }
                Slot::Section(inner) => self.change(inner),
                Slot::Optional(inner) => {
                    if let Some(inner) = inner.get() {
                        self.change(inner);
                    }
                }
                Slot::Weights(weights) => {
                    for (_, weight) in weights {
                        if let (Some(at), Some((low, high))) = (self.draw(), row.range) {
                            *weight = low + at * (high - low);
                        }
                    }
                }
                Slot::Seed(_) | Slot::Text(_) | Slot::Preset(_) | Slot::Date(_) | Slot::Words(_) | Slot::Table(_) => {}
            }
        }
    }
}

/// Services stay, or there would be little to see.
fn may_change(row: &Row) -> bool {
    row.key != "services"
}

/// The tiny scenario with few people, many mixtures and unusual numbers.
fn mixed(draws: &[f64], seed: u64) -> Result<Scenario, Problems> {
    let mut file: File = scenario(
        "tiny",
        &["places.village.residents=300", "burn_in_weeks=12", "horizon_weeks=40", "arms.graft=false", "arms.npm=false"],
    )
    .file()
    .clone();
    file.seed = seed;
    file.events.0.clear();
    let mut tape = Tape { draws, next: 0, kept: KEPT };
    for (_, arm) in &mut file.arms.0 {
        arm.start = None;
        // A rule changes more often than a parameter: the rules are what is mixed.
        tape.kept = 0.3;
        tape.change(&mut arm.regime);
        tape.kept = KEPT;
        let regime = arm.regime.clone();
        tape.change(arm);
        arm.regime = regime;
        arm.phase_in_weeks = arm.phase_in_weeks.min(20);
    }
    tape.kept = 0.3;
    tape.change(&mut file.status_quo.regime);
    tape.kept = KEPT;
    tape.change(&mut file.parameters);
    for (_, domain) in &mut file.domains.0 {
        tape.change(domain);
        domain.outside = domain.outside.min(domain.factors);
    }
    for (_, place) in &mut file.places.0 {
        let residents = place.residents;
        tape.change(place);
        place.residents = residents;
        place.budget_pounds_per_week = place.budget_pounds_per_week.min(60_000.0);
    }
    for (_, organisation) in &mut file.organisations.0 {
        let (copies, posts) = (organisation.copies, organisation.staff.posts_fte);
        tape.change(organisation);
        organisation.copies = copies;
        organisation.staff.posts_fte = posts.min(4.0);
    }
    Scenario::from_file(file)
}

/// What must hold of a world after any week.
fn check(world: &World, observed: &[f64]) -> Result<(), TestCaseError> {
    for (outcome, &value) in OUTCOMES.iter().zip(observed) {
        let (low, high) = range(outcome);
        let near = 1e-5;
        if is_missing(value) {
            continue;
        }
        prop_assert!(value.is_finite(), "{} is {value} in week {}", outcome.name, world.week);
        prop_assert!(value >= low - near && value <= high + near, "{} is {value} in week {}", outcome.name, world.week);
    }
    for place in &world.places {
        for (r, set_points) in place.residents.set_points.iter().enumerate() {
            prop_assert!(set_points.iter().all(|s| (-1e-4..=1.0001).contains(s)), "set points of {r}: {set_points:?}");
        }
        prop_assert!(place.trust.iter().all(|trust| (0.0..=1.0).contains(trust)), "trust {:?}", place.trust);
        let mut served = vec![Domains::NONE; place.residents.len()];
        for organisation in &place.organisations {
            for worker in &organisation.workers {
                let effort = [worker.real, worker.measured, worker.gaming];
                prop_assert!(effort.iter().all(|&a| a >= 0.0) && effort.iter().sum::<f32>() <= 1.0001, "{effort:?}");
                prop_assert!(worker.theta.is_finite() && worker.theta >= 0.0);
                prop_assert!((0.0..=1.0).contains(&worker.dissonance) && (0.0..=1.0).contains(&worker.paradigm));
            }
            prop_assert!((0.0..=1.0).contains(&organisation.safety) && (0.0..=1.0).contains(&organisation.dip));
            prop_assert!((0.0..=1.0).contains(&organisation.absorptive), "absorptive {}", organisation.absorptive);
            for case in &organisation.cases {
                prop_assert!((0.0..=1.0).contains(&case.relationship) && (0.0..=1.0).contains(&case.heard));
                prop_assert_eq!(
                    (case.found.trues() & !case.known, case.known & !world.constants.mask),
                    Default::default()
                );
                if in_touch(case, place) {
                    let bits = &mut served[case.resident as usize];
                    prop_assert!((*bits & case.domains).is_empty(), "two cases for one need in week {}", world.week);
                    *bits |= case.domains;
                }
            }
        }
        prop_assert_eq!(&served, &place.residents.served);
    }
    Ok(())
}

/// Runs a mixture; what fails is reported with the values that matter.
fn whole_run(draws: &[f64], seed: u64) -> Result<(), TestCaseError> {
    let Err(failure) = run(draws, seed) else { return Ok(()) };
    if matches!(failure, TestCaseError::Reject(_)) {
        return Err(failure);
    }
    let draws = smallest(draws, seed);
    let (Err(failure), Ok(scenario)) = (run(&draws, seed), mixed(&draws, seed)) else { return Err(failure) };
    let usual = mixed(&vec![0.0; draws.len()], seed).map_err(|problems| TestCaseError::fail(problems.to_string()))?;
    let (usual, unusual) = (usual.resolved(), scenario.resolved());
    let changed: Vec<&str> = unusual.lines().filter(|line| !usual.lines().any(|other| other == *line)).collect();
    Err(TestCaseError::fail(format!("{failure}\nwith\n{}", changed.join("\n"))))
}

fn run(draws: &[f64], seed: u64) -> Result<(), TestCaseError> {
    let scenario = mixed(draws, seed).map_err(|problems| TestCaseError::reject(problems.to_string()))?;
    let start = Run::after_burn_in(&scenario, 0, &unattended()).expect("nobody stops it");
    let mut run = start.under(&scenario, 0);
    for _ in 0..scenario.horizon_weeks {
        run.week();
        check(run.world(), &observe(run.world(), &run.calendar().index).outcomes)?;
    }
    Ok(())
}

/// The same draws with as many as possible put back to their defaults, while the run still fails.
fn smallest(draws: &[f64], seed: u64) -> Vec<f64> {
    let fails = |draws: &[f64]| {
        let ran = std::panic::catch_unwind(|| run(draws, seed));
        !matches!(ran, Ok(Ok(()) | Err(TestCaseError::Reject(_))))
    };
    let mut draws = draws.to_vec();
    let mut block = draws.len() / 2;
    while block > 0 {
        for first in (0..draws.len()).step_by(block) {
            let mut fewer = draws.clone();
            fewer[first..(first + block).min(DRAWS)].fill(0.0);
            if fewer != draws && fails(&fewer) {
                draws = fewer;
            }
        }
        block /= 2;
    }
    draws
}

/// A number for all that a run of an arm tells, to the last digit.
fn told(scenario: &Scenario, start: &Run<'_>, arm: usize) -> u64 {
    let trace = run_arm(start, scenario, (arm, 0), None, &unattended()).expect("nobody stops it");
    fingerprint(&Trace { arm: 0, ..trace })
}

/// An arm with the rules of the status quo, however it comes into force, beside one that says nothing else.
fn same_rules(draws: &[f64], seed: u64) -> Result<(), TestCaseError> {
    let mut scenario = mixed(draws, seed).map_err(|problems| TestCaseError::reject(problems.to_string()))?;
    let (name, mut changed) = scenario.arms.0.remove(0);
    let regime = scenario.status_quo.regime.clone();
    (changed.arm.regime, changed.arm.reorganises, changed.arm.wage_premium) = (regime.clone(), false, 0.0);
    // Money is no rule.
    (changed.arm.budget_times, changed.arm.places_times, changed.arm.prices_times) = (1.0, 1.0, 1.0);
    (changed.start_week, changed.end_week) = (scenario.burn_in_weeks + 3, Some(scenario.burn_in_weeks + 20));
    let mut reference = changed.clone();
    reference.arm = Arm { regime, ..Arm::default() };
    let mut reorganised = changed.clone();
    reorganised.arm = Arm { reorganises: true, share: 1.0, organisations: true, phase_in_weeks: 0, ..reorganised.arm };
    let arms = [("reference".to_owned(), reference), (name, changed), ("reorganised".to_owned(), reorganised)];
    scenario.arms.0 = arms.to_vec();
    let start = Run::after_burn_in(&scenario, 0, &unattended()).expect("nobody stops it");
    let [reference, changed, reorganised] = [0, 1, 2].map(|arm| told(&scenario, &start, arm));
    prop_assert!(reference == changed, "an arm that changes no rule is not the reference: {:?}", scenario.arms.0[1]);
    prop_assert!(reference != reorganised, "a reorganisation leaves no trace: {:?}", scenario.arms.0[2]);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        rng_seed: RngSeed::Fixed(9), failure_persistence: None, max_shrink_iters: 0, ..ProptestConfig::with_cases(60)
    })]

    #[test]
    fn an_arm_with_the_rules_of_the_status_quo_is_the_reference_to_the_last_digit_unless_it_reorganises(
        seed in any::<u64>(), draws in prop::collection::vec(0.0..1.0_f64, DRAWS)
    ) {
        same_rules(&draws, seed)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        rng_seed: RngSeed::Fixed(7), failure_persistence: None, max_shrink_iters: 0, ..ProptestConfig::with_cases(400)
    })]

    #[test]
    fn every_mixture_runs_and_stays_within_range(seed in any::<u64>(), draws in prop::collection::vec(0.0..1.0_f64, DRAWS)) {
        whole_run(&draws, seed)?;
    }
}
