//! What an organisation takes on beside its own domains.
//!
//! By turns, every half-year, an organisation that may looks at the people in its cases:
//!
//! ```text
//! unowned(d) = part of its cases whose person has a need above `bar` in d that nobody serves
//! it takes on the d with most unowned need, if unowned(d) > worth * (1 + taken on so far)
//! kept(d) = unowned(d) + part of its cases that serve d and fit
//! it gives up the d kept least, if kept(d) < worth * taken on so far / 2
//! ```
//!
//! Each further domain has to be worth more than the last, as it takes more agreeing with others; so the boundary
//! ends between too narrow (needs that nobody owns) and too broad (coordination).
//! Who may not widen its boundary any more gives up a domain at each turn.
//!
//! Source: S055; assumption A96. Regimes change: who may (stewarded `collaboration`, or `casework` with lead workers).

use crate::model::rules::practice::Casework;
use crate::model::rules::system::Stewarded;
use crate::model::submodels::governance::relations::turns::is_turn;
use crate::model::world::Context;
use crate::model::world::constants::Constants;
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::model::world::residents::Residents;
use crate::units::DOMAINS;
use crate::units::domains::Domains;

crate::parameters! {
    /// What organisations take on beside their own domains.
    pub struct Parameters {
        /// Time between two looks at the boundary.
        boundary_weeks: u32 = 26, "week", 1.0..=520.0, Constant, "A96";
        /// Need that counts.
        bar: f64 = 0.4, "share", 0.0..=1.0, Uncertainty, "A96";
        /// Share of its cases that the first further domain must be worth.
        worth: f64 = 0.15, "share", 0.0..=1.0, Uncertainty, "A96";
    }
}

/// Lets those whose turn it is move their boundary.
pub fn search(place: &mut Place, context: &Context<'_>, stewarded: Option<&Stewarded>, p: &Parameters) {
    let residents = &place.residents;
    for (own, organisation) in place.organisations.iter_mut().enumerate() {
        if is_turn(context.week, own, p.boundary_weeks) {
            let whole = match &organisation.row.of(context.rows).casework {
                Casework::ByDomain(_) => stewarded.is_some(),
                Casework::LeadWorker(_) | Casework::Mixed(_) => true,
            };
            let boundary = if whole {
                moved(organisation, residents, context.constants, p)
            } else {
                organisation.boundary.without_first()
            };
            organisation.boundary = boundary;
        }
    }
}

/// The boundary after one domain was taken on, given up, or neither.
fn moved(organisation: &Organisation, residents: &Residents, constants: &Constants, p: &Parameters) -> Domains {
    let (unowned, kept) = needs_seen(organisation, residents, p);
    let boundary = organisation.boundary;
    let taken = boundary.len() as f32;
    let worth = p.worth as f32;
    let (mut most, mut least) = ((worth * (1.0 + taken), None), (worth * taken / 2.0, None));
    for domain in 0..constants.n_domains {
        if !organisation.reach().contains(domain) && unowned[domain] > most.0 {
            most = (unowned[domain], Some(domain));
        }
        if boundary.contains(domain) && kept[domain] < least.0 {
            least = (kept[domain], Some(domain));
        }
    }
    match (least.1, most.1) {
        (Some(domain), _) => boundary & !Domains::one(domain),
        (None, Some(domain)) => boundary | Domains::one(domain),
        (None, None) => boundary,
    }
}

