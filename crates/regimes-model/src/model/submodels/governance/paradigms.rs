//! Paradigms: how an owner comes to hold another row of rules, what that costs, and whether it sticks.
//!
//! *Decree.* From `start` over `phase_in`, an organisation whose drawn order is below `share` takes up the row once
//! `weeks / phase_in >= order / share`; commissioner and government take it up at the start.
//!
//! *Cost.* A change of an organisation's row, in either direction and by whatever way, sets it back by `own`, the share
//! of its seven rules that change:
//!
//! ```text
//! dip' = dip + size * own (1 - dip);   each week later:  dip' = dip * 2^(-1 / dip_weeks)
//! fidelity' = (1 - own) fidelity + own * first_fidelity * fidelity of the row;  each week later it closes a part of what it lacks
//! dip' = dip + size * contract_dip * contracts (1 - dip)   where its commissioner changes rules
//! contracts due' = contracts due + contracts
//! ```
//!
//! `contracts` is the share of the commissioner's five rules that change; what is due is paid with the costs. Who changes
//! own rules in the week in which its commissioner does feels the latter times `1 - own`. A rule changes if its choice or
//! a number of it does. An owner of whose rules none changes takes nothing up, and nothing of it moves. An arm that
//! `reorganises` has shares of 1, even where the rules are the same, and then nothing but this happens.
//!
//! *Dissonance* of a worker tends to the gap between what is held right and what the work is:
//!
//! ```text
//! gap = theta (mismatch_weight * paradigm * (1 - fit) / 2 + gaming_weight (measured + gaming)
//!            + report_weight (reported - true)+ + led_weight |paradigm - (1 - control)|),   theta at most 2, gap at most 1
//! voiced = dissonance * bravery * safety * (unheard + (1 - unheard) platform)
//! ```
//!
//! `platform` is the learning infrastructure once an alternative has been put into words. Who believes in targets and
//! is left alone is as much at odds with the work as who believes in learning and is controlled.
//!
//! *Spread* (only where the arm says so), each month. Belief and practice are two states. `conviction` is belief as
//! far as it speaks for the row of the arm, which is the row of the lesser control or of the greater:
//!
//! ```text
//! seen = share of visible contacts (trusted or linked, the country at the weight of its infrastructure) that hold it
//! evidence = (mean true effect where it is held - mean where it is not) / notable,  within +-1, own included
//! conviction' = conviction + experience * evidence (toward 1 or 0) + argument * voiced (1 - conviction)
//! belief' = belief + inside * safety (mean paradigm of workers - belief)
//! willing: seen >= threshold (1 - validation * platform) and dissonance >= least, weighed by authority
//! adopts: at rate (follows * conviction where half are willing + first_steps * dissonance * curiosity * bravery)
//!         * (1 where the money rules are those of the arm, `unpermitted` elsewhere)
//! reverts: at rate hazard * 2 (1 - conviction), hazard by whether the money rules have changed
//! ```
//!
//! Commissioners follow when most of their organisations hold the row, government when most commissioners do, the
//! less so the more control they perceive to have. After a scandal they withdraw with probability
//! `withdrawal * scandal * lost / (lost + worth)`, `lost = u (1 - perceived control)`, `worth = (1 - u)` times the mean
//! of what real results and stories are worth to government.
//!
//! Decide, then apply, place by place: a month's decisions see the month before.
//!
//! Units: in the rows; weights and states are shares. Source: M29 (thresholds, validation, reversion), M33 (dip),
//! M38 (u), S011, S063, S065-S076; assumptions A118-A127, A215. Departure from M29: validation lowers thresholds only
//! where there is a platform. Regimes: this file moves owners between rows; it reads the payment rule (whether the
//! money behaves), the control that management puts on workers, and whether two rows differ, and no name.

pub mod decree;
pub mod dissonance;
pub mod holding;
pub mod packages;
pub mod parameters;
pub mod persuasion;
pub mod words;

