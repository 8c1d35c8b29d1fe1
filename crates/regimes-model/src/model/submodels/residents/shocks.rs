//! Shocks: dated events strike places, and what works in a place drifts.
//!
//! Durations count down; then this week's events strike; then each factor of a place's pattern turns or stays.
//!
//! ```text
//! drift = 1 - exp(-turbulence * turbulence_factor / 52)
//! turn  = drift (1 - shift) + shift (1 - drift)          for each pattern shift of the week in its turn
//! offset' = offset xor bits, each factor in use 1 with probability `turn`
//! public_trust' = public_trust - trust_lost              (it recovers in relations)
//! alarm' = alarm * 2^(-1 / half-life) + alarm_of_scandal * trust_lost
//! ```
//!
//! A week's drift and shifts are one draw a factor, so a factor never turns twice in a week.
//! A factor that turns at one rate turns at every greater one on the same draws.
//! After a scandal residents trust services less and ask less; those around them send them sooner, for a while.
//! Of surges and illnesses that overlap the later holds; cuts that overlap compound, and last as long as the longer.
//! Places are visited in order of their number; their draws have addresses, so the order changes nothing.
//!
//! Units: in the rows; rates are a year's, durations weeks. Source: M25 (rates and sizes of shocks), F14 (price of
//! crises), S065 (scandals); assumptions A100, A101, A209. Regimes: no difference. (What an emergency suspends is
//! the same in every row, and stands with the processes that suspend it.)

use crate::model::patterns;
use crate::model::patterns::factors::Factors;
use crate::model::town::{Event, Surge};
use crate::model::world::Context;
use crate::model::world::constants::Constants;
use crate::model::world::places::{Place, Shocks};
use crate::randomness::address::Address;
use crate::randomness::{Draws, Randomness, threshold};
use crate::units::{DOMAINS, FACTORS, Lasts, Week, bits_of, share_of, weekly_probability, weekly_share};

crate::parameters! {
    /// How shocks reach people, and fade.
    pub struct Parameters {
        /// Share of a loss of public trust that each resident's trust in services takes.
        scandal_reach: f64 = 0.3, "share", 0.0..=1.0, Uncertainty, "A100";
        /// Share by which a scandal that costs all public trust raises the rate at which people are sent to services.
        alarm_of_scandal: f64 = 1.0, "share", 0.0..=3.0, Uncertainty, "A209";
        /// Time in which half of that alarm is over.
        alarm_half_life_weeks: f64 = 26.0, "week", 1.0..=260.0, Uncertainty, "A209";
    }
}

/// Lets the events of the week strike a place, and its pattern drift.
pub fn strike(
    place: &mut Place,
    context: &Context<'_>,
    events: &[(Week, Event)],
    p: &Parameters,
    patterns: &patterns::Parameters,
    randomness: &Randomness,
) {
    let (week, constants) = (context.week, context.constants);
    count_down(&mut place.shocks);
    place.shocks.alarm *= 1.0 - weekly_share(p.alarm_half_life_weeks) as f32;
    let factor = f64::from(place.turbulence_factor);
    let mut turn = weekly_probability(patterns.turbulence_per_year * factor);
    for (_, event) in events.iter().filter(|(when, _)| *when == week) {
        if is_at(event, constants, place) {
            meet(place, event, constants, p);
            let shift = event.pattern_shift.as_ref().map_or(0.0, |s| s.share);
            turn = turn * (1.0 - shift) + shift * (1.0 - turn);
        }
    }
    if turn > 0.0 {
        place.offset = place.offset.turned(turning(turn, week, place.index, randomness) & constants.mask);
    }
}

fn is_at(event: &Event, constants: &Constants, place: &Place) -> bool {
    event.place.is_empty() || event.place == constants.place_names[place.index as usize]
}

/// Takes a week off what lasts, and ends what is over.
fn count_down(shocks: &mut Shocks) {
    shocks.scandal = 0.0;
    for domain in 0..DOMAINS {
        if is_over(&mut shocks.surge_weeks[domain]) {
            shocks.surge[domain] = 1.0;
        }
    }
    if let Lasts::Weeks(weeks) = &mut shocks.cut_lasts
        && is_over(weeks)
    {
        shocks.cut = 0.0;
    }
    if is_over(&mut shocks.illness_weeks) {
        shocks.illness = 0.0;
    }
    shocks.emergency_weeks = shocks.emergency_weeks.saturating_sub(1);
}

fn is_over(weeks: &mut u32) -> bool {
    *weeks = weeks.saturating_sub(1);
    *weeks == 0
}

