//! Studies that a file describes: each that ships can be made, options go before what a file says, and what is wrong with a
//! file is reported before the first run.

use regimes_study::experiment::bundled::STUDIES;
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

/// A few weeks of few residents.
const SHORT: [&str; 8] =
    ["--replicates", "1", "--set", "horizon_weeks=8", "--set", "burn_in_weeks=2", "--set", "places.city.residents=800"];

#[test]
fn every_bundled_study_can_be_made() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in STUDIES {
        let named = |command: &&str| text.contains(&format!("study = \"{command}\""));
        let command = ["sweep", "sensitivity", "compare"].into_iter().find(named).expect("a study");
        // What is varied at each point goes before what is set at all.
        let few = if command == "sensitivity" { &["--trajectories", "2"] } else { &[][..] };
        let words = [&[command, "--experiment", name, "--out", name][..], &SHORT, few].concat();
        let (code, said) = regimes(folder.path(), &words);
        assert!(code == 0 && said.contains("In this model"), "{name}: {said}");
        let table = if command == "compare" { "comparison.csv" } else { "points.csv" };
        assert!(folder.path().join(name).join(table).exists());
    }
}

#[test]
fn a_file_and_the_options_that_say_the_same_make_the_same_study() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = r#"format = 1
study = "sweep"
about = "Harm, more or less."
scenario = "tiny"
set = ["horizon_weeks=60", "burn_in_weeks=2"]
vary = ["patterns.harm=0.1,0.4"]
replicates = 3
"#;
    fs::write(folder.path().join("harm.toml"), text).expect("written");
    let by_file = ["sweep", "--experiment", "harm.toml", "--replicates", "1", "--out", "out"];
    let (code, said) = regimes(folder.path(), &by_file);
    assert!(code == 0 && said.contains("Harm, more or less.") && said.contains("2 points, 1 paired"), "{said}");
    let sets = ["--set", "horizon_weeks=60", "--set", "burn_in_weeks=2", "--replicates", "1"];
    let by_options = [&["sweep", "tiny", "--vary", "patterns.harm=0.1,0.4", "--out", "out"][..], &sets].concat();
    let (code, said) = regimes(folder.path(), &by_options);
    assert!(code == 0 && said.contains("up to date"), "{said}");
    let (code, said) = regimes(folder.path(), &["verify", "out"]);
    assert!(code == 0 && said.contains("identical"), "{said}");
}

#[test]
fn what_is_wrong_is_told_before_the_first_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "format = 1\nstudy = \"sweep\"\nabout = \"a\"\nscenario = \"tiny\"\nvary = [\"patterns.hram=0,1\"]\npionts = 3\n";
    fs::write(folder.path().join("x.toml"), text).expect("written");
    for (words, parts) in [
        (&["sweep", "--experiment", "x.toml"][..], &["x.toml:5:", "did you mean `harm`", "`pionts`", "`points`"][..]),
        (&["sweep", "--experiment", "densty"], &["did you mean `density`?", "ends in `.toml`"]),
        (
            &["sensitivity", "--experiment", "density"],
            &["is not for `regimes sensitivity`", "`regimes sweep --experiment density`"],
        ),
        (&["sweep", "--experiment", "gone.toml"], &["gone.toml"]),
        (&["sweep"], &["--vary", "SCENARIO"]),
    ] {
        let (code, said) = regimes(folder.path(), words);
        assert_eq!(code, 2, "{words:?}: {said}");
        for part in parts {
            assert!(said.contains(part), "`{part}` after {words:?} in:\n{said}");
        }
    }
}
