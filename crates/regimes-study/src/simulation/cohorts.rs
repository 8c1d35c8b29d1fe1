//! Cohorts that are fixed before any arm begins, and what has become of them at the end of the horizon.
//!
//! At the end of the burn-in each resident is marked a member of none, one or several cohorts ([`Members`]). The marks are
//! of that moment and know no arm, so the same people are followed in every arm, whatever help they then get (intention to
//! treat). Whoever moves away is left out from that arm, by one rule in all arms and with one chance for all people; who
//! dies stays in, with an index of 0, no crisis and one death.
//!
//! [`Asked`] knows who asked for help of late.
//!
//! A state of need is that of the last weeks of the burn-in, not what an assessor would have observed.
//!
//! Standard deviations are over those who live: a death is not a level of flourishing that a survey could see.

use crate::simulation::census::asked::Asked;
use crate::simulation::census::people::disadvantages;
use crate::simulation::run::Observer;
use crate::simulation::trace::{COHORTS, CohortRow, OBSERVED_OF_COHORTS};
use regimes_model::model::flourishing::Index;
use regimes_model::model::world::World;
use regimes_model::model::world::residents::{Departure, Residents};
use regimes_model::model::world::workers::Worker;
use regimes_model::units::{FULL, MISSING, share_of};

/// Needs of somebody with several: three or more at or above the severity of a disadvantage (A203).
const SEVERAL: usize = 3;
/// The share of residents in highest need.
const TOP: f64 = 0.1;
/// What is observed of residents; the last outcome is of staff.
const OF_RESIDENTS: usize = OBSERVED_OF_COHORTS.len() - 1;
/// Indices of flourishing among them.
const INDICES: usize = 4;
/// Cohorts of residents; the last one is the staff.
const OF_PEOPLE: usize = COHORTS.len() - 1;

/// The cohorts of each resident at the end of the burn-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Members {
    /// By place and resident: who it is, and a bit for each cohort.
    places: Vec<Vec<(u8, u8)>>,
}

impl Members {
    /// Marks the members in a world at the end of the burn-in.
    #[must_use]
    pub fn fixed(world: &World, asked: &Asked) -> Members {
        let domains = world.constants.n_domains;
        let lowest = lowest_of_top(world);
        let cohorts = |p: usize, r: usize| {
            let residents = &world.places[p].residents;
            let is_in = [
                true,
                disadvantages(residents, r, domains) >= SEVERAL,
                lowest.is_some_and(|lowest| (need(residents, r, domains), (p, r)) <= lowest),
                residents.crisis[r].is_some(),
                asked.has(p, r),
            ];
            (0..OF_PEOPLE).fold(0, |bits, cohort| bits | u8::from(is_in[cohort]) << cohort)
        };
        let place = |p: usize| {
            let generations = &world.places[p].residents.generation;
            generations.iter().enumerate().map(|(r, &generation)| (generation, cohorts(p, r))).collect()
        };
        Members { places: (0..world.places.len()).map(place).collect() }
    }

    /// Begins to follow them under an arm for a number of weeks.
    #[must_use]
    pub fn follow<'a>(&'a self, index: &'a Index, weeks: u32) -> Followed<'a> {
        let fates = self.places.iter().map(|place| vec![None; place.len()]).collect();
        Followed { members: self, fates, index, weeks, rows: Vec::new() }
    }
}

/// Freedom from need summed over domains, in 1/65535: the lower, the higher the need.
fn need(residents: &Residents, r: usize, domains: usize) -> u32 {
    residents.needs[r].iter().take(domains).map(|&need| u32::from(FULL - need)).sum()
}

/// The last of the tenth in highest need, with ties in the order of addresses; none where a tenth is nobody.
fn lowest_of_top(world: &World) -> Option<(u32, (usize, usize))> {
    let domains = world.constants.n_domains;
    let places = world.places.iter().enumerate();
    let mut all: Vec<_> = places
        .flat_map(|(p, place)| (0..place.residents.len()).map(move |r| (need(&place.residents, r, domains), (p, r))))
        .collect();
    let n = (all.len() as f64 * TOP) as usize;
    (n > 0).then(|| *all.select_nth_unstable(n - 1).1)
}

