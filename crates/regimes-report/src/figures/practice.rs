//! How a practice spreads: the share of organisations that hold the arm's rules, and below it when each organisation of one
//! future took them up; of arms that phase them in or from which they spread.

use crate::figures::axis::Axis;
use crate::figures::figure::Figure;
use crate::figures::page::{Page, SIDE, WIDTH, Words};
use crate::figures::panel::{Panel, Wording};
use crate::figures::scene::{Anchor, Scene};
use crate::figures::series::{self, Series};
use crate::figures::style::{self, LIGHT, Look};
use crate::figures::{fonts, looks, words};
use crate::numbers::{grouped, short};
use crate::observed::Observed;
use regimes_study::simulation::states::{KINDS, OF_ORGANISATIONS};

/// The outcome shown.
const OUTCOME: &str = "practice_adopted";
/// Height of the curve of an arm (point).
const CURVE: f64 = 130.0;
/// Height of the words above it, and of the calendar below (point).
const HEAD: f64 = 30.0;
const FOOT: f64 = 30.0;
/// Height of the words above the strips, and of a strip (point).
const SAID: f64 = 22.0;
const STRIP: f64 = 6.0;
/// Room right of a panel for its last number (point).
const BESIDE: f64 = 46.0;

/// An arm whose rules spread.
struct Spread {
    arm: usize,
    look: Look,
    share: Series,
    organisations: Vec<Organisation>,
}

/// An organisation of one future.
struct Organisation {
    name: String,
    /// From which week on it holds the arm's rules, or those of before.
    changes: Vec<(u32, bool)>,
}

impl Organisation {
    /// The week in which it first took the arm's rules up.
    fn taken_up(&self) -> u32 {
        self.changes.iter().find(|(_, holds)| *holds).map_or(u32::MAX, |(week, _)| *week)
    }
}

/// The figure.
///
/// # Errors
/// If the rules of no arm spread over time.
pub fn figure(observed: &Observed) -> Result<Figure, String> {
    let column = series::column(observed, OUTCOME)?;
    let arms = looks::of(observed).into_iter().enumerate().filter(|(arm, _)| spreads(observed, *arm, column));
    let spreads: Vec<Spread> = arms.map(|(arm, look)| Spread::of(observed, (arm, look), column)).collect();
    if spreads.is_empty() {
        return Err("no arm is phased in, and no practice spreads".to_owned());
    }
    let title = title(observed, &spreads);
    let subtitle = "Organisations that hold the rules of the arm, share of all at work; below, each organisation of the first \
                    future in a row, filled from the week in which it took them up.";
    let note = series::note(observed, &[column]);
    let strips = spreads.iter().map(|spread| spread.organisations.len()).max().unwrap_or(0);
    let (across, high, size) = (across(spreads.len()), height(strips), size(spreads.len(), strips));
    let mut page = Page::new(observed, size, &Words { title: &title, subtitle, plain: "", note: &note });
    let wide = (WIDTH - SIDE) / across as f64;
    for (place, spread) in spreads.iter().enumerate() {
        let left = SIDE + wide * (place % across) as f64;
        let top = page.top + high * (place / across) as f64;
        let panel = Panel {
            left: left + 38.0,
            right: left + wide - BESIDE,
            top: top + HEAD,
            bottom: top + HEAD + CURVE,
            x: (0.0, observed.weeks() as f64),
            y: (0.0, 1.0),
        };
        draw(observed, &mut page.scene, &panel, spread);
    }
    let (alt, rows) = (alt(observed, &spreads), rows(observed, &spreads));
    Ok(Figure { name: "practice".into(), title, alt, header: HEADER.to_vec(), rows, scene: page.scene })
}

const HEADER: [&str; 7] = ["arm", "organisation", "week", "date", "q05", "q50", "q95"];

/// Arms beside one another.
fn across(arms: usize) -> usize {
    if arms > 1 { 2 } else { 1 }
}

/// Height of an arm with its organisations (point).
fn height(organisations: usize) -> f64 {
    let below = if organisations > 0 { SAID + STRIP * organisations as f64 } else { 0.0 };
    HEAD + CURVE + below + FOOT
}

