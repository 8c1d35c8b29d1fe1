//! What an arm did to cohorts, cost and staff against another: effects in their unit, in standard deviations, and beside
//! the smallest that matters; in plain units for each 1,000 people, and in years of wellbeing with what they cost.

use crate::money::Money;
use crate::observed::{Observed, Over, Run};
use crate::wellbys::{self, Ratio, SLOPES};
use regimes_model::model::ledger::PAYERS;
use regimes_model::units::MISSING;
use regimes_study::simulation::trace::{
    COHORTS, COST_ON_EQUAL_PAYMENT, CohortRow, INDEX, OBSERVED_OF_COHORTS, OF_A_KIND, Word, unit_of_cohorts,
};
use regimes_study::statistics::effects::{SMALLEST_COST, SMALLEST_SD, SMALLEST_SD_STAFF, Shares, Verdict, observed_sd};
use regimes_study::statistics::{self, Estimate, difference};

/// The outcome of all residents that is no state of theirs.
pub const COST: &str = "public_cost";
/// The same with money that is held at the end counted as cost: half of it, and all of it.
pub const HELD: [&str; 2] = ["public_cost_and_half_of_money_held", "public_cost_and_money_held"];
/// What each payer spends, in the order of payers.
pub const TO_PAYERS: [&str; PAYERS.len()] = [
    "public_cost_of_council",
    "public_cost_of_health",
    "public_cost_of_housing",
    "public_cost_of_police",
    "public_cost_of_childrens_services",
    "public_cost_of_national",
    "public_cost_of_services",
    "public_cost_of_work_and_pensions",
    "public_cost_of_charity",
];
/// Years of wellbeing for each 1,000 people, by slope: low, middle, high.
pub const WELLBYS: [&str; 3] = ["wellbys_at_low_slope", "wellbys", "wellbys_at_high_slope"];
/// What they are worth: at the low slope and value, the middle ones, the high ones.
pub const WORTH: [&str; 3] = ["value_of_wellbys_low", "value_of_wellbys", "value_of_wellbys_high"];
/// What a year of wellbeing of all residents costs, by slope.
pub const FOR_EACH: [&str; 3] = ["cost_per_wellby_at_low_slope", "cost_per_wellby", "cost_per_wellby_at_high_slope"];
/// Deaths, which every row of a cohort tells beside its outcome.
const DEATHS: &str = "deaths";
/// What years of wellbeing are made from.
const YEARS: &str = "flourishing_years";
/// The cohort whose smallest effect is that of staff.
const STAFF: &str = COHORTS[COHORTS.len() - 1];

/// An effect of an arm on a cohort.
pub struct Effect {
    /// The reference, and the arm compared with it.
    pub arms: [usize; 2],
    /// The cohort.
    pub cohort: &'static str,
    /// What is observed of it.
    pub outcome: Word,
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
    /// What wellbeing costs; none where the row is not about that.
    pub ratio: Option<Ratio>,
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

/// Whether there are two arms to compare: with pairs of runs that follow cohorts.
#[must_use]
pub fn are_there(observed: &Observed) -> bool {
    let has_cohorts = observed.all_runs().any(|run| !observed.cohorts(run).is_empty());
    has_cohorts && all_arms(observed).iter().any(|[a, b]| !observed.pairs(*a, *b).is_empty())
}

/// Each two arms, the earlier one in the file first.
#[must_use]
pub fn all_arms(observed: &Observed) -> Vec<[usize; 2]> {
    let n = observed.n_arms();
    (0..n).flat_map(|a| (a + 1..n).map(move |b| [a, b])).collect()
}

/// The effects between some arms, by cohort and outcome, and on cost.
#[must_use]
pub fn effects(observed: &Observed, arms: &[[usize; 2]]) -> Vec<Effect> {
    if !are_there(observed) {
        return Vec::new();
    }
    let of_arm = |arm: usize| match arms.iter().flatten().any(|one| *one == arm) {
        true => observed.runs(arm).iter().map(|run| OfRun::of(observed, *run)).collect(),
        false => Vec::new(),
    };
    let runs: Vec<Vec<OfRun>> = (0..observed.n_arms()).map(of_arm).collect();
    let (outcomes, money) = (outcomes(observed), &observed.record.money);
    let column = observed.record.outcome(COST);
    let unit = column.map(|column| observed.record.money.unit_at_prices(observed.outcome(column).unit));
    let of_arms = |arms: &[usize; 2]| {
        let pairs = Pairs::of(&runs, *arms);
        let of_cohort = |cohort: &'static str| {
            let rows = outcomes.iter().filter_map(|outcome| pairs.effect(cohort, outcome));
            rows.chain(pairs.wellbys(cohort, money)).collect::<Vec<Effect>>()
        };
        let of_cohorts = COHORTS.into_iter().flat_map(of_cohort);
        let costs =
            unit.iter().flat_map(|unit| pairs.costs(unit)).chain(pairs.for_each_wellby(observed.weeks(), money));
        let on_equal_payment = unit.iter().filter_map(|unit| pairs.on_equal_payment(unit));
        of_cohorts.chain(costs).chain(on_equal_payment).collect::<Vec<_>>()
    };
    arms.iter().flat_map(of_arms).collect()
}

