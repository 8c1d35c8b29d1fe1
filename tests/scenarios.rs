//! Every bundled scenario loads; each kind of mistake gives its message, with place and remedy.

use proptest::prelude::*;
use regimes_model::model::patterns::factors::Pattern;
use regimes_scenario::bundled::{BUNDLED, names};
use regimes_scenario::load::{load, load_text};
use regimes_scenario::overrides;
use regimes_scenario::problem::Problems;
use regimes_study::simulation::run::Run;
use std::fs;

const TINY: &str = include_str!("../scenarios/tiny.toml");

/// What the messages of a changed `tiny.toml` must say.
fn check(find: &str, replace: &str, expected: &[&str]) {
    assert!(TINY.contains(find), "tiny.toml has no `{find}`");
    let text = TINY.replacen(find, replace, 1);
    let problems = load_text("tiny.toml", &text, &[]).expect_err(replace);
    says(&problems, expected, replace);
}

/// What the messages of a `--set` must say.
fn check_set(sets: &[&str], expected: &[&str]) {
    let problems = load("tiny", &overrides::read(sets)).expect_err("a mistake");
    says(&problems, expected, &sets.join(" "));
}

fn says(problems: &Problems, expected: &[&str], change: &str) {
    assert_eq!(problems.list.len(), 1, "one problem after {change}:\n{problems}");
    let page = problems.to_string();
    for part in expected {
        assert!(page.contains(part), "`{part}` after {change} in:\n{page}");
    }
}

#[test]
fn every_bundled_scenario_loads() {
    for name in names() {
        let loaded = load(name, &[]).unwrap_or_else(|problems| panic!("{name}:\n{problems}"));
        assert_eq!(loaded.scenario.name, name);
    }
}

#[test]
fn every_replicate_has_a_country_of_its_own() {
    let scenario = load("tiny", &[]).expect("tiny loads").scenario;
    let worlds: Vec<_> = (0..3).map(|replicate| Run::begin(&scenario, replicate).into_world()).collect();
    let patterns: Vec<Pattern> = worlds.iter().map(|world| world.country.pattern).collect();
    let mask = worlds[0].constants.mask;
    for place in worlds.iter().flat_map(|world| &world.places) {
        let offsets = place.group_offsets.iter().chain([&place.offset]);
        assert!(
            offsets.fold(Pattern::NONE, |all, &offset| all | offset) & !mask == Pattern::NONE,
            "a factor that is not in use differs"
        );
    }
    for (i, &pattern) in patterns.iter().enumerate() {
        assert!(pattern & !mask == Pattern::NONE && pattern != Pattern::NONE, "{pattern:x?}");
        assert!(patterns[..i].iter().all(|&other| other != pattern), "replicates {patterns:x?} are one country");
    }
}

#[test]
fn the_bundled_list_holds_the_folder() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let mut files: Vec<String> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    let mut bundled: Vec<String> = BUNDLED.iter().map(|(name, _)| (*name).to_owned()).collect();
    files.sort();
    bundled.sort();
    assert_eq!(files, bundled);
}

