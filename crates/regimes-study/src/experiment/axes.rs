//! What is varied in a scenario, and the points at which it is run.
//!
//! An axis is a path with the values that it takes: `path=low..high:n` for `n` values evenly spread, `path=low..high` for
//! designs that choose the values themselves, or `path=a,b,c` for values of any kind, rules among them.

use crate::experiment::design::rounded;
use crate::statistics::sampling::{DesignError, grid, latin_hypercube, sobol_points};
use regimes_scenario::overrides::Override;

/// What a path takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers between two ends.
    Range {
        /// The lower end.
        low: f64,
        /// The upper end.
        high: f64,
        /// How many of them a grid takes; none where that is not said.
        levels: Option<usize>,
    },
    /// These, as `--set` takes them.
    List(Vec<String>),
}

/// A path, and the values that it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The path of a scenario.
    pub path: String,
    /// Its values.
    pub values: Values,
}

/// How points are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Design {
    /// Every combination of the values of all axes.
    #[default]
    Grid,
    /// A Latin hypercube: each axis is covered evenly.
    Latin,
    /// Scrambled Sobol points: the whole space is covered evenly.
    Sobol,
}

/// Designs by name.
pub const DESIGNS: [(&str, Design); 3] = [("grid", Design::Grid), ("latin", Design::Latin), ("sobol", Design::Sobol)];

/// How points are chosen, and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Every combination of values.
    Grid,
    /// A Latin hypercube of a number of points.
    LatinHypercube(usize),
    /// Scrambled Sobol points of a number.
    Sobol(usize),
}

impl Axis {
    /// An axis from its text.
    ///
    /// # Errors
    /// What the form is, or what is wrong with the numbers.
    pub fn read(text: &str) -> Result<Axis, String> {
        let form = "the form is path=low..high:levels, path=low..high or path=a,b,c";
        let (path, values) = text.split_once('=').ok_or_else(|| format!("`{text}`: {form}"))?;
        let (path, values) = (path.trim(), values.trim());
        if path.is_empty() || values.is_empty() {
            return Err(format!("`{text}`: {form}"));
        }
        let values = match values.split_once("..") {
            Some((low, rest)) => range(low, rest).map_err(|reason| format!("`{text}`: {reason}"))?,
            None => Values::List(listed(values)),
        };
        Ok(Axis { path: path.to_owned(), values })
    }

    /// Its ends, or all of its values.
    #[must_use]
    pub fn extremes(&self) -> Vec<Override> {
        match &self.values {
            Values::Range { low, high, .. } => [low, high].map(|end| Override::number(&self.path, *end)).to_vec(),
            Values::List(values) => values.iter().map(|value| Override::literal(&self.path, value)).collect(),
        }
    }

    /// How many values a grid takes.
    fn levels(&self) -> Result<usize, String> {
        match &self.values {
            Values::List(values) => Ok(values.len()),
            Values::Range { low, high, levels } => levels.ok_or_else(|| {
                format!("`{}`: a grid needs how many values to take, as {}={low}..{high}:5", self.path, self.path)
            }),
        }
    }

    /// The value at a place from 0 to 1.
    fn at(&self, place: f64) -> Override {
        match &self.values {
            Values::Range { low, high, .. } => {
                Override::number(&self.path, rounded(low + place * (high - low)).clamp(*low, *high))
            }
            Values::List(values) => {
                let at = ((place * values.len() as f64) as usize).min(values.len() - 1);
                Override::literal(&self.path, &values[at])
            }
        }
    }

    /// The value at a level of a grid.
    fn at_level(&self, place: f64, levels: usize) -> Override {
        match &self.values {
            Values::Range { .. } => self.at(place),
            // A grid places level i at i / (levels - 1).
            Values::List(values) => {
                Override::literal(&self.path, &values[(place * (levels.max(2) - 1) as f64).round() as usize])
            }
        }
    }
}

fn range(low: &str, rest: &str) -> Result<Values, String> {
    let (high, levels) = match rest.split_once(':') {
        Some((high, levels)) => (high, Some(levels)),
        None => (rest, None),
    };
    let number = |text: &str| {
        let number: Option<f64> = text.trim().parse().ok();
        number.filter(|number| number.is_finite()).ok_or_else(|| format!("`{}` is not a number", text.trim()))
    };
    let (low, high) = (number(low)?, number(high)?);
    let levels = levels.map(|text| {
        let levels: Option<usize> = text.trim().parse().ok();
        levels.filter(|n| *n >= 2).ok_or_else(|| format!("`{}` is not a number of values, 2 or more", text.trim()))
    });
    let levels = levels.transpose()?;
    if low >= high {
        return Err(format!("from {low} to {high} there is nothing between: the lower end comes first"));
    }
    Ok(Values::Range { low, high, levels })
}

/// Values between commas, those within brackets, braces and quotes apart.
fn listed(text: &str) -> Vec<String> {
    let (mut values, mut depth, mut quoted) = (vec![String::new()], 0_i32, false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '[' | '{' if !quoted => depth += 1,
            ']' | '}' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                values.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = values.last_mut() {
            last.push(c);
        }
    }
    values.into_iter().map(|value| value.trim().to_owned()).collect()
}

