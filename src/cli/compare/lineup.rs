//! Who is compared: worlds from scenarios and variants, and the arms that are taken from them.

use crate::cli::failure::Failure;
use crate::cli::output;
use regimes_model::model::regime::PRESETS;
use regimes_scenario::check::Scenario;
use regimes_scenario::load::Prepared;
use regimes_scenario::nearest::advice;
use regimes_scenario::overrides::Override;
use regimes_scenario::problem::Problems;
use regimes_study::experiment::contenders::{Contender, World, arms_of};

/// A variant: its name, and what it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// What it changes.
    pub sets: Vec<Override>,
}

impl Variant {
    /// From `name: path=value; path=value`.
    ///
    /// # Errors
    /// The form that it has.
    pub fn read(text: &str) -> Result<Variant, String> {
        let form = || format!("--variant {text}: the form is `name: path=value; path=value`");
        let (name, sets) = text.split_once(':').ok_or_else(form)?;
        let name = name.trim().to_owned();
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if name.is_empty() || !name.chars().all(is_name) {
            return Err(format!("--variant {text}: a name has letters, digits, `_` and `-`, as in `cut: path=value`"));
        }
        let sets: Vec<&str> = sets.split(';').map(str::trim).filter(|set| !set.is_empty()).collect();
        if sets.is_empty() || sets.iter().any(|set| !set.contains('=')) {
            return Err(form());
        }
        Ok(Variant { name, sets: sets.into_iter().map(Override::from).collect() })
    }
}

/// What the command line says of who is compared.
pub struct Wanted<'a> {
    /// Scenarios, by bundled name or file.
    pub scenarios: &'a [String],
    /// Rows of rules that become arms of each scenario.
    pub presets: &'a [String],
    /// What each scenario is run with once more.
    pub variants: &'a [Variant],
    /// What is set in all worlds, seed and replicates among it.
    pub sets: &'a [Override],
    /// The arms that are taken, the reference first; all where none is named.
    pub arms: &'a [String],
}

/// The worlds, and those of their arms that are compared.
///
/// # Errors
/// All that is wrong with them.
pub fn lineup(wanted: &Wanted<'_>) -> Result<(Vec<World>, Vec<Contender>), Failure> {
    let mut faults = of_presets(wanted.presets);
    faults.extend(repeated("variant", wanted.variants.iter().map(|variant| variant.name.as_str())));
    if !faults.is_empty() {
        return Err(Failure::all(faults));
    }
    faults.extend(wanted.scenarios.iter().flat_map(|named| taken(named, wanted.presets)));
    let worlds = worlds(wanted)?;
    faults.extend(unlike(&worlds));
    let all = arms_of(&worlds);
    let names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
    faults.extend(repeated("arm", wanted.arms.iter().map(String::as_str)));
    let unknown = wanted.arms.iter().filter(|arm| !names.contains(&arm.as_str()));
    faults.extend(unknown.map(|arm| format!("there is no arm `{arm}`; {}", advice(arm, &names))));
    let chosen: Vec<Contender> = match wanted.arms {
        [] => all.clone(),
        arms => arms.iter().filter_map(|arm| all.iter().find(|one| one.name == *arm).cloned()).collect(),
    };
    if faults.is_empty() && chosen.len() < 2 {
        faults.push(format!("one arm is no comparison: name two of {}", names.join(", ")));
    }
    if faults.is_empty() { Ok((worlds, chosen)) } else { Err(Failure::all(faults)) }
}

fn of_presets(presets: &[String]) -> Vec<String> {
    let unknown = presets.iter().filter(|row| !PRESETS.contains(&row.as_str()));
    let mut faults: Vec<String> =
        unknown.map(|row| format!("there is no row of rules `{row}`; {}", advice(row, PRESETS))).collect();
    faults.extend(repeated("preset", presets.iter().map(String::as_str)));
    faults
}

/// Rows whose names arms of a scenario have already; what else is wrong with it is reported elsewhere.
fn taken(named: &str, presets: &[String]) -> Vec<String> {
    let Ok(loaded) = Prepared::read(named).and_then(|prepared| prepared.with(&[])) else { return Vec::new() };
    let is_taken = |row: &&String| loaded.scenario.arms.get(row).is_some();
    let fault = |row: &String| {
        format!("`{named}` has an arm `{row}` already, with rules of its own: a row given by --preset needs that name")
    };
    presets.iter().filter(is_taken).map(fault).collect()
}

/// Names that come twice.
fn repeated<'a>(what: &str, names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = Vec::new();
    let mut faults = Vec::new();
    for name in names {
        if seen.contains(&name) {
            faults.push(format!("the {what} `{name}` is named twice"));
        }
        seen.push(name);
    }
    faults
}