/// The size of what is drawn, without the words about it (point).
#[must_use]
pub fn size(arms: usize, organisations: usize) -> (f64, f64) {
    (WIDTH, height(organisations) * arms.div_ceil(across(arms)) as f64)
}

/// Whether the share of organisations that hold an arm's rules takes more than one value above 0 in some run: it does not
/// where all take them up at once.
fn spreads(observed: &Observed, arm: usize, column: usize) -> bool {
    observed.runs(arm).iter().any(|run| {
        let mut above = observed.window(*run, column, 0..observed.weeks()).values;
        above.retain(|share| *share > 0.0);
        above.first().is_some_and(|first| above.iter().any(|share| share != first))
    })
}

impl Spread {
    fn of(observed: &Observed, (arm, look): (usize, Look), column: usize) -> Spread {
        let share = Series::of_arm(observed, arm, column);
        Spread { arm, look, share, organisations: organisations(observed, arm) }
    }
}

/// Organisations of the first future that has states, those first that took the arm's rules up first.
fn organisations(observed: &Observed, arm: usize) -> Vec<Organisation> {
    let states = observed.runs(arm).iter().map(|run| observed.states(*run)).find(|states| !states.is_empty());
    let mut all: Vec<Organisation> = Vec::new();
    for row in states.unwrap_or_default().into_iter().filter(|row| row.kind == KINDS[1]) {
        let change = (row.week, row.state == OF_ORGANISATIONS[1]);
        match all.iter_mut().find(|one| one.name == row.agent) {
            Some(one) => one.changes.push(change),
            None => all.push(Organisation { name: row.agent, changes: vec![change] }),
        }
    }
    all.sort_by_key(Organisation::taken_up);
    all
}

fn draw(observed: &Observed, scene: &mut Scene, panel: &Panel, spread: &Spread) {
    let (look, label) = (&spread.look, observed.label(spread.arm));
    let mut strong = style::strong(look.colour, Anchor::Start);
    strong.size = 13.0;
    scene.text((panel.left, panel.top - 10.0), fonts::cut(label, &strong, panel.right - panel.left), strong);
    panel.heights(scene, &Axis::from_zero([1.0], 2).ticks);
    panel.events(scene, observed, Wording::Bare);
    for (low, high, alpha) in [(0, 4, 0.13), (1, 3, 0.22)] {
        panel.band(scene, &spread.share.band(low, high), look.colour, alpha);
    }
    panel.curve(scene, &spread.share.line(2), look, 2.0);
    let end = spread.share.end();
    if end.is_finite() {
        let at = (panel.right + 5.0, panel.place(panel.x.1, end).1 + 3.7);
        scene.text(at, percent(end), style::strong(look.colour, Anchor::Start));
    }
    if spread.organisations.is_empty() {
        return panel.calendar(scene, observed);
    }
    let n = spread.organisations.len() as f64;
    let strips = Panel { top: panel.bottom + SAID, bottom: panel.bottom + SAID + STRIP * n, ..*panel };
    let said = format!("{n} organisations, a row each");
    scene.text((strips.left, strips.top - 6.0), said, style::small(Anchor::Start));
    for (row, organisation) in spread.organisations.iter().enumerate() {
        strip(scene, &strips, organisation, (row, look));
    }
    strips.calendar(scene, observed);
}

/// Draws what an organisation held from week to week.
fn strip(scene: &mut Scene, panel: &Panel, organisation: &Organisation, (row, look): (usize, &Look)) {
    let top = panel.top + STRIP * row as f64;
    let x = |week: f64| panel.place(week.clamp(panel.x.0, panel.x.1), 0.0).0;
    for (place, (week, holds)) in organisation.changes.iter().enumerate() {
        let end = organisation.changes.get(place + 1).map_or(panel.x.1, |(next, _)| f64::from(*next));
        let colour = if *holds { look.colour } else { LIGHT };
        scene.rectangle((x(f64::from(*week)), top), (x(end), top + STRIP - 1.5), colour);
    }
}

fn percent(share: f64) -> String {
    const PER: f64 = 100.0;
    format!("{} %", grouped(PER * share, 0))
}

