//! The first world, from what a scenario says exists.
//!
//! Everyone and everything is drawn by address, so the first world is the same under every arm, and one more
//! resident changes no other.

pub mod people;

use crate::model::patterns::factors::{Factors, Pattern};
use crate::units::domains::Domains;
use std::sync::Arc;

use crate::model::flourishing::Index;
use crate::model::parameters::Parameters;
use crate::model::patterns::{self, Belief};
use crate::model::regime::{Accountability, Payment, Regime, Support};
use crate::model::submodels::lives;
use crate::model::submodels::staffing::hiring::{self, Hiring};
use crate::model::town::{self, Course, Town};
use crate::model::world::frame::{Crisis, Frame, Group};
use crate::model::world::organisations::{Flows, Incentive, IndicatorState, Organisation, WeekHours};
use crate::model::world::places::{Commissioner, Place, Shocks, Tally};
use crate::model::world::residents::Residents;
use crate::model::world::workers::Worker;
use crate::model::world::{Change, Country, Row, World};
use crate::parallel::Width;
use crate::randomness::address::Address;
use crate::randomness::{Draws, Randomness};
use crate::units::{DOMAINS, GroupId, Week, weekly_probability, weekly_share};

/// The first world: the town under the first of two rows, before any week.
#[must_use]
pub fn world(town: &Town, p: &Parameters, rows: [Regime; 2], randomness: &Randomness) -> World {
    let frame = Arc::new(frame(town, p.lives.crises));
    let n: u64 = town.places.iter().map(|(_, place)| u64::from(place.residents)).sum();
    let pattern = draw_pattern(randomness, Address::country(), 0.5) & frame.mask;
    let index = Index::new(&p.flourishing, frame.n_domains);
    let mut places: Vec<Place> = Vec::with_capacity(town.places.len());
    for (number, (_, declared)) in town.places.iter().enumerate() {
        let mut place = place(number as u32, declared, &frame, p, randomness);
        people::settle(&mut place, &frame, &index, p, randomness);
        lives::ties::form_ties(&mut place, &p.lives, randomness);
        found(&mut place, town, &frame, p, &rows, pattern, randomness);
        places.push(place);
    }
    World {
        week: 0,
        frame,
        rows: Arc::new(rows),
        change: never(),
        services: true,
        width: Width::of(n),
        country: Country {
            pattern,
            row: Row::StatusQuo,
            belief: p.paradigms.first_belief as f32,
            ..Country::default()
        },
        places,
    }
}

/// An arm that never comes into force.
#[must_use]
pub fn never() -> Change {
    Change {
        start: None,
        end: None,
        spared_places: Vec::new(),
        spared: Vec::new(),
        phase_in_weeks: 0,
        share: 0.0,
        organisations: false,
        commissioners: false,
        government: false,
        spreads: false,
        practice_changed: 0.0,
        contracts_changed: 0.0,
        fidelity: [1.0; 2],
        wage_premium: 0.0,
    }
}

/// A hundred and twenty-eight bits at an owner's address, each 1 with a probability, to 32 bits.
fn draw_pattern(randomness: &Randomness, owner: Address, probability: f64) -> Pattern {
    let threshold = crate::randomness::threshold(probability as f32);
    let mut bits = 0;
    for part in 0..8 {
        let block = randomness.block(Draws::Patterns, part, 0, owner);
        for (word, &drawn) in block.0.iter().enumerate() {
            bits |= u128::from(drawn < threshold) << (part as usize * 16 + word);
        }
    }
    Pattern::from_bits(bits)
}

