//! The axes of a map: numbers at a path, or the money that there is for each lasting need.
//!
//! ```text
//! density             = budget of all places / (residents * needs of a resident)           pounds for a need and week
//! needs of a resident = sum over domains of lasting_share * sum over groups of share * need_factor
//! ```
//!
//! Posts and budget stay as they are, and more or fewer residents share them; places keep their shares of residents (A270).

use crate::experiment::axes::{Axis, Values};
use crate::experiment::design::rounded;
use regimes_scenario::check::Scenario;
use regimes_scenario::overrides::Override;

/// How the money for each need is called among axes.
pub const DENSITY: &str = "density";
/// What it is.
pub const DENSITY_IN_WORDS: &str = "Money for services for each lasting need and week: posts and budget as they are, shared by more or fewer residents.";
/// Its unit.
pub const DENSITY_UNIT: &str = "GBP/need/week";
/// Axes where none are given.
pub const USUAL: [&str; 2] = ["density=5..30", "patterns.personal_variation=0..0.5"];

/// What is varied along one side of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapAxis {
    /// The path, or [`DENSITY`].
    pub name: String,
    /// Its values, ascending.
    pub values: Vec<f64>,
    /// What is set at each.
    pub sets: Vec<Vec<Override>>,
}

impl MapAxis {
    /// An axis from its text (`path=low..high`, `path=low..high:levels` or `path=a,b,c`), with a number of levels where it
    /// says none.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str, levels: usize, scenario: &Scenario) -> Result<MapAxis, String> {
        let axis = Axis::read(text)?;
        let values = numbers(&axis, levels)?;
        let sets = if axis.path == DENSITY {
            let by_density = |value: &f64| residents(scenario, *value);
            values.iter().map(by_density).collect::<Result<_, String>>()?
        } else {
            values.iter().map(|value| vec![at_path(scenario, &axis.path, *value)]).collect()
        };
        Ok(MapAxis { name: axis.path, values, sets })
    }

    /// The paths that it sets.
    #[must_use]
    pub fn paths(&self) -> Vec<&str> {
        self.sets.first().map_or_else(Vec::new, |sets| sets.iter().map(Override::path).collect())
    }
}

/// The values of an axis, ascending.
fn numbers(axis: &Axis, usual: usize) -> Result<Vec<f64>, String> {
    let path = &axis.path;
    let mut values = match &axis.values {
        Values::Range { low, high, levels } => {
            let n = levels.unwrap_or(usual).max(2);
            let at = |level: usize| rounded(low + (high - low) * level as f64 / (n - 1) as f64).clamp(*low, *high);
            (0..n).map(at).collect()
        }
        Values::List(values) => {
            let number = |text: &String| {
                let number: Option<f64> = text.parse().ok();
                number
                    .filter(|number| number.is_finite())
                    .ok_or_else(|| format!("`{path}`: `{text}` is not a number; an axis of a map takes numbers"))
            };
            values.iter().map(number).collect::<Result<Vec<f64>, String>>()?
        }
    };
    values.sort_by(f64::total_cmp);
    if values.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(format!("`{path}`: a value is there twice"));
    }
    if values.len() < 2 {
        return Err(format!("`{path}`: an axis of a map takes two values or more"));
    }
    Ok(values)
}

/// A number at a path; a whole one where whole numbers stand there.
fn at_path(scenario: &Scenario, path: &str, value: f64) -> Override {
    let is_whole = crate::experiment::design::is_whole(scenario, path);
    if is_whole && value >= 0.0 { Override::whole(path, value.round() as u64) } else { Override::number(path, value) }
}

/// Lasting needs of a resident, on average.
#[must_use]
pub fn needs_of_a_resident(scenario: &Scenario) -> f64 {
    let town = &scenario.town;
    let factor: f64 = town.groups.iter().map(|(_, group)| group.share * group.need_factor).sum();
    town.domains.iter().map(|(_, domain)| domain.lasting_share * factor).sum()
}

