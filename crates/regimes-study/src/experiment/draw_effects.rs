//! What an arm did to cohorts, staff and cost against another, over draws of uncertain parameters: effects beside the
//! smallest that matters, with verdicts by the share of draws.
//!
//! ```text
//! effect of a draw   = mean over its futures of b - a
//! smallest of a draw = 0.05 sd of its cohort under a, 0.1 sd of its staff, 1 % of its cost under a
//! shares             = of draws: better by the smallest or more, worse by it or more, neither
//! ```
//!
//! Source: `docs/register.md`, section 8, rules 5, 6 and 9. The rule of verdicts is that of [`Shares`].

use crate::experiment::cohort_cells::Cell;
use crate::experiment::points::Points;
use crate::simulation::trace::{COHORTS, INDEX, unit_of_cohorts};
use crate::statistics::effects::{SMALLEST_COST, SMALLEST_SD, SMALLEST_SD_STAFF, Shares};
use crate::statistics::{Estimate, difference, mean};
use crate::study::store::{Refused, Store};
use regimes_model::units::MISSING;
use std::ops::Range;

/// An effect over draws.
#[derive(Clone, Debug)]
pub struct DrawEffect {
    /// The reference, and the arm compared with it.
    pub arms: [usize; 2],
    /// What is compared.
    pub cell: Cell,
    /// Futures that have a value, over all draws.
    pub futures: usize,
    /// People followed under the reference, median over draws; missing of costs.
    pub people: f64,
    /// Medians over draws of both arms.
    pub levels: [f64; 2],
    /// The median over draws, with 90 % of them.
    pub estimate: Estimate,
    /// Standard deviation over those who live under the reference, median over draws; missing where it is no index.
    pub sd: f64,
    /// The effect in standard deviations of its draw: the median, with 90 % of draws.
    pub in_sd: Estimate,
    /// The smallest effect that matters, median over draws; missing where none is declared.
    pub smallest: f64,
    /// Shares of draws beyond it.
    pub shares: Option<Shares>,
}

/// The effects of each arm against each before it, by cohort and outcome, and on cost; those of which no draw knows
/// anything are left out.
///
/// # Errors
/// If the store refuses.
pub fn effects(points: &Points, store: &dyn Store) -> Result<Vec<DrawEffect>, Refused> {
    let futures = points.replicates() as usize;
    over(points, (0..points.points().len()).map(|draw| draw * futures..(draw + 1) * futures), store)
}

/// The same at one point of a study whose replicates are draws, each a future of its own.
///
/// # Errors
/// If the store refuses.
pub fn effects_at(points: &Points, point: usize, store: &dyn Store) -> Result<Vec<DrawEffect>, Refused> {
    let draws = points.replicates() as usize;
    over(points, (point * draws..(point + 1) * draws).map(|task| task..task + 1), store)
}

/// Over draws, each the tasks of its futures.
fn over(
    points: &Points,
    tasks: impl Iterator<Item = Range<usize>>,
    store: &dyn Store,
) -> Result<Vec<DrawEffect>, Refused> {
    let arms = points.base().arms.len();
    let mut draws: Vec<Vec<Vec<Vec<f64>>>> = Vec::new();
    for tasks in tasks {
        let done = tasks.map(|task| points.cells(task, store)).collect::<Result<Vec<_>, Refused>>()?;
        draws.push(done.into_iter().flatten().collect());
    }
    let pairs = (0..arms).flat_map(|a| (a + 1..arms).map(move |b| [a, b]));
    let each = pairs.flat_map(|arms| Cell::all().into_iter().map(move |cell| (arms, cell)));
    Ok(each.filter_map(|(arms, cell)| effect(arms, cell, &draws)).collect())
}

/// A draw: means over its futures.
struct OfDraw {
    futures: usize,
    people: f64,
    levels: [f64; 2],
    effect: f64,
    sd: f64,
    smallest: f64,
}

impl OfDraw {
    /// Of the futures of a draw, each the numbers of all arms; none where no future has a value in both arms.
    fn of([a, b]: [usize; 2], cell: Cell, futures: &[Vec<Vec<f64>>]) -> Option<OfDraw> {
        let read = |future: &Vec<Vec<f64>>| [cell.read(&future[a]), cell.read(&future[b])];
        let both: Vec<[[f64; 3]; 2]> = futures.iter().map(read).filter(|[a, b]| !(a[1] - b[1]).is_nan()).collect();
        let over = |of: &dyn Fn(&[[f64; 3]; 2]) -> f64| {
            let told: Vec<f64> = both.iter().map(of).filter(|value| !value.is_nan()).collect();
            if told.is_empty() { MISSING } else { mean(&told) }
        };
        let levels = [over(&|[a, _]| a[1]), over(&|[_, b]| b[1])];
        let sd = if is_index(cell) { over(&|[a, _]| a[2]) } else { MISSING };
        (!both.is_empty()).then(|| OfDraw {
            futures: both.len(),
            people: over(&|[a, _]| a[0]),
            levels,
            effect: over(&|[a, b]| difference(a[1], b[1])),
            sd,
            smallest: smallest(cell, sd, levels[0]),
        })
    }
}

/// Whether what is compared is an index, which has a spread over people.
fn is_index(cell: Cell) -> bool {
    matches!(cell, Cell::Cohort(_, outcome) if unit_of_cohorts(outcome) == INDEX)
}

