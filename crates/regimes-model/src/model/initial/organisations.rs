//! The organisations of the first world: what each begins with, and who works there.

use crate::model::parameters::Parameters;
use crate::model::patterns::Belief;
use crate::model::patterns::evidence::Scale;
use crate::model::patterns::factors::{Factors, Pattern};
use crate::model::regime::Regime;
use crate::model::rules::answering::Accountability;
use crate::model::rules::money::Payment;
use crate::model::submodels::workforce::learning::parameters::Code;
use crate::model::submodels::workforce::staffing::hiring::{self, Hiring};
use crate::model::town::{self, Town};
use crate::model::world::constants::Constants;
use crate::model::world::evidence::Evidence;
use crate::model::world::organisations::{IndicatorState, Organisation};
use crate::model::world::places::Place;
use crate::model::world::waits::EmergencyQueue;
use crate::model::world::workers::Worker;
use crate::randomness::address::Address;
use crate::randomness::{Draws, Randomness};
use crate::units::domains::Domains;
use crate::units::{DOMAINS, GroupId, Week};

/// Founds a place's organisations.
pub fn found(place: &mut Place, town: &Town, founding: &Founding<'_>) {
    let name = &founding.constants.place_names[place.index as usize];
    for (_, _, declared) in organisations_of(town, name) {
        let index = place.organisations.len() as u16;
        let own = founding.organisation(index, declared, place);
        let organisation = Organisation { service: town.service(declared), ..own };
        place.organisations.push(organisation);
    }
    let n = place.organisations.len();
    place.linked = vec![false; n * n];
    place.trust = (0..n * n).map(|pair| if pair / n == pair % n { 1.0 } else { FIRST_TRUST }).collect();
    let wages: f64 = place.organisations.iter().map(wage_bill).sum();
    for organisation in &mut place.organisations {
        let share = if wages > 0.0 { wage_bill(organisation) / wages } else { 0.0 };
        organisation.income_per_week = place.commissioner.budget_per_week * share;
        organisation.reserve = organisation.income_per_week * FIRST_RESERVE_WEEKS;
    }
}

/// Trust between organisations at the start (M18).
const FIRST_TRUST: f32 = 0.35;
/// Weeks of income in reserve at the start (assumption A179).
const FIRST_RESERVE_WEEKS: f64 = 4.0;

fn wage_bill(organisation: &Organisation) -> f64 {
    organisation.workers.len() as f64 * organisation.pounds_per_hour
}

/// What all organisations of the first world are founded on.
pub struct Founding<'a> {
    /// What does not change during a run.
    pub constants: &'a Constants,
    /// The parameters of all submodels.
    pub p: &'a Parameters,
    /// The row of the status quo.
    pub row: &'a Regime,
    /// What works, country-wide.
    pub country: Pattern,
    /// The draws of the replicate.
    pub randomness: &'a Randomness,
}

impl Founding<'_> {
    fn organisation(&self, index: u16, declared: &town::Organisation, place: &Place) -> Organisation {
        let Founding { p, row, randomness, .. } = *self;
        let draws = randomness.block(Draws::Organisations, 0, 0, Address::organisation(place.index, index));
        let domains = self.domains(&declared.domains);
        let (codes, package_groups) = self.menu(index, place);
        let packages = codes.len();
        let evidence = self.evidence(&codes, declared.staff.skill);
        let level = first_target(&row.accountability);
        let mut organisation = Organisation {
            index,
            domains,
            pounds_per_hour: declared.staff.pounds_per_hour,
            workforce: declared.staff.workforce.clone(),
            funder: declared.funder.clone(),
            skill: declared.staff.skill as f32,
            motivation: declared.staff.motivation as f32,
            first_group_share: declared.staff.first_group_share as f32,
            switch_order: draws.uniform(0),
            belief: p.paradigms.first_belief as f32,
            fidelity: 1.0,
            codes,
            package_groups,
            votes: vec![[0.0; 128]; packages],
            evidence,
            volume: vec![0; packages],
            weeks_since_review: (draws.uniform(1) * FIRST_CLOCK_WEEKS) as u32,
            safety: FIRST_SAFETY,
            absorptive: FIRST_ABSORPTIVE,
            priority_estimate: even_priorities(domains),
            indicator: self.indicator(&declared.indicator, domains, level, draws.uniform(2)),
            reported: level,
            recorded: level,
            records: FIRST_RECORDS,
            true_performance: level,
            submitted_plan: level,
            forecast: level,
            rank: 0.5,
            contract_ends: first_contract_end(&row.payment, draws.uniform(3)),
            emergency: EmergencyQueue { is_emergency: declared.emergency, ..EmergencyQueue::default() },
            ..Organisation::default()
        };
        let posts = (declared.staff.posts_fte + 0.5) as u32;
        let hiring = Hiring::of(&organisation, &row.recruitment, &self.constants.groups);
        let workers = (0..posts).map(|post| {
            first_worker(&organisation, &hiring, Address::post(place.index, index, post as usize), p, randomness)
        });
        organisation.workers = workers.collect();
        organisation.first_posts = organisation.workers.len() as u32;
        organisation
    }

    /// The indicator at the start, of the domain that is named, or else of all that the organisation serves: its target
    /// met, its clock at a drawn week.
    fn indicator(&self, declared: &town::Indicator, served: Domains, target: f32, clock: f32) -> IndicatorState {
        let names = &self.constants.domain_names;
        let counted = names.iter().position(|name| *name == declared.domain);
        IndicatorState {
            counts: declared.counts.clone(),
            domains: counted.map_or(served, Domains::one),
            angle: (declared.angle_degrees * self.p.effort.angles).min(180.0).to_radians() as f32,
            target,
            weeks_since_review: (clock * FIRST_CLOCK_WEEKS) as u32,
            met: true,
        }
    }

    /// The codes at the start: for each package, part of the truth of the group (or place) that it is made for.
    fn menu(&self, organisation: u16, place: &Place) -> (Vec<Belief>, Vec<Option<GroupId>>) {
        let Founding { constants, p, row, country, randomness } = *self;
        let packages = row.support.menu_size();
        let keyed = row.support.is_keyed_to_groups();
        let groups = constants.groups.len() as u32;
        let made = (0..packages).map(|package| {
            let owner = Address::package(place.index, organisation, package as usize, 0);
            let known =
                Factors::drawn(p.patterns.initial_knowledge, &randomness.pair(Draws::Codes, 0, owner)) & constants.mask;
            let group = keyed.then(|| GroupId((package % groups) as u8));
            let truth = place.package_truth(country, group);
            (Belief { value: truth & known, known }, group)
        });
        made.unzip()
    }

    /// The evidence behind the first codes, which are established practice; none where codes follow votes.
    /// Discoveries err as those of an established worker in a first contact.
    fn evidence(&self, codes: &[Belief], skill: f64) -> Option<Evidence> {
        let Code::Evidence(rule) = &self.p.learning.code else {
            return None;
        };
        let established = rule.states_beyond + rule.established * (rule.bound - rule.states_beyond);
        let scale = Scale {
            states_beyond: rule.states_beyond as f32,
            established: established as f32,
            bound: rule.bound as f32,
            ..Scale::default()
        };
        let error = self.p.support.errs * (1.0 - 0.5 * skill);
        Some(Evidence::of_established(codes, scale.weighing(error, self.p.patterns.personal_variation)))
    }

    fn domains(&self, names: &[String]) -> Domains {
        let known = &self.constants.domain_names;
        names.iter().filter_map(|name| known.iter().position(|known| known == name)).collect()
    }
}

