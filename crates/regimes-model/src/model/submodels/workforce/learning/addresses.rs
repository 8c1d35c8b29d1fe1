//! The addresses of draws about changes of code.

use crate::randomness::address::Address;

/// What a draw in the table of changes of code is for: the first part of its address.
#[derive(Clone, Copy, Debug)]
pub enum Use {
    /// Whether the code follows.
    Review,
    /// What residents who take part say.
    Lived,
    /// Which factors are tried.
    Trial,
    /// Which trials mislead.
    TrialError,
    /// How large a peer's lead seems.
    Look,
    /// Which factors are copied.
    Copy,
    /// Which of them wrongly.
    CopyError,
    /// Which votes against a factor are heard, where codes are evidence; those for it are at `Review`.
    HeardAgainst,
}

/// The address of a draw about an organisation's package.
#[must_use]
pub fn package_address(place: u32, organisation: u16, package: usize, what: Use) -> Address {
    Address::package(place, organisation, package, what as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    const USES: [Use; 8] =
        [Use::Review, Use::Lived, Use::Trial, Use::TrialError, Use::Look, Use::Copy, Use::CopyError, Use::HeardAgainst];

    #[test]
    fn draws_of_packages_and_workers_have_addresses_of_their_own() {
        let mut addresses = std::collections::BTreeSet::new();
        let mut n = 0;
        for place in [0, 1, 7] {
            for organisation in [0, 1, 300, 2000] {
                for at in [0, 1, 2, 255] {
                    for what in USES {
                        addresses.insert((0, package_address(place, organisation, at, what)));
                        n += 1;
                    }
                    addresses.insert((1, Address::post(place, organisation, 50 * at)));
                    n += 1;
                }
            }
        }
        assert_eq!(addresses.len(), n);
    }
}
