//! The further hours of those who are treated in a trial of dose.
//!
//! ```text
//! hours of a case = min(times * hours allotted, most hours)     of somebody who is treated; never fewer than allotted
//! real help'      = real help + real hours of the week * hours allotted / hours
//! ```
//!
//! They come from outside: no other case gets less, no worker's week is fuller, and nobody pays for them (A352).
//! A package has as many times the hours as a week has, so that it lasts as long as without them.

use crate::model::world::places::Place;

/// A case that was given more: where it stands, its real help before, and how many times its hours it was given.
pub struct Dosed {
    organisation: usize,
    case: usize,
    real_hours: f32,
    times: f32,
}

/// Adds them to what was allotted this week.
pub fn add(place: &mut Place) -> Vec<Dosed> {
    let Some(dose) = &place.dose else { return Vec::new() };
    let mut dosed = Vec::new();
    for (o, organisation) in place.organisations.iter_mut().enumerate() {
        for (c, case) in organisation.cases.iter_mut().enumerate() {
            let hours = (dose.times * case.hours_now).min(dose.most_hours);
            if hours > case.hours_now && dose.has(case.resident as usize, case.generation) {
                let times = hours / case.hours_now;
                dosed.push(Dosed { organisation: o, case: c, real_hours: case.real_hours, times });
                case.hours_now = hours;
            }
        }
    }
    dosed
}

/// Counts what was given towards packages as what was allotted.
pub fn lengthen(place: &mut Place, dosed: &[Dosed]) {
    for one in dosed {
        let case = &mut place.organisations[one.organisation].cases[one.case];
        case.real_hours = one.real_hours + (case.real_hours - one.real_hours) / one.times;
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
        assert!(add(&mut place).is_empty());
        assert_eq!(hours(&place), before, "where there is no trial nothing changes");
        place.dose = Some(Dose { times: 3.0, most_hours: 8.0, support: None, treated: vec![Some(0), None, Some(0)] });
        let dosed = add(&mut place);
        assert_eq!(hours(&place), [4.5, 8.0, 9.0, 1.5, 1.5], "the last one has moved into the home of who was treated");
        for case in &mut place.organisations[0].cases {
            case.real_hours += case.hours_now;
        }
        lengthen(&mut place, &dosed);
        let real: Vec<f32> = place.organisations[0].cases.iter().map(|case| case.real_hours).collect();
        assert_eq!(real, [1.5, 4.0, 9.0, 1.5, 1.5], "a package lasts as long as without the further hours");
    }
}
