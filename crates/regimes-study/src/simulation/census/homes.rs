//! People who have no home when the horizon begins, as a trial of housing would follow them for two years (T30 to T32).
//!
//! ```text
//! first home      = mean days to the first home, of those who were given one
//! housed          = share of all their weeks in which they had a home
//! current tenancy = mean days so far, at the end, of those who have a home then
//! ```
//!
//! Who dies or moves away is followed until then and has no tenancy at the end.

use crate::simulation::census::measures::part;
use regimes_model::model::world::World;
use regimes_model::model::world::homes::Tenancy;

/// Days of a week.
const DAYS: f64 = 7.0;

/// Somebody without a home at the start.
#[derive(Clone, Debug)]
struct Follower {
    at: (usize, usize),
    generation: u8,
    first_home: Option<u32>,
    weeks: f64,
    housed: f64,
    /// Weeks of the tenancy so far; none without a home, or once lost from sight.
    tenancy: Option<f64>,
}

/// People who had no home, followed.
#[derive(Clone, Debug)]
pub struct WithoutHome(Vec<Follower>);

impl WithoutHome {
    /// Those who have no home in a world; nobody where homes are not followed.
    #[must_use]
    pub fn begin(world: &World) -> WithoutHome {
        let mut followers = Vec::new();
        for (p, place) in world.places.iter().enumerate() {
            let Some(homes) = &place.homes else { continue };
            for (r, tenant) in homes.tenants.iter().enumerate() {
                if tenant.tenancy != Tenancy::Home && tenant.generation == place.residents.generation[r] {
                    let generation = tenant.generation;
                    let at = (p, r);
                    followers.push(Follower {
                        at,
                        generation,
                        first_home: None,
                        weeks: 0.0,
                        housed: 0.0,
                        tenancy: None,
                    });
                }
            }
        }
        WithoutHome(followers)
    }

    /// Looks at them after a week, counted from 0.
    pub fn look(&mut self, world: &World, week: u32) {
        for follower in &mut self.0 {
            let place = &world.places[follower.at.0];
            let Some(homes) = &place.homes else { continue };
            let tenant = &homes.tenants[follower.at.1];
            let is_there = place.residents.generation[follower.at.1] == follower.generation;
            if !is_there || tenant.generation != follower.generation {
                follower.tenancy = None;
                continue;
            }
            follower.weeks += 1.0;
            follower.tenancy = (tenant.tenancy == Tenancy::Home).then(|| f64::from(tenant.weeks));
            if follower.tenancy.is_some() {
                follower.housed += 1.0;
                follower.first_home.get_or_insert(week + 1);
            }
        }
    }

    /// Mean days to the first home, of those who were given one; missing where nobody was.
    #[must_use]
    pub fn days_to_first_home(&self) -> f64 {
        let first: Vec<f64> = self.0.iter().filter_map(|one| one.first_home).map(f64::from).collect();
        part(DAYS * first.iter().sum::<f64>(), first.len() as f64)
    }

    /// Share of their weeks in which they had a home.
    #[must_use]
    pub fn housed(&self) -> f64 {
        part(self.0.iter().map(|one| one.housed).sum(), self.0.iter().map(|one| one.weeks).sum())
    }

    /// Mean days of the current tenancy, of those who have a home; missing where nobody has.
    #[must_use]
    pub fn days_of_tenancy(&self) -> f64 {
        let tenancies: Vec<f64> = self.0.iter().filter_map(|one| one.tenancy).collect();
        part(DAYS * tenancies.iter().sum::<f64>(), tenancies.len() as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::run::Run;
    use regimes_scenario::load::load;

    #[test]
    fn two_people_of_whom_one_was_housed_have_the_means_that_one_works_out_by_hand() {
        let one = |first_home, housed, tenancy| Follower {
            at: (0, 0),
            generation: 0,
            first_home,
            weeks: 100.0,
            housed,
            tenancy,
        };
        let found = WithoutHome(vec![one(Some(20), 60.0, Some(11.0)), one(None, 0.0, None)]);
        assert_eq!((found.days_to_first_home(), found.housed(), found.days_of_tenancy()), (140.0, 0.3, 77.0));
        assert!(WithoutHome(Vec::new()).housed().is_nan());
    }

    #[test]
    fn those_without_a_home_are_followed_until_they_have_one() {
        let sets = [
            "burn_in_weeks=20",
            "domains.housing.tenancy={loss_per_week=0.05,gain_per_week=0.1,homes_per_week=20}",
            "domains.housing.lasting_share=0.5",
        ];
        let sets = sets.map(Into::into);
        let scenario = load("tiny", &sets).expect("sound").scenario;
        let mut run = Run::begin(&scenario, 0);
        (0..20).for_each(|_| run.week());
        let mut homes = WithoutHome::begin(run.world());
        assert!(!homes.0.is_empty());
        for week in 0..52 {
            run.week();
            homes.look(run.world(), week);
        }
        assert!((7.0..=52.0 * 7.0).contains(&homes.days_to_first_home()), "{}", homes.days_to_first_home());
        assert!((0.01..=0.99).contains(&homes.housed()), "{}", homes.housed());
    }
}
