//! Screening and variance-based indices find what is known of two test functions, and are those of SALib on its designs.
//!
//! The numbers of SALib stand in `reference/salib.json`, which `reference/salib.py` writes.

#![allow(clippy::disallowed_methods, reason = "test functions have a sine")]

use regimes_study::statistics::bootstrap::Bootstrap;
use regimes_study::statistics::sampling::grid;
use regimes_study::statistics::{Estimate, mean, morris, ranks, sobol};
use serde_json::Value;
use std::f64::consts::PI;

/// The coefficients of Sobol's g function: the smaller, the more its factor matters.
const G: [f64; 6] = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0];

/// Up to which error two computations of one number agree.
const EXACT: f64 = 1e-9;

/// Ishigami's function with a = 7 and b = 0.1, of a point of the unit cube.
fn ishigami(point: &[f64]) -> f64 {
    let [x, y, z] = [0, 1, 2].map(|axis| PI * (2.0 * point[axis] - 1.0));
    x.sin() + 7.0 * y.sin().powi(2) + 0.1 * z.powi(4) * x.sin()
}

/// Sobol's g function of a point of the unit cube.
fn g_function(point: &[f64]) -> f64 {
    point.iter().zip(G).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product()
}

fn outputs(model: fn(&[f64]) -> f64, design: &[Vec<f64>]) -> Vec<f64> {
    design.iter().map(|point| model(point)).collect()
}

fn close(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} is not {expected}");
}

/// Compares estimates with the true values, which lie within three widths of their intervals.
fn compare(found: &[Estimate], truth: &[f64], within: f64) {
    assert_eq!(found.len(), truth.len());
    for (estimate, truth) in found.iter().zip(truth) {
        close(estimate.value, *truth, within);
        close(estimate.value, *truth, 3.0 * (estimate.high - estimate.low));
        assert!(estimate.low <= estimate.value && estimate.value <= estimate.high, "{estimate:?}");
    }
}

fn sobol_indices(model: fn(&[f64]) -> f64, factors: usize) -> sobol::Indices {
    let plan = sobol::Plan { factors, rows: 4096, order: sobol::Order::Second };
    let design = plan.design(11).expect("within the limits");
    plan.indices(&outputs(model, &design), Bootstrap { resamples: 100, seed: 1 }).expect("a design")
}

fn pairs(found: &sobol::Indices) -> Vec<Estimate> {
    found.second.iter().map(|pair| pair.index).collect()
}

#[test]
fn the_indices_of_ishigami_are_those_of_its_formula() {
    let (a, b) = (7.0_f64, 0.1);
    let of_x = 0.5 * (1.0 + b * PI.powi(4) / 5.0).powi(2);
    let of_y = a * a / 8.0;
    let of_both = b * b * PI.powi(8) * (1.0 / 18.0 - 1.0 / 50.0);
    let all = of_x + of_y + of_both;
    let found = sobol_indices(ishigami, 3);
    compare(&found.first, &[of_x / all, of_y / all, 0.0], 0.01);
    compare(&found.total, &[(of_x + of_both) / all, of_y / all, of_both / all], 0.01);
    assert_eq!(found.second.iter().map(|pair| pair.factors).collect::<Vec<_>>(), [[0, 1], [0, 2], [1, 2]]);
    compare(&pairs(&found), &[0.0, of_both / all, 0.0], 0.02);
}

#[test]
fn the_indices_of_the_g_function_are_those_of_its_formula() {
    let alone = G.map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a)));
    let product: f64 = alone.iter().map(|v| 1.0 + v).product();
    let all = product - 1.0;
    let found = sobol_indices(g_function, G.len());
    compare(&found.first, &alone.map(|v| v / all), 0.01);
    compare(&found.total, &alone.map(|v| v * product / (1.0 + v) / all), 0.01);
    let truth: Vec<f64> =
        found.second.iter().map(|pair| alone[pair.factors[0]] * alone[pair.factors[1]] / all).collect();
    compare(&pairs(&found), &truth, 0.02);
    // The factors that matter stand in the order of their coefficients, in every resample.
    assert_eq!(ranks::share_among_first(&found.total_resamples, 3), [1.0, 1.0, 1.0, 0.0, 0.0, 0.0]);
    assert_eq!(ranks::ranks(&alone)[..4], ranks::ranks(&found.total.iter().map(|t| t.value).collect::<Vec<_>>())[..4]);
}

/// The mean effect and the mean size of effects of a factor over all steps that there are on a grid of levels.
fn over_all_steps(model: fn(&[f64]) -> f64, factors: usize, factor: usize, levels: usize) -> [f64; 2] {
    let delta = levels as f64 / (2.0 * (levels - 1) as f64);
    let mut effects = Vec::new();
    for from in grid(&vec![levels; factors]).expect("small") {
        let mut to = from.clone();
        to[factor] += delta;
        if to[factor] <= 1.0 + 1e-9 {
            effects.push((model(&to) - model(&from)) / delta);
        }
    }
    let sizes: Vec<f64> = effects.iter().map(|effect| effect.abs()).collect();
    [mean(&effects), mean(&sizes)]
}

