//! What a fit has run, and what the replicates of its points say of them.

use crate::experiment::calibration::emulators::Report;
use crate::experiment::calibration::goal::{Goal, Luck, Rule};

/// A point of the parameters, and what its replicates measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Its number, from 0.
    pub number: u32,
    /// The wave that it belongs to.
    pub wave: u32,
    /// The values of the parameters.
    pub values: Vec<f64>,
    /// The number of each run, which is also its replicate, and so its luck.
    pub numbers: Vec<u32>,
    /// What each replicate measured.
    pub runs: Vec<Vec<f64>>,
}

impl Point {
    /// What each replicate measured of one measure.
    pub(super) fn of(&self, measure: usize) -> Vec<f64> {
        self.runs.iter().map(|run| run[measure]).collect()
    }
}

/// What a wave came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Wave {
    /// Its number.
    pub wave: u32,
    /// Its points.
    pub points: usize,
    /// Runs of all of them.
    pub runs: usize,
    /// Share of the prior that the emulators leave after it; missing for the last one, whose points are judged themselves.
    pub share: f64,
    /// Its points whose own highest, second-highest and third-highest implausibility rule nothing out.
    pub left: [usize; 3],
    /// Its emulators.
    pub emulators: Vec<Report>,
}

/// All that was run, and what it was compared with.
#[derive(Clone, Debug)]
pub struct Matched {
    /// All points, in order.
    pub points: Vec<Point>,
    /// The waves.
    pub waves: Vec<Wave>,
    /// Targets that the model shows.
    pub goals: Vec<Goal>,
    /// Targets that it shows nowhere.
    pub not_shown: Vec<Goal>,
    /// When a point is ruled out.
    pub rule: Rule,
    /// Replicates of a point that is not ruled out.
    pub replicates: usize,
    pub(super) luck: Vec<Luck>,
}

impl Matched {
    /// How far each target is missed at a point (standard deviation).
    #[must_use]
    pub fn signed(&self, point: &Point) -> Vec<f64> {
        let of = |(goal, luck): (&Goal, &Luck)| {
            let mean = luck.mean(&point.of(goal.measure));
            goal.signed(mean.value, mean.variance)
        };
        self.goals.iter().zip(&self.luck).map(of).collect()
    }

    /// The implausibility of each target at a point.
    #[must_use]
    pub fn implausibilities(&self, point: &Point) -> Vec<f64> {
        self.signed(point).into_iter().map(f64::abs).collect()
    }

    /// The implausibility that counts at a point.
    #[must_use]
    pub fn counts(&self, point: &Point) -> f64 {
        self.rule.counts(&self.implausibilities(point))
    }

    /// Whether a point's own replicates rule it out, or did so before it had all of them.
    #[must_use]
    pub fn rules_out(&self, point: &Point) -> bool {
        point.runs.len() < self.replicates || self.counts(point) > self.rule.threshold
    }

    /// The points of a design, the usual values left out.
    pub fn designed(&self) -> impl DoubleEndedIterator<Item = &Point> {
        self.points.iter().filter(|point| point.wave > 0)
    }

    /// The number of runs.
    #[must_use]
    pub fn runs(&self) -> u32 {
        self.points.iter().map(|point| point.runs.len() as u32).sum()
    }
}
