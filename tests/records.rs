//! What a folder of results says of itself: units, lengths, closed lists and seeds are those of the scenario.

#[path = "../crates/regimes-study/build.rs"]
#[expect(dead_code, clippy::print_stdout, reason = "cargo reads what a build script prints, and a test does not")]
mod build;

use assert_cmd::Command;
use regimes_report::manifest::Manifest;
use regimes_study::study::files::journal::{Head, Journal};
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

#[test]
fn lengths_in_words_are_those_of_the_scenario() {
    let short = ["evaluation.weeks=8", "horizon_weeks=13", "arms.hls.start=2026-01-12", "events.cost_of_living=false"];
    let (folder, said) = run_tiny(&short, &[]);
    let package = read(folder.path(), "datapackage.json");
    assert!(package.contains("Observed need 8 weeks later.") && package.contains("the whole horizon of 13 weeks"));
    assert!(read(folder.path(), "figures/evaluation_twin.svg").contains("Change in observed need over 8 weeks"));
    let mut texts = texts(folder.path());
    texts.push(("what is said".to_owned(), said));
    for (name, text) in &texts {
        for words in ["a year later", "over a year", "year of follow-up", "final year", "last 52 weeks"] {
            assert!(!text.contains(words), "{name} says `{words}`");
        }
    }
    let (long, _) = run_tiny(&["evaluation.weeks=104"], &[]);
    let left_out = read(long.path(), "manifest.json");
    assert!(left_out.contains("nobody was enrolled and followed for 2 years"), "{left_out}");
}

/// What a table of a package says of its columns: by name, the words that it can hold.
fn closed_lists(package: &serde_json::Value, table: &str) -> Vec<(String, Vec<String>)> {
    let resources = package["resources"].as_array().expect("a list");
    let resource = resources.iter().find(|resource| resource["path"] == table).expect("described");
    assert_eq!(resource["schema"]["missingValues"], serde_json::json!([""]), "{table}");
    let fields = resource["schema"]["fields"].as_array().expect("a list").iter();
    let words = |field: &serde_json::Value| -> Vec<String> {
        let list = field["constraints"]["enum"].as_array().cloned().unwrap_or_default();
        list.iter().map(|word| word.as_str().expect("a word").to_owned()).collect()
    };
    fields.map(|field| (field["name"].as_str().expect("a name").to_owned(), words(field))).collect()
}

#[test]
fn every_word_of_a_closed_list_is_in_the_dictionary() {
    let everything = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/everything.toml");
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().display().to_string();
    let more = ["--set", "stories.residents=40", "--set", "stories.workers=14"];
    let (code, _, messages) = regimes(&[&["run", everything, "--out", &out, "-q"], &more[..]].concat());
    assert_eq!(code, 0, "{messages}");
    let package: serde_json::Value = serde_json::from_str(&read(folder.path(), "datapackage.json")).expect("JSON");
    for (table, closed) in [
        ("runs.csv", &["scenario", "arm", "point_id", "status"][..]),
        ("timeseries.csv", &["scenario", "arm", "point_id"]),
        ("summary.csv", &["scenario", "arm", "point_id", "outcome", "unit"]),
        ("pairs.csv", &["scenario", "arm_a", "arm_b", "outcome", "over"]),
        ("costs.csv", &["arm", "activity", "origin", "payer"]),
        ("groups.csv", &["arm", "level", "outcome"]),
        ("evaluation.csv", &["arm", "cohort"]),
        ("lives.csv", &["arm", "event"]),
        ("census.csv", &["target", "within"]),
        ("cohorts.csv", &["arm", "cohort", "outcome"]),
        ("effects.csv", &["arm_a", "arm_b", "cohort", "outcome", "verdict"]),
    ] {
        let lists = closed_lists(&package, table);
        let rows = cells(folder.path(), table);
        assert!(!rows.is_empty(), "{table}");
        for (name, words) in &lists {
            assert_eq!(closed.contains(&name.as_str()), !words.is_empty(), "{table}, {name}");
        }
        for row in &rows {
            for (cell, (name, words)) in row.iter().zip(&lists) {
                assert_eq!(cell.0, *name, "{table}");
                let is_known = words.is_empty() || cell.1.is_empty() || words.contains(&cell.1);
                assert!(is_known, "{table}: `{}` is no {name}", cell.1);
            }
        }
    }
}

