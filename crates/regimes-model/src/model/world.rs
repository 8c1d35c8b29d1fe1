//! All state at one instant.
//!
//! A country holds places; a place holds its residents in columns and its organisations; an organisation holds
//! its workers, its open cases and its waiting list.
//! Shares are `f32` from 0 to 1 unless a comment says otherwise.

pub mod cases;
pub mod constants;
pub mod dose;
pub mod evidence;
pub mod homes;
pub mod organisations;
pub mod places;
pub mod residents;
pub mod rows;
pub mod waits;
pub mod waste;
pub mod workers;

use crate::model::patterns::factors::Pattern;
use std::sync::Arc;

use crate::model::regime::Regime;
use crate::model::rules::answering::{Accountability, Reporting};
use crate::model::rules::lessons::{Learning, Voice};
use crate::model::rules::money::{Competition, Payment};
use crate::model::rules::people::{Management, Recruitment};
use crate::model::rules::practice::{Access, Casework, Support};
use crate::model::rules::system::{Collaboration, Government};
use crate::model::world::constants::Constants;
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::model::world::rows::Row;
use crate::parallel::{self, Width};
use crate::units::Week;

/// All state at one instant.
#[derive(Clone, Debug)]
pub struct World {
    /// Weeks since the first week of the burn-in.
    pub week: Week,
    /// What does not change during a run.
    pub constants: Arc<Constants>,
    /// The rows of rules: the status quo, and the row of the arm.
    pub rows: Arc<[Regime; 2]>,
    /// How the arm comes into force.
    pub change: Change,
    /// Whether there are services.
    pub services: bool,
    /// Whether the work inside a week is worth several threads.
    pub width: Width,
    /// The country.
    pub country: Country,
    /// The places.
    pub places: Vec<Place>,
}

/// How an arm comes into force.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Week in which it begins; none where it never does.
    pub start: Option<Week>,
    /// Week in which everyone goes back; none where they never do.
    pub end: Option<Week>,
    /// Places in which it does not come into force.
    pub spared_places: Vec<u32>,
    /// Organisations that do not take it up by decree: place, and index there.
    pub spared: Vec<(u32, u16)>,
    /// Weeks over which organisations switch.
    pub phase_in_weeks: u32,
    /// Share of organisations that switch by decree.
    pub share: f32,
    /// Organisations take up the rules that they own.
    pub organisations: bool,
    /// Commissioners take up the rules that they own.
    pub commissioners: bool,
    /// Government takes up the rule that it owns.
    pub government: bool,
    /// The practice spreads, and reverts.
    pub spreads: bool,
    /// Share of an organisation's own rules that the arm changes; 1 where it reorganises.
    pub practice_changed: f64,
    /// Share of a commissioner's rules that the arm changes; 1 where it reorganises.
    pub contracts_changed: f64,
    /// How faithfully organisations follow each row.
    pub fidelity: [f32; 2],
    /// Share by which pay lies above the general one, where organisations have taken the arm up, from `start` on.
    pub wage_premium: f32,
    /// Homes a week that are bought in each place, from `start` on.
    pub homes_bought_per_week: f32,
    /// Budget of a place, as a multiple, from `start` on.
    pub budget_times: f64,
    /// Places to move on to that come free, as a multiple, from `start` on.
    pub places_times: f32,
    /// Price of an hour of staff, as a multiple, from `start` on.
    pub prices_times: f64,
}

impl Change {
    /// Whether the arm is in force in a week.
    #[must_use]
    pub fn in_force(&self, week: Week) -> bool {
        self.has_begun(week) && !self.is_over(week)
    }

    /// Whether the arm has begun by a week.
    #[must_use]
    pub fn has_begun(&self, week: Week) -> bool {
        self.start.is_some_and(|start| start <= week)
    }

    /// Whether everyone has gone back, or goes back in this week.
    #[must_use]
    pub fn is_over(&self, week: Week) -> bool {
        self.end.is_some_and(|end| end <= week)
    }

    /// Whether an organisation that takes the arm up has anything to change: its own rules, all of itself, or its pay.
    #[must_use]
    pub fn has_practice(&self) -> bool {
        self.practice_changed > 0.0 || self.wage_premium != 0.0
    }

    /// Homes that are bought in a place in a week.
    #[must_use]
    pub fn homes_bought(&self, place: u32, week: Week) -> f32 {
        let reaches = self.in_force(week) && !self.spared_places.contains(&place);
        if reaches { self.homes_bought_per_week } else { 0.0 }
    }

