//! Tenancies: who loses a home, and who is given one.
//!
//! ```text
//! P(loss) = loss * f * exp(-kept_by_hours * h),  f = m(sum_d raised_d * need_d - raised_home * high_need), at most 1
//! P(comes forward) = 1 - (1 - gain) * exp(-h / gain_hours)
//! P(gain) = min(1, empty homes / those who come forward) * P(comes forward)
//! h' = h + (hours of the week in the domain - h) / hours_weeks
//! empty' = min(empty + homes + bought - given, two weeks' worth)
//! need_home >= need_in_temporary, need_without     where there is no home
//! ```
//!
//! A domain that declares a tenancy has it in place of a crisis. Who loses a home is put up in temporary accommodation, or
//! is not, until the next home. Those who come forward for a home are the queue: where homes are fewer, a draw decides
//! among them; homes that came free go first, then those that were bought. Homes that nobody takes within two weeks go to
//! others. Where a place states its places to move on to in the domain, as many homes come free there.
//! Factors for all scenarios (`lives.homes_lost`, `homes_by_need`, `homes_sought`, `homes_free`; A361) multiply what a
//! scenario states for loss, what raises it, coming forward and homes that come free.
//! A case's hours are spread evenly over its domains.
//! Who comes has a home with the long-run share at own needs and no support, at the odds of the start: newcomers come from
//! elsewhere, so that none of them differs between arms.
//! A need in the domain does not fall below what goes with having no home, whatever help there is; with a home it can.
//!
//! Update: all at once from the state before, newcomers among them; then homes are given in the order of the draw.
//! Units: weekly probabilities; hours a week. Source: assumptions A271-A273. Regimes: no difference; an arm may buy homes.

pub mod chances;
pub mod first;
mod least;

use crate::model::flourishing::Index;
use crate::model::submodels::residents::lives::parameters::Parameters;
use crate::model::world::Context;
use crate::model::world::constants;
use crate::model::world::homes::{HALF_YEAR, Homes, Tenancy, Tenure, YEAR};
use crate::model::world::places::{Place, Tally};
use crate::model::world::residents::Residents;
use crate::randomness::address::{Address, DENSE};
use crate::randomness::{self, Draws, Randomness};

/// The tenancy as declared, and where and when it is looked at.
struct Now<'a> {
    t: &'a constants::Tenancy,
    randomness: &'a Randomness,
    place: u32,
    week: u32,
}

/// Moves the tenancies of a place by a week.
pub fn follow(place: &mut Place, context: &Context<'_>, p: &Parameters, index: &Index, randomness: &Randomness) {
    let (Some(t), Some(mut homes)) = (&context.constants.tenancy, place.homes.take()) else { return };
    let now = Now { t, randomness, place: place.index, week: context.week };
    count_weeks(&mut homes, t);
    welcome(&mut homes, &place.residents, &now);
    let (losing, seeking) = who_moves(&homes, &place.residents, &now);
    for &r in &losing {
        lose(&mut homes, r, &now);
        if place.residents.need(r as usize, t.domain) < p.over_below as f32 {
            place.residents.failed[r as usize].remove(t.domain);
        }
    }
    place.tally.homes_lost = losing.len() as u32;
    place.tally.homes_sought = seeking.len() as u32;
    let bought = if context.services { context.change.homes_bought(place.index, context.week) } else { 0.0 };
    come_free(&mut homes, [place.homes_a_week(t), bought]);
    give(&mut homes, seeking, &mut place.tally, &now);
    count(&mut homes, &mut place.tally, context.week);
    least::hold(&mut place.residents, &homes.tenants, context.constants, index);
    place.homes = Some(homes);
}

/// Another week in the home, or without; hours of support enter their running mean.
fn count_weeks(homes: &mut Homes, t: &constants::Tenancy) {
    for tenant in &mut homes.tenants {
        tenant.weeks = tenant.weeks.saturating_add(1);
        tenant.hours += t.follows * (tenant.hours_now - tenant.hours);
        tenant.hours_now = 0.0;
    }
}