#[test]
fn keys_and_values_that_do_not_fit_are_named_with_their_place() {
    check(
        "factors = 8",
        "factros = 8",
        &["unknown key `factros` in `domains.housing`", "did you mean `factors`?", "tiny.toml:22:1"],
    );
    check("[patterns]", "[paterns]", &["unknown key `paterns`", "did you mean `patterns`?"]);
    check(
        "residents = 2000",
        "residents = \"many\"",
        &["`residents` takes a whole number, not a text", "0 to 16000000", "[resident]"],
    );
    check("residents = 2000", "residents = 20.5", &["a whole number, not a number with a fraction"]);
    check("residents = 2000", "residents = -1", &["-1 is out of range for `residents`"]);
    check(
        "onset_per_year = 0.04",
        "onset_per_year = 40",
        &["40 is out of range for `onset_per_year`", "allowed: 0 to 10 [1/year]"],
    );
    check("onset_per_year = 0.04", "onset_per_year = nan", &["nan is out of range"]);
    check("seed = 20260101", "seed = -1", &["`seed` takes a whole number from 0", "18446744073709551615"]);
    check("raises.debt = 0.3", "raises.debt = 4", &["4 is out of range for `raises`", "[log hazard]"]);
    check("domains = [\"housing\"]", "domains = \"housing\"", &["`domains` takes a list of names, not a text"]);
    check("domains = [\"housing\"]", "domains = [7]", &["`domains` takes a text in quotes, not a whole number"]);
    check("start = 2026-01-05 ", "start = \"2026-01-05\" ", &["a date without quotes"]);
    check("costs = {", "costs = 7 # {", &["`costs` is a section, not a whole number"]);
    check("horizon_weeks = 52", "horizon_weeks = 0", &["0 is out of range for `horizon_weeks`"]);
    check("replicates = 5", "replicates = 0", &["0 is out of range for `replicates`", "allowed: 1 to"]);
}

#[test]
fn the_focus_is_an_arm_beside_the_first() {
    check(
        "focus = \"hls\"",
        "focus = \"hsl\"",
        &["there is no `hsl` in `arms`", "did you mean `hls`?", "tiny.toml:14:9"],
    );
    check("focus = \"hls\"", "focus = \"npm\"", &["`npm` is the first arm", "hls, graft"]);
    let focus = |sets: &[&str]| load("tiny", &overrides::read(sets)).expect("sound").scenario.focus;
    assert_eq!((focus(&[]), focus(&["focus=graft"]), focus(&["focus="])), (Some(1), Some(2), None));
    assert_eq!(
        (focus(&["arms.npm=false"]), focus(&["arms.hls=false"])),
        (None, None),
        "arms that a command leaves out"
    );
}

#[test]
fn a_focus_of_a_base_goes_with_its_arm() {
    let text = "format = 2\nextends = \"tiny\"\nname = \"mine\"\narms.hls = false\n";
    let scenario = load_text("mine.toml", text, &[]).expect("an inherited focus is no mistake").scenario;
    assert_eq!(scenario.focus, None);
    assert!(load_text("again.toml", &scenario.resolved(), &[]).is_ok());
}

#[test]
fn names_that_mean_nothing_are_answered_with_the_nearest() {
    check(
        "\"public_cost\"",
        "\"public_cots\"",
        &["there is no outcome `public_cots`", "did you mean `public_cost`?", "tiny.toml:13"],
    );
    check("\"public_cost\"", "\"flourishing\"", &["`flourishing` stands here twice"]);
    check(
        "raises.debt = 0.3",
        "raises.dept = 0.3",
        &["there is no `dept` in `domains`", "did you mean `debt`?", "tiny.toml:24:8"],
    );
    check("raises.debt = 0.3", "raises.housing = 0.3", &["`housing` raises itself"]);
    check(
        "place = \"village\"\ndomains = [\"housing\"]",
        "place = \"vilage\"\ndomains = [\"housing\"]",
        &["there is no `vilage` in `places`", "did you mean `village`?"],
    );
    check("place = \"village\"\n", "", &["`housing_office` has no place", "place = \"village\""]);
    check("domains = [\"housing\"]\n", "", &["`housing_office` works in no domain"]);
    check(
        "[\"debt\", \"housing\"]",
        "[\"debt\", \"hosing\"]",
        &["there is no `hosing` in `domains`", "did you mean `housing`?"],
    );
    check(
        "domain = \"housing\", angle",
        "domain = \"debt\", angle",
        &["counts in `debt`, where `housing_office` does not work"],
    );
    check("surge = { domain = \"debt\"", "surge = { domain = \"dbt\"", &["there is no `dbt` in `domains`"]);
    check("name = \"tiny\"", "name = \"Tiny town\"", &["is not a name in snake case", "tiny_town"]);
    check("name = \"tiny\"", "", &["the scenario has no name"]);
    check("[arms.graft]", "[arms.Graft-1]", &["`Graft-1` is not a name in snake case", "`graft_1`"]);
    check("preset = \"hls\"", "preset = \"hsl\"", &["there is no preset `hsl`", "did you mean `hls`?"]);
}

