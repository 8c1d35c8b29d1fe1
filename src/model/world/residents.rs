//! Residents of one place, in columns: at most eighty bytes each.
//!
//! A resident's number in the place is its address and never changes; who leaves is followed by an arrival with
//! the next generation at the same address.

use crate::parallel::TILE;
use crate::units::{DOMAINS, FULL};

/// No crisis.
pub const CALM: u8 = 0;
/// Units of the noise column in a standard deviation.
pub const NOISE_UNITS: f32 = 16.0;

/// The nearest number of the noise column.
#[inline(always)]
#[must_use]
pub fn noise_of(units: f32) -> i8 {
    (units + 0.5_f32.copysign(units)) as i8
}

/// How a resident left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    /// Died.
    Death,
    /// Moved away.
    Move,
}

impl Departure {
    /// The generation that follows at the address.
    #[inline]
    #[must_use]
    pub fn next(self, generation: u8) -> u8 {
        generation.wrapping_add(match self {
            Departure::Death => 1,
            Departure::Move => 2,
        })
    }

    /// How the resident of one week left before the next, in which there is at most one departure an address; none where it
    /// stayed.
    #[must_use]
    pub fn between(generation: u8, next: u8) -> Option<Departure> {
        [Departure::Death, Departure::Move].into_iter().find(|departure| departure.next(generation) == next)
    }
}

/// Residents of one place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Residents {
    /// Need by domain; `FULL` is full need.
    pub needs: Vec<[u16; DOMAINS]>,
    /// Set point by domain, to which an episodic need reverts and which follows need slowly (share).
    pub set_points: Vec<[f32; DOMAINS]>,
    /// Own priority of each domain; the sum is about 255.
    pub priorities: Vec<[u8; DOMAINS]>,
    /// Agency: strengths, acting on own goals; `FULL` is full.
    pub agency: Vec<u16>,
    /// Own-weighted freedom from need (power mean), kept up for those touched; `FULL` is full.
    pub freedom: Vec<u16>,
    /// The same with equal weights.
    pub freedom_equal: Vec<u16>,
    /// Transient part of observed need, in sixteenths of its standard deviation.
    pub noise: Vec<i8>,
    /// Trust in services; `FULL` is full.
    pub trust: Vec<u16>,
    /// Ties to others; `FULL` is full.
    pub ties: Vec<u16>,
    /// Group.
    pub group: Vec<u8>,
    /// Trauma [1/255].
    pub trauma: Vec<u8>,
    /// Age (year).
    pub age: Vec<u8>,
    /// Kind of crisis: `CALM`, or the number of the domain and one.
    pub crisis: Vec<u8>,
    /// Weeks in crisis, at most 255.
    pub crisis_weeks: Vec<u8>,
    /// Domains with an open case, a bit each.
    pub served: Vec<u8>,
    /// Domains for which the resident waits on a list, a bit each.
    pub waiting: Vec<u8>,
    /// Domains in which help was left mismatched, dropped, refused or closed by rule, a bit each.
    pub failed: Vec<u8>,
    /// Domains in which a case ended well, a bit each: a need there is a relapse.
    pub helped: Vec<u8>,
    /// Whether anything is off its rest: needs off their set points, an open case, a crisis.
    pub stirred: Vec<bool>,
    /// Which resident of this address it is: one more than the last where that one died, two more where it moved away, and
    /// from 0 again after 255.
    pub generation: Vec<u8>,
    /// What others see, in four bits each: worst shared need (high), worst need (low).
    pub summary: Vec<u8>,
    /// Household: the first member's place in the block of eight (low three bits) and the size less one.
    pub household: Vec<u8>,
}

