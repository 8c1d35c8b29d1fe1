//! What is reported and what is true as twin curves, an arm beside the other: of performance, and of waiting.

use crate::figures::axis::{self, Axis};
use crate::figures::figure::Figure;
use crate::figures::page::{Page, SIDE, Words};
use crate::figures::panel::{EndLabel, Panel, Wording};
use crate::figures::scene::{Anchor, Dash, Scene};
use crate::figures::series::{self, Series};
use crate::figures::style::{self, Look};
use crate::figures::{fonts, looks, titles, words};
use crate::findings::Finding;
use crate::numbers::{grouped, short, signed, typeset};
use crate::observed::{Observed, Over};
use crate::verdicts;

/// Panels in a row, so that few places stay empty.
fn in_a_row(n: usize) -> usize {
    match n {
        0..=3 => n.max(1),
        4 => 2,
        _ => 3,
    }
}

/// The size of what is drawn, without the words about it (point).
#[must_use]
pub fn size(arms: usize) -> (f64, f64) {
    let rows = arms.div_ceil(in_a_row(arms)) as f64;
    (800.0, 40.0 + rows * if rows > 1.0 { 250.0 } else { 300.0 })
}

/// What is shown as twins.
pub struct Kind {
    /// The file name of the figure without ending.
    name: &'static str,
    /// What is reported, and what is true.
    outcomes: [&'static str; 2],
    /// The outcome whose number stands beside an arm and in the title, and what the title calls it.
    told: (&'static str, &'static str),
    /// The number as it stands beside an arm.
    beside: fn(f64) -> String,
    /// Decimals of the number in the title, at most.
    decimals: usize,
    /// What is shown; the unit and what the number is follow.
    shows: &'static str,
    /// What the number is.
    number: &'static str,
    /// What it amounts to.
    plain: fn(&Observed) -> String,
    /// What is shaded.
    shaded: &'static str,
    /// What the curves are of, for those who cannot see them.
    of: &'static str,
    /// The axis that holds all.
    axis: fn(&[f64]) -> Axis,
}

/// Reported and true performance.
pub const PERFORMANCE: Kind = Kind {
    name: "reported_and_true",
    outcomes: ["reported_performance", "true_performance"],
    told: ("reported_minus_true", "Reported less true"),
    beside: |gap| format!("gap {}", typeset(&signed(gap, 2))),
    decimals: 2,
    shows: "Performance as reported and as it is true",
    number: "the gap is shaded, its number is the median",
    plain: |_| {
        "A gap of 0.10: of a hundred closed cases, ten more are reported as done than brought a real gain.".to_owned()
    },
    shaded: "reported less true",
    of: "performance",
    axis: |values| Axis::holding(values.iter().copied(), 5),
};

/// Reported and true waiting.
pub const WAITING: Kind = Kind {
    name: "reported_and_true_wait",
    outcomes: ["reported_wait", "true_wait"],
    told: ("true_wait", "True weeks of waiting"),
    beside: |weeks| format!("true {} weeks", grouped(weeks, 1)),
    decimals: 1,
    shows: "Time from first asking to help: true, to the case; reported, what the clock showed",
    number: "the number is the median true wait",
    plain: on_lists,
    shaded: "what the clock left out",
    of: "wait",
    axis: |values| Axis::from_zero(values.iter().copied(), 5),
};

/// How many people wait.
fn on_lists(observed: &Observed) -> String {
    const PER: f64 = 1000.0;
    let Some(column) = observed.record.outcome("waiting") else { return String::new() };
    let finding = Finding::of(observed, column, Over::Final);
    let is_told = |arm: &usize| observed.focus().is_none_or(|focus| *arm == focus || *arm == 0);
    let arms = finding.with_value(observed, column).into_iter().filter(is_told);
    let told = |arm: usize| format!("{} under {}", grouped(PER * finding.arms[arm].value, 0), observed.label(arm));
    let told: Vec<String> = arms.map(told).collect();
    if told.is_empty() {
        return String::new();
    }
    format!("On a waiting list in {}, of 1,000 residents: {}.", words::period(observed), told.join(", "))
}

/// The reported and the true curve of an arm.
struct Twins {
    arm: usize,
    look: Look,
    reported: Series,
    truth: Series,
    /// The number that stands beside it, the median of the final year.
    number: f64,
}

impl Twins {
    fn of(observed: &Observed, (arm, look): (usize, Look), kind: &Kind, [reported, truth]: [usize; 2]) -> Twins {
        let told = observed.record.outcome(kind.told.0);
        Twins {
            arm,
            look,
            reported: Series::of_arm(observed, arm, reported),
            truth: Series::of_arm(observed, arm, truth),
            number: told.map_or(f64::NAN, |column| Finding::of(observed, column, Over::Final).arms[arm].value),
        }
    }

