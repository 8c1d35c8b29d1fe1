//! For whom: flourishing of each group at the end of the horizon, by arm.

use crate::figures::axis::{self, Axis};
use crate::figures::dots::Fill;
use crate::figures::figure::Figure;
use crate::figures::page::{Page, SIDE, Words};
use crate::figures::panel::Panel;
use crate::figures::scene::face;
use crate::figures::scene::{Anchor, Dash, Weight};
use crate::figures::style::{self, BLACK, LIGHT};
use crate::figures::{estimates, fonts, looks, plain, series, titles, words};
use crate::numbers::{grouped, short};
use crate::observed::Observed;
use regimes_study::statistics::Estimate;

/// The outcome shown.
const OUTCOME: &str = "flourishing";

/// A group and its estimates by arm.
struct Group {
    name: String,
    arms: Vec<Estimate>,
}

/// The size of what is drawn, without the words about it (point).
#[must_use]
pub fn size(groups: usize, arms: usize) -> (f64, f64) {
    let row = 18.0 * arms as f64 + 20.0;
    (800.0, (60.0 + row * groups as f64).max(210.0))
}

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
    let size = size(groups.len(), observed.n_arms());
    let plain = plain::levels(observed, series::column(observed, OUTCOME)?);
    let mut page = Page::new(observed, size, &Words { title: &title, subtitle: &subtitle, plain: &plain, note });
    draw(observed, &mut page, &groups);
    let alt = alt(observed, &groups, &day);
    Ok(Figure {
        name: "equity_by_group".into(),
        title,
        alt,
        header: HEADER.to_vec(),
        rows: rows(observed, &groups),
        scene: page.scene,
    })
}

const HEADER: [&str; 6] = ["group", "arm", "n", "q05", "q50", "q95"];

fn last_week(observed: &Observed) -> Option<u32> {
    let rows = observed.all_runs().flat_map(|run| observed.groups(run));
    rows.filter(|row| row.level == "group" && row.outcome == OUTCOME).map(|row| row.week).max()
}

fn groups(observed: &Observed, week: u32) -> Vec<Group> {
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
    let group = |(name, arms): (String, Vec<Vec<f64>>)| Group {
        name: words::capitalised(&name.replace('_', " ")),
        arms: arms.iter().map(|values| Estimate::median_of(values)).collect(),
    };
    groups.into_iter().map(group).collect()
}

fn draw(observed: &Observed, page: &mut Page, groups: &[Group]) {
    let looks = looks::of(observed);
    let widest =
        |names: Vec<&str>, size| names.into_iter().map(|n| fonts::width(n, size, Weight::Bold)).fold(0.0, f64::max);
    let of_groups = widest(groups.iter().map(|group| group.name.as_str()).collect(), 11.0);
    let of_arms = widest((0..observed.n_arms()).map(|arm| observed.label(arm)).collect(), ARM);
    let ends = groups.iter().flat_map(|g| &g.arms).flat_map(|e| [e.low, e.high]);
    let axis = Axis::holding(ends, 6);
    let panel = Panel {
        left: SIDE + of_groups + of_arms + 34.0,
        right: page.scene.width - SIDE - 12.0,
        top: page.top + 4.0,
        bottom: page.bottom - 34.0,
        x: (axis.low, axis.high),
        y: (0.0, groups.len() as f64),
    };
    panel.widths(&mut page.scene, &axis);
    let range = axis::range_said(&axis, "index 0-1");
    page.scene.text((panel.right, panel.bottom + 29.0), range, style::small(Anchor::End));
    let high = (panel.bottom - panel.top) / groups.len() as f64;
    for (place, group) in groups.iter().enumerate() {
        let top = panel.top + high * place as f64;
        let bold = face(11.0, Weight::Bold, BLACK, Anchor::Start);
        page.scene.text((SIDE, top + high / 2.0 + 4.0), group.name.clone(), bold);
        page.scene.line(&[(SIDE, top), (panel.right, top)], LIGHT, 0.75, Dash::Solid);
        let step = (high - 14.0) / group.arms.len() as f64;
        for (arm, estimate) in group.arms.iter().enumerate() {
            let y = top + 7.0 + step * (arm as f64 + 0.5);
            let bold = face(ARM, Weight::Bold, looks[arm].colour, Anchor::End);
            page.scene.text((panel.left - 10.0, y + 3.4), observed.label(arm), bold);
            estimates::draw(&mut page.scene, (&panel, y), estimate, &looks[arm], Fill::Full);
        }
    }
}

/// Size of arms' names (point).
const ARM: f64 = 9.5;

/// The distance between the best-off and the worst-off group, as drawn.
fn title(observed: &Observed, groups: &[Group]) -> String {
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
    titles::of_values(observed, "Gap between groups", &gaps, 4)
}

fn alt(observed: &Observed, groups: &[Group], day: &str) -> String {
    let of_group = |group: &Group| {
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

fn rows(observed: &Observed, groups: &[Group]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for group in groups {
        for (arm, e) in group.arms.iter().enumerate() {
            let name = observed.record.arms[arm].name.clone();
            rows.push(vec![group.name.clone(), name, e.n.to_string(), short(e.low), short(e.value), short(e.high)]);
        }
    }
    rows
}
