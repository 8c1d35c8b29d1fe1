//! Vacancies: what is left of a post that nobody holds any more.

use crate::model::world::workers::Worker;

/// Opens a post; its cases are still counted until they are handed over.
pub fn vacate(worker: &mut Worker) {
    worker.filled = false;
    worker.vacant_weeks = 0;
    worker.tenure = 0;
    worker.generation = worker.generation.wrapping_add(1);
    (worker.real, worker.measured, worker.gaming) = (0.0, 0.0, 0.0);
    (worker.absent_days, worker.absent_now) = (0.0, 0.0);
    (worker.direct_hours, worker.wanted_hours) = (0.0, 0.0);
}
