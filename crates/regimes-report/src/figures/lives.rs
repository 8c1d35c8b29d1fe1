//! The same person under two arms: dated events along parallel lanes, and the first moment where the lives diverge.

use crate::figures::axis::{self, Tick};
use crate::figures::dots::{self, Fill};
use crate::figures::figure::Figure;
use crate::figures::page::{Page, SIDE, Words};
use crate::figures::panel::apart;
use crate::figures::scene::face;
use crate::figures::scene::{Anchor, Colour, Dash, Scene, Weight};
use crate::figures::style::{self, BLACK, DARK, GREY, LIGHT, Look, Shape};
use crate::figures::tellings::{self, Telling};
use crate::figures::{looks, words};
use crate::observed::Observed;
use regimes_study::simulation::trace::LifeEvent;
use std::cmp::Reverse;

/// People shown.
const PEOPLE: usize = 2;
/// The width of the page (point).
const WIDE: f64 = 1080.0;
/// Room for the years left of the lanes (point).
const YEARS: f64 = 70.0;
/// From a lane to its labels (point).
const BESIDE: f64 = 26.0;
/// Room for a label's date (point).
const DATE: f64 = 78.0;
/// Height of a label (point).
const ROW: f64 = 17.0;
/// Room above a person's lanes and below them (point).
const AROUND: (f64, f64) = (44.0, 30.0);

/// A person's life under each arm shown.
struct Person<'a> {
    name: String,
    lanes: Vec<Life<'a>>,
    /// The first week in which an event is another one.
    parting: Option<u32>,
}

impl Person<'_> {
    /// Events under one arm that are not under the other.
    fn differing(&self) -> usize {
        let [first, others @ ..] = self.lanes.as_slice() else { return 0 };
        let alone = |a: &Life, b: &Life| a.events.iter().filter(|event| !b.events.contains(event)).count();
        others.iter().map(|other| alone(first, other) + alone(other, first)).sum()
    }
}

/// A life under an arm, up to its end.
struct Life<'a> {
    arm: usize,
    events: Vec<&'a LifeEvent>,
    tellings: Vec<Telling>,
}

impl Life<'_> {
    fn end(&self) -> Option<u32> {
        self.events.last().filter(|event| tellings::is_end(event)).map(|event| event.week)
    }
}

/// The figure.
///
/// # Errors
/// If nobody was followed.
pub fn figure(observed: &Observed) -> Result<Figure, String> {
    let arms = 0..observed.n_arms();
    let told: Vec<Vec<LifeEvent>> =
        arms.map(|arm| observed.runs(arm).iter().flat_map(|run| observed.lives(*run)).collect()).collect();
    let people = people(observed, &told);
    let first = people.first().ok_or("nobody was followed")?;
    let title = title(observed, first);
    let subtitle = subtitle(observed);
    let note =
        "Broken line: where lives diverge. Small dots: events without a label; lives.csv has them all, and all arms.";
    let high: f64 = people.iter().map(height).sum();
    let size = (WIDE, high);
    let mut page = Page::new(observed, size, &Words { title: &title, subtitle: &subtitle, plain: "", note });
    let mut top = page.top;
    for person in &people {
        draw(observed, &mut page.scene, person, top);
        top += height(person);
    }
    let alt = alt(observed, &people);
    Ok(Figure {
        name: "lives".into(),
        title,
        alt,
        header: HEADER.to_vec(),
        rows: rows(observed, &people),
        scene: page.scene,
    })
}

const HEADER: [&str; 6] = ["agent", "arm", "week", "date", "event", "detail"];

fn arms(observed: &Observed) -> Vec<usize> {
    let other = observed.focus().or((observed.n_arms() > 1).then_some(1));
    [Some(0), other].into_iter().flatten().collect()
}

/// Of the lives told under each arm, those of residents before those of workers, and those first whose lives have most events that are not the same under both arms.
fn people<'a>(observed: &Observed, told: &'a [Vec<LifeEvent>]) -> Vec<Person<'a>> {
    let mut names: Vec<&str> = Vec::new();
    for event in told.iter().flatten() {
        if !names.contains(&event.agent.as_str()) {
            names.push(&event.agent);
        }
    }
    let mut people: Vec<Person> = names.into_iter().map(|name| person(observed, told, name)).collect();
    people.sort_by_key(|p| (!p.name.starts_with("Resident"), Reverse(p.differing())));
    people.truncate(PEOPLE);
    people
}

