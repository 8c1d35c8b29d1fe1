//! The same person under each arm: dated events in parallel lanes, and the first moment where the lives part.

use crate::report::figures::dots::{self, Fill};
use crate::report::figures::page::{Page, SIDE, Words};
use crate::report::figures::panel::Panel;
use crate::report::figures::scene::face;
use crate::report::figures::scene::{Anchor, At, Colour, Dash, Scene, Weight};
use crate::report::figures::style::{self, BLACK, GREY, LIGHT, Look, Shape};
use crate::report::figures::{Figure, fonts, words};
use crate::report::observed::Observed;
use crate::simulation::trace::LifeEvent;
use std::cmp::Reverse;

/// People shown.
const PEOPLE: usize = 2;
/// Arms shown.
const LANES: usize = 4;
/// Height of a lane (point).
const LANE: f64 = 86.0;
/// Widest label (point).
const WIDEST: f64 = 190.0;

/// A person's life under each arm.
struct Person<'a> {
    name: String,
    lanes: Vec<(usize, Vec<&'a LifeEvent>)>,
    /// The first week in which an event is another one.
    parting: Option<u32>,
}

/// The figure.
///
/// # Errors
/// If nobody was followed.
pub fn figure(observed: &Observed) -> Result<Figure, String> {
    let people = people(observed);
    let first = people.first().ok_or("nobody was followed")?;
    let title = title(observed, first);
    let subtitle = match observed.n_arms() {
        1 => "Dated events in the first replicate.",
        _ => "The same person on the same luck, in the first replicate. Grey: the same in every arm.",
    };
    let note = "Labels that would overlap are left out; lives.csv has all events.";
    let lanes: usize = people.iter().map(|p| p.lanes.len()).sum();
    let size = (960.0, 112.0 + lanes as f64 * LANE + people.len() as f64 * 50.0);
    let mut page = Page::new(observed, size, &Words { title: &title, subtitle, note });
    let last = people.iter().flat_map(|p| &p.lanes).flat_map(|lane| &lane.1).map(|e| e.week).max();
    let end = (f64::from(last.unwrap_or(1)) * 1.12 + 6.0).min(observed.weeks() as f64).max(2.0);
    let mut top = page.top;
    for person in &people {
        top = draw(observed, &mut page.scene, person, top, end);
    }
    let alt = alt(observed, &people);
    Ok(Figure { name: "lives", title, alt, header: HEADER.to_vec(), rows: rows(observed, &people), scene: page.scene })
}

const HEADER: [&str; 6] = ["agent", "arm", "week", "date", "event", "detail"];

fn people<'a>(observed: &Observed<'a>) -> Vec<Person<'a>> {
    let mut names: Vec<&str> = Vec::new();
    for event in observed.all_runs().flat_map(|run| &run.lives) {
        if !names.contains(&event.agent.as_str()) {
            names.push(&event.agent);
        }
    }
    // Residents come before workers; a stable sort keeps the order of the file otherwise.
    names.sort_by_key(|name| !name.starts_with("resident"));
    names.truncate(PEOPLE);
    names.into_iter().map(|name| person(observed, name)).collect()
}

fn person<'a>(observed: &Observed<'a>, name: &str) -> Person<'a> {
    let lane = |arm: usize| {
        let runs = observed.runs(arm).iter();
        let mut events: Vec<&LifeEvent> = runs
            .flat_map(|run| &run.lives)
            .filter(|e| e.agent == name && (e.week as usize) < observed.weeks())
            .collect();
        events.sort_by_key(|event| event.week);
        (arm, events)
    };
    let lanes: Vec<(usize, Vec<&LifeEvent>)> = (0..observed.n_arms().min(LANES)).map(lane).collect();
    let parting = lanes[1..].iter().filter_map(|other| parting(&lanes[0].1, &other.1)).min();
    Person { name: words::capitalised(name), lanes, parting }
}

/// The first week in which two lives differ.
fn parting(a: &[&LifeEvent], b: &[&LifeEvent]) -> Option<u32> {
    let place = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let week = |life: &[&LifeEvent]| life.get(place).map(|event| event.week);
    week(a).into_iter().chain(week(b)).min()
}

