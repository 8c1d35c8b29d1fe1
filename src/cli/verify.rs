//! `regimes verify`: runs saved results again and compares them byte by byte.

use crate::cli::options::{self, RunOptions};
use crate::cli::progress::Reporter;
use crate::cli::run::estimate::resident_weeks;
use crate::cli::{Failure, output, signals};
use flate2::read::GzDecoder;
use regimes_model::parallel;
use regimes_report::figures::Figures;
use regimes_report::files::{self, Format};
use regimes_report::machine;
use regimes_report::manifest::{self, Difference, Manifest};
use regimes_report::run_record::Record;
use regimes_report::stop::Stop;
use regimes_report::{RESOLVED, reading};
use regimes_scenario::check::Scenario;
use regimes_scenario::load;
use regimes_study::simulation::{Control, ensemble};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

/// Longest part of a differing line that is shown (character).
const SHOWN: usize = 120;

/// Runs saved results again and says whether every file comes out the same.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A folder that `regimes run` wrote.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Threads; all cores if left out. Results do not depend on it.
    #[arg(short = 'j', long, value_name = "N", value_parser = options::threads)]
    threads: Option<NonZeroUsize>,
    /// Says nothing but differences and errors.
    #[arg(short, long)]
    quiet: bool,
}

/// Verifies it.
///
/// # Errors
/// [`Failure::Mismatch`] with the files that differ; bad input where the folder holds no results.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let folder = &arguments.folder;
    let saved = Saved::open(folder)?;
    let mut changed = saved.manifest.check_files(folder)?;
    changed.extend(manifest::check_bitmaps(folder)?);
    if !folder.join(machine::FILE).exists() {
        changed.push(Difference::Missing(machine::FILE.to_owned()));
    }
    let threads = parallel::threads(arguments.threads);
    if !arguments.quiet {
        let (count, shown) = (saved.manifest.outputs.len(), folder.display());
        output::say(&format!("{count} files of {shown}: running again on {threads} threads"));
    }
    let again = tempfile::tempdir()?;
    let options = RunOptions { quiet: arguments.quiet, ..RunOptions::default() };
    let made = parallel::on_threads(threads, || saved.make_again(again.path(), &options))??;
    let differences = saved.manifest.differences(&made);
    if !arguments.quiet && saved.manifest.commit != made.commit {
        let (saved, now) = (&saved.manifest.commit, &made.commit);
        output::say(&format!("the results are of commit {saved}, this program is of commit {now}"));
    }
    if changed.is_empty() && differences.is_empty() {
        return output::write(&format!("identical: all {} files come out the same\n", made.outputs.len()));
    }
    let mut lines = vec![format!("{} and a run made now are not identical", folder.display())];
    lines.extend(changed.iter().map(|difference| tell("changed since it was written", difference, folder, &again)));
    let others = differences.iter().filter(|difference| !changed.contains(difference));
    lines.extend(others.map(|difference| tell("comes out another", difference, folder, &again)));
    Err(Failure::Mismatch(lines.join("\n  ")))
}

/// Saved results, and what is needed to make them again.
pub struct Saved {
    /// Their manifest.
    pub manifest: Manifest,
    /// Their scenario.
    pub scenario: Scenario,
    /// What the report was told.
    pub record: Record,
    /// How their tables are stored.
    pub format: Format,
}

impl Saved {
    /// Opens a folder of results.
    ///
    /// # Errors
    /// If it holds none.
    pub fn open(folder: &Path) -> Result<Saved, Failure> {
        let shown = folder.display();
        let manifest = Manifest::find(folder)?.ok_or_else(|| {
            let text = format!("`{shown}` holds no results: there is no manifest.json");
            Failure::Input(format!("{text}; `regimes run --out {shown}` would make some"))
        })?;
        let path = folder.join(RESOLVED);
        let scenario = load(&path.display().to_string(), &[])?.scenario;
        let record = Record::of(&scenario);
        let named = record.arms.iter().map(|arm| &arm.name).eq(&manifest.arms);
        let record = if named { record } else { record.blinded() };
        let is_packed = manifest.outputs.contains_key("runs.csv.gz");
        let format = if is_packed { Format::CsvGz } else { Format::Csv };
        Ok(Saved { manifest, scenario, record, format })
    }

