//! Support: contact builds a relationship, finds things out, and helps, or does not.
//!
//! ```text
//! R'  = R + grows * own hours * (1 - bias) * (1 - trauma_slows * trauma) * (1 - R) - fades * R
//! K   = R * own hours / hours
//! found this week = finds * listening hours * (1/2 + K), at most three, each wrong with probability eps
//! heard' = heard + hears * listening hours * (1 - heard)
//! x_d = effect * real hours * share_d * skill_d * generalist * (1 - error) * e_d * (1 + gamma K) * volume * ready_d
//!       * (1 - dip)
//! need_d' = need_d * (1 - x_d)          where e_d > 0
//! need_d' = need_d + |x_d| * (1 - need_d)   where e_d < 0 (already times `harm`)
//! ready_d = 1 / (1 + coupling * sum_a raises_ad * need_a)
//! real help' = real help + real hours * mean skill in the case's domains / usual skill of the organisation
//! agency' = agency + strengthens * hours * own choice * (1 - agency) - depends * hours * (1 - own choice) * agency
//! ```
//!
//! Own hours are those that the case's own worker gives; who stands in has no relationship to build on.
//! Listening finds out and does not help; acting on what was found costs design hours.
//! Volume makes what is standard cheaper; fidelity keeps its execution error low.
//!
//! In a trial of dose some people's hours are multiplied beforehand ([`dose`]); no arm has one.
//!
//! Freedom from need is brought up to date by lives, in the turn of the resident's tile.
//!
//! Update: every organisation decides from the residents as they were; effects are then applied in order of
//! organisation and case.
//! Units: hours, shares. Source: M10, M13, M27, M36; assumptions A158-A169.
//! Regimes: listening (support), what may be acted on (support), breadth (casework).

pub mod dose;
pub mod helping;
pub mod parameters;
pub mod people;
pub mod spent;

use crate::model::patterns;
use crate::model::patterns::factors::{Factors, Pattern};
use crate::model::rules::practice::Support;
use crate::model::submodels::service::support::helping::{Hand, Rates};
use crate::model::submodels::service::support::parameters::Parameters;
use crate::model::submodels::service::support::people::{Person, Words};
use crate::model::submodels::service::support::spent::{CaseHours, Spent};
use crate::model::world::Context;
use crate::model::world::Rules;
use crate::model::world::cases::Case;
use crate::model::world::constants::Constants;
use crate::model::world::dose::Dose;
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::model::world::residents::Residents;
use crate::model::world::workers::Worker;
use crate::parallel;
use crate::randomness::Randomness;
use crate::units::domains::Domains;
use crate::units::{DOMAINS, FACTORS, GroupId, bits_of, share_of, share_of_byte};

/// What a case does to a resident in a week.
struct Effect {
    resident: u32,
    needs: [u16; DOMAINS],
    domains: Domains,
    agency: f32,
    ties: f32,
    trust: f32,
    progress: f32,
    hours: f32,
}

/// What support reads.
struct SupportContext<'a> {
    constants: &'a Constants,
    rates: Rates,
    place: &'a Place,
    pattern: Pattern,
    words: &'a Words<'a>,
}

/// Gives a week's support in every open case of a place.
pub fn give(
    place: &mut Place,
    context: &Context<'_>,
    p: &Parameters,
    patterns: &patterns::Parameters,
    randomness: &Randomness,
) {
    if !context.services {
        return;
    }
    let dosed = dose::add(place);
    let mut organisations = std::mem::take(&mut place.organisations);
    let cases: usize = organisations.iter().map(|organisation| organisation.cases.len()).sum();
    let words = Words::of(place, cases, context.week, randomness);
    let (constants, rates, pattern) = (context.constants, Rates::of(p, patterns), context.country.pattern);
    let support = SupportContext { constants, rates, place, pattern, words: &words };
    let effects = parallel::map_mut(context.width, &mut organisations, |_, organisation| {
        let rules = context.rules(support.place.commissioner.row, organisation.row);
        visit_all(organisation, &rules, p, &support)
    });
    for effect in effects.iter().flatten() {
        apply(&mut place.residents, effect);
    }
    if let (Some(tenancy), Some(homes)) = (&constants.tenancy, &mut place.homes) {
        for effect in effects.iter().flatten().filter(|effect| effect.domains.contains(tenancy.domain)) {
            homes.note_hours(effect.resident, effect.hours / effect.domains.len() as f32);
        }
    }
    place.organisations = organisations;
    dose::lengthen(place, &dosed);
}

