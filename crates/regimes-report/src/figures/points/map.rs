//! A map over two axes: the median paired difference in each cell, the line on which it is zero, and where it is uncertain.

use crate::figures::figure::Figure;
use crate::figures::page::{Page, SIDE, Words};
use crate::figures::panel::Panel;
use crate::figures::points::cells::{axis_at_left, cross, edges, frame, hatch};
use crate::figures::points::shades::{Shades, is_dark};
use crate::figures::points::signs::{Called, Signs, in_digits};
use crate::figures::points::spread::{Spread, Spreads};
use crate::figures::points::subject::Subject;
use crate::figures::points::varied::Varied;
use crate::figures::points::{axis_below, contour, heading};
use crate::figures::scene::{Anchor, Dash, Scene, Weight, face};
use crate::figures::style::{self, BLACK, DARK, WHITE};
use crate::figures::{fan, fonts};
use crate::numbers::{decimals_for, short, signed, typeset};

/// The width of the page (point).
const WIDTH: f64 = 1080.0;
/// Width and height of a panel (point).
const PANEL: f64 = 290.0;
/// Room left of the first panel for the vertical axis (point).
const LEFT: f64 = 62.0;
/// Space between panels (point).
const GAP: f64 = 36.0;
/// Height above the panels for what each shows (point).
const HEAD: f64 = 68.0;
/// Height of the colour bar with its numbers and its words (point).
const BAR: f64 = 74.0;
/// Steps of a colour bar.
const STEPS: usize = 60;
/// What a point is called.
const POINTS: Called = Called { at: "in", points: "cells" };

/// What is drawn of an outcome.
struct Cells<'a> {
    axes: &'a [Varied; 2],
    /// By column and row, where there is a point.
    spreads: Vec<Vec<Option<Spread>>>,
}

impl Cells<'_> {
    fn of<'a>(axes: &'a [Varied; 2], spreads: &[Spread]) -> Cells<'a> {
        let [x, y] = axes;
        let mut cells = vec![vec![None; y.values.len()]; x.values.len()];
        for (point, spread) in spreads.iter().enumerate() {
            let place = |varied: &Varied| varied.values.iter().position(|value| *value == varied.at[point]);
            if let (Some(i), Some(j)) = (place(x), place(y)) {
                let cell: &mut Option<Spread> = &mut cells[i][j];
                *cell = cell.or(Some(*spread));
            }
        }
        Cells { axes, spreads: cells }
    }

    fn median(&self, i: usize, j: usize) -> f64 {
        self.spreads[i][j].map_or(f64::NAN, |spread| spread.median())
    }

    fn all(&self) -> impl Iterator<Item = (usize, usize, Option<Spread>)> {
        let of = |(i, column): (usize, &Vec<Option<Spread>>)| {
            column.iter().enumerate().map(move |(j, spread)| (i, j, *spread)).collect::<Vec<_>>()
        };
        self.spreads.iter().enumerate().flat_map(of)
    }

    fn signs(&self) -> Signs {
        let known: Vec<Spread> = self.all().filter_map(|(_, _, spread)| spread).collect();
        Signs::of(&known)
    }

    /// Cells without a value.
    fn missing(&self) -> usize {
        self.all().filter(|(i, j, _)| self.median(*i, *j).is_nan()).count()
    }

    /// Cells with a value of which the sign is not certain.
    fn uncertain(&self) -> usize {
        let is_open = |spread: &Spread| spread.n() > 0 && !spread.is_certain();
        self.all().filter(|(_, _, spread)| spread.as_ref().is_some_and(is_open)).count()
    }

    fn most(&self) -> f64 {
        self.all().map(|(i, j, _)| self.median(i, j).abs()).filter(|size| size.is_finite()).fold(0.0, f64::max)
    }
}