    /// By what a place's budget is multiplied in a week: 1, but where the arm comes into force or ends.
    #[must_use]
    pub fn budget_step(&self, place: u32, week: Week) -> f64 {
        self.step(self.budget_times, place, week)
    }

    /// By what the prices of a place's staff are multiplied in a week: 1, but where the arm comes into force or ends.
    #[must_use]
    pub fn prices_step(&self, place: u32, week: Week) -> f64 {
        self.step(self.prices_times, place, week)
    }

    /// A multiple in the week in which the arm comes into force in a place, what undoes it at its end, and otherwise 1.
    fn step(&self, times: f64, place: u32, week: Week) -> f64 {
        let is_now = |date: Option<Week>| date == Some(week);
        let reaches = times != 1.0 && self.start != self.end && !self.spared_places.contains(&place);
        match (is_now(self.start), is_now(self.end)) {
            (true, _) if reaches => times,
            (_, true) if reaches => 1.0 / times,
            _ => 1.0,
        }
    }

    /// By what the number of places to move on to that come free in a place is multiplied in a week.
    #[must_use]
    pub fn places(&self, place: u32, week: Week) -> f32 {
        let reaches = self.in_force(week) && !self.spared_places.contains(&place);
        if reaches { self.places_times } else { 1.0 }
    }

    /// Share by which an organisation that holds a row pays above the general level in a week.
    #[must_use]
    pub fn premium(&self, row: Row, week: Week) -> f32 {
        if row == Row::Alternative && self.in_force(week) { self.wage_premium } else { 0.0 }
    }
}

/// The country: its pattern and its government.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Country {
    /// What works, country-wide (part of everyone's truth).
    pub pattern: Pattern,
    /// The row that government holds.
    pub row: Row,
    /// Government's belief in the learning paradigm.
    pub belief: f32,
    /// Its demand for control.
    pub control: f32,
    /// What it gets out of numbers, results and stories.
    pub utility: Utility,
    /// Whether an alternative to the status quo has been put into words.
    pub articulated: bool,
    /// Learning infrastructure: communities, newsletters, guides.
    pub infrastructure: f32,
    /// Running share of organisations that report the same barrier.
    pub barrier: f32,
    /// Weeks until a change of structure that was decided comes into force; none where none is decided.
    pub restructuring_weeks: Option<u32>,
    /// Share by which structures have been eased (0: none).
    pub eased: f32,
    /// The practice that is mandated.
    pub mandated: crate::model::patterns::Belief,
    /// Control that government perceives to have, from reported numbers.
    pub perceived_control: f32,
}

/// What government gets out of what it sees, each a running mean.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Utility {
    /// Out of reported numbers.
    pub reported: f32,
    /// Out of real results.
    pub real: f32,
    /// Out of stories.
    pub stories: f32,
}

impl Utility {
    /// The mean of the three.
    #[must_use]
    pub fn mean(&self) -> f64 {
        (f64::from(self.reported) + f64::from(self.real) + f64::from(self.stories)) / 3.0
    }
}

/// The rules in force for an organisation, each from the row of the one who owns it.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// Owner: commissioner.
    pub accountability: &'a Accountability,
    /// Owner: commissioner.
    pub payment: &'a Payment,
    /// Owner: commissioner.
    pub competition: &'a Competition,
    /// Owner: organisation.
    pub support: &'a Support,
    /// Owner: organisation.
    pub casework: &'a Casework,
    /// Owner: organisation.
    pub access: &'a Access,
    /// Owner: commissioner.
    pub reporting: &'a Reporting,
    /// Owner: organisation.
    pub learning: &'a Learning,
    /// Owner: organisation.
    pub voice: &'a Voice,
    /// Owner: commissioner.
    pub collaboration: &'a Collaboration,
    /// Owner: organisation.
    pub management: &'a Management,
    /// Owner: organisation.
    pub recruitment: &'a Recruitment,
    /// Owner: government.
    pub government: &'a Government,
}

/// The rules in force for an organisation of a place.
#[must_use]
pub fn rules<'a>(rows: &'a [Regime; 2], country: Row, commissioner: Row, organisation: Row) -> Rules<'a> {
    let own = organisation.of(rows);
    let commissioned = commissioner.of(rows);
    Rules {
        accountability: &commissioned.accountability,
        payment: &commissioned.payment,
        competition: &commissioned.competition,
        reporting: &commissioned.reporting,
        collaboration: &commissioned.collaboration,
        support: &own.support,
        casework: &own.casework,
        access: &own.access,
        learning: &own.learning,
        voice: &own.voice,
        management: &own.management,
        recruitment: &own.recruitment,
        government: &country.of(rows).government,
    }
}

