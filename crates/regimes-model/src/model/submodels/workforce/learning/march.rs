//! Mutual learning in March's (1991) own setting: members and a code, one truth, nobody served.
//!
//! Each period, in this order:
//!
//! ```text
//! act:       a = belief, a fair guess where nothing is believed; performance = sum of a * truth
//! socialise: one step towards the old code, with probability p1 for each factor where the code knows
//! score:     sum of code * truth, what it does not know counting zero
//! follow:    the code becomes sign(S) with probability 1 - (1 - p2)^|S|, S = sum of a over those above the score
//! ```
//!
//! until all believe what the code says and nobody could do better.
//! Knowledge is net: right less wrong, over all factors.
//! Steps and code are those of [`learning`](super), so the published table (M14) holds the model's own parts to
//! account; probabilities are rounded to 1/256 by [`bernoulli_bits`].
//!
//! Source: March 1991, M14; no turnover and no turbulence. Regimes: no difference.

use crate::model::patterns::Belief;
use crate::model::patterns::factors::{Factors, Pattern};
use crate::model::patterns::votes::Votes;
use crate::model::submodels::workforce::learning::code::code_follows;
use crate::parallel::{self, Width};
use crate::randomness::address::Address;
use crate::randomness::bits::bernoulli_bits;
use crate::randomness::{Draws, Randomness};
use crate::units::FACTORS;

crate::parameters! {
    /// March's setting.
    pub struct Setting {
        /// Members (n).
        members: u32 = 50, "member", 1.0..=1000.0, Constant, "M14";
        /// Dimensions of what is to be known (m).
        dimensions: u32 = 30, "factor", 1.0..=127.0, Constant, "M14";
        /// Probability of a step towards the code in a period (p1).
        socialisation: f64 = 0.5, "probability", 0.0..=1.0, Lever, "M14";
        /// Probability, for each vote of majority, that the code follows (p2).
        code_learning: f64 = 0.5, "probability", 0.0..=1.0, Lever, "M14";
        /// Periods after which a run ends in any case.
        most_periods: u32 = 1500, "period", 1.0..=100000.0, Constant, "M14";
        /// Share of the factors on which a member believes something at the start.
        believed: f64 = 0.666_666_7, "share", 0.0..=1.0, Constant, "M14";
    }
}

/// What can be had of a pair of blocks: fair bits for each member.
const QUARTERS: usize = FACTORS / size_of::<u32>();

/// Mean net knowledge of the code when nothing changes any more.
#[must_use]
pub fn equilibrium_knowledge(setting: &Setting, replications: u32, randomness: &Randomness) -> f64 {
    let replications: Vec<u32> = (0..replications).collect();
    let known = parallel::map(Width::Wide, &replications, |_, &replication| {
        let mut group = Group::first(setting, replication, randomness);
        for period in 1..=setting.most_periods {
            if group.learn(period) {
                break;
            }
        }
        group.code.net_knowledge(group.truth, group.mask)
    });
    known.iter().sum::<f64>() / f64::from(replications.len().max(1) as u32)
}

/// A group of members with its code.
struct Group<'a> {
    setting: &'a Setting,
    randomness: &'a Randomness,
    replication: u32,
    mask: Factors,
    truth: Pattern,
    code: Belief,
    beliefs: Vec<Belief>,
    acts: Vec<Pattern>,
}

impl<'a> Group<'a> {
    fn first(setting: &'a Setting, replication: u32, randomness: &'a Randomness) -> Self {
        let mask = Factors::from_bits((1_u128 << setting.dimensions) - 1);
        let at = |member| Address::member(replication, member);
        let believes = |member| {
            let known = Factors::drawn(setting.believed, &randomness.pair(Draws::Beliefs, 0, at(member))) & mask;
            let value = Pattern::guessed(&randomness.block(Draws::Guesses, 0, 0, at(member)), 0) & known;
            Belief { value, known }
        };
        Group {
            setting,
            randomness,
            replication,
            mask,
            truth: Pattern::guessed(&randomness.block(Draws::Patterns, 0, 0, at(0)), 0) & mask,
            code: Belief::default(),
            beliefs: (0..setting.members).map(believes).collect(),
            acts: vec![Pattern::NONE; setting.members as usize],
        }
    }

    /// One period; true when nothing can change any more.
    fn learn(&mut self, period: u32) -> bool {
        self.act(period);
        self.socialise(period);
        self.follow(period);
        self.code.known == self.mask && self.beliefs.iter().all(|belief| *belief == self.code)
    }

