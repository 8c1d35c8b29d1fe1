//! History matching in waves: every run kept, the same result on any number of threads.
//!
//! ```text
//! wave 0        the usual values: what came out before
//! wave 1        a Latin hypercube over the prior
//! wave 2        points of what the emulators of the first leave, drawn evenly
//! waves 3 ...   points of what the emulators of all waves before leave, drawn by promise
//! last wave     the same, drawn again until there are enough: as soon as what is left no longer shrinks, and at the sixth
//!               wave at the latest
//! ```
//!
//! *By promise* is in proportion to the probability, by emulators that have seen all runs, that a point's own runs do not rule
//! it out. Each replicate has a luck of its own. A point is run on only as long as its replicates so far do not rule it out:
//! once, then with as many as the first wave has, then with all; what is given up on the way is ruled out, so the few points
//! that are left have all replicates and the many others cost one run. Emulators are fitted to the means over replicates.
//! What counts in the end is what a point's own replicates say ([`Matched::counts`]), not what an emulator expects.
//! Where emulators leave nothing, those of earlier waves are dropped once, since they know the place less well; where the
//! last ones leave nothing either, the points nearest to it are run.

use crate::experiment::calibration::emulators::{Emulators, OfTarget, Region};
use crate::experiment::calibration::goal::{Goal, Luck, Rule};
use crate::experiment::calibration::matched::{Matched, Point, Wave};
use crate::experiment::calibration::region::{Sample, Search};
use crate::experiment::design::Dimension;
use crate::statistics::luck;
use crate::statistics::sampling::latin_hypercube_from;
use crate::study::runner::Halt;

/// How much each step may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Waves at most, the last one among them.
    pub waves: u32,
    /// Points of a wave.
    pub points: usize,
    /// Replicates of each point of the first wave, from which luck is known.
    pub replicates: usize,
    /// Points of the last wave, each time that it is drawn.
    pub last_points: usize,
    /// Replicates of a point that is not ruled out.
    pub last_replicates: usize,
    /// Points of the ensemble.
    pub ensemble: usize,
}

impl Budget {
    /// Runs at most, those of a last wave that is filled up among them; most points end after one run.
    #[must_use]
    pub fn most_runs(&self) -> usize {
        let before = self.waves.saturating_sub(1) as usize * self.points;
        self.last_replicates * (1 + before + FILLED * self.last_points)
    }
}

/// How many times the points of the last wave are drawn at most, until there are as many as an ensemble has.
const FILLED: usize = 12;

/// Waves' worth of points that an emulator is fitted to, where as many have been run.
const KNOWN: usize = 3;

/// Share of what was left before at or above which a region no longer shrinks.
const SHRINKS_NO_MORE: f64 = 0.9;

/// Runs of the model, numbered from the first on: what each measures.
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

// What a stream of luck is for.
const FIRST: u64 = 1;
const WAVES: u64 = 1 << 24;

/// Fits a problem within a budget.
///
/// # Errors
/// What the runs of the model ended with before all were made.
pub fn matched(problem: &Problem<'_>, budget: &Budget) -> Result<Matched, Halt> {
    let mut matching = Matching::begin(problem, budget)?;
    let mut sample = latin(problem, if budget.waves <= 1 { budget.last_points } else { budget.points });
    let mut before = f64::INFINITY;
    for wave in 1..budget.waves {
        matching.run(wave, &sample)?;
        matching.cut();
        let is_next_last = wave + 1 == budget.waves;
        let found = matching.sample(wave, if is_next_last { budget.last_points } else { budget.points });
        matching.report(wave, found.share);
        let shrinks = found.share < SHRINKS_NO_MORE * before;
        (before, sample) = (found.share, found.points);
        if !shrinks {
            break;
        }
    }
    matching.last_wave(sample)?;
    if matching.left() == 0 {
        matching.complete_the_least()?;
    }
    Ok(matching.matched)
}

fn latin(problem: &Problem<'_>, points: usize) -> Vec<Vec<f64>> {
    latin_hypercube_from(points, problem.dimensions.len(), &mut luck::Luck::new(problem.seed, FIRST))
}

