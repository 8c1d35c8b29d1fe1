//! Tables back into an ensemble, so that figures and the closing table can be made again without a run.
//!
//! A table holds nine digits. So that what is drawn at once and what is drawn again from tables are the same,
//! [`as_tables_hold`] brings an ensemble to those nine digits before anything is made of it.

use crate::error::Error;
use crate::files::Format;
use crate::numbers;
use crate::run_record::Record;
use crate::tables::TABLES;
use csv::StringRecord;
use flate2::read::GzDecoder;
use regimes_model::model::outcomes::denominators::WEIGHTS;
use regimes_model::parallel::{self, Width};
use regimes_model::units::MISSING;
use regimes_study::simulation::trace::{CostRow, Ensemble, EvaluationRow, GroupRow, LifeEvent, Trace};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Brings every number of an ensemble to the digits that tables hold.
pub fn as_tables_hold(ensemble: &mut Ensemble) {
    parallel::each_mut(Width::Wide, &mut ensemble.traces, |_, run| {
        run.outcomes.iter_mut().chain(&mut run.weights).for_each(shorten);
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
    *value = text.parse().unwrap_or(MISSING);
}

/// Reads the tables of a folder back into the ensemble that they were written from.
///
/// # Errors
/// If a table is missing that every run has, or does not hold what its name says.
pub fn ensemble(folder: &Path, record: &Record, format: Format, weeks: u32) -> Result<Ensemble, Error> {
    let reader = Reader { folder, record, format };
    let mut traces = reader.runs()?;
    reader.each("timeseries", &mut traces, |run, row| {
        let weights = row.len().checked_sub(WEIGHTS.len())?;
        let outcomes = weights.checked_sub(record.outcomes.len())?;
        for cell in outcomes..row.len() {
            let column = if cell < weights { &mut run.outcomes } else { &mut run.weights };
            column.push(number(row, cell)?);
        }
        Some(())
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

    #[allow(clippy::disallowed_methods, reason = "reads the tables that a run left")]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Figures;
    use crate::{Options, synthetic, write};

    #[test]
    fn tables_read_back_as_what_they_were_written_from() {
        for format in [Format::Csv, Format::CsvGz] {
            let (record, mut made) = synthetic::small();
            made.traces[3] = Trace { error: Some("no staff, at all".to_owned()), ..Trace::new(0, 3) };
            as_tables_hold(&mut made);
            let folder = tempfile::tempdir().unwrap();
            let options = Options { format, figures: Figures::None, ..Options::default() };
            write(crate::files::Target::Folder(folder.path()), &record, &made, &options).unwrap();
            assert_eq!(ensemble(folder.path(), &record, format, made.weeks).unwrap(), made);
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
        as_tables_hold(&mut made);
        let folder = tempfile::tempdir().unwrap();
        let options = Options { figures: Figures::None, ..Options::default() };
        write(crate::files::Target::Folder(folder.path()), &record, &made, &options).unwrap();
        let back = ensemble(folder.path(), &record, Format::Csv, made.weeks).unwrap();
        let bits = |ensemble: &Ensemble| -> Vec<u64> {
            ensemble.traces.iter().flat_map(|run| &run.outcomes).map(|value| value.to_bits()).collect()
        };
        assert_eq!(bits(&back), bits(&made));
        let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        let (summary, pairs, runs) = (text("summary.csv"), text("pairs.csv"), text("runs.csv"));
        assert!(summary.contains(",hls,base,0,2026-07-06,refused,share,0,,,,,,,,\n"));
        assert!(summary.contains(",hls,base,1,2026-07-13,refused,share,4,"));
        let first = pairs.lines().find(|row| row.contains("pair-0000") && row.contains(",refused,mean,"));
        assert!(first.is_some_and(|row| row.ends_with(",,")), "{first:?}");
        assert!(runs.lines().any(|row| row.contains("hls-0000") && row.contains(",,")));
        let observed = crate::observed::Observed::new(&record, &made).unwrap();
        let finding = crate::findings::Finding::of(&observed, column, crate::observed::Over::Mean);
        assert_eq!((finding.arms[0].n, finding.arms[1].n, finding.pairs[0].difference.n), (5, 4, 4));
    }

    #[test]
    fn a_row_of_another_run_is_named_by_its_line() {
        let (record, made) = synthetic::small();
        let folder = tempfile::tempdir().unwrap();
        let options = Options { figures: Figures::None, ..Options::default() };
        write(crate::files::Target::Folder(folder.path()), &record, &made, &options).unwrap();
        let path = folder.path().join("costs.csv");
        let text = std::fs::read_to_string(&path).unwrap().replacen("npm-0000", "abc-0000", 1);
        std::fs::write(&path, text).unwrap();
        let error = ensemble(folder.path(), &record, Format::Csv, made.weeks).unwrap_err();
        assert!(error.to_string().contains("line 2"), "{error}");
    }
}
