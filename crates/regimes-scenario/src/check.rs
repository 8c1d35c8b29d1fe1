//! From a file to a checked scenario: contradictions, references, dates.
//!
//! A text that is not TOML is judged only where it could be read; the rest waits until it can be.

pub mod calendar;
pub mod checker;
pub mod equal_payment;
pub mod inherited;
pub mod names;
pub mod numbers;
pub mod older;
pub mod owners;

use crate::check::checker::Checker;
use crate::file::{Costs, Evaluation, File, Stories};
use crate::problem::{Problem, Problems};
use crate::read::reading::{Calibration, Reading};
use crate::resolved::resolved;
use crate::source::{Home, Layer, Marks, Source};
use regimes_model::model::arm::{Arm, EqualPayment, StatusQuo};
use regimes_model::model::outcomes::OUTCOMES;
use regimes_model::model::parameters::Parameters;
use regimes_model::model::regime::RULES;
use regimes_model::model::town::Town;
use regimes_model::parameters::{Date, Named};
use sha2::{Digest, Sha256};

/// An arm, and when it begins.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedArm {
    /// The week in which it comes into force, counted from the first week of the burn-in.
    pub start_week: u32,
    /// The week in which everyone goes back; none where they never do.
    pub end_week: Option<u32>,
    /// Who takes up which rules.
    pub arm: Arm,
}

/// A checked scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// What it is called, in snake case.
    pub name: String,
    /// What it is about.
    pub about: String,
    /// The seed of all draws.
    pub seed: u64,
    /// The first day after the burn-in, a Monday.
    pub start: Date,
    /// Weeks before the start, under the status quo.
    pub burn_in_weeks: u32,
    /// Weeks after the start.
    pub horizon_weeks: u32,
    /// Paired futures of each arm.
    pub replicates: u32,
    /// The names of the outcomes that are shown first.
    pub headline: Vec<&'static str>,
    /// The arm that it is about, by number; none where it is about all, or has but two.
    pub focus: Option<usize>,
    /// Whether arms are compared on equal payment; where it is in place of their own, `arms` say so already.
    pub equal_payment: EqualPayment,
    /// How money is shown.
    pub costs: Costs,
    /// Whose lives are reported.
    pub stories: Stories,
    /// What an evaluator would see.
    pub evaluation: Evaluation,
    /// All that exists at the start.
    pub town: Town,
    /// The rules during the burn-in.
    pub status_quo: StatusQuo,
    /// What is compared; the first is the reference.
    pub arms: Named<PlannedArm>,
    /// The parameters of the submodels.
    pub parameters: Parameters,
    file: File,
}

impl Scenario {
    /// Checks a file that was made or changed by the program; ranges are the maker's care.
    ///
    /// # Errors
    /// All that is missing, contradictory or refers to nothing.
    pub fn from_file(file: File) -> Result<Scenario, Problems> {
        let text = resolved(&file);
        let source = Source::new("scenario.resolved.toml".to_owned(), text, Layer::This, Home::Nowhere);
        let reading = Reading { file, sources: vec![source], ..Reading::default() };
        check(reading).map(|loaded| loaded.scenario)
    }

    /// All weeks of a run, those of the burn-in among them.
    #[must_use]
    pub fn weeks(&self) -> u32 {
        self.burn_in_weeks + self.horizon_weeks
    }

    /// The Monday of a week of the run, counted from the first week of the burn-in.
    #[must_use]
    pub fn date_of(&self, week: u32) -> Date {
        calendar::date_of(self.start, self.burn_in_weeks, week)
    }

    /// All residents.
    #[must_use]
    pub fn residents(&self) -> u64 {
        let each = self.town.places.iter();
        each.map(|(_, place)| u64::from(place.residents)).sum()
    }

    /// The text of a file that says every value; reading it gives an equal scenario.
    #[must_use]
    pub fn resolved(&self) -> String {
        resolved(&self.file)
    }

    /// The file that it was checked from, with every value.
    #[must_use]
    pub fn file(&self) -> &File {
        &self.file
    }

    /// The same scenario with another seed and another number of replicates.
    #[must_use]
    pub fn with_runs(&self, seed: u64, replicates: u32) -> Scenario {
        let mut other = self.clone();
        (other.seed, other.replicates) = (seed, replicates);
        (other.file.seed, other.file.replicates) = (seed, replicates);
        other
    }

    /// Eight hexadecimal digits that differ where values, seed, replicates or version differ.
    #[must_use]
    pub fn hash(&self, seed: u64, replicates: u32, version: &str) -> String {
        let text = self.with_runs(seed, replicates).resolved();
        let digest = Sha256::digest(format!("{version}\n{text}"));
        digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A checked scenario, and where each of its values was written.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The scenario.
    pub scenario: Scenario,
    /// Where each value was written.
    pub marks: Marks,
    /// The texts that it was read from.
    pub sources: Vec<Source>,
    /// What was done otherwise than it is written, and why.
    pub warnings: Vec<Problem>,
    /// The calibration that fitted its parameters; none where no text says so.
    pub calibration: Option<Calibration>,
}

impl Loaded {
    /// The warnings as a list that can be shown; none where there is none.
    #[must_use]
    pub fn warned(&self) -> Option<Problems> {
        let any = !self.warnings.is_empty();
        any.then(|| Problems::warnings(self.warnings.clone(), self.sources.clone()))
    }

