//! What the points of a screening say: how much each factor moves the difference between arms.

use crate::experiment::axes::Axis;
use crate::experiment::points::{Points, at_point};
use crate::statistics::bootstrap::Bootstrap;
use crate::statistics::morris::{Effect, Plan};
use crate::statistics::ranks::share_among_first;
use crate::statistics::sampling::DesignError;
use crate::study::store::{Refused, Store};
use regimes_model::units::MISSING;

/// Resamples of trajectories behind an interval.
const RESAMPLES: usize = 500;
/// The first factors, of which it is asked how surely a factor is one.
pub const FIRST: usize = 10;

/// A screening that is to be made: factors, and the places at which the model is run.
#[derive(Clone, Debug)]
pub struct Design {
    /// The factors, each with its ends.
    pub axes: Vec<Axis>,
    /// How they are moved.
    pub plan: Plan,
    /// The places, on the unit cube.
    pub places: Vec<Vec<f64>>,
    /// Where the ends come from, in words.
    pub source: &'static str,
}

/// Effects of the factors on the difference of an arm in an outcome.
#[derive(Clone, Debug)]
pub struct Screened {
    /// Number of the arm.
    pub arm: usize,
    /// Place of the outcome among those of the points.
    pub outcome: usize,
    /// A factor each.
    pub effects: Vec<Effect>,
    /// For each factor, in which share of resamples it stands among the first [`FIRST`].
    pub among_first: Vec<f64>,
}

impl Screened {
    /// The factors, the one that matters most first; those without an effect that could be taken are the last.
    #[must_use]
    pub fn order(&self) -> Vec<usize> {
        let size = |factor: &usize| self.effects[*factor].mu_star.value;
        let mut order: Vec<usize> = (0..self.effects.len()).collect();
        let weight = |factor: &usize| if size(factor).is_nan() { f64::NEG_INFINITY } else { size(factor) };
        order.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
        order
    }
}

/// Why there is no finding.
#[derive(Debug)]
pub enum Unscreened {
    /// The store refuses.
    Refused(Refused),
    /// The points are not those of the plan.
    Design(DesignError),
}

/// The effects on the median paired difference of each arm to the first, for each outcome. A point that failed leaves out
/// the steps that touch it.
///
/// # Errors
/// If the store refuses, or the places are not those of trajectories.
pub fn screened(points: &Points, design: &Design, store: &dyn Store) -> Result<Vec<Screened>, Unscreened> {
    let Design { plan, places, .. } = design;
    let (arms, width) = (points.base().arms.len(), points.outcomes().len());
    let mut outputs = vec![Vec::with_capacity(places.len()); (arms - 1) * width];
    for point in 0..places.len() {
        let at = at_point(points, point, store).map_err(Unscreened::Refused)?;
        let differences = at.differences.iter().flatten().map(|paired| paired.difference.value);
        for (outputs, value) in outputs.iter_mut().zip(differences) {
            outputs.push(if at.failure.is_some() { MISSING } else { value });
        }
    }
    let screened = |(n, outputs): (usize, &Vec<f64>)| {
        let bootstrap = Bootstrap { resamples: RESAMPLES, seed: points.base().seed };
        let screening = plan.estimates(places, outputs, bootstrap).map_err(Unscreened::Design)?;
        Ok(Screened {
            arm: 1 + n / width,
            outcome: n % width,
            among_first: share_among_first(&screening.resamples, FIRST),
            effects: screening.effects,
        })
    };
    outputs.iter().enumerate().map(screened).collect()
}
