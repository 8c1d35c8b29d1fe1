//! Titles that state a finding in under ten words: of the arm that the scenario is about, or else of all arms.
//!
//! A chart of levels tells medians of the final year, a chart of differences tells pairs; whether an arm is higher or
//! lower, undecided, or not different enough to be named is what [`crate::verdicts`] says, as on the page.

use crate::figures::words::{MISSING, capitalised, period, under_ten};
use crate::findings::Finding;
use crate::judged::{Judged, Said};
use crate::numbers::{decimals_for, grouped, typeset};
use crate::observed::{Observed, Over};
use crate::verdicts;
use regimes_model::model::outcomes::Better;
use regimes_study::statistics::effects::FEW;
use std::cmp::Ordering;

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
    let said = observed.focus().map(|arm| verdicts::of_outcome(observed, column, arm).said);
    of_values(observed, finding.outcome.label, (&values, said), finding.decimals_of_levels())
}

/// What stands behind numbers that name no winner.
#[must_use]
pub fn aside(said: Option<Said>) -> &'static str {
    match said {
        Some(Said::NoDifference) => "no difference worth naming",
        Some(Said::Undecided) => "undecided",
        Some(Said::TooFew) => "too few pairs",
        Some(Said::Higher | Said::Lower | Said::Nothing) | None => "",
    }
}

/// A title that tells values by arm: those of the focus and the first arm, with what is said of them where that is no
/// direction, or else the ends of their range, with three digits or as many as tell them apart, and at most `most`
/// decimals.
#[must_use]
pub fn of_values(
    observed: &Observed,
    name: &str,
    (values, said): (&[(usize, f64)], Option<Said>),
    most: usize,
) -> String {
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
        return under_ten(&match aside(said) {
            "" => vec![
                format!("{name}: {label} {value}, {reference} {first}"),
                format!("{name}: {label} {value}"),
                format!("{name}: {value} against {first}"),
            ],
            open => vec![
                format!("{name}: {label} {value}, {reference} {first}, {open}"),
                format!("{name}: {value} against {first}, {open}"),
                format!("{name}: {open} ({value}/{first})"),
                format!("{name}: {open}"),
                capitalised(open),
            ],
        });
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
        format!("{name}: median highest under {}, lowest under {}", observed.label(high.0), observed.label(low.0)),
        range,
    ])
}

/// Of a chart of differences: in how many pairs the focus is higher or lower than the first arm, or that this is
/// undecided or no difference worth naming; without a focus how many arms are.
#[must_use]
pub fn difference(observed: &Observed, column: usize) -> String {
    let title = observed.outcome(column).label;
    let judged = |arm: usize| verdicts::of_outcome(observed, column, arm);
    match observed.focus().map(|arm| (arm, judged(arm))).filter(|(_, judged)| judged.said != Said::Nothing) {
        Some((arm, judged)) => of_pair(title, observed.label(arm), &judged),
        None => of_pairs(title, &(1..observed.n_arms()).map(|arm| judged(arm).said).collect::<Vec<Said>>()),
    }
}

/// Of an arm called `label`, and what is said of it.
fn of_pair(title: &str, label: &str, judged: &Judged) -> String {
    let Judged { higher, lower, inside, pairs, .. } = judged;
    let (name, times) = (title.to_lowercase(), judged.times());
    let way = |word: &str| {
        vec![
            format!("{label}: {word} {name} in {times} of {pairs} pairs"),
            format!("{label}: {word} {name} ({times} of {pairs})"),
            format!("{label}: {word} {name} ({times}/{pairs} pairs)"),
            format!("{} {name} in {times} of {pairs} pairs", capitalised(word)),
            format!("{} in {times} of {pairs} pairs", capitalised(word)),
        ]
    };
    under_ten(&match judged.said {
        Said::Higher => way("higher"),
        Said::Lower => way("lower"),
        Said::NoDifference => vec![
            format!("{title}: no difference worth naming ({inside} of {pairs} pairs)"),
            format!("{title}: no difference worth naming ({inside}/{pairs} pairs)"),
            format!("No difference worth naming ({inside} of {pairs} pairs)"),
        ],
        Said::Undecided => vec![
            format!("{title}: undecided (higher in {higher}, lower in {lower} of {pairs})"),
            format!("{title}: undecided ({higher} higher, {lower} lower of {pairs})"),
            format!("Undecided ({higher} higher, {lower} lower of {pairs} pairs)"),
        ],
        Said::TooFew | Said::Nothing => {
            vec![format!("{title}: too few pairs to tell ({pairs})"), format!("Too few pairs to tell ({pairs})")]
        }
    })
}