/// All that is observed of cohorts, with a row for each kind of crisis of the scenario.
#[must_use]
pub fn outcomes(observed: &Observed) -> Vec<Word> {
    let first = observed.all_runs().map(|run| observed.cohorts(run)).find(|rows| !rows.is_empty()).unwrap_or_default();
    let of_all = first.iter().filter(|row| row.cohort == COHORTS[0] && row.outcome.starts_with(OF_A_KIND));
    let kinds = of_all.map(|row| row.outcome.clone());
    OBSERVED_OF_COHORTS.into_iter().map(Word::Borrowed).chain(kinds).collect()
}

/// What is compared of a run.
struct OfRun {
    replicate: u32,
    cohorts: Vec<CohortRow>,
    /// What was spent [of the scenario's currency/resident/week].
    spent: f64,
    /// What of it each payer spent, in the same unit.
    paid: [f64; PAYERS.len()],
    /// Money held after the first and the last week, spread over the horizon, in the same unit.
    held: [f64; 2],
}

impl OfRun {
    fn of(observed: &Observed, run: Run) -> OfRun {
        let weeks = observed.weeks().max(1);
        let people_weeks = observed.residents().max(1) as f64 * weeks as f64;
        let mut paid = [0.0; PAYERS.len()];
        for line in observed.costs(run) {
            if let Some(payer) = PAYERS.iter().position(|payer| *payer == line.payer) {
                paid[payer] += line.pounds / people_weeks;
            }
        }
        let columns = ["reserves", "kept_money"].map(|name| observed.record.outcome(name));
        let in_week = |week: usize| {
            let of = |column: usize| observed.window(run, column, week..week + 1).values[0];
            let values = columns.iter().flatten().map(|column| of(*column)).filter(|value| !value.is_nan());
            values.sum::<f64>() / weeks as f64
        };
        let spent = observed.record.outcome(COST).map_or(MISSING, |column| observed.over(run, column, Over::Mean));
        let held = [0, weeks - 1].map(in_week);
        OfRun { replicate: run.replicate, cohorts: observed.cohorts(run), spent, paid, held }
    }
}

/// The runs of two arms, pair by pair.
struct Pairs<'a> {
    arms: [usize; 2],
    runs: Vec<[&'a OfRun; 2]>,
}

impl<'a> Pairs<'a> {
    fn of(runs: &'a [Vec<OfRun>], arms: [usize; 2]) -> Pairs<'a> {
        let [a, b] = arms.map(|arm| &runs[arm]);
        let pair = |run: &'a OfRun| {
            let other = b.binary_search_by_key(&run.replicate, |other| other.replicate).ok()?;
            Some([run, &b[other]])
        };
        Pairs { arms, runs: a.iter().filter_map(pair).collect() }
    }

