//! Tables of a file against the declaration tree: sections, named sections, rules.

use crate::parameters::{Choice, Collection, Declared, Row, Slot};
use crate::scenario::nearest::{advice, as_identifier, is_identifier, listed, nearest};
use crate::scenario::problem::Problem;
use crate::scenario::read::Findings;
use crate::scenario::read::scalar::kind;
use crate::scenario::source::{Layer, Mark, Marks, Source, join};
use crate::scenario::tree;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads one layer.
pub struct Reader<'a> {
    /// All texts.
    pub sources: &'a [Source],
    /// The number of the one that is read.
    pub source: usize,
    /// Where each value was written.
    pub marks: &'a mut Marks,
    /// What is wrong so far.
    pub findings: &'a mut Findings,
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
                "extends" if path.is_empty() && self.layer() != Layer::Set => self.extends(value),
                name => match tree::find(section, name) {
                    Some((row, slot)) => self.slot(row, slot, key.span(), value, &join(path, name)),
                    None => self.unknown_key(&tree::keys(section), name, key.span(), path),
                },
            }
        }
    }

    fn slot(
        &mut self,
        row: &Row,
        slot: Slot<'_>,
        key: Range<usize>,
        value: &Spanned<DeValue<'_>>,
        path: &str,
    ) {
        match slot {
            Slot::Choice(choice) => self.choice(row, choice, key, value, path),
            Slot::Section(inner) => self.table_into(row, inner, key, value, path),
            Slot::Optional(inner) => self.table_into(row, inner.make(), key, value, path),
            Slot::Table(inner) => self.collection(row, inner, key, value, path),
            scalar => self.scalar(row, scalar, value, path),
        }
    }

    fn table_into(
        &mut self,
        row: &Row,
        section: &mut dyn Declared,
        key: Range<usize>,
        value: &Spanned<DeValue<'_>>,
        path: &str,
    ) {
        match value.get_ref() {
            DeValue::Table(table) => {
                self.mark(path, key);
                self.section(section, table, path);
            }
            other => {
                let message = format!("`{}` is a section, not {}", row.key, kind(other));
                let remedy = format!("its keys: {}", listed(&tree::keys(section)));
                self.problem(path, value.span(), message, remedy);
            }
        }
    }

    fn collection(
        &mut self,
        row: &Row,
        collection: &mut dyn Collection,
        key: Range<usize>,
        value: &Spanned<DeValue<'_>>,
        path: &str,
    ) {
        let DeValue::Table(table) = value.get_ref() else {
            let message = format!(
                "`{}` holds sections by name, not {}",
                row.key,
                kind(value.get_ref())
            );
            let remedy = format!("write `[{path}.some_name]` above the keys of each");
            return self.problem(path, value.span(), message, remedy);
        };
        self.mark(path, key);
        for (name, value) in table {
            self.member(row, collection, name, value, path);
        }
    }

    fn member(
        &mut self,
        row: &Row,
        collection: &mut dyn Collection,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
        above: &str,
    ) {
        let name = key.get_ref().as_ref();
        let path = join(above, name);
        let names = collection.names();
        let is_there = names.iter().any(|known| known == name);
        if !is_there && self.layer() == Layer::Set {
            let known: Vec<&str> = names.iter().map(String::as_str).collect();
            let message = format!("there is no `{name}` in `{above}`");
            self.problem(&path, key.span(), message, advice(name, &known));
        } else if !is_identifier(name) {
            let message = format!("`{name}` is not a name in snake case");
            let remedy = format!(
                "small letters, digits and underscores, a letter first: `{}`",
                as_identifier(name)
            );
            self.problem(&path, key.span(), message, remedy);
        } else if matches!(value.get_ref(), DeValue::Boolean(false)) && is_there {
            collection.remove(name);
            self.marks.forget_below(&path);
        } else if matches!(value.get_ref(), DeValue::Table(_)) {
            self.table_into(row, collection.entry(name), key.span(), value, &path);
        } else {
            let message = format!(
                "`{name}` in `{above}` is a section, not {}",
                kind(value.get_ref())
            );
            let remedy = format!(
                "write `[{path}]` above its keys; `{name} = false` leaves out one that a base has"
            );
            self.problem(&path, value.span(), message, remedy);
        }
    }

    fn preset(&mut self, section: &mut dyn Declared, value: &Spanned<DeValue<'_>>, path: &str) {
        let here = join(path, "preset");
        let known = tree::presets(section);
        let Some(name) = value.get_ref().as_str() else {
            let message = format!("`preset` takes a name, not {}", kind(value.get_ref()));
            return self.problem(
                &here,
                value.span(),
                message,
                format!("known: {}", listed(known)),
            );
        };
        match tree::take_preset(section, name) {
            Some(paths) => {
                for replaced in &paths {
                    let rule = replaced.split('.').next().unwrap_or(replaced);
                    self.marks.forget_below(&join(path, rule));
                }
                for replaced in &paths {
                    self.mark(&join(path, replaced), value.span());
                }
            }
            None => {
                let message = format!("there is no preset `{name}`");
                self.problem(&here, value.span(), message, advice(name, known));
            }
        }
    }

    fn choice(
        &mut self,
        row: &Row,
        choice: &mut dyn Choice,
        key: Range<usize>,
        value: &Spanned<DeValue<'_>>,
        path: &str,
    ) {
        match value.get_ref() {
            DeValue::String(name) => {
                if choice.choose(name) {
                    self.marks.forget_below(path);
                    self.mark(path, value.span());
                } else {
                    self.unknown_variant(row, choice, name, value.span(), path);
                }
            }
            DeValue::Table(table) => self.variant(row, choice, table, key, path),
            other => {
                let message = format!(
                    "`{}` takes the name of a variant, not {}",
                    row.key,
                    kind(other)
                );
                self.problem(
                    path,
                    value.span(),
                    message,
                    format!("known: {}", listed(&names(choice))),
                );
            }
        }
    }

    /// A rule given as a table: the name of a variant, and its numbers below.
    fn variant(
        &mut self,
        row: &Row,
        choice: &mut dyn Choice,
        table: &DeTable<'_>,
        key: Range<usize>,
        path: &str,
    ) {
        let known = names(choice);
        let mut given = table
            .iter()
            .filter(|(name, _)| known.contains(&name.get_ref().as_ref()));
        let first = given.next();
        if let (Some((first, _)), Some((second, _))) = (first, given.next()) {
            let message = format!(
                "`{}` cannot be `{first}` and `{second}` at once",
                row.key,
                first = first.get_ref(),
                second = second.get_ref()
            );
            return self.problem(
                path,
                second.span(),
                message,
                "keep one of the two".to_owned(),
            );
        }
        for (name, _) in table
            .iter()
            .filter(|(name, _)| !known.contains(&name.get_ref().as_ref()))
        {
            self.unknown_variant(row, choice, name.get_ref(), name.span(), path);
        }
        let Some((name, value)) = first else {
            return;
        };
        let below = join(path, name.get_ref());
        if choice.chosen() != name.get_ref() {
            if self.is_dotted(&name.span()) {
                return self.not_chosen(row, choice.chosen(), name, value, &below);
            }
            choice.choose(name.get_ref());
            self.marks.forget_below(path);
            self.mark(path, if table.len() == 1 { name.span() } else { key });
        }
        self.numbers(choice, value, &below);
    }

    fn numbers(&mut self, choice: &mut dyn Choice, value: &Spanned<DeValue<'_>>, path: &str) {
        match value.get_ref() {
            DeValue::Table(table) => self.section(choice.numbers(), table, path),
            other => {
                let message = format!(
                    "`{path}` takes the numbers of the variant, not {}",
                    kind(other)
                );
                let known = tree::keys(choice.numbers());
                self.problem(
                    path,
                    value.span(),
                    message,
                    format!("known: {}", listed(&known)),
                );
            }
        }
    }

    fn not_chosen(
        &mut self,
        row: &Row,
        chosen: &str,
        name: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
        path: &str,
    ) {
        let name_text = name.get_ref();
        let message = format!(
            "`{}` is `{chosen}` here, so `{name_text}` has no numbers to set",
            row.key
        );
        let number = value
            .get_ref()
            .as_table()
            .and_then(|table| table.iter().next());
        let number = number.map_or_else(String::new, |(key, value)| {
            format!(" {} = {} ", key.get_ref(), self.text(&value.span()))
        });
        let rule = path.strip_suffix(&format!(".{name_text}")).unwrap_or(path);
        let remedy = if self.layer() == Layer::Set {
            format!(
                "choose it first: `--set '{rule}.{name_text}={{{number}}}'`, or `--set {rule}={name_text}` before this one"
            )
        } else {
            format!(
                "choose it first: `{}.{name_text} = {{{number}}}`; or `{} = \"{name_text}\"` for all its defaults",
                row.key, row.key
            )
        };
        self.problem(path, name.span(), message, remedy);
    }

    fn unknown_variant(
        &mut self,
        row: &Row,
        choice: &mut dyn Choice,
        name: &str,
        span: Range<usize>,
        path: &str,
    ) {
        let known = names(choice);
        let chosen = choice.chosen();
        let message = format!("`{name}` is not a variant of `{}`", row.key);
        let remedy = if tree::keys(choice.numbers()).contains(&name) {
            format!(
                "it is a number of `{chosen}`: write `{}.{chosen}.{name}`",
                row.key
            )
        } else {
            advice(name, &known)
        };
        self.problem(path, span, message, remedy);
    }

    fn unknown_key(&mut self, known: &[&str], name: &str, span: Range<usize>, path: &str) {
        let message = if path.is_empty() {
            format!("unknown key `{name}`")
        } else {
            format!("unknown key `{name}` in `{path}`")
        };
        self.problem(&join(path, name), span, message, advice(name, known));
        if let Some(meant) = nearest(name, known.iter().copied()) {
            self.findings.doubtful.push(join(path, meant));
        }
    }

    fn extends(&mut self, value: &Spanned<DeValue<'_>>) {
        if value.get_ref().as_str().is_none() {
            let message = format!(
                "`extends` takes the name of a file, not {}",
                kind(value.get_ref())
            );
            let remedy = "a path seen from this file, or the name of a bundled scenario".to_owned();
            self.problem("extends", value.span(), message, remedy);
        }
    }

    /// Whether a key is followed by a dot: one number below it is set, rather than a whole table.
    fn is_dotted(&self, key: &Range<usize>) -> bool {
        let rest = self.sources[self.source].text.get(key.end..).unwrap_or("");
        rest.trim_start_matches([' ', '\t']).starts_with('.')
    }

    fn layer(&self) -> Layer {
        self.sources[self.source].layer
    }

    /// Remembers where a value was written.
    pub fn mark(&mut self, path: &str, span: Range<usize>) {
        let mark = Mark {
            source: self.source,
            span,
        };
        self.marks.set(path, mark);
    }

    /// Keeps a problem, unless its line is not even TOML.
    pub fn problem(&mut self, path: &str, span: Range<usize>, message: String, remedy: String) {
        self.findings.doubtful.push(path.to_owned());
        let line = self.sources[self.source].position(span.start).0;
        let broken = self.findings.broken.contains(&(self.source, line));
        let absent = span == (0..0) && !self.findings.broken.is_empty();
        if !broken && !absent {
            let mark = Mark {
                source: self.source,
                span,
            };
            self.findings
                .problems
                .push(Problem::new(self.sources, mark, path, message, remedy));
        }
    }
}

fn names(choice: &dyn Choice) -> Vec<&'static str> {
    choice.variants().iter().map(|(name, _)| *name).collect()
}
