//! What an arm takes from the status quo, what it leaves out, and whom its limits hold.

use regimes_model::model::rules::practice::{Access, Quota, Support};
use regimes_scenario::check::Loaded;
use regimes_scenario::load::load_text;
use regimes_scenario::overrides;
use regimes_scenario::problem::{Looks, Problems};
use regimes_study::simulation::control::unattended;
use regimes_study::simulation::run::Run;

const TINY: &str = include_str!("../scenarios/tiny.toml");

/// The tiny scenario with something put at its end.
fn read(more: &str, sets: &[&str]) -> Result<Loaded, Problems> {
    load_text("tiny.toml", &format!("{TINY}\n{more}\n"), &overrides::read(sets))
}

fn loaded(more: &str, sets: &[&str]) -> Loaded {
    read(more, sets).unwrap_or_else(|problems| panic!("{problems}"))
}

fn problems(more: &str, sets: &[&str]) -> Problems {
    read(more, sets).expect_err("a mistake")
}

/// The messages of warnings, each with its remedy and its path.
fn warned(loaded: &Loaded) -> Vec<String> {
    let line = |problem: &regimes_scenario::problem::Problem| {
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

#[test]
fn an_arm_without_a_preset_keeps_the_status_quo_and_changes_single_rules() {
    for row in ["mixed", "hls", "npm"] {
        let set = format!("status_quo.preset={row}");
        let sets = [set.as_str(), "status_quo.voice={equal={participation=0.02}}", "arms.kept.access=quota"];
        let more = "[arms.kept]\nphase_in_weeks = 4\n[arms.said]\npreset = \"status_quo\"\naccess = \"quota\"\nphase_in_weeks = 4";
        let scenario = loaded(more, &sets).scenario;
        let mut expected = scenario.status_quo.regime.clone();
        expected.access = Access::Quota(Quota::default());
        for arm in ["kept", "said"] {
            assert_eq!(scenario.arms.get(arm).expect("an arm").arm.regime, expected, "{arm} under {row}");
        }
    }
}

#[test]
fn a_number_of_a_rule_that_the_status_quo_has_can_be_set_alone() {
    let sets = ["status_quo.support.standard.packages=7"];
    let scenario = loaded("[arms.kept]\nsupport.standard.weeks = 5", &sets).scenario;
    let Support::Standard(rule) = &scenario.arms.get("kept").expect("an arm").arm.regime.support else {
        panic!("the status quo has packages");
    };
    assert_eq!((rule.packages, rule.weeks), (7, 5));
    let page = problems("[arms.kept]\nsupport.bespoke.listening = 0.3", &sets).to_string();
    assert!(page.contains("`support` is `standard` here"), "{page}");
}

#[test]
fn the_status_quo_does_not_start_from_itself() {
    let page = problems("", &["status_quo.preset=status_quo"]).to_string();
    assert!(page.contains("there is no preset `status_quo`"), "{page}");
}

#[test]
fn what_comes_from_the_status_quo_says_so_and_reads_the_same_again() {
    let more = "[arms.kept]\nvoice = \"equal\"\nsupport.standard.weeks = 5";
    let loaded = loaded(more, &["status_quo.accountability.targets.stake=0.4"]);
    let origin = |path: &str| loaded.origin(path);
    assert_eq!(origin("arms.kept.accountability.targets.stake"), "status_quo");
    assert_eq!(origin("arms.kept.accountability"), "status_quo");
    assert_eq!(origin("arms.kept.support.standard.packages"), "status_quo");
    assert!(origin("arms.kept.support.standard.weeks").starts_with("tiny.toml:"));
    assert!(origin("arms.kept.voice").starts_with("tiny.toml:"));
    assert_eq!(origin("arms.kept.voice.equal.participation"), "default");
    assert_eq!(origin("arms.kept.fidelity"), "default");
    let text = loaded.scenario.resolved();
    let again = load_text("resolved.toml", &text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(again.scenario.resolved(), text);
    assert_eq!(warned(&again), [""; 0]);
}

#[test]
fn an_arm_that_relied_on_the_rules_of_npm_is_told() {
    let more = "[arms.kept]\nvoice = \"equal\"\n[arms.without]\nservices = false";
    let told = warned(&loaded(more, &["status_quo.preset=npm_good", "status_quo.voice=equal"]));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("arms.kept: ") && told[0].contains("`preset = \"npm\"`"), "{told:?}");
    assert!(told[0].contains("`accountability`") && !told[0].contains("`voice`"), "{told:?}");
    assert_eq!(warned(&loaded(more, &["status_quo.preset=npm"])), [""; 0]);
    let said = more.replace("voice", "preset = \"status_quo\"\nvoice");
    assert_eq!(warned(&loaded(&said, &["status_quo.preset=npm_good"])), [""; 0]);
}

#[test]
fn no_bundled_scenario_relies_on_an_earlier_default() {
    for name in regimes_scenario::bundled::names() {
        let loaded = regimes_scenario::load::load(name, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(warned(&loaded), [""; 0], "{name}");
    }
}

#[test]
fn what_a_base_has_can_be_dropped_and_only_what_is_there() {
    let derived = |more: &str, sets: &[&str]| {
        load_text("derived.toml", &format!("extends = \"tiny\"\nname = \"derived\"\n{more}"), &overrides::read(sets))
    };
    let names = |more: &str, sets: &[&str]| {
        let scenario = derived(more, sets).unwrap_or_else(|problems| panic!("{problems}")).scenario;
        let arms: Vec<String> = scenario.arms.iter().map(|(name, _)| name.to_owned()).collect();
        (arms.join(" "), scenario.town.events.len())
    };
    let whole = names("", &[]);
    assert_eq!(whole, ("npm hls graft".to_owned(), 1));
    let less = ("npm hls".to_owned(), 0);
    assert_eq!(names("arms.graft = \"drop\"\nevents.cost_of_living = \"drop\"", &[]), less);
    assert_eq!(names("", &["arms.graft=drop", "events.cost_of_living=drop"]), less);
    assert_eq!(names("arms.graft = false", &["events.cost_of_living=false"]), less);
    for (more, sets) in [("arms.graf = \"drop\"", &[][..]), ("", &["arms.graf=drop"]), ("arms.graf = false", &[])] {
        let page = derived(more, sets).expect_err("nothing to drop").to_string();
        assert!(
            page.contains("there is no `graf` in `arms` to drop") && page.contains("did you mean `graft`?"),
            "{page}"
        );
    }
    let page = derived("events.cost_of_livin = \"drop\"", &[]).expect_err("nothing to drop").to_string();
    assert!(page.contains("did you mean `cost_of_living`?"), "{page}");
}

#[test]
fn a_cut_in_prices_spends_less_on_the_same_hours_and_then_carries_more_posts() {
    let after = |times: f64, weeks: u32| {
        let sets = [
            "arms.kept.start=2026-01-05".to_owned(),
            format!("arms.kept.prices_times={times}"),
            "status_quo.payment=block".to_owned(),
            "places.village.budget_pounds_per_week=14500".to_owned(),
            "prices.new_posts_per_year=0.5".to_owned(),
        ];
        let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
        let scenario = loaded("[arms.kept]\npreset = \"status_quo\"", &sets).scenario;
        let arm = scenario.arms.position("kept").expect("an arm");
        let mut run = Run::after_burn_in(&scenario, 0, &unattended()).expect("nobody stops it").under(&scenario, arm);
        run.weeks(weeks, &unattended(), &mut []).expect("nobody stops it");
        let world = run.into_world();
        let place = &world.places[0];
        let posts: f64 = place.organisations.iter().map(|o| o.posts_carried()).sum();
        (place.ledger.total_hours(), place.ledger.services_pounds() - place.commissioner.overhead, posts)
    };
    // Prices change with the week's contracts, before its costs.
    let ((hours, pounds, posts), (same_hours, fewer_pounds, same_posts)) = (after(1.0, 1), after(0.8, 1));
    assert_eq!((hours, posts), (same_hours, same_posts));
    assert!(fewer_pounds < 0.85 * pounds, "{fewer_pounds} of {pounds}");
    let (usual, cheap, costly) = (after(1.0, 120), after(0.8, 120), after(1.25, 120));
    assert!(cheap.2 > usual.2 && usual.2 >= costly.2, "{} {} {}", cheap.2, usual.2, costly.2);
}
