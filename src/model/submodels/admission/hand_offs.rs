//! Hand-offs: a need that a case does not take in goes on to whoever reaches it, and some get lost on the way.
//!
//! The equation stands in [`admission`](super).

use crate::model::ledger::Origin;
use crate::model::submodels::admission::{Desk, leave_with_need};
use crate::model::world::cases::{Request, Waiting};
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::randomness::{Draws, address};
use crate::units::DOMAINS;

/// Hands the worst other need on, to be assessed again next week by whoever reaches it.
pub fn hand_on_other_need(
    place: &mut Place,
    organisation: &mut Organisation,
    desk: &Desk<'_>,
    waiting: Waiting,
    domains: u8,
) {
    let r = waiting.resident as usize;
    let taken = place.residents.served[r] | place.residents.waiting[r] | domains;
    let left = (0..desk.frame.n_domains).filter(|&d| taken >> d & 1 == 0);
    let Some(domain) = left.max_by_key(|&d| (place.residents.needs[r][d], DOMAINS - d)) else {
        return;
    };
    let need = place.residents.need(r, domain);
    if need < desk.p.opens_from as f32 || u32::from(waiting.hand_offs) >= desk.p.most_hand_offs {
        return;
    }
    organisation.flows.hand_offs += 1;
    place.handed_on.push(Request {
        resident: waiting.resident,
        generation: waiting.generation,
        domain: domain as u8,
        origin: Origin::Referral,
        organisation: organisation.index,
        hand_offs: waiting.hand_offs + 1,
        severity: need,
        error: 0.0,
    });
}

/// Sends what was handed on to an organisation that reaches the need; some of it is lost on the way.
pub fn hand_on(place: &mut Place, desk: &Desk<'_>) {
    let mut handed_on = std::mem::take(&mut place.handed_on);
    let reaches = |o: &Organisation| if o.workers.iter().any(|worker| worker.filled) { o.domains } else { 0 };
    let reaches: Vec<u8> = place.organisations.iter().map(reaches).collect();
    let addresses = handed_on.iter().map(|request| address(place.index, request.resident));
    let mut blocks = desk.randomness.blocks(Draws::Requests, desk.week, addresses).into_iter();
    handed_on.retain_mut(|request| {
        let from = usize::from(request.organisation);
        let Some(draws) = blocks.next() else {
            return false;
        };
        request.error = draws.normal(4);
        let Some(to) = receiver(place, &reaches, from, request.domain) else {
            place.organisations[from].flows.hand_offs_lost += 1;
            leave_with_need(&mut place.residents, request.resident as usize, request.domain, desk.p);
            return false;
        };
        let loss = desk.p.hand_off_loss as f32 * (1.0 - place.trust_between(from, to));
        request.organisation = to as u16;
        let lost = from != to && draws.uniform(2) < loss;
        if lost {
            place.organisations[from].flows.hand_offs_lost += 1;
            leave_with_need(&mut place.residents, request.resident as usize, request.domain, desk.p);
        }
        !lost
    });
    handed_on.sort_unstable_by_key(|request| (request.resident, request.domain));
    place.handed_on = handed_on;
}

/// The organisation that a need is handed on to: the own one if it can, else the most trusted that works in it.
fn receiver(place: &Place, reaches: &[u8], from: usize, domain: u8) -> Option<usize> {
    if reaches[from] >> domain & 1 == 1 {
        return Some(from);
    }
    let trust = |to: usize| place.trust_between(from, to);
    let others = (0..reaches.len()).filter(|&to| reaches[to] >> domain & 1 == 1);
    others.max_by(|&a, &b| trust(a).total_cmp(&trust(b)).then(b.cmp(&a)))
}
