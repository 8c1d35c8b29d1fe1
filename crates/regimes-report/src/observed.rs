//! An ensemble as the report reads it: whole runs by arm, in pairs, week by week or over the horizon.

use crate::error::Error;
use crate::lengths;
use crate::run_record::Record;
use regimes_model::model::outcomes::Outcome;
use regimes_study::simulation::trace::{Ensemble, Trace};

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

/// A record and its ensemble, checked to be of the same run.
pub struct Observed<'a> {
    /// What is known of the run.
    pub record: &'a Record,
    /// All runs.
    pub ensemble: &'a Ensemble,
    /// Whole runs by arm, sorted by replicate.
    whole: Vec<Vec<&'a Trace>>,
}

impl<'a> Observed<'a> {
    /// Puts a record and an ensemble together.
    ///
    /// # Errors
    /// If they are not of the same run, or no run is whole.
    pub fn new(record: &'a Record, ensemble: &'a Ensemble) -> Result<Observed<'a>, Error> {
        check(record, ensemble)?;
        let whole = |arm| {
            let runs = ensemble.traces.iter();
            runs.filter(|t| t.arm == arm && t.error.is_none()).collect()
        };
        let observed = Observed { record, ensemble, whole: (0..record.arms.len()).map(whole).collect() };
        if observed.whole.iter().all(Vec::is_empty) {
            return Err(Error::Empty { file: "timeseries.csv".to_owned(), reason: first_failure(ensemble) });
        }
        Ok(observed)
    }

    /// Weeks after the burn-in.
    #[must_use]
    pub fn weeks(&self) -> usize {
        self.ensemble.weeks as usize
    }

    /// The period of [`Over::Final`] in words.
    #[must_use]
    pub fn final_period(&self) -> String {
        if self.weeks() >= FINAL_WEEKS {
            return "the final year".to_owned();
        }
        format!("the whole horizon of {}", lengths::in_words(self.ensemble.weeks))
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
    pub fn runs(&self, arm: usize) -> &[&'a Trace] {
        &self.whole[arm]
    }

    /// Whole runs of all arms.
    pub fn all_runs(&self) -> impl Iterator<Item = &'a Trace> {
        self.whole.iter().flatten().copied()
    }

    /// Runs of two arms that met the same luck and are both whole.
    #[must_use]
    pub fn pairs(&self, a: usize, b: usize) -> Vec<(&'a Trace, &'a Trace)> {
        let partner = |run: &&'a Trace| {
            let found = self.whole[b].binary_search_by_key(&run.replicate, |t| t.replicate);
            found.ok().map(|place| (*run, self.whole[b][place]))
        };
        self.whole[a].iter().filter_map(partner).collect()
    }

    /// Whether an outcome says something of an arm: without services lives go on, nobody works, and the little that is paid
    /// is told where one arm alone has services.
    #[must_use]
    pub fn says_something(&self, arm: usize, column: usize) -> bool {
        let (idle, name) = (&self.record.idle, self.outcome(column).name);
        let is_of_lives = name.starts_with("flourishing") || OF_LIVES.contains(&name);
        let is_of_money = ["public_cost", "crisis_cost"].contains(&name) && idle.len() + 1 >= self.n_arms();
        is_of_lives || is_of_money || !idle.contains(&arm)
    }

    /// An outcome of a run in a week.
    #[must_use]
    pub fn value(&self, run: &Trace, week: usize, column: usize) -> f64 {
        run.value(week, column)
    }

    /// An outcome of a run over a part of the horizon; shares are ratios of sums, and weeks without a value do not count.
    #[must_use]
    pub fn over(&self, run: &Trace, column: usize, over: Over) -> f64 {
        let weeks = match over {
            Over::First => 0..self.weeks().min(FINAL_WEEKS),
            Over::Final => self.weeks().saturating_sub(FINAL_WEEKS)..self.weeks(),
            Over::Mean => 0..self.weeks(),
        };
        run.over(weeks, column)
    }

    /// [`over`](Observed::over) of all whole runs of an arm.
    #[must_use]
    pub fn all_over(&self, arm: usize, column: usize, over: Over) -> Vec<f64> {
        let runs = self.runs(arm).iter();
        runs.map(|run| self.over(run, column, over)).collect()
    }

    /// All public money of a run over the horizon, as it was spent and as it counts at the start of the horizon
    /// [of the scenario's currency/resident].
    #[must_use]
    pub fn total_cost(&self, run: &Trace) -> [f64; 2] {
        let people = self.ensemble.residents.max(1) as f64;
        let sum =
            |counts: &dyn Fn(u32) -> f64| run.costs.iter().map(|line| line.pounds * counts(line.year)).sum::<f64>();
        [sum(&|_| 1.0), sum(&|year| self.record.money.counts(year))].map(|sum| sum / people)
    }

    /// Each whole run of an arm that has a value of an outcome over a part of the horizon: its replicate, and a score of
    /// the value.
    #[must_use]
    pub fn scores(&self, arm: usize, column: usize, over: Over, score: fn(f64) -> f64) -> Vec<(u32, f64)> {
        let of = |run: &&Trace| (run.replicate, score(self.over(run, column, over)));
        self.runs(arm).iter().map(of).filter(|(_, score)| !score.is_nan()).collect()
    }

    /// The identifier of a run, such as `npm-0007`.
    #[must_use]
    pub fn run_id(&self, run: &Trace) -> String {
        format!("{}-{:04}", self.record.arms[run.arm].name, run.replicate)
    }

    /// The identifier of a pair, such as `pair-0007`.
    #[must_use]
    pub fn pair_id(run: &Trace) -> String {
        format!("pair-{:04}", run.replicate)
    }
}

fn check(record: &Record, ensemble: &Ensemble) -> Result<(), Error> {
    let mismatch = |text: String| Err(Error::Mismatch(text));
    if record.arms.len() != ensemble.arms.len() {
        let (named, run) = (record.arms.len(), ensemble.arms.len());
        return mismatch(format!("{named} arms are named and {run} were run"));
    }
    let columns = record.outcomes.len();
    let cells = ensemble.weeks as usize * columns;
    for run in ensemble.traces.iter().filter(|t| t.error.is_none()) {
        if run.arm >= record.arms.len() || run.outcomes.len() != cells {
            let found = run.outcomes.len();
            return mismatch(format!(
                "arm {} replicate {} has {found} numbers, not {} weeks of {columns} outcomes",
                run.arm, run.replicate, ensemble.weeks
            ));
        }
    }
    Ok(())
}

fn first_failure(ensemble: &Ensemble) -> String {
    let failure = ensemble.traces.iter().find_map(|t| t.error.as_deref());
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
        let cost = |record: &Record| Observed::new(record, &ensemble).unwrap().total_cost(&ensemble.traces[0]);
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
