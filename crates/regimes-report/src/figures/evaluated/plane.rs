//! The cost-effectiveness plane: what each arm costs more than the first against the WELLBYs that it gives more, case by case,
//! at both ends of the slope.

use crate::economics::View;
use crate::figures::axis::Axis;
use crate::figures::dots;
use crate::figures::evaluated::shown::{KEY_LINE, SHOWN, Shown, head};
use crate::figures::figure::Figure;
use crate::figures::page::{Page, SIDE, Words};
use crate::figures::panel::Panel;
use crate::figures::scene::{Anchor, Dash, Scene, Weight, face};
use crate::figures::style::{BLACK, DARK, GREY, Shape, WHITE};
use crate::numbers::{grouped, short};
use crate::observed::Observed;
use regimes_study::statistics::economics::{Cases, Ellipse};
use regimes_study::statistics::mean;

/// Its file name without ending.
pub const NAME: &str = "cost_effectiveness_plane";
/// Width of the page, and height of a panel (point).
const SIZE: (f64, f64) = (860.0, 300.0);
/// Room above a panel for its head, and below for its ticks (point).
const HEAD: f64 = 22.0;
const TICKS: f64 = 22.0;
/// Room left of a panel for its ticks (point).
const LEFT: f64 = 52.0;
/// Space between panels (point).
const GAP: f64 = 14.0;
/// The share of cases that an ellipse would hold, were they normal.
const LEVEL: f64 = 0.95;
/// Points around an ellipse.
const AROUND: usize = 48;
/// Residents whose WELLBYs the horizontal axis counts.
const PEOPLE: f64 = 1000.0;

/// The figure of a run.
///
/// # Errors
/// If there are no two arms to compare.
pub fn figure(observed: &Observed) -> Result<Figure, String> {
    Ok(draw(&Shown::of(observed)?))
}

/// The figure.
#[must_use]
pub fn draw(shown: &Shown) -> Figure {
    let title = shown.title("Cost and WELLBYs of every arm");
    let (_, first, _) = shown.arm(0);
    let subtitle = format!(
        "Upwards: what an arm costs more than {first} for a resident over the horizon ({}). To the right: WELLBYs that it gives \
         more for 1,000 residents. {}",
        shown.money.unit_in_words("GBP"),
        shown.counted()
    );
    let words = Words { title: &title, subtitle: &subtitle, plain: "", note: &note(shown) };
    let key = shown.key(SIZE.0 - 2.0 * SIDE);
    let field = KEY_LINE * key.len() as f64 + HEAD + SIZE.1 + TICKS;
    let mut page = Page::from(&shown.source, (SIZE.0, field), &words);
    shown.draw_key(&mut page.scene, (SIDE, page.top + 6.0), &key);
    let clouds: Vec<Vec<Cloud>> =
        SHOWN.iter().map(|slope| clouds(shown, &shown.found.cases(View::shown(*slope)))).collect();
    let across = Axis::holding(ends(&clouds, |(x, _)| x), 5);
    let up = Axis::holding(ends(&clouds, |(_, y)| y), 6);
    let wide = (SIZE.0 - 2.0 * SIDE - GAP) / SHOWN.len() as f64;
    for (column, (slope, clouds)) in SHOWN.iter().zip(&clouds).enumerate() {
        let left = SIDE + (wide + GAP) * column as f64;
        let panel = Panel {
            left: left + LEFT,
            right: left + wide - 10.0,
            top: page.bottom - TICKS - SIZE.1,
            bottom: page.bottom - TICKS,
            x: (across.low, across.high),
            y: (up.low, up.high),
        };
        let bold = face(11.0, Weight::Bold, BLACK, Anchor::Start);
        page.scene.text((panel.left, panel.top - 8.0), head(*slope), bold);
        panel.heights(&mut page.scene, &up.ticks);
        panel.widths(&mut page.scene, &across);
        lines(&mut page.scene, &panel, shown);
        clouds.iter().for_each(|cloud| cloud.draw(&mut page.scene, &panel, shown));
    }
    let alt = format!(
        "Two cost-effectiveness planes side by side, at 3 and at 10 points of life satisfaction for a unit of the index: a dot \
         a case, an ellipse that would hold 95 % of them, a larger mark at the mean. {} {}",
        shown.said(),
        shown.spread_said()
    );
    Figure { name: NAME.into(), title, alt, header: HEADER.to_vec(), rows: rows(shown, &clouds), scene: page.scene }
}

fn note(shown: &Shown) -> String {
    let value = shown.values_said().map_or(String::new(), |values| {
        format!(
            "Below a dashed line an arm is worth its cost, at {values}: the flatter the line, the lower the value. "
        )
    });
    format!(
        "A dot a case, of {}; larger: the mean. Ellipse: would hold 95 % of cases, were they normal. {value}{}",
        grouped(shown.found.ids.len() as f64, 0),
        shown.spread_said()
    )
}

/// The cases of an arm in a panel.
struct Cloud {
    place: usize,
    points: Vec<(f64, f64)>,
    middle: (f64, f64),
    outline: Vec<(f64, f64)>,
}

