//! Parts of a whole below one another, and in each a row for each arm: its median with the range of 90 % of runs.

use crate::figures::axis::Axis;
use crate::figures::dots::Fill;
use crate::figures::page::{Page, SIDE};
use crate::figures::panel::Panel;
use crate::figures::scene::{Anchor, Dash, Weight, face};
use crate::figures::style::{self, BLACK, LIGHT};
use crate::figures::{estimates, fonts, looks};
use crate::numbers::short;
use crate::observed::Observed;
use regimes_study::statistics::Estimate;

/// A part of the whole, and its estimates by arm.
pub struct Part {
    /// What it is called.
    pub name: String,
    /// By arm.
    pub arms: Vec<Estimate>,
}

/// The size of what is drawn, without the words about it (point).
#[must_use]
pub fn size(parts: usize, arms: usize) -> (f64, f64) {
    let row = 18.0 * arms as f64 + 20.0;
    (800.0, (60.0 + row * parts as f64).max(210.0))
}

/// What an axis must hold.
pub fn ends(parts: &[Part]) -> impl Iterator<Item = f64> {
    parts.iter().flat_map(|part| &part.arms).flat_map(|estimate| [estimate.low, estimate.high])
}

/// Draws them on an axis, with what is said of the axis below it.
pub fn draw(observed: &Observed, page: &mut Page, parts: &[Part], (axis, said): (&Axis, &str)) {
    let looks = looks::of(observed);
    let widest =
        |names: Vec<&str>, size| names.into_iter().map(|n| fonts::width(n, size, Weight::Bold)).fold(0.0, f64::max);
    let of_parts = widest(parts.iter().map(|part| part.name.as_str()).collect(), 11.0);
    let of_arms = widest((0..observed.n_arms()).map(|arm| observed.label(arm)).collect(), ARM);
    let panel = Panel {
        left: SIDE + of_parts + of_arms + 34.0,
        right: page.scene.width - SIDE - 12.0,
        top: page.top + 4.0,
        bottom: page.bottom - 34.0,
        x: (axis.low, axis.high),
        y: (0.0, parts.len() as f64),
    };
    panel.widths(&mut page.scene, axis);
    page.scene.text((panel.right, panel.bottom + 29.0), said, style::small(Anchor::End));
    let high = (panel.bottom - panel.top) / parts.len() as f64;
    for (place, part) in parts.iter().enumerate() {
        let top = panel.top + high * place as f64;
        let bold = face(11.0, Weight::Bold, BLACK, Anchor::Start);
        page.scene.text((SIDE, top + high / 2.0 + 4.0), part.name.clone(), bold);
        page.scene.line(&[(SIDE, top), (panel.right, top)], LIGHT, 0.75, Dash::Solid);
        let step = (high - 14.0) / part.arms.len() as f64;
        for (arm, estimate) in part.arms.iter().enumerate() {
            let y = top + 7.0 + step * (arm as f64 + 0.5);
            let bold = face(ARM, Weight::Bold, looks[arm].colour, Anchor::End);
            page.scene.text((panel.left - 10.0, y + 3.4), observed.label(arm), bold);
            estimates::draw(&mut page.scene, (&panel, y), estimate, &looks[arm], Fill::Full);
        }
    }
}

/// Size of arms' names (point).
const ARM: f64 = 9.5;

/// The data drawn: the part, the arm, how many runs have a value, and quantiles at 5, 50 and 95 %.
#[must_use]
pub fn rows(observed: &Observed, parts: &[Part]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for part in parts {
        for (arm, e) in part.arms.iter().enumerate() {
            let name = observed.record.arms[arm].name.clone();
            rows.push(vec![part.name.clone(), name, e.n.to_string(), short(e.low), short(e.value), short(e.high)]);
        }
    }
    rows
}
