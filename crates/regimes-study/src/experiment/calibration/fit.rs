//! History matching in waves, then a posterior: every run kept, the same result on any number of threads.
//!
//! ```text
//! wave 0        the usual values, again and again: what luck alone does (n)
//! wave 1        a Latin hypercube over the prior
//! waves 2 ...   points that no emulator rules out:  |m(u) - z| / sqrt(s^2 + v) <= 3  for every goal
//! last wave     points from the emulators' posterior  q(u) = prod exp(-(m(u) - z)^2 / (2 (s^2 + l)))
//! weights       w(u) = prod exp(-(mu(u) - z)^2 / (2 (s^2 + r))) / q(u)
//! ```
//!
//! `z`, `s` value and deviation of a goal, `m`, `v` the emulator and its variance, `l = v - n` its lack of fit;
//! `mu = m + (1 - n / v) (y - m)` is what is expected at the point once its own run `y` is known, `r = n l / v` what is
//! not known of it still.
//! Where the weights are worth fewer runs than there are draws they are flattened, `w^t` with the greatest `t <= 1` that
//! makes them worth as many: then the posterior lies between the emulators' and their correction.
//! Draws are taken from the last wave in proportion to the weights.

use crate::experiment::calibration::chain;
use crate::experiment::calibration::emulator::Emulator;
use crate::experiment::design::Dimension;
use crate::statistics;
use crate::statistics::luck::Luck;
use crate::statistics::sampling::latin_hypercube_from;
use crate::study::runner::Halt;
use regimes_model::parallel::{self, Width};

/// What a measure ought to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// Which measure.
    pub measure: usize,
    /// What it ought to be.
    pub value: f64,
    /// How exactly (standard deviation).
    pub deviation: f64,
}

/// How many runs each step may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Runs at the usual values.
    pub usual: usize,
    /// Runs of the first wave.
    pub first: usize,
    /// Waves between the first and the last.
    pub waves: usize,
    /// Runs of each of these.
    pub each: usize,
    /// Runs of the last wave.
    pub last: usize,
    /// Draws of the posterior.
    pub draws: usize,
}

impl Budget {
    /// Shares out a number of runs.
    #[must_use]
    pub fn of(evaluations: usize, waves: usize) -> Budget {
        let usual = (evaluations / 40).max(4);
        let last = (evaluations * 4 / 10).max(4);
        let between = if waves == 0 { 0 } else { evaluations / 4 };
        let each = between / waves.max(1);
        let first = evaluations.saturating_sub(usual + last + each * waves).max(4);
        Budget { usual, first, waves, each, last, draws: 40 }
    }

    /// All runs.
    #[must_use]
    pub fn evaluations(&self) -> usize {
        self.usual + self.first + self.waves * self.each + self.last
    }
}

/// One run of the model at a point of a design, and what it measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// Its number, from 0; also the replicate, and so the luck, of its run.
    pub number: u32,
    /// The wave of the design that it belongs to.
    pub wave: u32,
    /// The values of the parameters.
    pub values: Vec<f64>,
    /// What was measured.
    pub measures: Vec<f64>,
}

/// Runs at points of a design, numbered from the first on: what each measures.
pub type Model<'a> = dyn Fn(u32, &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Halt> + Sync + 'a;

/// What is fitted, and how it is run.
pub struct Problem<'a> {
    /// The parameters.
    pub dimensions: &'a [Dimension],
    /// What ought to come out.
    pub goals: &'a [Goal],
    /// Runs the model.
    pub evaluate: &'a Model<'a>,
    /// The seed of designs and draws.
    pub seed: u64,
}

/// What a wave left of the prior.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wave {
    /// Its number.
    pub wave: u32,
    /// Runs so far.
    pub evaluations: usize,
    /// Part of the prior that no emulator rules out.
    pub left: f64,
}

/// What a fit found.
#[derive(Clone, Debug)]
pub struct Fit {
    /// All evaluations, in order.
    pub evaluations: Vec<Evaluation>,
    /// How far each wave came.
    pub waves: Vec<Wave>,
    /// The evaluations of the last wave, by their place among all.
    pub last: std::ops::Range<usize>,
    /// Their weights, which sum to one.
    pub weights: Vec<f64>,
    /// The power by which the weights were flattened; 1 where they were not.
    pub flattened: f64,
    /// Draws: places among all evaluations, each as likely as the others.
    pub draws: Vec<usize>,
}

impl Fit {
    /// How many equally weighted runs the weights are worth.
    #[must_use]
    pub fn worth(&self) -> f64 {
        worth(&self.weights)
    }

