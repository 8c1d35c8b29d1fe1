//! Where in the space of uncertain parameters each of two arms wins: a box for each, found by peeling.

use crate::experiment::discovery::draws::Draws;
use crate::experiment::discovery::wins::Winner;
use crate::statistics::prim::{Bounds, Data, Patience};
use crate::statistics::regret::{Regret, regrets};
use regimes_model::units::MISSING;

/// Searches on cases that are dealt out by luck.
const SEARCHES: usize = 200;

/// Where an arm wins.
#[derive(Clone, Debug, PartialEq)]
pub struct Boxes {
    /// Who wins: the first or the second arm.
    pub winner: Winner,
    /// Draws that have a value.
    pub draws: usize,
    /// Of these, those in which it wins by as much as matters.
    pub cases: usize,
    /// From all draws to few.
    pub trajectory: Vec<Bounds>,
    /// The box that is reported; none where it wins nowhere, or everywhere.
    pub chosen: Option<Chosen>,
}

/// A box that is reported.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// The box.
    pub bounds: Bounds,
    /// By limit, its quasi-p.
    pub quasi_p: Vec<f64>,
    /// The share of searches that find as much where there is nothing.
    pub by_luck: f64,
}

/// The boxes of the first and of the second arm of a pair.
#[must_use]
pub fn boxes(draws: &Draws, pair: [usize; 2], patience: Patience, seed: u64) -> Vec<Boxes> {
    let gains = draws.gains(pair);
    let known: Vec<usize> = (0..gains.len()).filter(|draw| !gains[*draw].is_nan()).collect();
    let points: Vec<Vec<f64>> = known.iter().map(|draw| draws.points[*draw].clone()).collect();
    let of = |winner: Winner| {
        let wins = |draw: &usize| won(gains[*draw], draws.smallest[*draw], winner);
        let cases: Vec<bool> = known.iter().map(wins).collect();
        let data = Data { points: &points, cases: &cases };
        let n = cases.iter().filter(|case| **case).count();
        let trajectory = data.trajectory(patience);
        let chosen = data.chosen(&trajectory).filter(|_| n < cases.len()).map(|bounds| Chosen {
            quasi_p: data.quasi_p(&bounds),
            by_luck: if bounds.limits.is_empty() { MISSING } else { data.by_luck(&bounds, patience, (SEARCHES, seed)) },
            bounds,
        });
        Boxes { winner, draws: known.len(), cases: n, trajectory, chosen }
    };
    [Winner::First, Winner::Second].map(of).into()
}

/// Whether an arm wins by a gain of the second: by as much as matters, or at all where that is not known.
fn won(gain: f64, smallest: f64, winner: Winner) -> bool {
    let own = if winner == Winner::First { -gain } else { gain };
    if smallest > 0.0 { own >= smallest } else { own > 0.0 }
}

/// By arm, what it loses against the best of each draw.
#[must_use]
pub fn regrets_of(draws: &Draws) -> Vec<Regret> {
    regrets(&draws.signed(), &draws.smallest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_model::model::outcomes::Better;

    /// Draws in which the second arm wins where the first parameter is above 0.5, and the third is idle.
    fn made(n: usize) -> Draws {
        let at = |draw: usize| [draw as f64 / n as f64, (draw * 7 % n) as f64 / n as f64];
        let points: Vec<Vec<f64>> = (0..n).map(|draw| at(draw).to_vec()).collect();
        let gain = |draw: usize| if at(draw)[0] > 0.5 { 1.0 } else { -0.1 };
        Draws {
            paths: ["a.b", "c.d"].map(str::to_owned).to_vec(),
            levels: vec![vec![0.0; n], (0..n).map(gain).collect(), vec![-1.0; n]],
            arms: ["npm", "hls", "none"].map(str::to_owned).to_vec(),
            smallest: vec![0.5; n],
            better: Better::Higher,
            points,
        }
    }

    #[test]
    fn the_box_of_a_winner_is_the_half_in_which_it_wins() {
        let found = boxes(&made(100), [0, 1], Patience::default(), 1);
        let [first, second] = &found[..] else { panic!("two") };
        assert_eq!((first.cases, second.cases, second.draws), (0, 49, 100));
        assert!(first.chosen.is_none());
        let chosen = second.chosen.as_ref().unwrap();
        assert_eq!((chosen.bounds.limits.len(), chosen.bounds.limits[0].factor), (1, 0));
        assert!((chosen.bounds.limits[0].at - 0.5).abs() < 0.05 && chosen.by_luck < 0.01, "{chosen:?}");
    }

    #[test]
    fn regret_names_the_arm_that_is_never_far_behind() {
        let found = regrets_of(&made(100));
        assert_eq!(found.iter().map(|one| one.most).collect::<Vec<_>>(), [1.0, 0.1, 2.0]);
        assert_eq!((found[1].as_good, found[0].as_good, found[2].as_good), (100, 51, 0));
    }

    #[test]
    fn who_wins_everywhere_has_no_box() {
        let mut draws = made(30);
        draws.levels[1] = vec![3.0; 30];
        assert!(boxes(&draws, [0, 1], Patience::default(), 1).iter().all(|one| one.chosen.is_none()));
        draws.levels[1] = vec![f64::NAN; 30];
        let none = boxes(&draws, [0, 1], Patience::default(), 1);
        assert!(none.iter().all(|one| (one.draws, one.cases) == (0, 0)));
    }
}
