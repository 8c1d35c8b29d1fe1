//! The axis of what is varied, below a panel.

use crate::figures::fonts;
use crate::figures::panel::Panel;
use crate::figures::points::scale::with_room;
use crate::figures::points::varied::Varied;
use crate::figures::scene::{Anchor, Dash, Scene, Weight, face};
use crate::figures::style::{self, DARK, GREY};

/// Height of the axis with its numbers and its label (point).
pub const HEIGHT: f64 = 36.0;
/// Height of ticks alone (point).
pub const TICKS: f64 = 8.0;

/// Draws ticks below a panel.
pub fn ticks(scene: &mut Scene, panel: &Panel, varied: &Varied) {
    scene.line(&[(panel.left, panel.bottom), (panel.right, panel.bottom)], GREY, 0.75, Dash::Solid);
    for tick in varied.scale.ticks(&varied.values) {
        let (x, _) = panel.place(tick.at, panel.y.0);
        scene.line(&[(x, panel.bottom), (x, panel.bottom + 4.0)], GREY, 0.75, Dash::Solid);
    }
}

/// Draws ticks with their numbers below a panel, and below them what is varied.
pub fn draw(scene: &mut Scene, panel: &Panel, varied: &Varied) {
    numbers(scene, panel, varied);
    let look = face(10.5, Weight::Bold, DARK, Anchor::Middle);
    let text = fonts::cut(&varied.label(), &look, panel.right - panel.left + 40.0);
    scene.text(((panel.left + panel.right) / 2.0, panel.bottom + 33.0), text, look);
}

/// Draws ticks with their numbers below a panel.
pub fn numbers(scene: &mut Scene, panel: &Panel, varied: &Varied) {
    ticks(scene, panel, varied);
    let per_point = (panel.x.1 - panel.x.0) / (panel.right - panel.left);
    let need = |text: &str| (fonts::width(text, 10.0, Weight::Normal) + 8.0) * per_point;
    for tick in with_room(varied.scale.ticks(&varied.values), need) {
        let (x, _) = panel.place(tick.at, panel.y.0);
        scene.text((x, panel.bottom + 16.0), tick.text, style::small(Anchor::Middle));
    }
}
