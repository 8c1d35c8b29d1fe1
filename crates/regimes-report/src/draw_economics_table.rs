//! Tables of an economic evaluation over draws of uncertain parameters: cost against effect, what each draw costs and gives,
//! and what it would be worth to know one parameter.

use crate::declared::Declaration;
use crate::economics::{ENDS, Evaluation, Spread, View, values};
use crate::error::Error;
use crate::files::{Target, WrittenFile};
use crate::money::Money;
use crate::sweep_tables;
use crate::table::{self, Column};
use crate::tables::economics;
use crate::wellbys::SLOPES;
use regimes_model::units::MISSING;
use regimes_scenario::overrides::Override;
use regimes_study::experiment::points::Points;
use regimes_study::simulation::worth::{Discounting, Perspective, Worth};
use regimes_study::statistics::economics::FEWEST_FOR_A_PARAMETER;

/// Cost against effect.
pub const ECONOMICS: &str = "economics.csv";
/// What each draw costs and gives.
pub const DRAWS: &str = "economic_draws.csv";
/// What it would be worth to know one parameter.
pub const EVPPI: &str = "evppi.csv";
/// All of them.
pub const FILES: [&str; 3] = [ECONOMICS, DRAWS, EVPPI];

/// What each draw costs and gives, by arm.
pub type Worths = [Vec<(u32, Worth)>];

/// Writes those tables that there is something for.
///
/// # Errors
/// If the disk refuses.
pub fn write(target: Target, points: &Points, worths: &Worths) -> Result<Vec<WrittenFile>, Error> {
    target.prepare("")?;
    let mut written = Vec::new();
    if worths.iter().any(|draws| !draws.is_empty()) {
        written.push(write_draws(target, points, worths)?);
    }
    if let Ok(found) = Evaluation::of(Spread::Parameters, worths.to_vec()) {
        written.push(write_economics(target, points, &found)?);
        if has_evppi(points) {
            written.push(write_evppi(target, points, &found)?);
        }
    }
    Ok(written)
}

/// Whether there are draws enough to say what one parameter is worth, and a value of a WELLBY.
#[must_use]
pub fn has_evppi(points: &Points) -> bool {
    let is_known = values(&money(points)).len() == ENDS.len();
    points.points().len() >= FEWEST_FOR_A_PARAMETER && is_known && !numeric(points).is_empty()
}

fn money(points: &Points) -> Money {
    Money::of(&points.base().costs)
}

fn names(points: &Points) -> Vec<&str> {
    points.base().arms.iter().map(|(name, _)| name).collect()
}

/// Columns of cost against effect.
#[must_use]
pub fn columns(points: &Points) -> Vec<Column> {
    economics::columns(&names(points), &money(points))
}

fn write_economics(target: Target, points: &Points, found: &Evaluation) -> Result<WrittenFile, Error> {
    table::write(target, ECONOMICS, &columns(points), "no two arms have a draw", |rows| {
        economics::write(found, &names(points), &money(points), rows)
    })
}

/// Columns of what each draw costs and gives.
#[must_use]
pub fn columns_of_draws(points: &Points) -> Vec<Column> {
    let pounds = money(points).unit("GBP/resident");
    let cost = |perspective: Perspective, how: Discounting| {
        let about = format!("Mean cost over the futures of the draw: {} money, {}.", perspective.name(), how.name());
        Column::made(format!("cost_{}_{}", perspective.name(), how.name()), pounds.clone(), about)
    };
    let years = |how: Discounting| {
        let about = format!("Mean index-years of flourishing over the futures of the draw, {}.", how.name());
        Column::made(format!("years_{}", how.name()), "index-year/resident".into(), about)
    };
    let costs = Perspective::ALL.into_iter().flat_map(|perspective| Discounting::ALL.map(|how| cost(perspective, how)));
    let arms = names(points).into_iter().map(str::to_owned).collect::<Vec<String>>();
    let point = Column::count("point_id", "", "Number of the draw, from 0, as in `points.csv`.");
    let arm = Column::text("arm", "Name of the arm.").of(arms);
    [point, arm].into_iter().chain(costs).chain(Discounting::ALL.map(years)).collect()
}

fn write_draws(target: Target, points: &Points, worths: &Worths) -> Result<WrittenFile, Error> {
    table::write(target, DRAWS, &columns_of_draws(points), "no draw is whole", |rows| {
        for (name, draws) in names(points).iter().zip(worths) {
            for (draw, worth) in draws {
                rows.words(&[&draw.to_string(), name])?;
                rows.numbers(&worth.numbers())?;
                rows.end_row()?;
            }
        }
        Ok(())
    })
}

/// Paths that are a number in every draw, each with its values.
#[must_use]
pub fn numeric(points: &Points) -> Vec<(String, Vec<f64>)> {
    let value = |set: &Vec<Override>, path: &str| {
        let set = set.iter().rev().find(|one| one.path() == path)?;
        set.value().parse::<f64>().ok().filter(|value| value.is_finite())
    };
    let of = |path: &str| {
        let values: Option<Vec<f64>> = points.points().iter().map(|set| value(set, path)).collect();
        Some((path.to_owned(), values?))
    };
    sweep_tables::paths(points).into_iter().filter_map(of).collect()
}