/// The members under an arm.
pub struct Followed<'a> {
    members: &'a Members,
    /// How each left, if so.
    fates: Vec<Vec<Option<Departure>>>,
    index: &'a Index,
    weeks: u32,
    rows: Vec<CohortRow>,
}

impl Followed<'_> {
    /// What has become of each cohort; nothing where the horizon did not end.
    #[must_use]
    pub fn rows(self) -> Vec<CohortRow> {
        self.rows
    }

    fn see_departures(&mut self, world: &World) {
        for ((fates, members), place) in self.fates.iter_mut().zip(&self.members.places).zip(&world.places) {
            for (r, (fate, &(generation, _))) in fates.iter_mut().zip(members).enumerate() {
                let now = place.residents.generation[r];
                if now != generation && fate.is_none() {
                    *fate = Departure::between(generation, now);
                }
            }
        }
    }

    fn sum_up(&self, world: &World) -> Vec<CohortRow> {
        let mut sums = [[Sums::default(); OF_RESIDENTS]; OF_PEOPLE];
        for ((fates, members), place) in self.fates.iter().zip(&self.members.places).zip(&world.places) {
            for (r, (fate, &(_, cohorts))) in fates.iter().zip(members).enumerate() {
                if *fate == Some(Departure::Move) {
                    continue;
                }
                let values = fate.is_none().then(|| observed(&place.residents, r, self.index));
                for cohort in (0..OF_PEOPLE).filter(|cohort| cohorts & (1 << cohort) != 0) {
                    sums[cohort].iter_mut().enumerate().for_each(|(outcome, sum)| match &values {
                        Some(values) => sum.add(values[outcome]),
                        None => sum.add_dead(if outcome == OF_RESIDENTS - 1 { 1000.0 } else { 0.0 }),
                    });
                }
            }
        }
        let of_people = COHORTS.iter().zip(&sums).flat_map(|(cohort, sums)| {
            OBSERVED_OF_COHORTS.iter().zip(sums).map(|(outcome, sum)| sum.row(cohort, outcome))
        });
        of_people.chain(self.staff(world)).filter(|row| row.people > 0).collect()
    }

    /// The staff at the end of the horizon, whoever they are.
    fn staff(&self, world: &World) -> Option<CohortRow> {
        let mut sum = Sums::default();
        let workers = world.organisations().flat_map(|(_, organisation)| &organisation.workers);
        workers.filter(|worker| worker.filled).for_each(|worker| sum.add(wellbeing(worker)));
        world.services.then(|| sum.row(COHORTS[OF_PEOPLE], OBSERVED_OF_COHORTS[OF_RESIDENTS]))
    }
}

impl Observer for Followed<'_> {
    fn look(&mut self, world: &World, week: u32) {
        self.see_departures(world);
        if week + 1 == self.weeks {
            self.rows = self.sum_up(world);
        }
    }
}

/// What is observed of a resident who lives: the indices, in crisis [1/1000], deaths [1/1000].
fn observed(residents: &Residents, r: usize, index: &Index) -> [f64; OF_RESIDENTS] {
    let share = |bits: u16| f64::from(share_of(bits));
    let (freedom, equal) = (share(residents.freedom[r]), share(residents.freedom_equal[r]));
    let indices = index.indices(freedom, equal, share(residents.agency[r]), share(residents.ties[r]));
    let [flourishing, equal, need_only, without_agency]: [f64; INDICES] =
        [indices.flourishing, indices.equal_weights, indices.need_only, indices.without_agency];
    let in_crisis = if residents.crisis[r].is_some() { 1000.0 } else { 0.0 };
    [flourishing, equal, need_only, without_agency, in_crisis, 0.0]
}

/// Half freedom from exhaustion, half the mean of autonomy, mastery and purpose, as the outcome `staff_wellbeing`.
fn wellbeing(worker: &Worker) -> f64 {
    let felt = f64::from(worker.autonomy) + f64::from(worker.mastery) + f64::from(worker.purpose);
    0.5 * (1.0 - f64::from(worker.exhaustion)) + 0.5 * felt / 3.0
}