/// The points of a design over axes: what is set at each.
///
/// # Errors
/// All that is wrong with the axes or the design, a line each.
pub fn points(axes: &[Axis], choice: Choice, seed: u64) -> Result<Vec<Vec<Override>>, Vec<String>> {
    let mut wrong: Vec<String> = Vec::new();
    for (n, axis) in axes.iter().enumerate() {
        if axes[..n].iter().any(|other| other.path == axis.path) {
            wrong.push(format!("`{}` is varied twice", axis.path));
        }
        if let Values::List(values) = &axis.values
            && values.iter().any(String::is_empty)
        {
            wrong.push(format!("`{}` has an empty value in its list", axis.path));
        }
    }
    let told = |error: DesignError| vec![error.to_string()];
    match choice {
        Choice::Grid => {
            let (levels, missing): (Vec<_>, Vec<_>) = axes.iter().map(Axis::levels).partition(Result::is_ok);
            wrong.extend(missing.into_iter().filter_map(Result::err));
            if !wrong.is_empty() {
                return Err(wrong);
            }
            let levels: Vec<usize> = levels.into_iter().flatten().collect();
            let on_levels = |place: &Vec<f64>| {
                let axes = axes.iter().zip(&levels).zip(place);
                axes.map(|((axis, levels), place)| axis.at_level(*place, *levels)).collect()
            };
            Ok(grid(&levels).map_err(told)?.iter().map(on_levels).collect())
        }
        _ if !wrong.is_empty() => Err(wrong),
        Choice::LatinHypercube(n) => Ok(at_places(axes, &latin_hypercube(n, axes.len(), seed))),
        Choice::Sobol(n) => Ok(at_places(axes, &sobol_points(n, axes.len(), seed).map_err(told)?)),
    }
}

/// What is set at places of the unit cube, an axis a coordinate.
#[must_use]
pub fn at_places(axes: &[Axis], places: &[Vec<f64>]) -> Vec<Vec<Override>> {
    places.iter().map(|place| axes.iter().zip(place).map(|(axis, place)| axis.at(*place)).collect()).collect()
}

/// Points from the text of a CSV: a column a path, a row a point.
///
/// # Errors
/// All that is wrong with it, a line each.
pub fn points_of_table(text: &str) -> Result<Vec<Vec<Override>>, Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let paths: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(str::to_owned).collect(),
        Err(error) => return Err(vec![error.to_string()]),
    };
    let mut wrong = Vec::new();
    for (n, path) in paths.iter().enumerate() {
        if path.is_empty() {
            wrong.push(format!("column {} has no name: the header holds a path in each column", n + 1));
        } else if paths[..n].contains(path) {
            wrong.push(format!("column `{path}` is there twice"));
        }
    }
    let mut points = Vec::new();
    for (n, row) in reader.records().enumerate() {
        match row {
            Ok(row) => {
                for (path, _) in paths.iter().zip(&row).filter(|(_, value)| value.is_empty()) {
                    wrong.push(format!("row {}: `{path}` is empty", n + 1));
                }
                points.push(paths.iter().zip(&row).map(|(path, value)| Override::literal(path, value)).collect());
            }
            Err(error) => wrong.push(error.to_string()),
        }
    }
    if points.is_empty() && wrong.is_empty() {
        wrong.push("there is no row below the header".to_owned());
    }
    if wrong.is_empty() { Ok(points) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(points: &[Vec<Override>]) -> Vec<String> {
        points.iter().map(|point| regimes_scenario::overrides::joined(point)).collect()
    }

    #[test]
    fn a_grid_takes_every_combination_of_numbers_and_words() {
        let axes = ["a.b=0..1:3", "arms.hls.support=menu,bespoke"].map(|text| Axis::read(text).unwrap());
        let all = texts(&points(&axes, Choice::Grid, 1).unwrap());
        assert_eq!(all.len(), 6);
        for part in
            ["a.b=0.0 arms.hls.support=menu", "a.b=0.5 arms.hls.support=bespoke", "a.b=1.0 arms.hls.support=menu"]
        {
            assert!(all.contains(&part.to_owned()), "{all:?}");
        }
    }

    #[test]
    fn designs_that_choose_values_themselves_stay_within_the_ends() {
        let axes = ["a=2..3", "b=x,y"].map(|text| Axis::read(text).unwrap());
        for choice in [Choice::LatinHypercube(8), Choice::Sobol(8)] {
            let points = points(&axes, choice, 7).unwrap();
            assert_eq!(points.len(), 8);
            assert!(points.iter().all(|point| (2.0..=3.0).contains(&point[0].value().parse().unwrap())));
            assert_eq!(points.iter().filter(|point| point[1].value() == "x").count(), 4);
        }
    }

    #[test]
    fn what_is_wrong_is_told_at_once() {
        for text in ["a", "=1", "a=", "a=1..0:3", "a=1..x:3", "a=0..1:1", "a=0..inf"] {
            assert!(Axis::read(text).is_err(), "{text}");
        }
        let axes = ["a=0..1", "b=1,,2", "a=0..1:2"].map(|text| Axis::read(text).unwrap());
        assert_eq!(points(&axes, Choice::Grid, 1).unwrap_err().len(), 3);
        assert_eq!(points_of_table("a,,a\n1,2,3\n4,,6\n").unwrap_err().len(), 3);
        assert!(points_of_table("a,b\n").is_err() && points_of_table("a,b\n1\n").is_err());
        assert_eq!(texts(&points_of_table("a.b, c\n1, x\n").unwrap()), ["a.b=1 c=x"]);
    }

    #[test]
    fn commas_within_a_list_or_table_are_part_of_a_value() {
        let axis = Axis::read("a=[1, 2],{ b = 1, c = 2 },\"x,y\"").unwrap();
        assert_eq!(axis.values, Values::List(["[1, 2]", "{ b = 1, c = 2 }", "\"x,y\""].map(str::to_owned).to_vec()));
    }
}
