//! What titles of figures say is what the tables of the same run hold, in every bundled scenario.

mod support;

use regimes_report::figures::{self, FIGURES};
use regimes_report::observed::Observed;
use regimes_report::run_record::Record;
use regimes_report::{Options, write};
use regimes_scenario::bundled;
use regimes_study::simulation::control::unattended;
use regimes_study::study::ensembles::ensemble;
use std::collections::BTreeMap;
use std::path::Path;

/// Paired futures of each run.
const REPLICATES: u32 = 5;

/// What may be said of the focus against the first arm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Said {
    Higher,
    Lower,
    NoDifference,
    Undecided,
    #[default]
    Nothing,
}

/// What the tables hold of an outcome: medians of the final year by arm, what is said of the focus, and in how many pairs it
/// is higher and lower.
#[derive(Default)]
struct Held {
    finals: BTreeMap<String, Vec<f64>>,
    said: Said,
    counts: [usize; 3],
}

/// Cohorts that may stand for residents beside all of them.
const OPENING: [&str; 4] = ["three_or_more_needs", "top_tenth_of_need", "in_crisis", "asked_for_help"];

impl Held {
    fn of(folder: &Path, outcome: &str, [focus, first]: [&str; 2]) -> Held {
        let mut held = Held::default();
        for row in rows(&folder.join("runs.csv")) {
            let known = row[&format!("final_{outcome}")].parse::<f64>();
            held.finals.entry(row["arm"].clone()).or_default().extend(known);
        }
        (held.said, held.counts) =
            by_effects(folder, outcome, [focus, first]).unwrap_or_else(|| by_pairs(folder, outcome, [focus, first]));
        held
    }

    fn median(&self, arm: &str) -> f64 {
        let mut values = self.finals[arm].clone();
        values.sort_by(f64::total_cmp);
        (values[(values.len() - 1) / 2] + values[values.len() / 2]) / 2.0
    }
}

/// By the verdicts of `effects.csv`: a direction where all that stands for the outcome has it; none where no effect does.
fn by_effects(folder: &Path, outcome: &str, [focus, first]: [&str; 2]) -> Option<(Said, [usize; 3])> {
    let path = folder.join("effects.csv");
    let all = if path.exists() { rows(&path) } else { return None };
    let is_judged = |row: &&BTreeMap<String, String>| row["verdict"] != "none";
    let is_opening = |cohort: &&str| {
        let mut of = all.iter().filter(is_judged).filter(|row| row["arm_a"] == first && row["cohort"] == **cohort);
        of.any(|row| row["outcome"] == "flourishing" && row["people"].parse::<f64>().is_ok_and(|people| people > 0.0))
    };
    let opening = OPENING.iter().find(|cohort| is_opening(cohort)).copied().unwrap_or("all");
    let standing = match outcome {
        "flourishing" => vec![("all", outcome), (opening, outcome)],
        "public_cost" => vec![("all", outcome), ("all", "public_cost_on_equal_payment")],
        "staff_wellbeing" => vec![("staff", outcome)],
        _ => return None,
    };
    let found: Vec<(Said, [usize; 3])> = standing
        .iter()
        .filter_map(|(cohort, outcome)| {
            let is_it = |row: &&BTreeMap<String, String>| {
                row["arm_a"] == first && row["arm_b"] == focus && row["cohort"] == *cohort && row["outcome"] == *outcome
            };
            let row = all.iter().filter(is_judged).find(is_it)?;
            let count = |column: &str| {
                let share: f64 = row[column].parse().expect("a share");
                (share * row["n"].parse::<f64>().expect("a number")).round() as usize
            };
            let is_cost = outcome.starts_with("public_cost");
            let said = match (row["verdict"].as_str(), is_cost) {
                ("win", false) | ("loss", true) => Said::Higher,
                ("loss", false) | ("win", true) => Said::Lower,
                ("no difference", _) => Said::NoDifference,
                _ => Said::Undecided,
            };
            let [higher, lower] = if is_cost { ["worse", "better"] } else { ["better", "worse"] };
            Some((said, [count(higher), count(lower), count("inside")]))
        })
        .collect();
    let (said, counts) = *found.first()?;
    let other = found.iter().find(|(other, _)| [Said::Higher, Said::Lower].contains(&said) && *other != said);
    Some(match other {
        None => (said, counts),
        Some((Said::Undecided, counts)) => (Said::Undecided, *counts),
        Some(_) => (Said::Undecided, counts),
    })
}

