//! Morris trajectories: which of many factors matter at all, from few runs.
//!
//! A trajectory starts at a point of a grid of `p` levels and moves one factor after another, in random order, by `delta`,
//! up or down: `k + 1` runs give one elementary effect of each of `k` factors, and `r` trajectories give `r` of each.
//!
//! ```text
//! delta = p / (2 (p - 1)),  p even, so that every level is equally likely at either end of a step
//! EE_i  = (y(x with x_i + delta) - y(x)) / delta
//! mu_i  = mean of EE_i        mu*_i = mean of |EE_i|        sigma_i = standard deviation of EE_i, with n - 1
//! ```
//!
//! A large `mu*` is a factor that matters; a `sigma` that is large beside it is one that acts in curves or together with
//! others. The factors of a group move together, each in a direction of its own, so a group has `mu*` alone.
//!
//! Sources: Morris (1991), *Technometrics* 33(2), 161-174; Campolongo, Cariboni & Saltelli (2007), *Environmental Modelling
//! & Software* 22(10), 1509-1518 (`mu*`, groups).
//! The definitions are those of SALib 1.6 (`SALib.analyze.morris`), with four differences: the interval of `mu*` is a
//! percentile interval of 90 % over whole trajectories (SALib: 1.96 standard deviations over the effects of each factor);
//! effects that are rounding alone are 0; missing outputs are allowed; groups have no `mu`.

use crate::statistics::bootstrap::{Bootstrap, interval};
use crate::statistics::luck::{Luck, TRAJECTORIES};
use crate::statistics::sampling::DesignError;
use crate::statistics::{Estimate, difference, mean, sd};

/// What is screened: factors, each alone or in a group, on a grid of levels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    groups: Vec<Vec<usize>>,
    /// The group of each factor.
    group_of: Vec<usize>,
    levels: usize,
}

/// What is known of a factor, or of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The mean effect; not a number for a group of several factors.
    pub mu: f64,
    /// The mean size of the effects, with its interval over trajectories, and how many effects it rests on.
    pub mu_star: Estimate,
    /// The standard deviation of the effects; not a number for a group of several factors.
    pub sigma: f64,
}

/// What a screening finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Screening {
    /// Each factor, or each group, in the order of the plan.
    pub effects: Vec<Effect>,
    /// `mu*` of each of them in each resample of trajectories.
    pub resamples: Vec<Vec<f64>>,
}

impl Plan {
    /// Factors that each move alone.
    pub fn new(factors: usize, levels: usize) -> Result<Plan, DesignError> {
        Plan::with_groups((0..factors).map(|factor| vec![factor]).collect(), levels)
    }

    /// Groups of factors, numbered from 0, that move together; each factor stands in one group.
    pub fn with_groups(groups: Vec<Vec<usize>>, levels: usize) -> Result<Plan, DesignError> {
        if levels == 0 || !levels.is_multiple_of(2) {
            return Err(DesignError::OddLevels { levels });
        }
        if let Some(group) = groups.iter().position(Vec::is_empty) {
            return Err(DesignError::EmptyGroup { group });
        }
        let factors = groups.iter().map(Vec::len).sum();
        let mut group_of = Vec::with_capacity(factors);
        for factor in 0..factors {
            let times = groups.iter().flatten().filter(|member| **member == factor).count();
            let group = groups.iter().position(|group| group.contains(&factor));
            group_of.push(group.filter(|_| times == 1).ok_or(DesignError::Grouping { factor, times })?);
        }
        Ok(Plan { groups, group_of, levels })
    }

    /// The groups, each a list of factors; a factor that moves alone is a group of one.
    #[must_use]
    pub fn groups(&self) -> &[Vec<usize>] {
        &self.groups
    }

    /// The length of a step.
    #[must_use]
    pub fn delta(&self) -> f64 {
        self.levels as f64 / (2 * (self.levels - 1)) as f64
    }

    /// How many runs a trajectory takes: one more than there are groups.
    #[must_use]
    pub fn runs_each(&self) -> usize {
        self.groups.len() + 1
    }