/// A cloud for each arm but the first.
fn clouds(shown: &Shown, cases: &Cases) -> Vec<Cloud> {
    let of = |place: usize| {
        let [costs, wellbys] = cases.steps(place);
        let wellbys: Vec<f64> = wellbys.iter().map(|step| PEOPLE * step).collect();
        let ellipse = Ellipse::of(&wellbys, &costs, LEVEL);
        Cloud {
            place,
            middle: (mean(&wellbys), mean(&costs)),
            outline: ellipse.map_or_else(Vec::new, |ellipse| ellipse.outline(AROUND)),
            points: wellbys.into_iter().zip(costs).collect(),
        }
    };
    shown.places().skip(1).map(of).collect()
}

/// All that a panel must hold, zero among it.
fn ends(clouds: &[Vec<Cloud>], of: fn((f64, f64)) -> f64) -> Vec<f64> {
    let all = clouds.iter().flatten().flat_map(|cloud| cloud.points.iter().chain(&cloud.outline));
    all.map(|at| of(*at)).chain([0.0]).collect()
}

/// Both zero lines, and a line for each value of a WELLBY.
fn lines(scene: &mut Scene, panel: &Panel, shown: &Shown) {
    panel.zero(scene);
    let zero = panel.place(0.0, 0.0).0;
    scene.line(&[(zero, panel.top), (zero, panel.bottom)], DARK, 1.0, Dash::Solid);
    for value in crate::economics::values(&shown.money).iter().filter(|value| value.pounds.is_finite()) {
        let slope = value.pounds / PEOPLE;
        // Where the line leaves the panel: across, or up and down.
        let [low, high] = [panel.y.0, panel.y.1].map(|end| end / slope);
        let (from, to) = (panel.x.0.max(low), panel.x.1.min(high));
        if from < to {
            let ends = [from, to].map(|x| panel.place(x, slope * x));
            scene.line(&ends, GREY, 0.75, Dash::Broken(&[4.0, 3.0]));
        }
    }
}

impl Cloud {
    fn draw(&self, scene: &mut Scene, panel: &Panel, shown: &Shown) {
        let (_, _, look) = shown.arm(self.place);
        let at = |&(x, y): &(f64, f64)| panel.place(x, y);
        for point in &self.points {
            dots::mark(scene, at(point), look.shape, look.colour, 2.2);
        }
        scene.line(&self.outline.iter().map(at).collect::<Vec<_>>(), look.colour, 1.25, look.dash);
        dots::mark(scene, at(&self.middle), Shape::Disc, WHITE, 7.0);
        dots::dot(scene, at(&self.middle), look.shape, look.colour, dots::Fill::Full);
    }
}

/// Columns of the data drawn.
const HEADER: [&str; 6] = ["what", "case", "arm_a", "arm_b", "cost", "wellbys_per_1000"];

fn rows(shown: &Shown, clouds: &[Vec<Cloud>]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (slope, clouds) in ["slope_3", "slope_10"].iter().zip(clouds) {
        for cloud in clouds {
            let mut row = |what: &str, case: String, (x, y): (f64, f64)| {
                let [a, b] = [0, cloud.place].map(|place| shown.arm(place).0.to_owned());
                rows.push(vec![format!("{what}_at_{slope}"), case, a, b, short(y), short(x)]);
            };
            for (id, at) in shown.found.ids.iter().zip(&cloud.points) {
                row("case", id.to_string(), *at);
            }
            row("mean", String::new(), cloud.middle);
            cloud.outline.iter().for_each(|at| row("ellipse", String::new(), *at));
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic;

    #[test]
    fn each_case_is_drawn_at_both_slopes_and_the_higher_gives_more_wellbys() {
        let (record, ensemble) = synthetic::make(&["npm", "hls", "graft"], 8, 60);
        let drawn = figure(&Observed::new(&record, &ensemble).unwrap()).unwrap();
        let of = |what: &str| drawn.rows.iter().filter(|row| row[0] == what).collect::<Vec<_>>();
        let [low, high] = ["case_at_slope_3", "case_at_slope_10"].map(of);
        assert_eq!((low.len(), high.len()), (16, 16));
        for (low, high) in low.iter().zip(&high) {
            let [low_x, high_x]: [f64; 2] = [&low[5], &high[5]].map(|cell| cell.parse().unwrap());
            assert!((high_x / low_x - 10.0 / 3.0).abs() < 1e-6 && low[4] == high[4]);
        }
        assert_eq!(of("ellipse_at_slope_3").len(), 2 * (AROUND + 1));
        assert!(drawn.alt.contains("luck alone"));
    }

    #[test]
    fn one_future_has_no_ellipse_and_the_title_says_that_it_is_too_few() {
        let (record, ensemble) = synthetic::make(&["npm", "hls"], 1, 60);
        let drawn = figure(&Observed::new(&record, &ensemble).unwrap()).unwrap();
        assert!(drawn.rows.iter().all(|row| !row[0].starts_with("ellipse")));
        assert_eq!(drawn.title, "Too few paired futures to say what pays");
        let (record, ensemble) = synthetic::make(&["npm"], 6, 60);
        assert!(figure(&Observed::new(&record, &ensemble).unwrap()).is_err());
    }
}
