//! One run from a scenario and a replicate; many runs in parallel.
//!
//! (Draft of the types that reports read.)

/// A line of the ledger for a year of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct CostRow {
    /// Year after the burn-in, from 0.
    pub year: u32,
    /// What was done.
    pub activity: &'static str,
    /// Why: value, failure, relapse, none.
    pub origin: &'static str,
    /// Who paid.
    pub payer: &'static str,
    /// Money [GBP].
    pub pounds: f64,
    /// Paid time [hour].
    pub hours: f64,
}

/// A headline outcome of a group, an organisation or a place.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupRow {
    /// Week after the burn-in.
    pub week: u32,
    /// `group`, `organisation` or `place`.
    pub level: &'static str,
    /// Its name.
    pub name: String,
    /// The outcome.
    pub outcome: &'static str,
    /// Its value.
    pub value: f64,
}

/// What an evaluator would have seen of a cohort, and what was true.
#[derive(Clone, Debug, PartialEq)]
pub struct EvaluationRow {
    /// How the cohort was chosen.
    pub cohort: String,
    /// Observed need at enrolment.
    pub before: f64,
    /// Observed need a year later.
    pub after: f64,
    /// Observed need of the untreated twin a year later.
    pub twin_after: f64,
    /// `after - before`.
    pub apparent: f64,
    /// `after - twin_after`.
    pub true_effect: f64,
}

/// A dated event in a life.
#[derive(Clone, Debug, PartialEq)]
pub struct LifeEvent {
    /// `resident 12` or `worker 3`.
    pub agent: String,
    /// Week after the burn-in.
    pub week: u32,
    /// What happened.
    pub event: &'static str,
    /// More about it.
    pub detail: String,
}

/// The outcomes of one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Number of the arm, in the order of the file.
    pub arm: usize,
    /// Number of the replicate, from 0.
    pub replicate: u32,
    /// Why it failed; none where it is whole.
    pub error: Option<String>,
    /// Outcomes: a row a week, a column an outcome of `model::outcomes::OUTCOMES`.
    pub outcomes: Vec<f64>,
    /// The ledger by year.
    pub costs: Vec<CostRow>,
    /// Headline outcomes by group, organisation and place, every 13 weeks.
    pub groups: Vec<GroupRow>,
    /// The evaluation twin.
    pub evaluation: Vec<EvaluationRow>,
    /// Lives of chosen residents and workers (first replicate only).
    pub lives: Vec<LifeEvent>,
    /// A hash of the state after each week.
    pub hashes: Vec<u64>,
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