/// How many hold the arm's rules at the end.
fn title(observed: &Observed, spreads: &[Spread]) -> String {
    let mut ends: Vec<f64> = spreads.iter().map(|spread| spread.share.end()).filter(|end| end.is_finite()).collect();
    ends.sort_by(f64::total_cmp);
    match (spreads, ends.as_slice()) {
        ([spread], [end]) => words::under_ten(&[
            format!("{}: its rules hold in {} of organisations", observed.label(spread.arm), percent(*end)),
            format!("Rules of the arm: {} of organisations", percent(*end)),
        ]),
        (_, [low, .., high]) if percent(*low) == percent(*high) => {
            format!("Rules of each arm: {} of organisations", percent(*high))
        }
        (_, [low, .., high]) => {
            let low = percent(*low);
            format!("Rules of arms: {} to {} of organisations", low.trim_end_matches(" %"), percent(*high))
        }
        _ => "How the rules of an arm spread".to_owned(),
    }
}

fn alt(observed: &Observed, spreads: &[Spread]) -> String {
    let one = |spread: &Spread| {
        let first = spread.organisations.iter().map(Organisation::taken_up).filter(|week| *week < u32::MAX);
        let (low, high) = first.fold((u32::MAX, 0), |(low, high), week| (low.min(week), high.max(week)));
        let when = match (low, high) {
            (u32::MAX, _) => String::new(),
            (low, high) => format!(", in the first future one by one from week {low} to week {high}"),
        };
        format!(
            "{} of organisations under {} at the end{when}",
            percent(spread.share.end()),
            observed.label(spread.arm)
        )
    };
    let all: Vec<String> = spreads.iter().filter(|spread| spread.share.end().is_finite()).map(one).collect();
    format!(
        "Curves of the share of organisations that hold the rules of the arm {}, with bands for 50 % and 90 % of simulated \
         runs, and below each a strip for each organisation of the first future. In this model, under these assumptions, the \
         median is {}.",
        words::horizon(observed),
        words::listed(&all)
    )
}

fn rows(observed: &Observed, spreads: &[Spread]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for spread in spreads {
        let arm = &observed.record.arms[spread.arm].name;
        let mut row = |who: &str, week: f64, cells: [String; 3]| {
            let date = observed.record.date_of(week as i64).to_string();
            rows.push([vec![arm.clone(), who.to_owned(), short(week), date], cells.to_vec()].concat());
        };
        for (week, quantiles) in spread.share.weeks.iter().zip(&spread.share.quantiles) {
            row("all", *week, [0, 2, 4].map(|level| short(quantiles[level])));
        }
        for one in &spread.organisations {
            for (week, holds) in &one.changes {
                row(&one.name, f64::from(*week), [String::new(), u8::from(*holds).to_string(), String::new()]);
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
    fn an_arm_that_is_taken_up_step_by_step_is_drawn_and_one_at_once_is_not() {
        let (record, mut ensemble) = synthetic::make(&["npm", "hls"], 5, 60);
        let observed = Observed::new(&record, &ensemble).unwrap();
        let made = figure(&observed).unwrap();
        assert_eq!(made.title, "HLS: its rules hold in 100 % of organisations");
        assert!(made.rows.iter().all(|row| row[0] == "hls"), "the other arm has no rules that spread");
        let of =
            |name: &str| made.rows.iter().filter(|row| row[1] == name).map(|row| row[2].as_str()).collect::<Vec<_>>();
        assert_eq!((of("harbour-office_3"), of("harbour-office_0")), (vec!["0", "9"], vec!["0"]));
        assert!(made.alt.contains("one by one from week 3 to week 15"), "{}", made.alt);
        let (column, n) = (record.outcome(OUTCOME).unwrap(), record.outcomes.len());
        for run in ensemble.traces.iter_mut().filter(|run| run.arm == 1) {
            // Late, and all at once.
            run.outcomes
                .chunks_exact_mut(n)
                .enumerate()
                .for_each(|(week, row)| row[column] = f64::from(u8::from(week > 9)));
        }
        let refused = figure(&Observed::new(&record, &ensemble).unwrap()).err();
        assert_eq!(refused.as_deref(), Some("no arm is phased in, and no practice spreads"));
    }
}
