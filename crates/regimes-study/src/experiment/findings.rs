//! From results to what is said of them: a judgement an experiment, and a row an arm and yardstick of a contest.

use crate::experiment::cells::{number, value};
use crate::experiment::draws::Draw;
use crate::experiment::file::{Axis, Contest, Expected, Experiment, File, Kind};
use crate::experiment::judgement::{Elsewhere, ElsewhereOutcome, Interval, Judgement, Measured, Turn};
use crate::experiment::plan::{Plan, Planner, Where, contest_request, request, requests_of};
use crate::experiment::runs::Results;
use crate::experiment::verdict::{DrawSummary, turning_points, verdict};
use crate::experiment::wildcards::general;
use crate::experiment::yardstick::{Wanted, YARDSTICKS, Yardstick};
use crate::statistics::{Estimate, difference};
use regimes_model::units::MISSING;
use serde::{Deserialize, Serialize};

/// How much is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// The settings as they are written.
    Here,
    /// Elsewhere and along axes too.
    Everywhere,
}

/// Where an experiment is looked at.
fn places(experiment: &Experiment, depth: Depth) -> Vec<Where> {
    let mut places = vec![Where::Here];
    if depth == Depth::Everywhere {
        places.extend((!experiment.elsewhere.is_empty()).then_some(Where::Elsewhere));
        let along = experiment.axis.as_ref().map_or(0, |axis| axis.values.len());
        places.extend((0..along).map(Where::Along));
    }
    places
}

/// Asks for all that experiments need.
///
/// # Errors
/// The problems of a scenario with what is set.
pub fn ask<'a>(
    planner: &mut Planner,
    experiments: impl IntoIterator<Item = &'a Experiment>,
    depth: Depth,
) -> Result<(), regimes_scenario::problem::Problems> {
    for experiment in experiments {
        for at in places(experiment, depth) {
            planner.ask(&requests_of(experiment, at))?;
        }
    }
    Ok(())
}

/// Where numbers come from.
pub struct Answers<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its results.
    pub results: &'a Results,
    /// The draws.
    pub draws: &'a [Draw],
    /// How much was run.
    pub depth: Depth,
}

impl Answers<'_> {
    /// What came of an experiment of a file.
    #[must_use]
    pub fn judgement(&self, file: &File, experiment: &Experiment) -> Judgement {
        let here = self.summary(experiment, 0, Where::Here);
        let others: Vec<(Where, DrawSummary)> = places(experiment, self.depth)
            .into_iter()
            .filter(|at| *at != Where::Here)
            .map(|at| (at, self.summary(experiment, 0, at)))
            .collect();
        let turns = |at: &Where| !(experiment.is_ablation && *at == Where::Elsewhere);
        let turning: Vec<DrawSummary> = others.iter().filter(|(at, _)| turns(at)).map(|(_, other)| *other).collect();
        let judged = |kind: Kind| verdict(kind, &experiment.expects, &here, &turning);
        let elsewhere = others.iter().find(|(at, _)| *at == Where::Elsewhere);
        let along: Vec<DrawSummary> =
            others.iter().filter(|(at, _)| matches!(at, Where::Along(_))).map(|(_, other)| *other).collect();
        let is_expected = experiment.expects != Expected::default();
        Judgement {
            topic: file.name.clone(),
            id: experiment.id.clone(),
            kind: experiment.kind,
            pattern: experiment.pattern.clone(),
            source: experiment.source.clone(),
            claims: experiment.claims.clone(),
            switch: experiment.switch.clone(),
            expected: experiment.expects,
            quantities: (0..experiment.quantities.len()).map(|n| self.measured(experiment, n)).collect(),
            in_range: (is_expected && here.estimate.n > 0).then_some(here.inside),
            verdict: judged(experiment.kind),
            on_claims: (!experiment.claims.is_empty()).then(|| judged(Kind::Claim)),
            elsewhere: elsewhere.map(|(_, summary)| changed(experiment, summary)),
            turn: experiment.axis.as_ref().and_then(|axis| turn(axis, &along, experiment)),
            note: experiment.note.clone(),
        }
    }

    fn summary(&self, experiment: &Experiment, quantity: usize, at: Where) -> DrawSummary {
        let value = |draw: &Draw| {
            let look_up = |term: &_| self.results.value(self.plan, &request(experiment, term, at), draw.number);
            experiment.quantities[quantity].expression.value(&look_up)
        };
        DrawSummary::of(&self.draws.iter().map(value).collect::<Vec<_>>(), &experiment.expects)
    }

    fn measured(&self, experiment: &Experiment, quantity: usize) -> Measured {
        let summary = self.summary(experiment, quantity, Where::Here);
        Measured {
            name: experiment.quantities[quantity].name.clone(),
            interval: Interval::of(&summary),
            n_draws: summary.estimate.n,
            above_zero: summary.above_zero,
        }
    }
}

