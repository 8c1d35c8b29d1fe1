//! The program as a user meets it: what it prints where, and with which code it ends.

use assert_cmd::Command;
use std::fs;

fn regimes(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("regimes").expect("the program is built");
    let output = command.args(arguments).output().expect("it ran");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

#[test]
fn bundled_scenarios_are_listed_and_shown() {
    let (code, out, _) = regimes(&["list"]);
    assert_eq!(code, 0);
    assert!(out.contains("tiny  A village"));
    let (code, out, _) = regimes(&["show", "tiny", "--set", "arms.hls.fidelity=1"]);
    assert_eq!(code, 0);
    let line = |path: &str| out.lines().find(|line| line.starts_with(path)).unwrap_or_default();
    assert!(line("arms.hls.fidelity ").ends_with("--set"));
    assert!(line("arms.npm.fidelity ").ends_with("default"));
    assert!(line("places.village.residents ").contains("tiny.toml:"));
}

#[test]
fn what_is_shown_as_json_is_json() {
    for arguments in [&["list", "--json"][..], &["show", "tiny", "--json"], &["doc", "schema"]] {
        let (code, out, _) = regimes(arguments);
        assert_eq!(code, 0);
        serde_json::from_str::<serde_json::Value>(&out).expect("JSON");
    }
}

#[test]
fn a_new_file_checks_cleanly_and_is_not_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("town.toml").display().to_string();
    assert_eq!(regimes(&["new", &file]).0, 0);
    assert_eq!(regimes(&["check", &file]).0, 0);
    let (code, _, messages) = regimes(&["new", &file]);
    assert_eq!(code, 2);
    assert!(messages.contains("--force"));
    assert_eq!(regimes(&["new", &file, "--force"]).0, 0);
}

#[test]
fn problems_end_with_code_two_and_say_where() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("town.toml").display().to_string();
    regimes(&["new", &file]);
    let text = fs::read_to_string(&file).expect("written").replace("residents", "resdents");
    fs::write(&file, text).expect("written");
    let (code, out, messages) = regimes(&["check", &file]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(messages.contains("did you mean `residents`?"));
    assert!(!messages.contains('\u{1b}'), "no colour where there is no terminal");
    let (code, out, _) = regimes(&["check", &file, "--json"]);
    assert_eq!(code, 2);
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(json["problems"][0]["path"], "places.village.resdents");
}

#[test]
fn a_name_that_is_not_bundled_is_answered_with_the_nearest() {
    let (code, _, messages) = regimes(&["show", "tinny"]);
    assert_eq!(code, 2);
    assert!(messages.contains("did you mean `tiny`?"), "{messages}");
    let (code, _, messages) = regimes(&["check", "nowhere.toml"]);
    assert_eq!(code, 2);
    assert!(messages.contains("cannot read `nowhere.toml`"), "{messages}");
    assert_eq!(regimes(&["frobnicate"]).0, 2);
}

#[test]
fn shells_and_manuals_are_served() {
    for arguments in [&["completions", "bash"][..], &["man"], &["doc", "cli"], &["doc", "parameters"], &["--help"]] {
        let (code, out, _) = regimes(arguments);
        assert_eq!(code, 0);
        assert!(out.contains("regimes"));
    }
}
