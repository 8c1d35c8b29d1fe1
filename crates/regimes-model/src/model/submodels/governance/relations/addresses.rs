//! The addresses of draws about relations.

use crate::randomness::address::Address;

/// What a draw about relations is for: the first part of its address.
#[derive(Clone, Copy, Debug)]
pub enum Use {
    /// Whether stewards would link a pair.
    Link,
    /// How a partner's results look.
    Look,
    /// Which factors are copied (two addresses).
    Copy,
    /// Where copies go wrong (two addresses).
    CopyError,
    /// What actors outside services do.
    Outside,
}

/// The address of a draw about two organisations, or one and something of its own.
#[must_use]
pub fn pair_address(place: u32, what: Use, a: usize, b: usize) -> Address {
    Address::pair(place, a, b, what as u8)
}
