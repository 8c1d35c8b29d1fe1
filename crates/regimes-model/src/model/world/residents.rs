//! Residents of one place, in columns: at most eighty bytes each.
//!
//! A resident's number in the place is its address and never changes; who leaves is followed by an arrival with
//! the next generation at the same address.

use crate::parallel::TILE;
use crate::units::domains::Domains;
use crate::units::{CrisisId, DOMAINS, FULL, GroupId};

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

crate::columns! {
    /// Residents of one place.
    pub struct Residents, tile TileMut {
        /// Need by domain; `FULL` is full need.
        needs: [u16; DOMAINS] = [0; DOMAINS], "share, in 1/65535";
        /// Set point by domain, to which an episodic need reverts and which follows need slowly.
        set_points: [f32; DOMAINS] = [0.0; DOMAINS], "share";
        /// Own priority of each domain; the sum is about 255.
        priorities: [u8; DOMAINS] = [0; DOMAINS], "share, in 1/255";
        /// Agency: strengths, acting on own goals; `FULL` is full.
        agency: u16 = 0, "share, in 1/65535";
        /// Own-weighted freedom from need (power mean), kept up for those touched; `FULL` is full.
        freedom: u16 = FULL, "share, in 1/65535";
        /// The same with equal weights.
        freedom_equal: u16 = FULL, "share, in 1/65535";
        /// Transient part of observed need.
        noise: i8 = 0, "1/16 of its standard deviation";
        /// Trust in services; `FULL` is full.
        trust: u16 = 0, "share, in 1/65535";
        /// Ties to others; `FULL` is full.
        ties: u16 = 0, "share, in 1/65535";
        /// Group.
        group: GroupId = GroupId(0), "number of the group";
        /// Trauma.
        trauma: u8 = 0, "share, in 1/255";
        /// Age.
        age: u8 = 0, "year";
        /// Kind of crisis, where there is one.
        crisis: Option<CrisisId> = None, "number of the domain and one";
        /// Time in crisis, at most 255 weeks.
        crisis_weeks: u8 = 0, "week";
        /// Domains with an open case.
        served: Domains = Domains::NONE, "set of domains";
        /// Domains for which the resident waits on a list.
        waiting: Domains = Domains::NONE, "set of domains";
        /// Domains in which help was left mismatched, dropped, refused or closed by rule.
        failed: Domains = Domains::NONE, "set of domains";
        /// Domains in which a case ended well: a need there is a relapse.
        helped: Domains = Domains::NONE, "set of domains";
        /// Whether anything is off its rest: needs off their set points, an open case, a crisis.
        active: bool = false, "yes or no";
        /// Which resident of this address it is: one more than the last where that one died, two more where it moved
        /// away, and from 0 again after 255.
        generation: u8 = 0, "count";
        /// What others see, in four bits each: worst shared need (high), worst need (low).
        summary: u8 = 0, "shares, in 1/16";
        /// Household: the first member's place in the block of eight (low three bits) and the size less one.
        household: u8 = 0, "place and size";
    }
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

    /// The columns of each tile, in order.
    pub fn tiles_mut(&mut self) -> Vec<TileMut<'_>> {
        let mut tiles = Vec::with_capacity(self.len().div_ceil(TILE));
        let mut rest = self.whole_mut();
        while rest.agency.len() > TILE {
            let (tile, next) = rest.split(TILE);
            tiles.push(tile);
            rest = next;
        }
        if !rest.agency.is_empty() {
            tiles.push(rest);
        }
        tiles
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
