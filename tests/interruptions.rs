//! A study that is killed at any moment, in any folder, ends in the same bytes or in a refusal that says why.
//!
//! Every kind of study is killed at moments drawn from a fixed stream, while it runs, while it clears a folder, and while
//! it writes; pieces of its journal are damaged and mixed with those of other studies.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long anything here may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// A question that takes two short towns and three draws.
const QUESTION: &str = r#"format = 1
name = "small"
[experiments.mine]
pattern = "Listening helps."
source = "own expectation"
kind = "contingency"
switch = "who listens"
claims = ["S001"]
scenario = "town.toml"
settings = { only = [] }
expects = { above = 0.0 }
elsewhere = ["patterns.harm=0.9"]
quantities = { gap = "only.hls.flourishing - only.npm.flourishing" }
"#;

/// A calibration of a few short runs.
const CALIBRATION: &str = r#"name = "small"
about = "a test"
scenario = "town.toml"
seed = 1
status_quos = ["npm", "mixed"]
waves = 2
points = 8
replicates = 2
last_points = 8
last_replicates = 2
ensemble = 4
short_list = 2
[dose]
times = 2
replicates = 2
check_replicates = 2
[[targets]]
id = "F01_turnover"
use = "fitted"
discrepancy = 10
[[targets]]
id = "F03_vacancies"
use = "fitted"
discrepancy = 10
[[parameters]]
path = "support.gamma"
[[parameters]]
path = "patterns.harm"
"#;

/// The kinds of study: a name, and the command that makes it.
const STUDIES: [(&str, &[&str]); 8] = [
    ("run", &["run", "town.toml", "--replicates", "8", "-j", "2"]),
    (
        "run to a precision",
        &["run", "town.toml", "--replicates", "auto", "--precision", "staff_wellbeing=0.001", "-j", "2"],
    ),
    ("compare", &["compare", "town.toml", "--variant", "harm: patterns.harm=0.3", "--replicates", "4", "-j", "2"]),
    ("sweep", &["sweep", "town.toml", "--vary", "patterns.harm=0.1..0.4:4", "--replicates", "2", "-j", "2"]),
    ("sensitivity", &["sensitivity", "town.toml", "--trajectories", "2", "--replicates", "1", "-j", "2"]),
    ("validate", &["validate", "--file", "questions.toml", "--draws", "6", "-j", "2"]),
    ("claims", &["claims", "--file", "questions.toml", "--draws", "6", "-j", "2"]),
    ("calibrate", &["calibrate", "calibration.toml", "-j", "2"]),
];

/// A folder with a short town, and questions about it.
fn workshop() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let town = include_str!("../scenarios/tiny.toml")
        .replace("residents = 2000", "residents = 400")
        .replace("name = \"tiny\"", "name = \"town\"");
    fs::write(folder.path().join("town.toml"), town).expect("written");
    fs::write(folder.path().join("questions.toml"), QUESTION).expect("written");
    fs::write(folder.path().join("calibration.toml"), CALIBRATION).expect("written");
    folder
}

fn command(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("regimes"));
    command.current_dir(folder).args(words).args(["--out", "out"]).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Runs to the end: the exit code, and what was said.
