//! The points on which experiments are run: distinct, each run itself, all of equal weight.
//!
//! They are points that nothing rules out, and then called the *non-implausible ensemble*; they are no posterior. Where
//! every point is ruled out they are those of least implausibility, called *ruled out*, and whatever is run on them is an
//! illustration. A short list of them stands first: those that come nearest to all preferred targets, which rule nothing
//! out, or, where none is preferred, some that spread over the parameters as all do; in an order of which each beginning
//! spreads as the whole list does.

use crate::experiment::calibration::filter::{Filter, Trial};
use crate::experiment::calibration::goal::Goal;
use crate::experiment::calibration::matched::{Matched, Point};
use crate::experiment::design::Dimension;
use crate::statistics::ascending;
use crate::statistics::luck::Luck;
use crate::study::runner::Halt;

/// What the points of an ensemble are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing rules them out.
    NonImplausible,
    /// All are ruled out; these are the least implausible.
    RuledOut,
}

impl Status {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Status::NonImplausible => "non-implausible",
            Status::RuledOut => "ruled out",
        }
    }
}

/// A point of an ensemble.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The number of the point.
    pub point: u32,
    /// The implausibility that counts.
    pub counts: f64,
    /// Targets that it misses, by how many standard deviations; above the value is positive.
    pub misses: Vec<(&'static str, f64)>,
    /// How far it is outside the ranges of all preferred targets together: the sum of squares, luck left aside.
    pub off: f64,
    /// Preferred targets that it does not show in their range.
    pub unmet: Vec<&'static str>,
    /// Whether it is on the short list.
    pub is_short_listed: bool,
}

/// An ensemble.
#[derive(Clone, Debug)]
pub struct Ensemble {
    /// What its points are.
    pub status: Status,
    /// Its points, the short list first.
    pub members: Vec<Member>,
    /// The trial of the last filter.
    pub trial: Trial,
    /// The same of the short list once more, with luck that has decided nothing.
    pub check: Trial,
}

/// How an ensemble is chosen.
pub struct Choice<'a> {
    /// The parameters.
    pub dimensions: &'a [Dimension],
    /// Points.
    pub size: usize,
    /// Points of the short list.
    pub short_list: usize,
    /// Targets of the waves' measures that rule nothing out, and to which the short list comes nearest.
    pub preferred: &'a [Goal],
    /// The last filter.
    pub filter: Option<Filter<'a>>,
    /// The seed.
    pub seed: u64,
}

/// The stream of luck that the order of candidates is drawn from.
const ORDER: u64 = 3;

/// Times that the filter is given further candidates.
const BATCHES: usize = 3;

