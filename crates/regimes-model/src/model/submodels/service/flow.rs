//! Flow: whoever watches a waiting time T pays attention to it, by how many are late as reported.
//!
//! ```text
//! breach = (late on the list + late when the clock stopped) / (on the list + clocks stopped), by the reported clock
//! breach = late * (1 - claim * gaming effort)             in emergency care, whose clock runs in hours
//! pull   = stake * max(0, breach - (1 - level)) + learn * breach
//! a'     = a + (pull / (pull + half) - a) / tau
//! posts to the need with most people waiting for each post, each quarter:
//!          moves * a * (posts * its share of the list - its posts)
//! bar'   = bar + step after a quarter with more than `long_list` waiting for each worker, and
//!          bar - step after a quarter with less than `short_list` and hours to spare
//! P(a clock that has just run beyond T is set back) = claim * gaming effort, where people seen in time are counted
//! ```
//!
//! Attention `a` acts elsewhere: on the order of the list and on brief contacts (admission), on slack (allotment), on
//! overload (strain). At 0 it does nothing. Watching costs hours under either use (allotment).
//! Resets take the place of false claims about people seen in time (closing).
//!
//! A post that moves is one whose worker turns to another need of the same organisation, with the skill that the worker
//! has there; between organisations posts move where money is pooled or a delivery unit watches (staffing).
//! The bar is that of a rule of access with a threshold, whoever watches.
//!
//! Update: organisations by themselves, after their week's work.
//! Units: shares; weeks. Source: L43 and L44 (targets shortened waits, in docs/register.md); assumptions A274, A277, A280.
//! Regimes: accountability (T, level, stake, learn); access (step).

use crate::model::rules::answering::Watched;
use crate::model::rules::practice::{Access, Threshold};
use crate::model::town::Counted;
use crate::model::world::OrganisationContext;
use crate::model::world::organisations::Organisation;
use crate::randomness::address::Address;
use crate::randomness::{Draws, Randomness};
use crate::units::domains::Domain;
use crate::units::{DOMAINS, Week};

crate::parameters! {
    /// How attention follows waiting time.
    pub struct Parameters {
        /// Time in which attention goes most of the way to where the share of late people pulls it (`tau`).
        tau_weeks: f64 = 13.0, "week", 4.0..=52.0, Uncertainty, "A274";
        /// Pull at which half of all attention is paid.
        half: f64 = 0.15, "share", 0.05..=0.3, Uncertainty, "A274";
        /// Share of the posts that would equalise waits which full attention moves: within an organisation, and between those
        /// that pool money or have a delivery unit above them.
        moves: f64 = 0.0, "share/quarter", 0.0..=0.3, Uncertainty, "A277";
        /// People waiting for each worker above which a list is long.
        long_list: f64 = 5.0, "person/worker", 0.0..=100.0, Uncertainty, "A280";
        /// People waiting for each worker below which a list is short.
        short_list: f64 = 0.5, "person/worker", 0.0..=100.0, Uncertainty, "A280";
    }
}

/// Looks at who waits, sets some clocks back, and moves attention by a week; `claim` is the share that a whole hour of
/// gaming claims.
pub fn watch(
    organisation: &mut Organisation,
    context: &OrganisationContext<'_>,
    p: &Parameters,
    claim: f64,
    randomness: &Randomness,
) {
    if context.services {
        ration(organisation, context.rules.access, p);
    }
    let watched = context.rules.accountability.watched();
    if !context.services || (watched.is_none() && organisation.waits.attention <= 0.0) {
        return;
    }
    if let (Some(watched), Counted::SeenInTime(_)) = (watched, &organisation.indicator.counts) {
        set_back(organisation, context, watched.weeks, claim, randomness);
    }
    let breach = match watched {
        Some(_) if organisation.emergency.is_emergency => late_in_hours(organisation, claim),
        Some(watched) => breach(organisation, watched.weeks, context.week),
        None => 0.0,
    };
    let pull = watched.map_or(0.0, |watched| pull(&watched, breach));
    let waits = &mut organisation.waits;
    waits.breach = breach;
    waits.attention += (pull / (pull + p.half as f32) - waits.attention) / p.tau_weeks as f32;
    if context.week.is_multiple_of(QUARTER_WEEKS) {
        move_posts(organisation, p);
    }
}

/// Weeks of a quarter.
const QUARTER_WEEKS: u32 = 13;

/// Moves the bar of severity where a list was short with hours to spare, or long, for a quarter.
fn ration(organisation: &mut Organisation, access: &Access, p: &Parameters) {
    let Access::Threshold(Threshold { severity, step, .. }) = access else {
        organisation.waits.bar = 0.0;
        return;
    };
    if *step <= 0.0 {
        organisation.waits.bar = 0.0;
        return;
    }
    let workers = &organisation.workers;
    let spare: f32 = workers.iter().map(|worker| worker.direct_hours - worker.wanted_hours).sum();
    let (list, posts) = (organisation.waiting.len() as f64, organisation.n_filled() as f64);
    let waits = &mut organisation.waits;
    waits.weeks_short = if list < p.short_list * posts && spare > 0.0 { waits.weeks_short + 1 } else { 0 };
    waits.weeks_long = if list > p.long_list * posts { waits.weeks_long + 1 } else { 0 };
    let moved = match (waits.weeks_short, waits.weeks_long) {
        (QUARTER_WEEKS, _) => -step,
        (_, QUARTER_WEEKS) => *step,
        _ => return,
    };
    (waits.weeks_short, waits.weeks_long) = (0, 0);
    waits.bar = (f64::from(waits.bar) + moved).clamp(-severity, 1.0 - severity) as f32;
}

