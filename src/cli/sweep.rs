//! `regimes sweep`: what if? A scenario at many points, and how the difference between its arms turns.

use crate::cli::at_points::{PointOptions, PointStudy};
use crate::cli::experiments::Again;
use crate::cli::failure::Failure;
use crate::cli::options::{Progress, StudyOptions};
use crate::cli::study::settings::{all_of, numbered, one_of};
use crate::cli::{output, study_file};
use clap::ValueEnum;
use regimes_report::error::Error;
use regimes_report::figures;
use regimes_report::files::{Target, WrittenFile, sha256};
use regimes_report::manifest::Manifest;
use regimes_report::money::Money;
use regimes_report::numbers::in_three_digits;
use regimes_report::sweep_tables::{self, Span};
use regimes_report::{draw_effects_table, equal_budget_table, point_package};
use regimes_scenario::load::load;
use regimes_scenario::overrides::{Override, joined};
use regimes_study::experiment::axes::{self, Axis, Choice, Design};
use regimes_study::experiment::equal_budget::equal_budgets;
use regimes_study::experiment::points::Points;
use regimes_study::experiment::study_file::Kind;
use regimes_study::experiment::uncertainty;
use regimes_study::study::store::Store;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Points of a design that chooses them itself.
const POINTS: u32 = 64;

/// Lines that can be tried.
const EXAMPLES: &str = "Examples:
  regimes sweep tiny --vary patterns.harm=0.1..0.4:4 --replicates 2
  regimes sweep tiny --vary arms.hls.fidelity=0.5,1 --vary patterns.personal_variation=0..0.4:3
  regimes sweep tiny --vary support.gamma=0..1 --design sobol --points 8
  regimes sweep --experiment density --replicates 4
  regimes sweep tiny --vary arms.hls.budget_times=0.85,1,1.15 --draws 6
Each is a folder with points.csv: a row a point, arm and outcome.";

/// How points are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DesignOfPoints {
    /// Every combination of the values of all axes.
    Grid,
    /// A Latin hypercube: each axis is covered evenly.
    Latin,
    /// Scrambled Sobol points: the whole space is covered evenly.
    Sobol,
}

/// Runs a scenario at many points, all arms of each on the same luck, and shows how their difference turns.
///
/// What is varied is a path of the scenario, as `regimes show` lists them: a parameter, a rule of an arm, a budget, the
/// size of the town. All points meet the same luck, so that they differ by what is set and by nothing else.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A bundled name, or a file (with a `/` or ending in `.toml`).
    #[arg(required_unless_present = "experiment")]
    scenario: Option<String>,
    /// A sweep that a file describes (a bundled name, such as density, or a file); other options take precedence.
    #[arg(long, value_name = "NAME")]
    experiment: Option<String>,
    /// What is varied: `path=low..high:levels`, `path=low..high` (Latin, Sobol) or `path=a,b,c`; can be repeated.
    #[arg(long, value_name = "AXIS", required_unless_present_any = ["table", "experiment"])]
    vary: Vec<String>,
    /// Points from a CSV: a column a path, a row a point.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["vary", "design", "points"])]
    table: Option<PathBuf>,
    /// How points are chosen; `grid` if left out.
    #[arg(long, value_enum)]
    design: Option<DesignOfPoints>,
    /// Points of a Latin or Sobol design [default: 64].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=65_536))]
    points: Option<u32>,
    /// Runs every point on as many draws of the uncertain parameters, each with luck of its own, in place of replicates.
    #[arg(long, value_name = "N", allow_negative_numbers = true, conflicts_with = "replicates", value_parser = clap::value_parser!(u32).range(2..=100_000))]
    draws: Option<u32>,
    #[command(flatten)]
    of_points: PointOptions,
    #[command(flatten)]
    study: StudyOptions,
}

/// Runs it.
///
/// # Errors
/// All that is wrong with the scenario, the axes and the points; a folder that is not to be touched, an interruption, or
/// what the disk says.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let arguments = arguments.with_experiment()?;
    let quiet = arguments.study.quiet;
    arguments.study()?.make(&write, &|points, store, folder| if quiet { Ok(()) } else { tell(points, store, folder) })
}

/// Makes the sweep of a folder again, and compares its table.
///
/// # Errors
/// As [`run`].
pub fn again(folder: &Path, saved: &Manifest, threads: Option<NonZeroUsize>) -> Result<Again, Failure> {
    let mut arguments = Arguments::of_settings(saved);
    arguments.study.threads = threads;
    arguments.study()?.again(folder, &write)
}

