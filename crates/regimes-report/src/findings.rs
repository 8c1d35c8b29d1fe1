//! What an ensemble says of an outcome: medians by arm, paired differences, and who did better how often.

use crate::error::Error;
use crate::numbers::decimals_of;
use crate::observed::{FINAL_WEEKS, Observed, Over};
use regimes_model::model::outcomes::{Better, Outcome};
use regimes_study::statistics::{self, Estimate, Paired};

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

    /// Arms of which the outcome, in its column, has a median.
    #[must_use]
    pub fn with_value(&self, observed: &Observed, column: usize) -> Vec<usize> {
        let has = |arm: &usize| observed.says_something(*arm, column) && self.arms[*arm].value.is_finite();
        (0..observed.n_arms()).filter(has).collect()
    }

    /// Whether the outcome has an end that is better than the other.
    #[must_use]
    pub fn has_better_end(&self) -> bool {
        self.outcome.better != Better::Neither
    }

    /// In how many pairs `arm` did better than the first arm, and in how many the first did; where the outcome
    /// has no better end, in how many it was higher.
    #[must_use]
    pub fn better(&self, arm: usize) -> (usize, usize) {
        better_in(self.outcome, &self.pairs[arm - 1])
    }

    /// The decimals at which medians of all arms stand beside each other.
    #[must_use]
    pub fn decimals_of_levels(&self) -> usize {
        shared_decimals(self.arms.iter())
    }

    /// The decimals at which differences of all arms stand beside each other.
    #[must_use]
    pub fn decimals_of_differences(&self) -> usize {
        shared_decimals(self.pairs.iter().map(|pair| &pair.difference))
    }

    /// Who did better, `arm` or the first arm (0), where nearly all pairs agree; none where they do not, or are few, or
    /// where neither end is better.
    #[must_use]
    pub fn clear_winner(&self, arm: usize) -> Option<usize> {
        let (of_arm, of_first) = self.better(arm);
        let all = self.pairs[arm - 1].difference.n;
        let leads = |times| self.has_better_end() && is_nearly_all(times, all);
        if leads(of_arm) { Some(arm) } else { leads(of_first).then_some(0) }
    }
}

/// In how many pairs an arm did better on an outcome than the one it is compared with, and in how many worse; where the
/// outcome has no better end, in how many it was higher and lower.
#[must_use]
pub fn better_in(outcome: &Outcome, pair: &Paired) -> (usize, usize) {
    match outcome.better {
        Better::Lower => (pair.below, pair.above),
        Better::Higher | Better::Neither => (pair.above, pair.below),
        Better::NearZero => (pair.nearer, pair.further),
    }
}

/// The most decimals that one of several estimates supports.
fn shared_decimals<'a>(estimates: impl Iterator<Item = &'a Estimate>) -> usize {
    estimates.filter(|estimate| estimate.n > 0).map(decimals_of).max().unwrap_or(0)
}

/// The arm that does best of all in most futures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leader {
    /// The arm.
    pub arm: usize,
    /// The futures in which it does better than every other arm.
    pub times: usize,
    /// The futures in which all arms that the outcome says something of have a value.
    pub futures: usize,
}

impl Leader {
    /// The leader on an outcome over a part of the horizon; none where no future has a best arm, as where the outcome has
    /// no better end, fewer than two arms have a value, or all are equal.
    #[must_use]
    pub fn of(observed: &Observed, column: usize, over: Over) -> Option<Leader> {
        let score = score(observed.outcome(column).better)?;
        let of_arm = |arm| (arm, observed.scores(arm, column, over, score));
        let arms: Vec<(usize, Vec<(u32, f64)>)> = (0..observed.n_arms()).map(of_arm).collect();
        let told: Vec<&(usize, Vec<(u32, f64)>)> = arms.iter().filter(|(_, scores)| !scores.is_empty()).collect();
        let [first, others @ ..] = told.as_slice() else { return None };
        let mut times = vec![0; observed.n_arms()];
        let mut futures = 0;
        for &(replicate, score) in &first.1 {
            let place = |(arm, scores): &&(usize, Vec<(u32, f64)>)| {
                let found = scores.binary_search_by_key(&replicate, |of| of.0);
                found.ok().map(|place| (*arm, scores[place].1))
            };
            let Some(rest) = others.iter().map(place).collect::<Option<Vec<_>>>() else { continue };
            futures += 1;
            if let Some(arm) = best(&[&[(first.0, score)], rest.as_slice()].concat()) {
                times[arm] += 1;
            }
        }
        let most = times.iter().copied().max().filter(|&most| most > 0 && told.len() > 1)?;
        let arm = times.iter().position(|&times| times == most)?;
        Some(Leader { arm, times: most, futures })
    }

    /// Whether it leads in nearly all futures, and these are enough.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        is_nearly_all(self.times, self.futures)
    }
}

/// What is more the better an outcome is; none where neither end is better.
fn score(better: Better) -> Option<fn(f64) -> f64> {
    match better {
        Better::Higher => Some(|value| value),
        Better::Lower => Some(|value| -value),
        Better::NearZero => Some(|value| -value.abs()),
        Better::Neither => None,
    }
}

