//! Dots: a shape at a place, full or hollow.

use crate::figures::scene::{At, Colour, Scene};
use crate::figures::style::{Shape, WHITE};

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

/// Draws a small dot of a shape.
pub fn small(scene: &mut Scene, at: At, shape: Shape, colour: Colour) {
    stamp(scene, at, shape, colour, 3.0);
}

/// Draws a shape of a size (point).
pub fn mark(scene: &mut Scene, at: At, shape: Shape, colour: Colour, size: f64) {
    stamp(scene, at, shape, colour, size);
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
        Shape::Bar => scene.rectangle((x - r * 0.5, y - r * 1.3), (x + r * 0.5, y + r * 1.3), colour),
        Shape::Wedge => {
            let r = r * 1.2;
            scene.area(vec![(x, y + r), (x + r, y - r * 0.8), (x - r, y - r * 0.8)], colour, 1.0);
        }
    }
}