/// Draws the figures of a folder again from the runs that it keeps.
///
/// # Errors
/// If it does not keep all of them, or has nothing to draw.
pub fn draw_again(folder: &Path, saved: &Manifest, target: &Path) -> Result<Vec<WrittenFile>, Failure> {
    let arguments = Arguments::of_settings(saved);
    let study = arguments.study()?;
    if let Some(reason) = figures::points::why_nothing(&study.points) {
        return Err(Failure::Input(format!("`{}` has no figures: {reason}", folder.display())));
    }
    study.draw_again((folder, saved), target, &figures::points::write)
}

fn write(target: Target, points: &Points, store: &dyn Store) -> Result<Vec<WrittenFile>, Error> {
    let mut written = vec![sweep_tables::write(target, points, store)?];
    let budgets = equal_budgets(points, store)?;
    let kind = if budgets.is_empty() { point_package::Kind::Sweep } else { point_package::Kind::SweepOfBudget };
    if !budgets.is_empty() {
        written.push(equal_budget_table::write(target, points, &budgets)?);
    }
    if let Some(source) = points.source().filter(|_| has_effects(points)) {
        written.push(draw_effects_table::write_by_point(target, points, source, store)?);
    }
    written.extend(figures::points::write(target, points, store)?);
    written.push(point_package::write(target, kind, points)?);
    Ok(written)
}

/// Whether there are verdicts over draws: of two arms at least, on draws in place of replicates.
fn has_effects(points: &Points) -> bool {
    points.source().is_some() && points.base().arms.len() > 1
}

/// The finding, outcome by outcome, and where the table is.
fn tell(points: &Points, store: &dyn Store, folder: &Path) -> Result<(), Failure> {
    let (spans, failed) = sweep_tables::spans(points, store)?;
    let on_draws = points.source().map(|source| {
        format!("Over {} draws of the uncertain parameters ({source}), each with luck of its own:", points.replicates())
    });
    let mut lines: Vec<String> = on_draws.into_iter().chain(spans.iter().map(|span| span_line(points, span))).collect();
    let budgets = equal_budgets(points, store).map_err(Error::from)?;
    lines.extend(budgets.iter().map(|one| equal_budget_table::sentence(points, one)));
    if failed > 0 {
        lines.push(format!("{failed} points failed, in whole or in part; points.csv says why."));
    }
    lines.push("In this model, under these assumptions.".to_owned());
    lines.push(format!("Table: {}", folder.join(sweep_tables::POINTS).display()));
    if has_effects(points) {
        let table = folder.join(draw_effects_table::EFFECTS);
        lines.push(format!("Verdicts by cohort at each point: {}", table.display()));
    }
    lines.push(match figures::points::why_nothing(points) {
        Some(reason) => format!("No figure is drawn: {reason}."),
        None => format!("Figures: {}", folder.join(figures::FOLDER).display()),
    });
    output::write(&(lines.join("\n") + "\n"))
}

fn span_line(points: &Points, span: &Span) -> String {
    let names: Vec<&str> = points.base().arms.iter().map(|(name, _)| name).collect();
    let unit = Money::of(&points.base().costs).unit(span.outcome.unit);
    let outcome = format!("{} [{unit}]", span.outcome.label.to_lowercase());
    let pair = format!("{} - {}", names[span.arm], names[0]);
    let Some([low, high]) = span.ends else { return format!("{pair}, {outcome}: no point has a value") };
    let at = |(point, value): (usize, f64)| format!("{} ({})", in_three_digits(value), joined(&points.points()[point]));
    format!(
        "{pair}, {outcome}: from {} to {}; nearly all pairs higher at {} of {} points, lower at {}",
        at(low),
        at(high),
        span.higher,
        span.points,
        span.lower
    )
}

impl From<Design> for DesignOfPoints {
    fn from(design: Design) -> DesignOfPoints {
        match design {
            Design::Grid => DesignOfPoints::Grid,
            Design::Latin => DesignOfPoints::Latin,
            Design::Sobol => DesignOfPoints::Sobol,
        }
    }
}

