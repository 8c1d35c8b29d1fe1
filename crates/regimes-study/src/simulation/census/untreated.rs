//! People in need of mental health care in a year without any service: how many are better by themselves (T04).
//!
//! ```text
//! cohort   = observed need of mental health at or above 0.40 when services end (the usual threshold, A29)
//! improved = observed need fell by more than 0.8 sd of observed need at entry (A264), after 3, 6 and 12 months
//! ```
//!
//! Those who die or move away are left out, as a survey would lose them.

use crate::simulation::census::courses::RELIABLE;
use crate::simulation::census::measures::{YEAR, part};
use crate::simulation::control::Control;
use crate::simulation::run::{Observer, Run};
use crate::statistics;
use regimes_model::model::world::World;
use regimes_model::model::world::residents::Residents;
use regimes_model::units::MISSING;

/// Observed need at or above which somebody is in need of care.
const IN_NEED: f32 = 0.40;

/// Weeks after which they are looked at again: three, six and twelve months.
pub const AFTER: [u32; 3] = [13, 26, YEAR];

/// Shares that are better after each of [`AFTER`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Untreated(pub [f64; 3]);

/// Somebody in need, and observed need at entry.
struct Follower {
    at: (usize, usize),
    generation: u8,
    at_entry: f32,
}

struct Watch {
    domain: usize,
    noise: f32,
    followers: Vec<Follower>,
    improved: [f64; 3],
}

impl Untreated {
    /// Follows those in need from a snapshot on, without services; none if it was stopped.
    #[must_use]
    pub fn follow(snapshot: &Run<'_>, control: &Control<'_>) -> Option<Untreated> {
        let names = &snapshot.world().constants.domain_names;
        let Some(domain) = names.iter().position(|name| name == "mental_health") else {
            return Some(Untreated([MISSING; 3]));
        };
        let noise = snapshot.scenario().parameters.seeking.noise as f32;
        let mut watch = Watch { domain, noise, followers: Vec::new(), improved: [MISSING; 3] };
        watch.enrol(snapshot.world());
        snapshot.without_services().weeks(YEAR, control, &mut [&mut watch])?;
        Some(Untreated(watch.improved))
    }
}

impl Watch {
    fn observed(&self, residents: &Residents, r: usize) -> f32 {
        Residents::observed(residents.needs[r][self.domain], residents.noise[r], self.noise)
    }

    fn enrol(&mut self, world: &World) {
        for (p, place) in world.places.iter().enumerate() {
            for r in 0..place.residents.len() {
                let at_entry = self.observed(&place.residents, r);
                if at_entry >= IN_NEED {
                    let generation = place.residents.generation[r];
                    self.followers.push(Follower { at: (p, r), generation, at_entry });
                }
            }
        }
    }
}

impl Observer for Watch {
    fn look(&mut self, world: &World, week: u32) {
        let Some(number) = AFTER.iter().position(|&after| after == week + 1) else { return };
        let entry: Vec<f64> = self.followers.iter().map(|one| f64::from(one.at_entry)).collect();
        let least = RELIABLE * statistics::sd(&entry);
        let (mut improved, mut all) = (0.0, 0.0);
        for one in &self.followers {
            let residents = &world.places[one.at.0].residents;
            if residents.generation[one.at.1] == one.generation {
                all += 1.0;
                let fell = f64::from(one.at_entry - self.observed(residents, one.at.1));
                improved += f64::from(u8::from(fell > least));
            }
        }
        self.improved[number] = part(improved, all);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::control::unattended;
    use regimes_scenario::load::load;

    #[test]
    fn needs_that_heal_faster_leave_more_people_better_by_themselves() {
        let improved = |half_life: &str| {
            let usual = ["lives.heals=1", "lives.set_point_follows_per_year=0.2"];
            let sets =
                ["burn_in_weeks=26", "places.city.residents=3000", half_life, usual[0], usual[1]].map(Into::into);
            let scenario = load("flagship", &sets).expect("sound").scenario;
            let run = Run::after_burn_in(&scenario, 0, &unattended()).expect("not stopped");
            Untreated::follow(&run, &unattended()).expect("not stopped").0
        };
        let [fast, slow] = ["6", "120"]
            .map(|weeks| improved(&format!("domains.mental_health.course.episodic.half_life_weeks={weeks}")));
        assert!(fast.iter().zip(slow).all(|(fast, slow)| *fast > slow), "{fast:?} {slow:?}");
        assert!(fast.iter().chain(&slow).all(|share| (0.0..1.0).contains(share)));
    }

    #[test]
    fn where_there_is_no_mental_health_nothing_is_reported() {
        let scenario = load("tiny", &[]).expect("sound").scenario;
        let found = Untreated::follow(&Run::begin(&scenario, 0), &unattended()).expect("not stopped");
        assert!(found.0.iter().all(|share| share.is_nan()));
    }
}
