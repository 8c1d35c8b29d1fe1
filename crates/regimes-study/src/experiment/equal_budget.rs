//! The budget at which an arm equals the reference: where its paired difference in an outcome changes sign as its budget
//! (`arms.NAME.budget_times`) is varied in a sweep.
//!
//! ```text
//! of each future (a replicate, or a draw of parameters):
//!   d(t)   = b - a at budget t, pair by pair on the same luck
//!   rises  = mean over futures of d(highest) - d(lowest) > 0          one direction for all futures
//!   m      = d made monotone in that direction (pool adjacent violators: least squares), since luck makes steps
//!   equal  = t at which m is 0, linear between levels; below the lowest where m is past 0 there already, above the highest
//!            where it never gets there
//! over futures: the median and 90 % of them, where those outside count as beyond every budget that was tried
//! ```
//!
//! A quantile that lies among futures outside is missing, and the words say on which side. Nothing is extrapolated (A332).
//!
//! Source: `docs/register.md`, section 8, rule 9; pool adjacent violators: Ayer and others (1955).

use crate::experiment::points::Points;
use crate::statistics::{difference, mean};
use crate::study::design::Outcome;
use crate::study::runner;
use crate::study::store::{Refused, Store};
use regimes_model::units::MISSING;
use regimes_scenario::overrides::{Override, joined};

/// The key of an arm that is varied.
const KEY: &str = "budget_times";

/// A budget at which arms are equal, in multiples of the arm's budget.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Equal {
    /// Among those that were tried.
    At(f64),
    /// Below the lowest that was tried.
    Below,
    /// Above the highest.
    Above,
}

impl Equal {
    /// A number in the same order; infinite where it lies outside.
    fn place(self) -> f64 {
        match self {
            Equal::At(budget) => budget,
            Equal::Below => f64::NEG_INFINITY,
            Equal::Above => f64::INFINITY,
        }
    }

    fn of_place(place: f64) -> Equal {
        match place {
            f64::INFINITY => Equal::Above,
            f64::NEG_INFINITY => Equal::Below,
            budget => Equal::At(budget),
        }
    }

    /// The budget; missing where it lies outside.
    #[must_use]
    pub fn budget(self) -> f64 {
        if let Equal::At(budget) = self { budget } else { MISSING }
    }
}

/// The budget at which an arm equals the reference in an outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct EqualBudget {
    /// The arm whose budget is varied, by number.
    pub of: usize,
    /// The reference, and the arm compared with it.
    pub arms: [usize; 2],
    /// The place of the outcome among those of the study.
    pub outcome: usize,
    /// What else is set at these points.
    pub elsewhere: Vec<Override>,
    /// The lowest and the highest budget that was tried.
    pub tried: [f64; 2],
    /// Futures that have a value at every budget.
    pub futures: usize,
    /// Of these, those in which it lies below the lowest, within, and above the highest.
    pub counts: [usize; 3],
    /// The median over futures, and the budgets that 5 % of them lie below and above; none where no future has a value, or
    /// the difference does not change with the budget.
    pub over_futures: Option<[Equal; 3]>,
}

/// Where a response crosses zero; `levels` ascend, `values` belong to them, `rises` says in which direction they go.
#[must_use]
pub fn crossing(levels: &[f64], values: &[f64], rises: bool) -> Equal {
    let sign = if rises { 1.0 } else { -1.0 };
    let rising = monotone(&values.iter().map(|value| sign * value).collect::<Vec<f64>>());
    match rising.iter().position(|value| *value >= 0.0) {
        None => Equal::Above,
        Some(0) if rising[0] > 0.0 => Equal::Below,
        Some(0) => Equal::At(levels[0]),
        Some(n) => {
            let (low, high) = (rising[n - 1], rising[n]);
            Equal::At(levels[n - 1] + (levels[n] - levels[n - 1]) * -low / (high - low))
        }
    }
}

/// The values that rise, or stay, nearest to these by least squares.
fn monotone(values: &[f64]) -> Vec<f64> {
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for &value in values {
        pools.push((value, 1));
        while let [.., (below, n), (above, m)] = pools[..]
            && below > above
        {
            pools.truncate(pools.len() - 2);
            pools.push(((below * n as f64 + above * m as f64) / (n + m) as f64, n + m));
        }
    }
    pools.into_iter().flat_map(|(value, n)| std::iter::repeat_n(value, n)).collect()
}

/// The quantile of places in ascending order, some of which may be infinite; linear between neighbours that are not.
fn quantile_of_places(sorted: &[f64], level: f64) -> f64 {
    let at = level * (sorted.len() - 1) as f64;
    let (low, high) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    match (low.is_finite(), high.is_finite()) {
        (true, true) => low + (high - low) * at.fract(),
        (false, false) if low == high => low,
        // Between a budget that was tried and one that was not, the latter is all that is known.
        (false, true) => low,
        _ => high,
    }
}

