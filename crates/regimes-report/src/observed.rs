//! Runs as the report reads them: whole ones by arm, in pairs, week by week or over the horizon.

mod digits;

use crate::error::Error;
use crate::judged::Judged;
use crate::lengths;
use crate::observed::digits::{shorten, shorten_cohort, shorten_cost, shorten_evaluation};
use crate::run_record::Record;
use regimes_model::model::outcomes::Outcome;
use regimes_model::units::MISSING;
use regimes_study::simulation::trace::{
    CensusRow, CohortRow, CostRow, EvaluationRow, GroupRow, LifeEvent, StateRow, Trace, over_weeks,
};
use regimes_study::study::pieces::{Column, Heading};
use regimes_study::study::runs::{Runs, Size};
use regimes_study::study::store::Refused;
use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

/// Weeks of the final year.
pub const FINAL_WEEKS: usize = 52;

/// Outcomes of lives, beside indices of flourishing: they go on where there are no services.
const OF_LIVES: [&str; 9] =
    ["agency", "ties", "inequality", "group_gap", "worst_group", "unmet_needs", "crises", "in_crisis", "deaths"];

/// The part of the horizon over which an outcome is averaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// The first 52 weeks, or the whole horizon if it is shorter.
    First,
    /// The last 52 weeks, or the whole horizon if it is shorter.
    Final,
    /// The whole horizon.
    Mean,
}

impl Over {
    /// Its name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Over::First => "first",
            Over::Final => "final",
            Over::Mean => "mean",
        }
    }
}

/// A run, as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Number of the arm.
    pub arm: usize,
    /// Number of the replicate, from 0.
    pub replicate: u32,
    /// Its number among all runs.
    place: usize,
}

/// Numbers held at a time, so that memory does not grow with the number of runs: 2 MB of an outcome, and of its weights.
const HELD: usize = 1 << 18;

/// An outcome of a run over some weeks.
pub struct Window {
    from: usize,
    /// Its values, week by week.
    pub values: Vec<f64>,
    /// With how much each week counts; none where all count alike.
    weights: Option<Vec<f64>>,
}

impl Window {
    /// What it comes to over some of its weeks: shares are ratios of sums, and weeks without a value do not count.
    #[must_use]
    pub fn over(&self, weeks: Range<usize>) -> f64 {
        let counts = |week: usize| self.weights.as_ref().map_or(1.0, |weights| weights[week - self.from]);
        over_weeks(weeks.map(|week| (self.values[week - self.from], counts(week))))
    }
}

/// A record and its runs, checked to be of the same study.
///
/// What is not in memory is read when it is asked for, in the nine digits that tables hold, so that figures are the same
/// when they are drawn from tables. What a store refuses counts as missing until [`check`](Observed::check) is asked.
pub struct Observed<'a> {
    /// What is known of the run.
    pub record: &'a Record,
    runs: &'a dyn Runs,
    size: Size,
    /// Whole runs by arm, sorted by replicate.
    whole: Vec<Vec<Run>>,
    refused: Mutex<Option<Refused>>,
    /// By arm and outcome, what `verdicts` has judged, once somebody has asked.
    pub judged: OnceLock<Vec<(usize, &'static str, Judged)>>,
}