    /// The quantile of something over the posterior.
    #[must_use]
    pub fn quantile(&self, level: f64, of: impl Fn(&Evaluation) -> f64) -> f64 {
        let runs = self.evaluations[self.last.clone()].iter().zip(&self.weights);
        let mut values: Vec<(f64, f64)> = runs.map(|(run, weight)| (of(run), *weight)).collect();
        values.retain(|(value, _)| value.is_finite());
        values.sort_by(|a, b| a.0.total_cmp(&b.0));
        let all: f64 = values.iter().map(|(_, weight)| weight).sum();
        let mut sum = 0.0;
        let found = values.iter().find(|(_, weight)| {
            sum += weight;
            sum >= level * all
        });
        found.or(values.last()).map_or(f64::NAN, |(value, _)| *value)
    }
}

/// Implausibility above which a point is ruled out.
const RULED_OUT: f64 = 3.0;

// What a stream of luck is for.
const FIRST: u64 = 1;
const SHARE: u64 = 2;
const DRAWS: u64 = 3;
const WAVES: u64 = 100;

/// Fits a problem within a budget.
///
/// # Errors
/// What the runs of the model ended with before all were made.
pub fn fit(problem: &Problem<'_>, budget: &Budget) -> Result<Fit, Halt> {
    let mut runner = Runner { problem, done: Vec::new() };
    let usual: Vec<f64> = problem.dimensions.iter().map(|dimension| dimension.usual).collect();
    runner.run(0, vec![usual; budget.usual])?;
    let first = latin_hypercube_from(budget.first, problem.dimensions.len(), &mut Luck::new(problem.seed, FIRST));
    runner.run(1, runner.values(first))?;
    let mut waves = Vec::new();
    for wave in 2..2 + budget.waves as u32 {
        let emulators = runner.emulators();
        waves.push(runner.wave(wave - 1, &emulators));
        let allowed = |u: &[f64]| -WALL * emulators.excess(u);
        let points = runner.sample(wave, &allowed, budget.each);
        runner.run(wave, points)?;
    }
    let last = 2 + budget.waves as u32;
    let emulators = runner.emulators();
    waves.push(runner.wave(last - 1, &emulators));
    let begin = runner.done.len();
    let density = |u: &[f64]| emulators.log_density(u);
    let points = runner.sample(last, &density, budget.last);
    runner.run(last, points)?;
    let whole = runner.emulators();
    waves.push(runner.wave(last, &whole));
    let logs = runner.log_weights(begin, &emulators, &whole);
    let (weights, flattened) = flattened(&logs, budget.draws);
    let draws = resampled(&weights, budget.draws, &mut Luck::new(problem.seed, DRAWS));
    let end = runner.done.len();
    let draws = draws.into_iter().map(|place| begin + place).collect();
    Ok(Fit { evaluations: runner.done, waves, last: begin..end, weights, flattened, draws })
}

/// How steep the wall around what is not ruled out is.
const WALL: f64 = 20.0;

struct Runner<'a> {
    problem: &'a Problem<'a>,
    done: Vec<Evaluation>,
}

