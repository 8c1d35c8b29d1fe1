//! The page around a figure: its title, what it shows, and where it comes from.

use crate::figures::fonts;
use crate::figures::scene::face;
use crate::figures::scene::{Anchor, Scene, Weight};
use crate::figures::style::{BLACK, DARK, GREY};
use crate::numbers::grouped;
use crate::observed::Observed;

/// The width of most figures (point).
pub const WIDTH: f64 = 800.0;

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
    /// What it amounts to in things that can be counted; empty where it is counted already.
    pub plain: &'a str,
    /// How to read lines and bands.
    pub note: &'a str,
}

impl Page {
    /// A page of a width, with its words and with so much height for the figure between them (point).
    #[must_use]
    pub fn new(observed: &Observed, size: (f64, f64), words: &Words) -> Page {
        Page::from(&source(observed), size, words)
    }

    /// The same of what comes from somewhere else, as said.
    #[must_use]
    pub fn from(source: &str, (width, field): (f64, f64), words: &Words) -> Page {
        let mut scene = Scene::new(width, 0.0);
        let room = width - 2.0 * SIDE;
        let mut y = 18.0;
        for line in fonts::wrapped(words.title, 18.0, Weight::Bold, room) {
            y += 20.0;
            scene.text((SIDE, y), line, face(18.0, Weight::Bold, BLACK, Anchor::Start));
        }
        y += 4.0;
        for text in [words.subtitle, words.plain] {
            for line in fonts::wrapped(text, 11.5, Weight::Normal, room) {
                y += 15.0;
                scene.text((SIDE, y), line, face(11.5, Weight::Normal, DARK, Anchor::Start));
            }
        }
        let (top, bottom) = (y + 16.0, y + 16.0 + field);
        footer(&mut scene, words.note, source, bottom);
        Page { scene, top, bottom }
    }
}

/// Draws the footer below a height, and ends the page below it.
fn footer(scene: &mut Scene, note: &str, source: &str, bottom: f64) {
    let room = scene.width - 2.0 * SIDE;
    let look = face(9.0, Weight::Normal, GREY, Anchor::Start);
    let mut lines = fonts::wrapped(note, look.size, look.weight, room);
    lines.extend(fonts::wrapped(source, look.size, look.weight, room));
    let mut y = bottom + 20.0;
    for line in lines {
        scene.text((SIDE, y), line, look);
        y += 12.5;
    }
    scene.height = (y + 3.5).ceil();
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
