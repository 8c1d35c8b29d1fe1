//! What figures of economic evaluation share: whom they show, how arms look, and their titles.

use crate::economics::{Evaluation, Row, Spread, View, values};
use crate::figures::dots;
use crate::figures::fonts;
use crate::figures::looks;
use crate::figures::page;
use crate::figures::points::subject::Subject;
use crate::figures::scene::{Anchor, Scene, Weight};
use crate::figures::style::{self, Look};
use crate::figures::words::under_ten;
use crate::findings::is_nearly_all;
use crate::money::Money;
use crate::numbers::{grouped, short};
use crate::observed::Observed;
use crate::wellbys::SLOPES;
use regimes_study::experiment::points::Points;
use regimes_study::statistics::effects::FEW;

/// The slopes that figures show, by number: both ends, beside each other.
pub const SHOWN: [usize; 2] = [0, SLOPES.len() - 1];
/// The value of a WELLBY that titles speak of, by its number.
const MIDDLE: usize = 1;
/// Size of a name in the key (point).
const KEY: f64 = 10.5;
/// Height of a line of the key (point).
pub const KEY_LINE: f64 = 16.0;

/// Whom a figure is about.
pub struct Shown {
    /// Costs and years, case by case.
    pub found: Evaluation,
    /// Names of all arms in tables, by number.
    names: Vec<String>,
    /// Labels of all arms, by number.
    labels: Vec<String>,
    /// How all arms look, by number.
    looks: Vec<Look>,
    /// How money is shown.
    pub money: Money,
    /// Where it comes from.
    pub source: String,
}

impl Shown {
    /// The paired futures of a run.
    ///
    /// # Errors
    /// If there are no two arms to compare.
    pub fn of(observed: &Observed) -> Result<Shown, String> {
        let arms = &observed.record.arms;
        Ok(Shown {
            found: Evaluation::of_futures(observed)?,
            names: arms.iter().map(|arm| arm.name.clone()).collect(),
            labels: arms.iter().map(|arm| arm.label.clone()).collect(),
            looks: looks::of(observed),
            money: observed.record.money.clone(),
            source: page::source(observed),
        })
    }

    /// The draws of a study of points.
    #[must_use]
    pub fn of_draws(points: &Points, found: Evaluation) -> Shown {
        let subject = Subject::of(points);
        let arms = || 0..points.base().arms.len();
        Shown {
            found,
            names: arms().map(|arm| subject.name(arm).to_owned()).collect(),
            labels: arms().map(|arm| subject.label(arm).to_owned()).collect(),
            looks: arms().map(|arm| *subject.look(arm)).collect(),
            money: Money::of(&points.base().costs),
            source: subject.source(),
        }
    }

    /// The name, label and look of the arm at a place of the evaluation.
    #[must_use]
    pub fn arm(&self, place: usize) -> (&str, &str, &Look) {
        let arm = self.found.arms[place];
        (&self.names[arm], &self.labels[arm], &self.looks[arm])
    }

    /// Places of the arms in the evaluation.
    #[must_use]
    pub fn places(&self) -> std::ops::Range<usize> {
        0..self.found.arms.len()
    }

