//! The last filter: points that pass all waves are run again, with fresh luck, as a trial of dose.
//!
//! A target of the filter rules a point out by itself; the third-highest rule is for the others.

use crate::experiment::calibration::goal::{Goal, Luck};
use crate::experiment::calibration::matched::Point;
use crate::experiment::calibration::matching::Model;
use crate::study::runner::Halt;

/// A filter.
pub struct Filter<'a> {
    /// What ought to come out.
    pub goals: &'a [Goal],
    /// What rules nothing out, and decides which points are taken first.
    pub preferred: &'a [Goal],
    /// Runs the trial.
    pub evaluate: &'a Model<'a>,
    /// Replicates of each point.
    pub replicates: usize,
    /// Replicates of each point of the short list, on luck that has decided nothing.
    pub check_replicates: usize,
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

impl Tried {
    /// What each replicate measured of one measure.
    fn of(&self, measure: usize) -> Vec<f64> {
        self.runs.iter().map(|run| run[measure]).collect()
    }
}

/// Of how many points the mean over replicates lies in the published range of a target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InRange {
    /// The name of the target.
    pub id: &'static str,
    /// Points at which it does.
    pub points: usize,
    /// Points that show the target.
    pub of: usize,
}

/// All points that were tried.
#[derive(Clone, Debug, Default)]
pub struct Trial {
    /// Each.
    pub tried: Vec<Tried>,
    luck: Vec<Luck>,
}

impl Trial {
    /// Tries points with a number of replicates each, and with luck that begins at a number.
    ///
    /// # Errors
    /// What the runs ended with before all were made.
    pub fn extend(
        &mut self,
        filter: &Filter<'_>,
        replicates: usize,
        points: &[&Point],
        first: u32,
    ) -> Result<(), Halt> {
        let first = self.next_run(first);
        let values: Vec<Vec<f64>> = points.iter().flat_map(|point| vec![point.values.clone(); replicates]).collect();
        let mut measured = (filter.evaluate)(first, &values)?.into_iter();
        self.luck.resize(filter.goals.len(), Luck::default());
        for (n, point) in points.iter().enumerate() {
            let runs: Vec<Vec<f64>> = measured.by_ref().take(replicates).collect();
            for (goal, luck) in filter.goals.iter().zip(&mut self.luck) {
                luck.add(&runs.iter().map(|run| run[goal.measure]).collect::<Vec<_>>());
            }
            self.tried.push(Tried { point: point.number, first_run: first + (n * replicates) as u32, runs });
        }
        Ok(())
    }

    /// The number of the run after the last one; that given where there was none.
    #[must_use]
    pub fn next_run(&self, first: u32) -> u32 {
        self.tried.last().map_or(first, |last| last.first_run + last.runs.len() as u32)
    }

    /// Of each target, at how many points it is met.
    #[must_use]
    pub fn in_range(&self, goals: &[Goal]) -> Vec<InRange> {
        let of = |goal: &Goal| {
            let means: Vec<f64> = self.tried.iter().filter_map(|tried| goal.mean(&tried.runs)).collect();
            InRange { id: goal.id, points: means.iter().filter(|&&mean| goal.holds(mean)).count(), of: means.len() }
        };
        goals.iter().map(of).collect()
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
            let mean = luck.mean(&tried.of(goal.measure));
            (*goal, goal.signed(mean.value, mean.variance))
        };
        Some(goals.iter().zip(&self.luck).filter(|(goal, _)| is_shown(goal)).map(of).collect())
    }
}
