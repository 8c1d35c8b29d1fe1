//! Dates that a base says and that a run does not reach, since what stands above the base makes it shorter or moves it.
//!
//! They are no mistake of whoever wrote the file: such an event is left out, such an end of an arm never comes, and
//! both are reported.

use crate::file::File;
use crate::problem::Problem;
use crate::read::reading::Reading;
use jiff::ToSpan;
use regimes_model::parameters::Date;
use std::ops::Range;

/// Leaves out what a base says for days that the run does not reach; what was left out, and why.
pub fn leave_out(reading: &mut Reading) -> Vec<Problem> {
    let mut warnings = Vec::new();
    let Some(days) = days(&reading.file) else { return warnings };
    let events: Vec<(String, Date)> =
        reading.file.events.iter().filter_map(|(name, event)| Some((name.to_owned(), event.date?))).collect();
    for (name, date) in events.into_iter().filter(|(_, date)| !days.contains(date)) {
        let path = format!("events.{name}.date");
        if let Some(warning) = warning(reading, &path, &days, format!("the event `{name}` on {date} is left out")) {
            warnings.push(warning);
            reading.file.events.0.retain(|(known, _)| *known != name);
        }
    }
    let arms: Vec<(usize, String, Date)> = reading
        .file
        .arms
        .iter()
        .enumerate()
        .filter_map(|(n, (name, arm))| Some((n, name.to_owned(), arm.end?)))
        .collect();
    for (n, name, date) in arms.into_iter().filter(|(_, _, date)| *date >= days.end) {
        let path = format!("arms.{name}.end");
        if let Some(warning) = warning(reading, &path, &days, format!("the arm `{name}` goes on beyond {date}")) {
            warnings.push(warning);
            reading.file.arms.0[n].1.end = None;
        }
    }
    warnings
}

/// The days of the run after its burn-in; none where the calendar does not hold them.
fn days(file: &File) -> Option<Range<Date>> {
    let start = file.start?;
    Some(start..start.checked_add(i64::from(file.horizon_weeks).weeks()).ok()?)
}

/// The warning of a date that was written below what says how long the run is; none where it was written there too.
fn warning(reading: &Reading, path: &str, days: &Range<Date>, done: String) -> Option<Problem> {
    let mark = reading.marks.get(path)?;
    let frame = ["start", "horizon_weeks"].iter().filter_map(|key| reading.marks.get(key)).map(|mark| mark.source);
    if frame.max().is_none_or(|frame| mark.source >= frame) {
        return None;
    }
    let message = format!("{done}: the run goes from {} until {}", days.start, days.end);
    let remedy = "a base says it, and the run was made shorter or moved; to keep it, give it a date within the run";
    Some(Problem::new(&reading.sources, mark.clone(), path, message, remedy.to_owned()))
}
