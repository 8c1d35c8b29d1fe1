//! The team at a review: what its superior workers believe, weighed as the rules say.
//!
//! ```text
//! superior: judged better than the team's mean
//! judged by targets: cos phi * real * fit + sin phi * measured + gaming (of a direct hour)
//! judged by results: progress seen + noise,  noise falling with the root of the weeks reviewed
//! weight: authority, or 1 (majority, diverse), or skill * lead over the mean (weighted)
//! mean belief = sum of weight * own view * (+1, -1, or 0 where unknown) / sum of weight
//! ```
//!
//! where `own view` is the part of the factors on which a worker believes other than the code says: in March
//! nobody who only believes what the code says does better than the code, so who repeats it adds nothing (A84).
//!
//! Source: M14, S048; assumptions A84 and A85. Regimes change: by what workers are judged (`accountability`), and
//! who is believed (`sense_making`).

use crate::model::patterns::Belief;
use crate::model::patterns::factors::Factors;
use crate::model::rules::answering::Accountability;
use crate::model::rules::lessons::SenseMaking;
use crate::model::submodels::workforce::learning::parameters::Parameters;
use crate::model::submodels::workforce::learning::rhythm::Rhythm;
use crate::model::world::OrganisationContext;
use crate::model::world::organisations::{Incentive, Organisation};
use crate::model::world::workers::Worker;
use crate::randomness::address::Address;
use crate::randomness::{Block, Draws, Randomness};
use crate::units::{DOMAINS, FACTORS};

/// Factors in all.
const ALL: usize = DOMAINS * FACTORS;

/// The word of a worker's week that decides how the worker's results look to others.
const LOOK: usize = 4;

/// What superior workers believe, factor by factor.
pub struct Team {
    /// Weight for less weight against, as a share of all weight.
    pub net: [f32; ALL],
    /// Share of the weight of those who believe anything.
    pub of: [f32; ALL],
}

impl Team {
    /// Superior workers' beliefs, weighed as the rules say.
    pub fn heard(
        organisation: &Organisation,
        context: &OrganisationContext<'_>,
        rhythm: &Rhythm<'_>,
        scope: Factors,
        p: &Parameters,
        randomness: &Randomness,
    ) -> Team {
        let code = organisation.code_of_all();
        let mut team = Team { net: [0.0; ALL], of: [0.0; ALL] };
        let mut all = 0.0;
        for (worker, weight) in superior(organisation, context, rhythm, p, randomness) {
            team.add(&worker.belief, weight * own_view(&worker.belief, &code, scope));
            all += weight;
        }
        if all > 0.0 {
            for sum in team.net.iter_mut().chain(&mut team.of) {
                *sum /= all;
            }
        }
        team
    }

    fn add(&mut self, belief: &Belief, weight: f32) {
        for at in belief.known.iter() {
            let right = belief.value.value(at);
            self.net[at] += if right { weight } else { -weight };
            self.of[at] += weight;
        }
    }
}

/// Share of the weight of superior workers that holds a view of its own on each factor: against it, and for it.
/// What was taken from the code is not their own.
#[must_use]
pub fn own_views(
    organisation: &Organisation,
    context: &OrganisationContext<'_>,
    rhythm: &Rhythm<'_>,
    p: &Parameters,
    randomness: &Randomness,
) -> [[f32; ALL]; 2] {
    let (mut views, mut all) = ([[0.0; ALL]; 2], 0.0);
    for (worker, weight) in superior(organisation, context, rhythm, p, randomness) {
        for at in (worker.belief.known & !worker.taken).iter() {
            views[usize::from(worker.belief.value.value(at))][at] += weight;
        }
        all += weight;
    }
    if all > 0.0 {
        views.iter_mut().flatten().for_each(|view| *view /= all);
    }
    views
}

/// The workers judged better than the team's mean, each with the weight of its word.
fn superior<'a>(
    organisation: &'a Organisation,
    context: &OrganisationContext<'_>,
    rhythm: &Rhythm<'_>,
    p: &Parameters,
    randomness: &Randomness,
) -> Vec<(&'a Worker, f32)> {
    let judged = judged(organisation, context, rhythm, p, randomness);
    let mean = judged.iter().sum::<f32>() / judged.len().max(1) as f32;
    let filled = organisation.workers.iter().filter(|worker| worker.filled);
    let leads = filled.zip(&judged).map(|(worker, seen)| (worker, seen - mean)).filter(|&(_, lead)| lead > 0.0);
    leads.map(|(worker, lead)| (worker, weight(rhythm.sense_making, worker, lead))).collect()
}

/// Share of the factors on which a worker believes other than the code says.
fn own_view(belief: &Belief, code: &Belief, scope: Factors) -> f32 {
    let other = belief.known & (!code.known | belief.value.differs(code.value)) & scope;
    other.len() as f32 / scope.len().max(1) as f32
}

