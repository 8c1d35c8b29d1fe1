//! The week again, slowly and plainly, from what the headers of the submodels say: without tiles, bounds, lanes, filled
//! words or threads. Engine and twin take the same step from the same world, process by process.

#![allow(clippy::too_many_lines, reason = "told in the order of the headers, each process in one go")]

mod plain_twin {
    pub mod admission;
    pub mod contact;
    pub mod evidence;
    pub mod lives;
    pub mod money;
    pub mod outcomes;
    pub mod paradigms;
    pub mod plain;
    pub mod practice;
    pub mod seeking;
    pub mod staff;
    pub mod system;
    pub mod tenancies;
    pub mod work;
}
mod support;

use plain_twin::{
    admission, contact, lives, money, outcomes, paradigms, practice, seeking, staff, system, tenancies, work,
};
use regimes_model::model::outcomes::{OUTCOMES, observe, position};
use regimes_model::model::parameters::Parameters;
use regimes_model::model::schedule::Calendar;
use regimes_model::model::submodels as engine;
use regimes_model::model::town::Event;
use regimes_model::model::world::World;
use regimes_model::model::world::organisations::Flows;
use regimes_model::model::world::rows::Row;
use regimes_model::randomness::Randomness;
use regimes_model::units::is_missing;
use regimes_scenario::check::Scenario;
use regimes_study::simulation::run::calendar;
use support::same::{ROUNDING, Same};
use support::{scenario, under_arm};

/// What a process of the twin needs beside the world.
pub struct Now<'a> {
    parameters: &'a Parameters,
    randomness: Randomness,
    barriers: Vec<f32>,
}

impl Now<'_> {
    fn p(&self) -> &Parameters {
        self.parameters
    }

    /// What it takes to ask for help, by group.
    fn groups(&self) -> &[f32] {
        &self.barriers
    }
}

impl Now<'_> {
    fn of<'a>(calendar: &Calendar<'a>, world: &World) -> Now<'a> {
        let barriers = world.constants.groups.iter().map(|group| group.barrier).collect();
        Now { parameters: calendar.parameters, randomness: calendar.randomness, barriers }
    }
}

