//! What was run, wave by wave: runs, emulators, conflicts between targets, and the trial of the last filter.

use crate::experiment::calibration::conflicts::conflicts;
use crate::experiment::calibration::figures::figures;
use crate::experiment::calibration::findings::ranges::cell;
use crate::experiment::calibration::fit::Fit;
use crate::experiment::calibration::matched::Wave;
use crate::experiment::calibration::plan::Plan;
use crate::experiment::calibration::trial;
use std::fmt::Write as _;

/// `evaluations.csv`: a run a line, with the values of the parameters and what it measured; empty cells are missing.
#[must_use]
pub fn evaluations_table(plan: &Plan, fit: &Fit) -> String {
    let figures = figures();
    let paths = plan.dimensions.iter().map(|dimension| dimension.path.as_str());
    let names: Vec<&str> = paths.chain(figures.iter().map(|figure| figure.id)).collect();
    let mut text = format!("run,point,wave,{}\n", names.join(","));
    for point in &fit.matched.points {
        for (run, measures) in point.numbers.iter().zip(&point.runs) {
            let numbers: Vec<String> = point.values.iter().chain(measures).copied().map(exact).collect();
            let _ = writeln!(text, "{run},{},{},{}", point.number, point.wave, numbers.join(","));
        }
    }
    text
}

/// A number with all its digits; nothing where there is none.
fn exact(value: f64) -> String {
    if value.is_nan() { String::new() } else { value.to_string() }
}

/// `waves.csv`: what each wave left of the prior, and how many of its points their own highest, second-highest and
/// third-highest implausibility leave.
#[must_use]
pub fn waves_table(fit: &Fit) -> String {
    let mut text = "wave,points,runs,prior_left,left_by_highest,left_by_second,left_by_third\n".to_owned();
    for Wave { wave, points, runs, share, left: [first, second, third], .. } in &fit.matched.waves {
        let _ = writeln!(text, "{wave},{points},{runs},{},{first},{second},{third}", cell(*share));
    }
    text
}

/// `emulators.csv`: the emulators of each wave, and what came out where points were left out.
#[must_use]
pub fn emulators_table(plan: &Plan, fit: &Fit) -> String {
    let mut text = "wave,target,points,scale,sd,explained,within_three_sd,used,parameters,active\n".to_owned();
    for wave in &fit.matched.waves {
        for report in &wave.emulators {
            let paths: Vec<&str> = report.active.iter().map(|&k| plan.dimensions[k].path.as_str()).collect();
            let validation = report.validation;
            let numbers = [report.deviation, validation.explained, validation.met].map(cell).join(",");
            let used = if validation.passes() { "yes" } else { "no" };
            let _ = writeln!(
                text,
                "{},{},{},{},{numbers},{used},{},{}",
                wave.wave,
                report.id,
                validation.points,
                if report.is_log { "log" } else { "linear" },
                paths.len(),
                paths.join(" ")
            );
        }
    }
    text
}

/// `conflicts.csv`: each target alone and each pair, over all points that were run.
#[must_use]
pub fn conflicts_table(fit: &Fit) -> String {
    let mut text = "first,second,first_alone,second_alone,joint,point,verdict\n".to_owned();
    for conflict in conflicts(&fit.matched) {
        let numbers = [conflict.first_alone, conflict.second_alone, conflict.joint].map(cell).join(",");
        let verdict = conflict.verdict(fit.matched.rule.threshold);
        let _ = writeln!(text, "{},{},{numbers},{},{verdict}", conflict.first.id, conflict.second.id, conflict.at);
    }
    text
}

/// `dose.csv`: a run of the trial a line; `luck` says whether the filter used it, or whether it was fresh.
#[must_use]
pub fn trial_table(fit: &Fit) -> String {
    let names: Vec<&str> = trial::FIGURES.iter().map(|figure| figure.id).collect();
    let mut text = format!("run,point,luck,{}\n", names.join(","));
    for (luck, trial) in [("filter", &fit.ensemble.trial), ("fresh", &fit.ensemble.check)] {
        for tried in &trial.tried {
            for (run, measures) in (tried.first_run..).zip(&tried.runs) {
                let numbers: Vec<String> = measures.iter().copied().map(exact).collect();
                let _ = writeln!(text, "{run},{},{luck},{}", tried.point, numbers.join(","));
            }
        }
    }
    text
}
