//! `regimes discover` and `regimes flip` as a user meets them: what they write, that it comes out the same, what they refuse.

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
const SMALL: [&str; 6] =
    ["--set", "places.village.residents=300", "--set", "burn_in_weeks=4", "--set", "horizon_weeks=40"];

fn made(command: &str, out: &Path, more: &[&str]) -> (i32, String, String) {
    let out = out.display().to_string();
    regimes(&[&[command, "tiny"], &SMALL[..], &["--out", &out], more].concat())
}

/// Two axes of a small map.
const AXES: [&str; 6] =
    ["--vary", "patterns.harm=0..0.4", "--vary", "patterns.personal_variation=0,0.2,0.4,0.5", "--grid", "4"];

/// The rows of a table, by the names of their columns.
fn rows(out: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(out.join(name)).expect("a table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn number(row: &BTreeMap<String, String>, name: &str) -> f64 {
    row[name].parse().unwrap_or(f64::NAN)
}

/// Whether the description of a folder has the columns of its tables.
fn check_described(out: &Path) {
    let text = fs::read_to_string(out.join("datapackage.json")).expect("a description");
    let package: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    for resource in package["resources"].as_array().expect("tables") {
        let path = out.join(resource["path"].as_str().expect("a path"));
        let mut reader = csv::Reader::from_path(path).expect("a table");
        let header: Vec<String> = reader.headers().expect("names").iter().map(str::to_owned).collect();
        let fields = resource["schema"]["fields"].as_array().expect("fields");
        let named: Vec<&str> = fields.iter().map(|field| field["name"].as_str().expect("a name")).collect();
        assert_eq!(named, header);
    }
}

#[test]
fn a_map_says_who_wins_in_every_cell_and_comes_out_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let shown = out.display().to_string();
    let (code, told, messages) = made("discover", &out, &[&AXES[..], &["-j", "1"]].concat());
    assert_eq!(code, 0, "{messages}");
    assert!(
        told.contains("Where NPM and HLS win") && told.contains("of 16 cells") && told.contains("smoothed"),
        "{told}"
    );
    assert_eq!(
        told.lines()
            .filter(|line| line.chars().count() > 100 && !line.starts_with("Table") && !line.starts_with("Open"))
            .count(),
        0,
        "{told}"
    );
    let map = rows(&out, "wins_map.csv");
    assert_eq!(map.len(), 3 * 16);
    let points = rows(&out, "points.csv");
    for row in map.iter().filter(|row| row["outcome"] != "reported_minus_true") {
        let is_it = |point: &&BTreeMap<String, String>| {
            point["point_id"] == row["point_id"] && point["outcome"] == row["outcome"]
        };
        let point = points.iter().find(is_it).expect("the cell is a point");
        let sign = if row["outcome"] == "public_cost" { -1.0 } else { 1.0 };
        assert!((number(row, "gain_alone") - sign * number(point, "difference")).abs() < 1e-7, "{row:?}");
        assert_eq!(number(row, "x"), number(point, "patterns.harm"));
        let (low, high, smallest) = (number(row, "low"), number(row, "high"), number(row, "smallest"));
        let expected = if low >= smallest {
            "hls"
        } else if high <= -smallest {
            "npm"
        } else if low > -smallest && high < smallest {
            "no difference"
        } else {
            "undecided"
        };
        assert_eq!(row["winner"], expected, "{row:?}");
    }
    check_described(&out);
    let text = fs::read_to_string(out.join("figures/wins_map.txt")).expect("a text");
    assert!(text.contains("In this model, under these assumptions") && text.contains("hatched"), "{text}");
    for end in ["svg", "png", "csv"] {
        assert!(out.join(format!("figures/wins_map.{end}")).is_file(), "{end}");
    }
    let (code, told, messages) = regimes(&["verify", &shown, "-j", "2"]);
    assert_eq!((code, told.starts_with("identical")), (0, true), "{messages}");
    let (code, _, messages) = made("discover", &out, &[&AXES[..], &["-j", "2"]].concat());
    assert!(code == 0 && messages.contains("up to date"), "{messages}");
    let before = fs::read(out.join("figures/wins_map.svg")).expect("a figure");
    assert_eq!(regimes(&["plot", &shown]).0, 0);
    assert_eq!(fs::read(out.join("figures/wins_map.svg")).expect("a figure"), before);
}

