//! Lives: what happens to residents by themselves, services apart.
//!
//! ```text
//! heal  = 1 - 2^(-heals / half_life)                a week; `heals` is one factor for all domains
//! need' = need + heal_4 * (set_point - need)        episodic,    heal_4 = 1 - (1 - heal)^4
//! need' = need + rise_4 * (1 - need)                maintenance, rise_4 = 1 - (1 - rise)^4, where there is a need
//! set_point' = set_point + follow * (need - set_point) - mending * agency * set_point
//! agency' = agency + settle * (agency_base + agency_span * freedom - agency)
//! onset_d = base_d * surge_d * m(sum_a raises_ad * need_a + household + neighbours - protection * (agency + ties))
//! m(x) = (1 + x/8)^8, from 0 to `coupling_cap`
//! death = at_40 * 2^((age - 40) / doubling) * (1 + frailty * (1 - freedom)), at most `death_cap`, and the harm of
//!         delay in emergency care in the first four weeks of a crisis
//! ```
//!
//! Severity leaves its set point only in an episode; coupling and neighbours act on onset hazards.
//! A resident whose needs are at their set points, and none of them rising, is at rest and costs one screening word
//! a week.
//! What moves by itself (needs, set points, agency, trust, the transient part of observed need) moves by four weeks at
//! a time, by tiles in turn, needs by what four single weeks would have brought; freedom is brought up to date then,
//! and at once by an event.
//! That word decides, by comparison with the summed hazards, whether an event happens and which: at most one a week.
//!
//! Update: all at once within the process; of others it reads a one-byte summary copied at its start.
//! How crises begin and end stands in [`crises`].
//!
//! Units: weekly probabilities; needs and set points are shares. Source: M21-M24; assumptions A9-A13, A40-A45, A193, A207.
//! Regimes: no difference.

mod context;
pub mod crises;
pub mod hazards;
pub mod parameters;
pub mod tenancies;
pub mod ties;

use crate::model::arrivals::{self, ArrivalContext};
use crate::model::flourishing::Index;
use crate::model::screening;
use crate::model::submodels::residents::lives::context::{Given, LivesContext};
use crate::model::submodels::residents::lives::crises::MOST_UNPROTECTED;
use crate::model::submodels::residents::lives::hazards::{
    death_by_age, greatest_in, hazards, multiplier, protection_of,
};
use crate::model::submodels::residents::lives::parameters::{EVERY, Parameters};
use crate::model::totals::Total;
use crate::model::world::Context;
use crate::model::world::constants::Constants;
use crate::model::world::places::{HARM_WEEKS, Place, Tally};
use crate::model::world::residents::{Departure, NOISE_UNITS, TileMut, noise_of};
use crate::parallel::{self, TILE};
use crate::randomness::address::{Address, DENSE};
use crate::randomness::{self, Draws, Randomness};
use crate::simd::{self, f32x8};
use crate::units::{bits_of, share_of};

/// What a tile hands to its place.
#[derive(Default)]
struct TileEvents {
    tally: Tally,
    /// Who falls into need, and in which domain.
    falling: Vec<(usize, usize)>,
    leaving_crisis: Vec<(u8, u32)>,
}

/// Moves every life of a place by a week.
pub fn move_on(
    place: &mut Place,
    context: &Context<'_>,
    p: &Parameters,
    arrivals: &arrivals::Parameters,
    index: &Index,
    randomness: &Randomness,
) {
    let death = death_by_age(p);
    let lives = LivesContext::of(place, context, &Given { p, arrivals, index, randomness, death: &death });
    let tile_events =
        parallel::map_mut(context.width, &mut place.residents.tiles_mut(), |_, tile| move_tile(tile, &lives));
    let mut leaving = Vec::new();
    for one in tile_events {
        place.tally.add(&one.tally);
        leaving.extend(one.leaving_crisis);
    }
    crises::leave(place, context.change.places(place.index, context.week), leaving);
}

/// What no hazard in a tile exceeds, death counted at its greatest age: nobody has less freedom than the worst need
/// leaves.
fn bounds_of_tile(tile: &TileMut<'_>, context: &LivesContext<'_>) -> [u32; 16] {
    let oldest = tile.age.iter().fold(0, |oldest, &age| oldest.max(age));
    let dies = context.death[usize::from(oldest)];
    core::array::from_fn(|sixteenth| {
        let death = dies * (1.0 + context.p.frailty as f32 * greatest_in(sixteenth));
        randomness::threshold((context.bounds[sixteenth] + death.min(context.p.death_cap_per_week as f32)).min(1.0))
    })
}

