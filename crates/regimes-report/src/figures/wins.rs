//! A map of who wins: smooth gains over two axes, the line on which they are zero, and what cannot be told.

use crate::discovery::subject::{MapSubject, label};
use crate::figures::figure::Figure;
use crate::figures::fonts;
use crate::figures::page::{Page, SIDE, Words};
use crate::figures::panel::Panel;
use crate::figures::points::cells::{axis_at_left, cross, edges, frame, hatch};
use crate::figures::points::shades::{Shades, is_dark};
use crate::figures::points::subject::Subject;
use crate::figures::points::varied::Varied;
use crate::figures::points::{axis_below, contour, heading};
use crate::figures::scene::{Anchor, At, Colour, Dash, Scene, Weight, face};
use crate::figures::style::{self, BLACK, DARK, GREY, WHITE};
use crate::figures::words::under_ten;
use crate::numbers::{decimals_for, short, signed, typeset};
use regimes_study::experiment::discovery::wins::{Layer, Luck, Winner};

/// Its file name without ending.
pub const NAME: &str = "wins_map";

/// Maps side by side, at most.
const PANELS: usize = 3;
/// The width of the page (point).
const WIDTH: f64 = 1080.0;
/// Width and height of a panel (point).
const PANEL: f64 = 290.0;
/// Room left of the first panel for the vertical axis (point).
const LEFT: f64 = 62.0;
/// Space between panels (point).
const GAP: f64 = 36.0;
/// Height above the panels for what each shows (point).
const HEAD: f64 = 84.0;
/// Lines of words above a panel, at most.
const LINES: usize = 4;
/// Height of the key below a panel (point).
const KEY: f64 = 64.0;
/// Steps of the key.
const STEPS: usize = 60;
/// Neither wins by as much as matters.
const SAME: Colour = (0xDA, 0xDA, 0xDA);

/// Draws it.
#[must_use]
pub fn figure(subject: &MapSubject) -> Figure {
    let drawing = Drawing {
        subject,
        points: Subject::of(subject.points),
        axes: subject.axes.each_ref().map(|axis| {
            let declared = subject.declared(axis);
            let varied = Varied::new(&axis.name, axis.values.clone());
            Varied { about: declared.about, unit: declared.unit, base: declared.value, ..varied }
        }),
    };
    let title = drawing.title();
    let [a, b] = &subject.labels;
    let subtitle = format!(
        "What {b} gains on {a} (above zero: {b} is better), by {} and {}. {}",
        drawing.axes[0].path,
        drawing.axes[1].path,
        subject.futures()
    );
    let plain = drawing.axes.iter().map(Varied::said).collect::<Vec<String>>().join(" ");
    let note = drawing.note();
    let words = Words { title: &title, subtitle: &subtitle, plain: plain.trim(), note: &note };
    let field = HEAD + PANEL + axis_below::HEIGHT + KEY;
    let mut page = Page::from(&drawing.points.source(), (WIDTH, field), &words);
    for (place, layer) in subject.map.layers.iter().take(PANELS).enumerate() {
        let left = SIDE + LEFT + place as f64 * (PANEL + GAP);
        drawing.panel(&mut page.scene, (left, page.top), (place, layer));
    }
    Figure {
        name: NAME.into(),
        title,
        alt: drawing.alt(),
        header: HEADER.to_vec(),
        rows: drawing.rows(),
        scene: page.scene,
    }
}

/// Columns of the data drawn.
const HEADER: [&str; 12] =
    ["path_x", "x", "path_y", "y", "outcome", "cohort", "unit", "gain", "low", "high", "smallest", "winner"];

struct Drawing<'a> {
    subject: &'a MapSubject<'a>,
    points: Subject,
    axes: [Varied; 2],
}

