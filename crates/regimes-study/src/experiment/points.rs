//! The study behind `sweep`: a scenario at many points, all arms of each on the same luck.
//!
//! Every point meets the same luck, replicate by replicate, so that points differ by what is set and by nothing else.

use crate::experiment::cohort_cells;
use crate::experiment::horizon::{self, Over, Taken};
use crate::simulation::control::Control;
use crate::simulation::replicates::followed;
use crate::statistics::{Paired, Summary, difference};
use crate::study::design::{Design, Outcome};
use crate::study::fingerprint::{Fingerprint, Hashing};
use crate::study::pieces::{bytes_of, numbers};
use crate::study::runner;
use crate::study::store::{Refused, Store};
use regimes_model::model::outcomes::OUTCOMES;
use regimes_model::units::MISSING;
use regimes_scenario::check::{Loaded, Scenario};
use regimes_scenario::load::Prepared;
use regimes_scenario::overrides::{Override, joined};
use regimes_scenario::problem::Problems;

/// Keys that say what a scenario is and on which luck it is run.
const NOT_VARIED: [&str; 4] = ["seed", "replicates", "name", "format"];

/// A scenario at many points.
pub struct Points {
    prepared: Prepared,
    /// What is set at every point.
    sets: Vec<Override>,
    base: Scenario,
    points: Vec<Vec<Override>>,
    /// By number.
    outcomes: Vec<usize>,
    luck: LuckOf,
    recorded: Recorded,
    /// What each replicate sets beside its point, so that replicates are draws of parameters; empty where they are luck
    /// alone.
    draws: Vec<Vec<Override>>,
    /// Where the draws are from; none where there are none.
    source: Option<&'static str>,
    made_by: Hashing,
}

/// What is kept of every run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// Its outcomes over the horizon.
    Outcomes,
    /// The same, and what became of cohorts that were fixed before any arm began, and what it cost.
    Cohorts,
}

/// Which luck the points of a study meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LuckOf {
    /// All the same, replicate by replicate: points differ by what is set and by nothing else.
    All,
    /// Each its own, so that what luck does and what parameters do can be distinguished.
    Each,
}

impl Points {
    /// A scenario, with what is set in it, at points; of the outcomes of these numbers.
    ///
    /// # Errors
    /// The problems of the scenario.
    pub fn of(
        scenario: &str,
        sets: Vec<Override>,
        points: Vec<Vec<Override>>,
        outcomes: Vec<usize>,
    ) -> Result<Points, Problems> {
        Points::of_prepared(Prepared::read(scenario)?, sets, points, outcomes)
    }

    /// The same of a scenario that is read already.
    ///
    /// # Errors
    /// The problems of the scenario.
    pub fn of_prepared(
        prepared: Prepared,
        sets: Vec<Override>,
        points: Vec<Vec<Override>>,
        outcomes: Vec<usize>,
    ) -> Result<Points, Problems> {
        let base = prepared.with(&sets)?.scenario;
        let names: Vec<&str> = outcomes.iter().map(|outcome| OUTCOMES[*outcome].name).collect();
        let made_by = Fingerprint::begin()
            .with("recorded", format!("over the horizon, of all arms: {}", names.join(" ")))
            .with("scenario", base.with_runs(base.seed, 1).resolved());
        let (luck, recorded, draws) = (LuckOf::All, Recorded::Outcomes, Vec::new());
        Ok(Points { prepared, sets, base, points, outcomes, luck, recorded, draws, source: None, made_by })
    }

    /// The same points, with cohorts followed in every run.
    #[must_use]
    pub fn with_cohorts(self) -> Points {
        let made_by = self.made_by.clone().with("cohorts", cohort_cells::names());
        Points { recorded: Recorded::Cohorts, made_by, ..self }
    }

    /// The same points on as many draws of parameters as there are, in place of replicates that differ by luck alone;
    /// `source` says where they are drawn from. Every point meets the same draws, each with luck of its own.
    #[must_use]
    pub fn on_draws(self, draws: Vec<Vec<Override>>, source: &'static str) -> Points {
        let base = self.base.with_runs(self.base.seed, draws.len() as u32);
        Points { base, draws, source: Some(source), ..self }
    }

