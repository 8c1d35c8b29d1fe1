//! What an index amounts to in things that can be counted, as the same runs observed them.

use crate::figures::words::{listed, period};
use crate::findings::Finding;
use crate::numbers::{decimals_for, grouped, signed, typeset};
use crate::observed::{Observed, Over};
use regimes_model::units::WEEKS_PER_YEAR;

/// A count that stands beside an index.
struct Count {
    /// The outcome.
    outcome: &'static str,
    /// Times which it is a count.
    times: f64,
    /// Of what.
    of: &'static str,
}

const OF_PEOPLE: [Count; 2] = [
    Count { outcome: "crises", times: WEEKS_PER_YEAR, of: "crises a year per 1,000 residents" },
    Count { outcome: "waiting", times: 1000.0, of: "people on a waiting list per 1,000" },
];

const OF_STAFF: [Count; 2] = [
    Count { outcome: "sick_days", times: 1.0, of: "sick days a year per worker" },
    Count { outcome: "turnover", times: 100.0, of: "leavers a year per 100 workers" },
];

/// What stands beside an index; an outcome in plain units needs nothing beside it.
fn beside(outcome: &str) -> &'static [Count] {
    match outcome {
        "staff_wellbeing" => &OF_STAFF,
        name if name.starts_with("flourishing") => &OF_PEOPLE,
        _ => &[],
    }
}

/// What was counted beside the index under the focus and the first arm, or from the least to the most under all arms.
#[must_use]
pub fn levels(observed: &Observed, column: usize) -> String {
    let counts = beside(observed.outcome(column).name).iter();
    let said: Vec<String> = counts.filter_map(|count| level(observed, count)).collect();
    if said.is_empty() { String::new() } else { format!("Counted in {}: {}.", period(observed), said.join("; ")) }
}

/// The same for where there is little room, a line a count: of the focus against the first arm, or from least to most.
#[must_use]
pub fn lines(observed: &Observed, column: usize) -> Vec<String> {
    let line = |count: &Count| {
        let values = counted(observed, count)?;
        let decimals = decimals_of(&values);
        let numbers: Vec<String> = values.iter().map(|(_, value)| typeset(&grouped(*value, decimals))).collect();
        let between = if observed.focus().is_some() { " against " } else { " to " };
        let told = match (numbers.as_slice(), values.as_slice()) {
            ([number], [(arm, _)]) if observed.n_arms() > 1 => format!("{number} under {}", observed.label(*arm)),
            _ => numbers.join(between),
        };
        Some(format!("{}: {told}", count.of))
    };
    beside(observed.outcome(column).name).iter().filter_map(line).collect()
}

/// [`levels`] of several outcomes, for those who cannot see the figure.
#[must_use]
pub fn levels_of_all(observed: &Observed, columns: &[usize]) -> String {
    let said: Vec<String> = columns.iter().map(|column| levels(observed, *column)).collect();
    said.join(" ").trim().to_owned()
}

/// How to read [`lines`].
#[must_use]
pub fn key(observed: &Observed) -> String {
    let of = match observed.focus() {
        Some(arm) => format!("{} against {}", observed.label(arm), observed.label(0)),
        None if observed.n_arms() > 1 => "from the least to the most of all arms".to_owned(),
        None => return format!("Counts: medians of {}.", period(observed)),
    };
    format!("Counts: {of}, medians of {}.", period(observed))
}

/// What was counted under the focus and the first arm, or the least and the most of all arms.
fn counted(observed: &Observed, count: &Count) -> Option<Vec<(usize, f64)>> {
    let column = observed.record.outcome(count.outcome)?;
    let finding = Finding::of(observed, column, Over::Final);
    let arms = finding.with_value(observed, column);
    let mut values: Vec<(usize, f64)> =
        arms.into_iter().map(|arm| (arm, finding.arms[arm].value * count.times)).collect();
    match observed.focus() {
        Some(focus) => {
            values.retain(|(arm, _)| *arm == focus || *arm == 0);
            values.reverse();
        }
        None if values.len() > 1 => {
            values.sort_by(|a, b| a.1.total_cmp(&b.1));
            values = vec![values[0], values[values.len() - 1]];
        }
        None => {}
    }
    (!values.is_empty()).then_some(values)
}

