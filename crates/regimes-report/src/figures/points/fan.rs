//! A fan along one axis: the paired difference of an arm against the first, with bands, and where its sign turns.

use crate::figures::axis::Axis;
use crate::figures::dots::{self, Fill};
use crate::figures::figure::Figure;
use crate::figures::page::{Page, SIDE, WIDTH, Words};
use crate::figures::panel::{EndLabel, Panel, room_for_labels};
use crate::figures::points::signs::{Called, Signs, in_digits};
use crate::figures::points::spread::{Spread, Spreads};
use crate::figures::points::subject::Subject;
use crate::figures::points::varied::Varied;
use crate::figures::points::{axis_below, heading};
use crate::figures::scene::{Anchor, Dash, Scene, Weight, face};
use crate::figures::style::{DARK, GREY, WHITE};
use crate::figures::{fan, fonts};
use crate::numbers::{decimals_for, short, signed, typeset};

/// Height of a panel (point).
const PANEL: f64 = 168.0;
/// Height above a panel for what it shows (point).
const HEAD: f64 = 30.0;
/// Points with a dot each, at most.
const DOTTED: usize = 60;
/// Turns of the sign that are marked, at most.
const MARKED: usize = 4;
/// What a point is called.
const POINTS: Called = Called { at: "at", points: "values" };

/// What is drawn of an outcome: each value of the axis with its pairs, in order.
type Curve = Vec<(f64, Spread)>;

/// The figure of an arm.
#[must_use]
pub fn figure(subject: &Subject, arm: usize, varied: &Varied, spreads: &Spreads) -> Figure {
    let curves: Vec<Curve> =
        (0..subject.outcomes.len()).map(|outcome| curve(varied, spreads.of(arm, outcome))).collect();
    let signs: Vec<Signs> = curves.iter().map(|curve| signs(varied, curve)).collect();
    let title = signs[0].title(subject, (arm, 0), POINTS);
    let subtitle =
        format!("{}: paired difference over the horizon, by {}. {}", subject.pair(arm), varied.path, subject.counted());
    let note = format!(
        "Line: median. Bands: 50 % and 90 % of simulated pairs. Full dots: the sign is certain; hollow dots: it is not.{}",
        subject.failures(spreads.failed)
    );
    let plain = varied.said();
    let words = Words { title: &title, subtitle: &subtitle, plain: plain.trim(), note: &note };
    let n = curves.len() as f64;
    let mut page = Page::from(&subject.source(), (WIDTH, n * (HEAD + PANEL) + axis_below::HEIGHT), &words);
    let labels: Vec<Vec<EndLabel>> = curves.iter().map(|curve| end_labels(subject, arm, curve)).collect();
    let room = room_for_labels(labels.iter().flatten().map(|label| label.text.as_str()));
    for (outcome, curve) in curves.iter().enumerate() {
        let top = page.top + outcome as f64 * (HEAD + PANEL);
        let axis = Axis::holding(curve.iter().flat_map(|(_, spread)| spread.quantiles).chain([0.0]), 4);
        let panel = Panel {
            left: SIDE + 56.0,
            right: WIDTH - SIDE - room,
            top: top + HEAD,
            bottom: top + HEAD + PANEL - axis_below::TICKS,
            x: with_margin(varied.ends()),
            y: (axis.low, axis.high),
        };
        let panel = Panel { y: fan::with_strips(&panel), ..panel };
        let said = format!("{}. {}", subject.unit_in_words(outcome), signs[outcome].said(subject, arm, POINTS));
        heading::in_a_line(&mut page.scene, (SIDE, top + 18.0), subject.outcomes[outcome].label, &said);
        panel.heights(&mut page.scene, &axis.ticks);
        fan::sides(&mut page.scene, &panel, subject.outcomes[outcome].better, subject.label(0));
        draw(&mut page.scene, &panel, (subject, arm), curve);
        mark_turns(&mut page.scene, &panel, varied, &signs[outcome]);
        panel.end_labels(&mut page.scene, &labels[outcome]);
        if outcome + 1 < curves.len() {
            axis_below::ticks(&mut page.scene, &panel, varied);
        } else {
            axis_below::draw(&mut page.scene, &panel, varied);
        }
    }
    let alt = alt(subject, arm, varied, &signs);
    let rows = rows(subject, arm, varied, &curves);
    Figure {
        name: format!("difference_fan_{}", subject.name(arm)).into(),
        title,
        alt,
        header: HEADER.to_vec(),
        rows,
        scene: page.scene,
    }
}

