//! Acceptability: in which share of cases each arm has the highest net benefit, over values of a WELLBY, and below it what
//! perfect information would be worth; at both ends of the slope.

use crate::economics::{Spread, View, values};
use crate::figures::axis::Axis;
use crate::figures::evaluated::shown::{KEY_LINE, SHOWN, Shown, head};
use crate::figures::figure::Figure;
use crate::figures::page::{Page, SIDE, Words};
use crate::figures::panel::Panel;
use crate::figures::scene::{Anchor, Dash, Scene, Weight, face};
use crate::figures::style::{BLACK, DARK, GREY, LIGHT, Look, Shape};
use crate::numbers::short;
use crate::observed::Observed;

/// Its file name without ending.
pub const NAME: &str = "acceptability";
/// Width of the page (point).
const WIDE: f64 = 860.0;
/// Heights of the panels of acceptability and of information (point).
const HIGH: [f64; 2] = [220.0, 110.0];
/// Room above a panel for its head, and below for its ticks (point).
const HEAD: f64 = 24.0;
const TICKS: f64 = 24.0;
/// Room left of a panel for its ticks (point).
const LEFT: f64 = 52.0;
/// Space between panels (point).
const GAP: f64 = 14.0;
/// Steps of the value of a WELLBY.
const STEPS: usize = 50;
/// The highest value of a WELLBY that is drawn where none is known (currency/WELLBY).
const UNKNOWN_TO: f64 = 50_000.0;
/// How far beyond the highest known value curves go.
const BEYOND: f64 = 2.0;

/// The figure of a run.
///
/// # Errors
/// If there are no two arms to compare.
pub fn figure(observed: &Observed) -> Result<Figure, String> {
    Ok(draw(&Shown::of(observed)?))
}

/// A value of a WELLBY, and what follows from it.
struct At {
    value: f64,
    /// By place of the arm.
    acceptable: Vec<f64>,
    best: Option<usize>,
    evpi: f64,
}

/// The figure.
#[must_use]
pub fn draw(shown: &Shown) -> Figure {
    let title = shown.title("Which arm pays at what value");
    let unit = shown.money.unit_in_words("GBP");
    let subtitle = format!(
        "Above: share of {} in which an arm has the highest net benefit, by the value of a WELLBY ({unit}). Below: what perfect \
         information would be worth for a resident ({unit}). {}",
        shown.cases(),
        shown.counted()
    );
    let words = Words { title: &title, subtitle: &subtitle, plain: "", note: &note(shown) };
    let key = shown.key(WIDE - 2.0 * SIDE);
    let field = KEY_LINE * key.len() as f64 + 2.0 * (HEAD + TICKS) + HIGH[0] + HIGH[1];
    let mut page = Page::from(&shown.source, (WIDE, field), &words);
    shown.draw_key(&mut page.scene, (SIDE, page.top + 6.0), &key);
    let across = Axis::from_zero([highest_value(shown)], 5);
    let curves = SHOWN.map(|slope| curve(shown, slope, across.high));
    let shares = Axis::from_zero([1.0], 5);
    let worth = Axis::from_zero(curves.iter().flatten().map(|at| at.evpi), 3);
    let wide = (WIDE - 2.0 * SIDE - GAP) / SHOWN.len() as f64;
    for (column, (slope, curve)) in SHOWN.iter().zip(&curves).enumerate() {
        let left = SIDE + (wide + GAP) * column as f64;
        let bottom = page.bottom - TICKS;
        let panel = |bottom: f64, high: f64, axis: &Axis| Panel {
            left: left + LEFT,
            right: left + wide - 18.0,
            top: bottom - high,
            bottom,
            x: (across.low, across.high),
            y: (axis.low, axis.high),
        };
        let below = panel(bottom, HIGH[1], &worth);
        let above = panel(below.top - HEAD - TICKS, HIGH[0], &shares);
        let heads = [(above, head(*slope), &shares), (below, "Perfect information".to_owned(), &worth)];
        for (panel, text, axis) in heads {
            let bold = face(11.0, Weight::Bold, BLACK, Anchor::Start);
            page.scene.text((panel.left, panel.top - 9.0), text, bold);
            panel.heights(&mut page.scene, &axis.ticks);
            panel.widths(&mut page.scene, &across);
            thresholds(&mut page.scene, &panel, shown);
        }
        accept(&mut page.scene, &above, shown, curve);
        let evpi: Vec<(f64, f64)> = curve.iter().map(|at| (at.value, at.evpi)).collect();
        below.curve(&mut page.scene, &evpi, &Look { colour: DARK, dash: Dash::Solid, shape: Shape::Disc }, 1.75);
    }
    let alt = format!(
        "Two columns, at 3 and at 10 points of life satisfaction for a unit of the index: above, acceptability curves of all \
         arms over the value of a WELLBY; below, the expected value of perfect information for a resident. {} {}",
        shown.said(),
        shown.spread_said()
    );
    Figure { name: NAME.into(), title, alt, header: HEADER.to_vec(), rows: rows(shown, &curves), scene: page.scene }
}