/// Domains and groups as arrays of plain numbers.
#[must_use]
pub fn frame(town: &Town, crises: f64) -> Frame {
    let mut factors = [1_u32; DOMAINS];
    let mut in_use = [0_u32; DOMAINS];
    let mut outside = [0_u32; DOMAINS];
    let n = town.domains.len().min(DOMAINS);
    for (d, (_, domain)) in town.domains.iter().enumerate().take(n) {
        factors[d] = domain.factors;
        in_use[d] = domain.factors;
        outside[d] = domain.outside.min(domain.factors);
    }
    let by_domain = |value: &dyn Fn(&town::Domain) -> f64| -> [f32; DOMAINS] {
        core::array::from_fn(|d| town.domains.0.get(d).map_or(0.0, |(_, domain)| value(domain) as f32))
    };
    let mut up_to = 0.0;
    let groups = town.groups.iter().map(|(name, group)| {
        up_to += group.share as f32;
        group_frame(name, group, up_to)
    });
    let groups: Vec<Group> = groups.collect();
    Frame {
        n_domains: n,
        domain_names: town.domains.iter().map(|(name, _)| name.to_owned()).collect(),
        factors: factors.map(|n| n as f32),
        factors_in: patterns::factors_in(&in_use),
        mask: patterns::lanes(&in_use),
        outside: patterns::lanes(&outside),
        heal: by_domain(&|domain| match &domain.course {
            Course::Episodic(episodic) => weekly_share(episodic.half_life_weeks),
            Course::Maintenance(_) => 0.0,
        }),
        rise: by_domain(&|domain| match &domain.course {
            Course::Episodic(_) => 0.0,
            Course::Maintenance(maintenance) => maintenance.rise_per_week,
        }),
        onset: by_domain(&|domain| weekly_probability(domain.onset_per_year)),
        onset_severity: by_domain(&|domain| domain.onset_severity),
        raises: raises(town),
        raised_by: core::array::from_fn(|to| raises(town).map(|by| by[to])),
        lasting_share: by_domain(&|domain| domain.lasting_share),
        lasting_severity: by_domain(&|domain| domain.lasting_severity),
        importance: by_domain(&|domain| domain.importance),
        shared: by_domain(&|domain| f64::from(u8::from(domain.shared))),
        crises: core::array::from_fn(|d| town.domains.0.get(d).and_then(|(_, domain)| crisis(domain, crises))),
        groups,
        organisation_names: town.places.iter().map(|(place, _)| organisation_names(town, place)).collect(),
        place_names: town.places.iter().map(|(name, _)| name.to_owned()).collect(),
    }
}

fn raises(town: &Town) -> [[f32; DOMAINS]; DOMAINS] {
    let mut raises = [[0.0; DOMAINS]; DOMAINS];
    for (from, (_, domain)) in town.domains.iter().enumerate().take(DOMAINS) {
        for (name, by) in &domain.raises {
            if let Some(to) = town.domains.position(name) {
                raises[from][to] = *by as f32;
            }
        }
    }
    raises
}

fn crisis(domain: &town::Domain, factor: f64) -> Option<Crisis> {
    const PER_RESIDENTS: f64 = 10_000.0;
    domain.crisis.as_ref().map(|crisis| Crisis {
        kind: crisis.kind.clone(),
        above: crisis.above as f32,
        entry: weekly_probability(crisis.per_year * factor) as f32,
        pounds: crisis.pounds,
        pounds_per_week: crisis.pounds_per_week,
        payer: crisis.payer.column(),
        stay: crisis.stay_weeks as f32,
        move_on: crisis.places_per_week().map(|places| (places / PER_RESIDENTS) as f32),
        scarring: crisis.scarring as f32,
    })
}

fn group_frame(name: &str, group: &town::Group, up_to: f32) -> Group {
    Group {
        name: name.to_owned(),
        up_to,
        variation: group.variation as f32,
        barrier: group.barrier as f32,
        mistrust: group.mistrust as f32,
        bias: group.bias as f32,
        power: group.power as f32,
        trauma: group.trauma as f32,
        need_factor: group.need_factor as f32,
    }
}

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

