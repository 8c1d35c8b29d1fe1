//! The status quo of a scenario at the end of its burn-in, held to published figures of services.

use crate::simulation::census::asked::Asked;
use crate::simulation::census::measures::YEAR;
use crate::simulation::census::service_targets::{TARGETS, Target};
use crate::simulation::census::services::{Services, lasting_needs};
use crate::simulation::control::Control;
use crate::simulation::run::Run;
use crate::simulation::trace::CensusRow;
use regimes_scenario::check::Scenario;

/// A replicate at the end of its burn-in.
pub struct Begun<'a> {
    /// The run.
    pub run: Run<'a>,
    /// Its census.
    pub census: Vec<CensusRow>,
    /// Who asked for help of late.
    pub asked: Asked,
}

/// A replicate at the end of its burn-in, and what was seen in the last year of it; none if it was stopped.
#[must_use]
pub fn after_burn_in<'a>(scenario: &'a Scenario, replicate: u32, control: &Control<'_>) -> Option<Begun<'a>> {
    let mut run = Run::begin(scenario, replicate);
    let lasting = lasting_needs(run.world());
    let year = scenario.burn_in_weeks.min(YEAR);
    run.weeks(scenario.burn_in_weeks - year, control, &mut [])?;
    let mut census = Services::begin(run.world(), lasting, scenario.parameters.seeking.noise);
    let mut asked = Asked::begin(run.world(), year);
    run.weeks(year, control, &mut [&mut census, &mut asked])?;
    Some(Begun { run, census: rows(census), asked })
}

/// The rows of all targets that a scenario shows.
fn rows(mut census: Services) -> Vec<CensusRow> {
    census.count_people();
    let row = |target: &Target| CensusRow { target: target.id.into(), value: (target.measured)(&census) };
    TARGETS.iter().map(row).filter(|row| row.value.is_finite()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::control::unattended;
    use regimes_model::model::world::World;
    use regimes_scenario::load::load;

    fn scenario(sets: &[&str]) -> Scenario {
        let sets: Vec<_> = sets.iter().map(|&set| set.into()).collect();
        load("tiny", &sets).expect("sound").scenario
    }

    #[test]
    fn the_census_changes_nothing_and_shows_the_same_world() {
        let scenario = scenario(&["burn_in_weeks=60"]);
        let plain = Run::after_burn_in(&scenario, 0, &unattended()).expect("not stopped").into_world();
        let Begun { run, census: rows, .. } = after_burn_in(&scenario, 0, &unattended()).expect("not stopped");
        let hash = |world: &World| format!("{:?}", world.places[0].residents.needs);
        assert_eq!(hash(&plain), hash(run.world()));
        assert!(rows.iter().any(|row| row.target == "D01_density"), "{rows:?}");
    }

    #[test]
    fn density_is_money_for_each_lasting_need_and_halves_with_twice_the_people() {
        let density = |residents: &str| {
            let scenario = scenario(&["burn_in_weeks=52", residents]);
            let rows = after_burn_in(&scenario, 0, &unattended()).expect("not stopped").census;
            rows.iter().find(|row| row.target == "D01_density").expect("a row").value
        };
        let (one, two) = (density("places.village.residents=2000"), density("places.village.residents=4000"));
        assert!((two / one - 0.5).abs() < 0.08, "{one} {two}");
    }

    #[test]
    fn a_status_quo_without_a_burn_in_shows_nothing() {
        let scenario = scenario(&["burn_in_weeks=0"]);
        let rows = after_burn_in(&scenario, 0, &unattended()).expect("not stopped").census;
        assert!(rows.iter().all(|row| !row.target.starts_with('T')), "{rows:?}");
    }
}
