//! One week of the model, in the words and the order of `docs/model.md`, "Process overview".

use crate::model::flourishing::Index;
use crate::model::ledger::Ledger;
use crate::model::parameters::Parameters;
use crate::model::submodels::governance::{accountability, contracting, costs, government, paradigms, relations};
use crate::model::submodels::residents::{lives, seeking, shocks};
use crate::model::submodels::service::{admission, allotment, closing, emergency, flow, performance, support, waste};
use crate::model::submodels::workforce::{effort, learning, staffing, strain};
use crate::model::town::Event;
use crate::model::world::World;
use crate::model::world::organisations::Flows;
use crate::model::world::places::Tally;
use crate::randomness::Randomness;
use crate::units::Week;

/// What a week needs beside the world.
#[derive(Clone, Debug)]
pub struct Calendar<'a> {
    /// The parameters of all submodels.
    pub parameters: &'a Parameters,
    /// Dated events, each with its week.
    pub events: &'a [(Week, Event)],
    /// How flourishing is put together.
    pub index: Index,
    /// The draws of the replicate.
    pub randomness: Randomness,
}

/// Moves the world by one week.
pub fn week(world: &mut World, calendar: &Calendar<'_>) {
    let Calendar { parameters: p, events, index, randomness } = calendar;
    let noise = p.seeking.noise;
    begin(world);

    world.each_place(|place, context| shocks::strike(place, context, events, &p.shocks, &p.patterns, randomness));
    world.each_place(|place, context| lives::move_on(place, context, &p.lives, &p.arrivals, index, randomness));
    world.each_place(|place, context| lives::tenancies::follow(place, context, &p.lives, index, randomness));
    world.each_place(|place, context| seeking::ask(place, context, &p.seeking, randomness));
    world.each_place(|place, context| admission::admit(place, context, &p.admission, &p.patterns, noise, randomness));
    world.each_organisation(|one, context| allotment::allot(one, context, &p.allotment));
    world.each_place(|place, context| emergency::queue(place, context, &p.emergency));
    world.each_organisation(|one, context| effort::choose(one, context, &p.effort));
    world.each_place(|place, context| support::give(place, context, &p.support, &p.patterns, randomness));
    world.each_place(|place, context| closing::close(place, context, &p.closing, noise));
    world.each_organisation(|one, context| performance::record(one, context, &p.performance));
    world.each_organisation(|one, context| flow::watch(one, context, &p.flow, p.closing.claim, randomness));
    world.each_organisation(|one, context| waste::improve(one, context, &p.waste));
    world.each_organisation(|one, context| strain::follow(one, context, &p.strain));
    world.each_organisation(|one, context| staffing::turn_over(one, context, &p.staffing, randomness));
    world.each_place(|place, context| {
        staffing::transfers::move_posts(place, context, p.flow.moves, &p.staffing, randomness);
    });
    world.each_organisation(|one, context| learning::learn(one, context, &p.learning, randomness));
    world.each_place(|place, context| learning::peers::look_at_peers(place, context, &p.learning, randomness));
    world.each_place(|place, context| relations::tend(place, context, &p.relations, randomness));
    world.each_place(|place, context| accountability::review(place, context, &p.accountability, randomness));
    world.each_place(|place, context| contracting::commission(place, context, &p.contracting, randomness));
    world.as_a_whole(|country, places, context| government::act(country, places, context, &p.government, randomness));
    world.as_a_whole(|country, places, context| paradigms::spread(country, places, context, &p.paradigms, randomness));
    world.each_place(|place, context| costs::post(place, context, &p.prices, p.staffing.agency_price));

    world.week += 1;
}

/// Empties what is counted by the week.
fn begin(world: &mut World) {
    for place in &mut world.places {
        place.tally = Tally::default();
        place.ledger = Ledger::default();
        for organisation in &mut place.organisations {
            organisation.flows = Flows::default();
        }
    }
}
