//! For whom: flourishing of each group at the end of the horizon, by arm.

use crate::figures::axis::{self, Axis};
use crate::figures::by_arm::{self, Part};
use crate::figures::figure::Figure;
use crate::figures::page::{Page, Words};
use crate::figures::{plain, series, titles, words};
use crate::numbers::grouped;
use crate::observed::Observed;
use crate::verdicts;
use regimes_study::statistics::Estimate;

/// The outcome shown.
const OUTCOME: &str = "flourishing";

/// The figure.
///
/// # Errors
/// If no run observed its groups.
pub fn figure(observed: &Observed) -> Result<Figure, String> {
    let week = last_week(observed).ok_or("no run observed its groups")?;
    let groups = groups(observed, week);
    if groups.iter().flat_map(|group| &group.arms).all(|estimate| estimate.n == 0) {
        return Err(format!("flourishing by group: {}", words::MISSING));
    }
    let title = title(observed, &groups);
    let day = observed.record.date_of(i64::from(week)).strftime("%B %Y").to_string();
    let subtitle = format!("Flourishing by group in {day}, index 0 to 1.");
    let note = "Dots: medians. Bars: 90 % of simulated runs.";
    let size = by_arm::size(groups.len(), observed.n_arms());
    let plain = plain::levels(observed, series::column(observed, OUTCOME)?);
    let mut page = Page::new(observed, size, &Words { title: &title, subtitle: &subtitle, plain: &plain, note });
    let axis = Axis::holding(by_arm::ends(&groups), 6);
    by_arm::draw(observed, &mut page, &groups, (&axis, &axis::range_said(&axis, "index 0-1")));
    let alt = alt(observed, &groups, &day);
    Ok(Figure {
        name: "equity_by_group".into(),
        title,
        alt,
        header: HEADER.to_vec(),
        rows: by_arm::rows(observed, &groups),
        scene: page.scene,
    })
}

const HEADER: [&str; 6] = ["group", "arm", "n", "q05", "q50", "q95"];

fn last_week(observed: &Observed) -> Option<u32> {
    let rows = observed.all_runs().flat_map(|run| observed.groups(run));
    rows.filter(|row| row.level == "group" && row.outcome == OUTCOME).map(|row| row.week).max()
}

fn groups(observed: &Observed, week: u32) -> Vec<Part> {
    // By group, in the order of the tables, and by arm.
    let mut groups: Vec<(String, Vec<Vec<f64>>)> = Vec::new();
    for run in observed.all_runs() {
        for row in observed.groups(run).into_iter().filter(|row| row.level == "group") {
            let place = groups.iter().position(|(name, _)| *name == row.name).unwrap_or_else(|| {
                groups.push((row.name, vec![Vec::new(); observed.n_arms()]));
                groups.len() - 1
            });
            if row.week == week && row.outcome == OUTCOME {
                groups[place].1[run.arm].push(row.value);
            }
        }
    }
    let group = |(name, arms): (String, Vec<Vec<f64>>)| Part {
        name: words::capitalised(&name.replace('_', " ")),
        arms: arms.iter().map(|values| Estimate::median_of(values)).collect(),
    };
    groups.into_iter().map(group).collect()
}

/// The distance between the best-off and the worst-off group, as drawn.
fn title(observed: &Observed, groups: &[Part]) -> String {
    let gap = |arm: usize| {
        let known = groups.iter().map(|group| group.arms[arm].value).filter(|value| value.is_finite());
        let (low, high) = known.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        (arm, high - low)
    };
    let mut gaps: Vec<(usize, f64)> = (0..observed.n_arms()).map(gap).collect();
    gaps.retain(|(_, gap)| gap.is_finite());
    if groups.len() < 2 || gaps.is_empty() {
        return "Flourishing by group".to_owned();
    }
    let said = observed.focus().zip(observed.record.outcome("group_gap"));
    let said = said.map(|(arm, column)| verdicts::of_outcome(observed, column, arm).said);
    titles::of_values(observed, "Gap between groups", (&gaps, said), 4)
}

fn alt(observed: &Observed, groups: &[Part], day: &str) -> String {
    let of_group = |group: &Part| {
        let arm = |(i, e): (usize, &Estimate)| format!("{} under {}", grouped(e.value, 3), observed.label(i));
        let arms: Vec<String> = group.arms.iter().enumerate().filter(|(_, e)| e.n > 0).map(arm).collect();
        let told = if arms.is_empty() { words::MISSING.to_owned() } else { words::listed(&arms) };
        format!("{}: {told}", group.name)
    };
    let all: Vec<String> = groups.iter().map(of_group).collect();
    format!(
        "Dot plot of median flourishing (index 0 to 1) by group and arm in {day}, with bars for 90 % of simulated \
         runs. In this model, under these assumptions: {}.",
        all.join("; ")
    )
}
