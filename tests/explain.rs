//! `regimes explain` as a user meets it: what it writes, that it comes out the same, and what it refuses.

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn regimes(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("regimes").expect("the program is built");
    let output = command.args(arguments).output().expect("it ran");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

/// A short village with few people.
const SMALL: [&str; 12] = [
    "explain",
    "tiny",
    "--set",
    "places.village.residents=300",
    "--set",
    "burn_in_weeks=4",
    "--set",
    "horizon_weeks=40",
    "--replicates",
    "3",
    "--orders",
    "4",
];

fn explained(out: &Path, more: &[&str]) -> (i32, String, String) {
    let out = out.display().to_string();
    regimes(&[&SMALL[..], &["--out", &out], more].concat())
}

/// The rows of a table, by the names of their columns.
fn rows(out: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(out.join(name)).expect("a table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn number(row: &BTreeMap<String, String>, name: &str) -> f64 {
    row[name].parse().unwrap_or(f64::NAN)
}

#[test]
fn contributions_add_up_and_walks_end_where_the_other_begins() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let (code, told, messages) = explained(&out, &["--outcome", "in_crisis", "-j", "1"]);
    assert_eq!(code, 0, "{messages}");
    assert!(told.contains("What makes the difference between NPM and HLS") && told.contains("Shapley"), "{told}");
    assert_eq!(told.lines().filter(|line| line.chars().count() > 100).count(), 0, "{told}");
    let shapley = rows(&out, "shapley.csv");
    for outcome in ["flourishing", "public_cost", "staff_wellbeing", "in_crisis"] {
        let of = |measure: &str| -> Vec<f64> {
            let is_it = |row: &&BTreeMap<String, String>| row["outcome"] == outcome && row["measure"] == measure;
            shapley.iter().filter(is_it).map(|row| number(row, "value")).collect()
        };
        let (whole, parts) = (of("whole")[0], of("shapley"));
        assert_eq!((parts.len(), of("alone").len(), of("left_out").len()), (15, 15, 15));
        let scale: f64 = parts.iter().map(|part| part.abs()).sum();
        assert!((parts.iter().sum::<f64>() - whole).abs() <= 1e-7 * scale, "{outcome}");
    }
    let walk = rows(&out, "walk.csv");
    let level = |outcome: &str, direction: &str, step: usize| {
        let is_it = |row: &&BTreeMap<String, String>| {
            row["outcome"] == outcome && row["direction"] == direction && row["step"] == step.to_string()
        };
        walk.iter().find(is_it).map(|row| row["level"].clone()).expect("a step")
    };
    assert_eq!(level("flourishing", "forwards", 15), level("flourishing", "backwards", 0));
    assert_eq!(level("flourishing", "forwards", 0), level("flourishing", "backwards", 15));
    assert_eq!(rows(&out, "interactions.csv").len(), 4 * 15 * 14 / 2);
    let audit = rows(&out, "audit.csv");
    let becomes = |thing: &str, name: &str| {
        let is_it = |row: &&BTreeMap<String, String>| row["outcome"] == "public_cost" && row["thing"] == thing;
        audit.iter().find(is_it).map(|row| number(row, name)).expect("a row")
    };
    assert!(becomes("support", "to_exchanged").is_finite() && becomes("support", "from_exchanged").is_finite());
    assert!(becomes("accountability.targets.stake", "to_exchanged").is_nan(), "the other arm has no stake");
    assert!(becomes("status_quo", "to_exchanged").is_nan(), "no --audit");
    for end in ["svg", "png", "csv", "txt"] {
        assert!(out.join(format!("figures/waterfall.{end}")).is_file(), "{end}");
        assert!(out.join(format!("figures/audit.{end}")).is_file(), "{end}");
    }
    let text = fs::read_to_string(out.join("datapackage.json")).expect("a description");
    let package: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    for resource in package["resources"].as_array().expect("tables") {
        let path = out.join(resource["path"].as_str().expect("a path"));
        let header: Vec<String> = csv::Reader::from_path(path)
            .expect("a table")
            .headers()
            .expect("names")
            .iter()
            .map(str::to_owned)
            .collect();
        let fields = resource["schema"]["fields"].as_array().expect("fields");
        let named: Vec<&str> = fields.iter().map(|field| field["name"].as_str().expect("a name")).collect();
        assert_eq!(named, header);
    }
}

#[test]
fn it_comes_out_the_same_on_other_threads_and_is_gone_on_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let shown = out.display().to_string();
    assert_eq!(explained(&out, &["-q", "-j", "1"]).0, 0);
    let (code, told, messages) = regimes(&["verify", &shown, "-j", "2"]);
    assert_eq!((code, told.starts_with("identical")), (0, true), "{messages}");
    let (code, _, messages) = explained(&out, &["-j", "2"]);
    assert!(code == 0 && messages.contains("up to date"), "{messages}");
    let before = fs::read(out.join("figures/waterfall.svg")).expect("a figure");
    assert_eq!(regimes(&["plot", &shown]).0, 0);
    assert_eq!(fs::read(out.join("figures/waterfall.svg")).expect("a figure"), before);
    // More orders go on with what is there.
    let (code, _, messages) = explained(&out, &["--orders", "8", "--resume", "-j", "2"]);
    assert_eq!(code, 2, "an option cannot be given twice: {messages}");
    let more: Vec<&str> = SMALL.iter().map(|word| if *word == "4" { "8" } else { *word }).collect();
    let (code, _, messages) = regimes(&[&more[..], &["--out", &shown, "--resume", "-j", "2"]].concat());
    assert!(code == 0 && !messages.contains(" 0 of these kept"), "{messages}");
    let tables = |out: &Path| ["shapley.csv", "walk.csv"].map(|name| fs::read(out.join(name)).expect("a table"));
    let afresh = folder.path().join("afresh");
    assert_eq!(regimes(&[&more[..], &["--out", &afresh.display().to_string(), "-q"]].concat()).0, 0);
    assert_eq!(tables(&out), tables(&afresh));
}

