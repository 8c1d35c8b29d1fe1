//! Choosing under uncertainty is what is known of it in closed form, and what NumPy makes of made-up draws.
//!
//! The numbers of NumPy stand in `reference/economics.json`, which `reference/economics.py` writes.

use regimes_study::statistics::economics::{Cases, Ellipse, counts};
use regimes_study::statistics::luck::Luck;
use serde_json::Value;

/// Midpoints at which a normal distribution is read.
const POINTS: usize = 4000;

fn density(x: f64) -> f64 {
    libm::exp(-x * x / 2.0) / (2.0 * std::f64::consts::PI).sqrt()
}

fn below(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

/// Midpoints of slices of equal probability of the normal distribution.
fn normals() -> Vec<f64> {
    let quantile = |share: f64| {
        let (mut low, mut high) = (-9.0, 9.0);
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            if below(middle) < share { low = middle } else { high = middle }
        }
        low
    };
    (0..POINTS).map(|n| quantile((n as f64 + 0.5) / POINTS as f64)).collect()
}

/// Two arms of which the second has these net benefits more than the first, where an effect is worth 1.
fn with_step(steps: &[f64]) -> Cases {
    Cases::of(&[vec![0.0; steps.len()], vec![0.0; steps.len()]], &[vec![7.0; steps.len()], add(steps, 7.0)])
}

fn add(values: &[f64], more: f64) -> Vec<f64> {
    values.iter().map(|value| value + more).collect()
}

fn close(a: f64, b: f64, within: f64) {
    assert!((a - b).abs() <= within, "{a} is not {b}");
}

#[test]
fn perfect_information_on_a_normal_step_is_worth_the_unit_normal_loss() {
    let normals = normals();
    for (middle, spread) in [(0.0, 1.0), (1.0, 2.0), (-0.5, 0.3), (3.0, 1.0)] {
        let steps: Vec<f64> = normals.iter().map(|z| middle + spread * z).collect();
        let benefits = with_step(&steps).net_benefits(1.0);
        let far = f64::abs(middle) / spread;
        let loss = density(far) - far * below(-far);
        close(benefits.evpi(), spread * loss, 5e-4 * spread);
        close(benefits.acceptability()[1], below(middle / spread), 1.0 / POINTS as f64);
        // Of equals rounding chooses.
        assert!(middle == 0.0 || benefits.best() == Some(usize::from(middle > 0.0)));
    }
}

#[test]
fn two_normal_arms_are_as_their_difference() {
    let mut luck = Luck::new(11, 1);
    let n = 200_000;
    let mut draw = |middle: f64, spread: f64| (0..n).map(|_| middle + spread * luck.normal()).collect::<Vec<f64>>();
    let (a, b) = (draw(10.0, 3.0), draw(11.0, 4.0));
    let cases = Cases::of(&[vec![0.0; n], vec![0.0; n]], &[a, b]);
    let loss = density(0.2) - 0.2 * below(-0.2);
    // Four standard errors: one false alarm in 15,000 seeds.
    close(cases.net_benefits(1.0).evpi(), 5.0 * loss, 4.0 * 5.0 / (n as f64).sqrt());
    close(cases.net_benefits(1.0).acceptability()[1], below(0.2), 4.0 * 0.5 / (n as f64).sqrt());
}

#[test]
fn a_parameter_that_is_all_there_is_to_know_is_worth_as_much_as_all_and_one_without_influence_little() {
    let normals = normals();
    let steps: Vec<f64> = normals.iter().map(|z| 0.2 + z).collect();
    let benefits = with_step(&steps).net_benefits(1.0);
    close(benefits.evppi(&normals), benefits.evpi(), 1e-9);
    // A parameter that explains a share r2 of a normal step is worth the loss of the part it explains.
    let mut luck = Luck::new(3, 1);
    let parameter: Vec<f64> = (0..POINTS).map(|_| luck.normal()).collect();
    let mixed: Vec<f64> = parameter.iter().map(|x| 0.2 + 0.6 * x + 0.8 * luck.normal()).collect();
    let loss = density(0.2 / 0.6) - 0.2 / 0.6 * below(-0.2 / 0.6);
    let found = with_step(&mixed).net_benefits(1.0);
    close(found.evppi(&parameter), 0.6 * loss, 0.04);
    assert!(found.evppi_by_chance(&parameter, 1) < 0.01 && found.evppi(&normals) < 0.01);
    assert!(found.evppi(&parameter) <= found.evpi());
}

