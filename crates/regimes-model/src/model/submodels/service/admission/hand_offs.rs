//! Hand-offs: a need that a case does not take in goes on to whoever reaches it, and some get lost on the way.
//!
//! The equation stands in [`admission`](super).

use crate::model::ledger::Origin;
use crate::model::submodels::service::admission::context::AdmissionContext;
use crate::model::submodels::service::admission::parameters::Parameters;
use crate::model::world::cases::{Request, Waiting};
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::model::world::residents::Residents;
use crate::randomness::Draws;
use crate::randomness::address::Address;
use crate::units::domains::{Domain, Domains};
use crate::units::{DOMAINS, bits_of};

/// Hands the worst other need on, to be assessed again next week by whoever reaches it.
pub fn hand_on_other_need(
    place: &mut Place,
    organisation: &mut Organisation,
    context: &AdmissionContext<'_>,
    waiting: Waiting,
    domains: Domains,
) {
    let r = waiting.resident as usize;
    let taken = place.residents.served[r] | place.residents.waiting[r] | domains;
    let left = (0..context.constants.n_domains).filter(|&d| !taken.contains(d));
    let Some(domain) = left.max_by_key(|&d| (place.residents.needs[r][d], DOMAINS - d)) else {
        return;
    };
    let need = place.residents.need(r, domain);
    if need < context.p.opens_from as f32 || u32::from(waiting.hand_offs) >= context.p.most_hand_offs {
        return;
    }
    organisation.flows.hand_offs += 1;
    place.handed_on.push(Request {
        resident: waiting.resident,
        generation: waiting.generation,
        domain: Domain::of(domain),
        origin: Origin::Referral,
        organisation: organisation.index,
        hand_offs: waiting.hand_offs + 1,
        severity: need,
        error: 0.0,
    });
}

/// Sends what was handed on to an organisation that reaches the need; some of it is lost on the way.
pub fn hand_on(place: &mut Place, context: &AdmissionContext<'_>) {
    let mut handed_on = std::mem::take(&mut place.handed_on);
    let reaches =
        |o: &Organisation| if o.workers.iter().any(|worker| worker.filled) { o.domains } else { Domains::NONE };
    let reaches: Vec<Domains> = place.organisations.iter().map(reaches).collect();
    let addresses = handed_on.iter().map(|request| Address::resident(place.index, request.resident));
    let mut blocks = context.randomness.blocks(Draws::Requests, context.week, addresses).into_iter();
    handed_on.retain_mut(|request| {
        let from = usize::from(request.organisation);
        let Some(draws) = blocks.next() else {
            return false;
        };
        request.error = draws.normal(4);
        let Some(to) = receiver(place, &reaches, from, request.domain) else {
            place.organisations[from].flows.hand_offs_lost += 1;
            leave_with_need(&mut place.residents, request.resident as usize, request.domain, context.p);
            return false;
        };
        let loss = context.p.hand_off_loss as f32 * (1.0 - place.trust_between(from, to));
        request.organisation = to as u16;
        let lost = from != to && draws.uniform(2) < loss;
        if lost {
            place.organisations[from].flows.hand_offs_lost += 1;
            leave_with_need(&mut place.residents, request.resident as usize, request.domain, context.p);
        }
        !lost
    });
    handed_on.sort_unstable_by_key(|request| (request.resident, request.domain));
    place.handed_on = handed_on;
}

/// Somebody is sent away or lost: a need that is large enough comes back as failure demand, and trust in services falls.
pub fn leave_with_need(residents: &mut Residents, r: usize, domain: Domain, p: &Parameters) {
    if residents.need(r, domain.index()) >= p.failure_from as f32 {
        residents.failed[r].insert(domain);
    }
    residents.trust[r] = residents.trust[r].saturating_sub(bits_of(p.trust_lost_refused as f32));
}

/// The organisation that a need is handed on to: the own one if it can, else the most trusted that works in it.
fn receiver(place: &Place, reaches: &[Domains], from: usize, domain: Domain) -> Option<usize> {
    if reaches[from].contains(domain) {
        return Some(from);
    }
    let trust = |to: usize| place.trust_between(from, to);
    let others = (0..reaches.len()).filter(|&to| reaches[to].contains(domain));
    others.max_by(|&a, &b| trust(a).total_cmp(&trust(b)).then(b.cmp(&a)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::regime::npm;
    use crate::model::submodels::service::admission::tests::with_context;
    use crate::units::FULL;

    /// A place of organisations for domain 0, 1 and 2, the last two trusted more and less, and one resident.
    fn place() -> Place {
        let mut place = fixtures::town(&npm(), 3, 1, 1).places.remove(0);
        for (domain, organisation) in place.organisations.iter_mut().enumerate() {
            organisation.domains = Domains::one(domain);
        }
        place.trust = vec![1.0; 9];
        place
    }

    fn handed_on(place: &mut Place, needs: [f32; 3]) -> Option<usize> {
        for (domain, need) in needs.into_iter().enumerate() {
            place.residents.needs[0][domain] = (need * f32::from(FULL)) as u16;
        }
        let mut own = place.organisations[0].clone();
        with_context(&Parameters::default(), |context| {
            hand_on_other_need(place, &mut own, context, fixtures::waiting(0), Domains::one(0_usize))
        });
        place.handed_on.pop().map(|request| request.domain.index())
    }

    #[test]
    fn the_worst_other_need_is_handed_on_and_the_first_of_equals() {
        assert_eq!(handed_on(&mut place(), [0.9, 0.5, 0.6]), Some(2));
        assert_eq!(handed_on(&mut place(), [0.9, 0.6, 0.6]), Some(1));
        assert_eq!(handed_on(&mut place(), [0.9, 0.1, 0.1]), None);
        let mut served = place();
        served.residents.served[0] = Domains::one(1_usize);
        served.residents.waiting[0] = Domains::one(2_usize);
        assert_eq!(handed_on(&mut served, [0.9, 0.6, 0.8]), None);
    }

    #[test]
    fn a_need_that_nobody_works_in_is_lost_and_comes_back_as_failure() {
        let mut place = place();
        place.residents.needs[0] = [FULL; DOMAINS];
        let request = |domain: usize| Request {
            resident: 0,
            generation: 0,
            domain: Domain::of(domain),
            origin: Origin::Referral,
            organisation: 0,
            hand_offs: 1,
            severity: 0.9,
            error: 0.0,
        };
        place.handed_on = vec![request(1), request(5)];
        with_context(&Parameters::default(), |context| hand_on(&mut place, context));
        let arrived: Vec<(usize, u16)> =
            place.handed_on.iter().map(|request| (request.domain.index(), request.organisation)).collect();
        assert_eq!(arrived, [(1, 1)]);
        assert_eq!(place.organisations[0].flows.hand_offs_lost, 1);
        assert_eq!(place.residents.failed[0], Domains::one(5_usize));
    }

    #[test]
    fn the_own_house_comes_first_then_the_most_trusted() {
        let mut place = place();
        place.trust = vec![1.0, 0.2, 0.6, 0.2, 1.0, 0.3, 0.6, 0.3, 1.0];
        let receiver_of =
            |reaches: [u8; 3], domain| receiver(&place, &reaches.map(Domains::from_bits), 0, Domain::of(domain));
        assert_eq!(receiver_of([0b11, 0b10, 0b10], 1), Some(0));
        assert_eq!(receiver_of([0b01, 0b10, 0b10], 1), Some(2));
        assert_eq!(receiver_of([0b01, 0b10, 0b00], 1), Some(1));
        assert_eq!(receiver_of([0b11, 0b10, 0b10], 7), None);
    }
}