/// The median and 90 % of the budgets of futures, each its differences at ascending levels; and how many of them lie below,
/// within and above the levels.
fn over_futures(levels: &[f64], futures: &[Vec<f64>]) -> (Option<[Equal; 3]>, [usize; 3]) {
    let steps: Vec<f64> = futures.iter().map(|future| future[levels.len() - 1] - future[0]).collect();
    let slope = if steps.is_empty() { 0.0 } else { mean(&steps) };
    if slope == 0.0 {
        return (None, [0; 3]);
    }
    let mut places: Vec<f64> = futures.iter().map(|future| crossing(levels, future, slope > 0.0).place()).collect();
    places.sort_by(f64::total_cmp);
    let count = |is: fn(&&f64) -> bool| places.iter().filter(is).count();
    let counts = [
        count(|place| **place == f64::NEG_INFINITY),
        count(|place| place.is_finite()),
        count(|place| **place == f64::INFINITY),
    ];
    (Some([0.5, 0.05, 0.95].map(|level| Equal::of_place(quantile_of_places(&places, level)))), counts)
}

/// Points that differ in the budget of one arm alone.
struct Line {
    arm: usize,
    elsewhere: Vec<Override>,
    /// Budgets in ascending order, each with its point.
    budgets: Vec<(f64, usize)>,
}

/// The lines of a study, in the order of its points.
fn lines(points: &Points) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let arms = || points.base().arms.iter().map(|(name, _)| name).enumerate();
    for (arm, path) in arms().map(|(arm, name)| (arm, format!("arms.{name}.{KEY}"))) {
        for (point, sets) in points.points().iter().enumerate() {
            let is_it = |one: &&Override| one.path() == path;
            let Some(Ok(budget)) = sets.iter().rev().find(is_it).map(|one| one.value().parse::<f64>()) else {
                continue;
            };
            let elsewhere: Vec<Override> = sets.iter().filter(|one| !is_it(one)).cloned().collect();
            let same = |line: &&mut Line| line.arm == arm && joined(&line.elsewhere) == joined(&elsewhere);
            match lines.iter_mut().find(same) {
                Some(line) => line.budgets.push((budget, point)),
                None => lines.push(Line { arm, elsewhere, budgets: vec![(budget, point)] }),
            }
        }
    }
    for line in &mut lines {
        line.budgets.sort_by(|a, b| a.0.total_cmp(&b.0));
        line.budgets.dedup_by(|a, b| a.0 == b.0);
    }
    lines.retain(|line| line.budgets.len() > 1);
    lines
}

/// The budgets at which arms equal the first, outcome by outcome; none where no arm's budget is varied. Where it is that of
/// the first arm, all others are compared with it, or else the arm alone.
///
/// # Errors
/// If the store refuses.
pub fn equal_budgets(points: &Points, store: &dyn Store) -> Result<Vec<EqualBudget>, Refused> {
    let mut found = Vec::new();
    for line in lines(points) {
        let others = if line.arm == 0 { 1..points.base().arms.len() } else { line.arm..line.arm + 1 };
        let levels: Vec<f64> = line.budgets.iter().map(|(budget, _)| *budget).collect();
        for arm in others {
            for outcome in 0..points.outcomes().len() {
                let futures = futures(points, &line, (arm, outcome), store)?;
                let (over_futures, counts) = over_futures(&levels, &futures);
                found.push(EqualBudget {
                    of: line.arm,
                    arms: [0, arm],
                    outcome,
                    elsewhere: line.elsewhere.clone(),
                    tried: [levels[0], levels[levels.len() - 1]],
                    futures: futures.len(),
                    counts,
                    over_futures,
                });
            }
        }
    }
    Ok(found)
}