#[test]
fn screening_finds_the_mean_over_all_steps_of_the_grid() {
    for (model, factors) in [(ishigami as fn(&[f64]) -> f64, 3), (g_function, G.len())] {
        let plan = morris::Plan::new(factors, 4).expect("even");
        let points = plan.trajectories(3000, 7);
        let bootstrap = Bootstrap { resamples: 200, seed: 2 };
        let found = plan.estimates(&points, &outputs(model, &points), bootstrap).expect("a design").effects;
        for (factor, effect) in found.iter().enumerate() {
            let [mu, mu_star] = over_all_steps(model, factors, factor, 4);
            close(effect.mu_star.value, mu_star, 4.0 * effect.mu_star.mcse + 1e-12);
            close(effect.mu, mu, 4.0 * effect.sigma / 3000.0_f64.sqrt() + 1e-12);
            assert_eq!(effect.mu_star.n, 3000);
        }
    }
}

fn reference() -> Value {
    serde_json::from_str(include_str!("reference/salib.json")).expect("JSON")
}

/// A list of numbers of the reference, null where there is none.
fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|number| number.as_f64().unwrap_or(f64::NAN)).collect()
}

fn points(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().expect("a list").iter().map(numbers).collect()
}

fn groups(value: &Value) -> Vec<Vec<usize>> {
    points(value).iter().map(|group| group.iter().map(|factor| *factor as usize).collect()).collect()
}

/// Asks that the test functions here are those of the script.
fn same_outputs(case: &Value, model: fn(&[f64]) -> f64) {
    for (here, there) in outputs(model, &points(&case["points"])).iter().zip(numbers(&case["outputs"])) {
        close(*here, there, EXACT);
    }
}

/// Compares estimates with those of SALib to nine digits, and errors with its half widths of 95 %, which rest on other
/// resamples of the same rows, more roughly.
fn same_estimates(found: &[Estimate], expected: &Value, half_widths: &Value) {
    let (expected, half_widths) = (numbers(expected), numbers(half_widths));
    assert_eq!((found.len(), found.len()), (expected.len(), half_widths.len()));
    for (estimate, (expected, half_width)) in found.iter().zip(expected.iter().zip(half_widths)) {
        close(estimate.value, *expected, EXACT);
        close(estimate.mcse, half_width / 1.959_964, 0.08 * estimate.mcse);
    }
}

/// As many resamples as SALib drew.
const RESAMPLES: Bootstrap = Bootstrap { resamples: 4000, seed: 3 };

#[test]
fn screening_is_that_of_salib_on_its_trajectories() {
    let reference = reference();
    for (name, model) in
        [("morris_ishigami", ishigami as fn(&[f64]) -> f64), ("morris_g", g_function), ("morris_g_groups", g_function)]
    {
        let case = &reference[name];
        same_outputs(case, model);
        let levels = case["levels"].as_u64().expect("a number") as usize;
        let plan = morris::Plan::with_groups(groups(&case["groups"]), levels).expect("a partition");
        let screening = plan.estimates(&points(&case["points"]), &numbers(&case["outputs"]), RESAMPLES);
        let found = screening.expect("trajectories").effects;
        let mu_stars: Vec<Estimate> = found.iter().map(|effect| effect.mu_star).collect();
        same_estimates(&mu_stars, &case["mu_star"], &case["mu_star_conf"]);
        let (mu, sigma) = (numbers(&case["mu"]), numbers(&case["sigma"]));
        for (group, effect) in found.iter().enumerate() {
            if plan.groups()[group].len() == 1 {
                close(effect.mu, mu[group], EXACT);
                close(effect.sigma, sigma[group], EXACT);
            } else {
                assert!(effect.mu.is_nan() && effect.sigma.is_nan() && sigma[group].is_nan());
            }
        }
    }
}

#[test]
fn indices_are_those_of_salib_on_its_design() {
    let reference = reference();
    for (name, model) in [
        ("sobol_ishigami", ishigami as fn(&[f64]) -> f64),
        ("sobol_g", g_function),
        ("sobol_g_first_order", g_function),
    ] {
        let case = &reference[name];
        same_outputs(case, model);
        let points = points(&case["points"]);
        let order = if case["second_order"] == true { sobol::Order::Second } else { sobol::Order::First };
        let mut plan = sobol::Plan { factors: points[0].len(), rows: 1, order };
        plan.rows = points.len() / plan.runs_each();

        // The layout of blocks is that of SALib.
        for block in points.chunks(plan.runs_each()) {
            assert_eq!(plan.block(&[block[0].clone(), block[block.len() - 1].clone()].concat()), block);
        }

        let mut outputs = numbers(&case["outputs"]);
        same_indices(&plan.indices(&outputs, RESAMPLES).expect("a design"), &case["all_rows"]);

        // With one output missing they are those of SALib without its row.
        let row = case["left_out"].as_u64().expect("a number") as usize;
        outputs[row * plan.runs_each() + 1] = f64::NAN;
        let found = plan.indices(&outputs, RESAMPLES).expect("a design");
        assert_eq!(found.dropped, 1);
        same_indices(&found, &case["without_one"]);
    }
}

fn same_indices(found: &sobol::Indices, expected: &Value) {
    same_estimates(&found.first, &expected["first"], &expected["first_conf"]);
    same_estimates(&found.total, &expected["total"], &expected["total_conf"]);
    same_estimates(&pairs(found), &expected["second"], &expected["second_conf"]);
}

#[test]
fn rank_correlations_are_those_of_scipy() {
    let reference = reference();
    let rankings = reference["rankings"].as_array().expect("a list");
    assert_eq!(rankings.len(), 2);
    for case in rankings {
        let found = ranks::spearman(&numbers(&case["a"]), &numbers(&case["b"]));
        close(found, case["spearman"].as_f64().expect("a number"), EXACT);
    }
}
