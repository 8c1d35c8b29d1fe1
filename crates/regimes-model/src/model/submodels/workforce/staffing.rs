//! Staffing: who falls ill, who leaves, who covers, who comes.
//!
//! Week by week, for a worker of exhaustion `B`, motivation `theta` and felt needs `A`, `M`, `P`:
//!
//! ```text
//! ill     with probability 1 - exp(-onset * proneness * exp(c1 (B - B_ref)) / 52), where not absent already
//! proneness = exp(spread * z - spread^2 / 2), z standard normal: a trait, 1 on average
//! days    P(longer than x) = 1 / (1 + (x / median)^shape), at least 1 and at most `longest_days`; `median` by workforce
//! leaves  with probability 1 - exp(-h / 52),
//!         h = h0 exp(c2 (B - B_ref) - ct (theta - 1) - ca (A - 1/2) - cm (M - 1/2) - cp (P - 1/2)
//!                    - c4 premium + c5 new + c6 insecure)
//! filled  with probability 1 / (weeks to fill * filling), `filling` by workforce, unless posts are frozen or given up
//! skill'  = skill + (established - skill) / tau
//! with skill_gain c > 0:  skill' = skill + (min(1, established (1 + c f(h))) - skill) / tau,  f(h) = h / (h + half)
//!          h = hours of coaching, supervision, reflection and dialogue of each worker in the week
//! ```
//!
//! Spells come by chance and last by a law with a heavy tail, so days in a year have many zeros and a few very long
//! absences.
//! Some are more prone to fall ill than others all their time, so spells in a year spread wider than chance alone has it.
//! The cases of someone who leaves go, one by one, to the colleague with the least load, and keep a part of
//! the relationship; each factor found out is known to the next worker with probability `records`, and what matters to
//! the person as far as that. Where nobody is left cases stay with the post and get no time.
//! Where more posts are given up than stand open, those who came last are made redundant; one worker stays.
//! Agencies cover part of the open posts out of the money that these leave; the price of replacing someone is posted
//! with the other costs.
//!
//! Source: mechanisms M07 and M08, patterns F01 to F04; assumptions A71 to A79, A180, A186, A212, A286, A287,
//! A340.
//! Regimes: recruitment sets how long a post stands open and who comes; all else reaches this file through
//! exhaustion, motivation, felt needs and records. Higher pay is a switch of its own.

pub mod hand_over;
pub mod hiring;
pub mod labour;
pub mod parameters;
pub mod sickness;
pub mod transfers;
pub mod vacancies;

use crate::model::submodels::workforce::staffing::hand_over::{Left, hand_over};
use crate::model::submodels::workforce::staffing::hiring::new_worker;
use crate::model::submodels::workforce::staffing::labour::{Labour, chance};
use crate::model::submodels::workforce::staffing::parameters::Parameters;
use crate::model::submodels::workforce::staffing::sickness::fall_ill_or_recover;
use crate::model::submodels::workforce::staffing::vacancies::vacate;
use crate::model::world::OrganisationContext;
use crate::model::world::organisations::Organisation;
use crate::model::world::workers::Worker;
use crate::randomness::address::Address;
use crate::randomness::{Block, Draws, Randomness};

/// Lets the workers of an organisation fall ill, recover, leave and come, in place. Posts are visited from the last
/// to the first, for posts given up are the last ones open; draws are addressed, so nothing else depends on it.
pub fn turn_over(
    organisation: &mut Organisation,
    context: &OrganisationContext<'_>,
    p: &Parameters,
    randomness: &Randomness,
) {
    let labour = Labour::of(context, organisation, p);
    week_of_posts(organisation, &labour, p, randomness);
    hand_over(organisation);
}

