//! A regime is a row of thirteen rules; the presets stand side by side at the foot of this file.
//!
//! Each rule is a choice among variants that carry their own numbers.
//! The code of a variant lives in the submodel that uses it; no submodel can see the name of a row.
//! (A table: longer than a file of code should be.)
//!
//! | rule | owner |
//! |---|---|
//! | accountability, payment, competition, reporting, collaboration | commissioner |
//! | support, casework, access, learning, voice, management, recruitment | organisation |
//! | government | government |

use crate::parameters::Bare;

crate::parameters! {
    /// Targets for a predefined indicator, reviewed at fixed dates.
    pub struct Targets {
        /// Level of reported performance that the first contract asks for.
        level: f64 = 0.60, "share", 0.0..=1.0, Lever, "A20";
        /// Time between reviews.
        review_weeks: u32 = 52, "week", 4.0..=208.0, Lever, "S007";
        /// Part of reported over-performance that the next target takes in (ratchet).
        ratchet: f64 = 0.5, "share", 0.0..=1.0, Lever, "M03";
        /// Yearly growth of the target.
        growth_per_year: f64 = 0.02, "1/year", 0.0..=0.10, Lever, "M03";
        /// Incentive that the stake in meeting the target puts on a worker, where intrinsic motivation is 1.
        stake: f64 = 0.5, "incentive", 0.0..=2.0, Lever, "M01";
        /// Probability that a reported success is checked.
        audit: f64 = 0.05, "probability", 0.0..=0.5, Lever, "M03";
        /// Number of indicators; each further one covers more of what matters and costs reporting hours.
        indicators: u32 = 1, "indicator", 1.0..=12.0, Lever, "A21";
    }
}

crate::parameters! {
    /// Targets that are published but carry no consequence.
    pub struct TargetsWithoutStake {
        /// Level of reported performance that is aimed at.
        level: f64 = 0.60, "share", 0.0..=1.0, Lever, "A20";
        /// Time between reviews.
        review_weeks: u32 = 52, "week", 4.0..=208.0, Lever, "S007";
        /// Number of indicators.
        indicators: u32 = 1, "indicator", 1.0..=12.0, Lever, "A21";
    }
}

crate::parameters! {
    /// A regular conversation among peers about what was learned.
    pub struct Dialogue {
        /// Incentive that being seen by peers puts on a worker.
        peer: f64 = 0.15, "incentive", 0.0..=1.0, Uncertainty, "M34";
        /// Angle between what peers see and what matters.
        peer_angle_degrees: f64 = 25.0, "degree", 0.0..=180.0, Uncertainty, "A22";
        /// Time of each worker in dialogue.
        hours_per_week: f64 = 0.4, "hour/week", 0.0..=5.0, Lever, "A23";
        /// Time between dialogues.
        review_weeks: u32 = 13, "week", 1.0..=104.0, Lever, "A23";
    }
}

crate::parameters! {
    /// Counting for learning, without consequence for anyone.
    pub struct Measurement {
        /// Time of each worker for counting.
        hours_per_week: f64 = 0.4, "hour/week", 0.0..=5.0, Lever, "A23";
        /// Time between looks at the counts.
        review_weeks: u32 = 13, "week", 1.0..=104.0, Lever, "A23";
    }
}

crate::choice! {
    /// How organisations answer for what they do.
    pub enum Accountability {
        /// Targets for an indicator, with a stake, a ratchet and an audit.
        "targets" Targets(Targets),
        /// Targets that are published without a stake.
        "targets_without_stake" TargetsWithoutStake(TargetsWithoutStake),
        /// A learning dialogue with peers.
        "dialogue" Dialogue(Dialogue),
        /// Measurement for learning.
        "measurement" Measurement(Measurement),
        /// Nobody asks.
        "none" None(Bare),
    }
}

crate::parameters! {
    /// Part of the money depends on the indicator.
    pub struct ByResults {
        /// Part of the contract's value that depends on reported results.
        share: f64 = 0.3, "share", 0.0..=1.0, Lever, "M04";
        /// Length of a contract.
        contract_weeks: u32 = 156, "week", 26.0..=1040.0, Lever, "M19";
        /// Part of an unspent budget that lapses at the year's end.
        lapse: f64 = 0.8, "share", 0.0..=1.0, Lever, "M31";
    }
}

