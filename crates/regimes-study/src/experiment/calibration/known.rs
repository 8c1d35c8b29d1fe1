//! Models of which the answer is known, for tests of a fit.

use crate::experiment::calibration::ensemble::{Choice, Ensemble};
use crate::experiment::calibration::filter::Filter;
use crate::experiment::calibration::goal::Goal;
use crate::experiment::calibration::matched::Matched;
use crate::experiment::calibration::matching::{Budget, Problem, matched};
use crate::experiment::design::{Dimension, Scale};
use crate::statistics::luck::Luck;
use crate::study::runner::Halt;

/// Parameters from -2 to 2.
pub fn dimensions(n: usize) -> Vec<Dimension> {
    let named =
        |n: usize| Dimension { path: format!("made.up_{n}"), low: -2.0, high: 2.0, scale: Scale::Linear, usual: 0.0 };
    (0..n).map(named).collect()
}

/// What a made-up model measures at some values of the parameters.
pub type Truth = fn(&[f64]) -> Vec<f64>;

/// Standard deviation of luck in a run.
pub const NOISE: f64 = 0.1;

/// A goal: a value with a range of that half-width.
pub fn goal(measure: usize, id: &'static str, value: f64, half: f64) -> Goal {
    Goal { measure, id, range: (value - half, value + half), discrepancy: 0.0 }
}

/// Runs of a model, each with luck of its own.
pub fn runs(truth: Truth) -> impl Fn(u32, &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Halt> + Sync {
    move |first, points| {
        let run = |(number, values): (u32, &Vec<f64>)| {
            let mut luck = Luck::new(77, u64::from(number));
            truth(values).into_iter().map(|measure| measure + NOISE * luck.normal()).collect()
        };
        Ok((first..).zip(points).map(run).collect())
    }
}

/// A budget for quick tests.
pub const BUDGET: Budget =
    Budget { waves: 5, points: 120, replicates: 3, last_points: 150, last_replicates: 5, ensemble: 100 };

/// Fits a model.
pub fn fit(dimensions: &[Dimension], goals: &[Goal], truth: Truth) -> Matched {
    let evaluate = runs(truth);
    matched(&Problem { dimensions, goals, evaluate: &evaluate, seed: 9 }, &BUDGET).expect("not stopped")
}

/// Chooses an ensemble.
pub fn ensemble(dimensions: &[Dimension], matched: &Matched, filter: Option<Filter<'_>>) -> Ensemble {
    let choice = Choice { dimensions, size: BUDGET.ensemble, short_list: 20, preferred: &[], filter, seed: 9 };
    choice.of(matched).expect("not stopped")
}
