//! Numbers stay what they are: a digest of all numbers of every table of every bundled scenario, each in its range.
//!
//! Labels, descriptions, documents and the manifest are free to move; a number is not, unless the changelog says so.
//! The digest of `tiny` at its full length holds on any build and any machine.
//! `UPDATE_GOLDEN=1 cargo test --release --test digests` rewrites `tests/golden/digests.csv`.

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use regimes_model::model::outcomes::OUTCOMES;
use regimes_model::units::is_missing;
use regimes_report::figures::Figures;
use regimes_report::files::Target;
use regimes_report::run_record::Record;
use regimes_report::{Options, write};
use regimes_scenario::bundled;
use regimes_scenario::check::Scenario;
use regimes_study::simulation::control::unattended;
use regimes_study::simulation::trace::{Ensemble, OF_A_KIND};
use regimes_study::study::ensembles::ensemble;
use sha2::{Digest, Sha256};
use support::{range, scenario, shortened};

/// Outcomes, weights and columns of `effects.csv` that came after the file was written: it keeps the numbers that stood
/// there then. A mechanism that is off leaves its outcomes missing, or at 1, in every bundled scenario.
const SINCE: [&str; 46] = [
    "without_home",
    "in_temporary",
    "homes_lost",
    "homes_given",
    "weeks_to_home",
    "tenancies_kept",
    "housed_throughout",
    "housed_partly",
    "housed_never",
    "weight_homes_given",
    "weight_tenancies_due",
    "tenancy_length",
    "time_without_home",
    "true_wait",
    "reported_wait",
    "long_waits",
    "reported_long_waits",
    "wait_so_far",
    "long_on_list",
    "weight_tenancies",
    "weight_without_home",
    "weight_cases_opened",
    "weight_clocks_stopped",
    "weight_on_lists",
    "crises_entered",
    "admissions",
    "main_need_met",
    "weeks_without_home",
    "weeks_to_first_home",
    "flourishing_years",
    "wellbys_at_low_slope",
    "wellbys",
    "wellbys_at_high_slope",
    "value_of_wellbys_low",
    "value_of_wellbys",
    "value_of_wellbys_high",
    "cost_per_wellby_at_low_slope",
    "cost_per_wellby",
    "cost_per_wellby_at_high_slope",
    "better_low",
    "better_high",
    "worse_low",
    "worse_high",
    "inside_low",
    "inside_high",
    "process_waste",
];

/// Weeks of the burn-in and of the horizon of a scenario that is cut short.
const SHORT: (u32, u32) = (4, 20);

/// A line of the file: what was run, a table, and the digest of its numbers.
type Lines = BTreeMap<(String, String), String>;

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/digests.csv")
}

/// That no run failed, all outcomes are missing or within their range, and no two arms have one label.
fn is_sound(name: &str, record: &Record, ensemble: &Ensemble) {
    for run in &ensemble.traces {
        assert_eq!(run.error, None, "{name}");
        for (n, &value) in run.outcomes.iter().enumerate() {
            let outcome = &OUTCOMES[n % OUTCOMES.len()];
            let (low, high) = range(outcome);
            let within = value >= low - 1e-5 && value <= high + 1e-5;
            assert!(is_missing(value) || within, "{name}: {} is {value}", outcome.name);
        }
    }
    let mut labels: Vec<&str> = record.arms.iter().map(|arm| arm.label.as_str()).collect();
    labels.sort_unstable();
    assert!(labels.windows(2).all(|pair| pair[0] != pair[1]), "{name}: {labels:?}");
}

/// The digests of all tables of one replicate of a scenario, under a name.
fn digests(name: &str, scenario: &Scenario, into: &mut Lines) {
    let ensemble = ensemble(scenario, &[0], &unattended());
    is_sound(name, &Record::of(scenario), &ensemble);
    let folder = tempfile::tempdir().expect("a folder");
    let options = Options { figures: Figures::None, ..Options::default() };
    write(Target::Folder(folder.path()), &Record::of(scenario), &ensemble, &options)
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let package = fs::read_to_string(folder.path().join("datapackage.json")).expect("written");
    let package: serde_json::Value = serde_json::from_str(&package).expect("JSON");
    for table in package["resources"].as_array().expect("tables") {
        let file = table["path"].as_str().expect("a path");
        let fields = table["schema"]["fields"].as_array().expect("fields");
        let numeric = |field: &serde_json::Value| field["type"] == "number" || field["type"] == "integer";
        let named = |column: &usize| fields[*column]["name"].as_str().expect("a name");
        let columns = (0..fields.len()).filter(|column| numeric(&fields[*column]) && !is_new(named(column)));
        let outcome = (0..fields.len()).find(|column| named(column) == "outcome");
        let digest = digest(&folder.path().join(file), &columns.collect::<Vec<_>>(), outcome);
        into.insert((name.to_owned(), file.to_owned()), digest);
    }
}

/// Whether a column holds an outcome or a weight that came after the file was written, by the week or over weeks, or one
/// that cohorts have for each kind of crisis.
fn is_new(column: &str) -> bool {
    let of_weeks = ["mean_", "final_"].into_iter().find_map(|over| column.strip_prefix(over));
    SINCE.contains(&of_weeks.unwrap_or(column)) || column.starts_with(OF_A_KIND)
}

/// The digest of the numbers of some columns, row by row; a missing one counts as an empty cell. Rows of an outcome that is
/// named in a column, and came after the file was written, do not count.
fn digest(path: &Path, columns: &[usize], outcome: Option<usize>) -> String {
    let mut digest = Sha256::new();
    for row in csv::Reader::from_path(path).expect("a table").records() {
        let row = row.expect("a row");
        if outcome.is_some_and(|outcome| is_new(&row[outcome])) {
            continue;
        }
        for &column in columns {
            digest.update(row[column].as_bytes());
            digest.update(b",");
        }
        digest.update(b"\n");
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read(text: &str) -> Lines {
    let rows = text.lines().skip(1).filter_map(|line| {
        let (what, digest) = line.rsplit_once(',')?;
        let (run, table) = what.rsplit_once(',')?;
        Some(((run.to_owned(), table.to_owned()), digest.to_owned()))
    });
    rows.collect()
}

#[test]
fn the_numbers_of_every_bundled_scenario_are_what_they_were() {
    let mut made = Lines::new();
    for name in bundled::names() {
        let short = shortened(scenario::<&str>(name, &[]), SHORT.0, SHORT.1);
        digests(name, &short, &mut made);
    }
    digests("tiny at full length", &scenario::<&str>("tiny", &[]), &mut made);
    if env::var_os("UPDATE_GOLDEN").is_some() {
        let lines = made.iter().map(|((run, table), digest)| format!("{run},{table},{digest}\n"));
        let text: String = ["run,table,sha256\n".to_owned()].into_iter().chain(lines).collect();
        fs::write(path(), text).expect("the golden file can be written");
        return;
    }
    let golden = read(&fs::read_to_string(path()).expect("the golden file"));
    let both = golden.keys().chain(made.keys()).filter(|key| golden.get(key) != made.get(key));
    let mut moved: Vec<String> = both.map(|(run, table)| format!("{run}: {table}")).collect();
    moved.sort();
    moved.dedup();
    assert!(moved.is_empty(), "numbers have moved; UPDATE_GOLDEN=1 rewrites them\n{}", moved.join("\n"));
}
