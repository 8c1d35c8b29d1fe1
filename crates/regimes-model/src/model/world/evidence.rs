//! The evidence behind the codes of an organisation, where codes are evidence.

use crate::model::patterns::Belief;
use crate::model::patterns::evidence::{LogOdds, Scale, as_sure, signed};
use crate::model::patterns::factors::Factors;
use crate::units::{DOMAINS, FACTORS};

/// No votes.
const NOTHING: Unread = [[0; DOMAINS * FACTORS]; 2];

/// Votes on each factor that no review has read yet: against it, and for it.
pub type Unread = [[u16; DOMAINS * FACTORS]; 2];

/// The evidence behind the codes of an organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// How it is weighed.
    pub scale: Scale,
    /// Log-odds of each factor, by package.
    pub log_odds: Vec<LogOdds>,
    /// Votes since the last review, by package.
    pub unread: Vec<Unread>,
}

impl Evidence {
    /// The evidence behind codes that are established practice.
    #[must_use]
    pub fn of_established(codes: &[Belief], scale: Scale) -> Evidence {
        Evidence {
            scale,
            log_odds: codes.iter().map(|code| as_sure(code, scale.established)).collect(),
            unread: vec![NOTHING; codes.len()],
        }
    }

    /// Counts a vote for or against a factor of a package.
    #[inline]
    pub fn count(&mut self, package: usize, factor: usize, is_for: bool) {
        let votes = &mut self.unread[package][usize::from(is_for)][factor];
        *votes = votes.saturating_add(1);
    }

    /// Takes all votes on a package as read.
    pub fn read(&mut self, package: usize) {
        self.unread[package] = NOTHING;
    }

    /// Adds packages up to a number of them, with some evidence and no votes.
    pub fn lengthen(&mut self, packages: usize, log_odds: LogOdds) {
        self.log_odds.resize(packages, log_odds);
        self.unread.resize(packages, NOTHING);
    }

    /// Factors of a package of which evidence from elsewhere is surer than its own.
    #[must_use]
    pub fn less_sure(&self, package: usize, there: &LogOdds) -> Factors {
        let mut less = Factors::NONE;
        for (factor, (own, theirs)) in self.log_odds[package].iter().zip(there).enumerate() {
            if theirs.abs() > own.abs() {
                less.insert(factor);
            }
        }
        less
    }

    /// Puts at some factors what a code from elsewhere states in the place of the package's own evidence: as sure as it
    /// is there, or as established practice where nothing is known of that. Evidence is not added, as the same votes may
    /// stand behind both.
    pub fn take_over(&mut self, package: usize, stated: &Belief, at: Factors, there: Option<&LogOdds>) {
        for factor in (at & stated.known).iter() {
            let strength = there.map_or(self.scale.established, |there| there[factor].abs());
            self.log_odds[package][factor] = signed(stated.value, factor, strength);
        }
    }

    /// The evidence behind what packages agree on, by volume: the mean of those that say the same.
    #[must_use]
    pub fn agreed(&self, common: &Belief, codes: &[Belief], volume: &[u32]) -> LogOdds {
        core::array::from_fn(|factor| {
            let says =
                |code: &Belief| code.known.contains(factor) && code.value.value(factor) == common.value.value(factor);
            let (mut sum, mut of) = (0.0, 0.0);
            for ((odds, code), &volume) in self.log_odds.iter().zip(codes).zip(volume) {
                if common.known.contains(factor) && says(code) {
                    let weight = (volume + 1) as f32;
                    sum += weight * odds[factor];
                    of += weight;
                }
            }
            if of > 0.0 { sum / of } else { 0.0 }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCALE: Scale = Scale { vote: 1.0, person: 1.4, states_beyond: 2.5, established: 4.0, bound: 6.0 };

    #[test]
    fn what_is_taken_over_is_as_sure_as_it_was_there_and_leaves_the_rest() {
        let mut evidence = Evidence::of_established(&[Belief::of_bits(0b0011, 0b0111)], SCALE);
        let mut there = [0.0; 128];
        (there[0], there[3]) = (-3.0, 5.0);
        let stated = SCALE.stated(&there);
        assert_eq!(evidence.less_sure(0, &there), Factors::one(3));
        evidence.take_over(0, &stated, Factors::ALL, Some(&there));
        assert_eq!(evidence.log_odds[0][..5], [-3.0, 4.0, -4.0, 5.0, 0.0]);
        evidence.take_over(0, &stated, Factors::one(3), None);
        assert_eq!(evidence.log_odds[0][..5], [-3.0, 4.0, -4.0, 4.0, 0.0]);
    }

    #[test]
    fn what_packages_agree_on_is_stated_and_what_they_contest_is_not() {
        let codes = [Belief::of_bits(0b01, 0b11), Belief::of_bits(0b11, 0b11)];
        let evidence = Evidence::of_established(&codes, SCALE);
        let common = Belief::of_bits(0b01, 0b01);
        assert_eq!(SCALE.stated(&evidence.agreed(&common, &codes, &[3, 3])), common);
    }
}
