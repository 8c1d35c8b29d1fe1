//! A panel: a field with two axes, and what can be drawn in it.

use crate::figures::axis::{self, Axis, Tick};
use crate::figures::page::SIDE;
use crate::figures::scene::face;
use crate::figures::scene::{Anchor, At, Colour, Dash, Scene, Weight};
use crate::figures::style::{self, DARK, GREY, LIGHT, Look, Shape};
use crate::figures::{dots, fonts, words};
use crate::observed::Observed;

/// Height of a row of event labels (point).
const EVENT_ROW: f64 = 12.0;
/// Room for a dot before the labels at the ends of lines (point).
const DOT: f64 = 9.0;
/// Rows of event labels, at most.
const EVENT_ROWS: usize = 6;
/// Height of a label at the end of a line (point).
const LABEL_ROW: f64 = 13.0;

/// A field on the drawing, with the ends of its axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Panel {
    /// Left edge (point).
    pub left: f64,
    /// Right edge (point).
    pub right: f64,
    /// Upper edge (point).
    pub top: f64,
    /// Lower edge (point).
    pub bottom: f64,
    /// Ends of the horizontal axis.
    pub x: (f64, f64),
    /// Ends of the vertical axis.
    pub y: (f64, f64),
}

/// Whether marks carry their labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// They do.
    Labelled,
    /// Another panel on the page carries them.
    Bare,
}

/// A text at the end of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct EndLabel {
    /// The height of the line's end, on the axis.
    pub at: f64,
    /// The text.
    pub text: String,
    /// Its colour.
    pub colour: Colour,
    /// The dot that stands before it, if any.
    pub dot: Option<Shape>,
}

impl Panel {
    /// The place of a pair of values on the drawing.
    #[must_use]
    pub fn place(&self, x: f64, y: f64) -> At {
        let across = (x - self.x.0) / (self.x.1 - self.x.0);
        let up = (y - self.y.0) / (self.y.1 - self.y.0);
        (self.left + across * (self.right - self.left), self.bottom - up * (self.bottom - self.top))
    }

    /// Draws the light horizontal grid with the numbers at its left.
    pub fn heights(&self, scene: &mut Scene, ticks: &[Tick]) {
        for tick in ticks {
            let (_, y) = self.place(self.x.0, tick.at);
            scene.line(&[(self.left, y), (self.right, y)], LIGHT, 0.75, Dash::Solid);
            scene.text((self.left - 7.0, y + 3.5), tick.text.clone(), style::small(Anchor::End));
        }
    }

    /// Draws the calendar below.
    pub fn calendar(&self, scene: &mut Scene, observed: &Observed) {
        scene.line(&[(self.left, self.bottom), (self.right, self.bottom)], GREY, 0.75, Dash::Solid);
        let need = |text: &str| fonts::width(text, 10.0, Weight::Normal) + 10.0;
        for tick in axis::dates(observed.record, self.x.1 as usize, self.right - self.left, need) {
            let (x, _) = self.place(tick.at, self.y.0);
            scene.line(&[(x, self.bottom), (x, self.bottom + 4.0)], GREY, 0.75, Dash::Solid);
            scene.text((x, self.bottom + 16.0), tick.text, style::small(Anchor::Middle));
        }
    }

    /// Draws numbers below, with a light vertical grid: for values that lie along the horizontal axis.
    pub fn widths(&self, scene: &mut Scene, axis: &Axis) {
        for tick in &axis.ticks {
            let (x, _) = self.place(tick.at, self.y.0);
            scene.line(&[(x, self.top), (x, self.bottom)], LIGHT, 0.75, Dash::Solid);
            scene.text((x, self.bottom + 15.0), tick.text.clone(), style::small(Anchor::Middle));
        }
    }

    /// Marks zero.
    pub fn zero(&self, scene: &mut Scene) {
        let (_, y) = self.place(self.x.0, 0.0);
        scene.line(&[(self.left, y), (self.right, y)], DARK, 1.0, Dash::Solid);
    }

