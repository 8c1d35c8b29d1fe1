//! What the lives of a place read in a week.

use crate::model::arrivals;
use crate::model::flourishing::Index;
use crate::model::submodels::residents::lives::crises::Entries;
use crate::model::submodels::residents::lives::hazards::Exposure;
use crate::model::submodels::residents::lives::parameters::{EVERY, Parameters};
use crate::model::submodels::residents::lives::ties::Others;
use crate::model::world::Context;
use crate::model::world::constants::Constants;
use crate::model::world::places::Place;
use crate::randomness::Randomness;
use crate::simd::f32x8;
use crate::units::{DOMAINS, weekly_probability};

/// What the weekly pass reads, worked out once a week for each place.
pub struct LivesContext<'a> {
    pub(super) constants: &'a Constants,
    pub(super) index: &'a Index,
    pub(super) p: &'a Parameters,
    pub(super) arrivals: &'a arrivals::Parameters,
    pub(super) randomness: &'a Randomness,
    pub(super) week: u32,
    pub(super) place: u32,
    pub(super) trust: f32,
    pub(super) follow: f32,
    pub(super) mending: f32,
    pub(super) settle: f32,
    pub(super) birthday: f32,
    pub(super) moves: f32,
    pub(super) onset: f32x8,
    pub(super) crises: Entries,
    /// What no sum of hazards of crises and episodes exceeds.
    pub(super) exposure: Exposure,
    /// The same with moves and birthdays, whatever shields a life.
    pub(super) bounds: [f32; 16],
    pub(super) rest: f32,
    pub(super) trust_settles: f32,
    pub(super) trust_base: Vec<f32>,
    /// Of four weeks.
    pub(super) heal: f32x8,
    /// Of four weeks.
    pub(super) rise: f32x8,
    /// Whether any need rises by itself.
    pub(super) rises: bool,
    pub(super) death: &'a [f32],
    /// Further probability of death after a crisis in each domain, from delay in emergency care [1/week].
    pub(super) delay_harm: [f32; DOMAINS],
    pub(super) others: Others,
}

/// What the schedule gives to the lives of all places.
pub struct Given<'a> {
    pub(super) p: &'a Parameters,
    pub(super) arrivals: &'a arrivals::Parameters,
    pub(super) index: &'a Index,
    pub(super) randomness: &'a Randomness,
    pub(super) death: &'a [f32],
}

impl<'a> LivesContext<'a> {
    /// Works it out for a place.
    #[must_use]
    pub fn of(place: &Place, context: &Context<'a>, given: &Given<'a>) -> LivesContext<'a> {
        let (constants, week) = (context.constants, context.week);
        let Given { p, arrivals, index, randomness, death } = *given;
        let mut onset = constants.onset;
        for (rate, surge) in onset.iter_mut().zip(place.shocks.surge) {
            *rate *= surge;
        }
        let exposure = Exposure::of(&onset, constants, p);
        LivesContext {
            constants,
            index,
            p,
            arrivals,
            randomness,
            week,
            place: place.index,
            trust: place.resident_trust,
            follow: (EVERY as f64 * weekly_probability(p.set_point_follows_per_year)) as f32,
            mending: (EVERY as f64 * weekly_probability(p.mending_per_year)) as f32,
            settle: (EVERY as f64 * weekly_probability(p.agency_settles_per_year)) as f32,
            birthday: weekly_probability(1.0) as f32,
            moves: place.moves,
            onset: f32x8::new(onset),
            crises: Entries::of(constants),
            bounds: exposure.with_moves(place.moves),
            exposure,
            rest: p.rest as f32,
            trust_settles: (EVERY as f64 * weekly_probability(p.trust_settles_per_year)) as f32,
            trust_base: constants.groups.iter().map(|group| place.resident_trust - group.mistrust).collect(),
            heal: f32x8::new(constants.heal.map(over_four_weeks)),
            rise: f32x8::new(constants.rise.map(over_four_weeks)),
            rises: constants.rise.iter().any(|&rise| rise > 0.0),
            death,
            delay_harm: place.delay_harm,
            others: Others { summary: place.residents.summary.clone(), ties: place.ties },
        }
    }
}

/// The part that a weekly part comes to in four weeks.
fn over_four_weeks(part: f32) -> f32 {
    let left = 1.0 - part;
    let left = left * left;
    1.0 - left * left
}
