//! Performance: what is true, what is recorded and what is reported are kept apart.
//!
//! ```text
//! P' = P + w * (counted / closed - P),  w = 1 - (1 - 1/memory)^closed
//! ```
//!
//! Each of the three is a running mean over closed cases with a memory of so many cases.
//! Gaming is the only misreporting by workers; plans and returns are the organisation's and stand in accountability.
//!
//! Update: organisations by themselves.
//! Units: shares of closed cases. Source: M02, M03; assumption A177. Regimes: no difference here.

use crate::model::world::World;
use crate::model::world::organisations::Organisation;

crate::parameters! {
    /// How performance is followed.
    pub struct Parameters {
        /// Closed cases that the running means remember, for each filled post.
        memory_per_post: f64 = 6.0, "case", 1.0..=1000.0, Constant, "A177";
    }
}

/// Records the week's performance.
pub fn record(world: &mut World, p: &Parameters) {
    world.each_organisation(|_, organisation| follow(organisation, p));
}

fn follow(organisation: &mut Organisation, p: &Parameters) {
    let flows = &organisation.flows;
    let closed = (flows.closed_by_rule + flows.closed_by_agreement) as f32;
    if closed == 0.0 {
        return;
    }
    let memory = p.memory_per_post * (organisation.n_filled().max(1) as f64);
    let weight = 1.0 - libm::pow(1.0 - 1.0 / memory.max(1.0), f64::from(closed)) as f32;
    let (truly, recorded, reported) = (flows.closed_truly, flows.closed_recorded, flows.closed_reported);
    let (seen, real) = (flows.effect_seen, flows.effect_true);
    let towards = |mean: &mut f32, sum: f32| *mean += weight * (sum / closed - *mean);
    towards(&mut organisation.true_performance, truly);
    towards(&mut organisation.recorded, recorded);
    towards(&mut organisation.reported, reported);
    towards(&mut organisation.effect_seen, seen);
    towards(&mut organisation.effect_true, real);
}
