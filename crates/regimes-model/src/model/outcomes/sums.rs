//! Sums up a world after a week, in order of place and tile.

use crate::model::flourishing::Index;
use crate::model::outcomes::observed::{HourSums, ListSums, Observed, OrganisationSums, RatedSums, StaffSums};
use crate::model::outcomes::tiles::{add_tile, sum_tile};
use crate::model::totals::Total;
use crate::model::world::World;
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::model::world::rows::Row;
use crate::model::world::waits::LONG_WEEKS;
use crate::parallel::{self, TILE};
use crate::units::domains::Domains;
use crate::units::{DOMAINS, Week};

/// Sums up a world, in order of place and tile.
#[must_use]
pub fn sum_up(world: &World, index: &Index) -> Observed {
    sum_over(world, &world.places, index)
}

/// Sums up some places of a world, in order of place and tile.
#[must_use]
pub fn sum_over(world: &World, some: &[Place], index: &Index) -> Observed {
    let mut o = Observed { groups: vec![(0.0, 0.0); world.constants.groups.len()], ..Observed::default() };
    for place in some {
        let tiles: Vec<usize> = (0..place.residents.len()).step_by(TILE).collect();
        let owned = place.organisations.iter().fold(Domains::NONE, |owned, organisation| owned | organisation.domains);
        let sums = parallel::map(world.width, &tiles, |_, &first| {
            sum_tile(place, first, owned, index, world.constants.groups.len())
        });
        for tile in &sums {
            add_tile(&mut o, tile);
        }
        sum_place(&mut o, place, world);
    }
    let n = o.residents.max(1.0);
    o.indices = index.indices(o.lives.freedom / n, o.lives.freedom_equal / n, o.lives.agency / n, o.lives.ties / n);
    o.places = some.len() as f64;
    o.utility = world.country.utility;
    o
}

fn sum_place(o: &mut Observed, place: &Place, world: &World) {
    for organisation in &place.organisations {
        sum_organisation(o, place, organisation, world);
    }
    o.tally.add(&place.tally);
    sum_trust(o, place, world.services);
    o.public_trust += f64::from(place.public_trust);
    o.perceived_control += f64::from(place.commissioner.perceived_control);
    o.kept += place.commissioner.kept + place.commissioner.lapsed - place.commissioner.returned;
    let outside = world.constants.outside.len();
    if outside > 0 {
        o.places_with_outside += 1.0;
        o.supplied += f64::from((place.supplied & world.constants.outside).len()) / f64::from(outside);
    }
    o.ledger.add(&place.ledger);
}

/// Trust between the organisations of a place, where there are two that work.
fn sum_trust(o: &mut Observed, place: &Place, services: bool) {
    let n = place.organisations.len();
    if !services || n < 2 {
        return;
    }
    let all: f64 = place.trust.iter().map(|&trust| f64::from(trust)).sum();
    o.places_with_pairs += 1.0;
    o.trust_between += (all - n as f64) / (n * (n - 1)) as f64;
}

/// Where there are no services nobody works, and nothing but the reserve is left of an organisation.
fn sum_organisation(o: &mut Observed, place: &Place, organisation: &Organisation, world: &World) {
    o.reserve += organisation.reserve;
    if !world.services {
        return;
    }
    let filled = organisation.n_filled() as f64;
    o.filled += filled;
    o.posts += organisation.posts_carried();
    o.organisations_at_work += 1.0;
    o.adopted += f64::from(u8::from(organisation.row == Row::Alternative));
    sum_staff(o, place, organisation, world);
    sum_performance(o, organisation, filled);
    if !organisation.codes.is_empty() {
        o.coded_posts += filled;
        o.code_knowledge += filled * code_knowledge(place, organisation, world);
    }
    o.organisations.add(&OrganisationSums {
        safety: filled * f64::from(organisation.safety),
        absorptive: filled * f64::from(organisation.absorptive),
        worker_knowledge: 0.0,
        cases: organisation.cases.len() as f64,
        priority_error: filled * priority_error(organisation, world),
        waste: filled * organisation.waste.level,
    });
    let h = &organisation.hours;
    o.hours.add(&HourSums {
        paid: f64::from(h.paid),
        direct: f64::from(h.direct),
        admin: f64::from(h.base_admin + h.reporting),
        worked: f64::from(h.paid - h.absence),
    });
    o.flows.add(&organisation.flows);
    o.lists.add(&sum_list(place, organisation, world.week));
}

