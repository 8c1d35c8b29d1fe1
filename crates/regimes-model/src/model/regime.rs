//! A regime is a row of thirteen rules; the presets are side by side in this file, their numbers in `docs/presets.md`.
//!
//! What a rule can be, and the numbers that each variant carries, is in [`rules`](crate::model::rules).
//! No submodel can see the name of a row.

use crate::model::rules::answering::{Accountability, ByRequirement, Dialogue, Reporting, Targets};
use crate::model::rules::lessons::{AnnualReview, Cycle, EqualVoice, Learning, Voice, WeightedVoice};
use crate::model::rules::money::{Alliance, Block, ByResults, Competition, LeagueAndTender, LeagueTable, Payment};
use crate::model::rules::people::{
    Command, ForSkills, ForValues, Management, MixedManagement, Recruitment, SelfManaged,
};
use crate::model::rules::practice::{
    Access, Bespoke, ByDomain, Casework, LeadWorker, Menu, MixedCasework, OpenDoor, Standard, Support, Threshold,
};
use crate::model::rules::system::{Collaboration, Government, Humble, Mandate, Stewarded};
use crate::parameters::NoParameters;

crate::parameters! {
    /// A regime: one choice for each of thirteen rules.
    pub struct Regime with presets PRESETS, preset {
        /// How organisations answer for what they do.
        accountability: Accountability;
        /// What the money depends on.
        payment: Payment;
        /// Whether organisations are set against each other.
        competition: Competition;
        /// What residents are given.
        support: Support;
        /// How cases are cut.
        casework: Casework;
        /// Who gets in.
        access: Access;
        /// What is written down for others.
        reporting: Reporting;
        /// How practice changes.
        learning: Learning;
        /// Whose lessons count.
        voice: Voice;
        /// How organisations deal with each other.
        collaboration: Collaboration;
        /// How workers are led.
        management: Management;
        /// Who is hired.
        recruitment: Recruitment;
        /// What national government does.
        government: Government;
    }
}

/// The rules, in the order of [`Regime`].
pub const RULES: [&str; 13] = [
    "accountability",
    "payment",
    "competition",
    "support",
    "casework",
    "access",
    "reporting",
    "learning",
    "voice",
    "collaboration",
    "management",
    "recruitment",
    "government",
];

/// The names of the presets.
pub const PRESETS: &[&str] =
    &["npm", "hls", "npm_good", "hls_in_name", "mixed", "npm_lean", "npm_deliver", "npm_deliver_mixed", "hls_lean"];

/// The row of that name; none where there is no such preset.
#[must_use]
pub fn preset(name: &str) -> Option<Regime> {
    match name {
        "npm" => Some(npm()),
        "hls" => Some(hls()),
        "npm_good" => Some(npm_good()),
        "hls_in_name" => Some(hls_in_name()),
        "mixed" => Some(mixed()),
        "npm_lean" => Some(npm_lean()),
        "npm_deliver" => Some(npm_deliver()),
        "npm_deliver_mixed" => Some(npm_deliver_mixed()),
        "hls_lean" => Some(hls_lean()),
        _ => None,
    }
}

/// Target-driven: New Public Management as its critics and its manuals describe it.
#[must_use]
pub fn npm() -> Regime {
    Regime {
        accountability: Accountability::Targets(Targets::default()),
        payment: Payment::ByResults(ByResults::default()),
        competition: Competition::LeagueAndTender(LeagueAndTender::default()),
        support: Support::Standard(Standard::default()),
        casework: Casework::ByDomain(ByDomain::default()),
        access: Access::Threshold(Threshold::default()),
        reporting: Reporting::ByRequirement(ByRequirement::default()),
        learning: Learning::AnnualReview(AnnualReview::default()),
        voice: Voice::ByPower(NoParameters {}),
        collaboration: Collaboration::Contracts(NoParameters {}),
        management: Management::Command(Command::default()),
        recruitment: Recruitment::ForSkills(ForSkills::default()),
        government: Government::Mandate(Mandate::default()),
    }
}

/// Learning-driven: Human Learning Systems as its guides describe it.
#[must_use]
pub fn hls() -> Regime {
    Regime {
        accountability: Accountability::Dialogue(Dialogue::default()),
        payment: Payment::Alliance(Alliance::default()),
        competition: Competition::None(NoParameters {}),
        support: Support::Bespoke(Bespoke::default()),
        casework: Casework::LeadWorker(LeadWorker::default()),
        access: Access::OpenDoor(OpenDoor::default()),
        reporting: Reporting::Base(NoParameters {}),
        learning: Learning::Cycle(Cycle::default()),
        voice: Voice::Equal(EqualVoice::default()),
        collaboration: Collaboration::Stewarded(Stewarded::default()),
        management: Management::SelfManaged(SelfManaged::default()),
        recruitment: Recruitment::ForValues(ForValues::default()),
        government: Government::Humble(Humble::default()),
    }
}