/// The figure of an arm.
#[must_use]
pub fn figure(subject: &Subject, arm: usize, axes: &[Varied; 2], spreads: &Spreads) -> Figure {
    let maps: Vec<Cells> =
        (0..subject.outcomes.len()).map(|outcome| Cells::of(axes, spreads.of(arm, outcome))).collect();
    let title = maps[0].signs().title(subject, (arm, 0), POINTS);
    let subtitle = format!(
        "{}: median paired difference over the horizon, by {} and {}. {}",
        subject.pair(arm),
        axes[0].path,
        axes[1].path,
        subject.counted()
    );
    let note = format!(
        "Colour: which arm is higher, and by how much. Black line: the median difference is zero. Hatched: uncertain, since \
         fewer than nine in ten pairs agree on the sign, or too few are there. Grey with a cross: no value.{}",
        subject.failures(spreads.failed)
    );
    let plain = axes.iter().map(Varied::said).collect::<Vec<String>>().join(" ");
    let words = Words { title: &title, subtitle: &subtitle, plain: plain.trim(), note: &note };
    let mut page = Page::from(&subject.source(), (WIDTH, HEAD + PANEL + axis_below::HEIGHT + BAR), &words);
    let (edges_x, edges_y) = (edges(&axes[0]), edges(&axes[1]));
    for (outcome, cells) in maps.iter().enumerate() {
        let left = SIDE + LEFT + outcome as f64 * (PANEL + GAP);
        let top = page.top + HEAD;
        let panel = Panel {
            left,
            right: left + PANEL,
            top,
            bottom: top + PANEL,
            x: (edges_x[0], edges_x[edges_x.len() - 1]),
            y: (edges_y[0], edges_y[edges_y.len() - 1]),
        };
        let lines = [cells.signs().said(subject, arm, POINTS), counted(cells)];
        heading::in_lines(&mut page.scene, (left, page.top + 10.0), subject.outcomes[outcome].label, &lines);
        let shades = Shades::of(subject, arm, cells.most());
        draw(&mut page.scene, &panel, cells, (&shades, &edges_x, &edges_y));
        if outcome == 0 {
            axis_at_left(&mut page.scene, &panel, &axes[1], LEFT);
        }
        axis_below::draw(&mut page.scene, &panel, &axes[0]);
        bar(&mut page.scene, &panel, (subject, arm, outcome), cells.most());
    }
    let name = format!("difference_map_{}", subject.name(arm)).into();
    let (alt, rows) = (alt(subject, arm, &maps), rows(subject, arm, &maps));
    Figure { name, title, alt, header: HEADER.to_vec(), rows, scene: page.scene }
}

/// What is left open in a map, in a few words.
fn counted(cells: &Cells) -> String {
    let (open, missing) = (cells.uncertain(), cells.missing());
    match (open, missing) {
        (0, 0) => String::new(),
        (open, 0) => format!("{open} hatched: uncertain."),
        (0, missing) => format!("{missing} grey: no value."),
        _ => format!("{open} hatched: uncertain; {missing} grey: no value."),
    }
}

fn draw(scene: &mut Scene, panel: &Panel, cells: &Cells, (shades, xs, ys): (&Shades, &[f64], &[f64])) {
    for (i, j, spread) in cells.all() {
        let (from, to) = (panel.place(xs[i], ys[j + 1]), panel.place(xs[i + 1], ys[j]));
        let shade = shades.at(cells.median(i, j));
        scene.rectangle(from, to, shade);
        match spread.filter(|spread| spread.n() > 0) {
            None => cross(scene, from, to),
            Some(spread) if !spread.is_certain() => {
                hatch(scene, (from, to), if is_dark(shade) { WHITE } else { DARK });
            }
            Some(_) => {}
        }
    }
    let place = |varied: &Varied| -> Vec<f64> { varied.values.iter().map(|v| varied.scale.place(*v)).collect() };
    let [x, y] = cells.axes;
    let pieces = contour::zero(&place(x), &place(y), |i, j| cells.median(i, j));
    for (colour, width) in [(WHITE, 4.0), (BLACK, 2.0)] {
        for piece in &pieces {
            scene.line(&piece.map(|(x, y)| panel.place(x, y)), colour, width, Dash::Solid);
        }
    }
    frame(scene, panel);
}