fn listening(support: &Support) -> f32 {
    let share = match support {
        Support::Standard(standard) => standard.listening,
        Support::Bespoke(bespoke) => bespoke.listening,
        Support::Menu(menu) => menu.listening,
    };
    share as f32
}

/// Running sums of a worker's week.
#[derive(Clone, Copy, Default)]
struct Seen {
    hours: f32,
    fit: f32,
    progress: f32,
    relationship: f32,
    cases: f32,
}

fn visit_all(
    organisation: &mut Organisation,
    rules: &Rules<'_>,
    p: &Parameters,
    context: &SupportContext<'_>,
) -> Vec<Effect> {
    let mut effects = Vec::with_capacity(organisation.cases.len());
    for worker in 0..organisation.workers.len() as u16 {
        tell(organisation, worker, &Seen::default());
    }
    let mut cases = std::mem::take(&mut organisation.cases);
    let usual = listening(rules.support);
    let volume: Vec<f32> = organisation.volume.iter().map(|&volume| gain_by_volume(volume, p)).collect();
    let (mut seen, mut spent) = (Seen::default(), Spent::of(&organisation.flows));
    let mut of = u16::MAX;
    let people = people::of_cases(&cases, context.place, context.words);
    for (case, person) in cases.iter_mut().zip(&people) {
        if case.worker != of {
            tell(organisation, of, &seen);
            (of, seen) = (case.worker, Seen::default());
        }
        let volume = volume[usize::from(case.package)];
        let listening = match &context.place.dose {
            None => usual,
            dose => listening(Dose::support_of(dose.as_ref(), case.resident as usize, case.generation, rules.support)),
        };
        let mut visit = Visit { case, person, organisation, spent: &mut spent };
        if let Some(effect) = visit.make(context, listening, volume) {
            seen.hours += case.hours_now;
            seen.fit += case.hours_now * case.fit;
            seen.progress += effect.progress;
            effects.push(effect);
        }
        seen.relationship += case.relationship;
        seen.cases += 1.0;
    }
    tell(organisation, of, &seen);
    spent.tell(&mut organisation.flows);
    organisation.cases = cases;
    effects
}

/// Tells a worker what the week with the cases was like; nothing was seen without any.
fn tell(organisation: &mut Organisation, worker: u16, seen: &Seen) {
    if let Some(worker) = organisation.workers.get_mut(usize::from(worker)) {
        worker.fit_seen = if seen.hours > 0.0 { seen.fit / seen.hours } else { 0.0 };
        worker.progress_seen = seen.progress / seen.cases.max(1.0);
        worker.relationship = seen.relationship / seen.cases.max(1.0);
    }
}

/// How much further an hour of a standard package goes at its volume.
fn gain_by_volume(volume: u32, p: &Parameters) -> f32 {
    libm::pow(f64::from(volume.max(1)) / p.scale_unit, p.scale) as f32
}

/// A week of one case: whose it is, who works on it, and where its hours are noted.
struct Visit<'a> {
    case: &'a mut Case,
    person: &'a Person,
    organisation: &'a mut Organisation,
    spent: &'a mut Spent,
}

