//! Lines of a table on the terminal: a label on the left, cells at the right edge of their columns.

use crate::terminal::WIDTH;

/// Between two columns (character).
const GAP: usize = 2;

/// A line of a grid.
pub enum Line {
    /// A text across all columns.
    Across(String),
    /// A label and cells; columns without a cell stay empty.
    Cells(String, Vec<String>),
    /// A label and words in place of cells.
    Words(String, &'static str),
}

/// The lines as text: each column as wide as its widest cell, and labels in what the terminal has left for them.
#[must_use]
pub fn text(lines: &[Line]) -> Vec<String> {
    let rows = || {
        lines.iter().filter_map(|line| match line {
            Line::Cells(label, cells) => Some((label, cells)),
            _ => None,
        })
    };
    let n_columns = rows().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let width_of = |column: usize| rows().filter_map(|(_, cells)| cells.get(column)).map(|cell| width(cell)).max();
    let widths: Vec<usize> = (0..n_columns).map(|column| width_of(column).unwrap_or(0)).collect();
    let taken: usize = widths.iter().map(|width| width + GAP).sum();
    let labels = lines.iter().map(|line| match line {
        Line::Across(_) => 0,
        Line::Cells(label, _) | Line::Words(label, _) => width(label),
    });
    let for_labels = labels.max().unwrap_or(0).min(WIDTH.saturating_sub(taken).max(1));
    lines.iter().map(|line| written(line, for_labels, &widths)).collect()
}

fn written(line: &Line, for_labels: usize, widths: &[usize]) -> String {
    let (label, rest) = match line {
        Line::Across(text) => return text.clone(),
        Line::Words(label, words) => (label, format!("  {words}")),
        Line::Cells(label, cells) => {
            let cells = cells.iter().zip(widths);
            (label, cells.map(|(cell, width)| format!("{}{cell:>width$}", " ".repeat(GAP))).collect())
        }
    };
    // A label that is too long goes on above its cells.
    let indent = " ".repeat(label.len() - label.trim_start().len());
    let options = textwrap::Options::new(for_labels).initial_indent(&indent).subsequent_indent(&indent);
    let mut above = textwrap::wrap(label.trim_start(), options.break_words(false));
    let last = above.pop().unwrap_or_default();
    let above: String = above.iter().map(|line| format!("{line}\n")).collect();
    let padding = " ".repeat(for_labels.saturating_sub(width(&last)));
    format!("{above}{last}{padding}{rest}").trim_end().to_owned()
}

fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(label: &str, cells: &[&str]) -> Line {
        Line::Cells(label.to_owned(), cells.iter().map(|&cell| cell.to_owned()).collect())
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let lines =
            [cells("", &["median", "in pairs"]), cells("  HLS", &["1,000.25"]), cells("  NPM", &["3", "5 of 5"])];
        assert_eq!(text(&lines), ["         median  in pairs", "  HLS  1,000.25", "  NPM         3    5 of 5"]);
    }

    #[test]
    fn a_label_that_does_not_fit_is_broken_between_words_and_never_cut() {
        let wide = "9".repeat(70);
        let label = "  status quo with lived experience and more outreach";
        let lines = text(&[cells(label, &[&wide]), Line::Words("  none".to_owned(), "nobody was in it")]);
        assert!(lines.join("\n").lines().all(|line| width(line) <= WIDTH), "{lines:?}");
        let words = lines[0].split_whitespace().take(9).collect::<Vec<_>>();
        assert_eq!(words[..8].join(" "), label.trim());
        assert!(lines[0].lines().all(|line| line.starts_with("  ")) && lines[0].ends_with(&wide));
        assert!(lines[1].ends_with("  nobody was in it"));
    }
}
