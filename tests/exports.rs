//! Results in the forms that other programs read: what is exported is what the tables say, and a folder that is not whole, or
//! a place that is taken, is refused and left as it is.

use assert_cmd::Command;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn regimes(arguments: &[&str]) -> (i32, String) {
    let mut command = Command::cargo_bin("regimes").expect("the program is built");
    let output = command.args(arguments).output().expect("it ran");
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// A run of `tiny` in a folder below a temporary one.
fn ran(more: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("village");
    let set = ["--set", "burn_in_weeks=8", "--set", "horizon_weeks=60"];
    let path = out.display().to_string();
    let (code, said) = regimes(&[&["run", "tiny", "--threads", "1", "-q", "--out", &path][..], &set, more].concat());
    assert_eq!(code, 0, "{said}");
    (folder, out)
}

fn export(folder: &Path, more: &[&str]) -> (i32, String) {
    regimes(&[&["export", &folder.display().to_string()], more].concat())
}

/// The columns of a table, by name.
fn columns(path: &Path) -> BTreeMap<String, Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let heads = reader.headers().expect("heads").clone();
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows");
    let column = |n: usize| rows.iter().map(|row| row[n].to_owned()).collect();
    heads.iter().enumerate().map(|(n, head)| (head.to_owned(), column(n))).collect()
}

fn mean(values: &[String]) -> f64 {
    values.iter().map(|value| value.parse::<f64>().expect("a number")).sum::<f64>() / values.len() as f64
}

/// The cell of `economics.csv` for an arm, a perspective, a way of discounting and a slope, at the low value of a WELLBY.
fn told(folder: &Path, words: [&str; 4], column: &str) -> f64 {
    let table = columns(&folder.join("economics.csv"));
    let heads = ["arm_b", "perspective", "discounting", "slope"];
    let is_it = |row: &usize| {
        heads.iter().zip(words).all(|(head, word)| table[*head][*row] == word) && table["threshold"][*row] == "low"
    };
    let row = (0..table["slope"].len()).find(is_it).expect("a row");
    table[column][row].parse().expect("a number")
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-6 * b.abs().max(1e-6), "{a} is not {b}");
}

#[test]
fn matrices_of_futures_have_the_means_of_the_table() {
    let (_guard, folder) = ran(&["--replicates", "3"]);
    let (code, said) = export(&folder, &["--to", "psa"]);
    assert!(code == 0 && said.contains("3 cases that differ by luck"), "{said}");
    let out = folder.with_file_name("village-psa");
    for (file, perspective, discounting) in [
        ("costs_public_sector.csv", "public_sector", "discounted"),
        ("costs_services.csv", "services", "discounted"),
        ("costs_services_undiscounted.csv", "services", "undiscounted"),
    ] {
        for (arm, costs) in columns(&out.join(file)) {
            assert_eq!(costs.len(), 3);
            close(mean(&costs), told(&folder, [&arm, perspective, discounting, "3"], "cost_b"));
        }
    }
    for (file, slope) in [("wellbys_low.csv", "3"), ("wellbys_middle.csv", "6.5"), ("wellbys_high.csv", "10")] {
        for (arm, wellbys) in columns(&out.join(file)) {
            close(mean(&wellbys), told(&folder, [&arm, "services", "discounted", slope], "wellbys_b"));
        }
    }
    // Discounted years and money come to less, and by nearly as much, where both flow evenly.
    let of = |file: &str| mean(&columns(&out.join(file))["hls"]);
    let shares = [
        of("costs_public_sector.csv") / of("costs_public_sector_undiscounted.csv"),
        of("wellbys_low.csv") / of("wellbys_low_undiscounted.csv"),
    ];
    assert!(shares.iter().all(|share| *share < 1.0 && *share > 0.99), "{shares:?}");
    assert!(!out.join("parameters.csv").exists());
    let readme = fs::read_to_string(out.join("README.md")).expect("a text");
    assert!(readme.contains("make_psa_obj") && readme.contains("BCEA::bcea") && !readme.contains("parameters.csv"));
}

