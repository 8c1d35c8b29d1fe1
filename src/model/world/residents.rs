//! Residents of one place, in columns: at most eighty bytes each.
//!
//! A resident's number in the place is its address and never changes; who leaves is followed by an arrival with
//! the next generation at the same address.

use crate::units::{DOMAINS, FULL};

/// No crisis.
pub const CALM: u8 = 0;

/// Residents of one place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Residents {
    /// Need by domain; `FULL` is full need.
    pub needs: Vec<[u16; DOMAINS]>,
    /// Set point by domain, to which an episodic need reverts and which follows need slowly [share].
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
    /// Trust in services [1/255].
    pub trust: Vec<u8>,
    /// Ties to others [1/255].
    pub ties: Vec<u8>,
    /// Group.
    pub group: Vec<u8>,
    /// Trauma [1/255].
    pub trauma: Vec<u8>,
    /// Age [year].
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
    /// How many lived at this address before.
    pub generation: Vec<u8>,
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

    /// Need of a resident in a domain [share].
    #[inline]
    #[must_use]
    pub fn need(&self, resident: usize, domain: usize) -> f32 {
        f32::from(self.needs[resident][domain]) / f32::from(FULL)
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
            household: vec![0; n],
        }
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
            + of(&one.household)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resident_takes_at_most_eighty_bytes() {
        assert!(Residents::bytes_each() <= 80, "{}", Residents::bytes_each());
    }
}
