//! Judgements: what a study hands over of each experiment, its quantities over draws and what is said of them.

use crate::experiment::bundled::SCEPTIC;
use crate::experiment::file::{Expected, Kind};
use crate::experiment::verdict::{DrawSummary, HOLDS_FROM, TurningPoint, Verdict};
use regimes_model::units::MISSING;
use regimes_scenario::overrides::Override;

/// An experiment with what came out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// The file of the experiment.
    pub topic: String,
    /// The experiment.
    pub id: String,
    /// What it is for.
    pub kind: Kind,
    /// What is tested.
    pub pattern: String,
    /// Where the expectation comes from.
    pub source: String,
    /// The claims that it speaks to.
    pub claims: Vec<String>,
    /// What is switched, in words.
    pub switch: String,
    /// Where the first quantity is expected.
    pub expected: Expected,
    /// Its quantities; the verdict is about the first.
    pub quantities: Vec<Measured>,
    /// Share of draws in which the first quantity lies in the expected range (0 to 1); none where nothing is expected.
    pub in_range: Option<f64>,
    /// The verdict.
    pub verdict: Verdict,
    /// What it says of the claims that it speaks to; none where it speaks to none.
    pub on_claims: Option<Verdict>,
    /// What came where the verdict should be another, or without the mechanism.
    pub elsewhere: Option<Elsewhere>,
    /// Where along an axis the first quantity turns.
    pub turn: Option<Turn>,
    /// A caveat.
    pub note: String,
}

/// A median with the interval that covers 90 % of draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The median over draws.
    pub median: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// A quantity of an experiment over draws.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// Its name.
    pub name: String,
    /// Its median and interval; missing where no draw has a value.
    pub interval: Interval,
    /// Draws in which it has a value.
    pub n_draws: usize,
    /// Share of these draws in which it is above zero (0 to 1).
    pub above_zero: f64,
}

/// The first quantity of an experiment with something changed in all settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Elsewhere {
    /// What is changed, with a star where several sections of a kind are changed alike.
    pub overrides: Vec<Override>,
    /// Whether the change takes the mechanism away: it shows what carries the result, and turns no verdict.
    pub is_ablation: bool,
    /// What came out; none where the quantity is missing in all draws.
    pub outcome: Option<ElsewhereOutcome>,
}

/// What came out elsewhere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ElsewhereOutcome {
    /// The median and its interval.
    pub interval: Interval,
    /// Share of draws in the expected range (0 to 1).
    pub in_range: f64,
}

/// Where along an axis the first quantity turns.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// The path of the axis.
    pub path: String,
    /// The places where it turns; none where it does not.
    pub points: Vec<TurningPoint>,
}

/// Who wrote what is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedBy {
    /// Published evidence, theory, or a claim: what is shown speaks for the model.
    Evidence,
    /// A hostile reviewer: what is shown speaks against the model.
    Reviewer,
    /// The dominance audit, in settings that may have been searched for: what is shown speaks for no theory.
    Audit,
}

/// On which side of the expected range the median of a claim that fails lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// The sign is the claimed one in most draws, and the size is smaller than was asked.
    AsClaimed,
    /// The sign is another, or open.
    NotAsClaimed,
}

impl Default for Interval {
    fn default() -> Interval {
        Interval { median: MISSING, low: MISSING, high: MISSING }
    }
}

impl Interval {
    /// The interval of a quantity over draws.
    #[must_use]
    pub fn of(summary: &DrawSummary) -> Interval {
        let estimate = &summary.estimate;
        Interval { median: estimate.value, low: estimate.low, high: estimate.high }
    }
}

impl Judgement {
    /// The quantity that the verdict is about.
    #[must_use]
    pub fn first(&self) -> Option<&Measured> {
        self.quantities.first()
    }

    /// Whether something was expected and something was run, so that the verdict says how it came out.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        self.in_range.is_some()
    }

    /// Who wrote what is expected.
    #[must_use]
    pub fn expected_by(&self) -> ExpectedBy {
        match self.kind {
            Kind::Dominance => ExpectedBy::Audit,
            _ if self.topic == SCEPTIC => ExpectedBy::Reviewer,
            _ => ExpectedBy::Evidence,
        }
    }

    /// Whether a claim that asks for more than zero, or for less, has that sign in most draws.
    #[must_use]
    pub fn sign(&self) -> Sign {
        let above_zero = self.first().map_or(MISSING, |first| first.above_zero);
        let is_claimed = match (self.expected.above, self.expected.below) {
            (Some(above), None) => above > 0.0 && above_zero >= HOLDS_FROM,
            (None, Some(below)) => below < 0.0 && 1.0 - above_zero >= HOLDS_FROM,
            _ => false,
        };
        if is_claimed { Sign::AsClaimed } else { Sign::NotAsClaimed }
    }

    /// How far the median lies inside the expected range, in widths of the interval; below zero outside it, and missing
    /// where nothing is expected.
    #[must_use]
    pub fn margin(&self) -> f64 {
        let Some(Measured { interval, .. }) = self.first() else { return MISSING };
        let above = self.expected.above.map(|bound| interval.median - bound);
        let below = self.expected.below.map(|bound| bound - interval.median);
        let nearest = above.into_iter().chain(below).reduce(f64::min);
        nearest.map_or(MISSING, |distance| distance / (interval.high - interval.low).max(f64::MIN_POSITIVE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judgement(expected: Expected, median: f64, above_zero: f64) -> Judgement {
        let interval = Interval { median, low: median - 0.5, high: median + 0.5 };
        let first = Measured { interval, above_zero, ..Measured::default() };
        Judgement { expected, quantities: vec![first], ..Judgement::default() }
    }

    fn range(above: Option<f64>, below: Option<f64>) -> Expected {
        Expected { above, below }
    }

    #[test]
    fn a_claim_with_the_claimed_sign_is_told_from_one_with_another() {
        for (expected, above_zero, sign) in [
            (range(Some(0.01), None), 0.9, Sign::AsClaimed),
            (range(Some(0.01), None), 0.7, Sign::NotAsClaimed),
            (range(Some(0.0), None), 0.9, Sign::NotAsClaimed),
            (range(None, Some(-0.4)), 0.1, Sign::AsClaimed),
            (range(None, Some(-0.4)), 0.9, Sign::NotAsClaimed),
            (range(None, Some(0.001)), 0.1, Sign::NotAsClaimed),
            (range(Some(0.1), Some(0.3)), 1.0, Sign::NotAsClaimed),
        ] {
            assert_eq!(judgement(expected, 0.0, above_zero).sign(), sign, "{expected:?}, {above_zero}");
        }
    }

    #[test]
    fn a_margin_is_the_distance_to_the_nearest_bound() {
        assert_eq!(judgement(range(Some(0.0), None), 2.0, 1.0).margin(), 2.0);
        assert_eq!(judgement(range(Some(0.0), Some(3.0)), 2.0, 1.0).margin(), 1.0);
        assert_eq!(judgement(range(None, Some(-1.0)), 2.0, 1.0).margin(), -3.0);
        assert!(judgement(Expected::default(), 2.0, 1.0).margin().is_nan());
    }
}
