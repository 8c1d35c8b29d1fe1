//! The page of `validate`: what the model was tested against, who does better, what fails, and what it depends on.
//!
//! What the summary names is chosen by rule from the judgements: the few that lie furthest inside or outside the range
//! that was expected, and the few comparisons of the two paradigms in which either side does best.

use crate::experiment_pages::words::{
    IN_THIS_MODEL, NAMED, at_least, at_most, cell, counted, descending, in_range, interval, sentence, turn,
};
use crate::experiment_pages::{Page, contests, judgements as tables, sides};
use regimes_study::experiment::file::{File, Kind};
use regimes_study::experiment::findings::Win;
use regimes_study::experiment::judgement::{ExpectedBy, Judgement};
use regimes_study::experiment::verdict::Verdict;
use std::fmt::Write as _;

/// The made parts of the page.
#[must_use]
pub fn page(files: &[File], judgements: &[Judgement], wins: &[Win]) -> Page {
    let parts = [
        asked(judgements, wins),
        sides::who_does_better(files, judgements, wins),
        fails(judgements),
        hangs(judgements),
    ];
    Page { summary: parts.concat(), tables: with_tables(files, judgements, wins) }
}

fn asked(judgements: &[Judgement], wins: &[Win]) -> String {
    let by_evidence = |verdict: Verdict| count(judgements, |one| is_by(one, ExpectedBy::Evidence, verdict));
    let [shown, mixed, not_shown] = [Verdict::Shown, Verdict::Mixed, Verdict::NotShown].map(by_evidence);
    let draws = judgements.iter().filter_map(Judgement::first).map(|first| first.n_draws).max().unwrap_or(0);
    let mut contests: Vec<&str> = wins.iter().map(|win| win.contest.as_str()).collect();
    contests.dedup();
    let mut text = format!(
        "## In short\n\n\
         What was asked: published patterns, known cases and conditions named by theory were written down as {}, each with its source and with the result that the source leads one to expect.\n\
         Each was run on {}: sets of uncertain parameters, each with luck of its own.\n",
        counted(judgements.len(), "experiment"),
        counted(draws, "draw"),
    );
    if !contests.is_empty() {
        let _ = writeln!(text, "All arms of {} were compared on the same draws.", counted(contests.len(), "scenario"));
    }
    if !judgements.is_empty() {
        let _ = write!(
            text,
            "{IN_THIS_MODEL}, {shown} of {} expectations drawn from evidence and theory are shown (met in {} of draws), {mixed} are mixed, and {not_shown} are not shown (met in {}).\n\n\
             | what | shown | mixed | not shown | no expectation, reported only |\n|---|---:|---:|---:|---:|\n",
            shown + mixed + not_shown,
            at_least(),
            at_most(),
        );
    }
    for (words, by, kind) in ROWS {
        let of = |verdict| count(judgements, |one| one.kind == kind && is_by(one, by, verdict));
        let cells = [Verdict::Shown, Verdict::Mixed, Verdict::NotShown, Verdict::Reported].map(of);
        if cells.iter().sum::<usize>() > 0 {
            let [shown, mixed, not_shown, reported] = cells;
            let _ = writeln!(text, "| {words} | {shown} | {mixed} | {not_shown} | {reported} |");
        }
    }
    text.push('\n');
    text
}

/// Rows of the table of verdicts: words, whose expectation it is, and its kind.
const ROWS: [(&str, ExpectedBy, Kind); 6] = [
    ("conditions under which theory expects one side to do better", ExpectedBy::Evidence, Kind::Contingency),
    ("known cases: trials, natural experiments, evaluations", ExpectedBy::Evidence, Kind::KnownCase),
    ("published patterns that were held back from the fit", ExpectedBy::Evidence, Kind::HeldFact),
    ("mechanisms in settings in which they should help one side", ExpectedBy::Audit, Kind::Dominance),
    ("objections of a sceptical reviewer (shown speaks against the model)", ExpectedBy::Reviewer, Kind::Contingency),
    ("known cases of a sceptical reviewer (shown speaks against the model)", ExpectedBy::Reviewer, Kind::KnownCase),
];

