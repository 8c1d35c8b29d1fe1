//! Boxes in which cases are dense: the patient rule induction method.
//!
//! ```text
//! peel:     of all factors and both ends, cut off about `peel` of what is inside where that raises the density most for
//!           each point cut off; again until fewer than `least` of all points would be left, or all inside are cases
//! paste:    of all limits, move one outwards by about `paste` of what is inside where the density then rises most; again
//!           until it rises nowhere
//! density   = cases inside / points inside      coverage = cases inside / cases
//! mass      = points inside / points
//! quasi-p of a limit = P(X >= cases inside), X binomial of the points inside, each a case with the density of the same box
//!           without the limit
//! ```
//!
//! Every step is a box; together they are the trajectory along which density is bought with coverage. A box is chosen on
//! it where the harmonic mean of both is largest, and limits that could be luck are then left out, one by one. The limits
//! were looked for among many, so quasi-p is no probability of error; `by_luck` tells how often a search finds as much
//! where there is nothing.
//!
//! Source: Friedman and Fisher (1999), *Statistics and Computing* 9(2), 123-143; Bryant and Lempert (2010),
//! *Technological Forecasting and Social Change* 77(1), 34-49 (quasi-p).

use crate::statistics::luck::{BOXES, Luck};
use crate::statistics::proportion::at_least;
use regimes_model::units::MISSING;
use std::cmp::Ordering;

/// A limit stays where its quasi-p is at most this.
pub const STAYS: f64 = 0.05;

/// Points and which of them are cases.
#[derive(Clone, Copy, Debug)]
pub struct Data<'a> {
    /// By point, the value of each factor.
    pub points: &'a [Vec<f64>],
    /// By point, whether it is a case.
    pub cases: &'a [bool],
}

/// How boxes are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Patience {
    /// The share of what is inside that one step cuts off.
    pub peel: f64,
    /// The share that one step gives back at the end; none where nothing is.
    pub paste: Option<f64>,
    /// The share of all points that is left inside at least.
    pub least: f64,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience { peel: 0.05, paste: None, least: 0.05 }
    }
}

/// An end of a factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The values are at least the limit.
    Low,
    /// The values are at most the limit.
    High,
}

/// A limit of a box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// The number of the factor.
    pub factor: usize,
    /// Which end.
    pub end: End,
    /// Where.
    pub at: f64,
}

impl Limit {
    fn holds(&self, point: &[f64]) -> bool {
        match self.end {
            End::Low => point[self.factor] >= self.at,
            End::High => point[self.factor] <= self.at,
        }
    }

    fn is_of(&self, factor: usize, end: End) -> bool {
        (self.factor, self.end) == (factor, end)
    }
}

/// A box: points that keep all its limits are inside.
#[derive(Clone, Debug, PartialEq)]
pub struct Bounds {
    /// Its limits, one for each factor and end at most.
    pub limits: Vec<Limit>,
    /// Points inside.
    pub inside: usize,
    /// Cases inside.
    pub cases: usize,
    /// Share of what is inside that are cases.
    pub density: f64,
    /// Share of cases that are inside.
    pub coverage: f64,
    /// Share of points that are inside.
    pub mass: f64,
}

