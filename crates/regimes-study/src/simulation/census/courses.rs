//! Courses of clinics with mental health: who is better at the end by more than the error of measurement.
//!
//! ```text
//! improved = observed need fell by more than 0.8 sd of observed need at entry (A264)
//! ```
//!
//! Those who complete a course are counted: whoever died or moved away is not. Recovery by nature is within it, as it is
//! within the published figure.

use crate::simulation::census::kinds::{Kind, kind_of};
use crate::simulation::census::measures::part;
use crate::statistics;
use regimes_model::model::world::World;
use regimes_model::model::world::cases::Case;
use regimes_model::model::world::organisations::Organisation;
use regimes_model::model::world::places::Place;
use regimes_model::model::world::residents::Residents;
use regimes_model::units::bits_of;
use regimes_model::units::domains::Domains;

/// A fall by more than this many standard deviations at entry counts as reliable improvement in talking therapies: four points
/// of about five on one of two scales, either of which is enough (A264).
pub const RELIABLE: f64 = 0.8;

/// Courses that must have ended before a share of them says anything.
const ENOUGH: usize = 10;

/// An open course: whose it is, and observed need at entry and now.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Course {
    of: (u32, u32, Domains, u8),
    at_entry: f64,
    now: f64,
}

/// Courses in a run.
#[derive(Clone, Debug)]
pub struct Courses {
    /// Standard deviation of the transient part of observed need.
    noise: f32,
    open: Vec<Vec<Course>>,
    /// Observed need at entry and at the end.
    ended: Vec<[f64; 2]>,
}

impl Courses {
    /// Begins to follow the courses of a world, in which observed need has that transient deviation.
    #[must_use]
    pub fn begin(world: &World, noise: f64) -> Courses {
        let mut courses = Courses { noise: noise as f32, open: Vec::new(), ended: Vec::new() };
        courses.open = clinics(world).map(|(place, clinic)| courses.of(place, clinic)).collect();
        courses
    }

    /// Looks at all courses after a week.
    pub fn look(&mut self, world: &World) {
        for (number, (place, clinic)) in clinics(world).enumerate() {
            let now = self.of(place, clinic);
            let before = std::mem::replace(&mut self.open[number], now);
            let mut still = self.open[number].iter().peekable();
            for course in before {
                while still.next_if(|other| other.of < course.of).is_some() {}
                let (resident, _, _, generation) = course.of;
                let is_there = place.residents.generation[resident as usize] == generation;
                if still.peek().is_none_or(|other| other.of != course.of) && is_there {
                    self.ended.push([course.at_entry, course.now]);
                }
            }
        }
    }

    /// Share of completed courses at whose end observed need had fallen reliably; missing where few were completed.
    #[must_use]
    pub fn improved(&self) -> f64 {
        let entry: Vec<f64> = self.ended.iter().map(|ended| ended[0]).collect();
        if entry.len() < ENOUGH {
            return regimes_model::units::MISSING;
        }
        let least = RELIABLE * statistics::sd(&entry);
        let improved = self.ended.iter().filter(|[entry, now]| entry - now > least).count();
        part(improved as f64, self.ended.len() as f64)
    }

    /// The open courses of a clinic, in order of resident and opening.
    fn of(&self, place: &Place, clinic: &Organisation) -> Vec<Course> {
        let course = |case: &Case| Course {
            of: (case.resident, case.opened, case.domains, case.generation),
            at_entry: f64::from(case.observed_at_opening),
            now: f64::from(self.observed(case, &place.residents)),
        };
        let mut open: Vec<Course> = clinic.cases.iter().map(course).collect();
        open.sort_unstable_by_key(|course| course.of);
        open
    }

    fn observed(&self, case: &Case, residents: &Residents) -> f32 {
        Residents::observed(bits_of(case.need_now), residents.noise[case.resident as usize], self.noise)
    }
}

fn clinics(world: &World) -> impl Iterator<Item = (&Place, &Organisation)> {
    let names = &world.constants.domain_names;
    let of = |place| move |organisation| (place, organisation);
    let all = world.places.iter().flat_map(move |place| place.organisations.iter().map(of(place)));
    all.filter(|(_, organisation)| kind_of(organisation, names) == Kind::MentalHealth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fall_counts_when_it_exceeds_the_error_of_measurement() {
        // Ten at 0.4 and ten at 0.6: a deviation of 0.1026, so a fall of 0.082 is one.
        let entry = |n: usize| if n < 10 { 0.4 } else { 0.6 };
        let ended = (0..20).map(|n| [entry(n), entry(n) - if n % 2 == 0 { 0.09 } else { 0.08 }]).collect();
        assert_eq!(Courses { noise: 0.0, open: Vec::new(), ended }.improved(), 0.5);
    }

    #[test]
    fn too_few_courses_have_no_share() {
        assert!(Courses { noise: 0.0, open: Vec::new(), ended: vec![[0.5, 0.1]; 9] }.improved().is_nan());
    }
}
