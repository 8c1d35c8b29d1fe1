//! Hiring: who comes, for skills or for values, and what induction hands on.

use crate::model::patterns::Belief;
use crate::model::patterns::factors::Factors;
use crate::model::rules::people::Recruitment;
use crate::model::submodels::workforce::staffing::parameters::Parameters;
use crate::model::world::constants::Group;
use crate::model::world::organisations::Organisation;
use crate::model::world::workers::Worker;
use crate::randomness::address::Address;
use crate::randomness::{Draws, Randomness};
use crate::units::domains::{Domain, Domains};
use crate::units::{DOMAINS, GroupId, Week};

// Words of who a worker is.
const GROUP: usize = 0;
const MOTIVATION: usize = 1;
const SKILL: usize = 2;
const BIAS: usize = 3;
const AUTHORITY: usize = 4;
const CURIOSITY: usize = 5;
const BRAVERY: usize = 6;
const ADOPTION_THRESHOLD: usize = 7;
const SPECIALTY: usize = 8;
const INDEPENDENCE: usize = 9;
const PRONENESS: usize = 10;

/// What an organisation seeks and gives when it hires.
#[derive(Clone, Copy, Debug)]
pub struct Hiring<'a> {
    /// The domains that it works in.
    pub domains: Domains,
    /// Skill of established workers.
    pub skill: f32,
    /// Skill at the start above that of other starters.
    pub skill_premium: f32,
    /// Median intrinsic motivation of those who come.
    pub motivation: f32,
    /// Share of those who come from the first group.
    pub first_group_share: f32,
    /// The groups of residents.
    pub groups: &'a [Group],
    /// The code that induction hands on.
    pub code: Belief,
    /// Belief in the learning paradigm of those who come.
    pub paradigm: f32,
}

