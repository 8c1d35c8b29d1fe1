//! Opening: what a new case takes in, whose it is, and what is delivered in it before anything was found out.
//!
//! The equations stand in [`admission`](super).

use crate::model::patterns::factors::{Factors, Pattern};
use crate::model::patterns::{self, Belief};
use crate::model::rules::money::Payment;
use crate::model::rules::practice::{Casework, Support};
use crate::model::submodels::service::admission::clocks;
use crate::model::submodels::service::admission::context::AdmissionContext;
use crate::model::submodels::service::admission::hand_offs::hand_on_other_need;
use crate::model::submodels::service::admission::parameters::Parameters;
use crate::model::world::Rules;
use crate::model::world::cases::{Case, Waiting};
use crate::model::world::dose::Dose;
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::model::world::residents::Residents;
use crate::model::world::workers::Worker;
use crate::randomness::address::Address;
use crate::randomness::{Block, Draws};
use crate::units::domains::{Domain, Domains};
use crate::units::{DOMAINS, FACTORS, GroupId, WEEKS_PER_YEAR, Week, bits_of, share_of};

/// Working days of a full week.
pub const FULL_WEEK_DAYS: f32 = 5.0;

/// What is the same for all cases that an organisation opens in a week.
pub struct Opening<'a> {
    /// The rules in force for it.
    pub rules: Rules<'a>,
    /// Domains of partners that are trusted enough to act in one case.
    pub joint: Domains,
}

/// Opens a case for somebody from the list; none where every post stands open.
pub fn open(
    place: &mut Place,
    organisation: &mut Organisation,
    roster: &mut Roster,
    context: &AdmissionContext<'_>,
    opening: &Opening<'_>,
    next: &Next<'_>,
) -> Option<Case> {
    let waiting = *next.waiting;
    let r = waiting.resident as usize;
    let domains = domains_of_case(place, organisation, context.p, opening, &waiting);
    let worker = roster.take(waiting.domain)?;
    let case = make_case(place, organisation, context, &opening.rules, next, Taken { domains, worker });
    organisation.workers[usize::from(worker)].caseload += 1;
    organisation.volume[usize::from(case.package)] += 1;
    organisation.flows.opened[waiting.origin as usize] += 1;
    clocks::stop(organisation, &waiting, context.week, opening.rules.accountability.watched());
    place.residents.served[r] |= domains;
    place.residents.waiting[r] &= !domains;
    place.residents.active[r] = true;
    hand_on_other_need(place, organisation, context, waiting, domains);
    Some(case)
}

/// What is drawn for those whose cases are to be opened, in their order.
pub struct OpeningDraws {
    each: Vec<[Block; 7]>,
    /// Where the worker's own belief enters the plan; empty where it may enter everywhere.
    minds: Vec<[Block; 2]>,
}

impl OpeningDraws {
    /// The draws for those taken from a list, made side by side.
    #[must_use]
    pub fn of(taken: &[Waiting], place: u32, context: &AdmissionContext<'_>, support: &Support) -> OpeningDraws {
        let addresses = || taken.iter().map(|waiting| Address::resident(place, waiting.resident));
        let (week, draws) = (context.week, context.randomness);
        let tables = [
            (Draws::Personal, 0, 0),
            (Draws::Personal, 1, 0),
            (Draws::PersonalDrift, 0, 0),
            (Draws::PersonalDrift, 1, 0),
            (Draws::Assessment, 0, week),
            (Draws::Assessment, 1, week),
            (Draws::Guesses, 0, week),
        ];
        let of_mind = [(Draws::Discretion, 0, week), (Draws::Discretion, 1, week)];
        let minds = match support {
            Support::Bespoke(_) => Vec::new(),
            Support::Standard(_) | Support::Menu(_) => draws.blocks_of(of_mind, addresses()),
        };
        OpeningDraws { each: draws.blocks_of(tables, addresses()), minds }
    }

    /// Those taken, each with its draws.
    pub fn with<'a>(&'a self, taken: &'a [Waiting]) -> impl Iterator<Item = Next<'a>> {
        let minds = self.minds.iter().map(Some).chain(core::iter::repeat(None));
        let next = |((waiting, blocks), own_mind)| Next { waiting, blocks, own_mind };
        taken.iter().zip(&self.each).zip(minds).map(next)
    }
}

