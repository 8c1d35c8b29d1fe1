//! Voice: how much the lessons of a group weigh, and those of residents who take part.
//!
//! ```text
//! by power: voice = power of the package's group / mean power of a resident    residents' own lessons: 0
//! equal:    voice = 1                                                          lived_experience
//! weights:  between the two by `equality`                                      equality * lived_between
//! ```
//!
//! A package for the whole place has no group, and its voice is 1: discoveries are not kept by group.
//!
//! Source: M28, S048; assumption A87. Regimes change: `voice`.

use crate::model::rules::lessons::Voice;
use crate::model::submodels::workforce::learning::parameters::Parameters;
use crate::model::world::OrganisationContext;
use crate::model::world::constants::Group;

/// The weight of a group's lessons, and that of each resident who takes part.
#[must_use]
pub fn voice_and_lived(
    rule: &Voice,
    group: Option<&Group>,
    context: &OrganisationContext<'_>,
    p: &Parameters,
) -> (f32, f32) {
    let power = group.map_or(1.0, |group| group.power / mean_power(&context.constants.groups));
    match rule {
        Voice::ByPower(_) => (power, 0.0),
        Voice::Equal(rule) => (1.0, rule.lived_experience as f32),
        Voice::Weights(rule) => {
            let equality = rule.equality as f32;
            (power + equality * (1.0 - power), equality * p.lived_between as f32)
        }
    }
}

/// Power of a resident, on average.
fn mean_power(groups: &[Group]) -> f32 {
    let (mut mean, mut before) = (0.0, 0.0);
    for group in groups {
        mean += (group.up_to - before) * group.power;
        before = group.up_to;
    }
    if mean > 0.0 { mean } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;

    #[test]
    fn power_of_a_resident_is_weighed_by_the_size_of_the_group() {
        let groups = [fixtures::group(0.75, 1.0), fixtures::group(1.0, 0.2)];
        assert!((mean_power(&groups) - 0.8).abs() < 1e-6);
        assert_eq!(mean_power(&[]), 1.0);
    }
}