impl Visit<'_> {
    /// What the week does to the person; none where they did not meet.
    #[inline(always)]
    fn make(&mut self, context: &SupportContext<'_>, listening: f32, volume: f32) -> Option<Effect> {
        let (p, person, case) = (&context.rates, self.person, &mut *self.case);
        let in_touch = person.generation == case.generation && case.domains.is_within(person.served);
        let hours = case.hours_now;
        case.relationship -= p.fades * case.relationship;
        if !in_touch || hours <= 0.0 {
            case.fit = 0.0;
            return None;
        }
        let worker = &self.organisation.workers[usize::from(case.worker)];
        grow_relationship(case, person, worker, context);
        let truth = context.place.group_truth(context.pattern, person.group) ^ case.personal;
        let listened = hours * listening;
        case.heard += (p.hears * listened).min(1.0) * (1.0 - case.heard);
        let acted_on = match finds(case, person, context, listened) {
            0 => 0,
            found => find_out(case, person, self.organisation, context, truth, found),
        };
        let design = (acted_on as f32 * p.design).min(hours - listened);
        case.hours += hours;
        let hours = CaseHours { all: hours, listening: listened, design };
        Some(self.help(context, truth, hours, volume))
    }

    /// Helps in each domain of the case.
    #[inline(always)]
    fn help(&mut self, context: &SupportContext<'_>, truth: Pattern, hours: CaseHours, volume: f32) -> Effect {
        let (p, constants, case) = (&context.rates, context.constants, &mut *self.case);
        let (person, organisation) = (self.person, &*self.organisation);
        let worker = &organisation.workers[usize::from(case.worker)];
        let all = hours.all;
        let real = hours.acting() * worker.real;
        if case.package_hours.is_some() {
            let usual = organisation.skill.max(f32::MIN_POSITIVE);
            case.real_hours += real * helping::skill_in(case.domains, worker) / usual;
        }

        let act = case.known & case.free;
        let delivered = case.found & act | case.plan & !act;
        let wrong = truth.differs(delivered) & constants.mask & !constants.outside
            | constants.outside & !context.place.supplied;
        let made = if act.is_empty() {
            0.0
        } else {
            ones(act & constants.mask) / constants.factors_in[usize::from(case.domains.bits())]
        };
        let standard = 1.0 - made.min(1.0);
        let fidelity = organisation.fidelity;
        let error = p.error * (1.0 - p.standard_saves * fidelity * standard);
        let carried = (1.0 - error) * (1.0 + p.gamma * relationship_now(case)) * (1.0 - organisation.dip);
        let carried = carried * (1.0 + standard * (volume - 1.0)) * p.effect;

        let hand = Hand { worker, domains: organisation.domains, strength: carried * real, wrong, heard: case.heard };
        let helped = helping::help(case.domains, person, &hand, constants, p);
        (case.need_now, case.fit) = (helped.now, helped.fit);
        let fit = helped.fit;
        self.spent.note(case, worker, &hours, real, fit);
        let own_choice = made.min(1.0) * (0.5 + 0.5 * case.heard);
        let agency = share_of(person.agency);
        Effect {
            resident: case.resident,
            needs: helped.needs,
            domains: case.domains,
            agency: all * (p.strengthens * own_choice * (1.0 - agency) - p.depends * (1.0 - own_choice) * agency),
            ties: all * p.connects * if case.domains.len() > 1 { 1.0 } else { 0.0 },
            trust: all * p.trust * fit,
            progress: helped.before - helped.now,
            hours: all,
        }
    }
}

#[inline(always)]
fn grow_relationship(case: &mut Case, person: &Person, worker: &Worker, context: &SupportContext<'_>) {
    let group = person.group;
    let other = if worker.group == group { 0.0 } else { context.constants.groups[group.index()].bias * worker.bias };
    let trauma = 1.0 - context.rates.trauma_slows * share_of_byte(person.trauma);
    let grows = context.rates.grows * case.hours_now * case.own_now * (1.0 - other) * trauma;
    case.relationship += grows.min(1.0) * (1.0 - case.relationship);
}

/// The relationship as far as contact this week is with whom it was built.
fn relationship_now(case: &Case) -> f32 {
    case.relationship * case.own_now
}

/// How many factors that are not known yet are found out this week.
#[inline(always)]
fn finds(case: &Case, person: &Person, context: &SupportContext<'_>, listened: f32) -> usize {
    let chance = person.word.to_le_bytes()[0];
    let rate = context.rates.finds * listened * (0.5 + relationship_now(case));
    (rate + f32::from(chance) * BYTE) as usize
}

/// A step of a number in eight bits.
const BYTE: f32 = 1.0 / 256.0;

