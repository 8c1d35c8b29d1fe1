//! Sickness: spells that are rare, short as a rule and seldom very long.

use crate::model::submodels::staffing::{DAYS, Labour, Parameters, chance};
use crate::model::world::workers::Worker;
use crate::randomness::Block;

// Words of a worker's week.
const ILL: usize = 0;
const HOW_LONG: usize = 1;

/// Length of a sickness spell that a draw from 0 to 1 stands for (day).
#[must_use]
pub fn spell_days(draw: f32, p: &Parameters) -> f32 {
    let odds = draw / (1.0 - draw);
    let days = p.median_days as f32 * libm::powf(odds, (1.0 / p.tail_shape) as f32);
    days.max(1.0).min(p.longest_days as f32)
}

/// Moves the absence of a worker on by a week: what is set here is the absence of the week that follows.
pub fn fall_ill_or_recover(worker: &mut Worker, labour: &Labour<'_>, p: &Parameters, draws: &Block) {
    if worker.absent_days <= 0.0 {
        let more = p.ill_by_exhaustion as f32 * (worker.exhaustion - p.usual_exhaustion as f32);
        let own = chance(labour.spells * worker.proneness * libm::expf(more));
        let draw = draws.uniform(ILL);
        if draw < own {
            worker.absent_days = spell_days(draws.uniform(HOW_LONG), p);
        } else if draw < own + (1.0 - own) * labour.illness {
            worker.absent_days = DAYS;
        }
    }
    worker.absent_now = worker.absent_days.min(DAYS);
    worker.absent_days -= worker.absent_now;
}