    /// Where the value of a path was written: `default`, `--set`, or file and line; `status_quo` where an arm has it from
    /// there.
    #[must_use]
    pub fn origin(&self, path: &str) -> String {
        let Some(mark) = self.marks.get(path) else {
            return if self.is_taken_from_status_quo(path) { "status_quo" } else { "default" }.to_owned();
        };
        let source = &self.sources[mark.source];
        match source.layer {
            Layer::Set => "--set".to_owned(),
            Layer::Base | Layer::This => {
                let (line, _) = source.position(mark.span.start);
                format!("{}:{line}", source.name)
            }
        }
    }

    /// Whether a draw of parameters may take the place of the value at a path: not where the scenario says the value itself,
    /// as a condition that it is about. What the calibrated base says, or a base below it, is not the scenario's own.
    #[must_use]
    pub fn may_be_drawn(&self, path: &str) -> bool {
        let Some(mark) = self.marks.get(path) else { return !self.is_taken_from_status_quo(path) };
        let is_base = self.sources[mark.source].layer == Layer::Base;
        is_base && self.calibration.as_ref().is_some_and(|calibration| mark.source <= calibration.source)
    }

    /// Whether a value of an arm is that of the status quo, since the arm says nothing of this rule.
    fn is_taken_from_status_quo(&self, path: &str) -> bool {
        let value = path.strip_prefix("arms.").and_then(|path| path.split_once('.'));
        value.is_some_and(|(arm, value)| {
            let rule = value.split('.').next().unwrap_or(value);
            RULES.contains(&rule) && self.marks.get(&format!("arms.{arm}.{rule}")).is_none()
        })
    }
}

/// Checks what was read.
///
/// # Errors
/// All problems, those of reading among them.
pub fn check(mut reading: Reading) -> Result<Loaded, Problems> {
    let mut warnings = inherited::leave_out(&mut reading);
    warnings.extend(owners::warnings(&reading));
    warnings.extend(owners::began_otherwise(&reading));
    drop_overlaid_focus(&mut reading);
    let mut checker = Checker::of(&reading);
    let other_format = reading.findings.doubtful.contains("format");
    if reading.findings.broken.is_empty() && !other_format {
        names::check(&mut checker, &reading.file);
        numbers::check(&mut checker, &reading.file);
        calendar::check(&mut checker, &reading.file);
        owners::check(&mut checker, &reading.file);
    }
    let mut problems = checker.problems;
    problems.extend(older::problems(&reading));
    problems.extend(reading.findings.problems.iter().cloned());
    match scenario(&reading.file) {
        Some(scenario) if problems.is_empty() => Ok(Loaded {
            scenario,
            marks: reading.marks,
            sources: reading.sources,
            warnings,
            calibration: reading.calibration,
        }),
        _ => Err(Problems::new(problems, reading.sources)),
    }
}

/// Drops a focus that is no arm beside the first any more because what was read later left arms out: a file that changes
/// a base, a `--set` of arms, or the program itself need not know of it.
fn drop_overlaid_focus(reading: &mut Reading) {
    let sources = &reading.sources;
    let sets_arms = |source: &Source| source.layer == Layer::Set && source.text.trim_start().starts_with("arms");
    let is_overlaid = reading
        .marks
        .get("focus")
        .is_none_or(|mark| sources[mark.source].layer == Layer::Base || sources[mark.source..].iter().any(sets_arms));
    if is_overlaid && !reading.file.arms.iter().skip(1).any(|(name, _)| name == reading.file.focus) {
        reading.file.focus = String::new();
    }
}

/// The scenario that a file without problems stands for.
fn scenario(file: &File) -> Option<Scenario> {
    let start = file.start?;
    let week = |date| calendar::week_of(start, file.burn_in_weeks, date);
    let mut events = Vec::new();
    for (_, event) in file.events.iter() {
        events.push((week(event.date?)?, event.clone()));
    }
    let mut arms = Vec::new();
    for (name, arm) in file.arms.iter() {
        let start_week = arm.start.map_or(Some(file.burn_in_weeks), week)?;
        let end_week = match arm.end {
            Some(date) => Some(week(date)?),
            None => None,
        };
        let arm = arm.clone();
        arms.push((name.to_owned(), PlannedArm { start_week, end_week, arm }));
    }
    let scenario = Scenario {
        name: file.name.clone(),
        about: file.about.clone(),
        seed: file.seed,
        start,
        burn_in_weeks: file.burn_in_weeks,
        horizon_weeks: file.horizon_weeks,
        replicates: file.replicates,
        headline: file.headline.iter().filter_map(|name| outcome(name)).collect(),
        focus: file.arms.iter().position(|(name, _)| name == file.focus),
        equal_payment: file.equal_payment.clone(),
        costs: file.costs.clone(),
        stories: file.stories.clone(),
        evaluation: file.evaluation.clone(),
        town: Town {
            domains: file.domains.clone(),
            groups: file.groups.clone(),
            places: file.places.clone(),
            services: file.services.clone(),
            organisations: file.organisations.clone(),
            events,
        },
        status_quo: file.status_quo.clone(),
        arms: Named(arms),
        parameters: file.parameters.clone(),
        file: file.clone(),
    };
    let is_alike = matches!(file.equal_payment, EqualPayment::Instead(_));
    Some(if is_alike { scenario.paid_alike() } else { scenario })
}

fn outcome(name: &str) -> Option<&'static str> {
    OUTCOMES.iter().map(|outcome| outcome.name).find(|known| *known == name)
}
