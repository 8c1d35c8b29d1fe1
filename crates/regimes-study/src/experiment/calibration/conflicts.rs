//! Which targets cannot be met together, and by how much, over all points that were run more than once: one run may meet by
//! luck what its parameters do not.
//!
//! ```text
//! alone(j)    = min over x of I_j(x)
//! joint(i, j) = min over x of max(I_i(x), I_j(x))        at most the rule's threshold where both can be met at one point
//! ```

use crate::experiment::calibration::goal::Goal;
use crate::experiment::calibration::matched::Matched;

/// Two targets, or one and itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conflict {
    /// One target.
    pub first: Goal,
    /// The other; the same where a target is looked at alone.
    pub second: Goal,
    /// The least implausibility of the first alone.
    pub first_alone: f64,
    /// The least implausibility of the second alone.
    pub second_alone: f64,
    /// The least of the higher of both at one point.
    pub joint: f64,
    /// The point where that is so, by number.
    pub at: u32,
}

impl Conflict {
    /// What it comes to, where points are ruled out above a threshold.
    #[must_use]
    pub fn verdict(&self, threshold: f64) -> &'static str {
        let is_alone = self.first.id == self.second.id;
        match (self.first_alone.max(self.second_alone) > threshold, self.joint > threshold) {
            (true, _) if is_alone => "never met",
            (true, _) => "one is never met",
            (false, true) => "cannot be met together",
            (false, false) => "met",
        }
    }
}

/// Each target alone, and each pair, those furthest from being met first.
#[must_use]
pub fn conflicts(matched: &Matched) -> Vec<Conflict> {
    let known = matched.designed().filter(|point| point.runs.len() > 1);
    let points: Vec<(u32, Vec<f64>)> = known.map(|point| (point.number, matched.implausibilities(point))).collect();
    let least = |i: usize, j: usize| {
        let joint = points.iter().map(|(number, all)| (all[i].max(all[j]), *number));
        joint.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((f64::NAN, 0))
    };
    let goals = &matched.goals;
    let alone: Vec<f64> = (0..goals.len()).map(|i| least(i, i).0).collect();
    let pair = |(i, j): (usize, usize)| {
        let (joint, at) = least(i, j);
        Conflict { first: goals[i], second: goals[j], first_alone: alone[i], second_alone: alone[j], joint, at }
    };
    let pairs = (0..goals.len()).flat_map(|i| (i..goals.len()).map(move |j| (i, j)));
    let mut found: Vec<Conflict> = pairs.map(pair).collect();
    found.sort_by(|a, b| b.joint.total_cmp(&a.joint));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::calibration::ensemble::Status;
    use crate::experiment::calibration::known::{self, BUDGET, goal};

    #[test]
    fn an_empty_region_is_said_to_be_so_and_the_pair_that_cannot_be_met_is_named() {
        // The first two want different values of the same parameter, two have no parameter, the others can be met.
        let measures = |values: &[f64]| vec![values[0], values[0] + values[2], 3.0, values[1], values[3], 5.0];
        let goals = [
            goal(0, "low", -1.0, 0.1),
            goal(1, "high", 2.0, 0.1),
            goal(2, "never", 0.0, 0.1),
            goal(3, "free", 0.3, 0.3),
            goal(4, "other", -0.3, 0.3),
            goal(5, "nor ever", 0.0, 0.1),
        ];
        let dimensions = known::dimensions(6);
        let found = known::fit(&dimensions, &goals, measures);
        assert!(found.designed().all(|point| found.rules_out(point)), "three of six are missed everywhere");
        let conflicts = conflicts(&found);
        let of = |first: &str, second: &str| {
            let pair = conflicts.iter().find(|one| (one.first.id, one.second.id) == (first, second)).expect("a pair");
            (pair.verdict(found.rule.threshold), pair.joint)
        };
        assert_eq!(of("low", "high").0, "cannot be met together");
        assert_eq!(of("never", "never").0, "never met");
        assert_eq!(of("high", "never").0, "one is never met");
        assert_eq!((of("free", "other").0, of("low", "free").0, of("high", "high").0), ("met", "met", "met"));
        let together = conflicts.iter().filter(|one| one.verdict(3.0) == "cannot be met together");
        assert_eq!(together.count(), 1, "no other pair");
        // They are 1 apart at best, so each is missed by about 0.5, of a deviation of 0.06 and luck.
        assert!((4.0..20.0).contains(&of("low", "high").1), "{}", of("low", "high").1);

        let ensemble = known::ensemble(&dimensions, &found, None);
        assert_eq!((ensemble.status, ensemble.members.len()), (Status::RuledOut, BUDGET.ensemble));
        assert!(ensemble.members.iter().all(|member| member.misses.len() >= 3 && member.counts > 3.0));
        let least = found.designed().map(|point| found.counts(point)).fold(f64::MAX, f64::min);
        assert!(ensemble.members.iter().any(|member| member.counts == least));
    }
}
