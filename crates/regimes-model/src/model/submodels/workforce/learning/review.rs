//! A review of the code: lessons of cases, of the team and of residents become one, and what was tried enters.
//!
//! The equation stands in [`learning`](super).
//! How lessons become one:
//!
//! ```text
//! authority, majority, weighted: the code follows S (superior workers weigh as `team` has it)
//! diverse: where |S| < close * all votes, the code is set to unknown with probability p2; else it follows S
//! found by trials: each uncertain factor (unknown, or contested by the votes) with probability
//! trials / uncertain,  trials = hours of experiments since the last review / hours_per_trial
//! ```
//!
//! Source: M14, M17, M28, S048; assumptions A82 to A88. Regimes change: see [`learning`](super).

use crate::model::patterns::factors::Factors;
use crate::model::patterns::{Belief, bits};
use crate::model::rules::lessons::SenseMaking;
use crate::model::submodels::workforce::learning::addresses::Use;
use crate::model::submodels::workforce::learning::code::code_follows;
use crate::model::submodels::workforce::learning::parameters::Parameters;
use crate::model::submodels::workforce::learning::rhythm::Rhythm;
use crate::model::submodels::workforce::learning::table::{Table, Weights};
use crate::model::submodels::workforce::learning::team::Team;
use crate::model::world::OrganisationContext;
use crate::model::world::organisations::Organisation;
use crate::randomness::Randomness;
use crate::units::{DOMAINS, FACTORS};

/// One organisation's review.
struct Review<'a> {
    table: Table<'a>,
    /// What superior workers believe.
    team: Team,
}

/// Reviews the code of every package.
pub fn review(
    organisation: &mut Organisation,
    context: &OrganisationContext<'_>,
    rhythm: &Rhythm<'_>,
    p: &Parameters,
    randomness: &Randomness,
) {
    let table = Table::of(organisation, context, rhythm, p, randomness);
    let team = Team::heard(organisation, context, rhythm, table.scope, p, randomness);
    let review = Review { table, team };
    let codes: Vec<Belief> = (0..organisation.codes.len()).map(|package| review.code_after(package)).collect();
    organisation.codes.copy_from_slice(&codes);
}

impl Review<'_> {
    /// The code of a package after the review.
    fn code_after(&self, package: usize) -> Belief {
        let table = &self.table;
        let mut code = table.organisation.codes[package];
        let weights = table.weights(package);
        let mut uncertain = table.scope & !code.known;
        for domain in 0..DOMAINS {
            let in_scope = bits(table.scope, domain);
            if in_scope == 0 {
                continue;
            }
            let draws = table.block(Use::Review, domain, package);
            let lived = table.residents_say(&weights, domain, package);
            for factor in (0..FACTORS).filter(|factor| in_scope >> factor & 1 == 1) {
                let at = FACTORS * domain + factor;
                let (sum, of) = self.sum(&weights, package, at, lived[factor]);
                let sum = if contradicts(&code, at, sum) {
                    uncertain.insert(at);
                    sum * table.said
                } else {
                    sum
                };
                self.decide(&mut code, at, sum, of, draws.uniform(factor));
            }
        }
        self.try_out(&mut code, uncertain, package);
        code
    }

    /// The majority on a factor, and all the votes there are.
    fn sum(&self, weights: &Weights, package: usize, at: usize, lived: f32) -> (f32, f32) {
        let votes = &self.table.organisation.votes;
        let found = weights.found * votes.get(package).map_or(0.0, |votes| votes[at]);
        let sum = found + weights.team * self.team.net[at] + lived;
        let of = found.abs() + weights.team * self.team.of[at] + lived.abs();
        (sum, of)
    }

    fn decide(&self, code: &mut Belief, at: usize, sum: f32, of: f32, draw: f32) {
        let open = matches!(self.table.rhythm.sense_making, SenseMaking::Diverse(_));
        let code_learning = self.table.rhythm.code_learning;
        if !open || sum.abs() >= self.table.p.close as f32 * of {
            code_follows(code, at, sum, code_learning, draw);
        } else if f64::from(draw) < code_learning {
            code.known.remove(at);
            code.value &= code.known;
        }
    }

    /// Tries uncertain factors and takes the outcome into the code.
    fn try_out(&self, code: &mut Belief, uncertain: Factors, package: usize) {
        let table = &self.table;
        let trials = table.trials(package);
        if trials <= 0.0 || uncertain.is_empty() {
            return;
        }
        let share = trials / f64::from(uncertain.len());
        let tried = uncertain & Factors::drawn(share, &table.pair(Use::Trial, package));
        let misled = Factors::drawn(table.p.trial_error, &table.pair(Use::TrialError, package));
        code.known |= tried;
        code.value = code.value & !tried | table.truth(package).turned(misled) & tried;
    }
}