#[test]
fn a_map_of_cells_that_share_their_futures_goes_on_with_more_of_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let (out, afresh) = (folder.path().join("out"), folder.path().join("afresh"));
    let common = [&AXES[..], &["--common-luck", "--outcome", "public_cost", "--smallest", "5", "-q"]].concat();
    let with = |out: &Path, more: &[&str]| made("discover", out, &[&common[..], more].concat());
    assert_eq!(with(&out, &["--replicates", "1"]).0, 0);
    assert!(rows(&out, "wins_map.csv").iter().all(|row| row["winner"] == "undecided"), "one future decides nothing");
    assert_eq!(with(&out, &["--replicates", "3", "--resume", "-j", "2"]).0, 0);
    assert_eq!(with(&afresh, &["--replicates", "3", "-j", "1"]).0, 0);
    let table = |out: &Path| fs::read(out.join("wins_map.csv")).expect("a table");
    assert_eq!(table(&out), table(&afresh));
    let first = &rows(&out, "wins_map.csv")[0];
    assert_eq!((first["outcome"].as_str(), first["smallest"].as_str()), ("public_cost", "5"));
}

#[test]
fn money_for_each_need_is_an_axis_and_a_cohort_decides() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let words = ["--vary", "density=200..400:2", "--vary", "support.gamma=0.5..1:2", "--cohort", "top_tenth_of_need"];
    let (code, told, messages) = made("discover", &out, &[&words[..], &["--arm", "npm_lean", "--arm", "hls"]].concat());
    assert_eq!(code, 0, "{messages}");
    assert!(told.contains("Flourishing of the cohort top tenth of need"), "{told}");
    let map = rows(&out, "wins_map.csv");
    assert_eq!((map[0]["cohort"].as_str(), map[0]["path_x"].as_str()), ("top_tenth_of_need", "density"));
    assert_eq!((map[0]["arm_a"].as_str(), map[0]["arm_b"].as_str()), ("hls", "npm_lean"));
    let residents: Vec<String> =
        rows(&out, "points.csv").iter().map(|row| row["places.village.residents"].clone()).collect();
    // 26,000 pounds a week for 0.3 lasting needs of each resident.
    assert!(residents.contains(&"433".to_owned()) && residents.contains(&"217".to_owned()), "{residents:?}");
}

#[test]
fn boxes_and_regret_over_draws_come_out_the_same_and_are_read_from_a_folder_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let (out, again) = (folder.path().join("out"), folder.path().join("again"));
    let shown = out.display().to_string();
    let (code, told, messages) = made("discover", &out, &["--draws", "6", "--replicates", "1", "-j", "1"]);
    assert_eq!(code, 0, "{messages}");
    assert!(told.contains("over 6 draws") && told.contains("ranges, not fitted") && told.contains("loses"), "{told}");
    let regret = rows(&out, "regret.csv");
    assert_eq!(regret.len(), 3 * 3);
    for outcome in ["flourishing", "public_cost", "staff_wellbeing"] {
        let best = regret.iter().filter(|row| row["outcome"] == outcome).map(|row| number(row, "best")).sum::<f64>();
        assert!(best >= 6.0, "in each draw one arm is the best: {best}");
    }
    let trajectory = rows(&out, "trajectory.csv");
    assert!(trajectory.iter().any(|row| row["arm"] == "npm") && trajectory.iter().any(|row| row["arm"] == "hls"));
    assert!(trajectory.iter().filter(|row| row["step"] == "0").all(|row| row["inside"] == "6"));
    let boxes = rows(&out, "boxes.csv");
    let wins = |arm: &str| boxes.iter().find(|row| row["arm"] == arm).map_or(f64::NAN, |row| number(row, "wins"));
    assert!(wins("npm") + wins("hls") <= 6.0);
    check_described(&out);
    let (code, told, messages) = regimes(&["verify", &shown, "-j", "2"]);
    assert_eq!((code, told.starts_with("identical")), (0, true), "{messages}");
    assert_eq!(regimes(&["plot", &shown]).0, 2);
    let of = ["discover", "--of", &shown, "--outcome", "public_cost", "--out", &again.display().to_string()]
        .map(str::to_owned);
    let of: Vec<&str> = of.iter().map(String::as_str).collect();
    let (code, told, messages) = regimes(&of);
    assert!(code == 0 && told.contains("at all, since no smallest effect is known"), "{told}{messages}");
    check_described(&again);
    let (code, told, messages) = regimes(&["verify", &again.display().to_string()]);
    assert_eq!((code, told.starts_with("identical")), (0, true), "{messages}");
}

