//! What points say of the sign of a difference, in under ten words: where nearly all pairs agree, and where it turns.

use crate::figures::points::direction::Direction;
use crate::figures::points::spread::Spread;
use crate::figures::points::subject::Subject;
use crate::figures::words::{capitalised, under_ten};
use crate::numbers::{decimals_for, grouped, typeset};

/// What titles call points, and the word before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Called {
    /// "at" or "in".
    pub at: &'static str,
    /// What points are, in the plural.
    pub points: &'static str,
}

/// The signs of a difference over points.
#[derive(Clone, Debug, PartialEq)]
pub struct Signs {
    /// Points that have a value.
    pub points: usize,
    /// Points at which nearly all pairs are above zero.
    pub higher: usize,
    /// Points at which nearly all pairs are below zero.
    pub lower: usize,
    /// Points that have too few pairs to tell.
    few: usize,
    /// Points at which no pair is on either side of zero.
    equal: usize,
    /// Where the median changes its sign along the axis, and whether it is above zero beyond; empty where there is no axis.
    pub turns: Vec<(f64, bool)>,
}

impl Signs {
    /// The signs of points, in any order.
    #[must_use]
    pub fn of(spreads: &[Spread]) -> Signs {
        let count = |wanted: Direction| spreads.iter().filter(|spread| spread.direction() == wanted).count();
        let is_equal = |spread: &&Spread| spread.n() > 0 && spread.paired.above + spread.paired.below == 0;
        Signs {
            points: spreads.iter().filter(|spread| spread.n() > 0).count(),
            higher: count(Direction::Higher),
            lower: count(Direction::Lower),
            few: count(Direction::TooFew),
            equal: spreads.iter().filter(is_equal).count(),
            turns: Vec::new(),
        }
    }

    /// The signs of points along an axis, in its order: each with its value there.
    #[must_use]
    pub fn along(axis: &[(f64, Spread)]) -> Signs {
        let spreads: Vec<Spread> = axis.iter().map(|(_, spread)| *spread).collect();
        let medians: Vec<(f64, f64)> = axis.iter().map(|(at, spread)| (*at, spread.median())).collect();
        Signs { turns: turns(&medians), ..Signs::of(&spreads) }
    }

    /// The finding in under ten words, of which the first name the outcome.
    #[must_use]
    pub fn title(&self, subject: &Subject, (arm, outcome): (usize, usize), called: Called) -> String {
        let name = subject.outcomes[outcome].label;
        let told = self.told([subject.label(arm), subject.label(0)], called);
        let mut candidates: Vec<String> = told.iter().map(|text| format!("{name}: {text}")).collect();
        candidates.extend(told.last().map(|text| capitalised(text)));
        under_ten(&candidates)
    }

    /// The finding as a sentence.
    #[must_use]
    pub fn said(&self, subject: &Subject, arm: usize, called: Called) -> String {
        let told = self.told([subject.label(arm), subject.label(0)], called);
        format!("{}.", capitalised(&told[0]))
    }

    /// The finding, in ever fewer words.
    fn told(&self, [arm, first]: [&str; 2], Called { at, points }: Called) -> Vec<String> {
        let all = self.points;
        let one = |text: &str| vec![text.to_owned()];
        match (self.higher, self.lower) {
            _ if all == 0 => one("no point has a value"),
            _ if self.equal == all => one("no difference at any point"),
            _ if self.few == all => one("too few pairs to tell"),
            (0, 0) => one("no sign is certain"),
            (n, 0) | (0, n) => {
                let word = if self.lower == 0 { "higher" } else { "lower" };
                let how = if n == all {
                    format!("all {}", counted(all))
                } else {
                    format!("{} of {}", counted(n), counted(all))
                };
                vec![
                    format!("{arm} {word} than {first} {at} {how} {points}"),
                    format!("{arm} {word} {at} {how} {points}"),
                    format!("{arm} {word} {at} {how}"),
                    format!("{word} {at} {how} {points}"),
                    format!("{word} {at} {how}"),
                ]
            }
            (higher, lower) => self.told_of_both([arm, first], [higher, lower], Called { at, points }),
        }
    }

