//! The first world holds what a scenario says and nothing else: declarations one by one, draws by their distribution.

mod support;

use regimes_model::model::patterns::factors::{Factors, Pattern};
use regimes_model::model::rules::answering::Accountability;
use regimes_model::model::rules::practice::Support;
use regimes_model::model::town::Course;
use regimes_model::model::world::World;
use regimes_model::model::world::organisations::Organisation;
use regimes_model::units::GroupId;
use regimes_model::units::domains::Domains;
use regimes_scenario::check::Scenario;
use regimes_study::simulation::run::Run;
use support::scenario;

fn first(name: &str, sets: &[&str]) -> (Scenario, World) {
    let scenario = scenario(name, sets);
    let world = Run::begin(&scenario, 0).into_world();
    (scenario, world)
}

fn organisations(world: &World) -> impl Iterator<Item = &Organisation> {
    world.places.iter().flat_map(|place| &place.organisations)
}

fn near(a: f64, b: f64, within: f64, what: &str) {
    assert!((a - b).abs() <= within, "{what}: {a} and {b}");
}

fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.into_iter().collect();
    values.iter().sum::<f64>() / values.len() as f64
}

/// Values drawn evenly between two ends: their mean is the middle and they come near both ends.
fn spread_evenly(values: impl IntoIterator<Item = f64>, low: f64, high: f64, what: &str) {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    let (n, width) = (values.len() as f64, high - low);
    assert!(n >= 100.0, "{what}: too few to tell");
    assert!(values[0] >= low && values[values.len() - 1] <= high, "{what}: {values:?}");
    near(mean(values.iter().copied()), (low + high) / 2.0, 4.0 * width / (12.0 * n).sqrt() + 0.5, what);
    near(values[values.len() / 10], low + width / 10.0, 0.05 * width + 0.5, what);
    near(values[values.len() * 9 / 10], low + 0.9 * width, 0.05 * width + 0.5, what);
}

#[test]
fn domains_stand_in_the_frame_as_they_are_declared() {
    let (scenario, world) = first("country", &["lives.crises=1.5", "lives.heals=1.4", "paradigms.first_belief=0.3"]);
    let heads = world.places.iter().map(|place| place.commissioner.belief).chain([world.country.belief]);
    assert!(heads.chain(organisations(&world).map(|o| o.belief)).all(|belief| belief == 0.3));
    let constants = &world.constants;
    assert_eq!(constants.n_domains, scenario.town.domains.len());
    for (d, (name, declared)) in scenario.town.domains.iter().enumerate() {
        assert_eq!(constants.domain_names[d], name);
        assert_eq!(constants.factors[d], declared.factors as f32);
        assert_eq!((constants.mask.bits() >> (16 * d) & 0xffff).count_ones(), declared.factors, "{name}");
        assert_eq!((constants.outside.bits() >> (16 * d) & 0xffff).count_ones(), declared.outside, "{name}");
        near(f64::from(constants.onset[d]), 1.0 - (-declared.onset_per_year / 52.0).exp(), 1e-7, name);
        let (heals, rises) = match &declared.course {
            Course::Episodic(episodic) => (1.0 - 0.5_f64.powf(1.4 / episodic.half_life_weeks), 0.0),
            Course::Maintenance(maintenance) => (0.0, maintenance.rise_per_week),
        };
        near(f64::from(constants.heal[d]), heals, 1e-6, name);
        near(f64::from(constants.rise[d]), rises, 1e-6, name);
        for (to, (other, _)) in scenario.town.domains.iter().enumerate() {
            let says = declared.raises.iter().find(|(raised, _)| raised == other).map_or(0.0, |(_, by)| *by as f32);
            assert_eq!((constants.raises[d][to], constants.raised_by[to][d]), (says, says), "{name} raises {other}");
        }
        let Some(crisis) = &declared.crisis else {
            assert!(constants.crises[d].is_none());
            continue;
        };
        let drawn = constants.crises[d].as_ref().unwrap_or_else(|| panic!("{name} turns into a crisis"));
        near(f64::from(drawn.entry), 1.0 - (-crisis.per_year * 1.5 / 52.0).exp(), 1e-7, name);
        assert_eq!((drawn.pounds, drawn.pounds_per_week), (crisis.pounds, crisis.pounds_per_week));
        assert_eq!(drawn.payer, crisis.payer.column());
    }
    let up_to: Vec<f32> = constants.groups.iter().map(|group| group.up_to).collect();
    assert_eq!(up_to, [0.75, 1.0]);
    let names = ["port_housing", "port_wellbeing", "port_advice", "port_home_care"];
    assert_eq!(constants.organisation_names[0], names);
}

