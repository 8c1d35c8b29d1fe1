//! Titles that state a finding in under ten words, and sentences for those who cannot see the figure.

use crate::model::outcomes::Better;
use crate::report::figures::style;
use crate::report::findings::Finding;
use crate::report::numbers::{grouped, signed, typeset};
use crate::report::observed::{Observed, Over};

/// The first of the candidates that has under ten words, or else the last.
#[must_use]
pub fn under_ten(candidates: &[String]) -> String {
    let is_short = |text: &&String| text.split_whitespace().count() < 10;
    let short = candidates.iter().find(is_short).or(candidates.last());
    short.cloned().unwrap_or_default()
}

/// The finding on an outcome in the final year: which arm did better, in how many pairs.
#[must_use]
pub fn title(observed: &Observed, column: usize) -> String {
    let finding = Finding::of(observed, column, Over::Final);
    let name = observed.outcome(column).label.to_lowercase();
    let Some(arm) = style::compared(observed.record) else {
        let median = typeset(&grouped(finding.arms[0].value, finding.decimals()));
        return under_ten(
            &[format!("{name} in {}: {median}", observed.final_period()), format!("{name}: {median}")]
                .map(|text| capitalised(&text)),
        );
    };
    let n = finding.pairs[arm - 1].difference.n;
    let (of_arm, of_first) = finding.better(arm);
    let (winner, times) = if of_arm >= of_first { (arm, of_arm) } else { (0, of_first) };
    if times == 0 {
        return under_ten(&[format!("No difference in {name} in {n} pairs"), format!("No difference in {n} pairs")]);
    }
    if 2 * times <= n {
        return under_ten(&[
            format!("No clear difference in {name}, {n} pairs"),
            format!("No clear difference, {n} pairs"),
        ]);
    }
    let label = observed.label(winner);
    let word = match finding.outcome.better {
        Better::Lower => "lower",
        Better::Higher | Better::Neither => "higher",
    };
    under_ten(&[
        format!("{label}: {word} {name} in {times} of {n} pairs"),
        format!("{label}: {word} {name}, {times} of {n} pairs"),
        format!("{label}: {word} {name} ({times} of {n})"),
        format!("{} {name} in {times} of {n} pairs", capitalised(word)),
        format!("{} in {times} of {n} pairs", capitalised(word)),
    ])
}

/// What titles count, for the line below them.
#[must_use]
pub fn counted(observed: &Observed) -> String {
    match style::compared(observed.record) {
        Some(arm) => {
            let (label, first) = (observed.label(arm), observed.label(0));
            format!("Pairs: {label} and {first} on the same luck, mean of {}.", observed.final_period())
        }
        None => String::new(),
    }
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
    let decimals = finding.decimals();
    let outcome = finding.outcome;
    let median = |arm: usize| format!("{} under {}", grouped(finding.arms[arm].value, decimals), observed.label(arm));
    let told = |arm: &usize| observed.says_something(*arm, column);
    let medians: Vec<String> = (0..observed.n_arms()).filter(told).map(median).collect();
    let mut text = format!(
        "median {} ({}) in {} is {}.",
        outcome.label.to_lowercase(),
        observed.unit_in_words(column),
        observed.final_period(),
        listed(&medians)
    );
    for arm in (1..observed.n_arms()).filter(told) {
        text += &difference_said(observed, &finding, arm, decimals);
    }
    text
}

fn difference_said(observed: &Observed, finding: &Finding, arm: usize, decimals: usize) -> String {
    let pair = &finding.pairs[arm - 1];
    let word = match finding.outcome.better {
        Better::Neither => "is higher",
        _ => "does better",
    };
    format!(
        " {} {word} than {} in {} of {} paired futures; the median difference is {} (90 % of pairs: {} to {}).",
        observed.label(arm),
        observed.label(0),
        finding.better(arm).0,
        pair.difference.n,
        signed(pair.difference.value, decimals),
        signed(pair.difference.low, decimals),
        signed(pair.difference.high, decimals),
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
    use crate::report::synthetic;

    #[test]
    fn a_title_states_the_finding_in_under_ten_words() {
        for arms in [&["npm", "hls"][..], &["status_quo_of_the_town", "support_without_targets_or_reports"], &["npm"]] {
            let (record, ensemble) = synthetic::make(arms, 5, 60);
            let observed = Observed::new(&record, &ensemble).unwrap();
            for column in 0..record.outcomes.len() {
                let title = title(&observed, column);
                assert!(title.split_whitespace().count() < 10, "{title}");
            }
        }
    }

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