fn move_tile(tile: &mut TileMut<'_>, context: &LivesContext<'_>) -> TileEvents {
    let n = tile.needs.len();
    let mut words = [0_u32; TILE];
    let first_block = Address::residents(context.place, tile.first);
    context.randomness.fill(Draws::Lives, context.week, first_block, &mut words[..n.next_multiple_of(DENSE)]);
    let mut tile_events = TileEvents::default();
    let keeps_up = keeps_up(tile, context.week);
    if keeps_up {
        for k in 0..n {
            if tile.active[k] {
                settle(tile, k, context);
            }
        }
    }
    let mut hits = [0_u16; TILE];
    for &k in met(tile, &words[..n], &bounds_of_tile(tile, context), &mut hits) {
        event(tile, usize::from(k), context, words[usize::from(k)], &mut tile_events);
    }
    fall_into_need(tile, context, &mut tile_events);
    if keeps_up {
        let words = &mut words[..n.next_multiple_of(DENSE)];
        context.randomness.fill(Draws::Noise, context.week, first_block, words);
        follow_noise(tile, words, context.p.noise_kept as f32);
    }
    tile_events
}

/// Whom an event may meet this week, in order.
fn met<'a>(tile: &TileMut<'_>, words: &[u32], bounds: &[u32; 16], some: &'a mut [u16; TILE]) -> &'a [u16] {
    let worst = tile.summary.iter().fold(0, |worst, &summary| worst.max(summary & 15));
    let most = bounds[..=usize::from(worst)].iter().fold(0, |most, &bound| most.max(bound));
    let holds = |k: usize| (words[k] < bounds[usize::from(tile.summary[k] & 15)]) | (tile.crisis[k].is_some());
    if most > screening::RARE {
        return screening::those(words.len(), some, holds);
    }
    let mut marks = [0; TILE];
    for ((mark, &word), &crisis) in marks.iter_mut().zip(words).zip(&*tile.crisis) {
        *mark = u8::from((word < most) | (crisis.is_some()));
    }
    screening::marked(&marks, some, holds)
}

/// Needs move towards their set points, and those that rise by themselves rise, by four weeks; set points follow, agency
/// and trust settle; who is at rest is let alone; what is summed and seen is kept up.
#[inline(always)]
fn settle(tile: &mut TileMut<'_>, k: usize, context: &LivesContext<'_>) {
    let (before, set_point) = (simd::shares_of(&tile.needs[k]), f32x8::new(tile.set_points[k]));
    let healed = before + context.heal * (set_point - before);
    let moved = simd::bits_of(if context.rises { healed + rising(before, context) } else { healed });
    let need = simd::shares_of(&moved);
    let (agency, trust) = (share_of(tile.agency[k]), share_of(tile.trust[k]));
    let mending = f32x8::splat(context.mending * agency);
    let followed = set_point + f32x8::splat(context.follow) * (need - set_point) - mending * set_point;
    tile.set_points[k] = followed.to_array();
    let rest = context.p.agency_base as f32 + context.p.agency_span as f32 * share_of(tile.freedom[k]);
    tile.agency[k] = bits_of(agency + context.settle * (rest - agency));
    tile.trust[k] = bits_of(trust + context.trust_settles * (context.trust_base[tile.group[k].index()] - trust));
    let rises = context.rises && simd::greatest(rising(need, context)) >= share_of(1);
    let settled = simd::greatest((need - followed).abs()) < context.rest && !rises;
    let at_rest = settled && tile.crisis[k].is_none() && tile.served[k].is_empty();
    tile.needs[k] = if at_rest { simd::bits_of(followed) } else { moved };
    tile.active[k] = !at_rest;
    keep_up(tile, k, context.index, context.constants);
}

/// By how much needs that rise by themselves rise.
#[inline(always)]
fn rising(need: f32x8, context: &LivesContext<'_>) -> f32x8 {
    need.simd_gt(f32x8::ZERO) & (context.rise * (f32x8::ONE - need))
}

/// Every fourth week, by tiles in turn: needs, set points, freedom, agency, trust, noise.
fn keeps_up(tile: &TileMut<'_>, week: u32) -> bool {
    (week as usize + tile.first / TILE).is_multiple_of(EVERY)
}

/// Keeps up what is summed and seen of a resident who was touched.
#[inline(always)]
fn keep_up(tile: &mut TileMut<'_>, k: usize, index: &Index, constants: &Constants) {
    let needs = simd::shares_of(&tile.needs[k]);
    (tile.freedom[k], tile.freedom_equal[k]) = index.freedom(needs, &tile.priorities[k]);
    tile.summary[k] = constants.summary(needs);
}

