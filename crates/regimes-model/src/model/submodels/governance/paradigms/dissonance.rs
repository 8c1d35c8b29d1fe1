//! Dissonance: the gap between what workers hold right and what the work is, felt and, in part, voiced.

use crate::model::rules::people::Management;
use crate::model::submodels::governance::paradigms::parameters::Coefficients;
use crate::model::world::Country;
use crate::model::world::organisations::Organisation;
use crate::model::world::workers::Worker;

/// Dissonance is felt by the workers of an organisation, under the control that management puts on them, and voiced.
pub fn feel(organisation: &mut Organisation, country: &Country, control: f32, speed: f32, coefficients: &Coefficients) {
    let untrue = (organisation.reported - organisation.true_performance).max(0.0);
    let heard = coefficients.unheard + (1.0 - coefficients.unheard) * platform(country);
    let said = organisation.safety * heard;
    for worker in &mut organisation.workers {
        if worker.filled {
            let gap = gap(worker, control, untrue, coefficients);
            worker.dissonance += speed * (gap - worker.dissonance);
            worker.voiced = worker.dissonance * worker.bravery * said;
        } else {
            (worker.dissonance, worker.voiced) = (0.0, 0.0);
        }
    }
}

/// Where those at odds with the work are heard.
pub fn platform(country: &Country) -> f32 {
    if country.articulated { country.infrastructure } else { 0.0 }
}

/// Control that management puts on workers.
pub fn control(management: &Management) -> f32 {
    let control = match management {
        Management::Command(rule) => rule.control,
        Management::SelfManaged(rule) => rule.control,
        Management::Mixed(rule) => rule.control,
    };
    control as f32
}

/// The gap between what a worker holds right and what the work is.
pub fn gap(worker: &Worker, control: f32, untrue: f32, p: &Coefficients) -> f32 {
    let misfit = if worker.direct_hours > 0.0 { ((1.0 - worker.fit_seen) / 2.0).clamp(0.0, 1.0) } else { 0.0 };
    let led = (worker.paradigm - (1.0 - control)).abs();
    let felt = p.mismatch_weight * worker.paradigm * misfit
        + p.gaming_weight * (worker.measured + worker.gaming)
        + p.report_weight * untrue
        + p.led_weight * led;
    (worker.theta.clamp(0.0, 2.0) * felt).min(1.0)
}