fn finished(folder: &Path, words: &[&str]) -> (i32, String) {
    let output = command(folder, words).output().expect("it ran");
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[expect(clippy::disallowed_methods, reason = "a test waits for a process")]
fn now() -> Instant {
    Instant::now()
}

/// Lets a command run for a while and kills it; whether it was killed before its end.
fn killed(mut child: Child, after: Duration) -> bool {
    let began = now();
    while began.elapsed() < after {
        if child.try_wait().expect("a child").is_some() {
            return false;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it ended");
    true
}

/// What a study left: every file that its manifest hashes, with its hash.
fn outputs(folder: &Path) -> serde_json::Value {
    let text = fs::read_to_string(folder.join("out/manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    manifest["outputs"].clone()
}

/// Moments to kill at, from a fixed stream (millisecond).
fn moments(seed: u64, most: u64) -> impl Iterator<Item = Duration> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Duration::from_millis((state >> 33) % most)
    })
}

#[test]
fn a_study_that_is_killed_again_and_again_ends_as_one_that_was_not() {
    for (n, (name, words)) in (1..).zip(STUDIES) {
        let whole = workshop();
        let began = now();
        let (code, said) = finished(whole.path(), words);
        assert_eq!(code, 0, "{name}: {said}");
        let most = (began.elapsed().as_millis() as u64).max(20);
        let expected = outputs(whole.path());

        let folder = workshop();
        let mut kills = 0;
        for after in moments(n, most).take(5) {
            kills += u32::from(killed(command(folder.path(), words).spawn().expect("it ran"), after));
        }
        let (code, said) = finished(folder.path(), words);
        assert_eq!(code, 0, "{name}, killed {kills} times: {said}");
        assert_eq!(outputs(folder.path()), expected, "{name}, killed {kills} times");

        // While what is there is cleared away and made again, with another seed for the run.
        let forced = [words, &["--force"]].concat();
        for after in moments(n + 100, most / 2 + 2).take(5) {
            killed(command(folder.path(), &forced).spawn().expect("it ran"), after);
            let (code, said) = finished(folder.path(), words);
            assert!(code == 0 || code == 2 && said.contains("--force"), "{name}: {code} {said}");
            if code == 0 {
                assert_eq!(outputs(folder.path()), expected, "{name}, killed while it began again");
            }
        }
        let (code, said) = finished(folder.path(), &forced);
        assert_eq!((code, outputs(folder.path())), (0, expected), "{name}: {said}");
    }
}

/// A folder in which a run was killed once its journal held something, and the journal.
fn begun(words: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let folder = workshop();
    let journal = folder.path().join("out/journal.bin");
    let mut child = command(folder.path(), words).spawn().expect("it ran");
    let began = now();
    while fs::metadata(&journal).map_or(0, |file| file.len()) < 1_000_000
        && child.try_wait().expect("a child").is_none()
    {
        assert!(began.elapsed() < PATIENCE, "nothing is kept");
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().ok();
    child.wait().expect("it ended");
    assert!(journal.is_file(), "it was killed before its end");
    (folder, journal)
}

const LONG: &[&str] = &["run", "town.toml", "--replicates", "12", "-j", "1"];

/// What is done to a journal: a name, the change, and what is said of it.
type Change<'a> = (&'a str, &'a dyn Fn(&mut Vec<u8>), &'a str);

#[test]
fn pieces_that_are_damaged_or_of_another_study_are_named_left_alone_and_made_again() {
    let whole = workshop();
    assert_eq!(finished(whole.path(), LONG).0, 0);
    let expected = outputs(whole.path());
    let (other, of_other_seed) = begun(&[LONG, &["--seed", "7"]].concat());
    let foreign = fs::read(&of_other_seed).expect("a journal");
    drop(other);
    let damage = |bytes: &mut Vec<u8>| {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
    };
    let mix = |bytes: &mut Vec<u8>| {
        // The journal of another seed goes before, its head too; the last head is that of this run.
        let own = std::mem::take(bytes);
        bytes.extend(&foreign);
        bytes.extend(own);
    };
    let changes: [Change; 2] = [("damaged", &damage, "are damaged"), ("mixed", &mix, "results of something else")];
    for (what, change, told) in changes {
        let (folder, journal) = begun(LONG);
        let mut bytes = fs::read(&journal).expect("a journal");
        change(&mut bytes);
        fs::write(&journal, bytes).expect("written");
        let (code, said) = finished(folder.path(), LONG);
        assert!(code == 0 && said.contains(told), "{what}: {said}");
        assert_eq!(outputs(folder.path()), expected, "{what}");
        let set_aside = folder.path().join("out/journal.set-aside-1.bin");
        assert!(set_aside.is_file(), "{what}: what does not fit is kept");
    }
}

#[test]
fn results_of_another_seed_are_not_taken_over_after_an_interrupted_replacement() {
    let folder = workshop();
    let with_seed = |seed| [LONG, &["--seed", seed]].concat();
    assert_eq!(finished(folder.path(), &with_seed("1")).0, 0);
    let first = outputs(folder.path());
    for after in moments(9, 400).take(4) {
        killed(command(folder.path(), &[&with_seed("2")[..], &["--force"]].concat()).spawn().expect("it ran"), after);
        let (code, said) = finished(folder.path(), &with_seed("1"));
        assert!(code == 0 || code == 2, "{code} {said}");
        if code == 0 {
            assert_eq!(outputs(folder.path()), first);
        }
    }
    assert_eq!(finished(folder.path(), &[&with_seed("1")[..], &["--force"]].concat()).0, 0);
    assert_eq!(outputs(folder.path()), first);
}

#[test]
fn two_studies_in_one_folder_do_not_meet() {
    let folder = workshop();
    let mut child = command(folder.path(), LONG).spawn().expect("it ran");
    let began = now();
    while !folder.path().join("out/journal.bin").exists() {
        assert!(began.elapsed() < PATIENCE, "it does not begin");
        std::thread::sleep(Duration::from_millis(1));
    }
    let (code, said) = finished(folder.path(), LONG);
    assert!(code == 2 && said.contains("is being written by process") && said.contains("regimes run town"), "{said}");
    assert!(child.wait().expect("it ended").success());
    assert_eq!(finished(folder.path(), LONG).0, 0, "it is up to date");
}

#[test]
fn a_limit_that_stops_a_study_leaves_a_folder_that_goes_on() {
    let whole = workshop();
    assert_eq!(finished(whole.path(), LONG).0, 0);
    let folder = workshop();
    let program = assert_cmd::cargo::cargo_bin("regimes");
    let line = format!("ulimit -f 600; exec '{}' {} -q --out out", program.display(), LONG.join(" "));
    let output = Command::new("bash").args(["-c", &line]).current_dir(folder.path()).output().expect("it ran");
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(finished(folder.path(), LONG).0, 0);
    assert_eq!(outputs(folder.path()), outputs(whole.path()));
}

#[test]
fn a_verification_that_is_killed_leaves_nothing() {
    let folder = workshop();
    assert_eq!(finished(folder.path(), LONG).0, 0);
    let expected = outputs(folder.path());
    let place = folder.path().join("temporary");
    fs::create_dir(&place).expect("made");
    for after in moments(3, 500).take(3) {
        let mut verify = Command::new(assert_cmd::cargo::cargo_bin("regimes"));
        verify.current_dir(folder.path()).args(["verify", "out", "-q"]).env("TMPDIR", &place);
        killed(verify.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it ran"), after);
        assert_eq!(fs::read_dir(&place).expect("there").count(), 0);
        assert_eq!(outputs(folder.path()), expected);
    }
    for (name, words) in STUDIES {
        let folder = workshop();
        assert_eq!(finished(folder.path(), words).0, 0, "{name}");
        let mut verify = Command::new(assert_cmd::cargo::cargo_bin("regimes"));
        let output = verify.current_dir(folder.path()).args(["verify", "out"]).output().expect("it ran");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && output.stdout.starts_with(b"identical"), "{name}: {said}");
    }
}
