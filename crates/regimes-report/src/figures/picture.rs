//! A picture of the town: a dot for each of the residents that were looked at, by what they are in, at a few weeks under two
//! arms. It is one future, so it shows how things can go and claims no more.

use crate::figures::dots;
use crate::figures::figure::Figure;
use crate::figures::fonts;
use crate::figures::looks;
use crate::figures::page::{Page, SIDE, Words};
use crate::figures::scene::{Anchor, At, Colour, Scene};
use crate::figures::style::{self, BLACK, LILAC, PLUM, Shape, TEAL};
use crate::figures::words;
use crate::observed::Observed;
use regimes_study::simulation::states::{KINDS, OF_RESIDENTS};
use std::collections::BTreeMap;

/// How each state looks, in the order of [`OF_RESIDENTS`]: shape, colour and size (point). None is the colour of an arm
/// that is always the same.
const LOOKS: [(Shape, Colour, f64); OF_RESIDENTS.len()] = [
    (Shape::Square, PLUM, 3.1),
    (Shape::Triangle, BLACK, 2.7),
    (Shape::Disc, TEAL, 2.8),
    (Shape::Diamond, LILAC, 2.3),
    (Shape::Disc, (0xC8, 0xC8, 0xC8), 1.6),
];

/// Width of the page (point).
const WIDE: f64 = 1080.0;
/// Space between pictures (point).
const GAP: f64 = 20.0;
/// Distance between dots, at most (point).
const PITCH: f64 = 9.0;
/// Height of the key, of the dates, of an arm's name, and of the counts below a picture (point).
const KEY: f64 = 26.0;
const DATES: f64 = 18.0;
const NAME: f64 = 20.0;
const COUNTS: f64 = 30.0;

/// The town under an arm: by week, the number of the state of each resident.
struct Town {
    arm: usize,
    looks: Vec<(u32, Vec<usize>)>,
}

impl Town {
    /// Of the first run of an arm that was looked at, the residents in the order of the first look; none where there is no
    /// such run, or some of them were not looked at each time.
    fn of(observed: &Observed, arm: usize) -> Option<Town> {
        let states = observed.runs(arm).iter().map(|run| observed.states(*run)).find(|states| !states.is_empty())?;
        let mut looks: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for row in states.iter().filter(|row| row.kind == KINDS[0]) {
            let state = OF_RESIDENTS.iter().position(|state| row.state == *state)?;
            looks.entry(row.week).or_default().push(state);
        }
        let n = looks.values().next()?.len();
        looks.values().all(|look| look.len() == n).then(|| Town { arm, looks: looks.into_iter().collect() })
    }

    fn people(&self) -> usize {
        self.looks.first().map_or(0, |(_, look)| look.len())
    }

    /// How many are in each state at a look.
    fn counts(look: &[usize]) -> [usize; OF_RESIDENTS.len()] {
        let mut counts = [0; OF_RESIDENTS.len()];
        look.iter().for_each(|state| counts[*state] += 1);
        counts
    }
}

/// The figure.
///
/// # Errors
/// If nobody was looked at.
pub fn figure(observed: &Observed) -> Result<Figure, String> {
    let arms = shown(observed);
    let towns: Vec<Town> = arms.into_iter().filter_map(|arm| Town::of(observed, arm)).collect();
    let first = towns.first().ok_or("no state was looked at")?;
    let (people, looks) = (first.people(), first.looks.len());
    if towns.iter().any(|town| (town.people(), town.looks.len()) != (people, looks)) {
        return Err("arms were not looked at alike".to_owned());
    }
    let title = title(observed, &towns, people);
    let subtitle = "A dot a person, in one future: how things can go, not how often. Each keeps the place in all pictures; those \
                    who are in crisis or without a home most often, under either arm, come first.";
    let note = "The first state that applies is shown, in the order of the key. Who died or moved away is followed by whoever \
                came. States of all arms: states.csv.";
    let grid = Grid::of(people, looks);
    let high = NAME + grid.side.1 + COUNTS;
    let size = (WIDE, KEY + DATES + high * towns.len() as f64);
    let mut page = Page::new(observed, size, &Words { title: &title, subtitle, plain: "", note });
    let top = page.top;
    key(&mut page.scene, (SIDE, top + 6.0));
    let order = order(&towns, people);
    for (look, (week, _)) in first.looks.iter().enumerate() {
        let day = day(observed, *week);
        page.scene.text((grid.left(look), top + KEY + 10.0), day, style::small(Anchor::Start));
    }
    for (row, town) in towns.iter().enumerate() {
        draw(observed, &mut page.scene, (town, &order), (&grid, top + KEY + DATES + high * row as f64));
    }
    let (alt, rows) = (alt(observed, &towns), rows(observed, &towns));
    Ok(Figure { name: "town".into(), title, alt, header: HEADER.to_vec(), rows, scene: page.scene })
}

