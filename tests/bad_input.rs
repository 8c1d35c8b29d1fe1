//! What a user may hand to the program by mistake or by intent: it is refused with place and remedy, in one way by all
//! commands, and nothing that was there is lost.

use assert_cmd::Command;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

const TINY: &str = include_str!("../scenarios/tiny.toml");

/// Longest time that a refusal may take, on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs the program in a folder: its code, and all that it says.
fn regimes(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::cargo_bin("regimes").expect("the program is built");
    let output = command.current_dir(folder).args(arguments).timeout(PATIENCE).output().expect("it ran");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout) + &text(&output.stderr))
}

#[expect(clippy::disallowed_methods, reason = "how long the program takes is what is tested, and reaches no result")]
fn now() -> Instant {
    Instant::now()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Checks a changed `tiny.toml`: its code, and what is said.
fn check(find: &str, replace: &str) -> (i32, String) {
    let folder = folder();
    assert!(TINY.contains(find), "tiny.toml has no `{find}`");
    fs::write(folder.path().join("x.toml"), TINY.replacen(find, replace, 1)).expect("written");
    regimes(folder.path(), &["check", "x.toml"])
}

fn refused(find: &str, replace: &str, parts: &[&str]) {
    let (code, said) = check(find, replace);
    assert_eq!(code, 2, "{replace}: {said}");
    for part in parts {
        assert!(said.contains(part), "`{part}` after {replace} in:\n{said}");
    }
}

/// Every way to name a file that is read, with its place marked by `{}`.
const READERS: [&[&str]; 13] = [
    &["check", "{}"],
    &["show", "{}"],
    &["run", "{}"],
    &["compare", "{}"],
    &["sensitivity", "{}"],
    &["sweep", "{}", "--vary", "patterns.harm=0.1,0.2"],
    &["sweep", "--experiment", "{}"],
    &["sensitivity", "--experiment", "{}"],
    &["diff", "{}"],
    &["calibrate", "{}"],
    &["validate", "--file", "{}"],
    &["claims", "--file", "{}"],
    &["check", "extends"],
];

/// Hands a file to every command that reads one.
fn every_reader_refuses(folder: &Path, file: &str, parts: &[&str]) {
    let text = format!("format = 2\nname = \"x\"\nextends = \"{file}\"\n");
    fs::write(folder.join("extends.toml"), text).expect("written");
    for reader in READERS {
        let words = reader.iter().map(|word| match *word {
            "{}" => file,
            "extends" => "extends.toml",
            word => word,
        });
        let words: Vec<&str> = words.collect();
        let (code, said) = regimes(folder, &words);
        assert_eq!(code, 2, "{words:?}: {said}");
        for part in parts.iter().copied().chain([file]) {
            assert!(said.contains(part), "`{part}` of {words:?} in:\n{said}");
        }
        assert!(!said.contains("os error") && !said.contains("panicked"), "{said}");
    }
}

#[test]
fn a_text_in_another_encoding_is_refused_with_place_and_remedy_by_all_who_read() {
    let folder = folder();
    fs::write(folder.path().join("latin.toml"), b"format = 2\nname = \"caf\xe9\"\n").expect("written");
    every_reader_refuses(folder.path(), "latin.toml", &["line 2, column 12", "0xE9", "save it as UTF-8"]);
    let wide: Vec<u8> = TINY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.path().join("wide.toml"), wide).expect("written");
    every_reader_refuses(folder.path(), "wide.toml", &["UTF-16", "save it as UTF-8"]);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_by_all_who_read_and_nobody_waits_for_it() {
    let folder = folder();
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("pipe.toml")).status();
    assert!(made.expect("there is `mkfifo`").success());
    every_reader_refuses(folder.path(), "pipe.toml", &["a pipe or a device"]);
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("zero.toml")).expect("a link");
    every_reader_refuses(folder.path(), "zero.toml", &["a pipe or a device"]);
}

#[test]
fn what_is_not_there_has_the_same_code_for_every_command() {
    let folder = folder();
    for words in [
        &["check", "gone.toml"][..],
        &["show", "gone.toml"],
        &["run", "gone.toml"],
        &["diff", "gone.toml"],
        &["calibrate", "gone.toml"],
        &["validate", "--file", "gone.toml"],
        &["claims", "--file", "gone.toml"],
        &["verify", "gone"],
        &["plot", "gone"],
        &["new", "gone/x.toml"],
        &["validate", "--quick", "--write", "gone/x.md"],
    ] {
        let (code, said) = regimes(folder.path(), words);
        assert_eq!(code, 2, "{words:?}: {said}");
        assert!(said.contains("gone") && !said.contains("os error"), "{words:?}: {said}");
    }
}

