//! Arms between two arms: for each coalition of players, the first arm with what the coalition changes as in the second.
//!
//! A mixture that a scenario's check refuses is a fault that names what it changes; none is replaced by another one.

use crate::experiment::explanation::players::{Player, differing, named, players};
use crate::experiment::explanation::tasks::Run;
use crate::statistics::shapley::{Coalition, MOST_PLAYERS};
use regimes_model::model::arm::Arm;
use regimes_scenario::check::Scenario;
use regimes_scenario::problem::Problems;
use regimes_scenario::tree::take;
use std::collections::BTreeMap;

/// Arms that are checked at a time.
const CHECKED_AT_A_TIME: usize = 512;
/// Faults that are shown at most.
const SHOWN: usize = 4;

/// Two arms of a scenario, and who can change alone.
#[derive(Clone, Debug)]
pub struct Sides {
    /// The names of the arms: where the walk begins, and where it ends.
    pub names: [String; 2],
    /// The arms.
    pub arms: [Arm; 2],
    /// What differs.
    pub players: Vec<Player>,
    /// Paths of numbers that an audit exchanges, each alone; none without an audit.
    pub numbers: Vec<String>,
}

impl Sides {
    /// Two arms of a scenario, by name, with what is declared to change together.
    ///
    /// # Errors
    /// Arms that are not there or do not differ, and all that is wrong with the declarations.
    pub fn of(scenario: &Scenario, names: [&str; 2], together: &[Vec<String>]) -> Result<Sides, Vec<String>> {
        let [Some(from), Some(to)] = names.map(|name| scenario.arms.get(name)) else {
            let unknown = names.iter().filter(|name| scenario.arms.get(name).is_none());
            return Err(unknown.map(|name| format!("there is no arm `{name}`")).collect());
        };
        let arms = [from.arm.clone(), to.arm.clone()];
        let keys = differing(&arms[0], &arms[1]);
        let players = players(&keys, together)?;
        let [from, to] = names;
        match players.len() {
            0 => Err(vec![format!("`{from}` and `{to}` do not differ in anything: there is nothing to explain")]),
            1 => Err(vec![format!(
                "`{from}` and `{to}` differ in {} alone, so all of the difference is due to it; `regimes compare` tells \
                 how large it is",
                players[0].name()
            )]),
            n if n > MOST_PLAYERS => {
                Err(vec![format!("`{from}` and `{to}` differ in {n} things, {MOST_PLAYERS} at most")])
            }
            _ => Ok(Sides { names: names.map(str::to_owned), arms, players, numbers: Vec::new() }),
        }
    }

    /// The arm of a run.
    fn arm(&self, run: Run) -> Arm {
        let [from, to] = &self.arms;
        match run {
            Run::Mixture(coalition) => {
                let changed = self.players.iter().enumerate().filter(|(number, _)| coalition.contains(*number));
                with(from, to, changed.flat_map(|(_, player)| &player.keys))
            }
            Run::Exchanged { number, side: 0 } => with(from, to, [&self.numbers[number]]),
            Run::Exchanged { number, .. } => with(to, from, [&self.numbers[number]]),
            Run::Followed => from.clone(),
            Run::Begun { side } => self.arms[side].clone(),
        }
    }

    /// The scenario with the arms of runs in place of its own, in their order; with another beginning where that is what
    /// they have.
    ///
    /// # Errors
    /// What its check refuses.
    pub fn mixed(&self, scenario: &Scenario, runs: &[Run]) -> Result<Scenario, Problems> {
        let mut file = scenario.file().clone();
        file.focus.clear();
        file.arms.0 = runs.iter().map(|run| (run.to_string(), self.arm(*run))).collect();
        if matches!(runs.first(), Some(Run::Begun { .. })) {
            file.status_quo.regime = self.arms[1].regime.clone();
        }
        Scenario::from_file(file)
    }

