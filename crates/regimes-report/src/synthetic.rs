//! Made-up ensembles for tests: every number is a fixed function of its address.

use crate::money::Money;
use crate::run_record::{ArmName, EventMark, Record};
use jiff::civil::date;
use regimes_model::model::outcomes::OUTCOMES;
use regimes_model::model::outcomes::denominators::WEIGHTS;
use regimes_scenario::file::Costs;
use regimes_study::simulation::states::{KINDS, LOOKS, OF_ORGANISATIONS, OF_RESIDENTS};
use regimes_study::simulation::trace::{
    CensusRow, CohortRow, CostRow, Ensemble, EvaluationRow, GroupRow, LifeEvent, StateRow, Trace, YEARS_DISCOUNTED,
};

/// Two arms, five replicates, 60 weeks.
pub fn small() -> (Record, Ensemble) {
    make(&["npm", "hls"], 5, 60)
}

/// An ensemble of these arms.
pub fn make(arms: &[&str], replicates: u32, weeks: u32) -> (Record, Ensemble) {
    let of_arm = |arm: usize| (0..replicates).map(move |r| (arm, r));
    let traces = (0..arms.len()).flat_map(of_arm);
    let ensemble = Ensemble {
        traces: traces.map(|(arm, r)| trace(arm, r, weeks)).collect(),
        weeks,
        arms: arms.iter().map(|&name| name.to_owned()).collect(),
        residents: 20_000,
    };
    (record(arms, replicates), ensemble)
}

fn record(arms: &[&str], replicates: u32) -> Record {
    let headline = ["flourishing", "public_cost", "staff_wellbeing", "reported_minus_true"];
    Record {
        scenario: "northern_town".to_owned(),
        about: "A made-up town.".to_owned(),
        resolved: "format = 2\nname = \"northern_town\"\n".to_owned(),
        settings: Vec::new(),
        seed: 20_260_101,
        replicates,
        version: "0.1.0".to_owned(),
        slot_table: 1,
        start: date(2026, 1, 5),
        burn_in_weeks: 26,
        arms: ArmName::all(arms),
        focus: None,
        headline: headline.map(str::to_owned).to_vec(),
        events: vec![
            EventMark::new(13, "Cost of living", None),
            EventMark::new(26, "HLS starts", Some(1)),
            EventMark::new(260, "Budget cut", None),
        ],
        calibration: None,
        changed: false,
        idle: Vec::new(),
        residents: 20_000,
        money: Money::of(&Costs::default()),
        evaluation_weeks: 52,
        outcomes: OUTCOMES,
        point: "base".to_owned(),
        varied: Vec::new(),
    }
}

/// A number between -1 and 1 that looks drawn.
fn luck(a: u32, b: u32, c: u32) -> f64 {
    let mixed = f64::from(a) * 12.9898 + f64::from(b) * 78.233 + f64::from(c) * 37.719;
    let far = (libm::sin(mixed) * 43_758.545_3).fract();
    2.0 * far.abs() - 1.0
}

fn trace(arm: usize, replicate: u32, weeks: u32) -> Trace {
    let row = |week| OUTCOMES.iter().enumerate().map(move |(k, o)| value(o.name, k, arm, replicate, week));
    Trace {
        arm,
        replicate,
        error: None,
        outcomes: (0..weeks).flat_map(row).collect(),
        weights: vec![100.0; weeks as usize * WEIGHTS.len()],
        costs: costs(arm, replicate, weeks),
        groups: groups(arm, replicate, weeks),
        evaluation: evaluation(arm, replicate),
        lives: if replicate == 0 { lives(arm) } else { Vec::new() },
        census: if arm == 0 { census(replicate) } else { Vec::new() },
        cohorts: cohorts(arm, replicate),
        states: if replicate == 0 { states(arm, weeks) } else { Vec::new() },
    }
}

/// Residents in every state, fewer of them in need under later arms; and organisations that take up the rules of the second
/// arm one after another.
fn states(arm: usize, weeks: u32) -> Vec<StateRow> {
    let row = |week, kind: &'static str, agent: String, state: &'static str| StateRow {
        week,
        kind: kind.into(),
        agent,
        state: state.into(),
    };
    let mut looks: Vec<u32> = (0..LOOKS).map(|n| n * weeks.saturating_sub(1) / (LOOKS - 1)).collect();
    looks.dedup();
    let resident = |week: u32, n: u32| {
        let place = (luck(n, week / 26, 3) + 1.0) * 3.5 + 0.5 * arm as f64;
        row(week, KINDS[0], format!("harbour-{n}"), OF_RESIDENTS[(place as usize).min(OF_RESIDENTS.len() - 1)])
    };
    let residents = looks.iter().flat_map(|week| (0..60).map(move |n| resident(*week, n)));
    let taken_up =
        |n: u32| (arm == 1).then(|| row(3 * n, KINDS[1], format!("harbour-office_{n}"), OF_ORGANISATIONS[1]));
    let before = |n: u32| row(0, KINDS[1], format!("harbour-office_{n}"), OF_ORGANISATIONS[0]);
    let organisations = (0..6).map(before).chain((1..6).filter_map(taken_up).filter(|row| row.week < weeks));
    let mut rows: Vec<StateRow> = residents.chain(organisations).collect();
    rows.sort_by_key(|row| row.week);
    rows
}

