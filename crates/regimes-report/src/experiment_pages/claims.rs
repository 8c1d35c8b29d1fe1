//! The page of `claims`: every claim of the seeds with its verdict, and what opens it.

use crate::experiment_pages::words::{
    IN_THIS_MODEL, NAMED, at_least, at_most, cell, counted, descending, elsewhere, in_range, interval, listed,
    sentence, turn,
};
use crate::experiment_pages::{Page, judgements as tables};
use regimes_study::experiment::claims::JudgedClaim;
use regimes_study::experiment::file::File;
use regimes_study::experiment::judgement::{Judgement, Sign};
use regimes_study::experiment::verdict::{FAILS_TO, Verdict};
use std::fmt::Write as _;

/// Verdicts on claims in the order in which they are counted, each with what is said of one claim and of several.
const ORDER: [(Verdict, &str, &str); 8] = [
    (Verdict::Supported, "is supported", "are supported"),
    (Verdict::Contradicted, "is contradicted", "are contradicted"),
    (Verdict::DependsOn, "depends on conditions", "depend on conditions"),
    (Verdict::Undecided, "is undecided", "are undecided"),
    (Verdict::Reported, "is reported without an expectation", "are reported without an expectation"),
    (Verdict::Missing, "has no value in any draw", "have no value in any draw"),
    (Verdict::NotRun, "was not run", "were not run"),
    (Verdict::NotRepresented, "is not represented in the model", "are not represented in the model"),
];

