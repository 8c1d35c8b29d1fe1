//! States of a sample of residents at a few weeks, and when organisations change their rules: enough for a picture of the
//! town and of how a practice spreads.
//!
//! The sample is spread evenly over all residents and is the same under every arm; nothing is drawn for it.
//! It is one of places in the town: who dies or moves away is followed by whoever comes.

use crate::simulation::run::Observer;
use crate::simulation::trace::StateRow;
use regimes_model::model::world::World;
use regimes_model::model::world::homes::Tenancy;
use regimes_model::model::world::places::Place;
use regimes_model::model::world::rows::Row;

/// Residents sampled, at most.
pub const RESIDENTS: usize = 400;
/// Organisations followed, at most.
pub const ORGANISATIONS: usize = 40;
/// Weeks at which residents are looked at, the first and the last of the horizon among them.
pub const LOOKS: u32 = 6;

/// Kinds of what has a state.
pub const KINDS: [&str; 2] = ["resident", "organisation"];
/// What a resident can be in: the first that applies.
pub const OF_RESIDENTS: [&str; 5] = ["in crisis", "without a home", "with a worker", "waiting", "none of these"];
/// Whose rules an organisation follows.
pub const OF_ORGANISATIONS: [&str; 2] = ["rules of before", "rules of the arm"];

/// Looks at the sample.
#[derive(Clone)]
pub struct States {
    /// By place and number there.
    residents: Vec<(usize, usize)>,
    /// By place and number there, with the row that was held when it was last looked at.
    organisations: Vec<(usize, usize, Option<Row>)>,
    /// Weeks of the horizon at which residents are looked at.
    weeks: Vec<u32>,
    rows: Vec<StateRow>,
}

impl States {
    /// Chooses the sample at the end of the burn-in, for a horizon of some weeks.
    #[must_use]
    pub fn begin(world: &World, weeks: u32) -> States {
        let organisations = sampled(world, ORGANISATIONS, |place| place.organisations.len());
        States {
            residents: sampled(world, RESIDENTS, |place| place.residents.len()),
            organisations: organisations.into_iter().map(|(place, n)| (place, n, None)).collect(),
            weeks: looks(weeks),
            rows: Vec::new(),
        }
    }

    /// What was seen, in the order of weeks.
    #[must_use]
    pub fn rows(self) -> Vec<StateRow> {
        self.rows
    }
}

impl Observer for States {
    fn look(&mut self, world: &World, week: u32) {
        for (place, number, held) in &mut self.organisations {
            let organisation = &world.places[*place].organisations[*number];
            if world.services && *held != Some(organisation.row) {
                *held = Some(organisation.row);
                let name = &world.constants.organisation_names[*place][*number];
                let state = *organisation.row.of(&OF_ORGANISATIONS);
                self.rows.push(row(week, KINDS[1], named(world, *place, name), state));
            }
        }
        if self.weeks.contains(&week) {
            for &(place, number) in &self.residents {
                let state = state(&world.places[place], number);
                self.rows.push(row(week, KINDS[0], named(world, place, &number.to_string()), state));
            }
        }
    }
}

fn row(week: u32, kind: &'static str, agent: String, state: &'static str) -> StateRow {
    StateRow { week, kind: kind.into(), agent, state: state.into() }
}

fn named(world: &World, place: usize, name: &str) -> String {
    format!("{}-{name}", world.constants.place_names[place])
}

/// The state of a resident: the first that applies, from the hardest on.
fn state(place: &Place, resident: usize) -> &'static str {
    let residents = &place.residents;
    let is_without_home = place.homes.as_ref().is_some_and(|homes| homes.tenants[resident].tenancy != Tenancy::Home);
    let applies = [
        residents.crisis[resident].is_some(),
        is_without_home,
        !residents.served[resident].is_empty(),
        !residents.waiting[resident].is_empty(),
    ];
    OF_RESIDENTS[applies.iter().position(|applies| *applies).unwrap_or(applies.len())]
}

/// Weeks spread evenly over a horizon, the first and the last among them.
fn looks(weeks: u32) -> Vec<u32> {
    let last = weeks.saturating_sub(1);
    let mut looks: Vec<u32> = (0..LOOKS).map(|n| n * last / (LOOKS - 1)).collect();
    looks.dedup();
    looks
}

