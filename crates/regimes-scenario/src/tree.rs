//! Walks over the declaration tree: keys of a section, and its values by path.

use crate::source::join;
use regimes_model::parameters::{Date, Declared, Row, Slot};
use std::fmt;

/// The rows and slots of a section, those of its flat sections among them.
pub fn entries(section: &mut dyn Declared) -> Vec<(&'static Row, Slot<'_>)> {
    let rows = section.rows();
    let mut all = Vec::with_capacity(rows.len());
    for (row, slot) in rows.iter().zip(section.slots()) {
        match slot {
            Slot::Section(inner) if row.flat => all.extend(entries(inner)),
            Slot::Preset(_) => {}
            slot => all.push((row, slot)),
        }
    }
    all
}

/// The keys of a section.
pub fn keys(section: &mut dyn Declared) -> Vec<&'static str> {
    let mut keys: Vec<_> = entries(section).iter().map(|(row, _)| row.key).collect();
    if !presets(section).is_empty() {
        keys.insert(0, "preset");
    }
    keys
}

/// The row and the slot of a key.
pub fn find<'a>(section: &'a mut dyn Declared, key: &str) -> Option<(&'static Row, Slot<'a>)> {
    entries(section).into_iter().find(|(row, _)| row.key == key)
}

/// The names of the presets of a section or of its flat sections, that of the section that it starts from among them.
pub fn presets(section: &mut dyn Declared) -> Vec<&'static str> {
    let start = section.starts_from();
    let names = flat_row(section).map(|row| row.preset_names());
    names.into_iter().flatten().copied().chain(start).collect()
}

/// The section with presets: this one, or a flat one in it.
fn flat_row(section: &mut dyn Declared) -> Option<&mut dyn Declared> {
    if !section.preset_names().is_empty() {
        return Some(section);
    }
    let rows = section.rows();
    rows.iter().zip(section.slots()).find_map(|(row, slot)| match slot {
        Slot::Section(inner) if row.flat => flat_row(inner),
        _ => None,
    })
}

/// Takes a preset; the paths of the values that it replaced, none where there is no such preset.
pub fn take_preset(section: &mut dyn Declared, name: &str) -> Option<Vec<String>> {
    let row = flat_row(section)?;
    let taken = row.take_preset(name);
    taken.then(|| leaves(row, "").into_iter().map(|leaf| leaf.path).collect())
}

/// Takes the values of a row; the paths of what it replaced, none where the section has no such row.
pub fn take_row(section: &mut dyn Declared, row: &mut dyn Declared) -> Option<Vec<String>> {
    let own = flat_row(section)?;
    copy(row, own);
    Some(leaves(own, "").into_iter().map(|leaf| leaf.path).collect())
}

/// Takes the value at a path, with all below it, from a section of the same kind; false where one of them has no such path,
/// as where another variant is chosen.
pub fn take(section: &mut dyn Declared, from: &mut dyn Declared, path: &str) -> bool {
    let (key, rest) = path.split_once('.').unwrap_or((path, ""));
    match (find(from, key), find(section, key)) {
        (Some((_, from)), Some((_, to))) if rest.is_empty() => {
            copy_slot(from, to);
            true
        }
        (Some((_, Slot::Section(from))), Some((_, Slot::Section(to)))) => take(to, from, rest),
        (Some((_, Slot::Choice(from))), Some((_, Slot::Choice(to)))) => {
            let (variant, rest) = rest.split_once('.').unwrap_or((rest, ""));
            [from.chosen(), to.chosen()] == [variant; 2] && take(to.numbers(), from.numbers(), rest)
        }
        _ => false,
    }
}

/// Copies the values of a section into another of the same kind.
fn copy(from: &mut dyn Declared, to: &mut dyn Declared) {
    for (from, to) in from.slots().into_iter().zip(to.slots()) {
        copy_slot(from, to);
    }
}

