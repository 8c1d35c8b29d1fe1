//! Small worlds for unit tests: a town of one place, and a country of several places.
//!
//! The town is the plainer one: eight domains of twelve factors, one package, and nothing that happens by itself.
//! The country has two domains of four factors, staff who have seen something, and money to move.

use crate::model::initial::never;
use crate::model::ledger::{Ledger, Origin};
use crate::model::patterns::Belief;
use crate::model::patterns::factors::{Factors, Pattern};
use crate::model::regime::{Regime, npm};
use crate::model::town::Counted;
use crate::model::world::cases::{Case, Waiting};
use crate::model::world::constants::{Constants, Crisis, Group};
use crate::model::world::organisations::{IndicatorState, Organisation, WeekHours};
use crate::model::world::places::{Commissioner, Place, Shocks, Tally};
use crate::model::world::residents::Residents;
use crate::model::world::rows::Row;
use crate::model::world::workers::Worker;
use crate::model::world::{Change, Context, Country, Rules, World, rules};
use crate::parallel::Width;
use crate::units::domains::{Domain, Domains};
use crate::units::{DOMAINS, GroupId, Week};
use std::sync::Arc;

/// A world of one place, in which all hold one row.
pub fn town(regime: &Regime, organisations: usize, workers: usize, residents: usize) -> World {
    World {
        week: 0,
        constants: Arc::new(constants()),
        rows: Arc::new([regime.clone(), regime.clone()]),
        change: no_change(),
        services: true,
        width: Width::Narrow,
        country: Country::default(),
        places: vec![place(organisations, workers, residents)],
    }
}

/// An arm that is in force nowhere, of all owners.
pub fn no_change() -> Change {
    Change {
        share: 1.0,
        organisations: true,
        commissioners: true,
        government: true,
        practice_changed: 1.0,
        contracts_changed: 1.0,
        fidelity: [0.85; 2],
        ..never()
    }
}

/// The rules in force where all hold the row of the status quo.
pub fn status_quo(rows: &[Regime; 2]) -> Rules<'_> {
    rules(rows, Row::StatusQuo, Row::StatusQuo, Row::StatusQuo)
}

/// Eight domains of twelve factors, the last of each outside.
pub fn constants() -> Constants {
    let factors = [12; DOMAINS];
    let mask = crate::model::patterns::first_factors(&factors);
    Constants {
        factors_in: vec![8.0; 256],
        n_domains: DOMAINS,
        domain_names: vec!["a".to_owned(); DOMAINS],
        factors: [12.0; DOMAINS],
        mask,
        outside: mask & !crate::model::patterns::first_factors(&[11; DOMAINS]),
        heal: [0.0; DOMAINS],
        rise: [0.0; DOMAINS],
        onset: [0.0; DOMAINS],
        onset_severity: [0.0; DOMAINS],
        raises: [[0.0; DOMAINS]; DOMAINS],
        raised_by: [[0.0; DOMAINS]; DOMAINS],
        lasting_share: [0.0; DOMAINS],
        lasting_severity: [0.0; DOMAINS],
        importance: [1.0; DOMAINS],
        shared: [0.0; DOMAINS],
        crises: [const { None }; DOMAINS],
        tenancy: None,
        groups: vec![group(0.5, 1.0), group(1.0, 1.0)],
        organisation_names: Vec::new(),
        place_names: Vec::new(),
    }
}

/// A group up to a share, with a power.
pub fn group(up_to: f32, power: f32) -> Group {
    Group {
        name: "group".to_owned(),
        up_to,
        variation: 0.1,
        barrier: 0.0,
        mistrust: 0.0,
        bias: 0.0,
        power,
        trauma: 0.0,
        need_factor: 1.0,
    }
}

/// A crisis at a price, a price of each week and a payer.
pub fn crisis(pounds: f64, pounds_per_week: f64, payer: usize) -> Crisis {
    Crisis {
        kind: "crisis".to_owned(),
        above: 0.8,
        entry: 0.01,
        pounds,
        pounds_per_week,
        payer,
        stay: 4.0,
        scarring: 0.0,
    }
}

