//! Admission: organisations assess, refuse, list, hand on, and open cases.
//!
//! ```text
//! refused where severity < threshold + bar        (rule of access; nobody is refused in an emergency)
//! room    = sum over workers of (caseload cap * kind of service - cases), at most the week's quota
//! order   = (1 - c) (severity, less creaming * share at risk * severity) + c min(1, wait / T), or order of joining
//! c       = clock * attention                     (0 where nobody watches waiting time)
//! P(brief contact in the two weeks before T) = bunch * attention
//! package = the one whose code agrees best with what the assessment saw
//! plan    = worker's belief within discretion, else the package's code, else a fair draw
//!           (where codes are evidence, the belief comes first only where the code says nothing, or where the worker found
//!           it out, not taken from the code, and own strength > min(|L|, person))
//! P(hand-off is lost) = loss * (1 - trust between the two)
//! ```
//!
//! Under a lead worker a case takes in every need within the organisation's reach, and those of partners as far as
//! trust allows; by domain each need is its own case, and another need is handed on.
//!
//! A brief contact stops the clock and takes little of the need away; who still needs help comes back as failure demand.
//!
//! Update: requests in order of resident, organisations in order of number.
//! Evidence is weighed in [`patterns::evidence`].
//! Units: shares, hours. Source: M04, M13, M19, M31; assumptions A144-A149, A285.
//! Regimes: access, support, casework, payment, collaboration.

pub mod clocks;
pub mod context;
pub mod hand_offs;
pub mod lists;
pub mod opening;
pub mod parameters;

use crate::model::patterns;
use crate::model::rules::practice::{Access, Casework};
use crate::model::rules::system::Collaboration;
use crate::model::submodels::service::admission::clocks::Order;
use crate::model::submodels::service::admission::context::AdmissionContext;
use crate::model::submodels::service::admission::hand_offs::{hand_on, leave_with_need};
use crate::model::submodels::service::admission::opening::{
    FULL_WEEK_DAYS, Opening, OpeningDraws, Roster, open, share_at_risk, turned,
};
use crate::model::submodels::service::admission::parameters::Parameters;
use crate::model::world::Context;
use crate::model::world::Rules;
use crate::model::world::cases::{Request, Waiting};
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::model::world::rows::Row;
use crate::randomness::Randomness;
use crate::units::domains::Domains;

/// Answers the requests of a place, keeps its lists, opens cases.
pub fn admit(
    place: &mut Place,
    context: &Context<'_>,
    p: &Parameters,
    patterns: &patterns::Parameters,
    noise: f64,
    randomness: &Randomness,
) {
    if !context.services {
        return;
    }
    let admission = AdmissionContext {
        constants: context.constants,
        p,
        patterns,
        randomness,
        week: context.week,
        turned: turned(patterns, context.week),
        country: context.country.pattern,
        noise: noise as f32,
    };
    for request in std::mem::take(&mut place.requests) {
        answer(place, &admission, request, |c, o| context.rules(c, o));
    }
    let mut organisations = std::mem::take(&mut place.organisations);
    let trust = std::mem::take(&mut place.trust);
    let n = organisations.len();
    let reaches: Vec<Domains> = organisations.iter().map(|organisation| organisation.domains).collect();
    for (own, organisation) in organisations.iter_mut().enumerate() {
        let rules = context.rules(place.commissioner.row, organisation.row);
        let joint = joint_domains(&reaches, &trust[own * n..own * n + n], rules.collaboration, p);
        take_from_list(place, organisation, &admission, &Opening { rules, joint });
    }
    place.organisations = organisations;
    place.trust = trust;
    hand_on(place, &admission);
}

/// Domains of partners that are trusted enough to act in one case.
fn joint_domains(reaches: &[Domains], trust: &[f32], collaboration: &Collaboration, p: &Parameters) -> Domains {
    if matches!(collaboration, Collaboration::None(_)) {
        return Domains::NONE;
    }
    let partners = reaches.iter().zip(trust).filter(|&(_, &trust)| trust >= p.joint_from as f32);
    partners.fold(Domains::NONE, |domains, (&reach, _)| domains | reach)
}

