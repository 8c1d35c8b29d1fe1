//! Records what a run shows: outcomes by week, costs by year, parts by quarter.

use crate::simulation::parts::{self, Parts};
use crate::simulation::run::Observer;
use crate::simulation::trace::{Trace, YearlyCosts};
use regimes_model::model::flourishing::Index;
use regimes_model::model::outcomes::observe;
use regimes_model::model::world::World;

/// Records a run week by week.
pub struct Recorder<'a> {
    trace: Trace,
    costs: YearlyCosts,
    parts: Parts,
    index: &'a Index,
    /// Weeks of the horizon.
    weeks: u32,
}

impl<'a> Recorder<'a> {
    /// Begins to record an arm of a replicate over a number of weeks.
    #[must_use]
    pub fn begin((arm, replicate): (usize, u32), index: &'a Index, weeks: u32) -> Recorder<'a> {
        let trace = Trace::new(arm, replicate);
        Recorder { trace, costs: YearlyCosts::default(), parts: Parts::default(), index, weeks }
    }

    /// What was recorded.
    #[must_use]
    pub fn end(mut self) -> Trace {
        self.trace.costs = self.costs.rows();
        self.trace.error = self.trace.fault();
        self.trace
    }
}

impl Observer for Recorder<'_> {
    fn look(&mut self, world: &World, week: u32) {
        self.trace.add(observe(world, self.index));
        self.costs.add(world, week);
        self.parts.look(world);
        if parts::is_due(week) || week + 1 == self.weeks {
            self.trace.groups.extend(self.parts.rows(world, self.index, week));
        }
    }
}
