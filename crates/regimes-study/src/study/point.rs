//! A scenario and what is changed in it.

use regimes_scenario::check::Scenario;
use regimes_scenario::load::load;
use regimes_scenario::overrides::{Override, joined};
use std::fmt;

/// A scenario and what is changed in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// The scenario: a bundled name, or a file.
    pub scenario: String,
    /// What is changed in it, in order.
    pub overrides: Vec<Override>,
}

impl Point {
    /// The scenario as it is changed.
    ///
    /// # Errors
    /// What is wrong with it, in one line.
    pub fn resolved(&self) -> Result<Scenario, String> {
        let told = |problem: &regimes_scenario::problem::Problem| format!("`{}`: {}", problem.path, problem.message);
        load(&self.scenario, &self.overrides)
            .map(|loaded| loaded.scenario)
            .map_err(|problems| problems.list.iter().map(told).collect::<Vec<_>>().join("; "))
    }
}

/// In one line, for messages.
impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}]", self.scenario, joined(&self.overrides))
    }
}