impl Drawing<'_> {
    fn layers(&self) -> &[Layer] {
        &self.subject.map.layers[..PANELS.min(self.subject.map.layers.len())]
    }

    /// Who wins by what decides, in under ten words.
    fn title(&self) -> String {
        let Some(layer) = self.layers().first() else { return String::new() };
        let [a, b] = &self.subject.labels;
        let (all, won) = (layer.cells.len(), [Winner::First, Winner::Second].map(|winner| layer.count(winner)));
        let name = label(layer.measure);
        let told = match won {
            [0, 0] if layer.count(Winner::Missing) == all => "no cell has a value".to_owned(),
            [0, 0] if layer.count(Winner::NoDifference) == all => "no difference in any cell".to_owned(),
            [0, 0] => "nobody wins in any cell".to_owned(),
            [0, n] => format!("{b} wins in {n} of {all} cells"),
            [n, 0] => format!("{a} wins in {n} of {all} cells"),
            [first, second] => format!("{b} wins in {second} cells, {a} in {first}"),
        };
        let short = match won {
            [0, n] | [n, 0] if n > 0 => format!("Won in {n} of {all} cells"),
            [first, second] if first + second > 0 => format!("Won in {second} cells, lost in {first}"),
            _ => told.clone(),
        };
        under_ten(&[format!("{name}: {told}"), told, short])
    }

    fn note(&self) -> String {
        let luck = match self.subject.reading.luck {
            Luck::OfEachCell => "around the smooth gain",
            Luck::Common => "between futures",
        };
        let smoothing =
            self.layers().iter().map(|layer| layer.width.map_or("none".to_owned(), |width| width.to_string()));
        let failed = match self.subject.map.failed {
            0 => String::new(),
            n => format!(" {n} runs failed and are left out."),
        };
        format!(
            "Colour: which arm wins, and by how much. Grey: no difference, smaller than what matters. Hatched: undecided, since \
             the 90 % interval (luck {luck}) holds zero or lies across the smallest effect. Black line: the smooth gain is \
             zero; broken lines: it is as large as the smallest effect. Cross: no value. Gains are smoothed by planes over \
             circles, whose widths are, in cells: {}.{failed}",
            smoothing.collect::<Vec<String>>().join(", ")
        )
    }

    fn panel(&self, scene: &mut Scene, (left, top): At, (place, layer): (usize, &Layer)) {
        let (xs, ys) = (edges(&self.axes[0]), edges(&self.axes[1]));
        let panel = Panel {
            left,
            right: left + PANEL,
            top: top + HEAD,
            bottom: top + HEAD + PANEL,
            x: (xs[0], xs[xs.len() - 1]),
            y: (ys[0], ys[ys.len() - 1]),
        };
        let words = self.subject.counted(layer);
        let mut lines = fonts::wrapped(&words, 10.0, Weight::Normal, PANEL);
        lines.truncate(LINES);
        heading::in_lines(scene, (left, top + 10.0), &label(layer.measure), &lines);
        let shades = Shades::of(&self.points, 1, most(layer));
        self.cells(scene, &panel, (layer, &shades), (&xs, &ys));
        self.contours(scene, &panel, layer);
        frame(scene, &panel);
        if place == 0 {
            axis_at_left(scene, &panel, &self.axes[1], LEFT);
        }
        axis_below::draw(scene, &panel, &self.axes[0]);
        self.key(scene, &panel, (layer, &shades));
    }

    fn cells(&self, scene: &mut Scene, panel: &Panel, (layer, shades): (&Layer, &Shades), (xs, ys): (&[f64], &[f64])) {
        let rows = self.axes[1].values.len();
        for (number, cell) in layer.cells.iter().enumerate() {
            let (i, j) = (number / rows, number % rows);
            let (from, to) = (panel.place(xs[i], ys[j + 1]), panel.place(xs[i + 1], ys[j]));
            let shade = if cell.winner == Winner::NoDifference { SAME } else { shades.at(cell.gain.value) };
            scene.rectangle(from, to, shade);
            match cell.winner {
                Winner::Missing => cross(scene, from, to),
                Winner::Undecided => hatch(scene, (from, to), if is_dark(shade) { WHITE } else { DARK }),
                Winner::First | Winner::Second | Winner::NoDifference => {}
            }
        }
    }

    /// The lines on which the gain is zero, and as large as the smallest that matters.
    fn contours(&self, scene: &mut Scene, panel: &Panel, layer: &Layer) {
        let place = |varied: &Varied| -> Vec<f64> { varied.values.iter().map(|v| varied.scale.place(*v)).collect() };
        let [x, y] = self.axes.each_ref().map(place);
        let rows = y.len();
        let line = |less: f64| {
            let height = |i: usize, j: usize| {
                let cell = &layer.cells[i * rows + j];
                if less == 0.0 { cell.gain.value } else { cell.gain.value - less * cell.smallest }
            };
            contour::zero(&x, &y, height)
        };
        let mut draw = |pieces: &[[At; 2]], colour: Colour, width: f64, dash: Dash| {
            for piece in pieces {
                scene.line(&piece.map(|(x, y)| panel.place(x, y)), colour, width, dash);
            }
        };
        for less in [-1.0, 1.0] {
            let pieces = line(less);
            draw(&pieces, WHITE, 2.4, Dash::Solid);
            draw(&pieces, BLACK, 1.1, Dash::Broken(&[3.0, 2.0]));
        }
        let zero = line(0.0);
        draw(&zero, WHITE, 4.0, Dash::Solid);
        draw(&zero, BLACK, 2.0, Dash::Solid);
    }

    /// What colours mean, below a panel.
    fn key(&self, scene: &mut Scene, panel: &Panel, (layer, shades): (&Layer, &Shades)) {
        let top = panel.bottom + axis_below::HEIGHT + 12.0;
        let (left, right, most) = (panel.left + 20.0, panel.right - 20.0, most(layer));
        let wide = (right - left) / STEPS as f64;
        for step in 0..STEPS {
            let value = most * (2.0 * (step as f64 + 0.5) / STEPS as f64 - 1.0);
            let x = left + wide * step as f64;
            scene.rectangle((x, top), (x + wide, top + 10.0), shades.at(value));
        }
        let middle = f64::midpoint(left, right);
        scene.line(&[(middle, top - 2.0), (middle, top + 12.0)], BLACK, 1.5, Dash::Solid);
        scene.text((middle, top + 23.0), "0", style::small(Anchor::Middle));
        if most > 0.0 {
            let decimals = decimals_for(&[most], &[]);
            for (x, value) in [(left, -most), (right, most)] {
                scene.text((x, top + 23.0), typeset(&signed(value, decimals)), style::small(Anchor::Middle));
            }
        }
        let [a, b] = &self.subject.labels;
        let look = face(9.5, Weight::Normal, DARK, Anchor::Middle);
        let text = format!("\u{2190} {a} is better | {b} is better \u{2192}");
        scene.text((middle, top + 38.0), fonts::cut(&text, &look, PANEL), look);
        let look = face(9.5, Weight::Normal, GREY, Anchor::Middle);
        scene.text((middle, top + 51.0), fonts::cut(&self.subject.unit_in_words(layer.measure), &look, PANEL), look);
    }

    fn alt(&self) -> String {
        let part = |layer: &Layer| format!("{}: {}", label(layer.measure), self.subject.counted(layer));
        let [a, b] = &self.subject.labels;
        let n = match self.layers().len() {
            1 => "One map".to_owned(),
            n => format!("{n} maps side by side"),
        };
        format!(
            "{n} of what {b} gains on {a} over {} and {}, coloured by who wins, with the line on which the gain is zero; cells \
             that are undecided are hatched. In this model, under these assumptions: {} {}",
            self.axes[0].label(),
            self.axes[1].label(),
            self.layers().iter().map(part).collect::<Vec<String>>().join(" "),
            self.subject.futures()
        )
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let [x, y] = self.subject.axes;
        let rows = y.values.len();
        let row = |layer: &Layer, number: usize| {
            let cell = &layer.cells[number];
            let [outcome, cohort] = layer.measure.names();
            let mut row =
                vec![x.name.clone(), short(x.values[number / rows]), y.name.clone(), short(y.values[number % rows])];
            row.extend([outcome.to_owned(), cohort.to_owned(), self.subject.unit(layer.measure)]);
            row.extend([cell.gain.value, cell.gain.low, cell.gain.high, cell.smallest].map(short));
            row.push(self.subject.winner(cell.winner).into_owned());
            row
        };
        self.layers().iter().flat_map(|layer| (0..layer.cells.len()).map(move |number| row(layer, number))).collect()
    }
}

