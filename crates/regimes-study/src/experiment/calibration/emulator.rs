//! Emulators: a measure as a smooth function of a few of the parameters, with the error of what it leaves out.
//!
//! ```text
//! y = b0 + sum b_i x_i + sum c_i (x_i^2 - 1/3) + sum d_ij x_i x_j,   x = 2 u - 1, over active parameters; d over the strongest
//! b = (X'X + ridge I)^-1 X'(y - mean),   ridge the one with the least error where each point is left out in turn
//! active: one after the other, the one whose x and x^2 explain most of what is left, as long as that is more than luck
//!         would explain in the best of as many; at most 15
//! tested: five times a fifth of the points is left out, active parameters and coefficients chosen without it
//! ```
//!
//! A parameter that acts by products alone is not seen.
//! The variance of an emulator contains the luck of a mean over replicates, so it rules out too little rather than too much.

use crate::statistics;

/// Active parameters at most.
pub const MOST_ACTIVE: usize = 15;

/// Active parameters whose products enter.
const STRONGEST: usize = 8;

/// Ridges that are tried.
const RIDGES: [f64; 6] = [0.01, 0.1, 1.0, 4.0, 16.0, 64.0];

/// How many parts the points are cut into, each left out once.
const PARTS: usize = 5;

/// Points below which there is no emulator.
pub const FEWEST: usize = 25;

/// Standard deviations within which a left-out point counts as met.
const WITHIN: f64 = 3.0;

/// Share of left-out points that have to be met.
pub const MET: f64 = 0.95;

/// A fitted emulator.
#[derive(Clone, Debug)]
pub struct Emulator {
    /// The parameters that it depends on, the strongest first.
    pub active: Vec<usize>,
    surface: Surface,
    /// Variance of a point about the emulator, each left out: lack of fit and the luck of a mean over replicates.
    pub variance: f64,
    /// What came out where points were left out.
    pub validation: Validation,
}

/// What came out where points were left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Validation {
    /// Points with a number.
    pub points: usize,
    /// Share of them within three standard deviations.
    pub met: f64,
    /// Share of their variance that was predicted; below 0 where their mean predicts better.
    pub explained: f64,
}

impl Validation {
    /// Whether the emulator may rule points out.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.points >= FEWEST && self.met >= MET
    }
}

impl Emulator {
    /// Fits an emulator to points of the unit cube and what was measured there; points without a number are left out.
    #[must_use]
    pub fn fit(points: &[&[f64]], values: &[f64]) -> Emulator {
        let known = points.iter().zip(values).filter(|(_, value)| value.is_finite());
        let known: Vec<(&[f64], f64)> = known.map(|(point, value)| (*point, *value)).collect();
        let (active, surface, left_out) = fitted(&known);
        let (validation, variance) = validated(&known);
        Emulator { active, surface, variance: left_out.max(variance), validation }
    }

    /// What is expected at a point of the unit cube.
    #[must_use]
    pub fn expect(&self, point: &[f64]) -> f64 {
        self.surface.expect(&at(point, &self.active))
    }
}

/// Active parameters, a surface over them, and the variance where each point is left out in turn.
fn fitted(known: &[(&[f64], f64)]) -> (Vec<usize>, Surface, f64) {
    let active = active(known);
    let points: Vec<Vec<f64>> = known.iter().map(|(point, _)| at(point, &active)).collect();
    let values: Vec<f64> = known.iter().map(|(_, value)| *value).collect();
    let (plain, variance) = best(&points, &values, Vec::new());
    let strongest = active.len().min(STRONGEST);
    let pairs = (0..strongest).flat_map(|a| (0..a).map(move |b| (a, b))).collect();
    let (crossed, with_products) = best(&points, &values, pairs);
    if with_products < variance { (active, crossed, with_products) } else { (active, plain, variance) }
}

/// Leaves out a part after the other: what came out, and the variance of the error.
fn validated(known: &[(&[f64], f64)]) -> (Validation, f64) {
    let (mut met, mut squares) = (0.0, 0.0);
    let values: Vec<f64> = known.iter().map(|(_, value)| *value).collect();
    for part in 0..PARTS.min(known.len()) {
        let of = |is_left_out: bool| {
            let chosen = known.iter().enumerate().filter(move |(n, _)| (n % PARTS == part) == is_left_out);
            chosen.map(|(_, one)| *one).collect::<Vec<_>>()
        };
        let (active, surface, variance) = fitted(&of(false));
        for (point, value) in of(true) {
            let error = value - surface.expect(&at(point, &active));
            met += if error.abs() <= WITHIN * variance.sqrt() { 1.0 } else { 0.0 };
            squares += error * error;
        }
    }
    let n = known.len() as f64;
    let all = statistics::variance(&values) * (n - 1.0) / n;
    let share = |part: f64, of: f64| if of > 0.0 { part / of } else { f64::NAN };
    let validation = Validation { points: known.len(), met: share(met, n), explained: 1.0 - share(squares / n, all) };
    (validation, squares / n.max(1.0))
}

fn at(point: &[f64], active: &[usize]) -> Vec<f64> {
    active.iter().map(|&k| point[k]).collect()
}