/// Turns some workers to the need for which most people wait for each post.
fn move_posts(organisation: &mut Organisation, p: &Parameters) {
    let share = p.moves as f32 * organisation.waits.attention;
    let list = organisation.waiting.len() as f32;
    if share <= 0.0 || list <= 0.0 {
        return;
    }
    let waiting = |d: usize| organisation.waiting.iter().filter(|waiting| waiting.domain.index() == d).count() as f32;
    let waiting: [f32; DOMAINS] = core::array::from_fn(waiting);
    let mut posts = [0.0_f32; DOMAINS];
    organisation
        .workers
        .iter()
        .filter(|worker| worker.filled)
        .for_each(|worker| posts[worker.specialty.index()] += 1.0);
    let each = |d: usize, posts: &[f32; DOMAINS]| waiting[d] / posts[d].max(0.5);
    let own = || organisation.domains.iter();
    let Some(most) = own().max_by(|&a, &b| each(a, &posts).total_cmp(&each(b, &posts)).then(b.cmp(&a))) else {
        return;
    };
    let filled: f32 = posts.iter().sum();
    let gap = (filled * waiting[most] / list - posts[most]).max(0.0);
    let mut left = organisation.waits.post_left + share * gap;
    while left >= 1.0 {
        left -= 1.0;
        let others = (0..DOMAINS).filter(|&d| d != most && posts[d] > 0.0);
        let Some(least) = others.min_by(|&a, &b| each(a, &posts).total_cmp(&each(b, &posts))) else {
            break;
        };
        let worker =
            organisation.workers.iter_mut().rev().find(|worker| worker.filled && worker.specialty.index() == least);
        if let Some(worker) = worker {
            worker.specialty = Domain::of(most);
            organisation.flows.posts_moved += 1;
        }
        (posts[least], posts[most]) = (posts[least] - 1.0, posts[most] + 1.0);
    }
    organisation.waits.post_left = left;
}

/// Reported share of those with a clock this week who are late.
fn breach(organisation: &Organisation, weeks: u32, week: Week) -> f32 {
    let flows = &organisation.flows;
    let late = organisation.waiting.iter().filter(|waiting| waiting.reported_wait(week) > weeks).count();
    let all = organisation.waiting.len() as u32 + flows.clocks_stopped;
    (late as u32 + flows.stopped_late) as f32 / all.max(1) as f32
}

/// Reported share of emergency care's patients who are late: gaming sets some of their clocks back.
fn late_in_hours(organisation: &Organisation, claim: f64) -> f32 {
    let counts = matches!(organisation.indicator.counts, Counted::SeenInTime(_));
    let set_back = if counts { (claim as f32 * organisation.mean_gaming()).min(1.0) } else { 0.0 };
    organisation.emergency.late * (1.0 - set_back)
}

/// How strongly a share of late people pulls attention.
fn pull(watched: &Watched, breach: f32) -> f32 {
    watched.stake * (breach - (1.0 - watched.level)).max(0.0) + watched.learn * breach
}

