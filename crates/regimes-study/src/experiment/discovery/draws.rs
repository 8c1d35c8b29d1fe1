//! Draws as rows: what each draw of uncertain parameters sets, and how every arm fared there.
//!
//! They are read from runs, or from the `points.csv` that `sweep`, `run --draws` or an earlier discovery left.

use crate::experiment::discovery::gains::{Arms, gained};
use crate::experiment::discovery::pair::Measure;
use crate::experiment::points::Points;
use crate::simulation::control::Control;
use crate::statistics::mean;
use crate::study::design::{Design, Outcome};
use crate::study::fingerprint::Fingerprint;
use crate::study::store::{Refused, Store};
use regimes_model::model::outcomes::{Better, OUTCOMES};
use regimes_model::units::MISSING;
use regimes_scenario::nearest::advice;
use regimes_scenario::overrides::Override;
use std::collections::{BTreeMap, BTreeSet};

/// How arms fared over draws, by one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Draws {
    /// The paths that take several numbers over draws.
    pub paths: Vec<String>,
    /// By draw, the number at each path.
    pub points: Vec<Vec<f64>>,
    /// The names of the arms.
    pub arms: Vec<String>,
    /// By arm and draw, its level; missing where it has none.
    pub levels: Vec<Vec<f64>>,
    /// By draw, the smallest difference that matters; missing where none is known.
    pub smallest: Vec<f64>,
    /// Which way the measure is better.
    pub better: Better,
}

impl Draws {
    /// By draw, what an arm gains on another; missing where either has no value.
    #[must_use]
    pub fn gains(&self, [a, b]: [usize; 2]) -> Vec<f64> {
        let pairs = self.levels[a].iter().zip(&self.levels[b]);
        pairs.map(|(from, to)| gained(*from, *to, self.better)).collect()
    }

    /// By arm and draw, its level with more being better.
    #[must_use]
    pub fn signed(&self) -> Vec<Vec<f64>> {
        let sign = |level: &f64| gained(0.0, *level, self.better);
        self.levels.iter().map(|levels| levels.iter().map(sign).collect()).collect()
    }
}

/// The draws of a study whose points are draws, by measure; and how many of its tasks failed, with the first reason.
///
/// # Errors
/// If the store refuses.
pub fn of_points(
    points: &Points,
    measures: &[Measure],
    smallest: Option<f64>,
    store: &dyn Store,
) -> Result<(Vec<Draws>, Vec<String>), Refused> {
    let (futures, draws) = (points.replicates() as usize, points.points().len());
    let names: Vec<String> = points.base().arms.iter().map(|(name, _)| name.to_owned()).collect();
    let (paths, values) = numbers(points.points());
    let empty = |measure: &Measure| Draws {
        paths: paths.clone(),
        points: values.clone(),
        arms: names.clone(),
        levels: vec![vec![MISSING; draws]; names.len()],
        smallest: vec![MISSING; draws],
        better: measure.better(),
    };
    let mut all: Vec<Draws> = measures.iter().map(empty).collect();
    let mut failures = Vec::new();
    for draw in 0..draws {
        let mut runs: Vec<Arms> = Vec::new();
        for task in draw * futures..(draw + 1) * futures {
            match Arms::of(points, task, store)? {
                Ok(arms) => runs.push(arms),
                Err(reason) => failures.push(reason),
            }
        }
        for (n, (of, measure)) in all.iter_mut().zip(measures).enumerate() {
            for (arm, levels) in of.levels.iter_mut().enumerate() {
                levels[draw] = known(runs.iter().map(|run| run.level(points, arm, *measure)));
            }
            let declared = known(runs.iter().map(|run| run.smallest(points, 0, *measure)));
            of.smallest[draw] = smallest.filter(|_| n == 0).unwrap_or(declared);
        }
    }
    Ok((all, failures))
}

/// The mean of those that are not missing; missing where all are.
fn known(values: impl Iterator<Item = f64>) -> f64 {
    let known: Vec<f64> = values.filter(|value| !value.is_nan()).collect();
    if known.is_empty() { MISSING } else { mean(&known) }
}