/// Of all arms after the first.
fn of_pairs(title: &str, all: &[Said]) -> String {
    let told: Vec<Said> = all.iter().copied().filter(|said| *said != Said::Nothing).collect();
    let count = |wanted| told.iter().filter(|said| **said == wanted).count();
    let (higher, lower) = (count(Said::Higher), count(Said::Lower));
    if told.is_empty() {
        return missing(title);
    }
    if count(Said::TooFew) == told.len() {
        return under_ten(&[format!("{title}: too few pairs to tell"), "Too few pairs to tell".to_owned()]);
    }
    let neither = told.len() - higher - lower;
    under_ten(&[
        format!("{title}: {higher} arms higher, {lower} lower, {neither} neither").replace(": 1 arms", ": 1 arm"),
        format!("{higher} arms higher, {lower} lower, {neither} neither").replace("1 arms", "1 arm"),
    ])
}

/// What titles of some outcomes count, for the line below them.
#[must_use]
pub fn counted(observed: &Observed, columns: &[usize]) -> String {
    if observed.n_arms() < 2 {
        return String::new();
    }
    let first = observed.label(0);
    let pairs = (1..observed.n_arms()).map(|arm| observed.pairs(0, arm).len()).max().unwrap_or(0);
    let few = if pairs < FEW {
        format!(" {pairs} pairs are too few to say so.").replace(" 1 pairs are", " One pair is")
    } else {
        String::new()
    };
    let rule = match columns.iter().any(|column| verdicts::has_smallest(observed, *column)) {
        true => "by the smallest effect worth naming or more, in four of five pairs at least",
        false => "in nine of ten pairs at least",
    };
    format!("Higher, lower: than {first} on the same luck {rule}.{few}")
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
        assert_eq!(level(&observed, column("flourishing")), "Flourishing: median highest under HLS, lowest under NPM");
        let title = difference(&observed, column("staff_wellbeing"));
        assert_eq!(title, "Staff wellbeing: 2 arms higher, 0 lower, 0 neither");
    }

    #[test]
    fn with_a_focus_titles_speak_of_it_and_of_the_first() {
        let (mut record, ensemble) = synthetic::make(&["npm", "hls", "graft"], 5, 520);
        record.focus = Some(2);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let column = |name: &str| record.outcome(name).unwrap();
        assert!(level(&observed, column("flourishing")).starts_with("Flourishing: Graft 0."));
        assert_eq!(difference(&observed, column("staff_wellbeing")), "Graft: higher staff wellbeing in 5 of 5 pairs");
    }

    #[test]
    fn a_title_says_what_is_said_and_no_more_whichever_arm_it_is_about() {
        let said = |said, higher, lower| {
            let judged = Judged { said, higher, lower, inside: 8 - higher - lower, pairs: 8 };
            ["HLS", "NPM"].map(|label| of_pair("Flourishing", label, &judged))
        };
        for (titles, expected) in [
            (said(Said::Higher, 7, 0), "X: higher flourishing in 7 of 8 pairs"),
            (said(Said::Lower, 0, 8), "X: lower flourishing in 8 of 8 pairs"),
            (said(Said::NoDifference, 1, 0), "Flourishing: no difference worth naming (7 of 8 pairs)"),
            (said(Said::Undecided, 4, 3), "Flourishing: undecided (4 higher, 3 lower of 8)"),
            (said(Said::TooFew, 8, 0), "Flourishing: too few pairs to tell (8)"),
        ] {
            for (title, label) in titles.iter().zip(["HLS", "NPM"]) {
                assert_eq!(*title, expected.replace('X', label));
            }
        }
        assert_eq!([Some(Said::Higher), Some(Said::Lower), None].map(aside), [""; 3]);
        assert_eq!(
            [Said::NoDifference, Said::Undecided].map(|said| aside(Some(said))),
            ["no difference worth naming", "undecided"]
        );
    }
}
