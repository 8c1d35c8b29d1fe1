//! The smallest change of assumptions that turns a finding, by search.
//!
//! ```text
//! finding   the sign of the gain where nothing is changed, if its 90 % interval holds no 0
//! screen    each factor alone at both of its ends: the end that moves the gain towards 0 most, and how far
//! add       ends together, the strongest first; one stays where the gain moves on towards 0; until the sign has turned
//! leave out each of these, the weakest first, where the sign stays turned without it
//! bisect    all that are left move the same share of the way: the smallest share at which the sign has turned
//! ```
//!
//! The search is greedy: it shows that a change is enough, and not that none is smaller. An evaluation that fails moves
//! nothing.

use crate::statistics::Estimate;
use crate::statistics::prim::End;

/// Halvings of the common step.
const HALVINGS: u32 = 5;

/// The numbers between which a search moves, a factor each.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// Where nothing is changed.
    pub base: Vec<f64>,
    /// Lower ends.
    pub low: Vec<f64>,
    /// Upper ends.
    pub high: Vec<f64>,
}

impl Range {
    fn end(&self, factor: usize, end: End) -> f64 {
        if end == End::Low { self.low[factor] } else { self.high[factor] }
    }

    /// Each factor at both of its ends, where these are not the base.
    #[must_use]
    pub fn ends(&self) -> Vec<(usize, End)> {
        let both = (0..self.base.len()).flat_map(|factor| [(factor, End::Low), (factor, End::High)]);
        both.filter(|(factor, end)| self.end(*factor, *end) != self.base[*factor]).collect()
    }

    fn alone(&self, (factor, end): (usize, End)) -> Vec<f64> {
        let mut point = self.base.clone();
        point[factor] = self.end(factor, end);
        point
    }

    /// Evaluations that screening takes, the first among them.
    #[must_use]
    pub fn screening(&self) -> usize {
        1 + self.ends().len()
    }
}

/// A factor alone at an end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Screened {
    /// The factor.
    pub factor: usize,
    /// The end.
    pub end: End,
    /// The gain there.
    pub gain: Estimate,
}

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// With a change that turns the finding.
    Turned,
    /// There is no finding to turn: its interval holds 0, or it has no value.
    NoFinding,
    /// All that moves the gain towards 0, together, does not turn it.
    NotTurned,
    /// The evaluations were used up before.
    OutOfRuns,
}

/// A change that turns a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Flip {
    /// The factors that move, each with its value where the sign turns.
    pub moved: Vec<(usize, f64)>,
    /// The share of the way to their ends that all move.
    pub step: f64,
    /// The gain there.
    pub gain: Estimate,
    /// The gain where all are at their ends.
    pub at_the_ends: Estimate,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// The gain where nothing is changed.
    pub base: Estimate,
    /// Each factor alone at both ends.
    pub screened: Vec<Screened>,
    /// The gain nearest to turning, of all that were added; that of the base where nothing was.
    pub nearest: Estimate,
    /// Factors that were at their ends there.
    pub added: Vec<usize>,
    /// Evaluations.
    pub runs: usize,
    /// How it ended.
    pub ended: Ended,
    /// What turns the finding.
    pub flip: Option<Flip>,
}

impl Search {
    /// The end of a factor that moves the gain towards 0 most, and how far; none where neither does.
    #[must_use]
    pub fn towards(&self, factor: usize) -> Option<(End, f64)> {
        let sign = self.base.value.signum();
        let of = |one: &Screened| (one.end, sign * (self.base.value - one.gain.value));
        let own = self.screened.iter().filter(|one| one.factor == factor).map(of);
        own.filter(|(_, towards)| *towards > 0.0).max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// Factors that turn the finding alone, at an end.
    #[must_use]
    pub fn alone(&self) -> Vec<Screened> {
        let sign = self.base.value.signum();
        self.screened.iter().copied().filter(|one| sign * one.gain.value < 0.0).collect()
    }
}

/// The gain at each of some points, or why it is not known.
type Gains<E> = Result<Vec<Estimate>, E>;

/// Evaluations that are counted.
struct Counted<'a, E> {
    evaluate: &'a mut dyn FnMut(&[Vec<f64>]) -> Gains<E>,
    left: usize,
    done: usize,
}

