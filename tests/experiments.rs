//! Experiments: the list of files holds the folder, no result depends on threads or on an interruption, and the
//! documents that ship are those of the tables that ship.
//!
//! `UPDATE_DOCS=1 cargo test --test experiments` makes the documents from the tables again.

use regimes_model::parallel::{self, Width};
use regimes_report::expectations::found::Found;
use regimes_report::expectations::{page, registered};
use regimes_report::experiment_pages::{self, Page};
use regimes_report::experiment_tables;
use regimes_scenario::source::{Home, Layer, Source};
use regimes_study::experiment::bundled::{self, FILES, STUDIES};
use regimes_study::experiment::claims;
use regimes_study::experiment::draws::Draw;
use regimes_study::experiment::file::{File, Kind};
use regimes_study::experiment::findings::{self, Answers, Depth, Win};
use regimes_study::experiment::judgement::Judgement;
use regimes_study::experiment::plan::{Plan, Planner};
use regimes_study::experiment::runs::{Results, Units};
use regimes_study::experiment::subject::Subject;
use regimes_study::experiment::yardstick::Yardstick;
use regimes_study::simulation::control::unattended;
use regimes_study::study::design::Design;
use regimes_study::study::files::journal::Journal;
use regimes_study::study::runner;
use regimes_study::study::store::Memory;
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
    let mut listed: Vec<String> = FILES.iter().chain(STUDIES).map(|(name, _)| (*name).to_owned()).collect();
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
    let draw = |number| Draw::new(number, vec![format!("patterns.harm=0.{number}1").into()]);
    (files, planner.plan().expect("sound"), vec![draw(0), draw(1), draw(2)])
}

fn judged(results: &Results) -> (Judgement, Vec<Win>) {
    let (files, plan, draws) = small();
    let answers = Answers { plan: &plan, results, draws: &draws, depth: Depth::Everywhere };
    let judgement = answers.judgement(&files[0], &files[0].experiments[0]);
    (judgement, answers.wins(&files[0].contests[0]).expect("sound"))
}

fn run(threads: usize) -> Results {
    let (_, plan, draws) = small();
    let (units, store) = (Units::of(&plan, &draws).expect("sound"), Memory::default());
    let perform = || runner::perform(&units, Width::Wide, &store, &unattended(), &|_| {});
    parallel::on_threads(threads, perform).expect("threads").expect("nobody stops it");
    Results::read(&units, &store).expect("memory never refuses")
}

#[test]
fn judgements_depend_neither_on_threads_nor_on_an_interruption() {
    let (one, two) = (run(1), run(2));
    assert!(one.failures.is_empty(), "{:?}", one.failures);
    let (expected, wins) = judged(&one);
    assert_eq!(judged(&two), (expected.clone(), wins.clone()));
    assert_eq!((expected.quantities.len(), expected.quantities[0].n_draws), (2, 3));
    let elsewhere = expected.elsewhere.as_ref().expect("an elsewhere");
    assert_eq!(elsewhere.overrides, ["patterns.harm=0.9".into()]);
    assert!(elsewhere.outcome.is_some() && expected.turn.is_some());
    assert!(expected.quantities.iter().all(|measured| measured.interval.median.is_finite()));
    assert_eq!(
        wins.iter().filter(|win| win.yardstick == Yardstick::Flourishing).map(|win| win.share_best).sum::<f64>(),
        1.0
    );

    let (_, plan, draws) = small();
    let folder = tempfile::tempdir().expect("a folder");
    let part = Units::of(&plan, &draws[..1]).expect("sound");
    let journal = || Journal::open(folder.path()).expect("a disk");
    runner::perform(&part, Width::Narrow, &journal(), &unattended(), &|_| {}).expect("nobody stops it");
    let units = Units::of(&plan, &draws).expect("sound");
    assert_eq!(runner::missing(&units, &journal()).len(), units.tasks() - part.tasks());
    runner::perform(&units, Width::Wide, &journal(), &unattended(), &|_| {}).expect("nobody stops it");
    assert_eq!(judged(&Results::read(&units, &journal()).expect("a disk")), (expected, wins));
}

/// The text of a table that ships.
fn shipped(name: &str) -> String {
    fs::read_to_string(at("scenarios/experiments/found").join(name)).expect("the table ships")
}

/// The judgements that ship.
fn judgements(subject: Subject) -> Vec<Judgement> {
    let text = shipped(experiment_tables::name_of(subject));
    experiment_tables::read_judgements(subject, &text).unwrap_or_else(|error| panic!("{error}"))
}

