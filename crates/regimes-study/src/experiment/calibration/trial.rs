//! The trial of dose as figures: what a random half of the people with several needs gains from more hours under the same
//! rules, with and without a home of their own beside them (T40, T41), and whether more hours keep people out of hospital
//! (T42, in a scenario of its own). The trials behind T40 gave hours, a home and help that its clients led; what all three
//! together give is reported beside it (T43).

use crate::experiment::calibration::figures::Figure;
use crate::simulation::control::Control;
use crate::simulation::dose::Treatment;
use crate::simulation::readmission;
use crate::simulation::run::Run;
use crate::simulation::trial::Arms;
use regimes_model::units::MISSING;
use regimes_scenario::check::Scenario;

/// How much more the treated half gets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Intensity {
    /// How many times the hours.
    pub times: f64,
}

/// Lives that are followed from the end of a burn-in: without more hours, with, with a home beside them, and with both in
/// help that its clients lead.
pub const LIVES: u32 = 4;

/// The same of people in hospital: without more hours, and with.
pub const LIVES_IN_HOSPITAL: u32 = 2;

const WHO: &str = "people with three or more needs, without a home where homes are followed";
const ONE_YEAR: &str = "what more hours give after a year";
const TWO_YEARS: &str = "what more hours give after two years";

const LED_ONE_YEAR: &str = "what more hours of help that clients lead, and a home, give after a year";
const LED_TWO_YEARS: &str = "what more hours of help that clients lead, and a home, give after two years";

const fn figure(id: &'static str, what: &'static str, unit: &'static str, range: Option<(f64, f64)>) -> Figure {
    Figure { id, what, kind: WHO, unit, range, source: "L01, L02, L04, L05, L06", is_input: false }
}

/// What the trial measures.
pub const FIGURES: [Figure; 10] = [
    figure("T40_two_years", TWO_YEARS, "sd", Some((0.0, 0.25))),
    figure("T41_one_year", ONE_YEAR, "sd", Some((0.0, 0.35))),
    figure("T40_two_years_with_home", TWO_YEARS, "sd", Some((0.0, 0.25))),
    figure("T41_one_year_with_home", ONE_YEAR, "sd", Some((0.0, 0.35))),
    Figure {
        id: "T42_readmitted",
        what: "readmission within half a year with more hours, less without",
        kind: "people in hospital, Camden",
        unit: "percentage point",
        range: Some((-6.0, 7.6)),
        source: "L07",
        is_input: false,
    },
    figure("dose_others", "what the other half gains after two years", "sd", None),
    figure("dose_hours_usual", "hours of the treated half without more hours", "hour/week", None),
    figure("dose_hours", "hours of the treated half with more hours", "hour/week", None),
    figure("T43_two_years", LED_TWO_YEARS, "sd", Some((0.0, 0.25))),
    figure("T43_one_year", LED_ONE_YEAR, "sd", Some((0.0, 0.35))),
];

/// What a replicate of a scenario under its status quo says of each, with the scenario of people in hospital where there is
/// one; none if it was stopped.
#[must_use]
pub fn observe(
    scenarios: (&Scenario, Option<&Scenario>),
    intensity: Intensity,
    replicate: u32,
    control: &Control<'_>,
) -> Option<Vec<f64>> {
    let (scenario, of_hospital) = scenarios;
    let snapshot = Run::after_burn_in(scenario, replicate, control)?;
    let arms = Arms::drawn(&snapshot, replicate);
    let follow = |treatment| arms.follow(&snapshot, treatment, control);
    let times = intensity.times;
    let usual = follow(None)?;
    let hours = follow(Some(Treatment::hours(times)))?.gains(&usual);
    let has_homes = snapshot.world().places.iter().any(|place| place.homes.is_some());
    let with_home = if has_homes {
        follow(Some(Treatment { with_home: true, ..Treatment::hours(times) }))?.gains(&usual).treated
    } else {
        [MISSING; 2]
    };
    let led = follow(Some(Treatment { times, with_home: has_homes, is_client_led: true }))?.gains(&usual).treated;
    let readmitted = match of_hospital {
        Some(scenario) => {
            let snapshot = Run::after_burn_in(scenario, replicate, control)?;
            readmission::difference(&snapshot, times, replicate, control)?
        }
        None => MISSING,
    };
    let [one, two] = hours.treated;
    Some(vec![
        two,
        one,
        with_home[1],
        with_home[0],
        readmitted,
        hours.others[1],
        usual.hours,
        hours.hours,
        led[1],
        led[0],
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::control::unattended;
    use regimes_scenario::load::load;

    #[test]
    fn where_homes_are_not_followed_the_trial_has_no_rows_with_a_home() {
        let sets = ["burn_in_weeks=52", "horizon_weeks=104"].map(Into::into);
        let scenario = load("several_needs", &sets).expect("sound").scenario;
        let observed = observe((&scenario, None), Intensity { times: 2.0 }, 0, &unattended()).expect("not stopped");
        assert_eq!(observed.len(), FIGURES.len());
        let is_there: Vec<bool> = observed.iter().map(|value| value.is_finite()).collect();
        assert_eq!(is_there, [true, true, false, false, false, true, true, true, true, true]);
    }
}
