//! The page around a figure: its title, what it shows, and where it comes from.

use crate::report::figures::fonts;
use crate::report::figures::scene::face;
use crate::report::figures::scene::{Anchor, Scene, Weight};
use crate::report::figures::style::{BLACK, DARK, GREY};
use crate::report::numbers::grouped;
use crate::report::observed::Observed;

/// Space at the sides of a page (point).
pub const SIDE: f64 = 28.0;

/// A page with its title and footer drawn, and the heights between which the figure goes.
pub struct Page {
    /// The drawing.
    pub scene: Scene,
    /// Below the title (point).
    pub top: f64,
    /// Above the footer (point).
    pub bottom: f64,
}

/// The words around a figure.
pub struct Words<'a> {
    /// The finding, in under ten words.
    pub title: &'a str,
    /// What is shown, and in which unit.
    pub subtitle: &'a str,
    /// How to read lines and bands.
    pub note: &'a str,
}

impl Page {
    /// A page of a size, with its words.
    #[must_use]
    pub fn new(observed: &Observed, (width, height): (f64, f64), words: &Words) -> Page {
        let mut scene = Scene::new(width, height);
        let room = width - 2.0 * SIDE;
        let mut y = 18.0;
        for line in fonts::wrapped(words.title, 18.0, Weight::Bold, room) {
            y += 20.0;
            scene.text((SIDE, y), line, face(18.0, Weight::Bold, BLACK, Anchor::Start));
        }
        y += 4.0;
        for line in fonts::wrapped(words.subtitle, 11.5, Weight::Normal, room) {
            y += 15.0;
            scene.text((SIDE, y), line, face(11.5, Weight::Normal, DARK, Anchor::Start));
        }
        let bottom = footer(&mut scene, observed, words.note);
        Page { scene, top: y + 16.0, bottom }
    }
}

/// Draws the footer and gives back the height at which it begins.
fn footer(scene: &mut Scene, observed: &Observed, note: &str) -> f64 {
    let room = scene.width - 2.0 * SIDE;
    let look = face(9.0, Weight::Normal, GREY, Anchor::Start);
    let mut lines = fonts::wrapped(note, look.size, look.weight, room);
    lines.extend(fonts::wrapped(&source(observed), look.size, look.weight, room));
    let first = scene.height - 16.0 - 12.5 * (lines.len() - 1) as f64;
    for (i, line) in lines.into_iter().enumerate() {
        scene.text((SIDE, first + 12.5 * i as f64), line, look);
    }
    first - 20.0
}

/// Where a figure comes from.
#[must_use]
pub fn source(observed: &Observed) -> String {
    let record = observed.record;
    let kind = if observed.n_arms() > 1 { "paired replicates" } else { "replicates" };
    format!(
        "In this model, under these assumptions. Scenario {}{}, seed {}, {} {kind}, {} residents, regimes {}.",
        record.scenario,
        if record.changed { " with changes" } else { "" },
        record.seed,
        record.replicates,
        grouped(record.residents as f64, 0),
        record.version
    )
}
