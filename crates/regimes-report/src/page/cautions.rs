//! What to bear in mind: the caveats that belong to every result, and warnings where a run itself gives cause for one.

use crate::effects::COST;
use crate::figures::words::listed;
use crate::findings::{self, Finding};
use crate::numbers::grouped;
use crate::page::facts::Facts;
use crate::page::number::{self, Number};
use crate::page::words;
use crate::tables::census;
use crate::terminal;
use maud::{Markup, html};
use regimes_model::model::outcomes::{Better, Outcome};
use regimes_study::simulation::trace::COHORTS;
use regimes_study::statistics::effects::{FEW, FROM, Verdict};

/// Where in [`caveats`](terminal::caveats) each stands, the largest first: sizes, luck alone, one way of counting.
const LARGEST_FIRST: [usize; 3] = [1, 0, 2];

/// The three caveats.
#[must_use]
pub fn caveats(facts: &Facts) -> Markup {
    let mut caveats = terminal::caveats(facts.observed.record.calibration.as_deref());
    if let Some(over) = facts.over {
        caveats[0] = format!(
            "The ranges of tables show luck between simulated futures, with one value of each uncertain parameter. How far \
             a difference moves with these is what the {} draws show.",
            over.draws
        );
    }
    html! {
        h2 #h-caveats { "Three caveats, the largest first" }
        ol.caveats { @for place in LARGEST_FIRST { li { (caveats[place]) } } }
    }
}

/// Warnings that this run gives cause for; none where it gives none.
#[must_use]
pub fn warnings(facts: &Facts) -> Option<Markup> {
    let all: Vec<Markup> = [few(facts), money(facts), idle(facts), status_quo(facts), failed(facts)]
        .into_iter()
        .flatten()
        .chain(drifting(facts))
        .chain(at_an_end(facts))
        .chain(empty(facts))
        .chain(findings::rivals_disagree(facts.observed).into_iter().map(|sentence| html! { (sentence) }))
        .collect();
    (!all.is_empty()).then(|| {
        html! {
            h2 #h-warnings { "Warnings about this run" }
            ul.warnings { @for warning in &all { li { (warning) } } }
        }
    })
}

/// Too few futures for the claim.
fn few(facts: &Facts) -> Option<Markup> {
    let pairs = facts.pairs();
    if facts.others().is_empty() || pairs == 0 {
        return None;
    }
    if pairs < FEW {
        return Some(
            html! { b { "Too few futures. " } "With " (pairs) " nothing is decided; run with more (" code { "--replicates" } ")." },
        );
    }
    let open =
        facts.others().flat_map(|arm| facts.together().map(|(cohort, outcome)| facts.effect(arm, cohort, outcome)));
    let open = open.flatten().filter(|effect| effect.verdict() == Some(Verdict::Undecided)).count();
    (open > 0).then(|| {
        let comparisons = if open == 1 { "1 comparison".to_owned() } else { format!("{open} comparisons") };
        html! {
            b { "Undecided. " } (comparisons) " of residents, cost or staff stay undecided with " (pairs)
            " paired futures: more may decide them (" code { "--replicates" } "), or the effect is near the smallest worth naming."
        }
    })
}

/// Arms that spend unlike amounts.
fn money(facts: &Facts) -> Option<Markup> {
    let unlike = |arm: usize| {
        let effect = facts.effect(arm, COHORTS[0], COST).filter(|_| !facts.observed.record.idle.contains(&arm))?;
        (effect.estimate.value.abs() >= effect.smallest).then_some((arm, effect))
    };
    let unlike: Vec<_> = facts.others().filter_map(unlike).collect();
    let (money, first) = (&facts.observed.record.money, facts.observed.label(0));
    (!unlike.is_empty()).then(|| {
        html! {
            b { "Unequal money. " } "Against " (first) ", public spending a resident and week differs under "
            @for (place, (arm, effect)) in unlike.iter().enumerate() {
                @if place > 0 { ", " }
                (facts.observed.label(*arm)) " by "
                (Number::money(effect.estimate.value, number::decimals(&effect.estimate), &money.sign(), facts.cells(effect).take("effect")))
                " (" (number::range(&effect.estimate, number::decimals(&effect.estimate), &facts.cells(effect), ["q05", "q95"])) ")"
            }
            ": part of any other difference may be what money does, and not rules."
        }
    })
}

