//! The axis of what is varied: linear, or logarithmic where the values are evenly spaced in their logarithm.

use crate::figures::axis::{Axis, Tick};
use crate::numbers::{short, typeset};

/// How far steps between values may differ and still count as even, as a share of a step.
const EVEN: f64 = 0.01;
/// How much larger the last value must be than the first before a logarithmic axis is worth its trouble.
const LEAST_SPAN: f64 = 4.0;
/// Ticks that stand at the values themselves, at most.
const AT_VALUES: usize = 9;

/// How values lie along an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Evenly.
    Linear,
    /// By their logarithm.
    Log,
}

impl Scale {
    /// The scale that goes with values, ascending and without repeats.
    #[must_use]
    pub fn of(values: &[f64]) -> Scale {
        let [first, .., last] = values else { return Scale::Linear };
        let logs: Vec<f64> = values.iter().map(|value| libm::log(*value)).collect();
        let is_log = values.len() > 2 && *first > 0.0 && last / first >= LEAST_SPAN && is_even(&logs);
        if is_log && !is_even(values) { Scale::Log } else { Scale::Linear }
    }

    /// Where a value lies on the axis.
    #[must_use]
    pub fn place(self, value: f64) -> f64 {
        match self {
            Scale::Linear => value,
            Scale::Log => libm::log10(value),
        }
    }

    /// The value that lies at a place.
    #[must_use]
    pub fn value(self, place: f64) -> f64 {
        match self {
            Scale::Linear => place,
            Scale::Log => libm::pow(10.0, place),
        }
    }

    /// Ticks for values, ascending and without repeats, each at its place on the axis: at the values themselves where they
    /// are few, or else at round numbers.
    #[must_use]
    pub fn ticks(self, values: &[f64]) -> Vec<Tick> {
        let [first, .., last] = values else { return values.iter().map(|value| self.tick(*value)).collect() };
        if values.len() <= AT_VALUES || self == Scale::Log {
            let every = values.len().div_ceil(AT_VALUES);
            return values.iter().step_by(every).map(|value| self.tick(*value)).collect();
        }
        let mut ticks = Axis::holding([*first, *last], 6).ticks;
        ticks.retain(|tick| (*first..=*last).contains(&tick.at));
        ticks
    }

    fn tick(self, value: f64) -> Tick {
        Tick { at: self.place(value), text: typeset(&short(value)) }
    }
}

fn is_even(values: &[f64]) -> bool {
    let step = (values[values.len() - 1] - values[0]) / (values.len() - 1) as f64;
    values.windows(2).all(|pair| ((pair[1] - pair[0]) / step - 1.0).abs() <= EVEN)
}

/// Ticks of which as many are left as have room: the first, and then each that keeps its distance to the one before.
///
/// `need` is the room that a text takes, in the unit of the axis.
#[must_use]
pub fn with_room(ticks: Vec<Tick>, need: impl Fn(&str) -> f64) -> Vec<Tick> {
    let fits = |every: usize| {
        let left: Vec<&Tick> = ticks.iter().step_by(every).collect();
        left.windows(2).all(|pair| (need(&pair[0].text) + need(&pair[1].text)) / 2.0 <= pair[1].at - pair[0].at)
    };
    let every = (1..=ticks.len().max(1)).find(|every| fits(*every)).unwrap_or(1);
    ticks.into_iter().step_by(every).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_is_linear_unless_its_values_are_evenly_spaced_in_their_logarithm() {
        for (values, scale) in [
            (&[0.1, 0.2, 0.3][..], Scale::Linear),
            (&[1.0, 10.0, 100.0], Scale::Log),
            (&[1.0, 2.0, 4.0, 8.0], Scale::Log),
            (&[0.9, 1.0, 1.1], Scale::Linear),
            (&[0.0, 1.0, 10.0], Scale::Linear),
            (&[-4.0, -2.0, -1.0], Scale::Linear),
            (&[1.0, 3.0, 100.0], Scale::Linear),
            (&[1.0, 10.0], Scale::Linear),
            (&[], Scale::Linear),
        ] {
            assert_eq!(Scale::of(values), scale, "{values:?}");
        }
        assert!((Scale::Log.value(Scale::Log.place(0.3)) - 0.3).abs() < 1e-12);
    }

    #[test]
    fn ticks_stand_at_few_values_and_within_many() {
        let texts = |values: &[f64]| -> Vec<String> {
            Scale::of(values).ticks(values).into_iter().map(|tick| tick.text).collect()
        };
        assert_eq!(texts(&[0.1, 0.16, 0.22]), ["0.1", "0.16", "0.22"]);
        assert_eq!(texts(&[-1.0, 0.0, 1.0])[0], "\u{2212}1");
        let many: Vec<f64> = (0..=30).map(|n| 0.05 + 0.03 * f64::from(n)).collect();
        let ticks = Scale::Linear.ticks(&many);
        assert!(ticks.len() > 2 && ticks.iter().all(|tick| (0.05..=0.95).contains(&tick.at)), "{ticks:?}");
    }

    #[test]
    fn ticks_without_room_are_left_out_evenly() {
        let ticks = Scale::Linear.ticks(&[0.0, 1.0, 2.0, 3.0, 4.0]);
        let texts: Vec<String> = with_room(ticks, |_| 1.5).into_iter().map(|tick| tick.text).collect();
        assert_eq!(texts, ["0", "2", "4"]);
    }
}
