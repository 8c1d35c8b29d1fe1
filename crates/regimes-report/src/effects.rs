//! What an arm did to cohorts, cost and staff against another: effects in their unit, in standard deviations, and beside
//! the smallest that matters.

use crate::observed::{Observed, Over};
use regimes_model::units::MISSING;
use regimes_study::simulation::trace::{COHORTS, CohortRow, OBSERVED_OF_COHORTS};
use regimes_study::statistics::effects::{SMALLEST_COST, SMALLEST_SD, SMALLEST_SD_STAFF, Shares, Verdict, observed_sd};
use regimes_study::statistics::{self, Estimate, difference};

/// The outcome of all residents that is no state of theirs.
pub const COST: &str = "public_cost";
/// Deaths, which every row of a cohort tells beside its outcome.
const DEATHS: &str = "deaths";
/// Outcomes that are counted per 1,000 people; the others are indices.
const COUNTED: [&str; 2] = ["in_crisis", DEATHS];
/// The cohort whose smallest effect is that of staff.
const STAFF: &str = COHORTS[COHORTS.len() - 1];

/// An effect of an arm on a cohort.
pub struct Effect {
    /// The reference, and the arm compared with it.
    pub arms: [usize; 2],
    /// The cohort.
    pub cohort: &'static str,
    /// What is observed of it.
    pub outcome: &'static str,
    /// Its unit.
    pub unit: String,
    /// People followed under the reference, median over pairs; missing where it is not of people.
    pub people: f64,
    /// Medians of both arms.
    pub levels: [f64; 2],
    /// The median effect, with 90 % of pairs.
    pub estimate: Estimate,
    /// Standard deviation over those who live under the reference, mean over pairs; missing where it is no index.
    pub sd: f64,
    /// Deaths in the cohort under both arms, per 1,000 people, medians; missing for staff and cost.
    pub deaths: [f64; 2],
    /// The smallest effect that matters, in the unit; missing where none is declared.
    pub smallest: f64,
    /// Shares of pairs beyond it.
    pub shares: Option<Shares>,
}

impl Effect {
    /// In standard deviations of the latent index.
    #[must_use]
    pub fn in_sd(&self) -> f64 {
        if self.sd > 0.0 { self.estimate.value / self.sd } else { MISSING }
    }

    /// In standard deviations of the index as it would be observed.
    #[must_use]
    pub fn in_observed_sd(&self) -> f64 {
        if self.sd > 0.0 { self.estimate.value / observed_sd(self.sd) } else { MISSING }
    }

    /// What is said of it; none where no smallest effect is declared.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        self.shares.map(|shares| shares.verdict())
    }
}

/// The effects of all arms against each arm before them, by cohort and outcome, and on cost.
#[must_use]
pub fn effects(observed: &Observed) -> Vec<Effect> {
    let of_arm = |arm: usize| observed.runs(arm).iter().map(|run| (run.replicate, observed.cohorts(*run))).collect();
    let cohorts: Vec<Vec<(u32, Vec<CohortRow>)>> = (0..observed.n_arms()).map(of_arm).collect();
    if cohorts.iter().flatten().all(|(_, rows)| rows.is_empty()) {
        return Vec::new();
    }
    let arms = (0..observed.n_arms()).flat_map(|a| (a + 1..observed.n_arms()).map(move |b| [a, b]));
    let of_arms = |arms: [usize; 2]| {
        let pairs = Pairs::of(&cohorts, arms);
        let rows = COHORTS.iter().flat_map(|cohort| OBSERVED_OF_COHORTS.iter().map(move |outcome| (*cohort, *outcome)));
        let of_cohorts: Vec<Effect> = rows.filter_map(|(cohort, outcome)| pairs.effect(cohort, outcome)).collect();
        of_cohorts.into_iter().chain(cost(observed, arms)).collect::<Vec<_>>()
    };
    arms.flat_map(of_arms).collect()
}

/// The cohorts of two arms, pair by pair.
struct Pairs<'a> {
    arms: [usize; 2],
    rows: Vec<[&'a [CohortRow]; 2]>,
}

impl<'a> Pairs<'a> {
    fn of(cohorts: &'a [Vec<(u32, Vec<CohortRow>)>], arms: [usize; 2]) -> Pairs<'a> {
        let [a, b] = arms.map(|arm| &cohorts[arm]);
        let pair = |(replicate, rows): &'a (u32, Vec<CohortRow>)| {
            let other = b.binary_search_by_key(replicate, |(replicate, _)| *replicate).ok()?;
            Some([rows.as_slice(), b[other].1.as_slice()])
        };
        Pairs { arms, rows: a.iter().filter_map(pair).collect() }
    }

    /// The rows of a cohort and an outcome in those pairs that have it in both arms.
    fn rows_of(&self, cohort: &str, outcome: &str) -> Vec<[&'a CohortRow; 2]> {
        let find = |rows: &'a [CohortRow]| rows.iter().find(|row| row.cohort == cohort && row.outcome == outcome);
        self.rows.iter().filter_map(|[a, b]| Some([find(a)?, find(b)?])).collect()
    }

