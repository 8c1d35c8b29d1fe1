//! A figure: its drawing, the data drawn, and what it says in words.

use crate::figures::scene::Scene;
use std::borrow::Cow;

/// A figure, ready to be written.
pub struct Figure {
    /// Its file name without ending.
    pub name: Cow<'static, str>,
    /// The finding, in under ten words.
    pub title: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// Columns of the data drawn.
    pub header: Vec<&'static str>,
    /// Rows of the data drawn.
    pub rows: Vec<Vec<String>>,
    /// The drawing.
    pub scene: Scene,
}
