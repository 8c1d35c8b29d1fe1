//! Tables back into an ensemble, so that figures and the closing table can be made again without a run.
//!
//! A table holds nine digits. So that what is drawn at once and what is drawn again from tables are the same,
//! [`as_tables_hold`] brings an ensemble to those nine digits before anything is made of it.

use crate::parallel::{self, Width};
use crate::report::error::Error;
use crate::report::files::Format;
use crate::report::numbers;
use crate::report::run_record::Record;
use crate::report::tables::TABLES;
use crate::simulation::trace::{CostRow, Ensemble, EvaluationRow, GroupRow, LifeEvent, Trace};
use csv::StringRecord;
use flate2::read::GzDecoder;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Brings every number of an ensemble to the digits that tables hold.
pub fn as_tables_hold(ensemble: &mut Ensemble) {
    parallel::each_mut(Width::Wide, &mut ensemble.traces, |_, run| {
        run.outcomes.iter_mut().for_each(shorten);
        run.costs.iter_mut().for_each(|line| [&mut line.pounds, &mut line.hours].into_iter().for_each(shorten));
        run.groups.iter_mut().for_each(|line| shorten(&mut line.value));
        for line in &mut run.evaluation {
            let numbers = [&mut line.before, &mut line.after, &mut line.twin_after];
            numbers.into_iter().chain([&mut line.apparent, &mut line.true_effect]).for_each(shorten);
        }
    });
}

fn shorten(value: &mut f64) {
    let mut text = Vec::with_capacity(32);
    numbers::push(&mut text, *value);
    let text = String::from_utf8_lossy(&text);
    *value = text.parse().unwrap_or(f64::NAN);
}

/// Reads the tables of a folder back into the ensemble that they were written from.
///
/// # Errors
/// If a table is missing that every run has, or does not hold what its name says.
pub fn ensemble(folder: &Path, record: &Record, format: Format, weeks: u32) -> Result<Ensemble, Error> {
    let reader = Reader { folder, record, format };
    let mut traces = reader.runs()?;
    reader.each("timeseries", &mut traces, |run, row| {
        let values = (row.len().saturating_sub(record.outcomes.len())..row.len()).map(|cell| number(row, cell));
        values.collect::<Option<Vec<f64>>>().map(|values| run.outcomes.extend(values))
    })?;
    reader.each("costs", &mut traces, |run, row| cost(row).map(|line| run.costs.push(line)))?;
    reader.each("groups", &mut traces, |run, row| group(row).map(|line| run.groups.push(line)))?;
    reader.each("evaluation", &mut traces, |run, row| evaluation(row).map(|line| run.evaluation.push(line)))?;
    reader.each("lives", &mut traces, |run, row| life(row).map(|line| run.lives.push(line)))?;
    let arms = record.arms.iter().map(|arm| arm.name.clone()).collect();
    Ok(Ensemble { traces, weeks, arms, residents: record.residents })
}

struct Reader<'a> {
    folder: &'a Path,
    record: &'a Record,
    format: Format,
}

impl Reader<'_> {
    fn path(&self, table: &str) -> PathBuf {
        self.folder.join(format!("{table}.{}", self.format.ending()))
    }

    /// All runs, failed ones among them, still without their rows; in the order of `runs.csv`.
    fn runs(&self) -> Result<Vec<Trace>, Error> {
        let mut runs = Vec::new();
        self.rows("runs", |row| {
            let arm = self.record.arms.iter().position(|arm| Some(arm.name.as_str()) == row.get(2))?;
            let replicate = row.get(5)?.parse().ok()?;
            let error = (row.get(7)? == "failed").then(|| row.get(8).unwrap_or_default().to_owned());
            runs.push(Trace { error, ..Trace::new(arm, replicate) });
            Some(())
        })?;
        Ok(runs)
    }

    /// Hands each row of a table to its run; a table that was left out has no rows.
    fn each(
        &self,
        table: &str,
        runs: &mut [Trace],
        take: impl Fn(&mut Trace, &StringRecord) -> Option<()>,
    ) -> Result<(), Error> {
        let optional = TABLES.iter().any(|known| known.name == table) && table != "timeseries";
        if optional && !self.path(table).exists() {
            return Ok(());
        }
        let ids: Vec<String> = runs.iter().map(|run| self.id(run)).collect();
        let mut last = 0;
        self.rows(table, |row| {
            let id = row.get(0)?;
            if ids.get(last).is_none_or(|known| known != id) {
                last = ids.iter().position(|known| known == id)?;
            }
            take(&mut runs[last], row)
        })
    }

    fn id(&self, run: &Trace) -> String {
        format!("{}-{:04}", self.record.arms[run.arm].name, run.replicate)
    }

    fn rows(&self, table: &str, mut take: impl FnMut(&StringRecord) -> Option<()>) -> Result<(), Error> {
        let path = self.path(table);
        let file = File::open(&path).map_err(Error::reading(&path))?;
        let text: Box<dyn Read> = match self.format {
            Format::Csv => Box::new(file),
            Format::CsvGz => Box::new(GzDecoder::new(file)),
        };
        let mut reader = csv::Reader::from_reader(io::BufReader::with_capacity(1 << 16, text));
        let mut row = StringRecord::new();
        let content = |reason: String| Error::Content { path: path.clone(), reason };
        while reader.read_record(&mut row).map_err(|error| content(error.to_string()))? {
            let line = row.position().map_or(0, csv::Position::line);
            take(&row).ok_or_else(|| content(format!("line {line} is not a row of this run")))?;
        }
        Ok(())
    }
}

fn number(row: &StringRecord, cell: usize) -> Option<f64> {
    match row.get(cell)? {
        "" => Some(f64::NAN),
        text => text.parse().ok(),
    }
}

fn word(row: &StringRecord, cell: usize) -> Option<String> {
    row.get(cell).map(str::to_owned)
}

fn cost(row: &StringRecord) -> Option<CostRow> {
    Some(CostRow {
        year: row.get(2)?.parse().ok()?,
        activity: word(row, 3)?.into(),
        origin: word(row, 4)?.into(),
        payer: word(row, 5)?.into(),
        pounds: number(row, 6)?,
        hours: number(row, 7)?,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figures::Figures;
    use crate::report::{Options, synthetic, write};

    #[test]
    fn tables_read_back_as_what_they_were_written_from() {
        for format in [Format::Csv, Format::CsvGz] {
            let (record, mut made) = synthetic::small();
            made.traces[3] = Trace { error: Some("no staff, at all".to_owned()), ..Trace::new(0, 3) };
            as_tables_hold(&mut made);
            let folder = tempfile::tempdir().unwrap();
            let options = Options { format, figures: Figures::None, ..Options::default() };
            write(folder.path(), &record, &made, &options).unwrap();
            assert_eq!(ensemble(folder.path(), &record, format, made.weeks).unwrap(), made);
        }
    }

    #[test]
    fn a_row_of_another_run_is_named_by_its_line() {
        let (record, made) = synthetic::small();
        let folder = tempfile::tempdir().unwrap();
        let options = Options { figures: Figures::None, ..Options::default() };
        write(folder.path(), &record, &made, &options).unwrap();
        let path = folder.path().join("costs.csv");
        let text = std::fs::read_to_string(&path).unwrap().replacen("npm-0000", "abc-0000", 1);
        std::fs::write(&path, text).unwrap();
        let error = ensemble(folder.path(), &record, Format::Csv, made.weeks).unwrap_err();
        assert!(error.to_string().contains("line 2"), "{error}");
    }
}