fn copy_slot(from: Slot<'_>, to: Slot<'_>) {
    match (from, to) {
        (Slot::Number(from), Slot::Number(to)) => *to = *from,
        (Slot::Count(from), Slot::Count(to)) => *to = *from,
        (Slot::Seed(from), Slot::Seed(to)) => *to = *from,
        (Slot::Flag(from), Slot::Flag(to)) => *to = *from,
        (Slot::Text(from), Slot::Text(to)) => to.clone_from(from),
        (Slot::Date(from), Slot::Date(to)) => *to = *from,
        (Slot::Words(from), Slot::Words(to)) => to.clone_from(from),
        (Slot::Weights(from), Slot::Weights(to)) => to.clone_from(from),
        (Slot::Section(from), Slot::Section(to)) => copy(from, to),
        (Slot::Choice(from), Slot::Choice(to)) => {
            to.choose(from.chosen());
            copy(from.numbers(), to.numbers());
        }
        _ => {}
    }
}

/// A value that is not a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// A real number.
    Number(f64),
    /// A whole number.
    Whole(u64),
    /// A seed; JSON has it as text, since readers of JSON and R lose the last digits of numbers above 2^53.
    Seed(u64),
    /// Yes or no.
    Flag(bool),
    /// Free text, or the name of a variant.
    Text(String),
    /// A date that may be left out.
    Date(Option<Date>),
    /// A list of names.
    Words(Vec<String>),
    /// Numbers by name.
    Weights(Vec<(String, f64)>),
}

impl Literal {
    /// The value in a slot; none for sections.
    #[must_use]
    pub fn of(slot: &Slot<'_>) -> Option<Literal> {
        Some(match slot {
            Slot::Number(value) => Literal::Number(**value),
            Slot::Count(value) => Literal::Whole(u64::from(**value)),
            Slot::Seed(value) => Literal::Seed(**value),
            Slot::Flag(value) => Literal::Flag(**value),
            Slot::Text(value) => Literal::Text((*value).clone()),
            Slot::Preset(value) => Literal::Text(value.0.clone()),
            Slot::Date(value) => Literal::Date(**value),
            Slot::Words(value) => Literal::Words((*value).clone()),
            Slot::Weights(value) => Literal::Weights((*value).clone()),
            Slot::Choice(choice) => Literal::Text(choice.chosen().to_owned()),
            Slot::Section(_) | Slot::Optional(_) | Slot::Table(_) => return None,
        })
    }

    /// The value as JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        match self {
            Literal::Number(value) => (*value).into(),
            Literal::Whole(value) => (*value).into(),
            Literal::Seed(value) => value.to_string().into(),
            Literal::Flag(value) => (*value).into(),
            Literal::Text(value) => value.as_str().into(),
            Literal::Date(value) => value.map(|date| date.to_string()).into(),
            Literal::Words(value) => value.as_slice().into(),
            Literal::Weights(value) => {
                value.iter().map(|(name, weight)| (name.clone(), serde_json::Value::from(*weight))).collect()
            }
        }
    }
}

/// A text as TOML writes it.
#[must_use]
pub fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// The value as a scenario file writes it.
impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Literal::Number(value) => write!(f, "{value:?}"),
            Literal::Whole(value) | Literal::Seed(value) => write!(f, "{value}"),
            Literal::Flag(value) => write!(f, "{value}"),
            Literal::Text(value) => f.write_str(&quoted(value)),
            Literal::Date(Some(date)) => write!(f, "{date}"),
            Literal::Date(None) => f.write_str("left out"),
            Literal::Words(words) => {
                let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
                write!(f, "[{}]", words.join(", "))
            }
            Literal::Weights(weights) if weights.is_empty() => f.write_str("{}"),
            Literal::Weights(weights) => {
                let weights: Vec<String> =
                    weights.iter().map(|(name, weight)| format!("{name} = {weight:?}")).collect();
                write!(f, "{{ {} }}", weights.join(", "))
            }
        }
    }
}

/// A value with its path.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// Its path in the file.
    pub path: String,
    /// Its key, unit, range and source.
    pub row: Row,
    /// The value.
    pub value: Literal,
}