fn place(index: u32, declared: &town::Place, frame: &Frame, p: &Parameters, randomness: &Randomness) -> Place {
    let variation = declared.own_variation().unwrap_or(p.patterns.place_variation);
    let groups = 0..frame.groups.len() as u32;
    let supplied = draw_pattern(randomness, Address::outside(index), declared.outside_supplied);
    Place {
        index,
        offset: draw_pattern(randomness, Address::place(index), variation) & frame.mask,
        group_offsets: groups
            .map(|g| {
                let variation = f64::from(frame.groups[g as usize].variation);
                draw_pattern(randomness, Address::group(index, g), variation) & frame.mask
            })
            .collect(),
        supplied: supplied.trues() & frame.outside,
        residents: Residents::with(declared.residents as usize),
        ties: [0; 4],
        organisations: Vec::new(),
        commissioner: Commissioner {
            row: Row::StatusQuo,
            belief: p.paradigms.first_belief as f32,
            budget_per_week: declared.budget_pounds_per_week,
            lapsed: 0.0,
            kept: 0.0,
            to_return: 0.0,
            returning: 0.0,
            returned: 0.0,
            usual_crisis_cost: 0.0,
            crisis_cost_now: 0.0,
            overhead: 0.0,
            contracts_due: 0.0,
            feedback: 0.0,
            perceived_control: 0.5,
            money_changed: false,
        },
        trust: Vec::new(),
        linked: Vec::new(),
        stewards_fte: 0.0,
        steward_skill: 0.0,
        upstream_share: 0.0,
        public_trust: declared.trust as f32,
        resident_trust: declared.trust as f32,
        moves: weekly_probability(declared.moves_per_year) as f32,
        turbulence_factor: declared.turbulence_factor as f32,
        shocks: Shocks::default(),
        requests: Vec::new(),
        handed_on: Vec::new(),
        move_on: [0.0; DOMAINS],
        tally: Tally::default(),
        ledger: crate::model::ledger::Ledger::default(),
    }
}

