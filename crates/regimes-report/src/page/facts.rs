//! What the page shows of a run, worked out once.

use crate::effects::{Effect, effects};
use crate::error::Error;
use crate::findings::{self, Finding};
use crate::observed::{Observed, Over};
use crate::over_draws::OverDraws;
use crate::page::number::Cells;
use crate::verdicts::{self, opening_cohort};

/// What is known of a run.
pub struct Facts<'a> {
    /// The run.
    pub observed: &'a Observed<'a>,
    /// Every arm against the first.
    pub effects: Vec<Effect>,
    /// Headline outcomes, over the horizon and the final year.
    pub findings: Vec<Finding>,
    /// What draws of the uncertain parameters say; none where there are none.
    pub over: Option<&'a OverDraws>,
}

impl<'a> Facts<'a> {
    /// Looks at a run.
    ///
    /// # Errors
    /// If a headline outcome is not observed.
    pub fn of(observed: &'a Observed<'a>) -> Result<Facts<'a>, Error> {
        let arms: Vec<[usize; 2]> = (1..observed.n_arms()).map(|arm| [0, arm]).collect();
        Ok(Facts { observed, effects: effects(observed, &arms), findings: findings::headline(observed)?, over: None })
    }

    /// Headline outcomes over the whole horizon.
    pub fn over_horizon(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.over == Over::Mean)
    }

    /// The arms that are compared with the first.
    #[must_use]
    pub fn others(&self) -> std::ops::Range<usize> {
        1..self.observed.n_arms()
    }

    /// The arm that the page opens with; none where it is about all.
    #[must_use]
    pub fn focus(&self) -> Option<usize> {
        self.observed.focus().filter(|arm| *arm > 0)
    }

    /// An effect of an arm against the first.
    #[must_use]
    pub fn effect(&self, arm: usize, cohort: &str, outcome: &str) -> Option<&Effect> {
        let is_it = |effect: &&Effect| effect.arms[1] == arm && effect.cohort == cohort && effect.outcome == outcome;
        self.effects.iter().find(is_it)
    }

    /// The cohort that the page opens with: the one with the most need that is followed.
    #[must_use]
    pub fn cohort(&self) -> &'static str {
        opening_cohort(&self.effects)
    }

    /// What the page opens with: residents, cost and staff, together. Cost is that on equal payment where runs have it.
    #[must_use]
    pub fn together(&self) -> [(&'static str, &'static str); 3] {
        verdicts::opening(&self.effects)
    }

    /// Pairs of the arm that has most.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.others().map(|arm| self.observed.pairs(0, arm).len()).max().unwrap_or(0)
    }

    /// The cells of an effect.
    #[must_use]
    pub fn cells(&self, effect: &Effect) -> Cells {
        let name = |arm: usize| self.observed.record.arms[arm].name.as_str();
        let [a, b] = effect.arms;
        Cells::of("effects")
            .at("arm_a", name(a))
            .at("arm_b", name(b))
            .at("cohort", effect.cohort)
            .at("outcome", &effect.outcome)
    }
}
