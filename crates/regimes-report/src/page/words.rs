//! What the page calls cohorts and outcomes, and what it says of an effect: never more than its interval.

use crate::effects::{COST, Effect, TO_PAYERS};
use crate::figures::words::capitalised;
use crate::judged::Said;
use crate::verdicts;
use regimes_study::simulation::trace::{COST_ON_EQUAL_PAYMENT, OF_A_KIND};
use regimes_study::statistics::Estimate;

/// A cohort, as it stands in a sentence.
#[must_use]
pub fn cohort(name: &str) -> &'static str {
    match name {
        "three_or_more_needs" => "people with three or more needs at the start",
        "top_tenth_of_need" => "the tenth of residents with most need at the start",
        "in_crisis" => "people in crisis at the start",
        "asked_for_help" => "people who had lately asked for help",
        "without_home" => "people without a home at the start",
        "staff" => "staff at work at the start",
        _ => "all residents",
    }
}

/// An outcome, as it stands in a table.
#[must_use]
pub fn outcome(name: &str) -> String {
    let known = match name {
        "flourishing" => "Flourishing, 0 to 1",
        "in_crisis" => "In crisis at the end, of 1,000",
        "deaths" => "Deaths since the start, of 1,000",
        "crises_entered" => "Crises since the start, per 1,000",
        "admissions" => "Admissions since the start, per 1,000",
        "main_need_met" => "Most important need met at the end, of 1,000",
        "weeks_without_home" => "Weeks without a home since the start, per 1,000",
        "weeks_to_first_home" => "Weeks until a first home, of those who got one",
        "tenancy_length" => "Weeks of the present home, of those who had none",
        "staff_wellbeing" => "Staff wellbeing, 0 to 1",
        "freedom_from_exhaustion" => "Staff free from exhaustion, 0 to 1",
        COST => "Public cost, all payers, as spent",
        COST_ON_EQUAL_PAYMENT => "Public cost where all are paid alike",
        name if TO_PAYERS.contains(&name) => {
            return capitalised(&name.trim_start_matches("public_cost_of_").replace('_', " "));
        }
        name if name.starts_with(OF_A_KIND) => {
            return format!("Of these crises: {}, per 1,000", name.trim_start_matches(OF_A_KIND).replace('_', " "));
        }
        name => return capitalised(&name.replace('_', " ")),
    };
    known.to_owned()
}

/// What an outcome of a cohort is called as the subject of a sentence.
#[must_use]
pub fn subject(cohort_name: &str, outcome: &str) -> String {
    match outcome {
        COST => "public cost".to_owned(),
        COST_ON_EQUAL_PAYMENT => "public cost on equal payment".to_owned(),
        "staff_wellbeing" => "staff wellbeing".to_owned(),
        outcome => format!("{} of {}", outcome.replace('_', " "), cohort(cohort_name)),
    }
}

/// The columns of shares of pairs that are higher and lower.
#[must_use]
pub fn shares_higher_and_lower(effect: &Effect) -> [&'static str; 2] {
    shares_higher_and_lower_of(&effect.outcome)
}

/// The same of an outcome, by its name.
#[must_use]
pub fn shares_higher_and_lower_of(outcome: &str) -> [&'static str; 2] {
    if outcome.starts_with(COST) { ["worse", "better"] } else { ["better", "worse"] }
}

/// A verdict in words.
#[must_use]
pub fn verdict(effect: &Effect) -> &'static str {
    if effect.shares.is_none() {
        return direction(&effect.estimate);
    }
    match verdicts::of_effect(effect) {
        Said::Higher => "higher",
        Said::Lower => "lower",
        Said::NoDifference => NO_DIFFERENCE,
        Said::Undecided => UNDECIDED,
        Said::TooFew | Said::Nothing => TOO_FEW,
    }
}

/// What is said of an effect that is smaller than the smallest worth naming.
pub const NO_DIFFERENCE: &str = "no difference worth naming";
/// What is said of an effect that is neither beyond that nor smaller in enough pairs.
pub const UNDECIDED: &str = "undecided";
/// All that is said of effects with a verdict.
pub const VERDICTS: [&str; 5] = ["higher", "lower", NO_DIFFERENCE, UNDECIDED, TOO_FEW];

/// What is said where there are too few pairs to say anything.
pub const TOO_FEW: &str = "too few futures to say";

/// Which way an effect goes where no smallest effect is declared: by the whole range of 90 % of pairs.
#[must_use]
pub fn direction(estimate: &Estimate) -> &'static str {
    match verdicts::of_range(estimate) {
        Said::Higher => "higher, the whole range",
        Said::Lower => "lower, the whole range",
        Said::NoDifference => "the same",
        Said::Undecided => "either way",
        Said::TooFew | Said::Nothing => TOO_FEW,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(n: usize, low: f64, high: f64) -> Estimate {
        Estimate { n, low, high, ..Estimate::median_of(&[0.0]) }
    }

    #[test]
    fn a_direction_is_named_only_where_the_whole_range_has_it() {
        assert_eq!(direction(&estimate(30, 0.1, 0.4)), "higher, the whole range");
        assert_eq!(direction(&estimate(30, -0.4, -0.1)), "lower, the whole range");
        assert_eq!(direction(&estimate(30, -0.01, 0.4)), "either way");
        assert_eq!(direction(&estimate(30, 0.0, 0.0)), "the same");
        assert_eq!(direction(&estimate(4, 0.1, 0.4)), TOO_FEW);
    }
}
