//! Lengths of time in words.

use regimes_model::units::WEEKS_PER_YEAR;

/// A number of weeks in words: "a year", "3 years", "a week", "8 weeks".
#[must_use]
pub fn in_words(weeks: u32) -> String {
    const YEAR: u32 = WEEKS_PER_YEAR as u32;
    match weeks {
        1 => "a week".to_owned(),
        YEAR => "a year".to_owned(),
        weeks if weeks > 0 && weeks.is_multiple_of(YEAR) => format!("{} years", weeks / YEAR),
        weeks => format!("{weeks} weeks"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_years_are_told_as_years_and_all_else_in_weeks() {
        let told = [0, 1, 8, 52, 53, 104, 520].map(in_words);
        assert_eq!(told, ["0 weeks", "a week", "8 weeks", "a year", "53 weeks", "2 years", "10 years"]);
    }
}
