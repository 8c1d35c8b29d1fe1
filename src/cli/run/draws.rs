//! `regimes run --draws N`: the same scenario on draws of its uncertain parameters, in a folder within the run's.

use crate::cli::at_points::{PointStudy, outcomes_with};
use crate::cli::experiments::Again;
use crate::cli::failure::Failure;
use crate::cli::options::{Progress, RunOptions, StudyOptions};
use crate::cli::output;
use crate::cli::study::settings::{all_of, numbered, one_of};
use regimes_report::economics::{Evaluation, Spread};
use regimes_report::error::Error;
use regimes_report::figures::evaluated::shown::Shown;
use regimes_report::figures::evaluated::{acceptability, plane};
use regimes_report::figures::{self, Figures};
use regimes_report::files::{Target, WrittenFile};
use regimes_report::manifest::Manifest;
use regimes_report::over_draws::FOLDER;
use regimes_report::terminal::{draw_effects as verdicts, uncertainty as terminal};
use regimes_report::{draw_economics_table, draw_effects_table, point_package, sweep_tables, uncertainty_tables};
use regimes_scenario::overrides::Override;
use regimes_study::experiment::draw_effects;
use regimes_study::experiment::draw_worths;
use regimes_study::experiment::points::Points;
use regimes_study::experiment::uncertainty::{self, Drawn, Uncertain};
use regimes_study::simulation::worth::Worth;
use regimes_study::study::store::Store;
use std::num::NonZeroUsize;
use std::path::Path;

/// The study, as its manifest calls it.
pub const STUDY: &str = "uncertainty";

/// What makes the study.
struct Wanted {
    scenario: String,
    set: Vec<Override>,
    draws: u32,
    outcomes: Vec<String>,
}

/// The draws of a run that is about to be made.
pub struct Draws<'a> {
    wanted: Wanted,
    run: &'a RunOptions,
    options: StudyOptions,
}

impl<'a> Draws<'a> {
    /// Draws of a scenario; `headline` names the outcomes that are shown, `folder` is that of the run. None where none are
    /// asked for.
    ///
    /// # Errors
    /// A number of draws that is not there, and what is wrong with the scenario at any of them.
    pub fn of(
        scenario: &str,
        run: &'a RunOptions,
        headline: &[&str],
        folder: &Path,
    ) -> Result<Option<Draws<'a>>, Failure> {
        let Some(draws) = run.draws else { return Ok(None) };
        // Futures of a draw are not those of the run.
        let set: Vec<Override> = run.overrides().into_iter().filter(|one| one.path() != "replicates").collect();
        let outcomes = headline.iter().map(|name| (*name).to_owned()).collect();
        let wanted = Wanted { scenario: scenario.to_owned(), set, draws, outcomes };
        let options = StudyOptions {
            threads: run.threads,
            out: Some(folder.join(FOLDER)),
            force: run.force,
            resume: false,
            quiet: run.quiet,
            progress: run.progress,
            dry_run: run.dry_run,
        };
        wanted.study(&options)?.0.check()?;
        Ok(Some(Draws { wanted, run, options }))
    }

    /// Whether nothing is to be written.
    #[must_use]
    pub fn is_dry(&self) -> bool {
        self.run.dry_run
    }

    /// Runs the scenario on them.
    ///
    /// # Errors
    /// A folder that is not to be touched, an interruption, or what the disk says.
    pub fn make(&self) -> Result<(), Failure> {
        let (points, drawn) = self.wanted.study(&self.options)?;
        let is_told = !self.run.quiet && !self.run.json;
        let tell = |points: &Points, store: &dyn Store, folder: &Path| {
            if is_told { tell(&drawn, points, store, folder) } else { Ok(()) }
        };
        points.make(&|target, points, store| write(target, points, drawn.source, store), &tell)
    }
}

/// Makes the study of a folder again, and compares its tables.
///
/// # Errors
/// As [`Draws::make`].
pub fn again(folder: &Path, saved: &Manifest, threads: Option<NonZeroUsize>) -> Result<Again, Failure> {
    let wanted = Wanted::of_settings(saved);
    let options = StudyOptions { threads, quiet: true, progress: Progress::None, ..StudyOptions::default() };
    let (points, drawn) = wanted.study(&options)?;
    points.again(folder, &|target, points, store| write(target, points, drawn.source, store))
}

