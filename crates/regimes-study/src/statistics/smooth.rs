//! A surface over a grid from values that hold luck: planes fitted nearby, with how surely each height is known.
//!
//! ```text
//! weight of cell j at cell i = exp(-(d / width)^2 / 2)           d: distance in cells; none beyond 3 widths
//! height at i                = that of the plane nearest to the values by weighted least squares = sum of l_ij y_j
//! width                      = of those on a list, the one that leaves the least when each value is left out in turn
//! spread at i                = weighted mean of r_j^2 / (1 - 2 l_jj + |l_j|^2), over a wider circle; r_j = y_j - height at j
//! interval at i              = height -+ t * sqrt(spread at i) * |l_i|
//! ```
//!
//! The interval holds luck alone, and only luck that differs from cell to cell; a bend that is narrower than the width is
//! smoothed away. Near an edge a plane does not pull heights towards the middle, as a mean would.
//!
//! Source: Cleveland and Devlin (1988), *Journal of the American Statistical Association* 83(403), 596-610.

use crate::statistics::Estimate;
use crate::statistics::student::t;
use regimes_model::units::MISSING;

/// Widths among which one is chosen (cell).
pub const WIDTHS: [f64; 6] = [0.75, 1.0, 1.5, 2.0, 3.0, 4.0];
/// Widths beyond which a cell has no weight.
const REACH: f64 = 3.0;
/// How much wider the circle is over which the spread is taken.
const WIDER: f64 = 2.0;
/// A share of its own value that a cell may have in its height, at most, for the value to be left out.
const MOST_OWN: f64 = 0.999;
/// Numbers that a plane has.
const OF_A_PLANE: f64 = 3.0;

/// Values over a grid: `columns` by `rows`, a column after the other; what is not a number is missing.
#[derive(Clone, Copy, Debug)]
pub struct Grid<'a> {
    /// Columns.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
    /// The values.
    pub values: &'a [f64],
}

/// A smooth surface.
#[derive(Clone, Debug, PartialEq)]
pub struct Surface {
    /// The width of the circle from which a height is (cell); none where no value is there.
    pub width: Option<f64>,
    /// By cell, its height with the interval that covers it with 90 % certainty; missing where the value is.
    pub heights: Vec<Estimate>,
}

/// How much each value counts in the height of a cell.
struct Shares {
    /// Cells and their shares.
    of: Vec<(usize, f64)>,
    /// The share of its own value.
    own: f64,
    /// The sum of squares of shares.
    squares: f64,
}