impl Data<'_> {
    fn all_cases(&self) -> usize {
        self.cases.iter().filter(|case| **case).count()
    }

    fn within(&self, limits: &[Limit]) -> Vec<usize> {
        let holds = |point: &usize| limits.iter().all(|limit| limit.holds(&self.points[*point]));
        (0..self.points.len()).filter(holds).collect()
    }

    fn count(&self, inside: &[usize]) -> usize {
        inside.iter().filter(|point| self.cases[**point]).count()
    }

    /// The box of limits.
    #[must_use]
    pub fn bounds(&self, limits: Vec<Limit>) -> Bounds {
        let inside = self.within(&limits);
        let (n, cases) = (inside.len(), self.count(&inside));
        let share = |part: usize, all: usize| if all == 0 { MISSING } else { part as f64 / all as f64 };
        Bounds {
            limits,
            inside: n,
            cases,
            density: share(cases, n),
            coverage: share(cases, self.all_cases()),
            mass: share(n, self.points.len()),
        }
    }

    /// The trajectory, from the whole space on: each box within the one before, and after them those that are pasted.
    #[must_use]
    pub fn trajectory(&self, patience: Patience) -> Vec<Bounds> {
        let mut steps = vec![self.bounds(Vec::new())];
        while let Some(next) = self.peeled(&steps[steps.len() - 1], patience) {
            steps.push(next);
        }
        while let Some(next) = patience.paste.and_then(|paste| self.pasted(&steps[steps.len() - 1], paste)) {
            steps.push(next);
        }
        steps
    }

    fn peeled(&self, last: &Bounds, patience: Patience) -> Option<Bounds> {
        if last.cases == last.inside {
            return None;
        }
        let inside = self.within(&last.limits);
        let factors = self.points.first().map_or(0, Vec::len);
        let mut best: Option<Peel> = None;
        for factor in 0..factors {
            let mut values: Vec<f64> = inside.iter().map(|point| self.points[*point][factor]).collect();
            values.sort_by(f64::total_cmp);
            for end in [End::High, End::Low] {
                let limit = Limit { factor, end, at: cut(&values, end, patience.peel) };
                let left: Vec<usize> =
                    inside.iter().copied().filter(|point| limit.holds(&self.points[*point])).collect();
                if left.is_empty() || left.len() == inside.len() {
                    continue;
                }
                let limits = with(&last.limits, limit);
                let free = factors - restricted(&limits);
                let peel = Peel { gain: Gain::of(last, self.count(&left), left.len()), free, limits, left: left.len() };
                // The first of equals, as it is found.
                if best.as_ref().is_none_or(|known| peel.is_better(known)) {
                    best = Some(peel);
                }
            }
        }
        let best = best?;
        (best.left as f64 >= patience.least * self.points.len() as f64).then(|| self.bounds(best.limits))
    }

    /// The same box with one limit moved outwards, where that raises the density most.
    fn pasted(&self, last: &Bounds, paste: f64) -> Option<Bounds> {
        let add = ((last.inside as f64 * paste).ceil() as usize).max(1);
        let moved = |place: usize| {
            let mut limits = last.limits.clone();
            let limit = limits.remove(place);
            let mut outside: Vec<f64> =
                self.within(&limits).into_iter().map(|point| self.points[point][limit.factor]).collect();
            outside.retain(|value| match limit.end {
                End::Low => *value < limit.at,
                End::High => *value > limit.at,
            });
            outside.sort_by(f64::total_cmp);
            let wider = match limit.end {
                End::Low => outside.len().checked_sub(add).map(|place| outside[place]),
                End::High => outside.get(add - 1).copied(),
            };
            limits.extend(wider.map(|at| Limit { at, ..limit }));
            (!outside.is_empty()).then(|| self.bounds(limits))
        };
        let all = (0..last.limits.len()).filter_map(moved).filter(|one| one.density > last.density);
        all.reduce(|best, one| if one.density > best.density { one } else { best })
    }

    /// By limit of a box, its quasi-p.
    #[must_use]
    pub fn quasi_p(&self, of: &Bounds) -> Vec<f64> {
        let without = |place: usize| {
            let mut limits = of.limits.clone();
            limits.remove(place);
            at_least(of.cases, of.inside, self.bounds(limits).density)
        };
        (0..of.limits.len()).map(without).collect()
    }

    /// The box of a trajectory at which the harmonic mean of coverage and density is largest, without the limits that could
    /// be luck; none where there is no case.
    #[must_use]
    pub fn chosen(&self, trajectory: &[Bounds]) -> Option<Bounds> {
        let mut found = trajectory
            .iter()
            .filter(|one| one.cases > 0)
            .reduce(|best, one| if harmonic(one) > harmonic(best) { one } else { best })?
            .clone();
        loop {
            let quasi_p = self.quasi_p(&found);
            let worst = (0..quasi_p.len()).max_by(|a, b| quasi_p[*a].total_cmp(&quasi_p[*b]));
            let Some(worst) = worst.filter(|place| quasi_p[*place] > STAYS) else { return Some(found) };
            let mut limits = found.limits.clone();
            limits.remove(worst);
            found = self.bounds(limits);
        }
    }

    /// The share of searches that find a box at least as dense, with at least as much coverage, where cases are dealt out to
    /// points by luck; missing without a search.
    #[must_use]
    pub fn by_luck(&self, found: &Bounds, patience: Patience, (searches, seed): (usize, u64)) -> f64 {
        let mut luck = Luck::new(seed, BOXES);
        let mut cases = self.cases.to_vec();
        let as_good = (0..searches).filter(|_| {
            luck.shuffle(&mut cases);
            let trajectory = Data { cases: &cases, ..*self }.trajectory(patience);
            trajectory.iter().any(|one| one.coverage >= found.coverage && one.density >= found.density)
        });
        let as_good = as_good.count();
        if searches == 0 { MISSING } else { as_good as f64 / searches as f64 }
    }
}