fn place(organisations: usize, workers: usize, residents: usize) -> Place {
    let n = organisations;
    let trust = (0..n * n).map(|pair| if pair % (n + 1) == 0 { 1.0 } else { 0.35 }).collect();
    Place {
        index: 0,
        offset: Pattern::NONE,
        group_offsets: vec![Pattern::NONE; 2],
        supplied: Factors::NONE,
        residents: Residents::with(residents),
        ties: [0; 4],
        organisations: (0..n).map(|index| organisation(index as u16, workers)).collect(),
        commissioner: Commissioner::default(),
        trust,
        linked: vec![false; n * n],
        stewards_fte: 0.0,
        steward_skill: 0.0,
        upstream_share: 0.3,
        public_trust: 0.5,
        resident_trust: 0.5,
        moves: 0.0,
        turbulence_factor: 1.0,
        shocks: Shocks::default(),
        requests: Vec::new(),
        handed_on: Vec::new(),
        unready: Vec::new(),
        delay_harm: [0.0; DOMAINS],
        move_on: [0.0; DOMAINS],
        homes: None,
        dose: None,
        comes_free: [None; DOMAINS],
        tally: Tally::default(),
        ledger: Ledger::default(),
    }
}

/// An organisation for the first domain, with one package for the place.
pub fn organisation(index: u16, workers: usize) -> Organisation {
    Organisation {
        index,
        domains: Domains::from_bits(1),
        workers: vec![worker(); workers],
        pounds_per_hour: 28.0,
        skill: 0.7,
        motivation: 1.0,
        first_group_share: 0.5,
        fidelity: 1.0,
        codes: vec![Belief::default()],
        package_groups: vec![None],
        votes: vec![[0.0; 128]],
        volume: vec![0],
        safety: 0.5,
        absorptive: 0.3,
        priority_estimate: [0.125; DOMAINS],
        indicator: IndicatorState { domains: Domains::from_bits(1), target: 0.6, met: true, ..Default::default() },
        reported: 0.5,
        recorded: 0.5,
        records: 0.8,
        true_performance: 0.5,
        submitted_plan: 0.5,
        forecast: 0.5,
        rank: 0.5,
        contract_ends: Week::MAX,
        first_posts: workers as u32,
        hours: WeekHours { paid: 370.0, ..WeekHours::default() },
        ..Organisation::default()
    }
}

/// A resident who waits with a need in domain 0 since the first week.
pub fn waiting(resident: u32) -> Waiting {
    Waiting {
        resident,
        generation: 0,
        domain: Domain::default(),
        origin: Origin::New,
        hand_offs: 0,
        severity: 0.5,
        since: 0,
        earlier_weeks: 0,
        reset_weeks: 0,
    }
}

/// An open bespoke case of the first domain and the first worker.
pub fn case(resident: u32) -> Case {
    Case {
        personal: Pattern::NONE,
        plan: Pattern::NONE,
        found: Pattern::NONE,
        known: Factors::NONE,
        free: Factors::ALL,
        resident,
        worker: 0,
        package: 0,
        domains: Domains::from_bits(1),
        relationship: 0.5,
        heard: 0.5,
        hours: 0.0,
        hours_now: 0.0,
        own_now: 1.0,
        attention: 1.0,
        generation: 0,
        observed_at_opening: 0.5,
        rest_at_opening: 0.0,
        need_at_opening: 0.5,
        need_now: 0.5,
        opened: 0,
        ends: None,
        package_hours: None,
        paced: None,
        real_hours: 0.0,
        seen_in_time: true,
        told_in_time: true,
        origin: Origin::New,
        fit: 0.5,
    }
}

