//! What an explanation finds: what each player contributes, what two do together, and two walks from one arm to the other.
//!
//! Each future has values of its own; a finding is their mean, so that contributions add up to the whole exactly, with
//! the interval of that mean (futures and their orders together). A future in which an outcome has no value somewhere, or
//! a run failed, is left out of it.

use crate::experiment::explanation::audit::{Exchange, Thing};
use crate::experiment::explanation::spread::smallest;
use crate::experiment::explanation::study::Explanation;
use crate::experiment::explanation::tasks::Run;
use crate::experiment::explanation::values::Values;
use crate::statistics::shapley::{Coalition, Plan, pairs};
use crate::statistics::student::mean_of;
use crate::statistics::{Estimate, difference};
use regimes_model::model::outcomes::OUTCOMES;
use regimes_model::units::MISSING;

/// What is found of an outcome.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Its place among those of the study.
    pub outcome: usize,
    /// The means of both arms.
    pub levels: [Estimate; 2],
    /// The second less the first.
    pub whole: Estimate,
    /// The smallest effect that matters, the mean over futures; missing where none is declared.
    pub smallest: f64,
    /// By player.
    pub contributions: Vec<Contribution>,
    /// By pair of players, those first that do most together.
    pub interactions: Vec<Interaction>,
    /// From the first arm to the second, player after player, and in the same order back.
    pub walks: [Vec<Step>; 2],
    /// By thing that differs: the whole once the second arm takes the first's value, and once the first takes the
    /// second's; where the town begins otherwise, the first alone.
    pub becomes: Vec<[Estimate; 2]>,
}

/// What a player contributes to the whole.
#[derive(Clone, Copy, Debug)]
pub struct Contribution {
    /// Its Shapley value; those of all players add up to the whole.
    pub shapley: Estimate,
    /// What it does where it alone changes.
    pub alone: Estimate,
    /// What is lost of the whole where all others change.
    pub left_out: Estimate,
    /// Futures in which its Shapley value is above 0, and below.
    pub signs: [usize; 2],
}

/// What two players do together beyond what each does alone.
#[derive(Clone, Copy, Debug)]
pub struct Interaction {
    /// The players.
    pub players: (usize, usize),
    /// The interaction index.
    pub index: Estimate,
}

/// A step of a walk.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Who changes.
    pub player: usize,
    /// The outcome after it.
    pub level: Estimate,
    /// What the step does to it.
    pub step: Estimate,
}

/// Whether an interval lies on one side of zero.
#[must_use]
pub fn is_clear(estimate: &Estimate) -> bool {
    estimate.low > 0.0 || estimate.high < 0.0
}

/// What is found of every outcome.
#[must_use]
pub fn findings(explanation: &Explanation, values: &Values) -> Vec<Finding> {
    (0..explanation.outcomes().len()).map(|outcome| finding(explanation, values, outcome)).collect()
}

/// Numbers of a future.
struct OfFuture {
    shapley: Vec<f64>,
    interactions: Vec<f64>,
    /// The value of a coalition on a walk, and of one player alone or left out.
    walks: [Vec<f64>; 2],
    alone: Vec<f64>,
    left_out: Vec<f64>,
    becomes: Vec<[f64; 2]>,
    smallest: f64,
}

impl OfFuture {
    fn of(plan: &Plan, players: usize, things: &[Thing], of_run: &impl Fn(Run) -> f64) -> OfFuture {
        let value = &|coalition: Coalition| of_run(Run::Mixture(coalition));
        let (none, all) = (Coalition::NONE, Coalition::all(players));
        let walk = |from: Coalition, step: fn(Coalition, usize) -> Coalition| -> Vec<f64> {
            let places = (0..players).scan(from, |at, player| {
                *at = step(*at, player);
                Some(*at)
            });
            std::iter::once(from).chain(places).map(value).collect()
        };
        OfFuture {
            shapley: plan.shapley(value),
            interactions: plan.interactions(value),
            walks: [walk(none, Coalition::with), walk(all, Coalition::without)],
            alone: (0..players).map(|player| difference(value(none), value(none.with(player)))).collect(),
            left_out: (0..players).map(|player| difference(value(all.without(player)), value(all))).collect(),
            becomes: things.iter().map(|thing| becomes(thing.exchange, players, of_run)).collect(),
            smallest: MISSING,
        }
    }

    fn is_whole(&self) -> bool {
        let finite = |values: &[f64]| values.iter().all(|value| !value.is_nan());
        finite(&self.shapley)
            && self.walks.iter().all(|walk| finite(walk))
            && finite(&self.alone)
            && finite(&self.left_out)
    }
}

