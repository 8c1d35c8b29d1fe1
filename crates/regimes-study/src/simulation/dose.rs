//! Whom a trial of dose treats, and with what.
//!
//! Three times the hours stand for about ten cases a worker (A353); where rent comes with them, a home is there at once
//! (A354). Those trials gave help that its clients led, so a treatment can have a rule of support of its own (A362). The
//! hours themselves are added in the model's support.

use crate::statistics::luck::{Luck, TRIALS};
use regimes_model::model::patterns::factors::Factors;
use regimes_model::model::rules::practice::{Bespoke, Support};
use regimes_model::model::world::World;
use regimes_model::model::world::cases::Case;
use regimes_model::model::world::dose::Dose;
use regimes_model::model::world::homes::{Tenancy, Tenure};

/// What those who are treated get.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Treatment {
    /// How many times the hours.
    pub times: f64,
    /// Whether each who has none is given a home at once, at a rent that somebody else pays, as in the trials.
    pub with_home: bool,
    /// Whether what they get is bespoke, whatever the rules of their organisations.
    pub is_client_led: bool,
}

impl Treatment {
    /// More hours under the rules that there are, and nothing beside them.
    #[must_use]
    pub fn hours(times: f64) -> Treatment {
        Treatment { times, with_home: false, is_client_led: false }
    }
}

/// A random half of a cohort, rounded down; the same whatever else is drawn.
#[must_use]
pub fn half(cohort: &[(usize, usize)], seed: u64, replicate: u32) -> Vec<(usize, usize)> {
    let mut order = cohort.to_vec();
    Luck::new(seed, TRIALS + u64::from(replicate)).shuffle(&mut order);
    order.truncate(cohort.len() / 2);
    order.sort_unstable();
    order
}

/// Begins to treat residents of a world, by place and number.
pub(super) fn treat(world: &mut World, treated: &[(usize, usize)], treatment: Treatment, most_hours: f32) {
    for (p, place) in world.places.iter_mut().enumerate() {
        let mut who = vec![None; place.residents.len()];
        for &(_, r) in treated.iter().filter(|(at, _)| *at == p) {
            who[r] = Some(place.residents.generation[r]);
        }
        if let Some(homes) = place.homes.as_mut().filter(|_| treatment.with_home) {
            for tenant in homes.tenants.iter_mut().zip(&who).filter(|(_, who)| who.is_some()).map(|(tenant, _)| tenant)
            {
                if tenant.tenancy != Tenancy::Home {
                    (tenant.tenancy, tenant.tenure, tenant.weeks) = (Tenancy::Home, Tenure::Bought, 0);
                }
            }
        }
        let support = treatment.is_client_led.then(|| Support::Bespoke(Bespoke::default()));
        let dose = Dose { times: treatment.times as f32, most_hours, support, treated: who };
        if dose.support.is_some() {
            let cases = place.organisations.iter_mut().flat_map(|organisation| &mut organisation.cases);
            cases.filter(|case| dose.has(case.resident as usize, case.generation)).for_each(follow_the_client);
        }
        place.dose = Some(dose);
    }
}

/// Frees a case that is open from its package.
fn follow_the_client(case: &mut Case) {
    case.free = Factors::ALL;
    (case.ends, case.package_hours, case.paced) = (None, None, None);
}
