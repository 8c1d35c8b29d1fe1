//! Emergency care: who comes is seen within hours or not, so a queue stands inside the week.
//!
//! ```text
//! n         = requests of the week + backlog                     (patients)
//! capacity  = (direct + assessment hours) / visit                (patients a week)
//! backlog'  = max(0, n - capacity)
//! c = hours at work / 168, mu = 1 / visit, lambda = min(n, capacity * full) / 168
//! P(wait > t) = C(c, lambda / mu) exp(-(c mu - lambda) t), the two whole numbers of servers about c mixed, and at least
//!               the share of the week in which the backlog alone takes longer than t
//! late = P(wait > limit),  delayed = P(wait > delay)
//! death of somebody in crisis, in each of its first four weeks: + delayed / (4 * patients per death)
//! ```
//!
//! `C` is Erlang's formula for a queue with `c` servers, Poisson arrivals and exponential visits. Only an organisation
//! that is declared as emergency care has such a queue; people in a crisis of its needs stand for those admitted.
//! Where waiting is watched, late people are those of this queue (flow, closing).
//!
//! Update: organisations in order; lives read the further risk of death in the next week.
//! Units: hours, patients, shares. Source: Jones et al. 2022 (one further death for 82 admitted patients delayed by more
//! than six hours, and one for 143 by its other figures); assumptions A282, A299. Regimes: no difference.

use crate::model::world::Context;
use crate::model::world::organisations::Organisation;
use crate::model::world::places::{HARM_WEEKS, Place};
use crate::units::DOMAINS;

crate::parameters! {
    /// Queues of emergency care.
    pub struct Parameters {
        /// Time of staff for a patient.
        visit_hours: f64 = 2.0, "hour", 0.1..=24.0, Uncertainty, "A299";
        /// Waiting beyond which a patient is late.
        limit_hours: f64 = 4.0, "hour", 0.5..=24.0, Lever, "A299";
        /// Waiting beyond which a patient who is admitted comes to harm.
        delay_hours: f64 = 6.0, "hour", 0.5..=24.0, Constant, "A282";
        /// Admitted patients delayed for each further death within thirty days.
        patients_per_death: f64 = 110.0, "patient", 82.0..=150.0, Uncertainty, "A282";
    }
}

/// Hours of a week.
const WEEK_HOURS: f64 = 168.0;

/// Share of capacity at or above which a queue never settles, so that the backlog says how long people wait.
const FULL: f64 = 0.99;

/// Moves the queues of emergency care in a place by a week.
pub fn queue(place: &mut Place, context: &Context<'_>, p: &Parameters) {
    place.delay_harm = [0.0; DOMAINS];
    if !context.services {
        return;
    }
    for organisation in place.organisations.iter_mut().filter(|organisation| organisation.emergency.is_emergency) {
        wait(organisation, p);
        let harm = f64::from(organisation.emergency.delayed) / (f64::from(HARM_WEEKS) * p.patients_per_death);
        for domain in organisation.domains.iter() {
            place.delay_harm[domain] = place.delay_harm[domain].max(harm as f32);
        }
    }
}

fn wait(organisation: &mut Organisation, p: &Parameters) {
    let hours = f64::from(organisation.hours.direct + organisation.hours.assessment);
    let came = f64::from(organisation.flows.requests.iter().sum::<u32>());
    let state = &mut organisation.emergency;
    let before = f64::from(state.backlog);
    let patients = came + before;
    let capacity = hours / p.visit_hours;
    let after = (patients - capacity).max(0.0);
    let queue = Queue { servers: hours / WEEK_HOURS, visit_hours: p.visit_hours };
    let arrivals = patients.min(FULL * capacity) / WEEK_HOURS;
    let beyond = |limit: f64| {
        if patients <= 0.0 {
            return 0.0;
        }
        let by_backlog = share_beyond(before * WEEK_HOURS / capacity, after * WEEK_HOURS / capacity, limit);
        queue.tail(arrivals, limit).max(by_backlog) as f32
    };
    (state.late, state.delayed) = (beyond(p.limit_hours), beyond(p.delay_hours));
    state.backlog = after as f32;
}

/// Share of a week in which a wait that moves evenly from one time to another is longer than a limit.
fn share_beyond(from: f64, to: f64, limit: f64) -> f64 {
    let (low, high) = (from.min(to), from.max(to));
    if low > limit {
        1.0
    } else if high <= limit || high <= low {
        0.0
    } else {
        (high - limit) / (high - low)
    }
}

/// A queue with several servers.
struct Queue {
    /// Servers at work at any moment; a fraction lies between two whole numbers.
    servers: f64,
    /// Mean time of a visit (hour).
    visit_hours: f64,
}

impl Queue {
    /// Share of those who come that wait longer than a time, by arrivals each hour.
    fn tail(&self, arrivals: f64, hours: f64) -> f64 {
        let (whole, part) = (libm::floor(self.servers), self.servers - libm::floor(self.servers));
        let at = |servers: f64| self.whole_tail(servers as u32, arrivals, hours);
        (1.0 - part) * at(whole) + part * at(whole + 1.0)
    }

    fn whole_tail(&self, servers: u32, arrivals: f64, hours: f64) -> f64 {
        let load = arrivals * self.visit_hours;
        if load >= f64::from(servers) {
            return 1.0;
        }
        let free_per_hour = f64::from(servers) / self.visit_hours - arrivals;
        erlang_c(servers, load) * libm::exp(-free_per_hour * hours)
    }
}