fn person<'a>(observed: &Observed, told: &'a [Vec<LifeEvent>], name: &str) -> Person<'a> {
    let lives: Vec<(usize, Vec<&LifeEvent>)> =
        arms(observed).into_iter().map(|arm| (arm, events(&told[arm], name, observed.weeks()))).collect();
    let parting = lives[1..].iter().filter_map(|other| parting(&lives[0].1, &other.1)).min();
    let room = room_for_text(lives.len());
    let life = |(arm, events): (usize, Vec<&'a LifeEvent>)| Life {
        arm,
        tellings: tellings::most_telling(&events, parting, room),
        events,
    };
    Person { name: words::capitalised(&name.replace('_', " ")), lanes: lives.into_iter().map(life).collect(), parting }
}

/// What happened to a person under an arm, until somebody else has the place.
fn events<'a>(told: &'a [LifeEvent], name: &str, weeks: usize) -> Vec<&'a LifeEvent> {
    let mut events: Vec<&LifeEvent> = told.iter().filter(|e| e.agent == name && (e.week as usize) < weeks).collect();
    events.sort_by_key(|event| event.week);
    let last = events.iter().position(|event| tellings::is_end(event));
    events.truncate(last.map_or(events.len(), |place| place + 1));
    events
}

/// The first week in which two lives differ.
fn parting(a: &[&LifeEvent], b: &[&LifeEvent]) -> Option<u32> {
    let place = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let week = |life: &[&LifeEvent]| life.get(place).map(|event| event.week);
    week(a).into_iter().chain(week(b)).min()
}

fn width_of_lane(n: usize) -> f64 {
    (WIDE - 2.0 * SIDE - YEARS) / n as f64
}

fn room_for_text(n: usize) -> f64 {
    width_of_lane(n) - BESIDE - DATE - 14.0
}

fn height(person: &Person) -> f64 {
    let most = person.lanes.iter().map(|life| life.tellings.len()).max().unwrap_or(0);
    AROUND.0 + AROUND.1 + (ROW * (most + 1) as f64).max(90.0)
}

/// Time from the top of the drawing to its bottom.
struct Downwards {
    top: f64,
    bottom: f64,
    weeks: f64,
}

impl Downwards {
    fn of(observed: &Observed, person: &Person, top: f64) -> Downwards {
        let ends: Option<Vec<u32>> = person.lanes.iter().map(Life::end).collect();
        let last = ends.and_then(|ends| ends.into_iter().max());
        // Where both lives end before the horizon, so does the drawing.
        let weeks = last.map_or(observed.weeks() as f64, |week| f64::from(week) + 2.0);
        Downwards { top: top + AROUND.0, bottom: top + height(person) - AROUND.1, weeks }
    }

    fn y(&self, week: f64) -> f64 {
        self.top + week / self.weeks * (self.bottom - self.top)
    }
}

fn draw(observed: &Observed, scene: &mut Scene, person: &Person, top: f64) {
    let time = Downwards::of(observed, person, top);
    let looks = looks::of(observed);
    scene.text((SIDE, top + 10.0), heading(observed, person), face(12.5, Weight::Bold, BLACK, Anchor::Start));
    years(observed, scene, &time);
    for (place, life) in person.lanes.iter().enumerate() {
        let x = SIDE + YEARS + width_of_lane(person.lanes.len()) * place as f64;
        let look = looks[life.arm];
        let mut strong = style::strong(look.colour, Anchor::Start);
        strong.size = 12.0;
        scene.text((x - 5.0, time.top - 12.0), observed.label(life.arm), strong);
        let foot = life.end().map_or(time.bottom, |week| time.y(f64::from(week)));
        scene.line(&[(x, time.top), (x, foot)], look.colour, 2.0, Dash::Solid);
        if let Some(week) = person.parting {
            // Short, so that it strikes no text out.
            let y = time.y(f64::from(week));
            scene.line(&[(x - 15.0, y), (x + 15.0, y)], BLACK, 1.0, Dash::Broken(&[3.0, 2.0]));
        }
        let own_from = if person.lanes.len() == 1 { Some(0) } else { person.parting };
        Lane { time: &time, x, look, own_from }.draw(observed, scene, life);
    }
}

fn heading(observed: &Observed, person: &Person) -> String {
    let name = &person.name;
    match person.parting {
        Some(week) => {
            let day = observed.record.date_of(i64::from(week)).strftime("%-d %B %Y");
            format!("{name}: the lives diverge on {day}")
        }
        None if person.lanes.len() == 1 => name.clone(),
        None => format!("{name}: the same life under both"),
    }
}

