//! What is said of factors: which of them, and which value each has.
//!
//! Both are 128 bits, sixteen for each domain, and are never taken for each other: a set of factors selects
//! from a pattern, and two patterns differ in a set of factors.

use crate::randomness::Block;
use crate::randomness::bits::{bernoulli_bits, fair_bits};
use core::ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, BitXor, BitXorAssign, Not};

/// A set of factors: those that are known, looked at, free or supplied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Factors(u128);

/// The value of each factor: what is true, believed, planned or delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Pattern(u128);

impl Factors {
    /// No factor.
    pub const NONE: Factors = Factors(0);

    /// All factors that there is room for.
    pub const ALL: Factors = Factors(u128::MAX);

    /// The set of the factors whose bits are set.
    #[inline(always)]
    #[must_use]
    pub const fn from_bits(bits: u128) -> Factors {
        Factors(bits)
    }

    /// A bit for each factor.
    #[inline(always)]
    #[must_use]
    pub const fn bits(self) -> u128 {
        self.0
    }

    /// The set of one factor.
    #[inline(always)]
    #[must_use]
    pub const fn one(factor: usize) -> Factors {
        Factors(1 << factor)
    }

    /// The factors that a draw with a probability selects.
    #[must_use]
    pub fn drawn(probability: f64, blocks: &[Block; 2]) -> Factors {
        Factors(bernoulli_bits(probability, blocks))
    }

    /// Whether a factor is among them.
    #[inline(always)]
    #[must_use]
    pub const fn contains(self, factor: usize) -> bool {
        self.0 >> factor & 1 == 1
    }

    /// Adds a factor.
    #[inline(always)]
    pub const fn insert(&mut self, factor: usize) {
        self.0 |= 1 << factor;
    }

    /// Takes a factor out.
    #[inline(always)]
    pub const fn remove(&mut self, factor: usize) {
        self.0 &= !(1 << factor);
    }

    /// Whether there is none.
    #[inline(always)]
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many there are.
    #[inline(always)]
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The first at or after a factor, going round.
    #[inline(always)]
    #[must_use]
    pub const fn next_from(self, start: u32) -> Option<usize> {
        if self.is_empty() {
            return None;
        }
        Some(((self.0.rotate_right(start).trailing_zeros() + start) % u128::BITS) as usize)
    }

    /// Their numbers, in order.
    #[inline(always)]
    pub fn iter(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        core::iter::from_fn(move || {
            let factor = left.trailing_zeros() as usize;
            (left != 0).then(|| {
                left &= left - 1;
                factor
            })
        })
    }
}

impl Pattern {
    /// A pattern in which no factor is true.
    pub const NONE: Pattern = Pattern(0);

    /// A pattern in which every factor is true.
    pub const ALL: Pattern = Pattern(u128::MAX);

    /// The pattern with the values of bits.
    #[inline(always)]
    #[must_use]
    pub const fn from_bits(bits: u128) -> Pattern {
        Pattern(bits)
    }

    /// A bit for each factor.
    #[inline(always)]
    #[must_use]
    pub const fn bits(self) -> u128 {
        self.0
    }

    /// The pattern that is true in a set of factors and nowhere else.
    #[inline(always)]
    #[must_use]
    pub const fn true_in(factors: Factors) -> Pattern {
        Pattern(factors.0)
    }

    /// A fair draw for each factor, from the first four words of a block on.
    #[must_use]
    pub fn guessed(block: &Block, quarter: usize) -> Pattern {
        Pattern(fair_bits(block, quarter))
    }

    /// The value of a factor.
    #[inline(always)]
    #[must_use]
    pub const fn value(self, factor: usize) -> bool {
        self.0 >> factor & 1 == 1
    }

    /// Gives a factor a value.
    #[inline(always)]
    pub const fn set(&mut self, factor: usize, value: bool) {
        self.0 = self.0 & !(1 << factor) | (value as u128) << factor;
    }

    /// The factors that are true.
    #[inline(always)]
    #[must_use]
    pub const fn trues(self) -> Factors {
        Factors(self.0)
    }

    /// The factors in which two patterns differ.
    #[inline(always)]
    #[must_use]
    pub const fn differs(self, other: Pattern) -> Factors {
        Factors(self.0 ^ other.0)
    }

    /// The pattern with the factors of a set turned.
    #[inline(always)]
    #[must_use]
    pub const fn turned(self, factors: Factors) -> Pattern {
        Pattern(self.0 ^ factors.0)
    }
}

macro_rules! bitwise {
    ($( $left:ident $trait:ident $method:ident $right:ident => $output:ident ),* $(,)?) => { $( impl $trait<$right> for $left {
        type Output = $output;
        #[inline(always)]
        fn $method(self, other: $right) -> $output {
            $output(self.0.$method(other.0))
        }
    } )* };
    (assigning $( $left:ident $trait:ident $method:ident $right:ident ),* $(,)?) => { $( impl $trait<$right> for $left {
        #[inline(always)]
        fn $method(&mut self, other: $right) {
            self.0.$method(other.0);
        }
    } )* };
}

bitwise! {
    Factors BitAnd bitand Factors => Factors,
    Factors BitOr bitor Factors => Factors,
    // What a pattern says of a set of factors; of the others nothing, which is written as false.
    Pattern BitAnd bitand Factors => Pattern,
    Pattern BitOr bitor Pattern => Pattern,
    // A pattern laid over another one: truth is nested.
    Pattern BitXor bitxor Pattern => Pattern,
}

bitwise! {
    assigning
    Factors BitAndAssign bitand_assign Factors,
    Factors BitOrAssign bitor_assign Factors,
    Pattern BitAndAssign bitand_assign Factors,
    Pattern BitOrAssign bitor_assign Pattern,
    Pattern BitXorAssign bitxor_assign Pattern,
}

impl Not for Factors {
    type Output = Factors;
    #[inline(always)]
    fn not(self) -> Factors {
        Factors(!self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_walked_in_order_and_round() {
        let set = Factors::one(3) | Factors::one(70) | Factors::one(127);
        assert_eq!((set.len(), set.iter().collect::<Vec<_>>()), (3, vec![3, 70, 127]));
        assert_eq!([0, 4, 71, 127].map(|start| set.next_from(start)), [3, 70, 127, 127].map(Some));
        assert_eq!((Factors::one(3).next_from(4), Factors::NONE.next_from(4)), (Some(3), None));
    }

    #[test]
    fn patterns_differ_where_they_are_turned() {
        let mut pattern = Pattern::from_bits(0b0110);
        let turned = pattern.turned(Factors::from_bits(0b0011));
        assert_eq!(turned.differs(pattern), Factors::from_bits(0b0011));
        pattern.set(0, true);
        pattern.set(1, false);
        assert_eq!(pattern, turned);
        assert!(pattern.value(0) && !pattern.value(1));
    }
}