/// Each value of the axis with the pairs of the first point that has it: points of the same value are the same.
fn curve(varied: &Varied, spreads: &[Spread]) -> Curve {
    let first = |value: &f64| varied.at.iter().position(|at| at == value);
    let at = |value: &f64| first(value).map(|point| (varied.scale.place(*value), spreads[point]));
    varied.values.iter().filter_map(at).collect()
}

/// The signs along the axis, with turns as values and not as places.
fn signs(varied: &Varied, curve: &Curve) -> Signs {
    let mut signs = Signs::along(curve);
    signs.turns.iter_mut().for_each(|(at, _)| *at = varied.scale.value(*at));
    signs
}

/// Ends with some room beside the first and the last value, so that their dots are whole.
fn with_margin((low, high): (f64, f64)) -> (f64, f64) {
    let margin = 0.012 * (high - low);
    (low - margin, high + margin)
}

fn draw(scene: &mut Scene, panel: &Panel, (subject, arm): (&Subject, usize), curve: &Curve) {
    let look = subject.look(arm);
    let quantile = |level: usize| move |(x, spread): &(f64, Spread)| (*x, spread.quantiles[level]);
    for (low, high, alpha) in [(0, 4, 0.13), (1, 3, 0.22)] {
        let band: Vec<(f64, f64, f64)> =
            curve.iter().map(|(x, spread)| (*x, spread.quantiles[low], spread.quantiles[high])).collect();
        panel.band(scene, &band, look.colour, alpha);
    }
    panel.zero(scene);
    let medians: Vec<(f64, f64)> = curve.iter().map(quantile(2)).collect();
    panel.curve(scene, &medians, look, 2.0);
    if medians.iter().all(|(_, median)| median.is_nan()) {
        let at = ((panel.left + panel.right) / 2.0, (panel.top + panel.bottom) / 2.0 - 8.0);
        scene.text(at, "no point has a value", face(11.0, Weight::Normal, GREY, Anchor::Middle));
    }
    for (x, spread) in curve.iter().filter(|(_, spread)| spread.n() > 0 && curve.len() <= DOTTED) {
        let fill = if spread.is_certain() { Fill::Full } else { Fill::Hollow };
        dots::dot(scene, panel.place(*x, spread.median()), look.shape, look.colour, fill);
    }
}

/// Labels at the right end: the median with its number, and what the bands are.
fn end_labels(subject: &Subject, arm: usize, curve: &Curve) -> Vec<EndLabel> {
    let Some((_, last)) = curve.iter().rev().find(|(_, spread)| spread.n() > 0) else { return Vec::new() };
    let colour = subject.look(arm).colour;
    let medians: Vec<f64> = curve.iter().map(|(_, spread)| spread.median()).collect();
    let median = format!("median {}", typeset(&signed(last.median(), decimals_for(&medians, &[]))));
    let [low, lower, middle, _, high] = last.quantiles;
    let label = |at: f64, text: String| EndLabel { at, text, colour, dot: None };
    let mut labels = vec![label(middle, median)];
    if high > low {
        labels.push(label(high, "90 % of pairs".to_owned()));
    }
    if lower < middle {
        labels.push(label(lower, "50 % of pairs".to_owned()));
    }
    labels
}

/// Marks where the median turns its sign, unless it does so again and again.
fn mark_turns(scene: &mut Scene, panel: &Panel, varied: &Varied, signs: &Signs) {
    let look = face(9.5, Weight::Bold, DARK, Anchor::Start);
    let mut free = panel.left + 175.0;
    for (at, _) in signs.turns.iter().filter(|_| signs.turns.len() <= MARKED) {
        let (x, _) = panel.place(varied.scale.place(*at), panel.y.0);
        scene.line(&[(x, panel.bottom), (x, panel.top)], DARK, 1.0, Dash::Broken(&[2.0, 2.0]));
        let text = format!("median turns at {}", in_digits(*at));
        let wide = fonts::width(&text, look.size, look.weight);
        let start = if x + 5.0 + wide <= panel.right { x + 5.0 } else { x - 5.0 - wide };
        if start >= free && start + wide <= panel.right {
            scene.rectangle((start - 2.0, panel.top + 4.0), (start + wide + 2.0, panel.top + 18.0), WHITE);
            scene.text((start, panel.top + 15.0), text, look);
            free = start + wide + 8.0;
        }
    }
}

