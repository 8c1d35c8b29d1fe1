//! Evidence: how sure practice is of each factor, as log-odds.
//!
//! ```text
//! err = e (1 - v) + v (1 - e);  vote = ln((1 - err) / err)
//! a code counts against a person at most  person = ln((1 - v) / v)
//! own strength = 2 vote * c / (1 + c),  c discoveries for each factor of the domain
//! ```
//!
//! `e` is the error of a discovery and `v` the variation between persons, so `err` is the probability that what was
//! found in one person does not hold for the place. A belief that takes March's steps is right with log-odds of one
//! vote after one discovery, and with log-odds of two votes after many.
//!
//! Source: Bayes' rule for independent errors; M14 (a belief's three states); assumptions A284, A285.

use crate::model::patterns::Belief;
use crate::model::patterns::factors::{Factors, Pattern};
use crate::units::{DOMAINS, FACTORS};

/// Log-odds that each factor is true, for (+) or against (-).
pub type LogOdds = [f32; DOMAINS * FACTORS];

/// How evidence is weighed in an organisation.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scale {
    /// Weight of a vote.
    pub vote: f32,
    /// Most that a code counts against a person.
    pub person: f32,
    /// Log-odds beyond which a code states a factor.
    pub states_beyond: f32,
    /// Log-odds of practice that is known at the start, or mandated.
    pub established: f32,
    /// Greatest log-odds.
    pub bound: f32,
}

impl Scale {
    /// Bounds and thresholds, with the weights that follow from the error of discovery (probability) and the variation
    /// between persons (probability).
    #[must_use]
    pub fn weighing(self, error: f64, variation: f64) -> Scale {
        let err = error * (1.0 - variation) + variation * (1.0 - error);
        Scale { vote: log_odds(err).min(self.bound), person: log_odds(variation).min(self.bound), ..self }
    }

    /// Log-odds of a belief of one's own after some discoveries for each factor.
    #[must_use]
    pub fn own(&self, discoveries: f32) -> f32 {
        2.0 * self.vote * discoveries / (1.0 + discoveries)
    }

    /// What a code states: the sign of the log-odds, where they are great enough.
    #[must_use]
    pub fn stated(&self, log_odds: &LogOdds) -> Belief {
        let (mut known, mut value) = (Factors::NONE, Pattern::NONE);
        for (factor, &odds) in log_odds.iter().enumerate() {
            if odds.abs() > self.states_beyond {
                known.insert(factor);
                value.set(factor, odds > 0.0);
            }
        }
        Belief { value, known }
    }

    /// Log-odds within the bound.
    #[must_use]
    pub fn bounded(&self, log_odds: f32) -> f32 {
        log_odds.clamp(-self.bound, self.bound)
    }
}

/// Log-odds of being right at a probability of error.
#[must_use]
pub fn log_odds(error: f64) -> f32 {
    libm::log((1.0 - error) / error) as f32
}

/// Log-odds that say what a belief says, all as surely.
#[must_use]
pub fn as_sure(belief: &Belief, strength: f32) -> LogOdds {
    core::array::from_fn(
        |factor| if belief.known.contains(factor) { signed(belief.value, factor, strength) } else { 0.0 },
    )
}

/// A strength with the sign of a factor's value.
#[must_use]
pub fn signed(value: Pattern, factor: usize, strength: f32) -> f32 {
    if value.value(factor) { strength } else { -strength }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCALE: Scale = Scale { vote: 0.0, person: 0.0, states_beyond: 2.5, established: 4.0, bound: 6.0 };

    #[test]
    fn a_vote_weighs_less_where_it_errs_or_persons_vary_and_nothing_at_an_even_chance() {
        let weight = |error, variation| SCALE.weighing(error, variation).vote;
        assert!((weight(0.1, 0.0) - 2.197_225).abs() < 1e-5);
        assert!(weight(0.1, 0.2) < weight(0.1, 0.1) && weight(0.2, 0.1) < weight(0.1, 0.1));
        assert_eq!((weight(0.5, 0.2), weight(0.0, 0.0)), (0.0, 6.0));
    }

    #[test]
    fn a_code_states_what_it_is_sure_of() {
        let mut odds = [0.0; 128];
        (odds[3], odds[4], odds[5]) = (2.6, 2.5, -4.0);
        assert_eq!(SCALE.stated(&odds), Belief::of_bits(1 << 3, 1 << 3 | 1 << 5));
        let belief = Belief::of_bits(0b01, 0b11);
        assert_eq!(SCALE.stated(&as_sure(&belief, 4.0)), belief);
    }

    #[test]
    fn own_belief_is_as_sure_as_one_vote_after_one_discovery_and_as_two_after_many() {
        let scale = SCALE.weighing(0.1, 0.2);
        assert_eq!((scale.own(0.0), scale.own(1.0)), (0.0, scale.vote));
        assert!((scale.own(1e6) - 2.0 * scale.vote).abs() < 1e-4);
        // A belief that takes March's steps at random: the share of the time in which it is right, of that in which it is held.
        let (p, q) = (0.74_f64, 0.26_f64);
        assert!((log_odds(q * q / (p * p + q * q)) - 2.0 * log_odds(q)).abs() < 1e-6);
    }
}
