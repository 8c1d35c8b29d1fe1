//! `sensitivity` by shares of the variance and by groups: what stands in its table, what it says, and that it comes out the
//! same again.

use std::fs;
use std::path::Path;
use std::process::Command;

fn regimes(folder: &Path, words: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_regimes"))
        .args(words)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .expect("the program starts");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code().expect("it ends by itself"), String::from_utf8(said).expect("UTF-8"))
}

/// The rows of a table, each a cell a column.
fn rows(path: &Path) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("written");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

const SHORT: [&str; 6] = ["--replicates", "1", "--set", "horizon_weeks=60", "--set", "burn_in_weeks=4"];

#[test]
fn shares_of_the_variance_stand_in_one_table_with_pairs_and_come_out_the_same_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let factors = ["--factor", "seeking.rate=0.05..0.2", "--factor", "patterns.harm=0.1..0.4"];
    // What money is worth later moves nothing.
    let idle = ["--factor", "costs.discount_per_year=0.01..0.05"];
    let words =
        [&["sensitivity", "tiny", "--method", "sobol", "--points", "4", "--out", "out"][..], &factors, &SHORT].concat();
    let plan = regimes(folder.path(), &[&words[..], &["--dry-run"]].concat());
    assert!(plan.0 == 0 && plan.1.contains("24 points") && plan.1.contains("0 of 24 runs"), "{}", plan.1);
    assert!(!folder.path().join("out").exists());
    let (code, said) = regimes(folder.path(), &words);
    assert!(code == 0 && said.contains("% on its own"), "{said}");
    let table = rows(&folder.path().join("out/sensitivity.csv"));
    let count = |index: &str| table.iter().filter(|row| row["index"] == index).count();
    // Two arms beside the reference, three outcomes.
    assert_eq!([count("first"), count("total"), count("second"), count("mu")], [12, 12, 6, 0]);
    let pair = table.iter().find(|row| row["index"] == "second").expect("a pair");
    assert_eq!(
        [&*pair["factor"], &*pair["factor_2"], &*pair["unit"], &*pair["n"]],
        ["seeking.rate", "patterns.harm", "share", "4"]
    );
    let (code, said) = regimes(folder.path(), &["verify", "out"]);
    assert!(code == 0 && said.contains("identical: all "), "{said}");

    let words =
        [&["sensitivity", "tiny", "--method", "sobol", "--points", "2", "--out", "idle"][..], &idle, &SHORT].concat();
    assert_eq!(regimes(folder.path(), &words).0, 0);
    let table = rows(&folder.path().join("idle/sensitivity.csv"));
    assert!(table.iter().all(|row| row["value"].is_empty() && row["rank"].is_empty()), "{table:?}");
}

#[test]
fn groups_move_at_once_and_findings_say_what_is_in_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let groups = ["--group", "support=support.*", "--trajectories", "2", "--out", "out"];
    let (code, said) = regimes(folder.path(), &[&["sensitivity", "tiny"][..], &groups, &SHORT].concat());
    assert_eq!(code, 0, "{said}");
    let table = rows(&folder.path().join("out/sensitivity.csv"));
    let of = |index: &str| table.iter().find(|row| row["factor"] == "support" && row["index"] == index).expect("a row");
    assert!(of("mu")["value"].is_empty() && of("sigma")["value"].is_empty() && !of("mu_star")["value"].is_empty());
    assert!(table.iter().all(|row| !row["factor"].starts_with("support.")));
    let findings = fs::read_to_string(folder.path().join("out/findings.txt")).expect("written");
    assert!(findings.contains("\nsupport: ") && findings.contains("(support.gamma; M10)"), "{findings}");
}
