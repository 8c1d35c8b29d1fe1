//! What the second arm gains on the first in a run, and the smallest gain that matters there.

use crate::experiment::cohort_cells::Cell;
use crate::experiment::discovery::pair::Measure;
use crate::experiment::explanation::spread;
use crate::experiment::points::Points;
use crate::simulation::trace::COHORTS;
use crate::statistics::difference;
use crate::statistics::effects::{SMALLEST_SD, SMALLEST_SD_STAFF};
use crate::study::design::Outcome;
use crate::study::runner;
use crate::study::store::{Refused, Store};
use regimes_model::model::outcomes::{Better, OUTCOMES};
use regimes_model::units::MISSING;

/// What an arm gains on another; more is better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gain {
    /// In the unit of the outcome; missing where an arm has no value.
    pub gain: f64,
    /// The smallest that matters; missing where none is declared.
    pub smallest: f64,
}

/// The runs of a task, arm by arm: outcomes, and numbers of cohorts.
pub struct Arms {
    outcomes: Vec<Vec<f64>>,
    cohorts: Vec<Vec<f64>>,
}

impl Arms {
    /// Those of a task of a study with cohorts.
    ///
    /// # Errors
    /// If the store refuses. Within: why there are none.
    pub fn of(points: &Points, task: usize, store: &dyn Store) -> Result<Result<Arms, String>, Refused> {
        Ok(match runner::outcome(points, task, store)? {
            Some(Outcome::Done(values)) => {
                let (arms, width) = (points.base().arms.len(), points.outcomes().len());
                let outcomes = (0..arms).map(|arm| values[arm * width..(arm + 1) * width].to_vec()).collect();
                Ok(Arms { outcomes, cohorts: points.cells(task, store)?.unwrap_or_default() })
            }
            Some(Outcome::Failed(reason)) => Err(reason),
            None => Err("its result is not there".to_owned()),
        })
    }

    /// The level of an arm.
    #[must_use]
    pub fn level(&self, points: &Points, arm: usize, measure: Measure) -> f64 {
        match measure {
            Measure::Horizon(outcome) => {
                let place = points.outcomes().iter().position(|one| *one == outcome);
                place.map_or(MISSING, |place| self.outcomes[arm][place])
            }
            Measure::Cohort(cell) => cell.read(&self.cohorts[arm])[1],
        }
    }

    /// What the second of two arms gains on the first.
    #[must_use]
    pub fn gain(&self, points: &Points, [a, b]: [usize; 2], measure: Measure) -> Gain {
        Gain { gain: self.gained(points, [a, b], measure), smallest: self.smallest(points, a, measure) }
    }

    /// The same without what matters, for which cohorts must have been followed.
    #[must_use]
    pub fn gained(&self, points: &Points, arms: [usize; 2], measure: Measure) -> f64 {
        let [from, to] = arms.map(|arm| self.level(points, arm, measure));
        gained(from, to, measure.better())
    }

    /// The smallest gain on an arm that matters.
    #[must_use]
    pub fn smallest(&self, points: &Points, arm: usize, measure: Measure) -> f64 {
        match measure {
            Measure::Horizon(outcome) => {
                let spread = spread::of_cells(&self.cohorts[arm]);
                spread::smallest(OUTCOMES[outcome].name, &spread, self.level(points, arm, measure))
            }
            Measure::Cohort(cell) => of_cohort(cell) * cell.read(&self.cohorts[arm])[2],
        }
    }
}

/// Which part of its standard deviation matters of a cohort.
fn of_cohort(cell: Cell) -> f64 {
    if cell.names()[0] == COHORTS[COHORTS.len() - 1] { SMALLEST_SD_STAFF } else { SMALLEST_SD }
}

/// What one level gains on another; missing where neither end is better.
#[must_use]
pub fn gained(from: f64, to: f64, better: Better) -> f64 {
    match better {
        Better::Higher => difference(from, to),
        Better::Lower => difference(to, from),
        Better::NearZero => difference(to.abs(), from.abs()),
        Better::Neither => MISSING,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::control::unattended;
    use crate::study::store::Memory;
    use regimes_model::model::outcomes::position;
    use regimes_model::parallel::Width;
    use regimes_scenario::overrides;

    #[test]
    fn a_gain_is_the_better_side_and_the_smallest_is_of_the_first_arm() {
        let sets = overrides::read(&["horizon_weeks=60", "burn_in_weeks=4", "replicates=1", "arms.graft=drop"]);
        let outcomes = ["flourishing", "public_cost"].map(|name| position(name).unwrap());
        let points = Points::of("tiny", sets, vec![Vec::new()], outcomes.to_vec()).unwrap().with_cohorts();
        let store = Memory::default();
        runner::perform(&points, Width::Wide, &store, &unattended(), &|_| {}).unwrap();
        let arms = Arms::of(&points, 0, &store).unwrap().unwrap();
        let [flourishing, cost] = outcomes.map(Measure::Horizon);
        let level = |arm, measure| arms.level(&points, arm, measure);
        let gain = |measure| arms.gain(&points, [0, 1], measure);
        assert_eq!(gain(flourishing).gain, level(1, flourishing) - level(0, flourishing));
        assert_eq!(gain(cost).gain, level(0, cost) - level(1, cost));
        assert!((gain(cost).smallest - 0.01 * level(0, cost)).abs() < 1e-12);
        let all = Measure::Cohort(Cell::Cohort("all", "flourishing"));
        assert_eq!(gain(all).smallest, gain(flourishing).smallest);
        assert!(gain(flourishing).smallest > 0.0 && level(0, all) != level(0, flourishing));
    }

    #[test]
    fn nearer_to_zero_is_better_where_an_outcome_is_an_error_and_nothing_where_no_end_is() {
        assert_eq!([gained(-3.0, 1.0, Better::NearZero), gained(1.0, 3.0, Better::Lower)], [2.0, -2.0]);
        assert!(gained(1.0, 2.0, Better::Neither).is_nan() && gained(1.0, f64::NAN, Better::Higher).is_nan());
    }
}
