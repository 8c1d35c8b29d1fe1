//! A life domain by its number, and sets of them.

use core::ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, Not};

/// The number of a life domain, in the order of the scenario.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Domain(u8);

impl Domain {
    /// The domain of a number below [`DOMAINS`](super::DOMAINS).
    #[inline(always)]
    #[must_use]
    pub const fn of(number: usize) -> Domain {
        Domain(number as u8)
    }

    /// Its place in an array of domains.
    #[inline(always)]
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

impl From<Domain> for usize {
    #[inline(always)]
    fn from(domain: Domain) -> usize {
        domain.index()
    }
}

/// A set of life domains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Domains(u8);

impl Domains {
    /// No domain.
    pub const NONE: Domains = Domains(0);

    /// All domains that there is room for.
    pub const ALL: Domains = Domains(u8::MAX);

    /// The set of the domains whose bits are set, the first domain in the lowest bit.
    #[inline(always)]
    #[must_use]
    pub const fn from_bits(bits: u8) -> Domains {
        Domains(bits)
    }

    /// A bit for each domain, the first domain in the lowest.
    #[inline(always)]
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The set of one domain.
    #[inline(always)]
    #[must_use]
    pub fn one(domain: impl Into<usize>) -> Domains {
        Domains(1 << domain.into())
    }

    /// Whether a domain is among them.
    #[inline(always)]
    #[must_use]
    pub fn contains(self, domain: impl Into<usize>) -> bool {
        self.0 >> domain.into() & 1 == 1
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

    /// Adds a domain.
    #[inline(always)]
    pub fn insert(&mut self, domain: impl Into<usize>) {
        *self |= Domains::one(domain);
    }

    /// Takes a domain out.
    #[inline(always)]
    pub fn remove(&mut self, domain: impl Into<usize>) {
        *self &= !Domains::one(domain);
    }

    /// Those of either set.
    #[inline(always)]
    #[must_use]
    pub const fn union(self, other: Domains) -> Domains {
        Domains(self.0 | other.0)
    }

    /// Whether the two have a domain in common.
    #[inline(always)]
    #[must_use]
    pub const fn meets(self, other: Domains) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether all of them are in another set.
    #[inline(always)]
    #[must_use]
    pub const fn is_within(self, other: Domains) -> bool {
        self.0 & !other.0 == 0
    }

    /// The domain, where there is just one.
    #[inline(always)]
    #[must_use]
    pub const fn single(self) -> Option<usize> {
        if self.0.is_power_of_two() { Some(self.0.trailing_zeros() as usize) } else { None }
    }

    /// All but the first.
    #[inline(always)]
    #[must_use]
    pub const fn without_first(self) -> Domains {
        Domains(self.0 & self.0.wrapping_sub(1))
    }

    /// Their numbers, in order.
    #[inline(always)]
    pub fn iter(self) -> impl Iterator<Item = usize> {
        let mut left = self;
        core::iter::from_fn(move || {
            let domain = left.0.trailing_zeros() as usize;
            (!left.is_empty()).then(|| {
                left = left.without_first();
                domain
            })
        })
    }
}

impl BitOr for Domains {
    type Output = Domains;
    #[inline(always)]
    fn bitor(self, other: Domains) -> Domains {
        Domains(self.0 | other.0)
    }
}

impl BitAnd for Domains {
    type Output = Domains;
    #[inline(always)]
    fn bitand(self, other: Domains) -> Domains {
        Domains(self.0 & other.0)
    }
}

impl Not for Domains {
    type Output = Domains;
    #[inline(always)]
    fn not(self) -> Domains {
        Domains(!self.0)
    }
}

impl BitOrAssign for Domains {
    #[inline(always)]
    fn bitor_assign(&mut self, other: Domains) {
        self.0 |= other.0;
    }
}

impl BitAndAssign for Domains {
    #[inline(always)]
    fn bitand_assign(&mut self, other: Domains) {
        self.0 &= other.0;
    }
}

impl FromIterator<usize> for Domains {
    fn from_iter<I: IntoIterator<Item = usize>>(domains: I) -> Domains {
        domains.into_iter().fold(Domains::NONE, |set, domain| set | Domains::one(domain))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_what_was_put_into_it() {
        let mut set: Domains = [1_usize, 4, 7].into_iter().collect();
        assert_eq!((set.len(), set.iter().collect::<Vec<_>>()), (3, vec![1, 4, 7]));
        assert!(set.contains(4_usize) && !set.contains(3_usize));
        set.remove(4_usize);
        set.insert(0_usize);
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 1, 7]);
        assert_eq!(set.without_first().iter().collect::<Vec<_>>(), [1, 7]);
    }

    #[test]
    fn a_domain_is_in_the_set_of_it_alone() {
        for number in 0..crate::units::DOMAINS {
            let domain = Domain::of(number);
            assert_eq!((domain.index(), Domains::one(domain).single()), (number, Some(number)));
            assert!(Domains::one(domain).contains(domain));
        }
    }

    #[test]
    fn sets_are_compared_by_what_they_share() {
        let (a, b) = (Domains::from_bits(0b011), Domains::from_bits(0b110));
        assert!(a.meets(b) && !a.is_within(b) && a.is_within(a.union(b)) && (a & b).is_within(b));
        assert_eq!(((a & b).single(), a.single(), Domains::NONE.single()), (Some(1), None, None));
    }
}
