//! Collects what is wrong with a scenario that was read, once each, with advice.

use crate::nearest::{advice, nearest};
use crate::problem::Problem;
use crate::read::reading::{MANY, Reading};
use crate::source::{Layer, Mark};

/// Collects problems of what was read.
pub struct Checker<'a> {
    reading: &'a Reading,
    /// What was found so far.
    pub problems: Vec<Problem>,
}

impl<'a> Checker<'a> {
    /// Begins without a problem.
    #[must_use]
    pub fn of(reading: &'a Reading) -> Checker<'a> {
        Checker { reading, problems: Vec::new() }
    }

    /// What to do about a name that is not known; no more is looked for where there are more problems than anybody reads.
    #[must_use]
    pub fn advice(&self, name: &str, known: &[&str]) -> String {
        if self.are_many() { String::new() } else { advice(name, known) }
    }

    /// The known name that a name is nearest to; none where there are more problems than anybody reads.
    #[must_use]
    pub fn nearest<'n>(&self, name: &str, known: &[&'n str]) -> Option<&'n str> {
        if self.are_many() { None } else { nearest(name, known.iter().copied()) }
    }

    fn are_many(&self) -> bool {
        self.problems.len() >= MANY || self.reading.findings.are_many()
    }

    /// Keeps a problem of the value at a path, unless the value is already in doubt.
    pub fn report(&mut self, path: &str, message: String, remedy: String) {
        self.report_about(path, path, message, remedy);
    }

    /// Keeps a problem at one path that is about another, unless either is already in doubt.
    pub fn report_about(&mut self, path: &str, about: &str, message: String, remedy: String) {
        let doubtful = &self.reading.findings.doubtful;
        if doubtful.touches(path) || doubtful.touches(about) {
            return;
        }
        let sources = &self.reading.sources;
        let this = sources.iter().position(|source| source.layer == Layer::This);
        let top = Mark { source: this.unwrap_or(0), span: 0..0 };
        let mark = self.reading.marks.nearest(path).cloned().unwrap_or(top);
        self.problems.push(Problem::new(sources, mark, path, message, remedy));
    }
}