/// By pairs of the final year and of the horizon: a direction where all pairs, of so few, have it in both.
fn by_pairs(folder: &Path, outcome: &str, [focus, first]: [&str; 2]) -> (Said, [usize; 3]) {
    let said = |over: &str| {
        let mut steps: Vec<f64> = Vec::new();
        for row in rows(&folder.join("pairs.csv")) {
            if row["outcome"] == outcome && row["over"] == over && row["arm_a"] == first && row["arm_b"] == focus {
                steps.extend(row["difference"].parse::<f64>());
            }
        }
        let count = |is: fn(&f64) -> bool| steps.iter().filter(|step| is(step)).count();
        let counts = [count(|step| *step > 0.0), count(|step| *step < 0.0), count(|step| *step == 0.0)];
        let said = match counts {
            [0, 0, 0] => Said::Nothing,
            [n, 0, 0] if n == REPLICATES as usize => Said::Higher,
            [0, n, 0] if n == REPLICATES as usize => Said::Lower,
            [0, 0, n] if n == REPLICATES as usize => Said::NoDifference,
            _ => Said::Undecided,
        };
        (said, counts)
    };
    let ((at_last, counts), (throughout, _)) = (said("final"), said("mean"));
    let is_direction = [Said::Higher, Said::Lower].contains(&at_last);
    (if is_direction && throughout != at_last { Said::Undecided } else { at_last }, counts)
}

fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("the table is there");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// Numbers in a text, each with its decimals.
fn numbers(text: &str) -> Vec<(f64, usize)> {
    let words = text
        .split([' ', '(', ')', '/'])
        .map(|word| word.trim_end_matches([',', ':']).replace('\u{2212}', "-").replace(',', ""));
    let number = |word: String| {
        let decimals = word.split_once('.').map_or(0, |(_, rest)| rest.len());
        word.parse::<f64>().ok().map(|value| (value, decimals))
    };
    words.filter_map(number).collect()
}

/// A title names a direction, or that there is none, exactly where the tables do.
fn check_words(title: &str, said: Said) {
    let lower = title.to_lowercase();
    assert_eq!(lower.contains("undecided"), said == Said::Undecided, "{title}: {said:?}");
    assert_eq!(lower.contains("no difference worth naming"), said == Said::NoDifference, "{title}: {said:?}");
}

/// A chart of levels tells medians of the focus and of the first arm.
fn check_levels(title: &str, held: &Held, [focus, first]: [&str; 2], labels: [&str; 2]) {
    check_words(title, held.said);
    let tail = title.split_once(':').expect("a name, then numbers").1;
    // A label may hold a number of its own.
    let found = numbers(&labels.iter().fold(tail.to_owned(), |text, label| text.replacen(label, "", 1)));
    for ((number, decimals), arm) in found.iter().zip([focus, first]) {
        let away = (number - held.median(arm)).abs();
        assert!(away <= 0.5001 * 10_f64.powi(-(*decimals as i32)), "{title}: {arm} has {}", held.median(arm));
    }
    assert!(!found.is_empty(), "{title}");
}

/// A chart of differences tells in how many pairs the focus is higher or lower, or neither.
fn check_differences(title: &str, held: &Held) {
    check_words(title, held.said);
    let lower = title.to_lowercase();
    let [times_higher, times_lower, inside] = held.counts;
    let found: Vec<usize> = numbers(title).iter().map(|(number, _)| *number as usize).collect();
    let expected = match held.said {
        Said::Higher => vec![times_higher, REPLICATES as usize],
        Said::Lower => vec![times_lower, REPLICATES as usize],
        Said::NoDifference => vec![inside, REPLICATES as usize],
        Said::Undecided => vec![times_higher, times_lower, REPLICATES as usize],
        Said::Nothing => panic!("{title}: nothing is known"),
    };
    assert!(found.ends_with(&expected), "{title}: {expected:?}");
    if held.said != Said::Undecided {
        assert_eq!(
            [lower.contains("higher"), lower.contains("lower")],
            [Said::Higher, Said::Lower].map(|way| way == held.said)
        );
    }
}