/// The parameters on which a measure depends, the strongest first.
fn active(known: &[(&[f64], f64)]) -> Vec<usize> {
    let dimensions = known.first().map_or(0, |(point, _)| point.len());
    let mean = statistics::mean(&known.iter().map(|(_, value)| *value).collect::<Vec<_>>());
    let mut rest: Vec<f64> = known.iter().map(|(_, value)| value - mean).collect();
    let mut chosen: Vec<usize> = Vec::new();
    let mut basis: Vec<Vec<f64>> = Vec::new();
    // What the best of as many parameters without effect explains is about twice the logarithm of their number.
    let enough = 2.0 * libm::log(dimensions.max(1) as f64) + 4.0;
    while chosen.len() < MOST_ACTIVE.min(dimensions) {
        let others = (0..dimensions).filter(|k| !chosen.contains(k));
        let explained = others.map(|k| (k, directions(known, k, &basis)));
        let square = |x: f64| x * x;
        let gain = |directions: &[Vec<f64>]| directions.iter().map(|d| square(dot(d, &rest))).sum::<f64>();
        let best = explained.max_by(|(_, a), (_, b)| gain(a).total_cmp(&gain(b)));
        let Some((k, directions)) = best else { break };
        let left: f64 = rest.iter().map(|value| value * value).sum();
        let after = left - gain(&directions);
        if left <= 0.0 || known.len() as f64 * libm::log(left / after.max(left * 1e-12)) < enough {
            break;
        }
        for direction in directions {
            let along = dot(&direction, &rest);
            rest.iter_mut().zip(&direction).for_each(|(value, d)| *value -= along * d);
            basis.push(direction);
        }
        chosen.push(k);
    }
    chosen
}

