//! Results by the names of arms and outcomes.

use crate::error::Error;
use regimes_model::model::outcomes::{OUTCOMES, Outcome, position};
use regimes_study::simulation::trace::{Ensemble, Trace};
use regimes_study::statistics::{Estimate, Paired};

/// A number and how far it varies from run to run.
///
/// The range is luck between simulated futures, and where parameters were drawn their uncertainty as well.
///
/// ```
/// # let short = |scenario: regimes::scenario::Scenario| scenario.set("burn_in_weeks", 4).set("horizon_weeks", 40);
/// let results = short(regimes::load("tiny")?).set("replicates", 3).run()?;
/// let interval = results.arm("hls")?.outcome("flourishing")?.over_horizon();
/// assert!(interval.low <= interval.value && interval.value <= interval.high);
/// assert_eq!(interval.runs, 3);
/// # Ok::<(), regimes::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The median of the runs; not a number where none has a value.
    pub value: f64,
    /// The lower end of the range that covers 90 % of the runs.
    pub low: f64,
    /// The upper end of the range that covers 90 % of the runs.
    pub high: f64,
    /// How many runs have a value.
    pub runs: usize,
}

impl From<Estimate> for Interval {
    fn from(estimate: Estimate) -> Interval {
        Interval { value: estimate.value, low: estimate.low, high: estimate.high, runs: estimate.n }
    }
}

/// How much higher an outcome is under one arm than under another, pair by pair on the same people and the same luck.
///
/// ```
/// # let short = |scenario: regimes::scenario::Scenario| scenario.set("burn_in_weeks", 4).set("horizon_weeks", 40);
/// let results = short(regimes::load("tiny")?).set("replicates", 3).run()?;
/// let difference = results.difference("npm", "hls", "flourishing")?;
/// assert_eq!(difference.by.runs, 3);
/// assert!(difference.higher + difference.lower <= 3);
/// # Ok::<(), regimes::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// By how much it is higher over the horizon; the range covers 90 % of the pairs.
    pub by: Interval,
    /// In how many pairs it is higher, by more than rounding.
    pub higher: usize,
    /// In how many pairs it is lower, by more than rounding.
    pub lower: usize,
}

/// The runs of all arms of a scenario.
///
/// ```
/// # let short = |scenario: regimes::scenario::Scenario| scenario.set("burn_in_weeks", 4).set("horizon_weeks", 40);
/// let results = short(regimes::load("tiny")?).set("replicates", 2).run()?;
/// for arm in results.arms() {
///     let cost = results.arm(arm)?.outcome("public_cost")?;
///     println!("{arm}: {} {}", cost.over_horizon().value, cost.unit());
/// }
/// # Ok::<(), regimes::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Results {
    ensemble: Ensemble,
}

impl Results {
    pub(crate) fn of(ensemble: Ensemble) -> Results {
        Results { ensemble }
    }

    /// The names of the arms, in the order of the file; the first is the reference.
    ///
    /// ```
    /// # let short = |scenario: regimes::scenario::Scenario| scenario.set("burn_in_weeks", 4).set("horizon_weeks", 40);
    /// let results = short(regimes::load("tiny")?).set("replicates", 1).run()?;
    /// assert!(results.arms().contains(&"hls".to_owned()));
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    #[must_use]
    pub fn arms(&self) -> &[String] {
        &self.ensemble.arms
    }

    /// The runs of an arm.
    ///
    /// ```
    /// # let short = |scenario: regimes::scenario::Scenario| scenario.set("burn_in_weeks", 4).set("horizon_weeks", 40);
    /// let results = short(regimes::load("tiny")?).set("replicates", 1).run()?;
    /// assert_eq!(results.arm("npm")?.outcome("flourishing")?.by_week().len(), 40);
    /// assert!(results.arm("nmp").is_err_and(|error| error.to_string().contains("`npm`")));
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// If there is no arm of this name.
    pub fn arm(&self, name: &str) -> Result<Arm<'_>, Error> {
        let number = self.ensemble.arms.iter().position(|arm| arm == name);
        let number =
            number.ok_or_else(|| Error::unknown("arm", name, self.ensemble.arms.iter().map(String::as_str)))?;
        let of_arm = self.ensemble.traces.iter().filter(|run| run.arm == number && run.error.is_none());
        Ok(Arm { runs: of_arm.collect(), weeks: self.ensemble.weeks as usize })
    }

    /// How much higher an outcome is over the horizon under the second arm than under the first.
    ///
    /// ```
    /// # let short = |scenario: regimes::scenario::Scenario| scenario.set("burn_in_weeks", 4).set("horizon_weeks", 40);
    /// let results = short(regimes::load("tiny")?).set("replicates", 2).run()?;
    /// assert_eq!(results.difference("hls", "hls", "public_trust")?.by.value, 0.0);
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// If there is no arm, or no outcome, of this name.
    pub fn difference(&self, from: &str, to: &str, outcome: &str) -> Result<Difference, Error> {
        let (from, to) = (self.arm(from)?.outcome(outcome)?, self.arm(to)?.outcome(outcome)?);
        let of_both = from.runs.iter().filter_map(|a| {
            let b = to.runs.iter().find(|b| b.replicate == a.replicate)?;
            Some((from.of_run(a), to.of_run(b)))
        });
        let paired = Paired::of(&of_both.collect::<Vec<_>>());
        Ok(Difference { by: paired.difference.into(), higher: paired.above, lower: paired.below })
    }

    /// Why runs failed, one line each; empty where all are whole. Runs that failed count nowhere else.
    ///
    /// ```
    /// # let short = |scenario: regimes::scenario::Scenario| scenario.set("burn_in_weeks", 4).set("horizon_weeks", 40);
    /// let results = short(regimes::load("tiny")?).set("replicates", 1).run()?;
    /// assert!(results.failures().is_empty());
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    #[must_use]
    pub fn failures(&self) -> Vec<String> {
        let failed = self.ensemble.traces.iter().filter_map(|run| Some((run, run.error.as_ref()?)));
        failed
            .map(|(run, why)| format!("{}, replicate {}: {why}", self.ensemble.arms[run.arm], run.replicate))
            .collect()
    }
}

