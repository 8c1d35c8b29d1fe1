//! Where the time of a week goes: each process by itself, in the order of the week.
//!
//! ```text
//! cargo bench --bench processes              four worlds, in half a minute
//! cargo bench --bench processes -- --quick   fewer weeks
//! ```
//!
//! The list below is the week of `schedule` once more, so that the model needs no clock; before anything is timed, a
//! week of the list and a week of `schedule` are compared.

#![expect(clippy::print_stdout, reason = "a bench shows what it measured")]

mod common;

use std::hint::black_box;

use common::{Samples, asked, bundled, city, city_at_rest, nanoseconds, run};
use regimes_model::model::ledger::Ledger;
use regimes_model::model::outcomes::observe;
use regimes_model::model::schedule::{self, Calendar};
use regimes_model::model::submodels::governance::{
    accountability, contracting, costs, government, paradigms, relations,
};
use regimes_model::model::submodels::residents::{lives, seeking, shocks};
use regimes_model::model::submodels::service::{
    admission, allotment, closing, emergency, flow, performance, support, waste,
};
use regimes_model::model::submodels::workforce::{effort, learning, staffing, strain};
use regimes_model::model::world::World;
use regimes_model::model::world::organisations::Flows;
use regimes_model::model::world::places::Tally;
use regimes_model::parallel::on_threads;
use regimes_scenario::check::Scenario;
use regimes_study::simulation::arms::under;
use regimes_study::simulation::run::{Run, calendar};

/// Weeks before a world is timed.
const WARM_UP_WEEKS: u32 = 60;
/// Residents of the largest world.
const MILLION: u32 = 1_000_000;

type Process = fn(&mut World, &Calendar<'_>);

/// The week, and what is observed after it.
const WEEK: &[(&str, Process)] = &[
    ("begin", |world, _| begin(world)),
    ("shocks", |w, c| {
        w.each_place(|place, context| {
            shocks::strike(place, context, c.events, &c.parameters.shocks, &c.parameters.patterns, &c.randomness)
        })
    }),
    ("lives", |w, c| {
        w.each_place(|place, context| {
            lives::move_on(place, context, &c.parameters.lives, &c.parameters.arrivals, &c.index, &c.randomness)
        })
    }),
    ("tenancies", |w, c| {
        w.each_place(|place, context| {
            lives::tenancies::follow(place, context, &c.parameters.lives, &c.index, &c.randomness)
        })
    }),
    ("seeking", |w, c| {
        w.each_place(|place, context| seeking::ask(place, context, &c.parameters.seeking, &c.randomness))
    }),
    ("admission", |w, c| {
        let p = &c.parameters;
        w.each_place(|place, context| {
            admission::admit(place, context, &p.admission, &p.patterns, p.seeking.noise, &c.randomness)
        });
    }),
    ("allotment", |w, c| {
        w.each_organisation(|organisation, context| allotment::allot(organisation, context, &c.parameters.allotment))
    }),
    ("emergency", |w, c| w.each_place(|place, context| emergency::queue(place, context, &c.parameters.emergency))),
    ("effort", |w, c| {
        w.each_organisation(|organisation, context| effort::choose(organisation, context, &c.parameters.effort))
    }),
    ("support", |w, c| {
        w.each_place(|place, context| {
            support::give(place, context, &c.parameters.support, &c.parameters.patterns, &c.randomness)
        })
    }),
    ("closing", |w, c| {
        w.each_place(|place, context| closing::close(place, context, &c.parameters.closing, c.parameters.seeking.noise))
    }),
    ("performance", |w, c| {
        w.each_organisation(|organisation, context| {
            performance::record(organisation, context, &c.parameters.performance)
        })
    }),
    ("flow", |w, c| {
        let p = &c.parameters;
        w.each_organisation(|one, context| flow::watch(one, context, &p.flow, p.closing.claim, &c.randomness))
    }),
    ("waste", |w, c| w.each_organisation(|one, context| waste::improve(one, context, &c.parameters.waste))),
    ("strain", |w, c| {
        w.each_organisation(|organisation, context| strain::follow(organisation, context, &c.parameters.strain))
    }),
    ("staffing", |w, c| {
        w.each_organisation(|organisation, context| {
            staffing::turn_over(organisation, context, &c.parameters.staffing, &c.randomness)
        })
    }),
    ("transfers", |w, c| {
        let p = &c.parameters;
        w.each_place(|place, context| {
            staffing::transfers::move_posts(place, context, p.flow.moves, &p.staffing, &c.randomness);
        });
    }),
    ("learning", |w, c| {
        w.each_organisation(|organisation, context| {
            learning::learn(organisation, context, &c.parameters.learning, &c.randomness)
        })
    }),
    ("learning from peers", |w, c| {
        w.each_place(|place, context| {
            learning::peers::look_at_peers(place, context, &c.parameters.learning, &c.randomness)
        })
    }),
    ("relations", |w, c| {
        w.each_place(|place, context| relations::tend(place, context, &c.parameters.relations, &c.randomness))
    }),
    ("accountability", |w, c| {
        w.each_place(|place, context| {
            accountability::review(place, context, &c.parameters.accountability, &c.randomness)
        })
    }),
    ("contracting", |w, c| {
        w.each_place(|place, context| contracting::commission(place, context, &c.parameters.contracting, &c.randomness))
    }),
    ("government", |w, c| {
        w.as_a_whole(|country, places, context| {
            government::act(country, places, context, &c.parameters.government, &c.randomness)
        })
    }),
    ("paradigms", |w, c| {
        w.as_a_whole(|country, places, context| {
            paradigms::spread(country, places, context, &c.parameters.paradigms, &c.randomness)
        })
    }),
    ("costs", |w, c| {
        w.each_place(|place, context| {
            costs::post(place, context, &c.parameters.prices, c.parameters.staffing.agency_price)
        })
    }),
    ("end", |world, _| world.week += 1),
    ("(outcomes observed)", |w, c| drop(black_box(observe(w, &c.index)))),
];

fn begin(world: &mut World) {
    for place in &mut world.places {
        place.tally = Tally::default();
        place.ledger = Ledger::default();
        for organisation in &mut place.organisations {
            organisation.flows = Flows::default();
        }
    }
}

/// Panics unless a week of the list leaves the world as a week of `schedule` does.
fn hold_against_schedule(world: &World, calendar: &Calendar<'_>) {
    let (mut listed, mut scheduled) = (world.clone(), world.clone());
    WEEK.iter().for_each(|(_, process)| process(&mut listed, calendar));
    schedule::week(&mut scheduled, calendar);
    let print = |world: &World| format!("{:?}", (world.week, &world.country, &world.places));
    assert!(
        print(&listed) == print(&scheduled),
        "the list in benches/processes.rs is not the week of crates/regimes-model/src/model/schedule.rs"
    );
}

/// A world whose processes are timed.
struct Timed<'a> {
    name: &'static str,
    world: World,
    calendar: Calendar<'a>,
    processes: Vec<Samples>,
}

