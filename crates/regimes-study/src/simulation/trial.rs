//! A trial of dose: what people with several needs gain where they get more of the help that there is, under the same rules,
//! or more hours of help that follows them.
//!
//! ```text
//! cohort  = three or more needs at the end of the burn-in, and no home where homes are followed
//! treated = a random half of it, from the start of the horizon on
//! gain    = mean over the treated of (wellbeing with more hours - wellbeing without), in standard deviations of the cohort
//! ```
//!
//! Both lives of a person start from one snapshot and have the same luck, so the other half is not needed as a control: it
//! says only whether more hours for some change anything for others. Wellbeing is latent flourishing, as cohorts have it.
//! Whoever dies or moves in either life is left out of both, as a survey would lose them.

use crate::simulation::census::measures::YEAR;
use crate::simulation::census::people::disadvantages;
use crate::simulation::control::Control;
use crate::simulation::dose::{self, Treatment};
use crate::simulation::run::{Observer, Run};
use crate::statistics;
use regimes_model::model::flourishing::Index;
use regimes_model::model::world::World;
use regimes_model::model::world::homes::{Homes, Tenancy};
use regimes_model::model::world::places::Place;
use regimes_model::units::{MISSING, share_of};

/// Needs with which somebody belongs to the cohort (T40).
const SEVERAL: usize = 3;

/// What came of a trial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gains {
    /// Gain of the treated after one year and after two (standard deviation); missing where the horizon is shorter.
    pub treated: [f64; 2],
    /// The same of the other half, who are not treated.
    pub others: [f64; 2],
    /// Hours of a treated person over the whole time [hour/week].
    pub hours: f64,
}

/// Those without a home and with three or more needs, by place and number; all with three or more needs where homes are not
/// followed.
#[must_use]
pub fn cohort(world: &World) -> Vec<(usize, usize)> {
    let is_member = |place: &Place, r: usize| {
        let is_without = |homes: &Homes| homes.tenants[r].tenancy != Tenancy::Home;
        disadvantages(&place.residents, r, world.constants.n_domains) >= SEVERAL
            && place.homes.as_ref().is_none_or(is_without)
    };
    let of = |(p, place): (usize, &Place)| {
        (0..place.residents.len()).filter(|&r| is_member(place, r)).map(|r| (p, r)).collect::<Vec<_>>()
    };
    world.places.iter().enumerate().flat_map(of).collect()
}

/// A cohort and the half of it that is treated.
pub struct Arms {
    treated: Vec<Member>,
    others: Vec<Member>,
}

/// Place, number there, generation.
type Member = (usize, usize, u8);

impl Arms {
    /// Draws the half of the cohort of a world.
    #[must_use]
    pub fn drawn(snapshot: &Run<'_>, replicate: u32) -> Arms {
        let world = snapshot.world();
        let cohort = cohort(world);
        let half = dose::half(&cohort, snapshot.scenario().seed, replicate);
        let member = |&(p, r): &(usize, usize)| (p, r, world.places[p].residents.generation[r]);
        let others = cohort.iter().filter(|who| half.binary_search(who).is_err());
        Arms { treated: half.iter().map(member).collect(), others: others.map(member).collect() }
    }

    /// Follows both halves from a snapshot, treated or not; none if it was stopped.
    #[must_use]
    pub fn follow(&self, snapshot: &Run<'_>, treatment: Option<Treatment>, control: &Control<'_>) -> Option<Followed> {
        let treated: Vec<(usize, usize)> = self.treated.iter().map(|&(p, r, _)| (p, r)).collect();
        let mut run = treatment.map_or_else(|| snapshot.clone(), |treatment| snapshot.treating(&treated, treatment));
        let index = snapshot.calendar().index;
        let mut lives = Lives { arms: self, index, found: Followed::default(), hours: 0.0, weeks: 0.0 };
        run.weeks(snapshot.scenario().horizon_weeks.min(2 * YEAR), control, &mut [&mut lives])?;
        lives.found.hours = if lives.weeks > 0.0 { lives.hours / lives.weeks } else { MISSING };
        Some(lives.found)
    }
}

/// What both halves were like after each year.
#[derive(Clone, Debug, Default)]
pub struct Followed {
    years: Vec<[Vec<Option<f64>>; 2]>,
    /// Hours of a treated person [hour/week].
    pub hours: f64,
}

impl Followed {
    /// What more hours gave, beside the same lives without.
    #[must_use]
    pub fn gains(&self, without: &Followed) -> Gains {
        let gain = |year: usize, half: usize| {
            let (Some(with), Some(without)) = (self.years.get(year), without.years.get(year)) else { return MISSING };
            let usual: Vec<f64> = without.iter().flatten().copied().flatten().collect();
            let both = with[half].iter().zip(&without[half]).filter_map(|(with, without)| Some((*with)? - (*without)?));
            let both: Vec<f64> = both.collect();
            let sd = if usual.len() > 1 { statistics::sd(&usual) } else { 0.0 };
            if both.is_empty() || sd <= 0.0 { MISSING } else { statistics::mean(&both) / sd }
        };
        Gains { treated: [gain(0, 0), gain(1, 0)], others: [gain(0, 1), gain(1, 1)], hours: self.hours }
    }
}

struct Lives<'a> {
    arms: &'a Arms,
    index: Index,
    found: Followed,
    hours: f64,
    weeks: f64,
}

