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
//! A majority in a team counts by its share, not by heads, as March's fifty are more than most teams have (A84).
//! The team's part is in [`team`], voice in [`voice`], the review itself in [`review`]; what people say matters to
//! them is in [`priorities`], the copying of peers in [`peers`].
//! The reduced setting in [`march`] runs the same step and the same [`code_follows`].
//!
//! Source: M14 (March 1991), M16, M17, M28, M35; assumptions A80 to A91 and A99.
//! Regimes change: how often the code is reviewed, p1 and p2, reflection and experiments (`learning`), what the
//! records hold (`reporting`), who is
//! believed (`sense_making`), whose lessons count (`voice`), by what workers are judged (`accountability`), and
//! whether organisations see how others do (`competition`).

pub mod march;
pub mod peers;
pub mod priorities;
pub mod review;
pub mod team;
pub mod voice;

use crate::model::patterns::Belief;
use crate::model::patterns::factors::Factors;
use crate::model::rules::lessons::{Learning, SenseMaking};
use crate::model::world::OrganisationContext;
use crate::model::world::organisations::Organisation;
use crate::model::world::workers::Worker;
use crate::randomness::address::Address;
use crate::randomness::{Draws, Randomness};
use crate::units::{WEEKS_PER_YEAR, weekly_share};

crate::parameters! {
    /// How workers and organisations learn.
    pub struct Parameters {
        /// Time between two steps of a worker's belief towards the code.
        step_weeks: u32 = 4, "week", 1.0..=52.0, Constant, "A99";
        /// Share of what the records hold that a review reads.
        read: f64 = 0.6, "share", 0.0..=1.0, Uncertainty, "A80";
        /// Share of what was found that colleagues hear of without any time for reflection.
        informal: f64 = 0.2, "share", 0.0..=1.0, Uncertainty, "A81";
        /// Share of paid time in reflection at which half of the rest is heard too.
        reflection_half: f64 = 0.03, "share", 0.001..=0.3, Uncertainty, "A81";
        /// Log odds that an error is said where there is no safety.
        said_base: f64 = -1.0, "log odds", -4.0..=4.0, Uncertainty, "A82";
        /// How much more it is said for each unit of safety.
        said_slope: f64 = 3.0, "log odds", 0.0..=8.0, Uncertainty, "M17";
        /// Time after which half of what was found counts no more.
        memory_half_life_weeks: f64 = 26.0, "week", 1.0..=520.0, Uncertainty, "A83";
        /// Cases that a unanimous team weighs as much as.
        team_votes: f64 = 8.0, "vote", 0.0..=50.0, Uncertainty, "A84";
        /// Noise of real results seen in one week, in standard deviations between workers; falls with the root of the weeks reviewed.
        result_noise: f64 = 3.0, "standard deviation", 0.0..=20.0, Uncertainty, "A85";
        /// Majority, as a share of all votes, below which votes are close.
        close: f64 = 0.2, "share", 0.0..=1.0, Uncertainty, "A86";
        /// Lessons, each about one factor, in an hour of taking part.
        lived_per_hour: f64 = 4.0, "1/hour", 0.0..=50.0, Uncertainty, "A87";
        /// Share of residents' lessons that does not hold for their group.
        lived_error: f64 = 0.3, "share", 0.0..=0.5, Uncertainty, "A87";
        /// Weight of residents' lessons where voice lies between power and equality, at full equality.
        lived_between: f64 = 0.25, "share", 0.0..=1.0, Uncertainty, "A87";
        /// Direct time that trying one factor takes.
        hours_per_trial: f64 = 10.0, "hour", 0.5..=200.0, Uncertainty, "A88";
        /// Probability that a trial misleads.
        trial_error: f64 = 0.2, "probability", 0.0..=0.5, Uncertainty, "A88";
        /// Growth of absorptive capacity under full learning effort.
        growth_per_year: f64 = 0.24, "1/year", 0.0..=0.6, Uncertainty, "M16";
        /// Share of paid time in reflection and experiments that is half of full effort.
        effort_half: f64 = 0.05, "share", 0.001..=0.5, Uncertainty, "A89";
        /// Rate at which absorptive capacity beyond the base fades.
        fading_per_year: f64 = 0.1, "1/year", 0.0..=2.0, Uncertainty, "A89";
        /// Absorptive capacity of an organisation that makes no effort.
        absorptive_base: f64 = 0.2, "share", 0.0..=1.0, Uncertainty, "A89";
        /// Full conversations that move the estimate of priorities half of the way.
        conversations: f64 = 20.0, "conversation", 0.1..=1000.0, Uncertainty, "A90";
        /// Time between two looks at how peers do.
        look_weeks: u32 = 13, "week", 1.0..=104.0, Constant, "A91";
        /// Lead in reported performance at or above which a peer is copied at the full rate.
        full_gap: f64 = 0.2, "share", 0.01..=1.0, Uncertainty, "A91";
        /// Noise of the lead that is seen.
        look_noise: f64 = 0.1, "share", 0.0..=1.0, Uncertainty, "M35";
        /// Probability that a factor is copied wrongly.
        copy_error: f64 = 0.02, "probability", 0.0..=0.5, Uncertainty, "M15";
    }
}

