//! A small country for tests of single processes.

use crate::model::patterns::factors::{Factors, Pattern};
use crate::units::domains::Domains;
use std::sync::Arc;

use crate::model::patterns::Belief;
use crate::model::regime::{Regime, npm};
use crate::model::town::{Counts, Workforce};
use crate::model::world::frame::{Frame, Group};
use crate::model::world::organisations::{Flows, Incentive, IndicatorState, Organisation, WeekHours};
use crate::model::world::places::{Commissioner, Place, Shocks, Tally};
use crate::model::world::residents::Residents;
use crate::model::world::workers::Worker;
use crate::model::world::{Change, Country, Row, World};
use crate::parallel::Width;
use crate::parameters::Bare;
use crate::units::{DOMAINS, GroupId, Week};

/// The factors in use: four in each of the first two domains.
pub const MASK: Factors = Factors::from_bits(0xf_000f);

/// A country with a number of places and of organisations in each, of three workers each.
pub fn world(places: u32, organisations: u16, rows: [Regime; 2]) -> World {
    World {
        week: 1,
        frame: Arc::new(frame(places)),
        rows: Arc::new(rows),
        change: no_change(),
        services: true,
        width: Width::Narrow,
        country: Country::default(),
        places: (0..places).map(|i| place(i, organisations)).collect(),
    }
}

/// Nothing changes.
pub fn no_change() -> Change {
    Change {
        start: None,
        end: None,
        spared_places: Vec::new(),
        spared: Vec::new(),
        phase_in_weeks: 0,
        share: 1.0,
        organisations: true,
        commissioners: true,
        government: true,
        spreads: false,
        practice_changed: 1.0,
        contracts_changed: 1.0,
        fidelity: [0.85; 2],
        wage_premium: 0.0,
    }
}

/// The same row twice.
pub fn twice(change: impl Fn(&mut Regime)) -> [Regime; 2] {
    let mut row = npm();
    change(&mut row);
    [row.clone(), row]
}

fn frame(places: u32) -> Frame {
    Frame {
        n_domains: 2,
        domain_names: vec!["health".into(), "debt".into()],
        factors: [4.0; DOMAINS],
        factors_in: vec![8.0; 256],
        mask: MASK,
        outside: Factors::from_bits(0b1000),
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
        crises: std::array::from_fn(|_| None),
        groups: Vec::<Group>::new(),
        organisation_names: Vec::new(),
        place_names: (0..places).map(|i| format!("place {i}")).collect(),
    }
}

fn place(index: u32, organisations: u16) -> Place {
    let n = usize::from(organisations);
    let mut residents = Residents::with(10);
    residents.trust.fill(32_768);
    Place {
        index,
        offset: Pattern::NONE,
        group_offsets: vec![Pattern::NONE],
        supplied: Factors::NONE,
        residents,
        ties: [1, 2, 3, 4],
        organisations: (0..organisations).map(organisation).collect(),
        commissioner: commissioner(f64::from(organisations) * 1000.0),
        trust: vec![0.6; n * n],
        linked: vec![false; n * n],
        stewards_fte: 0.0,
        steward_skill: 0.5,
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
        ledger: crate::model::ledger::Ledger::default(),
    }
}

fn commissioner(budget_per_week: f64) -> Commissioner {
    Commissioner {
        row: Row::StatusQuo,
        belief: 0.2,
        budget_per_week,
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
    }
}

fn organisation(index: u16) -> Organisation {
    Organisation {
        index,
        domains: Domains::from_bits(1),
        workers: vec![worker(); 3],
        pounds_per_hour: 28.0,
        workforce: Workforce::Care(Bare {}),
        skill: 0.7,
        motivation: 1.0,
        first_group_share: 0.5,
        cases: Vec::new(),
        waiting: Vec::new(),
        row: Row::StatusQuo,
        switch_order: f32::from(index) / 10.0,
        belief: 0.2,
        fidelity: 0.9,
        weeks_since_change: None,
        dip: 0.0,
        codes: vec![Belief::default(); 2],
        package_groups: vec![Some(GroupId(0)), None],
        votes: vec![[0.0; 128]; 2],
        volume: vec![0, 5],
        weeks_since_review: 0,
        safety: 0.5,
        absorptive: 0.5,
        priority_estimate: [0.5; DOMAINS],
        boundary: Domains::NONE,
        cycles: 0,
        indicator: IndicatorState {
            counts: Counts::NeedsResolved(Bare {}),
            domains: Domains::from_bits(1),
            angle: 0.8,
            target: 0.6,
            weeks_since_review: 0,
            met: false,
        },
        incentive: Incentive::default(),
        reported: 0.5,
        recorded: 0.5,
        records: 0.8,
        has_closed: false,
        true_performance: 0.5,
        effect_seen: 0.2,
        effect_true: 0.1,
        plan: 0.5,
        forecast: 0.5,
        has_answered: false,
        plan_error: 0.0,
        rank: 0.5,
        contract_ends: Week::MAX,
        income_per_week: 1000.0,
        withheld: 0.0,
        reserve: 0.0,
        spend_this_year: 0.0,
        income_this_year: 0.0,
        frozen: false,
        agency_fte: 0.0,
        quota_left: 0.0,
        posts_lost: 0.0,
        first_posts: 3,
        complaints: 0.0,
        hours: WeekHours::default(),
        flows: Flows::default(),
    }
}

fn worker() -> Worker {
    Worker {
        filled: true,
        vacant_weeks: 0,
        generation: 0,
        tenure: 100,
        skill: [0.7; DOMAINS],
        specialty: 0,
        group: GroupId(0),
        theta_at_start: 1.0,
        theta: 1.0,
        autonomy: 0.5,
        mastery: 0.5,
        purpose: 0.5,
        exhaustion: 0.3,
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
        paradigm: 0.5,
        threshold: 0.25,
        real: 0.8,
        measured: 0.1,
        gaming: 0.05,
        caseload: 10,
        load: 5.0,
        direct_hours: 18.0,
        wanted_hours: 18.0,
        fit_seen: 0.2,
        progress_seen: 0.0,
        relationship: 0.5,
    }
}