    /// Trajectories of a seed, one after the other, as points; more trajectories of a seed begin with the fewer.
    #[must_use]
    pub fn trajectories(&self, count: usize, seed: u64) -> Vec<Vec<f64>> {
        let mut luck = Luck::new(seed, TRAJECTORIES);
        (0..count).flat_map(|_| self.trajectory(&mut luck)).collect()
    }

    /// One trajectory: a lower level and a direction for each factor, and an order of the groups.
    fn trajectory(&self, luck: &mut Luck) -> Vec<Vec<f64>> {
        let half = self.levels / 2;
        let steps: Vec<[f64; 2]> = self
            .group_of
            .iter()
            .map(|_| {
                let low = luck.below(half);
                let ends = [low, low + half].map(|level| level as f64 / (self.levels - 1) as f64);
                if luck.below(2) == 0 { ends } else { [ends[1], ends[0]] }
            })
            .collect();
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        luck.shuffle(&mut order);
        let mut point: Vec<f64> = steps.iter().map(|[from, _]| *from).collect();
        let mut points = vec![point.clone()];
        for group in order {
            for factor in &self.groups[group] {
                point[*factor] = steps[*factor][1];
            }
            points.push(point.clone());
        }
        points
    }

    /// The elementary effects of each group, one a trajectory, from the points of a design and the outputs there; for a
    /// group of several factors their sizes. Not a number where an output at either end of the step is none.
    pub fn effects(&self, points: &[Vec<f64>], outputs: &[f64]) -> Result<Vec<Vec<f64>>, DesignError> {
        let runs = self.runs_each();
        let expected = points.len() / runs * runs;
        if let Some(found) = [points.len(), outputs.len()].into_iter().find(|rows| *rows != expected) {
            return Err(DesignError::Rows { expected, found });
        }
        let mut effects = vec![vec![f64::NAN; points.len() / runs]; self.groups.len()];
        for row in (0..points.len()).filter(|row| !(row + 1).is_multiple_of(runs)) {
            let group = self.moved(&points[row], &points[row + 1]).ok_or(DesignError::Step { row })?;
            let effect = difference(outputs[row], outputs[row + 1]) / self.delta();
            effects[group][row / runs] = match self.groups[group][..] {
                [factor] if points[row + 1][factor] < points[row][factor] => -effect,
                [_] => effect,
                _ => effect.abs(),
            };
        }
        Ok(effects)
    }

    /// The group that moves between two points, if one does, by one step; none else.
    fn moved(&self, from: &[f64], to: &[f64]) -> Option<usize> {
        /// What points may differ by for rounding alone.
        const ROUNDING: f64 = 1e-9;
        if from.len() != self.group_of.len() || to.len() != from.len() {
            return None;
        }
        let length = |factor: usize| (to[factor] - from[factor]).abs();
        let first = (0..from.len()).find(|factor| length(*factor) > ROUNDING)?;
        let group = self.group_of[first];
        let expected = |factor: usize| if self.group_of[factor] == group { self.delta() } else { 0.0 };
        (0..from.len()).all(|factor| (length(factor) - expected(factor)).abs() <= ROUNDING).then_some(group)
    }

    /// What is known of each group, from the points of a design and the outputs there.
    pub fn estimates(
        &self,
        points: &[Vec<f64>],
        outputs: &[f64],
        bootstrap: Bootstrap,
    ) -> Result<Screening, DesignError> {
        let effects = self.effects(points, outputs)?;
        let sizes: Vec<Vec<f64>> = effects.iter().map(|of_group| of_group.iter().map(|e| e.abs()).collect()).collect();
        let mean_sizes = |rows: Vec<usize>| {
            let of_group = |sizes: &Vec<f64>| mean(&known(rows.iter().map(|row| sizes[*row])));
            sizes.iter().map(of_group).collect::<Vec<f64>>()
        };
        let resamples: Vec<Vec<f64>> = bootstrap.of_rows(points.len() / self.runs_each()).map(mean_sizes).collect();
        let of_group = |group: usize| {
            let signed = known(effects[group].iter().copied());
            let sizes = known(sizes[group].iter().copied());
            let resampled: Vec<f64> = resamples.iter().map(|values| values[group]).collect();
            let is_single = self.groups[group].len() == 1;
            Effect {
                mu: if is_single { mean(&signed) } else { f64::NAN },
                mu_star: interval(mean(&sizes), sizes.len(), &resampled),
                sigma: if is_single { sd(&signed) } else { f64::NAN },
            }
        };
        Ok(Screening { effects: (0..self.groups.len()).map(of_group).collect(), resamples })
    }
}

