//! Crises by kind: how many a year per 1,000 residents under each arm.

use crate::figures::axis::Axis;
use crate::figures::by_arm::{self, Part};
use crate::figures::figure::Figure;
use crate::figures::page::{Page, Words};
use crate::figures::{titles, words};
use crate::findings::Finding;
use crate::labels::worded;
use crate::numbers::{decimals_for, grouped};
use crate::observed::{Observed, Over, Run};
use crate::verdicts;
use regimes_model::units::WEEKS_PER_YEAR;
use regimes_study::statistics::Estimate;

/// The level of the table of groups, and the outcome.
const LEVEL: &str = "crisis";
const OUTCOME: &str = "crises";

/// The figure.
///
/// # Errors
/// If no run followed crises by kind, or nobody was in any.
pub fn figure(observed: &Observed) -> Result<Figure, String> {
    let kinds = kinds(observed);
    let known: Vec<f64> = kinds.iter().flat_map(|kind| &kind.arms).map(|estimate| estimate.high).collect();
    if known.iter().all(|value| value.is_nan()) {
        return Err("no run followed crises by kind".to_owned());
    }
    if known.iter().all(|value| *value <= 0.0 || value.is_nan()) {
        return Err("nobody was in a crisis".to_owned());
    }
    let title = title(observed);
    let note = "Dots: medians. Bars: 90 % of simulated runs.";
    let subtitle = "Crises that begin, by kind: a year per 1,000 residents, means over the horizon.";
    let size = by_arm::size(kinds.len(), observed.n_arms());
    let mut page = Page::new(observed, size, &Words { title: &title, subtitle, plain: "", note });
    let axis = Axis::from_zero(by_arm::ends(&kinds), 6);
    by_arm::draw(observed, &mut page, &kinds, (&axis, "crises a year per 1,000 residents"));
    Ok(Figure {
        name: "crises_by_kind".into(),
        title,
        alt: alt(observed, &kinds),
        header: HEADER.to_vec(),
        rows: by_arm::rows(observed, &kinds),
        scene: page.scene,
    })
}

const HEADER: [&str; 6] = ["kind", "arm", "n", "q05", "q50", "q95"];

/// By kind, in the order of the tables, the estimates of all arms.
fn kinds(observed: &Observed) -> Vec<Part> {
    let mut kinds: Vec<(String, Vec<Vec<f64>>)> = Vec::new();
    for run in observed.all_runs() {
        for (name, value) in of_run(observed, run) {
            let place = kinds.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
                kinds.push((name, vec![Vec::new(); observed.n_arms()]));
                kinds.len() - 1
            });
            kinds[place].1[run.arm].push(value);
        }
    }
    let part = |(name, arms): (String, Vec<Vec<f64>>)| Part {
        name: worded(&name),
        arms: arms.iter().map(|values| Estimate::median_of(values)).collect(),
    };
    kinds.into_iter().map(part).collect()
}

/// By kind, the mean of a run over the horizon, a year. A row is the mean of the weeks since the row before.
fn of_run(observed: &Observed, run: Run) -> Vec<(String, f64)> {
    // By kind: the week of the last row, and the sum over all weeks.
    let mut sums: Vec<(String, i64, f64)> = Vec::new();
    let rows = observed.groups(run).into_iter().filter(|row| row.level == LEVEL && row.outcome == OUTCOME);
    for row in rows.filter(|row| !row.value.is_nan()) {
        let place = sums.iter().position(|(known, ..)| *known == row.name).unwrap_or_else(|| {
            sums.push((row.name, -1, 0.0));
            sums.len() - 1
        });
        let (_, before, sum) = &mut sums[place];
        *sum += row.value * (i64::from(row.week) - *before) as f64;
        *before = i64::from(row.week);
    }
    sums.into_iter().map(|(name, last, sum)| (name, WEEKS_PER_YEAR * sum / (last + 1) as f64)).collect()
}

/// All crises, whatever their kind.
fn title(observed: &Observed) -> String {
    let Some(column) = observed.record.outcome(OUTCOME) else { return "Crises by kind".to_owned() };
    let finding = Finding::of(observed, column, Over::Mean);
    let arms = finding.with_value(observed, column);
    let values: Vec<(usize, f64)> =
        arms.into_iter().map(|arm| (arm, WEEKS_PER_YEAR * finding.arms[arm].value)).collect();
    let said = observed.focus().map(|arm| verdicts::of_outcome(observed, column, arm).said);
    titles::of_values(observed, "All crises", (&values, said), 1)
}

fn alt(observed: &Observed, kinds: &[Part]) -> String {
    let of_kind = |kind: &Part| {
        let values: Vec<f64> = kind.arms.iter().map(|estimate| estimate.value).filter(|v| v.is_finite()).collect();
        let decimals = decimals_for(&values, &[]);
        let arm =
            |(arm, e): (usize, &Estimate)| format!("{} under {}", grouped(e.value, decimals), observed.label(arm));
        let arms: Vec<String> = kind.arms.iter().enumerate().filter(|(_, e)| e.n > 0).map(arm).collect();
        format!("{}: {}", kind.name, words::listed(&arms))
    };
    let all: Vec<String> = kinds.iter().map(of_kind).collect();
    format!(
        "Dot plot of median crises a year per 1,000 residents by kind and arm {}, with bars for 90 % of simulated runs. In \
         this model, under these assumptions: {}.",
        words::horizon(observed),
        all.join("; ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    #[test]
    fn a_kind_is_counted_by_the_year_with_each_row_as_long_as_it_stands_for() {
        let (record, mut ensemble) = synthetic::make(&["npm", "hls"], 5, 20);
        for run in &mut ensemble.traces {
            run.groups.retain(|row| row.level == LEVEL);
            for row in &mut run.groups {
                // Rows of weeks 0 and 13: one week, then thirteen.
                row.value = if row.week == 0 { 14.0 } else { 0.0 };
            }
        }
        let observed = Observed::new(&record, &ensemble).unwrap();
        let made = figure(&observed).unwrap();
        assert_eq!(made.rows[0][..3], ["Eviction", "npm", "5"]);
        assert_eq!(made.rows[0][4], "52");
        assert_eq!(made.rows.len(), 4);
    }

    #[test]
    fn a_run_without_crises_has_no_figure() {
        let (record, mut ensemble) = synthetic::small();
        ensemble.traces.iter_mut().flat_map(|run| &mut run.groups).for_each(|row| row.value = 0.0);
        assert_eq!(
            figure(&Observed::new(&record, &ensemble).unwrap()).err().as_deref(),
            Some("nobody was in a crisis")
        );
        ensemble.traces.iter_mut().for_each(|run| run.groups.clear());
        assert!(figure(&Observed::new(&record, &ensemble).unwrap()).is_err());
    }
}
