//! Documents that are made from the declarations: parameters, outcomes and slots.

use crate::file::File;
use crate::source::join;
use crate::tree::{Literal, entries, presets};
use regimes_model::model::outcomes::denominators::WEIGHTS;
use regimes_model::model::outcomes::{Better, OUTCOMES};
use regimes_model::parameters::{Choice, Declared, Role, Row, Slot};
use regimes_model::randomness::{SLOT_TABLE_VERSION, SLOTS};

/// What stands for the name of a named section.
const NAME: &str = "NAME";

const PARAMETERS_HEAD: &str = "# Parameters

Every key of a scenario file, made from the declarations by `regimes doc parameters`.
The path is that of the file and of `--set`; `NAME` stands for a name of your own.
A variant of a rule is chosen by its name, or by a table with its numbers; the first is the default.
A lever is chosen by whoever designs the service, an uncertainty is not known, a constant is fixed.
Money is in the currency of the scenario (`costs.currency`), for which `GBP` and `pounds` in names stand.
Sources: `A` is an assumption of `docs/assumptions.md`, `M`, `F` and `S` are entries of `docs/evidence.md`.
";

const OUTCOMES_HEAD: &str = "# Outcomes

What is observed each week, made from the declarations by `regimes doc outcomes`.
Money is in the currency of the scenario (`costs.currency`), for which `GBP` stands, at prices of `costs.price_year`.

A share or mean of nothing is missing: an empty cell, which counts in no mean, no quantile and no pair.
Over several weeks (the horizon, the final year, a step of a figure) an outcome is the mean of the weeks that have a value;
one with an entry under *weighs* is a ratio of sums over these weeks, which is the mean in which each week counts by that column of `timeseries.csv`.
A running mean remembers what went before, as its meaning says: it moves slowly, and stands still where nothing happens.

| name | unit | better | weighs | meaning |
|---|---|---|---|---|
";

const WEIGHTS_HEAD: &str = "
## Weights

Denominators that change from week to week stand in `timeseries.csv` behind the outcomes.

| name | unit | meaning |
|---|---|---|
";

const SLOTS_HEAD: &str = "# Slots

Every random draw, made from the declarations by `regimes doc slots`.
The address of a draw is its seed, replicate, table, week, agent and word; table and word are its slot.
Slots are added at the end and never renumbered, so a new draw moves no other one.
A table that is dense serves sixteen agents with one word each; one that needs more than sixteen words goes on in the numbers after its own.
";

/// The table of all parameters, as Markdown.
#[must_use]
pub fn parameters() -> String {
    let mut page = PARAMETERS_HEAD.to_owned();
    let mut seen: Vec<(String, Vec<[String; 7]>)> = Vec::new();
    let mut file = File::default();
    let (mut alone, mut sections) = (Vec::new(), Vec::new());
    for (row, slot) in entries(&mut file) {
        if matches!(slot, Slot::Section(_) | Slot::Table(_) | Slot::Optional(_)) {
            sections.push((row, lines(row, slot, "")));
        } else {
            alone.extend(lines(row, slot, ""));
        }
    }
    page.push_str(&format!("\n## The scenario\n\n{}", table(&alone)));
    for (row, lines) in sections {
        let above = lines.first().map_or(row.key.to_owned(), |line| top(&line[0], row.key));
        let bare = without(&lines, &above);
        page.push_str(&format!("\n## `{}`\n\n{}\n", row.key, row.about.trim()));
        match seen.iter().find(|(_, known)| *known == bare) {
            Some((known, _)) => page.push_str(&format!("\nThe same keys as in `{known}`.\n")),
            None => page.push_str(&format!("\n{}", table(&lines))),
        }
        seen.push((above, bare));
    }
    page
}

/// The path of the section: with the name, if its members have names.
fn top(path: &str, key: &str) -> String {
    let named = format!("{key}.{NAME}");
    if path.starts_with(&named) { named } else { key.to_owned() }
}

fn without(lines: &[[String; 7]], above: &str) -> Vec<[String; 7]> {
    let mut lines = lines.to_vec();
    for line in &mut lines {
        line[0] = line[0].strip_prefix(above).unwrap_or(&line[0]).to_owned();
    }
    lines
}

/// The lines of a row and of all that stands below it.
fn lines(row: &Row, slot: Slot<'_>, above: &str) -> Vec<[String; 7]> {
    let path = join(above, row.key);
    let mut all = Vec::new();
    if let Some(value) = Literal::of(&slot) {
        all.push(line(&path, row, &value.to_string()));
    }
    match slot {
        Slot::Choice(choice) => all.extend(variants(choice, &path)),
        Slot::Section(inner) => all.extend(below(inner, &path)),
        Slot::Optional(inner) => all.extend(below(inner.make(), &path)),
        Slot::Table(inner) => all.extend(below(inner.sample().as_mut(), &join(&path, NAME))),
        _ => {}
    }
    all
}

