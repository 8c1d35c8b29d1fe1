//! Which way the pairs of a point go.

use crate::findings::is_nearly_all;
use regimes_study::statistics::Paired;

/// What pairs say of an arm against the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Higher in nearly all pairs.
    Higher,
    /// Lower in nearly all pairs.
    Lower,
    /// Neither in nearly all of them.
    Unclear,
    /// There are too few pairs to say so.
    TooFew,
    /// No pair has a value on both sides.
    Nothing,
}

/// Pairs below which no direction is named.
const FEW: usize = 5;

/// What pairs say of an arm against the first.
#[must_use]
pub fn direction(pair: &Paired) -> Direction {
    match pair.difference.n {
        0 => Direction::Nothing,
        // A few pairs tell something where they all agree; their number stands beside it.
        n if n > 1 && n < FEW && pair.above == n => Direction::Higher,
        n if n > 1 && n < FEW && pair.below == n => Direction::Lower,
        n if n < FEW => Direction::TooFew,
        n if is_nearly_all(pair.above, n) => Direction::Higher,
        n if is_nearly_all(pair.below, n) => Direction::Lower,
        _ => Direction::Unclear,
    }
}