/// Whoever came since the last week has a home, or not.
fn welcome(homes: &mut Homes, residents: &Residents, now: &Now<'_>) {
    for (r, tenant) in homes.tenants.iter_mut().enumerate() {
        if tenant.generation != residents.generation[r] {
            let block = now.block(r as u32);
            *tenant = first::coming(residents, r, homes.odds, now.t, &block);
        }
    }
}

impl Now<'_> {
    fn block(&self, resident: u32) -> randomness::Block {
        self.randomness.block(Draws::Homes, 0, self.week, Address::resident(self.place, resident))
    }
}

/// Who loses a home, and who comes forward for one, each in order of number.
fn who_moves(homes: &Homes, residents: &Residents, now: &Now<'_>) -> (Vec<u32>, Vec<u32>) {
    let mut words = vec![0; homes.tenants.len().next_multiple_of(DENSE)];
    now.randomness.fill(Draws::Tenancies, now.week, Address::residents(now.place, 0), &mut words);
    let (mut losing, mut seeking) = (Vec::new(), Vec::new());
    for ((r, tenant), word) in homes.tenants.iter().enumerate().zip(words) {
        let u = randomness::uniform(word);
        if tenant.tenancy != Tenancy::Home {
            if u < chances::comes_forward(tenant.hours, now.t) {
                seeking.push(r as u32);
            }
        // The chance never exceeds that at high need without support, so most need not be worked out.
        } else if u < now.t.loss && u < chances::loss(&residents.needs[r], tenant.hours, now.t) {
            losing.push(r as u32);
        }
    }
    (losing, seeking)
}

fn lose(homes: &mut Homes, r: u32, now: &Now<'_>) {
    let tenant = &mut homes.tenants[r as usize];
    if tenant.tenure != Tenure::Own && tenant.weeks <= YEAR {
        let began = now.week - u32::from(tenant.weeks);
        homes.ended[began as usize % usize::from(YEAR)] += 1;
    }
    let put_up = now.block(r).uniform(2) < now.t.temporary_share;
    tenant.tenancy = if put_up { Tenancy::Temporary } else { Tenancy::Without };
    (tenant.tenure, tenant.weeks) = (Tenure::Own, 0);
}

/// Weeks' worth of homes that can stand empty.
const EMPTY_WEEKS: f32 = 2.0;

/// Homes come free, and are bought.
fn come_free(homes: &mut Homes, rates: [f32; 2]) {
    for (empty, rate) in homes.empty.iter_mut().zip(rates) {
        let most = if rate > 0.0 { EMPTY_WEEKS * rate.max(1.0) } else { 0.0 };
        *empty = (*empty + rate).min(most);
    }
}

/// Gives empty homes to those who came forward, in the order of a draw.
fn give(homes: &mut Homes, seeking: Vec<u32>, tally: &mut Tally, now: &Now<'_>) {
    let mut queue: Vec<(u32, u32)> = seeking.into_iter().map(|r| (now.block(r).0[3], r)).collect();
    queue.sort_unstable();
    for (_, r) in queue {
        let Some(kind) = homes.empty.iter().position(|&empty| empty >= 1.0) else { break };
        homes.empty[kind] -= 1.0;
        let tenant = &mut homes.tenants[r as usize];
        tally.weeks_to_home += u32::from(tenant.weeks);
        tally.homes_given[kind] += 1;
        tenant.tenancy = Tenancy::Home;
        (tenant.tenure, tenant.weeks) = (if kind == 0 { Tenure::Free } else { Tenure::Bought }, 0);
    }
}