impl<'a> Observed<'a> {
    /// Puts a record and runs together.
    ///
    /// # Errors
    /// If they are not of the same study, or no run is whole.
    pub fn new(record: &'a Record, runs: &'a dyn Runs) -> Result<Observed<'a>, Error> {
        let size = runs.size();
        check(record, runs, size)?;
        let mut whole = vec![Vec::new(); record.arms.len()];
        for (run, _) in headings(runs).filter(|(_, error)| error.is_none()) {
            whole[run.arm].push(run);
        }
        if whole.iter().all(Vec::is_empty) {
            return Err(Error::Empty { file: "timeseries.csv".to_owned(), reason: first_failure(runs) });
        }
        Ok(Observed { record, runs, size, whole, refused: Mutex::new(None), judged: OnceLock::new() })
    }

    /// Whether all that was asked for could be read.
    ///
    /// # Errors
    /// The first that could not.
    pub fn check(&self) -> Result<(), Error> {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner).take();
        refused.map_or(Ok(()), |refused| Err(refused.into()))
    }

    /// What was read; where it could not be, nothing, and the reason is kept.
    fn read<T>(&self, part: Result<T, Refused>, nothing: T) -> T {
        part.unwrap_or_else(|refused| {
            self.refused.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(refused);
            nothing
        })
    }

    /// Rows that were read, in the digits that tables hold.
    fn shortened<T>(&self, rows: Result<Vec<T>, Refused>, shorten: fn(&mut T)) -> Vec<T> {
        let mut rows = self.read(rows, Vec::new());
        rows.iter_mut().for_each(shorten);
        rows
    }

    /// Weeks after the burn-in.
    #[must_use]
    pub fn weeks(&self) -> usize {
        self.size.weeks as usize
    }

    /// Residents.
    #[must_use]
    pub fn residents(&self) -> u64 {
        self.size.residents
    }

    /// The period of [`Over::Final`] in words.
    #[must_use]
    pub fn final_period(&self) -> String {
        if self.weeks() >= FINAL_WEEKS {
            return "the final year".to_owned();
        }
        format!("the whole horizon of {}", lengths::in_words(self.size.weeks))
    }

    /// The number of arms.
    #[must_use]
    pub fn n_arms(&self) -> usize {
        self.record.arms.len()
    }

    /// The label of an arm.
    #[must_use]
    pub fn label(&self, arm: usize) -> &'a str {
        &self.record.arms[arm].label
    }

    /// The outcome of a column.
    #[must_use]
    pub fn outcome(&self, column: usize) -> &'static Outcome {
        &self.record.outcomes[column]
    }

    /// The unit of a column in words, with the year of prices where it is money.
    #[must_use]
    pub fn unit_in_words(&self, column: usize) -> String {
        self.record.money.unit_in_words(self.outcome(column).unit)
    }

    /// The arm that titles are about: the scenario's focus, or the second of two arms; of more arms titles tell all.
    #[must_use]
    pub fn focus(&self) -> Option<usize> {
        self.record.focus.or((self.n_arms() == 2).then_some(1))
    }

    /// Whole runs of an arm, sorted by replicate.
    #[must_use]
    pub fn runs(&self, arm: usize) -> &[Run] {
        &self.whole[arm]
    }

    /// Whole runs of all arms.
    pub fn all_runs(&self) -> impl Iterator<Item = Run> {
        self.whole.iter().flatten().copied()
    }

    /// All runs, failed ones among them: each with the reason why it failed.
    pub fn with_failed(&self) -> impl Iterator<Item = (Run, Option<Box<str>>)> {
        headings(self.runs)
    }

    /// How many runs failed.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.runs.number() - self.all_runs().count()
    }

    /// Runs of two arms that met the same luck and are both whole.
    #[must_use]
    pub fn pairs(&self, a: usize, b: usize) -> Vec<(Run, Run)> {
        let partner = |run: &Run| {
            let found = self.whole[b].binary_search_by_key(&run.replicate, |other| other.replicate);
            found.ok().map(|place| (*run, self.whole[b][place]))
        };
        self.whole[a].iter().filter_map(partner).collect()
    }

    /// Whether an outcome says something of an arm: without services lives go on, nobody works, and the little that is paid
    /// is reported where one arm alone has services.
    #[must_use]
    pub fn says_something(&self, arm: usize, column: usize) -> bool {
        let (idle, name) = (&self.record.idle, self.outcome(column).name);
        let is_of_lives =
            name.starts_with("flourishing") || OF_LIVES.contains(&name) || self.outcome(column).per.is_of_homes();
        let is_of_money = ["public_cost", "crisis_cost"].contains(&name) && idle.len() + 1 >= self.n_arms();
        is_of_lives || is_of_money || !idle.contains(&arm)
    }

    /// A run with all that is kept of it.
    #[must_use]
    pub fn trace(&self, run: Run) -> Trace {
        let mut trace = self.read(self.runs.whole(run.place), Trace::new(run.arm, run.replicate));
        trace.outcomes.iter_mut().chain(&mut trace.weights).for_each(shorten);
        trace.costs.iter_mut().for_each(shorten_cost);
        trace.groups.iter_mut().for_each(|line| shorten(&mut line.value));
        trace.evaluation.iter_mut().for_each(shorten_evaluation);
        trace.census.iter_mut().for_each(|line| shorten(&mut line.value));
        trace.cohorts.iter_mut().for_each(shorten_cohort);
        trace
    }

    /// The ledger of a run by year.
    #[must_use]
    pub fn costs(&self, run: Run) -> Vec<CostRow> {
        self.shortened(self.runs.costs(run.place), shorten_cost)
    }

    /// The groups, places and organisations of a run.
    #[must_use]
    pub fn groups(&self, run: Run) -> Vec<GroupRow> {
        self.shortened(self.runs.groups(run.place), |line| shorten(&mut line.value))
    }

    /// The evaluation of a run.
    #[must_use]
    pub fn evaluation(&self, run: Run) -> Vec<EvaluationRow> {
        self.shortened(self.runs.evaluation(run.place), shorten_evaluation)
    }

    /// The census of the status quo, where a run holds it.
    #[must_use]
    pub fn census(&self, run: Run) -> Vec<CensusRow> {
        self.shortened(self.runs.census(run.place), |line| shorten(&mut line.value))
    }

    /// The cohorts of a run that were fixed before any arm began.
    #[must_use]
    pub fn cohorts(&self, run: Run) -> Vec<CohortRow> {
        self.shortened(self.runs.cohorts(run.place), shorten_cohort)
    }

    /// The lives that a run tells of.
    #[must_use]
    pub fn lives(&self, run: Run) -> Vec<LifeEvent> {
        self.read(self.runs.lives(run.place), Vec::new())
    }

    /// States of a sample of residents and organisations, where a run holds them.
    #[must_use]
    pub fn states(&self, run: Run) -> Vec<StateRow> {
        self.read(self.runs.states(run.place), Vec::new())
    }

    /// An outcome of a run over some weeks.
    #[must_use]
    pub fn window(&self, run: Run, column: usize, weeks: Range<usize>) -> Window {
        let numbers = |column| {
            let nothing = vec![MISSING; weeks.len()];
            let mut numbers = self.read(self.runs.column(run.place, column, &weeks), nothing);
            numbers.iter_mut().for_each(shorten);
            numbers
        };
        let weight = self.outcome(column).per.weight();
        Window {
            from: weeks.start,
            values: numbers(Column::Outcome(column)),
            weights: weight.map(|weight| numbers(Column::Weight(weight))),
        }
    }

    /// How many weeks of an outcome are read at a time, for a number of runs.
    #[must_use]
    pub fn weeks_at_a_time(runs: usize) -> usize {
        (HELD / runs.max(1)).max(1)
    }

    /// The weeks of a part of the horizon.
    #[must_use]
    pub fn period(&self, over: Over) -> Range<usize> {
        match over {
            Over::First => 0..self.weeks().min(FINAL_WEEKS),
            Over::Final => self.weeks().saturating_sub(FINAL_WEEKS)..self.weeks(),
            Over::Mean => 0..self.weeks(),
        }
    }

    /// An outcome of a run over a part of the horizon; shares are ratios of sums, and weeks without a value do not count.
    #[must_use]
    pub fn over(&self, run: Run, column: usize, over: Over) -> f64 {
        let weeks = self.period(over);
        self.window(run, column, weeks.clone()).over(weeks)
    }

    /// [`over`](Observed::over) of all whole runs of an arm.
    #[must_use]
    pub fn all_over(&self, arm: usize, column: usize, over: Over) -> Vec<f64> {
        self.runs(arm).iter().map(|run| self.over(*run, column, over)).collect()
    }

    /// All public money of a run's ledger over the horizon, as it was spent and as it counts at the start of the horizon
    /// [of the scenario's currency/resident].
    #[must_use]
    pub fn total_cost(&self, costs: &[CostRow]) -> [f64; 2] {
        let people = self.residents().max(1) as f64;
        let sum = |counts: &dyn Fn(u32) -> f64| costs.iter().map(|line| line.pounds * counts(line.year)).sum::<f64>();
        [sum(&|_| 1.0), sum(&|year| self.record.money.counts(year))].map(|sum| sum / people)
    }

    /// Each whole run of an arm that has a value of an outcome over a part of the horizon: its replicate, and a score of
    /// the value.
    #[must_use]
    pub fn scores(&self, arm: usize, column: usize, over: Over, score: fn(f64) -> f64) -> Vec<(u32, f64)> {
        let of = |run: &Run| (run.replicate, score(self.over(*run, column, over)));
        self.runs(arm).iter().map(of).filter(|(_, score)| !score.is_nan()).collect()
    }

    /// The identifier of a run, such as `npm-0007`.
    #[must_use]
    pub fn run_id(&self, run: Run) -> String {
        format!("{}-{:04}", self.record.arms[run.arm].name, run.replicate)
    }

    /// The identifier of a pair, such as `pair-0007`.
    #[must_use]
    pub fn pair_id(run: Run) -> String {
        format!("pair-{:04}", run.replicate)
    }
}