/// The arm whose score is above all others by more than rounding.
fn best(scores: &[(usize, f64)]) -> Option<usize> {
    let &(arm, top) = scores.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let is_above = |&(other, score): &(usize, f64)| other == arm || statistics::difference(score, top) > 0.0;
    scores.iter().all(is_above).then_some(arm)
}

/// The outcomes that belong together: what residents have of it, what it costs, and what staff have of it.
pub const TOGETHER: [&str; 3] = ["flourishing", "public_cost", "staff_wellbeing"];

/// Whether a number of pairs out of all are enough to name a winner: nine of ten, and five at least.
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
    Paired::of(&pairs(observed, arm, column, over))
}

fn pairs(observed: &Observed, arm: usize, column: usize, over: Over) -> Vec<(f64, f64)> {
    let of_pair = |(a, b)| (observed.over(a, column, over), observed.over(b, column, over));
    observed.pairs(0, arm).into_iter().map(of_pair).collect()
}

/// By arm after the first, the half-width of the 90 % interval of its paired difference's centre, over the horizon.
#[must_use]
pub fn half_widths(observed: &Observed, column: usize) -> Vec<f64> {
    let of_arm = |arm| {
        let pairs = pairs(observed, arm, column, Over::Mean);
        statistics::half_width(&pairs.iter().map(|(a, b)| statistics::difference(*a, *b)).collect::<Vec<_>>())
    };
    (1..observed.n_arms()).map(of_arm).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run_record::Record;
    use crate::synthetic;
    use regimes_study::simulation::trace::Ensemble;

    #[test]
    fn less_is_better_where_the_outcome_says_so() {
        let (record, ensemble) = synthetic::small();
        let observed = Observed::new(&record, &ensemble).unwrap();
        let turnover = record.outcome("turnover").unwrap();
        let finding = Finding::of(&observed, turnover, Over::Final);
        assert!(finding.pairs[0].difference.value < 0.0);
        assert_eq!(finding.better(1), (5, 0));
    }

    /// Two arms with the same outcome but for `reported_minus_true`, which is these numbers in all weeks of each pair.
    fn errors(pairs: &[(f64, f64)]) -> (Record, Ensemble) {
        let (record, mut ensemble) = synthetic::make(&["npm", "hls"], pairs.len() as u32, 60);
        let (column, n) = (record.outcome("reported_minus_true").unwrap(), record.outcomes.len());
        for run in &mut ensemble.traces {
            let (first, other) = pairs[run.replicate as usize];
            run.outcomes.chunks_exact_mut(n).for_each(|row| row[column] = if run.arm == 0 { first } else { other });
        }
        (record, ensemble)
    }

    #[test]
    fn an_error_with_a_sign_is_better_nearer_to_zero_on_either_side_of_it() {
        let (record, ensemble) = errors(&[(0.2, 0.1), (0.2, -0.1), (-0.2, -0.1), (0.1, -0.2), (-0.3, 0.1)]);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let column = record.outcome("reported_minus_true").unwrap();
        let finding = Finding::of(&observed, column, Over::Mean);
        assert_eq!((finding.better(1), finding.has_better_end()), ((4, 1), true));
        let leader = Leader::of(&observed, column, Over::Mean).unwrap();
        assert_eq!(leader, Leader { arm: 1, times: 4, futures: 5 });
        assert!(!leader.is_clear());
    }

    #[test]
    fn an_outcome_without_a_better_end_has_no_winner_and_no_leader() {
        let (record, ensemble) = synthetic::make(&["npm", "hls", "none"], 5, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        for (column, _) in record.outcomes.iter().enumerate().filter(|(_, o)| o.better == Better::Neither) {
            let finding = Finding::of(&observed, column, Over::Mean);
            assert!(!finding.has_better_end() && finding.clear_winner(1).is_none());
            assert_eq!(Leader::of(&observed, column, Over::Mean), None);
        }
    }

    #[test]
    fn arms_without_a_value_lead_nowhere_and_equal_arms_neither() {
        let (record, mut ensemble) = synthetic::make(&["npm", "hls", "none"], 5, 60);
        let (column, n) = (record.outcome("staff_wellbeing").unwrap(), record.outcomes.len());
        let of = |ensemble: &Ensemble| Leader::of(&Observed::new(&record, ensemble).unwrap(), column, Over::Mean);
        let mut fill = |arm: usize, replicates: core::ops::Range<u32>, value: f64| {
            for run in ensemble.traces.iter_mut().filter(|t| t.arm == arm && replicates.contains(&t.replicate)) {
                run.outcomes.chunks_exact_mut(n).for_each(|row| row[column] = value);
            }
            of(&ensemble)
        };
        let leader = fill(2, 0..5, f64::NAN).unwrap();
        assert_eq!((leader, leader.is_clear()), (Leader { arm: 1, times: 5, futures: 5 }, true));
        assert_eq!(fill(1, 0..1, f64::NAN).unwrap(), Leader { arm: 1, times: 4, futures: 4 });
        fill(0, 0..5, 0.3);
        assert_eq!(fill(1, 0..5, 0.1 + 0.2), None);
        assert_eq!(fill(1, 0..5, f64::NAN), None);
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
