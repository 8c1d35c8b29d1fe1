//! What homes and temporary accommodation cost.
//!
//! A home that was bought costs its price for as long as the tenancy lasts, out of services' money. The rent of homes that
//! came free is not counted, as that of the homes that people had is not: benefits pay alike for both, and counting one
//! alone would make whatever keeps people in their homes look cheap. Temporary accommodation has a payer of its own; it
//! stands with crises, whose place the tenancy takes, and at the price of the day.
//!
//! Units: GBP/week. Source: F14; assumption A273. Regimes: no difference; an arm may buy homes.

use crate::model::ledger::{Activity, Origin, SERVICES};
use crate::model::world::constants::Constants;
use crate::model::world::places::Place;

/// Posts homes that were bought, and puts them into what the place takes as a whole.
pub fn post_homes(place: &mut Place, constants: &Constants) {
    let Some(tenancy) = &constants.tenancy else { return };
    let bought = f64::from(place.tally.homes_paid[1]) * tenancy.home_pounds;
    place.ledger.post_pounds(Activity::Homes, Origin::None, SERVICES, bought);
    place.commissioner.overhead += bought;
}

/// Posts temporary accommodation, and returns what it cost (GBP).
pub fn post_temporary(place: &mut Place, constants: &Constants) -> f64 {
    let Some(tenancy) = &constants.tenancy else { return 0.0 };
    let pounds = f64::from(place.tally.tenancies[1]) * tenancy.temporary_pounds * place.shocks.price;
    place.ledger.post_pounds(Activity::Crisis, Origin::None, tenancy.payer, pounds);
    pounds
}
