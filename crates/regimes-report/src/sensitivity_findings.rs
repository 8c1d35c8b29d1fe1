//! The finding of a sensitivity analysis in words: which assumptions the difference between arms hangs on.
//!
//! A parameter is described by what its declaration says of it, with its path and the assumption or source that it rests on.

use crate::error::Error;
use crate::files::{self, Target, WrittenFile};
use crate::labels;
use crate::money::Money;
use crate::numbers::three_digits;
use crate::terminal::wrapped;
use regimes_model::model::outcomes::OUTCOMES;
use regimes_model::parameters::Row;
use regimes_scenario::tree::leaves;
use regimes_study::experiment::points::Points;
use regimes_study::experiment::sensitivity::{Analysed, Design, FIRST, Indices, Method};
use regimes_study::statistics::Estimate;
use regimes_study::statistics::morris::Effect;
use std::collections::BTreeMap;

/// Its name.
pub const FINDINGS: &str = "findings.txt";

/// The longest label of an arm (character).
const LONGEST: usize = 40;
/// Effects that add up to this share of their sizes have one direction.
const ONE_DIRECTION: f64 = 0.95;

/// Writes it, with the first [`FIRST`] parameters of each outcome.
///
/// # Errors
/// If the disk refuses.
pub fn write(target: Target, points: &Points, design: &Design, all: &[Analysed]) -> Result<WrittenFile, Error> {
    target.prepare("")?;
    files::write_bytes(target, FINDINGS, text(points, design, all, FIRST).as_bytes())
}

/// The finding, with a number of parameters of each outcome.
#[must_use]
pub fn text(points: &Points, design: &Design, all: &[Analysed], named: usize) -> String {
    let mut file = points.base().file().clone();
    let declared = leaves(&mut file, "").into_iter().map(|leaf| (leaf.path, leaf.row)).collect();
    let words = Words { points, design, declared };
    let mut lines = vec![wrapped(&words.opening(), 0), String::new()];
    for one in all {
        lines.push(wrapped(&words.heading(one), 2));
        lines.extend(words.ranked(one, named).iter().map(|line| wrapped(&format!("  {line}"), 5)));
        lines.push(String::new());
    }
    lines.extend(words.members().iter().map(|line| wrapped(line, 2)));
    lines.push(format!("In this model, under these assumptions; parameters from {}.", design.source));
    lines.join("\n") + "\n"
}

/// What a finding is described from.
struct Words<'a> {
    points: &'a Points,
    design: &'a Design,
    declared: BTreeMap<String, Row>,
}

