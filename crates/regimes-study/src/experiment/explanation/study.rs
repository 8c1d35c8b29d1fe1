//! The study behind `explain`: in every future, the coalitions of players that its plan asks for, on the same luck.
//!
//! A future draws orders of its own, so that the spread between futures holds the luck of both, and more futures tell more
//! of both. Coalitions of a future are run a few at a time, each task from one burn-in; what more orders or more futures
//! add are further tasks, and those that are there are not run again.

use crate::experiment::explanation::audit::{self, Thing};
use crate::experiment::explanation::mixed::Sides;
use crate::experiment::explanation::players::{Player, differing};
use crate::experiment::explanation::spread;
use crate::experiment::explanation::tasks::{Run, Task, tasks};
use crate::experiment::horizon::{self, Over, Taken};
use crate::simulation::control::Control;
use crate::simulation::replicates::followed;
use crate::statistics::luck::{Luck, ORDERS};
use crate::statistics::shapley::{Coalition, MOST_EXACT, Plan};
use crate::study::design::{Design, Outcome};
use crate::study::fingerprint::{Fingerprint, Hashing};
use crate::study::pieces::{bytes_of, numbers};
use regimes_model::model::outcomes::OUTCOMES;
use regimes_scenario::check::Scenario;
use regimes_scenario::load::Prepared;
use regimes_scenario::overrides::{Override, joined};
use regimes_scenario::problem::Problems;
use std::collections::BTreeSet;

/// What is asked of the difference between two arms.
#[derive(Clone, Debug)]
pub struct Question {
    /// The names of the arms.
    pub arms: [String; 2],
    /// Keys that are declared to change together.
    pub together: Vec<Vec<String>>,
    /// Outcomes, by number.
    pub outcomes: Vec<usize>,
    /// How coalitions are chosen.
    pub orders: Orders,
    /// Whether each number, and where the town begins, is exchanged as well.
    pub audited: Audited,
}

/// Whether what differs is exchanged thing by thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audited {
    /// What rules and settings become when exchanged, which needs no further run.
    Players,
    /// Each number of a rule alone, and where the town begins, as well.
    Everything,
}

/// How coalitions are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orders {
    /// All of them.
    All,
    /// All of them where there are at most this many players, or else along this many orders in each future.
    AllUpTo(usize, usize),
    /// Along this many orders in each future.
    Drawn(usize),
}

impl Orders {
    /// How many orders are drawn for a number of players; none where all coalitions are run.
    fn drawn(self, players: usize) -> Option<usize> {
        match self {
            Orders::All => None,
            Orders::AllUpTo(most, orders) => (players > most).then_some(orders),
            Orders::Drawn(orders) => Some(orders),
        }
    }
}

/// Why a study cannot be made.
#[derive(Debug)]
pub enum Unexplained {
    /// The problems of the scenario.
    Problems(Problems),
    /// What else is wrong, a line each.
    Faults(Vec<String>),
}

/// The difference between two arms, about to be explained.
pub struct Explanation {
    prepared: Prepared,
    sets: Vec<Override>,
    base: Scenario,
    question: Question,
    sides: Sides,
    /// By future, what it sets beside all others; empty where futures differ by luck alone.
    draws: Vec<Vec<Override>>,
    source: Option<&'static str>,
    /// By future.
    plans: Vec<Plan>,
    things: Vec<Thing>,
    tasks: Vec<Task>,
    made_by: Hashing,
}

