//! What may be said of an arm against the first, and in how many pairs it came out so: words for the page and for titles.

use regimes_study::statistics::effects::{FEW, Shares, Verdict};

/// What may be said of an arm against the first on an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// It is higher.
    Higher,
    /// It is lower.
    Lower,
    /// It is no further from the first than is worth naming.
    NoDifference,
    /// None of these in enough pairs.
    Undecided,
    /// There are too few pairs to say anything.
    TooFew,
    /// No pair has a value on both sides.
    Nothing,
}

impl Said {
    /// Whether it names a direction.
    #[must_use]
    pub fn is_direction(self) -> bool {
        matches!(self, Said::Higher | Said::Lower)
    }
}

/// What is said, and the pairs behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What is said.
    pub said: Said,
    /// Pairs in which the arm is higher, by the smallest effect worth naming or more where one is declared.
    pub higher: usize,
    /// Pairs in which it is lower, in the same way.
    pub lower: usize,
    /// Pairs in which it is neither.
    pub inside: usize,
    /// All pairs that have a value on both sides.
    pub pairs: usize,
}

impl Judged {
    /// Of shares of pairs; `less_is_better` turns better and worse into lower and higher.
    #[must_use]
    pub fn of_shares(shares: &Shares, less_is_better: bool) -> Judged {
        let count = |share: f64| (share * shares.pairs as f64).round() as usize;
        let (better, worse) = (count(shares.better), count(shares.worse));
        let (higher, lower) = if less_is_better { (worse, better) } else { (better, worse) };
        let said = match shares.verdict() {
            _ if shares.pairs < FEW => Said::TooFew,
            Verdict::Win if less_is_better => Said::Lower,
            Verdict::Loss if less_is_better => Said::Higher,
            Verdict::Win => Said::Higher,
            Verdict::Loss => Said::Lower,
            Verdict::NoDifference => Said::NoDifference,
            Verdict::Undecided => Said::Undecided,
        };
        Judged { said, higher, lower, inside: count(shares.inside), pairs: shares.pairs }
    }

    /// How many pairs are behind a direction.
    #[must_use]
    pub fn times(&self) -> usize {
        if self.said == Said::Lower { self.lower } else { self.higher }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_cost_a_win_is_lower_and_of_the_rest_it_is_higher() {
        let shares = Shares::of(&[0.1, 0.1, 0.1, 0.1, -0.1], 0.05).unwrap();
        let judged = Judged::of_shares(&shares, false);
        assert_eq!(judged, Judged { said: Said::Higher, higher: 4, lower: 1, inside: 0, pairs: 5 });
        let judged = Judged::of_shares(&shares, true);
        assert_eq!((judged.said, judged.higher, judged.lower, judged.times()), (Said::Lower, 1, 4, 4));
        let few = Shares::of(&[0.1; 4], 0.05).unwrap();
        assert_eq!(Judged::of_shares(&few, false).said, Said::TooFew);
    }
}