fn contradicts(code: &Belief, at: usize, sum: f32) -> bool {
    let value = code.value.value(at);
    code.known.contains(at) && sum != 0.0 && value != (sum > 0.0)
}

#[cfg(test)]
mod tests {
    use crate::model::patterns::factors::Pattern;
    use crate::model::rules::practice::Casework;
    use crate::units::GroupId;
    use std::sync::Arc;

    use super::*;
    use crate::model::fixtures;
    use crate::model::regime::{Regime, hls};
    use crate::model::rules::lessons::{Cycle, Learning, Voice};
    use crate::model::submodels::workforce::learning::learn;
    use crate::model::world::World;
    use crate::parameters::NoParameters;

    const ALL: Belief = Belief::of_bits(u128::MAX, u128::MAX);
    const NONE: Belief = Belief::of_bits(0, u128::MAX);

    fn reviewing(sense_making: SenseMaking) -> Regime {
        Regime {
            learning: Learning::Cycle(Cycle { review_weeks: 1, socialisation: 0.0, sense_making, ..Cycle::default() }),
            casework: Casework::LeadWorker(Default::default()),
            voice: Voice::ByPower(NoParameters {}),
            ..hls()
        }
    }

    fn majority() -> Regime {
        reviewing(SenseMaking::Majority(NoParameters {}))
    }

    /// The first code after a review, the organisation prepared.
    fn code_after(regime: &Regime, prepare: impl Fn(&mut Organisation)) -> Belief {
        reviewed(fixtures::town(regime, 1, 3, 0), prepare).places[0].organisations[0].codes[0]
    }

    fn reviewed(mut world: World, prepare: impl Fn(&mut Organisation)) -> World {
        world.places[0].organisations[0].hours.reflection = 37.0;
        prepare(&mut world.places[0].organisations[0]);
        world.each_organisation(|one, context| learn(one, context, &Parameters::default(), &Randomness::new(9, 0)));
        world
    }

    fn known(code: Belief) -> u32 {
        code.known.len()
    }

    #[test]
    fn the_code_follows_a_large_majority_and_not_always_a_small_one() {
        let voted = |votes| code_after(&majority(), |o| o.votes[0] = [votes; 128]);
        assert_eq!(voted(50.0).value.trues(), fixtures::constants().mask);
        assert_eq!(voted(-50.0), Belief { value: Pattern::NONE, known: fixtures::constants().mask });
        assert_eq!(voted(0.0), Belief::default());
        assert!((10..80).contains(&known(voted(1.0))) && known(voted(1.0)) < known(voted(3.0)));
    }

    #[test]
    fn what_contradicts_the_code_is_said_where_it_is_safe() {
        let overturned = |safety| {
            let code = code_after(&majority(), |o| {
                (o.codes[0], o.votes[0], o.safety) = (NONE, [2.0; 128], safety);
            });
            code.value.trues().len()
        };
        assert!(overturned(0.9) > overturned(0.1) + 5);
    }

    #[test]
    fn reflection_lets_more_of_what_was_found_be_heard() {
        let heard = |hours| {
            known(code_after(&majority(), |o| {
                (o.votes[0], o.hours.reflection) = ([2.0; 128], hours);
            }))
        };
        assert!(heard(37.0) > heard(0.0) + 5);
    }

    #[test]
    fn close_votes_are_kept_open_where_diversity_is() {
        let quiet = Parameters { result_noise: 0.0, ..Parameters::default() };
        let code = |sense_making| {
            let mut world = fixtures::town(&reviewing(sense_making), 1, 3, 0);
            let organisation = &mut world.places[0].organisations[0];
            organisation.codes[0] = Belief::of_bits(u128::MAX / 3, u128::MAX);
            let seen = [(ALL, 1.0), (NONE, 1.0), (NONE, 0.0)];
            for (worker, seen) in organisation.workers.iter_mut().zip(seen) {
                (worker.belief, worker.progress_seen) = seen;
            }
            world.each_organisation(|one, context| learn(one, context, &quiet, &Randomness::new(9, 0)));
            known(world.places[0].organisations[0].codes[0])
        };
        assert_eq!(code(SenseMaking::Majority(NoParameters {})), 128);
        assert!(code(SenseMaking::Diverse(NoParameters {})) < 110);
    }

