//! Every key that a scenario file can hold changes something that a reader of the results can see.
//!
//! A small country has something of everything. Each key is moved, in turn and alone, and what comes out is compared
//! with what came out before: the runs, or else the tables and what is said of them.

use regimes::cli::run::summary::summary;
use regimes_model::parallel::{self, Width};
use regimes_model::parameters::{Declared, Slot};
use regimes_report::figures::Figures;
use regimes_report::files::Target;
use regimes_report::observed::Observed;
use regimes_report::run_record::Record;
use regimes_report::{Options, datapackage, tables, write};
use regimes_scenario::check::Scenario;
use regimes_scenario::load::load_text;
use regimes_scenario::tree::{Literal, entries};
use regimes_study::simulation::control::unattended;
use regimes_study::simulation::trace::Ensemble;
use regimes_study::study::ensembles::ensemble;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const EVERYTHING: &str = include_str!("support/everything.toml");

/// What stands for the name of a section that a file names.
const NAME: &str = "NAME";

/// Circumstances in which keys are moved, one after the other until one shows that a key counts.
const CIRCUMSTANCES: [&[&str]; 7] = [
    &[],
    // More money than is spent.
    &[
        "places.port.budget_pounds_per_week=60000",
        "places.hill.budget_pounds_per_week=40000",
        "prices.reserve_weeks=104",
        "burn_in_weeks=53",
    ],
    // Practice that spreads, and is given up again.
    &[
        "arms.learning.share=0.4",
        "arms.learning.commissioners=false",
        "arms.learning.national=false",
        "paradigms.experience_per_year=10",
        "paradigms.argument_per_year=10",
        "paradigms.follows_per_year=20",
        "paradigms.first_steps_per_year=5",
        "paradigms.commissioner_follows_per_year=20",
        "paradigms.government_follows_per_year=20",
        "paradigms.first_belief=0.95",
        "paradigms.visible_trust=0",
        "paradigms.least_dissonance=0",
        "staffing.threshold_mean=0.1",
    ],
    // Practice that nobody has to adopt, among many.
    &[
        "arms.learning.share=0",
        "organisations.hill_office.copies=8",
        "paradigms.follows_per_year=0",
        "paradigms.first_steps_per_year=2.5",
        "paradigms.dissonance_weeks=1",
        "paradigms.mismatch_weight=3",
        "paradigms.led_weight=3",
    ],
    // Practice that many look at before they follow.
    &[
        "arms.learning.share=0.5",
        "organisations.hill_office.copies=8",
        "government.infrastructure_weeks=4",
        "paradigms.first_belief=0.95",
        "paradigms.follows_per_year=5",
        "paradigms.visible_trust=0",
        "staffing.threshold_mean=0.45",
    ],
    // A waiting time that is watched.
    &[
        "status_quo.accountability.targets.wait_weeks=2",
        "arms.targets.accountability.targets.wait_weeks=2",
        "arms.choice.accountability.measurement.wait_weeks=1",
        "organisations.hill_clinic.staff.posts_fte=1",
        "organisations.port_care.indicator.counts=seen_in_time",
        "organisations.hill_clinic.emergency=true",
        "emergency.visit_hours=20",
        "status_quo.access.threshold.step=0.05",
        "arms.targets.access.threshold.step=0.05",
        "flow.long_list=2",
        "flow.moves=0.3",
        "flow.tau_weeks=4",
        "admission.clock=0.5",
        "admission.bunch=0.5",
        "allotment.release=0.2",
        "waste.removable=0.2",
        "waste.creep_per_year=0.01",
        "allotment.screening=0.3",
        "allotment.reporting_share=0.2",
        "staffing.skill_gain=0.2",
        "strain.omega=0.2",
    ],
    // An arm whose rules are those of the status quo.
    &["arms.few.support=standard", "arms.few.management=command"],
];

/// Keys that move nothing, and why that is right; the list may only get shorter.
const INERT: &[(&str, &str)] = &[("format", "it has one value")];

/// A value of the file that can be moved.
#[derive(Clone, Debug)]
struct Key {
    /// What has to be set for the key to be in force.
    needs: Vec<String>,
    /// What it is set to, first what is most likely to show.
    tries: Vec<String>,
}