/// How often and how strongly practice changes under a rule.
pub struct Rhythm<'a> {
    /// Time between reviews.
    pub review_weeks: u32,
    /// March's p1.
    pub socialisation: f64,
    /// March's p2.
    pub code_learning: f64,
    /// Who is believed.
    pub sense_making: &'a SenseMaking,
    /// Share of what was found that a review hears of.
    pub reach: f32,
}

/// What a draw in the table of changes of code is for: the first part of its address.
#[derive(Clone, Copy, Debug)]
pub enum Use {
    /// Whether the code follows.
    Review,
    /// What residents who take part say.
    Lived,
    /// Which factors are tried.
    Trial,
    /// Which trials mislead.
    TrialError,
    /// How large a peer's lead seems.
    Look,
    /// Which factors are copied.
    Copy,
    /// Which of them wrongly.
    CopyError,
}

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
    let kept = 1.0 - weekly_share(p.memory_half_life_weeks) as f32;
    for vote in organisation.votes.iter_mut().flatten() {
        *vote *= kept;
    }
    let rhythm = rhythm(context.rules.learning, organisation, p);
    socialise(organisation, context, &rhythm, p, randomness);
    if (context.week + u32::from(organisation.index)).is_multiple_of(p.step_weeks) {
        priorities::hear(organisation, context, p);
    }
    organisation.absorptive = absorptive_after(organisation, p);
    organisation.weeks_since_review += 1;
    if organisation.weeks_since_review >= rhythm.review_weeks {
        review::review(organisation, context, &rhythm, p, randomness);
        organisation.weeks_since_review = 0;
        organisation.cycles += 1;
    }
}

/// A code takes on the sign of a majority with probability `1 - (1 - p2)^|S|`, where it differs.
pub fn code_follows(code: &mut Belief, factor: usize, sum: f32, code_learning: f64, draw: f32) {
    let value = sum > 0.0;
    if sum == 0.0 || (code.known.contains(factor) && code.value.value(factor) == value) {
        return;
    }
    let stays = libm::pow(1.0 - code_learning, f64::from(sum.abs()));
    if f64::from(draw) < 1.0 - stays {
        code.known.insert(factor);
        code.value.set(factor, value);
    }
}

/// The address of a draw about an organisation's package.
#[must_use]
pub fn package_address(place: u32, organisation: u16, package: usize, what: Use) -> Address {
    Address::package(place, organisation, package, what as u8)
}

fn rhythm<'a>(rule: &'a Learning, organisation: &Organisation, p: &Parameters) -> Rhythm<'a> {
    match rule {
        Learning::AnnualReview(rule) => Rhythm {
            review_weeks: rule.review_weeks,
            socialisation: rule.socialisation,
            code_learning: rule.code_learning,
            sense_making: &rule.sense_making,
            reach: reach(organisation, p),
        },
        Learning::Cycle(rule) => Rhythm {
            review_weeks: rule.review_weeks,
            socialisation: rule.socialisation,
            code_learning: rule.code_learning,
            sense_making: &rule.sense_making,
            reach: reach(organisation, p),
        },
    }
}

/// Share of what was found that a review hears of: told while reflecting, or read in the records.
fn reach(organisation: &Organisation, p: &Parameters) -> f32 {
    let hours = &organisation.hours;
    let share = hours.reflection / hours.paid.max(1.0);
    let informal = p.informal as f32;
    let told = informal + (1.0 - informal) * share / (share + p.reflection_half as f32);
    1.0 - (1.0 - told) * (1.0 - p.read as f32 * organisation.records)
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
        organisation.workers[post].belief.step_towards(&code, mask);
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
    fn a_review_hears_what_is_told_and_what_is_on_record() {
        let p = Parameters::default();
        let heard = |records, reflection| {
            let mut organisation = fixtures::organisation(0, 1);
            (organisation.records, organisation.hours.reflection, organisation.hours.paid) =
                (records, reflection, 37.5);
            reach(&organisation, &p)
        };
        assert!((heard(0.0, 0.0) - p.informal as f32).abs() < 1e-6);
        assert!(heard(0.9, 0.0) > heard(0.6, 0.0) && heard(0.6, 2.0) > heard(0.6, 0.0));
        assert!(heard(0.9, 0.0) - heard(0.6, 0.0) > heard(0.9, 2.0) - heard(0.6, 2.0));
    }

    #[test]
    fn without_services_nobody_learns() {
        let mut world = fixtures::town(&npm(), 1, 2, 0);
        world.services = false;
        world.places[0].organisations[0].votes[0] = [50.0; 128];
        let world = learnt(world, 60);
        assert_eq!(world.places[0].organisations[0].codes[0], Belief::default());
    }

    #[test]
    fn draws_of_packages_and_workers_have_addresses_of_their_own() {
        let mut addresses = std::collections::BTreeSet::new();
        let mut n = 0;
        for place in [0, 1, 7] {
            for organisation in [0, 1, 300, 2000] {
                for at in [0, 1, 2, 255] {
                    for what in
                        [Use::Review, Use::Lived, Use::Trial, Use::TrialError, Use::Look, Use::Copy, Use::CopyError]
                    {
                        addresses.insert((0, package_address(place, organisation, at, what)));
                        n += 1;
                    }
                    addresses.insert((1, Address::post(place, organisation, 50 * at)));
                    n += 1;
                }
            }
        }
        assert_eq!(addresses.len(), n);
    }
}
