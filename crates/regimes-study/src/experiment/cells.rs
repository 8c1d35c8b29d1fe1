//! Cells: typed values as the tables of experiments write them, and the way back.
//!
//! This is the only place where a text of a table becomes a value.

use crate::experiment::file::{Expected, KINDS, Kind};
use crate::experiment::judgement::{Elsewhere, ElsewhereOutcome, Interval, Turn};
use crate::experiment::verdict::{TurningPoint, VERDICTS, Verdict};
use crate::experiment::yardstick::{YARDSTICKS, Yardstick};
use regimes_scenario::overrides::Override;

/// A value that a cell of a table can hold.
pub trait Cell: Sized {
    /// The cell.
    fn text(&self) -> String;

    /// The value of a cell; none where the text is none.
    fn read(text: &str) -> Option<Self>;
}

impl Cell for Kind {
    fn text(&self) -> String {
        self.name().to_owned()
    }

    fn read(text: &str) -> Option<Kind> {
        KINDS.iter().find(|(name, _)| *name == text).map(|(_, kind)| *kind)
    }
}

impl Cell for Verdict {
    fn text(&self) -> String {
        self.words().to_owned()
    }

    fn read(text: &str) -> Option<Verdict> {
        VERDICTS.iter().find(|(words, _)| *words == text).map(|(_, verdict)| *verdict)
    }
}

impl Cell for Yardstick {
    fn text(&self) -> String {
        self.outcome().to_owned()
    }

    fn read(text: &str) -> Option<Yardstick> {
        YARDSTICKS.iter().find(|(_, outcome, _)| *outcome == text).map(|(yardstick, ..)| *yardstick)
    }
}

/// Names with blanks between.
impl Cell for Vec<String> {
    fn text(&self) -> String {
        self.join(" ")
    }

    fn read(text: &str) -> Option<Vec<String>> {
        Some(text.split_whitespace().map(str::to_owned).collect())
    }
}

impl Cell for Expected {
    fn text(&self) -> String {
        self.words()
    }

    fn read(text: &str) -> Option<Expected> {
        if *text == Expected::default().words() {
            return Some(Expected::default());
        }
        let bound = |number: &str| number.parse::<f64>().ok();
        if let Some(above) = text.strip_prefix("above ") {
            return Some(Expected { above: Some(bound(above)?), below: None });
        }
        if let Some(below) = text.strip_prefix("below ") {
            return Some(Expected { above: None, below: Some(bound(below)?) });
        }
        let (above, below) = text.split_once(" to ")?;
        Some(Expected { above: Some(bound(above)?), below: Some(bound(below)?) })
    }
}

/// What stands before the changes that take a mechanism away.
const ABLATION: &str = "knocked out by ";
/// What stands for a quantity without a value.
const MISSING_IN_ALL: &str = "missing in all draws";

impl Cell for Elsewhere {
    fn text(&self) -> String {
        let prefix = if self.is_ablation { ABLATION } else { "" };
        let changes = self.overrides.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let outcome = self.outcome.as_ref().map_or_else(|| MISSING_IN_ALL.to_owned(), Cell::text);
        format!("{prefix}{changes}: {outcome}")
    }

    fn read(text: &str) -> Option<Elsewhere> {
        let (changes, outcome) = text.rsplit_once(": ")?;
        let changed = changes.strip_prefix(ABLATION);
        let outcome = if outcome == MISSING_IN_ALL { None } else { Some(Cell::read(outcome)?) };
        let overrides = changes_of(changed.unwrap_or(changes));
        Some(Elsewhere { overrides, is_ablation: changed.is_some(), outcome })
    }
}

/// Overrides with commas between; a comma inside brackets or quotes belongs to a value.
fn changes_of(text: &str) -> Vec<Override> {
    let (mut changes, mut from, mut depth, mut is_quoted) = (Vec::new(), 0, 0_usize, false);
    for (at, sign) in text.char_indices() {
        match sign {
            '"' => is_quoted = !is_quoted,
            '[' | '{' if !is_quoted => depth += 1,
            ']' | '}' if !is_quoted => depth = depth.saturating_sub(1),
            ',' if depth == 0 && !is_quoted => {
                changes.push(Override::from(text[from..at].trim()));
                from = at + 1;
            }
            _ => {}
        }
    }
    changes.push(Override::from(text[from..].trim()));
    changes
}

impl Cell for ElsewhereOutcome {
    fn text(&self) -> String {
        format!("{}, {:.0} % of draws in range", self.interval.text(), 100.0 * self.in_range)
    }

    fn read(text: &str) -> Option<ElsewhereOutcome> {
        let (interval, share) = text.strip_suffix(" % of draws in range")?.rsplit_once(", ")?;
        Some(ElsewhereOutcome { interval: Interval::read(interval)?, in_range: share.parse::<f64>().ok()? / 100.0 })
    }
}

impl Cell for Interval {
    fn text(&self) -> String {
        let [median, low, high] = [self.median, self.low, self.high].map(three_digits);
        format!("{median} [{low}, {high}]")
    }

    fn read(text: &str) -> Option<Interval> {
        let (median, ends) = text.strip_suffix(']')?.split_once(" [")?;
        let (low, high) = ends.split_once(", ")?;
        let number = |text: &str| text.parse::<f64>().ok();
        Some(Interval { median: number(median)?, low: number(low)?, high: number(high)? })
    }
}

/// What stands after the path of an axis along which nothing turns.
const NO_TURN: &str = ": does not turn";

impl Cell for Turn {
    fn text(&self) -> String {
        let points: Vec<String> = self.points.iter().map(Cell::text).collect();
        if points.is_empty() {
            format!("{}{NO_TURN}", self.path)
        } else {
            format!("{} {}", self.path, points.join(", "))
        }
    }

