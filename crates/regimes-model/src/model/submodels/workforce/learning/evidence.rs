//! A review where codes are evidence: each vote enters once, and the code states what it is sure of.
//!
//! ```text
//! L' = L * exp(-fade * weeks / 52) + vote * (heard for - heard against) + lived * ln((1 - err_l) / err_l),  |L'| <= bound
//! heard: each vote found since the last review with probability h + (1 - h) * own,  h = min(1, reach * voice)
//!        and, where it contradicts the code, only if it is said (probability said)
//! trials: L' + or - ln((1 - trial_error) / trial_error) at each factor that is not stated, with probability trials / not stated
//! the code states sign(L') where |L'| > states_beyond
//! ```
//!
//! `vote` is the weight of a vote in [`patterns::evidence`](crate::model::patterns::evidence), `own` the share of
//! superior workers, by the weight of their word, who hold that view as their own, not taken from the code: they tell
//! what the review did not hear. A vote that is not heard or not said at the first review after it was found is lost,
//! so how often practice is reviewed changes when votes count and not how many do. Unread votes do not fade.
//! Under `diverse` what is close (as in [`review`](super::review)) is said whatever the safety. `lived` is the
//! net sum of what residents who take part say, right with probability `1 - err_l` each.
//! Only what the organisation has to do with, and what services can supply, is reviewed; the rest stays.
//! March's p2 plays no part here: his rule is the model's with `learning.code = "votes"`, and exact in [`march`](super::march).
//!
//! Source: Bayes' rule; M17, M28, L15, L16; assumptions A80 to A88, A283, A284. Regimes change: see [`learning`](super).

use crate::model::patterns::evidence::{LogOdds, Scale, log_odds, signed};
use crate::model::patterns::factors::Factors;
use crate::model::patterns::{Belief, bits};
use crate::model::rules::lessons::SenseMaking;
use crate::model::submodels::workforce::learning::addresses::Use;
use crate::model::submodels::workforce::learning::parameters::{self, Parameters};
use crate::model::submodels::workforce::learning::rhythm::Rhythm;
use crate::model::submodels::workforce::learning::table::Table;
use crate::model::submodels::workforce::learning::team::own_views;
use crate::model::world::OrganisationContext;
use crate::model::world::evidence::{Evidence, Unread};
use crate::model::world::organisations::Organisation;
use crate::randomness::Randomness;
use crate::units::{DOMAINS, FACTORS, WEEKS_PER_YEAR};

/// Own experience fades as what was read does.
pub fn forget(organisation: &mut Organisation, p: &parameters::Evidence) {
    let kept = kept(p, 1.0);
    for worker in &mut organisation.workers {
        for experience in &mut worker.experience {
            *experience *= kept;
        }
    }
}

/// Reviews the evidence of every package, and what its code states.
pub fn review(
    organisation: &mut Organisation,
    context: &OrganisationContext<'_>,
    rhythm: &Rhythm<'_>,
    p: &Parameters,
    randomness: &Randomness,
) {
    let parameters::Code::Evidence(rule) = &p.code else {
        return;
    };
    let Some(mut evidence) = organisation.evidence.take() else {
        return;
    };
    let table = Table::of(organisation, context, rhythm, p, randomness);
    let review = Review {
        kept: kept(rule, table.weeks()),
        own: own_views(organisation, context, rhythm, p, randomness),
        reviewed: table.scope & !context.constants.outside,
        scale: evidence.scale,
        table,
    };
    let codes: Vec<Belief> = (0..organisation.codes.len()).map(|package| review.read(package, &mut evidence)).collect();
    organisation.codes.copy_from_slice(&codes);
    organisation.evidence = Some(evidence);
}

fn kept(p: &parameters::Evidence, weeks: f32) -> f32 {
    libm::expf(-(p.fade_per_year / WEEKS_PER_YEAR) as f32 * weeks)
}

/// One organisation's review.
struct Review<'a> {
    table: Table<'a>,
    /// Share of superior workers who hold a view of their own: against a factor, and for it.
    own: [[f32; DOMAINS * FACTORS]; 2],
    /// The factors that are reviewed.
    reviewed: Factors,
    /// Share of the evidence that has not faded since the last review.
    kept: f32,
    scale: Scale,
}

