//! The closing table of experiments: a line an experiment, and who wins.

use crate::experiment_pages::words::{IN_THIS_MODEL, in_range, interval};
use crate::terminal::grid::{self, Line};
use crate::terminal::wrapped;
use regimes_study::experiment::findings::Win;
use regimes_study::experiment::judgement::Judgement;
use regimes_study::experiment::yardstick::Yardstick;

/// Yardsticks of contests that are listed.
const TOLD: [Yardstick; 2] = [Yardstick::Flourishing, Yardstick::PublicCost];

/// One line an experiment, and who wins.
#[must_use]
pub fn text(judgements: &[Judgement], wins: &[Win]) -> String {
    let mut lines: Vec<Line> = Vec::new();
    if !judgements.is_empty() {
        let heads = ["verdict", "in range", "median [90 % of draws]", "expected"];
        lines.push(Line::Cells("experiment".to_owned(), heads.map(str::to_owned).to_vec()));
    }
    lines.extend(judgements.iter().flat_map(lines_of));
    let mut text = grid::text(&lines);
    let told = wins.iter().filter(|win| TOLD.contains(&win.yardstick));
    text.extend(told.map(|win| {
        let share = 100.0 * win.share_best;
        let words = format!(
            "{} by {}: {} best in {share:.0} % of {} draws",
            win.contest,
            win.yardstick.outcome(),
            win.arm,
            win.n_draws
        );
        wrapped(&words, 2)
    }));
    text.push(wrapped(&format!("{IN_THIS_MODEL}; shares are of draws of uncertain parameters."), 0));
    text.join("\n") + "\n"
}

/// The longest name that leaves room for its cells (character); a name cannot be broken, as it has no blanks.
const LONGEST: usize = 26;

fn lines_of(judgement: &Judgement) -> Vec<Line> {
    let found = judgement.first().map_or_else(String::new, |first| interval(&first.interval));
    let cells = [judgement.verdict.words().to_owned(), in_range(judgement), found, judgement.expected.words()].to_vec();
    if judgement.id.chars().count() <= LONGEST {
        return vec![Line::Cells(judgement.id.clone(), cells)];
    }
    vec![Line::Across(judgement.id.clone()), Line::Cells(String::new(), cells)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::WIDTH;
    use regimes_study::experiment::judgement::{Interval, Measured};
    use regimes_study::experiment::verdict::Verdict;

    #[test]
    fn the_closing_table_fits_the_terminal() {
        let interval = Interval { median: -0.001_234, low: -0.123_456, high: 1234.5 };
        let first = Measured { interval, n_draws: 40, ..Measured::default() };
        let judgement = Judgement {
            id: "a_very_long_name_of_an_experiment_that_nobody_would_type_twice".to_owned(),
            verdict: Verdict::NotShown,
            in_range: Some(0.1),
            quantities: vec![first],
            ..Judgement::default()
        };
        let win = Win { contest: "town".to_owned(), ..Win::default() };
        let text = text(&[judgement], &[win]);
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert!(
            text.contains("not shown") && text.contains("4 of 40") && text.contains("town by flourishing"),
            "{text}"
        );
    }
}
