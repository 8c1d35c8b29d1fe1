//! Learning: how what workers and organisations believe about what works changes.
//!
//! March's (1991) mutual learning, with what is found out in cases as a further voice.
//! For a factor, at a review of the code,
//!
//! ```text
//! S = reach * (voice * found + team_votes * mean belief of superior workers) + lived
//! S = said * S where it contradicts the code;  said = logistic(said_base + said_slope * safety)
//! the code becomes sign(S) with probability 1 - (1 - p2)^|S|
//! reach = 1 - (1 - told) (1 - read * records)
//! told = informal + (1 - informal) * reflection / (reflection + reflection_half)
//! absorptive' = absorptive + growth * effort * (1 - absorptive) - decay * (absorptive - base)
//! ```
//!
//! where `found` are the votes of discoveries, of which half is forgotten every `memory_half_life_weeks` whatever the reviews, `voice` the weight of the package's group,
//! `lived` the lessons of residents who take part, and *superior* workers are those judged better than the mean:
//! by the indicator where there are targets, by real results seen with noise where there are none.
//! In between, every four weeks, a worker's belief takes one of March's steps towards the code with
//! probability p1 for each factor.
//! Where codes are evidence (`code`), votes enter once and the code states what it is sure of: see [`evidence`].
//! A majority in a team counts by its share, not by heads, as March's fifty are more than most teams have (A84).
//! The team's part is in [`team`], voice in [`voice`], the review itself in [`review`]; what people say matters to
//! them is in [`priorities`], the copying of peers in [`peers`].
//! The reduced setting in [`march`] runs the same step and the same [`code_follows`](code::code_follows).
//!
//! A worker's `taken` is what the belief took from the code, until a discovery confirms or contradicts it.
//!
//! Source: M14 (March 1991), M16, M17, M28, M35; assumptions A80 to A91 and A99.
//! Regimes change: how often the code is reviewed, p1 and p2, reflection and experiments (`learning`), what the
//! records hold (`reporting`), who is
//! believed (`sense_making`), whose lessons count (`voice`), by what workers are judged (`accountability`), and
//! whether organisations see how others do (`competition`).

pub mod addresses;
pub mod code;
pub mod evidence;
pub mod march;
pub mod parameters;
pub mod peers;
pub mod priorities;
pub mod review;
pub mod rhythm;
pub mod table;
pub mod team;
pub mod voice;

use crate::model::patterns::factors::Factors;
use crate::model::submodels::workforce::learning::parameters::{Code, Parameters};
use crate::model::submodels::workforce::learning::rhythm::Rhythm;
use crate::model::world::OrganisationContext;
use crate::model::world::organisations::Organisation;
use crate::model::world::workers::Worker;
use crate::randomness::address::Address;
use crate::randomness::{Draws, Randomness};
use crate::units::{WEEKS_PER_YEAR, weekly_share};

/// Lets an organisation learn: steps towards the code, priorities heard, capacity, and a review when due.
pub fn learn(
    organisation: &mut Organisation,
    context: &OrganisationContext<'_>,
    p: &Parameters,
    randomness: &Randomness,
) {
    if !context.services {
        return;
    }
    match &p.code {
        Code::Votes(_) => forget_votes(organisation, p),
        Code::Evidence(rule) => evidence::forget(organisation, rule),
    }
    let rhythm = Rhythm::of(context.rules.learning, organisation, p);
    socialise(organisation, context, &rhythm, p, randomness);
    if (context.week + u32::from(organisation.index)).is_multiple_of(p.step_weeks) {
        priorities::hear(organisation, context, p);
    }
    organisation.absorptive = absorptive_after(organisation, p);
    organisation.weeks_since_review += 1;
    if organisation.weeks_since_review >= rhythm.review_weeks {
        match &p.code {
            Code::Votes(_) => review::review(organisation, context, &rhythm, p, randomness),
            Code::Evidence(_) => evidence::review(organisation, context, &rhythm, p, randomness),
        }
        organisation.weeks_since_review = 0;
        organisation.cycles += 1;
    }
}

/// What was found counts less from week to week.
fn forget_votes(organisation: &mut Organisation, p: &Parameters) {
    let kept = 1.0 - weekly_share(p.memory_half_life_weeks) as f32;
    for vote in organisation.votes.iter_mut().flatten() {
        *vote *= kept;
    }
}