impl Lives<'_> {
    fn wellbeing(&self, world: &World, members: &[Member]) -> Vec<Option<f64>> {
        let of = |&(p, r, generation): &Member| {
            let residents = &world.places[p].residents;
            let share = |bits: u16| f64::from(share_of(bits));
            let (freedom, equal) = (share(residents.freedom[r]), share(residents.freedom_equal[r]));
            let indices = self.index.indices(freedom, equal, share(residents.agency[r]), share(residents.ties[r]));
            (residents.generation[r] == generation).then_some(indices.flourishing)
        };
        members.iter().map(of).collect()
    }

    fn count_hours(&mut self, world: &World) {
        for (p, place) in world.places.iter().enumerate() {
            let treated = |case: &regimes_model::model::world::cases::Case| {
                self.arms.treated.binary_search(&(p, case.resident as usize, case.generation)).is_ok()
            };
            let cases = place.organisations.iter().flat_map(|organisation| &organisation.cases);
            self.hours += cases.filter(|case| treated(case)).map(|case| f64::from(case.hours_now)).sum::<f64>();
        }
        self.weeks += self.arms.treated.len() as f64;
    }
}

impl Observer for Lives<'_> {
    fn look(&mut self, world: &World, week: u32) {
        self.count_hours(world);
        if (week + 1).is_multiple_of(YEAR) {
            let halves = [&self.arms.treated, &self.arms.others].map(|members| self.wellbeing(world, members));
            self.found.years.push(halves);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::control::unattended;
    use regimes_scenario::load::load;

    fn gains(name: &str, sets: &[&str], treatment: Treatment) -> Gains {
        let sets: Vec<_> = sets.iter().map(|&set| set.into()).collect();
        let scenario = load(name, &sets).expect("sound").scenario;
        let run = Run::after_burn_in(&scenario, 1, &unattended()).expect("not stopped");
        let arms = Arms::drawn(&run, 1);
        assert!(arms.treated.len() > 5 && arms.others.len().abs_diff(arms.treated.len()) <= 1);
        let follow = |treatment| arms.follow(&run, treatment, &unattended()).expect("not stopped");
        follow(Some(treatment)).gains(&follow(None))
    }

    #[test]
    fn the_same_hours_change_nothing_and_more_of_them_reach_the_treated_alone() {
        let town = ["burn_in_weeks=104", "horizon_weeks=104"];
        let none = gains("town", &town, Treatment::hours(1.0));
        assert_eq!((none.treated, none.others), ([0.0; 2], [0.0; 2]));
        let more = gains("town", &town, Treatment::hours(3.0));
        assert!(more.hours > 1.5 * none.hours, "{more:?} {none:?}");
        assert!(more.treated != [0.0; 2] && more.treated.iter().all(|gain| gain.abs() < 1.5), "{more:?}");
        assert!(more.others.iter().all(|gain| gain.abs() < 0.15), "{more:?}");
        assert_eq!(more, gains("town", &town, Treatment::hours(3.0)));
    }

    #[test]
    fn where_homes_are_followed_the_cohort_has_none_and_a_home_beside_the_hours_is_there_at_once() {
        let sets = ["burn_in_weeks=60", "domains.housing.tenancy={loss_per_week=0.05}"].map(Into::into);
        let scenario = load("town", &sets).expect("sound").scenario;
        let run = Run::after_burn_in(&scenario, 1, &unattended()).expect("not stopped");
        let arms = Arms::drawn(&run, 1);
        let housed = |world: &World, members: &[Member]| {
            let has = |&&(p, r, _): &&Member| {
                world.places[p].homes.as_ref().is_some_and(|homes| homes.tenants[r].tenancy == Tenancy::Home)
            };
            members.iter().filter(has).count()
        };
        assert_eq!((housed(run.world(), &arms.treated), housed(run.world(), &arms.others)), (0, 0));
        let treated: Vec<(usize, usize)> = arms.treated.iter().map(|&(p, r, _)| (p, r)).collect();
        let world = run.treating(&treated, Treatment { with_home: true, ..Treatment::hours(1.0) }).into_world();
        assert_eq!((housed(&world, &arms.treated), housed(&world, &arms.others)), (treated.len(), 0));
        assert!(!treated.is_empty());
    }

    #[test]
    fn help_that_is_client_led_is_bespoke_for_the_treated_alone() {
        let town = ["burn_in_weeks=104", "horizon_weeks=104", "seed=7"];
        let led = |status_quo: &str| {
            let preset = format!("status_quo.preset={status_quo}");
            let sets = [&town[..], &[preset.as_str()]].concat();
            gains("town", &sets, Treatment { is_client_led: true, ..Treatment::hours(1.0) })
        };
        let among_packages = led("npm");
        assert!(among_packages.treated.iter().all(|gain| gain.abs() > 0.01), "{among_packages:?}");
        assert!(among_packages.others.iter().all(|gain| gain.abs() < 0.15), "{among_packages:?}");
        let among_bespoke = led("hls");
        assert_eq!((among_bespoke.treated, among_bespoke.others), ([0.0; 2], [0.0; 2]));
    }

    #[test]
    fn a_horizon_of_a_year_has_nothing_to_say_of_two() {
        let gains = gains("town", &["burn_in_weeks=52", "horizon_weeks=60"], Treatment::hours(2.0));
        assert!(gains.treated[0].is_finite() && gains.treated[1].is_nan());
    }

    #[test]
    fn a_half_is_drawn_by_its_address_and_is_a_half() {
        let cohort: Vec<(usize, usize)> = (0..101).map(|r| (r % 3, r)).collect();
        let half = dose::half(&cohort, 4, 2);
        assert!(half.len() == 50 && half.is_sorted() && half.iter().all(|who| cohort.contains(who)));
        assert_eq!(half, dose::half(&cohort, 4, 2));
        assert!(half != dose::half(&cohort, 4, 3) && half != dose::half(&cohort, 5, 2));
    }
}