/// The money for each need and week that a scenario has; not a number where it has no needs.
#[must_use]
pub fn density(scenario: &Scenario) -> f64 {
    let budget: f64 = scenario.town.places.iter().map(|(_, place)| place.budget_pounds_per_week).sum();
    budget / (scenario.residents() as f64 * needs_of_a_resident(scenario))
}

/// The residents of each place at which there is so much money for each need and week.
///
/// # Errors
/// If a scenario has none of what it takes, or the money is none.
pub fn residents(scenario: &Scenario, pounds: f64) -> Result<Vec<Override>, String> {
    let places = || scenario.town.places.iter();
    let budget: f64 = places().map(|(_, place)| place.budget_pounds_per_week).sum();
    let (needs, all) = (needs_of_a_resident(scenario), scenario.residents() as f64);
    if budget <= 0.0 || needs <= 0.0 || all <= 0.0 {
        return Err(format!("`{DENSITY}`: the scenario needs residents, a budget and lasting needs for it"));
    }
    if pounds <= 0.0 {
        return Err(format!("`{DENSITY}`: {pounds} is not money; it is above 0"));
    }
    let times = budget / (pounds * needs) / all;
    let of_place = |(name, own): (&str, u32)| {
        let path = format!("places.{name}.residents");
        Override::whole(&path, (f64::from(own) * times).round().max(1.0) as u64)
    };
    Ok(places().map(|(name, place)| of_place((name, place.residents))).collect())
}

/// The points of two axes: all of the second at the first of the first, and so on.
#[must_use]
pub fn points(axes: &[MapAxis; 2]) -> Vec<Vec<Override>> {
    let [x, y] = axes;
    x.sets.iter().flat_map(|x| y.sets.iter().map(move |y| [&x[..], y].concat())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_scenario::load::load;
    use regimes_scenario::overrides::joined;

    #[test]
    fn money_for_each_need_sets_the_residents_that_share_it() {
        let town = load("town", &[]).expect("bundled").scenario;
        // The register's five densities of `town` are of 4.4 needs, as its census counts them, to the nearest 25 residents.
        assert!((needs_of_a_resident(&town) - 4.4).abs() < 0.15);
        let axis = MapAxis::read("density=5,10,15,20,30", 11, &town).expect("sound");
        let residents: Vec<f64> = axis.sets.iter().map(|sets| sets[0].value().parse().expect("a number")).collect();
        for (found, registered) in residents.iter().zip([4775.0, 2375.0, 1600.0, 1200.0, 800.0]) {
            assert!((found - registered).abs() < 0.035 * registered, "{residents:?}");
        }
        assert_eq!(axis.paths(), ["places.city.residents"]);
    }

    #[test]
    fn an_axis_takes_as_many_values_as_the_grid_unless_it_says_how_many() {
        let tiny = load("tiny", &[]).expect("bundled").scenario;
        let read = |text: &str| MapAxis::read(text, 3, &tiny);
        assert_eq!(read("patterns.harm=0.1..0.3").expect("sound").values, [0.1, 0.2, 0.3]);
        assert_eq!(read("patterns.harm=0.1..0.3:2").expect("sound").values, [0.1, 0.3]);
        let whole = read("places.village.residents=100..200").expect("sound");
        assert_eq!(
            joined(&whole.sets.concat()),
            "places.village.residents=100 places.village.residents=150 places.village.residents=200"
        );
        for text in ["patterns.harm=0.1", "patterns.harm=0.1,0.1", "arms.hls.support=menu,bespoke", "density=0..3"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_map_has_a_point_for_every_two_values() {
        let tiny = load("tiny", &[]).expect("bundled").scenario;
        let axes =
            ["patterns.harm=0.1..0.2", "support.gamma=0.5..1:3"].map(|text| MapAxis::read(text, 2, &tiny).unwrap());
        let points = points(&axes);
        assert_eq!(points.len(), 6);
        assert_eq!(joined(&points[1]), "patterns.harm=0.1 support.gamma=0.75");
    }
}
