//! What titles of figures say is what the tables of the same run hold, in every bundled scenario.

mod support;

use regimes_report::figures::{self, FIGURES};
use regimes_report::observed::Observed;
use regimes_report::run_record::Record;
use regimes_report::{Options, write};
use regimes_scenario::bundled;
use regimes_study::simulation::{ensemble, unattended};
use std::collections::BTreeMap;
use std::path::Path;

/// Paired futures of each run.
const REPLICATES: u32 = 5;

/// What the tables hold of an outcome: medians of the final year by arm, and the differences of the focus in pairs.
#[derive(Default)]
struct Held {
    finals: BTreeMap<String, Vec<f64>>,
    differences: Vec<f64>,
}

impl Held {
    fn of(folder: &Path, outcome: &str, focus: &str) -> Held {
        let mut held = Held::default();
        for row in rows(&folder.join("pairs.csv")) {
            if row["outcome"] != outcome || row["over"] != "final" || row["arm_b"] != focus {
                continue;
            }
            held.differences.extend(row["difference"].parse::<f64>());
        }
        for row in rows(&folder.join("runs.csv")) {
            let known = row[&format!("final_{outcome}")].parse::<f64>();
            held.finals.entry(row["arm"].clone()).or_default().extend(known);
        }
        held
    }

    fn median(&self, arm: &str) -> f64 {
        let mut values = self.finals[arm].clone();
        values.sort_by(f64::total_cmp);
        (values[(values.len() - 1) / 2] + values[values.len() / 2]) / 2.0
    }

    fn above(&self) -> usize {
        self.differences.iter().filter(|step| **step > 0.0).count()
    }

    fn below(&self) -> usize {
        self.differences.iter().filter(|step| **step < 0.0).count()
    }

    /// 1 or -1 where nine of ten pairs agree, or all of a few; else 0.
    fn direction(&self) -> i32 {
        let n = self.differences.len();
        let agree = |times: usize| n > 1 && if n < 5 { times == n } else { 10 * times >= 9 * n };
        i32::from(agree(self.above())) - i32::from(agree(self.below()))
    }
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

/// A chart of levels tells medians of the focus and of the first arm.
fn check_levels(title: &str, held: &Held, [focus, first]: [&str; 2], labels: [&str; 2]) {
    let tail = title.split_once(':').expect("a name, then numbers").1;
    // A label may hold a number of its own.
    let found = numbers(&labels.iter().fold(tail.to_owned(), |text, label| text.replacen(label, "", 1)));
    for ((number, decimals), arm) in found.iter().zip([focus, first]) {
        let away = (number - held.median(arm)).abs();
        assert!(away <= 0.5001 * 10_f64.powi(-(*decimals as i32)), "{title}: {arm} has {}", held.median(arm));
    }
    assert!(!found.is_empty(), "{title}");
}

/// A chart of differences tells in how many pairs the focus is higher or lower.
fn check_differences(title: &str, held: &Held) {
    let all = held.differences.len();
    if title.starts_with("No difference") {
        assert_eq!((held.above(), held.below()), (0, 0), "{title}");
        return;
    }
    let counts = numbers(title);
    let [.., (times, _), (n, _)] = counts[..] else { panic!("{title}") };
    let lower = title.to_lowercase();
    let is_lower = lower.contains("lower");
    assert!(is_lower != lower.contains("higher"), "{title}");
    assert_eq!((times as usize, n as usize), (if is_lower { held.below() } else { held.above() }, all), "{title}");
    let is_clear = !title.to_lowercase().contains("no clear") && !title.to_lowercase().contains("too few");
    assert_eq!(is_clear, held.direction() != 0, "{title}");
}

/// Charts side by side tell on which outcomes the focus is higher or lower in nearly all pairs, and on no other.
fn check_together(title: &str, label: &str, outcomes: &[(&str, i32, i32)]) {
    let count = |sign| outcomes.iter().filter(|(_, direction, better)| direction * better == sign).count();
    let told = title.strip_prefix(label).unwrap_or(title).to_lowercase();
    if told.contains("does better") || told.contains("does worse") {
        let sign = if told.contains("better") { 1 } else { -1 };
        assert_eq!(count(sign), outcomes.len(), "{title}");
    } else if told.contains("better on") {
        let found: Vec<usize> = numbers(&told).iter().map(|(number, _)| *number as usize).collect();
        assert_eq!(found[..2], [count(1), count(-1)], "{title}");
    } else {
        let part = |word: &str| told.split_once(word).map_or("", |(_, rest)| rest);
        let (higher, lower) = (part("higher ").split("lower ").next().unwrap_or_default(), part("lower "));
        for (name, direction, _) in outcomes {
            assert_eq!(higher.contains(name), *direction > 0, "{title}: {name}");
            assert_eq!(lower.contains(name), *direction < 0, "{title}: {name}");
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
    write(folder.path(), &record, &ensemble, &options).expect("results");
    let observed = Observed::new(&record, &ensemble).expect("whole runs");
    let focus = record.focus.unwrap_or_else(|| panic!("{name} names no focus"));
    let arms = [focus, 0].map(|arm| record.arms[arm].name.as_str());
    let title = |figure: &str| {
        let plan = FIGURES.iter().find(|plan| plan.name == figure).expect("a figure");
        (plan.draw)(&observed).map(|figure| figure.title)
    };
    let held = |outcome: &str| Held::of(folder.path(), outcome, arms[0]);
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
            Err(_) => assert!(held(outcome).differences.is_empty(), "{name}: {outcome}"),
        }
    }
    let towards = |name: &'static str, outcome: &str, better: i32| {
        (name, if is_told(outcome) { held(outcome).direction() } else { 0 }, better)
    };
    let label = observed.label(focus);
    let staff = towards("staff wellbeing", "staff_wellbeing", 1);
    let three = [towards("flourishing", "flourishing", 1), towards("cost", "public_cost", -1), staff];
    check_together(&title("overview").expect("all three are observed"), label, &three);
    if let Ok(title) = title("staff") {
        check_together(&title, label, &[staff, towards("staff turnover", "turnover", -1)]);
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
