//! What is kept of a run: outcomes by week, costs by year, groups, evaluation, lives.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Deserializer, Serialize};

use regimes_model::model::ledger::{ACTIVITIES, Activity, Ledger, NATIONAL, ORIGINS, PAYERS, SERVICES};
use regimes_model::model::outcomes::denominators::WEIGHTS;
use regimes_model::model::outcomes::{OUTCOMES, Week};
use regimes_model::model::world::World;
use regimes_model::units::{MISSING, is_missing};

/// Kinds of parts, and what is observed of each.
pub const LEVELS: [(&str, &[&str]); 4] = [
    ("group", &["flourishing"]),
    ("place", &["flourishing"]),
    ("organisation", &["reported_performance", "true_performance", "reported_minus_true"]),
    ("crisis", &["crises", "in_crisis", "crisis_cost"]),
];

/// Cohorts: all residents, those chosen before any arm began, and the staff.
pub const COHORTS: [&str; 7] =
    ["all", "three_or_more_needs", "top_tenth_of_need", "in_crisis", "asked_for_help", "without_home", "staff"];

/// What is observed of cohorts; the last two of the staff, the others of residents.
pub const OBSERVED_OF_COHORTS: [&str; 15] = [
    "flourishing",
    "flourishing_equal_weights",
    "flourishing_need_only",
    "flourishing_without_agency",
    "in_crisis",
    "deaths",
    "crises_entered",
    "admissions",
    "main_need_met",
    "weeks_without_home",
    "weeks_to_first_home",
    "tenancy_length",
    "flourishing_years",
    "staff_wellbeing",
    "freedom_from_exhaustion",
];

/// What is observed of cohorts for each kind of crisis: this, and the name of the kind.
pub const OF_A_KIND: &str = "crises_entered_";

/// The unit of what is observed of cohorts.
#[must_use]
pub fn unit_of_cohorts(outcome: &str) -> &'static str {
    match outcome {
        "weeks_without_home" => "week/1000 people",
        "weeks_to_first_home" | "tenancy_length" => "week",
        "flourishing_years" | YEARS_DISCOUNTED => "index-year/1000 people",
        "staff_wellbeing" | "freedom_from_exhaustion" => INDEX,
        _ if outcome.starts_with("flourishing") => INDEX,
        _ => "1/1000 people",
    }
}

/// The unit of an index.
pub const INDEX: &str = "index 0-1";

/// The row of all residents that holds what an arm costs on equal payment, over the horizon.
pub const COST_ON_EQUAL_PAYMENT: &str = "public_cost_on_equal_payment";

/// The row of a cohort that holds its index-years as they count at the start of the horizon: money of later years counts
/// less by the same rate.
pub const YEARS_DISCOUNTED: &str = "flourishing_years_discounted";

/// A word of a fixed list.
pub type Word = Cow<'static, str>;

/// A line of the ledger for a year of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CostRow {
    /// Year after the burn-in, from 0.
    pub year: u32,
    /// What was done.
    #[serde(deserialize_with = "word")]
    pub activity: Word,
    /// Why: value, failure, relapse, referral, none.
    #[serde(deserialize_with = "word")]
    pub origin: Word,
    /// Who paid.
    #[serde(deserialize_with = "word")]
    pub payer: Word,
    /// Money (GBP).
    pub pounds: f64,
    /// Paid time (hour).
    pub hours: f64,
}

impl CostRow {
    /// Whether it is money for services, whoever funds them: all but crises, and but what national government pays of
    /// central staff, as [`Ledger::services_pounds`].
    #[must_use]
    pub fn is_of_services(&self) -> bool {
        let is_central = self.activity == ACTIVITIES[Activity::Central as usize] && self.payer == PAYERS[NATIONAL];
        self.activity != ACTIVITIES[Activity::Crisis as usize] && !is_central
    }
}

/// A headline outcome of a group, an organisation or a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupRow {
    /// Week after the burn-in.
    pub week: u32,
    /// `group`, `organisation` or `place`.
    #[serde(deserialize_with = "word")]
    pub level: Word,
    /// Its name.
    pub name: String,
    /// The outcome.
    #[serde(deserialize_with = "word")]
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
    /// Observed need of the counterfactual at the end.
    #[serde(deserialize_with = "number")]
    pub twin_after: f64,
    /// `after - before`.
    #[serde(deserialize_with = "number")]
    pub apparent: f64,
    /// `after - twin_after`.
    #[serde(deserialize_with = "number")]
    pub true_effect: f64,
}

/// A figure of services that the status quo shows at the end of the burn-in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CensusRow {
    /// The target that it is compared with.
    #[serde(deserialize_with = "word")]
    pub target: Word,
    /// Its value.
    #[serde(deserialize_with = "number")]
    pub value: f64,
}