/// Sums over the people of a cohort.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    people: u64,
    all: f64,
    living: f64,
    sum: f64,
    squares: f64,
}

impl Sums {
    fn add(&mut self, value: f64) {
        self.people += 1;
        self.all += value;
        self.living += 1.0;
        self.sum += value;
        self.squares += value * value;
    }

    fn add_dead(&mut self, value: f64) {
        self.people += 1;
        self.all += value;
    }

    fn row(&self, cohort: &'static str, outcome: &'static str) -> CohortRow {
        let n = self.living;
        let variance = (self.squares - self.sum * self.sum / n) / (n - 1.0);
        let sd = if n > 1.0 { variance.max(0.0).sqrt() } else { MISSING };
        let mean = if self.people > 0 { self.all / self.people as f64 } else { MISSING };
        CohortRow { cohort: cohort.into(), outcome: outcome.into(), people: self.people, mean, sd }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::census::status_quo;
    use crate::simulation::control::unattended;
    use crate::simulation::replicates::replicate;
    use regimes_scenario::check::Scenario;
    use regimes_scenario::load::load;

    fn short(name: &str, sets: &[&str]) -> Scenario {
        let sets: Vec<_> = sets.iter().map(|&set| set.into()).collect();
        load(name, &sets).expect("sound").scenario
    }

    fn members(scenario: &Scenario) -> Members {
        let begun = status_quo::after_burn_in(scenario, 0, &unattended()).expect("not stopped");
        Members::fixed(begun.run.world(), &begun.asked)
    }

    fn count(members: &Members, cohort: usize) -> usize {
        members.places.iter().flatten().filter(|(_, bits)| bits & (1 << cohort) != 0).count()
    }

    #[test]
    fn cohorts_are_fixed_before_any_arm_and_no_arm_changes_who_is_in_them() {
        let one = short("town", &["burn_in_weeks=40"]);
        let mut other = one.clone();
        other.arms.0.reverse();
        other.arms.0.truncate(1);
        assert_eq!(members(&one), members(&other));
        let all = count(&members(&one), 0);
        assert_eq!(count(&members(&one), 2), all / 10);
        for (cohort, name) in COHORTS.iter().enumerate().take(OF_PEOPLE).skip(1) {
            let n = count(&members(&one), cohort);
            assert!(n > 0 && n < all, "{name}: {n} of {all}");
        }
    }

    #[test]
    fn arms_with_one_row_end_with_one_cohort_and_the_dead_count_as_nothing() {
        let mut scenario = short("tiny", &["burn_in_weeks=30", "horizon_weeks=60"]);
        let first = scenario.arms.0[0].1.clone();
        scenario.arms.0[1].1 = first;
        let traces = replicate(&scenario, 0, &unattended()).expect("not stopped");
        assert_eq!(traces[0].cohorts, traces[1].cohorts);
        let of = |outcome: &str| traces[0].cohorts.iter().find(|row| row.outcome == outcome).expect("a row");
        let (all, deaths) = (of("flourishing"), of("deaths"));
        assert_eq!(all.cohort, "all");
        assert!(all.people < scenario.residents() && deaths.mean > 0.0, "{all:?} {deaths:?}");
        assert_eq!(traces[0].cohorts.iter().filter(|row| row.cohort == "staff").count(), 1);
    }

    #[test]
    fn a_death_lowers_the_mean_and_leaves_the_spread_of_the_living() {
        let mut sums = Sums::default();
        [0.4, 0.8].iter().for_each(|&value| sums.add(value));
        let living = sums.row("all", "flourishing");
        sums.add_dead(0.0);
        let row = sums.row("all", "flourishing");
        assert_eq!((row.people, row.sd), (3, living.sd));
        assert!((row.mean - 0.4).abs() < 1e-12 && (living.mean - 0.6).abs() < 1e-12);
        assert!(Sums::default().row("all", "flourishing").mean.is_nan());
    }
}
