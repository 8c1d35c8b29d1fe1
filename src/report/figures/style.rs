//! How arms and texts look: colours that colour-blind readers tell apart, and never colour alone.

use crate::report::figures::scene::face;
use crate::report::figures::scene::{Anchor, Colour, Dash, Face, Weight};
use crate::report::run_record::Record;

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
const NEUTRAL: Colour = (0x3D, 0x3D, 0x3D);

/// Arms that are neither, in order.
const FURTHER: [Colour; 4] = [(0x28, 0xA1, 0x97), (0x80, 0x16, 0x50), NEUTRAL, (0xA2, 0x85, 0xD1)];

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

/// How each arm looks: `hls` and `npm` have colours of their own, so has `nothing_changed`; others take the further ones
/// in order, then the same ones with other lines; arms that stand for no change are dotted.
#[must_use]
pub fn looks(record: &Record) -> Vec<Look> {
    const REFERENCE: &str = "nothing_changed";
    let has_reference = record.arms.iter().any(|arm| arm.name == REFERENCE);
    let further: Vec<Colour> = FURTHER.into_iter().filter(|colour| !has_reference || *colour != NEUTRAL).collect();
    let shapes = [Shape::Diamond, Shape::Triangle, Shape::Wedge];
    let dashes = [Dash::Broken(&[7.0, 2.5, 1.5, 2.5]), Dash::Broken(&[4.0, 2.0])];
    let mut others = 0;
    let look = |name: &str| match name {
        "hls" => Look { colour: BLUE, dash: Dash::Solid, shape: Shape::Disc },
        "npm" => Look { colour: ORANGE, dash: Dash::Broken(&[11.0, 2.5]), shape: Shape::Square },
        REFERENCE => Look { colour: NEUTRAL, dash: Dash::Broken(&[2.0, 2.0]), shape: Shape::Square },
        _ => {
            let n = others;
            others += 1;
            let round = n / further.len().max(1);
            let dash =
                if stands_still(name) { Dash::Broken(&[2.0, 2.0]) } else { dashes[(n % further.len() + round) % 2] };
            Look { colour: further[n % further.len()], dash, shape: shapes[(n + round) % 3] }
        }
    };
    record.arms.iter().map(|arm| arm.name.as_str()).map(look).collect()
}

fn stands_still(name: &str) -> bool {
    ["status_quo", "placebo", "no_service", "baseline"].iter().any(|word| name.contains(word))
}

/// Arms that stand beside what a scenario is about: fair rivals, and what changes or serves nothing.
const BESIDE: [&str; 4] = ["npm_good", "hls_in_name", "none", "placebo"];

/// The arm that titles compare with the first: the first that a scenario is about, or else the second. Where a
/// scenario follows the flagship (`npm` first, then `hls`) this is `hls`.
#[must_use]
pub fn compared(record: &Record) -> Option<usize> {
    let own = record.arms.iter().skip(1).position(|arm| !BESIDE.contains(&arm.name.as_str()));
    match own {
        Some(place) => Some(place + 1),
        None => (record.arms.len() > 1).then_some(1),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::synthetic;

    #[test]
    fn no_two_arms_look_alike() {
        let (record, _) = synthetic::make(&["status_quo", "npm", "hls", "graft", "placebo", "npm_good"], 1, 2);
        let looks = looks(&record);
        for (i, a) in looks.iter().enumerate() {
            assert!(looks[i + 1..].iter().all(|b| a.colour != b.colour));
        }
        let many = ["nothing_changed", "npm_good", "hls_in_name", "none", "hls", "a", "b", "c", "d", "e", "f"];
        let marks = super::looks(&synthetic::make(&many, 1, 2).0);
        for (i, a) in marks.iter().enumerate() {
            assert!(marks[i + 1..].iter().all(|b| (a.colour, a.shape) != (b.colour, b.shape)), "arm {i}");
        }
        assert_eq!(looks[1].colour, ORANGE);
        assert_eq!(looks[0].dash, Dash::Broken(&[2.0, 2.0]));
    }
}
