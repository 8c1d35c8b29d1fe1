//! Titles that state a finding in under ten words: of the arm that the scenario is about, or else of all arms.
//!
//! A chart of levels tells medians, a chart of differences tells pairs, each over the final year, and a winner is
//! named where nearly all pairs agree, in all titles alike; so no title contradicts another.

use crate::figures::words::{MISSING, capitalised, listed, period, under_ten};
use crate::findings::{Finding, is_nearly_all};
use crate::numbers::{decimals_for, grouped, typeset};
use crate::observed::{Observed, Over};
use regimes_model::model::outcomes::Better;
use regimes_study::statistics::Paired;
use std::cmp::Ordering;

/// What pairs say of an arm against the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Higher in nearly all pairs.
    Higher,
    /// Lower in nearly all pairs.
    Lower,
    /// Neither in nearly all of them.
    Unclear,
    /// There are too few pairs to say so.
    TooFew,
    /// No pair has a value on both sides.
    Nothing,
}

/// Pairs below which no direction is named.
const FEW: usize = 5;

/// What pairs say of an arm against the first.
#[must_use]
pub fn direction(pair: &Paired) -> Direction {
    match pair.difference.n {
        0 => Direction::Nothing,
        // A few pairs tell something where they all agree; their number stands beside it.
        n if n > 1 && n < FEW && pair.above == n => Direction::Higher,
        n if n > 1 && n < FEW && pair.below == n => Direction::Lower,
        n if n < FEW => Direction::TooFew,
        n if is_nearly_all(pair.above, n) => Direction::Higher,
        n if is_nearly_all(pair.below, n) => Direction::Lower,
        _ => Direction::Unclear,
    }
}

/// The finding on an outcome in the final year.
fn finding(observed: &Observed, column: usize) -> Finding {
    Finding::of(observed, column, Over::Final)
}

/// Of a chart of levels: medians of the final year, or which arms have the highest and the lowest.
#[must_use]
pub fn level(observed: &Observed, column: usize) -> String {
    let finding = finding(observed, column);
    let values: Vec<(usize, f64)> =
        finding.with_value(observed, column).into_iter().map(|arm| (arm, finding.arms[arm].value)).collect();
    of_values(observed, finding.outcome.label, &values, finding.decimals_of_levels())
}

/// A title that tells values by arm: those of the focus and the first arm, or else the ends of their range, with three
/// digits or as many as tell them apart, and at most `most` decimals.
#[must_use]
pub fn of_values(observed: &Observed, name: &str, values: &[(usize, f64)], most: usize) -> String {
    let is_told = |arm: usize| arm == 0 || observed.focus().is_none_or(|focus| focus == arm);
    let told = || values.iter().filter(|(arm, _)| is_told(*arm)).map(|(_, value)| *value);
    let (low, high) = told().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    let apart = decimals_for(&[], &[high - low]).saturating_sub(1);
    let decimals = decimals_for(&told().collect::<Vec<f64>>(), &[]).max(apart).min(most);
    let text = |value: f64| typeset(&grouped(value, decimals));
    let of = |wanted: usize| values.iter().find(|(arm, _)| *arm == wanted).map(|(_, value)| text(*value));
    let focus = observed.focus();
    if let Some((arm, value, first)) = focus.and_then(|arm| Some((arm, of(arm)?, of(0)?))) {
        let (label, reference) = (observed.label(arm), observed.label(0));
        return under_ten(&[
            format!("{name}: {label} {value}, {reference} {first}"),
            format!("{name}: {label} {value}"),
            format!("{name}: {value} against {first}"),
        ]);
    }
    match values {
        [] => missing(name),
        [(arm, value)] if observed.n_arms() > 1 => under_ten(&[
            format!("{name}: {} under {}", text(*value), observed.label(*arm)),
            format!("{name}: {}", text(*value)),
        ]),
        [(_, value)] => under_ten(&[
            format!("{name} in {}: {}", period(observed), text(*value)),
            format!("{name}: {}", text(*value)),
        ]),
        _ => ends_of_range(observed, name, values, text),
    }
}

