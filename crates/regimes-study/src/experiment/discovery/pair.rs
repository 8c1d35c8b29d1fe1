//! The two arms that are compared, and what of them: outcomes over the horizon, or what became of a cohort.

use crate::experiment::cohort_cells::Cell;
use crate::simulation::trace::{COHORTS, INDEX, OBSERVED_OF_COHORTS, unit_of_cohorts};
use regimes_model::model::outcomes::{Better, OUTCOMES};
use regimes_scenario::check::Scenario;
use regimes_scenario::nearest::advice;
use regimes_scenario::overrides::Override;

/// Outcomes that always appear together: what residents have, what it costs, how staff are.
pub const TOGETHER: [&str; 3] = ["flourishing", "public_cost", "staff_wellbeing"];

/// Two arms of a scenario by number, in its order: the first is what the second is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair(pub [usize; 2]);

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// An outcome over the horizon, by number.
    Horizon(usize),
    /// What became of a cohort, at the end of the horizon: an index.
    Cohort(Cell),
}

/// The arms of a scenario that are named, by number and in its order; all where none is named.
///
/// # Errors
/// All that is wrong with the names, a line each.
pub fn named_arms(scenario: &Scenario, named: &[String]) -> Result<Vec<usize>, Vec<String>> {
    let names: Vec<&str> = scenario.arms.iter().map(|(name, _)| name).collect();
    let unknown = named.iter().filter(|name| !names.contains(&name.as_str()));
    let faults: Vec<String> =
        unknown.map(|name| format!("there is no arm `{name}`; {}", advice(name, &names))).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let is_kept = |arm: &usize| named.is_empty() || named.iter().any(|name| name == names[*arm]);
    let kept: Vec<usize> = (0..names.len()).filter(is_kept).collect();
    if kept.len() < 2 {
        let all = names.join(", ");
        return Err(vec![format!(
            "two arms are compared: name two that differ with --arm, or none; the scenario has {all}"
        )]);
    }
    Ok(kept)
}

/// What leaves some arms of a scenario alone in it, by number.
#[must_use]
pub fn alone(scenario: &Scenario, kept: &[usize]) -> Vec<Override> {
    let names: Vec<&str> = scenario.arms.iter().map(|(name, _)| name).collect();
    let others = (0..names.len()).filter(|arm| !kept.contains(arm));
    let dropped = others.map(|arm| Override::literal(&format!("arms.{}", names[arm]), "drop"));
    let is_gone = scenario.focus.is_some_and(|focus| !kept.contains(&focus));
    let focus = kept.get(1).filter(|_| is_gone).map(|arm| Override::literal("focus", names[*arm]));
    dropped.chain(focus).collect()
}

impl Pair {
    /// Two arms of a scenario by name, or the first and the one that it is about (the second, where it is about none).
    ///
    /// # Errors
    /// All that is wrong with the names, a line each.
    pub fn of(scenario: &Scenario, named: &[String]) -> Result<Pair, Vec<String>> {
        let kept = named_arms(scenario, named)?;
        let (a, b) = match kept[..] {
            [a, b] => (a, b),
            _ if named.is_empty() => (0, scenario.focus.filter(|focus| *focus > 0).unwrap_or(1)),
            _ => return Err(vec![format!("two arms are compared, and --arm names {}", kept.len())]),
        };
        let [from, to] = [a, b].map(|arm| &scenario.arms.0[arm]);
        if from.1 == to.1 {
            return Err(vec![format!("the arms {} and {} do not differ", from.0, to.0)]);
        }
        Ok(Pair([a, b]))
    }

    /// What leaves the two arms alone in a scenario.
    #[must_use]
    pub fn alone(&self, scenario: &Scenario) -> Vec<Override> {
        alone(scenario, &self.0)
    }
}

impl Measure {
    /// What decides who wins, by the name of the outcome and of a cohort if it is about one; then the outcomes that always
    /// appear together.
    ///
    /// # Errors
    /// All that is wrong with the names, a line each.
    pub fn all(outcome: &str, cohort: Option<&str>) -> Result<Vec<Measure>, Vec<String>> {
        let place = |name: &str| OUTCOMES.iter().position(|one| one.name == name);
        let first = match cohort {
            Some(cohort) => Measure::of_cohort(cohort, outcome)?,
            None => {
                let names: Vec<&str> = OUTCOMES.iter().map(|one| one.name).collect();
                let found = place(outcome)
                    .ok_or_else(|| vec![format!("there is no outcome `{outcome}`; {}", advice(outcome, &names))])?;
                if OUTCOMES[found].better == Better::Neither {
                    return Err(vec![format!("nobody wins by `{outcome}`: it has no better end")]);
                }
                Measure::Horizon(found)
            }
        };
        let mut all = vec![first];
        all.extend(TOGETHER.iter().filter_map(|name| place(name)).map(Measure::Horizon).filter(|one| *one != first));
        Ok(all)
    }

