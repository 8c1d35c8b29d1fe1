//! What could be otherwise in a scenario, and how far: its uncertain parameters between the ends of their draws, and
//! conditions between ends that are named.

use crate::experiment::axes::{Axis, Values};
use crate::experiment::design::{declared, is_whole, rounded};
use crate::experiment::discovery::axes::{DENSITY, density, residents};
use crate::experiment::draws::{Draw, Fitted};
use crate::experiment::factors;
use crate::statistics::prim::End;
use regimes_model::units::MISSING;
use regimes_scenario::check::{Loaded, Scenario};
use regimes_scenario::overrides::Override;

/// What a factor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An uncertain parameter, which draws have.
    Parameter,
    /// A condition that was named.
    Condition,
}

/// Something that could be otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// Its path, or [`DENSITY`].
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// What the scenario has.
    pub base: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Its value in each draw; none of a condition that is not drawn.
    pub drawn: Vec<f64>,
}

impl Factor {
    /// The share of its range by which a value differs from the scenario's.
    #[must_use]
    pub fn share_moved(&self, value: f64) -> f64 {
        (value - self.base).abs() / (self.high - self.low)
    }

    /// Whether a draw is at least as far from the scenario's value as another value is; none where it is not drawn.
    #[must_use]
    pub fn is_as_far(&self, draw: usize, value: f64) -> Option<bool> {
        let drawn = *self.drawn.get(draw)?;
        Some(if value < self.base { drawn <= value } else { drawn >= value })
    }
}

/// All that could be otherwise.
pub struct Space {
    scenario: Scenario,
    /// What it consists of.
    pub factors: Vec<Factor>,
    /// Where parameters are drawn from.
    pub source: &'static str,
    /// Draws.
    pub draws: usize,
}

