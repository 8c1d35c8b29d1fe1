//! Texts in an older format: each key that has changed, with what says the same today, and the format itself.
//!
//! None of them is run, since its words might mean something else today.

use crate::formats::{CHANGES, Change, FORMAT, NAME};
use crate::problem::Problem;
use crate::read::reading::{Former, Reading};
use crate::source::Mark;

/// Places that a message writes a line for; the others are counted.
const SHOWN: usize = 6;

/// All keys of older formats, and all texts that say they are in one.
pub fn problems(reading: &Reading) -> Vec<Problem> {
    let former = reading.findings.former.iter().map(|former| {
        let change = former.change;
        let before = change.since - 1;
        let message = format!(
            "`{}` was a key of format {before}; since format {} it is `{}`",
            former.path, change.since, change.successor
        );
        let remedy = successor(reading, former);
        Problem::new(&reading.sources, former.mark.clone(), &former.path, message, remedy).among_all()
    });
    former.chain(formats(reading)).collect()
}

/// What to write in place of a former key: for each place its number, where value and residents are known.
fn successor(reading: &Reading, former: &Former) -> String {
    let (change, name) = (former.change, former.names.first().map_or("", String::as_str));
    let conversion = &change.conversion;
    // What a base says of a place was overlaid by the former key, as its number of residents may be.
    let below = |mark: &Mark| mark.source < former.mark.source;
    let is_open = |place: &str| reading.marks.get(&of_place(change, place)).is_none_or(below);
    let places: Vec<(&str, u32)> = reading.file.places.iter().map(|(name, place)| (name, place.residents)).collect();
    let open = places.iter().filter(|(place, _)| is_open(place));
    let value = former.value.filter(|value| value.is_finite() && *value >= 0.0);
    match value {
        Some(0.0) => {
            return "0 said that no limit holds, which is said by leaving it out: leave out this key".to_owned();
        }
        Some(_) if !places.is_empty() && open.clone().count() == 0 => {
            return "every place says it already: leave out this key".to_owned();
        }
        Some(value) if !places.is_empty() => {
            let line = |(place, residents): &(&str, u32)| {
                let number = conversion.of_place(value, *residents);
                format!("`{} = {{ {name} = {number} }}`", of_place(change, place))
            };
            let lines: Vec<String> = open.clone().take(SHOWN).map(line).collect();
            let more = match open.count().saturating_sub(SHOWN) {
                0 => String::new(),
                more => format!(", and so on in {more} more"),
            };
            return format!("write {}{more}: {}", lines.join(", "), conversion.in_words());
        }
        _ => {}
    }
    format!("write `{} = {{ {name} = … }}`: {}", change.successor, conversion.in_words())
}

/// The texts that say they are in an older format.
fn formats(reading: &Reading) -> impl Iterator<Item = Problem> {
    reading.findings.older.iter().map(|(&source, (span, format))| {
        let message = format!("format {format} is older than format {FORMAT}, which this program reads");
        let lines: Vec<String> = reading
            .findings
            .former
            .iter()
            .filter(|former| former.mark.source == source)
            .map(|former| reading.sources[source].position(former.mark.span.start).0.to_string())
            .collect();
        let remedy = match &lines[..] {
            [] => format!("no key in it has changed: write `format = {FORMAT}`{}", no_longer_followed(reading, source)),
            [line] => format!("replace the key in line {line}, then write `format = {FORMAT}`"),
            lines => format!("replace the keys in lines {}, then write `format = {FORMAT}`", lines.join(", ")),
        };
        let mark = Mark { source, span: span.clone() };
        Problem::new(&reading.sources, mark, "format", message, remedy).among_all()
    })
}

/// Places whose residents a text gives while a base gave what once followed residents, and does not any more.
fn no_longer_followed(reading: &Reading, source: usize) -> String {
    let places = || reading.file.places.iter().map(|(name, _)| name);
    let said_in = |path: &str| reading.marks.get(path).map(|mark| mark.source);
    let mut text = String::new();
    for change in CHANGES {
        let from_base = places().any(|place| said_in(&of_place(change, place)).is_some_and(|said| said != source));
        let gives = |place: &&str| said_in(&format!("places.{place}.residents")) == Some(source);
        let lacks = |place: &&str| said_in(&of_place(change, place)) != Some(source);
        let paths: Vec<String> = places()
            .filter(|place| from_base && gives(place) && lacks(place))
            .map(|place| format!("`{}`", of_place(change, place)))
            .collect();
        if !paths.is_empty() {
            let shown = paths[..paths.len().min(SHOWN)].join(", ");
            text.push_str(&format!(
                "; what a base says of it no longer follows the residents that this text gives, so say {shown} as well"
            ));
        }
    }
    text
}

/// The path of a successor in a place.
fn of_place(change: &Change, place: &str) -> String {
    change.successor.replacen(NAME, place, 1)
}