/// Founds a place's organisations.
fn found(
    place: &mut Place,
    town: &Town,
    frame: &Frame,
    p: &Parameters,
    rows: &[Regime; 2],
    country: Pattern,
    randomness: &Randomness,
) {
    let name = &frame.place_names[place.index as usize];
    for (_, _, declared) in organisations_of(town, name) {
        let index = place.organisations.len() as u16;
        let organisation = organisation(index, declared, place, frame, p, rows, country, randomness);
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

#[expect(clippy::too_many_arguments, reason = "all that an organisation is founded on")]
#[allow(clippy::too_many_lines, reason = "lists what an organisation holds, line by line")]
fn organisation(
    index: u16,
    declared: &town::Organisation,
    place: &Place,
    frame: &Frame,
    p: &Parameters,
    rows: &[Regime; 2],
    country: Pattern,
    randomness: &Randomness,
) -> Organisation {
    let draws = randomness.block(Draws::Organisations, 0, 0, Address::organisation(place.index, index));
    let domains = domain_bits(&declared.domains, frame);
    let counted = match frame.domain_names.iter().position(|name| *name == declared.indicator.domain) {
        Some(domain) => Domains::one(domain),
        None => domains,
    };
    let (codes, package_groups) = menu(index, place, frame, p, &rows[0].support, country, randomness);
    let packages = codes.len();
    let level = first_target(&rows[0].accountability);
    let mut organisation = Organisation {
        index,
        domains,
        workers: Vec::new(),
        pounds_per_hour: declared.staff.pounds_per_hour,
        workforce: declared.staff.workforce.clone(),
        skill: declared.staff.skill as f32,
        motivation: declared.staff.motivation as f32,
        first_group_share: declared.staff.first_group_share as f32,
        cases: Vec::new(),
        waiting: Vec::new(),
        row: Row::StatusQuo,
        switch_order: draws.uniform(0),
        belief: p.paradigms.first_belief as f32,
        fidelity: 1.0,
        weeks_since_change: None,
        dip: 0.0,
        codes,
        package_groups,
        votes: vec![[0.0; 128]; packages],
        volume: vec![0; packages],
        weeks_since_review: (draws.uniform(1) * FIRST_CLOCK_WEEKS) as u32,
        safety: FIRST_SAFETY,
        absorptive: FIRST_ABSORPTIVE,
        priority_estimate: even_priorities(domains),
        boundary: Domains::NONE,
        cycles: 0,
        indicator: IndicatorState {
            counts: declared.indicator.counts.clone(),
            domains: counted,
            angle: (declared.indicator.angle_degrees * p.effort.angles).min(180.0).to_radians() as f32,
            target: level,
            weeks_since_review: (draws.uniform(2) * FIRST_CLOCK_WEEKS) as u32,
            met: true,
        },
        incentive: Incentive::default(),
        reported: level,
        recorded: level,
        records: FIRST_RECORDS,
        has_closed: false,
        true_performance: level,
        effect_seen: 0.0,
        effect_true: 0.0,
        plan: level,
        forecast: level,
        has_answered: false,
        plan_error: 0.0,
        rank: 0.5,
        contract_ends: first_contract_end(&rows[0].payment, draws.uniform(3)),
        income_per_week: 0.0,
        withheld: 0.0,
        reserve: 0.0,
        spend_this_year: 0.0,
        income_this_year: 0.0,
        frozen: false,
        agency_fte: 0.0,
        quota_left: 0.0,
        posts_lost: 0.0,
        first_posts: 0,
        complaints: 0.0,
        hours: WeekHours::default(),
        flows: Flows::default(),
    };
    let posts = (declared.staff.posts_fte + 0.5) as u32;
    let hiring = Hiring::of(&organisation, &rows[0].recruitment, &frame.groups);
    let workers = (0..posts).map(|post| {
        first_worker(&organisation, &hiring, Address::post(place.index, index, post as usize), p, randomness)
    });
    organisation.workers = workers.collect();
    organisation.first_posts = organisation.workers.len() as u32;
    organisation
}

/// Clocks of organisations start spread over a year.
const FIRST_CLOCK_WEEKS: f32 = 52.0;
/// Psychological safety at the start (assumption A69).
const FIRST_SAFETY: f32 = 0.4;
/// Part of what is done that is on record at the start (assumption A184).
const FIRST_RECORDS: f32 = 0.8;
/// Absorptive capacity at the start (M16).
const FIRST_ABSORPTIVE: f32 = 0.3;

fn domain_bits(names: &[String], frame: &Frame) -> Domains {
    let numbers = names.iter().filter_map(|name| frame.domain_names.iter().position(|known| known == name));
    numbers.collect()
}

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
    crate::model::regime::Targets::default().level as f32
}

/// Contracts at the start have run for a drawn part of their length.
fn first_contract_end(payment: &Payment, u: f32) -> Week {
    1 + (u * payment.contract_weeks() as f32) as Week
}

/// The codes at the start: for each package, part of the truth of the group (or place) that it is made for.
fn menu(
    organisation: u16,
    place: &Place,
    frame: &Frame,
    p: &Parameters,
    support: &Support,
    country: Pattern,
    randomness: &Randomness,
) -> (Vec<Belief>, Vec<Option<GroupId>>) {
    let packages = support.menu_size();
    let keyed = support.is_keyed_to_groups();
    let groups = frame.groups.len() as u32;
    let made = (0..packages).map(|package| {
        let owner = Address::package(place.index, organisation, package as usize, 0);
        let known = Factors::drawn(p.patterns.initial_knowledge, &randomness.pair(Draws::Codes, 0, owner)) & frame.mask;
        let group = keyed.then(|| GroupId((package % groups) as u8));
        let truth = place.package_truth(country, group);
        (Belief { value: truth & known, known }, group)
    });
    made.unzip()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_knowing_better_an_organisation_cares_as_much_for_each_of_its_domains() {
        assert_eq!(even_priorities(Domains::from_bits(0b1010)), [0.0, 0.5, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(even_priorities(Domains::NONE), [0.0; DOMAINS]);
    }
}
