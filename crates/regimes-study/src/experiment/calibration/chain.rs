//! A Metropolis chain in the unit cube, for densities that cost next to nothing.

use crate::statistics::luck::Luck;

/// Steps between two points that are kept.
const THIN: usize = 400;

/// Steps before the first.
const WARM_UP: usize = 40_000;

/// Coordinates that move together.
const MOVED: usize = 3;

/// Points from a density whose logarithm is given, begun at a point.
pub fn sample(log_density: &dyn Fn(&[f64]) -> f64, begin: &[f64], points: usize, luck: &mut Luck) -> Vec<Vec<f64>> {
    let mut here = begin.to_vec();
    let mut height = log_density(&here);
    let mut kept = Vec::with_capacity(points);
    let mut step = 0;
    while kept.len() < points {
        let mut there = here.clone();
        let reach = if step % 4 == 0 { 0.5 } else { 0.1 };
        for _ in 0..MOVED.min(there.len()) {
            let coordinate = luck.below(there.len());
            there[coordinate] = reflected(there[coordinate] + reach * luck.normal());
        }
        let other = log_density(&there);
        if libm::log(luck.uniform()) < other - height {
            (here, height) = (there, other);
        }
        step += 1;
        if step > WARM_UP && step % THIN == 0 {
            kept.push(here.clone());
        }
    }
    kept
}

/// A number brought back between 0 and 1 by reflection.
fn reflected(x: f64) -> f64 {
    let x = x.rem_euclid(2.0);
    if x > 1.0 { 2.0 - x } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics;

    #[test]
    fn a_normal_density_is_sampled_as_such_and_a_flat_one_stays_flat() {
        let density = |u: &[f64]| -0.5 * ((u[0] - 0.6) / 0.05_f64).powi(2);
        let points = sample(&density, &[0.1, 0.1], 1500, &mut Luck::new(8, 0));
        let first: Vec<f64> = points.iter().map(|point| point[0]).collect();
        assert!((statistics::mean(&first) - 0.6).abs() < 0.006);
        assert!((statistics::sd(&first) - 0.05).abs() < 0.005);
        let second: Vec<f64> = points.iter().map(|point| point[1]).collect();
        assert!((statistics::mean(&second) - 0.5).abs() < 0.03);
        assert!((statistics::sd(&second) - (1.0_f64 / 12.0).sqrt()).abs() < 0.02);
    }
}
