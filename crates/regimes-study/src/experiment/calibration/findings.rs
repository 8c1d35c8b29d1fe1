//! What a calibration found, as tables: targets, contraction of ranges, posterior draws, and the values to freeze.

use crate::experiment::calibration::fit::Fit;
use crate::experiment::calibration::plan::Plan;
use crate::experiment::design::{Dimension, rounded};
use crate::simulation::census::targets::{TARGETS, Target};
use crate::statistics::Estimate;
use crate::statistics::luck::Luck;
use crate::statistics::sampling::latin_hypercube_from;
use regimes_scenario::formats::FORMAT;
use std::fmt::Write as _;

/// A target, and what came out.
pub struct TargetRow {
    /// The target.
    pub target: &'static Target,
    /// The median at the usual values.
    pub before: f64,
    /// The median over the posterior, with the interval that holds 90 % of it.
    pub found: Estimate,
}

impl TargetRow {
    /// Whether the median lies in the range, and how it came about.
    #[must_use]
    pub fn verdict(&self) -> &'static str {
        match (self.found.value.is_nan(), self.target.holds(self.found.value)) {
            (true, _) => "not shown here",
            (false, true) => "in range",
            (false, false) => "missed",
        }
    }
}

/// A parameter, and what was learned of it.
pub struct Contraction<'a> {
    /// The parameter.
    pub dimension: &'a Dimension,
    /// The median over the posterior, with the interval that holds 90 % of it.
    pub found: Estimate,
    /// Width of that interval as a part of the width that the prior's has.
    pub share: f64,
}

/// The targets, in order.
#[must_use]
pub fn targets(fit: &Fit) -> Vec<TargetRow> {
    let row = |(n, target): (usize, &'static Target)| {
        let usual = fit.evaluations.iter().filter(|run| run.wave == 0).map(|run| run.measures[n]);
        TargetRow {
            target,
            before: Estimate::median_of(&usual.collect::<Vec<_>>()).value,
            found: over(fit, |run| run.measures[n]),
        }
    };
    TARGETS.iter().enumerate().map(row).collect()
}

/// The parameters, in the order of the file.
#[must_use]
pub fn contraction<'a>(plan: &'a Plan, fit: &Fit) -> Vec<Contraction<'a>> {
    let row = |(n, dimension): (usize, &'a Dimension)| {
        let found = over(fit, |run| run.values[n]);
        let share = (dimension.place(found.high) - dimension.place(found.low)) / PRIOR;
        Contraction { dimension, found, share }
    };
    plan.dimensions.iter().enumerate().map(row).collect()
}

/// Part of a prior that lies between its quantiles at 5 and 95 %.
const PRIOR: f64 = 0.9;

fn over(fit: &Fit, of: impl Fn(&crate::experiment::calibration::fit::Evaluation) -> f64 + Copy) -> Estimate {
    let quantile = |level| fit.quantile(level, of);
    Estimate { value: quantile(0.5), low: quantile(0.05), high: quantile(0.95), mcse: f64::NAN, n: fit.weights.len() }
}

/// A number of a table; nothing where there is none.
fn cell(value: f64) -> String {
    if value.is_finite() { rounded(value).to_string() } else { String::new() }
}

/// `targets.csv`.
#[must_use]
pub fn targets_table(fit: &Fit) -> String {
    let mut text = "id,what,low,high,unit,source,status,before,median,q05,q95,verdict\n".to_owned();
    for row in targets(fit) {
        let (t, f) = (row.target, row.found);
        let (low, high) = (t.low, t.high);
        let told = [&row.before, &f.value, &f.low, &f.high].map(|value| cell(*value)).join(",");
        let (what, source) = (t.what, t.source);
        let _ = writeln!(
            text,
            "{},\"{what}\",{low},{high},{},\"{source}\",{},{told},{}",
            t.id,
            t.unit,
            t.status.word(),
            row.verdict()
        );
    }
    text
}

