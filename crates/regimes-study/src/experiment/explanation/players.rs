//! What differs between two arms, by what can change alone: each rule, each setting of the arm beside its rules, or what is
//! declared to change together.

use regimes_model::model::arm::Arm;
use regimes_model::model::regime::RULES;
use regimes_scenario::nearest::{advice, listed};
use regimes_scenario::tree::{self, Leaf, keys, leaves};

/// What stands between the names of keys that change together.
const AND: &str = "+";

/// What changes as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Player {
    /// The keys of an arm that it changes, in the order of the arm: `support`, or a setting such as `fidelity`.
    pub keys: Vec<String>,
}

impl Player {
    /// Its name: that of its key, or of its keys with a plus between.
    #[must_use]
    pub fn name(&self) -> String {
        self.keys.join(AND)
    }

    /// What its keys say in an arm, in words: a variant, or a value.
    #[must_use]
    pub fn value_in(&self, arm: &Arm) -> String {
        let all = leaves(&mut arm.clone(), "");
        let value = |key: &String| {
            let leaf = all.iter().find(|leaf| leaf.path == *key);
            leaf.map_or(String::new(), |leaf| leaf.value.to_string().trim_matches('"').to_owned())
        };
        self.keys.iter().map(value).collect::<Vec<String>>().join(AND)
    }
}

/// The keys in which two arms differ, a number within a choice included: rules first, each in the order of an arm.
#[must_use]
pub fn differing(a: &Arm, b: &Arm) -> Vec<String> {
    let [of_a, of_b] = [a, b].map(|arm| leaves(&mut arm.clone(), ""));
    let below = |all: &[Leaf], key: &str| -> Vec<(String, tree::Literal)> {
        let own = all.iter().filter(|leaf| leaf.path.split('.').next() == Some(key));
        own.map(|leaf| (leaf.path.clone(), leaf.value.clone())).collect()
    };
    let mut found = keys(&mut Arm::default());
    found.retain(|key| below(&of_a, key) != below(&of_b, key));
    found.sort_by_key(|key| !RULES.contains(key));
    found.into_iter().map(str::to_owned).collect()
}

/// Players of what differs, with what is declared to change together as one; a declaration is a list of keys.
///
/// # Errors
/// All that is wrong with the declarations.
pub fn players(differing: &[String], together: &[Vec<String>]) -> Result<Vec<Player>, Vec<String>> {
    let all = keys(&mut Arm::default());
    let mut faults = Vec::new();
    for (number, keys) in together.iter().enumerate() {
        for key in keys {
            if !all.contains(&key.as_str()) {
                faults.push(format!("there is no rule `{key}`; {}", advice(key, &all)));
            } else if !differing.contains(key) {
                faults.push(format!("`{key}` is the same in both arms, so nothing of it changes together"));
            }
            let earlier = together[..number].iter().flatten().filter(|other| *other == key).count();
            if earlier > 0 || keys.iter().filter(|other| *other == key).count() > 1 {
                faults.push(format!("`{key}` is declared to change together twice"));
            }
        }
        if keys.len() < 2 {
            faults.push(format!("`{}` alone is not together with anything: name two or more", keys.join(AND)));
        }
    }
    faults.dedup();
    if !faults.is_empty() {
        return Err(faults);
    }
    let with = |key: &String| together.iter().find(|keys| keys.contains(key));
    let mut players: Vec<Player> = Vec::new();
    for key in differing {
        let keys = with(key).map_or_else(
            || vec![key.clone()],
            |group| differing.iter().filter(|other| group.contains(other)).cloned().collect(),
        );
        let player = Player { keys };
        if !players.contains(&player) {
            players.push(player);
        }
    }
    Ok(players)
}

/// Names in a sentence.
#[must_use]
pub fn named(players: &[&Player]) -> String {
    let names: Vec<String> = players.iter().map(|player| player.name()).collect();
    listed(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_model::model::owners;
    use regimes_model::model::regime::{hls, npm, npm_lean};

    fn arm(regime: regimes_model::model::regime::Regime) -> Arm {
        Arm { regime, ..Arm::default() }
    }

    #[test]
    fn rules_differ_by_variant_and_by_number_and_come_before_settings() {
        assert_eq!(differing(&arm(npm()), &arm(hls())), RULES);
        assert_eq!(differing(&arm(npm()), &arm(npm_lean())), owners::differing(&npm(), &npm_lean()));
        let other = Arm { fidelity: 0.5, budget_times: 0.9, ..arm(npm_lean()) };
        assert_eq!(differing(&arm(npm()), &other), ["accountability", "reporting", "fidelity", "budget_times"]);
        assert!(differing(&other, &other).is_empty());
    }

    #[test]
    fn what_is_declared_to_change_together_is_one_player() {
        let keys = differing(&arm(npm()), &Arm { fidelity: 0.5, ..arm(npm_lean()) });
        let of = |together: &[&[&str]]| {
            let owned = |keys: &&[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
            players(&keys, &together.iter().map(owned).collect::<Vec<_>>())
        };
        let names = |players: Vec<Player>| players.iter().map(Player::name).collect::<Vec<_>>();
        assert_eq!(names(of(&[]).unwrap()), ["accountability", "reporting", "fidelity"]);
        let merged = of(&[&["fidelity", "accountability"]]).unwrap();
        assert_eq!(merged[0].value_in(&arm(npm())), "targets+0.85");
        assert_eq!(names(merged), ["accountability+fidelity", "reporting"]);
        let faults = of(&[&["reporting", "voice"], &["reporting", "acess"], &["fidelity"]]).unwrap_err();
        for (fault, part) in faults.iter().zip(["`voice` is the same", "twice", "`access`", "two or more"]) {
            assert!(fault.contains(part), "{faults:?}");
        }
        assert_eq!(faults.len(), 4);
    }
}