/// The smallest effect of a draw that matters.
fn smallest(cell: Cell, sd: f64, level: f64) -> f64 {
    match cell {
        Cell::Cohort(cohort, _) if cohort == COHORTS[COHORTS.len() - 1] => SMALLEST_SD_STAFF * sd,
        Cell::Cohort(..) => SMALLEST_SD * sd,
        Cell::Cost | Cell::CostOnEqualPayment => SMALLEST_COST * level,
    }
}

/// Over draws, each of them futures with the numbers of all arms.
fn effect(arms: [usize; 2], cell: Cell, draws: &[Vec<Vec<Vec<f64>>>]) -> Option<DrawEffect> {
    let draws: Vec<OfDraw> = draws.iter().filter_map(|futures| OfDraw::of(arms, cell, futures)).collect();
    let each = |of: &dyn Fn(&OfDraw) -> f64| draws.iter().map(of).collect::<Vec<f64>>();
    let middle = |of: &dyn Fn(&OfDraw) -> f64| Estimate::median_of(&each(of)).value;
    let is_lower_better = !matches!(cell, Cell::Cohort(_, outcome) if unit_of_cohorts(outcome) == INDEX);
    let sign = if is_lower_better { -1.0 } else { 1.0 };
    // Each draw beside its own smallest effect.
    let gains = each(&|draw| if draw.smallest > 0.0 { sign * draw.effect / draw.smallest } else { MISSING });
    (!draws.is_empty()).then(|| DrawEffect {
        arms,
        cell,
        futures: draws.iter().map(|draw| draw.futures).sum(),
        people: middle(&|draw| draw.people),
        levels: [middle(&|draw| draw.levels[0]), middle(&|draw| draw.levels[1])],
        estimate: Estimate::median_of(&each(&|draw| draw.effect)),
        sd: middle(&|draw| draw.sd),
        in_sd: Estimate::median_of(&each(&|draw| if draw.sd > 0.0 { draw.effect / draw.sd } else { MISSING })),
        smallest: middle(&|draw| draw.smallest),
        shares: Shares::of(&gains, 1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::cohort_cells::WIDTH;
    use crate::simulation::worth::Worth;
    use crate::statistics::effects::Verdict;
    use crate::statistics::proportion::clopper_pearson;

    const TOP: Cell = Cell::Cohort("top_tenth_of_need", "flourishing");
    const STAFF: Cell = Cell::Cohort("staff", "staff_wellbeing");

    /// A future of two arms: a cell has these means in them, and a spread.
    fn future(cell: Cell, means: [f64; 2], sd: f64) -> Vec<Vec<f64>> {
        let place = Cell::all().iter().position(|one| *one == cell).unwrap();
        let arm = |mean: f64| {
            let mut numbers = vec![MISSING; WIDTH];
            match cell {
                Cell::Cohort(..) => numbers[3 * place..3 * place + 3].copy_from_slice(&[50.0, mean, sd]),
                Cell::Cost => numbers[WIDTH - Worth::WIDTH - 2] = mean,
                Cell::CostOnEqualPayment => numbers[WIDTH - Worth::WIDTH - 1] = mean,
            }
            numbers
        };
        means.map(arm).to_vec()
    }

    #[test]
    fn a_verdict_is_by_draws_each_beside_its_own_spread() {
        // A gain of 0.012: 0.06 sd where the spread is 0.2, 0.04 sd where it is 0.3.
        let draw = |sd: f64| vec![future(TOP, [0.5, 0.522], sd), future(TOP, [0.5, 0.502], sd)];
        let draws = |wide: usize| (0..20).map(|n| draw(if n < wide { 0.3 } else { 0.2 })).collect::<Vec<_>>();
        let of = |wide| effect([0, 1], TOP, &draws(wide)).unwrap();
        let (win, undecided) = (of(4), of(5));
        assert_eq!((win.futures, win.estimate.n, win.people), (40, 20, 50.0));
        assert!((win.estimate.value - 0.012).abs() < 1e-12 && (win.in_sd.value - 0.06).abs() < 1e-12);
        let shares = win.shares.unwrap();
        assert_eq!((shares.verdict(), shares.better), (Verdict::Win, 0.8));
        assert_eq!(shares.intervals()[0], clopper_pearson(16, 20));
        assert_eq!(undecided.shares.unwrap().verdict(), Verdict::Undecided);
        assert_eq!(of(20).shares.unwrap().verdict(), Verdict::NoDifference);
    }

    #[test]
    fn what_staff_lose_and_what_costs_more_is_a_loss_and_deaths_have_no_verdict() {
        let draws = |cell: Cell, means: [f64; 2]| vec![vec![future(cell, means, 0.1)]; 6];
        let verdict = |cell, means| {
            let found = effect([0, 1], cell, &draws(cell, means)).unwrap();
            found.shares.map(|shares| shares.verdict())
        };
        assert_eq!(verdict(STAFF, [0.5, 0.489]), Some(Verdict::Loss));
        assert_eq!(verdict(STAFF, [0.5, 0.491]), Some(Verdict::NoDifference));
        for cost in [Cell::Cost, Cell::CostOnEqualPayment] {
            assert_eq!(verdict(cost, [10.0, 10.2]), Some(Verdict::Loss));
            assert_eq!(verdict(cost, [10.0, 9.8]), Some(Verdict::Win));
        }
        assert_eq!(verdict(Cell::Cohort("all", "deaths"), [5.0, 9.0]), None);
        assert!(effect([0, 1], TOP, &draws(STAFF, [0.5, 0.5])).is_none());
    }
}