use crate::model::regime::Regime;
use crate::model::submodels::governance::paradigms::decree::{Turnover, commission_under, decree};
use crate::model::submodels::governance::paradigms::dissonance::{control, feel};
use crate::model::submodels::governance::paradigms::holding::count_holding;
use crate::model::submodels::governance::paradigms::parameters::Parameters;
use crate::model::submodels::governance::paradigms::persuasion::convince;
use crate::model::world::places::Place;
use crate::model::world::rows::Row;
use crate::model::world::{Change, Country, NationalContext, Utility};
use crate::parallel;
use crate::randomness::address::Address;
use crate::randomness::{Draws, Randomness};
use crate::units::{WEEKS_PER_YEAR, weekly_share};

/// Moves owners between rows, and what goes with it, by a week.
pub fn spread(
    country: &mut Country,
    places: &mut [Place],
    context: &NationalContext<'_>,
    p: &Parameters,
    randomness: &Randomness,
) {
    settle(places, context.change, p);
    decree(country, places, context, p);
    put_into_words(country, places, context);
    let (speed, coefficients) = (weekly_share(p.dissonance_weeks) as f32, p.resolve());
    parallel::each_mut(context.width, places, |_, place| {
        for organisation in &mut place.organisations {
            let control = control(&organisation.row.of(context.rows).management);
            feel(organisation, country, control, speed, &coefficients);
        }
    });
    follow_the_money(places, context.rows);
    if context.change.spreads && !context.change.is_over(context.week) {
        withdraw(country, places, context, p, randomness);
        if context.week.is_multiple_of(p.look_weeks) {
            convince(country, places, context, p, randomness);
            follow(country, places, context, p, randomness);
        }
    }
}

/// Whether the money rules of the arm are in force in each place.
fn follow_the_money(places: &mut [Place], rows: &[Regime; 2]) {
    for place in places {
        let holds = place.commissioner.row.of(rows);
        place.commissioner.money_changed = holds.payment == Row::Alternative.of(rows).payment;
    }
}

/// What earlier changes left fades.
fn settle(places: &mut [Place], change: &Change, p: &Parameters) {
    let kept = 1.0 - weekly_share(p.dip_weeks) as f32;
    let learned = weekly_share(p.fidelity_weeks) as f32;
    let comes_to = change.fidelity;
    for place in places {
        place.tally.adopted = 0;
        place.tally.reverted = 0;
        for organisation in &mut place.organisations {
            organisation.dip *= kept;
            if let Some(weeks) = &mut organisation.weeks_since_change {
                *weeks += 1;
                organisation.fidelity += learned * (*organisation.row.of(&comes_to) - organisation.fidelity);
            }
        }
    }
}

/// An alternative has been put into words once somebody holds a row that differs.
fn put_into_words(country: &mut Country, places: &[Place], context: &NationalContext<'_>) {
    let begun = context.change.has_begun(context.week) || context.change.spreads;
    if country.articulated || !begun || context.rows[0] == context.rows[1] {
        return;
    }
    let differs = |place: &Place| place.commissioner.row == Row::Alternative || count_holding(place) > 0;
    country.articulated =
        country.row == Row::Alternative || places.iter().any(|place| !place.organisations.is_empty() && differs(place));
}

