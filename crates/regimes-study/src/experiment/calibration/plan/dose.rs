//! `[dose]` of a calibration file: the last filter.

use crate::experiment::calibration::goal::Goal;
use crate::experiment::calibration::trial::{FIGURES, Intensity};
use regimes_scenario::bundled;
use regimes_scenario::nearest::advice;
use regimes_scenario::page::{Need, Page, Section};

/// The last filter.
#[derive(Clone, Debug, PartialEq)]
pub struct Dose {
    /// How many times the hours the treated half gets.
    pub intensity: Intensity,
    /// Replicates of each point.
    pub replicates: usize,
    /// Replicates of each point of the short list, on luck that has decided nothing.
    pub check_replicates: usize,
    /// The scenario of people in hospital; none where their readmission is not followed.
    pub of_hospital: Option<String>,
    /// What ought to come out, or rules a point out.
    pub goals: Vec<Goal>,
    /// What rules nothing out, and decides which points are taken first.
    pub preferred: Vec<Goal>,
}

/// Replicates that a point of the filter can have.
const REPLICATES: std::ops::RangeInclusive<u64> = 2..=50;

/// How many times the usual hours are a dose.
const TIMES: std::ops::RangeInclusive<f64> = 1.0..=20.0;

/// Discrepancy of the figures of the filter (percent): grade A, and the width of the range is wide already.
const DISCREPANCY: f64 = 15.0;

/// The last filter; none where the file has none.
pub fn dose(page: &mut Page<'_>, root: &Section<'_>) -> Option<Dose> {
    let section = page.section(root, "dose", Need::May)?;
    page.allow(&section, &["times", "replicates", "check_replicates", "hospital", "preferred"]);
    let of_hospital = page.text(&section, "hospital", Need::May);
    let times = page.number(&section, "times").unwrap_or(f64::NAN);
    let [replicates, check_replicates] =
        ["replicates", "check_replicates"].map(|key| page.whole(&section, key, REPLICATES) as usize);
    if !TIMES.contains(&times) {
        let remedy = "how many times the usual hours: a number from 1 to 20".to_owned();
        page.problem(&section, "times", "`times` is missing, or no such number".to_owned(), remedy);
        return None;
    }
    let words = page.words(&section, "preferred");
    let known: Vec<&str> = FIGURES.iter().filter(|figure| figure.range.is_some()).map(|figure| figure.id).collect();
    for word in words.iter().filter(|word| !known.contains(&word.as_str())) {
        let message = format!("there is no target `{word}` of the trial");
        page.problem(&section, "preferred", message, advice(word, &known));
    }
    let of_hospital = (!of_hospital.is_empty()).then_some(of_hospital);
    if let Some(name) = of_hospital.as_ref().filter(|name| bundled::text(name).is_none()) {
        let message = format!("there is no bundled scenario `{name}`");
        page.problem(&section, "hospital", message, advice(name, &bundled::names()));
        return None;
    }
    let goal = |(measure, figure): (usize, &crate::experiment::calibration::figures::Figure)| {
        let range = figure.range?;
        Some(Goal { measure, id: figure.id, range, discrepancy: DISCREPANCY })
    };
    let (preferred, goals) =
        FIGURES.iter().enumerate().filter_map(goal).partition(|goal| words.contains(&goal.id.to_owned()));
    Some(Dose { intensity: Intensity { times }, replicates, check_replicates, of_hospital, goals, preferred })
}
