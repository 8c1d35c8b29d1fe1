//! People, cases, waiting lists, hours and money balance in each week of every bundled scenario, under each arm.

mod support;

use regimes_model::model::ledger::{Activity, NATIONAL, Origin, SERVICES};
use regimes_model::model::schedule;
use regimes_model::model::world::cases::Case;
use regimes_model::model::world::homes::{Homes, Tenancy, Tenure};
use regimes_model::model::world::organisations::{Organisation, WeekHours};
use regimes_model::model::world::places::Place;
use regimes_model::units::domains::Domains;
use regimes_model::units::{CrisisId, DOMAINS};
use regimes_scenario::bundled::names;
use regimes_scenario::check::Scenario;
use regimes_study::simulation::run::calendar;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use support::{after_burn_in, in_touch, scenario, shortened};

/// Something that must hold between a place before and after a week.
type Balance = fn(&Place, &Place);

/// The first place and week in which each balance failed, found in one walk through every bundled scenario.
static FAILED: LazyLock<BTreeMap<&str, String>> = LazyLock::new(walk);

fn check(balance: &str) {
    assert!(BALANCES.iter().any(|(name, _)| *name == balance), "{balance} is not looked at");
    if let Some(failure) = FAILED.get(balance) {
        panic!("{failure}");
    }
}

/// A waiting time that is watched, and all that attention to it can do.
const WATCHED: [&str; 13] = [
    "status_quo.accountability.targets.wait_weeks=3",
    "arms.hls.accountability.dialogue.wait_weeks=3",
    "status_quo.support={standard={hours=4,weeks=40}}",
    "organisations.housing_office.indicator.counts=seen_in_time",
    "organisations.housing_office.staff.posts_fte=3",
    "admission.clock=0.5",
    "admission.bunch=0.8",
    "allotment.release=0.3",
    "waste.removable=0.3",
    "waste.creep_per_year=0.03",
    "allotment.screening=0.5",
    "allotment.reporting_share=0.2",
    "flow.tau_weeks=4",
];

/// Budgets of arms where homes are a state, in turn.
const BUDGETS: [f64; 2] = [1.2, 0.8];

/// Prices of staff in arms where homes are a state, in turn.
const PRICES: [f64; 3] = [0.8, 1.0, 1.3];

/// Homes a week that come free in each place, and that each arm buys there, where homes are a state.
const HOMES: [f32; 2] = [1.3, 0.7];

/// How many times as many come free by the factor for all scenarios.
const TIMES_FREE: f32 = 1.7;

/// Every bundled scenario for a year and more in all, and again for half a year with homes as a state; one where a waiting
/// time is watched.
fn scenarios() -> impl Iterator<Item = (&'static str, Scenario)> {
    names()
        .into_iter()
        .flat_map(|name| {
            let plain = scenario::<&str>(name, &[]);
            let domain =
                plain.town.domains.get("housing").map_or(plain.town.domains.0[0].0.clone(), |_| "housing".into());
            let homes = format!("domains.{domain}.tenancy={{homes_per_week={},loss_per_week=0.05}}", HOMES[0]);
            let buys = plain.arms.iter().map(|(arm, _)| format!("arms.{arm}.homes_bought_per_week={}", HOMES[1]));
            let buys: Vec<String> = buys.chain([format!("lives.homes_free={TIMES_FREE}")]).collect();
            let has_homes = plain.town.domains.iter().any(|(_, domain)| domain.tenancy.is_some());
            let as_bundled = if has_homes { scenario(name, &buys) } else { plain.clone() };
            let budgets = plain.arms.iter().zip(BUDGETS.iter().cycle());
            let budgets = budgets.map(|((arm, _), times)| format!("arms.{arm}.budget_times={times}"));
            let prices = plain.arms.iter().zip(PRICES.iter().cycle());
            let prices = prices.map(|((arm, _), times)| format!("arms.{arm}.prices_times={times}"));
            let sets = [homes].into_iter().chain(buys).chain(budgets).chain(prices);
            let with_homes = scenario(name, &sets.collect::<Vec<String>>());
            [(name, shortened(as_bundled, 30, 32)), (name, shortened(with_homes, 10, 16))]
        })
        .chain([("tiny", shortened(scenario("tiny", &WATCHED), 30, 32))])
}

