//! A part of the page for each arm that is compared: that of the focus open to see, the others folded.

use crate::page::facts::Facts;
use maud::{Markup, html};

/// Arms that are all open to see where the page is about none of them.
const OPEN: usize = 2;

/// The parts of all arms that have one; none where no arm has.
#[must_use]
pub fn each(facts: &Facts, part: impl Fn(usize) -> Option<Markup>) -> Option<Markup> {
    let parts: Vec<(usize, Markup)> = facts.others().filter_map(|arm| Some((arm, part(arm)?))).collect();
    let is_open = |arm: usize| facts.focus().map_or(parts.len() <= OPEN, |focus| focus == arm);
    (!parts.is_empty()).then(|| {
        html! {
            @for (_, part) in parts.iter().filter(|(arm, _)| is_open(*arm)) { (part) }
            @for (arm, part) in parts.iter().filter(|(arm, _)| !is_open(*arm)) {
                details { summary { "Under " (facts.observed.label(*arm)) } (part) }
            }
        }
    })
}
