//! Where the ticks of an axis stand: round numbers, and first days of months and years.

use crate::numbers::{grouped, typeset};
use crate::run_record::Record;
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
    /// An axis that holds all values, with about the number of steps asked for.
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

/// Room about a curve that is zero throughout.
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

/// What a reader must know of an axis that does not begin at zero: from where to where it goes, and of what; nothing of
/// one that holds zero.
#[must_use]
pub fn range_said(axis: &Axis, unit: &str) -> String {
    let (Some(first), Some(last)) = (axis.ticks.first(), axis.ticks.last()) else { return String::new() };
    if axis.low <= 0.0 {
        return String::new();
    }
    let whole = match unit {
        "index 0-1" | "share" => "of 0 to 1",
        _ => "and not from 0",
    };
    format!("axis from {} to {} {whole}", first.text, last.text)
}

/// How far apart ticks of time stand.
#[derive(Clone, Copy)]
enum Step {
    Weeks(i64),
    Months(i32),
}

/// Steps from the finest to the coarsest.
const STEPS: [Step; 14] = [
    Step::Weeks(1),
    Step::Weeks(2),
    Step::Weeks(4),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Months(12),
    Step::Months(24),
    Step::Months(60),
    Step::Months(120),
    Step::Months(240),
    Step::Months(600),
    Step::Months(1200),
];

/// Horizons up to this long (week) are shown by days.
const BY_DAYS: usize = 16;

/// Ticks at days, first days of months or of years: as many as have room, and two at least.
///
/// `need` is the room that a text takes along an axis of a length, in the same unit.
#[must_use]
pub fn dates(record: &Record, weeks: usize, length: f64, need: impl Fn(&str) -> f64) -> Vec<Tick> {
    let all = || STEPS.iter().filter(|step| matches!(step, Step::Months(_)) || weeks <= BY_DAYS);
    let fits = |ticks: &Vec<Tick>| {
        let room = |pair: &[Tick]| (pair[1].at - pair[0].at) / weeks as f64 * length;
        ticks.windows(2).all(|pair| (need(&pair[0].text) + need(&pair[1].text)) / 2.0 <= room(pair))
    };
    let made = all().map(|step| ticks(record, weeks, *step)).filter(|ticks| ticks.len() > 1);
    made.into_iter().find(fits).unwrap_or_else(|| {
        // Both ends, where nothing round has room for two.
        let end =
            |week: usize| Tick { at: week as f64, text: record.date_of(week as i64).strftime("%-d %b %y").to_string() };
        vec![end(0), end(weeks)]
    })
}

fn ticks(record: &Record, weeks: usize, step: Step) -> Vec<Tick> {
    let last = record.date_of(weeks as i64);
    let days = match step {
        Step::Weeks(step) => (0..=weeks as i64).step_by(step as usize).map(|week| record.date_of(week)).collect(),
        Step::Months(step) => months(record.date_of(0), last, step),
    };
    let is_of_years = matches!(step, Step::Months(12..));
    let text = |day: Date| match step {
        Step::Weeks(_) => day.strftime("%-d %b").to_string(),
        Step::Months(_) if is_of_years => day.year().to_string(),
        Step::Months(_) => day.strftime("%b %Y").to_string(),
    };
    days.into_iter().map(|day| Tick { at: record.weeks_to(day), text: text(day) }).collect()
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
    use crate::synthetic;

    #[test]
    fn an_axis_of_zeros_has_room_and_finite_ticks() {
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
    fn long_horizons_have_years_and_short_ones_months_or_days() {
        let (record, _) = synthetic::small();
        let first = |weeks, length| dates(&record, weeks, length, |_| 60.0)[0].text.clone();
        assert_eq!(first(520, 600.0), "2027");
        assert_eq!(first(52, 400.0), "Sep 2026");
        assert_eq!(first(8, 400.0), "6 Jul");
    }

    #[test]
    fn every_time_axis_has_two_ticks_at_least() {
        let (record, _) = synthetic::small();
        for weeks in [1, 2, 5, 13, 26, 52, 60, 104, 156, 260, 520, 1040, 2080] {
            for length in [60.0, 90.0, 150.0, 300.0, 600.0] {
                let ticks = dates(&record, weeks, length, |text| 6.0 * text.len() as f64 + 8.0);
                assert!(ticks.len() > 1, "{weeks} weeks on {length} points: {ticks:?}");
                assert!(ticks.iter().all(|tick| (0.0..=weeks as f64).contains(&tick.at)), "{ticks:?}");
            }
        }
    }

    #[test]
    fn an_axis_that_begins_above_zero_says_of_what_it_shows_a_part() {
        let said = |values: [f64; 2], unit| range_said(&Axis::holding(values, 5), unit);
        assert_eq!(said([0.583, 0.671], "index 0-1"), "axis from 0.58 to 0.68 of 0 to 1");
        assert_eq!(said([36.0, 47.0], "GBP/resident/week"), "axis from 35 to 50 and not from 0");
        assert_eq!(said([-0.1, 0.2], "index 0-1"), "");
        assert_eq!(said([0.0, 0.2], "share"), "");
    }
}