impl Choice<'_> {
    /// Chooses it.
    ///
    /// # Errors
    /// What the runs of the filter ended with before all were made.
    pub fn of(&self, matched: &Matched) -> Result<Ensemble, Halt> {
        let mut ensemble = self.chosen(matched)?;
        if let Some(filter) = &self.filter {
            let short = ensemble.members.iter().filter(|member| member.is_short_listed);
            let points: Vec<&Point> = short.map(|member| &matched.points[member.point as usize]).collect();
            let fresh = ensemble.trial.next_run(matched.runs());
            ensemble.check.extend(filter, filter.check_replicates, &points, fresh)?;
        }
        Ok(ensemble)
    }

    fn chosen(&self, matched: &Matched) -> Result<Ensemble, Halt> {
        let candidates = self.candidates(matched);
        let mut trial = Trial::default();
        let mut passing = Vec::new();
        let mut rest = candidates.as_slice();
        for _ in 0..BATCHES {
            let (now, later) = rest.split_at(rest.len().min(self.size - passing.len()));
            self.attempt(matched, &mut trial, now)?;
            passing = candidates[..candidates.len() - later.len()].to_vec();
            passing.retain(|point| self.passes(matched, &trial, point));
            rest = later;
            if passing.len() >= self.size || rest.is_empty() {
                break;
            }
        }
        passing.truncate(self.size);
        if passing.is_empty() {
            let least = self.least(matched);
            let new: Vec<&Point> = least
                .iter()
                .copied()
                .filter(|point| !trial.tried.iter().any(|tried| tried.point == point.number))
                .collect();
            self.attempt(matched, &mut trial, &new)?;
            return Ok(self.ensemble(matched, Status::RuledOut, least, trial));
        }
        Ok(self.ensemble(matched, Status::NonImplausible, passing, trial))
    }

    /// Distinct points that their own replicates do not rule out: those of the last wave, in a drawn order, and then those
    /// of earlier ones, the later first.
    fn candidates<'m>(&self, matched: &'m Matched) -> Vec<&'m Point> {
        let last = matched.waves.last().map_or(0, |wave| wave.wave);
        let left = distinct(matched.designed().filter(|point| !matched.rules_out(point)));
        let (mut of_last, mut earlier): (Vec<&Point>, Vec<&Point>) =
            left.into_iter().partition(|point| point.wave == last);
        Luck::new(self.seed, ORDER).shuffle(&mut of_last);
        earlier.sort_by_key(|point| std::cmp::Reverse(point.number));
        of_last.extend(earlier);
        of_last
    }

    /// Distinct points of least implausibility.
    fn least<'m>(&self, matched: &'m Matched) -> Vec<&'m Point> {
        let mut all = distinct(matched.designed());
        all.sort_by(|a, b| matched.counts(a).total_cmp(&matched.counts(b)).then(a.number.cmp(&b.number)));
        all.truncate(self.size);
        all
    }

    fn attempt(&self, matched: &Matched, trial: &mut Trial, points: &[&Point]) -> Result<(), Halt> {
        match &self.filter {
            Some(filter) if !points.is_empty() => trial.extend(filter, filter.replicates, points, matched.runs()),
            _ => Ok(()),
        }
    }

    fn passes(&self, matched: &Matched, trial: &Trial, point: &Point) -> bool {
        self.of_filter(trial, point).iter().all(|(_, missed)| missed.abs() <= matched.rule.threshold)
    }

    fn of_filter(&self, trial: &Trial, point: &Point) -> Vec<(Goal, f64)> {
        let filter = self.filter.as_ref();
        filter.and_then(|filter| trial.signed(filter.goals, point.number)).unwrap_or_default()
    }

    /// Preferred targets, with the mean that a point shows of each.
    fn shown(&self, trial: &Trial, point: &Point) -> Vec<(Goal, f64)> {
        let of = |goals: &[Goal], runs: &[Vec<f64>]| -> Vec<(Goal, f64)> {
            goals.iter().filter_map(|goal| Some((*goal, goal.mean(runs)?))).collect()
        };
        let mut shown = of(self.preferred, &point.runs);
        if let Some(filter) = &self.filter {
            let tried = trial.tried.iter().find(|tried| tried.point == point.number);
            shown.extend(tried.into_iter().flat_map(|tried| of(filter.preferred, &tried.runs)));
        }
        shown
    }

    fn ensemble(&self, matched: &Matched, status: Status, points: Vec<&Point>, trial: Trial) -> Ensemble {
        let place = |point: &&Point| -> Vec<f64> {
            self.dimensions.iter().zip(&point.values).map(|(dimension, &value)| dimension.place(value)).collect()
        };
        let places: Vec<Vec<f64>> = points.iter().map(place).collect();
        let shown: Vec<Vec<(Goal, f64)>> = points.iter().map(|point| self.shown(&trial, point)).collect();
        let off: Vec<f64> = shown.iter().map(|shown| how_far_off(shown)).collect();
        let pool = nearest(&off, self.short_list);
        let spread = spread(&pool.iter().map(|&n| places[n].clone()).collect::<Vec<_>>(), self.short_list);
        let short: Vec<usize> = spread.into_iter().map(|n| pool[n]).collect();
        let others = (0..points.len()).filter(|n| !short.contains(n));
        let order: Vec<usize> = short.iter().copied().chain(others).collect();
        let member = |(position, &n): (usize, &usize)| {
            let signed = matched.goals.iter().copied().zip(matched.signed(points[n]));
            let all = signed.chain(self.of_filter(&trial, points[n]));
            let missed = all.filter(|(_, missed)| missed.abs() > matched.rule.threshold);
            Member {
                point: points[n].number,
                counts: matched.counts(points[n]),
                misses: missed.map(|(goal, missed)| (goal.id, missed)).collect(),
                off: off[n],
                unmet: shown[n].iter().filter(|(goal, mean)| !goal.holds(*mean)).map(|(goal, _)| goal.id).collect(),
                is_short_listed: position < short.len(),
            }
        };
        let members = order.iter().enumerate().map(member).collect();
        Ensemble { status, members, trial, check: Trial::default() }
    }
}

