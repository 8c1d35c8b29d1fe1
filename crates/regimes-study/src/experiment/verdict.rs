//! What is said of a quantity over draws, and of an experiment (assumption A261).

use crate::experiment::file::{Expected, Kind};
use crate::statistics::Estimate;
use regimes_model::units::is_missing;

/// An expectation holds if it is met in at least this share of draws.
pub const HOLDS_FROM: f64 = 0.8;
/// An expectation fails if it is met in at most this share of draws.
pub const FAILS_TO: f64 = 0.2;

/// What an experiment comes to, or all experiments that speak to a claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// A claim holds.
    Supported,
    /// A claim fails.
    Contradicted,
    /// A claim holds in one place and fails in another.
    DependsOn,
    /// A claim neither holds nor fails.
    Undecided,
    /// A pattern holds.
    Shown,
    /// A pattern fails.
    NotShown,
    /// A pattern neither holds nor fails.
    Mixed,
    /// Nothing was expected.
    Reported,
    /// The quantity is missing in all draws.
    Missing,
    /// Nothing was run.
    #[default]
    NotRun,
    /// The model has nothing that a claim could be tested on.
    NotRepresented,
}

/// Verdicts by the words that tables and pages use.
pub const VERDICTS: [(&str, Verdict); 11] = [
    ("supported", Verdict::Supported),
    ("contradicted", Verdict::Contradicted),
    ("depends on", Verdict::DependsOn),
    ("undecided", Verdict::Undecided),
    ("shown", Verdict::Shown),
    ("not shown", Verdict::NotShown),
    ("mixed", Verdict::Mixed),
    ("reported", Verdict::Reported),
    ("missing", Verdict::Missing),
    ("not run", Verdict::NotRun),
    ("not represented", Verdict::NotRepresented),
];

impl Verdict {
    /// Its words.
    #[must_use]
    pub fn words(self) -> &'static str {
        VERDICTS.iter().find(|(_, verdict)| *verdict == self).map_or("", |(words, _)| words)
    }
}

/// A quantity over draws, summed up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DrawSummary {
    /// The median, with the interval that covers 90 % of draws, parameters and luck together.
    pub estimate: Estimate,
    /// Draws that were run; in those beyond `estimate.n` the quantity is missing.
    pub draws: usize,
    /// Share of draws inside the expected range, of those that have a value.
    pub inside: f64,
    /// Share of draws above zero, of those that have a value.
    pub above_zero: f64,
}

/// Whether an expectation holds at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// In most draws.
    Holds,
    /// In few.
    Fails,
    /// Neither.
    Open,
}

impl DrawSummary {
    /// Sums up the values of all draws; missing ones are left out, and so are those of failed runs.
    #[must_use]
    pub fn of(values: &[f64], expected: &Expected) -> DrawSummary {
        let known: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        let share = |n: usize| n as f64 / known.len() as f64;
        DrawSummary {
            estimate: Estimate::median_of(&known),
            draws: known.len() + values.iter().filter(|value| is_missing(**value)).count(),
            inside: share(known.iter().filter(|value| expected.holds(**value)).count()),
            above_zero: share(known.iter().filter(|value| **value > 0.0).count()),
        }
    }

    /// Whether the expectation holds; open where the quantity is missing in more than half of the draws.
    #[must_use]
    pub fn state(&self) -> State {
        if 2 * self.estimate.n < self.draws {
            State::Open
        } else if self.inside >= HOLDS_FROM {
            State::Holds
        } else if self.inside <= FAILS_TO {
            State::Fails
        } else {
            State::Open
        }
    }
}

/// The verdict on an experiment: what it comes to here, and whether it holds in one place and fails in another.
#[must_use]
pub fn verdict(kind: Kind, expected: &Expected, here: &DrawSummary, others: &[DrawSummary]) -> Verdict {
    if *expected == Expected::default() {
        return Verdict::Reported;
    }
    if here.estimate.n == 0 {
        return if here.draws == 0 { Verdict::NotRun } else { Verdict::Missing };
    }
    let states = || others.iter().map(DrawSummary::state).chain([here.state()]);
    let turns = states().any(|state| state == State::Holds) && states().any(|state| state == State::Fails);
    let is_claim = kind == Kind::Claim;
    match here.state() {
        _ if is_claim && turns => Verdict::DependsOn,
        State::Holds if is_claim => Verdict::Supported,
        State::Fails if is_claim => Verdict::Contradicted,
        State::Open if is_claim => Verdict::Undecided,
        State::Holds => Verdict::Shown,
        State::Fails => Verdict::NotShown,
        State::Open => Verdict::Mixed,
    }
}