fn draw(observed: &Observed, scene: &mut Scene, person: &Person, top: f64, end: f64) -> f64 {
    let looks = style::looks(observed.record);
    let arms = person.lanes.iter().map(|(arm, _)| fonts::width(observed.label(*arm), 10.5, Weight::Bold));
    let panel = Panel {
        left: SIDE + arms.fold(0.0, f64::max) + 16.0,
        right: scene.width - SIDE - 4.0,
        top: top + 16.0,
        bottom: top + 16.0 + LANE * person.lanes.len() as f64,
        x: (0.0, end),
        y: (0.0, 1.0),
    };
    scene.text((SIDE, top + 12.0), person.name.clone(), face(12.5, Weight::Bold, BLACK, Anchor::Start));
    panel.calendar(scene, observed);
    if let Some(week) = person.parting {
        let name_end = SIDE + fonts::width(&person.name, 12.5, Weight::Bold) + 8.0;
        mark_parting(observed, scene, &panel, (week, name_end));
    }
    for (place, (arm, events)) in person.lanes.iter().enumerate() {
        let y = panel.top + LANE * (place as f64 + 0.5);
        let look = looks[*arm];
        scene.text((SIDE, y + 4.0), observed.label(*arm), style::strong(look.colour, Anchor::Start));
        scene.line(&[(panel.left, y), (panel.right, y)], LIGHT, 2.0, Dash::Solid);
        let lane = Lane { panel: &panel, y, look, parting: person.parting, alone: person.lanes.len() == 1 };
        lane.draw(scene, events);
    }
    panel.bottom + 34.0
}

/// Marks the week in which lives part, clear of the name above, which ends at `name_end`.
fn mark_parting(observed: &Observed, scene: &mut Scene, panel: &Panel, (week, name_end): (u32, f64)) {
    let (x, _) = panel.place(f64::from(week), 0.0);
    let top = if x < name_end { panel.top + 2.0 } else { panel.top - 6.0 };
    scene.line(&[(x, top), (x, panel.bottom)], BLACK, 1.0, Dash::Broken(&[3.0, 2.0]));
    let day = observed.record.date_of(i64::from(week)).strftime("%-d %B %Y").to_string();
    let text = format!("lives part, {day}");
    let bold = face(10.0, Weight::Bold, BLACK, Anchor::Start);
    let fits = x + 5.0 + fonts::width(&text, 10.0, Weight::Bold) < panel.right;
    let (x, anchor) = if fits { ((x + 5.0).max(name_end), Anchor::Start) } else { (x - 5.0, Anchor::End) };
    scene.text((x, panel.top + 1.0), text, crate::report::figures::scene::Face { anchor, ..bold });
}

/// An arm's line through a person's time.
struct Lane<'a> {
    panel: &'a Panel,
    y: f64,
    look: Look,
    parting: Option<u32>,
    /// Whether there is no other arm to part from.
    alone: bool,
}

impl Lane<'_> {
    /// Draws dots for all events, and labels for those that find room.
    fn draw(&self, scene: &mut Scene, events: &[&LifeEvent]) {
        let mut order: Vec<&&LifeEvent> = events.iter().collect();
        // The parting first; then from the right, so that leaders pass beside labels rather than through them.
        order.sort_by_key(|event| (self.parting != Some(event.week), Reverse(event.week)));
        let mut taken: Vec<LabelBox> = Vec::new();
        for event in order {
            let at = (self.panel.place(f64::from(event.week), 0.0).0, self.y);
            let is_own = self.alone || self.parting.is_some_and(|week| event.week >= week);
            let (colour, shape, fill) = match is_own {
                true => (self.look.colour, self.look.shape, Fill::Full),
                false => (GREY, Shape::Disc, Fill::Hollow),
            };
            if let Some(place) = self.free_place(at, &text_of(event), &taken) {
                write(scene, at, &text_of(event), &place, colour);
                taken.push(place);
            }
            dots::dot(scene, at, shape, colour, fill);
        }
    }

    /// The nearest of four rows, two above the lane and two below, in which a label right or left of its event
    /// touches no other; one that keeps clear of the parting if there is.
    fn free_place(&self, (x, y): At, text: &str, taken: &[LabelBox]) -> Option<LabelBox> {
        let wide = fonts::width(text, 10.0, Weight::Normal);
        let beside = |left: f64| {
            let place = |row| LabelBox { left: left - 4.0, right: left + wide + 6.0, baseline: y + row, foot: x };
            [-11.0, 19.0, -24.0, 32.0].map(place)
        };
        let fits = |a: &LabelBox| {
            let inside = a.left >= self.panel.left - 4.0 && a.right <= self.panel.right + 8.0;
            inside && !taken.iter().any(|b| a.touches(b) || a.leader_crosses(b, y) || b.leader_crosses(a, y))
        };
        let parting = self.parting.map(|week| self.panel.place(f64::from(week), 0.0).0);
        // Before the parting a label may also end where the lives part.
        let before = parting.filter(|end| *end > x).map(|end| end - wide - 8.0);
        let lefts = [Some(x), before.filter(|left| *left < x), Some(x - wide)];
        let free: Vec<LabelBox> = lefts.into_iter().flatten().flat_map(beside).filter(fits).collect();
        let clear = |a: &&LabelBox| !parting.is_some_and(|x| (a.left + 6.0..a.right - 6.0).contains(&x));
        free.iter().find(clear).or(free.first()).copied()
    }
}