    fn effect(&self, cohort: &'static str, outcome: &'static str) -> Option<Effect> {
        let rows = self.rows_of(cohort, outcome);
        if rows.is_empty() {
            return None;
        }
        let deaths = self.rows_of(cohort, DEATHS);
        let is_index = !COUNTED.contains(&outcome);
        let sds: Vec<f64> = rows.iter().map(|[a, _]| a.sd).filter(|sd| !sd.is_nan()).collect();
        let sd = if is_index && !sds.is_empty() { statistics::mean(&sds) } else { MISSING };
        let smallest = sd * if cohort == STAFF { SMALLEST_SD_STAFF } else { SMALLEST_SD };
        let values = rows.iter().map(|[a, b]| (a.mean, b.mean)).collect();
        let people: Vec<f64> = rows.iter().map(|[a, _]| a.people as f64).collect();
        let effect = compared(self.arms, (cohort, outcome), values, |_| smallest);
        let middle = |arm: usize| median(&deaths.iter().map(|rows| rows[arm].mean).collect::<Vec<_>>());
        let unit = if is_index { "index 0-1" } else { "1/1000 people" }.to_owned();
        Some(Effect { people: median(&people), sd, deaths: [middle(0), middle(1)], unit, ..effect })
    }
}

fn median(values: &[f64]) -> f64 {
    Estimate::median_of(values).value
}

/// An effect from the values of both arms in each pair; how small it may be depends on the levels.
fn compared(
    arms: [usize; 2],
    (cohort, outcome): (&'static str, &'static str),
    values: Vec<(f64, f64)>,
    smallest: impl Fn([f64; 2]) -> f64,
) -> Effect {
    let (a, b): (Vec<f64>, Vec<f64>) = values.iter().copied().unzip();
    let differences: Vec<f64> = values.iter().map(|(a, b)| difference(*a, *b)).collect();
    let levels = [median(&a), median(&b)];
    let smallest = smallest(levels);
    let sign = if is_better_lower(outcome) { -1.0 } else { 1.0 };
    let gains: Vec<f64> = differences.iter().map(|step| sign * step).collect();
    Effect {
        arms,
        cohort,
        outcome,
        unit: String::new(),
        people: MISSING,
        levels,
        estimate: Estimate::median_of(&differences),
        sd: MISSING,
        deaths: [MISSING; 2],
        smallest,
        shares: Shares::of(&gains, smallest),
    }
}

fn is_better_lower(outcome: &str) -> bool {
    outcome == COST || COUNTED.contains(&outcome)
}

/// The effect on what services and crises cost over the horizon.
fn cost(observed: &Observed, arms: [usize; 2]) -> Option<Effect> {
    let column = observed.record.outcome(COST)?;
    let pairs = observed.pairs(arms[0], arms[1]);
    if pairs.is_empty() {
        return None;
    }
    let over = |run| observed.over(run, column, Over::Mean);
    let values = pairs.into_iter().map(|(a, b)| (over(a), over(b))).collect();
    let effect = compared(arms, (COHORTS[0], COST), values, |levels| SMALLEST_COST * levels[0]);
    Some(Effect { unit: observed.record.money.unit_at_prices(observed.outcome(column).unit), ..effect })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    #[test]
    fn an_effect_stands_beside_the_smallest_that_matters_and_gets_a_verdict() {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 8, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let all = effects(&observed);
        let of = |cohort: &str, outcome: &str| all.iter().find(|e| e.cohort == cohort && e.outcome == outcome).unwrap();
        let several = of("three_or_more_needs", "flourishing");
        assert_eq!(several.verdict(), Some(Verdict::Win));
        assert!((several.in_sd() - several.estimate.value / 0.2).abs() < 1e-12);
        assert!((several.in_observed_sd() / several.in_sd() - 0.8_f64.sqrt()).abs() < 1e-12);
        assert!((several.smallest - 0.01).abs() < 1e-12 && (several.deaths[0] - 20.0).abs() < 0.1);
        assert_eq!(of("all", "flourishing").verdict(), Some(Verdict::NoDifference));
        let deaths = of("three_or_more_needs", "deaths");
        assert!(deaths.verdict().is_none() && deaths.in_sd().is_nan() && deaths.smallest.is_nan());
        let staff = of("staff", "staff_wellbeing");
        assert!((staff.smallest - 0.01).abs() < 1e-12 && staff.deaths[0].is_nan());
        let cost = of("all", COST);
        assert!((cost.smallest - 0.01 * cost.levels[0]).abs() < 1e-12 && cost.shares.is_some());
    }

    #[test]
    fn every_two_arms_are_compared_and_one_alone_is_not() {
        let (record, ensemble) = synthetic::make(&["npm", "hls", "graft"], 5, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let arms: Vec<[usize; 2]> = effects(&observed).iter().map(|effect| effect.arms).collect();
        assert!([[0, 1], [0, 2], [1, 2]].iter().all(|pair| arms.contains(pair)));
        let (record, ensemble) = synthetic::make(&["npm"], 5, 60);
        assert!(effects(&Observed::new(&record, &ensemble).unwrap()).is_empty());
    }
}
