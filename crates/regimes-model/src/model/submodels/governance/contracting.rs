//! Contracting: who gets the money for services, for how long, and when it moves.
//!
//! Each week the place's money is shared out whole:
//!
//! ```text
//! usual' = usual + follow (crisis_cost - usual)
//! feedback' = feedback + settle (-capture (crisis_cost - usual) - feedback), within +-limit * budget
//! money = budget (1 - cut) + feedback + returning - overhead
//! income_i = money * income_i / sum of incomes
//! ```
//!
//! so the incomes always add up to the money. Where an arm changes a place's budget (`budget_times`), the budget and the
//! posts that it carries are multiplied in the week in which the arm comes into force, and divided again at its end:
//!
//! ```text
//! carried = posts (1 - given up);  carried' = times * carried
//! given up' = 1 - carried' / posts, where posts are enough;  else 0, and carried' - posts are founded, open at first
//! ```
//!
//! Where it changes the price of staff (`prices_times`), so is the price of an hour in each organisation of the place.
//!
//! `overhead` is what the last week took for the place as a whole
//! (stewards, and central staff as far as places pay for them); `returning` is what lapsed or was kept back in the
//! year before and is given out again. What moves shares:
//!
//! ```text
//! score = (1 - price_weight) reported + price_weight * cheapest / price         (+ noise z in a tender)
//! tender, at the end of contract i:  score_i < mean score of its peers: reallocation * income_i goes
//!                                    to the peers that score higher, by how much higher they score
//! choice, every quarter:             follows * income_i / peers * 1 / (1 + exp(-sensitivity (score_j - score_i)))
//!                                    goes from i to each peer j
//! alliance, every quarter:           pooled * income_i is pooled, and given out by
//!                                    payroll_i (1 + pull * waiting_i / (waiting_i + cases_i))
//! ```
//!
//! `payroll` is what the posts cost with which an organisation began: the pool goes by size and by need, and not by what
//! somebody has already, or all money would end where people wait and posts are few.
//!
//! Peers are the other organisations of the place that share a domain.
//! Who loses to a peer trusts it less, and is trusted less. A contract that ends under no tender is renewed.
//! Posts follow the money with the costs, not here. What bids and monitoring cost in hours is charged where time
//! is allotted.
//!
//! Units: GBP/week; rates in the rows. Source: M19 (contracts), M20 (selection by reported performance, price),
//! M31 (pooling; `capture`, the part of a saving or an overspend that comes back to who pays for services);
//! assumptions A109-A112, A323, A337. Regimes: `payment` and `competition`, both the commissioner's.

use crate::model::rules::money::{Alliance, Competition, Payment, ResidentChoice};
use crate::model::world::Context;
use crate::model::world::organisations::Organisation;
use crate::model::world::places::{Commissioner, Place};
use crate::model::world::workers::Worker;
use crate::randomness::address::Address;
use crate::randomness::{Draws, Randomness};
use crate::units::{WEEKS_PER_YEAR, Week, weekly_share};

crate::parameters! {
    /// How money for services moves.
    pub struct Parameters {
        /// Share of payers' over- or underspend on crises that is taken from or given to services.
        capture: f64 = 0.3, "share", 0.0..=1.0, Uncertainty, "M31";
        /// Time in which half of a change in crisis costs has become usual.
        usual_weeks: f64 = 104.0, "week", 1.0..=1040.0, Uncertainty, "A109";
        /// Time in which half of an over- or underspend has reached the services' budget.
        feedback_weeks: f64 = 26.0, "week", 1.0..=520.0, Uncertainty, "A109";
        /// Largest share of the budget that over- or underspend takes or gives.
        feedback_limit: f64 = 0.2, "share", 0.0..=1.0, Uncertainty, "A109";
        /// Time between two rounds of pooling or of following residents.
        round_weeks: u32 = 13, "week", 1.0..=52.0, Constant, "A110";
        /// How much more of the pool goes to an organisation where nearly all who came still wait.
        pull: f64 = 1.0, "factor", 0.0..=10.0, Uncertainty, "A110";
        /// Luck in the judgement of a bid (standard deviation of its score).
        tender_noise: f64 = 0.05, "share", 0.0..=0.5, Uncertainty, "A111";
        /// Share of the trust between loser and winner that a tender takes.
        tender_trust_lost: f64 = 0.2, "share", 0.0..=1.0, Uncertainty, "A112";
    }
}