fn below(section: &mut dyn Declared, path: &str) -> Vec<[String; 7]> {
    let (names, start) = (presets(section), section.starts_from());
    let mut all = Vec::new();
    if !names.is_empty() {
        let about = format!("A whole row of rules, one of: {}.", names.join(", "));
        let (empty, default) = (String::new, start.map_or_else(String::new, |start| format!("`\"{start}\"`")));
        all.push([join(path, "preset"), about, empty(), empty(), default, "lever".to_owned(), empty()]);
    }
    for (row, slot) in entries(section) {
        let is_taken = matches!(slot, Slot::Choice(_));
        let first = all.len();
        all.extend(lines(row, slot, path));
        if let (true, Some(start)) = (is_taken, start) {
            all[first][4] = format!("as in `{start}`");
        }
    }
    all
}

fn variants(choice: &mut dyn Choice, path: &str) -> Vec<[String; 7]> {
    let default = choice.chosen();
    let mut all = Vec::new();
    for (name, about) in choice.variants() {
        if *name != default {
            choice.choose(name);
        }
        let path = join(path, name);
        let mut cells: [String; 7] = Default::default();
        cells[0] = path.clone();
        cells[1] = format!("Variant: {}", about.trim());
        all.push(cells);
        all.extend(below(choice.numbers(), &path));
        choice.choose(default);
    }
    all
}

fn line(path: &str, row: &Row, value: &str) -> [String; 7] {
    let range = row.range.map_or_else(String::new, |(least, most)| format!("{least} to {most}"));
    [
        path.to_owned(),
        row.about.trim().to_owned(),
        row.unit.to_owned(),
        range,
        if value == "\"\"" { String::new() } else { format!("`{value}`") },
        role(row.role).to_owned(),
        row.source.to_owned(),
    ]
}

/// A role in a word.
#[must_use]
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Lever => "lever",
        Role::Uncertainty => "uncertainty",
        Role::Constant => "constant",
    }
}

fn table(lines: &[[String; 7]]) -> String {
    let mut table =
        "| path | meaning | unit | range | default | role | source |\n|---|---|---|---|---|---|---|\n".to_owned();
    for [path, cells @ ..] in lines {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        table.push_str(&format!("| `{path}` | {} |\n", cells.join(" | ")));
    }
    table
}

/// The table of all outcomes, as Markdown.
#[must_use]
pub fn outcomes() -> String {
    let mut page = OUTCOMES_HEAD.to_owned();
    for outcome in OUTCOMES {
        let better = match outcome.better {
            Better::Higher => "higher",
            Better::Lower => "lower",
            Better::NearZero => "nearer to 0",
            Better::Neither => "neither",
        };
        let about = outcome.about.replace('|', "\\|");
        let weighs = outcome.per.weight().map_or_else(String::new, |weight| format!("`{}`", WEIGHTS[weight].name));
        page.push_str(&format!("| `{}` | {} | {better} | {weighs} | {about} |\n", outcome.name, outcome.unit));
    }
    page.push_str(WEIGHTS_HEAD);
    for weight in WEIGHTS {
        page.push_str(&format!("| `{}` | {} | {} |\n", weight.name, weight.unit, weight.about));
    }
    page
}

/// The table of all random draws, as Markdown.
#[must_use]
pub fn slots() -> String {
    let mut page = format!("{SLOTS_HEAD}\nVersion {SLOT_TABLE_VERSION} of the table.\n\n");
    page.push_str("| table | number | words | what they decide |\n|---|---|---|---|\n");
    for &(table, first, last, about) in SLOTS {
        let words = if first == last { first.to_string() } else { format!("{first} to {last}") };
        page.push_str(&format!("| `{table:?}` | {} | {words} | {about} |\n", table as u32));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variant_and_its_numbers_have_a_line() {
        let page = parameters();
        for path in [
            "`seed`",
            "`status_quo.accountability.dialogue.peer`",
            "`domains.NAME.crisis.payer.health`",
            "`patterns.place_variation`",
        ] {
            assert!(page.contains(&format!("| {path} |")), "{path}");
        }
    }

    #[test]
    fn every_slot_has_a_line() {
        assert_eq!(slots().lines().filter(|line| line.starts_with("| `")).count(), SLOTS.len());
    }

    #[test]
    fn every_outcome_has_a_line() {
        let rows = outcomes().lines().filter(|line| line.starts_with("| `")).count();
        assert_eq!(rows, OUTCOMES.len() + WEIGHTS.len());
    }
}
