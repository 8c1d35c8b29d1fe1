//! For whom: flourishing of each group at the end of the horizon, by arm.

use crate::report::figures::axis::Axis;
use crate::report::figures::dots::{self, Fill};
use crate::report::figures::page::{Page, SIDE, Words};
use crate::report::figures::panel::Panel;
use crate::report::figures::scene::face;
use crate::report::figures::scene::{Anchor, Dash, Weight};
use crate::report::figures::style::{self, BLACK, LIGHT};
use crate::report::figures::{Figure, fonts, words};
use crate::report::numbers::{grouped, short};
use crate::report::observed::Observed;
use crate::statistics::Estimate;

/// The outcome shown.
const OUTCOME: &str = "flourishing";

/// A group and its estimates by arm.
struct Group {
    name: String,
    arms: Vec<Estimate>,
}

/// The size of the figure (point).
#[must_use]
pub fn size(groups: usize, arms: usize) -> (f64, f64) {
    let row = 18.0 * arms as f64 + 20.0;
    (800.0, (190.0 + row * groups as f64).max(340.0))
}

/// The figure.
///
/// # Errors
/// If no run observed its groups.
pub fn figure(observed: &Observed) -> Result<Figure, String> {
    let week = last_week(observed).ok_or("no run observed its groups")?;
    let groups = groups(observed, week);
    let title = title(observed, &groups);
    let day = observed.record.date_of(i64::from(week)).strftime("%B %Y").to_string();
    let subtitle = format!("Flourishing by group in {day}, index 0 to 1.");
    let note = "Dots: medians. Bars: 90 % of simulated runs.";
    let size = size(groups.len(), observed.n_arms());
    let mut page = Page::new(observed, size, &Words { title: &title, subtitle: &subtitle, note });
    draw(observed, &mut page, &groups);
    let alt = alt(observed, &groups, &day);
    Ok(Figure {
        name: "equity_by_group",
        title,
        alt,
        header: HEADER.to_vec(),
        rows: rows(observed, &groups),
        scene: page.scene,
    })
}

const HEADER: [&str; 6] = ["group", "arm", "n", "q05", "q50", "q95"];

fn last_week(observed: &Observed) -> Option<u32> {
    let rows = observed.all_runs().flat_map(|run| &run.groups);
    rows.filter(|row| row.level == "group" && row.outcome == OUTCOME).map(|row| row.week).max()
}

fn groups(observed: &Observed, week: u32) -> Vec<Group> {
    let mut names: Vec<&str> = Vec::new();
    for row in observed.all_runs().flat_map(|run| &run.groups) {
        if row.level == "group" && !names.contains(&row.name.as_str()) {
            names.push(&row.name);
        }
    }
    let of_arm = |arm: usize, name: &str| {
        let rows = observed.runs(arm).iter().flat_map(|run| &run.groups);
        let wanted = rows.filter(|r| r.week == week && r.level == "group" && r.outcome == OUTCOME && r.name == name);
        Estimate::median_of(&wanted.map(|row| row.value).collect::<Vec<f64>>())
    };
    let group = |name: &str| Group {
        name: words::capitalised(&name.replace('_', " ")),
        arms: (0..observed.n_arms()).map(|arm| of_arm(arm, name)).collect(),
    };
    names.into_iter().map(group).collect()
}

fn draw(observed: &Observed, page: &mut Page, groups: &[Group]) {
    let looks = style::looks(observed.record);
    let names = groups.iter().map(|g| fonts::width(&g.name, 11.0, Weight::Bold));
    let ends = groups.iter().flat_map(|g| &g.arms).flat_map(|e| [e.low, e.high]);
    let axis = Axis::holding(ends, 6);
    let (left, right) = (SIDE + names.fold(0.0, f64::max) + 18.0, page.scene.width - SIDE - 12.0);
    let more = dots::key(&mut page.scene, observed, &looks, (left, page.top + 8.0), right);
    let panel = Panel {
        left,
        right,
        top: page.top + 22.0 + more,
        bottom: page.bottom - 22.0,
        x: (axis.low, axis.high),
        y: (0.0, groups.len() as f64),
    };
    panel.widths(&mut page.scene, &axis);
    let high = (panel.bottom - panel.top) / groups.len() as f64;
    for (place, group) in groups.iter().enumerate() {
        let top = panel.top + high * place as f64;
        let bold = face(11.0, Weight::Bold, BLACK, Anchor::End);
        page.scene.text((panel.left - 12.0, top + high / 2.0 + 4.0), group.name.clone(), bold);
        page.scene.line(&[(SIDE, top), (panel.right, top)], LIGHT, 0.75, Dash::Solid);
        let step = (high - 14.0) / group.arms.len() as f64;
        for (arm, estimate) in group.arms.iter().enumerate() {
            let y = top + 7.0 + step * (arm as f64 + 0.5);
            dots::estimate(&mut page.scene, (&panel, y), estimate, &looks[arm], Fill::Full);
        }
    }
}

fn title(observed: &Observed, groups: &[Group]) -> String {
    let gaps = observed.record.outcome("group_gap").filter(|_| groups.len() > 1 && observed.n_arms() > 1);
    gaps.map_or_else(|| "Flourishing by group".to_owned(), |column| words::title(observed, column))
}

fn alt(observed: &Observed, groups: &[Group], day: &str) -> String {
    let of_group = |group: &Group| {
        let arm = |(i, e): (usize, &Estimate)| format!("{} under {}", grouped(e.value, 3), observed.label(i));
        let arms: Vec<String> = group.arms.iter().enumerate().map(arm).collect();
        format!("{}: {}", group.name, words::listed(&arms))
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
