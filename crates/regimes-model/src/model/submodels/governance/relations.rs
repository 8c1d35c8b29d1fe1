//! Relations: how organisations of a place trust, join up, share and reach out, and what the public makes of it.
//!
//! For each pair of organisations, `T` their trust,
//!
//! ```text
//! q = logistic(slope * (T - threshold - raise))                  would cooperate; competition raises the threshold
//! met = h / (h + half),  h = hand-offs of the two, spread over all pairs;  held = part of them that were not lost
//! joint = 1 - (1 - skill * s) * (1 - j)  where stewards link them;  s = stewards' hours / (hours + half), j likewise
//! T' = T + up * (1 - T) * q * (met * held + joint)
//!        - down * T * (let_down * met * (1 - held) + betrayal * (1 - q) * (met + joint)) - decay * T
//! ```
//!
//! so trust is slow to rise and quick to fall.
//! [`sharing`] has what linked organisations learn from each other, [`boundary`] what an organisation takes on
//! beside its own domains, [`outside`] the actors outside services and upstream work on them.
//! Public trust moves to what residents' trust, complaints and openness make of it.
//! Links beyond what stewards can tend are thin (`s` falls), take hours (process 5 counts `linked`) and make codes alike.
//!
//! Source: M15, M18, M32, M37; assumptions A92 to A98. Regimes change: whether there are stewards, their skill,
//! links and upstream time (`collaboration`), what raises the threshold (`competition`), who may move its
//! boundary (`collaboration`, `casework`).

pub mod addresses;
pub mod boundary;
pub mod outside;
pub mod sharing;
pub mod turns;

use crate::model::world::Context;

use crate::model::rules::money::Competition;
use crate::model::rules::system::{Collaboration, Stewarded};
use crate::model::submodels::governance::relations::addresses::{Use, pair_address};
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::randomness::{Draws, Randomness};
use crate::units::weekly_share;

crate::parameters! {
    /// How organisations of a place deal with each other.
    pub struct Parameters {
        /// Growth of trust where a pair cooperates all the time.
        up_per_week: f64 = 0.012, "1/week", 0.005..=0.025, Uncertainty, "M18";
        /// Loss of trust where a pair is let down all the time.
        down_per_week: f64 = 0.046, "1/week", 0.023..=0.115, Uncertainty, "M18";
        /// Fading of trust.
        decay_per_week: f64 = 0.00115, "1/week", 0.0..=0.01, Uncertainty, "M18";
        /// How sharply cooperation follows trust.
        slope: f64 = 4.0, "log odds", 0.0..=20.0, Uncertainty, "A92";
        /// Trust at which half would cooperate.
        threshold: f64 = 0.35, "share", 0.0..=1.0, Uncertainty, "A92";
        /// By how much a league table raises it.
        table_raises: f64 = 0.10, "share", 0.0..=0.5, Uncertainty, "A92";
        /// By how much tenders raise it.
        tender_raises: f64 = 0.15, "share", 0.0..=0.5, Uncertainty, "A92";
        /// By how much choice by residents raises it.
        choice_raises: f64 = 0.10, "share", 0.0..=0.5, Uncertainty, "A92";
        /// Share of lost hand-offs that are felt as being let down; the others are put down to chance.
        let_down: f64 = 0.7, "share", 0.0..=1.0, Uncertainty, "A92";
        /// Share of refusals to cooperate that are felt as being let down.
        betrayal: f64 = 0.1, "share", 0.0..=1.0, Uncertainty, "A92";
        /// Hand-offs between two organisations at which half of the contact there can be is had.
        half_contact: f64 = 1.0, "1/week", 0.01..=20.0, Uncertainty, "A93";
        /// Share of paid time in joint work at which half of the contact there can be is had.
        half_joint: f64 = 0.02, "share", 0.001..=0.2, Uncertainty, "A93";
        /// Stewards' time for a pair at which half of the support there can be is had.
        half_hours: f64 = 0.115, "hour/week", 0.01..=2.0, Uncertainty, "M32";
        /// Organisations to which the number of stewards refers.
        organisations_each: f64 = 20.0, "organisation", 1.0..=100.0, Constant, "M32";
        /// Time of a full-time steward.
        hours_per_fte: f64 = 37.0, "hour/week", 30.0..=40.0, Constant, "A93";
        /// Time between two looks at who is linked with whom, and at public trust.
        look_weeks: u32 = 4, "week", 1.0..=52.0, Constant, "A93";
        /// Time in which half of the gap of public trust closes.
        public_half_life_weeks: f64 = 52.0, "week", 1.0..=520.0, Uncertainty, "A98";
        /// Public trust beyond residents' own, for each unit of safety to say what went wrong above one half.
        openness: f64 = 0.2, "share", 0.0..=1.0, Uncertainty, "A98";
        /// Public trust lost for each complaint a resident makes in a week, on average.
        complaint: f64 = 50.0, "share per 1/week", 0.0..=1000.0, Uncertainty, "A98";
        /// What linked organisations learn from each other.
        @flat sharing: sharing::Parameters;
        /// What organisations take on beside their own domains.
        @flat boundary: boundary::Parameters;
        /// Actors outside services.
        @flat outside: outside::Parameters;
    }
}