/// What the whole becomes in a future when a thing is exchanged.
fn becomes(exchange: Exchange, players: usize, value: &impl Fn(Run) -> f64) -> [f64; 2] {
    let (none, all) = (Coalition::NONE, Coalition::all(players));
    let between = |from: Run, to: Run| difference(value(from), value(to));
    let (from, to) = (Run::Mixture(none), Run::Mixture(all));
    match exchange {
        Exchange::Player(player) => {
            [between(from, Run::Mixture(all.without(player))), between(Run::Mixture(none.with(player)), to)]
        }
        Exchange::Number(number) => {
            [between(from, Run::Exchanged { number, side: 1 }), between(Run::Exchanged { number, side: 0 }, to)]
        }
        Exchange::Beginning => [between(Run::Begun { side: 0 }, Run::Begun { side: 1 }), MISSING],
        Exchange::None => [MISSING; 2],
    }
}

fn finding(explanation: &Explanation, values: &Values, outcome: usize) -> Finding {
    let (players, things) = (explanation.sides().players.len(), explanation.things());
    let name = OUTCOMES[explanation.outcomes()[outcome]].name;
    let of_future = |(future, value)| {
        let found = OfFuture::of(&explanation.plans()[future], players, things, &value);
        let smallest = smallest(name, values.spread(future), found.walks[0][0]);
        OfFuture { smallest, ..found }
    };
    let futures: Vec<OfFuture> = values.whole(outcome).map(of_future).filter(OfFuture::is_whole).collect();
    let each = |number: &dyn Fn(&OfFuture) -> f64| futures.iter().map(number).collect::<Vec<f64>>();
    let mean = |number: &dyn Fn(&OfFuture) -> f64| mean_of(&each(number));
    let contribution = |player: usize| {
        let own = each(&|one| one.shapley[player]);
        let count = |is: fn(f64) -> bool| own.iter().filter(|value| is(**value)).count();
        Contribution {
            shapley: mean_of(&own),
            alone: mean(&|one| one.alone[player]),
            left_out: mean(&|one| one.left_out[player]),
            signs: [count(|value| value > 0.0), count(|value| value < 0.0)],
        }
    };
    let interaction = |(place, players)| Interaction { players, index: mean(&|one| one.interactions[place]) };
    let mut interactions: Vec<Interaction> = pairs(players).enumerate().map(interaction).collect();
    // Those of which something is clear come first, then the largest; those of which nothing is known are the last.
    let weight = |one: &Interaction| if one.index.value.is_nan() { f64::NEG_INFINITY } else { one.index.value.abs() };
    interactions.sort_by(|a, b| is_clear(&b.index).cmp(&is_clear(&a.index)).then(weight(b).total_cmp(&weight(a))));
    let step = |way: usize, player: usize| Step {
        player,
        level: mean(&|one| one.walks[way][player + 1]),
        step: mean(&|one| difference(one.walks[way][player], one.walks[way][player + 1])),
    };
    Finding {
        outcome,
        levels: [0, 1].map(|way| mean(&|one| one.walks[way][0])),
        whole: mean(&|one| difference(one.walks[0][0], one.walks[1][0])),
        smallest: mean(&|one| one.smallest).value,
        contributions: (0..players).map(contribution).collect(),
        interactions,
        walks: [0, 1].map(|way| (0..players).map(|player| step(way, player)).collect()),
        becomes: (0..things.len()).map(|thing| [0, 1].map(|way| mean(&|one| one.becomes[thing][way]))).collect(),
    }
}

impl Finding {
    /// Whether an estimate is clear, and not smaller than what matters where that is declared.
    #[must_use]
    pub fn matters(&self, estimate: &Estimate) -> bool {
        is_clear(estimate) && (self.smallest.is_nan() || estimate.value.abs() >= self.smallest)
    }

