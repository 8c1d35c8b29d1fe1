//! The first world, from what a scenario says exists.
//!
//! Everyone and everything is drawn by address, so the first world is the same under every arm, and one more
//! resident changes no other.

pub mod organisations;
pub mod people;

use crate::model::patterns::factors::Pattern;
use std::sync::Arc;

use crate::model::flourishing::Index;
use crate::model::initial::organisations::Founding;
use crate::model::initial::organisations::organisation_names;
use crate::model::parameters::Parameters;
use crate::model::patterns::{self};
use crate::model::regime::Regime;
use crate::model::submodels::residents::lives;
use crate::model::town::{self, Course, Town};
use crate::model::world::constants::{Constants, Crisis, Group, Tenancy};
use crate::model::world::places::{Commissioner, Place, Shocks, Tally};
use crate::model::world::residents::Residents;
use crate::model::world::rows::Row;
use crate::model::world::{Change, Country, World};
use crate::parallel::Width;
use crate::randomness::address::Address;
use crate::randomness::{Draws, Randomness};
use crate::units::{DOMAINS, bits_of, weekly_probability, weekly_share};

/// The first world: the town under the first of two rows, before any week.
#[must_use]
pub fn world(town: &Town, p: &Parameters, rows: [Regime; 2], randomness: &Randomness) -> World {
    let constants = Arc::new(constants(town, &p.lives));
    let n: u64 = town.places.iter().map(|(_, place)| u64::from(place.residents)).sum();
    let pattern = draw_pattern(randomness, Address::country(), 0.5) & constants.mask;
    let index = Index::new(&p.flourishing, constants.n_domains);
    let founding = Founding { constants: &constants, p, row: &rows[0], country: pattern, randomness };
    let mut places: Vec<Place> = Vec::with_capacity(town.places.len());
    for (number, (_, declared)) in town.places.iter().enumerate() {
        let mut place = place(number as u32, declared, &constants, p, randomness);
        people::settle(&mut place, &constants, &index, p, randomness);
        lives::tenancies::first::settle(&mut place, &constants, &index, randomness);
        lives::ties::form_ties(&mut place, &p.lives, randomness);
        organisations::found(&mut place, town, &founding);
        places.push(place);
    }
    World {
        week: 0,
        constants,
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
        homes_bought_per_week: 0.0,
        budget_times: 1.0,
        places_times: 1.0,
        prices_times: 1.0,
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
pub fn constants(town: &Town, lives: &lives::parameters::Parameters) -> Constants {
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
        group_constants(name, group, up_to)
    });
    let groups: Vec<Group> = groups.collect();
    Constants {
        n_domains: n,
        domain_names: town.domains.iter().map(|(name, _)| name.to_owned()).collect(),
        factors: factors.map(|n| n as f32),
        factors_in: patterns::factors_in(&in_use),
        mask: patterns::first_factors(&in_use),
        outside: patterns::first_factors(&outside),
        heal: by_domain(&|domain| match &domain.course {
            Course::Episodic(episodic) => weekly_share(episodic.half_life_weeks / lives.heals),
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
        crises: core::array::from_fn(|d| town.domains.0.get(d).and_then(|(_, domain)| crisis(domain, lives.crises))),
        tenancy: tenancy(town, lives),
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

/// A home as a state, of the first domain that declares it.
fn tenancy(town: &Town, lives: &lives::parameters::Parameters) -> Option<Tenancy> {
    let mut declared = town.domains.iter().take(DOMAINS).enumerate();
    let (domain, tenancy) = declared.find_map(|(d, (_, domain))| Some((d, domain.tenancy.as_ref()?)))?;
    let mut raised_by = [0.0; DOMAINS];
    raised_by[domain] = tenancy.loss_by_need as f32;
    for (name, by) in [(&tenancy.debt, tenancy.loss_by_debt), (&tenancy.safety, tenancy.loss_by_safety)] {
        if let Some(other) = town.domains.position(name).filter(|&other| other < DOMAINS) {
            raised_by[other] += by as f32;
        }
    }
    Some(Tenancy {
        domain,
        raised_by: raised_by.map(|by| by * lives.homes_by_need as f32),
        loss: (tenancy.loss_per_week * lives.homes_lost).min(1.0) as f32,
        high_need: tenancy.high_need as f32,
        kept_by_hours: tenancy.kept_by_hours as f32,
        gain: (tenancy.gain_per_week * lives.homes_sought).min(1.0) as f32,
        gain_hours: tenancy.gain_hours as f32,
        follows: (1.0 / tenancy.hours_weeks) as f32,
        homes: tenancy.homes_per_week as f32,
        homes_factor: lives.homes_free as f32,
        home_pounds: tenancy.home_pounds_per_week,
        temporary_share: tenancy.temporary_share as f32,
        temporary_pounds: tenancy.temporary_pounds_per_week,
        payer: tenancy.payer.column(),
        least_need: [0.0, tenancy.need_in_temporary, tenancy.need_without].map(|need| bits_of(need as f32)),
    })
}

/// What a need turns into; a home as a state stands in place of its crisis.
fn crisis(domain: &town::Domain, factor: f64) -> Option<Crisis> {
    domain.crisis.as_ref().filter(|_| domain.tenancy.is_none()).map(|crisis| Crisis {
        kind: crisis.kind.clone(),
        above: crisis.above as f32,
        entry: weekly_probability(crisis.per_year * factor) as f32,
        pounds: crisis.pounds,
        pounds_per_week: crisis.pounds_per_week,
        payer: crisis.payer.column(),
        stay: crisis.stay_weeks as f32,
        scarring: crisis.scarring as f32,
    })
}

fn group_constants(name: &str, group: &town::Group, up_to: f32) -> Group {
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

fn place(index: u32, declared: &town::Place, constants: &Constants, p: &Parameters, randomness: &Randomness) -> Place {
    let variation = declared.own_variation().unwrap_or(p.patterns.place_variation);
    let groups = 0..constants.groups.len() as u32;
    let supplied = draw_pattern(randomness, Address::outside(index), declared.outside_supplied);
    Place {
        index,
        offset: draw_pattern(randomness, Address::place(index), variation) & constants.mask,
        group_offsets: groups
            .map(|g| {
                let variation = f64::from(constants.groups[g as usize].variation);
                draw_pattern(randomness, Address::group(index, g), variation) & constants.mask
            })
            .collect(),
        supplied: supplied.trues() & constants.outside,
        residents: Residents::with(declared.residents as usize),
        ties: [0; 4],
        organisations: Vec::new(),
        commissioner: Commissioner {
            belief: p.paradigms.first_belief as f32,
            budget_per_week: declared.budget_pounds_per_week,
            perceived_control: 0.5,
            ..Commissioner::default()
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
        unready: Vec::new(),
        delay_harm: [0.0; DOMAINS],
        move_on: [0.0; DOMAINS],
        homes: None,
        dose: None,
        comes_free: core::array::from_fn(|d| {
            let places = constants.domain_names.get(d).and_then(|name| declared.move_on_places(name));
            places.map(|places| places as f32)
        }),
        tally: Tally::default(),
        ledger: crate::model::ledger::Ledger::default(),
    }
}
