//! Draws of the uncertain parameters on which every experiment is run.
//!
//! Each line of `scenarios/ensemble.csv` is a draw: its number, what is said of it, then a value for each path of the header.
//! What is said of it: the status quo under which it was fitted (`status_quo`), whether anything rules it out (`status`),
//! whether it is on the short list that contests take (`short_list`), how implausible it is (`implausibility`), which
//! targets it misses (`misses`) and which preferred ones it does not show (`unmet`).
//! Where a table has lines for several status quos, a scenario takes those of the one whose rules are nearest to its own.
//! Which parameters are drawn, and how, is described in `docs/calibration.md`.
//! The draws apply to scenarios that say, or whose base says, which calibration fitted their parameters. Elsewhere the
//! same parameters are drawn from their declared ranges: that is no fit, and every table says so.

use crate::experiment::design::{ranges_of, rounded};
use crate::statistics::luck::Luck;
use regimes_model::model::owners::differing;
use regimes_model::model::regime::{Regime, preset};
use regimes_scenario::check::Loaded;
use regimes_scenario::load::load;
use regimes_scenario::overrides::Override;
use std::sync::LazyLock;

/// The draws that are compiled into the program.
pub const SHIPPED: &str = include_str!("../../../../scenarios/ensemble.csv");

/// The bundled scenario against which paths are checked.
const CHECKED_ON: &str = "town";

/// The calibration that they come from.
const CALIBRATION: &str = "england";

/// What a table may say of a draw, beside its number and its values.
const SAID: [&str; 6] = ["status_quo", "status", "short_list", "implausibility", "misses", "unmet"];

/// One draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// Its number; also the replicate, and so the luck, that goes with it.
    pub number: u32,
    /// Its values; of the first status quo where there are several.
    pub sets: Vec<Override>,
    /// Its values by status quo, where the table says so.
    pub under: Vec<(String, Vec<Override>)>,
}

/// Where the parameters of a scenario are drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fitted {
    /// From what the calibration that fitted them left.
    Ensemble,
    /// From their declared ranges.
    Ranges,
}

impl Fitted {
    /// Where the parameters of a scenario are drawn from.
    #[must_use]
    pub fn of(loaded: &Loaded) -> Fitted {
        if loaded.calibration.as_ref().is_some_and(|calibration| calibration.name == CALIBRATION) {
            Fitted::Ensemble
        } else {
            Fitted::Ranges
        }
    }

    /// How tables call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Fitted::Ensemble => *WHAT_SHIPS,
            Fitted::Ranges => "ranges, not fitted",
        }
    }
}

/// What the draws are that ship.
static WHAT_SHIPS: LazyLock<&str> = LazyLock::new(|| what_they_are(SHIPPED));

/// What the draws of a table are.
fn what_they_are(text: &str) -> &'static str {
    let header: Vec<&str> = text.lines().next().unwrap_or_default().split(',').collect();
    let Some(at) = header.iter().position(|name| *name == "status") else { return "first freeze" };
    let is_out = |line: &str| line.split(',').nth(at) == Some("ruled out");
    if text.lines().any(is_out) { "ruled out: illustration" } else { "non-implausible ensemble" }
}

/// The seed of draws from declared ranges.
const SEED: u64 = 20_260_101;

impl Draw {
    /// A draw that is the same under every status quo.
    #[must_use]
    pub fn new(number: u32, sets: Vec<Override>) -> Draw {
        Draw { number, sets, under: Vec::new() }
    }

    /// The values that were fitted under the status quo that is nearest to a row of rules.
    fn nearest(&self, row: &Regime) -> &[Override] {
        let far = |name: &str| preset(name).map_or(usize::MAX, |preset| differing(row, &preset).len());
        self.under.iter().min_by_key(|(name, _)| far(name)).map_or(&self.sets[..], |(_, sets)| sets)
    }

    /// What the draw changes in a scenario. Not every town has every domain or group, and what a scenario says itself (a
    /// condition that it is about, say) no draw takes from it.
    #[must_use]
    pub fn of(&self, loaded: &Loaded) -> Vec<Override> {
        let applies = |one: &&Override| is_there(loaded, one.path()) && loaded.may_be_drawn(one.path());
        match Fitted::of(loaded) {
            Fitted::Ensemble => {
                let sets = self.nearest(&loaded.scenario.status_quo.regime);
                sets.iter().filter(applies).cloned().collect()
            }
            Fitted::Ranges => self.drawn_evenly(loaded),
        }
    }