/// What a process reads while it changes a place.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The week.
    pub week: Week,
    /// Whether there are services.
    pub services: bool,
    /// Whether the work inside a week is worth several threads.
    pub width: Width,
    /// What does not change during a run.
    pub constants: &'a Constants,
    /// The country.
    pub country: &'a Country,
    /// The rows of rules: the status quo, and the row of the arm.
    pub rows: &'a [Regime; 2],
    /// How the arm comes into force.
    pub change: &'a Change,
}

impl<'a> Context<'a> {
    /// The rules in force for an organisation under a commissioner, by the rows that both hold.
    #[must_use]
    pub fn rules(&self, commissioner: Row, organisation: Row) -> Rules<'a> {
        rules(self.rows, self.country.row, commissioner, organisation)
    }
}

/// What a process reads while it changes the country and its places.
pub struct NationalContext<'a> {
    /// The week.
    pub week: Week,
    /// What does not change during a run.
    pub constants: &'a Constants,
    /// The rows of rules: the status quo, and the row of the arm.
    pub rows: &'a [Regime; 2],
    /// How the arm comes into force.
    pub change: &'a Change,
    /// Whether the work inside a week is worth several threads.
    pub width: Width,
}

/// What a process reads while it changes an organisation.
pub struct OrganisationContext<'a> {
    /// The week.
    pub week: Week,
    /// Whether there are services.
    pub services: bool,
    /// What does not change during a run.
    pub constants: &'a Constants,
    /// The country.
    pub country: &'a Country,
    /// How the arm comes into force.
    pub change: &'a Change,
    /// The place, its organisations taken out.
    pub place: &'a Place,
    /// The rules in force.
    pub rules: Rules<'a>,
}

impl World {
    /// All residents.
    #[must_use]
    pub fn n_residents(&self) -> u64 {
        self.places.iter().map(|place| place.residents.len() as u64).sum()
    }

    /// All organisations with their places.
    pub fn organisations(&self) -> impl Iterator<Item = (&Place, &Organisation)> {
        self.places.iter().flat_map(|place| place.organisations.iter().map(move |organisation| (place, organisation)))
    }

    /// Changes the country and its places together.
    pub fn as_a_whole(&mut self, process: impl FnOnce(&mut Country, &mut [Place], &NationalContext<'_>)) {
        let (constants, rows, change) = (&*self.constants, &*self.rows, &self.change);
        let context = NationalContext { week: self.week, constants, rows, change, width: self.width };
        process(&mut self.country, &mut self.places, &context);
    }

    /// Changes every place by itself.
    pub fn each_place(&mut self, process: impl Fn(&mut Place, &Context<'_>) + Sync + Send) {
        let context = Context {
            week: self.week,
            services: self.services,
            width: self.width,
            constants: &self.constants,
            country: &self.country,
            rows: &self.rows,
            change: &self.change,
        };
        parallel::each_mut(self.width, &mut self.places, |_, place| process(place, &context));
    }

    /// Changes every organisation by itself: of its place it sees all but the other organisations.
    pub fn each_organisation(&mut self, process: impl Fn(&mut Organisation, &OrganisationContext<'_>) + Sync + Send) {
        self.each_place(|place, context| {
            let Context { week, services, width, constants, country, change, .. } = *context;
            let mut organisations = std::mem::take(&mut place.organisations);
            let seen = &*place;
            parallel::each_mut(width, &mut organisations, |_, organisation| {
                let rules = context.rules(seen.commissioner.row, organisation.row);
                let own = OrganisationContext { week, services, constants, country, change, place: seen, rules };
                process(organisation, &own);
            });
            place.organisations = organisations;
        });
    }

    /// The rules in force for an organisation.
    #[must_use]
    pub fn rules_of(&self, place: &Place, organisation: &Organisation) -> Rules<'_> {
        rules(&self.rows, self.country.row, place.commissioner.row, organisation.row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::initial::never;

    #[test]
    fn a_premium_is_paid_by_those_who_hold_the_arm_s_row_while_it_is_in_force() {
        let change = Change { start: Some(10), end: Some(20), wage_premium: 0.1, ..never() };
        let paid = |row, week| change.premium(row, week) > 0.0;
        assert_eq!([9, 10, 19, 20].map(|week| paid(Row::Alternative, week)), [false, true, true, false]);
        assert!(!paid(Row::StatusQuo, 15));
    }
}
