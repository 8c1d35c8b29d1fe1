//! What tables, words and figures of a map have in common: arms, axes and measures, and what each is called.

use crate::declared::Declaration;
use crate::labels;
use crate::money::Money;
use regimes_model::model::outcomes::{OUTCOMES, Outcome};
use regimes_study::experiment::discovery::axes::{DENSITY, DENSITY_IN_WORDS, DENSITY_UNIT, MapAxis};
use regimes_study::experiment::discovery::pair::Measure;
use regimes_study::experiment::discovery::wins::{Layer, Luck, Reading, Winner, WinsMap};
use regimes_study::experiment::points::Points;
use regimes_study::simulation::trace::INDEX;
use std::borrow::Cow;

/// The longest label of an arm (character).
const LONGEST: usize = 26;

/// A map, and what it is of.
pub struct MapSubject<'a> {
    /// The runs.
    pub points: &'a Points,
    /// Across and upwards.
    pub axes: &'a [MapAxis; 2],
    /// How it was read from the runs.
    pub reading: Reading,
    /// What was found.
    pub map: &'a WinsMap,
    /// What the two arms are called.
    pub labels: [String; 2],
}

impl<'a> MapSubject<'a> {
    /// Of a map.
    #[must_use]
    pub fn of(points: &'a Points, axes: &'a [MapAxis; 2], reading: Reading, map: &'a WinsMap) -> MapSubject<'a> {
        MapSubject { points, axes, reading, map, labels: arm_labels(points) }
    }

    /// The names of the two arms.
    #[must_use]
    pub fn arms(&self) -> Vec<&str> {
        self.points.base().arms.iter().map(|(name, _)| name).collect()
    }

    /// How money is shown.
    #[must_use]
    pub fn money(&self) -> Money {
        Money::of(&self.points.base().costs)
    }

    /// The unit of a measure, as tables have it.
    #[must_use]
    pub fn unit(&self, measure: Measure) -> String {
        self.money().unit(unit(measure)).into_owned()
    }

    /// The unit of a measure, in words.
    #[must_use]
    pub fn unit_in_words(&self, measure: Measure) -> String {
        self.money().unit_in_words(unit(measure))
    }

    /// Who wins, as tables call it.
    #[must_use]
    pub fn winner(&self, winner: Winner) -> Cow<'a, str> {
        match winner {
            Winner::First => Cow::Owned(self.arms()[0].to_owned()),
            Winner::Second => Cow::Owned(self.arms()[1].to_owned()),
            Winner::NoDifference => Cow::Borrowed("no difference"),
            Winner::Undecided => Cow::Borrowed("undecided"),
            Winner::Missing => Cow::Borrowed("no value"),
        }
    }

    /// What an axis varies: in words, its unit, and what the scenario has; words are empty where nothing is declared.
    #[must_use]
    pub fn declared(&self, axis: &MapAxis) -> Declaration {
        if axis.name == DENSITY {
            return Declaration { about: DENSITY_IN_WORDS.to_owned(), unit: DENSITY_UNIT.to_owned(), value: None };
        }
        Declaration::of(self.points.base(), &axis.name)
    }

    /// How gains were smoothed, in a sentence.
    #[must_use]
    pub fn smoothing(&self, layer: &Layer) -> String {
        let Some(width) = layer.width else {
            return "Too few cells have a value for gains to be smoothed: no interval, and nothing is decided."
                .to_owned();
        };
        let chosen =
            if self.reading.width.is_some() { "as asked for" } else { "chosen by leaving each cell out in turn" };
        format!("Gains are smoothed by planes over a circle of {width} cells ({chosen}).")
    }

    /// Who wins in how many cells.
    #[must_use]
    pub fn counted(&self, layer: &Layer) -> String {
        let [a, b] = &self.labels;
        let all = layer.cells.len();
        let of = |winner| layer.count(winner);
        let missing = match of(Winner::Missing) {
            0 => String::new(),
            n => format!(", {n} without a value"),
        };
        format!(
            "{b} wins in {} of {all} cells, {a} in {}; no difference in {}, undecided in {}{missing}.",
            of(Winner::Second),
            of(Winner::First),
            of(Winner::NoDifference),
            of(Winner::Undecided)
        )
    }

    /// What the runs of a cell are, in a sentence.
    #[must_use]
    pub fn futures(&self) -> String {
        let n = match self.points.replicates() {
            1 => "one future, which both arms meet".to_owned(),
            n => format!("{n} futures, which both arms meet"),
        };
        match self.reading.luck {
            Luck::OfEachCell => format!("A cell is {n}; each cell has luck of its own, which smoothing averages."),
            Luck::Common => format!("A cell is {n}; all cells meet the same luck, and intervals are over futures."),
        }
    }
}

/// What the arms of a study are called.
#[must_use]
pub fn arm_labels(points: &Points) -> [String; 2] {
    let names: Vec<&str> = points.base().arms.iter().map(|(name, _)| name).collect();
    let mut labels = labels::within(&names, LONGEST).into_iter();
    [0, 1].map(|_| labels.next().unwrap_or_default())
}

/// The declared unit of a measure.
#[must_use]
pub fn unit(measure: Measure) -> &'static str {
    match measure {
        Measure::Horizon(outcome) => OUTCOMES[outcome].unit,
        Measure::Cohort(_) => INDEX,
    }
}

/// What a measure is called: "Flourishing", "Flourishing of the cohort top tenth of need".
#[must_use]
pub fn label(measure: Measure) -> String {
    let [outcome, cohort] = measure.names();
    let known: Option<&Outcome> = OUTCOMES.iter().find(|one| one.name == outcome);
    let name = known.map_or_else(|| labels::worded(outcome), |one| one.label.to_owned());
    if cohort.is_empty() { name } else { format!("{name} of the cohort {}", cohort.replace('_', " ")) }
}
