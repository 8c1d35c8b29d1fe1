//! Matrices for probabilistic sensitivity analysis, as the R packages dampack and BCEA read them: a row a case, a column an
//! arm or a parameter, and no other column.

use crate::economics::{ENDS, Evaluation, Spread, View};
use crate::error::Error;
use crate::exports::prices::Prices;
use crate::exports::psa_readme::{self, About, PARAMETERS, ROWS};
use crate::files::{self, Target, WrittenFile};
use crate::manifest::Manifest;
use crate::table::{self, Column};
use crate::wellbys::SLOPES;
use csv::StringRecord;
use regimes_study::simulation::worth::{Discounting, Perspective, Worth};
use std::path::Path;

/// How to load the matrices.
pub const README: &str = "README.md";

/// Parameters by case: their paths, and the words that each case has at them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters {
    /// The paths, in the order of `points.csv`.
    pub paths: Vec<String>,
    /// By number of the draw.
    pub draws: Vec<(u32, Vec<String>)>,
}

/// What is exported.
pub struct Matrices {
    /// Names of all arms, by number.
    pub arms: Vec<String>,
    /// Costs and years, case by case.
    pub found: Evaluation,
    /// Parameters, where these are drawn.
    pub parameters: Parameters,
    /// How money is counted.
    pub prices: Prices,
    /// Where it comes from, in words.
    pub source: String,
}

impl Matrices {
    /// Reads the draws of a folder that `run --draws` wrote.
    ///
    /// # Errors
    /// If a table is not there or not what its name says, or there are no two arms to compare.
    pub fn of_draws(folder: &Path, manifest: &Manifest) -> Result<Matrices, Error> {
        let by_arm = read_draws(&folder.join(crate::draw_economics_table::DRAWS), &manifest.arms)?;
        let reason = |reason| Error::Empty { file: "the matrices".to_owned(), reason };
        Ok(Matrices {
            arms: manifest.arms.clone(),
            found: Evaluation::of(Spread::Parameters, by_arm).map_err(reason)?,
            parameters: read_parameters(&folder.join(crate::sweep_tables::POINTS))?,
            prices: Prices::read(folder)?,
            source: manifest.described(),
        })
    }

    /// Writes the matrices; the file that says how to load them is the last.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn write(&self, folder: &Path) -> Result<Vec<WrittenFile>, Error> {
        let target = Target::Folder(folder);
        target.prepare("")?;
        let mut written = Vec::new();
        for how in Discounting::ALL {
            for perspective in Perspective::ALL {
                let cost = |worth: &Worth| worth.cost(perspective, how);
                written.push(self.write_matrix(target, cost_file(perspective, how), &cost)?);
            }
            for (slope, points) in SLOPES.iter().enumerate() {
                let wellbys = |worth: &Worth| points * worth.years(how);
                written.push(self.write_matrix(target, effect_file(slope, how), &wellbys)?);
            }
        }
        written.extend(self.write_parameters(target)?);
        written.push(self.write_rows(target)?);
        let about = About {
            arms: self.found.arms.iter().map(|arm| self.arms[*arm].as_str()).collect(),
            cases: self.found.ids.len(),
            spread: self.found.spread,
            prices: &self.prices,
            source: &self.source,
            parameters: self.parameters.paths.len(),
        };
        written.push(files::write_bytes(target, README, psa_readme::text(&about).as_bytes())?);
        Ok(written)
    }

    fn write_matrix(
        &self,
        target: Target,
        name: &'static str,
        number: &dyn Fn(&Worth) -> f64,
    ) -> Result<WrittenFile, Error> {
        let column = |arm: &usize| Column::made(self.arms[*arm].clone(), "".into(), String::new());
        let columns: Vec<Column> = self.found.arms.iter().map(column).collect();
        table::write(target, name, &columns, "there is no case", |rows| {
            for case in 0..self.found.ids.len() {
                let of = |place: usize| number(&self.found.worth(place, case));
                rows.numbers(&(0..self.found.arms.len()).map(of).collect::<Vec<f64>>())?;
                rows.end_row()?;
            }
            Ok(())
        })
    }

    fn write_parameters(&self, target: Target) -> Result<Option<WrittenFile>, Error> {
        let Parameters { paths, draws } = &self.parameters;
        if paths.is_empty() {
            return Ok(None);
        }
        let columns: Vec<Column> =
            paths.iter().map(|path| Column::made(path.clone(), "".into(), String::new())).collect();
        let written = table::write(target, PARAMETERS, &columns, "there is no case", |rows| {
            for id in &self.found.ids {
                let words = draws.iter().find(|(draw, _)| draw == id).map(|(_, words)| words);
                let word = |n: usize| words.and_then(|words| words.get(n)).map_or("", String::as_str);
                rows.words(&(0..paths.len()).map(word).collect::<Vec<&str>>())?;
                rows.end_row()?;
            }
            Ok(())
        });
        written.map(Some)
    }

    fn write_rows(&self, target: Target) -> Result<WrittenFile, Error> {
        let name = match self.found.spread {
            Spread::Luck => "replicate",
            Spread::Parameters => "point_id",
        };
        table::write(target, ROWS, &[Column::count(name, "", "")], "there is no case", |rows| {
            for id in &self.found.ids {
                rows.word(&id.to_string())?;
                rows.end_row()?;
            }
            Ok(())
        })
    }
}

