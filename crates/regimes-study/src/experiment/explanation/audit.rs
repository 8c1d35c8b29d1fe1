//! The symmetry audit: all that differs between two arms, with its source, and what the difference becomes when one thing
//! takes the other side's value.

use crate::experiment::explanation::mixed::Sides;
use regimes_model::model::arm::Arm;
use regimes_model::model::owners;
use regimes_model::model::regime::RULES;
use regimes_scenario::check::Scenario;
use regimes_scenario::tree::{Leaf, leaves};

/// What stands for where a town begins.
pub const BEGINNING: &str = "status_quo";

/// What kind of thing differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The variant of a rule.
    Rule,
    /// A setting of the arm beside its rules.
    Setting,
    /// A number of a rule.
    Number,
    /// Hours that a rule takes.
    Hours,
    /// Money.
    Money,
    /// How many rules of the arm differ from those under which the town begins.
    Beginning,
}

/// Kinds by name.
pub const KINDS: [(&str, Kind); 6] = [
    ("rule", Kind::Rule),
    ("setting", Kind::Setting),
    ("number", Kind::Number),
    ("hours", Kind::Hours),
    ("money", Kind::Money),
    ("beginning", Kind::Beginning),
];

impl Kind {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }

    /// The kind of a number, by its unit.
    fn of_unit(unit: &str) -> Kind {
        match unit {
            _ if unit.contains("GBP") => Kind::Money,
            _ if unit.starts_with("hour") || unit.starts_with("h/") => Kind::Hours,
            _ => Kind::Number,
        }
    }
}

/// How the difference is found when a thing takes the other side's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exchange {
    /// A player changes, with all that it carries.
    Player(usize),
    /// A number changes alone, by its place among those that an audit exchanges.
    Number(usize),
    /// The town begins under the rules of the second arm.
    Beginning,
    /// It goes with something else, or the other side has no value for it.
    None,
}

/// A thing that differs.
#[derive(Clone, Debug)]
pub struct Thing {
    /// Its path in an arm: `support`, `accountability.targets.ratchet`, `fidelity`; or [`BEGINNING`].
    pub path: String,
    /// Its kind.
    pub kind: Kind,
    /// What it is in both arms; empty where an arm has no such number.
    pub values: [String; 2],
    /// Its unit.
    pub unit: &'static str,
    /// What it is, from its declaration.
    pub about: &'static str,
    /// Where its number comes from.
    pub source: &'static str,
    /// How it is exchanged.
    pub exchange: Exchange,
}

/// How well what a source says is known, by the letter that sources begin with.
#[must_use]
pub fn grade(source: &str) -> &'static str {
    match source.chars().next() {
        Some('A') => "assumption",
        Some('M') => "mechanism with evidence",
        Some('F' | 'H') => "published pattern",
        Some('S') => "claim of a seed text",
        Some('K') => "case",
        Some(_) => "by choice",
        None => "",
    }
}

/// All that differs between two arms of a scenario, rules first.
#[must_use]
pub fn things(scenario: &Scenario, sides: &Sides) -> Vec<Thing> {
    let mut all = Vec::new();
    let mut numbers = 0;
    for (place, player) in sides.players.iter().enumerate() {
        for (number, key) in player.keys.iter().enumerate() {
            // What changes together is exchanged together, and stands beside the first of it.
            let own = if number == 0 { Exchange::Player(place) } else { Exchange::None };
            all.extend(of_key(sides, key, own, &mut numbers));
        }
    }
    all.push(beginning(scenario, sides));
    all
}

/// Numbers that an audit exchanges, by path.
#[must_use]
pub fn exchanged(things: &[Thing]) -> Vec<&str> {
    let is_exchanged = |thing: &&Thing| matches!(thing.exchange, Exchange::Number(_));
    things.iter().filter(is_exchanged).map(|thing| thing.path.as_str()).collect()
}