    #[test]
    fn lessons_of_a_weak_group_count_less_where_power_decides() {
        let followed = |voice: Voice| {
            let mut world = fixtures::town(&Regime { voice, ..majority() }, 1, 3, 0);
            let mut constants = fixtures::constants();
            constants.groups = vec![fixtures::group(0.8, 1.0), fixtures::group(1.0, 0.1)];
            world.constants = Arc::new(constants);
            let world = reviewed(world, |o| {
                (o.package_groups, o.votes) = (vec![Some(GroupId(1))], vec![[2.0; 128]]);
            });
            known(world.places[0].organisations[0].codes[0])
        };
        assert!(followed(Voice::ByPower(NoParameters {})) + 20 < followed(Voice::Equal(Default::default())));
    }

    #[test]
    fn residents_who_take_part_and_trials_bring_the_code_nearer_to_the_truth() {
        let mut truth = fixtures::town(&hls(), 1, 3, 0);
        truth.places[0].offset = Pattern::from_bits(0x5a5a_1234_dead_beef_0f0f_7777_3333_9999);
        let knowledge = |prepare: fn(&mut Organisation)| {
            let mut world = truth.clone();
            world.rows = Arc::new([Regime { voice: Voice::Equal(Default::default()), ..majority() }, hls()]);
            let world = reviewed(world, prepare);
            let mask = world.constants.mask;
            let place = &world.places[0];
            place.organisations[0].codes[0].net_knowledge(place.offset, mask)
        };
        assert_eq!(knowledge(|_| ()), 0.0);
        assert!(knowledge(|o| o.hours.participation = 100.0) > 0.1);
        assert!(knowledge(|o| o.hours.experiments = 400.0) > 0.1);
    }

    #[test]
    fn votes_fade_with_time_however_often_they_are_reviewed() {
        for review_weeks in [1, 6, 52] {
            let learning = Learning::Cycle(Cycle { review_weeks, ..Cycle::default() });
            let mut world = fixtures::town(&Regime { learning, ..majority() }, 1, 3, 0);
            world.places[0].organisations[0].votes[0] = [-8.0; 128];
            for _ in 0..52 {
                world = reviewed(world, |_| ());
            }
            let left = world.places[0].organisations[0].votes[0][0];
            assert!((left + 2.0).abs() < 1e-4, "a year is two half-lives: {left}");
        }
    }

    #[test]
    fn what_is_close_is_forgotten_with_the_probability_of_learning_and_what_is_not_is_followed() {
        // As many factors speak for either side, so that both have as much to say of their own.
        const HALF: Belief = Belief::of_bits(u128::MAX / 3, u128::MAX);
        let quiet = Parameters { result_noise: 0.0, close: 0.2, ..Parameters::default() };
        let code = |said: usize, of: usize, code_learning: f64| {
            let mut row = reviewing(SenseMaking::Diverse(NoParameters {}));
            if let Learning::Cycle(cycle) = &mut row.learning {
                cycle.code_learning = code_learning;
            }
            // Those whose results are above the mean are heard: `of` of them, and as many who are not.
            let mut world = fixtures::town(&row, 1, 2 * of, 0);
            let organisation = &mut world.places[0].organisations[0];
            organisation.codes[0] = HALF;
            for (number, worker) in organisation.workers.iter_mut().enumerate() {
                let (belief, seen) = (if number < said { ALL } else { NONE }, if number < of { 1.0 } else { 0.0 });
                (worker.belief, worker.progress_seen) = (belief, seen);
            }
            world.each_organisation(|one, context| learn(one, context, &quiet, &Randomness::new(9, 0)));
            world.places[0].organisations[0].codes[0]
        };
        let mask = fixtures::constants().mask;
        let outside = HALF.value & !mask;
        // Five against four: a ninth of all votes, which is close; in the scope everything is forgotten, or nothing.
        assert_eq!(code(5, 9, 1.0), Belief { value: outside, known: !mask });
        assert_eq!(code(5, 9, 0.0), HALF);
        // Seven against three is not.
        assert_eq!(code(7, 10, 1.0), Belief { value: Pattern::true_in(mask) | outside, known: Factors::ALL });
    }
}