/// What became of a group of people who were chosen before any arm began, or of the staff.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CohortRow {
    /// Who is in it: a name of `simulation::cohorts`.
    #[serde(deserialize_with = "word")]
    pub cohort: Word,
    /// What is observed.
    #[serde(deserialize_with = "word")]
    pub outcome: Word,
    /// Who was followed to the end, the dead among them (person).
    pub people: u64,
    /// Mean over them, in the unit of the outcome.
    #[serde(deserialize_with = "number")]
    pub mean: f64,
    /// Standard deviation over those of them who live.
    #[serde(deserialize_with = "number")]
    pub sd: f64,
}

/// A dated event in a life.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LifeEvent {
    /// `resident 12` or `worker 3`.
    pub agent: String,
    /// Week after the burn-in.
    pub week: u32,
    /// What happened.
    #[serde(deserialize_with = "word")]
    pub event: Word,
    /// More about it.
    pub detail: String,
}

/// What somebody is in: a resident at a week at which the sample is looked at, or an organisation from the week of a change
/// on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StateRow {
    /// Week after the burn-in.
    pub week: u32,
    /// `resident` or `organisation`.
    #[serde(deserialize_with = "word")]
    pub kind: Word,
    /// Its place and its number or name there, such as `village-12`.
    pub agent: String,
    /// What it is in: a word of `simulation::states`.
    #[serde(deserialize_with = "word")]
    pub state: Word,
}

/// The outcomes of one run. Its numbers by week are kept apart from the rest: see `study::pieces`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// Number of the arm, in the order of the file.
    pub arm: usize,
    /// Number of the replicate, from 0.
    pub replicate: u32,
    /// Why it failed; none where it is whole.
    pub error: Option<String>,
    /// Outcomes: a row a week, a column an outcome of `model::outcomes::OUTCOMES`.
    #[serde(skip)]
    pub outcomes: Vec<f64>,
    /// With how much each week counts: a row a week, a column a weight of `model::outcomes::denominators::WEIGHTS`.
    #[serde(skip)]
    pub weights: Vec<f64>,
    /// The ledger by year.
    pub costs: Vec<CostRow>,
    /// Headline outcomes by group, place and organisation, and crises by kind, every 13 weeks.
    pub groups: Vec<GroupRow>,
    /// What an evaluator would have seen, beside the counterfactual.
    pub evaluation: Vec<EvaluationRow>,
    /// Lives of chosen residents and workers (first replicate only).
    pub lives: Vec<LifeEvent>,
    /// The census of the status quo at the end of the burn-in (first arm only: it is the same for all).
    pub census: Vec<CensusRow>,
    /// Cohorts fixed before any arm began, at the end of the horizon.
    pub cohorts: Vec<CohortRow>,
    /// States of a sample of residents, and of organisations (first replicate only).
    pub states: Vec<StateRow>,
}

/// A word of a closed list, without room of its own where it is a known one.
fn word<'de, D: Deserializer<'de>>(text: D) -> Result<Word, D::Error> {
    let text = String::deserialize(text)?;
    let lists = ACTIVITIES.iter().copied().chain(ORIGINS.iter().copied()).chain(PAYERS.iter().copied());
    let levels = LEVELS.iter().flat_map(|(level, outcomes)| std::iter::once(*level).chain(outcomes.iter().copied()));
    let cohorts = COHORTS.iter().chain(&OBSERVED_OF_COHORTS).copied();
    let cohorts = cohorts.chain([COST_ON_EQUAL_PAYMENT, YEARS_DISCOUNTED]);
    let known = lists.chain(levels).chain(cohorts).find(|known| *known == text);
    Ok(known.map_or_else(|| Word::Owned(text), Word::Borrowed))
}

/// A number; what was written as nothing is missing.
fn number<'de, D: Deserializer<'de>>(text: D) -> Result<f64, D::Error> {
    Ok(Option::deserialize(text)?.unwrap_or(MISSING))
}

/// What values of some weeks come to, each with how much it counts; missing where each of them is.
#[must_use]
pub fn over_weeks(weeks: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (mut sum, mut below) = (0.0, 0.0);
    for (value, counts) in weeks.filter(|(value, _)| !is_missing(*value)) {
        sum += counts * value;
        below += counts;
    }
    if below > 0.0 { sum / below } else { MISSING }
}

impl Trace {
    /// Adds what was observed after a week.
    pub fn add(&mut self, week: Week) {
        self.outcomes.extend(week.outcomes);
        self.weights.extend(week.weights);
    }

    /// An outcome, by its number, after a week.
    #[must_use]
    pub fn value(&self, week: usize, outcome: usize) -> f64 {
        self.outcomes[week * OUTCOMES.len() + outcome]
    }

    /// An outcome, by its number, over some weeks: a share is a ratio of sums over all of them, so that each week counts
    /// by how much stands below its line; all else is a mean over the weeks. Missing where it is in each of them.
    #[must_use]
    pub fn over(&self, weeks: Range<usize>, outcome: usize) -> f64 {
        let weight = OUTCOMES[outcome].per.weight();
        let counts = |week: usize| weight.map_or(1.0, |weight| self.weights[week * WEIGHTS.len() + weight]);
        over_weeks(weeks.map(|week| (self.value(week, outcome), counts(week))))
    }

