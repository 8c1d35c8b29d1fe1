//! `regimes sensitivity`: on which assumptions the difference between the arms hangs.

use crate::cli::at_points::{PointOptions, PointStudy};
use crate::cli::experiments::Again;
use crate::cli::failure::Failure;
use crate::cli::options::{Progress, StudyOptions};
use crate::cli::study::settings::{all_of, numbered, one_of};
use crate::cli::{output, study_file};
use clap::ValueEnum;
use regimes_report::error::Error;
use regimes_report::figures;
use regimes_report::files::{Target, WrittenFile};
use regimes_report::manifest::Manifest;
use regimes_report::{point_package, sensitivity_findings, sensitivity_tables, sweep_tables};
use regimes_scenario::check::Loaded;
use regimes_scenario::load::load;
use regimes_study::experiment::axes::{Axis, Values};
use regimes_study::experiment::draws::{self, Fitted};
use regimes_study::experiment::factors::drawn;
use regimes_study::experiment::groups::groups;
use regimes_study::experiment::points::Points;
use regimes_study::experiment::sensitivity::{Design, Method, base_points};
use regimes_study::experiment::study_file::Kind;
use regimes_study::study::store::Store;
use std::num::NonZeroUsize;
use std::path::Path;

/// Trajectories where none are asked for.
const TRAJECTORIES: u32 = 20;
/// Base points where none are asked for.
const POINTS: u32 = 64;
/// Parameters that are named on the terminal, for each outcome.
const NAMED: usize = 3;

/// Lines that can be tried.
const EXAMPLES: &str = "Examples:
  regimes sensitivity tiny --trajectories 4 --replicates 1
  regimes sensitivity tiny --group patterns=patterns.* --group support=support.* --trajectories 4
  regimes sensitivity --experiment flagship_assumptions
  regimes sensitivity tiny --method sobol --points 8 --factor patterns.harm=0..0.4 --replicates 2
Each is a folder with findings.txt (which assumptions the difference hangs on, in words),
sensitivity.csv (every index) and points.csv (every run).";

/// How the weight of parameters is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum MethodOfIndices {
    /// Screening: each parameter is moved alone from random starts; few runs for many parameters.
    #[default]
    Morris,
    /// Shares of the variance, alone, together and in pairs; many runs for few parameters.
    Sobol,
}

/// Finds on which uncertain parameters the difference between arms hangs.
///
/// By default the method of Morris: each trajectory moves every parameter once, one at a time, from a random start;
/// `mu_star` is the mean size of what a move does to the paired difference, and `sigma` shows how far that depends on the
/// other parameters. With `--method sobol` the indices are shares of the variance of the difference: of each parameter alone,
/// with all others, and of each pair. The parameters are those that experiments draw: over the span of the ensemble where a
/// calibration fitted them, elsewhere over their declared ranges.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A bundled name, or a file (with a `/` or ending in `.toml`).
    #[arg(required_unless_present = "experiment")]
    scenario: Option<String>,
    /// An analysis that a file describes (a bundled name, such as flagship_assumptions, or a file); other options take
    /// precedence over it.
    #[arg(long, value_name = "NAME")]
    experiment: Option<String>,
    /// A parameter in place of those that are drawn, as `path=low..high`; can be repeated.
    #[arg(long, value_name = "AXIS")]
    factor: Vec<String>,
    /// How the weight of parameters is measured; `morris` if left out.
    #[arg(long, value_enum)]
    method: Option<MethodOfIndices>,
    /// With morris, trajectories: each takes a point more than there are parameters or groups [default: 20].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=1000))]
    trajectories: Option<u32>,
    /// With sobol, base points, a power of two: each takes two points for each parameter and two more [default: 64].
    #[arg(long, value_name = "N", value_parser = base_points)]
    points: Option<u32>,
    /// With morris, parameters that move at once, as `name=path,path` or `name=path.*`; can be repeated.
    #[arg(long, value_name = "NAME=PATHS")]
    group: Vec<String>,
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
    let arguments = arguments.with_experiment()?;
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
    let analysed = design.analysed(points, store)?;
    let mut written = vec![
        sensitivity_tables::write(target, points, design, &analysed)?,
        sensitivity_findings::write(target, points, design, &analysed)?,
        sweep_tables::write(target, points, store)?,
    ];
    written.extend(figures::points::write_analysed(target, points, design, &analysed)?);
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
        let analysed = design.analysed(points, store)?;
        figures::points::write_analysed(target, points, &design, &analysed)
    })
}

/// The parameters that matter most, outcome by outcome, and where the tables are.
fn tell(points: &Points, design: &Design, store: &dyn Store, folder: &Path) -> Result<(), Failure> {
    let analysed = design.analysed(points, store).map_err(Error::from)?;
    let text = sensitivity_findings::text(points, design, &analysed, NAMED);
    let (table, figures) = (folder.join(sensitivity_tables::SENSITIVITY), folder.join(figures::FOLDER));
    output::write(&format!("{text}Table: {}\nFigures: {}\n", table.display(), figures.display()))
}

