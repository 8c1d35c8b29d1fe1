//! Clocks: what attention to waiting time does to a list, before anybody is helped sooner.
//!
//! The equations stand in [`admission`](super).

use crate::model::ledger::Origin;
use crate::model::rules::answering::Watched;
use crate::model::submodels::service::admission::context::AdmissionContext;
use crate::model::world::cases::{Unready, Waiting};
use crate::model::world::organisations::{Flows, Organisation};
use crate::model::world::places::Place;
use crate::model::world::waits::LONG_WEEKS;
use crate::randomness::Draws;
use crate::randomness::address::Address;
use crate::units::domains::Domains;
use crate::units::{Week, bits_of};

/// Weeks before somebody is late in which brief contacts bunch.
const LAST_WEEKS: u32 = 2;

/// In which order people are taken from a list.
pub struct Order {
    /// Weight of severity: below 1 where money depends on results.
    pub lean: f32,
    /// Weight of the clock.
    pub clock: f32,
    /// Waiting at which the clock weighs most (week).
    pub weeks: u32,
}

impl Order {
    /// The order under a rule: by severity alone where nobody watches the clock.
    #[must_use]
    pub fn under(lean: f32, watched: Option<Watched>, attention: f32, clock: f64) -> Order {
        let (clock, weeks) = watched.map_or((0.0, 1), |watched| (clock as f32 * attention, watched.weeks));
        Order { lean, clock, weeks }
    }

    /// Who has the greatest is taken first.
    #[must_use]
    pub fn of(&self, waiting: &Waiting, week: Week) -> f32 {
        let severity = self.lean * waiting.severity;
        if self.clock <= 0.0 {
            return severity;
        }
        let waited = waiting.reported_wait(week) as f32 / self.weeks as f32;
        (1.0 - self.clock) * severity + self.clock * waited.min(1.0)
    }
}

/// Notes that a case stops a clock.
pub fn stop(organisation: &mut Organisation, waiting: &Waiting, week: Week, watched: Option<Watched>) {
    let (waited, reported) = (waiting.true_wait(week), waiting.reported_wait(week));
    let flows = &mut organisation.flows;
    flows.waited_weeks += waited;
    flows.waited_long += u32::from(waited > LONG_WEEKS);
    note_clock(flows, reported);
    flows.stopped_late += u32::from(watched.is_some_and(|watched| reported > watched.weeks));
}

/// Notes what a clock shows that stops.
fn note_clock(flows: &mut Flows, reported: u32) {
    flows.clocks_stopped += 1;
    flows.reported_weeks += reported;
    flows.reported_long += u32::from(reported > LONG_WEEKS);
}

/// Sees some of those who are about to be late for a moment: their clock stops, and those with a need that is left come
/// back.
pub fn see_briefly(
    place: &mut Place,
    organisation: &mut Organisation,
    context: &AdmissionContext<'_>,
    watched: Option<Watched>,
) {
    let chance = context.p.bunch * f64::from(organisation.waits.attention);
    let Some(Watched { weeks, .. }) = watched.filter(|_| chance > 0.0) else {
        return;
    };
    // In each of two weeks, so that it is the chance in both together.
    let chance = (1.0 - libm::sqrt(1.0 - chance.min(1.0))) as f32;
    let is_near = |waiting: &Waiting| {
        let waited = waiting.reported_wait(context.week);
        waited < weeks && waited + LAST_WEEKS >= weeks
    };
    let near: Vec<Address> = organisation
        .waiting
        .iter()
        .filter(|waiting| is_near(waiting))
        .map(|waiting| Address::resident(place.index, waiting.resident))
        .collect();
    let mut blocks = context.randomness.blocks(Draws::Clocks, context.week, near).into_iter();
    let mut list = std::mem::take(&mut organisation.waiting);
    list.retain(|waiting| {
        let stands = place.residents.waiting[waiting.resident as usize].contains(waiting.domain);
        let is_drawn =
            is_near(waiting) && blocks.next().is_some_and(|block| block.uniform(waiting.domain.index()) < chance);
        if is_drawn && stands {
            see(place, organisation, context, waiting);
        }
        !(is_drawn && stands)
    });
    organisation.waiting = list;
}

fn see(place: &mut Place, organisation: &mut Organisation, context: &AdmissionContext<'_>, waiting: &Waiting) {
    let (r, domain) = (waiting.resident as usize, waiting.domain.index());
    let residents = &mut place.residents;
    let need = residents.need(r, domain) * (1.0 - context.p.brief_helps as f32);
    residents.needs[r][domain] = bits_of(need);
    residents.active[r] = true;
    residents.waiting[r] &= !Domains::one(waiting.domain);
    organisation.flows.seen_briefly += 1;
    note_clock(&mut organisation.flows, waiting.reported_wait(context.week));
    if need >= context.p.failure_from as f32 {
        residents.failed[r].insert(waiting.domain);
        remember(&mut place.unready, waiting);
    }
}

/// Keeps when somebody first asked, in order of resident and need.
fn remember(unready: &mut Vec<Unready>, waiting: &Waiting) {
    let Waiting { resident, domain, generation, .. } = *waiting;
    let first = waiting.since.saturating_sub(u32::from(waiting.earlier_weeks));
    let entry = Unready { resident, domain, generation, first };
    match unready.binary_search_by_key(&(resident, domain), |entry| (entry.resident, entry.domain)) {
        Ok(at) => unready[at] = entry,
        Err(at) => unready.insert(at, entry),
    }
}

