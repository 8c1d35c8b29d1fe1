//! Same seed, same bytes: on any number of threads, on a second run, under any name; what cannot matter does not.

mod support;

use rayon::ThreadPoolBuilder;
use regimes_model::model::ledger::Activity;
use regimes_model::model::outcomes::OUTCOMES;
use regimes_model::model::regime::{PRESETS, RULES, preset};
use regimes_model::model::world::World;
use regimes_model::parallel::Width;
use regimes_model::parameters::{Declared, Slot};
use regimes_scenario::bundled::names;
use regimes_scenario::check::Scenario;
use regimes_study::simulation::control::unattended;
use regimes_study::simulation::run::calendar;
use regimes_study::simulation::trace::Trace;
use regimes_study::study::ensembles::ensemble;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};
use support::same::fingerprint;
use support::{after_burn_in, at_the_end, run, scenario, shortened, state_of, under_arm};

/// What must come out the same of two ways to do the same.
fn check<T: PartialEq + std::fmt::Debug>(what: &str, one: &T, other: &T) {
    assert!(one == other, "{what}: {one:?} and {other:?}");
}

fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(work)
}

fn short(name: &str) -> Scenario {
    shortened(scenario::<&str>(name, &[]), 14, 20)
}

fn tiny(sets: &[&str]) -> Scenario {
    scenario("tiny", sets)
}

/// Numbers for all that is kept of the runs of a scenario, the arms' numbers apart.
fn prints(scenario: &Scenario, replicates: &[u32]) -> Vec<u64> {
    let traces = ensemble(scenario, replicates, &unattended()).traces;
    traces.into_iter().map(|trace| fingerprint(&Trace { arm: 0, ..trace })).collect()
}

/// The same of arms wherever they stand in the file: the census of the status quo, which is that of all arms, is kept with
/// the first of them.
fn prints_of_arms(scenario: &Scenario, replicates: &[u32]) -> Vec<u64> {
    let traces = ensemble(scenario, replicates, &unattended()).traces;
    traces.into_iter().map(|trace| fingerprint(&Trace { arm: 0, census: Vec::new(), ..trace })).collect()
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    for name in names() {
        let scenario = short(name);
        let [one, two, three] = [1, 2, 3].map(|threads| on_threads(threads, || prints(&scenario, &[0, 1])));
        check(name, &one, &two);
        check(name, &one, &three);
    }
}

#[test]
fn the_number_of_threads_changes_no_byte_where_homes_are_a_state() {
    let homes = ["domains.housing.tenancy={loss_per_week=0.05}", "arms.hls.homes_bought_per_week=1.5"];
    let scenario = shortened(scenario("several_needs", &homes), 10, 20);
    let [one, two, three] = [1, 2, 3].map(|threads| on_threads(threads, || prints(&scenario, &[0, 1])));
    check("two threads", &one, &two);
    check("three threads", &one, &three);
}

#[test]
fn a_second_run_changes_no_byte() {
    let scenario = short("tiny");
    check("tiny", &prints(&scenario, &[0, 3]), &prints(&scenario, &[0, 3]));
    let alone = prints(&scenario, &[3]);
    let beside = prints(&scenario, &[0, 3]);
    let of_three: Vec<u64> = beside.chunks(2).map(|pair| pair[1]).collect();
    check("a replicate run alone", &alone, &of_three);
}

#[test]
fn a_wide_world_is_the_same_on_any_number_of_threads_and_on_one_without_any() {
    let scenario =
        shortened(tiny(&["places.village.residents=61000", "places.village.budget_pounds_per_week=700000"]), 6, 8);
    let end = |threads: usize, width: Option<Width>| {
        on_threads(threads, || {
            let mut world = under_arm(&scenario, 1);
            assert_eq!(world.width, Width::Wide);
            world.width = width.unwrap_or(world.width);
            run(&mut world, &calendar(&scenario, 0), scenario.horizon_weeks);
            state_of(&world)
        })
    };
    let narrow = end(1, Some(Width::Narrow));
    for threads in [1, 2, 3] {
        check("a wide world", &narrow, &end(threads, None));
    }
}

/// Each column of the first residents of a world's first place.
fn first_residents(world: &World, n: usize) -> u64 {
    let mut first = world.places[0].residents.clone();
    first.truncate(n);
    fingerprint(&first)
}