#[test]
fn payers_stand_in_the_columns_that_bear_their_names() {
    use regimes_model::model::ledger::{NATIONAL, PAYERS, SERVICES};
    let column = |payer: &str| {
        let (_, world) = first("tiny", &[&format!("domains.housing.crisis.payer={payer}")]);
        world.constants.crises[0].as_ref().map(|crisis| crisis.payer)
    };
    for payer in ["council", "health", "housing", "police", "childrens_services", "national", "work_and_pensions"] {
        assert_eq!(column(payer), PAYERS.iter().position(|name| *name == payer), "{payer}");
    }
    for funder in PAYERS {
        let (_, world) = first("tiny", &[&format!("organisations.advice_centre.funder={funder}")]);
        let column = world.places[0].organisations[1].funder.column();
        assert_eq!(PAYERS[column], funder);
    }
    assert_eq!((PAYERS[NATIONAL], PAYERS[SERVICES]), ("national", "services"));
}

#[test]
fn copies_bear_numbers_and_single_organisations_do_not() {
    let (_, world) = first("tiny", &["organisations.advice_centre.copies=3"]);
    let names = ["housing_office", "advice_centre_1", "advice_centre_2", "advice_centre_3"];
    assert_eq!(world.constants.organisation_names[0], names);
    assert_eq!(world.places[0].organisations.len(), names.len());
}

#[test]
fn an_organisation_works_and_is_counted_where_its_declaration_says() {
    let sets = ["effort.angles=1.5", "organisations.advice_centre.domains=[\"housing\",\"debt\"]"];
    let (scenario, world) = first("tiny", &sets);
    let offices = &world.places[0].organisations;
    assert_eq!((offices[0].domains, offices[1].domains), (Domains::from_bits(0b01), Domains::from_bits(0b11)));
    assert_eq!(
        (offices[0].indicator.domains, offices[1].indicator.domains),
        (Domains::from_bits(0b01), Domains::from_bits(0b10))
    );
    for (office, (name, declared)) in offices.iter().zip(scenario.town.organisations.iter()) {
        let angle = (1.5 * declared.indicator.angle_degrees).min(180.0).to_radians();
        near(f64::from(office.indicator.angle), angle, 1e-6, name);
        assert_eq!(office.workers.len(), declared.staff.posts_fte as usize);
        assert_eq!(office.first_posts as usize, office.workers.len());
        assert_eq!(office.pounds_per_hour, declared.staff.pounds_per_hour);
        assert!((0..8).all(|d| (office.priority_estimate[d] > 0.0) == (office.domains.contains(d))));
        near(office.priority_estimate.iter().map(|&share| f64::from(share)).sum(), 1.0, 1e-6, name);
    }
    // Without a domain of its own, the indicator counts in all in which the organisation works.
    let (_, world) = first("tiny", &["organisations.advice_centre.indicator.domain=\"\""]);
    assert_eq!(world.places[0].organisations[1].indicator.domains, Domains::from_bits(0b11));
}

#[test]
fn money_goes_to_wages_and_four_weeks_of_it_lie_in_reserve() {
    let (scenario, world) = first("tiny", &[]);
    let [one, other] = &world.places[0].organisations[..] else { panic!("two organisations") };
    near(one.income_per_week / other.income_per_week, 8.0 * 29.0 / (4.0 * 27.0), 1e-9, "in proportion to wages");
    let budget = scenario.town.places.0[0].1.budget_pounds_per_week;
    near(one.income_per_week + other.income_per_week, budget, 1e-6, "all of the budget");
    for office in [one, other] {
        near(office.reserve, 4.0 * office.income_per_week, 1e-6, "reserve");
    }
}

#[test]
fn numbers_begin_at_the_target_and_at_the_usual_one_where_there_is_none() {
    let level = |rule: &str| {
        let (scenario, world) = first("tiny", &[&format!("status_quo.accountability={rule}")]);
        let states = organisations(&world)
            .map(|o| [o.indicator.target, o.reported, o.recorded, o.true_performance, o.submitted_plan]);
        let levels: Vec<f32> = states.flatten().collect();
        assert!(levels.windows(2).all(|pair| pair[0] == pair[1]), "{rule}: {levels:?}");
        (scenario.status_quo.regime.accountability, levels[0])
    };
    let (rule, usual) = level("targets");
    assert!(matches!(rule, Accountability::Targets(targets) if targets.level as f32 == usual));
    assert_eq!(level("{targets={level=0.83}}").1, 0.83);
    assert_eq!(level("{targets_without_stake={level=0.41}}").1, 0.41);
    for without in ["none", "dialogue", "measurement"] {
        assert_eq!(level(without).1, usual, "{without}");
    }
}

