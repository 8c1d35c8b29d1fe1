//! The tables of a run: which there are, what their columns mean, and how they are written.

pub mod costs;
pub mod evaluation;
pub mod groups;
pub mod lives;
pub mod pairs;
pub mod runs;
pub mod summary;
pub mod timeseries;

use crate::error::Error;
use crate::files::{self, Format, WrittenFile};
use crate::observed::Observed;
use crate::stop::Stop;
use crate::table::{Column, Rows};
use std::path::Path;

/// A table of the report.
pub struct Table {
    /// Its file name without ending.
    pub name: &'static str,
    /// What it holds.
    pub about: fn(&Observed) -> String,
    /// Its columns.
    pub columns: fn(&Observed) -> Vec<Column>,
    /// Writes its rows.
    pub fill: fn(&Observed, &mut Rows) -> Result<(), Error>,
    /// Why it must be left out of this report; none where it has rows.
    pub absent: fn(&Observed) -> Option<String>,
}

/// All tables, in the order in which they are written.
pub const TABLES: &[Table] = &[
    runs::TABLE,
    timeseries::TABLE,
    summary::TABLE,
    pairs::TABLE,
    costs::TABLE,
    groups::TABLE,
    evaluation::TABLE,
    lives::TABLE,
];

impl Table {
    /// The name of its file.
    #[must_use]
    pub fn file(&self, format: Format) -> String {
        format!("{}.{}", self.name, format.ending())
    }

    /// Writes the table into a folder.
    ///
    /// # Errors
    /// If the disk refuses, somebody asks to stop, or there are no rows.
    pub fn write(&self, folder: &Path, observed: &Observed, format: Format, stop: &Stop) -> Result<WrittenFile, Error> {
        let name = self.file(format);
        let path = folder.join(&name);
        files::write(folder, &name, format, |text| {
            let mut rows = Rows::begin(text, &path, &(self.columns)(observed))?.until(stop.clone());
            (self.fill)(observed, &mut rows)?;
            rows.end("there are no rows")
        })
    }
}

/// The column of arms, with their names.
fn arm(observed: &Observed) -> Column {
    ARM.of(observed.record.arms.iter().map(|arm| arm.name.clone()))
}

/// The column of the scenario, with its name.
fn scenario(observed: &Observed) -> Column {
    SCENARIO.of([observed.record.scenario.clone()])
}

/// The column of the point, with its name.
fn point(observed: &Observed) -> Column {
    POINT_ID.of([observed.record.point.clone()])
}

/// The column of outcomes, with their names.
fn outcome(observed: &Observed) -> Column {
    OUTCOME.of(observed.record.outcomes.iter().map(|outcome| outcome.name))
}

/// Columns that say which run a row is of: [`runs::identify`] fills them.
fn identity(observed: &Observed) -> Vec<Column> {
    vec![RUN_ID, scenario(observed), arm(observed), point(observed), PAIR_ID, REPLICATE, SEED]
}

const RUN_ID: Column = Column::text("run_id", "Arm and replicate, such as npm-0007.");
const SCENARIO: Column = Column::text("scenario", "Name of the scenario.");
const ARM: Column = Column::text("arm", "Name of the arm.");
const POINT_ID: Column = Column::text("point_id", "Point of the design; base where nothing is varied.");
const PAIR_ID: Column = Column::text("pair_id", "Runs of the same pair met the same luck.");
const REPLICATE: Column = Column::count("replicate", "", "Number of the replicate, from 0.");
const SEED: Column = Column::text(
    "seed",
    "Seed; with the replicate it fixes every draw. A whole number up to 2^64 - 1, to be read as text: above 2^53 a real \
     number loses its last digits.",
);
const WEEK: Column = Column::count("week", "week", "Week after the burn-in, from 0.");
const DATE: Column = Column::date("date", "First day of the week.");
const OUTCOME: Column = Column::text("outcome", "Name of the outcome.");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    fn text(name: &str, arms: &[&str]) -> String {
        let (record, ensemble) = synthetic::make(arms, 3, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let table = TABLES.iter().find(|t| t.name == name).unwrap();
        let file = table.write(folder.path(), &observed, Format::Csv, &Stop::default()).unwrap();
        std::fs::read_to_string(folder.path().join(file.name)).unwrap()
    }

    fn header(name: &str) -> String {
        text(name, &["npm", "hls"]).lines().next().unwrap().to_owned()
    }

    #[test]
    fn headers_are_those_that_readers_rely_on() {
        let expected = [
            ("summary", "scenario,arm,point_id,week,date,outcome,unit,n,mean,sd,mcse,q05,q25,q50,q75,q95"),
            ("pairs", "pair_id,scenario,arm_a,arm_b,outcome,over,a,b,difference"),
            ("costs", "run_id,arm,year,weeks,activity,origin,payer,pounds,hours,discounted"),
            ("groups", "run_id,arm,week,level,name,outcome,value"),
            ("evaluation", "run_id,arm,cohort,before,after,twin_after,apparent,true"),
            ("lives", "run_id,arm,agent,week,event,detail"),
        ];
        for (name, line) in expected {
            assert_eq!(header(name), line);
        }
        assert!(header("runs").starts_with(
            "run_id,scenario,arm,point_id,pair_id,replicate,seed,status,error,final_flourishing,mean_flourishing,"
        ));
        assert!(
            header("timeseries")
                .starts_with("run_id,scenario,arm,point_id,pair_id,replicate,seed,week,date,flourishing,")
        );
    }

    #[test]
    fn rows_are_as_many_as_runs_weeks_and_outcomes_make() {
        let outcomes = regimes_model::model::outcomes::OUTCOMES.len();
        let rows = |name| text(name, &["npm", "hls"]).lines().count() - 1;
        assert_eq!(rows("runs"), 6);
        assert_eq!(rows("timeseries"), 6 * 60);
        assert_eq!(rows("summary"), 2 * 60 * outcomes);
        assert_eq!(rows("pairs"), 3 * outcomes * 2);
    }

    #[test]
    fn a_week_of_a_run_has_its_date_and_its_values() {
        let text = text("timeseries", &["npm", "hls"]);
        let row = text.lines().find(|l| l.starts_with("hls-0001,") && l.contains(",2026-07-20,")).unwrap();
        assert!(row.starts_with("hls-0001,northern_town,hls,base,pair-0001,1,20260101,2,2026-07-20,0."), "{row}");
    }

    #[test]
    fn an_arm_alone_has_no_pairs() {
        let (record, ensemble) = synthetic::make(&["npm"], 2, 10);
        let observed = Observed::new(&record, &ensemble).unwrap();
        assert!((pairs::TABLE.absent)(&observed).is_some());
    }
}
