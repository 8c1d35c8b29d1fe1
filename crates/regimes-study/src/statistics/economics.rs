//! Choosing between arms while their costs and effects are uncertain: net benefit, acceptability, and what it would be worth
//! to know more.
//!
//! Cases are what is uncertain: draws of parameters, or futures that differ by luck. Of arm `i` in case `j`:
//!
//! ```text
//! net benefit    b(i, j) = value of an effect * effect(i, j) - cost(i, j)
//! acceptability  a(i)    = share of cases in which b(i, j) is the highest; arms that tie share a case
//! frontier               = acceptability of the arm with the highest mean net benefit
//! EVPI                   = mean over j of max over i of b(i, j)  -  max over i of mean over j of b(i, j)
//! EVPPI                  = the same of g(i, j), the net benefit as a parameter alone foretells it
//! g(i, j)                = least squares of b(i, j) on 1, x(j) and x(j)^2, where x is the parameter
//! ellipse                = mean + r L (cos t, sin t), where L L' is the covariance and r^2 = -2 ln(1 - level)
//! ```
//!
//! The regression is that of `calc_evppi(type = "poly", poly.order = 2)` of the R package dampack. It fits noise too, so of
//! few cases EVPPI is too high: `evppi_by_chance` is what a parameter without any influence would get.
//!
//! Sources: van Hout et al. (1994) and Fenwick et al. (2001) for acceptability and frontier; Strong, Oakley and Brennan
//! (2014) for EVPPI by regression.

use crate::statistics::luck::{Luck, SHUFFLES};
use crate::statistics::{mean, sd};
use regimes_model::units::MISSING;

/// What is worth of a later year at the start: the first year is year 0 and counts in full. Money and effects alike.
#[must_use]
pub fn counts(discount_per_year: f64, year: u32) -> f64 {
    libm::pow(1.0 + discount_per_year, -f64::from(year))
}

/// Cases below which nothing is said of uncertainty.
pub const FEWEST_CASES: usize = 2;
/// Cases below which the value of knowing one parameter is not estimated: ten for each coefficient of the regression.
pub const FEWEST_FOR_A_PARAMETER: usize = 30;
/// Orders in which a parameter is shuffled to see what it would get by chance.
const CHANCES: usize = 50;
/// What variance a power of a scaled parameter must have of its own to be kept: below it is rounding.
const OWN: f64 = 1e-9;

/// Costs and effects of all arms in the cases in which every arm has both.
#[derive(Clone, Debug, PartialEq)]
pub struct Cases {
    /// By arm and case.
    costs: Vec<Vec<f64>>,
    /// By arm and case.
    effects: Vec<Vec<f64>>,
    /// The numbers of the cases.
    kept: Vec<usize>,
}

impl Cases {
    /// Of costs and effects by arm and case; cases in which any is missing are left out.
    #[must_use]
    pub fn of(costs: &[Vec<f64>], effects: &[Vec<f64>]) -> Cases {
        let all = || costs.iter().chain(effects);
        let n = all().map(Vec::len).min().unwrap_or(0);
        let kept: Vec<usize> = (0..n).filter(|&case| all().all(|values| values[case].is_finite())).collect();
        let only = |values: &[Vec<f64>]| -> Vec<Vec<f64>> {
            values.iter().map(|values| kept.iter().map(|&case| values[case]).collect()).collect()
        };
        Cases { costs: only(costs), effects: only(effects), kept }
    }

    /// How many cases there are.
    #[must_use]
    pub fn n(&self) -> usize {
        self.kept.len()
    }

    /// The numbers that they had.
    #[must_use]
    pub fn kept(&self) -> &[usize] {
        &self.kept
    }

    /// Costs of an arm.
    #[must_use]
    pub fn costs(&self, arm: usize) -> &[f64] {
        &self.costs[arm]
    }

    /// Effects of an arm.
    #[must_use]
    pub fn effects(&self, arm: usize) -> &[f64] {
        &self.effects[arm]
    }