    /// The players, those that contribute most first.
    #[must_use]
    pub fn order(&self) -> Vec<usize> {
        let size = |player: &usize| {
            let value = self.contributions[*player].shapley.value;
            if value.is_nan() { f64::NEG_INFINITY } else { value.abs() }
        };
        let mut order: Vec<usize> = (0..self.contributions.len()).collect();
        order.sort_by(|a, b| size(b).total_cmp(&size(a)));
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::explanation::study::{Audited, Orders, Question, Unexplained};
    use crate::simulation::control::unattended;
    use crate::study::design::Design;
    use crate::study::ensembles::ensemble;
    use crate::study::runner;
    use crate::study::store::Memory;
    use regimes_model::model::outcomes::position;
    use regimes_model::parallel::Width;
    use regimes_scenario::load::{Prepared, load};
    use regimes_scenario::overrides;
    use regimes_scenario::overrides::Override;

    /// The arm `graft` becomes `npm` with three rules of the other row.
    const SETS: [&str; 9] = [
        "horizon_weeks=60",
        "burn_in_weeks=4",
        "replicates=3",
        "places.village.residents=400",
        "arms.npm.preset=npm",
        "arms.graft.preset=npm",
        "arms.graft.support=bespoke",
        "arms.graft.casework=lead_worker",
        "arms.graft.access=open_door",
    ];

    fn question(arms: [&str; 2], orders: Orders) -> Question {
        let outcomes = ["flourishing", "public_cost"].map(|name| position(name).unwrap()).to_vec();
        Question { arms: arms.map(str::to_owned), together: Vec::new(), outcomes, orders, audited: Audited::Everything }
    }

    fn explanation(arms: [&str; 2], orders: Orders) -> Explanation {
        let prepared = Prepared::read("tiny").unwrap();
        let made = Explanation::of(prepared, overrides::read(&SETS), question(arms, orders), None);
        made.unwrap_or_else(|wrong| panic!("{wrong:?}"))
    }

    fn found(explanation: &Explanation) -> Vec<Finding> {
        let store = Memory::default();
        runner::perform(explanation, Width::Wide, &store, &unattended(), &|_| {}).unwrap();
        findings(explanation, &Values::of(explanation, &store).unwrap())
    }

    #[test]
    fn contributions_add_up_to_the_difference_that_runs_of_the_arms_have() {
        let scenario = load("tiny", &overrides::read(&SETS)).unwrap().scenario;
        let runs = ensemble(&scenario, &[0, 1, 2], &unattended());
        for orders in [Orders::AllUpTo(8, 4), Orders::Drawn(4)] {
            let explanation = explanation(["npm", "graft"], orders);
            assert_eq!(
                (explanation.sides().players.len(), explanation.orders().is_some()),
                (3, orders == Orders::Drawn(4))
            );
            for found in found(&explanation) {
                let outcome = explanation.outcomes()[found.outcome];
                let of = |name: &str| -> Vec<f64> {
                    let arm = scenario.arms.position(name).unwrap();
                    runs.traces.iter().filter(|run| run.arm == arm).map(|run| run.over(0..60, outcome)).collect()
                };
                assert_eq!(found.levels[0].value, mean_of(&of("npm")).value);
                assert_eq!(found.levels[1].value, mean_of(&of("graft")).value);
                let sum: f64 = found.contributions.iter().map(|one| one.shapley.value).sum();
                let scale = found.levels[0].value.abs();
                assert!((sum - found.whole.value).abs() < 1e-12 * scale, "{sum} {}", found.whole.value);
                for walk in &found.walks {
                    let steps: f64 = walk.iter().map(|one| one.step.value).sum();
                    assert!((steps.abs() - found.whole.value.abs()).abs() < 1e-12 * scale);
                }
                assert!(found.smallest > 0.0 && found.smallest < scale);
                assert_eq!((found.whole.n, found.walks[0][2].level.value), (3, found.levels[1].value));
                assert_eq!(found.contributions[0].alone.value, found.walks[0][0].step.value);
                let mut exchanged = explanation.things().iter().zip(&found.becomes);
                for (thing, [to, from]) in exchanged.clone() {
                    if let Exchange::Player(player) = thing.exchange {
                        let one = &found.contributions[player];
                        assert!((found.whole.value - one.left_out.value - to.value).abs() < 1e-12 * scale);
                        assert!((found.whole.value - one.alone.value - from.value).abs() < 1e-12 * scale);
                    }
                }
                // Where the town begins under the rules of the second arm, the first is the one that changes.
                let (begun, [other, none]) = exchanged.next_back().unwrap();
                assert_eq!((begun.exchange, other.n, none.n), (Exchange::Beginning, 3, 0));
                assert!(other.value != found.whole.value);
            }
        }
    }

    #[test]
    fn more_futures_and_more_orders_keep_what_is_there() {
        let sets = |replicates: &str| overrides::read(&[&SETS[..], &[replicates]].concat());
        let of = |replicates: &str, orders| {
            let question = question(["npm", "hls"], Orders::Drawn(orders));
            let made = Explanation::of(Prepared::read("tiny").unwrap(), sets(replicates), question, None).unwrap();
            (0..made.tasks()).map(|task| made.fingerprint(task)).collect::<std::collections::BTreeSet<_>>()
        };
        let few = of("replicates=2", 4);
        assert!(few.is_subset(&of("replicates=3", 4)) && few.is_subset(&of("replicates=2", 9)));
        assert!(few.is_disjoint(&of("seed=4", 4)));
    }

    #[test]
    fn draws_take_the_place_of_futures_and_one_under_which_more_differs_is_refused() {
        let draw = |text: &str| vec![Override::from(text)];
        let made = |draws| {
            let sets = overrides::read(&SETS);
            let asked = question(["npm", "graft"], Orders::All);
            Explanation::of(Prepared::read("tiny").unwrap(), sets, asked, Some((draws, "by hand")))
        };
        let explanation = made(vec![draw("patterns.harm=0.1"), draw("patterns.harm=0.3")]).unwrap();
        assert_eq!((explanation.futures(), explanation.source()), (2, Some("by hand")));
        assert_eq!(found(&explanation)[0].whole.n, 2);
        let Err(Unexplained::Faults(faults)) = made(vec![draw("arms.graft.fidelity=0.5")]) else { panic!() };
        assert!(faults[0].contains("differ in more"), "{faults:?}");
    }
}