/// Shares out the money of a place; organisations in order of their number.
pub fn commission(place: &mut Place, context: &Context<'_>, p: &Parameters, randomness: &Randomness) {
    if !context.services {
        return;
    }
    let week = context.week;
    let bids = Bids { week, p, randomness };
    let row = place.commissioner.row.of(context.rows);
    change_prices(place, context.change.prices_step(place.index, week));
    change_budget(place, context.change.budget_step(place.index, week));
    feed_back(&mut place.commissioner, p);
    share_out(place);
    let mut moved = 0.0;
    for i in 0..place.organisations.len() {
        if place.organisations[i].contract_ends <= week {
            if let Some(terms) = tender(&row.competition) {
                moved += bids.compete(place, i, &terms);
            }
            let length = row.payment.contract_weeks();
            place.organisations[i].contract_ends = week.saturating_add(length);
        }
    }
    if week.is_multiple_of(p.round_weeks) {
        if let Payment::Alliance(alliance) = &row.payment {
            moved += pool(&mut place.organisations, alliance, p);
        }
        if let Competition::Choice(choice) = &row.competition {
            moved += follow(&mut place.organisations, choice, p);
        }
    }
    place.tally.reallocated = moved;
}

/// What a tender moves, and how it weighs price.
struct Terms {
    reallocation: f64,
    price_weight: f64,
}

/// The bids of a week.
struct Bids<'a> {
    week: Week,
    p: &'a Parameters,
    randomness: &'a Randomness,
}

/// The word of the table of governance that this process reads, at the address of an organisation.
const BID: usize = 2;

/// A budget that an arm changes, and the posts with it; nothing at a factor of 1.
fn change_budget(place: &mut Place, times: f64) {
    if times == 1.0 {
        return;
    }
    place.commissioner.budget_per_week *= times;
    for organisation in &mut place.organisations {
        scale_posts(organisation, times);
    }
}

/// Prices of staff that an arm changes, whatever else it changes; nothing at a factor of 1.
fn change_prices(place: &mut Place, times: f64) {
    for organisation in place.organisations.iter_mut().filter(|_| times != 1.0) {
        organisation.pounds_per_hour *= times;
    }
}

/// Posts that are too many are given up, those that lack are taken back or founded.
fn scale_posts(organisation: &mut Organisation, times: f64) {
    let posts = organisation.workers.len() as f64;
    let carried = times * posts * (1.0 - f64::from(organisation.posts_lost));
    organisation.posts_lost = if posts > 0.0 { (1.0 - carried / posts).max(0.0) as f32 } else { 0.0 };
    let founded = (carried - posts).max(0.0).round() as usize;
    organisation.workers.extend(core::iter::repeat_n(Worker::default(), founded));
}

/// Payers' over- or underspend on crises reaches the money for services.
fn feed_back(commissioner: &mut Commissioner, p: &Parameters) {
    let now = commissioner.crisis_cost_now;
    if commissioner.usual_crisis_cost == 0.0 {
        commissioner.usual_crisis_cost = now;
    }
    commissioner.usual_crisis_cost += weekly_share(p.usual_weeks) * (now - commissioner.usual_crisis_cost);
    let over = p.capture * (now - commissioner.usual_crisis_cost);
    let limit = p.feedback_limit * commissioner.budget_per_week;
    commissioner.feedback += weekly_share(p.feedback_weeks) * (-over - commissioner.feedback);
    commissioner.feedback = commissioner.feedback.clamp(-limit, limit);
}

/// All money goes to organisations, by their shares; after a week without any, by the posts that they began with.
fn share_out(place: &mut Place) {
    let kept = 1.0 - f64::from(place.shocks.cut);
    let commissioner = &mut place.commissioner;
    commissioner.returned += commissioner.returning;
    let money =
        commissioner.budget_per_week * kept + commissioner.feedback + commissioner.returning - commissioner.overhead;
    let money = money.max(0.0);
    let before = total(&place.organisations);
    let posts = place.organisations.iter().map(|o| f64::from(o.first_posts)).sum::<f64>().max(1.0);
    for organisation in &mut place.organisations {
        organisation.income_per_week = money
            * if before > 0.0 {
                organisation.income_per_week / before
            } else {
                f64::from(organisation.first_posts) / posts
            };
    }
}

fn total(organisations: &[Organisation]) -> f64 {
    organisations.iter().map(|o| o.income_per_week).sum()
}

/// The terms of tenders; none where there is no tender.
fn tender(competition: &Competition) -> Option<Terms> {
    let (reallocation, price_weight) = match competition {
        Competition::LeagueAndTender(rule) => (rule.reallocation, rule.price_weight),
        Competition::Tender(rule) => (rule.reallocation, rule.price_weight),
        Competition::LeagueTable(_) | Competition::Choice(_) | Competition::None(_) => return None,
    };
    Some(Terms { reallocation, price_weight })
}