/// One week of all posts of an organisation. Posts given up stay open; the money of other open posts pays agencies.
pub fn week_of_posts(organisation: &mut Organisation, labour: &Labour<'_>, p: &Parameters, randomness: &Randomness) {
    let mut given_up = organisation.posts_given_up();
    let established = established(organisation, p);
    let mut carried = 0;
    let at = |post: usize| Address::post(labour.place, organisation.index, post);
    let addresses: Vec<Address> = (0..organisation.workers.len()).map(at).collect();
    let draws = randomness.blocks(Draws::WorkerWeeks, labour.week, addresses.iter().copied());
    for (post, (&at, draws)) in addresses.iter().zip(&draws).enumerate().rev() {
        let worker = &mut organisation.workers[post];
        if worker.filled {
            organisation.flows.sick_days += worker.absent_now;
            if stays(worker, labour, p, draws) {
                grow(worker, established, p);
                fall_ill_or_recover(worker, labour, p, draws);
            } else {
                leave(organisation, post, labour, p, randomness);
                carried += 1 - given_up.min(1);
                given_up = given_up.saturating_sub(1);
            }
        } else if given_up > 0 {
            given_up -= 1;
            worker.vacant_weeks = worker.vacant_weeks.saturating_add(1);
        } else if draws.uniform(FILLED) < labour.filling {
            let hired = new_worker(&labour.hiring, p, randomness, labour.week, at);
            take_post(worker, hired);
            organisation.flows.hired += 1;
        } else {
            worker.vacant_weeks = worker.vacant_weeks.saturating_add(1);
            carried += 1;
        }
    }
    for _ in 0..given_up {
        if let Some(post) = newest(&organisation.workers) {
            leave(organisation, post, labour, p, randomness);
        }
    }
    organisation.agency_fte = if organisation.frozen { 0.0 } else { carried as f32 * labour.agency };
}

/// Somebody goes, and leaves the cases behind.
fn leave(organisation: &mut Organisation, post: usize, labour: &Labour<'_>, p: &Parameters, randomness: &Randomness) {
    vacate(&mut organisation.workers[post]);
    let records = organisation.records;
    let left = Left { place: labour.place, week: labour.week, carry: p.carry as f32, records };
    organisation.workers[post].caseload = left.behind(&mut organisation.cases, post, randomness);
    organisation.flows.leavers += 1;
}

/// The filled post with the least time in it, the last of equals; none where nobody but one is left.
fn newest(workers: &[Worker]) -> Option<usize> {
    let filled = || (0..workers.len()).rev().filter(|&post| workers[post].filled);
    filled().min_by_key(|&post| workers[post].tenure).filter(|_| filled().count() > 1)
}

// Words of a worker's week.
const LEAVES: usize = 2;
const FILLED: usize = 3;

/// Whether a worker stays this week.
fn stays(worker: &Worker, labour: &Labour<'_>, p: &Parameters, draws: &Block) -> bool {
    let new = if u32::from(worker.tenure) < p.new_weeks { p.leave_as_new as f32 } else { 0.0 };
    let log_rate = p.leave_by_exhaustion as f32 * (worker.exhaustion - p.usual_exhaustion as f32)
        - p.stay_by_motivation as f32 * (worker.theta - 1.0)
        - p.stay_by_autonomy as f32 * (worker.autonomy - 0.5)
        - p.stay_by_mastery as f32 * (worker.mastery - 0.5)
        - p.stay_by_purpose as f32 * (worker.purpose - 0.5)
        + new;
    draws.uniform(LEAVES) >= chance(labour.leaving * libm::expf(log_rate))
}

/// A week's experience.
fn grow(worker: &mut Worker, established: f32, p: &Parameters) {
    worker.tenure = worker.tenure.saturating_add(1);
    let pace = (1.0 / p.skill_weeks) as f32;
    let least = if p.skill_gain > 0.0 { f32::NEG_INFINITY } else { 0.0 };
    for skill in &mut worker.skill {
        *skill += (established - *skill).max(least) * pace;
    }
}