crate::parameters! {
    /// Pooled money under one long contract.
    pub struct Alliance {
        /// Length of a contract.
        contract_weeks: u32 = 520, "week", 26.0..=1040.0, Lever, "S094";
        /// Part of each organisation's income that is shared out anew, by where demand waits.
        pooled: f64 = 0.2, "share", 0.0..=1.0, Lever, "M31";
        /// Part of an unspent budget that lapses at the year's end.
        lapse: f64 = 0.0, "share", 0.0..=1.0, Lever, "M31";
    }
}

crate::parameters! {
    /// A fixed sum.
    pub struct Block {
        /// Length of a contract.
        contract_weeks: u32 = 156, "week", 26.0..=1040.0, Lever, "M19";
        /// Part of an unspent budget that lapses at the year's end.
        lapse: f64 = 0.5, "share", 0.0..=1.0, Lever, "M31";
    }
}

crate::choice! {
    /// What the money depends on, and for how long it is promised.
    pub enum Payment {
        /// Payment by results, short contracts, year-end lapse.
        "results" ByResults(ByResults),
        /// A pooled alliance with a long contract.
        "alliance" Alliance(Alliance),
        /// A block grant.
        "block" Block(Block),
    }
}

crate::parameters! {
    /// Published ranks, and contracts that move to those who rank high.
    pub struct LeagueAndTender {
        /// Incentive that a rank puts on a worker of an organisation in the middle of the table.
        rank: f64 = 0.2, "incentive", 0.0..=2.0, Lever, "M20";
        /// Part of the gap to better peers that a weak organisation closes in a year by looking at them.
        yardstick_per_year: f64 = 0.1, "1/year", 0.0..=0.3, Uncertainty, "M35";
        /// Part of a weak organisation's budget that moves at the end of its contract.
        reallocation: f64 = 0.15, "share", 0.0..=1.0, Lever, "M20";
        /// Weight of price against quality in a tender.
        price_weight: f64 = 0.3, "share", 0.0..=1.0, Lever, "M20";
    }
}

crate::parameters! {
    /// Published ranks.
    pub struct LeagueTable {
        /// Incentive that a rank puts on a worker of an organisation in the middle of the table.
        rank: f64 = 0.2, "incentive", 0.0..=2.0, Lever, "M20";
        /// Part of the gap to better peers that a weak organisation closes in a year by looking at them.
        yardstick_per_year: f64 = 0.1, "1/year", 0.0..=0.3, Uncertainty, "M35";
    }
}

crate::parameters! {
    /// Contracts that move to whoever bids best.
    pub struct Tender {
        /// Part of a weak organisation's budget that moves at the end of its contract.
        reallocation: f64 = 0.15, "share", 0.0..=1.0, Lever, "M20";
        /// Weight of price against quality in a tender.
        price_weight: f64 = 0.3, "share", 0.0..=1.0, Lever, "M20";
    }
}

crate::parameters! {
    /// Residents go where the published indicator is best, and the money follows them.
    pub struct ResidentChoice {
        /// How strongly a resident's choice follows the published indicator.
        sensitivity: f64 = 2.0, "log odds per unit", 0.0..=10.0, Uncertainty, "M20";
        /// Incentive that losing residents puts on a worker.
        rank: f64 = 0.15, "incentive", 0.0..=2.0, Lever, "M20";
        /// Part of the budget that follows residents in a year.
        follows_per_year: f64 = 0.2, "1/year", 0.0..=1.0, Lever, "M20";
        /// Weight of price against quality; 0 is a fixed price.
        price_weight: f64 = 0.0, "share", 0.0..=1.0, Lever, "M20";
    }
}

crate::choice! {
    /// Whether organisations are set against each other.
    pub enum Competition {
        /// A league table and reallocation by tender.
        "league_and_tender" LeagueAndTender(LeagueAndTender),
        /// A league table alone.
        "league_table" LeagueTable(LeagueTable),
        /// Tenders alone.
        "tender" Tender(Tender),
        /// Choice by residents.
        "choice" Choice(ResidentChoice),
        /// None; and so no information about how others do.
        "none" None(Bare),
    }
}

