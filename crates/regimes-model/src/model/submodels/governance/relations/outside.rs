//! Actors outside services (landlords, employers, neighbours): they supply a factor or withhold it.
//!
//! Every thirteen weeks, for each factor that belongs to them, at rates a year
//!
//! ```text
//! supplied lapses at `lapse`
//! withheld comes  at `comes` * (1 + easing * eased) + won / withheld
//! won = upstream hours of stewards * skill / hours_per_factor
//! ```
//!
//! where `eased` is how far government has changed the structures that stand in the way.
//! Without upstream work the part supplied settles at `comes / (comes + lapse)`.
//!
//! Source: S030, M32, M37; assumptions A94 and A95. Regimes change: upstream time (`collaboration`), and what
//! government eases (`government`).

use crate::model::submodels::governance::relations::addresses::{Use, pair_address};
use crate::model::world::Context;
use crate::model::world::places::Place;
use crate::randomness::{Draws, Randomness, threshold};
use crate::units::{FACTORS, WEEKS_PER_YEAR};

crate::parameters! {
    /// Actors outside services.
    pub struct Parameters {
        /// Time between two looks at what they supply.
        outside_weeks: u32 = 13, "week", 1.0..=52.0, Constant, "A94";
        /// Rate at which a factor that is supplied lapses.
        lapse_per_year: f64 = 0.04, "1/year", 0.0..=1.0, Uncertainty, "A94";
        /// Rate at which a factor that is withheld comes by itself.
        comes_per_year: f64 = 0.06, "1/year", 0.0..=1.0, Uncertainty, "A94";
        /// Skilled upstream time that wins one factor.
        hours_per_factor: f64 = 200.0, "hour", 1.0..=10000.0, Uncertainty, "A95";
        /// Share by which the rate of coming grows where structures are fully eased.
        easing: f64 = 2.0, "factor", 0.0..=20.0, Uncertainty, "A95";
    }
}

/// Lets what outside actors supply come and go; stewards work upstream for `upstream` hours a week.
pub fn come_and_go(place: &mut Place, context: &Context<'_>, upstream: f32, p: &Parameters, randomness: &Randomness) {
    let (week, constants) = (context.week, context.constants);
    if !week.is_multiple_of(p.outside_weeks) || constants.outside.is_empty() {
        return;
    }
    let hours_per_year = f64::from(upstream * place.steward_skill) * WEEKS_PER_YEAR;
    let withheld = (constants.outside & !place.supplied).len().max(1);
    let won = hours_per_year / p.hours_per_factor / f64::from(withheld);
    let comes = p.comes_per_year * (1.0 + p.easing * f64::from(context.country.eased)) + won;
    let (lapse, comes) = (within(p.lapse_per_year, p), within(comes, p));
    for factor in constants.outside.iter() {
        let number = pair_address(place.index, Use::Outside, 0, factor / FACTORS);
        let word = randomness.block(Draws::Relations, 0, week, number).0[factor % FACTORS];
        if !place.supplied.contains(factor) {
            if word < comes {
                place.supplied.insert(factor);
            }
        } else if word < lapse {
            place.supplied.remove(factor);
        }
    }
}

/// The threshold of a word for an event of a yearly rate to happen between two looks.
fn within(rate_per_year: f64, p: &Parameters) -> u32 {
    let years = f64::from(p.outside_weeks) / WEEKS_PER_YEAR;
    threshold(-libm::expm1(-rate_per_year * years) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;

    fn supplied_after(years: u32, upstream: f32, eased: f32) -> u32 {
        let mut world = fixtures::town(&crate::model::regime::hls(), 1, 1, 0);
        let mut place = world.places[0].clone();
        (place.stewards_fte, place.steward_skill) = (1.0, 0.5);
        world.country.eased = eased;
        let p = Parameters::default();
        (0..52 * years)
            .map(|week| {
                let random = Randomness::new(4, 0);
                world.week = week;
                come_and_go(&mut place, &fixtures::context(&world), upstream, &p, &random);
                assert!((place.supplied & !world.constants.outside).is_empty());
                place.supplied.len()
            })
            .sum()
    }

    #[test]
    fn upstream_work_and_eased_structures_win_factors() {
        let alone = supplied_after(30, 0.0, 0.0);
        assert!(supplied_after(30, 18.5, 0.0) > alone);
        assert!(supplied_after(30, 0.0, 1.0) > alone);
    }

    #[test]
    fn without_upstream_work_the_part_supplied_settles_where_coming_and_lapsing_meet() {
        let weeks = 52 * 2000;
        let share = f64::from(supplied_after(2000, 0.0, 0.0)) / f64::from(weeks * 8);
        // Eight factors that turn every ten years: a standard deviation of 0.013 or less.
        assert!((share - 0.6).abs() < 0.07, "{share}");
    }
}
