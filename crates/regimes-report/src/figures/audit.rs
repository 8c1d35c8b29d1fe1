//! The symmetry audit as a dot plot: what the difference between two arms becomes when one thing takes the other side's
//! value.

use crate::explanation::subject::{Subject, decimals};
use crate::figures::axis::Axis;
use crate::figures::figure::Figure;
use crate::figures::page::{Page, SIDE, WIDTH, Words};
use crate::figures::panel::Panel;
use crate::figures::points::heading;
use crate::figures::scene::{Anchor, Colour, Dash, Face, Scene, Weight, face};
use crate::figures::style::{self, BLACK, DARK, GREY, LIGHT, Shape, TEAL};
use crate::figures::words::under_ten;
use crate::figures::{dots, fan, fonts};
use crate::numbers::{grouped, short, signed, typeset};
use regimes_study::experiment::explanation::audit::{BEGINNING, Thing};
use regimes_study::experiment::explanation::findings::Finding;
use regimes_study::statistics::Estimate;

/// Its file name without ending.
pub const NAME: &str = "audit";

/// Outcomes that belong together, side by side.
const TOGETHER: usize = 3;
/// Height of a row (point).
const ROW: f64 = 17.0;
/// Height above the rows (point).
const HEAD: f64 = 52.0;
/// Height of the axis below them (point).
const FOOT: f64 = 24.0;
/// Room between panels (point).
const GAP: f64 = 40.0;
/// The widest label (point).
const WIDEST: f64 = 200.0;
/// How far the two dots of a row stand from its middle (point).
const APART: f64 = 3.2;
/// Where the first arm takes the second's value.
const OTHER: Colour = style::PLUM;
/// What stands on the left.
const LABEL: Face = face(10.0, Weight::Normal, BLACK, Anchor::End);

/// Draws it.
#[must_use]
pub fn figure(subject: &Subject) -> Figure {
    let all = subject.explanation.things().iter().enumerate();
    let is_known = |number: usize| subject.findings.iter().any(|finding| finding.becomes[number][0].n > 0);
    let drawing = Drawing {
        subject,
        shown: &subject.findings[..TOGETHER.min(subject.findings.len())],
        things: all.filter(|(number, _)| is_known(*number)).collect(),
    };
    let title = drawing.title();
    let [from, to] = &subject.labels;
    let subtitle = format!(
        "{to} less {from} when one thing at a time takes the other side's value. Means over {} and {}.",
        subject.horizon(),
        subject.futures(subject.explanation.futures() as usize),
    );
    let note = format!(
        "Disc: {to} has what {from} has of it. Diamond: {from} has what {to} has of it. Line: 90 % interval of the mean. Grey \
         line through all rows: the difference as it is. A mark at zero: without this one thing there would be no difference.",
    );
    let words = Words { title: &title, subtitle: &subtitle, plain: "", note: &note };
    let field = HEAD + FOOT + ROW * drawing.things.len().max(1) as f64;
    let mut page = Page::from(&subject.source(), (WIDTH, field), &words);
    drawing.draw(&mut page.scene, page.top);
    let (alt, rows) = (drawing.alt(), drawing.rows());
    Figure { name: NAME.into(), title, alt, header: HEADER.to_vec(), rows, scene: page.scene }
}

/// Columns of the data drawn.
const HEADER: [&str; 10] = [
    "outcome",
    "unit",
    "thing",
    "whole",
    "to_exchanged",
    "to_low",
    "to_high",
    "from_exchanged",
    "from_low",
    "from_high",
];

struct Drawing<'a> {
    subject: &'a Subject<'a>,
    shown: &'a [Finding],
    /// What is exchanged, by its place among all that differs.
    things: Vec<(usize, &'a Thing)>,
}

/// What a thing is called.
fn label(thing: &Thing) -> String {
    if thing.path == BEGINNING { "where the town begins".to_owned() } else { thing.path.replace('_', " ") }
}