crate::parameters! {
    /// Packages from a menu, the same for everyone who gets one.
    pub struct Standard {
        /// Packages on the menu.
        packages: u32 = 4, "package", 1.0..=20.0, Lever, "M13";
        /// Whether a package is made for a group; otherwise all are made for the place.
        keyed_to_groups: bool = true;
        /// Length of a package.
        weeks: u32 = 12, "week", 1.0..=260.0, Lever, "A24";
        /// Part of the plan in which a worker's own belief may replace the package's code.
        discretion: f64 = 0.05, "share", 0.0..=1.0, Lever, "A25";
        /// Part of contact that listens, and so does not help.
        listening: f64 = 0.05, "share", 0.0..=0.6, Lever, "A26";
    }
}

crate::parameters! {
    /// Support that is made for the person and changes as more is known.
    pub struct Bespoke {
        /// Part of contact that listens, and so does not help.
        listening: f64 = 0.20, "share", 0.0..=0.6, Lever, "A26";
        /// Time after which a case ends whatever it came to; without progress it ends at half of it.
        patience_weeks: u32 = 104, "week", 4.0..=520.0, Lever, "A27";
    }
}

crate::parameters! {
    /// A menu from which workers may depart.
    pub struct Menu {
        /// Packages on the menu.
        packages: u32 = 4, "package", 1.0..=20.0, Lever, "M13";
        /// Whether a package is made for a group; otherwise all are made for the place.
        keyed_to_groups: bool = true;
        /// Length of a package.
        weeks: u32 = 26, "week", 1.0..=260.0, Lever, "A24";
        /// Part of the plan in which a worker's own belief, and what was found out, may replace the code.
        discretion: f64 = 0.5, "share", 0.0..=1.0, Lever, "A25";
        /// Part of contact that listens, and so does not help.
        listening: f64 = 0.12, "share", 0.0..=0.6, Lever, "A26";
    }
}

crate::choice! {
    /// What residents are given.
    pub enum Support {
        /// Standard packages for a limited time.
        "standard" Standard(Standard),
        /// Bespoke by default, open-ended.
        "bespoke" Bespoke(Bespoke),
        /// A menu with discretion.
        "menu" Menu(Menu),
    }
}

crate::parameters! {
    /// Each need is a case of its own.
    pub struct ByDomain {
        /// Cases at which a full-time worker takes no more.
        caseload: f64 = 25.0, "case/worker", 1.0..=80.0, Lever, "M11";
        /// Part of a worker's leave and sickness in which a colleague sees the worker's cases.
        stand_in: f64 = 1.0, "share", 0.0..=1.0, Lever, "A192";
    }
}

crate::parameters! {
    /// One worker for the whole person.
    pub struct LeadWorker {
        /// Cases at which a full-time worker takes no more.
        caseload: f64 = 14.0, "case/worker", 1.0..=80.0, Lever, "M11";
        /// Part of a worker's leave and sickness in which a colleague sees the worker's cases.
        stand_in: f64 = 0.25, "share", 0.0..=1.0, Lever, "A192";
    }
}

crate::parameters! {
    /// One worker for the whole person where several needs meet; otherwise a case for each need.
    pub struct MixedCasework {
        /// Cases at which a full-time worker takes no more.
        caseload: f64 = 19.0, "case/worker", 1.0..=80.0, Lever, "M11";
        /// Part of a worker's leave and sickness in which a colleague sees the worker's cases.
        stand_in: f64 = 0.6, "share", 0.0..=1.0, Lever, "A192";
        /// Needs from which on a person gets one lead worker.
        lead_from_needs: u32 = 3, "need", 1.0..=8.0, Lever, "A28";
    }
}

crate::choice! {
    /// How cases are cut.
    pub enum Casework {
        /// By domain; specialists; each organisation its own case.
        "by_domain" ByDomain(ByDomain),
        /// A lead worker for the whole person, with a caseload cap and continuity.
        "lead_worker" LeadWorker(LeadWorker),
        /// A lead worker for those with several needs.
        "mixed" Mixed(MixedCasework),
    }
}

