//! What the ensemble says of targets and parameters: met or missed, and how far a range contracted.

use crate::experiment::calibration::figures::{Figure, figures};
use crate::experiment::calibration::fit::Fit;
use crate::experiment::calibration::goal::Goal;
use crate::experiment::calibration::matched::Point;
use crate::experiment::calibration::plan::Plan;
use crate::experiment::design::{Dimension, rounded};
use crate::statistics::{Estimate, ascending, quantile};
use regimes_scenario::formats::FORMAT;
use std::fmt::Write as _;

/// A figure, and what came out.
pub struct TargetRow {
    /// The figure.
    pub figure: Figure,
    /// The target, where it is fitted.
    pub goal: Option<Goal>,
    /// Whether it rules nothing out and decides which points are taken first.
    pub is_preferred: bool,
    /// The median at the usual values.
    pub before: f64,
    /// The median over the replicates of the ensemble, with the interval that holds 90 % of them: luck included.
    pub found: Estimate,
}

impl TargetRow {
    /// The range to which it is held, if there is one.
    #[must_use]
    pub fn range(&self) -> Option<(f64, f64)> {
        self.goal.map(|goal| goal.range).or(self.figure.range)
    }

    /// What it is used for.
    #[must_use]
    pub fn used(&self) -> &'static str {
        match (&self.goal, self.figure.is_input) {
            (Some(_), _) => "fitted",
            (None, true) => "set",
            (None, false) if self.is_preferred => "preferred",
            (None, false) => "reported",
        }
    }

    /// Whether the median lies in the range.
    #[must_use]
    pub fn verdict(&self) -> &'static str {
        match self.range() {
            _ if self.found.value.is_nan() => "not shown here",
            None => "no range",
            Some((low, high)) if (low..=high).contains(&self.found.value) => "in range",
            Some(_) => "missed",
        }
    }
}

/// A parameter, and what was learned of it.
pub struct Contraction<'a> {
    /// The parameter.
    pub dimension: &'a Dimension,
    /// The median over the ensemble, with the interval that holds 90 % of it.
    pub found: Estimate,
    /// Width of that interval as a share of the width that the prior's has.
    pub share: f64,
}

/// The points of the ensemble of a fit, in its order.
pub fn members(fit: &Fit) -> impl Iterator<Item = &Point> {
    fit.ensemble.members.iter().map(|member| &fit.matched.points[member.point as usize])
}

/// The figures, in order.
#[must_use]
pub fn targets(plan: &Plan, fit: &Fit) -> Vec<TargetRow> {
    let row = |(n, figure): (usize, Figure)| {
        let usual = fit.matched.points.iter().filter(|point| point.wave == 0).flat_map(|point| &point.runs);
        TargetRow {
            is_preferred: plan.preferred.iter().any(|goal| goal.measure == n),
            figure,
            goal: plan.goals.iter().find(|goal| goal.measure == n).copied(),
            before: over(usual.map(|run| run[n]).collect()).value,
            found: over(members(fit).flat_map(|point| &point.runs).map(|run| run[n]).collect()),
        }
    };
    figures().into_iter().enumerate().map(row).collect()
}

/// The parameters, in the order of the file.
#[must_use]
pub fn contraction<'a>(plan: &'a Plan, fit: &Fit) -> Vec<Contraction<'a>> {
    let row = |(n, dimension): (usize, &'a Dimension)| {
        let found = over(members(fit).map(|point| point.values[n]).collect());
        let share = (dimension.place(found.high) - dimension.place(found.low)) / PRIOR;
        Contraction { dimension, found, share }
    };
    plan.dimensions.iter().enumerate().map(row).collect()
}

/// Share of a prior that lies between its quantiles at 5 and 95 %.
const PRIOR: f64 = 0.9;

fn over(mut values: Vec<f64>) -> Estimate {
    values.retain(|value| value.is_finite());
    let sorted = ascending(&values);
    let at = |level| if sorted.is_empty() { f64::NAN } else { quantile(&sorted, level) };
    Estimate { value: at(0.5), low: at(0.05), high: at(0.95), mcse: f64::NAN, n: sorted.len() }
}