/// Target-driven at its best: several audited indicators, guidelines with discretion, quarterly review.
#[must_use]
pub fn npm_good() -> Regime {
    Regime {
        accountability: Accountability::Targets(Targets {
            review_weeks: 13,
            ratchet: 0.2,
            stake: 0.3,
            audit: 0.2,
            indicators: 4,
            ..Targets::default()
        }),
        payment: Payment::Block(Block::default()),
        competition: Competition::LeagueTable(LeagueTable::default()),
        support: Support::Menu(Menu { packages: 8, discretion: 0.25, ..Menu::default() }),
        learning: Learning::AnnualReview(AnnualReview { review_weeks: 13, ..AnnualReview::default() }),
        reporting: Reporting::ByRequirement(ByRequirement { hours_per_indicator: 0.8, ..ByRequirement::default() }),
        management: Management::Mixed(MixedManagement::default()),
        ..npm()
    }
}

/// Learning-driven practice without the time and the people that learning takes: no reflection, experiments, stewards or
/// equal voice, little safety.
#[must_use]
pub fn hls_in_name() -> Regime {
    Regime {
        learning: Learning::Cycle(Cycle { review_weeks: 26, reflection: 0.0, experiments: 0.0, ..Cycle::default() }),
        voice: Voice::ByPower(NoParameters {}),
        collaboration: Collaboration::Contracts(NoParameters {}),
        management: Management::SelfManaged(SelfManaged { control: 0.4, hours_per_week: 0.3, safety_support: 0.2 }),
        recruitment: Recruitment::ForSkills(ForSkills::default()),
        government: Government::Absent(NoParameters {}),
        ..hls()
    }
}

/// What many places have: targets without much stake, menus, some working together.
#[must_use]
pub fn mixed() -> Regime {
    Regime {
        accountability: Accountability::Targets(Targets { stake: 0.25, ..Targets::default() }),
        payment: Payment::Block(Block::default()),
        competition: Competition::LeagueTable(LeagueTable::default()),
        support: Support::Menu(Menu::default()),
        casework: Casework::Mixed(MixedCasework::default()),
        access: Access::Threshold(Threshold { burden: 0.6, ..Threshold::default() }),
        reporting: Reporting::ByRequirement(ByRequirement { hours_per_indicator: 1.2, ..ByRequirement::default() }),
        learning: Learning::AnnualReview(AnnualReview { review_weeks: 26, ..AnnualReview::default() }),
        voice: Voice::Weights(WeightedVoice::default()),
        collaboration: Collaboration::Contracts(NoParameters {}),
        management: Management::Mixed(MixedManagement::default()),
        recruitment: Recruitment::ForSkills(ForSkills::default()),
        government: Government::Mandate(Mandate { push_per_year: 0.3, ..Mandate::default() }),
    }
}

/// Target-driven with little paper: three audited indicators, no ratchet, and reports that take little time.
#[must_use]
pub fn npm_lean() -> Regime {
    Regime {
        accountability: Accountability::Targets(Targets {
            ratchet: 0.0,
            audit: 0.2,
            indicators: 3,
            ..Targets::default()
        }),
        reporting: Reporting::ByRequirement(ByRequirement {
            hours_per_indicator: 0.3,
            hours_per_contract: 0.5,
            ..ByRequirement::default()
        }),
        ..npm()
    }
}

/// Target-driven by a delivery unit: few aligned targets without a ratchet, waiting time watched week by week against
/// eighteen weeks, and a block grant in place of results and tenders.
#[must_use]
pub fn npm_deliver() -> Regime {
    Regime {
        accountability: Accountability::Targets(Targets {
            review_weeks: 13,
            ratchet: 0.0,
            audit: 0.2,
            indicators: 3,
            wait_weeks: 18,
            improvement_hours: 1.0,
            ..Targets::default()
        }),
        payment: Payment::Block(Block::default()),
        competition: Competition::LeagueTable(LeagueTable::default()),
        reporting: Reporting::ByRequirement(ByRequirement { hours_per_indicator: 0.8, ..ByRequirement::default() }),
        learning: Learning::AnnualReview(AnnualReview { review_weeks: 13, ..AnnualReview::default() }),
        ..npm()
    }
}

/// The same with mixed casework, and discretion over half of the plan.
#[must_use]
pub fn npm_deliver_mixed() -> Regime {
    Regime {
        casework: Casework::Mixed(MixedCasework::default()),
        support: Support::Standard(Standard { discretion: 0.5, ..Standard::default() }),
        ..npm_deliver()
    }
}

