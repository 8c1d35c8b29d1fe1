//! The emulators of a wave, and the part of the prior that those of all waves leave.

use crate::experiment::calibration::emulator::{Emulator, Validation};
use crate::experiment::calibration::goal::{Goal, Rule};
use regimes_model::parallel::{self, Width};

/// Of what a target ought to be, the part below which a measure counts as that part: how much less matters no more.
const FLOOR: f64 = 0.1;

/// The emulator of a target: of the measure, or of its logarithm where it is always above 0, as a share or a rate is.
pub struct OfTarget {
    goal: Goal,
    emulator: Emulator,
    is_log: bool,
}

impl OfTarget {
    /// Fits it to points of the unit cube and what was measured there.
    #[must_use]
    pub fn fit(goal: &Goal, points: &[&[f64]], values: Vec<f64>) -> OfTarget {
        let is_log = goal.range.0 > 0.0 && values.iter().all(|value| value.is_nan() || *value >= 0.0);
        let floor = FLOOR * goal.value();
        // What is missing stays missing.
        let log = |value: f64| if value < floor { libm::log(floor) } else { libm::log(value) };
        let values = if is_log { values.into_iter().map(log).collect() } else { values };
        OfTarget { goal: *goal, emulator: Emulator::fit(points, &values), is_log }
    }

    /// How far from its target the measure is expected at a point; a measure that is emulated by its logarithm varies in
    /// proportion.
    fn implausibility(&self, point: &[f64]) -> f64 {
        let (expected, variance) = (self.emulator.expect(point), self.emulator.variance);
        if !self.is_log {
            return self.goal.signed(expected, variance).abs();
        }
        let expected = libm::exp(expected);
        self.goal.signed(expected, expected * expected * variance).abs()
    }

    /// The probability that a point's own mean would rule it out by this target alone.
    fn misses(&self, point: &[f64], threshold: f64) -> f64 {
        let (expected, sd) = (self.emulator.expect(point), self.emulator.variance.sqrt());
        let reach = threshold * self.goal.variance().sqrt();
        let at = |end: f64| if self.is_log { libm::log(end.max(FLOOR * self.goal.value())) } else { end };
        let ends = [self.goal.value() - reach, self.goal.value() + reach].map(at);
        // All that lies below the floor counts as the floor, so a lower end there excludes nothing.
        let below = |end: f64| {
            0.5 * (1.0 + libm::erf((end - expected) / (sd.max(f64::MIN_POSITIVE) * core::f64::consts::SQRT_2)))
        };
        let is_open = self.is_log && self.goal.value() - reach <= FLOOR * self.goal.value();
        1.0 - (below(ends[1]) - if is_open { 0.0 } else { below(ends[0]) })
    }

    /// What became of it.
    #[must_use]
    pub fn report(&self) -> Report {
        Report {
            id: self.goal.id,
            active: self.emulator.active.clone(),
            is_log: self.is_log,
            deviation: self.emulator.variance.sqrt(),
            validation: self.emulator.validation,
        }
    }
}

/// What became of an emulator.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The name of the target.
    pub id: &'static str,
    /// The parameters that it depends on, by number.
    pub active: Vec<usize>,
    /// Whether the logarithm of the measure is emulated.
    pub is_log: bool,
    /// Standard deviation of a point about it: of the logarithm, where that is emulated.
    pub deviation: f64,
    /// What came out where points were left out.
    pub validation: Validation,
}

/// An emulator for each target of a wave.
pub struct Emulators(Vec<OfTarget>);

impl Emulators {
    /// Fits an emulator for each target to points of the unit cube and the mean of each target there.
    #[must_use]
    pub fn fit(goals: &[Goal], points: &[&[f64]], means: &[Vec<f64>]) -> Emulators {
        let fit =
            |n: usize, goal: &Goal| OfTarget::fit(goal, points, means.iter().map(|of_point| of_point[n]).collect());
        Emulators(parallel::map(Width::Wide, goals, fit))
    }

    /// Each with its target.
    pub fn each(&self) -> impl Iterator<Item = &OfTarget> {
        self.0.iter()
    }

    /// The implausibility that counts at a point; emulators that failed where points were left out rule nothing out.
    fn height(&self, point: &[f64], rule: Rule) -> f64 {
        let used = self.0.iter().filter(|one| one.emulator.validation.passes());
        rule.counts(&used.map(|one| one.implausibility(point)).collect::<Vec<_>>())
    }

