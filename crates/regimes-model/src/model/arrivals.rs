//! Arrivals: who a resident is, at the start and when one follows another.
//!
//! ```text
//! P(lasting need in d) = lasting_share_d * need_factor_group * (1 + overlap * (2 * disadvantage - 1))
//! severity = lasting_severity_d + spread * z
//! priority_d ~ importance_d * (1 + priority_spread * (2u - 1)), summing to one
//! ```
//!
//! A general disadvantage is shared by the domains of a person, so that needs overlap (F15).
//! Units: shares. Source: F15 for overlap; assumptions A14-A17. Regimes: no difference.

use crate::model::flourishing::Index;
use crate::model::world::constants::Constants;
use crate::model::world::residents::{NOISE_UNITS, TileMut, noise_of};
use crate::randomness::address::Address;
use crate::randomness::{Block, Draws, Randomness};
use crate::simd;
use crate::units::{DOMAINS, GroupId, bits_of, share_of};

crate::parameters! {
    /// Who residents are when they come.
    pub struct Parameters {
        /// How far needs of different domains fall on the same people.
        overlap: f64 = 0.6, "share", 0.0..=1.0, Uncertainty, "F15";
        /// Spread of the severity of lasting needs.
        severity_spread: f64 = 0.15, "share", 0.0..=0.5, Uncertainty, "A14";
        /// Spread of own priorities about the general importance of each domain.
        priority_spread: f64 = 0.7, "share", 0.0..=1.0, Uncertainty, "A15";
        /// Mean agency of those who come.
        agency: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "A16";
        /// Mean ties of those who come.
        ties: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "M23";
        /// Spread of agency, ties and trust.
        trait_spread: f64 = 0.15, "share", 0.0..=0.5, Uncertainty, "A16";
        /// Youngest age.
        youngest_years: f64 = 18.0, "year", 0.0..=100.0, Lever, "A17";
        /// Oldest age of those who come.
        oldest_years: f64 = 75.0, "year", 1.0..=110.0, Lever, "A17";
        /// Longest time that somebody has lived in the place at the start.
        longest_here_years: f64 = 15.0, "year", 0.0..=100.0, Constant, "A17";
    }
}

/// Where a newcomer comes to.
pub struct ArrivalContext<'a> {
    /// What does not change during a run.
    pub constants: &'a Constants,
    /// How flourishing is put together.
    pub index: &'a Index,
    /// Trust of residents in services in the place.
    pub trust: f32,
    /// Number of the place.
    pub place: u32,
    /// The week; 0 at the start.
    pub week: u32,
}

/// Settles a new resident at an address of a tile. The generation is the caller's matter.
pub fn settle(tile: &mut TileMut<'_>, k: usize, at: &ArrivalContext<'_>, p: &Parameters, randomness: &Randomness) {
    let number = Address::resident(at.place, (tile.first + k) as u32);
    let traits = randomness.block(Draws::Traits, 0, at.week, number);
    let lasting = randomness.block(Draws::Lasting, 0, at.week, number);
    let spread = p.trait_spread as f32;
    let group = group_of(at.constants, traits.uniform(0));
    let about = &at.constants.groups[group];

    tile.group[k] = GroupId(group as u8);
    let (young, old) = (p.youngest_years as f32, p.oldest_years.max(p.youngest_years) as f32);
    tile.age[k] = (young + (old - young) * traits.uniform(1)) as u8;
    tile.trauma[k] = if traits.uniform(2) < about.trauma { u8::MAX } else { 0 };
    tile.trust[k] = bits_of(at.trust - about.mistrust + spread * traits.normal(3));
    tile.ties[k] = bits_of(p.ties as f32 + spread * traits.normal(4));
    tile.agency[k] = bits_of(p.agency as f32 + spread * traits.normal(5));
    tile.noise[k] = noise_of(traits.normal(6) * NOISE_UNITS);
    tile.priorities[k] = priorities(at.constants, &traits, p.priority_spread as f32);

    let tilt = 1.0 + p.overlap as f32 * (2.0 * traits.uniform(7) - 1.0);
    for domain in 0..DOMAINS {
        let chance = at.constants.lasting_share[domain] * about.need_factor * tilt;
        let severity = at.constants.lasting_severity[domain] + p.severity_spread as f32 * lasting.normal(8 + domain);
        let has = lasting.uniform(domain) < chance;
        let need = if has { severity.clamp(0.0, 0.95) } else { 0.0 };
        tile.needs[k][domain] = bits_of(need);
        tile.set_points[k][domain] = share_of(bits_of(need));
    }
    let needs = simd::shares_of(&tile.needs[k]);
    (tile.freedom[k], tile.freedom_equal[k]) = at.index.freedom(needs, &tile.priorities[k]);
    tile.summary[k] = at.constants.summary(needs);
    tile.crisis[k] = None;
    tile.crisis_weeks[k] = 0;
    (tile.served[k], tile.waiting[k], tile.failed[k], tile.helped[k]) = Default::default();
    tile.active[k] = true;
}

fn group_of(constants: &Constants, u: f32) -> usize {
    constants.groups.iter().position(|group| u < group.up_to).unwrap_or(constants.groups.len() - 1)
}

fn priorities(constants: &Constants, traits: &Block, spread: f32) -> [u8; DOMAINS] {
    let mut weights = [0.0_f32; DOMAINS];
    for (domain, weight) in weights.iter_mut().enumerate().take(constants.n_domains) {
        *weight = constants.importance[domain] * (1.0 + spread * (2.0 * traits.uniform(8 + domain) - 1.0));
    }
    let sum: f32 = weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    weights.map(|weight| (weight / sum * 255.0 + 0.5) as u8)
}
