//! Who does better: contests in a table, and the settings in which either paradigm gains most on the other.

use crate::experiment_pages::contests;
use crate::experiment_pages::words::{NAMED, above_zero, at_least, changes, counted, descending, signed_interval};
use regimes_study::experiment::comparisons::{Compared, Comparison, comparisons};
use regimes_study::experiment::file::File;
use regimes_study::experiment::findings::Win;
use regimes_study::experiment::judgement::Judgement;
use regimes_study::experiment::verdict::{FAILS_TO, HOLDS_FROM};

/// What is compared: learning-driven rules less target-driven ones, for residents.
const OF: Compared<'static> = Compared { arm: "hls", less: "npm", outcome: "flourishing" };

/// A section on contests and comparisons; nothing where there are none.
#[must_use]
pub fn who_does_better(files: &[File], judgements: &[Judgement], wins: &[Win]) -> String {
    let contests = if wins.is_empty() {
        String::new()
    } else {
        format!(
            "{}\n\
             `npm` is target-driven rules and `npm_good` the same at their best, `hls` is learning-driven rules and `hls_in_name` their practice without the time and the people that learning takes; `nothing_changed` keeps the rules that were there, and other names are a scenario's own.\n\n",
            contests::summary(wins)
        )
    };
    let sides = sides(comparisons(files, judgements, OF));
    if contests.is_empty() && sides.is_empty() {
        return String::new();
    }
    format!("### Who does better\n\n{contests}{sides}")
}

fn sides(mut compared: Vec<Comparison<'_>>) -> String {
    if compared.is_empty() {
        return String::new();
    }
    let median = |one: &Comparison| one.difference.interval.median;
    compared.sort_by(|one, other| descending(median(one), median(other)));
    let share = |one: &&Comparison| one.difference.above_zero;
    let better = compared.iter().filter(|one| share(one) >= HOLDS_FROM).count();
    let worse = compared.iter().filter(|one| share(one) <= FAILS_TO).count();
    let mut text = format!(
        "`hls` and `npm` stand side by side in {} of the experiments: `hls` does better for residents in {} of draws in {better}, `npm` does in {worse}, and the rest are open.\n\
         Differences are in flourishing, an index from 0 to 1, with the range of 90 % of draws.\n\n",
        counted(compared.len(), "setting"),
        at_least(),
    );
    let gains = compared.iter().take(NAMED).take_while(|one| median(one) > 0.0).count();
    let (most, rest) = compared.split_at(gains);
    if !most.is_empty() {
        let lines: String = most.iter().map(line).collect();
        text.push_str(&format!("Learning-driven rules gain most here:\n\n{lines}\n"));
    }
    if !rest.is_empty() {
        let lines: String = rest.iter().rev().take(NAMED).map(line).collect();
        text.push_str(&format!("Target-driven rules gain most, or lose least, here:\n\n{lines}\n"));
    }
    text
}

/// A line on a comparison.
fn line(comparison: &Comparison<'_>) -> String {
    let Comparison { judgement, difference, scenario, overrides } = comparison;
    let setting = if overrides.is_empty() { "as it is".to_owned() } else { format!("with {}", changes(overrides)) };
    format!(
        "- scenario `{scenario}`, {setting} (`{}`): {}; `{}` does better in {} draws\n",
        judgement.id,
        signed_interval(&difference.interval),
        OF.arm,
        above_zero(difference)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_study::experiment::judgement::{Interval, Measured};

    #[test]
    fn each_side_is_named_where_it_gains_most_and_no_setting_twice() {
        let judgement = Judgement { id: "one".to_owned(), ..Judgement::default() };
        let measured = |median: f64| Measured {
            interval: Interval { median, low: median - 1.0, high: median + 1.0 },
            n_draws: 40,
            above_zero: if median > 1.0 { 0.9 } else { 0.5 },
            ..Measured::default()
        };
        let differences = [3.0, 2.0, 1.0, -0.5, -1.0, -2.0, 0.25].map(measured);
        let compared = |differences: &[Measured]| -> String {
            let of =
                |difference| Comparison { judgement: &judgement, difference, scenario: "town", overrides: Vec::new() };
            sides(differences.iter().map(of).collect())
        };
        let text = compared(&differences);
        let at = |text: &str, part: &str| text.find(part);
        assert!(at(&text, "+3.00") < at(&text, "+2.00") && at(&text, "+1.00") < at(&text, "Target-driven"), "{text}");
        assert!(at(&text, ": -2.00") < at(&text, ": -1.00") && at(&text, "+0.250").is_none(), "{text}");
        assert!(text.contains("in 7 settings of the experiments") && text.contains("draws in 2, `npm` does in 0"));
        let one = compared(&differences[..1]);
        assert!(one.matches("town").count() == 1 && !one.contains("Target-driven"), "{one}");
    }
}
