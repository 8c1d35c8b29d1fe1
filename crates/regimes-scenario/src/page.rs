//! Tables of files other than scenarios: typed values with their places, and what is wrong with them.

use crate::name::{fault, text_fault};
use crate::nearest::advice;
use crate::overrides::Override;
use crate::problem::Problem;
use crate::read::values::{kind, whole};
use crate::source::{Home, Mark, Marks, Source, join};
use std::ops::{Range, RangeInclusive};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Whether a value can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It must be there.
    Must,
    /// It may be left out.
    May,
}

/// A text that is read.
pub struct Page<'a> {
    sources: &'a [Source],
    source: usize,
    /// Where each value stands, by path.
    pub marks: Marks,
    /// What is wrong so far.
    pub problems: Vec<Problem>,
}

/// A table of a text.
pub struct Section<'t> {
    /// Its path.
    pub path: String,
    /// Where its name stands.
    span: Range<usize>,
    table: &'t DeTable<'t>,
}

impl Section<'_> {
    /// Its keys, in order.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.table.iter().map(|(key, _)| key.get_ref().to_string()).collect()
    }
}

impl<'a> Page<'a> {
    /// A page of one of the sources.
    #[must_use]
    pub fn new(sources: &'a [Source], source: usize) -> Page<'a> {
        Page { sources, source, marks: Marks::default(), problems: Vec::new() }
    }

    /// The name of the file without its ending.
    #[must_use]
    pub fn stem(&self) -> String {
        let path = std::path::Path::new(&self.sources[self.source].name);
        path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
    }

    /// Where the text came from.
    #[must_use]
    pub fn home(&self) -> &'a Home {
        &self.sources[self.source].home
    }

    /// Reads the whole text by `f`; none where it is not TOML.
    pub fn document<T>(&mut self, f: impl FnOnce(&mut Self, &Section<'_>) -> T) -> Option<T> {
        let text = self.sources[self.source].text.clone();
        let (document, errors) = DeTable::parse_recoverable(&text);
        if let Some(error) = errors.first() {
            let message = error.message().to_owned();
            let remedy = "the line is not TOML: words stand in quotes, numbers do not".to_owned();
            self.at(error.span().unwrap_or(0..0), "", message, remedy);
            return None;
        }
        let root = Section { path: String::new(), span: 0..0, table: document.get_ref() };
        Some(f(self, &root))
    }

    fn at(&mut self, span: Range<usize>, path: &str, message: String, remedy: String) {
        let mark = Mark { source: self.source, span };
        self.problems.push(Problem::new(self.sources, mark, path, message, remedy));
    }

    /// Keeps a problem of a key, or of its section where the key is not there.
    pub fn problem(&mut self, section: &Section<'_>, key: &str, message: String, remedy: String) {
        let span = section.table.get(key).map_or_else(|| section.span.clone(), Spanned::span);
        self.at(span, &join(&section.path, key), message, remedy);
    }

    /// Keeps a problem of a stretch of a text in quotes.
    pub fn problem_inside(&mut self, path: &str, part: &Range<usize>, message: String, remedy: String) {
        let from = self.marks.get(path).map_or(0, |mark| mark.span.start + 1);
        self.at(from + part.start..from + part.end, path, message, remedy);
    }

    /// Tells of keys that are not known.
    pub fn allow(&mut self, section: &Section<'_>, known: &[&str]) {
        for (key, _) in section.table {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                let place = if section.path.is_empty() { String::new() } else { format!(" in `{}`", section.path) };
                let message = format!("unknown key `{name}`{place}");
                self.at(key.span(), &join(&section.path, name), message, advice(name, known));
            }
        }
    }

    /// Tells of a section whose name readers would not read as a name.
    pub fn name(&mut self, section: &Section<'_>, name: &str) {
        if let Some((message, remedy)) = fault(name) {
            self.at(section.span.clone(), &section.path, message, remedy);
        }
    }

    /// Tells of a key whose name readers would not read as a name.
    pub fn name_of(&mut self, section: &Section<'_>, name: &str) {
        if let Some((message, remedy)) = fault(name) {
            self.problem(section, name, message, remedy);
        }
    }