/// By domain, the part of cases with a need that nobody serves, and with the same or a need that is served and fits.
fn needs_seen(organisation: &Organisation, residents: &Residents, p: &Parameters) -> ([f32; DOMAINS], [f32; DOMAINS]) {
    let (mut unowned, mut kept) = ([0.0; DOMAINS], [0.0; DOMAINS]);
    let one = 1.0 / organisation.cases.len().max(1) as f32;
    for case in &organisation.cases {
        let resident = case.resident as usize;
        for domain in 0..DOMAINS {
            let served = residents.served[resident].contains(domain);
            if !served && residents.need(resident, domain) > p.bar as f32 {
                unowned[domain] += one;
                kept[domain] += one;
            } else if case.domains.contains(domain) && case.fit > 0.0 {
                kept[domain] += one;
            }
        }
    }
    (unowned, kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::regime::Regime;
    use crate::model::regime::{hls, npm};
    use crate::model::rules::system::Collaboration;
    use crate::units::FULL;

    /// An organisation for domain 0 whose people have a full need in a domain each, as often as said.
    fn place(needs: &[(usize, usize)]) -> Place {
        let n = needs.iter().map(|(_, people)| people).sum();
        let mut place = fixtures::town(&hls(), 1, 1, n).places.remove(0);
        let domains = needs.iter().flat_map(|&(d, people)| vec![d; people]);
        for (resident, domain) in domains.enumerate() {
            place.residents.needs[resident][domain] = FULL;
            place.residents.served[resident] = Domains::one(0_usize);
            place.organisations[0].cases.push(fixtures::case(resident as u32));
        }
        place
    }

    fn searched(mut place: Place, row: &Regime, turns: u32) -> Domains {
        let mut world = fixtures::town(row, 0, 0, 0);
        let stewarded = match &row.collaboration {
            Collaboration::Stewarded(rule) => Some(rule),
            _ => None,
        };
        let p = Parameters::default();
        for turn in 0..turns {
            world.week = turn * p.boundary_weeks;
            search(&mut place, &fixtures::context(&world), stewarded, &p);
        }
        place.organisations[0].boundary
    }

    #[test]
    fn what_most_people_need_and_nobody_owns_is_taken_on_first() {
        let place = place(&[(0, 5), (3, 6), (4, 9)]);
        assert_eq!(searched(place, &hls(), 1), Domains::from_bits(1 << 4));
    }

    #[test]
    fn the_boundary_ends_between_none_and_all() {
        let place = place(&[(1, 32), (2, 45), (3, 6), (4, 6), (5, 6), (6, 5)]);
        assert_eq!(searched(place, &hls(), 20), Domains::from_bits(1 << 1 | 1 << 2));
    }

    #[test]
    fn what_others_serve_is_left_to_them() {
        let mut place = place(&[(4, 9)]);
        place.residents.served.fill(Domains::ALL);
        assert_eq!(searched(place, &hls(), 4), Domains::NONE);
    }

    #[test]
    fn who_may_not_widen_a_boundary_gives_it_up() {
        let mut place = place(&[(4, 9)]);
        place.organisations[0].boundary = Domains::from_bits(0b1001_0010);
        assert_eq!(searched(place.clone(), &npm(), 2), Domains::from_bits(0b1000_0000));
        assert_eq!(searched(place, &npm(), 3), Domains::NONE);
    }

    #[test]
    fn what_was_taken_on_stays_while_it_is_served_and_fits_and_the_least_of_it_goes_first() {
        let mut place = place(&[(4, 9), (5, 3)]);
        place.organisations[0].boundary = Domains::from_bits(1 << 4 | 1 << 5);
        place.residents.served.fill(Domains::from_bits(1 | 1 << 4 | 1 << 5));
        for case in &mut place.organisations[0].cases {
            case.domains = Domains::from_bits(1 | 1 << 4);
            case.fit = 0.5;
        }
        // Nobody has a case that takes in domain 5: it goes, and domain 4 stays.
        assert_eq!(searched(place.clone(), &hls(), 1), Domains::from_bits(1 << 4));
        assert_eq!(searched(place.clone(), &hls(), 5), Domains::from_bits(1 << 4));
        // What is served and does not fit goes as well, the lower domain first.
        place.organisations[0].cases.iter_mut().for_each(|case| case.fit = 0.0);
        assert_eq!(searched(place.clone(), &hls(), 1), Domains::from_bits(1 << 5));
        assert_eq!(searched(place, &hls(), 2), Domains::NONE);
    }

    #[test]
    fn each_domain_beside_the_own_must_be_worth_more_than_the_one_before() {
        let p = Parameters::default();
        let bar = |taken: f64| (p.worth * (1.0 + taken) * 100.0) as usize;
        // Of a hundred people, as many as the bar and one more.
        for (people, taken) in [(bar(0.0) - 1, 0), (bar(0.0) + 2, 1 << 3)] {
            let place = place(&[(3, people), (0, 100 - people)]);
            assert_eq!(searched(place, &hls(), 1), Domains::from_bits(taken), "{people} of 100");
        }
        let first = bar(1.0) + 4;
        for (second, taken) in [(bar(1.0) - 1, 1 << 3), (bar(1.0) + 2, 1 << 3 | 1 << 4)] {
            let place = place(&[(3, first), (4, second), (0, 100 - first - second)]);
            assert_eq!(searched(place, &hls(), 2), Domains::from_bits(taken), "{second} of 100 beside {first}");
        }
    }
}