/// The day on which a week begins, in words.
fn day(observed: &Observed, week: u32) -> String {
    observed.record.date_of(i64::from(week)).strftime("%-d %B %Y").to_string()
}

const HEADER: [&str; 5] = ["arm", "week", "date", "state", "people"];

/// The first arm, and the one that titles are about.
fn shown(observed: &Observed) -> Vec<usize> {
    let other = observed.focus().or((observed.n_arms() > 1).then_some(1));
    [Some(0), other].into_iter().flatten().collect()
}

/// Where dots stand.
struct Grid {
    columns: usize,
    pitch: f64,
    /// Width and height of a picture (point).
    side: (f64, f64),
}

impl Grid {
    fn of(people: usize, looks: usize) -> Grid {
        let columns = libm::ceil(libm::sqrt(people as f64)).max(1.0) as usize;
        let room = (WIDE - 2.0 * SIDE - GAP * (looks - 1) as f64) / looks as f64;
        let pitch = (room / columns as f64).min(PITCH);
        let rows = people.div_ceil(columns);
        Grid { columns, pitch, side: (pitch * columns as f64, pitch * rows as f64) }
    }

    /// The left edge of a picture: counts below one need some room where the picture itself is narrow.
    fn left(&self, look: usize) -> f64 {
        SIDE + (self.side.0.max(COUNT * LOOKS.len() as f64) + GAP) * look as f64
    }

    fn at(&self, place: usize) -> At {
        let (row, column) = (place / self.columns, place % self.columns);
        (self.pitch * (column as f64 + 0.5), self.pitch * (row as f64 + 0.5))
    }
}

/// Residents in the order of their places: those first who are in the hardest states most often, under all arms together.
fn order(towns: &[Town], people: usize) -> Vec<usize> {
    let looks = || towns.iter().flat_map(|town| &town.looks);
    let eased = |person: usize| looks().map(|(_, look)| look[person]).sum::<usize>();
    let mut order: Vec<usize> = (0..people).collect();
    order.sort_by_key(|person| (eased(*person), *person));
    order
}

/// What each dot stands for.
fn key(scene: &mut Scene, (left, y): At) {
    let look = style::small(Anchor::Start);
    let mut x = left;
    for (state, (shape, colour, size)) in OF_RESIDENTS.iter().zip(LOOKS) {
        dots::mark(scene, (x + 5.0, y - 3.5), shape, colour, 1.3 * size);
        scene.text((x + 13.0, y), *state, look);
        x += 13.0 + fonts::width(state, look.size, look.weight) + 22.0;
    }
}

/// Room of a count (point).
const COUNT: f64 = 30.0;

fn draw(observed: &Observed, scene: &mut Scene, (town, order): (&Town, &[usize]), (grid, top): (&Grid, f64)) {
    let mut strong = style::strong(looks::of(observed)[town.arm].colour, Anchor::Start);
    strong.size = 13.0;
    scene.text((SIDE, top + 10.0), observed.label(town.arm), strong);
    for (look, (_, states)) in town.looks.iter().enumerate() {
        let left = grid.left(look);
        for (place, person) in order.iter().enumerate() {
            let (shape, colour, size) = LOOKS[states[*person]];
            let (x, y) = grid.at(place);
            let size = size * grid.pitch.min(8.0) / 8.0;
            dots::mark(scene, (left + x, top + NAME + y), shape, colour, size);
        }
        let y = top + NAME + grid.side.1 + 13.0;
        for (state, count) in Town::counts(states).into_iter().enumerate() {
            let (shape, colour, size) = LOOKS[state];
            let x = left + COUNT * state as f64;
            dots::mark(scene, (x + 4.0, y - 3.2), shape, colour, size);
            scene.text((x + 10.0, y), count.to_string(), style::small(Anchor::Start));
        }
    }
}