/// Points of which no two have the same values, the first of each.
fn distinct<'m>(points: impl Iterator<Item = &'m Point>) -> Vec<&'m Point> {
    let mut found: Vec<&Point> = Vec::new();
    for point in points {
        if found.iter().all(|other| other.values != point.values) {
            found.push(point);
        }
    }
    found
}

/// How far targets are missed together.
fn how_far_off(shown: &[(Goal, f64)]) -> f64 {
    shown.iter().map(|(goal, mean)| goal.outside(*mean)).map(|outside| outside * outside).sum()
}

/// Those that are least far off, in their order: as many as are wanted, and those that are as near as the last of them.
fn nearest(off: &[f64], wanted: usize) -> Vec<usize> {
    let sorted = ascending(off);
    let limit = sorted.get(wanted.saturating_sub(1)).copied().unwrap_or(f64::INFINITY);
    (0..off.len()).filter(|&n| off[n] <= limit).collect()
}

/// Some of many points that spread as all do: one after the other, the one by which the energy distance is the least.
fn spread(points: &[Vec<f64>], wanted: usize) -> Vec<usize> {
    let far = |a: usize, b: usize| {
        let squares = points[a].iter().zip(&points[b]).map(|(a, b)| (a - b) * (a - b));
        squares.sum::<f64>().sqrt()
    };
    let n = points.len();
    let to_all: Vec<f64> = (0..n).map(|a| (0..n).map(|b| far(a, b)).sum::<f64>() / n as f64).collect();
    let mut to_chosen = vec![0.0; n];
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < wanted.min(n) {
        let weight = 1.0 / (chosen.len() + 1) as f64;
        let others = (0..n).filter(|a| !chosen.contains(a));
        let cost = |a: usize| to_all[a] - weight * to_chosen[a];
        let Some(best) = others.min_by(|&a, &b| cost(a).total_cmp(&cost(b))) else { break };
        (0..n).for_each(|a| to_chosen[a] += far(a, best));
        chosen.push(best);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::calibration::known::{self, BUDGET, goal};
    use crate::statistics;
    use crate::statistics::sampling::latin_hypercube_from;
    use std::collections::BTreeSet;

    fn measures(values: &[f64]) -> Vec<f64> {
        vec![values[0], values[1], values[0] - values[1], values[2]]
    }

    fn goals() -> [Goal; 3] {
        [goal(0, "a", 0.0, 0.5), goal(1, "b", 0.0, 0.5), goal(2, "c", 0.0, 0.5)]
    }

    #[test]
    fn an_ensemble_is_distinct_points_that_nothing_rules_out_the_short_list_first() {
        let dimensions = known::dimensions(5);
        let matched = known::fit(&dimensions, &goals(), measures);
        let ensemble = known::ensemble(&dimensions, &matched, None);
        assert_eq!((ensemble.status, ensemble.members.len()), (Status::NonImplausible, BUDGET.ensemble));
        let points: Vec<&Point> = ensemble.members.iter().map(|one| &matched.points[one.point as usize]).collect();
        assert!(points.iter().all(|point| !matched.rules_out(point)));
        let different: BTreeSet<String> = points.iter().map(|point| format!("{:?}", point.values)).collect();
        assert_eq!(different.len(), points.len());
        assert!(ensemble.members.iter().enumerate().all(|(n, one)| one.is_short_listed == (n < 20)));
    }

    #[test]
    fn the_last_filter_rules_out_by_itself_what_all_waves_left() {
        let dimensions = known::dimensions(5);
        let matched = known::fit(&dimensions, &goals(), measures);
        let (dose, evaluate) = ([goal(3, "dose", 1.0, 0.3)], known::runs(measures));
        let filter =
            || Some(Filter { goals: &dose, preferred: &[], evaluate: &evaluate, replicates: 4, check_replicates: 4 });
        let ensemble = known::ensemble(&dimensions, &matched, filter());
        let doses = |ensemble: &Ensemble| -> Vec<f64> {
            ensemble.members.iter().map(|one| matched.points[one.point as usize].values[2]).collect()
        };
        assert_eq!(ensemble.status, Status::NonImplausible);
        assert!(doses(&ensemble).iter().all(|dose| (0.2..1.8).contains(dose)) && ensemble.members.len() > 10);
        assert!(ensemble.trial.tried.iter().all(|tried| tried.first_run >= matched.runs()), "fresh luck");
        let used = ensemble.trial.next_run(0);
        assert!(ensemble.check.tried.len() == 20.min(ensemble.members.len()));
        assert!(ensemble.check.tried.iter().all(|tried| tried.first_run >= used), "luck that the filter has not seen");
        let [met] = ensemble.check.in_range(&dose)[..] else { panic!("one target") };
        assert!(met.of == ensemble.check.tried.len() && met.points > 0 && met.points < met.of, "{met:?}");

        let never = [goal(3, "dose", 9.0, 0.3)];
        let filter =
            Some(Filter { goals: &never, preferred: &[], evaluate: &evaluate, replicates: 4, check_replicates: 4 });
        let ensemble = known::ensemble(&dimensions, &matched, filter);
        assert_eq!(ensemble.status, Status::RuledOut);
        assert!(ensemble.members.iter().all(|one| one.misses.iter().any(|(id, _)| *id == "dose")));
    }

    #[test]
    fn the_short_list_comes_nearest_to_what_is_preferred_and_nothing_is_ruled_out_by_it() {
        let dimensions = known::dimensions(5);
        let matched = known::fit(&dimensions, &goals(), measures);
        let (evaluate, preferred) = (known::runs(measures), [goal(3, "preferred", 0.5, 0.1)]);
        let filter =
            Filter { goals: &[], preferred: &preferred, evaluate: &evaluate, replicates: 2, check_replicates: 2 };
        let ensemble = known::ensemble(&dimensions, &matched, Some(filter));
        assert_eq!(ensemble.members.len(), BUDGET.ensemble);
        let (short, others) = ensemble.members.split_at(20);
        let furthest = short.iter().map(|one| one.off).fold(0.0, f64::max);
        assert!(others.iter().all(|one| one.off >= furthest), "{furthest}");
        assert!(others.iter().any(|one| one.unmet == ["preferred"]) && short.iter().any(|one| one.unmet.is_empty()));
        assert_eq!(nearest(&[3.0, 1.0, 2.0, 1.0], 2), [1, 3]);
        assert_eq!(nearest(&[0.0, 0.0, 0.0], 2), [0, 1, 2], "alike, so all of them can be taken");
        assert_eq!(nearest(&[5.0, 1.0], 9), [0, 1]);
    }

    #[test]
    fn a_short_list_and_its_half_spread_as_all_do() {
        let points = latin_hypercube_from(200, 10, &mut Luck::new(2, 0));
        let chosen = spread(&points, 40);
        for some in [&chosen[..], &chosen[..20]] {
            let column = |k: usize| some.iter().map(|&n| points[n][k]).collect::<Vec<f64>>();
            for (k, values) in (0..10).map(column).enumerate() {
                let (mean, sd) = (statistics::mean(&values), statistics::sd(&values));
                assert!((mean - 0.5).abs() < 0.06 && (0.2..0.4).contains(&sd), "{k}: {mean} {sd}");
            }
        }
        assert_eq!(spread(&points[..3], 40).len(), 3);
    }
}