impl Residents {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.agency.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.agency.is_empty()
    }

    /// Need of a resident in a domain (share).
    #[inline]
    #[must_use]
    pub fn need(&self, resident: usize, domain: usize) -> f32 {
        f32::from(self.needs[resident][domain]) / f32::from(FULL)
    }

    /// Observed need: the true one and a transient part (share).
    #[inline]
    #[must_use]
    pub fn observed(need: u16, noise: i8, deviation: f32) -> f32 {
        (f32::from(need) / f32::from(FULL) + deviation * f32::from(noise) / NOISE_UNITS).clamp(0.0, 1.0)
    }

    /// Makes room for so many, all at nought.
    #[must_use]
    pub fn with(n: usize) -> Residents {
        Residents {
            needs: vec![[0; DOMAINS]; n],
            set_points: vec![[0.0; DOMAINS]; n],
            priorities: vec![[0; DOMAINS]; n],
            agency: vec![0; n],
            freedom: vec![FULL; n],
            freedom_equal: vec![FULL; n],
            noise: vec![0; n],
            trust: vec![0; n],
            ties: vec![0; n],
            group: vec![0; n],
            trauma: vec![0; n],
            age: vec![0; n],
            crisis: vec![CALM; n],
            crisis_weeks: vec![0; n],
            served: vec![0; n],
            waiting: vec![0; n],
            failed: vec![0; n],
            helped: vec![0; n],
            stirred: vec![false; n],
            generation: vec![0; n],
            summary: vec![0; n],
            household: vec![0; n],
        }
    }

    /// The columns of each tile, in order.
    pub fn tiles_mut(&mut self) -> Vec<TileMut<'_>> {
        let mut first = 0;
        let mut rest = TileMut {
            first,
            needs: &mut self.needs,
            set_points: &mut self.set_points,
            priorities: &mut self.priorities,
            agency: &mut self.agency,
            freedom: &mut self.freedom,
            freedom_equal: &mut self.freedom_equal,
            noise: &mut self.noise,
            trust: &mut self.trust,
            ties: &mut self.ties,
            group: &mut self.group,
            trauma: &mut self.trauma,
            age: &mut self.age,
            crisis: &mut self.crisis,
            crisis_weeks: &mut self.crisis_weeks,
            served: &mut self.served,
            waiting: &mut self.waiting,
            failed: &mut self.failed,
            helped: &mut self.helped,
            stirred: &mut self.stirred,
            generation: &mut self.generation,
            summary: &mut self.summary,
            household: &mut self.household,
        };
        let mut tiles = Vec::with_capacity(rest.needs.len().div_ceil(TILE));
        while rest.needs.len() > TILE {
            let (tile, next) = rest.split(TILE);
            tiles.push(tile);
            first += TILE;
            rest = TileMut { first, ..next };
        }
        if !rest.needs.is_empty() {
            tiles.push(rest);
        }
        tiles
    }

    /// Bytes of one resident in all columns.
    #[must_use]
    pub fn bytes_each() -> usize {
        let one = Residents::with(1);
        fn of<T>(column: &[T]) -> usize {
            size_of_val(column)
        }
        of(&one.needs)
            + of(&one.set_points)
            + of(&one.priorities)
            + of(&one.agency)
            + of(&one.freedom)
            + of(&one.freedom_equal)
            + of(&one.noise)
            + of(&one.trust)
            + of(&one.ties)
            + of(&one.group)
            + of(&one.trauma)
            + of(&one.age)
            + of(&one.crisis)
            + of(&one.crisis_weeks)
            + of(&one.served)
            + of(&one.waiting)
            + of(&one.failed)
            + of(&one.helped)
            + of(&one.stirred)
            + of(&one.generation)
            + of(&one.summary)
            + of(&one.household)
    }
}

/// The columns of one tile; see [`Residents`] for what each holds.
#[expect(missing_docs, reason = "the columns are those of Residents")]
pub struct TileMut<'a> {
    /// Number in the place of the first resident of the tile.
    pub first: usize,
    pub needs: &'a mut [[u16; DOMAINS]],
    pub set_points: &'a mut [[f32; DOMAINS]],
    pub priorities: &'a mut [[u8; DOMAINS]],
    pub agency: &'a mut [u16],
    pub freedom: &'a mut [u16],
    pub freedom_equal: &'a mut [u16],
    pub noise: &'a mut [i8],
    pub trust: &'a mut [u16],
    pub ties: &'a mut [u16],
    pub group: &'a mut [u8],
    pub trauma: &'a mut [u8],
    pub age: &'a mut [u8],
    pub crisis: &'a mut [u8],
    pub crisis_weeks: &'a mut [u8],
    pub served: &'a mut [u8],
    pub waiting: &'a mut [u8],
    pub failed: &'a mut [u8],
    pub helped: &'a mut [u8],
    pub stirred: &'a mut [bool],
    pub generation: &'a mut [u8],
    pub summary: &'a mut [u8],
    pub household: &'a mut [u8],
}