/// The file of what arms cost.
#[must_use]
pub fn cost_file(perspective: Perspective, how: Discounting) -> &'static str {
    match (perspective, how) {
        (Perspective::Services, Discounting::Discounted) => "costs_services.csv",
        (Perspective::Services, Discounting::Undiscounted) => "costs_services_undiscounted.csv",
        (Perspective::PublicSector, Discounting::Discounted) => "costs_public_sector.csv",
        (Perspective::PublicSector, Discounting::Undiscounted) => "costs_public_sector_undiscounted.csv",
    }
}

/// The file of the WELLBYs that arms give, at a slope by its number.
#[must_use]
pub fn effect_file(slope: usize, how: Discounting) -> &'static str {
    const FILES: [[&str; ENDS.len()]; 2] = [
        ["wellbys_low.csv", "wellbys_middle.csv", "wellbys_high.csv"],
        ["wellbys_low_undiscounted.csv", "wellbys_middle_undiscounted.csv", "wellbys_high_undiscounted.csv"],
    ];
    FILES[how as usize][slope]
}

/// All files that an export may leave.
#[must_use]
pub fn all_files() -> Vec<&'static str> {
    let costs = View::all().map(|view| cost_file(view.perspective, view.discounting));
    let effects = View::all().map(|view| effect_file(view.slope, view.discounting));
    let mut all: Vec<&str> = costs.chain(effects).chain([PARAMETERS, ROWS, README]).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn reader(path: &Path) -> Result<csv::Reader<std::io::Cursor<Vec<u8>>>, Error> {
    Ok(csv::Reader::from_reader(std::io::Cursor::new(files::read(path)?)))
}

fn not_understood(path: &Path, reason: impl ToString) -> Error {
    Error::Content { path: path.to_owned(), reason: reason.to_string() }
}

/// What each draw costs and gives, by arm.
fn read_draws(path: &Path, arms: &[String]) -> Result<Vec<Vec<(u32, Worth)>>, Error> {
    let mut by_arm = vec![Vec::new(); arms.len()];
    for (line, row) in (2..).zip(reader(path)?.records()) {
        let row = row.map_err(|error| not_understood(path, error))?;
        let parsed = draw(&row).and_then(|(draw, arm, worth)| {
            let place = arms.iter().position(|name| *name == arm)?;
            Some((place, draw, worth))
        });
        let (place, draw, worth) =
            parsed.ok_or_else(|| not_understood(path, format!("line {line} is not a draw of an arm of the study")))?;
        by_arm[place].push((draw, worth));
    }
    Ok(by_arm)
}

fn draw(row: &StringRecord) -> Option<(u32, String, Worth)> {
    let number = |cell: &str| if cell.is_empty() { Some(f64::NAN) } else { cell.parse().ok() };
    let numbers: Option<Vec<f64>> = row.iter().skip(2).map(number).collect();
    Some((row.get(0)?.parse().ok()?, row.get(1)?.to_owned(), Worth::from_numbers(&numbers?)?))
}

