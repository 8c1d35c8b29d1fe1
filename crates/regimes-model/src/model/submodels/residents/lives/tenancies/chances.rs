//! Weekly probabilities of losing a home and of coming forward for one.
//!
//! Units: weekly probabilities; hours a week. Source: assumptions A271, A272. Regimes: no difference.

use crate::model::submodels::residents::lives::hazards::multiplier;
use crate::model::world::constants::Tenancy;
use crate::units::{DOMAINS, share_of};

/// How far needs make a loss likely: 1 at high need.
#[must_use]
pub fn exposure(needs: &[u16; DOMAINS], t: &Tenancy) -> f32 {
    let mut pull = -t.raised_by[t.domain] * t.high_need;
    for (&need, by) in needs.iter().zip(t.raised_by) {
        pull += by * share_of(need);
    }
    multiplier(pull, 1.0)
}

/// Weekly probability of losing a home.
#[must_use]
pub fn loss(needs: &[u16; DOMAINS], hours: f32, t: &Tenancy) -> f32 {
    t.loss * exposure(needs, t) * libm::expf(-t.kept_by_hours * hours)
}

/// Weekly probability that somebody without a home comes forward for one.
#[must_use]
pub fn comes_forward(hours: f32, t: &Tenancy) -> f32 {
    1.0 - (1.0 - t.gain) * libm::expf(-hours / t.gain_hours)
}

/// Long-run share of weeks with a home at constant chances, where a share of those who come forward is given one.
#[must_use]
pub fn lasting_share(loss: f32, gain: f32, odds: f32) -> f32 {
    let gain = gain * odds;
    if loss > 0.0 { gain / (gain + loss) } else { 1.0 }
}