impl Arguments {
    /// The arguments, and for what they leave out the file of the experiment. Under another method than the file's, what
    /// belongs to the file's method goes for nothing.
    fn with_experiment(&self) -> Result<Arguments, Failure> {
        let Some(named) = &self.experiment else { return Ok(self.clone()) };
        let mut file = study_file::open(named, Kind::Sensitivity)?;
        if !self.study.quiet {
            study_file::tell(&file);
        }
        let method = file.method.unwrap_or_default();
        if self.method.is_some() && self.method() != method {
            (file.trajectories, file.points, file.groups) = (None, None, Vec::new());
        }
        let of_file = if method == Method::Morris { MethodOfIndices::Morris } else { MethodOfIndices::Sobol };
        Ok(Arguments {
            scenario: Some(self.scenario.clone().unwrap_or_else(|| file.scenario.clone())),
            factor: study_file::or(&self.factor, &file.factors),
            group: study_file::or(&self.group, &file.groups),
            method: self.method.or(Some(of_file)),
            trajectories: self.trajectories.or(file.trajectories),
            points: self.points.or(file.points),
            of_points: self.of_points.on_top_of(&file),
            ..self.clone()
        })
    }

    fn scenario(&self) -> &str {
        self.scenario.as_deref().unwrap_or_default()
    }

    fn study(&self) -> Result<(PointStudy<'_>, Design), Failure> {
        self.check()?;
        let sets = self.of_points.overrides();
        // What is wrong with the scenario itself is shown with its place in the file.
        let loaded = load(self.scenario(), &sets)?;
        let design = self.design(&loaded)?;
        let points = Points::of(self.scenario(), sets, design.points(), self.of_points.outcomes()?)?;
        let settings = self.settings();
        let study = PointStudy { kind: "sensitivity", points, options: &self.study, settings, inputs: Vec::new() };
        Ok((study, design))
    }

    fn method(&self) -> Method {
        match self.method.unwrap_or_default() {
            MethodOfIndices::Morris => Method::Morris,
            MethodOfIndices::Sobol => Method::Sobol,
        }
    }

    /// Tells of options that belong to another method.
    fn check(&self) -> Result<(), Failure> {
        let method = self.method();
        let is_given = [self.trajectories.is_some(), !self.group.is_empty(), self.points.is_some()];
        let options = ["--trajectories", "--group", "--points"];
        let others = [(Method::Morris, "--points N"), (Method::Morris, ""), (Method::Sobol, "--trajectories N")];
        let misplaced =
            options.iter().zip(others).zip(is_given).filter(|((_, (of, _)), given)| *given && *of != method);
        let told = misplaced.map(|((option, (of, instead)), _)| {
            let instead = if instead.is_empty() { String::new() } else { format!(", or write {instead}") };
            let (of, method) = (of.name(), method.name());
            format!("{option} belongs to --method {of}, and the method is {method}: leave it out{instead}")
        });
        let told: Vec<String> = told.collect();
        if told.is_empty() { Ok(()) } else { Err(all(&told)) }
    }

    fn design(&self, loaded: &Loaded) -> Result<Design, Failure> {
        if loaded.scenario.arms.len() < 2 {
            let text = "has one arm: a sensitivity analysis is of the difference between arms";
            return Err(Failure::Input(format!("`{}` {text}", self.scenario())));
        }
        let (axes, source) = if self.factor.is_empty() {
            let draws = draws::shipped(usize::MAX).map_err(Failure::Input)?;
            (drawn(loaded, &draws), Fitted::of(loaded).label())
        } else {
            (self.factors()?, "the command line")
        };
        if axes.is_empty() {
            let text = "has none of the parameters that are drawn: name some with --factor path=low..high";
            return Err(Failure::Input(format!("`{}` {text}", self.scenario())));
        }
        let seed = loaded.scenario.seed;
        let design = match self.method() {
            Method::Morris => {
                let groups = groups(&axes, &self.group).map_err(|wrong| all(&wrong))?;
                let trajectories = self.trajectories.unwrap_or(TRAJECTORIES) as usize;
                Design::morris(axes, groups, trajectories, seed, source)
            }
            Method::Sobol => Design::sobol(axes, self.points.unwrap_or(POINTS) as usize, seed, source),
        };
        design.map_err(|error| Failure::Input(error.to_string()))
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
        if wrong.is_empty() { Ok(axes) } else { Err(all(&wrong)) }
    }

    /// What makes the analysis, by name; [`of_settings`](Arguments::of_settings) reads it back.
    fn settings(&self) -> Vec<(String, String)> {
        let listed = [numbered("factor", &self.factor), numbered("group", &self.group)].concat();
        let (size, n) = match self.method() {
            Method::Morris => ("trajectories", self.trajectories.unwrap_or(TRAJECTORIES)),
            Method::Sobol => ("points", self.points.unwrap_or(POINTS)),
        };
        let own = [
            ("scenario", self.scenario().to_owned()),
            ("method", self.method().name().to_owned()),
            (size, n.to_string()),
        ];
        let own = own.map(|(name, value)| (name.to_owned(), value)).to_vec();
        [self.of_points.settings(), listed, own].concat()
    }

    fn of_settings(saved: &Manifest) -> Arguments {
        Arguments {
            scenario: Some(one_of(saved, "scenario")),
            experiment: None,
            factor: all_of(saved, "factor"),
            method: MethodOfIndices::from_str(&one_of(saved, "method"), false).ok(),
            trajectories: one_of(saved, "trajectories").parse().ok(),
            points: one_of(saved, "points").parse().ok(),
            group: all_of(saved, "group"),
            of_points: PointOptions::of_settings(saved),
            study: StudyOptions { quiet: true, progress: Progress::None, ..StudyOptions::default() },
        }
    }
}

/// All that is wrong, a line each.
fn all(wrong: &[String]) -> Failure {
    Failure::Input(wrong.join("\n       "))
}
