//! What an arm did to cohorts that were fixed before it began, in a sentence of verdicts.

use crate::effects::{COST, Effect, effects};
use crate::numbers::signed;
use crate::observed::Observed;
use crate::terminal::closing::Detail;
use regimes_study::statistics::effects::Verdict;

/// The cohorts and outcomes that the sentence tells of, and what they are called there.
const HEADLINES: [(&str, &str, &str); 5] = [
    ("three_or_more_needs", "flourishing", "three or more needs"),
    ("top_tenth_of_need", "flourishing", "top tenth of need"),
    ("in_crisis", "flourishing", "in crisis at the start"),
    ("asked_for_help", "flourishing", "asked for help"),
    ("staff", "staff_wellbeing", "staff"),
];

/// Verdicts against the first arm: of the arm that titles are about, or of all where more is asked for.
#[must_use]
pub fn sentences(observed: &Observed, detail: Detail) -> Vec<String> {
    let is_shown = |arm: usize| detail == Detail::All || observed.focus() == Some(arm);
    let shown: Vec<usize> = (1..observed.n_arms()).filter(|arm| is_shown(*arm)).collect();
    let arms: Vec<[usize; 2]> = shown.iter().map(|arm| [0, *arm]).collect();
    let all = effects(observed, &arms);
    shown.into_iter().filter_map(|arm| sentence(observed, &all, arm)).collect()
}

fn sentence(observed: &Observed, all: &[Effect], arm: usize) -> Option<String> {
    let of = |cohort: &str, outcome: &str| {
        all.iter().find(|effect| effect.arms == [0, arm] && effect.cohort == cohort && effect.outcome == outcome)
    };
    let told = |(cohort, outcome, name): &(&str, &str, &str)| {
        let effect = of(cohort, outcome)?;
        Some(format!("{name} {} ({} sd)", effect.verdict()?.words(), signed(effect.in_sd(), 2)))
    };
    let mut parts: Vec<String> = HEADLINES.iter().filter_map(told).collect();
    if parts.is_empty() {
        return None;
    }
    let cost = of("all", COST).and_then(Effect::verdict);
    parts.extend(cost.map(|verdict: Verdict| format!("cost as spent {}", verdict.words())));
    let (label, first) = (observed.label(arm), observed.label(0));
    Some(format!(
        "{label} against {first}, for people chosen before any arm began (effects.csv): {}.",
        parts.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    #[test]
    fn a_verdict_is_told_of_each_headline_cohort_and_of_no_other() {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 8, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let told = sentences(&observed, Detail::Screen);
        assert_eq!(told.len(), 1);
        assert!(told[0].starts_with("HLS against NPM, for people chosen before any arm began (effects.csv): three"));
        assert!(
            told[0].contains("three or more needs win (+0.20 sd), staff win (+0.40 sd), cost as spent "),
            "{told:?}"
        );
        let (record, ensemble) = synthetic::make(&["npm", "hls", "graft"], 8, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        assert!(sentences(&observed, Detail::Screen).is_empty());
        assert_eq!(sentences(&observed, Detail::All).len(), 2);
    }
}
