//! What a scenario declares at a path: what stands there, in which unit, and which number.

use regimes_scenario::check::Scenario;
use regimes_scenario::tree::{self, Literal};

/// What is declared at a path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Declaration {
    /// What stands there, in sentences; empty where nothing is declared at the path.
    pub about: String,
    /// Its unit; empty where it has none.
    pub unit: String,
    /// What the scenario has there; none where that is no number.
    pub value: Option<f64>,
}

impl Declaration {
    /// What a scenario declares at a path.
    #[must_use]
    pub fn of(scenario: &Scenario, path: &str) -> Declaration {
        let mut file = scenario.file().clone();
        let leaf = tree::leaves(&mut file, "").into_iter().find(|leaf| leaf.path == path);
        let Some(leaf) = leaf else { return Declaration::default() };
        let value = match leaf.value {
            Literal::Number(value) => Some(value),
            Literal::Whole(value) => Some(value as f64),
            _ => None,
        };
        Declaration { about: leaf.row.about.trim().to_owned(), unit: leaf.row.unit.to_owned(), value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_scenario::load::load;

    #[test]
    fn a_path_is_found_with_its_unit_and_its_value_and_a_wrong_one_is_not() {
        let scenario = load("tiny", &["patterns.harm=0.25".into()]).unwrap().scenario;
        let harm = Declaration::of(&scenario, "patterns.harm");
        assert_eq!((harm.unit.as_str(), harm.value), ("share", Some(0.25)));
        assert!(!harm.about.is_empty());
        assert_eq!(Declaration::of(&scenario, "no.such"), Declaration::default());
    }
}
