//! Words of figures, and sentences for those who cannot see the figure.

use crate::findings::Finding;
use crate::numbers::{decimals_of, grouped, signed};
use crate::observed::{Observed, Over};
use regimes_study::statistics::Estimate;

/// What stands where an outcome has no value.
pub const MISSING: &str = "nobody was in it";

/// The first of the candidates that has under ten words, or else the last.
#[must_use]
pub fn under_ten(candidates: &[String]) -> String {
    let is_short = |text: &&String| text.split_whitespace().count() < 10;
    let short = candidates.iter().find(is_short).or(candidates.last());
    short.cloned().unwrap_or_default()
}

/// The part of the horizon that titles speak of.
#[must_use]
pub fn period(observed: &Observed) -> String {
    observed.final_period()
}

/// An estimate in the digits that its Monte-Carlo error supports.
fn shown(estimate: &Estimate) -> String {
    grouped(estimate.value, decimals_of(estimate))
}

/// The finding on an outcome in sentences: medians by arm, differences and how often.
#[must_use]
pub fn said(observed: &Observed, column: usize) -> String {
    format!("In this model, under these assumptions, {}", said_of(observed, column))
}

/// [`said`] of several outcomes.
#[must_use]
pub fn said_of_all(observed: &Observed, columns: &[usize]) -> String {
    let sentences: Vec<String> = columns.iter().map(|c| capitalised(&said_of(observed, *c))).collect();
    format!("In this model, under these assumptions: {}", sentences.join(" "))
}

fn said_of(observed: &Observed, column: usize) -> String {
    let finding = Finding::of(observed, column, Over::Final);
    let outcome = finding.outcome;
    let told = finding.with_value(observed, column);
    let name = outcome.label.to_lowercase();
    if told.is_empty() {
        return format!("{name} has no value: nobody was in it.");
    }
    let median = |arm: &usize| format!("{} under {}", shown(&finding.arms[*arm]), observed.label(*arm));
    let medians: Vec<String> = told.iter().map(median).collect();
    let mut text =
        format!("median {name} ({}) in {} is {}.", observed.unit_in_words(column), period(observed), listed(&medians));
    let is_paired = |arm: &&usize| **arm > 0 && finding.pairs[**arm - 1].difference.n > 0;
    for arm in told.iter().filter(is_paired) {
        text += &difference_said(observed, &finding, *arm);
    }
    text
}

fn difference_said(observed: &Observed, finding: &Finding, arm: usize) -> String {
    let difference = &finding.pairs[arm - 1].difference;
    if difference.n == 0 {
        return String::new();
    }
    let word = if finding.has_better_end() { "does better" } else { "is higher" };
    let decimals = decimals_of(difference);
    let [value, low, high] = [difference.value, difference.low, difference.high].map(|d| signed(d, decimals));
    let range = if difference.n > 1 { format!(" (90 % of pairs: {low} to {high})") } else { String::new() };
    format!(
        " {} {word} than {} in {} of {} paired futures; the median difference is {value}{range}.",
        observed.label(arm),
        observed.label(0),
        finding.better(arm).0,
        difference.n,
    )
}

/// Things in a row, with commas and an "and".
#[must_use]
pub fn listed(things: &[String]) -> String {
    match things {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The horizon in words: "from July 2026 to June 2036".
#[must_use]
pub fn horizon(observed: &Observed) -> String {
    let record = observed.record;
    let month = |week: i64| record.date_of(week).strftime("%B %Y").to_string();
    format!("from {} to {}", month(0), month(observed.weeks() as i64 - 1))
}

/// The text with its first letter as a capital.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    #[test]
    fn of_an_arm_without_services_lives_alone_are_told() {
        let (mut record, ensemble) = synthetic::make(&["npm", "hls", "none"], 5, 60);
        record.idle = vec![2];
        let observed = Observed::new(&record, &ensemble).unwrap();
        let told = |name: &str| said(&observed, record.outcome(name).unwrap()).contains("under None");
        assert!(told("flourishing") && !told("staff_wellbeing") && !told("public_cost"));
    }

    #[test]
    fn frequencies_come_with_the_difference() {
        let (record, ensemble) = synthetic::small();
        let observed = Observed::new(&record, &ensemble).unwrap();
        let text = said(&observed, 0);
        assert!(text.starts_with("In this model, under these assumptions") && text.contains("of 5 paired futures"));
    }
}