/// What each draw sets: the columns of `points.csv` between the number of the point and its status, once a point.
fn read_parameters(path: &Path) -> Result<Parameters, Error> {
    let mut table = reader(path)?;
    let heads = table.headers().map_err(|error| not_understood(path, error))?.clone();
    let end = heads.iter().position(|head| head == "status").filter(|_| heads.get(0) == Some("point_id"));
    let end = end.ok_or_else(|| not_understood(path, "it has no columns `point_id` and `status`"))?;
    let mut draws: Vec<(u32, Vec<String>)> = Vec::new();
    for (line, row) in (2..).zip(table.records()) {
        let row = row.map_err(|error| not_understood(path, error))?;
        let id: Option<u32> = row.get(0).and_then(|cell| cell.parse().ok());
        let id = id.ok_or_else(|| not_understood(path, format!("line {line} has no number of a point")))?;
        if draws.last().is_none_or(|(last, _)| *last != id) {
            draws.push((id, row.iter().take(end).skip(1).map(str::to_owned).collect()));
        }
    }
    Ok(Parameters { paths: heads.iter().take(end).skip(1).map(str::to_owned).collect(), draws })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observed::Observed;
    use crate::synthetic;

    fn matrices() -> Matrices {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 4, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        Matrices {
            arms: vec!["npm".to_owned(), "hls".to_owned()],
            found: Evaluation::of_futures(&observed).unwrap(),
            parameters: Parameters::default(),
            prices: Prices { currency: "GBP".to_owned(), price_year: 2025, discount_per_year: 0.035 },
            source: "a run of `northern_town`".to_owned(),
        }
    }

    fn read(folder: &Path, name: &str) -> String {
        std::fs::read_to_string(folder.join(name)).unwrap()
    }

    #[test]
    fn a_matrix_has_a_column_an_arm_and_a_row_a_case_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let written = matrices().write(folder.path()).unwrap();
        let names: Vec<&str> = written.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names.last(), Some(&README));
        assert!(names.iter().all(|name| all_files().contains(name)) && names.len() == all_files().len() - 1);
        for name in names.iter().filter(|name| name.starts_with("costs") || name.starts_with("wellbys")) {
            let text = read(folder.path(), name);
            assert!(text.starts_with("npm,hls\n") && text.lines().count() == 5, "{text}");
        }
        assert_eq!(read(folder.path(), ROWS), "replicate\n0\n1\n2\n3\n");
        let first = |name: &str| -> Vec<f64> {
            let text = read(folder.path(), name);
            text.lines().nth(1).unwrap().split(',').map(|cell| cell.parse().unwrap()).collect()
        };
        let (low, high) = (first("wellbys_low.csv"), first("wellbys_high.csv"));
        assert!((high[1] / low[1] - 10.0 / 3.0).abs() < 1e-6);
        assert!(first("costs_public_sector.csv")[0] > first("costs_services.csv")[0]);
    }

    #[test]
    fn draws_read_back_with_their_parameters_and_a_stray_line_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let points = "point_id,patterns.harm,arms.hls.casework,status,error\n0,0.1,menu,done,\n0,0.1,menu,done,\n1,0.2,\"a, b\",done,\n";
        std::fs::write(path("points.csv"), points).unwrap();
        let parameters = read_parameters(&path("points.csv")).unwrap();
        assert_eq!(parameters.paths, ["patterns.harm", "arms.hls.casework"]);
        assert_eq!(parameters.draws[1], (1, vec!["0.2".to_owned(), "a, b".to_owned()]));
        let head = "point_id,arm,a,b,c,d,e,f\n";
        let arms = ["npm".to_owned()];
        std::fs::write(path("draws.csv"), format!("{head}3,npm,1,2,3,4,5,\n")).unwrap();
        let read = read_draws(&path("draws.csv"), &arms).unwrap();
        assert!(read[0][0].0 == 3 && read[0][0].1.numbers()[5].is_nan());
        std::fs::write(path("draws.csv"), format!("{head}3,hls,1,2,3,4,5,6\n")).unwrap();
        let error = read_draws(&path("draws.csv"), &arms).unwrap_err();
        assert!(error.to_string().contains("line 2") && error.is_bad_input(), "{error}");
        std::fs::write(path("points.csv"), "a,b\n1,2\n").unwrap();
        assert!(read_parameters(&path("points.csv")).is_err());
    }
}
