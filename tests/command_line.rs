//! The program as a user meets it: what it prints where, and with which code it ends.

use assert_cmd::Command;
use std::fs;
use std::path::Path;

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
    assert!(out.lines().any(|line| line.starts_with("tiny ") && line.contains(" A village")), "{out}");
    let (code, out, _) = regimes(&["show", "tiny", "--set", "arms.hls.fidelity=1"]);
    assert_eq!(code, 0);
    let line = |path: &str| out.lines().find(|line| line.starts_with(path)).unwrap_or_default();
    assert!(line("arms.hls.fidelity ").ends_with("--set"));
    assert!(line("arms.npm.fidelity ").ends_with("default"));
    assert!(line("places.village.residents ").contains("tiny.toml:"));
}

#[test]
fn what_is_shown_fits_a_hundred_columns_with_path_and_value_whole() {
    for name in ["tiny", "collective_impact_gateshead"] {
        let (code, out, _) = regimes(&["show", name]);
        assert_eq!(code, 0);
        assert!(out.lines().all(|line| line.chars().count() <= 100), "{out}");
        assert!(out.lines().any(|line| line.starts_with("status_quo.services ") && line.contains("  true")), "{out}");
    }
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

/// A folder for results, and its path below which a test works.
fn place() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out").display().to_string();
    (folder, out)
}

/// `run tiny` with two replicates into a folder.
fn run_tiny(out: &str, more: &[&str]) -> (i32, String, String) {
    let arguments = [&["run", "tiny", "--replicates", "2", "--out", out], more].concat();
    regimes(&arguments)
}