/// Workers whose turn it is take a step towards the code.
fn socialise(
    organisation: &mut Organisation,
    context: &OrganisationContext<'_>,
    rhythm: &Rhythm<'_>,
    p: &Parameters,
    randomness: &Randomness,
) {
    let code = organisation.code_of_all();
    let (place, index, week) = (context.place.index, organisation.index, context.week);
    let is_due = |post: usize, worker: &Worker| worker.filled && (week + post as u32).is_multiple_of(p.step_weeks);
    let workers = organisation.workers.iter().enumerate();
    let due: Vec<usize> = workers.filter(|&(post, worker)| is_due(post, worker)).map(|(post, _)| post).collect();
    let addresses = due.iter().map(|&post| Address::post(place, index, post));
    let tables = [(Draws::Socialisation, 0, week), (Draws::Socialisation, 1, week)];
    for (&post, draws) in due.iter().zip(&randomness.blocks_of(tables, addresses)) {
        let mask = Factors::drawn(rhythm.socialisation, draws) & context.constants.mask;
        let worker = &mut organisation.workers[post];
        let before = worker.belief.known;
        worker.belief.step_towards(&code, mask);
        worker.taken = (worker.taken | !before) & worker.belief.known;
    }
}

fn absorptive_after(organisation: &Organisation, p: &Parameters) -> f32 {
    let hours = &organisation.hours;
    let share = (hours.reflection + hours.experiments) / hours.paid.max(1.0);
    let effort = share / (share + p.effort_half as f32);
    let growth = (p.growth_per_year / WEEKS_PER_YEAR) as f32 * effort;
    let fading = (p.fading_per_year / WEEKS_PER_YEAR) as f32;
    let now = organisation.absorptive;
    now + growth * (1.0 - now) - fading * (now - p.absorptive_base as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::patterns::Belief;
    use crate::model::patterns::factors::Pattern;
    use crate::model::regime::{Regime, hls, npm};
    use crate::model::world::World;

    const ALL: Belief = Belief::of_bits(u128::MAX, u128::MAX);

    fn learnt(mut world: World, weeks: u32) -> World {
        for _ in 0..weeks {
            world.each_organisation(|organisation, context| {
                learn(organisation, context, &Parameters::default(), &Randomness::new(7, 0))
            });
            world.week += 1;
        }
        world
    }

    #[test]
    fn workers_come_to_believe_the_code_and_sooner_where_socialisation_is_fast() {
        let known = |regime: &Regime| {
            let mut world = fixtures::town(regime, 1, 8, 0);
            world.places[0].organisations[0].codes[0] = ALL;
            let world = learnt(world, 26);
            let workers = &world.places[0].organisations[0].workers;
            let mask = world.constants.mask;
            workers.iter().map(|w| w.belief.net_knowledge(Pattern::ALL, mask)).sum::<f64>() / 8.0
        };
        let (fast, slow) = (known(&npm()), known(&hls()));
        assert!(slow > 0.1 && fast > 0.8 && fast > slow + 0.2, "{slow} {fast}");
    }

    #[test]
    fn the_code_of_a_menu_is_the_majority_by_volume() {
        let mut organisation = fixtures::organisation(0, 1);
        organisation.codes = vec![ALL, Belief::of_bits(0, 0b11), Belief::default()];
        organisation.volume = vec![5, 9, 100];
        let code = organisation.code_of_all();
        assert_eq!((code.value, code.known), (Pattern::from_bits(!0b11), Factors::ALL));
        organisation.codes.truncate(1);
        assert_eq!(organisation.code_of_all(), ALL);
    }

    #[test]
    fn reviews_come_at_the_clock_of_the_rule() {
        for (regime, cycles) in [(npm(), 2), (hls(), 17)] {
            let world = learnt(fixtures::town(&regime, 1, 1, 0), 104);
            assert_eq!(world.places[0].organisations[0].cycles, cycles);
        }
    }

    #[test]
    fn absorptive_capacity_grows_with_effort_and_fades_without() {
        let after = |reflection| {
            let mut world = fixtures::town(&hls(), 1, 1, 0);
            world.places[0].organisations[0].hours.reflection = reflection;
            learnt(world, 520).places[0].organisations[0].absorptive
        };
        assert!(after(20.0) > 0.5 && after(0.0) < 0.3 && after(0.0) > 0.2);
    }

    #[test]
    fn without_services_nobody_learns() {
        let mut world = fixtures::town(&npm(), 1, 2, 0);
        world.services = false;
        world.places[0].organisations[0].votes[0] = [50.0; 128];
        let world = learnt(world, 60);
        assert_eq!(world.places[0].organisations[0].codes[0], Belief::default());
    }
}
