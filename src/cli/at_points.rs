//! What `sweep` and `sensitivity` have in common: a scenario at many points, all arms of each on the same luck.

use crate::cli::experiments::Again;
use crate::cli::failure::Failure;
use crate::cli::options::{self, StudyOptions, assignment};
use crate::cli::study::designed::Designed;
use crate::cli::study::folder;
use crate::cli::study::settings::{all_of, numbered};
use regimes_model::model::outcomes::{OUTCOMES, position};
use regimes_report::error::Error;
use regimes_report::files::{Target, WrittenFile, sha256};
use regimes_report::manifest::Manifest;
use regimes_scenario::nearest::nearest;
use regimes_scenario::overrides::{Override, joined};
use regimes_study::experiment::points::Points;
use regimes_study::study::design::Design;
use regimes_study::study::store::Store;
use std::path::Path;

/// Faults of points that are shown; the others are counted.
const SHOWN: usize = 5;
/// Outcomes that always appear together: what residents have, what it costs, how staff are.
const ALWAYS: [&str; 3] = ["flourishing", "public_cost", "staff_wellbeing"];

/// What every point has in common.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct PointOptions {
    /// Outcomes beside flourishing, public cost and staff wellbeing; can be repeated.
    #[arg(long, value_name = "NAME")]
    pub outcome: Vec<String>,
    /// Changes a value at every point, as in `--set arms.hls.fidelity=1`; can be repeated.
    #[arg(long, value_name = "PATH=VALUE", value_parser = assignment)]
    pub set: Vec<Override>,
    /// The seed of all draws, in place of the scenario's.
    #[arg(long, value_name = "U64", allow_negative_numbers = true, value_parser = options::seed)]
    pub seed: Option<u64>,
    /// Paired futures of each point, in place of the scenario's.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub replicates: Option<u32>,
}

impl PointOptions {
    /// What is set at every point, seed and replicates among it.
    #[must_use]
    pub fn overrides(&self) -> Vec<Override> {
        options::with_luck(&self.set, self.seed, self.replicates)
    }

    /// The numbers of the outcomes.
    ///
    /// # Errors
    /// Names that are not known, all at once.
    pub fn outcomes(&self) -> Result<Vec<usize>, Failure> {
        outcomes_with(&self.outcome)
    }

    /// What makes the study, by name.
    #[must_use]
    pub fn settings(&self) -> Vec<(String, String)> {
        let sets: Vec<String> = self.overrides().iter().map(ToString::to_string).collect();
        [numbered("outcome", &self.outcome), numbered("set", &sets)].concat()
    }

    /// The options by which a study was made.
    #[must_use]
    pub fn of_settings(saved: &Manifest) -> PointOptions {
        let set = all_of(saved, "set").into_iter().map(Override::from).collect();
        PointOptions { outcome: all_of(saved, "outcome"), set, ..PointOptions::default() }
    }
}

/// The numbers of the outcomes that always appear together, and of those that are named beside them.
///
/// # Errors
/// Names that are not known, all at once.
pub fn outcomes_with(names: &[String]) -> Result<Vec<usize>, Failure> {
    let mut outcomes = Vec::new();
    let mut unknown = Vec::new();
    for name in ALWAYS.into_iter().chain(names.iter().map(String::as_str)) {
        match position(name) {
            Some(outcome) if outcomes.contains(&outcome) => {}
            Some(outcome) => outcomes.push(outcome),
            None => {
                let near = nearest(name, OUTCOMES.iter().map(|outcome| outcome.name));
                let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                unknown.push(format!("there is no outcome `{name}`{near}"));
            }
        }
    }
    if unknown.is_empty() { Ok(outcomes) } else { Err(Failure::all(unknown)) }
}

/// A study of points that is about to be made.
pub struct PointStudy<'a> {
    /// The command that makes it.
    pub kind: &'static str,
    /// The points.
    pub points: Points,
    /// How it treats its folder.
    pub options: &'a StudyOptions,
    /// What makes it, by name.
    pub settings: Vec<(String, String)>,
    /// SHA-256 of the files that it was made from, by name, beside the scenario.
    pub inputs: Vec<(String, String)>,
}

/// Writes the tables of a study from what its store holds.
pub type Write<'a> = dyn Fn(Target, &Points, &dyn Store) -> Result<Vec<WrittenFile>, Error> + 'a;