    fn told_of_both(
        &self,
        [arm, first]: [&str; 2],
        [higher, lower]: [usize; 2],
        Called { at, points }: Called,
    ) -> Vec<String> {
        if let [(turn, is_above_beyond)] = self.turns[..] {
            let turn = in_digits(turn);
            let side = if is_above_beyond { format!("from {turn} on") } else { format!("up to {turn}") };
            return vec![
                format!("{arm} higher than {first} only {side}"),
                format!("{arm} higher only {side}"),
                format!("higher only {side}"),
            ];
        }
        let some = if higher == 1 { points.trim_end_matches('s') } else { points };
        let [higher, lower, all] = [higher, lower, self.points].map(counted);
        vec![
            format!("{arm} higher than {first} {at} {higher}, lower {at} {lower} of {all} {points}"),
            format!("{arm} higher {at} {higher} {some}, lower {at} {lower}"),
            format!("{arm} higher {at} {higher}, lower {at} {lower}"),
            format!("higher {at} {higher}, lower {at} {lower}"),
        ]
    }
}

fn counted(count: usize) -> String {
    grouped(count as f64, 0)
}

/// A value of an axis in three digits.
#[must_use]
pub fn in_digits(value: f64) -> String {
    let text = grouped(value, decimals_for(&[value], &[]));
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    typeset(text)
}

/// Where values change their sign along an axis, by linear interpolation, and whether they are positive beyond; where they
/// are zero for a stretch, its middle.
#[must_use]
pub fn turns(values: &[(f64, f64)]) -> Vec<(f64, bool)> {
    let mut found = Vec::new();
    let known: Vec<(f64, f64)> = values.iter().copied().filter(|(_, value)| !value.is_nan()).collect();
    let mut before: Option<usize> = None;
    for (n, &(at, value)) in known.iter().enumerate().filter(|(_, (_, value))| *value != 0.0) {
        if let Some(last) = before
            && known[last].1 * value < 0.0
        {
            let (from, held) = known[last];
            let zeros = &known[last + 1..n];
            let turn = match (zeros.first(), zeros.last()) {
                (Some(first), Some(last)) => (first.0 + last.0) / 2.0,
                _ => from + held / (held - value) * (at - from),
            };
            found.push((turn, value > 0.0));
        }
        before = Some(n);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::points::synthetic::{spread, subject};

    fn title(medians: &[f64], reach: f64) -> String {
        let axis: Vec<(f64, Spread)> = (0..).map(f64::from).zip(medians.iter().map(|m| spread(*m, reach))).collect();
        Signs::along(&axis).title(&subject(), (1, 0), Called { at: "at", points: "values" })
    }

    #[test]
    fn a_title_says_what_the_signs_of_the_data_are() {
        let missing = f64::NAN;
        for (medians, reach, expected) in [
            (&[1.0, 2.0, 3.0][..], 0.1, "Flourishing: HLS higher than NPM at all 3 values"),
            (&[-1.0, -2.0, -3.0], 0.1, "Flourishing: HLS lower than NPM at all 3 values"),
            (&[-1.0, 1.0, 3.0], 0.1, "Flourishing: HLS higher than NPM only from 0.5 on"),
            (&[3.0, 1.0, -1.0], 0.1, "Flourishing: HLS higher than NPM only up to 1.5"),
            (&[-1.0, 1.0, -1.0], 0.1, "Flourishing: HLS higher at 1 value, lower at 2"),
            (&[-1.0, 1.0, 3.0], 9.0, "Flourishing: no sign is certain"),
            (&[-1.0, 1.0, 3.0], 2.0, "Flourishing: HLS higher at 1 of 3 values"),
            (&[missing, missing], 1.0, "Flourishing: no point has a value"),
            (&[1.0, missing, 2.0], 0.1, "Flourishing: HLS higher than NPM at all 2 values"),
            (&[0.0, 0.0], 0.0, "Flourishing: no difference at any point"),
        ] {
            assert_eq!(title(medians, reach), expected, "{medians:?}");
        }
    }

    #[test]
    fn a_median_turns_where_a_line_between_its_points_meets_zero() {
        assert_eq!(turns(&[(0.0, -1.0), (1.0, 3.0)]), [(0.25, true)]);
        assert_eq!(turns(&[(0.0, 1.0), (1.0, 0.0), (2.0, 0.0), (4.0, -1.0)]), [(1.5, false)]);
        assert_eq!(turns(&[(0.0, 1.0), (1.0, f64::NAN), (2.0, -1.0)]), [(1.0, false)]);
        assert_eq!(turns(&[(0.0, 0.0), (1.0, 1.0), (2.0, 0.0), (3.0, 1.0)]), []);
        assert_eq!([0.25, 12.0, 1234.5, -0.5].map(in_digits), ["0.25", "12", "1,234", "\u{2212}0.5"]);
    }
}
