//! Who asked for help in the last half-year of the burn-in, as far as the state of residents tells.
//!
//! A case was opened, a place on a waiting list taken, or help refused, in a domain in which the week before showed none of
//! these. So somebody who asks again while still left with the need leaves no second trace.

use crate::simulation::run::Observer;
use regimes_model::model::world::World;
use regimes_model::model::world::residents::Residents;
use regimes_model::units::domains::Domains;

/// Weeks before the end of the burn-in in which somebody has asked for help.
const HALF_YEAR: u32 = 26;

/// Who asked for help, watched from outside in the last half-year of the burn-in.
#[derive(Clone, Debug)]
pub struct Asked {
    /// By place and resident.
    places: Vec<Vec<Asking>>,
    /// The first week that counts.
    from: u32,
}

#[derive(Clone, Copy, Debug)]
struct Asking {
    generation: u8,
    before: Domains,
    has_asked: bool,
}

impl Asked {
    /// Begins a number of weeks before the end of the burn-in.
    #[must_use]
    pub fn begin(world: &World, weeks: u32) -> Asked {
        let person = |residents: &Residents, r: usize| Asking {
            generation: residents.generation[r],
            before: in_touch(residents, r),
            has_asked: false,
        };
        let place = |residents: &Residents| (0..residents.len()).map(|r| person(residents, r)).collect();
        let places = world.places.iter().map(|place_of| place(&place_of.residents)).collect();
        Asked { places, from: weeks.saturating_sub(HALF_YEAR) }
    }

    /// Whether a resident of a place has asked.
    #[must_use]
    pub fn has(&self, place: usize, resident: usize) -> bool {
        self.places[place][resident].has_asked
    }
}

impl Observer for Asked {
    fn look(&mut self, world: &World, week: u32) {
        for (known, place) in self.places.iter_mut().zip(&world.places) {
            for (r, person) in known.iter_mut().enumerate() {
                if person.generation != place.residents.generation[r] {
                    *person =
                        Asking { generation: place.residents.generation[r], before: Domains::NONE, has_asked: false };
                }
                let now = in_touch(&place.residents, r);
                person.has_asked |= week >= self.from && !now.is_within(person.before);
                person.before = now;
            }
        }
    }
}

/// Domains in which a resident is served, waits, or was left with the need.
fn in_touch(residents: &Residents, r: usize) -> Domains {
    residents.served[r].union(residents.waiting[r]).union(residents.failed[r])
}