/// A place on an axis where the median of a quantity leaves or enters the expected range.
#[derive(Clone, Debug, PartialEq)]
pub enum TurningPoint {
    /// At this value, by a straight line between two values that were run.
    At(f64),
    /// Between two values that are not numbers.
    Between(String, String),
}

/// The places on an axis where the median leaves or enters the expected range; none where it never does.
#[must_use]
pub fn turning_points(values: &[String], found: &[DrawSummary], expected: &Expected) -> Vec<TurningPoint> {
    let mut places = Vec::new();
    let medians: Vec<f64> = found.iter().map(|found| found.estimate.value).collect();
    for (n, pair) in medians.windows(2).enumerate() {
        if pair.iter().any(|median| median.is_nan()) || expected.holds(pair[0]) == expected.holds(pair[1]) {
            continue;
        }
        let between = || TurningPoint::Between(values[n].clone(), values[n + 1].clone());
        places.push(crossing(&values[n..=n + 1], pair, expected).map_or_else(between, TurningPoint::At));
    }
    places
}

/// The value at which a straight line between two medians crosses the bound between them.
fn crossing(values: &[String], medians: &[f64], expected: &Expected) -> Option<f64> {
    let ends: Vec<f64> = values.iter().map(|value| value.parse().ok()).collect::<Option<_>>()?;
    let between = |bound: &f64| (medians[0] - bound) * (medians[1] - bound) <= 0.0;
    let bound = [expected.above, expected.below].into_iter().flatten().find(between)?;
    Some(ends[0] + (bound - medians[0]) / (medians[1] - medians[0]) * (ends[1] - ends[0]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_model::units::MISSING;

    const ABOVE: Expected = Expected { above: Some(0.0), below: None };

    fn found(values: &[f64]) -> DrawSummary {
        DrawSummary::of(values, &ABOVE)
    }

    #[test]
    fn shares_count_draws_and_leave_gaps_out() {
        let found = found(&[1.0, 2.0, f64::NAN, -1.0, 3.0]);
        assert_eq!((found.estimate.n, found.inside, found.above_zero), (4, 0.75, 0.75));
        assert_eq!(DrawSummary::of(&[0.2, 0.5], &Expected { above: Some(0.1), below: Some(0.3) }).inside, 0.5);
    }

    #[test]
    fn a_claim_that_turns_depends() {
        let (yes, no, open) = (found(&[1.0; 5]), found(&[-1.0; 5]), found(&[1.0, -1.0]));
        let claim = |here: &DrawSummary, others: &[DrawSummary]| verdict(Kind::Claim, &ABOVE, here, others);
        assert_eq!(claim(&yes, &[]), Verdict::Supported);
        assert_eq!(claim(&yes, &[open]), Verdict::Supported);
        assert_eq!(claim(&yes, &[no]), Verdict::DependsOn);
        assert_eq!(claim(&no, &[open]), Verdict::Contradicted);
        assert_eq!(claim(&no, &[yes]), Verdict::DependsOn);
        assert_eq!(claim(&open, &[]), Verdict::Undecided);
        assert_eq!(claim(&open, &[yes, no]), Verdict::DependsOn);
        assert_eq!(claim(&found(&[f64::NAN]), &[]), Verdict::NotRun);
        assert_eq!(claim(&found(&[MISSING]), &[]), Verdict::Missing);
        assert_eq!(claim(&found(&[1.0, MISSING, MISSING]), &[]), Verdict::Undecided);
        assert_eq!(verdict(Kind::Claim, &Expected::default(), &yes, &[]), Verdict::Reported);
    }

    #[test]
    fn a_pattern_is_shown_or_not() {
        let of = |values: &[f64]| verdict(Kind::KnownCase, &ABOVE, &found(values), &[]);
        assert_eq!(of(&[1.0, 1.0, 1.0, 1.0, -1.0]), Verdict::Shown);
        assert_eq!(of(&[-1.0, -1.0, -1.0, -1.0, 1.0]), Verdict::NotShown);
        assert_eq!(of(&[1.0, -1.0]), Verdict::Mixed);
    }

    #[test]
    fn an_axis_turns_where_the_median_crosses_the_bound() {
        let values = ["0", "0.2", "0.4"].map(str::to_owned);
        let along = [found(&[-1.0]), found(&[-1.0]), found(&[3.0])];
        assert_eq!(turning_points(&values, &along, &ABOVE), [TurningPoint::At(0.25)]);
        let words = ["menu", "bespoke"].map(str::to_owned);
        let [menu, bespoke] = words.clone();
        assert_eq!(turning_points(&words, &along[1..], &ABOVE), [TurningPoint::Between(menu, bespoke)]);
        assert!(turning_points(&values, &along[..2], &ABOVE).is_empty());
    }
}
