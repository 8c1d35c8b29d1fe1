//! A trial of dose among people who are in hospital: whether more help after they leave keeps them from coming back.
//!
//! ```text
//! cohort     = in a crisis that the health service pays for, at the end of the burn-in
//! treated    = a random half of it, from then on
//! readmitted = of those who left it, the share that enters such a crisis within half a year
//! difference = readmitted with more hours - readmitted without, in percentage points, of the treated
//! ```
//!
//! Both lives start from one snapshot and have the same luck. Who dies or moves within the half-year is left out of that
//! life.

use crate::simulation::control::Control;
use crate::simulation::dose::{self, Treatment};
use crate::simulation::run::{Observer, Run};
use regimes_model::model::ledger::PAYERS;
use regimes_model::model::world::World;
use regimes_model::units::{MISSING, WEEKS_PER_YEAR};

/// The payer of hospital care.
const HEALTH: &str = "health";

/// Weeks within which somebody comes back.
const HALF_YEAR: u32 = WEEKS_PER_YEAR as u32 / 2;

/// Weeks that are followed: a stay, and half a year after it.
const FOLLOWED: u32 = WEEKS_PER_YEAR as u32;

/// By how much the readmission of the treated differs (percentage point); missing where there is nobody to follow, and none
/// if it was stopped.
#[must_use]
pub fn difference(snapshot: &Run<'_>, times: f64, replicate: u32, control: &Control<'_>) -> Option<f64> {
    let cohort = in_hospital(snapshot.world());
    let treated = dose::half(&cohort, snapshot.scenario().seed, replicate);
    let treatment = Treatment::hours(times);
    let with = readmitted(snapshot.treating(&treated, treatment), &treated, control)?;
    let without = readmitted(snapshot.clone(), &treated, control)?;
    Some(100.0 * (with - without))
}

/// Those in a crisis that the health service pays for, by place and number.
#[must_use]
pub fn in_hospital(world: &World) -> Vec<(usize, usize)> {
    let place = |p: usize| (0..world.places[p].residents.len()).map(move |r| (p, r));
    (0..world.places.len()).flat_map(place).filter(|&(p, r)| is_in_hospital(world, p, r)).collect()
}

fn is_in_hospital(world: &World, place: usize, resident: usize) -> bool {
    let crisis = world.places[place].residents.crisis[resident];
    let declared = crisis.and_then(|crisis| world.constants.crises[crisis.domain()].as_ref());
    declared.is_some_and(|crisis| PAYERS[crisis.payer] == HEALTH)
}

/// The share of some people that comes back within half a year; none if it was stopped.
fn readmitted(mut run: Run<'_>, people: &[(usize, usize)], control: &Control<'_>) -> Option<f64> {
    let generation = |&(p, r): &(usize, usize)| run.world().places[p].residents.generation[r];
    let patients =
        people.iter().map(|who| Patient { who: *who, generation: generation(who), left: None, state: State::In });
    let mut ward = Ward(patients.collect());
    run.weeks(FOLLOWED, control, &mut [&mut ward])?;
    let count = |state: State| ward.0.iter().filter(|patient| patient.state == state).count() as f64;
    let (back, stayed) = (count(State::Back), count(State::Out));
    Some(if back + stayed > 0.0 { back / (back + stayed) } else { MISSING })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Has not left yet.
    In,
    /// Has left.
    Out,
    /// Came back in time.
    Back,
    /// Died or moved before the half-year was over.
    Lost,
}

struct Patient {
    who: (usize, usize),
    generation: u8,
    left: Option<u32>,
    state: State,
}

struct Ward(Vec<Patient>);

impl Observer for Ward {
    fn look(&mut self, world: &World, week: u32) {
        for patient in &mut self.0 {
            let (p, r) = patient.who;
            let is_over = patient.left.is_some_and(|left| week - left > HALF_YEAR);
            if is_over || matches!(patient.state, State::Back | State::Lost) {
                continue;
            }
            let is_same = world.places[p].residents.generation[r] == patient.generation;
            let is_in = is_in_hospital(world, p, r);
            patient.state = match patient.state {
                _ if !is_same => State::Lost,
                State::In if !is_in => {
                    patient.left = Some(week);
                    State::Out
                }
                State::Out if is_in => State::Back,
                state => state,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::control::unattended;
    use regimes_scenario::load::load;

    #[test]
    fn the_same_hours_change_no_readmission_and_some_come_back() {
        let scenario = load("camden", &["burn_in_weeks=104".into()]).expect("sound").scenario;
        let run = Run::after_burn_in(&scenario, 0, &unattended()).expect("not stopped");
        let cohort = in_hospital(run.world());
        assert!(cohort.len() > 10 && cohort.len() < 1000, "{}", cohort.len());
        assert_eq!(difference(&run, 1.0, 0, &unattended()), Some(0.0));
        let share = readmitted(run.clone(), &cohort, &unattended()).expect("not stopped");
        assert!((0.05..0.95).contains(&share), "{share}");
        let more = difference(&run, 3.0, 0, &unattended()).expect("not stopped");
        assert!(more.abs() < 40.0, "{more}");
    }
}
