//! Direct time by what became of it, and by what the case came from.

use crate::model::world::cases::Case;
use crate::model::world::organisations::{DirectTime, Flows};
use crate::model::world::workers::Worker;
use crate::simd::f32x8;

/// What became of an organisation's direct time this week (hour).
pub struct Spent {
    /// Helping, mismatched, measured only, gaming, slack, listening, design; the last lane is not in use.
    uses: f32x8,
    /// By origin of the case.
    by_origin: [f32; 4],
}

impl Spent {
    /// What the flows of the week hold so far.
    #[must_use]
    pub fn of(flows: &Flows) -> Spent {
        let DirectTime { helping, mismatched, measured_only, gaming, slack, listening, design } = flows.direct;
        let uses = [helping, mismatched, measured_only, gaming, slack, listening, design, 0.0];
        Spent { uses: f32x8::new(uses), by_origin: flows.direct_by_origin }
    }

    /// Tells the flows of the week.
    pub fn tell(&self, flows: &mut Flows) {
        let [helping, mismatched, measured_only, gaming, slack, listening, design, _] = self.uses.to_array();
        flows.direct = DirectTime { helping, mismatched, measured_only, gaming, slack, listening, design };
        flows.direct_by_origin = self.by_origin;
    }

    /// Notes the hours of a case, and among those of acting the real ones.
    #[inline(always)]
    pub fn note(&mut self, case: &Case, worker: &Worker, hours: &CaseHours, real: f32, fit: f32) {
        let (acting, listened, design) = (hours.acting(), hours.listening, hours.design);
        let (measured, gaming) = (acting * worker.measured, acting * worker.gaming);
        let useful = fit.clamp(0.0, 1.0);
        let slack = (acting - real - measured - gaming).max(0.0);
        let uses = [real * useful, real * (1.0 - useful), measured, gaming, slack, listened, design, 0.0];
        self.uses += f32x8::new(uses);
        self.by_origin[(case.origin as usize).min(3)] += hours.all;
    }
}

/// Direct time of a case this week (hour).
#[derive(Clone, Copy)]
pub struct CaseHours {
    /// All of it.
    pub all: f32,
    /// What finds out.
    pub listening: f32,
    /// What makes a plan.
    pub design: f32,
}

impl CaseHours {
    /// The rest, in which something is done.
    #[inline(always)]
    #[must_use]
    pub fn acting(&self) -> f32 {
        (self.all - self.listening - self.design).max(0.0)
    }
}