impl<E> Counted<'_, E> {
    /// The gains of points; of as many as there are evaluations left.
    fn gains(&mut self, points: &[Vec<f64>]) -> Gains<E> {
        let points = &points[..points.len().min(self.left)];
        if points.is_empty() {
            return Ok(Vec::new());
        }
        (self.left, self.done) = (self.left - points.len(), self.done + points.len());
        (self.evaluate)(points)
    }

    fn gain(&mut self, point: Vec<f64>) -> Result<Option<Estimate>, E> {
        Ok(self.gains(&[point])?.first().copied())
    }
}

/// Searches with a number of evaluations, at most; `evaluate` gives the gain at points, a value a factor.
///
/// # Errors
/// Those of `evaluate`.
pub fn search<E>(range: &Range, most: usize, evaluate: &mut dyn FnMut(&[Vec<f64>]) -> Gains<E>) -> Result<Search, E> {
    let mut counted = Counted { evaluate, left: most, done: 0 };
    let Some(base) = counted.gain(range.base.clone())? else { return Ok(nothing(most)) };
    let mut found = Search { base, nearest: base, ..nothing(0) };
    if base.low > 0.0 || base.high < 0.0 {
        let ends = range.ends();
        let gains = counted.gains(&ends.iter().map(|end| range.alone(*end)).collect::<Vec<_>>())?;
        found.screened = ends.iter().zip(gains).map(|(&(factor, end), gain)| Screened { factor, end, gain }).collect();
        found.ended = if found.screened.len() < ends.len() { Ended::OutOfRuns } else { Ended::NotTurned };
        if found.ended == Ended::NotTurned {
            turn(range, &mut found, &mut counted)?;
        }
    }
    found.runs = counted.done;
    Ok(found)
}

/// A search that has not begun.
fn nothing(runs: usize) -> Search {
    let missing = crate::statistics::student::mean_of(&[]);
    let (screened, added, ended) = (Vec::new(), Vec::new(), Ended::NoFinding);
    Search { base: missing, screened, nearest: missing, added, runs, ended, flip: None }
}

/// Adds ends together until the sign has turned, and then makes the change smaller.
fn turn<E>(range: &Range, found: &mut Search, counted: &mut Counted<'_, E>) -> Result<(), E> {
    let sign = found.base.value.signum();
    let mut order: Vec<(usize, End, f64)> =
        (0..range.base.len()).filter_map(|factor| found.towards(factor).map(|(end, far)| (factor, end, far))).collect();
    // The strongest first; of equals the first.
    order.sort_by(|a, b| b.2.total_cmp(&a.2));
    let mut joint = range.base.clone();
    for (factor, end, _) in order {
        let mut tried = joint.clone();
        tried[factor] = range.end(factor, end);
        let known = found.screened.iter().find(|one| (one.factor, one.end) == (factor, end));
        let gain = match known.filter(|_| found.added.is_empty()) {
            Some(known) => Some(known.gain),
            None => counted.gain(tried.clone())?,
        };
        let Some(gain) = gain else {
            found.ended = Ended::OutOfRuns;
            return Ok(());
        };
        if sign * gain.value < sign * found.nearest.value {
            (joint, found.nearest) = (tried, gain);
            found.added.push(factor);
        }
        if sign * found.nearest.value < 0.0 {
            found.ended = Ended::Turned;
            return smaller(range, joint, found, counted);
        }
    }
    Ok(())
}

