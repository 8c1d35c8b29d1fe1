//! Experiments: the list of files holds the folder, no result depends on threads or on an interruption, and the
//! documents that ship are those of the tables that ship.
//!
//! `UPDATE_DOCS=1 cargo test --test experiments` makes the documents from the tables again.

use regimes::cli::claims;
use regimes_model::parallel;
use regimes_report::{experiment_pages, experiment_tables};
use regimes_scenario::source::{Home, Layer, Source};
use regimes_study::experiment::bundled::{self, FILES};
use regimes_study::experiment::file::File;
use regimes_study::experiment::findings::{self, Answers, Depth, Row, Win};
use regimes_study::experiment::kept::{self, Found, Kept, Numbers};
use regimes_study::experiment::plan::{Plan, Planner};
use regimes_study::experiment::posterior::Draw;
use regimes_study::experiment::runs::{self, Results, missing};
use regimes_study::simulation::unattended;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn the_list_of_files_holds_the_folder() {
    let entries = fs::read_dir(at("scenarios/experiments")).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("readable").path());
    let stem = |path: PathBuf| path.file_stem().expect("a name").to_string_lossy().into_owned();
    let mut files: Vec<String> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "toml")).map(stem).collect();
    let mut listed: Vec<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
    files.sort();
    listed.sort();
    assert_eq!(files, listed);
}

#[test]
fn every_bundled_experiment_is_sound_and_says_what_it_expects_of_what() {
    let files = bundled::files().unwrap_or_else(|problems| panic!("{problems}"));
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let listed: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, listed);
    assert!(files.iter().map(|file| file.experiments.len()).sum::<usize>() >= 60);
}

/// Two small experiments on the smallest town.
const TINY: &str = r#"format = 1
name = "small"
[experiments.one]
pattern = "p"
source = "s"
kind = "claim"
claims = ["S001"]
switch = "w"
scenario = "tiny"
set = ["horizon_weeks=56", "burn_in_weeks=8"]
expects = { above = 0.0 }
elsewhere = ["patterns.harm=0.9"]
axis = { path = "patterns.personal_variation", values = [0.0, 0.4] }
settings = { low = ["organisations.*.staff.skill=0.4"], high = [] }
[experiments.one.quantities]
flourishing = "high.hls.flourishing - low.npm.flourishing@final"
evaluation = "high.hls.evaluation.true / high.hls.evaluation.before"
[contests.small]
scenario = "tiny"
set = ["horizon_weeks=56", "burn_in_weeks=8"]
"#;

fn small() -> (Vec<File>, Plan, Vec<Draw>) {
    let source = Source::new("small.toml".to_owned(), TINY.to_owned(), Layer::This, Home::Nowhere);
    let files = bundled::read_all(vec![source]).unwrap_or_else(|p| panic!("{p}"));
    let mut planner = Planner::default();
    findings::ask(&mut planner, &files[0].experiments, Depth::Everywhere).expect("sound");
    findings::ask_contest(&mut planner, &files[0].contests[0]).expect("sound");
    let draw = |number| Draw { number, sets: vec![format!("patterns.harm=0.{number}1")] };
    (files, planner.plan().expect("sound"), vec![draw(0), draw(1), draw(2)])
}

fn rows(results: &Results) -> (Vec<Row>, Vec<Win>) {
    let (files, plan, draws) = small();
    let answers = Answers { plan: &plan, results, draws: &draws, depth: Depth::Everywhere };
    let rows = answers.rows(&files[0], &files[0].experiments[0]);
    (rows, answers.wins(&files[0].contests[0]).expect("sound"))
}

fn run(threads: usize) -> Results {
    let (_, plan, draws) = small();
    let tasks = missing(&plan, &draws, &Numbers::new());
    let keep = |_: usize, _: u32, _: &[f64]| {};
    parallel::on_threads(threads, || runs::perform(&plan, &draws, &tasks, &unattended(), &keep)).expect("threads")
}

