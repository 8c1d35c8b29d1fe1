//! How uncertain a difference is: a scenario on draws of its uncertain parameters, each draw with luck of its own.
//!
//! Where a calibration fitted the parameters the draws are those of its ensemble, elsewhere from declared ranges, which
//! every table says. Futures of one draw differ by luck alone, so that the spread between draws and within them tell
//! parameters and luck apart.

use crate::experiment::draws::{self, Draw, Fitted};
use crate::experiment::points::{self, Points};
use crate::statistics::bootstrap::{Bootstrap, interval};
use crate::statistics::components::Components;
use crate::statistics::{Estimate, mean};
use crate::study::store::{Refused, Store};
use regimes_scenario::load::load;
use regimes_scenario::overrides::Override;
use regimes_scenario::problem::Problems;

/// Futures of each draw: the fewest that tell luck from parameters.
pub const FUTURES: u32 = 2;

/// Resamples of draws.
const RESAMPLES: usize = 1000;

/// The draws of the parameters of a scenario.
pub struct Drawn {
    /// A point a draw.
    pub points: Points,
    /// Where the parameters are drawn from.
    pub source: &'static str,
    /// Uncertain parameters that the scenario has.
    pub parameters: usize,
}

/// Why parameters are not drawn.
#[derive(Debug)]
pub enum NotDrawn {
    /// What is wrong with the scenario.
    Problems(Problems),
    /// What else is wrong.
    Text(String),
}

/// A scenario, with what is set in it, on a number of draws; of outcomes by number.
///
/// # Errors
/// The problems of the scenario; a number of draws that is not there.
pub fn drawn(scenario: &str, sets: &[Override], draws: usize, outcomes: Vec<usize>) -> Result<Drawn, NotDrawn> {
    let Draws { sets: points, source } = self::draws(scenario, sets, draws)?;
    let parameters = points.iter().map(Vec::len).max().unwrap_or(0);
    let sets = [sets, &[Override::whole("replicates", FUTURES.into())]].concat();
    let points = Points::of(scenario, sets, points, outcomes).map_err(NotDrawn::Problems)?.with_luck_of_each();
    let points = points.with_cohorts();
    Ok(Drawn { points, source, parameters })
}

/// Draws of the uncertain parameters of a scenario.
pub struct Draws {
    /// What each sets.
    pub sets: Vec<Vec<Override>>,
    /// Where they are drawn from.
    pub source: &'static str,
}

/// The first draws, as many as are asked for, of the uncertain parameters of a scenario, with what is set in it.
///
/// # Errors
/// The problems of the scenario; a number of draws that is not there.
pub fn draws(scenario: &str, sets: &[Override], draws: usize) -> Result<Draws, NotDrawn> {
    let all = draws::shipped(usize::MAX).map_err(NotDrawn::Text)?;
    if !(2..=all.len()).contains(&draws) {
        return Err(NotDrawn::Text(format!("--draws {draws}: there are {} draws; take 2 to {0}", all.len())));
    }
    let loaded = load(scenario, sets).map_err(NotDrawn::Problems)?;
    let sets = all[..draws].iter().map(|draw: &Draw| draw.of(&loaded)).collect();
    Ok(Draws { sets, source: Fitted::of(&loaded).label() })
}

/// How uncertain the difference of an arm from the first is in an outcome.
#[derive(Clone, Debug)]
pub struct Uncertain {
    /// The number of the arm.
    pub arm: usize,
    /// The place of the outcome among those of the study.
    pub outcome: usize,
    /// The median over all futures of all draws; 90 % of them lie in its interval: luck and parameters together.
    pub together: Estimate,
    /// What of the variance is between draws, and what within them.
    pub components: Components,
    /// The share of the variance that parameters have, with its interval over resamples of draws.
    pub share: Estimate,
    /// Draws whose mean difference is above 0, below it, and all that have one.
    pub draws: [usize; 3],
}