/// The one event that the screening word may bring.
fn event(tile: &mut TileMut<'_>, k: usize, context: &LivesContext<'_>, word: u32, tile_events: &mut TileEvents) {
    let u = randomness::uniform(word);
    let freedom = share_of(tile.freedom[k]);
    let dies = context.death[usize::from(tile.age[k])] * (1.0 + context.p.frailty as f32 * (1.0 - freedom));
    let mut up_to = dies.min(context.p.death_cap_per_week as f32) + delay_harm(tile, k, context);
    if u < up_to {
        tile_events.tally.deaths += 1;
        return follow_by_arrival(tile, k, context, Departure::Death, tile_events);
    }
    up_to += context.moves;
    if u < up_to {
        tile_events.tally.moved += 1;
        return follow_by_arrival(tile, k, context, Departure::Move, tile_events);
    }
    up_to += context.birthday;
    if u < up_to {
        tile.age[k] = tile.age[k].saturating_add(1);
        return crises::stay(tile, k, &mut tile_events.tally);
    }
    if tile.crisis[k].is_some() {
        crises::stay(tile, k, &mut tile_events.tally);
        if crises::is_over(tile, k, context.constants, context.p, u - up_to) {
            tile_events.leaving_crisis.push((tile.crisis_weeks[k], (tile.first + k) as u32));
        }
        return;
    }
    if u - up_to >= context.exposure.at_most(tile.agency[k], tile.ties[k], tile.summary[k]) {
        return;
    }
    let protection = protection(tile, k, context.p);
    let needs = simd::shares_of(&tile.needs[k]);
    let entries = context.crises.chances(needs, multiplier(-protection, MOST_UNPROTECTED));
    let own = simd::through(&context.constants.raises, needs) - f32x8::splat(protection);
    // Who is safe from an episode whatever others are like need not look at them.
    let spill = f32x8::splat((context.p.household_spill + context.p.neighbour_spill) as f32);
    let most = hazards(context.onset, own + spill, context.p);
    if u - up_to >= simd::sum(entries) + simd::sum(most) {
        return;
    }
    let hazards = hazards(context.onset, own + pull_of_others(tile, k, context), context.p);
    for (domain, entry) in entries.to_array().into_iter().enumerate() {
        up_to += entry;
        if u < up_to {
            return crises::enter(tile, k, domain, context.constants, context.p, &mut tile_events.tally);
        }
    }
    for (domain, hazard) in hazards.to_array().into_iter().enumerate() {
        up_to += hazard;
        if u < up_to {
            return tile_events.falling.push((k, domain));
        }
    }
}

/// Further probability of death in the first weeks of a crisis, from delay in emergency care.
fn delay_harm(tile: &TileMut<'_>, k: usize, context: &LivesContext<'_>) -> f32 {
    let is_recent = tile.crisis_weeks[k] <= HARM_WEEKS;
    tile.crisis[k].filter(|_| is_recent).map_or(0.0, |crisis| context.delay_harm[crisis.domain()])
}

fn protection(tile: &TileMut<'_>, k: usize, p: &Parameters) -> f32 {
    protection_of(share_of(tile.agency[k]), share_of(tile.ties[k]), p)
}

/// What household and neighbours add.
fn pull_of_others(tile: &TileMut<'_>, k: usize, context: &LivesContext<'_>) -> f32x8 {
    let number = tile.first + k;
    let neighbours = context.p.neighbour_spill as f32 * context.others.neighbours(number);
    let household = context.p.household_spill as f32 * context.others.household(number, tile.household[k]);
    f32x8::splat(neighbours) + f32x8::new(context.constants.shared) * f32x8::splat(household)
}

/// Episodes begin.
fn fall_into_need(tile: &mut TileMut<'_>, context: &LivesContext<'_>, tile_events: &mut TileEvents) {
    let number = |k: usize| Address::resident(context.place, (tile.first + k) as u32);
    let addresses = tile_events.falling.iter().map(|&(k, _)| number(k));
    let blocks = context.randomness.blocks(Draws::Events, context.week, addresses);
    for (&(k, domain), block) in tile_events.falling.iter().zip(&blocks) {
        let need = share_of(tile.needs[k][domain]);
        let severity = (2.0 * context.constants.onset_severity[domain] * block.uniform(0)).min(1.0);
        tile.needs[k][domain] = bits_of(need + severity * (1.0 - need));
        if need < context.p.over_below as f32 {
            tile.failed[k].remove(domain);
        }
        tile.active[k] = true;
        tile_events.tally.onsets[domain] += 1;
        keep_up(tile, k, context.index, context.constants);
    }
}

fn follow_by_arrival(
    tile: &mut TileMut<'_>,
    k: usize,
    context: &LivesContext<'_>,
    departure: Departure,
    tile_events: &mut TileEvents,
) {
    let at = ArrivalContext {
        constants: context.constants,
        index: context.index,
        trust: context.trust,
        place: context.place,
        week: context.week,
    };
    arrivals::settle(tile, k, &at, context.arrivals, context.randomness);
    tile.generation[k] = departure.next(tile.generation[k]);
    tile_events.tally.arrivals += 1;
}

/// An AR(1) step over four weeks, in sixteenths of the standard deviation.
fn follow_noise(tile: &mut TileMut<'_>, words: &[u32], kept: f32) {
    let fresh = (1.0 - kept * kept).sqrt() * NOISE_UNITS;
    for (noise, &word) in tile.noise.iter_mut().zip(words) {
        *noise = noise_of(kept * f32::from(*noise) + fresh * randomness::normal(word));
    }
}