/// Assesses a request: refused, or put on the list.
fn answer<'a>(
    place: &mut Place,
    context: &AdmissionContext<'_>,
    request: Request,
    rules_of: impl Fn(Row, Row) -> Rules<'a>,
) {
    let r = request.resident as usize;
    let brought = Domains::one(request.domain);
    let Some(organisation) = place.organisations.get_mut(usize::from(request.organisation)) else {
        return;
    };
    let gone = place.residents.generation[r] != request.generation;
    if gone || (place.residents.served[r] | place.residents.waiting[r]).meets(brought) {
        return;
    }
    let rules = rules_of(place.commissioner.row, organisation.row);
    organisation.flows.requests[request.origin as usize] += 1;
    if !place.residents.served[r].is_empty() || request.hand_offs > 0 {
        organisation.flows.duplicates += 1;
    }
    let severity = request.severity + context.p.assessment_error as f32 * request.error;
    let emergency = place.shocks.emergency_weeks > 0;
    if let (Access::Threshold(threshold), false) = (rules.access, emergency)
        && severity < threshold.severity as f32 + organisation.waits.bar
    {
        organisation.flows.refused += 1;
        leave_with_need(&mut place.residents, r, request.domain, context.p);
        return;
    }
    organisation.flows.joined_list += 1;
    place.residents.waiting[r] |= brought;
    let mut waiting = Waiting {
        resident: request.resident,
        generation: place.residents.generation[r],
        domain: request.domain,
        origin: request.origin,
        hand_offs: request.hand_offs,
        severity: severity.clamp(0.0, 1.0),
        since: context.week,
        earlier_weeks: 0,
        reset_weeks: 0,
    };
    if !place.unready.is_empty() {
        waiting.earlier_weeks = clocks::earlier_weeks(place, &waiting);
    }
    if let Some(organisation) = place.organisations.get_mut(usize::from(request.organisation)) {
        organisation.waiting.push(waiting);
    }
}

/// Cases at which a full-time worker takes no more.
fn cap(casework: &Casework) -> f32 {
    let cap = match casework {
        Casework::ByDomain(by_domain) => by_domain.caseload,
        Casework::LeadWorker(lead) => lead.caseload,
        Casework::Mixed(mixed) => mixed.caseload,
    };
    cap as f32
}

/// Goes through the list, opens cases for those for whom there is room, and sees some others briefly.
fn take_from_list(
    place: &mut Place,
    organisation: &mut Organisation,
    context: &AdmissionContext<'_>,
    opening: &Opening<'_>,
) {
    let rules = &opening.rules;
    let since = context.week.checked_sub(context.p.patient_weeks);
    let struck = lists::strike_off(&mut organisation.waiting, &place.residents, since);
    organisation.flows.left_list += struck.left;
    organisation.flows.taken_in += struck.taken_in;
    organisation.flows.asked_again = context.p.asks_again as f32 * struck.need_of_long;
    let room = room(organisation, rules).min(organisation.waiting.len());
    if room > 0 {
        open_cases(place, organisation, context, opening, room);
    }
    clocks::see_briefly(place, organisation, context, rules.accountability.watched());
}

/// Opens cases for a number of those on the list.
fn open_cases(
    place: &mut Place,
    organisation: &mut Organisation,
    context: &AdmissionContext<'_>,
    opening: &Opening<'_>,
    room: usize,
) {
    let rules = &opening.rules;
    let taken: Vec<Waiting> = match rules.access {
        Access::Quota(_) => organisation.waiting.drain(..room).collect(),
        _ => {
            let lean = 1.0 - context.p.creaming as f32 * share_at_risk(rules.payment);
            let watched = rules.accountability.watched();
            let order = Order::under(lean, watched, organisation.waits.attention, context.p.clock);
            lists::first_by(&mut organisation.waiting, room, |waiting| order.of(waiting, context.week))
        }
    };
    let mut opened = Vec::with_capacity(taken.len());
    let mut roster = Roster::of(organisation);
    let opening_draws = OpeningDraws::of(&taken, place.index, context, rules.support);
    for next in opening_draws.with(&taken) {
        let waiting = next.waiting;
        // A case that was opened just now may have taken this need in.
        if !place.residents.waiting[waiting.resident as usize].contains(waiting.domain) {
            organisation.flows.taken_in += 1;
            continue;
        }
        opened.extend(open(place, organisation, &mut roster, context, opening, &next));
    }
    lists::merge(&mut organisation.cases, opened);
}