/// What an event does to a place, its pattern apart.
fn meet(place: &mut Place, event: &Event, constants: &Constants, p: &Parameters) {
    let shocks = &mut place.shocks;
    shocks.emergency_weeks = shocks.emergency_weeks.max(event.emergency_weeks);
    if let Some(surge) = &event.surge {
        swell(shocks, surge, constants);
    }
    if let Some(cut) = &event.budget_cut {
        let lasts = cut.lasts();
        shocks.cut = 1.0 - (1.0 - shocks.cut) * (1.0 - cut.share as f32);
        shocks.cut_lasts = shocks.cut_lasts.max(lasts);
    }
    if let Some(rise) = &event.price_rise {
        shocks.price *= 1.0 + rise.share;
    }
    if let Some(illness) = &event.staff_illness {
        shocks.illness = illness.share as f32;
        shocks.illness_weeks = illness.weeks;
    }
    if let Some(scandal) = &event.scandal {
        lose_trust(place, scandal.trust_lost as f32, p);
    }
    if let Some(trust) = &event.trust_event {
        shift_trust(place, trust.change as f32);
    }
}

/// More people fall into need in a domain, or in all.
fn swell(shocks: &mut Shocks, surge: &Surge, constants: &Constants) {
    for (domain, name) in constants.domain_names.iter().enumerate() {
        if surge.domain.is_empty() || surge.domain == *name {
            shocks.surge[domain] = surge.times as f32;
            shocks.surge_weeks[domain] = surge.weeks;
        }
    }
}

/// A scandal: the public loses trust, and so does each resident to a part of that.
fn lose_trust(place: &mut Place, lost: f32, p: &Parameters) {
    place.shocks.scandal += lost;
    place.shocks.alarm += p.alarm_of_scandal as f32 * lost;
    place.public_trust = (place.public_trust - lost).max(0.0);
    let own = lost * p.scandal_reach as f32;
    for trust in &mut place.residents.trust {
        *trust = bits_of(share_of(*trust) - own);
    }
}

/// Trust between organisations changes at once.
fn shift_trust(place: &mut Place, change: f32) {
    let n = place.organisations.len();
    for a in 0..n {
        for b in (0..n).filter(|&b| b != a) {
            let trust = &mut place.trust[a * n + b];
            *trust = (*trust + change).clamp(0.0, 1.0);
        }
    }
}