fn write(target: Target, points: &Points, source: &str, store: &dyn Store) -> Result<Vec<WrittenFile>, Error> {
    let uncertain = uncertainty::uncertain(points, store)?;
    let worths = draw_worths::worths(points, store)?;
    // The package names the tables that are there.
    let economics = draw_economics_table::write(target, points, &worths)?;
    let tables = [
        uncertainty_tables::write(target, points, source, &uncertain)?,
        draw_effects_table::write(target, points, source, &draw_effects::effects(points, store)?)?,
        sweep_tables::write(target, points, store)?,
        point_package::write(target, point_package::Kind::Uncertainty, points)?,
    ];
    Ok([&tables[..], &economics, &draw(target, points, (source, &uncertain), worths)?].concat())
}

fn draw(
    target: Target,
    points: &Points,
    (source, all): (&str, &[Uncertain]),
    worths: Vec<Vec<(u32, Worth)>>,
) -> Result<Vec<WrittenFile>, Error> {
    target.prepare(figures::FOLDER)?;
    let mut written = figures::uncertainty::figure(points, source, all).write(target, Figures::All)?;
    if let Ok(found) = Evaluation::of(Spread::Parameters, worths) {
        let shown = Shown::of_draws(points, found);
        for figure in [plane::draw(&shown), acceptability::draw(&shown)] {
            written.extend(figure.write(target, Figures::All)?);
        }
    }
    Ok(written)
}

/// Draws the figure of a folder again from the runs that it keeps.
///
/// # Errors
/// If it does not keep all of them.
pub fn draw_again(folder: &Path, saved: &Manifest, target: &Path) -> Result<Vec<WrittenFile>, Failure> {
    let options = StudyOptions { quiet: true, progress: Progress::None, ..StudyOptions::default() };
    let (study, drawn) = Wanted::of_settings(saved).study(&options)?;
    study.draw_again((folder, saved), target, &|target, points, store| {
        let uncertain = uncertainty::uncertain(points, store)?;
        draw(target, points, (drawn.source, &uncertain), draw_worths::worths(points, store)?)
    })
}

fn tell(drawn: &Told, points: &Points, store: &dyn Store, folder: &Path) -> Result<(), Failure> {
    let uncertain = uncertainty::uncertain(points, store).map_err(Error::from)?;
    let text = terminal::text(points, (drawn.parameters, drawn.source), &uncertain);
    let effects = draw_effects::effects(points, store).map_err(Error::from)?;
    let tables = [uncertainty_tables::UNCERTAINTY, draw_effects_table::EFFECTS].map(|name| folder.join(name));
    let [uncertainty, of_effects] = tables.each_ref().map(|path| path.display());
    output::write(&format!("\n{text}\n{}Tables: {uncertainty}, {of_effects}\n", verdicts::text(points, &effects)))
}

/// What is reported of the draws.
struct Told {
    parameters: usize,
    source: &'static str,
}

impl Wanted {
    fn of_settings(saved: &Manifest) -> Wanted {
        Wanted {
            scenario: one_of(saved, "scenario"),
            set: all_of(saved, "set").into_iter().map(Override::from).collect(),
            draws: one_of(saved, "draws").parse().unwrap_or(0),
            outcomes: all_of(saved, "outcome"),
        }
    }

    fn study<'a>(&self, options: &'a StudyOptions) -> Result<(PointStudy<'a>, Told), Failure> {
        let outcomes = outcomes_with(&self.outcomes)?;
        let drawn = uncertainty::drawn(&self.scenario, &self.set, self.draws as usize, outcomes);
        let Drawn { points, source, parameters } = drawn?;
        if points.base().arms.len() < 2 {
            let text = "has one arm: --draws is about the difference between arms";
            return Err(Failure::Input(format!("`{}` {text}", self.scenario)));
        }
        let sets: Vec<String> = self.set.iter().map(ToString::to_string).collect();
        let mut settings = [numbered("outcome", &self.outcomes), numbered("set", &sets)].concat();
        settings.push(("scenario".to_owned(), self.scenario.clone()));
        settings.push(("draws".to_owned(), self.draws.to_string()));
        Ok((PointStudy { kind: STUDY, points, options, settings, inputs: Vec::new() }, Told { parameters, source }))
    }
}