impl Words<'_> {
    /// What the numbers are.
    fn opening(&self) -> String {
        let (points, parameters) = (self.points.points().len(), self.design.axes.len());
        let groups = self.design.groups.iter().filter(|group| group.alone().is_none()).count();
        let groups = match groups {
            0 => String::new(),
            1 => ", some in a group".to_owned(),
            n => format!(", some in {n} groups"),
        };
        let what = match self.design.method() {
            Method::Morris => {
                "by the method of Morris: the mean size of what a move over the whole range of a parameter does to the difference"
            }
            Method::Sobol => {
                "by Sobol indices: the share of the variance of the difference that is due to a parameter, on its own or \
                 together with others"
            }
        };
        format!(
            "What the difference between arms hangs on, {what}, with its 90 % interval ({parameters} parameters{groups}, \
             {points} points)."
        )
    }

    /// The difference, and how often it lies on either side of zero.
    fn heading(&self, one: &Analysed) -> String {
        let names: Vec<&str> = self.points.base().arms.iter().map(|(name, _)| name).collect();
        let arms = labels::within(&names, LONGEST);
        let outcome = &OUTCOMES[self.points.outcomes()[one.outcome]];
        let unit = Money::of(&self.points.base().costs).unit(outcome.unit);
        let known: Vec<f64> = one.differences.iter().copied().filter(|value| !value.is_nan()).collect();
        let times = |is: fn(&f64) -> bool| known.iter().copied().filter(is).count();
        let lost = one.differences.len() - known.len();
        let lost = if lost > 0 { format!("; no value at {lost} points") } else { String::new() };
        format!(
            "{} - {}, {} [{unit}]: positive at {} of {} points, negative at {}{lost}",
            arms[one.arm],
            arms[0],
            outcome.label.to_lowercase(),
            times(|value| *value > 0.0),
            known.len(),
            times(|value| *value < 0.0),
        )
    }

    /// The parameters that matter most, and how much the others do.
    fn ranked(&self, one: &Analysed, named: usize) -> Vec<String> {
        let order = one.order();
        match order.first().map(|group| one.weight(*group).value) {
            Some(weight) if weight.is_nan() => {
                return vec![
                    "It does not vary between points that have a value: no parameter can be told to matter.".into(),
                ];
            }
            Some(0.0) | None => return vec!["No parameter moves it.".to_owned()],
            Some(_) => {}
        }
        let (first, others) = order.split_at(named.min(order.len()));
        let line =
            |(rank, group): (usize, &usize)| format!("{}. {}: {}", rank + 1, self.name(*group), self.size(one, *group));
        let mut lines: Vec<String> = first.iter().enumerate().map(line).collect();
        let weights = || others.iter().map(|group| one.weight(*group).value).filter(|weight| !weight.is_nan());
        match one.indices {
            _ if others.is_empty() => {}
            Indices::Morris(_) => {
                let most = three_digits(weights().fold(0.0, f64::max));
                lines.push(format!("Each of the other {} moves it by {most} at most.", others.len()));
            }
            Indices::Sobol(_) => {
                // What several factors account for together is at most the sum of their total indices.
                let most = percent(weights().map(|weight| weight.max(0.0)).sum::<f64>().min(1.0));
                lines.push(format!("The other {} together: {most} % at most.", others.len()));
            }
        }
        lines.extend(self.strongest_pair(one));
        lines
    }

    /// How much a group matters, and how surely it is among the first.
    fn size(&self, one: &Analysed, group: usize) -> String {
        let share = percent(one.among_first[group]);
        let surely = if self.design.groups.len() > FIRST {
            format!("; among the first {FIRST} in {share} % of resamples")
        } else {
            String::new()
        };
        match &one.indices {
            Indices::Morris(effects) => {
                let Effect { mu, mu_star: Estimate { value, low, high, .. }, .. } = effects[group];
                let how = match mu / value {
                    ratio if ratio >= ONE_DIRECTION => "raises it by",
                    ratio if ratio <= -ONE_DIRECTION => "lowers it by",
                    ratio if ratio.is_nan() => "moves it by",
                    _ => "moves it, up or down, by",
                };
                let [value, low, high] = [value, low, high].map(three_digits);
                format!("{how} {value} ({low} to {high}){surely}")
            }
            Indices::Sobol(indices) => {
                let total = indices.total[group];
                let alone = percent(indices.first[group].value);
                let [value, low, high] = [total.value, total.low, total.high].map(percent);
                format!("{value} % ({low} to {high} %), {alone} % on its own{surely}")
            }
        }
    }

    /// The pair that accounts for most beyond what each does alone, where its interval lies above 0.
    fn strongest_pair(&self, one: &Analysed) -> Option<String> {
        let clear = one.pairs().iter().filter(|pair| pair.index.low > 0.0);
        let pair = clear.max_by(|a, b| a.index.value.total_cmp(&b.index.value))?;
        let [first, second] = pair.factors.map(|factor| self.design.groups[factor].name.as_str());
        let [value, low, high] = [pair.index.value, pair.index.low, pair.index.high].map(percent);
        Some(format!("{first} together with {second}, beyond what each does alone: {value} % ({low} to {high} %)."))
    }

    /// A parameter in words, or a group by its name.
    fn name(&self, group: usize) -> String {
        let group = &self.design.groups[group];
        match group.alone() {
            Some(factor) => self.parameter(&self.design.axes[factor].path),
            None => format!("the {} parameters of {}", group.factors.len(), group.name),
        }
    }

    /// What a parameter is, with its path and where its value comes from.
    fn parameter(&self, path: &str) -> String {
        let Some(row) = self.declared.get(path) else { return path.to_owned() };
        let source = if row.source.is_empty() { String::new() } else { format!("; {}", row.source) };
        format!("{} ({path}{source})", phrase(row.about))
    }

    /// What belongs to each group.
    fn members(&self) -> Vec<String> {
        let groups = self.design.groups.iter().filter(|group| group.alone().is_none());
        let line = |group: &regimes_study::experiment::groups::Group| {
            let members = group.factors.iter().map(|factor| self.parameter(&self.design.axes[*factor].path));
            format!("{}: {}.", group.name, members.collect::<Vec<_>>().join("; "))
        };
        let mut lines: Vec<String> = groups.map(line).collect();
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines
    }
}

/// The first sentence of a declaration, to stand within a sentence.
fn phrase(about: &str) -> String {
    let about = about.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = about.split_once(". ").map_or(about.as_str(), |(first, _)| first).trim_end_matches('.');
    let mut letters = sentence.chars();
    let Some(first) = letters.next() else { return String::new() };
    let is_word = letters.clone().next().is_none_or(|second| !second.is_uppercase());
    if is_word { first.to_lowercase().chain(letters).collect() } else { sentence.to_owned() }
}

/// A share in whole per cent.
fn percent(share: f64) -> String {
    if share.is_nan() { "?".to_owned() } else { format!("{:.0}", (100.0 * share).round() + 0.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_model::parallel::Width;
    use regimes_study::experiment::axes::Axis;
    use regimes_study::simulation::control::unattended;
    use regimes_study::study::runner;
    use regimes_study::study::store::Memory;

    /// The finding of an analysis of factors of `tiny`.
    fn told(factors: &[&str], named: usize) -> String {
        let sets = regimes_scenario::overrides::read(&["horizon_weeks=60", "burn_in_weeks=4", "replicates=1"]);
        let axes = factors.iter().map(|text| Axis::read(text).unwrap()).collect();
        let design = Design::sobol(axes, 4, 1, "a test").unwrap();
        let points = Points::of("tiny", sets, design.points(), vec![0]).unwrap();
        let store = Memory::default();
        runner::perform(&points, Width::Wide, &store, &unattended(), &|_| {}).unwrap();
        text(&points, &design, &design.analysed(&points, &store).unwrap(), named)
    }

    #[test]
    fn a_parameter_is_described_in_words_with_its_path_and_source_and_the_others_together() {
        let text = told(&["seeking.rate=0.05..0.2", "patterns.harm=0.1..0.4"], 1);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in ["HLS - NPM, flourishing", "(seeking.rate; A140):", "of 24 points", "The other 1 together:"] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn what_moves_nothing_is_said_to_move_nothing() {
        assert!(told(&["costs.discount_per_year=0.01..0.05"], 3).contains("no parameter can be told to matter"));
    }

    #[test]
    fn a_declaration_stands_within_a_sentence() {
        assert_eq!(phrase("Share of contacts\nthat harm. More is worse."), "share of contacts that harm");
        assert_eq!(phrase("NPM's share."), "NPM's share");
        assert_eq!((percent(0.456), percent(-0.001), percent(f64::NAN)), ("46".into(), "0".into(), "?".into()));
    }
}