/// What came out with the changes of an experiment's other place.
fn changed(experiment: &Experiment, summary: &DrawSummary) -> Elsewhere {
    let outcome = ElsewhereOutcome { interval: Interval::of(summary), in_range: summary.inside };
    Elsewhere {
        overrides: general(&experiment.elsewhere),
        is_ablation: experiment.is_ablation,
        outcome: (summary.estimate.n > 0).then_some(outcome),
    }
}

/// Where an experiment turns along its axis; none where the axis was not run.
fn turn(axis: &Axis, along: &[DrawSummary], experiment: &Experiment) -> Option<Turn> {
    // Where nothing is expected, a change of sign is looked for.
    let nothing = experiment.expects == Expected::default();
    let expected = if nothing { Expected { above: Some(0.0), below: None } } else { experiment.expects };
    let points = || turning_points(&axis.values, along, &expected);
    (!along.is_empty()).then(|| Turn { path: axis.path.clone(), points: points() })
}

/// How often an arm does best by a yardstick in a contest.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Win {
    /// The contest.
    pub contest: String,
    /// The yardstick.
    #[serde(with = "value")]
    pub yardstick: Yardstick,
    /// The arm.
    pub arm: String,
    /// Share of draws in which it does best; ties are shared.
    pub share_best: f64,
    /// Share of draws in which it does better than the first arm; missing where that arm says nothing of the yardstick.
    #[serde(with = "number")]
    pub share_above_first: f64,
    /// Median over draws.
    pub median: f64,
    /// Median over draws of the difference from the first arm; missing as above.
    #[serde(with = "number")]
    pub median_less_first: f64,
    /// Draws.
    pub n_draws: usize,
}

/// The arms of a contest.
///
/// # Errors
/// The problems of the scenario.
pub fn arms_of(contest: &Contest) -> Result<Vec<String>, regimes_scenario::problem::Problems> {
    let scenario = regimes_scenario::load::load(&contest.scenario, &contest.set)?.scenario;
    let arms = scenario.arms.iter().map(|(name, _)| name.to_owned());
    Ok(arms.filter(|arm| !contest.without.contains(arm)).collect())
}

/// Asks for all that a contest needs.
///
/// # Errors
/// The problems of its scenario.
pub fn ask_contest(planner: &mut Planner, contest: &Contest) -> Result<(), regimes_scenario::problem::Problems> {
    let arms = arms_of(contest)?;
    let requests =
        arms.iter().flat_map(|arm| YARDSTICKS.map(|(_, name, _)| contest_request(contest, arm, outcome(name))));
    planner.ask(&requests.collect::<Vec<_>>())
}

fn outcome(name: &str) -> crate::experiment::term::Measure {
    let position = regimes_model::model::outcomes::position(name).unwrap_or(usize::MAX);
    crate::experiment::term::Measure::Outcome(position, crate::experiment::term::Over::Horizon)
}

impl Answers<'_> {
    /// Who wins a contest, by each yardstick.
    ///
    /// # Errors
    /// The problems of its scenario.
    pub fn wins(&self, contest: &Contest) -> Result<Vec<Win>, regimes_scenario::problem::Problems> {
        let arms = arms_of(contest)?;
        let mut wins = Vec::new();
        for (yardstick, name, wanted) in YARDSTICKS {
            let value = |arm: &String, draw: &Draw| {
                self.results.value(self.plan, &contest_request(contest, arm, outcome(name)), draw.number)
            };
            let table: Vec<Vec<f64>> =
                self.draws.iter().map(|draw| arms.iter().map(|arm| value(arm, draw)).collect()).collect();
            wins.extend(wins_by(contest, (yardstick, wanted), &arms, &table));
        }
        Ok(wins)
    }
}

