//! A path that is varied, and the number that it takes at each point.

use crate::declared::Declaration;
use crate::figures::points::scale::Scale;
use crate::numbers::short;
use regimes_scenario::overrides::Override;
use regimes_study::experiment::points::Points;
use std::collections::BTreeSet;

/// A path that takes several numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Varied {
    /// The path.
    pub path: String,
    /// What stands there, a sentence; empty where nothing is declared at the path.
    pub about: String,
    /// Its unit; empty where it has none.
    pub unit: String,
    /// What the scenario itself has there; none where that is no number.
    pub base: Option<f64>,
    /// Its value at each point.
    pub at: Vec<f64>,
    /// All its values, ascending and without repeats.
    pub values: Vec<f64>,
    /// How they lie on an axis.
    pub scale: Scale,
}

impl Varied {
    /// A path with its value at each point.
    #[must_use]
    pub fn new(path: &str, at: Vec<f64>) -> Varied {
        let mut values = at.clone();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let scale = Scale::of(&values);
        Varied { path: path.to_owned(), about: String::new(), unit: String::new(), base: None, at, values, scale }
    }

    /// The path with its unit, as a label of an axis.
    #[must_use]
    pub fn label(&self) -> String {
        let unit = if self.unit.is_empty() { String::new() } else { format!(" [{}]", self.unit) };
        let log = if self.scale == Scale::Log { ", logarithmic axis" } else { "" };
        format!("{}{unit}{log}", self.path)
    }

    /// What is varied, and what the scenario itself has, in sentences; empty where nothing is declared.
    #[must_use]
    pub fn said(&self) -> String {
        let base = self.base.map_or(String::new(), |base| format!(" The scenario has {}.", short(base)));
        if self.about.is_empty() { String::new() } else { format!("{}: {}{base}", self.path, self.about) }
    }

    /// Ends of the axis, at its scale.
    #[must_use]
    pub fn ends(&self) -> (f64, f64) {
        let end = |value: Option<&f64>| value.map_or(0.0, |value| self.scale.place(*value));
        (end(self.values.first()), end(self.values.last()))
    }

    fn described(mut self, points: &Points) -> Varied {
        let declared = Declaration::of(points.base(), &self.path);
        (self.about, self.unit, self.base) = (declared.about, declared.unit, declared.value);
        self
    }
}

/// The paths that take several values over points: those that take numbers, and those that take words as well.
#[must_use]
pub fn varied(points: &Points) -> (Vec<Varied>, Vec<String>) {
    let mut known = BTreeSet::new();
    let all = points.points();
    let paths: Vec<&str> = all.iter().flatten().map(Override::path).filter(|path| known.insert(*path)).collect();
    let (mut numbers, mut words) = (Vec::new(), Vec::new());
    for path in paths {
        let value = |point: &Vec<Override>| {
            point.iter().rev().find(|one| one.path() == path).map_or(String::new(), |one| one.value().to_owned())
        };
        let texts: Vec<String> = all.iter().map(value).collect();
        if texts.iter().all(|text| *text == texts[0]) {
            continue;
        }
        let parsed: Vec<f64> =
            texts.iter().filter_map(|text| text.parse().ok()).filter(|v: &f64| v.is_finite()).collect();
        if parsed.len() == texts.len() {
            let varied = Varied::new(path, parsed);
            numbers.extend((varied.values.len() > 1).then(|| varied.described(points)));
        } else {
            words.push(path.to_owned());
        }
    }
    (numbers, words)
}
