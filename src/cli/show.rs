//! `regimes show`: every value of a scenario, with its unit, its source and where it was written.

use crate::cli::{Failure, output};
use crate::report::money::Money;
use crate::scenario::tree::{Leaf, leaves};
use crate::scenario::{Loaded, load};
use serde_json::json;

/// Columns are not made wider than this for the sake of a few long values.
const WIDEST: usize = 56;

/// Shows every value of a scenario: unit, source, and where it was written.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A bundled name, or a file (with a `/` or ending in `.toml`).
    scenario: String,
    /// Changes a value first, as in `--set arms.hls.fidelity=1`.
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
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
    let lines: Vec<[String; 5]> = std::iter::once(head).chain(lines).collect();
    let mut widths = [0; 5];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count()).min(WIDEST);
        }
    }
    lines.iter().map(|line| aligned(line, &widths)).collect()
}

fn aligned(line: &[String; 5], widths: &[usize; 5]) -> String {
    let cells = line.iter().zip(widths);
    let text: Vec<String> = cells.map(|(cell, &width)| format!("{cell:width$}")).collect();
    format!("{}\n", text.join("  ").trim_end())
}