fn count(judgements: &[Judgement], is_counted: impl Fn(&Judgement) -> bool) -> usize {
    judgements.iter().filter(|judgement| is_counted(judgement)).count()
}

fn is_by(judgement: &Judgement, by: ExpectedBy, verdict: Verdict) -> bool {
    judgement.expected_by() == by && judgement.verdict == verdict
}

fn fails(judgements: &[Judgement]) -> String {
    let mut text = String::new();
    let sorted = |by, verdict| {
        let mut of: Vec<&Judgement> = judgements.iter().filter(|one| is_by(one, by, verdict)).collect();
        of.sort_by(|one, other| descending(one.margin(), other.margin()));
        of
    };
    let shown = sorted(ExpectedBy::Evidence, Verdict::Shown);
    if !shown.is_empty() {
        let _ = write!(text, "### What is shown\n\nFurthest inside what was expected:\n\n{}\n", best(shown.iter()));
    }
    let failed = sorted(ExpectedBy::Evidence, Verdict::NotShown);
    if !failed.is_empty() {
        let _ = write!(
            text,
            "### What fails\n\nExpected from evidence or theory and not shown by the model, furthest off first, of {}:\n\n{}\n",
            failed.len(),
            best(failed.iter().rev())
        );
    }
    let conceded = sorted(ExpectedBy::Reviewer, Verdict::Shown);
    if !conceded.is_empty() {
        let _ = write!(text, "A sceptical reviewer is right about this:\n\n{}\n", best(conceded.iter()));
    }
    text
}

/// The first few of some judgements, a line each.
fn best<'a>(judgements: impl Iterator<Item = &'a &'a Judgement>) -> String {
    judgements.take(NAMED).map(|judgement| finding(judgement)).collect()
}

/// A judgement in a line: what was tested, what was found, and in how many draws it is as expected.
#[must_use]
pub fn finding(judgement: &Judgement) -> String {
    let Some(first) = judgement.first() else { return String::new() };
    format!(
        "- {} Expected {}, found {}; as expected in {} draws (`{}`).\n",
        sentence(&cell(&judgement.pattern)),
        judgement.expected.words(),
        interval(&first.interval),
        in_range(judgement),
        judgement.id
    )
}

fn hangs(judgements: &[Judgement]) -> String {
    let evidence = |one: &&Judgement| one.expected_by() == ExpectedBy::Evidence;
    let mut conditions: Vec<&Judgement> =
        judgements.iter().filter(|one| one.kind == Kind::Contingency).filter(evidence).collect();
    conditions.retain(|one| one.is_decided());
    conditions.sort_by(|one, other| descending(one.margin(), other.margin()));
    let along: Vec<&Judgement> = judgements.iter().filter(|one| one.turn.is_some()).collect();
    if conditions.is_empty() && along.is_empty() {
        return String::new();
    }
    let mut text = "### What it depends on\n\n".to_owned();
    let shown: Vec<&&Judgement> = conditions.iter().filter(|one| one.verdict == Verdict::Shown).collect();
    if !conditions.is_empty() {
        let _ = writeln!(
            text,
            "Of {} under which theory expects one side to gain on the other, {} are shown; the clearest:\n\n{}",
            counted(conditions.len(), "condition"),
            shown.len(),
            shown.iter().take(NAMED).map(|one| finding(one)).collect::<String>()
        );
    }
    if !along.is_empty() {
        text.push_str(&axes(&along));
    }
    text
}

fn axes(along: &[&Judgement]) -> String {
    let turning: Vec<&&Judgement> =
        along.iter().filter(|one| one.turn.as_ref().is_some_and(|turn| !turn.points.is_empty())).collect();
    let lines =
        turning.iter().filter_map(|one| Some(format!("- `{}` {}\n", one.id, sentence(&turn(one.turn.as_ref()?)))));
    format!(
        "One parameter at a time was moved through its range in {}; the median result changes sign, or leaves the expected range, in {}{}\n{}",
        counted(along.len(), "experiment"),
        if turning.is_empty() { "none of them" } else { "these" },
        if turning.is_empty() { "." } else { ":\n" },
        lines.collect::<String>()
    )
}

