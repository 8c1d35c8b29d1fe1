//! What linked organisations learn from each other: practice that seems to work, and methods.
//!
//! By turns, every thirteen weeks, an organisation looks at those that stewards link it with, takes the one whose
//! real results seem best, and, if they seem better than its own,
//!
//! ```text
//! copies each factor that the other's code knows with probability  copy * T * absorptive
//! absorptive' = absorptive + methods * T * max(0, the other's - absorptive)
//! ```
//!
//! where `T` is their trust. All look at what stood before the week, so no order matters.
//! Where codes are evidence, only what is surer there is copied, as sure as it is there.
//! A code that fits the one place or group is copied as it is: between unlike ones it is lift and shift.
//! Where all are linked all copy the same one, and what differs is lost (M15).
//!
//! Source: Lazer and Friedman 2007, Fang, Lee and Schilling 2010 (M15), Cohen and Levinthal 1990 (M16);
//! assumption A97. Regimes change: whether there are links (`collaboration`).

use crate::model::patterns::Belief;
use crate::model::patterns::factors::Factors;
use crate::model::submodels::governance::relations::addresses::{Use, pair_address};
use crate::model::submodels::governance::relations::turns::is_turn;
use crate::model::world::evidence::Evidence;
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::randomness::{Block, Draws, Randomness};
use crate::units::{GroupId, Week};

crate::parameters! {
    /// What linked organisations learn from each other.
    pub struct Parameters {
        /// Time between two turns of an organisation to learn from others.
        share_weeks: u32 = 13, "week", 1.0..=104.0, Constant, "A97";
        /// Probability of copying a factor in full trust and with full capacity.
        copy: f64 = 0.3, "probability", 0.0..=0.9, Uncertainty, "M15";
        /// Probability that a factor is copied wrongly.
        copy_error: f64 = 0.02, "probability", 0.0..=0.5, Uncertainty, "M15";
        /// Noise of another's real results as seen.
        seen_noise: f64 = 0.1, "share", 0.0..=1.0, Uncertainty, "A97";
        /// Share of the lead in absorptive capacity that is taken over at a turn in full trust.
        methods: f64 = 0.1, "share", 0.0..=1.0, Uncertainty, "A97";
    }
}

/// What an organisation takes over.
struct Lesson {
    own: usize,
    codes: Vec<Belief>,
    evidence: Option<Evidence>,
    absorptive: f32,
}

/// Lets those whose turn it is learn from one partner each.
pub fn share(place: &mut Place, week: Week, p: &Parameters, randomness: &Randomness) {
    let lessons: Vec<Lesson> = (0..place.organisations.len())
        .filter(|&own| is_turn(week, own, p.share_weeks))
        .filter_map(|own| {
            let partner = best_partner(place, own, week, p, randomness)?;
            Some(lesson(place, own, partner, week, p, randomness))
        })
        .collect();
    for lesson in lessons {
        let organisation = &mut place.organisations[lesson.own];
        organisation.codes = lesson.codes;
        organisation.evidence = lesson.evidence;
        organisation.absorptive = lesson.absorptive;
    }
}

/// The linked organisation that seems best, if it seems better than the own.
fn best_partner(place: &Place, own: usize, week: Week, p: &Parameters, randomness: &Randomness) -> Option<usize> {
    let n = place.organisations.len();
    let mut best = None;
    let mut record = place.organisations[own].true_performance;
    for (other, organisation) in place.organisations.iter().enumerate() {
        if place.linked[own * n + other] {
            let number = pair_address(place.index, Use::Look, own, other);
            let noise = randomness.block(Draws::Relations, 0, week, number).normal(0);
            let seen = organisation.true_performance + p.seen_noise as f32 * noise;
            if seen > record {
                (best, record) = (Some(other), seen);
            }
        }
    }
    best
}

