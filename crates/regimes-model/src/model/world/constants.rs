//! What does not change during a run: domains and groups as arrays of plain numbers.

use crate::model::patterns::factors::Factors;
use crate::simd::{self, f32x8};
use crate::units::DOMAINS;

/// What does not change during a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Constants {
    /// Domains in use.
    pub n_domains: usize,
    /// Names of the domains.
    pub domain_names: Vec<String>,
    /// Factors of each domain; 1 in domains not in use.
    pub factors: [f32; DOMAINS],
    /// Factors in each set of domains, at least 1.
    pub factors_in: Vec<f32>,
    /// All factors that are in use.
    pub mask: Factors,
    /// Factors that belong to actors outside services.
    pub outside: Factors,
    /// Share of the way to the set point that an episodic need goes in a week; 0 for maintenance.
    pub heal: [f32; DOMAINS],
    /// Share of the distance to full need that a maintenance need loses in a week; 0 for episodic.
    pub rise: [f32; DOMAINS],
    /// Weekly probability of an episode without any other need.
    pub onset: [f32; DOMAINS],
    /// Mean severity that an episode adds.
    pub onset_severity: [f32; DOMAINS],
    /// Log hazard of an episode in the second domain, per unit of need in the first.
    pub raises: [[f32; DOMAINS]; DOMAINS],
    /// The same, by the domain whose hazard is raised: `raised_by[to][from]`.
    pub raised_by: [[f32; DOMAINS]; DOMAINS],
    /// Share of residents who have a lasting need at the start.
    pub lasting_share: [f32; DOMAINS],
    /// Mean severity of a lasting need.
    pub lasting_severity: [f32; DOMAINS],
    /// Mean weight in residents' own priorities.
    pub importance: [f32; DOMAINS],
    /// 1 where households share it, else 0.
    pub shared: [f32; DOMAINS],
    /// What a need turns into where it is left too high.
    pub crises: [Option<Crisis>; DOMAINS],
    /// A home as a state; none where no domain declares it.
    pub tenancy: Option<Tenancy>,
    /// The groups, in order.
    pub groups: Vec<Group>,
    /// Names of the organisations in all places, by place and then by number.
    pub organisation_names: Vec<Vec<String>>,
    /// Names of the places.
    pub place_names: Vec<String>,
}

impl Constants {
    /// What others see of a resident, in four bits each: worst shared need (high), worst need (low).
    #[inline]
    #[must_use]
    pub fn summary(&self, needs: f32x8) -> u8 {
        let shared = simd::greatest(needs * f32x8::new(self.shared));
        (sixteenth(shared) << 4) | sixteenth(simd::greatest(needs))
    }
}

impl Constants {
    /// A summary that also holds for a need that was changed.
    #[inline(always)]
    #[must_use]
    pub fn raised(summary: u8, need: u16) -> u8 {
        let sixteenth = (need >> 12) as u8;
        summary & 0xf0 | (summary & 15).max(sixteenth)
    }
}

/// The sixteenth in which a share lies, from 0 to 15.
#[inline(always)]
fn sixteenth(share: f32) -> u8 {
    (share * 15.999) as i32 as u8
}

/// A kind of crisis.
#[derive(Clone, Debug, PartialEq)]
pub struct Crisis {
    /// Its name.
    pub kind: String,
    /// Severity above which it can happen.
    pub above: f32,
    /// Weekly probability of entry at full need.
    pub entry: f32,
    /// Cost of entry (GBP).
    pub pounds: f64,
    /// Cost of each week (GBP).
    pub pounds_per_week: f64,
    /// Column of the payer in the ledger.
    pub payer: usize,
    /// Mean stay where a vacancy to move on to is free, in weeks.
    pub stay: f32,
    /// Rise of the set point that it leaves behind.
    pub scarring: f32,
}

/// A home as a state.
#[derive(Clone, Debug, PartialEq)]
pub struct Tenancy {
    /// Its domain.
    pub domain: usize,
    /// The domains that raise the hazard of a loss beside its own, with the log hazard of each per unit of need.
    pub raised_by: [f32; DOMAINS],
    /// Weekly probability of a loss at high need.
    pub loss: f32,
    /// Need in its domain at which that holds.
    pub high_need: f32,
    /// Log hazard of a loss that an hour a week takes away.
    pub kept_by_hours: f32,
    /// Weekly probability of coming forward for a home without support.
    pub gain: f32,
    /// Hours a week that leave 1/e of those who would not come forward.
    pub gain_hours: f32,
    /// What of the last week's hours counts in the running mean of hours.
    pub follows: f32,
    /// Homes that come free in a place each week.
    pub homes: f32,
    /// Factor on it, and on what a place states of its own.
    pub homes_factor: f32,
    /// Price of a home that was given [GBP/week].
    pub home_pounds: f64,
    /// Share of those who lose a home who are put up.
    pub temporary_share: f32,
    /// Price of temporary accommodation [GBP/week].
    pub temporary_pounds: f64,
    /// Column in the ledger of who pays for it.
    pub payer: usize,
    /// Least need, by state; see `homes::Tenancy`.
    pub least_need: [u16; 3],
}

/// A group of residents.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Share of the residents up to and with this group.
    pub up_to: f32,
    /// Probability, for each factor, that its pattern differs from the place's.
    pub variation: f32,
    /// What it takes to ask for help, beside the burden of applying.
    pub barrier: f32,
    /// How far trust in services starts below the place's.
    pub mistrust: f32,
    /// Share of the relationship's growth lost to bias of workers of other groups.
    pub bias: f32,
    /// Power with which its lessons count where they weigh by power.
    pub power: f32,
    /// Share who live with trauma.
    pub trauma: f32,
    /// Factor on the share with lasting needs.
    pub need_factor: f32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;

    #[test]
    fn a_summary_that_was_raised_is_never_below_a_new_one() {
        let constants = fixtures::constants();
        for need in [0, 1, 4095, 4096, 30_000, 61_439, 61_440, u16::MAX] {
            let mut needs = [0; DOMAINS];
            needs[2] = need;
            let new = constants.summary(simd::shares_of(&needs)) & 15;
            let raised = Constants::raised(0xa0, need);
            assert!(raised & 15 >= new && raised & 15 <= new + 1, "need {need}: {raised:x} for {new:x}");
            assert_eq!(raised >> 4, 0xa, "what others share is left alone");
            assert_eq!(Constants::raised(0xaf, need), 0xaf, "nothing is lowered");
        }
    }
}