/// Some of all that places hold, by place and number there: spread evenly, and not always at the same place in a household.
fn sampled(world: &World, most: usize, held: impl Fn(&Place) -> usize) -> Vec<(usize, usize)> {
    let all: usize = world.places.iter().map(&held).sum();
    let n = all.min(most);
    let step = (all / n.max(1)).max(1);
    let mut wanted = (0..n).map(|i| i * all / n + i % step).peekable();
    let (mut sample, mut before) = (Vec::with_capacity(n), 0);
    for (p, place) in world.places.iter().enumerate() {
        let end = before + held(place);
        while let Some(number) = wanted.next_if(|number| *number < end) {
            sample.push((p, number - before));
        }
        before = end;
    }
    sample
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::control::unattended;
    use crate::simulation::replicates::replicate;
    use crate::simulation::trace::Trace;
    use regimes_scenario::load::load;
    use std::collections::BTreeSet;

    fn runs(sets: &[&str], number: u32) -> Vec<Trace> {
        let sets = [&["burn_in_weeks=10", "horizon_weeks=30"], sets].concat();
        let scenario = load("tiny", &regimes_scenario::overrides::read(&sets)).unwrap().scenario;
        replicate(&scenario, number, &unattended()).unwrap()
    }

    fn of_kind<'a>(trace: &'a Trace, kind: &'a str) -> impl Iterator<Item = &'a StateRow> {
        trace.states.iter().filter(move |row| row.kind == kind)
    }

    #[test]
    fn the_same_residents_are_looked_at_six_times_under_every_arm() {
        let runs = runs(&[], 0);
        let who =
            |trace: &Trace| of_kind(trace, "resident").map(|row| (row.week, row.agent.clone())).collect::<Vec<_>>();
        assert!(runs.iter().all(|run| who(run) == who(&runs[0])));
        let weeks: BTreeSet<u32> =
            runs[0].states.iter().filter(|row| row.kind == "resident").map(|row| row.week).collect();
        assert_eq!(weeks.into_iter().collect::<Vec<_>>(), [0, 5, 11, 17, 23, 29]);
        assert_eq!(who(&runs[0]).len(), 6 * RESIDENTS);
        let agents: BTreeSet<String> = who(&runs[0]).into_iter().map(|(_, agent)| agent).collect();
        assert_eq!(agents.len(), RESIDENTS);
        let states: BTreeSet<&str> = of_kind(&runs[0], "resident").map(|row| row.state.as_ref()).collect();
        assert!(states.contains("with a worker") && states.contains("none of these"), "{states:?}");
    }

    #[test]
    fn only_the_first_replicate_has_a_picture() {
        assert!(runs(&[], 1).iter().all(|run| run.states.is_empty()));
    }

    #[test]
    fn an_organisation_has_a_row_whenever_its_rules_change() {
        let runs = runs(&["arms.hls.phase_in_weeks=20", "arms.hls.start=2026-01-05"], 0);
        let told = |arm: usize| -> Vec<(u32, &str)> {
            of_kind(&runs[arm], "organisation").map(|row| (row.week, row.state.as_ref())).collect()
        };
        assert_eq!(told(0).len(), 2, "the first arm goes on as before: {:?}", told(0));
        let hls = told(1);
        let taken_up: Vec<u32> =
            hls.iter().filter(|(_, state)| *state == "rules of the arm").map(|(week, _)| *week).collect();
        assert!(!taken_up.is_empty() && taken_up.iter().all(|week| *week <= 20), "{hls:?}");
        assert!(hls.windows(2).all(|pair| pair[0].0 <= pair[1].0));
    }

    #[test]
    fn looks_are_spread_over_any_horizon() {
        assert_eq!(looks(1), [0]);
        assert_eq!(looks(3), [0, 1, 2]);
        assert_eq!(looks(520), [0, 103, 207, 311, 415, 519]);
    }

    #[test]
    fn a_sample_is_spread_over_all_places_in_a_household() {
        let scenario = load("tiny", &[]).unwrap().scenario;
        let world = crate::simulation::run::Run::begin(&scenario, 0).into_world();
        let sample = sampled(&world, 100, |place| place.residents.len());
        assert_eq!(sample.len(), 100);
        let in_block: BTreeSet<usize> = sample.iter().map(|(_, resident)| resident % 8).collect();
        assert_eq!(in_block.len(), 8);
        assert!(sample.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