    /// Runs it again into another folder.
    fn make_again(&self, folder: &Path, options: &RunOptions) -> Result<Manifest, Failure> {
        let replicates: Vec<u32> = (0..self.scenario.replicates).collect();
        let stop = signals::stop_flag()?;
        let work = resident_weeks(&self.scenario, replicates.len() as u64);
        let reporter = Reporter::begin(options, work, replicates.len() as u64);
        let control = Control {
            stop: &stop,
            progress: &|resident_weeks| reporter.advance(resident_weeks),
            finished: &|_, _| reporter.replicate_is_whole(),
        };
        let mut ensemble = ensemble(&self.scenario, &replicates, &control);
        reporter.end();
        if stop.load(Ordering::Relaxed) {
            return Err(Failure::Interrupted("interrupted; the results are untouched".to_owned()));
        }
        reading::as_tables_hold(&mut ensemble);
        let options = regimes_report::Options {
            format: self.format,
            figures: Figures::Vector,
            stop: Stop::on(&stop),
            ..regimes_report::Options::default()
        };
        Ok(regimes_report::write(folder, &self.record, &ensemble, &options)?.manifest)
    }
}

/// A difference, with the first line in which a file differs.
fn tell(how: &str, difference: &Difference, folder: &Path, again: &tempfile::TempDir) -> String {
    match difference {
        Difference::Content(name) => {
            let made = again.path().join(name);
            // Bitmaps are not drawn again.
            let alike = if made.exists() { ", into what a run gives now" } else { "" };
            let lines = first_difference(&folder.join(name), &made).unwrap_or(alike.to_owned());
            format!("{name} {how}{lines}")
        }
        other => other.to_string(),
    }
}

/// The first line in which two files differ, as both have it.
fn first_difference(a: &Path, b: &Path) -> Option<String> {
    let (mut a, mut b) = (lines_of(a)?, lines_of(b)?);
    let mut number = 0;
    loop {
        number += 1;
        let (saved, now) = (a.next(), b.next());
        if saved.is_none() && now.is_none() {
            return None;
        }
        if saved != now {
            let show =
                |line: Option<String>| line.map_or("(nothing)".to_owned(), |text| text.chars().take(SHOWN).collect());
            return Some(format!(", line {number}:\n    saved  {}\n    now    {}", show(saved), show(now)));
        }
    }
}

fn lines_of(path: &Path) -> Option<impl Iterator<Item = String>> {
    let file = File::open(path).ok()?;
    let is_packed = path.extension().is_some_and(|end| end == "gz");
    let text: Box<dyn Read> = if is_packed { Box::new(GzDecoder::new(file)) } else { Box::new(file) };
    let lines = BufReader::new(text).split(b'\n').map_while(Result::ok);
    Some(lines.map(|line| String::from_utf8_lossy(&line).into_owned()))
}

/// Opens a folder of results whose files are as they were written.
///
/// # Errors
/// If it holds none, or they have changed.
pub fn open_unchanged(folder: &Path) -> Result<Saved, Failure> {
    let saved = Saved::open(folder)?;
    let tables = saved.manifest.outputs.iter().filter(|(name, _)| !name.contains('/'));
    for (name, hash) in tables {
        let path = folder.join(name);
        if !path.exists() || files::sha256_of_file(&path)? != *hash {
            let text = "has changed since it was written, or is gone";
            return Err(Failure::Input(format!("`{}` {text}; `regimes verify` says more", path.display())));
        }
    }
    Ok(saved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_differing_line_is_shown_as_both_have_it() {
        let folder = tempfile::tempdir().unwrap();
        let [a, b] = ["a.csv", "b.csv"].map(|name| folder.path().join(name));
        std::fs::write(&a, "x\n1\n2\n").unwrap();
        std::fs::write(&b, "x\n1\n").unwrap();
        let text = first_difference(&a, &b).unwrap();
        assert_eq!(text, ", line 3:\n    saved  2\n    now    (nothing)");
        assert_eq!(first_difference(&a, &a), None);
    }
}