#[test]
fn a_person_has_one_home_and_homes_are_bought_where_there_are_tenancies() {
    check_set(&["domains.housing.tenancy.debt=\"nowhere\""], &["there is no `nowhere`"]);
    check_set(&["domains.housing.tenancy.safety=\"housing\""], &["is the domain of the home itself"]);
    let two = ["domains.debt.tenancy.gain_per_week=0.1", "domains.housing.tenancy.gain_per_week=0.1"];
    check_set(&two, &["has a tenancy, and", "has one already"]);
    check_set(&["arms.hls.homes_bought_per_week=1"], &["no domain has a tenancy", "domains.housing.tenancy"]);
}

#[test]
fn places_to_move_on_to_are_multiplied_where_there_is_a_number_of_them() {
    let none = ["arms.hls.places_times=0.5"];
    check_set(&none, &["no place has a number of them", "move_on_places_per_week"]);
    check_set(&["arms.hls.prices_times=3"], &["prices_times", "0.5 to 2"]);
}

#[test]
fn an_arm_comes_into_force_where_and_as_long_as_it_can() {
    let begins = "start = 2026-07-06";
    let with = |line: &str| format!("{begins}\n{line}");
    check(begins, &with("places = [\"vilage\"]"), &["there is no `vilage` in `places`", "did you mean `village`?"]);
    let only = "only = [\"advice\"]\ncommissioners = false";
    check(begins, &with(only), &["there is no `advice` in `organisations`", "advice_centre"]);
    check(begins, &with("end = 2026-07-06"), &["ends on 2026-07-06", "a date from 2026-07-13 on"]);
    check(begins, &with("end = 2029-07-06"), &["beyond the end of the run"]);
    check(begins, "end = 2026-08-03\nservices = false", &["nothing brings back"]);
    check(begins, "start = 2026-08-03\nservices = false", &["no services from the first day on"]);
}

#[test]
fn a_misspelt_section_is_one_problem() {
    check("[places.village]", "[place.village]", &["unknown key `place`", "did you mean `places`?"]);
    check("[groups]", "[grups]", &["did you mean `groups`?"]);
}

#[test]
fn a_rule_says_how_it_is_chosen() {
    check(
        "accountability = \"targets\"",
        "accountability = \"target\"",
        &["`target` is not a variant of `accountability`", "did you mean `targets`?"],
    );
    check(
        "accountability.targets.stake = 0.3",
        "accountability.dialogue.peer = 0.3",
        &[
            "`accountability` is `targets` here",
            "choose it first: `accountability.dialogue = { peer = 0.3 }`",
            "tiny.toml:59:16",
        ],
    );
    check(
        "accountability.targets.stake = 0.3",
        "accountability.stake = 0.3",
        &["`stake` is not a variant", "write `accountability.targets.stake`"],
    );
    check(
        "accountability = \"targets\"",
        "accountability = { targets = {}, none = {} }",
        &["cannot be `targets` and `none` at once"],
    );
    check("accountability = \"targets\"", "accountability = 3", &["takes the name of a variant, not a whole number"]);
    check("packages = 4", "packges = 4", &["unknown key `packges` in `arms.graft.support.menu`"]);
    check(
        "accountability.targets.stake = 0.3",
        "accountability.targets.stake = 3",
        &["3 is out of range for `stake`", "[incentive]"],
    );
}

#[test]
fn a_variant_without_numbers_takes_none() {
    check(
        "accountability = \"targets\"",
        "accountability = { none = 3 }",
        &[
            "takes the numbers of a variant, not a whole number",
            "it has none: write `arms.graft.accountability.none = {}`",
        ],
    );
}