/// Lets stewards work, trust move, organisations share and move their boundaries, outside actors come and go, and
/// the public of a place form its opinion.
pub fn tend(place: &mut Place, context: &Context<'_>, p: &Parameters, randomness: &Randomness) {
    let commissioned = place.commissioner.row.of(context.rows);
    let stewarded = match &commissioned.collaboration {
        Collaboration::Stewarded(rule) if context.services => Some(rule),
        _ => None,
    };
    employ_stewards(place, stewarded, p);
    let upstream = stewarded.map_or(0.0, |rule| stewards_hours(place, rule.upstream, p));
    outside::come_and_go(place, context, upstream, &p.outside, randomness);
    if !context.services {
        return;
    }
    if context.week.is_multiple_of(p.look_weeks) {
        link(place, stewarded, randomness);
        place.public_trust += public_trust_gained(place, p);
    }
    move_trust(place, stewarded, raise(&commissioned.competition, p), p);
    if stewarded.is_some() {
        sharing::share(place, context.week, &p.sharing, randomness);
    }
    boundary::search(place, context, stewarded, &p.boundary);
}

/// Stewards' time that goes to pairs, or upstream, in a week (hour).
fn stewards_hours(place: &Place, share: f64, p: &Parameters) -> f32 {
    place.stewards_fte * (p.hours_per_fte * share) as f32
}

fn employ_stewards(place: &mut Place, rule: Option<&Stewarded>, p: &Parameters) {
    let organisations = place.organisations.len() as f64;
    place.stewards_fte = rule.map_or(0.0, |rule| (rule.stewards_fte * organisations / p.organisations_each) as f32);
    place.steward_skill = rule.map_or(0.0, |rule| rule.skill as f32);
    place.upstream_share = rule.map_or(0.0, |rule| rule.upstream as f32);
}

/// Links each pair that is drawn for it; the draw of a pair never changes.
fn link(place: &mut Place, rule: Option<&Stewarded>, randomness: &Randomness) {
    let n = place.organisations.len();
    let linking = rule.map_or(0.0, |rule| rule.linking as f32);
    for a in 0..n {
        for b in a + 1..n {
            let linked = linking > 0.0 && {
                let number = pair_address(place.index, Use::Link, a, b);
                randomness.block(Draws::Relations, 0, 0, number).uniform(0) < linking
            };
            place.linked[a * n + b] = linked;
            place.linked[b * n + a] = linked;
        }
    }
}

fn raise(rule: &Competition, p: &Parameters) -> f32 {
    let raise = match rule {
        Competition::LeagueAndTender(_) => p.table_raises + p.tender_raises,
        Competition::LeagueTable(_) => p.table_raises,
        Competition::Tender(_) => p.tender_raises,
        Competition::Choice(_) => p.choice_raises,
        Competition::None(_) => 0.0,
    };
    raise as f32
}

/// How two organisations meet in a week.
#[derive(Clone, Copy, Debug, Default)]
struct Meeting {
    met: f32,
    held: f32,
    joint: f32,
    raise: f32,
}