#[test]
fn a_file_where_a_folder_is_needed_has_the_same_code_for_every_command() {
    let folder = folder();
    fs::write(folder.path().join("taken"), "mine").expect("written");
    for words in [
        &["run", "tiny", "--out", "taken"][..],
        &["run", "tiny", "--out", "taken/below"],
        &["calibrate", "--quick", "--out", "taken"],
        &["validate", "--quick", "--only", "contests", "--out", "taken"],
        &["claims", "--quick", "--only", "claims_critique", "--out", "taken"],
        &["validate", "--quick", "--keep", "taken"],
    ] {
        let (code, said) = regimes(folder.path(), words);
        assert_eq!(code, 2, "{words:?}: {said}");
        assert!(said.contains("taken") && said.contains("choose"), "{words:?}: {said}");
        assert!(!said.contains("os error"), "{words:?}: {said}");
    }
    assert_eq!(fs::read_to_string(folder.path().join("taken")).expect("there"), "mine");
}

#[test]
fn the_codes_stand_in_help_manual_and_documents() {
    let folder = folder();
    for words in [&["--help"][..], &["man"], &["doc", "cli"]] {
        let (code, said) = regimes(folder.path(), words);
        assert_eq!(code, 0);
        for part in ["Exit codes", "bad input", "130", "interrupted"] {
            assert!(said.contains(part), "{part} in {words:?}");
        }
    }
}

#[test]
fn a_run_that_leaves_the_calendar_is_refused_wherever_it_is_asked_for() {
    let folder = folder();
    for (set, part) in [
        ("start=9999-12-20", "would end after 9999-12-31"),
        ("start=9998-01-05 ", "beyond the end"),
        ("start=0001-01-01", "would begin before 0001-01-01"),
    ] {
        for verb in ["check", "show", "run", "diff"] {
            let (code, said) = regimes(folder.path(), &[verb, "tiny", "--set", set]);
            assert_eq!(code, 2, "{verb} {set}: {said}");
            assert!(said.contains(part) || said.contains("before the start"), "{verb} {set}: {said}");
        }
    }
    let (code, said) =
        regimes(folder.path(), &["check", "tiny", "--set", "burn_in_weeks=5200", "--set", "start=0099-12-28"]);
    assert!(code == 2 && said.contains("the burn-in of 5200 weeks would begin before 0001-01-01"), "{said}");
}

#[test]
fn a_run_to_the_last_day_of_the_calendar_is_made() {
    let folder = folder();
    let sets =
        ["start=9999-11-01", "horizon_weeks=8", "burn_in_weeks=2", "arms.hls=false", "events.cost_of_living=false"];
    let sets = sets.iter().flat_map(|set| ["--set", *set]);
    let words: Vec<&str> = ["run", "tiny", "--replicates", "2", "-q", "--out", "out"].into_iter().chain(sets).collect();
    let (code, said) = regimes(folder.path(), &words);
    assert_eq!(code, 0, "{said}");
    let rows = fs::read_to_string(folder.path().join("out/timeseries.csv")).expect("written");
    assert!(rows.contains(",9999-12-20,"), "the last Monday");
}

