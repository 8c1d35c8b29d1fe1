//! What places to move on to cost that an arm adds to those that come free.
//!
//! ```text
//! pounds = price * (times - 1)+ * places that come free a week
//! ```
//!
//! Services' money pays for them. Fewer places save services nothing: who provided them is outside.
//!
//! Units: GBP/week. Source: assumption A338. Regimes: no difference; an arm may change the number.

use crate::model::ledger::{Activity, Origin, SERVICES};
use crate::model::world::Context;
use crate::model::world::places::Place;

/// Posts the places that an arm adds, and puts them into what the place takes as a whole.
pub fn post_places(place: &mut Place, context: &Context<'_>, pounds_each: f64) {
    let more = f64::from(context.change.places(place.index, context.week)) - 1.0;
    if more <= 0.0 {
        return;
    }
    let usual: f64 = place.comes_free.iter().flatten().map(|&number| f64::from(number)).sum();
    let pounds = pounds_each * more * usual;
    place.ledger.post_pounds(Activity::Homes, Origin::None, SERVICES, pounds);
    place.commissioner.overhead += pounds;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::regime::npm;

    #[test]
    fn services_pay_for_places_beyond_the_usual_number_while_the_arm_is_in_force() {
        let paid = |times: f32, week: u32| {
            let mut world = fixtures::town(&npm(), 1, 1, 1);
            world.week = week;
            (world.change.start, world.change.end, world.change.places_times) = (Some(5), Some(9), times);
            let mut place = world.places.remove(0);
            (place.comes_free[0], place.comes_free[3]) = (Some(1.5), Some(0.5));
            post_places(&mut place, &fixtures::context(&world), 1000.0);
            assert_eq!(place.ledger.services_pounds(), place.commissioner.overhead);
            place.commissioner.overhead
        };
        assert_eq!([paid(2.0, 4), paid(2.0, 5), paid(2.0, 8), paid(2.0, 9)], [0.0, 2000.0, 2000.0, 0.0]);
        assert_eq!([paid(1.0, 5), paid(0.5, 5), paid(1.5, 5)], [0.0, 0.0, 1000.0]);
    }
}
