//! Packages: what a change of the rule of support does to the menu and to the open cases.
//!
//! A longer menu begins with what the packages at hand have in common, and a menu for the whole place is one design, so
//! nobody knows more than before. Packages that become those of groups part from each other by what is learned of
//! each group. A case that was open-ended gets the length of the new packages, from the day of the change on; a
//! package that runs keeps its end.
//!
//! Source: section 2 of the model (standard packages); assumption A208. Regimes: support.

use crate::model::rules::practice::Support;
use crate::model::world::organisations::Organisation;
use crate::units::{GroupId, Week};

/// Takes over another rule of support, with the groups that there are.
pub fn take_over(organisation: &mut Organisation, support: &Support, groups: usize, week: Week) {
    let weeks = match support {
        Support::Standard(standard) => standard.weeks,
        Support::Menu(menu) => menu.weeks,
        Support::Bespoke(_) => return,
    };
    let keyed = support.is_keyed_to_groups();
    let common = organisation.code_of_all();
    let size = organisation.codes.len().max(support.menu_size() as usize);
    let merges = organisation.package_groups.first().is_some_and(Option::is_some) && !keyed;
    if let Some(evidence) = &mut organisation.evidence {
        let shared = evidence.agreed(&common, &organisation.codes, &organisation.volume);
        evidence.lengthen(size, shared);
        if merges {
            evidence.log_odds.fill(shared);
        }
    }
    organisation.codes.resize(size, common);
    organisation.votes.resize(size, [0.0; 128]);
    organisation.volume.resize(size, 0);
    organisation.package_groups.resize(size, None);
    for (package, group) in organisation.package_groups.iter_mut().enumerate() {
        *group = keyed.then(|| GroupId((package % groups.max(1)) as u8));
    }
    if merges {
        organisation.codes.fill(common);
    }
    let ends = week + organisation.service.package_weeks(weeks);
    for case in organisation.cases.iter_mut().filter(|case| case.ends.is_none()) {
        case.ends = Some(ends);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::patterns::Belief;
    use crate::model::rules::practice::Standard;

    fn standard(packages: u32, keyed_to_groups: bool) -> Support {
        Support::Standard(Standard { packages, keyed_to_groups, weeks: 12, ..Standard::default() })
    }

    fn organisation() -> Organisation {
        let mut organisation = fixtures::organisation(0, 1);
        organisation.codes = [0b11, 0b01, 0b01].map(|value| Belief::of_bits(value, 0b11)).to_vec();
        organisation.package_groups = [0, 1, 0].map(|group| Some(GroupId(group))).to_vec();
        organisation.votes = vec![[0.0; 128]; 3];
        organisation.volume = vec![1, 1, 0];
        organisation
    }

    #[test]
    fn a_menu_for_the_whole_place_is_what_its_packages_agreed_on() {
        let mut organisation = organisation();
        take_over(&mut organisation, &standard(2, false), 2, 5);
        assert_eq!(organisation.package_groups, [None; 3]);
        assert!(organisation.codes.iter().all(|code| *code == Belief::of_bits(0b01, 0b11)));
    }

    #[test]
    fn a_longer_menu_knows_no_more_than_the_shorter_one_did() {
        let mut organisation = organisation();
        let before = organisation.codes.clone();
        take_over(&mut organisation, &standard(5, true), 2, 5);
        assert_eq!(organisation.package_groups, [0, 1, 0, 1, 0].map(|group| Some(GroupId(group))));
        assert_eq!(organisation.codes[..3], before);
        assert_eq!(organisation.codes[3..], [Belief::of_bits(0b01, 0b11); 2]);
        assert_eq!((organisation.votes.len(), organisation.volume.len()), (5, 5));
    }

    #[test]
    fn what_was_open_ended_gets_the_length_of_the_new_packages_and_the_rest_keeps_its_own() {
        let mut organisation = organisation();
        organisation.cases =
            [None, Some(9)].map(|ends| crate::model::world::cases::Case { ends, ..fixtures::case(0) }).to_vec();
        take_over(&mut organisation, &standard(3, true), 2, 5);
        assert_eq!(organisation.cases.iter().map(|case| case.ends).collect::<Vec<_>>(), [Some(17), Some(9)]);
    }
}
