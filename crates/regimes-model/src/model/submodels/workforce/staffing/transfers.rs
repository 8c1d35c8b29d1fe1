//! Transfers: a post moves, with whoever holds it, to the organisation of the place for which most people wait.
//!
//! ```text
//! where money is pooled in an alliance, or a delivery unit watches a target of waiting time; each quarter, by workforce:
//! to the organisation with most people waiting for each filled post
//!          moves * a * (filled posts * its share of those who wait - its filled posts)
//! from the one with fewest:  the last filled post, and income / posts carried
//! a = attention to waiting time, mean over filled posts
//! ```
//!
//! Whoever moves keeps the skill that experience has brought in each need, is new there, and so takes induction. The cases
//! stay, and go to colleagues as if somebody had left. One worker stays everywhere. Posts and incomes of the place are as
//! many as before; posts given up stay where they are. Without pooled money or a delivery unit no organisation gives a
//! post away, and between workforces none moves.
//!
//! Update: organisations in order of number, after staff have come and gone. Units: posts; GBP/week.
//! Source: L43, L44 (in docs/register.md); assumptions A277, A339.
//! Regimes: payment (pooled), accountability (delivery unit), by way of attention to waiting time.

use crate::model::regime::Regime;
use crate::model::rules::answering::Accountability;
use crate::model::rules::money::Payment;
use crate::model::submodels::workforce::staffing::hand_over::{Left, hand_over};
use crate::model::submodels::workforce::staffing::parameters::Parameters;
use crate::model::submodels::workforce::staffing::vacancies::vacate;
use crate::model::world::Context;
use crate::model::world::organisations::Organisation;
use crate::model::world::places::Place;
use crate::model::world::workers::Worker;
use crate::randomness::Randomness;
use crate::units::domains::Domain;

/// Weeks of a quarter.
const QUARTER_WEEKS: u32 = 13;

/// Moves posts between the organisations of a place, where they belong together; `moves` is the share of those that would
/// equalise waits.
pub fn move_posts(place: &mut Place, context: &Context<'_>, moves: f64, p: &Parameters, randomness: &Randomness) {
    let is_due = moves > 0.0 && context.services && context.week.is_multiple_of(QUARTER_WEEKS);
    if !is_due || !belong_together(place.commissioner.row.of(context.rows)) {
        return;
    }
    let (index, week, carry) = (place.index, context.week, p.carry as f32);
    let organisations = &mut place.organisations;
    for first in 0..organisations.len() {
        let alike = |other: &usize| organisations[*other].workforce == organisations[first].workforce;
        let group: Vec<usize> = (0..organisations.len()).filter(alike).collect();
        if group[0] != first {
            continue;
        }
        equalise(organisations, &group, moves as f32, |giver, post| {
            let left = Left { place: index, week, carry, records: giver.records };
            giver.workers[post].caseload = left.behind(&mut giver.cases, post, randomness);
        });
    }
}

/// Whether the organisations of a place have one purse, or somebody above them who watches where people wait.
fn belong_together(row: &Regime) -> bool {
    let pooled = matches!(&row.payment, Payment::Alliance(alliance) if alliance.pooled > 0.0);
    let watched = matches!(&row.accountability, Accountability::Targets(targets) if targets.wait_weeks > 0);
    pooled || watched
}

/// People waiting for each filled post.
fn each(organisation: &Organisation) -> f32 {
    organisation.waiting.len() as f32 / (organisation.n_filled() as f32).max(0.5)
}

