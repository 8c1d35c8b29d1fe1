//! The most telling events of a life: repeats merged, the rest left out.

use crate::figures::fonts;
use crate::figures::scene::Weight;
use regimes_study::simulation::lives::ENDS;
use regimes_study::simulation::trace::LifeEvent;

/// The size of the letters (point).
pub const SIZE: f64 = 10.5;
/// Events told of a life.
const MOST: usize = 8;
/// Weeks within which the same kind of event is one.
const NEAR: u32 = 13;

/// An event, or several of a kind, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    /// The week of the first of them.
    pub week: u32,
    /// What happened.
    pub text: String,
    weight: u32,
}

/// Events of a kind that follow one another.
struct Merged<'a> {
    week: u32,
    event: &'a str,
    details: Vec<&'a str>,
}

impl Merged<'_> {
    fn of<'a>(event: &'a LifeEvent) -> Merged<'a> {
        let details = event.detail.split(", ").filter(|part| !part.is_empty() && !is_end(event));
        Merged { week: event.week, event: &event.event, details: details.collect() }
    }

    /// In words no wider than asked: with details, with their number, or without.
    fn text(&self, widest: f64) -> String {
        let [with, counted] = [self.details.join(", "), format!("{} needs", self.details.len())]
            .map(|details| format!("{}: {details}", self.event));
        let candidates = if self.details.is_empty() { vec![] } else { vec![with, counted] };
        candidates.into_iter().find(|text| fits(text, widest)).unwrap_or_else(|| self.event.to_owned())
    }
}

/// Whether a life is followed no further: somebody else has the person's place.
#[must_use]
pub fn is_end(event: &LifeEvent) -> bool {
    ENDS.contains(&event.event.as_ref())
}

fn fits(text: &str, widest: f64) -> bool {
    fonts::width(text, SIZE, Weight::Normal) <= widest
}

/// At most eight events in order, none wider than asked: what changes most in a life, and where lives diverge.
#[must_use]
pub fn most_telling(events: &[&LifeEvent], parting: Option<u32>, widest: f64) -> Vec<Telling> {
    let mut told: Vec<Telling> = merged(events, parting, widest)
        .iter()
        .map(|merged| Telling {
            week: merged.week,
            text: merged.text(widest),
            weight: weight(merged.event) + if Some(merged.week) == parting { 10 } else { 0 },
        })
        .collect();
    while told.len() > MOST {
        let least = (0..told.len()).min_by_key(|&place| (told[place].weight, distance(&told, place)));
        told.remove(least.unwrap_or(0));
    }
    told
}

/// Puts events of a kind together that follow each other closely, unless the lives diverge between them.
fn merged<'a>(events: &[&'a LifeEvent], parting: Option<u32>, widest: f64) -> Vec<Merged<'a>> {
    let mut all: Vec<Merged> = Vec::new();
    for event in events {
        let next = Merged::of(event);
        let is_across = |week: u32| parting.is_some_and(|part| week < part && next.week >= part);
        let earlier = all.iter_mut().rev().find(|earlier| earlier.event == next.event);
        if let Some(earlier) = earlier
            && next.week <= earlier.week + NEAR
            && !is_across(earlier.week)
        {
            let mut details = earlier.details.clone();
            details.extend(next.details.iter().filter(|detail| !earlier.details.contains(detail)));
            let joint = Merged { week: earlier.week, event: earlier.event, details };
            if fits(&format!("{}: {}", joint.event, joint.details.join(", ")), widest) {
                *earlier = joint;
                continue;
            }
        }
        all.push(next);
    }
    all
}

/// Weeks to the nearest other event.
fn distance(told: &[Telling], place: usize) -> u32 {
    let week = told[place].week;
    let others = told.iter().enumerate().filter(|(other, _)| *other != place);
    others.map(|(_, telling)| telling.week.abs_diff(week)).min().unwrap_or(u32::MAX)
}

/// How much an event tells.
fn weight(event: &str) -> u32 {
    match event {
        _ if ENDS.contains(&event) => 20,
        "crisis" | "loses the home" => 6,
        "turned away or left with the need" => 5,
        "support begins" | "moves into a home" => 4,
        "leaves crisis" | "support ends" => 3,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(week: u32, event: &'static str, detail: &str) -> LifeEvent {
        LifeEvent { agent: "resident 1".to_owned(), week, event: event.into(), detail: detail.to_owned() }
    }

    fn told(events: &[LifeEvent], widest: f64) -> Vec<Telling> {
        most_telling(&events.iter().collect::<Vec<_>>(), None, widest)
    }

    #[test]
    fn repeats_are_merged() {
        let events = [event(3, "falls into need", "housing"), event(5, "falls into need", "health, housing")];
        let told = told(&events, 400.0);
        assert_eq!((told.len(), told[0].text.as_str()), (1, "falls into need: housing, health"));
    }

    #[test]
    fn the_end_and_crises_outlive_waiting_lists() {
        let mut events: Vec<LifeEvent> = (0..12).map(|i| event(20 * i, "joins a waiting list", "health")).collect();
        events.push(event(300, "crisis", "eviction"));
        events.push(event(310, ENDS[0], "somebody else lives here now"));
        let told = told(&events, 400.0);
        assert_eq!(told.len(), MOST);
        assert_eq!(told[MOST - 2].text, "crisis: eviction");
        assert_eq!(told[MOST - 1].text, ENDS[0]);
    }

    #[test]
    fn no_text_is_wider_than_asked() {
        let events = [event(3, "support begins", "housing, health, mental health, substance use, safety")];
        assert_eq!(told(&events, 150.0)[0].text, "support begins: 5 needs");
        assert_eq!(told(&events, 90.0)[0].text, "support begins");
    }
}
