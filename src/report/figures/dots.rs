//! Dots with intervals along a horizontal axis, in rows.

use crate::report::figures::fonts;
use crate::report::figures::panel::Panel;
use crate::report::figures::scene::{Anchor, At, Colour, Dash, Scene, Weight};
use crate::report::figures::style::{self, Look, Shape, WHITE};
use crate::report::observed::Observed;
use crate::statistics::Estimate;

/// Whether a dot is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// In its colour.
    Full,
    /// An outline around white.
    Hollow,
}

/// Draws a dot of a shape.
pub fn dot(scene: &mut Scene, at: At, shape: Shape, colour: Colour, fill: Fill) {
    stamp(scene, at, shape, colour, 5.0);
    if fill == Fill::Hollow {
        stamp(scene, at, shape, WHITE, 3.2);
    }
}

fn stamp(scene: &mut Scene, (x, y): At, shape: Shape, colour: Colour, r: f64) {
    match shape {
        Shape::Disc => scene.disc((x, y), r, colour),
        Shape::Square => {
            let r = r * 0.9;
            scene.rectangle((x - r, y - r), (x + r, y + r), colour);
        }
        Shape::Diamond => {
            let r = r * 1.25;
            scene.area(vec![(x, y - r), (x + r, y), (x, y + r), (x - r, y)], colour, 1.0);
        }
        Shape::Triangle => {
            let r = r * 1.2;
            scene.area(vec![(x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)], colour, 1.0);
        }
        Shape::Wedge => {
            let r = r * 1.2;
            scene.area(vec![(x, y + r), (x + r, y - r * 0.8), (x - r, y - r * 0.8)], colour, 1.0);
        }
    }
}

/// Draws an estimate in a panel at a height of the drawing: its interval, then its dot.
pub fn estimate(scene: &mut Scene, (panel, y): (&Panel, f64), estimate: &Estimate, look: &Look, fill: Fill) {
    let place = |value: f64| (panel.place(value, panel.y.0).0, y);
    scene.line(&[place(estimate.low), place(estimate.high)], look.colour, 1.5, Dash::Solid);
    dot(scene, place(estimate.value), look.shape, look.colour, fill);
}

/// Height of a row of the key.
const KEY_ROW: f64 = 16.0;

/// Draws the key of arms in rows, from the left up to an edge, and gives back the height of the rows after the first.
pub fn key(scene: &mut Scene, observed: &Observed, looks: &[Look], (left, top): At, edge: f64) -> f64 {
    let (mut x, mut y) = (left, top);
    for (arm, look) in looks.iter().enumerate() {
        let label = observed.label(arm);
        let wide = 15.0 + fonts::width(label, 10.5, Weight::Bold);
        if x > left && x + wide > edge {
            (x, y) = (left, y + KEY_ROW);
        }
        dot(scene, (x + 5.0, y - 3.7), look.shape, look.colour, Fill::Full);
        scene.text((x + 15.0, y), label, style::strong(look.colour, Anchor::Start));
        x += wide + 19.0;
    }
    y - top
}
