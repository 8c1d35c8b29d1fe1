//! Shades of a difference: the colour of the arm that is higher, ever lighter towards zero.

use crate::figures::points::subject::Subject;
use crate::figures::scene::Colour;
use crate::figures::style::{GREY, NEUTRAL, PLUM, TEAL};

/// What is neither above nor below.
const MIDDLE: Colour = (0xF7, 0xF7, 0xF7);
/// What has no value.
const MISSING: Colour = (0xBD, 0xBD, 0xBD);
/// How strongly the smallest differences are coloured.
const LEAST: f64 = 0.12;

/// Shades between two colours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shades {
    below: Colour,
    above: Colour,
    /// The difference that has the full colour, on either side.
    most: f64,
}

impl Shades {
    /// The shades of the difference of an arm against the first, of which the largest is `most`.
    #[must_use]
    pub fn of(subject: &Subject, arm: usize, most: f64) -> Shades {
        let [below, above] = [0, arm].map(|arm| subject.look(arm).colour);
        // Grey stands for what is missing.
        let is_grey = |colour: Colour| colour == GREY || colour == NEUTRAL;
        let coloured = |own: Colour, other: Colour| match is_grey(own) {
            true if other == PLUM => TEAL,
            true => PLUM,
            false => own,
        };
        let (below, above) = (coloured(below, above), coloured(above, coloured(below, above)));
        Shades { below, above, most }
    }

    /// The shade of a difference; values that are not numbers have that of what is missing.
    #[must_use]
    pub fn at(&self, value: f64) -> Colour {
        if value.is_nan() {
            return MISSING;
        }
        let size = if self.most > 0.0 { (value.abs() / self.most).min(1.0) } else { 0.0 };
        if size == 0.0 {
            return MIDDLE;
        }
        let end = if value > 0.0 { self.above } else { self.below };
        let way = LEAST + (1.0 - LEAST) * size;
        let mix = |from: u8, to: u8| (f64::from(from) + way * (f64::from(to) - f64::from(from))).round() as u8;
        (mix(MIDDLE.0, end.0), mix(MIDDLE.1, end.1), mix(MIDDLE.2, end.2))
    }
}

/// Whether a colour is so dark that what is drawn on it must be light.
#[must_use]
pub fn is_dark((r, g, b): Colour) -> bool {
    0.3 * f64::from(r) + 0.59 * f64::from(g) + 0.11 * f64::from(b) < 130.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::points::synthetic::subject;
    use crate::figures::style::{BLUE, ORANGE};

    #[test]
    fn the_full_colour_is_that_of_the_arm_that_is_higher_and_zero_has_none() {
        let shades = Shades::of(&subject(), 1, 2.0);
        assert_eq!([2.0, -2.0, 0.0].map(|value| shades.at(value)), [BLUE, ORANGE, MIDDLE]);
        assert_eq!((shades.at(5.0), shades.at(f64::NAN)), (BLUE, MISSING));
        assert!(shades.at(1.0) != BLUE && shades.at(1e-9) != MIDDLE && is_dark(BLUE) && !is_dark(MIDDLE));
        assert_eq!(Shades { most: 0.0, ..shades }.at(0.0), MIDDLE);
    }
}
