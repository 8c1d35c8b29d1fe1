//! Tables of judgements, file by file: what was expected, what was found, and what it depends on.

use crate::experiment_pages::words::{above_zero, cell, elsewhere, in_range, interval, sentence, turn};
use regimes_study::experiment::file::{File, Kind};
use regimes_study::experiment::judgement::Judgement;
use std::fmt::Write as _;

/// A section for each file of experiments; the dominance audit has a place of its own.
#[must_use]
pub fn sections(files: &[File], judgements: &[Judgement]) -> String {
    let mut page = String::new();
    for topic in topics(judgements) {
        let of_topic: Vec<&Judgement> = judgements.iter().filter(|judgement| judgement.topic == topic).collect();
        let _ = write!(page, "\n### {topic}\n\n");
        let about = files.iter().find(|file| file.name == topic).map_or("", |file| &file.about);
        if !about.is_empty() {
            let _ = write!(page, "{}\n\n", sentence(about));
        }
        page.push_str(&table(&of_topic));
        page.push_str(&conditions(&of_topic));
        page.push_str(&others(&of_topic));
    }
    page
}

/// What was expected and found, without quantities beside the first.
#[must_use]
pub fn in_short(judgements: &[&Judgement]) -> String {
    format!("{}{}", table(judgements), conditions(judgements))
}

/// Files of experiments in the order of the judgements.
fn topics(judgements: &[Judgement]) -> Vec<&str> {
    let mut topics: Vec<&str> = Vec::new();
    for judgement in judgements.iter().filter(|judgement| judgement.kind != Kind::Dominance) {
        topics.extend((!topics.contains(&judgement.topic.as_str())).then_some(judgement.topic.as_str()));
    }
    topics
}

fn table(judgements: &[&Judgement]) -> String {
    let mut page =
        "| experiment | what is tested (source) | first quantity | expected | found | draws in range | verdict |\n\
                    |---|---|---|---|---|---:|---|\n"
            .to_owned();
    for judgement in judgements {
        let (name, found) = judgement
            .first()
            .map_or_else(Default::default, |first| (format!("`{}`", first.name), interval(&first.interval)));
        let _ = writeln!(
            page,
            "| `{}` | {} ({}) | {name} | {} | {found} | {} | **{}** |",
            judgement.id,
            cell(&judgement.pattern),
            cell(&judgement.source),
            judgement.expected.words(),
            in_range(judgement),
            judgement.verdict.words(),
        );
    }
    page
}

/// What results depend on, and caveats: a line an experiment that has some.
fn conditions(judgements: &[&Judgement]) -> String {
    let lines: Vec<String> = judgements.iter().filter_map(|judgement| condition(judgement)).collect();
    if lines.is_empty() {
        return String::new();
    }
    format!("\nConditions and caveats:\n\n{}", lines.concat())
}

fn condition(judgement: &Judgement) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(judgement.elsewhere.as_ref().map(|other| sentence(&elsewhere(other))));
    parts.extend(judgement.turn.as_ref().map(|along| sentence(&turn(along))));
    parts.extend((!judgement.note.is_empty()).then(|| sentence(&judgement.note)));
    (!parts.is_empty()).then(|| format!("- `{}`: {}\n", judgement.id, parts.join(" ")))
}

/// The quantities beside the first.
fn others(judgements: &[&Judgement]) -> String {
    let rest = judgements.iter().flat_map(|judgement| {
        judgement.quantities.iter().skip(1).map(|measured| {
            let found = interval(&measured.interval);
            format!("| `{}` | `{}` | {found} | {} |\n", judgement.id, measured.name, above_zero(measured))
        })
    });
    let rows: String = rest.collect();
    if rows.is_empty() {
        return rows;
    }
    format!(
        "\nOther quantities of the same experiments:\n\n\
         | experiment | quantity | found | draws above zero |\n|---|---|---|---:|\n{rows}"
    )
}