#[test]
fn clocks_tenures_and_contracts_are_spread_over_their_length() {
    let (scenario, world) = first("england", &[]);
    let each = |f: fn(&Organisation) -> f64| organisations(&world).map(f).collect::<Vec<f64>>();
    spread_evenly(each(|o| f64::from(o.weeks_since_review)), 0.0, 52.0, "weeks since codes were reviewed");
    spread_evenly(each(|o| f64::from(o.indicator.weeks_since_review)), 0.0, 52.0, "weeks since the indicator was");
    spread_evenly(each(|o| f64::from(o.switch_order)), 0.0, 1.0, "the order of switching");
    let length = f64::from(scenario.status_quo.regime.payment.contract_weeks());
    spread_evenly(each(|o| f64::from(o.contract_ends)), 1.0, 1.0 + length, "ends of contracts");
    let workers = organisations(&world).flat_map(|o| &o.workers);
    spread_evenly(workers.map(|worker| f64::from(worker.tenure)), 0.0, 520.0, "tenures");
    // Two clocks of an organisation do not go together, nor do two posts of it.
    let apart =
        mean(organisations(&world).map(|o| f64::from(o.weeks_since_review.abs_diff(o.indicator.weeks_since_review))));
    near(apart, 52.0 / 3.0, 4.0, "distance of two clocks");
    let posts = organisations(&world).filter(|o| o.workers.len() > 1).map(|o| (&o.workers[0], &o.workers[1]));
    assert!(posts.filter(|(one, other)| one.curiosity == other.curiosity).count() == 0);
    let mut all: Vec<u32> = organisations(&world).flat_map(|o| &o.workers).map(|w| w.curiosity.to_bits()).collect();
    let n = all.len();
    all.sort_unstable();
    all.dedup();
    assert!(all.len() as f64 > 0.99 * n as f64, "{} of {n} workers are somebody of their own", all.len());
}

/// Part of some factors that are in a set.
fn part(factors: Factors, mask: Factors) -> f64 {
    f64::from((factors & mask).len()) / f64::from(mask.len())
}

#[test]
fn patterns_vary_as_declared_between_places_and_groups_and_within_the_factors_in_use() {
    let many: Vec<String> = ["housing", "mental_health", "income_and_debt", "care"]
        .iter()
        .map(|domain| format!("domains.{domain}.factors=16"))
        .collect();
    let sets: Vec<&str> = many.iter().map(String::as_str).chain(["places.suburb.variation=-1"]).collect();
    let (scenario, _) = first("country", &sets);
    let (mut offsets, mut groups, mut supplied) = (vec![0.0; 6], vec![0.0; 2], 0.0);
    let n = 40;
    for replicate in 0..n {
        let world = Run::begin(&scenario, replicate).into_world();
        let mask = world.constants.mask;
        for (place, offset) in world.places.iter().zip(&mut offsets) {
            assert!((place.offset.trues() & !mask).is_empty());
            assert!((place.supplied & !world.constants.outside).is_empty());
            *offset += part(place.offset.trues(), mask) / f64::from(n);
            supplied += part(place.supplied, world.constants.outside) / f64::from(6 * n);
            for (&drawn, sum) in place.group_offsets.iter().zip(&mut groups) {
                assert!((drawn.trues() & !mask).is_empty());
                *sum += part(drawn.trues(), mask) / f64::from(6 * n);
            }
        }
    }
    let declared = [0.30, 0.05, 0.20, 0.30, 0.20, 0.20];
    for (found, says) in offsets.iter().zip(declared) {
        near(*found, says, 0.04, "variation of a place");
    }
    near(groups[0], 0.08, 0.015, "variation of the settled");
    near(groups[1], 0.22, 0.02, "variation of newcomers");
    near(supplied, 0.6, 0.04, "supplied outside factors");
    let pattern = mean((0..n).map(|replicate| {
        let world = Run::begin(&scenario, replicate).into_world();
        part(world.country.pattern.trues(), world.constants.mask)
    }));
    near(pattern, 0.5, 0.04, "the country's pattern");
    let first = Run::begin(&scenario, 0).into_world();
    let parts: Vec<u128> = (0..4).map(|d| first.country.pattern.bits() >> (16 * d) & 0xffff).collect();
    assert!(parts.windows(2).all(|pair| pair[0] != pair[1]), "domains draw patterns of their own: {parts:x?}");
}

#[test]
fn a_menu_knows_part_of_what_works_for_those_whom_it_is_made_for_and_nothing_wrong() {
    for keyed in [false, true] {
        let support = format!("status_quo.support={{menu={{packages=3,discretion=0.5,keyed_to_groups={keyed}}}}}");
        let (scenario, world) = first("country", &[support.as_str(), "patterns.initial_knowledge=0.4"]);
        assert!(matches!(scenario.status_quo.regime.support, Support::Menu(_)));
        let mask = world.constants.mask;
        let mut known = Vec::new();
        for place in &world.places {
            for office in &place.organisations {
                assert_eq!(office.codes.len(), 3);
                assert_eq!((office.votes.len(), office.volume.len()), (3, 3));
                let groups = [0, 1, 0].map(|group| keyed.then_some(GroupId(group)));
                assert_eq!(office.package_groups, groups);
                for (code, &group) in office.codes.iter().zip(&groups) {
                    let own = group.map_or(Pattern::NONE, |group| place.group_offsets[group.index()]);
                    let truth = world.country.pattern ^ place.offset ^ own;
                    assert!((code.known & !mask).is_empty());
                    assert_eq!(code.value, truth & code.known, "nothing is known wrongly");
                    known.push(part(code.known, mask));
                }
                assert!(office.codes[0].known != office.codes[1].known, "packages know different parts");
            }
        }
        near(mean(known), 0.4, 0.03, "known part");
    }
}