#[test]
fn a_search_for_what_turns_a_finding_comes_out_the_same_on_other_threads() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let shown = out.display().to_string();
    let asked =
        ["--outcome", "public_cost", "--vary", "arms.hls.budget_times=0.7..1.3", "--replicates", "2", "--runs", "190"];
    let (code, told, messages) = made("flip", &out, &[&asked[..], &["-j", "1"]].concat());
    assert_eq!(code, 0, "{messages}");
    assert!(told.contains("What would turn the finding") && told.contains("Looked for with"), "{told}");
    let table = rows(&out, "flip.csv");
    assert!(
        table.len() > 30
            && table.iter().any(|row| row["factor"] == "arms.hls.budget_times" && row["kind"] == "condition")
    );
    let gain = number(&table[0], "gain");
    for row in table.iter().filter(|row| !row["towards"].is_empty()) {
        let at = number(row, if row["end"] == "low" { "gain_at_low" } else { "gain_at_high" });
        assert!((number(row, "towards") - gain.signum() * (gain - at)).abs() < 1e-6, "{row:?}");
    }
    for row in table.iter().filter(|row| !row["turned_at"].is_empty()) {
        assert_eq!(row["ended"], "turned");
        assert!((0.0..=1.0).contains(&number(row, "share_moved")), "{row:?}");
    }
    check_described(&out);
    let (code, told, messages) = regimes(&["verify", &shown, "-j", "2"]);
    assert_eq!((code, told.starts_with("identical")), (0, true), "{messages}");
    let (code, _, messages) = made("flip", &out, &asked);
    assert!(code == 0 && messages.contains("up to date"), "{messages}");
}

#[test]
fn what_cannot_be_discovered_is_refused_before_the_first_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let missing = folder.path().join("nothing").display().to_string();
    let axes = |x: &'static str, y: &'static str| vec!["--vary", x, "--vary", y];
    let harm = "patterns.harm=0..0.4";
    for (command, more, parts) in [
        ("discover", axes("patterns.hram=0..1", "support.gamma=0..x"), vec!["did you mean `harm`", "not a number"]),
        ("discover", axes(harm, "patterns.harm=0..1"), vec!["both axes vary `patterns.harm`"]),
        ("discover", axes(harm, "support.gamma=0..7"), vec!["axis `support.gamma`"]),
        ("discover", axes(harm, "arms.hls.support=menu,bespoke"), vec!["takes numbers"]),
        ("discover", axes("density=0..5", harm), vec!["above 0"]),
        ("discover", vec!["--vary", harm], vec!["two axes"]),
        ("discover", vec!["--arm", "hls"], vec!["two that differ"]),
        ("discover", vec!["--arm", "hsl", "--arm", "npm", "--outcome", "flourshing"], vec!["`hls`", "`flourishing`"]),
        (
            "discover",
            vec!["--set", "arms.graft.preset=npm", "--arm", "graft", "--arm", "npm", "--cohort", "nobody"],
            vec!["nobody"],
        ),
        ("discover", vec!["--draws", "100000"], vec!["there are"]),
        ("flip", vec!["--runs", "9"], vec!["allow more"]),
        (
            "flip",
            vec!["--vary", "patterns.hram=0..1", "--vary", "support.gamma=1,2"],
            vec!["patterns.hram", "takes a range"],
        ),
        ("flip", vec!["--vary", "support.gamma=0..9"], vec!["support.gamma"]),
    ] {
        let (code, told, messages) = made(command, &out, &more);
        assert_eq!((code, told.as_str()), (2, ""), "{more:?}: {messages}");
        for part in parts {
            assert!(messages.contains(part), "{more:?}: {messages}");
        }
        assert!(!out.exists(), "{more:?}");
    }
    let (code, _, messages) = regimes(&["discover", "--of", &missing]);
    assert!(code == 2 && messages.contains("points.csv"), "{messages}");
}
