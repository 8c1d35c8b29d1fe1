//! What tables, words and figures of an explanation have in common: arms, players and outcomes, and what each is called.

use crate::labels;
use crate::money::Money;
use crate::numbers::{decimals_for, grouped};
use regimes_model::model::arm::Arm;
use regimes_model::model::outcomes::{Better, OUTCOMES, Outcome};
use regimes_scenario::tree::leaves;
use regimes_study::experiment::explanation::findings::Finding;
use regimes_study::experiment::explanation::players::Player;
use regimes_study::experiment::explanation::study::Explanation;
use regimes_study::program;
use regimes_study::statistics::Estimate;
use std::borrow::Cow;

/// The longest label of an arm (character).
const LONGEST: usize = 30;

/// What is explained, and what is found.
pub struct Subject<'a> {
    /// The study.
    pub explanation: &'a Explanation,
    /// By outcome.
    pub findings: &'a [Finding],
    /// What the two arms are called.
    pub labels: [String; 2],
}

impl<'a> Subject<'a> {
    /// Of a study and its findings.
    #[must_use]
    pub fn of(explanation: &'a Explanation, findings: &'a [Finding]) -> Subject<'a> {
        let names = explanation.sides().names.each_ref().map(String::as_str);
        let mut labels = labels::within(&names, LONGEST).into_iter();
        let labels = names.map(|name| labels.next().unwrap_or_else(|| name.to_owned()));
        Subject { explanation, findings, labels }
    }

    /// The players.
    #[must_use]
    pub fn players(&self) -> &[Player] {
        &self.explanation.sides().players
    }

    /// The outcome of a finding.
    #[must_use]
    pub fn outcome(&self, finding: &Finding) -> &'static Outcome {
        &OUTCOMES[self.explanation.outcomes()[finding.outcome]]
    }

    /// How money is shown.
    #[must_use]
    pub fn money(&self) -> Money {
        Money::of(&self.explanation.base().costs)
    }

    /// The unit of a finding, as tables have it.
    #[must_use]
    pub fn unit(&self, finding: &Finding) -> Cow<'static, str> {
        self.money().unit(self.outcome(finding).unit)
    }

    /// What a player changes, in words: `standard -> bespoke`, or that only numbers change.
    #[must_use]
    pub fn change(&self, player: usize) -> String {
        let [from, to] = self.values(player);
        if from == to { format!("numbers of {from}") } else { format!("{from} -> {to}") }
    }

    /// What a player is in both arms.
    #[must_use]
    pub fn values(&self, player: usize) -> [String; 2] {
        self.explanation.sides().arms.each_ref().map(|arm| self.players()[player].value_in(arm).replace('_', " "))
    }

    /// What a player is about, from its declaration: "what residents are given".
    #[must_use]
    pub fn about(&self, player: usize) -> String {
        let all = leaves(&mut Arm::default(), "");
        let one = |key: &String| {
            let about = all.iter().find(|leaf| leaf.path == *key).map_or("", |leaf| leaf.row.about);
            let sentence = about.trim().split(['.', ';', ':']).next().unwrap_or_default();
            let mut letters = sentence.chars();
            letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect::<String>())
        };
        self.players()[player].keys.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    /// How coalitions were chosen, as tables call it.
    #[must_use]
    pub fn method(&self) -> &'static str {
        if self.explanation.orders().is_some() { "sampled" } else { "exact" }
    }

    /// The weeks over which means are taken, in words.
    #[must_use]
    pub fn horizon(&self) -> String {
        match self.explanation.base().horizon_weeks {
            1 => "one week".to_owned(),
            weeks => format!("{weeks} weeks"),
        }
    }

    /// Where a figure comes from.
    #[must_use]
    pub fn source(&self) -> String {
        let base = self.explanation.base();
        format!(
            "In this model, under these assumptions. Scenario {}, seed {}, {}, {} residents, regimes {}.",
            base.name,
            base.seed,
            self.futures(self.explanation.futures() as usize),
            grouped(base.residents() as f64, 0),
            program::VERSION
        )
    }

    /// What a mean is over, in words: "8 paired futures".
    #[must_use]
    pub fn futures(&self, n: usize) -> String {
        match (self.explanation.source(), n) {
            (Some(_), 1) => "one draw of its uncertain parameters".to_owned(),
            (Some(source), n) => format!("{n} draws of its uncertain parameters ({source})"),
            (None, 1) => "one pair of futures".to_owned(),
            (None, n) => format!("{n} paired futures"),
        }
    }
}

/// Decimals that show three digits of the largest of what an outcome's difference is made of.
#[must_use]
pub fn decimals(finding: &Finding) -> usize {
    let parts = finding.contributions.iter().map(|one| one.shapley.value);
    decimals_for(&parts.chain([finding.whole.value]).collect::<Vec<f64>>(), &[])
}

/// Whether an estimate is better, worse, or neither: where its interval lies on one side of 0 and it is not smaller than what
/// matters; where an outcome has no better end, higher or lower.
#[must_use]
pub fn side(outcome: &Outcome, finding: &Finding, estimate: &Estimate) -> Option<&'static str> {
    let is_up = estimate.value > 0.0;
    finding.matters(estimate).then_some(match (outcome.better, is_up) {
        (Better::Higher, true) | (Better::Lower, false) => "better",
        (Better::Higher, false) | (Better::Lower, true) => "worse",
        (_, true) => "higher",
        (_, false) => "lower",
    })
}
