//! What an arm did to cohorts that were fixed before it began, in a sentence of verdicts and one of plain units.

use crate::effects::{COST, Effect, WELLBYS, effects};
use crate::numbers::signed;
use crate::observed::Observed;
use regimes_study::simulation::trace::COST_ON_EQUAL_PAYMENT;
use regimes_study::statistics::effects::Verdict;

/// The cohorts and outcomes that the sentence tells of, and what they are called there. The verdict on cost is that on
/// equal payment where the runs have such a reading, and says so.
pub(crate) const HEADLINES: [(&str, &str, &str); 8] = [
    ("three_or_more_needs", "flourishing", "three or more needs"),
    ("top_tenth_of_need", "flourishing", "top tenth of need"),
    ("in_crisis", "flourishing", "in crisis at the start"),
    ("asked_for_help", "flourishing", "asked for help"),
    ("staff", "staff_wellbeing", "staff"),
    ("staff", "freedom_from_exhaustion", "freedom of staff from exhaustion"),
    ("all", COST_ON_EQUAL_PAYMENT, "cost on equal payment"),
    ("all", COST, "cost as spent"),
];

/// Verdicts against the first arm, of the arm that titles are about.
#[must_use]
pub fn in_short(observed: &Observed) -> Vec<String> {
    let shown: Vec<usize> = observed.focus().into_iter().filter(|arm| *arm > 0).collect();
    sentences(observed, &shown, false)
}

/// Verdicts of all arms against the first, each with its size in standard deviations.
#[must_use]
pub fn in_full(observed: &Observed) -> Vec<String> {
    sentences(observed, &(1..observed.n_arms()).collect::<Vec<usize>>(), true)
}

fn sentences(observed: &Observed, shown: &[usize], with_sizes: bool) -> Vec<String> {
    let arms: Vec<[usize; 2]> = shown.iter().map(|arm| [0, *arm]).collect();
    let all = effects(observed, &arms);
    shown.iter().filter_map(|arm| sentence(observed, &all, *arm, with_sizes)).collect()
}

fn sentence(observed: &Observed, all: &[Effect], arm: usize, with_sizes: bool) -> Option<String> {
    let told = |(cohort, outcome, name): &(&str, &str, &str)| {
        let is_it =
            |effect: &&Effect| effect.arms == [0, arm] && effect.cohort == *cohort && effect.outcome == *outcome;
        let effect = all.iter().find(is_it)?;
        let sd = effect.in_sd();
        let in_sd = if sd.is_nan() || !with_sizes { String::new() } else { format!(" ({} sd)", signed(sd, 2)) };
        Some((effect.verdict()?, format!("{name}{in_sd}")))
    };
    let told: Vec<(Verdict, String)> = HEADLINES.iter().filter_map(told).collect();
    let of = |verdict: Verdict| {
        let names: Vec<&str> = told.iter().filter(|(of, _)| *of == verdict).map(|(_, name)| name.as_str()).collect();
        (!names.is_empty()).then(|| format!("{} for {}", verdict.words(), names.join(", ")))
    };
    let parts: Vec<String> = Verdict::ALL.into_iter().filter_map(of).collect();
    let (label, first) = (observed.label(arm), observed.label(0));
    let plain = plain(all, arm).map_or_else(String::new, |plain| format!(" {plain}"));
    (!told.is_empty()).then(|| format!("{label} against {first} by cohort (effects.csv): {}.{plain}", parts.join("; ")))
}

/// The cohort whose plain units the sentence gives, and what it is called there.
const PLAIN: (&str, &str) = ("three_or_more_needs", "three or more needs");

/// At or above this a number of people has no decimal.
const WHOLE: f64 = 10.0;

/// What an arm did to one cohort, in plain units.
fn plain(all: &[Effect], arm: usize) -> Option<String> {
    let of = |outcome: &str| {
        let is_it = |e: &&Effect| e.arms == [0, arm] && e.cohort == PLAIN.0 && e.outcome == outcome;
        let value = all.iter().find(is_it)?.estimate.value;
        (!value.is_nan()).then(|| signed(value, usize::from(value.abs() < WHOLE)))
    };
    let counted = [("crises", "crises_entered"), ("deaths", "deaths"), ("main need met", "main_need_met")];
    let counted = counted.iter().filter_map(|(name, outcome)| Some(format!("{name} {}", of(outcome)?)));
    let wellbys = Some(format!("WELLBYs {} to {}", of(WELLBYS[0])?, of(WELLBYS[2])?));
    let parts: Vec<String> = counted.chain(wellbys).collect();
    Some(format!("Per 1,000 with {}: {}.", PLAIN.1, parts.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    #[test]
    fn a_verdict_is_told_of_each_headline_cohort_and_of_no_other() {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 8, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let told = in_short(&observed);
        assert_eq!(told.len(), 1);
        assert!(
            told[0].starts_with("HLS against NPM by cohort (effects.csv): win for three or more needs, staff"),
            "{told:?}"
        );
        let full = in_full(&observed);
        assert!(full[0].contains("win for three or more needs (+0.20 sd), staff (+0.40 sd)"), "{full:?}");
        let plain =
            "Per 1,000 with three or more needs: crises -10, deaths 0.0, main need met +25, WELLBYs +138 to +459.";
        assert!(told[0].contains(plain), "{told:?}");
        let (record, ensemble) = synthetic::make(&["npm", "hls", "graft"], 8, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        assert!(in_short(&observed).is_empty());
        assert_eq!(in_full(&observed).len(), 2);
    }
}