    fn is_empty(&self) -> bool {
        self.reported.is_empty() && self.truth.is_empty()
    }
}

/// The figure.
///
/// # Errors
/// If it is not observed, nobody was in it, or nobody waited.
pub fn figure(observed: &Observed, kind: &Kind) -> Result<Figure, String> {
    let columns = [series::column(observed, kind.outcomes[0])?, series::column(observed, kind.outcomes[1])?];
    let says = |arm: &usize| columns.iter().all(|column| observed.says_something(*arm, *column));
    let arms = looks::of(observed).into_iter().enumerate().filter(|(arm, _)| says(arm));
    let twins: Vec<Twins> = arms.map(|arm| Twins::of(observed, arm, kind, columns)).collect();
    if twins.iter().all(Twins::is_empty) {
        return Err(format!("{}: {}", kind.of, words::MISSING));
    }
    let title = title(observed, kind, &twins);
    let unit = observed.unit_in_words(columns[0]);
    let subtitle = format!("{}, {unit}; {} of {}.", kind.shows, kind.number, words::period(observed));
    let note = format!(
        "{} Shaded: {}.",
        series::note(observed, &[columns[0]]).replace(" Bands: 50 % and 90 % of simulated runs.", ""),
        kind.shaded
    );
    let words = Words { title: &title, subtitle: &subtitle, plain: &(kind.plain)(observed), note: &note };
    let mut page = Page::new(observed, size(twins.len()), &words);
    let axis = axis(kind, &twins);
    let range = axis::range_said(&axis, observed.outcome(columns[0]).unit);
    page.scene.text((SIDE, page.top + 2.0), range, style::small(Anchor::Start));
    page.top += 8.0;
    for (place, twin) in twins.iter().enumerate() {
        let panel = panel(observed, &page, &axis, place, twins.len());
        draw(observed, (&mut page, &panel), &axis, (kind, twin));
    }
    let (alt, rows) = (alt(observed, kind, &twins), rows(observed, &twins));
    Ok(Figure { name: kind.name.into(), title, alt, header: HEADER.to_vec(), rows, scene: page.scene })
}

const HEADER: [&str; 5] = ["arm", "week", "date", "reported", "true"];

fn axis(kind: &Kind, twins: &[Twins]) -> Axis {
    let medians = |s: &Series| s.line(2).into_iter().map(|p| p.1).collect::<Vec<_>>();
    (kind.axis)(&twins.iter().flat_map(|t| [medians(&t.reported), medians(&t.truth)].concat()).collect::<Vec<f64>>())
}

/// Room at the right of a panel for labels at the ends of its curves.
const BESIDE: f64 = 76.0;

fn panel(observed: &Observed, page: &Page, axis: &Axis, place: usize, n: usize) -> Panel {
    let in_a_row = in_a_row(n);
    let n_rows = n.div_ceil(in_a_row);
    let (row, across) = (place / in_a_row, place % in_a_row);
    let left = SIDE + 40.0;
    let wide = (page.scene.width - left - 12.0) / in_a_row as f64;
    let high = (page.bottom - page.top) / n_rows as f64;
    let mut panel = Panel {
        left: left + wide * across as f64,
        right: left + wide * (across + 1) as f64 - BESIDE,
        top: page.top + high * row as f64 + 20.0,
        bottom: page.top + high * (row + 1) as f64 - 28.0,
        x: (0.0, observed.weeks() as f64),
        y: (axis.low, axis.high),
    };
    panel.top += panel.room_for_events(observed, page.scene.width);
    panel
}

fn draw(observed: &Observed, (page, panel): (&mut Page, &Panel), axis: &Axis, (kind, twin): (&Kind, &Twins)) {
    let look = &twin.look;
    let scene = &mut page.scene;
    let mut ticks = axis.ticks.clone();
    if panel.left > SIDE + 41.0 {
        ticks.iter_mut().for_each(|tick| tick.text.clear());
    }
    panel.heights(scene, &ticks);
    panel.calendar(scene, observed);
    let wording = if panel.left > SIDE + 41.0 { Wording::Bare } else { Wording::Labelled };
    panel.events(scene, observed, wording);
    heading(observed, (scene, panel), kind, twin);
    if twin.is_empty() {
        return panel.missing(scene);
    }
    let (reported, truth) = (twin.reported.line(2), twin.truth.line(2));
    let gap: Vec<(f64, f64, f64)> = reported.iter().zip(&truth).map(|(r, t)| (r.0, t.1, r.1)).collect();
    panel.band(scene, &gap, look.colour, 0.16);
    panel.curve(scene, &truth, &Look { dash: Dash::Broken(&[5.0, 2.5]), ..*look }, 1.8);
    panel.curve(scene, &reported, &Look { dash: Dash::Solid, ..*look }, 2.2);
    let label = |text: &str, at: f64| EndLabel { at, text: text.to_owned(), colour: look.colour, dot: None };
    panel.end_labels(scene, &[label("reported", twin.reported.end()), label("true", twin.truth.end())]);
}

/// Writes the arm's name above its panel, and its number beside it.
fn heading(observed: &Observed, (scene, panel): (&mut Scene, &Panel), kind: &Kind, twin: &Twins) {
    let y = panel.top - panel.room_for_events(observed, scene.width) - 8.0;
    let mut strong = style::strong(twin.look.colour, Anchor::Start);
    strong.size = 13.0;
    let label = observed.label(twin.arm);
    scene.text((panel.left, y), label, strong);
    let x = panel.left + fonts::width(label, strong.size, strong.weight) + 10.0;
    if !twin.number.is_finite() {
        return;
    }
    let (told, small) = ((kind.beside)(twin.number), style::small(Anchor::Start));
    let fits = |text: &String| x + fonts::width(text, small.size, small.weight) < panel.right + BESIDE - 8.0;
    // A long name leaves the number no room but in the panel's corner.
    let at = if fits(&told) { (x, y) } else { (panel.left + 4.0, panel.bottom - 6.0) };
    scene.text(at, told, small);
}

fn title(observed: &Observed, kind: &Kind, twins: &[Twins]) -> String {
    let numbers = twins.iter().map(|twin| (twin.arm, twin.number)).filter(|(_, number)| number.is_finite());
    let numbers: Vec<(usize, f64)> = numbers.collect();
    let (outcome, name) = kind.told;
    if numbers.is_empty() {
        return format!("{} as reported and as it is", words::capitalised(kind.of));
    }
    let said = observed.focus().zip(observed.record.outcome(outcome));
    let said = said.map(|(arm, column)| verdicts::of_outcome(observed, column, arm).said);
    titles::of_values(observed, name, (&numbers, said), kind.decimals)
}

fn alt(observed: &Observed, kind: &Kind, twins: &[Twins]) -> String {
    let one = |t: &Twins| {
        format!(
            "ends under {} at {} reported and {} true",
            observed.label(t.arm),
            grouped(t.reported.end(), 2),
            grouped(t.truth.end(), 2)
        )
    };
    let all: Vec<String> = twins.iter().filter(|t| !t.is_empty()).map(one).collect();
    format!(
        "Twin curves of median reported and true {} {}, one panel an arm on the same axis, the gap shaded. In this model, \
         under these assumptions, {} {}.",
        kind.of,
        words::horizon(observed),
        kind.of,
        words::listed(&all)
    )
}

fn rows(observed: &Observed, twins: &[Twins]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for twin in twins {
        for ((week, reported), (_, truth)) in twin.reported.line(2).into_iter().zip(twin.truth.line(2)) {
            let date = observed.record.date_of(week as i64).to_string();
            let arm = observed.record.arms[twin.arm].name.clone();
            rows.push(vec![arm, short(week), date, short(reported), short(truth)]);
        }
    }
    rows
}