impl<'a> Timed<'a> {
    fn new(name: &'static str, world: World, calendar: Calendar<'a>) -> Timed<'a> {
        Timed { name, world, calendar, processes: vec![Samples::default(); WEEK.len()] }
    }

    /// Times each process of some weeks: the mean of these weeks is one sample.
    fn sample(&mut self, weeks: u32) {
        let mut sums = vec![0.0; WEEK.len()];
        for _ in 0..weeks {
            for ((_, process), sum) in WEEK.iter().zip(&mut sums) {
                *sum += nanoseconds(|| process(&mut self.world, &self.calendar));
            }
        }
        let resident_weeks = self.world.n_residents() as f64 * f64::from(weeks);
        for (samples, sum) in self.processes.iter_mut().zip(sums) {
            samples.0.push(sum / resident_weeks);
        }
    }
}

/// The flagship under its status quo, and under its learning-driven arm as many weeks later.
fn flagship(scenario: &Scenario) -> [Timed<'_>; 2] {
    let calendar = || calendar(scenario, 0);
    let mut world = Run::begin(scenario, 0).into_world();
    run(&mut world, &calendar(), WARM_UP_WEEKS);
    hold_against_schedule(&world, &calendar());
    let (_, planned) = scenario.arms.iter().find(|(name, _)| *name == "hls").expect("the flagship has this arm");
    let mut planned = planned.clone();
    planned.start_week = WARM_UP_WEEKS;
    let mut learning = under(&world, scenario, &planned);
    run(&mut learning, &calendar(), WARM_UP_WEEKS);
    hold_against_schedule(&learning, &calendar());
    [Timed::new("flagship", world, calendar()), Timed::new("flagship, hls", learning, calendar())]
}

fn million<'a>(name: &'static str, scenario: &'a Scenario) -> Timed<'a> {
    let (mut world, calendar) = (Run::begin(scenario, 0).into_world(), calendar(scenario, 0));
    run(&mut world, &calendar, WARM_UP_WEEKS / 2);
    Timed::new(name, world, calendar)
}

fn report(timed: &Timed<'_>) {
    let whole: f64 = timed.processes.iter().map(Samples::median).sum();
    println!("\n{} ({} residents), one thread", timed.name, timed.world.n_residents());
    println!("{:<24} {:>8}  {:>6}  {:>8} - greatest", "process", "ns", "share", "least");
    for ((name, _), samples) in WEEK.iter().zip(&timed.processes) {
        let (median, min, max) = (samples.median(), samples.min(), samples.max());
        println!("{name:<24} {median:>8.2}  {:>5.1} %  {min:>8.2} - {max:.2}", 100.0 * median / whole);
    }
    println!("{:<24} {whole:>8.2}", "all, per resident-week");
}

fn main() {
    let asked = asked();
    if !asked.to_time {
        return;
    }
    let rounds = if asked.quick { 3 } else { 9 };
    let (small, large, at_rest) = (bundled("flagship"), city(MILLION), city_at_rest(MILLION));
    on_threads(1, || {
        let mut worlds = Vec::from(flagship(&small));
        if !asked.quick {
            worlds.push(million("a million", &large));
            worlds.push(million("a million without needs", &at_rest));
        }
        for _ in 0..rounds {
            for timed in &mut worlds {
                timed.sample(if timed.world.n_residents() > 100_000 { 2 } else { 12 });
            }
        }
        worlds.iter().for_each(report);
    })
    .expect("there is room for one thread");
}