/// A worker of whom nothing stands out.
pub fn worker() -> Worker {
    Worker {
        filled: true,
        vacant_weeks: 0,
        generation: 0,
        tenure: 52,
        skill: [0.7; DOMAINS],
        specialty: Domain::default(),
        group: GroupId(0),
        theta_at_start: 1.0,
        theta: 1.0,
        autonomy: 0.5,
        mastery: 0.5,
        purpose: 0.5,
        exhaustion: 0.2,
        absent_days: 0.0,
        absent_now: 0.0,
        belief: Belief::default(),
        taken: Factors::NONE,
        experience: [0.0; DOMAINS],
        authority: 1.0,
        bias: 0.0,
        dissonance: 0.0,
        voiced: 0.0,
        curiosity: 0.5,
        bravery: 0.5,
        independence: 0.5,
        proneness: 1.0,
        paradigm: 0.0,
        threshold: 0.25,
        real: 0.8,
        measured: 0.0,
        gaming: 0.0,
        caseload: 0,
        load: 0.0,
        direct_hours: 20.0,
        wanted_hours: 20.0,
        fit_seen: 0.5,
        progress_seen: 0.01,
        relationship: 0.5,
    }
}

/// The factors in use in the country: four in each of the first two domains.
pub const COUNTRY_FACTORS: Factors = Factors::from_bits(0xf_000f);

/// What processes of a place read in a world.
pub fn context(world: &World) -> Context<'_> {
    Context {
        week: world.week,
        services: world.services,
        width: world.width,
        constants: &world.constants,
        country: &world.country,
        rows: &world.rows,
        change: &world.change,
    }
}

/// A country with a number of places and of organisations in each, of three workers each.
pub fn country(places: u32, organisations: u16, rows: [Regime; 2]) -> World {
    World {
        week: 1,
        constants: Arc::new(country_constants(places)),
        rows: Arc::new(rows),
        places: (0..places).map(|i| country_place(i, organisations)).collect(),
        ..town(&npm(), 0, 0, 0)
    }
}

/// The row of New Public Management twice, changed in the same way.
pub fn twice(change: impl Fn(&mut Regime)) -> [Regime; 2] {
    let mut row = npm();
    change(&mut row);
    [row.clone(), row]
}

fn country_constants(places: u32) -> Constants {
    Constants {
        n_domains: 2,
        domain_names: vec!["health".into(), "debt".into()],
        factors: [4.0; DOMAINS],
        mask: COUNTRY_FACTORS,
        outside: Factors::from_bits(0b1000),
        groups: Vec::new(),
        place_names: (0..places).map(|i| format!("place {i}")).collect(),
        ..constants()
    }
}

fn country_place(index: u32, organisations: u16) -> Place {
    let n = usize::from(organisations);
    let mut residents = Residents::with(10);
    residents.trust.fill(32_768);
    Place {
        index,
        group_offsets: vec![Pattern::NONE],
        residents,
        ties: [1, 2, 3, 4],
        organisations: (0..organisations).map(country_organisation).collect(),
        commissioner: Commissioner {
            belief: 0.2,
            budget_per_week: f64::from(organisations) * 1000.0,
            perceived_control: 0.5,
            ..Commissioner::default()
        },
        trust: vec![0.6; n * n],
        steward_skill: 0.5,
        ..place(n, 0, 0)
    }
}

fn country_organisation(index: u16) -> Organisation {
    let plain = organisation(index, 3);
    Organisation {
        workers: vec![country_worker(); 3],
        switch_order: f32::from(index) / 10.0,
        belief: 0.2,
        fidelity: 0.9,
        codes: vec![Belief::default(); 2],
        package_groups: vec![Some(GroupId(0)), None],
        votes: vec![[0.0; 128]; 2],
        volume: vec![0, 5],
        absorptive: 0.5,
        priority_estimate: [0.5; DOMAINS],
        indicator: IndicatorState {
            counts: Counted::NeedsResolved(Default::default()),
            angle: 0.8,
            met: false,
            ..plain.indicator
        },
        effect_seen: 0.2,
        effect_true: 0.1,
        income_per_week: 1000.0,
        hours: WeekHours::default(),
        ..plain
    }
}

fn country_worker() -> Worker {
    Worker {
        tenure: 100,
        exhaustion: 0.3,
        paradigm: 0.5,
        measured: 0.1,
        gaming: 0.05,
        caseload: 10,
        load: 5.0,
        direct_hours: 18.0,
        wanted_hours: 18.0,
        fit_seen: 0.2,
        progress_seen: 0.0,
        ..worker()
    }
}
