//! The study behind `compare`: arms from several scenarios, from rows of rules and from what is changed in them, all on
//! the same luck.
//!
//! A *world* is a scenario with what is changed in it; a *contender* is an arm of a world. Draws have addresses, so two
//! worlds of the same people differ by what is changed and by nothing else; worlds of other people share the luck of
//! addresses alone, and [`Contenders::of_other_people`] says which those are.

use crate::experiment::horizon::{self, Over, Taken};
use crate::simulation::control::Control;
use crate::statistics::{Paired, ascending, half_width, quantile, tails};
use crate::study::design::{Design, Outcome};
use crate::study::fingerprint::{Fingerprint, Hashing};
use crate::study::pieces::{bytes_of, numbers};
use crate::study::runner;
use crate::study::store::{Refused, Store};
use regimes_model::model::outcomes::OUTCOMES;
use regimes_scenario::check::Scenario;

/// The weeks over which outcomes are compared.
pub const OVER: [Over; 2] = [Over::Horizon, Over::FinalYear];

/// A scenario with what is changed in it.
pub struct World {
    /// What stands before the names of its arms; empty where it is the only one.
    pub label: String,
    /// The scenario.
    pub scenario: Scenario,
}

/// An arm of a world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contender {
    /// Its name: `hls`, `cut/hls`, `town/hls` or `town/cut/hls`.
    pub name: String,
    /// The number of its world.
    pub world: usize,
    /// The number of its arm there.
    pub arm: usize,
}

/// All arms of worlds, in order.
#[must_use]
pub fn arms_of(worlds: &[World]) -> Vec<Contender> {
    let of_world = |(number, world): (usize, &World)| {
        let label = if world.label.is_empty() { String::new() } else { format!("{}/", world.label) };
        let names: Vec<String> = world.scenario.arms.iter().map(|(name, _)| format!("{label}{name}")).collect();
        names.into_iter().enumerate().map(move |(arm, name)| Contender { name, world: number, arm })
    };
    worlds.iter().enumerate().flat_map(of_world).collect()
}

/// Contenders on the same luck.
pub struct Contenders {
    worlds: Vec<World>,
    /// By world, the arms that are run.
    arms: Vec<Vec<usize>>,
    contenders: Vec<Contender>,
    outcomes: Vec<usize>,
    replicates: u32,
    made_by: Vec<Hashing>,
}

impl Contenders {
    /// Contenders, the reference first, of these outcomes by number; worlds without a contender are left out.
    #[must_use]
    pub fn of(worlds: Vec<World>, contenders: Vec<Contender>, outcomes: Vec<usize>, replicates: u32) -> Contenders {
        let arms_of = |world: usize| contenders.iter().filter(|one| one.world == world).map(|one| one.arm).collect();
        let arms: Vec<Vec<usize>> = (0..worlds.len()).map(arms_of).collect();
        let names: Vec<&str> = outcomes.iter().map(|outcome| OUTCOMES[*outcome].name).collect();
        let made_by = |(world, arms): (&World, &Vec<usize>)| {
            let run: Vec<String> = arms.iter().map(ToString::to_string).collect();
            Fingerprint::begin()
                .with("recorded", format!("over the horizon and its end: {}", names.join(" ")))
                .with("arms", run.join(" "))
                .with("scenario", world.scenario.with_runs(world.scenario.seed, 1).resolved())
        };
        let made_by = worlds.iter().zip(&arms).map(made_by).collect();
        Contenders { worlds, arms, contenders, outcomes, replicates, made_by }
    }

    /// The same contenders in another number of futures.
    #[must_use]
    pub fn in_futures(self, replicates: u32) -> Contenders {
        Contenders { replicates, ..self }
    }

    /// The contenders, the reference first.
    #[must_use]
    pub fn contenders(&self) -> &[Contender] {
        &self.contenders
    }

    /// The outcomes, by number.
    #[must_use]
    pub fn outcomes(&self) -> &[usize] {
        &self.outcomes
    }

    /// Paired futures.
    #[must_use]
    pub fn replicates(&self) -> u32 {
        self.replicates
    }

    /// The scenario of the reference.
    #[must_use]
    pub fn reference(&self) -> &Scenario {
        &self.worlds[self.contenders[0].world].scenario
    }

    /// The scenario of a contender.
    #[must_use]
    pub fn scenario(&self, contender: usize) -> &Scenario {
        &self.worlds[self.contenders[contender].world].scenario
    }

    /// Contenders whose people, before anybody's rules, are not those of the reference.
    #[must_use]
    pub fn of_other_people(&self) -> Vec<&str> {
        let people = |scenario: &Scenario| (scenario.town.domains.clone(), scenario.town.groups.clone());
        let residents = |scenario: &Scenario| -> Vec<u32> {
            scenario.town.places.iter().map(|(_, place)| place.residents).collect()
        };
        let own = self.reference();
        let differs = |other: &Scenario| people(other) != people(own) || residents(other) != residents(own);
        let others = self.contenders.iter().filter(|one| differs(&self.worlds[one.world].scenario));
        others.map(|one| one.name.as_str()).collect()
    }

