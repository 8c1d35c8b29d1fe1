//! One number of one run: which setting, which arm, and what is looked at.
//!
//! ```text
//! setting.arm.outcome[@final|@year1|@slope]
//! setting.arm.evaluation.true         setting.arm.evaluation_middle.apparent
//! setting.arm.group.newcomers.flourishing    setting.arm.place.port.flourishing
//! setting.arm.organisation.advice_centre.true_performance
//! setting.arm.crisis.homelessness.crises     ... .in_crisis, .crisis_cost
//! ```

use crate::simulation::trace::LEVELS;
use regimes_model::model::outcomes::{OUTCOMES, position};
use regimes_scenario::nearest::advice;
use std::fmt;
use std::ops::Range;

/// Over which weeks an outcome is averaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Over {
    /// The whole horizon.
    Horizon,
    /// The last year.
    Final,
    /// The first year.
    First,
    /// The last year less the first.
    Slope,
}

/// Words after `@`.
const OVERS: [(&str, Over); 3] = [("final", Over::Final), ("year1", Over::First), ("slope", Over::Slope)];

/// Who is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cohort {
    /// Those of the highest observed need.
    Highest,
    /// Those of middling observed need.
    Middle,
}

/// Cohorts by name.
const COHORTS: [(&str, Cohort); 2] = [("evaluation", Cohort::Highest), ("evaluation_middle", Cohort::Middle)];

/// What is said of a cohort's observed need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// At enrolment.
    Before,
    /// At the end.
    After,
    /// Its change, as a before-and-after evaluation sees it.
    Apparent,
    /// The change of the twin without services.
    Twin,
    /// What is left of the apparent change when that of the twin is taken off.
    True,
}

/// What is said, by name.
const SAID: [(&str, Said); 5] = [
    ("apparent", Said::Apparent),
    ("twin", Said::Twin),
    ("true", Said::True),
    ("before", Said::Before),
    ("after", Said::After),
];

/// What is looked at in one run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// An outcome, by its number.
    Outcome(usize, Over),
    /// The evaluation of a cohort.
    Evaluation(Cohort, Said),
    /// An outcome of a part of the whole.
    Part(Part, Over),
}

/// A part of the whole, and which of its outcomes is looked at; see [`LEVELS`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// What kind of part: group, place, organisation, crisis.
    pub level: &'static str,
    /// Its name.
    pub name: String,
    /// The outcome.
    pub outcome: &'static str,
}

/// One number of one arm in one setting.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// The setting.
    pub setting: String,
    /// The arm.
    pub arm: String,
    /// What is looked at.
    pub measure: Measure,
}

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its bytes in the expression.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

/// The value of a word in a list of known ones.
fn known<T: Copy>(list: &[(&str, T)], word: &str, what: &str, span: &Range<usize>) -> Result<T, Fault> {
    list.iter().find(|(name, _)| *name == word).map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = list.iter().map(|(name, _)| *name).collect();
        Fault { span: span.clone(), message: format!("`{word}` is not {what}"), remedy: advice(word, &names) }
    })
}

impl Term {
    /// Reads a term that stands at some bytes of an expression.
    ///
    /// # Errors
    /// What is wrong, with those bytes.
    pub fn parse(text: &str, span: Range<usize>) -> Result<Term, Fault> {
        let (path, over) = text.split_once('@').map_or((text, None), |(path, over)| (path, Some(over)));
        let over_of =
            |over: Option<&str>| over.map_or(Ok(Over::Horizon), |word| known(&OVERS, word, "a stretch of time", &span));
        let parts: Vec<&str> = path.split('.').collect();
        let (setting, arm, measure) = match parts[..] {
            [setting, arm, cohort, said] if COHORTS.iter().any(|(name, _)| *name == cohort) => {
                if over.is_some() {
                    let message = "an evaluation has its own time".to_owned();
                    return Err(Fault { span, message, remedy: "leave out what follows @".to_owned() });
                }
                let cohort = known(&COHORTS, cohort, "a cohort", &span)?;
                let said = known(&SAID, said, "part of an evaluation", &span)?;
                (setting, arm, Measure::Evaluation(cohort, said))
            }
            [setting, arm, level, name, outcome] => {
                (setting, arm, Measure::Part(Part::parse([level, name, outcome], &span)?, over_of(over)?))
            }
            [setting, arm, outcome] => (setting, arm, Measure::Outcome(outcome_of(outcome, &span)?, over_of(over)?)),
            _ => {
                let message = format!("`{text}` is not a term");
                let remedy = "a term is setting.arm.outcome, setting.arm.evaluation.true, \
                              or a part, as setting.arm.group.NAME.flourishing or setting.arm.crisis.KIND.crises";
                return Err(Fault { span, message, remedy: remedy.to_owned() });
            }
        };
        Ok(Term { setting: setting.to_owned(), arm: arm.to_owned(), measure })
    }
}

impl Part {
    fn parse([level, name, outcome]: [&str; 3], span: &Range<usize>) -> Result<Part, Fault> {
        let levels = LEVELS.map(|(name, outcomes)| (name, (name, outcomes)));
        let (level, outcomes) = known(&levels, level, "a kind of part", span)?;
        let outcomes: Vec<(&str, &'static str)> = outcomes.iter().map(|&name| (name, name)).collect();
        let outcome = known(&outcomes, outcome, &format!("an outcome of a {level}"), span)?;
        Ok(Part { level, name: name.to_owned(), outcome })
    }
}

fn outcome_of(name: &str, span: &Range<usize>) -> Result<usize, Fault> {
    position(name).ok_or_else(|| {
        let names: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.name).collect();
        let message = format!("there is no outcome `{name}`");
        Fault { span: span.clone(), message, remedy: advice(name, &names) }
    })
}

impl Measure {
    /// Whether it is how far something moves from the first year to the last.
    #[must_use]
    pub fn is_slope(&self) -> bool {
        matches!(self, Measure::Outcome(_, Over::Slope) | Measure::Part(_, Over::Slope))
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let over = |over: &Over| {
            OVERS.iter().find(|(_, known)| known == over).map_or_else(String::new, |(name, _)| format!("@{name}"))
        };
        match self {
            Measure::Outcome(outcome, when) => write!(f, "{}{}", OUTCOMES[*outcome].name, over(when)),
            Measure::Part(part, when) => write!(f, "{}.{}.{}{}", part.level, part.name, part.outcome, over(when)),
            Measure::Evaluation(cohort, said) => {
                let cohort = COHORTS.iter().find(|(_, known)| known == cohort).map_or("", |(name, _)| name);
                let said = SAID.iter().find(|(_, known)| known == said).map_or("", |(name, _)| name);
                write!(f, "{cohort}.{said}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_name_what_is_looked_at() {
        let texts = [
            "public_cost",
            "deaths@final",
            "flourishing@slope",
            "group.older.flourishing@year1",
            "place.port.flourishing",
            "organisation.advice_centre.true_performance@final",
            "crisis.homelessness.crisis_cost",
            "evaluation.true",
            "evaluation_middle.apparent",
        ];
        for text in texts {
            let term = Term::parse(&format!("low.npm.{text}"), 0..0).unwrap();
            assert_eq!((term.arm.as_str(), term.measure.to_string().as_str()), ("npm", text));
        }
    }
}
