//! What members of cohorts live through under an arm, week by week from the start of the horizon.
//!
//! ```text
//! flourishing_years = sum over weeks of the index / 52      (index 0 from the week of a death on)
//! discounted        = the same, each week times what its year counts at the start of the horizon
//! crises_entered    = crises that began, by domain          (those of the week of a death are not seen)
//! ```
//!
//! All of it is looked at from outside, at the end of each week.

use regimes_model::model::flourishing::{Index, Weights};
use regimes_model::model::ledger::PAYERS;
use regimes_model::model::world::World;
use regimes_model::model::world::homes::Tenancy;
use regimes_model::model::world::places::Place;
use regimes_model::units::{DOMAINS, FULL, WEEKS_PER_YEAR};

/// Who pays for admissions.
const HEALTH: &str = "health";

/// What somebody has lived through.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lived {
    /// The index of flourishing, in 1/65535, summed over weeks.
    flourishing: f64,
    /// The same, each week times what its year counts.
    discounted: f64,
    /// Crises entered, by domain.
    crises: [u16; DOMAINS],
    /// Weeks without a home.
    without_home: u16,
    /// The first week, counted from 1, at whose end there was a home.
    first_home: Option<u16>,
}

impl Lived {
    /// Looks at a resident at the end of a week, counted from 0, which counts as said.
    pub fn look(&mut self, place: &Place, r: usize, index: &Index, (week, counts): (u32, f64)) {
        let residents = &place.residents;
        // Everybody is looked at each week, so shares stay in whole numbers until the end.
        let Weights { freedom, agency, ties } = index.weights;
        let part = |weight: f32, share: u16| f64::from(weight) * f64::from(share);
        let (freedom, agency) = (part(freedom, residents.freedom[r]), part(agency, residents.agency[r]));
        let flourishing = freedom + (agency + part(ties, residents.ties[r]));
        self.flourishing += flourishing;
        self.discounted += counts * flourishing;
        if let Some(crisis) = residents.crisis[r].filter(|_| residents.crisis_weeks[r] == 0) {
            self.crises[crisis.domain()] += 1;
        }
        match place.homes.as_ref().map(|homes| homes.tenants[r].tenancy) {
            Some(Tenancy::Home) => self.first_home = self.first_home.or(Some(week as u16 + 1)),
            Some(_) => self.without_home += 1,
            None => {}
        }
    }

    /// Index-years of flourishing.
    #[must_use]
    pub fn years(&self) -> f64 {
        self.flourishing / f64::from(FULL) / WEEKS_PER_YEAR
    }

    /// Index-years of flourishing as they count at the start of the horizon.
    #[must_use]
    pub fn years_discounted(&self) -> f64 {
        self.discounted / f64::from(FULL) / WEEKS_PER_YEAR
    }

    /// Weeks without a home.
    #[must_use]
    pub fn weeks_without_home(&self) -> f64 {
        f64::from(self.without_home)
    }

    /// Weeks to the first home.
    #[must_use]
    pub fn weeks_to_home(&self) -> Option<f64> {
        self.first_home.map(f64::from)
    }

    /// Crises entered in domains that are wanted.
    #[must_use]
    pub fn crises(&self, wanted: impl Fn(usize) -> bool) -> f64 {
        (0..DOMAINS).filter(|&d| wanted(d)).map(|d| f64::from(self.crises[d])).sum()
    }
}

/// The kinds of crisis in a world, each once, with its domains in bits.
#[must_use]
pub fn kinds(world: &World) -> Vec<(&str, u8)> {
    let mut kinds: Vec<(&str, u8)> = Vec::new();
    for (domain, crisis) in world.constants.crises.iter().enumerate() {
        let Some(crisis) = crisis else { continue };
        match kinds.iter_mut().find(|(kind, _)| *kind == crisis.kind) {
            Some((_, domains)) => *domains |= 1 << domain,
            None => kinds.push((&crisis.kind, 1 << domain)),
        }
    }
    kinds
}

/// Domains whose crises health pays for, in bits.
#[must_use]
pub fn paid_by_health(world: &World) -> u8 {
    let crises = world.constants.crises.iter().enumerate();
    let paid = crises.filter(|(_, crisis)| crisis.as_ref().is_some_and(|crisis| PAYERS[crisis.payer] == HEALTH));
    paid.fold(0, |domains, (domain, _)| domains | 1 << domain)
}
