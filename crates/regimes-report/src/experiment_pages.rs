//! Documents of experiments, made from their tables: what was found, and who wins in what share of draws.

use crate::experiment_tables::{Claim, Judged};
use regimes_study::experiment::findings::{Row, Win, YARDSTICKS};
use regimes_study::experiment::verdict::{HOLDS_FROM, short};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The lines between which a document is made from tables.
const BEGINS: &str = "<!-- made from tables by the program: do not edit";
const ENDS: &str = "<!-- end of what is made from tables -->";

/// A document with the made part replaced, or put at its end.
#[must_use]
pub fn with_block(document: &str, verb: &str, block: &str) -> String {
    let begins = format!("{BEGINS}; `regimes {verb}` -->");
    let made = format!("{begins}\n\n{}\n\n{ENDS}", block.trim());
    let old = document.find(&begins).and_then(|from| {
        let length = document[from..].find(ENDS)?;
        Some(from..from + length + ENDS.len())
    });
    match old {
        Some(range) => format!("{}{made}{}", &document[..range.start], &document[range.end..]),
        None if document.is_empty() => format!("{made}\n"),
        None => format!("{}\n\n{made}\n", document.trim_end()),
    }
}

/// The mark of a place in a document where the result of an experiment belongs, and what ends it.
const FOUND: &str = "<!-- found: ";
const END_OF_FOUND: &str = "<!-- end of found -->";

/// A document with what was found put after each mark `<!-- found: experiment -->` that stands alone on a line.
#[must_use]
pub fn with_found(document: &str, rows: &[Row]) -> String {
    let mut page = String::new();
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        let _ = writeln!(page, "{line}");
        let Some(id) = line.strip_prefix(FOUND).and_then(|rest| rest.strip_suffix(" -->")) else {
            continue;
        };
        // An old result ends before the next mark; where there is none, nothing is taken away.
        if lines.clone().take_while(|next| !next.starts_with(FOUND)).any(|next| next == END_OF_FOUND) {
            lines.find(|old| *old == END_OF_FOUND);
        }
        page.push_str(&found(id, rows));
    }
    page
}

/// What was found of an experiment: a line a quantity, and a table of those that are crossed, as `access_in_npm` is.
fn found(id: &str, rows: &[Row]) -> String {
    let rows: Vec<&Row> = rows.iter().filter(|row| row.id == id).collect();
    let mut page = String::new();
    for row in rows.iter().filter(|row| crossing(row, &rows).is_none()) {
        let verdict = match row.share_in_range {
            Some(share) if !row.verdict.is_empty() => {
                format!(" Asked: {}; in that range in {} of draws: **{}**.", row.expected, percent(share), row.verdict)
            }
            _ => String::new(),
        };
        let _ = writeln!(page, "- `{}`: {}.{verdict}", row.quantity, interval(row));
    }
    page.push_str(&crossed(&rows));
    if page.is_empty() { page } else { format!("{page}{END_OF_FOUND}\n") }
}

/// What is put into what, where a quantity says so and another says so of the same; what is judged stands alone.
fn crossing<'a>(row: &'a Row, all: &[&Row]) -> Option<(&'a str, &'a str)> {
    let (what, into) = row.quantity.split_once("_in_")?;
    let shares = |other: &&&Row| other.quantity.rsplit_once("_in_").is_some_and(|(_, place)| place == into);
    (row.verdict.is_empty() && all.iter().filter(shares).count() > 1).then_some((what, into))
}

/// Crossed quantities: what is put in down the page, into what across it; bold where nine of ten draws agree on the sign.
fn crossed(rows: &[&Row]) -> String {
    let (mut down, mut across): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for (what, into) in rows.iter().filter_map(|row| crossing(row, rows)) {
        down.extend((!down.contains(&what)).then_some(what));
        across.extend((!across.contains(&into)).then_some(into));
    }
    if down.is_empty() {
        return String::new();
    }
    let heads: Vec<String> = across.iter().map(|into| format!("in `{into}`")).collect();
    let mut page = format!("\n|  | {} |\n|---|{}\n", heads.join(" | "), "---:|".repeat(across.len()));
    for what in down {
        let cells = across.iter().map(|into| {
            let row = rows.iter().find(|row| crossing(row, rows) == Some((what, into)));
            row.map_or_else(String::new, |row| {
                let sure = (row.share_above_zero - 0.5).abs() >= 0.4;
                if sure { format!("**{}**", interval(row)) } else { interval(row) }
            })
        });
        let _ = writeln!(page, "| {} | {} |", what.replace('_', " "), cells.collect::<Vec<_>>().join(" | "));
    }
    page.push('\n');
    page
}