    /// What cases are called.
    #[must_use]
    pub fn cases(&self) -> &'static str {
        match self.found.spread {
            Spread::Luck => "paired futures",
            Spread::Parameters => "draws",
        }
    }

    /// What makes cases differ, in a sentence.
    #[must_use]
    pub fn spread_said(&self) -> &'static str {
        match self.found.spread {
            Spread::Luck => {
                "Cases are paired futures: the spread is luck alone, with each uncertain parameter at one value."
            }
            Spread::Parameters => "Cases are draws of the uncertain parameters; some luck is left in each.",
        }
    }

    /// How money is counted, in a sentence.
    #[must_use]
    pub fn counted(&self) -> String {
        format!(
            "Public money and WELLBYs, both discounted {} % a year, at {} prices.",
            short(100.0 * self.money.discount_per_year()),
            self.money.price_year()
        )
    }

    /// The values of a WELLBY, in words; nothing where none is known.
    #[must_use]
    pub fn values_said(&self) -> Option<String> {
        let known: Vec<String> = values(&self.money)
            .iter()
            .filter(|value| value.pounds.is_finite())
            .map(|value| format!("{}{}", self.money.sign(), grouped(value.pounds, 0)))
            .collect();
        let [first @ .., last] = known.as_slice() else { return None };
        Some(format!("{} and {last} a WELLBY", first.join(", ")))
    }

    /// Rows at a slope at the middle value of a WELLBY, by place.
    fn middle(&self, slope: usize) -> Vec<Row> {
        let rows = self.found.rows_of(View::shown(slope), &self.money);
        let each = self.found.arms.len();
        let from = if rows.len() > MIDDLE * each { MIDDLE * each } else { 0 };
        rows.into_iter().skip(from).take(each).collect()
    }

    /// The finding in under ten words; `fallback` says what is shown.
    #[must_use]
    pub fn title(&self, fallback: &str) -> String {
        if self.found.ids.len() < FEW {
            return format!("Too few {} to say what pays", self.cases());
        }
        // A winner is named where nearly all cases agree, as in all titles.
        let clear = |slope: usize| {
            let often = |row: &Row| is_nearly_all((row.acceptable * row.n as f64).round() as usize, row.n);
            self.middle(slope).iter().position(often)
        };
        let is_known = SHOWN.iter().all(|slope| self.middle(*slope).iter().any(|row| row.is_best.is_some()));
        match SHOWN.map(clear) {
            [Some(low), Some(high)] if low == high => {
                let label = self.arm(low).1;
                under_ten(&[
                    format!("{label}: highest net benefit at both slopes"),
                    format!("{label}: highest net benefit"),
                    fallback.to_owned(),
                ])
            }
            [Some(_), Some(_)] => "Which arm pays best hangs on the slope".to_owned(),
            _ if is_known => format!("No arm pays best in nearly all {}", self.cases()),
            _ => fallback.to_owned(),
        }
    }

    /// What is said of each arm but the first at both slopes, for those who cannot see the figure.
    #[must_use]
    pub fn said(&self) -> String {
        let rows = SHOWN.map(|slope| self.middle(slope));
        let of = |place: usize| {
            let [low, high] = [&rows[0][place], &rows[1][place]];
            let (Some(a), Some(b)) = (&low.step, &high.step) else { return String::new() };
            let sign = self.money.sign();
            let often = |row: &Row| {
                if row.acceptable.is_nan() {
                    return "an unknown share".to_owned();
                }
                format!("{} of {}", grouped(row.acceptable * row.n as f64, 0), row.n)
            };
            format!(
                "{} costs {sign}{} more a resident (below zero: less) for {} to {} WELLBYs more for 1,000 residents, and has \
                 the highest net benefit in {} to {} {} at the two slopes.",
                self.arm(place).1,
                short_of(a.cost.mean),
                short_of(1000.0 * a.wellbys.mean),
                short_of(1000.0 * b.wellbys.mean),
                often(low),
                often(high),
                self.cases()
            )
        };
        let told: Vec<String> = self.places().skip(1).map(of).collect();
        format!("In this model, under these assumptions: {}", told.join(" "))
    }

    /// Lines of the key: places of arms that fit beside each other in a width.
    #[must_use]
    pub fn key(&self, room: f64) -> Vec<Vec<usize>> {
        let mut lines: Vec<Vec<usize>> = vec![Vec::new()];
        let mut left = room;
        for place in self.places() {
            let wide = self.width_in_key(place);
            if wide > left && lines.last().is_some_and(|line| !line.is_empty()) {
                lines.push(Vec::new());
                left = room;
            }
            left -= wide;
            lines.last_mut().expect("a line was begun").push(place);
        }
        lines
    }

    fn width_in_key(&self, place: usize) -> f64 {
        const DOT_AND_GAP: f64 = 30.0;
        fonts::width(self.arm(place).1, KEY, Weight::Bold) + DOT_AND_GAP
    }

    /// Draws the key from a place on.
    pub fn draw_key(&self, scene: &mut Scene, (left, top): (f64, f64), lines: &[Vec<usize>]) {
        for (line, places) in lines.iter().enumerate() {
            let (mut x, y) = (left, top + KEY_LINE * line as f64);
            for &place in places {
                let (_, label, look) = self.arm(place);
                dots::small(scene, (x + 4.0, y - 3.5), look.shape, look.colour);
                scene.text((x + 12.0, y), label, style::strong(look.colour, Anchor::Start));
                x += self.width_in_key(place);
            }
        }
    }
}

/// The head of a panel: what a unit of the index is there.
#[must_use]
pub fn head(slope: usize) -> String {
    format!("If a unit of the index is {} points", short(SLOPES[slope]))
}

/// A number in three digits.
fn short_of(value: f64) -> String {
    crate::numbers::three_digits(value)
}
