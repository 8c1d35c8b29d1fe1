//! What a store holds of an explanation: by future that is whole, the outcomes of each run.

use crate::experiment::explanation::study::Explanation;
use crate::experiment::explanation::tasks::{Run, Task};
use crate::study::design::Outcome;
use crate::study::runner;
use crate::study::store::{Refused, Store};
use std::collections::BTreeMap;

/// What a store holds.
pub struct Values {
    /// By future; none where one of its tasks failed.
    futures: Vec<Option<BTreeMap<Run, Vec<f64>>>>,
    /// Tasks that failed.
    pub failed: usize,
    /// Why the first failed that did.
    pub failure: Option<String>,
}

impl Values {
    /// Reads them.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn of(explanation: &Explanation, store: &dyn Store) -> Result<Values, Refused> {
        let whole = vec![Some(BTreeMap::new()); explanation.futures() as usize];
        let mut read = Values { futures: whole, failed: 0, failure: None };
        for (number, task) in explanation.all_tasks().iter().enumerate() {
            match runner::outcome(explanation, number, store)? {
                Some(Outcome::Done(values)) => read.put(task, &values),
                Some(Outcome::Failed(reason)) => read.fail(task, reason),
                None => read.fail(task, "its result is not there".to_owned()),
            }
        }
        Ok(read)
    }

    fn put(&mut self, task: &Task, values: &[f64]) {
        let width = values.len() / task.runs.len();
        let Some(future) = &mut self.futures[task.future as usize] else { return };
        future.extend(task.runs.iter().copied().zip(values.chunks_exact(width).map(<[f64]>::to_vec)));
    }

    fn fail(&mut self, task: &Task, reason: String) {
        self.futures[task.future as usize] = None;
        self.failed += 1;
        self.failure.get_or_insert(reason);
    }

    /// How far people and staff differ from each other under the first arm in a future.
    #[must_use]
    pub fn spread(&self, future: usize) -> &[f64] {
        self.futures[future].as_ref().and_then(|runs| runs.get(&Run::Followed)).map_or(&[], Vec::as_slice)
    }

    /// By future that is whole, with its number: the value of a run in an outcome, by its place among those of the study;
    /// not a number where the outcome has none, or there is no such run.
    pub fn whole(&self, outcome: usize) -> impl Iterator<Item = (usize, impl Fn(Run) -> f64 + '_)> + '_ {
        let whole = self.futures.iter().enumerate().filter_map(|(number, future)| Some((number, future.as_ref()?)));
        whole.map(move |(number, future)| {
            (number, move |run: Run| future.get(&run).map_or(f64::NAN, |values| values[outcome]))
        })
    }
}
