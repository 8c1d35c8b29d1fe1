//! Addresses of draws: whose they are, packed into the number of a block.
//!
//! The upper half is the place, the lower half a number in it that never changes.
//! Owners of different kinds may share a number, for they read different tables; owners of one kind never do.
//! Where owners of several kinds read one table, as organisations and commissioners do, their numbers lie apart.

/// Agents that one dense block serves.
pub const DENSE: usize = 16;

/// The address of a draw in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Address(u64);

/// Bits of the number of an organisation beside a use and another of its kind.
const PAIR_BITS: u32 = (u32::BITS - u8::BITS) / 2;

/// The first number of groups in a place.
const GROUPS: u32 = 1 << 16;

/// The number of what actors outside services supply in a place.
const OUTSIDE: u32 = 1 << 17;

impl Address {
    /// The address of a number in a place.
    #[inline(always)]
    #[must_use]
    pub const fn numbered(place: u32, number: u32) -> Address {
        Address((place as u64) << 32 | number as u64)
    }

    /// The number of the block.
    #[inline(always)]
    #[must_use]
    pub const fn block(self) -> u64 {
        self.0
    }

    /// The country and its government.
    #[must_use]
    pub const fn country() -> Address {
        Address::numbered(u32::MAX, 0)
    }

    /// A place.
    #[must_use]
    pub const fn place(place: u32) -> Address {
        Address::numbered(place, 0)
    }

    /// Who commissions in a place.
    #[must_use]
    pub const fn commissioner(place: u32) -> Address {
        Address::numbered(place, u32::MAX)
    }

    /// A group of residents in a place.
    #[must_use]
    pub const fn group(place: u32, group: u32) -> Address {
        Address::numbered(place, GROUPS | group)
    }

    /// The actors outside services in a place.
    #[must_use]
    pub const fn outside(place: u32) -> Address {
        Address::numbered(place, OUTSIDE)
    }

    /// A change of the structures that hold back actors outside services in a place; it reads two blocks.
    #[must_use]
    pub const fn reform(place: u32, half: u32) -> Address {
        Address::numbered(place, u32::MAX - half)
    }

    /// A resident, and the resident's case.
    #[inline(always)]
    #[must_use]
    pub const fn resident(place: u32, resident: u32) -> Address {
        Address::numbered(place, resident)
    }

    /// The residents who share a block of a table with a word each, from the one named on.
    #[inline(always)]
    #[must_use]
    pub const fn residents(place: u32, first: usize) -> Address {
        Address::numbered(place, (first / DENSE) as u32)
    }

    /// A block of residents who live side by side.
    #[must_use]
    pub const fn neighbours(place: u32, block: u32) -> Address {
        Address::numbered(place, block)
    }

    /// An organisation.
    #[must_use]
    pub const fn organisation(place: u32, organisation: u16) -> Address {
        Address::numbered(place, organisation as u32)
    }

    /// A post of an organisation, and who fills it.
    #[inline]
    #[must_use]
    pub const fn post(place: u32, organisation: u16, post: usize) -> Address {
        Address::numbered(place, (organisation as u32) << u16::BITS | post as u32)
    }

    /// A package of an organisation, for one of several uses.
    #[inline]
    #[must_use]
    pub const fn package(place: u32, organisation: u16, package: usize, what: u8) -> Address {
        let kind = (what as u32) << (u32::BITS - u8::BITS);
        Address::numbered(place, kind | (organisation as u32) << u8::BITS | package as u32)
    }

    /// A package of an organisation under a mandate, beside the organisation's own draws; it reads two blocks, 1 and 2.
    #[must_use]
    pub const fn mandate(place: u32, organisation: u16, package: usize, half: u32) -> Address {
        Address::numbered(place, (2 * package as u32 + half) << u16::BITS | organisation as u32)
    }

    /// Two organisations, or one and a number of its own, for one of several uses.
    #[inline]
    #[must_use]
    pub const fn pair(place: u32, a: usize, b: usize, what: u8) -> Address {
        let kind = (what as u32) << (2 * PAIR_BITS);
        Address::numbered(place, kind | (a as u32) << PAIR_BITS | b as u32)
    }

    /// A member of an organisation in a replication of March's model, or a part of it.
    #[must_use]
    pub const fn member(replication: u32, number: u32) -> Address {
        Address::numbered(replication, number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_read_the_table_of_governance_have_addresses_of_their_own() {
        let mut addresses = std::collections::BTreeSet::new();
        let mut n = 0;
        for place in [0, 1, 7] {
            for organisation in [0, 1, 300, 2000] {
                addresses.insert(Address::organisation(place, organisation));
                for package in [0, 1, 255] {
                    addresses.extend([1, 2].map(|half| Address::mandate(place, organisation, package, half)));
                }
                n += 1 + 2 * 3;
            }
            addresses.extend([1, 2].map(|half| Address::reform(place, half)));
            n += 2;
        }
        assert_eq!(addresses.len(), n);
    }

    #[test]
    fn commissioners_government_and_organisations_have_addresses_of_their_own() {
        let mut addresses = vec![Address::country()];
        for place in [0, 1, 7] {
            addresses.push(Address::commissioner(place));
            addresses.extend([0, 1, 2047].map(|organisation| Address::organisation(place, organisation)));
        }
        let n = addresses.len();
        addresses.sort_unstable();
        addresses.dedup();
        assert_eq!(addresses.len(), n);
    }
}