struct Matching<'a> {
    problem: &'a Problem<'a>,
    budget: &'a Budget,
    matched: Matched,
    region: Region,
}

impl<'a> Matching<'a> {
    /// Begins with the usual values.
    fn begin(problem: &'a Problem<'a>, budget: &'a Budget) -> Result<Matching<'a>, Halt> {
        let rule = Rule::of(problem.goals.len());
        let matched = Matched {
            points: Vec::new(),
            waves: Vec::new(),
            goals: problem.goals.to_vec(),
            not_shown: Vec::new(),
            rule,
            replicates: budget.last_replicates,
            luck: vec![Luck::default(); problem.goals.len()],
        };
        let mut matching = Matching { problem, budget, matched, region: Region::whole(rule) };
        let usual: Vec<f64> = problem.dimensions.iter().map(|dimension| dimension.usual).collect();
        matching.begin_points(0, vec![usual]);
        matching.replicate(&[0], budget.last_replicates)?;
        Ok(matching)
    }

    /// Runs points of the unit cube, each as long as its replicates so far do not rule it out.
    fn run(&mut self, wave: u32, points: &[Vec<f64>]) -> Result<(), Halt> {
        let value = |point: &Vec<f64>| {
            let places = self.problem.dimensions.iter().zip(point);
            places.map(|(dimension, &place)| dimension.at(place)).collect()
        };
        let mut going = self.begin_points(wave, points.iter().map(value).collect());
        let Budget { replicates, last_replicates, .. } = *self.budget;
        let first = if wave == 1 { replicates } else { 1 };
        for wanted in [first, replicates, last_replicates] {
            self.replicate(&going, wanted)?;
            self.forget_what_is_not_shown();
            let matched = &self.matched;
            going.retain(|&n| matched.counts(&matched.points[n]) <= matched.rule.threshold);
        }
        Ok(())
    }

    /// Adds points without any runs, and says where they stand.
    fn begin_points(&mut self, wave: u32, values: Vec<Vec<f64>>) -> Vec<usize> {
        let points = &mut self.matched.points;
        let first = points.len();
        points.extend((first as u32..).zip(values).map(|(number, values)| Point {
            number,
            wave,
            values,
            numbers: Vec::new(),
            runs: Vec::new(),
        }));
        (first..points.len()).collect()
    }

    /// Runs points until each has a number of replicates.
    fn replicate(&mut self, points: &[usize], wanted: usize) -> Result<(), Halt> {
        let missing = |n: usize| wanted.saturating_sub(self.matched.points[n].runs.len());
        let runs: Vec<usize> = points.iter().flat_map(|&n| vec![n; missing(n)]).collect();
        if runs.is_empty() {
            return Ok(());
        }
        let values: Vec<Vec<f64>> = runs.iter().map(|&n| self.matched.points[n].values.clone()).collect();
        let first = self.matched.runs();
        let measured = (self.problem.evaluate)(first, &values)?;
        for ((number, n), measures) in (first..).zip(runs).zip(measured) {
            self.matched.points[n].numbers.push(number);
            self.matched.points[n].runs.push(measures);
        }
        self.learn_luck();
        Ok(())
    }

    /// Learns what luck does to each target from all points.
    fn learn_luck(&mut self) {
        let matched = &mut self.matched;
        for (goal, luck) in matched.goals.iter().zip(&mut matched.luck) {
            *luck = Luck::default();
            matched.points.iter().filter(|point| point.wave > 0).for_each(|point| luck.add(&point.of(goal.measure)));
        }
    }

    /// Gives all replicates to the points of least implausibility, so that none of them looks better for being known less.
    fn complete_the_least(&mut self) -> Result<(), Halt> {
        let matched = &self.matched;
        let mut least: Vec<&Point> = matched.designed().collect();
        least.sort_by(|a, b| matched.counts(a).total_cmp(&matched.counts(b)));
        let least: Vec<usize> = least.iter().take(self.budget.ensemble).map(|point| point.number as usize).collect();
        self.replicate(&least, self.budget.last_replicates)
    }

    /// Points that their own replicates leave.
    fn left(&self) -> usize {
        self.matched.designed().filter(|point| !self.matched.rules_out(point)).count()
    }

    /// Leaves out targets that no run has shown.
    fn forget_what_is_not_shown(&mut self) {
        let matched = &mut self.matched;
        let runs = || matched.points.iter().flat_map(|point| &point.runs);
        let is_shown = |goal: &Goal| runs().any(|run| run[goal.measure].is_finite());
        let pairs: Vec<(Goal, Luck)> = matched.goals.iter().copied().zip(matched.luck.iter().copied()).collect();
        let (shown, not_shown): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(goal, _)| is_shown(goal));
        matched.not_shown.extend(not_shown.into_iter().map(|(goal, _)| goal));
        (matched.goals, matched.luck) = shown.into_iter().unzip();
        matched.rule = Rule::of(matched.goals.len());
        if matched.waves.is_empty() {
            self.region = Region::whole(matched.rule);
        }
    }