impl Review<'_> {
    /// Reads a package's votes into its evidence; the code after that.
    fn read(&self, package: usize, evidence: &mut Evidence) -> Belief {
        let code = self.table.organisation.codes[package];
        let weights = self.table.weights(package);
        let hears = weights.found.min(1.0);
        let lesson = log_odds(self.table.p.lived_error).min(self.scale.bound);
        let (odds, unread) = (&mut evidence.log_odds[package], &evidence.unread[package]);
        for domain in (0..DOMAINS).filter(|&domain| bits(self.reviewed, domain) != 0) {
            let draws = [Use::HeardAgainst, Use::Review].map(|side| self.table.block(side, domain, package));
            let lived = self.table.residents_say(&weights, domain, package);
            for factor in (0..FACTORS).filter(|factor| bits(self.reviewed, domain) >> factor & 1 == 1) {
                let at = FACTORS * domain + factor;
                let heard = [0, 1].map(|side| {
                    let chance = f64::from(self.chance(hears, side, at, unread, &code));
                    successes(unread[side][at], chance, f64::from(draws[side].uniform(factor)))
                });
                let net = heard[1] as f32 - heard[0] as f32;
                let sum = odds[at] * self.kept + self.scale.vote * net + lesson * lived[factor];
                odds[at] = self.scale.bounded(sum);
            }
        }
        self.try_out(odds, package);
        let stated = self.scale.stated(odds);
        evidence.read(package);
        let (old, new) = (!self.reviewed, self.reviewed);
        Belief { known: code.known & old | stated.known & new, value: code.value & old | stated.value & new }
    }

    /// Probability that a vote on one side of a factor is heard.
    fn chance(&self, hears: f32, side: usize, at: usize, unread: &Unread, code: &Belief) -> f32 {
        let heard = hears + (1.0 - hears) * self.own[side][at];
        let contradicts = code.known.contains(at) && code.value.value(at) != (side == 1);
        if contradicts && !self.is_open(unread, at) { heard * self.table.said } else { heard }
    }

    /// Whether a minority is listened to because the votes are close.
    fn is_open(&self, unread: &Unread, at: usize) -> bool {
        let [against, by] = [0, 1].map(|side| f32::from(unread[side][at]));
        let close = (by - against).abs() < self.table.p.close as f32 * (by + against);
        close && matches!(self.table.rhythm.sense_making, SenseMaking::Diverse(_))
    }

    /// Tries what the code does not state; an outcome is one more vote.
    fn try_out(&self, odds: &mut LogOdds, package: usize) {
        let uncertain = self.reviewed & !self.scale.stated(odds).known;
        let trials = self.table.trials(package);
        if trials <= 0.0 || uncertain.is_empty() {
            return;
        }
        let share = trials / f64::from(uncertain.len());
        let tried = uncertain & Factors::drawn(share, &self.table.pair(Use::Trial, package));
        let misled = Factors::drawn(self.table.p.trial_error, &self.table.pair(Use::TrialError, package));
        let seen = self.table.truth(package).turned(misled);
        let outcome = log_odds(self.table.p.trial_error).min(self.scale.bound);
        for at in tried.iter() {
            odds[at] = self.scale.bounded(odds[at] + signed(seen, at, outcome));
        }
    }
}

/// How many of `n` succeed with a probability each, at a draw: the inverse of the binomial distribution.
/// More than a thousand are taken at their mean, as evidence is bounded long before.
fn successes(n: u16, probability: f64, draw: f64) -> u32 {
    let (n, probability) = (u32::from(n), probability.clamp(0.0, 1.0));
    if n > 1000 {
        return (f64::from(n) * probability).round() as u32;
    }
    // The rarer outcome is counted, so that the first term does not vanish.
    if probability > 0.5 {
        return n - counted(n, 1.0 - probability, 1.0 - draw);
    }
    counted(n, probability, draw)
}