/// The title of an outcome that has no value.
fn missing(name: &str) -> String {
    under_ten(&[format!("{name}: {MISSING}"), capitalised(MISSING)])
}

fn ends_of_range(observed: &Observed, name: &str, values: &[(usize, f64)], text: impl Fn(f64) -> String) -> String {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.1.total_cmp(&b.1));
    let (low, high) = (sorted[0], sorted[sorted.len() - 1]);
    if text(low.1) == text(high.1) {
        return format!("{name}: {} under each", text(low.1));
    }
    let (least, most) = (text(low.1), text(high.1));
    let range = under_ten(&[format!("{name}: from {least} to {most}"), format!("From {least} to {most}")]);
    let is_alone = |value: f64| sorted.iter().filter(|(_, other)| text(*other) == text(value)).count() == 1;
    if !is_alone(low.1) || !is_alone(high.1) {
        return range;
    }
    under_ten(&[
        format!("{name}: highest under {}, lowest under {}", observed.label(high.0), observed.label(low.0)),
        range,
    ])
}

/// Of a chart of differences: in how many pairs the focus is higher or lower than the first arm; or else how many
/// arms are.
#[must_use]
pub fn difference(observed: &Observed, column: usize) -> String {
    let finding = finding(observed, column);
    match observed.focus().filter(|arm| is_paired(observed, &finding, column, *arm)) {
        Some(arm) => of_pair(observed, &finding, arm),
        None => of_pairs(observed, &finding, column),
    }
}

fn is_paired(observed: &Observed, finding: &Finding, column: usize, arm: usize) -> bool {
    observed.says_something(arm, column)
        && observed.says_something(0, column)
        && finding.pairs[arm - 1].difference.n > 0
}

fn of_pair(observed: &Observed, finding: &Finding, arm: usize) -> String {
    let pair = &finding.pairs[arm - 1];
    let (n, label, title) = (pair.difference.n, observed.label(arm), finding.outcome.label);
    let name = title.to_lowercase();
    let (word, times) = if pair.above >= pair.below { ("higher", pair.above) } else { ("lower", pair.below) };
    if times == 0 {
        return under_ten(&[format!("No difference in {name} in {n} pairs"), format!("No difference in {n} pairs")]);
    }
    let told = match direction(pair) {
        Direction::Higher | Direction::Lower => {
            return under_ten(&[
                format!("{label}: {word} {name} in {times} of {n} pairs"),
                format!("{label}: {word} {name} ({times} of {n})"),
                format!("{label}: {word} {name} ({times}/{n} pairs)"),
                format!("{} {name} in {times} of {n} pairs", capitalised(word)),
                format!("{} in {times} of {n} pairs", capitalised(word)),
            ]);
        }
        Direction::TooFew | Direction::Nothing => "too few pairs",
        Direction::Unclear => "no clear difference",
    };
    under_ten(&[
        format!("{title}: {told} ({times} of {n} {word})"),
        format!("{} ({times} of {n} {word})", capitalised(told)),
    ])
}

fn of_pairs(observed: &Observed, finding: &Finding, column: usize) -> String {
    let arms = (1..observed.n_arms()).filter(|arm| is_paired(observed, finding, column, *arm));
    let directions: Vec<Direction> = arms.map(|arm| direction(&finding.pairs[arm - 1])).collect();
    let count = |wanted| directions.iter().filter(|direction| **direction == wanted).count();
    let title = finding.outcome.label;
    let (higher, lower) = (count(Direction::Higher), count(Direction::Lower));
    if directions.is_empty() {
        return missing(title);
    }
    if count(Direction::TooFew) == directions.len() {
        return under_ten(&[format!("{title}: too few pairs to tell"), "Too few pairs to tell".to_owned()]);
    }
    let unclear = directions.len() - higher - lower;
    under_ten(&[
        format!("{title}: {higher} arms higher, {lower} lower, {unclear} unclear").replace(": 1 arms", ": 1 arm"),
        format!("{higher} arms higher, {lower} lower, {unclear} unclear").replace("1 arms", "1 arm"),
    ])
}