crate::parameters! {
    /// Who is not in enough need is turned away.
    pub struct Threshold {
        /// Assessed severity below which a person is refused.
        severity: f64 = 0.40, "share", 0.0..=1.0, Lever, "A29";
        /// Burden of the formal application; 1 is a usual one.
        burden: f64 = 1.0, "burden", 0.0..=5.0, Lever, "M26";
    }
}

crate::parameters! {
    /// Everyone may come, and some are sought out.
    pub struct OpenDoor {
        /// Part of paid time spent on seeking people out.
        outreach: f64 = 0.03, "share", 0.0..=0.3, Lever, "A30";
        /// Burden of asking; 1 is a usual formal application.
        burden: f64 = 0.3, "burden", 0.0..=5.0, Lever, "M26";
    }
}

crate::parameters! {
    /// So many a week, in the order in which they come.
    pub struct Quota {
        /// New cases a week for each full-time worker.
        cases_per_worker_week: f64 = 0.6, "case/worker/week", 0.0..=10.0, Lever, "A31";
        /// Burden of asking; 1 is a usual formal application.
        burden: f64 = 0.6, "burden", 0.0..=5.0, Lever, "M26";
    }
}

crate::choice! {
    /// Who gets in.
    pub enum Access {
        /// A severity threshold and a formal application.
        "threshold" Threshold(Threshold),
        /// An open door, with outreach.
        "open_door" OpenDoor(OpenDoor),
        /// A quota, first come first served.
        "quota" Quota(Quota),
    }
}

crate::parameters! {
    /// Hours for every requirement.
    pub struct ByRequirement {
        /// Time of each worker for each indicator.
        hours_per_indicator: f64 = 3.0, "hour/week", 0.0..=10.0, Lever, "M12";
        /// Time of each worker for each contract that the organisation answers under.
        hours_per_contract: f64 = 2.0, "hour/week", 0.0..=10.0, Lever, "M12";
        /// Time of each worker for being audited, where every claim is checked.
        hours_per_audit: f64 = 6.0, "hour/week", 0.0..=40.0, Lever, "M12";
    }
}

crate::choice! {
    /// What is written down for others.
    pub enum Reporting {
        /// Hours for each target, contract and audit.
        "by_requirement" ByRequirement(ByRequirement),
        /// Base administration only.
        "base" Base(Bare),
    }
}

crate::choice! {
    /// How the lessons of many become one.
    pub enum SenseMaking {
        /// Those with authority decide.
        "authority" Authority(Bare),
        /// The majority decides.
        "majority" Majority(Bare),
        /// Lessons weigh by the record of those who bring them.
        "weighted" Weighted(Bare),
        /// Minority views are kept where the votes are close.
        "diverse" Diverse(Bare),
    }
}

crate::parameters! {
    /// All records since the last review are pooled at the next.
    pub struct AnnualReview {
        /// Time between reviews of the code.
        review_weeks: u32 = 52, "week", 4.0..=208.0, Lever, "S007";
        /// March's p1: probability that a worker's belief takes one step towards the code in `learning.step_weeks`.
        socialisation: f64 = 0.30, "probability", 0.0..=1.0, Lever, "M14";
        /// March's p2: probability, for each vote of majority, that the code follows.
        code_learning: f64 = 0.5, "probability", 0.0..=1.0, Lever, "M14";
        /// How lessons become one.
        sense_making: SenseMaking = SenseMaking::Authority(Bare {});
    }
}

crate::parameters! {
    /// Understand, try, make sense, embed: every few weeks.
    pub struct Cycle {
        /// Time between changes of the code.
        review_weeks: u32 = 6, "week", 1.0..=208.0, Lever, "S117";
        /// March's p1: probability that a worker's belief takes one step towards the code in `learning.step_weeks`.
        socialisation: f64 = 0.06, "probability", 0.0..=1.0, Lever, "M14";
        /// March's p2: probability, for each vote of majority, that the code follows.
        code_learning: f64 = 0.5, "probability", 0.0..=1.0, Lever, "M14";
        /// Part of paid time spent on reflecting together.
        reflection: f64 = 0.05, "share", 0.0..=0.3, Lever, "M12";
        /// Part of direct time spent on trying other ways.
        experiments: f64 = 0.03, "share", 0.0..=0.4, Lever, "M14";
        /// How lessons become one.
        sense_making: SenseMaking = SenseMaking::Weighted(Bare {});
    }
}

