//! What linked accounts would hold: what each resident cost in a year, services and crises together.

use crate::simulation::census::measures::part;
use regimes_model::model::world::World;
use regimes_model::model::world::organisations::Organisation;
use regimes_model::model::world::places::Place;
use regimes_model::units::CrisisId;

/// What residents cost.
#[derive(Clone, Debug)]
pub struct Spending {
    crisis: Vec<Vec<Option<CrisisId>>>,
    weeks: Vec<Vec<u8>>,
    /// Cost of each resident since the year began (GBP).
    pub pounds: Vec<Vec<f64>>,
    /// Cost of each user in a year, all years together (GBP).
    pub user_years: Vec<f64>,
    /// Cost of all crises (GBP).
    pub crises_pounds: f64,
}

impl Spending {
    /// Begins with the crises of a world.
    #[must_use]
    pub fn begin(world: &World) -> Spending {
        let each = |place: &Place| place.residents.len();
        Spending {
            crisis: world.places.iter().map(|place| place.residents.crisis.clone()).collect(),
            weeks: world.places.iter().map(|place| place.residents.crisis_weeks.clone()).collect(),
            pounds: world.places.iter().map(|place| vec![0.0; each(place)]).collect(),
            user_years: Vec::new(),
            crises_pounds: 0.0,
        }
    }

    /// Adds what a week cost.
    pub fn look(&mut self, world: &World) {
        for (p, place) in world.places.iter().enumerate() {
            for organisation in &place.organisations {
                self.add_service(p, organisation);
            }
            self.add_crises(p, place, world);
        }
    }

    /// A case costs its hours, each with its part of all paid time behind it.
    fn add_service(&mut self, place: usize, organisation: &Organisation) {
        let hours = &organisation.hours;
        let behind = part(f64::from(hours.paid), f64::from(hours.direct)).min(MOST_BEHIND);
        let price = organisation.pounds_per_hour * behind;
        for case in &organisation.cases {
            self.pounds[place][case.resident as usize] += f64::from(case.hours_now) * price;
        }
    }

    fn add_crises(&mut self, p: usize, place: &Place, world: &World) {
        let price = place.shocks.price;
        for (r, &now) in place.residents.crisis.iter().enumerate() {
            let before = std::mem::replace(&mut self.crisis[p][r], now);
            let weeks = place.residents.crisis_weeks[r];
            let weeks_before = std::mem::replace(&mut self.weeks[p][r], weeks);
            let Some(kind) = now.and_then(|crisis| world.constants.crises[crisis.domain()].as_ref()) else {
                continue;
            };
            let entered = now != before || weeks < weeks_before;
            let pounds = price * (kind.pounds_per_week + if entered { kind.pounds } else { 0.0 });
            self.pounds[p][r] += pounds;
            self.crises_pounds += pounds;
        }
    }

    /// Puts the year's costs of all users by, and begins a new year.
    pub fn end_year(&mut self) {
        self.user_years.extend(self.pounds.iter().flatten().filter(|&&pounds| pounds > 0.0));
        self.pounds.iter_mut().for_each(|place| place.fill(0.0));
    }

    /// Share of all costs that falls on a share of the users, the costliest ones.
    #[must_use]
    pub fn dearest(&self, share: f64) -> f64 {
        let mut costs = self.user_years.clone();
        costs.sort_unstable_by(|a, b| b.total_cmp(a));
        let n = (costs.len() as f64 * share).round() as usize;
        part(costs[..n].iter().sum(), costs.iter().sum())
    }
}

/// Paid hours behind a direct one, at most: where nearly nothing is direct, the rest is nobody's.
const MOST_BEHIND: f64 = 10.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dearest_tenth_of_ten_is_the_dearest() {
        let mut spending = Spending {
            crisis: Vec::new(),
            weeks: Vec::new(),
            pounds: vec![vec![0.0; 2], (1..=10).map(f64::from).collect()],
            user_years: Vec::new(),
            crises_pounds: 0.0,
        };
        spending.end_year();
        assert_eq!(spending.user_years.len(), 10);
        assert!((spending.dearest(0.1) - 10.0 / 55.0).abs() < 1e-12);
    }
}
