//! Who wins where on a map: smooth gains over two axes, beside the smallest that matters.
//!
//! ```text
//! gain of a cell   = mean over its futures of what the second arm gains on the first, on the same luck
//! smooth           = planes fitted nearby (statistics::smooth)
//! second wins      = the 90 % interval of the smooth gain lies at or beyond the smallest effect on its side of 0
//! first wins       = the same on the other side
//! no difference    = the interval lies within the smallest effect on both sides
//! undecided        = anything else: it holds 0, or lies across the smallest effect
//! ```
//!
//! Where each cell has luck of its own, what is left around the smooth gain tells how far luck moves it. Where all cells
//! meet the same futures, each future has a surface of its own, and the spread between them tells.

use crate::experiment::discovery::axes::MapAxis;
use crate::experiment::discovery::gains::{Arms, Gain};
use crate::experiment::discovery::pair::Measure;
use crate::experiment::points::Points;
use crate::statistics::smooth::{Grid, Surface};
use crate::statistics::student::mean_of;
use crate::statistics::{Estimate, mean};
use crate::study::store::{Refused, Store};
use regimes_model::units::MISSING;

/// Which luck the cells of a map meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Luck {
    /// Each its own; the two arms of a cell share it.
    #[default]
    OfEachCell,
    /// The same futures in all cells.
    Common,
}

/// How a map is read from runs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reading {
    /// The width over which gains are smoothed (cell); none where it is chosen.
    pub width: Option<f64>,
    /// Which luck cells meet.
    pub luck: Luck,
    /// The smallest gain that matters in the outcome that decides, in place of what is declared.
    pub smallest: Option<f64>,
}

/// Who wins in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Winner {
    /// The first arm.
    First,
    /// The second.
    Second,
    /// Neither, by as much as matters.
    NoDifference,
    /// It cannot be told.
    Undecided,
    /// The cell has no value.
    Missing,
}

impl Winner {
    /// All, in the order of tables.
    pub const ALL: [Winner; 5] =
        [Winner::First, Winner::Second, Winner::NoDifference, Winner::Undecided, Winner::Missing];

    /// Who wins by a gain of the second arm, beside the smallest that matters (missing where none is declared).
    #[must_use]
    pub fn of(gain: &Estimate, smallest: f64) -> Winner {
        let least = smallest.max(0.0);
        match gain {
            _ if gain.value.is_nan() => Winner::Missing,
            _ if gain.low.is_nan() => Winner::Undecided,
            _ if gain.low >= least && gain.low > 0.0 => Winner::Second,
            _ if gain.high <= -least && gain.high < 0.0 => Winner::First,
            _ if gain.low > -smallest && gain.high < smallest => Winner::NoDifference,
            _ => Winner::Undecided,
        }
    }
}

/// A cell of a map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Futures that have a value in both arms.
    pub futures: usize,
    /// The mean gain over them; missing where there are none.
    pub own: f64,
    /// The smooth gain, with its 90 % interval.
    pub gain: Estimate,
    /// The smallest that matters; missing where none is declared.
    pub smallest: f64,
    /// Who wins.
    pub winner: Winner,
}

/// A map of one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// What is compared.
    pub measure: Measure,
    /// The width over which gains are smoothed (cell); none where too few cells have a value.
    pub width: Option<f64>,
    /// A column after the other, the first axis across.
    pub cells: Vec<Cell>,
}

impl Layer {
    /// Cells in which somebody wins, or nobody.
    #[must_use]
    pub fn count(&self, winner: Winner) -> usize {
        self.cells.iter().filter(|cell| cell.winner == winner).count()
    }
}

/// A map, measure by measure, and what failed.
pub struct WinsMap {
    /// By measure, the one that decides first.
    pub layers: Vec<Layer>,
    /// Tasks that failed.
    pub failed: usize,
    /// Why the first of them did.
    pub failure: Option<String>,
}

/// The map of a study whose points are those of two axes.
///
/// # Errors
/// If the store refuses.
pub fn map(
    points: &Points,
    axes: &[MapAxis; 2],
    measures: &[Measure],
    reading: Reading,
    store: &dyn Store,
) -> Result<WinsMap, Refused> {
    let replicates = points.replicates() as usize;
    let (mut failed, mut failure) = (0, None);
    // By measure and cell, its futures.
    let mut gains: Vec<Vec<Vec<Gain>>> = vec![vec![Vec::new(); points.points().len()]; measures.len()];
    for cell in 0..points.points().len() {
        for task in cell * replicates..(cell + 1) * replicates {
            let arms = Arms::of(points, task, store)?;
            if let Err(reason) = &arms {
                failed += 1;
                failure = failure.or_else(|| Some(reason.clone()));
            }
            for (of, measure) in gains.iter_mut().zip(measures) {
                let none = Gain { gain: MISSING, smallest: MISSING };
                of[cell].push(arms.as_ref().map_or(none, |arms| arms.gain(points, [0, 1], *measure)));
            }
        }
    }
    let layers = gains.iter().zip(measures).enumerate().map(|(n, (gains, measure))| {
        let smallest = reading.smallest.filter(|_| n == 0);
        layer(*measure, axes, gains, Reading { smallest, ..reading })
    });
    Ok(WinsMap { layers: layers.collect(), failed, failure })
}

/// The mean of those that are not missing; missing where all are.
fn known(values: impl Iterator<Item = f64>) -> (f64, usize) {
    let known: Vec<f64> = values.filter(|value| !value.is_nan()).collect();
    (if known.is_empty() { MISSING } else { mean(&known) }, known.len())
}