/// What may be cut off.
struct Peel {
    gain: Gain,
    /// Factors that it leaves without a limit.
    free: usize,
    limits: Vec<Limit>,
    /// Points that it leaves.
    left: usize,
}

impl Peel {
    fn is_better(&self, than: &Peel) -> bool {
        self.gain.cmp(than.gain).then(self.free.cmp(&than.free)).is_gt()
    }
}

/// How far the density rises for each point cut off, as a fraction, so that equals are equal.
#[derive(Clone, Copy)]
struct Gain {
    above: i128,
    below: i128,
}

impl Gain {
    /// Of what a cut leaves of a box; both leave out the number of points in the box, which is the same for all cuts.
    fn of(of: &Bounds, cases: usize, left: usize) -> Gain {
        let [all, had, cases, left] = [of.inside, of.cases, cases, left].map(|n| n as i128);
        Gain { above: cases * all - had * left, below: left * (all - left) }
    }

    fn cmp(self, other: Gain) -> Ordering {
        (self.above * other.below).cmp(&(other.above * self.below))
    }
}

/// The harmonic mean of coverage and density.
fn harmonic(of: &Bounds) -> f64 {
    2.0 * of.coverage * of.density / (of.coverage + of.density)
}

/// Factors that have a limit.
fn restricted(limits: &[Limit]) -> usize {
    let mut factors: Vec<usize> = limits.iter().map(|limit| limit.factor).collect();
    factors.sort_unstable();
    factors.dedup();
    factors.len()
}

/// Limits with one in the place of the one before it.
fn with(limits: &[Limit], limit: Limit) -> Vec<Limit> {
    let mut all: Vec<Limit> = limits.iter().copied().filter(|one| !one.is_of(limit.factor, limit.end)).collect();
    all.push(limit);
    all
}