    /// Costs and effects of an arm less those of the first, case by case.
    #[must_use]
    pub fn steps(&self, arm: usize) -> [Vec<f64>; 2] {
        [&self.costs, &self.effects].map(|all| all[0].iter().zip(&all[arm]).map(|(a, b)| b - a).collect())
    }

    /// Net benefits where an effect is worth so much.
    #[must_use]
    pub fn net_benefits(&self, value: f64) -> NetBenefits {
        let of = |(costs, effects): (&Vec<f64>, &Vec<f64>)| {
            costs.iter().zip(effects).map(|(cost, effect)| value * effect - cost).collect()
        };
        NetBenefits(self.costs.iter().zip(&self.effects).map(of).collect())
    }
}

/// Net benefits by arm and case.
#[derive(Clone, Debug, PartialEq)]
pub struct NetBenefits(Vec<Vec<f64>>);

impl NetBenefits {
    fn n(&self) -> usize {
        self.0.first().map_or(0, Vec::len)
    }

    /// Whether there are two arms to choose from, and cases that differ.
    fn is_choice(&self) -> bool {
        self.0.len() > 1 && self.n() >= FEWEST_CASES
    }

    /// Those of an arm.
    #[must_use]
    pub fn of(&self, arm: usize) -> &[f64] {
        &self.0[arm]
    }

    /// The share of cases in which each arm has the highest; missing of one arm, or of fewer than two cases.
    #[must_use]
    pub fn acceptability(&self) -> Vec<f64> {
        if !self.is_choice() {
            return vec![MISSING; self.0.len()];
        }
        let mut shares = vec![0.0; self.0.len()];
        for case in 0..self.n() {
            let best = highest(self.0.iter().map(|arm| arm[case]));
            let is_best = |arm: &Vec<f64>| arm[case] >= best;
            let ties = self.0.iter().filter(|arm| is_best(arm)).count() as f64;
            for (share, _) in shares.iter_mut().zip(&self.0).filter(|(_, arm)| is_best(arm)) {
                *share += 1.0 / ties;
            }
        }
        shares.iter().map(|share| share / self.n() as f64).collect()
    }

    /// The arm with the highest mean, of equals the first; none without cases.
    #[must_use]
    pub fn best(&self) -> Option<usize> {
        let means: Vec<f64> = self.0.iter().map(|arm| mean(arm)).collect();
        let best = highest(means.iter().copied());
        means.iter().position(|mean| *mean >= best).filter(|_| self.n() > 0)
    }

    /// What it would be worth to know everything before choosing; missing of one arm, or of fewer than two cases.
    #[must_use]
    pub fn evpi(&self) -> f64 {
        if self.is_choice() { worth(&self.0) } else { MISSING }
    }

    /// What it would be worth to know one parameter before choosing; missing of one arm, of few cases, or where the
    /// parameter is missing in a case or does not vary.
    #[must_use]
    pub fn evppi(&self, parameter: &[f64]) -> f64 {
        self.basis(parameter).map_or(MISSING, |basis| worth(&self.foretold(&basis)))
    }

    /// The mean of what the same estimate gives for the same values in orders that have nothing to do with the cases.
    #[must_use]
    pub fn evppi_by_chance(&self, parameter: &[f64], seed: u64) -> f64 {
        let Some(mut basis) = self.basis(parameter) else { return MISSING };
        let mut luck = Luck::new(seed, SHUFFLES);
        let mut order: Vec<usize> = (0..self.n()).collect();
        let mut sum = 0.0;
        for _ in 0..CHANCES {
            luck.shuffle(&mut order);
            for column in &mut basis {
                *column = order.iter().map(|&case| column[case]).collect();
            }
            sum += worth(&self.foretold(&basis));
        }
        sum / CHANCES as f64
    }

