//! Tables, figures and the record of how they came about.
//!
//! A caller fills a `Record`, adds runs, and `write` fills a folder.
//! Every file appears whole or not at all; a table or figure for which a run has nothing is left out with a
//! reason, never empty.

pub mod error;
pub mod stop;
pub mod labels;
pub mod lengths;
pub mod money;
pub mod numbers;
pub mod files;
pub mod run_record;
#[cfg(test)]
pub mod synthetic;
pub mod machine;
pub mod manifest;
pub mod judged;
pub mod observed;
pub mod findings;
pub mod wellbys;
pub mod effects;
pub mod economics;
pub mod verdicts;
pub mod table;
pub mod tables;
pub mod datapackage;
pub mod declared;
pub mod reading;
pub mod experiment_tables;
pub mod sweep_tables;
pub mod sensitivity_tables;
pub mod comparison_tables;
pub mod equal_budget_table;
pub mod uncertainty_tables;
pub mod draw_effects_table;
pub mod draw_economics_table;
pub mod over_draws;
pub mod point_package;
pub mod explanation;
pub mod discovery;
pub mod experiment_pages;
pub mod expectations;
pub mod figures;
pub mod terminal;
pub mod page;
pub mod sensitivity_findings;
pub mod explanation_findings;
pub mod exports;
pub mod discovery_findings;
pub mod box_findings;
pub mod flip_findings;

use crate::error::Error;
use crate::figures::Figures;
use crate::figures::figure::Figure;
use crate::files::{Format, Target, WrittenFile};
use crate::machine::Machine;
use crate::manifest::Manifest;
use crate::observed::Observed;
use crate::over_draws::OverDraws;
use crate::page::methods::Origin;
use crate::run_record::Record;
use crate::stop::Stop;
use crate::tables::TABLES;
use crate::tables::declaration::Table;
use regimes_study::study::runs::Runs;

/// The name of the scenario as resolved.
pub const RESOLVED: &str = "scenario.resolved.toml";

/// What is written, and how.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How tables are stored.
    pub format: Format,
    /// Which files of figures are written.
    pub figures: Figures,
    /// Whether the page is written, from all figures that can be drawn.
    pub page: bool,
    /// Where and how fast the run was made; none writes no `machine.json`.
    pub machine: Option<Machine>,
    /// Whether to stop before all is written; a folder without a manifest is then left.
    pub stop: Stop,
}

/// What was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The files, in the order in which they were written; the manifest is the last.
    pub files: Vec<WrittenFile>,
    /// Tables and figures without a row to show, and why.
    pub left_out: Vec<(String, String)>,
    /// The manifest.
    pub manifest: Manifest,
}

/// Writes the results of a run: the scenario, all tables, all figures, and last the manifest, so a
/// folder with a manifest is complete.
///
/// # Errors
/// If the record and the runs do not fit, no run is whole, somebody asks to stop, or the disk refuses.
pub fn write(target: Target, record: &Record, runs: &dyn Runs, options: &Options) -> Result<Written, Error> {
    let observed = Observed::new(record, runs)?;
    target.prepare("")?;
    let mut files = vec![files::write_bytes(target, RESOLVED, record.resolved.as_bytes())?];
    let mut left_out = Vec::new();
    files.extend(write_tables(target, &observed, options, &mut left_out)?);
    let figures = match (options.figures, options.page) {
        (Figures::None, false) => Vec::new(),
        _ => draw(&observed, &options.stop, &mut left_out)?,
    };
    files.extend(write_drawn(target, &figures, (options.figures, &options.stop))?);
    if options.page {
        // Draws are made after the run, and the page is then written again.
        files.push(write_page(target, &observed, &figures, &Origin::here(), None)?);
    }
    if let Some(machine) = &options.machine {
        let text = machine.with_bitmaps(&files).text();
        files.push(files::write_bytes(target, machine::FILE, text.as_bytes())?);
    }
    options.stop.check()?;
    observed.check()?;
    let manifest = Manifest::of(record, &files, &left_out);
    files.push(files::write_bytes(target, manifest::FILE, manifest.text().as_bytes())?);
    Ok(Written { files, left_out, manifest })
}

/// Draws and writes all figures again.
///
/// # Errors
/// If somebody asks to stop, or the disk or the drawing library refuses.
pub fn write_figures(
    target: Target,
    observed: &Observed,
    (which, stop): (Figures, &Stop),
    left_out: &mut Vec<(String, String)>,
) -> Result<Vec<WrittenFile>, Error> {
    if which == Figures::None {
        return Ok(Vec::new());
    }
    write_drawn(target, &draw(observed, stop, left_out)?, (which, stop))
}

/// All figures that there is something to draw of; the others are left out, each with the reason.
///
/// # Errors
/// If somebody asks to stop, or a store refuses.
pub fn draw(observed: &Observed, stop: &Stop, left_out: &mut Vec<(String, String)>) -> Result<Vec<Figure>, Error> {
    let mut drawn = Vec::new();
    for plan in figures::FIGURES {
        stop.check()?;
        match (plan.draw)(observed) {
            Ok(figure) => drawn.push(figure),
            Err(reason) => left_out.push((format!("{}/{}", figures::FOLDER, plan.name), reason)),
        }
    }
    observed.check()?;
    Ok(drawn)
}