/// Where about a share of ascending values is cut off at an end: halfway between two that differ.
fn cut(values: &[f64], end: End, share: f64) -> f64 {
    let last = values.len() - 1;
    let at = last as f64 * if end == End::High { 1.0 - share } else { share };
    let (mut below, mut above) = (at.floor() as usize, at.ceil() as usize);
    match end {
        End::High => {
            while values[below] == values[above] && below > 0 {
                below -= 1;
            }
        }
        End::Low => {
            while values[below] == values[above] && above < last {
                above += 1;
            }
        }
    }
    f64::midpoint(values[below], values[above])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points of the unit cube, cases where the first is above 0.6 and the third below 0.4, nearly always.
    fn made(n: usize, factors: usize, sure: f64) -> (Vec<Vec<f64>>, Vec<bool>) {
        let mut luck = Luck::new(7, 0);
        let points: Vec<Vec<f64>> = (0..n).map(|_| (0..factors).map(|_| luck.uniform()).collect()).collect();
        let cases = points.iter().map(|point| (point[0] > 0.6 && point[2] < 0.4) == (luck.uniform() < sure)).collect();
        (points, cases)
    }

    #[test]
    fn a_known_box_is_found_with_its_two_limits() {
        let (points, cases) = made(1000, 5, 0.97);
        let data = Data { points: &points, cases: &cases };
        let trajectory = data.trajectory(Patience::default());
        let masses: Vec<usize> = trajectory.iter().map(|one| one.inside).collect();
        assert!(masses.windows(2).all(|pair| pair[1] < pair[0]), "{masses:?}");
        let found = data.chosen(&trajectory).unwrap();
        let mut limits: Vec<(usize, End)> = found.limits.iter().map(|limit| (limit.factor, limit.end)).collect();
        limits.sort_by_key(|limit| limit.0);
        assert_eq!(limits, [(0, End::Low), (2, End::High)], "{found:?}");
        for limit in &found.limits {
            let truth = if limit.factor == 0 { 0.6 } else { 0.4 };
            assert!((limit.at - truth).abs() < 0.05, "{limit:?}");
        }
        assert!(found.density > 0.9 && found.coverage > 0.75, "{found:?}");
        assert!(data.quasi_p(&found).iter().all(|p| *p < 1e-6));
        assert_eq!(data.by_luck(&found, Patience::default(), (20, 1)), 0.0);
    }

    #[test]
    fn where_there_is_nothing_a_search_of_few_points_finds_as_much_by_luck() {
        let (points, mut cases) = made(40, 30, 1.0);
        Luck::new(2, 0).shuffle(&mut cases);
        let data = Data { points: &points, cases: &cases };
        let dense = data.trajectory(Patience::default()).pop().unwrap();
        assert!(dense.density > 2.0 * data.bounds(Vec::new()).density, "{dense:?}");
        assert!(data.by_luck(&dense, Patience::default(), (100, 1)) > 0.1);
    }

    #[test]
    fn pasting_gives_back_what_was_cut_off_too_far() {
        let points: Vec<Vec<f64>> = (0..100).map(|n| vec![f64::from(n)]).collect();
        let cases: Vec<bool> = (0..100).map(|n| (50..99).contains(&n)).collect();
        let data = Data { points: &points, cases: &cases };
        let start = data.bounds(vec![Limit { factor: 0, end: End::High, at: 60.0 }]);
        let wider = data.pasted(&start, 0.2).unwrap();
        assert!(
            wider.inside > start.inside && wider.density > start.density && wider.limits[0].at == 73.0,
            "{wider:?}"
        );
        assert_eq!(data.pasted(&data.bounds(vec![Limit { factor: 0, end: End::Low, at: 50.0 }]), 0.2), None);
    }

    #[test]
    fn ties_are_cut_whole_and_a_factor_of_one_value_never() {
        assert_eq!(cut(&[0.0, 0.0, 0.0, 1.0, 1.0], End::Low, 0.05), 0.5);
        assert_eq!(cut(&[0.0, 0.0, 0.0, 1.0, 1.0], End::High, 0.05), 0.5);
        let points: Vec<Vec<f64>> = (0..20).map(|n| vec![3.0, f64::from(n % 2)]).collect();
        let cases: Vec<bool> = (0..20).map(|n| n % 2 == 1).collect();
        let trajectory = Data { points: &points, cases: &cases }.trajectory(Patience::default());
        assert_eq!(trajectory.len(), 2);
        assert_eq!((trajectory[1].limits[0].factor, trajectory[1].density, trajectory[1].coverage), (1, 1.0, 1.0));
    }

    #[test]
    fn without_a_case_nothing_is_chosen_and_coverage_is_missing() {
        let points: Vec<Vec<f64>> = (0..20).map(|n| vec![f64::from(n)]).collect();
        let data = Data { points: &points, cases: &[false; 20] };
        let trajectory = data.trajectory(Patience::default());
        assert!(data.chosen(&trajectory).is_none() && trajectory[0].coverage.is_nan());
        let none = Data { points: &[], cases: &[] };
        assert_eq!(none.trajectory(Patience::default()).len(), 1);
    }
}