/// A colour bar below a panel: its ends, zero, and what lies on each side.
fn bar(scene: &mut Scene, panel: &Panel, (subject, arm, outcome): (&Subject, usize, usize), most: f64) {
    let top = panel.bottom + axis_below::HEIGHT + 12.0;
    let shades = Shades::of(subject, arm, most);
    let (left, right) = (panel.left + 20.0, panel.right - 20.0);
    let wide = (right - left) / STEPS as f64;
    for step in 0..STEPS {
        let value = most * (2.0 * (step as f64 + 0.5) / STEPS as f64 - 1.0);
        let x = left + wide * step as f64;
        scene.rectangle((x, top), (x + wide, top + 10.0), shades.at(value));
    }
    let middle = (left + right) / 2.0;
    scene.line(&[(middle, top - 2.0), (middle, top + 12.0)], BLACK, 1.5, Dash::Solid);
    scene.text((middle, top + 23.0), "0", style::small(Anchor::Middle));
    if most > 0.0 {
        let decimals = decimals_for(&[most], &[]);
        for (x, value) in [(left, -most), (right, most)] {
            scene.text((x, top + 23.0), typeset(&signed(value, decimals)), style::small(Anchor::Middle));
        }
    }
    let [above, below] = fan::side_words(subject.outcomes[outcome].better);
    let look = face(9.5, Weight::Normal, DARK, Anchor::Middle);
    let text = format!("\u{2190} {below} than {} | {above} \u{2192}", subject.label(0));
    scene.text((middle, top + 38.0), fonts::cut(&text, &look, PANEL), look);
    scene.text((middle, top + 51.0), subject.unit_in_words(outcome), look);
}

fn alt(subject: &Subject, arm: usize, maps: &[Cells]) -> String {
    let [x, y] = maps[0].axes;
    let part = |(outcome, cells): (usize, &Cells)| {
        let known = || cells.all().filter(|(i, j, _)| cells.median(*i, *j).is_finite());
        let end = |(i, j, _): (usize, usize, Option<Spread>)| {
            let value = cells.median(i, j);
            let at = format!("{} = {}, {} = {}", x.path, in_digits(x.values[i]), y.path, in_digits(y.values[j]));
            format!("{} ({at})", typeset(&signed(value, decimals_for(&[value], &[]))))
        };
        let by_median = |a: &(usize, usize, Option<Spread>), b: &(usize, usize, Option<Spread>)| {
            cells.median(a.0, a.1).total_cmp(&cells.median(b.0, b.1))
        };
        let ends = known().min_by(by_median).zip(known().max_by(by_median));
        let range = ends.map_or(String::new(), |(low, high)| format!(" Medians from {} to {}.", end(low), end(high)));
        let (name, said) = (subject.outcomes[outcome].label, cells.signs().said(subject, arm, POINTS));
        format!("{name}: {said}{range} {}", counted(cells)).trim_end().to_owned()
    };
    format!(
        "Three heat maps side by side of the median paired difference {} over {} and {}, with the line on which it is \
         zero. In this model, under these assumptions: {} {}",
        subject.pair(arm),
        x.label(),
        y.label(),
        maps.iter().enumerate().map(part).collect::<Vec<String>>().join(" "),
        subject.counted()
    )
}

/// Columns of the data drawn.
const HEADER: [&str; 14] = [
    "path_x",
    "x",
    "path_y",
    "y",
    "arm_a",
    "arm_b",
    "outcome",
    "unit",
    "n",
    "difference",
    "higher",
    "lower",
    "is_certain",
    "is_missing",
];

