//! Dimensions of a design: which parameters vary, over which range, and how a place of the unit cube becomes a value.

use regimes_scenario::check::Scenario;
use regimes_scenario::tree::{self, Literal};
use std::collections::BTreeMap;

/// How a range is divided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// Equal steps are equally likely.
    #[default]
    Linear,
    /// Equal factors are equally likely.
    Log,
}

/// Scales by name.
pub const SCALES: [(&str, Scale); 2] = [("linear", Scale::Linear), ("log", Scale::Log)];

/// A parameter that varies.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    /// Its path in a scenario file.
    pub path: String,
    /// The lower end of its range.
    pub low: f64,
    /// The upper end of its range.
    pub high: f64,
    /// How the range is divided.
    pub scale: Scale,
    /// Its value in the scenario.
    pub usual: f64,
}

impl Dimension {
    /// The value at a place of the range, 0 at its lower and 1 at its upper end; six digits are kept.
    #[must_use]
    pub fn at(&self, place: f64) -> f64 {
        let value = match self.scale {
            Scale::Linear => self.low + place * (self.high - self.low),
            Scale::Log => self.low * libm::pow(self.high / self.low, place),
        };
        rounded(value).clamp(self.low, self.high)
    }

    /// The place of a value in the range, 0 at its lower and 1 at its upper end.
    #[must_use]
    pub fn place(&self, value: f64) -> f64 {
        match self.scale {
            Scale::Linear => (value - self.low) / (self.high - self.low),
            Scale::Log => libm::log(value / self.low) / libm::log(self.high / self.low),
        }
    }
}

/// A number to six digits.
#[must_use]
pub fn rounded(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// What a scenario declares at a path: its range and its value; none where no number stands there.
#[must_use]
pub fn declared(scenario: &Scenario, path: &str) -> Option<((f64, f64), f64)> {
    let mut file = scenario.file().clone();
    let leaf = tree::leaves(&mut file, "").into_iter().find(|leaf| leaf.path == path)?;
    match leaf.value {
        Literal::Number(value) => Some((leaf.row.range?, value)),
        _ => None,
    }
}

/// Whether a whole number stands at a path of a scenario.
#[must_use]
pub fn is_whole(scenario: &Scenario, path: &str) -> bool {
    let mut file = scenario.file().clone();
    tree::leaves(&mut file, "").iter().any(|leaf| leaf.path == path && matches!(leaf.value, Literal::Whole(_)))
}

/// The declared range of every number of a scenario, by path.
#[must_use]
pub fn ranges_of(scenario: &Scenario) -> BTreeMap<String, (f64, f64)> {
    let mut file = scenario.file().clone();
    let leaves = tree::leaves(&mut file, "");
    let ranged = leaves.into_iter().filter(|leaf| matches!(leaf.value, Literal::Number(_)));
    ranged.filter_map(|leaf| Some((leaf.path, leaf.row.range?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_and_its_value_are_each_others() {
        for scale in [Scale::Linear, Scale::Log] {
            let dimension = Dimension { path: String::new(), low: 0.2, high: 20.0, scale, usual: 1.0 };
            assert_eq!((dimension.at(0.0), dimension.at(1.0)), (0.2, 20.0));
            assert!((dimension.place(dimension.at(0.3)) - 0.3).abs() < 1e-4);
        }
    }

    #[test]
    fn ranges_come_from_the_declarations() {
        let scenario = regimes_scenario::load::load("tiny", &[]).expect("sound").scenario;
        assert_eq!(declared(&scenario, "support.gamma").map(|found| found.0), Some((0.0, 1.5)));
        assert_eq!(declared(&scenario, "support.nothing"), None);
    }
}
