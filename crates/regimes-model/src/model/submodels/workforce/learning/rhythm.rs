//! Rhythm: how often practice is reviewed, how strongly it changes then, and how much of what was found is heard.
//!
//! The equations stand in [`learning`](super).

use crate::model::rules::lessons::{Learning, SenseMaking};
use crate::model::submodels::workforce::learning::parameters::Parameters;
use crate::model::world::organisations::Organisation;

/// How often and how strongly practice changes under a rule.
pub struct Rhythm<'a> {
    /// Time between reviews.
    pub review_weeks: u32,
    /// March's p1.
    pub socialisation: f64,
    /// March's p2.
    pub code_learning: f64,
    /// Who is believed.
    pub sense_making: &'a SenseMaking,
    /// Share of what was found that a review hears of.
    pub reach: f32,
}

impl<'a> Rhythm<'a> {
    /// How practice changes in an organisation under its rule of learning.
    #[must_use]
    pub fn of(rule: &'a Learning, organisation: &Organisation, p: &Parameters) -> Rhythm<'a> {
        match rule {
            Learning::AnnualReview(rule) => Rhythm {
                review_weeks: rule.review_weeks,
                socialisation: rule.socialisation,
                code_learning: rule.code_learning,
                sense_making: &rule.sense_making,
                reach: reach(organisation, p),
            },
            Learning::Cycle(rule) => Rhythm {
                review_weeks: rule.review_weeks,
                socialisation: rule.socialisation,
                code_learning: rule.code_learning,
                sense_making: &rule.sense_making,
                reach: reach(organisation, p),
            },
        }
    }
}

/// Share of what was found that a review hears of: told while reflecting, or read in the records.
fn reach(organisation: &Organisation, p: &Parameters) -> f32 {
    let hours = &organisation.hours;
    let share = hours.reflection / hours.paid.max(1.0);
    let informal = p.informal as f32;
    let told = informal + (1.0 - informal) * share / (share + p.reflection_half as f32);
    1.0 - (1.0 - told) * (1.0 - p.read as f32 * organisation.records)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;

    #[test]
    fn a_review_hears_what_is_told_and_what_is_on_record() {
        let p = Parameters::default();
        let heard = |records, reflection| {
            let mut organisation = fixtures::organisation(0, 1);
            (organisation.records, organisation.hours.reflection, organisation.hours.paid) =
                (records, reflection, 37.5);
            reach(&organisation, &p)
        };
        assert!((heard(0.0, 0.0) - p.informal as f32).abs() < 1e-6);
        assert!(heard(0.9, 0.0) > heard(0.6, 0.0) && heard(0.6, 2.0) > heard(0.6, 0.0));
        assert!(heard(0.9, 0.0) - heard(0.6, 0.0) > heard(0.9, 2.0) - heard(0.6, 2.0));
    }
}