/// How long ago somebody who comes back after a brief contact first asked (week); 0 where the need had gone meanwhile.
#[must_use]
pub fn earlier_weeks(place: &mut Place, waiting: &Waiting) -> u16 {
    let key = (waiting.resident, waiting.domain);
    match place.unready.binary_search_by_key(&key, |entry| (entry.resident, entry.domain)) {
        Ok(at) => {
            let entry = place.unready.remove(at);
            let weeks = (waiting.since - entry.first).min(u32::from(u16::MAX)) as u16;
            let is_back = entry.generation == waiting.generation && waiting.origin == Origin::Failure;
            if is_back { weeks } else { 0 }
        }
        Err(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::regime::npm;
    use crate::model::submodels::service::admission::parameters::Parameters;
    use crate::model::submodels::service::admission::tests::with_context;
    use crate::units::FULL;

    const WATCHED: Watched = Watched { weeks: 3, stake: 1.0, level: 1.0, learn: 0.0 };

    #[test]
    fn without_attention_the_order_is_that_of_severity_and_under_full_attention_that_of_the_clock() {
        let waiting = |severity, since| Waiting { severity, since, ..fixtures::waiting(0) };
        let (late, severe) = (waiting(0.2, 0), waiting(0.9, 12));
        let first = |attention| {
            let order = Order::under(1.0, Some(Watched { weeks: 12, ..WATCHED }), attention, 1.0);
            order.of(&severe, 12) > order.of(&late, 12)
        };
        assert!(first(0.0) && first(0.4) && !first(0.6));
        assert_eq!(Order::under(0.5, None, 1.0, 1.0).of(&severe, 12), 0.45);
        let half = Order::under(1.0, Some(Watched { weeks: 12, ..WATCHED }), 0.5, 1.0);
        assert_eq!(half.of(&waiting(0.2, 0), 6), 0.5 * 0.2 + 0.5 * 0.5);
    }

    /// The list and the place after a week, of people who have waited for a week with a need in some domain.
    fn after(domains: &[usize], need: f32, bunch: f64) -> (usize, Place, Organisation) {
        let mut place = fixtures::town(&npm(), 1, 1, domains.len()).places.remove(0);
        let mut organisation = place.organisations.remove(0);
        organisation.waits.attention = 1.0;
        place.residents.waiting.fill(Domains::from_bits(0b11));
        place.residents.needs.fill([(need * f32::from(FULL)) as u16; 8]);
        let entry = |(&domain, resident): (&usize, u32)| Waiting {
            domain: crate::units::domains::Domain::of(domain),
            ..fixtures::waiting(resident)
        };
        organisation.waiting = domains.iter().zip(0..).map(entry).collect();
        let p = Parameters { bunch, ..Parameters::default() };
        with_context(&p, |context| see_briefly(&mut place, &mut organisation, context, Some(WATCHED)));
        (organisation.waiting.len(), place, organisation)
    }

    #[test]
    fn a_brief_contact_stops_the_clock_and_who_is_not_ready_comes_back() {
        let (left, mut place, organisation) = after(&[1, 0], 0.6, 1.0);
        assert_eq!((left, organisation.flows.seen_briefly, organisation.flows.clocks_stopped), (0, 2, 2));
        assert_eq!(place.residents.failed, [Domains::one(1_usize), Domains::one(0_usize)]);
        assert_eq!(place.residents.waiting, place.residents.failed.iter().rev().copied().collect::<Vec<_>>());
        let need = place.residents.need(1, 0);
        assert!((need - 0.6 * 0.98).abs() < 1e-3, "{need}");
        let back = Waiting { origin: Origin::Failure, since: 9, ..fixtures::waiting(1) };
        assert_eq!((place.unready.len(), earlier_weeks(&mut place, &back)), (2, 9));
        assert_eq!((place.unready.len(), earlier_weeks(&mut place, &back)), (1, 0));
        let (_, place, _) = after(&[0], 0.1, 1.0);
        assert_eq!((place.residents.failed[0], place.unready.len()), (Domains::NONE, 0));
    }

    #[test]
    fn a_case_notes_the_true_wait_and_what_the_clock_shows_and_a_brief_contact_the_clock_alone() {
        let mut organisation = fixtures::organisation(0, 1);
        let waits = [(0, 0), (18, 0), (19, 0), (30, 25)];
        for (weeks, reset_weeks) in waits {
            let waiting = Waiting { since: 40 - weeks, reset_weeks, earlier_weeks: 1, ..fixtures::waiting(0) };
            stop(&mut organisation, &waiting, 40, None);
        }
        let flows = organisation.flows;
        assert_eq!((flows.clocks_stopped, flows.waited_weeks, flows.waited_long), (4, 1 + 19 + 20 + 31, 3));
        assert_eq!((flows.reported_weeks, flows.reported_long), (18 + 19 + 5, 1));
        let (_, _, seen) = after(&[0], 0.6, 1.0);
        assert_eq!((seen.flows.waited_weeks, seen.flows.reported_long), (0, 0));
    }

    #[test]
    fn nobody_is_seen_briefly_without_bunching() {
        assert_eq!(after(&[0, 0, 0], 0.6, 0.0).0, 3);
    }
}