/// Moves posts within a group to where most people wait for each; `leave` is what becomes of the cases of a post.
fn equalise(organisations: &mut [Organisation], group: &[usize], moves: f32, leave: impl Fn(&mut Organisation, usize)) {
    let sum = |of: &dyn Fn(&Organisation) -> f32| group.iter().map(|&i| of(&organisations[i])).sum::<f32>();
    let filled = sum(&|o| o.n_filled() as f32);
    let waiting = sum(&|o| o.waiting.len() as f32);
    let attention = sum(&|o| o.n_filled() as f32 * o.waits.attention) / filled.max(1.0);
    let longest = group
        .iter()
        .copied()
        .max_by(|&a, &b| each(&organisations[a]).total_cmp(&each(&organisations[b])).then(b.cmp(&a)));
    let Some(to) = longest.filter(|_| waiting > 0.0 && attention > 0.0) else {
        return;
    };
    let taker = &organisations[to];
    let gap = filled * taker.waiting.len() as f32 / waiting - taker.n_filled() as f32;
    let mut due = taker.waits.post_due + moves * attention * gap.max(0.0);
    while due >= 1.0 {
        due -= 1.0;
        let gives = |i: &usize| *i != to && organisations[*i].n_filled() > 1;
        let others = group.iter().copied().filter(gives);
        let Some(from) = others.min_by(|&a, &b| each(&organisations[a]).total_cmp(&each(&organisations[b]))) else {
            break;
        };
        if each(&organisations[from]) >= each(&organisations[to]) {
            break;
        }
        let moved = give(&mut organisations[from], &leave);
        take(&mut organisations[to], moved);
    }
    organisations[to].waits.post_due = due;
}

/// What moves from one organisation to another.
struct Moved {
    worker: Worker,
    /// Income that goes with the post [GBP/week].
    pounds: f64,
    /// Posts that an organisation was founded with that go with it.
    first_posts: u32,
}

/// Takes the last filled post out of an organisation, its cases handed over to colleagues.
fn give(giver: &mut Organisation, leave: impl Fn(&mut Organisation, usize)) -> Moved {
    let post = giver.workers.iter().rposition(|worker| worker.filled).unwrap_or(0);
    let pounds = giver.income_per_week / giver.posts_carried().max(1.0);
    let (posts, first_posts) = (giver.workers.len() as f32, giver.first_posts.min(1));
    let worker = giver.workers[post].clone();
    vacate(&mut giver.workers[post]);
    leave(giver, post);
    hand_over(giver);
    giver.workers.remove(post);
    for case in giver.cases.iter_mut().filter(|case| usize::from(case.worker) > post) {
        case.worker -= 1;
    }
    giver.posts_lost = (giver.posts_lost * posts / (posts - 1.0).max(1.0)).min(1.0);
    giver.income_per_week -= pounds;
    giver.first_posts -= first_posts;
    Moved { worker, pounds, first_posts }
}

/// Puts somebody with a post from elsewhere into an organisation.
fn take(taker: &mut Organisation, moved: Moved) {
    let Moved { mut worker, pounds, first_posts } = moved;
    (worker.tenure, worker.generation, worker.vacant_weeks) = (0, 0, 0);
    (worker.caseload, worker.load) = (0, 0.0);
    (worker.direct_hours, worker.wanted_hours) = (0.0, 0.0);
    if !taker.domains.contains(worker.specialty.index()) {
        worker.specialty = most_waited_for(taker);
    }
    let posts = taker.workers.len() as f32;
    taker.posts_lost *= posts / (posts + 1.0);
    taker.workers.push(worker);
    taker.income_per_week += pounds;
    taker.first_posts += first_posts;
    taker.flows.posts_moved += 1;
}

