//! A scenario that can be changed and run.

use crate::changed::Changed;
use crate::error::Error;
use crate::results::Results;
use crate::study::Study;
use regimes_scenario::check;
use regimes_study::simulation::control::unattended;
use regimes_study::study::ensembles::ensemble;
use std::fmt::Display;

/// A scenario, bundled or from a file, and what is changed in it.
///
/// ```
/// let scenario = regimes::load("tiny")?.set("seed", 7).set("arms.hls.fidelity", 0.5);
/// assert!(scenario.text()?.contains("fidelity = 0.5"));
/// # Ok::<(), regimes::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Scenario(Changed);

impl Scenario {
    pub(crate) fn read(argument: &str) -> Result<Scenario, Error> {
        Changed::read(argument).map(Scenario)
    }

    /// The same scenario with another value at a path, as `--set` takes both. What is wrong with it shows when it is run.
    ///
    /// ```
    /// let scenario = regimes::load("tiny")?.set("replicates", 2).set("status_quo.preset", "hls");
    /// assert_eq!(scenario.arms()?.len(), regimes::load("tiny")?.arms()?.len());
    ///
    /// let problem = scenario.set("patterns.harm", 7).run().expect_err("harm is a share");
    /// assert!(problem.to_string().contains("patterns.harm"));
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    #[must_use]
    pub fn set(mut self, path: &str, value: impl Display) -> Scenario {
        self.0.set(path, &value.to_string());
        self
    }

    /// The names of its arms; the first is the reference.
    ///
    /// ```
    /// assert!(regimes::load("tiny")?.arms()?.contains(&"npm".to_owned()));
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// All problems of what is set.
    pub fn arms(&self) -> Result<Vec<String>, Error> {
        Ok(self.checked()?.arms.iter().map(|(name, _)| name.to_owned()).collect())
    }

    /// The text of a file that says every value, those that are usual among them.
    ///
    /// ```
    /// assert!(regimes::load("tiny")?.set("seed", 7).text()?.contains("seed = 7"));
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// All problems of what is set.
    pub fn text(&self) -> Result<String, Error> {
        Ok(self.checked()?.resolved())
    }

    /// Runs every arm on the same people and the same luck, in memory and on all cores.
    ///
    /// ```
    /// let scenario = regimes::load("tiny")?.set("burn_in_weeks", 4).set("horizon_weeks", 40).set("replicates", 2);
    /// let results = scenario.run()?;
    /// println!("{}", results.arm("hls")?.outcome("flourishing")?.over_horizon().value);
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// All problems of what is set.
    pub fn run(&self) -> Result<Results, Error> {
        let scenario = self.checked()?;
        let replicates: Vec<u32> = (0..scenario.replicates).collect();
        Ok(Results::of(ensemble(&scenario, &replicates, &unattended())))
    }

    /// A study of it: many runs, at several points, or on draws of the uncertain parameters.
    ///
    /// ```
    /// let scenario = regimes::load("tiny")?.set("burn_in_weeks", 4).set("horizon_weeks", 40);
    /// let found = scenario.study().replicates(3).run()?;
    /// assert_eq!(found.results("as it is")?.difference("npm", "hls", "public_trust")?.by.runs, 3);
    /// # Ok::<(), regimes::error::Error>(())
    /// ```
    #[must_use]
    pub fn study(&self) -> Study {
        Study::of(self.0.clone())
    }

    fn checked(&self) -> Result<check::Scenario, Error> {
        Ok(self.0.loaded(&[], &[])?.scenario)
    }
}