/// Takes a step of the engine, and the same step of the twin from the same world; they must come to the same.
fn check(
    name: &str,
    world: &mut World,
    now: &Now<'_>,
    engine: impl FnOnce(&mut World),
    twin: impl FnOnce(&mut World, &Now<'_>),
) {
    let mut plain = world.clone();
    engine(world);
    twin(&mut plain, now);
    let difference = world.country.difference(&plain.country, ROUNDING);
    let difference = difference.or_else(|| world.places.difference(&plain.places, ROUNDING));
    if let Some(difference) = difference {
        panic!("{name}, week {}: {}", world.week, difference.told(["the engine", "the twin"]));
    }
}

/// Engine and twin, a week.
fn week(world: &mut World, calendar: &Calendar<'_>) {
    let Calendar { parameters: p, events, index, randomness } = calendar;
    for place in &mut world.places {
        place.tally = Default::default();
        place.ledger = Default::default();
        for organisation in &mut place.organisations {
            organisation.flows = Flows::default();
        }
    }
    let now = &Now::of(calendar, world);
    let step = |w: &mut World| {
        w.each_place(|place, context| {
            engine::residents::shocks::strike(place, context, events, &p.shocks, &p.patterns, randomness)
        })
    };
    check("shocks", world, now, step, |w, now| system::strike(w, events, now));
    let step = |w: &mut World| {
        w.each_place(|place, context| {
            engine::residents::lives::move_on(place, context, &p.lives, &p.arrivals, index, randomness)
        })
    };
    check("lives", world, now, step, lives::move_on);
    let step = |w: &mut World| {
        w.each_place(|place, context| {
            engine::residents::lives::tenancies::follow(place, context, &p.lives, index, randomness)
        })
    };
    check("tenancies", world, now, step, tenancies::follow);
    check(
        "seeking",
        world,
        now,
        |w| w.each_place(|place, context| engine::residents::seeking::ask(place, context, &p.seeking, randomness)),
        seeking::ask,
    );
    let step = |w: &mut World| {
        w.each_place(|place, context| {
            engine::service::admission::admit(place, context, &p.admission, &p.patterns, p.seeking.noise, randomness)
        })
    };
    check("admission", world, now, step, admission::admit);
    check(
        "allotment",
        world,
        now,
        |w| {
            w.each_organisation(|organisation, context| {
                engine::service::allotment::allot(organisation, context, &p.allotment)
            })
        },
        work::allot,
    );
    let step =
        |w: &mut World| w.each_place(|place, context| engine::service::emergency::queue(place, context, &p.emergency));
    check("emergency", world, now, step, work::queue);
    check(
        "effort",
        world,
        now,
        |w| {
            w.each_organisation(|organisation, context| {
                engine::workforce::effort::choose(organisation, context, &p.effort)
            })
        },
        work::choose,
    );
    let step = |w: &mut World| {
        w.each_place(|place, context| {
            engine::service::support::give(place, context, &p.support, &p.patterns, randomness)
        })
    };
    check("support", world, now, step, contact::give);
    check(
        "closing",
        world,
        now,
        |w| w.each_place(|place, context| engine::service::closing::close(place, context, &p.closing, p.seeking.noise)),
        work::close,
    );
    check(
        "performance",
        world,
        now,
        |w| {
            w.each_organisation(|organisation, context| {
                engine::service::performance::record(organisation, context, &p.performance)
            })
        },
        work::record,
    );
    let step = |w: &mut World| {
        w.each_organisation(|organisation, context| {
            engine::service::flow::watch(organisation, context, &p.flow, p.closing.claim, randomness)
        })
    };
    check("flow", world, now, step, work::watch);
    let step =
        |w: &mut World| w.each_organisation(|one, context| engine::service::waste::improve(one, context, &p.waste));
    check("waste", world, now, step, work::improve);
    check(
        "strain",
        world,
        now,
        |w| {
            w.each_organisation(|organisation, context| {
                engine::workforce::strain::follow(organisation, context, &p.strain)
            })
        },
        staff::follow,
    );
    check(
        "staffing",
        world,
        now,
        |w| {
            w.each_organisation(|organisation, context| {
                engine::workforce::staffing::turn_over(organisation, context, &p.staffing, randomness)
            })
        },
        staff::turn_over,
    );
    let step = |w: &mut World| {
        w.each_place(|place, context| {
            engine::workforce::staffing::transfers::move_posts(place, context, p.flow.moves, &p.staffing, randomness)
        })
    };
    check("transfers", world, now, step, staff::transfer);
    check(
        "learning",
        world,
        now,
        |w| {
            w.each_organisation(|organisation, context| {
                engine::workforce::learning::learn(organisation, context, &p.learning, randomness)
            })
        },
        practice::learn,
    );
    let step = |w: &mut World| {
        w.each_place(|place, context| {
            engine::workforce::learning::peers::look_at_peers(place, context, &p.learning, randomness)
        })
    };
    check("peers", world, now, step, practice::look_at_peers);
    check(
        "relations",
        world,
        now,
        |w| {
            w.each_place(|place, context| engine::governance::relations::tend(place, context, &p.relations, randomness))
        },
        system::tend,
    );
    check(
        "accountability",
        world,
        now,
        |w| {
            w.each_place(|place, context| {
                engine::governance::accountability::review(place, context, &p.accountability, randomness)
            })
        },
        money::review,
    );
    check(
        "contracting",
        world,
        now,
        |w| {
            w.each_place(|place, context| {
                engine::governance::contracting::commission(place, context, &p.contracting, randomness)
            })
        },
        money::commission,
    );
    check(
        "government",
        world,
        now,
        |w| {
            w.as_a_whole(|country, places, context| {
                engine::governance::government::act(country, places, context, &p.government, randomness)
            })
        },
        system::act,
    );
    check(
        "paradigms",
        world,
        now,
        |w| {
            w.as_a_whole(|country, places, context| {
                engine::governance::paradigms::spread(country, places, context, &p.paradigms, randomness)
            })
        },
        paradigms::spread,
    );
    check(
        "costs",
        world,
        now,
        |w| {
            w.each_place(|place, context| {
                engine::governance::costs::post(place, context, &p.prices, p.staffing.agency_price)
            })
        },
        money::post,
    );
    world.week += 1;
    look(world, calendar, now);
}

/// Both look at the same world and must see the same.
fn look(world: &World, calendar: &Calendar<'_>, now: &Now<'_>) {
    let engine = observe(world, &calendar.index).outcomes;
    let twin = outcomes::of(world, now);
    assert_eq!(twin.len(), OUTCOMES.len());
    for (name, plain) in twin {
        let seen = engine[position(name).unwrap_or_else(|| panic!("{name} is not observed"))];
        let alike = is_missing(seen) && plain.is_nan();
        assert!(
            alike || (seen - plain).abs() <= 1e-5 * plain.abs().max(1.0),
            "{name}, week {}: {seen}, {plain}",
            world.week
        );
    }
}

/// Clocks that come round and rates that tell within a year, so that what takes long is seen to be the same.
const HURRIED: [&str; 33] = [
    "learning.look_weeks=5",
    "learning.hours_per_trial=2",
    "relations.look_weeks=3",
    "relations.share_weeks=6",
    "relations.boundary_weeks=4",
    "relations.bar=0.2",
    "relations.worth=0.08",
    "relations.outside_weeks=2",
    "relations.lapse_per_year=1",
    "relations.comes_per_year=1",
    "relations.hours_per_factor=10",
    "relations.public_half_life_weeks=8",
    "admission.joint_from=0.4",
    "accountability.ranking_weeks=4",
    "accountability.waiting_costs_trust=0.02",
    "contracting.round_weeks=5",
    "contracting.feedback_weeks=6",
    "government.round_weeks=6",
    "government.memory_weeks=4",
    "government.control_weeks=10",
    "government.easing=0.6",
    "strain.return_per_week=0.03",
    "strain.crowding_per_week=0.005",
    "strain.autonomy_per_week=0.003",
    "prices.debt_weeks=1",
    "staffing.median_days_council=1.7",
    "staffing.agency_use_council=1.8",
    "allotment.base_admin_council=0.7",
    "staffing.median_days_care=0.6",
    "staffing.agency_use_care=0.4",
    "allotment.base_admin_care=0.5",
    "prices.new_posts_per_year=0.5",
    "patterns.turbulence_per_year=1",
];

/// Rules beside those of the presets, so that each variant is met.
const MIXTURES: [&[&str]; 24] = [
    &["arms.hls.preset=npm", "arms.hls.accountability.targets.review_weeks=8"],
    &["arms.hls.preset=hls"],
    &["arms.hls.preset=npm_good", "places.village.residents=1300", "domains.debt.onset_per_year=6"],
    &["arms.hls.preset=hls_in_name"],
    &["arms.hls.preset=mixed"],
    &[
        "arms.hls.preset=npm_lean",
        "arms.hls.budget_times=0.7",
        "arms.hls.places_times=0.5",
        "arms.hls.prices_times=1.3",
        "arms.hls.end=2026-08-03",
    ],
    &["arms.hls.preset=npm_deliver_mixed"],
    &["arms.hls.preset=hls_lean", "staffing.skill_gain=0.3", "staffing.skill_weeks=8"],
    &[
        "arms.hls.preset=npm",
        "arms.hls.access=quota",
        "arms.hls.competition=choice",
        "arms.hls.payment=alliance",
        "arms.hls.casework=lead_worker",
        "arms.hls.recruitment=for_values",
    ],
    &[
        "arms.hls.preset=hls",
        "arms.hls.accountability={targets_without_stake={review_weeks=6,level=0.5,indicators=2}}",
        "arms.hls.reporting=by_requirement",
        "arms.hls.payment=results",
        "arms.hls.competition=tender",
        "arms.hls.collaboration=none",
        "arms.hls.wage_premium=0.2",
        "arms.hls.end=2026-08-03",
    ],
    &[
        "arms.hls.preset=mixed",
        "arms.hls.accountability=measurement",
        "arms.hls.reporting=base",
        "arms.hls.competition={choice={price_weight=0.3}}",
        "arms.hls.collaboration=stewarded",
        "arms.hls.government=humble",
        "flourishing.exponent=half",
    ],
    &[
        "arms.hls.preset=hls_in_name",
        "organisations.advice_centre.domains=[\"housing\"]",
        "organisations.advice_centre.indicator.domain=housing",
        "arms.hls.accountability=none",
        "arms.hls.support={standard={packages=7,discretion=0.4,keyed_to_groups=false}}",
        "arms.hls.access={quota={cases_per_worker_week=0.2}}",
        "flourishing.exponent=two",
    ],
    &["arms.hls.only=[\"housing_office\"]", "arms.hls.commissioners=false"],
    &["arms.hls.preset=npm", "arms.hls.learning=cycle", "arms.hls.payment=block", "arms.hls.end=2026-08-03"],
    &["arms.hls.preset=npm", "arms.hls.reorganises=true", "arms.hls.end=2026-08-03", "prices.new_contracts_weeks=10"],
    &["arms.hls.preset=npm", "arms.hls.payment=alliance", "arms.hls.spreads=true", "paradigms.first_steps_per_year=5"],
    // A target for waiting, packages of hours, and all that attention does.
    &[
        "arms.hls.preset=npm",
        "arms.hls.accountability={targets={wait_weeks=4,wait_level=0.95,stake=1,improvement_hours=1.5}}",
        "waste.removable=0.3",
        "waste.creep_per_year=0.03",
        "arms.hls.support={standard={hours=1.5,weeks=20,pace=0.7}}",
        "services.office={package_hours_factor=0.6,caseload_factor=1.7,contact_factor=0.4}",
        "services.advice={package_weeks_factor=0.3,assessment_factor=2.5,contact_factor=3}",
        "organisations.housing_office.indicator.counts=seen_in_time",
        "organisations.housing_office.staff.posts_fte=3",
        "flow.tau_weeks=5",
        "admission.clock=0.8",
        "admission.bunch=0.7",
        "organisations.advice_centre.emergency=true",
        "organisations.advice_centre.indicator.counts=seen_in_time",
        "organisations.advice_centre.indicator.domain=housing",
        "emergency.visit_hours=12",
        "emergency.patients_per_death=82",
        "arms.hls.access={threshold={severity=0.3,step=0.1}}",
        "flow.long_list=2",
        "flow.moves=0.3",
        "allotment.release=0.3",
        "allotment.screening=0.6",
        "allotment.reporting_share=0.5",
        "strain.omega=0.3",
    ],
    // Posts between organisations, by a purse in common and by a delivery unit.
    &[
        "arms.hls.preset=hls",
        "arms.hls.accountability={dialogue={wait_weeks=1,learn=0.5}}",
        "organisations.housing_office.staff.posts_fte=2",
        "organisations.advice_centre.staff.posts_fte=9",
        "organisations.advice_centre.staff.workforce=council",
        "organisations.housing_office.staff.workforce=council",
        "flow.moves=0.3",
        "flow.tau_weeks=4",
        "flow.half=0.05",
    ],
    &[
        "arms.hls.preset=npm_deliver",
        "arms.hls.accountability.targets={wait_weeks=1,stake=2}",
        "organisations.housing_office.staff.posts_fte=2",
        "organisations.advice_centre.staff.posts_fte=9",
        "organisations.advice_centre.staff.workforce=clinic",
        "organisations.housing_office.staff.workforce=clinic",
        "flow.moves=0.3",
        "flow.tau_weeks=4",
        "flow.half=0.05",
    ],
    &[
        "arms.hls.preset=hls",
        "arms.hls.accountability={dialogue={wait_weeks=6,learn=0.5}}",
        "arms.hls.support={menu={hours=3,pace=1.2}}",
        "waste.removable=0.2",
        "waste.half_hours=0.5",
        "arms.hls.end=2026-08-03",
        "admission.bunch=0.5",
        "flow.moves=0.3",
        "allotment.release=0.2",
        "allotment.reporting_share=0.1",
        "flow.tau_weeks=4",
    ],
    &[
        "arms.hls.preset=hls",
        "domains.housing.tenancy={loss_per_week=0.1,debt=\"debt\",gain_per_week=0.05,homes_per_week=3.3,payer=\"housing\"}",
        "arms.hls.homes_bought_per_week=1.7",
        "arms.hls.budget_times=1.4",
        "arms.hls.places_times=2.5",
        "arms.hls.prices_times=0.8",
        "arms.hls.end=2026-11-02",
        "horizon_weeks=70",
    ],
    &["learning.code=evidence", "arms.hls.preset=hls", "patterns.initial_knowledge=0.8", "learning.hours_per_trial=5"],
    &[
        "learning.code={evidence={fade_per_year=0.4,states_beyond=1.5,established=0.2}}",
        "arms.hls.preset=npm",
        "arms.hls.support={standard={packages=6,discretion=0.5,keyed_to_groups=true}}",
    ],
    &[
        "learning.code={evidence={bound=5}}",
        "arms.hls.preset=mixed",
        "arms.hls.learning={annual_review={review_weeks=5,sense_making=\"diverse\"}}",
        "arms.hls.support={standard={packages=2,keyed_to_groups=false}}",
        "arms.hls.end=2026-08-03",
    ],
];

#[test]
fn the_plain_twin_takes_the_same_steps() {
    for sets in MIXTURES {
        let more = [
            "places.village.residents=500",
            "places.village.budget_pounds_per_week=10000",
            "organisations.housing_office.staff.posts_fte=4",
            "organisations.advice_centre.staff.posts_fte=3",
            "organisations.advice_centre.copies=2",
            "burn_in_weeks=15",
            "horizon_weeks=60",
            "arms.graft=false",
            "arms.hls.start=2026-02-02",
            "arms.hls.phase_in_weeks=4",
            "domains.debt.course={maintenance={rise_per_week=0.01}}",
            "domains.housing.lasting_share=0.5",
            "domains.housing.lasting_severity=0.8",
            "domains.housing.shared=true",
            "domains.housing.crisis.per_year=3",
            "places.village.move_on_places_per_week={housing=1.2}",
            "organisations.advice_centre.funder=charity",
            "groups.newcomers.bias=0.3",
            "groups.newcomers.trauma=0.5",
            "lives.death_at_40_per_year=0.02",
            "events.cost_of_living={date=2026-06-01,emergency_weeks=3,staff_illness={share=0.2,weeks=2},budget_cut={share=0.1,weeks=10}}",
        ];
        run(&scenario("tiny", &more.iter().chain(&HURRIED).chain(sets).copied().collect::<Vec<_>>()));
    }
}

/// Six small places under a government that mandates, then links them, while the practice spreads.
const COUNTRY: [&str; 20] = [
    "places.port.residents=120",
    "places.port.move_on_places_per_week.housing=0.096",
    "places.market_town.residents=120",
    "places.market_town.move_on_places_per_week.housing=0.096",
    "places.suburb.residents=120",
    "places.suburb.move_on_places_per_week.housing=0.096",
    "places.old_industry.residents=120",
    "places.old_industry.move_on_places_per_week.housing=0.096",
    "places.coast.residents=120",
    "places.coast.move_on_places_per_week.housing=0.096",
    "places.university_city.residents=120",
    "places.university_city.move_on_places_per_week.housing=0.096",
    "burn_in_weeks=12",
    "horizon_weeks=44",
    "arms.hls.start=2026-02-02",
    "arms.hls.share=0.4",
    "arms.hls.commissioners=false",
    "arms.hls.spreads=true",
    "government.delay_weeks=8",
    "government.quorum=0.01",
];

#[test]
fn the_plain_twin_takes_the_same_steps_in_a_country_where_practice_spreads() {
    let others: [&[&str]; 3] = [
        &["learning.code=evidence", "government.links=1", "government.copied=0.9"],
        &[
            "paradigms.least_dissonance=0",
            "paradigms.follows_per_year=10",
            "paradigms.first_steps_per_year=5",
            "paradigms.commissioner_follows_per_year=6",
            "paradigms.government_follows_per_year=6",
            "paradigms.inside_per_year=5",
            "paradigms.experience_per_year=5",
            "paradigms.argument_per_year=5",
            "government.links=1",
        ],
        &[
            "arms.hls.preset=mixed",
            "arms.hls.spreads=true",
            "arms.hls.share=0.8",
            "arms.hls.phase_in_weeks=4",
            "arms.hls.national=false",
            "paradigms.reverts_per_year=2",
            "paradigms.commissioner_follows_per_year=6",
            "paradigms.government_follows_per_year=3",
            "paradigms.inside_per_year=5",
            "paradigms.argument_per_year=5",
            "staffing.threshold_mean=0.1",
        ],
    ];
    for sets in others {
        let mut scenario = scenario("country", &[&COUNTRY[..], &HURRIED, sets].concat());
        let scandal =
            Event { scandal: Some(Default::default()), trust_event: Some(Default::default()), ..Event::default() };
        let surge =
            Event { surge: Some(Default::default()), pattern_shift: Some(Default::default()), ..Event::default() };
        let price = Event { price_rise: Some(Default::default()), place: "port".to_owned(), ..Event::default() };
        scenario.town.events.extend([(30, scandal), (33, surge), (36, price)]);
        run(&scenario);
    }
}

/// Walks the second arm, the learning-driven one in the file, from week to week.
fn run(scenario: &Scenario) {
    let arm = scenario.arms.position("hls").expect("an arm");
    let calendar = calendar(scenario, 0);
    let mut world = under_arm(scenario, arm);
    let mut held = false;
    for _ in 0..scenario.horizon_weeks {
        week(&mut world, &calendar);
        held |= world.organisations().any(|(place, o)| [o.row, place.commissioner.row].contains(&Row::Alternative));
    }
    assert!(held, "the arm was never in force");
}
