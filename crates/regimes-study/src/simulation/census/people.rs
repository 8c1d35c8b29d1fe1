//! People with several needs at once, as a programme would enrol them: overlap, cost before entry, deaths after it.

use crate::simulation::census::measures::{YEAR, part};
use crate::simulation::census::spending::Spending;
use crate::statistics;
use regimes_model::model::submodels::residents::lives;
use regimes_model::model::world::World;
use regimes_model::model::world::homes::Tenancy;
use regimes_model::model::world::residents::Residents;
use regimes_model::units::share_of;

/// Severity at or above which a need counts as a disadvantage (A203).
const FROM: f32 = 0.3;

/// Age up to which programmes for several disadvantages enrol (A205).
const WORKING_AGE: u8 = 64;

/// Disadvantages with which a programme enrols someone who is in crisis (F15).
const SEVERAL: usize = 3;

/// Those whom a programme enrolled at the end of the first year.
#[derive(Clone, Debug)]
pub struct People {
    parameters: lives::parameters::Parameters,
    deaths: Vec<f32>,
    enrolled: Vec<(usize, usize, u8)>,
    /// Disadvantages of each who is enrolled.
    pub disadvantages: Vec<usize>,
    /// Cost of each in the year before (GBP).
    pub pounds: Vec<f64>,
    /// Person-weeks after enrolment.
    pub followed_weeks: f64,
    /// Deaths expected in them.
    pub expected_deaths: f64,
}

impl People {
    /// Nobody is enrolled yet.
    #[must_use]
    pub fn begin(parameters: &lives::parameters::Parameters) -> People {
        People {
            parameters: parameters.clone(),
            deaths: lives::hazards::death_by_age(parameters),
            enrolled: Vec::new(),
            disadvantages: Vec::new(),
            pounds: Vec::new(),
            followed_weeks: 0.0,
            expected_deaths: 0.0,
        }
    }

    /// Enrols all of working age who are in crisis, or without a home where that is a state and no crisis, and have several
    /// disadvantages.
    pub fn enrol(&mut self, world: &World, spending: &Spending) {
        for (p, place) in world.places.iter().enumerate() {
            for r in 0..place.residents.len() {
                let count = disadvantages(&place.residents, r, world.constants.n_domains);
                let working_age = place.residents.age[r] <= WORKING_AGE;
                let homes = place.homes.as_ref();
                let without_home = homes.is_some_and(|homes| homes.tenants[r].tenancy != Tenancy::Home);
                if (place.residents.crisis[r].is_some() || without_home) && count >= SEVERAL && working_age {
                    self.enrolled.push((p, r, place.residents.generation[r]));
                    self.disadvantages.push(count);
                    self.pounds.push(spending.pounds[p][r]);
                }
            }
        }
    }

    /// Follows those enrolled who still live there: how likely is a death in the week to come?
    ///
    /// Records do not tell a death from a move, so the expected number stands in for the count.
    pub fn look(&mut self, world: &World) {
        for &(p, r, generation) in &self.enrolled {
            let residents = &world.places[p].residents;
            if residents.generation[r] == generation {
                let more = 1.0 + self.parameters.frailty as f32 * (1.0 - share_of(residents.freedom[r]));
                let chance = self.deaths[usize::from(residents.age[r])] * more;
                self.followed_weeks += 1.0;
                self.expected_deaths += f64::from(chance.min(self.parameters.death_cap_per_week as f32));
            }
        }
    }

    /// Part of those enrolled with more than the disadvantages that it takes.
    #[must_use]
    pub fn overlap(&self) -> f64 {
        let more = self.disadvantages.iter().filter(|&&count| count > SEVERAL).count();
        part(more as f64, self.disadvantages.len() as f64)
    }

    /// Mean cost in the year before enrolment (GBP).
    #[must_use]
    pub fn cost(&self) -> f64 {
        part(self.pounds.iter().sum(), self.pounds.len() as f64)
    }

    /// Standard deviation of that cost, as a part of its mean.
    #[must_use]
    pub fn cost_variation(&self) -> f64 {
        statistics::sd(&self.pounds) / statistics::mean(&self.pounds)
    }

    /// Deaths in a year after enrolment.
    #[must_use]
    pub fn mortality(&self) -> f64 {
        part(self.expected_deaths, self.followed_weeks / f64::from(YEAR))
    }
}

/// Needs of a resident that count as disadvantages.
#[must_use]
pub fn disadvantages(residents: &Residents, r: usize, domains: usize) -> usize {
    (0..domains).filter(|&domain| is_disadvantage(residents, r, domain)).count()
}

/// Whether a need of a resident counts as a disadvantage.
#[must_use]
pub fn is_disadvantage(residents: &Residents, r: usize, domain: usize) -> bool {
    residents.need(r, domain) >= FROM
}