fn weight(rule: &SenseMaking, worker: &Worker, lead: f32) -> f32 {
    match rule {
        SenseMaking::Authority(_) => worker.authority,
        SenseMaking::Weighted(_) => worker.skill[worker.specialty.index()] * lead,
        SenseMaking::Majority(_) | SenseMaking::Diverse(_) => 1.0,
    }
}

/// How good each worker at work seems, by what the rules look at.
fn judged(
    organisation: &Organisation,
    context: &OrganisationContext<'_>,
    rhythm: &Rhythm<'_>,
    p: &Parameters,
    randomness: &Randomness,
) -> Vec<f32> {
    let filled = || organisation.workers.iter().enumerate().filter(|(_, worker)| worker.filled);
    match context.rules.accountability {
        Accountability::Targets(_) | Accountability::TargetsWithoutStake(_) => {
            filled().map(|(_, worker)| on_paper(worker, &organisation.incentive)).collect()
        }
        Accountability::Dialogue(_) | Accountability::Measurement(_) | Accountability::None(_) => {
            let spread = spread(filled().map(|(_, worker)| worker.progress_seen));
            let noise = spread * p.result_noise as f32 / (rhythm.review_weeks.max(1) as f32).sqrt();
            let addresses = filled().map(|(post, _)| Address::post(context.place.index, organisation.index, post));
            let draws = randomness.blocks(Draws::WorkerWeeks, context.week, addresses);
            let judged =
                |((_, worker), draws): ((usize, &Worker), &Block)| worker.progress_seen + noise * draws.normal(LOOK);
            filled().zip(&draws).map(judged).collect()
        }
    }
}

/// What a direct hour of a worker yields on the measure.
fn on_paper(worker: &Worker, incentive: &Incentive) -> f32 {
    incentive.cosine * worker.real * worker.fit_seen + incentive.sine * worker.measured + worker.gaming
}

fn spread(values: impl Iterator<Item = f32>) -> f32 {
    let (mut n, mut sum, mut squares) = (0.0_f32, 0.0, 0.0);
    for value in values {
        n += 1.0;
        sum += value;
        squares += value * value;
    }
    let n = n.max(1.0);
    (squares / n - (sum / n) * (sum / n)).max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::patterns::factors::Pattern;
    use crate::model::regime::{Regime, hls, npm};
    use crate::model::rules::answering::Measurement;
    use crate::model::rules::lessons::{Cycle, Learning};
    use crate::model::submodels::workforce::learning::learn;
    use crate::parameters::NoParameters;

    const RIGHT: Belief = Belief::of_bits(u128::MAX, u128::MAX);
    const WRONG: Belief = Belief::of_bits(0, u128::MAX);

    /// The code after a review of a team of two: one who helps, and one who games and is wrong.
    fn code_after(accountability: Accountability, first: Belief) -> Belief {
        let regime = Regime {
            accountability,
            learning: Learning::Cycle(Cycle {
                review_weeks: 1,
                socialisation: 0.0,
                sense_making: SenseMaking::Majority(NoParameters {}),
                ..Cycle::default()
            }),
            ..hls()
        };
        let mut world = fixtures::town(&regime, 1, 2, 0);
        let organisation = &mut world.places[0].organisations[0];
        organisation.codes[0] = first;
        let workers = &mut organisation.workers;
        (workers[0].belief, workers[0].progress_seen) = (RIGHT, 1.0);
        (workers[1].belief, workers[1].gaming) = (WRONG, 0.8);
        let p = Parameters { result_noise: 0.0, ..Parameters::default() };
        world.each_organisation(|one, context| learn(one, context, &p, &Randomness::new(9, 0)));
        world.places[0].organisations[0].codes[0]
    }

    #[test]
    fn whom_a_code_follows_depends_on_what_workers_are_judged_by() {
        let targets = code_after(npm().accountability, Belief::default());
        assert!(targets.known.len() > 40 && targets.value == Pattern::NONE);
        let results = Accountability::Measurement(Measurement::default());
        let results = code_after(results, Belief::default());
        assert!(results.known.len() > 40 && results.value.trues() == results.known);
    }

    #[test]
    fn who_repeats_the_code_adds_nothing() {
        assert_eq!(own_view(&RIGHT, &RIGHT, Factors::ALL), 0.0);
        assert_eq!(own_view(&Belief::default(), &RIGHT, Factors::ALL), 0.0);
        assert_eq!(own_view(&WRONG, &RIGHT, Factors::ALL), 1.0);
        assert_eq!(own_view(&RIGHT, &Belief::default(), Factors::ALL), 1.0);
    }

    #[test]
    fn the_spread_of_results_is_their_standard_deviation() {
        assert_eq!(spread([1.0, 3.0].into_iter()), 1.0);
        assert!((spread([2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0].into_iter()) - 2.0).abs() < 1e-6);
        assert_eq!((spread([0.7].into_iter()), spread(core::iter::empty())), (0.0, 0.0));
    }
}