    fn act(&mut self, period: u32) {
        let (mask, acts) = (self.mask, self.acts.chunks_mut(QUARTERS));
        for (number, (acts, beliefs)) in acts.zip(self.beliefs.chunks(QUARTERS)).enumerate() {
            for (act, belief) in acts.iter_mut().zip(beliefs) {
                *act = belief.value;
            }
            if beliefs.iter().all(|belief| belief.known == mask) {
                continue;
            }
            let number = Address::member(self.replication, number as u32);
            let block = self.randomness.block(Draws::Guesses, 0, period, number);
            for (quarter, (act, belief)) in acts.iter_mut().zip(beliefs).enumerate() {
                *act |= Pattern::guessed(&block, quarter) & (mask & !belief.known);
            }
        }
    }

    fn socialise(&mut self, period: u32) {
        let together = (u128::BITS / self.setting.dimensions) as usize;
        let code = self.code;
        for (number, beliefs) in self.beliefs.chunks_mut(together).enumerate() {
            let differs = |belief: &Belief| {
                !(code.known & (belief.value.differs(code.value) | !belief.known) & self.mask).is_empty()
            };
            if !beliefs.iter().any(differs) {
                continue;
            }
            let number = Address::member(self.replication, number as u32);
            let pair = self.randomness.pair(Draws::Socialisation, period, number);
            let mut bits = bernoulli_bits(self.setting.socialisation, &pair);
            for belief in beliefs {
                belief.step_towards(&code, Factors::from_bits(bits) & self.mask);
                bits = bits.checked_shr(self.setting.dimensions).unwrap_or(0);
            }
        }
    }