/// Sets clocks that have just run beyond the limit back to nothing, some of them.
fn set_back(
    organisation: &mut Organisation,
    context: &OrganisationContext<'_>,
    weeks: u32,
    claim: f64,
    randomness: &Randomness,
) {
    let chance = claim as f32 * organisation.mean_gaming();
    if chance <= 0.0 {
        return;
    }
    for waiting in &mut organisation.waiting {
        if waiting.reported_wait(context.week) != weeks + 1 {
            continue;
        }
        let block =
            randomness.block(Draws::Clocks, 0, context.week, Address::resident(context.place.index, waiting.resident));
        if block.uniform(DOMAINS + waiting.domain.index()) < chance {
            waiting.reset_weeks = waiting.reset_weeks.saturating_add(weeks as u16 + 1);
            organisation.flows.resets += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::regime::{Regime, npm};
    use crate::model::rules::answering::{Accountability, Dialogue, Targets};
    use crate::model::world::World;
    use crate::model::world::cases::Waiting;
    use crate::units::domains::Domains;

    fn under(accountability: Accountability, waits: &[u32]) -> World {
        let mut world = fixtures::town(&Regime { accountability, ..npm() }, 1, 2, waits.len());
        world.week = 100;
        let waiting = waits.iter().zip(0..);
        world.places[0].organisations[0].waiting =
            waiting.map(|(&wait, resident)| Waiting { since: 100 - wait, ..fixtures::waiting(resident) }).collect();
        world
    }

    fn targets(level: f64) -> Accountability {
        Accountability::Targets(Targets { wait_weeks: 10, wait_level: level, stake: 1.0, ..Targets::default() })
    }

    fn look(world: &mut World, claim: f64) -> &Organisation {
        let p = Parameters::default();
        world.each_organisation(|one, context| watch(one, context, &p, claim, &Randomness::new(1, 0)));
        &world.places[0].organisations[0]
    }

    #[test]
    fn attention_settles_where_the_share_of_late_people_pulls_it() {
        let settled = |accountability, waits: &[u32]| {
            let mut world = under(accountability, waits);
            for _ in 0..999 {
                look(&mut world, 0.0);
            }
            world.places[0].organisations[0].waits
        };
        let p = Parameters::default();
        let to = |pull: f32| pull / (pull + p.half as f32);
        let late = settled(targets(0.9), &[4, 10, 11, 30]);
        assert!((late.breach - 0.5).abs() < 1e-6 && (late.attention - to(0.4)).abs() < 1e-4, "{late:?}");
        assert_eq!(settled(targets(0.5), &[4, 10, 11, 30]).attention, 0.0);
        let learning = Accountability::Dialogue(Dialogue { wait_weeks: 10, learn: 0.5, ..Dialogue::default() });
        assert!((settled(learning, &[11, 1]).attention - to(0.25)).abs() < 1e-4);
    }

    #[test]
    fn nobody_watches_by_default_and_attention_fades_where_nobody_watches_any_more() {
        let mut world = under(Accountability::Targets(Targets::default()), &[50; 4]);
        assert_eq!(look(&mut world, 1.0).waits, Default::default());
        world.places[0].organisations[0].waits.attention = 0.5;
        assert!((look(&mut world, 1.0).waits.attention - 0.5 * (1.0 - 1.0 / 13.0)).abs() < 1e-6);
    }

    #[test]
    fn posts_move_to_the_need_with_most_people_for_each_post_as_far_as_attention_goes() {
        let specialists = |moves, attention, quarters: u32| {
            let mut world = under(targets(0.5), &[50; 12]);
            let organisation = &mut world.places[0].organisations[0];
            organisation.domains = Domains::from_bits(0b11);
            organisation.workers = vec![fixtures::worker(); 8];
            organisation.waiting.iter_mut().skip(3).for_each(|waiting| waiting.domain = Domain::of(1));
            organisation.waits.attention = attention;
            let p = Parameters { moves, ..Parameters::default() };
            (0..quarters).for_each(|_| move_posts(organisation, &p));
            organisation.workers.iter().filter(|worker| worker.specialty == Domain::of(1)).count()
        };
        // Nine of twelve wait for the second need, so six of eight posts would equalise waits.
        assert_eq!([specialists(0.3, 0.0, 9), specialists(0.0, 1.0, 9)], [0, 0]);
        assert_eq!([1, 2, 3, 40].map(|quarters| specialists(0.3, 1.0, quarters)), [1, 3, 4, 6]);
        assert_eq!(specialists(0.3, 0.5, 1), 0);
    }

    #[test]
    fn a_bar_moves_by_a_step_after_a_quarter_and_not_at_all_by_default() {
        let bar = |step, waiting: usize, direct_hours: f32, weeks: u32| {
            let access = Access::Threshold(Threshold { step, ..Threshold::default() });
            let mut world = under(targets(0.5), &vec![1; waiting]);
            let organisation = &mut world.places[0].organisations[0];
            organisation.workers.iter_mut().for_each(|worker| worker.direct_hours = direct_hours);
            (0..weeks).for_each(|_| ration(organisation, &access, &Parameters::default()));
            organisation.waits.bar
        };
        assert_eq!((bar(0.1, 20, 30.0, 12), bar(0.1, 20, 30.0, 13), bar(0.1, 20, 30.0, 26)), (0.0, 0.1, 0.2));
        assert_eq!((bar(0.1, 0, 30.0, 13), bar(0.1, 0, 10.0, 13), bar(0.1, 5, 30.0, 99)), (-0.1, 0.0, 0.0));
        assert_eq!((bar(0.1, 0, 30.0, 999), bar(0.0, 20, 30.0, 99)), (-0.4, 0.0));
    }

    #[test]
    fn gaming_sets_back_clocks_that_have_just_run_out_where_people_seen_in_time_are_counted() {
        let resets = |counts: Counted, gaming: f32| {
            let mut world = under(targets(0.9), &[9, 10, 11, 11, 12]);
            let organisation = &mut world.places[0].organisations[0];
            organisation.indicator.counts = counts;
            organisation.workers.iter_mut().for_each(|worker| worker.gaming = gaming);
            let organisation = look(&mut world, 1.0);
            (organisation.flows.resets, organisation.waits.breach)
        };
        assert_eq!(resets(Counted::SeenInTime(Default::default()), 1.0), (2, 0.2));
        assert_eq!(resets(Counted::SeenInTime(Default::default()), 0.0), (0, 0.6));
        assert_eq!(resets(Counted::CasesClosed(Default::default()), 1.0), (0, 0.6));
    }
}