impl Arguments {
    /// The arguments, and for what they leave out the file of the experiment.
    fn with_experiment(&self) -> Result<Arguments, Failure> {
        let Some(named) = &self.experiment else { return Ok(self.clone()) };
        let file = study_file::open(named, Kind::Sweep)?;
        if !self.study.quiet {
            study_file::tell(&file);
        }
        let has_table = self.table.is_some();
        Ok(Arguments {
            scenario: Some(self.scenario.clone().unwrap_or_else(|| file.scenario.clone())),
            vary: if has_table { Vec::new() } else { study_file::or(&self.vary, &file.vary) },
            design: self.design.or(file.design.map(DesignOfPoints::from)),
            points: self.points.or(file.points),
            draws: if self.of_points.replicates.is_some() { None } else { self.draws.or(file.draws) },
            of_points: self.of_points.on_top_of(&file),
            ..self.clone()
        })
    }

    fn design(&self) -> DesignOfPoints {
        self.design.unwrap_or(DesignOfPoints::Grid)
    }

    fn scenario(&self) -> &str {
        self.scenario.as_deref().unwrap_or_default()
    }

    fn study(&self) -> Result<PointStudy<'_>, Failure> {
        let sets = self.of_points.overrides();
        // What is wrong with the scenario itself is shown with its place in the file.
        let scenario = load(self.scenario(), &sets)?.scenario;
        let (chosen, table) = self.chosen(scenario.seed)?;
        let mut points = Points::of(self.scenario(), sets.clone(), chosen, self.of_points.outcomes()?)?;
        if let Some(draws) = self.draws {
            let drawn = uncertainty::draws(self.scenario(), &sets, draws as usize)?;
            points = points.on_draws(drawn.sets, drawn.source).with_cohorts();
        }
        let inputs = table.map(|hash| ("table".to_owned(), hash)).into_iter().collect();
        Ok(PointStudy { kind: "sweep", points, options: &self.study, settings: self.settings(), inputs })
    }

    /// The points, and the SHA-256 of the file that they come from.
    #[allow(clippy::disallowed_methods, reason = "reads the points that the user brings")]
    fn chosen(&self, seed: u64) -> Result<(Vec<Vec<Override>>, Option<String>), Failure> {
        let all = |wrong: Vec<String>| Failure::Input(wrong.join("\n       "));
        if let Some(path) = &self.table {
            let text = std::fs::read_to_string(path).map_err(Error::reading(path))?;
            let named =
                |wrong: Vec<String>| all(wrong.iter().map(|line| format!("{}: {line}", path.display())).collect());
            return Ok((axes::points_of_table(&text).map_err(named)?, Some(sha256(text.as_bytes()))));
        }
        let (axes, wrong): (Vec<_>, Vec<_>) = self.vary.iter().map(|text| Axis::read(text)).partition(Result::is_ok);
        if !wrong.is_empty() {
            return Err(all(wrong.into_iter().filter_map(Result::err).collect()));
        }
        let axes: Vec<Axis> = axes.into_iter().flatten().collect();
        let points = self.points.unwrap_or(POINTS) as usize;
        let choice = match self.design() {
            DesignOfPoints::Grid => Choice::Grid,
            DesignOfPoints::Latin => Choice::LatinHypercube(points),
            DesignOfPoints::Sobol => Choice::Sobol(points),
        };
        Ok((axes::points(&axes, choice, seed).map_err(all)?, None))
    }

    /// What makes the sweep, by name; [`of_settings`](Arguments::of_settings) reads it back.
    fn settings(&self) -> Vec<(String, String)> {
        let mut settings = [self.of_points.settings(), numbered("vary", &self.vary)].concat();
        settings.push(("scenario".to_owned(), self.scenario().to_owned()));
        settings.extend(self.draws.map(|draws| ("draws".to_owned(), draws.to_string())));
        if let Some(path) = &self.table {
            settings.push(("table".to_owned(), path.display().to_string()));
        } else {
            let design = self.design().to_possible_value().map_or(String::new(), |value| value.get_name().to_owned());
            settings.push(("design".to_owned(), design));
            settings.push(("points".to_owned(), self.points.unwrap_or(POINTS).to_string()));
        }
        settings
    }

    fn of_settings(saved: &Manifest) -> Arguments {
        Arguments {
            scenario: Some(one_of(saved, "scenario")),
            experiment: None,
            vary: all_of(saved, "vary"),
            table: saved.settings.get("table").map(PathBuf::from),
            design: DesignOfPoints::from_str(&one_of(saved, "design"), false).ok(),
            points: one_of(saved, "points").parse().ok(),
            draws: one_of(saved, "draws").parse().ok(),
            of_points: PointOptions::of_settings(saved),
            study: StudyOptions { quiet: true, progress: Progress::None, ..StudyOptions::default() },
        }
    }
}