/// A cell that holds no bar and no line break.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

fn percent(share: f64) -> String {
    if share.is_nan() { "–".to_owned() } else { format!("{:.0} %", 100.0 * share) }
}

/// A difference with its sign.
fn signed(value: f64) -> String {
    let text = short(value);
    if value > 0.0 && text != "0" { format!("+{text}") } else { text }
}

fn interval(row: &Row) -> String {
    format!("{} [{}, {}]", short(row.median), short(row.q05), short(row.q95))
}

/// What the model is held against: contests first, then patterns by file.
#[must_use]
pub fn patterns(rows: &[Row], wins: &[Win]) -> String {
    let mut page = "## Who wins, in what share of draws\n\n".to_owned();
    page.push_str(
        "Each draw is a set of uncertain parameters and a luck of its own, the same for all arms.\n\
         A cell gives the share of draws in which the arm does best of all arms of the scenario, over the whole horizon; ties are shared.\n\
         In brackets: the share in which it does better than the first arm, and the median of its difference from the first arm in the yardstick's unit (cost: GBP a resident and week; all else: an index from 0 to 1).\n\
         Lower is better for cost and for the gap between groups.\n\
         Shares are of draws that the authors chose and fitted, and no probabilities of the world; as a sample they are coarse as well: of 40 draws, 50 % stands for 34 to 66 %, 80 % for 64 to 91 %, 95 % for 83 to 99 % (exact binomial, 95 %).\n\n",
    );
    page.push_str(&contests(wins));
    page.push_str("\n## Patterns\n\n");
    page.push_str(&totals(rows));
    for topic in topics(rows) {
        let of_topic: Vec<&Row> = rows.iter().filter(|row| row.topic == topic).collect();
        let _ = write!(page, "\n### {topic}\n\n");
        page.push_str(&verdicts(&of_topic));
        page.push_str(&others(&of_topic));
    }
    page
}

fn topics(rows: &[Row]) -> Vec<&str> {
    let mut topics: Vec<&str> = Vec::new();
    for row in rows {
        if !topics.contains(&row.topic.as_str()) {
            topics.push(&row.topic);
        }
    }
    topics
}

fn contests(wins: &[Win]) -> String {
    let mut page = String::new();
    let mut names: Vec<&str> = wins.iter().map(|win| win.contest.as_str()).collect();
    names.dedup();
    for contest in names {
        let of: Vec<&Win> = wins.iter().filter(|win| win.contest == contest).collect();
        let mut arms: Vec<&str> = Vec::new();
        of.iter().for_each(|win| {
            if !arms.contains(&win.arm.as_str()) {
                arms.push(&win.arm)
            }
        });
        let draws = of.first().map_or(0, |win| win.n_draws);
        let _ =
            write!(page, "| {contest}, {draws} draws | {} |\n|---|{}\n", arms.join(" | "), "---:|".repeat(arms.len()));
        for (yardstick, _) in YARDSTICKS.iter().filter(|(name, _)| of.iter().any(|win| win.yardstick == *name)) {
            let cells = arms.iter().map(|arm| {
                let win = of.iter().find(|win| win.yardstick == *yardstick && win.arm == *arm);
                win.map_or_else(String::new, |win| {
                    let best = percent(win.share_best);
                    if win.arm == arms[0] || win.share_above_first.is_nan() {
                        return best;
                    }
                    format!("{best} ({}, {})", percent(win.share_above_first), signed(win.median_less_first))
                })
            });
            let _ = writeln!(page, "| `{yardstick}` | {} |", cells.collect::<Vec<_>>().join(" | "));
        }
        page.push('\n');
    }
    page
}

/// How often each verdict stands, file by file.
fn totals(rows: &[Row]) -> String {
    let of_topic = |topic: &&str| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.topic == **topic && !row.verdict.is_empty()) {
            *counts.entry(&row.verdict).or_default() += 1;
        }
        let list: Vec<String> = counts.iter().map(|(word, n)| format!("{n} {word}")).collect();
        format!("- `{topic}`, {} experiments: {}\n", counts.values().sum::<usize>(), list.join(", "))
    };
    format!(
        "{}\n\
         In `sceptic` it is the reviewer who expects, so *shown* there is a point against the model.\n\
         Expectations were written from their sources before results were looked at, but for those that [the sceptic's page](sceptic.md#what-the-tool-cannot-answer) lists under *Blindness*; a pattern that is not shown stands here like one that is.\n\
         Shown: the first quantity lies in the expected range in at least 80 % of draws; not shown: in at most 20 %; mixed: between.\n\
         Numbers are medians over draws, with the range of 90 % of these draws, parameters and luck together.\n",
        topics(rows).iter().map(of_topic).collect::<String>()
    )
}

