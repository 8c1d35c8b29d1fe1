//! Families of the ledger's activities, in a fixed order and in fixed colours: few enough to be distinguished.

use crate::figures::scene::Colour;

/// Activities that are shown together.
#[derive(Debug)]
pub struct Family {
    /// Its name.
    pub name: &'static str,
    /// Its colour; neighbours differ in lightness.
    pub colour: Colour,
    /// Names of activities in the ledger.
    pub activities: &'static [&'static str],
    /// What the name leaves open, for the footer.
    pub holds: &'static str,
}

const fn family(
    name: &'static str,
    colour: Colour,
    activities: &'static [&'static str],
    holds: &'static str,
) -> Family {
    Family { name, colour, activities, holds }
}

/// All families from the foot of a column: work with people, work on the work, what goes astray, crises.
pub const FAMILIES: [Family; 11] = [
    family("Helping", (0x28, 0xA1, 0x97), &["helping"], ""),
    family("Listening and design", (0x9C, 0xD3, 0xCC), &["listening", "design"], ""),
    family(
        "Learning and coaching",
        (0x80, 0x16, 0x50),
        &["supervision", "reflection", "experiments", "participation", "dialogue"],
        "with supervision, reflection, experiments, participation, dialogue",
    ),
    family(
        "Joining up",
        (0xC4, 0xAF, 0xE6),
        &["coordination", "outreach", "stewardship", "upstream", "central"],
        "coordination, outreach, stewards, work upstream, central staff",
    ),
    family("Assessment and referral", (0x4C, 0x8F, 0xCC), &["assessment", "referral", "travel"], "with travel"),
    family(
        "Administration and reporting",
        (0xE6, 0xD4, 0x8C),
        &["base_admin", "meetings", "reporting"],
        "with meetings and training",
    ),
    family("Contracts and change", (0x8A, 0x6D, 0x1F), &["tendering", "set_up"], ""),
    family(
        "Staffing",
        (0xC8, 0xC8, 0xC8),
        &["absence", "induction", "agency", "recruitment"],
        "absence, induction, agency cover, recruitment",
    ),
    family("Mismatched help", (0x6E, 0x6E, 0x6E), &["mismatched"], ""),
    family(
        "Gaming and slack",
        (0xE3, 0xB5, 0xC6),
        &["measured_only", "gaming", "slack"],
        "with work that raises the measure alone",
    ),
    family("Crises", (0x3D, 0x3D, 0x3D), &["crisis", "homes"], "with homes given to those who had none"),
];

/// The family of an activity.
#[must_use]
pub fn of(activity: &str) -> Option<&'static Family> {
    FAMILIES.iter().find(|family| family.activities.contains(&activity))
}

/// What names leave open.
#[must_use]
pub fn note() -> String {
    let open = FAMILIES.iter().filter(|family| !family.holds.is_empty());
    let parts: Vec<String> = open.map(|family| format!("{}: {}.", family.name, family.holds)).collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use regimes_model::model::ledger::ACTIVITIES;

    #[test]
    fn every_activity_of_the_ledger_belongs_to_one_family() {
        for name in ACTIVITIES {
            let n = FAMILIES.iter().filter(|family| family.activities.contains(&name)).count();
            assert_eq!(n, 1, "{name}");
        }
        let n: usize = FAMILIES.iter().map(|family| family.activities.len()).sum();
        assert_eq!(n, ACTIVITIES.len());
    }

    #[test]
    fn neighbours_differ_in_lightness() {
        let light = |(r, g, b): Colour| 0.3 * f64::from(r) + 0.59 * f64::from(g) + 0.11 * f64::from(b);
        for pair in FAMILIES.windows(2) {
            let difference = (light(pair[0].colour) - light(pair[1].colour)).abs();
            assert!(difference > 25.0, "{} and {}: {difference}", pair[0].name, pair[1].name);
        }
    }
}