impl<'a> Hiring<'a> {
    /// What an organisation seeks and gives under its rule of recruitment.
    #[must_use]
    pub fn of(organisation: &Organisation, rule: &Recruitment, groups: &'a [Group]) -> Hiring<'a> {
        let (premium, factor) = match rule {
            Recruitment::ForSkills(rule) => (rule.skill_premium as f32, 1.0),
            Recruitment::ForValues(rule) => (0.0, rule.motivation_factor as f32),
        };
        Hiring {
            domains: organisation.domains,
            skill: organisation.skill,
            skill_premium: premium,
            motivation: organisation.motivation * factor,
            first_group_share: organisation.first_group_share,
            groups,
            code: organisation.code_of_all(),
            paradigm: organisation.belief,
        }
    }
}

/// Weeks for which a post stands open, on average, under a rule of recruitment.
#[must_use]
pub fn weeks_to_fill(rule: &Recruitment) -> f64 {
    match rule {
        Recruitment::ForSkills(rule) => rule.weeks_to_fill,
        Recruitment::ForValues(rule) => rule.weeks_to_fill,
    }
}

/// Someone new, as drawn at an address in a week.
#[must_use]
pub fn new_worker(hiring: &Hiring<'_>, p: &Parameters, randomness: &Randomness, week: Week, at: Address) -> Worker {
    let who = randomness.block(Draws::Workers, 0, week, at);
    let told = Factors::drawn(p.induction, &randomness.pair(Draws::Beliefs, week, at));
    let known = hiring.code.known & told;
    let theta = hiring.motivation * libm::expf(p.motivation_spread as f32 * who.normal(MOTIVATION));
    let skill =
        hiring.skill * p.skill_at_start as f32 + hiring.skill_premium + p.skill_spread as f32 * who.normal(SKILL);
    let authority = who.uniform(AUTHORITY);
    let threshold = p.threshold_mean as f32 + p.threshold_spread as f32 * who.normal(ADOPTION_THRESHOLD);
    Worker {
        filled: true,
        vacant_weeks: 0,
        generation: 0,
        tenure: 0,
        skill: [skill.clamp(0.0, 1.0); DOMAINS],
        specialty: specialty(hiring.domains, who.uniform(SPECIALTY)),
        group: group(hiring, who.uniform(GROUP)),
        theta_at_start: theta,
        theta,
        autonomy: 0.5,
        mastery: 0.5,
        purpose: 0.5,
        exhaustion: p.exhaustion_at_start as f32,
        absent_days: 0.0,
        absent_now: 0.0,
        belief: Belief { value: hiring.code.value & known, known },
        taken: known,
        experience: [0.0; DOMAINS],
        // Few have much of it.
        authority: authority * authority,
        bias: who.uniform(BIAS),
        dissonance: 0.0,
        voiced: 0.0,
        curiosity: who.uniform(CURIOSITY),
        bravery: who.uniform(BRAVERY),
        independence: who.uniform(INDEPENDENCE),
        proneness: proneness(p.proneness_spread as f32, who.normal(PRONENESS)),
        paradigm: hiring.paradigm,
        threshold: threshold.max(p.threshold_least as f32).min(p.threshold_most as f32),
        real: 0.0,
        measured: 0.0,
        gaming: 0.0,
        caseload: 0,
        load: 0.0,
        direct_hours: 0.0,
        wanted_hours: 0.0,
        fit_seen: 0.0,
        progress_seen: 0.0,
        relationship: 0.0,
    }
}

/// How prone somebody is to fall ill, beside an average of 1, by a standard normal draw.
fn proneness(spread: f32, z: f32) -> f32 {
    libm::expf(spread * z - 0.5 * spread * spread)
}

/// Lets someone new have been in the post for some weeks, for the first world: `established` is the skill of
/// established workers.
pub fn season(worker: &mut Worker, established: f32, weeks: u16, p: &Parameters) {
    worker.tenure = weeks;
    let left = libm::pow(1.0 - 1.0 / p.skill_weeks, f64::from(weeks)) as f32;
    for skill in &mut worker.skill {
        *skill = skill.max(established - (established - *skill) * left);
    }
}

/// The group that a draw stands for: the first by the organisation's share, the others spread like the residents.
fn group(hiring: &Hiring<'_>, draw: f32) -> GroupId {
    let first = hiring.first_group_share;
    let Some(own) = hiring.groups.first() else {
        return GroupId::default();
    };
    if draw < first {
        return GroupId::default();
    }
    let position = own.up_to + (1.0 - own.up_to) * (draw - first) / (1.0 - first);
    let last = hiring.groups.len() - 1;
    let drawn = hiring.groups.iter().position(|group| position < group.up_to);
    GroupId(drawn.unwrap_or(last) as u8)
}

/// The domain that a draw stands for, all of an organisation's being alike.
fn specialty(domains: Domains, draw: f32) -> Domain {
    let skip = (draw * domains.len() as f32) as usize;
    domains.iter().nth(skip).map(Domain::of).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use crate::model::regime::npm;
    use crate::model::rules::people::{ForSkills, ForValues};
    use crate::model::submodels::workforce::staffing::tests::{CODE, groups, hiring, organisation};

    #[test]
    fn spells_of_two_periods_go_together_as_far_as_was_found() {
        let randomness = Randomness::new(1, 0);
        let spread = Parameters::default().proneness_spread as f32;
        let all: Vec<f64> = (0..200_000)
            .map(|at| {
                f64::from(proneness(
                    spread,
                    randomness.block(Draws::Workers, 0, 0, Address::numbered(0, at)).normal(PRONENESS),
                ))
            })
            .collect();
        let n = all.len() as f64;
        let mean = all.iter().sum::<f64>() / n;
        let variance = all.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
        assert!((mean - 1.0).abs() < 0.01, "{mean}");
        // Of counts by chance around `rate * proneness`, with a spell a period on average.
        let together = variance / (1.0 + variance);
        assert!((0.3..0.5).contains(&together), "{together}");
        assert_eq!(proneness(0.0, 1.7), 1.0);
    }

    #[test]
    fn the_first_group_has_its_share_of_posts_and_the_others_are_spread_like_residents() {
        let groups = [fixtures::group(0.6, 1.0), fixtures::group(0.9, 1.0), fixtures::group(1.0, 1.0)];
        let organisation = fixtures::organisation(0, 0);
        let hiring = Hiring {
            first_group_share: 0.2,
            ..Hiring::of(&organisation, &crate::model::regime::npm().recruitment, &groups)
        };
        let mut counts = [0; 3];
        for draw in 0..1000 {
            counts[group(&hiring, draw as f32 / 1000.0).index()] += 1;
        }
        // Of the other 800, three in four are of the second group.
        assert_eq!(counts, [200, 600, 200]);
        assert_eq!(group(&Hiring { groups: &[], ..hiring }, 0.9), GroupId(0));
    }

    #[test]
    fn those_hired_are_as_sought() {
        let p = Parameters::default();
        let (groups, randomness) = (groups(), Randomness::new(1, 0));
        let sought = hiring(&groups);
        let people: Vec<_> =
            (0..4000).map(|number| new_worker(&sought, &p, &randomness, 3, Address::post(0, 0, number))).collect();
        let share = |of: &dyn Fn(&Worker) -> bool| people.iter().filter(|one| of(one)).count() as f32 / 4000.0;
        assert!((share(&|one| one.theta > 1.0) - 0.5).abs() < 0.03);
        assert!((share(&|one| one.group == GroupId(0)) - 0.5).abs() < 0.03);
        assert!((share(&|one| one.group == GroupId(1)) - 0.375).abs() < 0.03);
        assert!((share(&|one| one.specialty == Domain::of(3)) - 1.0 / 3.0).abs() < 0.03);
        for one in &people {
            assert!(sought.domains.contains(one.specialty));
            assert!((0.05..=0.6).contains(&one.threshold));
            assert!((one.belief.known & !CODE.known).is_empty());
            assert!((one.belief.value.differs(CODE.value) & one.belief.known).is_empty());
        }
        let known: u32 = people.iter().map(|one| one.belief.known.len()).sum();
        assert!((known as f32 / (4000.0 * 16.0) - 0.5).abs() < 0.01);
    }

    #[test]
    fn recruitment_for_values_brings_motivation_and_for_skills_brings_skill() {
        let (groups, p) = (groups(), Parameters::default());
        let organisation = organisation(1, &p);
        let skills = Recruitment::ForSkills(ForSkills::default());
        let values = Recruitment::ForValues(ForValues::default());
        let randomness = Randomness::new(1, 0);
        let hire = |rule| {
            let hiring = Hiring::of(&organisation, rule, &groups);
            new_worker(&hiring, &p, &randomness, 0, Address::post(0, 0, 1))
        };
        let (skilled, driven) = (hire(&skills), hire(&values));
        assert!(skilled.skill[0] > driven.skill[0] && skilled.theta < driven.theta);
        assert!(weeks_to_fill(&values) > weeks_to_fill(&npm().recruitment));
    }
}
