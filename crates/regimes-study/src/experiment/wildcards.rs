//! `organisations.*.staff.skill=0.5` stands for a line for each organisation of the scenario.

use crate::experiment::file::{Experiment, File};
use regimes_scenario::load::load;
use regimes_scenario::overrides::Override;
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
        axis.paths = paths(&axis.path, names).unwrap_or_else(|| vec![axis.path.clone()]);
    }
}

fn each(overrides: &[Override], names: &Names) -> Vec<Override> {
    overrides.iter().flat_map(|one| written_out(one, names)).collect()
}

fn written_out(one: &Override, names: &Names) -> Vec<Override> {
    paths(one.path(), names).map_or_else(|| vec![one.clone()], |paths| paths.into_iter().map(|p| one.at(p)).collect())
}

/// The paths that a path with a star stands for; none where it has no star.
fn paths(path: &str, names: &Names) -> Option<Vec<String>> {
    names.iter().find_map(|(kind, names)| {
        let rest = path.strip_prefix(&format!("{kind}.*."))?;
        Some(names.iter().map(|name| format!("{kind}.{name}.{rest}")).collect())
    })
}

/// Kinds of sections that bear names.
const NAMED: [&str; 5] = ["organisations", "groups", "domains", "places", "arms"];

/// Overrides with a star where several sections of a kind are changed alike.
#[must_use]
pub fn general(overrides: &[Override]) -> Vec<Override> {
    let mut lines: Vec<(Override, usize, &Override)> = Vec::new();
    for one in overrides {
        let named = NAMED.iter().find_map(|kind| one.path().strip_prefix(kind)?.strip_prefix('.')?.split_once('.'));
        let starred =
            named.map_or_else(|| one.clone(), |(name, _)| one.at(one.path().replacen(&format!(".{name}."), ".*.", 1)));
        match lines.iter_mut().find(|(known, ..)| *known == starred) {
            Some((_, count, _)) => *count += 1,
            None => lines.push((starred, 1, one)),
        }
    }
    lines.into_iter().map(|(starred, count, one)| if count == 1 { one.clone() } else { starred }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_scenario::overrides::read;

    #[test]
    fn a_star_stands_for_each_section_of_a_kind() {
        let names = names_of("tiny");
        let sets = each(&read(&["organisations.*.staff.skill=0.5", "patterns.harm=0.2"]), &names);
        assert_eq!(sets.len(), 3, "{sets:?}");
        assert!(sets[0].to_string().ends_with(".staff.skill=0.5") && !sets[0].path().contains('*'));
        assert_eq!(general(&sets), read(&["organisations.*.staff.skill=0.5", "patterns.harm=0.2"]));
        let values = ["patterns.harm=0.0", "patterns.turbulence_per_year=0.0", "support.generalist=1.0"];
        assert_eq!(general(&read(&values)), read(&values));
    }
}