/// Whose case is to be opened, and what is drawn for it.
pub struct Next<'a> {
    /// Who waits.
    pub waiting: &'a Waiting,
    blocks: &'a [Block; 7],
    own_mind: Option<&'a [Block; 2]>,
}

impl Next<'_> {
    /// The resident's own pattern in the year of the week: a first draw, and what has drifted since.
    fn personal_pattern(&self, context: &AdmissionContext<'_>) -> Pattern {
        let &[own, own_rest, drift, drift_rest, ..] = self.blocks;
        let first = Factors::drawn(context.patterns.personal_variation, &[own, own_rest]);
        let since = Factors::drawn(context.turned, &[drift, drift_rest]);
        Pattern::true_in(first).turned(since) & context.constants.mask
    }

    /// Factors that the assessment sees.
    fn seen(&self, share: f64) -> Factors {
        let &[.., sight, sight_rest, _] = self.blocks;
        Factors::drawn(share, &[sight, sight_rest])
    }

    /// The plan where nothing is known.
    fn guess(&self) -> Pattern {
        let [.., guess] = self.blocks;
        Pattern::guessed(guess, 0)
    }

    /// Factors in which the rule of support leaves a worker free.
    fn free(&self, support: &Support) -> Factors {
        match support {
            Support::Bespoke(_) => Factors::ALL,
            Support::Standard(standard) => self.discretion(standard.discretion),
            Support::Menu(menu) => self.discretion(menu.discretion),
        }
    }

    /// Factors in which the worker's own belief may enter the plan.
    fn discretion(&self, share: f64) -> Factors {
        self.own_mind.map_or(Factors::ALL, |blocks| Factors::drawn(share, blocks))
    }
}

/// The domains that a case takes in.
fn domains_of_case(
    place: &Place,
    organisation: &Organisation,
    p: &Parameters,
    opening: &Opening<'_>,
    waiting: &Waiting,
) -> Domains {
    let r = waiting.resident as usize;
    let brought = Domains::one(waiting.domain);
    let within = (organisation.reach() | opening.joint) & !place.residents.served[r];
    let needs = (0..DOMAINS).filter(|&d| place.residents.need(r, d) >= p.opens_from as f32);
    let needed: Domains = needs.collect();
    let whole = brought | needed & within;
    match opening.rules.casework {
        Casework::ByDomain(_) => brought,
        Casework::LeadWorker(_) => whole,
        Casework::Mixed(mixed) if needed.len() >= mixed.lead_from_needs => whole,
        Casework::Mixed(_) => brought,
    }
}

/// Who can take a case, side by side: filled posts in order, each with whether its worker is away, cases and domain.
pub struct Roster(Vec<(u16, bool, u16, Domain)>);

impl Roster {
    /// The posts of an organisation as they are before cases open.
    #[must_use]
    pub fn of(organisation: &Organisation) -> Roster {
        let filled = (0..).zip(&organisation.workers).filter(|(_, worker)| worker.filled);
        let entry = |(post, worker): (u16, &Worker)| {
            (post, worker.absent_now >= FULL_WEEK_DAYS, worker.caseload, worker.specialty)
        };
        Roster(filled.map(entry).collect())
    }

    /// Gives a case to the worker with the fewest, a specialist first; none where every post stands open.
    fn take(&mut self, domain: Domain) -> Option<u16> {
        let fewest = self.0.iter_mut().min_by_key(|(_, away, cases, specialty)| (*away, *cases, *specialty != domain));
        fewest.map(|(post, _, cases, _)| {
            *cases += 1;
            *post
        })
    }
}

/// What a case takes in, and the post of the worker who takes it.
struct Taken {
    domains: Domains,
    worker: u16,
}

