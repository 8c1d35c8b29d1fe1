//! What linked case records would hold: continuity, relationship and outcome, returns within weeks.

use crate::simulation::census::measures::{correlation, part};
use crate::simulation::census::workforces::{WORKFORCES, workforce};
use regimes_model::model::ledger::Origin;
use regimes_model::model::world::World;
use regimes_model::model::world::cases::Case;
use regimes_model::model::world::organisations::Organisation;
use regimes_model::units::DOMAINS;
use regimes_model::units::domains::Domains;

/// Weeks within which a need that comes back counts as a repeat (F06).
const SOON: u32 = 12;

/// Reliability of both measures in studies of alliance and outcome: a true correlation is seen times this (F11).
const RELIABILITY: f64 = 0.8;

/// Week of a case in which its relationship is measured: an early session, as in most such studies.
const MEASURED: u32 = 4;

/// A resident's contacts in clinics: with whom, and how many in all, a week with contact counted as one.
#[derive(Clone, Debug, Default)]
struct Visits {
    generation: u8,
    seen: Vec<(u64, f64)>,
    all: f64,
}

/// An open case as it was last seen.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Known {
    resident: u32,
    opened: u32,
    domains: Domains,
    generation: u8,
    at_opening: f64,
    need: f64,
    relationship: f64,
    weeks: u32,
}

/// Contact in a run.
#[derive(Clone, Debug)]
pub struct Contact {
    visits: Vec<Vec<Visits>>,
    served: Vec<Vec<Domains>>,
    closed: Vec<Vec<[Option<u32>; DOMAINS]>>,
    cases: Vec<Vec<Known>>,
    /// Domains in which help began.
    pub begun: f64,
    /// Of these, domains in which it had ended within twelve weeks.
    pub repeats: f64,
    /// Requests, those from a list counted.
    pub requests: f64,
    /// Of these, those that come from failure, or from a list.
    pub failures: f64,
    /// Organisation, early relationship, and part of the need that was gone at the end, of each case that ended.
    pub endings: Vec<(usize, f64, f64)>,
}

impl Contact {
    /// Begins to follow the residents and cases of a world.
    #[must_use]
    pub fn begin(world: &World) -> Contact {
        let each = |place: &regimes_model::model::world::places::Place| place.residents.len();
        Contact {
            visits: world.places.iter().map(|place| vec![Visits::default(); each(place)]).collect(),
            served: world.places.iter().map(|place| place.residents.served.clone()).collect(),
            closed: world.places.iter().map(|place| vec![[None; DOMAINS]; each(place)]).collect(),
            cases: world.organisations().map(|(_, organisation)| known(organisation)).collect(),
            begun: 0.0,
            repeats: 0.0,
            requests: 0.0,
            failures: 0.0,
            endings: Vec::new(),
        }
    }

    /// Looks at all cases after a week.
    pub fn look(&mut self, world: &World, week: u32) {
        self.follow_returns(world, week);
        let mut number = 0;
        for (p, place) in world.places.iter().enumerate() {
            for organisation in &place.organisations {
                let again = f64::from(organisation.flows.asked_again);
                self.requests += organisation.flows.requests.iter().map(|&n| f64::from(n)).sum::<f64>() + again;
                self.failures += f64::from(organisation.flows.requests[Origin::Failure as usize]) + again;
                if workforce(&organisation.workforce) == WORKFORCES - 1 {
                    self.count_visits(p, organisation);
                }
                self.follow_cases(number, organisation);
                number += 1;
            }
        }
    }

    fn follow_returns(&mut self, world: &World, week: u32) {
        for (p, place) in world.places.iter().enumerate() {
            for (r, &now) in place.residents.served.iter().enumerate() {
                let before = std::mem::replace(&mut self.served[p][r], now);
                if before == now {
                    continue;
                }
                for domain in 0..DOMAINS {
                    let ended = &mut self.closed[p][r][domain];
                    match (before.contains(domain), now.contains(domain)) {
                        (true, false) => *ended = Some(week),
                        (false, true) => {
                            self.begun += 1.0;
                            self.repeats += if ended.is_some_and(|ended| week - ended <= SOON) { 1.0 } else { 0.0 };
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    fn count_visits(&mut self, place: usize, organisation: &Organisation) {
        for case in organisation.cases.iter().filter(|case| case.hours_now > 0.0) {
            let visits = &mut self.visits[place][case.resident as usize];
            if visits.generation != case.generation {
                *visits = Visits { generation: case.generation, ..Visits::default() };
            }
            let holder = organisation.workers[usize::from(case.worker)].generation;
            let own = f64::from(case.own_now);
            let who = u64::from(organisation.index) << 32 | u64::from(case.worker) << 16 | u64::from(holder);
            match visits.seen.iter_mut().find(|(other, _)| *other == who) {
                Some((_, weeks)) => *weeks += own,
                None => visits.seen.push((who, own)),
            }
            visits.all += 1.0;
        }
    }

    fn follow_cases(&mut self, number: usize, organisation: &Organisation) {
        let mut next = known(organisation);
        let before = std::mem::take(&mut self.cases[number]);
        let key = |case: &Known| (case.resident, case.opened, case.domains, case.generation);
        let mut at = 0;
        for case in before {
            while at < next.len() && key(&next[at]) < key(&case) {
                at += 1;
            }
            if at < next.len() && key(&next[at]) == key(&case) {
                next[at].weeks += case.weeks;
                if case.weeks >= MEASURED {
                    next[at].relationship = case.relationship;
                }
            } else if case.weeks >= MEASURED && case.at_opening > 0.0 {
                let gone = 1.0 - case.need / case.at_opening;
                self.endings.push((number, case.relationship, gone));
            }
        }
        self.cases[number] = next;
    }

    /// Mean part of a resident's contacts with clinics that are with whom it sees most, where there are two or more.
    #[must_use]
    pub fn usual_provider(&self) -> f64 {
        let mut shares = Vec::new();
        for visits in self.visits.iter().flatten() {
            let most = visits.seen.iter().fold(0.0, |most, &(_, weeks)| f64::max(most, weeks));
            if visits.all >= 2.0 {
                shares.push(most / visits.all);
            }
        }
        part(shares.iter().sum(), shares.len() as f64)
    }

    /// Correlation of relationship and outcome within organisations, as two measures of that reliability would show it.
    #[must_use]
    pub fn alliance_and_outcome(&self) -> f64 {
        RELIABILITY * correlation(&self.endings)
    }

    /// Part of the needs taken up whose help had ended within twelve weeks.
    #[must_use]
    pub fn repeats(&self) -> f64 {
        part(self.repeats, self.begun)
    }
}

/// The open cases of an organisation, in order of resident and opening.
fn known(organisation: &Organisation) -> Vec<Known> {
    let of = |case: &Case| Known {
        resident: case.resident,
        opened: case.opened,
        domains: case.domains,
        generation: case.generation,
        at_opening: f64::from(case.need_at_opening),
        need: f64::from(case.need_now),
        relationship: f64::from(case.relationship),
        weeks: 1,
    };
    let mut cases: Vec<Known> = organisation.cases.iter().map(of).collect();
    cases.sort_unstable_by_key(|case| (case.resident, case.opened, case.domains, case.generation));
    cases
}