fn title(observed: &Observed, towns: &[Town], people: usize) -> String {
    let labels: Vec<String> = towns.iter().map(|town| observed.label(town.arm).to_owned()).collect();
    words::under_ten(&[
        format!("The same {people} people under {}", words::listed(&labels)),
        format!("The same {people} people under two arms"),
    ])
}

fn alt(observed: &Observed, towns: &[Town]) -> String {
    let of_look = |(week, look): &(u32, Vec<usize>)| {
        let counts = Town::counts(look).into_iter().zip(OF_RESIDENTS).map(|(n, state)| format!("{n} {state}"));
        let day = day(observed, *week);
        format!("on {day} {}", words::listed(&counts.collect::<Vec<String>>()))
    };
    let of_town = |town: &Town| {
        let ends = [town.looks.first(), town.looks.last()];
        let ends = if town.looks.len() > 1 { &ends[..] } else { &ends[..1] };
        let told: Vec<String> = ends.iter().flatten().map(|look| of_look(look)).collect();
        format!("under {} {}", observed.label(town.arm), told.join("; "))
    };
    let all: Vec<String> = towns.iter().map(of_town).collect();
    format!(
        "Grids of dots, one a person, by state, for several weeks side by side and arms below one another, in one future. In \
         this model, under these assumptions: {}.",
        all.join(". ")
    )
}

fn rows(observed: &Observed, towns: &[Town]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for town in towns {
        for (week, look) in &town.looks {
            let date = observed.record.date_of(i64::from(*week)).to_string();
            for (n, state) in Town::counts(look).into_iter().zip(OF_RESIDENTS) {
                let arm = observed.record.arms[town.arm].name.clone();
                rows.push(vec![arm, week.to_string(), date.clone(), state.to_owned(), n.to_string()]);
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    #[test]
    fn everybody_is_counted_at_each_look_under_both_arms() {
        let (record, ensemble) = synthetic::make(&["npm", "hls", "graft"], 5, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let made = figure(&observed).unwrap();
        assert_eq!(made.title, "The same 60 people under NPM and HLS");
        assert_eq!(made.rows.len(), 2 * 6 * OF_RESIDENTS.len());
        for look in made.rows.chunks_exact(OF_RESIDENTS.len()) {
            assert_eq!(look.iter().map(|row| row[4].parse::<usize>().unwrap()).sum::<usize>(), 60);
        }
        let states = observed.states(observed.runs(0)[0]);
        let last = states.iter().filter(|row| row.week == 59 && row.state == OF_RESIDENTS[0]).count();
        assert!(
            made.rows
                .iter()
                .any(|row| row[..4] == ["npm", "59", made.rows[25][2].as_str(), "in crisis"]
                    && row[4] == last.to_string())
        );
    }

    #[test]
    fn those_in_the_hardest_states_come_first_whichever_arm_they_are_in() {
        let town = |arm, look: [usize; 3]| Town { arm, looks: vec![(0, look.to_vec())] };
        assert_eq!(order(&[town(0, [4, 4, 1]), town(1, [4, 0, 4])], 3), [1, 2, 0]);
        assert_eq!(order(&[town(0, [4, 0, 4]), town(1, [4, 4, 1])], 3), [1, 2, 0]);
    }

    #[test]
    fn a_run_without_states_has_no_picture() {
        let (record, mut ensemble) = synthetic::small();
        ensemble.traces.iter_mut().for_each(|run| run.states.clear());
        assert_eq!(
            figure(&Observed::new(&record, &ensemble).unwrap()).err().as_deref(),
            Some("no state was looked at")
        );
    }
}