/// The judgements of the dominance audit that ship: those of the last full run, or of a run of its own since.
fn audit() -> Vec<Judgement> {
    let whole = judgements(Subject::Patterns).into_iter().filter(|one| one.kind == Kind::Dominance);
    let whole: Vec<Judgement> = whole.collect();
    if !whole.is_empty() {
        return whole;
    }
    let read = experiment_tables::read_judgements(Subject::Patterns, &shipped("dominance.csv"));
    read.unwrap_or_else(|error| panic!("{error}"))
}

/// Compares the made parts of a document with what its tables say, or writes them.
fn check(path: &str, made_from: impl Fn(&str) -> String) {
    let kept = fs::read_to_string(at(path)).unwrap_or_default();
    let made = made_from(&kept);
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(at(path), made).expect("docs can be written");
        return;
    }
    assert!(kept == made, "{path} is not what the tables say; UPDATE_DOCS=1 rewrites it");
}

/// Pages tell conditions in words; what is set, as `organisations.*.staff.skill=0.5`, stands in the tables.
fn holds_no_path(page: &Page) {
    let words = page.summary.split_whitespace().chain(page.tables.split_whitespace());
    let path = words.into_iter().find(|word| {
        word.contains(".*.") || word.split_once('=').is_some_and(|(path, _)| path.contains('.') && !path.contains('('))
    });
    assert_eq!(path, None);
}

#[test]
fn the_validation_is_that_of_its_tables() {
    let files = bundled::files().unwrap_or_else(|problems| panic!("{problems}"));
    let wins = experiment_tables::read_wins(&shipped(experiment_tables::WINS)).expect("sound");
    let page = experiment_pages::patterns::page(&files, &judgements(Subject::Patterns), &wins);
    holds_no_path(&page);
    check("docs/validation.md", |kept| {
        let made = experiment_pages::with_page(kept, Subject::Patterns, &page);
        experiment_pages::with_dominance(&made, &audit())
    });
}

#[test]
fn the_dominance_audit_is_of_the_experiments_in_its_file() {
    let files = bundled::files().unwrap_or_else(|problems| panic!("{problems}"));
    let file = files.iter().find(|file| file.name == "dominance").expect("it is bundled");
    let written: Vec<&str> = file.experiments.iter().map(|experiment| experiment.id.as_str()).collect();
    let audit = audit();
    let run: Vec<&str> = audit.iter().map(|judgement| judgement.id.as_str()).collect();
    assert_eq!(run, written);
    let page = fs::read_to_string(at("docs/validation.md")).expect("the page is there");
    assert!(
        run.iter().all(|id| page.contains(&format!("| `{id}` |"))),
        "docs/validation.md has no place for the audit"
    );
}

#[test]
fn pages_that_mark_a_result_show_what_was_found() {
    let judgements = [judgements(Subject::Patterns), judgements(Subject::Claims)].concat();
    for path in ["docs/headline-figures.md", "docs/sceptic.md"] {
        let kept = fs::read_to_string(at(path)).expect("the page is there");
        let made = experiment_pages::marked::with_found(&kept, &judgements);
        assert_eq!(experiment_pages::marked::with_found(&made, &judgements), made, "{path}: made twice");
        for id in kept.lines().filter_map(|line| line.strip_prefix("<!-- found: ")?.strip_suffix(" -->")) {
            assert!(judgements.iter().any(|one| one.id == id), "{path} marks {id}, which no table holds");
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
    let judgements = judgements(Subject::Claims);
    let files = bundled::files().unwrap_or_else(|problems| panic!("{problems}"));
    let list = claims::list().expect("the list of claims is sound");
    let judged = claims::judge(&list, &files, &judgements);
    let page = experiment_pages::claims::page(&files, &judged, &judgements);
    holds_no_path(&page);
    check("docs/claims.md", |kept| experiment_pages::with_page(kept, Subject::Claims, &page));
}

#[test]
fn expectations_of_the_register_stand_beside_what_was_found() {
    let register = fs::read_to_string(at("docs/register.md")).expect("the register is there");
    let expected = registered::expected(&register);
    // A sweep that has not been made yet leaves its cells empty.
    let found = ["npm", "mixed"].map(|status_quo| {
        let table = at("scenarios/experiments/found").join(format!("registered_{status_quo}.csv"));
        let text = fs::read_to_string(table).ok();
        let read = |text: String| Found::read(status_quo, &text).unwrap_or_else(|error| panic!("{error}"));
        text.map_or_else(|| Found::none(status_quo), read)
    });
    check("docs/expectations.md", |kept| {
        let made = page::with_tables(kept, &expected, &found);
        assert!(made.contains("### Who was right"), "docs/expectations.md has a place for its tables");
        made
    });
}
