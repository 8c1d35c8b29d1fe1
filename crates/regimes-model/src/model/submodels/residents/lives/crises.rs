//! Crises: how they begin, how long they last, and who finds a vacancy to move on to.
//!
//! ```text
//! crisis_d = entry_d * (need_d - above_d) / (1 - above_d) * m(-protection), the last at most 2
//! set_point_d' = set_point_d + scarring * (1 - set_point_d)
//! leaving = shape / (stay * (shape - 1) + 1 + weeks in crisis)
//! ```
//!
//! Update: who leaves for a scarce place is decided in order of time in crisis, then of number.
//! Units: weekly probabilities; stays in weeks. Source: M21; assumptions A42, A193. Regimes: no difference.

use crate::model::submodels::residents::lives::parameters::Parameters;
use crate::model::world::constants::Constants;
use crate::model::world::places::{Place, Tally};
use crate::model::world::residents::TileMut;
use crate::simd::{self, f32x8};
use crate::units::{CrisisId, bits_of, share_of};

/// Greatest factor on entering a crisis for lack of agency and ties.
pub const MOST_UNPROTECTED: f32 = 2.0;

/// Weekly probabilities of entering a crisis, as lines that rise from a severity.
pub struct Entries {
    above: f32x8,
    slope: f32x8,
}

impl Entries {
    /// From the crises among the constants.
    #[must_use]
    pub fn of(constants: &Constants) -> Entries {
        let crisis = |d: usize| constants.crises[d].as_ref();
        let slope = |d| crisis(d).map_or(0.0, |c| c.entry / (1.0 - c.above).max(f32::MIN_POSITIVE));
        Entries {
            above: f32x8::new(core::array::from_fn(|d| crisis(d).map_or(1.0, |c| c.above))),
            slope: f32x8::new(core::array::from_fn(slope)),
        }
    }

    /// By domain, for some needs and a factor on all.
    #[inline(always)]
    #[must_use]
    pub fn chances(&self, needs: f32x8, multiplier: f32) -> f32x8 {
        simd::at_least(needs - self.above, f32x8::ZERO) * self.slope * f32x8::splat(multiplier)
    }
}

/// A crisis begins in a domain: it scars, and takes agency.
pub fn enter(
    tile: &mut TileMut<'_>,
    k: usize,
    domain: usize,
    constants: &Constants,
    p: &Parameters,
    tally: &mut Tally,
) {
    if let Some(crisis) = &constants.crises[domain] {
        tile.crisis[k] = Some(CrisisId::of(domain));
        tile.crisis_weeks[k] = 0;
        let scarred = tile.set_points[k][domain] + crisis.scarring * (1.0 - tile.set_points[k][domain]);
        tile.set_points[k][domain] = scarred;
        tile.agency[k] = bits_of(share_of(tile.agency[k]) - p.crisis_agency_lost as f32);
        tile.active[k] = true;
        tally.crises_entered[domain] += 1;
        tally.in_crisis[domain] += 1;
    }
}

/// Another week in crisis, where there is one.
pub fn stay(tile: &mut TileMut<'_>, k: usize, tally: &mut Tally) {
    if let Some(crisis) = tile.crisis[k] {
        tile.crisis_weeks[k] = tile.crisis_weeks[k].saturating_add(1);
        tally.in_crisis[crisis.domain()] += 1;
    }
}

/// Whether somebody in crisis is ready to leave it this week, by what is left of a draw.
pub fn is_over(tile: &TileMut<'_>, k: usize, constants: &Constants, p: &Parameters, u: f32) -> bool {
    let weeks = f32::from(tile.crisis_weeks[k]) - 1.0;
    let crisis = tile.crisis[k].and_then(|crisis| constants.crises[crisis.domain()].as_ref());
    crisis.is_some_and(|crisis| u < exit(crisis.stay, weeks, p))
}

/// Weekly probability of leaving a crisis after some weeks in it, where a vacancy to move on to is free.
///
/// Stays are beta-geometric: people differ in how soon they leave, so the longer someone has stayed the longer the rest
/// will be; the mean is that of the crisis, and with a high shape every week is alike.
fn exit(stay: f32, weeks: f32, p: &Parameters) -> f32 {
    let shape = p.stay_shape as f32;
    shape / (stay * (shape - 1.0) + 1.0 + weeks)
}

/// Lets those leave a crisis who find a vacancy to move on to, the longest in crisis first; as many vacancies come free as
/// usual, times a factor.
pub fn leave(place: &mut Place, times: f32, mut leaving: Vec<(u8, u32)>) {
    for (free, comes_free) in place.move_on.iter_mut().zip(place.comes_free) {
        let come_free = times * comes_free.unwrap_or(0.0);
        *free = (*free + come_free).min(come_free.max(1.0) * MOVE_ON_KEPT);
    }
    leaving.sort_by_key(|&(weeks, resident)| (core::cmp::Reverse(weeks), resident));
    for (_, resident) in leaving {
        let Some(domain) = place.residents.crisis[resident as usize].map(CrisisId::domain) else {
            continue;
        };
        let scarce = place.comes_free[domain].is_some();
        if scarce && place.move_on[domain] < 1.0 {
            place.tally.stuck[domain] += 1;
            continue;
        }
        place.move_on[domain] -= if scarce { 1.0 } else { 0.0 };
        place.residents.crisis[resident as usize] = None;
        place.tally.crises_left[domain] += 1;
        place.tally.in_crisis[domain] -= 1;
    }
}

/// Weeks' worth of vacancies to move on to that can stand empty.
const MOVE_ON_KEPT: f32 = 2.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_people_move_on_where_more_places_come_free_and_none_where_none_do() {
        let moved_on = |times: f32| {
            let mut place = crate::model::fixtures::town(&crate::model::regime::npm(), 1, 1, 40).places.remove(0);
            place.comes_free[0] = Some(1.5);
            let mut left = 0;
            for _ in 0..10 {
                place.residents.crisis.fill(Some(CrisisId::of(0)));
                place.tally.in_crisis[0] = 40;
                place.tally.crises_left[0] = 0;
                leave(&mut place, times, (0..40).map(|resident| (1, resident)).collect());
                left += place.tally.crises_left[0];
            }
            left
        };
        assert_eq!([moved_on(0.0), moved_on(1.0), moved_on(2.0)], [0, 15, 30]);
    }

    #[test]
    fn stays_in_crisis_have_their_mean_and_the_long_ones_hold_most_of_the_time() {
        let long_part = |shape: f64| {
            let p = Parameters { stay_shape: shape, ..Parameters::default() };
            let (mut still, mut mean, mut long) = (1.0_f64, 0.0, 0.0);
            for week in 0..200_000_u32 {
                mean += still;
                long += if week >= 26 { still } else { 0.0 };
                still *= 1.0 - f64::from(exit(8.0, week as f32, &p));
            }
            assert!((mean - 8.0).abs() < 0.05, "{mean}");
            long / mean
        };
        assert!(long_part(3.0) > 2.0 * long_part(100.0));
    }
}
