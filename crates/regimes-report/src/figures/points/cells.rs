//! Cells of a map: their edges, and how those are marked that are uncertain or have no value.

use crate::figures::fonts;
use crate::figures::page::SIDE;
use crate::figures::panel::Panel;
use crate::figures::points::scale::with_room;
use crate::figures::points::varied::Varied;
use crate::figures::scene::{Anchor, At, Colour, Dash, Scene, Weight, face};
use crate::figures::style::{self, DARK, GREY};

/// Edges of cells around values, at the scale of their axis: halfway to the next value.
#[must_use]
pub fn edges(varied: &Varied) -> Vec<f64> {
    let places: Vec<f64> = varied.values.iter().map(|value| varied.scale.place(*value)).collect();
    let between: Vec<f64> = places.windows(2).map(|pair| (pair[0] + pair[1]) / 2.0).collect();
    let n = places.len();
    let (first, last) = (2.0 * places[0] - between[0], 2.0 * places[n - 1] - between[n - 2]);
    [vec![first], between, vec![last]].concat()
}

/// Hatches a cell: lines from lower left to upper right, on one lattice for all cells, so that they run on from cell to cell.
pub fn hatch(scene: &mut Scene, ((left, top), (right, bottom)): (At, At), colour: Colour) {
    const STEP: f64 = 5.5;
    let mut sum = ((left + top) / STEP).ceil() * STEP;
    while sum < right + bottom {
        // The line x + y = sum within the cell.
        let (x0, x1) = (left.max(sum - bottom), right.min(sum - top));
        if x1 > x0 {
            scene.line(&[(x0, sum - x0), (x1, sum - x1)], colour, 0.6, Dash::Solid);
        }
        sum += STEP;
    }
}

/// Crosses out a cell.
pub fn cross(scene: &mut Scene, (left, top): At, (right, bottom): At) {
    let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
    let r = 0.25 * (right - left).min(bottom - top).min(20.0);
    for ends in [[(x - r, y - r), (x + r, y + r)], [(x - r, y + r), (x + r, y - r)]] {
        scene.line(&ends, DARK, 0.9, Dash::Solid);
    }
}

/// Draws the vertical axis in the room left of a panel, with what is varied above it.
pub fn axis_at_left(scene: &mut Scene, panel: &Panel, varied: &Varied, room: f64) {
    let per_point = (panel.y.1 - panel.y.0) / (panel.bottom - panel.top);
    let need = |_: &str| 14.0 * per_point;
    for tick in with_room(varied.scale.ticks(&varied.values), need) {
        let (_, y) = panel.place(panel.x.0, tick.at);
        scene.line(&[(panel.left - 4.0, y), (panel.left, y)], GREY, 0.75, Dash::Solid);
        scene.text((panel.left - 7.0, y + 3.5), tick.text, style::small(Anchor::End));
    }
    let look = face(10.5, Weight::Bold, DARK, Anchor::Start);
    let text = fonts::cut(&format!("\u{2191} {}", varied.label()), &look, panel.right - panel.left + room);
    scene.text((SIDE, panel.top - 8.0), text, look);
}

/// Draws the frame of a panel.
pub fn frame(scene: &mut Scene, panel: &Panel) {
    let (left, right, top, bottom) = (panel.left, panel.right, panel.top, panel.bottom);
    scene.line(&[(left, bottom), (left, top), (right, top), (right, bottom), (left, bottom)], GREY, 0.75, Dash::Solid);
}