#[test]
fn numbers_that_cannot_be_true_together_are_named() {
    check(
        "factors = 8",
        "factors = 8\noutside = 9",
        &["has 8 factors, and 9 of them belong to others", "`outside` from 0 to 8"],
    );
    check("share = 0.85", "share = 0.8", &["sum to 0.950000, not to 1", "settled 0.8, newcomers 0.15"]);
    check("residents = 2000", "residents = 0", &["nobody lives in any place", "residents = 2000"]);
    let mut many = String::from("[groups]");
    for name in ["a", "b", "c", "d", "e", "f", "g"] {
        many = format!("[domains.{name}]\n{many}");
    }
    check("[groups]", &many, &["there are 9 domains; there is room for 8"]);
    let empty = TINY.replace("posts_fte = 8", "posts_fte = 0").replace("posts_fte = 4", "posts_fte = 0");
    let problems = load_text("tiny.toml", &empty, &[]).expect_err("no staff");
    says(&problems, &["no organisation in `village` has a post", "staff.posts_fte = 8"], "no posts");
}

#[test]
fn dates_lie_within_the_run() {
    check("start = 2026-01-05 ", "start = 2026-01-06 ", &["2026-01-06 is a Tuesday", "2026-01-05 and 2026-01-12"]);
    check("start = 2026-01-05 ", "", &["there is no `start`"]);
    check("start = 2026-07-06", "start = 2025-07-07", &["2025-07-07 is before the start of the run"]);
    check(
        "start = 2026-07-06",
        "start = 2027-01-04",
        &["2027-01-04 is beyond the end of the run", "horizon_weeks = 52"],
    );
    check("date = 2026-10-05", "date = 2036-10-06", &["2036-10-06 is beyond the end"]);
    check("date = 2026-10-05", "", &["the event `cost_of_living` has no date"]);
}

#[test]
fn what_is_missing_is_named() {
    let (head, _) = TINY.split_once("[arms.npm]").expect("arms stand near the end");
    let problems = load_text("x.toml", head, &[]).expect_err("no arms");
    says(&problems, &["there are no arms", "[arms.npm]"], "no arms");
    let problems = load_text("x.toml", "", &[]).expect_err("nothing");
    let messages: Vec<&str> = problems.list.iter().map(|problem| problem.message.as_str()).collect();
    for missing in ["domains", "groups", "places", "organisations", "arms"] {
        assert!(messages.contains(&format!("there are no {missing}").as_str()), "{messages:?}");
    }
}

#[test]
fn all_problems_are_reported_together() {
    let text = TINY
        .replace("factors = 8", "factros = 8")
        .replace("residents = 2000", "residents = \"many\"")
        .replace("share = 0.85", "share = 0.5");
    let problems = load_text("tiny.toml", &text, &[]).expect_err("four problems");
    assert_eq!(problems.list.len(), 4, "{problems}");
    let lines: Vec<usize> = problems.list.iter().map(|problem| problem.line).collect();
    assert!(lines.is_sorted());
}

#[test]
fn lines_that_are_not_toml_are_reported_with_the_rest() {
    let text = TINY
        .replace("seed = 20260101", "seed = ")
        .replace("replicates = 5", "replicates = five")
        .replace("factors = 8", "factros = 8");
    let problems = load_text("tiny.toml", &text, &[]).expect_err("four problems");
    let lines: Vec<usize> = problems.list.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [7, 11, 22, 28], "{problems}");
}

#[test]
fn a_key_that_stands_twice_is_an_error() {
    check("replicates = 5", "replicates = 5\nreplicates = 6", &["duplicate key", "tiny.toml:12:1"]);
    check("[arms.hls]", "[arms.npm]", &["duplicate key", "written once in a file", "tiny.toml:61"]);
}

#[test]
fn what_is_set_on_the_command_line_is_checked_as_well() {
    check_set(&["arms.npm.acountability=none"], &["--set:1:10", "did you mean `accountability`?"]);
    check_set(&["arms.npn.fidelity=0.5"], &["there is no `npn` in `arms`", "did you mean `npm`?"]);
    check_set(
        &["arms.hls.accountability.targets.stake=0.3"],
        &["`accountability` is `dialogue` here", "--set arms.hls.accountability=targets"],
    );
    check_set(&["seed=many"], &["takes a whole number"]);
    check_set(&["seed"], &["`seed` sets nothing", "path.to.key=value"]);
    check_set(&["places.village.residents=0"], &["nobody lives in any place", "--set:1:26"]);
}

