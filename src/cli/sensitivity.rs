//! `regimes sensitivity`: on which assumptions the difference between the arms hangs.

use crate::cli::at_points::{PointOptions, PointStudy, all_of, in_three_digits, numbered, one_of};
use crate::cli::experiments::Again;
use crate::cli::failure::Failure;
use crate::cli::options::{Progress, StudyOptions};
use crate::cli::output;
use regimes_model::model::outcomes::OUTCOMES;
use regimes_report::error::Error;
use regimes_report::figures;
use regimes_report::files::{Target, WrittenFile};
use regimes_report::manifest::Manifest;
use regimes_report::money::Money;
use regimes_report::{point_package, sensitivity_tables, sweep_tables};
use regimes_scenario::load::load;
use regimes_study::experiment::axes::{self, Axis, Values};
use regimes_study::experiment::points::Points;
use regimes_study::experiment::posterior::{self, Fitted};
use regimes_study::experiment::screening::{self, Design, FIRST, Screened};
use regimes_study::statistics::morris::Plan;
use regimes_study::study::store::Store;
use std::num::NonZeroUsize;
use std::path::Path;

/// Trajectories where none are asked for.
const TRAJECTORIES: u32 = 20;
/// Levels of a factor.
const LEVELS: usize = 4;
/// Factors that are named on the terminal.
const NAMED: usize = 3;

/// Lines that can be tried.
const EXAMPLES: &str = "Examples:
  regimes sensitivity tiny --trajectories 4 --replicates 1
  regimes sensitivity tiny --factor patterns.harm=0.1..0.4 --factor support.gamma=0.5..1.5 --replicates 2
Each is a folder with sensitivity.csv (a row a factor, arm and outcome) and points.csv (every run).";

/// Screens which uncertain parameters move the difference between arms, by the method of Morris.
///
/// Each trajectory moves every parameter once, one at a time, from a random start; `mu_star` is the mean size of what a
/// move does to the paired difference, and `sigma` shows how far that depends on the other parameters. By default the
/// parameters are those that experiments draw: over the span of the posterior where a calibration fitted them, elsewhere
/// over their declared ranges.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A bundled name, or a file (with a `/` or ending in `.toml`).
    scenario: String,
    /// A parameter in place of those that are drawn, as `path=low..high`; can be repeated.
    #[arg(long, value_name = "AXIS")]
    factor: Vec<String>,
    /// Trajectories: each takes a point more than there are parameters.
    #[arg(long, value_name = "N", default_value_t = TRAJECTORIES, value_parser = clap::value_parser!(u32).range(2..=1000))]
    trajectories: u32,
    #[command(flatten)]
    of_points: PointOptions,
    #[command(flatten)]
    study: StudyOptions,
}

/// Runs it.
///
/// # Errors
/// All that is wrong with the scenario and the factors; a folder that is not to be touched, an interruption, or what the
/// disk says.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (study, design) = arguments.study()?;
    let write = |target: Target, points: &Points, store: &dyn Store| write(target, points, &design, store);
    let tell = |points: &Points, store: &dyn Store, folder: &Path| {
        if arguments.study.quiet { Ok(()) } else { tell(points, &design, store, folder) }
    };
    study.make(&write, &tell)
}

/// Makes the analysis of a folder again, and compares its tables.
///
/// # Errors
/// As [`run`].
pub fn again(folder: &Path, saved: &Manifest, threads: Option<NonZeroUsize>) -> Result<Again, Failure> {
    let mut arguments = Arguments::of_settings(saved);
    arguments.study.threads = threads;
    let (study, design) = arguments.study()?;
    study.again(folder, &|target, points, store| write(target, points, &design, store))
}

fn write(target: Target, points: &Points, design: &Design, store: &dyn Store) -> Result<Vec<WrittenFile>, Error> {
    let screened = screening::screened(points, design, store)?;
    let mut written = vec![
        sensitivity_tables::write(target, points, design, &screened)?,
        sweep_tables::write(target, points, store)?,
    ];
    written.extend(figures::points::write_screening(target, points, design, &screened)?);
    written.push(point_package::write(target, point_package::Kind::Sensitivity, points)?);
    Ok(written)
}

/// Draws the figures of a folder again from the runs that it keeps.
///
/// # Errors
/// If it does not keep all of them.
pub fn draw_again(folder: &Path, saved: &Manifest, target: &Path) -> Result<Vec<WrittenFile>, Failure> {
    let arguments = Arguments::of_settings(saved);
    let (study, design) = arguments.study()?;
    study.draw_again((folder, saved), target, &|target, points, store| {
        let screened = screening::screened(points, &design, store)?;
        figures::points::write_screening(target, points, &design, &screened)
    })
}