/// Runs the scenarios and looks at each place after each week.
fn walk() -> BTreeMap<&'static str, String> {
    let mut failed = BTreeMap::new();
    for (name, scenario) in scenarios() {
        let calendar = calendar(&scenario, 0);
        let snapshot = after_burn_in(&scenario);
        for (arm, planned) in scenario.arms.iter() {
            let mut world = regimes_study::simulation::arms::under(&snapshot, &scenario, planned);
            for _ in 0..scenario.horizon_weeks {
                let before = world.clone();
                schedule::week(&mut world, &calendar);
                for (old, new) in before.places.iter().zip(&world.places) {
                    let at = format!("in {name} under {arm}, place {}, week {}", old.index, before.week);
                    look(old, new, &at, &mut failed);
                }
            }
        }
    }
    failed
}

/// Looks at a place; what fails is printed there and told by the balance's own test.
fn look(before: &Place, after: &Place, at: &str, failed: &mut BTreeMap<&str, String>) {
    for (name, balance) in BALANCES {
        if !failed.contains_key(name) && std::panic::catch_unwind(|| balance(before, after)).is_err() {
            eprintln!("{name} {at}");
            failed.insert(name, at.to_owned());
        }
    }
}

fn organisations<'a>(
    before: &'a Place,
    after: &'a Place,
) -> impl Iterator<Item = (&'a Organisation, &'a Organisation)> {
    assert_eq!(before.organisations.len(), after.organisations.len());
    before.organisations.iter().zip(&after.organisations)
}

fn same(a: f64, b: f64, scale: f64, what: &str) {
    assert!((a - b).abs() <= 1e-5 * scale.abs().max(1.0), "{what}: {a} and {b}");
}

#[test]
fn people_are_as_many_as_before_and_whoever_goes_is_followed() {
    check("people_are_as_many_as_before_and_whoever_goes_is_followed");
}

#[test]
fn those_in_crisis_are_those_who_were_and_came_less_those_who_left() {
    check("those_in_crisis_are_those_who_were_and_came_less_those_who_left");
}

#[test]
fn everyone_has_one_tenancy_and_no_more_homes_are_given_than_there_are() {
    check("everyone_has_one_tenancy_and_no_more_homes_are_given_than_there_are");
}

#[test]
fn open_cases_are_those_before_and_those_opened_less_those_that_ended() {
    check("open_cases_are_those_before_and_those_opened_less_those_that_ended");
}

#[test]
fn every_case_has_a_worker_who_counts_it_and_a_package_that_counts_it() {
    check("every_case_has_a_worker_who_counts_it_and_a_package_that_counts_it");
}

#[test]
fn a_need_is_served_by_the_one_case_that_takes_it_in() {
    check("a_need_is_served_by_the_one_case_that_takes_it_in");
}

#[test]
fn waiting_lists_are_those_before_and_those_who_joined_less_those_who_left() {
    check("waiting_lists_are_those_before_and_those_who_joined_less_those_who_left");
}

#[test]
fn who_waits_stands_on_a_list() {
    check("who_waits_stands_on_a_list");
}

fn uses_of(hours: &WeekHours) -> f32 {
    let WeekHours { paid: _, absence, base_admin, meetings, reporting, coordination, supervision, .. } = *hours;
    let WeekHours { participation, dialogue, outreach, induction, tendering, set_up, assessment, referral, .. } =
        *hours;
    let WeekHours { reflection, travel, experiments, direct, .. } = *hours;
    absence
        + base_admin
        + meetings
        + reporting
        + coordination
        + supervision
        + reflection
        + participation
        + dialogue
        + outreach
        + induction
        + tendering
        + set_up
        + assessment
        + referral
        + travel
        + experiments
        + direct
}

#[test]
fn every_paid_hour_has_a_use_and_a_line_in_the_ledger() {
    check("every_paid_hour_has_a_use_and_a_line_in_the_ledger");
}

#[test]
fn direct_time_in_cases_is_what_became_of_it_and_what_it_was_for() {
    check("direct_time_in_cases_is_what_became_of_it_and_what_it_was_for");
}

