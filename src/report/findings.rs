//! What an ensemble says of an outcome: medians by arm, paired differences, and who did better how often.

use crate::model::outcomes::{Better, Outcome};
use crate::report::error::Error;
use crate::report::numbers;
use crate::report::observed::{FINAL_WEEKS, Observed, Over};
use crate::statistics::{Estimate, Paired};

/// What an ensemble says of an outcome over a part of the horizon.
#[derive(Clone)]
pub struct Finding {
    /// The outcome.
    pub outcome: &'static Outcome,
    /// The part of the horizon.
    pub over: Over,
    /// By arm, the median over replicates with the interval that covers 90 % of them.
    pub arms: Vec<Estimate>,
    /// By arm after the first, the paired difference against the first.
    pub pairs: Vec<Paired>,
}

impl Finding {
    /// Looks at an outcome over a part of the horizon.
    #[must_use]
    pub fn of(observed: &Observed, column: usize, over: Over) -> Finding {
        let of_arm = |arm| Estimate::median_of(&observed.all_over(arm, column, over));
        Finding {
            outcome: observed.outcome(column),
            over,
            arms: (0..observed.n_arms()).map(of_arm).collect(),
            pairs: (1..observed.n_arms()).map(|arm| paired(observed, arm, column, over)).collect(),
        }
    }

    /// In how many pairs `arm` did better than the first arm, and in how many the first did; where the outcome
    /// has no better end, in how many it was higher.
    #[must_use]
    pub fn better(&self, arm: usize) -> (usize, usize) {
        let pair = &self.pairs[arm - 1];
        match self.outcome.better {
            Better::Lower => (pair.below, pair.above),
            Better::Higher | Better::Neither => (pair.above, pair.below),
        }
    }

    /// The decimals that show medians and differences.
    #[must_use]
    pub fn decimals(&self) -> usize {
        let medians: Vec<f64> = self.arms.iter().map(|a| a.value).collect();
        let steps: Vec<f64> = self.pairs.iter().map(|p| p.difference.value).collect();
        numbers::decimals_for(&medians, &steps)
    }
}

/// The headline outcomes over the horizon and the final year, in the order of the scenario.
///
/// # Errors
/// If a headline outcome is not in the table.
pub fn headline(observed: &Observed) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    for name in &observed.record.headline {
        let column = observed
            .record
            .outcome(name)
            .ok_or_else(|| Error::Mismatch(format!("the headline outcome {name} is not observed")))?;
        findings.push(Finding::of(observed, column, Over::Mean));
        findings.push(Finding::of(observed, column, Over::Final));
    }
    Ok(findings)
}

/// How far an outcome of the first arm moves of itself: its medians in the first and the final year, where it moves
/// further than any arm differs from it over the horizon; none where it does not, or in a horizon of two years or less.
#[must_use]
pub fn drift(observed: &Observed, over_horizon: &Finding) -> Option<[f64; 2]> {
    let column = observed.record.outcome(over_horizon.outcome.name)?;
    let [first, last] = [Over::First, Over::Final].map(|over| Finding::of(observed, column, over).arms[0].value);
    let differences = over_horizon.pairs.iter().map(|pair| pair.difference.value.abs());
    let most = differences.fold(None, |most: Option<f64>, one| Some(most.map_or(one, |most| most.max(one))))?;
    (observed.weeks() > 2 * FINAL_WEEKS && (last - first).abs() > most).then_some([first, last])
}

fn paired(observed: &Observed, arm: usize, column: usize, over: Over) -> Paired {
    let values: Vec<(f64, f64)> = observed
        .pairs(0, arm)
        .into_iter()
        .map(|(a, b)| (observed.over(a, column, over), observed.over(b, column, over)))
        .collect();
    Paired::of(&values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::synthetic;

    #[test]
    fn less_is_better_where_the_outcome_says_so() {
        let (record, ensemble) = synthetic::small();
        let observed = Observed::new(&record, &ensemble).unwrap();
        let turnover = record.outcome("turnover").unwrap();
        let finding = Finding::of(&observed, turnover, Over::Final);
        assert!(finding.pairs[0].difference.value < 0.0);
        assert_eq!(finding.better(1), (5, 0));
    }

    #[test]
    fn a_headline_that_is_not_observed_is_named() {
        let (mut record, ensemble) = synthetic::small();
        record.headline.push("happiness".to_owned());
        let observed = Observed::new(&record, &ensemble).unwrap();
        let error = headline(&observed).err().unwrap();
        assert!(error.to_string().contains("happiness"));
    }
}