    /// Worlds with a contender, by number.
    fn run(&self) -> Vec<usize> {
        (0..self.worlds.len()).filter(|world| !self.arms[*world].is_empty()).collect()
    }

    /// The world and the replicate of a task; worlds of a replicate come one after the other.
    fn place(&self, task: usize) -> (usize, u32) {
        let run = self.run();
        (run[task % run.len()], (task / run.len()) as u32)
    }

    fn task(&self, world: usize, replicate: u32) -> usize {
        let run = self.run();
        let place = run.iter().position(|one| *one == world).unwrap_or(0);
        replicate as usize * run.len() + place
    }
}

impl Design for Contenders {
    type Result = Vec<f64>;

    fn tasks(&self) -> usize {
        self.run().len() * self.replicates as usize
    }

    fn fingerprint(&self, task: usize) -> Fingerprint {
        let (world, replicate) = self.place(task);
        self.made_by[world].clone().with("replicate", replicate.to_string()).end()
    }

    fn label(&self, task: usize) -> String {
        let (world, replicate) = self.place(task);
        let world = &self.worlds[world];
        format!("{} {}, replicate {replicate}", world.scenario.name, world.label)
    }

    fn work(&self, task: usize) -> u64 {
        let (world, _) = self.place(task);
        let scenario = &self.worlds[world].scenario;
        let weeks = u64::from(scenario.horizon_weeks) * self.arms[world].len() as u64;
        scenario.residents() * (u64::from(scenario.burn_in_weeks) + weeks)
    }

    fn perform(&self, task: usize, control: &Control<'_>) -> Option<Outcome<Vec<f64>>> {
        let (world, replicate) = self.place(task);
        let taken = Taken { outcomes: &self.outcomes, over: &OVER };
        horizon::outcomes(&self.worlds[world].scenario, &self.arms[world], replicate, taken, control).map(Outcome::from)
    }

    fn encode(&self, result: &Vec<f64>) -> Vec<u8> {
        bytes_of(result)
    }

    fn decode(&self, task: usize, bytes: &[u8]) -> Option<Vec<f64>> {
        let (world, _) = self.place(task);
        (bytes.len() == 8 * self.arms[world].len() * OVER.len() * self.outcomes.len()).then(|| numbers(bytes))
    }
}

/// The values of all contenders that a store holds; a future in which a world failed has none of that world.
pub struct Values {
    /// By contender, stretch of weeks and outcome: a value a future, not a number where there is none.
    values: Vec<Vec<f64>>,
    per_contender: usize,
    n_outcomes: usize,
    /// Runs of a world that failed.
    pub failed: usize,
    /// Why the first failed that did.
    pub failure: Option<String>,
}

impl Values {
    /// Reads them.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn of(contenders: &Contenders, store: &dyn Store) -> Result<Values, Refused> {
        let (n_outcomes, futures) = (contenders.outcomes.len(), contenders.replicates);
        let per_contender = OVER.len() * n_outcomes;
        let columns = contenders.contenders.len() * per_contender;
        let mut read = Values {
            values: vec![vec![f64::NAN; futures as usize]; columns],
            per_contender,
            n_outcomes,
            failed: 0,
            failure: None,
        };
        for world in contenders.run() {
            for future in 0..futures {
                match runner::outcome(contenders, contenders.task(world, future), store)? {
                    Some(Outcome::Done(values)) => read.put(contenders, world, future as usize, &values),
                    Some(Outcome::Failed(reason)) => read.failed(reason),
                    None => read.failed("its result is not there".to_owned()),
                }
            }
        }
        Ok(read)
    }

    fn failed(&mut self, reason: String) {
        self.failed += 1;
        self.failure.get_or_insert(reason);
    }

    fn put(&mut self, contenders: &Contenders, world: usize, future: usize, values: &[f64]) {
        let of_arms = values.chunks_exact(self.per_contender);
        for (arm, row) in contenders.arms[world].iter().zip(of_arms) {
            let is_it = |one: &Contender| one.world == world && one.arm == *arm;
            let Some(number) = contenders.contenders.iter().position(is_it) else { continue };
            let first = number * self.per_contender;
            for (column, value) in self.values[first..first + self.per_contender].iter_mut().zip(row) {
                column[future] = *value;
            }
        }
    }

    /// The values of a contender, a future each.
    #[must_use]
    pub fn values(&self, contender: usize, over: usize, outcome: usize) -> &[f64] {
        &self.values[contender * self.per_contender + over * self.n_outcomes + outcome]
    }

    /// A contender less the reference, a future each.
    #[must_use]
    pub fn differences(&self, contender: usize, over: usize, outcome: usize) -> Vec<f64> {
        let pairs = self.pairs(contender, over, outcome);
        pairs.iter().map(|(a, b)| crate::statistics::difference(*a, *b)).collect()
    }

    /// The reference and a contender, a future each.
    #[must_use]
    pub fn pairs(&self, contender: usize, over: usize, outcome: usize) -> Vec<(f64, f64)> {
        let reference = self.values(0, over, outcome).iter().copied();
        reference.zip(self.values(contender, over, outcome).iter().copied()).collect()
    }

    /// A contender beside the reference.
    #[must_use]
    pub fn compared(&self, contender: usize, over: usize, outcome: usize) -> Compared {
        let differences = self.differences(contender, over, outcome);
        Compared {
            own: Spread::of(self.values(contender, over, outcome)),
            paired: (contender > 0).then(|| Paired::of(&self.pairs(contender, over, outcome))),
            difference: Spread::of(&differences),
            half_width: half_width(&differences),
        }
    }
}

