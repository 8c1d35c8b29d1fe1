//! A small town for the tests of submodels: one domain, one group, equal organisations.

use crate::model::patterns::factors::{Factors, Pattern};
use crate::units::domains::Domains;
use std::sync::Arc;

use crate::model::ledger::{Ledger, Origin};
use crate::model::patterns::Belief;
use crate::model::regime::Regime;
use crate::model::town::{Counts, Workforce};
use crate::model::world::cases::{Case, Waiting};
use crate::model::world::frame::{Crisis, Frame, Group};
use crate::model::world::organisations::{Flows, Incentive, IndicatorState, Organisation, WeekHours};
use crate::model::world::places::{Commissioner, Place, Shocks, Tally};
use crate::model::world::residents::Residents;
use crate::model::world::workers::Worker;
use crate::model::world::{Change, Country, Row, Rules, World, rules};
use crate::parallel::Width;
use crate::units::{DOMAINS, GroupId, Week};

/// A world of one place.
pub fn world(regime: &Regime, organisations: usize, workers: usize, residents: usize) -> World {
    World {
        week: 0,
        frame: Arc::new(frame()),
        rows: Arc::new([regime.clone(), regime.clone()]),
        change: Change {
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
        },
        services: true,
        width: Width::Narrow,
        country: Country::default(),
        places: vec![place(organisations, workers, residents)],
    }
}

/// The rules in force where all hold the row of the status quo.
pub fn status_quo(rows: &[Regime; 2]) -> Rules<'_> {
    rules(rows, Row::StatusQuo, Row::StatusQuo, Row::StatusQuo)
}

/// Eight domains of twelve factors, the last of each outside.
pub fn frame() -> Frame {
    let factors = [12; DOMAINS];
    let mask = crate::model::patterns::lanes(&factors);
    Frame {
        factors_in: vec![8.0; 256],
        n_domains: DOMAINS,
        domain_names: vec!["a".to_owned(); DOMAINS],
        factors: [12.0; DOMAINS],
        mask,
        outside: mask & !crate::model::patterns::lanes(&[11; DOMAINS]),
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
        move_on: None,
        scarring: 0.0,
    }
}

fn place(organisations: usize, workers: usize, residents: usize) -> Place {
    let n = organisations;
    let mut trust = vec![0.35; n * n];
    for own in 0..n {
        trust[own * n + own] = 1.0;
    }
    Place {
        index: 0,
        offset: Pattern::NONE,
        group_offsets: vec![Pattern::NONE; 2],
        supplied: Factors::NONE,
        residents: Residents::with(residents),
        ties: [0; 4],
        organisations: (0..n).map(|index| organisation(index as u16, workers)).collect(),
        commissioner: Commissioner {
            row: Row::StatusQuo,
            belief: 0.0,
            budget_per_week: 0.0,
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
            perceived_control: 0.0,
            money_changed: false,
        },
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
        move_on: [0.0; DOMAINS],
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
        workforce: Workforce::default(),
        skill: 0.7,
        motivation: 1.0,
        first_group_share: 0.5,
        cases: Vec::new(),
        waiting: Vec::new(),
        row: Row::StatusQuo,
        switch_order: 0.0,
        belief: 0.0,
        fidelity: 1.0,
        weeks_since_change: None,
        dip: 0.0,
        codes: vec![Belief::default()],
        package_groups: vec![None],
        votes: vec![[0.0; 128]],
        volume: vec![0],
        weeks_since_review: 0,
        safety: 0.5,
        absorptive: 0.3,
        priority_estimate: [0.125; DOMAINS],
        boundary: Domains::NONE,
        cycles: 0,
        indicator: IndicatorState {
            counts: Counts::default(),
            domains: Domains::from_bits(1),
            angle: 0.0,
            target: 0.6,
            weeks_since_review: 0,
            met: true,
        },
        incentive: Incentive::default(),
        reported: 0.5,
        recorded: 0.5,
        records: 0.8,
        has_closed: false,
        true_performance: 0.5,
        effect_seen: 0.0,
        effect_true: 0.0,
        plan: 0.5,
        forecast: 0.5,
        has_answered: false,
        plan_error: 0.0,
        rank: 0.5,
        contract_ends: Week::MAX,
        income_per_week: 0.0,
        withheld: 0.0,
        reserve: 0.0,
        spend_this_year: 0.0,
        income_this_year: 0.0,
        frozen: false,
        agency_fte: 0.0,
        quota_left: 0.0,
        posts_lost: 0.0,
        first_posts: workers as u32,
        complaints: 0.0,
        hours: WeekHours { paid: 370.0, ..WeekHours::default() },
        flows: Flows::default(),
    }
}

/// A resident who waits with a need in domain 0 since the first week.
pub fn waiting(resident: u32) -> Waiting {
    Waiting { resident, generation: 0, domain: 0, origin: Origin::New, hand_offs: 0, severity: 0.5, since: 0 }
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
        specialty: 0,
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
