//! From texts to a [`File`]: every layer is read through the declaration tree, and every problem is kept.
//!
//! The layers are the files that a file extends, the file itself, and each `--set`, in that order.

pub mod layers;
pub mod rule;
pub mod scalar;
pub mod section;

use crate::file::{FORMAT, File};
use crate::problem::Problem;
use crate::read::section::Reader;
use crate::source::{Home, Layer, Mark, Marks, Paths, Source};
use regimes_model::model::arm::Arm;
use regimes_model::model::regime::Regime;
use regimes_model::parameters::Named;
use std::collections::BTreeSet;
use toml::de::{DeTable, DeValue};

/// What was read, sound or not.
#[derive(Debug, Default)]
pub struct Reading {
    /// The values.
    pub file: File,
    /// The texts.
    pub sources: Vec<Source>,
    /// Where each value was written.
    pub marks: Marks,
    /// What is wrong so far.
    pub findings: Findings,
    /// The arms as they would be if they started from the first choice of every rule, as they once did; none where they
    /// are the same.
    pub by_default: Named<Arm>,
}

/// What is wrong so far, and what cannot be judged because of it.
#[derive(Debug, Default)]
pub struct Findings {
    /// The problems.
    pub problems: Vec<Problem>,
    /// Paths whose values are not what the author meant.
    pub doubtful: Paths,
    /// Whether and where a text is not TOML: source and line.
    pub broken: BTreeSet<(usize, usize)>,
}

/// Problems after which no more time goes into advice: nobody reads more.
pub const MANY: usize = 200;

impl Findings {
    /// Whether there are more problems than anybody reads.
    #[must_use]
    pub fn are_many(&self) -> bool {
        self.problems.len() >= MANY
    }
}

/// Reads all layers over one another.
///
/// Arms start from the status quo, which any layer may change: so what is read first says what it is, and all is read
/// again where it is not what arms without a word of their own would have.
#[must_use]
pub fn read(sources: Vec<Source>) -> Reading {
    let default = Regime::default();
    let first = read_from(sources, &default);
    let status_quo = first.file.status_quo.regime.clone();
    if status_quo == default {
        return first;
    }
    let again = read_from(first.sources, &status_quo);
    Reading { by_default: first.file.arms, ..again }
}

/// Reads all layers, with arms that start from a row.
fn read_from(sources: Vec<Source>, start: &Regime) -> Reading {
    let mut reading = Reading { sources, ..Reading::default() };
    for index in 0..reading.sources.len() {
        if !read_layer(&mut reading, index, start) {
            break;
        }
    }
    reading
}

/// Reads one layer; false where it is in another format, so that nothing more can be said.
fn read_layer(reading: &mut Reading, index: usize, start: &Regime) -> bool {
    let source = &reading.sources[index];
    let (document, errors) = DeTable::parse_recoverable(&source.text);
    let headers = if errors.is_empty() { Vec::new() } else { headers(source) };
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let line = source.position(span.start).0;
        let broken = &mut reading.findings.broken;
        let header = headers.partition_point(|&header| header <= line).checked_sub(1).map_or(0, |n| headers[n]);
        if broken.contains(&(index, line)) || error.message() == "duplicate key" && broken.contains(&(index, header)) {
            continue;
        }
        broken.insert((index, line));
        let mark = Mark { source: index, span };
        let (message, remedy) = (error.message().to_owned(), syntax_remedy(error.message()));
        let problem = Problem::new(&reading.sources, mark, "", message, remedy);
        reading.findings.problems.push(problem);
    }
    let mut reader = Reader {
        sources: &reading.sources,
        source: index,
        start,
        marks: &mut reading.marks,
        findings: &mut reading.findings,
    };
    let table = document.get_ref();
    if !is_known_format(&mut reader, table) {
        return false;
    }
    reader.section(&mut reading.file, table, "");
    true
}

/// The lines that name a table. An error follows from one that is told already where it stands on the same line, or is
/// of a key that stands twice because its whole table does.
fn headers(source: &Source) -> Vec<usize> {
    let lines = source.text.lines().enumerate();
    lines.filter(|(_, text)| text.trim_start().starts_with('[')).map(|(n, _)| n + 1).collect()
}

fn is_known_format(reader: &mut Reader<'_>, table: &DeTable<'_>) -> bool {
    let Some(value) = table.get("format") else {
        return true;
    };
    let known = match value.get_ref() {
        DeValue::Integer(number) => number.as_str() == FORMAT.to_string(),
        _ => false,
    };
    if !known {
        let text = reader.text(&value.span());
        let message = format!("format {text} is not one that this program reads");
        let remedy = format!("write `format = {FORMAT}`, or use the version of the program that the file was made for");
        reader.problem("format", value.span(), message, remedy);
    }
    known
}

fn syntax_remedy(message: &str) -> String {
    let remedy = if message.contains("duplicate key") {
        "each key and each table can be written once in a file"
    } else if message.contains("with a dotted key") {
        "to choose a variant and set its numbers, write both at once: `accountability.targets = { stake = 0.3 }`"
    } else {
        "the line is not TOML: words stand in quotes, numbers and dates do not"
    };
    remedy.to_owned()
}

/// The text of a `--set` as a line of TOML: what is not a value of TOML becomes a word.
///
/// # Errors
/// Says what is missing where there is no `path=value`.
pub fn set_layer(argument: &str) -> Result<Source, String> {
    let Some((path, value)) = argument.split_once('=') else {
        return Err("a `--set` has the form path.to.key=value".to_owned());
    };
    let is_toml = DeTable::parse(argument).is_ok() || DeValue::parse(value.trim()).is_ok();
    let text = if is_toml { argument.to_owned() } else { format!("{path}={}", crate::tree::quoted(value.trim())) };
    Ok(Source::new("--set".to_owned(), text, Layer::Set, Home::Nowhere))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_word_after_set_is_a_word() {
        let text = |argument: &str| set_layer(argument).map(|source| source.text);
        assert_eq!(text("a.b=npm").as_deref(), Ok("a.b=\"npm\""));
        assert_eq!(text("a.b=0.5").as_deref(), Ok("a.b=0.5"));
        assert_eq!(text("a={ b = 1 }").as_deref(), Ok("a={ b = 1 }"));
        assert_eq!(text("start=2026-01-05").as_deref(), Ok("start=2026-01-05"));
        assert!(text("a.b").is_err());
    }
}