fn verdicts(rows: &[&Row]) -> String {
    let mut page = "| experiment | pattern | source | switch | first quantity | expected | found | in range | verdict | elsewhere, turns |\n\
                    |---|---|---|---|---|---|---|---:|---|---|\n"
        .to_owned();
    for row in rows.iter().filter(|row| !row.verdict.is_empty()) {
        let elsewhere: Vec<&str> = [row.found_elsewhere.as_str(), &row.turns_at, &row.note]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} | `{}` | {} | {} | {} | **{}** | {} |",
            row.id,
            cell(&row.pattern),
            cell(&row.source),
            cell(&row.switch),
            row.quantity,
            row.expected,
            interval(row),
            percent(row.share_in_range.unwrap_or(f64::NAN)),
            row.verdict,
            cell(&elsewhere.join("; "))
        );
    }
    page
}

/// The quantities beside the first.
fn others(rows: &[&Row]) -> String {
    let rest: Vec<&&Row> = rows.iter().filter(|row| row.verdict.is_empty()).collect();
    if rest.is_empty() {
        return String::new();
    }
    let mut page = "\nOther quantities of the same experiments:\n\n\
                    | experiment | quantity | found | draws above nought |\n|---|---|---|---:|\n"
        .to_owned();
    for row in rest {
        let above = percent(row.share_above_zero);
        let _ = writeln!(page, "| `{}` | `{}` | {} | {above} |", row.id, row.quantity, interval(row));
    }
    page
}

/// Every claim with its verdict.
#[must_use]
pub fn claims(claims: &[(Claim, Judged)], rows: &[Row]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, judged) in claims {
        *counts.entry(&judged.verdict).or_default() += 1;
    }
    let list: Vec<String> = counts.iter().map(|(word, n)| format!("{n} {word}")).collect();
    let with = claims.iter().filter(|(_, judged)| !judged.experiments.is_empty()).count();
    let mut page = format!(
        "Of {} rows: {}; {with} have an experiment behind the verdict.\n\
         Supported, contradicted: the first quantity lies in the range that the claim asks for in at least 80 %, or at most 20 %, of draws, in this model, under these assumptions.\n\
         A claim that is contradicted may still have the right sign: *smaller than asked* stands where at least 80 % of draws lie on the claimed side of nought.\n\
         Undecided: between, whatever the sign.\n\
         Depends on: it holds in one place and fails in another, or one experiment supports and another contradicts.\n\
         A mechanism that is knocked out shows what carries a result, and turns no verdict.\n\n\
         | row | claim | verdict | experiments | where it comes out otherwise, where it turns, or why there is none |\n\
         |---|---|---|---|---|\n",
        claims.len(),
        list.join(", ")
    );
    for (claim, judged) in claims {
        let figure = if claim.figure.is_empty() { String::new() } else { format!(" ({})", claim.figure) };
        let experiments: Vec<String> = judged
            .experiments
            .iter()
            .map(|(id, verdict)| format!("`{id}`: {verdict}{}", too_small(id, rows)))
            .collect();
        let _ = writeln!(
            page,
            "| {} | {} | **{}** | {} | {} |",
            claim.id,
            cell(&format!("{}{figure}", claim.claim)),
            judged.verdict,
            experiments.join("; "),
            cell(&judged.where_.join("; "))
        );
    }
    page.push_str("\n## Experiments behind the verdicts\n");
    page.push_str(&behind(rows));
    page
}

/// Says where a claim that fails has the right sign in most draws.
fn too_small(id: &str, rows: &[Row]) -> &'static str {
    let judged = |row: &&Row| row.id == id && row.on_claims == "contradicted";
    let claims_side = |row: &Row| {
        let bound = |word: &str| row.expected.strip_prefix(word).and_then(|number| number.trim().parse::<f64>().ok());
        let more = bound("above ").is_some_and(|bound| bound > 0.0) && row.share_above_zero >= HOLDS_FROM;
        let less = bound("below ").is_some_and(|bound| bound < 0.0) && 1.0 - row.share_above_zero >= HOLDS_FROM;
        more || less
    };
    if rows.iter().find(judged).is_some_and(claims_side) { " (smaller than asked)" } else { "" }
}