fn note(shown: &Shown) -> String {
    let values = shown.values_said().map_or(String::new(), |values| format!("Dotted: {values}. "));
    let information = match shown.found.spread {
        Spread::Luck => "Information on luck is foresight, which no research gives. ",
        Spread::Parameters => "Luck that is left in draws counts as if it could be known. ",
    };
    format!(
        "Wide grey line: the frontier, of the arm with the highest mean net benefit. {values}{information}{}",
        shown.spread_said()
    )
}

/// How far values of a WELLBY go.
fn highest_value(shown: &Shown) -> f64 {
    let known =
        values(&shown.money).iter().map(|value| value.pounds).filter(|pounds| pounds.is_finite()).fold(0.0, f64::max);
    if known > 0.0 { BEYOND * known } else { UNKNOWN_TO }
}

fn curve(shown: &Shown, slope: usize, to: f64) -> Vec<At> {
    let cases = shown.found.cases(View::shown(slope));
    let at = |step: usize| {
        let value = to * step as f64 / STEPS as f64;
        let benefits = cases.net_benefits(value);
        At { value, acceptable: benefits.acceptability(), best: benefits.best(), evpi: benefits.evpi() }
    };
    (0..=STEPS).map(at).collect()
}

/// The values of a WELLBY that guidance has.
fn thresholds(scene: &mut Scene, panel: &Panel, shown: &Shown) {
    for value in values(&shown.money).iter().filter(|value| value.pounds.is_finite()) {
        let x = panel.place(value.pounds, panel.y.0).0;
        scene.line(&[(x, panel.top), (x, panel.bottom)], GREY, 0.75, Dash::Broken(&[1.5, 2.0]));
    }
}

/// The frontier, and above it the curve of each arm.
fn accept(scene: &mut Scene, panel: &Panel, shown: &Shown, curve: &[At]) {
    const FRONTIER: f64 = 8.0;
    // Where another arm leads, the frontier begins again.
    for part in curve.chunk_by(|a, b| a.best == b.best) {
        let Some(best) = part.first().and_then(|at| at.best) else { continue };
        let points: Vec<(f64, f64)> = part.iter().map(|at| (at.value, at.acceptable[best])).collect();
        let look = Look { colour: LIGHT, dash: Dash::Solid, shape: Shape::Disc };
        panel.curve(scene, &points, &look, FRONTIER);
    }
    for place in shown.places() {
        let points: Vec<(f64, f64)> = curve.iter().map(|at| (at.value, at.acceptable[place])).collect();
        panel.curve(scene, &points, shown.arm(place).2, 2.0);
    }
}

/// Columns of the data drawn.
const HEADER: [&str; 6] = ["slope", "value", "arm", "acceptable", "best", "evpi"];

fn rows(shown: &Shown, curves: &[Vec<At>]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (slope, curve) in SHOWN.iter().zip(curves) {
        for at in curve {
            for place in shown.places() {
                let is_best = if at.best == Some(place) { "yes" } else { "no" };
                let mut row =
                    vec![short(crate::wellbys::SLOPES[*slope]), short(at.value), shown.arm(place).0.to_owned()];
                row.extend([short(at.acceptable[place]), is_best.to_owned(), short(at.evpi)]);
                rows.push(row);
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
    fn shares_add_up_to_one_at_each_value_and_one_arm_leads() {
        let (record, ensemble) = synthetic::make(&["npm", "hls", "graft"], 8, 60);
        let drawn = figure(&Observed::new(&record, &ensemble).unwrap()).unwrap();
        assert_eq!(drawn.rows.len(), 2 * (STEPS + 1) * 3);
        for three in drawn.rows.chunks_exact(3) {
            let sum: f64 = three.iter().map(|row| row[3].parse::<f64>().unwrap()).sum();
            assert!((sum - 1.0).abs() < 1e-8 && three.iter().filter(|row| row[4] == "yes").count() == 1);
        }
    }

    #[test]
    fn one_future_has_no_shares() {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 1, 60);
        let drawn = figure(&Observed::new(&record, &ensemble).unwrap()).unwrap();
        assert!(drawn.rows.iter().all(|row| row[3].is_empty() && row[5].is_empty()));
    }
}