#[test]
fn a_key_that_has_a_successor_is_answered_with_it() {
    check_set(
        &["domains.housing.crisis.move_on_per_week=12"],
        &[
            "`domains.housing.crisis.move_on_per_week` was a key of format 1",
            "since format 2 it is `places.NAME.move_on_places_per_week`",
            "write `places.village.move_on_places_per_week = { housing = 2.4 }`: times the residents of each place, over 10000",
            "--set:1:24",
        ],
    );
    check_set(&["domains.housing.crisis.move_on_per_week=0"], &["leave out this key"]);
    check_set(&["domains.housing.crisis.move_on_per_week=many"], &["write `places.NAME.move_on_places_per_week = {"]);
    check_set(
        &["domains.housing.crisis.move_on_per_week=1", "places.village.move_on_places_per_week={housing=0.2}"],
        &["every place says it already: leave out this key"],
    );
    check_set(&["domains.housing.move_on_per_week=1"], &["unknown key `move_on_per_week` in `domains.housing`"]);
}

#[test]
fn a_format_that_is_not_known_is_answered_with_those_that_are() {
    for unknown in ["0", "3", "-1", "1.5", "\"two\"", "99999999999999999999"] {
        let format = format!("format = {unknown}");
        check("format = 2", &format, &["is not one that this program reads", "it reads format 2", "tiny.toml:4:10"]);
    }
    check("format = 2", "format = 3", &["the later version of the program"]);
    check("format = 2", "format = 0", &["names what has changed since format 1", "write `format = 2`"]);
}

#[test]
fn a_file_of_an_older_format_is_not_run_even_where_nothing_changed_for_it() {
    check(
        "format = 2",
        "format = 1",
        &["format 1 is older than format 2", "no key in it has changed: write `format = 2`", "tiny.toml:4:10"],
    );
}

/// A file of format 1 with two keys that have changed and two other mistakes.
const OLDER: &str = r#"format = 1
extends = "tiny"
name = "older"
horizon_weks = 52

[places.hill]
residents = 600

[domains.housing]
crisis = { kind = "homelessness", above = 0.7, per_year = 0.8, payer = "council", move_on_per_week = 12.5 }

[domains.debt.crisis]
kind = "eviction"
move_on_per_week = 20
per_year = -1
"#;

#[test]
fn all_that_has_changed_since_an_older_format_is_named_at_once_and_with_all_other_problems() {
    let problems = load_text("older.toml", OLDER, &[]).expect_err("an older format");
    let at =
        |line: usize| problems.list.iter().find(|problem| problem.line == line).unwrap_or_else(|| panic!("{problems}"));
    assert_eq!(problems.list.iter().map(|problem| problem.line).collect::<Vec<_>>(), [1, 4, 10, 14, 15], "{problems}");
    assert_eq!(at(1).remedy, "replace the keys in lines 10, 14, then write `format = 2`");
    assert!(at(4).message.contains("unknown key `horizon_weks`"));
    assert_eq!((at(10).column, at(10).path.as_str()), (83, "domains.housing.crisis.move_on_per_week"));
    assert!(at(10).remedy.contains(
        "`places.village.move_on_places_per_week = { housing = 2.5 }`, `places.hill.move_on_places_per_week = { housing = 0.75 }`"
    ));
    assert!(at(14).remedy.contains("`places.hill.move_on_places_per_week = { debt = 1.2 }`"));
    assert!(at(15).message.contains("out of range"));
    let page = problems.to_string();
    assert!(["older.toml:10:83", "older.toml:14:1"].iter().all(|place| page.contains(place)), "{page}");
}