impl Runner<'_> {
    /// Values of the parameters at points of the unit cube.
    fn values(&self, points: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
        let at = |point: Vec<f64>| self.problem.dimensions.iter().zip(point).map(|(d, place)| d.at(place)).collect();
        points.into_iter().map(at).collect()
    }

    /// The point of the unit cube at which an evaluation was made.
    fn point(&self, evaluation: &Evaluation) -> Vec<f64> {
        self.problem.dimensions.iter().zip(&evaluation.values).map(|(d, value)| d.place(*value)).collect()
    }

    /// Runs a wave.
    fn run(&mut self, wave: u32, points: Vec<Vec<f64>>) -> Result<(), Halt> {
        let begin = self.done.len() as u32;
        let measures = (self.problem.evaluate)(begin, &points)?;
        let runs = (begin..).zip(points).zip(measures);
        self.done.extend(runs.map(|((number, values), measures)| Evaluation { number, wave, values, measures }));
        Ok(())
    }

    /// Points of a density over the unit cube, begun at the best run so far, as values.
    fn sample(&self, wave: u32, density: &dyn Fn(&[f64]) -> f64, points: usize) -> Vec<Vec<f64>> {
        let mut luck = Luck::new(self.problem.seed, WAVES + u64::from(wave));
        let designed = self.done.iter().filter(|run| run.wave > 0);
        let best = designed.max_by(|a, b| density(&self.point(a)).total_cmp(&density(&self.point(b))));
        let begin = best.map_or_else(|| vec![0.5; self.problem.dimensions.len()], |run| self.point(run));
        self.values(chain::sample(density, &begin, points, &mut luck))
    }

    fn emulators(&self) -> Emulators {
        let designed: Vec<&Evaluation> = self.done.iter().filter(|run| run.wave > 0).collect();
        let points: Vec<Vec<f64>> = designed.iter().map(|run| self.point(run)).collect();
        let points: Vec<&[f64]> = points.iter().map(Vec::as_slice).collect();
        let of_goal = |goal: &Goal| {
            let values: Vec<f64> = designed.iter().map(|run| run.measures[goal.measure]).collect();
            let usual = self.done.iter().filter(|run| run.wave == 0).map(|run| run.measures[goal.measure]);
            let luck = statistics::variance(&usual.filter(|value| value.is_finite()).collect::<Vec<_>>());
            let emulator = Emulator::fit(&points, &values);
            let luck = if luck.is_finite() { luck.min(emulator.variance) } else { 0.0 };
            (*goal, emulator, luck)
        };
        Emulators(parallel::map(Width::Wide, self.problem.goals, |_, goal| of_goal(goal)))
    }

    /// What is left of the prior.
    fn wave(&self, wave: u32, emulators: &Emulators) -> Wave {
        const POINTS: usize = 20_000;
        let mut luck = Luck::new(self.problem.seed, SHARE);
        let mut point = vec![0.0; self.problem.dimensions.len()];
        let mut left = 0;
        for _ in 0..POINTS {
            point.iter_mut().for_each(|u| *u = luck.uniform());
            left += usize::from(emulators.excess(&point) <= 0.0);
        }
        Wave { wave, evaluations: self.done.len(), left: left as f64 / POINTS as f64 }
    }

    /// Logarithms of the weights of the runs from a place on, which were drawn by the first emulators and are judged by
    /// the second.
    fn log_weights(&self, begin: usize, drawn_by: &Emulators, judged_by: &Emulators) -> Vec<f64> {
        let log = |run: &Evaluation| {
            let point = self.point(run);
            judged_by.log_judgement(&point, &run.measures) - drawn_by.log_density(&point)
        };
        self.done[begin..].iter().map(log).collect()
    }
}

/// How many equally weighted runs weights are worth that sum to one.
fn worth(weights: &[f64]) -> f64 {
    1.0 / weights.iter().map(|weight| weight * weight).sum::<f64>()
}

/// Weights that sum to one, flattened no more than makes them worth a number of runs, and the power of that.
fn flattened(logs: &[f64], runs: usize) -> (Vec<f64>, f64) {
    const STEPS: i32 = 50;
    let most = logs.iter().copied().filter(|log| log.is_finite()).fold(f64::NEG_INFINITY, f64::max);
    let weights_at = |power: f64| {
        let weight = |log: &f64| if log.is_finite() { libm::exp(power * (log - most)) } else { 0.0 };
        let weights: Vec<f64> = logs.iter().map(weight).collect();
        let sum: f64 = weights.iter().sum();
        weights.iter().map(|weight| weight / sum).collect::<Vec<f64>>()
    };
    let powers = (0..=STEPS).rev().map(|step| f64::from(step) / f64::from(STEPS));
    let enough = powers.map(|power| (weights_at(power), power)).find(|(weights, _)| worth(weights) >= runs as f64);
    enough.unwrap_or_else(|| (weights_at(0.0), 0.0))
}

/// An emulator for each goal, with the variance that luck alone gives.
struct Emulators(Vec<(Goal, Emulator, f64)>);

impl Emulators {
    /// How far beyond what is ruled out a point lies, in all goals together.
    fn excess(&self, point: &[f64]) -> f64 {
        let beyond = |(goal, emulator, _): &(Goal, Emulator, f64)| {
            let spread = (goal.deviation * goal.deviation + emulator.variance).sqrt();
            ((emulator.expect(point) - goal.value).abs() / spread - RULED_OUT).max(0.0)
        };
        self.0.iter().map(beyond).sum()
    }

    /// Logarithm of the emulators' posterior.
    fn log_density(&self, point: &[f64]) -> f64 {
        let of = |(goal, emulator, luck): &(Goal, Emulator, f64)| {
            let lack = (emulator.variance - luck).max(0.0);
            misfit(emulator.expect(point) - goal.value, goal, lack)
        };
        self.0.iter().map(of).sum()
    }

    /// The same once the point's own run is known.
    fn log_judgement(&self, point: &[f64], measures: &[f64]) -> f64 {
        let of = |(goal, emulator, luck): &(Goal, Emulator, f64)| {
            let expected = emulator.expect(point);
            let own = 1.0 - luck / emulator.variance.max(f64::MIN_POSITIVE);
            let corrected = expected + own * (measures[goal.measure] - expected);
            misfit(corrected - goal.value, goal, luck * own)
        };
        self.0.iter().map(of).sum()
    }
}

