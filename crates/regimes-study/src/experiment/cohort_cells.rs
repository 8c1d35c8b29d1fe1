//! What a study of points keeps of the cohorts of a run, as numbers: people, mean and standard deviation of each cohort and
//! outcome, and what the arm cost; last what an economic evaluation takes of it.

use crate::simulation::trace::{COHORTS, COST_ON_EQUAL_PAYMENT, OBSERVED_OF_COHORTS, Trace};
use crate::simulation::worth::Worth;
use regimes_model::model::outcomes::position;
use regimes_model::units::MISSING;
use std::ops::Range;

/// Numbers of a cohort and outcome.
const OF_CELL: usize = 3;
/// Cohorts by outcomes.
const CELLS: usize = COHORTS.len() * OBSERVED_OF_COHORTS.len();
/// Costs as they are spent, and on equal payment.
const COSTS: usize = 2;
/// Numbers before those of an economic evaluation.
const BEFORE: usize = CELLS * OF_CELL + COSTS;
/// Numbers of a run.
pub const WIDTH: usize = BEFORE + Worth::WIDTH;
/// What services and crises cost.
const COST: &str = "public_cost";

/// What is read from the numbers of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A cohort and an outcome, by name.
    Cohort(&'static str, &'static str),
    /// The cost of all as it was spent [of the scenario's currency/resident/week].
    Cost,
    /// The cost on equal payment, in the same unit; missing unless the scenario asks for it.
    CostOnEqualPayment,
}

impl Cell {
    /// All that there can be, in the order of tables.
    #[must_use]
    pub fn all() -> Vec<Cell> {
        let of = |cohort: &'static str| OBSERVED_OF_COHORTS.iter().map(move |outcome| Cell::Cohort(cohort, outcome));
        COHORTS.into_iter().flat_map(of).chain([Cell::Cost, Cell::CostOnEqualPayment]).collect()
    }

    /// Its cohort and outcome, as tables call them.
    #[must_use]
    pub fn names(self) -> [&'static str; 2] {
        match self {
            Cell::Cohort(cohort, outcome) => [cohort, outcome],
            Cell::Cost => [COHORTS[0], COST],
            Cell::CostOnEqualPayment => [COHORTS[0], COST_ON_EQUAL_PAYMENT],
        }
    }

    /// People, mean and standard deviation from the numbers of a run; missing where it has none. Costs have a mean alone.
    #[must_use]
    pub fn read(self, numbers: &[f64]) -> [f64; OF_CELL] {
        let all = Cell::all();
        match all.iter().position(|cell| *cell == self) {
            Some(place) if place < CELLS => std::array::from_fn(|n| numbers[place * OF_CELL + n]),
            Some(place) => [MISSING, numbers[CELLS * OF_CELL + place - CELLS], MISSING],
            None => [MISSING; OF_CELL],
        }
    }
}

/// What an economic evaluation takes from the numbers of a run.
#[must_use]
pub fn worth(numbers: &[f64]) -> Option<Worth> {
    Worth::from_numbers(numbers.get(BEFORE..)?)
}

/// What the numbers are, for the record of how they were made.
#[must_use]
pub fn names() -> String {
    let cells = Cell::all().into_iter().map(|cell| cell.names().join("."));
    cells.chain(Worth::NAMES.map(str::to_owned)).collect::<Vec<String>>().join(" ")
}

/// The numbers of a run over the weeks of its horizon; `people` and `rate` say who shares the cost, and how much less later
/// money counts (1/year).
#[must_use]
pub fn of(trace: &Trace, weeks: Range<usize>, (people, rate): (u64, f64)) -> Vec<f64> {
    let number = |cell: Cell| {
        let [cohort, outcome] = cell.names();
        let row = trace.cohorts.iter().find(|row| row.cohort == cohort && row.outcome == outcome);
        let mean = row.map_or(MISSING, |row| row.mean);
        match (cell, row) {
            (Cell::Cohort(..), Some(row)) => vec![row.people as f64, row.mean, row.sd],
            (Cell::Cohort(..), None) => vec![MISSING; OF_CELL],
            (Cell::Cost, _) => vec![position(COST).map_or(MISSING, |cost| trace.over(weeks.clone(), cost))],
            (Cell::CostOnEqualPayment, _) => vec![mean],
        }
    };
    let worth = Worth::of(&trace.costs, &trace.cohorts, people, rate);
    Cell::all().into_iter().flat_map(number).chain(worth.numbers()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::control::unattended;
    use crate::simulation::replicates::{followed, replicate};
    use crate::simulation::trace::{OF_A_KIND, YEARS_DISCOUNTED};
    use regimes_scenario::load::load;
    use regimes_scenario::overrides;

    #[test]
    fn numbers_are_those_of_the_cohorts_of_a_run() {
        let sets = overrides::read(&["horizon_weeks=60", "burn_in_weeks=30", "equal_payment=beside"]);
        let scenario = load("tiny", &sets).expect("sound").scenario;
        let whole = replicate(&scenario, 0, &unattended()).expect("not stopped");
        let alone = followed(&scenario, 0, &unattended()).expect("not stopped");
        for (trace, same) in whole.iter().zip(&alone) {
            assert_eq!(trace.cohorts.len(), same.cohorts.len());
            let numbers = of(same, 0..60, (scenario.residents(), 0.035));
            assert_eq!(numbers.len(), WIDTH);
            // Kinds of crisis are the scenario's own, so that studies of points do not keep them; discounted years are kept
            // of all residents alone.
            let is_beside = |outcome: &str| outcome.starts_with(OF_A_KIND) || outcome == YEARS_DISCOUNTED;
            for row in trace.cohorts.iter().filter(|row| !is_beside(&row.outcome)) {
                let known = Cell::all().into_iter().find(|cell| cell.names() == [&*row.cohort, &*row.outcome]);
                assert_eq!(known.expect("known").read(&numbers)[1].to_bits(), row.mean.to_bits(), "{row:?}");
            }
            assert_eq!(worth(&numbers), Some(Worth::of(&trace.costs, &trace.cohorts, scenario.residents(), 0.035)));
            assert_eq!(Cell::Cost.read(&numbers)[1], trace.over(0..60, position(COST).expect("known")));
            assert!(Cell::Cohort("staff", "flourishing").read(&numbers).iter().all(|number| number.is_nan()));
        }
    }
}