fn move_trust(place: &mut Place, rule: Option<&Stewarded>, raise: f32, p: &Parameters) {
    let n = place.organisations.len();
    let joint = rule.map_or(0.0, |rule| joint_of_linked(place, rule, p));
    for a in 0..n {
        for b in a + 1..n {
            let (one, other) = (&place.organisations[a], &place.organisations[b]);
            let (met, held) = hand_offs_between(one, other, n, p);
            let joint = if place.linked[a * n + b] { joint } else { 0.0 };
            let meeting = Meeting { met, held, joint, raise };
            let trust = trust_after(place.trust[a * n + b], meeting, p);
            place.trust[a * n + b] = trust;
            place.trust[b * n + a] = trust;
        }
    }
}

/// Contact that stewards and joint work give each linked pair.
fn joint_of_linked(place: &Place, rule: &Stewarded, p: &Parameters) -> f32 {
    let pairs = place.linked.iter().filter(|&&linked| linked).count() as f32 / 2.0;
    if pairs == 0.0 {
        return 0.0;
    }
    let hours = stewards_hours(place, 1.0 - rule.upstream, p) / pairs;
    let supported = place.steward_skill * hours / (hours + p.half_hours as f32);
    let together = rule.joint_work / (rule.joint_work + p.half_joint);
    1.0 - (1.0 - supported) * (1.0 - together as f32)
}

fn hand_offs_between(a: &Organisation, b: &Organisation, n: usize, p: &Parameters) -> (f32, f32) {
    let made = (a.flows.hand_offs + b.flows.hand_offs) as f32;
    let lost = (a.flows.hand_offs_lost + b.flows.hand_offs_lost) as f32;
    let each = made / (n.max(2) - 1) as f32;
    (each / (each + p.half_contact as f32), 1.0 - lost / made.max(1.0))
}

fn trust_after(trust: f32, meeting: Meeting, p: &Parameters) -> f32 {
    let Meeting { met, held, joint, raise } = meeting;
    let cooperates = logistic(p.slope as f32 * (trust - p.threshold as f32 - raise));
    let kept = cooperates * (met * held + joint);
    let lost = p.let_down as f32 * met * (1.0 - held);
    let let_down = lost + p.betrayal as f32 * (1.0 - cooperates) * (met + joint);
    let up = p.up_per_week as f32 * (1.0 - trust) * kept;
    let down = p.down_per_week as f32 * let_down + p.decay_per_week as f32;
    (trust + up - down * trust).clamp(0.0, 1.0)
}

/// How far public trust moves since the last look.
fn public_trust_gained(place: &Place, p: &Parameters) -> f32 {
    let residents = place.residents.len().max(1) as f32;
    let trust: u64 = place.residents.trust.iter().map(|&trust| u64::from(trust)).sum();
    let own = trust as f32 / (residents * f32::from(u16::MAX));
    let n = place.organisations.len().max(1) as f32;
    let safety = place.organisations.iter().map(|o| o.safety).sum::<f32>() / n;
    let complaints = place.organisations.iter().map(|o| o.complaints).sum::<f32>();
    let level = own + p.openness as f32 * (safety - 0.5) - p.complaint as f32 * complaints / residents;
    let share = weekly_share(p.public_half_life_weeks / f64::from(p.look_weeks)) as f32;
    share * (level.clamp(0.0, 1.0) - place.public_trust)
}

fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-x))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::regime::{Regime, hls, npm};
    use crate::model::world::World;

    fn after_years(regime: &Regime, years: u32, hand_offs: u32, lost: u32) -> World {
        let mut world = fixtures::town(regime, 10, 1, 100);
        for organisation in &mut world.places[0].organisations {
            organisation.flows.hand_offs = hand_offs;
            organisation.flows.hand_offs_lost = lost;
        }
        for week in 0..52 * years {
            world.week = week;
            world.each_place(|place, context| tend(place, context, &Parameters::default(), &Randomness::new(1, 0)));
        }
        world
    }

    fn mean_trust(world: &World) -> f32 {
        let trust = &world.places[0].trust;
        trust.iter().sum::<f32>() / trust.len() as f32
    }

    #[test]
    fn trust_rises_between_those_whom_stewards_link() {
        let world = after_years(&hls(), 3, 2, 0);
        let place = &world.places[0];
        let (mut linked, mut apart) = (Vec::new(), Vec::new());
        for at in 0..100 {
            if place.linked[at] {
                linked.push(place.trust[at]);
            } else if at / 10 != at % 10 {
                apart.push(place.trust[at]);
            }
        }
        assert!(!linked.is_empty() && !apart.is_empty());
        let lowest = linked.iter().copied().fold(1.0, f32::min);
        assert!(apart.iter().all(|&trust| trust < lowest) && lowest > 0.45);
    }

    #[test]
    fn competition_and_lost_hand_offs_wear_trust_down() {
        let start = mean_trust(&fixtures::town(&npm(), 10, 1, 0));
        let competing = mean_trust(&after_years(&npm(), 3, 2, 0));
        let losing = mean_trust(&after_years(&npm(), 3, 2, 1));
        assert!(competing < start && losing < competing);
    }

    #[test]
    fn trust_falls_faster_than_it_rises() {
        let p = Parameters::default();
        let meeting = |held| Meeting { met: 0.8, held, ..Meeting::default() };
        let up = trust_after(0.5, meeting(1.0), &p) - 0.5;
        let down = 0.5 - trust_after(0.5, meeting(0.0), &p);
        assert!(up > 0.0 && down > 2.0 * up);
    }

    #[test]
    fn trust_is_symmetric_and_a_share() {
        let world = after_years(&hls(), 20, 3, 1);
        let trust = &world.places[0].trust;
        for at in 0..100 {
            assert_eq!(trust[at], trust[at % 10 * 10 + at / 10]);
            assert!((0.0..=1.0).contains(&trust[at]));
        }
    }

    #[test]
    fn more_linking_keeps_the_links_there_were_and_thins_support() {
        let rule = |linking| Stewarded { linking, ..Stewarded::default() };
        let mut place = fixtures::town(&hls(), 12, 1, 0).places.remove(0);
        let (p, randomness) = (Parameters::default(), Randomness::new(2, 0));
        employ_stewards(&mut place, Some(&rule(0.3)), &p);
        link(&mut place, Some(&rule(0.3)), &randomness);
        let few = (place.linked.clone(), joint_of_linked(&place, &rule(0.3), &p));
        link(&mut place, Some(&rule(0.9)), &randomness);
        assert!(few.0.iter().zip(&place.linked).all(|(few, many)| !few || *many));
        assert!(joint_of_linked(&place, &rule(0.9), &p) < few.1);
        link(&mut place, None, &randomness);
        assert!(!place.linked.contains(&true));
    }

    #[test]
    fn stewards_are_employed_where_the_rule_says_so() {
        assert_eq!(after_years(&hls(), 1, 0, 0).places[0].stewards_fte, 0.5);
        assert_eq!(after_years(&npm(), 1, 0, 0).places[0].stewards_fte, 0.0);
    }

    #[test]
    fn public_trust_follows_residents_and_suffers_from_complaints() {
        let settled = |trust: u16, complaints: f32| {
            let mut place = fixtures::town(&hls(), 2, 1, 100).places.remove(0);
            place.residents.trust.fill(trust);
            place.organisations[0].complaints = complaints;
            for _ in 0..300 {
                place.public_trust += public_trust_gained(&place, &Parameters::default());
            }
            place.public_trust
        };
        assert!((settled(52_428, 0.0) - 0.8).abs() < 0.01);
        assert!(settled(26_214, 0.0) < settled(52_428, 0.0));
        assert!(settled(52_428, 0.2) < settled(52_428, 0.0));
    }

    #[test]
    fn draws_of_pairs_have_addresses_of_their_own() {
        let mut addresses = std::collections::BTreeSet::new();
        let mut n = 0;
        for place in [0, 1, 9] {
            for what in [Use::Link, Use::Look, Use::Copy, Use::CopyError, Use::Outside] {
                for a in [0, 1, 2, 17, 300, 2047] {
                    for b in [0, 1, 5, 18, 299, 2047] {
                        addresses.insert(pair_address(place, what, a, b));
                        n += 1;
                    }
                }
            }
        }
        assert_eq!(addresses.len(), n);
    }
}