#[test]
fn a_former_key_overlays_what_a_base_says_of_its_successor() {
    let older = "format = 1\nextends = \"flagship\"\nname = \"mine\"\nplaces.city.residents = 5000\n\
                 domains.housing.crisis.move_on_per_week = 10\n";
    let page = load_text("mine.toml", older, &[]).expect_err("an older format").to_string();
    assert!(page.contains("write `places.city.move_on_places_per_week = { housing = 5 }`"), "{page}");
}

#[test]
fn what_followed_residents_in_an_older_format_is_named_where_it_does_not_any_more() {
    let older = "format = 1\nextends = \"flagship\"\nname = \"mine\"\nplaces.city.residents = 9000\n";
    let problems = load_text("mine.toml", older, &[]).expect_err("an older format");
    says(&problems, &["write `format = 2`; what a base says", "`places.city.move_on_places_per_week`"], "residents");
    let newer = older.replace("format = 1", "format = 2");
    assert!(load_text("mine.toml", &newer, &[]).is_ok());
}

#[test]
fn a_base_of_an_older_format_is_named_as_the_text_that_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::write(path("base.toml"), TINY.replacen("format = 2", "format = 1", 1)).expect("written");
    fs::write(path("mine.toml"), "format = 2\nextends = \"base.toml\"\nname = \"mine\"\n").expect("written");
    let problems = load(&path("mine.toml").display().to_string(), &[]).expect_err("an older format");
    says(&problems, &["base.toml:4:10", "no key in it has changed"], "a base");
}

#[test]
fn places_to_move_on_to_are_of_domains_that_turn_into_a_crisis() {
    check_set(&["places.village.move_on_places_per_week={housng=1}"], &["there is no `housng` in `domains`"]);
    check_set(
        &["places.village.move_on_places_per_week={debt=1}"],
        &["nobody in `debt` waits for a place to move on to"],
    );
}

#[test]
fn what_is_set_on_the_command_line_holds() {
    let sets = [
        "arms.npm.accountability.targets.stake=0.5",
        "arms.hls.accountability=targets",
        "arms.hls.accountability.targets.level=0.7",
        "arms.graft.support={bespoke={listening=0.1}}",
        "arms.graft.preset=npm",
        "start=2026-01-12",
    ];
    let loaded = load("tiny", &overrides::read(&sets)).unwrap_or_else(|p| panic!("{p}"));
    let text = loaded.scenario.resolved();
    for part in ["stake = 0.5\n", "level = 0.7\n", "start = 2026-01-12\n"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let graft = loaded.scenario.arms.get("graft").expect("an arm");
    assert_eq!(graft.arm.regime, regimes_model::model::regime::npm());
}

#[test]
fn a_choice_changes_only_what_it_says() {
    use regimes_model::model::regime::hls;
    use regimes_model::model::rules::answering::{Accountability, Targets};
    use regimes_model::model::rules::practice::Support;
    let scenario = load("tiny", &[]).unwrap_or_else(|p| panic!("{p}")).scenario;
    let arm = |name: &str| scenario.arms.get(name).expect("an arm").arm.regime.clone();
    let expected = Accountability::Targets(Targets { stake: 0.3, ..Targets::default() });
    assert_eq!(arm("npm").accountability, expected);
    let Support::Menu(menu) = arm("graft").support else {
        panic!("the graft has a menu");
    };
    assert_eq!((menu.packages, menu.discretion, menu.weeks), (4, 0.5, 26));
    assert_eq!(arm("graft").casework, hls().casework);
}

#[test]
fn weeks_count_from_the_first_of_the_burn_in() {
    let scenario = load("tiny", &[]).unwrap_or_else(|p| panic!("{p}")).scenario;
    let weeks: Vec<u32> = scenario.arms.iter().map(|(_, arm)| arm.start_week).collect();
    assert_eq!(weeks, [26, 52, 26]);
    assert_eq!(scenario.town.events[0].0, 26 + 39);
    assert_eq!(scenario.date_of(52).to_string(), "2026-07-06");
}

#[test]
fn a_base_is_changed_by_what_extends_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("written");
        path.display().to_string()
    };
    write("base.toml", TINY);
    let path = write(
        "mine.toml",
        "extends = \"base.toml\"\nname = \"mine\"\narms.graft = false\n[arms.hls]\naccountability.targets = {}\n",
    );
    let loaded = load(&path, &[]).unwrap_or_else(|p| panic!("{p}"));
    assert_eq!(loaded.scenario.name, "mine");
    let names: Vec<&str> = loaded.scenario.arms.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["npm", "hls"]);

    write("base.toml", &TINY.replace("factors = 8", "factros = 8"));
    let problems = load(&path, &[]).expect_err("a mistake in the base");
    assert!(problems.list.iter().all(|problem| problem.file.ends_with("base.toml")), "{problems}");

    write("base.toml", "extends = \"mine.toml\"\n");
    says(&load(&path, &[]).expect_err("a circle"), &["extend each other in a circle", "mine.toml"], "a circle");
    let path = write("lost.toml", "extends = \"nowhere.toml\"\n");
    says(&load(&path, &[]).expect_err("no base"), &["`nowhere.toml` does not exist; looked for", "bundled"], "no base");
    let path = write("onto_tiny.toml", "extends = \"tiny\"\n");
    assert!(load(&path, &[]).is_ok());
}