/// Clocks of organisations start spread over a year.
const FIRST_CLOCK_WEEKS: f32 = 52.0;
/// Psychological safety at the start (assumption A69).
const FIRST_SAFETY: f32 = 0.4;
/// Share of what is done that is on record at the start (assumption A184).
const FIRST_RECORDS: f32 = 0.8;
/// Absorptive capacity at the start (M16).
const FIRST_ABSORPTIVE: f32 = 0.3;

fn even_priorities(domains: Domains) -> [f32; DOMAINS] {
    let share = 1.0 / f32::max(domains.len() as f32, 1.0);
    core::array::from_fn(|d| if domains.contains(d) { share } else { 0.0 })
}

fn first_target(accountability: &Accountability) -> f32 {
    match accountability {
        Accountability::Targets(targets) => targets.level as f32,
        Accountability::TargetsWithoutStake(targets) => targets.level as f32,
        _ => town_level(),
    }
}

/// Level that indicators start from where there is no target (assumption A20).
fn town_level() -> f32 {
    crate::model::rules::answering::Targets::default().level as f32
}

/// Contracts at the start have run for a drawn part of their length.
fn first_contract_end(payment: &Payment, u: f32) -> Week {
    1 + (u * payment.contract_weeks() as f32) as Week
}

/// A worker of the first world: hired some time ago, and so established.
fn first_worker(o: &Organisation, hiring: &Hiring<'_>, at: Address, p: &Parameters, randomness: &Randomness) -> Worker {
    let mut worker = hiring::new_worker(hiring, &p.staffing, randomness, 0, at);
    let tenure = randomness.block(Draws::WorkerWeeks, 0, 0, at).uniform(LAST_WORD);
    hiring::season(&mut worker, o.skill, (tenure * LONGEST_FIRST_TENURE) as u16, &p.staffing);
    worker
}

/// The word of a worker's first week that says how long the worker has been there.
const LAST_WORD: usize = 15;
/// Longest tenure at the start (week) (assumption A79).
const LONGEST_FIRST_TENURE: f32 = 520.0;

/// What was declared of a place's organisations, with its name and number, once for each copy, in their order.
pub fn organisations_of<'a>(
    town: &'a Town,
    place: &'a str,
) -> impl Iterator<Item = (&'a str, u32, &'a town::Organisation)> {
    let here = town.organisations.iter().filter(move |(_, organisation)| organisation.place == place);
    here.flat_map(|(name, declared)| (1..=declared.copies).map(move |copy| (name, copy, declared)))
}

/// Names of a place's organisations, each copy its own.
#[must_use]
pub fn organisation_names(town: &Town, place: &str) -> Vec<String> {
    let name = |(name, copy, declared): (&str, u32, &town::Organisation)| {
        if declared.copies == 1 { name.to_owned() } else { format!("{name}_{copy}") }
    };
    organisations_of(town, place).map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_knowing_better_an_organisation_cares_as_much_for_each_of_its_domains() {
        assert_eq!(even_priorities(Domains::from_bits(0b1010)), [0.0, 0.5, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(even_priorities(Domains::NONE), [0.0; DOMAINS]);
    }
}
