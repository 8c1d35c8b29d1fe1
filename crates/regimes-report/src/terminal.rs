//! What commands say on the terminal: the plan of a run in a line, its closing table, and the finding in a sentence.

pub mod census;
pub mod closing;
pub mod comparison;
pub mod draw_effects;
pub mod effects;
pub mod equal_payment;
pub mod experiments;
pub mod grid;
pub mod sentence;
pub mod uncertainty;

use crate::numbers::grouped;
use crate::run_record::Record;

/// What must be known beside any headline number.
pub const CAVEATS: [&str; 3] = [
    "The ranges show luck between simulated futures. Uncertain parameters have one value here; set them \
     to other values to see how far the difference moves.",
    "Parameters were fitted to how services are, not to what any way of managing them achieves. Help that follows the \
     person does more here than trials of it found (docs/calibration.md): trust the direction, and what it depends \
     on, before the size.",
    "This is a made-up town with one way of counting a good life. Which arm does better can depend on conditions: run \
     other scenarios, and change what is assumed.",
];

/// What stands in place of the second of them where a scenario names no calibration.
const NOT_FITTED: &str = "Nothing was fitted here: sizes are assumptions (docs/assumptions.md), and effects can be larger \
     than trials find. Trust the direction, and what it depends on, before the size.";

/// The caveats of a run, by the calibration that its parameters come from; none where it names none.
#[must_use]
pub fn caveats(calibration: Option<&str>) -> [String; 3] {
    let [luck, sizes, town] = CAVEATS;
    [luck, calibration.map_or(NOT_FITTED, |_| sizes), town].map(str::to_owned)
}

/// Width of the terminal (character).
pub const WIDTH: usize = 100;

/// A text in lines that fit the terminal, broken between words alone; lines after the first are indented by a number of
/// characters.
#[must_use]
pub fn wrapped(text: &str, indent: usize) -> String {
    let indent = " ".repeat(indent);
    let options = textwrap::Options::new(WIDTH).subsequent_indent(&indent).break_words(false);
    textwrap::fill(text, options.word_splitter(textwrap::WordSplitter::NoHyphenation))
}

/// The plan: "2 arms x 30 paired replicates x 520 weeks x 20,000 residents, about 12 s".
#[must_use]
pub fn plan(record: &Record, weeks: u32, seconds: Option<f64>) -> String {
    let count = |n: u64, one: &str| {
        let ending = if n == 1 { "" } else { "s" };
        format!("{} {one}{ending}", grouped(n as f64, 0))
    };
    let paired = if record.arms.len() > 1 { "paired replicate" } else { "replicate" };
    let parts = [
        count(record.arms.len() as u64, "arm"),
        count(u64::from(record.replicates), paired),
        count(u64::from(weeks), "week"),
        count(record.residents, "resident"),
    ];
    let time = seconds.map_or(String::new(), |s| format!(", about {}", duration(s)));
    parts.join(" x ") + &time
}

/// A length of time in the unit that suits it.
#[must_use]
pub fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1.0 => "1 s".to_owned(),
        s if s < 100.0 => format!("{s:.0} s"),
        s if s < 6000.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3600.0),
    }
}

/// A size in the unit that suits it.
#[must_use]
pub fn size(bytes: f64) -> String {
    match bytes {
        b if b < 1e6 => format!("{:.0} kB", b / 1e3),
        b if b < 1e9 => format!("{:.0} MB", b / 1e6),
        b => format!("{:.1} GB", b / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    #[test]
    fn the_plan_is_one_line_with_counts_and_time() {
        let (record, _) = synthetic::make(&["npm", "hls"], 30, 1);
        let text = plan(&record, 520, Some(12.3));
        assert_eq!(text, "2 arms x 30 paired replicates x 520 weeks x 20,000 residents, about 12 s");
    }

    #[test]
    fn lines_break_between_words_alone() {
        let text = "learning-driven ".repeat(20) + &"x".repeat(120);
        let lines = wrapped(&text, 2);
        let words = || lines.split_whitespace();
        assert!(words().all(|word| word == "learning-driven" || word.len() == 120), "{lines}");
        assert!(lines.lines().skip(1).all(|line| line.starts_with("  ")));
        assert_eq!(words().count(), 21);
    }
}
