//! Admission: organisations assess, refuse, list, hand on, and open cases.
//!
//! ```text
//! refused where severity < threshold              (rule of access; nobody is refused in an emergency)
//! room    = sum over workers of (caseload cap - cases), at most the week's quota
//! order   = severity, less creaming * share at risk * severity, or order of joining
//! package = the one whose code agrees best with what the assessment saw
//! plan    = worker's belief within discretion, else the package's code, else a fair draw
//! P(hand-off is lost) = loss * (1 - trust between the two)
//! ```
//!
//! Under a lead worker a case takes in every need within the organisation's reach, and those of partners as far as
//! trust allows; by domain each need is its own case, and another need is handed on.
//!
//! Update: requests in order of resident, organisations in order of number.
//! Units: shares, hours. Source: M04, M13, M19, M31; assumptions A144-A149.
//! Regimes: access, support, casework, payment, collaboration.

pub mod lists;

use crate::model::ledger::Origin;
use crate::model::patterns::{self, Belief};
use crate::model::regime::{Access, Casework, Collaboration, Payment, Support};
use crate::model::world::cases::{Case, Request, Waiting};
use crate::model::world::frame::Frame;
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::model::world::residents::Residents;
use crate::model::world::workers::Worker;
use crate::model::world::{Rules, World, rules};
use crate::parallel;
use crate::randomness::{Block, Draws, Randomness, address, bernoulli_bits, fair_bits};
use crate::units::{DOMAINS, WEEKS_PER_YEAR, Week, bits_of, domains_in, share_of};

crate::parameters! {
    /// How organisations admit.
    pub struct Parameters {
        /// Need from which on a case takes a domain in.
        opens_from: f64 = 0.25, "share", 0.0..=1.0, Uncertainty, "A144";
        /// Part of the factors that an assessment sees.
        assessment_sees: f64 = 0.20, "share", 0.0..=1.0, Uncertainty, "A145";
        /// Standard deviation of the error of an assessed severity.
        assessment_error: f64 = 0.08, "share", 0.0..=0.5, Uncertainty, "A145";
        /// Weekly probability that somebody of full need who waits asks again.
        asks_again: f64 = 0.05, "1/week", 0.0..=0.35, Uncertainty, "M09";
        /// Time on a list before anybody does.
        patient_weeks: u32 = 4, "week", 0.0..=52.0, Uncertainty, "A213";
        /// Probability that a hand-off is lost between organisations without trust.
        hand_off_loss: f64 = 0.25, "probability", 0.0..=1.0, Uncertainty, "M19";
        /// Hand-offs after which nobody hands on any more.
        most_hand_offs: u32 = 3, "hand-off", 0.0..=10.0, Constant, "A146";
        /// Trust between organisations from which on partners act in one case.
        joint_from: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "A147";
        /// How strongly money at risk turns selection and attention away from severe need.
        creaming: f64 = 2.0, "factor", 0.0..=10.0, Uncertainty, "M04";
        /// Least attention that a parked case gets.
        parked: f64 = 0.1, "share", 0.0..=1.0, Uncertainty, "M04";
        /// Relationship at the start, at full trust.
        first_relationship: f64 = 0.15, "share", 0.0..=1.0, Uncertainty, "A148";
        /// Trust lost by being refused.
        trust_lost_refused: f64 = 0.06, "share", 0.0..=1.0, Uncertainty, "A149";
        /// Severity below which a lapsed or refused need does not come back as failure demand.
        failure_from: f64 = 0.20, "share", 0.0..=1.0, Uncertainty, "M09";
    }
}

/// What admission needs of its surroundings.
struct Desk<'a> {
    frame: &'a Frame,
    p: &'a Parameters,
    patterns: &'a patterns::Parameters,
    randomness: &'a Randomness,
    week: Week,
    /// Probability that a factor of a resident's own pattern has turned since the first week.
    turned: f64,
    country: u128,
    /// Standard deviation of the transient part of observed need.
    noise: f32,
}

