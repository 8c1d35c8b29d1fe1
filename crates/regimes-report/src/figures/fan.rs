//! Fan charts: an outcome by arm, and its paired difference against the first arm.

use crate::figures::axis::{Axis, range_said};
use crate::figures::figure::Figure;
use crate::figures::page::{Page, SIDE, WIDTH, Words};
use crate::figures::panel::{EndLabel, Panel, Wording, room_for_labels};
use crate::figures::scene::face;
use crate::figures::scene::{Anchor, At, Scene, Weight};
use crate::figures::series::{self, Series};
use crate::figures::style::{self, DARK, GREY, Look, WHITE};
use crate::figures::words::period;
use crate::figures::{fonts, looks, plain, titles, words};
use crate::findings::Finding;
use crate::numbers::{decimals_for, grouped, short, signed, typeset};
use crate::observed::{Observed, Over};
use regimes_model::model::outcomes::Better;

/// More arms than this are drawn without bands, except for the focus and the first.
const ARMS_WITH_BANDS: usize = 3;

/// Height of the strips that say which side of zero is better (point).
const STRIP: f64 = 22.0;

/// Height of the field of a figure with one panel (point).
const FIELD: f64 = 380.0;

/// Series of several arms that share a panel.
pub struct Fan {
    /// Arm and series; arms of which there is nothing to draw are left out.
    pub series: Vec<(usize, Series)>,
    /// By arm, the number at its line's end: its median over the final year.
    pub numbers: Vec<f64>,
    /// Arms whose bands are drawn.
    pub banded: Vec<usize>,
    /// Decimals of the labels at line ends.
    pub decimals: usize,
    /// Whether labels carry a sign.
    pub labels: Labels,
}

/// What the labels at line ends show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Labels {
    /// The arm and its median.
    Value,
    /// The arm and its median difference, with its sign.
    Difference,
    /// The arm alone.
    Name,
}

/// Letters of a label that stands alone at a line's end, at most.
const SHORT_LABEL: usize = 18;

impl Fan {
    /// An outcome of all arms.
    #[must_use]
    pub fn of_arms(observed: &Observed, column: usize) -> Fan {
        let shown = (0..observed.n_arms()).filter(|&arm| observed.says_something(arm, column));
        let series = shown.map(|arm| (arm, Series::of_arm(observed, arm, column)));
        let finding = Finding::of(observed, column, Over::Final);
        let numbers = finding.arms.iter().map(|arm| arm.value).collect();
        Fan::of(observed, series.collect(), Labels::Value).with(numbers, finding.decimals_of_levels())
    }

    /// The paired difference of all arms but the first.
    #[must_use]
    pub fn of_differences(observed: &Observed, column: usize) -> Fan {
        let is_told = |arm: &usize| observed.says_something(*arm, column) && observed.says_something(0, column);
        let shown = (1..observed.n_arms()).filter(is_told);
        let series = shown.map(|arm| (arm, Series::of_difference(observed, arm, column)));
        let finding = Finding::of(observed, column, Over::Final);
        let numbers = [0.0].into_iter().chain(finding.pairs.iter().map(|pair| pair.difference.value)).collect();
        Fan::of(observed, series.collect(), Labels::Difference).with(numbers, finding.decimals_of_differences())
    }

    fn of(observed: &Observed, mut series: Vec<(usize, Series)>, labels: Labels) -> Fan {
        series.retain(|(_, series)| !series.is_empty());
        let all = series.len() <= ARMS_WITH_BANDS;
        let arms = series.iter().map(|(arm, _)| *arm);
        let banded = arms.filter(|arm| all || *arm == 0 || Some(*arm) == observed.focus()).collect();
        Fan { series, numbers: Vec::new(), banded, decimals: 0, labels }
    }

    /// The numbers of line ends, with three digits and at most `most` decimals.
    fn with(self, numbers: Vec<f64>, most: usize) -> Fan {
        let shown: Vec<f64> = self.series.iter().map(|(arm, _)| numbers[*arm]).collect();
        Fan { decimals: decimals_for(&shown, &[]).min(most), numbers, ..self }
    }

    /// The axis that holds what is drawn.
    #[must_use]
    pub fn axis(&self, steps: usize) -> Axis {
        let drawn = |(arm, series): &(usize, Series)| {
            let all: Vec<f64> = series.values().collect();
            let middle: Vec<f64> = series.line(2).into_iter().map(|p| p.1).collect();
            if self.banded.contains(arm) { all } else { middle }
        };
        let zero = (self.labels == Labels::Difference).then_some(0.0);
        let numbers = self.series.iter().map(|(arm, _)| self.numbers[*arm]);
        Axis::holding(self.series.iter().flat_map(drawn).chain(numbers).chain(zero), steps)
    }

