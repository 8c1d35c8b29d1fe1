//! Many runs of a scenario: at several points, on many replicates or draws, in memory or in a folder.

use crate::changed::Changed;
use crate::error::Error;
use crate::results::Results;
use regimes_model::parallel::Width;
use regimes_report::files::make_folder;
use regimes_scenario::check;
use regimes_scenario::overrides::Override;
use regimes_study::experiment::draws::{self, Fitted};
use regimes_study::program;
use regimes_study::simulation::control::{Control, unattended};
use regimes_study::simulation::replicates::gathered;
use regimes_study::simulation::trace::Trace;
use regimes_study::study::design::{Design, Outcome};
use regimes_study::study::ensembles::Replicates;
use regimes_study::study::files::journal::{Head, Journal};
use regimes_study::study::files::lock::{self, Lock};
use regimes_study::study::fingerprint::Fingerprint;
use regimes_study::study::runner::{self, Halt};
use regimes_study::study::store::{Memory, Store};
use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

/// The name of the point at which nothing is changed.
const AS_IT_IS: &str = "as it is";

/// What studies of the library are called in the journal of a folder.
const KIND: &str = "library";

/// How luck and parameters vary from run to run.
#[derive(Clone, Copy, Debug)]
enum Runs {
    /// The replicates that the scenario asks for.
    AsTheScenarioSays,
    /// This many replicates at the same parameters.
    Replicates(u32),
    /// This many draws of the uncertain parameters, each with luck of its own.
    Draws(usize),
}

/// A study of a scenario, before it is run.
///
/// ```
/// let scenario = regimes::load("tiny")?.set("burn_in_weeks", 4).set("horizon_weeks", 40);
/// let study = scenario.study().replicates(2).point("less harm", "patterns.harm", 0.1);
/// let found = study.run()?;
/// assert_eq!(found.points(), ["as it is", "less harm"]);
/// # Ok::<(), regimes::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Study {
    scenario: Changed,
    points: Vec<(String, Vec<Override>)>,
    runs: Runs,
    folder: Option<PathBuf>,
}

impl Study {
    pub(crate) fn of(scenario: Changed) -> Study {
        let points = vec![(AS_IT_IS.to_owned(), Vec::new())];
        Study { scenario, points, runs: Runs::AsTheScenarioSays, folder: None }
    }

    /// With this many replicates at the same parameters: only luck varies.
    ///
    /// ```
    /// let scenario = regimes::load("tiny")?.set("burn_in_weeks", 4).set("horizon_weeks", 40);
    /// let found = scenario.study().replicates(3).run()?;
    /// assert_eq!(found.results("as it is")?.arm("hls")?.outcome("public_trust")?.over_horizon().runs, 3);
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    #[must_use]
    pub fn replicates(self, count: u32) -> Study {
        Study { runs: Runs::Replicates(count), ..self }
    }

    /// On this many draws of the uncertain parameters: parameters and luck vary together. What the scenario or a point sets
    /// itself no draw takes from it.
    ///
    /// ```
    /// let scenario = regimes::load("tiny")?.set("burn_in_weeks", 4).set("horizon_weeks", 40);
    /// let found = scenario.study().draws(2).run()?;
    /// assert_eq!(found.results("as it is")?.difference("npm", "hls", "public_trust")?.by.runs, 2);
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    #[must_use]
    pub fn draws(self, count: usize) -> Study {
        Study { runs: Runs::Draws(count), ..self }
    }

    /// With one more point, at which a value is another one; a name that is there already gets one more value.
    ///
    /// ```
    /// let scenario = regimes::load("tiny")?.set("burn_in_weeks", 4).set("horizon_weeks", 40);
    /// let mut study = scenario.study().replicates(1);
    /// for harm in [0.1, 0.2] {
    ///     study = study.point(&format!("harm {harm}"), "patterns.harm", harm);
    /// }
    /// assert_eq!(study.run()?.points().len(), 3);
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    #[must_use]
    pub fn point(mut self, name: &str, path: &str, value: impl Display) -> Study {
        let one = Override::literal(path, &value.to_string());
        match self.points.iter_mut().find(|(known, _)| known == name) {
            Some((_, overrides)) => overrides.push(one),
            None => self.points.push((name.to_owned(), vec![one])),
        }
        self
    }