fn make_case(
    place: &Place,
    organisation: &Organisation,
    context: &AdmissionContext<'_>,
    rules: &Rules<'_>,
    next: &Next<'_>,
    Taken { domains, worker }: Taken,
) -> Case {
    let waiting = next.waiting;
    let r = waiting.resident as usize;
    let residents = &place.residents;
    let group = residents.group[r];
    let support = Dose::support_of(place.dose.as_ref(), r, residents.generation[r], rules.support);
    let personal = next.personal_pattern(context);
    let truth = place.group_truth(context.country, group) ^ personal;
    let seen = next.seen(context.p.assessment_sees);
    let menu = on_menu(support, organisation.codes.len());
    let package = choose_package(organisation, menu, truth, seen & patterns::bits_of_domains(domains), group);
    let free = if place.shocks.emergency_weeks > 0 { Factors::ALL } else { next.free(support) };
    let in_time = |weeks| rules.accountability.watched().is_none_or(|watched| weeks <= watched.weeks);
    let doer = &organisation.workers[usize::from(worker)];
    let own_mind = own_mind(doer, organisation, usize::from(package), free);
    let [need, rest] = own_weighted(residents, r, domains);
    let observed = Residents::observed(bits_of(need), residents.noise[r], context.noise);
    Case {
        personal,
        plan: plan(&doer.belief, &organisation.codes[usize::from(package)], own_mind, next.guess()),
        found: Pattern::NONE,
        known: Factors::NONE,
        free,
        resident: waiting.resident,
        generation: residents.generation[r],
        worker,
        package,
        domains,
        relationship: context.p.first_relationship as f32 * share_of(residents.trust[r]),
        heard: 0.0,
        hours: 0.0,
        hours_now: 0.0,
        own_now: 1.0,
        attention: attention(share_at_risk(rules.payment), waiting.severity, context.p),
        observed_at_opening: observed,
        need_at_opening: need,
        need_now: need,
        rest_at_opening: rest,
        opened: context.week,
        ends: ends(support, organisation, context.week),
        package_hours: support.hours().map(|hours| organisation.service.package_hours(hours)),
        paced: support.pace().map(|pace| organisation.service.pace(pace)),
        real_hours: 0.0,
        seen_in_time: in_time(context.week - waiting.since),
        told_in_time: in_time(waiting.reported_wait(context.week)),
        origin: waiting.origin,
        fit: 0.0,
    }
}

/// When a package that begins now is over at the latest.
fn ends(support: &Support, organisation: &Organisation, now: Week) -> Option<Week> {
    support.weeks().map(|weeks| now + organisation.service.package_weeks(weeks))
}

/// Factors in which a worker follows their own belief, as far as the rules leave them free: all of those, or, where codes
/// are evidence, those of which the code says nothing, and those of which what they found out themselves is surer.
fn own_mind(worker: &Worker, organisation: &Organisation, package: usize, free: Factors) -> Factors {
    let Some(evidence) = &organisation.evidence else {
        return free;
    };
    let (scale, odds) = (&evidence.scale, &evidence.log_odds[package]);
    let mut surer = Factors::NONE;
    for (factor, code) in odds.iter().enumerate() {
        if scale.own(worker.experience[factor / FACTORS]) > code.abs().min(scale.person) {
            surer.insert(factor);
        }
    }
    free & (!organisation.codes[package].known | surer & !worker.taken)
}

/// What is delivered where nothing was found out yet.
#[must_use]
pub fn plan(belief: &Belief, code: &Belief, discretion: Factors, guess: Pattern) -> Pattern {
    let own = belief.known & discretion;
    let by_code = code.known & !own;
    belief.value & own | code.value & by_code | guess & !(own | by_code)
}

/// Probability that a factor has turned, and not turned back, since the first week.
#[must_use]
pub fn turned(patterns: &patterns::Parameters, week: Week) -> f64 {
    let years = f64::from(week) / WEEKS_PER_YEAR;
    0.5 * (1.0 - libm::exp(-2.0 * patterns.personal_drift_per_year * years))
}

/// Share of the money that depends on results.
#[must_use]
pub fn share_at_risk(payment: &Payment) -> f32 {
    match payment {
        Payment::ByResults(by_results) => by_results.share as f32,
        _ => 0.0,
    }
}

/// Packages that the rule of support offers; bespoke support starts from any of them.
fn on_menu(support: &Support, codes: usize) -> usize {
    codes.min(support.menu_size() as usize)
}

/// The package whose code agrees best with what the assessment saw; of equals the one made for the group.
fn choose_package(organisation: &Organisation, menu: usize, truth: Pattern, seen: Factors, group: GroupId) -> u8 {
    let score = |package: usize| {
        let code = &organisation.codes[package];
        let judged = seen & code.known;
        let wrong = (code.value.differs(truth) & judged).len() as i32;
        let net = judged.len() as i32 - 2 * wrong;
        (net, organisation.package_groups[package] == Some(group), core::cmp::Reverse(package))
    };
    (0..menu).max_by_key(|&package| score(package)).unwrap_or(0) as u8
}