crate::choice! {
    /// How an organisation's practice changes.
    pub enum Learning {
        /// An annual review and fast socialisation.
        "annual_review" AnnualReview(AnnualReview),
        /// A cycle of a few weeks with reflection, experiments and slow socialisation.
        "cycle" Cycle(Cycle),
    }
}

crate::parameters! {
    /// Every voice weighs the same.
    pub struct EqualVoice {
        /// Part of paid time spent on taking part together with residents.
        participation: f64 = 0.01, "share", 0.0..=0.2, Lever, "M28";
        /// Weight of residents' own lessons beside those of workers.
        lived_experience: f64 = 0.25, "share", 0.0..=1.0, Lever, "M28";
    }
}

crate::parameters! {
    /// Weights between power and equality.
    pub struct WeightedVoice {
        /// 0: by power; 1: all the same.
        equality: f64 = 0.5, "share", 0.0..=1.0, Lever, "M28";
        /// Part of paid time spent on taking part together with residents.
        participation: f64 = 0.005, "share", 0.0..=0.2, Lever, "M28";
    }
}

crate::choice! {
    /// Whose lessons count.
    pub enum Voice {
        /// Lessons weigh by power.
        "by_power" ByPower(Bare),
        /// Lessons weigh equally, lived experience included.
        "equal" Equal(EqualVoice),
        /// Something between.
        "weights" Weights(WeightedVoice),
    }
}

crate::parameters! {
    /// Somebody's work is to let organisations learn and act together.
    pub struct Stewarded {
        /// Stewards in a place, for each twenty organisations.
        stewards_fte: f64 = 1.0, "FTE per 20 organisations", 0.0..=20.0, Lever, "M32";
        /// How well they do it.
        skill: f64 = 0.5, "share", 0.0..=1.0, Uncertainty, "S080";
        /// Part of organisations that each is linked with.
        linking: f64 = 0.3, "share", 0.0..=1.0, Lever, "M15";
        /// Part of the stewards' time spent on outside actors, upstream.
        upstream: f64 = 0.3, "share", 0.0..=1.0, Lever, "A32";
        /// Part of paid time that workers spend on acting together.
        joint_work: f64 = 0.02, "share", 0.0..=0.2, Lever, "M12";
    }
}

crate::choice! {
    /// How organisations deal with each other.
    pub enum Collaboration {
        /// By contract.
        "contracts" Contracts(Bare),
        /// Stewarded, by trust.
        "stewarded" Stewarded(Stewarded),
        /// Not at all.
        "none" None(Bare),
    }
}

crate::parameters! {
    /// Work is directed and inspected.
    pub struct Command {
        /// Control that a worker feels.
        control: f64 = 0.7, "share", 0.0..=1.0, Lever, "M05";
        /// Supervision of each worker.
        hours_per_week: f64 = 1.0, "hour/week", 0.0..=10.0, Lever, "A33";
    }
}

crate::parameters! {
    /// Teams decide; a coach helps.
    pub struct SelfManaged {
        /// Control that a worker feels.
        control: f64 = 0.15, "share", 0.0..=1.0, Lever, "M05";
        /// Coaching and team time of each worker.
        hours_per_week: f64 = 1.5, "hour/week", 0.0..=10.0, Lever, "A33";
        /// Leaders' support for saying what went wrong.
        safety_support: f64 = 0.7, "share", 0.0..=1.0, Lever, "M17";
    }
}

crate::parameters! {
    /// Something between.
    pub struct MixedManagement {
        /// Control that a worker feels.
        control: f64 = 0.4, "share", 0.0..=1.0, Lever, "M05";
        /// Supervision and coaching of each worker.
        hours_per_week: f64 = 1.2, "hour/week", 0.0..=10.0, Lever, "A33";
        /// Leaders' support for saying what went wrong.
        safety_support: f64 = 0.5, "share", 0.0..=1.0, Lever, "M17";
    }
}