/// `contraction.csv`.
#[must_use]
pub fn contraction_table(plan: &Plan, fit: &Fit) -> String {
    let mut text = "path,prior_low,prior_high,usual,q05,median,q95,share_of_prior\n".to_owned();
    for row in contraction(plan, fit) {
        let d = row.dimension;
        let told = [d.low, d.high, d.usual, row.found.low, row.found.value, row.found.high, row.share].map(cell);
        let _ = writeln!(text, "{},{}", d.path, told.join(","));
    }
    text
}

/// `evaluations.csv`: a run a line, with the values of the parameters and what it measured; empty cells are missing.
#[must_use]
pub fn evaluations_table(plan: &Plan, fit: &Fit) -> String {
    let mut text = "evaluation,wave".to_owned();
    for name in plan.dimensions.iter().map(|d| d.path.as_str()).chain(TARGETS.iter().map(|target| target.id)) {
        let _ = write!(text, ",{name}");
    }
    text.push('\n');
    for run in &fit.evaluations {
        let _ = write!(text, "{},{}", run.number, run.wave);
        for number in run.values.iter().chain(&run.measures) {
            let cell = if number.is_nan() { String::new() } else { number.to_string() };
            let _ = write!(text, ",{cell}");
        }
        text.push('\n');
    }
    text
}

/// `posterior.csv`: a draw a line, each as likely as the others; conditions are drawn from their ranges.
#[must_use]
pub fn posterior_table(plan: &Plan, fit: &Fit) -> String {
    let paths: Vec<&str> = plan.dimensions.iter().chain(&plan.conditions).map(|d| d.path.as_str()).collect();
    let mut text = format!("draw,{}\n", paths.join(","));
    let mut luck = Luck::new(plan.file.seed, CONDITIONS);
    let conditions = latin_hypercube_from(fit.draws.len(), plan.conditions.len(), &mut luck);
    for (draw, (&place, point)) in fit.draws.iter().zip(&conditions).enumerate() {
        let drawn = plan.conditions.iter().zip(point).map(|(condition, &place)| condition.at(place));
        let values: Vec<String> =
            fit.evaluations[place].values.iter().copied().chain(drawn).map(|value| value.to_string()).collect();
        let _ = writeln!(text, "{draw},{}", values.join(","));
    }
    text
}

/// The stream of luck that conditions are drawn from.
const CONDITIONS: u64 = 99;

/// `waves.csv`.
#[must_use]
pub fn waves_table(fit: &Fit) -> String {
    let mut text = "wave,evaluations,prior_left\n".to_owned();
    for wave in &fit.waves {
        let _ = writeln!(text, "{},{},{}", wave.wave, wave.evaluations, wave.left);
    }
    text
}

/// Part of the prior's width below which a parameter counts as informed by the targets.
pub const INFORMED: f64 = 0.75;

/// The layer that scenarios extend: the median of each parameter that the targets inform, and nothing else.
#[must_use]
pub fn base_layer(plan: &Plan, fit: &Fit) -> String {
    let mut text = format!(
        "# The parameters that scenarios of English services share, and nothing else: no place, no people, no arm.\n\
         # A scenario takes them with `extends = \"base/england.toml\"`.\n\
         # Written by `regimes calibrate` ({}): posterior medians of what the targets inform.\nformat = {FORMAT}\ncalibration = \"{}\"\n",
        plan.file.name, plan.file.name
    );
    let mut section = "";
    let mut rows: Vec<Contraction<'_>> =
        contraction(plan, fit).into_iter().filter(|row| row.share < INFORMED).collect();
    rows.sort_by(|a, b| a.dimension.path.cmp(&b.dimension.path));
    for row in &rows {
        let (above, key) = row.dimension.path.rsplit_once('.').unwrap_or(("", &row.dimension.path));
        if above != section {
            let _ = writeln!(text, "\n[{above}]");
            section = above;
        }
        let Estimate { value, low, high, .. } = row.found;
        let _ = writeln!(text, "{key} = {:?}  # {} to {}", three_digits(value), three_digits(low), three_digits(high));
    }
    text
}

fn three_digits(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}
