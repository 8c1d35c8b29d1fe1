//! Tables back into runs, so that figures and the closing table can be made again without a run.
//!
//! All tables of a folder hold their rows in the order of its runs, so they are read side by side, a run at a time.

use crate::error::Error;
use crate::files::Format;
use crate::run_record::Record;
use crate::tables::census::values_of;
use crate::tables::years;
use csv::StringRecord;
use flate2::read::GzDecoder;
use regimes_model::model::outcomes::denominators::WEIGHTS;
use regimes_model::units::MISSING;
use regimes_study::simulation::trace::{
    CensusRow, CohortRow, CostRow, EvaluationRow, GroupRow, LifeEvent, StateRow, Trace, YEARS_DISCOUNTED,
};
use regimes_study::study::runs::{Kept, Size};
use regimes_study::study::store::Store;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Reads the tables of a folder back into the runs that they were written from, and puts these into a store.
///
/// # Errors
/// If a table is missing that every run has, or does not hold what its name says; or the store refuses.
pub fn runs<'a>(
    folder: &Path,
    record: &Record,
    format: Format,
    weeks: u32,
    store: &'a dyn Store,
) -> Result<Kept<'a>, Error> {
    let open = |table: &str| Table::open(folder, table, format);
    let mut tables = Tables {
        timeseries: open("timeseries")?,
        costs: open("costs")?,
        groups: open("groups")?,
        evaluation: open("evaluation")?,
        lives: open("lives")?,
        cohorts: open("cohorts")?,
        years: open(years::NAME)?,
        states: open("states")?,
    };
    let mut kept = Kept::none(store, Size { arms: record.arms.len(), weeks, residents: record.residents });
    let mut census = census(open("census")?)?;
    let mut heads = open("runs")?;
    while let Some(row) = heads.next()? {
        let mut run = heading(&row, record).ok_or_else(|| heads.stray())?;
        if run.error.is_some() {
            kept.add_failed(&run);
        } else {
            tables.take(row.get(0).unwrap_or_default(), &mut run, record.outcomes.len())?;
            if run.arm == 0 {
                run.census = census.iter_mut().filter_map(Counted::next).collect();
            }
            kept.put(&run)?;
        }
    }
    tables.end()?;
    kept.sort();
    Ok(kept)
}

/// A figure of the census, and its values of the replicates that were not read yet.
struct Counted {
    target: String,
    values: std::vec::IntoIter<f64>,
}

impl Counted {
    /// The row of the next replicate; none where that does not show the figure.
    fn next(&mut self) -> Option<CensusRow> {
        let value = self.values.next().filter(|value| !value.is_nan())?;
        Some(CensusRow { target: self.target.clone().into(), value })
    }
}

fn census(mut table: Table) -> Result<Vec<Counted>, Error> {
    let mut all = Vec::new();
    while let Some(row) = table.next()? {
        let values = row.get(row.len() - 1).and_then(values_of).ok_or_else(|| table.stray())?;
        let target = word(&row, 0).ok_or_else(|| table.stray())?;
        all.push(Counted { target, values: values.into_iter() });
    }
    Ok(all)
}

/// A run, failed or whole, still without its rows.
fn heading(row: &StringRecord, record: &Record) -> Option<Trace> {
    let arm = record.arms.iter().position(|arm| Some(arm.name.as_str()) == row.get(2))?;
    let error = (row.get(7)? == "failed").then(|| row.get(8).unwrap_or_default().to_owned());
    Some(Trace { error, ..Trace::new(arm, row.get(5)?.parse().ok()?) })
}

/// The tables that hold rows of runs.
struct Tables {
    timeseries: Table,
    costs: Table,
    groups: Table,
    evaluation: Table,
    lives: Table,
    cohorts: Table,
    years: Table,
    states: Table,
}

impl Tables {
    /// Takes the rows of a run.
    fn take(&mut self, id: &str, run: &mut Trace, outcomes: usize) -> Result<(), Error> {
        self.timeseries.each(id, |row| {
            let weights = row.len().checked_sub(WEIGHTS.len())?;
            for cell in weights.checked_sub(outcomes)?..row.len() {
                let column = if cell < weights { &mut run.outcomes } else { &mut run.weights };
                column.push(number(row, cell)?);
            }
            Some(())
        })?;
        self.costs.each(id, |row| cost(row).map(|line| run.costs.push(line)))?;
        self.groups.each(id, |row| group(row).map(|line| run.groups.push(line)))?;
        self.evaluation.each(id, |row| evaluation(row).map(|line| run.evaluation.push(line)))?;
        self.lives.each(id, |row| life(row).map(|line| run.lives.push(line)))?;
        self.cohorts.each(id, |row| cohort(row).map(|line| run.cohorts.push(line)))?;
        self.years.each(id, |row| discounted(row).map(|line| run.cohorts.push(line)))?;
        self.states.each(id, |row| state(row).map(|line| run.states.push(line)))
    }