fn level(observed: &Observed, count: &Count) -> Option<String> {
    let values = counted(observed, count)?;
    let is_range = observed.focus().is_none() && values.len() > 1;
    let decimals = decimals_of(&values);
    let told = |(arm, value): &(usize, f64)| match observed.n_arms() {
        1 => typeset(&grouped(*value, decimals)),
        _ => format!("{} under {}", typeset(&grouped(*value, decimals)), observed.label(*arm)),
    };
    let told: Vec<String> = values.iter().map(told).collect();
    let joined = if is_range { format!("from {}", told.join(" to ")) } else { told.join(", ") };
    Some(format!("{}, {joined}", count.of))
}

/// Digits that show values and how they differ, one after the point at most.
fn decimals_of(values: &[(usize, f64)]) -> usize {
    let values: Vec<f64> = values.iter().map(|(_, value)| *value).collect();
    let steps: Vec<f64> = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    decimals_for(&values, &steps).min(1)
}

/// What came with the median difference of the focus, or of the arm that differs most, in the same pairs.
#[must_use]
pub fn differences(observed: &Observed, column: usize) -> String {
    let index = Finding::of(observed, column, Over::Final);
    let Some(arm) = told_of(observed, &index, column) else { return String::new() };
    let said = |count: &Count| {
        let counted =
            observed.record.outcome(count.outcome).filter(|counted| observed.says_something(arm, *counted))?;
        let value = Finding::of(observed, counted, Over::Final).pairs[arm - 1].difference.value * count.times;
        let decimals = decimals_for(&[value], &[]).min(1);
        value.is_finite().then(|| format!("{} {}", typeset(&signed(value, decimals)), count.of))
    };
    let said: Vec<String> = beside(index.outcome.name).iter().filter_map(said).collect();
    if said.is_empty() {
        return String::new();
    }
    let step = typeset(&signed(index.pairs[arm - 1].difference.value, index.decimals_of_differences()));
    format!(
        "{} in {}: {step} on the index; in the same pairs {}.",
        observed.label(arm),
        period(observed),
        listed(&said)
    )
}

/// The focus, or else the arm with the largest difference.
fn told_of(observed: &Observed, index: &Finding, column: usize) -> Option<usize> {
    let size = |arm: usize| index.pairs[arm - 1].difference.value.abs();
    let arms = (1..observed.n_arms()).filter(|arm| observed.focus().is_none_or(|focus| focus == *arm));
    let told = arms.filter(|arm| observed.says_something(*arm, column) && size(*arm).is_finite());
    told.max_by(|a, b| size(*a).total_cmp(&size(*b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    #[test]
    fn an_index_stands_beside_counts_of_the_same_runs() {
        let (record, ensemble) = synthetic::small();
        let observed = Observed::new(&record, &ensemble).unwrap();
        let column = |name: &str| record.outcome(name).unwrap();
        let crises = Finding::of(&observed, column("crises"), Over::Final);
        let told = levels(&observed, column("flourishing"));
        let number = grouped(crises.arms[1].value * 52.0, 0);
        assert!(told.contains(&format!("crises a year per 1,000 residents, {number} under HLS")), "{told}");
        let told = differences(&observed, column("staff_wellbeing"));
        assert!(told.contains("on the index; in the same pairs") && told.contains("sick days a year"), "{told}");
        assert_eq!(levels(&observed, column("public_cost")), "");
    }

    #[test]
    fn what_nobody_counted_is_not_told() {
        let (record, mut ensemble) = synthetic::small();
        let n = record.outcomes.len();
        for run in &mut ensemble.traces {
            run.outcomes.chunks_exact_mut(n).for_each(|row| row[record.outcome("crises").unwrap()] = f64::NAN);
        }
        let observed = Observed::new(&record, &ensemble).unwrap();
        let column = record.outcome("flourishing").unwrap();
        assert!(!levels(&observed, column).contains("crises") && !differences(&observed, column).contains("crises"));
    }
}
