//! The rules of the arms side by side, and what differs from the scenario as it is shipped.

use crate::page::facts::Facts;
use crate::page::grid::{Grid, Section, text};
use crate::page::number::NONE;
use maud::{Markup, html};
use regimes_scenario::check::Scenario;
use regimes_scenario::load::{load, load_text};
use regimes_scenario::tree::{Leaf, leaves};

/// What the text of a resolved scenario is called in messages, of which none is shown here.
const NAME: &str = "scenario.resolved.toml";

/// The scenario that a run is of, where its arms may be named.
#[must_use]
pub fn scenario(facts: &Facts) -> Option<Scenario> {
    let record = facts.observed.record;
    let scenario = load_text(NAME, &record.resolved, &[]).ok()?.scenario;
    let is_named = scenario.arms.iter().map(|(name, _)| name).eq(record.arms.iter().map(|arm| arm.name.as_str()));
    is_named.then_some(scenario)
}

/// Every number and choice in which the arms differ.
#[must_use]
pub fn side_by_side(facts: &Facts, scenario: &Scenario) -> Option<Section> {
    let all = leaves(&mut scenario.file().clone(), "");
    let arms = &facts.observed.record.arms;
    let courses: Vec<String> =
        ["status_quo".to_owned()].into_iter().chain(arms.iter().map(|arm| format!("arms.{}", arm.name))).collect();
    let mut heads = vec!["Rule".to_owned(), "Before".to_owned()];
    heads.extend(arms.iter().map(|arm| arm.label.clone()));
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut grid =
        Grid::new("rules", "Rules and numbers in which the arms differ, and those before any arm began", &heads);
    let mut same = 0_usize;
    for (rest, leaf) in of_arms(&all) {
        let value = |course: &String| {
            let path = format!("{course}.{rest}");
            all.iter().find(|leaf| leaf.path == path).map(|leaf| leaf.value.to_string().replace('"', ""))
        };
        let values: Vec<Option<String>> = courses.iter().map(value).collect();
        if values[1..].windows(2).all(|two| two[0] == two[1]) {
            same += 1;
            continue;
        }
        let head = html! { (rest.replace('.', " › ").replace('_', " ")) @if !leaf.row.unit.is_empty() { small { " " (leaf.row.unit) } } };
        grid.rows.push((head, values.iter().map(|value| text(value.as_deref().unwrap_or(NONE))).collect()));
    }
    let (table, differing) = (grid.shown()?, grid.rows.len());
    let body = html! {
        p {
            "The arms differ in " (differing) " choices and numbers of their rules. Everything else is the same for all: people, "
            "places, luck, and " (same) " further numbers of their rules."
        }
        details { summary { "Show all rules in which they differ" } (table) }
    };
    Some(Section { id: "rules", heading: "The rules side by side", body })
}

/// The values of all arms, each path below its arm once, in order.
fn of_arms(all: &[Leaf]) -> Vec<(&str, &Leaf)> {
    let mut rows: Vec<(&str, &Leaf)> = Vec::new();
    for leaf in all {
        let below = leaf.path.strip_prefix("arms.").and_then(|path| path.split_once('.'));
        if let Some((_, rest)) = below.filter(|(_, rest)| rows.iter().all(|(known, _)| known != rest)) {
            rows.push((rest, leaf));
        }
    }
    rows
}

/// What differs from the bundled scenario of the same name.
#[must_use]
pub fn changes(scenario: &Scenario) -> Option<Section> {
    let shipped = load(&scenario.name, &[]).ok()?.scenario;
    let [shipped, here] = [&shipped, scenario].map(|scenario| leaves(&mut scenario.file().clone(), ""));
    let heads = ["Value", "As shipped", "In this run"];
    let mut grid = Grid::new("changes", "Values that differ from the scenario as it is shipped", &heads);
    let value = |all: &[Leaf], path: &str| {
        all.iter().find(|leaf| leaf.path == path).map_or_else(|| NONE.to_owned(), |leaf| leaf.value.to_string())
    };
    let further = here.iter().filter(|leaf| shipped.iter().all(|known| known.path != leaf.path));
    for leaf in shipped.iter().chain(further) {
        let [before, now] = [&shipped, &here].map(|all| value(all, &leaf.path));
        if before != now {
            grid.row(&leaf.path, [before, now].iter().map(|value| text(value)).collect());
        }
    }
    let body: Markup = match grid.shown() {
        Some(table) => table,
        None => {
            html! { p { "Nothing: the run is of the scenario " code { (scenario.name) } " as this version ships it." } }
        }
    };
    Some(Section { id: "changes", heading: "What differs from the scenario as shipped", body })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observed::Observed;
    use crate::run_record::Record;
    use crate::synthetic;

    fn of_tiny(sets: &[&str]) -> (Record, Scenario) {
        let sets: Vec<_> = sets.iter().map(|set| (*set).into()).collect();
        let scenario = load("tiny", &sets).unwrap().scenario;
        (Record::of(&scenario), scenario)
    }

    #[test]
    fn rules_are_shown_where_arms_differ_and_changes_where_something_was_changed() {
        let (record, scenario) = of_tiny(&["arms.hls.fidelity=0.5"]);
        let names: Vec<&str> = record.arms.iter().map(|arm| arm.name.as_str()).collect();
        let (_, ensemble) = synthetic::make(&names, 2, 20);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let facts = Facts::of(&observed).unwrap();
        assert_eq!(super::scenario(&facts).as_ref(), Some(&scenario));
        let shown = side_by_side(&facts, &scenario).unwrap().body.into_string();
        assert!(shown.contains("fidelity") && shown.contains("bespoke"), "{shown}");
        let shown = changes(&scenario).unwrap().body.into_string();
        assert!(shown.contains("arms.hls.fidelity") && shown.contains("<td>0.5</td>"), "{shown}");
        assert!(changes(&of_tiny(&[]).1).unwrap().body.into_string().contains("Nothing"));
    }

    #[test]
    fn hidden_arms_show_no_rules() {
        let (record, _) = of_tiny(&[]);
        let record = record.blinded();
        let (_, ensemble) = synthetic::make(&["a", "b", "c"], 2, 20);
        let observed = Observed::new(&record, &ensemble).unwrap();
        assert!(super::scenario(&Facts::of(&observed).unwrap()).is_none());
    }
}
