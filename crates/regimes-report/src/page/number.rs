//! Numbers of the page: each with its full value and the cells of the folder that it comes from, so that a test can read
//! both.

use crate::numbers::{decimals_for, decimals_of, grouped, short, signed, typeset};
use maud::{Markup, Render, html};
use regimes_study::statistics::Estimate;

/// What stands where there is no number.
pub const NONE: &str = "–";

/// Cells of a table of the folder: `effects?arm_b=hls&cohort=all#effect`.
#[derive(Clone, Debug)]
pub struct Cells(String);

impl Cells {
    /// Cells of a table, by its name without ending.
    #[must_use]
    pub fn of(table: &str) -> Cells {
        Cells(table.to_owned())
    }

    /// Of these, those in rows that hold a word in a column.
    #[must_use]
    pub fn at(&self, column: &str, word: &str) -> Cells {
        let joint = if self.0.contains('?') { '&' } else { '?' };
        Cells(format!("{}{joint}{column}={word}", self.0))
    }

    /// What is taken of these rows: a column, or a product of columns and numbers.
    #[must_use]
    pub fn take(&self, column: &str) -> String {
        format!("{}#{column}", self.0)
    }
}

/// A number.
#[derive(Clone, Debug)]
pub struct Number {
    value: f64,
    text: String,
    from: String,
}

impl Number {
    /// A size, with decimals.
    #[must_use]
    pub fn level(value: f64, decimals: usize, from: String) -> Number {
        Number { value, text: grouped(value, decimals), from }
    }

    /// A difference, with its sign.
    #[must_use]
    pub fn step(value: f64, decimals: usize, from: String) -> Number {
        Number { value, text: signed(value, decimals), from }
    }

    /// A count.
    #[must_use]
    pub fn count(value: f64, from: String) -> Number {
        Number::level(value, 0, from)
    }

    /// An amount of money in whole units, with its sign, after the sign of its currency.
    #[must_use]
    pub fn money(value: f64, decimals: usize, currency: &str, from: String) -> Number {
        let size = grouped(value.abs(), decimals);
        let is_zero = !size.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
        let sign = match value {
            _ if is_zero => "",
            value if value < 0.0 => "-",
            _ => "+",
        };
        Number { value, text: format!("{sign}{currency}{size}"), from }
    }

    /// The same in as many decimals as three digits take: for amounts that are no better known.
    #[must_use]
    pub fn in_three_digits(value: f64, currency: &str, from: String) -> Number {
        let power = libm::floor(libm::log10(value.abs().max(f64::MIN_POSITIVE))).max(0.0);
        let unit = libm::pow(10.0, power - 2.0);
        let decimals = (2.0 - power).clamp(0.0, 2.0) as usize;
        Number::money((value / unit).round() * unit, decimals, currency, from).standing_for(value)
    }

    /// The same text for a value that it rounds.
    fn standing_for(self, value: f64) -> Number {
        Number { value, ..self }
    }
}

impl Render for Number {
    fn render(&self) -> Markup {
        if !self.value.is_finite() {
            return html! { span title="no value" { (NONE) } };
        }
        html! { data value=(short(self.value)) data-from=(self.from) { (typeset(&self.text)) } }
    }
}

/// Digits beyond the three that any number has, at most.
const MORE: usize = 1;

/// The decimals that an estimate supports, and no more than four digits of the largest of it and its range.
#[must_use]
pub fn decimals(estimate: &Estimate) -> usize {
    decimals_of(estimate).min(decimals_for(&[estimate.value, estimate.low, estimate.high], &[]) + MORE)
}

/// The range of 90 % of pairs, from the columns of the lower and the upper end; a dash where one pair alone has a value.
#[must_use]
pub fn range(estimate: &Estimate, decimals: usize, cells: &Cells, [low, high]: [&str; 2]) -> Markup {
    if estimate.n < 2 {
        return html! { span title="one future has no range" { (NONE) } };
    }
    html! {
        (Number::step(estimate.low, decimals, cells.take(low))) " to "
        (Number::step(estimate.high, decimals, cells.take(high)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_carries_its_full_value_and_where_it_comes_from() {
        let cells = Cells::of("effects").at("arm_b", "hls").at("cohort", "all");
        let shown = Number::step(-0.012_345, 3, cells.take("effect")).render().into_string();
        let expected = "<data value=\"-0.012345\" data-from=\"effects?arm_b=hls&amp;cohort=all#effect\">−0.012</data>";
        assert_eq!(shown, expected);
        assert!(Number::level(f64::NAN, 1, String::new()).render().into_string().contains(NONE));
    }

    #[test]
    fn amounts_have_their_sign_before_the_currency_and_three_digits() {
        let text = |value: f64| Number::in_three_digits(value, "£", String::new()).text;
        assert_eq!([84_321.0, -1_234_567.0, 7.456, 0.0].map(text), ["+£84,300", "-£1,230,000", "+£7.46", "£0.00"]);
    }
}