    /// Where the draws are from that stand in place of replicates; none where replicates differ by luck alone.
    #[must_use]
    pub fn source(&self) -> Option<&'static str> {
        self.source
    }

    /// The same points, each with luck of its own.
    #[must_use]
    pub fn with_luck_of_each(self) -> Points {
        Points { luck: LuckOf::Each, ..self }
    }

    /// What is wrong with the scenario at points, each with the number of the point.
    #[must_use]
    pub fn problems(&self) -> Vec<(usize, String)> {
        let names =
            |scenario: &Scenario| -> Vec<String> { scenario.arms.iter().map(|(name, _)| name.to_owned()).collect() };
        let (wanted, mut problems) = (names(&self.base), Vec::new());
        let replicates = 0..self.draws.len().max(1) as u32;
        let all = (0..self.points.len()).flat_map(|point| replicates.clone().map(move |one| (point, one)));
        for (point, replicate) in all {
            match self.loaded(point, replicate) {
                Err(wrong) => problems.extend(
                    wrong
                        .list
                        .iter()
                        .map(|problem| (point, format!("`{}`: {}; {}", problem.path, problem.message, problem.remedy))),
                ),
                Ok(loaded) if names(&loaded.scenario) != wanted => {
                    let arms = wanted.join(", ");
                    problems.push((point, format!("it has other arms than the scenario, which has {arms}")));
                }
                Ok(_) => {}
            }
        }
        for (point, set) in self.points.iter().enumerate() {
            for path in set.iter().map(Override::path).filter(|path| NOT_VARIED.contains(path)) {
                problems.push((point, format!("`{path}` is the same at all points: give it with --set")));
            }
        }
        problems
    }

    /// The scenario, before anything is varied.
    #[must_use]
    pub fn base(&self) -> &Scenario {
        &self.base
    }

    /// What is set at each point.
    #[must_use]
    pub fn points(&self) -> &[Vec<Override>] {
        &self.points
    }

    /// The outcomes, by number.
    #[must_use]
    pub fn outcomes(&self) -> &[usize] {
        &self.outcomes
    }

    /// Replicates of each point.
    #[must_use]
    pub fn replicates(&self) -> u32 {
        self.base.replicates
    }

    /// What a replicate sets beside its point.
    fn draw(&self, replicate: u32) -> &[Override] {
        self.draws.get(replicate as usize).map_or(&[], Vec::as_slice)
    }

    fn loaded(&self, point: usize, replicate: u32) -> Result<Loaded, Problems> {
        self.prepared.with(&[&self.sets[..], self.draw(replicate), &self.points[point]].concat())
    }

    /// The point and the replicate of a task.
    fn place(&self, task: usize) -> (usize, u32) {
        let replicates = self.base.replicates as usize;
        let replicate = match self.luck {
            LuckOf::All => task % replicates,
            LuckOf::Each => task,
        };
        (task / replicates, replicate as u32)
    }

    /// The outcomes of all arms, arm by arm, and then their cohorts where these are followed; none if it was stopped.
    fn run(&self, task: usize, control: &Control<'_>) -> Option<Result<Vec<f64>, String>> {
        let (point, replicate) = self.place(task);
        let scenario = match self.loaded(point, replicate) {
            Ok(loaded) => loaded.scenario,
            Err(problems) => return Some(Err(problems.in_a_line())),
        };
        let taken = Taken { outcomes: &self.outcomes, over: &[Over::Horizon] };
        match self.recorded {
            Recorded::Outcomes => {
                let arms: Vec<usize> = (0..scenario.arms.len()).collect();
                horizon::outcomes(&scenario, &arms, replicate, taken, control)
            }
            Recorded::Cohorts => {
                let traces = followed(&scenario, replicate, control)?;
                if let Some(fault) = traces.iter().find_map(|trace| trace.error.clone()) {
                    return Some(Err(fault));
                }
                let weeks = 0..scenario.horizon_weeks as usize;
                let shared = (scenario.residents(), scenario.costs.discount_per_year);
                let outcomes = traces.iter().flat_map(|trace| horizon::values(trace, &scenario, taken));
                let cells = traces.iter().flat_map(|trace| cohort_cells::of(trace, weeks.clone(), shared));
                Some(Ok(outcomes.chain(cells).collect()))
            }
        }
    }

    /// Numbers of the cohorts of a task, by arm; none unless cohorts are followed and the task is done.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn cells(&self, task: usize, store: &dyn Store) -> Result<Option<Vec<Vec<f64>>>, Refused> {
        let arms = self.base.arms.len();
        Ok(match runner::outcome(self, task, store)? {
            Some(Outcome::Done(values)) if self.recorded == Recorded::Cohorts => {
                let cells = &values[arms * self.outcomes.len()..];
                Some(cells.chunks_exact(cells.len() / arms).map(<[f64]>::to_vec).collect())
            }
            _ => None,
        })
    }
}

impl Design for Points {
    type Result = Vec<f64>;

    fn tasks(&self) -> usize {
        self.points.len() * self.base.replicates as usize
    }

    fn fingerprint(&self, task: usize) -> Fingerprint {
        let (point, replicate) = self.place(task);
        let mut made_by = self.made_by.clone().with("overrides", joined(&self.points[point]));
        if self.source.is_some() {
            made_by = made_by.with("draw", joined(self.draw(replicate)));
        }
        made_by.with("replicate", replicate.to_string()).end()
    }