#[test]
fn matrices_of_draws_have_their_parameters_row_by_row() {
    let (_guard, folder) = ran(&["--replicates", "2", "--draws", "3"]);
    let (code, said) = export(&folder, &["--to", "psa"]);
    assert!(code == 0 && said.contains("3 cases that differ by parameters and luck"), "{said}");
    let out = folder.with_file_name("village-psa");
    let (parameters, rows) = (columns(&out.join("parameters.csv")), columns(&out.join("rows.csv")));
    assert_eq!(rows["point_id"], ["0", "1", "2"]);
    let points = columns(&folder.join("draws/points.csv"));
    for (path, values) in &parameters {
        for (case, value) in values.iter().enumerate() {
            let row = points["point_id"].iter().position(|id| *id == rows["point_id"][case]).expect("the draw");
            assert_eq!(points[path][row], *value, "{path}");
        }
    }
    assert!(parameters.len() > 10);
    let draws = columns(&folder.join("draws/economic_draws.csv"));
    let first = draws["arm"].iter().position(|arm| arm == "hls").expect("the arm");
    let costs = &columns(&out.join("costs_public_sector.csv"))["hls"];
    assert_eq!(draws["cost_public_sector_discounted"][first], costs[0]);
    close(mean(costs), told(&folder.join("draws"), ["hls", "public_sector", "discounted", "3"], "cost_b"));
    // Few draws say nothing of one parameter.
    assert!(!folder.join("draws/evppi.csv").exists());
    let package = fs::read_to_string(folder.join("draws/datapackage.json")).expect("a package");
    let package: Value = serde_json::from_str(&package).expect("JSON");
    let paths: Vec<&str> =
        package["resources"].as_array().expect("tables").iter().filter_map(|t| t["path"].as_str()).collect();
    assert!(
        paths.contains(&"economic_draws.csv") && paths.iter().all(|path| folder.join("draws").join(path).is_file())
    );
}

#[test]
fn a_crate_describes_every_file_and_stands_in_the_way_of_nothing() {
    let (_guard, folder) = ran(&["--replicates", "2"]);
    assert_eq!(export(&folder, &["--to", "ro-crate"]).0, 0);
    let path = folder.join("ro-crate-metadata.json");
    let text = fs::read_to_string(&path).expect("a crate");
    let made: Value = serde_json::from_str(&text).expect("JSON");
    let graph = made["@graph"].as_array().expect("entities");
    let is_file = |entity: &&Value| entity["@type"] == "File";
    let described: Vec<&str> = graph.iter().filter(is_file).filter_map(|entity| entity["@id"].as_str()).collect();
    for entry in fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_own = ["ro-crate-metadata.json", ".lock"].contains(&name.as_str());
        assert!(entry.path().is_dir() || is_own || described.contains(&name.as_str()), "{name}");
    }
    let (code, said) = export(&folder, &["--to", "ro-crate"]);
    assert!(code == 2 && said.contains("exists already; --force"), "{said}");
    assert_eq!(export(&folder, &["--to", "ro-crate", "--force"]).0, 0);
    assert_eq!(fs::read_to_string(&path).expect("a crate"), text);
    assert_eq!(regimes(&["verify", &folder.display().to_string(), "-q"]).0, 0);
    let (code, said) = export(&folder, &["--to", "ro-crate", "--out", "elsewhere"]);
    assert!(code == 2 && said.contains("--out goes with --to psa"), "{said}");
}

#[test]
fn what_is_not_whole_or_taken_is_refused_and_left_as_it_is() {
    let (guard, folder) = ran(&["--replicates", "2"]);
    let refused = |folder: &Path, to: &str, expected: &str| {
        let (code, said) = export(folder, &["--to", to]);
        assert!(code == 2 && said.contains(expected), "{expected} in {said}");
    };
    let out = folder.with_file_name("village-psa");
    fs::create_dir(&out).expect("made");
    fs::write(out.join("thesis.md"), "years of work").expect("written");
    refused(&folder, "psa", "is not empty");
    assert_eq!(fs::read_dir(&out).expect("a folder").count(), 1);
    assert_eq!(export(&folder, &["--to", "psa", "--force"]).0, 0);
    assert_eq!(fs::read_to_string(out.join("thesis.md")).expect("there"), "years of work");
    fs::remove_dir_all(&out).expect("removed");
    let change = |name: &str, change: &dyn Fn(String) -> String, expected: &str| {
        let kept = fs::read_to_string(folder.join(name)).expect("there");
        fs::write(folder.join(name), change(kept.clone())).expect("written");
        for to in ["psa", "ro-crate"] {
            refused(&folder, to, expected);
        }
        fs::write(folder.join(name), kept).expect("written");
    };
    change("costs.csv", &|text| text[..text.len() / 2].to_owned(), "has changed since it was written");
    change("manifest.json", &|text| text.replace("\"format\": 2", "\"format\": 1"), "older format 1");
    change("manifest.json", &|text| text[..text.len() / 2].to_owned(), "manifest.json");
    refused(guard.path(), "psa", "has no results");
    // A folder from before there were discounted years.
    fs::remove_file(folder.join("years.csv")).expect("removed");
    let manifest = fs::read_to_string(folder.join("manifest.json")).expect("there");
    let older: Vec<&str> = manifest.lines().filter(|line| !line.contains("\"years.csv\"")).collect();
    fs::write(folder.join("manifest.json"), older.join("\n").replace(",\n  }", "\n  }")).expect("written");
    refused(&folder, "psa", "it was written before there was one");
    assert!(!out.exists() && !folder.join("ro-crate-metadata.json").exists());
}