/// The made parts of the page.
#[must_use]
pub fn page(files: &[File], claims: &[JudgedClaim<'_>], judgements: &[Judgement]) -> Page {
    let behind = tables::sections(files, judgements);
    let tables = format!("{}\n## Experiments behind the verdicts\n{behind}", list(claims));
    Page { summary: summary(claims, judgements), tables }
}

/// How often each verdict stands: "27 are supported, 35 are contradicted and 48 are undecided".
#[must_use]
pub fn counts(claims: &[JudgedClaim<'_>]) -> String {
    let told = ORDER.iter().filter_map(|(verdict, one, several)| {
        match claims.iter().filter(|claim| claim.verdict == *verdict).count() {
            0 => None,
            1 => Some(format!("1 {one}")),
            n => Some(format!("{n} {several}")),
        }
    });
    listed(&told.collect::<Vec<_>>())
}

fn summary(claims: &[JudgedClaim<'_>], judgements: &[Judgement]) -> String {
    let draws = judgements.iter().filter_map(Judgement::first).map(|first| first.n_draws).max().unwrap_or(0);
    let tested = claims.iter().filter(|claim| !claim.judgements.is_empty()).count();
    let mut text = format!(
        "## In short\n\n\
         What was asked: {} of the texts that argue for Human Learning Systems and against New Public Management; {tested} of them are tested by {}, each with the result that the claim asks for, on {} of the uncertain parameters.\n\
         {IN_THIS_MODEL}, {}.\n\
         A claim is supported if what it asks for is met in {} of draws, and contradicted if it is met in {}.\n\n",
        counted(claims.len(), "claim"),
        counted(judgements.len(), "experiment"),
        counted(draws, "draw"),
        counts(claims),
        at_least(),
        at_most(),
    );
    let supported = ranked(claims, Verdict::Supported);
    if !supported.is_empty() {
        let _ = write!(
            text,
            "### For the claims\n\nFurthest inside what the claim asks for, of {} supported:\n\n{}\n",
            supported.len(),
            supported.iter().take(NAMED).map(|one| line(one)).collect::<String>()
        );
    }
    let contradicted = ranked(claims, Verdict::Contradicted);
    if !contradicted.is_empty() {
        let small = contradicted.iter().filter(|one| one.1.sign() == Sign::AsClaimed).count();
        let wrong = contradicted.iter().rev().filter(|one| one.1.sign() == Sign::NotAsClaimed);
        let _ = write!(
            text,
            "### Against the claims\n\n\
             Of {} contradicted, {small} have the claimed sign in {} of draws and are only smaller than asked; of the others these lie furthest off:\n\n{}\n",
            contradicted.len(),
            at_least(),
            wrong.take(NAMED).map(line).collect::<String>()
        );
    }
    text.push_str(&depends(claims, judgements));
    text
}

/// A claim and the experiment that speaks most clearly to it.
type Ranked<'a> = (&'a JudgedClaim<'a>, &'a Judgement);

/// Claims of a verdict, each with the experiment of that verdict that lies furthest inside or outside the range; those
/// furthest inside first. A claim whose experiment stands for another as well is named once.
fn ranked<'a>(claims: &'a [JudgedClaim<'a>], verdict: Verdict) -> Vec<Ranked<'a>> {
    let clearest = |claim: &'a JudgedClaim<'a>| {
        let of = claim.judgements.iter().filter(|(_, on_claim)| *on_claim == verdict).map(|(judgement, _)| *judgement);
        of.max_by(|one, other| descending(other.margin().abs(), one.margin().abs()))
    };
    let of = claims.iter().filter(|claim| claim.verdict == verdict);
    let mut ranked: Vec<Ranked> = of.filter_map(|claim| Some((claim, clearest(claim)?))).collect();
    ranked.sort_by(|one, other| descending(one.1.margin(), other.1.margin()));
    ranked
}

fn line((claim, judgement): &Ranked<'_>) -> String {
    let Some(first) = judgement.first() else { return String::new() };
    format!(
        "- {}: {} Tested by `{}`: asked {}, found {}; as asked in {} draws.\n",
        claim.claim.id,
        sentence(&claim.claim.claim),
        judgement.id,
        judgement.expected.words(),
        interval(&first.interval),
        in_range(judgement)
    )
}

fn depends(claims: &[JudgedClaim<'_>], judgements: &[Judgement]) -> String {
    let mut text = String::new();
    let depending = claims.iter().filter(|claim| claim.verdict == Verdict::DependsOn);
    let lines: String = depending
        .map(|claim| {
            let places: Vec<String> = claim.judgements.iter().flat_map(|(judgement, _)| places(judgement)).collect();
            format!(
                "- {}: {} {}\n",
                claim.claim.id,
                sentence(&claim.claim.claim),
                sentence(&capital(&places.join("; ")))
            )
        })
        .collect();
    if !lines.is_empty() {
        let _ =
            write!(text, "### What it depends on\n\nClaims that hold in one place and fail in another:\n\n{lines}\n");
    }
    let carried: Vec<&Judgement> = judgements.iter().filter(|judgement| is_carried(judgement)).collect();
    let lines = carried.iter().map(|judgement| {
        let without = judgement.elsewhere.as_ref().map_or_else(String::new, elsewhere);
        format!("- {} {}\n", sentence(&judgement.pattern), sentence(&capital(&without)))
    });
    if !carried.is_empty() {
        let _ = write!(
            text,
            "{} of the supported results hold with a mechanism of the model and fail without it, so that they say what was put in:\n\n{}\n",
            carried.len(),
            lines.collect::<String>()
        );
    }
    text
}

/// Whether a claim is supported, and fails where its mechanism is taken away.
fn is_carried(judgement: &Judgement) -> bool {
    let without = judgement.elsewhere.as_ref().filter(|elsewhere| elsewhere.is_ablation);
    let in_range = without.and_then(|elsewhere| elsewhere.outcome).map(|outcome| outcome.in_range);
    judgement.on_claims == Some(Verdict::Supported) && in_range.is_some_and(|share| share <= FAILS_TO)
}

/// What came out elsewhere, and where it turns.
fn places(judgement: &Judgement) -> Vec<String> {
    let other = judgement.elsewhere.as_ref().map(elsewhere);
    let along = judgement.turn.as_ref().map(turn);
    other.into_iter().chain(along).collect()
}

/// A text with a capital at its beginning.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Every claim with its verdict.
fn list(claims: &[JudgedClaim<'_>]) -> String {
    let mut page = format!(
        "## Claims\n\n\
         Of {}: {}.\n\
         Supported, contradicted: the first quantity lies in the range that the claim asks for in {}, or {}, of draws.\n\
         A claim that is contradicted may still have the right sign: *smaller than asked* stands where {} of draws lie on the claimed side of zero.\n\
         Undecided: between, whatever the sign.\n\
         Depends on: it holds in one place and fails in another, or one experiment supports and another contradicts.\n\
         An ablation, which takes a mechanism away, shows what carries a result, and turns no verdict.\n\
         Numbers and conditions stand with the experiments below; paths of scenario files stand in `claims.csv`, in the columns `switch`, `found_elsewhere` and `turns_at`.\n\n\
         | row | claim | verdict | experiments, or why there is none |\n\
         |---|---|---|---|\n",
        counted(claims.len(), "claim"),
        counts(claims),
        at_least(),
        at_most(),
        at_least(),
    );
    for claim in claims {
        let figure = &claim.claim.figure;
        let figure = if figure.is_empty() { String::new() } else { format!(" ({figure})") };
        let _ = writeln!(
            page,
            "| {} | {} | **{}** | {} |",
            claim.claim.id,
            cell(&format!("{}{figure}", claim.claim.claim)),
            claim.verdict.words(),
            behind(claim)
        );
    }
    page
}

/// The experiments behind a verdict, each with its own; or why there is none.
fn behind(claim: &JudgedClaim<'_>) -> String {
    let experiments: Vec<String> = claim
        .judgements
        .iter()
        .map(|(judgement, verdict)| {
            let is_small = *verdict == Verdict::Contradicted && judgement.sign() == Sign::AsClaimed;
            let small = if is_small { " (smaller than asked)" } else { "" };
            format!("`{}`: {}{small}", judgement.id, verdict.words())
        })
        .collect();
    match claim.why_not {
        Some(reason) => cell(reason),
        None => experiments.join("; "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_study::experiment::claims::{Claim, judge};
    use regimes_study::experiment::file::Expected;
    use regimes_study::experiment::judgement::{Elsewhere, ElsewhereOutcome, Interval, Measured};

    fn judgement(id: &str, verdict: Verdict, median: f64) -> Judgement {
        let interval = Interval { median, low: median - 0.5, high: median + 0.5 };
        let first = Measured { interval, n_draws: 40, above_zero: 0.9, ..Measured::default() };
        Judgement {
            id: id.to_owned(),
            pattern: format!("The pattern {id}"),
            claims: vec![id.to_owned()],
            expected: Expected { above: Some(0.5), below: None },
            quantities: vec![first],
            in_range: Some(0.1),
            verdict,
            on_claims: Some(verdict),
            ..Judgement::default()
        }
    }

    fn claims(judgements: &[Judgement]) -> Vec<Claim> {
        let claim =
            |one: &Judgement| Claim { id: one.id.clone(), claim: format!("claim {}", one.id), ..Claim::default() };
        judgements.iter().map(claim).collect()
    }

    #[test]
    fn a_contradicted_claim_with_the_claimed_sign_is_smaller_than_asked() {
        let judgements = [judgement("small", Verdict::Contradicted, 0.2)];
        let claims = claims(&judgements);
        let page = page(&[], &judge(&claims, &[], &judgements), &judgements);
        assert!(page.tables.contains("`small`: contradicted (smaller than asked)"), "{}", page.tables);
        assert!(page.summary.contains("Of 1 contradicted, 1 have the claimed sign"), "{}", page.summary);
    }

    #[test]
    fn the_summary_names_the_clearest_of_each_side_and_what_carries_them() {
        let interval = Interval { median: 0.0, low: -0.5, high: 0.5 };
        let outcome = Some(ElsewhereOutcome { interval, in_range: 0.1 });
        let overrides = regimes_scenario::overrides::read(&["support.coupling=0"]);
        let mut judgements: Vec<Judgement> =
            (1..=4).map(|n| judgement(&format!("yes_{n}"), Verdict::Supported, f64::from(n))).collect();
        judgements[0].elsewhere = Some(Elsewhere { overrides, is_ablation: true, outcome });
        let claims = claims(&judgements);
        let summary = page(&[], &judge(&claims, &[], &judgements), &judgements).summary;
        let at = |id: &str| summary.find(&format!("`{id}`"));
        assert!(at("yes_4") < at("yes_3") && at("yes_2").is_some() && at("yes_1").is_none(), "{summary}");
        assert!(summary.contains("Without the mechanism (support coupling 0)"), "{summary}");
    }
}
