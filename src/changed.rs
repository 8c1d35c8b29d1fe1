//! A scenario that is read once, and what is changed in it.

use crate::error::Error;
use regimes_scenario::check::Loaded;
use regimes_scenario::load::Prepared;
use regimes_scenario::overrides::Override;

/// A scenario and what is changed in it, in order.
#[derive(Clone, Debug)]
pub struct Changed {
    prepared: Prepared,
    overrides: Vec<Override>,
}

impl Changed {
    /// Reads a file or a bundled scenario.
    pub fn read(argument: &str) -> Result<Changed, Error> {
        let prepared = Prepared::read(argument)?;
        prepared.with(&[])?;
        Ok(Changed { prepared, overrides: Vec::new() })
    }

    /// Changes a value.
    pub fn set(&mut self, path: &str, value: &str) {
        self.overrides.push(Override::literal(path, value));
    }

    /// The scenario with further changes before and after these; the last one of a path counts.
    pub fn loaded(&self, before: &[Override], after: &[Override]) -> Result<Loaded, Error> {
        Ok(self.prepared.with(&[before, &self.overrides, after].concat())?)
    }
}