    /// The parameters of the draw from their declared ranges, all values equally likely; the same for every scenario.
    fn drawn_evenly(&self, loaded: &Loaded) -> Vec<Override> {
        let mut luck = Luck::new(SEED, u64::from(self.number));
        let mut overrides = Vec::new();
        let mut ranges = ranges_of(&loaded.scenario);
        for one in &self.sets {
            let place = luck.uniform();
            let Some((low, high)) = ranges.remove(one.path()) else { continue };
            if loaded.may_be_drawn(one.path()) {
                overrides.push(Override::number(one.path(), rounded(low + place * (high - low)).clamp(low, high)));
            }
        }
        overrides
    }
}

/// Whether a scenario has what a path leads to.
fn is_there(loaded: &Loaded, path: &str) -> bool {
    let scenario = &loaded.scenario;
    let mut steps = path.split('.');
    let (Some(first), Some(name)) = (steps.next(), steps.next()) else { return true };
    match first {
        "domains" => scenario.town.domains.get(name).is_some(),
        "groups" => scenario.town.groups.get(name).is_some(),
        "places" => scenario.town.places.get(name).is_some(),
        "organisations" => scenario.town.organisations.get(name).is_some(),
        "arms" => scenario.arms.get(name).is_some(),
        _ => true,
    }
}

/// The draws of a text.
///
/// # Errors
/// The line and what is wrong with it.
pub fn read(text: &str) -> Result<Vec<Draw>, String> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let Some((_, header)) = lines.next() else { return Err("there is no header".to_owned()) };
    let paths: Vec<&str> = header.split(',').map(str::trim).collect();
    if paths.first() != Some(&"draw") {
        return Err(format!("the header begins with `{}`, not with `draw`", paths[0]));
    }
    let unknown = paths.iter().skip(1).find(|path| !path.contains('.') && !SAID.contains(path));
    if let Some(name) = unknown {
        return Err(format!("`{name}` in the header is neither a path nor one of {}", SAID.join(", ")));
    }
    let mut draws: Vec<Draw> = Vec::new();
    for (n, line) in lines {
        let one = draw(&paths, line).map_err(|reason| format!("line {}: {reason}", n + 1))?;
        match draws.iter_mut().find(|known| known.number == one.number && !one.under.is_empty()) {
            Some(known) => known.under.extend(one.under),
            None => draws.push(one),
        }
    }
    // A fit may leave fewer points than another one; a draw has values under each status quo, or is none.
    let all = draws.iter().map(|draw| draw.under.len()).max().unwrap_or(0);
    draws.retain(|draw| draw.under.len() == all);
    Ok(draws)
}

fn draw(paths: &[&str], line: &str) -> Result<Draw, String> {
    let cells: Vec<&str> = line.split(',').map(str::trim).collect();
    if cells.len() != paths.len() {
        return Err(format!("{} cells below a header of {}", cells.len(), paths.len()));
    }
    let number = cells[0].parse().map_err(|_| format!("`{}` is not the number of a draw", cells[0]))?;
    let (mut sets, mut under) = (Vec::new(), None);
    for (path, cell) in paths.iter().zip(&cells).skip(1) {
        if SAID.contains(path) {
            under = under.or((*path == SAID[0]).then(|| (*cell).to_owned()));
            continue;
        }
        let value: f64 = cell.parse().map_err(|_| format!("`{cell}` is not a number"))?;
        if !value.is_finite() {
            return Err(format!("`{path}` is `{cell}`"));
        }
        sets.push(Override::literal(path, cell));
    }
    let under = under.map(|name| (name, sets.clone())).into_iter().collect();
    Ok(Draw { number, sets, under })
}