/// Who still stands on a waiting list: neither gone nor served elsewhere since it was last gone through.
fn sum_list(place: &Place, organisation: &Organisation, week: Week) -> ListSums {
    let mut sums = ListSums::default();
    for entry in &organisation.waiting {
        let r = entry.resident as usize;
        if place.residents.generation[r] == entry.generation && place.residents.waiting[r].contains(entry.domain) {
            let weeks = entry.true_wait(week);
            sums.add(&ListSums { people: 1, weeks: u64::from(weeks), long: u64::from(weeks > LONG_WEEKS) });
        }
    }
    sums
}

/// What workers feel, do and know.
fn sum_staff(o: &mut Observed, place: &Place, organisation: &Organisation, world: &World) {
    let truth = world.country.pattern ^ place.offset;
    let mask = world.constants.mask & !world.constants.outside;
    for worker in organisation.workers.iter().filter(|worker| worker.filled) {
        o.staff.add(&StaffSums {
            exhaustion: f64::from(worker.exhaustion),
            autonomy: f64::from(worker.autonomy),
            mastery: f64::from(worker.mastery),
            purpose: f64::from(worker.purpose),
            theta: f64::from(worker.theta),
            dissonance: f64::from(worker.dissonance),
            paradigm: f64::from(worker.paradigm),
            real: f64::from(worker.real),
            gaming: f64::from(worker.gaming),
        });
        o.organisations.worker_knowledge += worker.belief.net_knowledge(truth, mask);
    }
}

/// Running means, of organisations that have something to show: before, they hold no more than where they start.
fn sum_performance(o: &mut Observed, organisation: &Organisation, filled: f64) {
    if organisation.has_closed {
        o.rated_posts += filled;
        o.rated.add(&RatedSums {
            reported: filled * f64::from(organisation.reported),
            recorded: filled * f64::from(organisation.recorded),
            true_performance: filled * f64::from(organisation.true_performance),
            effect_seen: filled * f64::from(organisation.effect_seen),
            effect_true: filled * f64::from(organisation.effect_true),
        });
    }
    if organisation.has_answered {
        o.reviewed_posts += filled;
        o.plan_error += filled * f64::from(organisation.plan_error);
    }
}

/// What the codes of an organisation that has some know of the truth of those whom they were made for.
fn code_knowledge(place: &Place, organisation: &Organisation, world: &World) -> f64 {
    let mask = world.constants.mask & !world.constants.outside;
    let codes = organisation.codes.iter().zip(&organisation.package_groups);
    let known = codes.map(|(code, &group)| {
        let truth = place.package_truth(world.country.pattern, group);
        code.net_knowledge(truth, mask)
    });
    known.sum::<f64>() / organisation.codes.len() as f64
}

