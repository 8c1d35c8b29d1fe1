//! Handing over: what becomes of the cases of a worker who leaves.
//!
//! ```text
//! relationship' = carry * relationship;  heard' = records * heard
//! a factor found out is known to the next worker with probability `records`
//! each case goes to the colleague with the least load
//! ```
//!
//! Where nobody is left cases stay with the post. Update: cases in order. Units: shares.
//! Source: M08, M34; assumption A186. Regimes: reporting, through records.

use crate::model::world::cases::Case;
use crate::model::world::organisations::Organisation;
use crate::model::world::workers::Worker;
use crate::randomness::{Draws, Randomness, address, bernoulli_bits};
use crate::units::Week;

/// A worker who leaves.
pub struct Left {
    /// Index of the place.
    pub place: u32,
    /// The week.
    pub week: Week,
    /// Part of a relationship that goes over.
    pub carry: f32,
    /// Part of what is done that is on record.
    pub records: f32,
}

impl Left {
    /// Leaves a part of each relationship, and of what was found out what is on record; counts the cases.
    pub fn behind(&self, cases: &mut [Case], post: usize, randomness: &Randomness) -> u16 {
        let mut n = 0;
        for case in cases.iter_mut().filter(|case| usize::from(case.worker) == post) {
            let at = address(self.place, case.resident);
            let written = bernoulli_bits(f64::from(self.records), &randomness.pair(Draws::HandOvers, self.week, at));
            case.known &= written;
            case.found &= written;
            case.heard *= self.records;
            case.relationship *= self.carry;
            n += 1;
        }
        n
    }
}

/// The filled post with the least load, the first of equals.
fn least_loaded(workers: &[Worker]) -> Option<usize> {
    (0..workers.len()).filter(|&post| workers[post].filled).min_by(|&a, &b| workers[a].load.total_cmp(&workers[b].load))
}

/// Hands each case of an open post to the colleague with the least load, if there is one.
pub fn hand_over(organisation: &mut Organisation) {
    let workers = &mut organisation.workers;
    let orphaned = |worker: &Worker| !worker.filled && worker.caseload > 0;
    if !workers.iter().any(orphaned) || !workers.iter().any(|worker| worker.filled) {
        return;
    }
    for case in &mut organisation.cases {
        let from = usize::from(case.worker);
        if workers[from].filled {
            continue;
        }
        let Some(to) = least_loaded(workers) else {
            continue;
        };
        case.worker = to as u16;
        workers[to].caseload += 1;
        workers[to].load += case.need_now;
        workers[from].caseload = workers[from].caseload.saturating_sub(1);
    }
    for worker in workers.iter_mut().filter(|worker| !worker.filled) {
        (worker.caseload, worker.load) = (0, 0.0);
    }
    organisation.cases.sort_unstable_by_key(|case| (case.worker, case.resident, case.domains, case.opened));
}