fn value(name: &str, k: usize, arm: usize, replicate: u32, week: u32) -> f64 {
    let t = f64::from(week) / 520.0;
    let effect = [0.0, 1.0, 0.35, 0.05, 0.6, 0.2][arm % 6] * (1.0 - libm::exp(-t * 3.0));
    let future = luck(replicate, 3, k as u32) + 0.6 * libm::sin(t * 9.0 + f64::from(replicate));
    let weekly = luck(replicate, week, k as u32 + 50) + 0.5 * luck(replicate, week, 90 + arm as u32);
    let own = luck(replicate, arm as u32, k as u32 + 7) * (0.2 + t);
    match name {
        "flourishing" => 0.60 + 0.05 * effect + 0.012 * future + 0.002 * weekly + 0.012 * own,
        "public_cost" => 41.0 + 1.5 * t - 1.2 * effect + 0.9 * future + 0.6 * weekly + 0.8 * own,
        "staff_wellbeing" => 0.55 - 0.04 * t + 0.09 * effect + 0.015 * future + 0.005 * weekly + 0.01 * own,
        "reported_performance" => 0.72 + 0.12 * t - 0.08 * effect + 0.01 * future + 0.01 * weekly,
        "true_performance" => 0.68 - 0.06 * t + 0.11 * effect + 0.015 * future + 0.01 * weekly,
        "reported_minus_true" => 0.04 + 0.18 * t - 0.19 * effect - 0.005 * future + 0.004 * weekly,
        "turnover" => 0.24 + 0.03 * t - 0.09 * effect + 0.02 * future + 0.01 * weekly + 0.01 * own,
        "without_home" => 0.14 - 0.03 * effect + 0.004 * future + 0.001 * weekly,
        "housed_throughout" => 0.80 + 0.04 * effect + 0.006 * future + 0.001 * weekly,
        "true_wait" => 16.0 - 5.0 * effect + 0.8 * future + 0.5 * weekly,
        "reported_wait" => 9.0 - 1.0 * effect + 0.5 * future + 0.5 * weekly,
        "practice_adopted" if arm == 1 => (f64::from(week) / 45.0 + 0.05 * luck(replicate, 1, 1)).clamp(0.0, 1.0),
        "practice_adopted" => 0.0,
        _ => 10.0 + effect + future + weekly + own,
    }
}

const ACTIVITIES: [(&str, &str, f64); 9] = [
    ("helping", "council", 9.0),
    ("listening", "council", 3.0),
    ("assessment", "council", 2.0),
    ("reporting", "council", 3.5),
    ("coordination", "council", 1.5),
    ("reflection", "council", 0.8),
    ("crisis", "health", 12.0),
    ("crisis", "police", 5.0),
    ("tendering", "council", 0.6),
];

fn costs(arm: usize, replicate: u32, weeks: u32) -> Vec<CostRow> {
    let years = 0..weeks.div_ceil(52);
    let row = |year: u32, line: usize| {
        let (activity, payer, base) = ACTIVITIES[line];
        let tilt = 1.0 + 0.25 * luck(arm as u32, line as u32, 5) + 0.03 * luck(replicate, line as u32, year);
        let pounds = base * tilt * 52.0 * 20_000.0;
        CostRow {
            year,
            activity: activity.into(),
            origin: "value".into(),
            payer: payer.into(),
            pounds,
            hours: pounds / 29.0,
        }
    };
    years.flat_map(|year| (0..ACTIVITIES.len()).map(move |line| row(year, line))).collect()
}

fn groups(arm: usize, replicate: u32, weeks: u32) -> Vec<GroupRow> {
    let names = [
        ("group", "settled", 0.64),
        ("group", "newcomers", 0.52),
        ("group", "young_carers", 0.57),
        ("place", "harbour", 0.6),
    ];
    let row = |week: u32, (level, name, base): (&'static str, &str, f64)| GroupRow {
        week,
        level: level.into(),
        name: name.to_owned(),
        outcome: "flourishing".into(),
        value: base + value("flourishing", 0, arm, replicate, week) - 0.6
            + if name == "newcomers" { 0.03 * arm as f64 } else { 0.0 },
    };
    let kinds = [("eviction", 0.4), ("unplanned_admission", 1.1)];
    let crisis = |week: u32, (kind, rate): (&str, f64)| GroupRow {
        week,
        level: "crisis".into(),
        name: kind.to_owned(),
        outcome: "crises".into(),
        value: rate * (1.0 - 0.1 * arm as f64 + 0.05 * luck(replicate, week, 21)),
    };
    let of_week = |week: u32| {
        names.map(|name| row(week, name)).into_iter().chain(kinds.map(|kind| crisis(week, kind))).collect::<Vec<_>>()
    };
    (0..weeks).step_by(13).flat_map(of_week).collect()
}

