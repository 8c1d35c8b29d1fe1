//! How pairs of simulated futures spread at a point: the difference of an arm against the first.

use crate::error::Error;
use crate::figures::points::direction::{self, Direction};
use crate::findings::TOGETHER;
use regimes_model::model::outcomes::OUTCOMES;
use regimes_study::experiment::points::{AtPoint, Points, at_point};
use regimes_study::statistics::Paired;
use regimes_study::study::store::Store;

/// The pairs of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// How often the arm is above and below the first, and by how much.
    pub paired: Paired,
    /// Quantiles of the difference at 5, 25, 50, 75 and 95 %.
    pub quantiles: [f64; 5],
}

impl Spread {
    /// The median difference; not a number where no pair has a value.
    #[must_use]
    pub fn median(&self) -> f64 {
        self.paired.difference.value
    }

    /// The pairs that have a value on both sides.
    #[must_use]
    pub fn n(&self) -> usize {
        self.paired.difference.n
    }

    /// On which side of zero nearly all pairs lie.
    #[must_use]
    pub fn direction(&self) -> Direction {
        direction::direction(&self.paired)
    }

    /// Whether nearly all pairs lie on one side of zero.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        matches!(self.direction(), Direction::Higher | Direction::Lower)
    }
}

/// What a study of points holds of the outcomes that belong together.
pub struct Spreads {
    /// By arm but the first, by outcome, by point.
    spreads: Vec<Vec<Vec<Spread>>>,
    /// Points that failed, in whole or in part.
    pub failed: usize,
}

impl Spreads {
    /// Reads all points.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn read(points: &Points, store: &dyn Store) -> Result<Spreads, Error> {
        let columns = columns(points);
        let others = points.base().arms.len().saturating_sub(1);
        let mut spreads = vec![vec![Vec::with_capacity(points.points().len()); columns.len()]; others];
        let mut failed = 0;
        for point in 0..points.points().len() {
            let at: AtPoint = at_point(points, point, store)?;
            failed += usize::from(at.failure.is_some());
            for (other, of_arm) in spreads.iter_mut().enumerate() {
                for (place, of_outcome) in of_arm.iter_mut().enumerate() {
                    let column = columns[place];
                    let (paired, quantiles) = (at.differences[other][column], at.quantiles[other][column]);
                    of_outcome.push(Spread { paired, quantiles });
                }
            }
        }
        Ok(Spreads { spreads, failed })
    }

    /// Made-up spreads of one arm.
    #[cfg(test)]
    pub fn made(of_arm: Vec<Vec<Spread>>) -> Spreads {
        Spreads { spreads: vec![of_arm], failed: 0 }
    }

    /// An outcome of an arm but the first, point by point; the outcome by its place among those that belong together.
    #[must_use]
    pub fn of(&self, arm: usize, outcome: usize) -> &[Spread] {
        &self.spreads[arm - 1][outcome]
    }
}

/// The outcomes that belong together, each by its place among those of the points.
#[must_use]
pub fn columns(points: &Points) -> Vec<usize> {
    let place = |name: &&str| points.outcomes().iter().position(|outcome| OUTCOMES[*outcome].name == *name);
    TOGETHER.iter().filter_map(place).collect()
}