fn behind(rows: &[Row]) -> String {
    let mut page = String::new();
    let mut told = BTreeSet::new();
    for topic in topics(rows) {
        let of_topic: Vec<&Row> = rows.iter().filter(|row| row.topic == topic).collect();
        if told.insert(topic) {
            let _ = write!(page, "\n### {topic}\n\n");
            page.push_str(&verdicts(&of_topic));
            page.push_str(&others(&of_topic));
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_part_is_replaced_and_the_rest_is_left() {
        let first = with_block("# Title\n\nBy hand.\n", "validate", "one");
        assert!(first.starts_with("# Title\n\nBy hand.\n\n<!-- made"), "{first}");
        let second = with_block(&format!("{first}\nBelow.\n"), "validate", "two");
        assert!(second.contains("two") && !second.contains("one") && second.ends_with("\nBelow.\n"), "{second}");
        let both = with_block(&second, "claims", "three");
        assert!(both.contains("two") && both.contains("three"));
    }

    #[test]
    fn quantities_that_are_crossed_stand_in_a_table_and_are_replaced() {
        let row = |quantity: &str, share_above_zero| Row {
            id: "one".into(),
            quantity: quantity.into(),
            median: 0.5,
            q05: 0.25,
            q95: 1.0,
            share_above_zero,
            ..Row::default()
        };
        let rows = ["all", "open_door_in_hls", "open_door_in_npm", "money_in_hls", "money_in_npm", "less_in_name"];
        let rows = rows.map(|quantity| row(quantity, if quantity.ends_with("hls") { 0.95 } else { 0.5 }));
        let page = with_found("<!-- found: one -->\nafter\n", &rows);
        assert!(page.contains("- `all`: 0.500") && page.contains("- `less_in_name`: 0.500"), "{page}");
        assert!(page.contains("|  | in `hls` | in `npm` |"), "{page}");
        assert!(page.contains("| open door | **0.500 [0.250, 1.00]** | 0.500 [0.250, 1.00] |"), "{page}");
        assert_eq!(with_found(&page, &rows), page);
        let table = with_found("<!-- found: one -->\nafter\n", &rows[1..5]);
        assert_eq!(with_found(&table, &rows[1..5]), table);
    }

    #[test]
    fn a_cell_breaks_no_table() {
        assert_eq!(cell("a | b\nc"), "a \\| b c");
    }

    #[test]
    fn a_pattern_stands_with_its_interval_and_share() {
        let row = Row {
            topic: "t".into(),
            id: "one".into(),
            median: 0.5,
            q05: -0.25,
            q95: 1.0,
            share_in_range: Some(0.75),
            verdict: "mixed".into(),
            ..Row::default()
        };
        let other = Row { topic: "t".into(), id: "one".into(), quantity: "cost".into(), ..Row::default() };
        let page = patterns(&[row, other], &[]);
        for part in ["`t`, 1 experiments: 1 mixed", "0.500 [-0.250, 1.00]", "75 %", "**mixed**", "`cost`"] {
            assert!(page.contains(part), "{part} in\n{page}");
        }
    }

    #[test]
    fn a_claim_with_the_right_sign_that_fails_is_told_from_one_with_the_wrong() {
        let row = |expected: &str, share_above_zero, on_claims: &str| Row {
            id: "one".into(),
            expected: expected.into(),
            share_above_zero,
            on_claims: on_claims.into(),
            ..Row::default()
        };
        for (row, smaller) in [
            (row("above 0.01", 0.9, "contradicted"), true),
            (row("above 0.01", 0.7, "contradicted"), false),
            (row("above 0", 0.9, "contradicted"), false),
            (row("above 0.01", 0.9, "undecided"), false),
            (row("below -0.4", 0.1, "contradicted"), true),
            (row("below -0.4", 0.9, "contradicted"), false),
            (row("below 0.001", 0.1, "contradicted"), false),
            (row("0.1 to 0.3", 1.0, "contradicted"), false),
        ] {
            assert_eq!(!too_small("one", std::slice::from_ref(&row)).is_empty(), smaller, "{row:?}");
            assert_eq!(too_small("two", std::slice::from_ref(&row)), "");
        }
    }

    #[test]
    fn a_cell_of_a_contest_holds_shares_and_the_size() {
        let win = |arm: &str, median_less_first| Win {
            contest: "town".into(),
            yardstick: "flourishing".into(),
            arm: arm.into(),
            share_best: 0.5,
            share_above_first: 0.75,
            median_less_first,
            n_draws: 40,
            ..Win::default()
        };
        let page = contests(&[win("npm", 0.0), win("hls", 0.00123)]);
        assert!(page.contains("| `flourishing` | 50 % | 50 % (75 %, +0.00123) |"), "{page}");
    }
}
