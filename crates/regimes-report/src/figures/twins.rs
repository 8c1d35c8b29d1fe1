//! Reported and true performance as twin curves, an arm beside the other: the gap is what reports leave out.

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

/// The reported and the true curve of an arm.
struct Twins {
    arm: usize,
    look: Look,
    reported: Series,
    truth: Series,
    /// Reported less true, the median of the final year.
    gap: f64,
}

impl Twins {
    fn of(observed: &Observed, (arm, look): (usize, Look), reported: usize, truth: usize) -> Twins {
        let gap = observed.record.outcome("reported_minus_true");
        Twins {
            arm,
            look,
            reported: Series::of_arm(observed, arm, reported),
            truth: Series::of_arm(observed, arm, truth),
            gap: gap.map_or(f64::NAN, |column| Finding::of(observed, column, Over::Final).arms[arm].value),
        }
    }

    fn is_empty(&self) -> bool {
        self.reported.is_empty() && self.truth.is_empty()
    }
}

/// The figure.
///
/// # Errors
/// If performance is not observed.
pub fn figure(observed: &Observed) -> Result<Figure, String> {
    let (reported, truth) =
        (series::column(observed, "reported_performance")?, series::column(observed, "true_performance")?);
    let arms = looks::of(observed).into_iter().enumerate().filter(|(arm, _)| observed.says_something(*arm, reported));
    let twins: Vec<Twins> = arms.map(|arm| Twins::of(observed, arm, reported, truth)).collect();
    if twins.iter().all(Twins::is_empty) {
        return Err(format!("performance: {}", words::MISSING));
    }
    let title = title(observed, &twins);
    let unit = observed.unit_in_words(reported);
    let subtitle = format!(
        "Performance as reported and as it is true, {unit}; the gap is shaded, its number is the median of {}.",
        words::period(observed)
    );
    let plain = "A gap of 0.10: of a hundred closed cases, ten more are reported as done than brought a real gain.";
    let note = format!(
        "{} Shaded: reported less true.",
        series::note(observed, &[reported]).replace(" Bands: 50 % and 90 % of simulated runs.", "")
    );
    let size = size(twins.len());
    let mut page = Page::new(observed, size, &Words { title: &title, subtitle: &subtitle, plain, note: &note });
    let axis = axis(&twins);
    let range = axis::range_said(&axis, observed.outcome(reported).unit);
    page.scene.text((SIDE, page.top + 2.0), range, style::small(Anchor::Start));
    page.top += 8.0;
    for (place, twin) in twins.iter().enumerate() {
        let panel = panel(observed, &page, &axis, place, twins.len());
        draw(observed, &mut page, &panel, &axis, twin);
    }
    let alt = alt(observed, &twins);
    Ok(Figure {
        name: "reported_and_true".into(),
        title,
        alt,
        header: HEADER.to_vec(),
        rows: rows(observed, &twins),
        scene: page.scene,
    })
}

const HEADER: [&str; 5] = ["arm", "week", "date", "reported", "true"];

fn axis(twins: &[Twins]) -> Axis {
    let medians = |s: &Series| s.line(2).into_iter().map(|p| p.1).collect::<Vec<_>>();
    Axis::holding(twins.iter().flat_map(|t| [medians(&t.reported), medians(&t.truth)].concat()), 5)
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

fn draw(observed: &Observed, page: &mut Page, panel: &Panel, axis: &Axis, twin: &Twins) {
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
    heading(observed, scene, panel, twin);
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

/// Writes the arm's name above its panel, and the gap beside it.
fn heading(observed: &Observed, scene: &mut Scene, panel: &Panel, twin: &Twins) {
    let y = panel.top - panel.room_for_events(observed, scene.width) - 8.0;
    let mut strong = style::strong(twin.look.colour, Anchor::Start);
    strong.size = 13.0;
    let label = observed.label(twin.arm);
    scene.text((panel.left, y), label, strong);
    let x = panel.left + fonts::width(label, strong.size, strong.weight) + 10.0;
    if !twin.gap.is_finite() {
        return;
    }
    let (gap, small) = (typeset(&signed(twin.gap, 2)), style::small(Anchor::Start));
    let fits = |text: &String| x + fonts::width(text, small.size, small.weight) < panel.right + BESIDE - 8.0;
    let told = format!("gap {gap}");
    // A long name leaves the gap no room but in the panel's corner.
    let at = if fits(&told) { (x, y) } else { (panel.left + 4.0, panel.bottom - 6.0) };
    scene.text(at, told, small);
}

fn title(observed: &Observed, twins: &[Twins]) -> String {
    let gaps: Vec<(usize, f64)> = twins.iter().map(|t| (t.arm, t.gap)).filter(|(_, gap)| gap.is_finite()).collect();
    if gaps.is_empty() {
        return "Performance as reported and as it is".to_owned();
    }
    titles::of_values(observed, "Reported less true", &gaps, 2)
}

fn alt(observed: &Observed, twins: &[Twins]) -> String {
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
        "Twin curves of median reported and true performance {}, one panel an arm on the same axis, the gap \
         shaded. In this model, under these assumptions, performance {}.",
        words::horizon(observed),
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
