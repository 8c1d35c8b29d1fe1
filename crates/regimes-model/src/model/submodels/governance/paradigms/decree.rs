//! How owners come to hold another row: by decree, and what any change of row brings with it.
//!
//! An owner of whose rules the arm changes none has nothing to take up and stays where it is, unless the arm reorganises.

use crate::model::regime::Regime;
use crate::model::rules::answering::Accountability;
use crate::model::submodels::governance::paradigms::packages;
use crate::model::submodels::governance::paradigms::parameters::Parameters;
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::model::world::rows::Row;
use crate::model::world::{Change, Country, NationalContext};
use crate::units::Week;

/// What any change of row needs to know.
#[derive(Clone, Copy)]
pub struct Turnover<'a> {
    /// The two rows.
    pub rows: &'a [Regime; 2],
    /// The arm.
    pub change: &'a Change,
    /// How many groups of residents there are.
    pub groups: usize,
    /// The week.
    pub week: Week,
    /// The parameters.
    pub p: &'a Parameters,
}

impl<'a> Turnover<'a> {
    /// As it is in a week.
    #[must_use]
    pub fn of(context: &NationalContext<'a>, p: &'a Parameters) -> Turnover<'a> {
        let NationalContext { week, rows, change, constants, .. } = *context;
        Turnover { rows, change, groups: constants.groups.len(), week, p }
    }
}

/// The arm comes into force, and at its end goes out of it. A week that is missed is made up for in the next.
pub fn decree(country: &mut Country, places: &mut [Place], context: &NationalContext<'_>, p: &Parameters) {
    let NationalContext { week, rows, change, .. } = *context;
    if let Some(end) = change.end
        && week >= end
    {
        return go_back(country, places, week - end, &Turnover::of(context, p));
    }
    let Some(since) = change.start.and_then(|start| week.checked_sub(start)) else {
        return;
    };
    let turnover = Turnover::of(context, p);
    let at_start = since <= 1;
    for place in places.iter_mut().filter(|place| !change.spared_places.contains(&place.index)) {
        if change.organisations && change.has_practice() && since <= change.phase_in_weeks.max(1) {
            for organisation in &mut place.organisations {
                let spared = change.spared.contains(&(place.index, organisation.index));
                if organisation.row != Row::Alternative && !spared && falls_due(organisation, change, since) {
                    switch(organisation, Row::Alternative, &turnover);
                    place.tally.adopted += 1;
                }
            }
        }
        if change.commissioners && change.contracts_changed > 0.0 && at_start {
            commission_under(place, Row::Alternative, &turnover);
        }
    }
    if change.government && rows[0].government != rows[1].government && at_start {
        country.row = Row::Alternative;
    }
}

/// Everyone goes back to the rules before the arm, some weeks after its end.
fn go_back(country: &mut Country, places: &mut [Place], since: u32, turnover: &Turnover<'_>) {
    if since > 1 {
        return;
    }
    for place in places {
        for organisation in place.organisations.iter_mut().filter(|organisation| organisation.row == Row::Alternative) {
            switch(organisation, Row::StatusQuo, turnover);
            place.tally.reverted += 1;
        }
        commission_under(place, Row::StatusQuo, turnover);
    }
    country.row = Row::StatusQuo;
}

/// Whether it is an organisation's turn, this week or the one before: who went back later is not sent there again.
fn falls_due(organisation: &Organisation, change: &Change, since: u32) -> bool {
    let order = organisation.switch_order;
    let due = |since: u32| since as f32 * change.share >= order * change.phase_in_weeks as f32;
    order < change.share && due(since) && !(since > 1 && due(since - 2))
}

/// An organisation changes its row, and pays for it by the share of its own rules that change.
pub fn switch(organisation: &mut Organisation, to: Row, turnover: &Turnover<'_>) {
    let Turnover { rows, change, groups, week, p } = turnover;
    let (before, after) = (&organisation.row.of(rows).support, &to.of(rows).support);
    if before != after {
        packages::take_over(organisation, after, *groups, *week);
    }
    organisation.row = to;
    let changed = change.practice_changed as f32;
    if changed > 0.0 {
        organisation.weeks_since_change = Some(0);
        organisation.dip += p.dip as f32 * changed * (1.0 - organisation.dip);
        let first = p.first_fidelity as f32 * *to.of(&change.fidelity);
        organisation.fidelity = (1.0 - changed) * organisation.fidelity + changed * first;
    }
}

/// A commissioner changes its row: new contracts, which are to be paid for, and new targets. Of a contract the same
/// part is still to run. Who changes own rules in the same week feels of it what these leave as it was.
pub fn commission_under(place: &mut Place, to: Row, turnover: &Turnover<'_>) {
    let Turnover { rows, change, week, p, .. } = turnover;
    let (before, after) = (place.commissioner.row.of(rows), to.of(rows));
    if place.commissioner.row == to {
        return;
    }
    place.commissioner.row = to;
    place.commissioner.contracts_due += change.contracts_changed;
    for organisation in &mut place.organisations {
        let spared = if organisation.weeks_since_change == Some(0) { change.practice_changed } else { 0.0 };
        let felt = p.dip * p.contract_dip * change.contracts_changed * (1.0 - spared);
        organisation.dip += felt as f32 * (1.0 - organisation.dip);
        if before.accountability != after.accountability {
            ask_anew(organisation, &after.accountability);
        }
        let to_run = f64::from(organisation.contract_ends.saturating_sub(*week));
        let [old, new] = [before, after].map(|row| f64::from(row.payment.contract_weeks()));
        organisation.contract_ends = week.saturating_add((to_run * new / old).round() as Week);
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
    organisation.indicator.met = true;
    if let Some(level) = level {
        organisation.indicator.target = level as f32;
    }
}
