//! From texts to a [`File`](crate::file::File): every layer is read through the declaration tree, and every problem is kept.
//!
//! The layers are the files that a file extends, the file itself, and each `--set`, in that order.

pub mod layers;
pub mod reading;
pub mod rule;
pub mod scalar;
pub mod section;
pub mod values;

use crate::formats::{FORMAT, OLDEST};
use crate::problem::Problem;
use crate::read::reading::Reading;
use crate::read::section::Reader;
use crate::read::values::whole;
use crate::source::{Mark, Source};
use regimes_model::model::regime::Regime;
use toml::de::{DeTable, DeValue};

/// Layers that were read over one another, before more is put on top.
///
/// Arms start from the status quo, which any layer may change: so what is read first says what it is, and all is read
/// again where it is not what arms without a word of their own would have.
#[derive(Clone, Debug)]
pub struct Layers {
    /// All layers, with arms that start from the first choice of every rule.
    first: Reading,
    /// All layers, with arms that start from the status quo; none where that is the same.
    again: Option<Reading>,
}

impl Layers {
    /// Reads all layers over one another.
    #[must_use]
    pub fn read(sources: Vec<Source>) -> Layers {
        let default = Regime::default();
        let first = read_from(sources, &default);
        let status_quo = first.file.status_quo.regime.clone();
        let again = (status_quo != default).then(|| read_from(first.sources.clone(), &status_quo));
        Layers { first, again }
    }

    /// The same layers with more on top: the same as if all were read at once.
    #[must_use]
    pub fn with(&self, more: Vec<Source>) -> Layers {
        let mut layers = self.clone();
        let status_quo = &self.first.file.status_quo.regime;
        add(&mut layers.first, more.clone(), &Regime::default());
        if layers.first.file.status_quo.regime != *status_quo {
            return Layers::read(layers.first.sources);
        }
        if let Some(again) = &mut layers.again {
            add(again, more, status_quo);
        }
        layers
    }

    /// What was read.
    #[must_use]
    pub fn reading(self) -> Reading {
        match self.again {
            Some(again) => Reading { by_default: self.first.file.arms, ..again },
            None => self.first,
        }
    }
}

/// Reads all layers, with arms that start from a row.
fn read_from(sources: Vec<Source>, start: &Regime) -> Reading {
    let mut reading = Reading::default();
    add(&mut reading, sources, start);
    reading
}

/// Reads more layers over what was read; no further where one is in a format that is not known.
fn add(reading: &mut Reading, more: Vec<Source>, start: &Regime) {
    let from = reading.sources.len();
    reading.sources.extend(more);
    for index in from..reading.sources.len() {
        if reading.findings.doubtful.contains("format") || !read_layer(reading, index, start) {
            break;
        }
    }
}

/// Reads one layer; false where it is in a format that is not known, so that nothing more can be said.
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
        calibration: &mut reading.calibration,
    };
    let table = document.get_ref();
    if !is_known_format(&mut reader, table) {
        return false;
    }
    reader.section(&mut reading.file, table, "");
    true
}

/// The lines that name a table. An error follows from one that is reported already where it stands on the same line, or is
/// of a key that stands twice because its whole table does.
fn headers(source: &Source) -> Vec<usize> {
    let lines = source.text.lines().enumerate();
    lines.filter(|(_, text)| text.trim_start().starts_with('[')).map(|(n, _)| n + 1).collect()
}

/// Whether a layer can be read: in the format of today, or in an older one whose changed keys are known, which is
/// remembered.
fn is_known_format(reader: &mut Reader<'_>, table: &DeTable<'_>) -> bool {
    let Some(value) = table.get("format") else {
        return true;
    };
    let number = match value.get_ref() {
        DeValue::Integer(number) => whole(number).and_then(|number| u32::try_from(number).ok()),
        _ => None,
    };
    match number {
        Some(FORMAT) => return true,
        Some(older) if (OLDEST..FORMAT).contains(&older) => {
            reader.findings.older.insert(reader.source, (value.span(), older));
            return true;
        }
        _ => {}
    }
    let text = reader.text(&value.span());
    let message = format!("format {text} is not one that this program reads");
    let remedy = if number.is_some_and(|number| number > FORMAT) {
        format!("it reads format {FORMAT}: use the later version of the program that the file was made for")
    } else {
        format!("it reads format {FORMAT}, and names what has changed since format {OLDEST}: write `format = {FORMAT}`")
    };
    reader.problem("format", value.span(), message, remedy);
    false
}

fn syntax_remedy(message: &str) -> String {
    let remedy = if message.contains("duplicate key") {
        "each key and each table can be written once in a file"
    } else if message.contains("with a dotted key") {
        "to choose a variant and set its numbers, write both at once: `accountability.targets = { stake = 0.3 }`"
    } else {
        "the line is not TOML: words need quotes, numbers and dates do not"
    };
    remedy.to_owned()
}