impl Grid<'_> {
    fn at(&self, cell: usize) -> [f64; 2] {
        [(cell / self.rows) as f64, (cell % self.rows) as f64]
    }

    /// Cells within reach that have a value, each with its weight and how far it lies in both directions.
    fn near(&self, cell: usize, width: f64) -> Vec<(usize, f64, [f64; 2])> {
        let [x, y] = self.at(cell);
        let reach = (REACH * width).ceil() as usize;
        let around = |middle: f64, n: usize| {
            let middle = middle as usize;
            middle.saturating_sub(reach)..(middle + reach + 1).min(n)
        };
        let mut found = Vec::new();
        for column in around(x, self.columns) {
            for row in around(y, self.rows) {
                let other = column * self.rows + row;
                let away = [column as f64 - x, row as f64 - y];
                let distance = (away[0] * away[0] + away[1] * away[1]).sqrt() / width;
                if distance <= REACH && !self.values[other].is_nan() {
                    found.push((other, libm::exp(-distance * distance / 2.0), away));
                }
            }
        }
        found
    }

    /// The shares of values in the height of a cell; none where its own value is missing.
    fn shares(&self, cell: usize, width: f64) -> Option<Shares> {
        if self.values[cell].is_nan() {
            return None;
        }
        let near = self.near(cell, width);
        let solved =
            of_plane(&near).unwrap_or_else(|| [1.0 / near.iter().map(|(_, weight, _)| weight).sum::<f64>(), 0.0, 0.0]);
        let share = |(other, weight, [x, y]): &(usize, f64, [f64; 2])| {
            (*other, weight * (solved[0] + solved[1] * x + solved[2] * y))
        };
        let of: Vec<(usize, f64)> = near.iter().map(share).collect();
        let own = of.iter().find(|(other, _)| *other == cell).map_or(0.0, |(_, share)| *share);
        let squares = of.iter().map(|(_, share)| share * share).sum();
        Some(Shares { of, own, squares })
    }

    fn height(&self, shares: &Shares) -> f64 {
        shares.of.iter().map(|(cell, share)| share * self.values[*cell]).sum()
    }

    /// Mean square of what is left when each value is left out in turn; none where a value stands alone.
    fn left(&self, width: f64) -> Option<f64> {
        let (mut sum, mut n) = (0.0, 0.0);
        for cell in 0..self.values.len() {
            let Some(shares) = self.shares(cell, width) else { continue };
            if shares.own > MOST_OWN {
                return None;
            }
            let left = (self.values[cell] - self.height(&shares)) / (1.0 - shares.own);
            (sum, n) = (sum + left * left, n + 1.0);
        }
        (n > 0.0).then(|| sum / n)
    }

    /// The width that leaves least.
    #[must_use]
    pub fn best_width(&self) -> Option<f64> {
        let all = WIDTHS.iter().filter_map(|width| Some((*width, self.left(*width)?)));
        all.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(width, _)| width)
    }

    /// The surface of a width, or of the one that leaves least.
    #[must_use]
    pub fn surface(&self, width: Option<f64>) -> Surface {
        let missing = Estimate { value: MISSING, low: MISSING, high: MISSING, mcse: MISSING, n: 0 };
        let Some(width) = width.or_else(|| self.best_width()) else {
            let alone = |value: &f64| Estimate { value: *value, n: usize::from(!value.is_nan()), ..missing };
            return Surface { width: None, heights: self.values.iter().map(alone).collect() };
        };
        let shares: Vec<Option<Shares>> = (0..self.values.len()).map(|cell| self.shares(cell, width)).collect();
        let left = |(cell, shares): (usize, &Option<Shares>)| {
            let shares = shares.as_ref()?;
            let r = self.values[cell] - self.height(shares);
            let free = 1.0 - 2.0 * shares.own + shares.squares;
            (free > 1.0 - MOST_OWN).then(|| r * r / free)
        };
        let squares: Vec<Option<f64>> = shares.iter().enumerate().map(left).collect();
        let height = |(cell, shares): (usize, &Option<Shares>)| {
            let Some(shares) = shares else { return missing };
            let value = self.height(shares);
            let (spread, freedom) = self.spread(cell, width, &squares);
            let mcse = (spread * shares.squares).sqrt();
            let reach = t(freedom) * mcse;
            Estimate { value, low: value - reach, high: value + reach, mcse, n: shares.of.len() }
        };
        Surface { width: Some(width), heights: shares.iter().enumerate().map(height).collect() }
    }

    /// The variance of luck about a cell, and the degrees of freedom that it rests on.
    fn spread(&self, cell: usize, width: f64, squares: &[Option<f64>]) -> (f64, usize) {
        let near = self.near(cell, WIDER * width);
        let known = near.iter().filter_map(|(other, weight, _)| Some((*weight, squares[*other]?)));
        let (mut sum, mut weights, mut of_squares) = (0.0, 0.0, 0.0);
        for (weight, square) in known {
            (sum, weights, of_squares) = (sum + weight * square, weights + weight, of_squares + weight * weight);
        }
        if weights == 0.0 {
            return (MISSING, 0);
        }
        (sum / weights, (weights * weights / of_squares - OF_A_PLANE).max(0.0) as usize)
    }
}