/// The need of an organisation for which most people wait, the first of equals.
fn most_waited_for(taker: &Organisation) -> Domain {
    let waiting = |d: usize| taker.waiting.iter().filter(|waiting| waiting.domain.index() == d).count();
    let most = taker.domains.iter().max_by(|&a, &b| waiting(a).cmp(&waiting(b)).then(b.cmp(&a)));
    Domain::of(most.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::regime::{hls, npm, npm_deliver};
    use crate::model::rules::money::Alliance;
    use crate::model::town::Workforce;
    use crate::model::world::World;
    use crate::model::world::cases::Case;
    use crate::parameters::NoParameters;
    use crate::units::domains::Domains;

    /// Three organisations of eight posts each, for the second of which thirty people wait, and for the others three.
    fn waiting(row: &Regime, attention: f32) -> World {
        let mut world = fixtures::town(row, 3, 8, 60);
        for (i, organisation) in world.places[0].organisations.iter_mut().enumerate() {
            let list = if i == 1 { 0..30 } else { 30..33 };
            organisation.waiting = list.map(fixtures::waiting).collect();
            organisation.waits.attention = attention;
            organisation.income_per_week = 8000.0 + 100.0 * i as f64;
            organisation.cases = (0..16).map(|n| Case { worker: n / 2, ..fixtures::case(u32::from(n) + 40) }).collect();
            organisation.volume = vec![16];
            organisation.workers.iter_mut().for_each(|worker| worker.caseload = 2);
        }
        world
    }

    fn quarters(world: &mut World, n: u32, moves: f64) {
        for quarter in 1..=n {
            world.week = 13 * quarter;
            world.each_place(|place, context| {
                move_posts(place, context, moves, &Parameters::default(), &Randomness::new(1, 0));
            });
        }
    }

    fn posts(world: &World) -> Vec<usize> {
        world.organisations().map(|(_, o)| o.workers.len()).collect()
    }

    fn incomes(world: &World) -> f64 {
        world.organisations().map(|(_, o)| o.income_per_week).sum()
    }

    #[test]
    fn posts_go_where_most_people_wait_for_each_and_none_is_lost_or_made() {
        for row in [hls(), npm_deliver()] {
            let mut world = waiting(&row, 1.0);
            let (money, first) = (incomes(&world), 24);
            quarters(&mut world, 1, 0.3);
            // Thirty of thirty-six wait for the second, so twenty of twenty-four posts would equalise waits.
            assert_eq!(posts(&world), [6, 11, 7]);
            quarters(&mut world, 60, 0.3);
            assert_eq!(posts(&world), [2, 20, 2]);
            assert!((incomes(&world) - money).abs() < 1e-6);
            assert_eq!(world.organisations().map(|(_, o)| o.first_posts).sum::<u32>(), first);
            let moved = &world.places[0].organisations[1];
            assert!(moved.workers.iter().skip(8).all(|worker| worker.filled && worker.tenure == 0));
            assert!(moved.income_per_week > 18_000.0, "{}", moved.income_per_week);
        }
    }

    #[test]
    fn the_cases_of_who_moves_stay_and_go_to_colleagues() {
        let mut world = waiting(&hls(), 1.0);
        quarters(&mut world, 60, 0.3);
        for organisation in &world.places[0].organisations {
            let mut counted = vec![0; organisation.workers.len()];
            organisation.cases.iter().for_each(|case| counted[usize::from(case.worker)] += 1);
            assert_eq!(organisation.cases.len(), 16);
            assert!(organisation.workers.iter().zip(counted).all(|(worker, n)| worker.caseload == n));
        }
    }

    #[test]
    fn nothing_moves_without_attention_a_purse_or_a_unit_or_between_workforces() {
        let after = |row: &Regime, attention: f32, moves: f64, change: &dyn Fn(&mut World)| {
            let mut world = waiting(row, attention);
            change(&mut world);
            quarters(&mut world, 20, moves);
            posts(&world)
        };
        let stays = [8, 8, 8];
        let nothing = |_: &mut World| ();
        assert_eq!(after(&hls(), 1.0, 0.0, &nothing), stays);
        assert_eq!(after(&hls(), 0.0, 0.3, &nothing), stays);
        assert_eq!(after(&npm(), 1.0, 0.3, &nothing), stays, "a fragmented commissioner without a delivery unit");
        let apart = Payment::Alliance(Alliance { pooled: 0.0, ..Alliance::default() });
        assert_eq!(after(&Regime { payment: apart, ..hls() }, 1.0, 0.3, &nothing), stays);
        let other = |world: &mut World| {
            world.places[0].organisations[1].workforce = Workforce::Clinic(NoParameters {});
        };
        assert_eq!(after(&hls(), 1.0, 0.3, &other), stays);
        let ends = |world: &mut World| world.services = false;
        assert_eq!(after(&hls(), 1.0, 0.3, &ends), stays);
    }

    #[test]
    fn who_moves_turns_to_a_need_of_the_new_organisation() {
        let mut world = waiting(&hls(), 1.0);
        world.places[0].organisations[1].domains = Domains::from_bits(0b1100);
        for waiting in &mut world.places[0].organisations[1].waiting {
            waiting.domain = Domain::of(3);
        }
        quarters(&mut world, 4, 0.3);
        let organisation = &world.places[0].organisations[1];
        assert!(organisation.workers.len() > 8);
        assert!(organisation.workers.iter().skip(8).all(|worker| worker.specialty == Domain::of(3)));
    }
}
