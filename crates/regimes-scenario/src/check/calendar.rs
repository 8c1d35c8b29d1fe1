//! Dates: the start, what happens at a date, and the weeks that they stand for.

use crate::check::checker::Checker;
use crate::file::File;
use jiff::ToSpan;
use jiff::civil::Weekday;
use regimes_model::parameters::Date;

/// Checks all dates.
pub fn check(checker: &mut Checker<'_>, file: &File) {
    let Some(start) = file.start else {
        let remedy = "the first day after the burn-in, a Monday: `start = 2026-01-05`";
        return checker.report("start", "there is no `start`".to_owned(), remedy.to_owned());
    };
    is_monday(checker, start);
    if !is_in_the_calendar(checker, file, start) {
        return;
    }
    for (name, arm) in file.arms.iter() {
        if let Some(date) = arm.start {
            let path = format!("arms.{name}.start");
            within(checker, file, start, date, &path);
            if !arm.services && date > start {
                let message = format!("the arm `{name}` has no services from the first day on, and begins on {date}");
                checker.report(&path, message, "leave `start` out, or keep `services`".to_owned());
            }
        }
        if let Some(end) = arm.end {
            let path = format!("arms.{name}.end");
            within(checker, file, start, end, &path);
            let begins = arm.start.unwrap_or(start);
            let least = begins.checked_add(1.weeks()).unwrap_or(Date::MAX);
            if end < least {
                let message = format!("the arm `{name}` ends on {end} and begins on {begins}");
                checker.report(&path, message, format!("a date from {least} on"));
            }
            if !arm.services {
                let message = format!("the arm `{name}` has no services, which nothing brings back");
                checker.report(&path, message, "leave `end` out, or keep `services`".to_owned());
            }
        }
    }
    for (name, event) in file.events.iter() {
        match event.date {
            Some(date) => within(checker, file, start, date, &format!("events.{name}.date")),
            None => {
                let message = format!("the event `{name}` has no date");
                let remedy = format!("`date = {}` in `[events.{name}]`, say", next_year(start));
                checker.report(&format!("events.{name}"), message, remedy);
            }
        }
    }
}

fn is_monday(checker: &mut Checker<'_>, start: Date) {
    if start.weekday() == Weekday::Monday {
        return;
    }
    let back = start.weekday().since(Weekday::Monday);
    let before = start.checked_sub(i64::from(back).days()).unwrap_or(start);
    let after = before.checked_add(7.days()).unwrap_or(start);
    let message = format!("{start} is a {:?}; a run starts on a Monday", start.weekday());
    checker.report("start", message, format!("the Mondays beside it are {before} and {after}"));
}

/// The first day that a run can have; before it no reader of tables knows a date.
const FIRST: Date = jiff::civil::date(1, 1, 1);

/// Checks that the calendar holds the whole run, its burn-in and the day after its end among it.
fn is_in_the_calendar(checker: &mut Checker<'_>, file: &File, start: Date) -> bool {
    let (before, after) = (i64::from(file.burn_in_weeks).weeks(), i64::from(file.horizon_weeks).weeks());
    if start.checked_sub(before).ok().is_none_or(|first| first < FIRST) {
        let message = format!("the burn-in of {} weeks would begin before {FIRST}", file.burn_in_weeks);
        checker.report("start", message, "a later `start`, or fewer `burn_in_weeks`".to_owned());
        return false;
    }
    if start.checked_add(after).is_err() {
        let message = format!("a run of {} weeks from {start} on would end after {}", file.horizon_weeks, Date::MAX);
        checker.report("start", message, "an earlier `start`, or fewer `horizon_weeks`".to_owned());
        return false;
    }
    true
}

fn within(checker: &mut Checker<'_>, file: &File, start: Date, date: Date, path: &str) {
    let end = date_of(start, 0, file.horizon_weeks);
    if (start..end).contains(&date) {
        return;
    }
    let message = if date < start {
        format!("{date} is before the start of the run, {start}")
    } else {
        format!("{date} is beyond the end of the run, {end}")
    };
    let mut remedy = format!("a date from {start} until {end} (`horizon_weeks = {}`)", file.horizon_weeks);
    if let Some((section, _)) = path.rsplit_once('.') {
        remedy += &format!("; where a base says it, `{section} = false` leaves it out");
    }
    checker.report(path, message, remedy);
}

fn next_year(start: Date) -> Date {
    start.checked_add(52.weeks()).unwrap_or(start)
}

/// The week of a date, counted from the first week of the burn-in; none before that.
#[must_use]
pub fn week_of(start: Date, burn_in_weeks: u32, date: Date) -> Option<u32> {
    let days = start.until(date).ok()?.get_days();
    let weeks = i64::from(days.div_euclid(7)) + i64::from(burn_in_weeks);
    u32::try_from(weeks).ok()
}

/// The Monday of a week, counted from the first week of the burn-in.
///
/// # Panics
/// Beyond the calendar; [`check`] refuses a run that goes there.
#[must_use]
pub fn date_of(start: Date, burn_in_weeks: u32, week: u32) -> Date {
    let weeks = i64::from(week) - i64::from(burn_in_weeks);
    start.checked_add(weeks.weeks()).expect("a checked run lies in the calendar")
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Date = jiff::civil::date(2026, 1, 5);

    #[test]
    fn weeks_count_from_the_first_of_the_burn_in() {
        assert_eq!(week_of(START, 26, START), Some(26));
        assert_eq!(week_of(START, 26, jiff::civil::date(2026, 1, 11)), Some(26));
        assert_eq!(week_of(START, 26, jiff::civil::date(2026, 1, 12)), Some(27));
        assert_eq!(week_of(START, 0, jiff::civil::date(2026, 1, 4)), None);
    }

    #[test]
    fn the_date_of_a_week_is_its_monday() {
        for week in [0, 26, 27, 500] {
            assert_eq!(week_of(START, 26, date_of(START, 26, week)), Some(week));
            assert_eq!(date_of(START, 26, week).weekday(), Weekday::Monday);
        }
    }
}
