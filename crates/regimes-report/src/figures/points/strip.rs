//! A strip of scatter plots: the paired difference at each point against each path that is varied.

use crate::figures::axis::Axis;
use crate::figures::fan;
use crate::figures::figure::Figure;
use crate::figures::page::{Page, SIDE, WIDTH, Words};
use crate::figures::panel::Panel;
use crate::figures::points::signs::{Called, Signs};
use crate::figures::points::spread::{Spread, Spreads};
use crate::figures::points::subject::Subject;
use crate::figures::points::varied::Varied;
use crate::figures::points::{axis_below, heading};
use crate::figures::scene::{Anchor, Scene, Weight, face};
use crate::figures::style::{GREY, WHITE};
use crate::figures::words::listed;
use crate::numbers::{grouped, short};

/// The width of a page with many panels beside each other (point).
const WIDE: f64 = 1080.0;
/// Panels beside each other at or above which the page is wide.
const MANY: usize = 4;
/// Height of a panel (point).
const PANEL: f64 = 112.0;
/// Height above a row of panels for what it shows (point).
const HEAD: f64 = 30.0;
/// Room left of a row for its axis (point).
const LEFT: f64 = 58.0;
/// Space between panels (point).
const GAP: f64 = 16.0;
/// Points that are drawn, at most.
const DRAWN: usize = 1000;
/// What a point is called.
const POINTS: Called = Called { at: "at", points: "points" };

/// The figure of an arm; `others` are paths that are varied and not drawn.
#[must_use]
pub fn figure(subject: &Subject, arm: usize, (varied, others): (&[Varied], &[String]), spreads: &Spreads) -> Figure {
    let n_points = varied[0].at.len();
    let every = n_points.div_ceil(DRAWN).max(1);
    let signs: Vec<Signs> = (0..subject.outcomes.len()).map(|outcome| Signs::of(spreads.of(arm, outcome))).collect();
    let title = signs[0].title(subject, (arm, 0), POINTS);
    let subtitle = format!(
        "{}: median paired difference over the horizon, at {} points, by what is varied. {}",
        subject.pair(arm),
        grouped(n_points as f64, 0),
        subject.counted()
    );
    let words = Words { title: &title, subtitle: &subtitle, plain: "", note: &note(subject, others, (every, spreads)) };
    let wide = if varied.len() >= MANY { WIDE } else { WIDTH };
    let rows_of_panels = subject.outcomes.len() as f64;
    let mut page = Page::from(&subject.source(), (wide, rows_of_panels * (HEAD + PANEL) + axis_below::HEIGHT), &words);
    let across = (wide - 2.0 * SIDE - LEFT + GAP) / varied.len() as f64;
    for (outcome, signs) in signs.iter().enumerate() {
        let of = spreads.of(arm, outcome);
        let top = page.top + outcome as f64 * (HEAD + PANEL);
        let axis = Axis::holding(of.iter().map(Spread::median).chain([0.0]), 4);
        let [above, _] = fan::side_words(subject.outcomes[outcome].better);
        let (unit, first, said) = (subject.unit_in_words(outcome), subject.label(0), signs.said(subject, arm, POINTS));
        let text = format!("{unit}; above zero: {above} than {first}. {said}");
        heading::in_a_line(&mut page.scene, (SIDE, top + 18.0), subject.outcomes[outcome].label, &text);
        for (place, varied) in varied.iter().enumerate() {
            let left = SIDE + LEFT + across * place as f64;
            let ends = varied.ends();
            let margin = 0.04 * (ends.1 - ends.0);
            let panel = Panel {
                left,
                right: left + across - GAP,
                top: top + HEAD,
                bottom: top + HEAD + PANEL - axis_below::TICKS,
                x: (ends.0 - margin, ends.1 + margin),
                y: (axis.low, axis.high),
            };
            let mut ticks = axis.ticks.clone();
            if place > 0 {
                ticks.iter_mut().for_each(|tick| tick.text.clear());
            }
            panel.heights(&mut page.scene, &ticks);
            draw(&mut page.scene, &panel, (subject, arm), (varied, of, every));
            if outcome + 1 < subject.outcomes.len() {
                axis_below::ticks(&mut page.scene, &panel, varied);
            } else {
                axis_below::draw(&mut page.scene, &panel, varied);
            }
        }
    }
    let name = format!("difference_strip_{}", subject.name(arm)).into();
    let rows = rows(subject, arm, (varied, every), spreads);
    Figure { name, title, alt: alt(subject, arm, varied, &signs), header: HEADER.to_vec(), rows, scene: page.scene }
}