/// Every scenario as it stands, and with each variant.
fn worlds(wanted: &Wanted<'_>) -> Result<Vec<World>, Failure> {
    let mut worlds: Vec<World> = Vec::new();
    let mut problems: Vec<(String, Problems)> = Vec::new();
    // The luck of the first scenario is that of all.
    let mut luck: Vec<Override> = Vec::new();
    for named in wanted.scenarios {
        let prepared = match Prepared::read_with_presets(named, wanted.presets) {
            Ok(prepared) => prepared,
            Err(wrong) => {
                problems.push((named.clone(), wrong));
                continue;
            }
        };
        let own = Variant { name: String::new(), sets: Vec::new() };
        for variant in std::iter::once(&own).chain(wanted.variants) {
            match prepared.with(&[&luck[..], wanted.sets, &variant.sets].concat()) {
                Ok(loaded) => {
                    let scenario = loaded.scenario;
                    if luck.is_empty() {
                        luck = luck_of(&scenario);
                    }
                    worlds.push(World { label: variant.name.clone(), scenario });
                }
                Err(wrong) => problems.push((format!("{named} {}", variant.name), wrong)),
            }
        }
    }
    if problems.is_empty() {
        return labelled(worlds, wanted.scenarios.len() > 1);
    }
    if problems.len() == 1 {
        return Err(problems.swap_remove(0).1.into());
    }
    for (world, wrong) in &problems {
        output::say(&format!("{}:\n{}", world.trim(), output::page(wrong)));
    }
    Err(Failure::Reported)
}

fn luck_of(scenario: &Scenario) -> Vec<Override> {
    vec![Override::whole("seed", scenario.seed), Override::whole("replicates", scenario.replicates.into())]
}

/// The worlds with the names of their scenarios before those of variants, where there are several.
fn labelled(mut worlds: Vec<World>, several: bool) -> Result<Vec<World>, Failure> {
    if several {
        for world in &mut worlds {
            let parts = [world.scenario.name.clone(), world.label.clone()];
            world.label = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        }
        let faults = repeated("scenario", worlds.iter().map(|world| world.label.as_str()));
        if !faults.is_empty() {
            return Err(Failure::all(faults));
        }
    }
    Ok(worlds)
}

/// Worlds that cannot stand beside the first.
fn unlike(worlds: &[World]) -> Vec<String> {
    let Some(first) = worlds.first() else { return vec!["name a scenario".to_owned()] };
    let (own, mut faults) = (&first.scenario, Vec::new());
    for world in &worlds[1..] {
        let (scenario, name) = (&world.scenario, &world.label);
        if scenario.horizon_weeks != own.horizon_weeks {
            faults.push(format!(
                "`{name}` runs for {} weeks and the reference for {}: give both the same with --set horizon_weeks=",
                scenario.horizon_weeks, own.horizon_weeks
            ));
        }
        let money = |scenario: &Scenario| format!("{} of {}", scenario.costs.currency, scenario.costs.price_year);
        if money(scenario) != money(own) {
            let (its, ours) = (money(scenario), money(own));
            faults.push(format!("`{name}` counts in {its} and the reference in {ours}: costs cannot be compared"));
        }
        if (scenario.seed, scenario.replicates) != (own.seed, own.replicates) {
            faults.push(format!("`{name}` sets a seed or replicates of its own: all arms meet the same luck"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted<'a>(scenarios: &'a [String], variants: &'a [Variant], arms: &'a [String]) -> Wanted<'a> {
        Wanted { scenarios, presets: &[], variants, sets: &[], arms }
    }

    fn owned(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn arms_of_variants_and_scenarios_have_their_names_before_them() {
        let cut = Variant::read("cut: places.village.budget_pounds_per_week=20000; replicates=5").unwrap();
        let (tiny, arms) = (owned(&["tiny"]), owned(&["npm", "cut/hls"]));
        let (worlds, chosen) = lineup(&wanted(&tiny, std::slice::from_ref(&cut), &arms)).unwrap();
        assert_eq!(worlds.len(), 2);
        assert_eq!(chosen.iter().map(|one| (one.world, one.arm)).collect::<Vec<_>>(), [(0, 0), (1, 1)]);
        let two = owned(&["town", "equity"]);
        let Err(Failure::Input(text)) = lineup(&wanted(&two, &[], &owned(&["town/npm", "hsl"]))) else { panic!() };
        assert!(text.contains("there is no arm `hsl`"), "{text}");
    }

    #[test]
    fn what_cannot_be_compared_is_refused_with_all_reasons() {
        assert!(["cut", "cut:", "c t: a=1", ": a=1", "cut: a"].iter().all(|text| Variant::read(text).is_err()));
        let tiny = owned(&["tiny"]);
        let longer = Variant::read("longer: horizon_weeks=60; seed=3; costs.currency=EUR").unwrap();
        let Err(Failure::Input(text)) = lineup(&wanted(&tiny, &[longer], &[])) else { panic!() };
        assert_eq!(text.lines().count(), 3, "{text}");
        let one = owned(&["npm"]);
        assert!(lineup(&wanted(&tiny, &[], &one)).is_err());
        let rows = owned(&["npm_leen", "mixed", "mixed"]);
        let wanted = Wanted { presets: &rows, ..wanted(&tiny, &[], &[]) };
        let Err(Failure::Input(text)) = lineup(&wanted) else { panic!() };
        assert!(text.contains("`npm_leen`") && text.contains("`mixed` is named twice"), "{text}");
    }
}