#[test]
fn what_cannot_be_explained_is_refused_before_the_first_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    for (more, part) in [
        (&["--from", "hls", "--to", "hls"][..], "do not differ"),
        (&["--to", "hsl"], "did you mean `hls`"),
        (&["--together", "voice"], "name two or more"),
        (&["--together", "voice,budget_times"], "the same in both arms"),
        (&["--outcome", "flourshing"], "did you mean `flourishing`"),
        (&["--set", "arms.hls.only=[\"housing_office\"]"], "does not limit"),
        (&["--set", "arms.hls.only=[\"housing_office\"]", "--set", "arms.hls.commissioners=false"], "--together"),
    ] {
        let (code, told, messages) = explained(&out, more);
        assert_eq!((code, told.as_str()), (2, ""), "{more:?}: {messages}");
        assert!(messages.contains(part), "{more:?}: {messages}");
        assert!(!out.exists(), "{more:?}");
    }
    let (code, _, messages) = regimes(&["explain", "tiny", "--orders", "6"]);
    assert!(code == 2 && messages.contains("such as 8"), "{messages}");
}

#[test]
fn rows_of_rules_are_explained_as_arms_are_and_what_is_coupled_is_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let coupled = ["--from", "npm_lean", "--to", "npm_good", "--together", "payment,competition", "--audit"];
    let (code, told, messages) = explained(&out, &coupled);
    assert_eq!(code, 0, "{messages}");
    assert!(told.contains("Declared to change together, and so explained as one: payment+competition."), "{told}");
    let shapley = rows(&out, "shapley.csv");
    let keys = shapley.iter().find(|row| row["player"] == "payment+competition").map(|row| row["keys"].clone());
    assert_eq!(keys.as_deref(), Some("2"));
    let audit = rows(&out, "audit.csv");
    for thing in ["status_quo", "accountability.targets.ratchet"] {
        let row = audit.iter().find(|row| row["thing"] == thing).expect("a row");
        assert!(number(row, "to_exchanged").is_finite(), "{row:?}");
    }
}
