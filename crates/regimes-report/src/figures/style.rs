//! How arms and texts look: colours that colour-blind readers tell apart, and never colour alone.

use crate::figures::scene::face;
use crate::figures::scene::{Anchor, Colour, Dash, Face, Weight};

/// Human Learning Systems.
pub const BLUE: Colour = (0x12, 0x43, 0x6D);
/// New Public Management.
pub const ORANGE: Colour = (0xF4, 0x6A, 0x25);
/// Titles.
pub const BLACK: Colour = (0x1D, 0x1D, 0x1D);
/// Running text.
pub const DARK: Colour = (0x4A, 0x4A, 0x4A);
/// Footers and marks.
pub const GREY: Colour = (0x70, 0x70, 0x70);
/// Grid lines.
pub const LIGHT: Colour = (0xE4, 0xE4, 0xE4);
/// The ground.
pub const WHITE: Colour = (0xFF, 0xFF, 0xFF);

/// What is compared with, where that is no regime of its own.
pub const NEUTRAL: Colour = (0x3D, 0x3D, 0x3D);
/// The first of further arms.
pub const TEAL: Colour = (0x28, 0xA1, 0x97);
/// The second of further arms.
pub const PLUM: Colour = (0x80, 0x16, 0x50);
/// The third of further arms.
pub const LILAC: Colour = (0xA2, 0x85, 0xD1);

/// Kinds of spending; none is an arm's colour.
pub const KINDS: [Colour; 8] = [
    (0x28, 0xA1, 0x97),
    (0x80, 0x16, 0x50),
    (0xA2, 0x85, 0xD1),
    (0x3D, 0x3D, 0x3D),
    (0x6B, 0xAC, 0xE6),
    (0xB8, 0xA0, 0x4A),
    (0x9C, 0xD3, 0xCC),
    (0xC8, 0xC8, 0xC8),
];

/// The shape of an arm's dots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A disc.
    Disc,
    /// A square.
    Square,
    /// A square on its corner.
    Diamond,
    /// A triangle on its base.
    Triangle,
    /// A triangle on its tip.
    Wedge,
    /// An upright bar.
    Bar,
}

/// How an arm looks, everywhere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Its colour.
    pub colour: Colour,
    /// Its lines.
    pub dash: Dash,
    /// Its dots.
    pub shape: Shape,
}

/// A small text.
#[must_use]
pub const fn small(anchor: Anchor) -> Face {
    face(10.0, Weight::Normal, DARK, anchor)
}

/// A small text in bold, in a colour.
#[must_use]
pub const fn strong(colour: Colour, anchor: Anchor) -> Face {
    face(10.5, Weight::Bold, colour, anchor)
}
