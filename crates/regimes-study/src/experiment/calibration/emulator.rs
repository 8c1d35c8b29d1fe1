//! Emulators: a measure as a smooth function of the parameters, with the error of what it leaves out.
//!
//! ```text
//! y = b0 + sum b_i x_i + sum c_i (x_i^2 - 1/3) + sum d_ij x_i x_j,   x = 2 u - 1, the last sum over the strongest
//! b = (X'X + ridge I)^-1 X'(y - mean),   ridge the one with the least error where each point is left out in turn
//! ```

/// Parameters whose products enter.
const STRONGEST: usize = 8;

/// Ridges that are tried.
const RIDGES: [f64; 6] = [0.01, 0.1, 1.0, 4.0, 16.0, 64.0];

/// A fitted emulator.
#[derive(Clone, Debug)]
pub struct Emulator {
    pairs: Vec<(usize, usize)>,
    mean: f64,
    means: Vec<f64>,
    weights: Vec<f64>,
    /// Variance of a run about the emulator, each point left out in turn: luck and lack of fit.
    pub variance: f64,
}

impl Emulator {
    /// Fits an emulator to points of the unit cube and what was measured there; points without a number are left out.
    #[must_use]
    pub fn fit(points: &[&[f64]], values: &[f64]) -> Emulator {
        let kept = points.iter().zip(values).filter(|(_, value)| value.is_finite());
        let (points, values): (Vec<&[f64]>, Vec<f64>) = kept.map(|(point, value)| (*point, *value)).unzip();
        let plain = best(&points, &values, Vec::new());
        let dimensions = points.first().map_or(0, |point| point.len());
        let mut order: Vec<usize> = (0..dimensions).collect();
        order.sort_by(|&a, &b| plain.weights[b].abs().total_cmp(&plain.weights[a].abs()));
        order.truncate(STRONGEST);
        let pairs = order.iter().enumerate().flat_map(|(n, &a)| order[..n].iter().map(move |&b| (a, b)));
        let crossed = best(&points, &values, pairs.collect());
        if crossed.variance < plain.variance { crossed } else { plain }
    }

    /// What is expected at a point of the unit cube.
    #[must_use]
    pub fn expect(&self, point: &[f64]) -> f64 {
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

/// The fit with the ridge whose left-out error is the least.
fn best(points: &[&[f64]], values: &[f64], pairs: Vec<(usize, usize)>) -> Emulator {
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
    Emulator { pairs, mean, means, weights, variance }
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

    #[test]
    fn a_surface_of_second_order_is_found_and_its_noise_told() {
        let mut luck = Luck::new(3, 0);
        let design = latin_hypercube_from(300, 6, &mut luck);
        let truth = |u: &[f64]| 3.0 + 2.0 * u[0] - 4.0 * u[1] * u[2] + u[3] * u[3];
        let values: Vec<f64> = design.iter().map(|u| truth(u) + 0.1 * luck.normal()).collect();
        let points: Vec<&[f64]> = design.iter().map(Vec::as_slice).collect();
        let emulator = Emulator::fit(&points, &values);
        assert!((0.008..0.014).contains(&emulator.variance), "{}", emulator.variance);
        for u in latin_hypercube_from(50, 6, &mut luck) {
            assert!((emulator.expect(&u) - truth(&u)).abs() < 0.12);
        }
    }

    #[test]
    fn points_without_a_number_are_left_out() {
        let design = latin_hypercube_from(60, 2, &mut Luck::new(4, 0));
        let points: Vec<&[f64]> = design.iter().map(Vec::as_slice).collect();
        let values: Vec<f64> = design.iter().map(|u| if u[0] < 0.2 { f64::NAN } else { u[1] }).collect();
        let emulator = Emulator::fit(&points, &values);
        assert!((emulator.expect(&[0.5, 0.7]) - 0.7).abs() < 0.02);
    }
}