/// How values spread over futures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Futures that have a value.
    pub n: usize,
    /// The median.
    pub median: f64,
    /// 90 % of futures lie between.
    pub ends: [f64; 2],
    /// The means of the lowest and of the highest tenth.
    pub tails: [f64; 2],
}

impl Spread {
    fn of(values: &[f64]) -> Spread {
        let sorted = ascending(values);
        Spread {
            n: sorted.len(),
            median: quantile(&sorted, 0.5),
            ends: [quantile(&sorted, 0.05), quantile(&sorted, 0.95)],
            tails: tails(&sorted),
        }
    }
}

/// A contender beside the reference on an outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// Its own values.
    pub own: Spread,
    /// Pair by pair against the reference; none for the reference.
    pub paired: Option<Paired>,
    /// Its differences from the reference.
    pub difference: Spread,
    /// The half-width of the 90 % interval of the difference's centre.
    pub half_width: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::control::unattended;
    use crate::study::ensembles::ensemble;
    use crate::study::store::Memory;
    use regimes_model::model::outcomes::position;
    use regimes_model::parallel::Width;
    use regimes_scenario::load::load;
    use regimes_scenario::overrides;

    const SETS: [&str; 3] = ["horizon_weeks=60", "burn_in_weeks=4", "replicates=3"];

    fn world(label: &str, more: &[&str]) -> World {
        let sets = overrides::read(&[&SETS[..], more].concat());
        World { label: label.to_owned(), scenario: load("tiny", &sets).unwrap().scenario }
    }

    fn contenders(names: &[&str]) -> Contenders {
        let worlds = vec![world("", &[]), world("cut", &["places.village.budget_pounds_per_week=20000"])];
        let all = arms_of(&worlds);
        let chosen = names.iter().map(|name| all.iter().find(|one| one.name == *name).unwrap().clone()).collect();
        let outcomes = ["flourishing", "public_cost"].map(|name| position(name).unwrap()).to_vec();
        Contenders::of(worlds, chosen, outcomes, 3)
    }

    fn values(contenders: &Contenders) -> Values {
        let store = Memory::default();
        runner::perform(contenders, Width::Wide, &store, &unattended(), &|_| {}).unwrap();
        Values::of(contenders, &store).unwrap()
    }

    #[test]
    fn a_contender_has_the_values_of_its_arm_in_a_run_of_its_scenario() {
        let contenders = contenders(&["hls", "cut/npm", "npm"]);
        assert_eq!(contenders.tasks(), 6);
        let found = values(&contenders);
        for (number, contender) in contenders.contenders().iter().enumerate() {
            let runs = ensemble(contenders.scenario(number), &[0, 1, 2], &unattended());
            for (column, outcome) in contenders.outcomes().iter().enumerate() {
                let own = || runs.traces.iter().filter(|run| run.arm == contender.arm);
                let horizon: Vec<f64> = own().map(|run| run.over(0..60, *outcome)).collect();
                let last: Vec<f64> = own().map(|run| run.over(8..60, *outcome)).collect();
                assert_eq!(found.values(number, 0, column), horizon, "{}", contender.name);
                assert_eq!(found.values(number, 1, column), last, "{}", contender.name);
            }
        }
        assert_eq!(found.failed, 0);
        assert!(contenders.of_other_people().is_empty());
    }

    #[test]
    fn more_futures_keep_those_that_are_there() {
        let few = contenders(&["npm", "hls"]);
        let (first, own) = (few.fingerprint(2), values(&few));
        let more = few.in_futures(5);
        assert_eq!(more.fingerprint(2), first);
        assert_eq!(values(&more).values(1, 0, 0)[..3], *own.values(1, 0, 0));
    }

    #[test]
    fn the_reference_differs_from_nothing_and_a_world_of_other_people_is_named() {
        let found = values(&contenders(&["npm", "hls"]));
        let [own, other] = [0, 1].map(|contender| found.compared(contender, 0, 0));
        assert!(own.paired.is_none() && own.difference.median == 0.0);
        let paired = other.paired.unwrap();
        assert_eq!(paired.difference.value, other.difference.median);
        assert!(other.half_width > 0.0 && other.own.tails[0] <= other.own.median);
        let worlds = vec![world("", &[]), world("more", &["places.village.residents=2100"])];
        let all = arms_of(&worlds);
        let chosen = vec![all[0].clone(), all[3].clone()];
        assert_eq!(Contenders::of(worlds, chosen, vec![0], 1).of_other_people(), ["more/npm"]);
    }
}