/// What a parameter and its square add to a basis: directions of length 1, each at right angles to all before.
fn directions(known: &[(&[f64], f64)], k: usize, basis: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let x = |point: &[f64]| 2.0 * point[k] - 1.0;
    let line = known.iter().map(|(point, _)| x(point)).collect();
    let square = known.iter().map(|(point, _)| x(point) * x(point)).collect();
    let mut found: Vec<Vec<f64>> = Vec::new();
    for column in [line, square] {
        let mut column: Vec<f64> = column;
        let mean = statistics::mean(&column);
        column.iter_mut().for_each(|value| *value -= mean);
        let before = dot(&column, &column);
        for direction in basis.iter().chain(&found) {
            let along = dot(direction, &column);
            column.iter_mut().zip(direction).for_each(|(value, d)| *value -= along * d);
        }
        let length = dot(&column, &column);
        if length > 1e-6 * before {
            found.push(column.into_iter().map(|value| value / length.sqrt()).collect());
        }
    }
    found
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// A response surface over active parameters.
#[derive(Clone, Debug)]
struct Surface {
    pairs: Vec<(usize, usize)>,
    mean: f64,
    means: Vec<f64>,
    weights: Vec<f64>,
}

impl Surface {
    fn expect(&self, point: &[f64]) -> f64 {
        let features = features(point, &self.pairs);
        let parts = features.iter().zip(&self.means).zip(&self.weights);
        self.mean + parts.map(|((feature, mean), weight)| (feature - mean) * weight).sum::<f64>()
    }
}

fn features(point: &[f64], pairs: &[(usize, usize)]) -> Vec<f64> {
    let x: Vec<f64> = point.iter().map(|u| 2.0 * u - 1.0).collect();
    let squares = x.iter().map(|x| x * x - 1.0 / 3.0);
    let products = pairs.iter().map(|&(a, b)| x[a] * x[b]);
    x.iter().copied().chain(squares).chain(products).collect()
}

/// The fit with the ridge whose left-out error is the least, and the variance of that error.
fn best(points: &[Vec<f64>], values: &[f64], pairs: Vec<(usize, usize)>) -> (Surface, f64) {
    let n = values.len().max(1) as f64;
    let mut rows: Vec<Vec<f64>> = points.iter().map(|point| features(point, &pairs)).collect();
    let width = rows.first().map_or(0, Vec::len);
    let means: Vec<f64> = (0..width).map(|k| rows.iter().map(|row| row[k]).sum::<f64>() / n).collect();
    rows.iter_mut().for_each(|row| row.iter_mut().zip(&means).for_each(|(feature, mean)| *feature -= mean));
    let mean = values.iter().sum::<f64>() / n;
    let rest: Vec<f64> = values.iter().map(|value| value - mean).collect();
    let mut found: Option<(Vec<f64>, f64)> = None;
    for ridge in RIDGES {
        let (weights, variance) = ridged(&rows, &rest, ridge);
        if found.as_ref().is_none_or(|(_, least)| variance < *least) {
            found = Some((weights, variance));
        }
    }
    let (weights, variance) = found.unwrap_or_default();
    (Surface { pairs, mean, means, weights }, variance)
}

/// Weights under a ridge, and the variance of the error where each row is left out in turn.
fn ridged(rows: &[Vec<f64>], values: &[f64], ridge: f64) -> (Vec<f64>, f64) {
    let width = rows.first().map_or(0, Vec::len);
    let mut matrix = vec![vec![0.0; width]; width];
    let mut right = vec![0.0; width];
    for (row, value) in rows.iter().zip(values) {
        for i in 0..width {
            right[i] += row[i] * value;
            for j in 0..=i {
                matrix[i][j] += row[i] * row[j];
            }
        }
    }
    (0..width).for_each(|i| matrix[i][i] += ridge);
    let factor = cholesky(matrix);
    let weights = backward(&factor, forward(&factor, &right));
    let mut squares = 0.0;
    for (row, value) in rows.iter().zip(values) {
        let fitted: f64 = row.iter().zip(&weights).map(|(feature, weight)| feature * weight).sum();
        let leverage: f64 = forward(&factor, row).iter().map(|z| z * z).sum::<f64>() + 1.0 / values.len() as f64;
        let error = (value - fitted) / (1.0 - leverage).max(0.05);
        squares += error * error;
    }
    (weights, squares / values.len().max(1) as f64)
}

/// The lower triangle whose product with its transpose is the matrix.
fn cholesky(mut matrix: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    for i in 0..matrix.len() {
        for j in 0..=i {
            let sum: f64 = (0..j).map(|k| matrix[i][k] * matrix[j][k]).sum();
            let rest = matrix[i][j] - sum;
            matrix[i][j] = if i == j { rest.max(1e-12).sqrt() } else { rest / matrix[j][j] };
        }
    }
    matrix
}

fn forward(factor: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let mut z: Vec<f64> = Vec::with_capacity(right.len());
    for (i, row) in factor.iter().enumerate() {
        let sum: f64 = z.iter().zip(row).map(|(z, a)| z * a).sum();
        z.push((right[i] - sum) / row[i]);
    }
    z
}

fn backward(factor: &[Vec<f64>], mut z: Vec<f64>) -> Vec<f64> {
    for i in (0..z.len()).rev() {
        let sum: f64 = (i + 1..z.len()).map(|k| factor[k][i] * z[k]).sum();
        z[i] = (z[i] - sum) / factor[i][i];
    }
    z
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::luck::Luck;
    use crate::statistics::sampling::latin_hypercube_from;

    fn emulator(points: usize, dimensions: usize, noise: f64, truth: impl Fn(&[f64]) -> f64) -> Emulator {
        let mut luck = Luck::new(3, 0);
        let design = latin_hypercube_from(points, dimensions, &mut luck);
        let values: Vec<f64> = design.iter().map(|u| truth(u) + noise * luck.normal()).collect();
        Emulator::fit(&design.iter().map(Vec::as_slice).collect::<Vec<_>>(), &values)
    }

    #[test]
    fn a_surface_of_second_order_is_found_with_its_noise_and_what_it_depends_on() {
        let truth = |u: &[f64]| 3.0 + 2.0 * u[0] - 4.0 * u[1] * u[2] + u[3] * u[3];
        let emulator = emulator(300, 40, 0.1, truth);
        let mut active = emulator.active.clone();
        active.sort_unstable();
        assert_eq!(active, [0, 1, 2, 3]);
        assert!((0.008..0.014).contains(&emulator.variance), "{}", emulator.variance);
        for u in latin_hypercube_from(50, 40, &mut Luck::new(4, 0)) {
            assert!((emulator.expect(&u) - truth(&u)).abs() < 0.12);
        }
        let found = emulator.validation;
        assert!(found.passes() && found.points == 300 && found.met > 0.98 && found.explained > 0.97, "{found:?}");
    }

    #[test]
    fn no_more_than_fifteen_parameters_are_active_and_none_where_none_matters() {
        let all = emulator(400, 30, 0.0, |u| u.iter().sum());
        assert_eq!(all.active.len(), MOST_ACTIVE);
        let none = emulator(200, 30, 1.0, |_| 0.0);
        assert!(none.active.len() <= 1, "{:?}", none.active);
        assert!((0.8..1.3).contains(&none.variance));
    }

    #[test]
    fn the_strongest_parameter_comes_first() {
        let emulator = emulator(200, 20, 0.1, |u| u[7] + 3.0 * u[11] + 2.0 * (u[2] - 0.5).powi(2));
        assert_eq!(emulator.active[..2], [11, 7]);
    }

    #[test]
    fn an_emulator_that_misses_points_left_out_fails() {
        // One point in fourteen lies more than three standard deviations away, and none of them can be foreseen.
        let spikes = |u: &[f64]| if ((1000.0 * u[0]) as u64).is_multiple_of(14) { 40.0 } else { u[1] };
        let failing = emulator(400, 3, 0.0, spikes).validation;
        assert!(!failing.passes() && failing.met < MET, "{failing:?}");
        assert!(!emulator(20, 3, 0.01, |u| u[0]).validation.passes(), "too few points");
    }

    #[test]
    fn points_without_a_number_are_left_out() {
        let emulator = emulator(60, 2, 0.0, |u| if u[0] < 0.2 { f64::NAN } else { u[1] });
        assert!((emulator.expect(&[0.5, 0.7]) - 0.7).abs() < 0.02 && emulator.validation.points < 60);
    }
}