/// The values that are numbers.
fn known(values: impl Iterator<Item = f64>) -> Vec<f64> {
    values.filter(|value| !value.is_nan()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_model::units::MISSING;

    const BOOTSTRAP: Bootstrap = Bootstrap { resamples: 200, seed: 1 };

    #[test]
    fn a_step_moves_one_factor_by_delta_and_stays_in_the_cube() {
        for levels in [2, 4, 6, 10] {
            let plan = Plan::new(7, levels).expect("even");
            let points = plan.trajectories(12, levels as u64);
            assert_eq!(points.len(), 12 * 8);
            assert!(points.iter().flatten().all(|x| (0.0..=1.0).contains(x)));
            for trajectory in points.chunks(8) {
                let mut moved = Vec::new();
                for pair in trajectory.windows(2) {
                    let steps: Vec<f64> = pair[0].iter().zip(&pair[1]).map(|(a, b)| (b - a).abs()).collect();
                    let changed: Vec<usize> = (0..7).filter(|factor| steps[*factor] != 0.0).collect();
                    assert!(changed.len() == 1 && (steps[changed[0]] - plan.delta()).abs() < 1e-12);
                    moved.extend(changed);
                }
                moved.sort_unstable();
                assert!(moved.into_iter().eq(0..7));
            }
        }
    }

    #[test]
    fn a_step_moves_one_group_by_delta() {
        let groups = vec![vec![4, 0], vec![2], vec![1, 3, 5]];
        let plan = Plan::with_groups(groups.clone(), 4).expect("a partition");
        let points = plan.trajectories(20, 3);
        for trajectory in points.chunks(4) {
            let mut moved = Vec::new();
            for pair in trajectory.windows(2) {
                let steps: Vec<f64> = pair[0].iter().zip(&pair[1]).map(|(a, b)| (b - a).abs()).collect();
                let group = groups.iter().position(|group| steps[group[0]] != 0.0).expect("one moves");
                for (factor, step) in steps.iter().enumerate() {
                    let expected = if groups[group].contains(&factor) { plan.delta() } else { 0.0 };
                    assert!((step - expected).abs() < 1e-12);
                }
                moved.push(group);
            }
            moved.sort_unstable();
            assert_eq!(moved, [0, 1, 2]);
        }
    }

    #[test]
    fn every_level_is_equally_likely() {
        let points = Plan::new(3, 4).expect("even").trajectories(4000, 8);
        for level in 0..4 {
            let at_level = |x: &&f64| (**x * 3.0 - f64::from(level)).abs() < 1e-9;
            let share = points.iter().flatten().filter(at_level).count() as f64 / (points.len() * 3) as f64;
            assert!((share - 0.25).abs() < 0.01, "{level} {share}");
        }
    }

    #[test]
    fn trajectories_are_those_of_the_seed_and_begin_with_the_fewer() {
        let plan = Plan::new(5, 6).expect("even");
        assert_eq!(plan.trajectories(3, 2)[..], plan.trajectories(9, 2)[..18]);
        assert_ne!(plan.trajectories(3, 2), plan.trajectories(3, 4));
    }

    #[test]
    fn the_effects_of_a_linear_model_are_its_slopes() {
        let plan = Plan::new(4, 4).expect("even");
        let points = plan.trajectories(10, 1);
        let outputs: Vec<f64> = points.iter().map(|x| 7.0 + 3.0 * x[0] - 2.0 * x[1] + 0.5 * x[3]).collect();
        let found = plan.estimates(&points, &outputs, BOOTSTRAP).expect("a design").effects;
        for (effect, slope) in found.iter().zip([3.0, -2.0, 0.0, 0.5_f64]) {
            assert!((effect.mu - slope).abs() < 1e-12 && (effect.mu_star.value - slope.abs()).abs() < 1e-12);
            assert!(effect.sigma < 1e-12 && (effect.mu_star.high - effect.mu_star.low).abs() < 1e-12);
            assert_eq!(effect.mu_star.n, 10);
        }
        // What is rounding alone is no effect.
        assert_eq!((found[2].mu_star.value, found[2].sigma), (0.0, 0.0));
    }

    #[test]
    fn a_missing_output_takes_out_the_steps_that_it_touches() {
        let plan = Plan::new(3, 4).expect("even");
        let points = plan.trajectories(5, 1);
        let mut outputs: Vec<f64> = points.iter().map(|x| x[0] + 2.0 * x[1] + 4.0 * x[2]).collect();
        outputs[4] = MISSING; // the first row of the second trajectory
        outputs[9] = f64::NAN; // within the third
        let found = plan.estimates(&points, &outputs, BOOTSTRAP).expect("a design").effects;
        assert_eq!(found.iter().map(|effect| effect.mu_star.n).sum::<usize>(), 15 - 1 - 2);
        for (effect, slope) in found.iter().zip([1.0, 2.0, 4.0]) {
            assert!((effect.mu - slope).abs() < 1e-12 && (effect.mu_star.high - slope).abs() < 1e-12);
        }
    }

    #[test]
    fn a_group_has_a_size_and_no_direction() {
        let plan = Plan::with_groups(vec![vec![0, 1], vec![2]], 4).expect("a partition");
        let points = plan.trajectories(200, 1);
        let outputs: Vec<f64> = points.iter().map(|x| x[0] + 2.0 * x[1] + 4.0 * x[2]).collect();
        let found = plan.estimates(&points, &outputs, BOOTSTRAP).expect("a design").effects;
        // Each factor has a direction of its own, so effects are 3 or 1 in size.
        assert!(found[0].mu.is_nan() && found[0].sigma.is_nan());
        assert!((found[0].mu_star.value - 2.0).abs() < 0.2, "{}", found[0].mu_star.value);
        assert!((found[1].mu - 4.0).abs() < 1e-12);
    }

    #[test]
    fn what_is_no_plan_or_no_trajectory_is_an_error() {
        assert_eq!(Plan::new(3, 5), Err(DesignError::OddLevels { levels: 5 }));
        assert_eq!(Plan::new(3, 0), Err(DesignError::OddLevels { levels: 0 }));
        let grouping = Plan::with_groups(vec![vec![0, 1], vec![1]], 4);
        assert_eq!(grouping, Err(DesignError::Grouping { factor: 1, times: 2 }));
        assert_eq!(Plan::with_groups(vec![vec![0], vec![2]], 4), Err(DesignError::Grouping { factor: 1, times: 0 }));
        assert_eq!(Plan::with_groups(vec![vec![0], vec![]], 4), Err(DesignError::EmptyGroup { group: 1 }));

        let plan = Plan::new(2, 4).expect("even");
        let mut points = plan.trajectories(2, 1);
        assert_eq!(plan.effects(&points, &[0.0; 5]), Err(DesignError::Rows { expected: 6, found: 5 }));
        assert_eq!(plan.effects(&points[..5], &[0.0; 3]), Err(DesignError::Rows { expected: 3, found: 5 }));
        points[4] = points[3].clone();
        let error = plan.effects(&points, &[0.0; 6]).expect_err("nothing moves");
        assert_eq!(error, DesignError::Step { row: 3 });
        assert_eq!(error.to_string(), "between rows 3 and 4 it is not one group that moves by one step");
    }
}
