//! The published figures that a calibration can hold the status quo to, and what a replicate says of each.
//!
//! Those of staff, contact, spending and people (F rows) are observed over the horizon, those of services (T rows, and what
//! stands beside them) over the last year of the burn-in. A figure is known by the name of its row in either census.

use crate::simulation::census::service_targets::TARGETS as SERVICES;
use crate::simulation::census::targets::{Status, TARGETS};
use crate::simulation::census::{self, status_quo};
use crate::simulation::control::Control;
use regimes_model::units::MISSING;
use regimes_scenario::check::Scenario;

/// A published figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Its name.
    pub id: &'static str,
    /// What it is.
    pub what: &'static str,
    /// Of which kind of service, or of whom; empty where `what` says it.
    pub kind: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// The published range; none where there is no figure.
    pub range: Option<(f64, f64)>,
    /// Where the range comes from.
    pub source: &'static str,
    /// Whether it is an input of the model, and so cannot be fitted.
    pub is_input: bool,
}

/// All figures: those of the horizon, then those of services.
#[must_use]
pub fn figures() -> Vec<Figure> {
    let of_horizon = TARGETS.iter().map(|target| Figure {
        id: target.id,
        what: target.what,
        kind: "",
        unit: target.unit,
        range: Some((target.low, target.high)),
        source: target.source,
        is_input: target.status == Status::Set,
    });
    let of_services = SERVICES.iter().map(|target| Figure {
        id: target.id,
        what: target.what,
        kind: target.kind,
        unit: target.unit,
        range: target.range,
        source: target.source,
        is_input: ["condition", "input"].contains(&target.used),
    });
    of_horizon.chain(of_services).collect()
}

/// The number of figures.
#[must_use]
pub fn count() -> usize {
    TARGETS.len() + SERVICES.len()
}

/// What a replicate of a scenario under its status quo says of each figure, in order; none if it was stopped.
#[must_use]
pub fn observe(scenario: &Scenario, replicate: u32, control: &Control<'_>) -> Option<Vec<f64>> {
    let status_quo::Begun { run, census: rows, .. } = status_quo::after_burn_in(scenario, replicate, control)?;
    let census = census::follow_on(run, control)?;
    let of_horizon = TARGETS.iter().map(|target| (target.measured)(&census));
    let of_services =
        SERVICES.iter().map(|target| rows.iter().find(|row| row.target == target.id).map_or(MISSING, |row| row.value));
    Some(of_horizon.chain(of_services).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::census::follow;
    use crate::simulation::control::unattended;
    use regimes_scenario::load::load;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_figures_share_a_name() {
        let names: BTreeSet<&str> = figures().iter().map(|figure| figure.id).collect();
        assert_eq!(names.len(), count());
    }

    #[test]
    fn both_censuses_are_observed_in_one_run() {
        let sets = ["burn_in_weeks=60", "horizon_weeks=60", "places.town.residents=1500"].map(Into::into);
        let scenario = load("several_needs", &sets).expect("sound").scenario;
        let observed = observe(&scenario, 3, &unattended()).expect("not stopped");
        let census = follow(&scenario, 3, &unattended()).expect("not stopped");
        let alone: Vec<f64> = TARGETS.iter().map(|target| (target.measured)(&census)).collect();
        let same = |(a, b): (&f64, &f64)| a == b || (a.is_nan() && b.is_nan());
        assert!(observed.iter().zip(&alone).all(same), "services are looked at without a trace");
        let at = |id: &str| observed[figures().iter().position(|figure| figure.id == id).expect("a row")];
        assert!(observed.len() == count() && at("D01_density") > 0.0);
        assert!((0.0..=1.0).contains(&at("T04_a_year")), "those without services are followed as well");
    }
}