/// A status quo out of its targets.
fn status_quo(facts: &Facts) -> Option<Markup> {
    let figures = census::figures(facts.observed);
    let missed: Vec<String> = figures
        .iter()
        .filter(|figure| figure.misses())
        .map(|figure| format!("{} ({})", figure.target.what, figure.target.kind))
        .collect();
    (!missed.is_empty()).then(|| {
        html! {
            b { "A status quo unlike published services. " } (census::sentence(&figures)) " Missed: " (listed(&missed)) "."
        }
    })
}

/// Arms in which nobody serves anybody.
fn idle(facts: &Facts) -> Option<Markup> {
    let observed = facts.observed;
    let idle: Vec<String> = observed.record.idle.iter().map(|arm| observed.label(*arm).to_owned()).collect();
    (!idle.is_empty()).then(|| html! { b { "No services. " } "Nobody works under " (listed(&idle)) "." })
}

fn failed(facts: &Facts) -> Option<Markup> {
    let (failed, all) = (facts.observed.failed(), facts.observed.with_failed().count());
    (failed > 0).then(|| html! { b { "Failed runs. " } (failed) " of " (all) " runs failed and count nowhere." })
}

/// A reference that moves further of itself than any arm differs from it.
fn drifting(facts: &Facts) -> impl Iterator<Item = Markup> {
    facts.over_horizon().filter_map(|finding| {
        let [first, last] = findings::drift(facts.observed, finding)?;
        let decimals = number::decimals(&finding.arms[0]);
        let [first, last] = [first, last].map(|level| grouped(level, decimals));
        Some(html! {
            b { "A drifting reference. " } (finding.outcome.label) " under " (facts.observed.label(0)) " moves from "
            (first) " in the first year to " (last) " in the last, further than any arm differs from it: read "
            "the differences, not the levels."
        })
    })
}

/// How near to an end of its scale an outcome must be to be at it.
const END: f64 = 0.01;

/// Headline outcomes at an end of their scale under every arm: no arm can do better or worse there.
fn at_an_end(facts: &Facts) -> impl Iterator<Item = Markup> {
    facts.over_horizon().filter_map(|finding| {
        let values: Vec<f64> = finding.arms.iter().map(|arm| arm.value).filter(|value| value.is_finite()).collect();
        let is_all = |is: &dyn Fn(f64) -> bool| is_scale(finding.outcome) && !values.is_empty() && values.iter().all(|value| is(*value));
        let end = if is_all(&|value| value <= END) {
            "bottom"
        } else if is_all(&|value| value >= 1.0 - END) {
            "top"
        } else {
            return None;
        };
        Some(html! {
            b { "A saturated outcome. " } (finding.outcome.label) " is at the " (end) " of its scale under every arm: it cannot show "
            "a difference."
        })
    })
}

/// Whether an outcome goes from 0 to 1, and 0 is no aim in between.
fn is_scale(outcome: &Outcome) -> bool {
    let is_error = outcome.better == Better::NearZero;
    !is_error && (outcome.unit == "share" || outcome.unit.starts_with("index 0-1"))
}

/// Headline outcomes that nobody was in.
fn empty(facts: &Facts) -> impl Iterator<Item = Markup> {
    let lacking = |finding: &Finding| -> Vec<String> {
        let idle = &facts.observed.record.idle;
        let arms = finding.arms.iter().enumerate().filter(|(number, arm)| arm.n == 0 && !idle.contains(number));
        arms.map(|(arm, _)| facts.observed.label(arm).to_owned()).collect()
    };
    facts.over_horizon().map(move |finding| (finding, lacking(finding))).filter(|(_, arms)| !arms.is_empty()).map(
        |(finding, arms)| {
            html! { b { "No value. " } (finding.outcome.label) " has none under " (listed(&arms)) ": nobody was in it." }
        },
    )
}

/// What is undecided or too small is said so beside the table that holds the verdicts.
#[must_use]
pub fn key() -> Markup {
    const PERCENT: f64 = 100.0;
    html! {
        p.note {
            "Higher or lower: by the smallest effect worth naming or more, in at least " (PERCENT * FROM) " % of paired futures. "
            "No difference worth naming: by less than that in as many. Undecided: neither. Where no smallest effect is "
            "declared, the words say which way the whole range of 90 % of paired futures goes. With fewer than " (FEW)
            " paired futures: " (words::TOO_FEW) "."
        }
    }
}