    fn label(&self, task: usize) -> String {
        let (point, replicate) = self.place(task);
        format!("{} [{}], replicate {replicate}", self.base.name, joined(&self.points[point]))
    }

    fn work(&self, _: usize) -> u64 {
        let runs = match self.recorded {
            Recorded::Outcomes => self.base.arms.len() as u64,
            Recorded::Cohorts => self.base.runs_of_a_replicate(),
        };
        let weeks = u64::from(self.base.horizon_weeks) * runs;
        self.base.residents() * (u64::from(self.base.burn_in_weeks) + weeks)
    }

    fn perform(&self, task: usize, control: &Control<'_>) -> Option<Outcome<Vec<f64>>> {
        self.run(task, control).map(Outcome::from)
    }

    fn encode(&self, result: &Vec<f64>) -> Vec<u8> {
        bytes_of(result)
    }

    fn decode(&self, _: usize, bytes: &[u8]) -> Option<Vec<f64>> {
        let cells = if self.recorded == Recorded::Cohorts { cohort_cells::WIDTH } else { 0 };
        (bytes.len() == 8 * self.base.arms.len() * (self.outcomes.len() + cells)).then(|| numbers(bytes))
    }
}

/// What came of a point.
#[derive(Clone, Debug)]
pub struct AtPoint {
    /// Its number.
    pub point: usize,
    /// Replicates that are whole.
    pub whole: usize,
    /// Why the first failed that did.
    pub failure: Option<String>,
    /// By arm but the first, and by outcome: that arm against the first, pair by pair.
    pub differences: Vec<Vec<Paired>>,
    /// Of the same differences, by arm but the first and by outcome, the quantiles at
    /// [`LEVELS`](crate::statistics::LEVELS).
    pub quantiles: Vec<Vec<[f64; 5]>>,
    /// By arm and outcome, the median over replicates.
    pub medians: Vec<Vec<f64>>,
}

/// The pairs of a point that a store holds: an arm, by number, less the first, in each replicate that is whole.
///
/// # Errors
/// If the store refuses.
pub fn pairs_at(
    points: &Points,
    point: usize,
    (arm, outcome): (usize, usize),
    store: &dyn Store,
) -> Result<Vec<f64>, Refused> {
    let (width, replicates) = (points.outcomes.len(), points.base.replicates as usize);
    let mut found = Vec::new();
    for task in point * replicates..(point + 1) * replicates {
        if let Some(Outcome::Done(values)) = runner::outcome(points, task, store)? {
            found.push(difference(values[outcome], values[arm * width + outcome]));
        }
    }
    Ok(found)
}

/// What a store holds of a point.
///
/// # Errors
/// If the store refuses.
pub fn at_point(points: &Points, point: usize, store: &dyn Store) -> Result<AtPoint, Refused> {
    let (arms, width) = (points.base.arms.len(), points.outcomes.len());
    let replicates = points.base.replicates as usize;
    let (mut runs, mut failure) = (Vec::new(), None);
    for task in point * replicates..(point + 1) * replicates {
        match runner::outcome(points, task, store)? {
            Some(Outcome::Done(values)) => runs.push(values),
            Some(Outcome::Failed(reason)) => failure = failure.or(Some(reason)),
            None => failure = failure.or(Some("its result is not there".to_owned())),
        }
    }
    let of = |arm: usize, outcome: usize| runs.iter().map(move |run| run[arm * width + outcome]);
    let paired = |arm: usize, outcome: usize| Paired::of(&of(0, outcome).zip(of(arm, outcome)).collect::<Vec<_>>());
    let quantiles = |arm: usize, outcome: usize| {
        let steps: Vec<f64> = of(0, outcome).zip(of(arm, outcome)).map(|(a, b)| difference(a, b)).collect();
        Summary::of(&steps).quantiles
    };
    let median = |arm, outcome| crate::statistics::Estimate::median_of(&of(arm, outcome).collect::<Vec<_>>()).value;
    Ok(AtPoint {
        point,
        whole: runs.len(),
        failure,
        differences: (1..arms).map(|arm| (0..width).map(|outcome| paired(arm, outcome)).collect()).collect(),
        quantiles: (1..arms).map(|arm| (0..width).map(|outcome| quantiles(arm, outcome)).collect()).collect(),
        medians: (0..arms).map(|arm| (0..width).map(|outcome| median(arm, outcome)).collect()).collect(),
    })
}

