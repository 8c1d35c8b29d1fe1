//! Tables of a file against the declaration tree: sections, presets, sections by name.

use crate::formats;
use crate::name::{fault, shown};
use crate::nearest::{advice, listed, nearest};
use crate::problem::Problem;
use crate::read::reading::{CALIBRATION, Calibration, Findings, Former};
use crate::read::values::{kind, number};
use crate::source::{Layer, Mark, Marks, Source, join};
use crate::tree;
use regimes_model::model::regime::Regime;
use regimes_model::parameters::{Collection, Declared, Row, Slot};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads one layer.
pub struct Reader<'a> {
    /// All texts.
    pub sources: &'a [Source],
    /// The number of the one that is read.
    pub source: usize,
    /// The row that sections start from which say nothing else.
    pub start: &'a Regime,
    /// Where each value was written.
    pub marks: &'a mut Marks,
    /// What is wrong so far.
    pub findings: &'a mut Findings,
    /// The calibration that fitted the parameters, as far as a layer has said so.
    pub calibration: &'a mut Option<Calibration>,
}

/// A key of a file with its value, and the row that declares it.
pub struct Entry<'a> {
    /// The row.
    pub row: &'static Row,
    /// Where the key stands.
    pub key: Range<usize>,
    /// The value.
    pub value: &'a Spanned<DeValue<'a>>,
    /// The path.
    pub path: String,
}

/// Sections by name, and the place of each name among them.
type Members<'a> = (&'a mut dyn Collection, &'a mut BTreeMap<String, usize>);

fn places(collection: &dyn Collection) -> BTreeMap<String, usize> {
    collection.names().into_iter().enumerate().map(|(place, name)| (name, place)).collect()
}

/// Whether a member is left out: the word, or the truth value that stands for it.
fn is_drop(value: &DeValue<'_>) -> bool {
    matches!(value, DeValue::Boolean(false)) || value.as_str() == Some("drop")
}