fn alt(subject: &Subject, arm: usize, varied: &Varied, signs: &[Signs]) -> String {
    let parts = signs.iter().enumerate().map(|(outcome, signs)| {
        let turns: Vec<String> = signs.turns.iter().map(|(at, _)| in_digits(*at)).collect();
        let turned = match turns.len() {
            0 => String::new(),
            1..=MARKED => format!(" The median turns its sign at {}.", turns.join(", ")),
            n => format!(" The median turns its sign {n} times."),
        };
        format!("{}: {}{turned}", subject.outcomes[outcome].label, signs.said(subject, arm, POINTS))
    });
    format!(
        "Three fan charts, one below the other, of the paired difference {} along {}, with bands for 50 % and 90 % of \
         simulated pairs and a line at zero. In this model, under these assumptions: {} {}",
        subject.pair(arm),
        varied.label(),
        parts.collect::<Vec<String>>().join(" "),
        subject.counted()
    )
}

/// Columns of the data drawn.
const HEADER: [&str; 14] =
    ["path", "value", "arm_a", "arm_b", "outcome", "unit", "n", "q05", "q25", "q50", "q75", "q95", "higher", "lower"];

fn rows(subject: &Subject, arm: usize, varied: &Varied, curves: &[Curve]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (outcome, curve) in curves.iter().enumerate() {
        for ((_, spread), value) in curve.iter().zip(&varied.values) {
            let mut row =
                vec![varied.path.clone(), short(*value), subject.name(0).to_owned(), subject.name(arm).to_owned()];
            row.extend([subject.outcomes[outcome].name.to_owned(), subject.unit(outcome), spread.n().to_string()]);
            row.extend(spread.quantiles.map(short));
            row.extend([spread.paired.above.to_string(), spread.paired.below.to_string()]);
            rows.push(row);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::points::synthetic::{check, spread, subject};

    fn made(at: &[f64], medians: [&dyn Fn(f64) -> f64; 3], reach: f64) -> Figure {
        let varied = Varied { unit: "share".to_owned(), ..Varied::new("patterns.harm", at.to_vec()) };
        let of = |median: &dyn Fn(f64) -> f64| at.iter().map(|x| spread(median(*x), reach)).collect();
        figure(&subject(), 1, &varied, &Spreads::made(medians.map(of).to_vec()))
    }

    #[test]
    fn no_text_is_clipped_or_lies_on_another_whatever_the_curves_do() {
        let even: Vec<f64> = (0..9).map(|n| 0.1 + 0.05 * f64::from(n)).collect();
        let log = [1.0, 10.0, 100.0, 1000.0];
        let many: Vec<f64> = (0..200).map(f64::from).collect();
        let falling = |x: f64| 0.3 - x;
        let late = |x: f64| x - 0.48;
        let missing = |_: f64| f64::NAN;
        let gap = |x: f64| if (x - 0.3).abs() < 0.06 { f64::NAN } else { 0.2 };
        let waves = |x: f64| libm::sin(x * 30.0);
        let never = |_: f64| 0.0;
        for (about, at, medians, reach) in [
            ("fan crossing", &even[..], [&falling as &dyn Fn(f64) -> f64, &late, &|x| x], 0.04),
            ("fan missing", &even, [&missing, &gap, &never], 0.0),
            ("fan log", &log, [&|x| x - 50.0, &|x| x, &|x| -x], 20.0),
            ("fan waves", &many, [&waves, &falling, &waves], 0.5),
        ] {
            check(&made(at, medians, reach), about);
        }
    }

    #[test]
    fn the_title_tells_where_the_curve_turns_and_points_of_one_value_are_drawn_once() {
        let drawn = made(&[0.5, 0.1, 0.2, 0.1], [&|x| 0.3 - x, &|x| x, &|x| x], 0.01);
        assert_eq!(drawn.title, "Flourishing: HLS higher than NPM only up to 0.3");
        assert_eq!(drawn.rows.len(), 9);
        assert!(drawn.alt.contains("turns its sign at 0.3"), "{}", drawn.alt);
    }
}
