//! Which arm is higher on an outcome, and whether that may be said: the one rule of the page and of titles of figures.
//!
//! ```text
//! judged by effects   flourishing   of all residents, and of those whom the page opens with
//!                     public cost   as spent, and on equal payment where it was read
//!                     staff         their wellbeing
//! each of these       higher or lower by the smallest effect worth naming in 80 % of pairs, no difference, undecided
//! several             the direction that all of them have; undecided where the first has one and another has not
//! judged by pairs     all other outcomes: 90 % of pairs and nine of ten of them on one side of zero, over the horizon and in
//!                     the final year
//! ```

use crate::effects::{self, COST, Effect};
use crate::findings::{Finding, is_nearly_all};
use crate::judged::{Judged, Said};
use crate::observed::{Observed, Over};
use regimes_study::simulation::trace::{COHORTS, COST_ON_EQUAL_PAYMENT};
use regimes_study::statistics::effects::FEW;
use regimes_study::statistics::{Estimate, Paired};

/// What residents have.
pub const FLOURISHING: &str = "flourishing";
/// The staff.
pub const STAFF: (&str, &str) = ("staff", "staff_wellbeing");
/// Cohorts that the page may open with, the first that is followed: those with the most need.
const OPENING: [&str; 4] = ["three_or_more_needs", "top_tenth_of_need", "in_crisis", "asked_for_help"];

/// Whether less of what an effect is on is better.
#[must_use]
pub fn is_cost(effect: &Effect) -> bool {
    effect.outcome.starts_with(COST)
}

/// What is said of an effect: by the smallest that is worth naming where one is declared, and else by the range of 90 % of
/// pairs.
#[must_use]
pub fn of_effect(effect: &Effect) -> Said {
    effect.shares.map_or_else(|| of_range(&effect.estimate), |shares| Judged::of_shares(&shares, is_cost(effect)).said)
}

/// What is said of a difference without a smallest that is worth naming: a direction where 90 % of pairs have it.
#[must_use]
pub fn of_range(estimate: &Estimate) -> Said {
    match estimate {
        estimate if estimate.n == 0 => Said::Nothing,
        estimate if estimate.n < FEW => Said::TooFew,
        estimate if estimate.low > 0.0 => Said::Higher,
        estimate if estimate.high < 0.0 => Said::Lower,
        estimate if estimate.low == 0.0 && estimate.high == 0.0 => Said::NoDifference,
        _ => Said::Undecided,
    }
}

/// What pairs say of an outcome without a smallest effect: a direction where 90 % of them and nine of ten have it.
#[must_use]
pub fn of_pairs(pair: &Paired) -> Judged {
    let pairs = pair.difference.n;
    let said = match of_range(&pair.difference) {
        Said::Higher if !is_nearly_all(pair.above, pairs) => Said::Undecided,
        Said::Lower if !is_nearly_all(pair.below, pairs) => Said::Undecided,
        said => said,
    };
    Judged { said, higher: pair.above, lower: pair.below, inside: pairs - pair.above - pair.below, pairs }
}

/// The cohort that the page opens with: the one with the most need that is followed.
#[must_use]
pub fn opening_cohort(effects: &[Effect]) -> &'static str {
    let is_there = |cohort: &&str| {
        let mut of_cohort = effects.iter().filter(|effect| effect.cohort == *cohort && effect.outcome == FLOURISHING);
        of_cohort.any(|effect| effect.people > 0.0 && effect.shares.is_some())
    };
    OPENING.into_iter().find(is_there).unwrap_or(COHORTS[0])
}

/// What the page opens with: residents, cost and staff, together. Cost is that on equal payment where runs have it.
#[must_use]
pub fn opening(effects: &[Effect]) -> [(&'static str, &'static str); 3] {
    let is_equal = effects.iter().any(|effect| effect.outcome == COST_ON_EQUAL_PAYMENT);
    let cost = if is_equal { COST_ON_EQUAL_PAYMENT } else { COST };
    [(opening_cohort(effects), FLOURISHING), (COHORTS[0], cost), STAFF]
}

/// What is said of an arm against the first on an outcome, by its column.
#[must_use]
pub fn of_outcome(observed: &Observed, column: usize, arm: usize) -> Judged {
    let outcome = observed.outcome(column).name;
    if arm == 0 || [0, arm].iter().any(|arm| !observed.says_something(*arm, column)) {
        return Judged { said: Said::Nothing, higher: 0, lower: 0, inside: 0, pairs: 0 };
    }
    let by_effects = by_effects(observed).iter().find(|(of, name, _)| (*of, *name) == (arm, outcome));
    by_effects.map_or_else(|| by_pairs(observed, column, arm), |(.., judged)| *judged)
}

/// Whether an outcome is judged by a smallest effect that is worth naming.
#[must_use]
pub fn has_smallest(observed: &Observed, column: usize) -> bool {
    by_effects(observed).iter().any(|(_, name, _)| *name == observed.outcome(column).name)
}

/// Where the final year and the whole horizon agree, what both say; undecided where they do not.
fn by_pairs(observed: &Observed, column: usize, arm: usize) -> Judged {
    let of = |over: Over| of_pairs(&Finding::of(observed, column, over).pairs[arm - 1]);
    let [at_last, throughout] = [Over::Final, Over::Mean].map(of);
    let is_shared = !at_last.said.is_direction() || throughout.said == at_last.said;
    if is_shared { at_last } else { Judged { said: Said::Undecided, ..at_last } }
}