/// The skill that experience leads to, with what workers learn from one another and from those who lead them.
fn established(organisation: &Organisation, p: &Parameters) -> f32 {
    if p.skill_gain <= 0.0 {
        return organisation.skill;
    }
    let week = &organisation.hours;
    let hours = f64::from(week.supervision + week.reflection + week.dialogue) / organisation.n_filled().max(1) as f64;
    let reached = f64::from(organisation.skill) * (1.0 + p.skill_gain * hours / (hours + p.skill_half_hours));
    reached.min(1.0) as f32
}

/// Puts someone into an open post, with the cases that it still has.
fn take_post(post: &mut Worker, hired: Worker) {
    let (generation, caseload, load) = (post.generation, post.caseload, post.load);
    *post = hired;
    (post.generation, post.caseload, post.load) = (generation, caseload, load);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::patterns::Belief;
    use crate::model::regime::{Regime, npm};
    use crate::model::rules::money::Competition;
    use crate::model::submodels::workforce::staffing::hiring::{Hiring, season};
    use crate::model::submodels::workforce::staffing::labour::Baselines;
    use crate::model::town::Workforce;
    use crate::model::world::constants::Group;
    use crate::parameters::NoParameters;
    use crate::units::domains::Domains;
    use crate::units::{WEEKS_PER_YEAR, Week};

    pub(super) const CODE: Belief = Belief::of_bits(0x0f0f, 0xffff);

    pub(super) fn groups() -> Vec<Group> {
        vec![fixtures::group(0.6, 1.0), fixtures::group(0.9, 1.0), fixtures::group(1.0, 1.0)]
    }

    pub(super) fn hiring(groups: &[Group]) -> Hiring<'_> {
        Hiring {
            domains: Domains::from_bits(0b1011),
            skill: 0.7,
            skill_premium: 0.0,
            motivation: 1.0,
            first_group_share: 0.5,
            groups,
            code: CODE,
            paradigm: 0.2,
        }
    }

    /// The labour of a workforce at its reference.
    pub(super) fn labour<'a>(workforce: &Workforce, week: Week, groups: &'a [Group], p: &Parameters) -> Labour<'a> {
        let Baselines { spells, leaving, median_days, agency, .. } = Baselines::of(workforce, p);
        Labour {
            week,
            place: 3,
            illness: 0.0,
            spells: (spells / WEEKS_PER_YEAR) as f32,
            leaving: (leaving / WEEKS_PER_YEAR) as f32,
            filling: 1.0 / 9.0,
            median_days: median_days as f32,
            agency: agency as f32,
            hiring: hiring(groups),
        }
    }

    #[test]
    fn a_contract_that_is_soon_tendered_makes_workers_leave() {
        let p = Parameters::default();
        let leaving = |competition: Competition, ends| {
            let mut world = fixtures::town(&Regime { competition, ..npm() }, 1, 3, 0);
            let found = std::sync::Mutex::new(0.0);
            world.each_organisation(|organisation, context| {
                organisation.contract_ends = context.week + ends;
                *found.lock().expect("one thread") = Labour::of(context, organisation, &p).leaving;
            });
            found.into_inner().expect("one thread")
        };
        let tender = || Competition::Tender(Default::default());
        assert!((leaving(tender(), 20) / leaving(tender(), 200) - 0.2_f32.exp()).abs() < 1e-5);
        assert_eq!(leaving(Competition::None(NoParameters {}), 20), leaving(tender(), 200));
    }

    /// An established worker at all references.
    pub(super) fn usual_worker(p: &Parameters) -> Worker {
        let groups = groups();
        let randomness = Randomness::new(1, 0);
        let mut worker = new_worker(&hiring(&groups), p, &randomness, 0, Address::post(0, 0, 0));
        season(&mut worker, 0.7, 500, p);
        worker.exhaustion = p.usual_exhaustion as f32;
        (worker.theta, worker.theta_at_start) = (1.0, 1.0);
        worker
    }

    pub(super) fn organisation(posts: usize, p: &Parameters) -> Organisation {
        Organisation {
            domains: Domains::from_bits(0b1011),
            codes: vec![CODE],
            workers: vec![usual_worker(p); posts],
            ..fixtures::organisation(2, posts)
        }
    }

    #[test]
    fn exhaustion_drives_people_out_and_what_they_feel_and_earn_keeps_them() {
        let p = Parameters::default();
        let groups = groups();
        let base = labour(&Workforce::Care(NoParameters {}), 0, &groups, &p);
        // The draw at which a worker just stays, by bisection over words.
        let risk = |change: &dyn Fn(&mut Worker)| {
            let mut worker = usual_worker(&p);
            change(&mut worker);
            let stays_at = |word: u32| stays(&worker, &base, &p, &Block([word; 16]));
            let (mut low, mut high) = (0_u32, u32::MAX);
            while high - low > 1 << 8 {
                let middle = low + (high - low) / 2;
                if stays_at(middle) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            high
        };
        let usual = risk(&|_| ());
        assert!(risk(&|worker| worker.exhaustion = 0.6) > usual);
        assert!(risk(&|worker| worker.tenure = 10) > usual);
        assert!(risk(&|worker| worker.theta = 1.5) < usual);
        assert!(risk(&|worker| worker.autonomy = 0.9) < usual);
        assert!(risk(&|worker| worker.mastery = 0.9) < usual);
        assert!(risk(&|worker| worker.purpose = 0.9) < usual);
    }

    #[test]
    fn turnover_of_care_is_about_a_quarter_a_year() {
        let p = Parameters { exhaustion_at_start: 0.4, motivation_spread: 0.0, ..Parameters::default() };
        let (groups, randomness) = (groups(), Randomness::new(5, 0));
        let mut organisation = organisation(400, &p);
        let mut filled = 0;
        for week in 0..520 {
            let labour = labour(&Workforce::Care(NoParameters {}), week, &groups, &p);
            week_of_posts(&mut organisation, &labour, &p, &randomness);
            filled += organisation.n_filled();
        }
        let years = filled as f32 / 52.0;
        let turnover = organisation.flows.leavers as f32 / years;
        assert!((turnover - 0.25).abs() < 0.03, "{turnover}");
        let vacancy = 1.0 - filled as f32 / (520.0 * 400.0);
        assert!((0.03..0.06).contains(&vacancy), "{vacancy}");
    }

    #[test]
    fn frozen_posts_and_posts_given_up_stay_open() {
        let p = Parameters { leaving_care: 0.0, ..Parameters::default() };
        let (groups, randomness) = (groups(), Randomness::new(2, 0));
        let sure = Labour { filling: 1.0, ..labour(&Workforce::Care(NoParameters {}), 4, &groups, &p) };
        let mut shrunk = organisation(10, &p);
        shrunk.posts_lost = 0.2;
        for post in [1, 4, 7, 9] {
            vacate(&mut shrunk.workers[post]);
        }
        week_of_posts(&mut shrunk, &sure, &p, &randomness);
        let open: Vec<_> = (0..10).filter(|&i| !shrunk.workers[i].filled).collect();
        assert_eq!(open, [7, 9]);
        assert_eq!((shrunk.flows.hired, shrunk.agency_fte), (2, 0.0));

        let mut frozen = organisation(2, &p);
        frozen.frozen = true;
        vacate(&mut frozen.workers[0]);
        let none = Labour { filling: 0.0, ..sure };
        week_of_posts(&mut frozen, &none, &p, &randomness);
        assert_eq!((frozen.n_filled(), frozen.agency_fte), (1, 0.0));
        assert_eq!(frozen.workers[0].vacant_weeks, 1);
    }

    #[test]
    fn who_came_last_is_made_redundant_where_money_carries_fewer_than_there_are() {
        let p = Parameters { leaving_care: 0.0, ..Parameters::default() };
        let (groups, randomness) = (groups(), Randomness::new(2, 0));
        let none = Labour { filling: 0.0, ..labour(&Workforce::Care(NoParameters {}), 4, &groups, &p) };
        let mut shrunk = organisation(5, &p);
        shrunk.posts_lost = 0.4;
        for (worker, tenure) in shrunk.workers.iter_mut().zip([90, 20, 50, 20, 70]) {
            worker.tenure = tenure;
        }
        week_of_posts(&mut shrunk, &none, &p, &randomness);
        let open: Vec<_> = (0..5).filter(|&i| !shrunk.workers[i].filled).collect();
        assert_eq!((open, shrunk.flows.leavers), (vec![1, 3], 2));
        shrunk.posts_lost = 1.0;
        week_of_posts(&mut shrunk, &none, &p, &randomness);
        assert_eq!(shrunk.n_filled(), 1);
    }

    #[test]
    fn agencies_cost_no_more_than_open_posts_leave() {
        let p = Parameters { leaving_care: 0.0, ..Parameters::default() };
        let groups = groups();
        let slow = Labour { filling: 0.0, ..labour(&Workforce::Care(NoParameters {}), 4, &groups, &p) };
        let mut organisation = organisation(5, &p);
        vacate(&mut organisation.workers[0]);
        vacate(&mut organisation.workers[3]);
        week_of_posts(&mut organisation, &slow, &p, &Randomness::new(2, 0));
        assert!(organisation.agency_fte > 0.0);
        assert!(organisation.agency_fte * p.agency_price as f32 <= 2.0);
    }

    #[test]
    fn hours_of_coaching_reflection_and_dialogue_raise_skill_alike_and_ever_less() {
        let reached = |skill_gain, supervision, reflection, dialogue| {
            let mut organisation = fixtures::organisation(0, 10);
            organisation.skill = 0.6;
            organisation.workers.iter_mut().for_each(|worker| worker.filled = true);
            let week = &mut organisation.hours;
            (week.supervision, week.reflection, week.dialogue) = (supervision, reflection, dialogue);
            established(&organisation, &Parameters { skill_gain, ..Parameters::default() })
        };
        assert_eq!(reached(0.0, 20.0, 20.0, 20.0), 0.6);
        assert_eq!(reached(0.2, 0.0, 0.0, 0.0), 0.6);
        let half = reached(0.2, 10.0, 0.0, 0.0);
        assert!((half - 0.66).abs() < 1e-6, "{half}");
        assert_eq!((half, half), (reached(0.2, 0.0, 10.0, 0.0), reached(0.2, 0.0, 0.0, 10.0)));
        let twice = reached(0.2, 10.0, 10.0, 0.0);
        assert!(twice > half && twice - half < half - 0.6);
    }

    #[test]
    fn skill_grows_towards_that_of_established_workers() {
        let p = Parameters::default();
        let groups = groups();
        let new = new_worker(&hiring(&groups), &p, &Randomness::new(1, 0), 0, Address::post(0, 0, 8));
        let (mut by_weeks, mut at_once) = (new.clone(), new.clone());
        for _ in 0..60 {
            let before = by_weeks.skill[0];
            grow(&mut by_weeks, 0.7, &p);
            assert!(before < by_weeks.skill[0] && by_weeks.skill[0] < 0.7);
        }
        season(&mut at_once, 0.7, 60, &p);
        assert!((by_weeks.skill[0] - at_once.skill[0]).abs() < 1e-4);
        assert_eq!(by_weeks.tenure, at_once.tenure);
    }

    #[test]
    fn those_who_are_paid_above_the_general_level_leave_less() {
        let p = Parameters::default();
        let leaving = |wage_premium| {
            let mut world = fixtures::town(&npm(), 1, 3, 0);
            (world.change.wage_premium, world.change.start) = (wage_premium, Some(0));
            world.places[0].organisations[0].row = crate::model::world::rows::Row::Alternative;
            let found = std::sync::Mutex::new(0.0);
            world.each_organisation(|organisation, context| {
                *found.lock().expect("one thread") = Labour::of(context, organisation, &p).leaving;
            });
            found.into_inner().expect("one thread")
        };
        let ratio = leaving(0.1) / leaving(0.0);
        assert!((ratio - (-0.1 * p.stay_by_pay as f32).exp()).abs() < 1e-5, "{ratio}");
    }
}