#[test]
fn a_file_in_memory_is_checked_as_well() {
    use regimes_scenario::check::Scenario;
    let scenario = load("tiny", &[]).unwrap_or_else(|p| panic!("{p}")).scenario;
    let mut file = scenario.file().clone();
    assert_eq!(Scenario::from_file(file.clone()).unwrap_or_else(|p| panic!("{p}")), scenario);
    file.arms.0.clear();
    let problems = Scenario::from_file(file).expect_err("no arms");
    says(&problems, &["there are no arms"], "no arms");
}

#[test]
fn another_number_gives_another_hash() {
    let scenario = load("tiny", &[]).unwrap_or_else(|p| panic!("{p}")).scenario;
    let hash = scenario.hash(1, 5, "0.1.0");
    assert_eq!(hash.len(), 8);
    assert_eq!(hash, scenario.hash(1, 5, "0.1.0"));
    for other in [scenario.hash(2, 5, "0.1.0"), scenario.hash(1, 6, "0.1.0"), scenario.hash(1, 5, "0.2.0")] {
        assert_ne!(hash, other);
    }
}

/// Random changes that leave the scenario valid.
fn changes() -> impl Strategy<Value = Vec<String>> {
    (
        any::<u64>(),
        0.0..=1.0_f64,
        prop::sample::select(regimes_model::model::regime::PRESETS.to_vec()),
        prop::sample::select(vec!["targets", "dialogue", "measurement", "none"]),
        0.0..=0.3_f64,
        "[a-z \"'\\\\é\n]{0,12}",
    )
        .prop_map(|(seed, fidelity, preset, rule, experiments, about)| {
            vec![
                format!("seed={seed}"),
                format!("arms.hls.fidelity={fidelity:?}"),
                format!("arms.hls.preset={preset}"),
                format!("arms.hls.accountability={rule}"),
                format!("arms.hls.learning={{cycle={{experiments={experiments:?},sense_making=\"diverse\"}}}}"),
                format!("domains.housing.course={{maintenance={{rise_per_week={experiments:?}}}}}"),
                format!("about={}", regimes_scenario::tree::quoted(&about)),
            ]
        })
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: prop::test_runner::RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::with_cases(32) })]

    #[test]
    fn a_resolved_scenario_reads_as_an_equal_one(sets in changes()) {
        let first = load("tiny", &overrides::read(&sets)).map_err(|p| TestCaseError::fail(p.to_string()))?.scenario;
        let text = first.resolved();
        let second = load_text("resolved.toml", &text, &[]).map_err(|p| TestCaseError::fail(format!("{p}\n{text}")))?.scenario;
        prop_assert_eq!(&first, &second);
        prop_assert_eq!(text, second.resolved());
    }
}
