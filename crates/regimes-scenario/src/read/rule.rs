//! A rule in a file: the name of a variant, or a table of its numbers.
//!
//! A table chooses its variant; a dotted key changes one number of the variant that is chosen already.

use crate::nearest::{advice, listed};
use crate::read::section::{Entry, Reader};
use crate::read::values::kind;
use crate::source::{Layer, join};
use crate::tree;
use regimes_model::parameters::Choice;
use std::borrow::Cow;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

impl Reader<'_> {
    /// Reads a rule.
    pub fn choice(&mut self, choice: &mut dyn Choice, entry: &Entry<'_>) {
        match entry.value.get_ref() {
            DeValue::String(name) => {
                if choice.choose(name) {
                    self.marks.forget_below(&entry.path);
                    self.mark(&entry.path, entry.value.span());
                } else {
                    self.unknown_variant(choice, name, entry.value.span(), entry);
                }
            }
            DeValue::Table(table) => self.variant(choice, table, entry),
            other => {
                let key = entry.row.key;
                let message = format!("`{key}` takes the name of a variant, not {}", kind(other));
                let remedy = format!("known: {}", listed(&names(choice)));
                self.problem(&entry.path, entry.value.span(), message, remedy);
            }
        }
    }

    fn variant(&mut self, choice: &mut dyn Choice, table: &DeTable<'_>, entry: &Entry<'_>) {
        let known = names(choice);
        let is_known = |name: &Spanned<Cow<'_, str>>| known.contains(&name.get_ref().as_ref());
        for (name, _) in table.iter().filter(|(name, _)| !is_known(name)) {
            self.unknown_variant(choice, name.get_ref(), name.span(), entry);
        }
        let mut given = table.iter().filter(|(name, _)| is_known(name));
        let Some((name, value)) = given.next() else {
            return;
        };
        if let Some((second, _)) = given.next() {
            let (key, name, other) = (entry.row.key, name.get_ref(), second.get_ref());
            let message = format!("`{key}` cannot be `{name}` and `{other}` at once");
            let remedy = "keep one of the two".to_owned();
            return self.problem(&entry.path, second.span(), message, remedy);
        }
        if choice.chosen() != name.get_ref() {
            if self.is_dotted(&name.span()) {
                return self.not_chosen(choice.chosen(), name, value, entry);
            }
            choice.choose(name.get_ref());
            self.marks.forget_below(&entry.path);
            self.mark(&entry.path, name.span());
        }
        self.numbers(choice, value, &join(&entry.path, name.get_ref()));
    }

    fn numbers(&mut self, choice: &mut dyn Choice, value: &Spanned<DeValue<'_>>, path: &str) {
        match value.get_ref() {
            DeValue::Table(table) => self.section(choice.numbers(), table, path),
            other => {
                let message = format!("`{path}` takes the numbers of a variant, not {}", kind(other));
                let known = tree::keys(choice.numbers());
                let remedy = if known.is_empty() {
                    format!("it has none: write `{path} = {{}}`")
                } else {
                    format!("known: {}", listed(&known))
                };
                self.problem(path, value.span(), message, remedy);
            }
        }
    }

    fn not_chosen(
        &mut self,
        chosen: &str,
        name: &Spanned<Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
        entry: &Entry<'_>,
    ) {
        let (rule, key, other) = (&entry.path, entry.row.key, name.get_ref());
        let number = value.get_ref().as_table().and_then(|table| table.iter().next());
        let number = number
            .map_or_else(String::new, |(key, value)| format!(" {} = {} ", key.get_ref(), self.text(&value.span())));
        let message = format!("`{key}` is `{chosen}` here, so `{other}` has no numbers to set");
        let remedy = if self.layer() == Layer::Set {
            format!("choose it first: `--set '{rule}.{other}={{{number}}}'`, or `--set {rule}={other}` before this one")
        } else {
            format!("choose it first: `{key}.{other} = {{{number}}}`, or `{key} = \"{other}\"` for its defaults")
        };
        self.problem(&join(rule, other), name.span(), message, remedy);
    }

    fn unknown_variant(&mut self, choice: &mut dyn Choice, name: &str, span: Range<usize>, entry: &Entry<'_>) {
        let (key, chosen, known) = (entry.row.key, choice.chosen(), names(choice));
        let message = format!("`{name}` is not a variant of `{key}`");
        let remedy = if tree::keys(choice.numbers()).contains(&name) {
            format!("it is a number of `{chosen}`: write `{key}.{chosen}.{name}`")
        } else {
            advice(name, &known)
        };
        self.problem(&entry.path, span, message, remedy);
    }

    /// Whether a key is followed by a dot: one number below it is set, rather than a whole table.
    fn is_dotted(&self, key: &Range<usize>) -> bool {
        let rest = self.sources[self.source].text.get(key.end..).unwrap_or("");
        rest.trim_start_matches([' ', '\t']).starts_with('.')
    }
}

fn names(choice: &dyn Choice) -> Vec<&'static str> {
    choice.variants().iter().map(|(name, _)| *name).collect()
}