/// Columns of what it would be worth to know one parameter.
#[must_use]
pub fn columns_of_evppi(points: &Points) -> Vec<Column> {
    let money = money(points);
    let pounds = |name: &'static str, about: &str| {
        Column::number(name, "", "").meaning(money.unit("GBP/resident"), about.to_owned())
    };
    vec![
        Column::text("perspective", "Whose money counts.").of(Perspective::ALL.map(Perspective::name)),
        Column::number("slope", "points of life satisfaction/index unit", "Slope from the index to life satisfaction."),
        Column::text("threshold", "Which value of a WELLBY: low with the low slope, and so on.").of(ENDS),
        Column::number("value", "", "")
            .meaning(money.unit("GBP/WELLBY"), "Value of a WELLBY at the scenario's prices.".to_owned()),
        Column::text("parameter", "The path of the parameter."),
        Column::text("unit", "Unit of the parameter."),
        Column::count("n", "", "Draws in which every arm has a value."),
        pounds("evppi", "Expected value of knowing the parameter, by regression on it and its square; discounted."),
        pounds("by_chance", "What the same estimate gives on average where draws are shuffled: it says nothing below."),
        pounds("evpi", "Expected value of perfect information on all parameters."),
    ]
}

fn write_evppi(target: Target, points: &Points, found: &Evaluation) -> Result<WrittenFile, Error> {
    let (parameters, money, seed) = (numeric(points), money(points), points.base().seed);
    table::write(target, EVPPI, &columns_of_evppi(points), "no parameter is a number", |rows| {
        for perspective in Perspective::ALL {
            for (slope, value) in values(&money).into_iter().enumerate() {
                let cases = found.cases(View { perspective, discounting: Discounting::Discounted, slope });
                let benefits = cases.net_benefits(value.pounds);
                for (path, all) in &parameters {
                    let of_case = |case: &usize| found.ids.get(*case).and_then(|id| all.get(*id as usize));
                    let drawn: Vec<f64> =
                        cases.kept().iter().map(|case| of_case(case).copied().unwrap_or(MISSING)).collect();
                    rows.word(perspective.name())?;
                    rows.number(SLOPES[slope])?;
                    rows.word(value.name)?;
                    rows.number(value.pounds)?;
                    rows.words(&[path, &Declaration::of(points.base(), path).unit, &cases.n().to_string()])?;
                    let chance = benefits.evppi_by_chance(&drawn, seed);
                    rows.numbers(&[benefits.evppi(&drawn), chance, benefits.evpi()])?;
                    rows.end_row()?;
                }
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_study::experiment::uncertainty::drawn;

    fn made(draws: usize) -> (Points, Vec<Vec<(u32, Worth)>>) {
        let points = drawn("tiny", &[], draws, vec![0]).unwrap_or_else(|_| panic!("sound")).points;
        let parameter = numeric(&points).remove(0).1;
        let spread = parameter.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        // The second arm costs more where the first parameter is high.
        let worth = |arm: usize, draw: usize| {
            let cost = 1000.0 + arm as f64 * (parameter[draw] / spread - 0.5) * 500.0;
            Worth::from_numbers(&[cost, cost, 2.0 * cost, 2.0 * cost, 5.0, 6.0]).unwrap()
        };
        let arms = points.base().arms.len();
        let by_arm = (0..arms).map(|arm| (0..draws).map(|draw| (draw as u32, worth(arm, draw))).collect()).collect();
        (points, by_arm)
    }

    #[test]
    fn thirty_draws_tell_what_a_parameter_is_worth_and_fewer_do_not() {
        for (draws, files) in [(12, 2), (30, 3)] {
            let (points, worths) = made(draws);
            let folder = tempfile::tempdir().unwrap();
            let written = write(Target::Folder(folder.path()), &points, &worths).unwrap();
            assert_eq!((written.len(), has_evppi(&points)), (files, files == 3));
            let text = std::fs::read_to_string(folder.path().join(DRAWS)).unwrap();
            assert_eq!(text.lines().count(), 1 + draws * points.base().arms.len());
            for (file, columns) in [(ECONOMICS, columns(&points)), (DRAWS, columns_of_draws(&points))] {
                let text = std::fs::read_to_string(folder.path().join(file)).unwrap();
                let heads: Vec<&str> = text.lines().next().unwrap().split(',').collect();
                assert_eq!(heads, columns.iter().map(|column| column.name.as_ref()).collect::<Vec<_>>());
            }
            if files == 3 {
                let mut reader = csv::Reader::from_path(folder.path().join(EVPPI)).unwrap();
                let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
                assert_eq!(rows.len(), 2 * 3 * numeric(&points).len());
                let number = |cell: &str| cell.parse::<f64>().unwrap();
                for row in &rows {
                    assert!(number(&row[7]) >= 0.0 && number(&row[7]) <= number(&row[9]) + 1e-6, "{row:?}");
                }
            }
        }
    }
}
