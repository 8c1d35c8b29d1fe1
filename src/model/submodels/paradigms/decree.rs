//! How owners come to hold another row: by decree, and what any change of row brings with it.

use crate::model::regime::{Accountability, Regime};
use crate::model::submodels::paradigms::Parameters;
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::model::world::{ALTERNATIVE, Change, RowIndex, STATUS_QUO, World};

/// The arm comes into force, and at its end goes out of it. A week that is missed is made up for in the next.
pub fn decree(world: &mut World, p: &Parameters) {
    if world.week >= world.change.end {
        return go_back(world, p);
    }
    let World { week, rows, change, country, places, .. } = world;
    let Some(since) = week.checked_sub(change.start) else {
        return;
    };
    let at_start = since <= 1;
    for place in places.iter_mut().filter(|place| !change.spared_places.contains(&place.index)) {
        if change.organisations && since <= change.phase_in_weeks.max(1) {
            for organisation in &mut place.organisations {
                let spared = change.spared.contains(&(place.index, organisation.index));
                if organisation.row != ALTERNATIVE && !spared && is_due(organisation, change, since) {
                    switch(organisation, ALTERNATIVE, change, p);
                    place.tally.adopted += 1;
                }
            }
        }
        if change.commissioners && at_start {
            commission_under(place, ALTERNATIVE, rows, change, p);
        }
    }
    if change.government && at_start {
        country.row = ALTERNATIVE;
    }
}

/// Everyone goes back to the rules before the arm.
fn go_back(world: &mut World, p: &Parameters) {
    let World { week, rows, change, country, places, .. } = world;
    if *week - change.end > 1 {
        return;
    }
    for place in places {
        for organisation in place.organisations.iter_mut().filter(|organisation| organisation.row == ALTERNATIVE) {
            switch(organisation, STATUS_QUO, change, p);
            place.tally.reverted += 1;
        }
        commission_under(place, STATUS_QUO, rows, change, p);
    }
    country.row = STATUS_QUO;
}

fn is_due(organisation: &Organisation, change: &Change, since: u32) -> bool {
    let order = organisation.switch_order;
    order < change.share && since as f32 * change.share >= order * change.phase_in_weeks as f32
}

/// An organisation changes its row, and pays for it.
pub fn switch(organisation: &mut Organisation, to: RowIndex, change: &Change, p: &Parameters) {
    organisation.row = to;
    if change.costs {
        organisation.weeks_since_change = 0;
        organisation.dip += p.dip as f32 * (1.0 - organisation.dip);
        organisation.fidelity = p.first_fidelity as f32 * change.fidelity;
    }
}

/// A commissioner changes its row: new contracts, new targets.
pub fn commission_under(place: &mut Place, to: RowIndex, rows: &[Regime; 2], change: &Change, p: &Parameters) {
    let (before, after) = (&rows[usize::from(place.commissioner.row)], &rows[usize::from(to)]);
    if place.commissioner.row == to {
        return;
    }
    place.commissioner.row = to;
    for organisation in &mut place.organisations {
        if change.costs && organisation.weeks_since_change != 0 {
            let felt = (p.dip * p.contract_dip) as f32;
            organisation.dip += felt * (1.0 - organisation.dip);
        }
        if before.accountability != after.accountability {
            ask_anew(organisation, &after.accountability);
        }
    }
}

/// Another way to answer begins with its own level and its own clock.
fn ask_anew(organisation: &mut Organisation, accountability: &Accountability) {
    let level = match accountability {
        Accountability::Targets(targets) => Some(targets.level),
        Accountability::TargetsWithoutStake(targets) => Some(targets.level),
        Accountability::Dialogue(_) | Accountability::Measurement(_) | Accountability::None(_) => None,
    };
    organisation.indicator.weeks_since_review = 0;
    if let Some(level) = level {
        organisation.indicator.target = level as f32;
    }
}