/// How uncertain each arm's difference from the first is in each outcome.
///
/// # Errors
/// If the store refuses.
pub fn uncertain(points: &Points, store: &dyn Store) -> Result<Vec<Uncertain>, Refused> {
    let mut found = Vec::new();
    for arm in 1..points.base().arms.len() {
        for outcome in 0..points.outcomes().len() {
            let of_draw = |draw: usize| points::pairs_at(points, draw, (arm, outcome), store);
            let draws = (0..points.points().len()).map(of_draw).collect::<Result<Vec<Vec<f64>>, Refused>>()?;
            found.push(of_draws(points.base().seed, (arm, outcome), &draws));
        }
    }
    Ok(found)
}

fn of_draws(seed: u64, (arm, outcome): (usize, usize), draws: &[Vec<f64>]) -> Uncertain {
    let components = Components::of(draws);
    let resampled = |rows: Vec<usize>| {
        let rows: Vec<Vec<f64>> = rows.into_iter().map(|row| draws[row].clone()).collect();
        Components::of(&rows).share_between()
    };
    let shares: Vec<f64> = Bootstrap { resamples: RESAMPLES, seed }.of_rows(draws.len()).map(resampled).collect();
    let told = |draw: &Vec<f64>| draw.iter().copied().filter(|value| !value.is_nan()).collect::<Vec<f64>>();
    let means: Vec<f64> = draws.iter().map(told).filter(|draw| !draw.is_empty()).map(|draw| mean(&draw)).collect();
    let count = |holds: fn(f64) -> bool| means.iter().filter(|mean| holds(**mean)).count();
    Uncertain {
        arm,
        outcome,
        together: Estimate::median_of(&draws.concat()),
        components,
        share: interval(components.share_between(), means.len(), &shares),
        draws: [count(|mean| mean > 0.0), count(|mean| mean < 0.0), means.len()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::control::unattended;
    use crate::study::design::Design;
    use crate::study::runner;
    use crate::study::store::Memory;
    use regimes_model::parallel::Width;
    use regimes_scenario::overrides;

    fn tiny(draws: usize) -> Result<Drawn, NotDrawn> {
        drawn("tiny", &overrides::read(&["horizon_weeks=60", "burn_in_weeks=4"]), draws, vec![0, 1])
    }

    #[test]
    fn each_draw_has_luck_of_its_own_and_ranges_are_called_so() {
        let drawn = tiny(3).unwrap();
        assert_eq!((drawn.points.tasks(), drawn.source), (6, "ranges, not fitted"));
        assert!(drawn.points.label(5).ends_with("replicate 5") && drawn.parameters > 10);
        assert!(drawn.points.problems().is_empty());
        assert!(matches!(tiny(1), Err(NotDrawn::Text(_))) && matches!(tiny(100_000), Err(NotDrawn::Text(_))));
    }

    #[test]
    fn what_is_said_of_an_arm_rests_on_its_pairs() {
        let drawn = tiny(4).unwrap();
        let store = Memory::default();
        runner::perform(&drawn.points, Width::Wide, &store, &unattended(), &|_| {}).unwrap();
        let found = uncertain(&drawn.points, &store).unwrap();
        assert_eq!(found.len(), (drawn.points.base().arms.len() - 1) * 2);
        for one in &found {
            assert_eq!((one.together.n, one.draws[2]), (8, 4));
            assert!(one.components.between >= 0.0 && one.draws[0] + one.draws[1] <= 4);
        }
    }

    #[test]
    fn draws_that_decide_all_have_the_whole_variance() {
        let draws: Vec<Vec<f64>> = (0..10).map(|draw| vec![f64::from(draw) - 2.5; 2]).collect();
        let found = of_draws(1, (1, 0), &draws);
        assert_eq!((found.share.value, found.draws), (1.0, [7, 3, 10]));
        let luck: Vec<Vec<f64>> = (0..10).map(|_| vec![-1.0, 1.0]).collect();
        assert_eq!((of_draws(1, (1, 0), &luck).share.value, of_draws(1, (1, 0), &luck).draws), (0.0, [0, 0, 10]));
    }
}