/// Logarithm of a normal density but for its height, of a goal whose expected measure is known to a variance.
fn misfit(distance: f64, goal: &Goal, variance: f64) -> f64 {
    -0.5 * distance * distance / (goal.deviation * goal.deviation + variance)
}

/// Places drawn in proportion to weights, evenly spread, and in an order of which every beginning is spread too.
fn resampled(weights: &[f64], draws: usize, luck: &mut Luck) -> Vec<usize> {
    let offset = luck.uniform();
    let (mut sum, mut at) = (weights.first().copied().unwrap_or(0.0), 0);
    let mut drawn = Vec::with_capacity(draws);
    for n in 0..draws {
        let up_to = (n as f64 + offset) / draws as f64;
        while sum < up_to && at + 1 < weights.len() {
            at += 1;
            sum += weights[at];
        }
        drawn.push(at);
    }
    let mut order: Vec<usize> = (0..draws).collect();
    order.sort_by_key(|n| n.reverse_bits());
    order.into_iter().map(|n| drawn[n]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::design::Scale;

    fn dimensions() -> Vec<Dimension> {
        let named =
            |path: &str| Dimension { path: path.to_owned(), low: -2.0, high: 2.0, scale: Scale::Linear, usual: 0.0 };
        ["mean", "slope", "nothing"].map(named).to_vec()
    }

    /// A model of known posterior: the first measure is the first parameter, the second the first and twice the second,
    /// each with luck.
    fn model(number: u32, values: &[f64]) -> Vec<f64> {
        let mut luck = Luck::new(77, u64::from(number));
        vec![values[0] + 0.1 * luck.normal(), values[0] + 2.0 * values[1] + 0.1 * luck.normal()]
    }

    fn run(first: u32, points: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Halt> {
        Ok((first..).zip(points).map(|(number, values)| model(number, values)).collect())
    }

    const GOALS: [Goal; 2] =
        [Goal { measure: 0, value: 0.5, deviation: 0.2 }, Goal { measure: 1, value: -0.5, deviation: 0.3 }];

    fn problem(dimensions: &[Dimension]) -> Problem<'_> {
        Problem { dimensions, goals: &GOALS, evaluate: &run, seed: 9 }
    }

    #[test]
    fn a_known_posterior_is_found() {
        let dimensions = dimensions();
        let fit = fit(&problem(&dimensions), &Budget::of(600, 2)).expect("not stopped");
        let moments = |k: usize| {
            let runs = || fit.evaluations[fit.last.clone()].iter().zip(&fit.weights);
            let mean: f64 = runs().map(|(run, w)| w * run.values[k]).sum();
            (mean, runs().map(|(run, w)| w * (run.values[k] - mean).powi(2)).sum::<f64>().sqrt())
        };
        // The first parameter is normal with mean 0.5 and deviation 0.2; the second with -0.5 and
        // sqrt(0.2^2 + 0.3^2) / 2; nothing is known of the third, which is even from -2 to 2.
        let expected = [(0.5, 0.2), (-0.5, 0.13_f64.sqrt() / 2.0), (0.0, 4.0 / 12.0_f64.sqrt())];
        for (k, (mean, sd)) in expected.into_iter().enumerate() {
            let found = moments(k);
            assert!((found.0 - mean).abs() < 0.25 * sd && (found.1 / sd - 1.0).abs() < 0.2, "{k}: {found:?}");
        }
        assert!(fit.worth() > 60.0, "{}", fit.worth());
        assert!(fit.waves.last().expect("waves").left < 0.5);
    }

    #[test]
    fn half_of_the_draws_spread_as_all_do() {
        let drawn = resampled(&[0.025; 40], 40, &mut Luck::new(1, 1));
        let mut half = drawn[..20].to_vec();
        half.sort_unstable();
        assert!(half.windows(2).all(|pair| pair[1] - pair[0] == 2), "{half:?}");
        let mut all = drawn;
        all.sort_unstable();
        assert_eq!(all, (0..40).collect::<Vec<_>>());
    }

    #[test]
    fn a_fit_that_is_stopped_ends_with_the_reason() {
        let dimensions = dimensions();
        let stopped = |first: u32, points: &[Vec<f64>]| if first > 0 { Err(Halt::Stopped) } else { run(first, points) };
        let problem = Problem { evaluate: &stopped, ..problem(&dimensions) };
        assert!(matches!(fit(&problem, &Budget::of(80, 1)), Err(Halt::Stopped)));
    }

    #[test]
    fn a_budget_is_kept() {
        for (evaluations, waves) in [(600, 2), (80, 1), (40, 0)] {
            assert_eq!(Budget::of(evaluations, waves).evaluations(), evaluations);
        }
    }
}
