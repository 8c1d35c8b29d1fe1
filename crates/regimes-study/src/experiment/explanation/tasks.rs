//! What is run in a future: mixtures of two arms, arms with one number of the other, and both arms from another beginning.

use crate::statistics::shapley::{Coalition, Plan, along};
use std::collections::BTreeSet;
use std::fmt;

/// Runs of a task at most.
const OF_A_TASK: usize = 16;

/// A run of a future.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Run {
    /// The arm of a coalition.
    Mixture(Coalition),
    /// One of the two arms, with a number of the other.
    Exchanged {
        /// The number's place among those that an audit exchanges.
        number: usize,
        /// The arm that takes it: 0 is the first, 1 the second.
        side: usize,
    },
    /// The first arm, with its people and staff followed: how far they differ from each other.
    Followed,
    /// One of the two arms, where the town has begun under the rules of the second.
    Begun {
        /// The arm.
        side: usize,
    },
}

/// For fingerprints and names of arms.
impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Run::Mixture(coalition) => write!(f, "mixture_{}", coalition.number()),
            Run::Exchanged { number, side } => write!(f, "exchanged_{number}_{side}"),
            Run::Followed => f.write_str("followed"),
            Run::Begun { side } => write!(f, "begun_{side}"),
        }
    }
}

/// Runs of a future that share a burn-in.
#[derive(Clone, Debug)]
pub struct Task {
    /// The future.
    pub future: u32,
    /// The runs: all from the usual beginning, all from the other one, or one that is followed.
    pub runs: Vec<Run>,
}

impl Task {
    /// Its runs by name.
    #[must_use]
    pub fn names(&self) -> String {
        self.runs.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }
}

/// The coalitions along both walks, and of each player alone and of all but one.
fn of_walks(players: usize) -> Vec<Coalition> {
    let order: Vec<usize> = (0..players).collect();
    let (none, all) = (Coalition::NONE, Coalition::all(players));
    let backwards = order.iter().scan(all, |left, player| {
        *left = left.without(*player);
        Some(*left)
    });
    let single = order.iter().flat_map(|player| [none.with(*player), all.without(*player)]);
    [none, all].into_iter().chain(along(&order)).chain(backwards).chain(single).collect()
}

/// The tasks of a future: the first arm followed, what walks need, what its plan asks for, group by group, each coalition once; then what an
/// audit exchanges, if there is one.
#[must_use]
pub fn tasks(future: u32, plan: &Plan, players: usize, exchanged: Option<usize>) -> Vec<Task> {
    let groups = std::iter::once(of_walks(players)).chain(plan.coalitions());
    let mut seen = BTreeSet::new();
    let mut all: Vec<Vec<Run>> = vec![vec![Run::Followed]];
    for group in groups {
        all.push(group.into_iter().filter(|one| seen.insert(*one)).map(Run::Mixture).collect());
    }
    if let Some(numbers) = exchanged {
        all.push((0..numbers).flat_map(|number| [0, 1].map(|side| Run::Exchanged { number, side })).collect());
        all.push([0, 1].map(|side| Run::Begun { side }).to_vec());
    }
    let mut tasks = Vec::new();
    for runs in all {
        // Evenly, so that no task is a small remainder.
        let pieces = runs.len().div_ceil(OF_A_TASK).max(1);
        let some = runs.chunks(runs.len().div_ceil(pieces).max(1));
        tasks.extend(some.map(|runs| Task { future, runs: runs.to_vec() }));
    }
    tasks
}