fn rows(subject: &Subject, arm: usize, maps: &[Cells]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (outcome, cells) in maps.iter().enumerate() {
        let [x, y] = cells.axes;
        for (i, j, spread) in cells.all() {
            let mut row = vec![x.path.clone(), short(x.values[i]), y.path.clone(), short(y.values[j])];
            row.extend([subject.name(0).to_owned(), subject.name(arm).to_owned()]);
            row.extend([subject.outcomes[outcome].name.to_owned(), subject.unit(outcome)]);
            let count = |of: &dyn Fn(&Spread) -> usize| spread.as_ref().map_or(0, of).to_string();
            row.extend([count(&|spread| spread.n()), short(cells.median(i, j))]);
            row.extend([count(&|spread| spread.paired.above), count(&|spread| spread.paired.below)]);
            row.push(spread.is_some_and(|spread| spread.is_certain()).to_string());
            row.push(cells.median(i, j).is_nan().to_string());
            rows.push(row);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::points::synthetic::{check, spread, subject};

    fn made(xs: &[f64], ys: &[f64], median: impl Fn(f64, f64) -> f64, reach: f64) -> Figure {
        let all: Vec<(f64, f64)> = xs.iter().flat_map(|x| ys.iter().map(|y| (*x, *y))).collect();
        let axes = [
            Varied::new("patterns.personal_variation", all.iter().map(|at| at.0).collect()),
            Varied::new("support.gamma", all.iter().map(|at| at.1).collect()),
        ];
        let of = |scale: f64| all.iter().map(|(x, y)| spread(scale * median(*x, *y), reach)).collect::<Vec<_>>();
        figure(&subject(), 1, &axes, &Spreads::made(vec![of(1.0), of(-20.0), of(0.0)]))
    }

    #[test]
    fn no_text_is_clipped_or_lies_on_another_whatever_the_cells_hold() {
        let nine: Vec<f64> = (0..9).map(|n| 0.1 * f64::from(n)).collect();
        let log = [1.0, 10.0, 100.0];
        let many: Vec<f64> = (0..40).map(f64::from).collect();
        check(&made(&nine, &nine, |x, y| x - y * y - 0.1, 0.1), "map crossing");
        check(&made(&nine, &log, |_, _| f64::NAN, 0.1), "map missing");
        check(&made(&[0.0, 1.0], &log, |x, y| if x * y > 50.0 { f64::NAN } else { x + y }, 0.1), "map log");
        check(&made(&many, &many, |x, y| libm::sin(x / 4.0) - y / 40.0, 0.1), "map waves");
    }

    #[test]
    fn the_title_counts_the_cells_and_a_cell_without_a_point_is_missing() {
        let drawn = made(&[0.0, 1.0], &[0.0, 1.0], |x, y| x + y + 1.0, 0.1);
        assert_eq!(drawn.title, "Flourishing: HLS higher than NPM in all 4 cells");
        let drawn = made(&[0.0, 1.0], &[0.0, 1.0], |x, y| x - y + 0.5, 0.1);
        assert_eq!(drawn.title, "Flourishing: HLS higher in 3 cells, lower in 1");
        let axes = [Varied::new("a", vec![0.0, 0.0, 1.0]), Varied::new("b", vec![0.0, 1.0, 0.0])];
        let three = vec![spread(1.0, 0.1); 3];
        let drawn = figure(&subject(), 1, &axes, &Spreads::made(vec![three.clone(), three.clone(), three]));
        let missing: Vec<&Vec<String>> = drawn.rows.iter().filter(|row| row[13] == "true").collect();
        assert_eq!((drawn.rows.len(), missing.len(), missing[0][9].as_str()), (12, 3, ""));
        assert!(drawn.alt.contains("1 grey: no value"), "{}", drawn.alt);
    }

    #[test]
    fn edges_lie_halfway_between_values() {
        assert_eq!(edges(&Varied::new("a", vec![0.0, 1.0, 3.0])), [-0.5, 0.5, 2.0, 4.0]);
    }
}