fn lesson(place: &Place, own: usize, partner: usize, week: Week, p: &Parameters, randomness: &Randomness) -> Lesson {
    let trust = place.trust[own * place.organisations.len() + partner];
    let (organisation, other) = (&place.organisations[own], &place.organisations[partner]);
    let share = p.copy * f64::from(trust * organisation.absorptive);
    let copied = Factors::drawn(share, &two_blocks(place, own, week, Use::Copy, randomness));
    let errors = two_blocks(place, own, week, Use::CopyError, randomness);
    let wrong = Factors::drawn(p.copy_error, &errors);
    let mut evidence = organisation.evidence.clone();
    let codes = (0..organisation.codes.len())
        .map(|package| {
            let at = matching(other, organisation.package_groups[package]);
            let model = other.codes[at];
            let mut code = organisation.codes[package];
            let theirs = other.evidence.as_ref().map(|evidence| &evidence.log_odds[at]);
            let copied = copied & model.known & organisation.worth_copying(package, theirs);
            code.known |= copied;
            code.value = code.value & !copied | model.value.turned(wrong) & copied;
            if let Some(own) = &mut evidence {
                own.take_over(package, &code, copied, theirs);
            }
            code
        })
        .collect();
    let lead = (other.absorptive - organisation.absorptive).max(0.0);
    let absorptive = organisation.absorptive + p.methods as f32 * trust * lead;
    Lesson { own, codes, evidence, absorptive }
}

/// The package for the same group, or else the first.
fn matching(other: &Organisation, group: Option<GroupId>) -> usize {
    other.package_groups.iter().position(|&theirs| theirs == group).unwrap_or(0)
}

/// Thirty-two words of one organisation, from two addresses.
fn two_blocks(place: &Place, own: usize, week: Week, what: Use, randomness: &Randomness) -> [Block; 2] {
    [0, 1].map(|half| {
        let number = pair_address(place.index, what, own, half);
        randomness.block(Draws::Relations, 0, week, number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::patterns::factors::Pattern;
    use crate::model::regime::hls;

    fn linked(n: usize, trust: f32) -> Place {
        let mut place = fixtures::town(&hls(), n, 1, 0).places.remove(0);
        place.linked = (0..n * n).map(|at| at / n != at % n).collect();
        place.trust = vec![trust; n * n];
        for (own, organisation) in place.organisations.iter_mut().enumerate() {
            organisation.absorptive = 0.8;
            organisation.codes[0] = Belief::of_bits(0, u128::MAX);
            organisation.true_performance = 0.1 + own as f32 / n as f32 / 2.0;
        }
        place.organisations[n - 1].codes[0].value = Pattern::ALL;
        place.organisations[n - 1].true_performance = 2.0;
        place
    }

    fn after_years(mut place: Place, years: u32) -> Place {
        for week in 0..52 * years {
            share(&mut place, week, &Parameters::default(), &Randomness::new(1, 0));
        }
        place
    }

    #[test]
    fn where_all_are_linked_all_codes_become_those_of_the_best() {
        let place = after_years(linked(6, 1.0), 5);
        for organisation in &place.organisations {
            assert!(organisation.codes[0].value.trues().len() > 110);
        }
    }

    #[test]
    fn without_trust_or_links_nothing_is_copied() {
        let distrustful = linked(4, 0.0);
        let codes = |place: &Place| -> Vec<_> { place.organisations.iter().map(|o| o.codes.clone()).collect() };
        assert_eq!(codes(&after_years(distrustful.clone(), 3)), codes(&distrustful));
        let mut apart = linked(4, 1.0);
        apart.linked.fill(false);
        assert_eq!(codes(&after_years(apart.clone(), 3)), codes(&apart));
    }

    #[test]
    fn methods_go_from_those_who_have_more_to_those_who_have_less() {
        let mut place = linked(2, 1.0);
        place.organisations[0].absorptive = 0.2;
        let place = after_years(place, 10);
        assert!(place.organisations[0].absorptive > 0.7);
        assert_eq!(place.organisations[1].absorptive, 0.8);
    }
}