/// Charts side by side tell on which outcomes the focus is higher or lower, and on no other.
fn check_together(title: &str, label: &str, outcomes: &[(&str, Said, Said)]) {
    let count =
        |of: &dyn Fn(Said, Said) -> bool| outcomes.iter().filter(|(_, said, better)| of(*said, *better)).count();
    let better = count(&|said, better| said == better);
    let worse = count(&|said, better| [Said::Higher, Said::Lower].contains(&said) && said != better);
    let told = title.strip_prefix(label).unwrap_or(title).to_lowercase();
    if told.contains("does better") || told.contains("does worse") {
        assert_eq!(if told.contains("better") { better } else { worse }, outcomes.len(), "{title}");
    } else if told.contains("better on") {
        let found: Vec<usize> = numbers(&told).iter().map(|(number, _)| *number as usize).collect();
        assert_eq!(found[..2], [better, worse], "{title}");
    } else {
        let decided = told.split(';').next().unwrap_or_default();
        let part = |word: &str| decided.split_once(word).map_or("", |(_, rest)| rest);
        let (higher, lower) = (part("higher ").split("lower ").next().unwrap_or_default(), part("lower "));
        for (name, said, _) in outcomes {
            assert_eq!(higher.contains(name), *said == Said::Higher, "{title}: {name}");
            assert_eq!(lower.contains(name), *said == Said::Lower, "{title}: {name}");
        }
    }
}

fn check(name: &str) {
    let mut scenario = support::shortened(support::scenario::<&str>(name, &[]), 4, 9);
    scenario.replicates = REPLICATES;
    let record = Record::of(&scenario);
    let replicates: Vec<u32> = (0..REPLICATES).collect();
    let ensemble = ensemble(&scenario, &replicates, &unattended());
    let folder = tempfile::tempdir().expect("a folder");
    let options = Options { figures: figures::Figures::None, ..Options::default() };
    write(regimes_report::files::Target::Folder(folder.path()), &record, &ensemble, &options).expect("results");
    let observed = Observed::new(&record, &ensemble).expect("whole runs");
    let focus = record.focus.unwrap_or_else(|| panic!("{name} names no focus"));
    let arms = [focus, 0].map(|arm| record.arms[arm].name.as_str());
    let title = |figure: &str| {
        let plan = FIGURES.iter().find(|plan| plan.name == figure).expect("a figure");
        (plan.draw)(&observed).map(|figure| figure.title)
    };
    let held = |outcome: &str| Held::of(folder.path(), outcome, arms);
    let is_told = |outcome: &str| observed.says_something(focus, record.outcome(outcome).expect("an outcome"));
    for (figure, outcome) in
        [("flourishing", "flourishing"), ("cost", "public_cost"), ("staff_wellbeing", "staff_wellbeing")]
    {
        if !is_told(outcome) {
            continue;
        }
        match title(figure) {
            Ok(title) => check_levels(&title, &held(outcome), arms, [focus, 0].map(|arm| observed.label(arm))),
            Err(_) => assert!(held(outcome).finals.values().all(Vec::is_empty), "{name}: {outcome}"),
        }
        match title(&format!("{figure}_difference")) {
            Ok(title) => check_differences(&title, &held(outcome)),
            Err(_) => assert!([Said::Nothing, Said::Undecided].contains(&held(outcome).said), "{name}: {outcome}"),
        }
    }
    let towards = |name: &'static str, outcome: &str, better: Said| {
        (name, if is_told(outcome) { held(outcome).said } else { Said::Nothing }, better)
    };
    let label = observed.label(focus);
    let staff = towards("staff wellbeing", "staff_wellbeing", Said::Higher);
    let three =
        [towards("flourishing", "flourishing", Said::Higher), towards("cost", "public_cost", Said::Lower), staff];
    check_together(&title("overview").expect("all three are observed"), label, &three);
    if let Ok(title) = title("staff") {
        check_together(&title, label, &[staff, towards("staff turnover", "turnover", Said::Lower)]);
    }
}

#[test]
fn titles_say_what_the_tables_hold_in_every_bundled_scenario() {
    for name in bundled::names() {
        check(name);
    }
}

#[test]
fn every_bundled_scenario_names_its_focus() {
    for name in bundled::names() {
        let scenario = support::scenario::<&str>(name, &[]);
        assert!(scenario.focus.is_some_and(|focus| focus > 0), "{name}");
    }
}
