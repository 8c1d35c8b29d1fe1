//! What is said of a quantity over draws, and of an experiment (assumption A261).

use crate::experiment::file::{Expected, Kind};
use crate::statistics::Estimate;
use regimes_model::units::is_missing;

/// Share of draws from which on an expectation holds.
pub const HOLDS_FROM: f64 = 0.8;
/// Share of draws up to which it fails.
pub const FAILS_TO: f64 = 0.2;

/// A quantity over draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
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

impl Found {
    /// Sums up the values of all draws; missing ones are left out, and so are those of failed runs.
    #[must_use]
    pub fn of(values: &[f64], expected: &Expected) -> Found {
        let known: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        let share = |n: usize| n as f64 / known.len() as f64;
        Found {
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

/// The word for an experiment: what it comes to here, and whether it holds in one place and fails in another.
#[must_use]
pub fn verdict(kind: Kind, expected: &Expected, here: &Found, others: &[Found]) -> &'static str {
    if *expected == Expected::default() {
        return "reported";
    }
    if here.estimate.n == 0 {
        return if here.draws == 0 { "not run" } else { "missing" };
    }
    let states = || others.iter().map(Found::state).chain([here.state()]);
    let turns = states().any(|state| state == State::Holds) && states().any(|state| state == State::Fails);
    let is_claim = kind == Kind::Claim;
    match here.state() {
        _ if is_claim && turns => "depends on",
        State::Holds if is_claim => "supported",
        State::Fails if is_claim => "contradicted",
        State::Open if is_claim => "undecided",
        State::Holds => "shown",
        State::Fails => "not shown",
        State::Open => "mixed",
    }
}

/// Where along an axis the median leaves or enters the expected range: between which values, and, where they are
/// numbers, at which by a straight line.
#[must_use]
pub fn turns(path: &str, values: &[String], found: &[Found], expected: &Expected) -> String {
    let mut places = Vec::new();
    let medians: Vec<f64> = found.iter().map(|found| found.estimate.value).collect();
    for (n, pair) in medians.windows(2).enumerate() {
        if pair.iter().any(|median| median.is_nan()) || expected.holds(pair[0]) == expected.holds(pair[1]) {
            continue;
        }
        let place = crossing(&values[n..=n + 1], pair, expected)
            .map_or_else(|| format!("between {} and {}", values[n], values[n + 1]), |at| format!("at {}", short(at)));
        places.push(place);
    }
    if places.is_empty() { String::new() } else { format!("{path} {}", places.join(", ")) }
}

/// The value at which a straight line between two medians crosses the bound between them.
fn crossing(values: &[String], medians: &[f64], expected: &Expected) -> Option<f64> {
    let ends: Vec<f64> = values.iter().map(|value| value.parse().ok()).collect::<Option<_>>()?;
    let between = |bound: &f64| (medians[0] - bound) * (medians[1] - bound) <= 0.0;
    let bound = [expected.above, expected.below].into_iter().flatten().find(between)?;
    Some(ends[0] + (bound - medians[0]) / (medians[1] - medians[0]) * (ends[1] - ends[0]))
}

/// A number with three digits.
#[must_use]
pub fn short(value: f64) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    let exponent = |text: String| text.rsplit_once('e').and_then(|(_, exponent)| exponent.parse::<i32>().ok());
    let places = (2 - exponent(format!("{value:e}")).unwrap_or(0)).clamp(0, 6) as usize;
    let text = format!("{value:.places$}");
    // What rounds to nought is nought, without a sign.
    if text.trim_start_matches(['-', '0', '.']).is_empty() { "0".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_model::units::MISSING;

    const ABOVE: Expected = Expected { above: Some(0.0), below: None };

    fn found(values: &[f64]) -> Found {
        Found::of(values, &ABOVE)
    }

    #[test]
    fn shares_count_draws_and_leave_gaps_out() {
        let found = found(&[1.0, 2.0, f64::NAN, -1.0, 3.0]);
        assert_eq!((found.estimate.n, found.inside, found.above_zero), (4, 0.75, 0.75));
        assert_eq!(Found::of(&[0.2, 0.5], &Expected { above: Some(0.1), below: Some(0.3) }).inside, 0.5);
    }

    #[test]
    fn a_claim_that_turns_depends() {
        let (yes, no, open) = (found(&[1.0; 5]), found(&[-1.0; 5]), found(&[1.0, -1.0]));
        let claim = |here: &Found, others: &[Found]| verdict(Kind::Claim, &ABOVE, here, others);
        assert_eq!(claim(&yes, &[]), "supported");
        assert_eq!(claim(&yes, &[open]), "supported");
        assert_eq!(claim(&yes, &[no]), "depends on");
        assert_eq!(claim(&no, &[open]), "contradicted");
        assert_eq!(claim(&no, &[yes]), "depends on");
        assert_eq!(claim(&open, &[]), "undecided");
        assert_eq!(claim(&open, &[yes, no]), "depends on");
        assert_eq!(claim(&found(&[f64::NAN]), &[]), "not run");
        assert_eq!(claim(&found(&[MISSING]), &[]), "missing");
        assert_eq!(claim(&found(&[1.0, MISSING, MISSING]), &[]), "undecided");
        assert_eq!(verdict(Kind::Claim, &Expected::default(), &yes, &[]), "reported");
    }

    #[test]
    fn numbers_are_short_and_nought_has_no_sign() {
        let said = [(0.0, "0"), (-2e-9, "0"), (4e-7, "0"), (-0.0001234, "-0.000123"), (0.5, "0.500"), (1234.5, "1234")];
        assert!(said.iter().all(|(value, text)| short(*value) == *text));
        assert_eq!(short(f64::NAN), "–");
    }

    #[test]
    fn a_pattern_is_shown_or_not() {
        let word = |values: &[f64]| verdict(Kind::KnownCase, &ABOVE, &found(values), &[]);
        assert_eq!(word(&[1.0, 1.0, 1.0, 1.0, -1.0]), "shown");
        assert_eq!(word(&[-1.0, -1.0, -1.0, -1.0, 1.0]), "not shown");
        assert_eq!(word(&[1.0, -1.0]), "mixed");
    }

    #[test]
    fn an_axis_turns_where_the_median_crosses_the_bound() {
        let values = ["0", "0.2", "0.4"].map(str::to_owned);
        let along = [found(&[-1.0]), found(&[-1.0]), found(&[3.0])];
        assert_eq!(turns("a.b", &values, &along, &ABOVE), "a.b at 0.250");
        let words = ["menu", "bespoke"].map(str::to_owned);
        assert_eq!(turns("a.b", &words, &along[1..], &ABOVE), "a.b between menu and bespoke");
        assert_eq!(turns("a.b", &values, &along[..2], &ABOVE), "");
    }
}