/// Erlang's C: probability that somebody who comes has to wait, by way of Erlang's B.
fn erlang_c(servers: u32, load: f64) -> f64 {
    let mut blocked = 1.0;
    for n in 1..=servers {
        blocked = load * blocked / (f64::from(n) + load * blocked);
    }
    let used = load / f64::from(servers);
    blocked / (1.0 - used * (1.0 - blocked))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::regime::npm;
    use crate::randomness::address::Address;
    use crate::randomness::{Draws, Randomness};

    #[test]
    fn with_one_server_the_tail_is_that_of_the_simplest_queue() {
        let queue = Queue { servers: 1.0, visit_hours: 0.5 };
        let expected = 0.75 * (-(2.0 - 1.5_f64) * 3.0).exp();
        assert!((queue.tail(1.5, 3.0) - expected).abs() < 1e-12);
        assert_eq!((queue.tail(2.0, 3.0), queue.tail(0.0, 3.0)), (1.0, 0.0));
    }

    #[test]
    fn erlang_s_formula_is_the_sum_that_it_stands_for() {
        for (servers, load) in [(3, 2.0_f64), (5, 4.5), (12, 9.0)] {
            let factorial = |n: u32| (1..=n).map(f64::from).product::<f64>();
            let busy = load.powi(servers as i32) / factorial(servers) / (1.0 - load / f64::from(servers));
            let others: f64 = (0..servers).map(|n| load.powi(n as i32) / factorial(n)).sum();
            assert!((erlang_c(servers, load) - busy / (others + busy)).abs() < 1e-12);
        }
    }

    /// Share of patients of a queue, simulated one by one, who wait longer than each of some times.
    fn simulated(servers: usize, arrivals: f64, visit: f64, limits: [f64; 2]) -> [f64; 2] {
        let n = 400_000;
        let randomness = Randomness::new(3, 0);
        let spell = |mean: f64, word: u32| -mean * (1.0 - (f64::from(word) + 0.5) / 4_294_967_296.0).ln();
        let (mut now, mut beyond) = (0.0, [0; 2]);
        let mut free_at = vec![0.0_f64; servers];
        for patient in 0..n {
            let words = randomness.block(Draws::Clocks, 0, 0, Address::resident(0, patient)).0;
            now += spell(1.0 / arrivals, words[0]);
            let server = (0..servers).min_by(|&a, &b| free_at[a].total_cmp(&free_at[b])).expect("a server");
            let begins = free_at[server].max(now);
            free_at[server] = begins + spell(visit, words[1]);
            for (count, limit) in beyond.iter_mut().zip(limits) {
                *count += u32::from(begins - now > limit);
            }
        }
        beyond.map(|count| f64::from(count) / f64::from(n))
    }

    #[test]
    fn the_tail_is_within_five_in_a_hundred_of_a_queue_simulated_patient_by_patient() {
        for (servers, arrivals) in [(1, 0.4), (3, 1.35)] {
            let limits = [1.0, 4.0];
            let queue = Queue { servers: servers as f64, visit_hours: 2.0 };
            for (limit, seen) in limits.into_iter().zip(simulated(servers, arrivals, 2.0, limits)) {
                let expected = queue.tail(arrivals, limit);
                assert!((seen / expected - 1.0).abs() < 0.05, "{servers} servers, {limit} h: {seen}, {expected}");
            }
        }
    }

    /// The queue after some weeks of requests, at a hundred and sixty-eight hours of work a week and visits of two hours.
    fn after(weeks: &[u32]) -> (Place, f32) {
        let mut world = fixtures::town(&npm(), 1, 2, 0);
        let mut seen = 0.0;
        for &requests in weeks {
            let organisation = &mut world.places[0].organisations[0];
            organisation.emergency.is_emergency = true;
            organisation.hours.direct = 168.0;
            organisation.flows.requests = [requests, 0, 0, 0];
            seen += requests as f32 + organisation.emergency.backlog;
            world.each_place(|place, context| queue(place, context, &Parameters::default()));
            seen -= world.places[0].organisations[0].emergency.backlog;
        }
        (world.places.remove(0), seen)
    }

    #[test]
    fn what_one_week_cannot_see_comes_on_the_next_and_nobody_is_lost() {
        let state = |weeks: &[u32]| after(weeks).0.organisations[0].emergency;
        assert_eq!([state(&[50]).backlog, state(&[100]).backlog, state(&[100, 100]).backlog], [0.0, 16.0, 32.0]);
        assert_eq!((state(&[100, 60]).backlog, after(&[100, 60, 20]).1), (0.0, 180.0));
        assert!(state(&[50]).late < state(&[80]).late && state(&[80]).late < state(&[100, 100]).late);
        assert!(state(&[100, 200]).delayed > 0.9 && state(&[80]).delayed < state(&[80]).late);
    }

    #[test]
    fn only_who_is_delayed_in_emergency_care_is_at_further_risk_of_death() {
        let (place, _) = after(&[100, 200]);
        let delayed = place.organisations[0].emergency.delayed;
        assert!((place.delay_harm[0] - delayed / 440.0).abs() < 1e-7 && place.delay_harm[1] == 0.0);
        let mut world = fixtures::town(&npm(), 1, 2, 0);
        world.places[0].organisations[0].flows.requests = [999, 0, 0, 0];
        world.each_place(|place, context| queue(place, context, &Parameters::default()));
        assert_eq!(world.places[0].delay_harm, [0.0; DOMAINS]);
    }
}
