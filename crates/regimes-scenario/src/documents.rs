//! Documents that are made from the declarations: parameters, presets, outcomes and slots.

use crate::file::File;
use crate::formats::{CHANGES, FORMAT, NAME};
use crate::source::join;
use crate::tree::{Literal, entries, presets as names_of_presets};
use regimes_model::model::outcomes::denominators::WEIGHTS;
use regimes_model::model::outcomes::{Better, OUTCOMES};
use regimes_model::model::regime::{PRESETS, RULES, Regime, preset};
use regimes_model::parameters::{Choice, Declared, Role, Row, Slot};
use regimes_model::randomness::{SLOT_TABLE_VERSION, SLOTS};

const PARAMETERS_HEAD: &str = "# Parameters

Every key of a scenario file, with its meaning, unit, range, default and source: search this page for a path, or for a word of its meaning.
`regimes show NAME` prints the values of one scenario instead, and where each was written.

- A path is written in the file, or after `--set`, as in `--set support.gamma=0`; `NAME` stands for a name of your own.
- A rule is chosen by the name of a variant (`payment = \"block\"`), or by a table with the variant's numbers (`payment.block.lapse = 0.2`).
- A role says who settles the value: a *lever* is chosen by those who design the service, an *uncertainty* is not known, a *constant* is fixed.
- Money is in the currency of the scenario (`costs.currency`); `GBP` and `pounds` stand for it in names.
- Sources: `A` is an assumption of [assumptions.md](assumptions.md), `M`, `F` and `S` are entries of [evidence.md](evidence.md).

The program makes this page from its declarations (`regimes doc parameters`).
";

const PRESETS_HEAD: &str = "# Presets

The difference between the paradigms on one page: the thirteen rules of each preset, with the variant that it chooses (in bold) and the numbers of that variant.
`npm` is New Public Management and `hls` Human Learning Systems as their advocates and critics describe them; `npm_good` is the first at its best, `hls_in_name` the second without the time and the people that learning takes, `mixed` what many places have.
Fair rivals beside them: `npm_lean` writes little down (three audited indicators, no ratchet), `npm_deliver` is a delivery unit (few aligned targets, waiting time watched, a block grant), `npm_deliver_mixed` the same with mixed casework and discretion over half of the plan, and `hls_lean` learns at a low price (little reflection and coaching, two reviews a year, no trials).

- An empty cell: the variant that the preset chooses has no such number.
- A scenario names a preset (`preset = \"hls\"`) and can change any of these; [parameters.md](parameters.md) has meanings, ranges and sources, under `status_quo`.
- All other parameters, and all random draws, are the same for all presets.

The program makes this page from its declarations (`regimes doc presets`).
";

const OUTCOMES_HEAD: &str = "# Outcomes

What is measured each week, in which unit, and which direction is better: one row for each column of outcomes in the result tables.
Money is in the currency of the scenario (`costs.currency`; `GBP` stands for it), at prices of `costs.price_year`.

- A share or mean of nothing is missing: an empty cell, which is left out of every mean, quantile and pair.
- Over several weeks (the horizon, the final year, a step of a figure) an outcome is the mean of the weeks that have a value.
  One with an entry under *weighs* is a ratio of sums over these weeks: the mean in which each week counts in proportion to that column of `timeseries.csv`.
- A running mean remembers earlier weeks, as its meaning says: it moves slowly, and does not move where nothing happens.

The program makes this page from its declarations (`regimes doc outcomes`).

| name | unit | better | weighs | meaning |
|---|---|---|---|---|
";

const WEIGHTS_HEAD: &str = "
## Weights

Denominators that change from week to week: `timeseries.csv` has them after the outcomes.

| name | unit | meaning |
|---|---|---|
";

const SLOTS_HEAD: &str = "# Slots

Every random draw of the model, and what it decides.
The address of a draw is its seed, replicate, table, week, agent and word; table and word together are its slot.
New slots are added at the end and none is renumbered, so a new draw changes no other draw.
A dense table serves sixteen agents with one word each; a table that needs more than sixteen words continues in the numbers after its own.
The program makes this page from its declarations (`regimes doc slots`).
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
    let mut rules_of: Option<String> = None;
    for (row, mut lines) in sections {
        let above = lines.first().map_or(row.key.to_owned(), |line| top(&line[0], row.key));
        page.push_str(&format!("\n## `{}`\n\n{}\n", row.key, row.about.trim()));
        if lines.iter().any(|line| is_rule(&line[0], &above)) {
            match &rules_of {
                Some(known) => {
                    lines.retain(|line| !is_rule(&line[0], &above));
                    page.push_str(&rules_as_in(known, &above));
                }
                None => rules_of = Some(above.clone()),
            }
        }
        let bare = without(&lines, &above);
        match seen.iter().find(|(_, known)| *known == bare) {
            Some((known, _)) => page.push_str(&format!("\nThe same keys as in `{known}`.\n")),
            None => page.push_str(&format!("\n{}", table(&lines))),
        }
        seen.push((above, bare));
    }
    page + &older_formats()
}

