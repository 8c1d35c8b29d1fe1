//! What all figures of a study of points have in common: the arms, the outcomes and where the numbers come from.

use crate::figures::looks;
use crate::figures::points::spread;
use crate::figures::style::Look;
use crate::numbers::grouped;
use crate::run_record::Record;
use regimes_model::model::outcomes::{OUTCOMES, Outcome};
use regimes_study::experiment::points::Points;

/// What figures of a study of points are about.
pub struct Subject {
    record: Record,
    looks: Vec<Look>,
    n_points: usize,
    /// The outcomes that belong together.
    pub outcomes: Vec<&'static Outcome>,
}

impl Subject {
    /// What figures of these points are about.
    #[must_use]
    pub fn of(points: &Points) -> Subject {
        let record = Record::of(points.base());
        let names: Vec<&str> = record.arms.iter().map(|arm| arm.name.as_str()).collect();
        // Beyond six arms each figure still has two alone, which keep the colours of their names.
        let coloured: Vec<usize> = (0..names.len().min(looks::COLOURED)).collect();
        let looks = looks::of_names(&names, record.focus, &coloured);
        let outcomes = spread::columns(points).into_iter().map(|column| &OUTCOMES[points.outcomes()[column]]);
        Subject { looks, n_points: points.points().len(), outcomes: outcomes.collect(), record }
    }

    /// How many arms there are.
    #[must_use]
    pub fn n_arms(&self) -> usize {
        self.record.arms.len()
    }

    /// What figures call an arm.
    #[must_use]
    pub fn label(&self, arm: usize) -> &str {
        &self.record.arms[arm].label
    }

    /// The name of an arm in tables.
    #[must_use]
    pub fn name(&self, arm: usize) -> &str {
        &self.record.arms[arm].name
    }

    /// How an arm looks.
    #[must_use]
    pub fn look(&self, arm: usize) -> &Look {
        &self.looks[arm]
    }

    /// What the difference of an arm against the first is called.
    #[must_use]
    pub fn pair(&self, arm: usize) -> String {
        format!("{} \u{2212} {}", self.label(arm), self.label(0))
    }

    /// The unit of an outcome, in words.
    #[must_use]
    pub fn unit_in_words(&self, outcome: usize) -> String {
        self.record.money.unit_in_words(self.outcomes[outcome].unit)
    }

    /// The unit of an outcome, as tables have it.
    #[must_use]
    pub fn unit(&self, outcome: usize) -> String {
        self.record.money.unit(self.outcomes[outcome].unit).into_owned()
    }

    /// Where a figure comes from.
    #[must_use]
    pub fn source(&self) -> String {
        let record = &self.record;
        let changed = if record.changed { " with changes" } else { "" };
        let futures = match record.replicates {
            1 => "one pair of futures".to_owned(),
            n => format!("{n} paired futures"),
        };
        let residents = grouped(record.residents as f64, 0);
        format!(
            "In this model, under these assumptions. Scenario {}{changed}, seed {}, {} points of {futures} each, \
             {residents} residents, regimes {}.",
            record.scenario, record.seed, self.n_points, record.version
        )
    }

    /// What the signs of a figure rest on, in a sentence.
    #[must_use]
    pub fn counted(&self) -> String {
        match self.record.replicates {
            1 => "One pair of futures a point tells no sign.".to_owned(),
            n @ 2..5 => format!("Higher, lower: in all {n} pairs of futures, which are few."),
            _ => "Higher, lower: in nine of ten pairs at least.".to_owned(),
        }
    }

    /// What failed, in a sentence; empty where nothing did.
    #[must_use]
    pub fn failures(&self, failed: usize) -> String {
        match failed {
            0 => String::new(),
            1 => " One point failed in whole or in part.".to_owned(),
            n => format!(" {n} points failed in whole or in part."),
        }
    }
}