    /// The room that labels of events need above the panel, on a page of a width (point).
    #[must_use]
    pub fn room_for_events(&self, observed: &Observed, page: f64) -> f64 {
        let rows = self.events_in_rows(observed, page).iter().map(|e| e.row.map_or(0, |row| row + 1)).max();
        rows.unwrap_or(0) as f64 * EVENT_ROW
    }

    /// Marks dated events by thin lines, with their labels above the panel.
    pub fn events(&self, scene: &mut Scene, observed: &Observed, wording: Wording) {
        for event in self.events_in_rows(observed, scene.width) {
            let dash = Dash::Broken(&[1.5, 2.0]);
            let Some(row) = event.row.filter(|_| wording == Wording::Labelled) else {
                scene.line(&[(event.x, self.bottom), (event.x, self.top)], GREY, 0.75, dash);
                continue;
            };
            let y = self.top - 4.0 - row as f64 * EVENT_ROW;
            scene.line(&[(event.x, self.bottom), (event.x, y - 5.0)], GREY, 0.75, dash);
            let (x, anchor) = match event.anchor {
                Anchor::End => (event.x - 4.0, Anchor::End),
                _ => (event.x + 4.0, Anchor::Start),
            };
            scene.text((x, y), event.text, face(9.0, Weight::Normal, GREY, anchor));
        }
    }

    fn events_in_rows(&self, observed: &Observed, page: f64) -> Vec<PlacedEvent> {
        let mut taken: Vec<Vec<(f64, f64)>> = Vec::new();
        let mut placed = Vec::new();
        let mut events: Vec<_> = observed.record.events.iter().collect();
        events.retain(|event| (0..self.x.1 as i64).contains(&event.week));
        // From the right, so that the label of an earlier event stands above the line of a later one.
        events.sort_by_key(|event| std::cmp::Reverse(event.week));
        for event in events {
            let (x, _) = self.place(event.week as f64, self.y.0);
            let day = observed.record.date_of(event.week).strftime("%b %Y");
            let look = face(9.0, Weight::Normal, GREY, Anchor::Start);
            let (to_left, to_right) = (x - SIDE, page - SIDE - x);
            let text = fonts::cut(&format!("{}, {day}", event.label), &look, to_left.max(to_right) - 10.0);
            let wide = fonts::width(&text, look.size, look.weight) + 10.0;
            let is_beside = wide <= to_right;
            let (span, anchor) =
                if is_beside { ((x - 2.0, x + wide), Anchor::Start) } else { ((x - wide, x + 2.0), Anchor::End) };
            let is_free = |row: &Vec<(f64, f64)>| row.iter().all(|(l, r)| span.1 < *l || span.0 > *r);
            let row = taken.iter().position(is_free).unwrap_or(taken.len());
            // Beyond some rows a mark stands without its words.
            let row = (row < EVENT_ROWS).then_some(row);
            if let Some(row) = row {
                taken.resize_with(taken.len().max(row + 1), Vec::new);
                taken[row].push(span);
            }
            placed.push(PlacedEvent { x, row, anchor, text });
        }
        placed
    }

    /// Draws a line through values over the horizontal axis; values that are not numbers break it, and one that stands
    /// alone is a dot.
    pub fn curve(&self, scene: &mut Scene, points: &[(f64, f64)], look: &Look, width: f64) {
        for run in points.split(|(_, y)| y.is_nan()).filter(|run| !run.is_empty()) {
            let places: Vec<At> = run.iter().map(|(x, y)| self.place(*x, *y)).collect();
            match places.as_slice() {
                [alone] => scene.disc(*alone, 1.3 * width, look.colour),
                _ => scene.line(&places, look.colour, width, look.dash),
            }
        }
    }