/// What titles count, for the line below them.
#[must_use]
pub fn counted(observed: &Observed) -> String {
    let (first, over) = (observed.label(0), period(observed));
    let pairs = (1..observed.n_arms()).map(|arm| observed.pairs(0, arm).len()).max().unwrap_or(0);
    let few = if pairs < FEW { format!("; {pairs} alone").replace("; 1 alone", "; one alone") } else { String::new() };
    match observed.focus() {
        Some(arm) => {
            let label = observed.label(arm);
            format!("Pairs: {label} and {first} on the same luck, means of {over}{few}.")
        }
        None if observed.n_arms() > 1 => {
            format!("Higher, lower: than {first} on the same luck in nine of ten pairs at least, means of {over}{few}.")
        }
        None => String::new(),
    }
}

/// Of charts side by side: on which outcomes the focus is higher or lower than the first arm; or else whether one arm
/// leads on all of them.
#[must_use]
pub fn together(observed: &Observed, columns: &[usize]) -> String {
    let all = if columns.len() == 2 { "both" } else { "all three" };
    let labels: Vec<String> = columns.iter().map(|column| observed.outcome(*column).label.to_owned()).collect();
    if observed.n_arms() < 2 {
        return capitalised(&listed(&labels).to_lowercase());
    }
    let Some(arm) = observed.focus() else { return of_leaders(observed, columns, all) };
    let found = Found::of(observed, columns, arm);
    let (label, first) = (observed.label(arm), observed.label(0));
    let (n, better, worse) = (columns.len(), found.better, found.worse);
    let joint = |what: &str| {
        vec![format!("{label} does {what} than {first} on {all}"), format!("{label} does {what} on {all}")]
    };
    let mut candidates = match found.told() {
        _ if better == n => joint("better"),
        _ if worse == n => joint("worse"),
        Some(told) => vec![format!("{label}: {told} than {first}"), format!("{label}: {told}")],
        None if found.is_nothing => vec![capitalised(&listed(&labels).to_lowercase())],
        None if found.is_few => vec!["Too few pairs to name a winner".to_owned()],
        None => vec![format!("{label}: no clear difference from {first}")],
    };
    candidates.push(format!("{label}: better on {better}, worse on {worse} of {n}"));
    candidates.push(format!("Better on {better}, worse on {worse} of {n}"));
    under_ten(&candidates)
}

/// What pairs say of an arm on several outcomes.
struct Found {
    higher: Vec<String>,
    lower: Vec<String>,
    unclear: Vec<String>,
    better: usize,
    worse: usize,
    is_few: bool,
    is_nothing: bool,
}

impl Found {
    fn of(observed: &Observed, columns: &[usize], arm: usize) -> Found {
        let mut found = Found {
            higher: vec![],
            lower: vec![],
            unclear: vec![],
            better: 0,
            worse: 0,
            is_few: false,
            is_nothing: true,
        };
        // Beside the others there is one cost.
        let cost = observed.record.outcome("public_cost").unwrap_or(usize::MAX);
        for column in columns {
            let finding = finding(observed, *column);
            let is_paired = is_paired(observed, &finding, *column, arm);
            let name = if *column == cost { "cost".to_owned() } else { finding.outcome.label.to_lowercase() };
            let towards = if is_paired { direction(&finding.pairs[arm - 1]) } else { Direction::Nothing };
            match (towards, finding.outcome.better) {
                (Direction::Higher, Better::Higher) | (Direction::Lower, Better::Lower) => found.better += 1,
                (Direction::Higher, Better::Lower) | (Direction::Lower, Better::Higher) => found.worse += 1,
                _ => {}
            }
            found.is_nothing &= towards == Direction::Nothing;
            match towards {
                Direction::Higher => found.higher.push(name),
                Direction::Lower => found.lower.push(name),
                Direction::Unclear => found.unclear.push(name),
                Direction::TooFew => found.is_few = true,
                Direction::Nothing => {}
            }
        }
        found
    }