    /// The rows of a cohort and an outcome in those pairs that have it in both arms.
    fn rows_of(&self, cohort: &str, outcome: &str) -> Vec<[&'a CohortRow; 2]> {
        let find = |run: &'a OfRun| run.cohorts.iter().find(|row| row.cohort == cohort && row.outcome == outcome);
        self.runs.iter().filter_map(|[a, b]| Some([find(a)?, find(b)?])).collect()
    }

    /// The effect on what an arm costs where all are paid alike, beside 1 % of what the reference then costs; none where no
    /// run has such a reading.
    fn on_equal_payment(&self, unit: &str) -> Option<Effect> {
        let rows = self.rows_of(COHORTS[0], COST_ON_EQUAL_PAYMENT);
        let values: Vec<(f64, f64)> = rows.iter().map(|[a, b]| (a.mean, b.mean)).collect();
        let of = || (COHORTS[0], Word::Borrowed(COST_ON_EQUAL_PAYMENT));
        let effect = || compared(self.arms, of(), values.clone(), |levels| SMALLEST_COST * levels[0]);
        (!rows.is_empty()).then(|| Effect { unit: unit.to_owned(), ..effect() })
    }

    fn effect(&self, cohort: &'static str, outcome: &Word) -> Option<Effect> {
        let rows = self.rows_of(cohort, outcome);
        if rows.is_empty() {
            return None;
        }
        let deaths = self.rows_of(cohort, DEATHS);
        let unit = unit_of_cohorts(outcome);
        let is_index = unit == INDEX;
        let sds: Vec<f64> = rows.iter().map(|[a, _]| a.sd).filter(|sd| !sd.is_nan()).collect();
        let sd = if is_index && !sds.is_empty() { statistics::mean(&sds) } else { MISSING };
        let smallest = sd * if cohort == STAFF { SMALLEST_SD_STAFF } else { SMALLEST_SD };
        let values = rows.iter().map(|[a, b]| (a.mean, b.mean)).collect();
        let effect = compared(self.arms, (cohort, outcome.clone()), values, |_| smallest);
        let middle = |arm: usize| median(&deaths.iter().map(|rows| rows[arm].mean).collect::<Vec<_>>());
        let deaths = [middle(0), middle(1)];
        Some(Effect { people: people(&rows), sd, deaths, unit: unit.to_owned(), ..effect })
    }

    /// The effects on what services and crises cost over the horizon: as spent; with half of the money, or all of it, that
    /// organisations and commissioners hold at the end beyond what they held after the first week under the reference
    /// (A298); and by payer.
    fn costs(&self, unit: &str) -> Vec<Effect> {
        if self.runs.is_empty() {
            return Vec::new();
        }
        let effect = |outcome: &'static str, smallest: f64, of: &dyn Fn(&OfRun, &OfRun) -> f64| {
            let values = self.runs.iter().map(|[a, b]| (of(a, a), of(a, b))).collect();
            let effect = compared(self.arms, (COHORTS[0], outcome.into()), values, |levels| smallest * levels[0]);
            Effect { unit: unit.to_owned(), ..effect }
        };
        let with = |outcome: &'static str, share: f64| {
            effect(outcome, SMALLEST_COST, &|first, run| run.spent + share * (run.held[1] - first.held[0]))
        };
        let payer = |(payer, outcome): (usize, &&'static str)| effect(outcome, MISSING, &|_, run| run.paid[payer]);
        let by_payer = TO_PAYERS.iter().enumerate().map(payer).filter(|effect| effect.levels != [0.0; 2]);
        [with(COST, 0.0), with(HELD[0], 0.5), with(HELD[1], 1.0)].into_iter().chain(by_payer).collect()
    }
}

