//! The scenarios that are compiled into the program.

use crate::source::{Home, Layer, Source};

macro_rules! bundled {
    ($( $name:literal ),* $(,)?) => {
        &[ $( ($name, include_str!(concat!("../../../scenarios/", $name, ".toml"))) ),* ]
    };
}

/// Names and texts, in the groups of `docs/scenarios.md`: first scenarios, cases, comparators, change, equity.
pub const BUNDLED: &[(&str, &str)] = bundled![
    "tiny",
    "town",
    "shock",
    "audit",
    "tame",
    "several_needs",
    "england",
    "country",
    "flagship",
    "flagship_thin",
    // Cases.
    "collective_impact_gateshead",
    "mayday_trust",
    "childrens_society",
    "plymouth_alliance",
    "liverpool_city_region",
    "wellbeing_teams",
    "edufi_finland",
    "scotland_ihub",
    "dorset_palliative",
    "empowerment_lived_experience",
    "good_cents",
    "lighthouse",
    // Comparators.
    "troubled_families",
    "work_programme",
    "four_hour_target",
    "league_tables",
    "camden",
    "housing_first",
    "building_blocks",
    "wigan_deal",
    // Change, and equity.
    "transition",
    "scales",
    "national_roles",
    "equity",
];

/// Layers that scenarios extend and that are none themselves: parameters alone.
pub const BASES: &[(&str, &str)] = bundled!["base/england", "base/services"];

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
    Some(Source::new(format!("{name}.toml"), text(name)?.to_owned(), layer, Home::Bundled))
}

/// What a file may extend by that name: a layer in `base/`, or a scenario, whatever folder its name is written with; a
/// layer beside another one needs no folder.
#[must_use]
pub fn base(named: &str) -> Option<Source> {
    let name = named.trim_start_matches("./").trim_end_matches(".toml");
    let file = |name: &'static str| name.rsplit('/').next();
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let is_meant = |known: &'static str| name.ends_with(known) || text(last).is_none() && file(known) == Some(last);
    if let Some((known, text)) = BASES.iter().find(|(known, _)| is_meant(known)) {
        return Some(Source::new(format!("{known}.toml"), (*text).to_owned(), Layer::Base, Home::Bundled));
    }
    source(last, Layer::Base)
}
