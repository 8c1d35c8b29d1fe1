//! What is kept of a run: outcomes by week, costs by year, groups, the evaluation twin, lives.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize};

use crate::model::ledger::{ACTIVITIES, Ledger, ORIGINS, PAYERS};
use crate::model::world::World;

/// A word of a fixed list.
pub type Word = Cow<'static, str>;

/// A line of the ledger for a year of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CostRow {
    /// Year after the burn-in, from 0.
    pub year: u32,
    /// What was done.
    pub activity: Word,
    /// Why: value, failure, relapse, referral, none.
    pub origin: Word,
    /// Who paid.
    pub payer: Word,
    /// Money (GBP).
    pub pounds: f64,
    /// Paid time (hour).
    pub hours: f64,
}

/// A headline outcome of a group, an organisation or a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupRow {
    /// Week after the burn-in.
    pub week: u32,
    /// `group`, `organisation` or `place`.
    pub level: Word,
    /// Its name.
    pub name: String,
    /// The outcome.
    pub outcome: Word,
    /// Its value.
    #[serde(deserialize_with = "number")]
    pub value: f64,
}

/// What an evaluator would have seen of a cohort, and what was true.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvaluationRow {
    /// How the cohort was chosen.
    pub cohort: String,
    /// Observed need at enrolment.
    #[serde(deserialize_with = "number")]
    pub before: f64,
    /// Observed need at the end.
    #[serde(deserialize_with = "number")]
    pub after: f64,
    /// Observed need of the untreated twin at the end.
    #[serde(deserialize_with = "number")]
    pub twin_after: f64,
    /// `after - before`.
    #[serde(deserialize_with = "number")]
    pub apparent: f64,
    /// `after - twin_after`.
    #[serde(deserialize_with = "number")]
    pub true_effect: f64,
}

/// A dated event in a life.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LifeEvent {
    /// `resident 12` or `worker 3`.
    pub agent: String,
    /// Week after the burn-in.
    pub week: u32,
    /// What happened.
    pub event: Word,
    /// More about it.
    pub detail: String,
}

/// The outcomes of one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// Number of the arm, in the order of the file.
    pub arm: usize,
    /// Number of the replicate, from 0.
    pub replicate: u32,
    /// Why it failed; none where it is whole.
    pub error: Option<String>,
    /// Outcomes: a row a week, a column an outcome of `model::outcomes::OUTCOMES`.
    #[serde(deserialize_with = "numbers")]
    pub outcomes: Vec<f64>,
    /// The ledger by year.
    pub costs: Vec<CostRow>,
    /// Headline outcomes by group, place and organisation, and crises by kind, every 13 weeks.
    pub groups: Vec<GroupRow>,
    /// The evaluation twin.
    pub evaluation: Vec<EvaluationRow>,
    /// Lives of chosen residents and workers (first replicate only).
    pub lives: Vec<LifeEvent>,
}

/// A number; what was written as nothing is not a number.
fn number<'de, D: Deserializer<'de>>(text: D) -> Result<f64, D::Error> {
    Ok(Option::deserialize(text)?.unwrap_or(f64::NAN))
}

/// Numbers; what was written as nothing is not a number.
fn numbers<'de, D: Deserializer<'de>>(text: D) -> Result<Vec<f64>, D::Error> {
    let read: Vec<Option<f64>> = Vec::deserialize(text)?;
    Ok(read.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect())
}

impl Trace {
    /// An empty trace of an arm and a replicate.
    #[must_use]
    pub fn new(arm: usize, replicate: u32) -> Trace {
        Trace {
            arm,
            replicate,
            error: None,
            outcomes: Vec::new(),
            costs: Vec::new(),
            groups: Vec::new(),
            evaluation: Vec::new(),
            lives: Vec::new(),
        }
    }
}

/// All runs of a scenario, sorted by arm and replicate.
#[derive(Clone, Debug, PartialEq)]
pub struct Ensemble {
    /// The runs.
    pub traces: Vec<Trace>,
    /// Weeks after the burn-in.
    pub weeks: u32,
    /// Names of the arms.
    pub arms: Vec<String>,
    /// Residents.
    pub residents: u64,
}

/// The ledger of a run, year by year.
#[derive(Default)]
pub struct YearlyCosts {
    years: Vec<Ledger>,
}

impl YearlyCosts {
    /// Adds a week's ledgers of all places.
    pub fn add(&mut self, world: &World, week: u32) {
        let year = (f64::from(week) / crate::units::WEEKS_PER_YEAR) as usize;
        if self.years.len() <= year {
            self.years.push(Ledger::default());
        }
        for place in &world.places {
            self.years[year].add(&place.ledger);
        }
    }

    /// The lines that are not empty.
    #[must_use]
    pub fn rows(&self) -> Vec<CostRow> {
        let mut rows = Vec::new();
        for (year, ledger) in self.years.iter().enumerate() {
            for (a, (activity, _)) in ACTIVITIES.iter().enumerate() {
                for (o, origin) in ORIGINS.iter().enumerate() {
                    let mut hours = ledger.hours[a][o];
                    for (p, payer) in PAYERS.iter().enumerate().rev() {
                        let pounds = ledger.pounds[a][o][p];
                        if pounds != 0.0 || hours != 0.0 {
                            rows.push(CostRow {
                                year: year as u32,
                                activity: (*activity).into(),
                                origin: (*origin).into(),
                                payer: (*payer).into(),
                                pounds,
                                hours: std::mem::take(&mut hours),
                            });
                        }
                    }
                }
            }
        }
        rows
    }
}