/// The factors that turn this week: a word each, compared with the probability.
fn turning(probability: f64, week: Week, place: u32, randomness: &Randomness) -> Factors {
    let below = threshold(probability as f32);
    let mut bits = 0;
    for part in 0..DOMAINS {
        let words = randomness.block(Draws::PlaceWeeks, part as u32, week, Address::place(place));
        for (factor, &word) in words.0.iter().enumerate() {
            bits |= u128::from(word < below) << (FACTORS * part + factor);
        }
    }
    Factors::from_bits(bits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::town::{BudgetCut, PatternShift, Scandal, TrustEvent};
    use crate::model::world::World;

    fn still(turbulence_per_year: f64) -> patterns::Parameters {
        patterns::Parameters { turbulence_per_year, ..patterns::Parameters::default() }
    }

    fn weeks(world: &mut World, n: u32, events: &[(Week, Event)], turbulence: f64) {
        for _ in 0..n {
            let (p, patterns) = (Parameters::default(), still(turbulence));
            world.each_place(|place, context| strike(place, context, events, &p, &patterns, &Randomness::new(1, 0)));
            world.week += 1;
        }
    }

    #[test]
    fn a_surge_lasts_its_weeks_and_stays_in_its_domain_and_place() {
        let mut world = fixtures::country(2, 1, fixtures::twice(|_| ()));
        let surge = Event {
            place: "place 1".into(),
            surge: Some(Surge { domain: "debt".into(), times: 3.0, weeks: 2 }),
            ..Event::default()
        };
        let seen: Vec<f32> = (0..4)
            .map(|_| {
                weeks(&mut world, 1, &[(2, surge.clone())], 0.0);
                assert_eq!(world.places[0].shocks, Shocks::default());
                assert_eq!(world.places[1].shocks.surge[0], 1.0);
                world.places[1].shocks.surge[1]
            })
            .collect();
        assert_eq!(seen, [1.0, 3.0, 3.0, 1.0]);
    }

    #[test]
    fn a_cut_for_good_never_ends_and_a_short_one_does() {
        for (lasting, after) in [(0, 0.1), (3, 0.0)] {
            let mut world = fixtures::country(1, 1, fixtures::twice(|_| ()));
            let event = Event { budget_cut: Some(BudgetCut { share: 0.1, weeks: lasting }), ..Event::default() };
            weeks(&mut world, 9, &[(1, event)], 0.0);
            assert!((world.places[0].shocks.cut - after).abs() < 1e-6);
        }
    }

    #[test]
    fn without_turbulence_nothing_turns_and_with_more_of_it_the_same_factors_turn_and_others() {
        let offset = |turbulence| {
            let mut world = fixtures::country(1, 1, fixtures::twice(|_| ()));
            weeks(&mut world, 1, &[], turbulence);
            world.places[0].offset.trues()
        };
        assert_eq!(offset(0.0), Factors::NONE);
        let (little, much) = (offset(15.0), offset(60.0));
        assert!((little & !much).is_empty());
        assert!(!much.is_empty() && (much & !fixtures::COUNTRY_FACTORS).is_empty());
    }

    #[test]
    fn factors_turn_as_often_as_the_rate_says() {
        let bits: u32 = (0..500).map(|week| turning(0.2, week, 3, &Randomness::new(1, 0)).len()).sum();
        // 64,000 draws: six standard deviations.
        assert!((f64::from(bits) / 64_000.0 - 0.2).abs() < 0.01);
    }

    #[test]
    fn a_whole_shift_turns_every_factor_in_use() {
        let mut world = fixtures::country(1, 1, fixtures::twice(|_| ()));
        let event = Event { pattern_shift: Some(PatternShift { share: 1.0 }), ..Event::default() };
        weeks(&mut world, 1, &[(1, event)], 0.0);
        assert_eq!(world.places[0].offset.trues(), fixtures::COUNTRY_FACTORS);
    }

    #[test]
    fn a_scandal_takes_trust_from_public_and_residents_and_is_over_in_a_week() {
        let mut world = fixtures::country(1, 1, fixtures::twice(|_| ()));
        let event = Event { scandal: Some(Scandal { trust_lost: 0.2 }), ..Event::default() };
        weeks(&mut world, 1, &[(1, event)], 0.0);
        let place = &world.places[0];
        assert!((place.public_trust - 0.3).abs() < 1e-6 && place.residents.trust[0] < 32_768);
        assert!((place.shocks.scandal - 0.2).abs() < 1e-6 && (place.shocks.alarm - 0.2).abs() < 1e-6);
        weeks(&mut world, 26, &[], 0.0);
        assert!((world.places[0].shocks.alarm - 0.1).abs() < 1e-5, "half of the alarm is over");
        weeks(&mut world, 1000, &[], 0.0);
        let place = &world.places[0];
        assert!(place.shocks.scandal == 0.0 && (place.public_trust - 0.3).abs() < 1e-6);
    }

    #[test]
    fn trust_between_organisations_stays_a_share() {
        let mut world = fixtures::country(1, 3, fixtures::twice(|_| ()));
        let event = Event { trust_event: Some(TrustEvent { change: 0.9 }), ..Event::default() };
        weeks(&mut world, 1, &[(1, event)], 0.0);
        assert_eq!(world.places[0].trust_between(0, 2), 1.0);
        assert_eq!(world.places[0].trust_between(1, 1), 0.6);
    }

    #[test]
    fn cuts_add_up_to_less_than_their_sum() {
        let mut world = fixtures::country(1, 1, fixtures::twice(|_| ()));
        let cut = |share| Event { budget_cut: Some(BudgetCut { share, weeks: 0 }), ..Event::default() };
        weeks(&mut world, 3, &[(1, cut(0.2)), (2, cut(0.5))], 0.0);
        assert!((world.places[0].shocks.cut - 0.6).abs() < 1e-6);
    }

    #[test]
    fn a_factor_that_drifts_and_is_shifted_turns_once_or_not_at_all() {
        // Half of all factors turn, whatever drifts beside it: (1 - s) t + s (1 - t) is a half where s is.
        let turned = |turbulence| {
            let mut bits = 0;
            for place in 0..40 {
                let mut world = fixtures::country(40, 1, fixtures::twice(|_| ()));
                let event = Event { pattern_shift: Some(PatternShift { share: 0.5 }), ..Event::default() };
                weeks(&mut world, 1, &[(1, event)], turbulence);
                bits += world.places[place].offset.trues().len();
            }
            bits
        };
        assert_eq!(turned(0.0), turned(60.0));
    }
}