/// The keys of a section by kind: `places.NAME.trust` is one kind, whatever places there are.
fn collect(section: &mut dyn Declared, path: &str, needs: &[String], found: &mut BTreeMap<String, Vec<Key>>) {
    for (row, slot) in entries(section) {
        let path = if path.is_empty() { row.key.to_owned() } else { format!("{path}.{}", row.key) };
        match slot {
            Slot::Section(inner) => collect(inner, &path, needs, found),
            Slot::Optional(inner) => {
                if let Some(inner) = inner.get() {
                    collect(inner, &path, needs, found);
                }
            }
            Slot::Table(table) => {
                for (place, name) in table.names().into_iter().enumerate() {
                    collect(table.at(place), &format!("{path}.{name}"), needs, found);
                }
            }
            Slot::Choice(choice) => {
                let chosen = choice.chosen();
                collect(choice.numbers(), &format!("{path}.{chosen}"), needs, found);
                for (variant, _) in choice.variants().iter().filter(|(name, _)| *name != chosen) {
                    let set = format!("{path}={variant}");
                    keep(found, &format!("{path}.{variant}"), needs, vec![set.clone()]);
                    choice.choose(variant);
                    let needs: Vec<String> = needs.iter().cloned().chain([set]).collect();
                    collect(choice.numbers(), &format!("{path}.{variant}"), &needs, found);
                }
            }
            slot => {
                if let Some(value) = Literal::of(&slot) {
                    let tries = others(&path, &value, row.range);
                    keep(found, &path, needs, tries.iter().map(|other| format!("{path}={other}")).collect());
                }
            }
        }
    }
}

fn keep(found: &mut BTreeMap<String, Vec<Key>>, path: &str, needs: &[String], tries: Vec<String>) {
    found.entry(kind(path)).or_default().push(Key { needs: needs.to_vec(), tries });
}

/// The path with names that a file gives put aside.
fn kind(path: &str) -> String {
    const NAMED: [&str; 6] = ["domains", "groups", "places", "organisations", "arms", "events"];
    let mut steps: Vec<&str> = path.split('.').collect();
    if steps.len() > 1 && NAMED.contains(&steps[0]) {
        steps[1] = NAME;
    }
    steps.join(".")
}

/// Other values that a key may have.
fn others(path: &str, value: &Literal, range: Option<(f64, f64)>) -> Vec<String> {
    let (low, high) = range.unwrap_or((0.0, 1.0));
    let last = path.rsplit('.').next().unwrap_or_default();
    match value {
        Literal::Number(_) if path.starts_with("groups") && last == "share" => {
            ["0.5;groups.newcomers.share=0.4", "0.4;groups.settled.share=0.5"].map(str::to_owned).to_vec()
        }
        Literal::Number(value) => {
            let wide = if high > 1000.0 { value * 2.0 + 1.0 } else { high };
            let tries = [value + (wide - value) * 0.5, wide, low, value * 0.5];
            tries.iter().filter(|v| **v != *value).map(|v| format!("{:?}", v.clamp(low, high))).collect()
        }
        Literal::Whole(value) | Literal::Seed(value) => {
            let value = *value as f64;
            let wide = if high > 1000.0 { value * 2.0 + 1.0 } else { high };
            let tries = [value + 1.0, (value / 2.0).floor(), value * 2.0, wide, low];
            tries.iter().map(|v| v.clamp(low, high)).filter(|v| *v != value).map(|v| format!("{v}")).collect()
        }
        Literal::Flag(value) => vec![(!value).to_string()],
        Literal::Text(_) => words_for(path, last).iter().map(|word| format!("\"{word}\"")).collect(),
        Literal::Date(_) => dates_for(path).iter().map(|date| (*date).to_owned()).collect(),
        Literal::Words(_) => lists_for(last).iter().map(|list| (*list).to_owned()).collect(),
        Literal::Weights(weights) if weights.is_empty() => Vec::new(),
        Literal::Weights(weights) => vec![format!("{{ {} = 2.5 }}", weights[0].0)],
    }
}

fn words_for(path: &str, last: &str) -> &'static [&'static str] {
    match last {
        "currency" => &["EUR"],
        "place" if path.starts_with("organisations") => &["port", "hill"],
        "place" => &["hill", "port"],
        "service" => &["clinic"],
        "domain" | "debt" | "safety" => &["housing", "care", "debt"],
        "name" | "kind" => &["something_else"],
        "focus" => &["choice", "learning"],
        _ => &["Something else"],
    }
}

fn dates_for(path: &str) -> &'static [&'static str] {
    match path.rsplit('.').next().unwrap_or_default() {
        "start" if !path.contains('.') => &["2025-12-29"],
        "end" => &["2026-10-05"],
        _ => &["2026-05-18"],
    }
}

fn lists_for(last: &str) -> &'static [&'static str] {
    match last {
        "headline" => &["[\"inequality\"]"],
        "places" => &["[\"port\"]"],
        "only" => &["[\"hill_clinic\"]"],
        "domains" => &["[\"debt\"]", "[\"housing\"]"],
        _ => &[],
    }
}

fn scenario(sets: &[String]) -> Result<Scenario, String> {
    let loaded = load_text("everything.toml", EVERYTHING, &regimes_scenario::overrides::read(sets));
    loaded.map(|loaded| loaded.scenario).map_err(|problems| problems.to_string())
}