/// Where a label stands.
#[derive(Clone, Copy, Debug, PartialEq)]
struct LabelBox {
    left: f64,
    right: f64,
    baseline: f64,
    /// Where its event lies.
    foot: f64,
}

impl LabelBox {
    fn touches(&self, other: &LabelBox) -> bool {
        self.baseline == other.baseline && self.left < other.right && other.left < self.right
    }

    /// Whether the way from this label to its event leads through the other.
    fn leader_crosses(&self, other: &LabelBox, y: f64) -> bool {
        let same_side = (self.baseline - y) * (other.baseline - y) > 0.0;
        let is_nearer = (other.baseline - y).abs() < (self.baseline - y).abs();
        same_side && is_nearer && (other.left..other.right).contains(&self.foot)
    }
}

fn text_of(event: &LifeEvent) -> String {
    let text =
        if event.detail.is_empty() { event.event.to_string() } else { format!("{}: {}", event.event, event.detail) };
    fonts::cut(&text, &style::small(Anchor::Start), WIDEST)
}

fn write(scene: &mut Scene, (x, y): At, text: &str, place: &LabelBox, colour: Colour) {
    let end = if place.baseline < y { place.baseline + 2.0 } else { place.baseline - 8.0 };
    scene.line(&[(x, y), (x, end)], colour, 0.75, Dash::Solid);
    let face = face(10.0, Weight::Normal, if colour == GREY { GREY } else { BLACK }, Anchor::Start);
    scene.text((place.left + 4.0, place.baseline), text, face);
}

fn title(observed: &Observed, first: &Person) -> String {
    match first.parting {
        Some(week) => {
            let day = observed.record.date_of(i64::from(week)).strftime("%B %Y").to_string();
            words::under_ten(&[format!("{}: the lives part in {day}", first.name)])
        }
        None if observed.n_arms() == 1 => words::under_ten(&[format!("{}: a life in dates", first.name)]),
        None => words::under_ten(&[format!("{}: the same life in every arm", first.name)]),
    }
}

fn alt(observed: &Observed, people: &[Person]) -> String {
    let life = |(arm, events): &(usize, Vec<&LifeEvent>)| {
        let parts: Vec<String> = events.iter().map(|e| format!("week {} {}", e.week, text_of(e))).collect();
        format!("under {}: {}", observed.label(*arm), parts.join(", "))
    };
    let of = |person: &Person| {
        let lanes: Vec<String> = person.lanes.iter().map(life).collect();
        let part = person.parting.map_or("the lives do not part".to_owned(), |week| {
            format!("the lives part on {}", observed.record.date_of(i64::from(week)))
        });
        format!("{}: {part}; {}.", person.name, lanes.join("; "))
    };
    let all: Vec<String> = people.iter().map(of).collect();
    format!(
        "Timelines of dated events, a lane for each arm. In this model, under these assumptions, one simulated \
         future. {}",
        all.join(" ")
    )
}

fn rows(observed: &Observed, people: &[Person]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for person in people {
        for (arm, events) in &person.lanes {
            for event in events {
                let date = observed.record.date_of(i64::from(event.week)).to_string();
                let arm = observed.record.arms[*arm].name.clone();
                let words = [event.event.to_string(), event.detail.clone()];
                rows.push([vec![person.name.clone(), arm, event.week.to_string(), date], words.to_vec()].concat());
            }
        }
    }
    rows
}