#[test]
fn the_largest_seed_goes_through_run_resume_verify_and_json() {
    let seed = u64::MAX.to_string();
    let (folder, said) = run_tiny(&[], &["--seed", &seed, "--json", "-q"]);
    let out = folder.path().display().to_string();
    let summary: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(summary["seed"], seed.as_str());
    let manifest: serde_json::Value = serde_json::from_str(&read(folder.path(), "manifest.json")).expect("JSON");
    assert_eq!(manifest["seed"], seed.as_str());
    assert!(cells(folder.path(), "runs.csv").iter().all(|row| cell(row, "seed") == seed));
    let package: serde_json::Value = serde_json::from_str(&read(folder.path(), "datapackage.json")).expect("JSON");
    let fields = package["resources"][0]["schema"]["fields"].as_array().expect("a list").clone();
    assert_eq!(fields.iter().find(|field| field["name"] == "seed").expect("a column")["type"], "string");
    assert_eq!(regimes(&["verify", &out, "-q"]).0, 0);

    let again = ["run", "tiny", "--replicates", "2", "--seed", &seed, "--out", &out, "-q"];
    let whole = read(folder.path(), "manifest.json");
    fs::remove_file(folder.path().join("manifest.json")).expect("removed");
    let saved: Manifest = serde_json::from_str(&whole).expect("a manifest");
    let (study, about) = (saved.study.clone(), saved.described());
    let head = Head { study, about, fingerprint: saved.identity(), commit: saved.commit.clone() };
    Journal::open(folder.path()).and_then(|journal| journal.begin(&head)).expect("written");
    let (code, _, messages) = regimes(&[&again[..], &["--resume"]].concat());
    assert_eq!((code, read(folder.path(), "manifest.json")), (0, whole), "{messages}");

    let (_, shown, _) = regimes(&["show", "tiny", "--set", &format!("seed={seed}"), "--json"]);
    let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    let of_seed =
        shown.as_array().expect("a list").iter().find(|value| value["path"] == "seed").expect("shown").clone();
    assert_eq!(of_seed["value"], seed.as_str());
}

#[test]
fn a_manifest_names_the_commit_that_the_program_was_built_from() {
    let (folder, _) = run_tiny(&[], &[]);
    let manifest: serde_json::Value = serde_json::from_str(&read(folder.path(), "manifest.json")).expect("JSON");
    let here = build::commit(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap_or("unknown".to_owned());
    assert_eq!(manifest["commit"], option_env!("REGIMES_COMMIT").unwrap_or(&here));
}

#[test]
fn a_commit_is_read_from_loose_and_packed_references_from_worktrees_and_from_no_branch_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    };
    let [one, two, three, four] = ['1', '2', '3', '4'].map(|digit| digit.to_string().repeat(40));
    let commit = |place: &str| build::commit(&folder.path().join(place));
    assert_eq!(commit("archive"), None);
    put("loose/.git/HEAD", "ref: refs/heads/main\n");
    assert_eq!(commit("loose"), None, "nothing is committed yet");
    put("loose/.git/refs/heads/main", &format!("{one}\n"));
    assert_eq!(commit("loose"), Some(one));
    put("packed/.git/HEAD", "ref: refs/heads/main\n");
    put(
        "packed/.git/packed-refs",
        &format!("# pack-refs with: peeled\n{three} refs/heads/main2\n{two} refs/heads/main\n"),
    );
    assert_eq!(commit("packed"), Some(two));
    put("tree/.git", "gitdir: ../packed/.git/worktrees/tree\n");
    put("packed/.git/worktrees/tree/HEAD", "ref: refs/heads/side\n");
    put("packed/.git/worktrees/tree/commondir", "../..\n");
    put("packed/.git/refs/heads/side", &format!("{three}\n"));
    assert_eq!(commit("tree"), Some(three));
    put("detached/.git/HEAD", &format!("{four}\n"));
    assert_eq!(commit("detached"), Some(four));
    put("broken/.git/HEAD", "ref: refs/heads/.invalid\n");
    assert_eq!(commit("broken"), None);
}