    /// Labels at line ends.
    #[must_use]
    pub fn end_labels(&self, observed: &Observed, looks: &[Look]) -> Vec<EndLabel> {
        let short = observed.record.labels_within(SHORT_LABEL);
        let text = |arm: usize| {
            let (name, number) = (observed.label(arm), self.numbers[arm]);
            match self.labels {
                Labels::Name => short[arm].clone(),
                _ if !number.is_finite() => name.to_owned(),
                Labels::Value => format!("{name} {}", typeset(&grouped(number, self.decimals))),
                Labels::Difference => format!("{name} {}", typeset(&signed(number, self.decimals))),
            }
        };
        let label = |(arm, series): &(usize, Series)| {
            let dot = (self.labels != Labels::Name && self.numbers[*arm].is_finite()).then_some(looks[*arm].shape);
            let at = if dot.is_some() { self.numbers[*arm] } else { series.end() };
            EndLabel { at, text: text(*arm), colour: looks[*arm].colour, dot }
        };
        self.series.iter().map(label).collect()
    }

    /// Draws bands, then medians, then labels.
    pub fn draw(&self, scene: &mut Scene, panel: &Panel, looks: &[Look], labels: &[EndLabel]) {
        for (low, high, alpha) in [(0, 4, 0.13), (1, 3, 0.22)] {
            for (arm, series) in self.series.iter().filter(|(arm, _)| self.banded.contains(arm)) {
                panel.band(scene, &series.band(low, high), looks[*arm].colour, alpha);
            }
        }
        // Grey lines lie below those in colour.
        let is_grey = |arm: &usize| looks[*arm].colour == GREY;
        for (arm, series) in self.series.iter().filter(|(arm, _)| is_grey(arm)) {
            panel.curve(scene, &series.line(2), &looks[*arm], 1.3);
        }
        for (arm, series) in self.series.iter().filter(|(arm, _)| !is_grey(arm)) {
            panel.curve(scene, &series.line(2), &looks[*arm], 2.0);
        }
        if self.series.is_empty() {
            panel.missing(scene);
        }
        panel.end_labels(scene, labels);
    }

    /// The data drawn.
    #[must_use]
    pub fn rows(&self, observed: &Observed) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for (arm, series) in &self.series {
            for (week, quantiles) in series.weeks.iter().zip(&series.quantiles) {
                let date = observed.record.date_of(*week as i64).to_string();
                let mut row = vec![observed.record.arms[*arm].name.clone(), short(*week), date];
                row.extend(quantiles.map(short));
                rows.push(row);
            }
        }
        rows
    }
}

/// The header of [`Fan::rows`].
pub const HEADER: [&str; 8] = ["arm", "week", "date", "q05", "q25", "q50", "q75", "q95"];

/// An outcome by arm.
///
/// # Errors
/// If it is not observed, or has no value in any run.
pub fn levels(observed: &Observed, name: &'static str, outcome: &str) -> Result<Figure, String> {
    let column = series::column(observed, outcome)?;
    let fan = Fan::of_arms(observed, column);
    let what = observed.outcome(column);
    if fan.series.is_empty() {
        return Err(format!("{}: {}", what.label.to_lowercase(), words::MISSING));
    }
    let subtitle = format!(
        "{}, {}. Dots and numbers: medians of {}.",
        what.label,
        observed.unit_in_words(column),
        period(observed)
    );
    let alt = format!(
        "Fan chart of {} {} by arm, with bands for 50 % and 90 % of simulated runs. {}",
        what.label.to_lowercase(),
        words::horizon(observed),
        words::said(observed, column)
    );
    let words = [titles::level(observed, column), subtitle, plain::levels(observed, column), alt];
    Ok(figure(observed, (name, column), &fan, words))
}

/// The paired difference of an outcome against the first arm.
///
/// # Errors
/// If it is not observed, there is one arm alone, or no pair has a value.
pub fn differences(observed: &Observed, name: &'static str, outcome: &str) -> Result<Figure, String> {
    let column = series::column(observed, outcome)?;
    if !(1..observed.n_arms()).any(|arm| !observed.pairs(0, arm).is_empty()) {
        return Err("there is no second arm to compare with".to_owned());
    }
    let fan = Fan::of_differences(observed, column);
    let what = observed.outcome(column);
    if fan.series.is_empty() {
        return Err(format!("{}: no pair has a value on both sides", what.label.to_lowercase()));
    }
    let subtitle = format!(
        "{}: difference against {}, {}. {} Dots and numbers: their medians.",
        what.label,
        observed.label(0),
        observed.unit_in_words(column),
        titles::counted(observed, &[column])
    );
    let alt = format!(
        "Fan chart of the paired difference in {} against {} {}, with a line at zero. {}",
        what.label.to_lowercase(),
        observed.label(0),
        words::horizon(observed),
        words::said(observed, column)
    );
    let words = [titles::difference(observed, column), subtitle, plain::differences(observed, column), alt];
    Ok(figure(observed, (name, column), &fan, words))
}

