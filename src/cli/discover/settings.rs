//! What makes a discovery, by name, as its manifest holds it; and what is asked, read against the scenario.

use crate::cli::discover::arguments::{Arguments, USUAL};
use crate::cli::failure::Failure;
use crate::cli::options::{self, Progress, StudyOptions};
use crate::cli::study::settings::{all_of, numbered, one_of};
use regimes_model::model::regime::PRESETS;
use regimes_report::manifest::Manifest;
use regimes_scenario::check::Scenario;
use regimes_scenario::load::Prepared;
use regimes_scenario::overrides::Override;
use regimes_study::experiment::discovery::pair::{Measure, Pair, alone, named_arms};
use regimes_study::experiment::uncertainty::FUTURES;
use std::path::PathBuf;

/// The outcome that decides where none is named.
const DECIDES: &str = "flourishing";
/// Futures of a cell where no number is asked for.
const REPLICATES: u32 = 1;

/// A scenario with the arms that are compared alone, and what of them is compared.
pub struct Asked {
    /// The scenario as it is read, rows of rules that are named as arms among its own.
    pub prepared: Prepared,
    /// What is set at every point.
    pub sets: Vec<Override>,
    /// The scenario with that.
    pub base: Scenario,
    /// The two arms that are compared, by number there.
    pub pair: [usize; 2],
    /// What is compared, what decides first.
    pub measures: Vec<Measure>,
}

impl Arguments {
    /// What is asked, read against the scenario.
    ///
    /// # Errors
    /// The problems of the scenario, or all that is wrong with the arms and the outcome.
    pub fn asked(&self) -> Result<Asked, Failure> {
        let own = Prepared::read(self.scenario())?.with(&[])?;
        let is_row = |name: &&String| own.scenario.arms.get(name).is_none() && PRESETS.contains(&name.as_str());
        let rows: Vec<String> = self.arm.iter().filter(is_row).cloned().collect();
        let prepared = Prepared::read_with_presets(self.scenario(), &rows)?;
        let sets = self.overrides();
        // What is wrong with the scenario itself is shown with its place in the file.
        let whole = prepared.with(&sets)?.scenario;
        let (kept, measures) = (self.kept(&whole), self.measures());
        let (kept, measures) = match (kept, measures) {
            (Ok(kept), Ok(measures)) => (kept, measures),
            (kept, measures) => {
                let faults = [kept.err(), measures.err()].into_iter().flatten().flatten().collect();
                return Err(Failure::all(faults));
            }
        };
        let sets = [sets, alone(&whole, &kept)].concat();
        let base = prepared.with(&sets)?.scenario;
        let pair = Pair::of(&base, &[]).map_err(Failure::all)?.0;
        Ok(Asked { prepared, sets, base, pair, measures })
    }

    /// The arms that are compared: two on a map, and any number over draws.
    fn kept(&self, whole: &Scenario) -> Result<Vec<usize>, Vec<String>> {
        if self.is_over_draws() {
            named_arms(whole, &self.arm)
        } else {
            Pair::of(whole, &self.arm).map(|pair| pair.0.into())
        }
    }

    /// Whether boxes over draws are asked for, in place of a map.
    #[must_use]
    pub fn is_over_draws(&self) -> bool {
        self.draws.is_some() || self.of.is_some()
    }

    /// What is set at every point, seed and replicates last.
    fn overrides(&self) -> Vec<Override> {
        let usual = if self.is_over_draws() { FUTURES } else { REPLICATES };
        let is_said = self.set.iter().any(|one| one.path() == "replicates");
        options::with_luck(&self.set, self.seed, self.replicates.or((!is_said).then_some(usual)))
    }

    fn measures(&self) -> Result<Vec<Measure>, Vec<String>> {
        Measure::all(self.decides(), self.cohort.as_deref())
    }

    /// The outcome that decides.
    #[must_use]
    pub fn decides(&self) -> &str {
        self.outcome.as_deref().unwrap_or(DECIDES)
    }

    /// The scenario.
    #[must_use]
    pub fn scenario(&self) -> &str {
        self.scenario.as_deref().unwrap_or(USUAL)
    }

    /// What makes the discovery, by name; [`of_settings`](Arguments::of_settings) reads it back.
    #[must_use]
    pub fn settings(&self) -> Vec<(String, String)> {
        let sets = if self.of.is_some() { Vec::new() } else { self.overrides() };
        let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
        let number = |n: Option<f64>| n.map(|n| n.to_string());
        let single = [
            ("scenario", self.of.is_none().then(|| self.scenario().to_owned())),
            ("of", self.of.as_ref().map(|folder| folder.display().to_string())),
            ("draws", self.draws.map(|n| n.to_string())),
            ("paste", self.paste.then(|| true.to_string())),
            ("grid", self.grid.map(|n| n.to_string())),
            ("outcome", self.outcome.clone()),
            ("cohort", self.cohort.clone()),
            ("smallest", number(self.smallest)),
            ("smooth", number(self.smooth)),
            ("common_luck", self.common_luck.then(|| true.to_string())),
        ];
        let single = single.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let lists = [("vary", &self.vary), ("arm", &self.arm), ("set", &sets)];
        lists.iter().flat_map(|(name, values)| numbered(name, values)).chain(single).collect()
    }

    /// The arguments by which a discovery was made.
    #[must_use]
    pub fn of_settings(saved: &Manifest) -> Arguments {
        let given = |name: &str| Some(one_of(saved, name)).filter(|value| !value.is_empty());
        let number = |name: &str| given(name).and_then(|text| text.parse().ok());
        Arguments {
            scenario: given("scenario"),
            of: given("of").map(PathBuf::from),
            draws: given("draws").and_then(|text| text.parse().ok()),
            paste: given("paste").is_some(),
            vary: all_of(saved, "vary"),
            grid: given("grid").and_then(|text| text.parse().ok()),
            arm: all_of(saved, "arm"),
            outcome: given("outcome"),
            cohort: given("cohort"),
            smallest: number("smallest"),
            smooth: number("smooth"),
            common_luck: given("common_luck").is_some(),
            set: all_of(saved, "set").into_iter().map(Override::from).collect(),
            study: StudyOptions { quiet: true, progress: Progress::None, ..StudyOptions::default() },
            ..Arguments::default()
        }
    }
}
