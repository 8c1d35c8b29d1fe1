//! The last filter: points that pass all waves are run again, with fresh luck, as a trial of dose.
//!
//! A target of the filter rules a point out by itself; the third-highest rule is for the others.

use crate::experiment::calibration::goal::{Goal, Luck};
use crate::experiment::calibration::matching::{Model, Point};
use crate::study::runner::Halt;

/// A filter.
pub struct Filter<'a> {
    /// What ought to come out.
    pub goals: &'a [Goal],
    /// Runs the trial.
    pub evaluate: &'a Model<'a>,
    /// Replicates of each point.
    pub replicates: usize,
}

/// A point that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// The number of the point.
    pub point: u32,
    /// The number of its first run in the trial, which is also the replicate.
    pub first_run: u32,
    /// What each replicate measured.
    pub runs: Vec<Vec<f64>>,
}

/// All points that were tried.
#[derive(Clone, Debug, Default)]
pub struct Trial {
    /// Each.
    pub tried: Vec<Tried>,
    luck: Vec<Luck>,
}

impl Trial {
    /// Tries points, with luck that begins at a number.
    ///
    /// # Errors
    /// What the runs ended with before all were made.
    pub fn extend(&mut self, filter: &Filter<'_>, points: &[&Point], first: u32) -> Result<(), Halt> {
        let first = self.tried.last().map_or(first, |last| last.first_run + last.runs.len() as u32);
        let values: Vec<Vec<f64>> =
            points.iter().flat_map(|point| vec![point.values.clone(); filter.replicates]).collect();
        let mut measured = (filter.evaluate)(first, &values)?.into_iter();
        self.luck.resize(filter.goals.len(), Luck::default());
        for (n, point) in points.iter().enumerate() {
            let runs: Vec<Vec<f64>> = measured.by_ref().take(filter.replicates).collect();
            for (goal, luck) in filter.goals.iter().zip(&mut self.luck) {
                luck.add(&runs.iter().map(|run| run[goal.measure]).collect::<Vec<_>>());
            }
            self.tried.push(Tried { point: point.number, first_run: first + (n * filter.replicates) as u32, runs });
        }
        Ok(())
    }

    /// How far each target of a filter is missed at a point (standard deviation); none where it was not tried.
    ///
    /// A target that the trial does not show at any point is left out.
    #[must_use]
    pub fn signed(&self, goals: &[Goal], point: u32) -> Option<Vec<(Goal, f64)>> {
        let tried = self.tried.iter().find(|tried| tried.point == point)?;
        let is_shown =
            |goal: &Goal| self.tried.iter().flat_map(|tried| &tried.runs).any(|run| run[goal.measure].is_finite());
        let of = |(goal, luck): (&Goal, &Luck)| {
            let runs: Vec<f64> = tried.runs.iter().map(|run| run[goal.measure]).collect();
            let mean = luck.mean(&runs);
            (*goal, goal.signed(mean.value, mean.variance))
        };
        Some(goals.iter().zip(&self.luck).filter(|(goal, _)| is_shown(goal)).map(of).collect())
    }
}
