//! `organisations.*.staff.skill=0.5` stands for a line for each organisation of the scenario.

use crate::experiment::file::{Experiment, File};
use regimes_scenario::load;
use std::collections::BTreeMap;

/// Writes out the lines that stand for several, in all experiments and contests of a file.
pub fn write_out(file: &mut File) {
    let mut names = BTreeMap::new();
    for experiment in &mut file.experiments {
        let known = names.entry(experiment.scenario.clone()).or_insert_with(|| names_of(&experiment.scenario));
        write_out_experiment(experiment, known);
    }
    for contest in &mut file.contests {
        let known = names.entry(contest.scenario.clone()).or_insert_with(|| names_of(&contest.scenario));
        contest.set = each(&contest.set, known);
    }
}

/// Names of a scenario's sections by the kind of section.
type Names = Vec<(&'static str, Vec<String>)>;

fn names_of(scenario: &str) -> Names {
    let Ok(loaded) = load(scenario, &[]) else { return Vec::new() };
    let town = &loaded.scenario.town;
    let arms = loaded.scenario.arms.iter().map(|(name, _)| name.to_owned()).collect();
    vec![
        ("domains", town.domains.iter().map(|(name, _)| name.to_owned()).collect()),
        ("groups", town.groups.iter().map(|(name, _)| name.to_owned()).collect()),
        ("places", town.places.iter().map(|(name, _)| name.to_owned()).collect()),
        ("organisations", town.organisations.iter().map(|(name, _)| name.to_owned()).collect()),
        ("arms", arms),
    ]
}

fn write_out_experiment(experiment: &mut Experiment, names: &Names) {
    experiment.set = each(&experiment.set, names);
    experiment.elsewhere = each(&experiment.elsewhere, names);
    for (_, sets) in &mut experiment.settings {
        *sets = each(sets, names);
    }
    if let Some(axis) = &mut experiment.axis {
        axis.paths = each(std::slice::from_ref(&axis.path), names);
    }
}

fn each(sets: &[String], names: &Names) -> Vec<String> {
    sets.iter().flat_map(|set| one(set, names)).collect()
}

fn one(set: &str, names: &Names) -> Vec<String> {
    let of = |(kind, names): &(&str, Vec<String>)| {
        let rest = set.strip_prefix(&format!("{kind}.*."))?;
        Some(names.iter().map(|name| format!("{kind}.{name}.{rest}")).collect())
    };
    names.iter().find_map(of).unwrap_or_else(|| vec![set.to_owned()])
}

/// Kinds of sections that bear names.
const NAMED: [&str; 5] = ["organisations", "groups", "domains", "places", "arms"];

/// Lines for tables: those that say the same of several sections of a kind are drawn together.
#[must_use]
pub fn drawn_together(sets: &[String]) -> String {
    let mut lines: Vec<(String, usize, &str)> = Vec::new();
    for set in sets {
        let (path, _) = set.split_once('=').unwrap_or((set, ""));
        let named = NAMED.iter().find_map(|kind| path.strip_prefix(kind)?.strip_prefix('.')?.split_once('.'));
        let general = named.map_or_else(|| set.clone(), |(name, _)| set.replacen(&format!(".{name}."), ".*.", 1));
        match lines.iter_mut().find(|(known, ..)| *known == general) {
            Some((_, count, _)) => *count += 1,
            None => lines.push((general, 1, set)),
        }
    }
    let lines = lines.into_iter().map(|(general, count, set)| if count == 1 { set.to_owned() } else { general });
    lines.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_each_section_of_a_kind() {
        let names = names_of("tiny");
        let sets = each(&["organisations.*.staff.skill=0.5".to_owned(), "patterns.harm=0.2".to_owned()], &names);
        assert_eq!(sets.len(), 3, "{sets:?}");
        assert!(sets[0].ends_with(".staff.skill=0.5") && !sets[0].contains('*'));
        assert_eq!(drawn_together(&sets), "organisations.*.staff.skill=0.5, patterns.harm=0.2");
        let values =
            ["patterns.harm=0.0", "patterns.turbulence_per_year=0.0", "support.generalist=1.0"].map(str::to_owned);
        assert_eq!(drawn_together(&values), values.join(", "));
    }
}