    fn of_cohort(cohort: &str, outcome: &str) -> Result<Measure, Vec<String>> {
        let mut faults = Vec::new();
        let known = COHORTS.iter().find(|name| **name == cohort);
        if known.is_none() {
            faults.push(format!("there is no cohort `{cohort}`; {}", advice(cohort, &COHORTS)));
        }
        let is_of_staff = |name: &str| OBSERVED_OF_COHORTS[OBSERVED_OF_COHORTS.len() - 2..].contains(&name);
        let staff = COHORTS[COHORTS.len() - 1];
        let indices: Vec<&str> = OBSERVED_OF_COHORTS
            .into_iter()
            .filter(|name| unit_of_cohorts(name) == INDEX && is_of_staff(name) == (cohort == staff))
            .collect();
        let index = indices.iter().find(|name| **name == outcome);
        if index.is_none() {
            faults.push(format!("`{outcome}` is no index of the cohort `{cohort}`, which has {}", indices.join(", ")));
        }
        match (known, index) {
            (Some(cohort), Some(outcome)) => Ok(Measure::Cohort(Cell::Cohort(cohort, outcome))),
            _ => Err(faults),
        }
    }

    /// The names of its outcome and of its cohort, which is empty where it is about the whole town.
    #[must_use]
    pub fn names(self) -> [&'static str; 2] {
        match self {
            Measure::Horizon(outcome) => [OUTCOMES[outcome].name, ""],
            Measure::Cohort(cell) => {
                let [cohort, outcome] = cell.names();
                [outcome, cohort]
            }
        }
    }

    /// The number of its outcome over the horizon; none of a cohort's, which stands in numbers of its own.
    #[must_use]
    pub fn outcome(self) -> Option<usize> {
        if let Measure::Horizon(outcome) = self { Some(outcome) } else { None }
    }

    /// Which way it is better.
    #[must_use]
    pub fn better(self) -> Better {
        match self {
            Measure::Horizon(outcome) => OUTCOMES[outcome].better,
            Measure::Cohort(_) => Better::Higher,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_scenario::load::load;

    #[test]
    fn two_arms_stand_alone_in_the_order_of_the_file_and_the_scenario_stays_sound() {
        let town = load("town", &[]).expect("bundled").scenario;
        let name = |arm: usize| town.arms.0[arm].0.as_str();
        assert_eq!(Pair::of(&town, &[]).expect("usual").0.map(name), ["npm", "hls"]);
        let pair = Pair::of(&town, &["npm_good", "hls_lean"].map(str::to_owned)).expect("there");
        let alone = load("town", &pair.alone(&town)).unwrap_or_else(|problems| panic!("{problems}")).scenario;
        assert_eq!(alone.arms.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["npm_good", "hls_lean"]);
        let faults = |named: &[&str]| Pair::of(&town, &named.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(faults(&["hsl", "nmp"]).expect_err("unknown").len(), 2);
        assert!(
            faults(&["hls"]).is_err() && faults(&["hls", "hls"]).is_err() && faults(&["npm", "hls", "mixed"]).is_err()
        );
    }

    #[test]
    fn what_decides_comes_first_and_the_others_stay_beside_it() {
        let names = |outcome, cohort| -> Vec<String> {
            Measure::all(outcome, cohort).expect("known").into_iter().map(|one| one.names().join(" ")).collect()
        };
        assert_eq!(names("public_cost", None), ["public_cost ", "flourishing ", "staff_wellbeing "]);
        assert_eq!(
            names("flourishing", Some("top_tenth_of_need"))[..2],
            ["flourishing top_tenth_of_need", "flourishing "]
        );
        assert!(Measure::all("flourshing", None).expect_err("unknown")[0].contains("did you mean"));
        assert_eq!(Measure::all("deaths", Some("everybody")).expect_err("unknown").len(), 2);
        assert!(
            Measure::all("staff_wellbeing", Some("staff")).is_ok()
                && Measure::all("flourishing", Some("staff")).is_err()
        );
    }
}
