//! The emulators of a wave, and the part of the prior that those of all waves leave.

use crate::experiment::calibration::emulator::Emulator;
use crate::experiment::calibration::goal::{Goal, Rule};
use regimes_model::parallel::{self, Width};

/// An emulator for each target of a wave.
pub struct Emulators(Vec<(Goal, Emulator)>);

impl Emulators {
    /// Fits an emulator for each target to points of the unit cube and the mean of each target there.
    #[must_use]
    pub fn fit(goals: &[Goal], points: &[&[f64]], means: &[Vec<f64>]) -> Emulators {
        let fit = |n: usize, goal: &Goal| {
            let values: Vec<f64> = means.iter().map(|of_point| of_point[n]).collect();
            (*goal, Emulator::fit(points, &values))
        };
        Emulators(parallel::map(Width::Wide, goals, fit))
    }

    /// Each with its target.
    pub fn each(&self) -> impl Iterator<Item = &(Goal, Emulator)> {
        self.0.iter()
    }

    /// The implausibility that counts at a point; emulators that failed where points were left out rule nothing out.
    fn height(&self, point: &[f64], rule: Rule) -> f64 {
        let used = self.0.iter().filter(|(_, emulator)| emulator.validation.passes());
        let implausibility =
            |(goal, emulator): &(Goal, Emulator)| goal.signed(emulator.expect(point), emulator.variance).abs();
        rule.counts(&used.map(implausibility).collect::<Vec<_>>())
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

    /// The implausibility that counts at a point, by the emulators of the wave by which it is the highest.
    #[must_use]
    pub fn height(&self, point: &[f64]) -> f64 {
        self.waves.iter().fold(0.0, |most, emulators| f64::max(most, emulators.height(point, self.rule)))
    }
}