fn runs(scenario: &Scenario) -> Ensemble {
    let replicates: Vec<u32> = (0..scenario.replicates).collect();
    ensemble(scenario, &replicates, &unattended())
}

/// All that a reader sees of some runs: what is printed, and every table with its dictionary.
fn seen(scenario: &Scenario, ensemble: &Ensemble) -> BTreeMap<String, String> {
    let record = Record::of(scenario);
    let observed = Observed::new(&record, ensemble).expect("a run is whole");
    let folder = tempfile::tempdir().expect("a folder");
    let options = Options { figures: Figures::None, ..Options::default() };
    write(Target::Folder(folder.path()), &record, ensemble, &options).expect("written");
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for table in tables::TABLES {
        let text = fs::read_to_string(folder.path().join(format!("{}.csv", table.name)));
        seen.insert(table.name.to_owned(), text.unwrap_or_default());
    }
    let package = fs::read_to_string(folder.path().join(datapackage::FILE)).expect("written");
    seen.insert("datapackage".to_owned(), package);
    let said = summary(&observed, Path::new("out"), "done").expect("summed up");
    seen.insert("summary".to_owned(), said.to_string());
    seen
}

/// Whether a key counts where it is set so: the runs differ, or what is seen of them.
fn counts(before: &(Scenario, Ensemble), sets: &[String]) -> Result<bool, String> {
    let after = scenario(sets)?;
    let made = runs(&after);
    Ok(made != before.1 || seen(&before.0, &before.1) != seen(&after, &made))
}

/// Why a kind of key moves nothing, if it does.
fn inert(keys: &[Key], befores: &BTreeMap<Vec<String>, (Scenario, Ensemble)>) -> Option<String> {
    let mut refused = BTreeSet::new();
    for circumstance in CIRCUMSTANCES {
        for key in keys {
            let needs = needed(circumstance, key);
            let made = if befores.contains_key(&needs) { None } else { before(&needs) };
            let Some(before) = befores.get(&needs).or(made.as_ref()) else { continue };
            for value in &key.tries {
                let sets: Vec<String> = needs.iter().cloned().chain(value.split(';').map(str::to_owned)).collect();
                match counts(before, &sets) {
                    Ok(true) => return None,
                    Ok(false) => {}
                    Err(problems) => {
                        refused.insert(problems.lines().next().unwrap_or_default().to_owned());
                    }
                }
            }
        }
    }
    Some(refused.into_iter().collect::<Vec<_>>().join("; "))
}

fn before(needs: &[String]) -> Option<(Scenario, Ensemble)> {
    let scenario = scenario(needs).ok()?;
    let runs = runs(&scenario);
    Some((scenario, runs))
}

fn needed(circumstance: &[&str], key: &Key) -> Vec<String> {
    circumstance.iter().map(|set| (*set).to_owned()).chain(key.needs.iter().cloned()).collect()
}

#[test]
fn every_declared_key_moves_something_or_is_listed_with_the_reason_why_not() {
    let plain = scenario(&[]).expect("the file is sound");
    let mut kinds = BTreeMap::new();
    collect(&mut plain.file().clone(), "", &[], &mut kinds);
    // Nearly all keys show in the first circumstance; what the others need is run where it is asked for.
    let all: BTreeSet<Vec<String>> = kinds.values().flatten().map(|key| needed(CIRCUMSTANCES[0], key)).collect();
    let all: Vec<Vec<String>> = all.into_iter().collect();
    let befores = parallel::map(Width::Wide, &all, |_, needs| Some((needs.clone(), before(needs)?)));
    let befores: BTreeMap<_, _> = befores.into_iter().flatten().collect();
    let kinds: Vec<(String, Vec<Key>)> = kinds.into_iter().collect();
    let found = parallel::map(Width::Wide, &kinds, |_, (_, keys)| inert(keys, &befores));
    let inert: BTreeMap<&str, String> =
        kinds.iter().zip(found).filter_map(|((kind, _), why)| Some((kind.as_str(), why?))).collect();
    let listed: BTreeSet<&str> = INERT.iter().map(|(kind, _)| *kind).collect();
    let silent: Vec<String> =
        inert.iter().filter(|(kind, _)| !listed.contains(*kind)).map(|(kind, why)| format!("{kind}  {why}")).collect();
    let listed_wrongly: Vec<&str> = listed.into_iter().filter(|kind| !inert.contains_key(kind)).collect();
    assert!(silent.is_empty(), "these keys change nothing:\n{}", silent.join("\n"));
    assert!(listed_wrongly.is_empty(), "these are listed, and change something or do not exist: {listed_wrongly:?}");
    assert!(kinds.len() > 700, "{}", kinds.len());
}