    /// Orthonormal columns of a parameter and its square, less their means.
    fn basis(&self, parameter: &[f64]) -> Option<Vec<Vec<f64>>> {
        let n = self.n();
        let is_told = parameter.len() == n && parameter.iter().all(|value| value.is_finite());
        if self.0.len() < 2 || n < FEWEST_FOR_A_PARAMETER || !is_told {
            return None;
        }
        let (centre, spread) = (mean(parameter), sd(parameter));
        if spread <= 0.0 {
            return None;
        }
        let scaled: Vec<f64> = parameter.iter().map(|value| (value - centre) / spread).collect();
        let square = scaled.iter().map(|value| value * value).collect();
        let mut basis: Vec<Vec<f64>> = Vec::new();
        for mut column in [scaled, square] {
            let middle = mean(&column);
            column.iter_mut().for_each(|value| *value -= middle);
            for known in &basis {
                let along = dot(&column, known);
                column.iter_mut().zip(known).for_each(|(value, known)| *value -= along * known);
            }
            let own = dot(&column, &column);
            // The square of what has two values is the parameter again, or constant.
            if own > OWN * n as f64 {
                column.iter_mut().for_each(|value| *value /= own.sqrt());
                basis.push(column);
            }
        }
        Some(basis)
    }

    /// Net benefits as columns foretell them.
    fn foretold(&self, basis: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let of = |arm: &Vec<f64>| {
            let mut fitted = vec![mean(arm); arm.len()];
            for column in basis {
                let along = dot(arm, column);
                fitted.iter_mut().zip(column).for_each(|(value, column)| *value += along * column);
            }
            fitted
        };
        self.0.iter().map(of).collect()
    }
}

/// The mean of the highest, less the highest mean; never below 0, where rounding alone would put it.
fn worth(benefits: &[Vec<f64>]) -> f64 {
    let n = benefits[0].len();
    let bests: Vec<f64> = (0..n).map(|case| highest(benefits.iter().map(|arm| arm[case]))).collect();
    let best = highest(benefits.iter().map(|arm| mean(arm)));
    // Of the differences, so that the size of net benefits does not drown what is between them.
    let leader = benefits.iter().find(|arm| mean(arm) >= best).unwrap_or(&benefits[0]);
    mean(&bests.iter().zip(leader).map(|(best, leader)| best - leader).collect::<Vec<f64>>()).max(0.0)
}

fn highest(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(f64::NEG_INFINITY, f64::max)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The ellipse that holds a share of pairs of numbers, were they normal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ellipse {
    /// Its middle.
    pub middle: [f64; 2],
    /// The lower triangle of the root of the covariance: `xx`, `yx`, `yy`.
    root: [f64; 3],
    reach: f64,
}

impl Ellipse {
    /// Of pairs; none of fewer than three, or where neither number varies.
    #[must_use]
    pub fn of(x: &[f64], y: &[f64], level: f64) -> Option<Ellipse> {
        let n = x.len().min(y.len());
        if n <= FEWEST_CASES || x.iter().chain(y).any(|value| !value.is_finite()) {
            return None;
        }
        let (middle, spread) = ([mean(x), mean(y)], [sd(x), sd(y)]);
        let shared: f64 = x.iter().zip(y).map(|(x, y)| (x - middle[0]) * (y - middle[1])).sum::<f64>() / (n - 1) as f64;
        let along = if spread[0] > 0.0 { shared / spread[0] } else { 0.0 };
        let rest = (spread[1] * spread[1] - along * along).max(0.0).sqrt();
        let reach = (-2.0 * libm::log(1.0 - level)).sqrt();
        (spread != [0.0; 2]).then_some(Ellipse { middle, root: [spread[0], along, rest], reach })
    }

    /// Points around it; the last is the first.
    #[must_use]
    pub fn outline(&self, points: usize) -> Vec<(f64, f64)> {
        let [xx, yx, yy] = self.root.map(|part| self.reach * part);
        let at = |point: usize| {
            let turn = std::f64::consts::TAU * (point % points.max(1)) as f64 / points.max(1) as f64;
            let (cos, sin) = (libm::cos(turn), libm::sin(turn));
            (self.middle[0] + xx * cos, self.middle[1] + yx * cos + yy * sin)
        };
        (0..=points).map(at).collect()
    }
}
