//! Workers: a post each, filled or open.

use crate::model::patterns::Belief;
use crate::model::patterns::factors::Factors;
use crate::units::domains::Domain;
use crate::units::{DOMAINS, GroupId};

/// A post and who fills it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Worker {
    /// Whether the post is filled.
    pub filled: bool,
    /// Weeks that it has stood open.
    pub vacant_weeks: u16,
    /// How many held the post before.
    pub generation: u16,
    /// Weeks in the post.
    pub tenure: u16,
    /// Skill by domain (share).
    pub skill: [f32; DOMAINS],
    /// The domain that the worker is a specialist in.
    pub specialty: Domain,
    /// Group.
    pub group: GroupId,
    /// Intrinsic motivation when hired; 1 is the median of all.
    pub theta_at_start: f32,
    /// Intrinsic motivation now; 1 is the median of all.
    pub theta: f32,
    /// Felt autonomy, mastery and purpose.
    pub autonomy: f32,
    /// Mastery felt.
    pub mastery: f32,
    /// Purpose felt.
    pub purpose: f32,
    /// Exhaustion.
    pub exhaustion: f32,
    /// Working days of absence left in the present spell (day); a week has five.
    pub absent_days: f32,
    /// Working days absent this week (day), at most five.
    pub absent_now: f32,
    /// What the worker believes works in this place.
    pub belief: Belief,
    /// The factors of it that were taken from the code and not found out since.
    pub taken: Factors,
    /// Own discoveries for each factor of a domain, as far as they are not forgotten; counted where codes are evidence.
    pub experience: [f32; DOMAINS],
    /// Weight of the worker's word where the powerful decide.
    pub authority: f32,
    /// Bias against other groups [0-1], a factor on the group's.
    pub bias: f32,
    /// Gap between what the worker holds right and what the work is.
    pub dissonance: f32,
    /// Part of it that is voiced.
    pub voiced: f32,
    /// Curiosity, a trait.
    pub curiosity: f32,
    /// Bravery, a trait.
    pub bravery: f32,
    /// How free the worker feels whatever the rules are, a trait (0-1).
    pub independence: f32,
    /// How prone the worker is to fall ill, a trait; 1 on average.
    pub proneness: f32,
    /// Belief in the learning paradigm (0: in targets, 1: in learning).
    pub paradigm: f32,
    /// Share of others that must have adopted before this worker does.
    pub threshold: f32,
    /// Shares of a direct hour: real help.
    pub real: f32,
    /// Shares of a direct hour: what raises the measure only.
    pub measured: f32,
    /// Shares of a direct hour: gaming.
    pub gaming: f32,
    /// Open cases.
    pub caseload: u16,
    /// Sum of the needs of the cases, the weight by which time is shared out.
    pub load: f32,
    /// Direct time this week, all cases together (hour).
    pub direct_hours: f32,
    /// Direct time that the cases would have taken this week (hour).
    pub wanted_hours: f32,
    /// Mean fit of what the worker delivered this week (the seen side of mismatch), -1 to 1.
    pub fit_seen: f32,
    /// Mean fall of own-weighted need in the worker's cases this week (the seen side of progress), per case.
    pub progress_seen: f32,
    /// Mean relationship with the cases.
    pub relationship: f32,
}
