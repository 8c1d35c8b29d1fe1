//! What a file of experiments says, once it is read.

use crate::experiment::expression::Expression;
use regimes_scenario::overrides::Override;

/// What an experiment is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A condition under which theory expects one side or the other to do better.
    Contingency,
    /// A published finding.
    KnownCase,
    /// A claim of the seeds.
    #[default]
    Claim,
    /// A published pattern that was held back when parameters were fitted.
    HeldFact,
    /// A mechanism, in a setting in which it should help one side.
    Dominance,
}

/// Kinds by name.
pub const KINDS: [(&str, Kind); 5] = [
    ("contingency", Kind::Contingency),
    ("known_case", Kind::KnownCase),
    ("claim", Kind::Claim),
    ("held_fact", Kind::HeldFact),
    ("dominance", Kind::Dominance),
];

impl Kind {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// A named number of an experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Its name.
    pub name: String,
    /// As it is written.
    pub text: String,
    /// As it is computed.
    pub expression: Expression,
}

/// Where a quantity is expected.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Expected {
    /// Above this.
    pub above: Option<f64>,
    /// Below this.
    pub below: Option<f64>,
}

impl Expected {
    /// Whether a value is inside.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        self.above.is_none_or(|least| value > least) && self.below.is_none_or(|most| value < most) && !value.is_nan()
    }

    /// In words.
    #[must_use]
    pub fn words(&self) -> String {
        match (self.above, self.below) {
            (Some(above), Some(below)) => format!("{above} to {below}"),
            (Some(above), None) => format!("above {above}"),
            (None, Some(below)) => format!("below {below}"),
            (None, None) => "reported only".to_owned(),
        }
    }
}

/// Values of a path along which a quantity may turn.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The path.
    pub path: String,
    /// The path written out, where it stands for several.
    pub paths: Vec<String>,
    /// Its values, as `--set` takes them.
    pub values: Vec<String>,
}

/// A question to the model, with what is expected written before the answer is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// Its name, unique over all files.
    pub id: String,
    /// What is tested.
    pub pattern: String,
    /// Where the expectation comes from.
    pub source: String,
    /// What it is for.
    pub kind: Kind,
    /// The claims that it speaks to.
    pub claims: Vec<String>,
    /// What is switched, in words.
    pub switch: String,
    /// The scenario: a bundled name, or a file.
    pub scenario: String,
    /// What is set in all settings.
    pub set: Vec<Override>,
    /// Settings by name, each with what is set on top.
    pub settings: Vec<(String, Vec<Override>)>,
    /// What is computed; the verdict is about the first.
    pub quantities: Vec<Quantity>,
    /// Where the first is expected.
    pub expects: Expected,
    /// What is set where the verdict should come out the other way; nothing where no such place is named.
    pub elsewhere: Vec<Override>,
    /// Whether what is set there takes the mechanism away: it shows what carries the result, and turns no verdict.
    pub is_ablation: bool,
    /// Along what the first quantity may turn.
    pub axis: Option<Axis>,
    /// A caveat.
    pub note: String,
}

/// A scenario in which all arms are compared with each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contest {
    /// Its name.
    pub id: String,
    /// The scenario: a bundled name, or a file.
    pub scenario: String,
    /// What is set.
    pub set: Vec<Override>,
    /// Arms that are not in the contest.
    pub without: Vec<String>,
}

/// A row of a list of ids that no experiment answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// The id.
    pub id: String,
    /// Why.
    pub why: String,
}

/// A file of experiments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What it is about.
    pub about: String,
    /// The experiments.
    pub experiments: Vec<Experiment>,
    /// The contests.
    pub contests: Vec<Contest>,
    /// Ids that must each have an experiment whose source names it, or a row that says why not.
    pub denominator: Vec<String>,
    /// Ids without an experiment, each with the reason.
    pub rows: Vec<Unanswered>,
}