/// The paths that take several numbers over points, and the numbers.
fn numbers(points: &[Vec<Override>]) -> (Vec<String>, Vec<Vec<f64>>) {
    let set = |point: &[Override], path: &str| -> f64 {
        let last = point.iter().rev().find(|one| one.path() == path);
        last.and_then(|one| one.value().parse().ok()).unwrap_or(MISSING)
    };
    let paths: BTreeSet<&str> = points.iter().flatten().map(Override::path).collect();
    let varies = |path: &&str| {
        let mut all = points.iter().map(|point| set(point, path));
        let first = all.next().unwrap_or(MISSING);
        first.is_finite() && all.clone().all(f64::is_finite) && all.any(|value| value != first)
    };
    let paths: Vec<&str> = paths.into_iter().filter(varies).collect();
    let values = points.iter().map(|point| paths.iter().map(|path| set(point, path)).collect()).collect();
    (paths.into_iter().map(str::to_owned).collect(), values)
}

/// Draws from the text of a `points.csv`, by the outcome that decides.
///
/// # Errors
/// All that is wrong with the table, a line each.
pub fn of_table(text: &str, outcome: &str, smallest: Option<f64>) -> Result<Draws, Vec<String>> {
    let told = |error: csv::Error| vec![error.to_string()];
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().map_err(told)?.iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().map_err(told)?;
    let place = |name: &str| header.iter().position(|column| column == name);
    let columns = ["point_id", "status", "arm_a", "arm_b", "outcome", "a", "b"].map(|name| (name, place(name)));
    let missing: Vec<String> = columns
        .iter()
        .filter(|(_, place)| place.is_none())
        .map(|(name, _)| format!("there is no column `{name}`: it is no points.csv of `sweep` or `run --draws`"))
        .collect();
    let [Some(id), Some(status), Some(arm_a), Some(arm_b), Some(named), Some(a), Some(b)] = columns.map(|one| one.1)
    else {
        return Err(missing);
    };
    let known: BTreeSet<&str> = rows.iter().map(|row| &row[named]).collect();
    let Some(declared) = OUTCOMES.iter().find(|one| one.name == outcome && known.contains(outcome)) else {
        let names: Vec<&str> = known.into_iter().collect();
        return Err(vec![format!("it has no outcome `{outcome}`; {}", advice(outcome, &names))]);
    };
    let mut by_point: BTreeMap<usize, Vec<&csv::StringRecord>> = BTreeMap::new();
    for row in rows.iter().filter(|row| &row[named] == outcome) {
        let number = row[id].parse().map_err(|_| vec![format!("`{}` is not the number of a point", &row[id])])?;
        by_point.entry(number).or_default().push(row);
    }
    let number = |cell: &str| cell.parse().unwrap_or(MISSING);
    let mut arms: Vec<String> = Vec::new();
    for row in by_point.values().flatten() {
        for name in [&row[arm_a], &row[arm_b]] {
            if !name.is_empty() && !arms.iter().any(|known| known == name) {
                arms.push(name.to_owned());
            }
        }
    }
    if arms.len() < 2 {
        return Err(vec!["it has one arm alone, and so nothing to compare".to_owned()]);
    }
    let level = |rows: &Vec<&csv::StringRecord>, arm: &String| {
        let own = rows.iter().find(|row| row[arm_b] == **arm).map(|row| number(&row[b]));
        own.or_else(|| rows.iter().find(|row| row[arm_a] == **arm).map(|row| number(&row[a]))).unwrap_or(MISSING)
    };
    let set = |rows: &Vec<&csv::StringRecord>| -> Vec<Override> {
        (id + 1..status).map(|column| Override::literal(&header[column], &rows[0][column])).collect()
    };
    let (paths, points) = numbers(&by_point.values().map(set).collect::<Vec<_>>());
    if paths.is_empty() {
        return Err(vec![
            "nothing takes several numbers over its points, so there is nothing to put a box in".to_owned(),
        ]);
    }
    let levels = arms.iter().map(|arm| by_point.values().map(|rows| level(rows, arm)).collect()).collect();
    let smallest = vec![smallest.unwrap_or(MISSING); points.len()];
    Ok(Draws { paths, points, arms, levels, smallest, better: declared.better })
}