crate::choice! {
    /// How workers are led.
    pub enum Management {
        /// Command and supervision.
        "command" Command(Command),
        /// Self-managed teams with a coach, and psychological safety.
        "self_managed" SelfManaged(SelfManaged),
        /// Mixed.
        "mixed" Mixed(MixedManagement),
    }
}

crate::parameters! {
    /// Whoever can do the work.
    pub struct ForSkills {
        /// Mean time to fill a post.
        weeks_to_fill: f64 = 9.0, "week", 1.0..=52.0, Lever, "M08";
        /// Skill at the start above that of other starters.
        skill_premium: f64 = 0.05, "share", 0.0..=0.5, Uncertainty, "A34";
    }
}

crate::parameters! {
    /// Whoever shares the purpose.
    pub struct ForValues {
        /// Mean time to fill a post.
        weeks_to_fill: f64 = 13.0, "week", 1.0..=52.0, Lever, "M08";
        /// Intrinsic motivation at the start, as a factor.
        motivation_factor: f64 = 1.15, "factor", 1.0..=2.0, Uncertainty, "A34";
    }
}

crate::choice! {
    /// Who is hired. (Higher pay is a switch of its own: `wage_premium` of an arm.)
    pub enum Recruitment {
        /// For skills.
        "for_skills" ForSkills(ForSkills),
        /// For values; posts stand open for longer.
        "for_values" ForValues(ForValues),
    }
}

crate::parameters! {
    /// One practice and targets for all.
    pub struct Mandate {
        /// Part of the gap to the mandated practice that an organisation's code closes in a year, where inspectors reach all.
        push_per_year: f64 = 0.6, "1/year", 0.0..=2.0, Lever, "M37";
        /// Inspectors for each place.
        staff_fte_per_place: f64 = 0.5, "FTE", 0.0..=20.0, Lever, "A35";
        /// Demand for control at the start.
        control: f64 = 0.6, "share", 0.0..=1.0, Uncertainty, "M38";
    }
}

crate::parameters! {
    /// A government that does not claim to know best.
    pub struct Humble {
        /// Supports places to learn.
        supports: bool = true;
        /// Links places with each other.
        links: bool = true;
        /// Changes structures where many report the same barrier.
        restructures: bool = true;
        /// Central staff for this, for each place.
        staff_fte_per_place: f64 = 0.5, "FTE", 0.0..=20.0, Lever, "A35";
    }
}

crate::choice! {
    /// What national government does.
    pub enum Government {
        /// Mandates.
        "mandate" Mandate(Mandate),
        /// Supports, links, restructures.
        "humble" Humble(Humble),
        /// Stays away.
        "absent" Absent(Bare),
    }
}

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

/// The rules in which two rows differ, a number within a choice included.
#[must_use]
pub fn differing(a: &Regime, b: &Regime) -> Vec<&'static str> {
    let same = [
        a.accountability == b.accountability,
        a.payment == b.payment,
        a.competition == b.competition,
        a.support == b.support,
        a.casework == b.casework,
        a.access == b.access,
        a.reporting == b.reporting,
        a.learning == b.learning,
        a.voice == b.voice,
        a.collaboration == b.collaboration,
        a.management == b.management,
        a.recruitment == b.recruitment,
        a.government == b.government,
    ];
    RULES.into_iter().zip(same).filter(|&(_, same)| !same).map(|(rule, _)| rule).collect()
}

/// Who owns a rule, and so takes it up and pays for its change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Who commissions in a place.
    Commissioner,
    /// An organisation.
    Organisation,
    /// National government.
    Government,
}

impl Owner {
    /// The owner of a rule.
    #[must_use]
    pub fn of(rule: &str) -> Owner {
        match rule {
            "accountability" | "payment" | "competition" | "reporting" | "collaboration" => Owner::Commissioner,
            "government" => Owner::Government,
            _ => Owner::Organisation,
        }
    }

    /// How many rules it owns.
    #[must_use]
    pub fn n_rules(self) -> usize {
        RULES.into_iter().filter(|rule| Owner::of(rule) == self).count()
    }

