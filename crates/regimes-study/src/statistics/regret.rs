//! What each choice loses against the best, over draws: regret, and how often a choice is as good as the best.
//!
//! ```text
//! regret of a choice in a draw = best outcome of the draw - its own        (more is better; else the signs are changed)
//! as good as the best          = regret smaller than the smallest effect of the draw that matters
//! ```
//!
//! A draw counts where every choice has a value. Regret distinguishes what a mean mixes: a choice that is often second and
//! never far behind from one that is mostly best and sometimes ruinous.
//!
//! Source: Savage (1951), *Journal of the American Statistical Association* 46(253), 55-67; Lempert, Popper and Bankes
//! (2003), *Shaping the Next One Hundred Years*, RAND.

use crate::statistics::{ascending, mean, quantile};
use regimes_model::units::MISSING;

/// The quantile beside the largest.
const NEARLY_ALL: f64 = 0.9;

/// What a choice loses over draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regret {
    /// Draws in which every choice has a value.
    pub draws: usize,
    /// The largest regret.
    pub most: f64,
    /// The regret that 90 % of draws do not exceed.
    pub nearly_all: f64,
    /// The mean.
    pub mean: f64,
    /// Draws in which it is the best, alone or with others.
    pub best: usize,
    /// Draws in which it is within the smallest effect of the best.
    pub as_good: usize,
    /// Draws that have a smallest effect.
    pub compared: usize,
}

impl Regret {
    /// The share of draws in which it is within the smallest effect of the best; missing where none has one.
    #[must_use]
    pub fn share_as_good(&self) -> f64 {
        if self.compared == 0 { MISSING } else { self.as_good as f64 / self.compared as f64 }
    }
}

/// By choice and draw, the regret; missing in draws in which a choice has no value. `gains` are by choice and draw, of which
/// more is better.
#[must_use]
pub fn of_draws(gains: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let draws = gains.first().map_or(0, Vec::len);
    let best = |draw: usize| {
        let here = || gains.iter().map(|choice| choice[draw]);
        if here().any(f64::is_nan) { MISSING } else { here().fold(f64::NEG_INFINITY, f64::max) }
    };
    let best: Vec<f64> = (0..draws).map(best).collect();
    gains.iter().map(|choice| best.iter().zip(choice).map(|(best, own)| best - own).collect()).collect()
}

/// By choice, its regret over draws; `smallest` is by draw, missing where none is declared.
#[must_use]
pub fn regrets(gains: &[Vec<f64>], smallest: &[f64]) -> Vec<Regret> {
    let of_choice = |regrets: Vec<f64>| {
        let sorted = ascending(&regrets);
        let beside: Vec<(f64, f64)> = regrets
            .iter()
            .copied()
            .zip(smallest.iter().copied())
            .filter(|(regret, smallest)| !regret.is_nan() && *smallest > 0.0)
            .collect();
        Regret {
            draws: sorted.len(),
            most: sorted.last().copied().unwrap_or(MISSING),
            nearly_all: quantile(&sorted, NEARLY_ALL),
            mean: mean(&sorted),
            best: sorted.iter().filter(|regret| **regret == 0.0).count(),
            as_good: beside.iter().filter(|(regret, smallest)| regret < smallest).count(),
            compared: beside.len(),
        }
    };
    of_draws(gains).into_iter().map(of_choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three choices over four draws; the last draw lacks a value.
    fn made() -> Vec<Vec<f64>> {
        vec![vec![1.0, 5.0, 3.0, 9.0], vec![2.0, 4.9, 0.0, f64::NAN], vec![2.0, 0.0, 2.0, 1.0]]
    }

    #[test]
    fn regret_is_against_the_best_of_each_draw_and_a_draw_with_a_gap_does_not_count() {
        let found = regrets(&made(), &[0.2, 0.2, f64::NAN, 0.2]);
        let of = |choice: usize| (found[choice].draws, found[choice].most, found[choice].best);
        assert_eq!([of(0), of(1), of(2)], [(3, 1.0, 2), (3, 3.0, 1), (3, 5.0, 1)]);
        // Regrets of the second: 0, 0.1 and 3; type 7 at 0.9 lies 0.8 of the way from 0.1 to 3.
        assert!((found[1].nearly_all - (0.1 + 0.8 * 2.9)).abs() < 1e-9 && (found[1].mean - 3.1 / 3.0).abs() < 1e-9);
        let good = |choice: usize| (found[choice].as_good, found[choice].compared, found[choice].share_as_good());
        assert_eq!([good(0), good(1), good(2)], [(1, 2, 0.5), (2, 2, 1.0), (1, 2, 0.5)]);
    }

    #[test]
    fn where_nothing_can_be_compared_all_is_missing() {
        let found = regrets(&[vec![f64::NAN], vec![1.0]], &[0.1]);
        assert!(found.iter().all(|one| one.draws == 0 && one.most.is_nan() && one.share_as_good().is_nan()));
        assert!(regrets(&[], &[]).is_empty());
        assert!(regrets(&[vec![1.0], vec![2.0]], &[f64::NAN])[0].share_as_good().is_nan());
    }
}
