//! Intervals below one another: for each outcome a panel, in it a row for each arm, and around zero what its difference is.

use crate::figures::axis::Axis;
use crate::figures::page::{Page, SIDE, WIDTH, Words};
use crate::figures::panel::Panel;
use crate::figures::points::heading;
use crate::figures::scene::{Anchor, Colour, Dash, Scene, Weight, face};
use crate::figures::style::{self, GREY, LIGHT, Look, WHITE};
use crate::figures::{dots, fonts};

/// Height of a row (point).
const ROW: f64 = 20.0;
/// Height above the rows of an outcome (point).
const HEAD: f64 = 30.0;
/// Height of the axis below them (point).
const FOOT: f64 = 24.0;
/// Room right of the rows for words (point).
const RIGHT: f64 = 130.0;

/// The band of differences that are not worth naming.
const BAND: Colour = (0xEE, 0xF0, 0xF2);

/// The rows of an outcome.
pub struct Block {
    /// What the outcome is called.
    pub name: &'static str,
    /// Its unit and what the rows say.
    pub text: String,
    /// A row an arm.
    pub rows: Vec<Row>,
    /// The smallest difference that is worth naming: a band around zero; not a number where there is none.
    pub smallest: f64,
}

/// What is known of an arm.
pub struct Row {
    /// What it is called.
    pub label: String,
    /// How it looks.
    pub look: Look,
    /// The outer interval, drawn wide and light, and the inner one, narrow and full; not numbers where there is none.
    pub intervals: [[f64; 2]; 2],
    /// The middle.
    pub middle: f64,
    /// What stands on the right.
    pub note: String,
}

impl Row {
    fn ends(&self) -> impl Iterator<Item = f64> {
        self.intervals.iter().flatten().copied().chain([self.middle])
    }
}

/// Draws the page.
#[must_use]
pub fn scene(source: &str, words: &Words, blocks: &[Block]) -> Scene {
    let height = |block: &Block| HEAD + FOOT + ROW * block.rows.len().max(1) as f64;
    let mut page = Page::from(source, (WIDTH, blocks.iter().map(height).sum()), words);
    let labels = blocks.iter().flat_map(|block| &block.rows);
    let widest = labels.map(|row| fonts::width(&row.label, 10.0, Weight::Normal)).fold(40.0, f64::max).min(220.0);
    let mut top = page.top;
    for block in blocks {
        let band = [-block.smallest, block.smallest];
        let axis = Axis::holding(block.rows.iter().flat_map(Row::ends).chain(band).chain([0.0]), 6);
        let panel = Panel {
            left: SIDE + widest + 12.0,
            right: WIDTH - SIDE - RIGHT,
            top: top + HEAD,
            bottom: top + height(block) - FOOT,
            x: (axis.low, axis.high),
            y: (0.0, 1.0),
        };
        heading::in_a_line(&mut page.scene, (SIDE, top + 16.0), block.name, &block.text);
        if block.smallest.is_finite() {
            let ends = [-block.smallest, block.smallest].map(|end| panel.place(end.clamp(axis.low, axis.high), 0.0).0);
            page.scene.rectangle((ends[0], panel.top), (ends[1], panel.bottom), BAND);
        }
        panel.widths(&mut page.scene, &axis);
        rows(&mut page.scene, &panel, &block.rows);
        top = panel.bottom + FOOT;
    }
    page.scene
}

fn rows(scene: &mut Scene, panel: &Panel, rows: &[Row]) {
    let zero = panel.place(0.0, 0.0).0;
    scene.line(&[(zero, panel.top), (zero, panel.bottom)], GREY, 1.2, Dash::Solid);
    let look = style::small(Anchor::End);
    for (n, row) in rows.iter().enumerate() {
        let y = panel.top + ROW * (n as f64 + 0.5);
        let x = |value: f64| panel.place(value, 0.0).0;
        scene.text((panel.left - 7.0, y + 3.5), fonts::cut(&row.label, &look, panel.left - 7.0 - SIDE), look);
        scene.text((panel.right + 10.0, y + 3.5), row.note.clone(), style::small(Anchor::Start));
        if !row.middle.is_finite() {
            scene.text((zero + 6.0, y + 3.5), "no value", face(10.0, Weight::Normal, GREY, Anchor::Start));
            continue;
        }
        for ([low, high], half, colour) in
            [(row.intervals[0], 5.5, lighter(row.look.colour)), (row.intervals[1], 2.2, row.look.colour)]
        {
            if low.is_finite() && high.is_finite() {
                scene.rectangle((x(low), y - half), (x(high).max(x(low) + 1.0), y + half), colour);
            }
        }
        dots::dot(scene, (x(row.middle), y), row.look.shape, WHITE, dots::Fill::Full);
        dots::mark(scene, (x(row.middle), y), row.look.shape, row.look.colour, 3.9);
    }
    scene.line(&[(panel.left, panel.bottom), (panel.right, panel.bottom)], LIGHT, 0.75, Dash::Solid);
}

/// The same colour on white at a third of its strength.
fn lighter((red, green, blue): Colour) -> Colour {
    let one = |part: u8| (255.0 - (255.0 - f64::from(part)) * 0.35).round() as u8;
    (one(red), one(green), one(blue))
}