/// All values of a section that are in force, in order; `path` is the section's own.
pub fn leaves(section: &mut dyn Declared, path: &str) -> Vec<Leaf> {
    let mut all = Vec::new();
    for (row, slot) in entries(section) {
        let path = join(path, row.key);
        if let Some(value) = Literal::of(&slot) {
            all.push(Leaf { path: path.clone(), row: *row, value });
        }
        match slot {
            Slot::Choice(choice) => {
                let below = join(&path, choice.chosen());
                all.extend(leaves(choice.numbers(), &below));
            }
            Slot::Section(inner) => all.extend(leaves(inner, &path)),
            Slot::Optional(inner) => {
                if let Some(inner) = inner.get() {
                    all.extend(leaves(inner, &path));
                }
            }
            Slot::Table(table) => {
                for (place, name) in table.names().into_iter().enumerate() {
                    all.extend(leaves(table.at(place), &join(&path, &name)));
                }
            }
            _ => {}
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_model::model::arm::Arm;

    #[test]
    fn the_rules_of_an_arm_stand_in_the_arm_itself() {
        let mut arm = Arm::default();
        let keys = keys(&mut arm);
        assert!(keys.contains(&"preset") && keys.contains(&"accountability"));
        assert!(!keys.contains(&"regime"));
        assert!(find(&mut arm, "support").is_some());
    }

    #[test]
    fn a_preset_replaces_the_rules_and_leaves_the_rest() {
        let mut arm = Arm { fidelity: 0.5, ..Arm::default() };
        let paths = take_preset(&mut arm, "hls").expect("a known preset");
        assert!(paths.contains(&"support.bespoke.listening".to_owned()));
        assert_eq!(arm.fidelity, 0.5);
        assert_eq!(take_preset(&mut arm, "none"), None);
    }

    #[test]
    fn a_rule_is_taken_with_its_numbers_and_a_number_alone_where_the_variant_is_the_same() {
        use regimes_model::model::regime::{hls, npm, npm_lean};
        let arm = |regime| Arm { regime, ..Arm::default() };
        let (mut own, mut other) = (arm(npm()), arm(hls()));
        assert!(take(&mut own, &mut other, "support") && own.regime.support == hls().support);
        assert_eq!(own.regime.casework, npm().casework);
        let mut lean = arm(npm_lean());
        assert!(take(&mut own, &mut lean, "accountability.targets.indicators"));
        let number = |arm: &mut Arm, path: &str| {
            leaves(arm, "").into_iter().find(|leaf| leaf.path == path).map(|leaf| leaf.value)
        };
        let [indicators, ratchet] = ["accountability.targets.indicators", "accountability.targets.ratchet"];
        assert_eq!(number(&mut own, indicators), number(&mut lean, indicators));
        assert_eq!(number(&mut own, ratchet), number(&mut arm(npm()), ratchet));
        for path in ["accountability.targets.indicators", "no_such_rule", "support.menu"] {
            assert!(!take(&mut own, &mut other, path), "{path}");
        }
    }

    #[test]
    fn a_row_is_taken_whole_with_its_numbers() {
        let mut row = regimes_model::model::regime::hls_in_name();
        let mut arm = Arm { fidelity: 0.5, ..Arm::default() };
        let paths = take_row(&mut arm, &mut row).expect("an arm has a row");
        assert_eq!((&arm.regime, arm.fidelity), (&row, 0.5));
        assert!(paths.contains(&"learning.cycle.reflection".to_owned()));
        assert!(presets(&mut arm).contains(&"status_quo"));
        assert!(!presets(&mut regimes_model::model::arm::StatusQuo::default()).contains(&"status_quo"));
    }

    #[test]
    fn literals_are_written_as_toml() {
        assert_eq!(Literal::Number(1e10).to_string(), "10000000000.0");
        assert_eq!(Literal::Text("a \"b\"".to_owned()).to_string(), "'a \"b\"'");
        let weights = Literal::Weights(vec![("debt".to_owned(), 0.3)]);
        assert_eq!(weights.to_string(), "{ debt = 0.3 }");
    }
}