#[test]
fn a_run_of_other_sources_is_verified_by_its_files_and_not_taken_for_this_one() {
    let (folder, _) = run_tiny(&[], &[]);
    let out = folder.path().display().to_string();
    let mut manifest: serde_json::Value = serde_json::from_str(&read(folder.path(), "manifest.json")).expect("JSON");
    manifest["commit"] = "0123456789abcdef0123456789abcdef01234567".into();
    fs::write(folder.path().join("manifest.json"), manifest.to_string()).expect("written");
    let (code, said, messages) = regimes(&["verify", &out]);
    assert!(code == 0 && said.starts_with("identical"), "{messages}");
    assert!(messages.contains("the results were made at commit 0123456789"), "{messages}");
    // Another commit of the same sources gives the same numbers; other sources may not.
    let again = ["run", "tiny", "--replicates", "2", "--out", &out];
    let (code, _, messages) = regimes(&again);
    assert!(code == 0 && messages.contains("up to date"), "{messages}");
    manifest["sources"] = "fedcba9876543210".into();
    fs::write(folder.path().join("manifest.json"), manifest.to_string()).expect("written");
    let (code, _, messages) = regimes(&again);
    assert!(code == 2 && messages.contains("commit 0123456789)"), "{messages}");
}

#[test]
fn figures_that_were_edited_or_lost_are_found_and_named() {
    let (folder, _) = run_tiny(&[], &[]);
    let out = folder.path().display().to_string();
    let verify = || regimes(&["verify", &out, "-q"]);
    assert_eq!(verify().0, 0);
    for name in ["overview.svg", "overview.png", "lives.txt", "cost.csv"] {
        let path = folder.path().join("figures").join(name);
        let kept = fs::read(&path).expect("there");
        let mut edited = kept.clone();
        let middle = edited.len() / 2;
        edited[middle] ^= 1;
        fs::write(&path, edited).expect("written");
        let (code, _, messages) = verify();
        assert!(code == 3 && messages.contains(&format!("figures/{name} changed")), "{messages}");
        fs::remove_file(&path).expect("removed");
        let (code, _, messages) = verify();
        assert!(code == 3 && messages.contains(&format!("figures/{name}: missing")), "{messages}");
        fs::write(&path, kept).expect("written");
    }
    fs::remove_file(folder.path().join("machine.json")).expect("removed");
    let (code, _, messages) = verify();
    assert!(code == 3 && messages.contains("machine.json: missing"), "{messages}");
}

#[cfg(unix)]
#[test]
fn a_signal_while_tables_are_written_or_figures_drawn_stops_soon_and_leaves_nothing_that_looks_whole() {
    let longer = ["--set", "horizon_weeks=520", "--set", "burn_in_weeks=4", "--replicates", "12"];
    for (signal, reached) in [("-INT", ".part-timeseries.csv"), ("-TERM", "figures/overview.svg")] {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().display().to_string();
        let arguments = [&["run", "tiny", "--out", out.as_str()], &longer[..]].concat();
        let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("regimes"))
            .args(&arguments)
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("it ran");
        while !folder.path().join(reached).exists() && child.try_wait().expect("a child").is_none() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        let sent = std::process::Command::new("kill").args([signal, &child.id().to_string()]).status();
        assert!(sent.expect("there is `kill`").success());
        let output = child.wait_with_output().expect("it ended");
        let messages = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(130), "{messages}");
        assert!(messages.contains("12 of 12 replicates are kept") && messages.contains("--resume"), "{messages}");
        assert!(!folder.path().join("manifest.json").exists());
        let parts = fs::read_dir(folder.path()).expect("a folder").flatten();
        let names: Vec<String> = parts.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        assert!(names.iter().all(|name| !name.starts_with(".part-")), "{names:?}");
        let (code, _, messages) = regimes(&[&arguments[..], &["--resume", "-q"]].concat());
        assert_eq!(code, 0, "{messages}");
        assert_eq!(regimes(&["verify", &out, "-q"]).0, 0);
    }
}

