//! Money as a scenario shows it: its currency in units, its sign in figures, the year of its prices, and what later
//! money counts.

use regimes_scenario::file::Costs;
use regimes_study::statistics::economics;
use std::borrow::Cow;

/// What the model's declarations call the unit of money; a scenario says which currency it stands for.
const DECLARED: &str = "GBP";

/// How money is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Money(Costs);

impl Money {
    /// Money as a scenario shows it.
    #[must_use]
    pub fn of(costs: &Costs) -> Money {
        Money(costs.clone())
    }

    /// The currency, as its code.
    #[must_use]
    pub fn currency(&self) -> &str {
        &self.0.currency
    }

    /// The year whose prices hold.
    #[must_use]
    pub fn price_year(&self) -> u32 {
        self.0.price_year
    }

    /// The rate at which later money counts less (1/year).
    #[must_use]
    pub fn discount_per_year(&self) -> f64 {
        self.0.discount_per_year
    }

    /// A declared unit in the scenario's currency: "EUR/resident/week".
    #[must_use]
    pub fn unit(&self, declared: &'static str) -> Cow<'static, str> {
        match declared.strip_prefix(DECLARED) {
            Some(rest) => Cow::Owned(format!("{}{rest}", self.currency())),
            None => Cow::Borrowed(declared),
        }
    }

    /// A declared unit with the year of prices: "EUR/resident/week at 2025 prices".
    #[must_use]
    pub fn unit_at_prices(&self, declared: &'static str) -> String {
        format!("{}{}", self.unit(declared), self.at_prices(declared))
    }

    /// A declared unit in words, with the year of prices: "€ per resident and week at 2025 prices".
    #[must_use]
    pub fn unit_in_words(&self, declared: &'static str) -> String {
        let unit = match declared.strip_prefix(DECLARED) {
            Some(rest) => format!("{}{rest}", self.sign().trim_end()),
            None => declared.replace("0-1", "0 to 1"),
        };
        let mut parts = unit.split('/');
        let first = parts.next().unwrap_or_default();
        let rest: Vec<&str> = parts.collect();
        let words = if rest.is_empty() { first.to_owned() } else { format!("{first} per {}", rest.join(" and ")) };
        words + &self.at_prices(declared)
    }

    /// " at 2025 prices" after a unit of money, nothing after another.
    #[must_use]
    pub fn at_prices(&self, declared: &str) -> String {
        if declared.starts_with(DECLARED) { format!(" at {} prices", self.price_year()) } else { String::new() }
    }

    /// " In prices of 2025." after what is said of money, nothing after another text.
    #[must_use]
    pub fn note(&self, declared: &str) -> String {
        if declared.starts_with(DECLARED) { format!(" In prices of {}.", self.price_year()) } else { String::new() }
    }

    /// What stands before a sum: a sign where the currency has one that everyone knows, or else its code.
    #[must_use]
    pub fn sign(&self) -> String {
        match self.currency() {
            "GBP" => "£".to_owned(),
            "EUR" => "€".to_owned(),
            code => format!("{code} "),
        }
    }

    /// What money of a year counts at the start of the horizon; the first year is year 0 and counts in full.
    #[must_use]
    pub fn counts(&self, year: u32) -> f64 {
        economics::counts(self.discount_per_year(), year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(currency: &str) -> Money {
        Money(Costs { currency: currency.to_owned(), ..Costs::default() })
    }

    #[test]
    fn units_follow_the_currency_and_others_stay() {
        assert_eq!(money("EUR").unit("GBP/resident/week"), "EUR/resident/week");
        assert_eq!(money("EUR").unit("share"), "share");
        assert_eq!(money("GBP").unit_in_words("GBP/resident/week"), "£ per resident and week at 2025 prices");
        assert_eq!(money("CHF").unit_in_words("GBP/resident"), "CHF per resident at 2025 prices");
        assert_eq!(money("CHF").unit_in_words("index 0-1"), "index 0 to 1");
        assert_eq!(money("EUR").unit_at_prices("GBP"), "EUR at 2025 prices");
    }

    #[test]
    fn later_money_counts_less_by_the_rate_of_each_year() {
        let counts = [0, 1, 10].map(|year| money("GBP").counts(year));
        assert_eq!(counts[0], 1.0);
        assert!((counts[1] - 1.0 / 1.035).abs() < 1e-15);
        assert!((counts[2] - 0.708_918_8).abs() < 1e-7);
        let flat = Money(Costs { discount_per_year: 0.0, ..Costs::default() });
        assert_eq!(flat.counts(30), 1.0);
    }
}
