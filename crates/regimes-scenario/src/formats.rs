//! The format of scenario files: which one is read, and what became of the keys of older ones.
//!
//! [`CHANGES`] is the one table of it. Messages of `check` and `run` and the last section of `docs/parameters.md` are made
//! from it; `docs/contributing.md` says when the format rises.

use crate::source::join;

/// The format of scenario files that this program reads.
pub const FORMAT: u32 = 2;

/// The oldest format whose changed keys are named.
pub const OLDEST: u32 = 1;

/// What stands for the name of a section in a path.
pub const NAME: &str = "NAME";

/// A key that an older format had, and what says the same today.
#[derive(Debug, PartialEq)]
pub struct Change {
    /// The path that is gone; `NAME` stands for a name.
    pub old: &'static str,
    /// The first format without it.
    pub since: u32,
    /// The path of what says the same today.
    pub successor: &'static str,
    /// How a value of one becomes a value of the other.
    pub conversion: Conversion,
}

/// How an old value becomes that of its successor.
#[derive(Debug, PartialEq)]
pub enum Conversion {
    /// It was a number for as many residents as this says, and is a number of each place by domain. 0 said that no limit holds,
    /// which a domain that is not named says now.
    PerResidents(f64),
}

impl Conversion {
    /// The conversion in words.
    #[must_use]
    pub fn in_words(&self) -> String {
        let Conversion::PerResidents(each) = self;
        format!(
            "times the residents of each place, over {each}, in a table by domain; in place of 0 leave the domain out"
        )
    }

    /// What a value becomes in a place with this number of residents, to six decimals.
    #[must_use]
    pub fn of_place(&self, value: f64, residents: u32) -> f64 {
        let Conversion::PerResidents(each) = self;
        (value * f64::from(residents) / each * 1e6).round() / 1e6
    }
}

/// Every key that has changed, oldest first.
pub const CHANGES: &[Change] = &[Change {
    old: "domains.NAME.crisis.move_on_per_week",
    since: 2,
    successor: "places.NAME.move_on_places_per_week",
    conversion: Conversion::PerResidents(10_000.0),
}];

/// The change of a key, and the names in its path; none where no format ever had it.
#[must_use]
pub fn change(section: &str, key: &str) -> Option<(&'static Change, Vec<String>)> {
    let path = join(section, key);
    CHANGES.iter().find_map(|change| Some((change, names(change.old, &path)?)))
}

/// The names that a path has where a pattern says `NAME`; none where the two part.
fn names(pattern: &str, path: &str) -> Option<Vec<String>> {
    let (pattern, path): (Vec<&str>, Vec<&str>) = (pattern.split('.').collect(), path.split('.').collect());
    let fits = pattern.len() == path.len() && pattern.iter().zip(&path).all(|(a, b)| *a == NAME || a == b);
    let named = pattern.iter().zip(&path).filter(|(a, _)| **a == NAME);
    fits.then(|| named.map(|(_, name)| (*name).to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::File;
    use crate::tree::entries;
    use regimes_model::parameters::{Declared, Slot};

    /// Whether a path of a table is one that files can have.
    fn is_known(section: &mut dyn Declared, path: &str) -> bool {
        let (key, rest) = path.split_once('.').unwrap_or((path, ""));
        entries(section).into_iter().filter(|(row, _)| row.key == key).any(|(_, slot)| match slot {
            Slot::Section(inner) => is_known(inner, rest),
            Slot::Optional(inner) => is_known(inner.make(), rest),
            Slot::Table(inner) => is_known(inner.sample().as_mut(), rest.strip_prefix("NAME.").unwrap_or(rest)),
            _ => rest.is_empty(),
        })
    }

    #[test]
    fn every_changed_key_is_gone_and_has_a_successor_that_is_there() {
        for change in CHANGES {
            assert!(!is_known(&mut File::default(), change.old), "{}", change.old);
            assert!(is_known(&mut File::default(), change.successor), "{}", change.successor);
            assert!((OLDEST + 1..=FORMAT).contains(&change.since), "{}", change.old);
        }
    }

    #[test]
    fn every_format_since_the_oldest_came_with_a_changed_key() {
        assert!((OLDEST + 1..=FORMAT).all(|format| CHANGES.iter().any(|change| change.since == format)));
    }

    #[test]
    fn a_changed_key_is_known_by_its_whole_path() {
        let found = change("domains.housing.crisis", "move_on_per_week");
        assert_eq!(found, Some((&CHANGES[0], vec!["housing".to_owned()])));
        assert_eq!(change("domains.housing", "move_on_per_week"), None);
        assert_eq!(change("", "move_on_per_week"), None);
    }

    #[test]
    fn a_number_for_residents_becomes_one_of_the_place() {
        assert_eq!(CHANGES[0].conversion.of_place(12.0, 4_600), 5.52);
        assert_eq!(CHANGES[0].conversion.of_place(20.0, 1_200), 2.4);
    }
}