    /// Its rules in which two rows differ, a number within a choice included.
    #[must_use]
    pub fn differing(self, a: &Regime, b: &Regime) -> Vec<&'static str> {
        differing(a, b).into_iter().filter(|rule| Owner::of(rule) == self).collect()
    }

    /// The share of its rules in which two rows differ.
    #[must_use]
    pub fn share_differing(self, a: &Regime, b: &Regime) -> f64 {
        self.differing(a, b).len() as f64 / self.n_rules() as f64
    }
}

impl Support {
    /// Packages on the menu; bespoke support starts from as many as are usual.
    #[must_use]
    pub fn menu_size(&self) -> u32 {
        match self {
            Support::Standard(standard) => standard.packages,
            Support::Menu(menu) => menu.packages,
            Support::Bespoke(_) => Standard::default().packages,
        }
    }

    /// Whether packages are made for groups; otherwise all are made for the place.
    #[must_use]
    pub fn is_keyed_to_groups(&self) -> bool {
        match self {
            Support::Standard(standard) => standard.keyed_to_groups,
            Support::Menu(menu) => menu.keyed_to_groups,
            Support::Bespoke(_) => true,
        }
    }
}

impl Payment {
    /// Length of a contract (week).
    #[must_use]
    pub fn contract_weeks(&self) -> u32 {
        match self {
            Payment::ByResults(by_results) => by_results.contract_weeks,
            Payment::Alliance(alliance) => alliance.contract_weeks,
            Payment::Block(block) => block.contract_weeks,
        }
    }
}

/// The names of the presets.
pub const PRESETS: &[&str] = &["npm", "hls", "npm_good", "hls_in_name", "mixed"];

/// The row of that name; none where there is no such preset.
#[must_use]
pub fn preset(name: &str) -> Option<Regime> {
    match name {
        "npm" => Some(npm()),
        "hls" => Some(hls()),
        "npm_good" => Some(npm_good()),
        "hls_in_name" => Some(hls_in_name()),
        "mixed" => Some(mixed()),
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
        voice: Voice::ByPower(Bare {}),
        collaboration: Collaboration::Contracts(Bare {}),
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
        competition: Competition::None(Bare {}),
        support: Support::Bespoke(Bespoke::default()),
        casework: Casework::LeadWorker(LeadWorker::default()),
        access: Access::OpenDoor(OpenDoor::default()),
        reporting: Reporting::Base(Bare {}),
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
        voice: Voice::ByPower(Bare {}),
        collaboration: Collaboration::Contracts(Bare {}),
        management: Management::SelfManaged(SelfManaged { control: 0.4, hours_per_week: 0.3, safety_support: 0.2 }),
        recruitment: Recruitment::ForSkills(ForSkills::default()),
        government: Government::Absent(Bare {}),
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
        collaboration: Collaboration::Contracts(Bare {}),
        management: Management::Mixed(MixedManagement::default()),
        recruitment: Recruitment::ForSkills(ForSkills::default()),
        government: Government::Mandate(Mandate { push_per_year: 0.3, ..Mandate::default() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
    fn rows_differ_in_the_rules_that_were_changed() {
        assert_eq!(differing(&npm(), &hls()), RULES);
        let mut row = npm();
        row.government = hls().government;
        if let Casework::ByDomain(by_domain) = &mut row.casework {
            by_domain.caseload += 1.0;
        }
        assert_eq!(differing(&npm(), &row), ["casework", "government"]);
    }

    #[test]
    fn an_owner_has_the_share_of_its_own_rules_that_differ() {
        let owners = [(Owner::Commissioner, 5), (Owner::Organisation, 7), (Owner::Government, 1)];
        for (owner, rules) in owners {
            assert_eq!(owner.n_rules(), rules);
            assert_eq!(owner.share_differing(&npm(), &hls()), 1.0);
            assert_eq!(owner.share_differing(&npm(), &npm()), 0.0);
        }
        let row = Regime { payment: hls().payment, voice: hls().voice, access: hls().access, ..npm() };
        let shares = owners.map(|(owner, _)| owner.share_differing(&npm(), &row));
        assert_eq!(shares, [0.2, 2.0 / 7.0, 0.0]);
        assert_eq!(Owner::Organisation.differing(&npm(), &row), ["access", "voice"]);
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
}