/// A number of a table; nothing where there is none.
pub(super) fn cell(value: f64) -> String {
    match value {
        _ if value.is_nan() => String::new(),
        _ if value.is_infinite() => "inf".to_owned(),
        _ => rounded(value).to_string(),
    }
}

/// `targets.csv`.
#[must_use]
pub fn targets_table(plan: &Plan, fit: &Fit) -> String {
    let mut text = "id,what,kind,low,high,unit,source,use,discrepancy,before,median,q05,q95,verdict\n".to_owned();
    for row in targets(plan, fit) {
        let (figure, found) = (&row.figure, row.found);
        let (low, high) = row.range().unwrap_or((f64::NAN, f64::NAN));
        let discrepancy = row.goal.map_or(f64::NAN, |goal| goal.discrepancy);
        let numbers = [discrepancy, row.before, found.value, found.low, found.high].map(cell);
        let [discrepancy, rest @ ..] = numbers;
        let _ = writeln!(
            text,
            "{},\"{}\",\"{}\",{},{},{},\"{}\",{},{discrepancy},{},{}",
            figure.id,
            figure.what,
            figure.kind,
            cell(low),
            cell(high),
            figure.unit,
            figure.source,
            row.used(),
            rest.join(","),
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
        let numbers = [d.low, d.high, d.usual, row.found.low, row.found.value, row.found.high, row.share].map(cell);
        let _ = writeln!(text, "{},{}", d.path, numbers.join(","));
    }
    text
}

/// The point of the ensemble that ships, by its number there: the one that is least far outside the preferred ranges, and
/// of equals the one with the least sum of squared implausibilities over all fitted targets.
fn best(fit: &Fit) -> Option<(usize, &Point)> {
    let missed = |point: &Point| fit.matched.implausibilities(point).iter().map(|i| i * i).sum::<f64>();
    let off = |draw: usize| fit.ensemble.members[draw].off;
    let order = |a: &(usize, &Point), b: &(usize, &Point)| {
        off(a.0).total_cmp(&off(b.0)).then_with(|| missed(a.1).total_cmp(&missed(b.1)))
    };
    members(fit).enumerate().min_by(order)
}

/// The layer that scenarios extend: the parameters of the point of the ensemble that fits best, and nothing else.
///
/// A point that was run, and that nothing rules out: medians of one parameter after the other are a point that was never run.
#[must_use]
pub fn base_layer(plan: &Plan, fit: &Fit) -> String {
    let (name, status_quo) = (&plan.file.name, &fit.status_quo);
    let (draw, values) = best(fit).map_or((0, &[][..]), |(draw, point)| (draw, &point.values));
    let mut text = format!(
        "# The parameters that scenarios of English services share, and nothing else: no place, no people, no arm.\n\
         # A scenario takes them with `extends = \"base/england.toml\"`.\n\
         # Written by `regimes calibrate` ({name}, under `{status_quo}`): the point of the ensemble ({}) that comes nearest to what is preferred, its \
         draw {draw};\n# beside each value, where 90 % of the points lie.\nformat = {FORMAT}\n",
        fit.ensemble.status.word()
    );
    if !plan.file.extends.is_empty() {
        let _ = writeln!(text, "extends = \"{}\"", plan.file.extends);
    }
    let _ = writeln!(text, "calibration = \"{name}\"");
    let mut rows: Vec<(Contraction<'_>, f64)> =
        contraction(plan, fit).into_iter().zip(values.iter().copied()).collect();
    rows.sort_by(|a, b| a.0.dimension.path.cmp(&b.0.dimension.path));
    let mut section = "";
    for (row, value) in &rows {
        let (above, key) = row.dimension.path.rsplit_once('.').unwrap_or(("", &row.dimension.path));
        if above != section {
            let _ = writeln!(text, "\n[{above}]");
            section = above;
        }
        let Estimate { low, high, .. } = row.found;
        let _ = writeln!(text, "{key} = {value:?}  # {} to {}", three_digits(low), three_digits(high));
    }
    text
}

fn three_digits(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}