/// The parameters that matter most, outcome by outcome, and where the tables are.
fn tell(points: &Points, design: &Design, store: &dyn Store, folder: &Path) -> Result<(), Failure> {
    let screened = screening::screened(points, design, store).map_err(Error::from)?;
    let mut lines = vec![format!(
        "Parameters that move a difference most: mean size of what a move over the whole range does to it, and in how many \
         resamples the parameter is among the first {FIRST}."
    )];
    lines.extend(screened.iter().map(|one| line(points, design, one)));
    lines.push(format!("In this model, under these assumptions; parameters from {}.", design.source));
    let table = folder.join(sensitivity_tables::SENSITIVITY);
    lines.push(format!("Table: {}", table.display()));
    lines.push(format!("Figures: {}", folder.join(figures::FOLDER).display()));
    output::write(&(lines.join("\n") + "\n"))
}

fn line(points: &Points, design: &Design, one: &Screened) -> String {
    let names: Vec<&str> = points.base().arms.iter().map(|(name, _)| name).collect();
    let outcome = &OUTCOMES[points.outcomes()[one.outcome]];
    let unit = Money::of(&points.base().costs).unit(outcome.unit);
    let first = one.order().into_iter().take(NAMED).map(|factor| {
        let size = in_three_digits(one.effects[factor].mu_star.value);
        let share = (100.0 * one.among_first[factor]).round();
        let size = size.trim_start_matches('+').to_owned();
        format!("{} {size} ({share} %)", design.axes[factor].path)
    });
    let first: Vec<String> = first.collect();
    let pair = format!("{} - {}", names[one.arm], names[0]);
    format!("{pair}, {} [{unit}]: {}", outcome.label.to_lowercase(), first.join(", "))
}

impl Arguments {
    fn study(&self) -> Result<(PointStudy<'_>, Design), Failure> {
        let sets = self.of_points.overrides();
        // What is wrong with the scenario itself is shown with its place in the file.
        let loaded = load(&self.scenario, &sets)?;
        let (axes, source) = if self.factor.is_empty() {
            let draws = posterior::shipped(usize::MAX).map_err(Failure::Input)?;
            (regimes_study::experiment::factors::drawn(&loaded, &draws), Fitted::of(&loaded).label())
        } else {
            (self.factors()?, "the command line")
        };
        if loaded.scenario.arms.len() < 2 {
            let text = "has one arm: a sensitivity analysis is of the difference between arms";
            return Err(Failure::Input(format!("`{}` {text}", self.scenario)));
        }
        let plan = Plan::new(axes.len(), LEVELS).map_err(|error| Failure::Input(error.to_string()))?;
        let places = plan.trajectories(self.trajectories as usize, loaded.scenario.seed);
        let chosen = axes::at_places(&axes, &places);
        let points = Points::of(&self.scenario, sets, chosen, self.of_points.outcomes()?)?;
        let settings = self.settings();
        let study = PointStudy { kind: "sensitivity", points, options: &self.study, settings, inputs: Vec::new() };
        Ok((study, Design { axes, plan, places, source }))
    }

    /// The factors that are named.
    fn factors(&self) -> Result<Vec<Axis>, Failure> {
        let (mut axes, mut wrong): (Vec<Axis>, Vec<String>) = (Vec::new(), Vec::new());
        for text in &self.factor {
            match Axis::read(text) {
                Err(reason) => wrong.push(reason),
                Ok(Axis { path, .. }) if axes.iter().any(|axis| axis.path == path) => {
                    wrong.push(format!("`{path}` is a factor twice"));
                }
                Ok(axis @ Axis { values: Values::Range { .. }, .. }) => axes.push(axis),
                Ok(axis) => wrong.push(format!("`{}`: a factor has two ends, as {}=0..1", axis.path, axis.path)),
            }
        }
        if wrong.is_empty() { Ok(axes) } else { Err(Failure::Input(wrong.join("\n       "))) }
    }

    /// What makes the analysis, by name; [`of_settings`](Arguments::of_settings) reads it back.
    fn settings(&self) -> Vec<(String, String)> {
        let mut settings = [self.of_points.settings(), numbered("factor", &self.factor)].concat();
        settings.push(("scenario".to_owned(), self.scenario.clone()));
        settings.push(("trajectories".to_owned(), self.trajectories.to_string()));
        settings
    }

    fn of_settings(saved: &Manifest) -> Arguments {
        Arguments {
            scenario: one_of(saved, "scenario"),
            factor: all_of(saved, "factor"),
            trajectories: one_of(saved, "trajectories").parse().unwrap_or(TRAJECTORIES),
            of_points: PointOptions::of_settings(saved),
            study: StudyOptions { quiet: true, progress: Progress::None, ..StudyOptions::default() },
        }
    }
}
