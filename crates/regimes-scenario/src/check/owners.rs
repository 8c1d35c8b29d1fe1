//! What limits an arm, and whose rules it limits: organisations hold their own, commissioners those of a place, and
//! government those of all.

use crate::check::checker::Checker;
use crate::file::File;
use crate::nearest::listed;
use crate::problem::Problem;
use crate::read::reading::Reading;
use regimes_model::model::arm::Arm;
use regimes_model::model::owners::{Owner, differing};

/// Checks that an arm that names organisations leaves commissioners' rules as they are.
pub fn check(checker: &mut Checker<'_>, file: &File) {
    for (name, arm) in file.arms.iter().filter(|(_, arm)| !arm.only.is_empty() && arm.commissioners) {
        let rules = Owner::Commissioner.differing(&file.status_quo.regime, &arm.regime);
        let does = match rules.len() {
            0 if arm.reorganises => "reorganises their contracts as well".to_owned(),
            0 => continue,
            1 => format!("changes their rule {}", listed(&rules)),
            _ => format!("changes their rules {}", listed(&rules)),
        };
        let message = format!(
            "`only` does not limit commissioners, who have one set of rules for a place: the arm `{name}` {does}"
        );
        let mut remedy = format!("`commissioners = false` in `[arms.{name}]` keeps their rules as they were");
        if !rules.is_empty() {
            remedy.push_str(", so does writing these rules as in the status quo");
        }
        remedy.push_str("; without `only` the arm comes into force in whole places (`places`)");
        checker.report(&format!("arms.{name}.only"), message, remedy);
    }
}

/// Arms without a preset whose rules are other ones than they once were, when every arm began with the rules of `npm`.
pub fn began_otherwise(reading: &Reading) -> Vec<Problem> {
    let mut warnings = Vec::new();
    for (name, arm) in reading.file.arms.iter().filter(|(_, arm)| arm.services) {
        let path = format!("arms.{name}");
        let says_preset = reading.marks.get(&format!("{path}.preset")).is_some();
        let Some(before) = reading.by_default.get(name).filter(|_| !says_preset) else { continue };
        let rules = differing(&before.regime, &arm.regime);
        if let (false, Some(mark)) = (rules.is_empty(), reading.marks.nearest(&path)) {
            let message = format!(
                "the arm `{name}` has no preset and keeps the status quo where it says nothing: {}",
                listed(&rules)
            );
            let remedy = "earlier versions gave it the rules of `npm` there: `preset = \"npm\"` does so, and \
                          `preset = \"status_quo\"` says that it is meant as it is";
            warnings.push(Problem::new(&reading.sources, mark.clone(), &path, message, remedy.to_owned()));
        }
    }
    warnings
}

/// Arms that are limited to some, and change government's rule for all.
pub fn warnings(reading: &Reading) -> Vec<Problem> {
    let before = &reading.file.status_quo.regime;
    let governs = |arm: &Arm| arm.national && !Owner::Government.differing(before, &arm.regime).is_empty();
    let arms = reading.file.arms.iter().filter(|(_, arm)| governs(arm));
    let limits = arms.flat_map(|(name, arm)| {
        [("places", &arm.places), ("only", &arm.only)].map(|(key, limit)| (name, key, limit.is_empty()))
    });
    let warnings = limits.filter(|(_, _, is_empty)| !is_empty).filter_map(|(name, key, _)| {
        let path = format!("arms.{name}.{key}");
        let message = format!("`{key}` does not limit government: the arm `{name}` changes its rule for all places");
        let remedy = format!("`national = false` in `[arms.{name}]` keeps government's rule as it was");
        let mark = reading.marks.nearest(&path)?.clone();
        Some(Problem::new(&reading.sources, mark, &path, message, remedy))
    });
    warnings.collect()
}
