//! Studies of many points as a user meets them: their figures, which are drawn again from the runs that are kept.

use assert_cmd::Command;
use std::fs;
use std::path::Path;

fn regimes(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("regimes").expect("the program is built");
    let output = command.current_dir(folder).args(arguments).output().expect("it ran");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

/// A study of short runs into the folder `out`.
fn study(folder: &Path, words: &[&str]) -> (i32, String, String) {
    let short = ["--set", "horizon_weeks=60", "--set", "burn_in_weeks=4", "--replicates", "2", "--out", "out"];
    regimes(folder, &[words, &short, &["--progress", "none"]].concat())
}

fn figures(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("out/figures")).expect("a folder of figures");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

const FAN: &[&str] = &["sweep", "tiny", "--vary", "patterns.harm=0.1..0.4:3"];
const MAP: &[&str] = &["sweep", "tiny", "--vary", "patterns.harm=0.1..0.4:2", "--vary", "support.gamma=0.5..1:2"];
const SCREENING: &[&str] = &[
    "sensitivity",
    "tiny",
    "--trajectories",
    "2",
    "--factor",
    "patterns.harm=0.1..0.4",
    "--factor",
    "support.gamma=0..1",
];

#[test]
fn every_study_of_points_leaves_figures_that_are_verified_and_drawn_again() {
    for (words, expected) in [(FAN, "difference_fan_hls"), (MAP, "difference_map_graft"), (SCREENING, "tornado_hls")] {
        let folder = tempfile::tempdir().expect("a folder");
        let (code, said, wrong) = study(folder.path(), words);
        assert!(code == 0 && said.contains("Figures: "), "{said}{wrong}");
        let names = figures(folder.path());
        for end in ["svg", "png", "csv", "txt"] {
            assert!(names.contains(&format!("{expected}.{end}")), "{names:?}");
        }
        let manifest = fs::read_to_string(folder.path().join("out/manifest.json")).expect("a manifest");
        assert!(manifest.contains(&format!("figures/{expected}.svg")) && manifest.contains("datapackage.json"));
        for file in names.iter().filter(|name| name.starts_with(expected)) {
            fs::remove_file(folder.path().join("out/figures").join(file)).expect("removed");
        }
        assert_eq!(regimes(folder.path(), &["verify", "out"]).0, 3, "a figure is gone");
        let (code, _, said) = regimes(folder.path(), &["plot", "out"]);
        assert!(code == 0 && said.contains("wrote"), "{said}");
        assert_eq!(figures(folder.path()), names);
        let (code, said, wrong) = regimes(folder.path(), &["verify", "out"]);
        assert!(code == 0 && said.starts_with("identical"), "{wrong}");
        assert_eq!(regimes(folder.path(), &["plot", "out", "--out", "elsewhere"]).0, 0);
        assert!(folder.path().join("elsewhere/figures").join(format!("{expected}.png")).is_file());
        fs::remove_file(folder.path().join("out/journal.bin")).expect("removed");
        let (code, _, said) = regimes(folder.path(), &["plot", "out"]);
        assert!(code == 2 && said.contains("journal.bin") && said.contains("--force"), "{said}");
    }
}

#[test]
fn another_design_in_the_same_folder_leaves_no_figure_of_the_first() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(study(folder.path(), FAN).0, 0);
    assert_eq!(study(folder.path(), &[MAP, &["--resume"]].concat()).0, 0);
    assert!(figures(folder.path()).iter().all(|name| name.starts_with("difference_map_")));
    assert_eq!(study(folder.path(), &[FAN, &["--force"]].concat()).0, 0);
    assert!(figures(folder.path()).iter().all(|name| name.starts_with("difference_fan_")));
}

#[test]
fn a_sweep_of_a_budget_names_the_budget_at_which_arms_are_equal_and_another_design_does_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let short = ["--set", "horizon_weeks=60", "--set", "burn_in_weeks=4", "--out", "out", "--progress", "none"];
    let words = ["sweep", "tiny", "--vary", "arms.graft.budget_times=0.85,1,1.15", "--draws", "3"];
    let (code, said, wrong) = regimes(folder.path(), &[&words[..], &short].concat());
    assert!(
        code == 0 && said.contains("Over 3 draws of the uncertain parameters (ranges, not fitted)"),
        "{said}{wrong}"
    );
    assert!(said.contains("graft equals npm in flourishing at this multiple of the budget of graft"), "{said}");
    let path = folder.path().join("out/equal_budget.csv");
    let table = fs::read_to_string(&path).expect("a table");
    assert!(table.lines().count() == 4 && table.lines().skip(1).all(|line| line.contains(",0.85,1.15,3,")), "{table}");
    let (code, said, wrong) = regimes(folder.path(), &["verify", "out"]);
    assert!(code == 0 && said.starts_with("identical"), "{said}{wrong}");
    assert_eq!(study(folder.path(), &[FAN, &["--force"]].concat()).0, 0);
    assert!(!path.exists());
    let (code, _, wrong) = study(folder.path(), &words);
    assert!(code == 2 && wrong.contains("--draws") && wrong.contains("--replicates"), "{wrong}");
}

#[test]
fn a_design_without_numbers_has_no_figure_and_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let (code, said, wrong) =
        study(folder.path(), &["sweep", "tiny", "--vary", "arms.hls.start=2026-02-02,2026-03-02"]);
    assert!(code == 0 && said.contains("No figure is drawn: none of the paths"), "{said}{wrong}");
    assert!(!folder.path().join("out/figures").exists());
    let (code, _, said) = regimes(folder.path(), &["plot", "out"]);
    assert!(code == 2 && said.contains("has no figures"), "{said}");
}

#[test]
fn a_strip_goes_with_points_that_are_no_grid() {
    let folder = tempfile::tempdir().expect("a folder");
    let words = ["--vary", "patterns.harm=0..0.4", "--vary", "support.gamma=0.5..1.5", "--design", "sobol"];
    let (code, said, wrong) = study(folder.path(), &[&["sweep", "tiny", "--points", "8"], &words[..]].concat());
    assert!(code == 0 && said.contains("Figures: "), "{said}{wrong}");
    assert!(figures(folder.path()).contains(&"difference_strip_hls.png".to_owned()));
}