/// By arm and outcome, what effects say; worked out once.
fn by_effects<'a>(observed: &'a Observed) -> &'a [(usize, &'static str, Judged)] {
    observed.judged.get_or_init(|| {
        let arms: Vec<[usize; 2]> = (1..observed.n_arms()).map(|arm| [0, arm]).collect();
        let all = effects::effects(observed, &arms);
        let opening = opening_cohort(&all);
        let mut judged = Vec::new();
        for arm in 1..observed.n_arms() {
            for (name, standing) in standing(opening) {
                let found = standing.iter().filter_map(|(cohort, outcome)| {
                    let is_it = |e: &&Effect| e.arms == [0, arm] && e.cohort == *cohort && e.outcome == *outcome;
                    let effect = all.iter().find(is_it)?;
                    Some(Judged::of_shares(&effect.shares?, is_cost(effect)))
                });
                judged.extend(together(&found.collect::<Vec<_>>()).map(|one| (arm, name, one)));
            }
        }
        judged
    })
}

/// By outcome, the effects that stand for it, that of what figures draw first.
fn standing(opening: &'static str) -> [(&'static str, Vec<(&'static str, &'static str)>); 3] {
    let everybody = COHORTS[0];
    [
        (FLOURISHING, vec![(everybody, FLOURISHING), (opening, FLOURISHING)]),
        (COST, vec![(everybody, COST), (everybody, COST_ON_EQUAL_PAYMENT)]),
        (STAFF.1, vec![STAFF]),
    ]
}

/// What several say together: the first, unless it names a direction that another does not share.
fn together(all: &[Judged]) -> Option<Judged> {
    let first = *all.first()?;
    let other = all.iter().find(|one| first.said.is_direction() && one.said != first.said);
    Some(match other {
        None => first,
        Some(open) if open.said == Said::Undecided => *open,
        Some(_) => Judged { said: Said::Undecided, ..first },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;
    use regimes_study::simulation::trace::Trace;

    /// What is said of an outcome of two arms after a change of their runs.
    fn said(outcome: &str, change: impl Fn(&mut Trace)) -> Judged {
        let (record, mut ensemble) = synthetic::make(&["npm", "hls"], 8, 60);
        ensemble.traces.iter_mut().for_each(change);
        let observed = Observed::new(&record, &ensemble).unwrap();
        of_outcome(&observed, record.outcome(outcome).unwrap(), 1)
    }

    /// Gives cohorts of residents these means, under the second arm in every pair and in every other one.
    fn cohorts(run: &mut Trace, [all, needs]: [[f64; 2]; 2]) {
        for row in run.cohorts.iter_mut().filter(|row| row.outcome == FLOURISHING) {
            let [even, odd] = if row.cohort == COHORTS[0] { all } else { needs };
            row.mean = 0.5
                + if run.arm == 0 {
                    0.0
                } else if run.replicate.is_multiple_of(2) {
                    even
                } else {
                    odd
                };
        }
    }

    #[test]
    fn a_direction_needs_all_that_stands_for_the_outcome() {
        let (up, down, open) = ([0.1; 2], [-0.1; 2], [0.1, -0.1]);
        for (all, needs, expected) in [
            (up, up, Said::Higher),
            (down, down, Said::Lower),
            (up, open, Said::Undecided),
            (up, [0.0; 2], Said::Undecided),
            (up, down, Said::Undecided),
            (open, up, Said::Undecided),
            ([0.0; 2], up, Said::NoDifference),
        ] {
            let judged = said(FLOURISHING, |run| cohorts(run, [all, needs]));
            assert_eq!(judged.said, expected, "{all:?} {needs:?}");
            assert_eq!((judged.pairs, judged.higher + judged.lower + judged.inside), (8, 8));
        }
        let judged = said(FLOURISHING, |run| cohorts(run, [up, open]));
        assert_eq!((judged.higher, judged.lower), (4, 4), "the pairs of what is undecided");
    }

    #[test]
    fn the_arms_exchanged_are_judged_the_other_way_round() {
        for means in [[[0.1; 2]; 2], [[0.1, -0.1]; 2], [[0.001; 2]; 2]] {
            let forwards = said(FLOURISHING, |run| cohorts(run, means));
            let backwards = said(FLOURISHING, |run| cohorts(run, means.map(|pair| pair.map(|mean| -mean))));
            assert_eq!((forwards.higher, forwards.lower), (backwards.lower, backwards.higher));
            assert_eq!(forwards.said.is_direction(), backwards.said.is_direction());
            assert_eq!(forwards.said == backwards.said, !forwards.said.is_direction());
        }
    }

    #[test]
    fn without_a_smallest_effect_nearly_all_pairs_decide_over_both_periods() {
        let columns = regimes_model::model::outcomes::OUTCOMES.len();
        let turnover = regimes_model::model::outcomes::position("turnover").unwrap();
        let set = |run: &mut Trace, of: &dyn Fn(usize, u32) -> f64| {
            let (arm, replicate) = (run.arm, run.replicate);
            let rows = run.outcomes.chunks_exact_mut(columns).enumerate();
            rows.for_each(|(week, row)| row[turnover] = 0.2 + arm as f64 * of(week, replicate));
        };
        assert_eq!(said("turnover", |run| set(run, &|_, _| 0.1)).said, Said::Higher);
        assert_eq!(said("turnover", |run| set(run, &|_, _| 0.0)).said, Said::NoDifference);
        assert_eq!(said("turnover", |run| set(run, &|_, r| if r < 2 { -0.1 } else { 0.1 })).said, Said::Undecided);
        // The first weeks are not in the final year.
        assert_eq!(
            said("turnover", |run| set(run, &|week, _| if week < 8 { -9.0 } else { 0.1 })).said,
            Said::Undecided
        );
        assert_eq!(said("turnover", |run| set(run, &|_, _| f64::NAN)).said, Said::Nothing);
    }
}
