//! Peeling trajectories and quasi-p values are those of an implementation that was written apart, by the rules of the EMA
//! Workbench.
//!
//! Its numbers stand in `reference/prim.json`, which `reference/prim.py` writes.

use regimes_study::statistics::prim::{Bounds, Data, End, Patience};
use serde_json::Value;

/// Up to which error two computations of one number agree.
const EXACT: f64 = 1e-9;

fn numbers(of: &Value) -> Vec<f64> {
    of.as_array().expect("a list").iter().map(|value| value.as_f64().expect("a number")).collect()
}

/// The limit of a factor and end; none where there is none.
fn limit(of: &Bounds, factor: usize, end: End) -> Option<f64> {
    of.limits.iter().find(|limit| (limit.factor, limit.end) == (factor, end)).map(|limit| limit.at)
}

fn close(found: Option<f64>, expected: &Value, about: &str) {
    match (found, expected.as_f64()) {
        (None, None) => {}
        (Some(found), Some(expected)) => {
            assert!((found - expected).abs() <= EXACT, "{about}: {found} is not {expected}")
        }
        (found, expected) => panic!("{about}: {found:?} is not {expected:?}"),
    }
}

#[test]
fn every_step_of_three_trajectories_is_the_reference() {
    let reference: Value = serde_json::from_str(include_str!("reference/prim.json")).expect("JSON");
    for name in ["corner", "band", "ties"] {
        let case = &reference[name];
        let points: Vec<Vec<f64>> = case["points"].as_array().expect("points").iter().map(numbers).collect();
        let cases: Vec<bool> =
            case["cases"].as_array().expect("cases").iter().map(|case| case.as_bool().expect("yes or no")).collect();
        let data = Data { points: &points, cases: &cases };
        let found = data.trajectory(Patience::default());
        let steps = case["trajectory"].as_array().expect("steps");
        assert_eq!(found.len(), steps.len(), "{name}");
        for (n, (bounds, step)) in found.iter().zip(steps).enumerate() {
            let about = format!("{name}, step {n}");
            assert_eq!(
                (bounds.inside as u64, bounds.cases as u64),
                (step["inside"].as_u64().unwrap_or(0), step["cases"].as_u64().unwrap_or(0)),
                "{about}"
            );
            for (name, value) in [("density", bounds.density), ("coverage", bounds.coverage), ("mass", bounds.mass)] {
                close(Some(value), &step[name], &about);
            }
            let quasi_p = data.quasi_p(bounds);
            for factor in 0..points[0].len() {
                for (place, end) in [End::Low, End::High].into_iter().enumerate() {
                    close(limit(bounds, factor, end), &step["limits"][factor][place], &about);
                    let at = bounds.limits.iter().position(|limit| (limit.factor, limit.end) == (factor, end));
                    close(at.map(|at| quasi_p[at]), &step["quasi_p"][factor][place], &about);
                }
            }
        }
    }
}