/// `tiny` with many more of something.
fn tiny_with(many: &str, n: u32) -> String {
    let text = include_str!("../scenarios/tiny.toml");
    let each = |f: &dyn Fn(u32) -> String| (0..n).map(f).collect::<String>();
    match many {
        "arms" => format!("{text}{}", each(&|i| format!("\n[arms.x{i}]\npreset = \"hls\"\n"))),
        "groups" => {
            let others = each(&|i| format!("g{i} = {{ share = 0.0005 }}\n"));
            let settled = format!("settled = {{ share = {:.4} }}\n{others}", 0.85 - 0.0005 * f64::from(n));
            text.replace("settled = { share = 0.85 }\n", &settled)
        }
        _ => {
            let office = |i: u32| {
                format!(
                    "[organisations.o{i}]\nplace = \"village\"\ndomains = [\"debt\"]\nstaff = {{ posts_fte = 1 }}\n\n"
                )
            };
            text.replacen("[arms.npm]", &format!("{}[arms.npm]", each(&office)), 1)
        }
    }
}

/// The room that a folder takes (byte).
fn room(folder: &Path) -> f64 {
    let of = |entry: fs::DirEntry| match entry.metadata().expect("there") {
        metadata if metadata.is_dir() => room(&entry.path()),
        metadata => metadata.len() as f64,
    };
    fs::read_dir(folder).expect("a folder").flatten().map(of).sum()
}

/// The most memory that a program takes (byte), as its system counts it.
#[cfg(target_os = "linux")]
fn most_memory(arguments: &[&str]) -> f64 {
    let mut child =
        std::process::Command::new(assert_cmd::cargo::cargo_bin("regimes")).args(arguments).spawn().expect("it ran");
    let mut most = 0.0;
    while child.try_wait().expect("a child").is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|rest| rest.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
        most = kilobytes.map_or(most, |kilobytes| 1024.0 * kilobytes);
        std::thread::sleep(std::time::Duration::from_millis(3));
    }
    most
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_run_is_said_to_cost_is_within_a_factor_of_two_of_what_it_costs() {
    let horizon = |weeks: u32| format!("horizon_weeks={weeks}");
    for (many, n, weeks, format) in [
        ("arms", 0, 52, "csv"),
        ("arms", 0, 520, "csv.gz"),
        ("arms", 25, 52, "csv"),
        ("groups", 80, 104, "csv"),
        ("organisations", 150, 104, "csv"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let [file, out] = ["town.toml", "out"].map(|name| folder.path().join(name).display().to_string());
        fs::write(&file, tiny_with(many, n)).expect("written");
        let weeks = horizon(weeks);
        let arguments = ["run", &file, "--set", &weeks, "--replicates", "3", "--format", format, "--out", &out];
        let (_, said, _) = regimes(&[&arguments[..], &["--dry-run", "--json"]].concat());
        let plan: serde_json::Value = serde_json::from_str(&said).expect("JSON");
        let memory = most_memory(&[&arguments[..], &["-q"]].concat());
        for (what, real) in [("memory_bytes", memory), ("disk_bytes", room(Path::new(&out)))] {
            let ratio = plan[what].as_f64().expect("a number") / real;
            assert!((0.5..=2.0).contains(&ratio), "{n} {many}: {what} {} for {real}", plan[what]);
        }
    }
}