/// Finds out factors that are not known yet; returns how many of them may be acted on.
fn find_out(
    case: &mut Case,
    person: &Person,
    organisation: &mut Organisation,
    context: &SupportContext<'_>,
    truth: Pattern,
    found: usize,
) -> u32 {
    let [_, errors @ ..] = person.word.to_le_bytes();
    let relationship = relationship_now(case);
    let worker = &mut organisation.workers[usize::from(case.worker)];
    let skill = worker.skill[worker.specialty.index()];
    let bias = bias_of(worker, person.group, context);
    let errs = context.rates.errs * (1.0 - 0.5 * skill) * (1.0 - 0.5 * relationship) + bias;
    let mut acted_on = 0;
    for error in errors.into_iter().take(found) {
        let Some(factor) = next_unknown(case, context) else {
            break;
        };
        let wrong = f32::from(error) * BYTE < errs;
        let value = truth.value(factor) != wrong;
        case.known.insert(factor);
        case.found.set(factor, value);
        if let Some(evidence) = &mut organisation.evidence {
            evidence.count(usize::from(case.package), factor, value);
            worker.experience[factor / FACTORS] += 1.0 / context.constants.factors[factor / FACTORS];
        } else {
            let votes = &mut organisation.votes[usize::from(case.package)][factor];
            *votes += if value { 1.0 } else { -1.0 };
        }
        organisation.flows.discoveries += 1;
        worker.belief.step(factor, value);
        worker.taken.remove(factor);
        acted_on += u32::from(case.free.contains(factor));
    }
    acted_on
}

fn bias_of(worker: &Worker, group: GroupId, context: &SupportContext<'_>) -> f32 {
    if worker.group == group { 0.0 } else { 0.5 * context.constants.groups[group.index()].bias * worker.bias }
}

/// The next factor that is not known, in an order that starts elsewhere for each resident.
fn next_unknown(case: &Case, context: &SupportContext<'_>) -> Option<usize> {
    const STRIDE: u32 = 37;
    let unknown =
        context.constants.mask & !context.constants.outside & patterns::bits_of_domains(case.domains) & !case.known;
    let start = case.resident.wrapping_mul(STRIDE) % u128::BITS;
    unknown.next_from(start)
}

/// How many factors there are in a set.
fn ones(factors: Factors) -> f32 {
    factors.len() as f32
}

fn apply(residents: &mut Residents, effect: &Effect) {
    let r = effect.resident as usize;
    let mut worst = 0;
    for domain in effect.domains.iter() {
        residents.needs[r][domain] = effect.needs[domain];
        worst = worst.max(effect.needs[domain]);
    }
    residents.summary[r] = Constants::raised(residents.summary[r], worst);
    residents.agency[r] = bits_of(share_of(residents.agency[r]) + effect.agency);
    residents.trust[r] = bits_of(share_of(residents.trust[r]) + effect.trust);
    if effect.ties > 0.0 {
        residents.ties[r] = bits_of(share_of(residents.ties[r]) + effect.ties);
    }
    residents.active[r] = true;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;

    #[test]
    fn real_help_counts_by_effort_and_by_skill_beside_the_usual() {
        let given = |real: f32, skill: f32, package_hours| {
            let mut world = fixtures::town(&crate::model::regime::npm(), 1, 1, 1);
            world.places[0].residents.served[0] = Domains::one(0_usize);
            world.places[0].residents.needs[0][0] = crate::units::FULL / 2;
            let organisation = &mut world.places[0].organisations[0];
            organisation.workers[0] = Worker { real, skill: [skill; DOMAINS], ..fixtures::worker() };
            organisation.cases = vec![Case { hours_now: 2.0, package_hours, ..fixtures::case(0) }];
            let (p, patterns) = (Parameters::default(), patterns::Parameters::default());
            world.each_place(|place, context| give(place, context, &p, &patterns, &Randomness::new(1, 0)));
            world.places[0].organisations[0].cases[0].real_hours
        };
        let usual = given(0.5, 0.7, Some(9.0));
        assert!(usual > 0.0 && (given(1.0, 0.7, Some(9.0)) - 2.0 * usual).abs() < 1e-6);
        assert!((given(0.5, 0.35, Some(9.0)) - usual / 2.0).abs() < 1e-6);
        assert_eq!(given(0.5, 0.7, None), 0.0);
    }

    #[test]
    fn a_package_at_its_usual_volume_costs_what_it_costs_and_less_above() {
        let p = Parameters::default();
        assert!((gain_by_volume(50, &p) - 1.0).abs() < 1e-6);
        assert!(gain_by_volume(200, &p) > 1.0 && gain_by_volume(5, &p) < 1.0);
    }
}