#[test]
fn one_more_resident_changes_no_other_first_state_and_no_other_life_left_alone() {
    let alone = ["lives.household_spill=0", "lives.neighbour_spill=0", "status_quo.services=false", "burn_in_weeks=0"];
    for n in [1000, 1007, 1023, 1024, 2047] {
        let with = |n: usize| {
            let mut sets: Vec<String> = alone.map(str::to_owned).to_vec();
            sets.extend([format!("places.village.residents={n}"), "arms.npm.services=false".to_owned()]);
            scenario("tiny", &sets)
        };
        let (less, more) = (with(n), with(n + 1));
        let (mut a, mut b) = (under_arm(&less, 0), under_arm(&more, 0));
        check("first state", &first_residents(&a, n), &first_residents(&b, n));
        check("neighbours", &a.places[0].ties, &b.places[0].ties);
        check("organisations", &fingerprint(&a.places[0].organisations), &fingerprint(&b.places[0].organisations));
        for week in 0..100 {
            run(&mut a, &calendar(&less, 0), 1);
            run(&mut b, &calendar(&more, 0), 1);
            check(&format!("lives in week {week} beside {n}"), &first_residents(&a, n), &first_residents(&b, n));
        }
        assert!(a.places[0].residents.generation.iter().any(|&g| g > 0), "somebody died or moved");
    }
}

/// The state at the end, and that of a changed scenario.
fn ends(scenario: &Scenario, changed: &Scenario) -> (u64, u64) {
    (state_of(&at_the_end(scenario, 0)), state_of(&at_the_end(changed, 0)))
}

#[test]
fn an_event_beyond_the_horizon_or_without_effect_changes_nothing() {
    let scenario = tiny(&[]);
    let (_, event) = scenario.town.events[0].clone();
    let mut late = scenario.clone();
    late.town.events.push((5000, event));
    let (one, other) = ends(&scenario, &late);
    check("an event beyond the horizon", &one, &other);
    let mut empty = scenario.clone();
    empty.town.events.push((30, Default::default()));
    let (one, other) = ends(&scenario, &empty);
    check("an event without effect", &one, &other);
}

#[test]
fn an_arm_that_never_comes_into_force_changes_nothing() {
    let scenario = tiny(&[]);
    let snapshot = after_burn_in(&scenario);
    let rest_of = |mut world: World| {
        run(&mut world, &calendar(&scenario, 0), scenario.horizon_weeks);
        // Whether the money is as the arm would have it compares two rows, and moves nothing by itself.
        world.places[0].commissioner.money_changed = false;
        state_of(&world)
    };
    let end = |arm: usize| {
        let mut planned = scenario.arms.0[arm].1.clone();
        planned.start_week = scenario.weeks();
        let world = regimes_study::simulation::arms::under(&snapshot, &scenario, &planned);
        rest_of(world)
    };
    let rest_of_status_quo = rest_of(snapshot.clone());
    for arm in 0..scenario.arms.len() {
        check("an arm from the end on", &rest_of_status_quo, &end(arm));
    }
}

#[test]
fn rules_whose_numbers_are_zero_change_nothing() {
    let unfelt = ["relations.tender_raises=0", "allotment.tender_hours=0", "contracting.tender_trust_lost=0"];
    for (plain, idle) in [
        ("arms.npm.share=1.0", "arms.npm.wage_premium=0"),
        ("arms.npm.competition=none", "arms.npm.competition={tender={reallocation=0}}"),
        ("arms.npm.learning.annual_review.review_weeks=200", "arms.npm.learning.annual_review.review_weeks=201"),
        (
            "arms.npm.government=absent",
            "arms.npm.government={humble={supports=false,links=false,restructures=false,staff_fte_per_place=0}}",
        ),
    ] {
        let with = |set: &'static str| tiny(&[&unfelt[..], &[set]].concat());
        let (one, other) = ends(&with(plain), &with(idle));
        check(idle, &one, &other);
    }
}

#[test]
fn the_same_row_under_two_names_gives_the_same_bytes() {
    for name in PRESETS {
        let mut scenario = shortened(tiny(&[&format!("arms.hls.preset={name}")]), 26, 39);
        let (label, mut planned) = scenario.arms.0[1].clone();
        planned.arm.regime = preset(name).expect("a preset");
        scenario.arms.0 = vec![(label, planned.clone()), ("other".to_owned(), planned)];
        let traces = prints_of_arms(&scenario, &[0]);
        check(name, &traces[0], &traces[1]);
    }
}