    fn follow(&mut self, period: u32) {
        let wrong = |value: Pattern, of: Factors| (value.differs(self.truth) & of).len() as i32;
        let score = self.code.known.len() as i32 - 2 * wrong(self.code.value, self.code.known);
        let (mut votes, mut superior) = (Votes::default(), 0);
        for &act in &self.acts {
            if self.setting.dimensions as i32 - 2 * wrong(act, self.mask) > score {
                votes.count(act.trues());
                superior += 1;
            }
        }
        if superior == 0 {
            return;
        }
        for part in 0..self.setting.dimensions.div_ceil(FACTORS as u32) {
            let number = Address::member(self.replication, 0);
            let block = self.randomness.block(Draws::CodeLearning, part, period, number);
            let first = part * FACTORS as u32;
            for factor in first..self.setting.dimensions.min(first + FACTORS as u32) {
                let sum = (2 * votes.of(factor)) as f32 - superior as f32;
                let draw = block.uniform((factor - first) as usize);
                code_follows(&mut self.code, factor as usize, sum, self.setting.code_learning, draw);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::randomness::bits::fair_bits;

    /// Corners of the published table: p1, p2, knowledge at 10,000 replications.
    const CORNERS: [(f64, f64, f64); 4] = [(0.1, 0.5, 0.954), (0.5, 0.5, 0.811), (0.9, 0.1, 0.813), (0.9, 0.9, 0.728)];

    #[test]
    fn the_corners_of_marchs_table_are_met() {
        let randomness = Randomness::new(1991, 0);
        for (socialisation, code_learning, published) in CORNERS {
            let setting = Setting { socialisation, code_learning, ..Setting::default() };
            let knowledge = equilibrium_knowledge(&setting, 100, &randomness);
            // A run's standard deviation is below 0.12: five standard errors of a hundred runs.
            assert!(
                (knowledge - published).abs() < 0.06,
                "p1 {socialisation}, p2 {code_learning}: {knowledge} against {published}"
            );
        }
    }

    #[test]
    fn a_smaller_group_ends_up_knowing_less() {
        let randomness = Randomness::new(1991, 1);
        let of = |members| {
            let setting = Setting { members, ..Setting::default() };
            equilibrium_knowledge(&setting, 60, &randomness)
        };
        assert!(of(6) < of(12) && of(12) < of(50));
    }

    #[test]
    fn where_nobody_can_know_better_the_code_learns_nothing() {
        let setting = Setting { code_learning: 0.0, most_periods: 20, ..Setting::default() };
        let knowledge = equilibrium_knowledge(&setting, 5, &Randomness::new(3, 0));
        assert_eq!(knowledge, 0.0);
    }

    /// The same group, member by member and factor by factor: -1, 0 or 1 each, nothing skipped.
    fn plainly(setting: &Setting, periods: u32, randomness: &Randomness) -> (Vec<Vec<i32>>, Vec<i32>, Vec<i32>) {
        let m = setting.dimensions as usize;
        let n = setting.members as usize;
        let bit = |bits: u128, at: usize| bits >> at & 1 == 1;
        let sign = |one: bool| if one { 1 } else { -1 };
        let truth_bits = fair_bits(&randomness.block(Draws::Patterns, 0, 0, Address::member(0, 0)), 0);
        let truth: Vec<i32> = (0..m).map(|d| sign(bit(truth_bits, d))).collect();
        let mut code = vec![0; m];
        let mut beliefs: Vec<Vec<i32>> = (0..n as u32)
            .map(|member| {
                let known =
                    bernoulli_bits(setting.believed, &randomness.pair(Draws::Beliefs, 0, Address::member(0, member)));
                let value = fair_bits(&randomness.block(Draws::Guesses, 0, 0, Address::member(0, member)), 0);
                (0..m).map(|d| if bit(known, d) { sign(bit(value, d)) } else { 0 }).collect()
            })
            .collect();
        for period in 1..=periods {
            let acts: Vec<Vec<i32>> = (0..n)
                .map(|i| {
                    let number = Address::member(0, (i / QUARTERS) as u32);
                    let guesses = fair_bits(&randomness.block(Draws::Guesses, 0, period, number), i % QUARTERS);
                    let act = |d: usize| if beliefs[i][d] == 0 { sign(bit(guesses, d)) } else { beliefs[i][d] };
                    (0..m).map(act).collect()
                })
                .collect();
            let together = 128 / m;
            for (i, belief) in beliefs.iter_mut().enumerate() {
                let number = Address::member(0, (i / together) as u32);
                let pair = randomness.pair(Draws::Socialisation, period, number);
                let steps = bernoulli_bits(setting.socialisation, &pair);
                for d in (0..m).filter(|&d| bit(steps, m * (i % together) + d) && code[d] != 0) {
                    // Through not believing anything to the other side.
                    belief[d] = (belief[d] + code[d]).clamp(-1, 1);
                }
            }
            let score = |of: &[i32]| of.iter().zip(&truth).map(|(a, b)| a * b).sum::<i32>();
            let better: Vec<&Vec<i32>> = acts.iter().filter(|act| score(act) > score(&code)).collect();
            for d in (0..m).filter(|_| !better.is_empty()) {
                let sum: i32 = better.iter().map(|act| act[d]).sum();
                let draws = randomness.block(Draws::CodeLearning, (d / FACTORS) as u32, period, Address::member(0, 0));
                let stays = (1.0 - setting.code_learning).powi(sum.abs());
                if sum != 0 && code[d] != sum.signum() && f64::from(draws.uniform(d % FACTORS)) < 1.0 - stays {
                    code[d] = sum.signum();
                }
            }
        }
        (beliefs, code, truth)
    }

    #[test]
    fn the_group_takes_the_same_steps_as_one_that_is_written_plainly() {
        for (socialisation, code_learning, members) in [(0.1, 0.5, 50), (0.9, 0.1, 13), (0.5, 0.02, 6)] {
            let setting = Setting { socialisation, code_learning, members, ..Setting::default() };
            let randomness = Randomness::new(1991, 2);
            let mut group = Group::first(&setting, 0, &randomness);
            for periods in 1..40 {
                let done = group.learn(periods);
                let (beliefs, code, truth) = plainly(&setting, periods, &randomness);
                let plain = |belief: &Belief| -> Vec<i32> {
                    let one = |d: u32| {
                        let (known, right) = (belief.known.contains(d as usize), belief.value.value(d as usize));
                        i32::from(known) * (2 * i32::from(right) - 1)
                    };
                    (0..setting.dimensions).map(one).collect()
                };
                assert_eq!(plain(&group.code), code, "code after {periods}");
                let engine: Vec<Vec<i32>> = group.beliefs.iter().map(plain).collect();
                assert_eq!(engine, beliefs, "beliefs after {periods}");
                assert_eq!(plain(&Belief { value: group.truth, known: group.mask }), truth);
                assert_eq!(done, !code.contains(&0) && beliefs.iter().all(|belief| *belief == code));
            }
        }
    }
}
