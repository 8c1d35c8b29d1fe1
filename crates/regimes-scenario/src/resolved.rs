//! A whole scenario as a file: every value written out, ready to run again.

use crate::file::File;
use crate::source::join;
use crate::tree::{Literal, entries};
use regimes_model::parameters::{Declared, Slot};

/// The text of a file that says every value; reading it gives the same file.
#[must_use]
pub fn resolved(file: &File) -> String {
    let mut file = file.clone();
    let (lines, below) = write(&mut file, "");
    format!("{lines}{below}")
}

/// The lines of a section, and the tables below it.
fn write(section: &mut dyn Declared, path: &str) -> (String, String) {
    let (mut lines, mut below) = (String::new(), String::new());
    for (row, slot) in entries(section) {
        let path = join(path, row.key);
        let line = Literal::of(&slot).map(|value| format!("{} = {value}\n", row.key));
        let line = line.unwrap_or_default();
        match slot {
            Slot::Choice(choice) => {
                let path = join(&path, choice.chosen());
                if choice.numbers().rows().is_empty() {
                    lines.push_str(&line);
                } else {
                    below.push_str(&table(choice.numbers(), &path));
                }
            }
            Slot::Section(inner) => below.push_str(&table(inner, &path)),
            Slot::Optional(inner) => {
                if let Some(inner) = inner.get() {
                    below.push_str(&table(inner, &path));
                }
            }
            Slot::Table(collection) => {
                for (place, name) in collection.names().into_iter().enumerate() {
                    below.push_str(&table(collection.at(place), &join(&path, &name)));
                }
            }
            Slot::Date(None) => {}
            Slot::Weights(weights) if weights.is_empty() => {}
            _ => lines.push_str(&line),
        }
    }
    (lines, below)
}

fn table(section: &mut dyn Declared, path: &str) -> String {
    let (lines, below) = write(section, path);
    format!("\n[{path}]\n{lines}{below}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variant_with_numbers_has_a_table_of_its_own() {
        let text = resolved(&File::default());
        assert!(text.starts_with("format = 2\n"), "{text}");
        assert!(text.contains("\n[status_quo.accountability.targets]\nlevel = 0.6\n"));
        assert!(text.contains("\nvoice = \"by_power\"\n"));
    }

    #[test]
    fn what_is_left_out_is_not_written() {
        assert!(!resolved(&File::default()).contains("\nstart ="));
    }
}
