//! What an arm changes in the world at the end of the burn-in.

use regimes_model::model::arm::Arm;
use regimes_model::model::initial;
use regimes_model::model::owners::Owner;
use regimes_model::model::town::Town;
use regimes_model::model::world::places::Place;
use regimes_model::model::world::{Change, World};
use regimes_model::units::domains::Domains;
use regimes_scenario::check::{PlannedArm, Scenario};

/// A snapshot under an arm.
#[must_use]
pub fn under(snapshot: &World, scenario: &Scenario, planned: &PlannedArm) -> World {
    let mut world = snapshot.clone();
    let (arm, before) = (&planned.arm, &scenario.status_quo_observed());
    let changed = |owner: Owner| owner.share_differing(&before.regime, &arm.regime);
    let charged = |owner: Owner| if arm.reorganises { 1.0 } else { changed(owner) };
    let fidelity = if changed(Owner::Organisation) > 0.0 { arm.fidelity } else { before.fidelity };
    world.rows = std::sync::Arc::new([before.regime.clone(), arm.regime.clone()]);
    if !arm.services {
        end_services(&mut world);
    }
    world.services = arm.services;
    world.change = Change {
        start: Some(planned.start_week),
        end: planned.end_week,
        spared_places: spared_places(&world, arm),
        spared: spared(&world, &scenario.town, arm),
        phase_in_weeks: arm.phase_in_weeks,
        share: arm.share as f32,
        organisations: arm.organisations,
        commissioners: arm.commissioners,
        government: arm.national,
        spreads: arm.spreads && (arm.reorganises || arm.wage_premium != 0.0 || arm.regime != before.regime),
        practice_changed: charged(Owner::Organisation),
        contracts_changed: charged(Owner::Commissioner),
        fidelity: [before.fidelity, fidelity].map(|fidelity| fidelity as f32),
        wage_premium: arm.wage_premium as f32,
        homes_bought_per_week: arm.homes_bought_per_week as f32,
        budget_times: arm.budget_times,
        places_times: arm.places_times as f32,
        prices_times: arm.prices_times,
    };
    world
}

/// The places in which an arm does not come into force.
fn spared_places(world: &World, arm: &Arm) -> Vec<u32> {
    let spared = |place: &&Place| {
        let name = &world.constants.place_names[place.index as usize];
        !arm.places.is_empty() && !arm.places.contains(name)
    };
    world.places.iter().filter(spared).map(|place| place.index).collect()
}

/// The organisations that do not take an arm up by decree: place, and index there.
fn spared(world: &World, town: &Town, arm: &Arm) -> Vec<(u32, u16)> {
    if arm.only.is_empty() {
        return Vec::new();
    }
    let names = (0..).zip(&world.constants.place_names);
    let each = names.flat_map(|(place, name)| {
        (0..)
            .zip(initial::organisations::organisations_of(town, name))
            .map(move |(index, (name, ..))| (place, index, name))
    });
    each.filter(|(_, _, name)| arm.only.iter().all(|one| one != name)).map(|(place, index, _)| (place, index)).collect()
}

/// Ends all services at once: nobody is in contact, waits or asks any more, and no money is given out.
pub fn end_services(world: &mut World) {
    world.services = false;
    for place in &mut world.places {
        place.residents.served.fill(Domains::NONE);
        place.residents.waiting.fill(Domains::NONE);
        place.requests.clear();
        place.handed_on.clear();
        (place.commissioner.to_return, place.commissioner.returning) = (0.0, 0.0);
        place.commissioner.overhead = 0.0;
        for organisation in &mut place.organisations {
            (organisation.income_per_week, organisation.withheld) = (0.0, 0.0);
            organisation.cases.clear();
            organisation.waiting.clear();
            organisation.volume.fill(0);
            for worker in &mut organisation.workers {
                (worker.caseload, worker.load) = (0, 0.0);
            }
        }
    }
}