/// Answers requests, keeps lists, opens cases.
pub fn admit(world: &mut World, p: &Parameters, patterns: &patterns::Parameters, noise: f64, randomness: &Randomness) {
    if !world.services {
        return;
    }
    let (frame, week, rows, country) = (world.frame.clone(), world.week, world.rows.clone(), world.country.row);
    let pattern = world.country.pattern;
    parallel::each_mut(world.width, &mut world.places, |_, place| {
        let turned = turned(patterns, week);
        let noise = noise as f32;
        let desk = Desk { frame: &frame, p, patterns, randomness, week, turned, country: pattern, noise };
        for request in std::mem::take(&mut place.requests) {
            answer(place, &desk, request, |c, o| rules(&rows, country, c, o));
        }
        let mut organisations = std::mem::take(&mut place.organisations);
        let trust = std::mem::take(&mut place.trust);
        let n = organisations.len();
        let reaches: Vec<u8> = organisations.iter().map(|organisation| organisation.domains).collect();
        for (own, organisation) in organisations.iter_mut().enumerate() {
            let rules = rules(&rows, country, place.commissioner.row, organisation.row);
            let joint = joint_domains(&reaches, &trust[own * n..own * n + n], rules.collaboration, p);
            take_from_list(place, organisation, &desk, &rules, joint);
        }
        place.organisations = organisations;
        place.trust = trust;
        hand_on(place, &desk);
    });
}

/// Domains of partners that are trusted enough to act in one case.
fn joint_domains(reaches: &[u8], trust: &[f32], collaboration: &Collaboration, p: &Parameters) -> u8 {
    if matches!(collaboration, Collaboration::None(_)) {
        return 0;
    }
    let partners = reaches.iter().zip(trust).filter(|&(_, &trust)| trust >= p.joint_from as f32);
    partners.fold(0, |domains, (&reach, _)| domains | reach)
}

/// Assesses a request: refused, or put on the list.
fn answer<'a>(place: &mut Place, desk: &Desk<'_>, request: Request, rules_of: impl Fn(u8, u8) -> Rules<'a>) {
    let r = request.resident as usize;
    let bit = 1_u8 << request.domain;
    let Some(organisation) = place.organisations.get_mut(usize::from(request.organisation)) else {
        return;
    };
    let gone = place.residents.generation[r] != request.generation;
    if gone || (place.residents.served[r] | place.residents.waiting[r]) & bit != 0 {
        return;
    }
    let rules = rules_of(place.commissioner.row, organisation.row);
    organisation.flows.requests[request.origin as usize] += 1;
    if place.residents.served[r] != 0 || request.hand_offs > 0 {
        organisation.flows.duplicates += 1;
    }
    let severity = request.severity + desk.p.assessment_error as f32 * request.error;
    let emergency = place.shocks.emergency_weeks > 0;
    if let (Access::Threshold(threshold), false) = (rules.access, emergency)
        && severity < threshold.severity as f32
    {
        organisation.flows.refused += 1;
        leave_with_need(&mut place.residents, r, request.domain, desk.p);
        return;
    }
    organisation.flows.joined_list += 1;
    place.residents.waiting[r] |= bit;
    organisation.waiting.push(Waiting {
        resident: request.resident,
        generation: place.residents.generation[r],
        domain: request.domain,
        origin: request.origin,
        hand_offs: request.hand_offs,
        severity: severity.clamp(0.0, 1.0),
        since: desk.week,
    });
}