impl Reader<'_> {
    /// Reads a table into a section; a preset comes before all other keys.
    pub fn section(&mut self, section: &mut dyn Declared, table: &DeTable<'_>, path: &str) {
        let has_presets = !tree::presets(section).is_empty();
        if let (true, Some(name)) = (has_presets, table.get("preset")) {
            self.preset(section, name, path);
        }
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "preset" if has_presets => {}
                // Of an older format nothing is left to say.
                "format" if path.is_empty() && self.findings.older.contains_key(&self.source) => {}
                "extends" if path.is_empty() && self.layer() != Layer::Set => self.extends(value),
                CALIBRATION if path.is_empty() && self.layer() != Layer::Set => self.calibration(key.span(), value),
                name => match tree::find(section, name) {
                    Some((row, slot)) => {
                        let (key, path) = (key.span(), join(path, name));
                        self.slot(slot, &Entry { row, key, value, path });
                    }
                    None if self.former(name, (key.span(), value.get_ref()), path) => {}
                    None => self.unknown_key(&tree::keys(section), name, key.span(), path),
                },
            }
        }
    }

    fn slot(&mut self, slot: Slot<'_>, entry: &Entry<'_>) {
        match slot {
            Slot::Choice(choice) => self.choice(choice, entry),
            Slot::Section(inner) => self.table_into(inner, entry),
            Slot::Optional(inner) => self.table_into(inner.make(), entry),
            Slot::Table(inner) => self.collection(inner, entry),
            scalar => self.scalar(scalar, entry),
        }
    }

    fn table_into(&mut self, section: &mut dyn Declared, entry: &Entry<'_>) {
        match entry.value.get_ref() {
            DeValue::Table(table) => {
                self.mark(&entry.path, entry.key.clone());
                self.section(section, table, &entry.path);
            }
            other => {
                let message = format!("`{}` is a section, not {}", entry.path, kind(other));
                let remedy = format!("its keys: {}", listed(&tree::keys(section)));
                self.problem(&entry.path, entry.value.span(), message, remedy);
            }
        }
    }

    fn collection(&mut self, collection: &mut dyn Collection, entry: &Entry<'_>) {
        let DeValue::Table(table) = entry.value.get_ref() else {
            let found = kind(entry.value.get_ref());
            let message = format!("`{}` holds sections by name, not {found}", entry.path);
            let remedy = format!("write `[{}.some_name]` above the keys of each", entry.path);
            return self.problem(&entry.path, entry.value.span(), message, remedy);
        };
        self.mark(&entry.path, entry.key.clone());
        let mut places = places(collection);
        for (name, value) in table {
            let (row, key) = (entry.row, name.span());
            let path = join(&entry.path, name.get_ref());
            self.member((&mut *collection, &mut places), name.get_ref(), &Entry { row, key, value, path });
        }
    }

    fn member(&mut self, (collection, places): Members<'_>, name: &str, entry: &Entry<'_>) {
        let place = places.get(name).copied();
        let is_dropped = is_drop(entry.value.get_ref());
        if place.is_none() && (is_dropped || self.layer() == Layer::Set) {
            let known: Vec<&str> = places.keys().map(String::as_str).collect();
            let what = if is_dropped { " to drop" } else { "" };
            let message = format!("there is no `{}` in `{}`{what}", shown(name), entry.row.key);
            self.problem(&entry.path, entry.key.clone(), message, advice(name, &known));
        } else if let Some((message, remedy)) = fault(name) {
            self.problem(&entry.path, entry.key.clone(), message, remedy);
        } else if is_dropped {
            collection.remove(name);
            *places = self::places(collection);
            self.marks.forget_below(&entry.path);
        } else if matches!(entry.value.get_ref(), DeValue::Table(_)) {
            let place = place.unwrap_or_else(|| self.add(collection, name));
            places.insert(name.to_owned(), place);
            self.table_into(collection.at(place), entry);
        } else {
            let found = kind(entry.value.get_ref());
            let message = format!("`{}` is a section, not {found}", entry.path);
            let remedy =
                format!("write `[{}]` above its keys; `{name} = \"drop\"` leaves out one that a base has", entry.path);
            self.problem(&entry.path, entry.value.span(), message, remedy);
        }
    }

    /// Adds a member to a collection, with the row that it starts from.
    fn add(&self, collection: &mut dyn Collection, name: &str) -> usize {
        let place = collection.add(name);
        let section = collection.at(place);
        if section.starts_from().is_some() {
            tree::take_row(section, &mut self.start.clone());
        }
        place
    }

    fn preset(&mut self, section: &mut dyn Declared, value: &Spanned<DeValue<'_>>, path: &str) {
        let here = join(path, "preset");
        let known = tree::presets(section);
        let Some(name) = value.get_ref().as_str() else {
            let message = format!("`preset` takes a name, not {}", kind(value.get_ref()));
            let remedy = format!("known: {}", listed(&known));
            return self.problem(&here, value.span(), message, remedy);
        };
        let is_start = section.starts_from() == Some(name);
        let taken =
            if is_start { tree::take_row(section, &mut self.start.clone()) } else { tree::take_preset(section, name) };
        let Some(paths) = taken else {
            let message = format!("there is no preset `{name}`");
            return self.problem(&here, value.span(), message, advice(name, &known));
        };
        self.mark(&here, value.span());
        for replaced in &paths {
            let rule = join(path, replaced.split('.').next().unwrap_or(replaced));
            self.marks.forget_below(&rule);
            self.marks.forget(&rule);
        }
        // What is taken from another section was written there.
        for replaced in paths.iter().filter(|_| !is_start) {
            self.mark(&join(path, replaced), value.span());
        }
    }

    /// Remembers a key that an older format had; false where none had it.
    fn former(&mut self, name: &str, (span, value): (Range<usize>, &DeValue<'_>), path: &str) -> bool {
        let Some((change, names)) = formats::change(path, name) else { return false };
        let line = self.sources[self.source].position(span.start).0;
        if !self.findings.broken.contains(&(self.source, line)) {
            let (mark, path) = (Mark { source: self.source, span }, join(path, name));
            self.findings.former.push(Former { mark, path, change, names, value: number(value) });
        }
        true
    }

    fn unknown_key(&mut self, known: &[&str], name: &str, span: Range<usize>, path: &str) {
        let key = shown(name);
        let message =
            if path.is_empty() { format!("unknown key `{key}`") } else { format!("unknown key `{key}` in `{path}`") };
        if self.findings.are_many() {
            return self.problem(&join(path, name), span, message, String::new());
        }
        self.problem(&join(path, name), span, message, advice(name, known));
        if let Some(meant) = nearest(name, known.iter().copied()) {
            self.findings.doubtful.insert(&join(path, meant));
        }
    }

    /// Remembers which calibration fitted the parameters of the text, and where it says so.
    fn calibration(&mut self, key: Range<usize>, value: &Spanned<DeValue<'_>>) {
        match value.get_ref().as_str() {
            Some(name) => {
                *self.calibration = Some(Calibration { name: name.to_owned(), source: self.source });
                self.mark(CALIBRATION, key);
            }
            None => {
                let message = format!("`{CALIBRATION}` takes the name of a calibration, not {}", kind(value.get_ref()));
                self.problem(CALIBRATION, value.span(), message, "as `calibration = \"england\"`".to_owned());
            }
        }
    }

    fn extends(&mut self, value: &Spanned<DeValue<'_>>) {
        if value.get_ref().as_str().is_none() {
            let found = kind(value.get_ref());
            let message = format!("`extends` takes the name of a file, not {found}");
            let remedy = "a path relative to this file, or the name of a bundled scenario";
            self.problem("extends", value.span(), message, remedy.to_owned());
        }
    }

    /// What the text that is read is to the scenario.
    #[must_use]
    pub fn layer(&self) -> Layer {
        self.sources[self.source].layer
    }

    /// The text of a stretch of the source.
    #[must_use]
    pub fn text(&self, span: &Range<usize>) -> &str {
        let text = &self.sources[self.source].text;
        text.get(span.clone()).unwrap_or("")
    }

    /// Remembers where a value was written.
    pub fn mark(&mut self, path: &str, span: Range<usize>) {
        let source = self.source;
        self.marks.set(path, Mark { source, span });
    }

    /// Keeps a problem, unless its line is not even TOML.
    pub fn problem(&mut self, path: &str, span: Range<usize>, message: String, remedy: String) {
        self.findings.doubtful.insert(path);
        let source = self.source;
        let line = self.sources[source].position(span.start).0;
        let broken = self.findings.broken.contains(&(source, line));
        let absent = span == (0..0) && !self.findings.broken.is_empty();
        if !broken && !absent {
            let problem = Problem::new(self.sources, Mark { source, span }, path, message, remedy);
            self.findings.problems.push(problem);
        }
    }
}
