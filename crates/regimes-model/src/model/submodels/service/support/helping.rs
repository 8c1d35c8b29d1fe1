//! What a week's help does to the needs of a case.
//!
//! Most cases serve one domain and are computed alone; several domains are computed side by side. A test holds the two
//! together.

use crate::model::patterns;
use crate::model::patterns::factors::Factors;
use crate::model::submodels::service::support::parameters::Parameters;
use crate::model::submodels::service::support::people::Person;
use crate::model::world::constants::Constants;
use crate::model::world::workers::Worker;
use crate::simd::{self, at_least, at_most, f32x8};
use crate::units::domains::Domains;
use crate::units::{DOMAINS, bits_of, share_of};

/// The parameters of support as single-precision numbers, resolved once a week.
pub struct Rates {
    /// Share of a need that an hour of fitting help by full skill takes away [1/hour].
    pub effect: f32,
    /// Most of a need that a week's help can take away.
    pub most: f32,
    /// How much more an hour helps in a full relationship.
    pub gamma: f32,
    /// Growth of the relationship [1/hour].
    pub grows: f32,
    /// Share of the relationship that fades [1/week].
    pub fades: f32,
    /// Share of the relationship's growth that trauma takes away.
    pub trauma_slows: f32,
    /// Factors found out [1/hour].
    pub finds: f32,
    /// Probability that what was found is wrong.
    pub errs: f32,
    /// Growth of understanding of own priorities [1/hour].
    pub hears: f32,
    /// Time to act on something found out (hour).
    pub design: f32,
    /// Execution error.
    pub error: f32,
    /// Share of the error that a standard takes away.
    pub standard_saves: f32,
    /// Effect outside the worker's own domain.
    pub generalist: f32,
    /// How far other needs stand in the way.
    pub coupling: f32,
    /// Growth of agency [1/hour].
    pub strengthens: f32,
    /// Loss of agency [1/hour].
    pub depends: f32,
    /// Growth of ties [1/hour].
    pub connects: f32,
    /// Change of trust in services [1/hour].
    pub trust: f32,
    /// Share of a negative effect that is felt.
    pub harm: f32,
}

impl Rates {
    /// From the parameters.
    #[must_use]
    pub fn of(p: &Parameters, patterns: &patterns::Parameters) -> Rates {
        Rates {
            effect: p.effect_per_hour as f32,
            most: p.most_per_week as f32,
            gamma: p.gamma as f32,
            grows: p.relationship_grows as f32,
            fades: p.relationship_fades as f32,
            trauma_slows: p.trauma_slows as f32,
            finds: p.finds_per_hour as f32,
            errs: p.errs as f32,
            hears: p.hears_per_hour as f32,
            design: p.design_hours as f32,
            error: p.error as f32,
            standard_saves: p.standard_saves as f32,
            generalist: p.generalist as f32,
            coupling: p.coupling as f32,
            strengthens: p.strengthens_per_hour as f32,
            depends: p.depends_per_hour as f32,
            connects: p.connects_per_hour as f32,
            trust: p.trust_per_hour as f32,
            harm: patterns.harm as f32,
        }
    }
}

/// Who helps, how strongly, and how wrongly.
pub struct Hand<'a> {
    /// The worker.
    pub worker: &'a Worker,
    /// Domains of the organisation.
    pub domains: Domains,
    /// Share of a need that the week's help takes away at full skill and fit.
    pub strength: f32,
    /// Factors in which what is delivered is not what works.
    pub wrong: Factors,
    /// How well the person's own priorities are understood.
    pub heard: f32,
}

/// What help came to.
#[derive(Debug, PartialEq)]
pub struct Helped {
    /// Needs after the week's help.
    pub needs: [u16; DOMAINS],
    /// Effectiveness, weighed by time.
    pub fit: f32,
    /// Own-weighted need in the domains of the case before.
    pub before: f32,
    /// The same after.
    pub now: f32,
}

/// Helps a person in a set of domains.
#[inline(always)]
pub fn help(domains: Domains, person: &Person, hand: &Hand<'_>, constants: &Constants, rates: &Rates) -> Helped {
    match domains.single() {
        Some(domain) => in_one(domain, person, hand, constants, rates),
        None => in_several(domains, person, hand, constants, rates),
    }
}

/// Mean skill of a worker over some domains.
#[must_use]
pub fn skill_in(domains: Domains, worker: &Worker) -> f32 {
    let sum: f32 = domains.iter().map(|domain| worker.skill[domain]).sum();
    sum / domains.len().max(1) as f32
}