#[test]
fn of_nothing_nothing_is_told() {
    let alone = Cases::of(&[vec![1.0, 2.0]], &[vec![1.0, 2.0]]).net_benefits(1.0);
    assert!(alone.evpi().is_nan() && alone.acceptability()[0].is_nan() && alone.best() == Some(0));
    let one = with_step(&[3.0]).net_benefits(1.0);
    assert!(one.evpi().is_nan() && one.acceptability().iter().all(|share| share.is_nan()) && one.best() == Some(1));
    let none = with_step(&[]).net_benefits(1.0);
    assert!(none.evpi().is_nan() && none.best().is_none());
    let few = with_step(&[1.0; 29]).net_benefits(1.0);
    assert!(few.evppi(&[1.0; 29]).is_nan() && few.evppi_by_chance(&[1.0; 29], 1).is_nan() && few.evpi() == 0.0);
    let many = with_step(&[1.0; 40]).net_benefits(1.0);
    assert!(many.evppi(&[1.0; 40]).is_nan() && many.evppi(&[f64::NAN; 40]).is_nan() && many.evppi(&[]).is_nan());
    assert_eq!(Ellipse::of(&[1.0, 2.0], &[1.0, 2.0], 0.95), None);
    assert_eq!(Ellipse::of(&[1.0; 5], &[2.0; 5], 0.95), None);
    // A case in which an arm lacks a number is left out.
    let cases = Cases::of(&[vec![1.0, f64::NAN, 3.0], vec![1.0; 3]], &[vec![1.0; 3], vec![2.0, 2.0, f64::NAN]]);
    assert_eq!((cases.n(), cases.kept()), (1, &[0][..]));
}

#[test]
fn arms_that_tie_share_a_case_and_a_parameter_of_two_values_has_the_means_of_both() {
    let cases =
        Cases::of(&[vec![0.0; 2], vec![0.0; 2], vec![0.0; 2]], &[vec![1.0, 0.0], vec![1.0, 5.0], vec![0.0, 5.0]]);
    assert_eq!(cases.net_benefits(1.0).acceptability(), [0.25, 0.5, 0.25]);
    let parameter: Vec<f64> = (0..40).map(|n| f64::from(n % 2)).collect();
    let steps: Vec<f64> = parameter.iter().map(|x| 3.0 * x - 1.0).collect();
    // Half of the cases are worth 2, half -1: the mean is 0.5, and who knows gets 1.
    close(with_step(&steps).net_benefits(1.0).evppi(&parameter), 0.5, 1e-12);
}

#[test]
fn an_ellipse_holds_its_share_of_normal_pairs() {
    let mut luck = Luck::new(9, 1);
    let pairs: Vec<(f64, f64)> = (0..20_000)
        .map(|_| {
            let (x, y) = (luck.normal(), luck.normal());
            (5.0 + 2.0 * x, -1.0 + 0.7 * x + 0.4 * y)
        })
        .collect();
    let (x, y): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let outline = Ellipse::of(&x, &y, 0.95).expect("pairs").outline(720);
    assert_eq!(outline.first(), outline.last());
    // By the sign of the cross product a pair is inside all edges.
    let is_inside = |(x, y): (f64, f64)| {
        outline.windows(2).all(|edge| {
            let [(ax, ay), (bx, by)] = [edge[0], edge[1]];
            (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0.0
        })
    };
    let share = pairs.iter().take(4000).filter(|pair| is_inside(**pair)).count() as f64 / 4000.0;
    // Four standard errors.
    close(share, 0.95, 4.0 * (0.95_f64 * 0.05 / 4000.0).sqrt());
}

#[test]
fn money_and_effects_of_later_years_count_less_by_one_rate() {
    close(counts(0.035, 10), 0.708_918_814, 1e-9);
    assert_eq!((counts(0.035, 0), counts(0.0, 30)), (1.0, 1.0));
}

/// A list of numbers of the reference.
fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|number| number.as_f64().expect("a number")).collect()
}

fn rows(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().expect("a list").iter().map(numbers).collect()
}

#[test]
fn three_arms_on_forty_draws_are_what_numpy_makes_of_them() {
    let reference: Value = serde_json::from_str(include_str!("reference/economics.json")).expect("JSON");
    let cases = Cases::of(&rows(&reference["costs"]), &rows(&reference["effects"]));
    assert_eq!(cases.n(), 40);
    let parameters = rows(&reference["parameters"]);
    for expected in reference["values"].as_array().expect("a list") {
        let benefits = cases.net_benefits(expected["wtp"].as_f64().expect("a number"));
        for (found, share) in benefits.acceptability().iter().zip(numbers(&expected["acceptability"])) {
            close(*found, share, 1e-12);
        }
        assert_eq!(benefits.best().map(|arm| arm as u64), expected["best"].as_u64());
        close(benefits.evpi(), expected["evpi"].as_f64().expect("a number"), 1e-6);
        for (parameter, evppi) in parameters.iter().zip(numbers(&expected["evppi"])) {
            close(benefits.evppi(parameter), evppi, 1e-6);
        }
    }
    let [costs, effects] = cases.steps(2);
    let outline = Ellipse::of(&effects, &costs, 0.95).expect("draws").outline(8);
    for ((x, y), expected) in outline.iter().zip(rows(&reference["ellipse"])) {
        close(*x, expected[0], 1e-9 * expected[0].abs().max(1.0));
        close(*y, expected[1], 1e-9 * expected[1].abs().max(1.0));
    }
}