/// What a purchaser sees: reported performance, and price beside the cheapest.
fn score(organisation: &Organisation, cheapest: f64, price_weight: f64) -> f32 {
    let price = organisation.pounds_per_hour.max(f64::MIN_POSITIVE);
    let seen = f64::from(organisation.reported);
    ((1.0 - price_weight) * seen + price_weight * cheapest / price) as f32
}

fn cheapest(organisations: &[Organisation]) -> f64 {
    organisations.iter().map(|o| o.pounds_per_hour).fold(f64::INFINITY, f64::min)
}

fn are_peers(a: &Organisation, b: &Organisation) -> bool {
    a.index != b.index && a.domains.meets(b.domains)
}

impl Bids<'_> {
    /// How an organisation's bid is judged.
    fn judge(&self, place: &Place, i: usize, terms: &Terms) -> f32 {
        let organisation = &place.organisations[i];
        let home = Address::organisation(place.index, organisation.index);
        let luck = self.randomness.block(Draws::Governance, 0, self.week, home);
        score(organisation, cheapest(&place.organisations), terms.price_weight)
            + self.p.tender_noise as f32 * luck.normal(BID)
    }

    /// The contract of an organisation is put out to tender; gives the money that moves.
    fn compete(&self, place: &mut Place, loser: usize, terms: &Terms) -> f64 {
        let own = self.judge(place, loser, terms);
        let leads: Vec<(usize, f64)> = (0..place.organisations.len())
            .filter(|&j| are_peers(&place.organisations[loser], &place.organisations[j]))
            .map(|j| (j, f64::from(self.judge(place, j, terms) - own)))
            .collect();
        if leads.iter().map(|lead| lead.1).sum::<f64>() <= 0.0 {
            return 0.0;
        }
        let better: f64 = leads.iter().map(|lead| lead.1.max(0.0)).sum();
        let moved = terms.reallocation * place.organisations[loser].income_per_week;
        for &(winner, lead) in leads.iter().filter(|lead| lead.1 > 0.0) {
            place.organisations[winner].income_per_week += moved * lead / better;
            grudge(place, loser, winner, self.p);
        }
        place.organisations[loser].income_per_week -= moved;
        moved
    }
}

/// Trust between loser and winner falls.
fn grudge(place: &mut Place, loser: usize, winner: usize, p: &Parameters) {
    let n = place.organisations.len();
    let left = 1.0 - p.tender_trust_lost as f32;
    place.trust[loser * n + winner] *= left;
    place.trust[winner * n + loser] *= left;
}

/// A part of all incomes is given out by where people wait; gives the money that moves.
fn pool(organisations: &mut [Organisation], alliance: &Alliance, p: &Parameters) -> f64 {
    let weight = |o: &Organisation| {
        let waiting = o.waiting.len() as f64;
        let came = waiting + o.cases.len() as f64;
        f64::from(o.first_posts) * o.pounds_per_hour * (1.0 + p.pull * waiting / came.max(1.0))
    };
    let pot = alliance.pooled * total(organisations);
    let weights: f64 = organisations.iter().map(weight).sum();
    if weights <= 0.0 {
        return 0.0;
    }
    let mut moved = 0.0;
    for organisation in organisations {
        let given = pot * weight(organisation) / weights;
        let change = given - alliance.pooled * organisation.income_per_week;
        moved += change.max(0.0);
        organisation.income_per_week += change;
    }
    moved
}

