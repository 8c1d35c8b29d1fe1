//! The outcome, its cost and the staff, together: no one of them is shown without the others.

use crate::report::figures::axis::Axis;
use crate::report::figures::fan::{self, Fan, Labels};
use crate::report::figures::page::{Page, SIDE, Words};
use crate::report::figures::panel::{Panel, Wording, room_for_labels};
use crate::report::figures::scene::Anchor;
use crate::report::figures::style::{self, BLACK};
use crate::report::figures::{Figure, column, words};
use crate::report::findings::{Finding, TOGETHER};
use crate::report::observed::{Observed, Over};

/// The figure.
///
/// # Errors
/// If one of the three is not observed.
pub fn figure(observed: &Observed) -> Result<Figure, String> {
    let columns = [column(observed, TOGETHER[0])?, column(observed, TOGETHER[1])?, column(observed, TOGETHER[2])?];
    let title = title(observed, columns);
    let (scene, rows) = side_by_side(observed, &title, &columns);
    let alt = format!(
        "Three fan charts side by side {}: flourishing, public cost and staff wellbeing by arm. {}",
        words::horizon(observed),
        words::said_of_all(observed, &columns)
    );
    let header = [&["outcome"], &fan::HEADER[..]].concat();
    Ok(Figure { name: "overview", title, alt, header, rows, scene })
}

/// Fan charts of several outcomes side by side, and the data drawn.
pub(super) fn side_by_side(
    observed: &Observed,
    title: &str,
    columns: &[usize],
) -> (super::scene::Scene, Vec<Vec<String>>) {
    let size = (if columns.len() > 2 { 1080.0 } else { 860.0 }, 430.0);
    let subtitle = format!("{} {}", observed.record.about, words::counted(observed));
    let axes: Vec<Axis> = columns.iter().map(|column| Fan::of_arms(observed, *column).axis(5)).collect();
    let note = fan::note(observed, columns, &Fan::of_arms(observed, columns[0])) + fan::axis_note(&axes);
    let mut page = Page::new(observed, size, &Words { title, subtitle: &subtitle, note: &note });
    let looks = style::looks(observed.record);
    let mut rows = Vec::new();
    let wide = (size.0 - SIDE - 10.0) / columns.len() as f64;
    for (place, column) in columns.iter().enumerate() {
        let mut fan = Fan::of_arms(observed, *column);
        fan.labels = Labels::Name;
        let labels = fan.end_labels(observed, &looks);
        let axis = fan.axis(5);
        let left = SIDE + wide * place as f64;
        let mut panel = Panel {
            left: left + 38.0,
            right: left + wide - room_for_labels(labels.iter().map(|l| l.text.as_str())),
            top: page.top + 42.0,
            bottom: page.bottom - 20.0,
            x: (0.0, observed.weeks() as f64),
            y: (axis.low, axis.high),
        };
        let room = panel.room_for_events(observed);
        panel.top += room;
        heading(&mut page, observed, *column, (left, panel.top - room - 26.0));
        panel.heights(&mut page.scene, &axis.ticks);
        panel.calendar(&mut page.scene, observed);
        let wording = if place == 0 { Wording::Labelled } else { Wording::Bare };
        panel.events(&mut page.scene, observed, wording);
        fan.draw(&mut page.scene, &panel, &looks, &labels);
        let name = observed.outcome(*column).name.to_owned();
        rows.extend(fan.rows(observed).into_iter().map(|row| [vec![name.clone()], row].concat()));
    }
    (page.scene, rows)
}

fn heading(page: &mut Page, observed: &Observed, column: usize, (x, y): (f64, f64)) {
    let outcome = observed.outcome(column);
    let mut name = style::strong(BLACK, Anchor::Start);
    name.size = 12.5;
    page.scene.text((x, y), outcome.label, name);
    page.scene.text((x, y + 14.0), style::unit_words(outcome.unit), style::small(Anchor::Start));
}

/// Which of the three the compared arm does better on, where nearly all pairs agree on it in the final year and more
/// than half do over the horizon; or else those on which the first does.
fn title(observed: &Observed, columns: [usize; 3]) -> String {
    let Some(arm) = style::compared(observed.record) else {
        return "Flourishing, public cost and staff wellbeing".to_owned();
    };
    let won_by = |who: usize| {
        let leads = |column: &&usize| {
            let over_all = Finding::of(observed, **column, Over::Mean).better(arm);
            let same = if who == 0 { over_all.1 > over_all.0 } else { over_all.0 > over_all.1 };
            same && Finding::of(observed, **column, Over::Final).clear_winner(arm) == Some(who)
        };
        columns.iter().filter(leads).map(|c| observed.outcome(*c).label).collect::<Vec<&str>>()
    };
    let (mut won, mut label) = (won_by(arm), observed.label(arm));
    if won.is_empty() {
        (won, label) = (won_by(0), observed.label(0));
    }
    let text = match won.len() {
        3 => format!("{label} does better on all three"),
        0 => "No clear winner on any of the three".to_owned(),
        _ => {
            let names: Vec<String> = won.iter().map(|name| name.to_lowercase()).collect();
            let text = format!("{label} does better on {}", words::listed(&names));
            if won.len() == 1 { format!("{text} alone") } else { format!("{text} only") }
        }
    };
    words::under_ten(&[
        text,
        format!("{label} does better on {} of three", won.len()),
        "Outcome, cost and staff wellbeing together".to_owned(),
    ])
}