/// Counts who has a home after the week, and which tenancies of a year ago still stand.
fn count(homes: &mut Homes, tally: &mut Tally, week: u32) {
    for tenant in &mut homes.tenants {
        tenant.housed = tenant.housed << 1 | u32::from(tenant.tenancy == Tenancy::Home);
        tally.tenancies[tenant.tenancy.index()] += 1;
        let half = tenant.housed & HALF_YEAR;
        tally.half_years[if half == HALF_YEAR { 0 } else { 1 + usize::from(half == 0) }] += 1;
        if tenant.tenancy != Tenancy::Home {
            tally.weeks_without += u64::from(tenant.weeks);
        }
        if tenant.tenure != Tenure::Own {
            tally.weeks_housed += u64::from(tenant.weeks);
            tally.homes_paid[usize::from(tenant.tenure == Tenure::Bought)] += 1;
            tally.tenancies_kept += u32::from(tenant.weeks == YEAR);
        }
    }
    let ended = &mut homes.ended[week as usize % usize::from(YEAR)];
    tally.tenancies_due = tally.tenancies_kept + std::mem::take(ended);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::regime::npm;
    use crate::model::world::World;
    use crate::model::world::constants;
    use crate::model::world::homes::Tenant;
    use std::sync::Arc;

    /// A tenancy of the first domain in which needs of nine tenths are high, with loss, gain and homes by the week.
    fn tenancy(loss: f32, gain: f32, homes: f32) -> constants::Tenancy {
        constants::Tenancy {
            domain: 0,
            raised_by: [5.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            loss,
            high_need: 0.7,
            kept_by_hours: 1.0,
            gain,
            gain_hours: 1.0,
            follows: 1.0 / 13.0,
            homes,
            homes_factor: 1.0,
            home_pounds: 200.0,
            temporary_share: 0.5,
            temporary_pounds: 300.0,
            payer: 0,
            least_need: [0, 32_768, 52_428],
        }
    }

    /// A place in which everyone has high need, and a home at first.
    fn toy(residents: usize, t: constants::Tenancy) -> World {
        let mut world = fixtures::town(&npm(), 0, 0, residents);
        Arc::make_mut(&mut world.constants).tenancy = Some(t);
        let place = &mut world.places[0];
        place.residents.needs.fill([58_982, 0, 0, 0, 0, 0, 0, 0]);
        place.homes = Some(Homes::of(vec![Tenant::coming(Tenancy::Home, 0); residents], 1.0));
        world
    }

    fn tenants(world: &mut World) -> &mut Vec<Tenant> {
        &mut world.places[0].homes.as_mut().unwrap().tenants
    }

    /// Moves a toy by some weeks with constant hours of support, and returns what was counted in each.
    fn run(world: &mut World, weeks: u32, hours: impl Fn(usize) -> f32) -> Vec<Tally> {
        let index = Index::new(&Default::default(), world.constants.n_domains);
        let (p, randomness) = (Parameters::default(), Randomness::new(5, 0));
        let mut tallies = Vec::new();
        for _ in 0..weeks {
            world.places[0].tally = Tally::default();
            tenants(world).iter_mut().enumerate().for_each(|(r, tenant)| tenant.hours_now = hours(r));
            world.each_place(|place, context| follow(place, context, &p, &index, &randomness));
            world.week += 1;
            tallies.push(world.places[0].tally);
        }
        tallies
    }

    fn sum(tallies: &[Tally], of: impl Fn(&Tally) -> u32) -> f64 {
        tallies.iter().map(|tally| f64::from(of(tally))).sum()
    }

    /// Mean share with a home after the first 300 weeks.
    fn share_with_a_home(t: constants::Tenancy, hours: f32) -> f64 {
        let mut world = toy(20_000, t);
        let tallies = run(&mut world, 900, |_| hours);
        sum(&tallies[300..], |tally| tally.tenancies[0]) / (600.0 * 20_000.0)
    }

    fn near(a: f64, b: f64, within: f64, what: &str) {
        assert!((a / b - 1.0).abs() < within, "{what}: {a} for {b}");
    }

    #[test]
    fn where_homes_are_free_the_share_housed_is_gain_over_gain_and_loss() {
        for hours in [0.0_f64, 0.5] {
            let (gain, loss) = (1.0 - 0.95 * (-hours).exp(), 0.02 * (-hours).exp());
            let share = share_with_a_home(tenancy(0.02, 0.05, 1e5), hours as f32);
            near(share, gain / (gain + loss), 0.01, &format!("{hours} hours"));
        }
    }

    #[test]
    fn where_homes_are_scarce_as_many_are_housed_as_their_homes_last_whatever_support_there_is() {
        // Five hundred homes a week; each lasts ten weeks, or so long as half an hour makes it.
        for hours in [0.0_f64, 0.5] {
            let lasts = 10.0 * hours.exp();
            let share = share_with_a_home(tenancy(0.1, 0.2, 500.0), hours as f32);
            near(share, 500.0 * lasts / 20_000.0, 0.01, &format!("{hours} hours"));
        }
    }

    #[test]
    fn everyone_is_in_one_state_and_no_more_homes_are_given_than_come_free() {
        let mut world = toy(2_000, tenancy(0.05, 0.1, 3.4));
        let tallies = run(&mut world, 300, |_| 0.2);
        assert!(tallies.iter().all(|tally| tally.tenancies.iter().sum::<u32>() == 2_000));
        assert!(tallies.iter().all(|tally| tally.half_years.iter().sum::<u32>() == 2_000));
        let given = sum(&tallies, |tally| tally.homes_given[0]);
        assert!(given <= 3.4 * 300.0 && given > 3.4 * 300.0 - 2.0, "{given}");
        let mut plenty = toy(2_000, tenancy(0.05, 0.1, 1e5));
        assert!(run(&mut plenty, 50, |_| 0.0).iter().all(|tally| tally.homes_given[0] == tally.homes_sought));
    }

    #[test]
    fn scarce_homes_go_to_people_in_proportion_to_how_often_they_come_forward() {
        let mut world = toy(20_000, tenancy(0.0, 0.1, 20.0));
        let hours = |r: usize| if r.is_multiple_of(2) { 0.5 } else { 0.0 };
        for (r, tenant) in tenants(&mut world).iter_mut().enumerate() {
            *tenant = Tenant { hours: hours(r), ..Tenant::coming(Tenancy::Without, 0) };
        }
        run(&mut world, 100, hours);
        let mut given = [0.0; 2];
        for (r, tenant) in tenants(&mut world).iter().enumerate() {
            given[r % 2] += f64::from(u8::from(tenant.tenancy == Tenancy::Home));
        }
        // Two thousand homes, so the ratio has a standard deviation of about 6 %; a tenth leave the queue meanwhile.
        near(given[0] / given[1], (1.0 - 0.9 * (-0.5_f64).exp()) / 0.1, 0.2, "homes of the supported and the others");
    }

    #[test]
    fn support_makes_homes_last_and_people_come_forward_and_no_need_makes_a_loss_more_likely_than_high_need() {
        let t = tenancy(0.02, 0.05, 1.0);
        let at = |home: u16, debt: u16| chances::exposure(&[home, debt, 0, 0, 0, 0, 0, 0], &t);
        assert!((at(45_875, 0) - 1.0).abs() < 1e-4 && at(u16::MAX, u16::MAX) == 1.0);
        assert!(at(20_000, 0) < at(20_000, 30_000) && at(0, 0) < 0.02);
        let high = [u16::MAX; 8];
        for (less, more) in [(0.0, 0.1), (0.5, 2.0)] {
            assert!(chances::loss(&high, less, &t) > chances::loss(&high, more, &t));
            assert!(chances::comes_forward(less, &t) < chances::comes_forward(more, &t));
        }
        assert_eq!((chances::loss(&high, 0.0, &t), chances::comes_forward(0.0, &t)), (0.02, 1.0 - 0.95));
    }

    #[test]
    fn tenancies_of_a_year_ago_are_kept_as_often_as_fifty_two_weeks_without_a_loss() {
        let mut world = toy(20_000, tenancy(0.01, 0.05, 1e5));
        let tallies = run(&mut world, 400, |_| 0.0);
        let (due, kept) = (sum(&tallies, |t| t.tenancies_due), sum(&tallies, |t| t.tenancies_kept));
        assert!(sum(&tallies[..52], |t| t.tenancies_due) == 0.0 && kept < due);
        near(kept / due, 0.99_f64.powi(52), 0.02, "kept for a year");
        let given = sum(&tallies[100..], |t| t.homes_given[0]);
        near(sum(&tallies[100..], |t| t.weeks_to_home) / given, 20.0, 0.03, "weeks to a home");
    }

    #[test]
    fn a_place_begins_near_where_it_stays_and_newcomers_are_as_those_who_are_there() {
        for homes in [1e5, 30.0] {
            let mut world = toy(20_000, tenancy(0.01, 0.05, homes));
            let index = Index::new(&Default::default(), world.constants.n_domains);
            let constants = world.constants.clone();
            first::settle(&mut world.places[0], &constants, &index, &Randomness::new(5, 0));
            let tallies = run(&mut world, 60, |_| 0.0);
            let share = |tally: &Tally| f64::from(tally.tenancies[0]) / 20_000.0;
            near(share(&tallies[0]), share(&tallies[59]), 0.06, "at the start");
            world.places[0].residents.generation.fill(1);
            let others = run(&mut world, 1, |_| 0.0);
            near(share(&others[0]), share(&tallies[59]), 0.06, "all of them others");
        }
    }

    #[test]
    fn given_homes_and_time_without_one_count_by_the_week() {
        // Nobody loses a home and everyone comes forward, so two homes a week go to two of five.
        let mut world = toy(5, tenancy(0.0, 1.0, 2.0));
        tenants(&mut world)[1..].fill(Tenant::coming(Tenancy::Without, 0));
        let lengths = run(&mut world, 3, |_| 0.0).into_iter().map(|t| (t.weeks_housed, t.weeks_without));
        assert_eq!(lengths.collect::<Vec<_>>(), [(0, 2), (2, 0), (6, 0)]);
    }

    #[test]
    fn without_a_home_need_does_not_fall_below_its_least_and_with_one_it_may() {
        let mut world = toy(300, tenancy(0.0, 0.0, 0.0));
        world.places[0].residents.needs.fill([0; 8]);
        for (r, tenant) in tenants(&mut world).iter_mut().enumerate() {
            *tenant = Tenant::coming([Tenancy::Home, Tenancy::Temporary, Tenancy::Without][r % 3], 0);
        }
        run(&mut world, 1, |_| 0.0);
        let residents = &world.places[0].residents;
        for r in 0..300 {
            let expected = [0, 32_768, 52_428][r % 3];
            assert_eq!((residents.needs[r][0], residents.active[r]), (expected, r % 3 != 0));
            assert_eq!(usize::from(residents.summary[r] & 15), [0, 7, 12][r % 3]);
        }
    }

    #[test]
    fn homes_that_are_bought_come_on_top_and_only_while_the_arm_is_in_force() {
        let mut world = toy(2_000, tenancy(0.05, 0.5, 2.0));
        (world.change.start, world.change.end, world.change.homes_bought_per_week) = (Some(100), Some(200), 5.0);
        let tallies = run(&mut world, 300, |_| 0.0);
        let bought = |weeks: std::ops::Range<usize>| sum(&tallies[weeks], |tally| tally.homes_given[1]);
        assert_eq!((bought(0..100), bought(100..200), bought(200..300)), (0.0, 500.0, 0.0));
        assert!(sum(&tallies[100..200], |tally| tally.homes_given[0]) >= 199.0);
        world.change.spared_places = vec![0];
        assert_eq!(world.change.homes_bought(0, 150), 0.0);
    }
}