/// All runs, each with the reason why it failed where it did.
fn headings(runs: &dyn Runs) -> impl Iterator<Item = (Run, Option<Box<str>>)> {
    (0..runs.number()).map(|place| {
        let Heading { arm, replicate, error } = runs.heading(place);
        (Run { arm, replicate, place }, error)
    })
}

fn check(record: &Record, runs: &dyn Runs, size: Size) -> Result<(), Error> {
    let mismatch = |text: String| Err(Error::Mismatch(text));
    if record.arms.len() != size.arms {
        return mismatch(format!("{} arms are named and {} were run", record.arms.len(), size.arms));
    }
    for (run, _) in headings(runs).filter(|(_, error)| error.is_none()) {
        let weeks = runs.weeks(run.place);
        if run.arm >= record.arms.len() || weeks != size.weeks as usize {
            let Run { arm, replicate, .. } = run;
            return mismatch(format!("arm {arm} replicate {replicate} has {weeks} weeks, not {}", size.weeks));
        }
    }
    Ok(())
}

fn first_failure(runs: &dyn Runs) -> String {
    let failure = headings(runs).find_map(|(_, error)| error);
    failure.map_or("there are no runs".to_owned(), |error| format!("every run failed, the first with: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Money;
    use crate::synthetic;
    use regimes_scenario::file::Costs;

    #[test]
    fn a_pair_is_two_whole_runs_of_one_replicate() {
        let (record, mut ensemble) = synthetic::small();
        ensemble.traces[2].error = Some("stopped".to_owned());
        let observed = Observed::new(&record, &ensemble).unwrap();
        let pairs = observed.pairs(0, 1);
        assert!(pairs.iter().all(|(a, b)| a.replicate == b.replicate && a.replicate != 2));
        assert_eq!(pairs.len() + 1, record.replicates as usize);
    }

    #[test]
    fn later_money_counts_less_in_the_sum_over_years_alone() {
        let (mut record, ensemble) = synthetic::make(&["npm"], 1, 104);
        let cost = |record: &Record| Observed::new(record, &ensemble).unwrap().total_cost(&ensemble.traces[0].costs);
        let [spent, counts] = cost(&record);
        assert!(spent > counts && counts > spent / 1.035, "{spent} {counts}");
        record.money = Money::of(&Costs { discount_per_year: 0.0, ..Costs::default() });
        assert_eq!(cost(&record), [spent; 2]);
    }

    #[test]
    fn a_batch_that_failed_says_why() {
        let (record, mut ensemble) = synthetic::small();
        for run in &mut ensemble.traces {
            run.error = Some("no staff left".to_owned());
        }
        let error = Observed::new(&record, &ensemble).err().unwrap();
        assert!(error.to_string().contains("no staff left"), "{error}");
    }

    #[test]
    fn a_record_of_another_run_is_refused() {
        let (mut record, ensemble) = synthetic::small();
        record.arms.pop();
        assert!(matches!(Observed::new(&record, &ensemble), Err(Error::Mismatch(_))));
    }
}
