//! What was found, and who had expected it.

use crate::draw_effects_table::EFFECTS;
use crate::error::Error;
use crate::expectations::mark::Mark;
use crate::expectations::registered::{Expected, Quantity};
use crate::experiment_tables;
use serde::Deserialize;

/// A row of `effects.csv` of a sweep on draws.
#[derive(Clone, Debug, Deserialize)]
struct Row {
    point_id: usize,
    arm_a: String,
    arm_b: String,
    cohort: String,
    outcome: String,
    source: String,
    draws: f64,
    effect: Option<f64>,
    effect_in_sd: Option<f64>,
    a: Option<f64>,
    verdict: String,
}

/// What was found under a status quo: the effects of a sweep over densities, in the order of the register.
#[derive(Clone, Debug)]
pub struct Found {
    /// The status quo.
    pub status_quo: String,
    rows: Vec<Row>,
}

/// A cell: what was found of a pair and a quantity at a density under a status quo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// The verdict.
    pub mark: Mark,
    /// The effect: standard deviations of an index, or percent of a cost; missing where neither is known.
    pub size: f64,
}

impl Found {
    /// A status quo under which nothing has been run yet.
    #[must_use]
    pub fn none(status_quo: &str) -> Found {
        Found { status_quo: status_quo.to_owned(), rows: Vec::new() }
    }

    /// Reads the table of a sweep.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(status_quo: &str, text: &str) -> Result<Found, Error> {
        Ok(Found { status_quo: status_quo.to_owned(), rows: experiment_tables::read(EFFECTS, text)? })
    }

    /// Where the parameters were drawn from, and how many draws there are.
    #[must_use]
    pub fn source(&self) -> Option<(&str, usize)> {
        self.rows.first().map(|row| (row.source.as_str(), row.draws as usize))
    }

    /// What was found of the second row of a pair less the first; none where it was not run, or has no verdict.
    #[must_use]
    pub fn cell(&self, pair: &[String; 2], quantity: Quantity, density: usize) -> Option<Cell> {
        let is_it = |row: &&Row| {
            let is_pair = [&row.arm_a, &row.arm_b].into_iter().all(|arm| pair.contains(arm));
            is_pair && row.point_id == density && (row.cohort.as_str(), row.outcome.as_str()) == quantity.names()
        };
        let row = self.rows.iter().find(is_it)?;
        // A table has each two arms once, in the order of the scenario.
        let turned = row.arm_a == pair[1];
        let mark = Mark::of_verdict(&row.verdict)?;
        let mark = match mark {
            Mark::Win if turned => Mark::Loss,
            Mark::Loss if turned => Mark::Win,
            mark => mark,
        };
        let percent = || Some(100.0 * row.effect? / row.a?);
        let size = row.effect_in_sd.or_else(percent).unwrap_or(f64::NAN);
        Some(Cell { mark, size: if turned { -size } else { size } })
    }
}

/// A cell under each status quo, and the verdict of both together.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Under each status quo, in their order; none where it was not run.
    pub cells: Vec<Option<Cell>>,
    /// Undecided where the status quos differ; none where any of them is missing.
    pub mark: Option<Mark>,
}

/// What was found of a quantity at a density under all status quos.
#[must_use]
pub fn judged(all: &[Found], pair: &[String; 2], quantity: Quantity, density: usize) -> Judged {
    let cells: Vec<Option<Cell>> = all.iter().map(|found| found.cell(pair, quantity, density)).collect();
    let marks: Option<Vec<Mark>> = cells.iter().map(|cell| cell.map(|cell| cell.mark)).collect();
    let mark = marks
        .filter(|marks| !marks.is_empty())
        .map(|marks| if marks.iter().all(|mark| *mark == marks[0]) { marks[0] } else { Mark::Undecided });
    Judged { cells, mark }
}

/// How many of the cells that were run an expectation got right: the project, the HLS advocate, the NPM advocate; and of how
/// many.
#[must_use]
pub fn scores(expected: &[Expected], all: &[Found]) -> ([usize; 3], usize) {
    let (mut right, mut of) = ([0; 3], 0);
    for line in expected {
        for (density, marks) in line.marks.iter().enumerate() {
            for quantity in &line.quantities {
                let Some(found) = judged(all, &line.pair, *quantity, density).mark else { continue };
                of += 1;
                right.iter_mut().zip(marks).for_each(|(right, mark)| *right += usize::from(*mark == found));
            }
        }
    }
    (right, of)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "point_id,arm_a,arm_b,cohort,outcome,source,draws,effect,effect_in_sd,a,verdict\n";

    fn found(rows: &str) -> Found {
        Found::read("npm", &format!("{HEAD}{rows}")).expect("sound")
    }

    fn pair(a: &str, b: &str) -> [String; 2] {
        [a.to_owned(), b.to_owned()]
    }

    #[test]
    fn a_pair_is_read_in_either_order_and_a_cost_in_percent() {
        let table = found(
            "0,npm,hls,all,flourishing,drawn,40,0.01,0.06,0.5,win\n0,npm,hls,all,public_cost,drawn,40,-4,,200,win\n",
        );
        let cell = |a: &str, b: &str, quantity| table.cell(&pair(a, b), quantity, 0);
        assert_eq!(cell("npm", "hls", Quantity::All), Some(Cell { mark: Mark::Win, size: 0.06 }));
        assert_eq!(cell("hls", "npm", Quantity::All), Some(Cell { mark: Mark::Loss, size: -0.06 }));
        assert_eq!(cell("npm", "hls", Quantity::CostAsSpent), Some(Cell { mark: Mark::Win, size: -2.0 }));
        assert_eq!(cell("npm", "mixed", Quantity::All), None);
        assert_eq!((table.source(), found("").source()), (Some(("drawn", 40)), None));
    }

    #[test]
    fn status_quos_that_differ_leave_a_cell_undecided_and_one_that_is_missing_leaves_none() {
        let of = |verdict: &str| found(&format!("0,npm,hls,all,flourishing,drawn,40,0.01,0.06,0.5,{verdict}\n"));
        let mark = |all: &[Found]| judged(all, &pair("npm", "hls"), Quantity::All, 0).mark;
        assert_eq!(mark(&[of("win"), of("win")]), Some(Mark::Win));
        assert_eq!(mark(&[of("win"), of("no difference")]), Some(Mark::Undecided));
        assert_eq!(mark(&[of("win"), found("")]), None);
        assert_eq!(mark(&[]), None);
    }

    #[test]
    fn who_was_right_is_counted_over_cells_that_were_run() {
        let line = Expected {
            pair: pair("npm", "hls"),
            label: "outcome, all residents".to_owned(),
            quantities: vec![Quantity::All, Quantity::CostAsSpent],
            marks: vec![[Mark::NoDifference, Mark::Win, Mark::Loss]; 2],
        };
        let all = [found(
            "0,npm,hls,all,flourishing,drawn,40,0.01,0.06,0.5,win\n1,npm,hls,all,flourishing,drawn,40,0,0,0.5,undecided\n",
        )];
        assert_eq!(scores(&[line], &all), ([0, 1, 0], 2));
    }
}