    /// What a scenario's check refuses of coalitions, in words.
    #[must_use]
    pub fn refused(&self, scenario: &Scenario, coalitions: &[Coalition]) -> Vec<String> {
        // By what is wrong, the smallest coalition of which it is.
        let mut found: BTreeMap<String, Coalition> = BTreeMap::new();
        for some in coalitions.chunks(CHECKED_AT_A_TIME) {
            let runs: Vec<Run> = some.iter().copied().map(Run::Mixture).collect();
            let Err(problems) = self.mixed(scenario, &runs) else { continue };
            for problem in &problems.list {
                let name = |one: &Coalition| Run::Mixture(*one).to_string();
                let Some(one) = some.iter().find(|one| is_about(&problem.path, &name(one))).copied() else { continue };
                let text = problem.message.replace(&format!("the arm `{}`", name(&one)), "the arm");
                let smallest = found.entry(text).or_insert(one);
                *smallest = smaller(*smallest, one);
            }
            if found.is_empty() {
                found.insert(problems.in_a_line(), some[0]);
            }
        }
        let mut lines: Vec<String> = found.iter().take(SHOWN).map(|(text, one)| self.fault(*one, text)).collect();
        if !lines.is_empty() {
            lines.push(self.remedy(scenario));
        }
        lines
    }

    fn fault(&self, coalition: Coalition, text: &str) -> String {
        let [from, to] = &self.names;
        let numbered = || self.players.iter().enumerate();
        let of = |is_in: bool| -> Vec<&Player> {
            numbered().filter(|(number, _)| coalition.contains(*number) == is_in).map(|(_, player)| player).collect()
        };
        let (changed, kept) = (of(true), of(false));
        let mixture = if changed.len() <= kept.len() {
            format!("`{from}` with {} of `{to}`", named(&changed))
        } else {
            format!("`{to}` with {} of `{from}`", named(&kept))
        };
        format!("{mixture} is no arm that the scenario allows: {text}")
    }

    /// Which players cannot change alone, and how they are declared one.
    fn remedy(&self, scenario: &Scenario) -> String {
        let n = self.players.len();
        let is_refused = |coalition: Coalition| self.mixed(scenario, &[Run::Mixture(coalition)]).is_err();
        let first = |player: &usize| is_refused(Coalition::NONE.with(*player));
        let last = |player: &usize| is_refused(Coalition::all(n).without(*player));
        let coupled: Vec<&str> = (0..n)
            .filter(|player| first(player) || last(player))
            .flat_map(|player| self.players[player].keys.iter().map(String::as_str))
            .collect();
        match coupled.len() {
            0 | 1 => "declare with --together which of these change as one, as in `--together payment,competition`"
                .to_owned(),
            _ => format!(
                "these cannot change one at a time; `--together {}` makes one of them, and the tables say so",
                coupled.join(",")
            ),
        }
    }
}

/// The one of two that has fewer players, the first where both have as many.
fn smaller(one: Coalition, other: Coalition) -> Coalition {
    if other.size() < one.size() { other } else { one }
}

/// An arm with what stands at paths in another one.
fn with<'a>(arm: &Arm, other: &Arm, paths: impl IntoIterator<Item = &'a String>) -> Arm {
    let [mut arm, mut other] = [arm, other].map(Arm::clone);
    for path in paths {
        take(&mut arm, &mut other, path);
    }
    arm
}

