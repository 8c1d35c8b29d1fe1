//! `regimes show`: every value of a scenario, with its unit, its source and where it was written.

use crate::cli::failure::Failure;
use crate::cli::{options, output};
use regimes_report::money::Money;
use regimes_report::terminal::{WIDTH, wrapped};
use regimes_scenario::check::Loaded;
use regimes_scenario::load::load;
use regimes_scenario::overrides::Override;
use regimes_scenario::tree::{Leaf, leaves};
use serde_json::json;

/// Widths of the columns (character): path, value, unit, source.
const COLUMNS: [usize; 4] = [42, 11, 13, 5];
/// Where the last column, the origin, begins (character).
const ORIGIN: usize = 79;
/// Between two columns (character).
const GAP: &str = "  ";

/// Lines that can be tried.
const EXAMPLES: &str = "Example:
  regimes show tiny";

/// Shows every value of a scenario: unit, source, and where it was written.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A bundled name, or a file (with a `/` or ending in `.toml`).
    scenario: String,
    /// Changes a value first, as in `--set arms.hls.fidelity=1`.
    #[arg(long, value_name = "PATH=VALUE", value_parser = options::assignment)]
    set: Vec<Override>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Shows them.
///
/// # Errors
/// The problems of the scenario.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let loaded = load(&arguments.scenario, &arguments.set)?;
    output::warn(&loaded);
    let leaves = leaves(&mut loaded.scenario.file().clone(), "");
    if arguments.json {
        let values = leaves.iter().map(|leaf| as_json(&loaded, leaf));
        return output::write_json(&values.collect());
    }
    output::write(&table(&loaded, &leaves))
}

fn as_json(loaded: &Loaded, leaf: &Leaf) -> serde_json::Value {
    json!({
        "path": leaf.path,
        "value": leaf.value.json(),
        "unit": unit(loaded, leaf),
        "source": leaf.row.source,
        "origin": loaded.origin(&leaf.path),
    })
}

/// The unit of a value, in the scenario's currency.
fn unit(loaded: &Loaded, leaf: &Leaf) -> String {
    Money::of(&loaded.scenario.costs).unit(leaf.row.unit).into_owned()
}

fn table(loaded: &Loaded, leaves: &[Leaf]) -> String {
    let head = ["path", "value", "unit", "source", "origin"].map(str::to_owned);
    let lines = leaves.iter().map(|leaf| {
        [
            leaf.path.clone(),
            leaf.value.to_string().replace('\n', "\\n"),
            unit(loaded, leaf),
            leaf.row.source.to_owned(),
            loaded.origin(&leaf.path),
        ]
    });
    std::iter::once(head).chain(lines).map(|cells| row(&cells)).collect()
}

/// A row of the table, no word of it broken: in columns where its cells fit them, else closer together, else in two lines.
fn row([path, value, unit, source, origin]: &[String; 5]) -> String {
    let cells = [path, value, unit, source].map(String::as_str);
    let close = cells.iter().copied().filter(|cell| !cell.is_empty()).collect::<Vec<&str>>().join(GAP);
    let line = with_origin(&in_columns(&cells), origin).or_else(|| with_origin(&close, origin));
    line.unwrap_or_else(|| {
        let first = wrapped(&format!("{path}{GAP}{value}"), 4);
        let rest = format!("{:44}{}", "", [unit.as_str(), source].join(GAP).trim());
        let below = || format!("{}\n{origin:>WIDTH$}\n", rest.trim_end());
        format!("{first}\n{}", with_origin(rest.trim_end(), origin).unwrap_or_else(below))
    })
}

fn in_columns(cells: &[&str; 4]) -> String {
    let cells = cells.iter().zip(COLUMNS).map(|(cell, width)| format!("{cell:width$}"));
    cells.collect::<Vec<String>>().join(GAP).trim_end().to_owned()
}

/// The line with the origin in its column, or further to the left as its length asks; none where that does not fit.
fn with_origin(start: &str, origin: &str) -> Option<String> {
    let from = ORIGIN.min(WIDTH.saturating_sub(origin.chars().count()));
    let taken = start.chars().count();
    let from = if taken == 0 { from } else { from.max(taken + GAP.len()) };
    (from + origin.chars().count() <= WIDTH).then(|| format!("{}\n", format!("{start:from$}{origin}").trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_scenario::bundled;

    fn shown(cells: [&str; 5]) -> String {
        row(&cells.map(str::to_owned))
    }

    #[test]
    fn every_bundled_scenario_is_shown_in_a_hundred_columns_with_each_word_whole() {
        for name in bundled::names() {
            let loaded = load(name, &[]).expect("sound");
            let leaves = leaves(&mut loaded.scenario.file().clone(), "");
            let table = table(&loaded, &leaves);
            let words: Vec<&str> = table.split_whitespace().collect();
            assert!(table.lines().all(|line| line.chars().count() <= WIDTH), "{name}: {table}");
            for leaf in &leaves {
                let origin = loaded.origin(&leaf.path);
                assert!(
                    words.contains(&leaf.path.as_str()) && words.contains(&origin.as_str()),
                    "{name} {}",
                    leaf.path
                );
            }
        }
    }

    #[test]
    fn what_fits_stands_in_columns_what_is_longer_closer_together_and_the_rest_in_two_lines() {
        assert_eq!(shown(["seed", "7", "", "", "tiny.toml:8"]), format!("{:42}  {:33}  tiny.toml:8\n", "seed", "7"));
        let long = "status_quo.competition.league_and_tender.yardstick_per_year";
        let text = shown([long, "0.1", "1/year", "M35", "tiny.toml:12"]);
        assert_eq!(text, format!("{:79}tiny.toml:12\n", format!("{long}  0.1  1/year  M35")));
        let text = shown(["costs.rate", "0.035", "1/year", "HM Treasury, The Green Book", "default"]);
        assert_eq!(text, format!("{:79}default\n", "costs.rate  0.035  1/year  HM Treasury, The Green Book"));
        let origin = "a_scenario_with_a_long_name_of_its_own.toml:101";
        let text = shown(["arms.x.services", "true", "share", "A1", origin]);
        assert_eq!(text, format!("{:53}{origin}\n", "arms.x.services  true  share  A1"));
        let text = shown([long, "0.1", "1/year", "M35", origin]);
        assert_eq!(text.lines().collect::<Vec<_>>()[0], format!("{long}  0.1"));
        assert!(text.lines().count() > 1 && text.lines().all(|line| line.len() <= WIDTH), "{text}");
    }
}
