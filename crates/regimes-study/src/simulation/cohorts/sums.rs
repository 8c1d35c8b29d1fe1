//! Sums over the people of a cohort.

use crate::simulation::trace::{CohortRow, Word};
use regimes_model::units::MISSING;

/// Sums of one outcome over those of a cohort who have it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    people: u64,
    all: f64,
    living: f64,
    sum: f64,
    squares: f64,
}

impl Sums {
    /// Adds somebody who lives.
    pub fn add(&mut self, value: f64) {
        self.people += 1;
        self.all += value;
        self.living += 1.0;
        self.sum += value;
        self.squares += value * value;
    }

    /// Adds somebody who died: to the mean, and not to the spread.
    pub fn add_dead(&mut self, value: f64) {
        self.people += 1;
        self.all += value;
    }

    /// The row of a cohort and an outcome.
    #[must_use]
    pub fn row(&self, cohort: &'static str, outcome: impl Into<Word>) -> CohortRow {
        let n = self.living;
        let variance = (self.squares - self.sum * self.sum / n) / (n - 1.0);
        let sd = if n > 1.0 { variance.max(0.0).sqrt() } else { MISSING };
        let mean = if self.people > 0 { self.all / self.people as f64 } else { MISSING };
        CohortRow { cohort: cohort.into(), outcome: outcome.into(), people: self.people, mean, sd }
    }
}
