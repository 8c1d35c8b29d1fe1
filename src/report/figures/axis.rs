//! Where the ticks of an axis stand: round numbers, and first days of months and years.

use crate::report::numbers::{grouped, typeset};
use crate::report::run_record::Record;
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// A tick of an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Its place on the axis.
    pub at: f64,
    /// Its text.
    pub text: String,
}

/// An axis of numbers: its ends, which are ticks, and its ticks.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The ticks, from low to high.
    pub ticks: Vec<Tick>,
}

impl Axis {
    /// An axis that holds all values, with about so many steps.
    #[must_use]
    pub fn holding(values: impl IntoIterator<Item = f64>, steps: usize) -> Axis {
        let finite = values.into_iter().filter(|v| v.is_finite());
        let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        let (low, high) = if low > high { (0.0, 1.0) } else { (low, high) };
        // What does not vary still needs some room around it.
        let is_flat = high - low <= low.abs().max(high.abs()) * 1e-6;
        let room = match low.abs() {
            _ if !is_flat => 0.0,
            size if size > 0.0 => size * 1e-3,
            _ => NOTHING_SHOWN,
        };
        let step = round_step((high - low + 2.0 * room) / steps as f64);
        let least = if low >= 0.0 { 0.0 } else { f64::NEG_INFINITY };
        let first = ((low - room) / step).floor().max(least);
        let last = ((high + room) / step).ceil();
        let decimals = decimals_of(step);
        let tick = |place: f64| Tick { at: place * step, text: typeset(&grouped(place * step, decimals)) };
        let n_ticks = (last - first) as usize;
        Axis { low: first * step, high: last * step, ticks: (0..=n_ticks).map(|i| tick(first + i as f64)).collect() }
    }

    /// An axis from zero.
    #[must_use]
    pub fn from_zero(values: impl IntoIterator<Item = f64>, steps: usize) -> Axis {
        let mut axis = Axis::holding(values.into_iter().chain([0.0]), steps);
        axis.ticks.retain(|tick| tick.at >= 0.0);
        axis.low = 0.0;
        axis
    }
}

/// Room about a curve that is nought throughout.
const NOTHING_SHOWN: f64 = 0.01;

/// The least of 1, 2, 5, 10, 20, ... (or of their parts) that is not below a size.
fn round_step(size: f64) -> f64 {
    let mut power = 1e-9;
    while power < 1e15 {
        for factor in [1.0, 2.0, 5.0] {
            if factor * power >= size * 0.999 {
                return rounded(factor, power);
            }
        }
        power *= 10.0;
    }
    size
}

/// The step without the error that repeated multiplication by ten brings.
fn rounded(factor: f64, power: f64) -> f64 {
    format!("{:.0e}", factor * power).parse().unwrap_or(factor * power)
}

fn decimals_of(step: f64) -> usize {
    let mut decimals = 0;
    let mut size = step;
    while size < 0.999 && decimals < 9 {
        size *= 10.0;
        decimals += 1;
    }
    decimals
}

/// Ticks at the first days of months or years, as many as a width has room for (point).
#[must_use]
pub fn dates(record: &Record, weeks: usize, width: f64) -> Vec<Tick> {
    let (first, last) = (record.date_of(0), record.date_of(weeks as i64));
    let steps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600];
    let room = |step: i32| if step < 12 { 66.0 } else { 42.0 };
    let fits = |step: &&i32| months(first, last, **step).len() as f64 * room(**step) <= width;
    let step = *steps.iter().find(fits).unwrap_or(&600);
    let text = |day: Date| {
        if step < 12 { day.strftime("%b %Y").to_string() } else { day.year().to_string() }
    };
    let days = months(first, last, step).into_iter();
    days.map(|day| Tick { at: record.weeks_to(day), text: text(day) }).collect()
}

fn months(first: Date, last: Date, step: i32) -> Vec<Date> {
    // Ticks of years stand at years that the step divides.
    let years = if step >= 24 { step / 12 } else { 1 };
    let begins = date(first.year(), 1, 1).checked_add((-i32::from(first.year()).rem_euclid(years)).years());
    let mut days = Vec::new();
    // Beyond the calendar there is no day, and no tick.
    let mut next = begins.ok();
    while let Some(day) = next.filter(|day| *day <= last) {
        if day >= first {
            days.push(day);
        }
        next = day.checked_add(step.months()).ok();
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::synthetic;

    #[test]
    fn an_axis_of_noughts_has_room_and_finite_ticks() {
        let axis = Axis::holding([0.0, 0.0], 4);
        assert!(axis.low < axis.high || axis.low == 0.0 && axis.high > 0.0);
        assert!(axis.ticks.len() < 12 && axis.ticks.iter().all(|tick| tick.at.is_finite()));
    }

    #[test]
    fn an_axis_ends_on_round_numbers_around_its_values() {
        let axis = Axis::holding([0.583, 0.671], 5);
        let texts: Vec<&str> = axis.ticks.iter().map(|t| t.text.as_str()).collect();
        assert_eq!(texts, ["0.58", "0.60", "0.62", "0.64", "0.66", "0.68"]);
    }

    #[test]
    fn an_axis_from_zero_begins_there() {
        let axis = Axis::from_zero([38.0, 41.0], 5);
        assert_eq!((axis.low, axis.ticks[0].text.as_str()), (0.0, "0"));
    }

    #[test]
    fn a_value_that_does_not_vary_has_an_axis() {
        assert!(Axis::holding([3.0, 3.0], 5).ticks.len() > 1);
        assert_eq!(Axis::holding([f64::NAN], 4).ticks[0].text, "0.0");
        assert_eq!(Axis::holding([0.0, 0.4], 4).low, 0.0);
    }

    #[test]
    fn ticks_end_with_the_calendar() {
        let days = months(date(9990, 3, 5), Date::MAX, 24);
        assert_eq!(days.iter().map(|day| day.year()).collect::<Vec<_>>(), [9992, 9994, 9996, 9998]);
        assert_eq!(months(date(9999, 11, 5), Date::MAX, 1).len(), 1);
    }

    #[test]
    fn long_horizons_have_years_and_short_ones_months() {
        let (record, _) = synthetic::small();
        assert_eq!(dates(&record, 520, 600.0)[0].text, "2027");
        assert_eq!(dates(&record, 52, 400.0)[0].text, "Sep 2026");
    }
}