/// The largest gain on either side.
fn most(layer: &Layer) -> f64 {
    layer.cells.iter().map(|cell| cell.gain.value.abs()).filter(|size| size.is_finite()).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::points::synthetic::check;
    use regimes_model::model::outcomes::position;
    use regimes_scenario::overrides;
    use regimes_study::experiment::discovery::axes::MapAxis;
    use regimes_study::experiment::discovery::pair::Measure;
    use regimes_study::experiment::discovery::wins::{Cell, Reading, WinsMap};
    use regimes_study::experiment::points::Points;
    use regimes_study::statistics::Estimate;

    /// A map of three measures, the gain in the first as told and its interval so wide.
    fn made(n: usize, gain: impl Fn(f64, f64) -> f64, reach: f64, smallest: f64) -> Figure {
        let sets = overrides::read(&["arms.graft=drop", "replicates=1"]);
        let measures = ["flourishing", "public_cost", "staff_wellbeing"].map(|name| position(name).unwrap());
        let points = Points::of("tiny", sets, vec![Vec::new(); n * n], measures.to_vec()).unwrap();
        let values: Vec<f64> = (0..n).map(|k| k as f64 / (n - 1) as f64).collect();
        let axis = |name: &str| MapAxis { name: name.to_owned(), values: values.clone(), sets: Vec::new() };
        let axes = [axis("density"), axis("patterns.personal_variation")];
        let layer = |(place, outcome): (usize, usize)| {
            let cell = |number: usize| {
                let value = gain(values[number / n], values[number % n]) * [1.0, -20.0, 0.0][place];
                let gain = Estimate { value, low: value - reach, high: value + reach, mcse: reach, n: 5 };
                let smallest = if place == 1 { f64::NAN } else { smallest };
                Cell { futures: 1, own: value, gain, smallest, winner: Winner::of(&gain, smallest) }
            };
            let cells: Vec<Cell> = (0..n * n).map(cell).collect();
            Layer { measure: Measure::Horizon(outcome), width: Some(1.5), cells }
        };
        let layers: Vec<Layer> = measures.into_iter().enumerate().map(layer).collect();
        let map = WinsMap { layers, failed: 0, failure: None };
        figure(&MapSubject::of(&points, &axes, Reading::default(), &map))
    }

    #[test]
    fn no_text_is_clipped_or_lies_on_another_whoever_wins() {
        check(&made(11, |x, y| x - y - 0.1, 0.1, 0.2), "wins crossing");
        check(&made(2, |_, _| f64::NAN, 0.1, 0.1), "wins missing");
        check(&made(21, |x, y| 0.01 * (x + y), 0.001, 0.1), "wins nothing");
        check(&made(5, |x, y| 1.0 + x + y, 0.1, 0.1), "wins everywhere");
    }

    #[test]
    fn the_title_counts_who_wins_and_the_data_say_it_cell_by_cell() {
        let drawn = made(5, |x, _| x - 0.5, 0.05, 0.1);
        assert_eq!(drawn.title, "Flourishing: HLS wins in 10 cells, NPM in 10");
        let winners = |word: &str| drawn.rows[..25].iter().filter(|row| row[11] == word).count();
        assert_eq!((winners("hls"), winners("npm"), winners("no difference")), (10, 10, 5));
        assert_eq!(drawn.rows.len(), 75);
        assert!(drawn.alt.contains("HLS wins in 10 of 25 cells"), "{}", drawn.alt);
        assert_eq!(made(5, |_, _| 0.0, 0.01, 0.1).title, "Flourishing: no difference in any cell");
    }
}