fn note(subject: &Subject, others: &[String], (every, spreads): (usize, &Spreads)) -> String {
    let mut text = "A dot a point; full: the sign is certain, hollow: it is not. ".to_owned();
    if every > 1 {
        text += &format!("Of the points one in {every} is drawn. ");
    }
    if !others.is_empty() {
        text += &format!("Varied as well and not drawn: {}. ", listed(others));
    }
    (text + subject.failures(spreads.failed).trim()).trim().to_owned()
}

fn draw(
    scene: &mut Scene,
    panel: &Panel,
    (subject, arm): (&Subject, usize),
    (varied, of, every): (&Varied, &[Spread], usize),
) {
    panel.zero(scene);
    let (colour, radius) = (subject.look(arm).colour, if of.len() > 150 { 1.8 } else { 2.8 });
    let known = || of.iter().zip(&varied.at).step_by(every).filter(|(spread, _)| spread.n() > 0);
    if known().count() == 0 {
        let at = ((panel.left + panel.right) / 2.0, (panel.top + panel.bottom) / 2.0);
        scene.text(at, "no value", face(10.0, Weight::Normal, GREY, Anchor::Middle));
    }
    for (spread, value) in known() {
        let at = panel.place(varied.scale.place(*value), spread.median());
        scene.disc(at, radius, colour);
        if !spread.is_certain() {
            scene.disc(at, 0.6 * radius, WHITE);
        }
    }
}

fn alt(subject: &Subject, arm: usize, varied: &[Varied], signs: &[Signs]) -> String {
    let paths: Vec<String> = varied.iter().map(Varied::label).collect();
    let part = |(outcome, signs): (usize, &Signs)| {
        format!("{}: {}", subject.outcomes[outcome].label, signs.said(subject, arm, POINTS))
    };
    format!(
        "Scatter plots of the median paired difference {} at each point, with a line at zero: a row an outcome, a column \
         each for {}. In this model, under these assumptions: {} {}",
        subject.pair(arm),
        listed(&paths),
        signs.iter().enumerate().map(part).collect::<Vec<String>>().join(" "),
        subject.counted()
    )
}

/// Columns of the data drawn.
const HEADER: [&str; 11] =
    ["point_id", "path", "value", "arm_a", "arm_b", "outcome", "unit", "n", "difference", "higher", "lower"];

fn rows(subject: &Subject, arm: usize, (varied, every): (&[Varied], usize), spreads: &Spreads) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for outcome in 0..subject.outcomes.len() {
        for varied in varied {
            let points = spreads.of(arm, outcome).iter().zip(&varied.at).enumerate().step_by(every);
            for (point, (spread, value)) in points.filter(|(_, (spread, _))| spread.n() > 0) {
                let mut row = vec![point.to_string(), varied.path.clone(), short(*value)];
                row.extend([subject.name(0).to_owned(), subject.name(arm).to_owned()]);
                row.extend([subject.outcomes[outcome].name.to_owned(), subject.unit(outcome)]);
                row.extend([spread.n().to_string(), short(spread.median())]);
                row.extend([spread.paired.above.to_string(), spread.paired.below.to_string()]);
                rows.push(row);
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::points::synthetic::{check, spread, subject};

    fn made(n: usize, paths: usize, median: impl Fn(f64) -> f64, reach: f64) -> Figure {
        let at = |path: usize| (0..n).map(|k| ((k * (path + 3)) % n) as f64 / n as f64).collect();
        let varied: Vec<Varied> =
            (0..paths).map(|path| Varied::new(&format!("patterns.harm_of_{path}"), at(path))).collect();
        let of = |scale: f64| varied[0].at.iter().map(|x| spread(scale * median(*x), reach)).collect::<Vec<_>>();
        let spreads = Spreads::made(vec![of(1.0), of(-50.0), of(0.0)]);
        figure(&subject(), 1, (&varied, &["arms.hls.casework".to_owned()]), &spreads)
    }

    #[test]
    fn no_text_is_clipped_or_lies_on_another_whatever_the_points_hold() {
        check(&made(64, 6, |x| x - 0.4, 0.2), "strip");
        check(&made(3000, 2, |x| 0.001 * x, 0.0), "strip many");
        check(&made(8, 1, |_| f64::NAN, 0.0), "strip missing");
    }

    #[test]
    fn of_many_points_some_are_drawn_and_the_note_tells_how_many() {
        let drawn = made(3000, 2, |x| x + 1.0, 0.1);
        assert_eq!(
            (drawn.rows.len(), drawn.title.as_str()),
            (6000, "Flourishing: HLS higher than NPM at all 3,000 points")
        );
        assert_eq!(made(64, 2, |x| x + 1.0, 0.1).rows.len(), 3 * 2 * 64);
    }
}