/// Distance between an organisation's estimate of priorities and what residents hold important on average, among its
/// domains.
fn priority_error(organisation: &Organisation, world: &World) -> f64 {
    let domains = (0..DOMAINS).filter(|&d| organisation.domains.contains(d));
    let sum = |of: &[f32; DOMAINS]| domains.clone().map(|d| of[d]).sum::<f32>().max(f32::MIN_POSITIVE);
    let (held, estimated) = (sum(&world.constants.importance), sum(&organisation.priority_estimate));
    let errors = domains.clone().map(|d| {
        let truth = world.constants.importance[d] / held;
        f64::from((organisation.priority_estimate[d] / estimated - truth).abs())
    });
    0.5 * errors.sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::outcomes::{observe, position};
    use crate::model::patterns::factors::Factors;
    use crate::model::regime::npm;
    use crate::model::world::cases::Waiting;
    use crate::model::world::organisations::Flows;
    use crate::units::is_missing;

    #[test]
    fn staff_and_trust_are_means_over_filled_posts_and_over_pairs() {
        let mut world = fixtures::town(&npm(), 3, 2, 4);
        let place = &mut world.places[0];
        for (o, organisation) in place.organisations.iter_mut().enumerate() {
            for (w, worker) in organisation.workers.iter_mut().enumerate() {
                worker.filled = (o, w) != (2, 1);
                worker.exhaustion = if worker.filled { 0.1 * (o + 1) as f32 } else { 1.0 };
                (worker.autonomy, worker.mastery, worker.purpose) = (0.3, 0.6, 0.9);
            }
        }
        // Two filled posts, two, and one: (2 * 0.1 + 2 * 0.2 + 0.3) / 5.
        place.trust = vec![1.0, 0.2, 0.4, 0.2, 1.0, 0.6, 0.4, 0.6, 1.0];
        let index = Index::new(&Default::default(), world.constants.n_domains);
        let observed = observe(&world, &index);
        let value = |name: &str| observed.outcomes[position(name).unwrap_or_else(|| panic!("{name}"))];
        for (name, expected) in [
            ("exhaustion", 0.18),
            ("autonomy", 0.3),
            ("mastery", 0.6),
            ("purpose", 0.9),
            ("staff_wellbeing", 0.5 * 0.82 + 0.5 * 0.6),
            ("organisation_trust", 0.4),
        ] {
            assert!((value(name) - expected).abs() < 1e-6, "{name}: {} for {expected}", value(name));
        }
    }

    #[test]
    fn priorities_are_known_where_their_proportions_are_among_an_organisations_own_domains() {
        let mut world = fixtures::town(&npm(), 1, 1, 1);
        world.places[0].organisations[0].domains = Domains::from_bits(0b11);
        std::sync::Arc::make_mut(&mut world.constants).importance = [1.0, 3.0, 6.0, 2.0, 2.0, 2.0, 2.0, 2.0];
        let error = |estimate: [f32; 2]| {
            let mut organisation = world.places[0].organisations[0].clone();
            organisation.priority_estimate = [estimate[0], estimate[1], 0.5, 0.0, 0.0, 0.0, 0.0, 0.0];
            priority_error(&organisation, &world)
        };
        assert!(error([0.05, 0.15]).abs() < 1e-6);
        assert!((error([0.2, 0.2]) - 0.25).abs() < 1e-6);
    }

    fn value(world: &World, name: &str) -> f64 {
        let index = Index::new(&Default::default(), world.constants.n_domains);
        observe(world, &index).outcomes[position(name).unwrap_or_else(|| panic!("{name}"))]
    }

    #[test]
    fn nobody_trusts_alone_and_where_nothing_is_wanted_from_outside_no_share_of_it_comes() {
        let mut world = fixtures::town(&npm(), 1, 1, 4);
        std::sync::Arc::make_mut(&mut world.constants).outside = Factors::NONE;
        for name in ["organisation_trust", "system_health", "outside_supplied", "group_gap"] {
            assert!(is_missing(value(&world, name)), "{name}");
        }
        std::sync::Arc::make_mut(&mut world.constants).outside = Factors::one(0);
        world.places[0].supplied = Factors::one(0);
        assert_eq!(value(&world, "outside_supplied"), 1.0);
    }

    #[test]
    fn a_performance_is_missing_until_a_case_was_closed_and_a_plan_until_it_was_reviewed() {
        let mut world = fixtures::town(&npm(), 2, 1, 4);
        let rated = ["true_performance", "reported_performance", "reported_minus_true", "effect_true"];
        for name in rated.iter().chain(&["plan_error"]) {
            assert!(is_missing(value(&world, name)), "{name}");
        }
        let organisation = &mut world.places[0].organisations[1];
        (organisation.has_closed, organisation.true_performance) = (true, 0.25);
        (organisation.has_answered, organisation.plan_error) = (true, 0.125);
        // The other one has nothing to show and does not count.
        assert_eq!((value(&world, "true_performance"), value(&world, "plan_error")), (0.25, 0.125));
    }

    #[test]
    fn shares_of_what_did_not_happen_are_missing_and_counts_of_it_are_none() {
        let world = fixtures::town(&npm(), 1, 1, 4);
        for name in ["failure_demand", "relapses", "refused", "duplicates", "hits_without_gain"] {
            assert!(is_missing(value(&world, name)), "{name}");
        }
        assert_eq!((value(&world, "requests"), value(&world, "closed")), (0.0, 0.0));
    }

    #[test]
    fn waits_are_means_over_cases_and_clocks_and_over_those_who_still_stand_on_a_list() {
        let mut world = fixtures::town(&npm(), 2, 1, 5);
        world.week = 40;
        let waits = ["true_wait", "reported_wait", "long_waits", "reported_long_waits", "wait_so_far", "long_on_list"];
        assert!(waits.iter().all(|name| is_missing(value(&world, name))));
        let place = &mut world.places[0];
        place.residents.waiting.fill(Domains::one(0_usize));
        // One has died and one was served elsewhere since the list was gone through; the others have waited for 30, 18
        // and 20 weeks, two of which came before a brief contact.
        let since = [10, 22, 22, 0, 0].into_iter().zip(0..);
        let list: Vec<Waiting> = since.map(|(since, r)| Waiting { since, ..fixtures::waiting(r) }).collect();
        place.organisations[0].waiting = list[1..].to_vec();
        place.organisations[1].waiting = list[..1].to_vec();
        place.organisations[0].waiting[1].earlier_weeks = 2;
        place.residents.generation[3] += 1;
        place.residents.waiting[4] = Domains::one(1_usize);
        let flows = |waited_weeks, waited_long, reported_weeks, reported_long| Flows {
            opened: [2, 1, 0, 0],
            clocks_stopped: 4,
            waited_weeks,
            waited_long,
            reported_weeks,
            reported_long,
            ..Flows::default()
        };
        place.organisations[0].flows = flows(30, 2, 20, 1);
        place.organisations[1].flows = flows(0, 0, 0, 0);
        let expected = [5.0, 2.5, 2.0 / 6.0, 1.0 / 8.0, 68.0 / 3.0, 2.0 / 3.0];
        for (name, expected) in waits.iter().zip(expected) {
            assert!((value(&world, name) - expected).abs() < 1e-12, "{name}: {}", value(&world, name));
        }
        world.services = false;
        assert!(waits.iter().all(|name| is_missing(value(&world, name))));
    }

    #[test]
    fn tenancies_and_time_without_a_home_are_means_of_those_who_are_in_them() {
        let mut world = fixtures::town(&npm(), 1, 1, 4);
        let lengths = ["tenancy_length", "time_without_home"];
        assert!(lengths.iter().all(|name| is_missing(value(&world, name))));
        let tally = &mut world.places[0].tally;
        (tally.tenancies, tally.homes_paid) = ([9, 2, 3], [3, 1]);
        (tally.weeks_housed, tally.weeks_without) = (66, 20);
        assert_eq!(lengths.map(|name| value(&world, name)), [16.5, 4.0]);
    }

    #[test]
    fn without_anybody_at_work_outcomes_of_staff_are_missing() {
        let mut open = fixtures::town(&npm(), 2, 2, 4);
        for place in &mut open.places {
            place.organisations.iter_mut().flat_map(|o| &mut o.workers).for_each(|worker| worker.filled = false);
        }
        let mut closed = fixtures::town(&npm(), 2, 2, 4);
        closed.services = false;
        for name in ["staff_wellbeing", "exhaustion", "turnover", "sick_days", "caseload", "safety", "belief_adopted"] {
            assert!(is_missing(value(&open, name)) && is_missing(value(&closed, name)), "{name}");
        }
        assert_eq!(value(&open, "vacancies"), 1.0);
        for name in ["vacancies", "practice_adopted", "organisation_trust"] {
            assert!(is_missing(value(&closed, name)), "{name}");
        }
    }

    #[test]
    fn the_last_who_leaves_counts_as_having_been_there() {
        let mut world = fixtures::town(&npm(), 1, 1, 4);
        let organisation = &mut world.places[0].organisations[0];
        organisation.workers[0].filled = false;
        organisation.flows.leavers = 1;
        assert_eq!(value(&world, "turnover"), 52.0);
    }
}