/// Cases that the organisation can open this week.
fn room(organisation: &mut Organisation, rules: &Rules<'_>) -> usize {
    let cap = cap(rules.casework) * organisation.service.caseload_factor as f32;
    let at_work = organisation.workers.iter().filter(|worker| worker.filled && worker.absent_now < FULL_WEEK_DAYS);
    let free: f32 = at_work.clone().map(|worker| (cap - f32::from(worker.caseload)).max(0.0)).sum();
    let Access::Quota(quota) = rules.access else {
        return free as usize;
    };
    let allowed = organisation.quota_left + quota.cases_per_worker_week as f32 * at_work.count() as f32;
    organisation.quota_left = allowed.fract();
    free.min(allowed) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::fixtures::status_quo;
    use crate::model::patterns::factors::Pattern;
    use crate::model::regime::Regime;
    use crate::model::rules::money::Payment;
    use crate::model::rules::practice::Quota;
    use crate::model::world::rules;
    use crate::units::domains::Domain;

    /// A context in the first week but one, in the small town of the tests.
    pub(super) fn with_context<T>(p: &Parameters, f: impl FnOnce(&AdmissionContext<'_>) -> T) -> T {
        f(&AdmissionContext {
            constants: &fixtures::constants(),
            p,
            patterns: &patterns::Parameters::default(),
            randomness: &Randomness::new(1, 0),
            week: 1,
            turned: 0.0,
            country: Pattern::NONE,
            noise: 0.0,
        })
    }

    #[test]
    fn a_quota_comes_to_its_number_in_the_end() {
        let row = Regime {
            access: Access::Quota(Quota { cases_per_worker_week: 0.6, ..Quota::default() }),
            ..crate::model::regime::npm()
        };
        let rows = [row.clone(), row];
        for (workers, weeks, expected) in [(1, 10, 6), (3, 10, 18)] {
            let mut organisation = fixtures::organisation(0, workers);
            organisation.workers.iter_mut().for_each(|worker| worker.filled = true);
            let taken: usize = (0..weeks).map(|_| room(&mut organisation, &status_quo(&rows))).sum();
            assert!(taken.abs_diff(expected) <= 1, "{workers} workers took {taken}");
        }
    }

    #[test]
    fn partners_that_are_trusted_act_in_one_case_unless_nobody_works_together() {
        let p = Parameters { joint_from: 0.5, ..Parameters::default() };
        let joint = |collaboration: &Collaboration| {
            joint_domains(&[0b1, 0b110, 0b1010].map(Domains::from_bits), &[1.0, 0.4, 0.5], collaboration, &p)
        };
        assert_eq!(joint(&crate::model::regime::hls().collaboration), Domains::from_bits(0b1011));
        assert_eq!(joint(&Collaboration::None(crate::parameters::NoParameters {})), Domains::NONE);
    }

    #[test]
    fn where_money_depends_on_results_the_easier_needs_are_taken_first() {
        let p = Parameters { creaming: 2.0, ..Parameters::default() };
        let first = |share: f64| {
            let payment = Payment::ByResults(crate::model::rules::money::ByResults { share, ..Default::default() });
            let row = Regime { payment, ..crate::model::regime::npm() };
            let mut world = fixtures::town(&row, 1, 1, 2);
            let place = &mut world.places[0];
            place.residents.waiting.fill(Domains::one(0_usize));
            let mut organisation = place.organisations.remove(0);
            organisation.workers[0].caseload = cap(&row.casework) as u16 - 1;
            organisation.waiting = [(0, 0.9), (1, 0.3)]
                .map(|(resident, severity)| Waiting { severity, ..fixtures::waiting(resident) })
                .into();
            let rows = [row.clone(), row];
            with_context(&p, |context| {
                let opening = Opening { rules: status_quo(&rows), joint: Domains::NONE };
                take_from_list(place, &mut organisation, context, &opening)
            });
            organisation.cases.iter().map(|case| case.resident).collect::<Vec<_>>()
        };
        assert_eq!((first(0.0), first(0.4)), (vec![0], vec![0]));
        assert_eq!(first(0.8), [1]);
    }

    #[test]
    fn who_was_handed_on_or_has_a_case_is_assessed_once_more() {
        let assessed_twice = |served: u8, hand_offs: u8| {
            let row = crate::model::regime::hls();
            let rows = [row.clone(), row];
            let mut place = fixtures::town(&rows[0], 1, 1, 1).places.remove(0);
            place.residents.served[0] = Domains::from_bits(served);
            let request = Request {
                resident: 0,
                generation: 0,
                domain: Domain::default(),
                origin: crate::model::ledger::Origin::New,
                organisation: 0,
                hand_offs,
                severity: 0.8,
                error: 0.0,
            };
            with_context(&Parameters::default(), |context| {
                answer(&mut place, context, request, |c, o| rules(&rows, Row::StatusQuo, c, o))
            });
            let flows = place.organisations[0].flows;
            (flows.joined_list, flows.duplicates)
        };
        assert_eq!((assessed_twice(0, 0), assessed_twice(0, 1), assessed_twice(0b10, 0)), ((1, 0), (1, 1), (1, 1)));
        assert_eq!(assessed_twice(0b1, 0), (0, 0));
    }
}