#[test]
fn a_row_spelled_out_rule_by_rule_is_the_preset() {
    for name in PRESETS {
        let by_name = tiny(&[&format!("arms.hls.preset={name}"), &format!("status_quo.preset={name}")]);
        let mut row = preset(name).expect("a preset");
        let mut sets = Vec::new();
        for (rule, slot) in RULES.iter().zip(row.slots()) {
            let Slot::Choice(choice) = slot else { panic!("a rule is a choice") };
            sets.push(format!("{rule}={}", choice.chosen()));
        }
        let other = if *name == "npm" { "hls" } else { "npm" };
        let mut spelled = vec![format!("arms.hls.preset={other}"), format!("status_quo.preset={other}")];
        for owner in ["arms.hls", "status_quo"] {
            spelled.extend(sets.iter().map(|set| format!("{owner}.{set}")));
        }
        let mut by_rule = scenario("tiny", &spelled);
        // What is chosen stands at its defaults; a preset's own numbers are written beside it.
        by_rule.arms.0[1].1.arm.regime = fill(by_rule.arms.0[1].1.arm.regime.clone(), &row);
        by_rule.status_quo.regime = fill(by_rule.status_quo.regime.clone(), &row);
        let end = |scenario: &Scenario| state_of(&at_the_end(scenario, 1));
        check(name, &end(&by_name), &end(&by_rule));
    }
}

/// A row with the numbers of another that has the same variants.
fn fill(
    mut row: regimes_model::model::regime::Regime,
    numbers: &regimes_model::model::regime::Regime,
) -> regimes_model::model::regime::Regime {
    let mut numbers = numbers.clone();
    for (to, from) in row.slots().into_iter().zip(numbers.slots()) {
        let (Slot::Choice(to), Slot::Choice(from)) = (to, from) else { panic!("a rule is a choice") };
        assert_eq!(to.chosen(), from.chosen());
        for (to, from) in to.numbers().slots().into_iter().zip(from.numbers().slots()) {
            match (to, from) {
                (Slot::Number(to), Slot::Number(from)) => *to = *from,
                (Slot::Count(to), Slot::Count(from)) => *to = *from,
                (Slot::Flag(to), Slot::Flag(from)) => *to = *from,
                (Slot::Choice(to), Slot::Choice(from)) => assert!(to.choose(from.chosen())),
                _ => panic!("another kind of number"),
            }
        }
    }
    row
}

#[test]
fn names_and_order_of_arms_change_labels_only() {
    let scenario = short("tiny");
    let mut turned = scenario.clone();
    turned.arms.0.reverse();
    for (name, _) in &mut turned.arms.0 {
        *name = format!("{name}_under_another_name");
    }
    let (mut one, other) = (prints_of_arms(&scenario, &[0]), prints_of_arms(&turned, &[0]));
    one.reverse();
    check("arms in another order", &one, &other);
}

#[test]
fn what_else_is_in_the_file_changes_no_arm() {
    // Whose lives are reported is chosen by how they differ between arms: here all lives are.
    let everybody = ["stories.residents=1000", "stories.workers=1000"];
    let hls = |sets: &[&str]| {
        let scenario = shortened(tiny(&[&everybody[..], sets].concat()), 26, 39);
        let arm = scenario.arms.position("hls").expect("an arm");
        prints_of_arms(&scenario, &[0])[arm]
    };
    let alone = hls(&["arms.npm=false", "arms.graft=false"]);
    check("beside the other arms", &alone, &hls(&[]));
    check("beside a longer menu", &alone, &hls(&["arms.npm.support.standard.packages=20"]));
}

#[test]
fn what_only_an_arm_holds_reaches_the_world() {
    let keyed = |keyed: bool| {
        let set = format!("arms.graft.support={{menu={{keyed_to_groups={keyed}}}}}");
        let scenario = shortened(tiny(&[&set]), 26, 39);
        let arm = scenario.arms.position("graft").expect("an arm");
        prints_of_arms(&scenario, &[0])[arm]
    };
    assert_ne!(keyed(true), keyed(false), "packages for groups are packages for the place");
    let scenario = shortened(tiny(&["arms.hls.collaboration.stewarded.upstream=0.4"]), 26, 39);
    let world = at_the_end(&scenario, scenario.arms.position("hls").expect("an arm"));
    let upstream = world.places[0].ledger.pounds[Activity::Upstream as usize].iter().flatten().sum::<f64>();
    assert!(upstream > 0.0, "stewards' work upstream is booked nowhere");
}