/// The first of the draws, at most a number of them, that are compiled into the program; all where there are fewer.
///
/// # Errors
/// What is wrong with the file.
pub fn shipped(most: usize) -> Result<Vec<Draw>, String> {
    let mut draws = read(SHIPPED).map_err(|reason| format!("ensemble.csv: {reason}"))?;
    draws.truncate(most);
    if let Some(first) = draws.first()
        && let Err(problems) = load(CHECKED_ON, &first.sets)
    {
        let told: Vec<String> = problems.list.iter().map(|problem| problem.message.clone()).collect();
        return Err(format!("ensemble.csv: {}", told.join("; ")));
    }
    Ok(draws)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_draw() {
        let draws = read("draw,patterns.harm,support.coupling\n0,0.3,1\n7,0.2,1.5\n").expect("sound");
        assert_eq!(draws[1], Draw::new(7, vec!["patterns.harm=0.2".into(), "support.coupling=1.5".into()]));
    }

    #[test]
    fn a_scenario_takes_the_values_that_were_fitted_under_the_nearest_status_quo() {
        let text = "draw,status_quo,status,short_list,implausibility,misses,unmet,seeking.rate\n\
                    0,npm,non-implausible,yes,1.2,F04_agency:-3.4,,0.1\n1,npm,non-implausible,no,2.9,,T23_without_a_home,0.2\n\
                    0,mixed,non-implausible,yes,1.2,,,0.3\n1,mixed,non-implausible,no,2.9,,,0.3\n\
                    2,mixed,non-implausible,no,2.9,,,0.4\n";
        let draws = read(text).expect("sound");
        assert_eq!(draws.iter().map(|draw| draw.number).collect::<Vec<_>>(), [0, 1]);
        let of = |set: &[&str]| {
            let loaded = load("town", &regimes_scenario::overrides::read(set)).expect("bundled");
            draws[0].of(&loaded).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(of(&["status_quo.preset=npm"]), ["seeking.rate=0.1"]);
        assert_eq!(of(&["status_quo.preset=mixed"]), ["seeking.rate=0.3"]);
        assert_eq!(of(&["status_quo.preset=mixed", "status_quo.access=open_door"]), ["seeking.rate=0.3"]);
        assert!(read("draw,state,seeking.rate\n").expect_err("a name").contains("neither a path"));
    }

    #[test]
    fn a_table_says_what_its_draws_are() {
        assert_eq!(what_they_are("draw,a.b\n0,1\n"), "first freeze");
        assert_eq!(what_they_are("draw,status,a.b\n0,non-implausible,1\n"), "non-implausible ensemble");
        assert_eq!(what_they_are("draw,status,a.b\n0,ruled out,1\n"), "ruled out: illustration");
    }

    #[test]
    fn a_line_that_does_not_fit_is_named() {
        assert!(read("").is_err());
        assert!(read("number,a\n").expect_err("header").contains("`draw`"));
        assert!(read("draw,a.b\n0,1\n1\n").expect_err("short").starts_with("line 3"));
        assert!(read("draw,a.b\n0,x\n").expect_err("word").contains("not a number"));
        assert!(read("draw,a.b\n0,inf\n").is_err());
    }

    #[test]
    fn every_shipped_draw_can_be_set() {
        let draws = shipped(usize::MAX).expect("sound");
        assert!(draws.len() >= 20);
        for draw in draws {
            assert!(load(CHECKED_ON, &draw.sets).is_ok(), "draw {}", draw.number);
        }
    }

    #[test]
    fn a_draw_leaves_alone_what_a_town_does_not_have_or_says_itself() {
        let texts = ["patterns.harm=0.2", "seeking.rate=0.1", "domains.nothing_such.factors=3"];
        let draw = Draw::new(0, regimes_scenario::overrides::read(&texts));
        let of = |name: &str, set: &[&str]| {
            let loaded = load(name, &regimes_scenario::overrides::read(set)).expect("bundled");
            draw.of(&loaded).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(of("town", &[]), texts[..2]);
        assert_eq!(of("town", &["seeking.rate=0.3"]), texts[..1]);
    }

    #[test]
    fn where_nothing_was_fitted_the_same_parameters_are_drawn_from_their_ranges() {
        let draws = shipped(3).expect("sound");
        let tiny = load("tiny", &[]).expect("bundled");
        assert_eq!(Fitted::of(&tiny).label(), "ranges, not fitted");
        for draw in &draws {
            let drawn = draw.of(&tiny);
            assert_eq!(drawn, draw.of(&tiny));
            assert!(drawn.len() > 50 && drawn.len() < draw.sets.len(), "tiny says some itself: {}", drawn.len());
            assert!(load("tiny", &drawn).is_ok());
        }
        assert_ne!(draws[0].of(&tiny), draws[1].of(&tiny));
    }
}