impl Explanation {
    /// A scenario, with what is set in it, and what is asked of two of its arms; `draws` are what each future sets, with
    /// where they are from, and none where futures differ by luck alone.
    ///
    /// # Errors
    /// The problems of the scenario; arms that do not differ; mixtures of them that its check refuses.
    pub fn of(
        prepared: Prepared,
        sets: Vec<Override>,
        question: Question,
        draws: Option<(Vec<Vec<Override>>, &'static str)>,
    ) -> Result<Explanation, Unexplained> {
        let base = prepared.with(&sets).map_err(Unexplained::Problems)?.scenario;
        let (draws, source) = draws.map_or((Vec::new(), None), |(draws, source)| (draws, Some(source)));
        let base = if source.is_some() { base.with_runs(base.seed, draws.len() as u32) } else { base };
        let names = question.arms.each_ref().map(String::as_str);
        let mut sides = Sides::of(&base, names, &question.together).map_err(Unexplained::Faults)?;
        let things = audit::things(&base, &sides);
        if question.audited == Audited::Everything {
            sides.numbers = audit::exchanged(&things).into_iter().map(str::to_owned).collect();
        }
        let players = sides.players.len();
        if question.orders.drawn(players).is_none() && players > MOST_EXACT {
            let text = "mixtures of them are too many to run all; leave --all-mixtures out";
            return Err(Unexplained::Faults(vec![format!("{players} things differ: {text}")]));
        }
        let plan = |future: u32| match question.orders.drawn(players) {
            None => Plan::exact(players),
            Some(orders) => Plan::sampled(players, orders, &mut Luck::new(base.seed, ORDERS + u64::from(future))),
        };
        let plans: Vec<Plan> = (0..base.replicates).map(plan).collect();
        let exchanged = (question.audited == Audited::Everything).then_some(sides.numbers.len());
        let of_future = |(n, plan): (usize, &Plan)| tasks(n as u32, plan, players, exchanged);
        let tasks: Vec<Task> = plans.iter().enumerate().flat_map(of_future).collect();
        let outcomes: Vec<&str> = question.outcomes.iter().map(|outcome| OUTCOMES[*outcome].name).collect();
        let players: Vec<String> = sides.players.iter().map(Player::name).collect();
        let made_by = Fingerprint::begin()
            .with("recorded", format!("over the horizon, of mixtures: {}", outcomes.join(" ")))
            .with("arms", format!("{} {}", sides.names[0], sides.names[1]))
            .with("players", players.join(" "))
            .with("numbers", audit::exchanged(&things).join(" "))
            .with("scenario", base.with_runs(base.seed, 1).resolved());
        let made = Explanation { prepared, sets, base, question, sides, draws, source, plans, things, tasks, made_by };
        let faults = made.faults()?;
        if faults.is_empty() { Ok(made) } else { Err(Unexplained::Faults(faults)) }
    }

    /// What a scenario's check refuses of mixtures, and draws under which other things differ.
    fn faults(&self) -> Result<Vec<String>, Unexplained> {
        let all = || self.tasks.iter().flat_map(|task| task.runs.iter().copied());
        let coalition = |run: Run| match run {
            Run::Mixture(coalition) => Some(coalition),
            Run::Exchanged { .. } | Run::Begun { .. } | Run::Followed => None,
        };
        let mixtures: BTreeSet<Coalition> = all().filter_map(coalition).collect();
        let mut faults = self.sides.refused(&self.base, &mixtures.into_iter().collect::<Vec<_>>());
        for task in self.tasks.iter().filter(|task| task.future == 0 && coalition(task.runs[0]).is_none()) {
            if let Err(problems) = self.sides.mixed(&self.base, &task.runs) {
                faults.push(format!("the audit exchanges what the scenario does not allow: {}", problems.in_a_line()));
            }
        }
        if !faults.is_empty() {
            return Ok(faults);
        }
        let mut keys: Vec<&String> = self.sides.players.iter().flat_map(|player| &player.keys).collect();
        keys.sort();
        for future in 0..self.draws.len() as u32 {
            let (_, sides) = self.at(future).map_err(Unexplained::Problems)?;
            let mut own = differing(&sides.arms[0], &sides.arms[1]);
            own.sort();
            if own.iter().any(|key| !keys.contains(&key)) {
                let text = "arms differ in more than without a draw, so that players would not be the same";
                faults.push(format!("draw {future} [{}]: {text}", joined(self.draw(future))));
            }
        }
        Ok(faults)
    }

    fn draw(&self, future: u32) -> &[Override] {
        self.draws.get(future as usize).map_or(&[], Vec::as_slice)
    }

    /// The scenario of a future, and its two arms with the players of the study.
    fn at(&self, future: u32) -> Result<(Scenario, Sides), Problems> {
        let draw = self.draw(future);
        if draw.is_empty() {
            return Ok((self.base.clone(), self.sides.clone()));
        }
        let scenario = self.prepared.with(&[&self.sets[..], draw].concat())?.scenario;
        let arms = self.sides.names.each_ref().map(|name| scenario.arms.get(name).map(|planned| planned.arm.clone()));
        let sides = match arms {
            [Some(from), Some(to)] => Sides { arms: [from, to], ..self.sides.clone() },
            _ => self.sides.clone(),
        };
        Ok((scenario, sides))
    }

    /// The scenario, before anything is drawn.
    #[must_use]
    pub fn base(&self) -> &Scenario {
        &self.base
    }

    /// The two arms and what differs between them.
    #[must_use]
    pub fn sides(&self) -> &Sides {
        &self.sides
    }

    /// The outcomes, by number.
    #[must_use]
    pub fn outcomes(&self) -> &[usize] {
        &self.question.outcomes
    }

    /// Futures.
    #[must_use]
    pub fn futures(&self) -> u32 {
        self.base.replicates
    }

    /// Where draws of parameters are from; none where futures differ by luck alone.
    #[must_use]
    pub fn source(&self) -> Option<&'static str> {
        self.source
    }