    /// In a folder: what is done there is not done again, by this program or a later one of the same sources.
    ///
    /// ```
    /// let folder = std::env::temp_dir().join(format!("regimes-example-{}", std::process::id()));
    /// let scenario = regimes::load("tiny")?.set("burn_in_weeks", 4).set("horizon_weeks", 40);
    /// let study = scenario.study().replicates(1).folder(&folder);
    /// let found = || study.run()?.results("as it is")?.difference("npm", "hls", "flourishing");
    /// assert_eq!(found()?, found()?);
    /// # std::fs::remove_dir_all(folder).expect("it was made above");
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    #[must_use]
    pub fn folder(self, folder: impl Into<PathBuf>) -> Study {
        Study { folder: Some(folder.into()), ..self }
    }

    /// Runs it on all cores.
    ///
    /// ```
    /// let scenario = regimes::load("tiny")?.set("burn_in_weeks", 4).set("horizon_weeks", 40);
    /// let found = scenario.study().replicates(1).run()?;
    /// assert!(found.results("as it is")?.failures().is_empty());
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// All problems of a point, a folder that holds something else or in which somebody else works, or what the disk says.
    pub fn run(&self) -> Result<Findings, Error> {
        let mut fitted = Fitted::Ensemble;
        let mut cases = Vec::new();
        for (place, (_, overrides)) in self.points.iter().enumerate() {
            for (number, drawn) in self.draws_of(overrides, &mut fitted)? {
                cases.push(Case { place, number, scenario: self.scenario.loaded(&drawn, overrides)?.scenario });
            }
        }
        let tasks = Tasks(cases.iter().map(|case| Replicates::of(&case.scenario, vec![case.number])).collect());
        let runs = match &self.folder {
            None => tasks.run(&Memory::default())?,
            Some(folder) => tasks.run_in(folder)?,
        };
        let points = (0..self.points.len()).filter_map(|place| self.results_at(place, &cases, &runs)).collect();
        Ok(Findings { points, drawn: matches!(self.runs, Runs::Draws(_)).then_some(fitted) })
    }

    /// The results of a point by name; none where it has no runs.
    fn results_at(&self, place: usize, cases: &[Case], runs: &[Vec<Trace>]) -> Option<(String, Results)> {
        let of_point = || cases.iter().zip(runs).filter(|(case, _)| case.place == place);
        let traces = of_point().flat_map(|(_, runs)| runs.clone()).collect();
        let (first, _) = of_point().next()?;
        Some((self.points[place].0.clone(), Results::of(gathered(&first.scenario, traces))))
    }

    /// The numbers of the replicates of a point, and what a draw changes for each.
    fn draws_of(&self, overrides: &[Override], fitted: &mut Fitted) -> Result<Vec<(u32, Vec<Override>)>, Error> {
        let loaded = self.scenario.loaded(&[], overrides)?;
        let replicates = |count| (0..count).map(|number| (number, Vec::new())).collect();
        Ok(match self.runs {
            Runs::AsTheScenarioSays => replicates(loaded.scenario.replicates),
            Runs::Replicates(count) => replicates(count),
            Runs::Draws(count) => {
                *fitted = Fitted::of(&loaded);
                let draws = draws::shipped(count).map_err(Error::Broken)?;
                draws.iter().map(|draw| (draw.number, draw.of(&loaded))).collect()
            }
        })
    }
}

/// A replicate of a point, and the scenario that it runs.
struct Case {
    /// The point, by its place.
    place: usize,
    number: u32,
    scenario: check::Scenario,
}

/// What came of a study, point by point.
///
/// ```
/// let scenario = regimes::load("tiny")?.set("burn_in_weeks", 4).set("horizon_weeks", 40);
/// let found = scenario.study().replicates(1).point("less harm", "patterns.harm", 0.1).run()?;
/// for point in found.points() {
///     println!("{point}: {}", found.results(point)?.difference("npm", "hls", "flourishing")?.by.value);
/// }
/// # Ok::<(), regimes::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Findings {
    points: Vec<(String, Results)>,
    drawn: Option<Fitted>,
}