    /// The point of the unit cube at which a point was run.
    fn place(&self, point: &Point) -> Vec<f64> {
        let values = self.problem.dimensions.iter().zip(&point.values);
        values.map(|(dimension, &value)| dimension.place(value)).collect()
    }

    /// Fits the emulators of a wave to the points that earlier ones do not rule out, or that they rule out the least.
    fn cut(&mut self) {
        let mut known: Vec<(f64, Vec<f64>, &Point)> = self
            .matched
            .designed()
            .map(|point| {
                let place = self.place(point);
                (self.region.height(&place), place, point)
            })
            .collect();
        known.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.number.cmp(&b.2.number)));
        let inside = known.iter().filter(|(height, ..)| *height <= self.matched.rule.threshold).count();
        known.truncate(inside.max(KNOWN * self.budget.points));
        // Parts that are left out in turn are even over waves and places.
        known.sort_by_key(|(_, _, point)| point.number);
        let places: Vec<&[f64]> = known.iter().map(|(_, place, _)| place.as_slice()).collect();
        let means = |point: &Point| {
            let goals = self.matched.goals.iter().zip(&self.matched.luck);
            goals.map(|(goal, luck)| luck.mean(&point.of(goal.measure)).value).collect()
        };
        let means: Vec<Vec<f64>> = known.iter().map(|(_, _, point)| means(point)).collect();
        let emulators = Emulators::fit(&self.matched.goals, &places, &means);
        self.region.cut(emulators);
    }

    /// Points of what is left after a wave.
    fn sample(&mut self, wave: u32, points: usize) -> Sample {
        let found = self.search(u64::from(wave), wave > 1, points);
        if found.share > 0.0 || wave == 1 {
            return found;
        }
        self.region.keep_last();
        self.search(u64::from(wave), true, points)
    }

    /// Points of what is left, evenly or by promise.
    fn search(&self, number: u64, is_by_promise: bool, points: usize) -> Sample {
        let height = |point: &[f64]| self.region.height(point);
        let search = Search {
            height: &height,
            bound: self.matched.rule.threshold,
            dimensions: self.problem.dimensions.len(),
            seed: self.problem.seed,
            stream: WAVES + (number << 20),
        };
        let sample = search.sample(points);
        if is_by_promise { search.weighted(sample, &|point| self.region.passes(point)) } else { sample }
    }

    /// Runs the last wave, and draws more of its points as long as all waves together leave fewer than an ensemble has.
    fn last_wave(&mut self, first: Vec<Vec<f64>>) -> Result<(), Halt> {
        let wave = self.matched.waves.len() as u32 + 1;
        let mut points = first;
        for filled in 1..=FILLED {
            let before = self.left();
            self.run(wave, &points)?;
            let left = self.left();
            if left >= self.budget.ensemble || left == before || filled == FILLED || self.region.last().is_none() {
                break;
            }
            self.cut();
            points = self.search(u64::from(wave) + 10 * filled as u64, true, self.budget.last_points).points;
        }
        self.report(wave, f64::NAN);
        Ok(())
    }

    /// Notes what a wave came to.
    fn report(&mut self, wave: u32, share: f64) {
        let matched = &self.matched;
        let mut left = [0; 3];
        let of_wave: Vec<&Point> = matched.designed().filter(|point| point.wave == wave).collect();
        let runs = of_wave.iter().map(|point| point.runs.len()).sum();
        for point in of_wave.iter().filter(|point| point.runs.len() == matched.replicates) {
            let implausibilities = matched.implausibilities(point);
            for (n, left) in left.iter_mut().enumerate() {
                let rule = Rule { rank: n + 1, ..matched.rule };
                *left += usize::from(!rule.rules_out(&implausibilities));
            }
        }
        let reports = self.region.last().filter(|_| !share.is_nan()).into_iter().flat_map(Emulators::each);
        let emulators = reports.map(OfTarget::report).collect();
        self.matched.waves.push(Wave { wave, points: of_wave.len(), runs, share, left, emulators });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::calibration::known::{self, BUDGET, goal};
    use regimes_model::parallel;

    /// Four measures of two of twenty parameters, all met at (0.5, -0.5).
    fn measures(values: &[f64]) -> Vec<f64> {
        let (a, b) = (values[0], values[1]);
        vec![a, a + 2.0 * b, a - b, a * a + b]
    }

    fn goals() -> [Goal; 4] {
        [goal(0, "a", 0.5, 0.1), goal(1, "b", -0.5, 0.1), goal(2, "c", 1.0, 0.1), goal(3, "d", -0.25, 0.1)]
    }

    #[test]
    fn a_known_region_is_found_and_what_lies_outside_is_ruled_out() {
        let dimensions = known::dimensions(20);
        let found = known::fit(&dimensions, &goals(), measures);
        let last = found.waves.last().expect("waves");
        assert!(last.left[2] >= BUDGET.ensemble / 2, "{last:?}");
        // What counts without luck; with it, each mean is off by less than one deviation of its target, most of the time.
        let known = |point: &Point| {
            let measures = measures(&point.values);
            let far = goals().map(|goal| goal.signed(measures[goal.measure], 0.003).abs());
            found.rule.counts(&far)
        };
        for point in found.designed() {
            assert!(found.rules_out(point) || known(point) < 5.5, "{point:?}");
            assert!(!found.rules_out(point) || known(point) > 0.8, "{point:?}");
        }
        let share = found.waves.iter().map(|wave| wave.share).rfind(|share| !share.is_nan()).expect("a share");
        assert!((0.015..0.2).contains(&share), "{share}");
        // The truth itself, run as a point would be, is kept; a point far away is not.
        let point = |a: f64, b: f64| {
            let values = [vec![a, b], vec![0.0; 18]].concat();
            let runs = known::runs(measures)(90_000, &vec![values.clone(); 5]).expect("runs");
            Point { number: 0, wave: 1, values, numbers: (90_000..90_005).collect(), runs }
        };
        assert!(!found.rules_out(&point(0.5, -0.5)) && found.rules_out(&point(1.5, 0.5)));
    }

    #[test]
    fn the_region_covers_the_truth_in_the_parameters_that_matter_and_leaves_the_others_free() {
        let dimensions = known::dimensions(20);
        let found = known::fit(&dimensions, &goals(), measures);
        let left: Vec<&Point> = found.designed().filter(|point| point.wave > 1 && !found.rules_out(point)).collect();
        let ends = |k: usize| {
            let values = left.iter().map(|point| point.values[k]);
            values.fold((f64::MAX, f64::MIN), |ends, value| (ends.0.min(value), ends.1.max(value)))
        };
        assert!(ends(0).0 < 0.5 && ends(0).1 > 0.5 && ends(1).0 < -0.5 && ends(1).1 > -0.5);
        assert!((2..20).all(|k| ends(k).0 < -1.0 && ends(k).1 > 1.0), "nothing is known of the others");
    }

    #[test]
    fn emulators_depend_on_the_parameters_that_matter() {
        let dimensions = known::dimensions(20);
        let found = known::fit(&dimensions, &goals(), measures);
        for report in &found.waves[0].emulators {
            let wanted: &[usize] = if report.id == "a" { &[0] } else { &[0, 1] };
            let mut active = report.active.clone();
            active.truncate(wanted.len());
            active.sort_unstable();
            assert_eq!(active, wanted, "{}", report.id);
            assert!(report.validation.passes() && report.deviation < 0.3, "{report:?}");
        }
    }

    #[test]
    fn a_fit_has_at_most_its_waves_and_stops_where_nothing_shrinks_any_more() {
        let dimensions = known::dimensions(3);
        let wide = [goal(0, "a", 0.0, 9.0), goal(1, "b", 0.0, 9.0), goal(2, "c", 0.0, 9.0)];
        let found = known::fit(&dimensions, &wide, measures);
        assert_eq!(found.waves.len(), 3, "the second wave leaves as much as the first, so the third is the last");
        assert!(found.points.iter().all(|point| point.runs.len() == BUDGET.last_replicates), "nothing is ruled out");
        assert!(known::fit(&dimensions, &goals(), measures).waves.len() <= BUDGET.waves as usize);
    }

    #[test]
    fn a_target_that_is_shown_nowhere_is_left_out_and_one_that_is_missing_at_a_point_rules_it_out() {
        let partly = |values: &[f64]| {
            let shown = if values[0] > 0.0 { values[0] } else { f64::NAN };
            vec![shown, f64::NAN, values[1]]
        };
        let goals = [goal(0, "partly", 0.5, 3.0), goal(1, "never", 0.0, 1.0), goal(2, "always", 0.0, 3.0)];
        let found = known::fit(&known::dimensions(2), &goals, partly);
        assert_eq!(found.not_shown.iter().map(|goal| goal.id).collect::<Vec<_>>(), ["never"]);
        assert_eq!(found.goals.len(), 2);
        let without = found.designed().find(|point| point.values[0] < 0.0).expect("a point");
        assert_eq!(found.implausibilities(without)[0], f64::INFINITY);
    }

    #[test]
    fn what_one_run_rules_out_is_run_no_more_and_what_is_left_has_all_replicates() {
        let dimensions = known::dimensions(20);
        let found = known::fit(&dimensions, &goals(), measures);
        let later = || found.designed().filter(|point| point.wave > 1);
        let with = |runs: usize| later().filter(|point| point.runs.len() == runs).count();
        assert_eq!(later().count(), with(1) + with(BUDGET.replicates) + with(BUDGET.last_replicates));
        assert!(with(1) > 0 && with(BUDGET.last_replicates) > 100, "{} {}", with(1), with(BUDGET.last_replicates));
        let first = found.designed().filter(|point| point.wave == 1 && point.runs.len() == BUDGET.replicates);
        assert!(first.count() > BUDGET.points / 2, "most of the prior is ruled out by the first wave's own replicates");
        assert!(found.designed().all(|point| point.runs.len() == BUDGET.last_replicates || found.rules_out(point)));
        // Hardly any of those that one run ruled out would have been left with all replicates.
        let known = |point: &&Point| {
            let measures = measures(&point.values);
            found.rule.counts(&goals().map(|goal| goal.signed(measures[goal.measure], 0.002).abs())) < 2.5
        };
        let lost = found.designed().filter(|point| point.runs.len() < BUDGET.last_replicates).filter(known).count();
        assert!(lost * 20 < found.designed().count(), "{lost}");
        let mut numbers: Vec<u32> = found.points.iter().flat_map(|point| point.numbers.clone()).collect();
        numbers.sort_unstable();
        assert!(numbers.iter().copied().eq(0..found.runs()), "each run has a luck of its own");
    }

    #[test]
    fn the_result_does_not_depend_on_threads() {
        let on = |threads| {
            parallel::on_threads(threads, || known::fit(&known::dimensions(6), &goals(), measures).points)
                .expect("threads")
        };
        assert_eq!(on(1), on(3));
    }

    #[test]
    fn a_fit_that_is_stopped_ends_with_the_reason() {
        let dimensions = known::dimensions(2);
        let stopped = |first: u32, points: &[Vec<f64>]| {
            if first > 5 { Err(Halt::Stopped) } else { known::runs(measures)(first, points) }
        };
        let problem = Problem { dimensions: &dimensions, goals: &goals(), evaluate: &stopped, seed: 9 };
        assert!(matches!(matched(&problem, &BUDGET), Err(Halt::Stopped)));
    }
}
