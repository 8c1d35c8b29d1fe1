//! Blocks of random words as bits: many yes-or-no draws at once.

use crate::randomness::Block;

/// A hundred and twenty-eight independent bits, each 1 with a probability (to 1/256), from two blocks.
///
/// Bit by bit this compares an eight-bit number with the probability, so a bit that is 1 at a probability
/// is 1 at every greater one.
#[must_use]
pub fn bernoulli_bits(probability: f64, blocks: &[Block; 2]) -> u128 {
    let level = (probability.clamp(0.0, 1.0) * 256.0 + 0.5) as u32;
    if level >= 256 {
        return u128::MAX;
    }
    let mut bits = 0_u128;
    for digit in 0..8 {
        let word = wide(&blocks[digit / 4].0, digit % 4);
        bits = if level >> digit & 1 == 1 { !word | bits } else { !word & bits };
    }
    bits
}

/// A hundred and twenty-eight fair bits, from the first four words of a block on.
#[must_use]
pub fn fair_bits(block: &Block, quarter: usize) -> u128 {
    wide(&block.0, quarter)
}

#[inline]
fn wide(words: &[u32; 16], quarter: usize) -> u128 {
    let w = &words[quarter * 4..quarter * 4 + 4];
    u128::from(w[0]) | u128::from(w[1]) << 32 | u128::from(w[2]) << 64 | u128::from(w[3]) << 96
}
