//! What each arm costs on equal payment, beside what it costs as it is paid (A330).
//!
//! An arm that is paid otherwise is run once more from the same snapshot, on the same luck, with the payment of all; an arm
//! that is paid so already has its own cost. The reading is a row of the cohort of all residents.

use crate::simulation::control::Control;
use crate::simulation::recorder::Recorder;
use crate::simulation::run::Run;
use crate::simulation::trace::{COHORTS, COST_ON_EQUAL_PAYMENT, CohortRow, Trace};
use regimes_model::model::arm::EqualPayment;
use regimes_model::model::outcomes::position;
use regimes_model::parallel::{self, Width};
use regimes_model::units::MISSING;
use regimes_scenario::check::Scenario;

/// The outcome that is read.
const COST: &str = "public_cost";

/// Adds the reading to the runs of some arms of a replicate, where the scenario asks for it; none if it was stopped.
#[must_use]
pub fn added(
    snapshot: &Run<'_>,
    scenario: &Scenario,
    traces: Vec<Trace>,
    width: Width,
    control: &Control<'_>,
) -> Option<Vec<Trace>> {
    if matches!(scenario.equal_payment, EqualPayment::Off(_)) {
        return Some(traces);
    }
    let (alike, once_more) = (scenario.paid_alike(), scenario.run_once_more());
    let costs = parallel::map(width, &traces, |_, trace| {
        if !once_more.contains(&trace.arm) {
            return Some(cost(trace, scenario));
        }
        let mut run = snapshot.under(&alike, trace.arm);
        let index = run.calendar().index;
        let mut recorder = Recorder::begin((trace.arm, trace.replicate), &index, scenario.horizon_weeks);
        run.weeks(scenario.horizon_weeks, control, &mut [&mut recorder])?;
        Some(cost(&recorder.end(), scenario))
    });
    let costs: Option<Vec<f64>> = costs.into_iter().collect();
    let with = |(mut trace, mean): (Trace, f64)| {
        trace.cohorts.push(CohortRow {
            cohort: COHORTS[0].into(),
            outcome: COST_ON_EQUAL_PAYMENT.into(),
            people: scenario.residents(),
            mean,
            sd: MISSING,
        });
        trace
    };
    Some(traces.into_iter().zip(costs?).map(with).collect())
}

/// What services and crises cost over the horizon; missing of a run that failed.
fn cost(trace: &Trace, scenario: &Scenario) -> f64 {
    match (&trace.error, position(COST)) {
        (None, Some(cost)) => trace.over(0..scenario.horizon_weeks as usize, cost),
        _ => MISSING,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::control::unattended;
    use crate::simulation::replicates::replicate;
    use regimes_model::model::rules::money::{ByResults, Payment};
    use regimes_scenario::load::load;
    use regimes_scenario::overrides;

    fn traces(more: &[&str]) -> (Scenario, Vec<Trace>) {
        let sets = overrides::read(&[&["horizon_weeks=110", "burn_in_weeks=60"], more].concat());
        let scenario = load("tiny", &sets).expect("sound").scenario;
        let traces = replicate(&scenario, 0, &unattended()).expect("not stopped");
        (scenario, traces)
    }

    fn reading(trace: &Trace) -> Option<f64> {
        trace.cohorts.iter().find(|row| row.outcome == COST_ON_EQUAL_PAYMENT).map(|row| row.mean)
    }

    fn is_one(a: &Trace, b: &Trace) -> bool {
        let bits = |trace: &Trace| trace.outcomes.iter().map(|value| value.to_bits()).collect::<Vec<u64>>();
        bits(a) == bits(b) && a.costs == b.costs
    }

    #[test]
    fn the_reading_beside_is_what_an_arm_costs_where_all_are_paid_alike() {
        let ((_, own), (_, beside), (scenario, instead)) =
            (traces(&[]), traces(&["equal_payment=beside"]), traces(&["equal_payment=instead"]));
        for (arm, trace) in beside.iter().enumerate() {
            assert_eq!(reading(trace), Some(cost(&instead[arm], &scenario)));
            assert_eq!(reading(trace), reading(&instead[arm]));
            // The arm itself is as it was.
            assert!(is_one(trace, &own[arm]));
            assert_eq!(reading(&own[arm]), None);
        }
        assert!(reading(&beside[0]) != Some(cost(&own[0], &scenario)), "money that depends on results is withheld");
    }

    #[test]
    fn on_equal_payment_arms_that_differ_in_payment_alone_are_one() {
        let (mut scenario, _) = traces(&[]);
        scenario.arms.0.truncate(2);
        scenario.arms.0[1].1 = scenario.arms.0[0].1.clone();
        scenario.arms.0[1].1.arm.regime.payment = Payment::ByResults(ByResults { share: 0.9, ..ByResults::default() });
        let run = |scenario: &Scenario| replicate(scenario, 0, &unattended()).expect("not stopped");
        let (own, alike) = (run(&scenario), run(&scenario.paid_alike()));
        assert!(!is_one(&own[0], &own[1]) && is_one(&alike[0], &alike[1]));
    }
}
