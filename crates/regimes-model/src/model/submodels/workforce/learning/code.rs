//! How a code follows a majority.
//!
//! The equation stands in [`learning`](super).

use crate::model::patterns::Belief;

/// A code takes on the sign of a majority with probability `1 - (1 - p2)^|S|`, where it differs.
pub fn code_follows(code: &mut Belief, factor: usize, sum: f32, code_learning: f64, draw: f32) {
    let value = sum > 0.0;
    if sum == 0.0 || (code.known.contains(factor) && code.value.value(factor) == value) {
        return;
    }
    let stays = libm::pow(1.0 - code_learning, f64::from(sum.abs()));
    if f64::from(draw) < 1.0 - stays {
        code.known.insert(factor);
        code.value.set(factor, value);
    }
}