fn leave_with_need(residents: &mut Residents, r: usize, domain: u8, p: &Parameters) {
    if residents.need(r, usize::from(domain)) >= p.failure_from as f32 {
        residents.failed[r] |= 1 << domain;
    }
    residents.trust[r] = residents.trust[r].saturating_sub(bits_of(p.trust_lost_refused as f32));
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

/// Opens cases for those on the list for whom there is room.
fn take_from_list(place: &mut Place, organisation: &mut Organisation, desk: &Desk<'_>, rules: &Rules<'_>, joint: u8) {
    let struck = lists::strike_off(&mut organisation.waiting, &place.residents);
    organisation.flows.left_list += struck.left;
    organisation.flows.taken_in += struck.taken_in;
    if let Some(since) = desk.week.checked_sub(desk.p.patient_weeks) {
        let (list, chance) = (&organisation.waiting, desk.p.asks_again as f32);
        organisation.flows.asked_again = lists::asked_again(list, &place.residents, since, chance);
    }
    let mut room = room(organisation, rules);
    if room == 0 || organisation.waiting.is_empty() {
        return;
    }
    room = room.min(organisation.waiting.len());
    let taken = match rules.access {
        Access::Quota(_) => organisation.waiting.drain(..room).collect(),
        _ => lists::first_by_need(
            &mut organisation.waiting,
            room,
            1.0 - desk.p.creaming as f32 * share_at_risk(rules.payment),
        ),
    };
    let mut opened = Vec::with_capacity(taken.len());
    let mut roll = Roll::of(organisation);
    for waiting in taken {
        // A case that was opened just now may have taken this need in.
        if place.residents.waiting[waiting.resident as usize] >> waiting.domain & 1 == 0 {
            organisation.flows.taken_in += 1;
            continue;
        }
        opened.extend(open(place, (organisation, &mut roll), desk, rules, joint, waiting));
    }
    lists::merge(&mut organisation.cases, opened);
}

/// Cases that the organisation can open this week.
fn room(organisation: &mut Organisation, rules: &Rules<'_>) -> usize {
    let cap = cap(rules.casework);
    let at_work = organisation.workers.iter().filter(|worker| worker.filled && worker.absent_now < FULL_WEEK_DAYS);
    let free: f32 = at_work.clone().map(|worker| (cap - f32::from(worker.caseload)).max(0.0)).sum();
    let Access::Quota(quota) = rules.access else {
        return free as usize;
    };
    let allowed = organisation.quota_left + quota.cases_per_worker_week as f32 * at_work.count() as f32;
    organisation.quota_left = allowed.fract();
    free.min(allowed) as usize
}

/// Working days of a full week.
const FULL_WEEK_DAYS: f32 = 5.0;

/// Part of the money that depends on results.
fn share_at_risk(payment: &Payment) -> f32 {
    match payment {
        Payment::ByResults(by_results) => by_results.share as f32,
        _ => 0.0,
    }
}

fn open(
    place: &mut Place,
    (organisation, roll): (&mut Organisation, &mut Roll),
    desk: &Desk<'_>,
    rules: &Rules<'_>,
    joint: u8,
    waiting: Waiting,
) -> Option<Case> {
    let r = waiting.resident as usize;
    let domains = domains_of_case(place, organisation, desk.p, rules.casework, joint, &waiting);
    let worker = roll.take(waiting.domain)?;
    let case = make_case(place, organisation, desk, rules, &waiting, domains, worker);
    organisation.workers[usize::from(worker)].caseload += 1;
    organisation.volume[usize::from(case.package)] += 1;
    organisation.flows.opened[waiting.origin as usize] += 1;
    place.residents.served[r] |= domains;
    place.residents.waiting[r] &= !domains;
    place.residents.stirred[r] = true;
    hand_on_other_need(place, organisation, desk, waiting, domains);
    Some(case)
}

/// The domains that a case takes in.
fn domains_of_case(
    place: &Place,
    organisation: &Organisation,
    p: &Parameters,
    casework: &Casework,
    joint: u8,
    waiting: &Waiting,
) -> u8 {
    let r = waiting.resident as usize;
    let brought = 1_u8 << waiting.domain;
    let within = (organisation.reach() | joint) & !place.residents.served[r];
    let needs = (0..DOMAINS).filter(|&d| place.residents.need(r, d) >= p.opens_from as f32);
    let needed = needs.fold(0_u8, |needed, d| needed | 1 << d);
    let whole = brought | needed & within;
    match casework {
        Casework::ByDomain(_) => brought,
        Casework::LeadWorker(_) => whole,
        Casework::Mixed(mixed) if needed.count_ones() >= mixed.lead_from_needs => whole,
        Casework::Mixed(_) => brought,
    }
}

/// Who can take a case, side by side: filled posts in order, each with whether its worker is away, cases and domain.
struct Roll(Vec<(u16, bool, u16, u8)>);

impl Roll {
    fn of(organisation: &Organisation) -> Roll {
        let filled = (0..).zip(&organisation.workers).filter(|(_, worker)| worker.filled);
        let entry = |(post, worker): (u16, &Worker)| {
            (post, worker.absent_now >= FULL_WEEK_DAYS, worker.caseload, worker.specialty)
        };
        Roll(filled.map(entry).collect())
    }

    /// Gives a case to the worker with the fewest, a specialist first; none where every post stands open.
    fn take(&mut self, domain: u8) -> Option<u16> {
        let fewest = self.0.iter_mut().min_by_key(|(_, away, cases, specialty)| (*away, *cases, *specialty != domain));
        fewest.map(|(post, _, cases, _)| {
            *cases += 1;
            *post
        })
    }
}

fn make_case(
    place: &Place,
    organisation: &Organisation,
    desk: &Desk<'_>,
    rules: &Rules<'_>,
    waiting: &Waiting,
    domains: u8,
    worker: u16,
) -> Case {
    let r = waiting.resident as usize;
    let residents = &place.residents;
    let number = address(place.index, waiting.resident);
    let (draws, week) = (desk.randomness, desk.week);
    let [own, drift] = draws.pairs((Draws::Personal, 0), (Draws::PersonalDrift, 0), number);
    let [sight, own_mind] = draws.pairs((Draws::Assessment, week), (Draws::Discretion, week), number);
    let personal = personal_pattern(desk, &own, &drift);
    let truth = place.group_truth(desk.country, residents.group[r]) ^ personal;
    let seen = bernoulli_bits(desk.p.assessment_sees, &sight);
    let menu = on_menu(rules.support, organisation.codes.len());
    let package = choose_package(organisation, menu, truth, seen & patterns::lanes_of(domains), residents.group[r]);
    let free = match rules.support {
        _ if place.shocks.emergency_weeks > 0 => u128::MAX,
        Support::Bespoke(_) => u128::MAX,
        Support::Standard(standard) => bernoulli_bits(standard.discretion, &own_mind),
        Support::Menu(menu) => bernoulli_bits(menu.discretion, &own_mind),
    };
    let ends = match rules.support {
        Support::Bespoke(_) => Week::MAX,
        Support::Standard(standard) => desk.week + standard.weeks,
        Support::Menu(menu) => desk.week + menu.weeks,
    };
    let guess = fair_bits(&desk.randomness.block(Draws::Guesses, 0, desk.week, number), 0);
    let belief = organisation.workers[usize::from(worker)].belief;
    let [need, rest] = own_weighted(residents, r, domains);
    let observed = Residents::observed(bits_of(need), residents.noise[r], desk.noise);
    let risk = share_at_risk(rules.payment);
    Case {
        personal,
        plan: plan(&belief, &organisation.codes[usize::from(package)], free, guess),
        found: 0,
        known: 0,
        free,
        resident: waiting.resident,
        generation: residents.generation[r],
        worker,
        package,
        domains,
        relationship: desk.p.first_relationship as f32 * share_of(residents.trust[r]),
        heard: 0.0,
        hours: 0.0,
        hours_now: 0.0,
        own_now: 1.0,
        attention: attention(risk, waiting.severity, desk.p),
        observed_at_opening: observed,
        need_at_opening: need,
        need_now: need,
        rest_at_opening: rest,
        opened: desk.week,
        ends,
        origin: waiting.origin,
        fit: 0.0,
    }
}

/// What is delivered where nothing was found out yet.
#[must_use]
pub fn plan(belief: &Belief, code: &Belief, discretion: u128, guess: u128) -> u128 {
    let own = belief.known & discretion;
    let by_code = code.known & !own;
    belief.value & own | code.value & by_code | guess & !own & !by_code
}

/// Probability that a factor has turned, and not turned back, since the first week.
fn turned(patterns: &patterns::Parameters, week: Week) -> f64 {
    let years = f64::from(week) / WEEKS_PER_YEAR;
    0.5 * (1.0 - libm::exp(-2.0 * patterns.personal_drift_per_year * years))
}

/// A resident's own pattern in the year of the week: a first draw, and what has drifted since.
fn personal_pattern(desk: &Desk<'_>, own: &[Block; 2], drift: &[Block; 2]) -> u128 {
    let first = bernoulli_bits(desk.patterns.personal_variation, own);
    (first ^ bernoulli_bits(desk.turned, drift)) & desk.frame.mask
}

/// Packages that the rule of support offers; bespoke support starts from any of them.
fn on_menu(support: &Support, codes: usize) -> usize {
    codes.min(support.menu_size() as usize)
}

/// The package whose code agrees best with what the assessment saw; of equals the one made for the group.
fn choose_package(organisation: &Organisation, menu: usize, truth: u128, seen: u128, group: u8) -> u8 {
    let score = |package: usize| {
        let code = &organisation.codes[package];
        let judged = seen & code.known;
        let wrong = ((code.value ^ truth) & judged).count_ones() as i32;
        let net = judged.count_ones() as i32 - 2 * wrong;
        (net, organisation.package_groups[package] == group, core::cmp::Reverse(package))
    };
    (0..menu).max_by_key(|&package| score(package)).unwrap_or(0) as u8
}

/// How much of the usual attention a case gets where money depends on results.
fn attention(risk: f32, severity: f32, p: &Parameters) -> f32 {
    let lean = 1.0 + 2.0 * p.creaming as f32 * risk * (0.5 - severity);
    lean.clamp(p.parked as f32, 2.0)
}

/// Own-weighted means of need and of set point over some domains.
fn own_weighted(residents: &Residents, r: usize, domains: u8) -> [f32; 2] {
    let (mut need, mut rest, mut weights) = (0.0, 0.0, 0.0);
    for domain in domains_in(domains) {
        let weight = f32::from(residents.priorities[r][domain]) + 1.0;
        need += weight * residents.need(r, domain);
        rest += weight * residents.set_points[r][domain];
        weights += weight;
    }
    [need, rest].map(|sum| sum / f32::max(weights, 1.0))
}

/// Hands the worst other need on, to be assessed again next week by whoever reaches it.
fn hand_on_other_need(
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
fn hand_on(place: &mut Place, desk: &Desk<'_>) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::regime::{Quota, Regime};
    use crate::model::submodels::samples;

    #[test]
    fn a_plan_follows_the_worker_within_discretion_then_the_code_then_chance() {
        let belief = Belief { value: 0b0001, known: 0b0011 };
        let code = Belief { value: 0b0110, known: 0b0111 };
        assert_eq!(plan(&belief, &code, 0b0001, 0b1000), 0b1111);
        assert_eq!(plan(&belief, &code, 0, 0b1000), 0b1110);
    }

    #[test]
    fn a_quota_comes_to_its_number_in_the_end() {
        let row = Regime {
            access: Access::Quota(Quota { cases_per_worker_week: 0.6, ..Quota::default() }),
            ..crate::model::regime::npm()
        };
        let rows = [row.clone(), row];
        for (workers, weeks, expected) in [(1, 10, 6), (3, 10, 18)] {
            let mut organisation = samples::organisation(0, workers);
            organisation.workers.iter_mut().for_each(|worker| worker.filled = true);
            let taken: usize = (0..weeks).map(|_| room(&mut organisation, &rules(&rows, 0, 0, 0))).sum();
            assert!(taken.abs_diff(expected) <= 1, "{workers} workers took {taken}");
        }
    }

    #[test]
    fn attention_is_even_without_money_at_risk_and_leaves_the_worst_off_with_it() {
        let p = Parameters::default();
        assert_eq!(attention(0.0, 0.9, &p), 1.0);
        assert!(attention(0.5, 0.9, &p) < attention(0.5, 0.3, &p));
        assert!(attention(1.0, 1.0, &p) >= p.parked as f32);
    }
}
