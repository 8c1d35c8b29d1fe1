//! What a study consists of: tasks, and what is kept of each.

use crate::simulation::control::Control;
use crate::study::fingerprint::Fingerprint;

/// What came of a task.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome<R> {
    /// Its result.
    Done(R),
    /// Why there is none.
    Failed(String),
}

impl<R> Outcome<R> {
    /// The result; none where the task failed.
    #[must_use]
    pub fn done(self) -> Option<R> {
        match self {
            Outcome::Done(result) => Some(result),
            Outcome::Failed(_) => None,
        }
    }
}

impl<R> From<Result<R, String>> for Outcome<R> {
    fn from(result: Result<R, String>) -> Outcome<R> {
        result.map_or_else(Outcome::Failed, Outcome::Done)
    }
}

/// Tasks by number, from 0, and what is kept of each.
pub trait Design: Sync {
    /// What a task leaves.
    type Result: Send;

    /// How many tasks there are.
    fn tasks(&self) -> usize;

    /// What makes the result of a task.
    fn fingerprint(&self, task: usize) -> Fingerprint;

    /// A task in words, for messages: what is run, and with which luck.
    fn label(&self, task: usize) -> String;

    /// Resident-weeks of a task.
    fn work(&self, task: usize) -> u64;

    /// Performs a task; none if it was stopped.
    fn perform(&self, task: usize, control: &Control<'_>) -> Option<Outcome<Self::Result>>;

    /// A result as bytes.
    fn encode(&self, result: &Self::Result) -> Vec<u8>;

    /// A result from its bytes; none where they are not such a result.
    fn decode(&self, task: usize, bytes: &[u8]) -> Option<Self::Result>;
}