/// The median paired difference of each arm to the first, arm by arm and outcome by outcome, at every point; missing where
/// a replicate of the point failed.
///
/// # Errors
/// If the store refuses.
pub fn differences(points: &Points, store: &dyn Store) -> Result<Vec<Vec<f64>>, Refused> {
    let width = (points.base.arms.len() - 1) * points.outcomes.len();
    let mut all = vec![Vec::with_capacity(points.points.len()); width];
    for point in 0..points.points.len() {
        let at = at_point(points, point, store)?;
        let values = at.differences.iter().flatten().map(|paired| paired.difference.value);
        for (differences, value) in all.iter_mut().zip(values) {
            differences.push(if at.failure.is_some() { MISSING } else { value });
        }
    }
    Ok(all)
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

    #[test]
    fn a_point_is_the_scenario_with_what_is_set_there() {
        let sets = overrides::read(&["horizon_weeks=60", "burn_in_weeks=4", "replicates=2"]);
        let wanted = vec![position("flourishing").unwrap(), position("public_cost").unwrap()];
        let set = |value: &str| vec![Override::literal("patterns.personal_variation", value)];
        let points = Points::of("tiny", sets.clone(), vec![set("0.1"), set("0.4")], wanted.clone()).unwrap();
        assert!(points.problems().is_empty());
        let store = Memory::default();
        runner::perform(&points, Width::Wide, &store, &unattended(), &|_| {}).unwrap();
        let scenario = load("tiny", &[sets, set("0.4")].concat()).unwrap().scenario;
        let runs = ensemble(&scenario, &[0, 1], &unattended());
        let at = at_point(&points, 1, &store).unwrap();
        let of = |arm: usize, outcome: usize| -> Vec<f64> {
            runs.traces.iter().filter(|run| run.arm == arm).map(|run| run.over(0..60, wanted[outcome])).collect()
        };
        for outcome in 0..2 {
            let by_hand: Vec<(f64, f64)> = of(0, outcome).into_iter().zip(of(1, outcome)).collect();
            let paired = Paired::of(&by_hand).difference;
            assert_eq!(at.differences[0][outcome].difference.value, paired.value);
            let [low, lower, middle, upper, high] = at.quantiles[0][outcome];
            assert_eq!([low, middle, high], [paired.low, paired.value, paired.high]);
            assert!(low <= lower && lower <= middle && middle <= upper && upper <= high);
        }
        assert_eq!((at.whole, at.failure), (2, None));
    }

    #[test]
    fn on_draws_every_point_meets_the_same_draws_and_what_it_sets_comes_last() {
        let sets = overrides::read(&["horizon_weeks=60", "burn_in_weeks=4"]);
        let set = |path: &str, value: &str| vec![Override::literal(path, value)];
        let (harm, variation) = ("patterns.harm", "patterns.personal_variation");
        let draws = vec![set(harm, "0.1"), [set(harm, "0.3"), set(variation, "0.3")].concat()];
        let made = || Points::of("tiny", sets.clone(), vec![set(variation, "0.1"), set(variation, "0.4")], vec![0]);
        let points = made().unwrap().on_draws(draws, "by hand");
        assert_eq!((points.tasks(), points.source(), points.problems().len()), (4, Some("by hand"), 0));
        let store = Memory::default();
        runner::perform(&points, Width::Wide, &store, &unattended(), &|_| {}).unwrap();
        for (task, [harm, variation]) in
            [["0.1", "0.1"], ["0.3", "0.1"], ["0.1", "0.4"], ["0.3", "0.4"]].into_iter().enumerate()
        {
            let here = [format!("patterns.harm={harm}"), format!("patterns.personal_variation={variation}")];
            let scenario = load("tiny", &[sets.clone(), overrides::read(&here)].concat()).unwrap().scenario;
            let runs = ensemble(&scenario, &[(task % 2) as u32], &unattended());
            let own = runs.traces.iter().find(|run| run.arm == 1).unwrap().over(0..60, 0);
            let Some(Outcome::Done(values)) = runner::outcome(&points, task, &store).unwrap() else { panic!("{task}") };
            assert_eq!(values[1], own, "{task}");
        }
        assert_ne!(points.fingerprint(0), made().unwrap().fingerprint(0));
        let wrong = made().unwrap().on_draws(vec![set(harm, "7")], "by hand");
        assert_eq!(wrong.problems().len(), 2);
    }

    #[test]
    fn a_point_that_is_no_scenario_is_named_with_what_is_wrong() {
        let set = |value: &str| vec![Override::literal("patterns.harm", value)];
        let [seed, drop] = ["seed=3", "arms.hls=drop"].map(|text| overrides::read(&[text]));
        let points = Points::of("tiny", Vec::new(), vec![set("0.1"), set("7"), set("x"), seed, drop], vec![0]);
        let problems = points.unwrap().problems();
        assert_eq!(problems.iter().map(|(n, _)| *n).collect::<Vec<_>>(), [1, 2, 4, 3]);
        assert!(problems[2].1.contains("other arms") && problems[3].1.contains("--set"), "{problems:?}");
        assert!(Points::of("tiny", overrides::read(&["no.such=1"]), Vec::new(), vec![0]).is_err());
    }
}
