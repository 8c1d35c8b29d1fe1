//! What a folder of results says of itself: units, lengths, closed lists and seeds are those of the scenario.

use assert_cmd::Command;
use std::fs;
use std::path::Path;

fn regimes(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("regimes").expect("the program is built");
    let output = command.args(arguments).output().expect("it ran");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

/// Runs `tiny` with two replicates and some values set; gives back the folder, and what was said.
fn run_tiny(sets: &[&str], more: &[&str]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().display().to_string();
    let mut arguments = vec!["run", "tiny", "--replicates", "2", "--out", &out];
    sets.iter().for_each(|set| arguments.extend(["--set", *set]));
    arguments.extend(more);
    let (code, said, messages) = regimes(&arguments);
    assert_eq!(code, 0, "{messages}");
    (folder, said + &messages)
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Every text of a folder of results but the scenario, with its name.
fn texts(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for below in [folder.to_owned(), folder.join("figures")] {
        for entry in fs::read_dir(below).expect("a folder").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_text = ["csv", "json", "svg", "txt"].iter().any(|end| name.ends_with(end));
            if is_text {
                found.push((name, fs::read_to_string(entry.path()).expect("a text")));
            }
        }
    }
    assert!(found.len() > 20, "{}", found.len());
    found
}

/// The rows of a table, each cell beside the name of its column.
fn cells(folder: &Path, table: &str) -> Vec<Vec<(String, String)>> {
    let mut reader = csv::Reader::from_path(folder.join(table)).expect("a table");
    let header = reader.headers().expect("a header").clone();
    let row = |row: csv::StringRecord| header.iter().zip(&row).map(|(h, c)| (h.to_owned(), c.to_owned())).collect();
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

fn cell<'a>(row: &'a [(String, String)], column: &str) -> &'a str {
    row.iter().find(|(name, _)| name == column).map_or("", |(_, cell)| cell)
}

/// How tables and their description name the column of money spent.
const COLUMN: &str = "pounds";

#[test]
fn no_result_of_a_scenario_in_euros_speaks_of_pounds() {
    let sets = ["costs.currency=EUR", "costs.price_year=2031"];
    let (folder, said) = run_tiny(&sets, &[]);
    let mut texts = texts(folder.path());
    texts.push(("what is said".to_owned(), said));
    for (name, text) in &texts {
        for word in ["GBP", "£", "pound"] {
            // The column keeps its name in every currency; its unit says which it is.
            assert!(!text.replace(COLUMN, "").contains(word), "{name} names `{word}`");
        }
    }
    let of = |name: &str| &texts.iter().find(|(known, _)| known == name).expect("written").1;
    for name in ["datapackage.json", "summary.csv"] {
        assert!(of(name).contains("EUR/resident/week"), "{name}");
    }
    assert!(of("cost_by_line.svg").contains("€ per resident and year at 2031 prices"));
    assert!(of("overview.txt").contains("€ per resident and week at 2031 prices"));
    assert!(of("what is said").contains("EUR/resident/week at 2031 prices"));
    let (code, shown, _) = regimes(&["show", "tiny", "--set", sets[0]]);
    assert!(code == 0 && shown.contains("EUR/hour") && !shown.contains("GBP"));
}

#[test]
fn sums_over_years_stand_beside_the_same_sums_discounted() {
    let sets = ["costs.discount_per_year=0.1", "horizon_weeks=104"];
    let (folder, _) = run_tiny(&sets, &["--set", "burn_in_weeks=4"]);
    let number = |row: &[(String, String)], column: &str| cell(row, column).parse::<f64>().expect("a number");
    for run in cells(folder.path(), "runs.csv") {
        let costs = cells(folder.path(), "costs.csv");
        let own = || costs.iter().filter(|row| cell(row, "run_id") == cell(&run, "run_id"));
        for (column, total) in [("pounds", "total_cost"), ("discounted", "total_cost_discounted")] {
            let sum: f64 = own().map(|row| number(row, column)).sum::<f64>() / 2000.0;
            assert!((sum / number(&run, total) - 1.0).abs() < 1e-6, "{total}: {sum} for {}", cell(&run, total));
        }
        let second = own().find(|row| cell(row, "year") == "1").expect("a second year");
        assert!((number(second, "pounds") / number(second, "discounted") - 1.1).abs() < 1e-6);
    }
}

#[test]
fn what_is_no_code_of_a_currency_is_refused() {
    for wrong in ["pounds", "eur", "£"] {
        let (code, _, messages) = regimes(&["check", "tiny", "--set", &format!("costs.currency=\"{wrong}\"")]);
        assert!(code == 2 && messages.contains("is not the code of a currency"), "{messages}");
    }
}