/// Tells the finding, and where the tables are.
pub type Tell<'a> = dyn Fn(&Points, &dyn Store, &Path) -> Result<(), Failure> + 'a;

impl PointStudy<'_> {
    /// Runs what is not there yet, writes the tables and tells the finding.
    ///
    /// # Errors
    /// What is wrong at points; a folder that is not to be touched, an interruption, or what the disk says.
    pub fn make(&self, write: &Write<'_>, tell: &Tell<'_>) -> Result<(), Failure> {
        let study = self.designed()?;
        // Another design has other figures.
        let clear = |folder: &Path| folder::clear_what_points_left(folder);
        study.make(
            &|kept| self.plan_line(&study, kept),
            &clear,
            &|target, store| write(target, &self.points, store),
            &|store, folder| tell(&self.points, store, folder),
        )
    }

    /// Runs all again, and compares the tables with those of a folder, which is left as it is.
    ///
    /// # Errors
    /// An interruption, or what the system says.
    pub fn again(&self, folder: &Path, write: &Write<'_>) -> Result<Again, Failure> {
        self.designed()?.again(folder, &|target, store| write(target, &self.points, store))
    }

    /// Draws the figures of a folder again, into this or another one, from the runs that it keeps.
    ///
    /// # Errors
    /// If it does not keep all of them, or they are of another program or scenario; or what the disk says.
    pub fn draw_again(
        &self,
        of: (&Path, &Manifest),
        target: &Path,
        draw: &Write<'_>,
    ) -> Result<Vec<WrittenFile>, Failure> {
        self.designed()?.draw_again(of, target, &|target, store| draw(target, &self.points, store))
    }

    /// Whether every point is a scenario.
    ///
    /// # Errors
    /// What is wrong at points, each fault once.
    pub fn check(&self) -> Result<(), Failure> {
        let problems = in_words(&self.points);
        if problems.is_empty() { Ok(()) } else { Err(Failure::all(problems)) }
    }

    /// The study, once every point is a scenario.
    fn designed(&self) -> Result<Designed<'_, Points>, Failure> {
        self.check()?;
        Ok(Designed { kind: self.kind, design: &self.points, manifest: self.manifest(), options: self.options })
    }

    /// The manifest as far as it is known beforehand.
    fn manifest(&self) -> Manifest {
        let base = self.points.base();
        let about = format!("{} points of {}", self.points.points().len(), base.name);
        let mut manifest = Manifest::of_study(self.kind, &about, base.replicates);
        manifest.seed = base.seed;
        manifest.arms = base.arms.iter().map(|(name, _)| name.to_owned()).collect();
        manifest.inputs.insert("scenario".to_owned(), sha256(base.resolved().as_bytes()));
        manifest.inputs.extend(self.inputs.iter().cloned());
        manifest.settings.extend(self.settings.iter().cloned());
        manifest
    }

    fn plan_line(&self, study: &Designed<'_, Points>, kept: usize) -> String {
        let (points, replicates) = (self.points.points().len(), self.points.replicates());
        let arms = self.points.base().arms.len();
        let futures = if self.points.source().is_some() { "draws" } else { "paired futures" };
        format!(
            "{points} points, {replicates} {futures} each, {arms} arms; {kept} of {} runs kept from before; {}",
            self.points.tasks(),
            study.about(self.points.base(), kept)
        )
    }
}

/// What is wrong at points: each fault once, with the first point that has it and how many do.
fn in_words(points: &Points) -> Vec<String> {
    let mut faults: Vec<(String, usize, usize)> = Vec::new();
    for (point, fault) in points.problems() {
        match faults.iter_mut().find(|(known, ..)| *known == fault) {
            Some((_, _, times)) => *times += 1,
            None => faults.push((fault, point, 1)),
        }
    }
    let told = |(fault, point, times): &(String, usize, usize)| {
        let others = if *times > 1 { format!(" (and {} more)", times - 1) } else { String::new() };
        format!("point {point} [{}]{others}: {fault}", joined(&points.points()[*point]))
    };
    let mut lines: Vec<String> = faults.iter().take(SHOWN).map(told).collect();
    if faults.len() > SHOWN {
        lines.push(format!("and {} more faults", faults.len() - SHOWN));
    }
    lines
}
