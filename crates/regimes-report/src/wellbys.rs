//! Years of wellbeing and what they are worth: from an index of flourishing to points of life satisfaction and pounds.
//!
//! ```text
//! WELLBYs          = slope * index-years of flourishing
//! value            = WELLBYs * pounds of 2019 * prices of the year / prices of 2019
//! cost per WELLBY  = mean difference in cost / mean difference in WELLBYs, where both have one sign
//! ```
//!
//! A WELLBY is a point of life satisfaction, from 0 to 10, of one person for one year. Nobody has measured how many points a
//! unit of the index is, so each number stands at three slopes (A293, A327).
//! Somebody who died counts as an index of 0 from then on: 0 points, where guidance puts no life at about 1 to 2.
//! Neither WELLBYs nor money are discounted here, and no value grows with incomes.

/// The slopes: low, middle, high (points of life satisfaction an index unit). The ends are the range of A293, the middle is
/// halfway (A327).
pub const SLOPES: [f64; 3] = [3.0, 6.5, 10.0];

/// A WELLBY at each of the slopes: the low, middle and high value of guidance [GBP at 2019 prices] (L13, L14 in
/// `docs/register.md`).
pub const VALUES: [f64; 3] = [10_000.0, 13_000.0, 16_000.0];

/// The currency of the values.
const CURRENCY: &str = "GBP";

/// The year of the first price level.
const FIRST_YEAR: u32 = 2019;

/// Prices of each year from 2019 on, in those of 2019: the deflator of gross domestic product of the United Kingdom, from
/// memory (A325).
const PRICES: [f64; 8] = [1.00, 1.05, 1.05, 1.11, 1.19, 1.23, 1.28, 1.31];

/// Pounds of a year that a pound of 2019 comes to; none outside the years that are known.
#[must_use]
pub fn prices(year: u32) -> Option<f64> {
    PRICES.get(year.checked_sub(FIRST_YEAR)? as usize).copied()
}

/// Low, middle and high value of a WELLBY in a currency at the prices of a year; none where it is not known.
#[must_use]
pub fn values(currency: &str, year: u32) -> Option<[f64; 3]> {
    let prices = prices(year).filter(|_| currency == CURRENCY)?;
    Some(VALUES.map(|value| value * prices))
}

/// What wellbeing costs under one arm against another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ratio {
    /// More wellbeing at no higher cost.
    Dominates,
    /// Less wellbeing at no lower cost.
    Dominated,
    /// More of both: what a WELLBY gained costs.
    Gained(f64),
    /// Less of both: what is saved for a WELLBY given up.
    GivenUp(f64),
}

impl Ratio {
    /// Of mean differences in cost and in WELLBYs; none where wellbeing does not differ.
    #[must_use]
    pub fn of(cost: f64, wellbys: f64) -> Option<Ratio> {
        match (cost > 0.0, cost < 0.0) {
            _ if cost.is_nan() || wellbys.is_nan() || wellbys == 0.0 => None,
            (false, _) if wellbys > 0.0 => Some(Ratio::Dominates),
            (_, false) if wellbys < 0.0 => Some(Ratio::Dominated),
            _ if wellbys > 0.0 => Some(Ratio::Gained(cost / wellbys)),
            _ => Some(Ratio::GivenUp(cost / wellbys)),
        }
    }

    /// Money for each WELLBY; missing where one arm has both the better wellbeing and the better cost.
    #[must_use]
    pub fn pounds(self) -> f64 {
        match self {
            Ratio::Gained(pounds) | Ratio::GivenUp(pounds) => pounds,
            Ratio::Dominates | Ratio::Dominated => f64::NAN,
        }
    }

    /// All words.
    pub const WORDS: [&'static str; 4] = ["dominates", "dominated", "per WELLBY gained", "per WELLBY given up"];

    /// Its words.
    #[must_use]
    pub fn words(self) -> &'static str {
        Ratio::WORDS[match self {
            Ratio::Dominates => 0,
            Ratio::Dominated => 1,
            Ratio::Gained(_) => 2,
            Ratio::GivenUp(_) => 3,
        }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_never_negative_and_says_which_arm_leads_where_there_is_none() {
        assert_eq!(Ratio::of(-5.0, 2.0), Some(Ratio::Dominates));
        assert_eq!(Ratio::of(0.0, 2.0), Some(Ratio::Dominates));
        assert_eq!(Ratio::of(5.0, -2.0), Some(Ratio::Dominated));
        assert_eq!(Ratio::of(0.0, -2.0), Some(Ratio::Dominated));
        assert_eq!(Ratio::of(5.0, 2.0), Some(Ratio::Gained(2.5)));
        assert_eq!(Ratio::of(-5.0, -2.0), Some(Ratio::GivenUp(2.5)));
        assert_eq!([Ratio::of(5.0, 0.0), Ratio::of(f64::NAN, 1.0), Ratio::of(1.0, f64::NAN)], [None; 3]);
        let all = [-3.0, 0.0, 3.0].map(|cost| [-1.0, 1.0].map(|wellbys| Ratio::of(cost, wellbys).unwrap().pounds()));
        assert!(all.iter().flatten().all(|pounds| pounds.is_nan() || *pounds > 0.0));
    }

    #[test]
    fn a_wellby_is_worth_its_pounds_of_2019_at_the_prices_of_a_year_that_is_known() {
        assert_eq!(values("GBP", 2019), Some(VALUES));
        assert_eq!(values("GBP", 2025), Some([12_800.0, 16_640.0, 20_480.0]));
        assert_eq!([values("GBP", 2018), values("GBP", 2040), values("EUR", 2025)], [None; 3]);
        assert!(PRICES.is_sorted());
    }
}