/// Commissioners follow their organisations, government follows commissioners.
fn follow(
    country: &mut Country,
    places: &mut [Place],
    context: &NationalContext<'_>,
    p: &Parameters,
    randomness: &Randomness,
) {
    let (week, turnover) = (context.week, Turnover::of(context, p));
    let years = f64::from(p.look_weeks) / WEEKS_PER_YEAR;
    let inside = (p.inside_per_year * years).min(1.0) as f32;
    let chance = |per_year: f64, control: f32| {
        let open = 1.0 - p.control_weight * f64::from(control);
        -libm::expm1(-per_year * open * years) as f32
    };
    let (mut hold, mut beliefs) = (0, 0.0);
    for place in places.iter_mut() {
        let n = place.organisations.len();
        let held = count_holding(place);
        let mean = place.organisations.iter().map(|o| o.belief).sum::<f32>() / n.max(1) as f32;
        let commissioner = &mut place.commissioner;
        commissioner.belief += inside * (mean - commissioner.belief);
        beliefs += commissioner.belief;
        let chance = chance(p.commissioner_follows_per_year, commissioner.perceived_control);
        let luck = randomness.block(Draws::Paradigms, 0, week, Address::commissioner(place.index));
        if 2 * held > n && luck.uniform(words::TAKES_UP) < chance {
            commission_under(place, Row::Alternative, &turnover);
        }
        hold += usize::from(place.commissioner.row == Row::Alternative);
    }
    country.belief += inside * (beliefs / places.len().max(1) as f32 - country.belief);
    let chance = chance(p.government_follows_per_year, country.perceived_control);
    let luck = randomness.block(Draws::Paradigms, 0, week, Address::country());
    if 2 * hold > places.len() && luck.uniform(words::TAKES_UP) < chance {
        country.row = Row::Alternative;
    }
}

/// After a scandal, commissioners and government may go back to what seemed under control.
fn withdraw(
    country: &mut Country,
    places: &mut [Place],
    context: &NationalContext<'_>,
    p: &Parameters,
    randomness: &Randomness,
) {
    let (week, turnover) = (context.week, Turnover::of(context, p));
    let worst = places.iter().map(|place| place.shocks.scandal);
    let worst = worst.fold(0.0, f32::max);
    if worst == 0.0 {
        return;
    }
    let utility = country.utility;
    for place in places.iter_mut() {
        let chance = chance_to_withdraw(place.shocks.scandal, place.commissioner.perceived_control, utility, p);
        let luck = randomness.block(Draws::Paradigms, 0, week, Address::commissioner(place.index));
        if place.commissioner.row == Row::Alternative && luck.uniform(words::GIVES_UP) < chance {
            commission_under(place, Row::StatusQuo, &turnover);
        }
    }
    let luck = randomness.block(Draws::Paradigms, 0, week, Address::country());
    if luck.uniform(words::GIVES_UP) < chance_to_withdraw(worst, country.perceived_control, utility, p) {
        country.row = Row::StatusQuo;
    }
}