fn with_tables(files: &[File], judgements: &[Judgement], wins: &[Win]) -> String {
    let mut page = String::new();
    if !wins.is_empty() {
        page.push_str(
            "## Who wins, in what share of draws\n\n\
             Each draw is a set of uncertain parameters with luck of its own, the same for all arms.\n\
             A cell gives the share of draws in which the arm does best of all arms of the scenario, over the whole horizon; ties are shared.\n\
             In brackets: the share in which it does better than the first arm, and the median of its difference from the first arm in the yardstick's unit (cost: GBP a resident and week; all else: an index from 0 to 1).\n\
             Lower is better for cost and for the gap between groups.\n\
             Shares are of draws that the authors chose and fitted, and no probabilities of the world; as a sample they are coarse as well: of 40 draws, 50 % stands for 34 to 66 %, 80 % for 64 to 91 %, 95 % for 83 to 99 % (exact binomial, 95 %).\n\n",
        );
        page.push_str(&contests::tables(wins));
    }
    let _ = write!(
        page,
        "\n## Patterns\n\n\
         Shown: the first quantity lies in the expected range in {} of draws; not shown: in {}; mixed: between.\n\
         In `sceptic` it is the reviewer who expects, so *shown* there is a point against the model.\n\
         Expectations were written from their sources before results were looked at, but for those that [the sceptic's page](sceptic.md#what-the-tool-cannot-answer) lists under *Blindness*; a pattern that is not shown stands here like one that is.\n\
         Numbers are medians over draws, with the range of 90 % of these draws, parameters and luck together.\n\
         What each experiment switches, as paths of a scenario file, stands in the column `switch` of `patterns.csv`.\n",
        at_least(),
        at_most(),
    );
    page.push_str(&tables::sections(files, judgements));
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_study::experiment::file::Expected;
    use regimes_study::experiment::judgement::{Interval, Measured};

    fn judgement(id: &str, verdict: Verdict, median: f64) -> Judgement {
        let first = Measured {
            name: "gap".to_owned(),
            interval: Interval { median, low: median - 0.75, high: median + 0.5 },
            n_draws: 40,
            above_zero: 0.75,
        };
        let other = Measured { name: "cost".to_owned(), ..Measured::default() };
        Judgement {
            topic: "t".to_owned(),
            id: id.to_owned(),
            kind: Kind::KnownCase,
            pattern: format!("The pattern {id}"),
            expected: Expected { above: Some(0.0), below: None },
            quantities: vec![first, other],
            in_range: Some(0.75),
            verdict,
            ..Judgement::default()
        }
    }

    #[test]
    fn a_pattern_stands_with_its_interval_and_draws() {
        let page = page(&[], &[judgement("one", Verdict::Mixed, 0.5)], &[]).tables;
        for part in ["0.500 [-0.250, 1.00]", "30 of 40", "**mixed**", "`cost`", "above 0"] {
            assert!(page.contains(part), "{part} in\n{page}");
        }
    }

    #[test]
    fn the_summary_names_what_lies_furthest_in_and_out() {
        let shown = (1..=5).map(|n| judgement(&format!("shown_{n}"), Verdict::Shown, f64::from(n)));
        let failed = (1..=5).map(|n| judgement(&format!("failed_{n}"), Verdict::NotShown, -f64::from(n)));
        let summary = page(&[], &shown.chain(failed).collect::<Vec<_>>(), &[]).summary;
        let at = |id: &str| summary.find(&format!("(`{id}`)"));
        assert!(at("shown_5") < at("shown_4") && at("shown_3").is_some() && at("shown_2").is_none(), "{summary}");
        assert!(at("failed_5") < at("failed_4") && at("failed_3").is_some() && at("failed_2").is_none(), "{summary}");
        assert!(summary.contains("5 of 10 expectations") && summary.contains(IN_THIS_MODEL), "{summary}");
    }
}