impl Space {
    /// The uncertain parameters of a scenario over the span of draws, and conditions as `path=low..high`.
    ///
    /// # Errors
    /// All that is wrong with the conditions, a line each.
    pub fn of(loaded: &Loaded, draws: &[Draw], conditions: &[String]) -> Result<Space, Vec<String>> {
        let scenario = &loaded.scenario;
        let named: Vec<Result<Axis, String>> = conditions.iter().map(|text| Axis::read(text)).collect();
        let mut faults: Vec<String> = named.iter().filter_map(|one| one.clone().err()).collect();
        let named: Vec<Axis> = named.into_iter().flatten().collect();
        for (n, axis) in named.iter().enumerate() {
            if named[..n].iter().any(|other| other.path == axis.path) {
                faults.push(format!("`{}` is named twice", axis.path));
            }
        }
        let drawn: Vec<Vec<Override>> = draws.iter().map(|draw| draw.of(loaded)).collect();
        let of = |axis: &Axis, kind| Factor::of(scenario, axis, kind, &drawn);
        let parameters = factors::drawn(loaded, draws);
        let is_free = |axis: &&Axis| !named.iter().any(|other| other.path == axis.path);
        let mut all = Vec::new();
        let parameters = parameters.iter().filter(is_free).map(|axis| of(axis, Kind::Parameter));
        for factor in parameters.chain(named.iter().map(|axis| of(axis, Kind::Condition))) {
            match factor {
                Ok(factor) => all.push(factor),
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() && all.is_empty() {
            faults.push("nothing can be otherwise: no uncertain parameter, and no condition is named".to_owned());
        }
        let source = Fitted::of(loaded).label();
        if faults.is_empty() {
            Ok(Space { scenario: scenario.clone(), factors: all, source, draws: draws.len() })
        } else {
            Err(faults)
        }
    }

    /// The scenario's own values.
    #[must_use]
    pub fn base(&self) -> Vec<f64> {
        self.factors.iter().map(|factor| factor.base).collect()
    }

    /// The value of an end of a factor.
    #[must_use]
    pub fn end(&self, factor: usize, end: End) -> f64 {
        let factor = &self.factors[factor];
        if end == End::Low { factor.low } else { factor.high }
    }

    /// What is set for values, a factor each; nothing for those that the scenario has.
    ///
    /// # Errors
    /// If no number of residents goes with a density.
    pub fn sets(&self, values: &[f64]) -> Result<Vec<Override>, String> {
        let mut all = Vec::new();
        for (factor, value) in self.factors.iter().zip(values).filter(|(factor, value)| factor.base != **value) {
            match factor.path.as_str() {
                DENSITY => all.extend(residents(&self.scenario, *value)?),
                path if is_whole(&self.scenario, path) => {
                    all.push(Override::whole(path, value.round().max(0.0) as u64))
                }
                path => all.push(Override::number(path, rounded(*value))),
            }
        }
        Ok(all)
    }

    /// The share of draws that are at least as far as values in each of some factors; missing where none of these is drawn.
    #[must_use]
    pub fn share_as_far(&self, moved: &[(usize, f64)]) -> f64 {
        let known: Vec<&(usize, f64)> =
            moved.iter().filter(|(factor, _)| self.factors[*factor].drawn.len() == self.draws).collect();
        if known.is_empty() || self.draws == 0 {
            return MISSING;
        }
        let is_far = |draw: &usize| {
            known.iter().all(|(factor, value)| self.factors[*factor].is_as_far(*draw, *value) == Some(true))
        };
        (0..self.draws).filter(is_far).count() as f64 / self.draws as f64
    }
}

impl Factor {
    fn of(scenario: &Scenario, axis: &Axis, kind: Kind, draws: &[Vec<Override>]) -> Result<Factor, String> {
        let path = &axis.path;
        let Values::Range { low, high, .. } = &axis.values else {
            return Err(format!("`{path}` takes a range, as {path}=0..1"));
        };
        let base = if path == DENSITY {
            residents(scenario, *low)?;
            density(scenario)
        } else {
            let whole = whole_number(scenario, path);
            declared(scenario, path)
                .map(|found| found.1)
                .or(whole)
                .ok_or_else(|| format!("no number stands at `{path}`; `regimes show` lists what a scenario has"))?
        };
        let value = |sets: &Vec<Override>| sets.iter().find(|one| one.path() == path)?.value().parse().ok();
        let drawn = draws.iter().filter_map(value).collect();
        Ok(Factor { path: path.clone(), kind, base, low: low.min(base), high: high.max(base), drawn })
    }
}

/// The whole number at a path; none where there is none.
fn whole_number(scenario: &Scenario, path: &str) -> Option<f64> {
    use regimes_scenario::tree::{Literal, leaves};
    let mut file = scenario.file().clone();
    let leaf = leaves(&mut file, "").into_iter().find(|leaf| leaf.path == path)?;
    if let Literal::Whole(value) = leaf.value { Some(value as f64) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::draws::shipped;
    use regimes_scenario::load::load;
    use regimes_scenario::overrides::joined;

    fn space(conditions: &[&str]) -> Result<Space, Vec<String>> {
        let loaded = load("tiny", &[]).expect("bundled");
        let draws = shipped(6).expect("sound");
        Space::of(&loaded, &draws, &conditions.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_space_has_the_drawn_parameters_and_the_conditions_and_sets_only_what_moves() {
        let space = space(&["density=20..60", "places.village.trust=0.2..0.8"]).expect("sound");
        let last = space.factors.len() - 1;
        assert!(last > 30 && space.factors[last].kind == Kind::Condition);
        let mut values = space.base();
        assert_eq!(joined(&space.sets(&values).expect("nothing")), "");
        let harm = space.factors.iter().position(|factor| factor.path == "patterns.harm").expect("it is drawn");
        (values[harm], values[last - 1]) = (space.factors[harm].high, 20.0);
        let set = joined(&space.sets(&values).expect("sound"));
        assert!(set.starts_with("patterns.harm=") && set.contains("places.village.residents="), "{set}");
        assert_eq!(space.factors[harm].drawn.len(), 6);
        assert_eq!(space.share_as_far(&[(harm, space.factors[harm].base)]) + 0.0, {
            let as_far = |draw: &usize| space.factors[harm].drawn[*draw] >= space.factors[harm].base;
            (0..6).filter(as_far).count() as f64 / 6.0
        });
        assert!(space.share_as_far(&[(last, 0.8)]).is_nan());
    }

    #[test]
    fn what_is_wrong_with_conditions_is_told_at_once() {
        let wrong = space(&[
            "patterns.hram=0..1",
            "support.gamma=1,2",
            "density=0..3",
            "x",
            "places.village.trust=0..1",
            "places.village.trust=0..1",
        ]);
        assert_eq!(wrong.err().expect("faults").len(), 5);
    }
}