fn census(replicate: u32) -> Vec<CensusRow> {
    let row = |(target, value): (&'static str, f64)| CensusRow {
        target: target.into(),
        value: value * (1.0 + 0.02 * luck(replicate, 4, 10)),
    };
    [("T10_caseload", 6.2), ("T13_caseload", 15.0), ("D01_density", 20.6), ("T18_wait", 24.0)].map(row).to_vec()
}

fn cohorts(arm: usize, replicate: u32) -> Vec<CohortRow> {
    let own = luck(replicate, arm as u32, 11);
    let row = |cohort: &'static str, outcome: &'static str, (mean, sd): (f64, f64)| CohortRow {
        cohort: cohort.into(),
        outcome: outcome.into(),
        people: 400 + u64::from(replicate),
        mean: mean * (1.0 + 0.002 * own),
        sd,
    };
    let effect = 0.04 * arm as f64;
    vec![
        row("all", "flourishing", (0.7, 0.15)),
        row("three_or_more_needs", "flourishing", (0.4 + effect, 0.2)),
        row("three_or_more_needs", "deaths", (20.0, 0.0)),
        row("three_or_more_needs", "crises_entered", (80.0 - 10.0 * arm as f64, 0.0)),
        row("three_or_more_needs", "main_need_met", (300.0 + 25.0 * arm as f64, 0.0)),
        row("all", "flourishing_years", (800.0 + 10.0 * arm as f64, 0.0)),
        row("three_or_more_needs", "flourishing_years", (460.0 + 46.0 * arm as f64, 0.0)),
        row("all", "crises_entered_eviction", (30.0, 0.0)),
        row("three_or_more_needs", "crises_entered_eviction", (80.0 - 10.0 * arm as f64, 0.0)),
        row("staff", "staff_wellbeing", (0.5 + effect, 0.1)),
        row("all", YEARS_DISCOUNTED, (750.0 + 9.0 * arm as f64, 0.0)),
        row("three_or_more_needs", YEARS_DISCOUNTED, (440.0 + 42.0 * arm as f64, 0.0)),
    ]
}

fn evaluation(arm: usize, replicate: u32) -> Vec<EvaluationRow> {
    let cohorts = [("high_need", 0.71, 0.46, 0.49), ("referred", 0.58, 0.44, 0.50)];
    cohorts
        .iter()
        .map(|(cohort, before, after, twin)| {
            let after = after - 0.03 * arm as f64 + 0.02 * luck(replicate, arm as u32, 8);
            let twin_after = twin + 0.02 * luck(replicate, 1, 9);
            EvaluationRow {
                cohort: (*cohort).to_owned(),
                before: *before,
                after,
                twin_after,
                apparent: after - before,
                true_effect: after - twin_after,
            }
        })
        .collect()
}

fn lives(arm: usize) -> Vec<LifeEvent> {
    let event = |agent: &str, week, event: &'static str, detail: &str| LifeEvent {
        agent: agent.to_owned(),
        week,
        event: event.into(),
        detail: detail.to_owned(),
    };
    let mut shared = vec![
        event("resident 12", 2, "onset", "housing"),
        event("resident 12", 5, "sought help", "housing office"),
        event("resident 12", 9, "case opened", "housing office"),
        event("resident 77", 4, "onset", "debt"),
        event("resident 77", 8, "sought help", "advice centre"),
    ];
    let own = if arm == 0 {
        vec![
            event("resident 12", 21, "case closed", "package over"),
            event("resident 12", 30, "onset", "debt"),
            event("resident 12", 31, "refused", "below threshold"),
            event("resident 12", 33, "sought help", "advice centre"),
            event("resident 12", 41, "crisis", "eviction"),
            event("resident 12", 43, "case opened", "housing office"),
            event("resident 12", 52, "case closed", "package over"),
            event("resident 12", 54, "returned", "failure demand"),
            event("resident 77", 14, "refused", "below threshold"),
            event("resident 77", 50, "crisis", "court"),
        ]
    } else {
        vec![
            event("resident 12", 15, "worker changed", "lead worker leaves"),
            event("resident 12", 24, "discovered", "landlord dispute"),
            event("resident 12", 38, "case closed", "agreed"),
            event("resident 77", 12, "case opened", "lead worker"),
            event("resident 77", 25 + arm as u32, "case closed", "agreed"),
        ]
    };
    shared.extend(own);
    shared.sort_by(|a, b| (&a.agent, a.week).cmp(&(&b.agent, b.week)));
    shared
}