#[inline(always)]
fn in_one(domain: usize, person: &Person, hand: &Hand<'_>, constants: &Constants, rates: &Rates) -> Helped {
    let worker = hand.worker;
    let need = share_of(person.needs[domain]);
    let mismatched = patterns::bits(hand.wrong, domain).count_ones() as f32;
    let fit = patterns::effectiveness(mismatched, constants.factors[domain], rates.harm);
    let own = hand.domains.contains(domain) && worker.specialty.index() == domain;
    let breadth = if own { 1.0 } else { rates.generalist };
    let pull = simd::sum(f32x8::new(constants.raised_by[domain]) * simd::shares_of(&person.needs));
    let x = hand.strength * worker.skill[domain] * breadth * fit / (1.0 + rates.coupling * pull);
    let x = x.clamp(-rates.most, rates.most);
    let now = if x >= 0.0 { need * (1.0 - x) } else { need - x * (1.0 - need) };
    Helped { needs: simd::with(&person.needs, domain, bits_of(now)), fit, before: need, now }
}

fn in_several(domains: Domains, person: &Person, hand: &Hand<'_>, constants: &Constants, rates: &Rates) -> Helped {
    let worker = hand.worker;
    let (served, need) = (simd::members(domains), simd::shares_of(&person.needs));
    let mismatched = simd::weights_of(&patterns::counts(hand.wrong));
    let e = f32x8::ONE - f32x8::splat(2.0) * mismatched / f32x8::new(constants.factors);
    let e = at_least(e, f32x8::ZERO) + f32x8::splat(rates.harm) * at_most(e, f32x8::ZERO);
    let shares = shares_of_time(hand.heard, person, need, served, constants.n_domains);
    let own = simd::members(hand.domains & Domains::one(worker.specialty));
    let breadth = own + (f32x8::ONE - own) * f32x8::splat(rates.generalist);
    let ready = f32x8::ONE + f32x8::splat(rates.coupling) * simd::through(&constants.raises, need);
    let x = f32x8::splat(hand.strength) * shares * f32x8::new(worker.skill) * breadth * e / ready;
    let x = at_most(at_least(x, f32x8::splat(-rates.most)), f32x8::splat(rates.most));
    let now = need - at_least(x, f32x8::ZERO) * need - at_most(x, f32x8::ZERO) * (f32x8::ONE - need);
    let weights = (simd::weights_of(&person.priorities) + f32x8::ONE) * served;
    let all = simd::sum(weights).max(1.0);
    Helped {
        needs: simd::bits_of(now),
        fit: simd::sum(shares * e),
        before: simd::sum(weights * need) / all,
        now: simd::sum(weights * now) / all,
    }
}

/// How a case's time is shared out over its domains: by need, and by own priority as far as it was heard.
fn shares_of_time(heard: f32, person: &Person, need: f32x8, served: f32x8, n_domains: usize) -> f32x8 {
    let even = f32x8::splat(1.0 / n_domains as f32);
    let own = simd::weights_of(&person.priorities) * f32x8::splat(1.0 / 255.0);
    let shares = (even + f32x8::splat(heard) * (own - even)) * (need + f32x8::splat(LEAST_NEED)) * served;
    shares / f32x8::splat(simd::sum(shares).max(f32::MIN_POSITIVE))
}

/// A need as small as this still gets some time, so that shares are defined without any need.
const LEAST_NEED: f32 = 1e-3;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::units::GroupId;

    #[test]
    fn a_domain_alone_and_among_others_come_to_the_same() {
        let (constants, worker) = (fixtures::constants(), fixtures::worker());
        let rates = Rates::of(&Parameters::default(), &patterns::Parameters::default());
        let needs = [40_000, 20_000, 9_000, 0, 65_535, 1, 300, 12_345];
        let person = Person {
            needs,
            priorities: [32; DOMAINS],
            word: 0,
            agency: 0,
            served: Domains::NONE,
            generation: 0,
            group: GroupId(0),
            trauma: 0,
        };
        for domain in 0..constants.n_domains {
            for wrong in [Factors::NONE, patterns::domain_bits(domain), Factors::from_bits(0x0005 << (16 * domain))] {
                let hand = Hand { worker: &worker, domains: Domains::ALL, strength: 0.4, wrong, heard: 0.3 };
                let alone = in_one(domain, &person, &hand, &constants, &rates);
                let among = in_several(Domains::one(domain), &person, &hand, &constants, &rates);
                assert!(alone.needs.iter().zip(among.needs).all(|(&a, b)| a.abs_diff(b) <= 1));
                let close = |a: f32, b: f32| (a - b).abs() < 1e-5;
                assert!(
                    close(alone.fit, among.fit) && close(alone.before, among.before) && close(alone.now, among.now)
                );
            }
        }
    }
}