/// What differs at a key: its own value, and the numbers below it.
fn of_key(sides: &Sides, key: &str, own: Exchange, numbers: &mut usize) -> Vec<Thing> {
    let is_below = |leaf: &Leaf| leaf.path.split('.').next() == Some(key);
    let [from, to] = sides
        .arms
        .each_ref()
        .map(|arm| leaves(&mut Arm::clone(arm), "").into_iter().filter(is_below).collect::<Vec<Leaf>>());
    let value = |all: &[Leaf], path: &str| {
        let found = all.iter().find(|leaf| leaf.path == path);
        found.map_or(String::new(), |leaf| leaf.value.to_string().trim_matches('"').to_owned())
    };
    let thing = |leaf: &Leaf| Thing {
        kind: match (leaf.path == key, RULES.contains(&key)) {
            (true, true) => Kind::Rule,
            (true, false) => Kind::Setting,
            (false, _) => Kind::of_unit(leaf.row.unit),
        },
        values: [value(&from, &leaf.path), value(&to, &leaf.path)],
        unit: leaf.row.unit,
        about: leaf.row.about,
        source: leaf.row.source,
        exchange: Exchange::None,
        path: leaf.path.clone(),
    };
    let only_to = to.iter().filter(|leaf| !from.iter().any(|other| other.path == leaf.path));
    let mut found: Vec<Thing> =
        from.iter().chain(only_to).map(thing).filter(|one| one.values[0] != one.values[1]).collect();
    // The variant is the same, and several numbers differ: each can be exchanged alone.
    let several = found.len() > 1 && found[0].path != key;
    for (place, one) in found.iter_mut().enumerate() {
        one.exchange = match place {
            _ if several => {
                *numbers += 1;
                Exchange::Number(*numbers - 1)
            }
            0 => own,
            _ => Exchange::None,
        };
    }
    found
}

/// From where each arm begins.
fn beginning(scenario: &Scenario, sides: &Sides) -> Thing {
    let own = &scenario.status_quo.regime;
    let differ = |arm: &Arm| format!("{} of {} rules", owners::differing(own, &arm.regime).len(), RULES.len());
    Thing {
        path: BEGINNING.to_owned(),
        kind: Kind::Beginning,
        values: sides.arms.each_ref().map(differ),
        unit: "",
        about: "Rules that differ from those under which the town begins, and have to be changed.",
        source: "by choice",
        exchange: Exchange::Beginning,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_scenario::load::Prepared;

    fn audited(from: &str, to: &str) -> Vec<Thing> {
        let rows = ["npm_lean", "npm_good"].map(str::to_owned);
        let prepared = Prepared::read_with_presets("tiny", &rows).unwrap_or_else(|problems| panic!("{problems}"));
        let scenario = prepared.with(&[]).unwrap_or_else(|problems| panic!("{problems}")).scenario;
        things(&scenario, &Sides::of(&scenario, [from, to], &[]).unwrap())
    }

    #[test]
    fn every_rule_every_number_and_every_setting_that_differs_is_listed_with_its_source() {
        let all = audited("npm", "hls");
        let of = |path: &str| all.iter().find(|thing| thing.path == path).unwrap_or_else(|| panic!("{path}"));
        assert_eq!(all.iter().filter(|thing| thing.kind == Kind::Rule).count(), 13);
        assert_eq!(of("support").values, ["standard", "bespoke"]);
        assert_eq!((of("start").kind, of("phase_in_weeks").values[1].as_str()), (Kind::Setting, "13"));
        let stake = of("accountability.targets.stake");
        assert_eq!((stake.values[0].as_str(), stake.values[1].as_str(), stake.exchange), ("0.3", "", Exchange::None));
        assert!(!stake.source.is_empty() && !grade(stake.source).is_empty());
        assert_eq!(of(BEGINNING).values[1], "13 of 13 rules");
        assert!(all.iter().any(|thing| thing.kind == Kind::Hours), "hours");
    }

    #[test]
    fn numbers_of_one_variant_are_exchanged_each_alone() {
        let all = audited("npm_lean", "npm_good");
        let numbers: Vec<&str> = exchanged(&all);
        assert!(numbers.contains(&"accountability.targets.ratchet") && numbers.len() > 3, "{numbers:?}");
        let places: Vec<usize> = all
            .iter()
            .filter_map(|thing| match thing.exchange {
                Exchange::Number(number) => Some(number),
                _ => None,
            })
            .collect();
        assert_eq!(places, (0..numbers.len()).collect::<Vec<_>>());
    }
}