fn layer(measure: Measure, axes: &[MapAxis; 2], gains: &[Vec<Gain>], reading: Reading) -> Layer {
    let own: Vec<(f64, usize)> = gains.iter().map(|cell| known(cell.iter().map(|one| one.gain))).collect();
    let [columns, rows] = axes.each_ref().map(|axis| axis.values.len());
    let surface = |values: &[f64], width| Grid { columns, rows, values }.surface(width);
    let means: Vec<f64> = own.iter().map(|one| one.0).collect();
    let smooth = surface(&means, reading.width);
    let heights = match reading.luck {
        Luck::OfEachCell => smooth.heights.clone(),
        Luck::Common => {
            let futures = gains.first().map_or(0, Vec::len);
            let of_future = |future: usize| {
                let values: Vec<f64> = gains.iter().map(|cell| cell[future].gain).collect();
                surface(&values, smooth.width)
            };
            let all: Vec<Surface> = (0..futures).map(of_future).collect();
            let at = |cell: usize| mean_of(&all.iter().map(|one| one.heights[cell].value).collect::<Vec<f64>>());
            (0..gains.len()).map(at).collect()
        }
    };
    let cell = |((futures, gain), (own, n)): ((&Vec<Gain>, &Estimate), &(f64, usize))| {
        let declared = known(futures.iter().map(|one| one.smallest)).0;
        let smallest = reading.smallest.unwrap_or(declared);
        Cell { futures: *n, own: *own, gain: *gain, smallest, winner: Winner::of(gain, smallest) }
    };
    let cells = gains.iter().zip(&heights).zip(&own).map(cell).collect();
    Layer { measure, width: smooth.width, cells }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::luck;

    fn estimate(low: f64, high: f64) -> Estimate {
        Estimate { value: f64::midpoint(low, high), low, high, mcse: MISSING, n: 9 }
    }

    #[test]
    fn a_win_lies_beyond_what_matters_and_no_difference_within() {
        let of = |low, high| Winner::of(&estimate(low, high), 1.0);
        assert_eq!(
            [of(1.0, 2.0), of(-3.0, -1.0), of(-0.5, 0.9)],
            [Winner::Second, Winner::First, Winner::NoDifference]
        );
        assert_eq!([of(-0.1, 1.5), of(0.5, 1.5), of(-2.0, 2.0)], [Winner::Undecided; 3]);
        assert_eq!(Winner::of(&estimate(MISSING, MISSING), 1.0), Winner::Missing);
        let no_interval = Estimate { low: MISSING, high: MISSING, ..estimate(3.0, 3.0) };
        assert_eq!(Winner::of(&no_interval, 1.0), Winner::Undecided);
    }

    #[test]
    fn where_no_smallest_effect_is_declared_the_sign_alone_decides_and_nothing_is_no_difference() {
        let of = |low, high| Winner::of(&estimate(low, high), MISSING);
        assert_eq!([of(0.1, 0.2), of(-0.2, -0.1), of(-0.1, 0.2)], [Winner::Second, Winner::First, Winner::Undecided]);
        assert_eq!(of(0.0, 0.0), Winner::Undecided);
    }

    const SIDE: usize = 9;

    fn axes() -> [MapAxis; 2] {
        let values: Vec<f64> = (0..SIDE).map(|n| n as f64).collect();
        ["x", "y"].map(|name| MapAxis { name: name.to_owned(), values: values.clone(), sets: Vec::new() })
    }

    /// Gains that rise from left to right and are 0 in the middle column, with luck that cells share or do not.
    fn made(luck_of: Luck, futures: usize) -> Vec<Vec<Gain>> {
        let mut stream = luck::Luck::new(4, 0);
        let shared: Vec<f64> = (0..futures).map(|_| stream.normal()).collect();
        let cell = |cell: usize| {
            let truth = (cell / SIDE) as f64 - 4.0;
            let mut one = |future: usize| {
                let luck = if luck_of == Luck::Common { shared[future] } else { stream.normal() };
                Gain { gain: truth + 0.5 * luck, smallest: 1.0 }
            };
            (0..futures).map(&mut one).collect::<Vec<Gain>>()
        };
        (0..SIDE * SIDE).map(cell).collect()
    }

    #[test]
    fn the_middle_is_left_open_and_the_sides_are_won() {
        for (luck, futures) in [(Luck::OfEachCell, 1), (Luck::Common, 20)] {
            let reading = Reading { luck, ..Reading::default() };
            let layer = layer(Measure::Horizon(0), &axes(), &made(luck, futures), reading);
            let of = |column: usize| layer.cells[column * SIDE + 4].winner;
            assert_eq!([of(0), of(1), of(7), of(8)], [Winner::First, Winner::First, Winner::Second, Winner::Second]);
            assert_eq!((of(4), of(3) == Winner::First), (Winner::NoDifference, false), "{luck:?}");
            assert_eq!(Winner::ALL.map(|winner| layer.count(winner)).iter().sum::<usize>(), SIDE * SIDE);
        }
    }

    #[test]
    fn one_future_that_all_cells_share_decides_nothing() {
        let reading = Reading { luck: Luck::Common, ..Reading::default() };
        let layer = layer(Measure::Horizon(0), &axes(), &made(Luck::Common, 1), reading);
        assert_eq!(layer.count(Winner::Undecided), SIDE * SIDE);
    }
}
