//! Handing over: what becomes of the cases of a worker who leaves.
//!
//! ```text
//! relationship' = carry * relationship;  heard' = records * heard
//! a factor found out is known to the next worker with probability `records`
//! each case goes to the colleague with the least load
//! ```
//!
//! Where nobody is left cases stay with the post. Update: cases in order. Units: shares.
//! Source: M08, M34; assumption A186. Regimes: reporting, through records.

use crate::model::patterns::factors::Factors;
use crate::model::world::cases::Case;
use crate::model::world::organisations::Organisation;
use crate::model::world::workers::Worker;
use crate::randomness::address::Address;
use crate::randomness::{Draws, Randomness};
use crate::units::Week;

/// A worker who leaves.
pub struct Left {
    /// Index of the place.
    pub place: u32,
    /// The week.
    pub week: Week,
    /// Share of a relationship that goes over.
    pub carry: f32,
    /// Share of what is done that is on record.
    pub records: f32,
}

impl Left {
    /// Leaves a part of each relationship, and of what was found out what is on record; counts the cases.
    pub fn behind(&self, cases: &mut [Case], post: usize, randomness: &Randomness) -> u16 {
        let mut n = 0;
        for case in cases.iter_mut().filter(|case| usize::from(case.worker) == post) {
            let at = Address::resident(self.place, case.resident);
            let written = Factors::drawn(f64::from(self.records), &randomness.pair(Draws::HandOvers, self.week, at));
            case.known &= written;
            case.found &= written;
            case.heard *= self.records;
            case.relationship *= self.carry;
            n += 1;
        }
        n
    }
}

/// The filled post with the least load, the first of equals.
fn least_loaded(workers: &[Worker]) -> Option<usize> {
    (0..workers.len()).filter(|&post| workers[post].filled).min_by(|&a, &b| workers[a].load.total_cmp(&workers[b].load))
}

/// Hands each case of an open post to the colleague with the least load, if there is one.
pub fn hand_over(organisation: &mut Organisation) {
    let workers = &mut organisation.workers;
    let orphaned = |worker: &Worker| !worker.filled && worker.caseload > 0;
    if !workers.iter().any(orphaned) || !workers.iter().any(|worker| worker.filled) {
        return;
    }
    for case in &mut organisation.cases {
        let from = usize::from(case.worker);
        if workers[from].filled {
            continue;
        }
        let Some(to) = least_loaded(workers) else {
            continue;
        };
        case.worker = to as u16;
        workers[to].caseload += 1;
        workers[to].load += case.need_now;
        workers[from].caseload = workers[from].caseload.saturating_sub(1);
    }
    for worker in workers.iter_mut().filter(|worker| !worker.filled) {
        (worker.caseload, worker.load) = (0, 0.0);
    }
    organisation.cases.sort_unstable_by_key(|case| (case.worker, case.resident, case.domains, case.opened));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::patterns::factors::Pattern;
    use crate::model::submodels::workforce::staffing::hiring::new_worker;
    use crate::model::submodels::workforce::staffing::parameters::Parameters;
    use crate::model::submodels::workforce::staffing::take_post;
    use crate::model::submodels::workforce::staffing::tests::{groups, hiring, organisation};
    use crate::model::submodels::workforce::staffing::vacancies::vacate;

    /// An organisation whose workers hold a number of cases each.
    fn with_cases(posts: u16, each: u16, p: &Parameters) -> Organisation {
        let mut organisation = organisation(usize::from(posts), p);
        for worker in 0..posts {
            for n in 0..each {
                organisation.cases.push(Case { worker, ..fixtures::case(u32::from(n * posts + worker)) });
            }
            organisation.workers[usize::from(worker)].caseload = each;
            organisation.workers[usize::from(worker)].load = f32::from(each) / 2.0;
        }
        organisation
    }

    #[test]
    fn who_leaves_hands_on_what_is_on_record() {
        let p = Parameters::default();
        let left_of = |records: f32| {
            let mut organisation = with_cases(2, 8, &p);
            for case in &mut organisation.cases {
                (case.known, case.found, case.heard) = (Factors::ALL, Pattern::from_bits(0xff), 0.5);
            }
            let left = Left { place: 0, week: 3, carry: 0.2, records };
            left.behind(&mut organisation.cases, 1, &Randomness::new(2, 0));
            let of = |worker| {
                let cases = organisation.cases.iter().filter(move |case| case.worker == worker);
                assert!(cases.clone().all(|case| (case.found & !case.known) == Pattern::NONE));
                cases.map(|case| case.known.len()).sum::<u32>() as f32 / (8.0 * 128.0)
            };
            (of(0), of(1))
        };
        for records in [0.0, 0.6, 0.9] {
            let (stayed, handed_on) = left_of(records);
            assert!(stayed == 1.0 && (handed_on - records).abs() < 0.05, "{records} {handed_on}");
        }
        assert_eq!(left_of(1.0), (1.0, 1.0));
    }

    #[test]
    fn cases_are_neither_lost_nor_made_when_someone_leaves() {
        let p = Parameters::default();
        let mut organisation = with_cases(4, 6, &p);
        vacate(&mut organisation.workers[1]);
        let left = Left { place: 0, week: 3, carry: 0.2, records: 0.5 };
        assert_eq!(left.behind(&mut organisation.cases, 1, &Randomness::new(2, 0)), 6);
        hand_over(&mut organisation);
        assert_eq!(organisation.cases.len(), 24);
        let loads: Vec<_> = organisation.workers.iter().map(|w| w.caseload).collect();
        assert_eq!(loads, [8, 0, 8, 8]);
        let keys: Vec<_> = organisation.cases.iter().map(|case| (case.worker, case.resident)).collect();
        assert!(keys.is_sorted() && keys.iter().all(|&(worker, _)| worker != 1));
        let loose = organisation.cases.iter().filter(|c| c.relationship < 0.2);
        assert_eq!(loose.count(), 6);
    }

    #[test]
    fn cases_wait_with_the_post_where_nobody_is_left() {
        let p = Parameters::default();
        let mut organisation = with_cases(2, 3, &p);
        for post in 0..2 {
            vacate(&mut organisation.workers[post]);
        }
        hand_over(&mut organisation);
        assert!(organisation.cases.iter().take(3).all(|case| case.worker == 0));
        let groups = groups();
        let hired = new_worker(&hiring(&groups), &p, &Randomness::new(1, 0), 9, Address::post(0, 0, 4));
        take_post(&mut organisation.workers[0], hired);
        hand_over(&mut organisation);
        assert_eq!(organisation.workers[0].caseload, 6);
        assert_eq!(organisation.workers[0].generation, 1);
    }
}