    /// "higher flourishing, lower public cost", or nothing.
    fn told(&self) -> Option<String> {
        let part = |word: &str, names: &[String]| (!names.is_empty()).then(|| format!("{word} {}", listed(names)));
        let parts: Vec<String> =
            [part("higher", &self.higher), part("lower", &self.lower)].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// Which outcomes a title of charts side by side leaves open, for the line below it; or else who leads on which.
#[must_use]
pub fn left_open(observed: &Observed, columns: &[usize]) -> String {
    if let Some(arm) = observed.focus() {
        let found = Found::of(observed, columns, arm);
        return match found.unclear.as_slice() {
            [] => String::new(),
            _ if found.told().is_none() => String::new(),
            names => format!(" No clear difference in {}.", listed(names)),
        };
    }
    let leads = columns.iter().filter_map(|column| {
        let leader = observed.label(leader(observed, *column)?);
        Some(format!("{leader} on {}", observed.outcome(*column).label.to_lowercase()))
    });
    let leads: Vec<String> = leads.collect();
    if leads.is_empty() || observed.n_arms() < 2 {
        return String::new();
    }
    format!(" Best median of {}: {}.", period(observed), listed(&leads))
}

fn of_leaders(observed: &Observed, columns: &[usize], all: &str) -> String {
    let leaders: Vec<Option<usize>> = columns.iter().map(|column| leader(observed, *column)).collect();
    match leaders[0].filter(|_| leaders.iter().all(|leader| *leader == leaders[0])) {
        Some(arm) => under_ten(&[format!("{} leads on {all}", observed.label(arm)), format!("One arm leads on {all}")]),
        None => format!("No arm leads on {all}"),
    }
}

/// The arm with the best median in the final year; none where the outcome has no better end, or arms share it.
#[must_use]
pub fn leader(observed: &Observed, column: usize) -> Option<usize> {
    let finding = finding(observed, column);
    let score = |arm: usize| match finding.outcome.better {
        Better::Higher => Some(finding.arms[arm].value),
        Better::Lower => Some(-finding.arms[arm].value),
        Better::NearZero => Some(-finding.arms[arm].value.abs()),
        Better::Neither => None,
    };
    score(0)?;
    let mut arms = finding.with_value(observed, column);
    arms.sort_by(|a, b| score(*b).partial_cmp(&score(*a)).unwrap_or(Ordering::Equal));
    let [best, next, ..] = arms[..] else { return None };
    (score(best) != score(next)).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    #[test]
    fn a_title_has_under_ten_words_whatever_arms_are_called() {
        for arms in [
            &["npm", "hls"][..],
            &["status_quo_of_the_town", "support_without_targets_or_reports"],
            &["npm"],
            &["a_b_c_d_e_f_g_h_i_j", "k_l_m_n_o_p_q_r_s", "t_u_v_w_x_y_z"],
        ] {
            let (record, ensemble) = synthetic::make(arms, 5, 60);
            let observed = Observed::new(&record, &ensemble).unwrap();
            for column in 0..record.outcomes.len() {
                for title in [level(&observed, column), difference(&observed, column)] {
                    assert!(title.split_whitespace().count() < 10, "{title}");
                }
            }
        }
    }

    #[test]
    fn without_a_focus_titles_speak_of_all_arms() {
        let (record, ensemble) = synthetic::make(&["npm", "hls", "graft"], 5, 520);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let column = |name: &str| record.outcome(name).unwrap();
        assert_eq!(level(&observed, column("flourishing")), "Flourishing: highest under HLS, lowest under NPM");
        let title = difference(&observed, column("staff_wellbeing"));
        assert!(title.starts_with("Staff wellbeing: ") && title.contains(" higher, "), "{title}");
        let three = ["flourishing", "public_cost", "staff_wellbeing"].map(column);
        assert_eq!(together(&observed, &three), "HLS leads on all three");
    }

    #[test]
    fn with_a_focus_titles_speak_of_it_and_of_the_first() {
        let (mut record, ensemble) = synthetic::make(&["npm", "hls", "graft"], 5, 520);
        record.focus = Some(2);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let column = |name: &str| record.outcome(name).unwrap();
        assert!(level(&observed, column("flourishing")).starts_with("Flourishing: Graft 0."));
        assert!(difference(&observed, column("staff_wellbeing")).contains("of 5"));
        let title = together(&observed, &["flourishing", "staff_wellbeing"].map(column));
        assert!(title.contains("Graft"), "{title}");
    }
}