/// Who wins a contest by a yardstick, given each arm's value on each draw.
/// An arm without a value on any draw is not in it, as nobody's wellbeing is where nobody works; a draw counts where all
/// others have one.
fn wins_by(
    contest: &Contest,
    (yardstick, wanted): (Yardstick, Wanted),
    arms: &[String],
    table: &[Vec<f64>],
) -> Vec<Win> {
    let told: Vec<usize> = (0..arms.len()).filter(|&n| table.iter().any(|values| values[n].is_finite())).collect();
    let of_told = |values: &Vec<f64>| told.iter().map(|&n| values[n]).collect::<Vec<f64>>();
    let whole: Vec<Vec<f64>> =
        table.iter().map(of_told).filter(|values| values.iter().all(|value| value.is_finite())).collect();
    // A yardstick by which no arm ever differs, as a gap between groups where there is one group, tells no winner.
    if whole.iter().all(|values| values.iter().all(|value| difference(values[0], *value) == 0.0)) {
        return Vec::new();
    }
    let median = |of: &dyn Fn(&Vec<f64>) -> f64| Estimate::median_of(&whole.iter().map(of).collect::<Vec<f64>>()).value;
    let known = |value: f64| if told[0] == 0 { value } else { MISSING };
    let win = |(place, (best, above)): (usize, (f64, f64))| Win {
        contest: contest.id.clone(),
        yardstick,
        arm: arms[told[place]].clone(),
        share_best: best,
        share_above_first: known(above),
        median: median(&|values| values[place]),
        median_less_first: known(median(&|values| difference(values[0], values[place]))),
        n_draws: whole.len(),
    };
    shares(&whole, told.len(), wanted).into_iter().enumerate().map(win).collect()
}

/// For each arm: share of draws in which it is best, ties shared, and in which it is better than the first.
fn shares(draws: &[Vec<f64>], arms: usize, wanted: Wanted) -> Vec<(f64, f64)> {
    let mut shares = vec![(0.0, 0.0); arms];
    for values in draws {
        let score = |value: f64| if wanted == Wanted::More { value } else { -value };
        let best = values.iter().copied().map(score).fold(f64::NEG_INFINITY, f64::max);
        let winners = values.iter().filter(|value| difference(score(**value), best) == 0.0).count();
        for (share, &value) in shares.iter_mut().zip(values) {
            share.0 += if difference(score(value), best) == 0.0 { 1.0 / (winners * draws.len()) as f64 } else { 0.0 };
            share.1 += if difference(score(values[0]), score(value)) > 0.0 { 1.0 / draws.len() as f64 } else { 0.0 };
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_is_missing_is_an_empty_cell_and_comes_back_as_missing() {
        let row = Win { share_above_first: MISSING, median: 0.5, median_less_first: f64::NAN, ..Win::default() };
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.serialize(row).unwrap();
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        assert!(text.ends_with("0.0,,0.5,,0\n"), "{text}");
        let back: Win = csv::Reader::from_reader(text.as_bytes()).deserialize().next().unwrap().unwrap();
        assert!(regimes_model::units::is_missing(back.share_above_first) && back.median == 0.5);
    }

    #[test]
    fn the_contests_that_ship_come_back_byte_for_byte() {
        let text = include_str!("../../../../scenarios/experiments/found/wins.csv");
        let mut writer = csv::Writer::from_writer(Vec::new());
        for win in csv::Reader::from_reader(text.as_bytes()).deserialize::<Win>() {
            writer.serialize(win.unwrap()).unwrap();
        }
        assert!(text == String::from_utf8(writer.into_inner().unwrap()).unwrap());
    }

    #[test]
    fn an_arm_that_has_no_value_is_not_in_the_contest_and_does_not_end_it() {
        let contest = Contest { id: "town".to_owned(), ..Contest::default() };
        let arms = ["npm", "none", "hls"].map(str::to_owned);
        let by = |table: &[Vec<f64>]| wins_by(&contest, (Yardstick::StaffWellbeing, Wanted::More), &arms, table);
        let wins = by(&[vec![0.5, f64::NAN, 0.6], vec![0.5, f64::NAN, 0.4], vec![f64::NAN, f64::NAN, 0.4]]);
        let told: Vec<(&str, f64, usize)> =
            wins.iter().map(|win| (&win.arm[..], win.share_best, win.n_draws)).collect();
        assert_eq!(told, [("npm", 0.5, 2), ("hls", 0.5, 2)]);
        let wins = by(&[vec![f64::NAN, 0.2, 0.6]]);
        assert_eq!((wins[1].arm.as_str(), wins[1].share_best), ("hls", 1.0));
        assert!(wins[1].share_above_first.is_nan() && wins[1].median_less_first.is_nan());
        assert!(by(&[vec![f64::NAN; 3]]).is_empty());
    }

    #[test]
    fn ties_are_shared() {
        let draws = vec![vec![1.0, 1.0, 0.0], vec![1.0, 2.0, 0.0]];
        assert_eq!(shares(&draws, 3, Wanted::More), [(0.25, 0.0), (0.75, 0.5), (0.0, 0.0)]);
        assert_eq!(shares(&draws, 3, Wanted::Less), [(0.0, 0.0), (0.0, 0.0), (1.0, 1.0)]);
        let rounded = vec![vec![0.3, 0.1 + 0.2, 0.0]];
        assert_eq!(shares(&rounded, 3, Wanted::More), [(0.5, 0.0), (0.5, 0.0), (0.0, 0.0)]);
    }
}
