//! The people of an organisation's cases, gathered side by side before the cases are visited.
//!
//! Cases stand in order of worker and people in order of number, so each case reads elsewhere in every column.
//! A pass that does nothing but read has many of those reads under way at once; the visits then read in sequence.

use crate::model::world::cases::Case;
use crate::model::world::places::Place;
use crate::randomness::address::{Address, DENSE};
use crate::randomness::{Draws, Randomness};
use crate::units::domains::Domains;
use crate::units::{DOMAINS, GroupId};

/// What support reads of a resident, as it was before this week's support.
pub struct Person {
    /// Need by domain.
    pub needs: [u16; DOMAINS],
    /// Own priority of each domain.
    pub priorities: [u8; DOMAINS],
    /// The word that decides what is found out.
    pub word: u32,
    /// Agency.
    pub agency: u16,
    /// Domains with an open case.
    pub served: Domains,
    /// Generation.
    pub generation: u8,
    /// Group.
    pub group: GroupId,
    /// Trauma [1/255].
    pub trauma: u8,
}

/// The people of some cases, in their order.
pub fn of_cases(cases: &[Case], place: &Place, words: &Words<'_>) -> Vec<Person> {
    let residents = &place.residents;
    let person = |case: &Case| {
        let r = case.resident as usize;
        Person {
            needs: residents.needs[r],
            priorities: residents.priorities[r],
            word: words.word(case.resident),
            agency: residents.agency[r],
            served: residents.served[r],
            generation: residents.generation[r],
            group: residents.group[r],
            trauma: residents.trauma[r],
        }
    };
    cases.iter().map(person).collect()
}

/// One word for each resident in contact: filled for all where many are, else block by block.
pub enum Words<'a> {
    /// Of all residents.
    All(Vec<u32>),
    /// Block by block.
    OneByOne {
        /// The draws of the replicate.
        randomness: &'a Randomness,
        /// Number of the place.
        place: u32,
        /// The week.
        week: u32,
    },
}

impl<'a> Words<'a> {
    /// The words of a place with a number of cases.
    #[must_use]
    pub fn of(place: &Place, cases: usize, week: u32, randomness: &'a Randomness) -> Words<'a> {
        let n = place.residents.len();
        if cases * 2 * DENSE < n {
            return Words::OneByOne { randomness, place: place.index, week };
        }
        let mut words = vec![0; n.next_multiple_of(DENSE)];
        randomness.fill(Draws::Contact, week, Address::residents(place.index, 0), &mut words);
        Words::All(words)
    }

    /// The word of a resident.
    #[must_use]
    pub fn word(&self, resident: u32) -> u32 {
        match self {
            Words::All(words) => words[resident as usize],
            Words::OneByOne { randomness, place, week } => {
                let block = Address::residents(*place, resident as usize);
                randomness.block(Draws::Contact, 0, *week, block).0[resident as usize % DENSE]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_is_the_same_read_alone_or_among_all() {
        let randomness = Randomness::new(4, 1);
        let mut words = vec![0; 4096];
        randomness.fill(Draws::Contact, 9, Address::residents(2, 0), &mut words);
        let alone = Words::OneByOne { randomness: &randomness, place: 2, week: 9 };
        for resident in [0, 17, 4095] {
            assert_eq!(Words::All(words.clone()).word(resident), alone.word(resident));
        }
    }
}