    /// Orders that are drawn in each future; none where all coalitions are run.
    #[must_use]
    pub fn orders(&self) -> Option<usize> {
        self.question.orders.drawn(self.sides.players.len())
    }

    /// By future, which coalitions it values.
    #[must_use]
    pub fn plans(&self) -> &[Plan] {
        &self.plans
    }

    /// All that differs between the arms.
    #[must_use]
    pub fn things(&self) -> &[Thing] {
        &self.things
    }

    /// The tasks.
    #[must_use]
    pub fn all_tasks(&self) -> &[Task] {
        &self.tasks
    }

    /// All runs of arms.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.tasks.iter().map(|task| task.runs.len()).sum()
    }

    fn perform_task(&self, task: &Task, control: &Control<'_>) -> Option<Result<Vec<f64>, String>> {
        let mixed = self.at(task.future).and_then(|(scenario, sides)| sides.mixed(&scenario, &task.runs));
        let scenario = match mixed {
            Ok(scenario) => scenario,
            Err(problems) => return Some(Err(problems.in_a_line())),
        };
        if task.runs == [Run::Followed] {
            return Some(spread::of(&followed(&scenario, task.future, control)?));
        }
        let arms: Vec<usize> = (0..task.runs.len()).collect();
        let taken = Taken { outcomes: &self.question.outcomes, over: &[Over::Horizon] };
        horizon::outcomes(&scenario, &arms, task.future, taken, control)
    }
}

impl Design for Explanation {
    type Result = Vec<f64>;

    fn tasks(&self) -> usize {
        self.tasks.len()
    }

    fn fingerprint(&self, task: usize) -> Fingerprint {
        let Task { future, .. } = &self.tasks[task];
        let mut made_by = self.made_by.clone().with("runs", self.tasks[task].names());
        if self.source.is_some() {
            made_by = made_by.with("draw", joined(self.draw(*future)));
        }
        made_by.with("replicate", future.to_string()).end()
    }

    fn label(&self, task: usize) -> String {
        let task = &self.tasks[task];
        format!("{}, {}, replicate {}", self.base.name, task.names(), task.future)
    }

    fn work(&self, task: usize) -> u64 {
        let weeks = u64::from(self.base.horizon_weeks) * self.tasks[task].runs.len() as u64;
        self.base.residents() * (u64::from(self.base.burn_in_weeks) + weeks)
    }

    fn perform(&self, task: usize, control: &Control<'_>) -> Option<Outcome<Vec<f64>>> {
        self.perform_task(&self.tasks[task], control).map(Outcome::from)
    }

    fn encode(&self, result: &Vec<f64>) -> Vec<u8> {
        bytes_of(result)
    }

    fn decode(&self, task: usize, bytes: &[u8]) -> Option<Vec<f64>> {
        let runs = &self.tasks[task].runs;
        let each = if *runs == [Run::Followed] { spread::COLUMNS } else { self.question.outcomes.len() };
        let wanted = 8 * runs.len() * each;
        (bytes.len() == wanted).then(|| numbers(bytes))
    }
}