/// Money follows residents to the peers that look better; gives the money that moves.
fn follow(organisations: &mut [Organisation], choice: &ResidentChoice, p: &Parameters) -> f64 {
    let low = cheapest(organisations);
    let part = choice.follows_per_year * f64::from(p.round_weeks) / WEEKS_PER_YEAR;
    let part = part.min(1.0);
    let before: Vec<(f64, f32)> =
        organisations.iter().map(|o| (o.income_per_week, score(o, low, choice.price_weight))).collect();
    let mut moved = 0.0;
    for i in 0..organisations.len() {
        let peers = organisations.iter().filter(|other| are_peers(&organisations[i], other)).count();
        for j in 0..organisations.len() {
            if are_peers(&organisations[i], &organisations[j]) {
                let lead = f64::from(before[j].1 - before[i].1);
                let preferred = 1.0 / (1.0 + libm::exp(-choice.sensitivity * lead));
                let flow = part * before[i].0 * preferred / peers as f64;
                organisations[i].income_per_week -= flow;
                organisations[j].income_per_week += flow;
                moved += flow;
            }
        }
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arm_changes_the_price_of_an_hour_while_it_is_in_force_and_no_income() {
        let prices = |times: f64, spared: bool| {
            let mut world = under(|_| ());
            world.change.start = Some(2);
            (world.change.end, world.change.prices_times) = (Some(4), times);
            world.change.spared_places = if spared { vec![0] } else { Vec::new() };
            [1, 1, 2].map(|n| {
                weeks(&mut world, n);
                (world.places[0].organisations[1].pounds_per_hour.round(), incomes(&world).iter().sum::<f64>().round())
            })
        };
        assert_eq!(prices(0.5, false), [(28.0, 3000.0), (14.0, 3000.0), (28.0, 3000.0)]);
        assert_eq!(prices(1.5, false), [(28.0, 3000.0), (42.0, 3000.0), (28.0, 3000.0)]);
        assert_eq!([prices(1.0, false), prices(0.5, true)], [[(28.0, 3000.0); 3]; 2]);
    }
    use crate::model::fixtures;
    use crate::model::regime::{Regime, npm};
    use crate::model::rules::money::{Block, ByResults, Tender};
    use crate::model::world::World;
    use crate::parameters::NoParameters;
    use crate::units::domains::Domains;

    fn under(change: impl Fn(&mut Regime)) -> World {
        fixtures::country(1, 3, fixtures::twice(change))
    }

    fn weeks(world: &mut World, n: u32) {
        for _ in 0..n {
            world.each_place(|place, context| {
                commission(place, context, &Parameters::default(), &Randomness::new(1, 0))
            });
            world.week += 1;
        }
    }

    fn incomes(world: &World) -> Vec<f64> {
        world.organisations().map(|(_, o)| o.income_per_week).collect()
    }

    fn by_tender(price_weight: f64) -> World {
        let mut world = under(|row| {
            row.payment = Payment::ByResults(ByResults { contract_weeks: 26, ..ByResults::default() });
            row.competition = Competition::Tender(Tender { price_weight, ..Tender::default() });
        });
        for (organisation, reported) in world.places[0].organisations.iter_mut().zip([0.1, 0.5, 0.9]) {
            organisation.reported = reported;
            organisation.contract_ends = 1;
        }
        world
    }

    #[test]
    fn incomes_add_up_to_the_money_whatever_moves_it() {
        let choice = Competition::Choice(ResidentChoice::default());
        let pooled = Payment::Alliance(Alliance::default());
        for mut world in
            [by_tender(0.5), under(|row| row.competition = choice.clone()), under(|row| row.payment = pooled.clone())]
        {
            world.places[0].organisations[1].reported = 0.8;
            world.places[0].shocks.cut = 0.25;
            for week in 0..200 {
                world.places[0].commissioner.crisis_cost_now = 1000.0 + f64::from(week);
                world.places[0].commissioner.overhead = 100.0;
                world.places[0].commissioner.returning = 40.0;
                weeks(&mut world, 1);
                let place = &world.places[0];
                let money = 0.75 * 3000.0 - 60.0 + place.commissioner.feedback;
                assert!((total(&place.organisations) - money).abs() < 1e-6);
                assert!(incomes(&world).iter().all(|&income| income >= 0.0));
            }
        }
    }

    #[test]
    fn without_tender_choice_or_pool_shares_stay() {
        let mut world = under(|row| {
            row.payment = Payment::Block(Block::default());
            row.competition = Competition::None(NoParameters {});
        });
        world.places[0].organisations[0].contract_ends = 3;
        weeks(&mut world, 400);
        for income in incomes(&world) {
            assert!((income - 1000.0).abs() < 1e-6);
        }
        assert!(world.places[0].organisations[0].contract_ends > 400);
    }

    #[test]
    fn a_tender_moves_money_from_weak_to_strong_and_costs_trust_between_them() {
        let mut world = by_tender(0.0);
        weeks(&mut world, 1);
        let place = &world.places[0];
        assert!(place.organisations[0].income_per_week < 1000.0);
        assert!(place.organisations[2].income_per_week > 1000.0);
        assert!(place.trust_between(0, 2) < 0.6 && place.trust_between(2, 0) < 0.6);
        assert!(place.tally.reallocated > 0.0);
        weeks(&mut world, 24);
        assert_eq!(world.places[0].tally.reallocated, 0.0);
    }

    #[test]
    fn where_price_is_all_the_cheap_win_however_weak() {
        let mut world = by_tender(1.0);
        world.places[0].organisations[0].pounds_per_hour = 14.0;
        weeks(&mut world, 1);
        assert!(world.places[0].organisations[0].income_per_week > 1000.0);
    }

    #[test]
    fn organisations_without_a_shared_domain_do_not_compete() {
        let mut world = by_tender(0.0);
        for (i, organisation) in world.places[0].organisations.iter_mut().enumerate() {
            organisation.domains = Domains::one(i);
        }
        weeks(&mut world, 1);
        assert_eq!(incomes(&world), [1000.0; 3]);
    }

    #[test]
    fn money_follows_residents_to_the_better_reported() {
        let mut world = under(|row| row.competition = Competition::Choice(ResidentChoice::default()));
        world.places[0].organisations[2].reported = 0.9;
        weeks(&mut world, 520);
        let incomes = incomes(&world);
        assert!(incomes[2] > 1050.0 && incomes[0] < 1000.0);
    }

    #[test]
    fn a_pool_goes_where_people_wait() {
        let mut world = under(|row| row.payment = Payment::Alliance(Alliance::default()));
        let one = fixtures::waiting(0);
        world.places[0].organisations[1].waiting = vec![one; 40];
        weeks(&mut world, 13);
        assert!(incomes(&world)[1] > 1000.0);
    }

    #[test]
    fn a_pool_does_not_carry_all_money_to_where_people_always_wait() {
        let mut world = under(|row| row.payment = Payment::Alliance(Alliance::default()));
        world.places[0].organisations[0].waiting = vec![fixtures::waiting(0); 1000];
        weeks(&mut world, 1040);
        let incomes = incomes(&world);
        let pull = Parameters::default().pull;
        for other in &incomes[1..] {
            assert!(incomes[0] > *other && incomes[0] < (1.0 + pull) * other * 1.001, "{incomes:?}");
        }
    }

    #[test]
    fn overspend_takes_and_underspend_gives_the_same() {
        let feedback = |later: f64| {
            let mut world = under(|_| ());
            world.places[0].commissioner.usual_crisis_cost = 1000.0;
            world.places[0].commissioner.crisis_cost_now = later;
            weeks(&mut world, 26);
            world.places[0].commissioner.feedback
        };
        assert_eq!(feedback(1000.0), 0.0);
        assert!(feedback(1200.0) < 0.0);
        assert!((feedback(1200.0) + feedback(800.0)).abs() < 1e-9);
    }

    #[test]
    fn after_a_week_without_money_incomes_go_by_the_posts_that_organisations_began_with() {
        let mut place = fixtures::town(&npm(), 3, 1, 0).places.remove(0);
        for (organisation, posts) in place.organisations.iter_mut().zip([1, 4, 5]) {
            (organisation.first_posts, organisation.income_per_week) = (posts, 100.0);
        }
        place.commissioner.budget_per_week = 0.0;
        share_out(&mut place);
        assert!(place.organisations.iter().all(|o| o.income_per_week == 0.0));
        place.commissioner.budget_per_week = 1000.0;
        share_out(&mut place);
        let incomes: Vec<f64> = place.organisations.iter().map(|o| o.income_per_week).collect();
        assert_eq!(incomes, [100.0, 400.0, 500.0]);
        place.commissioner.budget_per_week = 500.0;
        share_out(&mut place);
        assert_eq!(place.organisations[1].income_per_week, 200.0);
    }

    #[test]
    fn a_budget_that_an_arm_changes_takes_its_posts_along_and_gives_them_back() {
        let scaled = |factors: &[f64]| {
            let mut place = fixtures::town(&npm(), 1, 10, 0).places.remove(0);
            place.commissioner.budget_per_week = 1000.0;
            factors.iter().for_each(|&times| change_budget(&mut place, times));
            share_out(&mut place);
            let organisation = &place.organisations[0];
            let carried = organisation.workers.len() - organisation.posts_given_up();
            (organisation.income_per_week.round(), organisation.workers.len(), carried)
        };
        assert_eq!(scaled(&[]), (1000.0, 10, 10));
        assert_eq!(scaled(&[0.8]), (800.0, 10, 8));
        assert_eq!(scaled(&[0.8, 1.0 / 0.8]), (1000.0, 10, 10));
        assert_eq!(scaled(&[1.5]), (1500.0, 15, 15));
        assert_eq!(scaled(&[1.5, 1.0 / 1.5]), (1000.0, 15, 10));
    }
}
