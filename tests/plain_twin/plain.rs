//! What the twin's processes share: shares in whole numbers, one word of a dense table, the rules of an owner.

use crate::Now;
use regimes_model::model::flourishing::Exponent;
use regimes_model::model::patterns::factors::Factors;
use regimes_model::model::regime::Regime;
use regimes_model::model::world::World;
use regimes_model::model::world::constants::Constants;
use regimes_model::model::world::organisations::Organisation;
use regimes_model::model::world::places::Place;
use regimes_model::model::world::rows::Row;
use regimes_model::randomness::address::Address;
use regimes_model::randomness::{Block, Draws};
use regimes_model::units::DOMAINS;
use regimes_model::units::domains::Domains;

pub fn domains() -> impl DoubleEndedIterator<Item = usize> {
    0..DOMAINS
}

/// The domains of a set.
pub fn in_set(set: Domains) -> impl DoubleEndedIterator<Item = usize> {
    domains().filter(move |d| set.bits() & (1 << d) != 0)
}

pub fn share(bits: u16) -> f32 {
    f32::from(bits) * (1.0 / 65535.0)
}

pub fn to_bits(share: f32) -> u16 {
    (share.clamp(0.0, 1.0) * 65535.0).round_ties_even() as u16
}

/// In which sixteenth a share lies, from 0 to 15.
pub fn sixteenths(share: f32) -> u8 {
    (share * 15.999) as u8
}

/// The factors of some domains.
pub fn factors_of(set: Domains) -> Factors {
    Factors::from_bits(in_set(set).map(|d| 0xffff << (16 * d)).sum())
}

/// One word for each resident in a table.
pub struct Word<'a> {
    pub now: &'a Now<'a>,
    pub table: Draws,
    pub week: u32,
}

impl Word<'_> {
    pub fn of(&self, place: u32, resident: usize) -> u32 {
        let block = Address::numbered(place, resident as u32 / 16);
        self.now.randomness.block(self.table, 0, self.week, block).0[resident % 16]
    }
}

/// Freedom from need with own and with equal weights, by its definition.
pub fn freedom(needs: &[u16; DOMAINS], priorities: &[u8; DOMAINS], constants: &Constants, now: &Now<'_>) -> (u16, u16) {
    let p = &now.p().flourishing;
    let exponent = match p.exponent {
        Exponent::MinusOne(_) => -1.0,
        Exponent::Half(_) => 0.5,
        Exponent::Two(_) => 2.0,
    };
    let mean = |weight: &dyn Fn(usize) -> f64| {
        let (mut sum, mut weights) = (0.0, 0.0);
        for (d, &need) in needs.iter().enumerate().take(constants.n_domains) {
            let free = (1.0 - f64::from(need) / 65535.0).max(p.floor);
            sum += weight(d) * free.powf(exponent);
            weights += weight(d);
        }
        to_bits((sum / weights).powf(1.0 / exponent) as f32)
    };
    (mean(&|d| f64::from(priorities[d])), mean(&|_| 1.0))
}

/// The row of whoever owns a rule: the organisation, its commissioner, government.
pub struct Owners<'a> {
    pub own: &'a Regime,
    pub commissioner: &'a Regime,
    pub government: &'a Regime,
}

pub fn owners<'a>(rows: &'a [Regime; 2], country: Row, place: &Place, organisation: &Organisation) -> Owners<'a> {
    Owners {
        own: organisation.row.of(rows),
        commissioner: place.commissioner.row.of(rows),
        government: country.of(rows),
    }
}

/// Does something with each organisation, its place beside it.
pub fn each(world: &mut World, mut f: impl FnMut(&mut Place, &mut Organisation, &Owners<'_>)) {
    let (rows, country) = (world.rows.clone(), world.country.row);
    for place in &mut world.places {
        for index in 0..place.organisations.len() {
            let mut organisation = place.organisations[index].clone();
            let owners = owners(&rows, country, place, &organisation);
            f(place, &mut organisation, &owners);
            place.organisations[index] = organisation;
        }
    }
}

/// Part of a gap that closes in a week.
pub fn weekly(half_life: f64) -> f64 {
    1.0 - 0.5_f64.powf(1.0 / half_life)
}

pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

pub fn chance(rate: f64) -> f64 {
    1.0 - (-rate).exp()
}

pub fn u(block: &Block, word: usize) -> f64 {
    f64::from(block.uniform(word))
}