    /// Says in the middle of the panel that there is nothing to draw in it.
    pub fn missing(&self, scene: &mut Scene) {
        let at = ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0);
        scene.text(at, words::MISSING, face(11.0, Weight::Normal, GREY, Anchor::Middle));
    }

    /// Fills the band between a lower and an upper curve, `(x, low, high)`.
    pub fn band(&self, scene: &mut Scene, points: &[(f64, f64, f64)], colour: Colour, alpha: f64) {
        let is_gap = |(_, low, high): &(f64, f64, f64)| low.is_nan() || high.is_nan();
        for run in points.split(is_gap).filter(|run| run.len() > 1) {
            let upper = run.iter().map(|(x, _, high)| self.place(*x, *high));
            let lower = run.iter().rev().map(|(x, low, _)| self.place(*x, *low));
            scene.area(upper.chain(lower).collect(), colour, alpha);
        }
    }

    /// Writes labels right of the panel at the heights of their lines, moved apart where they would overlap.
    pub fn end_labels(&self, scene: &mut Scene, labels: &[EndLabel]) {
        let finite: Vec<&EndLabel> = labels.iter().filter(|l| l.at.is_finite()).collect();
        // Many labels in a low panel stand closer.
        let row = LABEL_ROW.min((self.bottom - self.top + 8.0) / finite.len().max(1) as f64);
        let wanted: Vec<f64> = finite.iter().map(|l| self.place(self.x.1, l.at).1).collect();
        let placed = apart(&wanted, row, self.top, self.bottom);
        let is_moved = |from: f64, to: f64| (from - to).abs() > 3.0;
        let dots = if finite.iter().any(|label| label.dot.is_some()) { DOT } else { 0.0 };
        let any_moved = wanted.iter().zip(&placed).any(|(from, to)| is_moved(*from, *to));
        for ((label, from), to) in finite.iter().zip(wanted).zip(placed) {
            if is_moved(from, to) {
                let ends = [(self.right + 2.0 + dots, from), (self.right + 9.0 + dots, to)];
                scene.line(&ends, label.colour, 0.75, Dash::Solid);
            }
            if let Some(shape) = label.dot {
                dots::small(scene, (self.right + 0.5 * DOT, from), shape, label.colour);
            }
            let x = self.right + dots + if any_moved { 11.0 } else { 6.0 };
            scene.text((x, to + 3.7), label.text.clone(), style::strong(label.colour, Anchor::Start));
        }
    }
}

struct PlacedEvent {
    x: f64,
    row: Option<usize>,
    anchor: Anchor,
    text: String,
}

/// Heights at least `gap` apart, in the order of those wanted and together as near to them as can be, between two ends.
#[must_use]
pub fn apart(wanted: &[f64], gap: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    // Labels that touch form a block about the mean of what they want; blocks that touch become one.
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for (place, i) in order.iter().enumerate() {
        let mut block = (wanted[*i] - gap * place as f64, 1);
        while let Some((start, n)) = blocks.pop_if(|(start, _)| *start > block.0) {
            let all = n + block.1;
            block = ((start * n as f64 + block.0 * block.1 as f64) / all as f64, all);
        }
        blocks.push(block);
    }
    let starts = blocks.iter().flat_map(|(start, n)| std::iter::repeat_n(*start, *n));
    let highest = bottom - gap * wanted.len().saturating_sub(1) as f64;
    let mut placed = vec![0.0; wanted.len()];
    for ((place, i), start) in order.iter().enumerate().zip(starts) {
        placed[*i] = start.min(highest).max(top) + gap * place as f64;
    }
    placed
}

/// The room that end labels need right of a panel (point).
#[must_use]
pub fn room_for_labels<'a>(labels: impl IntoIterator<Item = &'a str>) -> f64 {
    let widths = labels.into_iter().map(|text| fonts::width(text, 10.5, Weight::Bold));
    widths.fold(0.0, f64::max) + 18.0 + DOT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_collide_are_moved_apart_and_keep_their_order() {
        let placed = apart(&[50.0, 52.0, 10.0, 51.0], 12.0, 0.0, 100.0);
        let mut sorted = placed.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|p| p[1] - p[0] >= 12.0 - 1e-9), "{placed:?}");
        assert!(placed[0] < placed[3] && placed[3] < placed[1]);
    }

    #[test]
    fn labels_stay_between_the_ends() {
        let placed = apart(&[99.0, 99.5, 100.0], 12.0, 0.0, 100.0);
        assert!(placed.iter().all(|y| (0.0..=100.0).contains(y)));
    }

    #[test]
    fn labels_that_want_one_height_stand_about_it() {
        assert_eq!(apart(&[50.0, 50.0, 50.0], 10.0, 0.0, 100.0), [40.0, 50.0, 60.0]);
    }
}