    fn read(text: &str) -> Option<Turn> {
        if let Some(path) = text.strip_suffix(NO_TURN) {
            return Some(Turn { path: path.to_owned(), points: Vec::new() });
        }
        let (path, points) = text.split_once(' ')?;
        let points = points.split(", ").map(TurningPoint::read).collect::<Option<_>>()?;
        Some(Turn { path: path.to_owned(), points })
    }
}

impl Cell for TurningPoint {
    fn text(&self) -> String {
        match self {
            TurningPoint::At(value) => format!("at {}", three_digits(*value)),
            TurningPoint::Between(one, other) => format!("between {one} and {other}"),
        }
    }

    fn read(text: &str) -> Option<TurningPoint> {
        if let Some(value) = text.strip_prefix("at ") {
            return value.parse().ok().map(TurningPoint::At);
        }
        let (one, other) = text.strip_prefix("between ")?.split_once(" and ")?;
        Some(TurningPoint::Between(one.to_owned(), other.to_owned()))
    }
}

/// A number with three digits, for people.
#[must_use]
pub fn three_digits(value: f64) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    let exponent = |text: String| text.rsplit_once('e').and_then(|(_, exponent)| exponent.parse::<i32>().ok());
    let places = (2 - exponent(format!("{value:e}")).unwrap_or(0)).clamp(0, 6) as usize;
    let text = format!("{value:.places$}");
    // What rounds to zero is zero, without a sign.
    if text.trim_start_matches(['-', '0', '.']).is_empty() { "0".to_owned() } else { text }
}

/// A field that always holds a value, for `serde(with)`.
pub mod value {
    use super::Cell;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes the cell.
    ///
    /// # Errors
    /// What the format says.
    pub fn serialize<T: Cell, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&value.text())
    }

    /// Reads the cell.
    ///
    /// # Errors
    /// Names a text that is no value of this kind.
    pub fn deserialize<'de, T: Cell, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        let text = String::deserialize(from)?;
        T::read(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is not a value of this column")))
    }
}

/// A field that may hold nothing, an empty cell, for `serde(with)`.
pub mod maybe {
    use super::Cell;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes the cell.
    ///
    /// # Errors
    /// What the format says.
    pub fn serialize<T: Cell, S: Serializer>(value: &Option<T>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&value.as_ref().map_or_else(String::new, Cell::text))
    }

    /// Reads the cell.
    ///
    /// # Errors
    /// Names a text that is no value of this kind.
    pub fn deserialize<'de, T: Cell, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
        let text = String::deserialize(from)?;
        if text.is_empty() {
            return Ok(None);
        }
        let wrong = || D::Error::custom(format!("`{text}` is not a value of this column"));
        T::read(&text).map(Some).ok_or_else(wrong)
    }
}

/// A number that may be missing, an empty cell, for `serde(with)`.
pub mod number {
    use regimes_model::units::MISSING;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes the number.
    ///
    /// # Errors
    /// What the format says.
    pub fn serialize<S: Serializer>(value: &f64, to: S) -> Result<S::Ok, S::Error> {
        (!value.is_nan()).then_some(*value).serialize(to)
    }

    /// Reads the number.
    ///
    /// # Errors
    /// What the format says.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
        Ok(Option::deserialize(from)?.unwrap_or(MISSING))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back<T: Cell + PartialEq + std::fmt::Debug>(value: T) {
        assert_eq!(T::read(&value.text()).as_ref(), Some(&value), "{}", value.text());
    }

    #[test]
    fn every_value_comes_back_from_its_cell() {
        KINDS.into_iter().for_each(|(_, kind)| back(kind));
        VERDICTS.into_iter().for_each(|(_, verdict)| back(verdict));
        YARDSTICKS.into_iter().for_each(|(yardstick, ..)| back(yardstick));
        for (above, below) in [(Some(-0.25), Some(0.05)), (Some(0.0005), None), (None, Some(-3.0)), (None, None)] {
            back(Expected { above, below });
        }
        back(vec!["S001".to_owned(), "S002".to_owned()]);
        let overrides = ["groups.*.variation=0.0", "arms.hls.only=[\"a\", \"b, c\"]", "a.b={ c = 1, d = 2 }"];
        let overrides = regimes_scenario::overrides::read(&overrides);
        let interval = Interval { median: 0.0596, low: -0.000061, high: 1234.0 };
        for is_ablation in [false, true] {
            for outcome in [None, Some(ElsewhereOutcome { interval, in_range: 0.29 })] {
                back(Elsewhere { overrides: overrides.clone(), is_ablation, outcome });
            }
        }
        let between = TurningPoint::Between("menu".to_owned(), "bespoke".to_owned());
        for points in [vec![], vec![TurningPoint::At(0.25), between]] {
            back(Turn { path: "a.b".to_owned(), points });
        }
    }

    #[test]
    fn a_text_that_is_no_value_is_refused() {
        assert_eq!(Verdict::read("show"), None);
        assert_eq!(Expected::read("above zero"), None);
        assert_eq!(Elsewhere::read("a.b=1: some"), None);
        assert_eq!(Turn::read("a.b about 3"), None);
    }

    #[test]
    fn numbers_are_short_and_zero_has_no_sign() {
        let said = [(0.0, "0"), (-2e-9, "0"), (4e-7, "0"), (-0.0001234, "-0.000123"), (0.5, "0.500"), (1234.5, "1234")];
        assert!(said.iter().all(|(value, text)| three_digits(*value) == *text));
        assert_eq!(three_digits(f64::NAN), "–");
    }
}