/// The runs of an arm.
///
/// ```
/// # let short = |scenario: regimes::scenario::Scenario| scenario.set("burn_in_weeks", 4).set("horizon_weeks", 40);
/// let results = short(regimes::load("tiny")?).set("replicates", 1).run()?;
/// let hls = results.arm("hls")?;
/// assert_eq!(hls.outcome("public_trust")?.over_horizon().runs, 1);
/// # Ok::<(), regimes::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Arm<'a> {
    runs: Vec<&'a Trace>,
    weeks: usize,
}

impl<'a> Arm<'a> {
    /// An outcome of all runs of the arm, by a name of `docs/outcomes.md`.
    ///
    /// ```
    /// # let short = |scenario: regimes::scenario::Scenario| scenario.set("burn_in_weeks", 4).set("horizon_weeks", 40);
    /// let results = short(regimes::load("tiny")?).set("replicates", 1).run()?;
    /// let problem = results.arm("hls")?.outcome("flurishing").expect_err("no outcome is called so");
    /// assert_eq!(problem.to_string(), "there is no outcome `flurishing`: did you mean `flourishing`?");
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// If there is no outcome of this name.
    pub fn outcome(&self, name: &str) -> Result<Series<'a>, Error> {
        let known = OUTCOMES.iter().map(|outcome| outcome.name);
        let column = position(name).ok_or_else(|| Error::unknown("outcome", name, known))?;
        Ok(Series { runs: self.runs.clone(), weeks: self.weeks, column })
    }
}

/// An outcome of all runs of an arm.
///
/// ```
/// # let short = |scenario: regimes::scenario::Scenario| scenario.set("burn_in_weeks", 4).set("horizon_weeks", 40);
/// let results = short(regimes::load("tiny")?).set("replicates", 2).run()?;
/// let waiting = results.arm("npm")?.outcome("waiting")?;
/// assert!(waiting.by_week().iter().all(|week| week.low >= 0.0));
/// # Ok::<(), regimes::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Series<'a> {
    runs: Vec<&'a Trace>,
    weeks: usize,
    column: usize,
}

impl Series<'_> {
    /// The outcome in each week after the burn-in.
    ///
    /// ```
    /// # let short = |scenario: regimes::scenario::Scenario| scenario.set("burn_in_weeks", 4).set("horizon_weeks", 40);
    /// let results = short(regimes::load("tiny")?).set("replicates", 2).run()?;
    /// let weeks = results.arm("hls")?.outcome("staff_wellbeing")?.by_week();
    /// assert!(weeks.len() == 40 && weeks[39].value > 0.0);
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    #[must_use]
    pub fn by_week(&self) -> Vec<Interval> {
        let of_week = |week| self.runs.iter().map(|run| run.value(week, self.column)).collect::<Vec<_>>();
        (0..self.weeks).map(|week| Estimate::median_of(&of_week(week)).into()).collect()
    }

    /// The outcome over the horizon: a share is a ratio of sums over all weeks, all else a mean.
    ///
    /// ```
    /// # let short = |scenario: regimes::scenario::Scenario| scenario.set("burn_in_weeks", 4).set("horizon_weeks", 40);
    /// let results = short(regimes::load("tiny")?).set("replicates", 2).run()?;
    /// let flourishing = results.arm("hls")?.outcome("flourishing")?.over_horizon();
    /// assert!(0.0 < flourishing.value && flourishing.value < 1.0);
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    #[must_use]
    pub fn over_horizon(&self) -> Interval {
        let values: Vec<f64> = self.runs.iter().map(|run| self.of_run(run)).collect();
        Estimate::median_of(&values).into()
    }

    /// The unit, as `share` or `index 0-1`.
    ///
    /// ```
    /// # let short = |scenario: regimes::scenario::Scenario| scenario.set("burn_in_weeks", 4).set("horizon_weeks", 40);
    /// let results = short(regimes::load("tiny")?).set("replicates", 1).run()?;
    /// assert_eq!(results.arm("hls")?.outcome("flourishing")?.unit(), "index 0-1");
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    #[must_use]
    pub fn unit(&self) -> &'static str {
        self.outcome().unit
    }

    /// What it means, in a sentence.
    ///
    /// ```
    /// # let short = |scenario: regimes::scenario::Scenario| scenario.set("burn_in_weeks", 4).set("horizon_weeks", 40);
    /// let results = short(regimes::load("tiny")?).set("replicates", 1).run()?;
    /// assert!(!results.arm("hls")?.outcome("public_trust")?.about().is_empty());
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    #[must_use]
    pub fn about(&self) -> &'static str {
        self.outcome().about
    }

    fn outcome(&self) -> &'static Outcome {
        &OUTCOMES[self.column]
    }

    fn of_run(&self, run: &Trace) -> f64 {
        run.over(0..self.weeks, self.column)
    }
}