    /// Why it cannot be used, where a number in it is neither finite nor missing.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let broken = |value: &f64| !value.is_finite() && !is_missing(*value);
        let at = self.outcomes.iter().position(broken)?;
        let (week, outcome) = (at / OUTCOMES.len(), OUTCOMES[at % OUTCOMES.len()].name);
        Some(format!("{outcome} is not finite in week {week}"))
    }

    /// An empty trace of an arm and a replicate.
    #[must_use]
    pub fn new(arm: usize, replicate: u32) -> Trace {
        Trace {
            arm,
            replicate,
            error: None,
            outcomes: Vec::new(),
            weights: Vec::new(),
            costs: Vec::new(),
            groups: Vec::new(),
            evaluation: Vec::new(),
            lives: Vec::new(),
            census: Vec::new(),
            cohorts: Vec::new(),
            states: Vec::new(),
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
        let year = (f64::from(week) / regimes_model::units::WEEKS_PER_YEAR) as usize;
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
            for (a, activity) in ACTIVITIES.iter().enumerate() {
                for (o, origin) in ORIGINS.iter().enumerate() {
                    let (hours, spent) = (ledger.hours[a][o], &ledger.pounds[a][o]);
                    for (p, payer) in PAYERS.iter().enumerate().rev() {
                        let (pounds, hours) = (spent[p], hours_of(p, hours, spent));
                        if pounds != 0.0 || hours != 0.0 {
                            rows.push(CostRow {
                                year: year as u32,
                                activity: (*activity).into(),
                                origin: (*origin).into(),
                                payer: (*payer).into(),
                                pounds,
                                hours,
                            });
                        }
                    }
                }
            }
        }
        rows
    }
}

/// Hours of a line that stand beside the money of a payer: shared out by money, and with the services where nothing was
/// paid.
fn hours_of(payer: usize, hours: f64, spent: &[f64; PAYERS.len()]) -> f64 {
    let all: f64 = spent.iter().sum();
    if all == 0.0 {
        return if payer == SERVICES { hours } else { 0.0 };
    }
    if spent[payer] == all { hours } else { hours * spent[payer] / all }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_model::model::outcomes::denominators::Denominator;
    use regimes_model::model::outcomes::position;

    /// A run whose outcome has these values, with these amounts below its line.
    fn with(name: &str, weeks: &[(f64, f64)]) -> (Trace, usize) {
        let outcome = position(name).unwrap();
        let weight = OUTCOMES[outcome].per.weight();
        let mut trace = Trace::new(0, 0);
        for &(value, amount) in weeks {
            let mut week = Week { outcomes: vec![1.0; OUTCOMES.len()], weights: vec![1.0; WEIGHTS.len()] };
            week.outcomes[outcome] = value;
            weight.into_iter().for_each(|weight| week.weights[weight] = amount);
            trace.add(week);
        }
        (trace, outcome)
    }

    #[test]
    fn a_share_over_weeks_is_a_ratio_of_sums_and_a_level_a_mean() {
        // 1 of 1, nothing of nothing, 2 of 9: 3 of 10.
        let (trace, refused) = with("refused", &[(1.0, 1.0), (MISSING, 0.0), (2.0 / 9.0, 9.0)]);
        assert_eq!(OUTCOMES[refused].per, Denominator::Requests);
        assert!((trace.over(0..3, refused) - 0.3).abs() < 1e-12);
        assert!(is_missing(trace.over(1..2, refused)) && is_missing(trace.over(1..1, refused)));
        let (trace, waiting) = with("waiting", &[(0.5, 1.0), (0.25, 9.0)]);
        assert_eq!(trace.over(0..2, waiting), 0.375);
    }

    #[test]
    fn hours_of_a_line_stand_with_who_paid_and_add_up() {
        let mut spent = [0.0; PAYERS.len()];
        assert_eq!(hours_of(SERVICES, 4.0, &spent), 4.0);
        spent[1] = 30.0;
        assert_eq!([0, 1, SERVICES].map(|payer| hours_of(payer, 4.0, &spent)), [0.0, 4.0, 0.0]);
        spent[0] = 90.0;
        assert_eq!([0, 1, SERVICES].map(|payer| hours_of(payer, 4.0, &spent)), [3.0, 1.0, 0.0]);
    }

    #[test]
    fn what_is_missing_is_no_fault_and_what_a_division_by_zero_leaves_is_one() {
        assert_eq!(with("refused", &[(0.5, 1.0), (MISSING, 0.0)]).0.fault(), None);
        for broken in [f64::NAN, f64::INFINITY] {
            let fault = with("refused", &[(0.5, 1.0), (broken, 1.0)]).0.fault();
            assert_eq!(fault.as_deref(), Some("refused is not finite in week 1"));
        }
    }
}