    /// The value of a key, where it stands remembered.
    fn value<'t>(&mut self, section: &Section<'t>, key: &str, need: Need) -> Option<&'t Spanned<DeValue<'t>>> {
        let value = section.table.get(key);
        match value {
            Some(value) => {
                let mark = Mark { source: self.source, span: value.span() };
                self.marks.set(&join(&section.path, key), mark);
            }
            None if need == Need::Must => {
                let remedy = match section.path.as_str() {
                    "" => format!("write `{key} = ...` at the top"),
                    path => format!("write `{key} = ...` below `{path}`"),
                };
                self.problem(section, key, format!("`{key}` is missing"), remedy);
            }
            None => {}
        }
        value
    }

    fn wrong(&mut self, value: &Spanned<DeValue<'_>>, (section, key): (&Section<'_>, &str), wanted: &str) {
        let message = format!("`{key}` takes {wanted}, not {}", kind(value.get_ref()));
        self.at(value.span(), &join(&section.path, key), message, String::new());
    }

    /// A text, which stands in tables.
    pub fn text(&mut self, section: &Section<'_>, key: &str, need: Need) -> String {
        let text = self.expression(section, key, need);
        if let Some((message, remedy)) = text_fault(&text) {
            self.problem(section, key, message, remedy);
        }
        text
    }

    /// A text that is computed, and stands in no table.
    pub fn expression(&mut self, section: &Section<'_>, key: &str, need: Need) -> String {
        let Some(value) = self.value(section, key, need) else { return String::new() };
        match value.get_ref().as_str() {
            Some(text) if need == Need::Must && text.trim().is_empty() => {
                self.at(value.span(), &join(&section.path, key), format!("`{key}` is empty"), String::new());
                String::new()
            }
            Some(text) => text.trim().to_owned(),
            None => {
                self.wrong(value, (section, key), "a text");
                String::new()
            }
        }
    }

    /// A number.
    pub fn number(&mut self, section: &Section<'_>, key: &str) -> Option<f64> {
        let value = self.value(section, key, Need::May)?;
        let number = literal(value.get_ref()).and_then(|text| text.parse::<f64>().ok());
        if number.is_none() || value.get_ref().as_str().is_some() {
            self.wrong(value, (section, key), "a number");
            return None;
        }
        if number.is_some_and(|number| !number.is_finite()) {
            let message = format!("`{key}` takes a finite number");
            self.at(
                value.span(),
                &join(&section.path, key),
                message,
                "leave it out where there is no limit".to_owned(),
            );
            return None;
        }
        number
    }

    /// A whole number of a range.
    pub fn whole(&mut self, section: &Section<'_>, key: &str, range: RangeInclusive<u64>) -> u64 {
        let Some(value) = self.value(section, key, Need::Must) else { return *range.start() };
        let number = match value.get_ref() {
            DeValue::Integer(number) => whole(number).and_then(|number| u64::try_from(number).ok()),
            _ => None,
        };
        match number.filter(|number| range.contains(number)) {
            Some(number) => number,
            None => {
                let wanted = format!("a whole number from {} to {}", range.start(), range.end());
                self.wrong(value, (section, key), &wanted);
                *range.start()
            }
        }
    }

    /// Sections of a list, as `[[key]]` writes them; none where the key is left out.
    pub fn list_of_sections<'t>(&mut self, section: &Section<'t>, key: &str) -> Vec<Section<'t>> {
        let Some(value) = self.value(section, key, Need::May) else { return Vec::new() };
        let DeValue::Array(list) = value.get_ref() else {
            self.wrong(value, (section, key), &format!("sections, each below `[[{key}]]`"));
            return Vec::new();
        };
        let mut sections = Vec::new();
        for (n, item) in list.iter().enumerate() {
            let path = format!("{}[{n}]", join(&section.path, key));
            match item.get_ref() {
                DeValue::Table(table) => sections.push(Section { path, span: item.span(), table }),
                _ => self.wrong(item, (section, key), &format!("sections, each below `[[{key}]]`")),
            }
        }
        sections
    }

    /// A list of texts; none where the key is left out.
    pub fn words(&mut self, section: &Section<'_>, key: &str) -> Vec<String> {
        self.list(section, key, |value| value.as_str().map(str::to_owned))
    }

    /// A list of overrides, each written as `path=value`; none where the key is left out.
    pub fn overrides(&mut self, section: &Section<'_>, key: &str) -> Vec<Override> {
        self.words(section, key).into_iter().map(Override::from).collect()
    }

    /// A list of numbers, words or truths, as `--set` takes them.
    pub fn literals(&mut self, section: &Section<'_>, key: &str) -> Vec<String> {
        self.list(section, key, literal)
    }

    fn list(&mut self, section: &Section<'_>, key: &str, read: impl Fn(&DeValue<'_>) -> Option<String>) -> Vec<String> {
        let Some(value) = self.value(section, key, Need::May) else { return Vec::new() };
        let DeValue::Array(list) = value.get_ref() else {
            self.wrong(value, (section, key), "a list");
            return Vec::new();
        };
        let mut all = Vec::new();
        for (n, item) in list.iter().enumerate() {
            let mark = Mark { source: self.source, span: item.span() };
            self.marks.set(&format!("{}[{n}]", join(&section.path, key)), mark);
            match read(item.get_ref()) {
                Some(text) => all.push(text),
                None => self.wrong(item, (section, key), "a list of such values"),
            }
        }
        all
    }

    /// A table.
    pub fn section<'t>(&mut self, section: &Section<'t>, key: &str, need: Need) -> Option<Section<'t>> {
        let value = self.value(section, key, need)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Section { path: join(&section.path, key), span: value.span(), table }),
            _ => {
                self.wrong(value, (section, key), "a table");
                None
            }
        }
    }

    /// Tables by name, in order.
    pub fn sections<'t>(&mut self, section: &Section<'t>, key: &str, need: Need) -> Vec<(String, Section<'t>)> {
        let Some(all) = self.section(section, key, need) else { return Vec::new() };
        let mut sections = Vec::new();
        for (name, value) in all.table {
            let path = join(&all.path, name.get_ref());
            self.marks.set(&path, Mark { source: self.source, span: name.span() });
            match value.get_ref() {
                DeValue::Table(table) => {
                    sections.push((name.get_ref().to_string(), Section { path, span: name.span(), table }));
                }
                _ => self.wrong(value, (&all, name.get_ref()), "a table"),
            }
        }
        sections
    }
}

/// A plain value as `--set` takes it.
fn literal(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => whole(number).map(|number| number.to_string()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(truth) => Some(truth.to_string()),
        _ => None,
    }
}