/// Years of wellbeing, and what they cost.
impl Pairs<'_> {
    /// The years of wellbeing of a cohort for each 1,000 people, and what they are worth where that is known.
    fn wellbys(&self, cohort: &'static str, money: &Money) -> Vec<Effect> {
        let rows = self.rows_of(cohort, YEARS);
        if rows.is_empty() {
            return Vec::new();
        }
        let times = |outcome: &'static str, factor: f64, unit: &str| {
            let values = rows.iter().map(|[a, b]| (factor * a.mean, factor * b.mean)).collect();
            let effect = compared(self.arms, (cohort, outcome.into()), values, |_| MISSING);
            Effect { people: people(&rows), unit: unit.to_owned(), ..effect }
        };
        let years = WELLBYS.iter().zip(SLOPES).map(|(outcome, slope)| times(outcome, slope, "WELLBY/1000 people"));
        let unit = money.unit_at_prices("GBP/1000 people");
        let values = wellbys::values(money.currency(), money.price_year()).into_iter().flatten();
        let worth = WORTH.iter().zip(SLOPES).zip(values).map(|((outcome, slope), v)| times(outcome, slope * v, &unit));
        years.chain(worth).collect()
    }

    /// What a year of wellbeing of all residents costs: the mean difference in what is spent on a resident over the horizon
    /// by that in years of wellbeing, over pairs that have both.
    fn for_each_wellby(&self, weeks: usize, money: &Money) -> Vec<Effect> {
        let years = |run: &OfRun| {
            let row = run.cohorts.iter().find(|row| row.cohort == COHORTS[0] && row.outcome == YEARS);
            row.map_or(MISSING, |row| row.mean / 1000.0)
        };
        let steps = self.runs.iter().map(|[a, b]| (weeks as f64 * (b.spent - a.spent), years(b) - years(a)));
        let known: Vec<(f64, f64)> = steps.filter(|(cost, years)| !cost.is_nan() && !years.is_nan()).collect();
        let (costs, years): (Vec<f64>, Vec<f64>) = known.into_iter().unzip();
        if costs.is_empty() {
            return Vec::new();
        }
        let (cost, years) = (statistics::mean(&costs), statistics::mean(&years));
        let effect = |(outcome, slope): (&&'static str, f64)| {
            let ratio = Ratio::of(cost, slope * years);
            let effect = compared(self.arms, (COHORTS[0], (*outcome).into()), Vec::new(), |_| MISSING);
            let estimate = Estimate { n: costs.len(), value: ratio.map_or(MISSING, Ratio::pounds), ..effect.estimate };
            Effect { estimate, ratio, unit: money.unit_at_prices("GBP/WELLBY"), ..effect }
        };
        FOR_EACH.iter().zip(SLOPES).map(effect).collect()
    }
}

/// People followed under the reference, median over pairs.
fn people(rows: &[[&CohortRow; 2]]) -> f64 {
    median(&rows.iter().map(|[a, _]| a.people as f64).collect::<Vec<f64>>())
}

fn median(values: &[f64]) -> f64 {
    Estimate::median_of(values).value
}

