//! Comparisons of two arms: quantities that are one outcome of one arm less the same of another, in one setting.
//!
//! They are recognised by their expressions, so that a page can say which arm does better where, and no table has to.

use crate::experiment::expression::{Expression, Operation};
use crate::experiment::file::{File, Kind};
use crate::experiment::judgement::{Judgement, Measured};
use crate::experiment::plan::{Where, sets_of};
use crate::experiment::term::{Measure, Over};
use crate::experiment::wildcards::general;
use regimes_scenario::overrides::Override;
use std::collections::BTreeSet;

/// A draw is one replicate, whatever a scenario says of their number.
const REPLICATES: &str = "replicates";

/// An arm less another, over draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison<'a> {
    /// The experiment with what came out.
    pub judgement: &'a Judgement,
    /// The difference.
    pub difference: &'a Measured,
    /// The scenario.
    pub scenario: &'a str,
    /// What is set in the scenario, but for the number of replicates.
    pub overrides: Vec<Override>,
}

/// Which arms are compared by what.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// The arm whose outcome comes first.
    pub arm: &'a str,
    /// The arm whose outcome is taken off.
    pub less: &'a str,
    /// The outcome, by name, over the whole horizon.
    pub outcome: &'a str,
}

/// All such comparisons among judgements of experiments of files, each run once however many experiments look at it; those of
/// the dominance audit are left out, as its settings are searched for.
#[must_use]
pub fn comparisons<'a>(files: &'a [File], judgements: &'a [Judgement], of: Compared<'_>) -> Vec<Comparison<'a>> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for judgement in judgements.iter().filter(|judgement| judgement.kind != Kind::Dominance) {
        let experiments = files.iter().flat_map(|file| &file.experiments);
        let Some(experiment) = experiments.into_iter().find(|known| known.id == judgement.id) else { continue };
        for difference in &judgement.quantities {
            let quantity = experiment.quantities.iter().find(|known| known.name == difference.name);
            let Some(setting) = quantity.and_then(|known| setting_of(&known.expression, of)) else { continue };
            let sets = sets_of(experiment, setting, Where::Here);
            if seen.insert((experiment.scenario.as_str(), sets.clone())) {
                let overrides = general(&sets).into_iter().filter(|set| set.path() != REPLICATES).collect();
                found.push(Comparison { judgement, difference, scenario: &experiment.scenario, overrides });
            }
        }
    }
    found
}

/// The setting in which an expression compares two arms; none where it is something else.
fn setting_of<'e>(expression: &'e Expression, of: Compared<'_>) -> Option<&'e str> {
    let Expression::Apply(Operation::Subtract, parts) = expression else { return None };
    let [Expression::Term(one, _), Expression::Term(other, _)] = &parts[..] else { return None };
    let outcome = regimes_model::model::outcomes::position(of.outcome)?;
    let wanted = Measure::Outcome(outcome, Over::Horizon);
    let is_it = one.setting == other.setting
        && (one.arm.as_str(), other.arm.as_str()) == (of.arm, of.less)
        && one.measure == wanted
        && other.measure == wanted;
    is_it.then_some(&one.setting)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_of_two_arms_in_one_setting_is_a_comparison() {
        let of = Compared { arm: "hls", less: "npm", outcome: "flourishing" };
        let setting = |text: &str| setting_of(&Expression::parse(text).unwrap(), of).map(str::to_owned);
        assert_eq!(setting("low.hls.flourishing - low.npm.flourishing").as_deref(), Some("low"));
        for other in [
            "low.npm.flourishing - low.hls.flourishing",
            "low.hls.flourishing - high.npm.flourishing",
            "low.hls.flourishing@final - low.npm.flourishing@final",
            "low.hls.public_cost - low.npm.public_cost",
            "low.hls.flourishing + low.npm.flourishing",
            "2 * (low.hls.flourishing - low.npm.flourishing)",
        ] {
            assert_eq!(setting(other), None, "{other}");
        }
    }
}
