//! The scenarios that are compiled into the program.

use crate::scenario::source::{Home, Layer, Source};

macro_rules! bundled {
    ($( $name:literal ),* $(,)?) => {
        &[ $( ($name, include_str!(concat!("../../scenarios/", $name, ".toml"))) ),* ]
    };
}

/// Names and texts: one line a scenario, the smallest first.
pub const BUNDLED: &[(&str, &str)] = bundled!["tiny", "town", "shock", "audit", "tame", "country", "flagship"];

/// The names.
#[must_use]
pub fn names() -> Vec<&'static str> {
    BUNDLED.iter().map(|(name, _)| *name).collect()
}

/// The text of that name; none where there is no such scenario.
#[must_use]
pub fn text(name: &str) -> Option<&'static str> {
    BUNDLED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The scenario of that name as a source; none where there is no such scenario.
#[must_use]
pub fn source(name: &str, layer: Layer) -> Option<Source> {
    Some(Source { name: format!("{name}.toml"), text: text(name)?.to_owned(), layer, home: Home::Bundled })
}