/// Draws the calendar down the left side.
fn years(observed: &Observed, scene: &mut Scene, time: &Downwards) {
    let ticks: Vec<Tick> = axis::dates(observed.record, time.weeks as usize, time.bottom - time.top, |_| 16.0);
    let x = SIDE + YEARS - 18.0;
    scene.line(&[(x, time.top), (x, time.bottom)], LIGHT, 0.75, Dash::Solid);
    for tick in ticks {
        let y = time.y(tick.at);
        scene.line(&[(x - 4.0, y), (x, y)], GREY, 0.75, Dash::Solid);
        scene.text((x - 7.0, y + 3.5), tick.text, style::small(Anchor::End));
    }
}

/// An arm's line through a person's time.
struct Lane<'a> {
    time: &'a Downwards,
    x: f64,
    look: Look,
    /// The first week that is not the same under the other arm.
    own_from: Option<u32>,
}

impl Lane<'_> {
    /// Draws small dots for all events, then larger ones with labels for those that are named.
    fn draw(&self, observed: &Observed, scene: &mut Scene, life: &Life) {
        for event in &life.events {
            scene.disc((self.x, self.time.y(f64::from(event.week))), 2.4, self.look.colour);
        }
        let wanted: Vec<f64> = life.tellings.iter().map(|telling| self.time.y(f64::from(telling.week))).collect();
        let (top, bottom) = (self.time.top - 2.0, self.time.bottom + 6.0);
        for ((telling, from), to) in life.tellings.iter().zip(&wanted).zip(apart(&wanted, ROW, top, bottom)) {
            let is_own = self.own_from.is_some_and(|week| telling.week >= week);
            let (colour, shape, fill) = match is_own {
                true => (self.look.colour, self.look.shape, Fill::Full),
                false => (GREY, Shape::Disc, Fill::Hollow),
            };
            let way = [(self.x, *from), (self.x + BESIDE - 12.0, to), (self.x + BESIDE - 4.0, to)];
            scene.line(&way, colour, 0.75, Dash::Solid);
            dots::dot(scene, (self.x, *from), shape, colour, fill);
            let day = observed.record.date_of(i64::from(telling.week)).strftime("%-d %b %Y").to_string();
            self.write(scene, (&day, &telling.text), to + 3.6, if is_own { BLACK } else { GREY });
        }
    }

    fn write(&self, scene: &mut Scene, (day, text): (&str, &str), y: f64, colour: Colour) {
        let date_colour = if colour == GREY { GREY } else { DARK };
        scene.text((self.x + BESIDE, y), day, face(10.0, Weight::Normal, date_colour, Anchor::Start));
        let look = face(tellings::SIZE, Weight::Normal, colour, Anchor::Start);
        scene.text((self.x + BESIDE + DATE, y), text, look);
    }
}

fn title(observed: &Observed, first: &Person) -> String {
    match first.parting {
        Some(week) => {
            let day = observed.record.date_of(i64::from(week)).strftime("%B %Y").to_string();
            words::under_ten(&[format!("{}: the lives diverge in {day}", first.name)])
        }
        None if first.lanes.len() == 1 => words::under_ten(&[format!("{}: a life in dates", first.name)]),
        None => words::under_ten(&[format!("{}: the same life under both", first.name)]),
    }
}

fn subtitle(observed: &Observed) -> String {
    match arms(observed).as_slice() {
        [first, other] => {
            let (first, other) = (observed.label(*first), observed.label(*other));
            format!(
                "The same person on the same luck under {first} and {other}, chosen for how far the lives diverge. \
                 Grey: the same under both. First replicate."
            )
        }
        _ => "Dated events in the first replicate.".to_owned(),
    }
}

fn alt(observed: &Observed, people: &[Person]) -> String {
    let life = |life: &Life| {
        let parts: Vec<String> = life.tellings.iter().map(|t| format!("week {} {}", t.week, t.text)).collect();
        format!("under {}: {}", observed.label(life.arm), parts.join(", "))
    };
    let of = |person: &Person| {
        let lanes: Vec<String> = person.lanes.iter().map(life).collect();
        format!("{}; {}.", heading(observed, person), lanes.join("; "))
    };
    let all: Vec<String> = people.iter().map(of).collect();
    format!(
        "Timelines of the most telling dated events, a lane for each arm. In this model, under these assumptions, \
         one simulated future, and people chosen for how far their lives diverge. {}",
        all.join(" ")
    )
}

fn rows(observed: &Observed, people: &[Person]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for person in people {
        for life in &person.lanes {
            for event in &life.events {
                let date = observed.record.date_of(i64::from(event.week)).to_string();
                let arm = observed.record.arms[life.arm].name.clone();
                let words = [event.event.to_string(), event.detail.clone()];
                rows.push([vec![person.name.clone(), arm, event.week.to_string(), date], words.to_vec()].concat());
            }
        }
    }
    rows
}