impl Drawing<'_> {
    fn draw(&self, scene: &mut Scene, top: f64) {
        let names: Vec<String> = self.things.iter().map(|(_, thing)| label(thing)).collect();
        let widths = names.iter().map(|text| fonts::width(text, LABEL.size, LABEL.weight));
        let labels = widths.fold(60.0, f64::max).min(WIDEST);
        let right = SIDE + labels;
        for (row, text) in names.iter().enumerate() {
            let y = top + HEAD + ROW * (row as f64 + 0.5);
            scene.text((right, y + 3.5), fonts::cut(text, &LABEL, labels), LABEL);
        }
        let each = (WIDTH - SIDE - right) / self.shown.len().max(1) as f64;
        for (place, finding) in self.shown.iter().enumerate() {
            let left = right + GAP / 2.0 + each * place as f64;
            self.panel(scene, (left, left + each - GAP, top), finding);
        }
    }

    fn panel(&self, scene: &mut Scene, (left, right, top): (f64, f64, f64), finding: &Finding) {
        let outcome = self.subject.outcome(finding);
        let [above, _] = fan::side_words(outcome.better);
        let text = format!("{}; right of zero: {above}", self.subject.money().unit_in_words(outcome.unit));
        let lines = fonts::wrapped(&text, 10.0, Weight::Normal, right - left);
        heading::in_lines(scene, (left, top + 12.0), outcome.label, &lines);
        let becomes = || self.things.iter().map(|(number, _)| &finding.becomes[*number]);
        let ends = becomes().flatten().flat_map(|one| [one.low, one.value, one.high]);
        let axis = Axis::holding(ends.chain([0.0, finding.whole.value]), 3);
        let bottom = top + HEAD + ROW * self.things.len().max(1) as f64;
        let panel = Panel { left, right, top: top + HEAD, bottom, x: (axis.low, axis.high), y: (0.0, 1.0) };
        panel.widths(scene, &axis);
        let x = |value: f64| panel.place(value, 0.0).0;
        scene.line(&[(x(0.0), panel.top), (x(0.0), bottom)], DARK, 1.2, Dash::Solid);
        if finding.whole.value.is_finite() {
            let at = x(finding.whole.value);
            scene.line(&[(at, panel.top), (at, bottom)], GREY, 1.0, Dash::Broken(&[4.0, 2.0]));
        }
        for (row, [to, from]) in becomes().enumerate() {
            let y = top + HEAD + ROW * (row as f64 + 0.5);
            mark(scene, &panel, (y - APART, to), (TEAL, Shape::Disc));
            mark(scene, &panel, (y + APART, from), (OTHER, Shape::Diamond));
        }
        scene.line(&[(left, bottom), (right, bottom)], LIGHT, 0.75, Dash::Solid);
    }

    /// Things without which the sign of the first outcome's difference would not be certain any more, or another.
    fn decisive(&self) -> Vec<String> {
        let Some(finding) = self.shown.first().filter(|finding| finding.matters(&finding.whole)) else {
            return Vec::new();
        };
        let sign = finding.whole.value.signum();
        let turns = |one: &Estimate| one.n > 1 && (one.low * sign).min(one.high * sign) <= 0.0;
        let is_so = |(number, _): &&(usize, &Thing)| finding.becomes[*number].iter().any(turns);
        self.things.iter().filter(is_so).map(|(_, thing)| label(thing)).collect()
    }

    fn title(&self) -> String {
        let name = self.shown.first().map_or("", |finding| self.subject.outcome(finding).label);
        let is_open = self.shown.first().is_some_and(|finding| !finding.matters(&finding.whole));
        let decisive = self.decisive();
        let candidates = match &decisive[..] {
            [] if is_open => vec![format!("{name}: no difference that matters to begin with")],
            [] => vec![format!("{name}: no single exchange undoes the difference")],
            [one] => vec![
                format!("{name}: the difference depends on {one}"),
                format!("{name}: the difference depends on one thing"),
            ],
            several => vec![format!("{name}: {} single exchanges undo the difference", several.len())],
        };
        under_ten(&candidates)
    }

    fn alt(&self) -> String {
        let one = |finding: &Finding| {
            let decimals = decimals(finding);
            let values = |place: usize| {
                let found = self.things.iter().map(|(number, _)| finding.becomes[*number][place].value);
                let (low, high) = found
                    .filter(|value| value.is_finite())
                    .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
                if low > high {
                    "no value".to_owned()
                } else {
                    format!("{} to {}", signed(low, decimals), signed(high, decimals))
                }
            };
            format!(
                "{}: {} as it is; {} with one thing of the first arm in the second, {} with one of the second in the first.",
                self.subject.outcome(finding).label,
                signed(finding.whole.value, decimals),
                values(0),
                values(1)
            )
        };
        let all: Vec<String> = self.shown.iter().map(one).collect();
        let n = grouped(self.things.len() as f64, 0);
        typeset(&format!(
            "Dot plots side by side, a row for each of {n} things that differ. In this model, under these assumptions: {}",
            all.join(" ")
        ))
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let row = |finding: &Finding, (number, thing): &(usize, &Thing)| {
            let mut row = vec![self.subject.outcome(finding).name.to_owned(), self.subject.unit(finding).into_owned()];
            row.extend([thing.path.clone(), short(finding.whole.value)]);
            row.extend(finding.becomes[*number].iter().flat_map(|one| [one.value, one.low, one.high]).map(short));
            row
        };
        self.shown.iter().flat_map(|finding| self.things.iter().map(move |thing| row(finding, thing))).collect()
    }
}

fn mark(scene: &mut Scene, panel: &Panel, (y, one): (f64, &Estimate), (colour, shape): (Colour, Shape)) {
    if !one.value.is_finite() {
        return;
    }
    let x = |value: f64| panel.place(value, 0.0).0;
    if one.low.is_finite() && one.high.is_finite() {
        scene.line(&[(x(one.low), y), (x(one.high), y)], colour, 1.4, Dash::Solid);
    }
    dots::small(scene, (x(one.value), y), shape, colour);
}