/// A design without a task, for what is read from results that are there.
pub struct NoRuns;

impl Design for NoRuns {
    type Result = ();

    fn tasks(&self) -> usize {
        0
    }

    fn fingerprint(&self, _: usize) -> Fingerprint {
        Fingerprint::begin().end()
    }

    fn label(&self, _: usize) -> String {
        String::new()
    }

    fn work(&self, _: usize) -> u64 {
        0
    }

    fn perform(&self, _: usize, _: &Control<'_>) -> Option<Outcome<()>> {
        None
    }

    fn encode(&self, (): &()) -> Vec<u8> {
        Vec::new()
    }

    fn decode(&self, _: usize, _: &[u8]) -> Option<()> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::control::unattended;
    use crate::study::runner;
    use crate::study::store::Memory;
    use regimes_model::model::outcomes::position;
    use regimes_model::parallel::Width;
    use regimes_scenario::overrides;

    #[test]
    fn a_draw_is_the_mean_of_its_futures_and_paths_that_stay_are_left_out() {
        let sets = overrides::read(&["horizon_weeks=60", "burn_in_weeks=4", "replicates=2", "arms.graft=drop"]);
        let set = |harm: &str| overrides::read(&[&format!("patterns.harm={harm}"), "support.gamma=1"]);
        let flourishing = position("flourishing").unwrap();
        let points = Points::of("tiny", sets, vec![set("0.1"), set("0.3")], vec![flourishing]).unwrap();
        let points = points.with_luck_of_each().with_cohorts();
        let store = Memory::default();
        runner::perform(&points, Width::Wide, &store, &unattended(), &|_| {}).unwrap();
        let measure = Measure::Horizon(flourishing);
        let (found, failures) = of_points(&points, &[measure], None, &store).unwrap();
        assert_eq!((found[0].paths.as_slice(), failures.len()), (&["patterns.harm".to_owned()][..], 0));
        assert_eq!(found[0].points, [[0.1], [0.3]]);
        let runs = [2, 3].map(|task| Arms::of(&points, task, &store).unwrap().unwrap().level(&points, 1, measure));
        assert_eq!(found[0].levels[1][1], mean(&runs));
        assert!(found[0].smallest.iter().all(|smallest| *smallest > 0.0));
        assert_eq!(of_points(&points, &[measure], Some(0.5), &store).unwrap().0[0].smallest, [0.5, 0.5]);
    }

    const TABLE: &str = "point_id,patterns.harm,arms.x.support,status,error,arm_a,arm_b,outcome,unit,n,a,b\n\
                         0,0.1,menu,done,,npm,hls,public_cost,GBP,2,10,11\n0,0.1,menu,done,,npm,graft,public_cost,GBP,2,10,8\n\
                         1,0.2,menu,failed,no,npm,hls,public_cost,GBP,0,,\n1,0.2,menu,failed,no,npm,graft,public_cost,GBP,0,,\n";

    #[test]
    fn a_table_of_points_is_read_with_all_its_arms_and_gaps() {
        let found = of_table(TABLE, "public_cost", None).unwrap();
        assert_eq!((found.paths.len(), found.arms.join(" ")), (1, "npm hls graft".to_owned()));
        assert_eq!(found.gains([0, 2])[0], 2.0);
        assert!(found.gains([0, 1])[1].is_nan() && found.signed()[1][0] == -11.0);
        assert!(of_table(TABLE, "flourishing", None).unwrap_err()[0].contains("public_cost"));
        assert_eq!(of_table("x,y\n1,2\n", "flourishing", None).unwrap_err().len(), 7);
        let still = TABLE.replace("0.2", "0.1");
        assert!(of_table(&still, "public_cost", None).unwrap_err()[0].contains("nothing takes several"));
    }
}
