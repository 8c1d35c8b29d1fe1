//! Contests: a table each of who does best in what share of draws, and who wins how many.

use crate::experiment_pages::words::{NAMED, at_least, counted, listed, percent, signed};
use regimes_study::experiment::findings::Win;
use regimes_study::experiment::verdict::HOLDS_FROM;
use regimes_study::experiment::yardstick::{YARDSTICKS, Yardstick};
use std::fmt::Write as _;

/// A table for each contest: arms across, yardsticks down.
#[must_use]
pub fn tables(wins: &[Win]) -> String {
    names(wins).into_iter().map(|contest| table(contest, &of_contest(wins, contest))).collect()
}

/// Names of contests in the order of the table.
fn names(wins: &[Win]) -> Vec<&str> {
    let mut names: Vec<&str> = wins.iter().map(|win| win.contest.as_str()).collect();
    names.dedup();
    names
}

fn of_contest<'a>(wins: &'a [Win], contest: &str) -> Vec<&'a Win> {
    wins.iter().filter(|win| win.contest == contest).collect()
}

fn table(contest: &str, wins: &[&Win]) -> String {
    let mut arms: Vec<&str> = Vec::new();
    for win in wins {
        arms.extend((!arms.contains(&win.arm.as_str())).then_some(win.arm.as_str()));
    }
    let draws = wins.first().map_or(0, |win| win.n_draws);
    let mut page =
        format!("| {contest}, {draws} draws | {} |\n|---|{}\n", arms.join(" | "), "---:|".repeat(arms.len()));
    for (yardstick, name, _) in YARDSTICKS.iter().filter(|(by, ..)| wins.iter().any(|win| win.yardstick == *by)) {
        let cells = arms.iter().map(|arm| {
            let win = wins.iter().find(|win| win.yardstick == *yardstick && win.arm == *arm);
            win.map_or_else(String::new, |win| cell(win, arms[0]))
        });
        let _ = writeln!(page, "| `{name}` | {} |", cells.collect::<Vec<_>>().join(" | "));
    }
    page.push('\n');
    page
}

fn cell(win: &Win, first: &str) -> String {
    let best = percent(win.share_best);
    if win.arm == first || win.share_above_first.is_nan() {
        return best;
    }
    format!("{best} ({}, {})", percent(win.share_above_first), signed(win.median_less_first))
}

/// Yardsticks of the summary, each with its words.
const TOLD: [(Yardstick, &str); 3] = [
    (Yardstick::Flourishing, "flourishing of residents"),
    (Yardstick::PublicCost, "public cost"),
    (Yardstick::StaffWellbeing, "wellbeing of staff"),
];

/// How many contests each arm wins, a row a yardstick.
#[must_use]
pub fn summary(wins: &[Win]) -> String {
    let rows: String = TOLD
        .iter()
        .filter(|(yardstick, _)| wins.iter().any(|win| win.yardstick == *yardstick))
        .map(|(yardstick, words)| {
            let standing = standing(wins, *yardstick);
            format!("| {words} | {} | {} of {} |\n", winners(&standing.winners), standing.open, standing.contests)
        })
        .collect();
    format!(
        "| by | arms that do best in {} of draws | scenarios in which no arm does |\n|---|---|---:|\n{rows}",
        at_least()
    )
}

/// Who wins how many contests by a yardstick.
struct Standing<'a> {
    contests: usize,
    /// Arms with the number of contests that each wins, most first.
    winners: Vec<(&'a str, usize)>,
    /// Contests that nobody wins.
    open: usize,
}

fn standing<'a>(wins: &'a [Win], yardstick: Yardstick) -> Standing<'a> {
    let mut standing = Standing { contests: 0, winners: Vec::new(), open: 0 };
    for contest in names(wins) {
        let of: Vec<&Win> = wins.iter().filter(|win| win.contest == contest && win.yardstick == yardstick).collect();
        if of.is_empty() {
            continue;
        }
        standing.contests += 1;
        match of.into_iter().find(|win| win.share_best >= HOLDS_FROM) {
            None => standing.open += 1,
            Some(win) => match standing.winners.iter_mut().find(|(arm, _)| *arm == win.arm) {
                Some((_, count)) => *count += 1,
                None => standing.winners.push((&win.arm, 1)),
            },
        }
    }
    standing.winners.sort_by(|(arm, n), (other, m)| m.cmp(n).then(arm.cmp(other)));
    standing
}

fn winners(winners: &[(&str, usize)]) -> String {
    let mut told: Vec<String> =
        winners.iter().take(NAMED).map(|(arm, n)| format!("`{arm}` in {}", counted(*n, "scenario"))).collect();
    if winners.len() > NAMED {
        let rest: usize = winners[NAMED..].iter().map(|(_, n)| n).sum();
        told.push(format!("other arms in {}", counted(rest, "scenario")));
    }
    if told.is_empty() { "none".to_owned() } else { listed(&told) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn win(contest: &str, arm: &str, share_best: f64) -> Win {
        Win {
            contest: contest.to_owned(),
            yardstick: Yardstick::Flourishing,
            arm: arm.to_owned(),
            share_best,
            share_above_first: 0.75,
            n_draws: 40,
            ..Win::default()
        }
    }

    #[test]
    fn a_cell_of_a_contest_holds_shares_and_the_size() {
        let hls = Win { median_less_first: 0.00123, ..win("town", "hls", 0.5) };
        let page = tables(&[win("town", "npm", 0.5), hls]);
        assert!(page.contains("| `flourishing` | 50 % | 50 % (75 %, +0.00123) |"), "{page}");
    }

    #[test]
    fn winners_are_counted_over_contests() {
        let wins = [win("a", "npm", 0.1), win("a", "hls", 0.9), win("b", "npm", 0.5), win("b", "hls", 0.5)];
        let said = summary(&wins);
        assert!(said.ends_with("| flourishing of residents | `hls` in 1 scenario | 1 of 2 |\n"), "{said}");
    }
}