#[test]
fn rows_depend_neither_on_threads_nor_on_an_interruption() {
    let (one, two) = (run(1), run(2));
    assert!(one.failures.is_empty(), "{:?}", one.failures);
    let (expected, wins) = rows(&one);
    assert_eq!(rows(&two), (expected.clone(), wins.clone()));
    assert_eq!((expected.len(), expected[0].n_draws), (2, 3));
    assert!(expected[0].found_elsewhere.contains("patterns.harm=0.9") && !expected[0].turns_at.is_empty());
    assert!(expected.iter().all(|row| row.median.is_finite()));
    assert_eq!(wins.iter().filter(|win| win.yardstick == "flourishing").map(|win| win.share_best).sum::<f64>(), 1.0);

    let (_, plan, draws) = small();
    let folder = tempfile::tempdir().expect("a folder");
    let tasks = missing(&plan, &draws, &Numbers::new());
    let kept = Kept::begin(folder.path(), "a plan", &Numbers::new()).expect("a store");
    let keep = |unit: usize, draw: u32, values: &[f64]| kept.keep(unit, draw, values).expect("a disk");
    let part = &tasks[..tasks.len() / 2];
    runs::perform(&plan, &draws, part, &unattended(), &keep);
    let Found::Same(before) = kept::look(folder.path(), "a plan").expect("readable") else {
        panic!("nothing was kept")
    };
    assert_eq!(before.len(), part.len());
    let rest = missing(&plan, &draws, &before);
    let mut resumed = runs::perform(&plan, &draws, &rest, &unattended(), &keep);
    resumed.numbers.extend(before);
    assert_eq!(rows(&resumed), (expected, wins));
}

/// The rows of a table that ships; none where it does not.
fn shipped<T: serde::de::DeserializeOwned>(name: &str) -> Vec<T> {
    let text = fs::read_to_string(at("scenarios/experiments/found").join(name)).unwrap_or_default();
    experiment_tables::read(name, &text).unwrap_or_else(|error| panic!("{error}"))
}

/// Compares the made part of a document with what its tables say, or writes it.
fn check(path: &str, verb: &str, block: &str) {
    let kept = fs::read_to_string(at(path)).unwrap_or_default();
    let made = experiment_pages::with_block(&kept, verb, block);
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(at(path), made).expect("docs can be written");
        return;
    }
    assert!(kept == made, "{path} is not what the tables say; UPDATE_DOCS=1 rewrites it");
}

#[test]
fn the_validation_is_that_of_its_tables() {
    let rows = shipped(experiment_tables::PATTERNS);
    check("docs/validation.md", "validate", &experiment_pages::patterns(&rows, &shipped(experiment_tables::WINS)));
}

#[test]
fn pages_that_mark_a_result_show_what_was_found() {
    let rows: Vec<Row> = [shipped(experiment_tables::PATTERNS), shipped(experiment_tables::CLAIMS)].concat();
    for path in ["docs/headline-figures.md", "docs/sceptic.md"] {
        let kept = fs::read_to_string(at(path)).expect("the page is there");
        let made = experiment_pages::with_found(&kept, &rows);
        assert_eq!(experiment_pages::with_found(&made, &rows), made, "{path}: made twice");
        for id in kept.lines().filter_map(|line| line.strip_prefix("<!-- found: ")?.strip_suffix(" -->")) {
            assert!(rows.iter().any(|row| row.id == id), "{path} marks {id}, which no table holds");
        }
        if env::var_os("UPDATE_DOCS").is_some() {
            fs::write(at(path), made).expect("docs can be written");
        } else {
            assert!(kept == made, "{path} is not what the tables say; UPDATE_DOCS=1 rewrites it");
        }
    }
}

#[test]
fn the_claims_are_those_of_their_table() {
    let rows: Vec<Row> = shipped(experiment_tables::CLAIMS);
    let files = bundled::files().unwrap_or_else(|problems| panic!("{problems}"));
    let judged = claims::judged(&files, &rows).expect("the list of claims is sound");
    check("docs/claims.md", "claims", &experiment_pages::claims(&judged, &rows));
}
