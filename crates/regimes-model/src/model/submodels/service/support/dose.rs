//! The further hours of those who are treated in a trial of dose.
//!
//! ```text
//! hours of a case = min(times * hours allotted, most hours)     of somebody who is treated; never fewer than allotted
//! ```
//!
//! They come from outside: no other case gets less, no worker's week is fuller, and nobody pays for them (A352).

use crate::model::world::places::Place;

/// Adds them to what was allotted this week.
pub fn add(place: &mut Place) {
    let Some(dose) = &place.dose else { return };
    for case in place.organisations.iter_mut().flat_map(|organisation| &mut organisation.cases) {
        if dose.has(case.resident as usize, case.generation) {
            case.hours_now = case.hours_now.max((dose.times * case.hours_now).min(dose.most_hours));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::regime::npm;
    use crate::model::world::cases::Case;
    use crate::model::world::dose::Dose;

    #[test]
    fn those_who_are_treated_get_a_multiple_up_to_the_most_and_nobody_else_anything() {
        let mut place = fixtures::town(&npm(), 1, 1, 3).places.remove(0);
        let case = |resident, generation, hours_now| Case { generation, hours_now, ..fixtures::case(resident) };
        place.organisations[0].cases =
            vec![case(0, 0, 1.5), case(0, 0, 4.0), case(0, 0, 9.0), case(1, 0, 1.5), case(2, 1, 1.5)];
        let hours = |place: &Place| place.organisations[0].cases.iter().map(|case| case.hours_now).collect::<Vec<_>>();
        let before = hours(&place);
        add(&mut place);
        assert_eq!(hours(&place), before, "where there is no trial nothing changes");
        place.dose = Some(Dose { times: 3.0, most_hours: 8.0, treated: vec![Some(0), None, Some(0)] });
        add(&mut place);
        assert_eq!(hours(&place), [4.5, 8.0, 9.0, 1.5, 1.5], "the last one has moved into the home of who was treated");
    }
}