impl<'a> TileMut<'a> {
    fn split(self, at: usize) -> (TileMut<'a>, TileMut<'a>) {
        let needs = self.needs.split_at_mut(at);
        let set_points = self.set_points.split_at_mut(at);
        let priorities = self.priorities.split_at_mut(at);
        let agency = self.agency.split_at_mut(at);
        let freedom = self.freedom.split_at_mut(at);
        let freedom_equal = self.freedom_equal.split_at_mut(at);
        let noise = self.noise.split_at_mut(at);
        let trust = self.trust.split_at_mut(at);
        let ties = self.ties.split_at_mut(at);
        let group = self.group.split_at_mut(at);
        let trauma = self.trauma.split_at_mut(at);
        let age = self.age.split_at_mut(at);
        let crisis = self.crisis.split_at_mut(at);
        let crisis_weeks = self.crisis_weeks.split_at_mut(at);
        let served = self.served.split_at_mut(at);
        let waiting = self.waiting.split_at_mut(at);
        let failed = self.failed.split_at_mut(at);
        let helped = self.helped.split_at_mut(at);
        let stirred = self.stirred.split_at_mut(at);
        let generation = self.generation.split_at_mut(at);
        let summary = self.summary.split_at_mut(at);
        let household = self.household.split_at_mut(at);
        let first = self.first;
        (
            TileMut {
                first,
                needs: needs.0,
                set_points: set_points.0,
                priorities: priorities.0,
                agency: agency.0,
                freedom: freedom.0,
                freedom_equal: freedom_equal.0,
                noise: noise.0,
                trust: trust.0,
                ties: ties.0,
                group: group.0,
                trauma: trauma.0,
                age: age.0,
                crisis: crisis.0,
                crisis_weeks: crisis_weeks.0,
                served: served.0,
                waiting: waiting.0,
                failed: failed.0,
                helped: helped.0,
                stirred: stirred.0,
                generation: generation.0,
                summary: summary.0,
                household: household.0,
            },
            TileMut {
                first,
                needs: needs.1,
                set_points: set_points.1,
                priorities: priorities.1,
                agency: agency.1,
                freedom: freedom.1,
                freedom_equal: freedom_equal.1,
                noise: noise.1,
                trust: trust.1,
                ties: ties.1,
                group: group.1,
                trauma: trauma.1,
                age: age.1,
                crisis: crisis.1,
                crisis_weeks: crisis_weeks.1,
                served: served.1,
                waiting: waiting.1,
                failed: failed.1,
                helped: helped.1,
                stirred: stirred.1,
                generation: generation.1,
                summary: summary.1,
                household: household.1,
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::randomness::address::Address;

    #[test]
    fn noise_keeps_the_spread_that_it_starts_with() {
        let randomness = crate::randomness::Randomness::new(3, 0);
        for kept in [0.5_f32, 0.85, 0.95] {
            let fresh = (1.0 - kept * kept).sqrt() * NOISE_UNITS;
            let (mut noise, mut squares, n) = (0_i8, 0.0_f64, 200_000);
            for at in 0..n {
                let z = randomness.block(crate::randomness::Draws::Noise, 0, 0, Address::resident(0, at)).normal(0);
                noise = noise_of(kept * f32::from(noise) + fresh * z);
                squares += f64::from(noise).powi(2);
            }
            let spread = (squares / n as f64).sqrt() / f64::from(NOISE_UNITS);
            assert!((spread - 1.0).abs() < 0.03, "{spread} where {kept} is kept");
        }
    }

    #[test]
    fn how_the_last_one_left_is_read_from_the_generation() {
        for generation in [0, 7, 254, 255] {
            assert_eq!(Departure::between(generation, generation), None);
            for departure in [Departure::Death, Departure::Move] {
                assert_eq!(Departure::between(generation, departure.next(generation)), Some(departure));
            }
        }
    }

    #[test]
    fn a_resident_takes_at_most_eighty_bytes() {
        // Two columns of eight shares (16 and 32 bytes), one of eight bytes, five shares, fourteen bytes.
        assert_eq!(Residents::bytes_each(), 16 + 32 + 8 + 5 * 2 + 14);
        assert!(Residents::bytes_each() <= 80);
    }
}