/// How much of the usual attention a case gets where money depends on results.
fn attention(risk: f32, severity: f32, p: &Parameters) -> f32 {
    let lean = 1.0 + 2.0 * p.creaming as f32 * risk * (0.5 - severity);
    lean.clamp(p.parked as f32, 2.0)
}

/// Own-weighted means of need and of set point over some domains.
fn own_weighted(residents: &Residents, r: usize, domains: Domains) -> [f32; 2] {
    let (mut need, mut rest, mut weights) = (0.0, 0.0, 0.0);
    for domain in domains.iter() {
        let weight = f32::from(residents.priorities[r][domain]) + 1.0;
        need += weight * residents.need(r, domain);
        rest += weight * residents.set_points[r][domain];
        weights += weight;
    }
    [need, rest].map(|sum| sum / f32::max(weights, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::patterns::evidence::Scale;
    use crate::model::world::evidence::Evidence;

    const ALL: Belief = Belief::of_bits(u128::MAX, u128::MAX);

    /// An organisation whose code is right in all, and a worker who once found the contrary, with some experience.
    fn contested(experience: f32) -> Organisation {
        let scale = Scale { states_beyond: 2.5, established: 4.25, bound: 6.0, ..Scale::default() };
        let mut organisation = fixtures::organisation(0, 1);
        organisation.codes[0] = ALL;
        organisation.evidence = Some(Evidence::of_established(&organisation.codes, scale.weighing(0.13, 0.2)));
        let worker = &mut organisation.workers[0];
        (worker.belief, worker.experience) = (Belief::of_bits(0, u128::MAX), [experience; DOMAINS]);
        organisation
    }

    /// What is planned for somebody of whom nothing was found out.
    fn planned(organisation: &Organisation, free: Factors) -> Pattern {
        let worker = &organisation.workers[0];
        let own = own_mind(worker, organisation, 0, free);
        plan(&worker.belief, &organisation.codes[0], own, Pattern::NONE)
    }

    #[test]
    fn a_right_code_spreads_under_bespoke_support_except_to_those_who_found_out_more_themselves() {
        assert_eq!(planned(&contested(0.5), Factors::ALL), Pattern::ALL);
        assert_eq!(planned(&contested(8.0), Factors::ALL), Pattern::NONE);
        let by_votes = Organisation { evidence: None, ..contested(0.5) };
        assert_eq!(planned(&by_votes, Factors::ALL), Pattern::NONE);
    }

    #[test]
    fn one_who_found_out_much_still_follows_the_rules_and_leaves_what_was_taken_from_the_code_to_the_code() {
        let mut organisation = contested(8.0);
        assert_eq!(planned(&organisation, Factors::from_bits(0b1)), Pattern::ALL.turned(Factors::one(0)));
        organisation.workers[0].taken = Factors::from_bits(0b10);
        assert_eq!(planned(&organisation, Factors::ALL), Pattern::true_in(Factors::one(1)));
    }

    #[test]
    fn where_the_code_says_nothing_any_belief_is_followed() {
        let mut organisation = contested(0.0);
        (organisation.codes[0], organisation.workers[0].belief) = (Belief::default(), ALL);
        organisation.workers[0].taken = Factors::ALL;
        assert_eq!(planned(&organisation, Factors::ALL), Pattern::ALL);
    }

    #[test]
    fn a_plan_follows_the_worker_within_discretion_then_the_code_then_chance() {
        let belief = Belief::of_bits(0b0001, 0b0011);
        let code = Belief::of_bits(0b0110, 0b0111);
        let guess = Pattern::from_bits(0b1000);
        let planned = |discretion| plan(&belief, &code, Factors::from_bits(discretion), guess);
        assert_eq!(planned(0b0001), Pattern::from_bits(0b1111));
        assert_eq!(planned(0), Pattern::from_bits(0b1110));
    }

    #[test]
    fn attention_is_even_without_money_at_risk_and_leaves_the_worst_off_with_it() {
        let p = Parameters::default();
        assert_eq!(attention(0.0, 0.9, &p), 1.0);
        let keen = Parameters { creaming: 1.5, ..Parameters::default() };
        let lean = 1.0 + 2.0 * 1.5 * 0.1 * (0.5 - 0.3);
        assert!((attention(0.1, 0.3, &keen) - lean).abs() < 1e-6);
        assert!(attention(0.5, 0.9, &p) < attention(0.5, 0.3, &p));
        assert!(attention(1.0, 1.0, &p) >= p.parked as f32);
    }
}