#[test]
fn households_are_runs_of_neighbours_within_blocks_of_eight() {
    let (scenario, world) = first("tiny", &["places.village.residents=20003"]);
    let place = &world.places[0];
    let household = |r: usize| {
        let byte = usize::from(place.residents.household[r]);
        let first = (r & !7) + (byte & 7);
        (first, first + (byte >> 3))
    };
    let (mut next, mut sizes) = (0, Vec::new());
    while next < place.residents.len() {
        let (start, end) = household(next);
        assert_eq!(start, next, "a household starts where the one before ends");
        assert_eq!(start / 8, end / 8, "no household goes beyond its block");
        assert!((start..=end.min(place.residents.len() - 1)).all(|r| household(r) == (start, end)));
        sizes.push((end - start + 1) as f64);
        next = end + 1;
    }
    // Each of the seven gaps of a block divides it with a probability.
    let parted = (scenario.parameters.lives.apart * 16.0).round() / 16.0;
    let expected = 8.0 / (1.0 + 7.0 * parted);
    near(mean(sizes), expected, 0.02, "members of a household");
    assert!(place.ties.iter().all(|&mask| mask < 64), "{:?}", place.ties);
}

#[test]
fn those_who_live_there_first_are_spread_as_declared() {
    let sets = [
        "places.village.residents=40000",
        "places.village.trust=0.6",
        "groups.newcomers.mistrust=0.2",
        "groups.newcomers.trauma=0.6",
        "groups.settled.trauma=0.1",
        "groups.newcomers.need_factor=2",
        "domains.housing.lasting_share=0.2",
        "domains.debt.importance=3",
    ];
    let (scenario, world) = first("tiny", &sets);
    let (place, p) = (&world.places[0], &scenario.parameters.arrivals);
    let lives = &place.residents;
    let of = |group: u8| (0..lives.len()).filter(move |&r| lives.group[r] == GroupId(group));
    let n = lives.len() as f64;
    near(of(1).count() as f64 / n, 0.15, 0.007, "newcomers");
    assert_eq!(of(0).count() + of(1).count(), lives.len());
    let share = |bits: u16| f64::from(bits) / 65535.0;
    for (group, trust, trauma, needs) in [(0, 0.6, 0.1, 0.2), (1, 0.4, 0.6, 0.4)] {
        near(mean(of(group).map(|r| share(lives.trust[r]))), trust, 0.01, "trust");
        near(mean(of(group).map(|r| f64::from(lives.trauma[r]) / 255.0)), trauma, 0.02, "trauma");
        near(mean(of(group).map(|r| f64::from(u8::from(lives.needs[r][0] > 0)))), needs, 0.025, "lasting needs");
    }
    near(mean((0..lives.len()).map(|r| share(lives.ties[r]))), p.ties, 0.01, "ties");
    near(mean((0..lives.len()).map(|r| share(lives.agency[r]))), p.agency, 0.01, "agency");
    let severities = (0..lives.len()).filter(|&r| lives.needs[r][0] > 0).map(|r| share(lives.needs[r][0]));
    near(mean(severities), scenario.town.domains.0[0].1.lasting_severity, 0.02, "severity of lasting needs");
    for r in 0..lives.len() {
        let priorities = lives.priorities[r];
        assert!(priorities[2..].iter().all(|&weight| weight == 0), "only domains in use count");
        assert!(u32::from(priorities[0]) + u32::from(priorities[1]) >= 254);
        for d in 0..8 {
            near(f64::from(lives.set_points[r][d]), share(lives.needs[r][d]), 1e-6, "needs start at their set points");
        }
    }
    let debt = mean((0..lives.len()).map(|r| f64::from(lives.priorities[r][1]) / 255.0));
    near(debt, 0.75, 0.02, "weight of debt, three times as important as housing");
    let youngest = (0..lives.len()).map(|r| f64::from(lives.age[r])).fold(f64::INFINITY, f64::min);
    assert_eq!(youngest, p.youngest_years);
    assert!(lives.served.iter().chain(&lives.waiting).all(|set| set.is_empty()));
    assert!(lives.crisis.iter().all(Option::is_none));
}