/// Places of the country under a government that stays away, at the end.
fn places(sets: &[&str]) -> Vec<u64> {
    let absent = ["status_quo.government=absent", "arms.hls.government=absent"];
    let sets: Vec<&str> = absent.into_iter().chain(sets.iter().copied()).collect();
    let scenario = shortened(scenario("country", &sets), 20, 40);
    let arm = scenario.arms.position("hls").expect("an arm");
    at_the_end(&scenario, arm).places.iter().map(fingerprint).collect()
}

#[test]
fn what_is_done_in_one_place_leaves_the_others_alone_where_nobody_links_them() {
    let before = places(&[]);
    for change in [
        "places.port.budget_pounds_per_week=80000",
        "places.port.turbulence_factor=9",
        "organisations.port_housing.staff.skill=0.9",
        "organisations.port_advice.indicator.angle_degrees=80",
    ] {
        let after = places(&[change]);
        assert_ne!(before[0], after[0], "{change} does nothing");
        check(change, &before[1..].to_vec(), &after[1..].to_vec());
    }
}

#[test]
fn an_arm_in_one_place_leaves_the_others_alone_where_nobody_links_them() {
    let nowhere = places(&["arms.hls.share=0", "arms.hls.commissioners=false"]);
    let in_port = places(&["arms.hls.places=[\"port\"]"]);
    assert_ne!(nowhere[0], in_port[0]);
    check("an arm in port", &nowhere[1..].to_vec(), &in_port[1..].to_vec());
}

#[test]
fn a_mandate_is_a_path_between_places() {
    let mandate = |sets: &[&str]| {
        let all: Vec<&str> = ["status_quo.government=mandate"].into_iter().chain(sets.iter().copied()).collect();
        let scenario = shortened(scenario("country", &all), 60, 1);
        after_burn_in(&scenario).places.iter().map(fingerprint).collect::<Vec<_>>()
    };
    let (before, after) = (mandate(&[]), mandate(&["places.port.variation=0.45"]));
    assert_ne!(before[1..], after[1..]);
}

/// Main numbers of the tiny scenario, half a year after the burn-in.
const GOLDEN: [&str; 14] = [
    "flourishing",
    "public_cost",
    "services_cost",
    "staff_wellbeing",
    "motivation",
    "reported_performance",
    "true_performance",
    "unmet_needs",
    "in_contact",
    "waiting",
    "failure_demand",
    "code_knowledge",
    "organisation_trust",
    "reserves",
];

fn golden_rows() -> String {
    let scenario = shortened(tiny(&[]), 26, 26);
    let traces = ensemble(&scenario, &[0], &unattended()).traces;
    let mut rows = "arm,outcome,value\n".to_owned();
    for trace in traces {
        let last = &trace.outcomes[trace.outcomes.len() - OUTCOMES.len()..];
        for name in GOLDEN {
            let column = OUTCOMES.iter().position(|outcome| outcome.name == name).expect("an outcome");
            let arm = &scenario.arms.0[trace.arm].0;
            writeln!(rows, "{arm},{name},{:.9e}", last[column]).expect("a text takes everything");
        }
    }
    rows
}

#[test]
fn values_are_stable() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/tiny.csv");
    let (kept, made) = (fs::read_to_string(&path).unwrap_or_default(), golden_rows());
    let split = |text: &str| -> Vec<(String, f64)> {
        let rows = text.lines().skip(1).filter_map(|row| row.rsplit_once(','));
        rows.map(|(what, value)| (what.to_owned(), value.parse().expect("a number"))).collect()
    };
    let (old, new) = (split(&kept), split(&made));
    let value = |of: &str| old.iter().find(|(what, _)| what == of).map_or(f64::NAN, |row| row.1);
    let moved: Vec<String> = new
        .iter()
        .map(|(what, now)| (what, value(what), now))
        .filter(|(_, before, now)| before.is_nan() || (*now - before).abs() > 1e-6 * before.abs().max(1e-3))
        .map(|(what, before, now)| format!("{what}: {before} -> {now}"))
        .collect();
    if env::var_os("UPDATE_GOLDEN").is_some() {
        eprintln!("{}", moved.join("\n"));
        fs::write(&path, made).expect("the golden file can be written");
        return;
    }
    let page = moved.join("\n");
    assert!(moved.is_empty() && old.len() == new.len(), "numbers have moved; UPDATE_GOLDEN=1 rewrites them\n{page}");
}