/// Draws a fan below its title, what it shows and what it amounts to; the last of the words is the alternative text.
fn figure(observed: &Observed, (name, column): (&'static str, usize), fan: &Fan, words: [String; 4]) -> Figure {
    let [title, subtitle, plain, alt] = words;
    let alt = format!("{alt} {plain}").trim_end().to_owned();
    let note = note(observed, &[column], fan);
    let words = Words { title: &title, subtitle: &subtitle, plain: &plain, note: &note };
    let looks = looks::of(observed);
    let labels = fan.end_labels(observed, &looks);
    let axis = fan.axis(5);
    let wide = WIDTH;
    let mut panel = Panel {
        left: SIDE + 40.0,
        right: wide - SIDE - room_for_labels(labels.iter().map(|l| l.text.as_str())),
        top: 0.0,
        bottom: FIELD,
        x: (0.0, observed.weeks() as f64),
        y: (axis.low, axis.high),
    };
    let room = panel.room_for_events(observed, wide);
    let mut page = Page::new(observed, (wide, FIELD + room), &words);
    let range = range_said(&axis, observed.outcome(column).unit);
    page.scene.text((SIDE, page.top + 4.0), range.clone(), style::small(Anchor::Start));
    panel.top = page.top + room + if range.is_empty() { 0.0 } else { 16.0 };
    panel.bottom = page.bottom - 20.0;
    if fan.labels == Labels::Difference {
        panel.y = with_strips(&panel);
    }
    panel.heights(&mut page.scene, &axis.ticks);
    panel.calendar(&mut page.scene, observed);
    panel.events(&mut page.scene, observed, Wording::Labelled);
    fan.draw(&mut page.scene, &panel, &looks, &labels);
    if fan.labels == Labels::Difference {
        panel.zero(&mut page.scene);
        sides(&mut page.scene, &panel, observed.outcome(column).better, observed.label(0));
    }
    Figure { name: name.into(), title, alt, header: HEADER.to_vec(), rows: fan.rows(observed), scene: page.scene }
}

/// How to read the lines and bands.
#[must_use]
pub fn note(observed: &Observed, columns: &[usize], fan: &Fan) -> String {
    let of = match fan.labels {
        Labels::Difference => "simulated pairs",
        Labels::Value | Labels::Name => "simulated runs",
    };
    let mut text = series::note(observed, columns).replace("simulated runs", of);
    if fan.banded.is_empty() && !fan.series.is_empty() {
        text = text.replace(" Bands: 50 % and 90 % of simulated pairs.", "");
    } else if fan.banded.len() < fan.series.len() {
        let names: Vec<String> = fan.banded.iter().map(|arm| observed.label(*arm).to_owned()).collect();
        text += &format!(" Bands for {} alone.", words::listed(&names));
    }
    if looks::coloured(observed).len() < observed.n_arms() {
        text += " In colour: what is compared with, the arm that the scenario is about, and who leads on a headline outcome.";
    }
    let is_left_out = |arm: &&usize| columns.iter().any(|&column| !observed.says_something(**arm, column));
    let left_out: Vec<String> =
        observed.record.idle.iter().filter(is_left_out).map(|&arm| observed.label(arm).to_owned()).collect();
    if !left_out.is_empty() {
        text += &format!(" Without services, and so without a curve of cost or staff: {}.", words::listed(&left_out));
    }
    text
}

/// The ends of the vertical axis with a strip above and below that holds no data.
#[must_use]
pub fn with_strips(panel: &Panel) -> (f64, f64) {
    let strip = STRIP / (panel.bottom - panel.top - 2.0 * STRIP) * (panel.y.1 - panel.y.0);
    (panel.y.0 - strip, panel.y.1 + strip)
}

/// What lies above zero and what below, where an outcome is compared.
#[must_use]
pub fn side_words(better: Better) -> [&'static str; 2] {
    match better {
        Better::Higher => ["better", "worse"],
        Better::Lower => ["worse", "better"],
        Better::NearZero | Better::Neither => ["higher", "lower"],
    }
}

/// Says on which side of zero the first arm is beaten.
pub fn sides(scene: &mut Scene, panel: &Panel, better: Better, first: &str) {
    let [above, below] = side_words(better);
    let (_, zero) = panel.place(panel.x.0, 0.0);
    if zero - panel.top > 30.0 {
        side(scene, (panel.left + 8.0, panel.top + 15.0), &format!("{above} than {first}"), -1.0);
    }
    if panel.bottom - zero > 30.0 {
        side(scene, (panel.left + 8.0, panel.bottom - 8.0), &format!("{below} than {first}"), 1.0);
    }
}

/// Writes a text after an arrow that points down or up (`towards` is 1 or -1), on white.
fn side(scene: &mut Scene, (x, y): At, text: &str, towards: f64) {
    let look = face(9.5, Weight::Normal, DARK, Anchor::Start);
    let wide = fonts::width(text, look.size, look.weight) + 18.0;
    scene.rectangle((x - 4.0, y - 11.0), (x + wide, y + 4.0), WHITE);
    let middle = y - 3.3;
    let arrow = vec![(x, middle - 3.0 * towards), (x + 7.0, middle - 3.0 * towards), (x + 3.5, middle + 4.0 * towards)];
    scene.area(arrow, GREY, 1.0);
    scene.text((x + 12.0, y), text, look);
}