    /// The probability that a point's own runs would not rule it out: that fewer targets are missed than the rank of the
    /// rule, each by its own probability.
    fn passes(&self, point: &[f64], rule: Rule) -> f64 {
        // Probabilities of none, one, ... misses so far; more than the rule allows are dropped.
        let mut misses = vec![0.0; rule.rank];
        // Where no target is shown nothing rules a point out.
        let Some(none) = misses.first_mut() else { return 1.0 };
        *none = 1.0;
        for one in &self.0 {
            let q = one.misses(point, rule.threshold);
            for n in (0..rule.rank).rev() {
                let before = if n > 0 { misses[n - 1] } else { 0.0 };
                misses[n] = misses[n] * (1.0 - q) + before * q;
            }
        }
        misses.iter().sum()
    }
}

/// What the emulators of all waves leave of the prior.
pub struct Region {
    waves: Vec<Emulators>,
    rule: Rule,
}

impl Region {
    /// All of the prior.
    #[must_use]
    pub fn whole(rule: Rule) -> Region {
        Region { waves: Vec::new(), rule }
    }

    /// Takes away what the emulators of another wave rule out.
    pub fn cut(&mut self, emulators: Emulators) {
        self.waves.push(emulators);
    }

    /// Keeps the emulators of the last wave alone.
    pub fn keep_last(&mut self) {
        self.waves.drain(..self.waves.len().saturating_sub(1));
    }

    /// The emulators of the last wave.
    #[must_use]
    pub fn last(&self) -> Option<&Emulators> {
        self.waves.last()
    }

    /// The probability, by the emulators of the last wave, that a point's own runs would not rule it out; 1 without any.
    #[must_use]
    pub fn passes(&self, point: &[f64]) -> f64 {
        self.waves.last().map_or(1.0, |emulators| emulators.passes(point, self.rule))
    }

    /// The implausibility that counts at a point, by the emulators of the wave by which it is the highest.
    #[must_use]
    pub fn height(&self, point: &[f64]) -> f64 {
        self.waves.iter().fold(0.0, |most, emulators| f64::max(most, emulators.height(point, self.rule)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::calibration::known::goal;
    use crate::statistics::luck::Luck;
    use crate::statistics::sampling::latin_hypercube_from;

    #[test]
    fn what_is_a_product_is_emulated_by_its_logarithm_and_judged_on_its_own_scale() {
        let design = latin_hypercube_from(120, 3, &mut Luck::new(5, 0));
        let points: Vec<&[f64]> = design.iter().map(Vec::as_slice).collect();
        let truth = |u: &[f64]| libm::exp(u[0] - 2.0 * u[1]);
        let of =
            |sign: f64, goal: &Goal| OfTarget::fit(goal, &points, points.iter().map(|u| sign * truth(u)).collect());
        let positive = of(1.0, &goal(0, "a", 1.0, 0.1));
        assert!(positive.is_log && positive.emulator.variance < 1e-4, "{}", positive.emulator.variance);
        assert!(positive.implausibility(&[0.6, 0.3, 0.5]) < 0.2);
        // Twice the value is ten half-widths of 0.1 away, each 1/1.645 of a deviation.
        let far = positive.implausibility(&[core::f64::consts::LN_2 + 0.2, 0.1, 0.5]);
        assert!((far - 16.45).abs() < 0.5, "{far}");
        assert!(!of(-1.0, &goal(0, "b", -1.0, 0.1)).is_log);
    }

    #[test]
    fn a_point_passes_with_the_probability_of_few_enough_misses() {
        let design = latin_hypercube_from(400, 3, &mut Luck::new(6, 0));
        let points: Vec<&[f64]> = design.iter().map(Vec::as_slice).collect();
        let mut luck = Luck::new(7, 0);
        let goals = [goal(0, "a", 0.5, 0.1), goal(1, "b", 0.5, 0.1), goal(2, "c", 0.5, 0.1)];
        let means: Vec<Vec<f64>> = points.iter().map(|u| u.iter().map(|x| x + 0.1 * luck.normal()).collect()).collect();
        let emulators = Emulators::fit(&goals, &points, &means);
        let passes = |point: &[f64], rank| emulators.passes(point, Rule { rank, threshold: 3.0 });
        // Three half-widths of 0.1 in units of 1/1.645: 0.182 about 0.5, with errors of about 0.1.
        let all = passes(&[0.5, 0.5, 0.5], 1);
        assert!((0.7..0.9).contains(&all), "{all}");
        assert!(passes(&[0.5, 0.5, 0.95], 1) < 0.02 && passes(&[0.5, 0.5, 0.95], 2) > 0.75);
        assert!(passes(&[0.5; 3], 3) > 0.99);
        assert_eq!(Emulators::fit(&[], &points, &means).passes(&[0.5; 3], Rule::of(0)), 1.0, "no target");
    }
}
