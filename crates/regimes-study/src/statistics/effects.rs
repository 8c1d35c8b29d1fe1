//! Effects beside the smallest that matters: won, lost, no difference, or undecided.
//!
//! ```text
//! beyond  = share of pairs whose gain is at least `smallest`, or whose loss is
//! inside  = share of pairs whose effect is smaller than that
//! verdict = win where beyond for the better >= 0.8, loss where beyond for the worse >= 0.8,
//!           no difference where inside >= 0.8, undecided otherwise, and with fewer than five pairs
//! ```
//!
//! Source: `docs/register.md`, section 8, rule 6.

use crate::statistics::proportion::clopper_pearson;

/// Share of pairs from which a verdict is given.
pub const FROM: f64 = 0.8;
/// Pairs below which there is none.
pub const FEW: usize = 5;
/// Smallest effect on a cohort that matters (standard deviations of the cohort under the reference).
pub const SMALLEST_SD: f64 = 0.05;
/// Smallest effect on staff that matters (standard deviations of staff under the reference).
pub const SMALLEST_SD_STAFF: f64 = 0.1;
/// Smallest effect on cost that matters (share of the cost under the reference).
pub const SMALLEST_COST: f64 = 0.01;
/// Share of the variance of an observed index that is that of the latent one.
pub const RELIABILITY: f64 = 0.8;

/// What is said of an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Better by enough in most pairs.
    Win,
    /// Worse by enough in most pairs.
    Loss,
    /// Smaller than what matters in most pairs.
    NoDifference,
    /// None of these.
    Undecided,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Verdict; 4] = [Verdict::Win, Verdict::Loss, Verdict::NoDifference, Verdict::Undecided];

    /// Its words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Win => "win",
            Verdict::Loss => "loss",
            Verdict::NoDifference => "no difference",
            Verdict::Undecided => "undecided",
        }
    }
}

/// In which shares of pairs an effect is beyond the smallest that matters, or inside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares {
    /// Better by at least the smallest effect.
    pub better: f64,
    /// Worse by at least that.
    pub worse: f64,
    /// Neither.
    pub inside: f64,
    /// Pairs that have a value.
    pub pairs: usize,
}

impl Shares {
    /// Of gains, one a pair, of which more is better; missing ones do not count. None where no pair has a value, or no
    /// smallest effect (above 0) is known: a share of nothing is missing.
    #[must_use]
    pub fn of(gains: &[f64], smallest: f64) -> Option<Shares> {
        let known: Vec<f64> = gains.iter().copied().filter(|gain| !gain.is_nan()).collect();
        if known.is_empty() || smallest.is_nan() || smallest <= 0.0 {
            return None;
        }
        let share =
            |is: &dyn Fn(f64) -> bool| known.iter().filter(|gain| is(**gain)).count() as f64 / known.len() as f64;
        let (better, worse) = (share(&|gain| gain >= smallest), share(&|gain| gain <= -smallest));
        let inside = share(&|gain| gain.abs() < smallest);
        Some(Shares { better, worse, inside, pairs: known.len() })
    }

    /// How surely each is known from the number of pairs: the interval of [`clopper_pearson`] of better, worse and inside.
    #[must_use]
    pub fn intervals(&self) -> [[f64; 2]; 3] {
        let count = |share: f64| (share * self.pairs as f64).round() as usize;
        [self.better, self.worse, self.inside].map(|share| clopper_pearson(count(share), self.pairs))
    }

    /// What is said of them.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self {
            _ if self.pairs < FEW => Verdict::Undecided,
            _ if self.better >= FROM => Verdict::Win,
            _ if self.worse >= FROM => Verdict::Loss,
            _ if self.inside >= FROM => Verdict::NoDifference,
            _ => Verdict::Undecided,
        }
    }
}

/// The standard deviation of an index as a survey would observe it, from the latent one.
#[must_use]
pub fn observed_sd(latent: f64) -> f64 {
    latent / RELIABILITY.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(gains: &[f64]) -> Option<Verdict> {
        Shares::of(gains, 0.05).map(|shares| shares.verdict())
    }

    #[test]
    fn four_pairs_of_five_decide_and_three_do_not() {
        assert_eq!(verdict(&[0.05, 0.1, 0.2, 0.3, -0.4]), Some(Verdict::Win));
        assert_eq!(verdict(&[-0.05, -0.1, -0.2, -0.3, 0.4]), Some(Verdict::Loss));
        assert_eq!(verdict(&[0.04, -0.04, 0.0, 0.01, 0.4]), Some(Verdict::NoDifference));
        assert_eq!(verdict(&[0.05, 0.1, 0.2, 0.0, 0.0]), Some(Verdict::Undecided));
    }

    #[test]
    fn a_small_effect_in_all_pairs_is_no_difference_whatever_its_sign() {
        assert_eq!(verdict(&[0.01; 30]), Some(Verdict::NoDifference));
        assert_eq!(verdict(&[-0.049; 30]), Some(Verdict::NoDifference));
    }

    #[test]
    fn few_pairs_decide_nothing_and_missing_ones_do_not_count() {
        assert_eq!(verdict(&[0.3; 4]), Some(Verdict::Undecided));
        assert_eq!(verdict(&[0.3, 0.3, 0.3, 0.3, f64::NAN]), Some(Verdict::Undecided));
        assert_eq!(verdict(&[0.3, 0.3, 0.3, 0.3, 0.3, f64::NAN]), Some(Verdict::Win));
    }

    #[test]
    fn a_share_of_nothing_is_missing() {
        assert_eq!(verdict(&[]), None);
        assert_eq!(verdict(&[f64::NAN]), None);
        assert_eq!(Shares::of(&[0.1], f64::NAN), None);
        assert_eq!(Shares::of(&[0.1], 0.0), None);
    }

    #[test]
    fn shares_are_of_all_pairs_and_an_observed_spread_is_wider() {
        let shares = Shares::of(&[0.1, -0.1, 0.0, 0.0], 0.05).unwrap();
        assert_eq!((shares.better, shares.worse, shares.inside, shares.pairs), (0.25, 0.25, 0.5, 4));
        assert_eq!(shares.intervals(), [clopper_pearson(1, 4), clopper_pearson(1, 4), clopper_pearson(2, 4)]);
        assert!((observed_sd(0.2) - 0.2 / 0.8_f64.sqrt()).abs() < 1e-12);
    }
}