/// The first row of the inverse of a plane's normal equations; none where the cells lie on a line.
fn of_plane(near: &[(usize, f64, [f64; 2])]) -> Option<[f64; 3]> {
    let sum = |of: &dyn Fn(f64, f64) -> f64| near.iter().map(|(_, weight, [x, y])| weight * of(*x, *y)).sum::<f64>();
    let (all, x, y) = (sum(&|_, _| 1.0), sum(&|x, _| x), sum(&|_, y| y));
    let (xx, xy, yy) = (sum(&|x, _| x * x), sum(&|x, y| x * y), sum(&|_, y| y * y));
    let minors = [xx * yy - xy * xy, xy * y - x * yy, x * xy - xx * y];
    let determinant = all * minors[0] + x * minors[1] + y * minors[2];
    let spread = (xx + yy).max(f64::MIN_POSITIVE);
    let scale = all * spread * spread;
    (near.len() as f64 >= OF_A_PLANE && determinant > 1e-9 * scale).then(|| minors.map(|minor| minor / determinant))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::luck::Luck;

    const SIDE: usize = 15;

    fn made(of: impl Fn(f64, f64) -> f64, sd: f64, seed: u64) -> Vec<f64> {
        let mut luck = Luck::new(seed, 0);
        let cells = (0..SIDE * SIDE).map(|cell| ((cell / SIDE) as f64, (cell % SIDE) as f64));
        cells.map(|(x, y)| of(x, y) + sd * luck.normal()).collect()
    }

    fn grid(values: &[f64]) -> Grid<'_> {
        Grid { columns: SIDE, rows: SIDE, values }
    }

    #[test]
    fn a_plane_is_itself_at_every_width_and_a_missing_cell_stays_missing() {
        let mut values = made(|x, y| 2.0 * x - y + 0.5, 0.0, 1);
        values[17] = f64::NAN;
        for width in WIDTHS {
            let surface = grid(&values).surface(Some(width));
            for (cell, (height, value)) in surface.heights.iter().zip(&values).enumerate() {
                assert!((height.value - value).abs() < 1e-9 || cell == 17, "{width} {cell}");
            }
            assert!(surface.heights[17].value.is_nan());
        }
    }

    #[test]
    fn luck_chooses_a_wide_circle_and_a_bend_a_narrow_one() {
        let (flat, bent) = (made(|x, y| 0.1 * x + y, 1.0, 2), made(|x, y| 3.0 * libm::sin(x) * libm::cos(y), 0.05, 3));
        assert!(grid(&flat).best_width() >= Some(3.0), "{:?}", grid(&flat).best_width());
        assert!(grid(&bent).best_width() <= Some(1.0), "{:?}", grid(&bent).best_width());
    }

    #[test]
    fn nine_in_ten_intervals_hold_the_surface_also_where_luck_is_larger_on_one_side() {
        let truth = |x: f64, y: f64| 0.3 * x - 0.2 * y;
        let (mut held, mut all) = (0, 0);
        for seed in 0..40 {
            let mut luck = Luck::new(seed, 1);
            let values: Vec<f64> = (0..SIDE * SIDE)
                .map(|cell| ((cell / SIDE) as f64, (cell % SIDE) as f64))
                .map(|(x, y)| truth(x, y) + (0.1 + 0.1 * x) * luck.normal())
                .collect();
            for (cell, height) in grid(&values).surface(None).heights.iter().enumerate() {
                let at = truth((cell / SIDE) as f64, (cell % SIDE) as f64);
                held += usize::from(height.low < at && at < height.high);
                all += 1;
            }
        }
        let share = held as f64 / all as f64;
        // Forty surfaces: the share of cells that are held has a standard error of about 0.02.
        assert!((0.83..0.97).contains(&share), "{share}");
    }

    #[test]
    fn few_values_have_no_interval_and_none_no_height() {
        let surface = Grid { columns: 2, rows: 2, values: &[1.0, 2.0, 3.0, 5.0] }.surface(None);
        assert!(surface.heights.iter().all(|height| !height.value.is_nan() && height.low.is_nan()), "{surface:?}");
        let none = Grid { columns: 2, rows: 1, values: &[f64::NAN; 2] }.surface(None);
        assert!(none.width.is_none() && none.heights.iter().all(|height| height.value.is_nan()));
    }
}