fn write_drawn(target: Target, drawn: &[Figure], (which, stop): (Figures, &Stop)) -> Result<Vec<WrittenFile>, Error> {
    let mut files = Vec::new();
    if which == Figures::None {
        return Ok(files);
    }
    target.prepare(figures::FOLDER)?;
    for figure in drawn {
        stop.check()?;
        files.extend(figure.write(target, which)?);
    }
    Ok(files)
}

/// Writes the page of a run, with what draws of the uncertain parameters say where there are some.
///
/// # Errors
/// If a headline outcome is not observed, or the disk refuses.
pub fn write_page(
    target: Target,
    observed: &Observed,
    figures: &[Figure],
    origin: &Origin,
    over: Option<&OverDraws>,
) -> Result<WrittenFile, Error> {
    let text = page::text(observed, figures, origin, over)?;
    files::write_bytes(target, machine::PAGE, text.as_bytes())
}

fn write_tables(
    target: Target,
    observed: &Observed,
    options: &Options,
    left_out: &mut Vec<(String, String)>,
) -> Result<Vec<WrittenFile>, Error> {
    let format = options.format;
    let mut written = Vec::new();
    let mut present: Vec<&Table> = Vec::new();
    for table in TABLES {
        match (table.absent)(observed) {
            Some(reason) => left_out.push((table.file(format), reason)),
            None => {
                written.push(table.write(target, observed, format, &options.stop)?);
                present.push(table);
            }
        }
    }
    let package = datapackage::describe(observed, &present, format);
    written.push(datapackage::write(target, &package)?);
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::layout;
    use std::path::{Path, PathBuf};

    /// A folder that is kept if the environment names one.
    fn folder(name: &str) -> (PathBuf, Option<tempfile::TempDir>) {
        match std::env::var("REGIMES_KEEP") {
            Ok(kept) => (Path::new(&kept).join(name), None),
            Err(_) => {
                let folder = tempfile::tempdir().unwrap();
                (folder.path().to_owned(), Some(folder))
            }
        }
    }

    fn options() -> Options {
        let figures = if std::env::var("REGIMES_KEEP").is_ok() { Figures::All } else { Figures::Vector };
        Options { figures, ..Options::default() }
    }

    fn written(name: &str, arms: &[&str], replicates: u32, weeks: u32) -> Written {
        let (record, ensemble) = synthetic::make(arms, replicates, weeks);
        let (path, _guard) = folder(name);
        write(Target::Folder(&path), &record, &ensemble, &options()).unwrap()
    }

    #[test]
    fn a_run_leaves_every_table_and_figure() {
        let written = written("two_arms", &["npm", "hls"], 30, 520);
        assert_eq!(written.left_out, []);
        let names: Vec<&str> = written.files.iter().map(|f| f.name.as_str()).collect();
        for name in ["runs.csv", "datapackage.json", "figures/lives.svg", "figures/overview.txt", RESOLVED] {
            assert!(names.contains(&name), "{names:?}");
        }
        assert_eq!(names.last(), Some(&manifest::FILE));
        assert!(written.files.iter().all(|f| f.bytes > 0));
    }

    #[test]
    fn many_arms_and_few_weeks_are_drawn_too() {
        written("five_arms", &["status_quo", "npm", "hls", "graft", "placebo"], 7, 60);
        written("one_arm", &["hls"], 3, 20);
    }

    #[test]
    fn no_text_is_clipped_in_any_figure() {
        for (arms, weeks) in [(&["npm", "hls"][..], 520), (&["status_quo", "npm", "hls", "graft"], 60), (&["hls"], 20)]
        {
            let (record, ensemble) = synthetic::make(arms, 5, weeks);
            let observed = Observed::new(&record, &ensemble).unwrap();
            for plan in figures::FIGURES {
                if let Ok(figure) = (plan.draw)(&observed) {
                    assert_eq!(layout::clipped(&figure.scene), Vec::<&str>::new(), "{}", plan.name);
                    assert!(figure.alt.contains("n this model, under these assumptions"), "{}", figure.alt);
                    assert!(figure.title.split_whitespace().count() < 10, "{}", figure.title);
                    assert!(figure.rows.iter().all(|row| row.len() == figure.header.len()), "{}", plan.name);
                }
            }
        }
    }

    #[test]
    fn the_same_run_leaves_the_same_manifest() {
        let (record, ensemble) = synthetic::small();
        let texts = [0, 1].map(|_| {
            let folder = tempfile::tempdir().unwrap();
            let options = Options { format: Format::CsvGz, figures: Figures::Vector, ..Options::default() };
            let written = write(Target::Folder(folder.path()), &record, &ensemble, &options).unwrap();
            assert_eq!(written.manifest.check_files(folder.path()).unwrap(), []);
            written.manifest.text()
        });
        assert_eq!(texts[0], texts[1]);
        assert!(texts[0].contains("timeseries.csv.gz"));
    }

    #[test]
    fn a_run_without_lives_says_why_there_is_no_table_of_them() {
        let (record, mut ensemble) = synthetic::small();
        ensemble.traces.iter_mut().for_each(|run| run.lives.clear());
        let folder = tempfile::tempdir().unwrap();
        let written = write(Target::Folder(folder.path()), &record, &ensemble, &options()).unwrap();
        let left_out = ("lives.csv".to_owned(), "nobody was followed".to_owned());
        assert!(written.left_out.contains(&left_out));
        assert!(!folder.path().join("lives.csv").exists());
    }
}
