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

    /// Who did better, `arm` or the first arm (0), where nearly all pairs agree; none where they do not, or are few.
    #[must_use]
    pub fn clear_winner(&self, arm: usize) -> Option<usize> {
        let (of_arm, of_first) = self.better(arm);
        let all = self.pairs[arm - 1].difference.n;
        if is_nearly_all(of_arm, all) { Some(arm) } else { is_nearly_all(of_first, all).then_some(0) }
    }

    /// The decimals that show medians and differences.
    #[must_use]
    pub fn decimals(&self) -> usize {
        let medians: Vec<f64> = self.arms.iter().map(|a| a.value).collect();
        let steps: Vec<f64> = self.pairs.iter().map(|p| p.difference.value).collect();
        numbers::decimals_for(&medians, &steps)
    }
}

/// Whether so many of some pairs are enough to name a winner: nine of ten, and five at least.
#[must_use]
pub fn is_nearly_all(times: usize, all: usize) -> bool {
    all >= 5 && 10 * times >= 9 * all
}

/// The rivals of the first index of flourishing, each with what it leaves out.
const RIVALS: [(&str, &str); 3] = [
    ("flourishing_equal_weights", "with equal weights"),
    ("flourishing_need_only", "by need alone"),
    ("flourishing_without_agency", "without agency"),
];

/// Where an arm is above the first arm by one index of flourishing and below by another, over the horizon, in a
/// sentence an arm.
#[must_use]
pub fn rivals_disagree(observed: &Observed) -> Vec<String> {
    let columns = |name: &str| observed.record.outcome(name);
    let Some(index) = columns("flourishing") else { return Vec::new() };
    let index = Finding::of(observed, index, Over::Mean);
    let rivals = RIVALS.iter().filter_map(|&(name, words)| Some((columns(name)?, words)));
    let rivals: Vec<(Finding, &str)> =
        rivals.map(|(column, words)| (Finding::of(observed, column, Over::Mean), words)).collect();
    let of_arm = |arm: usize| {
        let step = |finding: &Finding| finding.pairs[arm - 1].difference.value;
        let turned = rivals.iter().filter(|(rival, _)| step(rival) * step(&index) < 0.0);
        let turned: Vec<String> = turned
            .map(|(rival, words)| format!("{words} ({} of {})", rival.better(arm).0, rival.pairs[arm - 1].difference.n))
            .collect();
        let (than, label) = (observed.label(0), observed.label(arm));
        let word = if step(&index) > 0.0 { "better" } else { "worse" };
        (!turned.is_empty())
            .then(|| format!("{label} does {word} than {than} by flourishing, and not so {}.", turned.join(", ")))
    };
    (1..observed.n_arms()).filter_map(of_arm).collect()
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
