//! Results of single experiments in pages that mark where they belong.

use crate::experiment_pages::words::{in_range, interval};
use regimes_study::experiment::judgement::{Judgement, Measured};
use std::fmt::Write as _;

/// The mark of a place in a document where the result of an experiment belongs, and what ends it.
const FOUND: &str = "<!-- found: ";
const END_OF_FOUND: &str = "<!-- end of found -->";

/// A document with what was found put after each mark `<!-- found: experiment -->` that stands alone on a line.
#[must_use]
pub fn with_found(document: &str, judgements: &[Judgement]) -> String {
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
        if let Some(judgement) = judgements.iter().find(|judgement| judgement.id == id) {
            page.push_str(&found(judgement));
        }
    }
    page
}

/// What was found of an experiment: a line a quantity, and a table of those that are crossed, as `access_in_npm` is.
fn found(judgement: &Judgement) -> String {
    let mut page = String::new();
    // What is judged stands alone.
    let (judged, rest) = match &judgement.quantities[..] {
        [first, rest @ ..] => (Some(first), rest),
        [] => (None, &[][..]),
    };
    if let Some(first) = judged {
        let _ = writeln!(page, "- `{}`: {}.{}", first.name, interval(&first.interval), verdict(judgement));
    }
    for measured in rest.iter().filter(|measured| crossing(measured, rest).is_none()) {
        let _ = writeln!(page, "- `{}`: {}.", measured.name, interval(&measured.interval));
    }
    page.push_str(&crossed(rest));
    if page.is_empty() { page } else { format!("{page}{END_OF_FOUND}\n") }
}

fn verdict(judgement: &Judgement) -> String {
    if !judgement.is_decided() {
        return String::new();
    }
    let expected = judgement.expected.words();
    format!(" Expected: {expected}, found so in {} draws: **{}**.", in_range(judgement), judgement.verdict.words())
}

/// What is put into what, where a quantity says so and another says so of the same.
fn crossing<'a>(measured: &'a Measured, all: &[Measured]) -> Option<(&'a str, &'a str)> {
    let (what, into) = measured.name.split_once("_in_")?;
    let shares = |other: &&Measured| other.name.rsplit_once("_in_").is_some_and(|(_, place)| place == into);
    (all.iter().filter(shares).count() > 1).then_some((what, into))
}

/// A quantity whose sign is the same in this share of draws is set in bold.
const SURE: f64 = 0.9;

/// Crossed quantities: what is put in down the page, into what across it; bold where nine of ten draws agree on the sign.
fn crossed(all: &[Measured]) -> String {
    let (mut down, mut across): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for (what, into) in all.iter().filter_map(|measured| crossing(measured, all)) {
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
            let measured = all.iter().find(|measured| crossing(measured, all) == Some((what, into)));
            measured.map_or_else(String::new, |measured| {
                let text = interval(&measured.interval);
                let is_sure = (measured.above_zero - 0.5).abs() >= SURE - 0.5;
                if is_sure { format!("**{text}**") } else { text }
            })
        });
        let _ = writeln!(page, "| {} | {} |", what.replace('_', " "), cells.collect::<Vec<_>>().join(" | "));
    }
    page.push('\n');
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_study::experiment::judgement::Interval;

    fn measured(name: &str, above_zero: f64) -> Measured {
        let interval = Interval { median: 0.5, low: 0.25, high: 1.0 };
        Measured { name: name.to_owned(), interval, above_zero, n_draws: 40 }
    }

    #[test]
    fn quantities_that_are_crossed_stand_in_a_table_and_are_replaced() {
        let names = ["all", "open_door_in_hls", "open_door_in_npm", "money_in_hls", "money_in_npm", "less_in_name"];
        let quantities = names.map(|name| measured(name, if name.ends_with("hls") { 0.95 } else { 0.5 })).to_vec();
        let judgement = |quantities: &[Measured]| {
            [Judgement { id: "one".to_owned(), quantities: quantities.to_vec(), ..Judgement::default() }]
        };
        let all = judgement(&quantities);
        let page = with_found("<!-- found: one -->\nafter\n", &all);
        assert!(page.contains("- `all`: 0.500") && page.contains("- `less_in_name`: 0.500"), "{page}");
        assert!(page.contains("|  | in `hls` | in `npm` |"), "{page}");
        assert!(page.contains("| open door | **0.500 [0.250, 1.00]** | 0.500 [0.250, 1.00] |"), "{page}");
        assert_eq!(with_found(&page, &all), page);
        let few = judgement(&quantities[..5]);
        let table = with_found("<!-- found: one -->\nafter\n", &few);
        assert_eq!(with_found(&table, &few), table);
    }
}