/// Probability of going back after a scandal: what control is missed, against what true results, and safety with them,
/// are worth.
fn chance_to_withdraw(scandal: f32, control: f32, utility: Utility, p: &Parameters) -> f32 {
    let weight = p.control_weight as f32;
    let lost = weight * (1.0 - control);
    let worth = (1.0 - weight) * (utility.real + utility.stories) / 2.0;
    p.withdrawal as f32 * scandal * lost / (lost + worth).max(f32::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::Row::{Alternative, StatusQuo};
    use super::*;
    use crate::model::fixtures;
    use crate::model::regime::{Regime, hls, npm};
    use crate::model::submodels::governance::paradigms::decree::switch;
    use crate::model::submodels::governance::paradigms::dissonance::gap;
    use crate::model::submodels::governance::paradigms::persuasion::{direction, turned};
    use crate::model::world::World;
    use crate::model::world::rows::Row;

    fn weeks_with(world: &mut World, n: u32, p: &Parameters) {
        for _ in 0..n {
            world.as_a_whole(|country, places, context| spread(country, places, context, p, &Randomness::new(1, 0)));
            world.week += 1;
        }
    }

    fn weeks(world: &mut World, n: u32) {
        weeks_with(world, n, &Parameters::default());
    }

    /// Two places of ten organisations that all may change.
    fn spreading(rows: [Regime; 2]) -> World {
        let mut world = fixtures::country(2, 10, rows);
        world.change.spreads = true;
        world
    }

    fn deciding(world: &World) -> Vec<Row> {
        world.organisations().map(|(_, o)| o.row).collect()
    }

    fn holding(world: &World) -> usize {
        world.places.iter().map(count_holding).sum()
    }

    #[test]
    fn by_decree_organisations_switch_in_their_order_over_the_phase_in() {
        let mut world = fixtures::country(1, 10, [npm(), hls()]);
        for (i, organisation) in world.places[0].organisations.iter_mut().enumerate() {
            organisation.switch_order = i as f32 / 16.0;
        }
        world.change.start = Some(1);
        world.change.phase_in_weeks = 128;
        world.change.share = 0.5;
        for n in 0..150 {
            weeks(&mut world, 1);
            assert_eq!(holding(&world), (n / 16 + 1).min(8), "week {n}");
        }
        let rows = deciding(&world);
        assert!(rows[..8].iter().all(|&row| row == Alternative));
        assert_eq!((world.places[0].commissioner.row, world.country.row), (Alternative, Alternative));
    }

    #[test]
    fn a_commissioner_who_changes_rules_keeps_what_is_to_run_of_a_contract_as_a_part_and_has_no_target_missed() {
        let mut world = fixtures::country(1, 2, [hls(), npm()]);
        let [old, new] = [0, 1].map(|row: usize| world.rows[row].payment.contract_weeks());
        for (organisation, contract_ends) in world.places[0].organisations.iter_mut().zip([1 + old / 2, 0]) {
            organisation.contract_ends = contract_ends;
            organisation.indicator.met = false;
        }
        world.week = 1;
        world.change.start = Some(1);
        weeks(&mut world, 1);
        let ends: Vec<u32> = world.organisations().map(|(_, o)| o.contract_ends).collect();
        assert_eq!(ends, [1 + new / 2, 1]);
        assert!(world.organisations().all(|(_, o)| o.indicator.met));
    }

    #[test]
    fn who_went_back_during_the_phase_in_is_not_sent_there_again() {
        let mut world = fixtures::country(1, 2, [npm(), hls()]);
        for (i, organisation) in world.places[0].organisations.iter_mut().enumerate() {
            organisation.switch_order = 0.5 * i as f32;
        }
        (world.change.start, world.change.phase_in_weeks) = (Some(0), 20);
        weeks(&mut world, 5);
        assert_eq!(deciding(&world), [Alternative, StatusQuo]);
        world.places[0].organisations[0].row = StatusQuo;
        weeks(&mut world, 8);
        assert_eq!(deciding(&world), [StatusQuo, Alternative]);
        world.places[0].organisations[1].row = StatusQuo;
        weeks(&mut world, 20);
        assert_eq!(deciding(&world), [StatusQuo, StatusQuo]);
    }

    #[test]
    fn who_is_not_to_take_up_the_row_does_not() {
        let mut world = fixtures::country(1, 4, [npm(), hls()]);
        world.change.start = Some(1);
        world.change.organisations = false;
        world.change.government = false;
        weeks(&mut world, 3);
        assert_eq!(holding(&world), 0);
        assert_eq!((world.places[0].commissioner.row, world.country.row), (Alternative, StatusQuo));
    }

    #[test]
    fn an_arm_stays_with_those_whom_it_names_and_ends_for_all() {
        let mut world = fixtures::country(2, 4, [npm(), hls()]);
        world.change.start = Some(1);
        world.change.end = Some(6);
        world.change.government = false;
        world.change.spared_places = vec![1];
        world.change.spared = vec![(0, 1), (0, 3)];
        weeks(&mut world, 4);
        assert_eq!(
            deciding(&world),
            [Alternative, StatusQuo, Alternative, StatusQuo, StatusQuo, StatusQuo, StatusQuo, StatusQuo]
        );
        let commissioners = |world: &World| world.places.iter().map(|p| p.commissioner.row).collect::<Vec<_>>();
        assert_eq!(commissioners(&world), [Alternative, StatusQuo]);
        weeks(&mut world, 3);
        assert_eq!(deciding(&world), [StatusQuo; 8]);
        assert_eq!(commissioners(&world), [StatusQuo, StatusQuo]);
    }

    #[test]
    fn an_arm_that_changes_nobody_s_rules_moves_nobody() {
        let mut world = fixtures::country(1, 4, fixtures::twice(|_| ()));
        let mut still = world.clone();
        (world.change.practice_changed, world.change.contracts_changed) = (0.0, 0.0);
        (world.change.start, world.change.end) = (Some(1), Some(40));
        weeks(&mut world, 60);
        weeks(&mut still, 60);
        (world.change.start, world.change.end) = (still.change.start, still.change.end);
        assert_eq!(deciding(&world), [StatusQuo; 4]);
        assert_eq!(world.country, still.country);
        let places = world.places.iter().zip(&still.places);
        assert!(places.into_iter().all(|(a, b)| a.commissioner == b.commissioner));
        for ((_, moved), (_, stayed)) in world.organisations().zip(still.organisations()) {
            assert_eq!((moved.dip, moved.fidelity), (stayed.dip, stayed.fidelity));
            assert_eq!(moved.weeks_since_change, None);
            assert_eq!(moved.workers, stayed.workers);
        }
    }

    #[test]
    fn higher_pay_under_the_same_rules_is_taken_up_and_costs_no_change() {
        let mut world = fixtures::country(1, 2, fixtures::twice(|_| ()));
        (world.change.practice_changed, world.change.contracts_changed) = (0.0, 0.0);
        (world.change.start, world.change.wage_premium) = (Some(1), 0.1);
        weeks(&mut world, 3);
        assert_eq!(deciding(&world), [Alternative; 2]);
        assert!(world.organisations().all(|(_, o)| o.dip == 0.0 && o.fidelity == 0.9));
        assert!(world.organisations().all(|(_, o)| o.weeks_since_change.is_none()));
    }

    #[test]
    fn where_organisations_have_no_rule_to_change_practice_does_not_spread() {
        let after = |practice_changed| {
            let mut world = spreading([npm(), hls()]);
            world.change.practice_changed = practice_changed;
            for place in &mut world.places {
                place.commissioner.row = Alternative;
            }
            let p = Parameters { first_steps_per_year: 20.0, follows_per_year: 20.0, ..Parameters::default() };
            weeks_with(&mut world, 100, &p);
            holding(&world)
        };
        assert_eq!(after(0.0), 0);
        assert!(after(1.0) > 0);
    }

    #[test]
    fn an_owner_of_whose_rules_none_changes_stays_where_it_is() {
        let after = |practice_changed, contracts_changed, government: bool| {
            let mut row = npm();
            if government {
                row.government = hls().government;
            }
            let mut world = fixtures::country(1, 3, [npm(), row]);
            world.change.start = Some(1);
            (world.change.practice_changed, world.change.contracts_changed) = (practice_changed, contracts_changed);
            weeks(&mut world, 2);
            (holding(&world), world.places[0].commissioner.row, world.country.row)
        };
        assert_eq!(after(0.5, 0.0, false), (3, StatusQuo, StatusQuo));
        assert_eq!(after(0.0, 0.2, false), (0, Alternative, StatusQuo));
        assert_eq!(after(0.0, 0.0, true), (0, StatusQuo, Alternative));
    }

    #[test]
    fn a_change_costs_the_same_in_either_direction_and_fades() {
        let change = fixtures::no_change();
        let p = Parameters::default();
        let after = |to| {
            let mut world = fixtures::country(1, 1, [npm(), hls()]);
            let organisation = &mut world.places[0].organisations[0];
            organisation.row = if to == StatusQuo { Alternative } else { StatusQuo };
            switch(organisation, to, &Turnover { rows: &[npm(), hls()], change: &change, groups: 1, week: 0, p: &p });
            let organisation = &world.places[0].organisations[0];
            let at_once = (organisation.dip, organisation.fidelity);
            weeks(&mut world, 13);
            let organisation = &world.places[0].organisations[0];
            assert!((organisation.dip - at_once.0 / 2.0).abs() < 1e-4);
            assert!(organisation.fidelity > at_once.1 && organisation.fidelity < 0.85);
            assert_eq!(organisation.weeks_since_change, Some(13));
            at_once
        };
        assert_eq!(after(StatusQuo), after(Alternative));
    }

    #[test]
    fn an_organisation_pays_by_the_share_of_its_own_rules_that_change() {
        let p = Parameters { dip: 0.2, first_fidelity: 0.5, ..Parameters::default() };
        for (practice_changed, dip, fidelity) in [(1.0, 0.2, 0.4), (0.25, 0.05, 0.775), (0.0, 0.0, 0.9)] {
            let mut change = fixtures::no_change();
            (change.practice_changed, change.fidelity) = (practice_changed, [0.8; 2]);
            let mut organisation = fixtures::country(1, 1, [npm(), hls()]).places.remove(0).organisations.remove(0);
            let turnover = Turnover { rows: &[npm(), hls()], change: &change, groups: 1, week: 0, p: &p };
            switch(&mut organisation, Alternative, &turnover);
            assert!((organisation.dip - dip).abs() < 1e-6, "{}", organisation.dip);
            assert!((organisation.fidelity - fidelity).abs() < 1e-6, "{}", organisation.fidelity);
        }
    }

    #[test]
    fn a_commissioner_owes_new_contracts_by_the_share_of_its_rules_and_organisations_feel_them_once() {
        let p = Parameters { dip: 0.2, contract_dip: 0.5, ..Parameters::default() };
        for (practice_changed, contracts_changed, changes_now, felt) in
            [(0.0, 1.0, false, 0.1), (0.0, 0.4, false, 0.04), (1.0, 1.0, true, 0.0), (0.25, 0.4, true, 0.03)]
        {
            let mut change = fixtures::no_change();
            (change.practice_changed, change.contracts_changed) = (practice_changed, contracts_changed);
            let mut place = fixtures::country(1, 1, [npm(), hls()]).places.remove(0);
            if changes_now {
                place.organisations[0].weeks_since_change = Some(0);
            }
            let turnover = Turnover { rows: &[npm(), hls()], change: &change, groups: 1, week: 0, p: &p };
            commission_under(&mut place, Alternative, &turnover);
            assert!((place.organisations[0].dip - felt).abs() < 1e-6, "{}", place.organisations[0].dip);
            assert_eq!(place.commissioner.contracts_due, contracts_changed);
            commission_under(&mut place, StatusQuo, &turnover);
            assert_eq!(place.commissioner.contracts_due, 2.0 * contracts_changed);
        }
    }

    #[test]
    fn dissonance_settles_at_the_gap_and_never_leaves_the_share() {
        let mut world = fixtures::country(1, 1, [npm(), hls()]);
        weeks(&mut world, 800);
        let worker = &world.places[0].organisations[0].workers[0];
        let expected = gap(worker, 0.7, 0.0, &Parameters::default().resolve());
        assert!((worker.dissonance - expected).abs() < 1e-4);
        assert!(worker.voiced < worker.dissonance && worker.dissonance <= 1.0);
    }

    #[test]
    fn who_is_led_against_own_belief_is_at_odds_whatever_that_belief_is() {
        let world = fixtures::country(1, 1, [npm(), hls()]);
        let p = Parameters::default();
        let mut worker = world.places[0].organisations[0].workers[0].clone();
        worker.direct_hours = 0.0;
        let mut felt = |paradigm, control| {
            worker.paradigm = paradigm;
            gap(&worker, control, 0.0, &p.resolve())
        };
        assert!(felt(1.0, 0.8) > felt(1.0, 0.2));
        assert!(felt(0.0, 0.2) > felt(0.0, 0.8));
        assert!((felt(1.0, 0.8) - felt(0.0, 0.2)).abs() < 1e-6);
    }

    #[test]
    fn a_platform_lets_more_be_said() {
        let voiced = |articulated| {
            let mut world = fixtures::country(1, 1, [npm(), hls()]);
            world.country.articulated = articulated;
            world.country.infrastructure = 0.8;
            weeks(&mut world, 10);
            world.places[0].organisations[0].workers[0].voiced
        };
        assert!(voiced(true) > voiced(false));
    }

    #[test]
    fn where_nothing_spreads_rows_and_beliefs_stay() {
        let mut world = fixtures::country(2, 10, [npm(), hls()]);
        world.places[0].organisations[0].row = Alternative;
        world.places[0].shocks.scandal = 1.0;
        let (rows, before) = (deciding(&world), world.clone());
        weeks(&mut world, 520);
        assert_eq!(deciding(&world), rows);
        for ((_, now), (_, then)) in world.organisations().zip(before.organisations()) {
            assert_eq!(now.belief, then.belief);
        }
    }

    #[test]
    fn contagion_needs_a_quarter_of_visible_contacts() {
        let p = Parameters {
            first_steps_per_year: 0.0,
            reverts_per_year: 0.0,
            reverts_with_money_per_year: 0.0,
            ..Parameters::default()
        };
        let spread_from = |seeds: usize| {
            let mut world = spreading([npm(), hls()]);
            for place in &mut world.places {
                for organisation in &mut place.organisations[..seeds] {
                    organisation.row = Alternative;
                }
            }
            weeks_with(&mut world, 520, &p);
            holding(&world)
        };
        assert_eq!(spread_from(0), 0);
        assert_eq!(spread_from(2), 4);
        assert!(spread_from(3) > 12);
    }

    #[test]
    fn without_dissonance_nobody_changes() {
        let p = Parameters { led_weight: 0.0, gaming_weight: 0.0, mismatch_weight: 0.0, ..Parameters::default() };
        let mut world = spreading([npm(), hls()]);
        weeks_with(&mut world, 520, &p);
        assert_eq!(holding(&world), 0);
    }

    #[test]
    fn results_seen_convince_more_than_arguments_heard_and_bad_ones_dissuade() {
        let belief = |effect: f32| {
            let mut world = spreading([npm(), hls()]);
            let p = Parameters { inside_per_year: 0.0, ..Parameters::default() };
            world.country.articulated = true;
            world.places[0].organisations[0].row = Alternative;
            world.places[0].organisations[0].effect_true += effect;
            weeks_with(&mut world, 8, &p);
            world.places[0].organisations[9].belief
        };
        let (worse, same, better) = (belief(-0.1), belief(0.0), belief(0.1));
        assert!(same > 0.2 && worse < 0.2);
        assert!(better - same > 4.0 * (same - 0.2));
    }

    #[test]
    fn practice_sticks_where_the_money_behaves_differently() {
        let kept = |money: bool| {
            let mut world = spreading([npm(), hls()]);
            for place in &mut world.places {
                place.commissioner.row = if money { Alternative } else { StatusQuo };
                for organisation in &mut place.organisations {
                    organisation.row = Alternative;
                }
            }
            let p = Parameters {
                follows_per_year: 0.0,
                first_steps_per_year: 0.0,
                commissioner_follows_per_year: 0.0,
                ..Parameters::default()
            };
            weeks_with(&mut world, 260, &p);
            holding(&world)
        };
        assert!(kept(true) > kept(false));
    }

    #[test]
    fn where_the_arm_is_the_row_of_more_control_belief_in_learning_speaks_against_it() {
        assert_eq!(direction(&[npm(), hls()]), 1.0);
        assert_eq!(direction(&[hls(), npm()]), -1.0);
        assert_eq!(direction(&[npm(), npm()]), 0.0);
        assert_eq!(turned(0.2, -1.0), 0.8);
    }

    #[test]
    fn commissioners_and_government_follow_the_many_and_not_the_few() {
        let after = |share: usize| {
            let mut world = spreading([npm(), hls()]);
            for place in &mut world.places {
                for organisation in &mut place.organisations[..share] {
                    organisation.row = Alternative;
                }
            }
            let p = Parameters {
                reverts_per_year: 0.0,
                reverts_with_money_per_year: 0.0,
                follows_per_year: 0.0,
                first_steps_per_year: 0.0,
                ..Parameters::default()
            };
            weeks_with(&mut world, 1000, &p);
            (world.places[0].commissioner.row, world.country.row)
        };
        assert_eq!(after(5), (StatusQuo, StatusQuo));
        assert_eq!(after(6), (Alternative, Alternative));
    }

    #[test]
    fn the_more_control_is_missed_and_the_less_all_else_is_worth_the_likelier_is_the_way_back() {
        let p = Parameters { control_weight: 0.6, withdrawal: 2.0, ..Parameters::default() };
        for (scandal, control, utility, expected) in [
            // 2 * 0.3 / (0.3 + 0.2)
            (1.0, 0.5, [0.9, 0.4, 0.6], 1.2),
            (0.1, 0.5, [0.9, 0.4, 0.6], 0.12),
            (1.0, 1.0, [0.9, 0.4, 0.6], 0.0),
            (1.0, 0.5, [0.9, 0.0, 0.0], 2.0),
            // 2 * 0.3 / (0.3 + 0.3)
            (1.0, 0.5, [0.0, 0.5, 1.0], 1.0),
        ] {
            let [reported, real, stories] = utility;
            let chance = chance_to_withdraw(scandal, control, Utility { reported, real, stories }, &p);
            assert!((chance - expected).abs() < 1e-6, "{chance} for {expected}");
        }
    }

    #[test]
    fn after_a_scandal_commissioners_and_government_may_withdraw() {
        let mut world = spreading([npm(), hls()]);
        world.country.row = Alternative;
        world.places[0].commissioner.row = Alternative;
        world.places[1].commissioner.row = Alternative;
        world.places[0].shocks.scandal = 1.0;
        weeks(&mut world, 1);
        assert_eq!(world.places[0].commissioner.row, StatusQuo);
        assert_eq!(world.places[1].commissioner.row, Alternative);
        assert_eq!(world.country.row, StatusQuo);
    }

    #[test]
    fn an_end_that_was_missed_is_made_up_for_in_the_next_week_and_not_later() {
        for (week, row) in [(6, StatusQuo), (7, StatusQuo), (8, Alternative), (11, Alternative)] {
            let mut world = fixtures::country(1, 2, [npm(), hls()]);
            (world.change.start, world.change.end, world.week) = (Some(1), Some(6), week);
            world.places[0].organisations[1].row = Alternative;
            weeks(&mut world, 1);
            assert_eq!(deciding(&world), [StatusQuo, row], "week {week}");
        }
    }

    #[test]
    fn the_alternative_is_put_into_words_by_whoever_holds_it_first() {
        let articulated = |organisation: Row, commissioner: Row, government: Row| {
            let mut world = spreading([npm(), hls()]);
            world.places[0].organisations[3].row = organisation;
            world.places[1].commissioner.row = commissioner;
            world.country.row = government;
            world.as_a_whole(|country, places, context| put_into_words(country, places, context));
            world.country.articulated
        };
        assert!(!articulated(StatusQuo, StatusQuo, StatusQuo));
        assert!(
            articulated(Alternative, StatusQuo, StatusQuo)
                && articulated(StatusQuo, Alternative, StatusQuo)
                && articulated(StatusQuo, StatusQuo, Alternative)
        );
    }

    #[test]
    fn half_of_the_commissioners_are_no_majority_for_government() {
        let government = |holding: usize, government_follows_per_year: f64| {
            let p = Parameters { government_follows_per_year, control_weight: 0.0, ..Parameters::default() };
            let mut world = fixtures::country(6, 2, [npm(), hls()]);
            world.change.spreads = true;
            for place in &mut world.places[..holding] {
                place.commissioner.row = Alternative;
            }
            for _ in 0..30 {
                world.as_a_whole(|country, places, context| {
                    follow(country, places, context, &p, &Randomness::new(1, 0))
                });
                world.week += 1;
            }
            world.country.row
        };
        assert_eq!((government(3, 20.0), government(4, 20.0)), (StatusQuo, Alternative));
        assert_eq!(government(6, 0.0), StatusQuo);
    }
}