/// An effect from the values of both arms in each pair; how small it may be depends on the levels.
fn compared(
    arms: [usize; 2],
    (cohort, outcome): (&'static str, Word),
    values: Vec<(f64, f64)>,
    smallest: impl Fn([f64; 2]) -> f64,
) -> Effect {
    let (a, b): (Vec<f64>, Vec<f64>) = values.iter().copied().unzip();
    let differences: Vec<f64> = values.iter().map(|(a, b)| difference(*a, *b)).collect();
    let levels = [median(&a), median(&b)];
    let smallest = smallest(levels);
    let sign = if outcome.starts_with(COST) { -1.0 } else { 1.0 };
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
        ratio: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    #[test]
    fn an_effect_stands_beside_the_smallest_that_matters_and_gets_a_verdict() {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 8, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let all = effects(&observed, &all_arms(&observed));
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
        let paid: f64 = all.iter().filter(|e| TO_PAYERS.contains(&e.outcome.as_ref())).map(|e| e.levels[0]).sum();
        assert!(paid > 0.0 && all.iter().all(|e| !TO_PAYERS.contains(&e.outcome.as_ref()) || e.verdict().is_none()));
        let steps = [of("all", HELD[0]), of("all", HELD[1])].map(|e| e.estimate.value);
        assert!(steps.iter().all(|step| step.is_finite()) && steps[0] != steps[1]);
    }

    #[test]
    fn plain_units_and_years_of_wellbeing_stand_beside_the_indices() {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 8, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let all = effects(&observed, &all_arms(&observed));
        let of = |cohort: &str, outcome: &str| all.iter().find(|e| e.cohort == cohort && e.outcome == outcome).unwrap();
        let crises = of("three_or_more_needs", "crises_entered_eviction");
        assert!((crises.estimate.value + 10.0).abs() < 0.3 && crises.unit == "1/1000 people" && crises.sd.is_nan());
        assert!(all.iter().all(|e| e.outcome != "crises_entered" || e.verdict().is_none()));
        let years = of("three_or_more_needs", "flourishing_years").estimate.value;
        assert!((years - 46.0).abs() < 2.0, "{years}");
        for ((wellbys, worth), (slope, value)) in
            WELLBYS.iter().zip(WORTH).zip([(3.0, 12_800.0), (6.5, 16_640.0), (10.0, 20_480.0)])
        {
            let (wellbys, worth) = (of("three_or_more_needs", wellbys), of("three_or_more_needs", worth));
            assert!((wellbys.estimate.value - slope * years).abs() < 1e-9 && wellbys.people > 399.0);
            assert!((worth.estimate.value - slope * value * years).abs() < 1e-3);
            assert_eq!(worth.unit, "GBP/1000 people at 2025 prices");
        }
    }

    #[test]
    fn a_year_of_wellbeing_costs_the_mean_difference_in_cost_by_that_in_years() {
        let (record, mut ensemble) = synthetic::make(&["npm", "hls"], 4, 52);
        let (column, n) = (record.outcome(COST).unwrap(), record.outcomes.len());
        let mut with = |cost: [f64; 2], years: [f64; 2]| {
            for run in &mut ensemble.traces {
                run.outcomes.chunks_exact_mut(n).for_each(|week| week[column] = cost[run.arm]);
                let rows = run.cohorts.iter_mut().filter(|row| row.cohort == "all" && row.outcome == YEARS);
                rows.for_each(|row| row.mean = years[run.arm]);
            }
            let observed = Observed::new(&record, &ensemble).unwrap();
            let all = effects(&observed, &all_arms(&observed));
            FOR_EACH.map(|outcome| {
                let row = all.iter().find(|effect| effect.outcome == outcome).unwrap();
                assert_eq!((row.estimate.n, row.unit.as_str(), row.cohort), (4, "GBP/WELLBY at 2025 prices", "all"));
                (row.estimate.value, row.ratio.map(Ratio::words))
            })
        };
        // A pound a week more for a resident, and a hundredth of an index-year: 52 / (slope * 0.01).
        let gained = with([40.0, 41.0], [800.0, 810.0]);
        for ((pounds, words), slope) in gained.into_iter().zip(SLOPES) {
            assert!((pounds / (5200.0 / slope) - 1.0).abs() < 1e-9, "{pounds}");
            assert_eq!(words, Some("per WELLBY gained"));
        }
        let given_up = with([40.0, 39.0], [800.0, 790.0]);
        assert!((given_up[1].0 / 800.0 - 1.0).abs() < 1e-9 && given_up[1].1 == Some("per WELLBY given up"));
        for (cost, years, words) in [
            ([40.0, 39.0], [800.0, 810.0], Some("dominates")),
            ([40.0, 41.0], [800.0, 790.0], Some("dominated")),
            ([40.0, 41.0], [800.0, 800.0], None),
        ] {
            let found = with(cost, years);
            assert!(found.iter().all(|(pounds, said)| pounds.is_nan() && *said == words), "{found:?}");
        }
    }

    #[test]
    fn every_two_arms_are_compared_and_one_alone_is_not() {
        let (record, ensemble) = synthetic::make(&["npm", "hls", "graft"], 5, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let arms: Vec<[usize; 2]> = effects(&observed, &all_arms(&observed)).iter().map(|effect| effect.arms).collect();
        assert!([[0, 1], [0, 2], [1, 2]].iter().all(|pair| arms.contains(pair)));
        let (record, ensemble) = synthetic::make(&["npm"], 5, 60);
        assert!(!are_there(&Observed::new(&record, &ensemble).unwrap()));
    }
}
