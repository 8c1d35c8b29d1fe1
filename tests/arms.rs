//! What an arm takes from the status quo, what it leaves out, and whom its limits hold.

use regimes::scenario::problem::{Looks, Problems};
use regimes::scenario::{Loaded, load_text};

const TINY: &str = include_str!("../scenarios/tiny.toml");

/// The tiny scenario with something put at its end.
fn read(more: &str, sets: &[&str]) -> Result<Loaded, Problems> {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    load_text("tiny.toml", &format!("{TINY}\n{more}\n"), &sets)
}

fn loaded(more: &str, sets: &[&str]) -> Loaded {
    read(more, sets).unwrap_or_else(|problems| panic!("{problems}"))
}

fn problems(more: &str, sets: &[&str]) -> Problems {
    read(more, sets).expect_err("a mistake")
}

/// The messages of warnings, each with its remedy and its path.
fn warned(loaded: &Loaded) -> Vec<String> {
    let line = |problem: &regimes::scenario::problem::Problem| {
        format!("{}: {}; {}", problem.path, problem.message, problem.remedy)
    };
    loaded.warnings.iter().map(line).collect()
}

#[test]
fn organisations_that_are_named_do_not_limit_commissioners_and_all_such_arms_are_told_at_once() {
    let named = "only = [\"advice_centre\"]";
    let more = format!(
        "[arms.pilot]\npreset = \"hls\"\n{named}\n[arms.paid]\npreset = \"npm\"\npayment = \"block\"\n{named}\n\
         [arms.upheaval]\npreset = \"npm\"\nreorganises = true\n{named}\n\
         [arms.practice]\npreset = \"npm\"\nvoice = \"equal\"\n{named}\n\
         [arms.kept]\npreset = \"hls\"\ncommissioners = false\nnational = false\n{named}"
    );
    let problems = problems(&more, &[]);
    let paths: Vec<&str> = problems.list.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(paths, ["arms.pilot.only", "arms.paid.only", "arms.upheaval.only"]);
    let page = problems.render(Looks::Plain);
    for part in [
        "changes their rules `accountability`, `payment`, `competition`, `reporting`, `collaboration`",
        "the arm `paid` changes their rule `payment`",
        "the arm `upheaval` reorganises their contracts as well",
        "`commissioners = false` in `[arms.pilot]`",
    ] {
        assert!(page.contains(part), "{part} in\n{page}");
    }
}

#[test]
fn a_limit_that_does_not_hold_government_is_told_and_stops_nobody() {
    let more =
        "[arms.pilot]\npreset = \"hls\"\ncommissioners = false\nonly = [\"advice_centre\"]\nplaces = [\"village\"]";
    let told = warned(&loaded(more, &[]));
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().all(|line| line.contains("changes its rule for all places")), "{told:?}");
    assert!(told.iter().all(|line| line.contains("`national = false` in `[arms.pilot]`")), "{told:?}");
    assert_eq!(warned(&loaded(more, &["arms.pilot.national=false"])), [""; 0]);
    assert_eq!(warned(&loaded("", &[])), [""; 0]);
}
