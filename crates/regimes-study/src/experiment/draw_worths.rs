//! What each draw of uncertain parameters costs and gives under each arm: means over its futures, for an economic evaluation.

use crate::experiment::cohort_cells;
use crate::experiment::points::Points;
use crate::simulation::worth::Worth;
use crate::study::store::{Refused, Store};

/// By arm, what each draw comes to that is there, with its number.
///
/// # Errors
/// If the store refuses.
pub fn worths(points: &Points, store: &dyn Store) -> Result<Vec<Vec<(u32, Worth)>>, Refused> {
    let futures = points.replicates() as usize;
    let mut by_arm = vec![Vec::new(); points.base().arms.len()];
    for draw in 0..points.points().len() {
        let tasks = draw * futures..(draw + 1) * futures;
        let done = tasks.map(|task| points.cells(task, store)).collect::<Result<Vec<_>, Refused>>()?;
        for (arm, draws) in by_arm.iter_mut().enumerate() {
            let of_future = |cells: &Vec<Vec<f64>>| cohort_cells::worth(cells.get(arm)?);
            let told: Vec<Worth> = done.iter().flatten().filter_map(of_future).collect();
            if !told.is_empty() {
                draws.push((draw as u32, Worth::mean_of(&told)));
            }
        }
    }
    Ok(by_arm)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::uncertainty::drawn;
    use crate::simulation::control::unattended;
    use crate::simulation::worth::{Discounting, Perspective};
    use crate::study::runner;
    use crate::study::store::Memory;
    use regimes_model::parallel::Width;
    use regimes_scenario::overrides;

    #[test]
    fn a_draw_is_the_mean_of_its_futures_and_public_money_holds_that_of_services() {
        let sets = overrides::read(&["horizon_weeks=60", "burn_in_weeks=4"]);
        let drawn = drawn("tiny", &sets, 2, vec![0]).unwrap_or_else(|_| panic!("sound"));
        let store = Memory::default();
        assert!(worths(&drawn.points, &store).unwrap().iter().all(Vec::is_empty));
        runner::perform(&drawn.points, Width::Wide, &store, &unattended(), &|_| {}).unwrap();
        let found = worths(&drawn.points, &store).unwrap();
        assert_eq!(found.len(), drawn.points.base().arms.len());
        let futures: Vec<Vec<Vec<f64>>> =
            (0..2).map(|task| drawn.points.cells(task, &store).unwrap().unwrap()).collect();
        let of = |worth: &Worth| worth.years(Discounting::Undiscounted);
        let mean = futures.iter().map(|arms| of(&cohort_cells::worth(&arms[1]).unwrap())).sum::<f64>() / 2.0;
        assert!((of(&found[1][0].1) - mean).abs() < 1e-12);
        for (draw, worth) in found.iter().flatten() {
            let [all, services] = [Perspective::PublicSector, Perspective::Services]
                .map(|perspective| worth.cost(perspective, Discounting::Undiscounted));
            assert!(*draw < 2 && all >= services && services > 0.0 && of(worth) > 0.0);
            assert!(worth.years(Discounting::Discounted) < of(worth));
        }
    }
}