/// What became of the keys of older formats.
fn older_formats() -> String {
    let mut page = format!(
        "\n## Older formats\n\nFiles say `format = {FORMAT}`.\nA file that says an older format is not run; `regimes check` \
         names each of its keys that has changed, with what to write.\n\n\
         | key that is gone | since format | in its place | its value becomes |\n|---|---|---|---|\n"
    );
    for change in CHANGES {
        let (old, since, successor) = (change.old, change.since, change.successor);
        page.push_str(&format!("| `{old}` | {since} | `{successor}` | {} |\n", change.conversion.in_words()));
    }
    page
}

/// Whether a path below a section is that of a rule, of one of its variants, or of a number of one.
fn is_rule(path: &str, above: &str) -> bool {
    let below = path.strip_prefix(above).and_then(|below| below.strip_prefix('.'));
    below.and_then(|below| below.split('.').next()).is_some_and(|key| RULES.contains(&key))
}

/// What stands for the rules where a section before this one has listed them.
fn rules_as_in(known: &str, above: &str) -> String {
    format!(
        "\nThe rules, with their variants and numbers, are those listed under `{known}`: write `{above}.` in place of \
         `{known}.`.\nA rule that is left out is that of the arm's `preset`.\n"
    )
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
    let (names, start) = (names_of_presets(section), section.starts_from());
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

/// What a preset has under a key of a rule: a unit and a value.
struct Cell {
    key: &'static str,
    unit: &'static str,
    value: String,
}

/// The variant that a row has chosen for a rule, and its numbers.
fn chosen(row: &mut Regime, rule: &str) -> (&'static str, Vec<Cell>) {
    let slot = entries(row).into_iter().find(|(declared, _)| declared.key == rule).map(|(_, slot)| slot);
    let Some(Slot::Choice(choice)) = slot else { return ("", Vec::new()) };
    let name = choice.chosen();
    let numbers = entries(choice.numbers()).into_iter().map(|(declared, slot)| {
        let value = match &slot {
            Slot::Choice(inner) => inner.chosen().to_owned(),
            other => Literal::of(other).map_or_else(String::new, |literal| literal.to_string()),
        };
        Cell { key: declared.key, unit: declared.unit, value }
    });
    (name, numbers.collect())
}

/// The presets side by side, rule by rule and number by number, as Markdown.
#[must_use]
pub fn presets() -> String {
    let mut rows: Vec<Regime> = PRESETS.iter().filter_map(|name| preset(name)).collect();
    let mut page = format!("{PRESETS_HEAD}\n| rule and number | unit | `{}` |\n|---|---|", PRESETS.join("` | `"));
    page.push_str(&"---|".repeat(PRESETS.len()));
    page.push('\n');
    for rule in RULES {
        let columns: Vec<_> = rows.iter_mut().map(|row| chosen(row, rule)).collect();
        let variants: Vec<String> = columns.iter().map(|(name, _)| format!("**{name}**")).collect();
        page.push_str(&format!("| **{rule}** | | {} |\n", variants.join(" | ")));
        let mut keys: Vec<(&str, &str)> = Vec::new();
        for cell in columns.iter().flat_map(|(_, cells)| cells) {
            if !keys.contains(&(cell.key, cell.unit)) {
                keys.push((cell.key, cell.unit));
            }
        }
        for (key, unit) in keys {
            let value = |cells: &[Cell]| {
                let cell = cells.iter().find(|cell| (cell.key, cell.unit) == (key, unit));
                cell.map_or_else(String::new, |cell| format!(" {}", cell.value))
            };
            let values: Vec<String> = columns.iter().map(|(_, cells)| value(cells)).collect();
            let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
            page.push_str(&format!("| `{key}` |{unit} |{} |\n", values.join(" |")));
        }
    }
    page
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
    fn every_rule_is_listed_once() {
        let page = parameters();
        for rule in RULES {
            let ends = format!(".{rule}` |");
            assert_eq!(page.lines().filter(|line| line.contains(&ends)).count(), 1, "{rule}");
            assert!(!page.contains(&format!("`arms.NAME.{rule}")), "{rule}");
        }
    }

    #[test]
    fn every_preset_has_its_variant_and_its_own_numbers_in_a_column() {
        let page = presets();
        for line in page.lines().filter(|line| line.starts_with('|')) {
            assert_eq!(line.matches('|').count(), PRESETS.len() + 3, "{line}");
        }
        let line = |start: &str| page.lines().find(|line| line.starts_with(start)).unwrap_or_default();
        assert_eq!(
            line("| **voice**"),
            "| **voice** | | **by_power** | **equal** | **by_power** | **by_power** | **weights** | **by_power** | \
             **by_power** | **by_power** | **equal** |"
        );
        assert_eq!(line("| `packages`"), "| `packages` | package | 4 | | 8 | | 4 | 4 | 4 | 4 | |");
        assert_eq!(
            line("| `sense_making`"),
            "| `sense_making` | | authority | weighted | authority | weighted | authority | authority | authority | \
             authority | weighted |"
        );
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