    /// All rows are of some run.
    fn end(self) -> Result<(), Error> {
        let of_parts = [self.costs, self.groups, self.evaluation, self.lives, self.cohorts, self.years, self.states];
        for mut table in [self.timeseries].into_iter().chain(of_parts) {
            if table.next()?.is_some() {
                return Err(table.stray());
            }
        }
        Ok(())
    }
}

/// A table that is read from its first row to its last.
struct Table {
    path: PathBuf,
    /// None where the table was left out: it has no rows.
    rows: Option<csv::Reader<Box<dyn Read>>>,
    /// A row that was read and is of a later run.
    ahead: Option<StringRecord>,
    line: u64,
}

impl Table {
    #[allow(clippy::disallowed_methods, reason = "reads the tables that a run left")]
    fn open(folder: &Path, table: &str, format: Format) -> Result<Table, Error> {
        let path = folder.join(format!("{table}.{}", format.ending()));
        let may_be_left_out = !["runs", "timeseries"].contains(&table);
        if may_be_left_out && !path.exists() {
            return Ok(Table { path, rows: None, ahead: None, line: 0 });
        }
        let file = File::open(&path).map_err(Error::reading(&path))?;
        let text: Box<dyn Read> = match format {
            Format::Csv => Box::new(file),
            Format::CsvGz => Box::new(GzDecoder::new(file)),
        };
        let text: Box<dyn Read> = Box::new(io::BufReader::with_capacity(1 << 16, text));
        Ok(Table { path, rows: Some(csv::Reader::from_reader(text)), ahead: None, line: 0 })
    }

    /// The next row; none at the end.
    fn next(&mut self) -> Result<Option<StringRecord>, Error> {
        if let Some(row) = self.ahead.take() {
            return Ok(Some(row));
        }
        let Some(rows) = &mut self.rows else { return Ok(None) };
        let mut row = StringRecord::new();
        match rows.read_record(&mut row) {
            Ok(true) => {
                self.line = row.position().map_or(0, csv::Position::line);
                Ok(Some(row))
            }
            Ok(false) => Ok(None),
            Err(error) => Err(Error::Content { path: self.path.clone(), reason: error.to_string() }),
        }
    }

    /// Hands on each row of a run.
    fn each(&mut self, id: &str, mut take: impl FnMut(&StringRecord) -> Option<()>) -> Result<(), Error> {
        while let Some(row) = self.next()? {
            if row.get(0) != Some(id) {
                self.ahead = Some(row);
                break;
            }
            take(&row).ok_or_else(|| self.stray())?;
        }
        Ok(())
    }

    /// The last row that was read does not belong here.
    fn stray(&self) -> Error {
        let reason = format!("line {} is not a row of this run", self.line);
        Error::Content { path: self.path.clone(), reason }
    }
}

fn number(row: &StringRecord, cell: usize) -> Option<f64> {
    match row.get(cell)? {
        "" => Some(MISSING),
        text => text.parse().ok(),
    }
}

fn word(row: &StringRecord, cell: usize) -> Option<String> {
    row.get(cell).map(str::to_owned)
}

fn cost(row: &StringRecord) -> Option<CostRow> {
    Some(CostRow {
        year: row.get(2)?.parse().ok()?,
        activity: word(row, 4)?.into(),
        origin: word(row, 5)?.into(),
        payer: word(row, 6)?.into(),
        pounds: number(row, 7)?,
        hours: number(row, 8)?,
    })
}

fn group(row: &StringRecord) -> Option<GroupRow> {
    Some(GroupRow {
        week: row.get(2)?.parse().ok()?,
        level: word(row, 3)?.into(),
        name: word(row, 4)?,
        outcome: word(row, 5)?.into(),
        value: number(row, 6)?,
    })
}

fn evaluation(row: &StringRecord) -> Option<EvaluationRow> {
    Some(EvaluationRow {
        cohort: word(row, 2)?,
        before: number(row, 3)?,
        after: number(row, 4)?,
        twin_after: number(row, 5)?,
        apparent: number(row, 6)?,
        true_effect: number(row, 7)?,
    })
}

fn life(row: &StringRecord) -> Option<LifeEvent> {
    Some(LifeEvent {
        agent: word(row, 2)?,
        week: row.get(3)?.parse().ok()?,
        event: word(row, 4)?.into(),
        detail: word(row, 5)?,
    })
}