/// Whether a path leads to an arm.
fn is_about(path: &str, arm: &str) -> bool {
    path.strip_prefix("arms.").and_then(|rest| rest.split(['.', '[']).next()) == Some(arm)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::shapley::Plan;
    use regimes_scenario::load::load;
    use regimes_scenario::overrides;

    fn tiny(sets: &[&str]) -> Scenario {
        load("tiny", &overrides::read(sets)).unwrap_or_else(|problems| panic!("{problems}")).scenario
    }

    #[test]
    fn nobody_is_the_first_arm_and_all_are_the_second() {
        let scenario = tiny(&["arms.hls.fidelity=0.6"]);
        let sides = Sides::of(&scenario, ["npm", "hls"], &[]).unwrap();
        assert_eq!(
            sides.players[13..].iter().map(Player::name).collect::<Vec<_>>(),
            ["start", "phase_in_weeks", "fidelity"]
        );
        let all = Coalition::all(16);
        let mixed = sides.mixed(&scenario, &[Coalition::NONE, all, Coalition::of(&[3, 15])].map(Run::Mixture)).unwrap();
        let arms: Vec<&Arm> = mixed.arms.iter().map(|(_, planned)| &planned.arm).collect();
        assert_eq!([arms[0], arms[1]], [&sides.arms[0], &sides.arms[1]]);
        assert_eq!(differing(&sides.arms[0], arms[2]), ["support", "fidelity"]);
        assert_eq!(mixed.status_quo, scenario.status_quo);
        assert!(sides.refused(&scenario, &[Coalition::NONE, all]).is_empty());
        let begun = sides.mixed(&scenario, &[0, 1].map(|side| Run::Begun { side })).unwrap();
        assert_eq!((&begun.status_quo.regime, &begun.arms.0[0].1.arm), (&sides.arms[1].regime, &sides.arms[0]));
        let exchanged = Sides { numbers: vec!["fidelity".to_owned()], ..sides.clone() };
        let runs = [0, 1].map(|side| Run::Exchanged { number: 0, side });
        let arms = exchanged.mixed(&scenario, &runs).unwrap().arms.0;
        assert_eq!([0, 1].map(|side| arms[side].1.arm.fidelity), [sides.arms[1].fidelity, sides.arms[0].fidelity]);
    }

    #[test]
    fn arms_that_are_not_there_or_do_not_differ_are_refused() {
        let scenario =
            tiny(&["arms.npm=drop", "arms.graft.preset=hls", "arms.hls.preset=hls", "arms.hls.start=2026-01-05"]);
        let fault = |names| Sides::of(&scenario, names, &[]).unwrap_err().join("; ");
        assert!(fault(["hls", "hsl"]).contains("no arm `hsl`"));
        assert!(fault(["hls", "hls"]).contains("do not differ"));
        let scenario = tiny(&["arms.graft.preset=npm", "arms.npm.preset=npm", "arms.graft.voice=equal"]);
        let fault = Sides::of(&scenario, ["npm", "graft"], &[]).unwrap_err().join("; ");
        assert!(fault.contains("voice alone"), "{fault}");
    }

    #[test]
    fn a_mixture_that_the_check_refuses_is_named_with_what_to_declare() {
        let limited = ["arms.graft.only=[\"housing_office\"]", "arms.graft.commissioners=false"];
        let scenario = tiny(&limited);
        let sides = Sides::of(&scenario, ["hls", "graft"], &[]).unwrap();
        let place = |name: &str| sides.players.iter().position(|player| player.name() == name).unwrap();
        let (only, commissioners) = (place("only"), place("commissioners"));
        assert!(sides.refused(&scenario, &[Coalition::of(&[commissioners])]).is_empty());
        let both = Coalition::of(&[only, commissioners]);
        let faults = sides.refused(&scenario, &[both, Coalition::of(&[only, 0]), Coalition::of(&[only])]);
        assert!(
            faults[0].contains("`hls` with `only` of `graft`") && faults[0].contains("does not limit"),
            "{faults:?}"
        );
        assert!(faults.last().unwrap().contains("--together only,commissioners"), "{faults:?}");
        let one =
            Sides::of(&scenario, ["hls", "graft"], &[vec!["only".to_owned(), "commissioners".to_owned()]]).unwrap();
        let every: Vec<Coalition> = Plan::exact(one.players.len()).coalitions().concat();
        assert!(one.refused(&scenario, &every).is_empty());
    }
}