#[test]
fn an_inherited_event_beyond_a_shorter_horizon_is_dropped_with_a_warning() {
    let folder = folder();
    let base = format!("{TINY}\n[events.late]\ndate = 2026-12-07\nscandal = {{ trust_lost = 0.2 }}\n");
    fs::write(folder.path().join("base.toml"), base).expect("written");
    let text = "format = 2\nname = \"short\"\nextends = \"base.toml\"\nhorizon_weeks = 40\n";
    fs::write(folder.path().join("short.toml"), text).expect("written");
    let (code, said) = regimes(folder.path(), &["check", "short.toml"]);
    assert_eq!(code, 0, "{said}");
    for part in ["Warning", "base.toml:", "the event `late` on 2026-12-07 is left out", "no problem"] {
        assert!(said.contains(part), "`{part}` in {said}");
    }
    let (_, json) = regimes(folder.path(), &["check", "short.toml", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(
        (json["warnings"][0]["path"].as_str(), json["problems"].as_array().map(Vec::len)),
        (Some("events.late.date"), Some(0))
    );
    let (code, said) = regimes(folder.path(), &["run", "short.toml", "--replicates", "1", "--out", "out"]);
    assert!(code == 0 && said.contains("is left out"), "{said}");
    assert_eq!(regimes(folder.path(), &["verify", "out", "-q"]).0, 0, "what was left out is not in the resolved file");
    let own = format!("{text}[events.late]\ndate = 2026-12-14\n");
    fs::write(folder.path().join("own.toml"), own).expect("written");
    let (code, said) = regimes(folder.path(), &["check", "own.toml"]);
    assert!(code == 2 && said.contains("beyond the end"), "what a file says itself is an error: {said}");
    let (code, said) = regimes(folder.path(), &["check", "base.toml", "--set", "horizon_weeks=40"]);
    assert!(code == 0 && said.contains("is left out"), "{said}");
}

#[test]
fn names_that_readers_take_for_something_else_are_refused_in_every_kind_of_name() {
    for (find, with) in [
        ("[arms.graft]", "[arms.{}]"),
        ("name = \"tiny\"", "name = \"{}\""),
        ("[arms.npm]", "[events.{}]\ndate = 2026-10-05\nscandal = { trust_lost = 0.1 }\n[arms.npm]"),
        ("[arms.npm]", "[places.{}]\nresidents = 10\n[arms.npm]"),
        ("[arms.npm]", "[domains.{}]\n[arms.npm]"),
        ("[arms.npm]", "[organisations.{}]\nplace = \"village\"\ndomains = [\"housing\"]\n[arms.npm]"),
        ("kind = \"eviction\"", "kind = \"{}\""),
        ("settled = { share = 0.85", "{} = { share = 0.85"),
    ] {
        for name in ["null", "nan", "true", "inf", "sept2"] {
            refused(find, &with.replace("{}", name), &["cannot be a name", "another name, such as `a_"]);
        }
    }
    let (code, said) = check("[arms.graft]", "[arms.none]");
    assert_eq!(code, 0, "`none` is read as a word: {said}");
}

#[test]
fn texts_that_reach_tables_hold_no_formula_and_nothing_hidden() {
    for text in ["=HYPERLINK(1)", "+1", "-1", "@A1", "\\t=1", "\\r=1", "a\\u202Eb", "a\\u200Bb", "a\\u0007b"] {
        let (code, said) = check("kind = \"eviction\"", &format!("kind = \"{text}\""));
        assert_eq!(code, 2, "{text}: {said}");
        assert!(said.contains("formula") || said.contains("cannot be seen"), "{text}: {said}");
        assert_eq!(check("name = \"tiny\"", &format!("about = \"{text}\"\nname = \"tiny\"")).0, 2, "{text}");
    }
    let (_, said) = check("\"public_cost\"", "\"\\u001b[2Jpublic\"");
    assert!(said.contains("<U+001B>") && !said.contains('\u{1b}'), "{said:?}");
}

#[test]
fn cohorts_that_overlap_are_refused_with_the_reason() {
    let with = |share: &str| format!("name = \"tiny\"\nevaluation.cohort_share = {share}");
    refused("name = \"tiny\"", &with("0.5"), &["overlap", "a third at the most"]);
    refused("name = \"tiny\"", &with("0.34"), &["overlap"]);
    assert_eq!(check("name = \"tiny\"", &with("0.33")).0, 0);
}

#[test]
fn organisations_do_not_share_a_name_in_tables() {
    let copies =
        "[organisations.office]\nplace = \"village\"\ndomains = [\"housing\"]\ncopies = 3\nstaff.posts_fte = 1\n";
    let other = copies.replace("office]", "office_2]").replace("copies = 3\n", "");
    refused("[arms.npm]", &format!("{copies}{other}[arms.npm]"), &["also what a copy of `office` is called"]);
}

/// Files that are wrong thousands of times, in one line or in many.
fn wrong_in_thousands(n: usize) -> Vec<String> {
    let lines = |line: &dyn Fn(usize) -> String| (0..n).map(line).collect::<Vec<_>>().join("\n");
    let headline = |list: String| {
        let from = TINY.find("headline = [").expect("a headline");
        let to = from + TINY[from..].find(']').expect("its end") + 1;
        format!("{}headline = [{list}]{}", &TINY[..from], &TINY[to..])
    };
    vec![
        headline(vec!["\"flourishing\""; n].join(", ")),
        headline(lines(&|i| format!("\"x{i}\","))),
        format!("{TINY}\n[zz]\n{}", lines(&|_| "k = 1".to_owned())),
        format!("{TINY}\n[patterns.x]\n{}", lines(&|i| format!("k{i} = 1"))),
        format!("{TINY}\n{}", lines(&|i| format!("k {i} = = 1"))),
        format!("{}\n{TINY}", lines(&|i| format!("k{i} = 1"))),
        format!("{TINY}\n{}", lines(&|i| format!("[arms.a{i}]\nfidelity = 2"))),
        format!("{TINY}\n{}", lines(&|i| format!("[organisations.o{i}]\nplace = \"p{i}\"\ndomains = [\"d{i}\"]"))),
        format!("{TINY}\n[{}]", "a".repeat(n * 20)),
        format!("{TINY}\nx = {}{}", "[".repeat(n), "]".repeat(n)),
        format!("{TINY}\n{} = 1", vec!["a"; n].join(".")),
    ]
}

#[test]
fn thousands_of_problems_fill_a_screen_and_no_more() {
    let folder = folder();
    for (number, text) in wrong_in_thousands(4_000).iter().enumerate() {
        fs::write(folder.path().join("x.toml"), text).expect("written");
        let (code, said) = regimes(folder.path(), &["check", "x.toml"]);
        assert_eq!(code, 2, "{number}");
        assert!(
            said.len() < 12_000,
            "{number}: {} bytes\n{}",
            said.len(),
            said.lines().take(40).collect::<Vec<_>>().join("\n")
        );
        assert!(said.lines().all(|line| line.chars().count() < 700), "{number}");
        let (_, json) = regimes(folder.path(), &["check", "x.toml", "--json"]);
        assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{number}");
    }
}

#[test]
fn the_time_of_a_check_grows_no_faster_than_the_file() {
    let folder = folder();
    let seconds = |text: &str| {
        fs::write(folder.path().join("x.toml"), text).expect("written");
        let began = now();
        regimes(folder.path(), &["check", "x.toml"]);
        began.elapsed().as_secs_f64()
    };
    let (small, large) = (wrong_in_thousands(2_000), wrong_in_thousands(32_000));
    for (number, (small, large)) in small.iter().zip(&large).enumerate() {
        let (little, much) = (seconds(small), seconds(large));
        // Sixteen times the file; a square would take 256 times as long.
        assert!(much < 1.5 + 64.0 * little, "{number}: {little} s, then {much} s");
    }
}

#[test]
fn a_document_that_cannot_be_read_is_left_as_it_is() {
    let folder = folder();
    let path = folder.path().join("page.md");
    let page = b"# Title\n\nWritten by hand, in a caf\xe9.\n";
    fs::write(&path, page).expect("written");
    for verb in ["validate", "claims"] {
        let (code, said) = regimes(folder.path(), &[verb, "--quick", "--draws", "1", "--write", "page.md"]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("page.md") && said.contains("line 3, column 26"), "{said}");
        assert!(!folder.path().join("output").exists(), "it is reported before anything is run");
    }
    assert_eq!(fs::read(&path).expect("there"), page);
}

/// A question about a scenario of its own.
const QUESTION: &str = r#"format = 1
[experiments.mine]
pattern = "Listening helps."
source = "own expectation"
kind = "contingency"
switch = "who listens"
scenario = "town.toml"
settings = { only = ["replicates=1"] }
expects = { above = 0.0 }
[experiments.mine.quantities]
gap = "only.hls.flourishing - only.npm.flourishing"
"#;

#[test]
fn an_experiment_runs_a_scenario_that_lies_beside_its_file() {
    let folder = folder();
    let study = folder.path().join("study");
    fs::create_dir(&study).expect("made");
    let town = TINY.replace("residents = 2000", "residents = 300").replace("[arms.npm]", "[arms.mine]\n[arms.npm]");
    fs::write(study.join("town.toml"), &town).expect("written");
    fs::write(study.join("questions.toml"), QUESTION.replace("only.hls", "only.mine")).expect("written");
    let words = ["validate", "--file", "study/questions.toml", "--draws", "1", "--out", "out", "--write", "page.md"];
    let (code, said) = regimes(folder.path(), &words);
    assert_eq!(code, 0, "{said}");
    let rows = fs::read_to_string(folder.path().join("out/patterns.csv")).expect("written");
    assert!(rows.contains("questions,mine,contingency"), "{rows}");
    assert!(fs::read_to_string(folder.path().join("page.md")).expect("written").contains("mine"));
    fs::write(study.join("town.toml"), town.replace("residents = 300", "residents = 400")).expect("written");
    let (code, said) = regimes(folder.path(), &words);
    assert!(code == 2 && said.contains("holds results of `validate`"), "another town is another plan: {said}");
    fs::write(study.join("town.toml"), town.replace("residents = 300", "resdents = 300")).expect("written");
    let (code, said) = regimes(folder.path(), &words);
    assert!(code == 2 && said.contains("study/town.toml, line ") && said.contains("resdents"), "{said}");
    fs::write(study.join("questions.toml"), QUESTION.replace("town.toml", "twon.toml")).expect("written");
    let (code, said) = regimes(folder.path(), &words);
    assert!(code == 2 && said.contains("study/twon.toml") && said.contains("there is no such file"), "{said}");
}

#[test]
fn numbers_that_are_none_and_names_that_lead_elsewhere_are_refused_in_experiments() {
    let folder = folder();
    for (find, replace, part) in [
        ("above = 0.0", "above = nan", "a finite number"),
        ("above = 0.0", "below = inf", "a finite number"),
        ("experiments.mine", "experiments.\"../mine\"", "snake case"),
        ("experiments.mine", "experiments.null", "missing value"),
        ("gap =", "true =", "truth value"),
        ("only =", "nan =", "cannot be a name"),
        ("format = 1", "format = 1\nname = \"../x\"", "snake case"),
        ("\"Listening helps.\"", "\"=1+1\"", "formula"),
        ("\"who listens\"", "\"who\\u202E listens\"", "cannot be seen"),
    ] {
        let text = QUESTION.replace("town.toml", "tiny").replace(find, replace);
        fs::write(folder.path().join("x.toml"), text).expect("written");
        let (code, said) = regimes(folder.path(), &["validate", "--file", "x.toml", "--dry-run"]);
        assert_eq!(code, 2, "{replace}: {said}");
        assert!(said.contains(part) && said.contains("x.toml:"), "{replace}: {said}");
    }
    let text = QUESTION.replace("town.toml", "tiny").replace("gap = \"only", "gap = \"-only");
    fs::write(folder.path().join("x.toml"), text).expect("written");
    assert_eq!(regimes(folder.path(), &["validate", "--file", "x.toml", "--dry-run"]).0, 0, "a sign is no formula");
}

#[test]
fn help_says_how_to_find_quantities() {
    let folder = folder();
    for verb in ["validate", "claims"] {
        let (_, said) = regimes(folder.path(), &[verb, "--help"]);
        for part in ["regimes doc outcomes", "regimes show SCENARIO", "setting.arm.WHAT", "beside this one"] {
            assert!(said.contains(part), "{part} in {said}");
        }
    }
}

#[test]
fn a_manifest_that_cannot_be_read_is_not_no_manifest() {
    let folder = folder();
    let run = ["run", "tiny", "--replicates", "1", "--out", "out", "-q"];
    assert_eq!(regimes(folder.path(), &run).0, 0);
    fs::write(folder.path().join("out/manifest.json"), "{").expect("written");
    for words in [&run[..], &["verify", "out"], &["plot", "out"], &["diff", "out", "tiny"]] {
        let (code, said) = regimes(folder.path(), words);
        assert_eq!(code, 2, "{words:?}: {said}");
        assert!(said.contains("out/manifest.json") && !said.contains("there is no manifest"), "{words:?}: {said}");
    }
    assert_eq!(regimes(folder.path(), &[&run[..], &["--force"]].concat()).0, 0);
}

#[test]
fn results_of_an_older_format_are_refused_and_replaced_only_on_request() {
    let folder = folder();
    let run = ["run", "tiny", "--replicates", "1", "--out", "out", "-q"];
    assert_eq!(regimes(folder.path(), &run).0, 0);
    let path = folder.path().join("out/manifest.json");
    let text = fs::read_to_string(&path).expect("a manifest");
    assert!(text.contains("\"format\": 2"), "{text}");
    fs::write(&path, text.replacen("\"format\": 2", "\"format\": 1", 1)).expect("written");
    let resume = [&run[..], &["--resume"]].concat();
    for words in [&run[..], &resume, &["verify", "out"], &["plot", "out"], &["diff", "out", "tiny"]] {
        let (code, said) = regimes(folder.path(), words);
        assert_eq!(code, 2, "{words:?}: {said}");
        for part in ["`out` holds results of the older format 1", "reads format 2", "make them again"] {
            assert!(said.contains(part), "{words:?}: {said}");
        }
    }
    assert_eq!(regimes(folder.path(), &[&run[..], &["--force"]].concat()).0, 0);
    assert_eq!(regimes(folder.path(), &["verify", "out", "-q"]).0, 0);
}

#[test]
fn a_scenario_of_an_older_format_is_refused_by_every_command_that_reads_one() {
    let folder = folder();
    let text = "format = 1\nname = \"older\"\nextends = \"tiny\"\ndomains.housing.crisis.move_on_per_week = 5\n";
    fs::write(folder.path().join("older.toml"), text).expect("written");
    for verb in ["check", "run", "show"] {
        let (code, said) = regimes(folder.path(), &[verb, "older.toml"]);
        assert_eq!(code, 2, "{verb}: {said}");
        for part in ["older.toml:1:10", "older.toml:4:24", "places.village.move_on_places_per_week = { housing = 1 }"] {
            assert!(said.contains(part), "{verb}: {said}");
        }
    }
}

#[test]
fn a_new_file_appears_whole_and_replaces_no_pipe_and_no_folder() {
    let folder = folder();
    fs::create_dir(folder.path().join("dir.toml")).expect("made");
    for more in [&[][..], &["--force"]] {
        let (code, said) = regimes(folder.path(), &[&["new", "dir.toml"][..], more].concat());
        assert!(code == 2 && said.contains("dir.toml"), "{said}");
    }
    assert_eq!(regimes(folder.path(), &["new", "null.toml"]).0, 0);
    assert_eq!(regimes(folder.path(), &["check", "null.toml"]).0, 0, "the name of the file is made one of a scenario");
    let names = fs::read_dir(folder.path()).expect("there").flatten().count();
    assert_eq!(names, 2, "no part is left behind");
}

#[cfg(unix)]
#[test]
fn one_signal_stops_a_run_and_a_second_one_at_once() {
    let folder = folder();
    for signals in [&["-TERM"][..], &["-INT", "-INT"], &["-TERM", "-TERM"]] {
        let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("regimes"))
            .current_dir(folder.path())
            .args([
                "run",
                "tiny",
                "--set",
                "horizon_weeks=5200",
                "--replicates",
                "2000",
                "-q",
                "--force",
                "--out",
                "out",
            ])
            .spawn()
            .expect("it ran");
        let waited = now();
        while !folder.path().join("out/journal.bin").exists() {
            assert!(waited.elapsed() < PATIENCE, "it does not begin");
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_millis(300));
        let began = now();
        for signal in signals {
            let sent = std::process::Command::new("kill").args([(*signal).to_owned(), child.id().to_string()]).output();
            assert!(sent.is_ok());
        }
        while child.try_wait().expect("a child").is_none() {
            assert!(began.elapsed() < PATIENCE, "{signals:?} did not stop it");
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(child.wait().expect("it ended").code(), Some(130), "{signals:?}");
        fs::remove_dir_all(folder.path().join("out")).expect("removed");
    }
}

#[test]
fn a_year_of_a_week_says_so() {
    let folder = folder();
    let words = ["run", "tiny", "--replicates", "1", "--set", "horizon_weeks=53", "--out", "out", "-q"];
    assert_eq!(regimes(folder.path(), &words).0, 0);
    let mut reader = csv::Reader::from_path(folder.path().join("out/costs.csv")).expect("written");
    let years: std::collections::BTreeSet<(String, String)> =
        reader.records().map(|row| row.expect("a row")).map(|row| (row[2].to_owned(), row[3].to_owned())).collect();
    let expected = [("0", "52"), ("1", "1")].map(|(year, weeks)| (year.to_owned(), weeks.to_owned()));
    assert_eq!(years.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn what_is_wrong_with_a_design_is_told_at_once_and_before_the_first_run() {
    let folder = folder();
    let sweep = |words: &[&str]| regimes(folder.path(), &[&["sweep", "tiny", "--out", "out"], words].concat());
    for (words, parts) in [
        (
            &["--vary", "patterns.harm=0..3:4", "--vary", "replicates=1,2"][..],
            &["patterns.harm", "allowed", "--set"][..],
        ),
        (&["--vary", "patterns.harm=1..0:4", "--vary", "x"], &["1 to 0", "`x`"]),
        (&["--vary", "patterns.hram=0,1"], &["patterns.hram"]),
        (&["--vary", "patterns.harm=0..1"], &["how many values"]),
        (&["--vary", "arms.hls=drop,true"], &["arms"]),
        (&["--vary", "patterns.harm=0,1", "--outcome", "flourishin"], &["did you mean `flourishing`"]),
        (&["--vary", "patterns.harm=0..1", "--design", "sobol", "--points", "0"], &["--points"]),
        (&["--table", "gone.csv"], &["gone.csv"]),
        (&[], &["--vary"]),
    ] {
        let (code, said) = sweep(words);
        assert_eq!(code, 2, "{words:?}: {said}");
        for part in parts {
            assert!(said.contains(part), "`{part}` after {words:?} in:\n{said}");
        }
    }
    let sensitivity =
        |words: &[&str]| regimes(folder.path(), &[&["sensitivity", "tiny", "--out", "out"], words].concat());
    for (words, part) in [
        (&["--factor", "patterns.harm=0,1"][..], "two ends"),
        (&["--factor", "patterns.harm=0..0.1", "--factor", "patterns.harm=0..0.1"], "twice"),
        (&["--set", "arms.hls=drop", "--set", "arms.graft=drop"], "one arm"),
        (&["--points", "8"], "--points belongs to --method sobol"),
        (&["--method", "sobol", "--trajectories", "3"], "write --points N"),
        (&["--method", "sobol", "--group", "a=patterns.*"], "--group belongs to --method morris"),
        (&["--method", "sobol", "--points", "6"], "such as 8"),
        (&["--group", "a=patterns.hram"], "did you mean `patterns.harm`"),
        (&["--group", "a=patterns.*", "--group", "b=patterns.harm"], "in `a` already"),
    ] {
        let (code, said) = sensitivity(words);
        assert!(code == 2 && said.contains(part), "`{part}` after {words:?} in:\n{said}");
    }
    let run = |words: &[&str]| regimes(folder.path(), &[&["run", "tiny", "--out", "out"], words].concat());
    for (words, part) in [
        (&["--replicates", "auto"][..], "--precision flourishing=0.001"),
        (&["--precision", "0.1"], "--replicates auto"),
        (&["--replicates", "auto", "--precision", "flourishin=0.1", "--precision", "-1"], "did you mean `flourishing`"),
        (
            &["--replicates", "auto", "--precision", "0.1", "--set", "arms.hls=drop", "--set", "arms.graft=drop"],
            "one arm",
        ),
        (&["--replicates", "-3"], "from 1 to 100000"),
        (&["--draws", "2000"], "draws; take 2 to"),
        (&["--draws", "-1"], "--draws"),
        (&["--draws", "4", "--set", "arms.hls=drop", "--set", "arms.graft=drop"], "one arm"),
    ] {
        let (code, said) = run(words);
        assert!(code == 2 && said.contains(part), "`{part}` after {words:?} in:\n{said}");
    }
    let compare = |words: &[&str]| regimes(folder.path(), &[&["compare", "tiny", "--out", "out"], words].concat());
    for (words, parts) in [
        (&["--arm", "npm", "--arm", "hsl"][..], &["there is no arm `hsl`", "hls"][..]),
        (&["--arm", "npm"], &["one arm is no comparison"]),
        (&["--preset", "mixd"], &["did you mean `mixed`"]),
        (&["--preset", "npm", "--arm", "x"], &["an arm `npm` already", "no arm `x`"]),
        (&["--variant", "cut places=1"], &["name: path=value"]),
        (&["--variant", "a: horizon_weeks=60; costs.currency=EUR"], &["60 weeks", "EUR"]),
        (&["--above", "flourishing", "--difference-above", "cost=1"], &["outcome=value", "no outcome `cost`"]),
        (&["--replicates", "auto"], &["--precision flourishing=0.001"]),
        (&["--replicates", "5", "--precision", "0.1"], &["--replicates auto"]),
        (&["--replicates", "-1"], &["--replicates"]),
    ] {
        let (code, said) = compare(words);
        assert_eq!(code, 2, "{words:?}: {said}");
        for part in parts {
            assert!(said.contains(part), "`{part}` after {words:?} in:\n{said}");
        }
    }
    assert!(!folder.path().join("out").exists());
}
