//! One week of the model, in the words and the order of `docs/model.md`, "Process overview".

use crate::model::flourishing::Index;
use crate::model::ledger::Ledger;
use crate::model::parameters::Parameters;
use crate::model::submodels::governance::{accountability, contracting, costs, government, paradigms, relations};
use crate::model::submodels::residents::{lives, seeking, shocks};
use crate::model::submodels::service::{admission, allotment, closing, performance, support};
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
    begin(world);

    shocks::strike(world, events, &p.shocks, &p.patterns, randomness);
    lives::move_on(world, &p.lives, &p.arrivals, index, randomness);
    seeking::ask(world, &p.seeking, randomness);
    admission::admit(world, &p.admission, &p.patterns, p.seeking.noise, randomness);
    allotment::allot(world, &p.allotment);
    effort::choose(world, &p.effort);
    support::give(world, &p.support, &p.patterns, randomness);
    closing::close(world, &p.closing, p.seeking.noise);
    performance::record(world, &p.performance);
    strain::follow(world, &p.strain);
    staffing::turn_over(world, &p.staffing, randomness);
    learning::learn(world, &p.learning, randomness);
    learning::peers::look_at_peers(world, &p.learning, randomness);
    relations::tend(world, &p.relations, randomness);
    accountability::review(world, &p.accountability, randomness);
    contracting::commission(world, &p.contracting, randomness);
    government::act(world, &p.government, randomness);
    paradigms::spread(world, &p.paradigms, randomness);
    costs::post(world, &p.prices, p.staffing.agency_price);

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