impl Findings {
    /// The names of the points, in order; the first is the scenario as it is.
    ///
    /// ```
    /// let scenario = regimes::load("tiny")?.set("burn_in_weeks", 4).set("horizon_weeks", 40);
    /// assert_eq!(scenario.study().replicates(1).run()?.points(), ["as it is"]);
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    #[must_use]
    pub fn points(&self) -> Vec<&str> {
        self.points.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// The results of a point.
    ///
    /// ```
    /// let scenario = regimes::load("tiny")?.set("burn_in_weeks", 4).set("horizon_weeks", 40);
    /// let found = scenario.study().replicates(1).run()?;
    /// assert!(found.results("as it is").is_ok() && found.results("elsewhere").is_err());
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// If there is no point of this name.
    pub fn results(&self, point: &str) -> Result<&Results, Error> {
        let found = self.points.iter().find(|(name, _)| name == point).map(|(_, results)| results);
        found.ok_or_else(|| Error::unknown("point", point, self.points.iter().map(|(name, _)| name.as_str())))
    }

    /// Where parameters were drawn from: `first freeze` or `non-implausible ensemble` after the table that ships, or `ranges, not fitted`; none where they were not drawn.
    ///
    /// ```
    /// let scenario = regimes::load("tiny")?.set("burn_in_weeks", 4).set("horizon_weeks", 40);
    /// assert_eq!(scenario.study().draws(1).run()?.drawn_from(), Some("ranges, not fitted"));
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    #[must_use]
    pub fn drawn_from(&self) -> Option<&'static str> {
        self.drawn.map(Fitted::label)
    }
}

/// Replicates of several scenarios, one a task.
struct Tasks<'a>(Vec<Replicates<'a>>);

impl Tasks<'_> {
    /// The runs of each task, once a store holds them all.
    fn run(&self, store: &dyn Store) -> Result<Vec<Vec<Trace>>, Error> {
        let width = self.0.first().map_or(Width::Wide, Replicates::width);
        match runner::perform(self, width, store, &unattended(), &|_| {}) {
            // Nobody asks an unattended study to stop.
            Ok(()) | Err(Halt::Stopped) => {}
            Err(Halt::Refused(refused)) => return Err(refused.into()),
        }
        let runs = |task| match runner::outcome(self, task, store)? {
            Some(Outcome::Done(runs)) => Ok(runs),
            Some(Outcome::Failed(reason)) => Ok(self.0[task].failed(0, &reason)),
            None => Ok(self.0[task].failed(0, "its result is damaged")),
        };
        (0..self.0.len()).map(runs).collect()
    }

    /// The same in the journal of a folder.
    fn run_in(&self, folder: &Path) -> Result<Vec<Vec<Trace>>, Error> {
        make_folder(folder)?;
        let _lock = Lock::take(folder, "a study of the library")?;
        refuse_foreign(folder)?;
        let journal = Journal::open(folder)?;
        let head = Head {
            study: KIND.to_owned(),
            about: "a study of the library".to_owned(),
            fingerprint: KIND.to_owned(),
            commit: program::COMMIT.to_owned(),
        };
        journal.begin(&head)?;
        let traces = self.run(&journal);
        journal.sync()?;
        traces
    }
}

/// A folder that holds something other than a study of the library is left alone.
#[allow(clippy::disallowed_methods, reason = "looks at what is in the folder before anything is written there")]
fn refuse_foreign(folder: &Path) -> Result<(), Error> {
    let shown = folder.display();
    match Journal::head_in(folder)? {
        Some(head) if head.study == KIND => return Ok(()),
        Some(head) => {
            return Err(Error::Folder(format!("`{shown}` holds an unfinished study ({}); choose another", head.about)));
        }
        None => {}
    }
    let entries = fs::read_dir(folder).map_err(|error| Error::Folder(format!("`{shown}`: {error}")))?;
    let mut names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    match names.find(|name| name != lock::NAME) {
        Some(name) => Err(Error::Folder(format!("`{shown}` holds something else (`{name}`); choose another"))),
        None => Ok(()),
    }
}

impl Design for Tasks<'_> {
    type Result = Vec<Trace>;

    fn tasks(&self) -> usize {
        self.0.len()
    }

    fn fingerprint(&self, task: usize) -> Fingerprint {
        self.0[task].fingerprint(0)
    }

    fn label(&self, task: usize) -> String {
        self.0[task].label(0)
    }

    fn work(&self, task: usize) -> u64 {
        self.0[task].work(0)
    }

    fn perform(&self, task: usize, control: &Control<'_>) -> Option<Outcome<Vec<Trace>>> {
        self.0[task].perform(0, control)
    }

    fn encode(&self, result: &Vec<Trace>) -> Vec<u8> {
        self.0.first().map_or_else(Vec::new, |first| first.encode(result))
    }

    fn decode(&self, task: usize, bytes: &[u8]) -> Option<Vec<Trace>> {
        self.0[task].decode(0, bytes)
    }
}