/// The least number whose cumulated probability is above the draw.
fn counted(n: u32, probability: f64, draw: f64) -> u32 {
    let odds = probability / (1.0 - probability);
    let (mut k, mut term) = (0, libm::pow(1.0 - probability, f64::from(n)));
    let mut below = term;
    while draw >= below && k < n {
        term *= f64::from(n - k) / f64::from(k + 1) * odds;
        below += term;
        k += 1;
    }
    k
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::patterns::factors::Pattern;
    use crate::model::regime::{Regime, hls};
    use crate::model::rules::lessons::{Cycle, Learning, Voice};
    use crate::model::rules::practice::Casework;
    use crate::model::submodels::workforce::learning::learn;
    use crate::model::submodels::workforce::learning::parameters::Code;
    use crate::model::world::World;
    use crate::parameters::NoParameters;
    use crate::randomness::Draws;
    use crate::randomness::address::Address;
    use proptest::prelude::*;

    /// Periods of review that all end with the second year.
    const PERIODS: [u32; 6] = [4, 8, 13, 26, 52, 104];

    const SCALE: Scale = Scale { vote: 0.0, person: 0.0, states_beyond: 2.5, established: 4.25, bound: 6.0 };

    fn rules(review_weeks: u32, sense_making: SenseMaking) -> Regime {
        let cycle = Cycle { review_weeks, socialisation: 0.0, experiments: 0.0, sense_making, ..Cycle::default() };
        Regime {
            learning: Learning::Cycle(cycle),
            casework: Casework::LeadWorker(Default::default()),
            voice: Voice::ByPower(NoParameters {}),
            ..hls()
        }
    }

    fn parameters(fade_per_year: f64) -> Parameters {
        let rule = parameters::Evidence { fade_per_year, ..Default::default() };
        Parameters { code: Code::Evidence(rule), ..Parameters::default() }
    }

    /// Everything that was found is heard and said.
    fn attentive(fade_per_year: f64) -> Parameters {
        Parameters { informal: 1.0, said_base: 4.0, said_slope: 8.0, ..parameters(fade_per_year) }
    }

    /// A town of one organisation that knows nothing, where an error of 0.1 and a variation of 0.2 make votes err in 0.26.
    fn town(regime: &Regime) -> World {
        let mut world = fixtures::town(regime, 1, 2, 0);
        world.places[0].offset = Pattern::from_bits(0x5a5a_1234_dead_beef_0f0f_7777_3333_9999);
        let organisation = &mut world.places[0].organisations[0];
        organisation.safety = 1.0;
        organisation.evidence = Some(Evidence::of_established(&organisation.codes, SCALE.weighing(0.1, 0.2)));
        world
    }

    fn week(world: &mut World, p: &Parameters) {
        world.each_organisation(|one, context| learn(one, context, p, &Randomness::new(9, 0)));
        world.week += 1;
    }

    fn odds(world: &World) -> LogOdds {
        world.places[0].organisations[0].evidence.as_ref().expect("codes are evidence").log_odds[0]
    }

    /// Each factor gets a vote now and then, right in 74 of 100 cases; the same votes whatever the reviews.
    fn find(world: &mut World, luck: &Randomness) {
        let (place, mask) = (&mut world.places[0], world.constants.mask);
        let draw = |part| luck.pair(Draws::Contact, 2 * world.week + part, Address::numbered(0, 0));
        let (found, wrong) = (Factors::drawn(0.08, &draw(0)) & mask, Factors::drawn(0.26, &draw(1)));
        let votes = place.offset.turned(wrong);
        let evidence = place.organisations[0].evidence.as_mut().expect("codes are evidence");
        found.iter().for_each(|factor| evidence.count(0, factor, votes.value(factor)));
    }

    /// Net knowledge of the code, the mean of the first two years and of four years after the fourth.
    fn knowledge(review_weeks: u32, safety: f32, p: &Parameters, future: u32) -> [f64; 2] {
        let mut world = town(&rules(review_weeks, SenseMaking::Weighted(NoParameters {})));
        world.places[0].organisations[0].safety = safety;
        let (truth, luck) = (world.places[0].offset, Randomness::new(77, future));
        let mask = world.constants.mask & !world.constants.outside;
        let mut means = [0.0; 2];
        for now in 0..416 {
            find(&mut world, &luck);
            week(&mut world, p);
            let known = world.places[0].organisations[0].codes[0].net_knowledge(truth, mask);
            match now {
                0..104 => means[0] += known / 104.0,
                104..208 => {}
                _ => means[1] += known / 208.0,
            }
        }
        means
    }

    /// The same over forty futures, for each period of review.
    fn expected(p: &Parameters, safety: f32) -> [[f64; 2]; 6] {
        PERIODS.map(|weeks| {
            let futures: Vec<[f64; 2]> = (0..40).map(|future| knowledge(weeks, safety, p, future)).collect();
            [0, 1].map(|when| futures.iter().map(|known| known[when]).sum::<f64>() / 40.0)
        })
    }

    #[test]
    fn more_frequent_review_never_lowers_expected_knowledge_where_nothing_turns() {
        // Forty futures of 88 factors: a standard error below 0.006.
        for (p, safety) in
            [(attentive(0.0), 1.0), (parameters(0.0), 0.5), (parameters(0.0), 0.2), (parameters(0.1), 0.5)]
        {
            let known = expected(&p, safety);
            for pair in known.windows(2) {
                assert!((0..2).all(|when| pair[0][when] > pair[1][when] - 0.01), "safety {safety}: {known:?}");
            }
            assert!((0..2).all(|when| known[0][when] > known[5][when] + 0.01), "safety {safety}: {known:?}");
        }
    }

    #[test]
    fn where_what_was_read_fades_fast_and_votes_are_few_rare_review_ends_up_knowing_more_as_the_unread_does_not_fade() {
        let known = expected(&parameters(0.5), 0.5);
        assert!(known[0][0] > known[5][0] + 0.1 && known[0][1] < known[5][1] - 0.1, "{known:?}");
    }

    #[test]
    fn a_vote_is_counted_once_under_any_review_period() {
        let after = PERIODS.map(|weeks| {
            let mut world = town(&rules(weeks, SenseMaking::Majority(NoParameters {})));
            let luck = Randomness::new(5, 0);
            for _ in 0..104 {
                find(&mut world, &luck);
                week(&mut world, &attentive(0.0));
            }
            assert_eq!(world.places[0].organisations[0].evidence.as_ref().expect("evidence").unread[0], [[0; 128]; 2]);
            odds(&world)
        });
        // Within the bound, which a factor of few votes does not reach.
        let inside = |at: &usize| after.iter().all(|odds| odds[*at].abs() < 3.0);
        let factors: Vec<usize> = (0..128).filter(inside).filter(|&at| after[0][at] != 0.0).collect();
        assert!(factors.len() > 5);
        for at in factors {
            assert!(after.iter().all(|odds| (odds[at] - after[0][at]).abs() < 1e-4), "factor {at}");
        }
    }

    #[test]
    fn unread_votes_do_not_fade_and_read_ones_do() {
        let mut world = town(&rules(104, SenseMaking::Majority(NoParameters {})));
        let (p, vote) = (attentive(0.5), SCALE.weighing(0.1, 0.2).vote);
        for _ in 0..4 {
            world.places[0].organisations[0].evidence.as_mut().expect("evidence").count(0, 3, true);
        }
        for _ in 0..104 {
            week(&mut world, &p);
        }
        assert!((odds(&world)[3] - 4.0 * vote).abs() < 1e-4);
        for _ in 0..104 {
            week(&mut world, &p);
        }
        assert!((odds(&world)[3] - 4.0 * vote * (-1.0_f32).exp()).abs() < 1e-4);
    }

    #[test]
    fn what_contradicts_the_code_counts_as_far_as_it_is_said() {
        let after = |safety: f32, sense_making: SenseMaking| {
            let mut world = town(&rules(1, sense_making));
            let organisation = &mut world.places[0].organisations[0];
            organisation.codes[0] = Belief::of_bits(0, u128::MAX);
            let mut evidence = Evidence::of_established(&organisation.codes, SCALE.weighing(0.1, 0.2));
            for factor in 0..128 {
                (0..8).for_each(|vote| evidence.count(0, factor, vote != 0));
            }
            (organisation.evidence, organisation.safety) = (Some(evidence), safety);
            week(&mut world, &Parameters { informal: 1.0, close: 0.8, ..parameters(0.0) });
            let reviewed = world.constants.mask & !world.constants.outside;
            reviewed.iter().map(|at| odds(&world)[at]).sum::<f32>() / reviewed.len() as f32
        };
        let (afraid, safe) =
            (after(0.0, SenseMaking::Majority(NoParameters {})), after(1.0, SenseMaking::Majority(NoParameters {})));
        let vote = SCALE.weighing(0.1, 0.2).vote;
        let expected = |said: f32| -4.25 + vote * (7.0 * said - 1.0);
        assert!((afraid - expected(0.269)).abs() < 0.4 && (safe - expected(0.881)).abs() < 0.3, "{afraid} {safe}");
        // Seven to one is close where eight in ten are too few, and then all are heard.
        assert!((after(0.0, SenseMaking::Diverse(NoParameters {})) - expected(1.0)).abs() < 1e-4);
    }

    #[test]
    fn colleagues_whose_results_are_good_tell_what_they_found_themselves_and_not_what_the_code_says() {
        let heard = |taken: Factors| {
            let mut world = town(&rules(1, SenseMaking::Majority(NoParameters {})));
            let organisation = &mut world.places[0].organisations[0];
            let best = &mut organisation.workers[0];
            (best.progress_seen, best.belief, best.taken) = (1.0, Belief::of_bits(u128::MAX, u128::MAX), taken);
            let evidence = organisation.evidence.as_mut().expect("evidence");
            (0..128).for_each(|factor| evidence.count(0, factor, true));
            week(&mut world, &Parameters { informal: 0.0, read: 0.0, result_noise: 0.0, ..parameters(0.0) });
            odds(&world).iter().filter(|&&odds| odds > 0.0).count()
        };
        assert_eq!((heard(Factors::NONE), heard(Factors::ALL)), (88, 0));
    }

    #[test]
    fn trials_are_votes_and_only_what_is_not_stated_is_tried() {
        let mut world = town(&rules(1, SenseMaking::Majority(NoParameters {})));
        let organisation = &mut world.places[0].organisations[0];
        organisation.hours.experiments = 1e6;
        let known = Factors::from_bits(0xff);
        organisation.codes[0] = Belief { value: Pattern::NONE, known };
        organisation.evidence = Some(Evidence::of_established(&organisation.codes, SCALE.weighing(0.1, 0.2)));
        week(&mut world, &Parameters { trial_error: 0.0, ..parameters(0.0) });
        let reviewed = world.constants.mask & !world.constants.outside;
        for at in reviewed.iter() {
            let right = world.places[0].offset.value(at);
            let expected = if known.contains(at) {
                -4.25
            } else if right {
                6.0
            } else {
                -6.0
            };
            assert_eq!(odds(&world)[at], expected, "factor {at}");
        }
    }

    proptest! {
        #[test]
        fn as_many_votes_are_heard_as_the_binomial_says(n in 0_u16..60, probability in 0.0..=1.0_f64) {
            let draws = 2000;
            let sum: u32 = (0..draws).map(|k| successes(n, probability, (f64::from(k) + 0.5) / f64::from(draws))).sum();
            let mean = f64::from(sum) / f64::from(draws);
            prop_assert!((mean - f64::from(n) * probability).abs() < 0.05);
            prop_assert!(successes(n, probability, 0.999_999) <= u32::from(n));
        }
    }

    #[test]
    fn all_or_none_are_heard_at_the_ends_of_probability() {
        for n in [0, 1, 999, 1000, 1001, u16::MAX] {
            assert_eq!((successes(n, 0.0, 0.9), successes(n, 1.0, 0.9)), (0, u32::from(n)));
        }
        assert!((690..710).contains(&successes(1000, 0.7, 0.5)));
    }
}
