//! Estimates along a horizontal axis: a dot with its interval.

use crate::figures::dots::{self, Fill};
use crate::figures::panel::Panel;
use crate::figures::scene::{Anchor, Dash, Scene, Weight, face};
use crate::figures::style::{GREY, Look};
use crate::figures::words;
use regimes_study::statistics::Estimate;

/// Draws an estimate in a panel at a height of the drawing: its interval, then its dot; or that there is none.
pub fn draw(scene: &mut Scene, (panel, y): (&Panel, f64), estimate: &Estimate, look: &Look, fill: Fill) {
    if !estimate.value.is_finite() {
        let at = (panel.left + 4.0, y + 3.5);
        return scene.text(at, words::MISSING, face(9.0, Weight::Normal, GREY, Anchor::Start));
    }
    let place = |value: f64| (panel.place(value, panel.y.0).0, y);
    scene.line(&[place(estimate.low), place(estimate.high)], look.colour, 1.5, Dash::Solid);
    dots::dot(scene, place(estimate.value), look.shape, look.colour, fill);
}