fn cohort(row: &StringRecord) -> Option<CohortRow> {
    Some(CohortRow {
        cohort: word(row, 2)?.into(),
        outcome: word(row, 3)?.into(),
        people: row.get(4)?.parse().ok()?,
        mean: number(row, 5)?,
        sd: number(row, 6)?,
    })
}

/// The discounted years of a cohort.
fn discounted(row: &StringRecord) -> Option<CohortRow> {
    Some(CohortRow {
        cohort: word(row, 2)?.into(),
        outcome: YEARS_DISCOUNTED.into(),
        people: row.get(3)?.parse().ok()?,
        mean: number(row, 5)?,
        sd: number(row, 6)?,
    })
}

fn state(row: &StringRecord) -> Option<StateRow> {
    Some(StateRow {
        week: row.get(2)?.parse().ok()?,
        kind: word(row, 3)?.into(),
        agent: word(row, 4)?,
        state: word(row, 5)?.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Figures;
    use crate::observed::Observed;
    use crate::{Options, synthetic, write};
    use regimes_study::simulation::trace::Ensemble;
    use regimes_study::study::runs::Runs;
    use regimes_study::study::store::Memory;

    fn written(record: &Record, made: &Ensemble, format: Format) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let options = Options { format, figures: Figures::None, ..Options::default() };
        write(crate::files::Target::Folder(folder.path()), record, made, &options).unwrap();
        folder
    }

    #[test]
    fn tables_read_back_as_what_they_were_written_from() {
        for format in [Format::Csv, Format::CsvGz] {
            let (record, mut made) = synthetic::small();
            made.traces[3] = Trace { error: Some("no staff, at all".to_owned()), ..Trace::new(0, 3) };
            let folder = written(&record, &made, format);
            let store = Memory::default();
            let back = runs(folder.path(), &record, format, made.weeks, &store).unwrap();
            assert_eq!((back.size(), back.number()), (made.size(), made.number()));
            let failed = (0..back.number()).filter(|run| back.heading(*run).error.is_some());
            assert_eq!(failed.collect::<Vec<_>>(), [3]);
            let [made, back] = [&made as &dyn Runs, &back].map(|runs| Observed::new(&record, runs).unwrap());
            for run in made.all_runs() {
                assert_eq!(back.trace(run), made.trace(run));
            }
        }
    }

    #[test]
    fn what_is_missing_is_an_empty_cell_that_counts_nowhere() {
        let (record, mut made) = synthetic::small();
        let (column, n) = (record.outcome("refused").unwrap(), record.outcomes.len());
        // Missing in the first week of all runs of one arm, and throughout the first run.
        for run in made.traces.iter_mut().filter(|run| run.arm == 1) {
            let weeks = if run.replicate == 0 { run.outcomes.len() / n } else { 1 };
            (0..weeks).for_each(|week| run.outcomes[week * n + column] = MISSING);
        }
        let folder = written(&record, &made, Format::Csv);
        let store = Memory::default();
        let back = runs(folder.path(), &record, Format::Csv, made.weeks, &store).unwrap();
        let bits = |runs: &dyn Runs| -> Vec<u64> {
            let observed = Observed::new(&record, runs).unwrap();
            let traces = observed.all_runs().map(|run| observed.trace(run));
            traces.flat_map(|run| run.outcomes).map(f64::to_bits).collect()
        };
        assert_eq!(bits(&back), bits(&made));
        let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        let (summary, pairs, runs) = (text("summary.csv"), text("pairs.csv"), text("runs.csv"));
        assert!(summary.contains(",hls,base,0,2026-07-06,refused,share,0,,,,,,,,\n"));
        assert!(summary.contains(",hls,base,1,2026-07-13,refused,share,4,"));
        let first = pairs.lines().find(|row| row.contains("pair-0000") && row.contains(",refused,mean,"));
        assert!(first.is_some_and(|row| row.ends_with(",,")), "{first:?}");
        assert!(runs.lines().any(|row| row.contains("hls-0000") && row.contains(",,")));
        let observed = Observed::new(&record, &made).unwrap();
        let finding = crate::findings::Finding::of(&observed, column, crate::observed::Over::Mean);
        assert_eq!((finding.arms[0].n, finding.arms[1].n, finding.pairs[0].difference.n), (5, 4, 4));
    }

    #[test]
    fn a_row_of_another_run_is_named_by_its_line() {
        let (record, made) = synthetic::small();
        let folder = written(&record, &made, Format::Csv);
        let path = folder.path().join("costs.csv");
        let text = std::fs::read_to_string(&path).unwrap().replacen("npm-0000", "abc-0000", 1);
        std::fs::write(&path, text).unwrap();
        let store = Memory::default();
        let error = runs(folder.path(), &record, Format::Csv, made.weeks, &store).err().unwrap();
        assert!(error.to_string().contains("line 2"), "{error}");
    }
}