fn read(out: &str, name: &str) -> String {
    fs::read_to_string(Path::new(out).join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn manifest(out: &str) -> serde_json::Value {
    serde_json::from_str(&read(out, "manifest.json")).expect("JSON")
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

const TABLES: [&str; 14] = [
    "runs",
    "timeseries",
    "summary",
    "pairs",
    "costs",
    "groups",
    "evaluation",
    "lives",
    "census",
    "cohorts",
    "effects",
    "years",
    "economics",
    "states",
];

#[test]
fn a_run_leaves_exactly_the_files_that_are_promised() {
    let (_folder, out) = place();
    let (code, table, messages) = run_tiny(&out, &[]);
    assert_eq!(code, 0, "{messages}");
    assert!(messages.starts_with("3 arms x 2 paired replicates x 78 weeks x 2,000 residents, about "), "{messages}");
    assert!(table.contains("Flourishing") && table.contains("In this model, under these assumptions"));
    let mut expected: Vec<String> = TABLES.iter().map(|table| format!("{table}.csv")).collect();
    expected.extend(["datapackage.json", "figures", "machine.json", "manifest.json", "report.html"].map(str::to_owned));
    expected.push("scenario.resolved.toml".to_owned());
    expected.sort();
    assert_eq!(names_in(Path::new(&out)), expected);
    let figures = names_in(&Path::new(&out).join("figures"));
    for chunk in figures.chunks(4) {
        let ends: Vec<_> = chunk.iter().map(|name| name.rsplit('.').next().unwrap_or_default()).collect();
        assert_eq!(ends, ["csv", "png", "svg", "txt"], "{chunk:?}");
    }
    assert!(fs::read_dir(&out).expect("there").flatten().all(|entry| entry.metadata().expect("there").len() > 0));
}

#[test]
fn a_run_ends_with_its_finding_and_the_file_to_open_on_a_screen() {
    let (_folder, out) = place();
    let five = ["run", "tiny", "--out", &out, "--set", "horizon_weeks=60"];
    let (code, said, messages) = regimes(&five);
    assert_eq!(code, 0, "{messages}");
    assert!(said.lines().all(|line| line.chars().count() <= 100) && said.lines().count() <= 40, "{said}");
    let last = said.lines().last().unwrap_or_default();
    let file = last.strip_prefix("Open ").expect("the file to open");
    assert!(Path::new(file).is_file() && file.ends_with("report.html"), "{last}");
    let sentence = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(sentence.contains("over the whole horizon of 60 weeks: ") && sentence.contains(" in 5 of 5 "), "{said}");
    assert!(!said.contains("final year") && !said.contains("Worth"), "{said}");
    let (_, more, _) = regimes(&[&five[..], &["-v"]].concat());
    assert!(more.contains("Over the final year, the last 52 weeks:") && more.contains("Worth of pairing"), "{more}");
}

#[test]
fn which_end_is_better_is_said_and_where_none_is_nobody_is_better() {
    let (_folder, out) = place();
    let headline = "headline=[\"caseload\", \"reported_minus_true\", \"practice_adopted\", \"public_cost\"]";
    let (_, said, _) = run_tiny(&out, &["--set", headline]);
    assert!(said.contains("Caseload (case/worker)\n") && said.contains("higher "), "{said}");
    assert!(said.contains("(share; nearer to 0 is better)"), "{said}");
    let (_, said, _) = run_tiny(&out, &["--set", headline, "--json"]);
    let summary: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let found = |name: &str| {
        let findings = summary["findings"].as_array().expect("findings");
        findings.iter().find(|one| one["outcome"] == name).expect("a headline outcome").clone()
    };
    for (name, end, has) in [
        ("caseload", "neither", ["higher_in", "lower_in"]),
        ("practice_adopted", "neither", ["higher_in", "lower_in"]),
        ("reported_minus_true", "near_zero", ["better_in", "worse_in"]),
        ("public_cost", "lower", ["better_in", "worse_in"]),
    ] {
        let finding = found(name);
        assert_eq!((&finding["better"], &finding["weeks"]), (&end.into(), &52.into()));
        let difference = finding["differences"][0].as_object().expect("a difference");
        let keys: Vec<&str> = difference.keys().map(String::as_str).filter(|key| key.ends_with("_in")).collect();
        assert_eq!(keys.iter().filter(|key| has.contains(key)).count(), 2, "{keys:?}");
        assert_eq!(keys.len(), 2, "{keys:?}");
    }
    assert!(summary["finding"].as_str().is_some_and(|text| text.contains("2 pairs are too few")), "{said}");
}

#[test]
fn the_lives_told_are_of_the_same_people_who_stay() {
    let (_folder, out) = place();
    run_tiny(&out, &[]);
    let lives = read(&out, "lives.csv");
    let mut reader = csv::Reader::from_reader(lives.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let mut people: Vec<&str> = rows.iter().map(|row| &row[2]).filter(|agent| agent.starts_with("resident")).collect();
    people.sort_unstable();
    people.dedup();
    assert_eq!(people.len(), 2, "{people:?}");
    assert!(rows.iter().all(|row| !["died", "moved away", "died or moved away"].contains(&&row[4])), "{lives}");
}

#[test]
fn every_table_is_read_with_one_call_and_no_options() {
    let (_folder, out) = place();
    run_tiny(&out, &[]);
    for table in TABLES {
        let text = read(&out, &format!("{table}.csv"));
        assert!(!text.contains('\r') && text.ends_with('\n') && !text.starts_with('#'), "{table}");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().expect("a header").clone();
        assert!(header.iter().all(|name| !name.is_empty() && name.parse::<f64>().is_err()), "{header:?}");
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("as wide as the header")).collect();
        assert!(!rows.is_empty() && rows.iter().all(|row| *row != header), "{table}");
    }
    let runs = read(&out, "runs.csv");
    assert_eq!(runs.lines().count(), 1 + 3 * 2);
    assert!(
        runs.lines().nth(1).is_some_and(|row| row.starts_with("npm-0000,tiny,npm,base,pair-0000,0,20260101,done,"))
    );
}

#[test]
fn a_run_that_is_there_already_is_up_to_date() {
    let (_folder, out) = place();
    let (_, first, _) = run_tiny(&out, &[]);
    let before = manifest(&out);
    let (code, again, messages) = run_tiny(&out, &[]);
    assert_eq!(code, 0);
    assert!(messages.starts_with("up to date"), "{messages}");
    assert_eq!(first, again, "the table from files is the table of the run");
    fs::remove_file(Path::new(&out).join("costs.csv")).expect("removed");
    let (code, _, messages) = run_tiny(&out, &[]);
    assert_eq!(code, 2);
    assert!(messages.contains("costs.csv: missing") && messages.contains("--force"), "{messages}");
    assert_eq!(run_tiny(&out, &["--force", "-q"]), (0, String::new(), String::new()));
    assert_eq!(manifest(&out), before);
}

#[test]
fn a_folder_of_something_else_is_refused_and_force_spares_it() {
    let (_folder, out) = place();
    fs::create_dir(&out).expect("made");
    fs::write(Path::new(&out).join("thesis.md"), "years of work").expect("written");
    let (code, _, messages) = run_tiny(&out, &[]);
    assert_eq!(code, 2);
    assert!(messages.contains("thesis.md") && messages.contains("--out"), "{messages}");
    assert_eq!(run_tiny(&out, &["--force", "-q"]).0, 0);
    assert_eq!(read(&out, "thesis.md"), "years of work");
    let (code, _, messages) = run_tiny(&out, &["--seed", "7"]);
    assert_eq!(code, 2);
    assert!(messages.contains("a run of `tiny`"), "{messages}");
}

#[test]
fn a_place_that_cannot_be_written_is_told_before_the_run() {
    let (_folder, out) = place();
    fs::write(&out, "a file").expect("written");
    let (code, _, messages) = run_tiny(&out, &[]);
    assert_eq!(code, 2);
    assert!(messages.contains("is a file; choose a folder"), "{messages}");
    let (code, _, messages) = run_tiny(&format!("{out}/below"), &[]);
    assert_eq!(code, 2);
    assert!(messages.contains("cannot write") && messages.contains("--out"), "{messages}");
    assert!(!messages.contains(" arms x "), "{messages}");
}

#[cfg(unix)]
#[test]
fn a_limit_on_file_sizes_is_told_and_not_died_of() {
    let (_folder, out) = place();
    let program = assert_cmd::cargo::cargo_bin("regimes");
    let line = format!("ulimit -f 8; exec '{}' run tiny --replicates 1 --out '{out}'", program.display());
    let output = std::process::Command::new("bash").args(["-c", &line]).output().expect("it ran");
    let messages = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{messages}");
    assert!(messages.contains("ulimit -f"), "{messages}");
    assert!(!Path::new(&out).join("manifest.json").exists());
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_resumes_to_the_same_results() {
    let (_folder, out) = place();
    let longer = ["--set", "horizon_weeks=156", "--replicates", "12", "-j", "1"];
    let arguments = [&["run", "tiny", "--out", out.as_str()], &longer[..]].concat();
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("regimes"))
        .args(&arguments)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it ran");
    let journal = Path::new(&out).join("journal.bin");
    let holds_a_replicate = || fs::metadata(&journal).is_ok_and(|file| file.len() > 50_000);
    while !holds_a_replicate() && child.try_wait().expect("a child").is_none() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(killed.expect("there is `kill`").success());
    let output = child.wait_with_output().expect("it ended");
    let messages = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{messages}");
    assert!(messages.contains("of 12 replicates are kept") && messages.contains("--resume"), "{messages}");
    assert_eq!(names_in(Path::new(&out)), ["journal.bin"]);

    let (code, _, messages) = regimes(&[&arguments[..], &["--resume"]].concat());
    assert_eq!(code, 0, "{messages}");
    assert!(messages.contains("kept from before"), "{messages}");
    assert!(!Path::new(&out).join("journal.bin").exists() && !Path::new(&out).join(".lock").exists());
    let whole = format!("{out}-whole");
    assert_eq!(regimes(&[&["run", "tiny", "--out", &whole, "-q"], &longer[..]].concat()).0, 0);
    assert_eq!(manifest(&out), manifest(&whole));
}

#[test]
fn there_must_be_something_to_resume() {
    let (_folder, out) = place();
    let (code, _, messages) = run_tiny(&out, &["--resume"]);
    assert_eq!(code, 2);
    assert!(messages.contains("nothing to resume"), "{messages}");
}

#[test]
fn saved_results_are_verified_on_any_number_of_threads() {
    let (_folder, out) = place();
    run_tiny(&out, &["-j", "1", "--format", "csv.gz"]);
    for threads in ["1", "3"] {
        let (code, said, messages) = regimes(&["verify", &out, "-j", threads]);
        assert_eq!(code, 0, "{messages}");
        assert!(said.starts_with("identical"), "{said}");
    }
    assert_eq!(regimes(&["plot", &out]).0, 0);
    assert_eq!(regimes(&["verify", &out, "-q"]).0, 0, "figures from tables are those of the run");
}

#[test]
fn a_changed_byte_is_found_and_shown() {
    let (_folder, out) = place();
    run_tiny(&out, &[]);
    let path = Path::new(&out).join("costs.csv");
    let text = read(&out, "costs.csv").replacen("npm-0001", "npm-0002", 1);
    fs::write(&path, text).expect("written");
    let (code, _, messages) = regimes(&["verify", &out]);
    assert_eq!(code, 3);
    assert!(messages.contains("costs.csv changed since it was written, line "), "{messages}");
    assert!(messages.contains("saved  npm-0002") && messages.contains("now    npm-0001"), "{messages}");
    let (code, _, messages) = regimes(&["plot", &out]);
    assert_eq!(code, 2, "{messages}");
    let (code, _, messages) = regimes(&["verify", &format!("{out}/figures")]);
    assert_eq!(code, 2);
    assert!(messages.contains("has no results"), "{messages}");
}

#[test]
fn two_arms_part_in_a_week_an_agent_and_a_decision() {
    let (code, said, messages) = regimes(&["diff", "tiny", "--arm", "npm", "--arm", "hls"]);
    assert_eq!(code, 0, "{messages}");
    assert!(said.starts_with("npm and hls diverge in week ") && said.contains("agent ") && said.contains("decision "));
    let (_folder, out) = place();
    run_tiny(&out, &["-q"]);
    let (code, said, _) = regimes(&["diff", &out, "tiny", "--arm", "hls", "--replicate", "1"]);
    assert_eq!((code, said.as_str()), (0, "hls and hls: no difference\n"));
    let one_arm = ["diff", "tiny", "--set", "arms.hls=false", "--set", "arms.graft=false", "--arm", "npm"];
    let (code, _, messages) = regimes(&one_arm);
    assert_eq!(code, 2);
    assert!(messages.contains("one arm alone has nothing to differ from"), "{messages}");
    let (code, _, messages) = regimes(&["diff", "tiny", "--arm", "hsl"]);
    assert_eq!(code, 2);
    assert!(messages.contains("did you mean `hls`?"), "{messages}");
}

#[test]
fn what_cannot_be_run_is_told_with_its_place_and_what_to_do() {
    let (folder, out) = place();
    let nobody_works = ["housing_office", "advice_centre"].map(|o| format!("organisations.{o}.staff.posts_fte=0"));
    let nobody_lives = ["places.village.residents=0".to_owned(), "places.village.trust=0.5".to_owned()];
    for (sets, expected) in [(nobody_works, "give one of them staff"), (nobody_lives, "nobody lives in any place")] {
        let (code, _, messages) = run_tiny(&out, &["--set", &sets[0], "--set", &sets[1]]);
        assert_eq!(code, 2, "{messages}");
        assert!(messages.contains(expected), "{messages}");
    }
    let file = folder.path().join("a.toml");
    fs::write(&file, "format = 2\nname = \"a\"\nextends = \"a.toml\"\n").expect("written");
    let (code, _, messages) = regimes(&["run", &file.display().to_string(), "--out", &out]);
    assert_eq!(code, 2);
    assert!(messages.contains("a.toml:3"), "{messages}");
    let (code, _, messages) = regimes(&["run", "gone.toml", "--out", &out]);
    assert_eq!(code, 2);
    assert!(messages.contains("regimes new gone.toml"), "{messages}");
    assert!(!Path::new(&out).exists());
}

#[test]
fn what_is_asked_for_as_json_is_json() {
    let (_folder, out) = place();
    let (code, said, _) = run_tiny(&out, &["--json", "--progress", "json"]);
    assert_eq!(code, 0);
    let summary: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(summary["status"], "done");
    assert_eq!(summary["findings"][0]["differences"][0]["against"], "npm");
    assert!(summary["caveats"].as_array().is_some_and(|caveats| caveats.len() == 3));
    let (_, said, _) = run_tiny(&out, &["--json"]);
    let again: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(again["findings"], summary["findings"]);
}

#[test]
fn a_dry_run_says_what_it_would_take_and_writes_nothing() {
    let (_folder, out) = place();
    let (code, said, _) = run_tiny(&out, &["--dry-run"]);
    assert_eq!(code, 0);
    assert!(said.contains("6 runs") && said.contains("memory about") && said.contains("disk about"), "{said}");
    let (_, said, _) = run_tiny(&out, &["--dry-run", "--json"]);
    let plan: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(plan["runs"], 6);
    assert!(!Path::new(&out).exists());
}

#[test]
fn a_blind_run_follows_the_same_people() {
    let (_folder, out) = place();
    let blind = format!("{out}-blind");
    assert_eq!(run_tiny(&out, &[]).0, 0);
    assert_eq!(run_tiny(&blind, &["--blind"]).0, 0);
    // All but the names of run and arm.
    let told = |out: &str| -> Vec<String> {
        let text = read(out, "cohorts.csv");
        text.lines().skip(1).map(|row| row.splitn(3, ',').last().unwrap_or_default().to_owned()).collect()
    };
    assert!(told(&out).iter().any(|row| row.starts_with("asked_for_help,flourishing,")));
    assert_eq!(told(&out), told(&blind));
}

#[test]
fn a_blind_run_names_no_arm() {
    let (_folder, out) = place();
    let (code, said, _) = run_tiny(&out, &["--blind"]);
    assert_eq!(code, 0);
    assert!(said.contains(" A ") && said.contains(" B "), "{said}");
    for text in [said, read(&out, "runs.csv"), read(&out, "figures/flourishing.svg"), read(&out, "figures/staff.txt")] {
        let text = text.to_lowercase();
        assert!(!text.contains("hls") && !text.contains("npm"), "{text}");
    }
    assert_eq!(regimes(&["verify", &out]).0, 0);
    let (code, _, messages) = run_tiny(&out, &[]);
    assert_eq!(code, 2);
    assert!(messages.contains("calls its arms a, b, c"), "{messages}");
}

#[test]
fn cost_on_equal_payment_stands_beside_cost_as_spent_and_can_take_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = |way: &str| {
        let out = folder.path().join(way).display().to_string();
        let flag = format!("--equal-payment={way}");
        let short =
            ["--replicates", "5", "--set", "horizon_weeks=40", "--set", "burn_in_weeks=4", "--progress", "none"];
        let (code, said, wrong) = regimes(&[&["run", "tiny", &flag, "--out", &out], &short[..]].concat());
        assert_eq!(code, 0, "{wrong}");
        assert!(
            said.replace('\n', " ").contains("cost on equal payment") && wrong.contains("Equal payment: "),
            "{said}"
        );
        let read = |file: &str| fs::read_to_string(folder.path().join(way).join(file)).expect("written");
        assert!(read("manifest.json").contains(&format!("\"equal_payment\": \"{way}\"")));
        let (code, said, _) = regimes(&["verify", &out]);
        assert!(code == 0 && said.starts_with("identical"), "{said}");
        read("effects.csv")
    };
    // Unit, pairs, people, and the medians of both arms; differences of tables are rounded in another order.
    let cells = |table: &str, outcome: &str| {
        let row = table.lines().find(|line| line.starts_with(&format!("npm,hls,all,{outcome},"))).expect("a row");
        row.split(',').skip(4).take(5).map(str::to_owned).collect::<Vec<String>>()
    };
    let (beside, instead) = (made("beside"), made("instead"));
    assert_eq!(cells(&beside, "public_cost_on_equal_payment"), cells(&instead, "public_cost"));
    assert_eq!(cells(&instead, "public_cost_on_equal_payment"), cells(&instead, "public_cost"));
    assert_ne!(cells(&beside, "public_cost_on_equal_payment"), cells(&beside, "public_cost"));
    let (code, _, wrong) = regimes(&["run", "tiny", "--equal-payment=off"]);
    assert!(code == 2 && wrong.contains("instead") && wrong.contains("beside"), "{wrong}");
}
