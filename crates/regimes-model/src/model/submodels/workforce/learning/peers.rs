//! Looking at peers: where a league table shows who does better, the weak copy from the best.
//!
//! Every quarter, an organisation finds in the table the best with a domain in common,
//!
//! ```text
//! lead = the peer's reported performance - own + noise
//! it copies each factor that the peer's code knows with probability (1 - exp(-yardstick * quarter)) * min(1, lead / full_gap)
//! ```
//!
//! so a weak organisation's code closes the part `yardstick` of the gap in a year, and the best learn nothing.
//! Where codes are evidence, only what is surer there is copied, as sure as it is there.
//! What is copied is a recipe, right or wrong, and the table shows what is reported, not what is true.
//!
//! Source: M35 (Burgess et al.: nil for the top quartile), M15; assumption A91.
//! Regimes change: whether there is a table, and its `yardstick` (`competition`).

use crate::model::patterns::factors::Factors;
use crate::model::rules::money::Competition;
use crate::model::submodels::workforce::learning::addresses::{Use, package_address};
use crate::model::submodels::workforce::learning::parameters::Parameters;
use crate::model::world::Context;
use crate::model::world::places::Place;
use crate::randomness::{Draws, Randomness};
use crate::units::{WEEKS_PER_YEAR, Week};

/// Lets weak organisations of a place copy from better peers where a league table shows who is better.
pub fn look_at_peers(place: &mut Place, context: &Context<'_>, p: &Parameters, randomness: &Randomness) {
    if !context.services || !context.week.is_multiple_of(p.look_weeks) {
        return;
    }
    let yearly = yardstick(&place.commissioner.row.of(context.rows).competition);
    if yearly > 0.0 {
        copy_from_better(place, context.week, yearly, p, randomness);
    }
}

fn yardstick(rule: &Competition) -> f64 {
    match rule {
        Competition::LeagueAndTender(rule) => rule.yardstick_per_year,
        Competition::LeagueTable(rule) => rule.yardstick_per_year,
        Competition::Tender(_) | Competition::Choice(_) | Competition::None(_) => 0.0,
    }
}

/// Each organisation copies some factors from the peer that the table shows to be best; all look before any copies.
fn copy_from_better(place: &mut Place, week: Week, yearly: f64, p: &Parameters, randomness: &Randomness) {
    let looked: Vec<_> =
        (0..place.organisations.len()).map(|own| better_peer(place, own, week, p, randomness)).collect();
    let codes: Vec<_> = place.organisations.iter().map(|o| o.codes.clone()).collect();
    let evidence: Vec<_> = place.organisations.iter().map(|o| o.evidence.clone()).collect();
    let groups: Vec<_> = place.organisations.iter().map(|o| o.package_groups.clone()).collect();
    let share = -libm::expm1(-yearly * f64::from(p.look_weeks) / WEEKS_PER_YEAR);
    for (organisation, looked) in place.organisations.iter_mut().zip(looked) {
        let Some((peer, eagerness)) = looked else {
            continue;
        };
        for package in 0..organisation.codes.len() {
            let same = groups[peer].iter().position(|&group| group == organisation.package_groups[package]);
            let at = same.unwrap_or(0);
            let model = codes[peer][at];
            let pair = |what| {
                let number = package_address(place.index, organisation.index, package, what);
                randomness.pair(Draws::CodeLearning, week, number)
            };
            let theirs = evidence[peer].as_ref().map(|evidence| &evidence.log_odds[at]);
            let worth = organisation.worth_copying(package, theirs);
            let copied = Factors::drawn(share * eagerness, &pair(Use::Copy)) & model.known & worth;
            let wrong = Factors::drawn(p.copy_error, &pair(Use::CopyError));
            let code = &mut organisation.codes[package];
            code.known |= copied;
            code.value = code.value & !copied | model.value.turned(wrong) & copied;
            if let Some(own) = &mut organisation.evidence {
                own.take_over(package, code, copied, theirs);
            }
        }
    }
}

/// The best peer with a domain in common and how far it seems ahead, from nothing to the full gap.
fn better_peer(place: &Place, own: usize, week: Week, p: &Parameters, randomness: &Randomness) -> Option<(usize, f64)> {
    let organisation = &place.organisations[own];
    let mut best = None;
    let mut lead = 0.0;
    for (peer, other) in place.organisations.iter().enumerate() {
        let ahead = other.reported - organisation.reported;
        if other.domains.meets(organisation.domains) && ahead > lead {
            (best, lead) = (Some(peer), ahead);
        }
    }
    let number = package_address(place.index, organisation.index, 0, Use::Look);
    let noise = randomness.block(Draws::CodeLearning, 0, week, number).normal(0);
    let seen = f64::from(lead) + p.look_noise * f64::from(noise);
    best.filter(|_| seen > 0.0).map(|peer| (peer, (seen / p.full_gap).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::patterns::Belief;
    use crate::model::regime::{Regime, hls};
    use crate::model::rules::money::LeagueTable;
    use crate::model::world::World;

    const ALL: Belief = Belief::of_bits(u128::MAX, u128::MAX);

    fn table_of(regime: Regime, weeks: u32) -> World {
        let mut world = fixtures::town(&regime, 3, 1, 0);
        for (own, organisation) in world.places[0].organisations.iter_mut().enumerate() {
            organisation.reported = 0.2 + 0.2 * own as f32;
        }
        world.places[0].organisations[2].codes[0] = ALL;
        for week in 0..weeks {
            world.week = week;
            world.each_place(|place, context| {
                look_at_peers(place, context, &Parameters::default(), &Randomness::new(7, 0))
            });
        }
        world
    }

    #[test]
    fn a_table_lets_the_weak_copy_the_best_and_the_best_learn_nothing() {
        let league = Regime { competition: Competition::LeagueTable(LeagueTable::default()), ..hls() };
        let world = table_of(league, 520);
        let known = |own: usize| world.places[0].organisations[own].codes[0].known.len();
        assert!(known(0) > 40 && known(0) < 128);
        assert_eq!(world.places[0].organisations[2].codes[0], ALL);
    }

    #[test]
    fn without_a_table_nobody_sees_how_others_do() {
        let world = table_of(hls(), 520);
        assert_eq!(world.places[0].organisations[0].codes[0], Belief::default());
    }
}