/// Learning-driven at a low price: less reflection and coaching, a review twice a year, no trials.
#[must_use]
pub fn hls_lean() -> Regime {
    Regime {
        learning: Learning::Cycle(Cycle { review_weeks: 26, reflection: 0.02, experiments: 0.0, ..Cycle::default() }),
        management: Management::SelfManaged(SelfManaged { hours_per_week: 0.75, ..SelfManaged::default() }),
        ..hls()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::owners::differing;
    use crate::parameters::Declared;

    #[test]
    fn every_preset_has_a_row() {
        for name in PRESETS {
            assert!(preset(name).is_some(), "{name}");
        }
        assert!(preset("nothing").is_none());
    }

    #[test]
    fn the_rules_are_the_keys_of_a_regime() {
        let keys: Vec<_> = Regime::default().rows().iter().map(|row| row.key).collect();
        assert_eq!(keys, RULES);
    }

    #[test]
    fn the_two_paradigms_differ_in_every_rule() {
        let (mut npm, mut hls) = (npm(), hls());
        for (a, b) in npm.slots().into_iter().zip(hls.slots()) {
            let (crate::parameters::Slot::Choice(a), crate::parameters::Slot::Choice(b)) = (a, b) else {
                panic!("a rule is a choice");
            };
            assert_ne!(a.chosen(), b.chosen());
        }
    }

    #[test]
    fn each_preset_is_what_its_name_says() {
        let good = npm_good();
        let changed = ["accountability", "payment", "competition", "support", "reporting", "learning", "management"];
        assert_eq!(differing(&npm(), &good), changed);
        let Accountability::Targets(targets) = &good.accountability else { panic!("targets") };
        assert_eq!((targets.review_weeks, targets.indicators), (13, 4));
        assert_eq!((targets.ratchet, targets.stake, targets.audit), (0.2, 0.3, 0.2));
        let Support::Menu(menu) = &good.support else { panic!("a menu") };
        assert_eq!((menu.packages, menu.discretion), (8, 0.25));
        let in_name = hls_in_name();
        let gone = ["learning", "voice", "collaboration", "management", "recruitment", "government"];
        assert_eq!(differing(&hls(), &in_name), gone);
        let Learning::Cycle(cycle) = &in_name.learning else { panic!("a cycle") };
        assert_eq!((cycle.review_weeks, cycle.reflection, cycle.experiments), (26, 0.0, 0.0));
        let Management::SelfManaged(managed) = &in_name.management else { panic!("self-managed") };
        assert_eq!((managed.control, managed.hours_per_week, managed.safety_support), (0.4, 0.3, 0.2));
        let between = mixed();
        let Accountability::Targets(targets) = &between.accountability else { panic!("targets") };
        let (Access::Threshold(access), Learning::AnnualReview(review)) = (&between.access, &between.learning) else {
            panic!("a threshold and reviews");
        };
        assert_eq!((targets.stake, access.burden, review.review_weeks), (0.25, 0.6, 26));
        let (Reporting::ByRequirement(reporting), Government::Mandate(mandate)) =
            (&between.reporting, &between.government)
        else {
            panic!("reporting and a mandate");
        };
        assert_eq!((reporting.hours_per_indicator, mandate.push_per_year), (1.2, 0.3));
        let Reporting::ByRequirement(reporting) = &good.reporting else { panic!("reporting") };
        let Learning::AnnualReview(review) = &good.learning else { panic!("reviews") };
        assert_eq!((reporting.hours_per_indicator, review.review_weeks), (0.8, 13));
    }

    #[test]
    fn lean_rows_differ_from_the_full_ones_in_what_their_names_say() {
        let (lean, deliver, both) = (npm_lean(), npm_deliver(), npm_deliver_mixed());
        assert_eq!(differing(&npm(), &lean), ["accountability", "reporting"]);
        let (Accountability::Targets(targets), Reporting::ByRequirement(reporting)) =
            (&lean.accountability, &lean.reporting)
        else {
            panic!("targets and reports");
        };
        assert_eq!((targets.indicators, targets.ratchet, targets.audit), (3, 0.0, 0.2));
        assert_eq!((reporting.hours_per_indicator, reporting.hours_per_contract), (0.3, 0.5));
        let changed = ["accountability", "payment", "competition", "reporting", "learning"];
        assert_eq!(differing(&npm(), &deliver), changed);
        assert!(deliver.accountability.watched().is_some_and(|watched| watched.weeks == 18));
        assert!(matches!(deliver.payment, Payment::Block(_)));
        assert_eq!(differing(&deliver, &both), ["support", "casework"]);
        let Support::Standard(standard) = &both.support else { panic!("packages") };
        assert_eq!(standard.discretion, 0.5);
        let lean = hls_lean();
        assert_eq!(differing(&hls(), &lean), ["learning", "management"]);
        let (Learning::Cycle(cycle), Management::SelfManaged(managed)) = (&lean.learning, &lean.management) else {
            panic!("a cycle and teams");
        };
        assert_eq!((cycle.review_weeks, cycle.reflection, cycle.experiments), (26, 0.02, 0.0));
        assert_eq!(managed.hours_per_week, 0.75);
    }
}