/// The differences of an arm from the first in each future that has one at every budget, in the order of budgets.
fn futures(
    points: &Points,
    line: &Line,
    (arm, outcome): (usize, usize),
    store: &dyn Store,
) -> Result<Vec<Vec<f64>>, Refused> {
    let (width, replicates) = (points.outcomes().len(), points.replicates() as usize);
    let mut all = Vec::new();
    for future in 0..replicates {
        let mut of_future = Vec::new();
        for (_, point) in &line.budgets {
            if let Some(Outcome::Done(values)) = runner::outcome(points, point * replicates + future, store)? {
                of_future.push(difference(values[outcome], values[arm * width + outcome]));
            }
        }
        let is_whole = of_future.len() == line.budgets.len() && of_future.iter().all(|value| !value.is_nan());
        all.extend(is_whole.then_some(of_future));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::control::unattended;
    use crate::statistics::luck::Luck;
    use crate::study::store::Memory;
    use regimes_model::model::outcomes::position;
    use regimes_model::parallel::Width;
    use regimes_scenario::overrides;

    const LEVELS: [f64; 3] = [0.85, 1.0, 1.15];

    #[test]
    fn a_linear_response_is_zero_where_it_was_made_so() {
        for root in [0.85, 0.91, 1.0, 1.07, 1.15] {
            for slope in [-0.3, 2.0] {
                let values = LEVELS.map(|level| slope * (level - root));
                let Equal::At(found) = crossing(&LEVELS, &values, slope > 0.0) else { panic!("{root}") };
                assert!((found - root).abs() < 1e-12, "{found} {root}");
            }
        }
        assert_eq!(crossing(&LEVELS, &LEVELS.map(|level| level - 1.2), true), Equal::Above);
        assert_eq!(crossing(&LEVELS, &LEVELS.map(|level| level - 0.8), true), Equal::Below);
        assert_eq!(crossing(&LEVELS, &LEVELS.map(|level| 0.8 - level), false), Equal::Below);
    }

    #[test]
    fn a_step_of_luck_against_the_direction_is_pooled() {
        assert_eq!(monotone(&[1.0, 3.0, 2.0, 4.0]), [1.0, 2.5, 2.5, 4.0]);
        assert_eq!(monotone(&[3.0, 2.0, 1.0]), [2.0; 3]);
        // Zero is passed twice; in the direction of the whole it is passed once.
        assert!((crossing(&LEVELS, &[-3.0, 2.0, 0.0], true).budget() - (0.85 + 0.15 * 3.0 / 4.0)).abs() < 1e-12);
    }

    #[test]
    fn noisy_futures_centre_on_the_root_and_those_outside_count_as_beyond() {
        let mut luck = Luck::new(2, 0);
        let futures: Vec<Vec<f64>> = (0..400)
            .map(|_| {
                let own = 1.05 + 0.05 * luck.normal();
                LEVELS.map(|level| 0.2 * (level - own)).to_vec()
            })
            .collect();
        let (found, counts) = over_futures(&LEVELS, &futures);
        let [middle, low, high] = found.unwrap();
        assert!((middle.budget() - 1.05).abs() < 0.01, "{middle:?}");
        assert!((low.budget() - (1.05 - 1.645 * 0.05)).abs() < 0.015 && (high.budget() - (1.05 + 0.082)).abs() < 0.02);
        assert_eq!(counts.iter().sum::<usize>(), 400);
        assert!(counts[2] > 0, "{counts:?}");
        let far: Vec<Vec<f64>> =
            (0..20).map(|n| LEVELS.map(|level| level - 0.9 - 0.02 * f64::from(n)).to_vec()).collect();
        let (found, counts) = over_futures(&LEVELS, &far);
        assert_eq!(counts, [0, 13, 7]);
        let [middle, low, high] = found.unwrap();
        assert!((middle.budget() - 1.09).abs() < 1e-9 && low.budget() < 0.93);
        assert_eq!((high, high.budget().is_nan()), (Equal::Above, true));
    }

    #[test]
    fn a_response_that_does_not_move_says_nothing() {
        assert_eq!(over_futures(&LEVELS, &[vec![0.1; 3], vec![-0.1; 3]]), (None, [0; 3]));
        assert_eq!(over_futures(&LEVELS, &[]), (None, [0; 3]));
    }

    #[test]
    fn a_study_has_a_line_an_arm_and_a_budget_for_each_outcome() {
        let sets = overrides::read(&["horizon_weeks=60", "burn_in_weeks=4", "replicates=2"]);
        let set = |budget: &str, harm: &str| {
            overrides::read(&[format!("arms.hls.budget_times={budget}"), format!("patterns.harm={harm}")])
        };
        let all = ["0.1", "0.3"].iter().flat_map(|harm| ["1.15", "0.85", "1"].map(|budget| set(budget, harm)));
        let wanted = vec![position("flourishing").unwrap(), position("public_cost").unwrap()];
        let points = Points::of("tiny", sets, all.collect(), wanted).unwrap();
        let store = Memory::default();
        runner::perform(&points, Width::Wide, &store, &unattended(), &|_| {}).unwrap();
        let found = equal_budgets(&points, &store).unwrap();
        assert_eq!(found.len(), 4);
        for one in &found {
            assert_eq!((one.of, one.arms, one.tried, one.futures), (1, [0, 1], [0.85, 1.15], 2));
            assert_eq!(one.counts.iter().sum::<usize>(), if one.over_futures.is_some() { 2 } else { 0 });
        }
        assert_eq!(joined(&found[3].elsewhere), "patterns.harm=0.3");
    }
}
