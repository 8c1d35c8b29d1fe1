//! Values of one line: numbers, words, dates, lists.

use crate::read::section::{Entry, Reader};
use crate::read::values::{kind, whole};
use crate::source::join;
use regimes_model::parameters::{Date, Row, Slot};
use toml::Spanned;
use toml::de::DeValue;

/// What is wrong with a value, and what to do about it.
type Wrong = (String, String);

impl Reader<'_> {
    /// Reads a value into its slot.
    pub fn scalar(&mut self, slot: Slot<'_>, entry: &Entry<'_>) {
        let (row, found) = (entry.row, entry.value.get_ref());
        let read = match slot {
            Slot::Number(target) => number(row, found).map(|number| *target = number),
            Slot::Count(target) => count(row, found).map(|count| *target = count),
            Slot::Seed(target) => seed(row, found).map(|seed| *target = seed),
            Slot::Flag(target) => flag(row, found).map(|flag| *target = flag),
            Slot::Text(target) => text(row, found).map(|text| *target = text),
            Slot::Date(target) => date(row, found).map(|date| *target = Some(date)),
            Slot::Words(target) => return self.words(target, entry),
            Slot::Weights(target) => return self.weights(target, entry),
            _ => return,
        };
        match read {
            Ok(()) => self.mark(&entry.path, entry.value.span()),
            Err(wrong) => self.wrong(&entry.path, entry.value, wrong),
        }
    }

    fn words(&mut self, target: &mut Vec<String>, entry: &Entry<'_>) {
        let DeValue::Array(list) = entry.value.get_ref() else {
            let wrong = wrong(entry.row, "a list of names", entry.value.get_ref());
            return self.wrong(&entry.path, entry.value, wrong);
        };
        self.marks.forget_below(&entry.path);
        self.mark(&entry.path, entry.value.span());
        target.clear();
        for (index, item) in list.iter().enumerate() {
            let path = format!("{}[{index}]", entry.path);
            self.mark(&path, item.span());
            match text(entry.row, item.get_ref()) {
                Ok(word) => target.push(word),
                Err(wrong) => {
                    target.push(String::new());
                    self.wrong(&path, item, wrong);
                }
            }
        }
    }

    fn weights(&mut self, target: &mut Vec<(String, f64)>, entry: &Entry<'_>) {
        let DeValue::Table(table) = entry.value.get_ref() else {
            let expected = "numbers by name, such as { debt = 0.3 }";
            let wrong = wrong(entry.row, expected, entry.value.get_ref());
            return self.wrong(&entry.path, entry.value, wrong);
        };
        self.mark(&entry.path, entry.value.span());
        for (name, value) in table {
            let path = join(&entry.path, name.get_ref());
            match number(entry.row, value.get_ref()) {
                Ok(weight) => {
                    self.mark(&path, name.span());
                    put(target, name.get_ref(), weight);
                }
                Err(wrong) => self.wrong(&path, value, wrong),
            }
        }
    }

    fn wrong(&mut self, path: &str, value: &Spanned<DeValue<'_>>, (message, remedy): Wrong) {
        self.problem(path, value.span(), message, remedy);
    }
}

fn put(target: &mut Vec<(String, f64)>, name: &str, weight: f64) {
    match target.iter_mut().find(|(known, _)| known == name) {
        Some(entry) => entry.1 = weight,
        None => target.push((name.to_owned(), weight)),
    }
}

fn number(row: &Row, value: &DeValue<'_>) -> Result<f64, Wrong> {
    let text = match value {
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Integer(number) => whole(number).map_or_else(|| number.to_string(), |n| n.to_string()),
        other => return Err(wrong(row, "a number", other)),
    };
    let number: f64 = text.parse().map_err(|_| wrong(row, "a number", value))?;
    within(row, number, &text).map(|()| number)
}

fn count(row: &Row, value: &DeValue<'_>) -> Result<u32, Wrong> {
    let DeValue::Integer(number) = value else {
        return Err(wrong(row, "a whole number", value));
    };
    let Some(number) = whole(number) else {
        return Err(wrong(row, "a whole number", value));
    };
    within(row, number as f64, &number.to_string())?;
    u32::try_from(number).map_err(|_| {
        let limit = format!("a whole number from 0 to {}", u32::MAX);
        (format!("{number} is out of range for `{}`", row.key), limit)
    })
}

fn seed(row: &Row, value: &DeValue<'_>) -> Result<u64, Wrong> {
    let found = match value {
        DeValue::Integer(number) => whole(number).and_then(|number| u64::try_from(number).ok()),
        _ => None,
    };
    found.ok_or_else(|| {
        let (message, _) = wrong(row, "a whole number from 0", value);
        (message, format!("a whole number from 0 to {}", u64::MAX))
    })
}

fn flag(row: &Row, value: &DeValue<'_>) -> Result<bool, Wrong> {
    value.as_bool().ok_or_else(|| wrong(row, "`true` or `false`", value))
}

fn text(row: &Row, value: &DeValue<'_>) -> Result<String, Wrong> {
    let text = value.as_str().map(str::to_owned);
    text.ok_or_else(|| wrong(row, "a text in quotes", value))
}

fn date(row: &Row, value: &DeValue<'_>) -> Result<Date, Wrong> {
    let found = match value {
        DeValue::Datetime(moment) if moment.time.is_none() => moment.date,
        _ => None,
    };
    found
        .and_then(|d| {
            let (year, month) = (i16::try_from(d.year).ok()?, i8::try_from(d.month).ok()?);
            Date::new(year, month, i8::try_from(d.day).ok()?).ok()
        })
        .ok_or_else(|| wrong(row, "a date without quotes that is in the calendar, such as 2026-01-05", value))
}

fn within(row: &Row, number: f64, text: &str) -> Result<(), Wrong> {
    let inside = row.range.is_none_or(|(least, most)| (least..=most).contains(&number));
    if inside && number.is_finite() {
        return Ok(());
    }
    let message = format!("{text} is out of range for `{}`", row.key);
    Err((message, allowed(row)))
}

/// What a value may be, in words: range and unit; which currency money is in, the file alone says.
#[must_use]
pub fn allowed(row: &Row) -> String {
    let unit = if row.unit.is_empty() { String::new() } else { format!(" [{}]", row.unit.replace("GBP", "money")) };
    match row.range {
        Some((least, most)) => format!("allowed: {least} to {most}{unit}"),
        None => format!("any finite number{unit}"),
    }
}

/// That a value is of another kind than its row takes.
fn wrong(row: &Row, expected: &str, found: &DeValue<'_>) -> Wrong {
    let message = format!("`{}` takes {expected}, not {}", row.key, kind(found));
    let remedy = if row.range.is_some() { allowed(row) } else { row.about.trim().to_owned() };
    (message, remedy)
}