/// What organisations spent in a week: all services' money, less what the place took as a whole.
fn spent(place: &Place) -> f64 {
    place.ledger.services_pounds() - place.commissioner.overhead
}

#[test]
fn reserves_move_by_income_less_spend_and_what_goes_back_has_an_owner() {
    check("reserves_move_by_income_less_spend_and_what_goes_back_has_an_owner");
}

#[test]
fn what_is_given_out_again_is_what_was_kept_or_lapsed() {
    check("what_is_given_out_again_is_what_was_kept_or_lapsed");
}

#[test]
fn posts_are_never_taken_away_and_stay_within_their_limit() {
    check("posts_are_never_taken_away_and_stay_within_their_limit");
}

#[test]
fn the_year_s_spend_is_the_sum_of_the_weeks() {
    check("the_year_s_spend_is_the_sum_of_the_weeks");
}

#[test]
fn incomes_and_the_place_s_own_cost_do_not_exceed_its_money() {
    check("incomes_and_the_place_s_own_cost_do_not_exceed_its_money");
}

#[test]
fn every_pound_of_a_crisis_has_a_payer_outside_services() {
    check("every_pound_of_a_crisis_has_a_payer_outside_services");
}

/// What must hold between a place before and after each week, by the name of its test.
const BALANCES: &[(&str, Balance)] = &[
    ("people_are_as_many_as_before_and_whoever_goes_is_followed", |before, after| {
        assert_eq!(before.residents.len(), after.residents.len());
        let followed = before.residents.generation.iter().zip(&after.residents.generation).filter(|(a, b)| a != b);
        let tally = &after.tally;
        assert_eq!(tally.deaths + tally.moved, tally.arrivals);
        assert_eq!(followed.count(), tally.arrivals as usize);
    }),
    ("those_in_crisis_are_those_who_were_and_came_less_those_who_left", |before, after| {
        let count = |place: &Place, d: usize| {
            place.residents.crisis.iter().filter(|&&crisis| crisis.map(CrisisId::domain) == Some(d)).count() as u32
        };
        for d in 0..DOMAINS {
            assert_eq!(count(after, d), after.tally.in_crisis[d], "counted in crisis {d}");
            let gone = count(before, d) + after.tally.crises_entered[d] - after.tally.crises_left[d];
            assert!(count(after, d) <= gone && gone <= count(after, d) + after.tally.arrivals, "crisis {d}");
        }
    }),
    ("everyone_has_one_tenancy_and_no_more_homes_are_given_than_there_are", |before, after| {
        let (tally, people) = (&after.tally, after.residents.len() as u32);
        let (Some(old), Some(new)) = (&before.homes, &after.homes) else {
            assert!(before.homes.is_none() && after.homes.is_none() && tally.tenancies == [0; 3]);
            return;
        };
        let count = |homes: &Homes, tenancy| homes.tenants.iter().filter(|t| t.tenancy == tenancy).count() as u32;
        let states = [Tenancy::Home, Tenancy::Temporary, Tenancy::Without];
        assert_eq!(states.map(|tenancy| count(new, tenancy)), tally.tenancies);
        assert_eq!((tally.tenancies.iter().sum::<u32>(), new.tenants.len() as u32), (people, people));
        assert_eq!(tally.half_years.iter().sum::<u32>(), people);
        let given: u32 = tally.homes_given.iter().sum();
        let housed = count(old, Tenancy::Home) + given;
        assert!((tally.tenancies[0] + tally.homes_lost).abs_diff(housed) <= tally.arrivals, "homes lost and given");
        assert!(given <= tally.homes_sought);
        // A place that states its places to move on to, which are all of housing, has as many homes.
        let free = before.comes_free.into_iter().flatten().next().unwrap_or(HOMES[0]);
        let come = [TIMES_FREE * free, HOMES[1]];
        let kinds = old.empty.iter().zip(come).zip(new.empty.iter().zip(tally.homes_given));
        for ((before, more), (&empty, given)) in kinds {
            let used = given as f32 + empty;
            assert!(used <= before + more + 1e-4, "homes that come free are given or stand empty");
            assert!(empty >= 0.0);
        }
        let with = |tenure| new.tenants.iter().filter(|t| t.tenure == tenure).count() as u32;
        assert_eq!([with(Tenure::Free), with(Tenure::Bought)], tally.homes_paid);
        assert!(new.tenants.iter().all(|t| t.tenure == Tenure::Own || t.tenancy == Tenancy::Home));
        assert!(tally.tenancies_kept <= tally.tenancies_due);
    }),
    ("open_cases_are_those_before_and_those_opened_less_those_that_ended", |before, after| {
        for (old, new) in organisations(before, after) {
            let flows = &new.flows;
            let opened: u32 = flows.opened.iter().sum();
            let ended = flows.closed_by_rule + flows.closed_by_agreement + flows.dropped;
            assert_eq!(new.cases.len() as u32 + ended, old.cases.len() as u32 + opened);
        }
    }),
    ("every_case_has_a_worker_who_counts_it_and_a_package_that_counts_it", |_, after| {
        for organisation in &after.organisations {
            let mut caseloads = vec![0_u16; organisation.workers.len()];
            let mut volumes = vec![0_u32; organisation.codes.len()];
            for case in &organisation.cases {
                caseloads[usize::from(case.worker)] += 1;
                volumes[usize::from(case.package)] += 1;
            }
            let counted: Vec<u16> = organisation.workers.iter().map(|worker| worker.caseload).collect();
            assert_eq!(counted, caseloads, "caseloads of organisation {}", organisation.index);
            assert_eq!(organisation.volume, volumes, "volumes of organisation {}", organisation.index);
            let order = |case: &Case| (case.worker, case.resident, case.domains);
            assert!(organisation.cases.is_sorted_by_key(order), "order of cases");
        }
    }),
    ("a_need_is_served_by_the_one_case_that_takes_it_in", |_, after| {
        let mut served: BTreeMap<u32, Domains> = BTreeMap::new();
        for case in after.organisations.iter().flat_map(|o| &o.cases).filter(|case| in_touch(case, after)) {
            let so_far = served.entry(case.resident).or_default();
            assert!((*so_far & case.domains).is_empty(), "resident {} has two cases for one need", case.resident);
            *so_far |= case.domains;
        }
        for (r, &bits) in after.residents.served.iter().enumerate() {
            assert_eq!(bits, served.get(&(r as u32)).copied().unwrap_or_default(), "resident {r} is served");
        }
    }),
    ("waiting_lists_are_those_before_and_those_who_joined_less_those_who_left", |before, after| {
        for (old, new) in organisations(before, after) {
            let flows = &new.flows;
            let opened: u32 = flows.opened.iter().sum();
            assert_eq!(
                new.waiting.len() as u32 + flows.left_list + flows.taken_in + flows.seen_briefly + opened,
                old.waiting.len() as u32 + flows.joined_list
            );
        }
    }),
    ("who_waits_stands_on_a_list", |_, after| {
        let mut listed: BTreeMap<u32, Domains> = BTreeMap::new();
        for waiting in after.organisations.iter().flat_map(|o| &o.waiting) {
            if after.residents.generation[waiting.resident as usize] == waiting.generation {
                *listed.entry(waiting.resident).or_default() |= Domains::one(waiting.domain);
            }
        }
        for (r, &bits) in after.residents.waiting.iter().enumerate() {
            assert!(
                (bits & !listed.get(&(r as u32)).copied().unwrap_or_default()).is_empty(),
                "resident {r} waits nowhere"
            );
        }
    }),
    ("every_paid_hour_has_a_use_and_a_line_in_the_ledger", |_, after| {
        let mut paid = 0.0;
        for organisation in &after.organisations {
            let hours = &organisation.hours;
            same(f64::from(uses_of(hours)), f64::from(hours.paid), f64::from(hours.paid), "uses and paid hours");
            assert!(uses_of(hours) >= 0.0 && hours.direct >= 0.0);
            paid += f64::from(hours.paid);
        }
        same(after.ledger.total_hours(), paid, paid, "hours of the ledger and paid hours");
    }),
    ("direct_time_in_cases_is_what_became_of_it_and_what_it_was_for", |_, after| {
        for organisation in &after.organisations {
            let uses = organisation.flows.direct.by_activity().map(|(_, hours)| hours);
            let became: f32 = uses.iter().sum();
            let origins: f32 = organisation.flows.direct_by_origin.iter().sum();
            same(f64::from(became), f64::from(origins), f64::from(origins), "direct time by use and by origin");
            assert!(uses.iter().all(|&part| part >= 0.0), "a use of direct time is negative");
        }
    }),
    ("reserves_move_by_income_less_spend_and_what_goes_back_has_an_owner", |before, after| {
        // Where there are no services nothing is paid out, and their money does not move.
        if spent(after) < 1e-6 {
            return;
        }
        let reserves = |place: &Place| place.organisations.iter().map(|o| o.reserve).sum::<f64>();
        let income: f64 = after.organisations.iter().map(|o| o.income_per_week).sum();
        let kept = after.commissioner.kept - before.commissioner.kept;
        let lapsed = after.commissioner.lapsed - before.commissioner.lapsed;
        assert!(kept >= -1e-6 && lapsed >= -1e-6, "money comes back out of what was kept");
        let expected = reserves(before) + income - spent(after);
        same(reserves(after) + kept + lapsed, expected, after.commissioner.budget_per_week, "reserves");
    }),
    ("what_is_given_out_again_is_what_was_kept_or_lapsed", |before, after| {
        let (old, new) = (&before.commissioner, &after.commissioner);
        same(new.returned, old.returned + old.returning, new.returned, "given out again");
        // Defaults: all that was kept and half of what lapsed; what a year is still to give out is not distinguished here.
        let most = new.kept + new.lapsed / 2.0;
        let back = new.returned + new.to_return;
        assert!(back <= most * (1.0 + 1e-9) + 1e-6);
        // Where services have ended nothing is given out any more.
        let ended = new.to_return == 0.0 && new.returning == 0.0;
        assert!(ended || most - back <= 52.0 * new.returning + 1e-6 * most.max(1.0));
    }),
    ("posts_are_never_taken_away_and_stay_within_their_limit", |before, after| {
        for (old, new) in organisations(before, after) {
            assert!(new.workers.len() >= old.workers.len());
            assert!(2 * new.workers.len() as u32 <= 3 * new.first_posts);
        }
    }),
    ("the_year_s_spend_is_the_sum_of_the_weeks", |before, after| {
        let spend = |place: &Place| place.organisations.iter().map(|o| o.spend_this_year).sum::<f64>();
        let year_ended = after.organisations.iter().all(|o| o.spend_this_year == 0.0 && o.income_this_year == 0.0);
        if !year_ended {
            let gone = spend(after) - spend(before);
            same(gone, spent(after), spend(after), "the year's spend");
        }
    }),
    ("incomes_and_the_place_s_own_cost_do_not_exceed_its_money", |before, after| {
        let commissioner = &after.commissioner;
        let given_out =
            commissioner.budget_per_week * (1.0 - f64::from(after.shocks.cut)) + before.commissioner.returning;
        let money = given_out + commissioner.feedback;
        let income: f64 = after.organisations.iter().map(|o| o.income_per_week).sum();
        let overhead = before.commissioner.overhead;
        assert!(income >= 0.0);
        assert!(
            income + overhead.min(money.max(0.0)) <= money.max(0.0) * (1.0 + 1e-9) + 1e-6,
            "{income} {overhead} {money}"
        );
        for organisation in &after.organisations {
            assert!(organisation.withheld >= 0.0 && organisation.withheld <= organisation.income_per_week + 1e-9);
        }
    }),
    ("every_pound_of_a_crisis_has_a_payer_outside_services", |_, after| {
        let crisis = Activity::Crisis as usize;
        let by_payer = &after.ledger.pounds[crisis];
        let services: f64 = by_payer.iter().map(|payers| payers[SERVICES]).sum();
        assert_eq!(services, 0.0);
        let all: f64 = by_payer.iter().flatten().sum();
        same(all, after.commissioner.crisis_cost_now, all, "crisis costs");
        let central = after.ledger.pounds[Activity::Central as usize][Origin::None as usize][NATIONAL];
        let others = after.ledger.total_pounds() - all - central;
        same(others, after.ledger.services_pounds(), others, "all money is services', crises' or the centre's");
    }),
];
