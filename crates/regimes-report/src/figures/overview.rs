//! The outcome, its cost and the staff, together: no one of them is shown without the others.

use crate::figures::axis::{self, Axis};
use crate::figures::fan::{self, Fan, Labels};
use crate::figures::figure::Figure;
use crate::figures::page::{Page, SIDE, Words};
use crate::figures::panel::{Panel, Wording, room_for_labels};
use crate::figures::scene::{Anchor, Scene};
use crate::figures::style::{self, BLACK};
use crate::figures::{looks, plain, series, titles, together, words};
use crate::findings::TOGETHER;
use crate::observed::Observed;

/// The figure.
///
/// # Errors
/// If one of the three is not observed.
pub fn figure(observed: &Observed) -> Result<Figure, String> {
    let columns = [
        series::column(observed, TOGETHER[0])?,
        series::column(observed, TOGETHER[1])?,
        series::column(observed, TOGETHER[2])?,
    ];
    let title = together::title(observed, &columns);
    let (scene, rows) = side_by_side(observed, &title, &columns);
    let alt = format!(
        "Three fan charts side by side {}: flourishing, public cost and staff wellbeing by arm. {}",
        words::horizon(observed),
        [words::said_of_all(observed, &columns), plain::levels_of_all(observed, &columns)].join(" ")
    );
    let header = [&["outcome"], &fan::HEADER[..]].concat();
    Ok(Figure { name: "overview".into(), title, alt, header, rows, scene })
}

/// Height of the field of charts side by side (point).
const FIELD: f64 = 300.0;
/// Height above it for what each shows, and for a count beside it (point).
const HEAD: f64 = 48.0;
const LINE: f64 = 13.0;

/// Fan charts of several outcomes side by side, and the data drawn.
pub(super) fn side_by_side(observed: &Observed, title: &str, columns: &[usize]) -> (Scene, Vec<Vec<String>>) {
    let width = if columns.len() > 2 { 1080.0 } else { 860.0 };
    let subtitle = format!(
        "{} {}{}",
        observed.record.about,
        titles::counted(observed, columns),
        together::left_open(observed, columns)
    );
    let counts = columns.iter().map(|column| plain::lines(observed, *column).len()).max().unwrap_or(0);
    let plain = if counts > 0 { plain::key(observed) } else { String::new() };
    let head = HEAD + LINE * counts as f64;
    let fans: Vec<Fan> = columns.iter().map(|column| Fan::of_arms(observed, *column)).collect();
    let note = fan::note(observed, columns, &fans[0]);
    let words = Words { title, subtitle: &subtitle, plain: &plain, note: &note };
    let looks = looks::of(observed);
    let wide = (width - SIDE - 10.0) / columns.len() as f64;
    let mut parts = Vec::new();
    for (place, mut fan) in fans.into_iter().enumerate() {
        fan.labels = Labels::Name;
        let labels = fan.end_labels(observed, &looks);
        let (axis, left) = (fan.axis(5), SIDE + wide * place as f64);
        let panel = Panel {
            left: left + 38.0,
            right: left + wide - room_for_labels(labels.iter().map(|l| l.text.as_str())),
            top: 0.0,
            bottom: FIELD,
            x: (0.0, observed.weeks() as f64),
            y: (axis.low, axis.high),
        };
        parts.push((panel, fan, labels, axis));
    }
    let room = parts.first().map_or(0.0, |(panel, ..)| panel.room_for_events(observed, width));
    let mut page = Page::new(observed, (width, head + room + FIELD), &words);
    let mut rows = Vec::new();
    for (place, (mut panel, fan, labels, axis)) in parts.into_iter().enumerate() {
        panel.top = page.top + head + room;
        panel.bottom = page.bottom - 20.0;
        heading(&mut page, observed, columns[place], (panel.left - 38.0, &axis));
        panel.heights(&mut page.scene, &axis.ticks);
        panel.calendar(&mut page.scene, observed);
        let wording = if place == 0 { Wording::Labelled } else { Wording::Bare };
        panel.events(&mut page.scene, observed, wording);
        fan.draw(&mut page.scene, &panel, &looks, &labels);
        let name = observed.outcome(columns[place]).name.to_owned();
        rows.extend(fan.rows(observed).into_iter().map(|row| [vec![name.clone()], row].concat()));
    }
    (page.scene, rows)
}

/// Says above a panel which outcome it shows, in which unit, and from where to where its axis goes.
fn heading(page: &mut Page, observed: &Observed, column: usize, (x, axis): (f64, &Axis)) {
    let outcome = observed.outcome(column);
    let y = page.top + 6.0;
    let mut name = style::strong(BLACK, Anchor::Start);
    name.size = 12.5;
    page.scene.text((x, y), outcome.label, name);
    let unit = observed.unit_in_words(column);
    let range = axis::range_said(axis, outcome.unit);
    let lines = [unit, range].into_iter().filter(|text| !text.is_empty());
    for (place, text) in lines.chain(plain::lines(observed, column)).enumerate() {
        page.scene.text((x, y + 14.0 + LINE * place as f64), text, style::small(Anchor::Start));
    }
}
