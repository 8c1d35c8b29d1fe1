//! What homes and temporary accommodation cost.
//!
//! A home that was given costs its price for as long as the tenancy lasts: national government pays for those that came
//! free, by benefits, and services' money for those that were bought. Temporary accommodation has a payer of its own; it
//! stands with crises, whose place the tenancy takes, and at the price of the day.
//!
//! Units: GBP/week. Source: F14; assumption A273. Regimes: no difference; an arm may buy homes.

use crate::model::ledger::{Activity, NATIONAL, Origin, SERVICES};
use crate::model::world::constants::Constants;
use crate::model::world::places::Place;

/// Posts homes that were given, and puts those that were bought into what the place takes as a whole.
pub fn post_homes(place: &mut Place, constants: &Constants) {
    let Some(tenancy) = &constants.tenancy else { return };
    let [free, bought] = place.tally.homes_paid.map(|n| f64::from(n) * tenancy.home_pounds);
    place.ledger.post_pounds(Activity::Homes, Origin::None, NATIONAL, free);
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