/// Leaves out what is not needed, and finds the smallest common step.
fn smaller<E>(range: &Range, joint: Vec<f64>, found: &mut Search, counted: &mut Counted<'_, E>) -> Result<(), E> {
    let sign = found.base.value.signum();
    let (mut at, mut members, mut gain) = (joint, found.added.clone(), found.nearest);
    for factor in found.added.iter().rev().copied() {
        if members.len() == 1 {
            break;
        }
        let mut without = at.clone();
        without[factor] = range.base[factor];
        if let Some(left) = counted.gain(without.clone())?
            && sign * left.value < 0.0
        {
            (at, gain) = (without, left);
            members.retain(|one| *one != factor);
        }
    }
    let at_the_ends = gain;
    let part = |step: f64| -> Vec<f64> {
        range
            .base
            .iter()
            .zip(&at)
            .map(|(from, to)| if from == to { *from } else { from + step * (to - from) })
            .collect()
    };
    let (mut below, mut step) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(below, step);
        let Some(here) = counted.gain(part(middle))? else { break };
        if sign * here.value < 0.0 { (step, gain) = (middle, here) } else { below = middle }
    }
    let values = part(step);
    let moved = members.iter().map(|factor| (*factor, values[*factor])).collect();
    found.flip = Some(Flip { moved, step, gain, at_the_ends });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(n: usize) -> Range {
        Range { base: vec![0.5; n], low: vec![0.0; n], high: vec![1.0; n] }
    }

    fn sure(value: f64) -> Estimate {
        Estimate { value, low: value - 0.01, high: value + 0.01, mcse: 0.005, n: 4 }
    }

    fn searched(n: usize, most: usize, model: impl Fn(&[f64]) -> f64) -> Search {
        let mut evaluate = |points: &[Vec<f64>]| -> Result<Vec<Estimate>, String> {
            Ok(points.iter().map(|point| sure(model(point))).collect())
        };
        search(&range(n), most, &mut evaluate).expect("it is evaluated")
    }

    #[test]
    fn of_a_line_the_strongest_factors_turn_it_and_the_step_is_where_it_is_zero() {
        // 0.6 at the base; factor 0 takes up to 0.5, factor 1 up to 0.4, factor 2 up to 0.05.
        let model = |x: &[f64]| 0.6 - (x[0] - 0.5) + 0.8 * (x[1] - 0.5) - 0.1 * (x[2] - 0.5);
        let found = searched(4, 100, model);
        let flip = found.flip.clone().expect("it turns");
        assert_eq!((found.ended, flip.moved.iter().map(|one| one.0).collect::<Vec<_>>()), (Ended::Turned, vec![0, 1]));
        // It turns where 0.9 of the step is 0.6.
        assert!(flip.step >= 2.0 / 3.0 && flip.step < 2.0 / 3.0 + 1.0 / 32.0, "{}", flip.step);
        assert!(
            flip.moved[0].1 > 0.5
                && flip.moved[1].1 < 0.5
                && flip.gain.value < 0.0
                && flip.at_the_ends.value < flip.gain.value
        );
        assert_eq!(found.runs, 9 + 1 + 2 + 5);
        assert!(found.alone().is_empty());
    }

    #[test]
    fn what_is_not_needed_any_more_is_left_out() {
        // Factor 0 moves it most alone, but factors 1 and 2 do it together.
        let model = |x: &[f64]| {
            let together = if x[1] > 0.9 && x[2] > 0.9 { 1.0 } else { 0.0 };
            0.65 - 0.5 * f64::from(x[0] > 0.9) - 0.2 * (x[1] - 0.5) - 0.1 * (x[2] - 0.5) - together
        };
        let found = searched(3, 100, model);
        assert_eq!(found.added, [0, 1, 2]);
        let flip = found.flip.expect("it turns");
        assert_eq!(flip.moved.iter().map(|one| one.0).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn one_factor_alone_needs_no_other() {
        let found = searched(2, 100, |x| 0.2 - 2.0 * (x[1] - 0.5));
        let flip = found.flip.clone().expect("it turns");
        assert_eq!((flip.moved.len(), flip.moved[0].0, found.alone().len()), (1, 1, 1));
        assert!((flip.moved[0].1 - 0.6).abs() < 0.02, "{flip:?}");
    }

    #[test]
    fn what_cannot_be_turned_is_said_and_so_is_what_was_tried() {
        let found = searched(3, 100, |x| -1.0 + 0.2 * x[0] - 0.1 * x[1]);
        assert_eq!((found.ended, found.flip.is_none(), found.added.clone()), (Ended::NotTurned, true, vec![0, 1]));
        assert!(found.nearest.value > found.base.value && found.nearest.value < 0.0);
        assert_eq!(searched(3, 5, |_| 1.0).ended, Ended::OutOfRuns);
        assert_eq!(searched(3, 7, |x| 1.0 - 0.1 * x[0] - 0.1 * x[1]).ended, Ended::OutOfRuns);
        assert_eq!((searched(3, 100, |_| 0.005).ended, searched(3, 100, |_| 0.005).runs), (Ended::NoFinding, 1));
        let gone = searched(2, 100, |_| f64::NAN);
        assert_eq!(gone.ended, Ended::NoFinding);
    }

    #[test]
    fn a_point_without_a_value_moves_nothing() {
        let found = searched(2, 100, |x| if x[0] > 0.9 { f64::NAN } else { 0.3 - (x[1] - 0.5) });
        assert_eq!(found.flip.expect("it turns").moved.len(), 1);
    }
}
